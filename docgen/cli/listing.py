"""`docgen list`: what the library holds."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence

import click

from docgen.cli.console import cut, report, say, say_findings, say_json, table
from docgen.cli.project import library
from docgen.cli.usage import ChineseHelp
from docgen.errors import DocgenError
from docgen.facts import dictionary_of
from docgen.finding import Finding
from docgen.library import Library
from docgen.library.styles import StyleError

Rows = list[dict[str, str]]


def templates(shelf: Library) -> Rows:
    """Every template."""
    return [
        {
            "id": template.id,
            "name": template.name,
            "genre": shelf.genres[template.genre].name,
            "note": template.note,
        }
        for template in shelf.templates.values()
    ]


def snippets(shelf: Library) -> Rows:
    """Every topic of dated phrases, with the days its versions cover, then of stock phrases."""
    dated = [
        {
            "kind": "提法",
            "topic": snippet.topic,
            "versions": f"{len(snippet.versions)}版",
            "since": min(version.start for version in snippet.versions).isoformat(),
            "usage": snippet.usage,
        }
        for _, snippet in sorted(shelf.snippets.items())
    ]
    return dated + [
        {
            "kind": "套话",
            "topic": phrase.topic,
            "versions": "固定" if phrase.pinned else f"{len(phrase.wordings)}种",
            "since": "",
            "usage": f"{phrase.register}；{phrase.usage}",
        }
        for _, phrase in sorted(shelf.stock.items())
    ]


def facts(shelf: Library) -> Rows:
    """Every fact that templates may use."""
    return [
        {
            "path": entry.path,
            "kind": entry.kind,
            "unit": entry.unit or entry.measure,
            "note": f"{'、'.join(entry.options)}；{entry.note}" if entry.options else entry.note,
        }
        for entry in dictionary_of(shelf).walk()
    ]


def styles(shelf: Library) -> Rows:
    """Every style whose file can be read, and how much of what the standard prescribes it leaves."""
    return [
        {
            "id": style.id,
            "name": style.name,
            "parent": style.parent,
            "deviations": f"{len(style.deviations)}处" if style.deviations else "",
        }
        for style in shelf.sound_styles
    ]


def broken_styles(shelf: Library) -> dict[str, DocgenError]:
    """The others by id, and what is wrong with each."""
    errors: dict[str, DocgenError] = {}
    for id in shelf.style_ids:
        try:
            shelf.style(id)
        except DocgenError as error:
            errors[id] = error
    return errors


def rules(shelf: Library) -> Rows:
    """Every rule that drafts are reviewed by."""
    return [
        {
            "code": rule.code,
            "name": rule.name,
            "level": rule.level.label,
            "automatic": "是" if rule.repair == "自动" else "",
            "basis": rule.basis,
        }
        for rule in shelf.rules.values()
    ]


KINDS: dict[str, tuple[Callable[[Library], Rows], Sequence[str]]] = {
    "templates": (templates, ("编号", "名称", "文种", "说明")),
    "snippets": (snippets, ("种类", "名称", "版本", "最早", "怎么用")),
    "facts": (facts, ("名称", "类型", "单位", "说明")),
    "styles": (styles, ("编号", "名称", "继承", "偏离规定")),
    "rules": (rules, ("代码", "名称", "级别", "自动改", "依据")),
}

_SAID = {
    "模板": "templates",
    "提法": "snippets",
    "套话": "snippets",
    "事实": "facts",
    "样式": "styles",
    "规则": "rules",
}


def kind_of(_: click.Context, param: click.Parameter, value: str) -> str:
    """The kind, also when its Chinese name is given."""
    kind = _SAID.get(value, value)
    if kind not in KINDS:
        raise click.BadParameter(
            f"“{value}”不在可用的词里：{'、'.join((*_SAID, *KINDS))}", param=param
        )
    return kind


@click.command("list", cls=ChineseHelp)
@click.argument("kind", metavar="种类", callback=kind_of)
@click.option("--json", "as_data", is_flag=True, help="输出 JSON")
@click.pass_context
def command(ctx: click.Context, kind: str, as_data: bool) -> int:
    """列出库里有什么。种类：templates（模板）、snippets（提法、套话）、facts（事实）、styles（样式）、rules（审稿规则），写中文也行。"""
    rows_of, heads = KINDS[kind]
    shelf = library()
    rows = rows_of(shelf)
    broken = broken_styles(shelf) if kind == "styles" else {}
    if as_data:
        unreadable = {"unreadable": list(map(str, broken.values()))} if broken else {}
        say_json("list", {kind: rows, **unreadable})
    else:
        if kind == "facts":  # the rest of a note is on the page docs/guide/facts.md
            rows = [row | {"note": row["note"].partition("；")[0]} for row in rows]
        head, *body = table([heads, *(tuple(row.values()) for row in rows)]).split("\n")
        width = max(80, shutil.get_terminal_size().columns)
        say(head, bold=True)
        for line in body:
            say(cut(line, width) if kind in ("facts", "rules") else line)
        _say_broken(broken, ctx.color)
    return DocgenError.exit_code if broken else 0


def _say_broken(broken: Mapping[str, DocgenError], color: bool | None) -> None:
    """What is wrong with the others, once though several inherit it."""
    findings: dict[Finding, None] = {}
    sources: dict[str, Sequence[str]] = {}
    for error in broken.values():
        if isinstance(error, StyleError):
            findings |= dict.fromkeys(error.findings)
            sources |= error.sources
    if findings:
        say()
        say_findings(sorted(findings, key=lambda found: found.place), sources)
    for error in broken.values():
        if not isinstance(error, StyleError):
            say()
            report(error, color=color)
    if broken:
        say()
        say(f"{len(broken)}种样式的文件写错了，没有列出：{'、'.join(broken)}", bold=True)
