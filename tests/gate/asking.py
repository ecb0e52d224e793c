"""LibreOffice asked by a script: it is started with a home of its own, and ended with the script."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

PYTHON = "/usr/bin/python3"
"""The system's Python, for which python3-uno is installed."""


def ask(script: Path, *arguments: Path, timeout: float = 120) -> Any:
    """What the script prints as JSON.  It is told the pipe at which LibreOffice listens, then the
    arguments, and finds `office_pipe` beside this module."""
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
                [PYTHON, script, pipe, *arguments],
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=timeout,
                check=False,
                env={**environment, "PYTHONPATH": str(Path(__file__).parent)},
            )
            assert result.returncode == 0, result.stderr
            return json.loads(result.stdout)
        finally:
            if office.poll() is None:
                os.killpg(office.pid, signal.SIGKILL)
                office.wait()
