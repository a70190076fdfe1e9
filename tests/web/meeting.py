"""An open forum in front of browsers: circles that run, people in them, reports begun."""

import secrets
from typing import Any

from msgspec import Struct
from playwright.sync_api import Page, expect

from server.access import Entry
from tests.place import Place
from tests.web.conftest import Visit
from tests.web.phones import Make
from workshops.agenda import Talk
from workshops.format import AnyStep
from workshops.ideas import IdeaRecord
from workshops.market import Market
from workshops.proceedings import Field, Proceedings, Sessions
from workshops.reporting import TakePen, WriteReport
from workshops.slots import PutSlot, StartSlot
from workshops.spaces import PutSpace
from workshops.texts import TextRecord
from workshops.topics import ProposeTopic
from workshops.voting import Vote
from workshops.wall import PlaceTopic
from workshops.workshop import AnyCommand

CANVAS = [
    Field(id="question", title="La question discutée"),
    Field(id="said", title="Ce qui s’est dit", hint="Les idées, les exemples, les chiffres."),
    Field(id="agreed", title="Points d’accord"),
    Field(id="proposed", title="Ce que nous proposons", kind="ideas", hint="Une proposition par fiche."),
]
LAW = "La loi des deux pieds : si vous n’apprenez ni n’apportez rien, changez de cercle."
STEPS: list[AnyStep] = [
    Talk(id="opening", title="Ouverture", prompt="De quoi voulons-nous parler ?", minutes=5, law=LAW),
    Market(id="market", title="Place du marché", prompt="Quel sujet vous tient à cœur ?", minutes=0),
    Sessions(id="sessions", title="Cercles", prompt="Rejoignez un cercle.", minutes=0, canvas=CANVAS),
    Proceedings(id="journal", title="Le journal", prompt="Lisons les comptes rendus.", minutes=0),
    Vote(id="voting", title="Convergence", board="proposed", on="ideas", minutes=0),
]
TITLES = [
    *["Un repair café qui dure", "Qui aide les aidants ?", "Le collège sans téléphone", "La rue sans écrans"],
    *["Relire une démarche à voix haute", "Partager nos serveurs", "Le prix de l’occasion", "Répondre demain"],
    *["Huit ans, le même ordinateur", "Le papier gratuit", "Un camion dans les villages"],
    "Les bancs plutôt que les bornes",
]  # fmt: skip
SPACES = [
    *[("Grande salle", 40, "De plain-pied, boucle magnétique"), ("Cour", 12, ""), ("Bibliothèque", 8, "Ascenseur")],
    *[(f"Salle {n}", 12, "") for n in range(4, 13)],
]


class Meeting(Struct):
    """sessions: the circles of the first slot, then of the second. conveners: of each, in the same order."""

    place: Place
    workshop: str
    sessions: list[str]
    conveners: list[Entry]

    def do(self, who: Entry, *commands: AnyCommand) -> None:
        for command in commands:
            self.place.do(self.workshop, command, who.seat)

    def join(self, name: str) -> Entry:
        return self.place.join(self.workshop, name)

    def writes(self, who: Entry, session: str, **parts: str) -> None:
        """They take the pen, if they do not have it, and write this."""
        self.do(who, TakePen(session), *[WriteReport(session, part, text) for part, text in parts.items()])

    def says(self, session: str, field: str = "said") -> str:
        record = self.place.seen(self.workshop)[f"text:{session}.{field}"]
        assert isinstance(record, TextRecord)
        return record.text

    def record(self, key: str) -> Any:
        return self.place.seen(self.workshop).get(key)

    def proposed(self, session: str) -> list[str]:
        seen = self.place.seen(self.workshop).values()
        found = (each for each in seen if isinstance(each, IdeaRecord) and each.origin == f"session:{session}")
        return [each.text for each in sorted(found, key=lambda each: each.n)]


def meeting(place: Place, now: int = 3, later: int = 1, *, strict: bool = False, started: bool = True) -> Meeting:
    """The first slot runs with so many circles, the second space may be strict; so many are in the next."""
    workshop = place.create(STEPS)
    place.do(workshop, PutSlot("slot-1", 14 * 60, 14 * 60 + 40))
    place.do(workshop, PutSlot("slot-2", 14 * 60 + 50, 15 * 60 + 30))
    for n, (name, capacity, access) in enumerate(SPACES[: max(now, later)], 1):
        place.do(workshop, PutSpace(f"space-{n:02}", name, capacity, access, strict and n == 2))
    place.open(workshop, "market")
    made = Meeting(place, workshop, [], [])
    for n in range(now + later):
        slot, space = ("slot-1", n + 1) if n < now else ("slot-2", n - now + 1)
        convener, topic = made.join(["Ada", "Kofi", "Mei", "Zoé", "Omar", "Inès"][n % 6]), secrets.token_urlsafe(9)
        made.do(convener, ProposeTopic(topic, TITLES[n % 12]), PlaceTopic(topic, slot, f"space-{space:02}"))
        made.sessions.append(topic)
        made.conveners.append(convener)
    place.open(workshop, "sessions")
    if started:
        place.do(workshop, StartSlot("slot-1"))
    return made


def reading(forum: Meeting, visit: Make, who: Entry, n: int = 0, **context: Any) -> tuple[Visit, Page]:
    """This person in front of the report of the nth circle."""
    browser = visit(**context)
    browser.sit(forum.workshop, who)
    page = browser.open(forum.workshop)
    page.locator(".reports .to-report").nth(n).click()
    expect(page.locator(".report-head h1")).to_be_visible()
    return browser, page


def writing(forum: Meeting, visit: Make, who: Entry, **context: Any) -> tuple[Visit, Page]:
    """They have taken the pen."""
    browser, page = reading(forum, visit, who, **context)
    page.get_by_role("button", name="Prendre la plume").click()
    expect(page.get_by_label("Ce qui s’est dit")).to_be_visible()
    return browser, page
