"""A paper laid out by docgen, and what is changed in its file to seed a departure."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from functools import cache

from docgen.document import Attachment, Heading, Masthead, Paragraph, Signature, Table
from docgen.layout import Checked, check, mended
from docgen.ooxml.reading import paragraphs
from docgen.render import render
from tests.render.papers import paper
from tests.samples import LIBRARY

STYLE = LIBRARY.style("gbt9704")

PAPER = paper(
    Paragraph(("今年以来，镇党委坚持大抓基层，全镇共有党员1203名。现将有关情况报告如下。",)),
    Heading(1, ("主要做法",)),
    Heading(2, ("抓学习。",), run_in=("开展“三会一课”24次，做到了全覆盖、无遗漏。",)),
    Paragraph(("抽调15名干部组成4个工作组，驻村开展整顿。",)),
    Heading(3, ("压实责任",)),
    Paragraph(("签订责任书23份。",)),
    Heading(4, ("定期调度",)),
    Paragraph(("每月调度1次，逐村销号。",)),
    Table(
        (("序号",), ("村",)),
        tuple(((str(row),), (f"第{row}村",)) for row in range(1, 31)),
    ),
    Heading(1, ("下一步打算",)),
    Paragraph(("把整顿一抓到底，年底前全部转化。",)),
    masthead=Masthead(
        mark=(("清河县青山镇人民政府",),),
        suffix=("文件",),
        document_number=("青政〔2026〕3号",),
        copy_number=("000012",),
        secrecy=("秘密★1年",),
        urgency=("加急",),
    ),
    title=("关于2026年上半年基层党建工作情况的报告",),
    recipients=("中共清河县委组织部：",),
    signature=Signature((("中共青山镇委员会",),), ("2026年6月30日",)),
    note=("（联系电话：0571—1234567）",),
    attachments=(
        Attachment(("整顿任务清单",), (Paragraph(("各村任务见下。",)),)),
        Attachment(("整顿情况统计表",)),
    ),
)


@cache
def clean() -> bytes:
    """The paper as docgen lays it out."""
    return render(PAPER, "docx", STYLE)


Change = Callable[[dict[str, str]], None]
"""What is done to the parts of a file, by name."""


def seeded(*changes: Change, data: bytes | None = None) -> bytes:
    """The file with these changes."""
    with zipfile.ZipFile(io.BytesIO(clean() if data is None else data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    parts = {n: c.decode() for n, c in members.items() if n.endswith((".xml", ".rels"))}
    for change in changes:
        change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**members, **parts}.items():
            archive.writestr(name, content)
    return out.getvalue()


def put(part: str, old: str, new: str, times: int = 1) -> Change:
    """The part with the first so many (0: all) `old`, which is there, made `new`."""

    def change(parts: dict[str, str]) -> None:
        name = next(n for n in parts if n.endswith(part))
        assert old in parts[name], old
        parts[name] = parts[name].replace(old, new, times or -1)

    return change


def page(old: str, new: str) -> Change:
    """A change of the section's properties."""

    def change(parts: dict[str, str]) -> None:
        text = parts["word/document.xml"]
        head, tail = text.rsplit("<w:sectPr", 1)
        assert re.search(old, tail), tail
        parts["word/document.xml"] = head + "<w:sectPr" + re.sub(old, new, tail, count=1)

    return change


def style(id: str, old: str, new: str) -> Change:
    """A change of a style's definition."""

    def change(parts: dict[str, str]) -> None:
        text = parts["word/styles.xml"]
        start = text.index(f'w:styleId="{id}"')
        end = text.index("</w:style>", start)
        assert re.search(old, text[start:end]), text[start:end]
        changed = re.sub(old, new, text[start:end], count=1)
        parts["word/styles.xml"] = text[:start] + changed + text[end:]

    return change


def paragraph(words: str, old: str, new: str) -> Change:
    """A change of the paragraph that holds the words."""

    def change(parts: dict[str, str]) -> None:
        text = parts["word/document.xml"]
        at = text.index(words)
        start, end = text.rindex("<w:p>", 0, at), text.index("</w:p>", at) + 6
        assert re.search(old, text[start:end]), text[start:end]
        changed = re.sub(old, new, text[start:end], count=1)
        parts["word/document.xml"] = text[:start] + changed + text[end:]

    return change


def checked(data: bytes, style_id: str = "gbt9704") -> Checked:
    """The file held against a style."""
    return check(data, "稿.docx", LIBRARY.style(style_id), LIBRARY)


def told(data: bytes, style_id: str = "gbt9704") -> list[str]:
    """The findings as level, code and message."""
    return [f"{f.level.label} {f.code} {f.message}" for f in checked(data, style_id).findings]


def put_right(data: bytes, left: Sequence[str] = ()) -> None:
    """Asserts that a pass puts all right but what is left, that no character changes, and that
    another pass has nothing to do."""
    made = mended(checked(data))
    assert told(made) == list(left)
    assert [p.text for p in paragraphs(made)] == [p.text for p in paragraphs(data)]
    assert mended(checked(made)) == made
