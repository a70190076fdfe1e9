"""People: they join by phone or on paper, take a name, say they have finished, and may erase themselves."""

from collections.abc import Iterable
from typing import Literal, assert_never

from msgspec import Struct
from msgspec.structs import replace

from workshops.agenda import Agenda, StepClosed, StepOpened
from workshops.vocabulary import (
    EVERYONE,
    Audience,
    Command,
    Context,
    Event,
    Id,
    Key,
    Limits,
    Record,
    Redaction,
    Refused,
    Shown,
    Stored,
    clean_line,
    id_of,
    kind_of,
)

# Commands


class Join(Command, frozen=True):
    """The seat's own person enters. `name` may be empty where none is asked for. Joining again changes nothing."""

    name: str = ""


class Rename(Command, frozen=True):
    name: str


class Finish(Command, frozen=True):
    """To say "I have finished" with the open step, or (`done` false) not yet after all."""

    step: Id
    done: bool = True


class EraseMe(Command, frozen=True):
    """Forget my name and blank my words, for everybody and in the log."""


class AddPerson(Command, frozen=True):
    """Facilitator or helper: somebody takes part on paper; others enter what they write."""

    person: Id
    name: str = ""


class RemovePerson(Command, frozen=True):
    """Facilitator: this person is out. `ideas`: whether theirs stay on the board or are hidden."""

    person: Id
    ideas: Literal["keep", "hide"] = "keep"


class MergePeople(Command, frozen=True):
    """Facilitator: who joined twice is one person. All that is `person`'s becomes `into`'s."""

    person: Id
    into: Id


# Events


class PersonJoined(Event, frozen=True):
    """`paper`: on paper, entered by `by`, under a number of their own."""

    person: str
    name: str = ""
    paper: bool = False
    number: int = 0
    by: str = ""


class PersonRenamed(Event, frozen=True):
    person: str
    name: str = ""


class PersonFinished(Event, frozen=True):
    person: str
    step: str
    done: bool = True


class PersonErased(Event, frozen=True):
    """`ideas`: those of theirs that are blanked with them. `kept`: those of their topics that stay, without their
    words, for there is a report."""

    person: str
    ideas: list[str] = []
    kept: list[str] = []


class PersonRemoved(Event, frozen=True):
    """`hidden`: those of their ideas that are hidden with them."""

    person: str
    hidden: list[str] = []


class PeopleMerged(Event, frozen=True):
    person: str
    into: str


class CrowdImported(Event, frozen=True):
    """So many people were there, in the workshop that this one was read from."""

    people: int


# Records


class PersonRecord(Record, frozen=True, tag="person"):
    """For facilitators and helpers, and the person. `done`: with the open step. `paper`: on paper, under this
    `number` (1, 2, 3…, never given again), entered by `by`."""

    id: str
    name: str = ""
    done: bool = False
    paper: bool = False
    number: int = 0
    by: str = ""


class CrowdRecord(Record, frozen=True, tag="crowd"):
    """`crowd:this`: how many have joined, how many of them have finished the open step, and how many are on paper. For
    everyone."""

    id: str
    people: int = 0
    done: int = 0
    paper: int = 0


# State

PeopleCommand = Join | Rename | Finish | AddPerson | MergePeople
PeopleEvent = (
    PersonJoined | PersonRenamed | PersonFinished | PersonErased | PersonRemoved | PeopleMerged | CrowdImported
)
PeopleRecord = PersonRecord | CrowdRecord
STAFF: frozenset[Audience] = frozenset({"facilitator", "helper"})


class Person(Struct):
    """`words`: the events that hold their name, as they will be blanked if they are forgotten."""

    name: str = ""
    paper: bool = False
    number: int = 0
    by: str = ""
    words: list[Redaction] = []


class People:
    """Who has joined, and who has finished the open step.

    asks_names: a name is needed to join. known: every id of a person there ever was. removed: who is out. shut: ids
    with which nobody joins any more. numbers: how many people on paper have had one. imported: how many were there
    before.
    """

    def __init__(self, agenda: Agenda, limits: Limits) -> None:
        self.agenda = agenda
        self.limits = limits
        self.asks_names = True
        self.joined: dict[str, Person] = {}
        self.finished: set[str] = set()
        self.known: set[str] = set()
        self.removed: set[str] = set()
        self.shut: set[str] = set()
        self.merged: dict[str, str] = {}
        self.numbers = 0
        self.imported = 0

    def require(self, context: Context) -> str:
        """The person a command acts for. Refused: not_allowed, unknown, join_first."""
        self.check_subject(context)
        if context.subject is None:
            context.require("participant")
        if context.person not in self.joined:
            raise Refused("join_first")
        return context.person

    def check_subject(self, context: Context) -> None:
        """Only a person on paper is spoken for, by a facilitator or a helper (PEOPLE6)."""
        if context.subject is None:
            return
        context.require("facilitator", "helper")
        if context.subject not in self.joined:
            raise Refused("unknown")
        if not self.on_paper(context.subject):
            raise Refused("not_allowed")

    def stands_for(self, person: str) -> str:
        """Who this person has turned out to be; anybody else is themselves."""
        while person in self.merged:
            person = self.merged[person]
        return person

    def on_paper(self, person: str) -> bool:
        return person in self.joined and self.joined[person].paper

    def erasing(self, context: Context) -> str:
        """Whose words are to be erased: one's own, or, by a facilitator, those of somebody who was removed."""
        if context.subject in self.removed:
            context.require("facilitator")
            return context.person
        return self.require(context)

    def leaving(self, person: str, context: Context) -> str:
        """Somebody whom a facilitator may remove."""
        context.require("facilitator")
        if person not in self.joined:
            raise Refused("unknown")
        return person

    def decide(self, command: PeopleCommand, context: Context) -> list[Event]:
        match command:
            case Join(name):
                return self._joining(name, context)
            case Rename(name):
                person = self.require(context)
                clean = self._clean(name)
                return [] if clean == self.joined[person].name else [PersonRenamed(person, clean)]
            case Finish(step_id, done):
                person = self.require(context)
                self.agenda.open_step(step_id)
                return [] if (person in self.finished) == done else [PersonFinished(person, step_id, done)]
            case AddPerson(person, name):
                return self._adding(person, name, context)
            case MergePeople(person, into):
                return self._merging(self.leaving(person, context), self.leaving(into, context))
            case _:
                assert_never(command)

    def _joining(self, name: str, context: Context) -> list[Event]:
        context.require("participant")
        if context.person in self.joined:
            return []
        if context.person in self.shut:
            raise Refused("not_allowed")
        if self.agenda.door.locked:
            raise Refused("door_locked")
        return [PersonJoined(context.person, self._clean(name))]

    def _adding(self, person: str, name: str, context: Context) -> list[Event]:
        context.require("facilitator", "helper")
        if person in self.known:
            raise Refused("taken")
        return [PersonJoined(person, self._clean(name), paper=True, number=self.numbers + 1, by=context.actor)]

    def _merging(self, person: str, into: str) -> list[Event]:
        if person == into:
            raise Refused("already")
        return [PeopleMerged(person, into)]

    def _clean(self, name: str) -> str:
        if name.strip():
            return clean_line(name, self.limits.name)
        if self.asks_names:
            raise Refused("name_needed")
        return ""

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case PersonJoined() as event:
                return self._joined(event, stored.seq)
            case PersonRenamed(person, name):
                self.joined[person].name = name
                self.joined[person].words.append(Redaction(stored.seq, PersonRenamed(person)))
                return {f"person:{person}"}
            case PersonFinished(person, _, done):
                self._finish(person, done)
                return {f"person:{person}", "crowd:this"}
            case PersonErased(person):
                return self._gone(person)
            case PersonRemoved(person):
                self.removed.add(person)
                self.shut.add(person)
                return self._gone(person)
            case PeopleMerged(person, into):
                return self._merged(person, into)
            case CrowdImported(people):
                self.imported += people
                return {"crowd:this"}
            case StepOpened() | StepClosed():
                return self._begin_again()
            case _:
                return set()

    def _joined(self, event: PersonJoined, seq: int) -> set[Key]:
        # Their number stays in the log: it is not given again.
        words = [Redaction(seq, replace(event, name="", by=""))]
        self.joined[event.person] = Person(event.name, event.paper, event.number, event.by, words)
        self.known.add(event.person)
        self.numbers = max(self.numbers, event.number)
        return {f"person:{event.person}", "crowd:this"}

    def _finish(self, person: str, done: bool) -> None:
        if done:
            self.finished.add(person)
        else:
            self.finished.discard(person)

    def _gone(self, person: str) -> set[Key]:
        self.joined.pop(person, None)
        self.finished.discard(person)
        return {f"person:{person}", "crowd:this"}

    def _merged(self, person: str, into: str) -> set[Key]:
        """Two are one: who has a phone speaks for themselves, and a number on paper goes on saying who it is."""
        one, other = self.joined[into], self.joined[person]
        one.words += other.words
        one.paper = one.paper and other.paper
        one.number = one.number or other.number
        self._finish(into, into in self.finished or person in self.finished)
        self.shut.add(person)
        self.merged[person] = into
        return self._gone(person) | {f"person:{into}"}

    def _begin_again(self) -> set[Key]:
        if not self.finished:
            return set()
        touched = {"crowd:this"} | {f"person:{person}" for person in self.finished}
        self.finished.clear()
        return touched

    def departed(self) -> list[Event]:
        """Those who were merged into others, and those who were removed."""
        merged: list[Event] = [PeopleMerged(person, into) for person, into in self.merged.items()]
        return [*merged, *(PersonRemoved(person) for person in self.removed)]

    def redactions(self, event: Event) -> list[Redaction]:
        match event:
            case PersonErased(person) | PersonRemoved(person) if person in self.joined:
                return list(self.joined[person].words)
            case _:
                return []

    def show(self, key: Key) -> Shown | None:
        if key == "crowd:this":
            return Shown(self._crowd_record(), EVERYONE)
        person = id_of(key)
        if kind_of(key) == "person" and person in self.joined:
            about = self.joined[person]
            record = PersonRecord(person, about.name, person in self.finished, about.paper, about.number, about.by)
            return Shown(record, STAFF, owner=person)
        return None

    def _crowd_record(self) -> CrowdRecord:
        paper = sum(person.paper for person in self.joined.values())
        return CrowdRecord("this", len(self.joined) + self.imported, len(self.finished), paper)

    def keys(self) -> Iterable[Key]:
        yield "crowd:this"
        for person in self.joined:
            yield f"person:{person}"
