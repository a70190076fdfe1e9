"""Session reports: one pen at a time, a text saved as it is typed with its versions, and what a circle proposes."""

from typing import ClassVar, assert_never, cast

from msgspec import Struct

from workshops.agenda import Agenda
from workshops.attendance import Circles
from workshops.ideas import Ideas
from workshops.market import Market
from workshops.pens import SILENCE_MS, Pen, PenAsked, PenEvent, PenLaid, PenTaken
from workshops.people import People
from workshops.proceedings import AllReports, FieldId, PartFilled, Proceedings, ReportRecord, Sessions
from workshops.texts import (
    VERSION_MS,
    AnyTextEvent,
    ReportWritten,
    Text,
    TextRecord,
    TextSetAside,
    Version,
    VersionBegun,
    VersionRecord,
    VersionsRecord,
    change,
    check_whole,
)
from workshops.vocabulary import Command, Context, Event, Id, Limits, Refused, clean_draft

ASIDE_EACH = 20
"""How often one person may set something aside of one report: each is kept."""

# Commands


class TakePen(Command, frozen=True):
    """I write this session's report now: where nobody does, or whoever did has been silent for two minutes; a
    facilitator always."""

    session: Id


class LayPen(Command, frozen=True):
    """I write no more. Nothing, where I did not."""

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

    typed: ClassVar[bool] = True

    session: Id
    field: FieldId
    text: str


class SetAside(Command, frozen=True):
    """What I wrote before I knew that the pen had gone: a version beside the others, the text stays as it is. At any
    time, also when the step has closed meanwhile."""

    typed: ClassVar[bool] = True

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


# Events and records: of the pen in pens.py, of the text in texts.py, of the whole in proceedings.py

# State

PenCommand = TakePen | LayPen | AskPen | HandPen
ProposingCommand = PostProposed | EditProposed | WithdrawProposed
ReportingCommand = PenCommand | WriteReport | SetAside | ProposingCommand
ReportingEvent = PenEvent | AnyTextEvent | PartFilled
ReportingRecord = ReportRecord | TextRecord | VersionsRecord | VersionRecord


class Hand(Struct, frozen=True):
    """Who would write, or does: `by` a participant, or somebody of the staff; `leads`: a facilitator."""

    by: str
    staff: bool
    leads: bool


class Reporting(AllReports):
    """Who may do what with a report."""

    def __init__(self, agenda: Agenda, people: People, ideas: Ideas, circles: Circles, limits: Limits) -> None:
        super().__init__(agenda, people, ideas, circles)
        self.limits = limits

    def decide(self, command: ReportingCommand, context: Context) -> list[Event]:
        hand, pen = self._hand(context), self.pens.found(command.session)
        match command:
            case LayPen(session):
                return [PenLaid(session)] if pen.by == hand.by else []
            case SetAside(session, part, text):
                self._check_there(session, context)
                return self._setting_aside(session, part, text, hand, context.now)
            case _:
                self._check_there(command.session, context)
        self._check_open()
        match command:
            case TakePen(session):
                return self._taking(session, pen, hand, context.now)
            case AskPen(session, asks):
                asked = pen.by == hand.by or (hand.by in pen.asking) == asks
                return [] if asked else [PenAsked(session, hand.by, asks, hand.staff)]
            case _:
                pass
        if pen.by != hand.by:
            raise Refused("pen_needed")
        match command:
            case HandPen(session, to):
                if to not in pen.asking:
                    raise Refused("unknown")
                return [PenTaken(session, to, pen.asking[to])]
            case WriteReport(session, part, text):
                return self._writing(session, part, text, hand, context.now)
            case PostProposed() | EditProposed() | WithdrawProposed():
                return self._proposing(command)
            case _:
                assert_never(command)

    def _hand(self, context: Context) -> Hand:
        if context.role in ("facilitator", "helper"):
            return Hand(context.actor, staff=True, leads=context.role == "facilitator")
        return Hand(self.people.require(context), staff=False, leads=False)

    def _check_there(self, session: str, context: Context) -> None:
        """Whether there is this report, for whoever asks. Refused: unknown, not_placed, not_yet."""
        if not self.circles.sees(session, context):
            raise Refused("unknown")
        if session not in self.placed:
            raise Refused("not_placed")
        if not self.canvas:
            raise Refused("not_yet")

    def _check_open(self) -> None:
        if self.agenda.open is None or not isinstance(self.agenda.open.about, Market | Sessions | Proceedings):
            raise Refused("step_closed")

    def _taking(self, session: str, pen: Pen, hand: Hand, now: int) -> list[Event]:
        if pen.by == hand.by:
            return []
        written_at = self.texts[session].written_at if session in self.texts else 0
        if pen.by and not hand.leads and now - max(pen.at, written_at) < SILENCE_MS:
            raise Refused("pen_held")
        return [PenTaken(session, hand.by, hand.staff)]

    def _writing(self, session: str, field: str, raw: str, hand: Hand, now: int) -> list[Event]:
        text = self._text(session, field)
        before, after = text.part(field).text, clean_draft(raw, self.limits.report_field)
        if before == after:
            return []
        check_whole(text.size_without(field) + len(after.encode()), self.limits.report)
        n, begun = self._version(text, hand, now)
        says = bool(after.strip())
        filled = [] if says == (field in self.filled.get(session, ())) else [PartFilled(session, field, says)]
        return [*begun, ReportWritten(session, field, *change(before, after), n), *filled]

    def _text(self, session: str, field: str) -> Text:
        """The text of a report that has this part."""
        if not any(part.id == field and part.kind == "text" for part in self.canvas):
            raise Refused("unknown")
        return self.texts.get(session) or Text(session)

    def _version(self, text: Text, hand: Hand, now: int) -> tuple[int, list[Event]]:
        """The version that this hand writes in now, and what begins it."""
        last = text.latest
        if last is not None and self._wrote(last, hand) and now - last.until < VERSION_MS:
            return last.n, []
        return text.begun + 1, [VersionBegun(text.session, text.begun + 1, hand.by, hand.staff)]

    def _wrote(self, version: Version, hand: Hand) -> bool:
        return self.people.stands_for(version.by) == hand.by

    def _setting_aside(self, session: str, field: str, raw: str, hand: Hand, now: int) -> list[Event]:
        text, words = self._text(session, field), clean_draft(raw, self.limits.report_field)
        mine = [version for version in text.versions.values() if version.aside and self._wrote(version, hand)]
        if words in ("", text.part(field).text) or any(version.texts.get(field) == words for version in mine):
            return []
        if mine and field not in mine[-1].texts and now - mine[-1].until < VERSION_MS:
            return [TextSetAside(session, field, words, mine[-1].n)]
        if len(mine) >= ASIDE_EACH:
            raise Refused("too_many", limit=ASIDE_EACH)
        n = text.begun + 1
        return [VersionBegun(session, n, hand.by, hand.staff, aside=True), TextSetAside(session, field, words, n)]

    def _proposing(self, command: ProposingCommand) -> list[Event]:
        step = self.circles.step
        if step is None or all(part.kind != "ideas" for part in self.canvas):
            raise Refused("unknown")
        origin = f"session:{command.session}"
        match command:
            case PostProposed(_, idea, text):
                return self.ideas.proposing(idea, cast("Sessions", step.about).board, text, origin)
            case EditProposed(_, idea, text):
                return self.ideas.editing_proposed(idea, origin, text)
            case WithdrawProposed(_, idea):
                return self.ideas.withdrawing_proposed(idea, origin)
            case _:
                assert_never(command)
