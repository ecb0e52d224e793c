"""Run by the system's Python, which knows LibreOffice: settles every tracked change of some files.

Arguments: the pipe LibreOffice listens at, then the files.  Prints a JSON object: for each file
how many changes Writer saw, and its paragraphs and cells after accepting all and after rejecting
all of them; empty ones are left out.
"""

import contextlib
import json
import sys
import time

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


def lines(text):
    found = []
    walk = text.createEnumeration()
    while walk.hasMoreElements():
        item = walk.nextElement()
        if item.supportsService("com.sun.star.text.TextTable"):
            for name in item.getCellNames():
                found += item.getCellByName(name).getString().split("\n")
        else:
            found += item.getString().split("\n")
    return [line for line in found if line.strip()]


def settled(context, desktop, file, command):
    document = desktop.loadComponentFromURL(
        uno.systemPathToFileUrl(file), "_blank", 0, (option("Hidden", True),)
    )
    dispatcher = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.DispatchHelper", context
    )
    changes = 0
    walk = document.getRedlines().createEnumeration()
    while walk.hasMoreElements():
        walk.nextElement()
        changes += 1
    frame = document.getCurrentController().getFrame()
    dispatcher.executeDispatch(frame, command, "", 0, ())
    left = document.getRedlines().createEnumeration().hasMoreElements()
    found = lines(document.Text)
    document.close(True)
    return changes, found, left


def main(pipe, *files):
    context = connect(pipe)
    desktop = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", context
    )
    out = {}
    for file in files:
        changes, accepted, left = settled(context, desktop, file, ".uno:AcceptAllTrackedChanges")
        _, rejected, still = settled(context, desktop, file, ".uno:RejectAllTrackedChanges")
        out[file] = {
            "changes": changes,
            "accepted": accepted,
            "rejected": rejected,
            "left": left or still,
        }
    with contextlib.suppress(Exception):  # the connection breaks while it ends
        desktop.terminate()
    print(json.dumps(out, ensure_ascii=False))


main(*sys.argv[1:])
