"""What this machine lacks for the work: the program, the library, fonts, LibreOffice, the folder.

Each check is a value; nothing is mended and nothing is left behind.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple, TypeAlias

import docgen
from docgen.document import Document, Meta, Paragraph
from docgen.drafts import store
from docgen.errors import DocgenError
from docgen.facts import Facts
from docgen.finding import Finding
from docgen.library import Library
from docgen.office import Office, Printing, find_program
from docgen.office.characters import check_characters, in_facts
from docgen.office.fonts import Fonts
from docgen.office.pages import page_texts
from docgen.office.program import FONT_FOLDERS, LIMIT, PROGRAM, version_of
from docgen.office.proof import difference
from docgen.render import render

State: TypeAlias = Literal["好", "说明", "要改"]
"""好: as it should be.  说明: works, and good to know.  要改: something to mend."""

SETTINGS: Final = (PROGRAM, FONT_FOLDERS, LIMIT, "FONTCONFIG_FILE")
"""What of the environment has a say in the work."""
_LEAST_PYTHON: Final = (3, 11)
_PATIENCE: Final = 10
"""Seconds until a font service that does not answer is given up."""
_TRIAL: Final = "试印一页：公文〔2026〕1号，增长5.6%，“三会一课”……"


class Check(NamedTuple):
    """What was found of one thing.  section: what it is about.  step: what to do, "" for nothing."""

    section: str
    subject: str
    state: State
    said: str
    step: str = ""


def check_program() -> Check:
    """The versions of docgen and Python."""
    found = ".".join(map(str, sys.version_info[:3]))
    said = f"docgen {docgen.__version__}，Python {found}，{sys.platform}"
    if sys.version_info[:2] < _LEAST_PYTHON:
        return Check("程序", "版本", "要改", said, "装 Python 3.11 或更新的版本")
    return Check("程序", "版本", "好", said)


def check_settings(
    layers: Sequence[tuple[str, Path]], environment: Mapping[str, str], library: Library
) -> tuple[Check, ...]:
    """Where the library lies and what is set, with the origin of each.

    layers: 项目, 用户, 自带 with their folders, nearest first.
    """
    out = []
    for origin, root in layers:
        held = [name for name in ("templates", "snippets", "data") if (root / name).is_dir()]
        out.append(Check("设置", f"{origin}的库", "好", f"{root}（{'、'.join(held) or '空的'}）"))
    for name in SETTINGS:
        if value := environment.get(name, ""):
            out.append(Check("设置", name, "说明", f"{value}（环境变量）"))
    for folder in environment.get(FONT_FOLDERS, "").split(os.pathsep):
        if folder and not Path(folder).is_dir():
            said = f"没有 {folder} 这个文件夹"
            out.append(Check("设置", FONT_FOLDERS, "要改", said, f"改对环境变量 {FONT_FOLDERS}"))
    try:
        count = len(library.templates), len(library.snippets), len(library.style_ids)
        for id in library.style_ids:
            library.style(id)
    except DocgenError as error:
        return (*out, Check("设置", "库", "要改", str(error), error.hint or "改好这个文件"))
    said = f"模板{count[0]}个，提法{count[1]}组，样式{count[2]}种"
    return (*out, Check("设置", "库", "好", said))


def check_fonts(library: Library, printing: Printing) -> tuple[Check, ...]:
    """Each font of the styles by its exact name, and what would print it."""
    fonts, out = Fonts(printing.fonts), []
    done: set[str] = set()
    for style in library.sound_styles:
        for font, used, alike in fonts.used_for(style, library.fonts):
            if font in done:
                continue
            done.add(font)
            if used == font:
                out.append(Check("字体", font, "好", "有"))
                continue
            advice = library.fonts.advice(font, style) or f"装上 {font}"
            if alike:
                out.append(Check("字体", font, "说明", f"没有装，由 {used} 印"))
            elif used:
                out.append(
                    Check("字体", font, "要改", f"没有装，会印成 {used}，不是一种字体", advice)
                )
            else:
                said = _without(font)
                out.append(Check("字体", font, "要改", f"没有装，也没有替身{said}", advice))
    return tuple(out)


def _without(font: str) -> str:
    """What the system's font service gives instead, as far as it can be asked."""
    asked = shutil.which("fc-match")
    if asked is None:
        return ""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            [asked, "-f", "%{family[0]}", font],
            capture_output=True, text=True, timeout=_PATIENCE, check=True,
        )  # fmt: skip
        if done.stdout and done.stdout != font:
            return f"，会印成 {done.stdout}"
    return ""


def check_printer(library: Library, printing: Printing) -> tuple[Check, ...]:
    """LibreOffice and its version, and a page printed on trial and read back."""
    try:
        program = find_program(printing.program)
    except DocgenError as error:
        return (Check("PDF", "LibreOffice", "要改", error.message, error.hint),)
    version = version_of(program) or "不说自己的版本"
    known = Check("PDF", "LibreOffice", "好", f"{version}（{program}）")
    document = Document("试印", title=("试印",), body=(Paragraph((_TRIAL,)),), meta=Meta())
    style = library.style(document.meta.style)
    try:
        with Office(printing, library) as office:
            pdf = office.pdf(render(document, "docx", style), style)
        differs = difference(document, page_texts(pdf), style)
    except DocgenError as error:
        return known, Check("PDF", "试印", "要改", error.message, error.hint)
    if differs:
        return known, Check("PDF", "试印", "要改", differs, "先照上面装好字体")
    return known, Check("PDF", "试印", "好", "印得出，字都在")


def check_folder(folder: Path) -> Check:
    """Whether drafts can be written there."""
    there = folder.absolute()
    while not there.exists() and there != there.parent:
        there = there.parent
    step = "用 -o 换一个能写的文件夹"
    if not there.is_dir():
        return Check("输出", str(folder), "要改", f"{there} 是文件，不是文件夹", step)
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        told = store.output_error(there, error)
        return Check("输出", str(folder), "要改", f"{told.message}（{there}）", told.hint)
    said = "能写" if there == folder.absolute() else "还没有，写文稿时会新建"
    return Check("输出", str(folder), "好", said)


def lacking(units: Iterable[Facts], library: Library, printing: Printing) -> tuple[Finding, ...]:
    """Characters of these facts that the fonts lack, in the style of most papers."""
    fonts, style = Fonts(printing.fonts), library.style(Meta().style)
    return tuple(
        finding
        for facts in units
        for finding in check_characters(in_facts(facts, style), facts, style, fonts, library.fonts)
    )
