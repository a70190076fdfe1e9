"""Where topics come from on the console: an idea, a cluster, a person on paper, nobody; and their sessions."""

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Place
from tests.web.desks import all_of, console, focus_is_on
from tests.web.paperwork import on_paper
from tests.web.phones import Make, well_made
from tests.web.sorting import row, says
from tests.web.wallwork import FORUM, market, market_desk, propose, put, session, slip, topics, wall
from workshops.clusters import MakeCluster
from workshops.people import EraseMe
from workshops.reporting import TakePen, WriteReport
from workshops.slots import StartSlot
from workshops.sorting import Arrange
from workshops.topics import TopicRecord

pytestmark = pytest.mark.browser

# Where it comes from


def test_an_idea_becomes_a_topic_in_one_press_and_both_tell_of_it(place: Place, visit: Make) -> None:
    """TOPIC3."""
    workshop = wall(place)
    place.open(workshop, "gather")
    text = "Garder un guichet ouvert sans rendez-vous.\nAvec quelqu’un derrière."
    idea = place.post(workshop, place.join(workshop, "Ada"), text)
    place.open(workshop, "market")
    page = console(place, visit, workshop)
    page.locator("[data-step=gather] .name").click()
    page.locator(".card .under .btn").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Make a topic of it").click()
    expect(page.get_by_role("dialog", name="Topic no. 1")).to_contain_text("Born from idea no. 1")
    (made,) = all_of(place, workshop, TopicRecord)
    assert (made.title, made.words, made.origin) == (*text.split("\n"), f"idea:{idea}")
    well_made(page)
    dialog.locator(".topic-origin button").click()
    expect(page.get_by_role("dialog", name="Idea no. 1")).to_contain_text("Topic no. 1: “Garder un guichet")
    well_made(page)


def test_a_cluster_becomes_a_topic_in_one_press(place: Place, visit: Make) -> None:
    """TOPIC3."""
    arrange = Arrange(id="arrange", title="Regrouper")
    workshop = place.create([*FORUM[:2], arrange, *FORUM[2:]])
    place.open(workshop, "arrange")
    place.do(workshop, MakeCluster("cluster-1", "ideas-", "Toujours un guichet"))
    page = console(place, visit, workshop)
    row(page, "cluster-1").press("d")
    page.get_by_role("button", name="Make a topic of it").click()
    expect(page.get_by_role("dialog", name="Topic no. 1")).to_contain_text("Born from a cluster")
    (made,) = all_of(place, workshop, TopicRecord)
    assert (made.title, made.origin) == ("Toujours un guichet", "cluster:cluster-1")
    page.locator("dialog .topic-origin button").click()
    expect(page.get_by_role("dialog", name="Cluster")).to_contain_text("Topic no. 1: “Toujours un guichet”")


def test_without_a_marketplace_ideas_offer_no_topic(place: Place, visit: Make) -> None:
    workshop = place.create()
    place.open(workshop, "gather")
    place.post(workshop, place.join(workshop, "Ada"), "Un banc")
    page = console(place, visit, workshop)
    page.locator(".card .under .btn").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Un banc")
    expect(page.get_by_role("button", name="Make a topic of it")).to_have_count(0)


# Entered for somebody, or for nobody


def test_a_topic_is_entered_for_a_person_on_paper(place: Place, visit: Make) -> None:
    """TOPIC1, PEOPLE6."""
    workshop = wall(place)
    (person,) = on_paper(place, workshop, "Mme Le Goff")
    page = market(place, visit, workshop)
    page.get_by_role("button", name="Topic", exact=True).click()
    dialog = page.get_by_role("dialog", name="New topic")
    dialog.get_by_role("button", name="Add the topic").click()
    expect(dialog).to_contain_text("There is nothing in the box yet.")
    page.get_by_label("Title").fill("Écrire aux gens sur papier")
    dialog.get_by_label("Mme Le Goff").check()
    page.get_by_label("Title").press("Enter")
    expect(dialog).to_have_count(0)
    says(page, "Added: “Écrire aux gens sur papier”.")
    (made,) = all_of(place, workshop, TopicRecord)
    assert made.conveners == [person]
    assert focus_is_on(page, "Topic")


def test_a_topic_is_entered_for_people_who_joined_or_for_nobody(place: Place, visit: Make) -> None:
    """TOPIC1, TOPIC6."""
    workshop = wall(place)
    for name in ("Ada", "Kofi"):
        place.join(workshop, name)
    browser, page = market_desk(place, visit, workshop)
    for title, names in {"Le prix de l’occasion": ["Ada", "Kofi"], "Qui aide les aidants ?": []}.items():
        page.get_by_role("button", name="Topic", exact=True).click()
        page.get_by_label("Title").fill(title)
        for name in names:
            page.get_by_role("dialog").get_by_label(name).check()
        page.get_by_role("button", name="Add the topic").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert [topic.names for topic in all_of(place, workshop, TopicRecord)] == [["Ada", "Kofi"], []]
    expect(slip(page, all_of(place, workshop, TopicRecord)[1].id)).to_contain_text("nobody yet")
    # What was begun is there again, on this device.
    page.get_by_role("button", name="Topic", exact=True).click()
    page.get_by_label("Title").fill("Un banc")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Topic", exact=True).click()
    expect(page.get_by_label("Title")).to_have_value("Un banc")
    assert browser.errors == []


# Its session


def test_a_session_is_extended_ended_and_reopened_and_leads_to_its_report(place: Place, visit: Make) -> None:
    """WALL7."""
    workshop = wall(place, step="sessions")
    first, second = topics(place, workshop)[:2]
    put(place, workshop, first, 1, 1)
    put(place, workshop, second, 1, 2)
    place.do(workshop, StartSlot("slot-01"))
    page = market(place, visit, workshop)
    session(page, first).press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("It meets now: 0 there, 10 places.")
    well_made(page)
    dialog.get_by_role("button", name="Extend by 15 min").click()
    expect(dialog).to_contain_text("Extended: 55 min left.")
    dialog.get_by_role("button", name="End it").click()
    expect(dialog).to_contain_text("It is over; 0 came.")
    dialog.get_by_role("button", name="Reopen it").click()
    expect(dialog).to_contain_text("It meets now")
    dialog.get_by_role("button", name="Its report").click()
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Reports")).to_have_attribute("aria-pressed", "true")


def test_a_topic_whose_author_is_gone_has_its_number_alone(place: Place, visit: Make) -> None:
    """TOPIC10."""
    workshop = wall(place, step="sessions")
    ada, kofi = place.join(workshop, "Ada"), place.join(workshop, "Kofi")
    first = propose(place, workshop, "topic-01", "Le guichet", ada)
    put(place, workshop, first, 1, 1)
    for command in (TakePen(first), WriteReport(first, "said", "Qu’on y soit reçu.")):
        place.do(workshop, command, kofi.seat)
    place.do(workshop, EraseMe(), ada.seat)
    page = market(place, visit, workshop)
    expect(session(page, first)).to_contain_text("Topic 1")
    session(page, first).press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Nobody convenes it yet.")
    page.get_by_role("button", name="Read its report").click()
    expect(page.locator(".mid")).to_contain_text("Qu’on y soit reçu.")
