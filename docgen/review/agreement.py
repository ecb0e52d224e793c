"""The words of a draft against the facts: 超额, 已转化, and plans told as done (FIG023, 024, 026)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from docgen.facts import Fact, Facts, Record
from docgen.finding import Level, Place
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.against import bound
from docgen.review.engine import Asked, Hit
from docgen.review.known import amount_of
from docgen.review.plans import plans_of

_TARGET: Final = re.compile(
    "超额|超出?目标|未完成|没有完成|未达到?目标|完成(?:全年|年度|年初)?(?:目标|任务)"
)
_NEAR: Final = 40
"""Characters from a number on among which stands whether it was aimed at."""


def wrong_target(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """超额完成, 完成目标, 未完成 where the ledger has the target."""
    for held, fact, now in bound(paper, asked):
        target = fact.more.target
        if target is None or now.approximate or target.approximate:
            continue
        start = held.number.start
        end = held.prose.text.find("。", held.number.end, start + _NEAR)
        match = _TARGET.search(held.prose.text, start, end if end > 0 else start + _NEAR)
        if match is None:
            continue
        new, aim = amount_of(fact, now), amount_of(fact, target)
        short = match[0].startswith(("未", "没有"))
        over = match[0].startswith("超")
        if (short and new >= aim) or (over and new <= aim) or (not short and new < aim):
            values = {"事实": fact.path, "本期": fact.text, "目标": target.raw}
            yield Hit(
                Spot(held.number.line, *match.span()),
                values,
                elsewhere=(fact.place,),
                related=(held.number.spot,),
            )


_PLANNED: Final = re.compile("计划|拟|将|力争|预计|要|打算|准备|目标|争取|确保|下一步|安排|正在|待")
_MARKS: Final = re.compile("【[^】]*】")
"""What docgen itself writes beside a figure: 【待核实】 is no word of a plan."""
_DONE: Final = re.compile("完成|建成|已|了|投入|新建|改建|举办|召开|培训|发展|硬化|安装|发放|办结")


def plan_as_done(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A number that the ledger has as a plan, told without a word that it is one."""
    for held, fact, _ in bound(paper, asked):
        if fact.more.status != "计划" or held.number.line in plans_of(paper):
            continue
        number, text = held.number, held.prose.text
        sentence = text[held.prose.sentence_start(number) : number.sentence[1]]
        if _PLANNED.search(_MARKS.sub("", sentence)) is None and _DONE.search(sentence):
            yield Hit(number.spot, {"事实": fact.path}, elsewhere=(fact.place,))


# --- how far a record is --------------------------------------------------------------------------


class _Row(NamedTuple):
    """A record that is over or not: its name, what the ledger says of it, whether it is over."""

    name: str
    state: str
    over: bool
    place: Place


def wrong_state(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:
    """A village that the ledger has as 整顿中 and the draft as 已转化, or the other way.

    Parameters: 完成 words that say it is over, 未完 words that say it is not, 不算 words of the
    same sentence before them that make a wish of it, 否定 words of the same clause that deny it.
    """
    if asked.facts is None:
        return
    rows = {row.name: row for row in _rows(asked.facts)}
    if not rows:
        return
    done, going, unless, denied = (_words(rule, key) for key in ("完成", "未完", "不算", "否定"))
    names = re.compile("|".join(map(re.escape, sorted(rows, key=len, reverse=True))))
    planned = plans_of(paper)
    for index in paper.prose:
        text = paper.folded[index] if index not in planned else ""
        for match, segment in _told(text, names):
            row = rows[match[0]]
            start, end = segment
            wrong = (going if row.over else done).search(text, start, end)
            other = (done if row.over else going).search(text, start, end)
            if wrong is None or other is not None:
                continue
            near = max(0, wrong.start() - _REACH)
            begins = max(near, *(text.rfind(mark, near, wrong.start()) + 1 for mark in "。；"))
            if unless.search(text, begins, wrong.start()) or _ONCE.match(text, wrong.end()):
                continue
            if denied.search(text, max(begins, text.rfind("，", 0, wrong.start())), wrong.start()):
                continue
            yield Hit(
                Spot(index, *wrong.span()),
                {"名": row.name, "状态": row.state},
                level=Level.DOUBT if row.over else None,
                related=(Spot(index, *match.span()),),
                elsewhere=(row.place,),
            )


_ONCE: Final = re.compile("的(?!有|是)|后|以后|再|之?前|时|才")
"""Behind 验收合格 these make a condition of it."""


def _words(rule: Rule, key: str) -> re.Pattern[str]:
    words = rule.parameters.get(key)
    return re.compile("|".join(words) if isinstance(words, list) else "(?!)")


def _told(text: str, names: re.Pattern[str]) -> Iterator[tuple[re.Match[str], tuple[int, int]]]:
    """Each name with the stretch that speaks of it: to the end of its clause group, or to the
    next name; names joined by 、 share what follows, those behind a ： what stands before it."""
    found = list(names.finditer(text))
    stops = [match.start() for match in _STOPS.finditer(text)]
    for order, match in enumerate(found):
        at = bisect_left(stops, match.end())
        end = stops[at] if at < len(stops) else len(text)
        for later in islice(found, order + 1, order + 1 + _JOINED):
            if later.start() >= end:
                break
            if not _JOIN.fullmatch(text, match.end(), later.start()):
                end = later.start()
                break
        yield match, (match.end(), end)
        begin = max(stops[at - 1] + 1 if at else 0, match.start() - _REACH)
        colon = text.find("：", begin, match.start())
        if colon >= 0:
            yield match, (begin, colon)


_STOPS: Final = re.compile("[；。]")
_JOIN: Final = re.compile("[^，。；：]{0,12}[、和及][^，。；：]{0,6}")
_JOINED: Final = 20
"""More names do not stand in so few characters."""
_REACH: Final = 200
"""Characters before a name among which stands what a ： says of it."""


def _rows(facts: Facts) -> Iterator[_Row]:
    for record in facts.nodes():
        if isinstance(record, Record) and len(record.title) > 1:
            for member in record.members.values():
                if (
                    isinstance(member, Fact)
                    and member.entry.finished
                    and member.more.status == "已核实"
                ):
                    over = member.text in member.entry.finished
                    yield _Row(record.title, member.text, over, member.place)
