"""The agenda wall on the console by keyboard, while others work, and as it looks; with a tray of many topics."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Place
from tests.web.phones import Make, eventually, well_made
from tests.web.sorting import says
from tests.web.wallwork import (
    asked,
    cell,
    focused,
    focused_cell,
    market,
    placed,
    put,
    session,
    slip,
    stands_in,
    topics,
    wall,
)
from workshops.slots import StartSlot
from workshops.spaces import PutSpace

pytestmark = pytest.mark.browser

# By keyboard


def test_the_wall_by_keyboard_alone(place: Place, visit: Make) -> None:
    """One Tab stop in the tray and one in the grid; arrows, D, Enter, Delete; F6 from one region to the next."""
    workshop = wall(place)
    ids = topics(place, workshop)
    put(place, workshop, ids[0], 1, 1)
    page = market(place, visit, workshop)
    slip(page, ids[1]).locator("[data-item]").focus()
    page.keyboard.press("ArrowDown")
    assert focused(page) == ids[2]
    page.keyboard.press("F6")
    assert focused_cell(page) == "slot-01.space-1"
    assert focused(page) == ids[0]
    for key, there in {"ArrowDown": "slot-02.space-1", "End": "slot-02.space-3", "ArrowUp": "slot-01.space-3"}.items():
        page.keyboard.press(key)
        assert focused_cell(page) == there
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.dataset.space") == "space-3"
    assert page.locator(".wall-rows [tabindex='0']").count() == 1
    assert page.locator(".tray ul [tabindex='0']").count() == 1
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('.tray') !== null")
    # Enter opens, D places elsewhere, Delete takes off.
    session(page, ids[0]).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Topic no. 1")).to_be_visible()
    page.keyboard.press("Escape")
    assert focused(page) == ids[0]
    page.keyboard.press("d")
    asked(page)
    page.keyboard.type("15:40 cour")
    page.keyboard.press("Enter")
    stands_in(page, ids[0], 3, 2)
    eventually(page, lambda: focused(page) == ids[0])
    page.keyboard.press("Delete")
    eventually(page, lambda: placed(place, workshop) == {})
    assert focused_cell(page) == "slot-03.space-2"
    says(page, "“Le guichet de demain” is off the wall.")


def test_from_the_tray_one_is_placed_after_the_other_without_the_mouse(place: Place, visit: Make) -> None:
    workshop = wall(place)
    ids = topics(place, workshop)
    page = market(place, visit, workshop)
    slip(page, ids[0]).locator("[data-item]").focus()
    for n, topic in enumerate(ids[:3], 1):
        eventually(page, lambda topic=topic: focused(page) == topic)  # type: ignore[misc]
        page.keyboard.press("d")
        asked(page)
        page.keyboard.type(f"14:00 {['grande', 'cour', 'biblio'][n - 1]}")
        page.keyboard.press("Enter")
        eventually(page, lambda topic=topic, n=n: placed(place, workshop).get(topic) == ("slot-01", f"space-{n}"))  # type: ignore[misc]
        expect(page.locator("dialog")).to_have_count(0)


def test_a_cell_that_takes_nothing_says_why(place: Place, visit: Make) -> None:
    workshop = wall(place, step="sessions")
    topics(place, workshop, 1)
    place.do(workshop, PutSpace("space-1", "Grande salle", 10, shut=["slot-02"]))
    for slot in ("slot-01", "slot-02"):
        place.do(workshop, StartSlot(slot))
    page = market(place, visit, workshop)
    cell(page, 1, 1).get_by_role("button").press("Enter")
    says(page, re.compile(r"Grande salle, \d\d:\d\d: that slot is over\."))
    cell(page, 2, 1).get_by_role("button").press("Enter")
    says(page, re.compile(r"Grande salle, \d\d:\d\d: this space cannot be used at that time\."))
    expect(page.locator("dialog")).to_have_count(0)


# What others do


def test_deltas_move_neither_focus_nor_scroll_and_a_placed_slip_holds_its_place(place: Place, visit: Make) -> None:
    workshop = wall(place, spaces=8, slots=12)
    ids = topics(place, workshop, 12)
    page = market(place, visit, workshop)
    slip(page, ids[4]).hover()
    put(place, workshop, ids[2], 1, 1)
    expect(page.locator(".tray .gone")).to_contain_text("Placed by someone else: Grande salle, 14:00")
    cell(page, 8, 5).get_by_role("button").focus()
    before = page.locator(".wall-scroll").evaluate("box => [box.scrollLeft, box.scrollTop]")
    assert before[1] > 0
    put(place, workshop, ids[3], 8, 5)
    expect(session(page, ids[3])).to_be_focused()
    put(place, workshop, ids[5], 9, 1)
    expect(session(page, ids[5])).to_be_attached()
    assert page.locator(".wall-scroll").evaluate("box => [box.scrollLeft, box.scrollTop]") == before


# How it looks


@pytest.mark.parametrize("width", [1366, 1180, 768, 360])
def test_the_wall_is_well_made_at_each_width(place: Place, visit: Make, width: int) -> None:
    workshop = wall(place, spaces=6, slots=5)
    ids = topics(place, workshop, 14)
    for n, topic in enumerate(ids[:6]):
        put(place, workshop, topic, n % 5 + 1, n + 1)
    page = market(place, visit, workshop, width, 800)
    well_made(page)
    for name in ("Suggest a place for all", "Topic", "Space", "Slot"):
        page.locator(".forum .tools").get_by_role("button", name=name).click()
        expect(page.locator("dialog[open]")).to_be_visible()
        well_made(page)
        page.keyboard.press("Escape")
    session(page, ids[0]).click()
    well_made(page)
    page.get_by_role("button", name="Place elsewhere…").click()
    expect(page.locator("dialog .cell-suggested")).to_be_visible()
    well_made(page)


def test_its_heads_stay_while_it_scrolls_in_its_own_place(place: Place, visit: Make) -> None:
    workshop = wall(place, spaces=12, slots=14)
    page = market(place, visit, workshop)
    box = page.locator(".wall-scroll").bounding_box()
    assert box is not None
    page.locator(".wall-scroll").evaluate("box => box.scrollTo(900, 700)")
    head = page.locator("[data-space='space-12']").bounding_box()
    time = page.locator("[data-slot='slot-12']").bounding_box()
    assert head is not None
    assert time is not None
    assert abs(head["y"] - box["y"]) < 30
    assert abs(time["x"] - box["x"]) < 30
    whole = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert whole == [1366, 768]
    # What the keys reach is not under a head.
    cell(page, 9, 9).get_by_role("button").focus()
    for _ in range(6):
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowLeft")
    at = page.evaluate("(({left, top}) => [left, top])(document.activeElement.getBoundingClientRect())")
    assert at[0] >= time["x"] + time["width"] - 2
    assert at[1] >= head["y"] + head["height"] - 2


def test_the_tray_is_hidden_and_comes_back(place: Place, visit: Make) -> None:
    workshop = wall(place)
    topics(place, workshop)
    page = market(place, visit, workshop)
    page.locator(".tray").get_by_role("button", name="Hide").press("Enter")
    expect(page.locator(".tray")).to_have_count(0)
    shown = page.get_by_role("button", name="4 topics to place")
    expect(shown).to_be_focused()
    shown.press("Enter")
    expect(page.locator(".tray").get_by_role("button", name="Hide")).to_be_focused()


def test_many_topics_are_searched_and_come_fifty_at_a_time(place: Place, visit: Make) -> None:
    workshop = wall(place)
    topics(place, workshop, 60)
    page = market(place, visit, workshop)
    expect(page.locator(".tray .slip")).to_have_count(50)
    page.locator(".tray").get_by_role("button", name="Next 10").click()
    expect(page.locator(".tray .slip")).to_have_count(10)
    page.get_by_label("Search the topics to place").fill("TELEPHONE (3")
    expect(page.locator(".tray .slip")).to_have_count(1)
    expect(page.locator(".tray [role=status]")).to_have_text("1 topic of 60.")
    page.get_by_label("Search the topics to place").fill("Mei")
    expect(page.locator(".tray .slip")).to_have_count(20)
