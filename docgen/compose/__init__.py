"""Composing: a template and the facts of a unit become a document.

compose(template, facts, library, on=…) is the one entry; the engine with its compiled
templates is kept per library.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any, Final

from jinja2 import Template

from docgen.compose import claims
from docgen.compose.budget import Made, fitted
from docgen.compose.carried import Txt, txt
from docgen.compose.elements import (
    NOTE,
    Elements,
    Taker,
    has_elements,
    notes,
    of_another,
    parted,
    slot_of,
    stands,
)
from docgen.compose.engine import Engine
from docgen.compose.filters import FILTERS, PLAINLY, SEES_GAPS
from docgen.compose.lists import cut, list_code
from docgen.compose.outline import Outline, read_outline
from docgen.compose.phrases import formulation
from docgen.compose.reading import absent, attribute, read
from docgen.compose.references import References
from docgen.compose.slots import ACTIVE, BLOCK, Missing, Recorder, SlotTable
from docgen.compose.stock import FUNCTION, Stock
from docgen.document import (
    Block,
    Document,
    Meta,
    Paragraph,
    Provenance,
    Signature,
    Text,
    number,
    plain,
    said,
)
from docgen.errors import InputError, TemplateError
from docgen.facts import as_of, dictionary_of
from docgen.facts.values import Fact, Facts, Group
from docgen.finding import Place
from docgen.library import Library, TemplateSource
from docgen.library.forms import Form
from docgen.library.snippets import Phrase

__all__ = ["Composer", "compose"]


NO_DAY: Final = "不知道文稿的日期"
NO_DAY_HINT: Final = "在 文稿 下写 期间 和 日期，或用 --date 给出"
"""Why facts without any day make no paper, and what to do."""
COUNTIES: Final = frozenset(("县", "区", "市"))
"""单位.类别 of what is no 乡, 镇 or 街道."""


def compose(
    template: TemplateSource,
    facts: Facts,
    library: Library,
    *,
    on: date | None = None,
    style: str = "",
    budget: int | None = None,
    why: str = "",
    called: Collection[str] | None = None,
) -> Document:
    """The document this template makes of these facts, numbered and with its gaps listed.

    on: the day the paper is issued; it decides the 提法 and stands as 成文日期.  None takes
    文稿.日期 or else the day the facts speak of, and leaves 成文日期 a gap.
    style: id of the style it is set in; "" takes that of 文稿.样式, else the template's.
    budget: how many characters it may have (see `document.length`); what the template marks as
    例证, 展开 and 可删 is left out for it, and each of these is listed with `why`.  A paper
    that is too long without them keeps the rest, and says so in its gaps.
    called: elements round the text (版头, 版记) that a letterhead has slots for: each is there, a
    gap when its fact is missing, nothing when the fact says 无.  None: without a letterhead.
    Raises TemplateError naming the template's line, InputError when there is no day at all.
    """
    composer = Composer.of(library)
    style = style or style_of(facts, library)
    if style:
        template = replace(template, style=style)
    if budget is None:
        return composer.made(template, facts, on, called=called)[0]
    return fitted(
        lambda cut: composer.made(template, facts, on, cut, called),
        budget,
        why or f"按{budget}字压缩",
    )


class Composer:
    """The engine of one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.dictionary = dictionary_of(library)
        self._slots: dict[tuple[str, str], int] = {}
        self.engine = Engine(
            self.dictionary,
            library.template_text,
            FILTERS,
            {
                "提法": self._formulation,
                FUNCTION: Stock(library).phrase,
                "节数": claims.section_count,
                "列式": list_style,
                "缺": missing_member,
            },
            SEES_GAPS,
            PLAINLY,
        )
        absents = {name: absent(entry, name) for name, entry in self.dictionary.roots.items()}
        self._nothing: Final[Mapping[str, Any]] = {**self.engine.functions, **absents}
        """The functions, and what stands for the facts that were not given, the same in every
        draft."""
        self._phrase: Callable[[str, date, tuple[date, date] | None, str], Phrase]
        self._phrase = lru_cache(maxsize=1024)(self._worded)  # the drafts of a batch share both

    @classmethod
    @lru_cache(maxsize=16)
    def of(cls, library: Library) -> Composer:
        """The composer of the library, made once; the last few are kept."""
        return cls(library)

    def compile(self, template: TemplateSource) -> tuple[dict[str, Template], Template]:
        """The front-matter slots and the body, ready to run; raises TemplateError."""
        fields = {
            name: self.engine.compile("\n" * (line - 1) + text, template.id)
            for name, (text, line) in template.fields.items()
        }
        body = "\n" * (template.line - 1) + template.body
        return fields, self.engine.compile(body, template.id)

    def made(
        self,
        template: TemplateSource,
        facts: Facts,
        on: date | None,
        cut: Collection[tuple[str, ...]] = (),
        called: Collection[str] | None = None,
    ) -> Made:
        """The document without what the keys of `cut` name, and what may be left out for length."""
        day = on or as_of(facts)
        if day is None:
            raise InputError(NO_DAY, where=facts.files[-1], hint=NO_DAY_HINT)
        if on is not None:
            facts = dated(facts, on)
        fields, body = self.compile(template)
        form = self.library.form(template)
        touched = has_elements(form, facts)
        others = of_another(template, facts, self.library) if touched or called else frozenset()
        if touched and form.spared and stands(form, facts, others):
            fields = {name: slot for name, slot in fields.items() if name not in form.spared}
        if touched and notes(facts, others):
            fields = {name: slot for name, slot in fields.items() if name != NOTE}
        if called and NOTE in fields:
            called = [name for name in called if name != NOTE]
        table = SlotTable(self.engine.slots, f"{template.id}:{template.line}")
        references = References(facts, self.dictionary.find)
        recorder = Recorder(facts, day, template.outward, references, table, template.id)
        recorder.cut = frozenset(cut)
        token = ACTIVE.set(recorder)
        try:
            context = self._context(facts)
            marked = {name: self.engine.run(field, context) for name, field in fields.items()}
            marked_body = self.engine.run(body, context)
            elements = Elements()
            if called or touched:
                slot = self._slot(form)
                taker = Taker(form, facts, others, recorder, slot, called)
                elements = taker.elements()
        finally:
            ACTIVE.reset(token)
        place = table.place
        heads = {
            name: read_outline(text, recorder.spans, place=place) for name, text in marked.items()
        }
        outline = read_outline(marked_body, recorder.spans, style=template.list_style, place=place)
        document = self._document(template, facts, day, recorder, heads, outline, elements)
        patterns = template.numbering or self.library.style(template.style).numbering
        numbered = number(document, patterns, lone=False)
        return numbered, recorder.may_go

    def _slot(self, form: Form) -> Callable[[str], int]:
        """The engine's number of the slot of each element of a form."""

        def number(name: str) -> int:
            known = self._slots.get((form.name, name))
            if known is None:
                known = self._slots[form.name, name] = len(self.engine.slots)
                self.engine.slots.append(slot_of(form, name))
            return known

        return number

    def _context(self, facts: Facts) -> dict[str, Any]:
        members = facts.root.members
        given = {name: read(members[name]) for name in self.dictionary.roots if name in members}
        return {**self._nothing, **given}

    def _document(
        self,
        template: TemplateSource,
        facts: Facts,
        day: date,
        recorder: Recorder,
        heads: dict[str, Outline],
        outline: Outline,
        elements: Elements,
    ) -> Document:
        blocks: list[Block] = outline.blocks
        field = {
            name: _one_line(head, f"{template.id}:{template.fields[name][1]}")
            for name, head in heads.items()
        }
        if recorder.claims:
            fill = claims.fill(blocks)
            blocks = claims.fill_blocks(blocks, fill, recorder.claims)
            field = {name: fill(text) for name, text in field.items()}
        vanished = [row for head in heads.values() for row in head.vanished] + outline.vanished
        body, attachments = parted(blocks)
        attachments += elements.attachments
        signature = Signature(_signed(field, elements), field.get("日期", ()), elements.seal)
        made = partial(
            Document,
            genre=template.genre,
            title=field.get("标题", ()),
            body=tuple(body),
            signature=signature if signature.organs or signature.issued_on else None,
            note=field.get(NOTE, ()) if elements.note is None else elements.note,
            masthead=elements.masthead,
            attendance=elements.attendance,
            attachments=attachments,
            imprint=elements.imprint,
            meta=Meta(
                template=template.id,
                unit=facts.unit,
                period=facts.period.text if facts.period else "",
                on=day.isoformat(),
                style=template.style,
            ),
        )
        recipients, salutation = field.get("主送", ()), field.get("称谓", ())
        owing = recorder.owing
        texts = said(made(recipients=recipients, salutation=salutation)) if owing else ()
        return made(
            recipients=_with_colon(recipients),
            salutation=_with_colon(salutation),
            gaps=claims.gaps(texts, vanished, recorder.reasons, recorder.unsure),
            provenance=Provenance(
                decisions=tuple(recorder.decisions), slots=tuple(recorder.table.slots)
            ),
        )

    def _worded(
        self, topic: str, on: date, period: tuple[date, date] | None, audience: str
    ) -> Phrase:
        """The wording of a topic for a day and period."""
        snippets, rows = self.library.snippets, self.library.formulations
        return formulation(snippets, rows, topic, on, period, audience=audience)

    def _formulation(self, topic: str, aspect: str = "") -> Txt:
        """提法("指导思想")：这一天通行的提法；分 正在、已开展 的只在相合时印出；没有的印空。

        例： ⟶ 坚持{{ 提法("指导思想") }} ⟶ 坚持以习近平新时代中国特色社会主义思想为指导
        例：文稿: {期间: 2003年, 日期: 2003-12-30} ⟶ 坚持{{ 提法("指导思想") }} ⟶ 坚持以邓小平理论和“三个代表”重要思想为指导，树立和落实科学发展观
        例：文稿: {期间: 2014年上半年, 日期: 2014-07-03} ⟶ {{ 提法("集中教育", "正在") }} ⟶ 按照开展党的群众路线教育实践活动的部署要求
        例：文稿: {期间: 2014年上半年, 日期: 2014-07-03} ⟶ {{ 提法("集中教育", "已开展") }} ⟶
        """
        recorder = ACTIVE.get()
        period = recorder.facts.period
        dates = (period.start, period.end) if period else None
        kind = recorder.facts.get("单位.类别")
        county = isinstance(kind, Fact) and kind.text in COUNTIES
        phrase = self._phrase(str(topic), recorder.on, dates, "县" if county else "乡镇")
        said = phrase.frame or phrase.text if aspect in ("", phrase.aspect) else ""
        sources = (phrase.source, "文稿.日期", "文稿.期间")
        recorder.paths.extend(sources)
        return txt(said, sources, kind="phrase")


def list_style(style: Any) -> Any:
    """列式("（一）")：下面的要点怎么排；可用的样式见 列述。

    例： ⟶ {{ 列式("1.") }}⏎- 抓轮训⏎- 抓帮带 ⟶ 1.抓轮训。⏎2.抓帮带。
    例： ⟶ {{ 列式("首先") }}⏎- 抓轮训⏎- 抓帮带 ⟶ 首先，抓轮训；其次，抓帮带。
    """
    if type(style) is Missing:
        return style.hit()
    return txt(f"{BLOCK}{list_code(str(style)).upper()}" if style else "")


def missing_member(value: Any, name: str = "") -> Any:
    """缺("后进村")、缺(项, "要点")：在这里留一个待填。

    例：工作: [{题: 甲}] ⟶ {{ 缺(工作[0], "正文") }} ⟶ 【待填：工作[1].正文】
    例：工作: [{题: 甲, 正文: 办班2期}] ⟶ {% if 工作[0].正文 %}{{ 工作[0].正文 | 句 }}{% else %}{{ 缺(工作[0], "正文") }}{% endif %} ⟶ 办班2期。
    """
    if not name:
        return Missing(str(value))
    found = attribute(value, str(name))
    path = getattr(found, "path", None) or (found.sources[-1] if type(found) is Txt else str(name))
    return Missing(str(path).removesuffix("#"))


def _signed(field: Mapping[str, Text], elements: Elements) -> tuple[Text, ...]:
    """Who signs: those the facts say in place of whom the template says, as offices always do."""
    said = field.get("署名", ())
    if said or elements.seal == "签名章":
        return elements.organs or (said,)
    return ()


def _one_line(outline: Outline, where: str) -> Text:
    texts = [block.text for block in outline.blocks if isinstance(block, Paragraph)]
    if len(texts) != len(outline.blocks) or len(texts) > 1:
        raise TemplateError("文首的 标题、主送、署名 等只写一行文字", where=where)
    return texts[0] if texts else ()


def _with_colon(text: Text) -> Text:
    words = plain(text)
    if words.endswith(":"):
        text = cut(text, len(words) - 1)[0]
    return (*text, "：") if words and not words.endswith("：") else text


def style_of(facts: Facts, library: Library) -> str:
    """The id of the style that 文稿.样式 names, "" when it names none.

    Raises InputError with the place of a name that no style has.
    """
    named = facts.get("文稿.样式")
    if not isinstance(named, Fact) or not named.text:
        return ""
    try:
        return library.style_named(named.text).id
    except InputError as error:
        raise InputError(error.message, where=str(named.place), hint=error.hint) from None


def dated(facts: Facts, on: date) -> Facts:
    """The facts with 文稿.日期 set to this day, as the command line gives it."""
    root = facts.root
    entry = root.entry.members["文稿"]
    paper = root.members.get("文稿")
    members = dict(paper.members) if isinstance(paper, Group) else {}
    place = Place("--date")
    members["日期"] = Fact("文稿.日期", entry.members["日期"], on, on.isoformat(), place)
    group = Group("文稿", entry, MappingProxyType(members), place)
    tree = {**root.members, "文稿": group}
    return replace(facts, root=replace(root, members=MappingProxyType(tree)))
