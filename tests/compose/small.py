"""A small library for tests of composing: few facts, one genre, a file of macros.

`compose_body` composes a template's body, typed in the test, over facts typed in the test.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from docgen import source
from docgen.compose import compose
from docgen.document import Document, Span, Text, plain, walk
from docgen.facts import Facts, dictionary_of, facts_from
from docgen.library import Library
from docgen.library.templates import TemplateSource, template_from

UNIT = """
单位:
  下级:
    名称: {类型: 名称}
    简介: {类型: 文本, 可缺: 是}
文稿:
  下级:
    期间: {类型: 期间}
    日期: {类型: 日期}
"""

LEDGER = """
概况:
  下级:
    面积: {类型: 小数, 单位: 平方公里, 可缺: 是}
    行政村: {类型: 计数, 量词: 个}
    自然村: {类型: 计数, 量词: 个, 可缺: 是}
    户数: {类型: 计数, 量词: 户}
党支部:
  类型: 计数
  量词: 个
  下级:
    农村党支部: {类型: 计数, 量词: 个}
    机关党支部: {类型: 计数, 量词: 个}
党员:
  类型: 计数
  量词: 名
  下级:
    女党员: {类型: 计数, 量词: 名}
    预备党员: {类型: 计数, 量词: 名}
    流动党员: {类型: 计数, 量词: 名, 可缺: 是}
村干部:
  类型: 计数
  量词: 名
  可缺: 是
  下级:
    一肩挑: {类型: 计数, 量词: 名, 可缺: 是}
投资: {类型: 金额, 单位: 万元}
覆盖率: {类型: 百分比}
"""

RECORDS = """
工作:
  类型: 列表
  主项: 题
  字段:
    题: {类型: 名称}
    正文: {类型: 文本, 可缺: 是}
    层次: {类型: 选项, 选项: [一是, 首先, 一方面, （一）, 1., 段], 可缺: 是}
    要点:
      类型: 列表
      可缺: 是
      字段:
        文: {类型: 文本, 可缺: 是}
        主题: {类型: 文本, 可缺: 是}
        做法: {类型: 文本}
        要求: {类型: 文本, 可缺: 是}
        例: {类型: 文本, 可缺: 是}
        可删: {类型: 是否, 可缺: 是}
村:
  类型: 列表
  主项: 名
  字段:
    名: {类型: 名称}
    户: {类型: 计数, 量词: 户}
    状态: {类型: 选项, 选项: [整顿中, 已转化]}
    症结: {类型: 列表, 项: 名称, 可缺: 是}
荣誉:
  类型: 列表
  可缺: 是
  主项: 名
  字段:
    名: {类型: 名称}
条:
  类型: 列表
  项: 文本
"""

OTHERS = tuple(f"data/dictionary/{name}.yaml" for name in ("county", "economy", "party", "rectify"))
"""The built-in dictionary's other files, which speak of facts that the small one does not have."""

GENRE = """
名称: 报告
样式: gbt9704
列法: 一是
部分:
  - {名: 工作, 必备: 否}
  - {名: 问题, 必备: 否}
"""

MACROS = """{% macro 多少(数) %}
{% if 数 > 100 %}多达{% else %}只有{% endif %}{{ 数 | 量 }}
{% endmacro %}
{% macro 全体() %}党员{{ 党员 | 量 }}{% endmacro %}
{% macro 坏() %}
甲
{{ 党员 / 0 }}
{% endmacro %}
"""


@cache
def root() -> Path:
    """The folder of the small library, kept for the process."""
    folder = Path(tempfile.mkdtemp(prefix="docgen-small-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    files = {
        "data/dictionary/unit.yaml": UNIT,
        "data/dictionary/ledger.yaml": LEDGER,
        "data/dictionary/records.yaml": RECORDS,
        **dict.fromkeys(OTHERS, "校验: []\n"),
        "templates/report/genre.yaml": GENRE,
        "templates/常用.macro.j2": MACROS,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@cache
def library() -> Library:
    """The small library over the built-in one, whose dictionary it replaces."""
    return Library((root(),))


def template(body: str, *, title: str = "报告", front: str = "") -> TemplateSource:
    """A template of this body; its first line is line 6 of the file (7 with one of front)."""
    text = f'---\n名称: 试\n说明: 试\n标题: "{title}"\n{front}---\n{body}'
    return template_from("report/试", text, library().genres["report"], "试.md.j2")


def facts(text: str) -> Facts:
    """Facts typed as YAML; whatever is wrong with them fails the test."""
    read, findings = facts_from([source.read_yaml(text, "facts.yaml")], dictionary_of(library()))
    assert not findings, findings
    return read


def compose_body(body: str, text: str = "", *, title: str = "报告", front: str = "") -> Document:
    """The document of a body over facts typed as YAML, dated 2026-07-01."""
    made = template(body, title=title, front=front)
    return compose(made, facts(text), library(), on=date(2026, 7, 1))


def spans(document: Document) -> list[tuple[str, str, str]]:
    """Every span, outer before inner, as (text, kind, sources parted by blanks)."""
    return [
        (plain(span.content), span.kind, " ".join(span.sources))
        for text in walk(document)
        for span in _spans(text)
    ]


def _spans(text: Text) -> Iterator[Span]:
    for piece in text:
        if isinstance(piece, Span):
            yield piece
            yield from _spans(piece.content)


def body_lines(document: Document) -> list[str]:
    """The blocks of the body as lines, numbers of headings included, cells parted by |."""
    out = []
    for block in document.body:
        kind = type(block).__name__
        if kind == "Heading":
            out.append(block.number + plain(block.text) + plain(block.run_in))  # type: ignore[union-attr]
        elif kind == "Paragraph":
            out.append(plain(block.text))  # type: ignore[union-attr]
        else:
            rows = (block.header, *block.rows)  # type: ignore[union-attr]
            out += ["|".join(plain(cell) for cell in row) for row in rows]
    return out


def gaps(document: Document) -> list[str]:
    """The gap list as `待填 党员` lines, with the reason when there is one."""
    return [
        f"{gap.kind} {gap.path}" + (f"（{gap.reason}）" if gap.reason else "")
        for gap in document.gaps
    ]
