"""What is kept of a draft says all that comparing it takes, in few bytes, always the same."""

from __future__ import annotations

import subprocess
import sys

import pytest

from docgen.batch.imprint import length_of, read_imprint, samples_of
from docgen.document import Document, Heading, Meta, Paragraph, Span
from docgen.review.likeness import wording
from tests.batch.prints import REPORT, county, facts_of, of, written
from tests.samples import PAPERS, ROOT, paper

FACTS = """\
后进村:
  - {村: 石桥村, 状态: 整顿中}
  - {村: 上河社区, 状态: 已转化}
  - {村: 待填}
产业基地:
  - {名: 茶叶基地, 业: 茶叶}
文稿: {提到: [柳树乡, 白马镇]}
"""


def test_names_are_those_the_ledger_gives_the_unit() -> None:
    found = read_imprint(of(written("青山镇", "做法。"), facts_of("青山镇", FACTS)))
    assert (found.template, found.unit, found.kind) == (REPORT, "青山镇", "镇")
    assert found.names == ("青山镇", "石桥村", "上河社区")
    assert found.said == ("柳树乡", "白马镇")


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("石桥村党支部开会。", ["石桥村"]),
        ("石桥村、上河社区各选一人。", ["石桥村", "上河社区"]),
        ("到柳树乡、城关街道看。", ["柳树乡", "城关街道"]),
        ("各村级组织、全镇村民和镇党委、驻村干部一起干。", []),
        ("每村一策，本镇自办。", []),
        ("农村、乡村都是一样。", []),
    ],
)
def test_where_a_sentence_may_name_something(sentence: str, names: list[str]) -> None:
    found = read_imprint(of(written("青山镇", sentence), facts_of("青山镇")))
    ends = [end for said in found.sentences for end in said.ends if said.text == sentence]
    assert len(ends) == len(names)
    assert all(sentence[:end].endswith(name) for end, name in zip(ends, names, strict=True))


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("抽调15名干部组成4个工作组，走访群众860户。", True),
        ("走访860户，办结31件。", False),  # short
        ("抽调干部组成工作组，走访全部群众，逐户登记860户。", False),  # one figure
        ("同柳树乡联合抽调15名干部，组成4个工作组，走访群众860户。", False),  # both did it
    ],
)
def test_which_sentences_are_the_writers_own_with_figures(sentence: str, kept: bool) -> None:
    found = read_imprint(of(written("青山镇", sentence), facts_of("青山镇")))
    assert [s.text for s in found.sentences if s.own] == [sentence] * kept


def test_figures_of_the_ledger_are_not_the_writers() -> None:
    ledger = Span(("党员1126名，其中女党员237名，预备党员24名",), "fact", 0, ("党员",))
    document = Document(
        "work_report",
        ("汇报",),
        (Paragraph((ledger, "。")),),
        meta=Meta(REPORT, "青山镇", "", "2026-07-03"),
    )
    assert not any(s.own for s in read_imprint(of(document, facts_of("青山镇"))).sentences)


def test_the_wording_is_kept_to_the_character() -> None:
    for template, name in PAPERS:
        key = (name, template)
        data = county("2026-h1").get(key) or county("2025-h1").get(key)
        if data:
            words = wording(paper(template, name))
            assert read_imprint(data).wording == words
            assert length_of(data) == len(words) - words.count("\n")
            assert samples_of(data) == read_imprint(data).samples


def test_a_rare_character_is_kept_and_an_impossible_one_does_no_harm() -> None:
    rare = "𠀀井村挖井，㙟头村修渠，" + "\ud800" + "村修路。"
    found = read_imprint(of(written("青山镇", rare), facts_of("青山镇")))
    assert found.wording.startswith("𠀀井村挖井，㙟头村修渠，")


def test_blanks_that_part_the_imprint_may_stand_in_a_text() -> None:
    odd = "石桥村\t修路，上河\f村挖井15口、打坝27处。"
    facts = facts_of("青山镇", '后进村: [{村: "石\\t桥村"}]\n')
    found = read_imprint(of(written("青山镇", odd), facts))
    assert "石桥村 修路，上河 村挖井15口、打坝27处。" in [s.text for s in found.sentences]
    assert found.unit == "青山镇"
    assert found.wording == "石桥村\t修路，上河\f村挖井、打坝。"


def test_a_sample_is_a_clause_by_its_first_characters() -> None:
    one, same, other = (
        samples_of(of(written("青山镇", text), facts_of("青山镇")))
        for text in (
            "逐村清理资产资源合同，收回山塘。短句。",
            "先开会：逐村清理资产资源账目。另一句话说的是别的事。",
            "逐户清理资产资源合同，收回山塘。",
        )
    )
    assert len(one) == 1
    assert [*{*one} & {*same}] == [*one]
    assert not {*one} & {*other}


def test_it_is_a_few_kilobytes() -> None:
    sizes = [len(data) for data in county("2026-h1").values()]
    assert min(sizes) > 100
    assert max(sizes) < 8_000


def test_a_heading_of_the_template_is_no_wording_and_no_sentence_of_the_writers() -> None:
    document = Document(
        "work_report",
        ("汇报",),
        (Heading(1, ("做好12个方面、34个环节的工作和打算",), "工作"), Paragraph(("文。",))),
        meta=Meta(REPORT, "青山镇", "", "2026-07-03"),
    )
    found = read_imprint(of(document, facts_of("青山镇")))
    assert found.wording == "文。"
    assert not any(s.own for s in found.sentences)


PRINT = """
import hashlib
from tests.batch.prints import of
from tests.samples import paper, sample
name = "counties/qinghe/qingshan/2026-h1.yaml"
print(hashlib.sha256(of(paper("work_report/half_year", name), sample(name))).hexdigest())
"""


def test_the_same_draft_has_the_same_imprint_in_every_process() -> None:
    made = {
        subprocess.run(
            [sys.executable, "-c", PRINT],
            check=True,
            capture_output=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("0", "4711")
    }
    assert len(made) == 1
    assert len(*made) == 65
