"""An open forum built anew from its export: topics, the wall, how many were there, what the reports say."""

from tests.circles import forum, goes, meeting, places, says, writes
from tests.given import GATHER
from tests.workshops.rebuilt import ON_REPORTS, survives, told
from workshops.attendance import AttendanceRecord
from workshops.ballots import SetDots
from workshops.clusters import MakeCluster
from workshops.hiding import HideTopic
from workshops.ideas import IdeaRecord
from workshops.interest import MarkInterest
from workshops.merging import MergeClusters
from workshops.people import EraseMe
from workshops.proceedings import ReportRecord
from workshops.reporting import PostProposed, SetAside, TakePen, WithdrawProposed
from workshops.sealing import RevealRound
from workshops.slots import EndSlot, ExtendSlot, PutSlot, SlotRecord, StartSlot
from workshops.sorting import Arrange
from workshops.spaces import MoveSpace, PutSpace, SpaceRecord
from workshops.tallies import TallyRecord
from workshops.texts import TextRecord, VersionsRecord
from workshops.topic_merging import MergeTopics, UnmergeTopic
from workshops.topics import ConveneTopic, ProposeTopic, TopicRecord, WithdrawTopic
from workshops.voting import CloseRound
from workshops.wall import EndSession, ExtendSession, SessionRecord, UnplaceTopic

# Topics


def test_topics_keep_their_numbers_words_and_the_names_of_their_conveners() -> None:
    """FILE1, FILE2"""
    world = forum()
    world.does("Ada", ProposeTopic("trees-", "Trees", "Where would they grow?\nWho waters them?"))
    world.does("Kofi", ProposeTopic("bins--", "Bins"), WithdrawTopic("bins--"))
    world.does("facilitator", ProposeTopic("buses-", "Buses"), ConveneTopic("trees-", ["Mei", "Ada"]))
    built = survives(world)
    assert built.record(TopicRecord, "topic:trees-") == TopicRecord(
        "trees-", 1, "Trees", "Where would they grow?\nWho waters them?", names=["Mei", "Ada"]
    )
    assert built.record(TopicRecord, "topic:buses-").names == []
    built.joined("Zoe")
    assert built.refused("Zoe", WithdrawTopic("trees-")) == "not_allowed"


def test_new_topics_go_on_from_the_last_number_and_no_id_is_given_twice() -> None:
    """FILE5"""
    world = forum()
    places(world, "Ada")
    built = survives(world).joined("Zoe")
    built.does("Zoe", ProposeTopic("newest", "Newest"))
    assert built.record(TopicRecord, "topic:newest").n == 2
    assert built.refused("Zoe", ProposeTopic("yard--", "Yard")) == "taken"


def test_a_hidden_topic_is_in_no_file() -> None:
    """FILE2"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Secret words")
    world.does("Mei", PostProposed(one, "plant-", "Plant them"))
    world.does("facilitator", HideTopic(one, "Against somebody"))
    assert not any("Secret" in str(record) or "Against" in str(record) for record in told(world))
    assert survives(world).record(IdeaRecord, "idea:plant-").origin is None


def test_what_was_merged_into_a_hidden_topic_is_told_where_that_went() -> None:
    """FILE1 TOPIC8"""
    world = forum()
    for n, who in enumerate(("Ada", "Kofi", "Mei")):
        world.does(who, ProposeTopic(f"topic-{n}", "Trees"))
    world.does("facilitator", MergeTopics("topic-0", "topic-1"), MergeTopics("topic-1", "topic-2"))
    world.does("facilitator", HideTopic("topic-1", "Against somebody"))
    assert survives(world).record(TopicRecord, "topic:topic-0").into == "topic-2"


def test_a_topic_keeps_what_it_was_born_of() -> None:
    """FILE1"""
    world = forum(GATHER, Arrange(id="cluster", title="Group"))
    world.opened("gather").posts("Ada", "Trees", board="ideas-")
    idea = next(iter(world.workshop.ideas.ideas))
    world.opened("cluster").does("facilitator", MakeCluster("green-", "ideas-", "Green", None, [idea]))
    world.does("facilitator", MakeCluster("other-", "ideas-", "Other"))
    world.does("facilitator", ProposeTopic("topic-1", "Of an idea", origin=f"idea:{idea}"))
    world.does("facilitator", ProposeTopic("topic-2", "Of a cluster", origin="cluster:green-"))
    world.does("facilitator", MergeClusters("green-", "other-"))
    built = survives(world)
    assert built.record(TopicRecord, "topic:topic-1").origin == f"idea:{idea}"
    assert built.record(TopicRecord, "topic:topic-2").origin == "cluster:other-"


def test_a_merged_topic_still_says_where_it_went_and_nobody_is_named_twice() -> None:
    """FILE1"""
    world = forum()
    one, other, last = (places(world, who, slot, space) for who, slot, space in (
        ("Ada", "slot-1", "yard--"), ("Kofi", "slot-1", "hall--"), ("Ada", "slot-2", "yard--")))  # fmt: skip
    world.does("facilitator", MergeTopics(last, one), MergeTopics(other, one))
    built = survives(world)
    assert built.record(TopicRecord, f"topic:{one}").names == ["Ada", "Kofi"]
    built.does("facilitator", UnmergeTopic(last))
    assert built.record(TopicRecord, f"topic:{last}").into is None


def test_who_is_named_goes_with_a_merge_and_gives_way_to_who_convenes_it_now() -> None:
    world = forum()
    one, other = places(world, "Ada"), places(world, "Kofi", space="hall--")
    built = survives(world).joined("Zoe")
    built.does("facilitator", MergeTopics(other, one))
    assert built.record(TopicRecord, f"topic:{one}").names == ["Ada", "Kofi"]
    built.does("facilitator", ConveneTopic(one, ["Zoe"]))
    assert built.record(TopicRecord, f"topic:{one}").names == ["Zoe"]
    built.does("facilitator", UnmergeTopic(other))
    assert built.record(TopicRecord, f"topic:{other}").names == ["Kofi"]
    built.does("facilitator", ConveneTopic(other, []))
    assert built.record(TopicRecord, f"topic:{other}").names == []
    survives(built)


# The wall


def test_spaces_and_slots_stand_as_they_stood() -> None:
    """FILE1"""
    world = forum()
    world.does("facilitator", PutSlot("slot-0", 540, 590), PutSlot("slot-x", 540, 590, "2026-11-23"))
    world.does("facilitator", PutSpace("attic-", "Attic", 5, "No lift", strict=True, shut=["slot-2", "slot-0"]))
    world.does("facilitator", MoveSpace("attic-", "yard--"))
    built = survives(world)
    assert built.record(SpaceRecord, "space:attic-") == SpaceRecord(
        "attic-", 2, "Attic", 5, "No lift", strict=True, shut=["slot-2", "slot-0"]
    )
    assert built.record(SlotRecord, "slot:slot-0").n == 1


def test_slots_are_as_far_as_they_were_and_so_is_each_session() -> None:
    """FILE1"""
    world = forum()
    ids = [places(world, who, space=space) for who, space in (("Ada", "yard--"), ("Kofi", "hall--"), ("Mei", "closet"))]
    later = places(world, "Ada", "slot-2")
    world.does("facilitator", StartSlot("slot-1"), ExtendSlot("slot-1", 5), ExtendSession(ids[0], 10))
    world.does("facilitator", EndSession(ids[1]), EndSlot("slot-1"), EndSession(ids[2], over=False))
    world.does("facilitator", StartSlot("slot-2"), EndSession(later))
    built = survives(world)
    states = [built.record(SessionRecord, f"session:{topic}").state for topic in (*ids, later)]
    assert states == ["running", "over", "running", "over"]
    built.does("facilitator", EndSlot("slot-2"))


def test_interest_is_counted_and_nobody_is_counted_twice_more_than_needed() -> None:
    """FILE2"""
    world = forum()
    one, other = places(world, "Ada"), places(world, "Kofi", space="hall--")
    world.does("Mei", MarkInterest(one), MarkInterest(other))
    world.does("Kofi", MarkInterest(one))
    built = survives(world).joined("Zoe")
    assert built.record(SessionRecord, f"session:{one}").interest == 2
    built.does("Zoe", MarkInterest(one))
    built.does("facilitator", MergeTopics(other, one))
    assert built.record(SessionRecord, f"session:{one}").interest == 3
    survives(built)


# Who was there, and what they wrote


def test_how_many_have_been_there_is_told_and_nobody_is_there_any_more() -> None:
    """FILE2"""
    world, one, other = meeting()
    goes(world, one, "Ada", "Kofi", "Mei")
    goes(world, other, "Mei")
    built = survives(world)
    assert built.record(AttendanceRecord, f"attendance:{one}") == AttendanceRecord(one, 0, 3)
    built.joined("Zoe")
    goes(built, one, "Zoe")
    assert built.record(AttendanceRecord, f"attendance:{one}") == AttendanceRecord(one, 1, 4)
    survives(built)


def test_reports_say_what_they_said_since_when_and_nothing_of_who_wrote_them() -> None:
    """FILE1, FILE2, FILE3"""
    world, one, other = meeting()
    writes(world, "Mei", one, "Trees cool a street.\n\nAll agree ")
    world.later(minutes=9)
    writes(world, "Kofi", other, "Where?", "agreed")
    world.does("Ada", SetAside(other, "said", "Lost words"))
    world.does("Kofi", PostProposed(other, "plant-", "Plant them"), PostProposed(other, "gone--", "No"))
    world.does("Kofi", WithdrawProposed(other, "gone--"))
    written = world.record(TextRecord, f"text:{other}.agreed").at
    world.later(minutes=60)
    built = survives(world)
    assert says(built, one) == "Trees cool a street.\n\nAll agree "
    assert built.record(TextRecord, f"text:{other}.agreed").at == written
    assert built.record(ReportRecord, f"report:{other}") == ReportRecord(other, filled=["agreed", "proposed"])
    (line,) = built.record(VersionsRecord, f"versions:{other}").versions
    assert (line.name, line.staff, line.fields) == ("", False, ["agreed"])
    assert built.record(IdeaRecord, "idea:plant-").origin == f"session:{other}"
    assert "Lost words" not in str(told(world))


def test_a_report_goes_on_where_the_file_ended() -> None:
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees")
    built = survives(world).joined("Zoe")
    writes(built, "Zoe", one, "Trees grow")
    assert says(built, one) == "Trees grow"
    assert [line.name for line in built.record(VersionsRecord, f"versions:{one}").versions] == ["", "Zoe"]
    survives(built)


def test_a_topic_off_the_wall_keeps_its_report() -> None:
    """FILE1"""
    world, one, other = meeting()
    writes(world, "Mei", one, "Trees")
    world.does("Kofi", TakePen(other), PostProposed(other, "plant-", "Plant them"))
    world.does("facilitator", UnplaceTopic(one), UnplaceTopic(other))
    built = survives(world)
    assert says(built, one) == "Trees"
    assert built.record(ReportRecord, f"report:{other}").filled == ["proposed"]


def test_what_somebody_erased_left_to_a_report_is_left_without_a_title() -> None:
    """FILE1"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees")
    world.does("Ada", EraseMe())
    assert survives(world).record(TopicRecord, f"topic:{one}") == TopicRecord(one, 1, "")


def test_a_round_on_reports_keeps_its_totals() -> None:
    """FILE1"""
    world, one, other = meeting(ON_REPORTS)
    writes(world, "Mei", one, "Trees")
    writes(world, "Kofi", other, "Bins")
    world.opened("voting")
    for who, on, n in (("Ada", one, 2), ("Kofi", one, 1), ("Mei", other, 1)):
        world.does(who, SetDots(world.round, on, n))
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))
    built = survives(world)
    tally = built.record(TallyRecord, f"tally:{world.round}")
    assert [(count.on, count.dots, count.rank) for count in tally.counts] == [(one, 3, 1), (other, 1, 2)]
