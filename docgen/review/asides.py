"""What reading set aside: page numbers, web residue, tracked changes, hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
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


def set_aside(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """Everything of the kind that the parameter 种类 names; what is certainly none of the paper,
    or its title told again, can be taken out; a page number where it parts a sentence."""
    kind = rule.parameters["种类"]
    titles = {paper.lines[index].text for index in paper.of("title")}
    for aside in paper.asides:
        if aside.kind == kind:
            sure = aside.text in titles or _SURE.fullmatch(aside.text) is not None
            sure = sure and kind == "residue" and _DIGIT.search(aside.text) is None
            numbered = aside.parts and kind == "page" and _PAGE.fullmatch(aside.text) is not None
            drop: Drop = ""
            if sure or numbered:
                drop = "parting" if aside.parts else "whole"
            yield Hit(Spot(0, 0, 0), aside=(aside.place, aside.text), drop=drop)
