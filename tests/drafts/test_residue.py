"""Residue that is certainly none of the paper is taken out whole; the rest is told only."""

from __future__ import annotations

from docgen.drafts.given import Given
from docgen.drafts.reviewing import Terms, correct
from docgen.library.profile import Profile
from tests.samples import LIBRARY

TITLE = "青山镇整顿软弱涣散村党组织工作总结"
BODY = "镇党委逐村分析班子运行情况，列出问题清单，明确整改时限。"
COPY = f"""\
首页 > 工作总结 > 党建
{TITLE}
来源：县统计局
{TITLE}

{BODY}
|
工作总结范文 发布时间:2010/11/15
赞助商
"""


def test_lines_of_the_web_are_taken_out_and_nothing_else() -> None:
    terms = Terms(LIBRARY, frozenset({"WRD006"}))
    found = correct(Given("稿.txt", COPY), terms, Profile())
    assert found.draft.content == (
        f"{TITLE}\n来源：县统计局\n\n{BODY}\n工作总结范文 发布时间:2010/11/15\n"
    )
    assert [one.finding.quote for one in found.remarks] == [
        "来源：县统计局",
        "工作总结范文 发布时间:2010/11/15",
    ]
    again = correct(found.draft, terms, Profile())
    assert again.draft.content == found.draft.content
