"""--letterhead from the command line: what is owed, what is kept, what is made again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from docgen.cli.program import program
from docgen.drafts.sidecar import read_side_car
from docgen.drafts.store import sha256
from docgen.office.pages import page_texts
from docgen.render.letterhead import read_letterhead
from tests.batch.county import TEMPLATE, county, library, run
from tests.gate import docx_text
from tests.gate.office import folded
from tests.render.letterheads import BODY, letterhead
from tests.samples import ROOT

COUNTY = ROOT / "data/counties/qinghe"
NAME = "青山镇2026年上半年基层党建工作汇报"
HEAD = letterhead("{{ 发文机关标志 }}", "{{ 发文字号 }}", "{{ 密级 }}", BODY, "{{ 印发机关 }}")


class Ground:
    """The facts of a town, a letterhead, and an output folder."""

    def __init__(self, root: Path) -> None:
        shutil.copytree(COUNTY, root / "qinghe")
        self.facts = root / "qinghe/qingshan/2026-h1.yaml"
        self.head = root / "信头.docx"
        self.head.write_bytes(HEAD)
        self.out = root / "out"

    def say(self, more: str) -> None:
        """Facts of the paper itself."""
        text = self.facts.read_text("utf-8")
        self.facts.write_text(text.replace("文稿:\n", f"文稿:\n{more}", 1), "utf-8")

    def render(self, *options: str, head: bool = True) -> Result:
        arguments = ["render", str(self.facts), "-o", str(self.out), *options]
        if head:
            arguments += ["--letterhead", str(self.head)]
        return CliRunner().invoke(program, arguments)

    def lines(self, name: str = f"{NAME}.docx") -> list[str]:
        return docx_text((self.out / name).read_bytes()).splitlines()


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    return Ground(tmp_path)


@pytest.mark.parametrize(
    ("facts", "printed"),
    [
        pytest.param(
            "",
            ["【待填：文稿.发文机关标志】", "【待填：文稿.发文字号】", "【待填：文稿.密级】",
             "【待填：文稿.印发机关】"],
            id="都没有填",
        ),
        pytest.param(
            "  密级: 无\n  发文字号: 青党发〔2026〕3号\n  发文机关标志: [中共清河县青山镇委员会]\n",
            ["中共清河县青山镇委员会文件", "青党发〔2026〕3号", "【待填：文稿.印发机关】"],
            id="密级填了无，印空",
        ),
        pytest.param(
            "  密级: 秘密★1年\n  发文字号: 待填\n  发文机关标志: [甲镇委, 乙镇委]\n  印发机关: 党政办\n",
            ["甲镇委乙镇委", "【待填：文稿.发文字号】", "秘密★1年", "党政办"],
            id="联合行文分行",
        ),
    ],
)  # fmt: skip
def test_a_slot_whose_fact_is_missing_is_a_gap(
    ground: Ground, facts: str, printed: list[str]
) -> None:
    ground.say(facts)
    done = ground.render()
    assert done.exit_code == 0, done.output
    owed = [line for line in printed if "待填" in line]
    assert [line for line in ground.lines() if line in printed] == printed
    for line in owed:
        path = line.removeprefix("【待填：").removesuffix("】")
        assert f"  {path} " in done.output
        assert f"待填：{path}——{line}" in "".join(ground.lines())
    assert ("待填" in done.output) is bool(owed)
    assert "无" not in ground.lines()


@pytest.mark.parametrize("slots", [[], ["{{ 发文字号 }}"]])
def test_a_letterhead_says_its_own_mark(ground: Ground, slots: list[str]) -> None:
    """What a red head owes (发文机关标志, 签发人) is not owed on the unit's own."""
    ground.head.write_bytes(letterhead("青山镇文件", *slots, BODY))
    ground.say("  发文字号: 青党发〔2026〕3号\n")
    done = ground.render()
    assert (done.exit_code, "待填" in done.output) == (0, False), done.output
    assert "待填" in ground.render(head=False).output


def test_strict_writes_nothing_while_a_slot_is_owed(ground: Ground) -> None:
    assert ground.render("--strict", head=False).exit_code == 0
    shutil.rmtree(ground.out)
    done = ground.render("--strict")
    assert (done.exit_code, ground.out.exists()) == (1, False)
    assert "待填4处" in done.output


@pytest.mark.parametrize("format", ["md", "html", "txt", "native"])
def test_other_formats_are_as_without(ground: Ground, format: str) -> None:
    ground.render("--to", f"docx,{format}")
    [path] = [p for p in ground.out.iterdir() if p.is_file() and p.suffix != ".docx"]
    on_it = (path.read_bytes(), (ground.out / ".docgen" / f"{path.name}.json").read_bytes())
    shutil.rmtree(ground.out)
    ground.render("--to", format, head=False)
    assert on_it == (
        path.read_bytes(),
        (ground.out / ".docgen" / f"{path.name}.json").read_bytes(),
    )


def test_the_draft_knows_its_letterhead_and_every_figure(ground: Ground) -> None:
    ground.say("  发文字号: 青党发〔2026〕3号\n")
    ground.render("--to", "docx,pdf")
    for kind in ("docx", "pdf"):
        car = read_side_car(ground.out / f"{NAME}.{kind}")
        assert car is not None
        assert car.letterhead == {"../信头.docx": sha256(HEAD)}
    pdf = "".join(page_texts((ground.out / f"{NAME}.pdf").read_bytes()))
    for line in ground.lines()[:20]:
        assert folded(line) in folded(pdf)
    traced = CliRunner().invoke(program, ["trace", str(ground.out / f"{NAME}.docx")])
    assert traced.exit_code == 0, traced.output
    assert "文稿.发文字号" in traced.output


def test_an_edited_draft_is_not_overwritten(ground: Ground) -> None:
    ground.render()
    draft = ground.out / f"{NAME}.docx"
    draft.write_bytes(draft.read_bytes() + b"\0")
    done = ground.render()
    assert "没有动它" in done.output
    assert (ground.out / f"{NAME}.新稿.docx").exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "信头.docx：文件是空的"),
        (letterhead("{{ 主送机关 }}", BODY), "没有这个要素"),
        (letterhead("{{ cycler.__init__ }}", BODY), "不是填空"),
        (HEAD[:2000], "信头.docx：不是完整的 docx"),
    ],
)
def test_a_letterhead_that_cannot_be_used_writes_nothing(
    ground: Ground, data: bytes, says: str
) -> None:
    ground.head.write_bytes(data)
    done = ground.render()
    assert (done.exit_code, ground.out.exists()) == (2, False)
    assert says in done.output
    assert "Traceback" not in done.output


def test_no_such_letterhead(ground: Ground) -> None:
    ground.head.unlink()
    done = ground.render()
    assert (done.exit_code, "找不到文件" in done.output) == (2, True)


def test_a_facts_file_alone_takes_it_too(ground: Ground) -> None:
    arguments = [str(ground.facts), "-o", str(ground.out), "--letterhead", str(ground.head)]
    assert CliRunner().invoke(program, arguments).exit_code == 0
    assert "【待填：文稿.发文字号】" in ground.lines()


def test_a_batch_is_made_again_when_the_letterhead_changed(tmp_path: Path) -> None:
    facts = county(tmp_path / "facts", 3)
    shelf = library(tmp_path / "project")

    def made(data: bytes | None) -> int:
        head = read_letterhead(data, "信头.docx") if data else None
        return run(facts, tmp_path / "out", shelf, TEMPLATE, letterhead=head).outcome.made

    first, second = letterhead("甲县", BODY), letterhead("乙县", BODY)
    steps = [(None, 3), (first, 3), (first, 0), (second, 3), (second, 0), (None, 3)]
    assert [made(data) for data, _ in steps] == [count for _, count in steps]
    made(second)
    for draft in (tmp_path / "out").rglob("*.docx"):
        assert docx_text(draft.read_bytes()).splitlines()[0] == "乙县"
