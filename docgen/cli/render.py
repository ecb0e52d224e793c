"""`docgen render`: a template and facts become drafts, with a list of what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from docgen.cli import letterhead
from docgen.cli.console import counts, cut_to, say, say_findings, say_json, table
from docgen.cli.idle import Idle, idle_of, say_idle
from docgen.cli.printing import office_for
from docgen.cli.project import day, is_facts, library, template_of, units_of
from docgen.cli.speech import MOST_MINUTES, Length, length_of, pace_of, spoken, told
from docgen.cli.usage import ChineseHelp
from docgen.compose import compose
from docgen.document import Document, Gap
from docgen.drafts.checked import is_owed
from docgen.drafts.evidence import evidence_of
from docgen.drafts.fitting import misfit, tight_mark
from docgen.drafts.writing import FORMATS, ON_LETTERHEAD, Headed, Written, write_drafts
from docgen.errors import DocgenError, InputError
from docgen.facts import Facts, Reading
from docgen.finding import Finding, Level, Place, as_json, display_width
from docgen.library import Library, TemplateSource
from docgen.review.parts import check_parts

if TYPE_CHECKING:
    from docgen.library.styles import Style
    from docgen.office import Office
    from docgen.office.fonts import Use
    from docgen.render.letterhead import Letterhead

_KINDS = ("待填", "待核实", "未写", "删节")
PARTLY = 3
"""The exit code when some of several units failed."""
_WIDTH = 76
_SHOWN = 8
"""So many facts are named in a list that only reminds."""
_ROUND = 30
"""So many columns of the sentence are shown round the place that waits, however long the reason."""


def formats_of(_: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    """The formats, parted by commas, each once."""
    words = [word.strip().lower() for word in value.replace("，", ",").split(",")]
    for word in words:
        if word not in FORMATS:
            known = "、".join(FORMATS)
            raise click.BadParameter(f"没有“{word}”这种格式，可用：{known}", param=param)
    return tuple(dict.fromkeys(words))


def minutes_of(_: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """Whole minutes, written as a number."""
    if value is None:
        return None
    text = value.strip().removesuffix("分钟")
    if not text.isdecimal() or not 1 <= int(text) <= MOST_MINUTES:
        raise click.BadParameter(
            f"“{value}”不是分钟数，写1至{MOST_MINUTES}的整数，如 15", param=param
        )
    return int(text)


def folder_named(_: click.Context, param: click.Parameter, value: str) -> str:
    """The folder as typed; the name of a draft would make a folder that is called so."""
    if Path(value).suffix.removeprefix(".").lower() in FORMATS and not Path(value).is_dir():
        message = f"“{value}”像是文件名；这里写文件夹，文稿的名字由程序起，格式写在 --to"
        raise click.BadParameter(message, param=param)
    return value


@click.command("render", cls=ChineseHelp)
@click.argument("words", metavar="[模板] 台账", nargs=-1, required=True)
@click.option(
    "-o",
    "--out",
    "folder",
    metavar="文件夹",
    default=".",
    callback=folder_named,
    help="文稿写到哪个文件夹（默认当前文件夹）",
)
@click.option(
    "--to", "formats", callback=formats_of, metavar="格式", default="docx",
    help=f"格式，几种用逗号隔开：{','.join(FORMATS)}（默认 docx）",
)  # fmt: skip
@click.option(
    "--date", "on", callback=day, metavar="日期",
    help="成文日期，如 2026-06-30、2026年6月30日；只写 2026-06 即当月最后一天",
)  # fmt: skip
@click.option(
    "--style", metavar="样式", default="",
    help="按哪种样式排版，写编号或名称（默认 文稿.样式，再按模板的；docgen list styles 可查）",
)  # fmt: skip
@click.option("--unit", metavar="名称", default="", help="填报表里有多个单位时，只写这一个")
@click.option(
    "--minutes", callback=minutes_of, metavar="分钟",
    help="讲话用：压缩到几分钟讲完；先删例证，再删展开的话，再删标了可删的要点，删了什么列出来",
)  # fmt: skip
@letterhead.option
@click.option("--strict", is_flag=True, help="有待填、待核实、未写或必错就不写文件，以 1 退出")
@click.option("--json", "as_data", is_flag=True, help="输出 JSON")
def command(
    words: tuple[str, ...],
    folder: str,
    formats: Sequence[str],
    on: date | None,
    style: str,
    unit: str,
    minutes: int | None,
    headed: str,
    strict: bool,
    as_data: bool,
) -> int:
    """按模板和台账成文，并列出还缺什么。不写模板时用台账里的 文稿.模板。

    台账是 .yaml 文件，或填报表 .xlsx；填报表里有几个单位就写几份。
    文稿名为 单位＋期间＋模板名称。改动过的旧稿不会被覆盖，新稿放在它旁边。
    """
    if len(words) > 2:
        raise click.UsageError(f"多出了参数“{words[2]}”", click.get_current_context())
    if len(words) == 2 and is_facts(words[0]) and not is_facts(words[1]):
        raise InputError("先写模板，后写台账", hint=f"docgen render {words[1]} {words[0]}")
    shelf = library()
    style = style and shelf.style_named(style).id
    head = letterhead.letterhead_at(headed)
    units = units_of(Path(words[-1]), shelf, unit)
    name = words[0] if len(words) == 2 else ""
    with office_for(formats, shelf) as office:
        order = _Order(
            name, Path(folder), formats, on, style, minutes, strict, as_data, office, head
        )
        if len(units) == 1:
            code, said = _one(units[0], order, shelf)
            if as_data:
                say_json("render", said)
            return code
        return _each(units, order, shelf)


class _Order(NamedTuple):
    """What the command line asks for."""

    template: str
    folder: Path
    formats: Sequence[str]
    on: date | None
    style: str
    minutes: int | None
    strict: bool
    as_data: bool
    office: Office | None
    letterhead: Letterhead | None


def _each(units: Sequence[Reading], order: _Order, shelf: Library) -> int:
    """The drafts of all units; one that cannot be made does not stop the others."""
    codes, data, failed = [], [], []
    for number, reading in enumerate(units):
        if number and not order.as_data:
            say()
        try:
            code, said = _one(reading, order, shelf)
        except DocgenError as error:
            code, said = error.exit_code, {"unit": reading.facts.unit, "error": str(error)}
            failed.append(f"{reading.facts.unit}：{error}")
            if not order.as_data:
                say(f"{reading.facts.unit} 没有写出：{error}", bold=True)
        codes.append(code)
        data.append(said)
    if order.as_data:
        say_json("render", {"units": data})
    elif failed:
        say()
        say(f"{len(units)}个单位，{len(failed)}个没有写出", bold=True)
        for line in failed:
            say(f"  {line}")
    if failed and len(failed) < len(units):
        return PARTLY
    return max(codes)


def _one(reading: Reading, order: _Order, shelf: Library) -> tuple[int, dict[str, object]]:
    """The draft of one unit: its exit code and what --json says of it; without --json, said."""
    facts, findings = reading
    template = template_of(order.template, facts, shelf)
    plain, size = _composed(template, facts, shelf, order)
    headed = None
    if order.letterhead is not None and not ON_LETTERHEAD.isdisjoint(order.formats):
        full, _ = _composed(template, facts, shelf, order, order.letterhead.slots)
        headed = Headed(order.letterhead, full)
    document = headed.document if headed else plain
    genre = shelf.genres[template.genre]
    findings += check_parts(document, genre, Place(facts.files[-1]))
    findings += misfit(document, template, facts, shelf, order.style)
    if headed is None:
        findings += tight_mark(document, facts, shelf)
    if order.office is not None:
        from docgen.office.characters import check_paper

        findings += check_paper(document, facts, shelf, order.office.fonts)
    errors = any(finding.level is Level.ERROR for finding in findings)
    refused = order.strict and (errors or any(map(is_owed, document.gaps)))
    evidence = evidence_of(document, facts, shelf)
    idle = idle_of(evidence, facts, template, shelf)
    written: tuple[Written, ...] = ()
    if not order.as_data:
        say_findings(findings, facts.sources)
        if findings:
            say()
    if not refused:
        written = write_drafts(
            order.folder, plain, template, facts, shelf, order.formats,
            None if headed else evidence, office=order.office, headed=headed,
        )  # fmt: skip
    if not order.as_data:
        _say_written(written)
        if written and order.office is not None:
            _say_fonts(order.office.fonts.used_for(shelf.style(document.meta.style), shelf.fonts))
        if written:
            _say_deviations(shelf.style(document.meta.style))
        for line in told(size) if size else ():
            say(line)
        if refused:
            say(f"没有写出文件（--strict）：{_owed(document, findings)}", bold=True)
        _say_gaps(document.gaps)
        say_idle(idle, facts, template, shelf)
    data = _data(document, findings, written, idle)
    if size is not None:
        data["length"] = {**size._asdict(), "over": size.over}
    return int(errors or refused), data


def _composed(
    template: TemplateSource,
    facts: Facts,
    shelf: Library,
    order: _Order,
    called: Sequence[str] | None = None,
) -> tuple[Document, Length | None]:
    """The draft, cut to the minutes asked for; its length when it is read aloud.

    called: elements that its letterhead has slots for.
    """
    minutes = order.minutes
    if not spoken(template, shelf, minutes):
        document = compose(template, facts, shelf, on=order.on, style=order.style, called=called)
        return document, None
    most = minutes * pace_of(facts) if minutes is not None else None
    why = f"按{minutes}分钟压缩"
    document = compose(
        template, facts, shelf, on=order.on, style=order.style, budget=most, why=why, called=called
    )
    return document, length_of(document, facts, minutes)


def _data(
    document: Document,
    findings: Sequence[Finding],
    written: Sequence[Written],
    idle: Idle,
) -> dict[str, object]:
    meta = document.meta
    return {
        "template": meta.template,
        "unit": meta.unit,
        "period": meta.period,
        "on": meta.on,
        "written": [
            {
                "path": draft.path.as_posix(),
                "format": draft.format,
                "kept": draft.kept.as_posix() if draft.kept else None,
            }
            for draft in written
        ],
        "gaps": [asdict(gap) for gap in document.gaps],
        "unused": list(idle.current),
        "unused_previous": list(idle.earlier),
        "findings": [as_json(finding) for finding in findings],
    }


def _say_written(written: Sequence[Written]) -> None:
    for draft in written:
        say(f"已写 {draft.path}", color="green")
        if draft.kept is not None:
            say(f"     {draft.kept.name} 改动过，或不是 docgen 写的，没有动它；新稿放在旁边")


def _say_fonts(uses: Sequence[Use]) -> None:
    """Which fonts were not there when it was printed."""
    others = [use for use in uses if use.used != use.font]
    if unlike := [f"{use.font}→{use.used or '没有'}" for use in others if not use.alike]:
        say(f"     字体不对：{'、'.join(unlike)}；docgen doctor 说怎样装", bold=True)
    elif others:
        say("     公文字体没有装全，由替身印；docgen doctor 说是哪些")


def _say_deviations(style: Style) -> None:
    """That the style leaves what the standard prescribes, and where."""
    if style.deviations:
        places = "、".join(one.setting.key for one in style.deviations[:_SHOWN])
        more = "等" if len(style.deviations) > _SHOWN else ""
        say(f"样式 {style.id} 有{len(style.deviations)}处偏离国家标准的规定：{places}{more}")
        say(f"  各是哪一条：docgen explain style {style.id}")


def _owed(document: Document, findings: Sequence[Finding]) -> str:
    kinds = [gap.kind for gap in document.gaps if is_owed(gap)]
    parts = [f"{kind}{kinds.count(kind)}处" for kind in _KINDS if kind in kinds]
    errors = counts(f for f in findings if f.level is Level.ERROR)
    return "、".join((*parts, *([errors] if errors else [])))


def _say_gaps(gaps: Sequence[Gap]) -> None:
    """What is missing, by kind: the fact, and the sentence that waits for it."""
    for kind in _KINDS:
        group = [gap for gap in gaps if gap.kind == kind]
        if not group:
            continue
        say()
        say(f"{kind}{len(group)}处", bold=True)
        width = _WIDTH - max(display_width(gap.path) for gap in group) - 4
        rows = [(gap.path, _where(gap, width)) for gap in group]
        say(table(rows, indent="  "))


def _where(gap: Gap, width: int) -> str:
    """The sentence with the place that waits in sight, after the reason if there is one."""
    mark = {"待填": f"【待填：{gap.path}】", "待核实": "【待核实】"}.get(gap.kind, "")
    at = gap.sentence.find(mark) + len(mark) if mark else len(gap.sentence)
    if gap.kind == "删节":
        at = 0
    reason = f"（{gap.reason}）" if gap.reason else ""
    room = max(width - display_width(reason), display_width(mark) + _ROUND)
    return reason + cut_to(gap.sentence, at, room)
