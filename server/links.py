"""The rows behind `access`: links, seats and transfers, as they are written in one transaction."""

import secrets
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from server.batch import now_ms
from server.codes import derived, digest, new_code, new_digits, new_key, recovery_code
from server.presence import Seat
from server.tables import links, owner_links, seats, transfers, workshops
from workshops.vocabulary import Role

TRANSFER_MS = 5 * 60 * 1000
TRANSFER_TRIES = 5
NAMED = 4
"""Of the eight digits. Guesses of one address go one at a time, so it cannot come by more than a few of the names."""
OWNER_LINKS_KEPT = 5


class Minted(Struct, frozen=True):
    """A link just made; its secrets are told here and never again. `recovery`: a second secret of the same link."""

    id: str
    secret: str
    recovery: str = ""


def minted(key: str, what: str) -> Minted:
    """What `key` always gives for `what`. Only a facilitator's link has a recovery code."""
    own = derived(key, what)
    recovery = recovery_code(own) if what.startswith("facilitator") else ""
    return Minted(derived(own, "id", 9), derived(own, "secret"), recovery)


def add_link(
    connection: Connection, workshop: str, role: Role, link: Minted, label: str = "", person: str | None = None
) -> None:
    """`person`: whose personal link it is. The recovery code is a link of its own, for the first one's id."""
    row = {"workshop": workshop, "role": role, "label": label, "made": now_ms()}
    rows = [{**row, "id": link.id, "hash": digest(link.secret), "person": person}]
    if link.recovery:
        second = derived(link.secret, "recovery", 9)
        rows.append({**row, "id": second, "hash": digest(link.recovery), "person": link.id})
    connection.execute(insert(links).on_conflict_do_nothing(), rows)


def change_link(connection: Connection, link: Minted) -> None:
    """Other secrets for the same link."""
    for mine, secret in ((links.c.id, link.secret), (links.c.person, link.recovery)):
        connection.execute(update(links).where(mine == link.id).values(hash=digest(secret)))


def working(workshop: str, role: Role) -> ColumnElement[bool]:
    """Links of that role that were not revoked."""
    return and_(links.c.workshop == workshop, links.c.role == role, links.c.revoked.is_(None))


def revoke_links(connection: Connection, which: ColumnElement[bool]) -> list[str]:
    """The ids of the seats that went with them."""
    ids = [row.id for row in connection.execute(select(links.c.id).where(which, links.c.revoked.is_(None)))]
    connection.execute(update(links).where(links.c.id.in_(ids)).values(revoked=now_ms()))
    return revoke_seats(connection, seats.c.link.in_(ids))


def revoke_personal(connection: Connection, workshop: str, person: str) -> None:
    """What was given to a person to come back with: link and digits. The seats taken with them go on."""
    mine = and_(working(workshop, "participant"), links.c.person == person)
    connection.execute(update(links).where(mine).values(revoked=now_ms()))
    drop_transfers(connection, workshop, person)


def move_person(connection: Connection, workshop: str, person: str, into: str) -> list[str]:
    """Seats, link and digits of one person are another's from now on; gives the ids of the seats."""
    theirs = and_(seats.c.workshop == workshop, seats.c.role == "participant", seats.c.actor == person)
    moved = [row.id for row in connection.execute(select(seats.c.id).where(theirs, seats.c.revoked.is_(None)))]
    connection.execute(update(seats).where(theirs).values(actor=into))
    mine = and_(links.c.workshop == workshop, links.c.role == "participant", links.c.person == person)
    connection.execute(update(links).where(mine).values(person=into))
    digits = and_(transfers.c.workshop == workshop, transfers.c.person == person)
    connection.execute(update(transfers).where(digits).values(person=into))
    return moved


def revoke_seats(connection: Connection, which: ColumnElement[bool]) -> list[str]:
    ids = [row.id for row in connection.execute(select(seats.c.id).where(which, seats.c.revoked.is_(None)))]
    connection.execute(update(seats).where(seats.c.id.in_(ids)).values(revoked=now_ms()))
    return ids


def open_link(connection: Connection, link: str, cookie: str) -> Seat | None:
    """A seat for whom the link is, looked at once more in the transaction: it may have been revoked, or be another
    person's, since it was found."""
    row = connection.execute(select(links).where(links.c.id == link, links.c.revoked.is_(None))).first()
    if row is None:
        return None
    seat = Seat(derived(cookie, "seat", 9), row.workshop, row.role, row.person or row.id)
    add_seat(connection, seat, cookie, link)
    return seat


def add_seat(connection: Connection, seat: Seat, cookie: str, link: str | None = None) -> None:
    """Somebody sits down, which is a use of the workshop. The same seat again changes nothing."""
    row: dict[str, Any] = {"id": seat.id, "workshop": seat.workshop, "role": seat.role, "actor": seat.actor}
    row |= {"hash": digest(cookie), "link": link, "made": now_ms()}
    connection.execute(insert(seats).on_conflict_do_nothing().values(row))
    connection.execute(update(workshops).where(workshops.c.id == seat.workshop).values(last_used=now_ms()))


def add_transfer(connection: Connection, workshop: str, person: str, seat: str | None = None) -> str:
    """Eight digits for this person. `seat`: at which they asked for them, if they did.

    The first NAMED name the code, the others are its secret: a wrong one is a try less for the codes of that name
    alone, so nobody can use up everybody's tries. The salt is in the id; hashed or not, digits are soon found by who
    has the file, which is why they live for five minutes.
    """
    spent = (transfers.c.tries <= 0) | (transfers.c.expires <= now_ms())
    connection.execute(delete(transfers).where(spent))
    digits = new_digits()
    place = f"{digits[:NAMED]}-{secrets.token_urlsafe(9)}"
    connection.execute(
        insert(transfers).values(
            id=place, workshop=workshop, hash=digest(place + digits), person=person, seat=seat,
            expires=now_ms() + TRANSFER_MS, tries=TRANSFER_TRIES,
        )
    )  # fmt: skip
    return digits


def drop_transfers(connection: Connection, workshop: str, person: str) -> None:
    connection.execute(delete(transfers).where(transfers.c.workshop == workshop, transfers.c.person == person))


def take_transfer(connection: Connection, digits: str, now: int) -> tuple[Seat, str] | None:
    """A new seat for the person whose digits these are, with its cookie; the digits are used up."""
    named = transfers.c.id.startswith(f"{digits[:NAMED]}-", autoescape=True)
    found = list(connection.execute(select(transfers).where(named, transfers.c.expires > now, transfers.c.tries > 0)))
    row = next((row for row in found if row.hash == digest(row.id + digits)), None)
    if row is None:
        if found:  # most guesses name nothing, and cost the disk nothing
            connection.execute(update(transfers).where(named).values(tries=transfers.c.tries - 1))
        return None
    connection.execute(delete(transfers).where(transfers.c.id == row.id))
    seat, cookie = Seat(secrets.token_urlsafe(9), row.workshop, "participant", row.person), new_key()
    add_seat(connection, seat, cookie)
    return seat, cookie


def add_owner(connection: Connection, secret: str, label: str) -> None:
    """label: "link" for one that is printed, of which the last few are kept; "seat" for a browser's cookie."""
    row = {"id": derived(secret, "id", 9), "hash": digest(secret), "label": label, "made": now_ms()}
    connection.execute(insert(owner_links).values(row))
    of_kind = owner_links.c.label == "link"
    kept = select(owner_links.c.id).where(of_kind).order_by(owner_links.c.made.desc(), owner_links.c.id == row["id"])
    stale = [row.id for row in connection.execute(kept)][OWNER_LINKS_KEPT:]
    connection.execute(delete(owner_links).where(owner_links.c.id.in_(stale)))


def add_workshop(connection: Connection, workshop: str, title: str, keep_days: int, owner: str | None) -> None:
    code = new_code()
    while connection.execute(select(workshops.c.id).where(workshops.c.code == code)).first():
        code = new_code()
    row = {"id": workshop, "title": title, "created": now_ms(), "last_used": now_ms(), "keep_days": keep_days}
    connection.execute(insert(workshops).values({**row, "code": code, "qr": secrets.token_urlsafe(16), "owner": owner}))
