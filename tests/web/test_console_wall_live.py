"""The wall while it runs: spaces and slots changed, circles counted, two facilitators, as large as it may be."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Place
from tests.web.desks import all_of
from tests.web.phones import Make, eventually, well_made
from tests.web.sorting import can_drag, drag, says
from tests.web.wallwork import (
    cell,
    market,
    market_desk,
    placed,
    put,
    put_wall,
    refused,
    session,
    slip,
    stands_in,
    topics,
    wall,
)
from workshops.attendance import ImHere
from workshops.market import Market
from workshops.recipe import AddStep
from workshops.slots import SlotRecord, StartSlot
from workshops.spaces import PutSpace, SpaceRecord

pytestmark = pytest.mark.browser


def spaces(place: Place, workshop: str) -> dict[str, SpaceRecord]:
    """By name, in their order."""
    found = sorted(all_of(place, workshop, SpaceRecord), key=lambda space: space.n)
    return {space.name: space for space in found}


def slots(place: Place, workshop: str) -> list[SlotRecord]:
    return sorted(all_of(place, workshop, SlotRecord), key=lambda slot: slot.n)


def tool(page: Page, name: str) -> None:
    page.locator(".forum .tools").get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()


# Spaces and slots


def test_a_wall_is_made_from_nothing(place: Place, visit: Make) -> None:
    """WALL1."""
    workshop = place.create([Market(id="market", title="Place du marché", prompt="Quel sujet ?")])
    place.open(workshop, "market")
    page = market(place, visit, workshop)
    expect(page.locator(".desk-wall .empty")).to_contain_text("The wall has no space and no slot yet")
    well_made(page)
    tool(page, "Space")
    page.get_by_label("Name").fill("Cour")
    page.get_by_label("How many people it takes").fill("12")
    page.get_by_label("Nobody more comes in once it is full").check()
    page.get_by_label("Access").fill("Deux marches")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-wall .empty")).to_contain_text("no slot yet")
    tool(page, "Slot")
    page.get_by_label("Starts").fill("14:00")
    page.get_by_label("Ends").fill("13:00")
    expect(page.get_by_role("dialog")).to_contain_text("It ends before it starts.")
    page.get_by_label("Ends").fill("14:45")
    page.keyboard.press("Enter")
    expect(page.locator("[data-space]")).to_contain_text("12 places")
    tool(page, "Slot")
    expect(page.get_by_label("Starts")).to_have_value("14:55")
    expect(page.get_by_label("Ends")).to_have_value("15:40")
    page.keyboard.press("Enter")
    eventually(page, lambda: [(slot.starts, slot.ends) for slot in slots(place, workshop)] == [(840, 885), (895, 940)])
    space = spaces(place, workshop)["Cour"]
    assert (space.capacity, space.strict, space.access) == (12, True, "Deux marches")


def test_spaces_are_changed_ordered_shut_and_removed_while_circles_run(place: Place, visit: Make) -> None:
    """WALL1."""
    workshop = wall(place, step="sessions")
    first = topics(place, workshop, 1)[0]
    put(place, workshop, first, 2, 1)
    place.do(workshop, StartSlot("slot-01"))
    page = market(place, visit, workshop)
    page.locator("[data-space='space-1']").press("Enter")
    dialog = page.get_by_role("dialog", name="Space")
    page.get_by_label("Name").fill("Salle des fêtes")
    dialog.get_by_label("14:50 – 15:30").check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator(".note.refused")).to_contain_text("A topic is placed there.")
    dialog.get_by_label("14:50 – 15:30").uncheck()
    dialog.get_by_label("15:40 – 16:20").check()
    dialog.get_by_role("button", name="Save").click()
    expect(cell(page, 3, 1)).to_contain_text("shut")
    assert spaces(place, workshop)["Salle des fêtes"].shut == ["slot-03"]
    expect(page.locator("[data-space='space-1']")).to_be_focused()
    page.keyboard.press("Alt+ArrowRight")
    eventually(page, lambda: list(spaces(place, workshop)) == ["Cour", "Salle des fêtes", "Bibliothèque"])
    expect(page.locator("[data-space='space-1']")).to_be_focused()
    says(page, "“Salle des fêtes” is number 2 of 3 now.")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Remove the space").click()
    expect(dialog.locator(".note.refused")).to_contain_text("A topic is placed there.")
    page.keyboard.press("Escape")
    page.locator("[data-space='space-3']").press("Enter")
    dialog.get_by_role("button", name="Remove the space").click()
    expect(page.locator("[data-space]")).to_have_count(2)
    eventually(page, lambda: page.evaluate("document.activeElement !== document.body"))


def test_a_slot_is_added_and_changed_while_circles_run(place: Place, visit: Make) -> None:
    """WALL2, WALL6."""
    workshop = wall(place, step="sessions")
    place.do(workshop, StartSlot("slot-01"))
    page = market(place, visit, workshop)
    tool(page, "Slot")
    page.get_by_label("Starts").fill("15:00")
    page.get_by_label("Ends").fill("15:30")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator(".note.refused")).to_contain_text("Another slot takes part of that time.")
    page.get_by_label("Starts").fill("16:30")
    page.get_by_label("Ends").fill("17:00")
    page.keyboard.press("Enter")
    expect(page.locator("[data-slot]")).to_have_count(4)
    page.locator("[data-slot='slot-01']").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("It runs: 40 min left.")
    well_made(page)
    dialog.get_by_role("button", name="+ 5 min").click()
    expect(dialog).to_contain_text("It runs: 45 min left.")
    dialog.get_by_role("button", name="Remove the slot").click()
    expect(dialog.locator(".note.refused")).to_be_visible()
    dialog.get_by_role("button", name="End the slot").click()
    expect(dialog).to_contain_text("It is over.")
    dialog.get_by_role("button", name="Start it again").click()
    expect(dialog).to_contain_text("It runs")
    page.keyboard.press("Escape")
    page.locator("[data-slot='slot-03']").press("Enter")
    dialog.get_by_role("button", name="Remove the slot").click()
    eventually(page, lambda: len(slots(place, workshop)) == 3)


def test_slots_of_several_days_say_which(place: Place, visit: Make) -> None:
    workshop = wall(place, slots=1)
    page = market(place, visit, workshop)
    for day in ("2026-11-22", "2026-11-23"):
        tool(page, "Slot")
        page.get_by_label("Starts").fill("09:00")
        page.get_by_label("Ends").fill("10:00")
        page.get_by_label("Day").fill(day)
        page.get_by_role("button", name="Add the slot").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("[data-slot]").nth(1)).to_contain_text(re.compile("Sun.*22.*09:00|22.*Sun.*09:00"))
    expect(page.locator("[data-slot]").nth(2)).to_contain_text("23")


# While circles run


def test_now_is_a_row_of_its_own_and_each_circle_says_how_many_are_there(place: Place, visit: Make) -> None:
    """ATTEND4."""
    workshop = wall(place, step="sessions")
    ids = topics(place, workshop)
    for n, (slot, space) in enumerate([(1, 1), (2, 1), (2, 2), (3, 1)]):
        put(place, workshop, ids[n], slot, space)
    place.do(workshop, PutSpace("space-2", "Cour"))
    for name in ("slot-01", "slot-02"):
        place.do(workshop, StartSlot(name))
    page = market(place, visit, workshop)
    row = page.locator(".wall-row[data-state=running]")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("40 min left")
    expect(session(page, ids[1])).to_contain_text("0/10")
    for name in ("Zoé", "Théo", "Inès"):
        place.do(workshop, ImHere(ids[1]), place.join(workshop, name).seat)
    expect(session(page, ids[1])).to_contain_text("3/10")
    expect(session(page, ids[1])).to_have_attribute("data-state", "running")
    expect(session(page, ids[0])).to_have_attribute("data-state", "over")
    expect(session(page, ids[3])).to_have_attribute("data-state", "to_come")
    well_made(page)
    page.emulate_media(color_scheme="dark")
    well_made(page)


# Two facilitators


def test_two_consoles_place_into_one_cell_at_once_and_exactly_one_wins(place: Place, visit: Make) -> None:
    """WALL3."""
    workshop = wall(place)
    first, second = topics(place, workshop)[:2]
    desks = [market_desk(place, visit, workshop) for _ in range(2)]
    for (_, page), topic in zip(desks, (first, second), strict=True):
        slip(page, topic).locator("[data-item]").press("d")
        page.get_by_role("dialog").locator(".opt", has_text="Cour").last.click()
    at = desks[0][1].evaluate("Date.now() + 400")
    for _, page in desks:
        page.evaluate(
            "at => void setTimeout(() => document.querySelector('dialog .main').click(), at - Date.now())", at
        )
    eventually(desks[0][1], lambda: len(placed(place, workshop)) == 1)
    won = next(iter(placed(place, workshop)))
    (_, winner), (_, loser) = desks if won == first else desks[::-1]
    expect(winner.locator("dialog")).to_have_count(0)
    expect(loser.get_by_role("dialog").locator(".note.refused")).to_contain_text("is already there at that time")
    for _, page in desks:
        stands_in(page, won, 3, 2)
        expect(slip(page, second if won == first else first)).to_be_attached()


def test_who_dropped_too_late_sees_it_go_back_and_is_told(place: Place, visit: Make) -> None:
    """WALL3."""
    workshop = wall(place)
    first, second = topics(place, workshop)[:2]
    _, ours = market_desk(place, visit, workshop)
    browser, theirs = market_desk(place, visit, workshop)
    can_drag(theirs)
    browser.context.set_offline(True)
    expect(theirs.locator(".banner")).to_be_visible()
    drag(theirs, slip(theirs, second), cell(theirs, 1, 1))
    stands_in(theirs, second, 1, 1)
    drag(ours, slip(ours, first), cell(ours, 1, 1))
    eventually(ours, lambda: placed(place, workshop) == {first: ("slot-01", "space-1")})
    browser.context.set_offline(False)
    refused(theirs, "“Partager nos serveurs” is not placed there (Grande salle, 14:00).")
    refused(theirs, "“Le guichet de demain” is already there at that time.")
    stands_in(theirs, first, 1, 1)
    expect(slip(theirs, second)).to_be_visible()


def test_what_one_does_the_other_sees(place: Place, visit: Make) -> None:
    workshop = wall(place)
    first = topics(place, workshop)[0]
    ours, theirs = (market(place, visit, workshop) for _ in range(2))
    drag(ours, slip(ours, first), cell(ours, 1, 1))
    stands_in(theirs, first, 1, 1)
    session(theirs, first).press("Delete")
    expect(slip(ours, first)).to_be_visible()
    tool(theirs, "Space")
    theirs.get_by_label("Name").fill("Jardin")
    theirs.keyboard.press("Enter")
    expect(ours.locator("[data-space]")).to_have_count(4)


# As large as they come

CHANGES = """() => {
  window.changes = 0;
  const watch = {childList: true, attributes: true, characterData: true, subtree: true};
  new MutationObserver(found => (window.changes += found.length)).observe(document.querySelector('.wall-rows'), watch);
}"""


def test_two_hundred_topics_on_a_wall_as_large_as_it_may_be(place: Place, visit: Make) -> None:
    workshop = place.create([Market(id="market", title="Place du marché")])
    put_wall(place, workshop, 20, 30, first=0, every=45)
    place.open(workshop, "market")
    ids = topics(place, workshop, 200, *(f"Personne {n}" for n in range(40)))
    for n, topic in enumerate(ids[:150]):
        put(place, workshop, topic, n // 20 * 3 + n % 3 + 1, n % 20 + 1)
    page = market(place, visit, workshop)
    expect(page.locator(".wall-rows [role=gridcell]")).to_have_count(600)
    assert page.evaluate("document.querySelectorAll('.forum *').length") < 3_600
    # One thing placed draws one cell, and an arrow moves one Tab stop: the other 599 are not touched.
    page.evaluate(CHANGES)
    put(place, workshop, ids[150], 30, 1)
    expect(session(page, ids[150])).to_be_attached()
    cell(page, 30, 2).get_by_role("button").focus()
    page.keyboard.press("ArrowLeft")
    expect(session(page, ids[150])).to_be_focused()
    assert page.evaluate("window.changes") < 60
    drag(page, slip(page, ids[151]), cell(page, 30, 2))
    eventually(page, lambda: placed(place, workshop).get(ids[151]) == ("slot-30", "space-2"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_step_may_come_later_than_the_wall(place: Place, visit: Make) -> None:
    workshop = place.create()
    place.do(workshop, AddStep(Market(id="market", title="Place du marché"), "voting"))
    put_wall(place, workshop, 2, 2)
    page = visit(1366, 768, language="en")
    page.sit(workshop, place.redeem(workshop, "facilitator"), "facilitator")
    desk = page.open(workshop, "facilitator")
    desk.locator("[data-step=market] .name").click()
    expect(desk.locator(".desk-wall [role=gridcell]")).to_have_count(4)
