"""The open forum as it is projected."""

import secrets

from msgspec import structs
from playwright.sync_api import expect

from tests.web.meeting import STEPS, TITLES, Meeting, meeting
from tests.web.town import LONG, Scene, Town
from tests.web.walls import wall
from workshops.attendance import ImHere
from workshops.boards import Gather
from workshops.clusters import MakeCluster
from workshops.format import AnyStep
from workshops.interest import MarkInterest
from workshops.reporting import PostProposed
from workshops.screen import Spotlight
from workshops.slots import ExtendSlot, PutSlot, StartSlot
from workshops.sorting import Arrange
from workshops.spaces import PutSpace
from workshops.topics import ProposeTopic
from workshops.wall import PlaceTopic

THEMES = [
    *["Médiation", "École", "Guichets", "Services", "Espace public", "Mutualisation", "Entreprises"],
    "Durée de vie",
]
PEOPLE = ["Kofi", "Zoé", "Mei", "Ada", "Tomasz", "Inès", "Louison", "Nadia", "Baptiste", "M. Ferreira", "Mme Le Goff"]
SPACES = ["Grande salle", "Cour", "Bibliothèque", "Café", "Préau", "Salle 12"]
MORE = ["Des tablettes, pour quoi faire ?", "Moins de courriels", "Les devoirs sur papier", "La charte des employeurs"]
POINTS = [
    *["Les personnes qui se présentent sont les bonnes.", "Ce qui arrive est la seule chose qui pouvait arriver."],
    *["Ça commence quand ça commence.", "Quand c’est fini, c’est fini."],
]
SAID = "Nous avons raconté chacun notre dernière démarche en ligne. Presque tout le monde s’est fait aider. "
WITH_IDEAS: list[AnyStep] = [
    Gather(id="gather", title="Idées", prompt="Qu’est-ce qui rendrait le numérique plus sobre ?", minutes=0),
    Arrange(id="arrange", title="Regrouper", prompt="Rapprochez ce qui dit la même chose.", minutes=0),
    structs.replace(STEPS[0], points=POINTS),
    *STEPS[1:],
]


def picture(town: Town, slots: int = 5) -> str:
    """As in the picture of the look: six spaces, topics under eight themes, two slots begun."""
    place = town.place
    workshop = place.create(WITH_IDEAS, themes=THEMES)
    themes = [key.partition(":")[2] for key in place.seen(workshop) if key.startswith("theme:")]
    for n, theme in enumerate(themes):
        place.do(workshop, MakeCluster(f"cluster-{n}", "ideas-", f"Regroupement {n + 1}", theme))
    for n in range(slots):
        place.do(workshop, PutSlot(f"slot-{n}", 14 * 60 + n * 50, 14 * 60 + 40 + n * 50))
    for n, name in enumerate(SPACES):
        place.do(workshop, PutSpace(f"space-{n}", name, 12))
    place.open(workshop, "market")
    people = [place.join(workshop, name) for name in PEOPLE]
    titles = [*TITLES, *MORE]
    cells = [(slot, space) for slot in range(slots) for space in range(6) if (slot * 5 + space * 2) % 7]
    for n, (slot, space) in enumerate(cells):
        topic, origin = f"topic-{n:02}", f"cluster:cluster-{n % 8}" if n % 6 else None
        place.do(workshop, ProposeTopic(topic, titles[n % 16], origin=origin), people[n % 11].seat)
        place.do(workshop, PlaceTopic(topic, f"slot-{slot}", f"space-{space}"), people[n % 11].seat)
        for who in people[: n * 3 % 11]:
            place.do(workshop, MarkInterest(topic), who.seat)
    place.open(workshop, "sessions")
    for running in range(2):
        place.do(workshop, StartSlot(f"slot-{running}"))
        there = [f"topic-{n:02}" for n, (slot, _) in enumerate(cells) if slot == running]
        for n, who in enumerate(people):
            place.do(workshop, ImHere(there[n * n % len(there)]), who.seat)
    return workshop


def forum_screen(town: Town) -> Scene:
    workshop = picture(town)
    page = town.stage(workshop)
    town.place.open(workshop, "opening")
    expect(page.locator(".law")).to_be_visible()
    yield "screen-forum-opening", page
    town.place.open(workshop, "sessions")
    expect(page.locator(".wall")).to_be_visible()
    yield "screen-forum-wall", page
    town.place.do(workshop, Spotlight("slot:slot-1"))
    expect(page.locator(".circle").first).to_be_visible()
    yield "screen-forum-slot", page
    town.place.do(workshop, Spotlight("session:topic-06"))
    expect(page.locator(".session")).to_be_visible()
    yield "screen-forum-session", page
    town.place.do(workshop, Spotlight(None))
    town.place.do(workshop, ExtendSlot("slot-1", -240))
    expect(page.locator(".announced p")).to_be_visible()
    yield "screen-forum-ended", page
    yield "screen-forum-wall-4", town.stage(picture(town, 4))


def forum_screen_market(town: Town) -> Scene:
    place = town.place
    workshop = place.create(STEPS)
    place.open(workshop, "market")
    page = town.stage(workshop)
    yield "screen-forum-market-none", page
    people = [place.join(workshop, name) for name in PEOPLE]
    for n in range(40):
        topic = secrets.token_urlsafe(9)
        place.do(workshop, ProposeTopic(topic, LONG[:200] if n == 38 else TITLES[n % 12]), people[n % 11].seat)
        if n in (2, 6, 39):
            expect(page.locator(".topic .n").first).to_have_text(str(n + 1))
            yield f"screen-forum-market-{n + 1}", page


def forum_screen_walls(town: Town) -> Scene:
    for spaces, slots, runs in ((1, 1, None), (2, 2, 0), (4, 3, 0), (7, 12, 5), (12, 6, 1), (20, 30, 2)):
        page = town.stage(wall(town.place, spaces, slots, runs=runs))
        yield f"screen-forum-wall-{spaces}x{slots}", page
    yield "screen-forum-wall-long", town.stage(wall(town.place, 6, 5, runs=1, long=True, names=True))
    yield "screen-forum-wall-many-long", town.stage(wall(town.place, 20, 10, runs=1, long=True))


def forum_screen_reports(town: Town) -> Scene:
    made = meeting(town.place, 4, 2)
    town.place.open(made.workshop, "journal")
    page = town.stage(made.workshop)
    yield "screen-forum-journal-none", page
    for n, session in enumerate(made.sessions[:4]):
        writes(made, session, [1, 6, 3, 60][n])
    expect(page.locator("article").first).to_be_visible()
    yield "screen-forum-journal", page
    for n in (2, 3):
        town.place.do(made.workshop, Spotlight(f"report:{made.sessions[n]}"))
        expect(page.locator("article h2")).to_have_text(TITLES[n])
        yield f"screen-forum-report-{n}", page


def writes(made: Meeting, session: str, length: int) -> None:
    question = "Comment garder quelqu’un à qui parler, sans rendez-vous ?"
    made.writes(made.conveners[0], session, question=question, said=SAID * length, agreed=SAID[: 60 + 4 * length])
    for text in ("Garder un guichet ouvert sans rendez-vous.", "Former deux agents par quartier aux démarches."):
        made.do(made.conveners[0], PostProposed(session, secrets.token_urlsafe(9), text))


FORUM_SCREEN = [forum_screen, forum_screen_market, forum_screen_walls, forum_screen_reports]
