"""Words that number items; outlines read with them; the exact place of what is found."""

from __future__ import annotations

import pytest

from docgen.finding import Place
from docgen.language.items import marks
from docgen.language.labels import label_at
from docgen.manuscript import Line, Manuscript
from docgen.read import read_text
from docgen.review.counting import runs_of, troubles
from docgen.review.engine import Asked, findings, reviewer
from docgen.review.outline import outline_of, siblings
from tests.review.clean import LIBRARY

MARKS = {
    "一是选好书记；二是建好制度。": "是1 是2",
    "主要有：第一，摸底；第二，整改。": "第1 第2",
    "首先，摸底。其次，整改。再次，验收。最后，销号。": "首1 首2 首3 首0",
    "其一，摸底；其二，整改。": "其1 其2",
    "一要摸底，二要整改。": "要1 要2",
    "十一是调度；十二是通报。": "是11 是12",
    "二是一村一策整顿。": "是2",
    "一是一条船一名党员。": "是1",
    "认识统一是前提，说一是一，说二是二。": "",
    "产业是第一要务，第一、第二批培训班办完。": "",
    "三要素齐备，镇党委再次强调。": "",
    "全县考评第一，全市第二。": "",
}


@pytest.mark.parametrize("text", MARKS)
def test_words_number_items_where_clauses_begin(text: str) -> None:
    assert " ".join(f"{mark.family}{mark.ordinal}" for mark in marks(text)) == MARKS[text]


DRAFT = """\
青山镇整顿软弱涣散村党组织工作方案

一、主要做法

一是选好书记。具体步骤是：

1.由党员推荐。

2.由镇党委考察。

二是建好制度。一是议事，二是公开，三是监督。

三是管好阵地。

二、工作要求

（一）加强领导

成立领导小组。

（二）严格督查

每月通报一次。
"""


def test_runs_go_on_over_paragraphs_and_lists_below_one_heading() -> None:
    paper = read_text(DRAFT)
    assert troubles(paper) == ()
    assert [(run.family, run.first.line, run.length) for run in runs_of(paper)] == [
        ("是", 2, 3),
        ("是", 5, 3),
    ]


def test_siblings_are_of_one_level_below_one_heading() -> None:
    groups = siblings(outline_of(read_text(DRAFT)))
    raws = sorted(" ".join(item.label.raw for item in group if item.label) for group in groups)
    assert raws == sorted(["一、 二、", "1. 2.", "（一） （二）"])


PLACES = """\
青山镇整顿软弱涣散村党组织工作方案

一、主要做法

整顿中抓好三个环节：一是摸底；二是整改。到月日止，个村已经验收。

一、工作要求

每月通报一次；按照青党发[2026]3号文件办。
"""


def test_what_is_found_stands_at_its_characters() -> None:
    paper = read_text(PLACES, "稿.txt")
    codes = [code for code in LIBRARY.rules if code[:3] in ("OUT", "CMP", "DOC")]
    remarks = reviewer(LIBRARY).review(paper, Asked(LIBRARY, paper.on), codes)
    told = [(f.code, f.place.line, f.place.column, f.quote) for f in findings(remarks)]
    assert told == [
        ("OUT007", 5, 6, "三个环节"),
        ("CMP002", 5, 22, "月日"),
        ("CMP002", 5, 26, "个村"),
        ("OUT001", 7, 1, "一、"),
        ("DOC001", 9, 13, "[2026]"),
    ]


def test_an_automatic_ordinal_is_not_corrected_in_the_text() -> None:
    place = Place("稿.docx", 2, 0, "第2段")
    label = label_at("1、")
    line = Line("1、抓班子。", ((0, place), (2, place._replace(column=1))), label=label)
    paper = Manuscript("稿.docx", (line,))
    (remark,) = reviewer(LIBRARY).review(paper, Asked(LIBRARY), ["OUT003"])
    assert remark.edits == ()
    assert remark.finding.hint == "这是自动编号，在编号格式里改"
