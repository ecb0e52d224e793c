"""Numbers, quantities, dates and changes as official papers say them."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from docgen.language import (
    Quantity,
    arabic_date,
    change_words,
    chinese_date,
    chinese_number,
    count_word,
    figures,
    format_decimal,
    format_quantity,
    in_unit,
    issued_date,
    join_items,
    ordinal,
    parse_chinese_number,
    parse_date,
    parse_period,
    parse_quantity,
    percent_change,
    period_words,
    pieces_apart,
    point_change,
    previous_period,
    relative_year,
)
from docgen.language.measures import MEASURES, MIDDLES, PREFIXES, SCALES, SUFFIXES

# --- 汉字 numbers ---------------------------------------------------------------------------------

CHINESE = [
    (0, "零"),
    (1, "一"),
    (2, "二"),
    (10, "十"),
    (12, "十二"),
    (20, "二十"),
    (21, "二十一"),
    (100, "一百"),
    (105, "一百零五"),
    (110, "一百一十"),
    (115, "一百一十五"),
    (1001, "一千零一"),
    (1010, "一千零一十"),
    (1100, "一千一百"),
    (10_000, "一万"),
    (20_000, "二万"),
    (20_010, "二万零一十"),
    (100_000, "十万"),
    (103_000, "十万三千"),
    (110_005, "十一万零五"),
    (1_000_000, "一百万"),
    (10_010_000, "一千零一万"),
    (100_000_000, "一亿"),
    (1_000_100_000, "十亿零一十万"),
    (1_000_000_000_000, "一万亿"),
]


@pytest.mark.parametrize(("number", "words"), CHINESE)
def test_chinese_number(number: int, words: str) -> None:
    assert chinese_number(number) == words
    assert parse_chinese_number(words) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("两", 2),
        ("两百", 200),
        ("两千", 2000),
        ("两万五千", 25_000),
        ("一百五", 150),
        ("三千二", 3200),
        ("一万二", 12_000),
        ("二〇一二", 2012),
        ("一九九八", 1998),
        ("〇", 0),
    ],
)
def test_other_ways_to_say_a_number(words: str, number: int) -> None:
    assert parse_chinese_number(words) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "廿",
        "百",
        "万",
        "十十",
        "一百零",
        "零五",
        "十两",
        "二两",
        "三五",
        "一二万",
        "百一",
        "三会",
        "12",
        "一百二百",
        "亿" * 50,
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert parse_chinese_number(text) is None


@given(st.integers(0, 10**8))
def test_numbers_come_back(number: int) -> None:
    assert parse_chinese_number(chinese_number(number)) == number


@given(st.integers(1, 10**16))
def test_numbers_below_zero_and_far_above(number: int) -> None:
    assert chinese_number(-number) == "负" + chinese_number(number)
    assert parse_chinese_number(chinese_number(number)) == number


def test_count_word_says_两_before_a_measure_word() -> None:
    assert [count_word(n) for n in (1, 2, 3, 8, 12)] == ["一", "两", "三", "八", "十二"]


ORDINALS = [
    ("一、", 3, "三、"),
    ("（一）", 12, "（十二）"),
    ("1.", 4, "4."),
    ("（1）", 2, "（2）"),
    ("①", 3, "③"),
    ("①", 21, "㉑"),
    ("①", 50, "㊿"),
    ("一是", 2, "二是"),
    ("第一", 3, "第三"),
    ("第一，", 11, "第十一，"),
    ("1", 99, "99"),
]


@pytest.mark.parametrize(("pattern", "number", "text"), ORDINALS)
def test_ordinal(pattern: str, number: int, text: str) -> None:
    assert ordinal(pattern, number) == text


@pytest.mark.parametrize(("pattern", "number"), [("①", 51), ("一、", 0), ("首先", 1), ("", 1)])
def test_ordinal_that_cannot_be(pattern: str, number: int) -> None:
    with pytest.raises(ValueError, match="no "):
        ordinal(pattern, number)


@pytest.mark.parametrize("pattern", ["一、", "（一）", "1.", "（1）"])
def test_ordinals_one_to_ninety_nine_differ_and_keep_the_frame(pattern: str) -> None:
    said = [ordinal(pattern, n) for n in range(1, 100)]
    assert said[0] == pattern
    assert len(set(said)) == 99
    head, _, tail = re.split("([一1])", pattern)
    for number, text in enumerate(said, 1):
        inner = text.removeprefix(head).removesuffix(tail)
        assert number == (int(inner) if inner.isascii() else parse_chinese_number(inner))


# --- quantities -----------------------------------------------------------------------------------

QUANTITIES = [
    # typed, amount, unit, what qualifies it, the same with another unit: 棵
    ("62", "62", "", "", "62棵"),
    ("0", "0", "", "", "0棵"),
    ("2.2万", "22000", "", "", "2.2万棵"),
    ("3000多", "3000", "", "多", "3000多棵"),
    ("3000多棵", "3000", "棵", "多", "3000多棵"),
    ("近600万元", "6000000", "元", "近", "近600万棵"),
    ("近60", "60", "", "近", "近60棵"),
    ("98%以上", "98", "%", "以上", "98棵以上"),
    ("90以上", "90", "", "以上", "90棵以上"),
    ("20名左右", "20", "名", "左右", "20棵左右"),
    ("1,234", "1234", "", "", "1234棵"),
    ("1，234，567.5元", "1234567.5", "元", "", "1234567.5棵"),
    ("９８", "98", "", "", "98棵"),
    ("９８．５％", "98.5", "%", "", "98.5棵"),
    ("5万余元", "50000", "元", "余", "5万余棵"),
    ("300余万元", "3000000", "元", "余", "300余万棵"),
    ("10多万", "100000", "", "多", "10多万棵"),
    ("9至10", "9", "", "", "9至10棵"),
    ("2～3个", "2", "个", "", "2～3棵"),
    ("5～6万元", "50000", "元", "", "5～6万棵"),
    ("5万～6万元", "50000", "元", "", "5万～6万棵"),
    ("30%～40%", "30", "%", "", "30棵～40棵"),
    ("14名", "14", "名", "", "14棵"),
    ("14 名", "14", "名", "", "14棵"),
    ("20.2亿元", "2020000000", "元", "", "20.2亿棵"),
    ("3500余人次", "3500", "人次", "余", "3500余棵"),
    ("112平方公里", "112", "平方公里", "", "112棵"),
    ("112km²", "112", "km²", "", "112棵"),
    ("16.5个百分点", "16.5", "个百分点", "", "16.5棵"),
    ("-3.5%", "-3.5", "%", "", "-3.5棵"),
    ("＋3.5%", "3.5", "%", "", "+3.5棵"),
    ("1.20", "1.20", "", "", "1.20棵"),
    ("3千克", "3", "千克", "", "3棵"),
    ("3万千克", "30000", "千克", "", "3万棵"),
    ("5千米", "5", "千米", "", "5棵"),
    ("2千户", "2000", "户", "", "2千棵"),
    ("不足3公里", "3", "公里", "不足", "不足3棵"),
    ("超过500元", "500", "元", "超过", "超过500棵"),
    ("3年多", "3", "年", "多", "3棵多"),
    ("1个多月", "1", "个月", "多", "1个多月"),
    ("三千多", "3000", "", "多", "三千多棵"),
    ("两百多户", "200", "户", "多", "两百多棵"),
    ("十几个", "10", "个", "几", "十几棵"),
    ("20来户", "20", "户", "来", "20来棵"),
    ("百余名", "100", "名", "余", "百余棵"),
    ("上百户", "100", "户", "上", "上百棵"),
    ("近千万元", "10000000", "元", "近", "近千万棵"),
    ("三四个", "3", "个", "", "三四棵"),
    ("二三十人", "20", "人", "", "二三十棵"),
    ("百分之九十八以上", "98", "%", "以上", "百分之九十八以上"),
    ("30日", "30", "日", "", "30棵"),
    ("36年", "36", "年", "", "36棵"),
]


@pytest.mark.parametrize(("typed", "amount", "unit", "qualifier", "in_trees"), QUANTITIES)
def test_quantity(typed: str, amount: str, unit: str, qualifier: str, in_trees: str) -> None:
    quantity = parse_quantity(typed)
    assert quantity is not None
    assert quantity.amount == Decimal(amount)
    assert quantity.unit == unit
    assert quantity.prefix + quantity.suffix == qualifier
    assert quantity.raw == typed
    assert quantity.approximate == bool(qualifier or quantity.upper)
    assert format_quantity(quantity, unit="棵") == in_trees


@pytest.mark.parametrize(
    ("typed", "upper"),
    [
        ("9至10", "10"),
        ("5～6万元", "60000"),
        ("5元～6万元", "60000"),
        ("三四个", "4"),
        ("62", None),
    ],
)
def test_upper_end_of_a_range(typed: str, upper: str | None) -> None:
    quantity = parse_quantity(typed)
    assert quantity is not None
    assert quantity.upper_amount == (None if upper is None else Decimal(upper))


@pytest.mark.parametrize(
    ("typed", "places"), [("62", 0), ("2.2万", 1), ("1.20", 2), ("1～1.55%", 2)]
)
def test_places_are_those_typed(typed: str, places: int) -> None:
    quantity = parse_quantity(typed)
    assert quantity is not None
    assert quantity.places == places


@pytest.mark.parametrize(
    "text",
    [
        "",
        "名",
        "多",
        "0571",
        "12:30",
        "2012年",
        "2012年6月",
        "2012-06-30",
        "9至10月中旬",
        "6月",
        "三会一课",
        "一线",
        "一批",
        "十七大",
        "五位一体",
        "第2名",
        "5:4:1",
        "15+5",
        "7.",
        "1,23",
        "1.2.3",
        "10至9",
        "3名党员",
        "约",
        "100%以上的",
        "3多多",
        "1e5",
        "NaN",
        "9" * 16,
        "9" * 5000,
        "一" * 5000,
        "5至5",
        "3来个",
        "上3个",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert parse_quantity(text) is None


@pytest.mark.parametrize(
    ("typed", "unit", "printed"),
    [
        ("近600万元", "万元", "近600万元"),
        ("近600万", "元", "近600万元"),
        ("600", "万元", "600万元"),
        ("3.4亿元", "万元", "3.4亿元"),
        ("62名", "", "62"),
        ("90以上", "", "90以上"),
        ("2.2万人", None, "2.2万人"),
        ("1,234元", None, "1234元"),
    ],
)
def test_format_quantity(typed: str, unit: str | None, printed: str) -> None:
    quantity = parse_quantity(typed)
    assert quantity is not None
    assert format_quantity(quantity, unit=unit) == printed


@pytest.mark.parametrize(
    ("quantity", "printed"),
    [
        (Quantity(Decimal("2.50"), unit="%"), "2.50%"),
        (Quantity(Decimal(6), prefix="近", scale="万", unit="元"), "近6万元"),
        (Quantity(Decimal(30), suffix="多", unit="户"), "30多户"),
        (Quantity(Decimal(30), suffix="以上", unit="户"), "30户以上"),
        (Quantity(Decimal(9), Decimal(10), unit="个"), "9至10个"),
    ],
)
def test_computed_quantities_print_from_their_parts(quantity: Quantity, printed: str) -> None:
    assert format_quantity(quantity) == printed


DIGITS = st.decimals(0, 10**7, places=2).map(format_decimal) | st.integers(0, 10**9).map(str)
UNITS = st.sampled_from(sorted(MEASURES | {""}))


@given(
    DIGITS,
    st.sampled_from(sorted(PREFIXES - {"上"} | {""})),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from(["", "多", "余"]),
    UNITS,
    st.sampled_from(sorted(SUFFIXES | {""})),
)
def test_what_is_parsed_prints_as_typed(
    digits: str, prefix: str, scale: str, middle: str, unit: str, suffix: str
) -> None:
    typed = f"{prefix}{digits}{scale}{middle}{unit}{'' if middle else suffix}"
    quantity = parse_quantity(typed)
    if quantity is None:  # only what reads as something else: a year, or 来 behind no round number
        assert unit == "年"
        return
    assert format_quantity(quantity) == typed
    again = parse_quantity(format_quantity(quantity))
    assert again == quantity
    computed = parse_quantity(format_quantity(quantity._replace(form="")))
    assert computed is not None
    assert computed.amount == quantity.amount


@given(st.integers(1, 10**8), UNITS)
def test_chinese_numerals_are_quantities_too(number: int, unit: str) -> None:
    quantity = parse_quantity(chinese_number(number) + unit)
    if quantity is not None and quantity.unit == unit:
        assert quantity.amount == number


@given(st.text("0123456789.,，%一二三十百千万亿多余近约至-～名元个月以上 ", max_size=12))
def test_any_text_is_a_quantity_or_none(text: str) -> None:
    quantity = parse_quantity(text)
    if quantity is not None:
        assert quantity.raw == text.strip()
        again = parse_quantity(format_quantity(quantity))
        assert again is not None
        assert (again.amount, again.upper_amount) == (quantity.amount, quantity.upper_amount)


def test_tables_do_not_contradict_each_other() -> None:
    assert not MIDDLES & MEASURES
    assert not SUFFIXES & MEASURES
    assert not PREFIXES & MEASURES
    assert not {scale for scale in SCALES if scale in MEASURES}


# --- decimals, changes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "places", "text"),
    [
        ("3", None, "3"),
        ("3.10", None, "3.1"),
        ("1E+5", None, "100000"),
        ("1E-7", None, "0.0000001"),
        ("0.00", None, "0"),
        ("-0", None, "0"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("-2.5", 0, "-3"),
        ("0.05", 1, "0.1"),
        ("0.049", 1, "0.0"),
        ("-0.04", 1, "0.0"),
        ("3.1", 2, "3.10"),
        ("1E+30", 1, "1" + "0" * 30 + ".0"),
    ],
)
def test_format_decimal(amount: str, places: int | None, text: str) -> None:
    assert format_decimal(Decimal(amount), places) == text


@pytest.mark.parametrize(
    ("amount", "unit", "places", "text"),
    [
        ("6000000", "万元", None, "600万元"),
        ("6000000", "亿元", None, "0.06亿元"),
        ("6000000", "元", None, "6000000元"),
        ("12345", "万元", None, "1.2345万元"),
        ("12345", "万元", 1, "1.2万元"),
        ("12500", "万元", 1, "1.3万元"),
        ("2020000000", "亿元", 2, "20.20亿元"),
        ("22000", "万人", None, "2.2万人"),
        ("22000", "万", None, "2.2万"),
    ],
)
def test_in_unit(amount: str, unit: str, places: int | None, text: str) -> None:
    assert in_unit(Decimal(amount), unit, places=places) == text


@given(st.decimals(0, 10**15, places=4), st.sampled_from(["元", "万元", "亿元"]))
def test_in_unit_is_exact_without_places(amount: Decimal, unit: str) -> None:
    quantity = parse_quantity(in_unit(amount, unit))
    assert quantity is None or quantity.amount == amount


CHANGES = [
    # now, before, places, what is said
    ("109.5", "100", 1, ("增长", "9.5%")),
    ("96.8", "100", 1, ("下降", "3.2%")),
    ("100", "100", 1, ("持平", "")),
    ("120", "100", 1, ("增长", "20%")),
    ("119.96", "100", 1, ("增长", "20.0%")),
    ("109.25", "100", 1, ("增长", "9.3%")),
    ("90.75", "100", 1, ("下降", "9.3%")),
    ("4", "3", 2, ("增长", "33.33%")),
    ("10001", "10000", 1, ("基本持平", "")),
    ("9999", "10000", 1, ("基本持平", "")),
    ("300", "100", 0, ("增长", "200%")),
    ("5", "0", 1, ("增加", "")),
    ("-5", "0", 1, ("减少", "")),
    ("5", "-3", 1, ("增加", "")),
    ("0", "0", 1, ("持平", "")),
    ("0", "8", 1, ("下降", "100%")),
]


@pytest.mark.parametrize(("now", "before", "places", "said"), CHANGES)
def test_change_words(now: str, before: str, places: int, said: tuple[str, str]) -> None:
    assert change_words(Decimal(now), Decimal(before), places=places) == said


@pytest.mark.parametrize(
    ("now", "before", "places", "said"),
    [
        ("98.5", "95", None, ("提高", "3.5个百分点")),
        ("95", "98.5", None, ("下降", "3.5个百分点")),
        ("95", "95", None, ("持平", "")),
        ("95.26", "95", 1, ("提高", "0.3个百分点")),
        ("95.01", "95", 1, ("基本持平", "")),
        ("2", "0", None, ("提高", "2个百分点")),
    ],
)
def test_point_change(now: str, before: str, places: int | None, said: tuple[str, str]) -> None:
    assert point_change(Decimal(now), Decimal(before), places=places) == said


@given(st.decimals(0, 10**9, places=2), st.decimals("0.01", 10**9, places=2))
def test_the_word_follows_the_sign(now: Decimal, before: Decimal) -> None:
    word, size = change_words(now, before)
    percent = percent_change(now, before)
    assert percent is not None
    if word in ("增长", "下降"):
        assert (now > before) == (word == "增长")
        assert abs(Decimal(size.rstrip("%")) - abs(percent)) <= Decimal("0.05")
    else:
        assert abs(percent) < Decimal("0.05")


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2012-06-30", date(2012, 6, 30)),
        ("2012-6-3", date(2012, 6, 3)),
        ("2012.6.30", date(2012, 6, 30)),
        ("2012/6/30", date(2012, 6, 30)),
        ("2012年6月30日", date(2012, 6, 30)),
        ("２０１２年６月３０日", date(2012, 6, 30)),
        ("二〇一二年六月三十日", date(2012, 6, 30)),
        ("二零零六年三月五日", date(2006, 3, 5)),
        ("2023年2月29日", None),
        ("2012-06", None),
        ("2012-06.30", None),
        ("2012年6月", None),
        ("20120630", None),
        ("二〇一二年十三月一日", None),
        ("0000-01-01", None),
        ("今天", None),
        ("", None),
    ],
)
def test_parse_date(text: str, day: date | None) -> None:
    assert parse_date(text) == day


@given(st.dates(date(1000, 1, 1)))
def test_written_dates_come_back(day: date) -> None:
    assert parse_date(arabic_date(day)) == day
    assert parse_date(chinese_date(day)) == day
    assert parse_date(day.isoformat()) == day


def test_issued_date_changed_its_form_with_the_standard_of_2012() -> None:
    assert issued_date(date(2006, 3, 5)) == "二〇〇六年三月五日"
    assert issued_date(date(2012, 6, 30)) == "二〇一二年六月三十日"
    assert issued_date(date(2012, 7, 1)) == "2012年7月1日"
    assert issued_date(date(2025, 3, 5)) == "2025年3月5日"


ON = date(2012, 7, 1)
PERIODS = [
    # typed, first and last day, as said on 2012-07-01, one year earlier
    ("2012年", "2012-01-01", "2012-12-31", "今年", "2011年"),
    ("2012", "2012-01-01", "2012-12-31", "今年", "2011"),
    ("2011年度", "2011-01-01", "2011-12-31", "去年", "2010年度"),
    ("2010年", "2010-01-01", "2010-12-31", "前年", "2009年"),
    ("2009年", "2009-01-01", "2009-12-31", "2009年", "2008年"),
    ("2012年上半年", "2012-01-01", "2012-06-30", "今年上半年", "2011年上半年"),
    ("2011年下半年", "2011-07-01", "2011-12-31", "去年下半年", "2010年下半年"),
    ("2026年一季度", "2026-01-01", "2026-03-31", "2026年一季度", "2025年一季度"),
    ("2012年第2季度", "2012-04-01", "2012-06-30", "今年二季度", "2011年第2季度"),
    ("2012年前三季度", "2012-01-01", "2012-09-30", "今年前三季度", "2011年前三季度"),
    ("2012年6月", "2012-06-01", "2012-06-30", "今年6月", "2011年6月"),
    ("2012-06", "2012-06-01", "2012-06-30", "今年6月", "2011-06"),
    ("2012年1至6月", "2012-01-01", "2012-06-30", "今年1至6月", "2011年1至6月"),
    ("2012年1月至6月", "2012-01-01", "2012-06-30", "今年1至6月", "2011年1月至6月"),
    ("2012年1—5月", "2012-01-01", "2012-05-31", "今年1至5月", "2011年1—5月"),
    ("2012年1-5月", "2012-01-01", "2012-05-31", "今年1至5月", "2011年1-5月"),
    (
        "2005年1月至2006年6月",
        "2005-01-01",
        "2006-06-30",
        "2005年1月至2006年6月",
        "2004年1月至2005年6月",
    ),
    (
        "2011年7月至2012年6月",
        "2011-07-01",
        "2012-06-30",
        "去年7月至今年6月",
        "2010年7月至2011年6月",
    ),
    ("2005-01至2006-06", "2005-01-01", "2006-06-30", "2005年1月至2006年6月", "2004-01至2005-06"),
    ("2005—2006年", "2005-01-01", "2006-12-31", "2005年至2006年", "2004—2005年"),
    ("2011至2012年", "2011-01-01", "2012-12-31", "去年至今年", "2010至2011年"),
    ("2005-2006", "2005-01-01", "2006-12-31", "2005年至2006年", "2004-2005"),
    ("2012年6月1日至30日", "2012-06-01", "2012-06-30", "今年6月", "2011年6月1日至30日"),
    (
        "2012年6月1日至7月5日",
        "2012-06-01",
        "2012-07-05",
        "今年6月1日至7月5日",
        "2011年6月1日至7月5日",
    ),
    ("2012年6月3日至5日", "2012-06-03", "2012-06-05", "今年6月3日至5日", "2011年6月3日至5日"),
    ("2012年6月5日", "2012-06-05", "2012-06-05", "今年6月5日", "2011年6月5日"),
    ("2012-01-01至2012-06-30", "2012-01-01", "2012-06-30", "今年1至6月", "2011-01-01至2011-06-30"),
    ("2012年2月", "2012-02-01", "2012-02-29", "今年2月", "2011年2月"),
    ("2026-h1", "2026-01-01", "2026-06-30", "2026年上半年", "2025-h1"),
    ("2026-Q3", "2026-07-01", "2026-09-30", "2026年三季度", "2025-Q3"),
    ("２０１２年上半年", "2012-01-01", "2012-06-30", "今年上半年", "2011年上半年"),
]


@pytest.mark.parametrize(("typed", "start", "end", "said", "before"), PERIODS)
def test_period(typed: str, start: str, end: str, said: str, before: str) -> None:
    period = parse_period(typed)
    assert period is not None
    assert (period.start.isoformat(), period.end.isoformat(), period.text) == (start, end, typed)
    assert period_words(period, ON) == said
    earlier = previous_period(period)
    assert earlier.text == before
    assert parse_period(before) == earlier


@pytest.mark.parametrize(
    "text",
    ["", "6月", "今年", "2012年13月", "2012年0月", "2006年6月至2005年1月", "12年6月", "0000年", "2012年五季度",
     "2012年1月至", "至2012年", "2012年1月至2月至3月", "2012年至6月", "2012年2月30日", "3000多", "2012" * 100],
)  # fmt: skip
def test_what_is_no_period(text: str) -> None:
    assert parse_period(text) is None


@given(st.text("0123456789年月日至—-上下半季度一前 .", max_size=16))
def test_any_text_is_a_period_or_none(text: str) -> None:
    period = parse_period(text)
    if period is not None:
        assert period.start <= period.end
        assert period_words(period, ON)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_previous_period_lies_one_year_earlier(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    period = parse_period(f"{start.isoformat()}至{end.isoformat()}")
    assert period is not None
    earlier = previous_period(period)
    assert (earlier.start.year, earlier.end.year) == (start.year - 1, end.year - 1)
    assert earlier.start <= earlier.end


def test_relative_year() -> None:
    years = range(2008, 2015)
    said = ["2008年", "2009年", "前年", "去年", "今年", "明年", "2014年"]
    assert [relative_year(year, ON) for year in years] == said


# --- lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("items", "last", "text"),
    [
        ([], "和", ""),
        (["甲"], "和", "甲"),
        (["甲", "乙"], "和", "甲和乙"),
        (["甲", "乙", "丙"], "和", "甲、乙和丙"),
        (["甲", "乙", "丙"], "、", "甲、乙、丙"),
        (["甲", "", "丙"], "和", "甲和丙"),
        (["“甲”", "“乙”", "“丙”"], "、", "“甲”“乙”“丙”"),
        (["“甲”", "“乙”", "“丙”"], "和", "“甲”“乙”和“丙”"),
        (["《甲》", "《乙》"], "、", "《甲》《乙》"),
        (["“甲”", "乙", "“丙”"], "、", "“甲”、乙、“丙”"),
        (["“甲”制度", "“乙”制度"], "、", "“甲”制度、“乙”制度"),
        (["《甲》（试行）", "《乙》"], "、", "《甲》（试行）、《乙》"),
        (["“甲”和“乙”", "“丙”"], "、", "“甲”和“乙”、“丙”"),
    ],
)
def test_join_items(items: list[str], last: str, text: str) -> None:
    assert join_items(items, last) == text


# --- figures in running text: ⟦数量⟧ ⟨日期⟩ ⟪序数⟫ ------------------------------------------------

SENTENCES = [
    # numbers with measure words
    "召开专题会⟦2场次⟧，做宣传牌⟦1面⟧、横幅⟦13条⟧，发短信⟦150多条⟧。",
    "调整班子⟦3个⟧，充实⟦3人⟧；培训⟦2次⟧⟦263人次⟧。",
    "共有⟦10个⟧行政村、⟦111个⟧自然村，人口⟦2.2万⟧。",
    "全镇⟦5.95万人⟧，面积⟦112平方公里⟧，党员⟦1953⟧。",
    "⟦1个月⟧集中换届，⟦4名⟧副书记分⟦4组⟧包片，每人走访⟦3户⟧。",
    "硬化公路⟦12.7公里⟧，投入⟦近600万元⟧；改造学校⟦2处⟧，⟦65万元⟧。",
    "救助⟦近2000户⟧，⟦3500余人次⟧；合同资金⟦10亿元⟧。",
    "满意率⟦90%以上⟧，增长⟦14%⟧，提高⟦3.5个百分点⟧，是上年的⟦1.2倍⟧。",
    "⟦35岁以下⟧党员⟦12名⟧，⟦60岁及以上⟧⟦200名左右⟧。",
    "由⟦68个⟧整合为⟦36个⟧，每村⟦2—3名⟧，投入⟦20～30万元⟧，占⟦30%～40%⟧。",
    "每月集中学⟦2次⟧，每月⟦1次⟧例会，⟦不少于4课时⟧。",
    "⟦3000多⟧群众，⟦1万多元⟧，⟦10多万元⟧，⟦100余人次⟧。",
    "共 ⟦10 个⟧行政村，⟦２３名⟧干部，短信 ⟦150 多条⟧",
    "⟦3个⟧体育场馆，⟦3人⟧均为党员，⟦5名⟧单位负责人，⟦12户⟧外出务工，⟦3处⟧分别设点，⟦3家⟧乡镇企业。",
    "⟦15⟧支部，⟦5⟧组织，⟦13⟧项目，⟦3支⟧队伍。",
    "⟦24小时⟧值守，⟦30日⟧内办结，⟦20个工作日⟧内反馈。",
    "气温⟦-5℃⟧，定额⟦0.5⟧。",
    "⟦超过500元⟧，⟦突破3000万元⟧，⟦不足3公里⟧，⟦至少1次⟧，⟦上百名⟧群众。",
    "节约⟦5万元⟧，签约⟦3家⟧，附近⟦3个⟧村，最近⟦3年⟧，近⟦3年⟧，近⟦两年⟧。",
    # numbers in 汉字
    "抽调⟦十二名⟧干部，培训⟦三百多人次⟧，帮扶⟦两户⟧，讲⟦五个⟧方面、两点意见。".replace(
        "⟦两点⟧", "两点"
    ),
    "⟦一名⟧村官获奖，开展了⟦一次⟧会议，新建场所⟦一个⟧。",
    "⟦三四个⟧村，⟦二三十人⟧，⟦十几户⟧，⟦百余名⟧，⟦两三年⟧。",
    "⟦百分之百⟧满意，⟦百分之九十八以上⟧达标。",
    # dates
    "⟨2012年6月⟩动员，⟨2012年6月30日⟩前完成，⟨2006年4月⟩现场会，去年⟨10月⟩换届。",
    "⟨2005年1月至2006年6月⟩，⟨1—6月⟩，⟨9至10月中旬⟩，⟨2012—2016年⟩，⟨6月1日至30日⟩。",
    "每月⟨25日⟩前报送，⟨5月1日⟩起施行，截至⟨6月底⟩，⟨2012-06-30⟩盘点，⟨12:30⟩开会，⟨8点30分⟩集合。",
    "⟨二〇一二年六月三十日⟩印发，今年⟨四月⟩启动，⟨十二月份⟩考核，⟨一季度⟩，⟨2012年上半年⟩，⟨20世纪⟩。",
    "收入⟦2012.6万元⟧，投入⟦2000—2010元⟧，⟨2012—2016⟩规划，⟨2012.6.30⟩盘点，⟨2012-06⟩填报，⟦30日以内⟧。",
    "⟨2018 年上半年⟩",
    # ordinals
    "⟪第二轮⟫阵地建设，⟪第三批⟫示范点，⟪第1季度⟫，全县⟪第一名⟫，⟪第239期⟫。",
    # names, set phrases, articles, distributives
    "以“三会一课”为载体，推行“四议两公开”和“一线工作法”，争创“五个好”“双强”。",
    "三会一课，四议两公开，两委，三个代表，两个维护，五位一体，八项规定，七一，十七大，十七届六中全会。",
    "七南公路，万众一心，千家万户，一些，一定，一起，统一，进一步，一批，一系列，一方面，一体推进。",
    "一是抓班子，二是带队伍，三是强基础；第一，第二，首先。",
    "第一书记，第一责任人，第一时间，最后一公里，一把手，一票否决。",
    "一村一方案，一人一策，一月一检查，一季一总结，人手一本，每一名党员，同一个目标，另一个村。",
    "形成一个好班子，探索一条新路子，建立一套制度，一件件抓落实，落实三个一、四个不摘。",
    "几十户，数百名，三分之一以上，3分之1，周三学习，十二五规划，三农，两山，百日攻坚，十里八乡。",
    "《关于2012年3项工作的意见》，清办〔2012〕12号文件，“123”工作法，321计划，12345热线。",
    "5:4:1，“1+2+3”，0571-88886666，5G网络，A4纸，COVID19。",
    "1.要抓好班子\n2、要抓好队伍\n（3）抓好阵地\n(4)、抓好经费；5.抓好考核。6.抓好督查",
    # mixed
    "“我们是党员来帮你”活动走访⟦138户⟧；“千名干部下基层”⟦3批⟧。",
    "⟦3个⟧村为“五个好”村，⟦一个⟧，⟦2个⟧。",
    "（⟦644名⟧）",
]
_MARKS = {"⟦": "数量", "⟨": "日期", "⟪": "序数"}


@pytest.mark.parametrize("marked", SENTENCES)
def test_figures(marked: str) -> None:
    text = re.sub("[⟦⟧⟨⟩⟪⟫]", "", marked)
    expected = [(_MARKS[m[1]], m[2]) for m in re.finditer("([⟦⟨⟪])([^⟧⟩⟫]*)", marked)]
    assert [(f.kind, text[f.start : f.end]) for f in figures(text)] == expected


def test_a_figure_carries_its_quantity() -> None:
    text = "救助近2000户，投入２０余万元，第二批，6月"
    assert [
        f.quantity and (str(f.quantity.amount), f.quantity.unit, f.quantity.raw)
        for f in figures(text)
    ] == [("2000", "户", "近2000户"), ("200000", "元", "２０余万元"), ("2", "批", "第二批"), None]


@example("“一个。好”")
@example("《一个。好》")
@given(
    st.lists(
        st.sampled_from(
            [*"。。。“”《》！？，、；（） \n一二三十百万几多第近0123456789.-至年月日次名个人",
             "三会一课", "一村一", "2026年", "5个", "１２名", "近3年", "1.", "百分之", "以上", "〔2020〕3号"]
        ),
        max_size=30,
    ).map("".join)
)  # fmt: skip
def test_figures_of_the_pieces_are_those_of_the_text(text: str) -> None:
    pieces = pieces_apart(text)
    assert "".join(pieces) == text
    found = []
    for index, piece in enumerate(pieces):
        begin = len("".join(pieces[:index]))
        found += [f._replace(start=begin + f.start, end=begin + f.end) for f in figures(piece)]
    assert found == [*figures(text)]


@given(
    st.lists(
        st.sampled_from(
            [
                *"0123456789一二三十百千万亿零两多余几近约第年月日至-～.,:“”《》〔〕（）(), \n",
                "个",
                "名",
                "元",
                "以上",
                "党员",
                "百分之",
                "届",
                "分之",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_figures_are_in_order_and_agree_with_the_text(text: str) -> None:
    last = 0
    for figure in figures(text):
        assert last <= figure.start < figure.end <= len(text)
        last = figure.end
        if figure.kind == "数量":
            assert figure.quantity is not None
            assert figure.quantity.raw == text[figure.start : figure.end]


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "一",
        "1,",
        "一百",
        "“",
        "《",
        "第",
        "1至",
        "近",
        "一村",
        "1:",
        "1 ",
        "3个",
        "2012年",
        "百分之",
    ],
)
def test_figures_take_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        start = time.perf_counter()
        figures(piece * times)
        return time.perf_counter() - start

    # Eight times as much takes about eight times as long, not sixty-four times.
    assert min(seconds(20_000) for _ in range(3)) < 24 * min(seconds(2_500) for _ in range(3))
