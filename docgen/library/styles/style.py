"""The style that the elements of the page make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from docgen.library.styles.elements import (
    Alternatives,
    AttachmentHead,
    AttachmentNote,
    Attendance,
    Body,
    Corner,
    DocumentNumber,
    Edited,
    Font,
    HeadRule,
    Imprint,
    Issue,
    Levels,
    Mark,
    Note,
    Page,
    PageNumber,
    Recipients,
    Rule,
    Sealed,
    Signers,
    Stamped,
    TableText,
    Title,
    TypeArea,
    Unsealed,
)
from docgen.library.styles.parameters import Setting, section


class Deviation(NamedTuple):
    """A parameter that leaves what a clause prescribes: as it is, and as it is prescribed."""

    setting: Setting
    prescribed: Setting


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a paper.

    parent: the style it inherits from, "" when none.  settings: the parameters as written, in
    the order of the sections.  deviations: those that leave a 规定 of a style above.
    """

    id: str
    name: str
    parent: str
    settings: tuple[Setting, ...]
    deviations: tuple[Deviation, ...]
    page: Page = section(Page, "页面")
    grid: TypeArea = section(TypeArea, "版心")
    copy_number: Corner = section(Corner, "份号")
    secrecy: Corner = section(Corner, "密级")
    urgency: Corner = section(Corner, "紧急程度")
    mark: Mark = section(Mark, "发文机关标志")
    document_number: DocumentNumber = section(DocumentNumber, "发文字号")
    signers: Signers = section(Signers, "签发人")
    issue: Issue = section(Issue, "期号")
    edited: Edited = section(Edited, "编发")
    head_rule: HeadRule = section(HeadRule, "版头分隔线")
    foot_rule: Rule = section(Rule, "首页下线")
    title: Title = section(Title, "标题")
    attendance: Attendance = section(Attendance, "出席")
    recipients: Recipients = section(Recipients, "主送机关")
    body: Body = section(Body, "正文")
    headings: tuple[Font, ...] = section(Font, "一级标题", "二级标题", "三级标题", "四级标题")
    levels: Levels = section(Levels, "结构层次")
    attachment_note: AttachmentNote = section(AttachmentNote, "附件说明")
    signature: Unsealed = section(Unsealed, "落款")
    sealed: Sealed = section(Sealed, "印章")
    stamped: Stamped = section(Stamped, "签名章")
    note: Note = section(Note, "附注")
    attachment: AttachmentHead = section(AttachmentHead, "附件")
    imprint: Imprint = section(Imprint, "版记")
    page_number: PageNumber = section(PageNumber, "页码")
    table_header: Font = section(Font, "表头")
    table_text: TableText = section(TableText, "表格")
    gap_title: Font = section(Font, "待补标题")
    gap_text: Font = section(Font, "待补事项")
    alternatives: Alternatives = section(Alternatives, "替代字体")

    def __hash__(self) -> int:
        return hash((self.id, self.name))

    @property
    def pitch(self) -> float:
        """Line pitch of the 版心 in points: one 行."""
        return self.grid.pitch

    @property
    def spacing(self) -> float:
        """What is added between the characters of the body, in points."""
        return self.grid.spacing

    @property
    def cell(self) -> float:
        """Width of one body character with its spacing, in points: one 字."""
        return self.body.size + self.grid.spacing

    @property
    def western(self) -> str:
        """Font of Latin letters and digits, "" for the Chinese one."""
        return self.body.western

    @property
    def numbering(self) -> tuple[str, ...]:
        """A numbering pattern for each level."""
        return self.levels.numbering

    def stand_ins(self, font: str) -> tuple[str, ...]:
        """The font and then those that may stand in for it, best first."""
        groups = self.alternatives
        for names in (
            *(groups.fangsong, groups.kaiti, groups.heiti),
            *(groups.biaosong, groups.songti),
        ):
            if font in names:
                return (font, *(name for name in names if name != font))
        return (font,)
