"""People on the console, in a real browser: found, given a code, made one, taken out, written for when on paper."""

import re

import pytest
from msgspec import structs
from playwright.sync_api import Page, expect

from server.access import Entry, cookie_name
from server.client import Client
from server.house import face_path
from server.protocol import Refused
from tests.web.conftest import GATHER, STEPS, Place
from tests.web.desks import all_of, console, focus_is_on
from tests.web.phones import Make, eventually, round_of, voting, writing
from tests.web.sorting import says
from workshops.agenda import AgendaRecord
from workshops.authorship import AuthorRecord
from workshops.ballots import SetDots
from workshops.ideas import IdeaRecord
from workshops.moderation import HiddenRecord
from workshops.people import AddPerson, PersonRecord
from workshops.sealing import RevealRound
from workshops.tallies import TallyRecord
from workshops.voting import CloseRound

pytestmark = pytest.mark.browser


def names(place: Place, workshop: str) -> list[str]:
    return sorted(person.name for person in all_of(place, workshop, PersonRecord))


def open_person(page: Page, name: str) -> None:
    page.locator(".side").get_by_role("button", name=re.compile(rf"^{name}\b")).click()
    expect(page.get_by_role("dialog", name=name)).to_be_visible()


def sit(place: Place, visit: Make, workshop: str, entry: Entry) -> Page:
    browser = visit(360, 780, language="en")
    browser.sit(workshop, entry)
    return browser.open(workshop)


def test_each_is_here_or_away_done_or_not_on_a_device_or_on_paper(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ada, kofi, _ = (place.join(workshop, name) for name in ["Ada", "Kofi", "Tomasz"])
    sit(place, visit, workshop, ada)
    tab = sit(place, visit, workshop, kofi)
    place.do(workshop, AddPerson("person-paper", "Mme Le Goff"))
    page = console(place, visit, workshop)
    people = page.locator(".side .people")
    expect(people.get_by_role("button", name="Ada")).to_contain_text("here")
    expect(people.get_by_role("button", name="Kofi")).to_contain_text("here")
    expect(people.get_by_role("button", name="Tomasz")).to_contain_text("not connected")
    expect(people.get_by_role("button", name="Mme Le Goff")).to_contain_text("on paper")
    expect(page.get_by_role("heading", name="People")).to_contain_text("4, of whom 1 on paper")
    tab.close()
    expect(people.get_by_role("button", name="Kofi")).to_contain_text("offline")
    place.finish(workshop, ada, "gather")
    expect(people.get_by_role("button", name="Ada")).to_contain_text("has finished")


def test_who_moves_an_idea_is_seen_to_sort_unless_two_have_their_name(place: Place, visit: Make) -> None:
    workshop = place.create(
        [STEPS[0], structs.replace(GATHER, authors="shown"), structs.replace(STEPS[2], by="everyone")]
    )
    place.open(workshop, "gather")
    ada = place.join(workshop, "Ada")
    idea = place.post(workshop, ada, "Un banc")
    place.open(workshop, "arrange")
    page = console(place, visit, workshop)
    people = page.locator(".side .people")
    phone = Client(
        place.base, face_path(workshop, "participant"), f"{cookie_name(workshop, 'participant', False)}={ada.cookie}"
    )
    place.run(phone.__aenter__())
    place.run(phone.hold(idea))
    expect(people).to_contain_text("is sorting now")
    place.join(workshop, "Ada")
    expect(people).not_to_contain_text("is sorting now")
    place.run(phone.__aexit__(None, None, None))


def test_many_are_counted_then_searched_and_filtered(place: Place, visit: Make) -> None:
    workshop = writing(place)
    entries = [place.join(workshop, f"Personne {n}") for n in range(1, 31)]
    for entry in entries[:4]:
        place.finish(workshop, entry, "gather")
    page = console(place, visit, workshop)
    expect(page.locator(".side .people li")).to_have_count(2)
    page.get_by_role("button", name="See the 30").click()
    dialog = page.get_by_role("dialog", name="People")
    search = dialog.get_by_role("searchbox", name="Search a person")
    expect(search).to_be_focused()
    search.fill("personne 2")
    assert dialog.locator("li").all_inner_texts()[0].startswith("Personne 2")
    expect(dialog.locator("li")).to_have_count(11)
    search.fill("")
    dialog.get_by_text("Not finished yet").click()
    expect(dialog.locator("li")).to_have_count(26)
    place.finish(workshop, entries[9], "gather")
    expect(dialog.locator("li")).to_have_count(25)
    search.fill("nobody")
    expect(dialog).to_contain_text("Nobody here.")
    page.keyboard.press("Escape")
    page.locator(".side").get_by_role("button", name="Not finished yet").click()
    expect(dialog.locator("li")).to_have_count(25)


def test_a_list_of_people_is_one_tab_stop(place: Place, visit: Make) -> None:
    workshop = writing(place)
    for name in ["Ada", "Kofi", "Mei"]:
        place.join(workshop, name)
    page = console(place, visit, workshop)
    page.locator(".side").get_by_role("button", name="Ada").focus()
    page.keyboard.press("ArrowDown")
    assert focus_is_on(page, "Kofi")
    page.keyboard.press("Tab")
    assert focus_is_on(page, "See the 3")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Kofi")).to_be_visible()
    page.keyboard.press("Escape")
    eventually(page, lambda: focus_is_on(page, "Kofi"))


def test_eight_digits_bring_back_who_lost_their_phone(place: Place, visit: Make) -> None:
    workshop = writing(place)
    place.join(workshop, "Kofi")
    page = console(place, visit, workshop)
    open_person(page, "Kofi")
    page.get_by_role("button", name="Give a code for another phone").click()
    code = page.locator("dialog .code")
    expect(code).to_have_text(re.compile(r"^\d{4} \d{4}$"))
    expect(page.get_by_role("dialog")).to_contain_text(re.compile(r"It works once, for \d minutes\."))
    redeemed = place.run(place.house.access.redeem(code.inner_text(), {}, "127.0.0.1"))
    assert isinstance(redeemed, Entry)
    assert redeemed.seat is not None
    (kofi,) = all_of(place, workshop, PersonRecord)
    assert redeemed.seat.actor == kofi.id


@pytest.mark.parametrize(("choice", "hidden"), [("stay on the board", 0), ("are hidden from the room", 1)])
def test_who_is_taken_out_is_cut_off_and_their_ideas_stay_or_go(
    place: Place, visit: Make, choice: str, hidden: int
) -> None:
    workshop = writing(place)
    kofi, _ = place.join(workshop, "Kofi"), place.join(workshop, "Mei")
    place.post(workshop, kofi, "Éteindre les bornes la nuit.")
    page = console(place, visit, workshop)
    open_person(page, "Kofi")
    page.get_by_role("button", name="Remove from the workshop…").click()
    page.get_by_text(choice).click()
    page.get_by_role("button", name="Remove Kofi").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    says(page, "Kofi is out of the workshop.")
    expect(page.locator(".side .people")).not_to_contain_text("Kofi")
    assert names(place, workshop) == ["Mei"]
    assert len(all_of(place, workshop, HiddenRecord)) == hidden
    access = place.house.access
    eventually(page, lambda: place.run(access.seats.of(kofi.cookie, workshop, "participant")) is None)


def test_who_joined_twice_becomes_one_with_all_their_ideas(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ada, again, _ = (place.join(workshop, name) for name in ["Ada", "Adda", "Kofi"])
    place.post(workshop, ada, "La première")
    place.post(workshop, again, "La seconde")
    page = console(place, visit, workshop)
    open_person(page, "Ada")
    page.get_by_role("button", name="The same person joined twice…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio").first).to_have_accessible_name(re.compile("^Adda"))  # the most alike first
    dialog.get_by_role("radio").first.check()
    dialog.get_by_role("group", name="Which one stays?").get_by_text("Adda").click()
    dialog.get_by_role("button", name="Make them one").click()
    expect(dialog).to_have_count(0)
    assert names(place, workshop) == ["Adda", "Kofi"]
    assert again.seat is not None
    assert {record.person for record in all_of(place, workshop, AuthorRecord)} == {again.seat.actor}


def test_a_locked_door_lets_nobody_new_in(place: Place, visit: Make) -> None:
    workshop = writing(place)
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Lock the door").click()
    expect(page.get_by_role("heading", name="Door locked")).to_be_visible()
    (agenda,) = all_of(place, workshop, AgendaRecord)
    assert agenda.locked
    refused = place.run(place.house.access.join(workshop, "k" * 32, "Kofi"))
    assert isinstance(refused, Refused)
    assert refused.reason == "door_locked"
    page.get_by_role("button", name="Unlock the door").click()
    expect(page.get_by_role("heading", name="Meeting open")).to_be_visible()
    place.join(workshop, "Kofi")


# On paper


def test_people_on_paper_are_added_and_their_ideas_typed_in_turn(place: Place, visit: Make) -> None:
    workshop = writing(place)
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Add a person on paper").click()
    dialog = page.get_by_role("dialog", name="On paper")
    expect(dialog.locator(".add input")).to_be_focused()
    page.keyboard.type("Mme Le Goff")
    page.keyboard.press("Enter")
    expect(dialog.locator(".who")).to_contain_text("Mme Le Goff")
    page.keyboard.press("Escape")
    open_person(page, "Mme Le Goff")
    page.get_by_role("button", name="Enter their ideas or ballot").click()
    expect(dialog.locator("textarea")).to_be_focused()
    page.keyboard.type("Garder un guichet ouvert.")
    page.keyboard.press("Enter")
    expect(dialog.locator(".lines")).to_contain_text("Garder un guichet ouvert.")
    eventually(
        page, lambda: [idea.text for idea in all_of(place, workshop, IdeaRecord)] == ["Garder un guichet ouvert."]
    )
    page.keyboard.press("Escape")
    card = page.locator(".stream .card")
    expect(card).to_contain_text("on paper")
    card.get_by_role("button", name="Open the idea").click()
    expect(page.get_by_role("dialog")).to_contain_text("Entered by you")


def test_a_ballot_on_paper_is_entered_and_counts(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    place.do(workshop, AddPerson("person-paper", "Mme Le Goff"))
    place.do(workshop, SetDots(round_of(place, workshop), clusters[1], 1), place.join(workshop, "Ada").seat)
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Enter a paper ballot").click()
    dialog = page.get_by_role("dialog", name="On paper")
    dialog.get_by_role("button", name=re.compile("Mme Le Goff")).click()
    dialog.locator(".dots-n").first.fill("3")
    dialog.get_by_role("button", name="Enter the ballot").click()
    expect(page.locator(".seat.f.p")).to_have_count(1)
    page.keyboard.press("Escape")
    round_ = round_of(place, workshop)
    for command in (CloseRound(round_), RevealRound(round_)):
        place.do(workshop, command)
    (tally,) = all_of(place, workshop, TallyRecord)
    assert [(count.on, count.dots) for count in tally.counts] == [(clusters[0], 3), (clusters[1], 1)]


def test_whoever_is_on_paper_can_be_said_to_have_finished(place: Place, visit: Make) -> None:
    workshop = writing(place)
    place.do(workshop, AddPerson("person-paper", "Mme Le Goff"))
    page = console(place, visit, workshop)
    open_person(page, "Mme Le Goff")
    page.get_by_role("button", name="They have finished").click()
    expect(page.get_by_role("button", name="They have not finished after all")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".side .people")).to_contain_text("has finished, on paper")
