"""`gommette demo`: a workshop to watch or to run, with people who are simulated and everything else real."""

import asyncio
from contextlib import AsyncExitStack

import segno
from rich.console import Console

from server.client import new_id
from server.demo.actors import Facilitator, Pace, Participant, name_of
from server.demo.doors import Opened, client_of, join, open_workshop
from server.demo.grouping import groups
from server.demo.sample import Board
from server.running import Running, Serving
from workshops.boards import Gather
from workshops.sorting import Arrange
from workshops.voting import Vote


async def run_live(
    serving: Serving, data: str, board: Board, participants: int, seed: int, pace: float, auto: bool, console: Console
) -> None:
    """Until the server is stopped. `auto`: the agenda is run too; otherwise whoever watches runs it from the console.

    pace: 1 as people are, 2 twice as slow, 0.1 ten times as fast.
    """
    async with serving(data) as served, AsyncExitStack() as stack:
        opened = await open_workshop(served.base, served.owner_path, board, private="participants")
        live = _Live(board, opened, served, seed, pace, stack)
        door = await live.somebody_joins()
        tell(console, served, opened, door, participants, IDEAS_AUTO if auto else IDEAS)
        acting = asyncio.ensure_future(live.everybody(participants, auto, console))
        try:
            await asyncio.wait({acting, served.stopped}, return_when=asyncio.FIRST_COMPLETED)
            if acting.done():
                acting.result()
        finally:
            acting.cancel()
            await asyncio.gather(acting, return_exceptions=True)


IDEAS_AUTO = "The agenda runs by itself: ideas, clusters, a vote, its reveal."
IDEAS = (
    "You run it, from the console: open the first step, and they write, in private.\n"
    "Close it, show the room their ideas, group some, open the vote, reveal it."
)


def tell(console: Console, served: Running, opened: Opened, door: str, participants: int, then: str) -> None:
    """Where to look, and what is going to happen (`then`)."""
    address = served.addresses[0]
    joining = address + door
    console.print(f"\n[bold]A workshop is under way, with {participants} simulated participants.[/]")
    for who, link in [
        ("Take part", joining),
        ("Run it (console)", f"{address}/l#{opened.console.rpartition('#')[2]}"),
        ("Project it (screen)", f"{address}/l#{opened.screen.rpartition('#')[2]}"),
    ]:
        console.print(f"  {who:20} {link}", markup=False)
    console.print(f"  {'Code':20} {opened.code}, at {address}/join\n", markup=False)
    if console.is_terminal:
        segno.make(joining, micro=False).terminal(compact=True)
    console.print(then)
    console.print("Ctrl+C stops it.")


class _Live:
    def __init__(
        self, board: Board, opened: Opened, served: Running, seed: int, pace: float, stack: AsyncExitStack
    ) -> None:
        self.board, self.opened, self.served = board, opened, served
        self.seed, self.pace, self.stack = seed, pace, stack
        self.chance = Pace(seed, pace)
        self.ids = [new_id() for _ in board.rows]
        self.people: list[Participant] = []

    async def somebody_joins(self) -> str:
        """One more participant is in. Gives the path of the door."""
        n = len(self.people)
        client, door = await join(self.served.base, self.opened.code, name_of(n))
        await self.stack.enter_async_context(client)
        self.people.append(Participant(client, Pace(f"{self.seed} {n}", self.pace)))
        return door

    async def everybody(self, participants: int, auto: bool, console: Console) -> None:
        self._share_words(participants)
        tasks = [asyncio.ensure_future(self._crowd(participants))]
        if auto:
            tasks.append(asyncio.ensure_future(self._run(participants, console)))
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _share_words(self, participants: int) -> None:
        """Who will say what: dealt out like cards, so that nobody keeps to one theme."""
        order = list(range(len(self.ids)))
        self.chance.random.shuffle(order)
        self.words = [
            {self.ids[i]: self.board.rows[i].text for i in order[n::participants]} for n in range(participants)
        ]

    async def _crowd(self, participants: int) -> None:
        """They come in one after the other, and each lives from then on."""
        lives: list[asyncio.Future[None]] = []
        try:
            for n in range(participants):
                if n >= len(self.people):
                    await self.chance.between(0.3, 1.5)
                    await self.somebody_joins()
                self.people[n].words = self.words[n]
                lives.append(asyncio.ensure_future(self.people[n].live()))
            await asyncio.gather(*lives)
        finally:
            for life in lives:
                life.cancel()
            await asyncio.gather(*lives, return_exceptions=True)

    async def _run(self, participants: int, console: Console) -> None:
        client = client_of(self.opened.facilitator, self.opened.id, "facilitator")
        await self.stack.enter_async_context(client)
        facilitator = Facilitator(client, self.chance)
        await self.chance.between(10, 15)
        gather, arrange, vote = (facilitator.first(kind) for kind in (Gather, Arrange, Vote))
        console.print("The facilitator opens the writing of ideas.")
        await facilitator.open(gather)
        await facilitator.until_all_have_finished(participants)
        console.print("All have finished: the room is shown the ideas, and they are grouped.")
        await facilitator.close_and_show(gather)
        await facilitator.open(arrange)
        assert isinstance(arrange.about, Arrange)
        await facilitator.arrange(arrange.about.board, groups(self.board), self.ids)
        console.print("The vote is open.")
        await facilitator.open(vote)
        await facilitator.until_all_have_finished(participants)
        await facilitator.close_and_reveal(vote)
        console.print("The result is on the screen; the console has the exports.")
