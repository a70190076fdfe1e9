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
    """A token bucket: `burst` at once, then `rate` a second. More may be spent than there is, and is then owed."""

    __slots__ = ("at", "burst", "rate", "tokens")

    def __init__(self, burst: int, rate: float) -> None:
        self.burst, self.rate, self.tokens, self.at = burst, rate, float(burst), time.monotonic()

    def wait(self) -> float:
        """Take one token: 0, or the seconds until there would be one."""
        pause = self._until(1)
        if not pause:
            self.tokens -= 1
        return pause

    def owed(self) -> float:
        """The seconds until nothing is owed any more."""
        return self._until(0)

    def spend(self, tokens: int) -> None:
        self._until(0)
        self.tokens -= tokens

    def _until(self, tokens: int) -> float:
        """The seconds until there are so many; 0: now."""
        now = time.monotonic()
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, math.ceil((tokens - self.tokens) / self.rate * 10) / 10)


class Typing:
    """What one person types into long texts. Each message says a whole part, of which the log keeps what changed: so
    messages are counted as they come, and bytes as they are written."""

    __slots__ = ("messages", "written")

    def __init__(self, door: DoorLimits) -> None:
        self.messages = Bucket(door.text_burst, door.text_rate)
        self.written = Bucket(door.text_bytes_burst, door.text_bytes)

    def wait(self) -> float:
        return self.written.owed() or self.messages.wait()


class Members:
    """The connections of one workshop, by role, person and client."""

    def __init__(self, door: DoorLimits) -> None:
        self.door = door
        self._by_role: dict[Role, dict[Member, None]] = {}
        self._by_actor: dict[str, dict[Member, None]] = {}
        self._by_client: dict[str, Member] = {}
        self._buckets: dict[str, Bucket] = {}
        self._typing: dict[str, Typing] = {}
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

    def pace(self, actor: str, role: Role, *, typed: bool = False) -> float:
        """Seconds this person must wait before one more command, by socket or by form; 0: it is let in. `typed`: it is
        what a text says now, which has a pace of its own, so that typing takes nothing from dots and ideas."""
        if typed:
            return self._typing_of(actor).wait()
        bucket = self._buckets.get(actor)
        if bucket is None:
            door = self.door
            bucket = self._buckets[actor] = (
                Bucket(door.burst, door.rate)
                if role == "participant"
                else Bucket(door.facilitator_burst, door.facilitator_rate)
            )
        return bucket.wait()

    def wrote(self, actor: str, size: int) -> None:
        """So many bytes of what they type are in the log."""
        self._typing_of(actor).written.spend(size)

    def _typing_of(self, actor: str) -> Typing:
        return self._typing.setdefault(actor, Typing(self.door))

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
