"""Where scenes take place: a server, a browser, and workshops with enough in them to judge how they look."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import structs
from playwright.sync_api import Browser, Locator, Page

from server.access import Entry
from server.i18n import Speech
from tests.place import GATHER, STEPS, Place
from tests.web.conftest import Visit
from tests.web.phones import round_of
from workshops.ballots import SetDots
from workshops.clusters import MakeCluster
from workshops.ideas import AddIdeas, NewIdea
from workshops.sealing import RevealRound
from workshops.sorting import MoveIdeas
from workshops.vocabulary import Role
from workshops.voting import CloseRound

Scene = Iterator[tuple[str, Page]]
"""Name of the page and its state, and the page as it is then."""
IDEAS = [
    "Un banc et quelqu’un : une personne qui aide, chaque mardi, à la bibliothèque.",
    "Garder un guichet ouvert sans rendez-vous.",
    "Prêter les outils entre voisins plutôt que d’en commander de nouveaux.",
    "Des ordinateurs qui durent dix ans",
    "Une salle sans écran dans chaque médiathèque\nOn y lit, on y joue, on s’y parle.",
    "Un jour sans écran à l’école, choisi par les élèves",
    "Réparer ensemble, une fois par mois",
    "Écrire aux gens sur papier quand ils le demandent, sans formulaire et sans avoir à dire pourquoi.",
    "Éteindre les bornes la nuit.",
    "Compter les courriels qu’un service s’envoie à lui-même.",
]
CLUSTERS = [
    "Quelqu’un à qui parler",
    "Réparer plutôt que remplacer",
    "Des lieux et des moments sans écran",
    "Le papier",
]
THEMES = [
    *["Médiation", "École", "Respect des non-numérisés", "Services numériques"],
    *["Espace public", "Mutualisation", "Entreprises", "Allongement de la durée de vie des appareils"],
]
LONG = "Anticonstitutionnellement" * 6


class Town:
    """Where the scenes take place. `browser` sees in `language`."""

    def __init__(self, place: Place, browser: Browser, language: str, folder: Path) -> None:
        self.place, self.browser, self.language, self.folder = place, browser, language, folder

    def visitor(self, **context: Any) -> Visit:
        return Visit(self.place, self.browser.new_context(locale=self.language, **context), self.place.base)

    def page(self, path: str, **context: Any) -> Page:
        page = self.visitor(**context).context.new_page()
        page.goto(self.place.base + path)
        return page

    def seated(self, workshop: str, role: Role = "participant", *, live: bool = True) -> tuple[Visit, Page, Entry]:
        visitor = self.visitor(java_script_enabled=live)
        entry = self.place.join(workshop, "Ada") if role == "participant" else self.place.redeem(workshop, role)
        visitor.sit(workshop, entry, role)
        return visitor, visitor.open(workshop, role, live=live), entry

    def workshop(self, private: str = "no") -> str:
        gather = structs.replace(GATHER, private=private)
        return self.place.create([STEPS[0], gather, *STEPS[2:]], themes=["Médiation", "École", "Sobriété"])

    def written(self, private: str = "no") -> tuple[str, list[str]]:
        """A workshop in which Kofi and Mei have written."""
        workshop = self.workshop(private)
        self.place.open(workshop, "gather")
        people = [self.place.join(workshop, name) for name in ("Kofi", "Mei")]
        return workshop, [self.place.post(workshop, people[n % 2], text) for n, text in enumerate(IDEAS)]

    def sorted(self) -> tuple[str, list[str]]:
        """Two ideas in each of four clusters, two in none. Returns the clusters."""
        workshop, ideas = self.written()
        self.place.open(workshop, "arrange")
        themes = [key.partition(":")[2] for key in self.place.seen(workshop) if key.startswith("theme:")]
        names = [f"cluster-{n}" for n in range(len(CLUSTERS))]
        for n, (cluster, name) in enumerate(zip(names, CLUSTERS, strict=True)):
            theme = [*themes, None][n]
            self.place.do(workshop, MakeCluster(cluster, "ideas-", name, theme, ideas[2 * n : 2 * n + 2]))
        return workshop, names

    def voting(self) -> tuple[str, list[str]]:
        workshop, clusters = self.sorted()
        self.place.open(workshop, "voting")
        for name, on, n in (("Zoé", 0, 3), ("Théo", 1, 3), ("Inès", 1, 2), ("Omar", 2, 1)):
            self.stick(workshop, self.place.join(workshop, name), clusters[on], n)
        return workshop, clusters

    def stick(self, workshop: str, who: Entry, cluster: str, n: int) -> None:
        self.place.do(workshop, SetDots(round_of(self.place, workshop), cluster, n), who.seat)

    def close_round(self, workshop: str) -> None:
        self.place.do(workshop, CloseRound(round_of(self.place, workshop)))

    def reveal(self, workshop: str) -> None:
        self.place.do(workshop, RevealRound(round_of(self.place, workshop)))

    def say(self, text: str, **values: object) -> str:
        """A sentence as the browser shows it."""
        return Speech(self.language).say(text, **values)

    def press(self, inside: Page | Locator, name: str, **values: object) -> None:
        """The first button whose name begins so."""
        inside.get_by_role("button", name=self.say(name, **values)).first.click()

    def console(self, workshop: str) -> Page:
        return self.seated(workshop, "facilitator")[1]

    def stage(self, workshop: str) -> Page:
        return self.seated(workshop, "screen")[1]

    def crowded(self) -> tuple[str, list[str]]:
        """500 ideas, 380 of them in 160 clusters under 8 themes; very long words in some of each, a theme too."""
        workshop = self.place.create(themes=[*THEMES[:5], LONG[:120], *THEMES[6:]])
        ideas = [f"idea-{n}" for n in range(500)]
        for n in range(0, 500, 100):
            texts = [LONG if (n + m) % 60 == 59 else f"{IDEAS[m % 10]} ({n + m})" for m in range(100)]
            pasted = [NewIdea(idea, text) for idea, text in zip(ideas[n : n + 100], texts, strict=True)]
            self.place.do(workshop, AddIdeas("ideas-", pasted))
        themes = [key.partition(":")[2] for key in self.place.seen(workshop) if key.startswith("theme:")]
        for n in range(160):
            name = LONG if n % 40 == 7 else f"{CLUSTERS[n % 4]}, {n + 1}"
            self.place.do(workshop, MakeCluster(f"cluster-{n}", "ideas-", name, themes[n // 20], ideas[n : n + 1]))
        self.place.do(workshop, MoveIdeas(ideas[160:280], "cluster-0"))
        self.place.do(workshop, MoveIdeas(ideas[280:380], "cluster-159"))
        return workshop, ideas
