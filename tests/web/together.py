"""What tests of arranging by everyone share: a board that all may sort, and the phones that do."""

from typing import Any

from msgspec import structs
from playwright.sync_api import Page, expect

from server.access import Entry
from tests.place import GATHER, STEPS, Place
from tests.web.phones import Make
from tests.web.sorting import NAMES, WORDS
from workshops.clusters import MakeCluster

ARRANGE = structs.replace(STEPS[2], by="everyone")


def together(place: Place, ideas: int = 6, clusters: int = 1, **fields: Any) -> tuple[str, list[str]]:
    """A workshop in which everybody sorts: no idea is yet. Two themes; clusters `cluster-1` and so on, under none."""
    workshop = place.create([STEPS[0], structs.replace(GATHER, **fields), ARRANGE, STEPS[3]])
    place.open(workshop, "gather")
    people = [place.join(workshop, name) for name in ("Kofi", "Mei", "Zoé", "Omar", "Inès")]
    texts = [WORDS[n % 6] + ("" if n < 6 else f" ({n})") for n in range(ideas)]
    posted = [place.post(workshop, people[n % 5], text) for n, text in enumerate(texts)]
    for n in range(clusters):
        name = NAMES[n % 4] + (f" {n // 4 + 1}" if n >= 4 else "")
        place.do(workshop, MakeCluster(f"cluster-{n + 1}", "ideas-", name))
    place.open(workshop, "arrange")
    return workshop, posted


def phone(place: Place, visit: Make, workshop: str, name: str = "Ada", width: int = 360, **more: Any) -> Page:
    return sits(place, visit, workshop, place.join(workshop, name), width, **more)


def sits(place: Place, visit: Make, workshop: str, entry: Entry, width: int = 360, **more: Any) -> Page:
    browser = visit(width, **more)
    browser.sit(workshop, entry)
    page = browser.open(workshop)
    expect(page.locator(".arranging")).to_be_visible()
    return page


def clusters_side(page: Page) -> None:
    """On a phone, one list or the other."""
    page.get_by_role("button", name="Regroupements").click()


def choose(page: Page, cluster: str) -> None:
    dialog = page.get_by_role("dialog").last
    dialog.get_by_role("radio", name=cluster).first.check()
    dialog.get_by_role("button", name="Déplacer ici").click()


def make(page: Page, name: str) -> None:
    dialog = page.get_by_role("dialog").last
    if dialog.get_by_role("button", name="Nouveau").count():
        dialog.get_by_role("button", name="Nouveau").click()
    dialog.get_by_label("Nom", exact=True).fill(name)
    dialog.locator("button.main").click()


def undo(page: Page) -> None:
    page.locator(".done").get_by_role("button", name="Annuler").click()
