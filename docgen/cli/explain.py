"""`docgen explain`: what a code means, why it matters, wrong and right examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import click

from docgen.cli.console import say, say_json, table
from docgen.cli.usage import ChineseHelp

if TYPE_CHECKING:
    from docgen.library.codes import Code
    from docgen.library.rules import Example, Rule

_IN_A_FORM = (
    "填报表：例子是 .yaml 的写法。表里数直接填在格里，分项各有各的格；"
    "“上期”填在旁边一栏，没有这一栏的和“说明”“来源”一起写在“补充”表"
)
_SHOWN: Final = 3
"""So many examples of each kind."""
_LINES: Final = 12
"""So many lines of an example."""


@click.command("explain", cls=ChineseHelp)
@click.argument("code", metavar="[代码]", default="")
@click.argument("name", metavar="[样式]", default="")
@click.option("--json", "as_data", is_flag=True, help="输出 JSON")
def command(code: str, name: str, as_data: bool) -> int:
    """说明检查结果里的代码：什么意思，为什么管，错的怎样，对的怎样，怎么改。

    不写代码，就列出全部代码；写前几个字母（如 FIG），就列出这一类。
    docgen explain style 样式：逐项列出这个样式的参数、条款和强度，哪些偏离国家标准的规定。
    """
    from docgen.cli.project import library
    from docgen.library.codes import code_named

    shelf = library()
    if code.strip().lower() in ("style", "样式"):
        from docgen.cli.styles import explain_style

        return explain_style(name or "gbt9704", shelf, as_data)
    if name:
        raise click.UsageError(f"多出了参数“{name}”", click.get_current_context())
    codes, rules = shelf.codes, shelf.rules
    start = code.strip().upper()
    family = [c for c in codes.values() if c.code.startswith(start)]
    is_family = start not in codes and len(family) > 1
    chosen = family if is_family else [code_named(code, codes)]
    if as_data:
        say_json("explain", {"codes": [_plain(one, rules.get(one.code)) for one in chosen]})
    elif len(chosen) > 1:
        _say_list(chosen, rules)
    else:
        _say_one(chosen[0], rules.get(chosen[0].code))
    return 0


def _plain(code: Code, rule: Rule | None) -> Mapping[str, object]:
    keys = ("code", "name", "group", "meaning", "why", "wrong", "right", "fix")
    values: dict[str, object] = {key: getattr(code, key) for key in keys}
    if rule is not None:
        values |= {
            "level": rule.level.label,
            "basis": rule.basis,
            "automatic": rule.repair == "自动",
            "wrong_examples": [example.text for example in rule.wrong],
            "right_examples": [example.text for example in rule.right],
        }
    return values


def _say_list(codes: Iterable[Code], rules: Mapping[str, Rule]) -> None:
    """The codes by group; of rules for drafts their level, and whether they are corrected."""
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for one in codes:
        rule = rules.get(one.code)
        automatic = "，自动改" if rule and rule.repair == "自动" else ""
        more = f"{rule.level.label}{automatic}" if rule else ""
        groups.setdefault(one.group, []).append((one.code, more, one.name))
    for number, (group, rows) in enumerate(groups.items()):
        say(("\n" if number else "") + f"{group}：", bold=True)
        if not any(row[1] for row in rows):
            say(table([(row[0], row[2]) for row in rows], indent="  "))
        else:
            say(table([(code, name, more) for code, more, name in rows], indent="  "))
    say("\n看某一个：docgen explain 代码")


def _say_one(code: Code, rule: Rule | None) -> None:
    say(f"{code.code}　{code.name}", bold=True)
    if rule is not None:
        say(f"级别：{rule.level.label}")
    for head, text in (("意思", code.meaning), ("为什么", code.why)):
        say(f"{head}：{text}")
    if rule is not None:
        say(f"依据：{rule.basis}")
        _say_examples("错例", rule.wrong)
        _say_examples("对例", rule.right)
    else:
        for head, text in (("错例", code.wrong), ("对例", code.right)):
            if "\n" in text or (text and code.form != "文字"):
                say(f"{head}：")
                _say_lines(text.split("\n"))
            elif text:
                say(f"{head}：{text}")
    say(f"改法：{code.fix}")
    if rule is not None:
        automatic = "拿得准的，docgen check --fix 会改" if rule.repair == "自动" else "不会，要人看"
        say(f"自动改：{automatic}")
    if code.form == "台账" and code.group != "写法" and "{值:" in code.wrong + code.right:
        say(_IN_A_FORM)


def _say_examples(head: str, examples: tuple[Example, ...]) -> None:
    """The first examples; those that are short stand behind the head."""
    shown = examples[:_SHOWN]
    for number, example in enumerate(shown, 1):
        label = f"{head}{number if len(shown) > 1 else ''}"
        lines = [line for line in example.text.rstrip("\n").split("\n") if line.strip()]
        under = "，".join(_under(example))
        if len(lines) == 1 and not under:
            say(f"{label}：{lines[0]}")
        else:
            say(f"{label}{f'（{under}）' if under else ''}：")
            cut = [*lines[:_LINES], "……"] if len(lines) > _LINES else lines
            _say_lines(cut)
            for name, text in (("台账", example.facts), ("县台账", example.ledger)):
                if text:
                    say(f"  {name}：")
                    _say_lines(text.rstrip("\n").split("\n")[:_LINES])


def _under(example: Example) -> Iterator[str]:
    """What the example stands under: that it is a whole draft, its date, its 文种."""
    if example.whole:
        yield "整篇"
    if example.on:
        yield f"{example.on.year}年{example.on.month}月{example.on.day}日"
    if example.genre:
        yield example.genre


def _say_lines(lines: Iterable[str]) -> None:
    for line in lines:
        say(f"    {line.replace(chr(9), '<Tab>')}".rstrip())
