"""`docgen diff`: what changed between two drafts, or between two templates and in their drafts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from docgen.cli.console import say, say_json
from docgen.cli.output import write_new
from docgen.cli.project import day, library, roots
from docgen.cli.usage import ChineseHelp
from docgen.errors import InputError, OutputError

if TYPE_CHECKING:
    from docgen.audit.contract import Side
    from docgen.audit.effect import Effects, Trial, UnitEffect
    from docgen.audit.redlines.templates import Comparison
    from docgen.review.redline import Redline

OUTPUTS: Final = (".html", ".docx", ".md")
_TEMPLATE: Final = ".md.j2"
_STYLE: Final = "gbt9704"


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
    "--facts", "sources", metavar="文件夹|台账", multiple=True,
    help="比模板时：用这些台账各写两稿，看各单位的文稿有什么变化；可以给几次",
)  # fmt: skip
@click.option("--unit", metavar="名称", default="",
              help="比模板时：.docx 里写哪个单位的稿（默认第一个有变化的）")  # fmt: skip
@click.option("--date", "on", callback=day, metavar="日期",
              help="比模板时：两稿都按这一天成文，如 2026-07-03（默认各台账自己的日期）")  # fmt: skip
@click.option(
    "-o", "--out", "out", callback=output_of, metavar="文件",
    help="写成文件：.html 左右对照，.docx 带修订痕迹，.md 文字",
)  # fmt: skip
@click.option("--json", "as_data", is_flag=True, help="输出 JSON")
def command(
    old: str,
    new: str,
    sources: tuple[str, ...],
    unit: str,
    on: date | None,
    out: Path | None,
    as_data: bool,
) -> int:
    """比较两份文稿，或两个模板：哪里改了，数字从多少变成多少。

    文稿可以是 .docx、.md、.txt，不论是谁写的。模板写名称或 .md.j2 文件；
    旧模板在另一个项目文件夹里的，用那里的提法、套话和数据字典。
    没有不同以 0 退出，有不同以 1 退出。
    """
    from docgen.cli.drafts import is_draft

    if out is not None and (out.is_symlink() or out.exists()):
        raise OutputError(
            "已经有这个文件，没有动它", where=str(out), hint="用 -o 换一个名字，或先把它移走"
        )
    drafts = [is_draft(word) for word in (old, new)]
    if all(drafts):
        for name, value in (("--facts", sources), ("--unit", unit), ("--date", on)):
            if value:
                raise InputError(f"{name} 只在比模板时用", hint="比文稿不用台账")
        return _drafts(Path(old), Path(new), out, as_data=as_data)
    if any(drafts):
        draft, other = (old, new) if drafts[0] else (new, old)
        raise InputError(
            f"一份是文稿（{draft}），一份不是（{other}）", hint="两份文稿相比，或两个模板相比"
        )
    return _templates(old, new, sources, unit, on, out, as_data=as_data)


# -- two drafts --------------------------------------------------------------------------------


def _drafts(old: Path, new: Path, out: Path | None, *, as_data: bool) -> int:
    from docgen.cli.changes import redline_data, say_redline
    from docgen.read import read_draft
    from docgen.review.redline import redline

    found = redline(read_draft(old), read_draft(new))
    if out is not None:
        write_new(out, _rendered(found, out.suffix.lower(), old, new))
    if as_data:
        written = out.as_posix() if out else None
        say_json("diff", {"kind": "drafts", **redline_data(found), "written": written})
    else:
        say_redline(found)
        _say_written(out)
    return int(bool(found.changed))


def _rendered(found: Redline, ending: str, old: Path, new: Path) -> bytes:
    from docgen.audit.redlines import inplace, markdown, page, word

    if ending == ".html":
        return page.render(found)
    if ending == ".md":
        return markdown.render(found).encode("utf-8", "replace")
    own = None
    if all(path.suffix.lower() == ".docx" for path in (old, new)):
        own = inplace.render(old.read_bytes(), new.read_bytes(), str(old), str(new))
    return own or word.render(found, library().style(_STYLE))


def _say_written(out: Path | None) -> None:
    if out is not None:
        say()
        say(f"已写 {out}", color="green")


# -- two templates -----------------------------------------------------------------------------


def _templates(
    old: str,
    new: str,
    sources: Sequence[str],
    unit: str,
    on: date | None,
    out: Path | None,
    *,
    as_data: bool,
) -> int:
    from docgen.audit.contract import contract_diff
    from docgen.audit.effect import effects
    from docgen.audit.redlines.templates import Comparison
    from docgen.cli.changes import comparison_data, say_comparison

    if out is not None and out.suffix.lower() == ".docx" and not sources:
        raise InputError("模板没有台账写不出文稿", hint="加 --facts 文件夹，或写成 .html、.md")
    if unit and (out is None or out.suffix.lower() != ".docx"):
        raise InputError("--unit 只在写 .docx 时用", hint=f"加 -o {unit}.docx")
    if on is not None and not sources:
        raise InputError("--date 只在有台账时用", hint="加 --facts 文件夹")
    before, after = _side(old), _side(new)
    contract = contract_diff(before, after)
    tried = effects(before, after, _trials(sources, before, after), on) if sources else None
    if tried is not None and tried.failed and not tried.units:
        name, why = tried.failed[0]
        raise InputError(f"{len(tried.failed)}个单位都写不出来：{name}：{why}")
    found = Comparison(old, new, contract, tried)
    if out is not None:
        write_new(out, _compared(found, out.suffix.lower(), unit, after))
    if as_data:
        written = out.as_posix() if out else None
        say_json("diff", {"kind": "templates", **comparison_data(found), "written": written})
    else:
        say_comparison(found)
        _say_written(out)
    return int(found.changed)


def _side(word: str) -> Side:
    """The template that is meant, with its library: a file's project lies over the one here."""
    from docgen.audit.contract import Side
    from docgen.cli.templates import template_at
    from docgen.library import Library

    shelf = library()
    path = Path(word).resolve()
    if word.endswith(_TEMPLATE) and path.is_file() and path.parent.parent.name == "templates":
        project = path.parent.parent.parent
        if project not in [root.resolve() for root in shelf.roots]:
            shelf = Library([project, *roots(Path.cwd())])
    return Side(template_at(word, shelf), shelf)


def _trials(sources: Sequence[str], old: Side, new: Side) -> Iterator[Trial]:
    """The units of the folders and files, their facts read as each library types them."""
    from docgen.audit.effect import Trial
    from docgen.cli.review import given_of

    same = [root.resolve() for root in old.library.roots] == [
        root.resolve() for root in new.library.roots
    ]
    after = given_of(sources, new.template, new.library)
    before = after if same else given_of(sources, old.template, old.library)
    known = {given.name: given.facts for given in before}
    for given in after:
        if given.name in known:
            yield Trial(given.name, known[given.name], given.facts)


def _compared(found: Comparison, ending: str, unit: str, new: Side) -> bytes:
    from docgen.audit.redlines import word
    from docgen.audit.redlines.templates import as_markdown, as_page

    if ending == ".html":
        return as_page(found)
    if ending == ".md":
        return as_markdown(found).encode("utf-8", "replace")
    assert found.effects is not None
    chosen = _chosen(found.effects, unit)
    return word.render(chosen.redline, new.library.style(new.template.style))


def _chosen(tried: Effects, unit: str) -> UnitEffect:
    """The unit of this name, without one the first whose draft changed."""
    if not unit:
        return (*tried.changed, *tried.units)[0]
    found = next((one for one in tried.units if one.unit == unit), None)
    if found is None:
        names = "、".join(one.unit for one in tried.units)
        raise InputError(f"里面没有“{unit}”", hint=f"有：{names}")
    return found
