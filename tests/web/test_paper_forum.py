"""People on paper in an open forum: a helper enters their topics, where they would go and where they are."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Place
from tests.web.meeting import meeting
from tests.web.paperwork import PEOPLE, counted, helper, on_paper, opened, type_ballot
from tests.web.phones import Make, eventually, well_made
from workshops.attendance import WhereaboutsRecord
from workshops.interest import InterestRecord
from workshops.market import Market
from workshops.proceedings import Field, Sessions
from workshops.recipe import AddStep
from workshops.slots import PutSlot, StartSlot
from workshops.spaces import PutSpace
from workshops.topics import ProposeTopic, TopicRecord
from workshops.voting import Vote
from workshops.wall import PlaceTopic, SessionRecord

pytestmark = pytest.mark.browser

MARKET = Market(id="market", title="Place du marché", prompt="Quel sujet vous tient à cœur ?", each=2)
SESSIONS = Sessions(id="sessions", title="Cercles", canvas=[Field(id="said", title="Ce qui s’est dit")])


def at_the_market(place: Place, visit: Make, width: int = 1280) -> tuple[Page, str, list[str]]:
    """Two spaces, two slots; a topic of Ada's on the wall, one of Mei's that is not."""
    workshop = place.create([MARKET, SESSIONS])
    place.do(workshop, PutSpace("space-1", "Cour", 12))
    place.do(workshop, PutSpace("space-2", "Grande salle", 40))
    place.do(workshop, PutSlot("slot-1", 14 * 60, 14 * 60 + 40))
    place.do(workshop, PutSlot("slot-2", 15 * 60, 15 * 60 + 40))
    place.open(workshop, "market")
    for name, topic, title in (("Ada", "topic-1", "Un repair café"), ("Mei", "topic-2", "Qui aide les aidants ?")):
        place.do(workshop, ProposeTopic(topic, title), place.join(workshop, name).seat)
    place.do(workshop, PlaceTopic("topic-1", "slot-1", "space-1"))
    people = on_paper(place, workshop, *PEOPLE[:3])
    page = helper(place, visit(width, 800, language="en"), workshop)
    return page, workshop, people


def of(place: Place, workshop: str, person: str) -> list[TopicRecord]:
    found = [
        each for each in place.seen(workshop).values() if isinstance(each, TopicRecord) and person in each.conveners
    ]
    return sorted(found, key=lambda topic: topic.n)


def propose(page: Page, title: str, words: str = "") -> None:
    page.get_by_label("A topic", exact=True).fill(title)
    page.get_by_label("A few words about it").fill(words)
    page.get_by_label("A topic", exact=True).press("Enter")


def test_topics_are_entered_in_a_row_put_right_and_withdrawn(place: Place, visit: Make) -> None:
    page, workshop, people = at_the_market(place, visit)
    opened(page, 2)
    expect(page.get_by_label("A topic", exact=True)).to_be_focused()
    propose(page, "Relire une démarche à voix haute", "Avec qui en a besoin")
    expect(page.get_by_role("status").filter(has_text="Topic 3 saved")).to_be_attached()
    expect(page.get_by_label("A topic", exact=True)).to_be_focused()
    propose(page, "Le papier gratuit")
    expect(page.locator(".lines .title")).to_have_text(["Le papier gratuit", "Relire une démarche à voix haute"])
    expect(page.locator(".lines li").last).to_contain_text("no. 3 · not on the wall")
    page.locator(".lines li").first.get_by_role("button", name="Edit").click()
    page.locator(".edit").get_by_label("A topic", exact=True).fill("Le papier gratuit pour tous")
    page.keyboard.press("Enter")
    expect(page.locator(".lines li").first.get_by_role("button").first).to_be_focused()
    page.locator(".lines li").last.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".lines .title")).to_have_text(["Le papier gratuit pour tous"])
    eventually(page, lambda: len(of(place, workshop, people[1])) == 1)
    (topic,) = of(place, workshop, people[1])
    assert (topic.n, topic.title, topic.names) == (4, "Le papier gratuit pour tous", [PEOPLE[1]])
    expect(page.locator(".who").nth(1)).to_contain_text("1 topic")
    well_made(page)


def test_a_topic_that_is_refused_goes_back_into_its_box(place: Place, visit: Make) -> None:
    page, _, _ = at_the_market(place, visit)
    opened(page, 1)
    for n in range(2):
        propose(page, f"Sujet {n}")
    expect(page.locator(".lines .title")).to_have_count(2)
    propose(page, "Un de trop", "Des mots")
    expect(page.get_by_role("alert").filter(has_text="2")).to_be_visible()
    expect(page.get_by_label("A topic", exact=True)).to_have_value("Un de trop")
    expect(page.get_by_label("A few words about it")).to_have_value("Des mots")
    page.get_by_label("A topic", exact=True).fill("  ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="A topic needs a title.")).to_be_visible()


def test_a_topic_is_placed_on_the_wall_and_taken_off(place: Place, visit: Make) -> None:
    page, workshop, people = at_the_market(place, visit)
    opened(page, 1)
    propose(page, "Le papier gratuit")
    line = page.locator(".lines li")
    line.get_by_role("button", name="Place…").click()
    where = line.get_by_label("Place on the wall")
    expect(where).to_be_focused()
    expect(where.locator("option")).to_have_text([
        "Choose a free place", "Grande salle, 14:00", "Cour, 15:00 (suggested)", "Grande salle, 15:00",
    ])  # fmt: skip
    expect(where.locator("option:checked")).to_have_text("Cour, 15:00 (suggested)")
    where.select_option(label="Grande salle, 14:00")
    line.get_by_role("button", name="Place it").click()
    expect(line).to_contain_text("Grande salle, 14:00")
    (topic,) = of(place, workshop, people[0])
    eventually(page, lambda: f"session:{topic.id}" in place.seen(workshop))
    session = place.seen(workshop)[f"session:{topic.id}"]
    assert isinstance(session, SessionRecord)
    assert (session.slot, session.space) == ("slot-1", "space-2")
    line.get_by_role("button", name="Place…").click()
    line.get_by_role("button", name="Take it off the wall").click()
    expect(line).to_contain_text("not on the wall")


def test_where_somebody_would_go_is_marked_by_number(place: Place, visit: Make) -> None:
    page, workshop, people = at_the_market(place, visit)
    for n in range(3, 11):
        place.do(workshop, ProposeTopic(f"topic-{n:02}", f"Sujet {n}"))
    opened(page, 3)
    page.get_by_text("Where they would go").click()
    find = page.get_by_label("Number or words of a topic")
    for number in ("2", "10", "7", "7"):
        find.fill(number)
        page.keyboard.press("Enter")
        expect(find).to_have_value("")
    expect(page.locator(".interest summary .num")).to_have_text("(2)")

    def marked() -> list[str]:
        record = place.seen(workshop).get(f"interest:{people[2]}")
        return sorted(record.topics) if isinstance(record, InterestRecord) else []

    eventually(page, lambda: marked() == ["topic-10", "topic-2"])
    page.get_by_role("checkbox", name="Un repair café").check()
    eventually(page, lambda: marked() == ["topic-1", "topic-10", "topic-2"])


def test_where_somebody_is_is_said_for_them(place: Place, visit: Make) -> None:
    page, workshop, people = at_the_market(place, visit)
    place.do(workshop, PlaceTopic("topic-2", "slot-1", "space-2"))
    place.open(workshop, "sessions")
    opened(page, 3)
    expect(page.locator(".whereabouts")).to_contain_text("No circle meets now.")
    place.do(workshop, StartSlot("slot-1"))
    page.get_by_role("radio", name="Qui aide les aidants ?").check()
    expect(page.locator(".who").nth(2)).to_contain_text("in circle 2")

    def is_in() -> str:
        record = place.seen(workshop).get(f"whereabouts:{people[2]}")
        return record.session if isinstance(record, WhereaboutsRecord) else ""

    eventually(page, lambda: is_in() == "topic-2")
    expect(page.locator(".whereabouts .opt.on")).to_contain_text("1 of 40")
    page.get_by_role("radio", name="Un repair café").check()
    eventually(page, lambda: is_in() == "topic-1")
    page.get_by_role("radio", name="in no circle").check()
    eventually(page, lambda: is_in() == "")
    expect(page.locator(".who").nth(2)).not_to_contain_text("in circle")
    well_made(page)


def test_a_report_form_is_typed_in_by_the_number_of_its_circle(place: Place, visit: Make) -> None:
    forum = meeting(place)
    page = helper(place, visit(1280, 800, language="en"), forum.workshop)
    page.get_by_role("button", name="Qui aide les aidants ?").click()
    expect(page.get_by_role("heading", name="2 Qui aide les aidants ?")).to_be_visible()
    expect(page.get_by_role("button", name="Take the pen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="La question discutée")).to_be_focused()
    page.keyboard.type("Qui les relaie ?")
    eventually(page, lambda: forum.says(forum.sessions[1], "question") == "Qui les relaie ?")
    report = forum.record(f"report:{forum.sessions[1]}")
    assert (report.staff, report.filled) == (True, ["question"])
    page.get_by_label("One more proposal").fill("Un répit par mois")
    page.keyboard.press("Enter")
    eventually(page, lambda: forum.proposed(forum.sessions[1]) == ["Un répit par mois"])
    well_made(page)
    page.get_by_role("button", name="Lay the pen down").click()
    expect(page.locator(".typing .part").first).to_contain_text("Qui les relaie ?")
    eventually(page, lambda: forum.record(f"report:{forum.sessions[1]}").pen is None)


def test_on_a_phone_the_list_is_behind_the_form(place: Place, visit: Make) -> None:
    forum = meeting(place)
    page = helper(place, visit(360, 780, language="en"), forum.workshop)
    circle = page.get_by_role("button", name="Qui aide les aidants ?")
    circle.click()
    expect(circle).not_to_be_visible()
    well_made(page)
    page.get_by_role("button", name="All the people and reports").click()
    expect(circle).to_be_focused()


def test_a_ballot_on_reports_is_entered_by_the_numbers_of_the_printed_one(place: Place, visit: Make) -> None:
    forum = meeting(place)
    for n in (0, 2):
        forum.writes(forum.conveners[n], forum.sessions[n], said="Ceci.")
    on_paper(place, forum.workshop, "Mme Ferreira")
    vote = Vote(id="on-reports", title="Vote", board="proposed", on="reports", minutes=0)
    place.do(forum.workshop, AddStep(vote, "journal"))
    place.open(forum.workshop, vote.id)
    page = helper(place, visit(1280, 800, language="en"), forum.workshop)
    opened(page, 1)
    expect(page.locator(".pick label")).to_have_text(["1. Un repair café qui dure", "2. Le collège sans téléphone"])
    type_ballot(page, 1, [1, 2])
    assert counted(page, place, forum.workshop) == {forum.sessions[2]: 2, forum.sessions[0]: 1}


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_well_made(place: Place, visit: Make, width: int) -> None:
    page, _, _ = at_the_market(place, visit, width)
    opened(page, 1)
    propose(page, "Anticonstitutionnellement" * 6, "Anticonstitutionnellement" * 10)
    expect(page.locator(".lines .title")).to_have_count(1)
    page.get_by_role("button", name="Place…").click()
    page.get_by_text("Where they would go").click()
    well_made(page)
