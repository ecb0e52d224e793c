"""LibreOffice as a second reader: .docx to PDF in the stand-in fonts, and the PDF's text."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from docgen.library import Library
from docgen.office import printing_of
from docgen.office.fonts import Fonts
from docgen.office.fonts import fonts_conf as conf
from docgen.office.program import FONT_FOLDERS, environment_in, furnish, options

_ROOT = Path(__file__).parents[2]
FONT_FOLDER = _ROOT / ".setup" / "fonts"
_FANDOL = "FandolFang-Regular.otf"


def convert(files: Sequence[Path], folder: Path, timeout: float = 120) -> dict[Path, Path]:
    """The PDF of each file that LibreOffice could print, in `folder`.

    The whole batch is one call with a profile and a home of its own; LibreOffice ends with 0 on
    every failure, so that only a PDF that begins and ends as one counts.  File names must differ.
    """
    _convert(files, folder, "pdf:writer_pdf_Export", timeout)
    pdfs = {file: folder / f"{file.stem}.pdf" for file in files}
    return {file: pdf for file, pdf in pdfs.items() if _is_pdf(pdf)}


def saved_again(files: Sequence[Path], folder: Path, timeout: float = 180) -> list[Path]:
    """Every .docx as LibreOffice saves it, in another folder."""
    _convert(files, folder, "docx:MS Word 2007 XML", timeout)
    return [folder / file.name for file in files]


def _convert(files: Sequence[Path], folder: Path, kind: str, timeout: float) -> None:
    program = shutil.which("soffice")
    assert program, "缺少 LibreOffice（soffice）：请先运行 make setup"
    assert (FONT_FOLDER / _FANDOL).is_file(), f"缺少字体 {_FANDOL}：请先运行 make setup"
    with tempfile.TemporaryDirectory() as home:
        furnish(Path(home), fonts_conf())
        command = [
            program,
            *options(Path(home)),
            *("--convert-to", kind, "--outdir", str(folder)),
            *map(str, files),
        ]
        _run(command, environment_in(Path(home)), timeout)


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


@cache
def fonts_conf() -> str:
    """The fontconfig file under which every font of 公文 comes out as its stand-in."""
    library = Library()
    found = printing_of({**os.environ, FONT_FOLDERS: str(FONT_FOLDER)}, library)
    style, cache_folder = library.style("gbt9704"), FONT_FOLDER.with_name("font-cache")
    return conf(Fonts(found.fonts), library.fonts, style, found.config, cache_folder)


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
