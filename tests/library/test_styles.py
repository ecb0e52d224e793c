"""Styles: every parameter of gbt9704 has a clause and a strength; units override what differs."""

import pytest

from docgen.errors import LibraryError
from docgen.library import Library
from docgen.library.styles import StyleError, load_style, style_from_values

BASE = Library().style("gbt9704")


def test_the_standard_page() -> None:
    page = BASE.page
    assert (page.top, page.bottom, page.left, page.right) == (37, 35, 28, 26)
    assert page.type_area == (156, 225)
    assert (BASE.grid.rows, BASE.grid.columns, BASE.pitch, BASE.spacing) == (22, 28, 28.95, -0.25)
    assert (BASE.title.name, BASE.title.size, BASE.title.bold) == ("方正小标宋简体", 22, False)
    assert [font.name for font in BASE.headings] == [
        *("黑体", "楷体_GB2312"),
        *("仿宋_GB2312", "仿宋_GB2312"),
    ]
    assert BASE.numbering == ("一、", "（一）", "1.", "（1）")


def test_what_the_standard_prescribes_names_its_clause() -> None:
    for setting in BASE.settings:
        assert setting.strength in ("规定", "一般", "推荐", "实践")
        assert setting.clause or setting.strength == "实践", setting.key
    clauses = {setting.key: (setting.clause, setting.strength) for setting in BASE.settings}
    assert clauses["页面.天头"] == ("5.2.1", "规定")
    assert clauses["版心.每面行数"] == ("5.2.3", "一般")
    assert clauses["落款.右空"] == ("7.3.5.2", "规定")
    assert clauses["页码.距版心"] == ("7.5", "规定")


def test_a_unit_style_changes_what_it_names_and_inherits_the_rest() -> None:
    files = {
        "县": {"继承": "底", "名称": "清河县", "版心": {"行距": "28磅"}},
        "镇": {
            "继承": "县",
            "标题": {"字号": {"值": "20磅", "强度": "实践"}},
            "二级标题": {"加粗": "是"},
        },
    }
    values = {
        section: {
            s.key.split(".")[1]: {
                "值": list(s.value) if isinstance(s.value, tuple) else s.value,
                "条款": s.clause,
                "强度": s.strength,
            }
            for s in BASE.settings
            if s.key.startswith(section + ".")
        }
        for section in dict.fromkeys(s.key.split(".")[0] for s in BASE.settings)
    }
    style = load_style("镇", {**files, "底": values}.__getitem__, (*files, "底"))
    assert (style.id, style.pitch, style.title.size, style.headings[1].bold) == ("镇", 28, 20, True)
    assert style.page == BASE.page
    changed = [s.key for s, old in zip(style.settings, BASE.settings, strict=True) if s != old]
    assert changed == ["版心.行距", "标题.字号", "二级标题.加粗"]


def changed(id: str) -> dict[str, tuple[str, str]]:
    """What a style changes of the one above it: value and clause."""
    style = Library().style(id)
    above = Library().style(style.parent).settings
    return {
        s.key: (str(s.value), s.clause)
        for s, old in zip(style.settings, above, strict=True)
        if s.value != old.value
    }


def test_the_letter_form_says_what_10_1_prescribes() -> None:
    """10.1: 标志上距页边 30 毫米，其下 4 毫米双线上粗下细，距下页边 20 毫米双线上细下粗，均长 170
    毫米；字号居右；首页不显示页码；版记不加分隔线。"""
    assert changed("letter") == {
        "密级.行": ("1", "10.1"),
        "发文机关标志.起点": ("上页边", "10.1"),
        "发文机关标志.上距": ("30毫米", "10.1"),
        "发文字号.上空": ("0行", "10.1"),
        "发文字号.位置": ("居右", "10.1"),
        "版头分隔线.粗": ("1.6毫米", "10.1"),
        "版头分隔线.长": ("170毫米", "10.1"),
        "版头分隔线.线型": ("上粗下细", "10.1"),
        "版头分隔线.位置": ("标志之下", "10.1"),
        "版头分隔线.下空": ("14磅", "10.1"),
        "首页下线.粗": ("1.6毫米", "10.1"),
        "版记.首线": ("0毫米", "10.1"),
        "版记.中线": ("0毫米", "10.1"),
        "版记.末线": ("0毫米", "10.1"),
        "页码.首页": ("否", "10.1"),
    }


DEVIATIONS = {
    "gbt9704": {},
    "letter": {},
    "minutes": {},
    # 简报 and 讲话稿 are no 公文: what custom sets leaves no clause.
    "briefing": {},
    "speech": {},
    "unit-example": {
        "页面.天头": ("35毫米", "37毫米", "5.2.1"),
        "页面.下白边": ("33毫米", "35毫米", "5.2.1"),
        "页面.订口": ("27毫米", "28毫米", "5.2.1"),
        "页面.切口": ("27毫米", "26毫米", "5.2.1"),
    },
}


def test_every_style_there_is_leaves_the_prescriptions_it_is_known_to_leave() -> None:
    found = {
        id: {
            s.key: (s.value, prescribed.value, prescribed.clause)
            for s, prescribed in Library().style(id).deviations
        }
        for id in Library().style_ids
    }
    assert found == DEVIATIONS


@pytest.mark.parametrize(
    ("values", "left"),
    [
        ({"页码": {"距版心": "8毫米"}}, [("页码.距版心", "7.5")]),
        ({"页码": {"距版心": "7"}}, []),  # the same, its unit left out
        ({"版心": {"行距": "28磅"}}, []),  # 实践
        ({"标题": {"字号": "小一"}}, []),  # 一般
        ({"页码": {"距版心": {"值": "8毫米", "条款": "甲规范 3", "强度": "规定"}}}, []),
        ({"依据": "惯例", "页码": {"距版心": "8毫米"}}, []),
        ({"版记": {"线长": "100毫米"}, "附件": {"标题行": "2"}}, ["附件.标题行", "版记.线长"]),
    ],
)
def test_a_deviation_is_what_leaves_a_prescription(values, left) -> None:
    found = style_from_values("乡镇", values, BASE).deviations
    assert [(d.setting.key, d.prescribed.clause) for d in found] == [
        one if isinstance(one, tuple) else (one, {"附件": "7.3.7", "版记": "7.4.1"}[one[:2]])
        for one in left
    ]


@pytest.mark.parametrize(
    ("values", "message", "hint"),
    [
        ({"页边": {}}, "样式没有“页边”这个参数", "是不是“页面”？"),
        ({"甲": {}}, "样式没有“甲”这个参数", "可用的有"),
        ({"页面": {"天头高": "37毫米"}}, "样式没有“页面.天头高”这个参数", "是不是“页面.天头”？"),
        ({"页面": {"天头": {"値": "1"}}}, "样式没有“页面.天头.値”这个参数", ""),
        ({"页面": "A4"}, "“页面”下面应当逐项列出参数", ""),
        ({"页面": {"天头": "37厘米"}}, "“页面.天头”的值“37厘米”不认识", "单位是毫米"),
        ({"页面": {"天头": ["37"]}}, "“页面.天头”应当写一个值", ""),
        ({"页面": {"天头": {"值": "37", "强度": "必须"}}}, "强度“必须”不认识", "规定、一般"),
        ({"页面": {"订口": "200"}}, "占满了整张纸", "改小"),
        ({"正文": {"字号": "三"}}, "“正文.字号”的值“三”不认识", "磅"),
        ({"正文": {"字体": '"><x'}}, "“正文.字体”的值", "不能用的符号"),
        ({"正文": {"加粗": "no"}}, "“正文.加粗”的值“no”不认识", "应为是、否"),
        ({"页码": {"单页": "右"}}, "“页码.单页”的值“右”不认识", "居左、居中、居右"),
        ({"结构层次": {"序数": ["一、"]}}, "“结构层次.序数”的值“一、”不认识", "正好有四级"),
        ({"版记": {"线长": "版面"}}, "“版记.线长”的值“版面”不认识", "或者写“版心”"),
        ({"发文机关标志": {"颜色": "绿"}}, "“发文机关标志.颜色”的值“绿”不认识", "六位色号"),
        ({"依据": "规定"}, "“依据”的值“规定”不认识", "应为国标、惯例"),
        ({"结构层次": {"序数": "一、"}}, "应当写几段文字的列表", ""),
        ({"版心": {"行距": "29磅"}}, "“版心.每面行数”排不下：要 638.0 磅", "改成 21 或更小"),
        ({"版心": {"字距": "0"}}, "“版心.每行字数”排不下：要 448.0 磅", "改成 27 或更小"),
        ({"版心": {"每面行数": "21.5"}}, "“版心.每面行数”的值“21.5”不认识", "整数"),
        ({"名称": ["甲"]}, "“名称”应当是一行文字", ""),
    ],
)
def test_what_is_wrong_is_named(values, message: str, hint: str) -> None:
    with pytest.raises(LibraryError) as caught:
        style_from_values("乡镇", values, BASE)
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.where == "乡镇"


def test_a_style_without_a_parent_lists_what_it_lacks() -> None:
    with pytest.raises(LibraryError, match="样式缺少参数：页面"):
        style_from_values("空", {})


def test_a_style_never_inherits_from_itself() -> None:
    files = {"甲": {"继承": "乙"}, "乙": {"继承": "甲"}}
    with pytest.raises(LibraryError, match="绕了一圈"):
        load_style("甲", files.__getitem__, files)


def test_everything_wrong_is_told_at_once() -> None:
    values = {
        "正文": {"行间距": "28磅", "字号": "三"},
        "标题": "小标宋",
        "页面": {"天头": {"值": "37厘米", "强度": "必须"}},
        "依据": "规定",
    }
    with pytest.raises(StyleError) as caught:
        style_from_values("乡镇", values, BASE)
    assert {(fault.key, fault.hint) for fault in caught.value.faults} == {
        (("依据",), "应为国标、惯例"),
        (("页面", "天头"), "应为规定、一般、推荐、实践"),
        (("页面", "天头"), "应为 0 到 2000 之间的数，单位是毫米"),
        (("标题",), "如 标题: {字体: …}"),
        (("正文", "行间距"), "是不是“版心.行距”、“标题.行距”、“版记.行距”？"),
        (("正文", "字号"), "应为 4 到 200 之间的数，单位是磅"),
    }
    assert caught.value.message.endswith("这个样式共有6处要改")


def test_stand_ins_begin_with_the_font_itself() -> None:
    assert BASE.stand_ins("仿宋")[:2] == ("仿宋", "仿宋_GB2312")
    assert BASE.stand_ins("隶书") == ("隶书",)
