"""The data dictionary itself: what it covers, that its entries are whole, and its page.

The 60 fields are those found most often in fifty papers of the trade, the commonest first.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable
from typing import Final

import pytest
from click.testing import CliRunner

from docgen.cli.listing import command as list_command
from docgen.errors import LibraryError
from docgen.facts import Fact, Facts, check_facts, dictionary_from, facts_from
from docgen.facts.conversion import ATTRIBUTES
from docgen.facts.dictionary import Check, Entry
from docgen.finding import Level, display_width
from docgen.source import read_yaml
from tests.samples import DICTIONARY, ROOT
from tests.scripts import script

COUNT, DECIMAL, MONEY, RATE = ("计数",), ("小数",), ("金额",), ("百分比",)
PARTS, ROWS, TEXT = ("构成",), ("列表",), ("名称", "文本")

FIELDS: Final = (
    ("党员数", "党员", COUNT),
    ("人口", "概况.人口", COUNT),
    ("投入、整合、筹集资金", "投入.额", MONEY),
    ("完成时限、起止时间", "问题.时限", TEXT),
    ("荣誉、表彰、示范数", "荣誉", ROWS),
    ("软弱涣散（后进）党组织数", "软弱涣散党组织", COUNT),
    ("分领域党员", "党员.领域", PARTS),
    ("女党员数", "党员.女党员", COUNT),
    ("制度、清单、标准条数", "制度建设.新建", COUNT),
    ("行政村数", "概况.行政村", COUNT),
    ("财政、经费、补助标准", "经费保障.标准", MONEY),
    ("农民人均收入", "经济.农民人均收入", MONEY),
    ("产业基地、种植规模", "产业基地.面积", DECIMAL),
    ("声称条数（几个方面）", "工作", ROWS),
    ("党（总）支部数", "党支部", COUNT),
    ("面积", "概况.面积", DECIMAL),
    ("活动场所新建改建数", "阵地建设.新建", COUNT),
    ("学历段", "党员.学历", PARTS),
    ("耕地、林地、草原等面积", "概况.耕地", DECIMAL),
    ("党员年龄段", "党员.年龄", PARTS),
    ("培训人次", "培训.人次", COUNT),
    ("活动、宣讲场次与参与人次", "会议活动.人次", COUNT),
    ("自然村、村民小组、居民小组数", "概况.村民小组", COUNT),
    ("报告时段", "文稿.期间", ("期间",)),
    ("工作组、队数", "整顿力量.工作组", COUNT),
    ("村党组织书记人数", "村党组织书记", COUNT),
    ("分领域支部", "党支部.农村党支部", COUNT),
    ("两委、支委成员数", "村干部", COUNT),
    ("会议、学习次数", "会议.专题会", COUNT),
    ("项目、企业、招商数", "招商.项目", COUNT),
    ("户数", "概况.户数", COUNT),
    ("产值、总收入、生产总值", "经济.农村经济总收入", MONEY),
    ("大户、带动、改造户数", "农户.带动", COUNT),
    ("选派、抽调干部数", "整顿力量.抽调干部", COUNT),
    ("率（参保、满意、覆盖、计生）", "民生.群众满意率", RATE),
    ("培训期（班、批）次", "培训.期数", COUNT),
    ("包联领导、单位数", "包联.领导", COUNT),
    ("社区数", "概况.社区", COUNT),
    ("道路、停车、公厕等设施量", "基础设施.道路硬化", DECIMAL),
    ("场所、用房面积", "阵地建设.面积", DECIMAL),
    ("发展党员数", "发展党员", COUNT),
    ("编制、在岗工作人员数", "机关干部", COUNT),
    ("走访、接待人次", "走访.接待", COUNT),
    ("村集体收入", "村集体经济.收入", MONEY),
    ("约谈、问责、处分人数", "监督问责.约谈", COUNT),
    ("频次要求、周期", "频次.次", TEXT),
    ("入党积极分子、申请人数", "入党积极分子", COUNT),
    ("基层党组织总数", "党组织", COUNT),
    ("乡镇数", "概况.乡镇", COUNT),
    ("调整、补选书记数", "村党组织书记.调整", COUNT),
    ("整顿转化（销号）数", "软弱涣散党组织.已转化", COUNT),
    ("平均年龄", "党员.平均年龄", DECIMAL),
    ("排查村数", "排查.村", COUNT),
    ("名次、得分", "荣誉.名次", TEXT),
    ("宣传物数", "宣传.横幅", COUNT),
    ("财政收入、税金", "经济.财税收入", MONEY),
    ("征求意见", "征求意见", COUNT),
    ("少数民族党员", "党员.少数民族党员", COUNT),
    ("代办、办实事件数", "办实事.代办", COUNT),
    ("流动、困难党员", "党员.流动党员", COUNT),
)
"""Field of the trade, its place in the dictionary, the kinds that fit it."""

MORE_FIELDS: Final = (
    ("后备干部", "后备干部", COUNT),
    ("倒排、占比", "软弱涣散党组织.倒排比例", RATE),
    ("发现问题数", "排查.问题", COUNT),
    ("整改措施数", "排查.措施", COUNT),
    ("设岗定责", "设岗定责.岗位", COUNT),
    ("农业人口", "概况.人口.农业人口", COUNT),
    ("党小组数", "党组织.党小组", COUNT),
    ("化解纠纷数", "矛盾纠纷.化解", COUNT),
    ("文号、期号", "文稿.期号", TEXT),
    ("距离", "概况.距县城", DECIMAL),
)
"""The ten that come next."""


@pytest.mark.parametrize(("field", "path", "kinds"), [*FIELDS, *MORE_FIELDS])
def test_a_field_of_the_trade_has_its_entry(field: str, path: str, kinds: tuple[str, ...]) -> None:
    entry = DICTIONARY.find(path)
    assert entry is not None, field
    assert entry.kind in kinds


def test_the_sixty_commonest_fields_are_all_there() -> None:
    assert len(FIELDS) == 60
    assert [path for path, times in Counter(row[1] for row in FIELDS).items() if times > 1] == []


def in_ledger(entry: Entry) -> bool:
    """Whether it is a fact by itself, not a field of a list's record."""
    root = DICTIONARY.roots[entry.path.partition(".")[0]]
    return root.kind != "列表" and not entry.path.startswith("联席会议.成员.")


ENTRIES: Final = tuple(DICTIONARY.walk())
RULES: Final[dict[str, Callable[[Entry], object]]] = {
    "有说明": lambda e: e.note,
    "计数有量词": lambda e: e.kind != "计数" or e.measure,
    "小数和金额有单位": lambda e: e.kind not in ("小数", "金额") or e.unit,
    "选项有可选的词": lambda e: (e.kind == "选项") == bool(e.options),
    "列表有字段或项": lambda e: (e.kind != "列表" and not e.item) or e.item or e.members,
    "主项是它的一个字段": lambda e: not e.title or e.title in e.members,
    "不深于三层": lambda e: e.path.count(".") <= 2,
    "台账里的数说明怎么汇总": lambda e: not (e.is_number and in_ledger(e)) or e.rollup,
    "率和平均不相加": lambda e: e.kind != "百分比" or e.rollup != "和",
    "构成的成员都是数": lambda e: e.kind != "构成" or all(m.is_number for m in e.members.values()),
    "分为、其中只说数": lambda e: not e.relation or e.is_number,
    "数下面的名称不与上期、来源等相混": lambda e: (
        e.kind in ("组", "构成", "列表") or not ATTRIBUTES & set(e.members)
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_every_entry_is_whole(rule: str) -> None:
    assert [entry.path for entry in ENTRIES if not RULES[rule](entry)] == []


def test_a_part_has_the_kind_of_the_number_it_stands_under() -> None:
    wrong = [
        below.path
        for entry in ENTRIES
        for below in entry.members.values()
        if below.relation and below.kind != entry.kind
    ]
    assert wrong == []


def test_what_a_thin_town_never_had_is_not_asked_for() -> None:
    """Every fact that must be given: the unit, the paper, and what every report begins with."""
    owed = {
        entry.path
        for entry in ENTRIES
        if not entry.optional and entry.kind not in ("组", "构成") and in_ledger(entry)
    }
    assert {path for path in owed if not path.startswith(("单位.", "文稿."))} == {
        "概况.行政村",
        "概况.户数",
        "概况.人口",
        "党支部",
        "党员",
        "党员.女党员",
        "党员.预备党员",
        "发展党员",
        "入党积极分子",
    }
    lists = {e.path for e in DICTIONARY.roots.values() if e.kind == "列表" and not e.optional}
    assert lists == {"工作", "问题"}


PARTLY: Final = (
    ("党支部: {值: 14, 农村党支部: 10, 机关党支部: 4}", "党支部", ("农村党支部", "机关党支部"), ()),
    ("党员: {值: 644, 女党员: 62, 平均年龄: 51.2}", "党员", (), ("女党员",)),
    ("发展党员: {值: 14, 干部: 14, 女性: 3}", "发展党员", ("干部",), ("女性",)),
    ("支部调整: {原: {值: 40, 农村: 35, 社区: 5}}", "支部调整.原", ("农村", "社区"), ()),
    ("招商: {项目: {值: 13, 启动建设: 11}}", "招商.项目", (), ("启动建设",)),
    ("经济: {财税收入: {值: 4700, 地方收入: 3000}}", "经济.财税收入", (), ("地方收入",)),
    ("包联: {党组织: {值: 8, 已转化: 6}}", "包联.党组织", (), ("已转化",)),
)


@pytest.mark.parametrize(("typed", "path", "parts", "among"), PARTLY)
def test_parts_typed_under_their_number(
    typed: str, path: str, parts: tuple[str, ...], among: tuple[str, ...]
) -> None:
    fact = read(typed).get(path)
    assert isinstance(fact, Fact)
    assert (fact.more.parts, fact.more.among) == (parts, among)


CARRIED: Final = {
    "上期": ("党员", "党员.女党员", "培训.人次", "村集体经济.收入", "表彰.优秀党员"),
    "照抄": ("单位.区位", "概况.面积", "概况.行政村", "频次", "后进村.村"),
    "标记": ("工作", "问题", "后进村", "思考", "机制"),
    "顺延": ("文稿.期间", "文稿.日期"),
    "清空": (
        "荣誉",
        "投入",
        "无",
        "事例",
        "会议活动",
        "变化",
        "支部调整.原",
        "换届.村",
        "文稿.期号",
    ),
}


@pytest.mark.parametrize(("carry", "path"), [(c, p) for c in CARRIED for p in CARRIED[c]])
def test_what_becomes_of_a_fact_in_the_next_period(carry: str, path: str) -> None:
    entry = DICTIONARY.find(path)
    assert entry is not None
    assert entry.carry == carry


BROKEN: Final = {
    "村集体经济.五万以上村 + 村集体经济.空壳村 <= 概况.行政村 + 概况.社区": "概况: {行政村: 11}\n村集体经济: {五万以上村: 12}",
    "村干部.一肩挑 <= 概况.行政村 + 概况.社区": "概况: {行政村: 11}\n村干部: {值: 50, 一肩挑: 13}",
    "驻村工作队.第一书记 <= 概况.行政村 + 概况.社区": "概况: {行政村: 11}\n驻村工作队: {第一书记: 12}",
    "驻村工作队 <= 驻村工作队.队员": "驻村工作队: {值: 11, 队员: 9}",
    "阵地建设.达标村 <= 概况.行政村 + 概况.社区": "概况: {行政村: 11}\n阵地建设: {达标村: 12}",
    "排查.村 <= 概况.行政村 + 概况.社区": "概况: {行政村: 11}\n排查: {村: 12}",
    "发展党员 <= 党员": "党员: 60\n发展党员: 61",
    "党支部 <= 党组织": "党组织: 3\n党支部: 4",
    "支部调整.现 == 党支部": "支部调整: {现: 35}\n党支部: 36",
    "党员.学历.大专以上 == 党员.大专以上": "党员: {值: 9, 大专以上: 3, 学历: {大专以上: 4}}",
    "党员.年龄.三十五以下 == 党员.青年党员": "党员: {值: 9, 青年党员: 3, 年龄: {三十五以下: 4}}",
    "驻村工作队.第一书记 <= 驻村工作队.队员": "驻村工作队: {值: 3, 队员: 3, 第一书记: 4}",
    "后进村.个数 <= 概况.行政村 + 概况.社区": "概况: {行政村: 1, 社区: 0}\n后进村: [甲村, 乙村]",
    "后进村.个数 <= 软弱涣散党组织": "软弱涣散党组织: 1\n后进村: [甲村, 乙村]",
    "软弱涣散党组织 <= 党组织": "软弱涣散党组织: 4\n党组织: 3",
    "软弱涣散党组织.村 <= 概况.行政村": "软弱涣散党组织: {值: 4, 村: 4}\n概况: {行政村: 3}",
    "软弱涣散党组织.社区 <= 概况.社区": "软弱涣散党组织: {值: 4, 社区: 4}\n概况: {社区: 3}",
    "排查.已整改 <= 排查.问题": "排查: {问题: 3, 已整改: 4}",
    "包联.党组织 <= 软弱涣散党组织": "包联: {党组织: 4}\n软弱涣散党组织: 3",
    "招商.到位资金 <= 招商.合同资金": "招商: {合同资金: 3亿元, 到位资金: 40000万元}",
}
"""Every relation, and facts that break it and nothing else."""


@pytest.mark.parametrize("expression", BROKEN)
def test_a_relation_that_does_not_hold_is_found(expression: str) -> None:
    found = check_facts(read(BROKEN[expression]), DICTIONARY)
    errors = [finding.message for finding in found if finding.code == "FCT103"]
    assert [message.rpartition("：")[2] for message in errors] == [expression]
    assert all(finding.level is Level.ERROR for finding in found if finding.code == "FCT103")


def test_every_relation_names_facts_that_are_declared() -> None:
    assert {check.expression for check in DICTIONARY.checks} == set(BROKEN)
    paths = {path for check in DICTIONARY.checks for path in names_in(check)}
    assert [path for path in sorted(paths) if DICTIONARY.find(path) is None] == []


def names_in(check: Check) -> set[str]:
    """The paths a relation speaks of."""
    inner = {node.value for node in ast.walk(check.tree) if isinstance(node, ast.Attribute)}
    said = [n for n in ast.walk(check.tree) if isinstance(n, ast.Attribute | ast.Name)]
    return {ast.unparse(node).removesuffix(".个数") for node in said if node not in inner}


def test_the_themes_hold_every_entry_once_in_the_order_of_a_clerk() -> None:
    assert [theme.title for theme in DICTIONARY.themes] == [
        "单位和文稿",
        "基本情况、党组织和队伍",
        "党建工作",
        "排查整顿软弱涣散党组织",
        "经济和民生",
        "列表和句子",
        "县里的要求",
    ]
    assert [name for theme in DICTIONARY.themes for name in theme.names] == [*DICTIONARY.roots]
    assert all(theme.note for theme in DICTIONARY.themes)


SLIPS: Final = {
    "没有 序": ({"主题": {"名": "甲"}}, "“主题”应写明 名、序、说明"),
    "主题不是对照表": ({"主题": "甲"}, "“主题”应写明 名、序、说明"),
    "关系": ({"户": {"类型": "计数", "关系": "属于"}}, "“户”的关系“属于”不认识"),
    "结转": ({"户": {"类型": "计数", "结转": "留着"}}, "“户”的结转“留着”不认识"),
    "了结": (
        {"状": {"类型": "选项", "选项": ["办理", "办结"], "了结": ["完成"]}},
        "“状”的了结“完成”不在它的选项里",
    ),
    "类型": ({"户": {"类型": "整数"}}, "“户”的类型“整数”不认识"),
    "名称以数字开头": ({"5万以上": {"类型": "计数"}}, "“5万以上”不能作名称"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_a_dictionary_file_is_named(slip: str) -> None:
    values, said = SLIPS[slip]
    with pytest.raises(LibraryError, match=re.escape(said)) as caught:
        dictionary_from({"甲.yaml": values})
    assert caught.value.where == "甲.yaml"


def test_a_file_without_a_theme_comes_last_and_is_called_other() -> None:
    files = {
        "a.yaml": {"户": {"类型": "计数"}},
        "b.yaml": {"主题": {"名": "村情", "序": "1"}, "村": {"类型": "计数"}},
    }
    made = dictionary_from(files)
    assert [*made.roots] == ["村", "户"]
    assert [(theme.title, theme.names) for theme in made.themes] == [
        ("村情", ("村",)),
        ("其他", ("户",)),
    ]


def test_the_page_of_facts_is_made_from_the_dictionary() -> None:
    module = script("dictionary")
    page = (ROOT / "docs/guide/facts.md").read_text("utf-8")
    assert page == module.page(), "运行 .venv/bin/python scripts/dictionary.py"
    assert [entry.path for entry in ENTRIES if entry.name not in page] == []


def test_the_list_of_facts_fits_a_screen() -> None:
    shown = CliRunner(env={"COLUMNS": "80"}).invoke(list_command, ["facts"])
    lines = shown.output.splitlines()
    assert len(lines) == len(ENTRIES) + 1
    assert [line for line in lines if display_width(line) > 80] == []
    assert [line for line in lines if "……" in line and "选项" not in line] == []


def read(text: str) -> Facts:
    """Facts typed as YAML, with nothing wrong in them."""
    facts, found = facts_from([read_yaml(text + "\n", "台账.yaml")], DICTIONARY)
    assert found == ()
    return facts
