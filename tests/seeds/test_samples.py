"""The sample towns: what they are read as, what their drafts say, and say in another time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

import pytest

from docgen.audit.deeds import deeds_in
from docgen.compose import compose
from docgen.compose.filters import FILTERS
from docgen.document import Document, Span, Text, gap_lines, lines, plain, walk
from docgen.facts import Facts, Group, check_facts, read_facts
from docgen.finding import Level, format_finding
from docgen.language import parse_period
from docgen.manuscript import manuscript_of
from docgen.review.engine import Asked, findings, reviewer
from tests.review.dated import ALL, out_of_time
from tests.samples import (
    DICTIONARY,
    LIBRARY,
    NAMES,
    PAPERS,
    ROOT,
    draft,
    paper,
    sample,
    template_of,
)

RICH: Final = "counties/qinghe/qingshan/2026-h1.yaml"
THIN: Final = "counties/qinghe/liushu/2026-h1.yaml"
STREET: Final = "counties/qinghe/chengguan/2026-h1.yaml"


def body(document: Document) -> str:
    """The draft as read aloud, without the list of what is missing."""
    owed = len(gap_lines(document))
    return "\n".join(lines(document)[: -owed or None])


def is_stock(span: Span) -> bool:
    """Whether it is a stock phrase."""
    return span.kind == "phrase" and span.sources[0].startswith("套话:")


def pieces(text: Text, shut: tuple[str, ...]) -> Iterator[str]:
    """The text with □ for every span of these kinds."""
    for piece in text:
        if not isinstance(piece, Span):
            yield piece
        elif piece.kind in shut or ("套话" in shut and is_stock(piece)):
            yield "□"
        else:
            yield from pieces(piece.content, shut)


def frame(document: Document) -> list[str]:
    """Each text as the template and the 提法 make it, without what the town said."""
    shut = ("fact", "figure", "gap", "doubt")
    return ["".join(pieces(text, shut)) for text in walk(document)]


def speaking_of(facts: Facts, period: str) -> Facts:
    """The same facts as those of another period."""
    paper = facts.root.members["文稿"]
    assert isinstance(paper, Group)
    said = replace(paper.members["期间"], value=parse_period(period), text=period)
    group = replace(paper, members=MappingProxyType({**paper.members, "期间": said}))
    members = MappingProxyType({**facts.root.members, "文稿": group})
    return replace(facts, root=replace(facts.root, members=members))


def draft_in(name: str, period: str, on: date) -> Document:
    """The draft of a sample as if its facts were of that period, issued on that day."""
    facts = speaking_of(sample(name), period)
    return compose(template_of(facts), facts, LIBRARY, on=on)


@pytest.mark.parametrize("name", NAMES)
def test_samples_are_read_without_an_error(name: str) -> None:
    facts, found = read_facts(ROOT / "data" / name, DICTIONARY)
    found += check_facts(facts, DICTIONARY, LIBRARY.formulations, tuple(FILTERS))
    assert [format_finding(f) for f in found if f.level is Level.ERROR] == []


def test_the_length_of_a_draft_follows_the_facts() -> None:
    assert len(body(draft(THIN))) < 1_200
    assert len(body(draft(RICH))) > 3_000


SAID: Final = {
    RICH: (
        "村（社区）“两委”干部78名，其中书记、主任“一肩挑”13名，大专及以上学历35名。",
        "发展党员12名，比上年同期增加1名，其中致富带头人5名、农民4名、干部3名",
        "覆盖率96.2%，比上年同期提高4.7个百分点",
        "村集体经济收入412.6万元，比上年同期增长12.1%",
        "列入整顿的党组织3个，已转化1个，正在整顿1个，尚未启动1个。",
        "准备采取的措施是由镇司法所包案调解、派机关党员列席支部会议，整顿尚未启动。",
        "我镇被确定为“全市农村党建示范镇”。",
        "获“全县信访工作先进集体”称号。",
        "以树立和践行正确政绩观学习教育为契机，以“清河红旗村”创建活动为抓手，围绕推进乡村全面振兴",
        "由镇财政所负责，8月底前完成。此项需县委支持。",
    ),
    THIN: (
        "我乡辖6个行政村，共6800多人。现有党支部7个；党员286名。",
        "主要做了两个方面的工作。",
        "。\n村干部后继乏人。",
        "打算：【待填：问题[1].打算】。",
    ),
    STREET: (
        "辖2个行政村、9个社区，共2.86万户、7.4万人【待核实】。",
        "新建社区活动场所【待填：阵地建设.新建】，改建4处，投资近230万元【待核实】。",
        "发展党员16名，比上年同期减少3名",
        "覆盖率88.4%，与上年同期持平",
        "主要问题是书记长期空缺、老旧小区管理纠纷多，",
        "为服务群众、服务辖区发展提供组织保证。",
    ),
}


@pytest.mark.parametrize(("name", "sentence"), [(n, s) for n in SAID for s in SAID[n]])
def test_a_sample_says(name: str, sentence: str) -> None:
    assert sentence in body(draft(name))


def test_what_is_not_public_stays_out_and_is_listed_with_the_reason() -> None:
    assert "少数民族" not in body(draft(STREET))
    assert "58名" not in body(draft(STREET))
    owed = {gap.path: (gap.kind, gap.reason) for gap in draft(STREET).gaps}
    assert owed == {
        "阵地建设.新建": ("待填", "现为计划数，完成后再填"),
        "概况.人口": ("待核实", "是否含半年以上流动人口，县统计局尚未答复"),
        "阵地建设.投资": ("待核实", "北关社区尚未结算"),
        "党员.少数民族党员": ("未写", "不公开，未写入外发文稿"),
    }


STUMBLES: Final = re.compile(
    r"[，；、：。][，；、。]|（）|([\u4e00-\u9fff]{2,})\1|其中[^。；]{0,8}其中"
    r"|【待核实】【待核实】|[^\d.]0[个名户人]|(?:一是|首先，|一方面，)[^。]{0,40}(?:一是|首先，)"
)
"""What a reader stumbles over: stops side by side, a word twice, nothing counted."""


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_reads_without_stumbling(name: str) -> None:
    assert [found[0] for found in STUMBLES.finditer(body(draft(name)))] == []


def own_words(text: Text) -> Iterator[str]:
    """The template's words that no fact guards; □ for the rest, with a 。 when that ends a sentence.

    Guarded is what a condition or loop over facts chose; 单位 and 文稿 only say who speaks.
    """
    for piece in text:
        if not isinstance(piece, Span):
            yield piece
            continue
        facts = [source for source in piece.sources if ":" not in source]  # no 提法: or 套话:
        if piece.kind in ("region", "claim") and not LIBRARY.deeds.carry(facts):
            yield from own_words(piece.content)
        else:
            yield "□。" if "。" in plain(piece.content) else "□"


@pytest.mark.parametrize(("template", "name"), PAPERS)
def test_the_template_claims_no_deed_and_no_result(template: str, name: str) -> None:
    texts = ["".join(own_words(text)) for text in walk(paper(template, name))]
    assert [(d.word.word, t) for t in texts for d in deeds_in(t, LIBRARY.deeds)] == []


def test_a_claim_put_into_a_template_is_seen_in_the_draft() -> None:
    made = LIBRARY.template("half_year")
    body = made.body.replace("现有党支部", "班子建设得到加强。现有党支部", 1)
    document = compose(replace(made, body=body), sample(RICH), LIBRARY)
    texts = ["".join(own_words(text)) for text in walk(document)]
    assert [d.word.word for t in texts for d in deeds_in(t, LIBRARY.deeds)] == ["得到"]


ERAS: Final = {
    date(2005, 6, 30): (
        "二〇〇五年六月三十日",
        "重要思想为指导，树立和落实科学发展观，",
        "党的十六大和十六届三中、四中全会精神",
    ),
    date(2012, 6, 30): (
        "二〇一二年六月三十日",
        "重要思想为指导，深入贯彻落实科学发展观，",
        "党的十七大和十七届三中、四中、五中、六中全会精神",
    ),
    date(2018, 6, 30): (
        "2018年6月30日",
        "以习近平新时代中国特色社会主义思想为指导，",
        "党的十九大和十九届二中、三中全会精神",
    ),
    date(2026, 6, 30): (
        "2026年6月30日",
        "以习近平新时代中国特色社会主义思想为指导，",
        "党的二十大和二十届历次全会精神",
    ),
}


@pytest.mark.parametrize("name", [RICH, THIN, STREET])
@pytest.mark.parametrize("on", ERAS, ids=str)
def test_the_same_facts_in_another_time_speak_its_language(name: str, on: date) -> None:
    document = draft_in(name, f"{on.year}年上半年", on)
    issued, guidance, meetings = ERAS[on]
    assert document.signature is not None
    assert plain(document.signature.issued_on) == issued
    assert guidance in body(document)
    assert meetings in body(document)
    assert anachronisms(document, on) == []


@pytest.mark.parametrize(("template", "name"), PAPERS)
def test_no_draft_is_out_of_its_time_or_its_tone(template: str, name: str) -> None:
    document = paper(template, name)
    draft_as_made = manuscript_of(document, name)
    assert draft_as_made.on is not None
    asked = Asked(LIBRARY, draft_as_made.on, document.genre)
    codes = [code for code in LIBRARY.rules if code.startswith(("FRM", "TON"))]
    found = findings(reviewer(LIBRARY).review(draft_as_made, asked, codes))
    assert [format_finding(f) for f in found if f.level >= Level.DOUBT] == []


def anachronisms(document: Document, on: date) -> list[str]:
    """What the frame says out of its time, 疑似 and above."""
    found = out_of_time(frame(document), on, ALL)
    return [format_finding(f) for f in found if f.level >= Level.DOUBT]


def test_no_half_year_since_2003_has_an_anachronism() -> None:
    found = []
    for year in range(2003, 2027):
        for half, on in (("上半年", date(year, 7, 3)), ("下半年", date(year + 1, 1, 6))):
            found += anachronisms(draft_in(THIN, f"{year}年{half}", on), on)
    assert found == []


def test_a_frame_of_today_is_found_in_a_paper_of_2012() -> None:
    today = draft_in(THIN, "2026年上半年", date(2026, 6, 30))
    assert anachronisms(today, date(2012, 6, 30)) != []
