"""The console where ideas are sorted and voted on: none, some, merged and split, held by others, 500 of them."""

from msgspec import structs
from playwright.sync_api import Page, expect

from tests.web.sorting import card, drag, moved, row
from tests.web.town import LONG, Scene, Town
from workshops.ballots import SetDots
from workshops.merging import MergeClusters
from workshops.recipe import AddStep
from workshops.sealing import RevealRound
from workshops.voting import CloseRound, RoundRecord, Vote


def sorting_empty(town: Town) -> Scene:
    workshop = town.place.create(themes=[])
    town.place.open(workshop, "gather")
    page = town.console(workshop)
    yield "console-gather-none", page
    town.place.open(workshop, "arrange")
    page.wait_for_selector(".sorting")
    yield "console-clusters-none", page
    town.place.open(workshop, "voting")
    page.wait_for_selector(".voting")
    yield "console-vote-none", page


def sorting(town: Town) -> Scene:
    """With a colleague at work."""
    workshop, _ = town.sorted()
    ours, theirs = town.console(workshop), town.console(workshop)
    tray = ours.locator(".tray [data-idea]").evaluate_all("cards => cards.map(card => card.dataset.idea)")
    drag(theirs, card(theirs, tray[0]), row(theirs, "cluster-1"), drop=False)
    ours.wait_for_selector(".held")
    row(ours, "cluster-0").click()
    for n in range(2):
        card(ours, tray[n]).locator("input").check()
    ours.locator(".inside [data-idea] input").first.check()
    yield "console-ticked-held", ours
    theirs.mouse.up()
    drag(ours, card(ours, tray[1]), row(ours, "cluster-2"), drop=False)
    yield "console-dragging", ours
    ours.keyboard.press("Escape")
    ours.mouse.up()
    ours.keyboard.press("Escape")
    town.press(ours.locator(".tray"), "Untick")
    yield from merged(town, ours)
    card(ours, tray[1]).locator("input").focus()
    ours.keyboard.press("d")
    ours.locator("dialog .opt input").first.check()
    ours.locator("dialog .main").click()
    expect(ours.locator("dialog")).to_have_count(0)
    moved(town.place, workshop, tray[1:2], "cluster-3")
    ours.wait_for_selector(".told .note")
    yield "console-told", ours


def merged(town: Town, page: Page) -> Scene:
    row(page, "cluster-1").focus()
    page.keyboard.press("d")
    page.wait_for_selector("dialog[open]")
    yield "console-cluster", page
    town.press(page.locator("dialog"), "Merge into…")
    page.wait_for_selector("dialog .list")
    yield "console-merge", page
    page.locator("dialog .opt input").first.check()
    page.locator("dialog .main").click()
    yield "console-merge-name", page
    page.locator("dialog .main").click()
    expect(page.locator("dialog")).to_have_count(0)
    page.locator("[data-cluster-id]").first.focus()
    page.keyboard.press("d")
    page.wait_for_selector("dialog[open]")
    yield "console-unmerge", page
    page.keyboard.press("Escape")
    page.locator(".theme .over .btn").first.click()
    page.wait_for_selector("dialog[open]")
    yield "console-theme", page
    page.keyboard.press("Escape")


def several_rounds(town: Town) -> Scene:
    """Two rounds, ties in both; the second with totals shown to who was there when it began."""
    workshop, clusters = town.sorted()
    place = town.place
    second = Vote(id="second", title="Second tour", prompt="Et s’il n’en restait qu’un ?", budget=3, maximum=2)
    place.do(workshop, AddStep(structs.replace(second, totals="shown", electorate="frozen", per_theme=2), "voting"))
    people = [place.join(workshop, name) for name in ("Zoé", "Théo", "Inès", "Omar", "Ada")]
    place.open(workshop, "voting")
    for who, dots in zip(people, ((3, 1, 0, 1), (2, 2, 1, 0), (1, 0, 3, 1), (0, 3, 2, 0), (3, 0, 0, 0)), strict=True):
        stick(town, workshop, "voting", who.seat, dots)
    reveal(town, workshop, "voting")
    page = town.console(workshop)
    page.wait_for_selector(".spread")
    yield "console-results-ties", page
    place.open(workshop, "second")
    for who, dots in zip(people, ((1, 1, 0, 0), (0, 1, 1, 0), (1, 0, 1, 0), (0, 0, 0, 0), (0, 0, 0, 0)), strict=True):
        stick(town, workshop, "second", who.seat, dots)
    page.wait_for_selector("th.other")
    yield "console-vote-shown", page
    place.do(workshop, MergeClusters(clusters[1], clusters[0]))
    reveal(town, workshop, "second")
    page.wait_for_selector(".spread")
    yield "console-results-rounds", page


def stick(town: Town, workshop: str, step: str, seat: object, dots: tuple[int, ...]) -> None:
    for n, count in enumerate(dots):
        if count:
            town.place.do(workshop, SetDots(round_of(town, workshop, step), f"cluster-{n}", count), seat)  # type: ignore[arg-type]


def reveal(town: Town, workshop: str, step: str) -> None:
    for command in (CloseRound, RevealRound):
        town.place.do(workshop, command(round_of(town, workshop, step)))


def round_of(town: Town, workshop: str, step: str) -> str:
    found = (record for record in town.place.seen(workshop).values() if isinstance(record, RoundRecord))
    return next(record.id for record in found if record.step == step)


def crowded_sorting(town: Town) -> Scene:
    workshop, _ = town.crowded()
    town.place.open(workshop, "gather")
    page = town.console(workshop)
    yield "console-gather-500", page
    town.place.open(workshop, "arrange")
    page.wait_for_selector(".sorting")
    yield "console-clusters-500", page
    town.press(page, "Fold all")
    yield "console-clusters-500-folded", page
    page.locator(".tray input.field").fill("outils")
    page.locator(".tray .btn.flush").click()
    yield "console-clusters-500-found", page
    page.locator(".moves").click()
    page.wait_for_selector("dialog[open]")
    yield "console-move-500", page


def crowded_rounds(town: Town) -> Scene:
    workshop, _ = town.crowded()
    town.place.open(workshop, "voting")
    for n in range(40):
        who = town.place.join(workshop, LONG[:40] if n == 3 else f"Personne {n + 1}")
        stick(town, workshop, "voting", who.seat, tuple(3 if m in (n % 9, 7) else 0 for m in range(10)))
    page = town.console(workshop)
    yield "console-vote-500", page
    reveal(town, workshop, "voting")
    page.wait_for_selector(".spread")
    yield "console-results-500", page
    phone = town.seated(workshop)[1]
    phone.wait_for_selector(".results")
    yield "phone-results-500", phone
    phone.goto(town.place.url(workshop) + "/results")
    yield "phone-results-page-500", phone
    yield "screen-results-500", town.stage(workshop)
