"""LibreOffice at work: found, started with a profile, a home and fonts of its own, and ended.

The first paper is printed by a call that ends with it.  From the second on an office stays, with
an empty document open so that it does not leave; a further call then only hands it the paper,
which takes a quarter of the time.  Each office is the child of a small guard that ends it and
sweeps up when this process is gone, however that went.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from docgen.errors import InputError, MissingProgramError, RenderError
from docgen.library import Library
from docgen.library.styles import Style
from docgen.office.fonts import Fonts, folders_of, fonts_conf
from docgen.office.stamps import unstamped

SECONDS: Final = 60.0
"""The time limit of a paper, a hundred times what it takes."""
TRIES: Final = 2
PAPERS_AN_OFFICE: Final = 200
"""After so many papers an office is replaced: it never gives memory back."""

PROGRAM: Final = "DOCGEN_SOFFICE"
FONT_FOLDERS: Final = "DOCGEN_FONTS"
LIMIT: Final = "DOCGEN_PDF_SECONDS"
"""What may be set in the environment: the program, further font folders, the time limit."""

_NAMES: Final = ("soffice", "libreoffice")
_PLACES: Final = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_INSTALL: Final = (
    "安装 LibreOffice（Debian、Ubuntu：sudo apt install libreoffice-writer；Windows、macOS 从官网下载）；"
    "或用 --to docx 写出，在 WPS、Word 里打开，另存为 PDF"
)
_FONTCONFIG: Final = Path("/etc/fonts/fonts.conf")

_SETTINGS: Final = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
    },
}
"""Nothing that a file links to or runs is followed; only what stands in it is printed."""

_OPTIONS: Final = ("--headless", "--norestore", "--nologo", "--nolockcheck")
_GUARD: Final = (
    "exec 3<&0; home=$1; shift; "
    '(read -r _ <&3; rm -rf -- "$home"; kill -KILL 0) & guard=$!; '
    '"$@" </dev/null 3<&-; code=$?; kill -KILL $guard; exit $code'
)
"""Runs a command; when the pipe to this process closes first, ends the group and sweeps up."""
_BLANK: Final = "private:factory/swriter"
_FIRST: Final = "first.txt"


class Printing(NamedTuple):
    """How papers are printed.

    program: LibreOffice as the user names it, "" to look for it.  fonts: font folders.  config:
    the system's fontconfig file.  cache: where font services keep what they have read.  seconds:
    the time limit of a paper.
    """

    program: str = ""
    fonts: tuple[Path, ...] = ()
    config: Path = _FONTCONFIG
    cache: Path | None = None
    seconds: float = SECONDS


def printing_of(environment: Mapping[str, str], library: Library) -> Printing:
    """How papers are printed under this environment: its settings, the library's `data/fonts`
    folders, and the system's fonts.  Raises InputError for a time limit that is no number."""
    home = environment.get("USERPROFILE" if os.name == "nt" else "HOME")
    user = Path(home) if home else None
    config = Path(environment.get("FONTCONFIG_FILE") or _FONTCONFIG)
    said = environment.get(FONT_FOLDERS, "").split(os.pathsep)
    folders = [
        *(Path(folder) for folder in said if folder),
        *(root / "data" / "fonts" for root in library.roots),
        *_system_folders(environment, config, user),
    ]
    cache = environment.get("XDG_CACHE_HOME") or (user / ".cache" if user else None)
    return Printing(
        environment.get(PROGRAM, ""),
        tuple(folder.absolute() for folder in folders),
        config,
        Path(cache) / "fontconfig" if cache else None,
        _seconds(environment.get(LIMIT, "")),
    )


def _seconds(said: str) -> float:
    """The time limit as it is set in the environment."""
    if not said:
        return SECONDS
    if not re.fullmatch(r"\d{1,6}(\.\d+)?", said, re.ASCII) or not float(said):
        raise InputError(f"环境变量 {LIMIT} 的“{said}”不是秒数", hint="写一个大于0的数，如 60")
    return float(said)


def _system_folders(
    environment: Mapping[str, str], config: Path, user: Path | None
) -> tuple[Path, ...]:
    """Where the system keeps fonts: what fontconfig names, else the usual places."""
    if config.is_file():
        return folders_of(config, user)
    windows = environment.get("WINDIR")
    local = environment.get("LOCALAPPDATA")
    return (
        *((Path(windows) / "Fonts",) if windows else ()),
        *((Path(local) / "Microsoft" / "Windows" / "Fonts",) if local else ()),
        *(Path(name) for name in ("/System/Library/Fonts", "/Library/Fonts", "/usr/share/fonts")),
        *((user / "Library" / "Fonts", user / ".local" / "share" / "fonts") if user else ()),
    )


def find_program(wanted: str = "") -> str:
    """The path of LibreOffice.

    wanted: a path or name to use instead.  Raises MissingProgramError with the step to take.
    """
    names = (wanted,) if wanted else (*_NAMES, *_PLACES)
    for name in names:
        if found := shutil.which(name):
            return found
    if wanted:
        raise MissingProgramError(
            "没有这个程序", where=wanted, hint=f"改对环境变量 {PROGRAM}，或去掉它"
        )
    raise MissingProgramError("出 PDF、图片要用 LibreOffice，这台电脑没有装", hint=_INSTALL)


def version_of(program: str, seconds: float = 20) -> str:
    """What LibreOffice at this path says that it is; "" when it says nothing in time."""
    with tempfile.TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True) as home:
        called = _start([program, "--version"], Path(home), stdout=subprocess.PIPE)
        assert called.stdout is not None
        try:
            called.wait(seconds)
            said = called.stdout.read()
        except subprocess.TimeoutExpired:
            return ""
        finally:
            _end(called)
            called.stdout.close()
    return (said.decode("utf-8", "replace").strip().splitlines() or [""])[0]


class Office:
    """LibreOffice for one process.  Close it, or use it as a context manager.

    Raises MissingProgramError when there is none, or no font at all.
    """

    def __init__(self, printing: Printing, library: Library) -> None:
        self.program = find_program(printing.program)
        self.printing = printing
        self.rules = library.fonts
        self.fonts = Fonts(printing.fonts)
        if not self.fonts.families:
            raise MissingProgramError("一种字体也没有找到", hint="运行 docgen doctor，看要装哪些")
        self._home: tempfile.TemporaryDirectory[str] | None = None
        self._style = ""
        self._stays: subprocess.Popen[bytes] | None = None
        self._printed = 0

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def pdf(self, docx: bytes, style: Style) -> bytes:
        """The paper as a PDF: the same bytes for the same paper, fonts and LibreOffice.

        Raises RenderError when LibreOffice gives none within the time limit, tried twice.
        """
        if style.id != self._style or self._printed >= PAPERS_AN_OFFICE:
            self.close()  # its fonts are those of another style
            self._style = style.id
        trouble = ""
        for _ in range(TRIES):
            home = self._ready(style)
            if self._printed:
                self._stay(home)
            trouble, pdf = self._print(home, docx)
            if pdf:
                self._printed += 1
                return unstamped(pdf)
            self.close()
        raise RenderError(
            f"LibreOffice 没有印出 PDF（试了{TRIES}次）：{trouble}",
            where=self.program,
            hint="先在 LibreOffice 里打开 .docx 看看；或用 --to docx 写出，在 WPS 里另存为 PDF",
        )

    def close(self) -> None:
        """End the office that stays and remove its home."""
        stays, self._stays = self._stays, None
        if stays is not None:
            _end(stays)
        home, self._home = self._home, None
        if home is not None:
            home.cleanup()
        self._printed = 0

    def _ready(self, style: Style) -> Path:
        """The home of the office, made when it is not there."""
        if self._home is not None:
            return Path(self._home.name)
        self._home = tempfile.TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True)
        home = Path(self._home.name)
        cache = self.printing.cache or home / "fonts"
        furnish(home, fonts_conf(self.fonts, self.rules, style, self.printing.config, cache))
        (home / "out").mkdir()
        (home / _FIRST).write_text("", encoding="utf-8")
        return home

    def _print(self, home: Path, docx: bytes) -> tuple[str, bytes]:
        """The PDF, or b"" and why there is none."""
        paper, printed = home / "paper.docx", home / "out" / "paper.pdf"
        paper.write_bytes(docx)
        printed.unlink(missing_ok=True)
        called = self._start(home, "--convert-to", "pdf:writer_pdf_Export", "--outdir",
                             str(printed.parent), str(paper))  # fmt: skip
        try:
            code = called.wait(self.printing.seconds)
        except subprocess.TimeoutExpired:
            return f"过了{self.printing.seconds:g}秒还没有完成", b""
        finally:
            _end(called)
        if not printed.is_file():
            return f"没有写出文件（退出码 {code}）", b""
        pdf = printed.read_bytes()
        if not (pdf.startswith(b"%PDF-") and b"%%EOF" in pdf[-1024:]):
            return "写出的文件不完整", b""
        return "", pdf

    def _stay(self, home: Path) -> None:
        """Have an office that stays.  Without one a call does all by itself, only slower."""
        if os.name == "nt":
            return
        if self._stays is not None:
            if self._stays.poll() is None:
                return
            _end(self._stays)
        sign = home / "out" / f"{Path(_FIRST).stem}.pdf"
        sign.unlink(missing_ok=True)
        self._stays = self._start(
            home, _BLANK, "--convert-to", "pdf", "--outdir", str(sign.parent), str(home / _FIRST)
        )
        limit = time.monotonic() + self.printing.seconds
        while not sign.is_file() and self._stays.poll() is None and time.monotonic() < limit:
            time.sleep(0.02)

    def _start(self, home: Path, *words: str) -> subprocess.Popen[bytes]:
        return _start([self.program, *options(home), *words], home)


def _start(
    command: Sequence[str], home: Path, stdout: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """Start a call in a session and with a home of its own, under a guard where there is a shell."""
    guard = [] if os.name == "nt" else ["/bin/sh", "-c", _GUARD, "docgen", str(home)]
    return subprocess.Popen(
        [*guard, *command],
        env=environment_in(home),
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name != "nt",
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a call with everything it started."""
    if process.poll() is None:
        if os.name == "nt":
            subprocess.run(
                ["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
            )
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.stdin is not None:
        process.stdin.close()


# --- a home -------------------------------------------------------------------------------------

_KEPT: Final = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "USERPROFILE")
"""What LibreOffice gets to know of the environment."""


def furnish(home: Path, fonts: str) -> None:
    """Make a home for LibreOffice in this folder: a profile in which nothing that a file links to
    or runs is followed, and a fontconfig file of this text."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{escape(value)}</value></prop></item>"
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    user = home / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">' + items + "</oor:items>\n",
        encoding="utf-8",
    )
    (home / "fonts.conf").write_text(fonts, encoding="utf-8")


def options(home: Path) -> list[str]:
    """The options of every call that lives in this home."""
    return [*_OPTIONS, f"-env:UserInstallation={(home / 'profile').as_uri()}"]


def environment_in(home: Path) -> dict[str, str]:
    """The environment of a call that lives in this home."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "HOME": str(home), "FONTCONFIG_FILE": str(home / "fonts.conf")}
