"""How the console is made: every dialog, size and colour; what a screen reader is told; where the focus goes."""

import json
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Page, expect

import web
from tests.web.conftest import Place
from tests.web.desks import console, desk, open_menu
from tests.web.phones import Make, round_of, voting, well_made, writing
from workshops.moderation import HideIdea
from workshops.people import AddPerson
from workshops.rehearsal import StartRehearsal
from workshops.reports import ReportIdea
from workshops.screen import FreezeScreen, Spotlight
from workshops.sealing import RevealRound
from workshops.voting import CloseRound

pytestmark = pytest.mark.browser

NAME = "(document.activeElement.ariaLabel ?? document.activeElement.innerText).replace(/\\s+/g, ' ').trim()"
SIZES = [(360, 780), (768, 1024), (1366, 768)]


def busy(place: Place) -> str:
    """A workshop with something of everything in it."""
    workshop = place.create()
    place.do(workshop, StartRehearsal())
    place.open(workshop, "gather")
    people = [place.join(workshop, name) for name in ["Ada", "Kofi", "Mei"]]
    ideas = [place.post(workshop, people[n % 3], f"Idée {n} " + "très longue " * n) for n in range(5)]
    place.do(workshop, AddPerson("person-paper", "Mme Le Goff"))
    place.do(workshop, HideIdea(ideas[0], "Doublon"))
    place.do(workshop, ReportIdea(ideas[1], "Cela vise quelqu’un"), people[0].seat)
    place.do(workshop, Spotlight(f"idea:{ideas[2]}"))
    place.do(workshop, FreezeScreen())
    return workshop


def pressed(page: Page, part: str, drawer: str, button: str) -> None:
    """In a column that may be a drawer."""
    opener = page.get_by_role("button", name=drawer, exact=True)
    if opener.is_visible():
        opener.click()
    page.locator(part).get_by_role("button", name=button).click()


def dialogs(page: Page) -> Iterator[str]:
    """Each dialog of the console, open."""
    before, beside = partial(pressed, page, ".ag", "Agenda"), partial(pressed, page, ".side", "Room")
    ways: dict[str, Callable[[], None]] = {
        "Edit the step": page.locator(".work").get_by_role("button", name="Edit").first.click,
        "New step": partial(before, "Add a step"),
        "To join": partial(before, "Code and QR"),
        "Title and organiser": partial(open_menu, page, "Title and organiser…"),
        "Paste a list": partial(open_menu, page, "Paste ideas, clusters, themes…"),
        "Test the network with a phone": partial(open_menu, page, "Test the network with a phone…"),
        "Duplicate this workshop": partial(open_menu, page, "Duplicate this workshop…"),
        "Clear what was tried": page.get_by_role("button", name="Clear what was tried…").click,
        "People": partial(beside, "See the"),
        "Kofi": partial(beside, "Kofi"),
        "Mme Le Goff": partial(beside, "Mme Le Goff"),
        "On paper": partial(beside, "Add a person on paper"),
        "Show the room": partial(beside, "Show…"),
        "Reported ideas": partial(beside, "Read"),
        "What the room sees": partial(beside, "Enlarge"),
    }
    for name, way in ways.items():
        way()
        dialog = page.get_by_role("dialog", name=name, exact=True)
        expect(dialog).to_be_visible()
        yield name
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        if page.locator(".desk[class*=drawer-]").count():
            page.keyboard.press("Escape")


@pytest.mark.slow
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_axe_finds_nothing_in_any_dialog(place: Place, visit: Make, width: int, height: int, colours: str) -> None:
    page = console(place, visit, busy(place), width, height, color_scheme=colours)
    well_made(page)
    for _name in dialogs(page):
        well_made(page)


def test_every_dialog_gives_the_focus_back_to_what_opened_it(place: Place, visit: Make) -> None:
    page = console(place, visit, busy(place))
    openers = {
        page.locator(".work").get_by_role("button", name="Edit").first,
        page.get_by_role("button", name="Add a step"),
        page.get_by_role("button", name="Clear what was tried…"),
        page.get_by_role("button", name="See the"),
        page.locator(".side").get_by_role("button", name="Kofi"),
        page.get_by_role("button", name="Add a person on paper"),
        page.get_by_role("button", name="Show…"),
        page.locator(".side").get_by_role("button", name="Read"),
        page.get_by_role("button", name="Enlarge"),
    }
    for opener in openers:
        opener.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(opener).to_be_focused()


def test_the_focus_goes_through_clock_agenda_work_and_room(place: Place, visit: Make) -> None:
    workshop = writing(place)
    place.post(workshop, place.join(workshop, "Ada"), "Un banc")
    page = console(place, visit, workshop)
    names = []
    expect(page.locator(".side .people")).to_contain_text("not connected")
    page.get_by_role("link", name="Skip to the content").focus()
    for _ in range(22):
        page.keyboard.press("Tab")
        names.append(page.evaluate(NAME))
    assert names == [
        "Gommette", "Pause", "+ 2 min", "Menu",
        "Rearrange", "Accueil", "Close the step", "Add a step", "Open the next step",
        "Code and QR", "Lock the door", "Close the meeting",
        "Edit Idées", "Paste a list…", "no. 1 · Ada Open the idea",
        "Enlarge", "Show this: “Un banc”", "Freeze the screen", "Something else…", "Ada not connected", "See the 1",
        "Add a person on paper",
    ]  # fmt: skip


def test_the_tree_of_a_gathering(place: Place, visit: Make) -> None:
    workshop = writing(place)
    place.post(workshop, place.join(workshop, "Ada"), "Un banc")
    page = console(place, visit, workshop)
    expect(page.locator(".desk")).to_match_aria_snapshot(
        """
- banner:
  - link "Gommette"
  - heading "Vivre mieux avec moins de numérique" [level=1]
  - group "Time":
    - timer
    - button "Pause"
    - button "+ 2 min"
  - group: Menu
- navigation "Agenda":
  - heading "Agenda" [level=2]
  - button "Rearrange"
  - list:
    - listitem:
      - button "Accueil"
      - button "Open Accueil"
    - listitem:
      - button "Idées"
      - button "Close the step"
      - button "Edit Idées"
    - listitem:
      - button "Regrouper"
      - button "Open Regrouper"
    - listitem:
      - button "Vote"
      - button "Open Vote"
  - button "Add a step"
  - button "Open the next step"
  - heading "Meeting open" [level=2]
- main:
  - region "Idées":
    - button "Edit Idées"
    - paragraph:
      - button "Paste a list…"
    - heading "1 idea" [level=2]
    - list "Ideas, newest first":
      - listitem:
        - paragraph: Un banc
        - button "no. 1 · Ada Open the idea"
        - button "Hide… Un banc"
- complementary "Room":
  - heading "What the room sees" [level=2]
  - button "Enlarge"
  - button "Show…"
  - button "Freeze the screen"
  - heading "People 1" [level=2]
  - list:
    - listitem:
      - button /Ada/
"""
    )


def test_the_tree_of_a_revealed_round(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    page = console(place, visit, workshop)
    for command in (CloseRound(round_of(place, workshop)), RevealRound(round_of(place, workshop))):
        place.do(workshop, command)
    expect(page.get_by_role("main")).to_match_aria_snapshot(
        """
- region "Vote":
  - paragraph: Que faut-il défendre en premier ?
  - button "Edit Vote"
  - heading /Have finished \\d of \\d/ [level=2]
  - heading "Revealed" [level=2]
  - table "4 clusters, in the order of dots":
    - rowgroup:
      - row:
        - columnheader "Rank"
        - columnheader "Cluster"
        - columnheader "Ideas"
        - columnheader "Dots"
        - columnheader "Voters"
        - columnheader "Spread"
    - rowgroup:
      - row:
        - cell
        - cell "Regroupement 0":
          - button "Regroupement 0"
"""
    )


def test_the_tree_of_a_step_being_edited(place: Place, visit: Make) -> None:
    page = console(place, visit, writing(place))
    page.locator(".work").get_by_role("button", name="Edit").click()
    expect(page.get_by_role("dialog")).to_match_aria_snapshot(
        """
- dialog "Edit the step":
  - heading "Edit the step" [level=2]
  - button "Close"
  - textbox "Title"
  - 'textbox "Prompt: what people are asked"'
  - spinbutton "Minutes"
  - group "Who writes?":
    - radio "Everyone" [checked]
    - radio "Facilitators alone"
  - spinbutton "Ideas per person at most"
  - checkbox /Ideas that come once/ [checked]
  - heading "What can no longer change" [level=3]
  - button "Save"
"""
    )


def test_a_part_that_cannot_be_fetched_says_so_and_comes_on_a_second_try(place: Place, visit: Make) -> None:
    workshop = place.create()
    browser, _ = desk(place, visit, workshop)
    browser.context.route("**/static/c-*.js", lambda route: route.abort())
    page = browser.context.new_page()
    browser.context.unroute("**/static/c-*.js")
    page.goto(place.url(workshop, "facilitator"))
    page.wait_for_selector("html[data-live]")
    page.route("**/static/*.js", lambda route: route.abort())
    page.get_by_role("button", name="Add a step").click()
    expect(page.get_by_role("dialog")).to_contain_text("could not be fetched")
    page.unroute("**/static/*.js")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("dialog", name="New step")).to_be_visible()
    browser.errors.clear()


def test_what_comes_first_is_light_and_the_rest_comes_apart() -> None:
    """What a facilitator waits for on a bad network, compressed: the script and all that it needs at once."""
    first = json.loads(web.MANIFEST.read_text())["client/console.tsx"]
    assert sum((web.STATIC / f"{name}.br").stat().st_size for name in (first["file"], *first["imports"])) <= 50_000


@pytest.mark.parametrize("width", [360, 768, 1024])
def test_all_that_is_new_is_reached_through_the_drawers(place: Place, visit: Make, width: int) -> None:
    page = console(place, visit, busy(place), width, 780)
    page.get_by_role("button", name="Room", exact=True).click()
    expect(page.get_by_role("button", name="Unfreeze")).to_be_visible()
    page.get_by_role("button", name="Add a person on paper").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Add a person on paper")).to_be_visible()
    page.keyboard.press("Escape")
    if width < 900:
        page.get_by_role("button", name="Agenda", exact=True).click()
    page.get_by_role("button", name="Rearrange").click()
    expect(page.get_by_role("button", name="Move “Vote” up")).to_be_visible()
    page.get_by_role("button", name="Lock the door").scroll_into_view_if_needed()
    page.get_by_role("button", name="Lock the door").click()
    expect(page.get_by_role("heading", name="Door locked")).to_be_visible()
    well_made(page)


@pytest.mark.parametrize("width", [360, 768, 1366])
def test_the_menu_is_whole_on_the_page(place: Place, visit: Make, width: int) -> None:
    page = console(place, visit, writing(place), width, 780)
    page.get_by_text("Menu", exact=True).click()
    box = page.locator(".sheet").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    well_made(page)


@pytest.mark.parametrize("width", [360, 1366])
def test_targets_are_large_enough_for_a_finger(place: Place, visit: Make, width: int) -> None:
    page = console(place, visit, busy(place), width, 780, has_touch=True, is_mobile=width < 900)  # type: ignore[arg-type]
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, summary, input, select, textarea')]
        .filter(one => one.offsetParent && one.type !== 'radio' && one.type !== 'checkbox' && !one.closest('.preview'))
        .map(one => [one.innerText || one.ariaLabel, one.getBoundingClientRect()])
        .filter(([, box]) => box.height < 24 || box.width < 24).map(([name]) => name)"""
    )
    assert small == []
