"""`docgen review`: all that a reviewer has to know of a template before many units use it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.console import fail, say, say_json, table
from docgen.cli.output import write_new
from docgen.cli.project import PROJECT_FILE, day, library, project_root
from docgen.cli.usage import ChineseHelp
from docgen.errors import DocgenError, InputError

if TYPE_CHECKING:
    from docgen.audit.drafts import Given
    from docgen.audit.report.blocks import Report
    from docgen.audit.survey import Survey
    from docgen.library import Library, TemplateSource

_ENDINGS = (".html", ".docx", ".md")


@click.command("review", cls=ChineseHelp)
@click.argument("name", metavar="模板")
@click.option(
    "--facts", "sources", metavar="文件夹|台账", multiple=True,
    help="拿这些台账试写：一个文件夹（一个单位一个文件夹，或填报表），或一份台账；可以给几次",
)  # fmt: skip
@click.option(
    "-o",
    "--out",
    metavar="文件",
    help="报告写到哪里：.html（打印、签字）、.docx（样稿加批注）或 .md",
)
@click.option("--date", "on", callback=day, metavar="日期", help="试写时的成文日期")
@click.option("--until", "today", callback=day, metavar="日期",
              help="报告的日期，提法看到这一天为止（默认今天）")  # fmt: skip
@click.option("--approve", is_flag=True,
              help="签字：在项目的 approved.yaml 里记下模板、提法、字典现在的样子；有必错的不记")  # fmt: skip
@click.option("--even-so", "reason", metavar="理由", default="",
              help="有必错也签，理由写进 approved.yaml")  # fmt: skip
@click.option("--json", "as_data", is_flag=True, help="输出 JSON")
def command(
    name: str,
    sources: tuple[str, ...],
    out: str | None,
    on: date | None,
    today: date | None,
    approve: bool,
    reason: str,
    as_data: bool,
) -> int:
    """审核模板：一份可以签字的报告，说清它要哪些事实、在各单位手里会写成什么样。

    不给台账，只有模板本身的部分；给了台账（--facts），再加试写的结果。
    看过没有问题，用 --approve 签字；签过的模板再改动，docgen batch 会提醒。
    """
    from docgen.audit.report.sections import report_of
    from docgen.audit.survey import survey
    from docgen.cli.templates import template_at

    if out is not None and not out.lower().endswith(_ENDINGS):
        raise InputError(f"报告不能写成“{out}”", hint=f"用 {'、'.join(_ENDINGS)} 结尾的名字")
    shelf = library()
    template = template_at(name, shelf)
    given = given_of(sources, template, shelf)
    found = survey(template, shelf, today or date.today(), given, on)
    report = report_of(found)
    if out is not None:
        write_new(Path(out), _bytes(out, report, found, shelf))
    if as_data:
        say_json("review", _plain(report, template))
    else:
        _say(report, out, brief=approve)
    if approve:
        return _signed(found, shelf, reason.strip(), quiet=as_data)
    return int(bool(found.errors))


def _signed(found: Survey, shelf: Library, reason: str, *, quiet: bool) -> int:
    """Write the approval into the project's file, or say why not."""
    from docgen.audit.approval import FILE, approval_of, with_approval
    from docgen.drafts import store
    from docgen.source import read_text

    template = found.template
    root = project_root(Path.cwd())
    if root is None:
        raise InputError(
            "不在项目文件夹里，没有地方记签字", hint=f"在放 {PROJECT_FILE} 的文件夹里运行"
        )
    if shelf.templates.get(template.id) != template:
        raise InputError(
            f"“{template.name}”不在项目的模板里，签了也用不上", hint="先放进 templates/"
        )
    if found.errors and not reason:
        fail(
            f"还有必错{len(found.errors)}处，没有签字",
            "改好再签；确实要签的，写明理由：--even-so 理由",
            color=None,
        )
        return 1
    path = root / FILE
    there = read_text(path)[0] if path.exists() else ""
    why = reason if found.errors else ""
    made = with_approval(there, approval_of(template, shelf, found.today, why), FILE)
    store.write(path, made.encode())
    if not quiet:
        say(f"已签字，记在 {FILE}", color="green")
    return 0


def given_of(sources: Sequence[str], template: TemplateSource, shelf: Library) -> list[Given]:
    """The units of all these folders and files, each by a name of its own.

    Raises InputError as `given_in`.
    """
    found = [unit for source in sources for unit in given_in(Path(source), template, shelf)]
    counts: Counter[str] = Counter()
    out = []
    for unit in found:
        counts[unit.name] += 1
        number = f"（第{counts[unit.name]}份）" if counts[unit.name] > 1 else ""
        out.append(unit._replace(name=unit.name + number))
    return out


def given_in(path: Path, template: TemplateSource, shelf: Library) -> list[Given]:
    """The units of a folder or file that would use this template: what reports, or what it
    reports to when its own facts name the template.

    Raises InputError when there is nothing to read, or none of it can be.
    """
    from docgen.audit.drafts import Given
    from docgen.batch.plan import plan
    from docgen.batch.unit import form_of
    from docgen.cli.speech import pace_of
    from docgen.facts import Fact, dictionary_of, read_facts, reading_of

    whole = plan([path], shelf)
    dictionary = dictionary_of(shelf)
    found: list[tuple[bool, bool, Given]] = []
    for unit in whole.units:
        try:
            if unit.trouble:
                raise InputError(unit.trouble)
            facts = (
                reading_of(form_of(unit), dictionary).facts
                if unit.form
                else read_facts(unit.file, dictionary)[0]
            )
            pace = pace_of(facts)
        except DocgenError as error:  # the others are tried without it
            fail(f"没有用“{unit.name}”的台账：{error}", color=None)
            continue
        node = facts.get("文稿.模板")
        asked = node.text if isinstance(node, Fact) else ""
        own = asked in (template.id, template.name)
        named = facts.get("单位.名称")
        name = named.text if isinstance(named, Fact) and named.text else unit.name
        found.append((unit.county, own, Given(name, facts, pace)))
    if not found:
        raise InputError("一份台账也用不上", where=str(path))
    counties = any(county and own for county, own, _ in found)
    towns = any(own for county, own, _ in found if not county)
    wanted = counties and not towns
    return [unit for county, _, unit in found if county == wanted] or [u for *_, u in found]


def _bytes(out: str, report: Report, found: Survey, shelf: Library) -> bytes:
    """The report in the format that the name asks for."""
    if out.lower().endswith(".docx"):
        from docgen.audit.report.word import commented

        if found.tried is None or not found.tried.drafts.made:
            raise InputError(
                "写成 .docx 的报告是一份带批注的样稿，要有台账才写得出", hint="加 --facts 文件夹"
            )
        return commented(report, found, shelf)
    if out.lower().endswith(".html"):
        from docgen.audit.report.html import page

        return page(report)
    from docgen.audit.report.markdown import markdown

    return markdown(report).encode()


def _plain(report: Report, template: TemplateSource) -> dict[str, object]:
    from docgen.audit.report.blocks import as_values

    return {"template": template.id, "name": template.name, **as_values(report)}


def _say(report: Report, out: str | None, *, brief: bool) -> None:
    from docgen.audit.report.markdown import screen

    say(report.title, bold=True)
    say(report.under)
    say(table(report.summary, indent="  "))
    if out is not None:
        say(f"已写 {out}", color="green")
    if out is not None or brief:
        return
    for line in screen(report):
        say(line)
