"""Templates on the command line of `docgen check`: which one is meant, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from docgen import source
from docgen.audit.templates import check_template
from docgen.cli.project import is_facts
from docgen.errors import AmbiguousNameError, InputError
from docgen.finding import Finding
from docgen.library import Library, TemplateSource, read_values
from docgen.library.templates import genre_from, template_from

_ENDING: Final = ".md.j2"


class Audited(NamedTuple):
    """What was found in a template, and the lines of the files it names."""

    findings: tuple[Finding, ...]
    sources: Mapping[str, Sequence[str]]


def audited(word: str, library: Library) -> Audited | None:
    """What is wrong with the template of this file, id or 名称; None when it names none.

    Raises InputError when there is no such template file, LibraryError when it or its genre is
    malformed, TemplateError when it cannot be compiled.
    """
    path = Path(word)
    if word.endswith(_ENDING):
        template = _of_file(path, library) if path.is_file() else library.template(word)
    elif is_facts(word) or path.exists():
        return None
    else:
        try:
            template = library.template(word)
        except AmbiguousNameError:
            raise
        except InputError:
            return None  # a facts file that is not there, and is told so
    own = f"{template.id}{_ENDING}"
    files = {**library.files("templates", "**/*.j2"), **({own: path} if path.is_file() else {})}
    found, sources = [], {}
    for finding in check_template(template, library):
        file = _near(files[finding.place.path])
        found.append(replace(finding, place=finding.place._replace(path=file)))
        sources[file] = source.read_text(Path(file))[0].split("\n")
    return Audited(tuple(found), sources)


def template_at(word: str, library: Library) -> TemplateSource:
    """The template of this file, id or 名称.  Raises InputError as `Library.template`."""
    path = Path(word)
    is_file = word.endswith(_ENDING) and path.is_file()
    return _of_file(path, library) if is_file else library.template(word)


def _of_file(path: Path, library: Library) -> TemplateSource:
    """The template of a file, in the library or out of it; read alone, whatever the others are."""
    folder, notes = path.resolve().parent, path.parent / "genre.yaml"
    genre = library.genres.get(folder.name)
    if notes.is_file():
        genre = genre_from(folder.name, read_values(notes), str(notes))
    if genre is None:
        raise InputError(
            "模板所在文件夹没有 genre.yaml",
            where=str(path),
            hint="放进项目的 templates/<文种>/ 文件夹",
        )
    text, _ = source.read_text(path)
    return template_from(f"{folder.name}/{path.name.removesuffix(_ENDING)}", text, genre, str(path))


def _near(path: Path) -> str:
    """The file as seen from here: relative when it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
