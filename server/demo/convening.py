"""Who takes part in a demonstration's open forum: they convene circles, go where they like, and write reports."""

import asyncio
import contextlib
from collections.abc import Iterable

from server.client import Client, new_id
from server.demo.actors import Facilitator, Pace, Participant
from server.demo.circles import Circle
from server.demo.sample import DemoError
from server.protocol import Refused
from workshops.agenda import StepRecord
from workshops.attendance import ImHere, MoveOn
from workshops.interest import MarkInterest
from workshops.market import Market
from workshops.people import Finish
from workshops.proceedings import Proceedings, ReportRecord, Sessions
from workshops.reporting import LayPen, PostProposed, TakePen, WriteReport
from workshops.slots import EndSlot, SlotRecord, StartSlot
from workshops.spaces import SpaceRecord
from workshops.topics import ProposeTopic, TopicRecord
from workshops.vocabulary import Record
from workshops.wall import PlaceTopic, SessionRecord

TASTES = 4
"""Topics that each person marks."""
STAYS_S = 45.0
"""How long somebody stays in a circle before they may move on."""


class Guest(Participant):
    """circle: what they convene, under the id `topic`. circles: what each topic is about, for whoever writes there."""

    def __init__(self, client: Client, pace: Pace, *, strict: bool = False) -> None:
        super().__init__(client, pace, strict=strict)
        self.circle: Circle | None = None
        self.topic = new_id()
        self.circles: dict[str, Circle] = {}

    async def act(self, step: StepRecord) -> None:
        match step.about:
            case Market():
                await self._trade(step)
            case Sessions():
                await self._meet(step)
            case Proceedings():
                await self.pace.between(5, 40)
            case _:
                return await super().act(step)
        if self.is_open(step):
            await self.do(Finish(step.id))
        return None

    # The marketplace

    async def _trade(self, step: StepRecord) -> None:
        await self.pace.between(3, 30)
        if self.circle is not None and self.is_open(step):
            await self.do(ProposeTopic(self.topic, self.circle.title, self.circle.words))
        await self.pace.between(15, 40)
        await self.mark()
        if self.circle is not None:
            await self.pace.between(2, 20)
            await self.place(step)

    async def mark(self) -> None:
        others = sorted(topic.id for topic in self.all(TopicRecord) if topic.id != self.topic and topic.into is None)
        for topic in self.pace.random.sample(others, min(TASTES, len(others))):
            await self.pace.between(1, 4)
            await self.do(MarkInterest(topic))

    async def place(self, step: StepRecord) -> None:
        """On a free cell; somebody else may be quicker, then on another one."""
        while self.is_open(step) and f"session:{self.topic}" not in self.client.records:
            free = free_cells(self.client.records.values())
            if not free:
                return
            slot, space = self.pace.random.choice(free)
            verdict = await self.client.do(PlaceTopic(self.topic, slot, space))
            if isinstance(verdict, Refused) and verdict.reason != "cell_taken":
                raise DemoError(f"PlaceTopic was refused: {verdict.reason} {dict(verdict.facts)}")
            await self.pace.between(1, 4)

    # The circles

    async def _meet(self, step: StepRecord) -> None:
        """To one's own circle where it runs, else where one likes; after a while, perhaps elsewhere."""
        while self.is_open(step):
            there = self.running()
            if there:
                choice = self.topic if self.topic in there else self.pace.random.choice(there)
                await self.go(choice)
                if choice == self.topic and not self._written(choice):
                    await self.write(choice)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(0.05, STAYS_S * self.pace.scale * self.pace.random.uniform(0.5, 2))):
                    await self.client.until(lambda was=there: self.running() != was or not self.is_open(step))  # type: ignore[misc]

    def running(self) -> list[str]:
        return sorted(session.id for session in self.all(SessionRecord) if session.state == "running")

    async def go(self, session: str) -> None:
        """By the law of two feet."""
        if self.pace.random.random() < 0.1:
            await self.do(MoveOn())
        await self.do(ImHere(session))

    def _written(self, session: str) -> bool:
        report = self.client.records.get(f"report:{session}")
        return isinstance(report, ReportRecord) and (report.pen is not None or bool(report.filled))

    async def write(self, session: str) -> None:
        """The report, part by part and some words at a time; then what the circle proposes."""
        circle = self.circles.get(session)
        if circle is None:
            return
        await self.do(TakePen(session))
        for part, text in circle.parts.items():
            await self.write_part(session, part, text)
        for text in circle.proposed:
            await self.pace.between(4, 10)
            await self.do(PostProposed(session, new_id(), text))
        await self.do(LayPen(session))

    async def write_part(self, session: str, part: str, text: str) -> None:
        words = text.split(" ")
        for so_far in range(5, len(words) + 5, 5):
            await self.pace.between(1.5, 3)
            await self.do(WriteReport(session, part, " ".join(words[:so_far])))


class Host(Facilitator):
    """A facilitator of an open forum: begins its slots, and ends them."""

    def slots(self) -> list[SlotRecord]:
        return sorted(self.all(SlotRecord), key=lambda slot: slot.n)

    def sessions(self, slot: SlotRecord) -> list[str]:
        return sorted(session.id for session in self.all(SessionRecord) if session.slot == slot.id)

    async def begin(self, slot: SlotRecord) -> None:
        await self.do(StartSlot(slot.id))
        await self.client.until(lambda: self._state(slot) == "running")

    async def end(self, slot: SlotRecord) -> None:
        await self.do(EndSlot(slot.id))
        await self.client.until(lambda: self._state(slot) == "over")

    def _state(self, slot: SlotRecord) -> str:
        now = self.client.records.get(f"slot:{slot.id}")
        return now.state if isinstance(now, SlotRecord) else ""


def free_cells(records: Iterable[Record]) -> list[tuple[str, str]]:
    """(slot, space) of every cell where something can still be placed, by time and space."""
    known = list(records)
    taken = {(each.slot, each.space) for each in known if isinstance(each, SessionRecord)}
    slots = sorted((each for each in known if isinstance(each, SlotRecord)), key=lambda slot: slot.n)
    spaces = sorted((each for each in known if isinstance(each, SpaceRecord)), key=lambda space: space.n)
    return [
        (slot.id, space.id)
        for slot in slots
        for space in spaces
        if slot.state != "over" and slot.id not in space.shut and (slot.id, space.id) not in taken
    ]
