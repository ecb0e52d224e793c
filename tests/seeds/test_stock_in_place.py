"""Every wording of a stock phrase in every place that calls it: does the text still read well?

Each round pins one wording of every topic, so that the drafts show it whatever their units are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

import pytest

from docgen.compose import compose
from docgen.document import Span, Text, plain, walk
from docgen.errors import TemplateError
from docgen.library import Library
from docgen.library.templates import TemplateSource, template_from
from tests.pinned import pinned
from tests.samples import LIBRARY, PAPERS, sample

STOCK: Final = LIBRARY.stock
ROUNDS: Final = max(len(phrase.wordings) for phrase in STOCK.values())
CALLS: Final = re.compile(r'套话\("(\w+)"')
WHOLE: Final = "。！：？”"
"""What may stand before a wording that begins a sentence."""


class Seam(NamedTuple):
    """A stock phrase where it stands: the text before and after it in its paragraph."""

    topic: str
    before: str
    said: str
    after: str

    def __str__(self) -> str:
        return f"{self.before[-24:]}｜{self.said}｜{self.after[:24]}"


@cache
def shelf(round_: int) -> Library:
    """The library with one wording of each topic pinned."""
    return pinned({t: p.wordings[round_ % len(p.wordings)].text for t, p in STOCK.items()})


def seams(text: Text) -> Iterator[Seam]:
    """The stock phrases of a text."""
    whole = plain(text)

    def found(pieces: Text, start: int) -> Iterator[Seam]:
        for piece in pieces:
            words = piece if isinstance(piece, str) else plain(piece.content)
            if isinstance(piece, Span):
                if piece.sources and piece.sources[0].startswith("套话:"):
                    topic = piece.sources[0].removeprefix("套话:").partition("@")[0]
                    yield Seam(topic, whole[:start], words, whole[start + len(words) :])
                yield from found(piece.content, start)
            start += len(words)

    return found(text, 0)


HOSTS: Final = {
    "讲话转入": ("speech", "整顿的事，一天也拖不得。{{ 套话('讲话转入') }}下面，我讲几点意见。"),
    "讲话号召": ("speech", "散会以后，各村要对着任务认领。\n\n{{ 套话('讲话号召') }}"),
}
"""Topics that no template of the library calls yet, as their 说明 says that they stand."""


def host(topic: str) -> TemplateSource:
    """A small template that calls the topic."""
    genre, body = HOSTS[topic]
    text = f"---\n名称: 试\n标题: 试\n---\n{body}\n"
    return template_from(f"{genre}/试", text, LIBRARY.genres[genre], "试.md.j2")


@cache
def places(round_: int) -> tuple[Seam, ...]:
    """Where stock phrases stand in any sample's paper, alike ones once."""
    found: dict[Seam, None] = {}
    for template, name in PAPERS:
        if CALLS.search(LIBRARY.templates[template].body):
            library = shelf(round_)
            document = compose(library.template(template), sample(name), library)
            found.update(dict.fromkeys(seam for text in walk(document) for seam in seams(text)))
    for topic in HOSTS:
        document = compose(host(topic), sample("seeds/001.yaml"), shelf(round_))
        found.update(dict.fromkeys(seam for text in walk(document) for seam in seams(text)))
    return tuple(found)


def test_every_call_of_every_template_is_seen_in_some_paper() -> None:
    called = {t for template in LIBRARY.templates.values() for t in CALLS.findall(template.body)}
    assert called <= set(STOCK)
    assert called | set(HOSTS) == set(STOCK)
    assert {seam.topic for seam in places(0)} == set(STOCK)


@pytest.mark.parametrize("topic", STOCK)
def test_every_wording_is_seen(topic: str) -> None:
    stems = {re.split(r"\{\w+\}", wording.text)[-1] for wording in STOCK[topic].wordings}
    said = {seam.said for round_ in range(ROUNDS) for seam in places(round_)}
    assert {stem for stem in stems if not any(text.endswith(stem) for text in said)} == set()


STOPS: Final = re.compile(r"[，；、：。！？][，；、：。！？]|[,;:!?]|（）|【待填")


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_no_stops_clash_and_no_sentence_is_left_open(round_: int) -> None:
    for seam in places(round_):
        begins, ends = seam.before[-1:], seam.after[:1]
        assert STOPS.findall(begins + seam.said + ends) == [], seam
        assert not begins or begins in WHOLE, seam
        if seam.said.endswith("，"):
            assert re.match("[\u4e00-\u9fff]", ends), seam
        if seam.topic.startswith(("汇报过渡", "总结过渡")):
            assert not ends, seam


CLAUSE: Final = re.compile("[，；：。！？、]")
SHARED: Final = frozenset(("问题",))
"""Words that a text may say on both sides of a seam."""


def words(clause: str) -> set[str]:
    """Any two characters of a clause."""
    return {clause[i : i + 2] for i in range(len(clause) - 1)}


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_no_word_comes_twice_across_a_seam(round_: int) -> None:
    for seam in places(round_):
        last = CLAUSE.split(seam.before.rstrip("，；：。！？"))[-1]
        first = CLAUSE.split(seam.after)[0]
        said = CLAUSE.split(seam.said.rstrip("，；：。！？"))
        assert (words(last) & words(said[0])) - SHARED == set(), seam
        assert (words(said[-1]) & words(first)) - SHARED == set(), seam


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_no_sentence_repeats_a_longer_run_of_its_neighbour(round_: int) -> None:
    """“下一步工作……工作中”, “县委要求……县委要求”: four characters twice are heard."""
    for seam in places(round_):
        near = seam.before[-40:] + "｜" + seam.after[:40]
        runs = {seam.said[i : i + 4] for i in range(len(seam.said) - 3)}
        runs = {run for run in runs if not CLAUSE.search(run)}
        assert {run for run in runs if run in near} == set(), seam


def test_the_half_year_report_counts_its_parts_whatever_the_wording() -> None:
    for round_ in range(ROUNDS):
        library = shelf(round_)
        rich = compose(library.template("half_year"), sample("seeds/001.yaml"), library)
        text = "\n".join(map(plain, walk(rich)))
        assert "，主要做了八个方面的工作。" in text
        assert "主要有以下五个方面：" in text


def test_a_topic_is_kept_from_other_genres() -> None:
    body = LIBRARY.template("half_year")
    for topic, phrase in STOCK.items():
        if phrase.genres and "工作汇报" not in phrase.genres:
            changed = type(body)(**{f: getattr(body, f) for f in body.__slots__} | {"body": f'{{{{ 套话("{topic}") }}}}'})  # fmt: skip
            with pytest.raises(TemplateError, match="不用于工作汇报"):
                compose(changed, sample("seeds/001.yaml"), LIBRARY)
