"""The page of codes says what is true: every code is on it, and its examples do what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docgen.audit.templates import check_template
from docgen.cli.project import facts_of
from docgen.errors import InputError, LibraryError
from docgen.library.codes import code_named, codes_from
from docgen.library.templates import template_from
from tests.samples import LIBRARY, ROOT

CODES = LIBRARY.codes
SHOWN = {name: code for name, code in CODES.items() if code.form == "台账"}
MADE = {name: code for name, code in CODES.items() if code.form == "模板"}


def used() -> set[str]:
    """Every code in the code base; those explained as a family by their letters alone."""
    found = set()
    for path in (ROOT / "docgen").rglob("*.py"):
        found.update(re.findall(r'"([A-Z]{3}\d{3})"', path.read_text("utf-8")))
    found |= {*LIBRARY.rules}
    return {code[:3] if code[:3] in CODES else code for code in found}


def codes_of(text: str, folder: Path) -> set[str]:
    """The codes that a facts file of this text gives."""
    path = folder / "台账.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        _, findings = facts_of(path, LIBRARY)
    except InputError as error:
        findings = getattr(error, "findings", ())
    return {finding.code for finding in findings}


def test_every_code_is_explained_and_every_explanation_has_its_code() -> None:
    assert used() == set(CODES)


@pytest.mark.parametrize("name", SHOWN)
def test_the_wrong_example_gives_the_code_and_the_right_one_does_not(
    name: str, tmp_path: Path
) -> None:
    assert name in codes_of(SHOWN[name].wrong, tmp_path)
    assert codes_of(SHOWN[name].right, tmp_path) == set()


def codes_of_template(body: str) -> set[str]:
    """The codes that a template of this body gives."""
    text = f'---\n名称: 试\n标题: "{{{{ 单位.名称 }}}}汇报"\n---\n{body}\n'
    template = template_from("work_report/试", text, LIBRARY.genres["work_report"], "试.md.j2")
    return {finding.code for finding in check_template(template, LIBRARY)}


@pytest.mark.parametrize("name", MADE)
def test_so_do_the_examples_of_templates(name: str) -> None:
    assert codes_of_template(MADE[name].wrong) == {name}
    assert codes_of_template(MADE[name].right) == set()


def test_explanations_are_sentences() -> None:
    for code in CODES.values():
        assert code.wrong, code
        assert code.right, code
        assert all(text.endswith("。") for text in (code.meaning, code.why, code.fix)), code
        assert len(code.name) <= 18, code


def test_every_word_is_in_gbk() -> None:
    words = "".join(f"{c.name}{c.meaning}{c.why}{c.wrong}{c.right}{c.fix}" for c in CODES.values())
    assert {char for char in words if not char.encode("gbk", "ignore")} == set()


ASKED = {
    "as printed": ("FCT109", "FCT109"),
    "in small letters": ("src003", "SRC003"),
    "in full width": ("ＳＲＣ００３", "SRC003"),
    "one of a family": ("wml010", "WML"),
    "with spaces around": (" FCT001 ", "FCT001"),
}


@pytest.mark.parametrize("case", ASKED)
def test_a_code_as_a_person_types_it(case: str) -> None:
    typed, code = ASKED[case]
    assert code_named(typed, CODES).code == code


@pytest.mark.parametrize(
    ("typed", "near"), [("FTC109", "FCT109"), ("冒号", "SRC003"), ("万倍", "FCT143")]
)
def test_an_unknown_code_names_near_ones(typed: str, near: str) -> None:
    with pytest.raises(InputError) as caught:
        code_named(typed, CODES)
    assert near in caught.value.hint


@pytest.mark.parametrize("typed", ["FCT", "109", "没有", "FCT1090"])
def test_what_is_no_code_gives_a_next_step(typed: str) -> None:
    with pytest.raises(InputError, match="没有“"):
        code_named(typed, CODES)


def test_an_entry_without_a_part_names_it() -> None:
    with pytest.raises(LibraryError) as caught:
        codes_from({"FCT001": {"名": "甲", "组": "填法", "意思": "乙。", "改法": "丙。"}})
    assert str(caught.value) == "codes.yaml FCT001：缺少“为什么”"
