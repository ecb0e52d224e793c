"""Lines of drafts in every form people type them, and what they are taken for."""

from __future__ import annotations

from datetime import date

import pytest

from docgen.finding import Place
from docgen.manuscript import Line, Manuscript
from docgen.read import read_text

TITLE = "青山镇2026年上半年党建工作情况汇报"
BODY = "镇党委逐村分析班子运行情况，列出问题清单，明确整改时限。"


def read(*lines: str) -> Manuscript:
    """A draft of these lines, a title above them and an end below."""
    return read_text("\n".join((TITLE, "", *lines, "", BODY)) + "\n", "稿.txt")


def line(text: str, *after: str) -> Line:
    """What the line is in the body of a draft."""
    [found] = [one for one in read(BODY, text, *after).lines if one.text == text.strip()]
    return found


# ---- headings ----------------------------------------------------------------------------------

HEADINGS = [
    # typed, level, ordinal, the heading without its ordinal, what runs in behind it
    ("一、主要做法", 1, 1, "主要做法", ""),
    ("　　一、主要做法", 1, 1, "主要做法", ""),
    ("一、 主要做法", 1, 1, " 主要做法", ""),
    ("一．主要做法", 1, 1, "主要做法", ""),
    ("一.主要做法", 1, 1, "主要做法", ""),
    ("一，主要做法", 1, 1, "主要做法", ""),
    ("十二、主要做法", 1, 12, "主要做法", ""),
    ("一、主要做法：", 1, 1, "主要做法：", ""),
    ("一、主要做法和成效。", 1, 1, "主要做法和成效。", ""),
    ("一、为什么整顿？", 1, 1, "为什么整顿？", ""),
    ("五、一件林权案，一支调解队", 1, 5, "一件林权案，一支调解队", ""),
    ("二、三个坚持抓队伍", 1, 2, "三个坚持抓队伍", ""),
    ("二、三会一课", 1, 2, "三会一课", ""),
    ("三、四议两公开", 1, 3, "四议两公开", ""),
    ("（一）抓班子", 2, 1, "抓班子", ""),
    ("(一)抓班子", 2, 1, "抓班子", ""),
    ("（一)抓班子", 2, 1, "抓班子", ""),
    ("（一）、抓班子", 2, 1, "抓班子", ""),
    ("（十一）抓班子，强队伍", 2, 11, "抓班子，强队伍", ""),
    ("1.选好书记", 3, 1, "选好书记", ""),
    ("1、选好书记", 3, 1, "选好书记", ""),
    ("1．选好书记", 3, 1, "选好书记", ""),
    ("１．选好书记", 3, 1, "选好书记", ""),
    ("1. 选好书记", 3, 1, " 选好书记", ""),
    ("（1）逐人谈话", 4, 1, "逐人谈话", ""),
    ("(1)逐人谈话", 4, 1, "逐人谈话", ""),
    ("(1)、逐人谈话", 4, 1, "逐人谈话", ""),
    ("1)逐人谈话", 4, 1, "逐人谈话", ""),
    ("一、抓班子。镇党委逐村分析，列出清单。", 1, 1, "抓班子。", "镇党委逐村分析，列出清单。"),
    ("（一）抓班子。逐村分析。", 2, 1, "抓班子。", "逐村分析。"),
    ("（三）抓阵地,强保障。改造场所3处。", 2, 3, "抓阵地,强保障。", "改造场所3处。"),
    ("1.选好书记。从致富能手里选了2名。", 3, 1, "选好书记。", "从致富能手里选了2名。"),
    ("1、“摸”：镇党委抽调干部，组成工作组，逐村摸底。", 3, 1, "“摸”：", "镇党委抽调干部，组成工作组，逐村摸底。"),
    ("2、“整”:针对各自的问题，采取不同的措施。结对帮扶。", 3, 2, "“整”:", "针对各自的问题，采取不同的措施。结对帮扶。"),
    ("（1）逐人谈话。谈了121人次。", 4, 1, "逐人谈话。", "谈了121人次。"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "level", "ordinal", "heading", "run_in"), HEADINGS)
def test_a_heading(typed: str, level: int, ordinal: int, heading: str, run_in: str) -> None:
    found = line(typed)
    assert found.role == "heading"
    assert found.label is not None
    assert (found.level, found.label.level, found.label.ordinal) == (level, level, ordinal)
    assert found.heading == heading
    assert found.text[found.head :] == run_in
    assert found.place(0) == Place("稿.txt", 4, len(typed) - len(typed.lstrip()) + 1)


UNNUMBERED = ["主要做法", "第一部分 基本情况", "第二章　组织建设"]


@pytest.mark.parametrize("typed", UNNUMBERED)
def test_a_heading_without_ordinal(typed: str) -> None:
    found = line(typed)
    assert (found.role, found.level, found.label) == ("heading", 1, None)


NO_HEADINGS = [
    "一是抓班子。逐村分析班子运行情况。",
    "第一，抓班子。逐村分析班子运行情况。",
    "一方面抓班子，另一方面抓队伍。",
    "3个村完成整顿，4个村正在整顿。",
    "3.5公里道路硬化完成。",
    "2026年上半年完成整顿。",
    "2.5%的党员外出务工。",
    "一、二产业融合发展，带动了就业。",
    "三、四月份走访党员126名。",
    "一、二、三产业都有增长。",
    "1、制定整顿方案，逐村走访，",
    "1、制定整顿方案；2、逐村走访党员；3、排查问题。",
    "（一）中央、省委和市委关于整顿软弱涣散村党组织的要求，镇党委逐条对照，查出差距14处，明确责任人和时限，6月底前整改到位。",
    "镇党委抓了三件事：一、抓班子；二、抓队伍；三、抓阵地。",
    "十九个村全部完成换届。",
    "1、各村，各支部：逐村走访，列出清单，明确整改时限，由班子成员包村推进，按月调度，逐项销号，年底前全部完成，结果报县委组织部备案。",
    "（2026年上半年数）全镇有党员1126名。",
]


@pytest.mark.parametrize("typed", NO_HEADINGS)
def test_no_heading(typed: str) -> None:
    found = line(typed)
    assert (found.role, found.head) == ("body", 0)


def test_what_begins_like_an_ordinal_and_is_none_has_no_label() -> None:
    for typed in NO_HEADINGS[:10]:
        assert line(typed).label is None, typed


def test_items_of_a_list_are_paragraphs_with_ordinals() -> None:
    paper = read("做法有两条：", "1.由党员推荐。", "2.由镇党委考察。", "各村照此办理。")
    found = [(one.role, one.label and one.label.ordinal) for one in paper.lines[2:4]]
    assert found == [("body", 1), ("body", 2)]


def test_a_numbered_sentence_with_text_below_is_a_heading() -> None:
    paper = read("1、要从村务公开入手，抓好整顿。", BODY, "2、要靠制度。各村定了制度。")
    assert [one.role for one in paper.lines[1:4]] == ["heading", "body", "heading"]


# ---- what stands before and behind -----------------------------------------------------------


def roles(text: str) -> list[tuple[str, str]]:
    return [(one.role, one.text) for one in read_text(text).lines]


FRONTS = [
    ("标题\n正文一句。", [("title", "标题"), ("body", "正文一句。")]),
    (
        "中共青山镇委员会关于2026年上半年\n基层党建工作情况的报告\n县委组织部：\n现报告如下。",
        [
            ("title", "中共青山镇委员会关于2026年上半年"),
            ("title", "基层党建工作情况的报告"),
            ("recipients", "县委组织部："),
            ("body", "现报告如下。"),
        ],
    ),
    (
        "抓班子 强队伍\n——青山镇整顿软弱涣散村党组织工作总结\n今年以来，镇党委抓整顿。",
        [
            ("title", "抓班子 强队伍"),
            ("title", "——青山镇整顿软弱涣散村党组织工作总结"),
            ("body", "今年以来，镇党委抓整顿。"),
        ],
    ),
    (
        "在全县整顿工作会上的讲话\n（2026年6月30日）\n同志们：\n今天开会。",
        [
            ("title", "在全县整顿工作会上的讲话"),
            ("date", "（2026年6月30日）"),
            ("salutation", "同志们："),
            ("body", "今天开会。"),
        ],
    ),
    (
        "青山镇党建工作汇报\n（讨论稿）\n中共青山镇委员会\n各位领导、同志们：\n现汇报如下。",
        [
            ("title", "青山镇党建工作汇报"),
            ("title", "（讨论稿）"),
            ("organ", "中共青山镇委员会"),
            ("salutation", "各位领导、同志们："),
            ("body", "现汇报如下。"),
        ],
    ),
    (
        "000012\n机密★1年\n特急\n中共清河县委员会文件\n清委发〔2026〕3号\n关于做好换届工作的意见\n各乡镇党委，县直各党组织：\n现提出意见。",
        [
            ("masthead", "000012"),
            ("masthead", "机密★1年"),
            ("masthead", "特急"),
            ("masthead", "中共清河县委员会文件"),
            ("masthead", "清委发〔2026〕3号"),
            ("title", "关于做好换届工作的意见"),
            ("recipients", "各乡镇党委，县直各党组织："),
            ("body", "现提出意见。"),
        ],
    ),
    (
        "清河县党建工作简报\n第5期\n中共清河县委组织部 2026年6月30日\n青山镇抓实整顿\n今年以来，镇党委抓整顿。",
        [
            ("masthead", "清河县党建工作简报"),
            ("masthead", "第5期"),
            ("masthead", "中共清河县委组织部"),
            ("masthead", "2026年6月30日"),
            ("title", "青山镇抓实整顿"),
            ("body", "今年以来，镇党委抓整顿。"),
        ],
    ),
    (
        "某乡镇2026年上半年基层组织建设工作汇报我乡辖10个行政村，111个自然村，4940户，有党支部14个，党员644名，其中女党员62名，预备党员18名，积极分子21名，分在各村。",
        [
            ("title", "某乡镇2026年上半年基层组织建设工作汇报"),
            (
                "body",
                "我乡辖10个行政村，111个自然村，4940户，有党支部14个，党员644名，其中女党员62名，预备党员18名，积极分子21名，分在各村。",
            ),
        ],
    ),
    ("镇党委逐村走访，查找问题。\n各村整改。", [("body", "镇党委逐村走访，查找问题。"), ("body", "各村整改。")]),
    ("标题\n现将有关情况汇报如下：\n一、做法", [("title", "标题"), ("body", "现将有关情况汇报如下："), ("heading", "一、做法")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), FRONTS)
def test_what_stands_before_the_body(text: str, wanted: list[tuple[str, str]]) -> None:
    assert roles(text) == wanted


BACKS = [
    ("中共青山镇委员会\n2026年6月30日", [("organ", "中共青山镇委员会"), ("date", "2026年6月30日")]),
    ("中共青山镇委员会　　2026年6月30日", [("organ", "中共青山镇委员会"), ("date", "2026年6月30日")]),
    ("中共青山镇委员会\n青山镇人民政府\n2026年6月30日", [("organ", "中共青山镇委员会"), ("organ", "青山镇人民政府"), ("date", "2026年6月30日")]),
    ("青山镇党委\n二○一二年六月三十日", [("organ", "青山镇党委"), ("date", "二○一二年六月三十日")]),
    ("中共镇委员会\n二oo年月", [("organ", "中共镇委员会"), ("date", "二oo年月")]),
    ("青山镇党委\n2026年 月 日", [("organ", "青山镇党委"), ("date", "2026年 月 日")]),
    ("青山镇党委\n2026.6.30", [("organ", "青山镇党委"), ("date", "2026.6.30")]),
    ("中共青山镇委员会\n【待填：文稿.日期】", [("organ", "中共青山镇委员会"), ("date", "【待填：文稿.日期】")]),
    ("中共青山镇委员会", [("organ", "中共青山镇委员会")]),
    ("2026年6月30日", [("date", "2026年6月30日")]),
    ("（2026年6月30日）", [("date", "（2026年6月30日）")]),
    (
        "附件：1.整顿村名单\n2.责任分工\n中共青山镇委员会\n2026年6月30日\n（联系人：镇党建办）",
        [
            ("attachment", "附件：1.整顿村名单"),
            ("attachment", "2.责任分工"),
            ("organ", "中共青山镇委员会"),
            ("date", "2026年6月30日"),
            ("note", "（联系人：镇党建办）"),
        ],
    ),
    (
        "中共青山镇委员会\n2026年6月30日\n抄送：县纪委，县委办公室。\n青山镇党政办公室 2026年6月30日印发",
        [
            ("organ", "中共青山镇委员会"),
            ("date", "2026年6月30日"),
            ("imprint", "抄送：县纪委，县委办公室。"),
            ("imprint", "青山镇党政办公室 2026年6月30日印发"),
        ],
    ),
    (
        "青山镇党委\n2026年6月30日\n待补事项（定稿前删去）\n1.待填：党员——全镇有党员若干名。",
        [
            ("organ", "青山镇党委"),
            ("date", "2026年6月30日"),
            ("gap", "待补事项（定稿前删去）"),
            ("gap", "1.待填：党员——全镇有党员若干名。"),
        ],
    ),
    (
        "青山镇党委\n2026年6月30日\n待补事项（定稿前删去本页）\n1.待填：党员——旧稿。",
        [
            ("organ", "青山镇党委"),
            ("date", "2026年6月30日"),
            ("gap", "待补事项（定稿前删去本页）"),
            ("gap", "1.待填：党员——旧稿。"),
        ],
    ),
    ("（清河县党建工作简报第9期）", [("note", "（清河县党建工作简报第9期）")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), BACKS)
def test_what_stands_behind_the_body(text: str, wanted: list[tuple[str, str]]) -> None:
    assert roles(f"{TITLE}\n{BODY}\n{text}\n")[2:] == wanted


DAYS = [
    ("2026年6月30日", date(2026, 6, 30)),
    ("2026 年 6 月 30 日", date(2026, 6, 30)),
    ("二○一二年六月三十日", date(2012, 6, 30)),
    ("二OO九年六月三十日", date(2009, 6, 30)),
    ("2026-06-30", date(2026, 6, 30)),
    ("2026年6月", None),
    ("2026年2月30日", None),
    ("二oo年月", None),
]


@pytest.mark.parametrize(("typed", "on"), DAYS)
def test_the_day_of_a_draft(typed: str, on: date | None) -> None:
    paper = read_text(f"{TITLE}\n{BODY}\n中共青山镇委员会\n{typed}\n")
    assert (paper.lines[-1].role, paper.on) == ("date", on)


@pytest.mark.parametrize(
    "number",
    [
        *("青党发[2026]第03号", "青党发（2026）3号", "青党发(2026) 3 号", "青党发【26】3号"),
        *("青党发〔2026〕×号", "〔2026〕8号"),
    ],
)
def test_a_number_typed_wrong_is_a_number_all_the_same(number: str) -> None:
    paper = read_text(f"中共青山镇委员会文件\n{number}\n关于换届的通知\n各村：\n现通知。", "稿.txt")
    assert [line.role for line in paper.lines][:3] == ["masthead", "masthead", "title"]


def test_the_day_may_stand_below_the_title_or_in_the_masthead() -> None:
    assert read_text("讲话\n（2026年6月30日）\n同志们：\n开会。").on == date(2026, 6, 30)
    head = "党建工作简报\n第3期\n县委组织部　2026年6月30日\n抓实整顿\n镇党委抓整顿。"
    assert read_text(head).on == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("below", "roles"),
    [
        ("抓实整顿促转化\n镇党委抓整顿。", ["masthead"] * 3 + ["title", "body"]),
        ("关于整顿工作的通报\n镇党委抓整顿。", ["masthead"] * 2 + ["title"] * 2 + ["body"]),
        ("镇党委抓整顿。", ["masthead"] * 2 + ["title", "body"]),
    ],
    ids=["编发机关", "标题的头一行", "标题"],
)
def test_an_organ_alone_below_the_issue_issues_it_where_another_title_follows(
    below: str, roles: list[str]
) -> None:
    paper = read_text(f"组工\n第3期\n清河县委组织部\n{below}")
    assert [line.role for line in paper.lines] == roles


GENRES = [
    ("在全县整顿工作总结会上的讲话", "speech"),
    ("青山镇党建工作情况汇报", "work_report"),
    ("青山镇党委关于基层党建工作情况的报告", "work_report"),
    ("青山镇整顿工作总结", "work_summary"),
    ("关于召开换届工作会议的通知", ""),
    ("青山镇抓实整顿", ""),
]


@pytest.mark.parametrize(("title", "genre"), GENRES)
def test_the_genre_is_guessed_from_the_title(title: str, genre: str) -> None:
    assert read_text(f"{title}\n{BODY}").genre == genre


def test_captions_and_tables() -> None:
    paper = read("图1　各村党员（单位：名）", "村\t党员", "石桥村\t41", "清河村\t", BODY)
    found = [(one.role, one.text, one.cell and one.cell[1:]) for one in paper.lines[1:7]]
    assert found == [
        ("caption", "图1　各村党员（单位：名）", None),
        ("cell", "村", (0, 0)),
        ("cell", "党员", (0, 1)),
        ("cell", "石桥村", (1, 0)),
        ("cell", "41", (1, 1)),
        ("cell", "清河村", (2, 0)),
    ]
    assert paper.lines[5].place(0) == Place("稿.txt", 5, 5)


def test_a_tab_behind_an_ordinal_makes_no_table() -> None:
    paper = read("一、\t主要做法", "（一）\t抓班子", BODY)
    assert [one.role for one in paper.lines[1:3]] == ["heading", "heading"]


# ---- pages, web, broken lines ------------------------------------------------------------------


def asides(paper: Manuscript) -> list[tuple[str, int, int, str]]:
    return [(one.kind, one.place.line, one.place.column, one.text) for one in paper.asides]


def test_page_numbers_inside_sentences_are_set_aside_and_the_sentence_joined() -> None:
    paper = read_text(
        "1、石桥乡2026年上半年党建工作汇报石桥乡辖10个行政村，有党支部14个，党员644名，分布在111个自然村。"
        "今年以来，乡党委提供了组织保证\n"
        "2、、作风保证。现汇报如下： 一、强领导，重宣传 乡党委开了专题会议。成立了领导\n"
        "3、小组，做了宣传牌1面。 二、抓班子，强队伍，严管\n"
        "4、理 一是抓学习。每月学一次。\n"
    )
    assert asides(paper) == [
        ("page", 1, 1, "1、"),
        ("page", 2, 1, "2、"),
        ("page", 3, 1, "3、"),
        ("page", 4, 1, "4、"),
    ]
    found = [(one.role, one.text) for one in paper.lines]
    assert found[0] == ("title", "石桥乡2026年上半年党建工作汇报")
    assert found[1][1].endswith("提供了组织保证、作风保证。现汇报如下：")
    assert found[2:] == [
        ("heading", "一、强领导，重宣传"),
        ("body", "乡党委开了专题会议。成立了领导小组，做了宣传牌1面。"),
        ("heading", "二、抓班子，强队伍，严管理"),
        ("body", "一是抓学习。每月学一次。"),
    ]
    joined = paper.lines[3]
    at = joined.text.index("小组")
    assert joined.place(at) == Place("稿.txt", 3, 3)
    assert joined.place(at - 1).line == 2
    assert paper.lines[4].place(len("二、抓班子，强队伍，严管")) == Place("稿.txt", 4, 3)


def test_a_list_whose_items_end_without_a_stop_is_no_row_of_pages() -> None:
    paper = read(
        "1、抓班子，逐村分析。选好书记，建好制度，定期研判",
        "2、抓队伍，逐人谈话。选好能人，建好台账，定期评议",
    )
    assert paper.asides == ()
    assert [one.label and one.label.ordinal for one in paper.lines[1:3]] == [1, 2]


def test_a_number_before_a_mark_is_a_page_even_where_a_list_would_go_on() -> None:
    paper = read(
        "1、抓班子。逐村分析。", "2、抓队伍。逐人谈话，为整顿提供了组织", "3、、作风保证。"
    )
    assert asides(paper) == [("page", 5, 1, "3、")]
    assert paper.lines[2].text == "2、抓队伍。逐人谈话，为整顿提供了组织、作风保证。"


def test_a_page_line_between_two_halves_of_a_sentence() -> None:
    paper = read("镇党委研究了方案。会后成立了由书记任组长的领导", "— 3 —", "小组，逐村分析。")
    assert asides(paper) == [("page", 4, 1, "— 3 —")]
    assert paper.lines[1].text.endswith("领导小组，逐村分析。")
    assert paper.lines[1].place(len(paper.lines[1].text) - 1) == Place("稿.txt", 5, 8)


RESIDUE = [
    "首页 > 写作 > 工作总结",
    "当前位置：首页 > 工作总结",
    "推荐人: 来源: 阅读: 3W 次",
    "工作总结范文 发布时间:2010/11/15",
    "(原标题：青山镇抓实整顿)",
    "![](a.png) |",
    "|",
    "|||",
    "赞助商",
    "上一页 下一页",
    "上一篇：青山镇党建工作总结",
    "[page 3]",
    "预览结束，获取全文请联系老师!",
    "责编按：更多范文请看 www.example.com",
    "本文来自网络",
    "时间:2026-05-16 03:57:00 总结 我要投稿",
    "2026-05-14 16:00 来源:网络整理",
    "2026-05-14人已围观",
    "您访问的链接即将离开本站，是否继续?",
    "主办单位:清河县委组织部 承办:清河县党员教育中心 联系电话:0000-0000000",
    "技术支持:清河信息公司 某ICP备00000000号",
    "下面是小编为大家整理的乡镇工作总结,供大家参考。",
    "(未完,全文共2100字,当前显示500字)",
    TITLE,
]


@pytest.mark.parametrize("typed", RESIDUE)
def test_residue_is_no_text(typed: str) -> None:
    paper = read(BODY, typed)
    assert asides(paper) == [("residue", 4, 1, typed)]
    assert [one.text for one in paper.lines] == [TITLE, BODY, BODY]


TEXT = [
    "镇里开通微信公众号，党员扫码报到。",
    "来源有三个方面。一是走访，二是座谈，三是信访。",
    "首页公开了村务，党员随时能看到。",
    "各村位置偏远，活动场所首先满足群众办事。",
    "阅读书目由镇党委统一配发，每人4本。",
    "会议时间：2026年7月1日9:00，会期半天。",
    "会议由县委组织部主办，青山镇承办，县委党校提供技术支持。",
]


@pytest.mark.parametrize("typed", TEXT)
def test_text_is_no_residue(typed: str) -> None:
    assert read(BODY, typed).asides == ()


def test_titles_of_web_copies() -> None:
    paper = read_text(f"首页 > 总结 > 汇报\n{TITLE}\n  同志们:\n{TITLE}\n\n  今天开会，{BODY}\n")
    assert [one.role for one in paper.lines] == ["title", "salutation", "body"]
    two = read_text(f"{TITLE}\n{TITLE}\n{TITLE}——石桥村的做法 {BODY}{BODY}{BODY}\n")
    assert [(one.role, one.text) for one in two.lines] == [
        ("title", TITLE),
        ("title", "——石桥村的做法"),
        ("body", BODY * 3),
    ]
    assert [one[:2] for one in asides(two)] == [("residue", 2), ("residue", 3)]
    assert two.lines[2].place(0) == Place("稿.txt", 3, len(TITLE) + 10)


GLUED = [
    ("现汇报如下： 一、强领导，重宣传 乡党委开了会。", ["现汇报如下：", "一、强领导，重宣传", "乡党委开了会。"]),
    ("一、抓班子、强队伍 村里的事关键在人。镇党委逐村分析。", ["一、抓班子、强队伍", "村里的事关键在人。镇党委逐村分析。"]),
    ("一、抓班子 强队伍。镇党委逐村分析。", ["一、抓班子 强队伍。镇党委逐村分析。"]),
    (f"一、做法 {BODY} （一）抓班子 {BODY} （二）抓队伍 {BODY}", ["一、做法", BODY, "（一）抓班子", BODY, "（二）抓队伍", BODY]),
    (f"{BODY} 三、打算 {BODY}", [f"{BODY} 三、打算 {BODY}"]),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "wanted"), GLUED)
def test_headings_inside_a_line(typed: str, wanted: list[str]) -> None:
    paper = read_text(f"{TITLE}\n\n{typed}\n")
    assert [one.text for one in paper.lines[1:]] == wanted
    source = [TITLE, "", typed]
    for one in paper.lines:
        for offset, char in enumerate(one.text):
            place = one.place(offset)
            assert source[place.line - 1][place.column - 1] == char


def test_a_sentence_broken_before_an_ordinal_is_joined() -> None:
    paper = read_text(f"{TITLE}\n\n镇党委被县里评为先进。今年综合考评全县\n  第一，群众满意。\n")
    assert paper.lines[1].text == "镇党委被县里评为先进。今年综合考评全县第一，群众满意。"
    assert paper.lines[1].place(19) == Place("稿.txt", 4, 3)


def test_text_wrapped_at_one_width_becomes_paragraphs() -> None:
    whole = (
        "今年以来镇党委逐村分析班子运行情况，列出问题清单，明确整改时限，由班子成员包村推进，按月调度。"
        * 4
    )
    width = 28
    lines = [
        "　　" + whole[: width - 2],
        *(whole[i : i + width] for i in range(width - 2, len(whole), width)),
    ]
    paper = read_text("\n".join((TITLE, "一、主要做法", *lines, *lines, "二、打算")) + "\n")
    assert [one.text for one in paper.lines] == [TITLE, "一、主要做法", whole, whole, "二、打算"]
