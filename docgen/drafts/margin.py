"""A reviewed draft as a .docx with a comment at each place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from docgen.drafts.given import stretch
from docgen.drafts.reviewing import Reviewed
from docgen.finding import Finding, Place
from docgen.library import Library
from docgen.manuscript import Manuscript
from docgen.ooxml.comments import Note, annotate
from docgen.ooxml.reading import paragraphs
from docgen.read.tree import tree_of
from docgen.render import render
from docgen.review.engine import Remark

_MOST_RELATED: Final = 4
_OFTEN_REPAIRED: Final = 3
_OFTEN: Final = 20
"""A finding that stands oftener is commented once."""


def with_comments(found: Reviewed, library: Library) -> bytes:
    """The draft with a comment at each finding: a .docx as it is, a text laid out in our style.

    What concerns no place stands at the beginning.
    """
    content = found.draft.content
    if isinstance(content, bytes):
        return annotate(content, _notes(found, lambda remark: _there(found.paper, remark)))
    document = tree_of(found.paper)
    genre = library.genres.get(found.genre)
    data = render(document, "docx", library.style(genre.style if genre else document.meta.style))
    at = dict(_laid_out(found.paper, data))

    def place(remark: Remark) -> tuple[int, int, int]:
        spot = remark.spot
        if spot is None or spot.line not in at:
            return 0, 0, 0
        paragraph, offsets = at[spot.line]
        return paragraph, offsets[spot.start], offsets[spot.end]

    return annotate(data, _notes(found, place))


def comment_text(finding: Finding) -> str:
    """What a comment says of a finding."""
    lines = [f"【{finding.level.label}】{finding.message}（{finding.code}）"]
    if finding.hint:
        lines.append(f"改法：{finding.hint}")
    if finding.basis:
        lines.append(f"依据：{finding.basis}")
    if finding.related:
        seen = [_where(place, finding.place.path) for place in finding.related[:_MOST_RELATED]]
        lines.append("另见：" + "、".join(dict.fromkeys(seen)))
    return "\n".join(lines)


def _where(place: Place, path: str) -> str:
    return (place.part or f"第{place.line}行") if place.path == path else str(place)


def _notes(found: Reviewed, place: Callable[[Remark], tuple[int, int, int]]) -> Iterator[Note]:
    """A comment for each remark; of what is corrected unasked and stands often, only the first."""
    times = Counter(remark.topic for remark in found.remarks)
    told: set[tuple[str, ...]] = set()
    for remark in found.remarks:
        often = times[remark.topic]
        once = often > (_OFTEN_REPAIRED if remark.repair else _OFTEN)
        if once and remark.topic in told:
            continue
        told.add(remark.topic)
        more = f"\n同样的共{often}处，后面的不再逐处批注" if once else ""
        yield Note(*place(remark), comment_text(remark.finding) + more)
    for finding in found.own:
        yield Note(0, 0, 0, comment_text(finding))


def _there(paper: Manuscript, remark: Remark) -> tuple[int, int, int]:
    """Where in the .docx a remark is: its characters, or as much of them as one paragraph has."""
    spot = remark.spot
    place = remark.finding.place
    if spot is not None:
        found = stretch(paper, spot)
        if found is not None:
            return found
        line = paper.lines[spot.line]
        end = max(spot.end, spot.start + 1)
        for offset in range(spot.start, end):  # an automatic number is no character of the file
            begins = stretch(paper, spot._replace(start=offset, end=offset + 1))
            if begins is not None and offset < len(line.text):
                same = [p for p in line.places if p[0] > offset and p[0] < end]
                stop = same[0][0] if same else end
                return begins[0], begins[1], begins[1] + stop - offset
    return place.line, max(place.column - 1, 0), max(place.column - 1, 0)


def _laid_out(paper: Manuscript, data: bytes) -> Iterator[tuple[int, tuple[int, Sequence[int]]]]:
    """Each line's index, the paragraph it stands in, and where its characters and its end stand
    there: a title has breaks among them."""
    texts = [paragraph.text for paragraph in paragraphs(data)]
    flat = [text.replace("\n", "") for text in texts]
    used = [0] * len(texts)
    last = 0
    for index, line in enumerate(paper.lines):
        for at in (*range(last, len(texts)), *range(last)):
            shift = flat[at].find(line.text, used[at]) if line.text else -1
            if shift >= 0:
                end = shift + len(line.text)
                used[at], last = end, at
                offsets: Sequence[int] = range(shift, end + 1)
                if "\n" in texts[at]:
                    kept = [place for place, sign in enumerate(texts[at]) if sign != "\n"]
                    offsets = [*kept[shift:end], kept[end - 1] + 1]
                yield index, (at + 1, offsets)
                break
