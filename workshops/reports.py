"""Reports: a participant tells the facilitators that an idea should be looked at; who told is told to nobody."""

from collections.abc import Iterable
from typing import assert_never

from msgspec import Struct

from workshops.ideas import Ideas, IdeaWithdrawn
from workshops.people import People, PeopleMerged, PersonErased, PersonRemoved
from workshops.vocabulary import (
    FACILITATORS,
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


class ReportIdea(Command, frozen=True):
    """Participant: this idea should be looked at. `why` may be empty."""

    idea: Id
    why: str = ""


class DismissReports(Command, frozen=True):
    """Facilitator: looked at, and it stays."""

    idea: Id


# Events


class IdeaReported(Event, frozen=True):
    idea: str
    person: str = ""
    why: str = ""


class ReportsDismissed(Event, frozen=True):
    idea: str


# Records


class ReportedRecord(Record, frozen=True, tag="reported"):
    """For facilitators: how many people have reported this idea, and what they said; never who."""

    id: str
    count: int
    whys: list[str] = []


# State

ReportsCommand = ReportIdea | DismissReports
ReportsEvent = IdeaReported | ReportsDismissed


class Report(Struct):
    """One person's, of one idea. words: where they are in the log, as they will be blanked. open: not yet looked at."""

    why: str
    words: list[Redaction]
    open: bool = True


class Reports:
    """of: each idea's reports by person. They stay when they have been looked at: nobody reports an idea twice."""

    def __init__(self, people: People, ideas: Ideas, limits: Limits) -> None:
        self.people = people
        self.ideas = ideas
        self.limits = limits
        self.of: dict[str, dict[str, Report]] = {}

    def decide(self, command: ReportsCommand, context: Context) -> list[Event]:
        match command:
            case ReportIdea(idea, why):
                return self._reporting(idea, why, self.people.require(context))
            case DismissReports(idea):
                context.require("facilitator")
                self.ideas.seen_by(idea, "facilitator")
                if not self._open(idea):
                    raise Refused("already")
                return [ReportsDismissed(idea)]
            case _:
                assert_never(command)

    def _reporting(self, idea_id: str, why: str, person: str) -> list[Event]:
        idea = self.ideas.seen_by(idea_id, "participant")
        if idea.person == person:
            raise Refused("not_allowed")
        if person in self.of.get(idea_id, {}):
            raise Refused("already")
        return [IdeaReported(idea_id, person, clean_line(why, self.limits.title) if why.strip() else "")]

    def _open(self, idea: str) -> list[Report]:
        return [report for report in self.of.get(idea, {}).values() if report.open]

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case IdeaReported(idea, person, why):
                report = Report(why, [Redaction(stored.seq)])
                self.of.setdefault(idea, {})[person] = report
                return {f"reported:{idea}"}
            case ReportsDismissed(idea):
                for report in self.of.get(idea, {}).values():
                    report.open = False
                return {f"reported:{idea}"}
            case IdeaWithdrawn(idea):
                return {f"reported:{idea}"}
            case PersonErased(person, idea_ids):
                gone = {f"reported:{idea}" for idea in idea_ids if self.of.pop(idea, None)}
                return gone | self._take_back(person)
            case PersonRemoved(person):
                return self._take_back(person)
            case PeopleMerged(person, into):
                return self._merge(person, into)
            case _:
                return set()

    def _take_back(self, person: str) -> set[Key]:
        return {f"reported:{idea}" for idea, reports in self.of.items() if reports.pop(person, None)}

    def _merge(self, person: str, into: str) -> set[Key]:
        touched: set[Key] = set()
        for idea, reports in self.of.items():
            if person not in reports:
                continue
            touched.add(f"reported:{idea}")
            report = reports.pop(person)
            if into in reports:
                reports[into].words += report.words
            else:
                reports[into] = report
        return touched

    def redactions(self, event: Event) -> list[Redaction]:
        """What they said, and what was said of theirs."""
        if not isinstance(event, PersonErased | PersonRemoved):
            return []
        theirs = event.ideas if isinstance(event, PersonErased) else []
        said = [
            report
            for idea, reports in self.of.items()
            for who, report in reports.items()
            if who == event.person or idea in theirs
        ]
        return [word for report in said for word in report.words]

    def show(self, key: Key) -> Shown | None:
        idea = self.ideas.ideas.get(id_of(key))
        if kind_of(key) != "reported" or idea is None or idea.withdrawn or not (reports := self._open(idea.id)):
            return None
        whys = [report.why for report in reports if report.why]
        return Shown(ReportedRecord(idea.id, len(reports), whys), self.ideas.seen(idea) & FACILITATORS)

    def keys(self) -> Iterable[Key]:
        yield from (f"reported:{idea}" for idea in self.of)
