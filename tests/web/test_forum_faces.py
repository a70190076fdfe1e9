"""An open forum is told the same way on the phone, without JavaScript, on the console and on the screen."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Place
from tests.web.desks import console
from tests.web.meeting import Meeting, meeting
from tests.web.phones import Make
from tests.web.test_screen import screen
from workshops.agenda import CloseStep
from workshops.attendance import ImHere
from workshops.interest import MarkInterest
from workshops.slots import EndSlot, PutSlot, SlotRecord, StartSlot

pytestmark = pytest.mark.browser


def phone(forum: Meeting, visit: Make, *, live: bool = True, width: int = 360, height: int = 780) -> Page:
    browser = visit(width, height, java_script_enabled=live)
    browser.sit(forum.workshop, forum.join("Mei"))
    return browser.open(forum.workshop, live=live)


def test_hours_the_next_slot_and_the_end_of_the_one_that_runs(place: Place, visit: Make) -> None:
    """The next one is the first in which a circle meets; an end is that which comes, not that which was planned."""
    forum = meeting(place, 1, 1, started=False)
    place.do(forum.workshop, PutSlot("empty-", 14 * 60 + 44, 14 * 60 + 46))
    place.do(forum.workshop, StartSlot("slot-1"))
    slot = forum.record("slot:slot-1")
    assert isinstance(slot, SlotRecord)
    begun = f"{datetime.fromtimestamp((slot.began_at or 0) / 1000, UTC).astimezone():%H h %M}"
    pages = [phone(forum, visit), phone(forum, visit, live=False)]
    for page in pages:
        expect(page.locator("#next")).to_contain_text("14 h 50 – 15 h 30")
        expect(page.locator("#now")).to_contain_text(f"{begun} jusqu’à ")
    desk = console(place, visit, forum.workshop, language="fr")
    bar = desk.get_by_role("group", name="Créneaux")
    expect(bar).to_contain_text(begun)
    expect(bar).to_contain_text("jusqu’à ")
    expect(bar.get_by_role("button", name="Passer à 14 h 50")).to_be_visible()
    beamer = screen(place, visit, forum.workshop, language="fr")
    expect(beamer.locator(".wall .sl").first).to_contain_text(begun)
    for page in [*pages, desk, beamer]:
        assert "14:" not in page.locator("body").inner_text()
        assert "14 h 40" not in " ".join(page.locator("body").inner_text().split())
    place.do(forum.workshop, EndSlot("slot-1"))
    expect(bar).to_contain_text("Prochain créneau : 14 h 50 – 15 h 30")


def test_whoever_reopens_the_marketplace_sees_who_is_in_the_circles_as_the_room_does(place: Place, visit: Make) -> None:
    forum = meeting(place, 1, 1)
    for name in ("Kofi", "Zoé"):
        forum.do(forum.join(name), MarkInterest(forum.sessions[0]))
    forum.do(forum.join("Inès"), ImHere(forum.sessions[0]))
    place.open(forum.workshop, "market")
    desk = console(place, visit, forum.workshop)
    circle = desk.locator(f"[data-session='{forum.sessions[0]}']")
    expect(circle).to_contain_text("1 there of 40")
    expect(desk.locator(f"[data-session='{forum.sessions[1]}']")).not_to_contain_text("there")
    beamer = screen(place, visit, forum.workshop, language="fr")
    expect(beamer.locator(".wall .c .m .num").first).to_have_text("1/40")


@pytest.mark.parametrize("live", [True, False])
def test_having_finished_is_asked_where_there_is_something_to_finish(place: Place, visit: Make, live: bool) -> None:
    forum = meeting(place, 1, 1)
    page = phone(forum, visit, live=live)
    done = page.get_by_role("button", name="J’ai fini")
    for step, asked in (("opening", 0), ("market", 1), ("sessions", 0), ("journal", 0), ("voting", 1)):
        place.open(forum.workshop, step)
        page.reload()
        expect(page.locator("main")).to_be_visible()
        expect(done).to_have_count(asked)


@pytest.mark.parametrize("live", [True, False])
def test_every_later_step_has_a_way_to_the_reports_once_one_says_something(
    place: Place, visit: Make, live: bool
) -> None:
    forum = meeting(place, 1, 1)
    place.open(forum.workshop, "voting")
    page = phone(forum, visit, live=live)
    way = page.get_by_role("link", name="Les comptes rendus des cercles")
    expect(page.get_by_role("link", name="Les sujets et le mur")).to_be_visible()
    expect(way).to_have_count(0)
    place.open(forum.workshop, "sessions")
    forum.writes(forum.conveners[0], forum.sessions[0], said="On a parlé des pannes.")
    place.open(forum.workshop, "voting")
    page.reload()
    expect(way).to_be_visible()
    place.do(forum.workshop, CloseStep("voting"))
    page.reload()
    way.click()
    expect(page.locator("main")).to_contain_text("On a parlé des pannes.")


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("live", [True, False])
def test_where_one_is_stays_in_sight_and_leaves_the_page_to_be_read(
    place: Place, visit: Make, width: int, live: bool
) -> None:
    forum = meeting(place, 1, 1)
    page = phone(forum, visit, live=live, width=width)
    forum.do(forum.join("Inès"), ImHere(forum.sessions[0]))
    page.get_by_role("button", name="Je suis ici").click()
    here = page.locator(".whereabouts")
    expect(here).to_contain_text("Vous êtes ici : Grande salle Cercle 1")
    band = page.locator(".band")
    expect(band).to_have_css("position", "sticky")
    size, head = here.bounding_box(), band.bounding_box()
    assert size is not None
    assert head is not None
    assert size["height"] <= 76
    assert head["height"] <= 132
    # As at 200 %, where half as much fits: it scrolls away with the rest.
    page.set_viewport_size({"width": width // 2, "height": 390})
    expect(band).to_have_css("position", "static")
