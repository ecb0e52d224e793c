"""No template tells of a deed or a result that no fact carries (TPL001).

In a template's own words 完成, 了, 明显 … stand behind a condition on a fact, a loop over facts or
in an optional clause with facts; else every unit would be said to have done it.  Tasks (要…), aims
and questions are no deeds.  The words, and what excuses them, are data/norms/rules/deeds.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from docgen import source
from docgen.compose.prose import SLOT, Passage, Piece, prose
from docgen.finding import Finding, Level, Place
from docgen.library import Library, TemplateSource, read_values
from docgen.library.deeds import CLAUSE_ENDS, SENTENCE_ENDS, Deed, Deeds, deeds_in
from docgen.library.snippets import snippet_from
from docgen.library.stock import stock_file

CODE: Final = "TPL001"
ENDING: Final = ".md.j2"

_HINT: Final = (
    "放进填空，或写成以事实为条件的句子：{% if 事实 %}……{% endif %}、[[ ]]；是打算的，写“要……”"
)
_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")


# -- templates -------------------------------------------------------------------------------


def check_deeds(template: TemplateSource, library: Library) -> tuple[Finding, ...]:
    """What the template claims without a fact, a finding a clause, in the order of the source.

    Places name the file below templates/.  Raises TemplateError when it cannot be compiled.
    """
    found: dict[tuple[str, int, str], list[Deed]] = {}
    said: dict[tuple[str, int, str], frozenset[str]] = {}
    for passage in prose(template, library):
        for branch in dict.fromkeys(piece.branch for piece in passage if piece.own):
            for deed, piece, line, clause in _unguarded(passage, branch, library.deeds):
                key = (piece.file, line, clause)
                if all(other.word != deed.word for other in found.setdefault(key, [])):
                    found[key].append(deed)
                said[key] = piece.guards
    own = template.id
    return tuple(
        _finding(
            [deed.word.word for deed in deeds],
            Place(file + ENDING if file == own else file, line),
            clause,
            library.deeds,
            said[file, line, clause],
        )
        for (file, line, clause), deeds in sorted(
            found.items(), key=lambda item: (item[0][0] != own, item[0])
        )
    )


def _unguarded(
    passage: Passage, branch: tuple[int, ...], rules: Deeds
) -> Iterator[tuple[Deed, Piece, int, str]]:
    """The deeds in the pieces of this branch that no fact carries: piece, line, clause."""
    text, starts = _view(passage, branch)
    for deed in sorted(deeds_in(text, rules), key=lambda deed: deed.start):
        touched = [
            (start, piece)
            for start, piece in starts
            if start < deed.end and deed.start < start + len(piece.text)
        ]
        guards = frozenset().union(*(piece.guards for _, piece in touched))
        mine = [(start, piece) for start, piece in touched if piece.branch == branch]
        if not mine or rules.carry(guards):
            continue
        start, piece = mine[0]
        line = piece.line + piece.text.count("\n", 0, max(0, deed.start - start))
        yield deed, piece, line, _clause(text, deed)


def _view(passage: Passage, branch: tuple[int, ...]) -> tuple[str, list[tuple[int, Piece]]]:
    """The text as it reads where this branch is taken and none that is not needed for it.

    Of a piece that may be absent only the end of a sentence stays.
    """
    first, last = _span(passage, branch)
    text, starts = "", []
    for piece in passage[first : last + 1]:
        if piece.branch == branch[: len(piece.branch)]:
            starts.append((len(text), piece))
            text += piece.text
        elif SENTENCE_ENDS.search(piece.text):
            text += "；"
    return text, starts


def _span(passage: Passage, branch: tuple[int, ...]) -> tuple[int, int]:
    """From which piece to which one has to read to understand those of this branch."""
    mine = [index for index, piece in enumerate(passage) if piece.branch == branch]
    first, last = mine[0], mine[-1]
    while first > 0 and not SENTENCE_ENDS.search(passage[first].text):
        first -= 1
    while last + 1 < len(passage) and not SENTENCE_ENDS.search(passage[last].text):
        last += 1
    return max(0, first - 1), min(len(passage) - 1, last + 1)


def _clause(text: str, deed: Deed) -> str:
    end = CLAUSE_ENDS.search(text, deed.end)
    return text[deed.clause : end.start() if end else len(text)].strip(" \n-#")


def _finding(
    words: Iterable[str], place: Place, quote: str, rules: Deeds, guards: Iterable[str] = ()
) -> Finding:
    named = "".join(f"“{word}”" for word in dict.fromkeys(words))
    looked = "、".join(sorted(guards))
    why = f"（条件只看了 {looked}）" if looked else ""
    message = f"{named}没有事实作凭据{why}：{quote}"
    return Finding(CODE, Level.ERROR, message, place, quote, _HINT, rules.basis)


# -- wordings of the library -----------------------------------------------------------------


def check_wordings(library: Library) -> tuple[Finding, ...]:
    """The same of the 提法 and the 套话, which stand without conditions.

    Topics of 提法 that deeds.yaml excuses are left out.
    """
    found: list[Finding] = []
    for path in library.files("snippets", "*.yaml").values():
        snippet = snippet_from(read_values(path), str(path))
        if snippet.topic not in library.deeds.phrases:
            texts = [version.text for version in snippet.versions]
            texts += [frame for version in snippet.versions for _, frame in version.frames]
            found += _in_wordings(path, texts, library.deeds)
    for path in library.files("snippets/stock", "*.yaml").values():
        stock = stock_file(read_values(path), str(path))
        pinned = (stock.pinned,) if stock.pinned is not None else ()
        texts = [wording.text for wording in (*stock.wordings, *pinned)]
        found += _in_wordings(path, texts, library.deeds)
    return tuple(found)


def _in_wordings(path: Path, texts: Iterable[str], rules: Deeds) -> Iterator[Finding]:
    lines = source.read_text(path)[0].split("\n")
    for text in dict.fromkeys(texts):
        words = [deed.word.word for deed in deeds_in(_PLACEHOLDER.sub(SLOT, text), rules)]
        if words:
            line = next((n for n, line in enumerate(lines, 1) if text in line), 0)
            yield _finding(words, Place(str(path), line), text, rules)
