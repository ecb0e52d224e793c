"""`docgen check`: everything wrong or doubtful in facts files, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from docgen.cli.console import counts, report, say, say_findings, say_json
from docgen.cli.usage import ChineseHelp, one_of
from docgen.errors import DocgenError, InputError
from docgen.finding import Finding, Level, as_json

LEVELS = {level.label: level for level in Level}


@click.command("check", cls=ChineseHelp)
@click.argument("paths", metavar="台账、文稿或模板…", nargs=-1, required=True)
@click.option(
    "--level",
    callback=one_of(LEVELS),
    metavar="级别",
    default=Level.ERROR.label,
    help="有这一级或更重的就以 1 退出：提示、疑似、必错（默认必错）",
)
@click.option("--json", "as_data", is_flag=True, help="输出 JSON")
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], level: str, as_data: bool) -> int:
    """检查台账：写法、数据字典、校验关系、时间，一次列出全部问题。

    同一单位的 unit.yaml、_common.yaml 和上期台账会一并读入。
    写模板的名称或文件，就检查模板：名称对不对，有没有写死的数，做成的事、得到的结果有没有事实作凭据，可缺的没填时句子通不通。
    """
    from docgen.cli.drafts import is_draft, reviewed
    from docgen.cli.project import library, units_of
    from docgen.cli.templates import audited

    shelf = library()
    findings: dict[Finding, None] = {}
    sources: dict[str, Sequence[str]] = {}
    unreadable: list[DocgenError] = []
    templates = drafts = 0
    for path in paths:
        try:
            if is_draft(path):
                drafts += 1
                draft = reviewed(path, shelf)
                findings.update(dict.fromkeys(draft.findings))
                sources.update(draft.sources)
                continue
            template = audited(path, shelf)
            if template is not None:
                templates += 1
                findings.update(dict.fromkeys(template.findings))
                sources.update(template.sources)
                continue
            units = units_of(Path(path), shelf)
        except DocgenError as error:
            findings.update(dict.fromkeys(getattr(error, "findings", ())))
            sources.update(getattr(error, "sources", {}))
            unreadable.append(error)
            templates += path.endswith(".md.j2")
        else:
            for facts, found in units:
                findings.update(dict.fromkeys(found))
                sources.update(facts.sources)
    if as_data:
        say_json(
            "check",
            {
                "files": list(paths),
                "findings": [as_json(finding) for finding in findings],
                "unreadable": [str(error) for error in unreadable],
            },
        )
    else:
        say_findings(findings, sources)
        if findings:
            say()
        broken = f"，{len(unreadable)}个读不出来" if unreadable else ""
        rest = "其余没有发现问题" if unreadable else "没有发现问题"
        said = counts(findings) or ("" if len(unreadable) == len(paths) else rest)
        ledgers = len(paths) - templates - drafts
        counted = ((ledgers, "个台账"), (templates, "个模板"), (drafts, "份文稿"))
        what = "、".join(f"{count}{name}" for count, name in counted if count)
        say(f"{what}{broken}" + (f"：{said}" if said else ""))
        for trouble in unreadable:
            if not getattr(trouble, "findings", ()):
                report(trouble, color=ctx.color)
    if unreadable:
        return InputError.exit_code
    return int(any(finding.level >= LEVELS[level] for finding in findings))
