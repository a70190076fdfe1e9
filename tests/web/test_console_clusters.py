"""Clustering on the console by keyboard and by buttons: sort, order, merge, split, undo."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Place
from tests.web.phones import Make, eventually
from tests.web.sorting import (
    NAMES,
    Crowd,
    board,
    card,
    clusters,
    console,
    drawer,
    focus_comes_to,
    focused,
    moved,
    row,
    says,
    themes,
    where,
)
from workshops.clusters import FileCluster

pytestmark = pytest.mark.browser


def test_a_hundred_and_twenty_ideas_are_sorted_by_keyboard_alone_while_twenty_phones_post(
    place: Place, visit: Make
) -> None:
    workshop, ideas, _ = board(place, 120, 0)
    place.open(workshop, "gather")  # they go on writing: what they post comes into the tray
    browser = visit(1366, 768, language="en")
    browser.sit(workshop, place.redeem(workshop, "facilitator"), "facilitator")
    page = browser.open(workshop, "facilitator")
    with Crowd(place, workshop, 20) as crowd:
        look_at(page, "Regrouper")
        expect(page.locator(".tray [data-idea]")).to_have_count(50)
        while focused(page) is None:
            page.keyboard.press("F6")
        assert focused(page) == ideas[0]
        for n in range(0, 120, 4):
            crowd.post(*(f"Une idée de plus ({n}, {m})" for m in range(4)))
            name, (alone, *three), after = NAMES[n // 4 % 4], ideas[n : n + 4], ideas[n + 4 : n + 5]
            put(page, name, new=n < 16)
            focus_comes_to(page, three[0])
            assert alone != focused(page)
            for key in ("Space", "ArrowDown", "Space", "ArrowDown", "Space"):
                page.keyboard.press(key)
            put(page, name, new=False)
            focus_comes_to(page, *after)
    eventually(page, lambda: len(where(place, workshop)) == 120)
    by_name = {name: cluster.id for name, cluster in clusters(place, workshop).items()}
    placed = where(place, workshop)
    assert [placed[idea] for idea in ideas] == [by_name[NAMES[n // 4 % 4]] for n in range(120)]
    assert crowd.posted == 120
    assert focused(page) is not None


def look_at(page: Page, step: str) -> None:
    """At a step of the agenda, by keys alone."""
    while not page.evaluate("document.activeElement.closest('nav.ag') !== null"):
        page.keyboard.press("F6")
    page.keyboard.press("Home")
    while page.evaluate("document.activeElement.textContent").strip() != step:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def put(page: Page, name: str, *, new: bool) -> None:
    """Where the focus is, or all that is ticked."""
    page.keyboard.press("d")
    expect(page.get_by_role("searchbox", name="Search a cluster")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    if new:
        expect(page.get_by_label("Name")).to_have_value(name)
        page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)


def test_an_idea_that_leaves_a_cluster_gives_the_focus_to_the_next_one_in_it(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place, clusters=2)
    moved(place, workshop, ideas[:3], "cluster-1")
    page = console(place, visit, workshop)
    row(page, "cluster-1").focus()
    page.keyboard.press("ArrowRight")
    for key in ("ArrowDown", "ArrowDown", "d"):
        page.keyboard.press(key)
    page.keyboard.type("sans écran")
    page.keyboard.press("Enter")
    focus_comes_to(page, ideas[2])
    eventually(page, lambda: where(place, workshop)[ideas[1]] == "cluster-2")
    assert page.locator(".board [data-item][tabindex='0']").count() == 1


# Order, themes


def test_clusters_and_themes_change_places_by_keys_and_by_buttons(place: Place, visit: Make) -> None:
    workshop, _, _ = board(place, clusters=3)
    school = themes(place, workshop)["École"]
    for n in (1, 2, 3):
        place.do(workshop, FileCluster(f"cluster-{n}", school))
    page = console(place, visit, workshop)
    names = drawer(page, "École").locator("[data-cluster-id] .grow")
    row(page, "cluster-3").focus()
    page.keyboard.press("Alt+ArrowUp")
    says(page, "“Toujours un guichet” is number 2 of 3 now.")
    expect(names).to_have_text([NAMES[0], NAMES[2], NAMES[1]])
    expect(row(page, "cluster-3")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(names).to_have_text([NAMES[2], NAMES[0], NAMES[1]])
    page.keyboard.press("Alt+ArrowUp")
    says(page, "“Toujours un guichet” is the first already.")
    page.keyboard.press("d")
    page.get_by_role("button", name="Move down").click()
    says(page, "“Toujours un guichet” is number 2 of 3 now.")
    expect(names).to_have_text([NAMES[0], NAMES[2], NAMES[1]])
    page.keyboard.press("Escape")
    expect(row(page, "cluster-3")).to_be_focused()
    heading = drawer(page, "École").locator("[data-theme-id]")
    heading.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".board h3 .grow")).to_have_text(["École", "Médiation"])
    expect(heading).to_be_focused()
    eventually(page, lambda: [c.name for c in clusters(place, workshop).values()] == [NAMES[0], NAMES[2], NAMES[1]])


def test_a_theme_goes_and_its_clusters_stay(place: Place, visit: Make) -> None:
    workshop, _, _ = board(place)
    place.do(workshop, FileCluster("cluster-1", themes(place, workshop)["École"]))
    page = console(place, visit, workshop)
    drawer(page, "École").locator("[data-theme-id]").focus()
    page.keyboard.press("d")
    page.get_by_role("button", name="Remove: its cluster goes under no theme").click()
    expect(page.locator(".board h3 .grow")).to_have_text(["Médiation", "Under no theme"])
    expect(drawer(page, "Under no theme")).to_contain_text(NAMES[0])
    eventually(page, lambda: list(themes(place, workshop)) == ["Médiation"])


# Merge, split, ungroup


def test_two_clusters_are_merged_and_taken_apart_again(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place, clusters=3)
    moved(place, workshop, ideas[:2], "cluster-1")
    moved(place, workshop, ideas[2:3], "cluster-2")
    page = console(place, visit, workshop)
    row(page, "cluster-1").focus()
    page.keyboard.press("d")
    page.get_by_role("button", name="Merge into…").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio")).to_have_count(2)
    page.keyboard.type("ecran")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Merge two clusters").get_by_role("radio", name="Des lieux")).to_be_checked()
    page.keyboard.press("Enter")
    says(page, "“Réparer plutôt que remplacer” merged into “Des lieux sans écran”.")
    expect(row(page, "cluster-2")).to_be_focused()
    expect(row(page, "cluster-2")).to_contain_text("3")
    expect(row(page, "cluster-1")).to_have_count(0)
    page.keyboard.press("d")
    expect(dialog.get_by_role("heading", name="Merged into it")).to_be_visible()
    dialog.get_by_role("button", name="Take it out again Réparer plutôt que remplacer").press("Enter")
    expect(dialog.get_by_role("heading", name="Merged into it")).to_have_count(0)
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(row(page, "cluster-1")).to_contain_text("2")
    eventually(page, lambda: where(place, workshop) == {**dict.fromkeys(ideas[:2], "cluster-1"), ideas[2]: "cluster-2"})


def test_what_is_ticked_in_a_cluster_is_split_off_under_the_same_theme(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place)
    school = themes(place, workshop)["École"]
    place.do(workshop, FileCluster("cluster-1", school))
    moved(place, workshop, ideas[:4], "cluster-1")
    page = console(place, visit, workshop)
    row(page, "cluster-1").click()
    for idea in ideas[1:3]:
        card(page, idea).get_by_role("checkbox").check()
    page.get_by_role("button", name="Split off the 2 ticked…").click()
    expect(page.get_by_role("radio", name="École")).to_be_checked()
    page.get_by_label("Name").fill("Le papier d’abord")
    page.keyboard.press("Enter")
    focus_comes_to(page, ideas[3])
    eventually(page, lambda: len(clusters(place, workshop)) == 2)
    made = clusters(place, workshop)["Le papier d’abord"]
    assert made.theme == school
    assert where(place, workshop) == dict(zip(ideas, ["cluster-1", made.id, made.id, "cluster-1"], strict=False))


# Undo


def test_ones_own_last_acts_are_undone_one_after_the_other(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place, clusters=2)
    page = console(place, visit, workshop)
    card(page, ideas[0]).locator("input").focus()
    put(page, NAMES[0], new=False)
    focus_comes_to(page, ideas[1])
    row(page, "cluster-2").focus()
    page.keyboard.press("d")
    page.get_by_role("button", name="Ungroup:").press("Enter")
    expect(row(page, "cluster-2")).to_have_count(0)
    page.keyboard.press("Control+z")
    says(page, "Undone: “Des lieux sans écran” ungrouped")
    expect(row(page, "cluster-2")).to_be_visible()
    page.get_by_role("button", name="Undo Ctrl Z").click()
    says(page, "Undone: Moved to “Réparer plutôt que remplacer”.")
    eventually(page, lambda: where(place, workshop) == {})
    page.keyboard.press("Control+z")
    expect(page.locator(".tools .refused")).to_be_visible()
    expect(page.get_by_role("button", name="Undo Ctrl Z")).to_be_focused()


def test_what_somebody_else_has_changed_since_is_not_undone(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place, clusters=2)
    page = console(place, visit, workshop)
    card(page, ideas[0]).locator("input").focus()
    put(page, NAMES[0], new=False)
    eventually(page, lambda: where(place, workshop) == {ideas[0]: "cluster-1"})
    moved(place, workshop, ideas[:1], "cluster-2")
    expect(page.locator(".told")).to_contain_text("after you")
    page.keyboard.press("Control+z")
    expect(page.locator(".tools .refused")).to_be_visible()
    assert where(place, workshop) == {ideas[0]: "cluster-2"}


def test_in_a_box_one_writes_in_undo_is_the_browsers_own(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place, 30)
    page = console(place, visit, workshop)
    card(page, ideas[0]).locator("input").focus()
    put(page, NAMES[0], new=False)
    eventually(page, lambda: where(place, workshop) == {ideas[0]: "cluster-1"})
    search = page.get_by_label("Search the ideas to sort")
    search.press_sequentially("bus")
    page.keyboard.press("Control+z")
    expect(search).not_to_have_value("bus")
    assert where(place, workshop) == {ideas[0]: "cluster-1"}
