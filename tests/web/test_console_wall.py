"""The agenda wall on the console, in a real browser: topics placed by drag, by "Place at…" and by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Place
from tests.web.phones import Make, eventually, well_made
from tests.web.sorting import Finger, drag, middle, says
from tests.web.wallwork import (
    asked,
    cell,
    focused,
    market,
    market_desk,
    placed,
    put,
    refused,
    session,
    slip,
    topics,
    wall,
)
from workshops.spaces import PutSpace
from workshops.wall import PlaceTopic

pytestmark = pytest.mark.browser


# By drag


def test_a_topic_is_dragged_onto_the_wall_to_another_cell_and_back_into_the_tray(place: Place, visit: Make) -> None:
    workshop = wall(place)
    first = topics(place, workshop)[0]
    page = market(place, visit, workshop)
    drag(page, slip(page, first), cell(page, 2, 3))
    eventually(page, lambda: placed(place, workshop) == {first: ("slot-02", "space-3")})
    says(page, "“Le guichet de demain” placed: Bibliothèque, 14:50.")
    expect(slip(page, first)).to_have_count(0)
    drag(page, session(page, first), cell(page, 1, 1))
    eventually(page, lambda: placed(place, workshop) == {first: ("slot-01", "space-1")})
    drag(page, session(page, first), page.locator(".tray h2"))
    eventually(page, lambda: placed(place, workshop) == {})
    says(page, "“Le guichet de demain” is off the wall.")
    expect(slip(page, first)).to_be_visible()


def test_where_it_cannot_go_is_marked_and_why_is_told_and_it_stays_where_it_was(place: Place, visit: Make) -> None:
    """WALL3, WALL4."""
    workshop = wall(place)
    ada, kofi, mei, again = topics(place, workshop)
    put(place, workshop, ada, 1, 1)
    place.do(workshop, PutSpace("space-3", "Bibliothèque", 10, shut=["slot-03"]))
    page = market(place, visit, workshop)
    drag(page, slip(page, kofi), cell(page, 1, 1), drop=False)
    expect(cell(page, 1, 1)).to_have_attribute("data-over", "no")
    page.mouse.up()
    refused(page, "“Partager nos serveurs” is not placed there (Grande salle, 14:00).")
    refused(page, "“Le guichet de demain” is already there at that time.")
    expect(cell(page, 1, 1)).to_have_class(re.compile("refused"))
    expect(slip(page, kofi)).to_be_visible()
    drag(page, slip(page, mei), cell(page, 3, 3))
    refused(page, "This space cannot be used at that time.")
    expect(page.locator(".refused .wall-free, .wall-cell.refused")).to_have_count(2)
    drag(page, slip(page, again), cell(page, 1, 2))
    refused(page, "already convenes “Le guichet de demain” at that time.")
    expect(cell(page, 1, 2).locator("[data-session]")).to_have_count(0)
    expect(slip(page, again)).to_be_visible()
    assert placed(place, workshop) == {ada: ("slot-01", "space-1")}
    page.locator(".desk-wall .note").get_by_role("button", name="Close").click()
    expect(page.locator(".desk-wall .note")).to_have_count(0)


def test_a_drag_given_up_places_nothing_and_a_click_opens(place: Place, visit: Make) -> None:
    workshop = wall(place)
    first = topics(place, workshop)[0]
    page = market(place, visit, workshop)
    drag(page, slip(page, first), cell(page, 1, 1), drop=False)
    page.keyboard.press("Escape")
    expect(page.locator(".carried, [data-over], .lifted")).to_have_count(0)
    page.mouse.up()
    assert placed(place, workshop) == {}
    slip(page, first).locator("[data-item]").click()
    expect(page.get_by_role("dialog", name="Topic no. 1")).to_be_visible()


def test_a_finger_pulls_a_topic_by_its_grip(place: Place, visit: Make) -> None:
    workshop = wall(place)
    first = topics(place, workshop)[0]
    page = market(place, visit, workshop, 1180, 820, has_touch=True)
    finger = Finger(page)
    finger.press(*middle(slip(page, first).locator(".grip")))
    finger.slide(*middle(cell(page, 1, 2)))
    finger.lift()
    eventually(page, lambda: placed(place, workshop) == {first: ("slot-01", "space-2")})
    slip(page, "topic-02").locator(".grip").tap()
    expect(page.get_by_role("dialog", name="Place at…")).to_be_visible()


# By "Place at…"


def test_place_at_suggests_first_says_why_and_chooses_nothing(place: Place, visit: Make) -> None:
    """WALL5."""
    workshop = wall(place)
    ada, _, mei, again = topics(place, workshop)
    put(place, workshop, ada, 1, 1)
    place.do(workshop, PutSpace("space-2", "Cour", 30))
    page = market(place, visit, workshop)
    slip(page, again).locator(".grip").click()
    dialog = page.get_by_role("dialog", name="Place at…")
    first = dialog.locator(".opt").first
    expect(first).to_contain_text("Grande salle, 14:50")
    expect(first).to_contain_text("Its conveners are free then")
    expect(dialog.locator("input:checked")).to_have_count(0)
    expect(dialog).to_contain_text("Ada convenes “Le guichet de demain” then.")
    dialog.get_by_role("button", name="Place here").click(force=True)
    expect(first.locator("input")).to_be_focused()
    assert placed(place, workshop) == {ada: ("slot-01", "space-1")}
    first.click()
    dialog.get_by_role("button", name="Place here").click()
    eventually(page, lambda: placed(place, workshop).get(again) == ("slot-02", "space-1"))
    expect(dialog).to_have_count(0)
    # To the one before it, which is the last now.
    eventually(page, lambda: focused(page) == mei)


def test_a_free_place_is_found_by_its_words_and_enter_takes_the_only_one(place: Place, visit: Make) -> None:
    workshop = wall(place)
    first, second = topics(place, workshop)[:2]
    page = market(place, visit, workshop)
    slip(page, first).locator("[data-item]").press("d")
    asked(page)
    page.keyboard.type("cour 15:40")
    page.keyboard.press("Enter")
    eventually(page, lambda: placed(place, workshop) == {first: ("slot-03", "space-2")})
    eventually(page, lambda: focused(page) == second)


def test_a_place_taken_meanwhile_is_refused_in_the_dialog_which_stays(place: Place, visit: Make) -> None:
    workshop = wall(place)
    first, second = topics(place, workshop)[:2]
    browser, page = market_desk(place, visit, workshop)
    slip(page, first).locator("[data-item]").press("d")
    dialog = page.get_by_role("dialog", name="Place at…")
    dialog.locator(".opt", has_text="Cour").nth(0).click()
    browser.context.set_offline(True)
    expect(page.locator(".banner")).to_be_visible()
    dialog.get_by_role("button", name="Place here").click()
    put(place, workshop, second, 1, 2)
    browser.context.set_offline(False)
    expect(dialog.locator(".note.refused")).to_contain_text("“Partager nos serveurs” is already there at that time.")
    expect(dialog.locator(".opt", has_text="Cour")).to_have_count(2)
    assert placed(place, workshop) == {second: ("slot-01", "space-2")}
    page.keyboard.press("Escape")
    expect(slip(page, first)).to_be_visible()


def test_a_free_cell_asks_which_topic_goes_there(place: Place, visit: Make) -> None:
    workshop = wall(place)
    ada, kofi, _, again = topics(place, workshop)
    put(place, workshop, ada, 1, 1)
    page = market(place, visit, workshop)
    cell(page, 1, 2).get_by_role("button").click()
    dialog = page.get_by_role("dialog", name="Cour, 14:00")
    expect(dialog.locator(".opt", has_text="Le prix de l’occasion")).to_contain_text("Ada convenes")
    dialog.get_by_role("radio", name="Le prix de l’occasion").check()
    dialog.get_by_role("button", name="Place it here").click()
    expect(dialog.locator(".note.refused")).to_contain_text("already convenes")
    page.get_by_role("searchbox").fill("Kofi")
    page.keyboard.press("Enter")
    eventually(page, lambda: placed(place, workshop) == {ada: ("slot-01", "space-1"), kofi: ("slot-01", "space-2")})
    assert again not in placed(place, workshop)
    eventually(page, lambda: focused(page) == kofi)


def test_a_plan_for_all_is_taken_one_by_one_or_whole(place: Place, visit: Make) -> None:
    workshop = wall(place, spaces=2, slots=2)
    first, *others = topics(place, workshop, 5, "Ada", "Kofi", "Mei", "Zoé", "Tomasz")
    page = market(place, visit, workshop)
    page.get_by_role("button", name="Suggest a place for all").click()
    dialog = page.get_by_role("dialog", name="Suggest a place for all")
    expect(dialog.locator(".wall-plan")).to_contain_text("1 topic for which no place is left")
    assert placed(place, workshop) == {}
    dialog.get_by_role("button", name="Place it Le guichet de demain").click()
    eventually(page, lambda: list(placed(place, workshop)) == [first])
    expect(dialog.locator(".wall-plan li").first).to_contain_text("placed: Grande salle, 14:00")
    # Somebody takes a place that was in the plan.
    place.do(workshop, PlaceTopic(others[3], "slot-02", "space-2"))
    dialog.get_by_role("button", name="Place all 3").click()
    eventually(page, lambda: len(placed(place, workshop)) == 4)
    expect(dialog.locator(".wrong")).to_contain_text("“Répondre demain” is already there at that time.")
    says(page, "2 topics placed.")
    well_made(page)
    dialog.get_by_role("button", name="Suggest again").click()
    expect(dialog.get_by_role("button", name=re.compile("^Place "))).to_have_count(0)
    expect(dialog.locator(".wall-plan li")).to_have_count(2)
