"""A draft under review: by every rule asked for, as its unit has settled, and corrected."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from docgen.drafts.given import Given
from docgen.facts import Facts
from docgen.finding import Finding
from docgen.library import Library
from docgen.library.profile import FILE, Profile, read_profile, read_waivers
from docgen.manuscript import Manuscript
from docgen.review.engine import Asked, Remark, reviewer
from docgen.review.repair import lines_to_drop, safe_edits
from docgen.review.waivers import settle, waivers_in

PROJECT_FILE: Final = "docgen.toml"
_ROUNDS: Final = 20
"""So often corrections may bring others to light."""


@dataclass(frozen=True, eq=False)
class Terms:
    """What a review is asked to do.

    codes: that are asked for, None for all.  on, genre: of the draft, over what it says itself.  facts,
    ledger: what it should agree with.
    """

    library: Library
    codes: frozenset[str] | None
    on: date | None = None
    genre: str = ""
    facts: Facts | None = None
    ledger: Facts | None = None


class Reviewed(NamedTuple):
    """What was found in a draft.

    remarks: one for each place.  own: findings about what is let stand.  waived: how many
    remarks were.  genre, on: what it was reviewed as.
    """

    draft: Given
    remarks: tuple[Remark, ...]
    own: tuple[Finding, ...]
    waived: int
    genre: str
    on: date | None

    @property
    def paper(self) -> Manuscript:
        """The draft as read."""
        return self.draft.paper


def named(found: Reviewed, path: str) -> Reviewed:
    """The review with its places in a file of that name: where what was corrected is written."""
    old = found.draft.path

    def moved(finding: Finding) -> Finding:
        place, *related = (
            at._replace(path=path) if at.path == old else at
            for at in (finding.place, *finding.related)
        )
        return replace(finding, place=place, related=tuple(related))

    return found._replace(
        draft=replace(found.draft, path=path),
        remarks=tuple(replace(one, finding=moved(one.finding)) for one in found.remarks),
        own=tuple(map(moved, found.own)),
    )


def profile_of(path: str, library: Library) -> Profile:
    """What was settled for a draft: in the nearest folders from its own up to the project, or to
    where the program runs, then in the library, and in the file of its own (稿.放行.yaml).

    Raises LibraryError for an entry that is wrong.
    """
    at = Path(path)
    genres = genre_names(library)
    whole = Profile()
    own = at.with_name(f"{at.stem}.放行.yaml")
    if os.path.isfile(own):  # noqa: PTH113  (False where reading is denied)
        whole = Profile(waivers=read_waivers(own, library.rules))
    files = [folder / FILE for folder in _folders(at)]
    files += library.files("data/norms", "profile.yaml").values()
    for file in files:
        if os.path.isfile(file):  # noqa: PTH113
            whole = whole.over(read_profile(file, library.rules, genres))
    return whole


def genre_names(library: Library) -> dict[str, str]:
    """The ids of all 文种 by id and by name."""
    return {name: id for id, genre in library.genres.items() for name in (id, genre.name)}


def _folders(draft: Path) -> list[Path]:
    """The folders whose profile is for the draft, as near as the user named them."""
    real, here = draft.absolute().parent, Path.cwd()
    chain = [real, *real.parents]
    top = next((f for f in chain if os.path.isfile(f / PROJECT_FILE)), None)  # noqa: PTH113
    if top is None:
        top = here if real.is_relative_to(here) else real
    found = chain[: chain.index(top) + 1]
    return [folder.relative_to(here) if folder.is_relative_to(here) else folder for folder in found]


def review(draft: Given, terms: Terms, profile: Profile) -> Reviewed:
    """Everything found in the draft.  Raises InputError when it cannot be read."""
    paper, library = draft.paper, terms.library
    asked = Asked(
        library,
        terms.on or paper.on,
        terms.genre or paper.genre or profile.genre,
        terms.facts,
        terms.ledger,
        profile.words,
        profile.organs,
    )
    codes = [code for code in library.rules if terms.codes is None or code in terms.codes]
    remarks = []
    for remark in reviewer(library).review(paper, asked, codes):
        found = remark.finding
        level = profile.level(library.rules[found.code], found.level)
        if level is not None:
            remarks.append(replace(remark, finding=replace(found, level=level)))
    waivers = list(profile.waivers)
    if isinstance(draft.content, str):
        waivers += waivers_in(draft.paragraphs, draft.path)
    settled = settle(paper, remarks, waivers, library.rules, codes)
    own = tuple(f for f in settled.own if terms.codes is None or f.code in terms.codes)
    return Reviewed(draft, settled.remarks, own, settled.waived, asked.genre, asked.on)


def correct(draft: Given, terms: Terms, profile: Profile) -> Reviewed:
    """The draft with every safe correction made, and what is found in it then.

    Corrected again it stays as it is.
    """
    seen: list[Given] = []
    while len(seen) < _ROUNDS:
        found = review(draft, terms, profile)
        better = draft.corrected(safe_edits(found.paper, found.remarks))
        if better is draft:
            better = draft.without(lines_to_drop(found.remarks))
        if better is draft:
            return found
        seen.append(draft)
        if any(better.content == other.content for other in seen):
            break
        draft = better
    last = min(seen, key=lambda one: one.data)  # rules that undo each other
    return review(last, terms, profile)
