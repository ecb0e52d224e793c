"""What stands before and behind the body: title, recipients, signature, date and so on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from docgen.document import GAP_TITLES
from docgen.language.dates import typed_date
from docgen.language.labels import label_at
from docgen.manuscript import Role
from docgen.read.elements import LABEL
from docgen.read.strips import Strip

Named: TypeAlias = Role | Literal["", "residue"]
"""A role, "" for one not known yet, residue for a title told again."""

_ENDS: Final = "。，；：、:;,！!"
_LONGEST_TITLE: Final = 60
_GENRE: Final = (
    "汇报|总结|报告|讲话|发言|简报|材料|方案|意见|通知|决定|请示|计划|要点|纪要|通报|函|致辞|办法|"
    "规定|情况|提纲|做法|经验|批复|公告|决议|体会|信息|动态|工作"
)
_WHOLE_TITLE: Final = re.compile(rf"(?:{_GENRE})(?:[（(].{{1,12}}[）)])?$")
_DRAFT_MARK: Final = re.compile(
    "[（(](?:讨论稿|草案|初稿|送审稿|征求意见稿|代拟稿|提纲|摘要|汇报稿|审议稿|修改稿|第.稿|范文|样稿|.{0,8}稿)[）)]"
)
_SALUTATION: Final = re.compile(
    r"(?:尊敬的)?(?:各位|同志们|同志|全体|在座的|诸位)[^。；：:]{0,40}[：:！!，,]?|尊敬的[^。；：:]{1,40}[：:！!，,]"
    r"|(?:领导|代表|委员|同志|老师|乡亲|村民|党员|朋友|来宾)[^。；：:]{0,30}们[：:！!，,]"
)
_ORGAN_WORD: Final = (
    "委|部|局|府|室|组|院|校|厅|署|站|所|办|处|会|镇|乡|村|县|区|市|社区|街道|支部|总支|党组织|单位|部门|公司|中心|企业|"
    "机关|团体|党校|农场|林场|基地|科|股|队|协会"
)
_RECIPIENTS: Final = re.compile(
    rf"(?!.*(?:如下|下面|以下|现将|汇报))[^。；：:!！]{{1,120}}(?:{_ORGAN_WORD}|同志|书记|领导|主任)[）)]?[：:]"
)
YEAR_AND_NUMBER: Final = r"[〔\[［（(【﹝][0-9]{2,4}[〕\]］）)】﹞]\s*第?\s*[0-9xX×Ｘ]{1,4}\s*号"
"""What stands behind the name in a 发文字号, were it in the wrong brackets or with 第 or zeros: that
is for the review to tell."""
_NUMBERED: Final = re.compile(
    rf"(?:【待填：文稿\.发文字号】|.{{0,14}}{YEAR_AND_NUMBER})(?:\s+签发人[：:].{{0,20}})?"
)
_MASTHEAD: Final = re.compile(
    r"[0-9]{6}|(?:绝密|机密|秘密)(?:[★☆].{0,8})?|内部(?:资料|文件|材料)(?:.{0,10})?|(?:特急|加急|平急|急件)"
    r"|签\s*发\s*人[：:].{0,30}|[（(]?(?:总)?第\s*[0-9一二三四五六七八九十百]{1,5}\s*期(?:[（(].{0,14}[）)])?[）)]?(?:\s.{0,40})?"
    r"|[0-9]{4}年第\s*[0-9一二三四五六七八九十]{1,4}\s*期(?:.{0,12})?"
)
_ISSUED_BY: Final = re.compile(r"(?P<organ>[^。，；：\s]{3,40})\s+(?P<on>\S.{3,20}日)")
_BULLETIN: Final = re.compile("(?:简报|动态|信息|快报|通讯|专报|工作情况)$")
SENT: Final = r"(?:[抄主分报发印呈]\s*送|抄\s*报|分\s*发|报|送|发)\s*[：:]"
"""What a line of the 版记 that names who gets the paper begins with."""
_IMPRINT: Final = re.compile(
    rf"{SENT}.{{1,200}}"
    r"|(?:印\s*发|编\s*辑|责任编辑|责编|审\s*核|审\s*稿|签\s*发|校\s*对)\s*[：:].{1,200}"
    r"|.{0,40}?[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日\s*印(?:发)?|[（(]?共?\s*印\s*[0-9]+\s*份[）)]?"
)
_NOTE: Final = re.compile(
    r"【待填：文稿\.附注】|(?:[（(](?:[^（()）]|[（(][^（()）]*[）)]){2,160}[）)])+"
)
_ATTACHMENT: Final = re.compile(r"附\s*[件表][：:].*|附\s*件\s*[0-9一二三四五六七八九十]{0,2}")
_YEAR: Final = (
    r"(?:[0-9０-９]{4}|[12][0-9０-９X×xＸ*]{1,3}|[一二][〇○◯oO0零ΟО一二三四五六七八九×xX]{1,3})?"
)
_SOME: Final = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|[X×xＸ*]{1,2})?"
_DATE: Final = re.compile(rf"{_YEAR}\s*年\s*{_SOME}\s*月\s*{_SOME}\s*(?:日)?")
_OWED: Final = re.compile("【待填[：:][^】]*】")
_NAME: Final = re.compile(r"[\u4e00-\u9fff（）()〇×xX“”·\s0-9A-Za-z【】：.\[\]]{2,40}")
_ORGAN: Final = re.compile(
    r".{2,40}(?:委员会|党委|党工委|工委|党组|党?支部|总支|人民政府|政府|办公室|组织部|宣传部|统战部|"
    r"纪委|领导小组|工作组|专班|[^，。]{2}局|联合会|政协|人大|[^，。]{2}[镇乡县村]|街道|社区|学校|公司)"
)

_JOINT: Final = re.compile(
    rf"[^，。；：、！？]{{2,40}}(?:{_ORGAN_WORD}|长|书记|主任|主席)"
    r"|【待填：文稿\.(?:署名|发文机关标志|签发职务)[^】]*】"
)
"""A line above an organ or office that signs, when it is one that signs too."""
_SIGNERS: Final = 12
"""Lines of a 署名 at most."""

_TO: Final = re.compile(SENT)
_DEEP: Final = 12
"""Lines above a title."""
_LONGEST_NAME: Final = 16
"""Characters of the name of a bulletin."""
_PRESENT: Final = re.compile("(?:出席|请假|列席)[：:].+")
_ISSUE: Final = re.compile(
    r"(?:(?:[0-9]{4}年)?第\s*[^\s（）]{1,6}\s*期|【待填：文稿\.期号】)(?:（总第[^（）]{1,8}期）)?"
)
_FILE: Final = re.compile(
    r"(?:[^，。；：\s]{2,40}(?:委员会|党委|党工委|工委|党组|政府|办公室|部|局|纪委|小组))?文件"
)
_MARK: Final = re.compile(r"[^，。；：\s]{2,40}纪要")
"""发文机关标志 with its 文件, and the name of a 纪要."""


def is_date(text: str) -> bool:
    """Whether the line is a date, were it incomplete: 二〇一二年六月三十日, 2026年 月 日."""
    kept = text.strip("（()） ")
    if len(kept) > 30:
        return False
    return typed_date(kept) is not None or (len(kept) > 1 and _DATE.fullmatch(kept) is not None)


def front(strips: Sequence[Strip], roles: list[Named]) -> int:
    """Names what stands before the body; gives the index of the body's first strip."""
    titles: list[int] = []
    told: set[str] = set()
    addressed = False
    index = _above_title(strips)
    roles[:index] = ["masthead"] * index
    masthead = index > 0
    while index < len(strips):
        strip, text = strips[index], strips[index].text
        named = strip.role not in ("", "title", "attendance")
        if strip.cell is not None or named or text in GAP_TITLES:
            break
        role: Named
        if strip.level < 0 or strip.role == "title":
            role = "title"
        elif strip.level:
            break
        elif not addressed and (_MASTHEAD.fullmatch(text) or _is_numbered(strips, index)):
            role, masthead = "masthead", True
            if titles and all(_BULLETIN.search(strips[at].text) for at in titles):
                for at in titles:
                    roles[at] = "masthead"
                titles, told = [], set()
        elif is_date(text):
            role = "date" if titles else "masthead"
        elif masthead and not titles and _is_issuer(strips, index):
            role = "masthead"
        elif _SALUTATION.fullmatch(text) and (text[-1] in "：:！!，," or len(text) < 12):
            role, addressed = "salutation", True
        elif titles and not addressed and _PRESENT.fullmatch(text):
            role = "attendance"
        elif titles and not addressed and _RECIPIENTS.fullmatch(text):
            role, addressed = "recipients", True
        elif text in told:
            role = "residue"
        elif _is_title(text) and not addressed:
            role = _role_near_title(strips, titles, index)
        else:
            break
        if not role:
            break
        if role == "title":
            titles.append(index)
            told.add(text)
        roles[index] = role
        index += 1
    for at in range(index, len(strips)):
        if strips[at].text in told and strips[at].cell is None and not strips[at].level:
            roles[at] = "residue"
    return index


def _above_title(strips: Sequence[Strip]) -> int:
    """How many lines stand above the title as a masthead, as far as that is beyond doubt.

    They are of a masthead's styles; or above a title that the format marks; or up to an element
    that stands nowhere else (a number, an issue, 文件), with a title below.
    """
    end = next((i for i, s in enumerate(strips[:_DEEP]) if s.role != "masthead"), 0)
    if end:
        return end
    issued = False
    for index, strip in enumerate(strips[:_DEEP]):
        text = strip.text
        if strip.level < 0 or strip.role == "title":
            return index
        if strip.cell is not None or strip.role or strip.level:
            break
        after = strips[index + 1].text if index + 1 < len(strips) else ""
        beside = issued and ("\t" in text or _ISSUED_BY.fullmatch(text) is not None)
        issued = issued or _ISSUE.match(text) is not None
        sure = any(pattern.fullmatch(text) for pattern in (_NUMBERED, _ISSUE, _FILE))
        named = _MARK.fullmatch(text) and _WHOLE_TITLE.search(after)
        if beside or sure or (named and _attended(strips, index + 2)):
            end = index + 1
        elif not (_is_head(text) or (len(text) <= _LONGEST_NAME and _ISSUE.match(after))):
            break
    return end if end and end < len(strips) and _is_title(strips[end].text) else 0


def _attended(strips: Sequence[Strip], begin: int) -> bool:
    """Whether a line from there on says who attended, as those of a 纪要 do."""
    return any(_PRESENT.fullmatch(strip.text) for strip in strips[begin:])


def _is_head(text: str) -> bool:
    """Whether the line can be one of a masthead."""
    return any(pattern.fullmatch(text) for pattern in (_MASTHEAD, _ORGAN, _MARK, _OWED))


def _is_numbered(strips: Sequence[Strip], index: int) -> bool:
    """Whether it is 发文字号, or the 发文机关标志 right above one."""
    text = strips[index].text
    if _NUMBERED.fullmatch(text):
        return True
    after = strips[index + 1].text if index + 1 < len(strips) else ""
    return len(text) <= 30 and text.endswith("文件") and _NUMBERED.fullmatch(after) is not None


def _is_issuer(strips: Sequence[Strip], index: int) -> bool:
    """Whether it names who issues a bulletin: an organ with a date in its line or the next, or
    alone between the 期号 and a title that does not go on from it."""
    text = strips[index].text
    if _ISSUED_BY.fullmatch(text):
        return True
    if index + 1 >= len(strips) or _ORGAN.fullmatch(text) is None:
        return False
    after = strips[index + 1].text
    if is_date(after):
        return True
    numbered = index > 0 and _ISSUE.match(strips[index - 1].text) is not None
    return numbered and _is_title(after) and not after.startswith("关于")


def _is_title(text: str) -> bool:
    return (
        1 < len(text) <= _LONGEST_TITLE
        and text[-1] not in _ENDS
        and "。" not in text
        and "；" not in text
        and label_at(text) is None
        and not _PRESENT.fullmatch(text)
    )


def _role_near_title(strips: Sequence[Strip], titles: list[int], index: int) -> Named:
    """What an unmarked line that could be a title is: title, its next line, organ, or none."""
    strip, text = strips[index], strips[index].text
    if not titles:
        return "title"
    before = strips[titles[-1]]
    whole = _WHOLE_TITLE.search(before.text)
    if text[0] in "—-－" or _DRAFT_MARK.fullmatch(text):
        return "title"
    if strip.align == "center" == before.align and not _ORGAN.fullmatch(text):
        return "title"
    if titles[-1] == index - 1 and not whole and _WHOLE_TITLE.search(text) and not before.level:
        return "title"
    return "organ" if _ORGAN.fullmatch(text) and _NAME.fullmatch(text) else ""


def back(strips: Sequence[Strip], roles: list[Named], first: int) -> None:
    """Names what stands behind the body: gaps, imprint, note, date, organ, who attended,
    attachments."""
    last = len(strips) - 1
    for index in range(first, len(strips)):
        if strips[index].text in GAP_TITLES:
            roles[index:] = ["gap"] * (len(strips) - index)
            last = index - 1
            break
    last = _foot(strips, roles, first, last)
    begun = _first_attachment(strips, first, last)
    _appended(strips, roles, begun, last)
    if begun <= last:
        last = _foot(strips, roles, first, begun - 1)
    at = _date_line(strips, first, last)
    if at >= first and not strips[at].role:
        roles[at] = "date"
    top = at if at >= first else last + 1
    while top > first and _signs(strips, top, last + 1 if at < first else at, at >= first):
        top -= 1
        if not strips[top].role:
            roles[top] = "organ"
    while top > first and _PRESENT.fullmatch(strips[top - 1].text):
        top -= 1
        roles[top] = roles[top] or "attendance"
    _attachments(strips, roles, first, top)
    if at >= first:
        _appended(strips, roles, at + 1, last)


def _foot(strips: Sequence[Strip], roles: list[Named], first: int, last: int) -> int:
    """Names the imprint and the note that end the lines; gives the last line above them."""
    while last >= first:
        text = strips[last].text
        if roles[last] == "residue" or strips[last].role in ("imprint", "note"):
            pass
        elif _IMPRINT.fullmatch(text) or _is_printer(strips, first, last):
            roles[last] = "imprint"
        elif _NOTE.fullmatch(text) and not is_date(text):
            roles[last] = "note"
        else:
            break
        last -= 1
    return last


def _is_printer(strips: Sequence[Strip], first: int, last: int) -> bool:
    """Whether the last line is the 印发机关 alone: below 抄送, or an organ below a signature."""
    if last - first < 1 or strips[last].cell is not None or strips[last].role:
        return False
    above = strips[last - 1].text
    named = _ORGAN.fullmatch(strips[last].text) is not None
    signed = last - first > 1 and is_date(above) and _is_organ(strips, last - 2, dated=True)
    return named and (_TO.match(above) is not None or signed)


def _first_attachment(strips: Sequence[Strip], first: int, last: int) -> int:
    """Where the first 附件 begins that is part of the draft and listed before, else behind the
    last line."""
    listed = False
    for index in range(first, last + 1):
        text = strips[index].text
        if listed and LABEL.fullmatch(text):
            return index
        listed = listed or re.match(r"附\s*件\s*[：:]", text) is not None
    return last + 1


def _appended(strips: Sequence[Strip], roles: list[Named], begin: int, last: int) -> None:
    """Names the labels of the 附件 and the title below each."""
    for index in range(begin, last + 1):
        strip = strips[index]
        above = strips[index - 1] if index > begin else None
        titled = above is not None and LABEL.fullmatch(above.text) and strip.level <= 0
        if not roles[index] and (
            _ATTACHMENT.fullmatch(strip.text) or (titled and _is_title(strip.text))
        ):
            roles[index] = "attachment"


def _date_line(strips: Sequence[Strip], first: int, last: int) -> int:
    """The date that ends the body, -1 when none does; an appendix may follow it."""
    for index in range(last, first - 1, -1):
        strip = strips[index]
        if strip.cell is not None or strip.level:
            continue
        dated = strip.role == "date" or is_date(strip.text)
        if not dated and _OWED.fullmatch(strip.text) and "日期" in strip.text:
            dated = index > first and _is_organ(strips, index - 1, dated=True)
        if dated and (index == last or _ATTACHMENT.fullmatch(strips[index + 1].text)):
            return index
    return -1


def _signs(strips: Sequence[Strip], top: int, end: int, dated: bool) -> bool:
    """Whether the line above the 署名 from top to end is one of it too: several organs issue a
    paper together, one below the other or side by side.  dated: whether a date stands at the end."""
    if end - top >= _SIGNERS:
        return False
    if _is_organ(strips, top - 1, dated=dated and top == end):
        return True
    strip = strips[top - 1]
    joint = top < end and not (strip.role or strip.level or strip.cell)
    return joint and _JOINT.fullmatch(strip.text) is not None and label_at(strip.text) is None


def _is_organ(strips: Sequence[Strip], index: int, dated: bool) -> bool:
    """Whether it is a 署名: by its style, by its place right above a date, or by its name."""
    strip = strips[index]
    if strip.role == "organ":
        return True
    if strip.role or strip.level or strip.cell is not None or label_at(strip.text) is not None:
        return False
    if strip.text[-1] in _ENDS or _PRESENT.fullmatch(strip.text) or not _NAME.fullmatch(strip.text):
        return False
    return dated or strip.align == "right" or _ORGAN.fullmatch(strip.text) is not None


def _attachments(strips: Sequence[Strip], roles: list[Named], first: int, top: int) -> None:
    """Names 附件说明 above the signature: 附件：1.… and the lines that go on counting."""
    for index in range(max(first, top - 12), top):
        if re.match(r"附\s*件\s*[：:]", strips[index].text):
            if all(len(strip.text) <= 60 for strip in strips[index + 1 : top]):
                for at in range(index, top):
                    roles[at] = roles[at] or "attachment"
            return
