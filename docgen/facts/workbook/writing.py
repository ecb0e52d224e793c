"""Writing a form: a workbook that a clerk fills in, with what is known already in it."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.facts.values import Facts
from docgen.facts.workbook.filling import Filling, filling_of
from docgen.facts.workbook.guide import steps, write_guide
from docgen.facts.workbook.layout import EARLIER, LEDGER, Layout
from docgen.facts.workbook.ledger_pages import ledger_of_many, ledger_of_one
from docgen.facts.workbook.list_pages import more, records
from docgen.facts.workbook.pages import Pages


def write_form(
    layout: Layout,
    units: Sequence[Facts | str],
    *,
    title: str = "",
    notes: Sequence[str] = (),
) -> bytes:
    """The workbook (.xlsx).  units: facts to fill in beforehand, or a unit's 名称 with nothing yet.

    title: printed above every sheet.  notes: further lines for the guide.  The same input gives
    the same bytes.  Raises InputError for a text that no cell can hold.
    """
    fillings = [filling_of(unit, layout) for unit in units] or [Filling("")]
    if not layout.many and len(fillings) > 1:
        raise ValueError("a form of one unit is asked for, with several units")
    pages = Pages(layout, fillings, title or "填报表")
    if layout.many:
        ledger_of_many(pages, LEDGER, "每行一个单位，每列一项。")
        if any(line.entry.is_number for line in layout.facts):
            ledger_of_many(pages, EARLIER, "上年同期的数，比增减用。", earlier=True)
    else:
        ledger_of_one(pages, fillings[0])
    for sheet in layout.lists:
        records(pages, sheet)
    more(pages)
    write_guide(pages.guide, pages.style, pages.title, pages.names, [*steps(layout), *notes])
    return pages.packed()
