"""A browser, and people to put in front of it; the real server is `tests/place.py`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import structs

from server.access import Entry, cookie_name
from tests.needs import CHROMIUM
from tests.place import GATHER, STEPS, Place
from workshops.vocabulary import Role

if TYPE_CHECKING:  # pytest reads this file even where there is no playwright
    from playwright.sync_api import Browser, BrowserContext, Page

__all__ = ["GATHER", "STEPS", "Place", "Visit"]


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    running = Place(tmp_path_factory.mktemp("data"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A server on which only who has the owner's link opens workshops, as `gommette serve` starts it."""
    running = Place(tmp_path_factory.mktemp("owned"))
    settings = structs.replace(running.house.settings, open=False)
    running.application.state.house = structs.replace(running.house, settings=settings)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


# What the browser itself says of a network that a test has cut, and of a form that was rightly refused.
EXPECTED = ("ERR_INTERNET_DISCONNECTED", "WebSocket", "status of 422")


class Visit:
    """One browser of one person (or of a facilitator, or the screen)."""

    def __init__(self, place: Place, context: BrowserContext, base: str) -> None:
        self.place, self.context, self.base = place, context, base
        self.errors: list[str] = []
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.context.on("console", self._hear)

    def _hear(self, message: Any) -> None:
        said = message.text
        if message.type == "error" and not any(known in said for known in EXPECTED):
            self.errors.append(said)

    def sit(self, workshop: str, entry: Entry, role: Role = "participant") -> None:
        if entry.cookie:
            cookie = {"name": cookie_name(workshop, role, False), "value": entry.cookie, "url": self.base}
            self.context.add_cookies([cookie])  # type: ignore[list-item]

    def open(self, workshop: str, role: Role = "participant", *, live: bool = True) -> Page:
        page = self.context.new_page()
        page.goto(self.place.url(workshop, role, self.base))
        if live:
            page.wait_for_selector("html[data-live]")
        return page


@pytest.fixture
def visit(place: Place, chromium: Browser) -> Iterator[Any]:
    """`visit(width=360, language="fr", **context)`: a browser of its own; each must end without an error."""
    made: list[Visit] = []

    def make(width: int = 360, height: int = 780, language: str = "fr", base: str | None = None, **more: Any) -> Visit:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale=language, **more)
        made.append(Visit(place, context, base or place.base))
        return made[-1]

    yield make
    for each in made:
        each.context.close()
    assert not [error for each in made for error in each.errors]
