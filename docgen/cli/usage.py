"""click in Chinese: help pages, and what it says when a command is written wrongly."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from typing import Final

import click

from docgen.cli.console import table

_SAID: Final = (
    (r"Got unexpected extra arguments? \((.*)\)", r"多出了参数“\1”"),
    (r"Missing command", "没有写命令"),
    (r"Option '(.*)' requires an argument", r"选项“\1”后面要跟一个值"),
    (r"Option '(.*)' requires (\d+) arguments", r"选项“\1”后面要跟\2个值"),
    (r"Option '(.*)' does not take a value", r"选项“\1”后面不跟值"),
    (r"No such command '(.*?)'", r"没有“\1”这个命令"),
    (r"'(.*)' is not a valid integer( range)?\.?", r"“\1”不是整数"),
    (r"(\S+) is not in the range (\d+)<=x<=(\d+)\.?", r"“\1”不在\2至\3之间"),
)
_ASIDE: Final = re.compile(r"  \[[^\]]*\]$")
"""What click says behind a note in English: [required], [1<=x<=256]."""
_HAN: Final = re.compile("[\u4e00-\u9fff]")


def explain(error: click.ClickException) -> tuple[str, str]:
    """What is wrong with the command line, and the next step ("" when none is known)."""
    context = getattr(error, "ctx", None)
    hint = f"{context.command_path} --help 看用法" if context is not None else ""
    if isinstance(error, click.NoSuchOption):
        near = error.possibilities or ()
        return (
            f"没有“{error.option_name}”这个选项",
            "是不是 " + " 或 ".join(sorted(near)) if near else hint,
        )
    if isinstance(error, click.MissingParameter):
        return f"没有写{_label(error)}", hint
    text = error.message
    for pattern, said in _SAID:  # what was typed may be Chinese, what click says is not
        if match := re.search(pattern, text):
            text = match.expand(said)
            break
    else:
        text = text if _HAN.search(text) else "命令写得不对"
    if isinstance(error, click.BadParameter) and error.param is not None:
        text = f"{_label(error)}：{text}"
    return text, hint


def _label(error: click.BadParameter) -> str:
    param = error.param
    if param is None:
        return "参数"
    if isinstance(param, click.Option):
        return f"选项 {max(param.opts, key=len)}"
    return param.metavar or param.name or "参数"


def one_of(words: Iterable[str]) -> Callable[[click.Context, click.Parameter, str], str]:
    """A callback that lets only these words through."""
    known = tuple(words)

    def check(_: click.Context, param: click.Parameter, value: str) -> str:
        if value not in known:
            raise click.BadParameter(f"“{value}”不在可用的词里：{'、'.join(known)}", param=param)
        return value

    return check


class ChineseHelp(click.Command):
    """A command whose help page is in Chinese, with columns that line up."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help, said in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这页说明"
        return option

    def collect_usage_pieces(self, _: click.Context) -> list[str]:
        """[选项] and the arguments; those of a group are its commands."""
        words = [param.metavar or "" for param in self.params if isinstance(param, click.Argument)]
        return ["[选项]", *(words or (["命令"] if isinstance(self, click.Group) else []))]

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The page: usage, what it does, commands, options."""
        usage = " ".join((ctx.command_path, *self.collect_usage_pieces(ctx)))
        parts = [f"用法：{usage}", inspect.cleandoc(self.help or ""), *self.more_help(ctx)]
        records = [
            (names, _ASIDE.sub("", note) + ("（必写）" if param.required else ""))
            for param in self.get_params(ctx)
            if isinstance(param, click.Option) and (record := param.get_help_record(ctx))
            for names, note in [record]
        ]
        parts.append("选项：\n" + table(records, indent="  "))
        formatter.write("\n\n".join(part for part in parts if part) + "\n")

    def more_help(self, _: click.Context) -> tuple[str, ...]:
        """Sections between the description and the options."""
        return ()
