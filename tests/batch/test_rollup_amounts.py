"""What may be said of a sum: table by table, and for any quantities."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.batch.rollup.amounts import greatest, mean, total
from docgen.facts.dictionary import Entry
from docgen.facts.shapes import quantity_of
from docgen.language import Quantity
from tests.samples import DICTIONARY, ROOT


def entry(path: str) -> Entry:
    found = DICTIONARY.find(path)
    assert found is not None
    return found


def quantities(path: str, texts: str) -> list[Quantity]:
    found = [quantity_of(text, entry(path)) for text in texts.split()]
    assert None not in found, texts
    return [quantity for quantity in found if quantity is not None]


HEADS, INCOME, WHOLE = "概况.人口", "村集体经济.收入", "经济.农村经济总收入"
SUMS: Final = (
    # 准数
    (HEADS, "120 80 45", "245"),
    (HEADS, "0 0", "0"),
    (HEADS, "-3 5", "2"),
    (HEADS, "1120人 35人", "1155"),
    ("概况.面积", "126.4 41.7 0.05", "168.15"),
    # 带万、亿的：末位对齐就是准的，对不齐的说约
    (HEADS, "2.2万 3.1万", "5.3万"),
    (HEADS, "2.2万 9000", "3.1万"),
    (HEADS, "2.2万 9600", "约3.2万"),
    (HEADS, "3万 2.2万", "约5万"),
    (HEADS, "1.92万 9120 2.86万", "约5.69万"),
    (HEADS, "1.2亿 3000万", "1.5亿"),
    # 都往一边偏的，和往那一边偏
    (HEADS, "3000多 215", "3215以上"),
    (HEADS, "3000多 2000多", "5000以上"),
    (HEADS, "上百 3", "103以上"),
    (HEADS, "98以上 超过20", "118以上"),
    (HEADS, "1.7万多 930", "1.7万以上"),
    (HEADS, "近600 50", "近650"),
    (HEADS, "近600 将近400", "近1000"),
    (HEADS, "近600 不足400", "1000以内"),
    (HEADS, "30以内 5", "35以内"),
    # 两边都有的，说约
    (HEADS, "近600 400多", "约1000"),
    (HEADS, "约20 30", "约50"),
    (HEADS, "20左右 5以上", "约25"),
    (HEADS, "十几 20", "约30"),
    # 范围相加还是范围；带别的说法的，取站得住的一头
    (HEADS, "5至8 3", "8至11"),
    (HEADS, "5至8 2至3", "7至11"),
    (HEADS, "5至8 3多", "8以上"),
    (HEADS, "5至8 近20", "28以内"),
    (HEADS, "5至8 约3", "约8至11"),
    # 只有一个单位的，照原话
    (HEADS, "3000多", "3000多"),
    (HEADS, "2.20万", "2.20万"),
    # 金额：元、万元、亿元混着填，按数据字典的单位
    (INCOME, "412.6 58", "470.6万元"),
    (INCOME, "5000元 1", "1.5万元"),
    (INCOME, "0.5亿元 120", "5120万元"),
    (INCOME, "近600万元 0.5亿元", "近5600万元"),
    (INCOME, "600多万元 20", "620万元以上"),
    (INCOME, "1至2亿元 300", "10300至20300万元"),
    (WHOLE, "2.86 9700万元 5.1亿元", "8.93亿元"),
)  # fmt: skip


@pytest.mark.parametrize(("path", "texts", "said"), SUMS)
def test_the_sum_says(path: str, texts: str, said: str) -> None:
    assert total(quantities(path, texts), entry(path)).raw == said


@pytest.mark.parametrize(("path", "texts", "said"), SUMS)
def test_it_says_the_same_in_any_order(path: str, texts: str, said: str) -> None:
    backwards = " ".join(reversed(texts.split()))
    assert total(quantities(path, backwards), entry(path)).raw == said


def _of_the_guide() -> list[tuple[str, str]]:
    """The table of the guide: what units filled in, what the county says."""
    page = (ROOT / "docs/guide/rollup.md").read_text("utf-8")
    [table] = re.findall(r"^\| 各单位 \| 县 \| 为什么 \|\n.*\n((?:\|.*\n)+)", page, re.MULTILINE)
    return [(row.split(" | ")[0].strip("| "), row.split(" | ")[1]) for row in table.splitlines()]


@pytest.mark.parametrize(("texts", "said"), _of_the_guide())
def test_the_guide_says_what_is_true(texts: str, said: str) -> None:
    found = quantities(HEADS, texts.replace("、", " "))
    assert len(found) == 2
    assert total(found, entry(HEADS)).raw == said


MEANS: Final = (
    # 值、权、平均
    ("民生.参保率", "98.0% 96.0%", (100, 300), "96.5%"),
    ("民生.参保率", "98% 97.1", (1, 2), "97.4%"),
    ("民生.参保率", "98% 96%", (1, 3), "97%"),  # 97 在两数之间，四舍五入
    ("民生.参保率", "98%以上 96.0%", (1, 3), "96.5%以上"),
    ("民生.参保率", "98% 96%", (0, 3), "96%"),  # 权为零的不算
    ("党员.平均年龄", "46.4 51.2", (365, 418), "49"),
    ("党员.平均年龄", "46.44 51.21", (365, 418), "48.99"),
    ("经济.农民人均收入", "23150 2万元 18640元", (33000, 10000, 42000), "20551元"),
    ("经济.农民人均收入", "近20000元 18000", (1, 1), "近19000元"),
)


@pytest.mark.parametrize(("path", "texts", "weights", "said"), MEANS)
def test_the_mean_says(path: str, texts: str, weights: tuple[int, ...], said: str) -> None:
    pairs = list(zip(quantities(path, texts), map(Decimal, weights), strict=True))
    found = mean(pairs, entry(path))
    assert found is not None
    assert found.raw == said


def test_without_any_weight_there_is_no_mean() -> None:
    [age] = quantities("党员.平均年龄", "46.4")
    assert mean([(age, Decimal(0))], entry("党员.平均年龄")) is None


@pytest.mark.parametrize(
    ("path", "texts", "place"),
    [
        (HEADS, "3 12 7", 1),
        (HEADS, "2.2万 21999", 0),
        (INCOME, "9000 1.2亿元", 1),
        (HEADS, "5 5", 0),
    ],
)
def test_the_greatest_is(path: str, texts: str, place: int) -> None:
    assert greatest(quantities(path, texts), entry(path)) == place


# --- for any quantities ---------------------------------------------------------------------------


class Known(NamedTuple):
    """A number as said, and the true number behind it."""

    text: str
    true: Decimal


@st.composite
def exact(draw: st.DrawFn) -> Known:
    number = draw(st.integers(0, 10**6))
    return Known(str(number), Decimal(number))


@st.composite
def more(draw: st.DrawFn) -> Known:
    number = draw(st.integers(1, 900)) * 10
    word = draw(st.sampled_from(["{}多", "{}余", "{}以上", "超过{}", "至少{}"]))
    return Known(word.format(number), Decimal(number + draw(st.integers(1, 10))))


@st.composite
def less(draw: st.DrawFn) -> Known:
    number = draw(st.integers(2, 900)) * 10
    word = draw(st.sampled_from(["近{}", "不足{}", "{}以内", "将近{}"]))
    return Known(word.format(number), Decimal(number - draw(st.integers(1, number // 10))))


@st.composite
def ranged(draw: st.DrawFn) -> Known:
    low = draw(st.integers(1, 500))
    high = low + draw(st.integers(1, 50))
    return Known(f"{low}至{high}", Decimal(draw(st.integers(low, high))))


@st.composite
def scaled(draw: st.DrawFn) -> Known:
    tenths = draw(st.integers(1, 500))
    true = Decimal(tenths) * 1000 + draw(st.integers(-499, 499))
    return Known(f"{Decimal(tenths) / 10:.1f}万", true)


def holds(said: Quantity, true: Decimal, rounded: int) -> bool:
    """Whether what is said is true of the number, each part with 万 off by up to 500."""
    slack = Decimal(500 * rounded)
    low, high = said.amount, said.upper_amount if said.upper_amount is not None else said.amount
    if said.suffix == "以上":
        return true >= low - slack
    if said.prefix == "近" or said.suffix == "以内":
        return true <= high + slack
    if said.prefix == "约":
        return low / 2 - slack <= true <= high * 2 + slack
    return low - slack <= true <= high + slack


@given(st.lists(st.one_of(exact(), more(), less(), ranged(), scaled()), min_size=2, max_size=12))
def test_what_the_sum_says_is_true_of_the_true_sum(parts: list[Known]) -> None:
    found = [quantity_of(part.text, entry(HEADS)) for part in parts]
    said = total([quantity for quantity in found if quantity is not None], entry(HEADS))
    rounded = sum("万" in part.text for part in parts)
    true = sum((part.true for part in parts), Decimal(0))
    assert holds(said, true, rounded + (said.scale != "")), (said.raw, true)


@given(st.lists(st.one_of(exact(), ranged()), min_size=2, max_size=12))
def test_the_sum_of_exact_numbers_is_exact(parts: list[Known]) -> None:
    found = [quantity_of(part.text, entry(HEADS)) for part in parts]
    said = total([quantity for quantity in found if quantity is not None], entry(HEADS))
    low = sum(int(part.text.partition("至")[0]) for part in parts)
    high = sum(int(part.text.partition("至")[2] or part.text) for part in parts)
    assert said.raw == (str(low) if low == high else f"{low}至{high}")


@given(
    st.lists(st.tuples(st.integers(0, 1000), st.integers(1, 10**5)), min_size=1, max_size=9),
)
def test_the_mean_lies_between_the_least_and_the_greatest(rows: list[tuple[int, int]]) -> None:
    pairs = []
    for tenths, weight in rows:
        quantity = quantity_of(f"{Decimal(tenths) / 10:.1f}%", entry("民生.参保率"))
        assert quantity is not None
        pairs.append((quantity, Decimal(weight)))
    found = mean(pairs, entry("民生.参保率"))
    assert found is not None
    true = sum(t * w for t, w in rows) / Decimal(10) / sum(w for _, w in rows)
    assert abs(found.value - true) <= Decimal("0.05")
    assert min(t for t, _ in rows) <= found.value * 10 <= max(t for t, _ in rows)
