"""Two thousand wild fact sets through every template: each draft is built and reads as one.

When a draft stumbles, the facts are shown cut down to the top-level keys that it takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from docgen.compose import compose
from docgen.document import Document, Heading, Meta, Paragraph, Span, Text
from docgen.errors import DocgenError
from docgen.facts import Facts, facts_from
from docgen.finding import Level, format_finding
from docgen.source import read_yaml
from tests.samples import DICTIONARY, LIBRARY
from tests.seeds.form import RULES, Defect, Reader, defects
from tests.seeds.wild import ALWAYS, wild

SETS: Final = 2_000
CHUNK: Final = 100
READER: Final = Reader.of(DICTIONARY)
TEMPLATES: Final = tuple(sorted(LIBRARY.templates))


def facts_of(blocks: Mapping[str, str]) -> Facts:
    return facts_from([read_yaml("".join(blocks.values()), "台账.yaml")], DICTIONARY)[0]


def read(facts: Facts, template: str) -> list[Defect]:
    """What a reader stumbles over in the draft of these facts."""
    try:
        document = compose(LIBRARY.template(template), facts, LIBRARY)
    except DocgenError as error:
        return [Defect("没有写成", str(error))]
    return defects(document, READER)


def shrunk(blocks: Mapping[str, str], template: str, rule: str) -> dict[str, str]:
    """The fewest top-level keys with which a draft still breaks the rule."""
    kept = dict(blocks)
    for name in blocks:
        fewer = {key: text for key, text in kept.items() if key != name}
        if name not in ALWAYS and any(d.rule == rule for d in read(facts_of(fewer), template)):
            kept = fewer
    return kept


def report(seed: int, template: str, found: Defect, blocks: Mapping[str, str]) -> str:
    fewest = shrunk(blocks, template, found.rule)
    said = next(d.words for d in read(facts_of(fewest), template) if d.rule == found.rule)
    facts = "".join(fewest.values())
    return f"{template}（第{seed}组）{found.rule}：{said}\n{facts}"


@pytest.mark.parametrize("start", range(0, SETS, CHUNK))
def test_a_draft_of_any_facts_reads_as_one(start: int) -> None:
    first: dict[tuple[str, str], tuple[int, Defect, dict[str, str]]] = {}
    for seed in range(start, start + CHUNK):
        blocks = wild(seed, DICTIONARY)
        facts = facts_of(blocks)
        for template in TEMPLATES:
            for found in read(facts, template):
                first.setdefault((template, found.rule), (seed, found, blocks))
    reports = [report(seed, t, found, blocks) for (t, _), (seed, found, blocks) in first.items()]
    assert not reports, "\n\n".join(["", *sorted(reports, key=len)])


def test_the_facts_are_ones_that_can_be_read() -> None:
    """Also the same for the same seed, and of every kind and length."""
    sizes = []
    for seed in range(0, SETS, 20):
        text = "".join(wild(seed, DICTIONARY).values())
        assert text == "".join(wild(seed, DICTIONARY).values())
        _, found = facts_from([read_yaml(text, "台账.yaml")], DICTIONARY)
        assert [format_finding(f) for f in found if f.level is Level.ERROR] == []
        sizes.append(text.count("\n"))
    assert min(sizes) < 80
    assert max(sizes) > 600


def test_wild_facts_come_to_every_entry_of_the_dictionary() -> None:
    said = set()
    for seed in range(300):
        facts, _ = facts_from([read_yaml("".join(wild(seed, DICTIONARY).values()), "")], DICTIONARY)
        said |= {fact.entry.path for fact in facts.leaves()}
    leaves = {e.path for e in DICTIONARY.walk() if e.kind not in ("组", "构成", "列表")}
    assert leaves - said == set()


# ---- the reading itself, on defective papers -----------------------------------------------


def fact(text: str, *sources: str) -> Span:
    return Span((text,), "fact", 0, sources or ("党员",))


def claim(text: str) -> Span:
    return Span((text,), "claim", 0, ("节:工作",))


def p(*text: str | Span) -> Paragraph:
    return Paragraph(text)


def h(number: str, *text: str | Span, level: int = 1, part: str = "", run_in: Text = ()) -> Heading:
    return Heading(level, text, part, number, run_in)


def paper(*body: Paragraph | Heading, title: str = "某镇汇报") -> Document:
    return Document("work_report", (title,) if title else (), body, meta=Meta(on="2026-07-03"))


TWO: Final = (
    h("一、", "做法", part="工作"),
    p("已记录。"),
    h("二、", "不足", part="工作"),
    p("有不足。"),
)

DEFECTIVE: Final[Mapping[str, tuple[Document, ...]]] = {
    "标点相连": (
        paper(p("党员", fact("62名"), "，。")),
        paper(p("做法；。")),
        paper(p("抓班子。，强队伍。")),
        paper(p("她说：“好。”，大家听。")),
        paper(p(fact("甲。"), Span(("【待核实】",), "doubt", 0, ("党员",)), "。")),
        paper(h("一、", "主题。", run_in=("，做法。",)), *TWO[2:]),
    ),
    "括号空着": (
        paper(p("村（）。")),
        paper(p("做到“”。")),
        paper(p("按《》办。")),
        paper(p("村（，社区）。")),
    ),
    "标点打头或断尾": (paper(p("，辖村。")), paper(p("辖村，")), paper(p("分为（"))),
    "其中无物": (
        paper(p("党员62名，其中。")),
        paper(p("党员62名，其中0名。")),
        paper(p("党员62名（其中）。")),
    ),
    "零": (
        paper(p("列入整顿的村", fact("0", "后进村#"), "个。")),
        paper(p("女党员", fact("0名", "党员.女党员"), "。")),
    ),
    "其中套其中": (paper(p("党员，其中女党员，其中其中少。")),),
    "字词重复": (paper(p("我镇党委党委坚持。")),),
    "疑问叠印": (paper(p("党员【待核实】【待核实】。")),),
    "列举": (
        paper(p("一是抓班子。")),
        paper(p("一是抓班子；二是强队伍；四是建阵地。")),
        paper(p("首先，摸底。")),
        paper(p("首先，摸底。其次，把关。再次，培训。")),
        paper(p("一方面，摸底。")),
        paper(p("一是抓班子：一是配强；二是培训。二是强队伍。")),
        paper(p("一是抓班子。"), *TWO),
        paper(p("抓班子；二是强队伍。")),
        paper(p("抓班子。"), p("1.配强。"), *TWO),
    ),
    "标题空着": (
        paper(h("一、"), p("文。"), *TWO[2:]),
        paper(h("一、", "，"), p("文。"), *TWO[2:]),
    ),
    "标题下无文": (
        paper(h("一、", "做法"), *TWO[2:]),
        paper(*TWO[:2], h("二、", "打算")),
        paper(
            *TWO, h("三、", "打算"), h("（一）", "甲", level=2), h("（二）", fact("乙。"), level=2)
        ),
    ),
    "序号": (
        paper(TWO[0], TWO[1], h("三、", "不足"), p("文。")),
        paper(TWO[0], TWO[1]),
        paper(TWO[0], h("（一）", "甲。", level=2, run_in=("文。",)), *TWO[2:]),
        paper(TWO[0], h("（一）", "甲。", level=2), h("（三）", "乙。", level=2), *TWO[2:]),
    ),
    "句子没完": (
        paper(p("辖十个村")),
        paper(*TWO, p("现汇报如下：")),
        paper(h("一、", "主题。", run_in=("没有完",)), *TWO[2:]),
        paper(p("青山镇（原青山乡）")),
    ),
    "节数不符": (
        paper(p("做了", claim("三"), "个方面的工作。"), *TWO),
        paper(
            p("做了", claim("一"), "个方面。"),
            h("一、", "做法", part="工作"),
            p("文。"),
            TWO[2]._replace(part=""),
        ),
    ),
    "个数不符": (paper(p("有", fact("三", "问题#"), "个方面的不足："), *TWO),),
    "数无出处": (
        paper(p("抓好八个方面的工作。")),
        paper(p("今年完成5件。")),
        paper(h("一、", "3项工作"), p("文。"), *TWO[2:]),
    ),
    "缺项未列": (paper(p(Span(("【待填：党员】",), "gap", 0, ("党员",)), "。")),),
    "提法不合时": (paper(p("以“三个代表”重要思想为指导，深入开展保持共产党员先进性教育活动。")),),
    "记号残留": (
        paper(p("党员\ufdd0。")),
        paper(p("党员{{ 党员 }}。")),
        paper(p("做了□个方面。")),
        paper(p("None。")),
    ),
    "题目空着": (paper(p("文。"), title=""),),
}


@pytest.mark.parametrize(
    ("rule", "document"), [(rule, d) for rule, documents in DEFECTIVE.items() for d in documents]
)
def test_a_defect_is_named(rule: str, document: Document) -> None:
    assert rule in {found.rule for found in defects(document, READER)}


def test_every_rule_has_been_seen_to_find() -> None:
    assert set(RULES) == set(DEFECTIVE)


SOUND: Final = (
    paper(*TWO),
    paper(p("做了", claim("两"), "个方面的工作。现汇报如下："), *TWO),
    paper(p("一是抓班子；二是强队伍。"), *TWO, p("要抓好落实！")),
    paper(p("首先，摸底。其次，把关。最后，培训。"), p("一方面，走访；另一方面，登记。")),
    paper(p("一是抓班子。"), p("1.配强。"), p("2.培训。"), p("二是强队伍。"), *TWO),
    paper(p(fact("一是抓班子", "工作[1].正文"), "。老党员说：“路灯亮了。”")),
    paper(TWO[0], h("（一）", fact("甲。"), level=2), h("（二）", "乙。", level=2, run_in=("文。",)), *TWO[2:]),
    paper(p("党员", fact("10名"), "，增加", fact("0.5%"), "。")),
    paper(p(fact("发展党员0名，其中0名女性", "工作[1].正文"), "。"))
)  # fmt: skip


@pytest.mark.parametrize("document", SOUND[:-1])
def test_a_sound_paper_is_read_without_a_word(document: Document) -> None:
    assert defects(document, READER) == []


def test_what_a_writer_says_himself_is_his() -> None:
    assert "零" not in {found.rule for found in defects(SOUND[-1], READER)}
