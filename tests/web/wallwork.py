"""What tests and pictures of the marketplace share: a wall to fill, topics, and who convenes them."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from server.access import Entry
from tests.place import GATHER
from tests.web.conftest import Place, Visit
from tests.web.desks import desk
from tests.web.phones import Make
from workshops.agenda import Talk
from workshops.format import AnyStep
from workshops.market import Market
from workshops.proceedings import Field, Proceedings, Sessions
from workshops.slots import PutSlot
from workshops.spaces import PutSpace
from workshops.topics import ProposeTopic
from workshops.wall import PlaceTopic, SessionRecord

SPACES = ["Grande salle", "Cour", "Bibliothèque", "Café", "Préau", "Salle 12"]
TITLES = [
    "Le guichet de demain",
    "Partager nos serveurs",
    "Des tablettes, pour quoi faire\u202f?",
    "Le prix de l’occasion",
    "Répondre demain",
    "Un repair café qui dure",
    "Qui aide les aidants\u202f?",
    "Le collège sans téléphone",
    "Relire une démarche à voix haute",
    "La rue sans écrans",
]
FORUM: list[AnyStep] = [
    Talk(id="opening", title="Ouverture", prompt="De quoi voulons-nous parler ?"),
    GATHER,
    Market(id="market", title="Place du marché", prompt="Quel sujet vous tient à cœur au point de réunir un cercle ?"),
    Sessions(
        id="sessions", title="Cercles", prompt="Rejoignez un cercle. Changez-en quand vous voulez.", minutes=0,
        board="proposed", canvas=[Field(id="said", title="Ce qui s’est dit")],
    ),
    Proceedings(id="proceedings", title="Le journal"),
]  # fmt: skip


def wall(place: Place, spaces: int = 3, slots: int = 3, step: str = "market") -> str:
    """A workshop at this step. `space-1` and so on, ten places each; `slot-01`… from 14:00, 40 minutes each."""
    workshop = place.create(FORUM)
    put_wall(place, workshop, spaces, slots)
    place.open(workshop, "market")
    if step != "market":
        place.open(workshop, step)
    return workshop


def put_wall(place: Place, workshop: str, spaces: int, slots: int, first: int = 14 * 60, every: int = 50) -> None:
    for n in range(spaces):
        again = f" {n // 6 + 1}" if n >= 6 else ""
        place.do(workshop, PutSpace(f"space-{n + 1}", SPACES[n % 6] + again, 10))
    for n in range(slots):
        place.do(workshop, PutSlot(f"slot-{n + 1:02}", first + every * n, first + every * (n + 1) - 10))


def propose(place: Place, workshop: str, topic: str, title: str, who: Entry | None = None) -> str:
    """By this person, or by a facilitator, for nobody yet."""
    place.do(workshop, ProposeTopic(topic, title), who.seat if who else None)
    return topic


def topics(place: Place, workshop: str, count: int = 4, *names: str) -> list[str]:
    """`topic-01` and so on, each convened by one of these people in turn; by Ada, Kofi, Mei."""
    people = [place.join(workshop, name) for name in names or ("Ada", "Kofi", "Mei")]
    titles = [TITLES[n % 10] + (f" ({n // 10 + 1})" if n >= 10 else "") for n in range(count)]
    whose = [people[n % len(people)] for n in range(count)]
    ids = [f"topic-{n + 1:02}" for n in range(count)]
    return [propose(place, workshop, *topic) for topic in zip(ids, titles, whose, strict=True)]


def put(place: Place, workshop: str, topic: str, slot: int, space: int) -> None:
    place.do(workshop, PlaceTopic(topic, f"slot-{slot:02}", f"space-{space}"))


def placed(place: Place, workshop: str) -> dict[str, tuple[str, str]]:
    """Slot and space by topic."""
    found = (record for record in place.seen(workshop).values() if isinstance(record, SessionRecord))
    return {record.id: (record.slot, record.space) for record in found}


# The console


def market(place: Place, visit: Make, workshop: str, width: int = 1366, height: int = 768, **more: Any) -> Page:
    return market_desk(place, visit, workshop, width, height, **more)[1]


def market_desk(
    place: Place, visit: Make, workshop: str, width: int = 1366, height: int = 768, **more: Any
) -> tuple[Visit, Page]:
    browser, page = desk(place, visit, workshop, width, height, **more)
    expect(page.locator(".desk-wall")).to_be_visible()
    return browser, page


def slip(page: Page, topic: str) -> Locator:
    return page.locator(f".tray [data-topic='{topic}']")


def cell(page: Page, slot: int, space: int) -> Locator:
    return page.locator(f"[data-cell='slot-{slot:02}.space-{space}']")


def session(page: Page, topic: str) -> Locator:
    return page.locator(f".desk-wall [data-session='{topic}']")


def stands_in(page: Page, topic: str, slot: int, space: int) -> None:
    expect(cell(page, slot, space).locator(f"[data-session='{topic}']")).to_be_visible()


def refused(page: Page, text: str) -> None:
    """On the wall, above it."""
    expect(page.locator(".desk-wall .note.refused")).to_contain_text(text)


def focused(page: Page) -> str | None:
    """The topic whose paper holds the focus, in the tray or on the wall."""
    return page.evaluate(  # type: ignore[no-any-return]
        "(on => on.closest('[data-topic]')?.dataset.topic ?? on.dataset.session ?? null)(document.activeElement)"
    )


def focused_cell(page: Page) -> str | None:
    return page.evaluate("document.activeElement.closest('[data-cell]')?.dataset.cell ?? null")  # type: ignore[no-any-return]


def asked(page: Page) -> None:
    """The dialog is there to be written in."""
    expect(page.get_by_role("dialog").get_by_role("searchbox")).to_be_focused()
