"""The pages of docgen diff: their text is both drafts', nothing in it runs, and they fit a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from docgen.audit.contract import Side, contract_diff
from docgen.audit.effect import Trial, effects
from docgen.audit.redlines import markdown, page
from docgen.audit.redlines.templates import Comparison, as_markdown, as_page
from docgen.manuscript import manuscript_of
from docgen.read import read_text
from docgen.review.redline import redline
from tests.batch.browser import NARROW, WIDE, Browser, browser
from tests.samples import FULL, LIBRARY, NAMES, draft, sample

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "390"])
HOSTILE = "<script>alert(1)</script>“&amp;”</p><img src=x onerror=alert(2)> ~~a~~ **b** | [c](d)"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("chromium")) as made:
        yield made


def drafts() -> bytes:
    old, new = (manuscript_of(draft(NAMES[number]), NAMES[number]) for number in (17, 18))
    return page.render(redline(old, new))


def templates() -> bytes:
    made = LIBRARY.template("work_report/half_year")
    other = replace(made, body=made.body.replace("的领导下", "坚强领导下", 1))
    ours, theirs = Side(made, LIBRARY), Side(other, LIBRARY)
    trials = [Trial(sample(name).unit, sample(name), sample(name)) for name in FULL]
    found = Comparison("旧", "新", contract_diff(ours, theirs), effects(ours, theirs, trials))
    assert "坚强" in as_markdown(found)
    return as_page(found)


PAGES = {"文稿": drafts, "模板": templates}


@SIZES
@pytest.mark.parametrize("name", PAGES)
def test_in_chromium(chromium: Browser, tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    file = tmp_path / "对照.html"
    file.write_bytes(PAGES[name]())
    chromium.open(file, size)
    assert chromium.logged() == []
    assert chromium.dialog() is None
    assert set(chromium.requests()) == {file.resolve().as_uri()}
    wide, window = chromium.script(
        "document.querySelectorAll('details').forEach(e => e.open = true);"
        "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= window
    columns = chromium.script(
        "return getComputedStyle(document.querySelector('.row.changed'))"
        ".gridTemplateColumns.split(' ').length"
    )
    assert columns == (3 if size == WIDE else 1)
    ids = chromium.script("return [...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    broken = chromium.script(
        "return [...document.querySelectorAll('a[href]')].map(e => e.getAttribute('href'))"
        ".filter(h => !document.getElementById(h.slice(1)))"
    )
    assert broken == []


def test_what_is_hostile_is_only_text(chromium: Browser, tmp_path: Path) -> None:
    found = redline(read_text(f"题\n{HOSTILE}甲。"), read_text(f"题\n{HOSTILE}乙。\n{HOSTILE}"))
    file = tmp_path / "对照.html"
    file.write_bytes(page.render(found))
    chromium.open(file, WIDE)
    assert chromium.dialog() is None
    assert chromium.script("return document.querySelectorAll('script, img').length") == 0
    assert not re.search(r"(?<!\\)[*_|\[<]c?]?\(d\)", markdown.render(found))


def column(html: str, name: str) -> list[str]:
    cells = re.findall(rf'<p class="{name}">(.*?)</p>', html, re.DOTALL)
    return [unescape(re.sub("<[^>]*>", "", cell)) for cell in cells]


def test_each_column_is_its_draft() -> None:
    old, new = (manuscript_of(draft(NAMES[number]), NAMES[number]) for number in (17, 18))
    html = page.render(redline(old, new)).decode()
    assert column(html, "old") == [line.text for line in old.lines]
    assert column(html, "new") == [line.text for line in new.lines]
