"""`docgen diff`: what changed between two drafts, or between two templates and in their drafts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from docgen.cli.console import say, say_json, table
from docgen.cli.usage import ChineseHelp
from docgen.errors import InputError, OutputError

if TYPE_CHECKING:
    from docgen.audit.redlines.listing import Item, Words
    from docgen.review.redline import Redline

OUTPUTS: Final = (".html", ".docx", ".md")
_TEMPLATE: Final = ".md.j2"
_COLORS: Final = {"-": "red", "+": "green", "figure": "yellow", "": None}
_SHOWN: Final = 20
"""So many figures are named before the rows."""


def output_of(_: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    """The file to write; its ending says what it is."""
    if value is None:
        return None
    if not value.lower().endswith(OUTPUTS):
        raise click.BadParameter(f"“{value}”的扩展名不对，可用：{'、'.join(OUTPUTS)}", param=param)
    return Path(value)


@click.command("diff", cls=ChineseHelp)
@click.argument("old", metavar="旧稿|旧模板")
@click.argument("new", metavar="新稿|新模板")
@click.option(
    "--facts", metavar="文件夹|台账", help="比模板时：用这些台账各成一稿，看实际的文稿有什么变化"
)
@click.option(
    "--unit",
    metavar="名称",
    default="",
    help="比模板时：.docx 里写哪个单位的稿（默认第一个有变化的）",
)
@click.option(
    "-o", "--out", "out", callback=output_of, metavar="文件",
    help="写成文件：.html 左右对照，.docx 带修订痕迹，.md 文字",
)  # fmt: skip
@click.option("--json", "as_data", is_flag=True, help="输出 JSON")
def command(
    old: str, new: str, facts: str | None, unit: str, out: Path | None, as_data: bool
) -> int:
    """比较两份文稿，或两个模板：哪里改了，数字从多少变成多少。

    文稿可以是 .docx、.md、.txt，不论是谁写的。模板写名称或 .md.j2 文件。
    没有不同以 0 退出，有不同以 1 退出。
    """
    from docgen.cli.drafts import is_draft

    drafts = [is_draft(word) and not word.endswith(_TEMPLATE) for word in (old, new)]
    if any(drafts) and not all(drafts):
        draft, other = (old, new) if drafts[0] else (new, old)
        raise InputError(
            f"一份是文稿（{draft}），一份不是（{other}）", hint="两份文稿相比，或两个模板相比"
        )
    if not all(drafts):
        raise InputError("两份都不是文稿", hint="文稿的扩展名：.docx、.md、.txt")
    for name, value in (("--facts", facts), ("--unit", unit)):
        if value:
            raise InputError(f"{name} 只在比模板时用", hint="比文稿不用台账")
    return _drafts(Path(old), Path(new), out, as_data=as_data)


# -- two drafts --------------------------------------------------------------------------------


def _drafts(old: Path, new: Path, out: Path | None, *, as_data: bool) -> int:
    from docgen.read import read_draft
    from docgen.review.redline import redline

    _free(out)
    found = redline(read_draft(old), read_draft(new))
    if out is not None:
        _write(out, _rendered(found, out.suffix.lower()))
    if as_data:
        written = out.as_posix() if out else None
        say_json("diff", {"kind": "drafts", **data_of(found), "written": written})
    else:
        say_redline(found)
        _say_written(out)
    return int(bool(found.changed))


def _rendered(found: Redline, ending: str) -> bytes:
    from docgen.audit.redlines import markdown, page, word
    from docgen.cli.project import library

    if ending == ".html":
        return page.render(found)
    if ending == ".md":
        return markdown.render(found).encode("utf-8", "replace")
    return word.render(found, library().style("gbt9704"))


def _free(out: Path | None) -> None:
    """Refuse a file that is there before any work is done."""
    if out is not None and (out.is_symlink() or out.exists()):
        raise OutputError(
            "已经有这个文件，没有动它", where=str(out), hint="用 -o 换一个名字，或先把它移走"
        )


def _write(out: Path, data: bytes) -> None:
    from docgen.cli.output import write_new

    write_new(out, data)


def _say_written(out: Path | None) -> None:
    if out is not None:
        say()
        say(f"已写 {out}", color="green")


def say_redline(found: Redline) -> None:
    """The headline, the figures that changed, and every row that did."""
    from docgen.audit.redlines.listing import headline, items

    say(f"{found.old.path} → {found.new.path}：{headline(found)}", bold=True)
    told = items(found)
    if found.swaps:
        where = {item.row: item for item in told}
        say()
        say(f"变了的数字{len(found.swaps)}个", bold=True)
        rows = [
            (swap.said, f"{swap.old} → {swap.new}", where[swap.row].where, where[swap.row].heading)
            for swap in found.swaps[:_SHOWN]
        ]
        say(table(rows, indent="  "))
        if len(found.swaps) > _SHOWN:
            say(f"  ……还有{len(found.swaps) - _SHOWN}个")
    heading: str | None = None
    for item in told:
        if item.heading != heading:
            heading = item.heading
            say()
            say(heading, bold=True)
        say_item(item)


def say_item(item: Item) -> None:
    """One row: what became of it, where, and its words."""
    from docgen.audit.redlines.listing import NAMES, shortened, told_place

    place = f"{told_place(item)}　" if item.where else ""
    say(f"  {NAMES[item.kind]}　{place}{colored(shortened(item.words))}")


def colored(words: tuple[Words, ...]) -> str:
    """The words with their marks, which also have colours where there is a terminal."""
    from docgen.audit.redlines.listing import marked

    return "".join(
        click.style(marked(word), fg=color) if (color := _COLORS[word.mark]) else word.text
        for word in words
    )


def data_of(found: Redline) -> dict[str, object]:
    """The redline as plain values for a program."""
    from docgen.audit.redlines.listing import items

    told = items(found)
    where = {item.row: item for item in told}
    return {
        "old": found.old.path,
        "new": found.new.path,
        "counts": {
            name: found.count(name) for name in ("same", "changed", "dropped", "added", "moved")
        },
        "figures": [
            {
                "said": swap.said,
                "old": swap.old,
                "new": swap.new,
                "where": where[swap.row].where,
                "heading": where[swap.row].heading,
            }
            for swap in found.swaps
        ],
        "changes": [
            {
                "kind": item.kind,
                "where": item.where,
                "heading": item.heading,
                "pieces": [[piece.op, piece.text] for piece in found.rows[item.row].pieces],
            }
            for item in told
        ],
    }
