"""The report of a batch: pages, a workbook, and what is sent back to each unit.

index_page: how all stands, for the clerk.  unit_page: what one unit still has to do.  trace_page:
where every figure of a draft comes from.  unit_form: a workbook with only the cells owed.
Pure: records in, bytes out; no clock, the same bytes for the same records.
"""

from docgen.batch.report.form import unit_form
from docgen.batch.report.index import index_page
from docgen.batch.report.survey import FORM_NAME, LIST_PAGE, Survey, Tally
from docgen.batch.report.trace import trace_page, trace_path
from docgen.batch.report.unit import unit_page

__all__ = [
    "FORM_NAME",
    "LIST_PAGE",
    "Survey",
    "Tally",
    "index_page",
    "trace_page",
    "trace_path",
    "unit_form",
    "unit_page",
]
