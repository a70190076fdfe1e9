"""One live workshop and its single writer: inbox → decide → append → (committed) → publish → next."""

import asyncio
import logging
import secrets
import time
from collections import deque
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

import msgspec

from server import protocol, telling
from server.batch import Ask, Batch, ClientState, Kept, Verdict, now_ms
from server.holds import TELL_S, Holds
from server.log import Conflict, Log, StorageBusy, StorageFull, Unknown
from server.presence import Member, Members
from server.protocol import Beat, Bye, Wait
from server.records import Records
from server.replay import replay
from server.settings import DoorLimits
from server.telling import Counts, Job
from server.views import Blob, Views
from workshops.vocabulary import Audience, Event, Key, Limits, Record
from workshops.workshop import Workshop

log = logging.getLogger(__name__)
T = TypeVar("T")

FAILURES_BEFORE_READ_ONLY = 3
READ_ONLY_S = 5.0
BEAT_EVERY_S = 10
HALL = 200
PACE_S = 0.008
"""From HALL members on, a batch at most every PACE_S: at 100 commands a second half the frames; nobody feels 8 ms."""

_encode = msgspec.json.Encoder().encode
_verdicts = msgspec.json.Decoder(list[Verdict])


class Room:
    """The live workshop. Everything that touches its state passes through `run`, one batch at a time."""

    def __init__(
        self, workshop_id: str, store: Log, limits: Limits, door: DoorLimits, revoked: AbstractSet[str] = frozenset()
    ) -> None:
        self.id = workshop_id
        self.store = store
        self.limits = limits
        self.door = door
        self.revoked = revoked
        self.members = Members(door)
        self.views = Views()
        self.holds = Holds()
        self.counts = Counts()
        self._telling: asyncio.TimerHandle | None = None
        self.wake_me: Callable[[], None] = lambda: None
        # Told, after the commit, of every batch in which somebody acted: the workshop is in use.
        self.heard: Callable[[Sequence[Event]], None] = lambda _: None
        # Told, at waking, who had left before: a process may have died between that and the closing of their doors.
        self.woke: Callable[[Sequence[Event]], None] = lambda _: None
        self._inbox: list[Job] = []
        self._between: deque[Callable[[], None]] = deque()
        self._wake = asyncio.Event()
        self._closing = False
        self.ended = asyncio.Event()
        self._failures = 0
        self._paced_until = 0.0
        self._read_only_until = 0.0
        self._read_only_reason: protocol.DoorReason = "storage_busy"
        self._forget()

    def _forget(self) -> None:
        self.workshop = Workshop(self.limits)
        self.records = Records()
        self.clients: dict[str, ClientState] = {}
        self.heads = {"": 0}
        # Versions are counted from this loading of the log on: a client that knows another life gets everything.
        self.life = secrets.token_urlsafe(6)

    # Asking

    def submit(self, job: Job) -> None:
        """Put a command in the inbox, or answer `busy` at once when it is full. A seat withdrawn since it came in
        (a socket that had not said Hello, a form whose body was still on its way) does nothing any more."""
        if job.ask.seat.id in self.revoked:
            self._answer(job, protocol.Refused(job.ask.cseq, "revoked"))
            return
        if len(self._inbox) >= self.door.inbox or self._closing:
            self._answer(job, Wait(job.ask.cseq, "busy", 1.0))
            return
        self._inbox.append(job)
        self._wake.set()

    def refuse(self, member: Member, cseq: int, reason: protocol.DoorReason) -> None:
        """A command that cannot be read still takes its number, or everything after it would wait for ever."""
        self.submit(Job(Ask(member.seat, member.client, cseq, None, refused=reason), member=member))

    async def do(self, ask: Ask) -> Verdict | Wait:
        """Carry out a command and wait for its verdict. The same client and number again: the same verdict again."""
        job = Job(ask, answer=asyncio.get_running_loop().create_future())
        self.submit(job)
        assert job.answer is not None
        return await job.answer

    async def read(self, reader: Callable[[Workshop], T]) -> T:
        """What `reader` finds in the state, between two batches. It must be quick and keep nothing of it."""
        return await self.between(lambda: reader(self.workshop))

    async def look(self, audience: Audience, person: str | None = None) -> dict[Key, Record]:
        """Every record that this audience, and this person beside it, may see now."""
        return await self.between(lambda: self._look(audience, person))

    async def view(self, audience: Audience) -> Blob:
        """Everything shared that this role may see, for its first page."""
        blob = await self.between(lambda: self.views.get(self.records, audience, self.life))
        # Whoever asked and left must not take it from the others.
        return await asyncio.shield(blob)

    async def between(self, act: Callable[[], T]) -> T:
        """Run `act` between two batches."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def run() -> None:
            if done.cancelled():
                return
            try:
                done.set_result(act())
            except Exception as problem:
                done.set_exception(problem)

        if self.ended.is_set():
            run()
        else:
            self._between.append(run)
            self._wake.set()
        return await done

    def hello(self, member: Member, hello: protocol.Hello) -> None:
        """Welcome a connection: what it missed and its place among the members, in one step."""
        self._between.append(lambda: self._welcome(member, hello.since if hello.life == self.life else None))
        self._wake.set()

    def resync(self, member: Member) -> None:
        self._between.append(lambda: self._welcome(member, None))
        self._wake.set()

    def watch(self, member: Member, keys: list[Key]) -> None:
        self._between.append(lambda: self._watch(member, keys))
        self._wake.set()

    def hold(self, member: Member, ideas: list[str]) -> None:
        self._between.append(lambda: self._hold(member, ideas))
        self._wake.set()

    def leave(self, member: Member) -> None:
        """Its socket is gone. Safe at any time: nothing of the workshop changes."""
        if self.holds.leave(member):
            self._tell_holds_soon()
        if self.members.remove(member):
            state = self.clients.get(member.client)
            if state is not None and state.last == 0 and self.members.of_client(member.client) is None:
                del self.clients[member.client]

    def revoke(self, seats: AbstractSet[str]) -> None:
        for member in self.members.of_seats(seats):
            member.close(protocol.REVOKED, Bye("revoked"))

    # The loop

    async def run(self) -> None:
        """Live until `close`. The state is loaded first; whatever was asked meanwhile waits."""
        await self._reload_until_it_works()
        self.wake_me()
        if departed := self.workshop.departed():
            self._safely(lambda: self.woke(departed))
        ticking = asyncio.create_task(self._tick())
        try:
            while not (self._closing and not self._inbox):
                await self._wake.wait()
                self._wake.clear()
                while self._between or self._inbox:
                    while self._between:
                        self._safely(self._between.popleft())
                    if self._inbox:
                        await self._pace()
                        jobs, self._inbox = self._inbox, []
                        await self._batch(jobs)
        finally:
            ticking.cancel()
            self.ended.set()
            while self._between:
                self._safely(self._between.popleft())

    async def _pace(self) -> None:
        """In a hall: what comes in within a moment of the last batch goes with what follows, in one frame to each."""
        if len(self.members) >= HALL:
            now = time.monotonic()
            if now < self._paced_until:
                await asyncio.sleep(self._paced_until - now)
            self._paced_until = time.monotonic() + PACE_S

    @staticmethod
    def _safely(act: Callable[[], None]) -> None:
        """One client's question must not end the room for all."""
        try:
            act()
        except Exception:
            log.exception("between batches")

    async def _tick(self) -> None:
        """Every second: presence, slow sockets, and the beat of a tenth of the members, so that each has one in ten."""
        second = 0
        while True:
            await asyncio.sleep(1.0)
            second = (second + 1) % BEAT_EVERY_S
            self.members.tell_presence()
            now = time.monotonic()
            for place, member in enumerate(self.members.all()):
                member.check(now)
                if place % BEAT_EVERY_S == second and not member.stale:
                    total = self.records.sum(member.role, member.person)
                    member.write_one(protocol.frame(Beat(now_ms(), self.records.version, total)))

    async def close(self, reason: protocol.DoorReason = "restart") -> None:
        """Take nothing more in, finish what is under way, send everybody away to come back a little later."""
        self._closing = True
        self._wake.set()
        for member in self.members.all():
            member.close(1012, Bye(reason, retry_after=round(secrets.randbelow(5000) / 1000, 3)))

    async def _batch(self, jobs: list[Job]) -> None:
        if time.monotonic() < self._read_only_until:
            left = max(0.1, round(self._read_only_until - time.monotonic(), 1))
            for job in jobs:
                self._answer(job, Wait(job.ask.cseq, self._read_only_reason, left))
            return
        pending = Batch(self)
        for job in jobs:
            try:
                job.verdict = pending.decide(job.ask)
            except Exception:
                # A bug, not a refusal: the state may be half-changed. Without this command, all over again.
                log.exception("room %s: %s", self.id, type(job.ask.command).__name__)
                job.ask = msgspec.structs.replace(job.ask, command=None)
                await self._reload_until_it_works()
                await self._batch(jobs)
                return
        expected = pending.heads
        try:
            if not pending.empty:
                await self.store.append(pending.append())
            self._failures = 0
            self.heads = pending.heads
            for actor, size in pending.typed.items():
                self.members.wrote(actor, size)
            changes = self.records.update(pending.shown())
            telling.publish(self.members, changes, self.records.version, jobs)
            for job in jobs:
                self.counts.note(job.verdict)  # type: ignore[arg-type]
            self._tell_heard(pending, jobs)
        except Exception as problem:
            await self._failed(jobs, problem)
            if self.heads == expected:
                self._tell_heard(pending, jobs)  # it was on disk all the same
        if pending.events:
            self.wake_me()

    def _tell_heard(self, pending: Batch, jobs: list[Job]) -> None:
        if not pending.empty and any(job.ask.seat.role != "system" for job in jobs):
            self._safely(lambda: self.heard(pending.events))

    def _answer(self, job: Job, verdict: Verdict | Wait) -> None:
        self.counts.note(verdict)
        telling.answer(job, verdict)

    async def _failed(self, jobs: list[Job], problem: Exception) -> None:
        """Nothing of this batch counts unless the log says so: load it again and answer from it."""
        expected = isinstance(problem, Conflict | StorageBusy | StorageFull | Unknown)
        log.warning("room %s: %r", self.id, problem, exc_info=None if expected else problem)
        self._failures += 0 if isinstance(problem, Conflict) else 1
        reason: protocol.DoorReason = "storage_full" if isinstance(problem, StorageFull) else "storage_busy"
        if self._failures >= FAILURES_BEFORE_READ_ONLY:
            self._read_only_until = time.monotonic() + READ_ONLY_S
            self._read_only_reason = reason
        for member in self.members.all():
            member.close(1012, Bye(reason, retry_after=round(secrets.randbelow(1000) / 1000, 3)))
        await self._reload_until_it_works()
        for job in jobs:
            state = self.clients.get(job.ask.client or "")
            kept = state.verdicts.get(job.ask.cseq) if state is not None and state.seat == job.ask.seat.id else None
            self._answer(job, kept.verdict if kept else Wait(job.ask.cseq, reason, 1.0))

    async def _reload_until_it_works(self) -> None:
        pause = 0.1
        while True:
            try:
                await self._reload()
                return
            except (StorageBusy, StorageFull, Unknown) as problem:
                log.warning("room %s: reading the log failed: %s", self.id, problem)
                await asyncio.sleep(pause)
                pause = min(READ_ONLY_S, pause * 2)

    async def _reload(self) -> None:
        """Replay the log, giving way to others at every page of it."""
        self._forget()
        self.heads = await replay(self.store, self.id, self.workshop)
        for client in await self.store.clients(self.id):
            state = self.clients[client.client] = ClientState(client.seat)
            for verdict in _verdicts.decode(client.verdicts):
                state.keep(Kept(verdict, None))
        self.records.update((key, self.workshop.show(key)) for key in list(self.workshop.keys()))

    # Telling

    def _welcome(self, member: Member, since: int | None) -> None:
        if member.closing:
            return  # it left before its turn came: once added, nobody would remove it
        if not self.members.contains(member):
            if member.seat.id in self.revoked:
                member.close(protocol.REVOKED, Bye("revoked"))
                return
            state = self.clients.setdefault(member.client, ClientState(member.seat.id))
            if state.seat != member.seat.id:
                member.close(1008, Bye("not_yours"))
                return
            self.members.add(member)
        if self.holds:
            self._tell_holds_soon()
        telling.welcome(member, self.records, since, self.clients[member.client].last, self.life)

    def _watch(self, member: Member, keys: list[Key]) -> None:
        # Counted again: more may have come in since.
        keys = [key for key in keys if key in member.watching or len(member.watching) < self.door.watched]
        member.watching.update(keys[: self.door.watched])
        telling.watched(member, self.records, keys)

    def _hold(self, member: Member, ideas: list[str]) -> None:
        if self.members.contains(member) and self.holds.take(member, ideas, self.workshop, now_ms()):
            self._tell_holds_soon()

    def _tell_holds_soon(self) -> None:
        if self._telling is None:
            self._telling = asyncio.get_running_loop().call_later(TELL_S, self._tell_holds)

    def _tell_holds(self) -> None:
        self._telling = None
        self._safely(lambda: self.holds.tell(self.members.all(), self.workshop))

    def _look(self, audience: Audience, person: str | None) -> dict[Key, Record]:
        return {
            entry.key: entry.record
            for entry in self.records.everything(audience, person)
            if entry.record is not None and entry.body is not None
        }
