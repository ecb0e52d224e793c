"""The schema that editors check facts files by: the sample files pass, slips do not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from docgen.compose.needs import needs
from docgen.facts.schema import MADE_BY, schema
from tests.samples import DICTIONARY, LIBRARY, ROOT

WHOLE = schema(DICTIONARY)
SAMPLES = sorted((ROOT / "data").glob("seeds/*.yaml")) + sorted(
    (ROOT / "data/counties").rglob("*.yaml")
)


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it (1.2, core schema): 26 is a number, 是 and 2026-06-30 are texts."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


for _tag, _pattern, _first in (
    ("null", "~|null|Null|NULL|", "~nN"),
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    EditorLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), [*_first, ""]
    )


def complaints(text: str, by: dict[str, Any] = WHOLE) -> list[str]:
    """Where the schema has something to say against a file."""
    values = yaml.load(text, EditorLoader)
    found = Draft7Validator(by).iter_errors(values)
    return [".".join(map(str, error.absolute_path)) or "全文" for error in found]


def test_it_is_a_schema_of_draft_7_and_small() -> None:
    Draft7Validator.check_schema(WHOLE)
    assert WHOLE["$comment"] == MADE_BY
    assert list(WHOLE["properties"]) == list(DICTIONARY.roots)
    assert len(json.dumps(WHOLE, ensure_ascii=False)) < 150_000


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_samples_pass(path: Path) -> None:
    assert complaints(path.read_text("utf-8")) == []


PASSES = {
    "空文件": "",
    "没填的空着": "党员:\n工作:\n概况:\n",
    "短写、长写": "党员: 62\n入党积极分子: {值: 14, 上期: 12, 来源: 年报, 公开: 否}\n",
    "照平常说的写": "概况: {人口: 2.2万, 面积: 126.4}\n村集体经济: {收入: 近600万元}\n",
    "待填的几种写法": "党员: 待填\n发展党员: {待填}\n问题:\n  - {表现: 甲, 打算: {待填}}\n工作: {待填}\n",
    "分为、其中，或者直接写在数下": "党支部: {值: 2, 分为: {农村党支部: 2}}\n党员: {值: 9, 女党员: 2, 其中: {预备党员: {值: 1}}}\n",
    "构成": "党员: {值: 9, 学历: {大专以上: 4}}\n",
    "列表写无": "后进村: 无\n活动: 待填\n",
    "一句话，或者分项": "工作:\n  - 题: [甲, 乙]\n    要点:\n      - 一句话。\n      - {主题: 甲, 做法: 乙}\n",
    "是否": "问题:\n  - {表现: 甲, 需上级支持: 是}\n",
    "数字的名称": "荣誉:\n  - {名: 甲, 级: 市, 年: 2026}\n",
    "日期和期间": "文稿: {期间: 2026年上半年, 日期: 2026-06-30}\n",
}


@pytest.mark.parametrize("name", PASSES)
def test_passes(name: str) -> None:
    assert complaints(PASSES[name]) == []


REFUSED = {
    "名称错一个字": ("党圆: 62\n", ["全文"]),
    "组里名称错一个字": ("概况: {行证村: 3}\n", ["概况"]),
    "分项错一个字": ("党员: {值: 9, 其中: {女党圆: 2}}\n", ["党员"]),
    "记录里错一个字": ("后进村:\n  - {村名: 甲村}\n", ["后进村"]),
    "选项之外": ("后进村:\n  - {村: 甲村, 状态: 已转换}\n", ["后进村"]),
    "数写成了列表": ("党员: [62]\n", ["党员"]),
    "组写成了数": ("概况: 3\n", ["概况"]),
    "列表写成了一组": ("后进村: {村: 甲村}\n", ["后进村"]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    text, expected = REFUSED[name]
    assert complaints(text) == expected


def test_every_fact_is_described_in_chinese() -> None:
    members = WHOLE["properties"]["党员"]
    assert members["description"] == "党员总数，含预备党员；单位：名"
    women = members["anyOf"][1]["properties"]["其中"]["properties"]["女党员"]
    assert women["description"].endswith("单位：名")
    for entry in DICTIONARY.roots.values():
        assert re.search("[\u4e00-\u9fff]", WHOLE["properties"][entry.name]["description"])


def test_of_a_template_only_what_it_needs() -> None:
    paths = needs(LIBRARY.template("half_year"), LIBRARY)
    part = schema(DICTIONARY, paths)
    Draft7Validator.check_schema(part)
    sample = (ROOT / "data/counties/qinghe/liushu/2026-h1.yaml").read_text("utf-8")
    assert complaints(sample, part) == []
    spare = next(
        e for e in DICTIONARY.roots.values() if not any(p.startswith(e.path) for p in paths)
    )
    assert complaints(f"{spare.name}:\n", part) == ["全文"]
    assert complaints(f"{spare.name}:\n") == []
    assert complaints("党员: {值: 9, 其中: {女党员: 2}}\n", part) == []
    assert complaints("概况: {行政村: 9, 林地: 2}\n", part) == ["概况"]
