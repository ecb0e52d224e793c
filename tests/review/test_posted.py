"""成文日期 against the day the draft was put up on the web."""

from __future__ import annotations

import pytest

from docgen.finding import Level
from docgen.read import read_text
from docgen.review.engine import Asked, reviewer
from tests.review.clean import CLEAN, HERE, LIBRARY

SIGNED = CLEAN.replace(HERE, "石桥村补选了党支部书记。")
POSTED = [
    ("发布时间：2026-06-20", [("晚于网页上的发布日期（2026-06-20）", Level.DOUBT)]),
    ("发布日期：2026年6月20日", [("晚于网页上的发布日期（2026年6月20日）", Level.DOUBT)]),
    ("发布时间：2026-07-02", []),
    ("", []),
]


@pytest.mark.parametrize(("line", "expected"), POSTED)
def test_a_date_after_the_draft_was_public(line: str, expected: list[tuple[str, Level]]) -> None:
    title, _, rest = SIGNED.partition("\n")
    paper = read_text(f"{title}\n\n{line}\n{rest}" if line else SIGNED)
    held = reviewer(LIBRARY).review(paper, Asked(LIBRARY, paper.on), ["DOC006"])
    found = [
        (r.finding.message.removeprefix("成文日期“2026年6月30日”"), r.finding.level) for r in held
    ]
    assert found == expected
