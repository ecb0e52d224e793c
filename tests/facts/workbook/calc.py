"""LibreOffice Calc as the clerk's spreadsheet: a form is opened there, typed into and saved."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("fill_in_calc.py")
PYTHON = "/usr/bin/python3"
"""The system's Python, for which python3-uno is installed."""


def fill(form: Path, target: Path, steps: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, Any]:
    """Types into the form and saves it as `target`; what LibreOffice said on the way."""
    program = shutil.which("soffice")
    assert program, "缺少 LibreOffice（soffice）：请先运行 make setup"
    with tempfile.TemporaryDirectory() as home:
        plan = Path(home, "plan.json")
        plan.write_text(json.dumps(steps, ensure_ascii=False), "utf-8")
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
                [PYTHON, SCRIPT, pipe, form, target, plan],
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=120,
                check=False,
                env=environment,
            )
            assert result.returncode == 0, result.stderr
            seen: dict[str, Any] = json.loads(result.stdout)
            return seen
        finally:
            if office.poll() is None:
                os.killpg(office.pid, signal.SIGKILL)
                office.wait()
