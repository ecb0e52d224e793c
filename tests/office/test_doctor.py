"""`docgen doctor` on this machine, and on machines that lack something."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from docgen.doctor import check_folder, check_fonts, check_printer
from docgen.office.program import FONT_FOLDERS, LIMIT, PROGRAM
from tests.gate.office import FONT_FOLDER
from tests.office.ground import ENVIRONMENT, LIBRARY, PRINTING, STUBS, stub
from tests.office.test_faults import QINGSHAN, command
from tests.samples import ROOT

EMPTY = '<?xml version="1.0"?><fontconfig></fontconfig>'


def doctor(*words: object, code: int, at: Path = ROOT, **settings: str) -> dict:
    """What `docgen doctor --json` says."""
    running = command("doctor", *words, "--json", at=at, **settings)
    said, errors = running.communicate(timeout=120)
    assert running.returncode == code, errors or said
    data = json.loads(said)
    assert data["ok"] == (code == 0)
    return data


def states(data: dict) -> dict[str, tuple[str, str]]:
    """Of each thing, how it is and what is said."""
    return {check["subject"]: (check["state"], check["said"]) for check in data["checks"]}


def test_a_machine_that_lacks_nothing(tmp_path: Path) -> None:
    found = states(doctor("-o", tmp_path, QINGSHAN, code=0))
    assert found["版本"][1].startswith("docgen 0.")
    assert found["自带的库"] == ("好", f"{ROOT}（templates、snippets、data）")
    assert found[FONT_FOLDERS] == ("说明", f"{FONT_FOLDER}（环境变量）")
    assert found["仿宋_GB2312"] == ("说明", "没有装，由 FandolFang R 印")
    assert found["LibreOffice"][1].startswith("LibreOffice ")
    assert found["试印"] == ("好", "印得出，字都在")
    assert found[str(tmp_path)] == ("好", "能写")


def test_it_says_it_in_words(tmp_path: Path) -> None:
    running = command("doctor", "-o", tmp_path)
    said, errors = running.communicate(timeout=120)
    assert (running.returncode, errors) == (0, "")
    assert [line for line in said.splitlines() if line and not line.startswith(" ")] == [
        *("程序", "设置", "字体", "PDF", "输出", "都好")
    ]


def test_without_a_font_each_is_told_with_the_step(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text(EMPTY)
    settings = {FONT_FOLDERS: "", "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    data = doctor("-o", tmp_path, code=1, **settings)
    fonts = [check for check in data["checks"] if check["section"] == "字体"]
    assert {check["subject"] for check in fonts} >= {"仿宋_GB2312", "黑体", "方正小标宋简体"}
    for check in fonts:
        assert check["state"] == "要改"
        assert check["said"].startswith("没有装，也没有替身")
        assert check["step"]
    assert states(data)["试印"] == ("要改", "一种字体也没有找到")


def test_a_wrong_face_is_told(tmp_path: Path) -> None:
    """Without a 仿宋 the body comes out in 楷体, and no font service says so."""
    data = doctor("-o", tmp_path, code=1, **{FONT_FOLDERS: ""})
    [check] = [check for check in data["checks"] if check["state"] == "要改"]
    assert (check["subject"], check["said"]) == (
        "仿宋_GB2312",
        "没有装，会印成 LXGW WenKai，不是一种字体",
    )
    assert "FandolFang" in check["step"]


def test_a_font_of_the_project_counts(tmp_path: Path) -> None:
    """A county may give its townships the fonts with its templates."""
    (tmp_path / "data" / "fonts").mkdir(parents=True)
    (tmp_path / "docgen.toml").touch()
    font = FONT_FOLDER / "FandolFang-Regular.otf"
    (tmp_path / "data/fonts/仿宋.otf").write_bytes(font.read_bytes())
    data = doctor(code=0, at=tmp_path, **{FONT_FOLDERS: ""})
    assert states(data)["仿宋_GB2312"] == ("说明", "没有装，由 FandolFang R 印")
    assert states(data)["项目的库"] == ("好", f"{tmp_path}（data）")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("退出码 1", "LibreOffice 没有印出 PDF（试了2次）：没有写出文件（退出码 1）"),
        ("睡着不动", "LibreOffice 没有印出 PDF（试了2次）：过了0.5秒还没有完成"),
    ],
)
def test_a_libreoffice_that_does_not_print(fault: str, said: str, tmp_path: Path) -> None:
    asked = 'case "$*" in --version) echo "LibreOffice 0"; exit;; esac'
    bad = stub(tmp_path / "bin", f"{asked}\n{STUBS[fault]}")
    printing = PRINTING._replace(program=str(bad), seconds=0.5 if fault == "睡着不动" else 30)
    known, trial = check_printer(LIBRARY, printing)
    assert (known.state, known.said) == ("好", f"LibreOffice 0（{bad}）")
    assert (trial.state, trial.said) == ("要改", said)
    assert "--to docx" in trial.step


def test_no_libreoffice(tmp_path: Path) -> None:
    found = states(doctor("-o", tmp_path, code=1, **{PROGRAM: "/没有/soffice"}))
    assert found["LibreOffice"] == ("要改", "没有这个程序")
    assert found[PROGRAM] == ("说明", "/没有/soffice（环境变量）")


def test_folders(tmp_path: Path) -> None:
    (tmp_path / "文件").touch()
    assert check_folder(tmp_path).said == "能写"
    new = check_folder(tmp_path / "甲" / "乙")
    assert (new.state, new.said) == ("好", "还没有，写文稿时会新建")
    assert not (tmp_path / "甲").exists()
    assert list(tmp_path.iterdir()) == [tmp_path / "文件"]
    inside = check_folder(tmp_path / "文件" / "甲")
    assert (inside.state, inside.step) == ("要改", "用 -o 换一个能写的文件夹")


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> None:
        raise PermissionError(13, "")

    monkeypatch.setattr("docgen.doctor.tempfile.TemporaryFile", refused)
    found = check_folder(tmp_path)
    assert found.state == "要改"
    assert found.said.startswith("没有写入的权限")


def test_characters_of_the_facts(tmp_path: Path) -> None:
    facts = tmp_path / "台账.yaml"
    for text, code, codes in (
        ("张喆", 0, ["FNT001"]),
        ("张喆👍", 1, ["FNT001", "FNT002"]),
        ("张三", 0, []),
    ):
        facts.write_text(f"单位:\n  名称: 青山镇\n荣誉: [{{名: {text}}}]\n", encoding="utf-8")
        data = doctor(facts, "-o", tmp_path, code=code)
        assert [found["code"] for found in data["findings"]] == codes
        for found in data["findings"]:
            assert (found["path"], found["line"]) == (str(facts), 3)


def test_wrong_settings(tmp_path: Path) -> None:
    found = doctor("-o", tmp_path, code=1, **{FONT_FOLDERS: f"{FONT_FOLDER}:/没有"})
    assert states(found)[FONT_FOLDERS] == ("要改", "没有 /没有 这个文件夹")
    running = command("doctor", **{LIMIT: "快"})
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 2
    assert errors.startswith(f"错误：环境变量 {LIMIT} 的“快”不是秒数")


def test_a_library_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "data/norms/styles").mkdir(parents=True)
    (tmp_path / "docgen.toml").touch()
    (tmp_path / "data/norms/styles/own.yaml").write_text("继承: 没有的\n", encoding="utf-8")
    running = command("doctor", "--json", at=tmp_path)
    said, errors = running.communicate(timeout=120)
    assert running.returncode == 1, errors
    assert "没有的" in states(json.loads(said))["库"][1]


def test_where_nothing_answers_for_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    for check in check_fonts(LIBRARY, PRINTING._replace(fonts=())):
        assert check.said == "没有装，也没有替身"


def test_help_needs_none_of_it() -> None:
    """What only a PDF needs is not loaded for anything else."""
    code = (
        "import sys, docgen.cli.main, docgen.cli.render, docgen.batch.batch, docgen.cli.batch\n"
        "print([name for name in ('fontTools', 'pypdfium2') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**ENVIRONMENT, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stdout == "[]\n"
