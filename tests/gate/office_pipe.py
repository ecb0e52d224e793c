"""For scripts that the system's Python runs: LibreOffice at the other end of a pipe."""

import contextlib
import time

import uno
from com.sun.star.beans import PropertyValue


def connect(pipe):
    """The context of the LibreOffice that listens there, as soon as it does."""
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


def desktop_of(context):
    """Where files are opened."""
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def opened(desktop, file):
    """The file, in no window."""
    return desktop.loadComponentFromURL(
        uno.systemPathToFileUrl(file), "_blank", 0, (option("Hidden", True),)
    )


def option(name, value):
    """A named option of opening or saving."""
    prop = PropertyValue()
    prop.Name, prop.Value = name, value
    return prop


def end(desktop):
    """LibreOffice ends."""
    with contextlib.suppress(Exception):  # the connection breaks while it ends
        desktop.terminate()
