"""The rehearsal: everything can be tried before the first real opening, and what was tried is cleared away."""

from collections.abc import Iterable
from typing import assert_never, get_args

from msgspec.structs import replace

from workshops.agenda import StepOpened
from workshops.people import People, PeopleMerged, PersonErased, PersonRemoved
from workshops.recipe import RecipeEvent, WorkshopDescribed
from workshops.vocabulary import Command, Context, Event, Redaction, Refused, Stored

# Commands


class StartRehearsal(Command, frozen=True):
    """Facilitator, before the first real opening of a step: from now on everything is only tried."""


class ClearRehearsal(Command, frozen=True):
    """Everything since the start of the rehearsal goes, here and in the log, but for changes of the agenda and of what
    the workshop says of itself."""


# Events


class RehearsalStarted(Event, frozen=True):
    pass


class RehearsalCleared(Event, frozen=True):
    pass


# State

RehearsalCommand = StartRehearsal | ClearRehearsal
RehearsalEvent = RehearsalStarted | RehearsalCleared


Place = tuple[str, int]
"""Of an event: the stream beside the workshop's ("": its own), and where it stands there."""


class Rehearsal:
    """Whether everything is only tried now, and what there would be without it.

    log: all that happened but what is only tried, by place; None once a step has really been opened, when nothing can
    be tried any more. tried: the places of what is to be blanked. instead: what is to stand in the place of some
    events. people: who had joined before the rehearsal, and is still there.
    """

    def __init__(self, people: People) -> None:
        self._people = people
        self.on = False
        self.log: dict[Place, Stored] | None = {}
        self.tried: set[Place] = set()
        self.instead: dict[Place, Event] = {}
        self.people: set[str] = set()

    def decide(self, command: RehearsalCommand, context: Context) -> list[Event]:
        context.require("facilitator")
        if self.log is None:
            raise Refused("rehearsal_over")
        match command:
            case StartRehearsal():
                if self.on:
                    raise Refused("already")
                return [RehearsalStarted()]
            case ClearRehearsal():
                if not self.on:
                    raise Refused("not_yet")
                return [RehearsalCleared()]
            case _:
                assert_never(command)

    def remember(self, stored: Stored, blanked: Iterable[Redaction]) -> None:
        """Take note of an event that is about to happen, and of what it blanks; after a real opening, of nothing."""
        assert self.log is not None
        place = stored.beside, stored.seq
        for redaction in blanked:
            self._redact(redaction, self.log)
        match stored.event:
            case RehearsalStarted():
                self.on = True
                self.people = set(self._people.joined)
            case StepOpened() if not self.on:
                self.log = None
            case event if event is not None and (stays := self._staying(event) if self.on else event):
                self.log[place] = replace(stored, event=stays)
                if stays != event:
                    self.instead[place] = stays
            case _:
                self.tried.add(place)

    def _redact(self, redaction: Redaction, log: dict[Place, Stored]) -> None:
        place = redaction.beside, redaction.seq
        if place in log:
            log[place] = Stored(redaction.seq, 0, "", redaction.to, redaction.beside)
        elif redaction.to is None:
            self.tried.discard(place)

    def _staying(self, event: Event) -> Event | None:
        """What stays of an event of the rehearsal: changes of the agenda; and who was there before and has been erased
        or removed, or has turned out to be somebody else, does not come back."""
        match event:
            case PersonErased(person) if person in self.people:
                self.people.discard(person)
                return PersonErased(person)
            case PersonRemoved(person) if person in self.people:
                self.people.discard(person)
                return PersonRemoved(person)
            case PeopleMerged(person, into) if person in self.people:
                self.people.discard(person)
                # Whom they turned out to be goes with the rehearsal: nobody is to come back without a phone.
                return event if into in self.people else PersonRemoved(person)
            case _:
                return event if isinstance(event, AGENDA) else None

    def staying(self) -> list[Stored]:
        """The log without what was tried, in its order."""
        return [] if self.log is None else list(self.log.values())

    def redactions(self) -> list[Redaction]:
        """What clearing blanks."""
        blank = [Redaction(seq, None, beside) for beside, seq in sorted(self.tried)]
        return blank + [Redaction(seq, event, beside) for (beside, seq), event in self.instead.items()]


AGENDA = (*get_args(RecipeEvent), WorkshopDescribed)
