"""People on paper: a helper and the facilitator type in their slips and ballots, which count like anybody's."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.web.conftest import STEPS, Place, Visit
from tests.web.paperwork import PEOPLE, counted, enter, helper, helping, on_paper, opened, type_ballot, type_slip
from tests.web.phones import LEFT, eventually, round_of, voting, writing
from workshops.authorship import EnteredRecord
from workshops.ballots import SetDots
from workshops.ideas import IdeaRecord, PostIdea
from workshops.people import CrowdRecord, Finish, PersonRecord
from workshops.sealing import RevealRound
from workshops.tallies import TallyRecord
from workshops.voting import CloseRound, Vote

pytestmark = pytest.mark.browser

Make = Callable[..., Visit]
KEPT = """() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])"""


def face(place: Place, visit: Make, workshop: str, width: int = 1280, name: str = "Kofi", **more: str) -> Page:
    return helper(place, visit(width, 800, **({"language": "en"} | more)), workshop, name)


def people(place: Place, workshop: str) -> dict[int, PersonRecord]:
    records = place.seen(workshop).values()
    return {record.number: record for record in records if isinstance(record, PersonRecord) and record.paper}


def slips(place: Place, workshop: str) -> dict[int, str]:
    """The text behind each slip's number."""
    records = place.seen(workshop)
    texts = {record.id: record.text for record in records.values() if isinstance(record, IdeaRecord)}
    return {record.slip: texts[record.id] for record in records.values() if isinstance(record, EnteredRecord)}


# Who they are


def test_five_people_are_added_in_a_row_by_keyboard_and_each_gets_a_number(place: Place, visit: Make) -> None:
    workshop = writing(place)
    page = face(place, visit, workshop)
    page.get_by_label("Add a person").focus()
    for name in PEOPLE:
        page.keyboard.type(name)
        page.keyboard.press("Enter")
    expect(page.locator(".who")).to_have_count(5)
    expect(page.locator(".who b")).to_have_text(["1", "2", "3", "4", "5"])
    expect(page.get_by_label("Add a person")).to_be_focused()
    assert [person.name for _, person in sorted(people(place, workshop).items())] == PEOPLE


def test_a_name_is_needed_where_people_are_asked_for_one_and_nothing_typed_is_lost(place: Place, visit: Make) -> None:
    page = face(place, visit, writing(place))
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Type a name first")).to_be_visible()
    page.get_by_label("Add a person").fill("Une ligne\u0085cassée")
    page.keyboard.press("Enter")
    expect(page.get_by_text("a character that cannot be kept")).to_be_visible()
    expect(page.get_by_label("Add a person")).to_have_value("Une ligne\u0085cassée")


def test_with_many_people_one_is_found_by_number_or_name(place: Place, visit: Make) -> None:
    workshop = writing(place)
    on_paper(place, workshop, *PEOPLE, *(f"Person {n}" for n in range(6, 13)))
    page = face(place, visit, workshop)
    page.get_by_role("searchbox").fill("11")
    page.keyboard.press("Enter")
    expect(page.locator(".entry h2")).to_contain_text("Person 11")
    page.get_by_role("searchbox").fill("lukasiewicz")
    expect(page.locator(".who")).to_have_count(0)  # ł is a letter of its own
    page.get_by_role("searchbox").fill("zoe")
    expect(page.locator(".who")).to_have_count(1)


# Slips


def test_slips_are_typed_in_a_row_and_their_number_goes_on_by_itself(place: Place, visit: Make) -> None:
    workshop = writing(place)
    on_paper(place, workshop, *PEOPLE)
    page = face(place, visit, workshop)
    expect(page.get_by_text("5 people have no idea entered yet.")).to_be_visible()
    page.locator(".who").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("An idea of no. 2")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    for text in ("A bench", "A bus", "A lamp"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.keyboard.type("Two")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("lines")
    page.keyboard.press("Enter")
    expect(page.locator(".lines .line-saved")).to_have_count(4)
    expect(page.get_by_label("An idea of no. 2")).to_be_focused()
    expect(page.get_by_label("Slip")).to_have_value("11")
    assert slips(place, workshop) == {7: "A bench", 8: "A bus", 9: "A lamp", 10: "Two\nlines"}
    expect(page.locator(".lines li").first).to_contain_text("slip 10 · entered by you")
    expect(page.get_by_text("4 people have no idea entered yet.")).to_be_visible()


def test_a_slip_is_entered_once_and_its_words_stay_in_the_box(place: Place, visit: Make) -> None:
    workshop = writing(place)
    first, _ = on_paper(place, workshop, "Mme Ferreira", "Aminata")
    enter(place, workshop, first, PostIdea("idea-one", "ideas-", "A bench at every stop", slip=12))
    page = face(place, visit, workshop)
    opened(page, 2)
    type_slip(page, 12, "The same slip again")
    expect(page.get_by_text("Slip 12 is entered already: “A bench at every stop”")).to_be_visible()
    expect(page.get_by_label("Slip")).to_be_focused()
    expect(page.get_by_label("An idea of no. 2")).to_have_value("The same slip again")
    page.keyboard.type("13")
    page.get_by_role("button", name="Enter this idea").click()
    expect(page.locator(".lines .line-saved")).to_have_count(1)
    assert slips(place, workshop) == {12: "A bench at every stop", 13: "The same slip again"}
    opened(page, 1)
    expect(page.locator(".lines li")).to_contain_text("slip 12 · entered by the facilitator")


def test_a_slip_that_two_entered_at_once_is_refused_to_the_second_with_its_words_kept(
    place: Place, visit: Make
) -> None:
    workshop = writing(place)
    first, _ = on_paper(place, workshop, "Mme Ferreira", "Aminata")
    browser = visit(360, 780, language="en")
    page = helper(place, browser, workshop)
    opened(page, 2)
    browser.context.set_offline(True)
    expect(page.locator(".banner")).to_be_visible()
    type_slip(page, 20, "Written without a network")
    enter(place, workshop, first, PostIdea("idea-two", "ideas-", "Quicker", slip=20))
    browser.context.set_offline(False)
    refused = page.locator(".lines .line-refused")
    expect(refused).to_contain_text("Slip 20 is entered already.")
    expect(refused).to_contain_text("Written without a network")
    page.reload()
    opened(page, 2)
    refused.get_by_role("button", name="Correct").click()
    refused.get_by_label("Slip").fill("21")
    refused.get_by_role("button", name="Enter it again").click()
    expect(page.locator(".lines .line-saved")).to_contain_text("slip 21")
    assert slips(place, workshop) == {20: "Quicker", 21: "Written without a network"}


def test_what_was_entered_is_corrected_or_withdrawn_while_the_step_is_open(place: Place, visit: Make) -> None:
    workshop = writing(place)
    on_paper(place, workshop, "Mme Ferreira")
    page = face(place, visit, workshop)
    opened(page, 1)
    type_slip(page, 1, "A bnech")
    row = page.locator(".lines li")
    row.get_by_role("button", name="Edit").click()
    expect(row.get_by_label("The idea")).to_be_focused()
    row.get_by_label("The idea").fill("A bench")
    page.keyboard.press("Enter")
    eventually(page, lambda: slips(place, workshop) == {1: "A bench"})
    expect(row).to_contain_text("Saved")
    row.get_by_role("button", name="Edit").click()
    row.get_by_role("button", name="Withdraw").click()
    expect(row).to_have_count(0)
    eventually(page, lambda: not slips(place, workshop))


def test_a_draft_is_each_persons_own_and_survives_a_reload(place: Place, visit: Make) -> None:
    workshop = writing(place)
    on_paper(place, workshop, "Mme Ferreira", "Aminata")
    page = face(place, visit, workshop)
    opened(page, 1)
    page.get_by_label("An idea of no. 1").fill("Half a sentence of Mme Ferr")
    opened(page, 2)
    expect(page.get_by_label("An idea of no. 2")).to_have_value("")
    page.get_by_label("An idea of no. 2").fill("Half of Aminata’s")
    page.reload()
    opened(page, 1)
    expect(page.get_by_label("An idea of no. 1")).to_have_value("Half a sentence of Mme Ferr")
    opened(page, 2)
    expect(page.get_by_label("An idea of no. 2")).to_have_value("Half of Aminata’s")


def test_without_a_network_people_and_slips_are_kept_and_leave_by_themselves(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit(360, 780, language="en")
    page = helper(place, browser, workshop)
    browser.context.set_offline(True)
    expect(page.locator(".banner")).to_be_visible()
    page.get_by_label("Add a person").fill("Mme Ferreira")
    page.keyboard.press("Enter")
    page.locator(".who").click()
    type_slip(page, 3, "A bench")
    expect(page.locator(".lines .line-pending")).to_contain_text("Waiting to be sent")
    browser.context.set_offline(False)
    expect(page.locator(".lines .line-saved")).to_contain_text("slip 3")
    assert (people(place, workshop)[1].name, slips(place, workshop)) == ("Mme Ferreira", {3: "A bench"})


def test_a_slip_found_after_its_step_is_entered_as_late(place: Place, visit: Make) -> None:
    workshop = writing(place)
    on_paper(place, workshop, "Mme Ferreira")
    place.open(workshop, "arrange")
    page = face(place, visit, workshop)
    opened(page, 1)
    page.get_by_text("A slip left over from “Idées”").click()
    type_slip(page, 5, "Under the table", "Enter it as late")
    expect(page.locator(".lines li")).to_contain_text("Saved, late")
    assert slips(place, workshop) == {5: "Under the table"}


def test_private_writing_is_read_by_who_enters_it_and_by_no_facilitator(place: Place, visit: Make) -> None:
    workshop = writing(place, private="everyone")
    on_paper(place, workshop, "Mme Ferreira")
    page = face(place, visit, workshop)
    opened(page, 1)
    type_slip(page, 1, "For nobody’s eyes yet")
    expect(page.locator(".lines .line-saved")).to_contain_text("For nobody’s eyes yet")
    assert not slips(place, workshop)
    page.reload()
    opened(page, 1)
    expect(page.locator(".lines .line-saved")).to_contain_text("For nobody’s eyes yet")


# Ballots


def test_a_ballot_is_typed_by_number_and_checked_as_it_is_typed(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    on_paper(place, workshop, "Mme Ferreira")
    page = face(place, visit, workshop)
    expect(page.get_by_text("1 ballot still awaited.")).to_be_visible()
    opened(page, 1)
    boxes = page.locator(".dots-n")
    expect(boxes.first).to_be_focused()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(boxes.nth(1)).to_be_focused()
    page.keyboard.type("4")
    expect(page.get_by_text("3 dots at most here.")).to_be_visible()
    expect(page.get_by_text("1 dot too many: take it back.")).to_be_visible()
    expect(page.get_by_role("button", name="Enter the ballot")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="Enter the ballot").focus()
    page.keyboard.press("Enter")
    assert not people(place, workshop)[1].done
    boxes.nth(1).focus()
    page.keyboard.press("ArrowDown")
    expect(boxes.nth(1)).to_have_value("3")
    expect(page.locator(".ballot-foot")).to_contain_text("0 dots left of 6")
    page.keyboard.press("ArrowUp")
    expect(boxes.nth(1)).to_have_value("3")
    page.get_by_role("button", name="Take a dot back").nth(1).click()
    page.get_by_role("button", name="Enter the ballot").click()
    expect(page.get_by_text("Every ballot is in.")).to_be_visible()
    eventually(page, lambda: people(place, workshop)[1].done)
    assert counted(page, place, workshop) == {clusters[0]: 3, clusters[1]: 2}


def test_with_many_choices_a_number_leads_to_each(place: Place, visit: Make) -> None:
    vote = Vote(id="voting", title="Vote", minutes=0, on="ideas", budget=5, maximum=2)
    workshop = place.create([*STEPS[:2], vote])
    place.open(workshop, "gather")
    mei = place.join(workshop, "Mei")
    ideas = [place.post(workshop, mei, f"Idea {n}") for n in range(1, 13)]
    on_paper(place, workshop, "Mme Ferreira")
    place.open(workshop, "voting")
    page = face(place, visit, workshop)
    opened(page, 1)
    expect(page.get_by_label("Choice no.")).to_be_focused()
    for typed in ("12", "2", "3", "1", "99"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    expect(page.get_by_text("There is no such choice.")).to_be_visible()
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Enter the ballot")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Every ballot is in.")).to_be_visible()
    assert counted(page, place, workshop) == {ideas[11]: 2, ideas[2]: 1}


def test_a_second_ballot_is_asked_about_and_replaces_the_first_whole(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    on_paper(place, workshop, "Mme Ferreira", "Aminata")
    page = face(place, visit, workshop)
    type_ballot(page, 1, [3])
    opened(page, 1)
    page.get_by_role("button", name="Enter a ballot").click()
    expect(page.locator(".dots-n").first).to_have_value("")
    type_ballot(page, 1, [0, 2])
    opened(page, 1)
    asked = page.get_by_role("alert").filter(has_text="A ballot of no. 1 has been entered already.")
    expect(asked).to_be_visible()
    asked.get_by_role("button", name="Keep the first one").click()
    type_ballot(page, 1, [0, 2], again=True)
    opened(page, 1)
    asked.get_by_role("button", name="Replace it").click()
    expect(page.get_by_text("1 ballot still awaited.")).to_be_visible()
    assert counted(page, place, workshop) == {clusters[1]: 2}


def test_a_ballot_being_typed_is_kept_nowhere(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    on_paper(place, workshop, "Mme Ferreira")
    page = face(place, visit, workshop)
    opened(page, 1)
    page.locator(".dots-n").first.fill("3")
    expect(page.locator(".who")).to_contain_text("ballot begun")
    assert clusters[0] not in page.evaluate(KEPT)
    assert page.evaluate(LEFT) == 0
    page.reload()
    opened(page, 1)
    expect(page.locator(".dots-n").first).to_have_value("")


def test_a_round_that_closes_takes_no_ballot_any_more(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    on_paper(place, workshop, "Mme Ferreira")
    page = face(place, visit, workshop)
    opened(page, 1)
    place.do(workshop, CloseRound(round_of(place, workshop)))
    expect(page.get_by_text("No ballot can be entered any more.")).to_be_visible()


# The whole of it


@pytest.mark.slow
def test_five_ballots_entered_by_helper_and_facilitator_at_once_are_counted_like_any(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    zoe = place.join(workshop, "Zoé")
    place.do(workshop, SetDots(round_of(place, workshop), clusters[0], 1), zoe.seat)
    place.do(workshop, Finish("voting"), zoe.seat)
    on_paper(place, workshop, *PEOPLE)
    browser, office = visit(1280, 800, language="en"), visit(1366, 768, language="en")
    frames: list[str] = []

    def hear(frame: str | bytes) -> None:
        frames.append(frame if isinstance(frame, str) else frame.decode())

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", hear)

    browser.context.on("page", lambda page: page.on("websocket", listen))
    office.sit(workshop, place.redeem(workshop, "facilitator"), "facilitator")
    ours, desk = helper(place, browser, workshop), office.open(workshop, "facilitator")
    desk.get_by_role("button", name="Enter a paper ballot").click()
    for number, ballot in ((1, [3, 3]), (2, [0, 2, 1]), (3, [1])):
        type_ballot(ours, number, ballot)
    for number, ballot in ((4, [0, 0, 0, 3]), (5, [2, 0, 2])):
        type_ballot(desk, number, ballot)
    opened(desk, 3)
    desk.get_by_role("button", name="Enter a ballot").click()
    type_ballot(desk, 3, [0, 3])
    opened(desk, 3)
    expect(desk.get_by_text("A ballot of no. 3 has been entered already.")).to_be_visible()
    desk.get_by_role("button", name="Keep the first one").click()
    desk.keyboard.press("Escape")
    eventually(ours, lambda: ours.evaluate(LEFT) == 0)
    eventually(desk, lambda: desk.evaluate(LEFT) == 0)
    crowd = place.seen(workshop)["crowd:this"]
    assert isinstance(crowd, CrowdRecord)
    assert (crowd.people, crowd.paper, crowd.done) == (7, 5, 6)  # Mei, who posted, has not voted
    place.do(workshop, CloseRound(round_of(place, workshop)))
    place.do(workshop, RevealRound(round_of(place, workshop)))
    tally = place.seen(workshop)[f"tally:{round_of(place, workshop)}"]
    assert isinstance(tally, TallyRecord)
    assert {count.on: (count.dots, count.voters) for count in tally.counts} == {
        clusters[0]: (7, 4), clusters[1]: (5, 2), clusters[2]: (3, 2), clusters[3]: (3, 1),
    }  # fmt: skip
    assert (tally.dots, tally.voters) == (18, 6)
    report = desk.request.get(place.url(workshop, "facilitator") + "/print").text()
    assert re.search(r"\b7\s+participant", report)
    heard = "".join(frames)
    assert '"kind":"person"' in heard
    assert '"kind":"ballot"' not in heard


def test_a_helper_whose_link_is_withdrawn_is_cut_off_and_keeps_what_was_not_sent(place: Place, visit: Make) -> None:
    workshop = writing(place)
    on_paper(place, workshop, "Mme Ferreira")
    browser = visit(360, 780, language="en")
    entry = helping(place, workshop)
    browser.sit(workshop, entry, "helper")
    page = browser.open(workshop, "helper")
    opened(page, 1)
    page.get_by_label("An idea of no. 1").fill("Half a sentence")
    # What it asked for when it opened has come: it is not that which is refused.
    page.wait_for_load_state("networkidle")
    assert entry.seat is not None
    place.run(place.house.access.holders.revoke(workshop, entry.seat.actor))
    expect(page.get_by_role("alert")).to_contain_text("This link has been withdrawn.")
    expect(page.get_by_text("Half a sentence")).to_be_visible()
    assert page.request.get(place.url(workshop, "helper")).status == 403
    assert page.request.get(place.url(workshop, "helper") + "/view").status == 403


def test_only_those_who_run_the_workshop_read_the_names_on_its_links(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit(360, 780, language="en")
    page = helper(place, browser, workshop, "Kofi")
    names = page.request.get(place.url(workshop, "helper") + "/holders").json()
    assert sorted(names.values()) == ["", "Kofi"]
    stranger = visit(360, 780).context.request.get(place.url(workshop, "helper") + "/holders")
    assert stranger.status == 403


def test_the_console_tells_who_entered_what(place: Place, visit: Make) -> None:
    workshop = writing(place)
    (person,) = on_paper(place, workshop, "Mme Ferreira")
    kofi = helping(place, workshop, "Kofi")
    enter(place, workshop, person, PostIdea("idea-kofi", "ideas-", "A bench", slip=4), kofi.seat)
    office = visit(1366, 768, language="en")
    office.sit(workshop, place.redeem(workshop, "facilitator"), "facilitator")
    desk = office.open(workshop, "facilitator")
    desk.locator("button.someone").click()
    desk.get_by_role("dialog").locator("button.main").click()
    expect(desk.locator(".lines li")).to_contain_text("slip 4 · entered by Kofi")
    type_slip(desk, 5, "A lamp")
    expect(desk.locator(".lines li").first).to_contain_text("slip 5 · entered by you")
