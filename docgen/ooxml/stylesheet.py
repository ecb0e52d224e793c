"""The named paragraph styles of a .docx, and its font table, made from a `Style`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from docgen.library.styles import POINTS_PER_MM, Font, LineKind, Page, Rule, Style, mm_twips, twips
from docgen.ooxml import ink
from docgen.ooxml.runs import escape, fonts, weight_and_size

# Style ids in the file.  Built-in names keep navigation and renaming in the office working.
COPY_NUMBER = "CopyNumber"
SECRECY = "Secrecy"
URGENCY = "Urgency"
MARK = "Letterhead"
DOCUMENT_NUMBER = "DocumentNumber"
SIGNER = "Signer"
ISSUE = "IssueNumber"
EDITOR = "Editor"
HEAD_RULE = "HeadRule"
SENT = "Sent"
PRINTED = "Printed"
COPIES = "Copies"
IMPRINT_END = "ImprintEnd"
ATTENDANCE = "Attendance"
TITLE = "Title"
RECIPIENTS = "Recipients"
BODY = "BodyText"
HEADINGS = ("Heading1", "Heading2", "Heading3", "Heading4")
SIGNATURE = "Organ"
ISSUED_ON = "IssuedOn"
NOTE = "Note"
ATTACHMENT_NOTE = "AttachmentNote"
ATTACHMENT = "Attachment"
ATTACHMENT_TITLE = "AttachmentTitle"
TABLE_HEADER = "TableHeader"
TABLE_TEXT = "TableText"
GAP_TITLE = "GapTitle"
GAP_ITEM = "GapItem"


LABEL = 3
"""Characters of the labels 出席： and 抄送：, below which further lines begin."""


def style_elements(style: Style) -> str:
    """The `w:docDefaults` and every `w:style` of the styles part, as XML without a root."""
    body, pitch = style.body, twips(style.pitch)
    spacing = twips(style.spacing)
    size = round(body.size * 2)
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(body, style.western)}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    return defaults + "".join(_styles(style, pitch, spacing))


def indent(chars: float, points: float) -> str:
    """The first line's `w:ind`: in characters, and in twips for readers that lack those."""
    return f'<w:ind w:firstLineChars="{round(chars * 100)}" w:firstLine="{twips(points)}"/>'


def _styles(style: Style, pitch: int, spacing: int) -> Iterator[str]:
    body = style.body
    first_line = indent(style.body.indent, style.body.indent * body.size)

    def text(font: Font, tight: bool = True, color: str = "") -> str:
        return fonts(font, style.western) + weight_and_size(font, spacing if tight else 0, color)

    def lines(before: float = 0, after: float = 0, line: int = pitch, rule: str = "exact") -> str:
        return (
            f'<w:spacing w:before="{round(before * pitch)}" w:after="{round(after * pitch)}" '
            f'w:line="{line}" w:lineRule="{rule}"/>'
        )

    # overflowPunct is said although it is the default: LibreOffice 7.4 hangs stops beyond the line
    # unless it is, and then does not print them.
    yield (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:overflowPunct/>'
        '<w:snapToGrid w:val="0"/>'
        f'{lines()}<w:jc w:val="both"/></w:pPr><w:rPr>{text(body)}</w:rPr></w:style>'
    )
    yield (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
        '<w:unhideWhenUsed/></w:style><w:style w:type="table" w:default="1" '
        'w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
        '</w:tblPr></w:style><w:style w:type="numbering" w:default="1" w:styleId="NoList">'
        '<w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
        "</w:style>"
    )
    yield from _head(style, text, lines)
    yield from _foot(style, text, lines)
    title_line = twips(style.title.pitch or max(style.pitch, style.title.size * 1.25))
    yield _paragraph(
        TITLE,
        "Title",
        "<w:keepNext/><w:keepLines/>" + lines(0, style.title.after, title_line) + _jc("center"),
        text(style.title, tight=False),
        following=BODY,
    )
    recipients = style.recipients.indent
    yield _paragraph(
        RECIPIENTS,
        "主送机关",
        indent(recipients, recipients * body.size),
        "",
        following=BODY,
    )
    yield _paragraph(BODY, "Body Text", first_line, "")
    for level, (id, font) in enumerate(zip(HEADINGS, style.headings, strict=True)):
        yield _paragraph(
            id,
            f"heading {level + 1}",
            f'<w:keepNext/>{first_line}<w:outlineLvl w:val="{level}"/>',
            text(font),
            following=BODY,
        )
    right = _right(style.signature.right, style)
    yield _paragraph(
        SIGNATURE,
        "发文机关署名",
        f"<w:keepNext/>{lines(before=style.signature.before)}{right}{_jc('right')}",
        "",
        following=ISSUED_ON,
    )
    yield _paragraph(ISSUED_ON, "成文日期", right + _jc("right"), "")
    yield _paragraph(NOTE, "附注", indent(style.note.inset, style.note.inset * body.size), "")
    yield _paragraph(ATTACHMENT_NOTE, "附件说明", "", "")
    yield _paragraph(
        ATTACHMENT,
        "附件",
        "<w:keepNext/>",
        fonts(style.attachment, "") + weight_and_size(style.attachment, spacing),  # 7.3.7
        following=ATTACHMENT_TITLE,
    )
    blank = style.attachment.title_row - 2
    yield _paragraph(
        ATTACHMENT_TITLE,
        "附件标题",
        f"<w:keepNext/><w:keepLines/>{lines(blank, style.title.after, title_line)}{_jc('center')}",
        text(style.title, tight=False),
        following=BODY,
    )
    auto = lines(line=288, rule="auto")
    yield _paragraph(
        TABLE_HEADER, "公文表头", auto + _jc("center"), text(style.table_header, tight=False)
    )
    yield _paragraph(TABLE_TEXT, "公文表格", auto, text(style.table_text, tight=False))
    yield _paragraph(
        GAP_TITLE,
        "待补事项标题",
        "<w:keepNext/><w:pageBreakBefore/>" + lines(after=0.5) + _jc("left"),
        text(style.gap_title),
        following=GAP_ITEM,
    )
    yield _paragraph(
        GAP_ITEM,
        "待补事项",
        lines(after=0.2, line=300, rule="auto") + _jc("left"),
        text(style.gap_text, tight=False),
    )
    yield _paragraph(
        "Footer", "footer", lines(), text(style.page_number, tight=False), visible=False
    )


def _head(style: Style, text: Callable[..., str], lines: Callable[..., str]) -> Iterator[str]:
    """The paragraphs of the 版头; how far each stands below the one above it is its own."""
    for id, name, corner in (
        (COPY_NUMBER, "份号", style.copy_number),
        (SECRECY, "密级和保密期限", style.secrecy),
        (URGENCY, "紧急程度", style.urgency),
    ):
        yield _paragraph(id, name, _jc("left"), text(corner))
    mark, number = style.mark, style.document_number
    yield _paragraph(
        MARK,
        "发文机关标志",
        lines(line=twips(mark.size * mark.pitch)) + _jc("center"),
        text(mark, tight=False, color=mark.color),
    )
    yield _paragraph(DOCUMENT_NUMBER, "发文字号", _jc(number.side), text(number))
    yield _paragraph(SIGNER, "签发人", _jc("left"), text(style.signers))
    yield _paragraph(ISSUE, "期号", _jc(style.issue.side), text(style.issue))
    inset = twips(style.edited.inset * style.cell)
    width = mm_twips(style.page.type_area[0])
    yield _paragraph(
        EDITOR,
        "编发机关和日期",
        f'<w:tabs><w:tab w:val="right" w:pos="{width - inset}"/></w:tabs>'
        f'<w:ind w:left="{inset}" w:right="{inset}"/>{_jc("left")}',
        text(style.edited),
    )
    rule = style.head_rule
    left, right = reach(rule, style.page)
    yield _paragraph(
        HEAD_RULE,
        "版头分隔线",
        border("bottom", rule.width, rule.line, rule.color)
        + f'<w:ind w:left="{left}" w:right="{right}"/>',
        "",
    )


def _foot(style: Style, text: Callable[..., str], lines: Callable[..., str]) -> Iterator[str]:
    """The paragraphs of a 纪要's attendance and of the 版记."""
    label = LABEL * style.cell
    inset = style.attendance.inset * style.cell + label
    yield _paragraph(
        ATTENDANCE, "出席人员", f'<w:ind w:left="{twips(inset)}" w:hanging="{twips(label)}"/>', ""
    )
    look = style.imprint
    inset, label = look.inset * style.cell, LABEL * look.size
    row = look.pitch or style.pitch
    height = ink.middled(look.size, row)
    line = lines(after=(row - height) / style.pitch, line=twips(height))
    sides = f'<w:ind w:left="{twips(inset)}" w:right="{twips(inset)}"/>'
    right = mm_twips(style.page.type_area[0]) - twips(inset)
    yield _paragraph(
        SENT,
        "抄送机关",
        f'{line}<w:ind w:left="{twips(inset + label)}" w:right="{twips(inset)}" '
        f'w:hanging="{twips(label)}"/>',
        text(look, tight=False),
    )
    yield _paragraph(
        PRINTED,
        "印发机关和印发日期",
        f'<w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs>{line}{sides}{_jc("left")}',
        text(look, tight=False),
    )
    yield _paragraph(COPIES, "印数", f"{line}{sides}{_jc('right')}", text(look, tight=False))
    # Behind the 版记 stands a paragraph of no height.
    yield _paragraph(IMPRINT_END, "版记之后", lines(line=20), "", visible=False)


def reach(rule: Rule, page: Page) -> tuple[int, int]:
    """Indents in twips, left and right, of a line centred on the paper; 0 for one as long as the
    版心."""
    if not rule.span:
        return 0, 0
    free = (page.width - rule.span) / 2
    return mm_twips(free - page.left), mm_twips(free - page.right)


def border(side: str, width: float, line: LineKind = "single", color: str = "000000") -> str:
    """The `w:pBdr` that draws a line, so many millimetres thick, at one side of a paragraph; ""
    for none."""
    if not width:
        return ""
    # Of a double line w:sz tells the thick stroke alone.
    thick = width if line == "single" else width - THIN_STROKE / POINTS_PER_MM
    return (
        f'<w:pBdr><w:{side} w:val="{line}" w:sz="{eighths(thick)}" w:space="0" '
        f'w:color="{color}"/></w:pBdr>'
    )


THIN_STROKE: Final = 1.5
"""Points that the thin stroke of a double line and the gap beside it take, whatever the thick one."""


def eighths(millimetres: float) -> int:
    """A line's thickness in eighths of a point, as borders are told."""
    return max(2, round(millimetres * POINTS_PER_MM * 8))


def _paragraph(
    id: str, name: str, layout: str, text: str, following: str = "", *, visible: bool = True
) -> str:
    follows = f'<w:next w:val="{following}"/>' if following else ""
    shown = "<w:qFormat/>" if visible else ""
    custom = "" if name.isascii() else ' w:customStyle="1"'
    layout = f"<w:pPr>{layout}</w:pPr>" if layout else ""
    text = f"<w:rPr>{text}</w:rPr>" if text else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/>{follows}{shown}{layout}{text}</w:style>'
    )


def _jc(side: str) -> str:
    return f'<w:jc w:val="{side}"/>'


def _right(chars: float, style: Style) -> str:
    return f'<w:ind w:rightChars="{round(chars * 100)}" w:right="{twips(chars * style.cell)}"/>'


def font_table(style: Style) -> str:
    """The font table: every font of the style with the first font that may stand in for it."""
    used = (
        *(style.title, style.body, *style.headings, style.page_number),
        *(style.table_header, style.table_text, style.gap_title, style.gap_text),
        *(style.attachment, style.copy_number, style.secrecy, style.urgency, style.mark),
        *(style.document_number, style.signers, style.issue, style.edited, style.attendance),
        style.imprint,
    )
    entries = []
    for name in sorted({*(font.name for font in used), style.signers.name_font}):
        others = style.stand_ins(name)[1:]
        instead = f'<w:altName w:val="{escape(others[0])}"/>' if others else ""
        entries.append(
            f'<w:font w:name="{escape(name)}">{instead}<w:charset w:val="86"/>'
            '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        )
    if style.western:
        entries.append(
            f'<w:font w:name="{escape(style.western)}"><w:charset w:val="00"/>'
            '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
        )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        + "".join(entries)
        + "</w:fonts>"
    )
