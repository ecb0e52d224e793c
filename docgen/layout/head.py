"""The line of 发文字号 and 签发人, and the line below the 版头.

What blanks of unknown width or tab stops of the office push to the right cannot be measured, and
a line that is drawn as a shape is not seen: nothing is said of either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.layout.departures import Departure
from docgen.layout.norms import Norms
from docgen.layout.parts import Part
from docgen.layout.placing import above, begins, below, chars_of, indent_of, told
from docgen.library.styles import POINTS_PER_MM, twips
from docgen.ooxml import ink
from docgen.ooxml.edges import Edge
from docgen.ooxml.mending import Mend, OnEdge, OnParagraph, OnTab
from docgen.ooxml.stylesheet import reach
from docgen.ooxml.tables import Grid
from docgen.render.word.width import spaced

_LABEL: Final = re.compile(r"\s*签\s*发\s*人\s*[：:]\s*")
_BELOW: Final = frozenset(("标题", "主送机关", "称谓", "正文"))
_WIDE: Final = "\u3000"
_NONE: Final = Edge()


def head(
    found: Sequence[Part], grids: Sequence[Grid], norms: Norms, path: str
) -> Iterator[Departure]:
    """What the 版头 does not keep of where its elements stand."""
    end = next((i for i, part in enumerate(found) if part.name in _BELOW), len(found))
    above_title = found[:end]
    signers = [part for part in above_title if part.name == "签发人"]
    for part in above_title:
        if part.name == "发文字号和签发人" or (signers and part.name == "发文字号"):
            yield from _number(part, grids, norms, path)
    for part in above_title:
        if part.name in ("发文字号和签发人", "签发人"):
            yield from _signer(part, grids, norms, path)
    yield from _rule(above_title, norms, path)


def signer_starts(text: str) -> int:
    """Where the first name behind 签发人： begins in the text; its end when there is none."""
    label = _LABEL.search(text)
    return label.end() if label else len(text)


# --- 发文字号 and 签发人 --------------------------------------------------------------------------------


def _cell(part: Part, grids: Sequence[Grid], norms: Norms) -> tuple[float, float]:
    """How many points of the 版心 are left and right of the room in which a paragraph stands."""
    at = part.set.read.cell
    if at is None:
        return 0.0, 0.0
    grid = grids[at.table]
    left = sum(grid.columns[: at.column]) + grid.padding[0]
    upto = sum(grid.columns[: at.column + 1]) - grid.padding[1]
    return left, norms.area[0] - upto


def _number(part: Part, grids: Sequence[Grid], norms: Norms, path: str) -> Iterator[Departure]:
    inset = norms.style.document_number.inset
    look = part.set.placing
    before = _cell(part, grids, norms)[0] / norms.style.cell
    blanks = len(part.text) - len(part.text.lstrip(_WIDE))
    if part.text[blanks : blanks + 1].isspace():
        return
    there = before + begins(look, norms) + blanks
    if look.alignment in ("center", "right", "distribute") and part.name == "发文字号":
        said = "没有居左"
    elif abs(there - inset) > norms.rules.tolerance["版头"]:
        said = f"左空{chars_of(there)}字"
    else:
        return
    chars = max(0, inset - before)
    mends = (indent_of(chars, chars * norms.style.cell), ("jc", (("val", "left"),)))
    yield told(
        part, "LAY041", said, f"左空{inset:g}字", norms, "发文字号.上行文空字", path,
        () if blanks else mends, "删去空格，设成段落的缩进",
    )  # fmt: skip


def _signer(part: Part, grids: Sequence[Grid], norms: Norms, path: str) -> Iterator[Departure]:
    inset, cell = norms.style.signers.inset, norms.style.signers.size + norms.style.spacing
    look, text = part.set.placing, part.text
    left, right = _cell(part, grids, norms)
    room = norms.area[0] - left - right
    mends: tuple[Mend, ...] = ()
    if look.alignment in ("right", "end"):
        there = right / cell + (look.right_chars or (look.right or 0) / cell) + _trailing(text)
        end = (("end", ""), ("endChars", ""), ("rightChars", "0"))
        wanted = str(max(0, twips(inset * cell - right)))
        mends = (OnParagraph(part.number, "ind", (*end, ("right", wanted))),)
    elif text.count("\t") == 1 and look.tab:
        there = (norms.area[0] - left - look.tab) / cell
        mends = (OnTab(part.number, norms.area[0] - left - inset * cell, look.tab),)
    elif look.alignment in ("left", "both", None) and _measurable(text):
        begin = begins(look, norms) * norms.style.body.size / cell
        widest = begin + _widest(text, room / cell - begin)
        there = (norms.area[0] - left) / cell - widest
    else:
        return
    if _trailing(text):
        mends = ()
    if abs(there - inset) > norms.rules.tolerance["版头"]:
        yield told(
            part, "LAY041", f"右空{chars_of(there)}字" if there > -0.5 else "伸出版心",
            f"右空{inset:g}字", norms, "签发人.右空", path,
            advice="设成右对齐、右缩进，删去多的空格",
        )._replace(subject="签发人", mends=mends)  # fmt: skip


def _trailing(text: str) -> int:
    return len(text) - len(text.rstrip())


def _measurable(text: str) -> bool:
    """Whether all blanks in it are as wide as a character."""
    return not any(character.isspace() and character != _WIDE for character in text.strip())


def _widest(text: str, room: float) -> float:
    """How wide its widest line is in a room of so many characters; names are not parted."""
    widest, line = 0.0, ""
    for name in re.split(f"(?<={_WIDE})", text):
        if line and spaced((line + name).rstrip(_WIDE)) > room:
            line = ""
        line += name
        widest = max(widest, spaced(line.rstrip(_WIDE)))
    return widest


# --- the line below ---------------------------------------------------------------------------------


def _rule(found: Sequence[Part], norms: Norms, path: str) -> Iterator[Departure]:
    lined = [i for i, part in enumerate(found) if (part.set.placing.bottom or _NONE).width]
    texts = [i for i, part in enumerate(found) if part.text.strip()]
    if not lined or not texts:
        return
    rule, style = found[lined[-1]], norms.style.head_rule
    edge = rule.set.placing.bottom
    assert edge is not None
    if edge.color != style.color.replace("000000", ""):
        look = (("color", style.color),)
        yield _told(rule, "颜色不是红的", "红色", "颜色", (_edge(rule, look),), norms, path)
    wanted = reach(style, norms.style.page)
    look_of = rule.set.placing
    size = norms.style.body.size
    sides = (
        (look_of.left_chars or 0) * size or look_of.left or 0,
        (look_of.right_chars or 0) * size or look_of.right or 0,
    )
    area = norms.area[0]
    length, should = (area - sum(x) for x in (sides, [one / 20 for one in wanted]))
    if abs(length - should) > norms.rules.tolerance["表格宽"] * POINTS_PER_MM:
        ends = (("leftChars", "0"), ("left", str(wanted[0])), ("rightChars", "0"))
        mend = OnParagraph(rule.number, "ind", (*ends, ("right", str(wanted[1]))))
        said = f"长{length / POINTS_PER_MM:.0f}毫米"
        # The text above a line at its own edge goes with its indents, unless it is centred.
        free = rule.set.empty or rule.set.placing.alignment == "center"
        mends: tuple[Mend, ...] = (mend,) if free else ()
        should_be = f"{should / POINTS_PER_MM:.0f}毫米"
        yield _told(rule, said, should_be, "长", mends, norms, path)
    yield from _distance(found, lined[-1], norms, path)


def _distance(found: Sequence[Part], at: int, norms: Norms, path: str) -> Iterator[Departure]:
    """How far the line is below what stands above it, where lines of exact height tell."""
    rule, style = found[at], norms.style.head_rule
    look = rule.set.placing
    edge = look.bottom or _NONE
    upper = next((i for i in range(at, -1, -1) if found[i].text.strip()), None)
    if upper is None:
        return
    text = found[upper].set
    if any(one.set.placing.rule != "exact" for one in found[upper : at + 1]):
        return
    size = max((stretch.letters.size or 0 for stretch in text.stretches), default=0)
    free = ink.below(size, text.placing.line or 0) + edge.space
    previous = text.placing
    for one in found[upper + 1 : at + 1]:
        now = one.set.placing
        free += max(below(previous, norms), above(now, norms)) + (now.line or 0)
        previous = now
    there = free / POINTS_PER_MM
    if abs(there - style.distance) <= norms.rules.tolerance["分隔线"]:
        return
    line = (look.line or 0) + style.distance * POINTS_PER_MM - free
    mends: tuple[Mend, ...] = ()
    if at > upper and line >= 1:
        height = (("line", str(twips(line))), ("lineRule", "exact"))
        mends = (OnParagraph(rule.number, "spacing", height),)
    elif at == upper:
        space = str(max(0, round(edge.space + style.distance * POINTS_PER_MM - free)))
        mends = (_edge(rule, (("space", space),)),)
    yield _told(
        rule, f"在上一行下面{there:.1f}毫米", f"{style.distance:g}毫米", "距离", mends, norms, path
    )


def _edge(rule: Part, look: tuple[tuple[str, str], ...]) -> Mend:
    """A change of the line, all of which a paragraph must say for itself."""
    edge = rule.set.placing.bottom or _NONE
    all_of_it = {
        "val": "single",
        "sz": str(round(edge.width * 8)),
        "space": f"{edge.space:g}",
        "color": edge.color or "auto",
        **dict(look),
    }
    return OnEdge(rule.number, "bottom", tuple(all_of_it.items()))


def _told(
    rule: Part, said: str, wanted: str, key: str, mends: tuple[Mend, ...], norms: Norms, path: str
) -> Departure:
    return told(
        rule, "LAY042", said, wanted, norms, f"版头分隔线.{key}", path
    )._replace(subject="版头分隔线", mends=mends)  # fmt: skip
