"""The template's own words: each piece, its line, and the facts that guard it."""

from __future__ import annotations

import pytest

from docgen.compose.prose import Piece, prose
from docgen.errors import TemplateError
from tests.compose.small import library, template

PIECES = {
    "无条件": ("甲{{ 党员 }}乙", ["甲 <", "乙 <"]),
    "条件的两边": (
        "{% if 党员 %}甲{% else %}乙{% endif %}丙",
        ["甲 < 党员", "乙 <", "丙 <"],
    ),
    "elif 只凭自己的": (
        "{% if 党员 %}甲{% elif 投资 %}乙{% else %}丙{% endif %}",
        ["甲 < 党员", "乙 < 投资", "丙 <"],
    ),
    "前面的条件说没有，后面的才有": (
        "{% if 党员 == 0 %}甲{% elif 投资 %}乙{% else %}丙{% endif %}",
        ["甲 <", "乙 < 党员 投资", "丙 < 党员"],
    ),
    "循环": (
        "{% for 项 in 村 %}甲{% if 项.户 %}乙{% endif %}{% endfor %}",
        ["甲 < 村", "乙 < 村 村.户"],
    ),
    "可选句": ("[[甲{{ 党员 }}[[乙{{ 投资 }}]]]]", ["甲 < 党员", "乙 < 党员 投资"]),
    "引号里的字": ('{{ "甲" ~ 党员 ~ "乙" }}', ["甲 < 党员", "乙 < 党员"]),
    "宏随调用": (
        "{% macro 说(数) %}甲{% if 数 %}乙{% endif %}{% endmacro %}[[{{ 投资 }}{{ 说(党员) }}]]",
        ["甲 < 投资", "乙 < 党员 投资"],
    ),
    "引入的宏": (
        '{% import "常用.macro.j2" as 常用 %}{{ 常用.全体() }}',
        ["常用.macro.j2:4 党员 <"],
    ),
    "自己调自己的宏有尽头": (
        "{% macro 说() %}甲{% if 党员 %}{{ 说() }}{% endif %}{% endmacro %}{{ 说() }}",
        ["甲 < 党员", "甲 <"],
    ),
}


PROVES = {
    # what the test holds for → what it proves, and what its failing proves
    "党员": ("党员", ""),
    "not 党员": ("", "党员"),
    "not not 党员": ("党员", ""),
    "党员 == 0": ("", "党员"),
    "0 == 党员": ("", "党员"),
    "党员 != 0": ("党员", ""),
    "党员 == 9": ("党员", ""),
    "党员 != 9": ("", "党员"),
    "党员 > 0": ("党员", ""),
    "0 < 党员": ("党员", ""),
    "党员 >= 0": ("", ""),
    "党员 >= 1": ("党员", ""),
    "党员 < 3": ("", "党员"),
    "党员 <= 0": ("", "党员"),
    "党员 > -1": ("", ""),
    '单位.简介 == ""': ("", "单位.简介"),
    '单位.简介 != ""': ("单位.简介", ""),
    '单位.简介 == "甲"': ("单位.简介", ""),
    '"甲" in 单位.简介': ("单位.简介", ""),
    '"甲" not in 单位.简介': ("", "单位.简介"),
    '单位.简介 in ["甲", "乙"]': ("单位.简介", ""),
    '单位.简介 in ["甲", ""]': ("", ""),
    '单位.简介 not in ["甲", "乙"]': ("", "单位.简介"),
    "村 | 个数": ("村", ""),
    "村 | 个数 == 0": ("", "村"),
    "村 | 个数 > 1": ("村", ""),
    "党员 > 投资": ("党员", ""),
    "投资 < 党员": ("党员", ""),
    "党员 == 投资": ("", ""),
    "党员 and 投资": ("党员 投资", ""),
    "党员 or 投资": ("党员 投资", ""),
    "党员 or 单位.简介": ("单位.简介", ""),
    "not (党员 or 投资)": ("", "党员 投资"),
    "not (党员 and 投资)": ("", "党员 投资"),
    "党员 == 0 and 投资": ("投资", ""),
    "党员 == 0 or 投资": ("", "党员"),
}


@pytest.mark.parametrize("test", PROVES)
def test_what_a_test_proves(test: str) -> None:
    """An absent fact is 0 or empty: a test that it passes proves nothing."""
    held, failed = (
        f"{text} < {proved}".rstrip() for text, proved in zip("甲乙", PROVES[test], strict=True)
    )
    assert pieces(f"{{% if {test} %}}甲{{% else %}}乙{{% endif %}}") == [held, failed]
    assert pieces(f"{{% set 有 = {test} %}}{{% if 有 %}}甲{{% endif %}}") == [held]


def pieces(body: str) -> list[str]:
    """Each piece as 字 < 凭据, with its place when that is not line 6."""
    return [
        _place(piece) + f"{piece.text.strip()} < {' '.join(sorted(piece.guards))}".rstrip()
        for passage in prose(template(body, title="{{ 单位.名称 }}"), library())
        for piece in passage
        if piece.own and piece.text.strip()
    ]


def _place(piece: Piece) -> str:
    blank = len(piece.text) - len(piece.text.lstrip())
    line = piece.line + piece.text.count("\n", 0, blank)
    return "" if (piece.file, line) == ("report/试", 6) else f"{piece.file}:{line} "


@pytest.mark.parametrize("name", PIECES)
def test_pieces_and_their_guards(name: str) -> None:
    body, expected = PIECES[name]
    assert pieces(body) == expected


def test_lines_are_those_of_the_file() -> None:
    body = "甲\n{# 一\n二 #}\n{% if 党员 %}\n乙\n\n{% endif %}\n丙{{ 党员 }}丁\n"
    assert [piece.split(" ")[0] for piece in pieces(body)[1:]] == [
        "report/试:10",
        "report/试:13",
        "report/试:13",
    ]


def test_a_template_that_cannot_be_compiled_says_where() -> None:
    with pytest.raises(TemplateError) as caught:
        prose(template("甲\n{{ 党圆 }}"), library())
    assert caught.value.where == "report/试:7"


def test_macros_that_multiply_come_to_an_end() -> None:
    """Each macro calls the next one twice under facts of its own."""
    names = ("党员", "投资", "覆盖率", "党支部", "村干部", "概况.户数", "概况.面积", "概况.行政村")
    macros = "".join(
        f"{{% macro 甲{n}() %}}{{% if {name} %}}{{{{ 甲{n + 1}() }}}}{{% endif %}}"
        f"{{{{ 甲{n + 1}() }}}}{{% endmacro %}}"
        for n, name in enumerate(names)
    )
    body = macros + f"{{% macro 甲{len(names)}() %}}乙{{% endmacro %}}{{{{ 甲0() }}}}"
    assert len(pieces(body)) == 2 ** len(names)
