"""Characters that the fonts of a paper have not: which fact holds them, and what prints them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from docgen.document import Chart, Document, Heading, Paragraph, Table, Text, walk
from docgen.facts import Fact, Facts
from docgen.finding import Finding, Level, Place
from docgen.library import Library
from docgen.library.fonts import FontRules
from docgen.library.styles import Style
from docgen.office.fonts import Fonts


class Said(NamedTuple):
    """Words as they will be printed.  font: the one that is meant for them.  sources: the paths
    of the facts they come from, the nearest last."""

    text: str
    font: str
    sources: tuple[str, ...] = ()


def in_facts(facts: Facts, style: Style) -> Iterator[Said]:
    """What was typed, as the body of a paper would print it."""
    for fact in facts.leaves():
        yield Said(fact.text, style.body.name, (fact.path,))


def in_document(document: Document, style: Style) -> Iterator[Said]:
    """What a paper says, each text in the font of its element."""
    own: list[tuple[Text, str]] = [(document.title, style.title.name)]
    if document.masthead is not None:
        own += ((organ, style.mark.name) for organ in document.masthead.mark)
    blocks = (*document.body, *(block for one in document.attachments for block in one.body))
    for block in blocks:
        if isinstance(block, Heading):
            own.append((block.text, style.headings[block.level - 1].name))
            own.append((block.run_in, style.body.name))
        elif isinstance(block, Paragraph):
            own.append((block.text, style.body.name))
        elif isinstance(block, Table | Chart):
            table = block.table if isinstance(block, Chart) else block
            own += ((text, style.table_header.name) for text in table.header)
            own += ((text, style.table_text.name) for row in table.rows for text in row)
    told = {id(text) for text, _ in own}
    own += ((text, style.body.name) for text in walk(document) if id(text) not in told)
    for text, font in own:
        yield from _pieces(text, font, ())


def _pieces(text: Text, font: str, sources: tuple[str, ...]) -> Iterator[Said]:
    for piece in text:
        if isinstance(piece, str):
            yield Said(piece, font, sources)
        else:
            yield from _pieces(piece.content, font, (*sources, *piece.sources))


def check_paper(
    document: Document, facts: Facts, library: Library, fonts: Fonts
) -> tuple[Finding, ...]:
    """What of a paper its fonts have not: see `check_characters`."""
    style = library.style(document.meta.style)
    return check_characters(in_document(document, style), facts, style, fonts, library.fonts)


def check_characters(
    said: Iterable[Said], facts: Facts, style: Style, fonts: Fonts, rules: FontRules
) -> tuple[Finding, ...]:
    """FNT001 for each character that a stand-in prints, FNT002 for each that nothing prints.

    Latin letters and digits are the western font's; a character is told once, at the fact that
    holds it.  A font that is not there at all is not told here.
    """
    western = fonts.installed(rules.chain(style.western, style)) if style.western else ()
    latin = fonts.characters(western[0]) if western else frozenset(range(0x250))
    chains: dict[str, tuple[str, ...]] = {}
    found: dict[str, Finding] = {}
    for text, font, sources in said:
        if text.isascii():
            continue
        chain = chains.get(font)
        if chain is None:
            chain = chains[font] = fonts.installed(rules.chain(font, style))
        for lack in fonts.lacking(text, chain) if chain else ():
            char = lack.character
            if char not in found and ord(char) not in latin:
                place, path = _place(char, sources, facts)
                found[char] = _finding(char, lack.font, lack.instead, place, path)
    return tuple(found.values())


def _finding(char: str, font: str, instead: str, place: Place, path: str) -> Finding:
    of = f"（{path}）" if path else ""
    said = f"“{char}”（U+{ord(char):04X}）{of}：{font} 没有这个字"
    if instead:
        return Finding("FNT001", Level.HINT, f"{said}，由 {instead} 印", place, char)
    return Finding(
        "FNT002",
        Level.DOUBT,
        f"{said}，替身里也没有，印出来可能是方框",
        place,
        char,
        "装一种有这个字的字体，或换一个字",
    )


def _place(char: str, sources: Sequence[str], facts: Facts) -> tuple[Place, str]:
    """Where the character was typed, with the path of its fact; the file as a whole, and "",
    when no fact holds it."""
    for path in reversed(sources):
        node = facts.get(path)
        leaves = [node] if isinstance(node, Fact) else []
        leaves += (
            leaf for leaf in facts.leaves() if leaf.path.startswith((f"{path}.", f"{path}["))
        )
        for leaf in leaves:
            if char in leaf.text:
                return _at(char, leaf.place, facts), leaf.path
    return Place(facts.files[-1]), ""


def _at(char: str, place: Place, facts: Facts) -> Place:
    """The place of the character itself, in the line of its fact or one below it."""
    rows = facts.sources.get(place.path, ()) if not place.part else ()
    for line in range(place.line, len(rows) + 1):
        column = rows[line - 1].find(char)
        if column >= 0:
            return Place(place.path, line, column + 1)
    return place
