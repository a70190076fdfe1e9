"""Who may enter which workshop as what: links, seats, join codes, a place taken to another device, the owner.

Secrets are random and kept as their SHA-256 only. A form's key makes all the secrets that the form gives, so that an
answer lost on its way is had again by sending the form again, and two presses of a button make one thing.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal, TypeVar

from msgspec import Struct
from sqlalchemy import Connection as Db
from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from server import links as rows
from server.batch import Ask, now_ms
from server.codes import CODE, DIGITS, Failures, derived, digest, new_key, recovery_code, typed_code
from server.links import Minted
from server.log import Log
from server.presence import Seat
from server.protocol import Ack, Refused, Wait
from server.room import Room
from server.rooms import NoSuchWorkshop, Rooms
from server.settings import DoorLimits
from server.sqlite import storage_errors
from server.tables import links, owner_links, seats, workshops
from workshops.agenda import AgendaRecord
from workshops.people import Join
from workshops.vocabulary import Role
from workshops.workshop import CreateWorkshop

T = TypeVar("T")
Shared = Literal["facilitator", "helper", "observer"]
"""Roles of which a workshop may have several links, each with its holder's name."""

FAILURE_S = 0.3
"""What opens nothing is answered after this long, whether it is unknown or its meeting is closed."""
SEATS_KEPT = 20_000
"""Seats remembered; then all are forgotten, and looked up again."""
OWNER = "g-owner"


class Entry(Struct, frozen=True):
    """A place taken. `seat` None: the owner's. `cookie`: what it is to say; None where the browser holds it already."""

    seat: Seat | None
    cookie: str | None


class Created(Struct, frozen=True):
    workshop: str
    console: Minted
    screen: Minted


class Personal(Struct, frozen=True):
    """What carries a person to another device: a link's secret, which lasts, and eight digits, for once."""

    secret: str
    digits: str


class Holder(Struct, frozen=True):
    """A facilitator's link as it is listed (`made`: ms). `label` is empty for the one made with the workshop."""

    id: str
    label: str
    made: int


class Entrance(Struct, frozen=True):
    """How the room comes in: both are projected, so both are kept as they are."""

    code: str
    qr: str


class Place(Struct, frozen=True):
    """A seat that a browser holds, and the title of its workshop."""

    seat: Seat
    title: str


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
        self._failures = Failures(door.join_failures, door.join_window)
        self.failure_s = failure_s
        self._creating = asyncio.Lock()
        # Looked up twice by every phone that comes in, and when they come they all come.
        self._seats: dict[tuple[bytes, str, Role], Seat] = {}
        self._loaded: set[str] = set()
        self._looking = asyncio.Lock()
        self._cuts = 0

    # Seats

    async def seat_of(self, cookie: str | None, workshop: str, role: Role) -> Seat | None:
        """Whose cookie this is, if its seat was not revoked."""
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
        cuts, (hashed, workshop, _) = self._cuts, place
        of_all = seats.c.workshop == workshop
        which = and_(of_all, seats.c.hash == hashed) if workshop in self._loaded else of_all
        columns = select(seats.c.hash, seats.c.role, seats.c.id, seats.c.actor)
        found = await self._read(columns.where(which, seats.c.revoked.is_(None)))
        read = {(row.hash, workshop, row.role): Seat(row.id, workshop, row.role, row.actor) for row in found}
        if cuts == self._cuts:  # else one of them may have been revoked since they were read
            if len(self._seats) > SEATS_KEPT:
                self._seats, self._loaded = {}, set()
            self._seats |= read
            self._loaded.add(workshop)
        return read.get(place)

    def _cut(self, workshop: str, revoked: list[str]) -> None:
        """These seats are no more: forget them, close their sockets."""
        self._cuts += 1
        gone = set(revoked)
        self._seats = {key: seat for key, seat in self._seats.items() if seat.id not in gone}
        self._rooms.revoke(workshop, revoked)

    async def places(self, cookies: Mapping[str, str], limit: int = 12) -> list[Place]:
        """Every seat among these cookies, that of the latest workshop first."""
        hashes = [digest(value) for name, value in cookies.items() if name.removeprefix("__Host-").startswith("g-")]
        query = select(seats.c.id, seats.c.workshop, seats.c.role, seats.c.actor, workshops.c.title)
        query = query.join(workshops, seats.c.workshop == workshops.c.id).order_by(workshops.c.created.desc())
        found = await self._read(query.where(seats.c.hash.in_(hashes[:100]), seats.c.revoked.is_(None)).limit(limit))
        return [Place(Seat(row.id, row.workshop, row.role, row.actor), row.title) for row in found]

    # The owner

    async def owner_of(self, cookie: str | None) -> str | None:
        """The id of the owner's place behind this cookie."""
        if not cookie:
            return None
        query = select(owner_links.c.id).where(owner_links.c.hash == digest(cookie), owner_links.c.revoked.is_(None))
        found = await self._read(query)
        return found[0].id if found else None

    async def owner_link(self) -> str:
        """The path of a new secret link to create workshops; the last few go on working."""
        secret = new_key()
        await self._log.write(lambda db: rows.add_owner(db, secret, "link"))
        return f"/l#{secret}"

    # Workshops

    async def create(self, command: CreateWorkshop, key: str, owner: str | None = None) -> Created:
        """A workshop and its links. The same key again: the same one. ValueError(Refused or Wait) if it cannot be."""
        console, screen = rows.minted(key, "facilitator"), rows.minted(key, "screen")
        async with self._creating:
            found = await self._read(select(links.c.workshop).where(links.c.hash == digest(console.secret)))
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
        found = await self._read(select(workshops.c.code, workshops.c.qr).where(workshops.c.id == workshop))
        if not found:
            raise NoSuchWorkshop(workshop)
        return Entrance(found[0].code, found[0].qr)

    # Joining

    async def by_qr(self, token: str) -> str | None:
        found = await self._read(select(workshops.c.id).where(workshops.c.qr == token))
        return found[0].id if found else None

    async def by_code(self, typed: str, address: str) -> str | None:
        """The workshop that a join code opens now, None if there is none."""
        return await self._slow_to_fail(address, lambda: self._open_workshop(typed_code(typed)))

    async def _open_workshop(self, code: str) -> str | None:
        found = await self._read(select(workshops.c.id).where(workshops.c.code == code)) if len(code) == CODE else []
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
        await self._log.write(lambda db: rows.add_seat(db, seat, cookie))
        return Entry(seat, cookie)

    # Links

    async def redeem(self, typed: str, cookies: Mapping[str, str], address: str) -> Entry | None:
        """A place for a link, its secret, a recovery code or eight digits; None: it opens nothing.

        `cookies`: the browser's own, by name: a place it already holds is kept, and with it what it has yet to send.
        """
        secret = typed.strip().rpartition("#")[2]
        return await self._slow_to_fail(address, lambda: self._redeem(secret, cookies))

    async def _redeem(self, secret: str, cookies: Mapping[str, str]) -> Entry | None:
        code = typed_code(secret)
        if len(code) == DIGITS and code.isdecimal():
            taken = await self._log.write(lambda db: rows.take_transfer(db, code, now_ms()))
            return Entry(*taken) if taken else None
        either = links.c.hash.in_([digest(secret), digest(code)])
        found = await self._read(select(links).where(either, links.c.revoked.is_(None)))
        if not found:
            return await self._redeem_owner(secret)
        link, actor = found[0], found[0].person or found[0].id
        for name in (cookie_name(link.workshop, link.role, secure) for secure in (True, False)):
            held = await self.seat_of(cookies.get(name), link.workshop, link.role)
            if held is not None and held.actor == actor:
                return Entry(held, None)
        cookie = new_key()
        seat = Seat(derived(cookie, "seat", 9), link.workshop, link.role, actor)
        await self._log.write(lambda db: rows.add_seat(db, seat, cookie, link.id))
        return Entry(seat, cookie)

    async def _redeem_owner(self, secret: str) -> Entry | None:
        if await self.owner_of(secret) is None:
            return None
        cookie = new_key()
        await self._log.write(lambda db: rows.add_owner(db, cookie, "seat"))
        return Entry(None, cookie)

    async def facilitators(self, workshop: str) -> list[Holder]:
        """Every facilitator's link that works, oldest first."""
        query = select(links.c.id, links.c.label, links.c.made).where(rows.working(workshop, "facilitator"))
        query = query.where(links.c.person.is_(None)).order_by(links.c.made, links.c.id)
        return [Holder(*row) for row in await self._read(query)]

    async def mint(self, workshop: str, role: Shared, label: str, key: str) -> Minted:
        """A link of its own for one more person. The same key and label again: the same link."""
        link = rows.minted(key, f"{role} {label}")
        await self._log.write(lambda db: rows.add_link(db, workshop, role, link, label))
        return link

    async def new_screen(self, workshop: str, key: str) -> Minted:
        """A link to the projected screen, in place of all earlier ones."""
        link = rows.minted(key, "screen again")

        def work(db: Db) -> list[str]:
            cut = rows.revoke_links(db, and_(rows.working(workshop, "screen"), links.c.id != link.id))
            rows.add_link(db, workshop, "screen", link)
            return cut

        self._cut(workshop, await self._log.write(work))
        return link

    async def revoke(self, workshop: str, link: str) -> None:
        """A link, its recovery code and every seat taken with them stop working; their sockets are cut at once."""
        which = and_(links.c.workshop == workshop, or_(links.c.id == link, links.c.person == link))
        self._cut(workshop, await self._log.write(lambda db: rows.revoke_links(db, which)))

    async def renew(self, seat: Seat, key: str) -> Minted:
        """New secrets for a facilitator's own link, which stays the same actor. Of its seats only this one goes on."""
        link = Minted(seat.actor, derived(key, "renewed"), recovery_code(derived(key, "renewed too")))

        def work(db: Db) -> list[str]:
            of_mine = and_(seats.c.workshop == seat.workshop, seats.c.role == seat.role, seats.c.actor == seat.actor)
            rows.change_link(db, link)
            return rows.revoke_seats(db, and_(of_mine, seats.c.id != seat.id))

        self._cut(seat.workshop, await self._log.write(work))
        return link

    async def personal(self, seat: Seat) -> Personal:
        """For a participant to be the same person on another device, in place of what they were given before."""
        secret = new_key()

        def work(db: Db) -> str:
            rows.revoke_personal(db, seat.workshop, seat.actor)
            link = Minted(derived(secret, "id", 9), secret)
            rows.add_link(db, seat.workshop, "participant", link, person=seat.actor)
            return rows.add_transfer(db, seat)

        return Personal(secret, await self._log.write(work))

    async def forget(self, workshop: str, person: str) -> None:
        """Somebody erased themselves: nothing given out opens their place any more, but on the devices they sit at."""
        await self._log.write(lambda db: rows.revoke_personal(db, workshop, person))

    def deleted(self, workshop: str, taken: list[str]) -> None:
        """A workshop is no more, nor are its seats."""
        self._loaded.discard(workshop)
        self._cut(workshop, taken)

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

    async def _read(self, query: Select[*tuple[Any, ...]]) -> list[Row[*tuple[Any, ...]]]:
        with storage_errors():
            async with self._reading.connect() as connection:
                return list(await connection.execute(query))
