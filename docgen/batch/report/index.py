"""OUT/index.html: how the whole batch stands, for the clerk who collects it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

from docgen.batch.record import Held, Result
from docgen.batch.report.owed import entry_of, spoken, what_of
from docgen.batch.report.page import data_block, head, href, tail, to_bytes, to_json
from docgen.batch.report.survey import (
    FORM_NAME,
    LIST_PAGE,
    OWED_KINDS,
    Survey,
    Tally,
    at_once,
)
from docgen.drafts.checked import is_owed
from docgen.facts.dictionary import Dictionary
from docgen.finding import Finding, Level
from docgen.review.passages import pieces
from docgen.webpage import escape

MOST_TEXT: Final = 6_000_000
"""Characters of sentences in the page; what is beyond stands on each unit's own page only."""
MOST_GAPS: Final = 150_000
MOST_FINDINGS: Final = 20_000
"""So many of each level."""
MOST_PLAIN: Final = 200
"""So many drafts are listed for a reader without script."""
_HOWS: Final = ("单列", "提到", "缺")
_STATUSES: Final = ("写成", "没有写", "失败", "未报", "未做")


def index_page(survey: Survey, dictionary: Dictionary) -> Iterator[bytes]:
    """The page in pieces.  The same survey gives the same bytes; memory holds no page twice."""
    gathered = _Gathering(survey, dictionary)
    headline = gathered.tally.headline(len(survey.templates))
    name = f"{survey.title}{survey.period}"
    shell = (
        f"{head('index.js')}<title>{escape(name)}成文情况</title>\n</head>\n<body>\n<header>\n"
        f'<h1>{escape(name)}成文情况</h1>\n<p class="headline">{escape(headline)}</p>\n'
        f"{_notes(survey)}</header>\n"
        '<main id="main"></main>\n'
    )
    data = data_block(gathered.pieces())
    yield from map(to_bytes, chain([shell], _plain(survey, gathered), data, [tail("index.js")]))


def _notes(survey: Survey) -> str:
    """What is to be known of the batch as a whole; "" for nothing."""
    items = "".join(f"<li>{escape(note)}</li>\n" for note in survey.notes)
    return f'<ul class="notes" aria-label="提醒">\n{items}</ul>\n' if items else ""


class _Gathering:
    """The data of the page, each record as the JSON that it will stand as."""

    def __init__(self, survey: Survey, dictionary: Dictionary) -> None:
        self.survey = survey
        self.dictionary = dictionary
        self.tally = Tally()
        self.units: dict[str, int] = {}
        self.heads: list[str] = []
        self.rows: dict[tuple[str, str], int] = {}
        self.drafts: list[str] = []
        self.paths: dict[str, int] = {}
        self.gaps: list[str] = []
        self.items: dict[str, int] = {}
        self.found: dict[int, list[tuple[str, tuple[Finding, ...]]]] = {}
        self.room = MOST_TEXT
        self.more_gaps = 0
        templates = {template: at for at, (template, _) in enumerate(survey.templates)}
        for result in survey.results:
            self.add(result, templates.setdefault(result.template, len(templates)))
        self.findings = list(self._findings())

    def add(self, result: Result, template: int) -> None:
        self.tally.add(result)
        unit = self.units.get(result.source)
        if unit is None:
            unit = self.units[result.source] = len(self.units)
            pages = [self.survey.page_of(result.source, name) for name in (LIST_PAGE, FORM_NAME)]
            other = pages if pages != [LIST_PAGE, FORM_NAME] else []
            self.heads.append(to_json([result.unit, result.folder, result.source, *other]))
        row = self.rows[result.key] = len(self.rows)
        for gap in result.gaps:
            if not is_owed(gap):
                continue
            if len(self.gaps) >= MOST_GAPS:
                self.more_gaps += 1
                continue
            path = self.paths.setdefault(gap.path, len(self.paths))
            kind = OWED_KINDS.index(gap.kind)
            self.gaps.append(
                to_json([row, kind, path, self.text(gap.sentence), self.text(gap.reason)])
            )
        counts = [
            sum(gap.kind == kind and is_owed(gap) for gap in result.gaps) for kind in OWED_KINDS
        ]
        findings = (*result.findings, *self.survey.cross.get(result.key, ()))
        self.found.setdefault(unit, []).append((result.template_name, findings))
        alike = self.survey.alike_of(result)
        self.drafts.append(
            to_json(
                [
                    unit,
                    template,
                    _STATUSES.index(result.status),
                    counts,
                    None if alike is None else [_percent(alike.own), _percent(alike.taken)],
                    [[draft.path, draft.format, draft.kept] for draft in result.shown],
                    result.error,
                    [self.held(held) for held in result.held],
                ]
            )
        )

    def held(self, held: Held) -> list[object]:
        item = self.items.setdefault(held.item, len(self.items))
        return [item, _HOWS.index(held.how), self.text(held.where)]

    def told(self, path: str) -> list[str]:
        """A fact: its path, its name as a person says it, what is to be filled in."""
        return [path, spoken(path), what_of(*entry_of(path, self.dictionary))]

    def text(self, text: str) -> str:
        """The text, "" when the page is full."""
        self.room -= len(text)
        return text if self.room >= 0 else ""

    def _findings(self) -> Iterator[str]:
        """The findings, worst first, then by unit."""
        level: dict[Level, list[str]] = {known: [] for known in sorted(Level)[::-1]}
        count = 0
        for unit, found in self.found.items():
            for finding, papers in at_once(found).items():
                self.tally.found((finding,))
                count += 1
                if len(level[finding.level]) < MOST_FINDINGS:
                    level[finding.level].append(to_json([unit, "、".join(papers), *_said(finding)]))
        self.found.clear()
        self.more_findings = count - sum(map(len, level.values()))
        self.tally.found(self.survey.rollup)
        yield from chain.from_iterable(level.values())

    def pieces(self) -> Iterator[str]:
        """The data as one JSON object."""
        survey = self.survey
        fixed: dict[str, Any] = {
            "files": [LIST_PAGE, FORM_NAME],
            "templates": survey.templates,
            "paths": [self.told(path) for path in self.paths],
            "items": list(self.items),
            "more": [self.more_gaps, self.more_findings],
            "rollup": [_said(finding) for finding in survey.rollup],
        }
        yield to_json(fixed).removesuffix("}")
        pairs = (
            to_json(
                [
                    self.rows[pair.one],
                    self.rows[pair.other],
                    _percent(pair.one_share),
                    _percent(pair.other_share),
                    [[pieces(s.one, s.words), pieces(s.other, s.words)] for s in pair.stretches],
                ]
            )
            for pair in survey.pairs
            if pair.one in self.rows and pair.other in self.rows
        )
        lists = {
            "units": self.heads,
            "rows": self.drafts,
            "gaps": self.gaps,
            "findings": self.findings,
            "pairs": list(pairs),
        }
        for name, records in lists.items():
            yield f',\n"{name}":['
            for start in range(0, len(records), 500):
                yield (",\n" if start else "") + ",\n".join(records[start : start + 500])
            yield "]"
        yield "}"


def _said(finding: Finding) -> list[object]:
    return [
        int(finding.level), finding.code, finding.message, str(finding.place), finding.hint,
        finding.quote, finding.basis, [str(place) for place in finding.related],
    ]  # fmt: skip


def _percent(share: float | None) -> int | None:
    return None if share is None else round(share)


def _plain(survey: Survey, gathered: _Gathering) -> Iterator[str]:
    """What a reader without script gets: the drafts and what each still owes, when they are few."""
    yield "<noscript>\n<p>这一页要用浏览器的脚本才能排序、筛选；下面是简表，全部内容另见 汇总.xlsx。</p>\n"
    if len(gathered.rows) <= MOST_PLAIN:
        yield "<ul>\n"
        for result in survey.results:
            links = "".join(
                f' <a href="{href(draft.path)}">{escape(draft.format)}</a>'
                for draft in result.shown
            )
            owed = [gap for gap in result.gaps if is_owed(gap)]
            said = "；".join(f"{gap.kind} {spoken(gap.path)}" for gap in owed)
            words = [result.status, *([result.error] if result.error else []), said]
            yield (
                f"<li>{escape(result.unit)} {escape(result.template_name)}{links}："
                f"{escape('，'.join(word for word in words if word))}</li>\n"
            )
        yield "</ul>\n"
    yield "</noscript>\n"
