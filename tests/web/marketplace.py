"""Workshops with an open forum: its marketplace, its wall, and topics by several people."""

import secrets
from typing import Any

from msgspec import structs

from server.access import Entry
from tests.place import GATHER, Place
from workshops.agenda import Talk
from workshops.clusters import MakeCluster
from workshops.description import CreateWorkshop
from workshops.format import AnyStep, Format
from workshops.market import Market
from workshops.plans import SlotPlan, SpacePlan
from workshops.proceedings import Field, Proceedings, Sessions
from workshops.slots import SlotRecord
from workshops.sorting import Arrange
from workshops.spaces import SpaceRecord
from workshops.topics import ProposeTopic
from workshops.wall import PlaceTopic

OPENING = Talk(
    id="opening", title="Ouverture", minutes=15, prompt="De quoi voulons-nous parler, et que voulons-nous proposer ?",
    points=[
        *("Les personnes qui se présentent sont les bonnes.", "Ce qui arrive est la seule chose qui pouvait arriver."),
        *("Ça commence quand ça commence.", "Quand c’est fini, c’est fini."),
    ],
    law="La loi des deux pieds : si vous n’apprenez ni n’apportez rien, changez de cercle.",
)  # fmt: skip
MARKET = Market(
    id="market", title="Place du marché", minutes=25,
    prompt="Quel sujet vous tient assez à cœur pour réunir un cercle autour ?",
)  # fmt: skip
CIRCLES = Sessions(
    id="sessions", title="Cercles", minutes=0, prompt="Rejoignez un cercle. Changez-en quand vous voulez.",
    canvas=[
        Field(id="said", title="Ce qui s’est dit"),
        Field(id="proposed", title="Ce que nous proposons", kind="ideas"),
    ],
)  # fmt: skip
STEPS: list[AnyStep] = [
    OPENING, GATHER, Arrange(id="arrange", title="Regrouper"), MARKET, CIRCLES,
    Proceedings(id="proceedings", title="Le journal"), Talk(id="closing", title="Clôture"),
]  # fmt: skip
SPACES = [
    SpacePlan(name="Grande salle", capacity=40, access="Boucle magnétique, de plain-pied"),
    SpacePlan(name="Cour", capacity=20, access="Dehors, un seuil de 4 cm"),
    SpacePlan(name="Bibliothèque", capacity=12, strict=True),
    *[SpacePlan(name="Café"), SpacePlan(name="Préau", capacity=25), SpacePlan(name="Salle 12", capacity=8)],
]
HOURS = [("14:00", "14:40"), ("14:50", "15:30"), ("15:40", "16:20"), ("16:30", "17:10"), ("17:20", "18:00")]
TOPICS = [
    ("Un repair café qui dure", "Kofi"), ("Qui aide les aidants ?", "Zoé"), ("Le collège sans téléphone", "Mei"),
    ("Relire une démarche à voix haute", "Inès"), ("La rue sans écrans", "Tomasz"), ("Le guichet de demain", "Inès"),
    ("Partager nos serveurs", "Louison"), ("Des tablettes, pour quoi faire ?", "Nadia"),
    ("Le prix de l’occasion", "Baptiste"), ("Huit ans, le même ordinateur", "Omar"), ("Le papier gratuit", "Zoé"),
    ("Un camion dans les villages", "Kofi"), ("La matériauthèque", "Mei"), ("Moins de courriels", "Nadia"),
]  # fmt: skip
WORDS = "Chaque samedi on répare, et au bout d’un an tout le monde est fatigué. Comment tenir, et avec qui ?"
CELLS = [*((0, n) for n in range(5)), (1, 0), (1, 1), (1, 2), (1, 4), (2, 0), (2, 1), (2, 3), (2, 4), (3, 2)]
"""Where the topics above stand, those of one person in different slots."""


def fair(
    place: Place,
    spaces: list[SpacePlan] | None = None,
    slots: int = 5,
    steps: list[AnyStep] | None = None,
    **fields: Any,
) -> str:
    """A workshop whose marketplace is open. fields: of the marketplace."""
    market = structs.replace(MARKET, **fields)
    hours = [SlotPlan(starts=starts, ends=ends) for starts, ends in HOURS[:slots]]
    made = [market if isinstance(each, Market) else each for each in steps or STEPS]
    recipe = Format(
        name="forum",
        steps=made,
        spaces=SPACES if spaces is None else spaces,
        slots=hours,
        themes=["Médiation", "École"],
    )
    command = CreateWorkshop(
        title="Vivre mieux avec moins de numérique", language="fr", organiser="La Ville", format=recipe
    )
    created = place.run(place.house.access.create(command, secrets.token_urlsafe(32)))
    place.created[created.workshop] = created
    place.open(created.workshop, "market")
    return created.workshop


def propose(place: Place, workshop: str, who: Entry, title: str, words: str = "", origin: str | None = None) -> str:
    assert who.seat is not None
    topic = f"topic-{len(topics_of(place, workshop)) + 1}"
    place.do(workshop, ProposeTopic(topic, title, words, origin), who.seat)
    return topic


def topics_of(place: Place, workshop: str) -> list[str]:
    return [key for key in place.seen(workshop) if key.startswith("topic:")]


def grid(place: Place, workshop: str) -> tuple[list[str], list[str]]:
    """The slots' ids and the spaces', in their order."""
    seen = place.seen(workshop).values()
    slots = sorted((each for each in seen if isinstance(each, SlotRecord)), key=lambda slot: slot.n)
    spaces = sorted((each for each in seen if isinstance(each, SpaceRecord)), key=lambda space: space.n)
    return [slot.id for slot in slots], [space.id for space in spaces]


def put(place: Place, workshop: str, topic: str, slot: int, space: int) -> None:
    """On the wall, by their numbers from 0."""
    slots, spaces = grid(place, workshop)
    place.do(workshop, PlaceTopic(topic, slots[slot], spaces[space]))


def busy(place: Place, workshop: str, most: int = len(TOPICS)) -> tuple[list[str], dict[str, Entry]]:
    """Topics by several people, on the wall; and who they are."""
    people: dict[str, Entry] = {}
    topics: list[str] = []
    for n, (title, name) in enumerate(TOPICS[:most]):
        who = people.setdefault(name, people.get(name) or place.join(workshop, name))
        topics.append(propose(place, workshop, who, title, WORDS if n % 3 == 0 else ""))
        put(place, workshop, topics[-1], *CELLS[n])
    return topics, people


def gathered(place: Place) -> tuple[str, list[str]]:
    """A workshop whose marketplace follows ideas and a cluster of the first two, under a theme."""
    workshop = fair(place)
    place.open(workshop, "gather")
    mei = place.join(workshop, "Mei")
    texts = ["Prêter les outils entre voisins", "Réparer ensemble, une fois par mois", "Un jour sans écran\nà l’école"]
    ideas = [place.post(workshop, mei, text) for text in texts]
    place.open(workshop, "arrange")
    theme = next((key.partition(":")[2] for key in place.seen(workshop) if key.startswith("theme:")), None)
    place.do(workshop, MakeCluster("cluster-1", "ideas-", "Réparer plutôt que remplacer", theme, ideas[:2]))
    place.open(workshop, "market")
    return workshop, ideas
