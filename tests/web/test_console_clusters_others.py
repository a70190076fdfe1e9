"""What others do takes neither focus nor caret nor place; the board is gone through by keys and read aloud."""

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Place
from tests.web.phones import Make, well_made
from tests.web.sorting import NAMES, board, card, console, drawer, focus_comes_to, focused, moved, row, themes
from workshops.clusters import FileCluster, MakeCluster, NameCluster
from workshops.merging import MergeClusters
from workshops.moderation import HideIdea

pytestmark = pytest.mark.browser


# What others do


def test_a_card_that_somebody_else_takes_leaves_the_focus_in_its_place(place: Place, visit: Make) -> None:
    workshop, ideas, mei = board(place, clusters=2)
    moved(place, workshop, ideas[:3], "cluster-1")
    page = console(place, visit, workshop)
    card(page, ideas[4]).locator("input").focus()
    moved(place, workshop, ideas[4:5], "cluster-2")
    expect(page.locator(".tray .gone")).to_contain_text("Des lieux sans écran")
    assert page.evaluate("document.activeElement.closest('[data-key]').dataset.key") == f"idea:{ideas[4]}"
    page.keyboard.press("ArrowDown")
    assert focused(page) == ideas[5]
    row(page, "cluster-1").click()
    card(page, ideas[1]).locator("input").focus()
    moved(place, workshop, ideas[1:2], "cluster-2")
    focus_comes_to(page, ideas[2])
    row(page, "cluster-1").focus()
    place.do(workshop, FileCluster("cluster-1", themes(place, workshop)["École"]))
    expect(drawer(page, "École")).to_contain_text(NAMES[0])
    expect(row(page, "cluster-1")).to_be_focused()
    place.do(workshop, HideIdea(ideas[5], "Doublon"))
    place.post(workshop, mei, "En retard.")
    expect(row(page, "cluster-1")).to_be_focused()


def test_nothing_that_arrives_moves_the_caret_or_what_is_written(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place, 30, 2)
    page = console(place, visit, workshop)
    search = page.get_by_label("Search the ideas to sort")
    search.press_sequentially("éteindre")
    page.keyboard.press("ArrowLeft")
    place.do(workshop, MakeCluster("cluster-new", "ideas-", "Nouveau", None, [ideas[4]]))
    expect(page.locator(".tray")).to_contain_text("4 ideas of 29.")
    page.keyboard.type("X")
    expect(search).to_have_value("éteindrXe")
    row(page, "cluster-1").focus()
    page.keyboard.press("d")
    page.keyboard.type("Faire durer")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    place.do(workshop, NameCluster("cluster-1", "Autrement"))
    place.do(workshop, MergeClusters("cluster-2", "cluster-1"))
    expect(page.get_by_role("heading", name="Merged into it")).to_be_visible()
    page.keyboard.type("!")
    expect(page.get_by_label("Name")).to_have_value("Faire !durer")


def test_what_comes_above_moves_nothing_that_is_looked_at(place: Place, visit: Make) -> None:
    workshop, _, _ = board(place, 6, 60)
    page = console(place, visit, workshop)
    last = row(page, "cluster-60")
    last.scroll_into_view_if_needed()
    page.mouse.move(5, 5)
    before = last.bounding_box()
    place.do(workshop, MakeCluster("cluster-new", "ideas-", "Nouveau", themes(place, workshop)["Médiation"]))
    expect(row(page, "cluster-new")).to_be_attached()
    after = last.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2


# Getting about


def test_f6_goes_round_the_parts_and_each_list_is_one_tab_stop(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place, clusters=3)
    moved(place, workshop, ideas[4:], "cluster-1")
    page = console(place, visit, workshop)
    row(page, "cluster-1").click()
    page.keyboard.press("End")
    region = "document.activeElement.closest('[data-region]').getAttribute('aria-label')"
    while page.evaluate(region) != "Agenda":
        page.keyboard.press("F6")
    for name in ("Tools", "To sort", "Board"):
        page.keyboard.press("F6")
        assert page.evaluate(region) == name
    assert page.evaluate("document.activeElement.textContent") == "Toujours un guichet0"  # where one was
    for name in ("To sort", "Tools", "Agenda"):
        page.keyboard.press("Shift+F6")
        assert page.evaluate(region) == name
    card(page, ideas[0]).locator("input").focus()
    page.keyboard.press("End")
    assert focused(page) == ideas[3]
    page.keyboard.press("Tab")  # over the whole list, into the board, where one was
    assert page.evaluate(region) == "Board"
    page.keyboard.press("Shift+Tab")
    assert focused(page) == ideas[3]
    page.keyboard.press("Home")
    assert focused(page) == ideas[0]
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Idea no. 1")).to_be_visible()
    page.keyboard.press("Escape")
    assert focused(page) == ideas[0]


# What a screen reader is told


def test_the_tree_names_every_part(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place, 2)
    moved(place, workshop, ideas[1:], "cluster-1")
    page = console(place, visit, workshop)
    row(page, "cluster-1").click()
    expect(page.locator(".sorting")).to_match_aria_snapshot(
        """
- region "Regrouper":
  - group "Tools":
    - paragraph: Rapprochez ce qui dit la même chose.
    - button "Move to… D" [disabled]
    - button "Undo Ctrl Z"
    - button "Cluster"
    - button "Theme"
    - status
  - region "To sort":
    - heading "To sort 1" [level=2]
    - status
    - list "Ideas to sort":
      - listitem:
        - checkbox /Demander aux opérateurs/
        - text: /Demander aux opérateurs/
        - button "Open idea no. 1"
        - button "Move idea no. 1…"
  - region "Board":
    - heading "Médiation 0" [level=3]:
      - button "Médiation 0" [expanded]
    - button "Edit Médiation"
    - list:
      - listitem: No cluster yet
    - heading "École 0" [level=3]
    - button "Edit École"
    - list:
      - listitem: No cluster yet
    - heading "Under no theme 1" [level=3]
    - list:
      - listitem:
        - button "Réparer plutôt que remplacer 1" [expanded]
        - list "Réparer plutôt que remplacer":
          - listitem:
            - 'checkbox /Un geste simple/'
            - text: /Un geste simple/
            - button "Open idea no. 2"
            - button "Move idea no. 2…"
        - button "Edit the cluster…"
"""
    )


@pytest.mark.parametrize(("width", "colours"), [(1366, "light"), (1366, "dark"), (800, "dark"), (360, "light")])
def test_axe_finds_nothing_in_the_board_and_its_dialogs(place: Place, visit: Make, width: int, colours: str) -> None:
    workshop, ideas, _ = board(place, 25, 3)
    moved(place, workshop, ideas[:4], "cluster-1")
    place.do(workshop, MergeClusters("cluster-2", "cluster-1"))
    page = console(place, visit, workshop, width, 780, color_scheme=colours)
    row(page, "cluster-1").click()
    card(page, ideas[1]).get_by_role("checkbox").check()
    well_made(page)
    card(page, ideas[5]).get_by_role("button", name="Move idea no. 6…").click()
    well_made(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Untick").click()
    row(page, "cluster-1").focus()
    page.keyboard.press("d")
    well_made(page)
    page.get_by_role("button", name="Merge into…").click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Go on").click()
    well_made(page)
    page.keyboard.press("Escape")
    page.locator("[data-theme-id]").first.focus()
    page.keyboard.press("d")
    well_made(page)
