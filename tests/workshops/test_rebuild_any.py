"""Whatever has happened in a workshop, it survives its export."""

import contextlib
from random import Random

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from msgspec import structs

from tests.workshops.rebuilt import PEOPLE, arranged, survives
from workshops.agenda import CloseStep, OpenStep
from workshops.ballots import SetDots
from workshops.boards import Gather
from workshops.clusters import FileCluster, MakeCluster, NameCluster, OrderCluster, UngroupCluster
from workshops.ideas import AddIdeas, EditIdea, NewIdea, PostIdea, WithdrawIdea
from workshops.merging import MergeClusters, UnmergeCluster
from workshops.moderation import AcceptIdea, HideIdea, RestoreIdea, RevealIdeas
from workshops.people import EraseMe, Finish, Join, RemovePerson
from workshops.recipe import AddStep, EditStep, MoveStep, RemoveStep
from workshops.sealing import RevealRound, SealRound
from workshops.sorting import MoveIdeas
from workshops.themes import MakeTheme, OrderTheme, RemoveTheme
from workshops.timebox import PauseTimebox, StartTimebox
from workshops.undo import Undo
from workshops.vocabulary import Refused
from workshops.voting import CloseRound
from workshops.workshop import AnyCommand

WORDS = ["Trees", "=1+1", "A bus\nat night", "été 🌳", "<b>", "no. 3"]


class Storm:
    """People and a facilitator who do anything they can think of, to what is there, as chance has it."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.given = arranged()

    def act(self) -> None:
        """One more act; that it may be refused is no harm."""
        self.given.later(seconds=3)
        who, commands = self.chance.choice([self._agenda, self._write, self._arrange, self._arrange, self._vote])()
        with contextlib.suppress(Refused):
            self.given.does(who, *commands)

    def seal(self) -> None:
        for each in self.given.workshop.voting.rounds.values():
            with contextlib.suppress(Refused):
                self.given.does("facilitator", CloseRound(each.id))
        self.given.later(minutes=11)
        for each in self.given.workshop.voting.rounds.values():
            if each.state == "closed":
                self.given.does("system", SealRound(each.id))

    def _agenda(self) -> tuple[str, list[AnyCommand]]:
        steps = [step.about for step in self.given.workshop.agenda.steps.values()]
        step, other, pick = self.chance.choice(steps), self.chance.choice(steps), self.chance.random()
        if pick < 0.6:
            return "facilitator", [OpenStep(step.id)]
        later = Gather(id=f"later-{self.given.acts}", title="Later", board="later-")
        return "facilitator", self.chance.choice(
            [
                [CloseStep(step.id)],
                [MoveStep(step.id, other.id)],
                [RemoveStep(step.id)],
                [EditStep(structs.replace(step, title="Renamed", minutes=9))],  # type: ignore[arg-type]
                [AddStep(later, other.id)],
                [StartTimebox(step.id, 90), PauseTimebox(step.id)],
            ]
        )

    def _write(self) -> tuple[str, list[AnyCommand]]:
        idea, new = self._idea(), f"idea-{self.given.acts:04}"
        board, person = self.chance.choice(["ideas-", "needs-", "later-"]), self.chance.choice(PEOPLE)
        leaving: list[AnyCommand] = [EraseMe(), Join("Anew")] if self.chance.random() < 0.1 else [Finish("gather-1")]
        words = self.chance.choice(WORDS)
        by_person: list[list[AnyCommand]] = [
            [PostIdea(new, board, words)],
            [EditIdea(idea, words)],
            [WithdrawIdea(idea)],
            leaving,
        ]
        by_facilitator: list[list[AnyCommand]] = [
            [HideIdea(idea, "Why")],
            [RestoreIdea(idea)],
            [AcceptIdea(idea)],
            [AddIdeas(board, [NewIdea(new, "Listed")])],
            [RevealIdeas(board, "facilitators")],
            [RevealIdeas(board, "room")],
        ]
        if self.chance.random() < 0.02:
            return "facilitator", [RemovePerson(person, self.chance.choice(["keep", "hide"]))]
        if self.chance.random() < 0.6:
            return person, self.chance.choice(by_person)
        return "facilitator", self.chance.choice(by_facilitator)

    def _arrange(self) -> tuple[str, list[AnyCommand]]:
        arranged, new = self.given.workshop.clusters.arranged, f"thing-{self.given.acts:04}"
        one, other = (self.chance.choice([*arranged.every, "nothing"]) for _ in range(2))
        theme, second = (self.chance.choice([*arranged.themes, "nothing"]) for _ in range(2))
        under = self.chance.choice([None, theme])
        return self.chance.choice(["facilitator", "Mei-123"]), self.chance.choice(
            [
                [MakeCluster(new, "ideas-", "New", under, [self._idea()])],
                [MoveIdeas([self._idea(), self._idea()], self.chance.choice([None, one]))],
                [MergeClusters(one, other)],
                [UnmergeCluster(one)],
                [UngroupCluster(one)],
                [OrderCluster(one, other, under)],
                [OrderCluster(one, None, under)],
                [FileCluster(one, under)],
                [NameCluster(one, "Named")],
                [MakeTheme(new, "New theme")],
                [RemoveTheme(theme)],
                [OrderTheme(theme, second)],
                [Undo()],
                [Undo()],
            ]
        )

    def _vote(self) -> tuple[str, list[AnyCommand]]:
        rounds = [each.id for each in self.given.workshop.voting.rounds.values() if each.state != "sealed"]
        if not rounds:
            return "facilitator", [OpenStep(self.chance.choice(["vote-1", "vote-2", "vote-3"]))]
        round_id = self.chance.choice(rounds)
        if self.chance.random() < 0.05:
            return "facilitator", [CloseRound(round_id), RevealRound(round_id)]
        item = self.chance.choice([*self.given.workshop.clusters.clusters, self._idea()])
        return self.chance.choice(PEOPLE), [SetDots(round_id, item, self.chance.randrange(4))]

    def _idea(self) -> str:
        return self.chance.choice([*self.given.workshop.ideas.ideas, "nothing"])


@settings(max_examples=60, deadline=None)
@for_all(st.randoms(use_true_random=False), st.integers(10, 120))
def test_any_workshop_survives_its_export(chance: Random, acts: int) -> None:
    """FILE1"""
    storm = Storm(chance)
    for _ in range(acts):
        storm.act()
    storm.seal()
    survives(storm.given)
