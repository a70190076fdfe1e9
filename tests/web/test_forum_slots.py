"""Slots as a day goes: late, over before one has looked, and with the marketplace opened again in the middle."""

from contextlib import nullcontext

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import Place
from tests.web.desks import console
from tests.web.meeting import Meeting, meeting
from tests.web.phones import Make, eventually
from tests.web.test_screen import screen
from workshops.attendance import AttendanceRecord, ImHere
from workshops.slots import EndSlot, PutSlot, SlotRecord, StartSlot
from workshops.spaces import PutSpace
from workshops.wall import EndSession, PlaceTopic, SessionRecord

pytestmark = pytest.mark.browser


def phone(forum: Meeting, visit: Make, *, live: bool = True) -> Page:
    """Mei's, who is in the first circle."""
    browser, mei = visit(java_script_enabled=live), forum.join("Mei")
    browser.sit(forum.workshop, mei)
    forum.do(mei, ImHere(forum.sessions[0]))
    return browser.open(forum.workshop, live=live)


@pytest.mark.parametrize("live", [True, False])
def test_a_marketplace_opened_again_keeps_the_circles_that_meet(place: Place, visit: Make, live: bool) -> None:
    forum = meeting(place)
    place.open(forum.workshop, "market")
    page = phone(forum, visit, live=live)
    expect(page.locator(".whereabouts")).to_contain_text("Grande salle")
    expect(page.locator(".slot-clock")).to_contain_text("jusqu’à")
    expect(page.get_by_role("heading", name="Maintenant")).to_be_visible()
    page.locator(".circle").first.get_by_role("link", name="Compte rendu").click()
    expect(page.locator(".slot-clock")).to_contain_text("jusqu’à")
    page.get_by_role("button", name="Prendre la plume").click()
    expect(page.get_by_role("textbox", name="Ce qui s’est dit")).to_be_visible()
    beamer = screen(place, visit, forum.workshop)
    expect(beamer.get_by_role("timer")).to_be_visible()
    expect(beamer.locator(".wall .sl.now")).to_be_visible()


@pytest.mark.parametrize("live", [True, False])
def test_whose_circle_ends_or_goes_elsewhere_is_told_until_they_put_it_away(
    place: Place, visit: Make, live: bool
) -> None:
    forum = meeting(place)
    first, second = forum.sessions[:2]
    page = phone(forum, visit, live=live)
    told = page.locator(".whereabouts")

    def look(what: str) -> None:
        if not live:
            page.reload()
        expect(told).to_contain_text(what)

    def press(button: Locator) -> None:
        with nullcontext() if live else page.expect_navigation():
            button.click()

    place.do(forum.workshop, PutSpace("garden", "Jardin"))
    place.do(forum.workshop, PlaceTopic(first, "slot-1", "garden"))
    look("Votre cercle passe ici : Jardin.")
    press(told.get_by_role("button", name="Je suis ici"))
    look("Vous êtes ici : Jardin")
    place.do(forum.workshop, PlaceTopic(first, "slot-2", "garden"))
    look("Votre cercle est reporté à 14 h 50 : Jardin.")
    press(told.get_by_role("button", name="Fermer"))
    expect(told).to_have_count(0)
    forum.do(forum.join("Zoé"), ImHere(second))
    place.do(forum.workshop, PlaceTopic(first, "slot-1", "garden"))
    if not live:
        page.reload()
    press(page.locator(".circle", has_text="Jardin").get_by_role("button", name="Je suis ici"))
    attendance = f"attendance:{first}"
    eventually(page, lambda: isinstance(it := forum.record(attendance), AttendanceRecord) and it.here == 1)
    place.do(forum.workshop, EndSession(first))
    look("Votre cercle est terminé.")


def test_what_follows_a_slot_that_began_late_is_moved_with_one_press(place: Place, visit: Make) -> None:
    forum = meeting(place, started=False)
    for command in (PutSlot("slot-1", 0, 40), PutSlot("slot-2", 50, 90), StartSlot("slot-1")):
        place.do(forum.workshop, command)
    page = console(place, visit, forum.workshop)
    bar = page.get_by_role("group", name="Slots")
    slot = forum.record("slot:slot-1")
    assert isinstance(slot, SlotRecord)
    expect(bar.get_by_role("button", name="Go on to the next slot")).to_be_visible()
    bar.get_by_role("button", name="Move what follows by").click()

    def moved() -> bool:
        after = forum.record("slot:slot-2")
        return isinstance(after, SlotRecord) and after.starts >= 50 + 180

    eventually(page, moved)
    expect(bar.get_by_role("button", name="Move what follows by")).to_have_count(0)
    page.locator("[data-slot='slot-2'].wall-head").click()
    page.get_by_label("Move this slot and what follows, by minutes").fill("1440")
    page.get_by_role("button", name="Move them").click()
    expect(page.get_by_role("dialog")).to_contain_text("A slot would begin or end on another day.")


@pytest.mark.parametrize("ending", [True, False])
def test_leaving_the_circles_while_a_slot_runs_is_asked_about_once(place: Place, visit: Make, ending: bool) -> None:
    forum = meeting(place)
    page = console(place, visit, forum.workshop)
    page.get_by_role("button", name="Close the step").click()
    page.get_by_role("dialog").get_by_role("button", name="End the slot" if ending else "Let it run").click()
    expect(page.get_by_role("button", name="Close the step")).to_have_count(0)
    slot, session = forum.record("slot:slot-1"), forum.record(f"session:{forum.sessions[0]}")
    assert isinstance(slot, SlotRecord)
    assert isinstance(session, SessionRecord)
    assert slot.state == session.state == ("over" if ending else "running")
    expect(screen(place, visit, forum.workshop).get_by_role("timer")).to_have_count(0)


def test_no_next_hour_that_has_passed_is_told(place: Place, visit: Make) -> None:
    forum = meeting(place)
    for command in (PutSlot("slot-1", 0, 10), PutSlot("slot-2", 20, 30)):
        place.do(forum.workshop, command)
    browser = visit()
    browser.sit(forum.workshop, forum.join("Mei"))
    page = browser.open(forum.workshop)
    expect(page.locator("#next")).to_have_text("Ensuite")
    place.do(forum.workshop, EndSlot("slot-1"))
    beamer = screen(place, visit, forum.workshop)
    expect(beamer.get_by_role("status")).to_contain_text("Then the next slot.")
