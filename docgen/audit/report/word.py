"""The sample draft as a .docx with a comment at every paragraph that a reviewer may answer: the
template's lines, facts and conditions behind it, and what was found there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from docgen.audit.drafts import Made
from docgen.audit.report.blocks import Report
from docgen.audit.report.markdown import SIGNED
from docgen.audit.report.wording import at
from docgen.audit.survey import Survey
from docgen.compose.anatomy import Part, Site, site_of
from docgen.document import Block, Document, Heading, Paragraph, block_texts, plain, spans
from docgen.finding import Finding
from docgen.library import Library
from docgen.ooxml.comments import Note, annotate
from docgen.ooxml.reading import paragraphs
from docgen.render import render
from docgen.review.engine import Remark

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
    texts = [paragraph.text for paragraph in paragraphs(data)]
    return annotate(data, list(_notes(report, survey, made, texts)), author=AUTHOR)


def _notes(report: Report, survey: Survey, made: Made, texts: Sequence[str]) -> Iterator[Note]:
    numbered = dict(_places(made.document, texts))
    teller = _Teller(survey, made)
    yield Note(1, 0, len(texts[0]), _whole(report, survey))
    for number, block in enumerate(made.document.body):
        paragraph = numbered.get(number)
        told = teller.of(block)
        if paragraph is not None and told:
            yield Note(paragraph, 0, len(texts[paragraph - 1]), "\n".join(told))
    yield from _found(made.remarks, texts)


def _whole(report: Report, survey: Survey) -> str:
    """What is said of the template as a whole, and where to sign."""
    lines = [report.title, *(f"{name}：{text}" for name, text in report.summary)]
    lines += [_finding(finding) for finding in survey.findings]
    lines.append("请在各处批注里答复；审核意见写在这里。")
    return "\n".join((*lines, *(f"{name}：" for name in SIGNED)))


def _finding(finding: Finding) -> str:
    hint = f"（{finding.hint}）" if finding.hint else ""
    return f"{finding.level.label} {finding.code} {finding.place}：{finding.message}{hint}"


def _places(document: Document, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The blocks of the body with the number of their paragraph, by their text, one after another."""
    begun = 0
    for number, block in enumerate(document.body):
        if isinstance(block, Heading | Paragraph):
            words = _words(block)
            here = next((at for at in range(begun, len(texts)) if texts[at] == words), None)
            if here is not None:
                begun = here + 1
                yield number, begun


def _words(block: Heading | Paragraph) -> str:
    number = block.number if isinstance(block, Heading) else ""
    return number + "".join(map(plain, block_texts(block)))


def _found(remarks: Iterable[Remark], texts: Sequence[str]) -> Iterator[Note]:
    """The findings of the draft at their very words."""
    for remark in remarks:
        quote = remark.finding.quote
        where = next((n for n, text in enumerate(texts) if quote and quote in text), 0)
        start = texts[where].find(quote) if quote in texts[where] else 0
        yield Note(where + 1, start, start + len(quote), _finding(remark.finding))


class _Teller:
    """What stands behind a paragraph, in words."""

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

    def of(self, block: Block) -> list[str]:
        """The lines of its comment, none where nothing but plain words stand."""
        found = [span for text in block_texts(block) for span in spans(text)]
        sites = list(dict.fromkeys(self.sites[span.slot] for span in found if span.slot >= 0))
        if not sites:
            return []
        places = list(dict.fromkeys((site.file, site.line) for site in sites))
        lines = [f"模板：{_lines(places)}"]
        sources = [s for span in found if span.kind != "region" for s in span.sources]
        lines += _some("事实", [s.partition("#")[0] for s in sources if not s.startswith(_PHRASES)])
        lines += _some("提法套话", [s for s in sources if s.startswith(_PHRASES)])
        lines += _some("条件", self._conditions(sites))
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
    """Places by their files: work_report/half_year.md.j2:19、20，乡镇.macro.j2:4."""
    files: dict[str, list[int]] = {}
    for file, line in places:
        files.setdefault(at(file, 0).rpartition(":")[0], []).append(line)
    return "，".join(f"{file}:{'、'.join(map(str, sorted(ls)))}" for file, ls in files.items())


def _some(name: str, words: Sequence[str]) -> list[str]:
    words = [*dict.fromkeys(filter(None, words))]
    if not words:
        return []
    more = f"……共{len(words)}项" if len(words) > _MANY else ""
    return [f"{name}：{'、'.join(words[:_MANY])}{more}"]
