"""What tests of pages share: a browser, and what must hold of every page. `ci/checks/browser` makes the pages.

PAGES is their folder; SHOTS, if it is set, the folder for screenshots."""

from __future__ import annotations

import os
import unittest
from pathlib import Path

from chromium import Chromium, Page

PAGES = Path(os.environ["PAGES"]).resolve()
SHOTS = os.environ.get("SHOTS")
# The script in a hostile response (src/report/tests/it/html_sample.rs), which must not run.
ACTIVE = "alert(1)"


class Pages(unittest.TestCase):
    """A browser for all tests of a class."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.browser = Chromium().__enter__()
        cls.addClassCleanup(cls.browser.__exit__)

    def page(self, name: str = "large.html", route: str = "", **size: int) -> Page:
        """Opens a page, and checks in the end that it had no error, sent no request and opened no dialog."""
        page = self.browser.open((PAGES / name).as_uri() + route, **size)

        def good() -> None:
            self.browser.settle(0.05)
            self.assertEqual((page.errors, page.requests, page.dialogs), ([], [], []))

        self.addCleanup(good)
        return page

    def shot(self, page: Page, name: str) -> None:
        """Leaves a screenshot, if they are wanted."""
        if SHOTS:
            page.screenshot(str(Path(SHOTS, name + ".png")))

    def text(self, page: Page, selector: str = "main") -> str:
        """The text of the first element that matches; empty without one."""
        return page.value(f"document.querySelector({selector!r})?.innerText ?? ''")

    def count(self, page: Page, selector: str) -> int:
        """The number of elements that match."""
        return page.value(f"document.querySelectorAll({selector!r}).length")

    def opened(self, page: Page, route: str) -> None:
        """Opens another view of the same page."""
        page.value(f"(location.hash = {route!r}, 0)")
        self.browser.settle(0.1)

    def inert(self, page: Page, relative: bool = False) -> None:
        """Content of responses is shown, and never active. `relative`: the page links files beside it."""
        self.browser.settle(0.2)
        self.assertEqual(self.count(page, "main img, main svg, main iframe, main object, main script"), 0)
        self.assertEqual(
            page.value(
                "[...document.querySelectorAll('*')].filter((one) => [...one.attributes]"
                ".some((attribute) => attribute.name.startsWith('on'))).length"
            ),
            0,
        )
        links = page.value("[...document.querySelectorAll('main a')].map((one) => one.getAttribute('href'))")
        self.assertEqual(
            [link for link in links if not link.startswith(("#", "https://") + (("../",) if relative else ()))], []
        )
