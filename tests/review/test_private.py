"""Numbers of one person are shown masked wherever a review shows the draft."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from docgen.drafts.given import given
from docgen.drafts.margin import with_comments
from docgen.drafts.reviewing import Terms, profile_of, review
from docgen.review.private import hidden
from tests.review.clean import CLEAN, HERE, LIBRARY

MASKED = {
    "走访时留下了13800138000的号码。": "走访时留下了138******00的号码。",
    "身份证号11010519491231002X。": "身份证号1101************2X。",
    "补助打入6222020000000000000账户。": "补助打入6222*************00账户。",
    "坐湘A12345去的。": "坐湘A***45去的。",
    "联系电话：13800138000。": "联系电话：13800138000。",
    "编号123456789012345678。": "编号123456789012345678。",
    "投入120万元，13845户受益。": "投入120万元，13845户受益。",
}


@pytest.mark.parametrize(("text", "shown"), MASKED.items())
def test_numbers_are_hidden_in_as_many_characters(text: str, shown: str) -> None:
    assert hidden(text) == shown
    assert len(hidden(text)) == len(text)


def test_no_finding_and_no_comment_repeats_a_number(tmp_path: Path) -> None:
    """Not even one of another rule: here the paragraph is told twice, number and all."""
    line = "石桥村党员大会由镇纪委派员监督，会后留下了13800138000的号码备查，逐户走访，逐条答复，"
    line += "把村民提出的水渠、路灯、账目三件事当场记下，件件交办。"
    path = tmp_path / "稿.txt"
    path.write_text(CLEAN.replace(HERE, f"{line}\n\n{line}"), encoding="utf-8")
    terms = Terms(LIBRARY, None, date(2026, 6, 30), "work_report")
    found = review(given(str(path)), terms, profile_of(str(path), LIBRARY))
    assert {"PRV001", "SIM006"} <= {remark.finding.code for remark in found.remarks}
    assert "13800138000" not in repr([remark.finding for remark in found.remarks])
    with zipfile.ZipFile(BytesIO(with_comments(found, LIBRARY))) as package:
        comments = package.read("word/comments.xml").decode()
    assert "138******00" in comments
    assert "13800138000" not in comments
