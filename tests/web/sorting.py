"""What tests of sorting share: a board to sort, its console, a crowd that posts meanwhile, a pointer and a finger."""

import asyncio
import re
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import Locator, Page, expect

from server.access import Entry, cookie_name
from server.client import Client, Verdict, new_id
from server.house import face_path
from tests.web.conftest import Place, Visit
from tests.web.phones import Make, eventually, writing
from workshops.clusters import ClusterRecord, MakeCluster
from workshops.ideas import PostIdea
from workshops.sorting import MoveIdeas, PlaceRecord
from workshops.themes import ThemeRecord

WORDS = [
    "Demander aux opérateurs de garder la 2G dans les vallées.",
    "Un geste simple à l’accueil : proposer le papier d’abord.",
    "Compter les courriels qu’un service s’envoie à lui-même.",
    "Que le bus annonce encore les arrêts à voix haute.",
    "Éteindre les bornes la nuit.",
    "Prévoir un jour sans écran au conseil municipal.",
]
NAMES = ["Réparer plutôt que remplacer", "Des lieux sans écran", "Toujours un guichet", "Apprendre à débrancher"]


def board(place: Place, ideas: int = 6, clusters: int = 1, **fields: Any) -> tuple[str, list[str], Entry]:
    """A workshop whose ideas are being sorted, under two themes: none is yet. `cluster-1` and so on, under no theme."""
    workshop = writing(place, **fields)
    mei, *others = (place.join(workshop, name) for name in ["Mei", *(["Ada", "Kofi"] if ideas > 50 else [])])
    authors = [mei, *others]
    texts = [WORDS[n % 6] + ("" if n < 6 else f" ({n})") for n in range(ideas)]
    posted = [place.post(workshop, authors[n % len(authors)], text) for n, text in enumerate(texts)]
    for n in range(clusters):
        again = f" {n // 4 + 1}" if n >= 4 else ""
        place.do(workshop, MakeCluster(f"cluster-{n + 1}", "ideas-", NAMES[n % 4] + again))
    place.open(workshop, "arrange")
    return workshop, posted, mei


def console(place: Place, visit: Make, workshop: str, width: int = 1366, height: int = 768, **more: Any) -> Page:
    return desk(place, visit, workshop, width, height, **more)[1]


def desk(
    place: Place, visit: Make, workshop: str, width: int = 1366, height: int = 768, **more: Any
) -> tuple[Visit, Page]:
    browser = visit(width, height, **({"language": "en"} | more))
    browser.sit(workshop, place.redeem(workshop, "facilitator"), "facilitator")
    page = browser.open(workshop, "facilitator")
    expect(page.locator(".sorting")).to_be_visible()
    return browser, page


# What there is


def where(place: Place, workshop: str) -> dict[str, str]:
    return {record.id: record.cluster for record in place.seen(workshop).values() if isinstance(record, PlaceRecord)}


def themes(place: Place, workshop: str) -> dict[str, str]:
    """Ids by name."""
    found = [record for record in place.seen(workshop).values() if isinstance(record, ThemeRecord)]
    return {record.name: record.id for record in found}


def clusters(place: Place, workshop: str) -> dict[str, ClusterRecord]:
    """By name, in the order of the board."""
    found = [record for record in place.seen(workshop).values() if isinstance(record, ClusterRecord)]
    return {record.name: record for record in sorted(found, key=lambda record: record.order)}


def focused(page: Page) -> str | None:
    """The idea whose card holds the focus."""
    return page.evaluate("document.activeElement.closest('[data-idea]')?.dataset.idea ?? null")  # type: ignore[no-any-return]


def focus_comes_to(page: Page, *ideas: str) -> None:
    """To one of these; none given: to any."""
    eventually(page, lambda: focused(page) in ideas if ideas else focused(page) is not None)


def says(page: Page, text: str | re.Pattern[str]) -> None:
    """A screen reader hears it."""
    expect(page.locator("[role=status]", has_text=text).first).to_be_attached()


def card(page: Page, idea: str) -> Locator:
    return page.locator(f"[data-idea='{idea}']")


def row(page: Page, cluster: str) -> Locator:
    return page.locator(f"[data-cluster-id='{cluster}']")


def drawer(page: Page, name: str) -> Locator:
    """A theme and what stands under it."""
    return page.locator(".board section.theme", has=page.get_by_role("heading", name=name))


# A pointer and a finger


def middle(of: Locator, down: float = 0.5) -> tuple[float, float]:
    of.scroll_into_view_if_needed()
    box = of.bounding_box()
    assert box is not None
    return box["x"] + min(box["width"] / 2, 90), box["y"] + box["height"] * down


def can_drag(page: Page) -> None:
    """What drags is a chunk of its own: it has come."""
    expect(page.locator("[data-hand]")).to_be_attached()


def drag(page: Page, what: Locator, onto: Locator, down: float = 0.5, *, drop: bool = True) -> None:
    """With the mouse. `down`: how far down the target, from 0 to 1."""
    can_drag(page)
    expect(page.locator(".carried")).to_have_count(0)  # what was put down before has landed
    x, y = middle(what)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 4, steps=3)
    expect(page.locator(".carried")).to_be_visible()
    page.mouse.move(*middle(onto, down), steps=6)
    if drop:
        page.mouse.up()
        expect(page.locator(".carried")).to_have_count(0)


class Finger:
    """One finger on the glass, as the browser itself hears it."""

    def __init__(self, page: Page) -> None:
        self.page, self.session = page, page.context.new_cdp_session(page)
        can_drag(page)

    def press(self, x: float, y: float) -> None:
        self._send("touchStart", [(x, y)])
        self.at = (x, y)

    def slide(self, x: float, y: float, steps: int = 8) -> None:
        from_x, from_y = self.at
        for step in range(1, steps + 1):
            part = step / steps
            self._send("touchMove", [(from_x + (x - from_x) * part, from_y + (y - from_y) * part)])
            self.page.evaluate("new Promise(requestAnimationFrame)")
        self.at = (x, y)

    def lift(self) -> None:
        self._send("touchEnd", [])

    def _send(self, kind: str, points: Sequence[tuple[float, float]]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


# Others


class Crowd:
    """People on their phones, in a thread of their own; they post when they are asked to, and nobody waits for them."""

    def __init__(self, place: Place, workshop: str, people: int = 20) -> None:
        self.place, self.workshop = place, workshop
        self.entries = [place.join(workshop, f"Phone {n}") for n in range(people)]
        self.loop = asyncio.new_event_loop()
        self.wanted: asyncio.Queue[str | None] = asyncio.Queue()
        self.posted = 0
        self.failed: BaseException | None = None
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, trace: TracebackType | None) -> None:
        self.loop.call_soon_threadsafe(self.wanted.put_nowait, None)
        self.thread.join(30)
        assert self.failed is None, self.failed

    def post(self, *texts: str) -> None:
        for text in texts:
            self.loop.call_soon_threadsafe(self.wanted.put_nowait, text)

    def _run(self) -> None:
        try:
            self.loop.run_until_complete(self._live())
        except BaseException as failed:
            self.failed = failed
        finally:
            self.loop.close()

    async def _live(self) -> None:
        name, face = cookie_name(self.workshop, "participant", False), face_path(self.workshop, "participant")
        phones = [Client(self.place.base, face, f"{name}={entry.cookie}") for entry in self.entries]
        await asyncio.gather(*(phone.__aenter__() for phone in phones))
        tasks: list[asyncio.Task[Verdict]] = []
        while (text := await self.wanted.get()) is not None:
            phone = phones[len(tasks) % len(phones)]
            tasks.append(asyncio.create_task(phone.do(PostIdea(new_id(), "ideas-", text))))
        self.posted = len(await asyncio.gather(*tasks))
        await asyncio.gather(*(phone.__aexit__(None, None, None) for phone in phones))


def moved(place: Place, workshop: str, ideas: list[str], to: str | None) -> None:
    """By another facilitator."""
    place.do(workshop, MoveIdeas(ideas, to))
