"""A vote on what circles report, on a phone and without JavaScript: the same circles, in the same order."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.place import Place
from tests.web.conftest import Visit
from tests.web.journeys import sound
from tests.web.meeting import STEPS, Meeting, meeting
from tests.web.phones import round_of
from workshops.recipe import AddStep
from workshops.sealing import RevealRound
from workshops.tallies import TallyRecord
from workshops.topic_merging import MergeTopics
from workshops.voting import CloseRound, Vote

pytestmark = pytest.mark.browser

Make = Callable[..., Visit]
VOTE = Vote(id="on-reports", title="Convergence", on="reports", board="proposed", minutes=0, budget=3, maximum=2)


def voting(place: Place) -> Meeting:
    """Of the four circles the second of the first slot left no report; the one of the next slot did."""
    made = meeting(place, 3, 1)
    for at in (3, 2, 0):
        made.writes(made.conveners[at], made.sessions[at], said="Un local fixe.")
    place.do(made.workshop, AddStep(VOTE, STEPS[-1].id))
    place.open(made.workshop, VOTE.id)
    return made


@pytest.mark.parametrize("live", [True, False])
def test_dots_go_on_the_circles_whose_report_says_something(place: Place, visit: Make, live: bool) -> None:
    """REPORTING8"""
    made = voting(place)
    browser = visit(360, 780, language="en", java_script_enabled=live)
    browser.sit(made.workshop, made.join("Nadia"), "participant")
    page = browser.open(made.workshop, "participant", live=live)
    expect(page.locator(".c .name")).to_have_text(
        ["Un repair café qui dure", "Le collège sans téléphone", "La rue sans écrans"]
    )
    page.get_by_role("button", name="Stick a dot").nth(2).click()
    expect(page.get_by_text("2 dots left")).to_be_visible()
    if live:
        sound(page, 320, 768)
    page.get_by_role("link", name="Read the report").first.click()
    expect(page.get_by_text("Un local fixe.")).to_be_visible()
    round_id = round_of(place, made.workshop)
    place.do(made.workshop, CloseRound(round_id))
    place.do(made.workshop, RevealRound(round_id))
    tally = made.record(f"tally:{round_id}")
    assert isinstance(tally, TallyRecord)
    assert [(count.on, count.dots) for count in tally.counts] == [(made.sessions[3], 1)]
    page.goto(place.url(made.workshop, "participant"))
    expect(page.locator(".r .name")).to_have_text(["La rue sans écrans"])


def test_what_was_merged_with_its_report_is_still_told_by_the_page(place: Place, visit: Make) -> None:
    made = voting(place)
    place.do(made.workshop, MergeTopics(made.sessions[3], made.sessions[0]))
    for live in (True, False):
        browser = visit(360, 780, language="en", java_script_enabled=live)
        browser.sit(made.workshop, made.join(f"Nadia {live}"), "participant")
        page = browser.open(made.workshop, "participant", live=live)
        expect(page.locator(".c .name")).to_have_text(
            ["Un repair café qui dure", "Le collège sans téléphone", "La rue sans écrans"]
        )
