"""The plan: which units a folder holds, and which file of each is the period's."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from docgen.batch.plan import Plan, plan
from docgen.errors import InputError
from docgen.facts.workbook import form_layout, write_form
from docgen.language import parse_period
from docgen.library import Library
from tests.batch.county import county, period_yaml, unit_yaml, write
from tests.samples import DICTIONARY, LIBRARY, ROOT, sample

H1_2025 = period_yaml(1, "2025年上半年", "2025-07-03")
SPOKEN = "文稿: {期间: 2026年上半年, 日期: 2026-07-03}\n单位: {名称: 高岭乡}\n"


def planned(root: Path, files: dict[str, str], period: str = "") -> Plan:
    """The plan for a folder of these files."""
    for name, text in files.items():
        write(root / name, text)
    return plan([root], LIBRARY, parse_period(period) if period else None)


def said(found: Plan, root: Path) -> list[str]:
    """A line for each unit: its name, its drafts' folder, its facts file; what is wrong last."""
    lines = [
        f"{u.name} → {u.folder} ← {u.file.relative_to(root).as_posix()}"
        + ("（县）" if u.county else "")
        + (f" ！{u.trouble.replace(str(root) + '/', '')}" if u.trouble else "")
        for u in found.units
    ]
    return lines + [f"{u.name} 未报（{u.last}）" for u in found.unreported]


CASES = {
    "一个单位一个文件夹，取各单位里最近的一期": (
        {
            "a/unit.yaml": unit_yaml("青山镇"),
            "a/2025-h1.yaml": H1_2025,
            "a/2026-h1.yaml": period_yaml(1),
            "b/unit.yaml": unit_yaml("柳树乡"),
            "b/2026-h1.yaml": period_yaml(2),
        },
        "",
        ["青山镇 → 青山镇 ← a/2026-h1.yaml", "柳树乡 → 柳树乡 ← b/2026-h1.yaml"],
    ),
    "没有这一期的不拿上一期充数": (
        {
            "a/unit.yaml": unit_yaml("青山镇"),
            "a/2026-h1.yaml": period_yaml(1),
            "b/unit.yaml": unit_yaml("柳树乡"),
            "b/2025-h1.yaml": H1_2025,
            "c/unit.yaml": unit_yaml("平安乡"),
        },
        "",
        ["青山镇 → 青山镇 ← a/2026-h1.yaml", "柳树乡 未报（2025年上半年）", "平安乡 未报（）"],
    ),
    "要哪一期就取哪一期": (
        {
            "a/unit.yaml": unit_yaml("青山镇"),
            "a/2025-h1.yaml": H1_2025,
            "a/2026-h1.yaml": period_yaml(1),
        },
        "2025年1至6月",
        ["青山镇 → 青山镇 ← a/2025-h1.yaml"],
    ),
    "文件散放着，一个文件一个单位；花括号里的也认得": (
        {"高岭.yaml": SPOKEN, "_common.yaml": "单位: {县: 清河县}\n", ".草稿.yaml": SPOKEN},
        "",
        ["高岭乡 → 高岭乡 ← 高岭.yaml"],
    ),
    "下面还有一层的，照样分层放": (
        {
            "东片/a/unit.yaml": unit_yaml("青山镇"),
            "东片/a/1.yaml": period_yaml(1),
            "西片/a/unit.yaml": unit_yaml("青山镇"),
            "西片/a/1.yaml": period_yaml(1),
        },
        "",
        ["青山镇 → 东片/青山镇 ← 东片/a/1.yaml", "青山镇 → 西片/青山镇 ← 西片/a/1.yaml"],
    ),
    "县本级认得出来": (
        {"x/unit.yaml": unit_yaml("清河县"), "x/1.yaml": period_yaml(1)},
        "",
        ["清河县 → 清河县 ← x/1.yaml（县）"],
    ),
    "同一片里两个同名的，都说出来": (
        {
            "a/unit.yaml": unit_yaml("青山镇"),
            "a/1.yaml": period_yaml(1),
            "b/unit.yaml": unit_yaml("青山镇"),
            "b/1.yaml": period_yaml(1),
        },
        "",
        [
            "青山镇 → 青山镇 ← a/1.yaml ！a/1.yaml：还有一份台账也是“青山镇”的：b/1.yaml（只留一份，或改对 单位.名称）",
            "青山镇 → 青山镇 ← b/1.yaml ！b/1.yaml：还有一份台账也是“青山镇”的：a/1.yaml（只留一份，或改对 单位.名称）",
        ],
    ),
    "一期两份台账，说出来": (
        {
            "a/unit.yaml": unit_yaml("青山镇"),
            "a/1.yaml": period_yaml(1),
            "a/2.yaml": period_yaml(2),
        },
        "",
        [
            "青山镇 → 青山镇 ← a/unit.yaml ！a：2026年上半年的台账有几份：a/1.yaml、a/2.yaml（留一份）"
        ],
    ),
    "读不出期间的，留给成文时说": (
        {"a/unit.yaml": unit_yaml("青山镇"), "a/1.yaml": "党员: 1\n  坏: [\n"},
        "",
        ["青山镇 → 青山镇 ← a/1.yaml"],
    ),
    "名称读不出的，用文件夹的名字": (
        {"a/unit.yaml": "单位: [\n", "a/1.yaml": period_yaml(1)},
        "",
        ["a → a ← a/1.yaml"],
    ),
    "旧格式的表说怎么办": (
        {"青山镇.xls": "x", "b/unit.yaml": unit_yaml("柳树乡"), "b/1.yaml": period_yaml(2)},
        "",
        [
            "青山镇 → 青山镇 ← 青山镇.xls ！青山镇.xls：.xls 文件读不了（用 WPS 或 Excel 另存为 .xlsx）",
            "柳树乡 → 柳树乡 ← b/1.yaml",
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_folder_holds(case: str, tmp_path: Path) -> None:
    files, period, expected = CASES[case]
    assert said(planned(tmp_path, files, period), tmp_path) == expected


def test_units_of_one_name_in_many_counties_take_as_much_longer(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        root = tmp_path / str(count)
        for number in range(count):
            write(root / f"{number}/a/unit.yaml", unit_yaml("城关镇"))
            write(root / f"{number}/a/1.yaml", period_yaml(1))
        taken = []
        for _ in range(3):
            before = time.process_time()
            assert len(plan([root], LIBRARY).units) == count
            taken.append(time.process_time() - before)
        return min(taken)

    assert seconds(400) < 8 * seconds(100)  # the square takes 16 times as long


def test_forms_that_units_sent_back_and_one_form_of_all(tmp_path: Path) -> None:
    towns = [sample(f"counties/qinghe/{town}/2026-h1.yaml") for town in ("qingshan", "baima")]
    paths = ("单位", "文稿", "党员", "概况")
    one = form_layout(DICTIONARY, paths, many=False)
    (tmp_path / "forms").mkdir()
    for number, facts in enumerate(towns):
        (tmp_path / f"forms/{number}.xlsx").write_bytes(write_form(one, [facts]))
    (tmp_path / "forms/~$0.xlsx").write_bytes(b"")  # what an office leaves while it is open
    found = plan([tmp_path / "forms"], LIBRARY)
    assert said(found, tmp_path) == [
        "青山镇 → 青山镇 ← forms/0.xlsx",
        "白马镇 → 白马镇 ← forms/1.xlsx",
    ]
    whole = tmp_path / "全县.xlsx"
    whole.write_bytes(write_form(form_layout(DICTIONARY, paths, many=True), towns))
    found = plan([whole], LIBRARY)
    assert [unit.source for unit in found.units] == [f"{whole}#青山镇", f"{whole}#白马镇"]


def test_the_drafts_folder_is_not_looked_into(tmp_path: Path) -> None:
    county(tmp_path, 2)
    write(tmp_path / "out/青山镇/草稿.yaml", SPOKEN)
    assert len(plan([tmp_path], LIBRARY, out=tmp_path / "out").units) == 2
    assert len(plan([tmp_path], LIBRARY).units) == 3


@pytest.mark.parametrize(
    ("files", "period", "message"),
    [
        ({"看.txt": "x"}, "", "里面没有台账"),
        ({"a/unit.yaml": unit_yaml("青山镇"), "a/1.yaml": period_yaml(1)}, "2024年上半年", "没有一个单位有2024年上半年的台账"),
    ],
)  # fmt: skip
def test_nothing_to_do_is_said(
    files: dict[str, str], period: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=message):
        planned(tmp_path, files, period)


def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="找不到"):
        plan([tmp_path / "没有"], LIBRARY)


def test_qinghe() -> None:
    found = plan([ROOT / "data/counties/qinghe"], Library())
    assert found.period is not None
    assert found.period.text == "2026年上半年"
    assert len(found.towns) == 12
    assert [unit.name for unit in found.counties] == ["清河县"]
    assert all(len(unit.files) == 4 for unit in found.units)  # shared, own, this period, the last
