"""规定动作: the outline that the county prescribes (提纲), held against a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.batch.record import Held
from docgen.document import Document, Heading, Text, block_texts, plain, spans
from docgen.facts.outline import Item, items_of
from docgen.facts.values import Fact, Facts
from docgen.review.shares import pieces

_OF_WORK: Final = re.compile(r"工作\[\d+\]")
_SENTENCE: Final = re.compile("[^。！？]*[。！？]+[”’）》】]*|[^。！？]+$")
_NOT_OWN: Final = "\0"


def held(document: Document, facts: Facts, template_name: str = "") -> tuple[Held, ...]:
    """Each item that the county's outline asks of this template, in the outline's order.

    template_name: 名称 of the template, by which the outline may name it beside its id.  An item
    is 单列 when a heading is made of a 工作 whose 规定动作 is that item, or says one of its words;
    提到 when only the body says one, in words of the unit's own: the template's and the dated
    phrases tell nothing of the unit.  () when the county prescribes nothing.
    """
    id = document.meta.template
    names = {id, id.rpartition("/")[2], template_name}
    asked = [item for item in items_of(facts) if not item.templates or names & {*item.templates}]
    if not asked:
        return ()
    headings = [block for block in document.body if isinstance(block, Heading)]
    titles = [plain(heading.text) for heading in headings]
    done = {action for heading in headings for action in _actions(heading.text, facts)}
    texts = [
        text
        for block in document.body
        for text in ((block.run_in,) if isinstance(block, Heading) else block_texts(block))
    ]
    return tuple(_held(item, titles, done, texts) for item in asked)


def _held(item: Item, titles: Sequence[str], done: set[str], texts: Sequence[Text]) -> Held:
    if any(item.covers(action) for action in done) or any(map(item.is_said_in, titles)):
        return Held(item.name, "单列")
    where = next((found for text in texts if (found := _sentence_saying(item, text))), "")
    return Held(item.name, "提到" if where else "缺", where)


def _actions(text: Text, facts: Facts) -> Iterator[str]:
    """The 规定动作 of the records that a heading is made of."""
    for span in spans(text):
        for source in span.sources:
            found = _OF_WORK.match(source)
            action = facts.get(f"{found[0]}.规定动作") if found else None
            if isinstance(action, Fact) and action.text:
                yield action.text


def _sentence_saying(item: Item, text: Text) -> str:
    """The first sentence that says the item in the unit's own words, "" when none does."""
    whole = plain(text)
    if not item.is_said_in(whole):
        return ""
    own = "".join(
        piece.text if piece.origin == "facts" else _NOT_OWN * len(piece.text)
        for piece in pieces(text)
    )
    for found in _SENTENCE.finditer(whole):
        if item.is_said_in(own[found.start() : found.end()]):
            return found[0].strip()
    return ""
