"""The filters for a writer's sentences: joining, ending and setting them out.

Each takes texts or records and returns a text that keeps its sources.  The first line of a
docstring is the guide's entry for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from docgen.compose.carried import Part, Txt, joined, txt
from docgen.compose.lists import list_code
from docgen.compose.reading import attribute, gap_part, read, said_plainly, text_of
from docgen.compose.slots import ACTIVE, BLOCK, Missing, Recorder
from docgen.errors import TemplateError
from docgen.facts.sentences import Said
from docgen.facts.values import Fact, Record, Records

STOPS: Final = "。！？；"
_QUOTED_STOPS: Final = ("。”", "！”", "？”")
_ITEM = BLOCK + "I"
_END = BLOCK + "Z"  # A to F are the styles of 列式


def listed(items: Any, last: str = "、") -> Txt:
    """几项并列，用顿号相连；引号、书名号之间不加：“甲”“乙”、丙。项里已有顿号的，用逗号隔开。

    例：机制: [{名: “四议两公开”}, {名: “三会一课”}, {名: 积分管理}] ⟶ {{ 机制 | 并列 }} ⟶ “四议两公开”“三会一课”、积分管理
    例：排查: {标准: [缺活力、不开会, 缺责任]} ⟶ {{ 排查.标准 | 并列 }} ⟶ 缺活力、不开会，缺责任
    例：无: [集体上访, 安全事故] ⟶ 没有{{ 无 | 并列("和") }} ⟶ 没有集体上访和安全事故
    """
    texts = [without_stop(_title(item)) for item in sequence(items)]
    stop = "，" if any("、" in _OUTSIDE.sub("", text) for text in texts) else "、"
    pieces: list[str] = []
    for index, text in enumerate(texts):
        if index:
            before, here = str(texts[index - 1])[-1:], str(text)[:1]
            close = stop == "、" and (before, here) in (("”", "“"), ("》", "《"))
            final = index == len(texts) - 1 and last != "、"
            pieces.append(last if final else "" if close else stop)
        pieces.append(text)
    return joined(pieces)


_OUTSIDE: Final = re.compile("“[^”]*”|《[^》]*》|（[^）]*）")
"""What a 顿号 inside of does not part the items of a list."""


def clauses(items: Any) -> Txt:
    """几句话连成一句，用分号隔开，句末的标点去掉：甲；乙；丙。

    例：排查: {标准: [不开会, 不公开。]} ⟶ {{ 排查.标准 | 连句 }} ⟶ 不开会；不公开
    """
    pieces: list[str] = []
    for item in sequence(items):
        text = without_stop(_title(item))
        if text:
            pieces += ["；", text] if pieces else [text]
    return joined(pieces)


def sequence(items: Any) -> Sequence[Any]:
    """The items of a list.  Raises TemplateError for what is none."""
    if isinstance(items, Records):
        ACTIVE.get().paths.append(f"{items.path}#")
        return items.items
    if isinstance(items, list | tuple):
        return items
    raise TemplateError("这个过滤器只用于列表")


def _title(item: Any) -> Txt:
    if isinstance(item, Record):
        name = item.entry.title
        if not name:
            field = next(iter(item.entry.members), "名称")
            raise TemplateError(
                f"“{item.path}”没有主项，不能直接并列",
                hint=f'写明并列哪一项：逐项("{field}") | 并列；或在数据字典里给这个列表写 主项: {field}',
            )
        item = attribute(item, name)
    elif isinstance(item, Fact):
        item = read(item)
    if type(item) is Missing:
        return gap_part(item)
    text = text_of(item)
    return text if type(text) is Txt else txt(text, getattr(item, "sources", ()))


def _text(value: Any) -> Txt:
    text = text_of(value)
    if BLOCK in text:
        raise TemplateError("列述 后面不接过滤器", hint="让它单独成一个填空")
    return text if type(text) is Txt else txt(text, getattr(value, "sources", ()))


def _figure(said: Said, sentence: Txt) -> Txt:
    """A figure of a sentence as a text of its own."""
    return txt(said.text, (f"{sentence.sources[0]}#{said.order}",), kind="figure")


def _cut(text: Txt, at: int) -> tuple[Txt, Txt]:
    """The text cut before a character, parts and sources kept on both sides."""
    if not text.parts:
        return (
            txt(str(text)[:at], text.sources, (), text.kind, text.fact),
            txt(str(text)[at:], text.sources, (), text.kind, text.fact),
        )
    left: list[Part] = []
    right: list[Part] = []
    seen = 0
    for piece in text.parts:
        part = piece if isinstance(piece, str) else _figure(piece, text)
        if seen + len(part) <= at:
            left.append(part)
        elif seen >= at:
            right.append(part)
        elif type(part) is Txt:
            head, tail = _cut(part, at - seen)
            left.append(txt(str(head), part.sources, head.parts, part.kind))
            right.append(txt(str(tail), part.sources, tail.parts, part.kind))
        else:
            left.append(part[: at - seen])
            right.append(part[at - seen :])
        seen += len(part)
    return (
        txt(str(text)[:at], text.sources, tuple(left), text.kind),
        txt(str(text)[at:], text.sources, tuple(right), text.kind),
    )


def without_stop(value: Any) -> Txt:
    """去掉句末标点，好接着往下写。

    例：问题: [{打算: 按季联系一次。}] ⟶ {{ 问题[0].打算 | 无句号 }}，由组织办负责。 ⟶ 按季联系一次，由组织办负责。
    """
    text = _text(value)
    end = len(text.rstrip(STOPS + "，、"))
    if text.endswith("。”"):  # “……。”，goes on as “……”，
        return joined((_cut(text, end - 2)[0], _cut(text, end - 1)[1]))
    return _cut(text, end)[0] if end < len(text) else text


def sentence(value: Any) -> Txt:
    """一句话，末尾恰有一个句号。

    例：问题: [{表现: 台账更新慢}] ⟶ {{ 问题[0].表现 | 句 }} ⟶ 台账更新慢。
    例：问题: [{表现: 台账更新慢。}] ⟶ {{ 问题[0].表现 | 句 }} ⟶ 台账更新慢。
    """
    text = _text(value)
    if not text or text[-1:] in "。！？" or text.endswith(_QUOTED_STOPS):
        return text
    if text[-1:] in ("；", "，", "、"):
        text = without_stop(text)
    parts = (*text.parts, "。") if text.parts else ()
    return txt(f"{text}。", text.sources, parts, text.kind, text.fact)


def sentence_plainly(fact: Fact, recorder: Recorder) -> tuple[str | Said, ...] | None:
    """What `sentence` prints of a leaf with nothing beside its value; see `said_plainly`."""
    text = fact.value
    if type(text) is not str or text[-1:] in ("", "；", "，", "、"):
        return None
    said = said_plainly(fact, recorder)
    if said is None or text[-1] in "。！？" or text.endswith(_QUOTED_STOPS):
        return said
    last = said[-1]
    return (*said[:-1], last + "。") if isinstance(last, str) else (*said, "。")


def heading(value: Any) -> Txt:
    """分句标题：[强领导, 重宣传, 推动工作起步] → 强领导，重宣传，推动工作起步。

    例：工作: [{题: [抓班子, 强队伍]}] ⟶ {{ 工作[0].题 | 三段题 }} ⟶ 抓班子，强队伍
    例：工作: [{题: 抓班子}] ⟶ {{ 工作[0].题 | 三段题 }} ⟶ 抓班子
    """
    if not isinstance(value, Records):
        return without_stop(value)
    items = [without_stop(_title(item)) for item in sequence(value)]
    if not items:
        return Missing(value.path).hit()  # type: ignore[return-value]
    pieces: list[str] = []
    for index, item in enumerate(items):
        pieces += ["，", item] if index else [item]
    return joined(pieces)


def whole_sentence(value: Any) -> Txt:
    """一条要点连成话：文，或主题、做法、成效依次成句。

    例：工作: [{题: 甲, 要点: [抓好轮训。办班2期]}] ⟶ {{ 工作[0].要点[0] | 成句 }} ⟶ 抓好轮训。办班2期。
    例：工作: [{题: 甲, 要点: [{主题: 抓好轮训, 做法: 办班2期}]}] ⟶ {{ 工作[0].要点[0] | 成句 }} ⟶ 抓好轮训。办班2期。
    """
    if not isinstance(value, Record):
        return sentence(value)
    recorder = ACTIVE.get()
    out: list[str] = []
    for name in value.members:
        if name not in SENTENCE_FIELDS:
            continue
        text = read(value.members[name])
        if type(text) is Missing:
            out += [gap_part(text), "。"]
        elif text:
            out.append(sentence(text))
    recorder.step(len(out))
    if not out:
        return Missing(f"{value.path}").hit()  # type: ignore[return-value]
    return joined(out)


SENTENCE_FIELDS: Final = frozenset(("文", "主题", "做法", "成效", "事实", "要求"))


def set_out(items: Any, style: Any = "一是") -> Txt:
    """成串列出：一是…；二是…。样式另有 首先、一方面、（一）、1.、段；只有一条时不编号。

    例：工作: [{题: 甲, 要点: [抓轮训, 抓帮带, 抓考核]}] ⟶ {{ 工作[0].要点 | 列述 }} ⟶ 一是抓轮训；二是抓帮带；三是抓考核。
    例：工作: [{题: 甲, 要点: [抓轮训]}] ⟶ {{ 工作[0].要点 | 列述 }} ⟶ 抓轮训。
    例：工作: [{题: 甲, 要点: [抓轮训, 抓帮带, 抓考核]}] ⟶ {{ 工作[0].要点 | 列述("首先") }} ⟶ 首先，抓轮训；其次，抓帮带；最后，抓考核。
    例：工作: [{题: 甲, 要点: [抓轮训, 抓帮带]}] ⟶ {{ 工作[0].要点 | 列述("一方面") }} ⟶ 一方面，抓轮训；另一方面，抓帮带。
    """
    name = str(text_of(style)) or "一是"
    pieces: list[str] = [f"{BLOCK}{list_code(name)}"]
    for item in sequence(items):
        pieces += [_ITEM, whole_sentence(item if not isinstance(item, Fact) else read(item))]
    pieces.append(_END)
    return joined(pieces)


_DONE: Final = ("完成", "坚持")
_ALWAYS: Final = ("长期", "常年")
_NUMBER: Final = "(?:[0-9]+|[一二两三四五六七八九十几半]+)"
_EVERY: Final = re.compile(f"每{_NUMBER}?个?(?:工作日|小时|天|日|周|星期|旬|半?月|季度?|半?年)")
_DAYS: Final = re.compile(f"{_NUMBER}(?:[至到—–～~-]{_NUMBER})?(?:个工作)?日")
"""A number of days, as no month stands before it: 3日, 10个工作日, 3至5日; not 9月3日, 本月15日."""
_UNTIL: Final = ("底", "末", "初", "旬", "日", "号")
_WITHIN: Final = (
    *("年", "季度", "季", "个月", "个半月", "半月", "天", "周", "星期", "小时", "工作日", "月份"),
)


def deadline(value: Any) -> Any:
    """完成时限：10月底、9月3日 → 前完成；1个月、3日 → 内完成；每季度 → 每季度完成；长期 → 长期坚持；别的 → 时限为……。

    例：问题: [{时限: 9月底}] ⟶ {{ 问题[0].时限 | 限期 }} ⟶ 9月底前完成
    例：问题: [{时限: 10个工作日}] ⟶ {{ 问题[0].时限 | 限期 }} ⟶ 10个工作日内完成
    例：问题: [{时限: 每季度}] ⟶ {{ 问题[0].时限 | 限期 }} ⟶ 每季度完成
    例：问题: [{时限: 长期}] ⟶ {{ 问题[0].时限 | 限期 }} ⟶ 长期坚持
    """
    if type(value) is Missing:
        return value
    text = without_stop(value)
    before, after = _limit(str(text))
    return joined([part for part in (before, text, after) if part])


def _limit(text: str) -> tuple[str, str]:
    """What stands before and behind a time when it is a limit."""
    if text.endswith(_DONE):
        return "", ""
    if text in _ALWAYS:
        return "", "坚持"
    if text.endswith(("前", "内")) or _EVERY.fullmatch(text):
        return "", "完成"
    if _DAYS.fullmatch(text):
        return "", "内完成"
    if text.endswith(_WITHIN):  # a stretch of time: “1个月前” would be in the past
        return "", "内完成"
    if text.endswith(_UNTIL):
        return "", "前完成"
    if text.endswith("月"):
        return "", "底前完成"
    return "时限为", ""
