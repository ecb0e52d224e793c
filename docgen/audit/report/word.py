"""The sample draft as a .docx with a comment at every paragraph, row of a table and chart that a
reviewer may answer: the template's lines, facts and conditions behind it, and what was found there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from docgen.audit.drafts import Made
from docgen.audit.report.blocks import Report
from docgen.audit.report.markdown import SIGNED
from docgen.audit.report.tried import alike_said
from docgen.audit.report.wording import at
from docgen.audit.sensitivity import pattern_of
from docgen.audit.survey import Survey
from docgen.compose.anatomy import Part, Site, site_of
from docgen.compose.elements import OF_FORM
from docgen.document import Chart, Document, Table, Text, spans
from docgen.finding import Finding
from docgen.library import Library
from docgen.manuscript import Line, lines_of
from docgen.ooxml.comments import Note, annotate
from docgen.ooxml.reading import ReadParagraph, paragraphs
from docgen.render import render
from docgen.review.engine import Remark
from docgen.review.passages import Pair

AUTHOR: Final = "模板审核"
_PHRASES: Final = ("提法:", "套话:")
_MANY: Final = 12
"""So many facts or conditions are named in a comment."""


def commented(report: Report, survey: Survey, library: Library) -> bytes:
    """The fullest draft with its comments; the summary stands at the title.

    The survey must have been tried with facts that made a draft.
    """
    assert survey.tried is not None
    made = survey.tried.drafts.fullest
    assert made is not None
    data = render(made.document, "docx", library.style(made.document.meta.style))
    return annotate(data, list(_notes(report, survey, made, paragraphs(data))), author=AUTHOR)


def _notes(
    report: Report, survey: Survey, made: Made, read: Sequence[ReadParagraph]
) -> Iterator[Note]:
    lines = lines_of(made.document)
    where = _paragraphs(made.document, [line for line, _ in lines], read)
    teller = _Teller(survey, made)
    yield Note(1, 0, len(read[0].text), _whole(report, survey))
    for part in _parts(lines, where, read, teller):
        told = teller.of(part.texts)
        if part.paragraph and told:
            yield Note(part.paragraph, 0, len(read[part.paragraph - 1].text), "\n".join(told))
    for remark in made.remarks:
        yield _found(remark, lines, where, read)
    assert survey.tried is not None
    for pair in survey.tried.drafts.pairs:
        yield from _shared(pair, made.name, read)


def _whole(report: Report, survey: Survey) -> str:
    """What is said of the template as a whole, and where to sign."""
    lines = [report.title, *(f"{name}：{text}" for name, text in report.summary)]
    lines += [_finding(finding) for finding in survey.findings]
    if survey.tried is not None and survey.tried.drafts.pairs:
        lines += ["最像的几份：", *map(alike_said, survey.tried.drafts.pairs)]
    lines.append("请在各处批注里答复；审核意见写在这里。")
    return "\n".join((*lines, *(f"{name}：" for name in SIGNED)))


def _finding(finding: Finding) -> str:
    hint = f"（{finding.hint}）" if finding.hint else ""
    return f"{finding.level.label} {finding.code} {finding.place}：{finding.message}{hint}"


def _found(
    remark: Remark,
    lines: Sequence[tuple[Line, Text]],
    where: Sequence[int],
    read: Sequence[ReadParagraph],
) -> Note:
    """A finding of the draft at its very words; at the caption where a chart draws them."""
    said, spot = _finding(remark.finding), remark.spot
    if spot is None or not where[spot.line]:
        return Note(1, 0, 0, said)
    paragraph, text = where[spot.line], read[where[spot.line] - 1].text
    if text != lines[spot.line][0].text:
        return Note(paragraph, 0, len(text), said)
    return Note(paragraph, spot.start, spot.end, said)


def _shared(pair: Pair[str], name: str, read: Sequence[ReadParagraph]) -> Iterator[Note]:
    """What the draft of this name shares with the one it is most like, where it stands."""
    if name not in (pair.one, pair.other):
        return
    other = pair.other if name == pair.one else pair.one
    for stretch in pair.stretches:
        ours, theirs = (stretch.one, stretch.other)[:: 1 if name == pair.one else -1]
        here = next((p for p in read if ours and ours in p.text), None)
        if here is not None:
            start = here.text.index(ours)
            said = f"与{other}的稿相同，那里写的是：{theirs}"
            yield Note(here.number, start, start + len(ours), said)


# -- what stands where -----------------------------------------------------------------------------


def _paragraphs(
    document: Document, lines: Sequence[Line], read: Sequence[ReadParagraph]
) -> list[int]:
    """For each line its paragraph in the file, from 1; 0 for one that is not there.

    What a chart draws stands in no paragraph: it is at the chart's caption.
    """
    tables = (block for block in document.body if isinstance(block, Table | Chart))
    drawn = {number for number, block in enumerate(tables) if isinstance(block, Chart)}
    out: list[int] = []
    begun = 0
    for line in lines:
        if line.cell is not None and line.cell.table in drawn:
            out.append(out[-1])
            continue
        here = next((p for p in read[begun:] if _is(p, line)), None)
        begun = here.number if here is not None else begun
        out.append(here.number if here is not None else 0)
    return out


def _is(paragraph: ReadParagraph, line: Line) -> bool:
    """Whether the paragraph prints the line; a title may be broken between its words."""
    text = paragraph.text if line.role != "title" else paragraph.text.replace("\n", "")
    return text == line.text and (paragraph.cell is None) == (line.cell is None)


class _Part(NamedTuple):
    """What one comment is on: a paragraph, a chart with its caption, rows of a table.

    paragraph: where it begins, 0 when it is nowhere.  table: of rows, its number; else -1.
    """

    paragraph: int
    table: int
    texts: tuple[Text, ...]


def _parts(
    lines: Sequence[tuple[Line, Text]],
    where: Sequence[int],
    read: Sequence[ReadParagraph],
    teller: _Teller,
) -> Iterator[_Part]:
    """The parts of the draft in order; rows that the same lines of the template gave are one."""

    def row(index: int) -> tuple[int, int, int]:
        cell = lines[index][0].cell
        if cell is None or read[where[index] - 1].cell is None:  # a chart draws it
            return where[index], -1, -1
        return 0, cell.table, cell.row

    parts = []
    for (_, table, _), group in groupby(range(len(lines)), key=row):
        indexes = list(group)
        first = next((index for index in indexes if lines[index][0].text), indexes[0])
        parts.append(_Part(where[first], table, tuple(lines[index][1] for index in indexes)))

    def given(part: _Part) -> object:
        return teller.places(part.texts) if part.table >= 0 else part.paragraph

    for (table, _), rows in groupby(parts, key=lambda part: (part.table, given(part))):
        found = list(rows)
        texts = tuple(text for part in found for text in part.texts)
        yield _Part(found[0].paragraph, table, texts)


class _Teller:
    """What stands behind a part of the draft, in words."""

    def __init__(self, survey: Survey, made: Made) -> None:
        self.sites = [site_of(slot) for slot in made.document.provenance.slots]
        self.parts: Mapping[Site, Part] = {part.site: part for part in survey.parts.parts}
        self.findings: dict[tuple[str, int], list[Finding]] = {}
        for finding in survey.findings:
            place = finding.place
            self.findings.setdefault((place.path, place.line), []).append(finding)
        tried = survey.tried
        self.dead: dict[tuple[str, int], list[str]] = {}
        for dead in tried.coverage.dead if tried is not None else ():
            site = dead.part.site
            self.dead.setdefault((site.file, site.line), []).append(dead.part.text)
        self.told: set[tuple[str, int]] = set()

    def sites_of(self, texts: Iterable[Text]) -> list[Site]:
        """The slots and conditions that gave these texts, each once."""
        found = (span.slot for text in texts for span in spans(text))
        return list(dict.fromkeys(self.sites[slot] for slot in found if slot >= 0))

    def places(self, texts: Iterable[Text]) -> tuple[tuple[str, int], ...]:
        """The template's lines that gave these texts."""
        return tuple(dict.fromkeys((site.file, site.line) for site in self.sites_of(texts)))

    def of(self, texts: Sequence[Text]) -> list[str]:
        """The lines of their comment, none where nothing but plain words stand."""
        places = self.places(texts)
        if not places:
            return []
        found = [span for text in texts for span in spans(text)]
        lines = [f"模板：{_lines(places)}"]
        sources = [s for span in found if span.kind != "region" for s in span.sources]
        lines += _some("事实", [s.partition("#")[0] for s in sources if not s.startswith(_PHRASES)])
        lines += _some("提法套话", [s for s in sources if s.startswith(_PHRASES)])
        lines += _some("条件", self._conditions(self.sites_of(texts)))
        for place in places:
            if place not in self.told:  # said where its line first prints
                self.told.add(place)
                lines += _some("没有单位印出过", self.dead.get(place, []))
                file = at(*place).rpartition(":")[0]
                lines += map(_finding, self.findings.get((file, place[1]), []))
        return lines

    def _conditions(self, sites: Iterable[Site]) -> list[str]:
        """The branches its slots stand in, then the tests that chose plain words."""
        known = [self.parts[site] for site in sites if site in self.parts]
        said = {branch.site: branch.said for part in known for branch in part.inside}
        plain_words = {
            part.site: part.text for part in known if part.site.kind == "if" and not part.macro
        }
        return [
            text for site, text in {**plain_words, **said}.items() if site.kind in ("if", "for")
        ]


def _lines(places: Iterable[tuple[str, int]]) -> str:
    """Places by their files: work_report/half_year.md.j2:19、20，乡镇.macro.j2:4; what no template
    says is of its form: 格式“文件”."""
    files: dict[str, list[int]] = {}
    forms: dict[str, None] = {}
    for file, line in places:
        if file.startswith(OF_FORM):
            forms[f"格式“{file.removeprefix(OF_FORM)}”"] = None
        else:
            files.setdefault(at(file, 0).rpartition(":")[0], []).append(line)
    found = (f"{file}:{'、'.join(map(str, sorted(ls)))}" for file, ls in files.items())
    return "，".join((*found, *forms))


def _some(name: str, words: Sequence[str]) -> list[str]:
    words = [*dict.fromkeys(filter(None, words))]
    if not words:
        return []
    if len(words) > _MANY:  # those of a list alike but for their number are one
        words = [*dict.fromkeys(map(pattern_of, words))]
    more = f"……共{len(words)}项" if len(words) > _MANY else ""
    return [f"{name}：{'、'.join(words[:_MANY])}{more}"]
