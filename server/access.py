"""Who may enter which workshop as what: by join code or QR, by a link, by digits; who creates one; the owner.

Secrets are random and kept as their SHA-256 only. A form's key makes all the secrets that the form gives, so that an
answer lost on its way is had again by sending the form again, and two presses of a button make one thing.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from msgspec import Struct
from sqlalchemy import Connection as Db
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from server import links as rows
from server.batch import Ask, now_ms
from server.codes import CODE, DIGITS, Failures, Turns, derived, digest, new_key, typed_code
from server.holders import Holders
from server.links import Minted
from server.log import Log
from server.presence import Seat
from server.protocol import Ack, Refused, Wait
from server.room import Room
from server.rooms import NoSuchWorkshop, Rooms
from server.seats import Seats, look_up
from server.settings import DoorLimits
from server.tables import links, owner_links, workshops
from workshops.agenda import AgendaRecord
from workshops.description import CreateWorkshop
from workshops.people import Join
from workshops.vocabulary import Role

T = TypeVar("T")

FAILURE_S = 0.3
"""What opens nothing is answered after this long, whether it is unknown or its meeting is closed."""
TURN_S = 10.0
"""Seconds for which one waits to have one's digits looked at, while others at the same address try theirs."""
DAY_MS = 24 * 3600 * 1000
OWNER = "g-owner"


class Entry(Struct, frozen=True):
    """A place taken. `seat` None: the owner's. `cookie`: what it is to say; None where the browser holds it already."""

    seat: Seat | None
    cookie: str | None


class Created(Struct, frozen=True):
    workshop: str
    console: Minted
    screen: Minted


class Entrance(Struct, frozen=True):
    """How the room comes in: both are projected, so both are kept as they are."""

    code: str
    qr: str


class Known(Struct, frozen=True):
    """A workshop of this server as its owner lists it; times in ms since 1970."""

    id: str
    title: str
    created: int
    last_used: int
    keep_days: int

    @property
    def deleted_on(self) -> int:
        return self.last_used + self.keep_days * DAY_MS


def cookie_name(workshop: str, role: Role, secure: bool) -> str:
    """One for each workshop and role: the facilitator's laptop often holds several of one workshop."""
    return f"{'__Host-' if secure else ''}g-{workshop}-{role}"


async def meeting_is_open(room: Room) -> bool:
    shown = await room.read(lambda workshop: workshop.show("agenda:this"))
    return shown is not None and isinstance(shown.record, AgendaRecord) and shown.record.meeting_open


class Access:
    """reading: an engine for look-ups, on the same database as `log`."""

    def __init__(
        self, log: Log, reading: AsyncEngine, rooms: Rooms, door: DoorLimits, failure_s: float = FAILURE_S
    ) -> None:
        self._log, self._reading, self._rooms, self._door = log, reading, rooms, door
        self.seats = Seats(log, reading, rooms)
        self.holders = Holders(log, reading, self.seats)
        self._failures, self._turns = Failures(door.join_failures, door.join_window), Turns()
        self.failure_s, self.turn_s = failure_s, TURN_S
        self._creating = asyncio.Lock()

    # The owner

    async def owner_of(self, cookie: str | None) -> str | None:
        """The id of the owner's place behind this cookie."""
        if not cookie:
            return None
        query = select(owner_links.c.id).where(owner_links.c.hash == digest(cookie), owner_links.c.revoked.is_(None))
        found = await look_up(self._reading, query)
        return found[0].id if found else None

    async def owner_link(self) -> str:
        """The path of a new secret link to create workshops; the last few go on working."""
        secret = new_key()
        await self._log.write(lambda db: rows.add_owner(db, secret, "link"))
        return f"/l#{secret}"

    async def known(self, limit: int, offset: int = 0) -> list[Known]:
        """The workshops of this server, the one used last first."""
        columns = (getattr(workshops.c, name) for name in Known.__struct_fields__)
        query = select(*columns).order_by(workshops.c.last_used.desc(), workshops.c.id).limit(limit).offset(offset)
        return [Known(*row) for row in await look_up(self._reading, query)]

    # Workshops

    async def create(self, command: CreateWorkshop, key: str, owner: str | None = None) -> Created:
        """A workshop and its links. The same key again: the same one. ValueError(Refused or Wait) if it cannot be."""
        console, screen = rows.minted(key, "facilitator"), rows.minted(key, "screen")
        async with self._creating:
            made = select(links.c.workshop).where(links.c.hash == digest(console.secret))
            found = await look_up(self._reading, made)
            if found:
                return Created(found[0].workshop, console, screen)
            workshop = await self._rooms.create(command, console.id)

            def work(db: Db) -> None:
                rows.add_workshop(db, workshop, command.title, command.keep_days, owner)
                rows.add_link(db, workshop, "facilitator", console)
                rows.add_link(db, workshop, "screen", screen)

            await self._log.write(work)
        return Created(workshop, console, screen)

    async def entrance(self, workshop: str) -> Entrance:
        """Raises NoSuchWorkshop."""
        query = select(workshops.c.code, workshops.c.qr).where(workshops.c.id == workshop)
        found = await look_up(self._reading, query)
        if not found:
            raise NoSuchWorkshop(workshop)
        return Entrance(found[0].code, found[0].qr)

    async def title_of(self, workshop: str) -> str | None:
        found = await look_up(self._reading, select(workshops.c.title).where(workshops.c.id == workshop))
        return found[0].title if found else None

    # Joining

    async def by_qr(self, token: str) -> str | None:
        found = await look_up(self._reading, select(workshops.c.id).where(workshops.c.qr == token))
        return found[0].id if found else None

    async def by_code(self, typed: str, address: str) -> str | None:
        """The workshop that a join code opens now, None if there is none."""
        return await self._slow_to_fail(address, lambda: self._open_workshop(typed_code(typed)))

    async def _open_workshop(self, code: str) -> str | None:
        query = select(workshops.c.id).where(workshops.c.code == code)
        found = await look_up(self._reading, query) if len(code) == CODE else []
        if not found:
            return None
        room = await self._rooms.get(found[0].id)
        return room.id if await meeting_is_open(room) else None

    async def join(self, workshop: str, key: str, name: str) -> Entry | Refused | Wait:
        """A new person and their seat; the same key again: the same person. Raises NoSuchWorkshop."""
        seat = Seat(derived(key, "seat", 9), workshop, "participant", derived(key, "person", 9))
        cookie = derived(key, "cookie")
        room = await self._rooms.get(workshop)
        verdict = await room.do(Ask(seat, derived(key, "client", 15), 1, Join(name)))
        if not isinstance(verdict, Ack):
            return verdict
        # In this order: a seat without a person would be let in and find every command refused.
        await self.seats.take(seat, cookie)
        return Entry(seat, cookie)

    # Links and digits

    async def redeem(self, typed: str, cookies: Mapping[str, str], address: str) -> Entry | Wait | None:
        """A place for a link, its secret, a recovery code or eight digits; None: it opens nothing.

        `cookies`: the browser's own, by name: a place it already holds is kept, and with it what it has yet to send.
        Wait: too many at this address are trying digits.
        """
        secret = typed.strip().rpartition("#")[2]
        code = typed_code(secret)
        if len(code) != DIGITS or not code.isdecimal():
            return await self._slow_to_fail(address, lambda: self._redeem(secret, code, cookies))
        try:
            async with self._turns.of(address, self.turn_s):
                return await self._slow_to_fail(address, lambda: self._take(code))
        except TimeoutError:
            return Wait(0, "busy", 1.0)

    async def _take(self, digits: str) -> Entry | None:
        taken = await self._log.write(lambda db: rows.take_transfer(db, digits, now_ms()))
        return Entry(*taken) if taken else None

    async def _redeem(self, secret: str, code: str, cookies: Mapping[str, str]) -> Entry | None:
        either = links.c.hash.in_([digest(secret), digest(code)])
        found = await look_up(self._reading, select(links).where(either, links.c.revoked.is_(None)))
        if not found:
            return await self._redeem_owner(secret)
        link, actor = found[0], found[0].person or found[0].id
        for name in (cookie_name(link.workshop, link.role, secure) for secure in (True, False)):
            held = await self.seats.of(cookies.get(name), link.workshop, link.role)
            if held is not None and held.actor == actor:
                return Entry(held, None)
        cookie = new_key()
        seat = await self._log.write(lambda db: rows.open_link(db, link.id, cookie))
        return Entry(seat, cookie) if seat else None

    async def _redeem_owner(self, secret: str) -> Entry | None:
        if await self.owner_of(secret) is None:
            return None
        cookie = new_key()
        await self._log.write(lambda db: rows.add_owner(db, cookie, "seat"))
        return Entry(None, cookie)

    async def _slow_to_fail(self, address: str, look: Callable[[], Awaitable[T | None]]) -> T | None:
        """Nobody is ever shut out, for a whole hall shares one address: too many wrong codes only slow it down."""
        if self._failures.too_many(address):
            await asyncio.sleep(self._door.join_delay)
        started = time.monotonic()
        found = await look()
        if found is None:
            self._failures.note(address)
            await asyncio.sleep(max(0.0, started + self.failure_s - time.monotonic()))
        return found
