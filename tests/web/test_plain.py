"""The participant's pages without JavaScript, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Place
from tests.web.phones import Make, round_of, voting, well_drawn, writing
from workshops.ballots import BallotRecord
from workshops.sealing import RevealRound
from workshops.voting import CloseRound

pytestmark = pytest.mark.browser


def test_a_whole_workshop_without_javascript(place: Place, visit: Make) -> None:
    workshop = writing(place, private="participants")
    browser = visit(java_script_enabled=False)
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop, live=False)
    well_drawn(page)
    page.get_by_label("Une idée", exact=True).fill("Sans script\nsur deux lignes")
    page.get_by_role("button", name="Déposer").click()
    expect(page.locator(".mine li")).to_contain_text("Enregistrée")
    page.get_by_role("link", name="Modifier").click()
    page.get_by_label("L’idée").fill("Sans script, en mieux")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".mine li")).to_contain_text("en mieux")
    page.get_by_label("Une idée", exact=True).fill("mot " * 501)
    page.get_by_role("button", name="Déposer").click()
    expect(page.get_by_role("alert")).to_contain_text("2 000")
    expect(page.get_by_label("Une idée", exact=True)).to_have_value("mot " * 501)
    page.get_by_role("button", name="J’ai fini").click()
    expect(page.locator(".done")).to_contain_text("1 personne sur 1 a fini")
    page.get_by_role("link", name="Ma place").click()
    well_drawn(page)
    page.get_by_label("Votre prénom").fill("Ada L.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_label("Votre prénom")).to_have_value("Ada L.")
    page.get_by_role("link", name="Effacer mon nom").click()
    well_drawn(page)
    page.get_by_role("button", name="Effacer tout").click()
    expect(page.locator("h1")).to_contain_text("Entrer de nouveau dans l’atelier")
    assert place.texts(workshop) == []


def test_voting_without_javascript(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    ada = place.join(workshop, "Ada")
    assert ada.seat is not None
    browser = visit(java_script_enabled=False)
    browser.sit(workshop, ada)
    page = browser.open(workshop, live=False)
    for _ in range(2):
        page.locator(".c").nth(1).get_by_role("button", name="Coller").click()
    page.locator(".c").nth(1).get_by_role("button", name="Reprendre").click()
    expect(page.locator(".bar")).to_contain_text("Encore 5 gommettes")
    well_drawn(page)
    page.locator(".c").nth(0).get_by_role("link", name="2 idées").click()
    expect(page.locator("li")).to_have_count(2)
    well_drawn(page)
    ballot = next(each for each in place.seen(workshop, ada.seat.actor).values() if isinstance(each, BallotRecord))
    assert ballot.dots == {clusters[1]: 1}
    round_ = round_of(place, workshop)
    place.do(workshop, CloseRound(round_))
    place.do(workshop, RevealRound(round_))
    page.goto(place.url(workshop))
    expect(page.locator(".results li")).to_have_count(1)
    well_drawn(page)
