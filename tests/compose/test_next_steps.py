"""What a template's writer is told to do next when composing stops."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from docgen.compose import compose
from docgen.errors import TemplateError
from docgen.facts import dictionary_of, facts_from
from docgen.library import Library
from docgen.library.templates import template_from
from docgen.source import read_yaml

DICTIONARY = """
帮带对子:
  类型: 列表
  字段:
    能人: {类型: 名称}
    村: {类型: 名称}
"""


def test_a_list_without_a_title_says_how_to_print_it(tmp_path: Path) -> None:
    root = tmp_path
    (root / "data/dictionary").mkdir(parents=True)
    (root / "data/dictionary/本县.yaml").write_text(DICTIONARY, encoding="utf-8")
    library = Library((root,))
    text = "---\n名称: 试\n标题: 试\n---\n{{ 帮带对子 | 并列 }}\n"
    template = template_from("work_report/试", text, library.genres["work_report"], "试.md.j2")
    facts, _ = facts_from(
        [read_yaml("帮带对子: [{能人: 甲, 村: 石桥村}]", "台账.yaml")], dictionary_of(library)
    )
    with pytest.raises(TemplateError, match="没有主项") as raised:
        compose(template, facts, library, on=date(2026, 7, 1))
    assert '逐项("能人") | 并列' in raised.value.hint
    assert "主项: 能人" in raised.value.hint
