"""The checks that rules name: a new one is one function in the module of its group, one row here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docgen.review import ordinals
from docgen.review.engine import Check

CHECKS: Final[Mapping[str, Check]] = {
    "序号重复": ordinals.repeated,
}
