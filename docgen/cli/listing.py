"""`docgen list`: what the library holds."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence

import click

from docgen.cli.console import cut, say, say_json, table
from docgen.cli.project import library
from docgen.cli.usage import ChineseHelp
from docgen.facts import dictionary_of
from docgen.library import Library

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
    """Every style, and how much of what the standard prescribes it leaves."""
    found = (shelf.style(id) for id in shelf.style_ids)
    return [
        {
            "id": style.id,
            "name": style.name,
            "parent": style.parent,
            "deviations": f"{len(style.deviations)}处" if style.deviations else "",
        }
        for style in found
    ]


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
def command(kind: str, as_data: bool) -> int:
    """列出库里有什么。种类：templates（模板）、snippets（提法、套话）、facts（事实）、styles（样式）、rules（审稿规则），写中文也行。"""
    rows_of, heads = KINDS[kind]
    rows = rows_of(library())
    if as_data:
        say_json("list", {kind: rows})
    else:
        if kind == "facts":  # the rest of a note is on the page docs/guide/facts.md
            rows = [row | {"note": row["note"].partition("；")[0]} for row in rows]
        head, *body = table([heads, *(tuple(row.values()) for row in rows)]).split("\n")
        width = max(80, shutil.get_terminal_size().columns)
        say(head, bold=True)
        for line in body:
            say(cut(line, width) if kind in ("facts", "rules") else line)
    return 0
