"""The documents say what is true: links lead somewhere, the filter page is the code's, the README's
first draft and first template work as printed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from docgen.compose import compose
from docgen.document import plain_text
from docgen.facts import check_facts, facts_from
from docgen.library import Library
from docgen.source import read_yaml
from tests.samples import DICTIONARY, LIBRARY, ROOT
from tests.scripts import script

README = (ROOT / "README.md").read_text("utf-8")
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/gallery/README.md",
    "docs/guide/batch.md",
    "docs/guide/dating.md",
    "docs/guide/diff.md",
    "docs/guide/filters.md",
    "docs/guide/layout.md",
    "docs/guide/letterhead.md",
    "docs/guide/pdf.md",
    "docs/guide/review.md",
    "docs/guide/rollup.md",
    "docs/guide/rules.md",
    "docs/guide/styles.md",
    "docs/guide/templates.md",
    "docs/guide/stock-phrases.md",
)


def fenced(language: str) -> list[str]:
    """The README's code blocks in a language, without their indent."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", README, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) for indent, text in found]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text("utf-8"))
    assert [target for target in targets if not ((ROOT / page).parent / target).exists()] == []


def test_the_readme_names_every_template() -> None:
    [table] = re.findall(r"^## 现有的模板\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    named = re.findall(r"^\| `(\S+)` \|", table, re.MULTILINE)
    assert sorted(named) == sorted(LIBRARY.templates)


@pytest.mark.parametrize("name", ["filters", "rules", "styles"])
def test_the_pages_are_made_from_code_and_norms(name: str) -> None:
    module = script(name)
    assert (ROOT / f"docs/guide/{name}.md").read_text("utf-8") == module.page(), (
        f"运行 .venv/bin/python scripts/{name}.py"
    )


def test_the_first_draft_and_the_first_template_work_as_printed(tmp_path: Path) -> None:
    [facts_text] = fenced("yaml")
    [template_text] = fenced("jinja")
    folder = tmp_path / "templates" / "work_report"
    folder.mkdir(parents=True)
    (folder / "members.md.j2").write_text(template_text, "utf-8")
    facts, findings = facts_from([read_yaml(facts_text, "青山镇.yaml")], DICTIONARY)
    assert (*findings, *check_facts(facts, DICTIONARY)) == ()
    library = Library([tmp_path])
    for template in ("half_year", "members"):
        document = compose(library.template(template), facts, library)
        assert "党员1286名，其中女党员318名" in plain_text(document)
        assert [gap.path for gap in document.gaps] == ["党员.预备党员"]


def test_the_wheel_takes_every_folder_of_the_library_along() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    taken = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    code = (ROOT / "docgen/library/__init__.py").read_text("utf-8")
    folders = {
        found.partition("/")[0]
        for found in re.findall(r'"((?:templates|snippets|data)[^"]*)"', code)
    }
    assert folders == set(taken)
    assert {target.rpartition("/")[2] for target in taken.values()} == folders
    assert all(target.startswith("docgen/_library/") for target in taken.values())
