"""Ten thousand random acts at the wall: no cell holds two topics, nobody is in two places, nothing hangs in the air."""

from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.circles import MARKET, SESSIONS
from tests.given import GATHER, WELCOME, seen_by
from tests.wall import forum
from workshops.agenda import CloseStep, OpenStep
from workshops.hiding import HideTopic, RestoreTopic
from workshops.interest import InterestRecord, MarkInterest
from workshops.moderation import HideIdea, RestoreIdea
from workshops.people import EraseMe, Join, MergePeople, PersonRecord, RemovePerson, Rename
from workshops.recipe import AddStep
from workshops.rehearsal import ClearRehearsal, StartRehearsal
from workshops.slots import EndSlot, ExtendSlot, PutSlot, RemoveSlot, SlotRecord, StartSlot
from workshops.spaces import MoveSpace, PutSpace, RemoveSpace, SpaceRecord
from workshops.suggestion import suggest, suggest_all
from workshops.topic_merging import DeclineMerge, MergeTopics, UnmergeTopic
from workshops.topics import ConveneTopic, EditTopic, ProposeTopic, TopicRecord, WithdrawTopic
from workshops.vocabulary import Limits, Record, Refused
from workshops.wall import EndSession, ExtendSession, PlaceTopic, SessionRecord, UnplaceTopic
from workshops.workshop import AnyCommand

SEEDS = range(20)
ACTS = 500
CAREFUL = 5
"""One seed in so many is looked at as closely as given.py can: it takes long."""
R = TypeVar("R", bound=Record)


class Storm:
    """A forum in which anything may happen. idea: one that topics may be born from. accepted: how often what was."""

    def __init__(self, seed: int, *, careful: bool) -> None:
        self.chance = Random(seed)
        self.world = forum(WELCOME, GATHER, SESSIONS, limits=Limits(topics=16, spaces=5, slots=5))
        self.world.does("facilitator", AddStep(MARKET, "gather"))
        self.world.checked, self.world.replay_every = careful, 20
        (self.idea,) = self.world.lists("A listed idea")
        self.made = 0
        self.accepted: dict[str, int] = {}
        self.look()

    def look(self) -> None:
        self.all = {key: shown.record for key, shown in self.world.everything().items()}

    def of(self, kind: type[R]) -> list[R]:
        return [record for record in self.all.values() if isinstance(record, kind)]

    # Choosing

    def some(self, ids: list[str]) -> str:
        return self.chance.choice(ids) if ids and self.chance.random() < 0.97 else "nothing"

    def topic(self) -> str:
        return self.some([topic.id for topic in self.of(TopicRecord)])

    def placed(self) -> str:
        return self.some([session.id for session in self.of(SessionRecord)])

    def slot(self) -> str:
        return self.some([slot.id for slot in self.of(SlotRecord)])

    def space(self) -> str:
        return self.some([space.id for space in self.of(SpaceRecord)])

    def person(self) -> str:
        return self.some([person.id for person in self.of(PersonRecord)])

    def fresh(self, kind: str) -> str:
        self.made += 1
        return f"{kind}-{self.made}"

    def convener(self, *topics: str) -> str:
        """Most often one of theirs."""
        about = [topic for topic in self.of(TopicRecord) if topic.id in topics]
        theirs = [person for topic in about for person in topic.conveners]
        return self.chance.choice([*theirs, *theirs, "facilitator", self.person()])

    # Acting

    def act(self, who: str, command: AnyCommand) -> bool:
        paper = self.world.workshop.people.on_paper(who)
        try:
            self.world.does("helper" if paper else who, command, subject=who if paper else None)
        except Refused:
            return False
        name = type(command).__name__
        self.accepted[name] = self.accepted.get(name, 0) + 1
        self.look()
        return True

    def propose(self) -> None:
        origin = self.chance.choice([None, f"idea:{self.idea}"])
        topic = self.fresh("topic")
        self.act(self.chance.choice(["facilitator", self.person()]), ProposeTopic(topic, f"<{topic}>", "", origin))

    def lead_topic(self) -> None:
        topic, people = self.topic(), [self.person() for _ in range(self.chance.randrange(3))]
        convene = ConveneTopic(topic, people)
        hide = HideTopic(topic, f"<{topic}> is hidden")
        kinds: list[AnyCommand] = [convene, convene, hide, RestoreTopic(topic)]
        self.act("facilitator", self.chance.choice(kinds))

    def change_own(self) -> None:
        topic = self.topic()
        kinds: list[AnyCommand] = [EditTopic(topic, f"<{topic}> {self.made}"), WithdrawTopic(topic)]
        self.act(self.convener(topic), self.chance.choice(kinds))

    def merge(self) -> None:
        topic, into = self.topic(), self.topic()
        self.act(self.convener(topic, into), MergeTopics(topic, into))
        if self.chance.random() < 0.5:
            answers: list[AnyCommand] = [MergeTopics(topic, into), DeclineMerge(topic, into)]
            self.act(self.convener(topic, into), self.chance.choice(answers))

    def unmerge(self) -> None:
        topic = self.some([topic.id for topic in self.of(TopicRecord) if topic.into])
        self.act(self.convener(topic), UnmergeTopic(topic))

    def like(self) -> None:
        self.act(self.person(), MarkInterest(self.topic(), self.chance.random() < 0.7))

    def place(self) -> None:
        topic = self.topic()
        suggested = self.chance.random() < 0.3
        cell = suggest(self.world.workshop.forum.wall, topic) if suggested else (self.slot(), self.space())
        self.act(self.convener(topic), PlaceTopic(topic, *(cell or ("nothing", "nothing"))))

    def place_all(self) -> None:
        for topic, slot, space in suggest_all(self.world.workshop.forum.wall):
            assert self.act("facilitator", PlaceTopic(topic, slot, space))

    def unplace(self) -> None:
        topic = self.placed()
        self.act(self.convener(topic), UnplaceTopic(topic))

    def change_grid(self) -> None:
        space, slot, pick = self.space(), self.slot(), self.chance.choice
        space, slot = pick([space, self.fresh("space")]), pick([slot, self.fresh("slot")])
        starts = self.chance.randrange(0, 24) * 60
        shut = [self.slot() for _ in range(self.chance.randrange(2))]
        kinds: list[AnyCommand] = [
            PutSpace(space, self.fresh("name"), self.chance.randrange(5), shut=shut),
            PutSpace(space, self.fresh("name"), shut=shut),
            PutSlot(slot, starts, starts + pick([30, 60, 90]), pick(["", "2026-11-23"])),
            PutSlot(slot, starts, starts + 60),
            MoveSpace(space, pick([None, self.space()])),
            RemoveSpace(space),
            RemoveSlot(slot),
        ]
        self.act("facilitator", pick(kinds))

    def run(self) -> None:
        slot, topic = self.slot(), self.placed()
        kinds: list[tuple[str, AnyCommand]] = [
            ("facilitator", StartSlot(slot)),
            ("facilitator", StartSlot(slot)),
            ("facilitator", EndSlot(slot)),
            ("facilitator", ExtendSlot(slot, self.chance.choice([-10, 10]))),
            (self.convener(topic), ExtendSession(topic, 10)),
            (self.convener(topic), EndSession(topic, self.chance.random() < 0.6)),
        ]
        self.act(*self.chance.choice(kinds))
        self.world.later(minutes=self.chance.randrange(20))

    def change_people(self) -> None:
        person, other, new = self.person(), self.person(), self.fresh("person")
        kinds: list[Callable[[], Any]] = [
            lambda: self.act(person, EraseMe()),
            lambda: self.act("facilitator", RemovePerson(person)),
            lambda: self.act("facilitator", MergePeople(person, other)),
            lambda: self.act("facilitator", MergePeople(person, other)),
            lambda: self.act(person, Rename(new)),
        ]
        self.chance.choice(kinds)()
        if len(self.of(PersonRecord)) < 6:
            self.world.on_paper(new) if self.chance.random() < 0.2 else self.act(new, Join(new))
            self.look()

    def change_step(self) -> None:
        steps = ["market", "sessions", "market", "sessions", "welcome", "gather"]
        commands: list[AnyCommand] = [*map(OpenStep, steps), CloseStep("market")]
        self.act("facilitator", self.chance.choice(commands))
        hide: list[AnyCommand] = [HideIdea(self.idea, "Why"), RestoreIdea(self.idea)]
        self.act("facilitator", self.chance.choice(hide))

    def rage(self, acts: int) -> None:
        for kind in self.chance.choices(list(KINDS), list(KINDS.values()), k=acts):
            kind(self)
            self.check()
        assert self.world.replayed().everything() == self.world.everything()

    # What holds at all times

    def check(self) -> None:
        topics = {topic.id: topic for topic in self.of(TopicRecord)}
        self.check_wall(topics)
        self.check_grid()
        self.check_secrets(topics)
        for topic in topics.values():
            assert topic.into is None or topics[topic.into].id != topic.id
            assert len(set(topic.conveners)) == len(topic.conveners) == len(topic.names)
        assert len({topic.n for topic in topics.values()}) == len(topics)
        ends = {topic.id for topic in topics.values() if topic.into is None}
        for interest in self.of(InterestRecord):
            assert set(interest.topics) <= ends
            assert interest.id in self.world.workshop.people.joined

    def check_secrets(self, topics: dict[str, TopicRecord]) -> None:
        """SHOW2"""
        everything = self.world.everything()
        for viewer in ("Ada", "screen", "export", self.person()):
            view = seen_by(viewer, everything)
            words = str([view[key] for key in view if key != "screen:this"])
            for topic in topics:
                assert f"topic:{topic}" in view or f"<{topic}>" not in words
                assert f"aside:{topic}" not in view or f"topic:{topic}" in view

    def check_wall(self, topics: dict[str, TopicRecord]) -> None:
        """WALL3 WALL4"""
        sessions = self.of(SessionRecord)
        spaces = {space.id: space for space in self.of(SpaceRecord)}
        slots = {slot.id: slot for slot in self.of(SlotRecord)}
        cells = [(session.slot, session.space) for session in sessions]
        assert len(set(cells)) == len(cells)
        for session in sessions:
            topic = topics[session.id]
            assert not topic.hidden
            assert topic.into is None
            assert session.slot not in spaces[session.space].shut
            assert (session.state == "to_come") == (slots[session.slot].state == "to_come")
        busy = [(session.slot, person) for session in sessions for person in topics[session.id].conveners]
        assert len(set(busy)) == len(busy)

    def check_grid(self) -> None:
        """WALL1 WALL2 WALL6"""
        slots = sorted(self.of(SlotRecord), key=lambda slot: slot.n)
        assert [slot.n for slot in slots] == list(range(1, len(slots) + 1))
        for one, other in pairwise(slots):
            assert (one.day, one.ends) <= (other.day, other.starts) or one.day < other.day
        assert sum(slot.state == "running" for slot in slots) <= 1
        spaces = sorted(space.n for space in self.of(SpaceRecord))
        assert spaces == list(range(1, len(spaces) + 1))
        there = {slot.id for slot in slots}
        assert all(set(space.shut) <= there for space in self.of(SpaceRecord))


KINDS: dict[Callable[[Storm], None], float] = {
    Storm.propose: 5,
    Storm.lead_topic: 3,
    Storm.change_own: 1,
    Storm.merge: 4,
    Storm.unmerge: 2,
    Storm.like: 5,
    Storm.place: 10,
    Storm.place_all: 0.3,
    Storm.unplace: 2,
    Storm.change_grid: 4,
    Storm.run: 3,
    Storm.change_people: 2,
    Storm.change_step: 1.5,
}
"""What may happen, and how often."""


@pytest.mark.parametrize("seed", SEEDS)
def test_the_wall_never_holds_a_conflict(seed: int) -> None:
    """WALL3 WALL4 SHOW3 SHOW4"""
    storm = Storm(seed, careful=seed % CAREFUL == 0)
    storm.act("facilitator", OpenStep("market"))
    storm.rage(ACTS)
    told = storm.accepted
    assert min(told.get(kind.__name__, 0) for kind in (PlaceTopic, MergeTopics, UnmergeTopic, MergePeople)) > 0


@pytest.mark.parametrize("seed", range(10))
def test_nor_does_it_after_a_rehearsal(seed: int) -> None:
    """WALL4 REHEARSAL2 REHEARSAL4"""
    storm = Storm(seed, careful=seed % CAREFUL == 0)
    for _ in range(6):
        storm.propose()
        storm.lead_topic()
        storm.place()
    assert storm.act("facilitator", StartRehearsal())
    storm.rage(60)
    assert storm.act("facilitator", ClearRehearsal())
    storm.rage(60)


class AnyWall(RuleBasedStateMachine):
    """The same, as a search for the shortest way to a conflict."""

    @initialize()
    def begin(self) -> None:
        self.storm = Storm(0, careful=True)
        self.storm.act("facilitator", OpenStep("market"))

    @rule(kind=st.sampled_from(list(KINDS)), chance=st.randoms(use_true_random=False))
    def something_happens(self, kind: Callable[[Storm], None], chance: Random) -> None:
        self.storm.chance = chance
        kind(self.storm)
        self.storm.check()


AnyWall.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
test_any_wall = pytest.mark.timeout(300)(AnyWall.TestCase)
