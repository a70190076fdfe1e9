"""Every page and face of Gommette, in each of its states, with enough in them to judge how they look."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec import structs
from playwright.sync_api import Browser, Page, expect

from server.access import Entry
from server.house import face_path
from tests.place import GATHER, STEPS, Place
from tests.web.conftest import Visit
from tests.web.phones import round_of
from workshops.agenda import CloseMeeting, CloseStep
from workshops.clusters import MakeCluster
from workshops.ideas import HideIdea, RevealIdeas
from workshops.people import EraseMe
from workshops.vocabulary import Role
from workshops.voting import CloseRound, RevealRound, SetDots

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


# Pages outside a face


def doors(town: Town) -> Scene:
    yield "home", town.page("/")
    yield "join", (page := town.page("/join"))
    page.locator("#code").fill("AAAA-AAAA")
    page.keyboard.press("Enter")
    page.wait_for_selector("#refused")
    yield "join-refused", page
    yield "privacy", town.page("/privacy")
    yield "link", town.page("/l")
    yield "error-404", town.page("/nothing")
    workshop, _ = town.written()
    yield "error-403", town.page(face_path(workshop, "participant"))
    yield "door", town.page(f"/j/{town.place.run(town.place.house.access.entrance(workshop)).qr}")
    _, page, _ = town.seated(workshop)
    page.goto(town.place.url(workshop) + "/device")
    yield "device", page
    page.locator("form button.main").click()
    page.wait_for_selector(".bigcode")
    yield "device-shown", page


def opening(town: Town) -> Scene:
    yield "create", (page := town.page("/new"))
    page.locator("#title").fill("Vivre mieux avec moins de numérique")
    page.locator("#organiser").fill("x" * 350)
    page.locator("form button.main").last.click()
    page.wait_for_selector("#refused")
    yield "create-refused", page
    page.locator("#organiser").fill("La Ville, 01 23 45 67 89")
    page.locator("form button.main").last.click()
    page.wait_for_selector(".spell")
    yield "created", page
    page.goto(page.locator("a[href$='/links']").first.evaluate("link => link.href"))
    yield "links", page
    page.locator("#label").fill("Kofi")
    page.keyboard.press("Enter")
    page.wait_for_selector(".minted")
    yield "links-minted", page
    page.goto(town.place.base)
    yield "home-again", page


# The phone


def post(page: Page, text: str) -> None:
    page.locator("#idea").fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#idea")).to_have_value("")


def phone_writing(town: Town) -> Scene:
    workshop, _ = town.written()
    visitor, page, ada = town.seated(workshop)
    yield "phone-gather", page
    post(page, "Des ateliers pour dire non, sans honte.")
    hidden = town.place.post(workshop, ada, "Monsieur Untel exagère")
    town.place.do(workshop, HideIdea(hidden, "met en cause une personne"))
    page.locator("#idea").fill("J’écris en ce moment même")
    yield "phone-written", page
    page.locator(".mine li button").last.click()
    yield "phone-edit", page
    page.reload()
    page.wait_for_selector("html[data-live]")
    visitor.context.set_offline(True)
    page.wait_for_selector(".banner")
    post(page, "Écrite sans réseau")
    yield "phone-offline", page
    town.place.open(workshop, "arrange")
    visitor.context.set_offline(False)
    page.wait_for_selector(".mine .late")
    yield "phone-late", page
    _, page, _ = town.seated(town.written()[0])
    page.locator("#idea").fill("mot " * 501)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".refused")
    yield "phone-refused", page


def phone_steps(town: Town) -> Scene:
    workshop = town.workshop("everyone")
    _, page, _ = town.seated(workshop)
    yield "phone-nostep", page
    town.place.open(workshop, "welcome")
    page.wait_for_selector(".left")
    yield "phone-talk", page
    town.place.open(workshop, "gather")
    page.wait_for_selector("#idea")
    yield "phone-private-empty", page
    post(page, "Des ateliers pour dire non, sans honte.")
    yield "phone-private", page
    page.locator(".me a").first.click()
    page.wait_for_selector("dialog[open]")
    yield "phone-me", page
    page.locator("dialog button.flush").last.click()
    page.wait_for_selector("dialog .note.refused")
    yield "phone-erase", page
    page.locator("dialog .note.refused button").first.click()
    page.wait_for_selector("dialog", state="detached")
    yield "phone-erased", page


def phone_voting(town: Town) -> Scene:
    workshop, _ = town.sorted()
    _, page, ada = town.seated(workshop)
    yield "phone-clusters", page
    page.locator(".c button.ideas").first.click()
    page.wait_for_selector("dialog[open]")
    yield "phone-cluster", page
    page.keyboard.press("Escape")
    town.place.open(workshop, "voting")
    page.wait_for_selector(".bar")
    yield "phone-vote-blank", page
    for n in (0, 0, 0, 1):
        page.locator(".c").nth(n).locator(".pm .btn").last.click()
    expect(page.locator(".g.pending")).to_have_count(0)
    yield "phone-vote", page
    page.locator(".bar button").click()
    yield "phone-vote-finished", page
    town.stick(workshop, town.place.join(workshop, "Zoé"), "cluster-2", 3)
    town.close_round(workshop)
    page.wait_for_selector("main .note")
    yield "phone-vote-closed", page
    town.reveal(workshop)
    page.wait_for_selector(".results")
    yield "phone-results", page
    assert ada.seat is not None
    town.place.run(revoked(town.place, workshop, ada.seat.id))
    page.wait_for_selector(".stopped")
    yield "phone-withdrawn", page


async def revoked(place: Place, workshop: str, seat: str) -> None:
    place.house.rooms.revoke(workshop, [seat])


# Without JavaScript


def plain(town: Town) -> Scene:
    yield "plain-home", town.page("/", java_script_enabled=False)
    workshop, ideas = town.written()
    _, page, ada = town.seated(workshop, live=False)
    mine = town.place.post(workshop, ada, "Des ateliers pour dire non, sans honte.")
    home = town.place.url(workshop)
    for name, path in {
        "gather": "",
        "idea": f"/ideas/{mine}",
        "me": "/me",
        "erase": "/erase",
        "device": "/device",
    }.items():
        page.goto(home + path)
        yield f"plain-{name}", page
    for n in range(3):
        town.place.do(workshop, MakeCluster(f"cluster-{n}", "ideas-", CLUSTERS[n], None, ideas[3 * n : 3 * n + 3]))
    for step in ("arrange", "voting"):
        town.place.open(workshop, step)
        page.goto(home)
        yield f"plain-{step}", page
    page.goto(f"{home}/clusters/cluster-0")
    yield "plain-cluster", page
    town.stick(workshop, ada, "cluster-0", 2)
    town.close_round(workshop)
    town.reveal(workshop)
    page.goto(home)
    yield "plain-results", page
    town.place.do(workshop, EraseMe(), ada.seat)
    page.goto(home)
    yield "plain-erased", page
    for role in ("facilitator", "screen"):
        yield f"plain-{role}", town.seated(workshop, role, live=False)[1]


# What is projected


def screen(town: Town) -> Scene:
    workshop = town.workshop()
    visitor, page, _ = town.seated(workshop, "screen")
    yield "screen-nostep", page
    town.place.open(workshop, "welcome")
    page.wait_for_selector(".left")
    yield "screen-talk", page
    visitor.context.set_offline(True)
    expect(page.locator(".foot")).to_contain_text(re.compile("connection|connexion"))
    yield "screen-offline", page
    town.place.do(workshop, CloseMeeting())
    yield "screen-meeting-closed", town.seated(workshop, "screen")[1]
    yield "screen-gather", town.seated(town.written()[0], "screen")[1]
    private = town.written("everyone")[0]
    _, page, _ = town.seated(private, "screen")
    yield "screen-private", page
    town.place.do(private, CloseStep("gather"))
    expect(page.get_by_role("timer")).to_have_count(0)
    yield "screen-between", page
    yield "screen-clusters", town.seated(town.sorted()[0], "screen")[1]
    workshop, _ = town.voting()
    _, page, _ = town.seated(workshop, "screen")
    yield "screen-vote", page
    town.close_round(workshop)
    expect(page.locator(".stage")).to_contain_text(re.compile("The vote is closed|Le vote est fermé"))
    yield "screen-vote-closed", page
    town.reveal(workshop)
    page.wait_for_selector(".rank")
    yield "screen-results", page


# The console


def console(town: Town) -> Scene:
    workshop = town.workshop()
    _, page, _ = town.seated(workshop, "facilitator")
    yield "console-nostep", page
    page.locator(".meeting button").first.click()
    yield "console-door", page
    town.place.open(workshop, "welcome")
    _, page, _ = town.seated(workshop, "facilitator")
    yield "console-talk", page
    workshop, ideas = town.written()
    town.place.do(workshop, HideIdea(ideas[0], "met en cause une personne"))
    _, page, _ = town.seated(workshop, "facilitator")
    yield "console-gather", page
    page.locator(".stream .card button").first.click()
    yield "console-idea", page
    private = town.written("everyone")[0]
    _, page, _ = town.seated(private, "facilitator")
    yield "console-private", page
    town.place.do(private, CloseStep("gather"))
    expect(page.locator("button.main")).to_have_text(re.compile("console"))
    yield "console-private-closed", page
    town.place.do(private, RevealIdeas("ideas-", "facilitators"))
    page.wait_for_selector(".stream .card")
    yield "console-reading", page


def console_sorting(town: Town) -> Scene:
    workshop, _ = town.sorted()
    visitor, page, _ = town.seated(workshop, "facilitator")
    yield "console-clusters", page
    page.locator("[data-cluster-id]").first.click()
    page.locator("[data-idea] input").first.check()
    yield "console-chosen", page
    page.locator("[data-idea] input").first.focus()
    page.keyboard.press("d")
    page.wait_for_selector("dialog[open]")
    yield "console-move", page
    page.keyboard.press("Escape")
    page.locator("summary").first.click()
    yield "console-exports", page
    page.keyboard.press("Escape")
    visitor.context.set_offline(True)
    expect(page.locator("body")).to_contain_text(re.compile("Offline|Hors ligne"))
    yield "console-offline", page


def console_voting(town: Town) -> Scene:
    workshop, _ = town.voting()
    _, page, _ = town.seated(workshop, "facilitator")
    yield "console-vote", page
    denied = page.context.new_page()
    denied.goto(f"{town.place.url(workshop, 'facilitator')}/print")
    yield "export-while-voting", denied
    town.close_round(workshop)
    expect(page.locator("button.main")).to_have_text(re.compile("Reveal|Dévoiler"))
    yield "console-vote-closed", page
    town.reveal(workshop)
    page.wait_for_selector("td.n")
    yield "console-results", page
    kept = town.folder / "export.html"
    kept.write_bytes(page.request.get(f"{town.place.url(workshop, 'facilitator')}/export/html").body())
    page = page.context.new_page()
    page.goto(kept.as_uri())
    yield "export-html", page


SCENES: list[Callable[[Town], Scene]] = [
    *[doors, opening, phone_writing, phone_steps, phone_voting, plain],
    *[screen, console, console_sorting, console_voting],
]
