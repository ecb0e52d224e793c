"""The sections of a report, made of a survey: what the template is, before it is tried with facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from docgen.audit.report.blocks import Block, Items, Report, Section, Table, Words
from docgen.audit.report.tried import tried_sections, tried_summary
from docgen.audit.report.wording import counted, joined, level_counts, near, part_at
from docgen.audit.slots import SlotRow
from docgen.audit.survey import Survey
from docgen.compose.anatomy import Branch
from docgen.finding import Finding

_DEEDS: Final = "TPL001"


def report_of(survey: Survey) -> Report:
    """The report of the survey."""
    template = survey.template
    sections = [
        _outline(survey),
        _slots(survey),
        _spare(survey),
        _deeds(survey),
        _phrases(survey),
        _findings(survey),
        *tried_sections(survey),
    ]
    return Report(
        f"模板审核报告：{template.name}",
        f"{survey.genre}　{template.id}.md.j2　{survey.today}",
        tuple(_summary(survey)),
        tuple(section for section in sections if section.blocks),
    )


def _summary(survey: Survey) -> Iterator[tuple[str, str]]:
    slots = [row for row in survey.slots if not row.part.call]
    lack = {kind: sum(row.lack == kind for row in slots) for kind in ("待填", "省去半句", "不印")}
    files = "、".join(survey.parts.files[1:])
    yield "模板", f"{survey.template.id}.md.j2" + (f"，引入 {files}" if files else "")
    yield (
        "填空",
        f"{len(slots)}处：没填时待填的{lack['待填']}处，省去半句的{lack['省去半句']}处，不印的{lack['不印']}处",
    )
    yield (
        "结构",
        f"标题{len(survey.parts.titles)}个，条件{len(survey.parts.of('if'))}处，"
        f"循环{len(survey.parts.of('for'))}处，可省的句子{len(survey.parts.of('[[ ]]'))}处",
    )
    spare = f"，同组没有用到的{len(survey.spare)}项" if survey.spare else ""
    yield "要的事实", f"{len(survey.needed)}项{spare}"
    gaps = [row.topic for row in survey.phrases if row.gaps]
    yield (
        "提法和套话",
        f"提法{len(survey.phrases)}个，套话{len(survey.stock)}个"
        + (f"；2000年以来有空档的提法{len(gaps)}个" if gaps else "；2000年以来没有空档"),
    )
    yield "模板的问题", level_counts(survey.findings) or "没有"
    yield from tried_summary(survey)


# -- what the template is --------------------------------------------------------------------------


def _outline(survey: Survey) -> Section:
    texts, deep = [], []
    for title in survey.parts.titles:
        when = _when(title.inside)
        texts.append(
            title.text
            + (f"（{when}）" if when else "")
            + f"　{near(title.file, title.line, survey.template.id)}"
        )
        deep.append(title.level - 1)
    fields = survey.template.fields.items()
    blocks: list[Block] = [
        Table(("栏", "写法", "在哪一行"), tuple((n, t, f"第{line}行") for n, (t, line) in fields)),
        Items(tuple(texts), tuple(deep)) if texts else Words("正文没有标题。"),
    ]
    return Section("outline", "提纲", tuple(blocks))


def _when(inside: Iterable[Branch]) -> str:
    return "，".join(branch.said for branch in inside)


def _slots(survey: Survey) -> Section:
    head = ("事实", "类型", "没填时", "在哪一行", "条件", "所在的句子")
    rows = tuple(_slot_row(row, survey.template.id) for row in survey.slots)
    note = "一处填空一行；〔〕里是这一处，□ 是别的填空。没填时：待填，印【待填】；省去半句，括在 [[ ]] 里的话都不印；不印，只有这一处空着。"
    return Section("slots", "填空", (Words(note, soft=True), Table(head, rows)) if rows else ())


def _slot_row(row: SlotRow, own: str) -> tuple[str, ...]:
    return (
        "\n".join(row.facts),
        row.kind,
        row.lack,
        part_at(row.part, own),
        "\n".join(b.said for b in row.part.inside if b.side != "写"),
        row.part.sentence,
    )


def _spare(survey: Survey) -> Section:
    if not survey.spare:
        return Section("spare", "可用而没有用的事实", (Words("模板用到的各组，每一项都用了。"),))
    given = survey.tried is not None
    head = ("事实", "类型", "说明", *(("几家填了",) if given else ()))
    rows = tuple(
        (row.path, row.kind, row.note.partition("；")[0], *((str(row.given),) if given else ()))
        for row in survey.spare
    )
    note = "模板用到了这些事实所在的那一组，却没有读它们；是有意不用，还是漏了，请看一遍。"
    return Section("spare", "可用而没有用的事实", (Words(note, soft=True), Table(head, rows, (3,))))


def _deeds(survey: Survey) -> Section:
    found = [f for f in survey.findings if f.code == _DEEDS]
    if not found:
        blocks: tuple[Block, ...] = (
            Words("没有。模板自己的文字里，说做成的事、得到的结果，都在填空或条件里。"),
        )
    else:
        blocks = (finding_table(found),)
    return Section("deeds", "没有事实作凭据的做法和成效", blocks)


def _phrases(survey: Survey) -> Section:
    blocks: list[Block] = []
    if survey.phrases:
        rows = tuple(
            (
                row.topic,
                str(row.versions),
                "\n".join(map(str, row.gaps)) or "没有",
                "\n".join(map(str, row.silent)) or "没有",
                row.now or "（没有可说的）",
                joined(near(f, line, survey.template.id) for f, line in row.places),
            )
            for row in survey.phrases
        )
        blocks += [
            Words(
                "空档：2000年以来没有版本的日子，那时的稿写不成。有意不说：版本写明那时没有可说的。",
                soft=True,
            ),
            Table(("提法", "版本", "空档", "有意不说", "今天的写法", "在哪一行"), rows, (1,)),
        ]
    if survey.stock:
        stock = tuple(
            (row.topic, str(row.wordings), counted(len(row.places), "处")) for row in survey.stock
        )
        blocks.append(Table(("套话", "几种写法", "用在"), stock, (1,)))
    return Section("phrases", "提法和套话", tuple(blocks))


def _findings(survey: Survey) -> Section:
    blocks: tuple[Block, ...] = (
        (finding_table(survey.findings),) if survey.findings else (Words("没有发现问题。"),)
    )
    return Section("findings", "模板的问题", blocks)


def finding_table(findings: Sequence[Finding]) -> Table:
    """Findings as a table."""
    rows = tuple((f.level.label, f.code, f.message, str(f.place), f.hint) for f in findings)
    return Table(("级别", "代码", "问题", "在哪里", "怎么改"), rows)
