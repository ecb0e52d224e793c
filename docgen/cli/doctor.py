"""`docgen doctor`: what this machine lacks, and the step to take."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.console import say, say_findings, say_json, table
from docgen.cli.project import layers, library, units_of
from docgen.cli.usage import ChineseHelp
from docgen.finding import Level, as_json, worst

if TYPE_CHECKING:
    from docgen.doctor import Check

_COLORS = {"好": "green", "要改": "red"}


@click.command("doctor", cls=ChineseHelp)
@click.argument("names", metavar="[台账…]", nargs=-1)
@click.option("-o", "--out", "folder", metavar="文件夹", default=".",
              help="看文稿能不能写进这个文件夹（默认当前文件夹）")  # fmt: skip
@click.option("--json", "as_data", is_flag=True, help="输出 JSON")
def command(names: tuple[str, ...], folder: str, as_data: bool) -> int:
    """看这台电脑缺什么：版本、设置、字体、出 PDF 的程序、写的权限；给了台账，再看哪些字印不出。

    都好以 0 退出，有要改的以 1 退出，怎样改写在旁边。
    """
    from docgen import doctor
    from docgen.office import printing_of

    shelf = library()
    printing = printing_of(os.environ, shelf)
    checks = [
        doctor.check_program(),
        *doctor.check_settings(layers(Path.cwd(), shelf), os.environ, shelf),
        *doctor.check_fonts(shelf, printing),
        *doctor.check_printer(shelf, printing),
        doctor.check_folder(Path(folder)),
    ]
    units = [reading.facts for name in names for reading in units_of(Path(name), shelf)]
    findings = doctor.lacking(units, shelf, printing)
    bad = [check for check in checks if check.state == "要改"]
    high = worst(findings)
    code = int(bool(bad) or (high is not None and high >= Level.DOUBT))
    if as_data:
        data = {
            "ok": not code,
            "checks": [check._asdict() for check in checks],
            "findings": [as_json(finding) for finding in findings],
        }
        say_json("doctor", data)
        return code
    _say(checks)
    if names:
        say()
        say("缺字", bold=True)
        if findings:
            say_findings(findings, {path: rows for f in units for path, rows in f.sources.items()})
        else:
            say("  台账里的字都印得出，用的是一种字体")
    say()
    said = [f"要改的有{len(bad)}处，照“→”做"] if bad else []
    said += ["有的字印不出来，见“缺字”"] if high is not None and high >= Level.DOUBT else []
    say("；".join(said) or "都好", bold=True)
    return code


def _say(checks: Sequence[Check]) -> None:
    for number, (section, group) in enumerate(groupby(checks, attrgetter("section"))):
        if number:
            say()
        say(section, bold=True)
        rows = [*group]
        lines = table([(row.state, row.subject, row.said) for row in rows], indent="  ")
        for row, line in zip(rows, lines.split("\n"), strict=True):
            say(line, color=_COLORS.get(row.state))
            if row.step:
                say(f"      → {row.step}")
