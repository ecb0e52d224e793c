"""Numbers and facts of persons that no paper should carry (PRV001, PRV002)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import Asked, Edit, Hit

_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z.〔])[0-9]{11,19}[0-9Xx]?(?![0-9A-Za-z.元])")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS: Final = "10X98765432"
_PLATE: Final = re.compile(
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•]?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)
_CONTACT: Final = re.compile("联系|电话|热线|手机|值班|咨询|举报|传真")
_NEAR: Final = 12


def identifiers(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """Identity card numbers, mobile numbers, bank cards and number plates; shown masked."""
    for index, line in enumerate(paper.lines):
        text = line.text
        for match in _NUMBER.finditer(text):
            kind = _kind(match[0])
            if kind == "手机号" and (line.role == "note" or _contact(text, match.start())):
                continue
            if kind:
                yield _masked(index, match, kind, 3 if kind == "手机号" else 4)
        for match in _PLATE.finditer(text):
            if re.search("[0-9]", match[0][2:]):
                yield _masked(index, match, "车牌号", 2)


def _kind(number: str) -> str:
    """What the number is: 身份证号, 手机号, 银行卡号, or "" for none of them."""
    if len(number) == 18 and number[:17].isdigit() and number[6:8] in ("19", "20"):
        total = sum(int(d) * w for d, w in zip(number, _WEIGHTS, strict=False))
        return "身份证号" if _CHECK_DIGITS[total % 11] == number[-1].upper() else ""
    if not number.isdigit():
        return ""
    if len(number) == 11 and number[0] == "1" and number[1] in "3456789":
        return "手机号"
    return "银行卡号" if len(number) in (16, 19) and number[0] in "3456" and _luhn(number) else ""


def _luhn(number: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1)."""
    digits = [int(d) for d in reversed(number)]
    return sum(d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits)) % 10 == 0


def _contact(text: str, at: int) -> bool:
    """Whether the number is given so that people can call."""
    return _CONTACT.search(text, max(0, at - _NEAR), at) is not None


def _masked(index: int, match: re.Match[str], kind: str, kept: int) -> Hit:
    whole = match[0]
    shown = whole[:kept] + "*" * (len(whole) - kept - 2) + whole[-2:]
    spot = Spot(index, *match.span())
    values = {"种类": kind, "改为": shown}
    return Hit(spot, values, edits=(Edit(spot, shown),), masked=shown)


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
