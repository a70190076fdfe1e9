"""Rounds on the phone beside the plain one: a limit per theme, totals that grow, who came too late, what was merged."""

from typing import Any

import pytest
from msgspec import structs
from playwright.sync_api import Locator, Page, expect

from server.access import Entry
from tests.place import GATHER, Place
from tests.web.conftest import Visit
from tests.web.phones import Make, well_drawn, well_made
from workshops.agenda import CloseStep
from workshops.ballots import SetDots
from workshops.clusters import MakeCluster
from workshops.merging import MergeClusters, UnmergeCluster
from workshops.sealing import RevealRound
from workshops.sorting import Arrange
from workshops.voting import CloseRound, RoundRecord, Vote

pytestmark = pytest.mark.browser

NAMES = ["Un accueil", "Des pairs", "Réparer", "Le papier"]


def rounds(place: Place, *votes: Vote) -> tuple[str, list[str]]:
    """Two clusters under the first theme, one under the second, one under none, two ideas in each; nothing is open."""
    workshop = place.create([GATHER, Arrange(id="arrange", title="Regrouper"), *votes])
    place.open(workshop, "gather")
    mei = place.join(workshop, "Mei")
    ideas = [place.post(workshop, mei, f"Idée {n}") for n in range(8)]
    place.open(workshop, "arrange")
    themes = [key.partition(":")[2] for key in place.seen(workshop) if key.startswith("theme:")]
    for n, name in enumerate(NAMES):
        theme = [themes[0], themes[0], themes[1], None][n]
        place.do(workshop, MakeCluster(f"cluster-{n}", "ideas-", name, theme, ideas[2 * n : 2 * n + 2]))
    return workshop, ideas


def vote(step: str = "first", **fields: Any) -> Vote:
    given: dict[str, Any] = {
        "title": "Premier tour",
        "prompt": "Que défendre ?",
        "minutes": 8,
        "budget": 6,
        "maximum": 3,
    } | fields
    return Vote(id=step, **given)


def round_of(place: Place, workshop: str, step: str = "first") -> str:
    found = (record for record in place.seen(workshop).values() if isinstance(record, RoundRecord))
    return next(record.id for record in found if record.step == step)


def stick(place: Place, workshop: str, who: Entry, on: int, n: int, step: str = "first") -> None:
    place.do(workshop, SetDots(round_of(place, workshop, step), f"cluster-{on}", n), who.seat)


def reveal(place: Place, workshop: str, step: str = "first") -> None:
    place.do(workshop, CloseRound(round_of(place, workshop, step)))
    place.do(workshop, RevealRound(round_of(place, workshop, step)))


def seated(place: Place, visit: Make, workshop: str, *, live: bool = True, name: str = "Ada") -> tuple[Visit, Page]:
    browser = visit(java_script_enabled=live)
    browser.sit(workshop, place.join(workshop, name))
    return browser, browser.open(workshop, live=live)


def paper(page: Page, name: str) -> Locator:
    return page.locator(".c", has_text=name)


def sticks(page: Page, name: str, times: int) -> None:
    for n in range(times):
        paper(page, name).get_by_role("button", name="Coller").click()
        expect(paper(page, name).locator(".stuck .sr")).to_contain_text(str(n + 1))


@pytest.mark.parametrize("live", [True, False])
def test_a_limit_per_theme_is_told_where_it_matters(place: Place, visit: Make, live: bool) -> None:
    workshop, _ = rounds(place, vote(per_theme=3))
    place.open(workshop, "first")
    _, page = seated(place, visit, workshop, live=live)
    expect(page.locator(".rule")).to_contain_text("3 au plus par thème")
    first, second = (
        page.locator("section", has=page.get_by_role("heading", name=name)) for name in ("Médiation", "École")
    )
    expect(first.locator(".under")).to_have_text("Encore 3 gommettes au plus ici.")
    sticks(page, "Un accueil", 2)
    expect(first.locator(".under")).to_have_text("Encore 1 gommette au plus ici.")
    sticks(page, "Des pairs", 1)
    expect(first.locator(".under")).to_have_text("Le maximum pour ce thème.")
    plus = paper(page, "Des pairs").get_by_role("button", name="Coller")
    expect(plus).to_have_attribute("aria-disabled", "true")
    plus.click(force=True)
    where = paper(page, "Des pairs").locator(".why") if live else page.get_by_role("alert")
    expect(where).to_contain_text("thème")
    expect(second.locator(".under")).to_have_count(0)
    sticks(page, "Réparer", 3)
    expect(page.locator(".bar")).to_contain_text("Encore 0 gommette")
    (well_made if live else well_drawn)(page)
    paper(page, "Réparer").get_by_role("button", name="Reprendre").click()
    expect(page.locator(".bar")).to_contain_text("Encore 1 gommette")


def test_shown_totals_grow_beside_the_items(place: Place, visit: Make) -> None:
    workshop, _ = rounds(place, vote(totals="shown"))
    place.open(workshop, "first")
    kofi = place.join(workshop, "Kofi")
    _, page = seated(place, visit, workshop)
    expect(page.locator(".rule")).to_contain_text("Tout le monde voit le décompte grandir")
    expect(paper(page, "Réparer").locator(".total")).to_have_text("0 gommette en tout")
    paper(page, "Réparer").get_by_role("button", name="Coller").focus()
    stick(place, workshop, kofi, 2, 2)
    expect(paper(page, "Réparer").locator(".total")).to_have_text("2 gommettes en tout")
    expect(paper(page, "Réparer").get_by_role("button", name="Coller")).to_be_focused()
    sticks(page, "Réparer", 1)
    expect(paper(page, "Réparer").locator(".total")).to_have_text("3 gommettes en tout")
    well_made(page)
    _, plain = seated(place, visit, workshop, live=False, name="Bo")
    expect(paper(plain, "Réparer").locator(".total")).to_have_text("3 gommettes en tout")
    well_drawn(plain)


@pytest.mark.parametrize("live", [True, False])
def test_who_came_after_the_opening_reads_why_they_cannot_vote(place: Place, visit: Make, live: bool) -> None:
    workshop, _ = rounds(place, vote(electorate="frozen"))
    _, ada = seated(place, visit, workshop, live=live)
    place.open(workshop, "first")
    _, late = seated(place, visit, workshop, live=live, name="Bo")
    expect(late.locator(".note")).to_contain_text("Vous êtes arrivé·e après le début de ce vote.")
    expect(late.locator(".note")).to_contain_text("2 personnes")
    expect(late.get_by_role("button", name="Coller")).to_have_count(0)
    expect(late.locator(".bar")).to_have_count(0)
    expect(late.get_by_role("button", name="J’ai fini")).to_have_count(0)
    (well_made if live else well_drawn)(late)
    ada.reload()
    expect(ada.get_by_role("button", name="Coller")).to_have_count(4)
    reveal(place, workshop)
    late.reload()
    expect(late.locator(".results")).to_be_visible()


@pytest.mark.parametrize("live", [True, False])
def test_above_the_maximum_after_a_merge_one_takes_back_and_does_not_add(place: Place, visit: Make, live: bool) -> None:
    workshop, _ = rounds(place, vote())
    place.open(workshop, "first")
    _, page = seated(place, visit, workshop, live=live)
    sticks(page, "Un accueil", 3)
    sticks(page, "Des pairs", 2)
    if live:
        expect(page.locator(".g.pending")).to_have_count(0)
    place.do(workshop, MergeClusters("cluster-1", "cluster-0"))
    page.reload() if not live else None
    merged = paper(page, "Un accueil")
    expect(merged.locator(".why")).to_contain_text("5 gommettes, réunies par une fusion")
    expect(merged.get_by_role("button", name="Coller")).to_have_attribute("aria-disabled", "true")
    (well_made if live else well_drawn)(page)
    merged.get_by_role("button", name="Reprendre").click()
    expect(merged.locator(".stuck .sr")).to_contain_text("4")
    expect(page.locator(".bar")).to_contain_text("Encore 2 gommettes")
    place.do(workshop, UnmergeCluster("cluster-1"))
    page.reload() if not live else None
    expect(paper(page, "Des pairs")).to_be_visible()


def test_on_ideas_one_may_report_one_while_voting(place: Place, visit: Make) -> None:
    workshop, _ = rounds(place, vote(on="ideas"))
    place.open(workshop, "first")
    _, page = seated(place, visit, workshop)
    expect(page.locator(".c")).to_have_count(8)
    paper(page, "Idée 3").get_by_role("link", name="Signaler").click()
    expect(page.get_by_role("dialog")).to_contain_text("Idée 3")
    well_made(page)


def test_two_rounds_stand_side_by_side_with_what_became_of_ones_ideas(place: Place, visit: Make) -> None:
    first, second = vote(), structs.replace(vote("second"), title="Second tour", budget=5)
    workshop, _ = rounds(place, first, second)
    browser, page = seated(place, visit, workshop)
    people = [place.join(workshop, name) for name in ("Kofi", "Zoé", "Omar")]
    place.open(workshop, "first")
    for who, on, n in zip(people, (0, 0, 2), (3, 1, 2), strict=True):
        stick(place, workshop, who, on, n)
    reveal(place, workshop)
    expect(page.locator(".results .spread").first).to_contain_text("1 gommette")
    expect(page.locator(".results .spread").first).to_contain_text("3 gommettes")
    page.get_by_role("link", name="Tous les résultats").click()
    expect(page.locator(".rounds section")).to_have_count(1)
    place.open(workshop, "second")
    for who, on in zip(people, (0, 2, 2), strict=True):
        stick(place, workshop, who, on, 1, "second")
        stick(place, workshop, who, 0, 1, "second")
    reveal(place, workshop, "second")
    place.do(workshop, CloseStep("second"))
    page.goto(page.url)
    expect(page.locator(".rounds h2")).to_have_text(["Premier tour", "Second tour"])
    ranks = page.locator(".rounds section").nth(0).locator(".rank").all_inner_texts()
    assert ranks == ["1", "2"]
    well_made(page)
    for width, beside in ((360, False), (1280, True)):
        page.set_viewport_size({"width": width, "height": 800})
        boxes = [section.bounding_box() for section in page.locator(".rounds section").all()]
        assert boxes[0] is not None
        assert boxes[1] is not None
        assert (boxes[0]["y"] == boxes[1]["y"]) is beside
    well_made(page)
    assert browser.errors == []
