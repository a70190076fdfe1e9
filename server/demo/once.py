"""`gommette demo --once`: whole workshops with nobody watching, from opening to exports, and every idea counted."""

import asyncio
import re
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import get_args

import msgspec
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
from server.exports import ENDINGS, OF_FORUM, Format
from server.running import Running, Serving
from workshops.agenda import StepRecord
from workshops.boards import Gather
from workshops.clusters import ClusterRecord
from workshops.ideas import IdeaRecord
from workshops.merging import MergeClusters, UnmergeCluster
from workshops.people import AddPerson
from workshops.recipe import AddStep
from workshops.sorting import Arrange
from workshops.tallies import TallyRecord
from workshops.voting import Vote

FORMATS: tuple[Format, ...] = tuple(fmt for fmt in get_args(Format) if fmt not in OF_FORUM)
AT_ONCE = 8
"""People who come in at the same moment."""
ON_PAPER = 5
"""People beside those with phones; what they write and their ballots are typed in for them."""
SECOND = Vote(id="second", title="2", prompt="", minutes=0, on="ideas", budget=3, maximum=1)
"""Another round, on ideas, that is added to the agenda while the workshop runs."""


class Outcome(Struct, frozen=True):
    """`found`: how many of its ideas each export holds. dots: by round."""

    board: str
    ideas: int
    clusters: int
    dots: list[int]
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
        # What is counted: people in, ideas posted, clusters made, ballots of two rounds, files written.
        people = participants + ON_PAPER
        sizes = [3 * people + len(board.rows) + len(groups(board)) + len(FORMATS) for board in boards]
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
        paper = await self._on_paper(facilitator, participants)
        await self._gather(facilitator, people, paper)
        await self._cluster(facilitator)
        await self._merge(facilitator)
        first = facilitator.first(Vote)
        dots = [await self._vote(facilitator, people, paper, first)]
        second = msgspec.structs.replace(SECOND, board=first.about.board)  # type: ignore[attr-defined]
        await facilitator.do(AddStep(second, first.id))
        await facilitator.client.until(lambda: f"step:{SECOND.id}" in facilitator.client.records)
        added = facilitator.client.records[f"step:{SECOND.id}"]
        assert isinstance(added, StepRecord)
        dots.append(await self._vote(facilitator, people, paper, added))
        found = await self._export(opened, out)
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
                person.words = self._words(n, participants)
                self.progress.advance(self.task)
                return person

        return await asyncio.gather(*(one(n) for n in range(participants)))

    def _words(self, n: int, participants: int) -> dict[str, str]:
        """What the n-th of all people has to say, those on paper last."""
        return {self.ids[i]: self.board.rows[i].text for i in range(n, len(self.ids), participants + ON_PAPER)}

    async def _on_paper(self, facilitator: Facilitator, participants: int) -> dict[str, dict[str, str]]:
        """Five people without a phone, and what each has to say."""
        paper = {}
        for n in range(participants, participants + ON_PAPER):
            person = new_id()
            await facilitator.do(AddPerson(person, name_of(n)))
            paper[person] = self._words(n, participants)
            self.progress.advance(self.task)
        return paper

    async def _gather(
        self, facilitator: Facilitator, people: list[Participant], paper: dict[str, dict[str, str]]
    ) -> None:
        step = await self._open(facilitator, facilitator.first(Gather))
        assert isinstance(step.about, Gather)
        writing = [self._act(person, step, len(person.words)) for person in people]
        slip = 1
        for person, words in paper.items():
            writing.append(facilitator.enter(step.about, person, words, slip))
            slip += len(words)
            self.progress.advance(self.task, len(words))
        await asyncio.gather(*writing)
        await facilitator.client.until(lambda: len(list(facilitator.all(IdeaRecord))) >= len(self.ids))

    async def _cluster(self, facilitator: Facilitator) -> None:
        step = await self._open(facilitator, facilitator.first(Arrange))
        assert isinstance(step.about, Arrange)
        for group in self.groups:
            await facilitator.arrange(step.about.board, [group], self.ids)
            self.progress.advance(self.task)

    async def _merge(self, facilitator: Facilitator) -> None:
        """The two smallest of a theme become one, and come apart, and are merged again: nothing is lost by it."""
        themed = [cluster for cluster in facilitator.all(ClusterRecord) if cluster.theme]
        for cluster in themed:
            twin = next((each for each in themed if each.theme == cluster.theme and each.id != cluster.id), None)
            if twin is not None:
                for command in (MergeClusters(cluster.id, twin.id), UnmergeCluster(cluster.id)):
                    await facilitator.do(command)
                await facilitator.do(MergeClusters(cluster.id, twin.id))
                return

    async def _vote(
        self, facilitator: Facilitator, people: list[Participant], paper: dict[str, dict[str, str]], step: StepRecord
    ) -> int:
        """Gives the dots that were revealed. Raises DemoError if they are not those that were stuck."""
        step = await self._open(facilitator, step)
        await facilitator.client.until(lambda: facilitator.round_of(step) is not None)
        before = sum(person.stuck for person in people)
        await asyncio.gather(*(self._act(person, step, 1) for person in people))
        stuck = sum(person.stuck for person in people) - before
        for n, person in enumerate(paper):
            chance = Pace(f"{self.seed} {step.id} {n}", 0).random
            stuck += await facilitator.enter_ballot(step, person, chance)
            self.progress.advance(self.task)
        await facilitator.close_and_reveal(step)
        round_ = facilitator.round_of(step)
        assert round_ is not None
        await facilitator.client.until(lambda: f"tally:{round_.id}" in facilitator.client.records)
        tally = facilitator.client.records[f"tally:{round_.id}"]
        assert isinstance(tally, TallyRecord)
        if (tally.dots, tally.voters) != (stuck, len(people) + len(paper)):
            raise DemoError(f"{stuck} dots were stuck, {tally.dots} were revealed, of {tally.voters} people.")
        return stuck

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
            (folder / f"{folder.name}.{ENDINGS.get(fmt, fmt)}").write_bytes(page.body)
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
        table.add_row(
            each.board,
            str(each.ideas),
            *counts,
            str(each.clusters),
            " + ".join(map(str, each.dots)),
            f"{each.seconds:.1f}",
        )
    return table
