"""Who is in which circle: one at most, told to nobody else, forgotten with whoever is forgotten."""

from collections.abc import Callable

import pytest

from tests.circles import forum, goes, meeting, places
from tests.given import WELCOME, Given
from workshops.agenda import CloseStep
from workshops.attendance import AttendanceRecord, ImHere, MoveOn, PartedRecord, WhereaboutsRecord
from workshops.hiding import HideTopic, RestoreTopic
from workshops.people import EraseMe, Join, MergePeople, RemovePerson
from workshops.slots import EndSlot, StartSlot
from workshops.spaces import PutSpace
from workshops.topic_merging import MergeTopics
from workshops.topics import WithdrawTopic
from workshops.vocabulary import to_json
from workshops.wall import EndSession, ExtendSession, PlaceTopic, UnplaceTopic
from workshops.workshop import AnyCommand


def counted(world: Given, session: str) -> tuple[int, int]:
    """Here, and been at all."""
    shown = world.workshop.show(f"attendance:{session}")
    if shown is None:
        return 0, 0
    assert isinstance(shown.record, AttendanceRecord)
    return shown.record.here, shown.record.been


def whereabouts(world: Given, who: str) -> str | None:
    record = world.sees(who, f"whereabouts:{who}")
    assert record is None or isinstance(record, WhereaboutsRecord)
    return None if record is None else record.session


def test_one_says_where_one_is_and_that_one_moves_on() -> None:
    """ATTEND1 ATTEND4"""
    world, one, _ = meeting()
    assert world.workshop.show(f"attendance:{one}") is None
    goes(world, one, "Ada", "Kofi")
    assert counted(world, one) == (2, 2)
    assert whereabouts(world, "Kofi") == one
    world.does("Kofi", MoveOn())
    assert counted(world, one) == (1, 2)
    assert whereabouts(world, "Kofi") is None


def test_being_there_twice_is_being_there() -> None:
    """ATTEND1"""
    world, one, _ = meeting()
    goes(world, one, "Mei")
    assert world.does("Mei", ImHere(one)) == []
    world.does("Mei", MoveOn(), ImHere(one))
    assert counted(world, one) == (1, 1)
    world.does("Mei", MoveOn())
    assert world.does("Mei", MoveOn()) == []


def test_not_before_the_sessions_nor_after() -> None:
    """ATTEND1"""
    world = forum()
    one = places(world, "Ada")
    for command in (ImHere(one), MoveOn()):
        assert world.refused("Ada", command) == "not_yet"
    world.opened("sessions").does("facilitator", StartSlot("slot-1"))
    goes(world, one, "Ada")
    world.does("facilitator", CloseStep("sessions"))
    for command in (ImHere(one), MoveOn()):
        assert world.refused("Ada", command) == "step_closed"
    assert counted(world, one) == (1, 1)
    world.opened("sessions").does("Ada", MoveOn())


def test_reopening_the_marketplace_stops_no_circle() -> None:
    """ATTEND1"""
    world, one, other = meeting()
    goes(world, one, "Ada", "Kofi")
    world.opened("market")
    assert (whereabouts(world, "Kofi"), counted(world, one)) == (one, (2, 2))
    goes(world, other, "Kofi")
    world.does("Kofi", MoveOn())
    world.does("facilitator", EndSlot("slot-1"))
    assert world.refused("Kofi", ImHere(one)) == "session_over"


def test_only_in_a_session_that_runs() -> None:
    """ATTEND1"""
    world, one, _ = meeting()
    later = places(world, "Mei", slot="slot-2")
    assert world.refused("Mei", ImHere(later)) == "not_yet"
    assert world.refused("Mei", ImHere("nothing")) == "unknown"
    world.does("Mei", UnplaceTopic(later))
    assert world.refused("Mei", ImHere(later)) == "not_placed"
    world.does("facilitator", EndSlot("slot-1"))
    assert world.refused("Mei", ImHere(one)) == "session_over"


@pytest.mark.parametrize("who", ["facilitator", "helper", "screen", "observer", "Zoe"])
def test_only_who_takes_part_is_somewhere(who: str) -> None:
    """ATTEND1"""
    world, one, _ = meeting()
    assert world.refused(who, ImHere(one)) == ("join_first" if who == "Zoe" else "not_allowed")


def test_a_hidden_topic_is_unknown() -> None:
    """ATTEND1 SHOW2"""
    world, one, _ = meeting()
    world.does("facilitator", HideTopic(one, "Rude"))
    assert world.refused("Mei", ImHere(one)) == "unknown"


def test_coming_in_is_leaving_where_one_was() -> None:
    """ATTEND2"""
    world, one, other = meeting()
    goes(world, one, "Ada", "Mei")
    goes(world, other, "Mei")
    assert (counted(world, one), counted(world, other)) == ((1, 2), (1, 1))
    assert whereabouts(world, "Mei") == other


ENDS: list[Callable[[str, str], AnyCommand]] = [
    lambda one, other: EndSlot("slot-1"),
    lambda one, other: StartSlot("slot-2"),
    lambda one, other: EndSession(one),
    lambda one, other: UnplaceTopic(one),
    lambda one, other: PlaceTopic(one, "slot-2", "hall--"),
    lambda one, other: HideTopic(one, "Rude"),
    lambda one, other: MergeTopics(one, other),
]


@pytest.mark.parametrize("end", ENDS)
def test_nobody_is_in_a_session_that_is_over_or_off_the_wall(end: Callable[[str, str], AnyCommand]) -> None:
    """ATTEND2"""
    world, one, other = meeting()
    goes(world, one, "Ada", "Mei")
    world.does("facilitator", end(one, other))
    assert whereabouts(world, "Mei") is None
    assert counted(world, one) == (0, 2)


def test_nobody_is_in_a_session_that_its_convener_withdraws() -> None:
    """ATTEND2"""
    world, one, _ = meeting()
    goes(world, one, "Mei")
    world.does("Ada", WithdrawTopic(one))
    assert whereabouts(world, "Mei") is None


def test_who_was_there_is_not_put_back() -> None:
    """ATTEND2"""
    world, one, _ = meeting()
    goes(world, one, "Mei")
    world.does("facilitator", HideTopic(one, "Rude"), RestoreTopic(one), PlaceTopic(one, "slot-1", "hall--"))
    assert counted(world, one) == (0, 1)


def test_who_is_in_a_session_that_was_extended_stays_there() -> None:
    """ATTEND2"""
    world, one, other = meeting()
    goes(world, one, "Mei")
    goes(world, other, "Kofi")
    world.does("Ada", ExtendSession(one, 10))
    world.does("facilitator", EndSlot("slot-1"))
    assert (whereabouts(world, "Mei"), whereabouts(world, "Kofi")) == (one, None)


def parted(world: Given, who: str) -> str | None:
    record = world.sees(who, f"parted:{who}")
    assert record is None or isinstance(record, PartedRecord)
    return None if record is None else record.session


@pytest.mark.parametrize("end", ENDS)
def test_who_was_there_is_told_that_it_ended_or_went_elsewhere(end: Callable[[str, str], AnyCommand]) -> None:
    """ATTEND6"""
    world, one, other = meeting()
    goes(world, one, "Mei")
    assert parted(world, "Mei") is None
    event = end(one, other)
    world.does("facilitator", event)
    assert parted(world, "Mei") == (None if isinstance(event, HideTopic) else one)
    assert parted(world, "Kofi") is None
    world.does("Mei", MoveOn())
    assert parted(world, "Mei") is None
    assert world.does("Mei", MoveOn()) == []


def test_who_is_in_another_circle_is_told_no_more() -> None:
    """ATTEND6"""
    world, one, other = meeting()
    goes(world, one, "Mei", "Kofi")
    world.does("Ada", EndSession(one))
    goes(world, other, "Mei")
    assert (parted(world, "Mei"), parted(world, "Kofi")) == (None, one)
    world.does("Kofi", EraseMe())
    assert world.workshop.show("parted:Kofi") is None


def test_who_came_in_elsewhere_says_again_that_they_are_there() -> None:
    """ATTEND6"""
    world, one, _ = meeting()
    goes(world, one, "Mei")
    world.does("Ada", PlaceTopic(one, "slot-1", "hall--"))
    assert world.sees("Mei", "whereabouts:Mei") == WhereaboutsRecord("Mei", one, "yard--")
    goes(world, one, "Mei")
    assert world.sees("Mei", "whereabouts:Mei") == WhereaboutsRecord("Mei", one, "hall--")
    assert counted(world, one) == (1, 1)


def test_a_full_space_takes_people_all_the_same() -> None:
    """ATTEND3"""
    world, one, _ = meeting()
    world.does("facilitator", PutSpace("yard--", "Yard", 1))
    goes(world, one, "Ada", "Kofi")
    assert counted(world, one) == (2, 2)


def test_a_strict_one_does_not() -> None:
    """ATTEND3"""
    world, _, other = meeting()
    goes(world, other, "Ada", "Kofi")
    assert world.refused("Mei", ImHere(other)) == "space_full"
    assert world.does("Kofi", ImHere(other)) == []
    world.does("Kofi", MoveOn())
    goes(world, other, "Mei")
    assert counted(world, other) == (2, 3)


def test_a_strict_space_whose_capacity_is_not_said_takes_all() -> None:
    """ATTEND3"""
    world, _, other = meeting()
    world.does("facilitator", PutSpace("closet", "Closet", 0, strict=True))
    goes(world, other, "Ada", "Kofi", "Mei")


def test_everyone_sees_how_many_and_nobody_who() -> None:
    """ATTEND4 SHOW2"""
    world, one, _ = meeting()
    before = {who: world.sees_all(who) for who in ("Ada", "Kofi", "facilitator", "helper", "screen", "export")}
    goes(world, one, "Mei")
    for who, seen in before.items():
        now = world.sees_all(who)
        assert {key for key in now if now[key] != seen.get(key)} == {f"attendance:{one}"}
        assert now[f"attendance:{one}"] == AttendanceRecord(one, 1, 1)
    other = meeting()[0]
    goes(other, one, "Kofi")
    for who in before.keys() - {"Kofi"}:
        assert other.sees_all(who) == world.sees_all(who)


def test_people_on_paper_are_where_others_say() -> None:
    """ATTEND4"""
    world, one, _ = meeting()
    world.on_paper("Paul")
    world.does("helper", ImHere(one), subject="Paul")
    assert world.refused("Ada", ImHere(one), subject="Paul") == "not_allowed"
    assert world.refused("helper", ImHere(one), subject="Ada") == "not_allowed"
    for who in ("helper", "facilitator"):
        assert world.sees(who, "whereabouts:Paul") == WhereaboutsRecord("Paul", one, "yard--")
    assert world.sees("Ada", "whereabouts:Paul") is None
    world.does("facilitator", MoveOn(), subject="Paul")
    assert counted(world, one) == (0, 1)


@pytest.mark.parametrize("gone", [True, False])
def test_who_is_forgotten_is_nowhere_and_has_not_been_anywhere(gone: bool) -> None:
    """ATTEND5"""
    world, one, other = meeting()
    goes(world, one, "Mei", "Kofi")
    goes(world, other, "Mei")
    if gone:
        world.does("facilitator", RemovePerson("Mei"))
    else:
        world.does("Mei", EraseMe())
    assert (counted(world, one), counted(world, other)) == ((1, 1), (0, 0))
    moves = [stored for stored in world.log if b"CameIn" in to_json(stored.event)]
    assert len(moves) == 1
    assert "Mei" not in str(moves)


def test_who_erased_themselves_and_came_back_is_nowhere() -> None:
    """ATTEND5 PEOPLE8"""
    world, one, _ = meeting()
    goes(world, one, "Mei")
    world.does("Mei", EraseMe(), Join("Mei"))
    assert whereabouts(world, "Mei") is None
    goes(world, one, "Mei")
    assert counted(world, one) == (1, 1)


@pytest.mark.parametrize(
    ("kofi", "mei", "end"), [("", "one", "one"), ("one", "", "one"), ("one", "other", "other"), ("", "", "")]
)
def test_two_who_are_one(kofi: str, mei: str, end: str) -> None:
    """ATTEND5"""
    world, one, other = meeting()
    sessions = {"one": one, "other": other, "": None}
    for person, place in (("Kofi", sessions[kofi]), ("Mei", sessions[mei])):
        if place is not None:
            goes(world, place, person)
    world.does("facilitator", MergePeople("Kofi", "Mei"))
    assert whereabouts(world, "Mei") == sessions[end]
    assert sum(counted(world, session)[1] for session in (one, other)) == len({kofi, mei} - {""})
    world.does("Mei", EraseMe())
    assert [counted(world, session) for session in (one, other)] == [(0, 0), (0, 0)]
    assert b"CameIn" not in to_json(world.log)


def test_what_belongs_further_on_is_hidden() -> None:
    """ATTEND4 AGENDA4 SHOW2"""
    world, one, _ = meeting(before=[WELCOME])
    goes(world, one, "Mei")
    world.opened("market")
    assert (counted(world, one), whereabouts(world, "Mei")) == ((1, 1), one)
    world.opened("welcome")
    for who in ("Mei", "Kofi", "screen"):
        assert one not in str(world.sees_all(who))
    assert world.sees("facilitator", f"attendance:{one}") is not None
    world.opened("sessions")
    assert whereabouts(world, "Mei") == one
