"""What tests of the console share: a facilitator at their desk, and what they would see there."""

from typing import TypeVar

from playwright.sync_api import Page

from tests.web.conftest import Place, Visit
from tests.web.phones import Make
from workshops.vocabulary import Record

R = TypeVar("R", bound=Record)


def console(place: Place, visit: Make, workshop: str, width: int = 1366, height: int = 768, **more: str) -> Page:
    return desk(place, visit, workshop, width, height, **more)[1]


def desk(
    place: Place, visit: Make, workshop: str, width: int = 1366, height: int = 768, **more: str
) -> tuple[Visit, Page]:
    browser = visit(width, height, **({"language": "en"} | more))
    browser.sit(workshop, place.redeem(workshop, "facilitator"), "facilitator")
    return browser, browser.open(workshop, "facilitator")


def all_of(place: Place, workshop: str, kind: type[R]) -> list[R]:
    """Every record of a kind that the facilitators see, in their order."""
    return [record for record in place.seen(workshop).values() if isinstance(record, kind)]


def focus_is_on(page: Page, name: str) -> bool:
    """The accessible name of what is focused begins so."""
    focused = page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent")
    return str(focused).strip().startswith(name)


def open_menu(page: Page, entry: str) -> None:
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name=entry).click()
