"""Suggested places: told to who may place the topic, and to nobody else; nothing is placed by asking."""

from typing import Any

import pytest

from server.batch import Ask
from server.codes import new_key
from server.presence import Seat
from server.protocol import Ack
from tests.server.test_desk import Console, joined
from tests.server.visitor import Visitor, opened
from workshops.agenda import OpenStep
from workshops.hiding import HideTopic
from workshops.interest import MarkInterest
from workshops.market import Market
from workshops.people import AddPerson
from workshops.recipe import AddStep
from workshops.slots import PutSlot
from workshops.spaces import PutSpace
from workshops.topics import ProposeTopic
from workshops.wall import PlaceTopic, SessionRecord
from workshops.workshop import AnyCommand


@pytest.fixture
def console(app: Any, mei: Visitor) -> Console:
    """At its marketplace; two spaces, for five and for twenty, and one slot."""
    desk = Console(app, opened(mei))
    for command in (
        AddStep(Market(id="market", title="Market")),
        PutSpace("corner", "The corner", 5),
        PutSpace("hall-1", "The hall", 20),
        PutSlot("slot-1", 14 * 60, 14 * 60 + 40),
        OpenStep("market"),
    ):
        desk.does(command)
    return desk


def does(console: Console, person: str, command: AnyCommand) -> None:
    console.does(command, seat=Seat(f"phone-{person}", console.made["id"], "participant", person))


def test_a_facilitator_is_suggested_a_place_and_nothing_is_placed(console: Console) -> None:
    """WALL5."""
    console.does(ProposeTopic("topic-1", "Benches"))
    answer = console.call("GET", "/suggest?topic=topic-1")
    assert answer.json() == {"slot": "slot-1", "space": "corner"}
    assert answer.headers["cache-control"] == "no-store"
    assert not [record for record in console.seen().values() if isinstance(record, SessionRecord)]


def test_where_no_place_is_free_or_no_such_topic_there_is_no_suggestion(console: Console) -> None:
    for n, space in enumerate(("corner", "hall-1"), 1):
        console.does(ProposeTopic(f"topic-{n}", f"Topic {n}"))
        console.does(PlaceTopic(f"topic-{n}", "slot-1", space))
    console.does(ProposeTopic("topic-3", "Late"))
    assert console.call("GET", "/suggest?topic=topic-3").json() == {}
    assert console.call("GET", "/suggest?topic=topic-9").json() == {}
    assert console.call("GET", "/suggest").json() == {}


def test_a_convener_is_suggested_a_place_for_their_own_topic_alone(console: Console, app: Any, ada: Visitor) -> None:
    """WALL5, TOPIC9: it tells something of where people would go."""
    kofi = Visitor(app)
    does(console, joined(ada, console.made, "Ada"), ProposeTopic("topic-1", "Benches"))
    joined(kofi, console.made, "Kofi")
    path = f"/w/{console.made['id']}/suggest?topic=topic-1"
    assert ada.get(path).json() == {"slot": "slot-1", "space": "corner"}
    assert kofi.get(path).status_code == 403
    assert kofi.get(path.replace("topic-1", "nothing")).status_code == 403
    assert Visitor(app).get(path).status_code == 403


def test_whoever_asks_faster_than_commands_may_come_is_told_to_wait_and_kofi_is_not(
    console: Console, app: Any, ada: Visitor
) -> None:
    kofi = Visitor(app)
    joined(ada, console.made, "Ada")
    does(console, joined(kofi, console.made, "Kofi"), ProposeTopic("topic-1", "Benches"))
    path = f"/w/{console.made['id']}/suggest?topic=topic-1"
    answers = [ada.get(path) for _ in range(100)]
    assert [answer.json() for answer in answers if answer.status_code == 503][:1] == [{"reason": "rate_limited"}]
    assert kofi.get(path).json() == {"slot": "slot-1", "space": "corner"}


def test_a_facilitator_is_held_to_a_pace_too(console: Console) -> None:
    answers = [console.call("GET", "/suggest-all") for _ in range(300)]
    assert any(answer.status_code == 503 and answer.json() == {"reason": "rate_limited"} for answer in answers)


def test_a_helper_is_suggested_places_for_people_on_paper(console: Console, app: Any) -> None:
    """PEOPLE6."""
    console.does(AddPerson("paper-1", "Mme Le Goff"))
    console.does(ProposeTopic("topic-1", "Benches"))
    workshop = console.made["id"]
    helped = Ask(Seat("desk", workshop, "facilitator", "desk"), None, 0, ProposeTopic("topic-2", "Paper"), "paper-1")
    room = console.loop.call(console.house.rooms.get, workshop)
    assert isinstance(console.loop.call(room.do, helped), Ack)
    helper = Visitor(app)
    link = console.loop.call(console.house.access.holders.mint, workshop, "helper", "Inès", new_key())
    helper.open("/l")
    helper.fill("/l", secret=link.secret)
    path = f"/w/{workshop}/helper/suggest?topic="
    assert helper.get(path + "topic-2").json() == {"slot": "slot-1", "space": "corner"}
    assert helper.get(path + "topic-1").status_code == 403


def test_a_plan_gives_each_topic_a_place_the_most_wanted_first(console: Console, ada: Visitor) -> None:
    person = joined(ada, console.made, "Ada")
    for n in range(1, 5):
        console.does(ProposeTopic(f"topic-{n}", f"Topic {n}"))
    console.does(HideTopic("topic-4", "Twice"))
    does(console, person, MarkInterest("topic-3"))
    assert console.call("GET", "/suggest-all").json() == {
        "plan": [
            {"topic": "topic-3", "slot": "slot-1", "space": "corner"},
            {"topic": "topic-1", "slot": "slot-1", "space": "hall-1"},
        ],
        "left": ["topic-2"],
    }
    assert not [record for record in console.seen().values() if isinstance(record, SessionRecord)]


def test_a_plan_is_for_facilitators(console: Console, app: Any, ada: Visitor) -> None:
    joined(ada, console.made, "Ada")
    assert ada.get(f"/w/{console.made['id']}/console/suggest-all").status_code == 403
    assert Visitor(app).get(f"/w/{console.made['id']}/console/suggest-all").status_code == 403


def test_a_workshop_without_a_wall_has_no_suggestions(app: Any, mei: Visitor) -> None:
    desk = Console(app, opened(mei))
    assert desk.call("GET", "/suggest?topic=topic-1").json() == {}
    assert desk.call("GET", "/suggest-all").json() == {"plan": [], "left": []}
