"""Which words for a 口径 mean the same, and what is wrong with a file of them."""

from __future__ import annotations

from typing import Any, Final

import pytest

from docgen.errors import LibraryError
from docgen.library.calibers import NO_CALIBERS, calibers_from
from tests.samples import LIBRARY


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("户籍人口", "户籍", True),
        ("城乡居民基本医疗保险", "城乡居民医保", True),
        ("2025年，全年", "2025年全年", True),
        ("户籍", "常住", False),
        ("户籍人口", "户籍人口，不含园区外来职工", False),
        ("户籍", "", False),
    ],
)
def test_what_two_units_counted_alike(one: str, other: str, same: bool) -> None:
    meaning = LIBRARY.calibers.meaning
    assert (meaning(one) == meaning(other)) is same


def test_without_a_list_only_equal_words_are_the_same() -> None:
    assert NO_CALIBERS.meaning("户籍") != NO_CALIBERS.meaning("户籍人口")


GROUP: Final = {"说法": ["户籍", "户籍人口"], "缘由": "一回事"}
FAULTS: Final[dict[str, tuple[Any, str]]] = {
    "没有依据": ({"同义": [GROUP]}, "calibers.yaml：缺少“依据”"),
    "没有缘由": (
        {"依据": "规矩", "同义": [{"说法": ["户籍"]}]},
        "calibers.yaml 同义：缺少“缘由”",
    ),
    "写了两处": (
        {"依据": "规矩", "同义": [GROUP, {"说法": ["户籍"], "缘由": "又一回事"}]},
        "calibers.yaml 同义：“户籍”写了两处",
    ),
    "没有同义": ({"依据": "规矩"}, "calibers.yaml：缺少“同义”列表"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_with_a_file_names_the_entry(fault: str) -> None:
    values, message = FAULTS[fault]
    with pytest.raises(LibraryError) as caught:
        calibers_from(values)
    assert str(caught.value) == message
