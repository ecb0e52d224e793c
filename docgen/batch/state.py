"""The state of a batch, one SQLite file in the output folder: what was made, of what.

A result is kept with the key of what it was made of (facts, template, library, version, options)
and with a quick look at those files and at the drafts (size, times), so that a rerun need open
none of them when nothing was touched.  Between two commits every result stands in a journal,
written by whoever made it in one stroke; a run that was killed leaves journals behind, and the
next one takes them up.  A lock that dies with its process keeps a second run out.
"""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import sys
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, TypeAlias

from docgen.batch.record import Held, Laid, Result
from docgen.document import Gap
from docgen.drafts import store
from docgen.errors import InputError, OutputError
from docgen.finding import Finding, Level, Place

FOLDER: Final = ".docgen"
Key: TypeAlias = tuple[str, str]
"""`Result.key`: source and template."""
FORM: Final = 1
"""Number of the form of the state; one of another form is set aside and everything is made anew."""
LAID: Final = "\0"
"""Before the path of a draft among the looks; no path has it."""
_FILE: Final = "batch.sqlite"
_LOCK: Final = "lock"
_JOURNAL: Final = "journal-"
_TABLES: Final = """
create table if not exists meta (name text primary key, value text);
create table if not exists results (
  source text, template text, key text, looks text, failed text, record blob, imprint blob,
  primary key (source, template)) without rowid;
create table if not exists laid (path text primary key, sha256 text) without rowid;
"""


class Made(NamedTuple):
    """A result with what it was made of.

    key: hash of everything that decided it.  looks: of each file it was made of and, behind the
    mark LAID, each that was laid, what a look at it says (see `look`); under "" the template's
    hash.
    failed: why there is no draft, "" when nothing failed.  record: the result as JSON.
    """

    source: str
    template: str
    key: str
    looks: Mapping[str, str]
    failed: str
    record: bytes
    imprint: bytes


def look(path: Path | str) -> str:
    """What tells cheaply that a file was not touched: size, times and number; "" when absent."""
    try:
        found = os.stat(path)  # noqa: PTH116  (a batch looks at a hundred thousand files)
    except OSError:
        return ""
    return f"{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}:{found.st_ino}"


# --- results as JSON ------------------------------------------------------------------------------

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_json(result: Result) -> bytes:
    """The result without its imprint."""
    return _encode(
        [
            result.source,
            result.unit,
            result.folder,
            result.template,
            result.template_name,
            result.period,
            result.status,
            result.error,
            result.drafts,
            [(g.kind, g.path, g.sentence, g.reason) for g in result.gaps],
            [
                (f.code, f.level, f.message, f.place, f.quote, f.hint, f.basis, f.related)
                for f in result.findings
            ],
            result.length,
            result.held,
            result.group,
            result.files,
        ]
    ).encode("utf-8", "surrogatepass")


def from_json(record: bytes) -> Result:
    """The result of a record, without its imprint."""
    (source, unit, folder, template, name, period, status, error, drafts, gaps, findings, length,
     held, group, files) = json.loads(record)  # fmt: skip
    return Result(
        source=source,
        unit=unit,
        folder=folder,
        template=template,
        template_name=name,
        period=period,
        status=status,
        error=error,
        drafts=tuple(Laid(*item) for item in drafts),
        gaps=tuple(Gap(*item) for item in gaps),
        findings=tuple(
            Finding(code, Level(level), message, Place(*place), quote, hint, basis,
                    tuple(Place(*other) for other in related))
            for code, level, message, place, quote, hint, basis, related in findings
        ),
        length=length,
        held=tuple(Held(*item) for item in held),
        group=group,
        files=tuple(tuple(item) for item in files),
    )  # fmt: skip


# --- the journal ----------------------------------------------------------------------------------


class Journal:
    """The lines that one worker writes of what it is about to lay and what it has made.

    Each line is written in one stroke to a file that is only ever added to: what was written
    survives a kill, and the last line alone may be torn.
    """

    def __init__(self, out: Path) -> None:
        folder = out / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        name = f"{_JOURNAL}{os.getpid()}-{os.urandom(4).hex()}"
        self.path = folder / name
        self._handle = os.open(self.path, flags, 0o666)

    def intend(self, path: Path, data: bytes) -> None:
        """Say that a file of these bytes is about to be laid."""
        self._line(["laid", store.sha256(data), path.name])

    def done(self, made: Made) -> None:
        """Say what was made."""
        self._line(
            [
                *made[:5],
                made.record.decode("utf-8", "surrogatepass"),
                base64.b64encode(made.imprint).decode(),
            ]
        )

    def _line(self, values: list[Any]) -> None:
        os.write(self._handle, (_encode(values) + "\n").encode("utf-8", "surrogatepass"))

    def close(self) -> None:
        """No more lines."""
        os.close(self._handle)


class Left(NamedTuple):
    """What journals of a run that was killed say: results made, hashes of files about to be laid."""

    made: tuple[Made, ...]
    ours: frozenset[str]


def _left(folder: Path) -> Left:
    made: list[Made] = []
    ours: set[str] = set()
    for path in sorted(folder.glob(f"{_JOURNAL}*")):
        for line in path.read_bytes().split(b"\n"):
            try:
                values = json.loads(line)
                if values[0] == "laid":
                    ours.add(values[1])
                else:
                    source, template, key, looks, failed, record, imprint = values
                    blob = record.encode("utf-8", "surrogatepass")
                    print_ = base64.b64decode(imprint)
                    made.append(Made(source, template, key, looks, failed, blob, print_))
            except (ValueError, IndexError, TypeError, AttributeError):
                continue  # torn by the kill
    return Left(tuple(made), frozenset(ours))


# --- the state ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """What the state says of a result: its key, its looks, and why there is no draft."""

    key: str
    looks: Mapping[str, str]
    failed: str


class Results:
    """The results that lie in a state."""

    _base: sqlite3.Connection

    def all(self, sources: Container[str]) -> dict[Key, Result]:
        """The results of these sources, without their imprints."""
        rows = self._base.execute("select source, template, record from results")
        return {(s, id): from_json(record) for s, id, record in rows if s in sources}

    def others(self, known: Container[str]) -> Iterator[Result]:
        """The results of sources that are not known: of other periods, of units long gone."""
        rows = self._base.execute("select source, record from results where template != ''")
        for source, record in rows:
            if source not in known:
                yield from_json(record)

    def imprints(self, keys: Mapping[Key, Key]) -> Imprints:
        """Imprints by other names: under each key that of the result it leads to."""
        return Imprints(self._base, keys)


class State(Results):
    """The state of one output folder, held by one run at a time."""

    def __init__(self, out: Path) -> None:
        """Open it, making the folder.

        Raises OutputError when another run holds it, or the folder cannot be written to.
        """
        self.out = out
        self.folder = out / FOLDER
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(self.folder / _LOCK)
            self._base = self._opened()
            self._taken_up = _left(self.folder)
        except (OSError, sqlite3.Error) as error:
            raise _trouble(out, error) from error
        if self._taken_up.made or self._taken_up.ours:
            self._keep_what_is_whole()

    @property
    def ours(self) -> frozenset[str]:
        """Hashes of files that a run killed before it could say so has laid."""
        return self._taken_up.ours

    def _opened(self) -> sqlite3.Connection:
        path = self.folder / _FILE
        try:
            base = _connect(path)
            form = base.execute("select value from meta where name = 'form'").fetchone()
            if form in (None, (str(FORM),)):
                base.execute("insert or replace into meta values ('form', ?)", (str(FORM),))
                base.commit()
                return base
            base.close()
        except sqlite3.DatabaseError as error:
            if not _is_damaged(error):
                raise
        # Of another version, or damaged by a power cut: the drafts answer for themselves.
        for name in (_FILE, f"{_FILE}-journal"):
            (self.folder / name).unlink(missing_ok=True)
        base = _connect(path)
        base.execute("insert or replace into meta values ('form', ?)", (str(FORM),))
        base.commit()
        return base

    def _keep_what_is_whole(self) -> None:
        """Take up the results of a run that was killed, those whose drafts lie whole."""
        whole = []
        for made in self._taken_up.made:
            laid = from_json(made.record).drafts
            if all(_hash(self.out / draft.path) == draft.sha256 for draft in laid):
                whole.append(made)
        self.put(whole)
        self._sweep()
        self.clear_journals()

    def _sweep(self) -> None:
        """Remove the unfinished files that a kill left; they bear our name and no draft's."""
        for path in self.out.rglob(".docgen-*.tmp"):
            path.unlink(missing_ok=True)

    def clear_journals(self) -> None:
        """Remove the journals: what they say is in the state now."""
        for path in self.folder.glob(f"{_JOURNAL}*"):
            path.unlink(missing_ok=True)

    def known(self) -> dict[tuple[str, str], Known]:
        """Every result's key and looks, by source and template."""
        rows = self._base.execute("select source, template, key, looks, failed from results")
        return {(row[0], row[1]): Known(row[2], json.loads(row[3]), row[4]) for row in rows}

    def put(self, made: Iterable[Made]) -> None:
        """Keep these results for good.  Raises OutputError when the disk is full."""
        rows = [(*m[:3], _encode(m.looks), *m[4:]) for m in made]
        try:
            self._base.executemany("insert or replace into results values (?,?,?,?,?,?,?)", rows)
            self._base.commit()
        except sqlite3.Error as error:
            raise _trouble(self.out, error) from error

    def look_again(self, looks: Mapping[tuple[str, str], Mapping[str, str]]) -> None:
        """Keep new looks of results whose files were touched and say the same."""
        rows = [(_encode(found), *key) for key, found in looks.items()]
        try:
            self._base.executemany(
                "update results set looks = ? where source = ? and template = ?", rows
            )
            self._base.commit()
        except sqlite3.Error as error:
            raise _trouble(self.out, error) from error

    def result(self, source: str, template: str) -> Result | None:
        """What came of a unit with a template, without its imprint; None when nothing did yet."""
        row = self._base.execute(
            "select record from results where source = ? and template = ?", (source, template)
        ).fetchone()
        return from_json(row[0]) if row else None

    def laid_hash(self, path: str) -> str:
        """The hash that a page of ours had when it was laid, "" when it never was."""
        row = self._base.execute("select sha256 from laid where path = ?", (path,)).fetchone()
        return row[0] if row else ""

    def set_laid(self, path: str, sha256: str) -> None:
        """Remember a page that was laid."""
        self._base.execute("insert or replace into laid values (?,?)", (path, sha256))
        self._base.commit()

    def meta(self, name: str) -> str:
        """What was noted under a name, "" when nothing was."""
        row = self._base.execute("select value from meta where name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def set_meta(self, name: str, value: str) -> None:
        """Note something."""
        self._base.execute("insert or replace into meta values (?,?)", (name, value))
        self._base.commit()

    def close(self) -> None:
        """Let the folder go."""
        self._base.close()
        self._lock.close()


class Peek(Results):
    """The state of another output folder, only looked at."""

    def __init__(self, out: Path) -> None:
        """Raises InputError when there is none."""
        path = out / FOLDER / _FILE
        if not path.is_file():
            raise InputError(
                "这里没有批量做过文稿", where=str(out), hint="写上一期 docgen batch -o 的那个文件夹"
            )
        self._base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        self.out = out

    def close(self) -> None:
        """Let it go."""
        self._base.close()


@contextmanager
def peeked(out: Path) -> Iterator[Peek]:
    """The state of that folder to look at.  Raises InputError when there is none."""
    peek = Peek(out)
    try:
        yield peek
    finally:
        peek.close()


class Imprints(Mapping[Key, bytes]):
    """Imprints that lie in a state and are read one by one, so that memory holds none."""

    def __init__(self, base: sqlite3.Connection, keys: Mapping[Key, Key]) -> None:
        self._base = base
        self._keys = keys

    def __getitem__(self, key: Key) -> bytes:
        row = self._base.execute(
            "select imprint from results where source = ? and template = ?", self._keys[key]
        ).fetchone()
        return row[0] if row else b""

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def _connect(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=10)
    base.executescript("pragma synchronous=normal; pragma temp_store=memory;" + _TABLES)
    return base


def _hash(path: Path) -> str:
    data = path.read_bytes() if path.is_file() else None
    return store.sha256(data) if data is not None else ""


def _is_damaged(error: sqlite3.DatabaseError) -> bool:
    words = str(error)
    return "malformed" in words or "not a database" in words or "no such column" in words


def _trouble(out: Path, error: Exception) -> OutputError:
    if isinstance(error, OSError):
        return store.output_error(out, error)
    if "full" in str(error):
        return OutputError("磁盘已满，没有写成", where=str(out), hint="腾出空间后再运行同一条命令")
    if "readonly" in str(error) or "unable to open" in str(error):
        return OutputError("这个文件夹不能写", where=str(out), hint="用 -o 换一个能写的文件夹")
    return OutputError(f"批量的进度存不下来（{error}）", where=str(out), hint="用 -o 换一个文件夹")


def _locked(path: Path) -> IO[bytes]:
    """The lock, held until it is closed or its process ends."""
    file = path.open("ab")
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # children do not inherit it
    except OSError:
        file.close()
        raise OutputError(
            "另一个批量正在往这个文件夹里写",
            where=str(path.parent.parent),
            hint="等它做完再来，或用 -o 换一个文件夹",
        ) from None
    return file
