"""Text that nobody would write takes no longer than text of its length."""

from __future__ import annotations

from time import perf_counter

import pytest

from docgen.read import read_text
from docgen.review.waivers import waivers_in

_LONG = 60_000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("稿.md", "*甲" * (_LONG // 2)),
        ("稿.md", "<!--甲-->" * (_LONG // 8)),
        ("稿.md", f"# 甲{' ' * _LONG}乙"),
        ("稿.md", f"|\n{' ' * _LONG}乙"),
        ("稿.md", "[甲](" * (_LONG // 4)),
        ("稿.md", "|甲" * (_LONG // 2)),
        ("稿.txt", "\n".join(f"-甲{number}" for number in range(_LONG // 6))),
        ("稿.txt", f"甲{' ' * _LONG}乙"),
        ("稿.txt", "（" * _LONG),
    ],
)
def test_reading_takes_no_longer_than_the_text_is(name: str, text: str) -> None:
    begun = perf_counter()
    read_text(text, name)
    assert perf_counter() - begun < 1.5


def test_a_waiver_of_marks_only_is_read_at_once() -> None:
    begun = perf_counter()
    assert not list(waivers_in([f"<!-- docgen 放行{':' * _LONG}"], "稿.md"))
    assert perf_counter() - begun < 1


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ("<!-- docgen 放行 OUT003 引自原文 -->", [("OUT003", "引自原文")]),
        ("<!--docgen放行：out003、WRD001：照录-->", [("OUT003", "照录"), ("WRD001", "照录")]),
        ("<!-- docgen 放行 OUT003 -->", [("OUT003", "")]),
        ("<!-- docgen 放行 OUT003 一 --> <!-- docgen 放行 OUT004 二 -->",
         [("OUT003", "一"), ("OUT004", "二")]),
        ("<!-- docgen 别的 -->", []),
    ],
)  # fmt: skip
def test_what_a_comment_lets_stand(comment: str, told: list[tuple[str, str]]) -> None:
    assert [(waiver.code, waiver.why) for waiver in waivers_in([comment], "稿.md")] == told
