"""Reading facts: what a writer types, what it becomes, and what the message says when wrong."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from docgen.compose import compose
from docgen.document import plain_text
from docgen.errors import InputError
from docgen.facts import Fact, Facts, FactsError, Records, dictionary_of, facts_from, read_facts
from docgen.language import Quantity
from docgen.library import Library
from docgen.source import read_yaml

DICTIONARY = dictionary_of(Library())


def read(text: str) -> tuple[Facts, list[str]]:
    facts, findings = facts_from([read_yaml(text, "甲.yaml")], DICTIONARY)
    said = [
        f"{f.place.line}:{f.place.column} {f.level.label} {f.message}"
        + (f"（{f.hint}）" if f.hint else "")
        for f in findings
    ]
    return facts, said


VALUES = {
    "短写": ("党员: 644\n", "党员", "644"),
    "长写": ("党员: {值: 644, 上期: 630}\n", "党员", "644"),
    "其中的分项按名取": ("党员: {值: 644, 其中: {女党员: 62}}\n", "党员.女党员", "62"),
    "约数照打的存": ("概况: {人口: 2.2万}\n", "概况.人口", "2.2万"),
    "列表按位置取": ("后进村:\n  - {村: 甲村}\n  - {村: 乙村}\n", "后进村[2].村", "乙村"),
    "要点可以只写一句": ("工作:\n  - 要点: [甲。, 乙。]\n", "工作[1].要点[2].文", "乙。"),
    "冒号时间不变成数": ("工作: [{正文: '12:30开会。'}]\n", "工作[1].正文", "12:30开会。"),
    "前导零不丢": ("单位: {区位: 区号0571}\n", "单位.区位", "区号0571"),
}


@pytest.mark.parametrize("name", VALUES)
def test_values(name: str) -> None:
    text, path, expected = VALUES[name]
    facts, said = read(text)
    assert said == []
    node = facts.get(path)
    assert isinstance(node, Fact)
    assert node.text == expected


def test_quantities_know_their_amount() -> None:
    facts, _ = read("概况: {人口: 2.2万}\n党员: {值: 近700, 上期: 630}\n")
    population, members = facts.get("概况.人口"), facts.get("党员")
    assert isinstance(population, Fact)
    assert isinstance(population.value, Quantity)
    assert population.value.amount == Decimal(22000)
    assert isinstance(members, Fact)
    assert isinstance(members.value, Quantity)
    assert members.value.approximate
    assert members.more.previous is not None
    assert members.more.previous.amount == 630


def test_money_is_compared_in_one_unit() -> None:
    facts, said = read("村集体经济: {收入: {值: 186.5, 上期: 150万元, 目标: 200万}}\n")
    assert said == []
    income = facts.get("村集体经济.收入")
    assert isinstance(income, Fact)
    assert isinstance(income.value, Quantity)
    assert income.more.previous is not None
    assert income.more.target is not None
    amounts = (income.value.amount, income.more.previous.amount, income.more.target.amount)
    assert amounts == (1_865_000, 1_500_000, 2_000_000)
    assert income.text == "186.5"


def test_open_cells_and_none() -> None:
    facts, said = read(
        "党员: 待填\n后进村: 无\n问题:\n  - {表现: 甲, 打算: }\n发展党员: {待核实: 原稿不清}\n"
    )
    assert said == []
    members, villages = facts.get("党员"), facts.get("后进村")
    assert isinstance(members, Fact)
    assert members.value is None
    assert isinstance(villages, Records)
    assert villages.items == ()
    doubted = facts.get("发展党员")
    assert isinstance(doubted, Fact)
    assert (doubted.value, doubted.more.status, doubted.more.note) == (None, "待核实", "原稿不清")


MESSAGES = {
    "百分数填在数里": (
        "党员: {值: 644, 女党员: 21%}",
        ["1:19 必错 “党员.女党员”填的是数，这里写的是百分数“21%”（填数；占多少由程序算）"],
    ),
    "上期写错了量词": (
        "党员: {值: 644, 上期: 74户}",
        ["1:18 疑似 “党员.上期”按“名”计，这里写的是“户”（写成 74名）"],
    ),
    "人和名是一个意思": ("党员: {值: 1126人, 上期: 1108位}", []),
    "差一个字的名称": (
        "党圆: 644\n",
        ["1:1 疑似 没有登记“党圆”这个名称，填了也不会用到（是不是“党员”）"],
    ),
    "组下面差一个字": (
        "概况: {行证村: 10}\n",
        ["1:6 疑似 “概况”下没有登记“行证村”这个名称，填了也不会用到（是不是“行政村”）"],
    ),
    "数写成了字": (
        "党员: 六百来人吧\n",
        ["1:5 必错 “党员”的“六百来人吧”不是数（写成 62、2.2万、3000多 这样）"],
    ),
    "量词不对": ("党员: 644个\n", ["1:5 疑似 “党员”按“名”计，这里写的是“个”（写成 644名）"]),
    "单位不对": (
        "概况: {耕地: 120平方公里}\n",
        ["1:10 疑似 “概况.耕地”按“亩”计，这里写的是“平方公里”（换算成亩再填）"],
    ),
    "日期不存在": (
        "文稿: {日期: 2026-06-31}\n",
        ["1:10 必错 “文稿.日期”的“2026-06-31”不是日期（写成 2026-06-30 或 2026年6月30日）"],
    ),
    "选项之外": (
        "后进村: [{村: 甲村, 状态: 已转换}]\n",
        ["1:19 必错 “后进村[1].状态”的“已转换”不在可填的词里（可填：整顿中、已转化、未启动）"],
    ),
    "一字之差也不猜成已转化": (
        "后进村: [{村: 甲村, 状态: 转化中}]\n",
        ["1:19 必错 “后进村[1].状态”的“转化中”不在可填的词里（可填：整顿中、已转化、未启动）"],
    ),
    "不是了结的词可以猜": (
        "后进村: [{村: 甲村, 状态: 正整顿中}]\n",
        [
            "1:19 必错 “后进村[1].状态”的“正整顿中”不在可填的词里（可填：整顿中、已转化、未启动（是不是“整顿中”））"
        ],
    ),
    "该是列表": (
        "问题: {表现: 甲}\n",
        ["1:5 必错 “问题”是列表，一条一条写（另起一行，每条一行，行首加“- ”）"],
    ),
    "只填一个值": (
        "党员: [1, 2]\n",
        ["1:5 必错 “党员”只填一个数，这里是列表（方括号、行首的“- ”去掉，只留一个）"],
    ),
    "状态不认识": (
        "党员: {值: 6, 状态: 核实}\n",
        ["1:16 必错 “党员”的状态“核实”不在可填的词里（可填：已核实、待核实、计划）"],
    ),
    "整个文件不是对照表": ("- 甲\n", ["1:1 必错 文件里应是“名称: 值”的对照表"]),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_messages(name: str) -> None:
    text, expected = MESSAGES[name]
    assert read(text)[1] == expected


def test_broken_yaml_carries_every_problem() -> None:
    with pytest.raises(FactsError) as error:
        read("党员：644\n\t女党员: 62\n")
    assert error.value.where.startswith("甲.yaml:")
    assert len(error.value.findings) >= 2


def test_layers_and_previous_period(tmp_path: Path) -> None:
    unit = tmp_path / "qinghe" / "qingshan"
    unit.mkdir(parents=True)
    (tmp_path / "qinghe" / "_common.yaml").write_text("单位: {上级: 县委}\n", "utf-8")
    (unit / "unit.yaml").write_text("单位: {名称: 青山镇, 类别: 镇}\n", "utf-8")
    (unit / "2025-h1.yaml").write_text("文稿: {期间: 2025年上半年}\n党员: 600\n", "utf-8")
    now = unit / "2026-h1.yaml"
    now.write_text("文稿:\n  期间: 2026年上半年\n党员: {值: 612, 其中: {女党员: 60}}\n", "utf-8")
    facts, findings = read_facts(now, DICTIONARY)
    assert findings == ()
    assert facts.unit == "青山镇"
    members = facts.get("党员")
    assert isinstance(members, Fact)
    assert members.more.previous is not None
    assert members.more.previous.amount == 600
    assert str(members.more.previous_place).endswith("2025-h1.yaml:2:5")
    superior = facts.get("单位.上级")
    assert isinstance(superior, Fact)
    assert superior.place.path.endswith("_common.yaml")


def test_what_was_only_planned_last_year_is_no_earlier_value(tmp_path: Path) -> None:
    (tmp_path / "unit.yaml").write_text("单位: {名称: 青山镇}\n", "utf-8")
    planned = "文稿: {期间: 2025年上半年}\n党员: {值: 600, 状态: 计划}\n入党积极分子: 40\n"
    (tmp_path / "2025-h1.yaml").write_text(planned, "utf-8")
    now = tmp_path / "2026-h1.yaml"
    now.write_text("文稿: {期间: 2026年上半年}\n党员: 612\n入党积极分子: 41\n", "utf-8")
    facts, _ = read_facts(now, DICTIONARY)
    nodes = [facts.get(path) for path in ("党员", "入党积极分子")]
    assert [isinstance(n, Fact) and n.more.previous is not None for n in nodes] == [False, True]


def test_absent_file() -> None:
    with pytest.raises(InputError, match=r"没有这个|不存在|找不到"):
        read_facts(Path("没有这个.yaml"), DICTIONARY)


def test_a_doubtful_previous_value_makes_the_comparison_doubtful(tmp_path: Path) -> None:
    (tmp_path / "unit.yaml").write_text("单位: {名称: 青山镇, 类别: 镇}\n", "utf-8")
    before = "文稿: {期间: 2025年上半年}\n党员: {值: 600, 待核实: 与年报不一致}\n"
    (tmp_path / "2025-h1.yaml").write_text(before, "utf-8")
    now = tmp_path / "2026-h1.yaml"
    now.write_text(
        "文稿: {期间: 2026年上半年}\n党员: 612\n工作: [{正文: 党员【党员|增减】。}]\n", "utf-8"
    )
    facts, _ = read_facts(now, DICTIONARY)
    library = Library()
    text = plain_text(compose(library.template("half_year"), facts, library))
    assert "党员比上年同期增加12名【待核实】。" in text


@pytest.mark.parametrize("typed", ["无", "没有", "/", "[无]", "[没有]", "\n  - 无", "\n  - —"])
def test_a_list_said_to_be_nothing_is_empty(typed: str) -> None:
    facts, found = read(f"荣誉: {typed}\n")
    assert found == []
    node = facts.get("荣誉")
    assert isinstance(node, Records)
    assert node.items == ()
