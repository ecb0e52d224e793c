"""What reading set aside: page numbers, web residue, tracked changes, hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docgen.library.rules import Rule
from docgen.manuscript import Aside, Manuscript, Role, Spot
from docgen.review.engine import Asked, Drop, Hit

_DIGIT: Final = re.compile('[0-9０-９“”"]')
_SURE: Final = re.compile(
    r"[^\u4e00-\u9fff]+|赞助商(?:链接)?|当前位置.{0,80}|首\s*页\s*[>＞»›].{0,100}"
    r"|[上下]一[页篇](?:[\s|]*[上下]一[页篇])?|返回(?:首页|顶部|列表)|猜你喜欢|预览结束.{0,60}"
)
"""Residue that no paper could mean."""
_PAGE: Final = re.compile(
    r"[-－—–―•·]{1,2}\s*[0-9]{1,4}\s*[-－—–―•·]{1,2}|第\s*[0-9]{1,4}\s*页(?:\s*[,，/]?\s*共\s*[0-9]{1,4}\s*页)?"
)
"""A page number that is no figure of the text: a bare one may be."""


_SOURCE: Final = re.compile(r"(?:信息|稿件)?来源\s*[:：]\s*(?P<name>[^\s:：]{2,40})")
_UNIT: Final = re.compile("[一-鿿]{2,3}?(?:镇|乡|街道|县|区|市)")
_TELLS: Final[tuple[Role, ...]] = ("title", "masthead", "organ", "imprint")


def _is_own_source(paper: Manuscript, genre: str, aside: Aside) -> bool:
    """Whether a 简报 says at its foot that it is the unit's own: 来源：青山镇党建办."""
    found = _SOURCE.fullmatch(aside.text)
    if found is None or (genre or paper.genre) != "briefing" or not paper.prose:
        return False
    if aside.place.line <= paper.lines[paper.prose[-1]].place(0).line:
        return False
    unit = _UNIT.findall(found["name"])
    said = "".join(paper.lines[index].text for role in _TELLS for index in paper.of(role))
    return bool(unit) and unit[-1] in said


def set_aside(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:
    """Everything of the kind that the parameter 种类 names; what is certainly none of the paper,
    or its title told again, can be taken out; a page number where it parts a sentence."""
    kind = rule.parameters["种类"]
    titles = {paper.lines[index].text for index in paper.of("title")}
    for aside in paper.asides:
        if aside.kind == kind and not _is_own_source(paper, asked.genre, aside):
            sure = aside.text in titles or _SURE.fullmatch(aside.text) is not None
            sure = sure and kind == "residue" and _DIGIT.search(aside.text) is None
            numbered = aside.parts and kind == "page" and _PAGE.fullmatch(aside.text) is not None
            drop: Drop = ""
            if sure or numbered:
                drop = "parting" if aside.parts else "whole"
            yield Hit(Spot(0, 0, 0), aside=(aside.place, aside.text), drop=drop)
