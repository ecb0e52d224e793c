"""For one test: a worker process that meets facts marked 致命 dies at once, as by a fault in C."""

import os
import sys

_looking = []


def _die(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open" or _looking or not str(arguments[0]).endswith("2026-h1.yaml"):
        return
    _looking.append(True)
    with open(str(arguments[0]), "rb") as file:  # noqa: PTH123
        if "致命".encode() in file.read():
            os._exit(139)
    _looking.clear()


sys.addaudithook(_die)
