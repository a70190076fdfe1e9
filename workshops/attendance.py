"""Attendance: who is in which circle now. The law of two feet: whoever neither learns nor contributes moves on."""

# ruff: noqa: ARG002
from collections.abc import Iterable

from workshops.vocabulary import Command, Context, Event, Id, Key, Record, Redaction, Shown, Stored

# Commands


class ImHere(Command, frozen=True):
    """I am in this session now, and in no other any more."""

    session: Id


class MoveOn(Command, frozen=True):
    """I have left the session I was in."""


# Events


class CameIn(Event, frozen=True):
    person: str
    session: str


class MovedOn(Event, frozen=True):
    person: str


# Records


class AttendanceRecord(Record, frozen=True, tag="attendance"):
    """`attendance:SESSION`, for everyone: how many are there now, and how many have been there at all. There is none
    before anybody came."""

    id: str
    here: int = 0
    been: int = 0


class WhereaboutsRecord(Record, frozen=True, tag="whereabouts"):
    """`whereabouts:PERSON`, for that person (helpers and facilitators too, where they are on paper): the session they
    are in."""

    id: str
    session: str


# State

AttendanceCommand = ImHere | MoveOn
AttendanceEvent = CameIn | MovedOn
AttendanceRecords = AttendanceRecord | WhereaboutsRecord


class Attendance:
    def decide(self, command: AttendanceCommand, context: Context) -> list[Event]:
        raise NotImplementedError

    def apply(self, stored: Stored) -> set[Key]:
        return set()

    def redactions(self, event: Event) -> list[Redaction]:
        return []

    def show(self, key: Key) -> Shown | None:
        return None

    def keys(self) -> Iterable[Key]:
        return ()
