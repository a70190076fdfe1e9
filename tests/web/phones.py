"""What tests of phones share: workshops at a step, and what every page must be."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from msgspec import structs
from playwright.sync_api import Page, expect

from tests.needs import absent
from tests.web.conftest import GATHER, STEPS, Place, Visit
from workshops.clusters import MakeCluster
from workshops.voting import RoundRecord

Make = Callable[..., Visit]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
LEFT = """() => new Promise(done => {
  const opening = indexedDB.open('gommette');
  opening.onsuccess = () => {
    const counting = opening.result.transaction('outbox').objectStore('outbox').count();
    counting.onsuccess = () => { opening.result.close(); done(counting.result); };
  };
})"""
"""How many commands wait on this device."""
SETTLED = """async () => {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  const moving = document.getAnimations().filter(each => each.effect.getComputedTiming().endTime < Infinity);
  await Promise.all(moving.map(each => each.finished.catch(() => null)));
}"""


def well_made(page: Page) -> None:
    """Nothing for axe to say, and nothing wider than the screen."""
    size = page.viewport_size
    assert size is not None
    # Whole: what the bar at the foot covers is scrolled out from under it.
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    settled(page)
    found = Axe().run(page, options=RULES).response["violations"]
    assert found == [], json.dumps(found, indent=1)[:3000]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(size)


def settled(page: Page) -> None:
    """Drawn, and nothing moves any more: colours in the middle of a fade are nobody's colours."""
    page.evaluate(SETTLED)


def eventually(page: Page, found: Callable[[], object]) -> None:
    """Asked again at each frame of the page, for five seconds at most."""
    deadline = time.monotonic() + 5
    while not found():
        assert time.monotonic() < deadline, "it did not come"
        page.evaluate("new Promise(requestAnimationFrame)")


def cut(page: Page) -> None:
    """The network goes, and the page has heard of it: from here on nothing leaves."""
    page.context.set_offline(True)
    expect(page.locator(".banner", has_text=re.compile("Hors ligne|Offline")).first).to_be_attached()


def stopped(page: Page) -> int:
    """Its clock, which the test has taken over, stands still from here on, however slow the machine; gives its time."""
    # A little ahead: when this reaches the page, its own time must not have gone past it.
    at: int = page.evaluate("Date.now()") + 5_000
    page.clock.pause_at(at / 1000)
    return at


def lan(place: Place) -> str:
    """Where a phone on the room's own network finds the server: no secure context."""
    return place.lan or absent("this machine has no address but localhost")


def writing(place: Place, **fields: Any) -> str:
    """A workshop in which ideas are being written."""
    workshop = place.create([STEPS[0], structs.replace(GATHER, **fields), *STEPS[2:]])
    place.open(workshop, "gather")
    return workshop


def voting(place: Place) -> tuple[str, list[str]]:
    """A workshop in which four clusters may get dots."""
    workshop = writing(place)
    mei = place.join(workshop, "Mei")
    ideas = [place.post(workshop, mei, f"Idée {n}") for n in range(8)]
    themes = [key.partition(":")[2] for key in place.seen(workshop) if key.startswith("theme:")]
    clusters = [f"cluster-{n}" for n in range(4)]
    for n, cluster in enumerate(clusters):
        theme = themes[n // 2] if n < 3 else None
        place.do(workshop, MakeCluster(cluster, "ideas-", f"Regroupement {n}", theme, ideas[2 * n : 2 * n + 2]))
    place.open(workshop, "voting")
    return workshop, clusters


def round_of(place: Place, workshop: str) -> str:
    return next(record.id for record in place.seen(workshop).values() if isinstance(record, RoundRecord))


def post(page: Page, text: str) -> None:
    page.get_by_label("Une idée", exact=True).fill(text)
    page.get_by_role("button", name="Déposer").click()
    expect(page.locator(".mine").get_by_text(text)).to_be_visible()


def well_drawn(page: Page) -> None:
    """Without scripts axe cannot run (the same elements are checked with them); here: nothing wider than the screen."""
    boxes = [each.bounding_box() for each in page.locator("body *:visible").all()]
    assert page.viewport_size is not None
    assert max(box["x"] + box["width"] for box in boxes if box) <= page.viewport_size["width"] + 1
