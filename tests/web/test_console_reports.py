"""The reports of the circles on the console: read, written, moderated, voted on, shown to the room."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import GATHER, Place
from tests.web.desks import all_of, console, desk, open_menu
from tests.web.meeting import Meeting, meeting
from tests.web.phones import Make, cut, eventually, settled, well_made
from workshops.ballots import SetDots
from workshops.clusters import ClusterRecord
from workshops.ideas import IdeaRecord
from workshops.moderation import HideIdea
from workshops.proceedings import Field, Sessions
from workshops.recipe import AddStep
from workshops.reporting import AskPen, PostProposed, TakePen, WriteReport
from workshops.screen import ScreenRecord
from workshops.sealing import RevealRound
from workshops.voting import CloseRound, RoundRecord, Vote

pytestmark = pytest.mark.browser


def reports(page: Page) -> None:
    page.get_by_role("group", name="Look at").get_by_role("button", name="Reports").click()


def read(page: Page, title: str) -> None:
    page.locator(".which-report").get_by_role("button", name=title).click()
    expect(page.locator("#report-title")).to_contain_text(title)


def lit(forum: Meeting) -> str | None:
    record = forum.record("screen:this")
    assert isinstance(record, ScreenRecord)
    return record.spotlight


def test_who_writes_and_how_far_each_report_is_stands_in_the_list(place: Place, visit: Make) -> None:
    forum = meeting(place)
    forum.writes(forum.conveners[0], forum.sessions[0], question="Comment ?", said="Ceci.")
    page = console(place, visit, forum.workshop)
    expect(page.get_by_role("button", name="Reports")).to_contain_text("1 of 4")
    reports(page)
    lines = page.locator(".report-line")
    expect(lines.first).to_contain_text("Ada writes · 2 parts of 4 say something")
    expect(lines.nth(1)).to_contain_text("nobody writes")
    expect(page.locator(".which-report h2")).to_have_text(
        [re.compile(r"\d\d:\d\d until \d\d:\d\d · now"), "14:50 – 15:30"]
    )
    read(page, "Un repair café qui dure")
    expect(page.locator(".report .part").first).to_contain_text("Comment ?")
    forum.writes(forum.conveners[0], forum.sessions[0], question="Comment, et où ?")
    expect(page.locator(".report .part").first).to_contain_text("Comment, et où ?")
    place.open(forum.workshop, "journal")
    expect(page.locator(".steps .step").nth(2)).to_contain_text("1 report of 4")
    expect(page.locator(".report .part").first).to_contain_text("Comment, et où ?")


def test_a_facilitator_takes_the_pen_writes_and_hands_it_over(place: Place, visit: Make) -> None:
    forum = meeting(place)
    forum.writes(forum.conveners[0], forum.sessions[0], said="Ceci.")
    louison = forum.join("Louison")
    page = console(place, visit, forum.workshop)
    reports(page)
    read(page, "Un repair café qui dure")
    expect(page.locator(".pen")).to_contain_text("Ada has the pen.")
    page.locator(".pen").get_by_role("button", name="Take the pen").click()
    box = page.get_by_role("textbox", name="Ce qui s’est dit")
    expect(box).to_have_value("Ceci.")
    box.fill("Ceci, et cela.")
    eventually(page, lambda: forum.says(forum.sessions[0]) == "Ceci, et cela.")
    forum.do(louison, AskPen(forum.sessions[0]))
    page.get_by_role("button", name="Hand it to Louison").click()
    expect(page.locator(".pen")).to_contain_text("Louison has the pen.")
    eventually(page, lambda: forum.record(f"report:{forum.sessions[0]}").name == "Louison")


def test_what_a_report_said_before_is_read_and_put_back(place: Place, visit: Make) -> None:
    forum = meeting(place)
    forum.writes(forum.conveners[0], forum.sessions[0], said="Ceci.")
    forum.writes(forum.conveners[1], forum.sessions[1], said="Rien à voir.")
    page = console(place, visit, forum.workshop)
    reports(page)
    read(page, "Un repair café qui dure")
    page.locator(".pen").get_by_role("button", name="Take the pen").click()
    page.get_by_role("textbox", name="Ce qui s’est dit").fill("Tout autre chose.")
    eventually(page, lambda: forum.says(forum.sessions[0]) == "Tout autre chose.")
    page.get_by_text("Versions of this report").click()
    page.locator(".versions").get_by_role("button", name="Ada").click()
    expect(page.locator(".version")).to_contain_text("Ceci.")
    page.locator(".version").get_by_role("button", name="Put it in place of the text").click()
    eventually(page, lambda: forum.says(forum.sessions[0]) == "Ceci.")


def test_what_a_circle_proposes_is_moderated_like_any_idea(place: Place, visit: Make) -> None:
    forum = meeting(place)
    ada, session = forum.conveners[0], forum.sessions[0]
    forum.writes(ada, session, said="Ceci.")
    forum.do(ada, PostProposed(session, "idea-001", "Un local prêté"), PostProposed(session, "idea-002", "Un doublon"))
    page = console(place, visit, forum.workshop)
    reports(page)
    read(page, "Un repair café qui dure")
    cards = page.locator(".report .card")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("Proposal 1")
    cards.last.get_by_role("button", name="Hide…").click()
    dialog = page.get_by_role("dialog", name="Idea no. 2")
    expect(dialog).to_contain_text("Proposed by the circle “Un repair café qui dure”")
    page.keyboard.type("Dit deux fois")
    page.keyboard.press("Enter")
    expect(cards.last).to_contain_text("Dit deux fois")
    assert forum.proposed(session) == ["Un local prêté", "Un doublon"]  # a facilitator sees what is hidden
    cards.last.get_by_role("button", name="Restore").click()
    expect(cards.last.get_by_role("button", name="Hide…")).to_be_visible()
    cards.last.get_by_role("button", name="Proposal 2").click()
    dialog.get_by_role("button", name="Read its report").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#report-title")).to_be_visible()


def test_a_report_its_circle_and_a_slot_are_shown_to_the_room(place: Place, visit: Make) -> None:
    forum = meeting(place)
    forum.writes(forum.conveners[0], forum.sessions[0], said="Ceci.")
    page = console(place, visit, forum.workshop)
    reports(page)
    read(page, "Un repair café qui dure")
    page.locator(".report header").get_by_role("button", name="Show the room").click()
    eventually(page, lambda: lit(forum) == f"report:{forum.sessions[0]}")
    expect(page.locator(".lit")).to_contain_text("the report of “Un repair café qui dure”")
    read(page, "Qui aide les aidants ?")
    page.locator(".report header").get_by_role("button", name="Show the room").click()
    eventually(page, lambda: lit(forum) == f"session:{forum.sessions[1]}")
    page.locator(".side").get_by_role("button", name="Something else…").click()
    page.get_by_role("dialog").get_by_role("button", name="the slot 14:50 – 15:30").click()
    eventually(page, lambda: lit(forum) == "slot:slot-2")


def test_one_report_of_many_is_found_by_its_number(place: Place, visit: Make) -> None:
    forum = meeting(place, now=8, later=4)
    page = console(place, visit, forum.workshop)
    reports(page)
    expect(page.locator(".report-line")).to_have_count(12)
    page.get_by_label("Number or words").fill("11")
    expect(page.locator(".report-line")).to_have_count(1)
    page.get_by_label("Number or words").fill("camion nulle part")
    expect(page.locator(".which-report")).to_contain_text("No report has this number or these words.")


def test_dots_on_reports_are_counted_by_circle(place: Place, visit: Make) -> None:
    forum = meeting(place)
    for n in range(2):
        forum.writes(forum.conveners[n], forum.sessions[n], said="Ceci.")
    vote = Vote(id="on-reports", title="Vote", board="proposed", on="reports", minutes=0)
    place.do(forum.workshop, AddStep(vote, "journal"))
    place.open(forum.workshop, "on-reports")
    page = console(place, visit, forum.workshop)
    rows = page.locator(".voting tbody tr")
    expect(page.locator(".voting caption")).to_have_text("2 reports, in board order")
    expect(rows.locator(".voice")).to_have_text(["Un repair café qui dure", "Qui aide les aidants ?"])
    round_id = next(r.id for r in place.seen(forum.workshop).values() if isinstance(r, RoundRecord))
    forum.do(forum.conveners[0], SetDots(round_id, forum.sessions[1], 2))
    place.do(forum.workshop, CloseRound(round_id))
    place.do(forum.workshop, RevealRound(round_id))
    expect(rows.first).to_contain_text("Qui aide les aidants ?")
    rows.first.get_by_role("button").click()
    expect(page.locator("#report-title")).to_contain_text("Qui aide les aidants ?")


@pytest.mark.parametrize(("width", "height"), [(360, 780), (768, 1024), (1366, 768)])
def test_reports_are_well_made_at_every_size(place: Place, visit: Make, width: int, height: int) -> None:
    forum = meeting(place)
    ada, session = forum.conveners[0], forum.sessions[0]
    forum.writes(ada, session, said="Anticonstitutionnellement" * 12)
    forum.do(ada, PostProposed(session, "idea-001", "Anticonstitutionnellement" * 8))
    forum.do(ada, PostProposed(session, "idea-002", "Un doublon"))
    place.do(forum.workshop, HideIdea("idea-002", "Dit deux fois"))
    browser, page = desk(place, visit, forum.workshop, width, height)
    reports(page)
    well_made(page)
    read(page, "Un repair café qui dure")
    settled(page)
    well_made(page)
    page.locator(".pen").get_by_role("button", name="Take the pen").click()
    expect(page.get_by_role("textbox", name="Ce qui s’est dit")).to_be_visible()
    page.get_by_text("Versions of this report").click()
    page.locator(".versions").get_by_role("button", name="Ada").click()
    expect(page.locator(".version")).to_be_visible()
    page.emulate_media(color_scheme="dark")
    well_made(page)
    assert not browser.errors


def test_clusters_for_what_circles_propose_are_pasted_but_no_ideas(place: Place, visit: Make) -> None:
    """REPORTING6"""
    forum = meeting(place)
    page = console(place, visit, forum.workshop)
    open_menu(page, "Paste ideas, clusters, themes…")
    dialog = page.get_by_role("dialog", name="Paste a list")
    expect(dialog.get_by_role("radio", name="ideas")).to_be_disabled()
    expect(dialog.get_by_role("radio", name="ideas")).to_have_accessible_description("Here they come from reports.")
    dialog.get_by_role("textbox").fill("Lieux\nOutils")
    dialog.get_by_role("button", name="Paste 2 lines").click()
    eventually(
        page, lambda: [each.name for each in all_of(place, forum.workshop, ClusterRecord)] == ["Lieux", "Outils"]
    )


def test_a_list_of_ideas_goes_where_people_write(place: Place, visit: Make) -> None:
    circles = Sessions(id="sessions", title="Cercles", canvas=[Field(id="said", title="Ce qui s’est dit")])
    workshop = place.create([circles, GATHER])
    page = console(place, visit, workshop)
    open_menu(page, "Paste ideas, clusters, themes…")
    dialog = page.get_by_role("dialog", name="Paste a list")
    dialog.get_by_role("textbox").fill("Une première")
    dialog.get_by_role("button", name="Paste 1 line").click()
    eventually(page, lambda: [idea.board for idea in all_of(place, workshop, IdeaRecord)] == [GATHER.board])


def test_a_report_is_chosen_and_left_by_keyboard(place: Place, visit: Make) -> None:
    forum = meeting(place)
    page = console(place, visit, forum.workshop)
    reports(page)
    page.locator(".report-line").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#report-title")).to_contain_text("Qui aide les aidants ?")
    expect(page.locator(".report-line").nth(1)).to_be_focused()
    page.keyboard.press("F6")
    expect(page.locator(".report header").get_by_role("button").first).to_be_focused()
    page.keyboard.press("Shift+F6")
    expect(page.locator(".report-line").nth(1)).to_be_focused()


def test_what_one_facilitator_types_is_set_aside_when_another_takes_the_pen(place: Place, visit: Make) -> None:
    """REPORTING5"""
    forum = meeting(place)
    session = forum.sessions[0]
    browser, page = desk(place, visit, forum.workshop)
    reports(page)
    read(page, "Un repair café qui dure")
    page.locator(".pen").get_by_role("button", name="Take the pen").click()
    page.get_by_role("textbox", name="Ce qui s’est dit").fill("Ceci.")
    eventually(page, lambda: forum.says(session) == "Ceci.")
    cut(page)
    page.get_by_role("textbox", name="Ce qui s’est dit").press_sequentially(" Et puis cela.")
    place.do(forum.workshop, TakePen(session))
    place.do(forum.workshop, WriteReport(session, "said", "Tout autre chose."))
    browser.context.set_offline(False)
    part = page.locator(".report .part").nth(1)
    expect(part).to_contain_text("Tout autre chose.")
    expect(part.locator(".aside, > .words").filter(has_text="Ceci. Et puis cela.")).to_be_visible()
    page.locator(".pen").get_by_role("button", name="Take the pen").click()
    part.get_by_role("button", name="Add it to the text").click()
    eventually(page, lambda: forum.says(session) == "Tout autre chose.\n\nCeci. Et puis cela.")
