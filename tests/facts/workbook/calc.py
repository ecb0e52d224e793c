"""LibreOffice Calc as the clerk's spreadsheet: a form is opened there, typed into and saved."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.gate.asking import ask

SCRIPT = Path(__file__).with_name("fill_in_calc.py")


def fill(form: Path, target: Path, steps: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, Any]:
    """Types into the form and saves it as `target`; what LibreOffice said on the way."""
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder, "plan.json")
        plan.write_text(json.dumps(steps, ensure_ascii=False), "utf-8")
        seen: dict[str, Any] = ask(SCRIPT, form, target, plan)
        return seen
