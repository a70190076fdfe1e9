"""Dots on sessions, for what their reports say."""

from tests.circles import forum, meeting, places, says, writes
from tests.given import Given
from workshops.ballots import BallotRecord, SetDots
from workshops.hiding import HideTopic, RestoreTopic
from workshops.people import EraseMe
from workshops.reporting import LayPen, PostProposed, TakePen, WithdrawProposed, WriteReport
from workshops.sealing import RevealRound
from workshops.spaces import MoveSpace
from workshops.tallies import TallyRecord
from workshops.topic_merging import MergeTopics, UnmergeTopic
from workshops.voting import CloseRound, Vote
from workshops.wall import PlaceTopic, UnplaceTopic

ON_REPORTS = Vote(id="voting", title="Convergence", on="reports", budget=3, maximum=3, minutes=0)


def left(world: Given, who: str) -> int:
    return world.record(BallotRecord, f"ballot:{world.round}.{who}").left


def revealed(world: Given) -> list[tuple[str, int]]:
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))
    return tally(world)


def tally(world: Given) -> list[tuple[str, int]]:
    return [(count.on, count.dots) for count in world.record(TallyRecord, f"tally:{world.round}").counts]


def test_dots_go_on_sessions_whose_report_says_something() -> None:
    """REPORTING8"""
    world, one, other = meeting(ON_REPORTS)
    never = places(world, "Mei", "slot-2")
    writes(world, "Ada", one, "Trees grow")
    writes(world, "Kofi", other, " ")
    world.opened("voting")
    world.sticks("Mei", one, 2)
    for item in (other, never, "nothing"):
        assert world.refused("Mei", SetDots(world.round, item, 1)) == "unknown"
    assert revealed(world) == [(one, 2)]


def test_what_it_proposes_is_something_said() -> None:
    """REPORTING8"""
    world, one, _ = meeting(ON_REPORTS)
    world.does("Ada", TakePen(one), PostProposed(one, "idea-1", "Plant more"))
    world.opened("voting")
    world.sticks("Mei", one, 2)
    assert world.refused("Mei", SetDots(world.round, "idea-1", 1)) == "unknown"
    world.opened("journal").does("Ada", WithdrawProposed(one, "idea-1"))
    assert left(world, "Mei") == 3


def test_dots_on_a_report_that_says_nothing_any_more_are_free() -> None:
    """REPORTING8 DOTS5 DOTS6"""
    world, one, other = meeting(ON_REPORTS)
    writes(world, "Ada", one, "Trees grow")
    writes(world, "Kofi", other, "Bins")
    world.opened("voting")
    world.sticks("Mei", one, 2)
    world.opened("journal").does("Ada", WriteReport(one, "said", ""))
    assert left(world, "Mei") == 3
    world.opened("voting")
    world.sticks("Mei", other, 2)
    world.opened("journal").does("Ada", WriteReport(one, "said", "Trees"))
    # Their budget does not allow both: what was stuck later stays, also when the log is read again.
    assert world.record(BallotRecord, f"ballot:{world.round}.Mei").dots == {other: 2}


def test_dots_on_what_is_hidden_are_free() -> None:
    """REPORTING8 DOTS5"""
    world, one, _ = meeting(ON_REPORTS)
    writes(world, "Ada", one, "Trees grow")
    world.opened("voting")
    world.sticks("Mei", one, 2)
    world.does("facilitator", HideTopic(one, "Rude"))
    assert left(world, "Mei") == 3
    world.does("facilitator", RestoreTopic(one))
    assert left(world, "Mei") == 1


def test_a_report_has_its_own_dots_wherever_its_topic_goes() -> None:
    """REPORTING8 WALL8"""
    world, one, other = meeting(ON_REPORTS)
    writes(world, "Ada", one, "Trees grow")
    writes(world, "Kofi", other, "Bins")
    world.opened("voting")
    world.sticks("Mei", one, 2)
    world.sticks("Mei", other, 1)
    world.does("facilitator", MergeTopics(one, other))
    assert world.record(BallotRecord, f"ballot:{world.round}.Mei").dots == {one: 2, other: 1}
    world.does("facilitator", UnmergeTopic(one), UnplaceTopic(other))
    assert revealed(world) == [(one, 2), (other, 1)]


def test_a_report_that_stays_without_its_convener_keeps_its_dots() -> None:
    """REPORTING8 TOPIC10"""
    world, one, _ = meeting(ON_REPORTS)
    writes(world, "Kofi", one, "Trees grow")
    world.opened("voting")
    world.sticks("Mei", one, 2)
    world.does("Ada", EraseMe())
    assert says(world, one) == "Trees grow"
    assert left(world, "Mei") == 1


def test_equal_totals_stand_by_slot_then_by_space() -> None:
    """REPORTING8 DOTS10"""
    world = forum(ON_REPORTS)
    late = places(world, "Ada", "slot-2", "yard--")
    hall = places(world, "Kofi", "slot-1", "hall--")
    yard = places(world, "Mei", "slot-1", "yard--")
    world.opened("sessions")
    for who, session in (("Ada", late), ("Kofi", hall), ("Mei", yard)):
        writes(world, who, session, "Something")
        world.does(who, LayPen(session))
    world.opened("voting")
    for session in (late, hall, yard):
        world.sticks("Mei", session)
    assert [on for on, _ in revealed(world)] == [yard, hall, late]
    world.does("facilitator", MoveSpace("hall--", None))
    assert [on for on, _ in tally(world)] == [hall, yard, late]
    world.does("facilitator", PlaceTopic(late, "slot-1", "closet"), UnplaceTopic(hall))
    assert [on for on, _ in tally(world)] == [yard, late, hall]
