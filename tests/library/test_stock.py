"""Stock phrases: what their files may say, how layers join, and which wording a paper takes."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.audit.deeds import check_wordings
from docgen.errors import LibraryError
from docgen.language import figures
from docgen.library import Library
from docgen.library.deeds import DeedWord, deeds_in
from docgen.library.stock import StockPhrase, stock_file, stock_phrases, wording
from docgen.source import plain, read_yaml
from tests.pinned import pinned

LIBRARY = Library()
STOCK = LIBRARY.stock
WORDINGS = [(topic, w.text) for topic, phrase in STOCK.items() for w in phrase.wordings]

# ---- the wordings that come with docgen ------------------------------------------------------

TOPICS = {
    "汇报过渡": ("书面", "汇报如下：", "自成一句，以冒号结尾"),
    "总结过渡": ("书面", "总结如下：", "自成一句，以冒号结尾"),
    "不足引入": ("书面", "。", "自成一句，以句号结尾"),
    "打算引入": ("书面", "，", "句首状语，以逗号结尾"),
    "汇报表态": ("书面", "。", "自成一句，以句号结尾"),
    "总结表态": ("书面", "。", "自成一句，以句号结尾"),
    "讲话转入": ("口头", "。", "自成一句，以句号结尾"),
    "讲话号召": ("口头", "！", "自成一句，以感叹号结尾"),
}
"""Register, how every wording ends, and how 说明 begins."""


def test_the_topics() -> None:
    assert sorted(STOCK) == sorted(TOPICS)
    assert {topic for topic, said in STOCK.items() if not 4 <= len(said.wordings) <= 8} == set()


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_of_one_register_and_one_grammar(topic: str) -> None:
    register, end, usage = TOPICS[topic]
    phrase = STOCK[topic]
    assert phrase.register == register
    assert phrase.usage.startswith(usage)
    assert phrase.pinned is None
    assert [w.text for w in phrase.wordings if not w.text.endswith(end)] == []


ORAL = "大家 咱们 我们 让我们 同志们 在座 干起来 说干就干 说透 讲明白 明白话 往实里 接下来 一下 吧 呢 嘛 啊 下面，"
BOOKISH = "现将 现就 兹 特此 上述 综上 予以 该项 之 其 于 均 应当 对照 汇报如下 总结如下 将"
DATED = "新时代 新征程 钉钉子 使命 初心 大会 全会 活动 教育 战略 小康 振兴 革命 压实 抓常 打赢"
PRAISE = "良好 有力 扎实推进 圆满 成绩 成效 成果 经验 先进 高度 深入 全面 切实 进一步 不断"


@pytest.mark.parametrize(("topic", "text"), WORDINGS)
def test_a_wording_says_nothing_that_it_must_not(topic: str, text: str) -> None:
    wrong = BOOKISH if STOCK[topic].register == "口头" else ORAL
    assert [word for word in f"{wrong} {DATED} {PRAISE}".split() if word in text] == []
    assert list(figures(text)) == []
    assert list(deeds_in(text, LIBRARY.deeds)) == []


def test_the_audit_of_wordings_finds_nothing_in_them() -> None:
    assert [f for f in check_wordings(LIBRARY) if "stock" in f.place.path] == []


@pytest.mark.parametrize(("topic", "text"), WORDINGS)
def test_a_resolve_is_a_task_and_a_spoken_clause_is_one_breath(topic: str, text: str) -> None:
    if topic.endswith("表态"):
        assert "将" in text
    if STOCK[topic].register == "口头":
        assert max(map(len, text.replace("、", "，").split("，"))) <= 15


# ---- which wording a paper takes -------------------------------------------------------------

UNITS = [f"{a}{b}{c}" for a, b, c in itertools.product("甲乙丙丁戊己庚辛壬癸", "东南西北中上下前后新", "山水林田湖草沙石江河")]  # fmt: skip
PERIOD = "2026-01-01/2026-06-30"
PLACE = "work_report/half_year#"


def phrase(*texts: str, pin: str = "") -> StockPhrase:
    return StockPhrase(
        "试", "试", "书面", (), tuple(map(wording, texts)), wording(pin) if pin else None
    )


def picks(said: StockPhrase) -> dict[str, str]:
    """The wording of each of a thousand units."""
    return {unit: said.pick(unit, PERIOD, PLACE).text for unit in UNITS}


@pytest.mark.parametrize("size", [2, 4, 6, 8])
def test_a_thousand_units_take_the_wordings_about_evenly(size: int) -> None:
    counts = Counter(picks(phrase(*"子丑寅卯辰巳午未"[:size])).values())
    assert len(counts) == size
    assert all(0.8 < count / (1000 / size) < 1.2 for count in counts.values()), counts


@pytest.mark.parametrize("size", [2, 4, 6, 7])
def test_a_new_wording_takes_its_share_and_moves_no_other(size: int) -> None:
    texts = "子丑寅卯辰巳午未"[:size]
    before, after = picks(phrase(*texts)), picks(phrase(*texts, "申"))
    moved = {unit for unit in UNITS if before[unit] != after[unit]}
    assert {after[unit] for unit in moved} == {"申"}
    assert 0.8 < len(moved) / (1000 / (size + 1)) < 1.2


def test_a_wording_that_goes_moves_only_its_own() -> None:
    before, after = picks(phrase(*"子丑寅卯辰")), picks(phrase(*"子丑卯辰"))
    moved = {unit for unit in UNITS if before[unit] != after[unit]}
    assert moved == {unit for unit in UNITS if before[unit] == "寅"}


TEXTS = st.lists(st.text("子丑寅卯，。", min_size=1, max_size=6), min_size=1, max_size=8, unique=True)  # fmt: skip
NAMES = st.text("青山柳树镇乡", max_size=4)


@given(TEXTS, NAMES, NAMES, st.randoms())
def test_the_order_of_the_wordings_makes_no_difference(
    texts: list[str], unit: str, period: str, random: Any
) -> None:
    shuffled = random.sample(texts, len(texts))
    assert phrase(*texts).pick(unit, period, PLACE) == phrase(*shuffled).pick(unit, period, PLACE)


@pytest.mark.parametrize(
    ("unit", "period", "place", "expected"),
    [
        ("青山镇", PERIOD, PLACE, "寅"),
        ("柳树乡", PERIOD, PLACE, "辰"),
        ("城关街道", PERIOD, PLACE, "巳"),
        ("青山镇", "2026-07-01/2026-12-31", PLACE, "巳"),
        ("青山镇", PERIOD, "work_report/half_year#结尾", "丑"),
        ("", "", "", "巳"),
    ],
)
def test_the_same_wording_on_every_machine(
    unit: str, period: str, place: str, expected: str
) -> None:
    assert phrase(*"子丑寅卯辰巳").pick(unit, period, place).text == expected


def test_a_pinned_wording_is_everybodys() -> None:
    said = phrase("子", "丑", pin="寅")
    assert set(picks(said).values()) == {"寅"}
    assert said.choices == (wording("寅"),)


def test_a_wording_knows_its_facts_and_names_itself() -> None:
    said = phrase("按{上级}要求，{自称}将抓好落实。", "{自称}要抓落实。")
    assert said.facts == ("单位.上级", "单位.自称")
    assert said.wordings[0].pieces == ("按", "上级", "要求，", "自称", "将抓好落实。")
    assert said.source(said.wordings[1]) == "套话:试@5d763c74"


# ---- reading and joining ---------------------------------------------------------------------

GOOD: dict[str, Any] = {"名称": "引入", "说明": "自成一句", "语体": "书面", "文本": ["甲。", "乙{自称}。"]}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"名称": ""}, "a.yaml：缺少“名称”"),
        ({"备注": "甲"}, "a.yaml：不认识的键“备注”"),
        ({"语体": "随便"}, "a.yaml：语体“随便”不在可用的值中（可用：书面 口头）"),
        ({"文本": []}, "a.yaml：缺少“文本”列表"),
        ({"文本": ["甲。", ""]}, "a.yaml 第2条：应是一行文字，前后不留空"),
        ({"文本": ["甲。", " 乙。"]}, "a.yaml 第2条：应是一行文字，前后不留空"),
        ({"文本": ["甲\n乙。"]}, "a.yaml 第1条：应是一行文字，前后不留空"),
        ({"文本": [["甲"]]}, "a.yaml 第1条：应是一行文字，前后不留空"),
        ({"文本": ["甲。", "乙。", "甲。"]}, "a.yaml 第3条：“甲。”与第1条相同"),
        ({"文本": ["甲{乡镇}。"]}, "a.yaml 第1条：不认识“{乡镇}”（可用：{单位} {自称} {党委称} {上级} {期间}）"),
        ({"文本": ["甲{自称。"]}, "a.yaml 第1条：不认识“{”"),
        ({"文本": ["做了几件事。"]}, "a.yaml 第1条：套话里不说做成的事和结果：“了”"),
        ({"文本": ["工作明显好转。"]}, "a.yaml 第1条：套话里不说做成的事和结果：“明显”"),
        ({"文本": ["分3步走。"]}, "a.yaml 第1条：套话里不写数：“3”"),
        ({"文本": ["甲。", "乙，"]}, "a.yaml：“乙，”的末尾与别的写法不同（别的以“。”结尾）"),
        ({"固定": "丙："}, "a.yaml：“丙：”的末尾与别的写法不同"),
        ({"固定": ""}, "a.yaml 固定：应是一行文字"),
        ({"固定": "已抓好。"}, "a.yaml 固定：套话里不说做成的事和结果：“已”"),
    ],
)  # fmt: skip
def test_a_malformed_file_names_itself_and_the_entry(change: dict[str, Any], message: str) -> None:
    with pytest.raises(LibraryError) as caught:
        stock_phrases([stock_file(GOOD | change, "a.yaml", deeds=LIBRARY.deeds)])
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    "text", ["为了办好这件事，", "除了下村，", "要多了解情况，", "要争取明显变化，"]
)
def test_a_word_that_only_looks_like_a_deed_may_stand(text: str) -> None:
    stock_file(GOOD | {"文本": [text]}, "a.yaml", deeds=LIBRARY.deeds)


@pytest.mark.parametrize("word", LIBRARY.deeds.words, ids=lambda word: word.word)
def test_every_word_of_deeds_is_refused_in_a_layer_too(word: DeedWord, tmp_path: Path) -> None:
    """One list of words, deeds.yaml, for templates and stock phrases."""
    folder = tmp_path / "snippets/stock"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(
        f"名称: 打算引入\n固定: {word.wrong.rstrip('。')}，\n", "utf-8"
    )
    with pytest.raises(LibraryError, match="套话里不说做成的事和结果"):
        _ = Library((tmp_path,)).stock


def joined(*files: tuple[int, dict[str, Any]]) -> StockPhrase:
    """引入 of GOOD in the built-in layer, 2, with these files of nearer layers."""
    found = [stock_file(GOOD, "a.yaml", 2)]
    found += [
        stock_file({"名称": "引入", **values}, f"b{number}.yaml", layer)
        for number, (layer, values) in enumerate(files)
    ]
    return stock_phrases(found)["引入"]


def texts_of(said: StockPhrase) -> list[str]:
    return [w.text for w in said.wordings]


def test_a_nearer_file_of_another_name_adds_and_pins() -> None:
    added = joined((1, {"文本": ["丙。", "甲。"]}))
    assert texts_of(added) == ["甲。", "乙{自称}。", "丙。"]
    pins = joined((1, {"固定": "丙。"}), (0, {"固定": "丁。"}))
    assert pins.choices == (wording("丁。"),)
    assert texts_of(pins) == ["甲。", "乙{自称}。"]


def test_a_file_that_describes_the_topic_may_be_nearer_than_one_that_joins() -> None:
    described = stock_file(GOOD, "a.yaml", 0)
    joining = stock_file({"名称": "引入", "文本": ["丙。"]}, "b.yaml", 1)
    assert sorted(texts_of(stock_phrases([joining, described])["引入"])) == sorted(
        ["甲。", "乙{自称}。", "丙。"]
    )


def test_genres_join_unless_the_topic_is_for_any() -> None:
    some = stock_file(GOOD | {"文种": ["工作汇报"]}, "a.yaml", 1)
    more = stock_file({"名称": "引入", "文本": ["丙。"], "文种": ["情况报告"]}, "b.yaml")
    assert stock_phrases([some, more])["引入"].genres == ("工作汇报", "情况报告")
    assert joined((1, {"文种": ["情况报告"], "文本": ["丙。"]})).genres == ()


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([(1, {"固定": "丙。"}), (1, {"固定": "丁。"})], "b1.yaml：“引入”固定了两种写法（另一处是 b0.yaml）"),
        ([(1, {"语体": "口头", "文本": ["丙。"]})], "b0.yaml：“引入”的语体是书面"),
        ([(1, {"文本": ["丙"]})], "b0.yaml：“丙”的末尾与别的写法不同（别的以“。”结尾）"),
        ([(1, {"说明": "新"})], "b0.yaml：缺少“文本”列表"),
        ([(1, {"名称": "引人", "文本": ["丙。"]})], "b0.yaml：缺少“说明”，别的文件里也没有“引人”这一套话"),
    ],
)  # fmt: skip
def test_files_that_do_not_join(files: list[tuple[int, dict[str, Any]]], message: str) -> None:
    with pytest.raises(LibraryError) as caught:
        joined(*files)
    assert str(caught.value).startswith(message)


def test_a_layer_of_the_library_pins() -> None:
    shelf = pinned({"打算引入": "下步，"})
    assert shelf.stock["打算引入"].choices == (wording("下步，"),)
    assert shelf.stock["汇报过渡"] == STOCK["汇报过渡"]


def test_a_file_of_the_same_name_takes_the_place_of_the_topics(tmp_path: Any) -> None:
    folder = tmp_path / "snippets" / "stock"
    folder.mkdir(parents=True)
    (folder / "plans_lead.yaml").write_text(
        "名称: 打算引入\n说明: 句首状语\n语体: 书面\n文本: [下步工作中，]\n", "utf-8"
    )
    assert texts_of(Library((tmp_path,)).stock["打算引入"]) == ["下步工作中，"]


# ---- the guide ---------------------------------------------------------------------------------

GUIDE = (Path(__file__).parents[2] / "docs/guide/stock-phrases.md").read_text("utf-8")


def test_the_guide_tells_of_every_topic_and_its_genres() -> None:
    rows = dict(re.findall(r"^\| (\w+) \| .* \| (\S+) \|$", GUIDE, re.MULTILINE))
    del rows["题目"]
    assert rows == {t: "、".join(p.genres) or "不限" for t, p in STOCK.items()}


def test_the_guides_examples_are_read() -> None:
    found = [
        stock_file(plain(read_yaml(text, "guide.yaml").root), "guide.yaml")  # type: ignore[arg-type]
        for text in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    ]
    assert [file.topic for file in found] == ["不足引入", "汇报过渡"]
