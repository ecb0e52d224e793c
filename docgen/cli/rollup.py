"""`docgen rollup`: the county's facts from its units', every number with what it was made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.batch import period_of
from docgen.cli.check import LEVELS
from docgen.cli.console import counts, fail, say, say_findings, say_json, table
from docgen.cli.project import library
from docgen.cli.render import PARTLY
from docgen.cli.usage import ChineseHelp, one_of
from docgen.errors import InputError, OutputError
from docgen.facts import YAML_ENDINGS
from docgen.finding import Finding, Level, as_json, format_finding

if TYPE_CHECKING:
    from docgen.batch.rollup import Gathered, Number, RollUp
    from docgen.language import Period

_LEFT_OUT = "ROL007"
_NAMED = 6
"""So many names a line of the summary holds."""


@click.command("rollup", cls=ChineseHelp)
@click.argument("facts", metavar="文件夹|填报表…", nargs=-1, required=True)
@click.option("-o", "--out", metavar="文件", help="写到哪个 .yaml（默认印在屏幕上）")
@click.option(
    "--period", callback=period_of, metavar="期间",
    help="汇总哪一期，如 2026年上半年（默认各单位里最近的一期；没有这一期的列为未报）",
)  # fmt: skip
@click.option(
    "--unit", "name", metavar="名称", default="", help="县的名称；县里有自己的台账时不用写"
)
@click.option(
    "--own", metavar="台账", help="县里自己的台账（默认是文件夹里类别为县、区、市的那个单位的）"
)
@click.option(
    "--ledger", "ledgers", metavar="县台账", multiple=True,
    help="县里另有的台账（.xlsx、.yaml、.csv），逐项核对，差的列出；可以给几次",
)  # fmt: skip
@click.option(
    "--trace",
    "paths",
    metavar="事实",
    multiple=True,
    help="看这个数由哪些单位加来，如 --trace 党员",
)
@click.option(
    "--level", callback=one_of(LEVELS), metavar="级别", default=Level.ERROR.label,
    help="有这一级或更重的就以 1 退出：提示、疑似、必错（默认必错）",
)  # fmt: skip
@click.option("--json", "as_data", is_flag=True, help="输出 JSON，每个数都带各单位的数")
@click.pass_context
def command(
    ctx: click.Context,
    facts: tuple[str, ...],
    out: str | None,
    period: Period | None,
    name: str,
    own: str | None,
    ledgers: tuple[str, ...],
    paths: tuple[str, ...],
    level: str,
    as_data: bool,
) -> int:
    """把各单位的台账汇成县的一份台账：数按数据字典的“汇总”相加、加权平均，名单一条接一条。

    待核实的、没有填的不算在内，县的数随之标待核实，写明是哪个单位。县里自己的台账里写的
    （包联、部署、工作……）照用；和各单位的合计对不上的列出来。改动过的汇总不会被覆盖。
    """
    from docgen.batch.rollup import gather, roll_up
    from docgen.batch.rollup.ledger import read_ledger

    target = Path(out) if out is not None else None
    if target is not None and target.suffix.lower() not in YAML_ENDINGS:
        raise click.UsageError("汇总写成 .yaml", ctx)
    shelf = library()
    gathered = gather(
        [Path(path) for path in facts], shelf, period, Path(own) if own else None, name
    )
    read = [read_ledger(Path(path), shelf) for path in ledgers]
    rolled = roll_up(gathered, shelf, out or "county.yaml", read)
    wanted = [_named(path, rolled) for path in paths]
    written = _lay(target, rolled) if target is not None else None
    if as_data:
        say_json("rollup", _data(rolled, gathered, written, wanted or list(rolled.numbers)))
    elif wanted:
        for path in wanted:
            for line in _traced(rolled.numbers[path]):
                say(line)
    elif target is None:
        click.echo(rolled.text, nl=False)
    if not as_data and (target is not None or not wanted):
        _say_found(rolled, aside=target is None, color=ctx.color)
        if written is not None and target is not None:
            _say_written(rolled, gathered, target, written)
    if gathered.broken:
        if not as_data:
            fail(f"{len(gathered.broken)}个单位的台账读不出来，全县的数缺它们", color=ctx.color)
        return PARTLY
    if wanted and target is None and not as_data:
        return 0
    return int(any(finding.level >= LEVELS[level] for finding in rolled.findings))


def _named(path: str, rolled: RollUp) -> str:
    """The number asked for.  Raises InputError when it is not one that was rolled up."""
    from docgen.language.near import nearest

    if path in rolled.numbers:
        return path
    ends = [known for known in rolled.numbers if known.endswith(f".{path}")]
    if len(ends) == 1:
        return ends[0]
    guess = "、".join(ends) or nearest(path, tuple(rolled.numbers))
    raise InputError(
        f"“{path}”不是由各单位汇总的数",
        hint=f"是不是“{guess}”" if guess else "名称见 docgen list facts",
    )


def _lay(target: Path, rolled: RollUp) -> Path:
    """Write the file; beside it when somebody edited the one that is there."""
    from docgen.batch.rollup import is_unedited
    from docgen.drafts.writing import lay

    written = lay(target, rolled.text.encode(), target.suffix, is_unedited)
    if written is None:
        raise OutputError(
            "原有的汇总都改动过或打不开，新的放不下",
            where=str(target),
            hint="把旧的移走，或用 -o 换一个名字",
        )
    return written


# --- what is said ---------------------------------------------------------------------------------


def _say_found(rolled: RollUp, *, aside: bool, color: bool | None) -> None:
    """The findings; on the error stream when the facts themselves are printed."""
    if not aside:
        shown = _one_by_one(rolled)
        say_findings(shown, rolled.sources)
        if shown:
            say()
        return
    for finding in _one_by_one(rolled):
        text = format_finding(finding, rolled.sources.get(finding.place.path, ()))
        click.echo(text, err=True, color=color)


def _one_by_one(rolled: RollUp) -> list[Finding]:
    """The findings to be gone through; what was left out is told in one line at the end."""
    return [finding for finding in rolled.findings if finding.code != _LEFT_OUT]


def _say_written(rolled: RollUp, gathered: Gathered, target: Path, written: Path) -> None:
    if written != target:
        say(f"{target} 改动过，没有动它，新的汇总写在旁边", color="yellow")
    period = f"，{gathered.period.text}" if gathered.period is not None else ""
    found = counts(rolled.findings)
    say(
        f"已写 {written}（{len(gathered.units)}个单位{period}，汇出{len(rolled.numbers)}个数）"
        + (f"：{found}" if found else ""),
        color="green",
    )
    for line in _told(rolled, gathered):
        say(f"  {line}")


def _told(rolled: RollUp, gathered: Gathered) -> Iterator[str]:
    """What the clerk should know before using the numbers."""
    if gathered.absent:
        yield f"未报{len(gathered.absent)}个：{_few(gathered.absent)}"
    if gathered.broken:
        yield f"读不出来{len(gathered.broken)}个：{_few([one.name for one in gathered.broken])}"
    for line in gathered.spare:
        yield f"没有用的文件：{line}"
    numbers = rolled.numbers
    doubted = [path for path, made in numbers.items() if made.more.status == "待核实"]
    if doubted:
        yield f"待核实的数{len(doubted)}个：{_few(doubted)}"
    half = len(gathered.units) / 2
    rare = [
        p
        for p, made in numbers.items()
        if sum(one.counted or one.how == "为零" for one in made.parts) < half
    ]
    if rare:
        yield f"提示：不到一半单位填的数{len(rare)}个，不宜当作全县的数：{_few(rare)}"
    left_out = [
        found.message.split("”")[0].lstrip("“")
        for found in rolled.findings
        if found.code == _LEFT_OUT
    ]
    if left_out:
        yield f"提示：没有汇出{len(left_out)}项（ROL007），各单位没有填全或只能在本单位说：{_few(left_out)}"
    without = [path for path, made in numbers.items() if made.note]
    if without:
        yield f"提示：没有写上期的数{len(without)}个，有的单位没有上期数：{_few(without)}"
    if numbers:
        yield "一个数由哪些单位加来：加 --trace 名称"


def _few(names: Sequence[str]) -> str:
    more = f"……共{len(names)}个" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more


def _traced(made: Number) -> Iterator[str]:
    """The number and what each unit gave to it, with the place."""
    from docgen.batch.rollup.parts import with_measure

    said = with_measure(made.value.raw, made.entry) if made.value is not None else "没有数"
    before = (
        f"，上期{with_measure(made.more.previous.raw, made.entry)}"
        if made.more.previous is not None
        else ""
    )
    yield f"{made.entry.path}：{said}{before}（{made.more.source or '没有单位填'}）"
    for reason in made.reasons:
        yield f"  待核实：{reason}"
    if made.note:
        yield f"  上期：{made.note}"
    rows = []
    for part in made.parts:
        how = "" if part.counted else "没有" if part.how == "为零" else part.how
        more = part.fact.more if part.fact is not None else None
        earlier = f"上期{more.previous.raw}" if more is not None and more.previous else ""
        weight = f"权{part.weight}" if part.weight else ""
        place = str(part.place) if part.place is not None and part.text else ""
        row = (part.unit, part.text or "—", "；".join(filter(None, (how, part.note))), earlier)
        rows.append((*row, *([weight] if any(p.weight for p in made.parts) else []), place))
    yield table(rows, indent="  ")


def _data(
    rolled: RollUp, gathered: Gathered, written: Path | None, paths: Sequence[str]
) -> dict[str, object]:
    """All of it as plain values for a program."""
    return {
        "county": gathered.name,
        "period": gathered.period.text if gathered.period is not None else "",
        "units": [unit.name for unit in gathered.units],
        "unreported": list(gathered.absent),
        "unreadable": [{"unit": one.name, "error": one.error} for one in gathered.broken],
        "out": str(written) if written is not None else "",
        "numbers": [_number_data(rolled.numbers[path]) for path in paths],
        "findings": [as_json(finding) for finding in rolled.findings],
    }


def _number_data(made: Number) -> dict[str, object]:
    more = made.more
    return {
        "fact": made.entry.path,
        "rule": made.entry.rollup,
        "value": made.value.raw if made.value is not None else "",
        "previous": more.previous.raw if more.previous is not None else "",
        "source": more.source,
        "caliber": more.caliber,
        "status": more.status,
        "reasons": list(made.reasons),
        "note": made.note,
        "parts": [
            {
                "unit": part.unit,
                "how": part.how,
                "value": part.text,
                "weight": part.weight,
                "note": part.note,
                "path": part.place.path if part.place is not None else "",
                "line": part.place.line if part.place is not None else 0,
                "column": part.place.column if part.place is not None else 0,
                "part": part.place.part if part.place is not None else "",
            }
            for part in made.parts
        ],
    }
