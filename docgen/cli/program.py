"""`docgen`: its commands, imported only when called, and the one place where errors end."""

from __future__ import annotations

import difflib
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

import click

import docgen
from docgen.cli.console import fail, report, report_fault, table
from docgen.cli.usage import ChineseHelp, explain
from docgen.errors import DocgenError

FAULT: Final = 70
INTERRUPTED: Final = 130


class Command(NamedTuple):
    """A command in the list: its group, where it is, and one line on it."""

    group: str
    module: str
    note: str


COMMANDS: Final = {
    "new": Command("填台账", "docgen.cli.new", "新建一份台账，或由上期结转"),
    "form": Command("填台账", "docgen.cli.form", "做一份 Excel 填报表"),
    "render": Command("写材料", "docgen.cli.render", "按模板和台账成文"),
    "batch": Command("写材料", "docgen.cli.batch", "一次做完许多单位的文稿"),
    "rollup": Command("写材料", "docgen.cli.rollup", "把各单位的台账汇成县的台账"),
    "check": Command("写材料", "docgen.cli.check", "检查文稿、台账和模板，一次列出全部问题"),
    "layout": Command("查问题", "docgen.cli.layout", "看一份 .docx 的版面合不合格式，能改的改好"),
    "trace": Command("查问题", "docgen.cli.trace", "查文稿里每个数字、每句话的出处"),
    "diff": Command("查问题", "docgen.cli.diff", "比较两份文稿，或两个模板"),
    "date": Command("查问题", "docgen.cli.date", "推定一份文稿是什么时候写的"),
    "list": Command("查问题", "docgen.cli.listing", "列出模板、提法和套话、事实、样式"),
    "explain": Command("查问题", "docgen.cli.explain", "说明检查结果里的代码"),
    "doctor": Command(
        "查问题", "docgen.cli.doctor", "看这台电脑缺什么：字体、LibreOffice、权限、设置"
    ),
    "review": Command("管模板", "docgen.cli.review", "审核模板，出一份可以签字的报告"),
    "schema": Command("管模板", "docgen.cli.schema", "给编辑器的填写提示"),
    "init": Command("管模板", "docgen.cli.init", "建一个放自己模板的项目文件夹"),
}
_FACTS: Final = (".yaml", ".yml", ".xlsx", ".xlsm", ".csv")
_DRAFTS: Final = (".docx", ".md", ".html", ".txt")
_SHEETS: Final = (".xls", ".et", ".doc", ".wps")


class Program(ChineseHelp, click.Group):
    """The group of commands.  A facts file in place of a command is rendered as it asks."""

    def list_commands(self, _: click.Context) -> list[str]:
        """The names of the commands."""
        return list(COMMANDS)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        """The command, its module imported now."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = importlib.import_module(entry.module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of these arguments and its own arguments."""
        name = args[0]
        if name in COMMANDS:
            return name, self.get_command(ctx, name), args[1:]
        if name.lower().endswith(_FACTS):
            return "render", self.get_command(ctx, "render"), args
        raise click.UsageError(_not_a_command(name), ctx)

    def more_help(self, _: click.Context) -> tuple[str, ...]:
        """The commands by what they are for."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for name, entry in COMMANDS.items():
            groups.setdefault(entry.group, []).append((name, entry.note))
        return tuple(f"{name}：\n" + table(rows, indent="  ") for name, rows in groups.items())

    def main(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        **extra: Any,
    ) -> NoReturn:
        """Run and end with the exit code; whatever goes wrong is said here."""
        words = list(sys.argv[1:] if args is None else args)
        debug = _take(words, "--debug")
        color = _color(_take(words, "--color"), _take(words, "--no-color"))
        extra["standalone_mode"] = False
        code: object = 0
        try:
            code = super().main(words, prog_name or "docgen", color=color, **extra)
        except click.ClickException as error:
            message, hint = explain(error)
            fail(message, hint, color=color)
            code = DocgenError.exit_code
        except DocgenError as error:
            report(error, color=color)
            code = error.exit_code
        except (click.Abort, KeyboardInterrupt):
            fail("已中断", color=color)
            code = INTERRUPTED
        except Exception as error:
            report_fault(error, debug=debug, color=color)
            code = FAULT
        sys.exit(code if isinstance(code, int) else 0)


def _not_a_command(name: str) -> str:
    """What to say to a first word that is no command: what was probably meant."""
    suffix = Path(name).suffix.lower()
    if suffix in _DRAFTS:
        return f"“{name}”是文稿：检查用 docgen check {name}，查出处用 docgen trace {name}"
    if suffix in _SHEETS:
        return f"“{name}”读不了；表格另存为 .xlsx 再用，文字台账是 .yaml 文件"
    there = [ending for ending in _FACTS if os.path.isfile(name + ending)]  # noqa: PTH113
    if there:
        return f"没有“{name}”这个命令；写台账的全名，连同 {' 或 '.join(there)}"
    near = difflib.get_close_matches(name, COMMANDS, n=1, cutoff=0.5)
    hint = f"，是不是 {near[0]}" if near else "，可用的有 " + "、".join(COMMANDS)
    return f"没有“{name}”这个命令{hint}"


def _take(words: list[str], option: str) -> bool:
    """Whether the option stands anywhere before `--`; it is taken out."""
    end = words.index("--") if "--" in words else len(words)
    found = option in words[:end]
    words[:end] = [word for word in words[:end] if word != option]
    return found


def _color(on: bool, off: bool) -> bool | None:
    """Whether to colour: as asked, NO_COLOR, FORCE_COLOR, else None for what the stream is."""
    if on or off:
        return on and not off
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


@click.command(
    "docgen",
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["--help", "-h"]},
)
@click.option(
    "--color/--no-color", default=None, help="输出是否带颜色（也看 NO_COLOR、FORCE_COLOR）"
)
@click.option("--debug", is_flag=True, help="程序内部出错时显示详情")
@click.version_option(docgen.__version__, message="docgen %(version)s", help="显示版本")
@click.pass_context
def program(ctx: click.Context, /, **_: object) -> None:
    """一份台账，多种文稿；每个数字都查得到出处。

    docgen 台账.yaml                  按台账里 文稿.模板 成文
    docgen check 台账.yaml            先看看台账有没有问题
    docgen render 模板 台账.yaml      指定模板成文
    docgen check 文稿.docx            审一份文稿，谁写的都行
    docgen trace 文稿.docx            查这份文稿的出处
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
