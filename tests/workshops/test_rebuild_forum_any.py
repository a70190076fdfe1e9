"""Whatever happened in an open forum, it survives its export."""

import contextlib
from random import Random

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from tests.circles import forum
from tests.given import GATHER
from tests.workshops.rebuilt import ON_REPORTS, survives
from workshops.agenda import OpenStep
from workshops.attendance import ImHere, MoveOn
from workshops.ballots import SetDots
from workshops.clusters import MakeCluster
from workshops.format import AnyStep
from workshops.hiding import HideTopic, RestoreTopic
from workshops.interest import MarkInterest
from workshops.moderation import HideIdea
from workshops.people import EraseMe, Join, MergePeople, RemovePerson
from workshops.reporting import PostProposed, TakePen, WriteReport
from workshops.sealing import RevealRound
from workshops.slots import EndSlot, ExtendSlot, PutSlot, RemoveSlot, StartSlot
from workshops.sorting import Arrange
from workshops.spaces import MoveSpace, PutSpace
from workshops.topic_merging import MergeTopics, UnmergeTopic
from workshops.topics import ConveneTopic, ProposeTopic, WithdrawTopic
from workshops.vocabulary import Refused
from workshops.voting import CloseRound
from workshops.wall import EndSession, ExtendSession, PlaceTopic, UnplaceTopic
from workshops.workshop import AnyCommand

WORDS = ["Trees", "=1+1", "A bus\nat night", "été 🌳 ", "<b>", "  ", ""]
PEOPLE = ("Ada", "Kofi", "Mei")
STEPS: tuple[AnyStep, ...] = (GATHER, Arrange(id="cluster", title="Group"), ON_REPORTS)


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
