"""What changed between two templates, for people: as Markdown and as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from docgen.audit.contract import ContractDiff, Term
from docgen.audit.effect import Effects, Group, UnitEffect
from docgen.audit.redlines import markdown, page
from docgen.audit.redlines.listing import headline, items, shortened, words_of
from docgen.webpage import escape

_NAMED = 8
"""So many units are named with a change; of more it is said how many."""


class Comparison(NamedTuple):
    """Two templates, as the user named them: what they ask, and with facts what they make; None
    without."""

    old: str
    new: str
    contract: ContractDiff
    effects: Effects | None

    @property
    def title(self) -> str:
        """旧模板 → 新模板."""
        return f"{self.old} → {self.new}"

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return self.contract.changed or bool(self.effects and self.effects.changed)


def names(units: Sequence[str], most: int = _NAMED) -> str:
    """甲镇、乙镇等12个单位."""
    told = "、".join(units[:most])
    return f"{told}等{len(units)}个单位" if len(units) > most else told


def by_group(terms: Iterable[Term]) -> Iterator[tuple[str, list[Term]]]:
    """The terms by what they are of."""
    for group, found in groupby(terms, key=lambda term: term.group):
        yield group, list(found)


def told(term: Term) -> str:
    """What a term was and is: 可缺 → 必填."""
    if term.old and term.new:
        return f"{term.old} → {term.new}"
    return term.old or term.new


def asides(unit: UnitEffect) -> str:
    """What else there is to say of a unit's draft: ordinals that moved up, 待填 that came or went."""
    said = []
    if unit.renumbered:
        said.append(f"{unit.renumbered}个标题只是序号变了")
    if unit.owed:
        said.append(f"待填{'多' if unit.owed > 0 else '少'}{abs(unit.owed)}处")
    return "，".join(said)


# -- Markdown ----------------------------------------------------------------------------------


def as_markdown(found: Comparison) -> str:
    """The whole comparison."""
    return "\n".join((f"# {markdown.escape(found.title)}", "", *_markdown(found))) + "\n"


def _markdown(found: Comparison) -> Iterator[str]:
    contract = found.contract
    yield contract.headline()
    for group, terms in by_group(contract.terms):
        yield from (
            "",
            f"## {group}",
            "",
            "| 变化 | 是什么 | 怎么样 | 在哪里 |",
            "|---|---|---|---|",
        )
        for term in terms:
            cells = (term.shift, term.name, told(term), "、".join(term.places))
            yield "| " + " | ".join(map(markdown.escape, cells)) + " |"
    if contract.words.changed:
        yield from ("", "## 模板的话", "")
        for item in items(contract.words):
            yield f"- {item.where}：{markdown.words(shortened(item.words))}"
    if found.effects is not None:
        yield from _effects(found.effects)


def _effects(effects: Effects) -> Iterator[str]:
    yield from ("", "## 各单位的文稿", "", effects.headline())
    if figures := [unit for unit in effects.changed if unit.swaps]:
        yield from ("", "### 数字有变的单位", "")
        for unit in figures:
            swaps = "，".join(
                f"{markdown.escape(s.said)} ~~{markdown.escape(s.old)}~~→**{markdown.escape(s.new)}**"
                for s in unit.swaps
            )
            yield f"- **{markdown.escape(unit.unit)}**：{swaps}"
    if effects.groups:
        yield from ("", "### 变了的话", "")
    for group in effects.groups:
        change = group.change
        words = markdown.words(shortened(words_of(change.pieces)))
        units = markdown.escape(names(group.units))
        yield f"- {len(group.units)}份（{units}）　{markdown.escape(change.heading)}：{words}"
    if effects.failed:
        yield from ("", "### 写不出来的单位", "")
        yield from (
            f"- {markdown.escape(unit)}：{markdown.escape(why)}" for unit, why in effects.failed
        )


# -- the page ----------------------------------------------------------------------------------


def as_page(found: Comparison) -> bytes:
    """The whole comparison, every changed draft side by side."""
    contract, effects = found.contract, found.effects
    said = (f"{effects.headline()}。" if effects is not None else "") + contract.headline()
    body = (*_page_effects(effects), *_page_contract(contract), *_page_drafts(effects))
    return page.shell(found.title, said, body)


def _page_contract(contract: ContractDiff) -> Iterator[str]:
    if contract.terms:
        yield "<section>\n<h2>模板要的和给的</h2>\n"
        for group, terms in by_group(contract.terms):
            rows = "".join(
                f"<tr><td>{escape(term.shift)}</td><td>{escape(term.name)}</td>"
                f"<td>{escape(told(term))}</td>"
                f"<td><small>{escape('、'.join(term.places))}</small></td></tr>\n"
                for term in terms
            )
            yield f'<h3>{escape(group)}</h3>\n<div class="wide"><table>\n{rows}</table></div>\n'
        yield "</section>\n"
    if contract.words.changed:
        yield "<h2>模板的话</h2>\n"
        yield from page.side_by_side(contract.words, "w")


def _page_effects(effects: Effects | None) -> Iterator[str]:
    if effects is None:
        return
    yield f"<section>\n<h2>各单位的文稿</h2>\n<p>{escape(effects.headline())}</p>\n"
    if figures := [unit for unit in effects.changed if unit.swaps]:
        yield '<h3>数字有变的单位</h3>\n<ul class="figures">\n'
        for unit in figures:
            swaps = "，".join(
                f'{escape(swap.said)} <del class="figure">{escape(swap.old)}</del> → '
                f'<ins class="figure">{escape(swap.new)}</ins>'
                for swap in unit.swaps
            )
            yield f"<li>{_link(unit.unit, effects)}：{swaps}</li>\n"
        yield "</ul>\n"
    if effects.groups:
        yield "<h3>变了的话</h3>\n<ol>\n"
        yield from (_page_group(group, effects) for group in effects.groups)
        yield "</ol>\n"
    if effects.failed:
        rows = "".join(f"<li>{escape(unit)}：{escape(why)}</li>\n" for unit, why in effects.failed)
        yield f"<h3>写不出来的单位</h3>\n<ul>\n{rows}</ul>\n"
    yield "</section>\n"


def _page_group(group: Group, effects: Effects) -> str:
    words = "".join(page.marks(group.change.pieces, ("-", "+")))
    links = "、".join(_link(unit, effects) for unit in group.units)
    count = f"{len(group.units)}份："
    units = (
        f"<p>{count}{links}</p>"
        if len(group.units) <= _NAMED
        else f"<details><summary>{count}{escape(names(group.units))}</summary>{links}</details>"
    )
    return (
        f'<li><p>{escape(group.change.heading)}：{words}</p><div class="soft">{units}</div></li>\n'
    )


def _link(unit: str, effects: Effects) -> str:
    number = next(i for i, one in enumerate(effects.changed) if one.unit == unit)
    return f'<a href="#u{number}">{escape(unit)}</a>'


def _page_drafts(effects: Effects | None) -> Iterator[str]:
    for number, unit in enumerate(effects.changed if effects is not None else ()):
        more = f"；{asides(unit)}" if asides(unit) else ""
        yield (
            f'<details><summary><span class="unit">{escape(unit.unit)}</span> '
            f'{escape(headline(unit.redline) + more)}</summary>\n<a id="u{number}"></a>'
        )
        yield from page.side_by_side(unit.redline, f"u{number}r")
        yield "</details>\n"
