"""Pens: who writes the report of each session, one at a time, and who asks to."""

from typing import ClassVar

from msgspec import Struct

from workshops.people import PeopleMerged, PersonErased, PersonRemoved
from workshops.vocabulary import Event, Redaction, Stored

SILENCE_MS = 2 * 60 * 1000
"""A pen that has written nothing for this long may be taken by anybody."""

# Events


class PenTaken(Event, frozen=True):
    """`staff`: by a facilitator or a helper. By "": by somebody who has been forgotten, so nobody has it."""

    session: str
    by: str = ""
    staff: bool = False


class PenLaid(Event, frozen=True):
    """By whoever had it, which is said where they took it, and forgotten there."""

    secret: ClassVar[bool] = True

    session: str


class PenAsked(Event, frozen=True):
    session: str
    by: str = ""
    asks: bool = True
    staff: bool = False


# State

PenEvent = PenTaken | PenLaid | PenAsked


class Pen(Struct):
    """by: who has it; "": nobody. at: when they took it, or last did something with it in the workshop's own log.
    asking: who would have it, and whether they are of the staff."""

    by: str = ""
    staff: bool = False
    at: int = 0
    asking: dict[str, bool] = {}

    def take(self, by: str, at: int, *, staff: bool) -> None:
        self.by, self.staff, self.at = by, staff, at
        self.asking.pop(by, None)

    def lay(self) -> None:
        self.by, self.staff = "", False

    def leave(self, person: str) -> None:
        if self.by == person:
            self.lay()
        self.asking.pop(person, None)

    def become(self, person: str, into: str) -> None:
        """Two people are one, who has what either had."""
        if self.by == person:
            self.by = into
        if person in self.asking:
            self.asking = {into if who == person else who: staff for who, staff in self.asking.items()}
        self.asking.pop(self.by, None)


class Pens:
    """all: the pen of each report that somebody has had or asked for. words: per person, the events that name them, as
    they will be when that person is forgotten."""

    def __init__(self) -> None:
        self.all: dict[str, Pen] = {}
        self.words: dict[str, list[Redaction]] = {}

    def of(self, session: str) -> Pen:
        return self.all.setdefault(session, Pen())

    def found(self, session: str) -> Pen:
        """To be read, whether there is one or not."""
        return self.all.get(session) or Pen()

    def apply(self, stored: Stored) -> set[str]:
        """The sessions whose pen it was about."""
        match stored.event:
            case PenTaken(session, by, staff):
                self.of(session).take(by, stored.at, staff=staff)
                self._named(by, Redaction(stored.seq, PenTaken(session)))
                return {session}
            case PenLaid(session):
                self.of(session).lay()
                return {session}
            case PenAsked(session, by, asks, staff):
                if asks:
                    self.of(session).asking[by] = staff
                else:
                    self.of(session).asking.pop(by, None)
                self._named(by, Redaction(stored.seq))
                return {session}
            case PersonErased(person) | PersonRemoved(person):
                touched = self.about(person)
                self.words.pop(person, None)
                for pen in self.all.values():
                    pen.leave(person)
                return touched
            case PeopleMerged(person, into):
                touched = self.about(person) | self.about(into)
                self.words.setdefault(into, []).extend(self.words.pop(person, []))
                for pen in self.all.values():
                    pen.become(person, into)
                return touched
            case _:
                return set()

    def about(self, person: str) -> set[str]:
        """The sessions whose pen this person has, or asks for."""
        return {session for session, pen in self.all.items() if person == pen.by or person in pen.asking}

    def _named(self, by: str, forgotten: Redaction) -> None:
        if by:
            self.words.setdefault(by, []).append(forgotten)
