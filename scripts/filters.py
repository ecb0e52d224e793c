"""Write docs/guide/filters.md from the filters and functions that templates may use."""

from __future__ import annotations

import inspect
from pathlib import Path

from docgen.compose import Composer
from docgen.compose.filters import FILTERS
from docgen.library import Library

PAGE = Path(__file__).parents[1] / "docs" / "guide" / "filters.md"


def page() -> str:
    """The page's text."""
    lines = [
        "# 模板里能用的过滤器和函数",
        "",
        "由 `scripts/filters.py` 从程序里生成，不要手改。",
        "",
        '过滤器写在填空里：`{{ 党员 | 量 }}`、`{{ 党员 | 其中("女党员") }}`；句子里引用台账也用它：`【党员|量】`。',
        "",
        "| 过滤器 | 作用 |",
        "|---|---|",
    ]
    lines += [f"| {name} | {_first(call)} |" for name, call in FILTERS.items()]
    lines += ["", '函数直接调用：`{{ 提法("指导思想") }}`。', "", "| 函数 | 作用 |", "|---|---|"]
    functions = Composer.of(Library()).engine.functions
    lines += [f"| {name} | {_first(call)} |" for name, call in functions.items()]
    return "\n".join(lines) + "\n"


def _first(call: object) -> str:
    """The first paragraph of a docstring on one line."""
    text = inspect.getdoc(call) or ""
    return "".join(text.split("\n\n")[0].splitlines()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
