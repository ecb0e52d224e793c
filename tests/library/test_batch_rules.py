"""The rules by which the drafts of a batch are held against each other, and what is wrong with a file of them."""

from __future__ import annotations

import copy
from typing import Any, Final

import pytest

from docgen.errors import LibraryError
from docgen.library.likeness import likeness_from
from docgen.library.strangers import strangers_from
from docgen.source import plain, read_file
from tests.samples import LIBRARY, ROOT


def values(name: str) -> dict[str, Any]:
    root = read_file(ROOT / "data/norms/rules" / name).root
    assert root is not None
    read = plain(root)
    assert isinstance(read, dict)
    return read


LIKENESS: Final = values("likeness.yaml")
STRANGERS: Final = values("strangers.yaml")


def test_the_library_reads_them() -> None:
    rules = LIBRARY.likeness
    assert rules.taken_hint < rules.taken
    assert 0 < rules.own < rules.alike < 100
    assert LIBRARY.strangers.basis


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("石桥村", True),
        ("青山镇", True),
        ("城关街道", True),
        ("中心村", False),
        ("东村", False),
        ("柳家湾茶叶基地", False),
    ],
)
def test_which_names_are_looked_for(text: str, is_name: bool) -> None:
    assert LIBRARY.strangers.is_name(text) is is_name


@pytest.mark.parametrize("before", ["", "，", "3", "在", "帮助", "青山镇", "“"])
def test_where_a_name_may_begin(before: str) -> None:
    assert LIBRARY.strangers.begins(before)


@pytest.mark.parametrize("before", ["沙", "柳家", "大"])
def test_where_it_may_be_the_end_of_a_longer_one(before: str) -> None:
    assert not LIBRARY.strangers.begins(before)


FAULTS: Final = {
    "没有缘由": (LIKENESS, ("自己的话",), {"疑似": "40"}, "likeness.yaml 自己的话：缺少“缘由”"),
    "不是整数": (
        LIKENESS,
        ("上期", "疑似"),
        "一半",
        "likeness.yaml 上期：疑似“一半”不是整数",
    ),
    "多了一项": (
        LIKENESS,
        ("最像",),
        "10",
        "likeness.yaml：不认识的键“最像”（可用：依据 字数 相像 自己的话 上期 多数）",
    ),
    "没有依据": (LIKENESS, ("依据",), "", "likeness.yaml：缺少“依据”"),
    "不是正则式": (
        STRANGERS,
        ("句子", "共同"),
        "(联合",
        "strangers.yaml 句子：共同“(联合”不是正则式",
    ),
    "提到两边都空": (STRANGERS, ("提到",), [{}], "strangers.yaml 提到：“前”“后”至少写一个"),
    "词尾不是列表": (
        STRANGERS,
        ("名称", "词尾"),
        "村",
        "strangers.yaml 名称：“词尾”应是列表（写 词尾: [甲, 乙]）",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_with_a_file_names_the_entry(fault: str) -> None:
    original, path, value, message = FAULTS[fault]
    changed = copy.deepcopy(original)
    at = changed
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    with pytest.raises(LibraryError) as caught:
        (likeness_from if original is LIKENESS else strangers_from)(changed)
    assert str(caught.value) == message
