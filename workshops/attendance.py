"""Attendance: who is in which circle now. The law of two feet: whoever neither learns nor contributes moves on."""

from collections.abc import Iterable
from math import inf
from typing import assert_never

from workshops.agenda import StepOpened, StepState
from workshops.people import STAFF, People, PeopleMerged, PersonErased, PersonRemoved
from workshops.topics import Topics
from workshops.vocabulary import (
    NOBODY,
    Audience,
    Command,
    Context,
    Event,
    Id,
    Key,
    Reason,
    Record,
    Redaction,
    Refused,
    Shown,
    Stored,
    id_of,
    kind_of,
)
from workshops.wall import Wall

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


class AttendanceImported(Event, frozen=True):
    """So many people were in this session, in the workshop that this one was read from."""

    session: str
    people: int


# Records


class AttendanceRecord(Record, frozen=True, tag="attendance"):
    """`attendance:SESSION`, for everyone: how many are there now, and how many have been there at all. There is none
    before anybody came."""

    id: str
    here: int = 0
    been: int = 0


class WhereaboutsRecord(Record, frozen=True, tag="whereabouts"):
    """`whereabouts:PERSON`, for that person (helpers and facilitators too, where they are on paper): the session they
    are in, and the space where it met when they came in."""

    id: str
    session: str
    space: str = ""


class PartedRecord(Record, frozen=True, tag="parted"):
    """`parted:PERSON`, for that person: the session they were in when it ended, or went elsewhere, until they are in
    one again, or have moved on."""

    id: str
    session: str


# State

AttendanceCommand = ImHere | MoveOn
AttendanceEvent = CameIn | MovedOn | AttendanceImported
AttendanceRecords = AttendanceRecord | WhereaboutsRecord | PartedRecord


class Circles:
    """What of topics and wall attendance and reports go by."""

    def __init__(self, topics: Topics, wall: Wall) -> None:
        self.topics = topics
        self.wall = wall
        self.grid = wall.grid

    @property
    def step(self) -> StepState | None:
        """The step of the sessions."""
        return self.topics.market.sessions

    def seen(self, session: str) -> frozenset[Audience]:
        """Who sees this topic, on the wall or not, its conveners apart; nobody, where there is none."""
        topic = self.topics.topics.get(session)
        return NOBODY if topic is None else self.topics.seen(topic)

    def owner(self, session: str) -> str | None:
        """Its first convener, who sees it also while it is hidden."""
        topic = self.topics.topics.get(session)
        return None if topic is None or topic.withdrawn else self.topics.owner(topic)

    def sees(self, session: str, context: Context) -> bool:
        return context.role in self.seen(session) or (self.owner(session) == context.person)

    def in_room(self, session: str) -> bool:
        """Whether nothing keeps it from the room but, perhaps, an earlier step."""
        topic = self.topics.topics.get(session)
        return topic is not None and self.topics.in_room(topic)

    def state(self, session: str) -> str | None:
        """to_come, running, over; None: it is not on the wall."""
        placed = self.grid.sessions.get(session)
        return None if placed is None else self.grid.state(placed)

    def places(self, session: str) -> int | None:
        """How many people its space takes, where that is strict about it."""
        space = self.grid.spaces[self.grid.sessions[session].space]
        return space.capacity if space.strict and space.capacity else None

    def order(self, session: str) -> tuple[float, ...]:
        """By slot, then by space; what is not on the wall any more last, by number."""
        n, placed = self.topics.topics[session].n, self.grid.sessions.get(session)
        if placed is None:
            return inf, inf, n
        return list(self.grid.slots).index(placed.slot), list(self.grid.spaces).index(placed.space), n


class Attendance:
    """where: the session that each person is in; space: where they came in. parted: who was in one when it ended, or
    went elsewhere. been: who has been in each, now or before. imported: how many had
    been, in the workshop this one was read from. words: where each person's comings and goings are in the log."""

    def __init__(self, people: People, circles: Circles) -> None:
        self.people = people
        self.circles = circles
        self.where: dict[str, str] = {}
        self.space: dict[str, str] = {}
        self.parted: dict[str, str] = {}
        self.here: dict[str, set[str]] = {}
        self.been: dict[str, set[str]] = {}
        self.imported: dict[str, int] = {}
        self.words: dict[str, list[Redaction]] = {}

    def decide(self, command: AttendanceCommand, context: Context) -> list[Event]:
        person = self.people.require(context)
        match command:
            case ImHere(session):
                return self._coming(person, session, context)
            case MoveOn():
                self._check_open()
                return [MovedOn(person)] if person in self.where or person in self.parted else []
            case _:
                assert_never(command)

    def _coming(self, person: str, session: str, context: Context) -> list[Event]:
        if not self.circles.sees(session, context):
            raise Refused("unknown")
        self._check_open()
        state = self.circles.state(session)
        if state != "running":
            raise Refused(_WHY_NOT[state])
        if self.where.get(person) == session:
            return [] if self._space(session) == self.space[person] else [CameIn(person, session)]
        places = self.circles.places(session)
        if places is not None and len(self.here.get(session, ())) >= places:
            raise Refused("space_full", limit=places)
        return [CameIn(person, session)]

    def _check_open(self) -> None:
        step = self.circles.step
        if step is None or step.state == "to_come":
            raise Refused("not_yet")
        self.circles.topics.market.check_open()

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case CameIn(person, session):
                self.words.setdefault(person, []).append(Redaction(stored.seq))
                self.been.setdefault(session, set()).add(person)
                return self._goes(person, session)
            case MovedOn(person):
                self.words.setdefault(person, []).append(Redaction(stored.seq))
                return self._goes(person, None)
            case AttendanceImported(session, people):
                self.imported[session] = people
                return {f"attendance:{session}"}
            case PersonErased(person) | PersonRemoved(person):
                return {*self.keys()} | self._forget(person) | self._scatter()
            case PeopleMerged(person, into):
                return self._merge(person, into) | self._scatter()
            case StepOpened():
                return {*self.keys()}
            case _:
                return self._scatter()

    def _goes(self, person: str, session: str | None) -> set[Key]:
        """There (None: nowhere), and away from where they were."""
        left = self.where.pop(person, None)
        self.parted.pop(person, None)
        if left is not None:
            self.here[left].discard(person)
        if session is not None:
            self.where[person] = session
            self.space[person] = self._space(session)
            self.here.setdefault(session, set()).add(person)
        changed = {found for found in (left, session) if found is not None}
        return {f"whereabouts:{person}", f"parted:{person}", *(f"attendance:{found}" for found in changed)}

    def _space(self, session: str) -> str:
        return self.circles.grid.sessions[session].space

    def _scatter(self) -> set[Key]:
        """Nobody is in a session that is over, or not on the wall any more."""
        shifted = {*self.circles.topics.shifted, *self.circles.wall.shifted}
        ended = [session for session in shifted if self.circles.state(session) != "running"]
        gone = [(person, session) for session in ended for person in self.here.get(session, ())]
        keys = {key for person, _ in gone for key in self._goes(person, None)}
        self.parted.update(gone)
        seen = {f"parted:{person}" for person, session in self.parted.items() if session in shifted}
        return keys | seen | self._keys(shifted)

    def _forget(self, person: str) -> set[Key]:
        self.words.pop(person, None)
        for been in self.been.values():
            been.discard(person)
        return self._goes(person, None)

    def _merge(self, person: str, into: str) -> set[Key]:
        self.words.setdefault(into, []).extend(self.words.pop(person, []))
        touched = {f"whereabouts:{into}"}
        for session, been in self.been.items():
            if person in been:
                been.discard(person)
                been.add(into)
                touched.add(f"attendance:{session}")
        other = self.where.get(person)
        touched |= self._goes(person, None)
        return touched if other is None or into in self.where else touched | self._goes(into, other)

    def redactions(self, event: Event) -> list[Redaction]:
        return list(self.words.get(event.person, [])) if isinstance(event, PersonErased | PersonRemoved) else []

    def show(self, key: Key) -> Shown | None:
        kind, name = kind_of(key), id_of(key)
        if kind == "attendance":
            counted = AttendanceRecord(name, len(self.here.get(name, ())), self._been(name))
            return Shown(counted, self.circles.seen(name), self.circles.owner(name)) if counted.been else None
        if kind == "whereabouts" and name in self.where:
            session = self.where[name]
            owner = name if "participant" in self.circles.seen(session) else None
            record = WhereaboutsRecord(name, session, self.space[name])
            return Shown(record, STAFF if self.people.on_paper(name) else NOBODY, owner)
        if kind == "parted" and name in self.parted:
            session = self.parted[name]
            owner = name if "participant" in self.circles.seen(session) else None
            return Shown(PartedRecord(name, session), NOBODY, owner)
        return None

    def _been(self, session: str) -> int:
        return len(self.been.get(session, ())) + self.imported.get(session, 0)

    def keys(self) -> Iterable[Key]:
        yield from self._keys({*self.been, *self.imported})
        yield from (f"whereabouts:{person}" for person in self.where)
        yield from (f"parted:{person}" for person in self.parted)

    def _keys(self, sessions: Iterable[str]) -> set[Key]:
        return {f"attendance:{session}" for session in sessions}


_WHY_NOT: dict[str | None, Reason] = {None: "not_placed", "to_come": "not_yet", "over": "session_over"}
