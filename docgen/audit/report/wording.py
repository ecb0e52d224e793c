"""Small words of the reports: places, counts, lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docgen.audit.places import ENDING
from docgen.compose.anatomy import Part
from docgen.finding import Finding, Level


def at(file: str, line: int) -> str:
    """A place: work_report/half_year.md.j2:19, 乡镇.macro.j2:4."""
    return f"{file if file.endswith('.j2') else file + ENDING}:{line}"


def near(file: str, line: int, own: str) -> str:
    """A place as seen from the template of that id: 第19行, 乡镇.macro.j2:4."""
    return f"第{line}行" if file == own else at(file, line)


def part_at(part: Part, own: str) -> str:
    """Where a part stands, as seen from the template."""
    return near(part.site.file, part.site.line, own)


def counted(number: int, measure: str) -> str:
    """3处."""
    return f"{number}{measure}"


def joined(words: Iterable[str]) -> str:
    """Several as one: 甲、乙."""
    return "、".join(words)


def named(units: Sequence[str], most: int = 6) -> str:
    """Some names, and how many there are when not all are said."""
    more = f"等{len(units)}个" if len(units) > most else ""
    return joined(units[:most]) + more


def level_counts(findings: Iterable[Finding]) -> str:
    """必错1处、疑似2处; "" when there are none."""
    levels = [finding.level for finding in findings]
    return joined(
        f"{level.label}{levels.count(level)}处"
        for level in sorted(Level, reverse=True)
        if level in levels
    )


def percent(share: float) -> str:
    """62%."""
    return f"{share:.0f}%"


def minutes_of(minutes: float) -> str:
    """Minutes to the nearest half: 12.5."""
    halves = max(1, round(minutes * 2))
    return f"{halves // 2}.5" if halves % 2 else str(halves // 2)
