"""Who sits where: seats known by their cookies, looked up once, cut when withdrawn, moved when two people are one."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Row, Select, and_, select
from sqlalchemy import Connection as Db
from sqlalchemy.ext.asyncio import AsyncEngine

from server import links as rows
from server.codes import digest
from server.log import Log
from server.presence import Seat
from server.protocol import Bye
from server.rooms import Rooms
from server.sqlite import storage_errors
from server.tables import seats, workshops
from workshops.vocabulary import Role

SEATS_KEPT = 20_000
"""Seats remembered; then all are forgotten, and looked up again."""


class Place(Struct, frozen=True):
    """A seat that a browser holds, the title of its workshop, and when that was last used (ms since 1970)."""

    seat: Seat
    title: str
    last_used: int


class Seats:
    """reading: an engine for look-ups, on the same database as `log`."""

    def __init__(self, log: Log, reading: AsyncEngine, rooms: Rooms) -> None:
        self._log, self._reading, self._rooms = log, reading, rooms
        # Looked up twice by every phone that comes in, and when they come they all come.
        self._seats: dict[tuple[bytes, str, Role], Seat] = {}
        self._loaded: set[str] = set()
        self._looking = asyncio.Lock()
        self._changes = 0

    async def of(self, cookie: str | None, workshop: str, role: Role) -> Seat | None:
        """Whose cookie this is, if its seat was not withdrawn."""
        if not cookie:
            return None
        place = digest(cookie), workshop, role
        if place not in self._seats:
            async with self._looking:
                if place not in self._seats:
                    return await self._look_up(place)
        return self._seats[place]

    async def _look_up(self, place: tuple[bytes, str, Role]) -> Seat | None:
        """Where one comes back after a restart a whole hall does: all seats of a workshop at once, then one by one."""
        changes, (hashed, workshop, _) = self._changes, place
        of_all = seats.c.workshop == workshop
        which = and_(of_all, seats.c.hash == hashed) if workshop in self._loaded else of_all
        columns = select(seats.c.hash, seats.c.role, seats.c.id, seats.c.actor)
        found = await look_up(self._reading, columns.where(which, seats.c.revoked.is_(None)))
        if changes != self._changes:  # one of them may have been withdrawn or moved since they were read
            return await self._look_up(place)
        if len(self._seats) > SEATS_KEPT:
            self._seats, self._loaded = {}, set()
        self._seats |= {(row.hash, workshop, row.role): Seat(row.id, workshop, row.role, row.actor) for row in found}
        self._loaded.add(workshop)
        return self._seats.get(place)

    async def places(self, cookies: Mapping[str, str], limit: int = 60) -> list[Place]:
        """Every seat among these cookies, that of the workshop used last first."""
        hashes = [digest(value) for name, value in cookies.items() if name.removeprefix("__Host-").startswith("g-")]
        columns = seats.c.id, seats.c.workshop, seats.c.role, seats.c.actor, workshops.c.title, workshops.c.last_used
        query = select(*columns).join(workshops, seats.c.workshop == workshops.c.id)
        query = query.where(seats.c.hash.in_(hashes[:200]), seats.c.revoked.is_(None))
        found = await look_up(self._reading, query.order_by(workshops.c.last_used.desc(), seats.c.made).limit(limit))
        return [Place(Seat(row.id, row.workshop, row.role, row.actor), row.title, row.last_used) for row in found]

    async def take(self, seat: Seat, cookie: str, link: str | None = None) -> None:
        """Somebody sits down; the same seat again changes nothing."""
        await self._log.write(lambda db: rows.add_seat(db, seat, cookie, link))

    # No longer theirs

    async def withdraw(self, workshop: str, work: Callable[[Db], list[str]]) -> None:
        """`work` ends seats, in one transaction with what belongs to it, and gives their ids; their sockets are cut
        at once."""
        self.cut(workshop, await self._log.write(work))

    async def leave(self, seat: Seat) -> None:
        """Somebody else is to use this browser."""
        await self.withdraw(seat.workshop, lambda db: rows.revoke_seats(db, seats.c.id == seat.id))

    def cut(self, workshop: str, ended: list[str]) -> None:
        """These seats are no more: forget them, close their sockets."""
        self._forget(ended)
        self._rooms.revoke(workshop, ended)

    async def merge(self, workshop: str, person: str, into: str) -> None:
        """Whatever opened the place of one person opens the other's. Their sockets are closed, to come back as that."""
        moved = await self._log.write(lambda db: rows.move_person(db, workshop, person, into))
        self._forget(moved)
        room = self._rooms.awake(workshop)
        for member in room.members.of_seats(set(moved)) if room else ():
            member.close(1012, Bye("restart"))

    def deleted(self, workshop: str, ended: list[str]) -> None:
        """A workshop is no more, nor are its seats."""
        self._loaded.discard(workshop)
        self.cut(workshop, ended)

    def _forget(self, ids: list[str]) -> None:
        self._changes += 1
        gone = set(ids)
        self._seats = {key: seat for key, seat in self._seats.items() if seat.id not in gone}


def of_person(workshop: str, person: str) -> ColumnElement[bool]:
    """A participant's seats, on all their devices."""
    return and_(seats.c.workshop == workshop, seats.c.role == "participant", seats.c.actor == person)


async def look_up(reading: AsyncEngine, query: Select[*tuple[Any, ...]]) -> list[Row[*tuple[Any, ...]]]:
    with storage_errors():
        async with reading.connect() as connection:
            return list(await connection.execute(query))
