"""The form: a workbook (or a table) in which a clerk fills in facts, written and read.

What is wrong in a form is a finding with its place, 文件!表!格:

FCT120 a formula without its result       FCT121 an error value (#N/A)
FCT122 a number of more than 15 digits    FCT123 something taken for a date
FCT124 an unknown sheet                   FCT125 a unit with two rows
FCT126 a row of an unknown unit           FCT127 属于 without such a record
FCT128 a fact in two columns or lines     FCT129 a heading that may mean several facts
FCT130 a 序号 used twice                  FCT131 content beyond what is read
FCT132 补充 of a fact that is not there   FCT133 content without a name
FCT134 said in two places, differently    FCT135 a row that names no unit
FCT136 a column of the form is gone       FCT137 characters that cannot be used

An undeclared heading is FCT002, as an undeclared key of a YAML file is.
"""

from docgen.facts.reading import FORM_ENDINGS
from docgen.facts.workbook.gathering import TOTAL
from docgen.facts.workbook.layout import Layout, Line, ListSheet, filled_paths, form_layout
from docgen.facts.workbook.reading import Form, UnitForm, read_form
from docgen.facts.workbook.table import read_table, write_table
from docgen.facts.workbook.writing import write_form

__all__ = [
    "FORM_ENDINGS",
    "TOTAL",
    "Form",
    "Layout",
    "Line",
    "ListSheet",
    "UnitForm",
    "filled_paths",
    "form_layout",
    "read_form",
    "read_table",
    "write_form",
    "write_table",
]
