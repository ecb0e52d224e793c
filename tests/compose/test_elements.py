"""What stands round the text, from the facts: each row is a template, what its facts add to 文稿 and
单位, and the lines above the title and behind the body that they make.

A line of dots stands for the title and the body.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from docgen import source
from docgen.compose import compose
from docgen.document import Document, Heading, Paragraph, Span, lines, plain, spans, walk
from docgen.errors import InputError
from docgen.facts import Facts, dictionary_of, facts_from
from docgen.library import Library
from docgen.library.templates import TemplateSource, template_from

LIBRARY = Library()
DICTIONARY = dictionary_of(LIBRARY)
BODY = "甲。\n"
FORMS = {
    "文件": "work_summary",
    "信函": "work_summary",
    "纪要": "work_summary",
    "简报": "briefing",
    "讲话": "speech",
}

CASES = {
    "一般的稿子什么也没有": ("文件", "", "", ["……", "清河县委", "2026年7月3日"]),
    "单位共用的，没有红头不用": (
        "文件",
        "",
        "发文机关标志: [中共甲镇委员会], 抄送: [县委办公室], 印发机关: 甲镇党政办",
        ["……", "清河县委", "2026年7月3日"],
    ),
    "有发文字号就套红头，用单位共用的": (
        "文件",
        "发文字号: 甲党发〔2026〕3号, 印发日期: 2026-07-06",
        "发文机关标志: [中共甲镇委员会], 抄送: [县委办公室, 县委组织部], 印发机关: 甲镇党政办",
        [
            "中共甲镇委员会文件",
            "甲党发〔2026〕3号",
            "……",
            "清河县委",
            "2026年7月3日",
            "抄送：县委办公室，县委组织部。",
            "甲镇党政办\t2026年7月6日印发",
        ],
    ),
    "这一篇写了的，不用单位共用的": (
        "文件",
        "发文字号: 甲党发〔2026〕3号, 抄送: [县政府办公室]",
        "发文机关标志: [中共甲镇委员会], 抄送: [县委办公室]",
        [
            "中共甲镇委员会文件",
            "甲党发〔2026〕3号",
            "……",
            "清河县委",
            "2026年7月3日",
            "抄送：县政府办公室。",
        ],
    ),
    "这一篇不抄送": (
        "文件",
        "发文字号: 甲党发〔2026〕3号, 抄送: 无",
        "发文机关标志: [甲镇委], 抄送: [县委办公室]",
        ["甲镇委文件", "甲党发〔2026〕3号", "……", "清河县委", "2026年7月3日"],
    ),
    "有发文字号，没有标志": (
        "文件",
        "发文字号: 甲党发〔2026〕3号",
        "",
        [
            "【待填：文稿.发文机关标志】",
            "甲党发〔2026〕3号",
            "……",
            "清河县委",
            "2026年7月3日",
            "1.待填：文稿.发文机关标志——【待填：文稿.发文机关标志】",
        ],
    ),
    "上行文没有签发人": (
        "上行文",
        "发文字号: 甲党发〔2026〕3号",
        "发文机关标志: [甲镇委]",
        [
            "甲镇委文件",
            "甲党发〔2026〕3号\t签发人：【待填：文稿.签发人】",
            "……",
            "清河县委",
            "2026年7月3日",
            "1.待填：文稿.签发人——【待填：文稿.签发人】",
        ],
    ),
    "上行文，签发人写了无": (
        "上行文",
        "发文字号: 甲党发〔2026〕3号, 签发人: 无",
        "发文机关标志: [甲镇委]",
        ["甲镇委文件", "甲党发〔2026〕3号", "……", "清河县委", "2026年7月3日"],
    ),
    "上行文不套红头": ("上行文", "", "发文机关标志: [甲镇委]", ["……", "清河县委", "2026年7月3日"]),
    "这一篇没有的，单位共用的也不用": (
        "文件",
        "份号: 无, 密级: 无, 紧急程度: 无, 发文机关标志: [甲镇政府], 发文字号: 无, 签发人: 无, 用印: 无,"
        " 抄送: 无, 印发机关: 无, 印发日期: 无",
        "用印: 印章, 抄送: [县委办公室], 印发机关: 甲镇党政办",
        ["甲镇政府文件", "……", "清河县委", "2026年7月3日"],
    ),
    "发文字号是无，不套红头": (
        "文件",
        "密级: 无, 发文字号: 无",
        "发文机关标志: [甲镇政府], 印发机关: 甲镇党政办",
        ["……", "清河县委", "2026年7月3日"],
    ),
    "简报的各项是无": (
        "简报",
        "刊名: 组工, 期号: 第3期, 总期号: 无, 编发机关: 甲县委组织部, 编发日期: 2026-07-05",
        "",
        ["组工", "第3期", "甲县委组织部\t2026年7月5日", "……", "清河县委", "2026年7月3日"],
    ),
    "简报没有编发日期": (
        "简报",
        "刊名: 组工, 期号: 第3期, 编发机关: 甲县委组织部, 编发日期: 无",
        "",
        ["组工", "第3期", "甲县委组织部", "……", "清河县委", "2026年7月3日"],
    ),
    "简报没有编发机关": (
        "简报",
        "刊名: 组工, 期号: 第3期, 编发机关: 无, 编发日期: 2026-07-05",
        "",
        ["组工", "第3期", "2026年7月5日", "……", "清河县委", "2026年7月3日"],
    ),
    "字号待填": (
        "文件",
        "发文字号: 待填, 发文机关标志: 无",
        "",
        [
            "【待填：文稿.发文字号】",
            "……",
            "清河县委",
            "2026年7月3日",
            "1.待填：文稿.发文字号——【待填：文稿.发文字号】",
        ],
    ),
    "联合行文的上行文，涉密、加急": (
        "文件",
        "份号: 12, 密级: 机密★1年, 紧急程度: 特急, 发文机关标志: [甲县人民政府, 乙县人民政府],"
        " 发文字号: 甲政发〔2026〕10号, 签发人: [×××, ××]",
        "",
        [
            "000012",
            "机密★1年",
            "特急",
            "甲县人民政府",
            "乙县人民政府",
            "文件",
            "甲政发〔2026〕10号\t签发人：×××　××",
            "……",
            "甲县人民政府",
            "乙县人民政府",
            "2026年7月3日",
        ],
    ),
    "没有红头也写了密级、抄送": (
        "文件",
        "密级: 秘密, 抄送: [县委办公室]",
        "印发机关: 甲镇党政办",
        ["秘密", "……", "清河县委", "2026年7月3日", "抄送：县委办公室。"],
    ),
    "联合行文，盖章的署名一排三个": (
        "文件",
        "用印: 印章, 发文机关标志: [甲县财政局, 甲县民政局, 甲县教育局, 甲县水利局]",
        "",
        [
            "甲县财政局",
            "甲县民政局",
            "甲县教育局",
            "甲县水利局",
            "文件",
            "……",
            "甲县财政局\t甲县民政局\t甲县教育局",
            "甲县水利局",
            "2026年7月3日",
        ],
    ),
    "联合行文，标志只用主办机关的，署名另写": (
        "文件",
        "用印: 印章, 署名: [中共甲县委组织部, 甲县民政局]",
        "发文机关标志: [中共甲县委组织部]",
        ["……", "中共甲县委组织部\t甲县民政局", "2026年7月3日"],
    ),
    "联合行文，有一个机关未定": (
        "文件",
        "发文机关标志: [甲县人民政府, 待填]",
        "",
        [
            "甲县人民政府",
            "【待填：文稿.发文机关标志[2]】",
            "文件",
            "……",
            "甲县人民政府",
            "【待填：文稿.发文机关标志[2]】",
            "2026年7月3日",
            "1.待填：文稿.发文机关标志[2]——【待填：文稿.发文机关标志[2]】",
        ],
    ),
    "联合行文，各盖签名章，缺一个职务": (
        "文件",
        "用印: 签名章, 签发职务: [甲县县长], 署名: [甲县人民政府, 乙县人民政府]",
        "",
        [
            "……",
            "甲县县长",
            "【待填：文稿.签发职务[2]】",
            "2026年7月3日",
            "1.待填：文稿.签发职务[2]——【待填：文稿.签发职务[2]】",
        ],
    ),
    "签名章，署职务": (
        "文件",
        "用印: 签名章, 签发职务: 县长",
        "",
        ["……", "县长", "2026年7月3日"],
    ),
    "签名章，职务没有填": (
        "文件",
        "用印: 签名章",
        "",
        [
            "……",
            "【待填：文稿.签发职务】",
            "2026年7月3日",
            "1.待填：文稿.签发职务——【待填：文稿.签发职务】",
        ],
    ),
    "信函没有“文件”二字，版记只有抄送": (
        "信函",
        "发文机关标志: [中共甲镇委员会], 发文字号: 甲党函〔2026〕3号, 抄送: [县委办公室], 印发机关: 甲镇党政办",
        "",
        [
            "中共甲镇委员会",
            "甲党函〔2026〕3号",
            "……",
            "清河县委",
            "2026年7月3日",
            "抄送：县委办公室。",
        ],
    ),
    "纪要有与会人员": (
        "纪要",
        "发文机关标志: [甲镇党委会议纪要], 出席: [镇党委书记, 镇长], 请假: [镇纪委书记], 列席: [镇党政办主任]",
        "",
        [
            "甲镇党委会议纪要",
            "……",
            "出席：镇党委书记，镇长",
            "请假：镇纪委书记",
            "列席：镇党政办主任",
            "清河县委",
            "2026年7月3日",
        ],
    ),
    "与会人员在附件说明之下": (
        "纪要",
        "出席: [镇党委书记], 附件: [名册]",
        "",
        [
            "……",
            "附件：名册",
            "出席：镇党委书记",
            "清河县委",
            "2026年7月3日",
        ],
    ),
    "出席只在纪要里印": ("文件", "出席: [镇长]", "", ["……", "清河县委", "2026年7月3日"]),
    "简报的报头、报尾": (
        "简报",
        "刊名: 甲县组工, 期号: 3, 总期号: 15, 编发日期: 2026-07-06",
        "编发机关: 中共甲县委组织部, 报: [市委组织部], 送: [县四大班子], 发: [各乡镇党委, 县直各部门], 份数: 120",
        [
            "甲县组工",
            "第3期（总第15期）",
            "中共甲县委组织部\t2026年7月6日",
            "……",
            "清河县委",
            "2026年7月3日",
            "报：市委组织部。",
            "送：县四大班子。",
            "发：各乡镇党委，县直各部门。",
            "共印120份",
        ],
    ),
    "简报套了报头，缺的留待填": (
        "简报",
        "编发机关: 中共甲县委组织部, 刊名: 甲县组工",
        "",
        [
            "甲县组工",
            "【待填：文稿.期号】",
            "中共甲县委组织部\t【待填：文稿.编发日期】",
            "……",
            "清河县委",
            "2026年7月3日",
            "1.待填：文稿.期号——【待填：文稿.期号】",
            "2.待填：文稿.编发日期——【待填：文稿.编发日期】",
        ],
    ),
    "简报没有编发机关，是一篇稿": (
        "简报",
        "刊名: 甲县组工, 期号: 第3期",
        "",
        ["……", "清河县委", "2026年7月3日", "（甲县组工第3期）"],
    ),
    "附注加括号": (
        "文件",
        "附注: 此件公开发布",
        "",
        ["……", "清河县委", "2026年7月3日", "（此件公开发布）"],
    ),
    "附注已有括号，半角的改全角，里面的不动": (
        "文件",
        "附注: (联系电话：（0571）12345)(此件公开发布)",
        "",
        ["……", "清河县委", "2026年7月3日", "（联系电话：（0571）12345）（此件公开发布）"],
    ),
    "附注只有电话的区号有括号": (
        "文件",
        "附注: (0571)12345",
        "",
        ["……", "清河县委", "2026年7月3日", "（(0571)12345）"],
    ),
    "这一篇写了附注，不用模板的": (
        "简报",
        "刊名: 甲县组工, 期号: 第3期, 附注: 此件公开发布",
        "",
        ["……", "清河县委", "2026年7月3日", "（此件公开发布）"],
    ),
    "附注是无，也不用模板的": (
        "简报",
        "刊名: 甲县组工, 期号: 第3期, 附注: 无",
        "",
        ["……", "清河县委", "2026年7月3日"],
    ),
    "附注待填": (
        "文件",
        "附注: 待填",
        "",
        [
            "……",
            "清河县委",
            "2026年7月3日",
            "【待填：文稿.附注】",
            "1.待填：文稿.附注——【待填：文稿.附注】",
        ],
    ),
    "套了报头，模板的附注不印，这一篇写了的照印": (
        "简报",
        "刊名: 组工, 期号: 第3期, 编发机关: 甲县委组织部, 编发日期: 2026-07-05, 附注: 此件公开发布",
        "",
        [
            "组工",
            "第3期",
            "甲县委组织部\t2026年7月5日",
            "……",
            "清河县委",
            "2026年7月3日",
            "（此件公开发布）",
        ],
    ),
    "讲话没有版头": (
        "讲话",
        "发文字号: 甲党发〔2026〕3号, 抄送: [县委办公室]",
        "发文机关标志: [中共甲镇委员会]",
        ["……", "清河县委", "2026年7月3日"],
    ),
    "附件：一件写在稿里": (
        "文件",
        "附件: [{题: 任务清单, 正文: 按期完成, 要点: [甲村6月换届。选好人。, 乙村9月建站], 表: [村|时限, 甲村|6月]}]",
        "",
        [
            "……",
            "附件：任务清单",
            "清河县委",
            "2026年7月3日",
            "附件",
            "任务清单",
            "按期完成。",
            "一、甲村6月换届。选好人。",
            "二、乙村9月建站。",
            "村\t时限",
            "甲村\t6月",
        ],
    ),
    "附件：几件，有的另成一个文件": (
        "文件",
        "附件: [名册, {题: 清单, 正文: 按期完成。}]",
        "",
        [
            "……",
            "附件：1.名册",
            "2.清单",
            "清河县委",
            "2026年7月3日",
            "附件2",
            "清单",
            "按期完成。",
        ],
    ),
    "附件没有题": (
        "文件",
        "附件: [{正文: 按期完成。}]",
        "",
        [
            "……",
            "附件：【待填：文稿.附件[1].题】",
            "清河县委",
            "2026年7月3日",
            "附件",
            "【待填：文稿.附件[1].题】",
            "按期完成。",
            "1.待填：文稿.附件[1].题——【待填：文稿.附件[1].题】",
        ],
    ),
}


def facts_of(paper: str = "", unit: str = "") -> Facts:
    """Facts with these additions to 文稿 and 单位, in flow style."""
    more = f", {paper}" if paper else ""
    text = (
        f"单位: {{名称: 清河县{f', {unit}' if unit else ''}}}\n"
        f"文稿: {{期间: 2026年上半年, 日期: 2026-07-03{more}}}\n"
    )
    facts, findings = facts_from([source.read_yaml(text, "稿.yaml")], DICTIONARY)
    assert not findings, findings
    return facts


def template_of(form: str, body: str = BODY) -> TemplateSource:
    """A template of that form, signed and with the note of a briefing."""
    form, way = ("文件", "行文方向: 上行\n") if form == "上行文" else (form, "")
    head = (
        f"---\n名称: 样稿\n标题: 关于甲的报告\n格式: {form}\n{way}署名: 清河县委\n"
        '日期: "{{ 文稿.日期 | 日期 }}"\n附注: "[[（{{ 文稿.刊名 }}{{ 文稿.期号 }}）]]"\n---\n'
    )
    genre = LIBRARY.genres[FORMS[form]]
    return template_from(f"{genre.id}/样稿", head + body, genre, "样稿.md.j2")


def made(form: str, paper: str = "", unit: str = "", body: str = BODY) -> Document:
    return compose(template_of(form, body), facts_of(paper, unit), LIBRARY)


def around(document: Document) -> list[str]:
    """The lines of the document, title and body as dots."""
    out = "\n".join(lines(document)).replace("关于甲的报告\n甲。", "……")
    return [line for line in out.split("\n") if line != "待补事项（定稿前删去）"]


@pytest.mark.parametrize("name", CASES)
def test_lines(name: str) -> None:
    form, paper, unit, expected = CASES[name]
    assert around(made(form, paper, unit)) == expected


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ("[统一标识。挂牌。, 管好。建账。]", [("统一标识。", "挂牌。"), ("管好。", "建账。")]),
        ("[甲村6月选址, 乙村9月建站]", [("", "甲村6月选址。"), ("", "乙村9月建站。")]),  # no headings
    ],
)  # fmt: skip
def test_the_points_of_an_attachment_are_its_first_level(
    points: str, expected: list[tuple[str, str]]
) -> None:
    """7.3.3: 一、（一）1.（1） in this order; an attachment begins anew.  What is one sentence is
    set as the body is, its number alone as that of a heading."""
    [attachment] = made("文件", f"附件: [{{题: 清单, 要点: {points}}}]").attachments
    headings = [block for block in attachment.body if isinstance(block, Heading)]
    assert [heading.level for heading in headings] == [1] * len(expected)
    assert [heading.number for heading in headings] == ["一、", "二、", "三、"][: len(expected)]
    assert [(plain(one.text), plain(one.run_in)) for one in headings] == expected


def test_one_point_of_an_attachment_is_a_paragraph() -> None:
    [attachment] = made("文件", "附件: [{题: 清单, 要点: [统一标识]}]").attachments
    [block] = attachment.body
    assert isinstance(block, Paragraph)
    assert plain(block.text) == "统一标识。"


def test_a_template_says_its_attachments() -> None:
    """`# ` begins an attachment; its headings are counted anew, those of the writer follow."""
    body = "## 做法\n\n甲。\n\n# 情况表\n\n## 单位\n\n## 数\n\n| 村 | 户 |\n| 东村 | 3 |\n\n# 名单\n\n乙。\n"
    document = made("文件", "附件: [照片]", body=body)
    assert lines(document) == (
        "关于甲的报告",
        "做法",
        "甲。",
        "附件：1.情况表",
        "2.名单",
        "3.照片",
        "清河县委",
        "2026年7月3日",
        "附件1",
        "情况表",
        "一、单位",
        "二、数",
        "村\t户",
        "东村\t3",
        "附件2",
        "名单",
        "乙。",
    )


@pytest.mark.parametrize(
    ("named", "form", "expected"),
    [
        ("", "文件", ["机密", "甲镇党委文件", "甲党发〔2026〕3号", "附件：名册", "（附记）"]),
        ("work_report/half_year", "文件", ["机密", "（组工3）"]),
        ("work_report/half_year", "简报", ["机密", "组工", "第3期"]),
        (
            "briefing/experience",
            "文件",
            ["机密", "甲镇党委文件", "甲党发〔2026〕3号", "（组工3）"],
        ),
    ],
)
def test_a_number_is_of_the_paper_that_the_file_names(
    named: str, form: str, expected: list[str]
) -> None:
    """One file serves several papers: what is another one's 发文字号 stands on no other; what that
    one cannot have (期号) is this one's."""
    paper = (
        "密级: 机密, 发文机关标志: [甲镇党委], 发文字号: 甲党发〔2026〕3号, 附件: [名册], 附注: 附记,"
        " 刊名: 组工, 期号: 3, 编发机关: 甲, 编发日期: 2026-07-06"
    )
    document = made(form, (f"模板: {named}, " if named else "") + paper)
    head = [
        line
        for line in lines(document)
        if line.startswith(("机密", "甲镇", "甲党", "附件", "组工", "第3", "（"))
    ]
    assert head == expected


@pytest.mark.parametrize(
    ("paper", "note", "owed"),
    [
        ("刊名: 组工, 期号: 3", "（组工3）", []),
        ("附注: 此件公开", "（此件公开）", []),
        ("附注: 无", "", []),
        ("附注: 待填", "【待填：文稿.附注】", ["文稿.附注"]),
    ],
)
def test_a_letterhead_with_a_slot_for_the_note(paper: str, note: str, owed: list[str]) -> None:
    """What the template says itself is not owed because the slot calls for it."""
    document = compose(template_of("简报"), facts_of(paper), LIBRARY, called=("附注",))
    assert plain(document.note) == note
    assert [gap.path for gap in document.gaps if gap.kind == "待填"] == owed


@pytest.mark.parametrize(("paper", "left"), [("", ["单位.全称"]), ("附注: 此件公开", [])])
def test_nothing_is_left_out_of_a_note_that_is_not_the_templates(
    paper: str, left: list[str]
) -> None:
    template = template_of("文件")
    fields = {**template.fields, "附注": ("[[（{{ 单位.全称 }}）]]", 1)}
    document = compose(replace(template, fields=fields), facts_of(paper), LIBRARY)
    assert [gap.path for gap in document.gaps] == left


def test_a_letterhead_with_a_slot_for_a_note_that_nobody_says() -> None:
    template = template_of("文件")
    fields = {name: slot for name, slot in template.fields.items() if name != "附注"}
    document = compose(replace(template, fields=fields), facts_of(), LIBRARY, called=("附注",))
    assert plain(document.note) == "【待填：文稿.附注】"


def test_attachment_rows_of_unequal_length_are_refused_where_they_stand() -> None:
    facts = facts_of("附件: [{题: 清单, 表: [村|户, 甲村]}]")
    with pytest.raises(InputError, match=r"^稿.yaml:2:\d+：表格各行的格数不一样"):
        compose(template_of("文件"), facts, LIBRARY)


# -- provenance ------------------------------------------------------------------------------------

WHOLE = {
    "文件": (
        "份号: 12, 密级: 机密★1年, 紧急程度: 特急, 发文机关标志: [甲县委, 乙县委], 发文字号: 甲发〔2026〕10号,"
        " 签发人: [×××, ××], 抄送: [县委办, 县政府办], 印发机关: 甲县委办, 印发日期: 2026-07-06,"
        " 附件: [{题: 清单, 正文: 按期办。, 要点: [甲。, 乙。], 表: [村|户, 甲村|3]}, 名册], 附注: 此件公开"
    ),
    "简报": (
        "刊名: 组工, 期号: 第3期, 总期号: 总第15期, 编发机关: 甲县委组织部, 编发日期: 2026-07-06,"
        " 报: [市委], 送: [乙县], 发: [各乡镇, 各部门], 份数: 120"
    ),
    "纪要": "发文机关标志: [会议纪要], 出席: [甲, 乙], 请假: [丙], 列席: [丁]",
}


def sourced(document: Document) -> list[tuple[str, tuple[str, ...]]]:
    """Every fact printed, and what it is printed as."""
    return [
        (plain((span,)), span.sources)
        for text in walk(document)
        for span in spans(text)
        if span.kind == "fact"
    ]


@pytest.mark.parametrize("form", WHOLE)
def test_every_element_knows_its_fact(form: str) -> None:
    """Each leaf of the elements is printed, by a span of a slot that names the form."""
    facts, document = facts_of(WHOLE[form]), made(form, WHOLE[form])
    typed = {fact.path for fact in facts.leaves() if fact.path.startswith("文稿.")}
    printed = {path for _, sources in sourced(document) for path in sources}
    assert typed - printed == {"文稿.期间"}
    slots = document.provenance.slots
    ours = [s for s in slots if s.kind == "要素"]
    assert ours
    assert {slot.template for slot in ours} == {f"格式/{form}"}


@pytest.mark.parametrize("form", WHOLE)
def test_one_fact_changes_only_its_own_spans(form: str) -> None:
    facts = facts_of(WHOLE[form])
    before = sourced(compose(template_of(form), facts, LIBRARY))
    for fact in facts.leaves():
        if fact.entry.kind != "名称" or not fact.path.startswith("文稿."):
            continue
        text = WHOLE[form].replace(fact.text, "改")
        if WHOLE[form].count(fact.text) != 1:
            continue
        after = sourced(made(form, text))
        changed = [new for old, new in zip(before, after, strict=True) if old != new]
        assert changed, fact.path
        assert {sources for _, sources in changed} == {(fact.path,)}


@pytest.mark.parametrize("form", WHOLE)
def test_without_any_one_element_the_others_stand(form: str) -> None:
    """No mark, label or blank is left of what was taken out, and nothing is owed for it."""
    template, facts = template_of(form), facts_of(WHOLE[form])
    whole = facts.get("文稿")
    assert whole is not None
    form_of = LIBRARY.form(template)
    required = (*form_of.required, *form_of.due)
    for name in [name for name in whole.members if name not in ("期间", "日期")]:
        members = {key: node for key, node in whole.members.items() if key != name}
        root = replace(
            facts.root, members={**facts.root.members, "文稿": replace(whole, members=members)}
        )
        document = compose(template, replace(facts, root=root), LIBRARY)
        for line in lines(document):
            assert line == line.strip("\t 　，、"), (name, line)
            assert "：。" not in line, (name, line)
            assert not line.endswith("："), (name, line)
        owed = [gap.path for gap in document.gaps]
        headed = bool(set(members) & set(form_of.standing))
        assert owed == ([f"文稿.{name}"] if headed and name in required else []), name


def test_composing_again_makes_the_same() -> None:
    template, facts = template_of("文件"), facts_of(WHOLE["文件"])
    assert compose(template, facts, LIBRARY) == compose(template, facts, Library())


def test_what_is_not_public_or_not_sure_is_said() -> None:
    document = made(
        "文件",
        "发文机关标志: 无, 发文字号: {值: 甲发〔2026〕3号, 待核实: 文号未定}, 印发机关: {值: 甲县委办, 公开: 否}",
    )
    assert [(gap.kind, gap.path, gap.reason) for gap in document.gaps] == [
        ("待填", "文稿.印发机关", "不公开，未写入外发文稿"),
        ("待核实", "文稿.发文字号", "文号未定"),
    ]
    assert document.masthead is not None
    assert plain(document.masthead.document_number) == "甲发〔2026〕3号【待核实】"
    assert isinstance(document.masthead.document_number[0], Span)


@pytest.mark.parametrize(
    ("paper", "asked", "style"),
    [
        ("", "", "gbt9704"),
        ("样式: letter", "", "letter"),
        ("样式: 信函格式", "", "letter"),
        ("样式: letter", "speech", "speech"),
    ],
)
def test_the_style_is_asked_for_named_or_the_templates(paper: str, asked: str, style: str) -> None:
    document = compose(template_of("文件"), facts_of(paper), LIBRARY, style=asked)
    assert document.meta.style == style


def test_a_style_that_is_not_there() -> None:
    with pytest.raises(InputError) as caught:
        made("文件", "样式: 信函")
    assert str(caught.value.where).startswith("稿.yaml:2:")
    assert caught.value.message == "没有“信函”这个样式"
    assert caught.value.hint == "是不是“信函格式”"
