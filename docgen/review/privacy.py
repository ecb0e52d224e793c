"""Numbers and facts of persons that no paper should carry (PRV001, PRV002)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import Asked, Edit, Hit
from docgen.review.joined import everything
from docgen.review.private import WORTH, private_in


def identifiers(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """Identity card numbers, mobile numbers, bank cards and number plates; shown masked."""
    for index in everything(paper).holding(WORTH):
        line = paper.lines[index]
        for found in private_in(line.text, contact=line.role == "note"):
            spot = Spot(index, found.start, found.end)
            values = {"种类": found.kind, "改为": found.shown}
            yield Hit(spot, values, edits=(Edit(spot, found.shown),), masked=found.shown)


# -- persons ---------------------------------------------------------------------------------------

_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤阳"
)
_TITLES: Final = (
    "(?:支部书记|总支书记|党委书记|第一书记|村书记|副书记|村主任|村委会主任|副主任|主任|会计|文书|组长|厂长|经理"
    "|镇长|乡长|党员|村民|居民|群众|职工|贫困户|低保户|五保户|脱贫户|监测户|上访人|信访人)"
)
_PERSON: Final = re.compile(
    f"{_TITLES}(?P<name>[{_SURNAMES}][一-鿿]{{1,2}}?)(?=[，、。；：（(的都同于因是为在被有自已]|等)"
    f"|(?P<name2>[{_SURNAMES}][一-鿿]{{1,2}}?)(?=同志|某某)"
)
_NOT_NAMES: Final = frozenset(
    "代表 干部 同志 群众 任职 任期 高度 高龄 万人 万元 白天 金融 石料".split()
)


def named_facts(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A person's name near what concerns only that person.  Parameters: 敏感 words, 以内 characters."""
    words = re.compile("|".join(map(re.escape, str(rule.parameters["敏感"]).split())))
    near = int(str(rule.parameters.get("以内", 30)))
    for index in (*paper.prose, *paper.of("cell")):
        text = paper.folded[index]
        if words.search(text) is None:
            continue
        for match in _PERSON.finditer(text):
            name = match["name"] or match["name2"]
            if name in _NOT_NAMES or name[:2] in _NOT_NAMES:
                continue
            stop = _sentence_end(text, match.end())
            word = words.search(text, match.end(), min(stop, match.end() + near))
            if word:
                group = "name" if match["name"] else "name2"
                yield Hit(Spot(index, *match.span(group)), {"词": word[0]})


def _sentence_end(text: str, at: int) -> int:
    end = text.find("。", at)
    return len(text) if end < 0 else end
