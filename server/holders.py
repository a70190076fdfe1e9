"""Who holds which link: facilitators and helpers by name, the screen, and what people were given to come back with."""

from typing import Literal

from msgspec import Struct
from sqlalchemy import Connection as Db
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from server import links as rows
from server.codes import derived, new_key, recovery_code
from server.links import Minted
from server.log import Log
from server.presence import Seat
from server.seats import Seats, look_up, of_person
from server.tables import links, seats

Shared = Literal["facilitator", "helper", "observer"]
"""Roles of which a workshop may have several links, each with its holder's name."""


class Holder(Struct, frozen=True):
    """A link as it is listed (`made`: ms). `label` is empty for the one made with the workshop."""

    id: str
    label: str
    made: int


class Personal(Struct, frozen=True):
    """What carries a person to another device: a link's secret, which lasts, and eight digits, for once."""

    secret: str
    digits: str


class Holders:
    """Gives links out and takes them back. reading: an engine for look-ups, on the same database as `log`."""

    def __init__(self, log: Log, reading: AsyncEngine, seats: Seats) -> None:
        self._log, self._reading, self._seats = log, reading, seats

    # Facilitators, helpers, the screen

    async def all(self, workshop: str, role: Shared) -> list[Holder]:
        """Every link of that role that works, oldest first."""
        query = select(links.c.id, links.c.label, links.c.made).where(rows.working(workshop, role))
        query = query.where(links.c.person.is_(None)).order_by(links.c.made, links.c.id)
        return [Holder(*row) for row in await look_up(self._reading, query)]

    async def names(self, workshop: str) -> dict[str, str]:
        """By link, whoever acts or acted with one: what they did stays theirs when their link is withdrawn."""
        roles = links.c.role.in_(("facilitator", "helper"))
        query = select(links.c.id, links.c.label).where(links.c.workshop == workshop, roles, links.c.person.is_(None))
        return {row.id: row.label for row in await look_up(self._reading, query)}

    async def mint(self, workshop: str, role: Shared, label: str, key: str) -> Minted:
        """A link of its own for one more person. The same key, workshop and label again: the same link."""
        link = rows.minted(key, f"{role} {workshop} {label}")
        await self._log.write(lambda db: rows.add_link(db, workshop, role, link, label))
        return link

    async def new_screen(self, workshop: str, key: str) -> Minted:
        """A link to the projected screen, in place of all earlier ones."""
        link = rows.minted(key, "screen again")

        def work(db: Db) -> list[str]:
            ended = rows.revoke_links(db, and_(rows.working(workshop, "screen"), links.c.id != link.id))
            rows.add_link(db, workshop, "screen", link)
            return ended

        await self._seats.withdraw(workshop, work)
        return link

    async def revoke(self, workshop: str, link: str) -> None:
        """A link, its recovery code and every seat taken with them stop working; their sockets are cut at once."""
        which = and_(links.c.workshop == workshop, or_(links.c.id == link, links.c.person == link))
        await self._seats.withdraw(workshop, lambda db: rows.revoke_links(db, which))

    async def renew(self, seat: Seat, key: str) -> Minted:
        """New secrets for a facilitator's own link, which stays the same actor. Of its seats only this one goes on."""
        link = Minted(seat.actor, derived(key, "renewed"), recovery_code(derived(key, "renewed too")))

        def work(db: Db) -> list[str]:
            of_mine = and_(seats.c.workshop == seat.workshop, seats.c.role == seat.role, seats.c.actor == seat.actor)
            rows.change_link(db, link)
            return rows.revoke_seats(db, and_(of_mine, seats.c.id != seat.id))

        await self._seats.withdraw(seat.workshop, work)
        return link

    # Participants

    async def personal(self, seat: Seat) -> Personal:
        """For a participant to be the same person on another device, in place of what they were given before."""
        secret = new_key()

        def work(db: Db) -> str:
            rows.revoke_personal(db, seat.workshop, seat.actor)
            link = Minted(derived(secret, "id", 9), secret)
            rows.add_link(db, seat.workshop, "participant", link, person=seat.actor)
            return rows.add_transfer(db, seat.workshop, seat.actor, seat.id)

        return Personal(secret, await self._log.write(work))

    async def digits(self, workshop: str, person: str) -> str:
        """For somebody who lost their phone, from the facilitator: good once, in place of earlier digits of theirs."""

        def work(db: Db) -> str:
            rows.drop_transfers(db, workshop, person)
            return rows.add_transfer(db, workshop, person)

        return await self._log.write(work)

    async def forget(self, workshop: str, person: str) -> None:
        """Somebody erased themselves: nothing given out opens their place any more, but on the devices they sit at."""
        await self._log.write(lambda db: rows.revoke_personal(db, workshop, person))

    async def remove(self, workshop: str, person: str) -> None:
        """Somebody was removed: nor do the devices they sit at."""

        def work(db: Db) -> list[str]:
            rows.revoke_personal(db, workshop, person)
            return rows.revoke_seats(db, of_person(workshop, person))

        await self._seats.withdraw(workshop, work)
