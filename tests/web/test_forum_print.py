"""The sheets of an open forum on A4: sound pages, nothing cut off, whatever people have written."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Place, Visit
from tests.web.journeys import sound
from tests.web.meeting import CANVAS, STEPS, meeting
from tests.web.test_paper_pages import A4, LONG, PAGES, SMALL, pages, sheet
from workshops.proceedings import Field, Sessions
from workshops.reporting import PostProposed
from workshops.slots import PutSlot
from workshops.spaces import PutSpace
from workshops.topics import ProposeTopic
from workshops.wall import PlaceTopic

pytestmark = pytest.mark.browser

Make = Callable[..., Visit]
ACROSS = re.compile(rb"/MediaBox \[0 0 84[12][.\d]* 59[45][.\d]*\]")


def across(page: Page) -> int:
    """How many sheets come out of the printer; all of them A4, on their side."""
    printed = page.pdf(prefer_css_page_size=True)
    assert len(ACROSS.findall(printed)) == len(PAGES.findall(printed))
    return len(PAGES.findall(printed))


def cut_off(page: Page, what: str) -> list[str]:
    """Of what is printed, that whose words do not fit in it."""
    found: list[str] = page.locator(what).evaluate_all(
        "all => all.filter(it => it.scrollHeight > it.clientHeight + 1 || it.scrollWidth > it.clientWidth + 1)"
        ".map(it => it.outerHTML)"
    )
    return found


def long_one(place: Place) -> str:
    """A session with everything as long as it may be."""
    canvas = [Field(id=f"part-{n}", title=LONG[:200], hint=LONG[:200]) for n in range(11)]
    canvas.append(Field(id="ideas", title="Ce que nous proposons", kind="ideas"))
    steps = [STEPS[1], Sessions(id="sessions", title="Cercles", minutes=0, canvas=canvas)]
    workshop = place.create(steps, title=LONG[:200])
    place.do(workshop, PutSlot("slot-1", 600, 640))
    place.do(workshop, PutSpace("space-1", LONG[:200], 9999, LONG[:200]))
    place.do(workshop, ProposeTopic("topic-1", LONG[:200], "Mot " * 125))
    place.do(workshop, PlaceTopic("topic-1", "slot-1", "space-1"))
    return workshop


@pytest.mark.parametrize("path", ["paper", "print/topics", "print/wall", "print/reports", "print/proceedings"])
def test_the_pages_of_the_kit_are_sound(place: Place, visit: Make, path: str) -> None:
    made = meeting(place)
    made.writes(made.conveners[0], made.sessions[0], said="Un local fixe.")
    made.do(made.conveners[0], PostProposed(made.sessions[0], "proposed-1", "Prêter une salle"))
    page = sheet(place, visit, made.workshop, path)
    page.emulate_media(media="screen")
    sound(page, *([360, 768] if path == "paper" else []))


def test_a_thumb_and_no_javascript_are_enough_to_choose(place: Place, visit: Make) -> None:
    made = meeting(place)
    browser = visit(360, 640, language="en", has_touch=True, is_mobile=True, java_script_enabled=False)
    browser.sit(made.workshop, place.redeem(made.workshop, "facilitator"), "facilitator")
    page = browser.context.new_page()
    page.goto(f"{place.url(made.workshop, 'facilitator')}/paper")
    assert not [each for each in page.evaluate(SMALL) if "print/" in each or "<button" in each]
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Show the report forms").tap()
    expect(opened.value.get_by_role("heading", name="Un repair café qui dure").first).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Show an empty wall").tap()
    expect(opened.value.get_by_role("columnheader", name="Grande salle")).to_be_visible()
    expect(opened.value.get_by_text("Un repair café qui dure")).to_have_count(0)


def test_topic_cards_come_four_to_a_sheet(place: Place, visit: Make) -> None:
    page = sheet(place, visit, long_one(place), "print/topics?count=6")
    assert pages(page) == 2
    assert cut_off(page, ".card") == []


def test_a_wall_of_six_spaces_and_five_slots_is_one_sheet_on_its_side(place: Place, visit: Make) -> None:
    made = meeting(place, 6, 6)
    for n in range(3):
        place.do(made.workshop, PutSlot(f"slot-{n + 3}", 960 + n * 60, 1000 + n * 60))
    page = sheet(place, visit, made.workshop, "print/wall")
    assert page.locator(".cell").count() == 30
    assert across(page) == 1
    page.goto(page.url + "?as=empty")
    assert across(page) == 1


def test_a_wall_of_twenty_spaces_and_thirty_slots_hangs_side_by_side(place: Place, visit: Make) -> None:
    workshop = place.create(STEPS)
    for n in range(30):
        place.do(workshop, PutSlot(f"slot-{n:02}", n * 45, n * 45 + 40))
    for n in range(20):
        place.do(workshop, PutSpace(f"space-{n:02}", f"Salle {n}", n, "De plain-pied"))
    page = sheet(place, visit, workshop, "print/wall")
    assert page.locator(".cell").count() == 600
    assert across(page) == 20


def test_each_session_has_a_sheet_both_sides_and_nothing_is_cut_off(place: Place, visit: Make) -> None:
    made = meeting(place, 2, 1)
    page = sheet(place, visit, made.workshop, "print/reports")
    assert pages(page) == 3  # four parts fit on one page
    page = sheet(place, visit, long_one(place), "print/reports")
    assert pages(page) == 3
    assert cut_off(page, ".reports .page, .part h3, .part .hint, .reports h2, .words") == []
    assert page.locator(".lines").evaluate_all("all => Math.min(...all.map(each => each.clientHeight))") > 50


def test_the_longest_words_on_the_wall_are_all_there(place: Place, visit: Make) -> None:
    page = sheet(place, visit, long_one(place), "print/wall")
    assert across(page) == 1
    assert cut_off(page, ".cell, thead th, .run .voice") == []


def test_each_report_begins_a_sheet_of_the_proceedings(place: Place, visit: Make) -> None:
    made = meeting(place, 3, 1)
    for convener, session in zip(made.conveners[:2], made.sessions[:2], strict=True):
        made.writes(convener, session, said="Un local fixe.\n" * 3, agreed=LONG)
    page = sheet(place, visit, made.workshop, "print/proceedings")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(A4.findall(printed)) == len(PAGES.findall(printed)) == 4  # contents, two reports, those without
    assert page.locator("article h3").all_inner_texts()[:2] == [CANVAS[1].title, CANVAS[2].title]
    assert cut_off(page, ".told .voice") == []
