"""Random outlines are clean; one injected defect is found under its code, and no other."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.language import chinese_number, count_word, ordinal
from docgen.language.labels import STANDARD
from docgen.read import read_text
from docgen.review.engine import Asked, reviewer
from tests.review.clean import LIBRARY

CODES = [code for code in LIBRARY.rules if code[:3] in ("OUT", "CMP", "DOC")]
HEADS = "抓班子 抓队伍 抓阵地 抓制度 抓培训 抓公开 抓服务 抓产业 抓调处".split()
SENTENCES = (
    "逐村分析班子运行情况。",
    "逐人建立教育培训台账。",
    "全镇投入3.5万元改造活动场所，6月底前完工。",
    "石桥村补选了党支部书记，清溪村公开了账目。",
    "这两项都由镇党委每月调度，各村、各社区一起抓。",
)


@dataclass(frozen=True)
class Node:
    """A heading: its sentence, and the headings below it."""

    sentence: str
    children: tuple[Node, ...] = ()


def nodes(depth: int) -> st.SearchStrategy[tuple[Node, ...]]:
    sentence = st.sampled_from(SENTENCES)
    if not depth:
        return st.just(())
    below = st.one_of(st.just(()), nodes(depth - 1))
    return st.lists(st.builds(Node, sentence, below), min_size=2, max_size=4).map(tuple)


OUTLINES = nodes(4)
WORDS = st.sampled_from(["{}是", "第{}，", "{}要"])


def draft(lines: list[str]) -> str:
    return "\n\n".join(["青山镇整顿软弱涣散村党组织工作方案", "镇党委对整顿工作作出安排。", *lines])


def printed(outline: tuple[Node, ...], level: int = 1) -> list[tuple[int, int, str]]:
    """Level, ordinal and text of each line; text without ordinal has level 0."""
    lines: list[tuple[int, int, str]] = []
    for count, node in enumerate(outline, 1):
        lines.append((level, count, HEADS[(count - 1 + level) % len(HEADS)]))
        lines.append((0, 0, node.sentence))
        lines += printed(node.children, level + 1)
    return lines


def typed(lines: list[tuple[int, int, str]]) -> list[str]:
    return [(ordinal(STANDARD[level], n) if level else "") + text for level, n, text in lines]


def found(text: str) -> set[str]:
    paper = read_text(text)
    remarks = reviewer(LIBRARY).review(paper, Asked(LIBRARY, paper.on, "plan"), CODES)
    return {remark.finding.code for remark in remarks}


def run(words: str, count: int, without: int = 0, twice: int = 0) -> str:
    """A run of items; one left out, or one counted again."""
    items: list[str] = []
    for n in range(1, count + 1):
        if n != without:
            number = n - 1 if n == twice else n
            items.append(words.format(chinese_number(number)) + SENTENCES[n % 2].rstrip("。"))
    return "；".join(items) + "。"


@given(OUTLINES)
def test_an_outline_in_order_is_clean(outline: tuple[Node, ...]) -> None:
    assert found(draft(typed(printed(outline)))) == set()


@given(OUTLINES, st.data())
def test_an_ordinal_used_twice_is_found(outline: tuple[Node, ...], data: st.DataObject) -> None:
    lines = printed(outline)
    later = [i for i, (level, n, _) in enumerate(lines) if level and n > 1]
    at = data.draw(st.sampled_from(later))
    level, n, text = lines[at]
    lines[at] = (level, n - 1, text)
    assert found(draft(typed(lines))) == {"OUT001"}


@given(OUTLINES, st.data())
def test_an_ordinal_left_out_is_found(outline: tuple[Node, ...], data: st.DataObject) -> None:
    lines = printed(outline)
    last = [i for i, (level, n, _) in enumerate(lines) if level and n > 1 and _is_last(lines, i)]
    at = data.draw(st.sampled_from(last))
    level, n, text = lines[at]
    lines[at] = (level, n + 1, text)
    assert found(draft(typed(lines))) == {"OUT002"}


def _is_last(lines: list[tuple[int, int, str]], at: int) -> bool:
    level, n, _ = lines[at]
    for other, count, _ in lines[at + 1 :]:
        if other and other < level:
            return True
        if other == level and count == n + 1:
            return False
    return True


@given(WORDS, st.integers(2, 9), OUTLINES)
def test_a_run_in_order_is_clean(words: str, count: int, outline: tuple[Node, ...]) -> None:
    assert found(draft([run(words, count), *typed(printed(outline))])) == set()


@given(WORDS, st.integers(3, 9), st.data())
def test_an_item_left_out_is_found(words: str, count: int, data: st.DataObject) -> None:
    without = data.draw(st.integers(2, count - 1))
    assert found(draft([run(words, count, without=without)])) == {"OUT009"}


@given(WORDS, st.integers(2, 9), st.data())
def test_an_item_counted_twice_is_found(words: str, count: int, data: st.DataObject) -> None:
    twice = data.draw(st.integers(2, count))
    assert found(draft([run(words, count, twice=twice)])) == {"OUT009"}


@given(st.integers(2, 9), st.integers(2, 9), WORDS)
def test_a_stated_count_is_held_against_the_items(said: int, count: int, words: str) -> None:
    text = f"整顿中抓好{count_word(said)}个环节：{run(words, count)}"
    assert found(draft([text])) == (set() if said == count else {"OUT007"})


@given(st.integers(2, 9), OUTLINES)
def test_a_stated_count_is_held_against_the_headings(said: int, outline: tuple[Node, ...]) -> None:
    lines = [f"下面，我讲{count_word(said)}点意见。", *typed(printed(outline))]
    assert found(draft(lines)) == (set() if said == len(outline) else {"OUT007"})


@given(
    st.lists(st.sampled_from("摸整建带学查改评"), min_size=2, max_size=8, unique=True),
    st.integers(2, 9),
)
def test_a_quoted_list_is_held_against_its_number(items: list[str], said: int) -> None:
    text = f"整顿中抓好“{'、'.join(items)}”{count_word(said)}个环节。"
    assert found(draft([text])) == (set() if said == len(items) else {"OUT010"})


@settings(max_examples=300)
@given(
    st.text(
        st.sampled_from(
            "一二三是要第，。；：、（）()1.2 \n首先其次最后讲点个方面“”年月日村XX附件：……略%"
        ),
        max_size=200,
    )
)
def test_any_text_is_read_to_its_end(text: str) -> None:
    found("青山镇工作方案\n\n" + text + "。")
