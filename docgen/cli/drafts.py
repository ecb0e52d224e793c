"""Drafts on the command line of `docgen check`: reviewed, corrected, commented, laid beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from docgen.cli.console import say
from docgen.cli.output import lay_beside
from docgen.cli.project import facts_of
from docgen.cli.remarks import review_json, say_changes, say_review
from docgen.drafts import store
from docgen.drafts.given import Given, given
from docgen.drafts.reviewing import (
    Reviewed,
    Terms,
    correct,
    genre_names,
    named,
    profile_of,
    review,
)
from docgen.facts import FORM_ENDINGS
from docgen.finding import Finding, Level, as_json
from docgen.library import Library
from docgen.library.profile import genre_named
from docgen.read import DRAFT_ENDINGS, unread, worded
from docgen.review.baseline import Key

_UNREAD: Final = (".doc", ".wps", ".rtf", ".pdf", ".html", ".htm", ".odt")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is done with each draft.

    fix: correct what is safe.  in_place: the file itself, the old one kept beside.  comments:
    write a copy with comments.  out: where copies go, None for beside the draft.
    """

    fix: bool = False
    in_place: bool = False
    comments: bool = False
    out: Path | None = None

    def kinds(self, draft: Path) -> tuple[str, ...]:
        """The endings of the copies made of a draft: corrected it stays what it is."""
        fixed = (draft.suffix.lower(),) if self.fix and not self.in_place else ()
        return tuple(dict.fromkeys((*fixed, *((".docx",) if self.comments else ()))))


@dataclass(frozen=True, slots=True)
class Done:
    """A draft as it was given, and what is found in it, corrected when that was asked.

    known: how many findings a baseline holds back.
    """

    before: Given
    found: Reviewed
    known: int = 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One for each place."""
        return (*(remark.finding for remark in self.found.remarks), *self.found.own)

    @property
    def is_corrected(self) -> bool:
        """Whether anything was."""
        return self.found.draft.content != self.before.content

    def is_told(self, wanted: Wanted) -> bool:
        """Whether there is anything of it to print."""
        return (wanted.fix and self.is_corrected) or bool(self.findings and not wanted.comments)


@dataclass(frozen=True, slots=True)
class Brief:
    """What is kept of a draft when all has been said of it, so that thousands can be checked.

    levels: how many findings of each.  fixable: how many a correction is known for.  waived,
    known: how many are held back.  values: its findings as plain values, and the draft's, for
    --json.  keys: its findings as a baseline has them.
    """

    path: str
    levels: Counter[Level]
    corrected: bool
    told: bool
    fixable: int
    waived: int
    known: int
    values: tuple[list[Mapping[str, object]], Mapping[str, object]] | None = None
    keys: tuple[Key, ...] = ()


def brief(
    one: Done, wanted: Wanted, *, quiet: bool = False, key: Callable[[Finding], Key] | None = None
) -> Brief:
    """What is kept of it.  quiet: with its values.  key: of a finding, where a baseline is made."""
    found = one.found
    return Brief(
        one.before.path,
        Counter(finding.level for finding in one.findings),
        one.is_corrected,
        one.is_told(wanted),
        sum(remark.repair for remark in found.remarks),
        found.waived,
        one.known,
        ([as_json(finding) for finding in one.findings], review_json(found)) if quiet else None,
        tuple(map(key, one.findings)) if key else (),
    )


def is_draft(name: str) -> bool:
    """Whether a word on the command line names a draft, also one that cannot be read."""
    return name.lower().endswith((*DRAFT_ENDINGS, *_UNREAD))


def terms_of(
    library: Library,
    codes: frozenset[str] | None,
    on: date | None,
    genre: str,
    facts: tuple[str, str],
    ledger: str,
) -> Terms:
    """What a review is asked to do.  facts: the file, and the unit in it, whose row in a form that
    is the county's ledger is meant as well.

    Raises DocgenError when a file or 文种 is not there.
    """
    held = facts_of(Path(facts[0]), library, facts[1]).facts if facts[0] else None
    several = ledger.lower().endswith(FORM_ENDINGS)
    unit = (facts[1] or (held.unit if held else "")) if several else ""
    return Terms(
        library,
        codes,
        on,
        genre_named(genre, genre_names(library), "--genre") if genre else "",
        held,
        facts_of(Path(ledger), library, unit).facts if ledger else None,
    )


def draft_done(path: str, terms: Terms, wanted: Wanted, known: Callable[[Finding], bool]) -> Done:
    """The draft reviewed, and corrected when that is wanted; nothing is written yet.

    known: whether a finding stood before.  Raises InputError when it cannot be read.
    """
    if path.lower().endswith(_UNREAD):
        raise unread(Path(path))
    before = given(path)
    worded(before.paper, Path(path))
    found = (correct if wanted.fix else review)(before, terms, profile_of(path, terms.library))
    kept = tuple(remark for remark in found.remarks if not known(remark.finding))
    own = tuple(finding for finding in found.own if not known(finding))
    held = len(found.remarks) - len(kept) + len(found.own) - len(own)
    return Done(before, found._replace(remarks=kept, own=own), held)


def carried_out(one: Done, wanted: Wanted, terms: Terms, *, quiet: bool) -> tuple[Done, list[Path]]:
    """Print what there is to print of a draft, and write what is wanted.

    The draft, its places in the corrected file where there is one, and the files written.
    """
    written: list[Path] = []
    if one.is_corrected:
        if not quiet:
            say_changes(one.before, one.found.draft)
        fixed = _write_fixed(one, wanted, quiet=quiet)
        written.append(fixed)
        one = replace(one, found=named(one.found, str(fixed)))
    if wanted.comments and one.findings:
        from docgen.drafts.margin import with_comments

        data = with_comments(one.found, terms.library)
        written.append(lay_beside(_named(one.before.path, "-审阅", ".docx", wanted), data))
    elif not (quiet or wanted.comments):
        if one.is_corrected and one.findings:
            say("\n改了以后还有：", bold=True)
        held = [facts for facts in (terms.facts, terms.ledger) if facts is not None]
        say_review(one.found, {k: lines for facts in held for k, lines in facts.sources.items()})
    return one, written


def _write_fixed(one: Done, wanted: Wanted, *, quiet: bool) -> Path:
    path = Path(one.before.path)
    data = one.found.draft.data
    if wanted.in_place:
        kept = lay_beside(path.with_name(f"{path.stem}.bak{path.suffix}"), one.before.data)
        store.write(path, data)
        if not quiet:
            say(f"\n原来的留作 {kept}")
        return path
    return lay_beside(_named(one.before.path, "-改", path.suffix, wanted), data)


def _named(draft: str, mark: str, suffix: str, wanted: Wanted) -> Path:
    """Where a copy goes: beside the draft, or where -o says, a folder or a name."""
    path = Path(draft)
    if wanted.out is None:
        return path.with_name(path.stem + mark + suffix)
    if wanted.out.suffix.lower() == suffix.lower() and not wanted.out.is_dir():
        return wanted.out
    return wanted.out / (path.stem + mark + suffix)


def notes_on(drafts: Sequence[Brief], wanted: Wanted) -> list[str]:
    """What else there is to know of the drafts, a line each."""
    fixable = sum(one.fixable for one in drafts)
    waived = sum(one.waived for one in drafts)
    known = sum(one.known for one in drafts)
    notes = []
    if wanted.fix and drafts and not any(one.corrected for one in drafts):
        notes.append("没有拿得准、可以自动改的")
    if fixable and not wanted.fix:
        notes.append(f"其中{fixable}处可以自动改：加 --fix")
    if waived:
        notes.append(f"另有{waived}处已放行，没有列出")
    if known:
        notes.append(f"另有{known}处在基线里，没有列出")
    return notes
