"""Every message on the wire. A client's frame is one FromClient object; a server's frame is an array of FromServer.

Paths: `GET {face}/view` gives a View; `{face}/live` is the socket, where face is /w/ID, /w/ID/console or /w/ID/screen.
A socket opens with Hello and is answered by Welcome or Bye; only then may anything else be said.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Raw, Struct

from workshops.vocabulary import Id, Reason, Record
from workshops.workshop import AnyRecord

VERSION = 1
IN_FLIGHT = 32
"""Commands of one client not yet answered. As many verdicts are kept for it: one it still waits for is always there."""

ClientId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{16,32}\Z")]
"""One page load: at least 96 random bits made by it. Bound by the server to the seat that first used it."""

DoorReason = Literal[
    "bad_message",
    "too_big",
    "unknown_command",
    "version_old",
    "gap",
    "busy",
    "rate_limited",
    "storage_full",
    "storage_busy",
    "not_yours",
    "superseded",
    "revoked",
    "too_many_connections",
    "restart",
    "mismatch",
]
"""What the door and the room say no with; the workshop's own reasons are `workshops.vocabulary.Reason`."""

# Close codes of the socket, beside the standard ones (1008 policy, 1009 too big, 1012 restart, 1013 try again later).
SUPERSEDED = 4001  # a newer connection of the same client: do not come back
REVOKED = 4003  # the seat or its link was revoked: do not come back
VERSION_OLD = 4009  # reload the page


class Message(Struct, frozen=True, tag=True, tag_field="type", omit_defaults=True):
    pass


# From the client


class Hello(Message, frozen=True, forbid_unknown_fields=True):
    """`since`: the seq of what the client has (from View or the last Delta); null: it wants everything.

    `life`: the server's word for the numbering that `since` is of (from View or Welcome). Another one: everything anew.
    """

    client: ClientId
    version: int
    since: int | None = None
    life: str = ""


class Do(Message, frozen=True, forbid_unknown_fields=True, rename={"for_": "for"}):
    """Command number `cseq` of this client (1, 2, 3…). `for`: the person on paper it is entered for."""

    cseq: Annotated[int, Meta(ge=1)]
    command: Raw
    for_: str | None = None


class Watch(Message, frozen=True, forbid_unknown_fields=True):
    """Send these on-request records now and whenever they change. Watching again adds."""

    keys: Annotated[list[Annotated[str, Meta(max_length=80)]], Meta(max_length=100)]


class Unwatch(Message, frozen=True, forbid_unknown_fields=True):
    keys: Annotated[list[Annotated[str, Meta(max_length=80)]], Meta(max_length=100)]


class Resync(Message, frozen=True, forbid_unknown_fields=True):
    """What I built does not add up (a Beat's sum): answered by a full Welcome."""


class Hold(Message, frozen=True, forbid_unknown_fields=True):
    """I am moving these ideas now ([]: none any more). Never stored, and no lock; heard only from who may move them."""

    ideas: Annotated[list[Id], Meta(max_length=200)]


FromClient = Hello | Do | Watch | Unwatch | Resync | Hold


# From the server


class Welcome(Message, frozen=True):
    """Where you are: `last`, the number of this client's last command that has a verdict; `now`, the server's ms.

    full: forget every record you hold (those you watch too); what you may see follows in `put`. Otherwise `put` and
    `drop` are the changes since. `at`: the version of each record in `put`. Records that only you may see come whole
    every time, for a View does not hold them.
    """

    seq: int
    now: int
    last: int
    person: str
    role: str
    life: str
    full: bool = False
    put: list[AnyRecord] = []
    at: list[int] = []
    drop: list[str] = []


class Delta(Message, frozen=True):
    """These records are now so (each at version `seq` unless `at` gives its own); these keys are gone, for you."""

    seq: int
    put: list[AnyRecord] = []
    drop: list[str] = []
    at: list[int] = []


class Ack(Message, frozen=True):
    """Command `cseq` is on disk."""

    cseq: int


class Refused(Message, frozen=True):
    """Command `cseq` broke a rule: this is its verdict, now and when it is sent again."""

    cseq: int
    reason: Reason | DoorReason
    facts: dict[str, str | int] = {}


class Wait(Message, frozen=True):
    """No verdict: send command `cseq` and all after it again, in `retry_after` seconds."""

    cseq: int
    reason: DoorReason
    retry_after: float


class Beat(Message, frozen=True):
    """Every 10 s: the server's ms, and the sum, modulo 2^32, of crc32("KEY@VERSION") over all you should hold,
    records on request excepted."""

    now: int
    seq: int
    sum: int


class Here(Message, frozen=True):
    """For facilitators and helpers: persons connected now, and since when (ms) each of the others has been away."""

    now: int
    here: list[str] = []
    away: dict[str, int] = {}
    count: int = 0


class Held(Message, frozen=True):
    """All that is being moved by anybody: idea to who moves it ("" where that is not told, or nobody's name); `staff`:
    those of them that a facilitator holds. For facilitators, and for participants who watch `held:this`."""

    by: dict[str, str] = {}
    staff: list[str] = []


class Bye(Message, frozen=True):
    """Said just before closing."""

    reason: DoorReason
    retry_after: float = 0


FromServer = Welcome | Delta | Ack | Refused | Wait | Beat | Here | Held | Bye


class View(Struct, frozen=True, omit_defaults=True):
    """The shared part of what a role may see, at `seq`; say Hello with that `since` to get the rest."""

    seq: int
    life: str
    put: list[AnyRecord] = []
    at: list[int] = []


from_client: msgspec.json.Decoder[FromClient] = msgspec.json.Decoder(FromClient)
from_server: msgspec.json.Decoder[list[FromServer]] = msgspec.json.Decoder(list[FromServer])


def frame(*messages: FromServer) -> bytes:
    """One frame, ready to send: a JSON array in UTF-8."""
    return msgspec.json.encode(messages)


def key_of(record: Record) -> str:
    return f"{type(record).__struct_config__.tag}:{record.id}"  # type: ignore[attr-defined]
