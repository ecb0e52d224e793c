"""`docgen check`: everything wrong or doubtful in drafts, facts files and templates, all at once."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from docgen.cli.console import counted, report, say, say_findings, say_json, table
from docgen.cli.project import day
from docgen.cli.usage import ChineseHelp, one_of
from docgen.errors import AmbiguousNameError, DocgenError, InputError, OutputError
from docgen.finding import Finding, Level, as_json

if TYPE_CHECKING:
    from docgen.cli.drafts import Brief, Wanted
    from docgen.drafts.reviewing import Terms
    from docgen.library import Library
    from docgen.review.baseline import Key

LEVELS = {level.label: level for level in Level}
FORMATS: Final = ("text", "json", "docx")


def codes_in(_: click.Context, __: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    """Codes parted by commas or 、, from all times the option was given."""
    words = "、".join(values).replace("，", "、").replace(",", "、").split("、")
    return tuple(word.strip().upper() for word in words if word.strip())


@dataclass
class Tally:
    """What was found in all that was named.

    findings: in facts and templates, one for each place; of the drafts only what is left of them
    when they have been told.  files: that were written.
    """

    findings: dict[Finding, None] = field(default_factory=dict)
    sources: dict[str, Sequence[str]] = field(default_factory=dict)
    unreadable: list[DocgenError] = field(default_factory=list)
    drafts: list[Brief] = field(default_factory=list)
    named: Counter[str] = field(default_factory=Counter)
    files: list[Path] = field(default_factory=list)

    @property
    def levels(self) -> Counter[Level]:
        """How many findings there are of each level."""
        own = Counter(finding.level for finding in self.findings)
        return sum((one.levels for one in self.drafts), own)


@click.command("check", cls=ChineseHelp)
@click.argument("paths", metavar="文稿、台账或模板…", nargs=-1, required=True)
@click.option(
    "--facts", "facts_path", metavar="台账", default="", help="文稿要和这份台账一致：逐个数字核对"
)
@click.option("--unit", metavar="名称", default="", help="填报表里有多个单位时，用哪一个")
@click.option("--ledger", metavar="县台账", default="", help="文稿还要和县里的台账一致")
@click.option(
    "--date", "on", callback=day, metavar="日期", help="文稿的成文日期，如 2026-06-30（默认看落款）"
)
@click.option("--genre", metavar="文种", default="", help="文稿的文种，如 工作总结（默认看标题）")
@click.option(
    "--select", callback=codes_in, metavar="代码", multiple=True,
    help="只查这几个，如 FIG,OUT001；写前几个字母就是一类",
)  # fmt: skip
@click.option("--ignore", callback=codes_in, metavar="代码", multiple=True, help="不查这几个")
@click.option("--fix", is_flag=True, help="改好拿得准的，列出改了什么，另存为 稿-改.docx")
@click.option(
    "--in-place", is_flag=True, help="同 --fix 一起用：改在原文件里，旧的留作 稿.bak.docx"
)
@click.option(
    "--format", "form", callback=one_of(FORMATS), metavar="格式", default="text",
    help="text 列在屏幕上；docx 另存一份 稿-审阅.docx，问题写成批注；json 给程序用",
)  # fmt: skip
@click.option("-o", "--out", metavar="文件|文件夹", default="", help="另存到哪里（默认在文稿旁边）")
@click.option("--baseline", metavar="文件", default="", help="只列这个基线里没有的")
@click.option("--write-baseline", is_flag=True, help="把现有的问题都记进 --baseline 的文件")
@click.option(
    "--level",
    callback=one_of(LEVELS),
    metavar="级别",
    default=Level.ERROR.label,
    help="有这一级或更重的就以 1 退出：提示、疑似、必错（默认必错）",
)
@click.option("--json", "as_data", is_flag=True, help="同 --format json")
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    facts_path: str,
    unit: str,
    ledger: str,
    on: date | None,
    genre: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    in_place: bool,
    form: str,
    out: str,
    baseline: str,
    write_baseline: bool,
    level: str,
    as_data: bool,
) -> int:
    """检查文稿、台账和模板，一次列出全部问题：在哪、错什么、怎么改、依据什么。

    文稿（.docx .md .txt，谁写的都行）：层次序号、数字、标点、提法、要素、错别字。
    台账：写法、数据字典、校验关系、时间；同一单位的 unit.yaml、_common.yaml 和上期台账会一并读入。
    模板（名称或文件）：名称对不对，有没有写死的数，做成的事有没有事实作凭据，可缺的没填时句子通不通。
    """
    from docgen.cli.drafts import Wanted, is_draft, terms_of
    from docgen.cli.project import library
    from docgen.review.selection import selected

    shelf = library()
    quiet = as_data or form == "json"
    wanted = Wanted(fix or in_place, in_place, form == "docx", Path(out) if out else None)
    drafts = [path for path in paths if is_draft(path)]
    told = bool(facts_path or ledger or genre or on)
    idle = _idle(wanted, drafts, told, baseline, write_baseline)
    if idle:
        raise click.UsageError(idle, ctx)
    codes = selected(shelf.codes, select, ignore) if select or ignore else None
    terms = terms_of(shelf, codes, on, genre, (facts_path, unit), ledger)
    known = _known(baseline, read=not write_baseline)
    tally = _tally([path for path in paths if not is_draft(path)], shelf, codes, known)
    if write_baseline:
        key = partial(_key, baseline=Path(baseline))
        _drafts(drafts, terms, Wanted(), known, tally, quiet=None, key=key)
        return _write_baseline(Path(baseline), tally, key)
    if not quiet:
        say_findings(tally.findings, tally.sources)
    _drafts(drafts, terms, wanted, known, tally, quiet=quiet)
    if quiet:
        _say_data(paths, tally)
    else:
        _say_summary(ctx, tally, wanted)
    if tally.unreadable:
        return InputError.exit_code
    return int(any(found >= LEVELS[level] for found in tally.levels))


def _idle(
    wanted: Wanted, drafts: Sequence[str], about_drafts: bool, baseline: str, write: bool
) -> str:
    """What of the command line could do nothing; "" when all of it has a use."""
    if not drafts and (wanted.fix or wanted.comments or about_drafts):
        return "这几个选项只用于文稿（.docx、.md、.txt），这里没有文稿"
    if write and not baseline:
        return "--write-baseline 要同 --baseline 文件 一起用"
    if wanted.out is None:
        return ""
    if not (wanted.comments or (wanted.fix and not wanted.in_place)):
        return "-o 要同 --fix 或 --format docx 一起用"
    if not wanted.out.suffix or wanted.out.is_dir():
        return ""
    if len(drafts) > 1:
        return f"有{len(drafts)}份文稿，-o 后面写文件夹"
    kinds = wanted.kinds(Path(drafts[0]))
    if wanted.out.suffix.lower() in kinds:
        return ""
    return f"写出的是 {'、'.join(kinds)} 文件，-o 后面写这样的文件名，或者写文件夹"


# --- what was found -------------------------------------------------------------------------------


def _tally(
    paths: Sequence[str],
    shelf: Library,
    codes: frozenset[str] | None,
    known: Callable[[Finding], bool],
) -> Tally:
    """Everything found in facts and templates, but for what was not asked for or stood before."""
    tally = Tally()

    def add(found: Iterable[Finding], sources: Mapping[str, Sequence[str]]) -> None:
        for finding in found:
            asked = codes is None or finding.code in codes or finding.code[:3] in codes
            if asked and finding not in tally.findings and not known(finding):
                tally.findings[finding] = None
        tally.sources.update(sources)

    for path in paths:
        try:
            if Path(path).is_dir():
                tally.named["个文件夹"] += 1
                hint = "写到里面的文件；文稿都查，写 " + str(Path(path) / "*.docx")
                raise InputError("这是文件夹，不是文件", where=path, hint=hint)
            from docgen.cli.project import units_of
            from docgen.cli.templates import audited
            from docgen.drafts.checked import undated

            template = audited(path, shelf)
            if template is not None:
                tally.named["个模板"] += 1
                add(template.findings, template.sources)
                continue
            tally.named["个台账"] += 1
            for facts, found in units_of(Path(path), shelf):
                add((*found, *undated(facts, found)), facts.sources)
        except DocgenError as error:
            add(getattr(error, "findings", ()), getattr(error, "sources", {}))
            tally.unreadable.append(error)
            if path.endswith(".md.j2") or isinstance(error, AmbiguousNameError):
                tally.named["个模板"] += 1
    return tally


def _drafts(
    paths: Sequence[str],
    terms: Terms,
    wanted: Wanted,
    known: Callable[[Finding], bool],
    tally: Tally,
    *,
    quiet: bool | None,
    key: Callable[[Finding], Key] | None = None,
) -> None:
    """Review the drafts one after the other; each is told and written before the next is read.

    quiet: keep its values instead of printing; None to do nothing but keep the keys.
    """
    from docgen.cli.drafts import brief, carried_out, draft_done

    told = bool(tally.findings)
    for path in paths:
        tally.named["份文稿"] += 1
        try:
            one = draft_done(path, terms, wanted, known)
        except DocgenError as error:
            tally.unreadable.append(error)
            continue
        if quiet is not None:
            if not quiet and one.is_told(wanted) and told:
                say()
            told = told or one.is_told(wanted)
            one, written = carried_out(one, wanted, terms, quiet=quiet)
            tally.files += written
        tally.drafts.append(brief(one, wanted, quiet=bool(quiet), key=key))


def _known(baseline: str, *, read: bool) -> Callable[[Finding], bool]:
    """Whether a finding stands in the baseline; each of its lines holds back one.

    Raises InputError when there is no such file.
    """
    if not (baseline and read):
        return lambda _finding: False
    from docgen.review.baseline import Known, baseline_of, key_of
    from docgen.source import read_text

    path = Path(baseline)
    if not path.exists():
        raise InputError("还没有这个基线", where=baseline, hint="先加 --write-baseline 记一次")
    stood = Known(baseline_of(read_text(path)[0], baseline))
    return lambda finding: stood.holds(key_of(finding, _beside(finding.place.path, path)))


def _beside(path: str, baseline: Path) -> str:
    """A file's name as seen from the folder of the baseline."""
    try:
        return Path(os.path.relpath(path, baseline.parent)).as_posix()
    except ValueError:  # on another drive
        return Path(path).as_posix()


def _key(finding: Finding, baseline: Path) -> Key:
    from docgen.review.baseline import key_of

    return key_of(finding, _beside(finding.place.path, baseline))


def _write_baseline(path: Path, tally: Tally, key: Callable[[Finding], Key]) -> int:
    """Put all that was found into the baseline."""
    from docgen.drafts import store
    from docgen.review.baseline import HEAD, baseline_text

    there = store.read(path)
    if there and not there.startswith(HEAD.partition("，")[0].encode()):
        raise OutputError(
            "已经有这个文件，不是基线，没有动它", where=str(path), hint="给基线换一个名字"
        )
    keys = [*map(key, tally.findings), *(one for draft in tally.drafts for one in draft.keys)]
    store.write(path, baseline_text(keys).encode())
    say(f"已写 {path}：记下{len(keys)}处，以后加 --baseline {path} 只列新的", color="green")
    return InputError.exit_code if tally.unreadable else 0


# --- what is told ---------------------------------------------------------------------------------


def _say_summary(ctx: click.Context, tally: Tally, wanted: Wanted) -> None:
    from docgen.cli.drafts import notes_on

    if tally.findings or any(one.told for one in tally.drafts):
        say()
    total = sum(tally.named.values())
    broken = f"，{len(tally.unreadable)}个读不出来" if tally.unreadable else ""
    rest = "其余没有发现问题" if tally.unreadable else "没有发现问题"
    levels = counted(tally.levels) or ("" if len(tally.unreadable) == total else rest)
    order = ("个台账", "个模板", "份文稿", "个文件夹")
    what = "、".join(f"{tally.named[name]}{name}" for name in order if tally.named[name])
    say(f"{what}{broken}" + (f"：{levels}" if levels else ""))
    if len(tally.drafts) > 1 and any(one.levels for one in tally.drafts):
        rows = [(one.path, counted(one.levels) or "没有") for one in tally.drafts]
        say(table(rows, indent="  "))
    for note in notes_on(tally.drafts, wanted):
        say(note)
    for path in tally.files:
        say(f"已写 {path}", color="green")
    for trouble in tally.unreadable:
        if not getattr(trouble, "findings", ()):
            report(trouble, color=ctx.color)


def _say_data(paths: Sequence[str], tally: Tally) -> None:
    kept = [one.values for one in tally.drafts if one.values]
    values: dict[str, object] = {
        "files": list(paths),
        "findings": [
            *map(as_json, tally.findings),
            *(finding for findings, _ in kept for finding in findings),
        ],
        "unreadable": [str(error) for error in tally.unreadable],
    }
    if tally.drafts:
        values["drafts"] = [draft for _, draft in kept]
        values["written"] = [path.as_posix() for path in tally.files]
    say_json("check", values)
