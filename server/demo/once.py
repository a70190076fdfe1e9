"""`gommette demo --once`: whole workshops with nobody watching, from opening to exports, and every idea counted."""

import asyncio
import re
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import get_args

from msgspec import Struct
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from server.client import new_id
from server.demo.actors import Facilitator, Pace, Participant, name_of
from server.demo.check import count
from server.demo.doors import Opened, client_of, join, open_workshop
from server.demo.grouping import groups
from server.demo.sample import Board, DemoError
from server.exports import Format
from server.running import Running, Serving
from workshops.agenda import StepRecord
from workshops.clusters import Arrange, ClusterRecord
from workshops.ideas import Gather, IdeaRecord
from workshops.voting import TallyRecord, Vote

FORMATS: tuple[Format, ...] = get_args(Format)
AT_ONCE = 8
"""People who come in at the same moment."""


class Outcome(Struct, frozen=True):
    """`found`: how many of its ideas each export holds."""

    board: str
    ideas: int
    clusters: int
    dots: int
    seconds: float
    found: dict[Format, int]

    @property
    def complete(self) -> bool:
        return all(found == self.ideas for found in self.found.values())


async def run_once(
    serving: Serving, boards: list[Board], participants: int, seed: int, out: Path, console: Console
) -> bool:
    """Every board's workshop, its exports in `out`/board/. False: an export lacks an idea. Raises DemoError."""
    with tempfile.TemporaryDirectory(prefix="gommette-demo-") as data:
        async with serving(data) as served:
            run = asyncio.ensure_future(_boards(served, boards, participants, seed, out, console))
            # Ctrl+C stops the server, and with it everything that would wait for its answer.
            await asyncio.wait({run, served.stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not run.done():
                run.cancel()
                raise DemoError("The server was stopped.")
            outcomes = run.result()
    console.print(_table(outcomes))
    ideas, found = sum(each.ideas for each in outcomes), sum(min(each.found.values()) for each in outcomes)
    console.print(f"{found} of {ideas} ideas are in every export. The files are in {out}.", markup=False)
    return all(each.complete for each in outcomes)


async def _boards(
    served: Running, boards: list[Board], participants: int, seed: int, out: Path, console: Console
) -> list[Outcome]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    outcomes = []
    with Progress(*columns, console=console) as progress:
        # What is counted: people in, ideas posted, clusters made, ballots cast, files written.
        sizes = [2 * participants + len(board.rows) + len(groups(board)) + len(FORMATS) for board in boards]
        added = [progress.add_task(board.name, False, size) for board, size in zip(boards, sizes, strict=True)]
        for board, task in zip(boards, added, strict=True):
            progress.start_task(task)
            async with AsyncExitStack() as stack:
                outcomes.append(await _Run(served, board, seed, progress, task, stack).whole(participants, out))
    return outcomes


class _Run:
    """One workshop under way."""

    def __init__(
        self, served: Running, board: Board, seed: int, progress: Progress, task: TaskID, stack: AsyncExitStack
    ) -> None:
        self.served, self.board, self.seed, self.stack = served, board, seed, stack
        self.progress, self.task = progress, task
        self.groups = groups(board)
        self.ids = [new_id() for _ in board.rows]

    async def whole(self, participants: int, out: Path) -> Outcome:
        started = time.monotonic()
        opened = await open_workshop(self.served.base, self.served.owner_path, self.board)
        client = await self.stack.enter_async_context(client_of(opened.facilitator, opened.id, "facilitator"))
        facilitator = Facilitator(client, Pace(self.seed, 0), strict=True)
        people = await self._join(opened, participants)
        await self._gather(facilitator, people)
        await self._cluster(facilitator)
        await self._vote(facilitator, people)
        found = await self._export(opened, out)
        dots = sum(tally.dots for tally in facilitator.all(TallyRecord))
        clusters = len(list(facilitator.all(ClusterRecord)))
        seconds = time.monotonic() - started
        return Outcome(self.board.name, len(self.board.rows), clusters, dots, seconds, found)

    async def _join(self, opened: Opened, participants: int) -> list[Participant]:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(n: int) -> Participant:
            async with gate:
                client, _ = await join(self.served.base, opened.code, name_of(n))
                await self.stack.enter_async_context(client)
                person = Participant(client, Pace(f"{self.seed} {n}", 0), strict=True)
                person.words = {self.ids[i]: self.board.rows[i].text for i in range(n, len(self.ids), participants)}
                self.progress.advance(self.task)
                return person

        return await asyncio.gather(*(one(n) for n in range(participants)))

    async def _gather(self, facilitator: Facilitator, people: list[Participant]) -> None:
        step = await self._open(facilitator, facilitator.first(Gather))
        await asyncio.gather(*(self._act(person, step, len(person.words)) for person in people))
        await facilitator.client.until(lambda: len(list(facilitator.all(IdeaRecord))) >= len(self.ids))

    async def _cluster(self, facilitator: Facilitator) -> None:
        step = await self._open(facilitator, facilitator.first(Arrange))
        assert isinstance(step.about, Arrange)
        for group in self.groups:
            await facilitator.arrange(step.about.board, [group], self.ids)
            self.progress.advance(self.task)

    async def _vote(self, facilitator: Facilitator, people: list[Participant]) -> None:
        step = await self._open(facilitator, facilitator.first(Vote))
        await asyncio.gather(*(self._act(person, step, 1) for person in people))
        await facilitator.close_and_reveal(step)

    async def _open(self, facilitator: Facilitator, step: StepRecord) -> StepRecord:
        await facilitator.open(step)
        await facilitator.client.until(lambda: facilitator.is_open(step))
        return step

    async def _act(self, person: Participant, step: StepRecord, count: int) -> None:
        await person.client.until(lambda: person.is_open(step))
        await person.act(step)
        self.progress.advance(self.task, count)

    async def _export(self, opened: Opened, out: Path) -> dict[Format, int]:
        folder = out / folder_name(self.board.name)
        folder.mkdir(parents=True, exist_ok=True)
        found: dict[Format, int] = {}
        texts = [row.text for row in self.board.rows]
        for fmt in FORMATS:
            page = await opened.facilitator.get(f"/w/{opened.id}/console/export/{fmt}")
            (folder / f"{folder.name}.{fmt}").write_bytes(page.body)
            found[fmt] = count(texts, fmt, page.body)
            self.progress.advance(self.task)
        return found


def folder_name(board: str) -> str:
    """A board's name as one folder, wherever it comes from."""
    return re.sub(r"[^\w-]+", "-", board).strip("-")[:80] or "board"


def _table(outcomes: list[Outcome]) -> Table:
    table = Table("board", box=None, pad_edge=False)
    for name in ("ideas", *FORMATS, "clusters", "dots", "seconds"):
        table.add_column(name, justify="right")
    for each in outcomes:
        counts = [str(each.found[fmt]) for fmt in FORMATS]
        table.add_row(each.board, str(each.ideas), *counts, str(each.clusters), str(each.dots), f"{each.seconds:.1f}")
    return table
