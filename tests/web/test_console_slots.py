"""The slots of an open forum, run by hand on the console."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Place
from tests.web.desks import console
from tests.web.meeting import Meeting, meeting
from tests.web.phones import Make, eventually
from tests.web.sorting import says
from workshops.attendance import ImHere
from workshops.slots import ExtendSlot, SlotRecord
from workshops.wall import SessionRecord

pytestmark = pytest.mark.browser


def slot(forum: Meeting, n: int) -> SlotRecord:
    record = forum.record(f"slot:slot-{n}")
    assert isinstance(record, SlotRecord)
    return record


def hour_at(ms: int) -> str:
    """On the clock of the place."""
    return f"{datetime.fromtimestamp(ms / 1000, UTC).astimezone():%H:%M}"


def test_slots_are_started_and_ended_by_hand_and_the_one_ink_button_says_which(place: Place, visit: Make) -> None:
    forum = meeting(place, now=2, later=1, started=False)
    page = console(place, visit, forum.workshop)
    main = page.locator("button.main")
    bar = page.get_by_role("group", name="Slots")
    expect(bar).to_contain_text("Next slot: 14:00 – 14:40")
    expect(bar).to_contain_text("2 circles")
    expect(main).to_have_text("Start the slot")
    main.click()
    expect(main).to_have_text("End the slot")
    forum.do(forum.join("Louison"), ImHere(forum.sessions[1]))
    expect(bar).to_contain_text("1 person there")
    before = slot(forum, 1).ends_at or 0
    bar.get_by_role("button", name="+ 5 min").click()
    eventually(page, lambda: (slot(forum, 1).ends_at or 0) == before + 300_000)
    main.click()
    expect(bar).to_contain_text("Next slot: 14:50 – 15:30")
    expect(main).to_have_text("Start the slot")
    main.click()
    eventually(page, lambda: slot(forum, 2).state == "running")
    expect(main).to_have_text("End the slot")
    main.click()
    expect(bar).to_contain_text("All slots are over.")
    expect(main).to_have_text("Close the step")
    bar.get_by_role("button", name=f"Start {hour_at(slot(forum, 2).began_at or 0)} again").click()
    eventually(page, lambda: slot(forum, 2).state == "running")


def test_one_goes_on_to_the_next_slot_with_one_press(place: Place, visit: Make) -> None:
    forum = meeting(place)
    page = console(place, visit, forum.workshop)
    page.get_by_role("button", name="Go on to 14:50").click()
    eventually(page, lambda: (slot(forum, 1).state, slot(forum, 2).state) == ("over", "running"))


def test_the_end_of_a_slot_is_said_once_and_nothing_ends(place: Place, visit: Make) -> None:
    forum = meeting(place)
    page = console(place, visit, forum.workshop)
    expect(page.get_by_role("group", name="Slots").get_by_role("timer")).to_be_visible()
    place.do(forum.workshop, ExtendSlot("slot-1", -40))
    expect(page.get_by_role("group", name="Slots")).to_contain_text("Time is up")
    begun = hour_at(slot(forum, 1).began_at or 0)
    says(page, f"The time of the slot {begun} is up. Nothing ends by itself.")
    page.locator(".steps").get_by_role("button", name="Ouverture", exact=True).click()
    expect(page.locator(".notices")).to_contain_text(f"The time of the slot {begun} is up.")
    page.get_by_role("button", name="Look at the circles").click()
    expect(page.get_by_role("group", name="Slots")).to_be_visible()
    expect(page.locator(".notices")).not_to_contain_text("The time of the slot")
    session = forum.record(f"session:{forum.sessions[0]}")
    assert isinstance(session, SessionRecord)
    assert (slot(forum, 1).state, session.state) == ("running", "running")


def test_before_its_step_opens_no_slot_can_be_started(place: Place, visit: Make) -> None:
    forum = meeting(place, started=False)
    place.open(forum.workshop, "journal")
    page = console(place, visit, forum.workshop)
    page.locator(".steps").get_by_role("button", name="Cercles", exact=True).click()
    expect(page.get_by_role("group", name="Slots")).to_contain_text("Open this step to start it.")
    expect(page.get_by_role("button", name="Start the slot")).to_have_count(0)
