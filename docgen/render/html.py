"""One self-contained page: the paper, every piece linked to the facts it was made from."""

from __future__ import annotations

from functools import lru_cache

from docgen import webpage
from docgen.document import (
    Block,
    Chart,
    Document,
    Heading,
    Imprint,
    PageBreak,
    Paragraph,
    Table,
    Text,
    attachment_texts,
    caption,
    gap_lines,
    imprint_groups,
    labelled,
    masthead_texts,
    organ_texts,
    plain,
)
from docgen.library.styles import Font, Style
from docgen.render.drawing import drawing
from docgen.render.title import page_lines
from docgen.webpage import escape

_KINDS = {
    "fact": "事实",
    "figure": "数字",
    "gap": "待填",
    "doubt": "待核实",
    "phrase": "提法",
    "claim": "计数",
    "region": "条件",
}


_MARK = 36
"""Size in points of the 发文机关标志 on a page, which may be narrower than paper."""
_RED = "#c00"
_ELEMENTS = (
    ".masthead{border-bottom:1.5pt solid " + _RED + ";margin-bottom:2em}.masthead p{text-indent:0}"
    ".masthead .mark{color:" + _RED + ";text-align:center;margin:.6em 0}"
    ".masthead .mark~p{text-align:center}.sides{display:flex;justify-content:space-between}"
    ".attachment{break-before:page;margin-top:3em}"
    ".imprint{border:solid;border-width:1pt 0;margin-top:2em;font-size:14pt}"
    ".imprint p{padding:0 1em;text-indent:0;border-top:.7pt solid}"
    ".imprint p:first-child{border-top:0}.imprint .right{text-align:right}"
)
"""How masthead, attachments and imprint look, whatever the style."""


def render(document: Document, style: Style) -> bytes:
    """The document as a page without scripts or outside resources, in UTF-8."""
    sheet = _style_sheet(style)
    page = _Page(style)
    main = page.paper(document)
    body = f"<main>\n{main}</main>\n{page.origins()}"
    return webpage.page(plain(document.title), sheet, body)


class _Page:
    """Writes the paper and remembers where each fact was used."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.places: dict[str, list[int]] = {}
        self.count = 0

    def paper(self, document: Document) -> str:
        """The paper itself, a block on each line."""
        out = [self.masthead(document), self.title(document.title)]
        out.append(self.element("p", "recipients", document.recipients))
        out.append(self.element("p", "recipients", document.salutation))
        out += map(self.block, document.body)
        for index, line in enumerate(attachment_texts(document.attachments)):
            out.append(self.element("p", "listed" if index else "first listed", line))
        for label, names in document.attendance:
            out.append(f'<p class="attendance"><b>{escape(label)}</b>：{self.text(names)}</p>\n')
        if document.signature is not None:
            for row in organ_texts(document.signature):
                out.append(self.element("p", "organ", row))
            out.append(self.element("p", "issued-on", document.signature.issued_on))
        out.append(self.element("p", "note", document.note))
        for label, attachment in labelled(document.attachments):
            inner = self.element("p", "label", (label,))
            inner += self.title(attachment.title)
            inner += "".join(map(self.block, attachment.body))
            out.append(f'<section class="attachment">\n{inner}</section>\n')
        if document.imprint is not None and (foot := self.imprint(document.imprint)):
            out.append(f'<footer class="imprint">\n{foot}</footer>\n')
        owed = gap_lines(document)
        if owed:
            items = "".join(self.element("p", "", (line,)) for line in owed[1:])
            title = self.element("h2", "", (owed[0],))
            out.append(f'<section class="gaps">\n{title}{items}</section>\n')
        return "".join(out)

    def imprint(self, foot: Imprint) -> str:
        """The 版记 or 报尾; a date without an organ stands right as it does beside one (7.4.3)."""
        sent, printed, copies = imprint_groups(foot)
        side = "" if plain(foot.printing_organ) else "right"
        lines = [(line, "") for line in sent] + [(line, side) for line in printed]
        lines += [(line, "right") for line in copies]
        return "".join(self.element("p", name, line) for line, name in lines)

    def masthead(self, document: Document) -> str:
        """What stands above the title, with the red line below it; "" when nothing does."""
        head = document.masthead
        marks = [] if head is None else [*map(plain, head.mark), plain(head.suffix)]
        whole = "".join(marks[:1] + marks[-1:]) if len(marks) == 2 else ""
        out = []
        for line in masthead_texts(head):
            words = plain(line)
            out.append(self.element("p", "mark" if words in (*marks, whole) else "", line))
        return f'<header class="masthead">\n{"".join(out)}</header>\n' if out else ""

    def block(self, block: Block) -> str:
        """A block of the body or of an attachment."""
        match block:
            case Heading():
                return self.heading(block)
            case Paragraph():
                return self.element("p", "", block.text)
            case Table():
                return self.table(block)
            case Chart():
                return self.chart(block)
            case PageBreak():
                return '<div class="page-break"></div>\n'

    def element(self, tag: str, name: str, text: Text) -> str:
        """The text in an element, "" for empty text; what a tab parts stands at both sides."""
        content = self.text(text)
        if "\t" in text:
            name = f"{name} sides".strip()
            content = f"<span>{content}</span>".replace("\t", "</span>\t<span>")
        label = f' class="{name}"' if name else ""
        return f"<{tag}{label}>{content}</{tag}>\n" if plain(text) else ""

    def title(self, title: Text) -> str:
        """The title, broken as on paper; "" when there is none."""
        lines = page_lines(title, self.style)
        return f"<h1>{'<br>'.join(map(self.text, lines))}</h1>\n" if plain(title) else ""

    def heading(self, heading: Heading) -> str:
        """A heading; with its running text it is a paragraph that begins with the heading."""
        content = escape(heading.number) + self.text(heading.text)
        rest = self.text(heading.run_in)
        if not (content or rest):
            return ""
        level = heading.level
        if rest:
            return f'<p class="run-in"><b class="level-{level}">{content}</b>{rest}</p>\n'
        return f'<h{level + 1} class="level-{level}">{content}</h{level + 1}>\n'

    def table(self, table: Table) -> str:
        """A table with its header row; "" without columns."""
        if not table.header:
            return ""
        head, *rows = (
            "".join(f"<{tag}>{self.text(cell)}</{tag}>" for cell in row)
            for tag, row in (("th", table.header), *(("td", row) for row in table.rows))
        )
        body = "".join(f"<tr>{row}</tr>\n" for row in rows)
        return (
            f"<table>\n<thead><tr>{head}</tr></thead>\n"
            f"{f'<tbody>{body}</tbody>' if body else ''}</table>\n"
        )

    def chart(self, chart: Chart) -> str:
        """The drawing for the eye; caption, table and note to read, each number with its fact."""
        title = self.element("p", "caption", caption(chart))
        table, note = self.table(chart.table), self.element("p", "chart-note", chart.note)
        return f'<figure class="chart">\n{drawing(chart)}{title}{table}{note}</figure>\n'

    def text(self, text: Text) -> str:
        """The text with its spans as elements that name their facts."""
        out = []
        for piece in text:
            if isinstance(piece, str):
                out.append(escape(piece))
                continue
            self.count += 1
            number = self.count
            for source in piece.sources:
                self.places.setdefault(source, []).append(number)
            sources = escape(" ".join(piece.sources))
            kind = _KINDS[piece.kind]
            if piece.kind == "phrase" and sources.startswith("套话:"):
                kind = "套话"
            title = escape("：".join(filter(None, (kind, "、".join(piece.sources)))))
            slot = f' data-slot="{piece.slot}"' if piece.slot >= 0 else ""
            inner = self.text(piece.content)
            out.append(
                f'<span id="place-{number}" class="{piece.kind}"{slot} '
                f'data-sources="{sources}" title="{title}">{inner}</span>'
            )
        return "".join(out)

    def origins(self) -> str:
        """The list of facts, each with links to its places; "" when there are none."""
        if not self.places:
            return ""
        items = "".join(
            f"<li>{escape(source)}："
            + " ".join(f'<a href="#place-{n}">{i}</a>' for i, n in enumerate(numbers, 1))
            + "</li>\n"
            for source, numbers in self.places.items()
        )
        return f'<aside class="origins">\n<h2>出处</h2>\n<ul>\n{items}</ul>\n</aside>\n'


@lru_cache(maxsize=16)
def _style_sheet(style: Style) -> str:
    page, width = style.page, style.page.type_area[0]
    number = style.page_number

    def font(face: Font) -> str:
        names = (*((style.western,) if style.western else ()), *style.stand_ins(face.name))
        family = ",".join(f'"{name}"' for name in names)
        weight = "bold" if face.bold else "normal"
        return f"font-family:{family},serif;font-size:{face.size:g}pt;font-weight:{weight}"

    def shift(chars: float) -> str:
        return f"{chars * style.cell:g}pt"

    headings = "".join(
        f".level-{level}{{{font(face)}}}" for level, face in enumerate(style.headings, 1)
    )
    mark, side = number.mark.replace("\\", "\\\\").replace('"', '\\"'), {}
    for name, where in (("right", number.odd), ("left", number.even)):
        side[name] = (
            f'@page :{name}{{@bottom-{where}{{content:"{mark}" counter(page) "{mark}";'
            f"{font(number)}}}}}"
        )
    return (
        f"@page{{size:{page.width:g}mm {page.height:g}mm;"
        f"margin:{page.top:g}mm {page.right:g}mm {page.bottom:g}mm {page.left:g}mm}}"
        f"{side['right']}{side['left']}"
        "body{margin:0;background:#ddd;color:#000}"
        f"main{{background:#fff;width:{width:g}mm;margin:8mm auto;"
        f"padding:{page.top:g}mm {page.right:g}mm {page.bottom:g}mm {page.left:g}mm;"
        f"{font(style.body)};line-height:{style.pitch:g}pt;letter-spacing:{style.spacing:g}pt;"
        "text-align:justify;overflow-wrap:anywhere}p,h1,h2,h3,h4,h5,th,td{white-space:pre-wrap}"
        f"main>*,.gaps>*,.masthead>*,.attachment>*,.imprint>*{{margin:0}}p,h2,h3,h4,h5{{text-indent:{style.body.indent:g}em}}"
        f"h1{{{font(style.title)};text-align:center;letter-spacing:0;"
        f"margin-bottom:{style.title.after * style.pitch:g}pt}}"
        f"h2,h3,h4,h5{{break-after:avoid}}{headings}"
        f".recipients{{text-indent:{style.recipients.indent:g}em}}"
        f".organ,.issued-on{{text-align:right;margin-right:{shift(style.signature.right)};"
        f"text-indent:0;break-before:avoid}}"
        f".organ{{margin-top:{style.signature.before * style.pitch:g}pt}}.organ+.organ{{margin-top:0}}"
        f"{_ELEMENTS}.label{{{font(style.headings[0])};text-indent:0}}"
        f".attendance b{{{font(style.headings[0])}}}"
        f".mark{{{font(style.title)};font-size:{_MARK}pt;line-height:1.3;letter-spacing:0}}"
        f".first.listed{{margin-top:{style.pitch:g}pt}}"
        "table{border-collapse:collapse;width:100%;letter-spacing:0;line-height:1.3}"
        f"th,td{{border:{style.table_text.line:g}pt solid;padding:1mm 2mm}}"
        f"th{{{font(style.table_header)};text-align:center}}td{{{font(style.table_text)}}}"
        ".chart{break-inside:avoid}.chart>*{margin:0 0 1mm}.chart svg{display:block;width:100%}"
        f".chart-note{{{font(style.table_text)};text-indent:0}}"
        f".caption{{{font(style.table_header)};text-align:center;text-indent:0}}"
        "tr{break-inside:avoid}.page-break{break-after:page}"
        f".gaps{{break-before:page;{font(style.gap_text)}}}.gaps p{{text-indent:0}}"
        f".gaps h2{{{font(style.gap_title)};text-indent:0}}"
        ".gap,.doubt{background:#ff0}.doubt{text-decoration:underline wavy}"
        ":target{outline:2pt solid #c00}"
        f".origins{{width:{width:g}mm;margin:8mm auto;font-family:sans-serif;overflow-wrap:anywhere}}"
        "@media screen{.fact:hover,.figure:hover,.phrase:hover,.claim:hover{background:#e8f0ff}}"
        "@media(max-width:820px){main,.origins{width:auto;margin:0;padding:6mm}}"
        "@media print{body{background:none}main{margin:0;padding:0;width:auto}.origins{display:none}}"
    )
