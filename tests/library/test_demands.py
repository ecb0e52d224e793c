"""What a draft of a 文种 owes, by its title; and what a genre.yaml may not say."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.errors import LibraryError
from docgen.library.demands import demands_from, order_from
from tests.review.clean import LIBRARY

OWED = {
    ("work_report", "青山镇2026年上半年党建工作情况汇报"): "问题 打算",
    ("work_report", "中共青山镇委员会半年党建工作汇报"): "问题 打算",
    ("work_report", "青山镇2025年度党建工作汇报"): "问题 打算",
    ("work_report", "青山镇整顿软弱涣散村党组织工作专题汇报"): "",
    ("work_summary", "青山镇2025年年终总结"): "问题 打算",
    ("work_summary", "青山镇半年整顿软弱涣散村党组织工作总结"): "",
    ("work_summary", "青山镇抓党建促发展经验总结"): "",
    ("speech", "在全镇党建工作会议上的讲话"): "称谓 结语",
    ("briefing", "青山镇2025年度整顿工作简报"): "期号 编发日期 标题",  # of its 版头, if it has one
}


@pytest.mark.parametrize(("genre", "title"), OWED)
def test_the_title_tells_what_a_draft_owes(genre: str, title: str) -> None:
    owed = [d.part for d in LIBRARY.genres[genre].demands if d.is_for(title)]
    assert " ".join(owed) == OWED[genre, title]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("问题", "完稿 应是列表"),
        ([{"部分": "问题"}], "写明怎样看得出有这一部分"),
        ([{"标题见": "问题"}], "缺少“部分”"),
        ([{"部分": "问题", "标题见": "问题("}], "不是正则式"),
        ([{"部分": "问题", "标题见": "问题", "处": "文末"}], "处“文末”不在可用的值中"),
        ([{"部分": "问题", "标题见": "问题", "级": "错"}], "级“错”不在可用的值中"),
        ([{"部分": "问题", "见": "问题"}], "不认识的键“见”"),
    ],
)
def test_a_wrong_entry_says_what_is_wrong(value: Any, said: str) -> None:
    with pytest.raises(LibraryError, match=said) as caught:
        demands_from({"完稿": value}, "genre.yaml")
    assert "genre.yaml" in str(caught.value.where)


def test_the_order_of_parts_is_told_by_their_headings() -> None:
    order = LIBRARY.genres["work_report"].order
    assert order.is_for("青山镇2026年上半年党建工作情况汇报")
    assert not order.is_for("青山镇上半年整顿软弱涣散村党组织专题汇报")
    headings = ["主要做法", "存在的问题", "下一步打算", "存在的问题和下一步打算", "几点体会"]
    assert [order.place(heading) for heading in headings] == [0, 1, 2, None, None]
    assert not LIBRARY.genres["briefing"].order.is_for("青山镇2026年上半年简报")


def test_an_order_without_headings_is_refused() -> None:
    with pytest.raises(LibraryError, match="写明标题见哪些字"):
        order_from({"次序": {"部分": [{"名": "问题"}]}}, "genre.yaml")
