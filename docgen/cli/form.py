"""`docgen form`: a workbook in which the facts that templates need are filled in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.console import say
from docgen.cli.project import library, units_of
from docgen.cli.usage import ChineseHelp
from docgen.errors import InputError

if TYPE_CHECKING:
    from docgen.facts import Dictionary, Facts

_BETWEEN = re.compile(r"[、,，;；\s]+")
_LONGEST_NAME = 40


@click.command("form", cls=ChineseHelp)
@click.argument("templates", metavar="[模板]…", nargs=-1)
@click.option(
    "--units", metavar="名单",
    help="多个单位填一张表：名称用顿号隔开，或一行一个名称的文本文件",
)  # fmt: skip
@click.option(
    "--fill", "filled", metavar="台账", multiple=True,
    help="把已有的台账（.yaml、.xlsx）填进表里；可以给几次",
)  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="数据字典里的全部事实都列出来")
@click.option(
    "-o", "--out", metavar="文件", default="填报表.xlsx",
    help="写到哪个文件；.csv 只有台账一张表（默认 填报表.xlsx）",
)  # fmt: skip
def command(
    templates: tuple[str, ...],
    units: str | None,
    filled: tuple[str, ...],
    everything: bool,
    out: str,
) -> int:
    """做一份 Excel 填报表：模板要用的事实都在里面，带说明、下拉选项和填写提示。

    填好后直接当台账用：docgen check 填报表.xlsx，docgen render 模板 填报表.xlsx。
    只填一个单位时一行一项；多个单位时台账表一行一个单位。已有的文件不会被覆盖。
    """
    from docgen.cli.output import write_new
    from docgen.compose.needs import needs
    from docgen.facts import dictionary_of
    from docgen.facts.workbook import filled_paths, form_layout, write_form, write_table

    target = Path(out)
    if target.suffix.lower() not in (".xlsx", ".csv"):
        raise click.UsageError("填报表写成 .xlsx 或 .csv", click.get_current_context())
    if not templates and not everything:
        raise click.UsageError(
            "要写给哪个模板用；全部事实都要就加 --all", click.get_current_context()
        )
    shelf = library()
    dictionary = dictionary_of(shelf)
    wanted = dict.fromkeys(
        path for name in templates for path in needs(shelf.template(name), shelf)
    )
    if everything:
        wanted = dict.fromkeys(dictionary.under())
    rows: list[Facts] = [
        reading.facts for path in filled for reading in units_of(Path(path), shelf)
    ]
    for facts in rows:
        wanted |= dict.fromkeys(filled_paths(facts))
    there = {facts.unit for facts in rows}
    named = [name for name in names_of(units or "") if name not in there]
    template = shelf.template(templates[0]).id if len(templates) == 1 else ""
    rows += [started(dictionary, name, template) for name in named]
    many = len(rows) > 1 or (units is not None and len(rows) == 1 and not there)
    layout = form_layout(dictionary, tuple(wanted), many=many, derived=bool(filled))
    if not rows:
        rows.append(started(dictionary, "", template))
    titles = "、".join(shelf.template(name).name for name in templates) or "全部事实"
    if target.suffix.lower() == ".csv":
        data = write_table(layout, rows)
    else:
        data = write_form(layout, rows, title=f"{titles}填报表")
    write_new(target, data)
    said = f"，{len(rows)}个单位" if many else ""
    say(f"已写 {target}（{len(wanted)}项事实{said}）", color="green")
    if target.suffix.lower() == ".csv" and layout.lists:
        names = "、".join(sheet.entry.name for sheet in layout.lists if sheet.parent is None)
        say(f"  .csv 只有台账一张表，一条一条的（{names}）放不下；要填这些就做 .xlsx")
    return 0


def started(dictionary: Dictionary, name: str, template: str) -> Facts:
    """The facts that are known before anybody fills in a form; "" is nothing."""
    from docgen.facts import facts_from
    from docgen.source import MappingNode, Parsed, Scalar

    def mapping(root: str, member: str, text: str) -> tuple[Scalar, MappingNode]:
        inner = (Scalar(member, 1, 1, False), Scalar(text, 1, 1, False))
        return Scalar(root, 1, 1, False), MappingNode((inner,), 1, 1)

    known = (("单位", "名称", name), ("文稿", "模板", template))
    pairs = tuple(mapping(*given) for given in known if given[2])
    return facts_from([Parsed(MappingNode(pairs, 1, 1), (), "", ())], dictionary)[0]


def names_of(text: str) -> list[str]:
    """The units named: a list in the text itself, or in the text file of that name.

    Raises InputError when a name is empty, too long or stands twice.
    """
    from docgen.source import read_text

    if text.lower().endswith((".txt", ".csv")):
        text = read_text(Path(text))[0]
    names = [name for name in _BETWEEN.split(text.strip().removeprefix("\ufeff")) if name]
    for name in names:
        if len(name) > _LONGEST_NAME or not name.isprintable():
            raise InputError(f"名单里的“{name[:_LONGEST_NAME]}”不像单位名称")
        if names.count(name) > 1:
            raise InputError(f"名单里“{name}”出现了两次", hint="留一个")
    return names
