"""A participant's marketplace and wall, with and without JavaScript: nothing yet, an afternoon's, and far too much."""

from playwright.sync_api import Page

from tests.web.marketplace import busy, fair, gathered, grid, propose, put
from tests.web.town import Scene, Town
from workshops.hiding import HideTopic
from workshops.interest import MarkInterest
from workshops.slots import EndSlot, PutSlot, StartSlot
from workshops.spaces import PutSpace
from workshops.topic_merging import MergeTopics
from workshops.topics import ProposeTopic
from workshops.wall import PlaceTopic

LONG = "Anticonstitutionnellement" * 6


def market_empty(town: Town) -> Scene:
    workshop = fair(town.place)
    _, page, _ = town.seated(workshop)
    page.wait_for_selector(".market")
    yield "phone-market-empty", page
    page.locator(".switch button").last.click()
    yield "phone-wall-empty", page
    yield "plain-market-empty", town.seated(workshop, live=False)[1]
    town.place.open(workshop, "opening")
    page.wait_for_selector(".points")
    yield "phone-opening", page


def market(town: Town) -> Scene:
    """Ada has three topics: one on the wall, one offered to be merged, one hidden; another is on its way."""
    place = town.place
    workshop, ideas = gathered(place)
    topics, people = busy(place, workshop)
    visitor, page, ada = town.seated(workshop)
    assert ada.seat is not None
    seeded = propose(place, workshop, ada, "Une outilthèque de quartier", "Où, et qui la tient ?", f"idea:{ideas[0]}")
    propose(place, workshop, ada, "Réparer", "", "cluster:cluster-1")
    hidden = propose(place, workshop, ada, "Monsieur M.")
    put(place, workshop, seeded, 3, 4)
    for n in (0, 3, 4, 7):
        place.do(workshop, MarkInterest(topics[n]), ada.seat)
    for name, on in (("Kofi", 14), ("Zoé", 14), ("Mei", 0), ("Inès", 0)):
        place.do(workshop, MarkInterest([*topics, seeded][on]), people[name].seat)
    place.do(workshop, MergeTopics(topics[12], seeded), people["Mei"].seat)
    place.do(workshop, HideTopic(hidden, "nomme quelqu’un"))
    page.wait_for_selector(".offer")
    yield "phone-market", page
    page.locator(".switch button").last.click()
    yield "phone-wall", page
    yield from dialogs(page)
    page.get_by_role("button", name="Modifier").nth(1).click()
    yield "phone-topic-edit", page
    yield from plain_market(town, workshop, visitor, topics, seeded)


def dialogs(page: Page) -> Scene:
    page.locator(".switch button").first.click()
    page.locator(".mine.topics .acts .btn.strong").first.click()
    page.wait_for_selector(".suggested")
    yield "phone-place", page
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Fusionner…").first.click()
    page.locator("dialog .choice").nth(2).click()
    yield "phone-merge", page
    page.keyboard.press("Escape")
    page.locator(".seeds a").click()
    yield "phone-seeds", page
    page.locator("dialog .btn.small").first.click()
    yield "phone-market-from", page
    page.locator(".chain a").first.click()
    yield "phone-looked", page
    page.keyboard.press("Escape")


def plain_market(town: Town, workshop: str, visitor: object, topics: list[str], seeded: str) -> Scene:
    plain = town.visitor(java_script_enabled=False)
    plain.context.add_cookies(visitor.context.cookies())  # type: ignore[attr-defined]
    page = plain.open(workshop, live=False)
    yield "plain-market", page
    url = town.place.url(workshop)
    for name, path in (
        *(("wall", "?side=wall"), ("topics", "/topics"), ("topic-own", f"/topics/{seeded}")),
        *(("topic", f"/topics/{topics[0]}"), ("place", f"/topics/{seeded}/place")),
        *(
            ("merge", f"/topics/{seeded}/merge"),
            ("seeds", "/topics/from"),
            ("new", "/topics/new?from=cluster:cluster-1"),
        ),
    ):
        page.goto(url + path)
        yield f"plain-market-{name}", page


def market_sessions(town: Town) -> Scene:
    """The slots run: one is over, one is on, and topics may still come."""
    place = town.place
    workshop = fair(place)
    busy(place, workshop)
    _, page, ada = town.seated(workshop)
    mine = propose(place, workshop, ada, "Les bancs plutôt que les bornes")
    put(place, workshop, mine, 1, 5)
    slots, _ = grid(place, workshop)
    place.open(workshop, "sessions")
    place.do(workshop, StartSlot(slots[0]))
    place.do(workshop, EndSlot(slots[0]))
    place.do(workshop, StartSlot(slots[1]))
    page.locator(".switch button").last.click()
    page.wait_for_selector(".slot.running")
    yield "phone-wall-running", page
    page.goto(f"{place.url(workshop)}/topics?side=wall")
    yield "plain-wall-running", page


def market_hard(town: Town) -> Scene:
    """200 topics, some of very long words; 20 spaces, 30 slots."""
    place = town.place
    workshop = fair(place, [], 0)
    for n in range(20):
        name = LONG[:60] if n == 7 else f"Salle {n + 1}"
        place.do(
            workshop, PutSpace(f"space-{n}", name, 5 * n, "Un seuil, deux marches et un long couloir" if n == 3 else "")
        )
    for n in range(30):
        place.do(workshop, PutSlot(f"slot-{n:02}", 480 + 60 * (n % 10), 530 + 60 * (n % 10), f"2026-11-{20 + n // 10}"))
    people = [place.join(workshop, LONG[:40] if n == 3 else f"Personne {n}") for n in range(100)]
    for n in range(198):
        title = LONG if n == 4 else f"Sujet numéro {n + 1} : {LONG[:9]} et le reste"
        who = people[n % 100].seat
        place.do(workshop, ProposeTopic(f"topic-{n:03}", title, LONG if n % 9 == 4 else ""), who)
        if n < 150:
            place.do(workshop, PlaceTopic(f"topic-{n:03}", f"slot-{n % 30:02}", f"space-{n // 30}"))
    _, page, ada = town.seated(workshop)
    place.do(workshop, ProposeTopic("topic-mine", LONG, LONG), ada.seat)
    page.wait_for_selector(".mine.topics li")
    yield "phone-market-200", page
    page.locator(".mine.topics .acts .btn.strong").first.click()
    page.wait_for_selector(".suggested")
    yield "phone-place-600", page
    page.keyboard.press("Escape")
    page.locator(".switch button").last.click()
    yield "phone-wall-600", page


MARKETS = [market_empty, market, market_sessions, market_hard]
