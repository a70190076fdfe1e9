"""The proceedings: the reports of all sessions, as they stand and as they are shown."""

from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal, cast

from msgspec import Meta, Struct

from workshops.agenda import Agenda, StepOpened
from workshops.attendance import Circles
from workshops.boards import Authors, Gather
from workshops.ideas import IdeaEdited, IdeaPosted, Ideas, IdeaWithdrawn
from workshops.interest import InterestMarked
from workshops.moderation import IdeaHidden, IdeaRestored
from workshops.pens import Pens
from workshops.people import People, PeopleMerged, PersonErased, PersonRemoved, PersonRenamed
from workshops.slots import SlotPut, SlotRemoved
from workshops.spaces import SpaceMoved, SpacePut, SpaceRemoved
from workshops.texts import AnyTextEvent, Text, TextRecord, VersionLine, VersionRecord, VersionsRecord
from workshops.topics import TopicProposed
from workshops.vocabulary import Audience, Event, Id, Key, Record, Redaction, Shown, Step, Stored, id_of, kind_of
from workshops.wall import TopicPlaced

FieldId = Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,32}\Z")]


class Field(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One part of a report's canvas. kind: text; or ideas, which go on the board of the step (one part at most)."""

    id: FieldId
    title: str
    hint: str = ""
    kind: Literal["text", "ideas"] = "text"


class Sessions(Gather, frozen=True, kw_only=True, tag="sessions"):
    """The circles meet, slot by slot, and write their reports.

    board: where what they propose becomes ideas. canvas: what a report is made of. late_topics: whether topics may
    still be proposed.
    """

    board: Id = "proposed"
    authors: Authors = "nobody"
    by: Literal["everyone", "facilitators", "reports"] = "reports"
    canvas: Annotated[list[Field], Meta(min_length=1, max_length=12)] = []
    late_topics: bool = True


class Proceedings(Step, frozen=True, kw_only=True, tag="proceedings"):
    """The reports are finished, and read together."""


# Events


class PartFilled(Event, frozen=True):
    """This part of a report says something from now on, or (`says` false) nothing any more. In the workshop's own log,
    which is replayed before any text: dots follow it there. Who wrote it is said in the text alone, and forgotten
    there."""

    secret: ClassVar[bool] = True

    session: str
    field: str
    says: bool = True


# Records


class Asking(Struct, frozen=True, omit_defaults=True):
    person: str
    name: str = ""
    staff: bool = False


class ReportRecord(Record, frozen=True, tag="report"):
    """`report:SESSION`, for everyone in the room, once the step of the sessions has opened: who has the pen (a person's
    id, or a facilitator's or helper's: `staff`), who asks for it, and which parts say something. `since` (ms): when it
    was taken, or last proposed something; when it last wrote, the texts tell."""

    id: str
    pen: str | None = None
    name: str = ""
    staff: bool = False
    since: int = 0
    asking: list[Asking] = []
    filled: list[str] = []


# State


class AllReports:
    """What happens to reports, once it is decided; and who is shown what.

    placed: topics that have been on the wall, which is what a report needs. filled: of each, the parts whose text says
    something. proposed: of each, the ideas on the board. shifted: sessions of which the last event may have changed
    whether they can be dotted, or where they stand. texts: what depends on nothing but their own streams, which are
    replayed after the workshop's; so whatever else happens, happens to what is shown of them.
    """

    def __init__(self, agenda: Agenda, people: People, ideas: Ideas, circles: Circles) -> None:
        self.agenda = agenda
        self.people = people
        self.ideas = ideas
        self.circles = circles
        self.pens = Pens()
        self.texts: dict[str, Text] = {}
        self.placed: dict[str, None] = {}
        self.filled: dict[str, set[str]] = {}
        self.proposed: dict[str, list[str]] = {}
        self.shifted: list[str] = []

    @property
    def canvas(self) -> list[Field]:
        """The parts of a report; from the opening of the sessions on they stay as they are."""
        step = self.circles.step
        return [] if step is None or step.state == "to_come" else cast("Sessions", step.about).canvas

    def says(self, session: str) -> list[str]:
        """The parts that say something, in their order."""
        filled = self.filled.get(session, set())
        ideas = any(self.ideas.ideas[idea].in_room for idea in self.proposed.get(session, ()))
        return [part.id for part in self.canvas if part.id in filled or (ideas and part.kind == "ideas")]

    def in_room(self, session: str) -> bool:
        """Whether it says something, to the room."""
        return session in self.placed and self.circles.in_room(session) and bool(self.says(session))

    def apply(self, stored: Stored) -> set[Key]:
        self.shifted = []
        if stored.beside:
            text = self.texts.setdefault(stored.beside, Text(stored.beside))
            return text.apply(stored, cast("AnyTextEvent", stored.event))
        return self._apply(stored) | self._pens(stored)

    def _apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case PartFilled(session, part, says):
                filled = self.filled.setdefault(session, set())
                (filled.add if says else filled.discard)(part)
                return self._shift([session])
            case TopicPlaced(topic) | TopicProposed(topic, placed=True):
                self.placed.setdefault(topic)
                return self._shift([topic])
            case IdeaPosted() | IdeaEdited() | IdeaWithdrawn() | IdeaHidden() | IdeaRestored() as event:
                return self._proposed(event, stored.at)
            case PersonErased(person) | PersonRemoved(person):
                for text in self.texts.values():
                    text.forget(self._writers(text, person))
                return self._shift(self.placed)
            case PersonRenamed() | PeopleMerged() | StepOpened():
                return {*self.keys()}
            case InterestMarked():
                return set()
            case SpacePut() | SpaceMoved() | SpaceRemoved() | SlotPut() | SlotRemoved():
                self.shifted = list(self.placed)
                return set()
            case _:
                return self._shift({*self.circles.topics.shifted, *self.circles.wall.shifted})

    def _shift(self, sessions: Iterable[str]) -> set[Key]:
        self.shifted = [session for session in sessions if session in self.placed]
        ideas = {f"idea:{idea}" for session in self.shifted for idea in self.proposed.get(session, ())}
        return ideas | {key for session in self.shifted for key in self._keys(session)}

    def _proposed(
        self, event: IdeaPosted | IdeaEdited | IdeaWithdrawn | IdeaHidden | IdeaRestored, at: int
    ) -> set[Key]:
        """Of an idea that a report proposes: who writes it is at work."""
        idea = self.ideas.ideas[event.idea]
        session = session_of(idea.origin)
        if session is None:
            return set()
        if isinstance(event, IdeaPosted):
            self.proposed.setdefault(session, []).append(idea.id)
        if not isinstance(event, IdeaHidden | IdeaRestored):
            self.pens.of(session).at = at
        return self._shift([session])

    def _pens(self, stored: Stored) -> set[Key]:
        return {f"report:{session}" for session in self.pens.apply(stored)}

    def _writers(self, text: Text, person: str) -> list[str]:
        """Under which ids this person wrote there: their own, and of whoever turned out to be them."""
        return [by for by in text.words if self.people.stands_for(by) == person]

    def redactions(self, event: Event) -> list[Redaction]:
        if not isinstance(event, PersonErased | PersonRemoved):
            return []
        texts = self.texts.values()
        begun = [word for text in texts for by in self._writers(text, event.person) for word in text.words[by]]
        return [*self.pens.words.get(event.person, []), *begun]

    def show(self, key: Key) -> Shown | None:
        session, _, part = id_of(key).partition(".")
        if session not in self.placed or not self.canvas:
            return None
        seen, owner = self.circles.seen(session), self.circles.owner(session)
        record = self._record(kind_of(key), session, part)
        if record is None:
            return None
        # An export holds what reports say, and nobody who wrote them.
        return Shown(record, seen if isinstance(record, TextRecord) else seen - _EXPORT, owner)

    def _record(self, kind: str, session: str, part: str) -> Record | None:
        text = self.texts.get(session) or Text(session)
        match kind:
            case "report" if not part:
                return self._report_record(session)
            case "text" if any(part == field.id and field.kind == "text" for field in self.canvas):
                found = text.part(part)
                return TextRecord(f"{session}.{part}", session, part, found.text, found.at)
            case "versions" if not part:
                return self._versions_record(text)
            case "version" if part in map(str, text.versions):
                return VersionRecord(f"{session}.{part}", dict(text.versions[int(part)].texts))
            case _:
                return None

    def _report_record(self, session: str) -> ReportRecord:
        pen = self.pens.found(session)
        asking = [Asking(by, "" if staff else self._name(by), staff) for by, staff in pen.asking.items()]
        name = "" if pen.staff else self._name(pen.by)
        since = pen.at if pen.by else 0
        return ReportRecord(session, pen.by or None, name, pen.staff, since, asking, self.says(session))

    def _versions_record(self, text: Text) -> VersionsRecord:
        lines = [
            VersionLine(
                n=version.n,
                since=version.since,
                until=version.until,
                name="" if version.staff else self._name(version.by),
                staff=version.staff,
                fields=list(version.texts),
                aside=version.aside,
            )
            for version in text.versions.values()
        ]
        return VersionsRecord(text.session, lines)

    def _name(self, person: str) -> str:
        found = self.people.joined.get(self.people.stands_for(person))
        return found.name if found else ""

    def keys(self) -> Iterable[Key]:
        for session in self.placed:
            yield from self._keys(session)

    def _keys(self, session: str) -> Iterable[Key]:
        yield f"report:{session}"
        yield f"versions:{session}"
        yield from (f"text:{session}.{part.id}" for part in self.canvas)
        yield from self.texts[session].keys() if session in self.texts else ()


def session_of(origin: str | None) -> str | None:
    """The session whose report an idea with this origin comes from."""
    kind, _, session = (origin or "").partition(":")
    return session if kind == "session" else None


_EXPORT: frozenset[Audience] = frozenset({"export"})
