"""Forty-six ways to break a .docx: what the gate must see, whoever of its readers sees it.

Each makes from the clean document of `base` a file with one fault; the first figure of its id is
the kind of fault: 1 relationships, 2 doubles, 3 order, 4 values, 5 characters, 6 content types,
7 lists and styles, 8 content controls, 9 structure.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable
from typing import NamedTuple

Change = Callable[[bytes], bytes]

DOCUMENT = "word/document.xml"
NUMBERING = "word/numbering.xml"
TYPES = "[Content_Types].xml"


class Mutator(NamedTuple):
    """One fault: its id, what it is, the change, and the own lint's code ("": it is blind)."""

    id: str
    fault: str
    apply: Change
    code: str = ""


def read(data: bytes) -> list[tuple[str, bytes]]:
    """The members of a package in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [(info.filename, package.read(info)) for info in package.infolist()]


def write(members: list[tuple[str, bytes]]) -> bytes:
    """A package of the members, doubles allowed."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a name used twice, which one mutator wants
        for name, content in members:
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return saved.getvalue()


def replaced(part: str, old: str | bytes, new: str | bytes) -> Change:
    """In that part the first `old` becomes `new`; fails when there is none."""
    before = old.encode() if isinstance(old, str) else old
    after = new.encode() if isinstance(new, str) else new

    def change(data: bytes) -> bytes:
        members = dict(read(data))
        assert before in members[part], f"{part}: {before!r}"
        members[part] = members[part].replace(before, after, 1)
        return write(list(members.items()))

    return change


def body(old: str | bytes, new: str | bytes) -> Change:
    """`replaced` in the document's main part."""
    return replaced(DOCUMENT, old, new)


def without(part: str) -> Change:
    """The package without that part, relationships and types left as they are."""
    return lambda data: write([member for member in read(data) if member[0] != part])


def twice(part: str) -> Change:
    """The package with that part stored twice."""
    return lambda data: write([*read(data), *(m for m in read(data) if m[0] == part)])


def untyped(part: str) -> Change:
    """The package whose content types do not name that part."""

    def change(data: bytes) -> bytes:
        types = dict(read(data))[TYPES]
        start = types.index(f'<Override PartName="/{part}"'.encode())
        end = types.index(b"/>", start) + 2
        return replaced(TYPES, types[start:end], b"")(data)

    return change


_TASK = "<w:r><w:t>第二项任务</w:t></w:r>"
_SECOND = f'<w:bookmarkStart w:id="2" w:name="second_task"/>{_TASK}<w:bookmarkEnd w:id="2"/>'
_INSTANCE = '<w:num w:numId="71"><w:abstractNumId w:val="50"/></w:num>'
_PAGE = '<w:pgSz w:w="12240" w:h="15840"/>'
_CELL = "<w:tc><w:p><w:r><w:t>六十二名</w:t></w:r></w:p></w:tc>"
_CENTRED = '<w:jc w:val="center"/>'
_BOLD, _SIZE = "<w:b/>", '<w:sz w:val="32"/>'
_CONTROL = '<w:sdtPr><w:id w:val="103"/></w:sdtPr>'
_END = '<w:fldChar w:fldCharType="end"/>'

MUTATORS: tuple[Mutator, ...] = (
    Mutator("1a", "r:embed 指向不存在的关系", body('r:embed="rId9"', 'r:embed="rId99"'), "OPC010"),
    Mutator("1b", "关系的目标部件不存在", without("word/media/image1.png"), "OPC009"),
    Mutator("1c", "页眉引用不存在的关系", body('r:id="rId4"', 'r:id="rId99"'), "OPC010"),
    Mutator("2a", "docPr 编号重复", body('docPr id="2"', 'docPr id="1"'), "WML001"),
    Mutator("2b", "书签编号重复", body(_SECOND, _SECOND.replace('w:id="2"', 'w:id="1"')), "WML003"),
    Mutator("2c", "书签名重复", body("second_task", "top_title"), "WML004"),
    Mutator("2d", "内容控件编号重复", body('w:id w:val="102"', 'w:id w:val="101"'), "WML002"),
    Mutator(
        "2e",
        "样式编号重复",
        replaced("word/styles.xml", 'w:styleId="NoList"', 'w:styleId="Heading1"'),
        "WML006",
    ),
    Mutator("2f", "部件存了两次", twice(DOCUMENT), "OPC004"),
    Mutator(
        "3a",
        "pPr 里次序不对",
        body('<w:pStyle w:val="Heading1"/>', f'{_CENTRED}<w:pStyle w:val="Heading1"/>'),
    ),
    Mutator("3b", "rPr 里次序不对", body(_BOLD, _SIZE + _BOLD)),
    Mutator("3c", "sectPr 里次序不对", body(_PAGE, f'<w:cols w:space="720"/>{_PAGE}')),
    Mutator("3d", "pPr 在文字之后", body(_TASK, f"{_TASK}<w:pPr>{_CENTRED}</w:pPr>")),
    Mutator("4a", "对齐方式不存在", body(_CENTRED, '<w:jc w:val="middle"/>')),
    Mutator("4c", "纸宽是小数", body('w:w="12240"', 'w:w="11906.5"')),
    Mutator("4d", "颜色用了名称", body('w:val="FF0000"', 'w:val="red"')),
    Mutator("4e", "属性不存在", body("<w:r><w:t>图一", '<w:r w:shade="1"><w:t>图一')),
    Mutator("5a", "原样的 U+000B", body("图一", "图\x0b一"), "OPC006"),
    Mutator("5b", "字符引用 &#11;", body("图一", "图&#11;一"), "OPC006"),
    Mutator("5c", "没有转义的 &", body("图一", "图&一"), "OPC006"),
    Mutator("5d", "代理项的字节", body("图一", b"\xed\xa0\x80"), "OPC006"),
    Mutator("5e", "非字符 U+FFFE", body("图一", b"\xef\xbf\xbe"), "OPC006"),
    Mutator("5f", "没有转义的 <", body("图一", "图<一"), "OPC006"),
    Mutator("5g", "文本里有换行", body("图一", "图\n一"), "WML019"),
    Mutator(
        "6a",
        "png 没有内容类型",
        replaced(TYPES, '<Default Extension="png" ContentType="image/png"/>', ""),
        "OPC007",
    ),
    Mutator("6b", "numbering.xml 没有内容类型", untyped(NUMBERING), "OPC008"),
    Mutator("6c", "document.xml 没有内容类型", untyped(DOCUMENT), "OPC008"),
    Mutator("7a", "numId 不存在", body('w:numId w:val="70"', 'w:numId w:val="999"'), "WML013"),
    Mutator(
        "7b",
        "abstractNum 不存在",
        replaced(NUMBERING, 'abstractNumId w:val="50"', 'abstractNumId w:val="999"'),
        "WML014",
    ),
    Mutator("7c", "样式不存在", body('pStyle w:val="Heading1"', 'pStyle w:val="None"'), "WML015"),
    Mutator(
        "7d",
        "num 在 abstractNum 之前",
        replaced(NUMBERING, "<w:abstractNum w:", f"{_INSTANCE}<w:abstractNum w:"),
    ),
    Mutator(
        "8a",
        "run 里有内容控件",
        body(_TASK, f"<w:r><w:sdt>{_CONTROL}<w:sdtContent>{_TASK}</w:sdtContent></w:sdt></w:r>"),
    ),
    Mutator(
        "8b",
        "段落之间的内容控件直接装文字",
        body("<w:tbl>", f"<w:sdt>{_CONTROL}<w:sdtContent>{_TASK}</w:sdtContent></w:sdt><w:tbl>"),
    ),
    Mutator(
        "8c",
        "pPr 里有内容控件",
        body("<w:numPr>", f"<w:sdt>{_CONTROL}<w:sdtContent/></w:sdt><w:numPr>"),
    ),
    Mutator(
        "8d",
        "内容控件里次序不对",
        body(_TASK, f"<w:sdt><w:sdtContent>{_TASK}</w:sdtContent>{_CONTROL}</w:sdt>"),
    ),
    Mutator(
        "8e",
        "段落里的内容控件装了段落",
        body(_TASK, f"<w:sdt>{_CONTROL}<w:sdtContent><w:p>{_TASK}</w:p></w:sdtContent></w:sdt>"),
    ),
    Mutator("9a", "单元格里没有段落", body(_CELL, "<w:tc><w:tcPr/></w:tc>"), "WML017"),
    Mutator("9b", "段落里套段落", body(_TASK, f"<w:p>{_TASK}</w:p>")),
    Mutator("9c", "一行少一格", body(_CELL, ""), "WML016"),
    Mutator(
        "9d",
        "引用的批注不存在",
        body('commentReference w:id="0"', 'commentReference w:id="99"'),
        "WML011",
    ),
    Mutator("9e", "域没有闭合", body(f"<w:r>{_END}</w:r>", ""), "WML009"),
    Mutator("9f", "正文里有游离文字", body("<w:tbl>", "游离<w:tbl>"), "WML018"),
    Mutator("9g", "压缩包被截断", lambda data: data[: len(data) * 3 // 5], "OPC001"),
    Mutator(
        "9h",
        "部件带 DTD 和实体",
        body("<w:document ", '<!DOCTYPE w:document [<!ENTITY e "x">]><w:document '),
        "OPC005",
    ),
    Mutator("9i", "书签没有结尾", body('<w:bookmarkEnd w:id="2"/>', ""), "WML008"),
    Mutator(
        "9j", "链接指向不存在的书签", body('w:anchor="top_title"', 'w:anchor="none"'), "WML012"
    ),
)
"""In the order of their ids; (4b, a size of "16pt", is legal and left out)."""
