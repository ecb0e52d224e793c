"""LibreOffice Writer as the second reader of tracked changes: it accepts and rejects them all."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

SCRIPT = Path(__file__).with_name("settle_in_writer.py")
PYTHON = "/usr/bin/python3"
"""The system's Python, for which python3-uno is installed."""


class Settled(NamedTuple):
    """A file in Writer: how many changes it saw, the lines that are not empty after accepting all
    and after rejecting all, and whether any change was left then."""

    changes: int
    accepted: list[str]
    rejected: list[str]
    left: bool


def settled(files: Sequence[Path], timeout: float = 120) -> list[Settled]:
    """Every file with its changes accepted, and rejected."""
    program = shutil.which("soffice")
    assert program, "缺少 LibreOffice（soffice）：请先运行 make setup"
    with tempfile.TemporaryDirectory() as home:
        pipe = Path(home).name
        environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        environment["HOME"] = home
        office = subprocess.Popen(
            [
                program,
                *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
                f"-env:UserInstallation={Path(home, 'profile').as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            result = subprocess.run(
                [PYTHON, SCRIPT, pipe, *files],
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=timeout,
                check=False,
                env=environment,
            )
            assert result.returncode == 0, result.stderr
            seen = json.loads(result.stdout)
            return [Settled(**seen[str(file)]) for file in files]
        finally:
            if office.poll() is None:
                os.killpg(office.pid, signal.SIGKILL)
                office.wait()
