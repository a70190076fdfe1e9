"""The agenda wall: slots × spaces, the topics placed on it, and the slots as they begin and end.

A placed topic is a session and keeps the topic's id. Nothing ends by itself: "it starts when it starts, it is over when
it is over" (Harrison Owen, Open Space Technology).
"""

# ruff: noqa: ARG002
from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta, Struct

from workshops.vocabulary import Command, Context, Event, Id, Key, Record, Shown, Stored

MinuteOfDay = Annotated[int, Meta(ge=0, le=1440)]


class SpacePlan(Struct, frozen=True, forbid_unknown_fields=True):
    """A space as a format declares it. capacity 0: not said. access: how one gets in, hears and sits there. strict: a
    full one takes nobody more."""

    name: str
    capacity: Annotated[int, Meta(ge=0, le=10_000)] = 0
    access: str = ""
    strict: bool = False


class SlotPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """A slot as a format declares it, on the clock of the place: "14:00"."""

    starts: Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    ends: Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


# Commands


class PutSpace(Command, frozen=True):
    """Facilitator: this space is to be so; a new one comes last. `shut`: slots at which it cannot be used."""

    space: Id
    name: str
    capacity: Annotated[int, Meta(ge=0, le=10_000)] = 0
    access: str = ""
    strict: bool = False
    shut: Annotated[list[Id], Meta(max_length=30)] = []


class MoveSpace(Command, frozen=True):
    """`after`: the space it stands behind; null: it comes first."""

    space: Id
    after: Id | None = None


class RemoveSpace(Command, frozen=True):
    """Facilitator: a space in which nothing is placed."""

    space: Id


class PutSlot(Command, frozen=True):
    """Facilitator: this slot is to be so, in minutes since midnight on the clock of the place. `day`: "2026-11-22", or
    "" for the day of the workshop."""

    slot: Id
    starts: MinuteOfDay
    ends: MinuteOfDay
    day: Annotated[str, Meta(pattern=r"^(\d{4}-\d\d-\d\d)?$")] = ""


class RemoveSlot(Command, frozen=True):
    """Facilitator: a slot that has not begun and in which nothing is placed."""

    slot: Id


class PlaceTopic(Command, frozen=True):
    """Its convener, or a facilitator: to this cell, from wherever it is."""

    topic: Id
    slot: Id
    space: Id


class UnplaceTopic(Command, frozen=True):
    topic: Id


class StartSlot(Command, frozen=True):
    """Facilitator: it begins now, for as long as was planned; the slot that ran is over. Also again, after it ended."""

    slot: Id


class ExtendSlot(Command, frozen=True):
    slot: Id
    minutes: Annotated[int, Meta(ge=-240, le=240)]


class EndSlot(Command, frozen=True):
    """Facilitator: its sessions are over, but those that were extended."""

    slot: Id


class ExtendSession(Command, frozen=True):
    """Its convener, or a facilitator: it goes on beyond its slot, so many minutes from its planned end."""

    topic: Id
    minutes: Annotated[int, Meta(ge=1, le=240)]


class EndSession(Command, frozen=True):
    """Its convener, or a facilitator: it is over (`over` false: it is not, after all)."""

    topic: Id
    over: bool = True


# Events


class SpacePut(Event, frozen=True):
    space: str
    name: str
    capacity: int = 0
    access: str = ""
    strict: bool = False
    shut: list[str] = []


class SpaceMoved(Event, frozen=True):
    space: str
    after: str | None = None


class SpaceRemoved(Event, frozen=True):
    space: str


class SlotPut(Event, frozen=True):
    slot: str
    starts: int
    ends: int
    day: str = ""


class SlotRemoved(Event, frozen=True):
    slot: str


class TopicPlaced(Event, frozen=True):
    topic: str
    slot: str
    space: str


class TopicTakenOff(Event, frozen=True):
    topic: str


class SlotStarted(Event, frozen=True):
    """`ends_at`: ms since 1970."""

    slot: str
    ends_at: int


class SlotExtended(Event, frozen=True):
    slot: str
    ends_at: int


class SlotEnded(Event, frozen=True):
    slot: str


class SessionExtended(Event, frozen=True):
    topic: str
    ends_at: int


class SessionEnded(Event, frozen=True):
    topic: str
    over: bool = True


# Records


class SpaceRecord(Record, frozen=True, tag="space"):
    """`n`: its place among the spaces, from 1."""

    id: str
    n: int
    name: str
    capacity: int = 0
    access: str = ""
    strict: bool = False
    shut: list[str] = []


class SlotRecord(Record, frozen=True, tag="slot"):
    """`n`: its place by day and time, from 1. `ends_at` (ms): once it has begun. At most one slot runs."""

    id: str
    n: int
    starts: int
    ends: int
    day: str = ""
    state: str = "to_come"  # "to_come" | "running" | "over"
    ends_at: int | None = None


class SessionRecord(Record, frozen=True, tag="session"):
    """A topic on the wall, under the topic's id. `ends_at`: where it was extended. `interest`: how many people marked
    it."""

    id: str
    slot: str
    space: str
    state: str = "to_come"  # "to_come" | "running" | "over"
    ends_at: int | None = None
    interest: int = 0


# State

WallCommand = (
    PutSpace
    | MoveSpace
    | RemoveSpace
    | PutSlot
    | RemoveSlot
    | PlaceTopic
    | UnplaceTopic
    | StartSlot
    | ExtendSlot
    | EndSlot
    | ExtendSession
    | EndSession
)
WallEvent = (
    SpacePut
    | SpaceMoved
    | SpaceRemoved
    | SlotPut
    | SlotRemoved
    | TopicPlaced
    | TopicTakenOff
    | SlotStarted
    | SlotExtended
    | SlotEnded
    | SessionExtended
    | SessionEnded
)
WallRecord = SpaceRecord | SlotRecord | SessionRecord


class Wall:
    def decide(self, command: WallCommand, context: Context) -> list[Event]:
        raise NotImplementedError

    def apply(self, stored: Stored) -> set[Key]:
        return set()

    def show(self, key: Key) -> Shown | None:
        return None

    def keys(self) -> Iterable[Key]:
        return ()
