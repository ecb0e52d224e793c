"""The demonstration: every facts file that comes with docgen, and the county rolled up, in every format.

Each goes into a folder of its own below out/demo; a table says what was written and what is
still missing.  Nothing is drawn from outside: the same facts give the same files.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from docgen.batch.batch import run_batch
from docgen.batch.rollup import gather, roll_up
from docgen.cli.console import table
from docgen.cli.main import prepare_streams
from docgen.cli.project import facts_of, template_of
from docgen.compose import compose
from docgen.compose.needs import needs
from docgen.document import Gap
from docgen.drafts import store
from docgen.drafts.writing import write_drafts
from docgen.errors import DocgenError
from docgen.facts import Fact, dictionary_of
from docgen.facts.workbook import form_layout, write_form
from docgen.finding import Finding
from docgen.library import Library

ROOT = Path(__file__).resolve().parent.parent
FORMATS = ("docx", "md", "html", "txt")
LAYERS = ("unit.yaml", "_common.yaml")


def facts_files(data: Path) -> Iterator[tuple[str, Path]]:
    """Every facts file of a period, with the name of its folder below out/demo."""
    for path in sorted(data.glob("seeds/*.yaml")):
        yield f"seed-{path.stem}", path
    for path in sorted(data.glob("counties/**/*.yaml")):
        if path.name not in LAYERS:
            parts = path.relative_to(data / "counties").with_suffix("").parts
            yield "-".join(parts), path


def has_template(path: Path, library: Library) -> bool:
    """Whether the facts ask for a template; those that wait for theirs are named apart."""
    node = facts_of(path, library).facts.get("文稿.模板")
    return isinstance(node, Fact) and bool(node.text)


def blank_form(out: Path, library: Library) -> Path:
    """The form of the half-year report, to be looked at in a spreadsheet."""
    template = library.template("half_year")
    layout = form_layout(
        dictionary_of(library), needs(template, library), many=False, derived=False
    )
    path = out / "填报表.xlsx"
    store.write(path, write_form(layout, [], title=f"{template.name}填报表"))
    return path


MANY: Final = (
    "qinghe-qingshan-2026-h1",
    ("work_summary/rectification", "work_summary/demonstration", "briefing/experience"),
)
"""One town of whose file the other papers are made too."""


def row(name: str, path: Path, out: Path, library: Library, wanted: str = "") -> tuple[str, ...]:
    """Render one facts file; what there is to tell of it."""
    try:
        facts, findings = facts_of(path, library)
        template = template_of(wanted, facts, library)
        document = compose(template, facts, library)
        written = write_drafts(out / name, document, template, facts, library, FORMATS)
    except DocgenError as error:
        return (name, "没有写成", str(error), "", "")
    formats = "、".join(draft.format for draft in written)
    laid_beside = sum(draft.kept is not None for draft in written)
    if laid_beside:
        formats += f"（{laid_beside}份另存为新稿）"
    return (name, template.name, formats, missing(document.gaps), found(findings))


ROLLED: Final = "qinghe-rolled"
"""The county rolled up from its twelve units: its facts file and its report."""


def rolled(out: Path, library: Library) -> tuple[str, ...]:
    """Roll the county up and render its report; what there is to tell of it."""
    made = roll_up(gather([ROOT / "data/counties/qinghe"], library), library, "全县.yaml")
    path = out / ROLLED / "全县.yaml"
    store.write(path, made.text.encode())
    return row(ROLLED, path, out, library, "work_report/county")


WHOLE: Final = "清河县"
"""All the papers of all units of the county, as `docgen batch` makes them."""


def batched(out: Path, library: Library) -> tuple[str, str]:
    """Draft the whole county; how it stands, and where its report lies."""
    templates = [library.template(id) for id in ("half_year", *MANY[1])]
    stand = run_batch(templates, [ROOT / "data/counties/qinghe"], library, out / WHOLE).stand
    return stand.sentence, (out / WHOLE / stand.pages[0]).relative_to(ROOT).as_posix()


def missing(gaps: tuple[Gap, ...]) -> str:
    """What is owed, by kind."""
    kinds = Counter(gap.kind for gap in gaps)
    return "、".join(f"{kind}{number}" for kind, number in kinds.items()) or "不缺"


def found(findings: tuple[Finding, ...]) -> str:
    """What was found in the facts, by level."""
    levels = Counter(finding.level for finding in findings)
    said = [f"{level.label}{levels[level]}" for level in sorted(levels, reverse=True)]
    return "、".join(said) or "没有问题"


def main() -> None:
    """Render everything and print the table."""
    prepare_streams()
    out = ROOT / "out" / "demo"
    library = Library()
    files = list(facts_files(ROOT / "data"))
    ready = [(name, path) for name, path in files if has_template(path, library)]
    rows = [row(name, path, out, library) for name, path in ready]
    town, papers = MANY
    rows += [row(town, dict(ready)[town], out, library, paper) for paper in papers]
    rows.append(rolled(out, library))
    print(table([("台账", "模板", "写出的格式", "还缺", "台账检查"), *rows]))
    waiting = [name for name, path in files if (name, path) not in ready]
    if waiting:
        print(f"\n没有写明模板、只供下一期作上期的：{'、'.join(waiting)}")
    sentence, index = batched(out, library)
    print(f"\n一条命令做完全县（docgen batch）：{sentence}\n总表：{index}，用浏览器打开")
    form = blank_form(out, library)
    print(
        f"\n空白填报表：{form.relative_to(ROOT).as_posix()}（docgen form half_year 做出来的就是这样）"
    )
    print(f"\n文稿在 {out.relative_to(ROOT).as_posix()}/，每份旁边的 .docgen 里是它的出处档案。")
    print("查出处：docgen trace 文稿；检查台账：docgen check 台账.yaml")
    print(
        "要 PDF、图片，加 --to pdf,png：借 LibreOffice 印，这里没有用它；缺什么用 docgen doctor 看"
    )


if __name__ == "__main__":
    sys.exit(main())
