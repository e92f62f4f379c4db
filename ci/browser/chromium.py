"""A headless Chromium, driven over a pipe by the Chrome DevTools protocol.

Python's standard library is enough: over `--remote-debugging-pipe` a message is JSON with a NUL after it, read by
the browser from its file descriptor 3 and written to 4.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--metrics-recording-only",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
]
PATIENCE = 30


class BrowserError(Exception):
    """The browser, or a command sent to it, failed."""


class Chromium:
    """A browser with an empty profile, for a `with` statement: it ends there, and its files are deleted."""

    def __init__(self) -> None:
        program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
        if program is None:
            raise BrowserError("Chromium not found: apt-get install chromium, or name one in CHROMIUM")
        self._profile = (
            tempfile.TemporaryDirectory(prefix="ec2-compat-browser-", ignore_cleanup_errors=True)
            if sys.version_info >= (3, 10)
            else tempfile.TemporaryDirectory(prefix="ec2-compat-browser-")
        )
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()
        # The shell puts the pipes where the browser looks for them, and becomes the browser.
        line = f'exec "$@" 3<&{to_browser} 4>&{from_browser}'
        command = ["bash", "-c", line, "bash", program, *FLAGS, f"--user-data-dir={self._profile.name}", "about:blank"]
        self._process = subprocess.Popen(
            command, pass_fds=(to_browser, from_browser), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(to_browser)
        os.close(from_browser)
        self._number = 0
        self._read = b""
        self.pages = {}

    def __enter__(self) -> Chromium:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.call("Browser.close")
            self._process.wait(10)
        except (BrowserError, OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        os.close(self._in)
        os.close(self._out)
        self._profile.cleanup()

    def call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """Sends a command and returns its result. Events received before it are passed to their pages."""
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._out, data) :]
        deadline = time.monotonic() + PATIENCE
        while True:
            reply = self._message(deadline)
            if reply is None:
                raise BrowserError(f"{method}: no reply within {PATIENCE} s")
            if reply.get("id") != number:
                self._event(reply)
            elif "error" in reply:
                raise BrowserError(f"{method}: {reply['error']['message']}")
            else:
                return reply["result"]

    def settle(self, seconds: float) -> None:
        """Processes events for this many seconds."""
        deadline = time.monotonic() + seconds
        while True:
            message = self._message(deadline)
            if message is None:
                return
            self._event(message)

    def _message(self, deadline: float) -> dict[str, Any] | None:
        while b"\0" not in self._read:
            ready, _, _ = select.select([self._in], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                return None
            data = os.read(self._in, 1 << 20)
            if not data:
                raise BrowserError("the browser has ended")
            self._read += data
        message, _, self._read = self._read.partition(b"\0")
        return json.loads(message)

    def _event(self, message: dict[str, Any]) -> None:
        page = self.pages.get(message.get("sessionId"))
        if page:
            page.take(message.get("method", ""), message.get("params", {}))

    def open(self, address: str, width: int = 1360, height: int = 900) -> Page:
        """A new page, loaded."""
        return Page(self, address, width, height)


class Page:
    """One page, and what it did: `errors`, `requests` beyond its own file, `dialogs`."""

    def __init__(self, browser: Chromium, address: str, width: int, height: int) -> None:
        self._browser = browser
        self.errors = []
        self.requests = []
        self.dialogs = []
        self._address = address.split("#")[0]
        context = browser.call("Target.createBrowserContext")["browserContextId"]
        target = browser.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        self._session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        browser.pages[self._session] = self
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.go(address)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command to this page."""
        return self._browser.call(method, self._session, **parameters)

    def take(self, method: str, event: dict[str, Any]) -> None:
        """Notes what happens."""
        if method == "Runtime.exceptionThrown":
            details = event["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description") or details["text"])
        elif method == "Runtime.consoleAPICalled" and event["type"] in ("error", "warning", "assert"):
            self.errors.append(" ".join(str(one.get("value", one.get("description"))) for one in event["args"]))
        elif method == "Log.entryAdded" and event["entry"]["level"] in ("error", "warning"):
            self.errors.append(event["entry"]["text"])
        elif method == "Page.javascriptDialogOpening":
            self.dialogs.append(event["message"])
            self.call("Page.handleJavaScriptDialog", accept=False)
        elif method == "Network.requestWillBeSent":
            address = event["request"]["url"]
            if not address.startswith(("data:", "blob:")) and address.split("#")[0] != self._address:
                self.requests.append(address)

    def go(self, address: str) -> None:
        """Loads an address completely."""
        failed = self.call("Page.navigate", url=address).get("errorText")
        if failed:
            raise BrowserError(f"{address}: {failed}")
        self.wait("document.readyState === 'complete'")

    def value(self, expression: str) -> Any:
        """The value of a JavaScript expression; promises are awaited."""
        result = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, userGesture=True
        )
        if "exceptionDetails" in result:
            raise BrowserError(f"{expression}: {result['exceptionDetails'].get('exception', {}).get('description')}")
        return result["result"].get("value")

    def wait(self, expression: str, seconds: float = PATIENCE) -> None:
        """Waits until an expression is true."""
        deadline = time.monotonic() + seconds
        while not self.value(f"Boolean({expression})"):
            if time.monotonic() > deadline:
                raise BrowserError(f"not true within {seconds} s: {expression}")
            self._browser.settle(0.02)

    def key(self, key: str, text: str | None = None) -> None:
        """Presses a key as a person does."""
        text = key if text is None and len(key) == 1 else text
        # Without the key code the browser's own reactions, such as closing a dialog, do not happen.
        number = {"windowsVirtualKeyCode": 27} if key == "Escape" else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **({"text": text} if text else {}), **number)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, **number)

    def type(self, text: str) -> None:
        """Types into what has the focus."""
        for character in text:
            self.key(character)

    def click(self, selector: str) -> None:
        """Clicks the middle of the first element that matches."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.wait(found)
        place = self.value(
            f"(() => {{ const one = {found}; one.scrollIntoView({{ block: 'center' }});"
            " const box = one.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def scheme(self, name: str) -> None:
        """Sets the preferred color scheme: `light` or `dark`."""
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def screenshot(self, path: str, whole: bool = False) -> None:
        """Writes the visible part, or the whole page, as PNG."""
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def pdf(self) -> bytes:
        """The page as it is printed."""
        return base64.b64decode(self.call("Page.printToPDF", printBackground=True)["data"])
