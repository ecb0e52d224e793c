"""The pages of a report in Chromium: used as a clerk does, at two widths, and fed what is hostile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from docgen.batch.record import Held, Laid, Result
from docgen.batch.report import Survey, index_page, trace_page, trace_path, unit_page
from docgen.document import Gap
from docgen.drafts.records import Use
from docgen.finding import Finding, Level, Place
from docgen.review.passages import Pair, Stretch
from tests.batch.browser import NARROW, WIDE, Browser, browser
from tests.batch.surveys import facts_of, paper, qinghe, results_of, small
from tests.samples import DICTIONARY

TOWN = "gaoling"
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "390"])


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("chromium")) as made:
        yield made


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a batch over qinghe, without its drafts."""
    folder = tmp_path_factory.mktemp("成稿")
    (folder / "index.html").write_bytes(b"".join(index_page(qinghe(), DICTIONARY)))
    results = results_of(TOWN)
    own = folder / results[0].folder
    (own / ".docgen").mkdir(parents=True)
    (own / "清单.html").write_bytes(unit_page(results, facts_of(TOWN), DICTIONARY))
    for result in results:
        made = trace_page(f"{result.unit}{result.template_name}", paper(TOWN, result.template)[1])
        (folder / trace_path(result.drafts[0].path)).write_bytes(made)
    return folder


def units(chromium: Browser) -> list[str]:
    return chromium.texts("#units tbody th")


def quiet(chromium: Browser, *pages: Path) -> None:
    """The console is empty, no dialog is open, and nothing but these pages was asked for."""
    assert chromium.dialog() is None
    assert chromium.logged() == []
    assert set(chromium.requests()) == {page.resolve().as_uri() for page in pages}


def no_wider_than_the_window(chromium: Browser) -> None:
    wide, window = chromium.script(
        "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= window


@SIZES
def test_the_index_stands_within_the_window(
    chromium: Browser, out: Path, size: tuple[int, int]
) -> None:
    chromium.open(out / "index.html", size)
    assert chromium.texts("h1") == ["清河县2026年上半年成文情况"]
    assert chromium.texts(".headline")[0].startswith("12个单位、4种文稿：写成48份，")
    assert chromium.texts("nav a") == ["各单位", "待补", "问题", "相似", "规定动作", "汇总核对"]
    assert len(units(chromium)) == 12
    no_wider_than_the_window(chromium)
    chromium.script("document.querySelectorAll('details').forEach(box => { box.open = true; })")
    no_wider_than_the_window(chromium)
    quiet(chromium, out / "index.html")


@SIZES
def test_the_pages_of_a_unit_stand_within_the_window(
    chromium: Browser, out: Path, size: tuple[int, int]
) -> None:
    results = results_of(TOWN)
    pages = [out / results[0].folder / "清单.html"]
    pages += [out / trace_path(result.drafts[0].path) for result in results]
    for page in pages:
        chromium.open(page, size)
        no_wider_than_the_window(chromium)
        quiet(chromium, page)


def test_a_column_sorts_both_ways_by_mouse_and_keys(chromium: Browser, out: Path) -> None:
    chromium.open(out / "index.html")
    before = units(chromium)
    chromium.click("thead button", "待核实")
    assert units(chromium)[:3] == ["高岭乡", "城关街道", "新城街道"]
    assert chromium.script("return document.querySelector('[aria-sort]').innerText").startswith(
        "待核实"
    )
    chromium.click("thead button", "待核实")
    assert units(chromium)[-1] == "高岭乡"
    chromium.script("document.querySelector('thead button').focus()")
    chromium.press("Enter")
    assert units(chromium)[:2] == ["白马镇", "滨江街道"]
    assert units(chromium) == sorted(before, key=before.index)  # the plan is in this order too
    chromium.press("Tab", "Enter")
    assert chromium.script("return document.querySelector('[aria-sort]').innerText").startswith(
        "半年基层党建工作汇报"
    )
    assert units(chromium)[0] == "高岭乡"
    quiet(chromium, out / "index.html")


def test_on_a_narrow_screen_a_list_of_orders_stands_for_the_headings(
    chromium: Browser, out: Path
) -> None:
    chromium.open(out / "index.html", NARROW)
    assert chromium.script("return document.querySelector('thead').getClientRects().length") == 0
    chromium.script(
        "const list = document.querySelector('.narrow-only select');"
        "list.value = Array.from(list.options).find(o => o.text === '待填，从大到小').value;"
        "list.dispatchEvent(new Event('change'))"
    )
    assert units(chromium)[0] == "柳树乡"
    card = chromium.texts("#units tbody tr")[0].splitlines()
    assert card[0] == "柳树乡"
    labels = chromium.script(
        "return Array.from(document.querySelectorAll('#units tbody tr:first-child td:not(.none)'),"
        " cell => cell.dataset.label)"
    )
    assert labels[0] == "半年基层党建工作汇报"
    assert "待填" in labels
    assert "必错" not in labels  # nothing is there to be said


def test_words_and_states_narrow_every_part(chromium: Browser, out: Path) -> None:
    chromium.open(out / "index.html")
    chromium.type("input[type=search]", "流动党员")
    chromium.until("document.querySelectorAll('#units tbody tr').length === 1")
    assert units(chromium) == ["高岭乡"]
    assert chromium.texts("[role=status]") == ["12个单位，找到1个"]
    owed = chromium.texts("#owed li")
    assert owed[0].startswith("党员.流动党员 待核实")
    assert all("流动党员" in line for line in owed)  # by its name, or by the sentence it waits in
    chromium.type("input[type=search]", "没有这个单位")
    chromium.until("document.querySelectorAll('#units tbody tr').length === 0")
    assert chromium.texts("#owed > .soft") == ["没有要补的。"]
    chromium.type("input[type=search]", "")
    chromium.until("document.querySelectorAll('#units tbody tr').length === 12")
    chromium.click("label", "只看要补的")
    assert units(chromium) == ["滨江街道", "城关街道", "高岭乡", "柳树乡", "新城街道"]
    assert len(chromium.texts(".matrix tbody tr")) == 5
    quiet(chromium, out / "index.html")


def test_what_is_owed_is_told_by_unit_or_by_fact(chromium: Browser, out: Path) -> None:
    chromium.open(out / "index.html")
    assert chromium.texts("#owed summary") == [
        "滨江街道 1项",
        "城关街道 4项",
        "高岭乡 10项",
        "柳树乡 9项",
        "新城街道 2项",
    ]
    marked = chromium.texts("#owed mark")
    assert "【待填：阵地建设.新建】" in marked
    assert "【待核实】" in marked
    chromium.click("label", "按事实")
    assert chromium.texts("#owed summary")[0] == "概况.人口 2个单位"
    chromium.click("#owed summary")  # so many facts that they are folded
    first = chromium.texts("#owed details:first-child li > .fact")
    assert first == ["城关街道", "新城街道"]


def test_two_drafts_stand_beside_each_other(chromium: Browser, out: Path) -> None:
    chromium.open(out / "index.html")
    chromium.click("#alike summary")
    left, right = chromium.script(
        "return Array.from(document.querySelectorAll('#alike details:first-child .pair > div'),"
        " box => box.getBoundingClientRect().left)"
    )
    assert right - left > 300
    shared = chromium.texts("#alike details:first-child mark")
    assert shared
    assert all(shared)


def test_the_outline_says_which_unit_leaves_what_out(chromium: Browser, out: Path) -> None:
    chromium.open(out / "index.html")
    lacking = {
        (result.unit, held.item)
        for result in qinghe().results
        for held in result.held
        if held.how == "缺"
    }
    assert lacking
    lines = chromium.texts("#duties > ul li")
    items = sorted({item for _, item in lacking})
    assert sorted(line.split()[0] for line in lines) == items
    for unit, item in lacking:
        (line,) = [line for line in lines if line.startswith(item + " ")]
        assert unit in line
    assert len(chromium.texts(".matrix td.lack")) == len(lacking)


def test_links_lead_to_the_unit_and_on_to_the_origin_of_a_figure(
    chromium: Browser, out: Path
) -> None:
    chromium.open(out / "index.html")
    chromium.click("#units tbody a", "高岭乡")
    chromium.until("document.querySelector('#owed ol')")
    assert chromium.texts("h1") == ["高岭乡2026年上半年清单"]
    item = next(text for text in chromium.texts("#owed li") if text.startswith("党员.流动党员"))
    assert "现在填的是“102”，核实后改定。" in item
    assert "gaoling/2026-h1.yaml:32" in item
    chromium.click("#drafts a", "出处")
    chromium.until("document.querySelector('.trace')")
    rows = {
        tuple(cell.strip() for cell in text.split("\t")) for text in chromium.texts(".trace tr")
    }
    (row,) = [row for row in rows if row[0] == "流动党员102名"]
    assert not any("党员.预备党员" in row[1] for row in rows)  # owed: it is not in the draft
    assert row[1].startswith("党员.流动党员 填的是“102” 待核实 ")
    assert row[1].endswith("gaoling/2026-h1.yaml:32")
    drafts = [
        out / results_of(TOWN)[0].folder / "清单.html",
        out / trace_path(results_of(TOWN)[0].drafts[0].path),
    ]
    quiet(chromium, out / "index.html", *drafts)


def test_a_link_leads_to_its_file_whatever_the_file_is_called(
    chromium: Browser, tmp_path: Path
) -> None:
    one = replace(
        results_of("liushu")[0],
        folder="100%#一 家?",
        drafts=(Laid("100%#一 家?/甲&乙;'1'.docx", "docx", "0" * 64),),
    )
    (tmp_path / one.folder).mkdir()
    index, own = tmp_path / "index.html", tmp_path / one.folder / "清单.html"
    index.write_bytes(b"".join(index_page(small(one), DICTIONARY)))
    own.write_bytes(unit_page((one,), None, DICTIONARY))
    draft, form = tmp_path / one.drafts[0].path, own.with_name("补填表.xlsx")
    origin = tmp_path / trace_path(one.drafts[0].path)
    for page, files in ((index, {own, form, draft}), (own, {form, draft, origin})):
        chromium.open(page)
        links = chromium.script(
            "return Array.from(document.querySelectorAll('main a'), a => a.getAttribute('href'))"
        )
        leads = {(page.parent / unquote(link)).resolve() for link in links if link[0] != "#"}
        assert leads == {file.resolve() for file in files}
        assert not any(set(link) & set("#?&") for link in links if link[0] != "#")


def test_of_many_units_the_first_are_shown_and_more_when_asked(
    chromium: Browser, tmp_path: Path
) -> None:
    one = results_of("liushu")[0]
    many = [
        replace(one, source=f"{n}.yaml", unit=f"第{n}乡", folder=f"{n}") for n in range(1, 2001)
    ]
    page = tmp_path / "index.html"
    page.write_bytes(b"".join(index_page(small(*many), DICTIONARY)))
    chromium.open(page)
    assert len(units(chromium)) == 100
    assert chromium.texts("#units .more") == ["再显示500条 还有1900条"]
    chromium.click("#units .more button")
    assert len(units(chromium)) == 600
    chromium.type("input[type=search]", "第1999乡")
    chromium.until("document.querySelectorAll('#units tbody tr').length === 1")
    quiet(chromium, page)


def test_printed_everything_is_open_and_nothing_is_in_the_way(chromium: Browser, out: Path) -> None:
    chromium.open(out / "index.html")
    chromium.command("Emulation.setEmulatedMedia", {"media": "print"})
    chromium.script("window.dispatchEvent(new Event('beforeprint'))")
    assert chromium.script("return document.querySelectorAll('details:not([open])').length") == 0
    assert chromium.script("return document.querySelector('.bar').getClientRects().length") == 0
    chromium.script("window.dispatchEvent(new Event('afterprint'))")
    assert chromium.script("return document.querySelectorAll('details:not([open])').length") > 0
    chromium.command("Emulation.setEmulatedMedia", {"media": ""})


def test_in_the_dark_letters_stand_off_the_ground(chromium: Browser, out: Path) -> None:
    def colours() -> list[str]:
        return chromium.script(
            "const s = getComputedStyle(document.body); return [s.color, s.backgroundColor]"
        )

    chromium.open(out / "index.html")
    light = colours()
    chromium.open(out / "index.html", dark=True)
    assert colours() == ["rgb(228, 232, 239)", "rgb(18, 22, 29)"]
    assert light == ["rgb(29, 35, 48)", "rgb(244, 246, 249)"]


HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "\"><iframe src='javascript:alert(1)'>",
    "' onmouseover='alert(1)",
    "<!--<script>",
    "]]><script>alert(1)</script>",
    "{{constructor.constructor('alert(1)')()}}",
    "<a href=https://example.invalid/>点我</a>",
    "<base href=https://example.invalid/>",
    "<meta http-equiv=refresh content='0;url=https://example.invalid/'>",
    "//example.invalid/x",
    "../../../etc/passwd\u2028\u2029\x00\x1b[31m",
    "<style>@import 'https://example.invalid/x.css'</style>\ud800",
)


def hostile(value: str) -> Result:
    """A result in which everything that facts, files and templates may hold is this value."""
    return Result(
        source=value,
        unit=value,
        folder=value,
        template=value,
        template_name=value,
        period=value,
        status="写成",
        error=value,
        drafts=(Laid(value, value, "0" * 64, value),),
        gaps=(Gap("待填", value, f"甲{value}乙", value), Gap("待核实", value, f"{value}【待核实】")),
        findings=(
            Finding("FCT101", Level.ERROR, value, Place(value, 1, 2), value, value, value, (Place(value),)),
        ),
        held=(Held(value, "提到", value), Held("另一项", "缺", value)),
    )  # fmt: skip


def survey_of(value: str) -> Survey:
    one, other = hostile(value), replace(hostile(value), source=value + "2")
    words = f"{value}一二三四五六七八"
    pair = Pair(one.key, other.key, 50.0, 60.0, 9, (Stretch(words, f"甲{words}", f"乙{words}"),))
    rollup = one.findings
    return Survey(value, value, ((value, value),), (one, other), pairs=(pair,), rollup=rollup)


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_what_facts_hold_is_only_ever_text(chromium: Browser, tmp_path: Path, value: str) -> None:
    survey = survey_of(value)
    results = tuple(survey.results)
    evidence = paper(TOWN, "briefing/experience")[1]
    poisoned = replace(
        evidence,
        sentences=(value, *evidence.sentences[1:]),
        facts=tuple(Use(u.path, value, value, u.line, u.status, value) for u in evidence.facts),
        mentions=tuple(m._replace(text=value) for m in evidence.mentions),
    )
    pages = {
        "index.html": b"".join(index_page(survey, DICTIONARY)),
        "清单.html": unit_page(results[:1], None, DICTIONARY),
        "出处.html": trace_page(value, poisoned),
    }
    shown = "".join(c for c in value if c.isalnum() or c in "<>/'\"=:;(){}").replace("\ud800", "")
    for name, made in pages.items():
        (tmp_path / name).write_bytes(made)
        chromium.open(tmp_path / name)
        chromium.script("document.querySelectorAll('details').forEach(box => { box.open = true; })")
        text = chromium.script("return document.body.innerText")
        assert shown in "".join(c for c in text if c.isalnum() or c in "<>/'\"=:;(){}")
        targets = chromium.script("return Array.from(document.querySelectorAll('a'), a => a.href)")
        assert all(target.startswith("file:///") for target in targets)
        strange = chromium.script(
            "return document.querySelectorAll('iframe,img,svg,base,object,form,[onerror],"
            "[onload],[onmouseover],meta[http-equiv=refresh]').length"
        )
        assert strange == 0
        quiet(chromium, tmp_path / name)
