"""From a topic to its report to an idea that the room votes on: by touch at 360 px, by keyboard alone, and without
JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Place
from tests.web.marketplace import CIRCLES, STEPS, fair, grid
from tests.web.phones import Make, eventually, well_drawn, well_made
from tests.web.test_journey_keyboard import press, tab_to
from workshops.ideas import IdeaRecord
from workshops.sealing import RevealRound
from workshops.slots import StartSlot
from workshops.tallies import TallyRecord
from workshops.voting import CloseRound, RoundRecord, Vote
from workshops.wall import SessionRecord

pytestmark = pytest.mark.browser

VOTE = Vote(id="converge", title="Convergence", minutes=0, board=CIRCLES.board, on="ideas", budget=3)
TITLE, SAID, IDEA = "Les bancs du marché", "On s’assoit peu, on se parle moins.", "Deux bancs à l’ombre"


def forum(place: Place) -> str:
    return fair(place, steps=[*STEPS[:-1], VOTE, STEPS[-1]])


def begun(place: Place, workshop: str, page: Page) -> None:
    """The circles meet: the slot in which the topic stands."""
    # The page shows where it goes before it is there.
    eventually(page, lambda: any(isinstance(each, SessionRecord) for each in place.seen(workshop).values()))
    (session,) = (each for each in place.seen(workshop).values() if isinstance(each, SessionRecord))
    assert session.slot in grid(place, workshop)[0]
    place.open(workshop, "sessions")
    place.do(workshop, StartSlot(session.slot))


def counted(place: Place, workshop: str) -> None:
    """The proposal is an idea of the workshop, from its circle, and its dots are counted."""
    (round_,) = (each for each in place.seen(workshop).values() if isinstance(each, RoundRecord))
    place.do(workshop, CloseRound(round_.id))
    place.do(workshop, RevealRound(round_.id))
    seen = place.seen(workshop).values()
    (session,) = (each for each in seen if isinstance(each, SessionRecord))
    (idea,) = (each for each in seen if isinstance(each, IdeaRecord))
    assert (idea.text, idea.origin, idea.board) == (IDEA, f"session:{session.id}", CIRCLES.board)
    (tally,) = (each for each in seen if isinstance(each, TallyRecord))
    assert [(count.on, count.dots) for count in tally.counts] == [(idea.id, 1)]


def test_by_touch_on_a_narrow_phone(place: Place, visit: Make) -> None:
    workshop = forum(place)
    browser = visit(360, 740, has_touch=True, is_mobile=True)
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    page.get_by_label("Un sujet", exact=True).fill(TITLE)
    page.get_by_role("button", name="Proposer le sujet").tap()
    page.get_by_role("button", name="Placer à…").tap()
    page.get_by_role("dialog").get_by_role("button", name="Place suggérée").tap()
    expect(page.locator(".mine.topics li")).to_contain_text("14 h 00")
    well_made(page)
    begun(place, workshop, page)
    page.get_by_role("button", name="Je suis ici").tap()
    expect(page.get_by_text("Vous êtes ici")).to_be_visible()
    well_made(page)
    page.locator(".circle .to-report").first.tap()
    page.get_by_role("button", name="Prendre la plume").tap()
    page.get_by_label("Ce qui s’est dit").fill(SAID)
    expect(page.locator("#state-said")).to_contain_text("C’est enregistré")
    page.get_by_label("Une proposition de plus").fill(IDEA)
    page.get_by_role("button", name="Ajouter").tap()
    expect(page.locator(".proposed li")).to_contain_text("Au tableau")
    well_made(page)
    place.open(workshop, "converge")
    page.goto(f"{place.base}/w/{workshop}")
    page.wait_for_selector("html[data-live]")
    page.get_by_role("button", name="Coller").tap()
    expect(page.locator(".bar")).to_contain_text("Encore 2 gommettes")
    expect(page.locator(".g.pending")).to_have_count(0)
    well_made(page)
    counted(place, workshop)


def test_by_keyboard_alone(place: Place, visit: Make) -> None:
    workshop = forum(place)
    browser = visit(1280, 800)
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    tab_to(page, page.get_by_label("Un sujet", exact=True))
    page.keyboard.type(TITLE)
    press(page, "Proposer le sujet")
    expect(page.get_by_role("button", name="Placer à…")).to_be_visible()
    press(page, "Placer à…")
    suggested = page.get_by_role("dialog").get_by_role("button", name="Place suggérée")
    expect(suggested).to_be_visible()
    tab_to(page, suggested)
    page.keyboard.press("Enter")
    expect(page.locator(".mine.topics li")).to_contain_text("14 h 00")
    begun(place, workshop, page)
    expect(page.get_by_role("button", name="Je suis ici")).to_be_visible()
    press(page, "Je suis ici")
    expect(page.get_by_text("Vous êtes ici")).to_be_visible()
    tab_to(page, page.locator(".circle .to-report").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Prendre la plume")).to_be_visible()
    press(page, "Prendre la plume")
    box = page.get_by_label("Ce qui s’est dit")
    expect(box).to_be_visible()
    tab_to(page, box)
    page.keyboard.type(SAID)
    expect(page.locator("#state-said")).to_contain_text("C’est enregistré")
    tab_to(page, page.get_by_label("Une proposition de plus"))
    page.keyboard.type(IDEA)
    page.keyboard.press("Enter")
    expect(page.locator(".proposed li")).to_contain_text("Au tableau")
    place.open(workshop, "converge")
    page.goto(f"{place.base}/w/{workshop}")
    page.wait_for_selector("html[data-live]")
    press(page, "Coller")
    expect(page.locator(".bar")).to_contain_text("Encore 2 gommettes")
    expect(page.locator(".g.pending")).to_have_count(0)
    counted(place, workshop)


def test_without_javascript(place: Place, visit: Make) -> None:
    workshop = forum(place)
    browser = visit(360, 740, java_script_enabled=False)
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop, live=False)
    page.get_by_label("Un sujet", exact=True).fill(TITLE)
    pressed(page, "Proposer le sujet")
    page.get_by_role("link", name="Placer à…").click()
    well_drawn(page)
    pressed(page, "Place suggérée")
    expect(page.locator(".mine.topics li")).to_contain_text("14 h 00")
    begun(place, workshop, page)
    page.goto(f"{place.base}/w/{workshop}")
    well_drawn(page)
    pressed(page, "Je suis ici")
    expect(page.get_by_text("Vous êtes ici")).to_be_visible()
    page.locator(".circle .to-report").first.click()
    pressed(page, "Prendre la plume")
    page.get_by_label("Ce qui s’est dit").fill(SAID)
    pressed(page, "Enregistrer le compte rendu")
    expect(page.get_by_label("Ce qui s’est dit")).to_have_value(SAID)
    page.get_by_label("Une proposition de plus").fill(IDEA)
    pressed(page, "Ajouter")
    expect(page.locator(".proposed li")).to_contain_text(IDEA)
    well_drawn(page)
    place.open(workshop, "converge")
    page.goto(f"{place.base}/w/{workshop}")
    pressed(page, "Coller")
    expect(page.locator("body")).to_contain_text("Encore 2 gommettes")
    well_drawn(page)
    counted(place, workshop)


def pressed(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()
