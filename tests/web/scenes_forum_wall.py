"""The marketplace and the agenda wall on the console: bare, as they usually are, running, and as large as they come."""

from playwright.sync_api import Page

from tests.web.sorting import drag
from tests.web.town import IDEAS, LONG, THEMES, Scene, Town
from tests.web.wallwork import FORUM, cell, propose, put, put_wall, session, slip, topics, wall
from workshops.attendance import ImHere
from workshops.clusters import MakeCluster
from workshops.hiding import HideTopic
from workshops.interest import MarkInterest
from workshops.slots import PutSlot, StartSlot
from workshops.spaces import PutSpace
from workshops.topic_merging import MergeTopics
from workshops.topics import ProposeTopic
from workshops.wall import ExtendSession, PlaceTopic

NAMES = ("Kofi", "Zoé", "Mei", "Ada", "Tomasz", "Inès", "Louison", "Nadia", "Baptiste", "M. Ferreira")
PLACED = [
    *[(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2), (2, 3), (2, 5), (2, 6)],
    *[(3, 1), (3, 2), (3, 4), (4, 1), (4, 3)],
]


def wall_empty(town: Town) -> Scene:
    workshop = town.place.create(FORUM)
    town.place.open(workshop, "market")
    page = town.console(workshop)
    page.wait_for_selector(".desk-wall .empty")
    yield "console-wall-none", page
    put_wall(town.place, workshop, 3, 0)
    yield "console-wall-no-slot", page
    put_wall(town.place, workshop, 0, 3)
    page.wait_for_selector(".wall-free")
    yield "console-wall-no-topic", page


def filled(town: Town, step: str = "market") -> tuple[str, list[str]]:
    """Six spaces, five slots; of eighteen topics fourteen have their place."""
    workshop = wall(town.place, 6, 5, step)
    town.place.do(workshop, PutSpace("space-4", "Café", 8, "Deux marches", strict=True, shut=["slot-02", "slot-05"]))
    town.place.do(workshop, PutSpace("space-2", "Cour", 40))
    ids = topics(town.place, workshop, 18, *NAMES)
    for topic, (slot, space) in zip(ids, PLACED, strict=False):
        put(town.place, workshop, topic, slot, space)
    for n in range(9):
        who = town.place.join(workshop, f"Personne {n}")
        for topic in ids[n % 3 : 14 : n + 1]:
            town.place.do(workshop, MarkInterest(topic), who.seat)
    return workshop, ids


def market(town: Town) -> Scene:
    workshop, ids = filled(town)
    page = town.console(workshop)
    page.wait_for_selector(".wall-topic")
    yield "console-wall", page
    drag(page, slip(page, ids[15]), cell(page, 3, 3), drop=False)
    yield "console-wall-dragging", page
    page.mouse.move(*_middle(page, cell(page, 2, 4)), steps=4)
    yield "console-wall-dragging-no", page
    page.mouse.up()
    page.wait_for_selector(".desk-wall .note.refused")
    yield "console-wall-refused", page
    yield from dialogs(town, page, ids)


def _middle(page: Page, of: object) -> tuple[float, float]:
    box = of.bounding_box()  # type: ignore[attr-defined]
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def dialogs(town: Town, page: Page, ids: list[str]) -> Scene:
    slip(page, ids[15]).locator("[data-item]").press("d")
    page.wait_for_selector("dialog .cell-suggested")
    yield "console-wall-place", page
    page.keyboard.press("Escape")
    cell(page, 1, 5).get_by_role("button").click()
    page.wait_for_selector("dialog .list")
    yield "console-wall-fill", page
    page.keyboard.press("Escape")
    for name, words in {"plan": "Suggest a place for all", "new": "Topic", "space": "Space", "slot": "Slot"}.items():
        page.locator(".forum .tools").get_by_role("button", name=town.say(words), exact=True).click()
        page.wait_for_selector("dialog .wall-plan li" if name == "plan" else "dialog .field")
        yield f"console-wall-{name}", page
        page.keyboard.press("Escape")
    page.locator("[data-space='space-4']").click()
    page.wait_for_selector("dialog .field")
    yield "console-wall-space-edit", page
    page.keyboard.press("Escape")
    session(page, ids[0]).click()
    page.wait_for_selector("dialog .topic-words")
    yield "console-wall-topic", page
    town.press(page.locator("dialog"), "Change who convenes it…")
    yield "console-wall-convene", page
    town.press(page.locator("dialog"), "Back")
    town.press(page.locator("dialog"), "Merge into…")
    yield "console-wall-merge", page
    page.keyboard.press("Escape")


def born(town: Town) -> Scene:
    """Out of ideas and clusters under themes: their colours on the wall, and the chain at both ends."""
    place = town.place
    workshop = place.create(FORUM, themes=THEMES)
    put_wall(place, workshop, 6, 3)
    place.open(workshop, "gather")
    kofi = place.join(workshop, "Kofi")
    ideas = [place.post(workshop, kofi, text) for text in IDEAS]
    themes = [key.partition(":")[2] for key in place.seen(workshop) if key.startswith("theme:")]
    place.open(workshop, "market")
    for n, theme in enumerate(themes):
        place.do(workshop, MakeCluster(f"cluster-{n}", "ideas-", f"Regroupement {n + 1}", theme, ideas[n : n + 1]))
        origin = f"idea:{ideas[n]}" if n % 2 else f"cluster:cluster-{n}"
        place.do(workshop, ProposeTopic(f"topic-{n}", IDEAS[n].split("\n")[0][:60], origin=origin), kofi.seat)
        place.do(workshop, PlaceTopic(f"topic-{n}", f"slot-{n % 3 + 1:02}", f"space-{n % 6 + 1}")) if n < 3 else None
    twin = propose(place, workshop, "topic-twin", "Encore un banc", place.join(workshop, "Mei"))
    place.do(workshop, MergeTopics(twin, "topic-0"))
    hidden = propose(place, workshop, "topic-hidden", "Madame X exagère")
    place.do(workshop, HideTopic(hidden, "Nomme une personne"))
    page = town.console(workshop)
    page.wait_for_selector(".wall-topic")
    page.locator(".hidden-topics summary").click()
    yield "console-wall-born", page
    session(page, "topic-0").click()
    page.wait_for_selector("dialog .topic-origin")
    yield "console-wall-topic-born", page
    page.locator("dialog .topic-origin button").click()
    page.wait_for_selector("dialog .born")
    yield "console-wall-cluster-of-topic", page
    page.keyboard.press("Escape")
    page.locator(".hidden-topics button").first.click()
    yield "console-wall-topic-hidden", page


def circles(town: Town) -> Scene:
    """The second slot runs."""
    workshop, ids = filled(town, "sessions")
    place = town.place
    place.do(workshop, StartSlot("slot-01"))
    for n in range(12):
        place.do(workshop, ImHere(ids[n % 4]), place.join(workshop, f"Personne A{n}").seat)
    place.do(workshop, ExtendSession(ids[1], 20))
    place.do(workshop, StartSlot("slot-02"))
    for n in range(24):
        place.do(workshop, ImHere(ids[4 + n % 5 % 4]), place.join(workshop, f"Personne B{n}").seat)
    page = town.console(workshop)
    page.wait_for_selector("[data-state=running]")
    yield "console-wall-running", page
    session(page, ids[4]).click()
    page.wait_for_selector("dialog .topic-words")
    yield "console-wall-session", page
    page.keyboard.press("Escape")
    page.locator("[data-slot='slot-02']").click()
    page.wait_for_selector("dialog .field")
    yield "console-wall-slot-running", page


def crowded_wall(town: Town) -> Scene:
    """Twenty spaces, thirty slots over two days, two hundred topics, very long words in some."""
    place = town.place
    workshop = place.create(FORUM)
    put_wall(place, workshop, 20, 30, first=0, every=45)
    for n in range(15, 30):
        place.do(workshop, PutSlot(f"slot-{n + 1:02}", 540 + 40 * (n - 15), 575 + 40 * (n - 15), "2026-11-23"))
    for n in range(15):
        place.do(workshop, PutSlot(f"slot-{n + 1:02}", 540 + 40 * n, 575 + 40 * n, "2026-11-22"))
    place.do(workshop, PutSpace("space-3", LONG[:120], 10))
    place.open(workshop, "market")
    ids = topics(place, workshop, 196, *(f"Personne {n}" for n in range(40)), LONG[:40])
    ids += [propose(place, workshop, f"topic-long-{n}", LONG + " " + LONG[:48]) for n in range(4)]
    for n, topic in enumerate([*ids[196:198], *ids[:138]]):
        put(place, workshop, topic, n // 20 * 3 + n % 3 + 1, n % 20 + 1)
    page = town.console(workshop)
    page.wait_for_selector(".wall-topic")
    yield "console-wall-200", page
    page.locator(".wall-scroll").evaluate("box => box.scrollTo(700, 900)")
    yield "console-wall-200-scrolled", page
    slip(page, ids[180]).locator("[data-item]").press("d")
    page.wait_for_selector("dialog .cell-suggested")
    yield "console-wall-200-place", page


FORUM_WALL = [wall_empty, market, born, circles, crowded_wall]
