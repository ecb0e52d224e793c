"""YAML → form → YAML gives the same facts: one unit, many, a table; the samples and the seeds."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from docgen.facts import Dictionary, Facts, dictionary_from, dictionary_of, facts_from, read_facts
from docgen.facts.workbook import Form, form_layout, read_form, write_form, write_table
from docgen.library import Library
from tests.facts.workbook.shapes import read, shape, units

ROOT = Path(__file__).parents[3]
DICTIONARY = dictionary_of(Library())
SAMPLES = sorted(
    path
    for path in (*ROOT.glob("data/counties/*/*/2*.yaml"), *ROOT.glob("data/seeds/*.yaml"))
    if path.name != "unit.yaml"
)

SMALL = dictionary_from(
    {
        "小.yaml": {
            "单位": {"下级": {"名称": {"类型": "名称"}}},
            "党员": {
                "类型": "计数",
                "量词": "名",
                "下级": {
                    "女党员": {"类型": "计数", "量词": "名", "关系": "其中"},
                    "农村": {"类型": "计数", "量词": "名", "关系": "分为"},
                    "城镇": {"类型": "计数", "量词": "名", "关系": "分为"},
                    "学历": {"类型": "构成", "下级": {"大专": {"类型": "计数"}, "高中": {"类型": "计数"}}},
                    "名单": {"类型": "列表", "主项": "名", "字段": {"名": {"类型": "名称"}}},
                },
            },
            "收入": {"类型": "金额", "单位": "万元"},
            "覆盖率": {"类型": "百分比"},
            "亮点": {"类型": "列表", "项": "文本"},
            "工作": {
                "类型": "列表",
                "主项": "题",
                "字段": {
                    "题": {"类型": "列表", "项": "名称"},
                    "正文": {"类型": "文本"},
                    "投入": {"类型": "金额", "单位": "万元", "下级": {"县级": {"类型": "金额", "关系": "其中"}}},
                    "要点": {
                        "类型": "列表",
                        "字段": {
                            "文": {"类型": "文本"},
                            "成效": {
                                "类型": "列表",
                                "主项": "数",
                                "字段": {"数": {"类型": "计数"}, "名": {"类型": "名称"}},
                            },
                        },
                    },
                },
            },
        }
    }
)  # fmt: skip


def through(
    facts: list[Facts], dictionary: Dictionary, folder: Path, *, many: bool, table: bool = False
) -> tuple[Form, list[Facts]]:
    layout = form_layout(dictionary, dictionary.under(), many=many)
    path = folder / ("表.csv" if table else "表.xlsx")
    path.write_bytes((write_table if table else write_form)(layout, facts))
    form = read_form(path, dictionary)
    return form, [facts_from([unit.parsed], dictionary)[0] for unit in form.units]


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_samples(path: Path, many: bool, tmp_path: Path) -> None:
    facts, _ = read_facts(path, DICTIONARY)
    form, back = through([facts], DICTIONARY, tmp_path, many=many)
    assert form.findings == ()
    assert [unit.parsed.findings for unit in form.units] == [()]
    assert shape(back[0]) == shape(facts)


SLOW = settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],  # shrinking facts of a whole dictionary takes minutes
    suppress_health_check=list(HealthCheck),
)


@SLOW
@given(units(DICTIONARY))
def test_any_facts_of_one_unit(tmp_path_factory: Any, text: str) -> None:
    same([text], DICTIONARY, tmp_path_factory.mktemp("甲"), many=False)


@settings(SLOW, max_examples=80)
@given(units(SMALL))
def test_any_facts_of_a_small_dictionary(tmp_path_factory: Any, text: str) -> None:
    same([text], SMALL, tmp_path_factory.mktemp("甲"), many=False)


@settings(SLOW, max_examples=40)
@given(st.lists(units(SMALL), min_size=1, max_size=4))
def test_any_facts_of_many_units(tmp_path_factory: Any, texts: list[str]) -> None:
    same(named(texts), SMALL, tmp_path_factory.mktemp("甲"), many=True)


@SLOW
@given(st.lists(units(DICTIONARY), min_size=2, max_size=3))
def test_any_facts_of_many_units_of_the_whole_dictionary(
    tmp_path_factory: Any, texts: list[str]
) -> None:
    same(named(texts), DICTIONARY, tmp_path_factory.mktemp("甲"), many=True)


@settings(SLOW, max_examples=40)
@given(st.lists(units(SMALL), min_size=1, max_size=4))
def test_a_table_keeps_the_ledger(tmp_path_factory: Any, texts: list[str]) -> None:
    facts = [read(text, SMALL) for text in named(texts)]
    form, back = through(facts, SMALL, tmp_path_factory.mktemp("甲"), many=True, table=True)
    assert form.findings == ()
    paths = [line.entry.path for line in form_layout(SMALL, SMALL.under(), many=True).facts]
    for before, after in zip(facts, back, strict=True):
        assert ledger(after, paths) == ledger(before, paths)


def ledger(facts: Facts, paths: list[str]) -> dict[str, object]:
    """What the table shows: texts and 上期 of the ledger."""
    out = {}
    for path in paths:
        node = facts.get(path)
        items = getattr(node, "items", None)
        text = [item.text for item in items] if items is not None else getattr(node, "text", "")
        out[path] = (
            text,
            node.more.previous if node is not None and node.entry.is_number else None,
        )
    return out


def named(texts: list[str]) -> list[str]:
    """The files, each with a name of its own."""
    out = []
    for number, text in enumerate(texts, 1):
        data = json.loads(text)
        data["单位"] = data.get("单位", {}) | {"名称": f"第{number}镇"}
        out.append(json.dumps(data, ensure_ascii=False))
    return out


def same(texts: list[str], dictionary: Dictionary, folder: Path, *, many: bool) -> None:
    facts = [read(text, dictionary) for text in texts]
    form, back = through(facts, dictionary, folder, many=many)
    assert form.findings == ()
    assert [unit.parsed.findings for unit in form.units] == [()] * len(facts)
    assert [shape(after) for after in back] == [shape(before) for before in facts]


RARE = {
    "列表里只有一个“无”字": {"亮点": ["无"]},
    "列表说没有": {"亮点": "无"},
    "写着方括号的名称": {"亮点": ["[甲, 乙]"]},
    "头尾凑成方括号": {"亮点": ["[甲", "乙]"]},
    "只有下级的一条": {"工作": [{"题": ["甲"]}, {"要点": ["乙。"]}]},
    "一条里的分号": {"亮点": ["甲；乙"]},
    "名称里的逗号": {"工作": [{"题": ["甲，乙"], "正文": "丙。"}, {"题": ["甲,乙", "丙，丁"]}]},
    "引号里外的逗号": {
        "工作": [{"题": ["“甲，乙”丙"], "正文": "丙。"}, {"题": ["“甲，乙"]}, {"题": ["1,126"]}]
    },
    "名称就叫“无”": {"党员": {"名单": [{"名": "无"}]}},
    "名单说没有": {"党员": {"名单": "无"}},
    "像表格的转义": {"工作": [{"正文": "编号_x0041_。", "题": ["_x000A_", "乙"]}]},
    "像公式": {"工作": [{"正文": "=1+1"}, {"题": ["-甲", "@乙"]}]},
    "待填和空着的": {"收入": "待填", "党员": {"女党员": "待填"}, "覆盖率": {"上期": "95%"}},
}


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("name", RARE)
def test_rare_words(name: str, many: bool, tmp_path: Path) -> None:
    same(named([json.dumps(RARE[name], ensure_ascii=False)]), SMALL, tmp_path, many=many)


@pytest.mark.parametrize("many", [False, True])
def test_the_same_facts_give_the_same_bytes(many: bool) -> None:
    facts, _ = read_facts(SAMPLES[0], DICTIONARY)
    layout = form_layout(DICTIONARY, DICTIONARY.under(), many=many)
    assert write_form(layout, [facts], title="甲") == write_form(layout, [facts], title="甲")


def test_no_date_of_writing_is_kept() -> None:
    data = write_form(form_layout(SMALL, SMALL.under("党员"), many=False), [])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        core = archive.read("docProps/core.xml").decode()
        days = {info.date_time for info in archive.infolist()}
    assert re.findall(r">(\d{4}-[^<]*)<", core) == ["2026-01-01T00:00:00Z"] * 2
    assert days == {(1980, 1, 1, 0, 0, 0)}
