"""The gate is alive: clean files pass every reader, each broken one is seen; drafts pass."""

from __future__ import annotations

import subprocess
from pathlib import Path

from docgen.document import (
    Document,
    Gap,
    Heading,
    PageBreak,
    Paragraph,
    Signature,
    Span,
    Table,
    number,
    plain_text,
)
from docgen.library import Library
from docgen.ooxml.lint import lint_package
from docgen.render.docx import render
from tests.gate import check
from tests.gate.base import TEXT, clean_document
from tests.gate.mutators import MUTATORS, body, read, replaced
from tests.gate.office import convert, folded
from tests.gate.sdk import sdk_errors
from tests.render.papers import PAPERS

_ALIVE = ("1a", "2b")
"""Faults the own lint sees too, which the SDK is asked about to show that it is there."""

_GAP = Span(("【待填：党员.女党员】",), "gap")

DOCUMENTS = {
    "各种块": Document(
        genre="work_summary",
        title=("青山镇上半年党建工作总结",),
        recipients=("清河县委组织部：",),
        salutation=("各位领导：",),
        body=(
            Paragraph(("上半年，青山镇党委抓了以下工作。",)),
            Heading(1, ("主要做法",)),
            Heading(2, ("压实责任。",), run_in=("逐村定任务，逐月看进度。",)),
            Heading(3, ("建台账",)),
            Paragraph(("共有党员", Span(("1286",), "fact"), "名，其中女党员", _GAP, "名。")),
            Heading(4, ("定人头",)),
            Paragraph(("每村定1名联络员。",)),
            Heading(1, ("附表",)),
            Table((("村",), ("党员",)), ((("柳溪村",), ("62",)), (("石桥村",), ("58",)))),
            PageBreak(),
            Paragraph(("下一页的话。",)),
        ),
        signature=Signature((("中共青山镇委员会",),), ("2026年6月30日",)),
        note=("（联系人：办公室）",),
        gaps=(Gap("待填", "党员.女党员", "其中女党员【待填：党员.女党员】名。"),),
    ),
    "难写的字": Document(
        genre="briefing",
        title=("“难写的字”<一>",),
        body=(
            Paragraph(("A<B，C>D，甲&乙，&#11;，]]>，\"直引号\"，'单引号'。",)),
            Paragraph(("喆镕昇玥堃㎡，𠮷家村，§3，50％～60％，—— …… 《〈〉》。",)),
            Table((("A&B",), ("<无>",)), ((("",), ("x<y",)),)),
        ),
    ),
    "只有标题": Document(genre="briefing", title=("清河县党建简报",), body=()),
    "长文": Document(
        genre="work_report",
        title=("关于青山镇三年来抓基层党建促乡村振兴工作情况的汇报材料",),
        body=tuple(
            Paragraph((f"第{i}件事已列入台账，由村党组织牵头，每月五日前报送进度。" * 3,))
            for i in range(1, 41)
        ),
    ),
}


def test_the_clean_document_passes_every_reader() -> None:
    assert check({"样张": (clean_document(), "\n".join(TEXT))}) == []


def test_every_mutator_is_seen_by_the_own_lint_or_the_sdk(tmp_path: Path) -> None:
    files: dict[str, Path] = {}
    for mutator in MUTATORS:
        broken = mutator.apply(clean_document())
        seen = lint_package(broken)
        assert bool(seen) == bool(mutator.code), (mutator.id, seen)
        if not seen or mutator.id in _ALIVE:
            files[mutator.id] = tmp_path / f"{mutator.id}.docx"
            files[mutator.id].write_bytes(broken)
    found = sdk_errors(list(files.values()))
    unseen = [id for id, file in files.items() if not found[file]]
    assert unseen == []
    assert len(MUTATORS) == 46


def test_check_names_the_document_and_every_reader_that_objects() -> None:
    expected = "\n".join(TEXT)
    changed = body("图一", "图三")(clean_document())
    torn = clean_document()[:4000]
    problems = check({"换字": (changed, expected), "残缺": (torn, expected)})
    readers = {tuple(problem.split(": ")[:2]) for problem in problems}
    assert readers == {
        ("换字", "python-docx"),
        ("换字", "PDF"),
        *(("残缺", reader) for reader in ("lint", "sdk", "python-docx", "LibreOffice")),
    }


def test_drafts_of_every_kind_of_block_pass_every_reader() -> None:
    style = Library().style("gbt9704")
    numbered = {name: number(doc, style.numbering) for name, doc in DOCUMENTS.items()}
    files = {name: (render(doc, style), plain_text(doc)) for name, doc in numbered.items()}
    assert check(files) == []


STAND_INS = {
    "仿宋_GB2312": "FandolFang",
    "楷体_GB2312": "LXGWWenKai",
    "黑体": "NotoSansCJK",
    "方正小标宋简体": "NotoSerifCJK",
}


def test_the_fonts_of_official_papers_have_stand_ins(tmp_path: Path) -> None:
    drafts = {wanted: tmp_path / f"{index}.docx" for index, wanted in enumerate(STAND_INS)}
    for wanted, draft in drafts.items():
        font = f'<w:rPr><w:rFonts w:eastAsia="{wanted}" w:hint="eastAsia"/>'
        draft.write_bytes(body("<w:rPr>", font)(clean_document()))
    pdfs = convert(list(drafts.values()), tmp_path)
    for wanted, printed in STAND_INS.items():
        command = ["pdffonts", str(pdfs[drafts[wanted]])]
        assert printed in subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_linked_picture_does_not_reach_the_pdf(tmp_path: Path) -> None:
    picture = tmp_path / "secret.png"
    picture.write_bytes(dict(read(clean_document()))["word/media/image1.png"])
    link = f'Target="{picture.as_uri()}" TargetMode="External"'
    linked = replaced("word/_rels/document.xml.rels", 'Target="media/image1.png"', link)
    drafts = {"own": clean_document(), "linked": clean_document()}
    for _ in range(2):  # both pictures of the document
        drafts["linked"] = body('r:embed="rId9"', 'r:link="rId9"')(drafts["linked"])
    drafts["linked"] = linked(drafts["linked"])
    files = {name: tmp_path / f"{name}.docx" for name in drafts}
    for name, file in files.items():
        file.write_bytes(drafts[name])
    pdfs = convert(list(files.values()), tmp_path)
    shown = {name: pdfs[file].read_bytes().count(b"/Subtype/Image") for name, file in files.items()}
    assert shown["own"] > 0
    assert shown["linked"] == 0


def test_folding_drops_white_space_and_page_numbers_only() -> None:
    assert folded("第一\n段　完\n— 1 —\n\f第二段\n2026—2027\n—12—\n") == "第一段完第二段2026—2027"


def test_a_paper_with_charts_passes_every_reader() -> None:
    """One of standing bars, one of lines, one of bars that lie; a gap and a doubt in them."""
    document = PAPERS["图"]
    style = Library().style("gbt9704")
    assert check({"图": (render(document, style), plain_text(document))}) == []
