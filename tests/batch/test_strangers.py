"""Another unit's names, places and figures in a draft are told of; what is meant to be there is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Final

import pytest

from docgen.batch.imprint import read_imprint
from docgen.batch.likeness import Key
from docgen.batch.strangers import strangers
from docgen.document import Document, Paragraph
from docgen.finding import Finding, Level
from tests.batch.prints import NAMES, REPORT, county, drafts, facts_of, of, said, written
from tests.samples import paper, sample

PLACES: Final = {
    "青山镇": ("石桥村", "老鹰岩村"),
    "柳树乡": ("上河村", "大塘社区"),
    "白马镇": ("竹园村", "中心村"),
    "大湾镇": ("枫树村", "青石村"),
    "金沙镇": ("青石村",),
    "清河县": (),
}
"""Units with the places that their ledgers own; 青石村 is in two of them."""


def told(
    texts: Mapping[str, tuple[str, ...]], more: str = "", counties: Mapping[str, str] = {}
) -> dict[str, list[Finding]]:
    """The findings by unit.  more: lines that the facts of 青山镇 have besides."""
    prints = {}
    for unit, places in PLACES.items():
        rows = "".join(f"  - {{村: {place}, 状态: 整顿中}}\n" for place in places)
        facts = facts_of(unit, (f"后进村:\n{rows}" if rows else "") + more * (unit == "青山镇"))
        prints[unit, REPORT] = of(written(unit, *texts.get(unit, ("做法。",))), facts)
    found = strangers(prints, lambda key: counties.get(key[0], "清河县"), NAMES)
    return {unit: [*findings] for (unit, _), findings in found.items()}


# ---- the county's honest drafts ------------------------------------------------------------


@pytest.mark.parametrize("period", ["2025-h1", "2026-h1"])
def test_honest_drafts_give_nothing(period: str) -> None:
    prints = county(period)
    assert len(prints) >= 48
    assert strangers(prints, lambda _: "清河县", NAMES) == {}


# ---- names --------------------------------------------------------------------------------

STRANGE: Final = (
    ("石桥村班子不团结，上河村收入低。", "上河村"),
    ("在上河村召开现场会。", "上河村"),
    ("帮助上河村党支部清理合同。", "上河村"),
    ("柳家湾村、大塘社区各建一处活动场所。", "大塘社区"),
    ("柳树乡党委召开动员会。", "柳树乡"),
    ("投资46万元（其中竹园村20万元）。", "竹园村"),
    ("“上河村夜校”开课3期。", "上河村"),
    ("由白马镇竹园村带动。", "白马镇 竹园村"),
)


@pytest.mark.parametrize(("sentence", "names"), STRANGE)
def test_a_name_that_only_another_unit_has_is_an_error(sentence: str, names: str) -> None:
    found = told({"青山镇": ("做法。", sentence)})
    assert [*found] == ["青山镇"]
    assert sorted(f.message.split("”")[0] for f in found["青山镇"]) == sorted(
        f"“{name}" for name in names.split()
    )
    for finding in found["青山镇"]:
        assert (finding.code, finding.level) == ("SIM004", Level.ERROR)
        assert (finding.place.path, finding.quote) == ("青山镇", sentence)


def test_it_is_said_whose_it_is() -> None:
    found = told({"青山镇": ("到上河村去。", "柳树乡召开会议。")})
    assert [(f.message, f.related[0].path) for f in found["青山镇"]] == [
        ("“上河村”是柳树乡的，写进了这份稿", "柳树乡"),
        ("“柳树乡”是另一个单位，写进了这份稿", "柳树乡"),
    ]


def test_a_name_said_often_is_told_of_once() -> None:
    found = told({"青山镇": ("上河村修路。", "上河村挖井。")})
    assert [f.quote for f in found["青山镇"]] == ["上河村修路。"]


MEANT: Final = (
    "组织村干部到上河村学习，看账本、看公示栏。",
    "3月，赴柳树乡考察茶园。",
    "学习借鉴白马镇的经验，建起议事厅。",
    "山林与柳树乡上河村交界，联合巡山。",
    "同柳树乡结对，派出干部2名。",
    "与白马镇签订联防协议。",
    "镇东北毗邻柳树乡。",
    "沙上河村清理合同23份。",  # a longer name
    "下青石村和青石村都通了路。",  # two units have it
    "石桥村、老鹰岩村各开会一次。",  # its own
    "各村、社区都挂了牌。",
    "清河县柳溪村党支部。",
    "推广上河村的做法。",
    "建成中心村和示范村。",  # 白马镇 has one of that name
)


@pytest.mark.parametrize("sentence", MEANT)
def test_a_name_that_is_meant_its_own_or_part_of_a_longer_one_is_left_alone(sentence: str) -> None:
    assert told({"青山镇": (sentence,)}) == {}


def test_names_that_the_facts_allow_are_left_alone() -> None:
    texts = {"青山镇": ("上河村修路。", "竹园村挖井。")}
    found = told(texts, "文稿: {提到: [上河村]}\n")
    assert [f.message for f in found["青山镇"]] == ["“竹园村”是白马镇的，写进了这份稿"]


def test_the_county_may_name_its_towns_and_they_the_county() -> None:
    assert told({"清河县": ("石桥村、上河村开会。",), "青山镇": ("清河县水利局出资。",)}) == {}


def test_a_unit_of_another_county_is_no_neighbour() -> None:
    texts = {"青山镇": ("上河村修路。",)}
    assert told(texts, counties={"柳树乡": "平江县"}) == {}


@pytest.mark.parametrize(
    ("last", "sentence", "is_told"),
    [
        ("上河村挖井。", "上河村修路。", False),  # a village of its own, of the same name
        ("沙上河村挖井。", "上河村修路。", True),
        ("石桥村挖井。", "上河村修路。", True),
        ("柳树乡党委开会。", "柳树乡党委开会。", True),  # a unit is never one's own
    ],
)
def test_a_place_that_stood_in_the_unit_s_last_draft_is_its_own(
    last: str, sentence: str, is_told: bool
) -> None:
    facts = facts_of("柳树乡", "后进村:\n  - {村: 上河村, 状态: 整顿中}\n")
    mine = ("a.yaml", REPORT)
    prints = {
        mine: of(written("青山镇", sentence), facts_of("青山镇")),
        ("b.yaml", REPORT): of(written("柳树乡", "做法。"), facts),
    }
    earlier = {mine: of(written("青山镇", last), facts_of("青山镇"))}
    assert [*strangers(prints, lambda _: "", NAMES, earlier)] == [mine] * is_told


def test_a_name_allowed_in_one_draft_is_owned_in_all_papers_of_the_unit() -> None:
    """A summary may name what only the report's facts own; both are of one file."""
    facts = facts_of("青山镇", "后进村:\n  - {村: 石桥村, 状态: 整顿中}\n")
    other = facts_of("柳树乡")
    prints = {
        ("a.yaml", REPORT): of(written("青山镇", "石桥村修路。"), facts),
        ("a.yaml", "briefing/experience"): of(written("青山镇", "石桥村修路。"), facts),
        ("b.yaml", REPORT): of(written("柳树乡", "石桥村修路。"), other),
    }
    assert [*strangers(prints, lambda _: "", NAMES)] == [("b.yaml", REPORT)]


# ---- sentences -----------------------------------------------------------------------------

SAME: Final = "抽调15名干部组成4个工作组，走访群众860户，收集意见126条。"


def test_a_sentence_with_its_figures_in_two_units_is_an_error_in_both() -> None:
    found = told({"青山镇": ("做法。", SAME), "柳树乡": (SAME,), "白马镇": ("抽调15名干部。",)})
    assert {unit: [(f.code, f.message) for f in fs] for unit, fs in found.items()} == {
        "青山镇": [("SIM005", "这一句连数一起，和柳树乡的稿一字不差")],
        "柳树乡": [("SIM005", "这一句连数一起，和青山镇的稿一字不差")],
    }
    (finding,) = found["青山镇"]
    assert (finding.level, finding.quote, finding.place.path) == (Level.ERROR, SAME, "青山镇")
    assert [place.path for place in finding.related] == ["柳树乡"]


def test_many_sentences_of_one_unit_are_told_of_together() -> None:
    lines = [SAME.replace("126", f"{n}6") for n in (12, 13, 14, 15, 17)]
    texts = {"甲镇": lines, "乙镇": lines[:5], "丙镇": lines[:1]}
    texts |= {unit: ["做法。"] for unit in ("丁镇", "戊镇", "己镇")}
    found = strangers(drafts(texts), lambda _: "", NAMES)
    assert [(f.message, f.quote) for f in found["甲镇.yaml", REPORT]] == [
        ("这一句连数一起，和乙镇、丙镇的稿一字不差", lines[0]),
        ("有4句连数一起，和乙镇的稿一字不差", "".join(lines[1:4])),
    ]


@pytest.mark.parametrize(
    "other",
    [
        SAME.replace("860", "861"),  # another figure
        SAME.replace("群众", "农户"),  # another word
        "做法。",
    ],
)
def test_a_sentence_that_differs_is_the_units_own(other: str) -> None:
    assert told({"青山镇": (SAME,), "柳树乡": (other,)}) == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "每月调度1次、每季通报1次，收入5万元以上的村占100%。",
        "9月底前每个村选派干部2名，10月20日前全部到岗。",
        "投资300万元改建活动场所5处，全部村都完成了任务。",
        "走访群众，清理合同，逐户登记，建起台账，收集意见126条。",
    ],
)
def test_figures_that_agree_by_chance_are_nobodys(sentence: str) -> None:
    assert told({"青山镇": (sentence,), "柳树乡": (sentence,)}) == {}


SMALL: Final = "上半年党委理论学习中心组专题学习6次，班子成员到联系村讲党课13场次，各党支部结合主题党日集中学习4次。"
WATER: Final = (
    "用县水利项目资金46万元修复灌渠1.6公里，620亩水田用上自流水；镇财政投入25.2万元，安装路灯84盏"
)
COPIED: Final = {
    "长句，数都不大": (SMALL, SMALL, "这一句", SMALL),
    "几个分句": (
        f"边查边办实事，{WATER}；群众反映的31件事项办结28件。",
        f"先办急事，{WATER}，清理合同12份。",
        "这几个分句",
        WATER.replace("；", "，")[len("用县水利项目资金") :],
    ),
    "头一个分句从数算起": (
        "走访群众860户，收集村民意见建议126条，当场办结答复98条。",
        "入户860户，收集村民意见建议126条，当场办结答复98条，其余的交办。",
        "这几个分句",
        "860户，收集村民意见建议126条，当场办结答复98条",
    ),
}


@pytest.mark.parametrize("name", COPIED)
def test_long_sentences_and_clauses_side_by_side_are_copied_with_any_figures(name: str) -> None:
    one, other, what, quote = COPIED[name]
    found = told({"青山镇": (one,), "柳树乡": (other,)})
    assert {unit: [(f.code, f.message, f.quote) for f in fs] for unit, fs in found.items()} == {
        "青山镇": [("SIM005", f"{what}连数一起，和柳树乡的稿一字不差", quote)],
        "柳树乡": [("SIM005", f"{what}连数一起，和青山镇的稿一字不差", quote)],
    }


OWN: Final = {
    "长句只有一个数": (SMALL.replace("6次", "多次").replace("4次", "多次"),) * 2,
    "长句里一个数不同": (SMALL, SMALL.replace("6次", "5次").replace("13", "12")),
    "长句里的数是规定": (
        "每名党员每年参加集中学习和培训的时间不少于3天，村党组织书记和班子成员每年不少于7天。",
    )
    * 2,
    "两个分句只有两个数": (
        "走访群众860户，收集意见126条，另记17件。",
        "走访群众860户，收集意见126条。",
    ),
    "两个分句字少": ("男12名，女3名，回族1名，共16名。", "男12名，女3名，回族1名，汉族15名。"),
    "分句不挨着": (f"{SMALL[:-1]}，办结3件。", f"{SMALL[-18:-1]}，办结2件，{SMALL[:18]}。"),
}


@pytest.mark.parametrize("name", OWN)
def test_less_than_that_is_the_units_own(name: str) -> None:
    one, other = OWN[name]
    assert told({"青山镇": (one,), "柳树乡": (other,)}) == {}


@pytest.mark.parametrize("count", [2, 3, 4, 8])
def test_long_sentences_and_clauses_that_many_units_have_are_the_county_s(count: int) -> None:
    for said_there in (SMALL, f"各想各的办法，{WATER}。"):
        texts = {
            f"{n}镇": [said_there.replace("各想", f"{n}想"), f"做法{n}。"]
            if n < count
            else ["做法。"]
            for n in range(12)
        }
        assert len(strangers(drafts(texts), lambda _: "", NAMES)) == (count if count < 4 else 0)


@pytest.mark.parametrize(
    ("having", "of", "is_told"),
    [(2, 2, False), (2, 3, False), (2, 4, True), (3, 5, False), (3, 6, True), (4, 20, False)],
)
def test_what_half_the_county_or_more_than_three_say_is_the_county_s(
    having: int, of: int, is_told: bool
) -> None:
    texts = {f"{n}镇": [SAME] if n < having else ["做法。"] for n in range(of)}
    found = strangers(drafts(texts), lambda _: "", NAMES)
    assert [source for source, _ in found] == [f"{n}镇.yaml" for n in range(having)] * is_told


def test_what_two_units_did_together_is_both_s() -> None:
    both = "两乡镇联合抽调15名干部组成4个工作组，走访群众860户。"
    assert told({"青山镇": (both,), "柳树乡": (both,)}) == {}


def test_the_label_that_the_program_sets_makes_no_difference() -> None:
    prints = {}
    for unit, label in (("青山镇", "一是"), ("柳树乡", "三是"), ("白马镇", ""), ("大湾镇", "")):
        text = (label, said(SAME if label else "做法。"))
        document = replace(written(unit), body=(Paragraph(text),))
        prints[unit, REPORT] = of(document, facts_of(unit))
    assert [key[0] for key in strangers(prints, lambda _: "", NAMES)] == ["青山镇", "柳树乡"]


def test_a_units_own_papers_may_say_the_same() -> None:
    prints = {
        ("a.yaml", template): of(written("青山镇", SAME, template=template), facts_of("青山镇"))
        for template in (REPORT, "briefing/experience")
    } | {
        (f"{n}.yaml", REPORT): of(written(f"{n}镇", "做法。"), facts_of(f"{n}镇")) for n in "甲乙丙"
    }
    assert strangers(prints, lambda _: "", NAMES) == {}


# ---- two thousand injections into the county's drafts -----------------------------------------

NAMES_OF: Final = {
    name: read_imprint(data).names
    for (name, template), data in county("2026-h1").items()
    if template == REPORT
}
"""What each town owns, by its file."""
TELLING: Final = re.compile(r"(?<![\d.])[1-9]\d*[1-9](?![\d.%年月日至])")
"""A figure of two digits or more, no date."""
CARRIERS: Final = ("在{}召开现场会。", "{}修通水泥路。", "支持{}改建活动场所。", "其中{}党员参加。")
EXCUSES: Final = (
    "组织干部赴{}学习。",
    "与{}交界的山林已划定。",
    "同{}签订协议。",
    "借鉴{}的做法。",
)


def with_sentence(document: Document, sentence: str, at: int) -> Document:
    body = [*document.body]
    body.insert(at % (len(body) + 1), Paragraph((said(sentence),)))
    return replace(document, body=tuple(body))


@pytest.mark.parametrize("part", range(10))
def test_any_name_put_into_any_draft_is_found_and_nothing_else(part: int) -> None:
    """Two hundred a part, half of them meant and so not told of."""
    pick = Random(part)
    towns = [*NAMES_OF]
    clean = {key: data for key, data in county("2026-h1").items() if key[1] == REPORT}
    for number in range(200):
        victim, owner = pick.sample(towns, 2)
        name = pick.choice(NAMES_OF[owner])
        carriers = EXCUSES if number % 2 else CARRIERS
        sentence = pick.choice(carriers).format(name)
        key: Key = (victim, REPORT)
        document = with_sentence(paper(REPORT, victim), sentence, pick.randrange(100))
        found = strangers({**clean, key: of(document, sample(victim))}, lambda _: "", NAMES)
        wanted = [] if number % 2 else [(key, "SIM004", sentence)]
        assert [(k, f.code, f.quote) for k, fs in found.items() for f in fs] == wanted, sentence


def test_any_sentence_of_another_draft_is_found_in_both() -> None:
    """One sentence with figures of each town's report, put into another's."""
    pick = Random(7)
    clean = {key: data for key, data in county("2026-h1").items() if key[1] == REPORT}
    tried = 0
    for owner in NAMES_OF:
        sentences = [
            said_there.text
            for said_there in read_imprint(clean[owner, REPORT]).sentences
            if said_there.own and not said_there.ends and len(TELLING.findall(said_there.text)) > 2
        ]
        victim = pick.choice([town for town in NAMES_OF if town != owner])
        for sentence in sentences[:5]:
            document = with_sentence(paper(REPORT, victim), sentence, pick.randrange(100))
            data = of(document, sample(victim))
            found = strangers({**clean, (victim, REPORT): data}, lambda _: "", NAMES)
            assert {k[0]: [f.code for f in fs] for k, fs in found.items()} == {
                owner: ["SIM005"],
                victim: ["SIM005"],
            }
            tried += 1
    assert tried >= 20
