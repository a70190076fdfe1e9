"""One topic on the console: its words, who convenes it; hidden, and merged."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Place
from tests.web.desks import all_of
from tests.web.paperwork import on_paper
from tests.web.phones import Make, eventually, well_made
from tests.web.wallwork import market, placed, propose, put, session, slip, topics, wall
from workshops.hiding import TopicAsideRecord
from workshops.topic_merging import MergeTopics
from workshops.topics import EditTopic, TopicRecord

pytestmark = pytest.mark.browser


def found(place: Place, workshop: str) -> dict[str, TopicRecord]:
    return {topic.id: topic for topic in all_of(place, workshop, TopicRecord)}


def open_topic(page: Page, topic: str) -> None:
    slip(page, topic).locator("[data-item]").press("Enter")
    expect(page.locator("dialog .topic-words")).to_be_visible()


# Words


def test_its_words_are_changed_and_what_is_typed_outlives_the_dialog(place: Place, visit: Make) -> None:
    """TOPIC2."""
    workshop = wall(place)
    first = topics(place, workshop)[0]
    page = market(place, visit, workshop)
    open_topic(page, first)
    page.get_by_label("Title").fill("Le guichet d’après-demain")
    page.get_by_label("A few words").fill("Sans rendez-vous.")
    page.keyboard.press("Escape")
    open_topic(page, first)
    expect(page.get_by_role("dialog")).to_contain_text("What you had begun to change is still here.")
    expect(page.get_by_label("Title")).to_have_value("Le guichet d’après-demain")
    page.get_by_role("button", name="Save").click()
    eventually(page, lambda: found(place, workshop)[first].words == "Sans rendez-vous.")
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    eventually(page, lambda: page.evaluate("document.activeElement !== document.body"))
    page.keyboard.press("Escape")
    expect(slip(page, first)).to_contain_text("Le guichet d’après-demain")


def test_a_refused_title_stays_in_its_box(place: Place, visit: Make) -> None:
    workshop = wall(place)
    first = topics(place, workshop)[0]
    page = market(place, visit, workshop)
    open_topic(page, first)
    page.get_by_label("Title").fill("x" * 201)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_contain_text("Too long: 200 characters at most.")
    expect(page.get_by_label("Title")).to_have_value("x" * 201)
    assert found(place, workshop)[first].title == "Le guichet de demain"


def test_who_changes_it_meanwhile_is_told_of(place: Place, visit: Make) -> None:
    workshop = wall(place)
    first = topics(place, workshop)[0]
    page = market(place, visit, workshop)
    open_topic(page, first)
    page.get_by_label("Title").fill("Le guichet")
    place.do(workshop, EditTopic(first, "Le guichet d’hier"))
    expect(page.get_by_role("dialog")).to_contain_text("Someone has just changed it.")
    expect(page.get_by_label("Title")).to_have_value("Le guichet")
    page.get_by_role("button", name="Start from how it is now").click()
    expect(page.get_by_label("Title")).to_have_value("Le guichet d’hier")


# Who convenes it


def test_who_convenes_it_is_chosen_among_people_and_nobody_is_in_two_places(place: Place, visit: Make) -> None:
    """TOPIC6, WALL4."""
    workshop = wall(place)
    first, second = topics(place, workshop)[:2]
    on_paper(place, workshop, "Mme Le Goff")
    put(place, workshop, first, 1, 1)
    put(place, workshop, second, 1, 2)
    page = market(place, visit, workshop)
    session(page, second).press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Change who convenes it…").click()
    expect(dialog.get_by_label("Kofi")).to_be_checked()
    well_made(page)
    dialog.get_by_label("Ada").check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator(".note.refused")).to_contain_text("already convenes “Le guichet de demain” at that time.")
    dialog.get_by_label("Ada").uncheck()
    dialog.get_by_label("Mme Le Goff").check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Convened by Kofi, Mme Le Goff.")
    page.keyboard.press("Escape")
    expect(session(page, second)).to_contain_text("Kofi, Mme Le Goff")


def test_among_many_people_they_are_found_by_name(place: Place, visit: Make) -> None:
    workshop = wall(place)
    first = propose(place, workshop, "topic-01", "Le papier d’abord")
    for n in range(50):
        place.join(workshop, f"Personne {n}")
    page = market(place, visit, workshop)
    open_topic(page, first)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Nobody convenes it yet.")
    dialog.get_by_role("button", name="Change who convenes it…").click()
    expect(dialog.get_by_role("checkbox")).to_have_count(40)
    dialog.get_by_role("searchbox").fill("personne 49")
    dialog.get_by_label("Personne 49").check()
    dialog.get_by_role("searchbox").fill("")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Convened by Personne 49.")


# Hidden, merged


def test_a_topic_is_hidden_with_a_reason_and_restored(place: Place, visit: Make) -> None:
    """TOPIC5."""
    workshop = wall(place)
    first = topics(place, workshop)[0]
    put(place, workshop, first, 1, 1)
    page = market(place, visit, workshop)
    session(page, first).press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Hide from the room…").click()
    expect(dialog.get_by_label("Hide it from the room: why?")).to_be_focused()
    page.keyboard.type("Nomme une personne")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("This topic is hidden from the room: Nomme une personne")
    assert all_of(place, workshop, TopicAsideRecord)[0].reason == "Nomme une personne"
    assert placed(place, workshop) == {}
    page.keyboard.press("Escape")
    page.get_by_text("1 topic hidden").click()
    expect(page.locator(".hidden-topics")).to_contain_text("Nomme une personne")
    page.locator(".hidden-topics button").click()
    dialog.get_by_role("button", name="Restore").click()
    expect(dialog).to_contain_text("It has no place on the wall yet.")
    page.keyboard.press("Escape")
    expect(slip(page, first)).to_be_visible()


def test_one_goes_into_another_and_comes_out_again(place: Place, visit: Make) -> None:
    """TOPIC7, TOPIC8."""
    workshop = wall(place)
    ids = topics(place, workshop)
    put(place, workshop, ids[0], 1, 1)
    page = market(place, visit, workshop)
    open_topic(page, ids[1])
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Merge into…").click()
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    well_made(page)
    page.keyboard.type("guichet")
    page.keyboard.press("Enter")
    eventually(page, lambda: found(place, workshop)[ids[1]].into == ids[0])
    expect(page.get_by_role("dialog", name="Topic no. 1")).to_contain_text("Merged into it")
    expect(page.get_by_role("dialog")).to_contain_text("Convened by Ada, Kofi.")
    well_made(page)
    expect(slip(page, ids[1])).to_have_count(0)
    page.get_by_role("button", name="Take it out again").click()
    eventually(page, lambda: found(place, workshop)[ids[1]].into is None)
    expect(page.get_by_role("dialog")).to_contain_text("Convened by Ada.")


def test_a_merge_that_a_convener_offers_is_shown_and_may_be_made_or_declined(place: Place, visit: Make) -> None:
    """TOPIC7."""
    workshop = wall(place)
    ada, kofi = place.join(workshop, "Ada"), place.join(workshop, "Kofi")
    first = propose(place, workshop, "topic-01", "Le guichet", ada)
    second = propose(place, workshop, "topic-02", "Guichets", kofi)
    place.do(workshop, MergeTopics(second, first), kofi.seat)
    page = market(place, visit, workshop)
    expect(slip(page, first)).to_contain_text("1 merge offered")
    open_topic(page, first)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Decline Guichets").click()
    expect(dialog.get_by_role("button", name="Decline Guichets")).to_have_count(0)
    place.do(workshop, MergeTopics(second, first), kofi.seat)
    dialog.get_by_role("button", name="Merge Guichets").click()
    eventually(page, lambda: found(place, workshop)[second].into == first)
    # Also where the convener of the one that stays has asked.
    dialog.get_by_role("button", name="Take it out again").click()
    eventually(page, lambda: found(place, workshop)[second].into is None)
    place.do(workshop, MergeTopics(second, first), ada.seat)
    dialog.get_by_role("button", name="Merge Guichets").click()
    eventually(page, lambda: found(place, workshop)[second].into == first)
