"""Keeps what was promised outside the log: a workshop is deleted so many days after its last use; whoever is erased,
removed or merged into another no longer comes in as who they were; lists know a workshop by the title it has."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy import ColumnElement, Connection, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from server.access import DAY_MS as DAY_MS
from server.access import Access
from server.batch import now_ms
from server.log import Log, StorageBusy, StorageFull, Unknown
from server.rooms import Rooms
from server.sqlite import storage_errors
from server.tables import links, seats, transfers, workshops
from workshops.people import PeopleMerged, PersonErased, PersonRemoved
from workshops.recipe import WorkshopDescribed
from workshops.vocabulary import Event

log = logging.getLogger(__name__)

FIRST_S = 60.0
"""Not at once: whoever starts a server wants to use it."""
EVERY_S = 24 * 3600.0
RETRY_S = 1.0
"""What takes a right away is written again after this long, until the disk takes it."""
CLOSING_S = 5.0
TOUCH_MS = 3600 * 1000
"""A use is written down once in this long, for a workshop in full swing makes several batches a second."""


class InUse(Exception):
    """Its time is not over: it was used again meanwhile."""


class Keeper:
    """Hears of every use, and deletes what nobody used for as long as it was to be kept. clock: ms since 1970."""

    def __init__(
        self, store: Log, reading: AsyncEngine, rooms: Rooms, access: Access, clock: Callable[[], int] = now_ms
    ) -> None:
        self._store, self._reading, self._rooms, self._access = store, reading, rooms, access
        self._clock = clock
        self._touched: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._daily: asyncio.Task[None] | None = None
        rooms.heard, rooms.woke = self._heard, self._woke

    def start(self) -> None:
        self._daily = asyncio.create_task(self._run(), name="keeper")

    async def close(self) -> None:
        """What it is writing is finished. To be called once the rooms are closed, and before the log is."""
        if self._daily is not None:
            self._daily.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._daily
        if self._tasks:
            _, stuck = await asyncio.wait(self._tasks, timeout=CLOSING_S)
            for task in stuck:
                task.cancel()

    def _heard(self, workshop: str, events: Sequence[Event]) -> None:
        """In the room's own loop, after each batch: quick."""
        now = self._clock()
        if now - self._touched.get(workshop, 0) >= TOUCH_MS:
            self._touched[workshop] = now
            self._soon(lambda: self._touch(workshop, now))
        self._woke(workshop, events)

    def _woke(self, workshop: str, events: Sequence[Event]) -> None:
        """What these events mean for who may enter. Again, it changes nothing; and it is no use of the workshop."""
        for event in events:
            if work := self._after(workshop, event):
                self._soon(work)

    def _after(self, workshop: str, event: Event) -> "Work | None":
        access = self._access
        match event:
            case PersonErased():
                return lambda: access.holders.forget(workshop, event.person)
            case PersonRemoved():
                return lambda: access.holders.remove(workshop, event.person)
            case PeopleMerged():
                return lambda: access.seats.merge(workshop, event.person, event.into)
            case WorkshopDescribed():
                return lambda: self._name(workshop, event.title)
            case _:
                return None

    async def _touch(self, workshop: str, now: int) -> None:
        this = and_(workshops.c.id == workshop, workshops.c.last_used < now)
        await self._store.write(lambda db: db.execute(update(workshops).where(this).values(last_used=now)))

    async def _name(self, workshop: str, title: str) -> None:
        this = workshops.c.id == workshop
        await self._store.write(lambda db: db.execute(update(workshops).where(this).values(title=title)))

    def _soon(self, work: "Work") -> None:
        task = asyncio.create_task(_logged(_surely(work)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self) -> None:
        await asyncio.sleep(FIRST_S)
        while True:
            await _logged(self.delete_expired())
            await asyncio.sleep(EVERY_S)

    async def delete_expired(self) -> list[str]:
        """The workshops that were deleted."""
        due = await expired(self._reading, self._clock())
        # Together, so that the database is written anew once, not once for each.
        gone = await asyncio.gather(*(self._delete(workshop) for workshop in due))
        return [workshop for workshop, deleted in zip(due, gone, strict=True) if deleted]

    async def _delete(self, workshop: str) -> bool:
        await self._rooms.shut(workshop)
        try:
            taken = await delete_workshop(self._store, workshop, self._clock())
        except InUse:
            self._rooms.reopen(workshop)
            return False
        except Exception:
            # The next round tries again; whether it is written now, reading the log tells.
            self._rooms.reopen(workshop)
            log.exception("a workshop past its time was not deleted")
            return False
        self._touched.pop(workshop, None)
        self._access.seats.deleted(workshop, taken)
        log.info("deleted a workshop at the end of its time")
        return True


async def expired(reading: AsyncEngine, now: int) -> list[str]:
    """The workshops whose time is over, longest first."""
    query = select(workshops.c.id).where(_over(now)).order_by(workshops.c.last_used)
    with storage_errors():
        async with reading.connect() as connection:
            return [row.id for row in await connection.execute(query)]


async def delete_workshop(store: Log, workshop: str, now: int | None = None) -> list[str]:
    """Everything of it, everywhere in the files; gives the ids of its seats. Whoever calls this has seen to it that no
    room of it is awake. now: InUse is raised, and nothing deleted, if its time is not over then."""

    def work(db: Connection) -> list[str]:
        this = workshops.c.id == workshop
        if now is not None and db.execute(select(workshops.c.id).where(this, _over(now))).first() is None:
            raise InUse(workshop)
        taken = [row.id for row in db.execute(select(seats.c.id).where(seats.c.workshop == workshop))]
        for table in (transfers, seats, links):
            db.execute(delete(table).where(table.c.workshop == workshop))
        db.execute(delete(workshops).where(this))
        return taken

    return await store.delete(workshop, work)


def _over(now: int) -> ColumnElement[bool]:
    return workshops.c.last_used + workshops.c.keep_days * DAY_MS <= now


Work = Callable[[], Awaitable[None]]


async def _surely(work: Work) -> None:
    while True:
        try:
            return await work()
        except (StorageBusy, StorageFull, Unknown) as problem:
            log.warning("the keeper tries again: %s", problem)
            await asyncio.sleep(RETRY_S)


async def _logged(work: Awaitable[object]) -> None:
    try:
        await work
    except Exception:
        log.exception("the keeper failed")
