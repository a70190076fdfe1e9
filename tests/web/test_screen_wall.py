"""The agenda wall on the screen: any size of it fits, large enough to be read, and says what it does not show."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Place
from tests.web.meeting import STEPS, meeting
from tests.web.phones import eventually
from tests.web.test_screen import Make, projectable, screen
from tests.web.walls import CUT_OFF, OVERFLOWING, cells, smallest, wall
from workshops.agenda import CloseStep
from workshops.attendance import ImHere, MoveOn
from workshops.hiding import HideTopic
from workshops.interest import MarkInterest
from workshops.people import EraseMe
from workshops.rehearsal import StartRehearsal
from workshops.screen import FreezeScreen, Spotlight, UnfreezeScreen
from workshops.slots import EndSlot, ExtendSlot, PutSlot, StartSlot
from workshops.spaces import PutSpace
from workshops.wall import EndSession, ExtendSession, UnplaceTopic

pytestmark = pytest.mark.browser

SIZES = [(1, 1), (6, 5), (20, 1), (1, 30), (20, 30)]


def fits(page: Page) -> None:
    projectable(page)
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(OVERFLOWING) == []
    assert smallest(page) >= 27.9


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize(("spaces", "slots"), SIZES)
def test_a_wall_of_any_size_fits(place: Place, visit: Make, spaces: int, slots: int, long: bool) -> None:
    workshop = wall(place, spaces, slots, long=long, names=long)
    page = screen(place, visit, workshop, 1280, 720)
    expect(page.locator(".wall, .nowbox")).to_have_count(1)
    fits(page)
    if spaces <= 7 and slots <= 5:
        expect(page.locator(".wall .sp")).to_have_count(spaces)
        expect(page.locator(".wall .sl")).to_have_count(slots)
        assert page.locator(".wall .c, .wall .free").count() == spaces * slots
    elif spaces <= 7:
        rows = page.locator(".wall .sl").count()
        expect(page.locator(".beyond")).to_have_text(f"And {slots - rows} other slots: all are on your device.")
        assert rows >= 4
    place.do(workshop, StartSlot(f"slot-{slots // 2:02}"))
    expect(page.locator(".stage")).to_contain_text("now on")
    fits(page)
    for title in page.locator(".wall .t, .circle:visible .t").all():
        unit = page.evaluate("Math.min(innerWidth / 1920, innerHeight / 1080)")
        assert title.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 31.9 * unit


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768), (1600, 600), (800, 1280)])
def test_a_wall_fits_every_shape_of_projector(place: Place, visit: Make, size: tuple[int, int]) -> None:
    page = screen(place, visit, wall(place, 6, 5, runs=1, long=True, names=True), *size, color_scheme="dark")
    expect(page.locator(".wall, .nowbox")).to_have_count(1)
    fits(page)


def test_six_spaces_and_five_slots_are_all_there_with_three_lines_each(place: Place, visit: Make) -> None:
    page = screen(place, visit, wall(place, 6, 5, runs=1, long=True))
    expect(page.locator(".wall .c")).to_have_count(len(cells(6, 5)))
    assert {style.split(";")[0] for style in page.evaluate(LINES)} == {"3"}


LINES = "[...document.querySelectorAll('.wall .c')].map(one => getComputedStyle(one).getPropertyValue('--lines'))"


def test_few_rows_are_as_large_as_the_farthest_reads(place: Place, visit: Make) -> None:
    page = screen(place, visit, wall(place, 4, 3))
    expect(page.locator(".wall .c")).to_have_count(len(cells(4, 3)))
    for title in page.locator(".wall .t").all():
        assert title.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 43.9


def test_more_spaces_than_columns_fit_show_the_slot_that_runs_then_the_next(place: Place, visit: Make) -> None:
    workshop = wall(place, 12, 4)
    page = screen(place, visit, workshop)
    expect(page.locator(".wall")).to_have_count(0)
    place.do(workshop, StartSlot("slot-01"))
    expect(page.locator(".when")).to_contain_text(re.compile(r"\d\d:\d\d until \d\d:\d\dnow on"))
    expect(page.locator(".circle")).to_have_count(9)
    expect(page.locator(".next")).to_contain_text("Next, at 10:40")
    expect(page.locator(".next")).to_contain_text("then 1 other slot, on your device")
    fits(page)


def test_the_row_that_runs_is_framed_and_what_is_over_is_quiet(place: Place, visit: Make) -> None:
    workshop = wall(place, 3, 3, runs=1)
    page = screen(place, visit, workshop)
    expect(page.locator(".nowrow")).to_have_count(1)
    expect(page.locator(".sl.now")).to_have_text(re.compile(r"^\d\d:\d\dnow on$"))
    expect(page.locator(".c.past")).to_have_count(2)
    expect(page.locator(".free").first).to_have_text("free")
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.locator(".foot")).to_contain_text("La loi des deux pieds")
    place.do(workshop, PutSpace("space-00", "Grande salle", 12, shut=["slot-00"]))
    expect(page.locator(".shut")).to_have_count(1)


def test_it_says_who_is_interested_who_is_there_and_who_was(place: Place, visit: Make) -> None:
    made = meeting(place, now=1, later=1)
    first, second = made.sessions
    ada, kofi = made.conveners
    page = screen(place, visit, made.workshop)
    for who, session in ((ada, second), (kofi, second)):
        made.do(who, MarkInterest(session))
    made.do(ada, ImHere(first))
    there, coming = page.locator(".c").nth(0), page.locator(".c").nth(1)
    expect(there.get_by_label("1 person")).to_have_text("1/40")
    expect(coming.get_by_label("2 interested")).to_have_text("2")
    made.do(kofi, ImHere(first))
    made.do(ada, MoveOn())
    expect(there.get_by_label("1 person")).to_have_text("1/40")
    place.do(made.workshop, EndSlot("slot-1"))
    expect(there.get_by_label("2 people were there")).to_have_text("2")
    fits(page)


def test_the_end_of_a_slot_is_said_until_the_next_begins_and_closes_nothing(place: Place, visit: Make) -> None:
    made = meeting(place)
    page = screen(place, visit, made.workshop)
    expect(page.get_by_role("timer")).to_be_visible()
    place.do(made.workshop, ExtendSlot("slot-1", -240))
    said = page.get_by_role("status")
    expect(said).to_contain_text("the slot is over. It is over when it is over.")
    expect(said).to_contain_text("Next: 14:50")
    expect(page.locator(".sl.now")).to_contain_text("now on")
    assert page.locator(".c.past").count() == 0
    fits(page)
    for key in (f"session:{made.sessions[0]}", "slot:slot-2", "agenda:this"):
        place.do(made.workshop, Spotlight(key))
        expect(page.locator(".wall")).to_have_count(0)
        expect(said).to_contain_text("the slot is over")
        projectable(page)
    place.do(made.workshop, Spotlight(None))
    place.do(made.workshop, EndSlot("slot-1"))
    expect(page.locator(".c.past")).to_have_count(3)
    expect(said).to_contain_text("the slot is over")
    place.do(made.workshop, StartSlot("slot-2"))
    expect(page.get_by_text("It is over when it is over.")).to_have_count(0)
    expect(page.get_by_role("timer")).to_be_visible()


def test_a_circle_that_goes_on_beyond_its_slot_stays_in_sight(place: Place, visit: Make) -> None:
    made = meeting(place, now=2, later=1)
    place.do(made.workshop, ExtendSession(made.sessions[0], 20))
    place.do(made.workshop, EndSession(made.sessions[1]))
    page = screen(place, visit, made.workshop)
    expect(page.locator(".c.past")).to_contain_text("over")
    place.do(made.workshop, StartSlot("slot-2"))
    expect(page.locator(".c.live")).to_contain_text("Un repair café qui dure")
    place.do(made.workshop, Spotlight("slot:slot-2"))
    expect(page.locator(".circle")).to_have_count(2)
    expect(page.locator(".circle").last).to_contain_text("until")
    fits(page)


def test_a_slot_a_session_and_a_topic_are_shown_alone(place: Place, visit: Make) -> None:
    made = meeting(place, now=5, later=3)
    page = screen(place, visit, made.workshop)
    place.do(made.workshop, Spotlight("slot:slot-1"))
    expect(page.locator(".circle")).to_have_count(5)
    expect(page.locator(".circle").first).to_contain_text("Grande salle")
    fits(page)
    for title in page.locator(".circle .t").all():
        assert title.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 55
    place.do(made.workshop, Spotlight(f"session:{made.sessions[0]}"))
    expect(page.locator("h1")).to_have_text("Un repair café qui dure")
    expect(page.locator(".meets")).to_contain_text("De plain-pied, boucle magnétique")
    projectable(page)
    place.do(made.workshop, UnplaceTopic(made.sessions[0]))
    expect(page.locator(".wall")).to_be_visible()
    place.do(made.workshop, Spotlight(f"topic:{made.sessions[0]}"))
    expect(page.locator("h1")).to_have_text("Un repair café qui dure")
    expect(page.locator(".meets")).to_have_count(0)
    projectable(page)
    place.do(made.workshop, HideTopic(made.sessions[0], "Nomme une personne"))
    expect(page.locator(".wall")).to_be_visible()
    assert "Un repair café" not in page.content()


def test_in_a_rehearsal_nothing_is_under_what_says_so(place: Place, visit: Make) -> None:
    workshop = place.create(STEPS)
    for command in (StartRehearsal(), PutSlot("slot-1", 840, 880), PutSpace("space-1", "Cour")):
        place.do(workshop, command)
    place.open(workshop, "sessions")
    page = screen(place, visit, workshop)
    assert under_the_strip(page, ".top h1")
    for begun in (StartSlot("slot-1"), ExtendSlot("slot-1", -240)):
        place.do(workshop, begun)
    assert under_the_strip(page, ".announced p")


def under_the_strip(page: Page, what: str) -> bool:
    expect(page.locator(what)).to_be_visible()
    says, below = page.locator(".trial").bounding_box(), page.locator(what).bounding_box()
    return says is not None and below is not None and below["y"] >= says["y"] + says["height"]


def test_days_are_said_where_there_are_several(place: Place, visit: Make) -> None:
    workshop = place.create(STEPS)
    for n, day in enumerate(("2026-11-22", "2026-11-22", "2026-11-23")):
        place.do(workshop, PutSlot(f"slot-{n}", 840 + 60 * n, 880 + 60 * n, day))
    place.do(workshop, PutSpace("space-1", "Cour"))
    place.open(workshop, "sessions")
    page = screen(place, visit, workshop)
    expect(page.locator(".sl .day")).to_have_text(["22 Sun", "23 Mon"])
    fits(page)


def test_a_full_circle_says_so(place: Place, visit: Make) -> None:
    made = meeting(place, now=1, later=0)
    place.do(made.workshop, PutSpace("space-01", "Grande salle", 2))
    for name in ("Mei", "Zoé"):
        made.do(made.join(name), ImHere(made.sessions[0]))
    page = screen(place, visit, made.workshop)
    place.do(made.workshop, Spotlight("slot:slot-1"))
    expect(page.locator(".circle")).to_contain_text("full")
    expect(page.locator(".circle")).to_contain_text("2 people")


def test_a_frozen_wall_stays_through_a_reload_but_for_a_topic_that_is_hidden(place: Place, visit: Make) -> None:
    made = meeting(place)
    page = screen(place, visit, made.workshop)
    expect(page.locator(".c")).to_have_count(4)
    place.do(made.workshop, FreezeScreen())
    place.do(made.workshop, UnplaceTopic(made.sessions[3]))
    place.do(made.workshop, HideTopic(made.sessions[0], "Nomme une personne"))
    place.do(made.workshop, CloseStep("sessions"))
    for _ in range(2):
        expect(page.locator(".c")).to_have_count(3)
        assert "Un repair café" not in page.locator(".stage").inner_text()
        page.reload()
    place.do(made.workshop, UnfreezeScreen())
    expect(page.locator(".c")).to_have_count(2)


def test_who_erases_themselves_is_on_no_frozen_wall_either(place: Place, visit: Make) -> None:
    made = meeting(place, now=2, later=0)
    made.writes(made.conveners[1], made.sessions[0], said="Un banc")
    page = screen(place, visit, made.workshop)
    expect(page.locator(".c")).to_contain_text(["Un repair café qui dure", "Qui aide les aidants ?"])
    place.do(made.workshop, FreezeScreen())
    made.do(made.conveners[0], EraseMe())
    expect(page.locator(".c").first).to_contain_text("Topic 1")
    assert "Ada" not in page.locator(".stage").inner_text()
    assert "Un repair café" not in page.locator(".stage").inner_text()
    expect(page.locator(".c").last).to_contain_text("Kofi")


def test_the_preview_on_the_console_is_the_wall(place: Place, visit: Make) -> None:
    made = meeting(place)
    browser = visit(1366, 768, language="en")
    browser.sit(made.workshop, place.redeem(made.workshop, "facilitator"), "facilitator")
    console, page = browser.open(made.workshop, "facilitator"), screen(place, visit, made.workshop)

    def same() -> bool:
        shown = [each.locator(".stage").evaluate(SHOWN) for each in (console, page)]
        return bool(shown[0] == shown[1])

    eventually(page, same)
    place.do(made.workshop, HideTopic(made.sessions[0], "Nomme une personne"))
    expect(page.locator(".c")).to_have_count(3)
    eventually(page, same)
    place.do(made.workshop, Spotlight("slot:slot-1"))
    expect(page.locator(".circle")).to_have_count(2)
    eventually(page, same)
    place.open(made.workshop, "opening")  # the wall is put aside
    expect(page.locator("h1")).to_have_text("De quoi voulons-nous parler ?")
    eventually(page, same)
    place.do(made.workshop, Spotlight("step:sessions"))
    expect(page.locator(".wall")).to_be_visible()
    expect(page.locator(".c")).to_have_count(0)
    eventually(page, same)


# Its words without the clock, which ticks, and where each part stands: nothing of the console's own look is in it.
SHOWN = """stage => [
    ...[...stage.querySelectorAll('h1, h2, li, .c, .free, .sl, .sp, .foot')]
        .map(one => one.className + one.textContent),
    ...[...stage.querySelectorAll('.wallbox, .wallbox *, .nowbox, .nowbox *')].filter(one => one.offsetParent)
        .map(one => [one.className, one.offsetLeft, one.offsetTop, one.offsetWidth, one.offsetHeight].join()),
].join('|')"""
