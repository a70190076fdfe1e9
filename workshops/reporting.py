"""Session reports: one pen at a time, a text saved as it is typed with its versions, and what a circle proposes."""

# ruff: noqa: ARG002
from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from workshops.ideas import Authors, Gather
from workshops.vocabulary import Command, Context, Event, Id, Key, Record, Redaction, Shown, Step, Stored

SILENCE_MS = 2 * 60 * 1000
"""A pen that has written nothing for this long may be taken by anybody."""
VERSION_MS = 5 * 60 * 1000
"""What one person writes without a longer pause is one version."""

FieldId = Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,32}$")]


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


# Commands


class TakePen(Command, frozen=True):
    """I write this session's report now: where nobody does, or whoever did has been silent for two minutes; a
    facilitator always."""

    session: Id


class LayPen(Command, frozen=True):
    session: Id


class AskPen(Command, frozen=True):
    """Let me write (or, `asks` false: never mind): told to whoever has the pen."""

    session: Id
    asks: bool = True


class HandPen(Command, frozen=True):
    """To somebody who asked for it."""

    session: Id
    to: str


class WriteReport(Command, frozen=True):
    """By who has the pen: this part now says so. Whole, so that saying it twice is harmless."""

    session: Id
    field: FieldId
    text: str


class SetAside(Command, frozen=True):
    """What I wrote before I knew that the pen had gone: a version beside the others, the text stays as it is."""

    session: Id
    field: FieldId
    text: str


class PostProposed(Command, frozen=True):
    """By who has the pen: the circle proposes this, an idea on the board of the step."""

    session: Id
    idea: Id
    text: str


class EditProposed(Command, frozen=True):
    session: Id
    idea: Id
    text: str


class WithdrawProposed(Command, frozen=True):
    session: Id
    idea: Id


# Events


class PenTaken(Event, frozen=True):
    """`staff`: by a facilitator or a helper."""

    session: str
    by: str = ""
    staff: bool = False


class PenLaid(Event, frozen=True):
    session: str


class PenAsked(Event, frozen=True):
    session: str
    by: str = ""
    asks: bool = True
    staff: bool = False


class TextEvent(Event, frozen=True):
    """Stands in a stream of its own, that of its session: the workshop's own log stays as long as it would be without
    all that typing."""

    beside: ClassVar[bool] = True

    session: str


class ReportWritten(TextEvent, frozen=True):
    """From code point `at` of a part, `cut` of them go and `put` comes in their place. `version`: which one it belongs
    to, from 1. `by`: who wrote it; `staff`: a facilitator or helper."""

    field: str
    at: int = 0
    cut: int = 0
    put: str = ""
    version: int = 0
    by: str = ""
    staff: bool = False


class TextSetAside(TextEvent, frozen=True):
    field: str
    text: str = ""
    version: int = 0
    by: str = ""


# Records


class Asking(Struct, frozen=True, omit_defaults=True):
    person: str
    name: str = ""
    staff: bool = False


class ReportRecord(Record, frozen=True, tag="report"):
    """`report:SESSION`, for everyone: who has the pen (a person's id, or a facilitator's or helper's: `staff`), who
    asks for it, and which parts say something."""

    id: str
    pen: str | None = None
    name: str = ""
    staff: bool = False
    asking: list[Asking] = []
    filled: list[str] = []


class TextRecord(Record, frozen=True, tag="text"):
    """`text:SESSION.FIELD`, on request: what this part of a report says, and since when (ms; 0: never written)."""

    on_request = True

    id: str
    session: str
    field: str
    text: str = ""
    at: int = 0


class VersionLine(Struct, frozen=True, omit_defaults=True):
    """One version: from when to when (ms), by whom ("": not known any more, or nobody with a name), which parts.
    `aside`: it was written without the pen, and is not in the text."""

    n: int
    since: int
    until: int
    name: str = ""
    staff: bool = False
    fields: list[str] = []
    aside: bool = False


class VersionsRecord(Record, frozen=True, tag="versions"):
    """`versions:SESSION`, on request: the history of a report, oldest first."""

    on_request = True

    id: str
    versions: list[VersionLine] = []


class VersionRecord(Record, frozen=True, tag="version"):
    """`version:SESSION.N`, on request: what the parts it changed said at its end."""

    on_request = True

    id: str
    texts: dict[str, str] = {}


# State

ReportingCommand = (
    TakePen | LayPen | AskPen | HandPen | WriteReport | SetAside | PostProposed | EditProposed | WithdrawProposed
)
ReportingEvent = PenTaken | PenLaid | PenAsked | ReportWritten | TextSetAside
ReportingRecord = ReportRecord | TextRecord | VersionsRecord | VersionRecord


class Reporting:
    def decide(self, command: ReportingCommand, context: Context) -> list[Event]:
        raise NotImplementedError

    def apply(self, stored: Stored) -> set[Key]:
        return set()

    def redactions(self, event: Event) -> list[Redaction]:
        return []

    def show(self, key: Key) -> Shown | None:
        return None

    def keys(self) -> Iterable[Key]:
        return ()
