"""Where a title breaks (7.3.1): at the ends of words, in a 梯形 or 菱形."""

import io
import random
from itertools import pairwise

import docx
import pytest

from docgen.document import Span, Text, plain
from docgen.read.docx import strips_of
from docgen.render import render
from docgen.render.title import title_lines
from docgen.render.word.width import spaced
from tests.render.papers import STYLE, fact, paper

LINE = 20.1
"""Characters of a title in a line of 156 mm: 442.2 / 22."""

TITLES = """
清河县青山镇人民政府/2026年上半年基层党建工作情况汇报
中共清河县委组织部/关于2026年全县基层党建工作情况的报告
清河县人民政府办公室关于印发/《清河县农村人居环境整治提升/三年行动实施方案》的通知
清河县人民政府关于进一步加强/全县安全生产工作的实施意见
中共清河县委办公室清河县人民政府办公室/关于做好2026年防汛抗旱工作的紧急通知
青山镇党委书记抓基层党建工作述职报告
在全县软弱涣散基层党组织/整顿工作推进会上的讲话
青山镇坚持“支部建在网格上”/推动基层治理提质增效
清河县发展和改革局关于申请追加/2026年度以工代赈示范项目资金的请示
清河县人民政府关于同意青山镇国土空间/总体规划（2021—2035年）的批复
中共青山镇委员会关于2026年度/党费收缴使用管理情况的通报
清河县乡村振兴局关于巩固拓展脱贫攻坚成果/同乡村振兴有效衔接情况的调研报告
中共清河县委办公室关于印发/《清河县干部作风建设年活动/实施方案》的通知
清河县人民政府关于表彰2025年度/全县高质量发展先进集体和先进个人的决定
清河县应急管理局关于全县危险化学品/企业安全生产大检查情况的报告
清河县农业农村局关于加快推进/高标准农田建设有关工作的通知
青山镇2026年上半年/基层党建工作总结和下半年工作打算
中共青山镇委员会/关于2026年上半年基层党建/工作情况和下半年工作安排意见的报告
清河县青山镇人民政府关于申请/解决集镇供水管网改造项目资金缺口的请示
清河县财政局关于2025年/全县和县本级预算执行情况与/2026年全县和县本级预算草案的报告
清河县教育局关于做好2026年/义务教育阶段学校招生入学工作的通知
清河县卫生健康委员会关于开展/基层医疗卫生机构服务能力提升活动的通知
在清河县2026年度/民主生活会征求意见座谈会上的讲话
在全县贯彻落实中央八项规定精神/学习教育总结会议上的讲话
中共清河县委关于制定国民经济和社会发展/第十五个五年规划的建议
清河县人民政府办公室转发县发展改革局/关于进一步优化营商环境若干措施的通知
清河县自然资源局关于青山镇/石门村集体土地征收补偿安置方案的公告
清河县民政局关于进一步规范城乡居民/最低生活保障审核确认工作的通知
青山镇开展“我为群众办实事”/实践活动情况汇报
清河县全面推行河湖长制工作领导小组办公室/关于印发2026年河湖管护工作要点的通知
中共清河县委组织部/清河县人力资源和社会保障局/关于公布2026年公开招聘事业单位/工作人员成绩的公告
清河县住房和城乡建设局/关于城镇老旧小区改造工作推进情况的汇报
青山镇“党建+网格”/基层治理模式的实践与思考
青山镇整顿软弱涣散基层党组织工作总结
清河县青山镇人民政府/整顿软弱涣散基层党组织工作总结
中共清河县青山镇委员会2025年度/落实全面从严治党主体责任情况报告
清河县人民代表大会常务委员会/关于批准2025年县级财政决算的决议
清河县退役军人事务局关于2026年第二季度/重点工作完成情况的报告
清河县生态环境局关于中央生态环境保护督察/反馈问题整改落实情况的报告
清河县文化广电和旅游局/关于举办第三届清河民俗文化旅游节的请示
"""


def broken(*title: str | Span, width: float = LINE) -> str:
    return "/".join(map(plain, title_lines(title, width)))


@pytest.mark.parametrize("expected", TITLES.split())
def test_titles_break_where_a_writer_breaks_them(expected: str) -> None:
    assert broken(expected.replace("/", "")) == expected


UNIT, PERIOD = fact("清河县大柳树林场", "单位.名称"), fact("2026年上半年", "文稿.期间")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param(("安全生产工作情况",), "安全生产工作情况", id="一行排得下"),
        pytest.param((), "", id="没有标题"),
        pytest.param(
            (UNIT, PERIOD, "党建工作情况汇报"),
            "清河县大柳树林场/2026年上半年党建工作情况汇报",
            id="机构和期间由台账填入",
        ),
        pytest.param(
            (UNIT, Span(("【待填：文稿.期间】",), "gap"), "基层党建工作情况"),
            "清河县大柳树林场/【待填：文稿.期间】基层党建工作情况",
            id="待填不拆开",
        ),
        pytest.param(
            ("Annual report of Qinghe county on the building of its party branches in 2026",),
            "Annual report of Qinghe county on the /building of its party branches in 2026",
            id="西文在词间",
        ),
    ],
)
def test_what_the_title_knows_of_itself_comes_first(title: Text, expected: str) -> None:
    assert broken(*title) == expected


WORDS = (
    "安全 生产 工作 关于 全县 基层 党建 情况 的 报告 推进 落实 项目 资金 和 2026年 管理 改革 发展 《 》 “ ” 、 "
    "（ ） 3.5% 加强 青山镇 清河县 人民政府 办公室 做好 通知 十四五 ABC 第三季度 把 在"
).split()


@pytest.mark.parametrize("seed", range(300))
def test_any_title_keeps_its_text_and_its_line(seed: int) -> None:
    chance = random.Random(seed)
    width = chance.choice((8, 12.5, LINE, 28))
    title = "".join(chance.choices(WORDS, k=chance.randint(1, 60)))
    lines = [plain(line) for line in title_lines((title,), width)]
    assert "".join(lines) == title
    assert all(spaced(line) <= width for line in lines)


@pytest.mark.parametrize("seed", range(300))
def test_any_title_of_words_has_a_shape(seed: int) -> None:
    chance = random.Random(seed)
    words = [word for word in WORDS if len(word) > 1 and word.isalpha() and not word.isascii()]
    title = "".join(chance.choices(words, k=chance.randint(6, 36)))
    lines = [plain(line) for line in title_lines((title,), LINE)]
    sizes = [spaced(line) for line in lines]
    steps = [after - before for before, after in pairwise(sizes) if after != before]
    assert all(one > 0 or next < 0 for one, next in pairwise(steps)), lines
    assert min(sizes) >= 3, lines


def test_a_broken_title_is_one_paragraph_of_several_lines() -> None:
    title = "清河县青山镇人民政府2026年上半年基层党建工作情况汇报"
    data = render(paper(title=(title,)), "docx", STYLE)
    [paragraph] = docx.Document(io.BytesIO(data)).paragraphs
    assert paragraph.text == "清河县青山镇人民政府\n2026年上半年基层党建工作情况汇报"
    [strip] = strips_of(data, "稿").strips
    assert (strip.text, strip.level) == (title, -1)
    # Offsets behind the break count it, as the paragraph does.
    assert [(at, place.column) for at, place in strip.pieces] == [(0, 1), (10, 12)]


@pytest.mark.parametrize(
    ("title", "strips"),
    [
        ("清河县教育局\n关于招生工作的通知", ["清河县教育局关于招生工作的通知"]),
        ("清河县教育局 \n　关于招生工作的通知", ["清河县教育局关于招生工作的通知"]),
        ("Report of the \nparty branch", ["Report of the party branch"]),
        ("强基固本\n——青山镇党建工作综述", ["强基固本", "——青山镇党建工作综述"]),
    ],
)
def test_a_title_broken_by_hand_is_read_as_one(title: str, strips: list[str]) -> None:
    document = docx.Document()
    document.add_paragraph(title, style="Title")
    saved = io.BytesIO()
    document.save(saved)
    assert [strip.text for strip in strips_of(saved.getvalue(), "稿").strips] == strips
