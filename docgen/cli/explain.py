"""`docgen explain`: what a code means, why it matters, a wrong and a right example."""

from __future__ import annotations

import click

from docgen.cli.console import say, say_json, table
from docgen.cli.usage import ChineseHelp

_IN_A_FORM = (
    "填报表：例子是 .yaml 的写法。表里数直接填在格里，分项各有各的格；"
    "“上期”填在旁边一栏，没有这一栏的和“说明”“来源”一起写在“补充”表"
)


@click.command("explain", cls=ChineseHelp)
@click.argument("code", metavar="[代码]", default="")
@click.option("--json", "as_data", is_flag=True, help="输出 JSON")
def command(code: str, as_data: bool) -> int:
    """说明检查结果里的代码：什么意思，为什么管，错的怎样，对的怎样，怎么改。

    不写代码，就列出全部代码。
    """
    from docgen.cli.project import library
    from docgen.library.codes import code_named

    codes = library().codes
    chosen = [code_named(code, codes)] if code.strip() else [*codes.values()]
    if as_data:
        keys = ("code", "name", "group", "meaning", "why", "wrong", "right", "fix")
        say_json("explain", {"codes": [{key: getattr(c, key) for key in keys} for c in chosen]})
        return 0
    if not code.strip():
        for number, group in enumerate(dict.fromkeys(c.group for c in chosen)):
            say(("\n" if number else "") + f"{group}：", bold=True)
            say(table([(c.code, c.name) for c in chosen if c.group == group], indent="  "))
        say("\n看某一个：docgen explain 代码")
        return 0
    [one] = chosen
    say(f"{one.code}　{one.name}", bold=True)
    for head, text in (
        ("意思", one.meaning),
        ("为什么", one.why),
        ("错例", one.wrong),
        ("对例", one.right),
        ("改法", one.fix),
    ):
        if "\n" in text or (head in ("错例", "对例") and one.form != "文字"):
            say(f"{head}：")
            for line in text.split("\n"):
                say(f"    {line.replace(chr(9), '<Tab>')}")
        elif text:
            say(f"{head}：{text}")
    if one.form == "台账" and one.group != "写法" and "{值:" in one.wrong + one.right:
        say(_IN_A_FORM)
    return 0
