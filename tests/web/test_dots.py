"""Clusters and dots on a phone."""

import pytest
from playwright.sync_api import expect

from server.access import Entry
from tests.web.conftest import Place
from tests.web.phones import Make, eventually, round_of, voting, well_made
from workshops.agenda import CloseStep
from workshops.ballots import BallotRecord
from workshops.sealing import RevealRound
from workshops.voting import CloseRound

pytestmark = pytest.mark.browser


def test_dots_are_stuck_taken_back_and_never_over_budget(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    ada = place.join(workshop, "Ada")
    browser = visit()
    browser.sit(workshop, ada)
    page = browser.open(workshop)
    card = [page.locator(".c").nth(n) for n in range(4)]
    expect(page.locator(".bar")).to_contain_text("Encore 6 gommettes")
    for n in (0, 0, 0, 1, 1, 2):
        card[n].get_by_role("button", name="Coller").click()
    expect(page.locator(".bar")).to_contain_text("Encore 0 gommette")
    expect(page.locator(".hole")).to_have_count(6)
    expect(card[0].locator(".why")).to_contain_text("3 gommettes : le maximum ici.".replace(" :", "\u00a0:"))
    plus = card[3].get_by_role("button", name="Coller")
    expect(plus).to_have_attribute("aria-disabled", "true")
    plus.focus()
    page.keyboard.press("Enter")
    expect(card[3].locator(".why")).to_contain_text("Reprenez-en une d’abord")
    well_made(page)
    card[2].get_by_role("button", name="Reprendre").click()
    expect(card[2].get_by_role("button", name="Coller")).to_be_focused()
    expect(page.locator(".bar")).to_contain_text("Encore 1 gommette")
    eventually(page, lambda: ballot_of(place, workshop, ada) == ({clusters[0]: 3, clusters[1]: 2}, 1))


def ballot_of(place: Place, workshop: str, who: Entry) -> tuple[dict[str, int], int]:
    """As the server has it: what is taken back shows before it is there."""
    assert who.seat is not None
    ballot = next(each for each in place.seen(workshop, who.seat.actor).values() if isinstance(each, BallotRecord))
    return ballot.dots, ballot.left


def test_a_cluster_shows_its_ideas_and_gives_the_focus_back(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    opener = page.locator(".c").first.get_by_role("button", name="2 idées")
    opener.click()
    expect(page.get_by_role("dialog")).to_contain_text("Idée 1")
    well_made(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


def test_the_tally_appears_when_it_is_revealed_and_stays(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    for n in (1, 1, 0):
        page.locator(".c").nth(n).get_by_role("button", name="Coller").click()
    expect(page.locator(".g.pending")).to_have_count(0)
    page.get_by_role("button", name="J’ai fini").click()
    expect(page.get_by_role("button", name="J’ai fini")).to_have_attribute("aria-pressed", "true")
    round_ = round_of(place, workshop)
    place.do(workshop, CloseRound(round_))
    expect(page.locator(".note")).to_contain_text("Le tour est fermé.")
    expect(page.get_by_role("button", name="Coller")).to_have_count(0)
    place.do(workshop, RevealRound(round_))
    expect(page.locator(".results li").first).to_contain_text("Regroupement 1")
    expect(page.locator(".results li").first).to_contain_text("2 gommettes")
    expect(page.locator(".results")).to_contain_text("2 autres n’ont pas de gommette")
    well_made(page)
    place.do(workshop, CloseStep("voting"))
    expect(page.locator("h1")).to_contain_text("Entre deux étapes")
    expect(page.locator(".results li")).to_have_count(2)
    well_made(page)
