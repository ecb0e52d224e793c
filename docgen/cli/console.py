"""What the commands print: findings, tables, JSON and errors.  Only marks that GBK has too."""

from __future__ import annotations

import json
import re
import sys
import traceback
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import click

from docgen.errors import DocgenError
from docgen.finding import Finding, Level, display_width, format_finding

JSON_FORM = 1
"""Number of the form of what --json prints."""

_COMMA = re.compile("[，、；。]")
COLORS = {Level.ERROR: "red", Level.DOUBT: "yellow", Level.HINT: "cyan"}


def say(text: str = "", *, color: str | None = None, bold: bool = False) -> None:
    """A line of the result."""
    click.echo(click.style(text, fg=color, bold=bold or None) if color or bold else text)


def say_json(command: str, values: Mapping[str, object]) -> None:
    """The result for a program: one JSON object, its keys in English, its words as they are."""
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
    whole = {"form": JSON_FORM, "command": command, **values}
    click.echo(json.dumps(whole, ensure_ascii=encoding != "utf8", indent=2))


def pad(text: str, width: int) -> str:
    """The text filled with spaces to this many columns."""
    return text + " " * max(0, width - display_width(text))


def cut(text: str, width: int) -> str:
    """The text in at most this many columns, what is cut off marked by ……."""
    if display_width(text) <= width:
        return text
    out = ""
    for char in text:
        if display_width(out + char) > width - 4:
            break
        out += char
    return out + "……"


def cut_to(text: str, end: int, width: int) -> str:
    """As `cut`, but what stands right before `end` stays: what does not fit goes on its left.

    On the left it is cut after a comma where there is one: no figure or name loses its head.
    """
    left = text[:end]
    if display_width(text) <= width or display_width(left) <= width - 4:
        return cut(text, width)
    left = left.lstrip("…")
    while display_width(left) > width - 8:
        left = left[1:]
    comma = _COMMA.search(left, 0, max(0, len(left) - 1))
    return cut("……" + left[comma.end() if comma else 0 :] + text[end:], width)


def table(rows: Iterable[Sequence[str]], *, indent: str = "") -> str:
    """The rows with their columns aligned; the last column is as long as it is."""
    rows = [tuple(row) for row in rows]
    if not rows:
        return ""
    widths = [max(display_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    widths[-1] = 0
    return "\n".join(
        (indent + "  ".join(pad(c, w) for c, w in zip(row, widths, strict=True))).rstrip()
        for row in rows
    )


def counts(findings: Iterable[Finding]) -> str:
    """必错1处、疑似2处; "" when there are none."""
    return counted(Counter(finding.level for finding in findings))


def counted(levels: Mapping[Level, int]) -> str:
    """The same of how many there are of each level."""
    return "、".join(
        f"{level.label}{levels[level]}处"
        for level in sorted(Level, reverse=True)
        if levels.get(level)
    )


def say_findings(findings: Iterable[Finding], sources: Mapping[str, Sequence[str]]) -> None:
    """Every finding with its line and caret, file by file, an empty line between files."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.place.path, []).append(finding)
    for number, (path, group) in enumerate(groups.items()):
        if number:
            say()
        order = {sheet: number for number, sheet in enumerate(_sheets(group))}
        for finding in sorted(group, key=lambda f: (order[_sheet(f)], f.place, f.code)):
            head, *rest = format_finding(finding, sources.get(path, ())).split("\n")
            say(head, color=COLORS[finding.level])
            for line in rest:
                say(line)


def _sheet(finding: Finding) -> str:
    """The sheet of a workbook, "" in a file that has none."""
    return finding.place.part.rpartition("!")[0]


def _sheets(findings: Iterable[Finding]) -> Iterable[str]:
    """The sheets of the findings, the ledger first and the others as they come."""
    found = dict.fromkeys(map(_sheet, findings))
    return sorted(found, key=lambda sheet: (sheet != "", sheet != "台账"))


def report(error: DocgenError, *, color: bool | None) -> None:
    """An error that ends the work, on the error stream: what, where, and the next step."""
    findings: tuple[Finding, ...] = getattr(error, "findings", ())
    sources: Mapping[str, Sequence[str]] = getattr(error, "sources", {})
    if findings:
        for finding in findings:
            text = format_finding(finding, sources.get(finding.place.path, ()))
            click.echo(text, err=True, color=color)
        fail("文件读不出来，先改好上面这些", color=color)
        return
    where = f"{error.where}：" if error.where else ""
    fail(where + error.message, error.hint, color=color)


def fail(message: str, hint: str = "", *, color: bool | None) -> None:
    """One error on the error stream."""
    click.echo(click.style("错误：", fg="red", bold=True) + message, err=True, color=color)
    if hint:
        click.echo(f"  下一步：{hint}", err=True, color=color)


def report_fault(error: BaseException, *, debug: bool, color: bool | None) -> None:
    """A fault of the program itself; the details only when asked for."""
    if debug:
        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)
    hint = "" if debug else "在命令后加 --debug 再运行一次，把显示的内容和所用的文件一起报给维护者"
    fail(f"程序内部出错（{type(error).__name__}），这不是您的操作问题", hint, color=color)
