"""Run by the system's Python, which knows LibreOffice: opens a form, types, saves it as .xlsx.

Arguments: the pipe LibreOffice listens at, the form, the file to save, a JSON file with what to
do: {"type": [[sheet, cell, text], …], "insert": [[sheet, row], …]}.  A text is typed as at the
keyboard: LibreOffice makes of it what it makes of a user's typing.  Prints a JSON object with
what it saw.
"""

import contextlib
import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.1)
    raise SystemExit("LibreOffice 没有应答")


def option(name, value):
    prop = PropertyValue()
    prop.Name, prop.Value = name, value
    return prop


def main(pipe, form, target, plan):
    steps = json.loads(Path(plan).read_text("utf-8"))
    context = connect(pipe)
    desktop = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", context
    )
    book = desktop.loadComponentFromURL(
        uno.systemPathToFileUrl(form), "_blank", 0, (option("Hidden", True),)
    )
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
    with contextlib.suppress(Exception):  # the connection breaks while it ends
        desktop.terminate()
    print(json.dumps(seen, ensure_ascii=False))


main(*sys.argv[1:])
