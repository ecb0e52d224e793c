"""The state of a batch, one SQLite file in the output folder: what was made, of what.

A result is kept with the key of what it was made of (facts, template, library, version, options)
and with a quick look at those files and at the drafts (size, times), so that a rerun need open
none of them when nothing was touched.  Between two commits a result stands in a journal (see
`batch.journal`).  A lock that dies with its process keeps a second run out.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sqlite3
import sys
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from docgen.batch import journal
from docgen.batch.made import SHAPE, Key, Made, encode, from_json
from docgen.batch.record import Result
from docgen.drafts import store
from docgen.drafts.sidecar import written_hash
from docgen.errors import InputError, OutputError

FOLDER: Final = ".docgen"
FORM: Final = 2
"""Number of the form of the state.  An older one is set aside and everything is made anew; a
newer one is left alone."""
FILE: Final = "batch.sqlite"
_LOCK: Final = "lock"
_STAND: Final = "stand"
_UNFINISHED: Final = ".docgen-*.tmp"
"""Files that `store.write` had not put in their place."""
_TABLES: Final = """
create table if not exists meta (name text primary key, value text);
create table if not exists results (
  source text, template text, key text, looks text, failed text, record blob, imprint blob,
  primary key (source, template)) without rowid;
create table if not exists ours (sha256 text primary key) without rowid;
"""
_HELD: Final = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


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
    """The state of one output folder, held by one run at a time.

    Its methods raise sqlite3.Error when the disk or the file fails them: see `guarded`.
    """

    def __init__(self, out: Path) -> None:
        """Open it, making the folder.

        Raises OutputError when another run holds it, or the folder cannot be written to,
        InputError when a newer docgen has made it.
        """
        self.out = out
        self.folder = out / FOLDER
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise store.output_error(out, error) from error
        self._lock = _locked(self.folder / _LOCK)
        try:
            with guarded(out):
                self._base = self._opened()
                self._take_up()
        except BaseException:
            self._lock.close()
            raise

    def _opened(self) -> sqlite3.Connection:
        path = self.folder / FILE
        try:
            base = _connect(path)
            noted = base.execute("select value from meta where name = 'form'").fetchone()
            form, _, shape = (noted[0] if noted else "").partition(" ")
            if form.isdecimal() and int(form) > FORM:
                raise InputError(
                    "这个文件夹是更新的 docgen 做的",
                    where=str(self.out),
                    hint="换那一版，或换一个文件夹",
                )
            if noted is None or (int(form or 0), shape) == (FORM, SHAPE):
                _note_form(base)
                return base
            base.close()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "column" not in str(error):
                raise
        # Of an older form, or damaged by a power cut: the drafts answer for themselves.
        for name in (FILE, f"{FILE}-journal"):
            (self.folder / name).unlink(missing_ok=True)
        base = _connect(path)
        _note_form(base)
        return base

    def _take_up(self) -> None:
        """Take up what a run that was killed left: results whose drafts lie whole, and hashes of
        what it was about to lay."""
        _remove(self.out.glob(_UNFINISHED))  # of the report, which no journal tells of
        left = journal.left_in(self.folder)
        self.ours = frozenset(row[0] for row in self._base.execute("select sha256 from ours"))
        if not left.made and not left.ours:
            return
        self.ours |= left.ours
        rows = [(digest,) for digest in sorted(left.ours)]
        self._base.executemany("insert or ignore into ours values (?)", rows)
        self.put(made for made in left.made if self._lies_whole(from_json(made.record)))
        self.sweep()
        journal.clear(self.folder)

    def sweep(self) -> None:
        """Remove what workers that died left unfinished: ours by name, and no draft's."""
        _remove(self.out.rglob(_UNFINISHED))

    def _lies_whole(self, result: Result) -> bool:
        """Whether every file of a result lies there, its side-car saying so too."""
        try:
            return all(
                store.sha256(store.read(self.out / laid.path) or b"") == laid.sha256
                and (not result.template or written_hash(self.out / laid.path) == laid.sha256)
                for laid in result.drafts
            )
        except InputError:
            return False

    def known(self) -> dict[Key, Known]:
        """Every result's key and looks, by source and template."""
        rows = self._base.execute("select source, template, key, looks, failed from results")
        return {(row[0], row[1]): Known(row[2], json.loads(row[3]), row[4]) for row in rows}

    def put(self, made: Iterable[Made]) -> None:
        """Keep these results for good; how it all stood before is not known any more.

        Raises OutputError when the disk is full.
        """
        rows = [(*m[:3], encode(m.looks), *m[4:]) for m in made]
        with guarded(self.out):
            self._base.execute("delete from meta where name = ?", (_STAND,))
            self._base.executemany("insert or replace into results values (?,?,?,?,?,?,?)", rows)
            self._base.commit()

    def look_again(self, looks: Mapping[Key, Mapping[str, str]]) -> None:
        """Keep new looks of results whose files were touched and say the same."""
        rows = [(encode(found), *key) for key, found in looks.items()]
        self._base.executemany(
            "update results set looks = ? where source = ? and template = ?", rows
        )
        self._base.commit()

    def record(self, source: str, template: str) -> bytes | None:
        """What came of a unit with a template, as JSON; None when nothing did yet."""
        row = self._base.execute(
            "select record from results where source = ? and template = ?", (source, template)
        ).fetchone()
        return row[0] if row else None

    def result(self, source: str, template: str) -> Result | None:
        """The same, read."""
        record = self.record(source, template)
        return from_json(record) if record is not None else None

    @property
    def stand(self) -> str:
        """How it all stood after the last report, "" when something was made since."""
        row = self._base.execute("select value from meta where name = ?", (_STAND,)).fetchone()
        return row[0] if row else ""

    def keep_stand(self, value: str, *, settled: bool) -> None:
        """Note how it all stands.  settled: every unit was dealt with, so that no file is left of
        which only a journal says that it is ours."""
        journal.clear(self.folder)
        self._base.execute("insert or replace into meta values (?,?)", (_STAND, value))
        if settled:
            self._base.execute("delete from ours")
        self._base.commit()

    def close(self) -> None:
        """Let the folder go."""
        self._base.close()
        self._lock.close()


class Peek(Results):
    """The state of an output folder, only looked at."""

    def __init__(self, out: Path) -> None:
        """Raises InputError when there is none, or it cannot be read."""
        path = out / FOLDER / FILE
        if not path.is_file():
            raise InputError(
                "这里没有批量做过文稿", where=str(out), hint="写上一期 docgen batch -o 的那个文件夹"
            )
        try:
            self._base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            noted = self._base.execute("select value from meta where name = 'form'").fetchone()
        except sqlite3.Error as error:
            raise _unreadable(out) from error
        if noted != (f"{FORM} {SHAPE}",):
            raise _unreadable(out)

    def close(self) -> None:
        """Let it go."""
        self._base.close()


@contextlib.contextmanager
def peeked(out: Path) -> Iterator[Peek]:
    """The state of that folder to look at.  Raises InputError when there is none."""
    peek = Peek(out)
    try:
        yield peek
    finally:
        peek.close()


def is_output(folder: str) -> bool:
    """Whether a batch has laid its drafts in this folder."""
    return os.path.isfile(f"{folder}/{FOLDER}/{FILE}")  # noqa: PTH113  (asked of every folder)


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


@contextlib.contextmanager
def guarded(out: Path) -> Iterator[None]:
    """What SQLite and the disk say, said to a person.  Raises OutputError."""
    try:
        yield
    except sqlite3.Error as error:
        raise _trouble(out, error) from error
    except OSError as error:
        raise store.output_error(out, error) from error


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink()


def _connect(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=10)
    base.executescript("pragma synchronous=normal; pragma temp_store=memory;" + _TABLES)
    return base


def _note_form(base: sqlite3.Connection) -> None:
    base.execute("insert or replace into meta values ('form', ?)", (f"{FORM} {SHAPE}",))
    base.commit()


def _unreadable(out: Path) -> InputError:
    return InputError(
        "这个文件夹的批量档案读不了", where=str(out), hint="在那个文件夹里把那一期重做一遍，再来比"
    )


def _trouble(out: Path, error: sqlite3.Error) -> OutputError:
    words = str(error)
    if "full" in words:
        return OutputError("磁盘已满，没有写成", where=str(out), hint="腾出空间后再运行同一条命令")
    if "readonly" in words or "unable to open" in words:
        return OutputError("这个文件夹不能写", where=str(out), hint="用 -o 换一个能写的文件夹")
    damaged = out / FOLDER / FILE
    return OutputError(
        "批量的进度档案坏了", where=str(damaged), hint="删去这个文件，再运行同一条命令；文稿不会丢"
    )


_OPEN: Final[set[Path]] = set()
"""Folders that this process holds: a lock of the system does not keep a process from itself."""


class _Lock:
    """A lock, held until it is closed or its process ends."""

    def __init__(self, file: IO[bytes], folder: Path) -> None:
        self.file = file
        self.folder = folder
        _OPEN.add(folder)

    def close(self) -> None:
        _OPEN.discard(self.folder)
        self.file.close()


def _locked(path: Path) -> _Lock:
    """The lock of a folder.  A disk that knows no locks, as some in a network, goes without."""
    folder = path.parent.resolve()
    held = OutputError(
        "另一个批量正在往这个文件夹里写",
        where=str(path.parent.parent),
        hint="等它做完再来，或用 -o 换一个文件夹",
    )
    if folder in _OPEN:
        raise held
    try:
        file = path.open("ab")
    except OSError as error:
        raise store.output_error(path, error) from error
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  (only there is it to be had)

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415  (not on Windows)

            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # children do not inherit it
    except OSError as error:
        if error.errno in _HELD:
            file.close()
            raise held from None
    return _Lock(file, folder)
