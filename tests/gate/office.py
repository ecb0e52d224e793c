"""LibreOffice as a second reader: .docx to PDF in the stand-in fonts, and the PDF's text."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_ROOT = Path(__file__).parents[2]
FONT_FOLDER = _ROOT / ".setup" / "fonts"
_FANDOL = "FandolFang-Regular.otf"

STAND_INS: Mapping[str, tuple[str, ...]] = {
    "FandolFang R": (
        *("仿宋_GB2312", "仿宋", "FangSong", "FangSong_GB2312", "华文仿宋", "STFangsong"),
        "方正仿宋_GBK",
    ),
    "LXGW WenKai": ("楷体_GB2312", "楷体", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK"),
    "Noto Sans CJK SC": ("黑体", "SimHei", "方正黑体_GBK"),
    "Noto Serif CJK SC": (*("方正小标宋简体", "方正小标宋_GBK", "华文中宋", "宋体", "SimSun"),),
    "Liberation Serif": ("Times New Roman",),
}
"""Free fonts and the fonts of 公文 that they stand in for."""

_FALLBACKS = ("LXGW WenKai", "Noto Serif CJK SC")
"""Where a character that the stand-in lacks (喆 ㎡ ⑪) comes from."""

_SETTINGS = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
    },
}
"""Nothing that a file links to or runs is followed; only what stands in it is printed."""


def convert(files: Sequence[Path], folder: Path, timeout: float = 120) -> dict[Path, Path]:
    """The PDF of each file that LibreOffice could print, in `folder`.

    The whole batch is one call with a profile and a home of its own; LibreOffice ends with 0 on
    every failure, so that only a PDF that begins and ends as one counts.  File names must differ.
    """
    program = shutil.which("soffice")
    assert program, "缺少 LibreOffice（soffice）：请先运行 make setup"
    assert (FONT_FOLDER / _FANDOL).is_file(), f"缺少字体 {_FANDOL}：请先运行 make setup"
    with tempfile.TemporaryDirectory() as home:
        command = [
            program,
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            f"-env:UserInstallation={_profile(Path(home)).as_uri()}",
            *("--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder)),
            *map(str, files),
        ]
        _run(command, _environment(Path(home)), timeout)
    pdfs = {file: folder / f"{file.stem}.pdf" for file in files}
    return {file: pdf for file, pdf in pdfs.items() if _is_pdf(pdf)}


def _run(command: list[str], environment: dict[str, str], timeout: float) -> None:
    """Runs the command in a process group of its own, which ends with it or at the time limit."""
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise AssertionError(f"LibreOffice 超过{timeout:.0f}秒没有完成") from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _environment(home: Path) -> dict[str, str]:
    config = home / "fonts.conf"
    config.write_text(fonts_conf(), encoding="utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, "HOME": str(home), "FONTCONFIG_FILE": str(config)}


def _profile(home: Path) -> Path:
    """A fresh user profile with the security settings."""
    user = home / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">' + items + "</oor:items>\n",
        encoding="utf-8",
    )
    return home / "profile"


def fonts_conf() -> str:
    """The fontconfig file that maps every font of 公文 to its stand-in and the fallbacks."""
    matches = "".join(
        f'<match target="pattern"><test name="family"><string>{escape(wanted)}</string></test>'
        '<edit name="family" mode="assign" binding="same">'
        + "".join(f"<string>{escape(font)}</string>" for font in (stand_in, *_FALLBACKS))
        + "</edit></match>\n"
        for stand_in, names in STAND_INS.items()
        for wanted in names
    )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        '<fontconfig>\n<include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n'
        f"<dir>{escape(str(FONT_FOLDER))}</dir>\n"
        f"<cachedir>{escape(str(FONT_FOLDER.with_name('font-cache')))}</cachedir>\n"
        f"{matches}</fontconfig>\n"
    )


def _is_pdf(path: Path) -> bool:
    if not path.is_file():
        return False
    content = path.read_bytes()
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]


def pdf_text(path: Path) -> str:
    """The text of a PDF in the order it was drawn, pages parted by form feeds."""
    assert shutil.which("pdftotext"), "缺少 pdftotext（poppler-utils）：请先运行 make setup"
    result = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", path, "-"],
        capture_output=True,
        timeout=60,
        check=True,
    )
    return result.stdout.decode("utf-8")


_PAGE_NUMBER = re.compile(r"[—－–-]\s*\d+\s*[—－–-]")


def folded(text: str) -> str:
    """The text without white space and without lines that are a page number (—1—)."""
    lines = (line.strip() for line in re.split(r"[\n\f]", text))
    return "".join("".join(line.split()) for line in lines if not _PAGE_NUMBER.fullmatch(line))
