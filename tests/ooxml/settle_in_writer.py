"""Run by the system's Python, which knows LibreOffice: settles every tracked change of some files.

Arguments: the pipe LibreOffice listens at, then the files.  Prints a JSON object: for each file
how many changes Writer saw, and its paragraphs and cells after accepting all and after rejecting
all of them; empty ones are left out.
"""

import json
import sys

from office_pipe import connect, desktop_of, end, opened


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
    document = opened(desktop, file)
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
    desktop = desktop_of(context)
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
    end(desktop)
    print(json.dumps(out, ensure_ascii=False))


main(*sys.argv[1:])
