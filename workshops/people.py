"""People: they join, take a name, say they have finished, and may erase themselves."""

from collections.abc import Iterable
from typing import assert_never

from msgspec import Struct

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


# Events


class PersonJoined(Event, frozen=True):
    person: str
    name: str = ""


class PersonRenamed(Event, frozen=True):
    person: str
    name: str = ""


class PersonFinished(Event, frozen=True):
    person: str
    step: str
    done: bool = True


class PersonErased(Event, frozen=True):
    """`ideas`: those of theirs that are blanked with them."""

    person: str
    ideas: list[str] = []


# Records


class PersonRecord(Record, frozen=True, tag="person"):
    """For facilitators and helpers, and the person. `done`: with the open step."""

    id: str
    name: str = ""
    done: bool = False
    paper: bool = False


class CrowdRecord(Record, frozen=True, tag="crowd"):
    """`crowd:this`: how many have joined and how many have finished the open step. For everyone."""

    id: str
    people: int = 0
    done: int = 0


# State

PeopleCommand = Join | Rename | Finish
_STAFF: frozenset[Audience] = frozenset({"facilitator", "helper"})


class Person(Struct):
    """`words`: the events that hold their name, as they will be blanked if they erase themselves."""

    name: str = ""
    words: list[Redaction] = []


class People:
    """Who has joined, and who has finished the open step. asks_names: a name is needed to join."""

    def __init__(self, agenda: Agenda, limits: Limits) -> None:
        self.agenda = agenda
        self.limits = limits
        self.asks_names = True
        self.joined: dict[str, Person] = {}
        self.finished: set[str] = set()

    def require(self, context: Context) -> str:
        """The person a command acts for. Refused: not_allowed, join_first."""
        self.check_subject(context)
        if context.subject is None:
            context.require("participant")
        if context.person not in self.joined:
            raise Refused("join_first")
        return context.person

    def check_subject(self, context: Context) -> None:
        """Only a person on paper may be spoken for, by a facilitator or a helper; there are none yet (PEOPLE6)."""
        if context.subject is not None:
            raise Refused("not_allowed")

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
            case _:
                assert_never(command)

    def _joining(self, name: str, context: Context) -> list[Event]:
        context.require("participant")
        if context.person in self.joined:
            return []
        return [PersonJoined(context.person, self._clean(name))]

    def _clean(self, name: str) -> str:
        if name.strip():
            return clean_line(name, self.limits.name)
        if self.asks_names:
            raise Refused("name_needed")
        return ""

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case PersonJoined(person, name):
                self.joined[person] = Person(name, [Redaction(stored.seq, PersonJoined(person))])
                return {f"person:{person}", "crowd:this"}
            case PersonRenamed(person, name):
                self.joined[person].name = name
                self.joined[person].words.append(Redaction(stored.seq, PersonRenamed(person)))
                return {f"person:{person}"}
            case PersonFinished(person, _, done):
                self._finish(person, done)
                return {f"person:{person}", "crowd:this"}
            case PersonErased(person):
                del self.joined[person]
                self.finished.discard(person)
                return {f"person:{person}", "crowd:this"}
            case StepOpened() | StepClosed():
                return self._begin_again()
            case _:
                return set()

    def _finish(self, person: str, done: bool) -> None:
        if done:
            self.finished.add(person)
        else:
            self.finished.discard(person)

    def _begin_again(self) -> set[Key]:
        if not self.finished:
            return set()
        touched = {"crowd:this"} | {f"person:{person}" for person in self.finished}
        self.finished.clear()
        return touched

    def redactions(self, event: Event) -> list[Redaction]:
        return list(self.joined[event.person].words) if isinstance(event, PersonErased) else []

    def show(self, key: Key) -> Shown | None:
        if key == "crowd:this":
            return Shown(CrowdRecord("this", len(self.joined), len(self.finished)), EVERYONE)
        person = id_of(key)
        if kind_of(key) == "person" and person in self.joined:
            record = PersonRecord(person, self.joined[person].name, person in self.finished)
            return Shown(record, _STAFF, owner=person)
        return None

    def keys(self) -> Iterable[Key]:
        yield "crowd:this"
        for person in self.joined:
            yield f"person:{person}"
