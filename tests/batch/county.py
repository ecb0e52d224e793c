"""A county in a folder, as small as a test can have it: a short template, a few facts a unit."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

from docgen.batch.batch import Batch, run_batch
from docgen.library import Library

TEMPLATE: Final = "work_report/brief"
SECOND: Final = "work_report/note"
_HEAD: Final = """---
名称: {name}
标题: "{{{{ 单位.名称 }}}}{{{{ 文稿.期间 }}}}{name}"
---
"""
BODY: Final = """{{ 单位.自称 }}辖行政村{{ 概况.行政村 | 量 }}，现有党员{{ 党员 | 量 }}[[，{{ 党员 | 其中("女党员") }}]]。

## 打算 {工作}
{% for 项 in 问题 %}
{{ 项.打算 | 句 }}
{% endfor %}
"""
NAMES: Final = ("青山镇", "柳树乡", "平安乡", "金沙镇", "双河镇", "云雾乡", "白马镇", "大湾镇")


def name_of(number: int) -> str:
    """The name of the unit of this number; all differ."""
    name = NAMES[number % len(NAMES)]
    return name if number < len(NAMES) else f"{name[:-1]}{number // len(NAMES)}{name[-1]}"


def write(path: Path, text: str) -> Path:
    """A file with this text; its folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def unit_yaml(name: str) -> str:
    """A unit's own file."""
    return f"单位:\n  名称: {name}\n  自称: 我{name[-1]}\n  类别: {name[-1]}\n"


def period_yaml(number: int, period: str = "2026年上半年", date: str = "2026-07-03") -> str:
    """A unit's facts of one period."""
    members = 300 + 7 * number
    return (
        f"文稿:\n  期间: {period}\n  日期: {date}\n"
        f"概况: {{行政村: {5 + number % 20}}}\n"
        f"党员: {{值: {members}, 其中: {{女党员: {members // 4}}}}}\n"
        f"问题:\n  - {{表现: 年轻党员少, 打算: '在返乡青年中培养{2 + number % 9}名积极分子'}}\n"
    )


def county(root: Path, count: int) -> Path:
    """A folder of so many units, u000 …, each with its own file and one period."""
    write(root / "_common.yaml", "单位:\n  县: 清河县\n  上级: 县委\n")
    for number in range(count):
        write(root / f"u{number:03}" / "unit.yaml", unit_yaml(name_of(number)))
        write(root / f"u{number:03}" / "2026-h1.yaml", period_yaml(number))
    return root


def project(root: Path) -> Path:
    """A project folder with two short templates."""
    for id, name in ((TEMPLATE, "村情简况"), (SECOND, "村情便笺")):
        write(root / f"templates/{id}.md.j2", _HEAD.format(name=name) + BODY)
    write(root / "docgen.toml", "")
    return root


def library(root: Path) -> Library:
    """The library with the project's templates."""
    return Library([project(root)])


def run(at: Path, out: Path, shelf: Library, *templates: str, **options: Any) -> Batch:
    """A batch in this process; one short template when none is named."""
    chosen = [shelf.template(id) for id in templates or (TEMPLATE,)]
    return run_batch(chosen, [at], shelf, out, **options)


def tree(out: Path) -> dict[str, str]:
    """Every file below the output folder but the state, with the hash of its bytes."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.parent != out / ".docgen"
    }


def stamps(out: Path) -> dict[str, tuple[int, int]]:
    """Of every draft below the output folder what changes when it is written anew."""
    return {
        path.relative_to(out).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in sorted(out.rglob("*.docx"))
    }
