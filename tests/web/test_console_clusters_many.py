"""Clustering by several at once, and with 500 ideas in 160 clusters: who holds what, who was last."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from msgspec import structs
from playwright.sync_api import expect

from server.access import Entry, cookie_name
from server.client import Client, new_id
from server.house import face_path
from tests.web.conftest import STEPS, Place
from tests.web.phones import Make, eventually, well_made
from tests.web.sorting import (
    NAMES,
    board,
    card,
    console,
    drag,
    drawer,
    focus_comes_to,
    focused,
    moved,
    row,
    says,
    where,
)
from workshops.clusters import MakeCluster
from workshops.ideas import AddIdeas, NewIdea
from workshops.sorting import MoveIdeas

pytestmark = pytest.mark.browser

THEMES = ["Médiation", "École", "Respect des non-numérisés", "Services numériques"]
MORE = ["Espace public", "Mutualisation", "Entreprises", "Allongement de la durée de vie des appareils"]


# Who holds what


def test_what_a_colleague_carries_has_a_dotted_frame(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place)
    moved(place, workshop, ideas[4:], "cluster-1")
    ours, theirs = (console(place, visit, workshop) for _ in range(2))
    drag(theirs, card(theirs, ideas[1]), row(theirs, "cluster-1"), drop=False)
    held = ours.locator(".slip.held")
    expect(held).to_have_attribute("data-idea", ideas[1])
    expect(held).to_contain_text("Facilitator")
    expect(held.get_by_role("checkbox")).to_have_accessible_description("A facilitator is moving it")
    expect(theirs.locator(".held")).to_have_count(0)
    theirs.mouse.up()
    expect(ours.locator(".held")).to_have_count(0)
    row(theirs, "cluster-1").focus()
    theirs.keyboard.press("d")
    theirs.get_by_role("button", name="Merge into…").click()
    expect(ours.locator(".cl.held")).to_have_attribute("data-key", "cluster:cluster-1")
    theirs.keyboard.press("Escape")
    expect(ours.locator(".held")).to_have_count(0)


def test_a_participant_who_moves_an_idea_is_named(place: Place, visit: Make) -> None:
    gather, arrange = structs.replace(STEPS[1], authors="shown"), structs.replace(STEPS[2], by="everyone")
    workshop = place.create([gather, arrange])
    ada = place.join(workshop, "Ada")
    place.open(workshop, "gather")
    ideas = [place.post(workshop, ada, f"Idée {n}") for n in range(3)]
    place.do(workshop, MakeCluster("cluster-1", "ideas-", NAMES[0], None, ideas[2:]))
    place.open(workshop, "arrange")
    page = console(place, visit, workshop)
    card(page, ideas[1]).locator("input").focus()
    with hand(place, workshop, ada, ideas[0], ideas[2]):
        expect(page.locator(".slip.held .tag")).to_contain_text("Ada")
        expect(row(page, "cluster-1")).to_have_accessible_description("Ada is moving it")
        assert focused(page) == ideas[1]
    expect(page.locator(".held")).to_have_count(0)


@contextmanager
def hand(place: Place, workshop: str, entry: Entry, *ideas: str) -> Iterator[None]:
    """A phone that moves these ideas, and then goes."""
    cookie = f"{cookie_name(workshop, 'participant', False)}={entry.cookie}"
    phone = Client(place.base, face_path(workshop, "participant"), cookie)
    place.run(phone.__aenter__())
    place.run(phone.hold(*ideas))
    yield
    place.run(phone.__aexit__(None, None, None))


# Who moved last


def test_two_race_for_one_card_and_the_one_who_lost_sees_where_it_went(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place, clusters=2)
    first, second = pages = [console(place, visit, workshop) for _ in range(2)]
    for page, name in zip(pages, NAMES, strict=False):
        card(page, ideas[0]).locator("input").focus()
        page.keyboard.press("d")
        page.keyboard.type(name)
    first.keyboard.press("Enter")
    eventually(first, lambda: where(place, workshop) == {ideas[0]: "cluster-1"})
    focus_comes_to(first, ideas[1])
    second.keyboard.press("Enter")
    told = first.locator(".told")
    expect(told).to_contain_text(
        "Someone else moved “Demander aux opérateurs de garder la 2G dans les vallées.” after you"
    )
    expect(told).to_contain_text("it is in “Des lieux sans écran” now")
    expect(second.locator(".told .note")).to_have_count(0)
    assert focused(first) == ideas[1]
    told.get_by_role("button", name="Undo").click()
    eventually(first, lambda: where(place, workshop) == {ideas[0]: "cluster-1"})
    expect(second.locator(".told")).to_contain_text("it is in “Réparer plutôt que remplacer” now")
    expect(told.locator(".note")).to_have_count(0)
    assert first.evaluate("document.activeElement !== document.body")


def test_what_is_moved_long_after_is_no_race(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place, clusters=2)
    page = console(place, visit, workshop)
    drag(page, card(page, ideas[0]), row(page, "cluster-1"))
    eventually(page, lambda: where(place, workshop) == {ideas[0]: "cluster-1"})
    page.evaluate("Date.now = (now => () => now() + 60_000)(Date.now)")
    moved(place, workshop, ideas[:1], "cluster-2")
    expect(row(page, "cluster-2")).to_contain_text("1")
    expect(page.locator(".told .note")).to_have_count(0)


# 500 ideas, 160 clusters


@pytest.fixture(scope="module")
def full(place: Place) -> tuple[str, list[str]]:
    """8 themes of 20 clusters; 500 ideas, of which 380 are sorted, 120 of them in one cluster."""
    workshop = place.create(themes=THEMES + MORE)
    ideas = [new_id() for _ in range(500)]
    for n in range(0, 500, 100):
        pasted = [
            NewIdea(idea, f"{n + m}. Une affiche à l’arrêt du bus n° {m}") for m, idea in enumerate(ideas[n : n + 100])
        ]
        place.do(workshop, AddIdeas("ideas-", pasted))
    themes = [key.partition(":")[2] for key in place.seen(workshop) if key.startswith("theme:")]
    for n in range(160):
        name = f"{NAMES[n % 4]}, {n + 1}"
        place.do(workshop, MakeCluster(f"cluster-{n}", "ideas-", name, themes[n // 20], ideas[n : n + 1]))
    place.do(workshop, MoveIdeas(ideas[160:280], "cluster-0"))
    place.do(workshop, MoveIdeas(ideas[280:380], "cluster-159"))
    place.open(workshop, "arrange")
    return workshop, ideas


def test_five_hundred_ideas_are_drawn_a_page_at_a_time(place: Place, visit: Make, full: tuple[str, list[str]]) -> None:
    workshop, _ = full
    page = console(place, visit, workshop)
    expect(page.locator(".tray [data-idea]")).to_have_count(50)
    expect(page.locator("[data-cluster-id]")).to_have_count(160)
    row(page, "cluster-0").click()
    expect(page.locator(".inside [data-idea]")).to_have_count(50)
    page.get_by_role("button", name="Next 50").last.click()
    expect(page.locator(".inside [data-idea]")).to_have_count(100)
    assert page.evaluate("document.querySelectorAll('.desk *').length") < 6_000
    page.get_by_role("button", name="Fold all").click()
    expect(page.locator("[data-cluster-id]")).to_have_count(0)
    expect(drawer(page, "Médiation")).to_contain_text("140 ideas")
    assert page.evaluate("document.querySelectorAll('.desk *').length") < 2_000
    page.get_by_role("button", name="Unfold all").click()


def test_many_are_searched_ticked_and_moved_at_once(place: Place, visit: Make, full: tuple[str, list[str]]) -> None:
    workshop, _ = full
    page = console(place, visit, workshop)
    page.get_by_label("Search the ideas to sort").fill("n° 8")
    expect(page.locator(".tray")).to_contain_text("21 ideas of 120.")
    page.get_by_role("button", name="Tick the 21 found").click()
    says(page, "21 ticked")
    page.get_by_role("button", name="Move 21 ideas to… D").click()
    page.keyboard.type("guichet, 47")
    page.keyboard.press("Enter")
    says(page, "21 ideas moved to “Toujours un guichet, 47”.")
    eventually(page, lambda: list(where(place, workshop).values()).count("cluster-46") == 22)
    page.keyboard.press("Control+z")
    says(page, "Undone: 21 ideas moved to")
    eventually(page, lambda: list(where(place, workshop).values()).count("cluster-46") == 1)
    expect(page.locator(".tray h2")).to_contain_text("120")


def test_a_drag_reaches_what_is_out_of_sight(place: Place, visit: Make, full: tuple[str, list[str]]) -> None:
    """At the edge of the board it scrolls by itself."""
    workshop, ideas = full
    page = console(place, visit, workshop)
    drag(page, card(page, ideas[380]), row(page, "cluster-0"), drop=False)
    box = page.locator(".board").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 100, box["y"] + box["height"] - 8, steps=4)
    eventually(page, lambda: page.locator(".board").evaluate("board => board.scrollTop") > 400)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert ideas[380] not in where(place, workshop)


def test_axe_finds_nothing_where_all_of_it_is_drawn(place: Place, visit: Make, full: tuple[str, list[str]]) -> None:
    workshop, ideas = full
    page = console(place, visit, workshop)
    row(page, "cluster-3").click()
    card(page, ideas[3]).get_by_role("checkbox").check()
    well_made(page)


def test_targets_are_large_enough_for_a_finger(place: Place, visit: Make) -> None:
    workshop, ideas, _ = board(place, clusters=3)
    moved(place, workshop, ideas[4:], "cluster-1")
    page = console(place, visit, workshop, 900, 1200, has_touch=True, is_mobile=True)
    row(page, "cluster-1").tap()
    card(page, ideas[0]).get_by_role("checkbox").check()
    small = page.locator(".sorting").evaluate(SMALL)
    assert small == []


SMALL = """whole => [...whole.querySelectorAll('button, label, input:not([type=checkbox])')]
  .filter(each => each.offsetParent)
  .map(each => [each.textContent || each.getAttribute('aria-label'), each.getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 44)
  .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""
