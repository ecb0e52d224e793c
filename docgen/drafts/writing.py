"""From a composed document to files: rendered, checked, laid down beside their side-cars.

A draft that somebody edited is never overwritten; the new one is laid beside it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from docgen.document import Document
from docgen.drafts import store
from docgen.drafts.evidence import evidence_of
from docgen.drafts.records import Evidence
from docgen.drafts.seal import is_sealed, seal
from docgen.drafts.sidecar import SideCar, path_of, side_car, to_json, written_hash
from docgen.errors import InputError, MissingProgramError, OutputError, RenderError
from docgen.facts.values import Facts
from docgen.library import Library, TemplateSource
from docgen.ooxml.lint import lint_package
from docgen.render import RENDERERS, render

if TYPE_CHECKING:
    from docgen.office import Office
    from docgen.render.letterhead import Letterhead

EXTENSIONS: Final = {
    "docx": ".docx",
    "md": ".md",
    "html": ".html",
    "txt": ".txt",
    "native": ".native.txt",
    "pdf": ".pdf",
    "png": ".png",
}
"""Extension of the file of each format."""

PRINTED: Final = ("pdf", "png")
"""The formats that LibreOffice prints from the .docx: one file, and a picture for each page."""
ON_LETTERHEAD: Final = frozenset(("docx", *PRINTED))
"""The formats that a letterhead is for."""
FORMATS: Final = (*RENDERERS, *PRINTED)
"""Every format that drafts are written in."""

MOST_BESIDE: Final = 99
"""So many new drafts are laid beside an edited one before the writer is asked to tidy up."""


@dataclass(frozen=True, slots=True)
class Laying:
    """How files are laid down.

    sync: each is pushed to the disk at once; a batch pushes many together.  ours: hashes of
    files that are ours though no side-car says so, as one killed in between leaves them.
    announce: called with path and bytes before a file is written.  root: the folder that nothing
    may leave, by default the file's own.
    """

    sync: bool = True
    ours: frozenset[str] = frozenset()
    root: Path | None = None
    announce: Callable[[Path, bytes], object] = lambda _path, _data: None


class Headed(NamedTuple):
    """A letterhead, and the document with all the elements that it has slots for."""

    letterhead: Letterhead
    document: Document


@dataclass(frozen=True, slots=True)
class Written:
    """A draft laid down.

    kept: the edited draft it was laid beside, None when there was none.  sha256: of its bytes.
    page: of the picture of a page its number, from 1.
    """

    path: Path
    format: str
    kept: Path | None = None
    sha256: str = field(default="", compare=False)
    page: int = 0


def draft_name(document: Document, template: TemplateSource, facts: Facts) -> str:
    """The file name of a draft without extension: unit, period and the template's 名称.

    What the period ends and the 名称 begins with is said once: 2026年上半年基层党建工作汇报.
    """
    named = facts.get("单位.名称") is not None
    unit = document.meta.unit if named else Path(facts.files[-1]).stem
    period, name = document.meta.period, template.name
    shared = next((n for n in range(len(name), 0, -1) if period.endswith(name[:n])), 0)
    return store.safe_name(unit + period + name[shared:])


class File(NamedTuple):
    """What goes into one file of a draft.  page: of the picture of a page its number, from 1."""

    format: str
    data: bytes
    page: int = 0

    def name(self, draft: str) -> str:
        """Its file name, of a draft of this name."""
        return f"{draft}{f'-{self.page}' if self.page else ''}{EXTENSIONS[self.format]}"


def files_of(
    document: Document,
    formats: Sequence[str],
    library: Library,
    office: Office | None = None,
    headed: Headed | None = None,
) -> tuple[File, ...]:
    """The document in these formats, ready to be written, in their order.

    office: prints what is PRINTED.  headed: stands for the document where a format is
    ON_LETTERHEAD.  Raises RenderError for an unknown format, when the .docx
    would not be sound, and when a PDF would not say what the document says;
    MissingProgramError when something is to be printed and there is no office.
    """
    out: list[File] = []
    pdf = b""
    for format in formats:
        if format not in PRINTED:
            out.append(File(format, _rendered(document, format, library, headed)))
            continue
        pdf = pdf or _printed(document, library, office, headed)
        if format == "pdf":
            out.append(File(format, pdf))
        else:
            from docgen.office.pages import pictures  # noqa: PLC0415  (few papers are printed)

            out += (File(format, page, n) for n, page in enumerate(pictures(pdf), 1))
    return tuple(out)


def _rendered(
    document: Document, format: str, library: Library, headed: Headed | None = None
) -> bytes:
    style = library.style(document.meta.style)
    known: frozenset[str] = frozenset()
    if headed is not None and format in ON_LETTERHEAD:
        known = headed.letterhead.faults
        data = render(headed.document, format, style, headed.letterhead)
    else:
        data = render(document, format, style)
    findings = lint_package(data) if format == "docx" else ()
    first = next((finding for finding in findings if finding.code not in known), None)
    if first is not None:
        raise RenderError(
            f"生成的 docx 没有通过自检，没有写出：{first.code} {first.message}",
            where=first.place.part,
            hint="这是程序的错误，请连同台账报告",
        )
    return data


def _printed(
    document: Document, library: Library, office: Office | None, headed: Headed | None = None
) -> bytes:
    from docgen.office.pages import page_texts  # noqa: PLC0415  (few papers are printed)
    from docgen.office.proof import difference  # noqa: PLC0415

    if office is None:
        raise MissingProgramError("没有说由谁来印 PDF", hint="给 files_of 一个 Office")
    style = library.style(document.meta.style)
    pdf = office.pdf(_rendered(document, "docx", library, headed), style)
    own: tuple[Sequence[str], str] = ((), "")
    if headed is not None:
        from docgen.render.letterhead import filled  # noqa: PLC0415  (few papers have one)

        parted = filled(headed.document, headed.letterhead)
        document, own = parted.rest, (parted.printed, headed.letterhead.words)
    if differs := difference(document, page_texts(pdf), style, *own):
        raise RenderError(
            f"印出的 PDF 和文稿不一样，没有写出：{differs}",
            hint="运行 docgen doctor 看看缺不缺字体；或用 --to docx 写出，在 WPS 里另存为 PDF",
        )
    return pdf


def write_drafts(
    folder: Path,
    document: Document,
    template: TemplateSource,
    facts: Facts,
    library: Library,
    formats: Sequence[str],
    evidence: Evidence | None = None,
    *,
    laying: Laying = Laying(),
    office: Office | None = None,
    headed: Headed | None = None,
) -> tuple[Written, ...]:
    """Render the document in every format and lay the drafts with their side-cars in the folder.

    evidence: as `evidence_of` gives it, when the caller has it already.  office: prints PDFs and
    pictures.  headed: the letterhead, see `files_of`.  Nothing is written unless every format renders; pictures of pages that the draft
    has no more are removed.  Raises RenderError, MissingProgramError and OutputError.
    """
    name = draft_name(document, template, facts)
    made = files_of(document, formats, library, office, headed)
    used: Mapping[str, str] = {}
    on_letterhead = plain = (document, evidence or evidence_of(document, facts, library), used)
    if headed is not None:
        used = {headed.letterhead.name: headed.letterhead.sha256}
        on_letterhead = (headed.document, evidence_of(headed.document, facts, library), used)
    out = []
    for file in made:
        path = folder / file.name(name)
        said, proof, used = on_letterhead if file.format in ON_LETTERHEAD else plain
        car = side_car(path, file.data, file.format, said, template, facts, library, proof, used)
        out.append(replace(write_draft(path, file.data, car, laying=laying), page=file.page))
    if last := max((file.page for file in made), default=0):
        _remove_after(folder, name, last, laying)
    return tuple(out)


def _remove_after(folder: Path, name: str, last: int, laying: Laying) -> None:
    """Remove the pictures behind the last page that are as they were written."""
    for page in count(last + 1):
        path = folder / File("png", b"", page).name(name)
        there = store.read(path)
        if there is None:
            return
        if store.sha256(there) in laying.ours or _is_as_written(path, there):
            for gone in (path, path_of(path)):
                with contextlib.suppress(OSError):
                    gone.unlink()


def write_draft(path: Path, data: bytes, car: SideCar, *, laying: Laying = Laying()) -> Written:
    """Lay the draft at this path, or beside it when what lies there is not ours to overwrite.

    A file is ours when its bytes are those its side-car names.  Otherwise the draft becomes
    名称.新稿.docx, 名称.新稿2.docx … and `Written.kept` names the file it left alone.  A file
    that has these bytes already is not touched.  Raises OutputError.
    """
    extension = EXTENSIONS.get(car.format, path.suffix)
    free = lay(path, data, extension, _is_as_written, laying)
    if free is None:
        raise OutputError(
            "旧稿都改动过或打不开，新稿放不下",
            where=str(path),
            hint="把旧稿移走，或用 -o 换一个能读写的文件夹",
        )
    record = to_json(replace(car, draft=free.name))
    store.write(path_of(free), record, root=laying.root or free.parent, sync=laying.sync)
    return Written(free, car.format, None if free == path else path, car.draft_sha256)


def lay(
    path: Path,
    data: bytes,
    extension: str,
    owns: Callable[[Path, bytes], bool],
    laying: Laying = Laying(),
) -> Path | None:
    """Put the bytes at the path or, when what lies there is not ours, beside it; say where.

    owns: whether what lies at a path is as docgen left it.  None when all places are taken.
    Raises OutputError.
    """
    for place in _places(path, extension):
        try:
            there = store.read(place)
            if there == data:
                return place
            free = not there or store.sha256(there) in laying.ours or owns(place, there)
        except InputError:  # what cannot be read is not known to be ours
            continue
        if free:
            laying.announce(place, data)
            store.write(place, data, root=laying.root, sync=laying.sync)
            return place
    return None


def lay_sealed(path: Path, data: bytes, laying: Laying = Laying()) -> tuple[Path, str]:
    """Lay a page or archive with its seal, beside one that somebody has worked in; say where, and
    the hash of what lies there.

    Raises OutputError.
    """
    sealed = seal(data)
    place = lay(path, sealed, path.suffix, lambda _path, there: is_sealed(there), laying)
    if place is None:
        raise OutputError("放不下了，旁边的都有人改过", where=str(path), hint="把旧的移走再来")
    return place, store.sha256(sealed)


def _is_as_written(draft: Path, there: bytes) -> bool:
    """Whether a draft is what its side-car says that docgen wrote.

    Another worker may be laying the same draft: then the side-car is of what lies there now.
    """
    said = written_hash(draft)
    return said == store.sha256(there) or said == store.sha256(store.read(draft) or b"")


def edited(draft: Path, car: SideCar) -> bool:
    """Whether the draft is no longer what was written.  Raises InputError when unreadable."""
    data = store.read(draft)
    return data is None or store.sha256(data) != car.draft_sha256


def _places(path: Path, extension: str) -> Iterator[Path]:
    yield path
    stem = path.name.removesuffix(extension)
    for number in range(1, MOST_BESIDE + 1):
        yield path.with_name(f"{stem}.新稿{number if number > 1 else ''}{extension}")
