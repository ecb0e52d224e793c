"""The shape of a document part: small, and as telling as the part itself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.document import Document, Heading, Paragraph, Table
from docgen.library import Library
from docgen.ooxml.part import _read, read_part
from docgen.ooxml.shape import shape
from docgen.render.docx import render
from tests.gate.base import clean_document
from tests.gate.mutators import DOCUMENT, read

_PAPER = Document(
    "work_summary",
    ("工作总结",),
    (
        Heading(1, ("主要做法",), number="一、"),
        *(Paragraph((f"建成{n}个村部。",)) for n in range(9)),
        Table((("村",), ("户",)), ((("上坪村",), ("62",)), (("下坪村",), ("27",)))),
        *(Paragraph((f"修路{n}公里。",)) for n in range(9)),
    ),
)
_SAID = '<w:pStyle w:val="BodyText"/></w:pPr>'
PART = dict(read(render(_PAPER, Library().style("gbt9704"))))[DOCUMENT]


def test_the_words_are_out_and_equal_paragraphs_stand_once() -> None:
    said = shape(PART)
    assert said is not None
    assert "村" not in said.decode()
    assert said.count(_SAID.encode()) == 1
    assert len(said) < len(PART) / 2


def test_what_is_sound_says_the_same_by_its_shape() -> None:
    assert read_part(PART) == _read(PART)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("建成", "建&lt;成"),
        ("建成", "{建成"),
        ("建成", "建\ue000成"),
        ("<w:body>", "<w:body><!-- -->"),
        ("<w:body>", "<?word?><w:body>"),
        ("<w:body>", '<w:body><w:p xmlns:w="urn:other"/>'),
        ("<w:document ", '<w:document xmlns:v="urn:v" a=\'xmlns:w="urn:w"\' '),
        ("UTF-8", "utf-8"),
    ],
)
def test_what_is_unusual_has_no_shape(old: str, new: str) -> None:
    assert shape(PART.replace(old.encode(), new.encode())) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<w:pStyle w:val="BodyText"/>', '<w:pStyle w:val="Fehlt"/>'),
        (_SAID, _SAID + '<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/>'),
        (_SAID, _SAID + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'),
        (_SAID, _SAID + '<w:bookmarkEnd w:id="3"/>'),
        ("<w:p>", '<w:p w:rsidR="00A1">'),
        ("</w:p>", "<w:p/></w:p>"),
        ("建成", "<w:t>建成"),
        ("建成", "建\u0008成"),
        ("</w:t>", "</w:t>字"),
        ("</w:body>", '<w:bookmarkStart w:id="7" w:name="b"/></w:body>'),
        ("</w:document>", "</w:document><w:p></w:p>"),
        ('<w:pStyle w:val="BodyText"/>', '<w:pStyle <w:p></w:p>w:val="BodyText"/>'),
        ('w:val="BodyText"', 'w:val="<w:p></w:p>"'),
    ],
)
@pytest.mark.parametrize("times", [1, 2, -1])
def test_a_change_is_seen_as_in_the_whole_part(old: str, new: str, times: int) -> None:
    changed = PART.replace(old.encode(), new.encode(), times)
    assert changed != PART
    assert read_part(changed) == _read(changed)


_TOKENS = st.sampled_from(
    [
        *("<w:p>", "</w:p>", "<w:p/>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tc>", "</w:tc>"),
        *("<w:p><w:r><w:t>a</w:t></w:r></w:p>", "<!--", "-->", "<![CDATA[", "]]>", '"', "'", "&"),
        *("{{", "}}", "{", "\n", "a", "村", "\ue000", "<w:id/>", 'w:id="1"', "\ud800"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(
    part=st.sampled_from([PART, dict(read(clean_document()))[DOCUMENT]]),
    places=st.lists(st.tuples(st.floats(0, 1), _TOKENS, st.integers(0, 30)), max_size=4),
)
def test_no_damage_is_seen_otherwise_than_in_the_whole_part(
    part: bytes, places: list[tuple[float, str, int]]
) -> None:
    for share, new, length in places:
        at = int(share * len(part))
        part = part[:at] + new.encode("utf-8", "surrogatepass") + part[at + length :]
    assert read_part(part) == _read(part)
