"""Last period's facts rolled forward: what was typed, and what the new file says."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from docgen.compose import compose
from docgen.document import Document, Span, Text, plain, walk
from docgen.facts import Dictionary, Facts, check_facts, dictionary_from, facts_from, read_facts
from docgen.facts.rollforward import Rolled, next_period, roll_forward, shifted
from docgen.facts.writing import facts_yaml
from docgen.language import parse_period
from docgen.source import plain as plain_values
from docgen.source import read_file, read_yaml
from tests.samples import DICTIONARY, LIBRARY, ROOT

LAST = ROOT / "data/counties/qinghe/qingshan/2025-h1.yaml"
ENTRIES = """
文稿: {下级: {期间: {类型: 期间}, 时点: {类型: 日期}, 日期: {类型: 日期}}}
面积: {类型: 小数, 结转: 照抄}
党员:
  类型: 计数
  下级:
    女党员: {类型: 计数, 关系: 其中}
    农村党员: {类型: 计数, 关系: 分为}
    模式: {类型: 名称}
收入: {类型: 金额, 单位: 万元}
换届: {类型: 计数, 可缺: 是, 结转: 清空}
简介: {类型: 文本}
口号: {类型: 名称}
村:
  类型: 列表
  主项: 名
  字段:
    名: {类型: 名称}
    户: {类型: 计数}
    换届日: {类型: 日期}
    措施: {类型: 列表, 项: 名称}
    时限: {类型: 名称}
    状态: {类型: 选项, 选项: [整顿中, 已转化], 结转: 清空, 了结: [已转化]}
    话: {类型: 文本}
    责任: {类型: 名称}
块:
  类型: 列表
  主项: 题
  字段:
    题: {类型: 列表, 项: 名称}
    层次: {类型: 选项, 选项: [一是, 段]}
    要点: {类型: 列表, 项: 文本}
条: {类型: 列表, 项: 文本}
规矩: {类型: 列表, 项: 名称, 结转: 照抄}
"""


def small() -> Dictionary:
    root = read_yaml(ENTRIES, "字典").root
    assert root is not None
    return dictionary_from({"字典": plain_values(root)})


def rolled(text: str, period: str = "", *, looked_up: bool = False) -> tuple[str, Rolled]:
    """The new file without its marks' digits, and what is to be done."""
    facts, findings = facts_from([read_yaml(text, "上期.yaml")], small())
    assert not findings
    done = roll_forward(facts, parse_period(period) if period else None, looked_up=looked_up)
    return re.sub(r"【未更新 \w{4}】", "▲", facts_yaml(done.facts)), done


H1 = "文稿: {期间: 2025年上半年}\n"
NEXT = "文稿: {期间: 2026年上半年}\n"

ROLLED = {
    "数成为上期，本期待填": ("党员: 62\n", "党员: {值: 待填, 上期: 62}\n"),
    "约数照打的成为上期": ("党员: 近600\n", "党员: {值: 待填, 上期: 近600}\n"),
    "金额的上期": ("收入: 186.5\n", "收入: {值: 待填, 上期: 186.5}\n"),
    "分项也结转，关系不变": (
        "党员: {值: 9, 分为: {农村党员: 7}, 其中: {女党员: 2}, 模式: 常规}\n",
        "党员: {值: 待填, 上期: 9, 分为: {农村党员: {值: 待填, 上期: 7}}, 其中: {女党员: {值: 待填, 上期: 2}}, 模式: 常规}\n",
    ),
    "口径、来源、公开留着；上期、增幅、名次、说明是说上期的数，不留": (
        "党员: {值: 9, 上期: 8, 增幅: 12.5%, 比: 年初, 名次: 第一, 来源: 年报, 时点: 2025-06-30, 口径: 户籍, 公开: 否, 说明: 补报1名}\n",
        "党员: {值: 待填, 上期: 9, 来源: 年报, 口径: 户籍, 公开: 否}\n",
    ),
    "计划数没有实现过，作目标": ("党员: {值: 9, 状态: 计划}\n", "党员: {值: 待填, 目标: 9}\n"),
    "待核实的数不作上期": (
        "党员: {值: 9, 待核实: 与年报不一致}\n",
        "党员: {值: 待填, 说明: 上期9待核实：与年报不一致}\n",
    ),
    "上期就没有填的还是待填": ("党员: 待填\n", "党员: 待填\n"),
    "照抄的照抄": ("面积: {值: 126.4, 口径: 辖区}\n", "面积: {值: 126.4, 口径: 辖区}\n"),
    "清空的不带": ("换届: 14\n", ""),
    "话标上未更新": ("简介: 位于县城以北\n口号: 争先\n", "简介: ▲位于县城以北\n口号: 争先\n"),
    "句子的列表逐条标": ("条: [开会3次。, 走访]\n", "条:\n  - ▲开会3次。\n  - ▲走访\n"),
    "写无的要重新说": ("村: 无\n", ""),
    "记录里的话标上，数和日子留空": (
        "村:\n  - {名: 甲村, 户: 90, 换届日: 2025-03-01, 话: 已修路。}\n",
        "村:\n  - {名: ▲甲村, 户: 待填, 换届日: 待填, 话: ▲已修路。}\n",
    ),
    "主项、措施和说了数的名称都标，责任照抄": (
        "村:\n  - {名: 甲村, 措施: [补选1名, 建账], 时限: 9月底, 责任: 组织委员, 状态: 整顿中}\n",
        "村:\n  - 名: ▲甲村\n    措施: [▲补选1名, ▲建账]\n    时限: ▲9月底\n    责任: 组织委员\n",
    ),
    "只有主项的也标": ("村: [甲村]\n", "村:\n  - {名: ▲甲村}\n"),
    "几句并列的标题标第一句和说了数的": (
        "块:\n  - {题: [完成换届, 抓班子, 建成2个点], 层次: 一是, 要点: [开会。]}\n",
        "块:\n  - {题: [▲完成换届, 抓班子, ▲建成2个点], 层次: 一是, 要点: [▲开会。]}\n",
    ),
    "已经了结的不带": (
        "村:\n  - {名: 甲村, 状态: 已转化}\n  - {名: 乙村, 状态: 整顿中}\n",
        "村:\n  - {名: ▲乙村}\n",
    ),
    "全都了结的，有没有新的要重新说": ("村: [{名: 甲村, 状态: 已转化}]\n", ""),
    "照抄的列表": ("规矩: [每月2次]\n", "规矩: [每月2次]\n"),
}


@pytest.mark.parametrize("name", ROLLED)
def test_rolled(name: str) -> None:
    typed, expected = ROLLED[name]
    text, _ = rolled(H1 + typed)
    head, _, rest = text.partition("\n")
    assert head + "\n" == NEXT
    assert unfolded(rest) == unfolded(expected)


def unfolded(text: str) -> object:
    """The values of a file, however they are laid out."""
    root = read_yaml(text, "甲").root
    assert root is not None
    return plain_values(root)


SAME_YEAR = {
    "另一期的上期写明和什么时候比": (
        "2025年下半年",
        "党员: 62\n",
        "党员: {值: 待填, 上期: 62, 比: 2025年上半年}\n",
    ),
    "同一年里目标还是那个目标": (
        "2025年下半年",
        "党员: {值: 62, 目标: 70}\n",
        "党员: {值: 待填, 上期: 62, 比: 2025年上半年, 目标: 70}\n",
    ),
    "到了下一年目标作废": ("", "党员: {值: 62, 目标: 70}\n", "党员: {值: 待填, 上期: 62}\n"),
    "同期不用写比": ("2026年1月至6月", "党员: 62\n", "党员: {值: 待填, 上期: 62}\n"),
}


@pytest.mark.parametrize("name", SAME_YEAR)
def test_another_period(name: str) -> None:
    period, typed, expected = SAME_YEAR[name]
    text, done = rolled(H1 + typed, period)
    assert unfolded(text.partition("\n")[2]) == unfolded(expected)
    assert done.period is not None
    assert done.period.text == (period or "2026年上半年")


def test_what_the_earlier_file_gives_is_not_typed_twice() -> None:
    text, done = rolled(H1 + "党员: {值: 62, 其中: {女党员: 2}}\n收入: 9\n", looked_up=True)
    assert text == NEXT + "党员: {值: 待填, 其中: {女党员: 待填}}\n收入: 待填\n"
    assert done.blank == ("党员.女党员", "党员", "收入")
    other, _ = rolled(H1 + "党员: 62\n", "2025年下半年", looked_up=True)
    assert "上期: 62, 比: 2025年上半年" in other


DATES = {
    "一年以后": ("{期间: 2025年上半年, 时点: 2025-06-30, 日期: 2025年7月4日}", "", "2026年上半年 2026-06-30 2026年7月4日"),
    "闰年的二月底": ("{期间: 2023年2月, 时点: 2023-02-28, 日期: 2023-03-01}", "", "2024年2月 2024-02-29 2024-03-01"),
    "闰年以后的二月底": ("{期间: 2024年1月至2月, 时点: 2024-02-29}", "", "2025年1月至2月 2025-02-28"),
    "下半年": ("{期间: 2025年上半年, 时点: 2025-06-30, 日期: 2025-07-04}", "2025年下半年", "2025年下半年 2025-12-31 2026-01-04"),
    "跨年的期间": ("{期间: 2005年1月至2006年6月, 时点: 2006-06-30}", "", "2006年1月至2007年6月 2007-06-30"),
    "没有期间，日子挪一年": ("{时点: 2025-06-30}", "", "2026-06-30"),
    "没有期间，说不准挪多少": ("{期间: 待填, 时点: 2025-06-30}", "2025年下半年", "待填 待填"),
}  # fmt: skip


@pytest.mark.parametrize("name", DATES)
def test_dates_move_on(name: str) -> None:
    paper, period, expected = DATES[name]
    text, _ = rolled(f"文稿: {paper}\n", period)
    values = unfolded(text)
    assert isinstance(values, dict)
    assert " ".join(values["文稿"].values()) == expected  # type: ignore[union-attr]


@pytest.mark.parametrize("year", range(1999, 2030))
def test_a_year_on_and_back_is_the_same_day(year: int) -> None:
    for month in range(1, 13):
        for day in (1, 27):
            there = shifted(date(year, month, day), 12)
            assert (there.year, there.month, there.day) == (year + 1, month, day)
            assert shifted(there, -12) == date(year, month, day)
    period = parse_period(f"{year}年1月至2月")
    assert period is not None
    assert next_period(period).text == f"{year + 1}年1月至2月"
    assert shifted(next_period(period).end, 1).day == 31


def test_what_is_to_be_done_is_said() -> None:
    villages = (
        "[{名: 甲村, 状态: 已转化}, {名: 乙村, 户: 9, 措施: [建账]}, {名: 丙村, 状态: 已转化}]"
    )
    _, done = rolled(H1 + f"党员: 62\n换届: 3\n村: {villages}\n条: 无\n")
    assert done.blank == ("党员", "村[1].户")
    assert done.unrenewed == ("村[1].名", "村[1].措施[1]")
    assert done.dropped == ("换届", "村2条（已转化）", "条")
    assert {fact.path for fact in done.facts.leaves()} >= {"村[1].名", "村[1].措施[1]"}


# --- the chain: last period's file, the new one, a draft ------------------------------------------


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """A unit's folder with its last period, and the new one rolled forward beside it."""
    shutil.copytree(LAST.parent.parent, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / LAST.parent.name
    last, _ = facts_from([read_file(LAST)], DICTIONARY)
    done = roll_forward(last, looked_up=True)
    (folder / "2026-h1.yaml").write_text(facts_yaml(done.facts), "utf-8")
    return folder / "2026-h1.yaml"


def drafted(path: Path) -> tuple[Facts, Document]:
    facts, findings = read_facts(path, DICTIONARY)
    errors = [*findings, *check_facts(facts, DICTIONARY)]
    assert not [f for f in errors if f.level.label == "必错"]
    return facts, compose(LIBRARY.template("half_year"), facts, LIBRARY)


def unrenewed(document: Document) -> set[str]:
    return {gap.path for gap in document.gaps if "未更新" in gap.reason}


def test_no_number_of_last_year_is_printed_as_this_years(unit: Path) -> None:
    """A printed figure stands in the ledger as 照抄, is of the paper, or waits to be looked at."""
    facts, document = drafted(unit)
    same_as_ever = {"概况.面积", "概况.行政村", "概况.社区", "概况.村民小组", "概况.耕地"}
    waiting = unrenewed(document)
    looked_at = {path.partition("]")[0] for path in waiting}
    strange = [
        (text, source)
        for text, source in figures(document)
        if (path := source.partition("#")[0]) not in same_as_ever
        and not path.startswith(("文稿", "单位", "提法", "套话", "节"))
        and not (text.isdigit() and source.endswith("#"))
        and path.partition("]")[0] not in looked_at
    ]
    assert strange == []
    numbers = [fact for fact in facts.leaves() if fact.entry.is_number]
    assert {fact.path for fact in numbers if fact.value is not None} == same_as_ever
    last, _ = facts_from([read_file(LAST)], DICTIONARY)
    assert {f.path for f in numbers} == {f.path for f in last.leaves() if f.entry.is_number}


def figures(document: Document) -> list[tuple[str, str]]:
    """Every innermost printed piece with a digit in it, and its first source."""
    found = []

    def visit(text: Text) -> None:
        for piece in text:
            if not isinstance(piece, Span) or piece.kind == "gap":
                continue
            own = "".join(part for part in piece.content if isinstance(part, str))
            if re.search(r"\d", own):
                found.append((own, piece.sources[0]))
            visit(piece.content)

    for text in walk(document):
        visit(text)
    return found


def test_sentences_are_listed_until_touched_or_confirmed(unit: Path) -> None:
    old, before = drafted(unit)
    text = unit.read_text("utf-8")
    first, second = "工作[1].正文", "工作[3].正文"
    marks = {fact.path for fact in old.leaves() if fact.more.status == "未更新"}
    assert len(marks) == len(re.findall(r"【未更新 \w{4}】", text)) > 10
    unwritten = {"后进村[1].措施[1]"}  # its clause waits for 状态, which was cleared
    assert unrenewed(before) == marks - unwritten
    assert "补选支部委员" not in "".join(plain(text) for text in walk(before))
    assert {first, second} <= marks

    confirmed = re.sub(r"(正文: )【未更新 \w{4}】(4月举办读书班2期)", r"\1\2", text)
    assert confirmed != text
    touched = confirmed.replace("试种茶园120亩", "扩种茶园180亩")
    assert touched != confirmed
    unit.write_text(touched, "utf-8")
    facts, after = drafted(unit)
    assert unrenewed(before) - unrenewed(after) == {first, second}
    node = facts.get(second)
    assert node is not None
    assert "未更新" not in repr(node)


def test_the_earlier_period_is_found_beside_it(unit: Path) -> None:
    text = unit.read_text("utf-8")
    unit.write_text(re.sub(r"入党积极分子: 待填", "入党积极分子: 46", text), "utf-8")
    facts, document = drafted(unit)
    node = facts.get("入党积极分子")
    assert node is not None
    assert "raw='41'" in repr(node)
    assert "入党积极分子46名" in "".join(plain(text) for text in walk(document))


def test_another_period_says_what_it_is_compared_with(tmp_path: Path) -> None:
    last, _ = facts_from([read_file(LAST)], DICTIONARY)
    done = roll_forward(last, parse_period("2025年下半年"))
    text = re.sub(r"入党积极分子: \{值: 待填", "入党积极分子: {值: 45", facts_yaml(done.facts))
    text += "单位: {名称: 青山镇, 类别: 镇}\n"
    text = re.sub(
        r"正文: 【未更新 \w{4}】4月", "正文: 积极分子【入党积极分子|较上期】。4月", text, count=1
    )
    facts, _ = facts_from([read_yaml(text, "下期.yaml")], DICTIONARY)
    document = compose(LIBRARY.template("half_year"), facts, LIBRARY)
    assert "积极分子比2025年上半年增长9.8%" in "".join(plain(text) for text in walk(document))
