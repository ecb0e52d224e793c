"""Fonts by their exact names, their stand-ins, and the characters they lack."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from docgen.document import Heading, Paragraph, Span
from docgen.errors import LibraryError
from docgen.facts import dictionary_of, read_facts
from docgen.finding import Level
from docgen.library.fonts import font_rules_from, fonts_of
from docgen.office.characters import check_characters, in_document, in_facts
from docgen.office.fonts import Fonts, folders_of, fonts_conf
from tests.gate.office import FONT_FOLDER
from tests.office.ground import LIBRARY, PRINTING, STYLE
from tests.render.papers import paper
from tests.samples import FILES

FONTS = Fonts(PRINTING.fonts)
RULES = LIBRARY.fonts
NONE = Fonts(())


@pytest.mark.parametrize("id", LIBRARY.style_ids)
def test_every_font_of_every_style_has_a_stand_in_of_its_kind(id: str) -> None:
    style = LIBRARY.style(id)
    assert "仿宋_GB2312" in fonts_of(style)
    for use in FONTS.used_for(style, RULES):
        assert use.used in FONTS
        assert use.alike


def test_where_nothing_is_there_nothing_is_used() -> None:
    assert {(use.used, use.alike) for use in NONE.used_for(STYLE, RULES)} == {("", False)}


def test_another_kind_of_font_is_no_stand_in() -> None:
    """Without a 仿宋 the body would come out in 楷体."""
    system = Fonts(folder for folder in PRINTING.fonts if folder != FONT_FOLDER)
    [body] = [use for use in system.used_for(STYLE, RULES) if use.font == "仿宋_GB2312"]
    assert body == ("仿宋_GB2312", "LXGW WenKai", False)


@pytest.mark.parametrize(
    ("font", "printed"),
    [
        ("仿宋_GB2312", "FandolFang R"),
        ("FangSong", "FandolFang R"),
        ("方正仿宋_GBK", "FandolFang R"),
        ("楷体_GB2312", "LXGW WenKai"),
        ("黑体", "Noto Sans CJK SC"),
        ("方正小标宋简体", "Noto Serif CJK SC"),
        ("宋体", "Noto Serif CJK SC"),
        ("Times New Roman", "Liberation Serif"),
    ],
)
def test_fontconfig_gives_the_stand_in(font: str, printed: str, tmp_path: Path) -> None:
    asked = shutil.which("fc-match")
    assert asked, "缺少 fc-match（fontconfig）：请先运行 make setup"
    text = fonts_conf(FONTS, RULES, STYLE, PRINTING.config, tmp_path / "cache")
    (tmp_path / "fonts.conf").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [asked, "-f", "%{file}", font], capture_output=True, text=True, check=True,
        env={**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")},
    )  # fmt: skip
    assert Path(done.stdout) == FONTS.file_of(printed)


def test_font_folders_are_those_that_fontconfig_names(tmp_path: Path) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        '<dir>/usr/share/fonts</dir><dir prefix="xdg">fonts</dir><dir>~/.fonts</dir></fontconfig>'
    )
    assert folders_of(config, Path("/home/甲")) == (
        Path("/usr/share/fonts"),
        Path("/home/甲/.local/share/fonts"),
        Path("/home/甲/.fonts"),
    )
    assert folders_of(config, None) == (Path("/usr/share/fonts"),)
    config.write_text("<fontconfig></fontconfig>")
    assert folders_of(config, None) == ()
    config.write_text("not xml")
    assert folders_of(config, None) == ()


def test_what_is_no_font_is_passed_over(tmp_path: Path) -> None:
    for name, data in (("a.ttf", b""), ("b.otf", b"OTTO" * 9), ("c.ttc", b"ttcf" * 9)):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "d.ttf").mkdir()
    shutil.copy(FONT_FOLDER / "FandolFang-Regular.otf", tmp_path / "e.OTF")
    fonts = Fonts([tmp_path, tmp_path / "没有"])
    assert "FandolFang R" in fonts
    assert fonts.file_of("FandolFang R") == tmp_path / "e.OTF"
    assert fonts.characters("没有") == frozenset()


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("青山镇“三会一课”——2026年……①（一）%‰·《》〔2026〕", ""),
        ("张喆", "喆→LXGW WenKai"),
        ("镕㎡⑪", "镕→LXGW WenKai ㎡→LXGW WenKai ⑪→LXGW WenKai"),
        ("𠮷", "𠮷→LXGW WenKai"),
        ("👍", "👍→"),
        ("喆喆", "喆→LXGW WenKai"),
    ],
)
def test_characters_that_a_font_lacks(text: str, lacking: str) -> None:
    chain = FONTS.installed(RULES.chain("仿宋_GB2312", STYLE))
    found = FONTS.lacking(text, chain)
    latin = FONTS.characters("Liberation Serif")
    said = " ".join(f"{f.character}→{f.instead}" for f in found if ord(f.character) not in latin)
    assert said == lacking


FACTS = """\
单位: {名称: 青山镇}
文稿: {期间: 2026年上半年, 日期: 2026-07-03}
党员: 1126
工作:
  - 题: [抓学习]
    正文: 张喆同志带头，修路3㎡。👍
"""


def test_a_character_is_told_at_the_fact_that_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "台账.yaml"
    path.write_text(FACTS, encoding="utf-8")
    facts, _ = read_facts(path, dictionary_of(LIBRARY))
    found = check_characters(in_facts(facts, STYLE), facts, STYLE, FONTS, RULES)
    assert [(f.code, f.level, f.place.line, f.place.column, f.quote) for f in found] == [
        ("FNT001", Level.HINT, 6, 10, "喆"),
        ("FNT001", Level.HINT, 6, 19, "㎡"),
        ("FNT002", Level.DOUBT, 6, 21, "👍"),
    ]
    assert found[0].message == (
        "“喆”（U+5586）（工作[1].正文）：FandolFang R 没有这个字，由 LXGW WenKai 印"
    )
    assert check_characters(in_facts(facts, STYLE), facts, STYLE, NONE, RULES) == ()
    document = paper(
        Heading(2, ("张喆",)),  # the 楷体 has it
        Paragraph((Span(("修路3㎡",), "fact", 0, ("工作[1]",)), "镕")),
        title=("题",),
    )
    said = in_document(document, STYLE)
    found = check_characters(said, facts, STYLE, FONTS, RULES)
    assert [(f.quote, str(f.place)) for f in found] == [("㎡", f"{path}:6:19"), ("镕", str(path))]


def test_no_sample_has_a_character_to_be_told() -> None:
    """A note a day would be a note too many."""
    for path in FILES:
        facts, _ = read_facts(path, dictionary_of(LIBRARY))
        assert check_characters(in_facts(facts, STYLE), facts, STYLE, FONTS, RULES) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"依据": ""}, "缺少“依据”"),
        ({"种类": []}, "缺少“种类”列表"),
        ({"种类": [{"名称": "仿宋", "字体": ["甲"]}]}, "“仿宋”要写 字体 和 替身"),
        ({"多": "余"}, "不认识的键“多”"),
        ({"来处": {"甲": ""}}, "缺少“甲”"),
    ],
)
def test_a_wrong_file_is_told(change: dict[str, object], said: str) -> None:
    kind = {"名称": "仿宋", "字体": ["仿宋"], "替身": ["甲"]}
    whole = {"依据": "试印", "种类": [kind], "补字": ["乙"], "来处": {"甲": "装"}}
    assert font_rules_from(whole).kinds[0].name == "仿宋"
    with pytest.raises(LibraryError, match=said):
        font_rules_from({**whole, **change})
