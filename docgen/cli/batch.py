"""`docgen batch`: the drafts of many units at once, taken up again where they stopped."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli import letterhead
from docgen.cli.console import fail, say, say_json
from docgen.cli.printing import printing_for
from docgen.cli.project import day, library, project_root
from docgen.cli.render import PARTLY, formats_of
from docgen.cli.usage import ChineseHelp
from docgen.errors import InputError, OutputError
from docgen.finding import Level

if TYPE_CHECKING:
    from docgen.batch.finish import Stand
    from docgen.batch.plan import Plan
    from docgen.batch.run import Outcome, Progress
    from docgen.language import Period
    from docgen.library import Library, TemplateSource

_EVERY: float = 5.0
"""Seconds between two lines of progress where there is no terminal."""
_NAMED = 20
"""So many failed units are named in the summary; the others stand in the report."""


def period_of(_: click.Context, param: click.Parameter, value: str | None) -> Period | None:
    """A period on the command line."""
    from docgen.language import parse_period

    if value is None:
        return None
    found = parse_period(value.strip())
    if found is None:
        raise click.BadParameter(
            f"“{value}”不是期间，写成 2026年上半年、2026年第三季度、2026年", param=param
        )
    return found


def names_in(_: click.Context, __: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    """Names parted by commas or 、, from all times the option was given."""
    words = "、".join(values).replace("，", "、").replace(",", "、").split("、")
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


@click.command("batch", cls=ChineseHelp)
@click.argument("templates", metavar="模板…", nargs=-1, required=True)
@click.option(
    "--facts", "sources", metavar="文件夹|填报表", multiple=True, required=True,
    help="各单位的台账：一个文件夹（一个单位一个文件夹，或收回来的填报表），或一份填报表；可以给几次",
)  # fmt: skip
@click.option(
    "-o", "--out", metavar="文件夹", required=True, help="文稿写到哪个文件夹，一个单位一个文件夹"
)
@click.option(
    "--period", callback=period_of, metavar="期间",
    help="做哪一期，如 2026年上半年（默认各单位里最近的一期；没有这一期的列为未报）",
)  # fmt: skip
@click.option(
    "--to", "formats", callback=formats_of, metavar="格式", default="docx",
    help="格式，几种用逗号隔开（默认 docx）",
)  # fmt: skip
@click.option("--only", "names", callback=names_in, metavar="单位", multiple=True,
              help="只做这几个单位，名称用顿号或逗号隔开")  # fmt: skip
@click.option("--date", "on", callback=day, metavar="日期", help="成文日期，如 2026-07-03")
@click.option("--style", metavar="样式", default="",
              help="按哪种样式排版，写编号或名称（默认各单位的 文稿.样式，再按模板的）")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 256), metavar="个数",
              help="同时用几个进程，1至256（默认按机器和份数定）")  # fmt: skip
@click.option("--dask", "address", metavar="地址",
              help="交给一个 Dask 集群做，如 tcp://10.0.0.8:8786（要另装 docgen-gongwen[dask]）")  # fmt: skip
@click.option("--last", "earlier", metavar="文件夹",
              help="上一期的输出文件夹，比照有没有照抄上一期（默认比同一文件夹里的上一期）")  # fmt: skip
@click.option("--fill", "filled", metavar="文件夹", multiple=True,
              help="各单位交回的补填表放在哪个文件夹；里面填的补进台账，台账文件不动")  # fmt: skip
@letterhead.option
@click.option("--strict", is_flag=True, help="有待填、待核实、未写或必错的那一份不写，以 1 退出")
@click.option("--json", "as_data", is_flag=True, help="输出 JSON")
def command(
    templates: tuple[str, ...],
    sources: tuple[str, ...],
    out: str,
    period: Period | None,
    formats: Sequence[str],
    names: Sequence[str],
    on: date | None,
    style: str,
    jobs: int | None,
    address: str | None,
    earlier: str | None,
    filled: tuple[str, ...],
    headed: str,
    strict: bool,
    as_data: bool,
) -> int:
    """一次做完全县的文稿，列出谁还缺什么；中途断了，再运行同一条命令接着做。

    每个单位一个文件夹；台账、模板没有变的不重做，改动过的旧稿不会被覆盖。
    做完在输出文件夹里写 index.html（总表，用浏览器打开）和 汇总.xlsx。
    """
    from docgen.batch.batch import run_batch

    shelf = library()
    chosen = tuple({made.id: made for made in map(shelf.template, templates)}.values())
    target = Path(out)
    if os.path.isfile(target):  # noqa: PTH113  (False for a name that is too long)
        raise OutputError("这是文件，不是文件夹", where=out, hint="用 -o 换一个名字")
    unapproved = _unapproved(chosen, shelf)
    for line in unapproved:
        _note(f"提醒：{line}", quiet=as_data)
    at = [Path(source) for source in sources]
    if address:  # another machine has another current folder
        at, target = [path.resolve() for path in at], target.resolve()
    with _terminated_softly(), _telling(quiet=as_data) as tell:
        whole, outcome, stand, troubles = run_batch(
            chosen, at, shelf, target,
            period=period, formats=formats, names=names, on=on, style=style and shelf.style_named(style).id, strict=strict,
            earlier=Path(earlier) if earlier else None, far=bool(address),
            filled=[Path(folder) for folder in filled], notes=unapproved,
            printing=printing_for(formats, shelf), letterhead=letterhead.letterhead_at(headed),
            hire=partial(_hired, address, jobs), tell=tell,
            seen=lambda path: _note(f"读 {path}", quiet=as_data),
        )  # fmt: skip
    for line in () if as_data else troubles:
        fail(line, color=None)
    if as_data:
        _say_data(whole, outcome, stand, (*unapproved, *troubles), target)
    else:
        _say_summary(whole, outcome, stand, target)
    if outcome.stopped:
        from docgen.cli.program import INTERRUPTED

        return INTERRUPTED
    return _code(stand)


def _code(stand: Stand) -> int:
    if stand.failed:
        return PARTLY if stand.written else 2
    return int(stand.refused > 0 or stand.worst is Level.ERROR)


def _unapproved(templates: Sequence[TemplateSource], shelf: Library) -> tuple[str, ...]:
    """What the project's approvals say of these templates; nothing where it has none."""
    from docgen.audit.approval import FILE, approvals, unsigned
    from docgen.source import read_text

    root = project_root(Path.cwd())
    if root is None or not os.path.isfile(root / FILE):  # noqa: PTH113
        return ()
    try:
        signed = approvals(read_text(root / FILE)[0], FILE)
    except InputError as error:
        return (f"签字没有核对：{error}",)
    return unsigned(templates, signed, shelf)


# --- who does the work ----------------------------------------------------------------------------


@contextmanager
def _hired(
    address: str | None, jobs: int | None, drafts: int
) -> Iterator[tuple[Callable[[], Executor], int]]:
    """Who makes so many drafts."""
    from docgen.batch import pool

    if address:
        with pool.of_dask(address) as hired:
            yield hired
        return
    count = jobs or pool.processes_for(drafts)
    yield (pool.of_processes(count) if count > 1 else pool.here), count


@contextmanager
def _terminated_softly() -> Iterator[None]:
    """A request to end (SIGTERM) is taken as Ctrl-C is."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


# --- what is told while it runs -------------------------------------------------------------------


def _note(text: str, *, quiet: bool) -> None:
    if not quiet:
        click.echo(text, err=True)


@contextmanager
def _telling(*, quiet: bool) -> Iterator[Callable[[Progress], object]]:
    """What tells of each draft: a bar on a terminal, else a line now and then."""
    if quiet:
        yield lambda _progress: None
    elif sys.stderr.isatty():
        with ExitStack() as stack:
            yield _Bar(stack).tell
    else:
        yield _Lines().tell


class _Bar:
    """Progress as a bar with rate and time left."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.begun = 0.0
        self.update: Callable[[int, Progress], None] = lambda _count, _progress: None

    def tell(self, progress: Progress) -> None:
        """Show it; the first tells how many there are."""
        if progress.done:
            self.update(1, progress)
        elif progress.total:
            self.begun = time.perf_counter()
            bar = click.progressbar(
                length=progress.total, label="写文稿", item_show_func=self.said, show_pos=True,
                file=sys.stderr, fill_char="#", empty_char="-",
                update_min_steps=max(1, progress.total // 1000),
            )  # fmt: skip
            self.update = self.stack.enter_context(bar).update

    def said(self, progress: Progress | None) -> str:
        """What stands behind the bar."""
        if progress is None:
            return ""
        rate = progress.done / max(time.perf_counter() - self.begun, 1e-3)
        return f"每秒{rate:.0f}份 {progress.unit}"


class _Lines:
    """Progress in plain lines, for a log."""

    def __init__(self) -> None:
        self.begun = self.said = time.perf_counter()

    def tell(self, progress: Progress) -> None:
        """A line when enough time has passed, and for what failed."""
        now = time.perf_counter()
        if not progress.done:
            self.begun = self.said = now
        elif now - self.said >= _EVERY:
            self.said = now
            rate = progress.done / (now - self.begun)
            left = (progress.total - progress.done) / rate
            click.echo(
                f"已做{progress.done}份，共{progress.total}份，每秒{rate:.0f}份，还要{left:.0f}秒",
                err=True,
            )


# --- what is told at the end ----------------------------------------------------------------------


def _say_summary(whole: Plan, outcome: Outcome, stand: Stand, out: Path) -> None:
    for why in stand.reasons[:_NAMED]:
        fail(why, color=None)
    if len(stand.reasons) > _NAMED:
        say(f"……共{len(stand.reasons)}份没有写成，其余见总表")
    if outcome.stopped:
        left = f"还有{outcome.left}份没有做" if outcome.left else "总表还没有写"
        say(f"已中断：写好{outcome.made}份，{left}", bold=True)
        say("再运行同一条命令，从这里接着做")
        return
    period = f"{whole.period.text}，" if whole.period else ""
    say(f"{period}{stand.sentence}", bold=True)
    fresh = outcome.made - outcome.failed
    if outcome.unchanged:
        say(f"这一次写了{fresh}份，没有变、不用重做的{outcome.unchanged}份")
    if whole.unreported:
        names = "、".join(item.name for item in whole.unreported[:_NAMED])
        more = "……" if len(whole.unreported) > _NAMED else ""
        say(f"未报的{len(whole.unreported)}个单位：{names}{more}")
    for page in stand.pages:
        say(f"{'已写' if outcome.made else '见'} {out / page}", color="green")


def _say_data(
    whole: Plan, outcome: Outcome, stand: Stand, troubles: Sequence[str], out: Path
) -> None:
    say_json(
        "batch",
        {
            "period": whole.period.text if whole.period else "",
            "out": out.as_posix(),
            "units": len(whole.towns),
            "made": outcome.made,
            "unchanged": outcome.unchanged,
            "left": outcome.left,
            "stopped": outcome.stopped,
            "troubles": list(troubles),
            "unreported": [item._asdict() for item in whole.unreported],
            "stand": asdict(stand),
        },
    )
