"""`gommette demo --forum --once`: a whole open forum with nobody watching, and every topic, every part of every report
and every proposal looked for in what leaves it."""

import asyncio
import itertools
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import get_args

from msgspec import Struct
from rich.console import Console
from rich.table import Table

from server.client import new_id
from server.demo.actors import Pace, name_of
from server.demo.check import WHOLE, said
from server.demo.circles import Circle, Forum, sample_forum
from server.demo.convening import Guest, Host, free_cells
from server.demo.doors import Opened, client_of, join, open_from
from server.demo.once import folder_name
from server.demo.sample import DemoError
from server.exports import ENDINGS, Format
from server.formats import Answers
from server.running import Running, Serving
from workshops.agenda import StepRecord
from workshops.attendance import AttendanceRecord, ImHere
from workshops.ideas import IdeaRecord
from workshops.market import Market
from workshops.people import AddPerson
from workshops.proceedings import Proceedings, ReportRecord, Sessions
from workshops.spaces import PutSpace
from workshops.tallies import TallyRecord
from workshops.topic_merging import MergeTopics, UnmergeTopic
from workshops.topics import ProposeTopic, TopicRecord
from workshops.vocabulary import Step
from workshops.voting import Vote
from workshops.wall import PlaceTopic, SessionRecord

FORMAT = "forum_ouvert"
ON_PAPER = 2
"""Conveners without a phone; what they propose and where they are is typed in for them."""
FORMATS: tuple[Format, ...] = get_args(Format)


class Held(Struct, frozen=True):
    """What the forum came to. words: how many titles, parts of reports and proposals there are; found: how many of them
    each export holds."""

    topics: int
    sessions: int
    reports: int
    proposals: int
    dots: int
    seconds: float
    words: int
    found: dict[Format, int]

    @property
    def complete(self) -> bool:
        return all(found == self.words for fmt, found in self.found.items())


def answers(forum: Forum) -> Answers:
    return Answers(title=forum.title, prompt=forum.prompt, organiser=forum.organiser, format=FORMAT, language="fr")


async def run_forum_once(serving: Serving, participants: int, seed: int, out: Path, console: Console) -> bool:
    """Its exports in `out`/forum. False: one lacks something. Raises DemoError."""
    with tempfile.TemporaryDirectory(prefix="gommette-demo-") as data:
        async with serving(data) as served, AsyncExitStack() as stack:
            run = asyncio.ensure_future(_Forum(served, seed, stack).whole(participants, out))
            await asyncio.wait({run, served.stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not run.done():
                run.cancel()
                raise DemoError("The server was stopped.")
            held = run.result()
    console.print(_table(held))
    console.print(f"The files are in {out}.", markup=False)
    return held.complete


class _Forum:
    def __init__(self, served: Running, seed: int, stack: AsyncExitStack) -> None:
        self.served, self.seed, self.stack = served, seed, stack
        self.forum = sample_forum()
        self.circles: dict[str, Circle] = {}
        self.paper: dict[str, str] = {}

    async def whole(self, participants: int, out: Path) -> Held:
        started = time.monotonic()
        opened = await open_from(self.served.base, self.served.owner_path, answers(self.forum))
        client = await self.stack.enter_async_context(client_of(opened.facilitator, opened.id, "facilitator"))
        host = Host(client, Pace(self.seed, 0), strict=True)
        guests = await asyncio.gather(*(self._guest(opened, n, participants) for n in range(participants)))
        await self._market(host, list(guests), participants)
        await self._meet(host, list(guests))
        await self._step(host, Proceedings, [])
        dots = await self._converge(host, list(guests))
        sessions = list(host.all(SessionRecord))
        words = self._words([session.id for session in sessions])
        found = await self._export(opened, words, out)
        topics, reports = list(host.all(TopicRecord)), [each for each in host.all(ReportRecord) if each.filled]
        proposals = len(list(host.all(IdeaRecord)))
        seconds = time.monotonic() - started
        return Held(len(topics), len(sessions), len(reports), proposals, dots, seconds, len(words), found)

    async def _guest(self, opened: Opened, n: int, participants: int) -> Guest:
        client, _ = await join(self.served.base, opened.code, name_of(n))
        await self.stack.enter_async_context(client)
        guest = Guest(client, Pace(f"{self.seed} {n}", 0), strict=True)
        guest.circles = self.circles
        if n < min(participants, len(self.forum.circles) - ON_PAPER):
            guest.circle = self.circles[guest.topic] = self.forum.circles[n]
        return guest

    async def _step(self, host: Host, kind: type[Step], guests: list[Guest]) -> StepRecord:
        step = host.first(kind)
        await host.open(step)
        await host.client.until(lambda: host.is_open(step))
        await asyncio.gather(*(guest.client.until(lambda guest=guest: guest.is_open(step)) for guest in guests))  # type: ignore[misc]
        return step

    # The marketplace

    async def _market(self, host: Host, guests: list[Guest], participants: int) -> None:
        await self._more_room(host)
        step = await self._step(host, Market, guests)
        await asyncio.gather(*(guest.act(step) for guest in guests))
        for n, circle in enumerate(self.forum.circles[-ON_PAPER:]):
            person, topic = new_id(), new_id()
            await host.do(AddPerson(person, name_of(participants + n)))
            await host.do(ProposeTopic(topic, circle.title, circle.words), person)
            slot, space = free_cells(host.client.records.values())[0]
            await host.do(PlaceTopic(topic, slot, space), person)
            self.circles[topic], self.paper[person] = circle, topic
            await host.client.until(lambda topic=topic: f"session:{topic}" in host.client.records)  # type: ignore[misc]
        await self._merge(host)

    async def _more_room(self, host: Host) -> None:
        """Where the format has fewer cells than there are topics."""
        slots = len(host.slots())
        spaces = -(-len(self.forum.circles) // slots)
        for n in range(len(free_cells(host.client.records.values())) // slots, spaces):
            await host.do(PutSpace(new_id(), f"Sous l’arbre {n + 1}", capacity=12))
        await host.client.until(lambda: len(free_cells(host.client.records.values())) >= len(self.forum.circles))

    async def _merge(self, host: Host) -> None:
        """Two topics become one and come apart again; then each is placed as it was."""
        one, other = itertools.islice(host.all(SessionRecord), 2)
        await host.do(MergeTopics(one.id, other.id))
        await host.do(UnmergeTopic(one.id))
        await host.do(PlaceTopic(one.id, one.slot, one.space))
        await host.client.until(lambda: f"session:{one.id}" in host.client.records)

    # The circles

    async def _meet(self, host: Host, guests: list[Guest]) -> None:
        await self._step(host, Sessions, guests)
        for slot in host.slots():
            sessions = host.sessions(slot)
            if not sessions:
                continue
            await host.begin(slot)
            await asyncio.gather(*(self._go(guest, sessions) for guest in guests))
            for person, topic in self.paper.items():
                if topic in sessions:
                    await host.do(ImHere(topic), person)
            writers = dict(zip(sessions, itertools.cycle(guests), strict=False))
            writers |= {guest.topic: guest for guest in guests if guest.topic in sessions}
            await asyncio.gather(*(self._write(sessions, writers, guest) for guest in set(writers.values())))
            self._count(host, sessions, len(guests) + sum(topic in sessions for topic in self.paper.values()))
            await host.end(slot)

    async def _go(self, guest: Guest, sessions: list[str]) -> None:
        await guest.client.until(lambda: set(guest.running()) == set(sessions))
        first, then = guest.pace.random.choice(sessions), guest.pace.random.choice(sessions)
        for session in (first, guest.topic if guest.topic in sessions else then):
            await guest.go(session)

    async def _write(self, sessions: list[str], writers: dict[str, Guest], guest: Guest) -> None:
        for session in sessions:
            if writers[session] is guest:
                await guest.write(session)

    def _count(self, host: Host, sessions: list[str], people: int) -> None:
        here = sum(each.here for each in host.all(AttendanceRecord) if each.id in sessions)
        if here != people:
            raise DemoError(f"{people} people are in the circles, {here} were counted.")

    async def _converge(self, host: Host, guests: list[Guest]) -> int:
        step = await self._step(host, Vote, guests)
        await host.client.until(lambda: host.round_of(step) is not None)
        await asyncio.gather(*(guest.act(step) for guest in guests))
        await host.close_and_reveal(step)
        stuck = sum(guest.stuck for guest in guests)
        await host.client.until(lambda: any(host.all(TallyRecord)))
        tally = next(host.all(TallyRecord))
        if tally.dots != stuck:
            raise DemoError(f"{stuck} dots were stuck, {tally.dots} were revealed.")
        return stuck

    # What leaves it

    def _words(self, sessions: list[str]) -> list[str]:
        words = [circle.title for circle in self.circles.values()]
        for session in sessions:
            circle = self.circles[session]
            words += [*circle.parts.values(), *circle.proposed]
        return words

    async def _export(self, opened: Opened, words: list[str], out: Path) -> dict[Format, int]:
        folder = out / folder_name("forum")
        folder.mkdir(parents=True, exist_ok=True)
        found: dict[Format, int] = {}
        for fmt in FORMATS:
            page = await opened.facilitator.get(f"/w/{opened.id}/console/export/{fmt}")
            (folder / f"{folder.name}.{ENDINGS.get(fmt, fmt)}").write_bytes(page.body)
            if fmt in WHOLE:
                found[fmt] = said(words, fmt, page.body)
        return found


def _table(held: Held) -> Table:
    table = Table("topics", box=None, pad_edge=False)
    files = [fmt.replace("proceedings", "proc.") for fmt in held.found]
    for name in ("circles", "reports", "ideas", "dots", "words", *files, "s"):
        table.add_column(name, justify="right", no_wrap=True)
    counts = (held.topics, held.sessions, held.reports, held.proposals, held.dots, held.words, *held.found.values())
    table.add_row(*map(str, counts), f"{held.seconds:.1f}")
    return table
