"""Make docs/gallery: pictures of the pages that each template and each style gives, and its README.

A picture depends on the LibreOffice and the fonts of the machine that made it.  The manifest
therefore keeps what decides it here, a digest of the .docx and of how it is drawn, beside one of
the picture: whoever changes a template or a style sees which pictures are stale without printing
one (tests/test_gallery.py), and only these are made again.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from docgen.batch.rollup import gather, roll_up
from docgen.cli.main import prepare_streams
from docgen.cli.project import facts_of, template_of
from docgen.compose import compose
from docgen.document import Document
from docgen.drafts.writing import files_of
from docgen.errors import DocgenError, MissingProgramError
from docgen.facts import Facts
from docgen.library import Library
from docgen.office import Office, printing_of
from docgen.office.program import FONT_FOLDERS

ROOT: Final = Path(__file__).resolve().parent.parent
GALLERY: Final = ROOT / "docs" / "gallery"
MANIFEST: Final = GALLERY / "manifest.json"
PAGE: Final = GALLERY / "README.md"
FONT_FOLDER: Final = ROOT / ".setup" / "fonts"

WIDTH: Final = 700
"""Of a picture in pixels: the text can be read, and two stand side by side on a screen."""
COLOURS: Final = 24
"""Of a picture: shades of black, red and what a chart is drawn with."""

_DATA: Final = "../../data/counties/qinghe"
_INVISIBLE: Final = ("docProps/", "word/embeddings/")
"""Parts of a .docx that no page shows: what the file says of itself, the data behind a chart."""


class Plate(NamedTuple):
    """One paper and the pages of it that are shown.

    name: of the files.  title and note: what it shows.  facts: file, or folder that is rolled up,
    from docs/gallery.  template, style: as on the command line, "" for those of the facts.
    pages: from 1, counted from the end when negative.
    """

    name: str
    title: str
    note: str
    facts: str
    template: str = ""
    style: str = ""
    pages: tuple[int, ...] = (1, -1)

    @property
    def commands(self) -> Iterator[str]:
        """What makes it, run in docs/gallery; `docgen` makes the pictures larger, 150 dpi."""
        facts = self.facts
        if not facts.endswith(".yaml"):
            yield f"docgen rollup {facts} -o out/全县.yaml"
            facts = "out/全县.yaml"
        words = ("docgen render", self.template, facts)
        style = f"--style {self.style} " if self.style else ""
        yield " ".join(filter(None, words)) + f" {style}--to png -o out"


PLATES: Final[Mapping[str, tuple[Plate, ...]]] = {
    "样式": (
        Plate(
            "gbt9704",
            "党政机关公文格式（gbt9704）",
            "上行文：红头、发文字号和签发人、附件说明、盖章的署名、两个附件、版记",
            "facts/report.yaml",
            pages=(1, 2, 3, 4),
        ),
        Plate(
            "joint",
            "党政机关公文格式，联合行文（gbt9704）",
            "主办机关的标志在前，各机关一样宽，“文件”在右边居中；盖章的署名成排，末一个在日期上面居中",
            "facts/notice.yaml",
        ),
        Plate(
            "letter",
            "信函格式（letter）",
            "红色双线、发文字号居右、首页不编页码、版记没有线",
            "facts/letter.yaml",
            pages=(1,),
        ),
        Plate(
            "minutes",
            "纪要格式（minutes）",
            "红色标志、出席、请假、列席、版记",
            "facts/minutes.yaml",
        ),
        Plate(
            "briefing",
            "简报（briefing）",
            "报头：名称、期号和总期号、编发机关和日期；报尾：报、送、发和份数",
            "facts/briefing.yaml",
        ),
        Plate(
            "speech",
            "讲话稿（speech）",
            "字号大一档，念着用；没有版头",
            "facts/speech.yaml",
        ),
        Plate(
            "unit-example",
            "单位自己的样式（unit-example）",
            "同一篇上行文，页边、行距和二级标题照单位的习惯",
            "facts/report.yaml",
            style="unit-example",
            pages=(1, 2),
        ),
    ),
    "模板": (
        Plate(
            "half_year",
            "半年基层党建工作汇报（work_report/half_year）",
            "首页和末页；没有版头的一般稿子",
            f"{_DATA}/qingshan/2026-h1.yaml",
            "work_report/half_year",
        ),
        Plate(
            "county",
            "全县半年基层党建工作情况报告（work_report/county）",
            "由十二个单位的台账汇总：各单位情况表、图、末页，还有列出缺项的待补页，定稿前删去",
            _DATA,
            "work_report/county",
            pages=(1, 4, -3, -2),
        ),
        Plate(
            "rectification",
            "整顿软弱涣散基层党组织工作总结（work_summary/rectification）",
            "首页和末页",
            f"{_DATA}/yunwu/2026-h1.yaml",
            "work_summary/rectification",
        ),
        Plate(
            "demonstration",
            "党建示范创建工作总结（work_summary/demonstration）",
            "首页和末页",
            f"{_DATA}/qingshan/2026-h1.yaml",
            "work_summary/demonstration",
        ),
        Plate(
            "experience",
            "经验做法简报（briefing/experience）",
            "由乡镇报上去的一篇稿，没有编发机关，不套报头；套了报头的见上面的简报",
            f"{_DATA}/qingshan/2026-h1.yaml",
            "briefing/experience",
            pages=(1,),
        ),
        Plate(
            "rectification-speech",
            "整顿软弱涣散基层党组织工作会讲话（speech/rectification）",
            "首页；一般字号",
            f"{_DATA}/county/2026-h1.yaml",
            "speech/rectification",
            pages=(1,),
        ),
    ),
}
"""All plates in their order, by group."""


def plates() -> Iterator[Plate]:
    """All plates, one after the other."""
    for group in PLATES.values():
        yield from group


# ---- what a plate shows ---------------------------------------------------------------------------


@cache
def library() -> Library:
    """The library with the gallery's own papers over it, and nothing of the user's."""
    return Library([GALLERY])


def document_of(plate: Plate) -> Document:
    """Its paper, composed."""
    facts = _facts(GALLERY / plate.facts)
    return compose(
        template_of(plate.template, facts, library()), facts, library(), style=plate.style
    )


def _facts(path: Path) -> Facts:
    if path.is_dir():
        return roll_up(gather([path], library()), library(), "全县.yaml").facts
    return facts_of(path, library()).facts


def digest_of(plate: Plate, document: Document) -> str:
    """Of all that decides its pictures, but for LibreOffice and the fonts: the same on every
    machine, so of the parts of the .docx as they are before they are compressed."""
    [file] = files_of(document, ("docx",), library())
    found = hashlib.sha256(repr((plate.pages, WIDTH, COLOURS)).encode())
    with zipfile.ZipFile(io.BytesIO(file.data)) as package:
        for name in sorted(package.namelist()):
            if not name.startswith(_INVISIBLE):
                found.update(f"\0{name}\0".encode() + package.read(name))
    return found.hexdigest()


def recorded() -> dict[str, dict[str, Any]]:
    """The manifest: of each plate by name the digest of its paper (稿) and of each picture (图)."""
    return json.loads(MANIFEST.read_text("utf-8")) if MANIFEST.exists() else {}


def stale(plate: Plate, digest: str, manifest: Mapping[str, Mapping[str, Any]]) -> str:
    """Why its pictures have to be made again, "" when they need not."""
    entry = manifest.get(plate.name)
    if entry is None:
        return "还没有图"
    if entry["稿"] != digest:
        return "文稿、样式或画法变了"
    for name, known in entry["图"].items():
        path = GALLERY / name
        if not path.is_file():
            return f"{name} 不在了"
        if hashlib.sha256(path.read_bytes()).hexdigest() != known:
            return f"{name} 改动过"
    return ""


# ---- the pictures ---------------------------------------------------------------------------------


def draw(plate: Plate, document: Document, office: Office) -> dict[str, bytes]:
    """Its pictures by file name."""
    files = files_of(document, ("png",), library(), office)
    shown = [files[page - 1 if page > 0 else page] for page in plate.pages]
    return {file.name(plate.name): smaller(file.data) for file in dict.fromkeys(shown)}


def smaller(png: bytes) -> bytes:
    """A picture of a page WIDTH wide and of COLOURS colours."""
    from PIL import Image  # noqa: PLC0415  (the tests look at manifests, not at pictures)

    page = Image.open(io.BytesIO(png)).convert("RGB")
    page = page.resize((WIDTH, round(page.height * WIDTH / page.width)), Image.Resampling.LANCZOS)
    few = page.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette, paper = few.getpalette(), 3 * few.getpixel((0, 0))
    palette[paper : paper + 3] = (255, 255, 255)  # not the mean of all that is nearly white
    few.putpalette(palette)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def check_fonts(office: Office, document: Document) -> None:
    """Refuse fonts of another kind than the paper's.  Raises MissingProgramError naming them."""
    used = office.fonts.used_for(library().style(document.meta.style), library().fonts)
    if unlike := [f"{use.font}→{use.used or '没有'}" for use in used if not use.alike]:
        raise MissingProgramError(
            f"字体不对，图没有画：{'、'.join(unlike)}", hint="运行 scripts/setup.sh all 装好字体"
        )


# ---- the page -------------------------------------------------------------------------------------


def page(manifest: Mapping[str, Mapping[str, Any]]) -> str:
    """The text of docs/gallery/README.md."""
    lines = [
        "# 版面图册",
        "",
        "由 `make gallery`（`scripts/gallery.py`）生成，不要手改。每种样式、每个模板印出来什么样，都在这里；"
        "地名、单位是虚构的。",
        "",
        "图由 LibreOffice 印出，用的是[免费的替身字体](../guide/pdf.md)，在 WPS、Word 里用本机的公文字体。"
        "各图下面的命令在 `docs/gallery` 这个文件夹里运行，写出的图是整份的，大一些。",
        "",
        "改了模板、样式或程序，图旧了，测试会说；运行 `make gallery` 只重画旧了的，"
        "`.venv/bin/python scripts/gallery.py --all` 全部重画。",
    ]
    for group, members in PLATES.items():
        lines += ["", f"## 各种{group}" if group == "样式" else f"## 各个{group}"]
        for plate in members:
            names = manifest[plate.name]["图"]
            lines += ["", f"### {plate.title}", "", f"{plate.note}。", ""]
            lines += [f'<img src="{name}" width="330" alt="{plate.title}">' for name in names]
            lines += ["", "```sh", *plate.commands, "```"]
    return "\n".join(lines) + "\n"


def make(*, every: bool) -> None:
    """Draw what is stale, or every picture; write manifest and page, and sweep out the rest.

    Nothing is written before all is drawn.  Raises DocgenError.
    """
    manifest = recorded()
    settings = {**os.environ}
    settings.setdefault(FONT_FOLDERS, str(FONT_FOLDER))
    drawn: dict[str, bytes] = {}
    entries: dict[str, dict[str, Any]] = {}
    with Office(printing_of(settings, library()), library()) as office:
        for plate in plates():
            document = document_of(plate)
            digest = digest_of(plate, document)
            why = "全部重画" if every else stale(plate, digest, manifest)
            if not why:
                entries[plate.name] = manifest[plate.name]
                continue
            check_fonts(office, document)
            print(f"{plate.name}：{why}", flush=True)
            made = draw(plate, document, office)
            drawn |= made
            hashes = {name: hashlib.sha256(data).hexdigest() for name, data in made.items()}
            entries[plate.name] = {"稿": digest, "图": hashes}
    for name, data in drawn.items():
        (GALLERY / name).write_bytes(data)
    kept = {name for entry in entries.values() for name in entry["图"]}
    for path in GALLERY.glob("*.png"):
        if path.name not in kept:
            path.unlink()
    MANIFEST.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", "utf-8")
    PAGE.write_text(page(entries), "utf-8")
    print(f"画了{len(drawn)}张，图册在 {PAGE.relative_to(ROOT).as_posix()}")


def main() -> int:
    """Make the gallery; a message and the error's exit code when that is not possible."""
    prepare_streams()
    try:
        make(every="--all" in sys.argv[1:])
    except DocgenError as error:
        print(f"错误：{error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
