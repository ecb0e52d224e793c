"""The elements round the body: number, title, addressee, signature, date, attachments, closing (DOC)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from docgen.finding import Level
from docgen.language.dates import typed_date
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import Asked, Edit, Hit
from docgen.review.joined import everything, running
from docgen.review.stated import posted_in

_NUMBER_YEAR: Final = re.compile(
    r"^.{0,14}[〔\[［（(【](?P<year>(?:19|20)[0-9]{2})[〕\]］）)】]\s*第?\s*[0-9]{1,4}\s*号"
)
_FRONT: Final = 6
"""Lines within which 发文字号 stands."""


def number_year(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """The year in the draft's own 发文字号 against the year of its 成文日期."""
    dates = paper.of("date")
    issued = typed_date(paper.lines[dates[-1]].text) if dates else None
    if issued is None:
        return
    for index, line in enumerate(paper.lines[:_FRONT]):
        if line.role not in ("masthead", "body"):
            continue
        found = _NUMBER_YEAR.match(line.text)
        if found and int(found["year"]) != issued.year:
            spot = Spot(index, *found.span("year"))
            last = Spot(dates[-1], 0, len(paper.lines[dates[-1]].text))
            yield Hit(spot, {"成文年": str(issued.year)}, related=(last,))
        if found:
            return


# -- title -----------------------------------------------------------------------------------------

_STATUTORY: Final = "请示|报告|通知|通报|函|批复|公告|通告|决定|决议|意见|纪要|公报|议案|命令"
_DOUBLED: Final = re.compile(
    r"(?P<one>请示|报告|通知|通报|函|批复|公告|通告|决定)的?(?P<two>请示|报告|通知|通报|函|批复|公告|通告|决定)$"
)
_FORWARDS: Final = re.compile(
    "转发|印发|批转|发布|转报|报送|执行|废止|修改|撤销|贯彻|答复|回复|[》”]"
)
_TWICE: Final = re.compile("关于关于|的的")
_ON_ABOUT: Final = re.compile("关于对")
_NAMELESS: Final = re.compile(
    "(?:中共)?(?P<it>[镇乡]|街道)(?![党委政人群域级村街乡镇直管属里务机团妇纪干容风情民中校财志史长办企领])(?![一-龥]{0,3}[县市区省州])(?=[一-龥])"
)
_GENRE_WORD: Final = re.compile(
    rf"{_STATUTORY}|总结|汇报|讲话|发言|方案|计划|要点|简报|情况|规定|办法|细则|制度|提纲|调研|述职|主持词|致辞|"
    "倡议|清单|台账|材料|说明|建议|打算|经验|做法|体会|综述|安排|规划|纲要|章程|信|提示|预案|小结|述评|讲稿|工作纪实|剖析|规则|守则|公约|流程|职责"
)


def title(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A title without 文种, with two, with words doubled or a mark behind it."""
    lines = paper.of("title")
    if not lines:
        yield from _unmarked_title(paper)
        return
    last = lines[-1]
    text = paper.lines[last].text.rstrip()
    whole = paper.title()
    if text[-1] in "。！，；、：":
        spot = Spot(last, len(text) - 1, len(text))
        yield Hit(spot, variant="末尾", edits=(Edit(spot, ""),))
    if (found := _DOUBLED.search(text)) and not _FORWARDS.search(whole):
        yield Hit(Spot(last, *found.span()), variant="重叠")
    for index in lines:
        for pattern, variant in ((_TWICE, "叠字"), (_ON_ABOUT, "关于对")):
            for twice in pattern.finditer(paper.lines[index].text):
                spot = Spot(index, *twice.span())
                yield Hit(spot, variant=variant, level=Level.HINT if pattern is _ON_ABOUT else None)
    first = paper.lines[lines[0]].text
    if nameless := _NAMELESS.match(first):
        yield Hit(Spot(lines[0], *nameless.span("it")), variant="缺名", level=Level.HINT)
    if whole.startswith("《") and whole.endswith("》") and whole.count("《") == 1:
        yield Hit(Spot(lines[0], 0, 1), variant="书名号", level=Level.HINT)
    if paper.of("recipients") and not _GENRE_WORD.search(whole):
        yield Hit(Spot(last, 0, len(text)), variant="缺文种", level=Level.HINT)


def _unmarked_title(paper: Manuscript) -> Iterator[Hit]:
    """A first line that would be the title but for the mark behind it."""
    for index, line in enumerate(paper.lines[:2]):
        text = line.text
        if line.role == "body" and 4 < len(text) <= 45 and text[-1] in "。！" and not line.label:
            found = re.search(rf"(?:{_STATUTORY}|总结|汇报|讲话|方案|计划)$", text[:-1])
            if found and not re.search("[。，；]", text[:-1]):
                spot = Spot(index, len(text) - 1, len(text))
                yield Hit(spot, variant="末尾", edits=(Edit(spot, ""),))
            return


# -- addressee -------------------------------------------------------------------------------------

_ADDRESSED: Final = re.compile(
    "(?:同志们|各位[^，。；：]{1,16}|各[^，。；：]{1,24}(?:支部|委员会|政府|单位|部门|街道|乡镇|社区)|"
    "[县市省区镇乡]委(?:组织部|宣传部|办公室)?|[县市省区镇乡]人民政府)(?P<mark>[，。、；！]?)"
)

_SET: Final[Mapping[str, str]] = {"indent": "缩进", "center": "居中", "right": "居右"}
"""How a line is set that is not flush left, where the format says so."""


def addressee(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """主送机关 or 称谓 not ended by a colon or not set flush left, several of a 请示, or none of it."""
    titles = paper.of("title")
    for index in (*paper.of("recipients"), *paper.of("salutation")):
        line = paper.lines[index]
        if line.text[-1] not in "：:":
            yield _colon(paper, index)
        if line.align in _SET:
            values = {"现": _SET[line.align]}
            doubt = None if line.role == "recipients" else Level.HINT
            yield Hit(Spot(index, 0, len(line.text)), values, "顶格", level=doubt)
    for index in titles[-1:]:
        after = index + 1
        if after < len(paper.lines) and paper.lines[after].role in ("body", "organ"):
            found = _ADDRESSED.fullmatch(paper.folded[after])
            if found and (found["mark"] or found[0].startswith(("同志们", "各位"))):
                yield _colon(paper, after)
            elif found and re.search("(?:汇报|报告|请示)$", paper.title()):
                yield _colon(paper, after)._replace(level=Level.HINT, edits=())
    name = paper.title()
    request = re.search("请示$", name)
    if request:
        for index in paper.of("recipients"):
            text = paper.folded[index]
            if re.search("[、，和]", text) and "（" not in text:
                yield Hit(Spot(index, 0, len(text)), variant="多头")
    if (request or re.search("(?<![来发公去回复信])函$", name)) and not paper.of("recipients"):
        below = paper.lines[titles[-1] + 1 : titles[-1] + 2]
        if below and below[0].role == "body" and not below[0].text.endswith(("：", ":")):
            yield Hit(Spot(titles[-1], 0, len(name)), variant="缺主送", level=Level.HINT)


def _colon(paper: Manuscript, index: int) -> Hit:
    text = paper.lines[index].text
    end = len(text)
    start = end - 1 if text[-1] in "，。、；！,;!" else end
    edits = (Edit(Spot(index, start, end), "："),)
    return Hit(Spot(index, 0, end), variant="冒号", edits=edits)


# -- signature and date ----------------------------------------------------------------------------

_ABBREVIATED: Final = re.compile(
    "[镇乡县市区村](?:党委|政府|党支部|纪委)|党委|党支部|办公室|组织部|本级党委"
)
_ORGAN: Final = re.compile(
    "中共.{2,30}?委员会(?:组织部|宣传部|办公室)?|.{2,20}?(?:人民政府|工作委员会)"
)
_SIGNED: Final = 8
"""Lines from the end within which 署名 stands, notes and imprint below it."""
_PARTLY: Final = re.compile(
    r"(?:[0-9]{4}|[一二][〇○0零一二三四五六七八九]{3})\s*年\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})\s*月"
)


def signature(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """署名 below the date, shortened, missing above a date, or another organ than the title's."""
    organs, dates = paper.of("organ"), paper.of("date")
    end = [index for index in dates if index > (paper.prose[-1] if paper.prose else -1)]
    for index in organs:
        text = paper.lines[index].text
        if index < len(paper.lines) - _SIGNED:
            continue
        if _dated_above(paper, index):
            yield Hit(Spot(index, 0, len(text)), variant="倒置", related=(Spot(index - 1, 0, 1),))
        for name in re.finditer("[^\t]+", text):
            if _ABBREVIATED.fullmatch(name[0]):
                yield Hit(Spot(index, *name.span()), variant="简称", level=Level.HINT)
        named = _ORGAN.match(paper.title())
        alone = len(organs) == 1 and "\t" not in text  # of several organs others sign as well
        if named and alone and "中共" in named[0] and "中共" in text and _differ(named[0], text):
            values = {"题中": named[0]}
            first = paper.of("title")[0]
            yield Hit(Spot(index, 0, len(text)), values, "不一", related=(Spot(first, 0, 1),))
    if end and not organs:
        spot = Spot(end[-1], 0, len(paper.lines[end[-1]].text))
        yield Hit(spot, variant="缺署名", level=Level.HINT)


def _dated_above(paper: Manuscript, organ: int) -> bool:
    """Whether the date stands above the 署名 instead of below it."""
    return organ > 0 and typed_date(paper.lines[organ - 1].text) is not None


def _differ(one: str, other: str) -> bool:
    """Whether two names of party committees are of two places, neither a shorter form of the other."""
    cores = [re.sub("中共|(?:工作)?委员会.*", "", name) for name in (one, other)]
    return cores[0] not in cores[1] and cores[1] not in cores[0]


_DAY_SAID: Final = re.compile(
    r"(?:(?P<year>20[0-9]{2})年|(?P<this>今年|本年))(?P<month>1[0-2]|[1-9])月(?P<day>3[01]|[12][0-9]|[1-9])日"
)
_DONE: Final = re.compile("召开|举行|举办|完成|印发|了|已")
_TO_COME: Final = re.compile(
    "将|拟|计划|准备|前|预计|打算|力争|确保|安排在|定于|要|到期|截止|为止|起施行|起执行|期限|至"
)
_CLAUSE: Final = "。；：！？"


def dated(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """成文日期 without its day, or earlier than what the text tells as done."""
    dates = paper.of("date")
    organs = paper.of("organ")
    tail = [i for i in dates if not paper.prose or i > paper.prose[-1]]
    for index in tail:
        text = paper.lines[index].text
        if _PARTLY.fullmatch(text.strip("（）()")):
            yield Hit(Spot(index, 0, len(text)), variant="不全")
    signed = bool(organs) and organs[-1] > (paper.prose[-1] if paper.prose else -1)
    if signed and not dates and not _dated_above(paper, organs[-1]):
        text = paper.lines[organs[-1]].text
        yield Hit(Spot(organs[-1], 0, len(text)), variant="缺日期", level=Level.HINT)
    if tail:
        yield from _later_than_posted(paper, tail[-1])
    on = paper.on if tail else None
    if on is None or (asked.on is not None and asked.on != on):
        return
    last = Spot(tail[-1], 0, len(paper.lines[tail[-1]].text))
    for index in paper.prose:
        text = paper.folded[index]
        for found in _DAY_SAID.finditer(text):
            year = int(found["year"]) if found["year"] else on.year
            try:
                day = date(year, int(found["month"]), int(found["day"]))
            except ValueError:
                continue
            if day <= on:
                continue
            begin = max(text.rfind(mark, 0, found.start()) for mark in _CLAUSE) + 1
            stops = [at for mark in _CLAUSE if (at := text.find(mark, found.end())) >= 0]
            said = text[begin : min(stops, default=len(text))]
            if _DONE.search(said) and not _TO_COME.search(said):
                yield Hit(Spot(index, *found.span()), variant="倒置", related=(last,))


def _later_than_posted(paper: Manuscript, index: int) -> Iterator[Hit]:
    """成文日期 later than the day a web page says it put the draft up."""
    said = posted_in(paper)
    posted = typed_date(
        re.sub(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", r"\1年\2月\3日", said)
    )
    text = paper.lines[index].text
    signed = typed_date(text)
    if posted is not None and signed is not None and signed > posted:
        yield Hit(Spot(index, 0, len(text)), {"发布": said}, "晚于发布")


# -- attachments -----------------------------------------------------------------------------------

_CITED: Final = re.compile(
    r"(?:见|详见|参见|按照|填写|填报|依照|执行|《[^》]{2,30}》（)附件(?P<n>[0-9]{1,2})?(?!精神)"
)
_OPENS: Final = re.compile(r"附\s*件\s*[：:]?\s*")
_LISTED: Final = re.compile(r"(?P<n>[0-9]{1,2})[.．、]\s*")
_APPENDIX: Final = re.compile(r"附\s*件")
_NUMBERED: Final = re.compile(r"附\s*件\s*([0-9]{1,2})?[：:]?")


def attachments(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """附件 cited but not listed; 附件说明 with marks, out of order, or a lone one numbered."""
    listed: list[tuple[Spot, int]] = []
    for index in paper.of("attachment"):
        text = paper.lines[index].text
        opened = _OPENS.match(text)
        begin = opened.end() if opened else 0
        if begin >= len(text) or re.fullmatch(r"附\s*件\s*[0-9一二三四五六七八九十]*", text):
            continue
        number = _LISTED.match(text, begin)
        count = int(number["n"]) if number else 0
        start = number.end() if number else begin
        listed.append((Spot(index, begin, start), count))
        end = len(text)
        if text[-1] in "。；，、,;":
            spot = Spot(index, end - 1, end)
            yield Hit(spot, variant="标点", edits=(Edit(spot, ""),))
        name = text[start:end].rstrip("。；，、,;")
        if name.startswith("《") and name.endswith("》") and name.count("《") == 1:
            marks = (
                Spot(index, start, start + 1),
                Spot(index, start + len(name) - 1, start + len(name)),
            )
            edits = tuple(Edit(mark, "") for mark in marks)
            yield Hit(Spot(index, start, start + len(name)), variant="书名号", edits=edits)
    for place, (spot, count) in enumerate(listed, 1):
        if count and count != place and len(listed) > 1:
            yield Hit(spot, {"应为": f"{place}."}, "次序")
            break
    if len(listed) == 1 and listed[0][1]:
        yield Hit(listed[0][0], variant="单个", level=Level.HINT)
    appended = {
        int(found[1] or 1)
        for index in everything(paper).holding(_APPENDIX)
        if (found := _NUMBERED.fullmatch(paper.lines[index].text.strip()))
    }
    have = max(len(listed), max(appended, default=0))
    for index in running(paper).holding(_CITED):
        for cited in _CITED.finditer(paper.folded[index]):
            number_cited = int(cited["n"] or 1)
            if number_cited > have:
                spot = Spot(index, *cited.span())
                variant = "未列" if have else "没有"
                level = None if have else Level.DOUBT
                yield Hit(spot, {"号": str(number_cited), "有": str(have)}, variant, level=level)
