"""The redline as lines: what is told of each row, and in how many words."""

from __future__ import annotations

import pytest

from docgen.audit.redlines import markdown
from docgen.audit.redlines.listing import (
    by_table_row,
    headline,
    items,
    plain,
    shortened,
    told_place,
    words_of,
)
from docgen.finding import Place
from docgen.manuscript import Cell, Line, Manuscript
from docgen.read import read_text
from docgen.review.clauses import compared
from docgen.review.redline import redline

# old, new, as shortened
WORDS = [
    ("党员11名。", "党员12名。", "党员〔11名→12名〕。"),
    (
        "今年上半年，在县委的领导下，镇党委召开会议专题研究，逐村定下开工的时间。",
        "今年上半年，在县委的领导下，镇党委召开会议专题研究，逐村定下完工的时间。",
        "……镇党委召开会议专题研究，逐村定下〔-开-〕〔+完+〕工的时间。",
    ),
    (
        "全镇共有农村党支部和机关党支部合计126个村，办了",
        "全镇共有农村党支部和机关党支部合计126个村，管了",
        "……关党支部合计126个村，〔-办-〕〔+管+〕了",
    ),
    (
        "全镇共有各类党组织一共（含新设的在内）12345678个〔内〕办了",
        "全镇共有各类党组织一共（含新设的在内）12345678个〔内〕管了",
        "……12345678个〔内〕〔-办-〕〔+管+〕了",
    ),
    ("甲事办完了。", "", "〔-甲事办完了。-〕"),
]


@pytest.mark.parametrize(("old", "new", "told"), WORDS)
def test_what_stayed_is_shortened(old: str, new: str, told: str) -> None:
    assert plain(shortened(words_of(compared(old, new)))) == told


def table(*rows: str) -> Manuscript:
    return Manuscript(
        "表.docx",
        tuple(
            Line(
                text,
                ((0, Place("表.docx", 1, 1, f"表1第{r + 1}行第{c + 1}列")),),
                "cell",
                cell=Cell(0, r, c),
            )
            for r, row in enumerate(rows)
            for c, text in enumerate(row.split("|"))
        ),
    )


def test_a_row_of_a_table_is_told_as_one() -> None:
    found = redline(
        table("村|党员", "石桥村|45名", "柳林村|38名", "大坪村|20名"),
        table("村|党员", "石桥村|46名", "大坪村|20名"),
    )
    assert headline(found) == "表里改1格、删2格；数字变了1个"
    assert [(item.kind, item.where, plain(item.words)) for item in by_table_row(items(found))] == [
        ("changed", "表1第2行第2列", "〔45名→46名〕"),
        ("dropped", "表1第3行", "〔-柳林村｜38名-〕"),
    ]


def test_places_headings_and_marks_any_console_has() -> None:
    old = read_text(
        "题\n一、甲事\n办了甲事，群众满意。\n二、乙事\n办了乙事，还要继续办下去。\n镇党委\n2026年7月3日"
    )
    new = read_text(
        "题\n一、乙事\n办了乙事，还要继续办下去。\n二、甲事\n办了甲事，群众满意。\n镇党委\n2026年7月8日"
    )
    found = redline(old, new)
    told = [(told_place(item), item.heading, plain(shortened(item.words))) for item in items(found)]
    assert told[-1] == ("第7行", "文末", "〔2026年7月3日→2026年7月8日〕")
    assert ("第3行到第5行" in [place for place, *_ in told]) is True
    "".join("".join(row) for row in told).encode("gbk")
    markdown.render(found).encode("gbk")
    assert headline(redline(old, old)) == "没有不同"
