"""Reading facts: what a template gets for a name, a member, a writer's sentence; and how a
value is printed.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, Final

from docgen.compose.carried import ABSENT, Num, Part, Txt, num, txt
from docgen.compose.slots import ACTIVE, Missing, Recorder
from docgen.errors import InputError, TemplateError
from docgen.facts.dictionary import Entry
from docgen.facts.sentences import Reference, Said, pieces
from docgen.facts.values import PLAIN, Fact, Group, More, Node, Record, Records
from docgen.finding import Place
from docgen.language import Period, Quantity, arabic_date, format_decimal, format_quantity
from docgen.language.decimals import scale_of
from docgen.language.measures import SCALES
from docgen.language.near import nearest

WITHHELD: Final = "不公开，未写入外发文稿"
_ILLEGIBLE: Final = re.compile(
    r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef]"
)


def read(node: Node) -> Any:
    """What a template gets for a node: a leaf with its sources, or the node itself."""
    if type(node) is not Fact:
        if type(node) is Records:
            ACTIVE.get().paths.append(f"{node.path}#")
        return node
    recorder = ACTIVE.get()
    more, value, path = node.more, node.value, node.path
    recorder.paths.append(path)
    if value is None:
        return Missing(path, more.note, node)
    if more is not PLAIN:
        if withheld(node, recorder):
            return Missing(path, WITHHELD, node)
        if more.previous_doubtful:
            recorder.doubtful.add(f"{path}.上期")
        if more.status == "计划":
            return Missing(path, "现为计划数，完成后再填", node)
        if more.status != "已核实":
            # a choice (整顿中, 已转化) only sorts: its mark stands where 存疑 puts it
            (recorder.unsure if node.entry.kind == "选项" else recorder.doubtful).add(path)
            if more.note:
                recorder.reasons[path] = more.note
    if type(value) is Quantity:
        return num(amount_of(value, node.entry), (path,), node)
    if value == "":
        return txt("", (path,), kind=ABSENT)
    if type(value) is str:
        return sentence(node, value if value.isprintable() else legible(value, node), recorder)
    return txt(text_of_value(value), (path,), fact=node)


def amount_of(quantity: Quantity, entry: Entry) -> Decimal:
    """The number in the entry's own unit, however it was typed: of a 万元, 600万元 is 600."""
    if entry.kind != "金额" or not entry.unit or quantity.unit in ("", entry.unit):
        return quantity.amount if quantity.scale else quantity.value
    typed = SCALES.get(scale_of(quantity.unit or entry.unit), 1)
    return quantity.amount * typed / SCALES.get(scale_of(entry.unit), 1)


def withheld(fact: Fact, recorder: Recorder) -> bool:
    """Whether the fact is kept out of this paper: not public, and the paper leaves the unit."""
    return recorder.outward and not fact.more.public


def legible(text: str, fact: Fact) -> str:
    """The text itself.  Raises InputError when it holds a line end or a character of no use.

    Readers refuse these before; here the marks depend on it.
    """
    if not text.isprintable() and _ILLEGIBLE.search(text):
        raise InputError(
            f"“{fact.path}”里有换行或不可见的字符", where=str(fact.place), hint="删去后再试"
        )
    return text


def absent(entry: Entry, path: str, optional: bool | None = None) -> Any:
    """What stands for a fact that was not given: nothing when it is optional, else a gap."""
    if not (entry.optional if optional is None else optional):
        return Missing(path)
    if entry.kind == "列表":
        return Records(path, entry, (), Place(""))
    return txt("", (path,), kind=ABSENT)


def sentence(fact: Fact, text: str, recorder: Recorder) -> Txt:
    """A writer's text with its figures as parts and its references filled in."""
    if fact.path in recorder.expanded:
        known = recorder.expanded[fact.path]
        if known is None:
            return gap_part(Missing(fact.path, "这句话引用了自己"))
        return known
    found = pieces(text)
    if not found or (len(found) == 1 and type(found[0]) is str):
        out = txt(text, (fact.path,), fact=fact)
    else:
        parts: tuple[Part, ...] = found  # type: ignore[assignment]  # unless there are references
        if "【" in text:
            recorder.expanded[fact.path] = None
            refer = recorder.references
            after = [p if isinstance(p, str) else "" for p in (*found[1:], "")]
            parts = tuple(
                refer(p, rest) if isinstance(p, Reference) else p
                for p, rest in zip(found, after, strict=True)
            )
            text = "".join(p.text if isinstance(p, Said) else p for p in parts)
        recorder.step(len(text))
        out = txt(text, (fact.path,), parts, fact=fact)
    recorder.expanded[fact.path] = out
    return out


def said_plainly(fact: Fact, recorder: Recorder) -> tuple[str | Said, ...] | None:
    """What a leaf with nothing beside its value prints without a filter, in one step with its
    reading; None for what takes more: a reference, a value that is no text or number."""
    value = fact.value
    if type(value) is Quantity:
        return (said_number(value, fact.entry),)
    if type(value) is not str or not value.isprintable() or "【" in value:
        return None
    found: tuple[str | Said, ...] = pieces(value)  # type: ignore[assignment]
    if len(found) > 1:
        if fact.path in recorder.expanded:
            return None
        recorder.step(len(value))
        recorder.expanded[fact.path] = txt(value, (fact.path,), found, fact=fact)
    elif not found or type(found[0]) is not str:
        return None
    return found


def gap_part(missing: Missing) -> Txt:
    """【待填：…】 as a part of a longer text, whose other parts are printed."""
    if missing.reason:
        ACTIVE.get().reasons[missing.path] = missing.reason
    return txt(f"【待填：{missing.path}】", (missing.path,), kind="gap")


def text_of_value(value: object) -> str:
    """A value that is not a number, as a draft prints it."""
    if isinstance(value, Period):
        return value.text
    if isinstance(value, bool):
        return "是" if value else ""  # so that 否 is false in a condition
    if isinstance(value, date):
        return arabic_date(value)
    return str(value)


def members_of(value: Any) -> tuple[Any, Entry | None, str]:
    """The members, entry and path of a value that has any: a group, record, leaf or gap."""
    kind = type(value)
    if kind is Group or kind is Record:
        return value.members, value.entry, value.path
    fact = fact_of(value)
    if fact is not None:
        return fact.members, fact.entry, fact.path
    if kind is Missing or is_absent(value):
        path = value.path if kind is Missing else value.sources[0]
        return {}, ACTIVE.get().references.entry(path), path
    return {}, None, ""


def fact_of(value: Any) -> Fact | None:
    """The leaf a value was read from; for a gap the leaf that lacks a value."""
    found = value.node if type(value) is Missing else getattr(value, "fact", None)
    return found if type(found) is Fact else None


def is_absent(value: Any) -> bool:
    """Whether the value stands for an optional fact that was not given."""
    return type(value) is Txt and value.kind == ABSENT


def attribute(value: Any, name: str) -> Any:
    """`value.name` in a template.  Raises TemplateError for what facts do not have."""
    kind = type(value)
    if kind is Group or kind is Record:
        below = value.members.get(name)
        if below is not None:
            return read(below)
    members, entry, path = members_of(value)
    below = members.get(name)
    if below is not None:
        return read(below)
    declared = entry.members.get(name) if entry is not None else None
    full = f"{path}.{name}" if path else name
    if declared is not None:
        ACTIVE.get().paths.append(full)
        return absent(declared, full, declared.optional or is_absent(value))
    fact = fact_of(value)
    if fact is not None:
        return aside(fact, name)
    if entry is not None:
        if name in ASIDE_NAMES and not isinstance(value, Group | Record):
            ACTIVE.get().paths.append(full)
            return absent(entry, full, is_absent(value))
        guess = nearest(name, tuple(entry.members))
        raise TemplateError(
            f"“{path or '台账'}”里没有登记“{name}”", hint=f"是不是“{guess}”" if guess else ""
        )
    raise TemplateError(f"模板里不能取“.{name}”", hint="只能取数据字典登记的事实")


_ASIDES: Final = {"上期": "previous", "目标": "target", "增幅": "growth"}
_WORDS: Final = {
    "名次": "rank",
    "比": "comparison",
    "来源": "source",
    "时点": "as_of",
    "口径": "caliber",
}
ASIDE_NAMES: Final = frozenset((*_ASIDES, *_WORDS))


def aside(fact: Fact, name: str) -> Any:
    """上期, 目标, 名次 … of a leaf."""
    path = f"{fact.path}.{name}"
    more: More = fact.more
    if name in ASIDE_NAMES and withheld(fact, ACTIVE.get()):
        return Missing(path, WITHHELD)
    if name in _ASIDES:
        value = getattr(more, _ASIDES[name])
        ACTIVE.get().paths.append(path)
        if value is None:
            return Missing(path)
        shadow = Fact(path, fact.entry, value, value.raw, fact.place)
        return num(amount_of(value, fact.entry), (path,), shadow)
    if name in _WORDS:
        ACTIVE.get().paths.append(path)
        text = legible(getattr(more, _WORDS[name]), fact)
        return txt(text, (path,)) if text else txt("", (path,), kind=ABSENT)
    guess = nearest(name, (*fact.entry.members, *_ASIDES, *_WORDS))
    raise TemplateError(f"“{fact.path}”没有“{name}”", hint=f"是不是“{guess}”" if guess else "")


def shown(value: Num) -> str:
    """A number as typed, with its unit (万元, %) but without its 量词."""
    fact = value.fact
    if fact is None or not isinstance(fact.value, Quantity):
        return format_decimal(Decimal(value))
    return said_number(fact.value, fact.entry)


def said_number(quantity: Quantity, entry: Entry) -> str:
    """As `shown`, of a number that was typed."""
    if quantity.unit == "%":  # the 增幅 of a count
        return format_quantity(quantity)
    if entry.kind == "计数":
        return format_quantity(quantity, unit="")
    unit = quantity.unit or entry.unit or ("%" if entry.kind == "百分比" else "")
    return format_quantity(quantity, unit=unit)


def text_of(value: Any) -> str:
    """A value as printed: a Txt stays one.  Raises TemplateError for what is no text."""
    kind = type(value)
    if kind is Txt or kind is str:
        return value  # type: ignore[no-any-return]
    if kind is Num:
        return shown(value)
    if kind is Missing:
        return str(value)
    if kind is int or kind is Decimal:
        return format_decimal(Decimal(value))
    if kind is Records or kind is Record or kind is Group:
        raise TemplateError(f"“{value.path}”是一组事实，不能直接打印", hint="用 列述、并列 或循环")
    raise TemplateError("这个填空得出的不是文字或数")
