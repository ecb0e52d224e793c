"""Facts as YAML: the text a person would have typed, which the reader reads to the same facts.

`tree` makes plain values of facts, `yaml_text` lays such values out: what is short stands in
braces on one line, what is long in lines of its own, sentences without quotes where none are
needed.  Places are lost; a group in which nothing stands is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, TypeAlias

from docgen.facts.dictionary import Entry
from docgen.facts.sentences import MARK, NOT_RENEWED, marked, unmarked
from docgen.facts.shapes import SENTENCE_FIELD, quantity_of
from docgen.facts.values import PLAIN, Fact, Facts, More, Node, Record, Records
from docgen.finding import display_width
from docgen.language import Quantity

Tree: TypeAlias = "str | dict[str, Tree] | list[Tree]"
"""What YAML holds, every value as text."""

WIDTH: Final = 100
"""Columns up to which a group or record stands in braces on one line."""
OPEN: Final = "待填"
NONE: Final = "无"
NOTE: Final = "沿用上期，未更新"
"""What the reader notes of a sentence that is marked."""
_FEW: Final = 3


def facts_yaml(facts: Facts, note: Callable[[str], str] | None = None) -> str:
    """The facts as YAML.  note: a comment for the line of a fact by its path, "" for none."""
    return yaml_text(tree(facts.root), note)


# --- facts as plain values ------------------------------------------------------------------------


def tree(node: Node) -> Tree:
    """The node as plain values: what a person would type for it."""
    if isinstance(node, Fact):
        return _leaf(node)
    if isinstance(node, Records):
        return [_item(item) for item in node.items] or NONE
    members = {name: tree(below) for name, below in node.members.items()}
    if isinstance(node, Record):
        return members
    return {name: value for name, value in members.items() if value != {}}


def _item(item: Record | Fact) -> Tree:
    """One line of a list: a lone sentence stands as it is."""
    if isinstance(item, Record) and list(item.members) == [SENTENCE_FIELD]:
        alone = tree(item.members[SENTENCE_FIELD])
        if isinstance(alone, str) and alone not in (OPEN, NONE):  # 无 alone is an empty list
            return alone
    return tree(item)


def _leaf(fact: Fact) -> Tree:
    text, attributes = _said(fact)
    shares = _shares(fact)
    if not attributes and not shares:
        return text or OPEN
    doubted = "待核实" in attributes and not text
    return {**({} if doubted else {"值": text or OPEN}), **attributes, **shares}


def typed(fact: Fact) -> str:
    """What a person types for the value: 无 where there is none."""
    return NONE if fact.value == "" else fact.text


def _said(fact: Fact) -> tuple[str, dict[str, Tree]]:
    """The text with the mark it carries, and what else is said of the fact."""
    more, text = fact.more, typed(fact)
    attributes = _attributes(more, fact.entry) if more is not PLAIN else {}
    if more.status == NOT_RENEWED:
        if text and more.note:
            text = marked(text)
            if more.note == NOTE:
                del attributes["说明"]
        else:
            attributes["状态"] = NOT_RENEWED
    elif text.startswith(MARK) and unmarked(text)[0] != text:
        text = _behind_a_mark(text)
    return text, attributes


def _behind_a_mark(text: str) -> str:
    """A text that itself begins with a mark, behind one whose digits say that it was touched."""
    digits = marked(text).removeprefix(f"{MARK} ")[:4]
    return f"{MARK} {'0000' if digits != '0000' else 'ffff'}】{text}"


def _attributes(more: More, entry: Entry) -> dict[str, Tree]:
    """上期, 比, 来源 … as typed, in the order a person thinks of them."""
    doubt = more.status == "待核实"
    said = {
        "上期": _number(more.previous, entry),
        "增幅": more.growth.raw if more.growth is not None else "",
        "比": more.comparison,
        "目标": _number(more.target, entry),
        "名次": more.rank,
        "来源": more.source,
        "时点": more.as_of,
        "口径": more.caliber,
        "状态": more.status if more.status == "计划" or (doubt and not more.note) else "",
        "公开": "" if more.public else "否",
        "待核实": more.note if doubt else "",
        "说明": "" if doubt else more.note,
    }
    return {name: text for name, text in said.items() if text}


def _number(quantity: Quantity | None, entry: Entry) -> str:
    """The number as typed; the unit that the reader added to an amount of money is left out."""
    if quantity is None:
        return ""
    short = quantity.raw.removesuffix(entry.unit) if entry.unit else quantity.raw
    return short if short and quantity_of(short, entry) == quantity else quantity.raw


def _shares(fact: Fact) -> dict[str, Tree]:
    """The members in their order, those that are parts of the whole under 分为 and 其中.

    Each of the two stands once: where parts of one relation are parted by others, the later
    ones stand by themselves, as the dictionary knows their relation.
    """
    relation = dict.fromkeys(fact.members, "")
    relation |= dict.fromkeys(fact.more.among, "其中") | dict.fromkeys(fact.more.parts, "分为")
    runs = [(which, list(run)) for which, run in groupby(fact.members, key=relation.__getitem__)]
    own = {
        which: next(
            (run for other, run in runs if other == which and _needs_key(fact, run, which)),
            next((run for other, run in runs if other == which), None),
        )
        for which in _SHARES
    }
    out: dict[str, Tree] = {}
    for which, run in runs:
        members = {name: tree(fact.members[name]) for name in run}
        kept = {name: value for name, value in members.items() if value != {}}
        if which and own[which] is run:
            out[which] = kept
        else:
            out |= kept
    return out


def _needs_key(fact: Fact, run: Sequence[str], which: str) -> bool:
    """Whether the relation of one of these is not what the dictionary says."""
    known = fact.entry.members
    return any(name not in known or known[name].relation != which for name in run)


# --- plain values as YAML -------------------------------------------------------------------------


def yaml_text(root: Tree, note: Callable[[str], str] | None = None) -> str:
    """The values as YAML text, one empty line round what takes more than one line.

    note: a comment for the line of the value at a path, "" for none.
    """
    if not isinstance(root, Mapping) or not root:
        return ""
    out: list[str] = []
    before = 1
    for name, value in root.items():
        lines = _noted(list(_entry(name, value, "", name)), note)
        if out and (before > 1 or len(lines) > 1):
            out.append("")
        out += lines
        before = len(lines)
    return "\n".join(out) + "\n"


_Line: TypeAlias = tuple[str, str]
"""A line and the path of what stands on it, "" for a line that no fact begins on."""


def _noted(lines: Sequence[_Line], note: Callable[[str], str] | None) -> list[str]:
    """The lines with their comments."""
    if note is None:
        return [line for line, _ in lines]
    return aligned([(line, note(path) if path else "") for line, path in lines])


def aligned(lines: Sequence[tuple[str, str]]) -> list[str]:
    """Lines with a comment each ("" for none), the comments in one column where that is near."""
    widths = [display_width(line) for line, comment in lines if comment]
    column = min(max(widths, default=0), WIDTH // 3)
    return [
        line + " " * max(0, column - display_width(line)) + f"  # {comment}" if comment else line
        for line, comment in lines
    ]


def _entry(
    key: str, value: Tree, indent: str, path: str, label: str | None = None
) -> Iterator[_Line]:
    """`key: value` in one line, or the key and what stands under it.

    label: the path for the comment on the line of the key, by default the path itself.
    """
    label = path if label is None else label
    short = _short(value, WIDTH - display_width(f"{indent}{key}: "))
    if short and (key in _SHARES or not (isinstance(value, Mapping) and _is_group(value))):
        yield f"{indent}{key}: {short}", label
    elif isinstance(value, Mapping):
        yield f"{indent}{key}:", label if "值" in value else ""
        for name, below in value.items():
            if name in _KEYS:
                yield from _entry(name, below, indent + "  ", path, "")
            else:
                yield from _entry(name, below, indent + "  ", f"{path}.{name}")
    else:
        yield f"{indent}{key}:", label
        for item in value:
            yield from _list_item(item, indent + "  ", path)


_SHARES: Final = ("分为", "其中")
_KEYS: Final = frozenset(("值", *_SHARES))
"""Keys under a fact that are no name of their own in a path."""


def _is_group(value: Mapping[str, Tree]) -> bool:
    """Whether the members of a mapping stand better under each other: many, none the value of all."""
    return len(value) > _FEW and "值" not in value and "上期" not in value


def _list_item(item: Tree, indent: str, path: str) -> Iterator[_Line]:
    short = _short(item, WIDTH - display_width(indent) - 2)
    if short:
        yield f"{indent}- {short}", ""
        return
    if isinstance(item, list):  # the reader knows no list in a list; laid out all the same
        yield f"{indent}- [{', '.join(_flow(below) for below in item)}]", ""
        return
    assert isinstance(item, Mapping)
    first = f"{indent}- "
    for name, below in item.items():
        for line, where in _entry(name, below, indent + "  ", f"{path}.{name}"):
            yield first + line[len(first) :], where
            first = indent + "  "


def _short(value: Tree, room: int) -> str:
    """The value on one line, "" when it does not fit or reads better in several."""
    if isinstance(value, str):
        return _scalar(value)
    if not _is_flat(value):
        return ""
    text = _flow(value)
    return text if display_width(text) <= room else ""


def _is_flat(value: Tree) -> bool:
    """Whether nothing in it asks for a line of its own: no list of records or of sentences."""
    if isinstance(value, str):
        return True
    if isinstance(value, list):
        return not any(not isinstance(item, str) or _is_sentence(item) for item in value)
    return all(map(_is_flat, value.values()))


def _is_sentence(text: str) -> bool:
    return text.startswith(MARK) or any(sign in text for sign in "。；，,") or len(text) > 30


def _flow(value: Tree) -> str:
    if isinstance(value, str):
        return _scalar(value, flow=True)
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return (
        "{" + ", ".join(f"{_scalar(key, flow=True)}: {_flow(v)}" for key, v in value.items()) + "}"
    )


# --- text ----------------------------------------------------------------------------------------

_LEADING: Final = frozenset("?:,[]{}#&*!|>'\"%@`~=｛［＂＇")
_WORDS: Final = frozenset(("null", "true", "false", "yes", "no", "on", "off", "<<"))
"""Words that other readers of YAML take for something else than text."""
_DOUBTFUL: Final = re.compile(r":|\s#| - |^-(?!\d)|^(?:---|\.\.\.)|[\]}]$|\s$|^\s")
_DOUBTFUL_IN_BRACES: Final = re.compile(r"[,\[\]{}]|，[^，]*[：:]")


def _scalar(text: str, *, flow: bool = False) -> str:
    """The text as a YAML scalar, in quotes only where it must be.

    flow: it stands in braces or brackets.  Quotes also keep the reader from doubts that it has
    about text typed by hand (see `source.doubts`).
    """
    if not text.isprintable():
        return json.dumps(text, ensure_ascii=True) if _CONTROL.search(text) else _quoted(text)
    if (
        not text
        or text[0] in _LEADING
        or text.casefold() in _WORDS
        or _DOUBTFUL.search(text)
        or (flow and (_DOUBTFUL_IN_BRACES.search(text) or text.count("“") != text.count("”")))
    ):
        return _quoted(text)
    return text


_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
