"""`gommette demo --forum`: an open forum to watch or to run, with people who are simulated and everything else real."""

import asyncio
from contextlib import AsyncExitStack

from rich.console import Console

from server.demo.actors import Pace, name_of
from server.demo.circles import Circle, sample_forum
from server.demo.convening import Guest, Host
from server.demo.doors import Opened, client_of, join, open_from
from server.demo.forum import answers
from server.demo.live import tell
from server.running import Running, Serving
from workshops.agenda import Talk
from workshops.market import Market
from workshops.proceedings import Proceedings, Sessions
from workshops.voting import Vote

SLOT_S = 150.0
"""How long a slot lasts where the agenda runs by itself."""
FORUM_AUTO = "The agenda runs by itself: marketplace, circles, proceedings, a vote, its reveal."
FORUM = (
    "You run it, from the console: open the marketplace, and they propose topics and place them on the wall.\n"
    "Open the circles and start the first slot: they go where they like, and write reports. Then the next slot…"
)


async def run_forum_live(
    serving: Serving, data: str, participants: int, seed: int, pace: float, auto: bool, console: Console
) -> None:
    """Until the server is stopped. `auto`, `pace`: as in `run_live`."""
    async with serving(data) as served, AsyncExitStack() as stack:
        opened = await open_from(served.base, served.owner_path, answers(sample_forum()))
        live = _Live(opened, served, seed, pace, stack)
        door = await live.somebody_joins()
        tell(console, served, opened, door, participants, FORUM_AUTO if auto else FORUM)
        acting = asyncio.ensure_future(live.everybody(participants, auto, console))
        try:
            await asyncio.wait({acting, served.stopped}, return_when=asyncio.FIRST_COMPLETED)
            if acting.done():
                acting.result()
        finally:
            acting.cancel()
            await asyncio.gather(acting, return_exceptions=True)


class _Live:
    def __init__(self, opened: Opened, served: Running, seed: int, pace: float, stack: AsyncExitStack) -> None:
        self.opened, self.served = opened, served
        self.seed, self.pace, self.stack = seed, pace, stack
        self.chance = Pace(seed, pace)
        self.forum = sample_forum()
        self.circles: dict[str, Circle] = {}
        self.guests: list[Guest] = []

    async def somebody_joins(self) -> str:
        """One more participant is in. Gives the path of the door."""
        n = len(self.guests)
        client, door = await join(self.served.base, self.opened.code, name_of(n))
        await self.stack.enter_async_context(client)
        guest = Guest(client, Pace(f"{self.seed} {n}", self.pace))
        guest.circles = self.circles
        if n < len(self.forum.circles):
            guest.circle = self.circles[guest.topic] = self.forum.circles[n]
        self.guests.append(guest)
        return door

    async def everybody(self, participants: int, auto: bool, console: Console) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.guests[0].live())
            if auto:
                tasks.create_task(self._run(participants, console))
            while len(self.guests) < participants:
                await self.chance.between(0.3, 1.5)
                await self.somebody_joins()
                tasks.create_task(self.guests[-1].live())

    async def _run(self, participants: int, console: Console) -> None:
        client = client_of(self.opened.facilitator, self.opened.id, "facilitator")
        await self.stack.enter_async_context(client)
        host = Host(client, self.chance)
        await host.open(host.first(Talk))
        await self.chance.between(10, 15)
        console.print("The marketplace is open.")
        await host.open(host.first(Market))
        await host.until_all_have_finished(participants)
        await host.open(host.first(Sessions))
        for slot in host.slots():
            if host.sessions(slot):
                console.print(f"Slot {slot.n} begins.")
                await host.begin(slot)
                await self.chance.between(SLOT_S, SLOT_S)
                await host.end(slot)
        console.print("The reports are read together; then the vote.")
        await host.open(host.first(Proceedings))
        await self.chance.between(30, 40)
        vote = host.first(Vote)
        await host.open(vote)
        await host.until_all_have_finished(participants)
        await host.close_and_reveal(vote)
        console.print("The result is on the screen; the console has the exports.")
