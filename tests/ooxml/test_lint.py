"""The own lint: which fault gets which code, and that no bytes whatever make it fail."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.document import Document, Paragraph
from docgen.finding import Finding, Level, Place
from docgen.library import Library
from docgen.ooxml import lint
from docgen.ooxml.lint import MAX_MEMBERS, RULES, lint_package
from docgen.ooxml.package import CORE_PART, WORKBOOK_TYPE, base_package, write_package
from docgen.render.docx import render
from tests.gate.base import clean_document
from tests.gate.mutators import (
    DOCUMENT,
    MUTATORS,
    NUMBERING,
    TYPES,
    Change,
    Mutator,
    body,
    read,
    replaced,
    without,
    write,
)

RELS = "word/_rels/document.xml.rels"


def adding(name: str, content: bytes = b"<a/>") -> Change:
    """The package with one more member."""
    return lambda data: write([*read(data), (name, content)])


def embedding(workbook: bytes) -> Change:
    """The package with that as an embedded workbook."""
    kind = f'<Default Extension="xlsx" ContentType="{WORKBOOK_TYPE}"/></Types>'
    declared = replaced(TYPES, "</Types>", kind)
    return lambda data: adding("word/embeddings/Sheet1.xlsx", workbook)(declared(data))


def in_text(new: str) -> Change:
    """The document with that as a paragraph's text."""
    return body("图一", new)


def _link(data: bytes) -> bytes:
    """The package with a member that is a symbolic link."""
    saved = io.BytesIO(data)
    with zipfile.ZipFile(saved, "a") as package:
        info = zipfile.ZipInfo("word/media/link.png")
        info.external_attr = 0o120777 << 16
        package.writestr(info, "/etc/hostname")
    return saved.getvalue()


def _lying(size: int) -> Change:
    """The package whose directory claims a size of the main part that it does not have."""

    def change(data: bytes) -> bytes:
        at = data.rindex(DOCUMENT.encode()) - 46
        assert data[at : at + 4] == b"PK\x01\x02"
        return data[: at + 24] + struct.pack("<L", size) + data[at + 28 :]

    return change


def _unusual_compression(data: bytes) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_BZIP2) as package:
        for name, content in read(data):
            package.writestr(name, content)
    return saved.getvalue()


def _second_comment(data: bytes) -> bytes:
    part = "word/comments.xml"
    content = dict(read(data))[part]
    comment = content[content.index(b"<w:comment ") : content.index(b"</w:comment>") + 12]
    return replaced(part, b"</w:comments>", comment + b"</w:comments>")(data)


FURTHER: tuple[Mutator, ...] = (
    Mutator("空文件", "没有字节", lambda _: b"", "OPC001"),
    Mutator("大小不实", "声称的大小小于实际", _lying(10), "OPC001"),
    Mutator("bzip2", "Word 不认的压缩方法", _unusual_compression, "OPC001"),
    Mutator("高压缩比", "十兆零字节", adding("word/media/a.png", bytes(10 * 2**20)), "OPC002"),
    Mutator("声称巨大", "声称四百兆", _lying(400 * 2**20), "OPC002"),
    Mutator(
        "部件过多",
        "两千零一个部件",
        lambda _: write([(f"{i}.png", b"") for i in range(MAX_MEMBERS + 1)]),
        "OPC002",
    ),
    Mutator("上级目录", "名字里有 ..", adding("word/../../etc/passwd"), "OPC003"),
    Mutator("没有名字", "名字是空的", adding(""), "OPC003"),
    Mutator("绝对路径", "名字以 / 开头", adding("/etc/passwd"), "OPC003"),
    Mutator("反斜线", "名字里有反斜线", adding("word\\media\\a.xml"), "OPC003"),
    Mutator("符号链接", "部件是符号链接", _link, "OPC003"),
    Mutator("大小写", "两个名字只差大小写", adding("word/Document.xml"), "OPC004"),
    Mutator("没有类型表", "没有 [Content_Types].xml", without(TYPES), "OPC007"),
    Mutator("类型表残缺", "[Content_Types].xml 不完整", replaced(TYPES, "</Types>", ""), "OPC006"),
    Mutator("没有主部件", "没有 document.xml", without(DOCUMENT), "OPC009"),
    Mutator("没有总关系", "没有 _rels/.rels", without("_rels/.rels"), "OPC009"),
    Mutator("没有部件关系", "关系文件不见了", without(RELS), "OPC010"),
    Mutator("关系编号重复", "rId1 两次", replaced(RELS, 'Id="rId9"', 'Id="rId4"'), "OPC011"),
    Mutator(
        "外部图片",
        "图片在别处",
        replaced(RELS, '"media/image1.png"', '"http://127.0.0.1/a.png" TargetMode="External"'),
        "OPC012",
    ),
    Mutator("工作簿残缺", "图的数据表不是压缩包", embedding(b"PK"), "OPC013"),
    Mutator("工作簿没有表", "里面没有 workbook.xml", embedding(write([])), "OPC013"),
    Mutator(
        "段落编号重复",
        "paraId 重复",
        body('paraId="00000002"', 'paraId="00000001"'),
        "WML005",
    ),
    Mutator(
        "批注编号重复",
        "两个批注同号",
        _second_comment,
        "WML007",
    ),
    Mutator("批注范围", "范围没有结尾", body('<w:commentRangeEnd w:id="0"/>', ""), "WML010"),
    Mutator(
        "多一个书签尾", "没有开头", body("<w:tbl>", '<w:bookmarkEnd w:id="9"/><w:tbl>'), "WML008"
    ),
    Mutator(
        "域多一个尾", "没有开头", in_text('</w:t><w:fldChar w:fldCharType="end"/><w:t>'), "WML009"
    ),
    Mutator(
        "跨列",
        "跨的列比表宽",
        body("<w:tc><w:p>", '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p>'),
        "WML016",
    ),
    Mutator(
        "单元格以表结尾",
        "内表之后没有段落",
        body("六十二名</w:t></w:r></w:p>", "六十二名</w:t></w:r></w:p><w:tbl><w:tblGrid/></w:tbl>"),
        "WML017",
    ),
    Mutator("段落里的文字", "w:r 之间有字", body("<w:tc>", "<w:tc>字"), "WML018"),
    Mutator("制表符", "文本里有制表符", in_text("图\t一"), "WML019"),
    Mutator("变量", "残留 {{", in_text("{{ 党员.总数 }}"), "WML020"),
    Mutator("语句", "残留 {%", in_text("{% if 党员 %}"), "WML020"),
    Mutator("拆开的变量", "两个 run 各半", in_text("{</w:t></w:r><w:r><w:t>{"), "WML020"),
    Mutator("属性里的变量", "图名里有 {{", body('name="图1"', 'name="{{图}}"'), "WML020"),
    Mutator("专用区", "U+E000", in_text("图\ue000"), "WML021"),
    Mutator("专用区引用", "&#xE000;", in_text("图&#xE000;"), "WML021"),
    Mutator("十五平面", "U+F0000", in_text("图\U000f0000"), "WML021"),
    Mutator("标记字符", "U+FDD0", in_text("图\ufdd0"), "WML021"),
    Mutator("非字符", "U+2FFFF", in_text("图\U0002ffff"), "WML021"),
    Mutator(
        "num 重复",
        "同号两次",
        replaced(NUMBERING, "</w:numbering>", '<w:num w:numId="70"/></w:numbering>'),
        "WML022",
    ),
    Mutator(
        "abstractNum 重复",
        "同号两次",
        replaced(NUMBERING, "<w:num ", '<w:abstractNum w:abstractNumId="50"/><w:num '),
        "WML023",
    ),
)
"""Faults beyond the forty-six, so that every code has one."""


@pytest.mark.parametrize("mutator", [*MUTATORS, *FURTHER], ids=lambda mutator: str(mutator.id))
def test_a_fault_gets_its_code(mutator: Mutator) -> None:
    findings = lint_package(mutator.apply(clean_document()), "草稿.docx")
    codes = {finding.code for finding in findings}
    assert (mutator.code in codes) if mutator.code else not codes
    assert {(finding.level, finding.place.path) for finding in findings} <= {
        (Level.ERROR, "草稿.docx")
    }


def test_every_rule_has_a_fault_that_breaks_it() -> None:
    assert {mutator.code for mutator in (*MUTATORS, *FURTHER)} - {""} == set(RULES)


def test_a_finding_names_the_part_and_the_thing() -> None:
    (finding,) = lint_package(in_text("共{{ 总数 }}名")(clean_document()), "草稿.docx")
    assert finding.place == Place("草稿.docx", part=DOCUMENT)
    assert finding.message.startswith("残留模板标记：")
    assert "{{ 总数 }}" in finding.message


ALLOWED: dict[str, Change] = {
    "原样": lambda data: data,
    "生僻字": in_text("𠮷家村喆𫄷㎡①《》“”——……３％"),
    "花括号": in_text("集合{甲}和{乙}"),
    "全角空格": in_text("图　一"),
    "没有编号": body('numId w:val="70"', 'numId w:val="0"'),
    "文首": body('w:anchor="top_title"', 'w:anchor="_top"'),
    "外部链接": replaced(
        RELS,
        "</Relationships>",
        '<Relationship Id="rId50" TargetMode="External" Target="http://127.0.0.1/" Type="http://'
        'schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/></Relationships>',
    ),
    "单元格以控件结尾": body(
        "<w:p><w:r><w:t>六十二名</w:t></w:r></w:p>",
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>六十二名</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    ),
    "并列格": body(
        "<w:tc><w:p><w:r><w:t>乡镇</w:t></w:r></w:p></w:tc><w:tc>",
        '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>',
    ),
    "嵌套的域": in_text(
        "".join(f'</w:t><w:fldChar w:fldCharType="{k}"/><w:t>' for k in ("begin", "begin"))
        + "".join(
            f'</w:t><w:fldChar w:fldCharType="{k}"/><w:t>' for k in ("end", "separate", "end")
        )
    ),
    "排版过的 XML": body("<w:tbl>", "\n  <w:tbl>\n  "),
}


@pytest.mark.parametrize("change", ALLOWED.values(), ids=ALLOWED)
def test_what_is_allowed_gives_nothing(change: Callable[[bytes], bytes]) -> None:
    assert lint_package(change(clean_document())) == ()


def test_what_docgen_writes_gives_nothing() -> None:
    document = Document("briefing", ("清河县党建简报",), (Paragraph(("一切照旧。",)),))
    assert lint_package(render(document, Library().style("gbt9704"))) == ()


def test_remembering_a_part_does_not_change_the_verdict() -> None:
    broken = in_text("图\ue000")(clean_document())
    assert lint_package(broken) == lint_package(broken) != ()
    assert lint_package(clean_document()) == ()


_CLEAN = clean_document()
_PARTS = [name for name, _ in read(_CLEAN) if name.endswith((".xml", ".rels"))]


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400), at=st.integers(0, len(_CLEAN) - 1))
def test_no_damage_to_the_file_raises(data: bytes, at: int) -> None:
    lint_package(data)
    lint_package(_CLEAN[:at] + data + _CLEAN[at + len(data) :])


@settings(max_examples=150, deadline=None)
@given(
    part=st.sampled_from(_PARTS),
    share=st.floats(0, 1),
    new=st.one_of(
        st.binary(max_size=20),
        st.text(max_size=8).map(lambda t: t.encode("utf-8", "surrogatepass")),
    ),
    length=st.integers(0, 40),
)
def test_no_damage_to_a_part_raises(part: str, share: float, new: bytes, length: int) -> None:
    members = dict(read(_CLEAN))
    at = int(share * len(members[part]))
    members[part] = members[part][:at] + new + members[part][at + length :]
    lint_package(write(list(members.items())))


# -- packages like one that was sound ----------------------------------------------------------


_STYLE = Library().style("gbt9704")
_TEXT = Document(
    "briefing", ("清河县党建简报",), (Paragraph(("一切照旧。",)), Paragraph(("完。",)))
)
_DRAFT = render(_TEXT, _STYLE)
_OWN_PARTS = {name: content for name, content in read(_DRAFT) if name in (CORE_PART, DOCUMENT)}


def judged(data: bytes, *, known: bool) -> tuple[Finding, ...]:
    """The verdict where a draft of the same style was found sound before, or where none was."""
    lint._SOUND.clear()
    if known:
        assert lint_package(_DRAFT) == ()
        assert len(lint._SOUND) == 1
    return lint_package(data)


def test_a_draft_like_a_sound_one_costs_its_own_parts_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = render(replace(_TEXT, title=("清河县工作简报",)), _STYLE)
    assert judged(_DRAFT, known=True) == ()
    monkeypatch.setattr(lint, "_part_faults", lambda _: pytest.fail("looked at in full"))
    assert lint_package(other) == ()


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("<w:p>", '<w:p><w:pPr><w:pStyle w:val="no"/></w:pPr></w:p><w:p>', ["WML015"]),
        ("<w:p>", '<w:p r:id="rId99">', ["OPC010"]),
        ("<w:p>", '<w:p><w:bookmarkStart w:id="1" w:name="a"/>', ["WML008"]),
        ("一切", "{{ 一切", ["WML020"]),
    ],
)
def test_what_refers_to_nothing_is_seen_beside_a_sound_one(
    old: str, new: str, codes: list[str]
) -> None:
    content = _OWN_PARTS[DOCUMENT].replace(old.encode(), new.encode(), 1)
    data = write_package(base_package(_STYLE), {**_OWN_PARTS, DOCUMENT: content})
    found = judged(data, known=True)
    assert [finding.code for finding in found] == codes
    assert found == judged(data, known=False)


@settings(max_examples=300, deadline=None)
@given(
    part=st.sampled_from(sorted(_OWN_PARTS)),
    share=st.floats(0, 1),
    new=st.one_of(
        st.sampled_from(
            [
                b"",
                b"</w:p>",
                b"<w:p/>",
                b'<w:pStyle w:val="no"/>',
                "\ue000".encode(),
                b"{{",
                b"\n",
                b'<w:bookmarkStart w:id="1" w:name="a"/>',
                b' r:id="rId99"',
                b"<w:tc/>",
                b"x",
            ]
        ),
        st.binary(max_size=4),
    ),
    length=st.integers(0, 12),
)
def test_its_own_parts_are_judged_as_before(
    part: str, share: float, new: bytes, length: int
) -> None:
    content = _OWN_PARTS[part]
    at = int(share * len(content))
    damaged = {**_OWN_PARTS, part: content[:at] + new + content[at + length :]}
    data = write_package(base_package(_STYLE), damaged)
    assert judged(data, known=True) == judged(data, known=False)


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, len(_DRAFT) - 1), new=st.binary(max_size=3), length=st.integers(0, 3))
def test_damage_to_it_is_seen_as_before(at: int, new: bytes, length: int) -> None:
    data = _DRAFT[:at] + new + _DRAFT[at + length :]
    assert not lint._is_like(data, judged_frame()) or data == _DRAFT
    assert judged(data, known=True) == judged(data, known=False)


def judged_frame() -> lint._Frame:
    """What the sound draft has in common with others."""
    judged(_DRAFT, known=True)
    return lint._SOUND[0]
