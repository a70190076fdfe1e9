"""Clustering by drag in a real browser, with a mouse and with a finger: always the second way, never by accident."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

import web
from tests.web.conftest import Place
from tests.web.phones import Make, eventually
from tests.web.sorting import (
    Finger,
    board,
    card,
    clusters,
    console,
    desk,
    drag,
    drawer,
    middle,
    moved,
    row,
    says,
    themes,
    where,
)
from workshops.clusters import FileCluster
from workshops.sorting import MoveIdeas

pytestmark = pytest.mark.browser


def test_an_idea_is_dragged_into_a_cluster_and_back_to_the_tray(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place)
    page = console(place, visit, workshop)
    drag(page, card(page, ideas[1]), row(page, "cluster-1"))
    eventually(page, lambda: where(place, workshop) == {ideas[1]: "cluster-1"})
    says(page, "Moved to “Réparer plutôt que remplacer”.")
    row(page, "cluster-1").click()
    drag(page, card(page, ideas[1]), page.locator(".tray h2"))
    eventually(page, lambda: where(place, workshop) == {})
    expect(page.locator(".tray [data-idea]")).to_have_count(6)


def test_all_that_is_ticked_comes_along_and_a_click_is_no_drag(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place)
    page = console(place, visit, workshop)
    for idea in ideas[:3]:
        card(page, idea).locator(".voice").click()
    drag(page, card(page, ideas[1]), row(page, "cluster-1"), drop=False)
    expect(page.locator(".carried")).to_contain_text("3 ideas")
    expect(page.locator(".slip.lifted")).to_have_count(3)
    page.mouse.up()
    eventually(page, lambda: where(place, workshop) == dict.fromkeys(ideas[:3], "cluster-1"))
    # One that is not ticked goes alone, and what is ticked stays so.
    card(page, ideas[3]).locator(".voice").click()
    drag(page, card(page, ideas[4]), row(page, "cluster-1"), drop=False)
    expect(page.locator(".slip.lifted")).to_have_count(1)
    page.mouse.up()
    eventually(page, lambda: where(place, workshop).get(ideas[4]) == "cluster-1")
    assert ideas[3] not in where(place, workshop)


def test_a_drop_on_a_theme_asks_the_name_of_the_new_cluster(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place)
    page = console(place, visit, workshop)
    drag(page, card(page, ideas[0]), drawer(page, "École").get_by_role("heading"), drop=False)
    expect(drawer(page, "École").get_by_text("New cluster here")).to_be_visible()
    page.mouse.up()
    expect(page.get_by_role("dialog", name="New cluster")).to_be_visible()
    expect(page.get_by_role("radio", name="École")).to_be_checked()
    page.get_by_label("Name").fill("Former les parents")
    page.keyboard.press("Enter")
    eventually(page, lambda: "Former les parents" in clusters(place, workshop))
    made = clusters(place, workshop)["Former les parents"]
    assert made.theme == themes(place, workshop)["École"]
    assert where(place, workshop) == {ideas[0]: made.id}


def test_escape_gives_a_drag_up(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place)
    page = console(place, visit, workshop)
    drag(page, card(page, ideas[0]), row(page, "cluster-1"), drop=False)
    page.keyboard.press("Escape")
    expect(page.locator(".carried")).to_have_count(0)
    expect(page.locator("[data-over], .lifted")).to_have_count(0)
    page.mouse.up()
    drag(page, card(page, ideas[1]), row(page, "cluster-1"))
    eventually(page, lambda: where(place, workshop) == {ideas[1]: "cluster-1"})


def test_a_cluster_is_dragged_to_its_place_and_under_another_theme(place: Place, visit: Make) -> None:
    workshop, _, _ = board(place, clusters=4)
    school = themes(place, workshop)["École"]
    for n in (1, 2):
        place.do(workshop, FileCluster(f"cluster-{n}", school))
    page = console(place, visit, workshop)
    drag(page, row(page, "cluster-4"), row(page, "cluster-2"), 0.1, drop=False)
    expect(page.locator("[data-over='before']")).to_have_attribute("data-key", "cluster:cluster-2")
    page.mouse.up()
    says(page, "“Apprendre à débrancher” filed under “École”.")
    names = drawer(page, "École").locator("[data-cluster-id] .grow")
    expect(names).to_have_text(["Réparer plutôt que remplacer", "Apprendre à débrancher", "Des lieux sans écran"])
    drag(page, row(page, "cluster-1"), row(page, "cluster-2"), 0.9)
    expect(names).to_have_text(["Apprendre à débrancher", "Des lieux sans écran", "Réparer plutôt que remplacer"])
    drag(page, row(page, "cluster-2"), drawer(page, "Médiation").get_by_role("heading"))
    expect(drawer(page, "Médiation").locator("[data-cluster-id]")).to_have_count(1)
    expect(page.locator("dialog")).to_have_count(0)


def test_a_cluster_dropped_on_another_asks_before_it_merges(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place, clusters=2)
    moved(place, workshop, ideas[:2], "cluster-1")
    moved(place, workshop, ideas[2:3], "cluster-2")
    page = console(place, visit, workshop)
    drag(page, row(page, "cluster-1"), row(page, "cluster-2"))
    dialog = page.get_by_role("dialog", name="Merge two clusters")
    expect(dialog.get_by_role("radio", name="Des lieux sans écran")).to_be_checked()
    page.keyboard.press("Escape")
    assert len(clusters(place, workshop)) == 2
    drag(page, row(page, "cluster-1"), row(page, "cluster-2"))
    dialog.get_by_role("radio", name="Réparer plutôt que remplacer").check()
    dialog.get_by_role("button", name="Merge", exact=True).click()
    eventually(page, lambda: list(clusters(place, workshop)) == ["Réparer plutôt que remplacer"])
    assert where(place, workshop) == dict.fromkeys(ideas[:3], "cluster-1")


def test_themes_are_dragged_into_another_order(place: Place, visit: Make) -> None:
    workshop, _, _ = board(place)
    page = console(place, visit, workshop)
    headings = page.locator(".board h3 .grow:not(.tool)")
    expect(headings).to_have_text(["Médiation", "École"])
    drag(page, drawer(page, "École").locator("[data-theme-id]"), drawer(page, "Médiation"), 0.1)
    expect(headings).to_have_text(["École", "Médiation"])
    expect(headings.first.locator("xpath=preceding-sibling::*")).to_have_class("g ")


def test_rows_hold_still_under_the_hand_whatever_others_do(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place, clusters=3)
    school = themes(place, workshop)["École"]
    page = console(place, visit, workshop)
    drag(page, card(page, ideas[0]), row(page, "cluster-2"), drop=False)
    before = row(page, "cluster-2").bounding_box()
    place.do(workshop, FileCluster("cluster-1", school))
    place.do(workshop, MoveIdeas([ideas[5]], "cluster-3"))
    expect(row(page, "cluster-3")).to_contain_text("1")
    assert row(page, "cluster-2").bounding_box() == before
    page.mouse.up()
    eventually(page, lambda: where(place, workshop).get(ideas[0]) == "cluster-2")
    expect(drawer(page, "École")).to_contain_text("Réparer plutôt que remplacer")


def test_it_works_again_after_another_step_was_looked_at(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place)
    page = console(place, visit, workshop)
    for step in ("Vote", "Regrouper"):
        page.get_by_role("button", name=step, exact=True).click()
    drag(page, card(page, ideas[0]), row(page, "cluster-1"))
    eventually(page, lambda: where(place, workshop) == {ideas[0]: "cluster-1"})


# By finger


@pytest.fixture
def touched(place: Place, visit: Make) -> tuple[str, list[str], Page, Finger]:
    workshop, ideas, _ = board(place, 30, 2)
    page = console(place, visit, workshop, has_touch=True)
    return workshop, ideas, page, Finger(page)


def test_a_finger_pulls_a_card_by_its_grip(place: Place, touched: tuple[str, list[str], Page, Finger]) -> None:
    workshop, ideas, page, finger = touched
    finger.press(*middle(card(page, ideas[1]).locator(".grip")))
    finger.slide(*middle(row(page, "cluster-2")))
    expect(page.locator("[data-over='in']")).to_have_attribute("data-key", "cluster:cluster-2")
    finger.lift()
    eventually(page, lambda: where(place, workshop) == {ideas[1]: "cluster-2"})


def test_a_finger_that_stays_takes_and_one_that_passes_scrolls(
    place: Place, touched: tuple[str, list[str], Page, Finger]
) -> None:
    workshop, ideas, page, finger = touched
    x, y = middle(card(page, ideas[4]).locator(".voice"))
    finger.press(x, y)
    finger.slide(x, y - 150)
    finger.lift()
    eventually(page, lambda: page.locator(".tray").evaluate("tray => tray.scrollTop") > 40)
    expect(page.locator(".carried")).to_have_count(0)
    assert where(place, workshop) == {}
    finger.press(*middle(card(page, ideas[4]).locator(".voice")))
    expect(page.locator("html")).not_to_have_attribute("data-carrying", "")
    page.wait_for_selector(".carried", state="attached")
    finger.slide(*middle(row(page, "cluster-1")))
    finger.lift()
    eventually(page, lambda: where(place, workshop) == {ideas[4]: "cluster-1"})


def test_a_grip_that_is_only_touched_opens_the_way_without_dragging(
    place: Place, touched: tuple[str, list[str], Page, Finger]
) -> None:
    _, ideas, page, _ = touched
    card(page, ideas[0]).get_by_role("button", name="Move idea no. 1…").tap()
    expect(page.get_by_role("dialog", name="Move to…")).to_be_visible()


# How it comes


def test_dragging_is_fetched_by_who_sorts_and_needs_no_more_than_the_page_allows(place: Place, visit: Make) -> None:
    workshop, ideas, mei = board(place)
    phone = visit()
    phone.sit(workshop, mei)
    asked: list[str] = []
    phone.context.on("request", lambda request: asked.append(request.url))
    phone.open(workshop)
    browser, page = desk(place, visit, workshop)
    assert "style-src 'self';" in page.request.get(page.url).headers["content-security-policy"]
    drag(page, card(page, ideas[0]), row(page, "cluster-1"))
    fetched = page.evaluate("performance.getEntriesByType('resource').map(each => each.name.split('/').pop())")
    assert lazy_chunks() & set(fetched)
    assert not [url for url in asked if url.split("/")[-1] in lazy_chunks()]
    assert page.locator("head style").count() == 0
    assert not [said for said in browser.errors if "Content Security Policy" in said]


def test_without_it_the_other_ways_remain(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place)
    browser = visit(1366, 768, language="en")
    browser.context.route(re.compile("|".join(lazy_chunks())), lambda route: route.fulfill(status=404))
    browser.sit(workshop, place.redeem(workshop, "facilitator"), "facilitator")
    page = browser.open(workshop, "facilitator")
    card(page, ideas[0]).get_by_role("button", name="Move idea no. 1…").click()
    page.keyboard.type("Réparer")
    page.keyboard.press("Enter")
    eventually(page, lambda: where(place, workshop) == {ideas[0]: "cluster-1"})
    assert [said for said in browser.errors if "404" not in said] == []
    browser.errors.clear()


def lazy_chunks() -> set[str]:
    """What no page asks for when it opens."""
    entries = json.loads(web.MANIFEST.read_text(encoding="utf-8")).values()
    wanted = {name for entry in entries for name in [entry["file"], *entry.get("imports", [])]}
    return {file.name for file in web.STATIC.glob("c-*.js")} - wanted
