"""`docgen layout`: the layout of any .docx against a style, and a copy with it put right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from docgen.cli.console import COLORS, counts, say, say_json
from docgen.cli.output import lay_beside, write_new
from docgen.cli.usage import ChineseHelp, one_of
from docgen.errors import InputError
from docgen.finding import Finding, Level, Place, as_json

if TYPE_CHECKING:
    from docgen.layout import Checked

LEVELS: Final = {level.label: level for level in Level}
FORMATS: Final = ("text", "json", "docx")
_MOST_PLACES: Final = 8


@click.command("layout", cls=ChineseHelp)
@click.argument("path", metavar="文稿.docx")
@click.option("--style", "name", metavar="样式", default="",
              help="照哪个样式看（默认看文稿像哪个，认不出照 gbt9704，即 GB/T 9704—2012）；"
                   "docgen list styles 可查")  # fmt: skip
@click.option("--fix", is_flag=True, help="改好能改的，另存为 稿-版面.docx；一个字也不动")
@click.option("-o", "--out", metavar="文件", default="", help="另存到哪里（默认在文稿旁边）")
@click.option(
    "--format", "form", callback=one_of(FORMATS), metavar="格式", default="text",
    help="text 列在屏幕上；docx 另存一份 稿-版面批注.docx，问题写成批注；json 给程序用",
)  # fmt: skip
@click.option(
    "--level", callback=one_of(LEVELS), metavar="级别", default=Level.ERROR.label,
    help="有这一级或更重的就以 1 退出：提示、疑似、必错（默认必错）",
)  # fmt: skip
@click.option("--json", "as_data", is_flag=True, help="同 --format json")
def command(path: str, name: str, fix: bool, out: str, form: str, level: str, as_data: bool) -> int:
    """看一份 .docx 的版面合不合格式，谁写的、哪里来的都行；能改的可以改好。

    页边、行距、字体字号、缩进、落款、页码、表格，逐项同样式比，说明依据的条款和强度。
    要素靠样式和长相认，认错的可能总是有的；改过的稿子另存，原稿不动。
    """
    from docgen.cli.project import library
    from docgen.layout import check, mended
    from docgen.ooxml.opening import MAX_BYTES
    from docgen.source import read_bytes

    form = "json" if as_data else form
    file = Path(path)
    if file.suffix.lower() != ".docx":
        hint = "只看 .docx；别的在 WPS、Word 里打开，另存为 .docx"
        raise InputError("看不了这种文件的版面", where=path, hint=hint)
    if out and not (fix or form == "docx"):
        raise click.UsageError("-o 要同 --fix 或 --format docx 一起用")
    if fix and form == "docx":
        raise click.UsageError("--fix 和 --format docx 一次用一个")
    shelf = library()
    style = shelf.style_named(name) if name else None
    found = check(read_bytes(file, MAX_BYTES), path, style, shelf)
    after = found
    written: list[Path] = []
    if fix and found.mendable:
        data = mended(found)
        written.append(_put(file, "-版面", out, data))
        after = found.again(data)
    elif form == "docx" and found.findings:
        written.append(_put(file, "-版面批注", out, commented(found)))
    if form == "json":
        _say_data(found, after, written)
    else:
        _say(found, after, fix=fix, shown=form == "text")
        for one in written:
            say(f"已写 {one}", color="green")
    return int(any(one.level >= LEVELS[level] for one in after.findings))


def _put(file: Path, mark: str, out: str, data: bytes) -> Path:
    """Write the copy where it was asked for, which must be free, or beside the draft."""
    if out:
        write_new(Path(out), data)
        return Path(out)
    return lay_beside(file.with_name(file.stem + mark + file.suffix), data)


def commented(found: Checked) -> bytes:
    """The file with a comment at the first place of each finding."""
    from docgen.drafts.margin import comment_text
    from docgen.ooxml.comments import Note, annotate

    notes = (Note(one.place.line, 0, 0, comment_text(one)) for one in found.findings)
    return annotate(found.data, notes)


# --- what is told ---------------------------------------------------------------------------------


def _say(found: Checked, after: Checked, *, fix: bool, shown: bool) -> None:
    if found.choice.said:
        say(f"{found.path}：{found.choice.said}")
    if fix and found.mendable:
        say("改了：", bold=True)
        for finding in found.mendable:
            say(f"  {finding.message}{_many(finding)}")
        say("\n改不了，要自己改的：" if after.findings else "", bold=True)
    if shown:
        for finding in after.findings:
            _say_finding(finding)
    if after.findings and shown:
        say()
    levels = counts(after.findings) or "没有发现问题"
    say(
        f"{found.path}：照“{found.choice.style.name}”，{'改后' if fix and found.mendable else ''}{levels}"
    )
    if not fix and found.mendable:
        say(f"其中{len(found.mendable)}项可以自动改：加 --fix")
    if fix and not found.mendable:
        say("没有能自动改的")


def _say_finding(finding: Finding) -> None:
    place = finding.place
    say(
        f"{place}: {finding.level.label} {finding.code} {finding.message}{_many(finding)}",
        color=COLORS[finding.level],
    )
    if finding.quote:
        say(f"       {finding.quote}")
    if finding.hint:
        say(f"       改法：{finding.hint}")
    if finding.basis:
        say(f"       依据：{finding.basis}")
    if finding.related:
        say(f"       另有：{_listed(finding.related)}")


def _many(finding: Finding) -> str:
    return f"（共{len(finding.related) + 1}处）" if finding.related else ""


def _listed(places: tuple[Place, ...]) -> str:
    names = list(dict.fromkeys(place.part for place in places))
    return "、".join(names[:_MOST_PLACES]) + ("……" if len(names) > _MOST_PLACES else "")


def _say_data(found: Checked, after: Checked, written: list[Path]) -> None:
    mendable = {(one.code, one.message) for one in found.mendable}
    say_json(
        "layout",
        {
            "path": found.path,
            "style": found.choice.style.id,
            "choice": found.choice.said,
            "findings": [
                {**as_json(one), "fix": (one.code, one.message) in mendable}
                for one in found.findings
            ],
            "left": [as_json(one) for one in after.findings],
            "written": [path.as_posix() for path in written],
        },
    )
