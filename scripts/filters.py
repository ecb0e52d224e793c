"""Write docs/guide/filters.md from the filters and functions that templates may use.

What they mean and their examples stand in their docstrings (see docgen/compose/filters.py).
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from docgen.compose import Composer
from docgen.compose.filters import GROUPS
from docgen.library import Library

PAGE = Path(__file__).parents[1] / "docs" / "guide" / "filters.md"

UNDER: Final = "文稿: {期间: 2026年上半年, 日期: 2026-07-03}"
UNIT: Final = "单位: {名称: 青山镇, 自称: 我镇, 党委称: 镇党委, 上级: 县委, 类别: 镇}"
"""The facts under every example."""

OF_FUNCTIONS: Final = {
    "提法": "提法和套话",
    "套话": "提法和套话",
    "节数": "列举",
    "列式": "列举",
    "缺": "句子",
}
"""Where the guide shows the functions."""

HEAD: Final = f"""\
# 模板里能用的过滤器和函数

由 `scripts/filters.py` 从程序里生成，不要手改。例子由测试逐条运行，印出的就是程序印出的。

过滤器写在填空里，前面是事实，竖线后面是怎么印：`{{{{ 党员 | 量 }}}}`、`{{{{ 党员 | 其中("女党员") }}}}`，可以接着用几个；
句子里引用台账也用它：`【党员|量】`。函数直接调用：`{{{{ 提法("指导思想") }}}}`。怎样由去年的材料做成模板，见[模板怎么做](templates.md)。

每个例子的台账里另有 `{UNIT}`，
`{UNDER}`；“台账”一栏空着的只用这些。空的“印出”就是什么也不印。
"""


class Example(NamedTuple):
    """What a filter or function prints: facts (YAML), a template's body, its text."""

    facts: str
    body: str
    text: str


def calls() -> Mapping[str, Mapping[str, Any]]:
    """Every filter and function by group and name.  Raises KeyError for a function that
    OF_FUNCTIONS does not place."""
    groups = {name: dict(members) for name, members in GROUPS.items()}
    for name, call in Composer.of(Library()).engine.functions.items():
        groups.setdefault(OF_FUNCTIONS[name], {})[name] = call
    return groups


def examples(call: object) -> list[Example]:
    """The examples of a docstring."""
    lines = (inspect.getdoc(call) or "").splitlines()
    found = [line.removeprefix("例：").split("⟶") for line in lines if line.startswith("例：")]
    return [Example(*(part.strip().replace("⏎", "\n") for part in parts)) for parts in found]


def page() -> str:
    """The page's text."""
    groups = calls()
    names = ["", "| 找什么 | 过滤器和函数 |", "|---|---|"]
    names += [f"| [{group}](#{group}) | {' '.join(members)} |" for group, members in groups.items()]
    lines = [HEAD.rstrip("\n"), *names]
    for group, members in groups.items():
        lines += ["", f"## {group}"]
        for name, call in members.items():
            lines += ["", f"**{name}** — {_first(call)}", ""]
            lines += ["| 台账 | 写法 | 印出 |", "|---|---|---|"]
            lines += [
                f"| {_code(one.facts)} | {_code(one.body)} | {_cell(one.text)} |"
                for one in examples(call)
            ]
    return "\n".join(lines) + "\n"


def _first(call: object) -> str:
    """The first paragraph of a docstring on one line."""
    return "".join((inspect.getdoc(call) or "").split("\n\n")[0].splitlines())


def _code(text: str) -> str:
    return "<br>".join(f"`{_cell(line)}`" for line in text.splitlines() if line)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
