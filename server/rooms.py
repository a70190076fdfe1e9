"""Wakes the room of a workshop, puts idle ones to sleep, and wakes them again for what must happen by itself."""

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Callable, Iterable, Sequence

from sortedcontainers import SortedSet

from server.batch import Ask, now_ms
from server.log import Log
from server.presence import Seat
from server.protocol import Ack
from server.room import Room
from server.settings import DoorLimits
from server.telling import Counts
from workshops.description import CreateWorkshop
from workshops.vocabulary import Event, Limits
from workshops.workshop import AnyCommand

log = logging.getLogger(__name__)

REVOKED_S = 600.0
"""Seats are remembered as withdrawn for this long: whoever was looked up before has said all they had to by then."""
IDLE_S = 300.0
"""A room nobody is in and nobody asks of sleeps after this long; waking it is a replay."""


class NoSuchWorkshop(KeyError):
    """There is none of this id, or no more."""


class Rooms:
    """The live workshops of this server, each with the task that runs it."""

    def __init__(self, store: Log, limits: Limits, door: DoorLimits) -> None:
        self.store, self.limits, self.door = store, limits, door
        self._rooms: dict[str, Room] = {}
        # Since when: one that comes in at the very moment was looked up before and is told by its room.
        self._revoked: dict[str, float] = {}
        self._closed: set[str] = set()
        # Told, after the commit, of every batch in which somebody acted.
        self.heard: Callable[[str, Sequence[Event]], None] = lambda *_: None
        self.woke: Callable[[str, Sequence[Event]], None] = lambda *_: None
        self.counts = Counts()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._used: dict[str, float] = {}
        self._due: SortedSet[tuple[int, str]] = SortedSet()
        self._due_of: dict[str, int] = {}
        self._alarm = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None

    async def start(self, workshops: Iterable[str] = ()) -> None:
        """Begin keeping. `workshops`: those to wake once, so that what fell due while the server was down happens."""
        self._keeper = asyncio.create_task(self._keep(list(workshops)))

    async def get(self, workshop: str) -> Room:
        """The room of this workshop, awake. Raises NoSuchWorkshop."""
        room = self._rooms.get(workshop)
        if room is None:
            if await self.store.head(workshop) == 0 or workshop in self._closed:
                raise NoSuchWorkshop(workshop)
            room = self._rooms.get(workshop) or self._wake(workshop)
        self._used[workshop] = time.monotonic()
        return room

    def awake(self, workshop: str) -> Room | None:
        return self._rooms.get(workshop)

    async def create(self, command: CreateWorkshop, actor: str) -> str:
        """A new workshop's id. Raises ValueError(Refused) with the refusal when the command breaks a rule."""
        workshop = secrets.token_urlsafe(9)
        room = self._wake(workshop)
        verdict = await room.do(Ask(Seat("server", workshop, "system", actor), None, 0, command))
        if not isinstance(verdict, Ack):
            await self._sleep(workshop)
            raise ValueError(verdict)
        return workshop

    def revoke(self, workshop: str, seats: Iterable[str]) -> None:
        """Cut the sockets of these seats now."""
        now = time.monotonic()
        for seat in [seat for seat, at in self._revoked.items() if at < now - REVOKED_S]:
            del self._revoked[seat]
        self._revoked |= dict.fromkeys(seats, now)
        room = self._rooms.get(workshop)
        if room is not None:
            room.revoke(self._revoked.keys())

    async def shut(self, workshop: str) -> None:
        """What was taken in is finished, the sockets are cut, and nobody is let in until `reopen`."""
        self._closed.add(workshop)
        if workshop in self._rooms:
            await self._sleep(workshop)
        due = self._due_of.pop(workshop, None)
        if due is not None:
            self._due.discard((due, workshop))

    def reopen(self, workshop: str) -> None:
        self._closed.discard(workshop)

    async def close(self) -> None:
        """Drain: what was taken in is finished, everybody is told to come back."""
        if self._keeper is not None:
            self._keeper.cancel()
        for room in list(self._rooms.values()):
            await room.close()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def _wake(self, workshop: str) -> Room:
        room = Room(workshop, self.store, self.limits, self.door, self._revoked.keys())
        room.counts = self.counts
        room.wake_me = lambda: self._note_due(room)
        room.heard = lambda events: self.heard(workshop, events)
        room.woke = lambda events: self.woke(workshop, events)
        self._rooms[workshop] = room
        self._used[workshop] = time.monotonic()
        task = asyncio.create_task(room.run(), name=f"room {workshop}")
        task.add_done_callback(lambda done: self._ended(workshop, room, done))
        self._tasks[workshop] = task
        return room

    def _ended(self, workshop: str, room: Room, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (problem := task.exception()) is not None:
            log.error("room %s ended", workshop, exc_info=problem)
        if self._rooms.get(workshop) is room:
            del self._rooms[workshop], self._tasks[workshop]

    async def _sleep(self, workshop: str) -> None:
        room, task = self._rooms.pop(workshop), self._tasks.pop(workshop)
        await room.close()
        await asyncio.gather(task, return_exceptions=True)

    # What happens by itself

    def _note_due(self, room: Room) -> None:
        """A room tells, after each change, when something next happens in it without anyone acting."""
        due = room.workshop.due()
        before = self._due_of.get(room.id)
        at = None if due is None else due[0]
        if at == before:
            return
        if before is not None:
            self._due.discard((before, room.id))
            del self._due_of[room.id]
        if at is not None:
            self._due_of[room.id] = at
            self._due.add((at, room.id))
        self._alarm.set()

    async def _keep(self, unseen: list[str]) -> None:
        for workshop in unseen:
            with contextlib.suppress(NoSuchWorkshop):
                room = await self.get(workshop)
                await room.between(lambda: None)
                await self._let_sleep(workshop, room, 0.0)
        while True:
            self._alarm.clear()
            wait = IDLE_S / 5
            if self._due:
                wait = min(wait, max(0.0, (self._due[0][0] - now_ms()) / 1000))
            try:
                async with asyncio.timeout(wait):
                    await self._alarm.wait()
            except TimeoutError:
                await self._do_what_is_due()
                await self._put_idle_to_sleep()

    async def _do_what_is_due(self) -> None:
        while self._due and self._due[0][0] <= now_ms():
            _, workshop = self._due.pop(0)
            self._due_of.pop(workshop, None)
            try:
                room = await self.get(workshop)
            except NoSuchWorkshop:
                continue  # deleted meanwhile
            due = await room.read(lambda state: state.due())
            if due is not None and due[0] <= now_ms():
                command: AnyCommand = due[1]
                await room.do(Ask(Seat("server", workshop, "system", "server"), None, 0, command))
            await room.between(lambda room=room: self._note_due(room))  # type: ignore[misc]

    async def _put_idle_to_sleep(self) -> None:
        for workshop, room in list(self._rooms.items()):
            await self._let_sleep(workshop, room, IDLE_S)

    async def _let_sleep(self, workshop: str, room: Room, idle: float) -> None:
        """Unless somebody is in it, something is to happen in it, or it was asked for less than `idle` seconds ago."""
        if room.members.all() or workshop in self._due_of:
            self._used[workshop] = time.monotonic()
        elif time.monotonic() - self._used[workshop] >= idle and self._rooms.get(workshop) is room:
            await self._sleep(workshop)
