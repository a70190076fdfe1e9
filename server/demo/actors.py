"""Who takes part in a demonstration: real clients on real sockets that act as people do, by chance from a seed."""

import asyncio
import contextlib
import random
from collections.abc import Iterator, Mapping
from typing import TypeVar

from server.client import Client, new_id
from server.demo.grouping import Group
from server.demo.sample import DemoError
from server.protocol import Ack
from workshops.agenda import CloseStep, OpenStep, StepRecord
from workshops.ballots import EnterBallot, SetDots
from workshops.boards import Gather
from workshops.clusters import ClusterRecord, MakeCluster
from workshops.ideas import IdeaRecord, PostIdea
from workshops.moderation import RevealIdeas
from workshops.people import CrowdRecord, Finish
from workshops.sealing import RevealRound
from workshops.sorting import MoveIdeas
from workshops.themes import MakeTheme, ThemeRecord
from workshops.timebox import StartTimebox
from workshops.vocabulary import Record, Step
from workshops.voting import CloseRound, RoundRecord, Vote
from workshops.workshop import AnyCommand

R = TypeVar("R", bound=Record)

NAMES = (  # noqa: SIM905 - names read as names
    "Ada Kofi Mei Odile Yanis Solène Jean-Marc Fatou Inès René Karim Lucie Hugo Rosa Anne Léo Maud Ivan Nora Tom Awa "
    "Paul Zoé Samir Édith Bao Gaëlle Marius Lina Joël Nadia Victor Simone Malik Irène Noé Thaïs André Flora Gabin"
).split()


def name_of(n: int) -> str:
    """Of the n-th person, from 0; no two have the same."""
    return NAMES[n % len(NAMES)] + (f" {n // len(NAMES) + 1}" if n >= len(NAMES) else "")


class Pace:
    """One person's, by a chance of their own. `scale` 1: as in a lively room; 0: no time at all."""

    def __init__(self, seed: int | str, scale: float) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a demonstration, no secret
        self.scale = scale

    async def between(self, low: float, high: float) -> None:
        """Take between `low` and `high` seconds."""
        if self.scale:
            await asyncio.sleep(self.random.uniform(low, high) * self.scale)


class Actor:
    """`strict`: nothing that it does may be refused. Otherwise a step may close before it is done, as happens."""

    def __init__(self, client: Client, pace: Pace, *, strict: bool = False) -> None:
        self.client, self.pace, self.strict = client, pace, strict

    async def do(self, command: AnyCommand, on_paper: str | None = None) -> None:
        """`on_paper`: the person it is entered for."""
        verdict = await self.client.do(command, on_paper)
        if self.strict and not isinstance(verdict, Ack):
            raise DemoError(f"{type(command).__name__} was refused: {verdict.reason} {dict(verdict.facts)}")

    def all(self, kind: type[R]) -> Iterator[R]:
        return (record for record in list(self.client.records.values()) if isinstance(record, kind))

    def open_step(self) -> StepRecord | None:
        return next((step for step in self.all(StepRecord) if step.state == "open"), None)

    def first(self, kind: type[Step]) -> StepRecord:
        """The first step of this kind."""
        steps = sorted(self.all(StepRecord), key=lambda step: step.n)
        return next(step for step in steps if isinstance(step.about, kind))

    def is_open(self, step: StepRecord) -> bool:
        now = self.open_step()
        return now is not None and now.id == step.id

    def round_of(self, step: StepRecord) -> RoundRecord | None:
        return next((each for each in self.all(RoundRecord) if each.step == step.id), None)

    def choice(self, about: Vote, chance: random.Random) -> dict[str, int]:
        """Some things please nearly everybody, and each person a little else: all dots spent, within the maximum."""
        names = {each.id: each.name for each in self.all(ClusterRecord) if about.on != "ideas"}
        names |= {each.id: each.text for each in self.all(IdeaRecord) if about.on != "clusters"}
        items = sorted(names, key=lambda item: (names[item], item))
        appeal = [random.Random(names[item]).random() ** 2 * chance.random() for item in items]  # noqa: S311
        chosen: dict[str, int] = {}
        for _dot in range(min(about.budget, about.maximum * len(items))):
            free = [n for n, item in enumerate(items) if chosen.get(item, 0) < about.maximum]
            item = items[chance.choices(free, [appeal[n] + 1e-6 for n in free])[0]]
            chosen[item] = chosen.get(item, 0) + 1
        return chosen


class Participant(Actor):
    """`words`: what they have to say, by the id it will have. stuck: dots, so far."""

    words: Mapping[str, str] = {}
    stuck = 0

    async def live(self) -> None:
        """Do what the open step asks, and so on, until stopped."""
        last: tuple[str, int | None] | None = None
        while True:
            await self.client.until(lambda done=last: self._moment() not in (None, done))  # type: ignore[misc]
            last, step = self._moment(), self.open_step()
            if step is not None:
                with contextlib.suppress(DemoError):
                    await self.act(step)

    def _moment(self) -> tuple[str, int | None] | None:
        step = self.open_step()
        return (step.id, step.opened_at) if step is not None else None

    async def act(self, step: StepRecord) -> None:
        """What this step asks of a person, then "I have finished". Leaves off when it closes."""
        match step.about:
            case Gather() as about:
                await self._write(step, about)
            case Vote() as about:
                await self._vote(step, about)
            case _:
                await self.pace.between(5, 40)
        await self.pace.between(2, 8)
        if self.is_open(step):
            await self.do(Finish(step.id))

    async def _write(self, step: StepRecord, about: Gather) -> None:
        for idea, text in list(self.words.items()):
            await self.pace.between(5, 25)
            if not self.is_open(step):
                return
            await self.do(PostIdea(idea, about.board, text))
            self.words = {id_: words for id_, words in self.words.items() if id_ != idea}

    async def _vote(self, step: StepRecord, about: Vote) -> None:
        await self.client.until(lambda: self.round_of(step) is not None or not self.is_open(step))
        round_ = self.round_of(step)
        for item, dots in self.choice(about, self.pace.random).items():
            await self.pace.between(2, 7)
            if round_ is None or not self.is_open(step):
                return
            await self.do(SetDots(round_.id, item, dots))
            self.stuck += dots


class Facilitator(Actor):
    async def open(self, step: StepRecord) -> None:
        await self.do(OpenStep(step.id))
        if step.about.minutes and self.pace.scale:
            await self.do(StartTimebox(step.id))

    async def close_and_show(self, step: StepRecord) -> None:
        """What was written in private, to the room."""
        assert isinstance(step.about, Gather)
        await self.do(CloseStep(step.id))
        await self.do(RevealIdeas(step.about.board, "room"))

    async def until_all_have_finished(self, people: int) -> None:
        def finished() -> bool:
            return any(crowd.done >= people for crowd in self.all(CrowdRecord))

        await self.client.until(finished)

    async def arrange(self, board: str, groups: list[Group], ideas: list[str]) -> None:
        """Make the themes and clusters. `ideas`: the id of each idea that the groups name by its place."""
        themes = {theme.name: theme.id for theme in self.all(ThemeRecord)}
        for group in groups:
            if group.theme not in themes:
                themes[group.theme] = new_id()
                await self.do(MakeTheme(themes[group.theme], group.theme))
                await self.pace.between(0.5, 1.5)
            # All at once where nobody is watching.
            at_first = 2 if self.pace.scale else len(group.rows)
            cluster, inside = new_id(), [ideas[n] for n in group.rows]
            await self.do(MakeCluster(cluster, board, group.name, themes[group.theme], inside[:at_first]))
            for idea in inside[at_first:]:
                await self.pace.between(0.2, 0.9)
                await self.do(MoveIdeas([idea], cluster))
            await self.pace.between(0.3, 1.5)

    async def enter(self, about: Gather, person: str, words: Mapping[str, str], first_slip: int) -> None:
        """What a person wrote on numbered slips."""
        for slip, (idea, text) in enumerate(words.items(), first_slip):
            await self.do(PostIdea(idea, about.board, text, slip), person)

    async def enter_ballot(self, step: StepRecord, person: str, chance: random.Random) -> int:
        """A ballot on paper. Gives its dots."""
        round_ = self.round_of(step)
        assert round_ is not None
        assert isinstance(step.about, Vote)
        ballot = self.choice(step.about, chance)
        await self.do(EnterBallot(round_.id, ballot), person)
        return sum(ballot.values())

    async def close_and_reveal(self, step: StepRecord) -> None:
        """Reveal the step's round; the ballots are gone with it."""
        round_ = self.round_of(step)
        if round_ is None:
            raise DemoError("There is no round to reveal.")
        await self.do(CloseRound(round_.id))
        await self.pace.between(2, 3)
        await self.do(RevealRound(round_.id))
        await self.client.until(lambda: any(each.revealed for each in self.all(RoundRecord) if each.id == round_.id))
