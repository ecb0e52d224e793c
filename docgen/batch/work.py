"""The work of one worker: units in, drafts laid, results out.  Runs in any process, on any machine.

A worker keeps its library and its compiled templates from chunk to chunk.  Nothing that is wrong
with one unit reaches another; only what no draft could be written under (a full disk) ends a
chunk.
"""

from __future__ import annotations

import errno
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docgen.batch.checklist import held
from docgen.batch.imprint import imprint
from docgen.batch.journal import Journal
from docgen.batch.made import Made, from_json
from docgen.batch.order import PAGES, Job, Order, keys_of, looked, looks_of, made_of
from docgen.batch.record import Laid, Result, Status
from docgen.batch.report import (
    FORM_NAME,
    LIST_PAGE,
    trace_page,
    trace_path,
    unit_form,
    unit_page,
)
from docgen.batch.returned import sent_by
from docgen.batch.unit import Unit, form_of
from docgen.compose import compose
from docgen.document import Gap, length
from docgen.drafts import store
from docgen.drafts.checked import all_found, is_owed
from docgen.drafts.evidence import evidence_of
from docgen.drafts.fitting import misfit, tight_mark
from docgen.drafts.seal import is_sealed
from docgen.drafts.sidecar import FOLDER
from docgen.drafts.writing import (
    ON_LETTERHEAD,
    Headed,
    Laying,
    draft_name,
    lay_sealed,
    write_drafts,
)
from docgen.errors import DocgenError
from docgen.facts import Reading, dictionary_of, read_facts, reading_of
from docgen.facts.supplement import supplemented
from docgen.finding import Finding, Level, Place
from docgen.library import Library, TemplateSource
from docgen.review.parts import check_parts

if TYPE_CHECKING:
    from docgen.office import Office

_HOPELESS: Final = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS))
"""What the system says when no draft at all can be written."""


def work(order: Order, jobs: Sequence[Job]) -> list[Made]:
    """Make the drafts of some units, one result for each unit and template.

    Raises OutputError when nothing can be written any more.
    """
    worker = _worker(order)
    with uncollected():
        return [made for job in jobs for made in worker.make(job)]


def ready() -> None:
    """Nothing: whoever can do it has come as far as to begin work."""


@contextmanager
def uncollected() -> Iterator[None]:
    """No cycles are looked for: neither a draft nor a plan makes any worth the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class _Worker:
    """What a worker keeps: the library, the compiled templates, its journal."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.library = Library(order.roots)
        self.dictionary = dictionary_of(self.library)
        self.digests = dict(order.templates)
        self.journal = Journal(order.out / FOLDER)
        self._office: Office | None = None

    @property
    def office(self) -> Office | None:
        """Who prints for this worker, started when first asked for."""
        if self._office is None and self.order.printing is not None:
            from docgen.office import Office  # noqa: PLC0415  (few batches print)

            self._office = Office(self.order.printing, self.library)
        return self._office

    def close(self) -> None:
        """Let go of the journal and of who prints."""
        self.journal.close()
        if self._office is not None:
            self._office.close()

    def make(self, job: Job) -> Iterator[Made]:
        """The results of a unit, each in the journal before it is told."""
        unit, order = job.unit, self.order
        # Before anything is read: what is saved meanwhile is stale.
        files = looks_of(unit)
        keys = keys_of(unit, {id: self.digests[id] for id in job.templates})
        trouble, reading = self.read(unit)
        laying = Laying(order.sync, order.ours | {*job.ours}, order.out, self.journal.intend)
        results = {result.template: result for result in map(from_json, job.kept)}
        for id in self.digests:
            if id not in keys:
                continue
            if id == PAGES:
                result = self.pages(unit, [*results.values()], reading, laying)
            else:
                result = self.drafted(unit, self.library.template(id), trouble, reading, laying)
                results[id] = result
            looks = looked(unit, self.digests[id], files)
            made = made_of(result, keys[id], looks, order.out)
            self.journal.done(made)
            yield made

    def read(self, unit: Unit) -> tuple[str, Reading | None]:
        """The facts of a unit, or why there are none."""
        if unit.trouble:
            return unit.trouble, None
        try:
            reading = (
                reading_of(form_of(unit), self.dictionary)
                if unit.form
                else Reading(*read_facts(unit.file, self.dictionary))
            )
            if unit.sent:
                forms = sent_by(unit).of(reading.facts)
                reading = supplemented(reading, forms, self.dictionary)
            facts, findings = reading
            return "", Reading(facts, all_found(facts, findings, self.library))
        except Exception as error:
            return _why(error), None

    def result(
        self, unit: Unit, template: TemplateSource, status: Status, **said: object
    ) -> Result:
        """A result with what is known of every one."""
        return Result(
            source=unit.source,
            unit=unit.name,
            folder=unit.folder,
            template=template.id,
            template_name=template.name,
            status=status,
            group=unit.group,
            **{"period": "", **said},  # type: ignore[arg-type]
        )

    def drafted(
        self,
        unit: Unit,
        template: TemplateSource,
        trouble: str,
        reading: Reading | None,
        laying: Laying,
    ) -> Result:
        """The result of one template: its drafts laid, or why not.

        Raises OutputError when nothing can be written any more.
        """
        if reading is None:
            return self.result(unit, template, "失败", error=trouble)
        try:
            return self.draft(unit, template, reading, laying)
        except Exception as error:
            if _is_hopeless(error):
                raise
            return self.result(unit, template, "失败", error=_why(error))

    def draft(
        self, unit: Unit, template: TemplateSource, reading: Reading, laying: Laying
    ) -> Result:
        """The result of one template, its drafts laid."""
        order, library = self.order, self.library
        facts = reading.facts
        document = compose(template, facts, library, on=order.on, style=order.style)
        plain, headed = document, None
        if order.letterhead is not None and not ON_LETTERHEAD.isdisjoint(order.formats):
            called = order.letterhead.slots
            document = compose(
                template, facts, library, on=order.on, style=order.style, called=called
            )
            headed = Headed(order.letterhead, document)
        parts = check_parts(document, library.genres[template.genre], Place(facts.files[-1]))
        findings = (*reading.findings, *parts)
        findings += misfit(document, template, facts, library, order.style)
        if headed is None:
            findings += tight_mark(document, facts, library)
        if self.office is not None:
            from docgen.office.characters import check_paper  # noqa: PLC0415

            findings += check_paper(document, facts, library, self.office.fonts)
        evidence = evidence_of(document, facts, library)
        laid: tuple[Laid, ...] = ()
        refused = order.strict and _is_refused(document.gaps, findings)
        if not refused:
            folder = order.out / unit.folder
            written = write_drafts(
                folder, plain, template, facts, library, order.formats,
                None if headed else evidence, laying=laying, office=self.office, headed=headed,
            )  # fmt: skip
            laid = tuple(
                Laid(
                    f"{unit.folder}/{draft.path.name}",
                    f"{draft.format}-{draft.page}" if draft.page > 1 else draft.format,
                    draft.sha256,
                    draft.kept.name if draft.kept else "",
                )
                for draft in written
            )
            origin = trace_page(draft_name(document, template, facts), evidence)
            place = order.out / trace_path(laid[0].path)
            store.write(place, origin, root=order.out, sync=order.sync)
        return self.result(
            unit,
            template,
            "没有写" if refused else "写成",
            period=document.meta.period,
            drafts=laid,
            gaps=document.gaps,
            findings=findings,
            length=length(document),
            held=held(document, facts, template.name),
            imprint=imprint(document, facts, evidence, library.strangers) if laid else b"",
        )

    def pages(
        self, unit: Unit, results: Sequence[Result], reading: Reading | None, laying: Laying
    ) -> Result:
        """The pages of a unit: what it still has to do, and the form with what it owes.

        A form that is not needed any more is removed, if nobody has filled anything in.  A unit
        that nothing can be made of has none: its folder may be another's.
        """
        about = (unit.source, unit.name, unit.folder, PAGES, "", "")
        if unit.trouble:
            return Result(*about, "没有写", group=unit.group)
        laid = []
        try:
            facts = reading.facts if reading is not None else None
            form = unit_form(results, facts, self.dictionary)
            path = self.order.out / unit.folder / FORM_NAME
            if form is not None:
                laid.append(self.laid(path, form, laying))
            elif is_sealed(store.read(path) or b""):
                path.unlink(missing_ok=True)
            lies = laid[0].path.rpartition("/")[2] if laid else ""  # under which name it was laid
            page = unit_page(results, facts, self.dictionary, lies)
            laid.insert(0, self.laid(path.with_name(LIST_PAGE), page, laying))
        except Exception as error:
            if _is_hopeless(error):
                raise
            why = f"{unit.name}的清单和补填表没有写成：{_why(error)}"
            return Result(*about, "失败", error=why, group=unit.group)
        return Result(*about, "写成", drafts=tuple(laid), group=unit.group)

    def laid(self, path: Path, data: bytes, laying: Laying) -> Laid:
        """A page or form laid with its seal, at the path or beside it."""
        place, digest = lay_sealed(path, data, laying)
        return Laid(self.below(place), path.suffix[1:], digest)

    def below(self, path: Path) -> str:
        """The path below the output folder, with `/`."""
        return path.relative_to(self.order.out).as_posix()


_LAST: Final[list[_Worker]] = []
"""The worker of this process, kept from chunk to chunk of one run."""


def _worker(order: Order) -> _Worker:
    if not _LAST or _LAST[0].order != order:
        end_work()
        _LAST.append(_Worker(order))
    return _LAST[0]


def end_work() -> None:
    """Let go of what this process kept for the run it worked for."""
    while _LAST:
        _LAST.pop().close()


def _is_refused(gaps: Sequence[Gap], findings: Sequence[Finding]) -> bool:
    return any(map(is_owed, gaps)) or any(f.level is Level.ERROR for f in findings)


def _is_hopeless(error: Exception) -> bool:
    """Whether nothing at all can be written any more."""
    return getattr(error.__cause__ or error, "errno", None) in _HOPELESS


def _why(error: Exception) -> str:
    """What to say of an error: its place, what is wrong, the next step."""
    if isinstance(error, DocgenError):
        findings: tuple[Finding, ...] = getattr(error, "findings", ())
        if findings:
            first = max(findings, key=lambda found: found.level)
            return f"{first.place}：{first.code} {first.message}" + (
                f"（{first.hint}）" if first.hint else ""
            )
        return str(error)
    return f"程序内部出错（{type(error).__name__}：{error}），请把这份台账报给维护者"
