"""The agenda wall: spaces, slots, what is placed where, and the slots as they begin and end."""

import pytest

from tests.circles import MARKET, SESSIONS
from tests.given import WELCOME
from tests.wall import Forum, forum
from workshops.hiding import HideTopic
from workshops.people import Join, MergePeople
from workshops.slots import EndSlot, ExtendSlot, PutSlot, RemoveSlot, ShiftSlots, SlotRecord, StartSlot
from workshops.spaces import MoveSpace, PutSpace, RemoveSpace, SpaceRecord
from workshops.topic_merging import MergeTopics, UnmergeTopic
from workshops.topics import ConveneTopic, WithdrawTopic
from workshops.vocabulary import Limits, Refused
from workshops.wall import EndSession, ExtendSession, PlaceTopic, SessionRecord, UnplaceTopic
from workshops.workshop import AnyCommand

MINUTE = 60_000


def facts(world: Forum, who: str, command: AnyCommand) -> dict[str, str | int]:
    """What they are told with a refusal."""
    with pytest.raises(Refused) as caught:
        world.does(who, command)
    return caught.value.facts


# Spaces and slots


def test_a_format_declares_spaces_and_slots_in_order() -> None:
    """WALL1 WALL9"""
    world = forum(WELCOME)
    assert [world.space(n).name for n in range(3)] == ["Yard", "Hall", "Roof"]
    assert world.space(1) == SpaceRecord(world.spaces[1], 2, "Hall", 10)
    assert world.slot(2) == SlotRecord(world.slots[2], 3, 940, 980)
    for who in ("Ada", "screen", "observer", "helper", "facilitator", "export"):
        assert world.sees(who, f"space:{world.spaces[0]}")
        assert world.sees(who, f"slot:{world.slots[0]}")


def test_facilitators_add_change_order_and_remove_spaces() -> None:
    """WALL1"""
    world = forum(limits=Limits(spaces=4))
    lift = PutSpace("cellar", " Cellar ", 6, " By lift ", strict=True, shut=[world.slots[1], world.slots[1]])
    world.does("facilitator", lift)
    assert world.does("facilitator", lift) == []
    assert world.space(3) == SpaceRecord("cellar", 4, "Cellar", 6, "By lift", strict=True, shut=[world.slots[1]])
    assert world.refused("facilitator", PutSpace("attic-", "Attic")) == "too_many"
    world.does("facilitator", MoveSpace("cellar"), MoveSpace(world.spaces[1], world.spaces[2]))
    assert world.does("facilitator", MoveSpace("cellar")) == []
    assert [world.space(n).name for n in range(4)] == ["Cellar", "Yard", "Roof", "Hall"]
    world.does("facilitator", PutSpace("cellar", "Vault"), RemoveSpace(world.spaces[1]))
    assert [world.space(n).name for n in range(3)] == ["Vault", "Roof", "Hall"]
    assert [world.space(n).n for n in range(3)] == [1, 2, 3]


def test_facilitators_add_change_and_remove_slots_and_they_stand_by_day_and_time() -> None:
    """WALL1 WALL2"""
    world = forum(limits=Limits(slots=5))
    world.does("facilitator", PutSlot("early-", 600, 660), PutSlot("tomorrow", 600, 660, "2026-11-23"))
    assert world.does("facilitator", PutSlot("early-", 600, 660)) == []
    assert world.refused("facilitator", PutSlot("evening", 1200, 1260)) == "too_many"
    assert (world.slots[0], world.slots[4]) == ("early-", "tomorrow")
    assert [world.slot(n).n for n in range(5)] == [1, 2, 3, 4, 5]
    world.does("facilitator", PutSlot("early-", 1000, 1060), RemoveSlot("tomorrow"))
    assert world.slots[3] == "early-"
    world.does("facilitator", PutSpace("cellar", "Cellar", shut=["early-"]), RemoveSlot("early-"))
    assert world.space(3).shut == []


@pytest.mark.parametrize("who", ["Ada", "helper", "screen", "observer"])
def test_spaces_and_slots_are_the_facilitators(who: str) -> None:
    """WALL1 WALL6"""
    world = forum()
    for command in (
        PutSpace("cellar", "Cellar"),
        MoveSpace(world.spaces[1]),
        RemoveSpace(world.spaces[1]),
        PutSlot("early-", 600, 660),
        RemoveSlot(world.slots[1]),
        StartSlot(world.slots[1]),
        ExtendSlot(world.slots[1], 5),
        EndSlot(world.slots[1]),
    ):
        assert world.refused(who, command) == "not_allowed"


def test_what_there_is_not_is_unknown() -> None:
    """WALL1 WALL3"""
    world = forum()
    topic, space, slot = world.proposes("Ada"), world.spaces[0], world.slots[0]
    commands: list[AnyCommand] = [
        MoveSpace("nowhere"),
        MoveSpace(space, "nowhere"),
        MoveSpace(space, space),
        RemoveSpace("nowhere"),
        RemoveSlot("never-"),
        StartSlot("never-"),
        EndSlot("never-"),
        PutSpace(space, "Yard", shut=["never-"]),
        PlaceTopic("nothing", slot, space),
        PlaceTopic(topic, "never-", space),
        PlaceTopic(topic, slot, "nowhere"),
        UnplaceTopic("nothing"),
        ExtendSession("nothing", 5),
    ]
    assert {world.refused("facilitator", command) for command in commands} == {"unknown"}


def test_ids_of_spaces_and_slots_are_given_once() -> None:
    """WALL1 IDEA2"""
    world = forum()
    topic = world.proposes("Ada")
    world.does("facilitator", PutSpace("cellar", "Cellar"), RemoveSpace("cellar"))
    assert world.refused("facilitator", PutSpace("cellar", "Cellar")) == "taken"
    assert world.refused("facilitator", PutSpace(topic, "Cellar")) == "taken"
    assert world.refused("facilitator", PutSlot("cellar", 600, 660)) == "taken"


def test_what_is_on_the_wall_stays() -> None:
    """WALL1"""
    world = forum()
    topic = world.places("Ada", world.proposes("Ada"))
    space, slot = world.spaces[0], world.slots[0]
    assert world.refused("facilitator", RemoveSpace(space)) == "in_use"
    assert world.refused("facilitator", RemoveSlot(slot)) == "in_use"
    assert world.refused("facilitator", PutSpace(space, "Yard", shut=[slot])) == "in_use"
    world.does("facilitator", PutSpace(space, "Courtyard", shut=[world.slots[1]]), PutSlot(slot, 840, 885))
    world.does("Ada", UnplaceTopic(topic))
    world.does("facilitator", RemoveSpace(space), RemoveSlot(slot))


def test_a_slot_that_has_begun_is_not_removed() -> None:
    """WALL1"""
    world = forum()
    slot = world.slots[0]
    world.does("facilitator", StartSlot(slot))
    assert world.refused("facilitator", RemoveSlot(slot)) == "already"
    world.does("facilitator", EndSlot(slot))
    assert world.refused("facilitator", RemoveSlot(slot)) == "already"


@pytest.mark.parametrize(
    "times", [(600, 600), (660, 600), (600, 660, "2026-02-30"), (600, 660, "2026-13-01"), (1, 2, "9999-12-31")]
)
def test_a_slot_ends_after_it_starts_on_a_day_there_is(times: tuple[int, int, str]) -> None:
    """WALL2"""
    assert forum().refused("facilitator", PutSlot("early-", *times)) == "bad_command"


def test_two_slots_of_a_day_do_not_overlap() -> None:
    """WALL2"""
    world = forum()
    for starts, ends in ((830, 841), (850, 855), (830, 990), (879, 881)):
        assert world.refused("facilitator", PutSlot("another", starts, ends)) == "slots_overlap"
    world.does("facilitator", PutSlot("another", 830, 841, "2026-11-23"), PutSlot("between", 880, 890))
    assert world.refused("facilitator", PutSlot(world.slots[0], 840, 891)) == "slots_overlap"


# Placing


def test_a_topic_is_on_one_place_at_most() -> None:
    """WALL3"""
    world = forum()
    topic = world.places("Ada", world.proposes("Ada"))
    assert world.session(topic) == SessionRecord(topic, world.slots[0], world.spaces[0])
    assert world.does("Ada", PlaceTopic(topic, world.slots[0], world.spaces[0])) == []
    world.places("facilitator", topic, 2, 1)
    assert world.where(topic) == (2, 1)
    world.places("Kofi", world.proposes("Kofi"))
    world.does("Ada", UnplaceTopic(topic))
    assert world.sees("Ada", f"session:{topic}") is None
    assert world.refused("Ada", UnplaceTopic(topic)) == "not_placed"


def test_its_conveners_place_it_while_the_marketplace_or_the_sessions_are_open() -> None:
    """WALL3"""
    world = forum(MARKET, SESSIONS, WELCOME).on_paper("Pia")
    topic, paper = world.proposes("Ada"), world.proposes("helper", subject="Pia")
    place = PlaceTopic(topic, world.slots[0], world.spaces[0])
    assert world.refused("Kofi", place) == "not_allowed"
    assert world.refused("screen", place) == "not_allowed"
    world.does("helper", PlaceTopic(paper, world.slots[1], world.spaces[0]), subject="Pia")
    world.opened("sessions")
    world.does("Ada", place)
    world.opened("welcome")
    assert world.refused("Ada", UnplaceTopic(topic)) == "step_closed"
    assert world.refused("helper", UnplaceTopic(paper), "Pia") == "step_closed"
    world.does("facilitator", UnplaceTopic(topic), place)


def test_what_the_room_does_not_see_is_not_placed() -> None:
    """WALL3"""
    world = forum()
    hidden, merged, into = (world.proposes(who) for who in ("Ada", "Kofi", "Mei"))
    world.does("facilitator", HideTopic(hidden, "Why"), MergeTopics(merged, into))
    for who in ("Ada", "facilitator"):
        assert world.refused(who, PlaceTopic(hidden, world.slots[0], world.spaces[0])) == "unknown"
    assert world.refused("Kofi", PlaceTopic(merged, world.slots[0], world.spaces[0])) == "already"


def test_a_cell_takes_one_topic() -> None:
    """WALL3"""
    world = forum()
    world.places("Ada", world.proposes("Ada", "Trees"))
    place = PlaceTopic(world.proposes("Kofi"), world.slots[0], world.spaces[0])
    assert world.refused("Kofi", place) == "cell_taken"
    assert facts(world, "facilitator", place) == {"title": "Trees"}


def test_neither_where_a_space_is_shut_nor_when_a_slot_is_over() -> None:
    """WALL3"""
    world = forum()
    topic = world.proposes("Ada")
    world.does("facilitator", PutSpace(world.spaces[0], "Yard", shut=[world.slots[0]]))
    assert world.refused("Ada", PlaceTopic(topic, world.slots[0], world.spaces[0])) == "space_shut"
    world.does("facilitator", StartSlot(world.slots[0]), EndSlot(world.slots[0]))
    assert world.refused("Ada", PlaceTopic(topic, world.slots[0], world.spaces[1])) == "slot_over"


# Nobody in two places


def busy() -> tuple[Forum, str, str]:
    """Ada convenes something in the first slot; Kofi, in the second."""
    world = forum()
    return world, world.places("Ada", world.proposes("Ada", "Trees")), world.places("Kofi", world.proposes("Kofi"), 1)


def test_nobody_convenes_two_topics_in_the_same_slot() -> None:
    """WALL4"""
    world, _, _ = busy()
    other = world.proposes("Ada", "Benches")
    place = PlaceTopic(other, world.slots[0], world.spaces[1])
    assert world.refused("facilitator", place) == "convener_busy"
    assert facts(world, "Ada", place) == {"name": "Ada", "title": "Trees"}
    world.places("Ada", other, 1, 1)
    world.does("Ada", UnplaceTopic(other))
    world.does("facilitator", ConveneTopic(other, ["Kofi", "Mei"]))
    world.places("Mei", other, 0, 1)


def test_who_is_busy_is_not_made_to_convene_something_else_then() -> None:
    """WALL4 TOPIC6"""
    world, trees, other = busy()
    mine = world.places("Mei", world.proposes("Mei"), 0, 1)
    convene = ConveneTopic(mine, ["Mei", "Ada"])
    assert facts(world, "facilitator", convene) == {"name": "Ada", "title": "Trees"}
    world.does("facilitator", ConveneTopic(other, ["Ada"]), ConveneTopic(trees, ["Kofi"]), convene)


def test_who_is_busy_need_not_have_a_name() -> None:
    """WALL4 PEOPLE2"""
    world = forum(names="none")
    world.does("Zoe", Join(""))
    world.places("Zoe", world.proposes("Zoe", "Trees"))
    place = PlaceTopic(world.proposes("Zoe"), world.slots[0], world.spaces[1])
    assert facts(world, "Zoe", place) == {"name": "…", "title": "Trees"}


def test_a_merge_brings_nobody_in_two_places() -> None:
    """WALL4 TOPIC7"""
    world, trees, other = busy()
    more = world.proposes("Ada", "More trees")
    here = world.places("Mei", world.proposes("Mei"), 0, 1)
    assert world.refused("facilitator", MergeTopics(more, here)) == "convener_busy"
    world.does("facilitator", MergeTopics(more, other))
    world.does("facilitator", MergeTopics(trees, here))
    assert world.topic(here).conveners == ["Mei", "Ada"]
    world.does("facilitator", UnmergeTopic(more))
    assert world.refused("Ada", PlaceTopic(more, world.slots[0], world.spaces[2])) == "convener_busy"


def test_who_convenes_a_merged_topic_convenes_where_it_ended() -> None:
    """WALL4 TOPIC8"""
    world, trees, other = busy()
    more = world.proposes("Mei")
    world.does("facilitator", MergeTopics(more, other))
    world.places("Mei", world.proposes("Mei", "Sun"), 0, 1)
    third = world.places("facilitator", world.proposes("facilitator"), 1, 1)
    assert world.refused("facilitator", ConveneTopic(third, ["Mei"])) == "convener_busy"
    world.does("facilitator", UnmergeTopic(more), ConveneTopic(third, ["Mei"]))
    assert world.refused("facilitator", MergeTopics(more, other)) == "convener_busy"
    assert world.refused("facilitator", MergeTopics(more, trees)) == "convener_busy"


def test_where_two_people_turn_out_to_be_one_the_topic_placed_later_leaves_the_wall() -> None:
    """WALL4 PEOPLE14"""
    world, trees, other = busy()
    mine = world.places("Mei", world.proposes("Mei"), 0, 1)
    world.places("Mei", world.proposes("Mei"), 2, 1)
    world.places("Ada", trees, 0, 2)
    world.does("facilitator", MergePeople("Ada", "Mei"))
    assert (world.where(trees), world.where(mine), world.where(other)) == (None, (0, 1), (1, 0))
    assert world.topic(trees).conveners == ["Mei"]


# Slots


def test_a_slot_begins_when_a_facilitator_says_so_and_is_as_long_as_planned() -> None:
    """WALL6"""
    world = forum()
    world.later(minutes=7)
    world.does("facilitator", StartSlot(world.slots[0]))
    assert (world.slot(0).state, world.slot(0).ends_at) == ("running", world.now + 40 * MINUTE)
    assert world.refused("facilitator", StartSlot(world.slots[0])) == "already"
    world.later(minutes=90)
    assert world.slot(0).state == "running"
    world.does("facilitator", PutSlot(world.slots[0], 840, 850))
    assert world.slot(0).ends_at == world.now - 50 * MINUTE


def test_a_slot_is_extended_from_its_end_or_from_now() -> None:
    """WALL6"""
    world = forum()
    slot = world.slots[0]
    assert world.refused("facilitator", ExtendSlot(slot, 5)) == "not_yet"
    world.does("facilitator", StartSlot(slot), ExtendSlot(slot, 5), ExtendSlot(slot, -15))
    assert world.slot(0).ends_at == world.now + 30 * MINUTE
    assert world.does("facilitator", ExtendSlot(slot, 0)) == []
    world.does("facilitator", ExtendSlot(slot, -240))
    assert world.slot(0).ends_at == world.now
    world.later(minutes=3)
    world.does("facilitator", ExtendSlot(slot, 5))
    assert world.slot(0).ends_at == world.now + 5 * MINUTE
    world.does("facilitator", EndSlot(slot))
    assert world.refused("facilitator", ExtendSlot(slot, 5)) == "slot_over"
    assert world.refused("facilitator", EndSlot(slot)) == "slot_over"


def test_one_slot_runs_at_a_time_and_an_ended_one_can_begin_again() -> None:
    """WALL6"""
    world = forum()
    topic = world.places("Ada", world.proposes("Ada"))
    assert world.refused("facilitator", EndSlot(world.slots[0])) == "not_yet"
    world.does("facilitator", StartSlot(world.slots[0]), StartSlot(world.slots[1]))
    assert [world.slot(n).state for n in range(3)] == ["over", "running", "to_come"]
    assert world.session(topic).state == "over"
    world.does("facilitator", StartSlot(world.slots[0]))
    assert [world.slot(n).state for n in range(3)] == ["running", "over", "to_come"]
    assert world.session(topic).state == "running"


def test_the_real_hours_of_a_slot_are_told() -> None:
    """WALL10"""
    world = forum()
    world.later(minutes=78)
    began = world.now
    world.does("facilitator", StartSlot(world.slots[0]))
    assert (world.slot(0).starts, world.slot(0).began_at, world.slot(0).ended_at) == (840, began, None)
    world.later(minutes=20)
    world.does("facilitator", EndSlot(world.slots[0]))
    assert (world.slot(0).began_at, world.slot(0).ends_at, world.slot(0).ended_at) == (
        began,
        began + 40 * MINUTE,
        world.now,
    )
    world.does("facilitator", StartSlot(world.slots[0]))
    assert (world.slot(0).began_at, world.slot(0).ended_at) == (world.now, None)


def times(world: Forum) -> list[tuple[str, int, int]]:
    return [(world.slot(n).day, world.slot(n).starts, world.slot(n).ends) for n in range(len(world.slots))]


def test_what_has_not_begun_is_moved_by_so_many_minutes_at_once() -> None:
    """WALL10"""
    world = forum()
    world.does("facilitator", PutSlot("slot-x", 900, 940, "2026-11-23"), StartSlot(world.slots[0]))
    world.does("facilitator", ShiftSlots(world.slots[0], 78))
    tomorrow = ("2026-11-23", 900, 940)
    assert times(world) == [("", 840, 880), ("", 968, 1008), ("", 1018, 1058), tomorrow]
    world.does("facilitator", ShiftSlots(world.slots[2], -10))
    assert times(world)[1:] == [("", 968, 1008), ("", 1008, 1048), tomorrow]
    assert world.does("facilitator", ShiftSlots(world.slots[1], 0)) == []


@pytest.mark.parametrize(
    ("slot", "minutes", "why"), [(1, -11, "slots_overlap"), (0, 461, "past_midnight"), (0, -841, "past_midnight")]
)
def test_not_over_another_nor_out_of_the_day(slot: int, minutes: int, why: str) -> None:
    """WALL10"""
    world = forum()
    before = times(world)
    assert world.refused("facilitator", ShiftSlots(world.slots[slot], minutes)) == why
    assert times(world) == before


# Sessions


def running() -> tuple[Forum, str, str]:
    """Two sessions, Ada's and Kofi's, in the slot that runs."""
    world = forum()
    topics = world.places("Ada", world.proposes("Ada")), world.places("Kofi", world.proposes("Kofi"), 0, 1)
    world.opened("sessions")
    world.does("facilitator", StartSlot(world.slots[0]))
    return world, *topics


def test_when_a_slot_ends_its_sessions_are_over_but_those_that_were_extended() -> None:
    """WALL7"""
    world, trees, other = running()
    world.does("Ada", ExtendSession(trees, 10))
    assert world.session(trees).ends_at == world.now + 50 * MINUTE
    assert world.refused("Mei", ExtendSession(trees, 10)) == "not_allowed"
    world.does("facilitator", StartSlot(world.slots[1]))
    assert (world.session(trees).state, world.session(other).state) == ("running", "over")
    world.does("facilitator", ExtendSession(trees, 5))
    assert world.session(trees).ends_at == world.now + 55 * MINUTE
    world.does("Ada", EndSession(trees))
    assert world.session(trees).state == "over"


def test_a_session_is_ended_and_reopened_by_its_convener_or_a_facilitator() -> None:
    """WALL7"""
    world, trees, other = running()
    assert world.refused("Kofi", EndSession(trees)) == "not_allowed"
    assert world.refused("Ada", EndSession(trees, over=False)) == "already"
    world.does("Ada", EndSession(trees))
    assert world.refused("facilitator", EndSession(trees)) == "already"
    assert (world.session(trees).state, world.session(other).state) == ("over", "running")
    world.does("facilitator", EndSession(trees, over=False))
    assert world.session(trees).state == "running"
    world.does("facilitator", EndSlot(world.slots[0]))
    assert world.session(trees).state == "over"
    world.does("Ada", EndSession(trees, over=False))
    assert (world.session(trees).state, world.session(trees).ends_at) == ("running", None)


def test_who_extends_what_is_over_reopens_it() -> None:
    """WALL7"""
    world, trees, other = running()
    world.does("Ada", EndSession(trees), ExtendSession(trees, 10))
    assert world.session(trees).state == "running"
    world.later(minutes=60)
    world.does("facilitator", EndSlot(world.slots[0]))
    world.does("Kofi", ExtendSession(other, 10))
    assert (world.session(other).state, world.session(other).ends_at) == ("running", world.now + 10 * MINUTE)


def test_a_session_that_has_not_begun_is_neither_extended_nor_ended() -> None:
    """WALL7"""
    world = forum()
    topic = world.proposes("Ada")
    for command in (ExtendSession(topic, 10), EndSession(topic)):
        assert world.refused("Ada", command) == "not_placed"
    world.places("Ada", topic)
    for command in (ExtendSession(topic, 10), EndSession(topic), EndSession(topic, over=False)):
        assert world.refused("Ada", command) == "not_yet"


def test_a_session_placed_in_the_running_slot_runs_and_moved_it_is_what_that_slot_is() -> None:
    """WALL7"""
    world, trees, _ = running()
    world.does("Ada", ExtendSession(trees, 10))
    world.places("Ada", trees, 1)
    assert (world.session(trees).state, world.session(trees).ends_at) == ("to_come", None)
    world.places("Ada", trees, 0, 2)
    assert (world.session(trees).state, world.session(trees).ends_at) == ("running", None)


def test_reopening_the_marketplace_keeps_the_wall() -> None:
    """WALL8"""
    world, trees, other = running()
    before = {key: shown for key, shown in world.everything().items() if key.partition(":")[0] in ("session", "slot")}
    world.opened("market")
    assert before.items() <= world.everything().items()
    assert (world.where(trees), world.where(other)) == ((0, 0), (0, 1))
    world.does("Ada", WithdrawTopic(trees))
    assert world.where(trees) is None
