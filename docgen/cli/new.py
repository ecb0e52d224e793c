"""`docgen new`: a facts file to fill in, blank for templates or rolled forward from last period's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.console import say
from docgen.cli.project import library
from docgen.cli.usage import ChineseHelp
from docgen.errors import InputError
from docgen.facts import FORM_ENDINGS, YAML_ENDINGS, Facts, dictionary_of
from docgen.facts.values import Fact
from docgen.finding import Finding, Level, format_finding
from docgen.language import Period, parse_period
from docgen.library import Library

if TYPE_CHECKING:
    from docgen.facts.rollforward import Rolled

_LAYERS = ("unit.yaml", "_common.yaml")


def period_of(_: click.Context, param: click.Parameter, value: str | None) -> Period | None:
    """A period on the command line."""
    found = parse_period(value) if value is not None else None
    if value is not None and found is None:
        raise click.BadParameter(
            f"“{value}”不是期间，写成 2026年上半年、2026年、2026年1月至6月", param=param
        )
    return found


@click.command("new", cls=ChineseHelp)
@click.argument("templates", metavar="[模板]…", nargs=-1)
@click.option("--from", "last", metavar="上期台账", help="由上期的台账（.yaml、.xlsx、.csv）结转")
@click.option(
    "--period", callback=period_of, metavar="期间",
    help="这一期，如 2026年上半年；结转时不写就是下一年的同期",
)  # fmt: skip
@click.option("--unit", metavar="名称", default="", help="上期填报表里有多个单位时，只转这一个")
@click.option("-o", "--out", metavar="文件", help="写到哪个 .yaml 或 .xlsx（默认印在屏幕上）")
def command(
    templates: tuple[str, ...],
    last: str | None,
    period: Period | None,
    unit: str,
    out: str | None,
) -> int:
    """新建一份台账：模板要用的事实一项一行，带单位和说明；或者由上期的台账结转。

    结转（--from）：上期的数成为 上期，本期的数留空；写的话照留，前面标【未更新】，改好或
    删去标记为止，成文时都列出来；日期往后移一年。已有的文件不会被覆盖。
    """
    target = Path(out) if out is not None else None
    if target is not None and target.suffix.lower() not in (*YAML_ENDINGS, ".xlsx"):
        raise click.UsageError("台账写成 .yaml 或 .xlsx", click.get_current_context())
    if last is not None and templates:
        raise click.UsageError(
            "--from 结转的内容由上期台账定，不再写模板", click.get_current_context()
        )
    if last is None and not templates:
        raise click.UsageError(
            "要写给哪个模板用，或用 --from 给出上期台账", click.get_current_context()
        )
    shelf = library()
    if last is not None:
        return _rolled(Path(last), target, period, unit, shelf)
    if target is not None and target.suffix.lower() == ".xlsx":
        return _form(templates, target, shelf)
    text = blank(templates, target, period, shelf)
    if target is None:
        click.echo(text, nl=False)
    else:
        write_facts(target, text, shelf)
    return 0


def blank(names: Iterable[str], target: Path | None, period: Period | None, shelf: Library) -> str:
    """The skeleton for these templates; what the layers beside the target give is not in it."""
    from docgen.compose.needs import needs_of
    from docgen.facts.skeleton import skeleton

    templates = [shelf.template(name) for name in names]
    filled = {"文稿.模板": templates[0].id}
    if period is not None:
        filled |= {"文稿.期间": period.text, "文稿.时点": period.end.isoformat()}
    return skeleton(
        dictionary_of(shelf),
        needs_of(templates, shelf),
        title="、".join(template.name for template in templates) + "：台账",
        filled=filled,
        elsewhere=_given(target, shelf) if target is not None else (),
    )


def write_facts(target: Path, text: str, shelf: Library) -> None:
    """Write a facts file that was not there, and beside it the schema unless one is there."""
    from docgen.cli.output import write_new
    from docgen.cli.schema import as_bytes
    from docgen.facts.schema import schema
    from docgen.facts.skeleton import SCHEMA_FILE

    write_new(target, text.encode())
    say(f"已写 {target}", color="green")
    beside = target.parent / SCHEMA_FILE
    if not beside.is_symlink() and not beside.exists():
        write_new(beside, as_bytes(schema(dictionary_of(shelf))))
        say(f"已写 {beside}（编辑器据此提示名称和说明）", color="green")


def _given(target: Path, shelf: Library) -> tuple[str, ...]:
    """Paths of the facts that unit.yaml and _common.yaml give to a file at this place."""
    from docgen.facts import facts_from, layer_files
    from docgen.source import read_file

    layers = [read_file(path) for path in layer_files(target)[:-1]]
    if not layers:
        return ()
    facts, _ = facts_from(layers, dictionary_of(shelf))
    return tuple(fact.path for fact in facts.leaves() if fact.value is not None)


def _form(names: Sequence[str], target: Path, shelf: Library) -> int:
    from docgen.cli.form import started
    from docgen.cli.output import write_new
    from docgen.compose.needs import needs_of
    from docgen.facts.workbook import form_layout, write_form

    templates = [shelf.template(name) for name in names]
    wanted = needs_of(templates, shelf)
    layout = form_layout(dictionary_of(shelf), wanted, many=False, derived=False)
    title = "、".join(template.name for template in templates) + "填报表"
    known = [started(dictionary_of(shelf), "", templates[0].id)] if len(templates) == 1 else []
    write_new(target, write_form(layout, known, title=title))
    say(f"已写 {target}", color="green")
    return 0


# --- rolling forward ------------------------------------------------------------------------------


def _rolled(
    last: Path, target: Path | None, period: Period | None, only: str, shelf: Library
) -> int:
    from docgen.facts.rollforward import roll_forward

    units = _last_units(last, only, shelf)
    ctx = click.get_current_context()
    wrong = [finding for _, findings in units for finding in findings]
    for facts, findings in units:
        for finding in findings:
            if finding.level > Level.HINT:
                text = format_finding(finding, facts.sources.get(finding.place.path, ()))
                click.echo(text, err=True, color=ctx.color)
    beside = target is not None and _finds(target, last)
    rolled = [roll_forward(facts, period, looked_up=beside) for facts, _ in units]
    if target is not None and target.suffix.lower() == ".xlsx":
        _write_form(target, rolled, shelf)
    elif len(rolled) > 1:
        names = "、".join(facts.unit for facts, _ in units)
        raise InputError(
            f"里面有{len(rolled)}个单位，一份 .yaml 只写一个",
            where=str(last),
            hint=f"写成 -o 文件.xlsx，或加 --unit：{names}",
        )
    elif target is None:
        click.echo(_text(rolled[0], last), nl=False)
    else:
        write_facts(target, _text(rolled[0], last), shelf)
    form = target is not None and target.suffix.lower() == ".xlsx"
    said = [_to_do(one, last, beside=beside, form=form, named=len(rolled) > 1) for one in rolled]
    if target is not None:
        said.append(_left_behind(last, target))
    for lines in said:
        for line in lines:
            click.echo(line, err=True)
    return int(any(finding.level is Level.ERROR for finding in wrong))


def _last_units(last: Path, only: str, shelf: Library) -> list[tuple[Facts, tuple[Finding, ...]]]:
    """What the last file itself says of each unit; unit.yaml and 上期 are not looked at."""
    from docgen.facts import facts_from
    from docgen.source import read_file

    dictionary = dictionary_of(shelf)
    name = last.name.lower()
    if not name.endswith(YAML_ENDINGS + FORM_ENDINGS):
        raise InputError("这不是台账", where=str(last), hint="台账是 .yaml、.xlsx 或 .csv")
    if name in _LAYERS:
        raise InputError("这是各期共用的文件，不用结转", where=str(last), hint="给出上一期的台账")
    if name.endswith(YAML_ENDINGS):
        return [facts_from([read_file(last)], dictionary)]
    from docgen.facts.workbook import read_form

    form = read_form(last, dictionary)
    kept = [u for u in form.units if not only or u.name == only]
    if not kept:
        names = "、".join(unit.name for unit in form.units)
        raise InputError(
            f"里面没有“{only}”" if only else "表里一个单位也没有填",
            where=str(last),
            hint=f"有：{names}" if names else "",
        )
    out = [facts_from([one.parsed], dictionary) for one in kept]
    return [(f, (*form.findings, *found) if not i else found) for i, (f, found) in enumerate(out)]


def _finds(target: Path, last: Path) -> bool:
    """Whether a facts file at the target will find the last one by itself (see `read_facts`)."""
    try:
        same = target.resolve().parent == last.resolve().parent
    except (OSError, RuntimeError):
        return False
    endings = {target.suffix.lower(), last.suffix}
    return same and endings == {".yaml"} and (last.parent / "unit.yaml").is_file()


def _text(rolled: Rolled, last: Path) -> str:
    from docgen.facts.skeleton import MODELINE
    from docgen.facts.writing import facts_yaml

    head = (
        MODELINE,
        f"# 由 {last.name} 结转。写着 待填 的填新数，没有了的整项删去。",
        "# 【未更新】的是上期的话：改好就行，标记随手删去；不用改的，也删去标记。",
    )
    return "\n".join(head) + "\n\n" + facts_yaml(rolled.facts)


def _write_form(target: Path, rolled: Sequence[Rolled], shelf: Library) -> None:
    from docgen.cli.output import write_new
    from docgen.compose.needs import needs_of
    from docgen.facts.workbook import filled_paths, form_layout, write_form

    facts = [one.facts for one in rolled]
    named = [one.get("文稿.模板") for one in facts]
    names = dict.fromkeys(node.text for node in named if isinstance(node, Fact) and node.text)
    templates = [shelf.template(name) for name in names]
    paths = dict.fromkeys(needs_of(templates, shelf))
    filled = tuple(path for one in facts for path in filled_paths(one))
    dictionary = dictionary_of(shelf)
    derived = any(entry.derived for path in filled if (entry := dictionary.find(path)))
    paths |= dict.fromkeys(filled)
    layout = form_layout(dictionary, tuple(paths), many=len(facts) > 1, derived=derived)
    title = "、".join(template.name for template in templates) + "填报表"
    write_new(target, write_form(layout, facts, title=title))
    say(f"已写 {target}", color="green")


def _to_do(rolled: Rolled, last: Path, *, beside: bool, form: bool, named: bool) -> Iterable[str]:
    """What is left to the writer, a line each.  beside: last period's numbers are looked up there.

    form: it is an Excel form, whose open cells are coloured.
    """
    if named:
        yield f"{rolled.facts.unit}："
    if rolled.blank:
        earlier = f"上期数从 {last.name} 里取" if beside else "上期数已放好"
        where = "空着、有颜色的格，或写着 待填" if form else "写着 待填"
        yield f"  要填的数{len(rolled.blank)}个（{where}），{earlier}"
    if rolled.unrenewed:
        yield f"  要看的话{len(rolled.unrenewed)}句（前面标着【未更新】）：改好，或删去标记"
    if rolled.period is not None:
        yield f"  期间是 {rolled.period.text}；日期是推算的，请核对"
    else:
        yield "  上期台账里没有 文稿.期间，这一期的要自己写"
    if rolled.dropped:
        yield f"  没有带过来的：{'、'.join(rolled.dropped)}"


def _left_behind(last: Path, target: Path) -> Iterable[str]:
    """What the last file took from files beside it and the new one, elsewhere, will not have."""
    from docgen.facts import layer_files

    there = [path.name for path in layer_files(target)[:-1]]
    gone = [str(path) for path in layer_files(last)[:-1] if path.name not in there]
    if gone:
        yield f"  {'、'.join(gone)} 里的（单位等）没有抄过来：新台账换了文件夹，把它也放过去"
