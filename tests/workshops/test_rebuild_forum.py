"""An open forum built anew from its export: topics, the wall, how many were there, what the reports say."""

import contextlib
from random import Random
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from msgspec import structs

from tests.circles import PROCEEDINGS, SESSIONS, forum, goes, meeting, places, says, writes
from tests.given import GATHER, Given
from workshops.agenda import OpenStep
from workshops.attendance import AttendanceRecord, ImHere, MoveOn
from workshops.ballots import SetDots
from workshops.clusters import MakeCluster
from workshops.exported import DoesNotAddUp, ExportRecord, lasting
from workshops.format import AnyStep
from workshops.hiding import HideTopic, RestoreTopic
from workshops.ideas import IdeaRecord
from workshops.interest import MarkInterest
from workshops.market import Market
from workshops.merging import MergeClusters
from workshops.moderation import HideIdea
from workshops.people import AddPerson, CrowdRecord, EraseMe, Join, MergePeople, RemovePerson
from workshops.proceedings import ReportRecord
from workshops.rebuild import rebuild
from workshops.reporting import PostProposed, SetAside, TakePen, WithdrawProposed, WriteReport
from workshops.sealing import RevealRound
from workshops.slots import EndSlot, ExtendSlot, PutSlot, RemoveSlot, SlotRecord, StartSlot
from workshops.sorting import Arrange
from workshops.spaces import MoveSpace, PutSpace, SpaceRecord
from workshops.tallies import TallyRecord
from workshops.texts import TextRecord, VersionsRecord
from workshops.topic_merging import MergeTopics, UnmergeTopic
from workshops.topics import ConveneTopic, ProposeTopic, TopicRecord, WithdrawTopic
from workshops.vocabulary import Key, Limits, Record, Refused
from workshops.voting import CloseRound, Vote
from workshops.wall import EndSession, ExtendSession, PlaceTopic, SessionRecord, UnplaceTopic
from workshops.workshop import AnyCommand

NOW = 1_900_000_000_000
VOTE = Vote(id="voting", title="Convergence", minutes=0, on="reports", budget=3, maximum=2)


def exported(world: Given) -> dict[Key, Record]:
    return lasting(shown.record for shown in world.everything().values() if "export" in shown.seen)


def again(world: Given) -> Given:
    """The same workshop, by way of its export alone."""
    built = Given(world.limits, world.now)
    for stored in rebuild(told(world), world.limits, world.now):
        assert stored.seq == len(built.stream(stored.beside)) + 1
        built.stream(stored.beside).append(stored)
    return built.replayed()


def told(world: Given) -> list[ExportRecord]:
    return list(exported(world).values())  # type: ignore[arg-type]


def survives(world: Given) -> Given:
    built = again(world)
    assert exported(built) == exported(world)
    return built


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
    world, one, other = meeting(VOTE)
    writes(world, "Mei", one, "Trees")
    writes(world, "Kofi", other, "Bins")
    world.opened("voting")
    for who, on, n in (("Ada", one, 2), ("Kofi", one, 1), ("Mei", other, 1)):
        world.does(who, SetDots(world.round, on, n))
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))
    built = survives(world)
    tally = built.record(TallyRecord, f"tally:{world.round}")
    assert [(count.on, count.dots, count.rank) for count in tally.counts] == [(one, 3, 1), (other, 1, 2)]


# Any open forum

WORDS = ["Trees", "=1+1", "A bus\nat night", "été 🌳 ", "<b>", "  ", ""]
PEOPLE = ("Ada", "Kofi", "Mei")
STEPS: tuple[AnyStep, ...] = (GATHER, Arrange(id="cluster", title="Group"), VOTE)


class Storm:
    """Conveners, circles and a facilitator who do anything they can think of, to what is there, as chance has it."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.world = forum(*STEPS)
        self.world.checked = False
        self.world.opened("gather")
        self.ideas = [self.world.posts(who, "An idea") for who in PEOPLE]
        self.world.does("facilitator", MakeCluster("green-", "ideas-", "Green", None, self.ideas[:1]))
        self.world.opened("market")

    def act(self) -> None:
        """One more act; that it may be refused is no harm."""
        self.world.later(seconds=self.chance.randrange(200))
        who, commands = self.chance.choice([self._topic, self._topic, self._wall, self._wall, *[self._meet] * 3])()
        with contextlib.suppress(Refused):
            self.world.does(who, *commands)

    def _one(self) -> str:
        return self.chance.choice([*self.world.workshop.forum.topics.topics, "nothing"])

    def _topic(self) -> tuple[str, list[AnyCommand]]:
        new, one, other, who = f"topic-{self.world.acts:04}", self._one(), self._one(), self.chance.choice(PEOPLE)
        origin = self.chance.choice([None, *(f"idea:{idea}" for idea in self.ideas), "cluster:green-"])
        people = self.chance.sample(PEOPLE, self.chance.randrange(3))
        if self.chance.random() < 0.03:
            gone: list[AnyCommand] = [RemovePerson(who), MergePeople(who, self.chance.choice(PEOPLE))]
            return "facilitator", [self.chance.choice(gone)]
        if self.chance.random() < 0.6:
            leaving: list[AnyCommand] = [EraseMe(), Join(who)] if self.chance.random() < 0.2 else [MarkInterest(one)]
            return who, self.chance.choice(
                [
                    [ProposeTopic(new, "New", self.chance.choice(WORDS), origin)],
                    [ProposeTopic(new, "New", "", origin)],
                    [WithdrawTopic(one)],
                    [MarkInterest(one, on=self.chance.random() < 0.7)],
                    [MarkInterest(one)],
                    leaving,
                ]
            )
        return "facilitator", self.chance.choice(
            [
                [ProposeTopic(new, "New", "", origin)],
                [HideTopic(one, "Why")],
                [RestoreTopic(one)],
                [ConveneTopic(one, people)],
                [MergeTopics(one, other)],
                [MergeTopics(one, other)],
                [UnmergeTopic(one)],
                [HideIdea(self.chance.choice(self.ideas), "Why")],
                [OpenStep(self.chance.choice(["gather", "market", "sessions", "journal"]))],
            ]
        )

    def _wall(self) -> tuple[str, list[AnyCommand]]:
        grid, new = self.world.workshop.forum.grid, f"thing-{self.world.acts:04}"
        slot, space = (self.chance.choice([*there, "nothing"]) for there in (grid.slots, grid.spaces))
        one, starts = self._one(), self.chance.randrange(1300)
        places: list[AnyCommand] = [PlaceTopic(one, slot, space)]
        return "facilitator", self.chance.choice(
            [
                *[places] * 6,
                [UnplaceTopic(one)],
                [PutSlot(new, starts, starts + 30, self.chance.choice(["", "2026-11-23"]))],
                [PutSpace(new, "New", 3, self.chance.choice(WORDS), shut=[slot])],
                [MoveSpace(space, self.chance.choice([None, *grid.spaces]))],
                [RemoveSlot(slot)],
                [StartSlot(slot)],
                [StartSlot(slot)],
                [EndSlot(slot)],
                [ExtendSlot(slot, 5)],
                [ExtendSession(one, 5)],
                [EndSession(one)],
                [EndSession(one, over=False)],
            ]
        )

    def _meet(self) -> tuple[str, list[AnyCommand]]:
        if self.world.workshop.agenda.open is None or self.chance.random() < 0.2:
            return "facilitator", [OpenStep("sessions")]
        who, one, words = self.chance.choice(PEOPLE), self._one(), self.chance.choice(WORDS)
        return who, self.chance.choice(
            [
                [ImHere(one)],
                [ImHere(one)],
                [MoveOn()],
                [TakePen(one), WriteReport(one, self.chance.choice(["said", "agreed"]), words)],
                [TakePen(one), WriteReport(one, "said", words)],
                [TakePen(one), PostProposed(one, f"prop-{self.world.acts:04}", words)],
            ]
        )

    def vote(self) -> None:
        """A round on reports, from its beginning to its reveal."""
        self.world.opened("voting")
        for who in PEOPLE:
            with contextlib.suppress(Refused):
                self.world.does(who, SetDots(self.world.round, self._one(), 1))
        self.world.does("facilitator", CloseRound(self.world.round), RevealRound(self.world.round))


@settings(max_examples=60, deadline=None)
@for_all(st.randoms(use_true_random=False), st.integers(10, 150))
def test_any_open_forum_survives_its_export(chance: Random, acts: int) -> None:
    """FILE1"""
    storm = Storm(chance)
    for _ in range(acts):
        storm.act()
    if chance.random() < 0.5:
        storm.vote()
    built = survives(storm.world)
    survives(built)


# What does not add up


def whole() -> Given:
    world, one, other = meeting(VOTE)
    goes(world, one, "Ada", "Mei")
    world.does("Mei", MarkInterest(one))
    writes(world, "Mei", one, "Trees")
    writes(world, "Mei", one, "All", "agreed")
    world.does("Mei", PostProposed(one, "plant-", "Plant them"))
    world.does("Mei", ProposeTopic("merged", "Merged"), ProposeTopic("spare-", "Spare"))
    world.does("facilitator", MergeTopics("merged", other))
    return world


def why(records: list[ExportRecord], limits: Limits | None = None) -> tuple[Key, str]:
    with pytest.raises(DoesNotAddUp) as caught:
        rebuild(records, limits or Limits(), NOW)
    return caught.value.key, caught.value.why


def changed(key: Key, **fields: Any) -> list[ExportRecord]:
    """The export of a whole open forum, with these fields of this record changed by hand."""
    records = exported(whole())
    records[key] = structs.replace(records[key], **fields)
    return list(records.values())  # type: ignore[arg-type]


ONE, OTHER = (key.partition(":")[2] for key in exported(whole()) if key.startswith("session:"))


@pytest.mark.parametrize(
    ("key", "fields", "expected"),
    [
        ("step:sessions", {"id": "circles"}, "differs"),
        ("space:yard--", {"capacity": 10_001}, "differs"),
        (f"topic:{ONE}", {"title": "x" * 201}, "too_long"),
        (f"topic:{ONE}", {"title": "a\x00b"}, "bad_text"),
        (f"topic:{ONE}", {"words": "x" * 501}, "too_long"),
        (f"topic:{ONE}", {"names": ["x" * 41]}, "too_long"),
        (f"topic:{ONE}", {"names": ["x"] * 1001}, "differs"),
        (f"topic:{ONE}", {"n": 0}, "differs"),
        (f"topic:{ONE}", {"n": 2}, "twice"),
        (f"topic:{ONE}", {"origin": "idea:nowhere"}, "refers"),
        (f"topic:{ONE}", {"into": "nowhere"}, "refers"),
        (f"topic:{ONE}", {"into": ONE}, "differs"),
        (f"topic:{ONE}", {"into": "spare-"}, "differs"),
        (f"topic:{ONE}", {"hidden": True}, "differs"),
        ("space:yard--", {"name": " "}, "empty"),
        ("space:yard--", {"access": "x" * 201}, "too_long"),
        ("space:yard--", {"n": 9}, "differs"),
        ("space:yard--", {"capacity": -1}, "differs"),
        ("space:yard--", {"shut": ["nowhere"]}, "refers"),
        ("space:yard--", {"shut": ["slot-1"]}, "space_shut"),
        ("slot:slot-1", {"starts": 700, "ends": 640}, "bad_command"),
        ("slot:slot-1", {"day": "2026-02-30"}, "bad_command"),
        ("slot:slot-1", {"day": "tomorrow"}, "differs"),
        ("slot:slot-1", {"ends": 660}, "slots_overlap"),
        ("slot:slot-2", {"ends": 1450}, "differs"),
        ("slot:slot-1", {"state": "over", "ends_at": None}, "differs"),
        ("slot:slot-1", {"state": "perhaps"}, "differs"),
        ("slot:slot-2", {"state": "running", "ends_at": NOW}, "differs"),
        ("slot:slot-2", {"ends_at": NOW}, "differs"),
        (f"session:{ONE}", {"slot": "nowhere"}, "refers"),
        (f"session:{ONE}", {"space": "nowhere"}, "refers"),
        (f"session:{ONE}", {"id": "nowhere"}, "refers"),
        (f"session:{ONE}", {"space": "closet"}, "twice"),
        (f"session:{ONE}", {"interest": 4}, "differs"),
        (f"session:{ONE}", {"state": "to_come"}, "differs"),
        (f"session:{ONE}", {"state": "perhaps"}, "differs"),
        (f"session:{OTHER}", {"id": "merged"}, "differs"),
        (f"attendance:{ONE}", {"been": 4}, "differs"),
        (f"attendance:{ONE}", {"been": 0}, "differs"),
        (f"attendance:{ONE}", {"id": "nowhere"}, "refers"),
        (f"text:{ONE}.said", {"field": "nowhere"}, "differs"),
        (f"text:{ONE}.said", {"field": "proposed"}, "differs"),
        (f"text:{ONE}.said", {"field": "agreed"}, "differs"),
        (f"text:{ONE}.said", {"session": "nowhere"}, "refers"),
        (f"text:{ONE}.said", {"text": "x" * 8001}, "too_long"),
        (f"text:{ONE}.said", {"text": "a\x00b"}, "bad_text"),
        (f"text:{ONE}.said", {"at": 10**17}, "differs"),
        ("idea:plant-", {"origin": "session:nowhere"}, "refers"),
        ("idea:plant-", {"origin": "nowhere"}, "refers"),
    ],
)  # fmt: skip
def test_what_was_changed_by_hand_is_refused(key: Key, fields: dict[str, Any], expected: str) -> None:
    """FILE4"""
    assert why(changed(key, **fields))[1] == expected


def test_more_than_an_open_forum_holds_is_refused() -> None:
    """FILE4"""
    records = told(whole())
    for limits in (Limits(topics=3), Limits(spaces=2), Limits(slots=1)):
        assert why(records, limits)[1] == "too_many"
    assert why(records, Limits(report=7))[1] == "report_full"


def test_an_open_forum_without_its_steps_is_refused() -> None:
    records = [record for key, record in exported(whole()).items() if key not in ("step:sessions", "step:journal")]
    assert why(records)[1] in ("differs", "refers")  # type: ignore[arg-type]


def test_people_on_paper_are_among_those_who_were_there() -> None:
    world, one, _ = meeting()
    world.does("helper", AddPerson("paper-1", "Jo"))
    world.does("helper", ImHere(one), subject="paper-1")
    built = survives(world)
    assert built.record(CrowdRecord, "crowd:this").people == 4
    assert built.record(AttendanceRecord, f"attendance:{one}").been == 1


def test_the_steps_of_an_open_forum_are_those_it_had() -> None:
    built = survives(forum())
    abouts = [step.about for step in built.workshop.agenda.steps.values()]
    assert [type(about) for about in abouts] == [Market, type(SESSIONS), type(PROCEEDINGS)]
