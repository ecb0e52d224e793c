"""The same report three ways: docxtpl, Jinja2 with python-docx, and docgen.

The template of docgen is the one source: `Outline` says it again in plain Jinja2, measure words
and stops typed out, from which the other two are made.  All three carry the same styles.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

import docx
from docxtpl import DocxTemplate
from jinja2 import Environment

from docgen.compose.phrases import formulation
from docgen.document import Block, Document, Heading, Paragraph, Signature, Table, number
from docgen.facts import dictionary_of
from docgen.language import change_words, chinese_number, issued_date, parse_date
from docgen.library import Library, TemplateSource
from docgen.render.docx import render

_SLOT: Final = re.compile(r"\{\{ (.+?) \}\}")
_TAG: Final = re.compile(r"\{% [^%]+ %\}")
_NAMED: Final[Mapping[str, str]] = {"文稿.期间": "文稿.期间", "文稿.期间 | 说法": "文稿.说法"}


class Line(NamedTuple):
    """A line of the outline.  role: title, recipients, heading 1 to 4, body, row, tag, organ, date."""

    role: str
    text: str


class Outline:
    """The template in the words of plain Jinja2."""

    def __init__(self, template: TemplateSource, library: Library) -> None:
        self.units = {
            entry.name: "%" if entry.kind == "百分比" else entry.measure or entry.unit
            for entry in dictionary_of(library).walk()
        }
        self.parts = len(re.findall(r"^## ", template.body, re.MULTILINE))
        field = {name: self.plain(text) for name, (text, _) in template.fields.items()}
        self.lines = [
            Line("title", field["标题"]),
            Line("recipients", field["主送"] + "："),
            *(self._line(line) for line in template.body.split("\n") if line),
            Line("organ", field["署名"]),
            Line("date", field["日期"]),
        ]

    def _line(self, line: str) -> Line:
        if line.startswith("#"):
            marks, _, rest = line.partition(" ")
            return Line(f"heading {len(marks) - 1}", re.sub(r" *\{\w+\}$", "", rest))
        if line.startswith("|"):
            return Line("row", self.plain(line.strip("| ")))
        return Line("tag" if _TAG.fullmatch(line) else "body", self.plain(line))

    def plain(self, text: str) -> str:
        """The text with docgen's own filters, functions and clauses said in plain Jinja2."""
        text = re.sub(r"\[\[(.*?)\]\]", self._clause, text)
        text = re.sub(r"(\{% .*?)\| 个数", r"\1| length", text)
        return _SLOT.sub(lambda found: self._slot(found[1]), text)

    @staticmethod
    def _clause(found: re.Match[str]) -> str:
        fact = re.search(r"\{\{ ([\w.]+)", found[1])
        assert fact is not None
        return f"{{% if {fact[1]} is defined %}}{found[1]}{{% endif %}}"

    def _slot(self, slot: str) -> str:
        if slot in _NAMED:
            return f"{{{{ {_NAMED[slot]} }}}}"
        if slot.startswith("节数("):
            return chinese_number(self.parts)
        if spoken := re.fullmatch(r"提法\(\"(.+)\"\)", slot):
            return f"{{{{ 提法.{spoken[1]} }}}}"
        name, _, filters = slot.partition(" | ")
        match filters:
            case "量":
                return f"{{{{ {name} }}}}" + self.units[name.rpartition(".")[2]]
            case "较上期":
                return f"{{{{ {name} | 较上期({name}_上期) }}}}"
            case "句":
                return f"{{{{ {name} }}}}。"
            case "个数":
                return f"{{{{ {name} | length }}}}"
            case "个数 | 汉字":
                return f"{{{{ {name} | length | 汉字 }}}}"
            case "" | "日期":
                return f"{{{{ {name} }}}}"
        raise ValueError(slot)


def plain_facts(facts: Mapping[str, Any], library: Library) -> dict[str, Any]:
    """The facts as other engines take them: numbers and texts in dicts, dates and phrases said."""
    out: dict[str, Any] = {}
    for name, value in facts.items():
        if isinstance(value, list):
            out[name] = [dict(row) for row in value]
            continue
        out[name] = {}
        for key, item in value.items():
            if isinstance(item, dict):
                out[name][key] = Decimal(item["值"])
                out[name][f"{key}_上期"] = Decimal(item["上期"])
            else:
                out[name][key] = Decimal(item) if isinstance(item, int) else item
    day = parse_date(facts["文稿"]["日期"])
    assert isinstance(day, date)
    out["文稿"] |= {"日期": issued_date(day), "说法": "今年上半年"}
    out["提法"] = {
        topic: formulation(library.snippets, library.formulations, topic, day, audience="乡镇").text
        for topic in ("指导思想", "会议精神")
    }
    out.setdefault("表彰", [])
    return out


def _compared(value: Decimal, previous: Decimal) -> str:
    said, size = change_words(value, previous)
    return "与上年同期持平" if said == "持平" else f"比上年同期{said}{size}"


FILTERS: Final[Mapping[str, Callable[..., str]]] = {"较上期": _compared, "汉字": chinese_number}


def environment() -> Environment:
    """Plain Jinja2 with the two filters that the outline needs."""
    made = Environment()
    made.filters.update(FILTERS)
    return made


# ---- docxtpl ------------------------------------------------------------------------------


def docxtpl_template(outline: Outline, template: TemplateSource, library: Library) -> bytes:
    """The .docx with tags that docxtpl takes, in the styles that docgen gives a draft."""
    style = library.style(template.style)
    field = {line.role: (line.text,) for line in outline.lines}
    document = Document(
        genre=template.genre,
        title=field["title"],
        recipients=field["recipients"],
        body=tuple(_tagged(outline.lines)),
        signature=Signature((field["organ"],), field["date"]),
    )
    return render(number(document, style.numbering), style)


def _tagged(lines: Sequence[Line]) -> list[Block]:
    out: list[Block] = []
    rows: list[list[str]] = []
    for index, (role, text) in enumerate(lines):
        in_table = role == "row" or (
            role == "tag" and "row" in (lines[index - 1].role, lines[index + 1].role)
        )
        if in_table:
            rows.append([text.replace("{% ", "{%tr ")] if role == "tag" else text.split(" | "))
            continue
        if rows:
            full = [(*row, *[""] * (len(rows[0]) - len(row))) for row in rows]
            header, *rest = [tuple((cell,) if cell else () for cell in row) for row in full]
            out.append(Table(header, tuple(rest)))
            rows = []
        if role.startswith("heading"):
            out.append(Heading(int(role[-1]), (text,)))
        elif role == "body":
            out.append(Paragraph((text,)))
        elif role == "tag":
            out.append(Paragraph((text.replace("{% ", "{%p "),)))
    return out


def by_docxtpl(
    template: Path, jinja: Environment, context: Mapping[str, Any], target: Path
) -> None:
    """The usual way: open the template, render, save."""
    draft = DocxTemplate(template)
    draft.render(dict(context), jinja)
    draft.save(target)


# ---- Jinja2, then python-docx ---------------------------------------------------------------


def jinja_text(outline: Outline) -> str:
    """The outline as a text template, each line with its role before a tab."""
    return "".join(
        f"{text}\n" if role == "tag" else f"{role}\t{text}\n" for role, text in outline.lines
    )


def empty_docx(template: TemplateSource, library: Library) -> bytes:
    """A .docx that holds the styles and no paragraph, as python-docx wants to start from."""
    style = library.style(template.style)
    draft = docx.Document(io.BytesIO(render(Document(template.genre, ("文",), ()), style)))
    for paragraph in draft.paragraphs:
        paragraph._element.getparent().remove(paragraph._element)
    # python-docx finds a style by its name alone
    draft.styles.add_style("公文表", docx.enum.style.WD_STYLE_TYPE.TABLE)
    saved = io.BytesIO()
    draft.save(saved)
    return saved.getvalue()


_STYLES: Final[Mapping[str, str]] = {
    "title": "Title",
    "recipients": "主送机关",
    "body": "Body Text",
    "organ": "发文机关署名",
    "date": "成文日期",
    **{f"heading {level}": f"Heading {level}" for level in range(1, 5)},
}


def by_python_docx(base: Path, text: Any, context: Mapping[str, Any], target: Path) -> None:
    """Jinja2 makes the lines, python-docx a paragraph of each."""
    draft = docx.Document(str(base))
    rows: list[list[str]] = []
    counts = [0, 0]
    for line in text.render(context).split("\n"):
        role, _, words = line.partition("\t")
        if not role:  # a line of tags left it
            continue
        if rows and role != "row":
            _add_table(draft, rows)
            rows = []
        if role == "row":
            rows.append(words.split(" | "))
        elif role == "heading 1":
            counts = [counts[0] + 1, 0]
            draft.add_paragraph(f"{chinese_number(counts[0])}、{words}", style="Heading 1")
        elif role == "heading 2":
            counts[1] += 1
            draft.add_paragraph(f"（{chinese_number(counts[1])}）{words}", style="Heading 2")
        else:
            draft.add_paragraph(words, style=_STYLES[role])
    draft.save(str(target))


def _add_table(draft: Any, rows: Sequence[Sequence[str]]) -> None:
    table = draft.add_table(rows=len(rows), cols=len(rows[0]), style="公文表")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words


# ---- what a file says -------------------------------------------------------------------------


def words_of(data: bytes) -> list[str]:
    """The paragraphs and cells of a .docx in reading order, those without words left out; where a
    title is broken into lines is not read."""
    draft = docx.Document(io.BytesIO(data))
    out: list[str] = []
    for item in draft.iter_inner_content():
        if isinstance(item, docx.table.Table):
            out += [cell.text for row in item.rows for cell in row.cells]
        else:
            out.append(item.text.replace("\n", ""))
    return [words for words in out if words]
