"""The steps of an open forum in the editor: what they let one choose, and what is fixed once they were opened."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import GATHER, STEPS, Place
from tests.web.desks import all_of, console
from tests.web.phones import Make, eventually, well_made
from tests.web.sorting import says
from workshops.agenda import StepRecord, Talk
from workshops.format import AnyStep
from workshops.market import Market
from workshops.proceedings import Field, Proceedings, Sessions
from workshops.voting import Vote

pytestmark = pytest.mark.browser

MARKET = Market(id="market", title="Place du marché")
CANVAS = [
    Field(id="question", title="La question"),
    Field(id="said", title="Ce qui s’est dit"),
    Field(id="proposed", title="Ce que nous proposons", kind="ideas"),
]
CIRCLES = Sessions(id="sessions", title="Cercles", canvas=CANVAS)
FORUM: list[AnyStep] = [STEPS[0], MARKET, CIRCLES]


def steps(place: Place, workshop: str) -> list[AnyStep]:
    found = sorted(all_of(place, workshop, StepRecord), key=lambda record: record.n)
    return [record.about for record in found]  # type: ignore[misc]


def adding(page: Page, kind: str) -> Locator:
    page.get_by_role("button", name="Add a step").click()
    dialog = page.get_by_role("dialog", name="New step")
    dialog.get_by_role("group", name="What happens in it?").get_by_text(kind, exact=True).click()
    return dialog


def editing(page: Page, title: str) -> Locator:
    page.locator(".steps").get_by_role("button", name=title, exact=True).click()
    page.get_by_role("button", name=f"Edit {title}").first.click()
    return page.get_by_role("dialog", name="Edit the step")


def added(page: Page, dialog: Locator) -> None:
    dialog.get_by_role("button", name="Add the step").click()
    expect(dialog).to_have_count(0)


def parts(dialog: Locator) -> list[str]:
    found: list[str] = dialog.get_by_label("Title of part").evaluate_all("boxes => boxes.map(box => box.value)")
    return found


def test_a_talk_has_points_and_one_thing_to_keep_in_mind(place: Place, visit: Make) -> None:
    workshop = place.create()
    page = console(place, visit, workshop)
    dialog = adding(page, "Talk")
    dialog.get_by_role("button", name="Put in the principles of an open forum").click()
    expect(dialog.get_by_label("Points, one per line")).to_have_value(
        "Whoever comes is the right people.\nWhatever happens is the only thing that could have.\n"
        "Whenever it starts is the right time.\nWhen it is over, it is over."
    )
    dialog.get_by_label("Points, one per line").fill("\n  Whoever comes is the right people. \n\nWhen it is over\n")
    expect(dialog.get_by_label("The one thing to keep in mind")).to_have_value(
        "The law of two feet: if you are neither learning nor contributing, change circles."
    )
    dialog.get_by_label("The one thing to keep in mind").fill("Change circles")
    added(page, dialog)
    talk = steps(place, workshop)[-1]
    assert isinstance(talk, Talk)
    assert (talk.points, talk.law) == (["Whoever comes is the right people.", "When it is over"], "Change circles")
    page.locator(".steps").get_by_role("button", name="Talk", exact=True).click()
    expect(page.locator(".work .points li")).to_have_text(["Whoever comes is the right people.", "When it is over"])
    expect(page.locator(".work .law")).to_have_text("Change circles")


def test_too_many_points_are_said_at_their_box(place: Place, visit: Make) -> None:
    page = console(place, visit, place.create())
    dialog = adding(page, "Talk")
    dialog.get_by_label("Points, one per line").fill("\n".join("abcdefghi"))
    dialog.get_by_role("button", name="Add the step").click()
    expect(dialog.get_by_label("Points, one per line")).to_be_focused()
    expect(dialog.get_by_label("Points, one per line")).to_have_accessible_description("8 lines at most.")


def test_a_marketplace_and_circles_are_added_once_each(place: Place, visit: Make) -> None:
    workshop = place.create()
    page = console(place, visit, workshop)
    dialog = adding(page, "Marketplace")
    dialog.get_by_label("Topics per person at most").fill("3")
    added(page, dialog)
    page.get_by_role("button", name="Add a step").click()
    expect(page.get_by_role("radio", name="Marketplace")).to_be_disabled()
    expect(page.get_by_role("radio", name="Marketplace")).to_have_accessible_description("There is one already.")
    expect(page.get_by_role("radio", name="Proceedings")).to_have_accessible_description("Add the circles first.")
    page.keyboard.press("Escape")
    dialog = adding(page, "Circles")
    expect(dialog.get_by_label("Minutes")).to_have_value("0")
    assert parts(dialog)[:2] == ["The question discussed", "What was said"]
    dialog.get_by_label("Topics may still be proposed").uncheck()
    added(page, dialog)
    added(page, adding(page, "Proceedings"))
    market, circles, proceedings = steps(place, workshop)[-3:]
    assert isinstance(market, Market)
    assert market.each == 3
    assert isinstance(circles, Sessions)
    assert (circles.late_topics, circles.by, circles.authors) == (False, "reports", "nobody")
    assert [(part.id, part.kind) for part in circles.canvas][3:] == [
        ("disagreed", "text"), ("proposed", "ideas"), ("present", "text"),
    ]  # fmt: skip
    assert circles.board != GATHER.board
    assert isinstance(proceedings, Proceedings)


def test_what_circles_propose_can_join_the_ideas_of_an_earlier_step(place: Place, visit: Make) -> None:
    workshop = place.create()
    page = console(place, visit, workshop)
    dialog = adding(page, "Circles")
    where = dialog.get_by_role("group", name="Where do the ideas go that circles propose?")
    expect(where.get_by_label("On a board of their own")).to_be_checked()
    where.get_by_label("With those of “Idées”").check()
    added(page, dialog)
    circles = steps(place, workshop)[-1]
    assert isinstance(circles, Sessions)
    assert circles.board == GATHER.board


def test_the_parts_of_a_report_change_and_keep_their_ids(place: Place, visit: Make) -> None:
    workshop = place.create(FORUM)
    page = console(place, visit, workshop)
    dialog = editing(page, "Cercles")
    dialog.get_by_label("Title of part 2").fill("Ce que nous avons dit")
    dialog.get_by_label("Hint, if one helps").nth(1).fill("En quelques mots")
    dialog.get_by_role("button", name="Move “Ce que nous avons dit” up").click()
    says(page, "“Ce que nous avons dit” is now part 1 of 3.")
    expect(dialog.get_by_role("button", name="Move “Ce que nous avons dit” up")).to_be_focused()
    dialog.get_by_role("button", name="Add a part").click()
    expect(dialog.get_by_label("Title of part 4")).to_be_focused()
    page.keyboard.type("Qui était là")
    proposes = dialog.get_by_label("Here the circle proposes")
    proposes.nth(3).check()
    expect(proposes.nth(2)).not_to_be_checked()
    dialog.get_by_role("button", name="Remove “Ce que nous proposons”").click()
    expect(dialog.get_by_label("Title of part 3")).to_be_focused()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    circles = steps(place, workshop)[2]
    assert isinstance(circles, Sessions)
    kept = [(part.id, part.title, part.hint, part.kind) for part in circles.canvas]
    assert kept[:2] == [
        ("said", "Ce que nous avons dit", "En quelques mots", "text"), ("question", "La question", "", "text"),
    ]  # fmt: skip
    assert kept[2][1:] == ("Qui était là", "", "ideas")
    assert circles.board == CIRCLES.board


def test_a_part_without_a_title_is_said_at_its_box(place: Place, visit: Make) -> None:
    page = console(place, visit, place.create(FORUM))
    dialog = editing(page, "Cercles")
    dialog.get_by_label("Title of part 3").fill(" ")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_label("Title of part 3")).to_be_focused()
    expect(dialog.get_by_label("Title of part 3")).to_have_accessible_description("There is nothing in the box yet.")
    well_made(page)


def test_once_circles_have_begun_the_parts_of_their_reports_stay(place: Place, visit: Make) -> None:
    workshop = place.create(FORUM)
    place.open(workshop, "sessions")
    page = console(place, visit, workshop)
    dialog = editing(page, "Cercles")
    fixed = dialog.locator(".fixed")
    expect(fixed).to_contain_text("The circles have begun: their reports keep the parts they were begun with.")
    expect(fixed.locator("dd")).to_have_text("La question · Ce qui s’est dit · Ce que nous proposons")
    expect(dialog.get_by_label("Title of part")).to_have_count(0)
    dialog.get_by_label("Topics may still be proposed").uncheck()
    dialog.get_by_role("button", name="Save").click()
    eventually(page, lambda: not getattr(steps(place, workshop)[2], "late_topics", True))


def test_dots_go_on_what_circles_propose_or_on_their_reports(place: Place, visit: Make) -> None:
    workshop = place.create([GATHER, MARKET, CIRCLES])
    page = console(place, visit, workshop)
    dialog = adding(page, "Vote")
    on = dialog.get_by_role("group", name="Dots go on")
    boards = dialog.get_by_role("group", name="The ideas of which step?")
    expect(boards.get_by_label("Cercles")).to_be_checked()
    expect(on.get_by_label("ideas", exact=True)).to_be_checked()
    on.get_by_label("circles, for what they report").check()
    boards.get_by_label("Idées").check()
    expect(on.get_by_label("circles, for what they report")).to_have_count(0)
    expect(on.get_by_label("clusters", exact=True)).to_be_checked()
    boards.get_by_label("Cercles").check()
    on.get_by_label("circles, for what they report").check()
    added(page, dialog)
    vote = steps(place, workshop)[-1]
    assert isinstance(vote, Vote)
    assert (vote.on, vote.board) == ("reports", CIRCLES.board)
