"""The marketplace and the agenda wall by plain forms: what is answered, what is kept, and whose topics they are."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.app import create_app
from server.reasons import FORUM
from server.settings import Settings
from tests.server.hall import Hall, Person
from tests.server.logs import copied
from workshops.agenda import OpenStep, Talk
from workshops.boards import Gather
from workshops.clusters import MakeCluster
from workshops.format import Format
from workshops.hiding import HideTopic
from workshops.ideas import PostIdea
from workshops.interest import InterestRecord
from workshops.market import Market
from workshops.plans import SlotPlan, SpacePlan
from workshops.proceedings import Field, Sessions
from workshops.slots import SlotRecord
from workshops.sorting import Arrange
from workshops.spaces import SpaceRecord
from workshops.topics import ProposeTopic, TopicRecord
from workshops.wall import PlaceTopic, SessionRecord

RECIPE = Format(
    name="open forum",
    steps=[
        Talk(id="opening", title="Opening", points=["Whoever comes is the right people."], law="Use your two feet."),
        Gather(id="gather", title="Ideas", minutes=5),
        Arrange(id="arrange", title="Group"),
        Market(id="market", title="Marketplace", prompt="Which topic?", each=3),
        Sessions(id="sessions", title="Circles", canvas=[Field(id="said", title="What was said")]),
        Talk(id="closing", title="Closing"),
    ],
    spaces=[SpacePlan(name="Yard", capacity=12, access="a step"), SpacePlan(name="Hall", capacity=40)],
    slots=[SlotPlan(starts="14:00", ends="14:40"), SlotPlan(starts="14:50", ends="15:30")],
)


@pytest.fixture
def forum(tmp_path: Path, migrated: Path) -> Iterator[Hall]:
    application = create_app(Settings(data=str(copied(migrated, tmp_path)), open=True))
    with TestClient(application) as client:
        hall = Hall(application, client, RECIPE)
        hall.do(OpenStep("market"))
        yield hall


@pytest.fixture
def ada(forum: Hall) -> Person:
    return forum.person("Ada")


@pytest.fixture
def kofi(forum: Hall) -> Person:
    return forum.person("Kofi")


def proposed(who: Person, title: str, words: str = "") -> str:
    """The id of a topic that this person proposes."""
    who.post("/topics", who.form(who.get(), "/topics") | {"title": title, "words": words})
    return next(topic.id for topic in topics(who) if topic.title == title)


def topics(who: Person) -> list[TopicRecord]:
    return [each for each in who.hall.seen(who.seat.actor).values() if isinstance(each, TopicRecord)]


def grid(who: Person) -> tuple[list[str], list[str]]:
    """The slots' ids and the spaces', in their order."""
    seen = who.hall.seen(who.seat.actor).values()
    slots = sorted((each for each in seen if isinstance(each, SlotRecord)), key=lambda slot: slot.n)
    spaces = sorted((each for each in seen if isinstance(each, SpaceRecord)), key=lambda space: space.n)
    return [slot.id for slot in slots], [space.id for space in spaces]


def placed(who: Person) -> dict[str, tuple[str, str]]:
    seen = who.hall.seen(who.seat.actor).values()
    return {each.id: (each.slot, each.space) for each in seen if isinstance(each, SessionRecord)}


def test_a_topic_is_proposed_and_the_same_form_again_proposes_nothing_more(ada: Person) -> None:
    form = ada.form(ada.get(), "/topics") | {"title": "Benches <b>", "words": "Where?\nAnd how many?"}
    for _ in range(3):
        assert ada.post("/topics", form).headers["location"] == f"{ada.here}#my-topics"
    assert [(each.title, each.words, each.names) for each in topics(ada)] == [
        ("Benches <b>", "Where?\nAnd how many?", ["Ada"])
    ]
    assert "Benches &lt;b&gt;" in ada.get()


def test_what_is_refused_stays_in_its_boxes_with_a_fresh_form(ada: Person) -> None:
    form = ada.form(ada.get(), "/topics")
    page = ada.post("/topics", form | {"title": "word " * 50, "words": "Few words"}, 422).text
    assert "Too long: 200 characters at most." in page
    assert "word word" in page
    assert "Few words" in page
    again = ada.form(page, "/topics")
    assert again["topic"] != form["topic"]
    ada.post("/topics", again | {"title": "Word"})
    assert [each.title for each in topics(ada)] == ["Word"]


def test_no_more_topics_than_the_marketplace_takes_from_each(ada: Person) -> None:
    for n in range(3):
        proposed(ada, f"Topic {n}")
    assert "as many topics as this marketplace takes" in ada.get()
    ada.post("/topics", ada.form(ada.get(), "/topics") | {"title": "One too many"}, 422)


def test_between_its_steps_nothing_is_proposed_and_what_was_written_is_not_lost(forum: Hall, ada: Person) -> None:
    form = ada.form(ada.get(), "/topics") | {"title": "Too late", "words": "by a minute"}
    forum.do(OpenStep("closing"))
    page = ada.post("/topics", form, 422).text
    assert "This step is closed." in page
    assert "Too late" in page
    assert "by a minute" in page
    ada.get("/topics/new", 303)


def test_a_topic_is_born_of_an_idea_with_its_words_and_each_leads_to_the_other(forum: Hall, ada: Person) -> None:
    forum.do(OpenStep("gather"))
    forum.do(PostIdea("idea-1", "ideas-", "Benches\nin the shade"), forum.person("Mei").seat)
    forum.do(OpenStep("arrange"))
    forum.do(MakeCluster("cluster-1", "ideas-", "To sit down", None, ["idea-1"]))
    forum.do(OpenStep("market"))
    page = ada.get("/topics/from")
    assert re.findall(r"new\?from=(\S+)\"", page) == ["cluster:cluster-1", "idea:idea-1"]
    page = ada.get("/topics/new?from=idea:idea-1")
    assert 'name="title" value="Benches"' in page
    assert "\nin the shade</textarea>" in page
    ada.post("/topics", ada.form(page, "/topics") | {"title": "Benches", "words": "in the shade"})
    topic = topics(ada)[0]
    assert topic.origin == "idea:idea-1"
    assert f'href="{ada.here}/ideas/idea-1"' in ada.get(f"/topics/{topic.id}")
    assert f'href="{ada.here}/topics/{topic.id}"' in ada.get("/ideas/idea-1")
    assert f'href="{ada.here}/topics/{topic.id}"' in ada.get("/topics/from")
    ada.post("/topics", ada.form(ada.get("/topics/new?from=cluster:cluster-1"), "/topics") | {"title": "To sit"})
    born = next(each for each in topics(ada) if each.title == "To sit")
    assert f'href="{ada.here}/clusters/cluster-1"' in ada.get(f"/topics/{born.id}")


def test_its_convener_edits_and_withdraws_a_topic_and_nobody_else_does(ada: Person, kofi: Person) -> None:
    topic = proposed(ada, "Benhces", "Where?")
    path = f"/topics/{topic}"
    refused = ada.post(path, ada.form(ada.get(path), path) | {"do": "save", "title": " ", "words": "kept"}, 422).text
    assert "kept" in refused
    ada.post(path, ada.form(refused, path) | {"do": "save", "title": "Benches", "words": "Where?"})
    assert [each.title for each in topics(ada)] == ["Benches"]
    assert 'value="save"' not in kofi.get(path)
    kofi.get(f"{path}/place", 404)
    kofi.get(f"{path}/merge", 404)
    form = kofi.form(kofi.get(), "/topics") | {"do": "withdraw"}
    kofi.post(path, form, 422)
    ada.post(path, ada.form(ada.get(path), path) | {"do": "withdraw"})
    assert topics(ada) == []
    ada.get(path, 404)


def test_what_interests_one_is_marked_and_unmarked_where_one_reads(ada: Person, kofi: Person) -> None:
    topic = proposed(ada, "Benches")
    form = kofi.form(kofi.get(), "/interest") | {"set": f"{topic}.1", "page": "1"}
    assert kofi.post("/interest", form).headers["location"] == f"{kofi.here}?side=topics&page=1#tt-{topic}"
    assert kofi.hall.seen(kofi.seat.actor)[f"interest:{kofi.seat.actor}"] == InterestRecord(kofi.seat.actor, [topic])
    assert 'aria-pressed="true"' in kofi.get()
    kofi.post("/interest", kofi.form(kofi.get(), "/interest") | {"set": f"{topic}.0"})
    assert 'aria-pressed="true"' not in kofi.get().replace("done", "")


def test_a_topic_is_placed_where_it_is_suggested_or_elsewhere(ada: Person, kofi: Person) -> None:
    """WALL3 WALL5"""
    topic = proposed(ada, "Benches")
    (first, second), (yard, hall) = grid(ada)
    assert ada.get(f"/suggest?topic={topic}") == f'{{"slot":"{first}","space":"{yard}"}}'
    kofi.get(f"/suggest?topic={topic}", 403)
    path = f"/topics/{topic}/place"
    assert f'value="{first}.{yard}">Suggested: 14:00, Yard' in ada.get(path)
    ada.post(path, ada.form(ada.get(path), path) | {"to": f"{second}.{hall}"})
    assert placed(ada) == {topic: (second, hall)}
    assert "it is here" in ada.get(path)
    ada.post(path, ada.form(ada.get(path), path) | {"to": "off"})
    assert placed(ada) == {}


def test_who_is_second_in_a_cell_is_told_what_is_there_and_chooses_again(ada: Person, kofi: Person) -> None:
    """WALL3 WALL4"""
    benches, trees = proposed(ada, "Benches"), proposed(kofi, "Trees")
    (first, _), (yard, hall) = grid(ada)
    path = f"/topics/{trees}/place"
    form = kofi.form(kofi.get(path), path) | {"to": f"{first}.{yard}"}
    ada.hall.do(PlaceTopic(benches, first, yard), ada.seat)
    page = kofi.post(path, form, 422).text
    assert "“Benches” is already there at that time." in page
    assert "taken by “Benches”" in page
    kofi.post(path, kofi.form(page, path) | {"to": f"{first}.{hall}"})
    assert placed(ada) == {benches: (first, yard), trees: (first, hall)}
    more = proposed(kofi, "Flowers")
    assert "You convene “Trees” at that time." in kofi.get(f"/topics/{more}/place")
    page = kofi.post(f"/topics/{more}/place", kofi.form(page, path) | {"to": f"{first}.{yard}"}, 422).text
    assert "“Benches” is already there at that time." in page


def test_two_topics_become_one_when_both_conveners_say_so(ada: Person, kofi: Person) -> None:
    """TOPIC7 TOPIC8"""
    benches, seats = proposed(ada, "Benches"), proposed(kofi, "Seats")
    path = f"/topics/{benches}/merge"
    assert "Nothing is chosen yet." in ada.post(path, ada.form(ada.get(path), path), 200).text
    ada.post(path, ada.form(ada.get(path), path) | {"into": seats})
    assert "You have offered to merge it with:" in ada.get()
    page = kofi.get()
    assert "Its conveners offer to merge it with yours:" in page
    offer = kofi.form(page, f"/topics/{seats}")
    assert (offer["from"], offer["into"]) == (benches, seats)
    kofi.post(f"/topics/{seats}", offer | {"do": "accept"})
    assert {each.id: each.into for each in topics(ada)} == {benches: seats, seats: None}
    assert "with Kofi" in ada.get()
    ada.post(f"/topics/{seats}", ada.form(ada.get(), f"/topics/{seats}") | {"do": "unmerge"})
    assert {each.into for each in topics(ada)} == {None}
    ada.post(path, ada.form(ada.get(path), path) | {"into": seats})
    kofi.post(f"/topics/{seats}", kofi.form(kofi.get(), f"/topics/{seats}") | {"do": "decline"})
    assert "offer" not in ada.get().replace("offers", "")


def test_the_wall_says_every_slot_and_every_cell(ada: Person, kofi: Person) -> None:
    """WALL9"""
    topic = proposed(ada, "Benches")
    (first, _), (yard, _) = grid(ada)
    ada.hall.do(PlaceTopic(topic, first, yard), ada.seat)
    for page in (kofi.get("?side=wall"), kofi.get("/topics?side=wall")):
        assert [each for each in ("14:00<", "– 14:40", "– 15:30", "12 seats", "a step") if each not in page] == []
        assert page.count(">free<") == 3
    ada.hall.do(OpenStep("sessions"))
    assert "Coming up" in kofi.get()


def test_a_hidden_topic_is_its_conveners_alone_who_read_why(forum: Hall, ada: Person, kofi: Person) -> None:
    """TOPIC5"""
    topic = proposed(ada, "Rude")
    forum.do(HideTopic(topic, "it names somebody"))
    assert "The facilitator has hidden it: it names somebody" in ada.get()
    kofi.get(f"/topics/{topic}", 404)
    assert "Rude" not in kofi.get()


def test_two_hundred_topics_are_read_fifty_at_a_time_and_searched(forum: Hall, ada: Person) -> None:
    for n in range(200):
        forum.do(ProposeTopic(f"topic-{n}", f"Topic number {n}"))
    page = ada.get()
    assert page.count('class="paper topic"') == 50
    assert "Page 1 of 4" in page
    assert ada.get("?side=topics&page=4").count('class="paper topic"') == 50
    found = ada.get("?side=topics&q=NUMBER%2019")
    assert found.count('class="paper topic"') == 11
    assert "11 topics of 200." in found


def test_the_opening_says_its_principles_and_its_law(forum: Hall, ada: Person) -> None:
    forum.do(OpenStep("opening"))
    page = ada.get()
    assert "Whoever comes is the right people." in page
    assert "Use your two feet." in page


def test_a_workshop_without_an_open_forum_is_handed_none_of_its_words(hall: Hall) -> None:
    mei = hall.person("Mei")
    for language in ("en", "fr"):
        page = mei.get(language=language)
        assert not [code for code in FORUM if code in page]
        assert "forum-" not in page
    mei.get("/topics", 303)


def test_a_workshop_with_one_is_handed_its_words_its_styles_and_its_script(forum: Hall, ada: Person) -> None:
    page = ada.get(language="fr")
    assert not [code for code in FORUM if code not in page]
    assert re.search(r"/static/forum-\w+\.css", page)
    forum.do(OpenStep("opening"))
    assert ada.get().count("modulepreload") < page.count("modulepreload")


def test_addresses_that_only_take_forms_lead_back(ada: Person) -> None:
    assert ada.hall.client.get(f"{ada.here}/interest", headers=ada.headers(), follow_redirects=False).status_code == 303
    ada.get("/topics/abc", 404)
    ada.post("/topics/abcdef", ada.form(ada.get(), "/topics") | {"do": "explode"}, 400)


def test_whatever_step_is_open_there_is_a_way_to_the_topics_and_the_wall(forum: Hall, ada: Person) -> None:
    proposed(ada, "Benches")
    way = f'href="{ada.here}/topics?side=wall"'
    assert way not in ada.get()
    for step in ("opening", "arrange", "closing"):
        forum.do(OpenStep(step))
        assert way in ada.get()
    assert "Benches" in ada.get("/topics")
