"""No figure is typed into a template's own words (TPL005), guarded or not: figures are facts'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docgen.audit.places import place_of
from docgen.compose.lists import STYLES
from docgen.compose.prose import Piece, prose
from docgen.finding import Finding, Level
from docgen.language import figures
from docgen.language.figure import Figure
from docgen.language.measures import ARTICLES
from docgen.library import Library, TemplateSource

CODE: Final = "TPL005"

_PART: Final = re.compile(r"\{\w+\}")
"""The name of a heading's part."""
_NAMES: Final = re.compile(rf"“[^”\n]*”|《[^》\n]*》|{_PART.pattern}")
"""Names: no figures."""
_ENDS: Final = re.compile(r"[，。；：！？\n]")
_HINT: Final = "换成填空，由台账填；是几个方面、几条的，用 节数、个数 去数；确是名称的，加引号"


def check_figures(template: TemplateSource, library: Library) -> tuple[Finding, ...]:
    """The figures in the template's own words, a finding a clause, in the order of the source.

    Places name the file below templates/.  Raises TemplateError when it cannot be compiled.
    """
    found: dict[tuple[str, int, str], list[str]] = {}
    for passage in prose(template, library):
        for piece in passage:
            if piece.own and piece.text not in STYLES:
                for figure, line, clause in _typed(piece, library):
                    words = found.setdefault((piece.file, line, clause), [])
                    if figure not in words:
                        words.append(figure)
    return tuple(
        Finding(
            CODE,
            Level.ERROR,
            f"模板里写死了数{''.join(f'“{word}”' for word in words)}：{clause}",
            place_of(file, line, template),
            clause,
            _HINT,
            library.numbers.basis,
        )
        for (file, line, clause), words in sorted(
            found.items(), key=lambda item: (item[0][0] != template.id, item[0][0], item[0][1])
        )
    )


def _typed(piece: Piece, library: Library) -> Iterator[tuple[str, int, str]]:
    """The figures of a piece: as typed, the line, the clause round it."""
    plain = _NAMES.sub(_blank, library.numbers.pattern.sub(_blank, piece.text))
    for figure in figures(plain):
        if _is_article(plain[figure.start], figure):
            continue
        line = piece.line + piece.text.count("\n", 0, figure.start)
        begin = max((end.end() for end in _ENDS.finditer(plain, 0, figure.start)), default=0)
        stop = _ENDS.search(plain, figure.end)
        clause = _PART.sub("", piece.text[begin : stop.start() if stop else None]).strip(" -#")
        yield piece.text[figure.start : figure.end], line, clause


def _is_article(first: str, figure: Figure) -> bool:
    """Whether it is 一个 and the like, of which nobody has counted: 成熟一个，发展一个."""
    said = figure.quantity
    return first == "一" and said is not None and said.value == 1 and said.unit in ARTICLES


def _blank(name: re.Match[str]) -> str:
    """As many characters that belong to no figure."""
    return re.sub(r"[^\n]", "□", name[0])
