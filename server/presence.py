"""Who is connected to a workshop now, and telling them; never stored."""

import math
import time
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Protocol

from msgspec import Struct

from server.protocol import SUPERSEDED, Bye, Here, frame
from server.settings import DoorLimits
from workshops.vocabulary import Key, Role


class Seat(Struct, frozen=True):
    """Who holds a link on one browser. `actor`: the person's id, or the link's for roles that are no person."""

    id: str
    workshop: str
    role: Role
    actor: str


class Packet:
    """A frame's JSON and its bytes on the wire, made once for all who get it (RFC 6455, 5.2: FIN, text, no mask)."""

    __slots__ = ("json", "wire")

    def __init__(self, json: bytes) -> None:
        self.json = json
        size = len(json)
        if size < 126:
            self.wire = bytes((0x81, size)) + json
        elif size < 65_536:
            self.wire = b"\x81\x7e" + size.to_bytes(2, "big") + json
        else:
            self.wire = b"\x81\x7f" + size.to_bytes(8, "big") + json


class Member(Protocol):
    """One socket that has said Hello."""

    seat: Seat
    client: str
    watching: set[Key]
    closing: bool

    @property
    def role(self) -> Role: ...

    @property
    def actor(self) -> str: ...

    @property
    def person(self) -> str | None:
        """Who it is, for participants."""

    @property
    def stale(self) -> bool:
        """Whether frames were left out because it reads too slowly; it is resynced once it has caught up."""

    def write(self, packet: Packet) -> None: ...

    def write_one(self, json: bytes) -> None: ...

    def welcome(self, json: bytes) -> None: ...

    def check(self, now: float) -> None:
        """Close it if it is stale and its buffer no longer shrinks."""

    def close(self, code: int, bye: Bye) -> None: ...


class Bucket:
    """A token bucket: `burst` at once, then `rate` a second."""

    __slots__ = ("at", "burst", "rate", "tokens")

    def __init__(self, burst: int, rate: float) -> None:
        self.burst, self.rate, self.tokens, self.at = burst, rate, float(burst), time.monotonic()

    def wait(self) -> float:
        """Take one token: 0, or the seconds until there would be one."""
        now = time.monotonic()
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens < 1:
            return math.ceil((1 - self.tokens) / self.rate * 10) / 10
        self.tokens -= 1
        return 0.0


class Members:
    """The connections of one workshop, by role, person and client."""

    def __init__(self, door: DoorLimits) -> None:
        self.door = door
        self._by_role: dict[Role, dict[Member, None]] = {}
        self._by_actor: dict[str, dict[Member, None]] = {}
        self._by_client: dict[str, Member] = {}
        self._buckets: dict[str, Bucket] = {}
        self._away: dict[str, int] = {}
        self._news = False

    def add(self, member: Member) -> None:
        """A newer connection of the same client wins; one too many of a person closes their oldest."""
        older = self._by_client.get(member.client)
        if older is not None:
            self.remove(older)
            older.close(SUPERSEDED, Bye("superseded"))
        mine = self._by_actor.setdefault(member.actor, {})
        if member.role == "participant" and len(mine) >= self.door.connections_each:
            oldest = next(iter(mine))
            self.remove(oldest)
            oldest.close(SUPERSEDED, Bye("too_many_connections"))
            mine = self._by_actor.setdefault(member.actor, {})
        mine[member] = None
        self._by_role.setdefault(member.role, {})[member] = None
        self._by_client[member.client] = member
        self._away.pop(member.actor, None)
        self._news = True

    def remove(self, member: Member) -> bool:
        """False: it was not (or no longer) among them."""
        if self._by_client.get(member.client) is not member:
            return False
        del self._by_client[member.client]
        del self._by_role[member.role][member]
        mine = self._by_actor[member.actor]
        del mine[member]
        if not mine:
            del self._by_actor[member.actor]
            if member.role == "participant":
                self._away[member.actor] = time.time_ns() // 1_000_000
        self._news = True
        return True

    def contains(self, member: Member) -> bool:
        return self._by_client.get(member.client) is member

    def __len__(self) -> int:
        return len(self._by_client)

    def full(self, role: Role) -> bool:
        """Facilitators and screens are never refused."""
        return role == "participant" and len(self._by_role.get(role, ())) >= self.door.connections

    def all(self) -> list[Member]:
        return list(self._by_client.values())

    def roles(self) -> Iterable[Role]:
        """Those that somebody here has."""
        return [role for role, members in self._by_role.items() if members]

    def of_client(self, client: str) -> Member | None:
        return self._by_client.get(client)

    def of_person(self, person: str) -> Iterable[Member]:
        return [member for member in self._by_actor.get(person, ()) if member.person is not None]

    def of_seats(self, seats: AbstractSet[str]) -> list[Member]:
        return [member for member in self._by_client.values() if member.seat.id in seats]

    def watching(self, key: Key) -> list[Member]:
        return [member for member in self._by_client.values() if key in member.watching]

    def wait(self, member: Member) -> float:
        return self.pace(member.actor, member.role)

    def pace(self, actor: str, role: Role) -> float:
        """Seconds this person must wait before one more command, by socket or by form; 0: it is let in."""
        bucket = self._buckets.get(actor)
        if bucket is None:
            door = self.door
            bucket = self._buckets[actor] = (
                Bucket(door.burst, door.rate)
                if role == "participant"
                else Bucket(door.facilitator_burst, door.facilitator_rate)
            )
        return bucket.wait()

    def tell(self, shared: dict[Role, bytes], apart: dict[Member, list[bytes]]) -> None:
        """Each role's message to its members; to those `apart` the same and theirs, in one frame."""
        for role, members in self._by_role.items():
            message = shared.get(role)
            if message is None:
                continue
            packet = Packet(b"[" + message + b"]")
            if apart:
                for member in members:
                    if member not in apart:
                        member.write(packet)
            else:
                for member in members:
                    member.write(packet)
        for member, messages in apart.items():
            message = shared.get(member.role)
            member.write_one(b"[" + b",".join([message, *messages] if message else messages) + b"]")

    def tell_presence(self) -> None:
        """Facilitators and helpers hear who is here, when that has changed."""
        if not self._news:
            return
        self._news = False
        watchers = [*self._by_role.get("facilitator", ()), *self._by_role.get("helper", ())]
        if not watchers:
            return
        here = list(dict.fromkeys(member.actor for member in self._by_role.get("participant", ())))
        packet = Packet(frame(Here(time.time_ns() // 1_000_000, here, self._away, len(here))))
        for member in watchers:
            member.write(packet)
