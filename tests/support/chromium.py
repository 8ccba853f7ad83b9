"""Pages in Chromium, as a person sees them: nothing from another machine, and no error in the console."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from served_app import served, wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from posecoach.web.services import Services

PROGRAMS = ("chromium", "google-chrome")
"""Debian's name, and that of the browser which Ubuntu machines for continuous integration have."""
ARGUMENTS = (
    "--no-sandbox",  # continuous integration runs as root
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no other machine is found
    "--use-fake-device-for-media-stream",  # a moving picture in place of this machine's camera
)
HEIGHT = 844
"""Height of the window in pixels, of a phone 390 pixels wide."""


class Visits:
    """Opens pages, and keeps what went wrong in them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.faults: list[str] = []
        """Errors in the console and the scripts, and requests to other machines; a test that expects one clears it."""

    def open(self, url: str, width: int = 390, *, dark: bool = False, touch: bool = False, **options: Any) -> Page:
        """Return a page in a window of its own, so many pixels wide; `options` are those of Playwright's contexts."""
        context = self._browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            color_scheme="dark" if dark else "light",
            has_touch=touch,
            is_mobile=touch,
            **options,
        )
        self._contexts.append(context)
        context.on("console", lambda message: message.type == "error" and self.faults.append(message.text))
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("request", lambda request: self._check(request.url))
        page = context.new_page()
        page.goto(url)
        return page

    @contextmanager
    def app(self, services: Services) -> Iterator[str]:
        """Run the app; yield the address that makes a browser known. All pages are closed before the app ends.

        They look again and again whether it is there, which would be an error in the console.
        """
        with served(services) as address, ExitStack() as at_the_end:
            at_the_end.callback(self._close_pages)
            yield address

    def close(self) -> None:
        """Close all pages; fail if something went wrong in one of them."""
        self._close_pages()
        assert not self.faults, "in the browser: " + "\n".join(self.faults)

    def _close_pages(self) -> None:
        while self._contexts:
            self._contexts.pop().close()

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("file", "data", "blob") and parts.hostname != "127.0.0.1":
            self.faults.append(f"a request to another machine: {url}")


def wait_until(page: Page, expression: str) -> None:
    """Wait until a script's expression is true. Playwright's own way to wait is not allowed by the pages' policy."""
    wait_for(lambda: page.evaluate(expression))


def serious_problems(page: Page) -> list[str]:
    """Return what axe-core finds in a page that keeps people out who use a screen reader, a keyboard or weak eyes."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def find_program(which: Callable[[str], str | None] = shutil.which) -> str:
    """Return the path of Chromium; the test fails where it is missing."""
    path = next(filter(None, map(which, PROGRAMS)), None)
    if path is None:
        pytest.fail("there is no Chromium to open pages with: sudo apt-get install chromium")
    return path


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start Chromium, for one module: as long as Playwright runs, no other test can run an asyncio loop."""
    from playwright.sync_api import sync_playwright  # here, because most test runs open no page

    program = find_program()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visits(chromium: Browser) -> Iterator[Visits]:
    """Return what opens pages; after the test it fails if something went wrong in one of them."""
    visits = Visits(chromium)
    yield visits
    visits.close()
