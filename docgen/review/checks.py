"""The checks that rules name: a new one is one function in the module of its group, one row here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docgen.review import ordinals
from docgen.review.engine import Check

CHECKS: Final[Mapping[str, Check]] = {
    "序号重复": ordinals.repeated,
    "序号缺失": ordinals.skipped,
    "序次语标点": ordinals.ordinal_marks,
    "层级": ordinals.level_order,
    "序号混用": ordinals.mixed_forms,
    "标题末尾": ordinals.heading_marks,
    "分项断裂": ordinals.broken_runs,
    "孤项空标题": ordinals.alone_or_empty,
}
