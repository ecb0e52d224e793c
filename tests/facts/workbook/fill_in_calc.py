"""Run by the system's Python, which knows LibreOffice: opens a form, types, saves it as .xlsx.

Arguments: the pipe LibreOffice listens at, the form, the file to save, a JSON file with what to
do: {"type": [[sheet, cell, text], …], "insert": [[sheet, row], …]}.  A text is typed as at the
keyboard: LibreOffice makes of it what it makes of a user's typing.  Prints a JSON object with
what it saw.
"""

import json
import sys
from pathlib import Path

import uno
from office_pipe import connect, desktop_of, end, opened, option


def main(pipe, form, target, plan):
    steps = json.loads(Path(plan).read_text("utf-8"))
    desktop = desktop_of(connect(pipe))
    book = opened(desktop, form)
    seen = {"sheets": list(book.Sheets.ElementNames), "refused": [], "protected": []}
    for name in book.Sheets.ElementNames:
        if book.Sheets.getByName(name).isProtected():
            seen["protected"].append(name)
    for sheet, row in steps.get("insert", []):
        rows = book.Sheets.getByName(sheet).Rows
        before = book.Sheets.getByName(sheet).getCellByPosition(1, row).getString()
        rows.insertByIndex(row - 1, 1)
        after = book.Sheets.getByName(sheet).getCellByPosition(1, row).getString()
        seen.setdefault("inserted", []).append([sheet, row, before, after])
    for sheet, cell, text in steps.get("type", []):
        target_cell = book.Sheets.getByName(sheet).getCellRangeByName(cell)
        before = target_cell.FormulaLocal
        try:
            target_cell.FormulaLocal = text
        except Exception:
            seen["refused"].append([sheet, cell])
            continue
        if target_cell.FormulaLocal == before != text:
            seen["refused"].append([sheet, cell])
    book.storeToURL(
        uno.systemPathToFileUrl(target), (option("FilterName", "Calc MS Excel 2007 XML"),)
    )
    book.close(True)
    end(desktop)
    print(json.dumps(seen, ensure_ascii=False))


main(*sys.argv[1:])
