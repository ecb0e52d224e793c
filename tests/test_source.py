"""YAML files as text with places: what is read, and what is said of what cannot be."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.errors import InputError
from docgen.finding import Level, format_finding
from docgen.source import (
    MappingNode,
    Node,
    Parsed,
    Scalar,
    SequenceNode,
    plain,
    read_file,
    read_yaml,
    reader,
)

# --- what is read ---------------------------------------------------------------------------------

READ = [
    # every scalar stays the text it was typed as
    ("电话: 0571", {"电话": "0571"}),
    ("时间: 12:30", {"时间": "12:30"}),
    ("比例: 5:4:1", {"比例": "5:4:1"}),
    ("数: 1.20", {"数": "1.20"}),
    ("数: 1_000", {"数": "1_000"}),
    ("数: 1,234", {"数": "1,234"}),
    ("数: ９８", {"数": "９８"}),
    ("数: 0x1F", {"数": "0x1F"}),
    ("数: .inf", {"数": ".inf"}),
    ("答: yes", {"答": "yes"}),
    ("答: NO", {"答": "NO"}),
    ("值: ~", {"值": "~"}),
    ("值: null", {"值": "null"}),
    ("值:", {"值": ""}),
    ("值: ''", {"值": ""}),
    ("日期: 2012-06-30", {"日期": "2012-06-30"}),
    ("日期: 2026-13-45", {"日期": "2026-13-45"}),
    ("等号: =", {"等号": "="}),
    ("人口: 2.2万", {"人口": "2.2万"}),
    ("率: 98%以上", {"率": "98%以上"}),
    ("栽树: 3000多棵", {"栽树": "3000多棵"}),
    ("表彰: {2005: 188, 2006: 185}", {"表彰": {"2005": "188", "2006": "185"}}),
    # shapes of the files
    ("打算: {待填}", {"打算": {"待填": ""}}),
    ("无: [集体上访, 群体阻工]", {"无": ["集体上访", "群体阻工"]}),
    ("无: [集体上访,群体阻工]", {"无": ["集体上访", "群体阻工"]}),
    ("工作:\n- 题: 甲\n- 题: 乙", {"工作": [{"题": "甲"}, {"题": "乙"}]}),
    ('层次: [一是, "1."]', {"层次": ["一是", "1."]}),
    ("文: 第一句。\n  第二句。", {"文": "第一句。 第二句。"}),
    ("文: |\n  第一行\n  第二行\n", {"文": "第一行\n第二行\n"}),
    ("文: '说：\"好\"'", {"文": '说："好"'}),
    ("文: '一''二'", {"文": "一'二"}),
    ("文: 《办法》规定，“三会一课”照开：按月。", {"文": "《办法》规定，“三会一课”照开：按月。"}),
    ("文: “书记抓、抓书记”严格落实。", {"文": "“书记抓、抓书记”严格落实。"}),
    ("- 班子作风：求真务实。", ["班子作风：求真务实。"]),
    ("正文: 【概况.站点】个站点", {"正文": "【概况.站点】个站点"}),
    ("楼: 3#楼", {"楼": "3#楼"}),
    ("数: 14 # 含预备党员", {"数": "14"}),
    ("数: 14   # 15+5+16=36 校验", {"数": "14"}),
    ("数: 14\n#注：下同\n乙: 2", {"数": "14", "乙": "2"}),
    ("文: '3 #楼'", {"文": "3 #楼"}),
    ("文: |\n  3 #楼\n", {"文": "3 #楼\n"}),
    ("网址: http://example.com/a", {"网址": "http://example.com/a"}),
    ("做法: [中层竞争上岗，一般干部双向选择。]", {"做法": ["中层竞争上岗，一般干部双向选择。"]}),
    ("要: {具体: 外出务工多，时间凑不齐}", {"要": {"具体": "外出务工多，时间凑不齐"}}),
    ("\ufeff名称: 甲镇\r\n自称: 我镇\r\n", {"名称": "甲镇", "自称": "我镇"}),
    ("---\n名称: 甲镇\n...\n", {"名称": "甲镇"}),
    ("名: e\u0301", {"名": "\u00e9"}),
    ("表情: 👍🏽好", {"表情": "👍🏽好"}),
    ("", {}),
    ("# 只有说明\n", {}),
    ("---\n# 只有说明", {}),
    ("- 甲 - 乙\n- 丙", ["甲 - 乙", "丙"]),
    ("要点:\n  - 甲 - 乙\n  - 丙", {"要点": ["甲 - 乙", "丙"]}),
    ("甲: 一 - 二\n乙:\n- 三", {"甲": "一 - 二", "乙": ["三"]}),
    ("- 甲: 一 - 二\n  乙: 三\n- 丁", [{"甲": "一 - 二", "乙": "三"}, "丁"]),
    ("- - 甲\n  - 乙\n- 丙", [["甲", "乙"], "丙"]),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_reads(text: str, expected: object) -> None:
    parsed = read_yaml(text, "表.yaml")
    assert parsed.findings == ()
    assert parsed.root is not None
    assert plain(parsed.root) == expected


def test_examples_of_the_guide_read_without_a_finding() -> None:
    text = (
        "单位: {名称: 青山镇, 自称: 我镇}   # 题头\n"
        "党员: {值: 644, 其中: {女党员: 62, 预备党员: 18}}\n"
        "问题: # 一条问题配一条打算\n"
        "  - {表现: 作用不强, 具体: 思路窄、活动少, 打算: {待填}}\n"
        "  - {表现: 场所陈旧, 需上级支持: 是}\n"
        "工作:\n"
        "  - 题: [抓班子, 强队伍, 改进作风]\n"
        "    要点:\n"
        "      - 班子作风求真务实。每月集中学习1次；推行“一线工作法”。\n"
        "      - {主题: 示范点, 村: [贺村, 王村], 做法: 一村一方案}\n"
    )
    assert read_yaml(text, "表.yaml").findings == ()


# --- places ---------------------------------------------------------------------------------------


def leaves(node: Node) -> list[Scalar]:
    """The scalars of the node, keys among them, in reading order."""
    match node:
        case Scalar():
            return [node]
        case MappingNode():
            return [leaf for pair in node.items for child in pair for leaf in leaves(child)]
        case SequenceNode():
            return [leaf for child in node.items for leaf in leaves(child)]


def test_places_count_characters_from_one_under_hanzi_and_emoji() -> None:
    text = "单位: {名称: 甲镇, 标志: 👍🏽, 自称: 我镇}\n党员:\n  - 甲: 62\n  - “乙”\n"
    root = read_yaml(text, "表.yaml").root
    assert root is not None
    lines = text.split("\n")
    assert [(leaf.value, leaf.line, leaf.column) for leaf in leaves(root)] == [
        ("单位", 1, 1),
        ("名称", 1, 6),
        ("甲镇", 1, 10),
        ("标志", 1, 14),
        ("👍🏽", 1, 18),
        ("自称", 1, 22),
        ("我镇", 1, 26),
        ("党员", 2, 1),
        ("甲", 3, 5),
        ("62", 3, 8),
        ("“乙”", 4, 5),
    ]
    for leaf in leaves(root):
        assert lines[leaf.line - 1][leaf.column - 1 :].startswith(leaf.value)


def test_collections_have_the_place_where_they_begin() -> None:
    root = read_yaml("甲: [1]\n乙:\n  - {丙: 丁}\n", "表.yaml").root
    assert isinstance(root, MappingNode)
    (_, first), (_, second) = root.items
    assert isinstance(second, SequenceNode)
    assert [(n.line, n.column) for n in (root, first, second, second.items[0])] == [
        (1, 1),
        (1, 4),
        (3, 3),
        (3, 5),
    ]


def test_quoted_tells_text_in_quotes_from_plain_text() -> None:
    root = read_yaml("[甲, '乙', \"丙\", '']", "表.yaml").root
    assert root is not None
    assert [leaf.quoted for leaf in leaves(root)] == [False, True, True, True]


def test_caret_stands_under_the_slip() -> None:
    parsed = read_yaml("名称: 青山镇\n自称：我镇\n", "表.yaml")
    assert format_finding(parsed.findings[0], parsed.lines).split("\n")[:3] == [
        "表.yaml:2:3: 必错 SRC003 “自称”后面用了全角冒号",
        "     2 | 自称：我镇",
        "       |     ^",
    ]
    assert parsed.findings[0].hint == "“自称: 内容”（半角冒号，再空一格）"


# --- what is wrong: place, code, and what the message says ----------------------------------------

WRONG = [
    # colons
    ("名称：甲镇\n人口: 3", ["1:3 SRC003 “名称”后面用了全角冒号"]),
    ("名称: 甲镇\n人口：3", ["2:3 SRC003 “人口”后面用了全角冒号"]),
    ("名称：甲镇\n人口：3\n面积：2", ["1:3 SRC003", "2:3 SRC003", "3:3 SRC003"]),
    ("单位:\n  名称: 甲镇\n  自称：我镇\n党员: 3\n党委：乙", ["3:5 SRC003", "5:3 SRC003"]),
    ("概况:\n  面积：1\n  人口：2", ["2:5 SRC003", "3:5 SRC003"]),
    ("- 村：甲\n  症结：乙", ["1:4 SRC003", "2:5 SRC003"]),
    ("- 村：甲\n  症结: 乙", ["1:4 SRC003"]),
    ("单位: {名称：甲镇, 自称: 我镇}", ["1:8 SRC003"]),
    ("单位: {名称：甲镇，自称：我镇}", ["1:8 SRC003"]),
    ("名称:甲镇\n人口: 3", ["1:3 SRC003 “名称”后面的半角冒号没有跟空格"]),
    ("单位: {名称:甲镇, 自称: 我镇}", ["1:8 SRC003"]),
    ("- 村:甲\n- 村:乙", ["1:4 SRC003 “村”后面的半角冒号没有跟空格", "2:4 SRC003"]),
    ("名称:　甲镇", ["1:3 SRC003"]),
    ("正文: 要求: 抓紧", ["1:7 SRC008 句子里用了半角冒号加空格"]),
    ("正文: 见附件:", ["1:8 SRC008"]),
    ("- 抓班子，强队伍: 初见成效", ["1:10 SRC008"]),
    ("党员: {值: 3: 4}", ["1:10 SRC008 括号里的内容又有半角冒号"]),
    # duplicates
    ("甲: 1\n乙: 2\n甲: 3", ["3:1 SRC002 “甲”重复，第1行已经写过"]),
    ("党员: {女: 1, 女: 2}", ["1:12 SRC002"]),
    ("甲: 1\n甲: 2\n乙：3\n丙: 4", ["2:1 SRC002", "3:2 SRC003"]),
    # indentation
    ("名称: 甲\n\t人口: 3", ["2:1 SRC004 行首用了制表符（Tab）"]),
    ("单位:\n\t名称: 甲", ["2:1 SRC004"]),
    ("单位:\n  名称: 甲\n \t自称: 乙\n\t\t上级: 丙", ["3:2 SRC004", "4:1 SRC004"]),
    ("单位:\n    名称: 甲\n  自称: 乙", ["3:3 SRC005 缩进对不齐"]),
    ("名称: 甲\n  自称: 乙", ["2:3 SRC005 缩进对不齐"]),
    ("　　名称: 甲", ["1:1 SRC005 这里是全角空格"]),
    ("单位:\n　　名称: 甲", ["2:1 SRC005 这里是全角空格"]),
    ("要点: - 甲", ["1:5 SRC005 列表要另起一行写"]),
    ("甲: 1\n- 乙", ["2:1 SRC005"]),
    ("- 甲\n乙: 1", ["2:1 SRC005 上一行是一句话，下面不能再写“乙”"]),
    ("要点:\n  - 配强班子。\n    分条: [甲]", ["3:5 SRC005 上一行是一句话，下面不能再写“分条”"]),
    ("要点:\n  - 配强班子。\n    分条:\n      - 甲", ["3:5 SRC005 上一行是一句话，下面不能"]),
    ("要点:\n  - 配强班子。\n  分条: [甲]", ["3:3 SRC005 上一行是一句话，下面不能"]),
    ("名称: 甲\n乙镇\n人口: 3", ["2:1 SRC019 这一行没有“名称: ”"]),
    ("只是一句话", ["1:1 SRC019"]),
    ("{户数: 5630, 人口: 22,000}", ["1:16 SRC020 花括号里的逗号是分隔，“22,000”按22000读"]),
    ("{投资: 1,234,567, 村: 3}", ["1:6 SRC020 花括号里的逗号是分隔，“1,234,567”按"]),
    ("要点:\n  - 甲\n   - 乙\n  - 丙", ["3:4 SRC005 这一项没有和上一项对齐"]),
    ("要点:\n  -甲\n", ["2:3 SRC003 “-”后面没有空格"]),
    ("党员: {值 3, 女: 2}", ["1:7 SRC019 “值”后面少了半角冒号"]),
    ("题: 强领导, 重宣传]", ["1:4 SRC006 末尾的半角“]”没有配对"]),
    # quotes and brackets
    ('正文: "甲乙\n人口: 3', ["1:5 SRC006 半角引号没有配对"]),
    ("正文: '甲乙\n人口: 3\n丙：4", ["1:5 SRC006", "3:2 SRC003"]),
    ("党员: {值: 3\n人口: 2", ["1:5 SRC006 半角“{”没有配对"]),
    ("党员: {值: 3,", ["1:11 SRC006 前面的半角括号没有配对"]),
    ("无: [甲, 乙", ["1:4 SRC006 半角“[”没有配对"]),
    ("无: [甲, {乙: 1]", ["1:13 SRC006 半角“{”配了“]”"]),
    ("无: [甲, 乙]]", ["1:10 SRC007"]),
    ("党员: {值: 3,, 女: 2}", ["1:11 SRC006 这里的半角“,”多余或没有配对"]),
    ('正文: "三会一课"照开', ["1:11 SRC007 内容以半角引号开头，引号后面还有字"]),
    ("正文: {甲}乙", ["1:8 SRC007 内容以半角“{”开头，括号后面还有字"]),
    ("正文: [2012]12号", ["1:11 SRC007"]),
    ("正文: ]", ["1:5 SRC007"]),
    ('正文: "C:\\q"', ["1:8 SRC007 双引号里的反斜杠"]),
    ("党员: ｛值: 3｝", ["1:5 SRC011"]),
    ("党员: ｛值：3｝", ["1:5 SRC011 这里是全角花括号“｛”"]),
    ("党员: {值: 3｝", ["1:10 SRC011 半角“{”配了全角“｝”"]),
    ("正文: ＂甲＂", ["1:5 SRC011"]),
    ("荣誉: [“先进, 优秀”, 丙]", ["1:6 SRC011", "1:11 SRC011"]),
    # commas
    ("党员: {值: 3，女: 2}", ["1:10 SRC010 括号里两项之间用了全角逗号"]),
    ("党员: {值: 3，女：2}", ["1:10 SRC010 “女”前面用了全角逗号"]),
    ("题: [抓班子，强队伍, 改作风]", ["1:8 SRC010 方括号里用了全角逗号"]),
    ("无: [甲，乙，丙]", ["1:6 SRC010 方括号里用了全角逗号"]),
    # signs at the beginning of a text
    ("正文: @甲", ["1:5 SRC007 内容不能以半角“@”开头"]),
    ("正文: `甲`", ["1:5 SRC007"]),
    ("正文: %甲", ["1:5 SRC007"]),
    ("正文: *甲\n文二: &甲\n文三: !甲", ["1:5 SRC007", "2:5 SRC007", "3:5 SRC007"]),
    ("正文: > 甲", ["1:5 SRC007"]),
    # YAML that is not for facts
    ("甲: &a 1\n乙: *a", ["1:4 SRC012", "2:4 SRC012"]),
    ("甲: !!int 3", ["1:4 SRC012"]),
    ("<<: {甲: 1}", ["1:1 SRC012"]),
    ("甲: 1\n---\n乙: 2", ["2:1 SRC013"]),
    ("%YAML 1.1\n---\n甲: 1", ["1:1 SRC013"]),
    ("? [甲, 乙]\n: 丙", ["1:3 SRC014"]),
    ("{{待填}: 1}", ["1:2 SRC014"]),
    # silent loss
    ("地址: 拆除3 #楼", ["1:9 SRC009 “ #”后面的字当作说明丢掉了"]),
    ("编号: #3", ["1:5 SRC009"]),
    # characters
    ("甲: 1\x07\n乙: \ue000二", ["1:5 SRC017 有控制字符（U+0007）", "2:4 SRC017 有自造字"]),
    ("甲: \u200b1", ["1:4 SRC017 有看不见的格式字符（U+200B）"]),
    ("甲: \ufdd0", ["1:4 SRC017 有无效字符（U+FDD0）"]),
    ("甲: \ud800", ["1:4 SRC017 有残缺字符"]),
    ("甲: 一\u2028二", ["1:5 SRC017 有特殊换行符"]),
    ('甲: "\\u0007"', ["1:4 SRC017"]),
]


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_says_what_is_wrong_and_where(text: str, expected: list[str]) -> None:
    parsed = read_yaml(text, "表.yaml")
    said = [f"{f.place.line}:{f.place.column} {f.code} {f.message}" for f in parsed.findings]
    assert len(said) == len(expected), said
    for line, start in zip(said, expected, strict=True):
        assert line.startswith(start), said
    assert all(f.hint for f in parsed.findings)


@pytest.mark.parametrize("text", [text for text, _ in WRONG])
def test_messages_are_chinese(text: str) -> None:
    for finding in read_yaml(text, "表.yaml").findings:
        said = re.sub(r"Tab|U\+\w+", "", finding.message) + finding.hint
        words = re.findall("[A-Za-z]{3,}", said)
        assert words == []


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_parser_without_the_extension_says_the_same(
    text: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_Loader", yaml.Loader)
    lines = {(f.place.line, f.code) for f in read_yaml(text, "表.yaml").findings}
    places = (line.split()[:2] for line in expected)
    assert lines == {(int(place.split(":")[0]), code) for place, code in places}


@pytest.mark.parametrize("loader", [yaml.CLoader, yaml.Loader])
@pytest.mark.parametrize("escape", ["\\ud800", "\\U00110000", "\\x00", "\\ufdd0"])
def test_escapes_do_not_smuggle_characters(
    loader: type, escape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_Loader", loader)
    parsed = read_yaml(f'甲: "{escape}"', "表.yaml")
    assert [f.level for f in parsed.findings] == [Level.ERROR]
    assert not parsed.sound


def test_duplicate_names_the_first_place_and_keeps_its_value() -> None:
    parsed = read_yaml("甲: 1\n乙: 2\n甲: 3", "表.yaml")
    assert parsed.root is not None
    assert plain(parsed.root) == {"甲": "1", "乙": "2"}
    assert [str(place) for place in parsed.findings[0].related] == ["表.yaml:1:1"]
    assert not parsed.sound


def test_every_entry_is_looked_at_although_the_parser_stops_at_the_first_slip() -> None:
    text = (
        "单位: {名称: 青山镇，自称: 我镇}\n"
        "概况:\n"
        "  行政村: 10\n"
        "  人口：2.2万\n"
        "党员: {值: 644, 其中: {女党员: 62}\n"
        "工作:\n"
        "  - 题: 强领导\n"
        "\t正文: 召开会议。\n"
        '荣誉: "先进"单位\n'
        "党员: 3\n"
    )
    parsed = read_yaml(text, "表.yaml")
    assert [(f.place.line, f.code) for f in parsed.findings] == [
        (1, "SRC010"),
        (4, "SRC003"),
        (5, "SRC006"),
        (8, "SRC004"),
        (9, "SRC007"),
    ]
    assert parsed.root is None


FACTS = (
    "单位: {名称: 青山镇, 自称: 我镇, 上级: 县委}\n"
    "概况: {行政村: 10, 人口: 2.2万, 站点: {值: 4, 说明: 电信}}\n"
    "党员: {值: 644, 其中: {女党员: 62, 预备党员: 18}}   # 年报\n"
    "工作:\n"
    "  - 题: [强领导, 重宣传, 推动工作起步]\n"
    "    规定动作: 组织领导\n"
    "    正文: 召开专题会2场次，做宣传牌1面；短信150多条。\n"
    "  - 题: [抓班子, 强队伍, 改进作风]\n"
    "    要点:\n"
    "      - 班子求真务实。每月集中学习1次；推行“一线工作法”。\n"
    "      - 干部扎实推进。每周一学习。\n"
    "      - {主题: 示范点, 村: [贺村, 王村], 做法: 一村一方案}\n"
    "问题:\n"
    "  - {表现: 作用不强, 具体: 思路窄、活动少, 打算: {待填}}\n"
    "  - {表现: 场所陈旧, 打算: {待填}, 需上级支持: 是}\n"
)
SLIPS = [
    # what the hand does, where it may happen, what stands there then, how many lines off at most
    ("full-width colon", ": ", "：", 0),
    ("no space behind the colon", ": ", ":", 0),
    ("no colon", ": ", " ", 1),
    ("full-width comma between entries", r"(?<=[\w}]), (?=\w+:)", "，", 0),
    ("full-width opening brace", r"\{", "｛", 0),
    ("full-width closing brace", r"\}", "｝", 0),
    ("closing bracket left out", r"[\]}]", "", 0),
    ("opening bracket left out", r"[\[{](?!待填)", "", 0),
    ("tab for an indent", r"(?m)^ +", "\t", 0),
    ("one space too many", r"(?m)^(?= )", " ", 1),
    ("one space too few", r"(?m)^ (?= +(?:- |\w))", "", 1),
]


@pytest.mark.parametrize(
    ("pattern", "typed", "off"), [row[1:] for row in SLIPS], ids=[row[0] for row in SLIPS]
)
def test_a_slip_anywhere_is_found_on_its_line(pattern: str, typed: str, off: int) -> None:
    right = read_yaml(FACTS, "表.yaml")
    assert right.root is not None
    assert not right.findings
    places = list(re.finditer(pattern, FACTS))
    assert places
    for place in places:
        parsed = read_yaml(FACTS[: place.start()] + typed + FACTS[place.end() :], "表.yaml")
        line = FACTS.count("\n", 0, place.start()) + 1
        if parsed.root is not None and plain(parsed.root) == plain(right.root):
            continue  # nothing was lost
        assert any(abs(f.place.line - line) <= off for f in parsed.findings), (
            line,
            parsed.findings,
        )


# --- hostile input --------------------------------------------------------------------------------

HOSTILE = [
    ("[" * 100_000, "SRC015"),
    ("- " * 50_000, "SRC015"),
    ("{" * 100_000, "SRC015"),
    ("? " * 50_000, "SRC015"),
    ("甲: " * 30_000, "SRC008"),
    ("".join(" " * depth + "甲:\n" for depth in range(300)), "SRC015"),
    ("甲: 乙 #丙\n" * 20_000, "SRC009"),
    ("甲: 1\n" * 20_000, "SRC002"),
    ("甲：1\n" * 20_000, "SRC003"),
    ("甲: [1\n" * 20_000, "SRC006"),
    ("甲: {" + "乙：1，" * 30_000, "SRC003"),
    ("甲: '" + "丙'" * 50_000, "SRC007"),
    ("甲: [" + "'乙', " * 50_000, "SRC006"),
    ("甲\n" * 100_000, "SRC019"),
    ("“" * 100_000, "SRC019"),
    ("\t\n" * 50_000, "SRC004"),
    ("[" + "1," * 200_001 + "]", "SRC016"),
    ("甲" * 1_700_000, "SRC016"),
    ("甲: &a [1]\n" + "乙: [*a, *a]\n" * 1000, "SRC012"),
]


@pytest.mark.parametrize(
    ("text", "code"), HOSTILE, ids=[f"{text[:6]!r}×{len(text)}" for text, _ in HOSTILE]
)
def test_hostile_input_gives_findings_quickly(text: str, code: str) -> None:
    start = time.perf_counter()
    parsed = read_yaml(text, "表.yaml")
    assert time.perf_counter() - start < 3
    assert code in {f.code for f in parsed.findings}
    assert len(parsed.findings) <= 200


def test_plain_does_not_recurse() -> None:
    node: Node = Scalar("底", 1, 1, False)
    for _ in range(5_000):
        node = SequenceNode((node,), 1, 1)
    value = plain(node)
    while isinstance(value, list):
        value = value[0]
    assert value == "底"


SEED = (
    "单位: {名称: 青山镇, 自称: 我镇}\n"
    "党员: {值: 644, 其中: {女党员: 62}}   # 年报\n"
    "工作:\n"
    "  - 题: [强领导, 重宣传]\n"
    "    正文: '书记任组长：会议2次。'\n"
    "    要点:\n"
    "      - 班子“务实”。每月1次；\n"
    '      - {主题: "整顿", 打算: {待填}}\n'
    "文: |\n"
    "  第一行\n"
)
PIECES = st.sampled_from(
    [
        *"：:，,{}[]\"'#|>-?*&!%@`\t\n \\~<《》“”｛｝　",
        ": ",
        " #",
        "- ",
        "\n  ",
        "甲",
        "'",
        "\ufdd0",
        "\x00",
        "👍",
    ]
)


def check(parsed: Parsed) -> None:
    assert parsed.root is not None or parsed.findings
    for finding in parsed.findings:
        assert finding.place.line >= 1
        assert finding.place.line <= len(parsed.lines)
        assert finding.place.column >= 1
        assert finding.message
        assert finding.hint
        format_finding(finding, parsed.lines)
    if parsed.root is None:
        assert any(f.level is Level.ERROR for f in parsed.findings)
    else:
        plain(parsed.root)


@settings(max_examples=250, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(SEED)), st.integers(0, 6), PIECES), min_size=1, max_size=4
    )
)
def test_mutated_files_never_raise(edits: list[tuple[int, int, str]]) -> None:
    text = SEED
    for at, cut, piece in edits:
        text = text[:at] + piece + text[at + cut :]
    check(read_yaml(text, "表.yaml"))


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_never_raises(text: str) -> None:
    check(read_yaml(text, "表.yaml"))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("甲乙 :#'\"，：[]{}-\n~0", min_size=1, max_size=8), max_size=5))
def test_what_another_writer_quotes_comes_back(values: list[str]) -> None:
    text = yaml.safe_dump({"值": values}, allow_unicode=True, default_style='"')
    root = read_yaml(text, "表.yaml").root
    assert root is not None
    assert plain(root) == {"值": values}


# --- files ----------------------------------------------------------------------------------------

TEXT = "名称: 青山镇\n人口: 2.2万\n"


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (TEXT.encode(), []),
        (TEXT.encode("utf-8-sig"), []),
        (TEXT.replace("\n", "\r\n").encode(), []),
        (TEXT.encode("gbk"), ["SRC018"]),
        (TEXT.encode("gb18030"), ["SRC018"]),
    ],
)
def test_reads_utf8_and_gbk(tmp_path: Path, data: bytes, codes: list[str]) -> None:
    path = tmp_path / "表.yaml"
    path.write_bytes(data)
    parsed = read_file(path)
    assert parsed.root is not None
    assert plain(parsed.root) == {"名称": "青山镇", "人口": "2.2万"}
    assert [f.code for f in parsed.findings] == codes
    assert parsed.name == str(path)
    assert parsed.sound


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (TEXT.encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04\x00\x00", "不是文本文件"),
        ("名称: 青山镇，位于清河县城以北\n人口".encode() + b"\xff\xfe\n", "损坏"),
        (b"\xff\xff\xff", "编码认不出来"),
        (b"#" * 5_000_001, "超过5MB"),
    ],
)
def test_what_is_no_text_is_an_input_error(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "表.yaml"
    path.write_bytes(data)
    with pytest.raises(InputError, match=message) as caught:
        read_file(path)
    assert caught.value.where.startswith(str(path))
    assert caught.value.hint


@pytest.mark.parametrize("name", ["没有.yaml", "", "a\0b", "长" * 300])
def test_what_is_no_file_is_an_input_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as caught:
        read_file(tmp_path / name)
    assert caught.value.hint
