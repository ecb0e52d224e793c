"""The words of a draft against the facts: 增长, 超额, 名次, 已转化, and plans told as done (FIG022–026)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from docgen.facts import Fact, Facts, Record, Records
from docgen.facts.values import Node
from docgen.finding import Level, Place
from docgen.language import Quantity, format_decimal, parse_chinese_number, percent_change
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.against import Held, change_behind, held_against
from docgen.review.engine import Asked, Hit
from docgen.review.known import amount_of
from docgen.review.numbers import Number
from docgen.review.plans import plans_of

_UP: Final = frozenset("增长 增加 提高 上升 多".split())
_LAST: Final = frozenset("上年同期 去年同期 上年 去年 上期 同期".split())


def _bound(paper: Manuscript, asked: Asked) -> Iterator[tuple[Held, Fact, Quantity]]:
    """The numbers that tell a number of the ledger rightly, with it."""
    if asked.facts is None:
        return
    for held in held_against(paper, asked.facts, asked.library):
        known = held.known
        if known is not None and held.agrees and isinstance(known.fact.value, Quantity):
            yield held, known.fact, known.fact.value


def wrong_change(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """增长, 下降, 持平 and by how much, where the ledger has both periods."""
    for held, fact, now in _bound(paper, asked):
        before, prose = fact.more.previous, held.prose
        match = change_behind(held)
        if match is not None and before is None and match["base"] in _LAST:
            yield from _unlike_growth(held, fact, match)
        if match is None or before is None or now.approximate or before.approximate:
            continue
        base = fact.more.comparison or "上年同期"
        if match["base"] != base and not (match["base"] in _LAST and base in _LAST):
            continue
        new, old = amount_of(fact, now), amount_of(fact, before)
        way = match["way"]
        right = new == old if way == "持平" else new > old if way in _UP else new < old
        values = {"事实": fact.path, "本期": fact.text, "上期": before.raw, "词": way}
        if way.endswith("持平"):
            change = percent_change(new, old)
            right = new == old or (way == "基本持平" and change is not None and abs(change) < 1)
        if not right:
            spot = Spot(held.number.line, match.start("way"), match.end("way"))
            yield Hit(spot, values, "方向", elsewhere=(fact.place,), related=(held.number.spot,))
            continue
        said = next((n for n in prose.numbers if n.start == match.end()), None)
        if said is None or said.quantity.approximate:
            continue
        wanted = _wanted(said.quantity.unit, new, old, said.quantity.places)
        slack = Decimal(51).scaleb(-said.quantity.places - 2)
        measured = said.quantity.unit in ("%", *_POINTS)
        amount = said.amount
        instead = _mistaken(fact, said, new, old)
        if instead:
            yield Hit(
                said.spot,
                values | {"应为": instead},
                elsewhere=(fact.place,),
                related=(held.number.spot,),
            )
        if instead or (fact.entry.kind == "百分比" and said.is_percent):
            continue
        if wanted is not None and abs(wanted - amount) > (slack if measured else 0):
            if fact.more.growth is not None and fact.more.growth.amount == amount:
                continue
            scale = said.amount / said.quantity.value if said.quantity.value else Decimal(1)
            shown = format_decimal((wanted / scale).normalize())
            values["应为"] = said.quantity.prefix + shown + said.quantity.scale + said.quantity.unit
            yield Hit(said.spot, values, elsewhere=(fact.place,), related=(held.number.spot,))


def _unlike_growth(held: Held, fact: Fact, match: re.Match[str]) -> Iterator[Hit]:
    """A growth that is not the one the ledger gives, where it gives no number of the period before."""
    growth = fact.more.growth
    said = next((n for n in held.prose.numbers if n.start == match.end()), None)
    if growth is None or said is None or not said.is_percent or said.quantity.approximate:
        return
    falls = match["way"] not in _UP
    if said.amount != abs(growth.amount) or falls != (growth.amount < 0):
        values = {"事实": fact.path, "增幅": growth.raw}
        yield Hit(said.spot, values, "增幅", elsewhere=(fact.place,), related=(held.number.spot,))


_POINTS: Final = ("个百分点", "百分点")


def _mistaken(fact: Fact, said: Number, new: Decimal, old: Decimal) -> str:
    """What should stand where per cent and percentage points are taken for each other; else ""."""
    change = percent_change(new, old)
    share = fact.entry.kind == "百分比"
    if change is None or not (said.is_percent if share else said.quantity.unit in _POINTS):
        return ""
    if not share:
        return f"{format_decimal(_rounded(change, said).normalize())}%"
    taken = said.amount == abs(new - old) != _rounded(change, said)
    return f"{format_decimal(said.quantity.value.normalize())}个百分点" if taken else ""


def _rounded(change: Decimal, said: Number) -> Decimal:
    return round(abs(change), max(said.quantity.places, 1))


def _wanted(unit: str, new: Decimal, old: Decimal, places: int) -> Decimal | None:
    if unit != "%":
        return abs(new - old)
    change = percent_change(new, old)
    return None if change is None else round(abs(change), max(places, 1))


_TARGET: Final = re.compile(
    "超额|超出?目标|未完成|没有完成|未达到?目标|完成(?:全年|年度|年初)?(?:目标|任务)"
)


def wrong_target(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """超额完成, 完成目标, 未完成 where the ledger has the target."""
    for held, fact, now in _bound(paper, asked):
        target = fact.more.target
        if target is None or now.approximate or target.approximate:
            continue
        start, end = held.number.start, held.prose.text.find("。", held.number.end)
        match = _TARGET.search(
            held.prose.text, start, min(end, start + 40) if end > 0 else start + 40
        )
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


_RANK: Final = re.compile(
    "(?:位居|位列|排名|名列|排在?|居)[^，。；]{0,8}?第(?P<rank>[0-9一二三四五六七八九十]{1,3})"
)
_RANKED: Final = re.compile("第?(?P<rank>[0-9一二三四五六七八九十]{1,3})")
_FIRST: Final = re.compile("首次(?:开展|举办|召开|组织|评选|建立|设立)")


def wrong_rank(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A rank that is not the ledger's; 首次 for what was done in the period before as well."""
    for held, fact, now in _bound(paper, asked):
        number, text = held.number, held.prose.text
        del now
        match = _RANK.search(text, number.start, number.sentence[1])
        known = _RANKED.search(fact.more.rank) if fact.more.rank else None
        if match and known and _ordinal(match["rank"]) != _ordinal(known["rank"]):
            values = {"事实": fact.path, "名次": fact.more.rank}
            yield Hit(Spot(number.line, *match.span()), values, elsewhere=(fact.place,))
        before = fact.more.previous
        first = _FIRST.search(text, number.clause[0], number.start)
        if first and before is not None and before.amount > 0:
            values = {"事实": fact.path, "上期": before.raw}
            spot = Spot(number.line, *first.span())
            yield Hit(spot, values, "首次", level=Level.DOUBT, elsewhere=(fact.place,))


def _ordinal(text: str) -> int | None:
    return int(text) if text.isdigit() else parse_chinese_number(text)


_PLANNED: Final = re.compile("计划|拟|将|力争|预计|要|打算|准备|目标|争取|确保|下一步|安排|正在|待")
_DONE: Final = re.compile("完成|建成|已|了|投入|新建|改建|举办|召开|培训|发展|硬化|安装|发放|办结")


def plan_as_done(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A number that the ledger has as a plan, told without a word that it is one."""
    for held, fact, _ in _bound(paper, asked):
        if fact.more.status != "计划" or held.number.line in plans_of(paper):
            continue
        number, text = held.number, held.prose.text
        sentence = text[held.prose.sentence_start(number) : number.sentence[1]]
        if _PLANNED.search(sentence) is None and _DONE.search(sentence):
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
            begins = max(text.rfind(mark, 0, wrong.start()) for mark in "。；") + 1
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
    for order, match in enumerate(found):
        stop = re.compile("[；。]").search(text, match.end())
        end = stop.start() if stop else len(text)
        for later in found[order + 1 :]:
            if later.start() >= end:
                break
            if not re.fullmatch(
                "[^，。；：]{0,12}[、和及][^，。；：]{0,6}", text[match.end() : later.start()]
            ):
                end = later.start()
                break
        yield match, (match.end(), end)
        begin = max(text.rfind(mark, 0, match.start()) for mark in "；。") + 1
        colon = text.find("：", begin, match.start())
        if colon >= 0:
            yield match, (begin, colon)


def _rows(facts: Facts) -> Iterator[_Row]:
    stack: list[Node] = [facts.root]
    while stack:
        node = stack.pop()
        if isinstance(node, Records):
            stack.extend(node.items)
            continue
        if isinstance(node, Record) and node.entry.title:
            title = node.members.get(node.entry.title)
            for member in node.members.values():
                if (
                    isinstance(member, Fact)
                    and isinstance(title, Fact)
                    and member.entry.finished
                    and member.more.status == "已核实"
                    and len(title.text) > 1
                ):
                    over = member.text in member.entry.finished
                    yield _Row(title.text, member.text, over, member.place)
        stack.extend(node.members.values())
