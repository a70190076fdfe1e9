"""Rounds of dots: each person sticks a budget of dots; secret until the round is revealed, then nobody's."""

from collections.abc import Iterable
from typing import Annotated, Literal, assert_never

from msgspec import Meta

from workshops import sealing
from workshops.agenda import Agenda, StepClosed, StepOpened
from workshops.ballots import (
    BallotEntered,
    BallotRecord,
    Ballots,
    BallotsCommand,
    BallotsEvent,
    DotsSet,
    EnterBallot,
    PaperRecord,
    SetDots,
)
from workshops.choices import Choices
from workshops.ideas import IdeaWithdrawn
from workshops.moderation import IdeaHidden, IdeaRestored
from workshops.people import People, PersonErased, PersonRemoved
from workshops.rounds import Items, Round, find, unsealed
from workshops.sealing import RevealRound, RoundRevealed, RoundSealed, SealingCommand, SealingEvent, SealRound
from workshops.tallies import TallyRecord
from workshops.themes import ThemeMade, ThemeRemoved
from workshops.undo import ActUndone
from workshops.vocabulary import (
    Command,
    Context,
    Event,
    Id,
    Key,
    Record,
    Redaction,
    Refused,
    Shown,
    Step,
    Stored,
    drawn,
    drawn_id,
    id_of,
    kind_of,
)

CLOSED_FOR_MS = 10 * 60 * 1000
"""How long a closed round may be reopened before it is sealed by itself."""


class Vote(Step, frozen=True, kw_only=True, tag="vote"):
    """A round of dots on a board's clusters, ideas or both, or on the sessions of an open forum for their reports.

    budget: dots each; maximum: dots of one person on one item; per_theme: dots of one person under one theme, and
    under none (0: as many as the budget). totals: whether everyone sees them while the round runs. electorate: who
    votes: whoever is there, or only who had joined when the round began.
    """

    board: Id = "ideas-"
    on: Literal["clusters", "ideas", "both", "reports"] = "clusters"
    budget: Annotated[int, Meta(ge=1, le=50)] = 5
    maximum: Annotated[int, Meta(ge=1, le=50)] = 3
    per_theme: Annotated[int, Meta(ge=0, le=50)] = 0
    totals: Literal["hidden", "shown"] = "hidden"
    electorate: Literal["open", "frozen"] = "open"


# Commands


class CloseRound(Command, frozen=True):
    round: Id


class ReopenRound(Command, frozen=True):
    """Within ten minutes of closing."""

    round: Id


# Events


class RoundOpened(Event, frozen=True):
    """A step's round begins, or goes on after its step was closed or the round was."""

    round: str
    step: str


class RoundKeyed(Event, frozen=True):
    """The key under which this round's ballots are hashed (64 hex digits). Blanked at sealing."""

    round: str
    key: str


class RoundSuspended(Event, frozen=True):
    """Its step was closed; ballots are kept."""

    round: str


class RoundClosed(Event, frozen=True):
    round: str


# Records


class RoundRecord(Record, frozen=True, tag="round"):
    """`state`: "open", "suspended", "closed" (until `seals_at`, ms, it may be reopened) or "sealed".
    `electorate`: how many may vote, where that is frozen."""

    id: str
    step: str
    state: str
    seals_at: int | None = None
    revealed: bool = False
    electorate: int | None = None


# State

VotingCommand = BallotsCommand | CloseRound | ReopenRound | SealingCommand
VotingEvent = RoundOpened | RoundKeyed | RoundSuspended | RoundClosed | SealingEvent | BallotsEvent
VotingRecord = RoundRecord | BallotRecord | PaperRecord | TallyRecord


class Voting:
    def __init__(self, agenda: Agenda, people: People, items: Items) -> None:
        self.agenda = agenda
        self.people = people
        self.items = items
        self.rounds: dict[str, Round] = {}
        self.of_step: dict[str, Round] = {}
        self.ballots = Ballots(people, self.rounds)

    def decide(self, command: VotingCommand, context: Context) -> list[Event]:
        match command:
            case SetDots() | EnterBallot():
                return self.ballots.decide(command, context)
            case CloseRound(round_id):
                context.require("facilitator")
                return _closing(find(self.rounds, round_id))
            case ReopenRound(round_id):
                context.require("facilitator")
                return _reopening(find(self.rounds, round_id), context.now)
            case RevealRound() | SealRound():
                context.require("system" if isinstance(command, SealRound) else "facilitator")
                return sealing.deciding(command, find(self.rounds, command.round), context.now)
            case _:
                assert_never(command)

    def follow(self, events: list[Event], context: Context) -> list[Event]:
        """What the opening and closing of these steps means for their rounds (DOTS1)."""
        more: list[Event] = []
        for event in events:
            match event:
                case StepClosed(step):
                    closed = self.of_step.get(step)
                    more += [RoundSuspended(closed.id)] if closed is not None and closed.state == "open" else []
                case StepOpened(step):
                    more += self._beginning(step, context)
                case _:
                    pass
        return more

    def _beginning(self, step: str, context: Context) -> list[Event]:
        again = self.of_step.get(step)
        if again is not None:
            return [RoundOpened(again.id, step)] if again.state == "suspended" else []
        if not isinstance(self.agenda.steps[step].about, Vote):
            return []
        round_id = drawn_id(context.random, "round")
        return [RoundOpened(round_id, step), RoundKeyed(round_id, drawn(context.random, "round key"))]

    def due(self) -> tuple[int, SealRound] | None:
        return sealing.due(self.rounds.values())

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case DotsSet() | BallotEntered():
                return self.ballots.apply(stored)
            case RoundOpened(round_id, step):
                return self._opened(round_id, step)
            case RoundKeyed(round_id, key):
                return self._keyed(self.rounds[round_id], key, stored.seq)
            case RoundSuspended(round_id):
                return _turn(self.rounds[round_id], "suspended")
            case RoundClosed(round_id):
                return _turn(self.rounds[round_id], "closed", stored.at + CLOSED_FOR_MS)
            case RoundSealed() | RoundRevealed() as event:
                return sealing.applying(event, self.rounds[event.round])
            case _:
                voters = self.ballots.apply(stored)
                return voters | self._apply_others(stored.event) | self._shifted(self.items.shifted())

    def _opened(self, round_id: str, step: str) -> set[Key]:
        if round_id not in self.rounds:
            about = self.agenda.steps[step]
            self.rounds[round_id] = self.of_step[step] = Round(round_id, about, self.items, Choices(about, self.items))
            self.rounds[round_id].choices.begin()
        return _turn(self.rounds[round_id], "open")

    def _keyed(self, round_: Round, key: str, seq: int) -> set[Key]:
        round_.key = bytes.fromhex(key)
        round_.key_seq = seq
        for person in self.people.joined:
            round_.admit(person)
        return {f"round:{round_.id}"} | round_.ballot_keys()

    def _apply_others(self, event: Event | None) -> set[Key]:
        match event:
            case PersonErased(_, ideas) | PersonRemoved(_, ideas):
                return self._shifted(ideas)
            case IdeaHidden(item) | IdeaRestored(item) | IdeaWithdrawn(item):
                return self._shifted([item])
            case StepOpened():
                return self._crossed()
            case ThemeMade() | ThemeRemoved() | ActUndone():
                return self._themes_changed()
            case _:
                return set()

    def _shifted(self, items: Iterable[str]) -> set[Key]:
        """Free the dots on what has gone; stick those again on what is back."""
        touched: set[Key] = set()
        for round_ in self.rounds.values():
            if round_.state == "sealed":
                touched |= round_.tally_key() if any(item in round_.sealed.lines for item in items) else set()
                continue
            for item in items:
                if voters := round_.shift(item):
                    touched |= {f"ballot:{round_.id}.{round_.voters[voter]}" for voter in voters} | round_.tally_key()
        return touched

    def _themes_changed(self) -> set[Key]:
        """Ballots that tell what is left under each theme."""
        return {key for round_ in unsealed(self.rounds) if round_.rules.per_theme for key in round_.ballot_keys()}

    def _crossed(self) -> set[Key]:
        touched: set[Key] = set()
        for round_ in self.rounds.values():
            if round_.step.n in self.agenda.crossed:
                touched |= {f"round:{round_.id}", f"tally:{round_.id}"} | round_.ballot_keys()
        return touched

    def choose(self, touched: set[Key]) -> set[Key]:
        """What can be dotted is what the other features have: to be told what an event touched of them."""
        if all(kind_of(key) in ("ballot", "tally") for key in touched):
            return set()
        things, more = {id_of(key) for key in touched}, set[Key]()
        for round_ in self.rounds.values():
            if round_.choices.look(things):
                more |= round_.tally_key()
            if round_.state != "sealed":
                more.add(f"paper:{round_.id}")
        return more

    def redactions(self, event: Event) -> list[Redaction]:
        if isinstance(event, RoundSealed):
            return sealing.blanked(self.rounds[event.round])
        return self.ballots.redactions(event)

    def show(self, key: Key) -> Shown | None:
        kind = kind_of(key)
        round_id, _, person = id_of(key).partition(".")
        round_ = self.rounds.get(round_id)
        if round_ is None:
            return None
        seen = self.agenda.seen_from(round_.step.n)
        match kind:
            case "round":
                return Shown(_record(round_), seen)
            case "ballot":
                return self.ballots.show(round_, person, seen)
            case "paper":
                return self.ballots.show_paper(round_)
            case _:
                return sealing.show_tally(round_, seen)

    def keys(self) -> Iterable[Key]:
        for round_ in self.rounds.values():
            yield f"round:{round_.id}"
            yield f"tally:{round_.id}"
            yield f"paper:{round_.id}"
            yield from round_.ballot_keys()


def _closing(round_: Round) -> list[Event]:
    if round_.state == "sealed":
        raise Refused("round_sealed")
    if round_.state == "closed":
        raise Refused("already")
    return [RoundClosed(round_.id)]


def _reopening(round_: Round, now: int) -> list[Event]:
    if round_.state == "sealed" or (round_.seals_at is not None and now >= round_.seals_at):
        raise Refused("round_sealed")
    if round_.state != "closed":
        raise Refused("already")
    if round_.step.state == "open":
        return [RoundOpened(round_.id, round_.step.about.id)]
    return [RoundSuspended(round_.id)]


def _turn(round_: Round, state: Literal["open", "suspended", "closed"], seals_at: int | None = None) -> set[Key]:
    round_.state = state
    round_.seals_at = seals_at
    return {f"round:{round_.id}", f"tally:{round_.id}"}


def _record(round_: Round) -> RoundRecord:
    electorate = round_.electors if round_.rules.electorate == "frozen" else None
    about = round_.step.about.id
    return RoundRecord(round_.id, about, round_.state, round_.seals_at, round_.revealed, electorate)
