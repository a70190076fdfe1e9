"""The phone where everybody arranges, in rounds that are not plain, and one's place; with and without JavaScript."""

from msgspec import structs
from playwright.sync_api import Page, expect

from server.access import Entry
from tests.place import GATHER, STEPS, Place
from tests.web.sorting import moved
from tests.web.together import ARRANGE, together
from tests.web.town import Scene, Town
from workshops.agenda import CloseStep
from workshops.ballots import SetDots
from workshops.clusters import MakeCluster
from workshops.ideas import AddIdeas, NewIdea
from workshops.merging import MergeClusters
from workshops.people import RemovePerson
from workshops.rehearsal import StartRehearsal
from workshops.sealing import RevealRound
from workshops.sorting import MoveIdeas
from workshops.voting import CloseRound, RoundRecord, Vote

LONG = "Anticonstitutionnellement" * 6


def arranging(town: Town) -> Scene:
    workshop, _ = together(town.place, 0, 0)
    yield "phone-arrange-empty", town.seated(workshop)[1]
    workshop, ideas = together(town.place, 14, 3, authors="shown")
    moved(town.place, workshop, ideas[:3], "cluster-1")
    _, page, _ = town.seated(workshop)
    page.wait_for_selector(".arranging")
    yield "phone-arrange", page
    for n in (0, 2):
        page.locator(".slip input").nth(n).check()
    yield "phone-arrange-ticked", page
    page.locator(".done .main").click()
    yield "phone-arrange-move", page
    page.locator("dialog .df .btn").first.click()
    yield "phone-arrange-new", page
    page.keyboard.press("Escape")
    yield from clusters(page)
    yield from others_at_work(town, workshop, ideas, page)


def clusters(page: Page) -> Scene:
    page.set_viewport_size({"width": 360, "height": 780})  # where one sees one list or the other
    page.locator(".switch button").last.click()
    yield "phone-arrange-clusters", page
    page.locator(".board .ideas").first.click()
    page.locator("dialog .slip input").first.check()
    yield "phone-arrange-inside", page
    page.keyboard.press("Escape")
    page.locator(".board .c .btn").first.click()
    yield "phone-arrange-edit", page
    page.keyboard.press("Escape")
    page.locator(".switch button").first.click()


def others_at_work(town: Town, workshop: str, ideas: list[str], page: Page) -> Scene:
    """Bo holds one idea, and takes another from where Ada has just put it."""
    visitor = town.visitor()
    visitor.sit(workshop, town.place.join(workshop, "Bo"))
    bo = visitor.open(workshop)
    bo.locator(".slip .btn").nth(3).click()
    page.locator(".done .btn").first.click()
    page.locator(".slip .btn").first.click()
    page.locator("dialog .opt input").first.check()
    page.locator("dialog .main").click()
    expect(page.locator("dialog")).to_have_count(0)
    moved(town.place, workshop, [ideas[3]], "cluster-2")
    page.wait_for_selector(".told .note")
    yield "phone-arrange-told", page


def arranging_many(town: Town) -> Scene:
    """500 ideas, some of very long words; 24 clusters."""
    workshop, ideas = together(town.place, 498, 24)
    town.place.do(workshop, AddIdeas("ideas-", [NewIdea(f"long-{n}", LONG) for n in range(2)]))
    town.place.do(workshop, MakeCluster("long-cluster", "ideas-", LONG, None, ["long-0", *ideas[:30]]))
    _, page, _ = town.seated(workshop)
    page.wait_for_selector(".arranging")
    yield "phone-arrange-500", page
    page.locator(".slip .btn").first.click()
    yield "phone-arrange-500-move", page


def rounds(town: Town) -> Scene:
    first = Vote(id="first", title="Premier tour", prompt="Que défendre ?", budget=6, per_theme=4, totals="shown")
    second = Vote(id="second", title="Second tour", prompt="Et s’il n’en restait qu’un ?", electorate="frozen")
    place = town.place
    workshop = place.create([STEPS[0], GATHER, ARRANGE, first, second], themes=["Médiation", "École", "Sobriété"])
    place.open(workshop, "gather")
    _, page, ada = town.seated(workshop)
    people = [place.join(workshop, name) for name in ("Kofi", "Mei", "Zoé", "Omar")]
    ideas = [place.post(workshop, [ada, *people][n % 5], f"Idée {n}. {LONG if n == 7 else ''}") for n in range(8)]
    place.open(workshop, "arrange")
    themes = [key.partition(":")[2] for key in place.seen(workshop) if key.startswith("theme:")]
    for n, name in enumerate(("Quelqu’un à qui parler", "Des pairs", "Réparer", LONG)):
        command = MakeCluster(f"cluster-{n}", "ideas-", name, themes[n // 2], ideas[2 * n : 2 * n + 2])
        place.do(workshop, command)
    place.open(workshop, "first")
    for who, on in ((people[0], (0, 2)), (people[1], (0,)), (people[2], (1, 3)), (ada, (0, 0, 1, 1))):
        vote(place, workshop, "first", who, on)
    expect(page.locator(".under")).to_have_count(1)
    yield "phone-vote-themes", page
    place.do(workshop, MergeClusters("cluster-1", "cluster-0"))
    expect(page.locator(".c")).to_have_count(3)
    yield "phone-vote-merged", page
    reveal(place, workshop, "first")
    place.open(workshop, "second")
    yield "phone-vote-frozen", town.seated(workshop)[1]
    yield "plain-vote-frozen", town.seated(workshop, live=False)[1]
    for who, on in ((people[0], (0, 2)), (people[1], (0,)), (people[2], (2,))):
        vote(place, workshop, "second", who, on)
    reveal(place, workshop, "second")
    place.do(workshop, CloseStep("second"))
    yield "phone-results-last", page
    page.goto(place.url(workshop) + "/results")
    yield "phone-results-page", page


def vote(place: Place, workshop: str, step: str, who: Entry, on: tuple[int, ...]) -> None:
    for n in set(on):
        place.do(workshop, SetDots(round_of(place, workshop, step), f"cluster-{n}", on.count(n)), who.seat)


def reveal(place: Place, workshop: str, step: str) -> None:
    place.do(workshop, CloseRound(round_of(place, workshop, step)))
    place.do(workshop, RevealRound(round_of(place, workshop, step)))


def round_of(place: Place, workshop: str, step: str) -> str:
    found = (record for record in place.seen(workshop).values() if isinstance(record, RoundRecord))
    return next(record.id for record in found if record.step == step)


def ones_place(town: Town) -> Scene:
    workshop, _ = town.written()
    _, page, ada = town.seated(workshop)
    page.locator(".others .report").first.click()
    yield "phone-report", page
    page.keyboard.press("Escape")
    page.locator("#idea").fill("Je n’avais pas fini")
    assert ada.seat is not None
    town.place.do(workshop, RemovePerson(ada.seat.actor))
    page.wait_for_selector(".stopped")
    yield "phone-removed", page
    prepared = town.place.create([structs.replace(GATHER, by="facilitators"), *STEPS[2:]])
    texts = ["Le vélo", "Le bus, et des arrêts abrités", LONG]
    town.place.do(prepared, AddIdeas("ideas-", [NewIdea(f"idea-{n}", text) for n, text in enumerate(texts)]))
    town.place.do(prepared, StartRehearsal())
    _, page, _ = town.seated(prepared)
    town.place.open(prepared, "gather")
    page.wait_for_selector(".others")
    yield "phone-prepared", page
    _, page, _ = town.seated(prepared, live=False)
    yield "plain-prepared", page
    page.locator(".others .report").first.click()
    yield "plain-report", page


def plain_arranging(town: Town) -> Scene:
    workshop, ideas = together(town.place, 24, 3)
    town.place.do(workshop, MoveIdeas(ideas[:3], "cluster-1"))
    town.place.do(workshop, MergeClusters("cluster-3", "cluster-1"))
    _, page, _ = town.seated(workshop, live=False)
    yield "plain-arrange-everyone", page
    page.goto(f"{town.place.url(workshop)}/move?idea={ideas[5]}&idea={ideas[6]}")
    yield "plain-move", page
    page.locator("button.main").click()
    yield "plain-move-refused", page
    page.goto(f"{town.place.url(workshop)}/clusters/cluster-1")
    yield "plain-cluster-everyone", page
