"""Chromium for tests, driven through chromedriver by the W3C WebDriver protocol alone.

A page is opened from its file; what the browser requested, logged or asked in a dialog is kept,
so that a test can say that there was none.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
WIDE, NARROW = (1280, 800), (390, 844)
_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--lang=zh-CN",
)
_WAIT = 30.0
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Space": "\ue00d", "End": "\ue010"}
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class BrowserError(AssertionError):
    """The browser could not do what the test asked."""


class Browser:
    """One window.  `script` runs in the page; the rest is what a person does."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        arguments = [*_ARGUMENTS, f"--user-data-dir={folder}"]
        wanted = {
            "browserName": "chrome",
            "unhandledPromptBehavior": "ignore",
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "goog:chromeOptions": {"binary": CHROMIUM, "args": arguments},
        }
        made = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = f"/session/{made['sessionId']}"

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.address + path, data, {"Content-Type": "application/json"}, method=method
        )
        try:
            with _DIRECT.open(request, timeout=_WAIT * 2) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            with error:
                raise BrowserError(error.read().decode()[:500]) from None

    def _do(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        return self._ask("POST", self.session + path, body or {})

    def close(self) -> None:
        with contextlib.suppress(BrowserError, OSError):
            self._ask("DELETE", self.session)

    def open(self, page: Path, size: tuple[int, int] = WIDE, *, dark: bool = False) -> None:
        """Opens a file at this size, and forgets what was logged before."""
        width, height = size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.command("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.command("Emulation.setEmulatedMedia", {"features": [scheme]})
        self._do("/url", {"url": "about:blank"})
        self.logged()
        self.requests()
        self._do("/url", {"url": page.resolve().as_uri()})

    def command(self, name: str, given: Mapping[str, Any]) -> Any:
        """A command of the browser's own protocol."""
        return self._do("/goog/cdp/execute", {"cmd": name, "params": given})

    def script(self, text: str, *given: object) -> Any:
        """What the body of a function gives back; `arguments` are what is given."""
        return self._do("/execute/sync", {"script": text, "args": list(given)})

    def until(self, text: str) -> None:
        """Waits until the expression is true."""
        end = time.monotonic() + _WAIT
        while not self.script(f"return Boolean({text})"):
            if time.monotonic() > end:
                raise BrowserError(f"never true: {text}")
            time.sleep(0.02)

    def texts(self, selector: str) -> list[str]:
        """The visible text of each element, in order."""
        found = self.script(
            "return Array.from(document.querySelectorAll(arguments[0]), e => e.innerText)", selector
        )
        return [text.strip() for text in found]

    def click(self, selector: str, text: str = "") -> None:
        """Clicks the first visible element of this selector, with this text in it."""
        found = self.script(
            "return Array.from(document.querySelectorAll(arguments[0])).find("
            "e => e.innerText.includes(arguments[1]) && e.getClientRects().length)",
            selector, text,
        )  # fmt: skip
        if found is None:
            raise BrowserError(f"nothing to click: {selector} {text}")
        self._do(f"/element/{found[_ELEMENT]}/click")

    def type(self, selector: str, text: str) -> None:
        """Replaces what stands in a field."""
        found = self.script("return document.querySelector(arguments[0])", selector)
        self._do(f"/element/{found[_ELEMENT]}/clear")
        if text:
            self._do(f"/element/{found[_ELEMENT]}/value", {"text": text})

    def press(self, *keys: str) -> None:
        """Presses keys one after the other, wherever the focus is."""
        actions = [
            {"type": kind, "value": _KEYS.get(key, key)}
            for key in keys
            for kind in ("keyDown", "keyUp")
        ]
        self._do("/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def logged(self) -> list[str]:
        """What the console said since it was last asked."""
        return [entry["message"] for entry in self._do("/se/log", {"type": "browser"})]

    def requests(self) -> list[str]:
        """The addresses asked for since last asked, `data:` and blank pages apart."""
        out = []
        for entry in self._do("/se/log", {"type": "performance"}):
            said = json.loads(entry["message"])["message"]
            if said["method"] == "Network.requestWillBeSent":
                out.append(said["params"]["request"]["url"])
        return [address for address in out if address != "about:blank"]

    def dialog(self) -> str | None:
        """The text of a dialog that is open, None when there is none."""
        try:
            return str(self._ask("GET", self.session + "/alert/text"))
        except BrowserError:
            return None

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """The window, or the whole page, as PNG."""
        given = {"format": "png", "captureBeyondViewport": whole}
        path.write_bytes(base64.b64decode(self.command("Page.captureScreenshot", given)["data"]))


@contextlib.contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A browser with an empty profile in this folder, closed at the end."""
    assert CHROMIUM, "缺少 Chromium：请先运行 make setup"
    assert DRIVER, "缺少 chromedriver：请先运行 make setup"
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "driver.log").open("wb") as log:
        driver = subprocess.Popen(
            [DRIVER, f"--port={port}"],
            stdout=log,
            stderr=log,
            env={**os.environ, "HOME": str(folder), "TMPDIR": str(folder)},
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, driver)
            made = Browser(address, folder / "profile")
            try:
                yield made
            finally:
                made.close()
        finally:
            driver.terminate()
            driver.wait(_WAIT)


def _wait_for(address: str, driver: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _WAIT
    while True:
        try:
            with _DIRECT.open(f"{address}/status", timeout=2):
                return
        except OSError:
            if driver.poll() is not None or time.monotonic() > end:
                raise BrowserError("chromedriver does not start") from None
            time.sleep(0.05)
