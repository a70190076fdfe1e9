"""Rounds of dots: each person sticks a budget of dots; secret until the round is revealed, then nobody's."""

from collections.abc import Iterable
from itertools import groupby
from typing import Annotated, ClassVar, Literal, assert_never, cast

from msgspec import Meta, Struct

from workshops.agenda import Agenda, StepClosed, StepOpened
from workshops.clusters import ClustersEvent
from workshops.ideas import IdeaWithdrawn
from workshops.moderation import IdeaHidden, IdeaRestored
from workshops.people import (
    People,
    PeopleMerged,
    PersonErased,
    PersonFinished,
    PersonJoined,
    PersonRemoved,
)
from workshops.rounds import Heap, Items, Line, Round, Tally
from workshops.themes import ThemeMade, ThemeRemoved
from workshops.undo import ActUndone
from workshops.vocabulary import (
    NOBODY,
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


class SetDots(Command, frozen=True):
    """I want `n` dots on this item. Absolute: telling it twice is harmless."""

    secret: ClassVar[bool] = True

    round: Id
    on: Id
    n: Annotated[int, Meta(ge=0, le=50)]


class EnterBallot(Command, frozen=True):
    """The whole ballot of a person on paper (`for`), or nothing of it. `again`: in place of the one entered before."""

    secret: ClassVar[bool] = True

    round: Id
    dots: Annotated[dict[Id, Annotated[int, Meta(ge=0, le=50)]], Meta(max_length=50)]
    again: bool = False


class CloseRound(Command, frozen=True):
    round: Id


class ReopenRound(Command, frozen=True):
    """Within ten minutes of closing."""

    round: Id


class RevealRound(Command, frozen=True):
    """Show the totals to the room; the round is sealed in the same act."""

    round: Id


class SealRound(Command, frozen=True):
    """Ten minutes after closing, by the server itself."""

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


class DotsSet(Event, frozen=True):
    """`voter`: HMAC-SHA256(key, person), hex. Blanked at sealing."""

    secret: ClassVar[bool] = True

    round: str
    voter: str
    on: str
    n: int


class BallotEntered(Event, frozen=True):
    """The whole ballot of a person on paper; it replaces what they had. Blanked at sealing."""

    secret: ClassVar[bool] = True

    round: str
    voter: str
    dots: dict[str, int] = {}


class RoundSuspended(Event, frozen=True):
    """Its step was closed; ballots are kept."""

    round: str


class RoundClosed(Event, frozen=True):
    round: str


class RoundSealed(Event, frozen=True):
    """`tally`: the id that dots were stuck on to (dots, voters), in order of id; `spread`: to how many ballots had 1,
    2, 3… of them; `heaps`: what was merged then; `electors`: how many could vote. From here on no ballot exists."""

    round: str
    tally: dict[str, tuple[int, int]] = {}
    voters: int = 0
    spread: dict[str, list[int]] = {}
    heaps: list[Heap] = []
    electors: int = 0


class RoundRevealed(Event, frozen=True):
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


class BallotRecord(Record, frozen=True, tag="ballot"):
    """`ballot:ROUND.PERSON`, for that person until sealing: their dots by item, and how many are left.

    `themes`: where a round has a limit per theme, how many they may still stick under each, and ("") under none.
    """

    id: str
    round: str
    left: int
    dots: dict[str, int] = {}
    themes: dict[str, int] = {}


class Count(Struct, frozen=True, omit_defaults=True):
    """One line of a tally. `rank`: 1 for the most; items with as many dots share it (1, 2, 2, 4).

    `spread`: how many ballots have 1, 2, 3… dots on it. `voters` 0 and no spread: not known, for what was merged or
    unmerged after sealing.
    """

    on: str
    dots: int
    voters: int
    rank: int
    spread: list[int] = []


class TallyRecord(Record, frozen=True, tag="tally"):
    """`tally:ROUND`, for everyone once revealed, or while the round runs where its totals are shown: items with dots,
    most first, ties in board order."""

    id: str
    dots: int = 0
    voters: int = 0
    counts: list[Count] = []


# State

VotingCommand = SetDots | EnterBallot | CloseRound | ReopenRound | RevealRound | SealRound
RoundEvent = RoundOpened | RoundKeyed | RoundSuspended | RoundClosed | RoundSealed | RoundRevealed
VotingEvent = RoundEvent | DotsSet | BallotEntered
VotingRecord = RoundRecord | BallotRecord | TallyRecord


class Voting:
    def __init__(self, agenda: Agenda, people: People, items: Items) -> None:
        self.agenda = agenda
        self.people = people
        self.items = items
        self.rounds: dict[str, Round] = {}
        self.of_step: dict[str, Round] = {}

    def decide(self, command: VotingCommand, context: Context) -> list[Event]:
        match command:
            case SetDots(round_id, item, n):
                if context.subject is not None:
                    raise Refused("not_allowed")
                person = self.people.require(context)
                return self._setting(self._round(round_id), person, item, n)
            case EnterBallot(round_id, dots, again):
                return self._entering(self._round(round_id), self._on_paper(context), dots, again)
            case SealRound(round_id):
                context.require("system")
                return _sealing_when_due(self._round(round_id), context.now)
            case CloseRound() | ReopenRound() | RevealRound():
                context.require("facilitator")
                return self._turning(command, self._round(command.round), context.now)
            case _:
                assert_never(command)

    def _turning(self, command: CloseRound | ReopenRound | RevealRound, round_: Round, now: int) -> list[Event]:
        match command:
            case CloseRound():
                return _closing(round_)
            case ReopenRound():
                return _reopening(round_, now)
            case RevealRound():
                return _revealing(round_)
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

    def _round(self, round_id: str) -> Round:
        if round_id not in self.rounds:
            raise Refused("unknown")
        return self.rounds[round_id]

    def _on_paper(self, context: Context) -> str:
        """Only who takes part on paper has a ballot that others enter."""
        if context.subject is None:
            raise Refused("not_allowed")
        return self.people.require(context)

    def _voter(self, round_: Round, person: str) -> str:
        if round_.state != "open":
            raise Refused(_WHY_SHUT[round_.state])
        if person not in round_.people:
            raise Refused("not_in_round")
        return round_.people[person]

    def _setting(self, round_: Round, person: str, item: str, n: int) -> list[Event]:
        voter = self._voter(round_, person)
        return [DotsSet(round_.id, voter, on, dots) for on, dots in round_.sticking(voter, item, n).items()]

    def _entering(self, round_: Round, person: str, dots: dict[str, int], again: bool) -> list[Event]:
        voter = self._voter(round_, person)
        if round_.has_ballot(person) and not again:
            raise Refused("ballot_entered")
        ballot = {item: n for item, n in sorted(dots.items()) if n}
        round_.check_whole(ballot)
        done = person in self.people.finished
        finished: list[Event] = [] if done else [PersonFinished(person, round_.step.about.id)]
        return [BallotEntered(round_.id, voter, ballot), *finished]

    def due(self) -> tuple[int, SealRound] | None:
        closed = [(r.seals_at, r.id) for r in self.rounds.values() if r.seals_at is not None]
        if not closed:
            return None
        at, round_id = min(closed)
        return at, SealRound(round_id)

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case DotsSet(round_id, voter, item, n):
                self.rounds[round_id].stick(voter, item, n)
                return self._voted(self.rounds[round_id], voter, stored.seq)
            case BallotEntered(round_id, voter, dots):
                self.rounds[round_id].put(voter, dots)
                self.rounds[round_id].entered.add(voter)
                return self._voted(self.rounds[round_id], voter, stored.seq)
            case RoundOpened(round_id, step):
                return self._opened(round_id, step)
            case RoundKeyed(round_id, key):
                return self._keyed(self.rounds[round_id], key, stored.seq)
            case RoundSuspended() | RoundClosed() | RoundSealed() | RoundRevealed() as event:
                return self._turned(self.rounds[event.round], event, stored.at)
            case _:
                return self._apply_others(stored.event) | self._shifted(self.items.shifted())

    def _apply_others(self, event: Event | None) -> set[Key]:
        match event:
            case PersonJoined(person):
                return self._joined(person)
            case PersonErased(person, ideas) | PersonRemoved(person, ideas):
                return self._left(person) | self._shifted(ideas)
            case PeopleMerged(person, into):
                return self._merged(person, into)
            case IdeaHidden(item) | IdeaRestored(item) | IdeaWithdrawn(item):
                return self._shifted([item])
            case StepOpened():
                return self._crossed()
            case _ if isinstance(event, ClustersEvent):
                return self._themes_changed(event)
            case _:
                return set()

    def _voted(self, round_: Round, voter: str, seq: int) -> set[Key]:
        round_.seqs.setdefault(voter, []).append(seq)
        return {f"ballot:{round_.id}.{round_.voters[voter]}"} | _tally_key(round_)

    def _opened(self, round_id: str, step: str) -> set[Key]:
        if round_id not in self.rounds:
            self.rounds[round_id] = self.of_step[step] = Round(round_id, self.agenda.steps[step], self.items)
        return self._turn(self.rounds[round_id], "open")

    def _turn(self, round_: Round, state: Literal["open", "suspended"]) -> set[Key]:
        round_.state = state
        round_.seals_at = None
        return {f"round:{round_.id}", f"tally:{round_.id}"}

    def _turned(
        self, round_: Round, event: RoundSuspended | RoundClosed | RoundSealed | RoundRevealed, at: int
    ) -> set[Key]:
        touched = {f"round:{round_.id}", f"tally:{round_.id}"}
        match event:
            case RoundSuspended():
                return self._turn(round_, "suspended")
            case RoundClosed():
                round_.state = "closed"
                round_.seals_at = at + CLOSED_FOR_MS
            case RoundSealed():
                touched |= _ballot_keys(round_)
                round_.seal(_tally(event))
            case RoundRevealed():
                round_.revealed = True
            case _:
                assert_never(event)
        return touched

    def _keyed(self, round_: Round, key: str, seq: int) -> set[Key]:
        round_.key = bytes.fromhex(key)
        round_.key_seq = seq
        for person in self.people.joined:
            round_.admit(person)
        return {f"round:{round_.id}"} | _ballot_keys(round_)

    def _unsealed(self) -> list[Round]:
        return [round_ for round_ in self.rounds.values() if round_.key]

    def _joined(self, person: str) -> set[Key]:
        opened = [round_ for round_ in self._unsealed() if _about(round_).electorate == "open"]
        for round_ in opened:
            round_.admit(person)
        return {f"ballot:{round_.id}.{person}" for round_ in opened}

    def _left(self, person: str) -> set[Key]:
        touched: set[Key] = set()
        for round_ in self._unsealed():
            round_.leave(person)
            touched |= {f"ballot:{round_.id}.{person}", f"round:{round_.id}", f"tally:{round_.id}"}
        return touched

    def _merged(self, person: str, into: str) -> set[Key]:
        touched: set[Key] = set()
        for round_ in self._unsealed():
            round_.become(person, into)
            touched |= {f"ballot:{round_.id}.{person}", f"ballot:{round_.id}.{into}"}
            touched |= {f"round:{round_.id}", f"tally:{round_.id}"}
        return touched

    def _shifted(self, items: Iterable[str]) -> set[Key]:
        """Free the dots on what has gone; stick those again on what is back."""
        touched: set[Key] = set()
        for round_ in self.rounds.values():
            if round_.state == "sealed":
                touched |= _tally_key(round_) if any(item in round_.sealed.lines for item in items) else set()
                continue
            for item in items:
                if voters := round_.shift(item):
                    touched |= {f"ballot:{round_.id}.{round_.voters[voter]}" for voter in voters} | _tally_key(round_)
        return touched

    def _themes_changed(self, event: ClustersEvent) -> set[Key]:
        """Ballots that tell what is left under each theme."""
        if not isinstance(event, ThemeMade | ThemeRemoved | ActUndone):
            return set()
        return {key for round_ in self._unsealed() if round_.rules.per_theme for key in _ballot_keys(round_)}

    def _crossed(self) -> set[Key]:
        touched: set[Key] = set()
        for round_ in self.rounds.values():
            if round_.step.n in self.agenda.crossed:
                touched |= {f"round:{round_.id}", f"tally:{round_.id}"} | _ballot_keys(round_)
        return touched

    def redactions(self, event: Event) -> list[Redaction]:
        match event:
            case RoundSealed(round_id):
                round_ = self.rounds[round_id]
                key = [] if round_.key_seq is None else [round_.key_seq]
                return [Redaction(seq) for seq in sorted(key + [seq for mine in round_.seqs.values() for seq in mine])]
            case PersonErased(person) | PersonRemoved(person):
                return self._blanked(person, self._unsealed())
            case PeopleMerged(person, into):
                return self._blanked(person, [round_ for round_ in self._unsealed() if round_.has_ballot(into)])
            case _:
                return []

    def _blanked(self, person: str, rounds: list[Round]) -> list[Redaction]:
        seqs = (seq for round_ in rounds for seq in round_.seqs.get(round_.people.get(person, ""), []))
        return [Redaction(seq) for seq in seqs]

    def show(self, key: Key) -> Shown | None:
        kind = kind_of(key)
        round_id, _, person = id_of(key).partition(".")
        round_ = self.rounds.get(round_id)
        if round_ is None:
            return None
        seen = self.agenda.seen_from(round_.step.n)
        if kind == "round":
            return Shown(_round_record(round_), seen)
        if kind == "ballot" and person in round_.people and not self.people.on_paper(person):
            owner = person if "participant" in seen else None
            return Shown(_ballot_record(round_, person), NOBODY, owner)
        if kind == "tally" and _is_told(round_):
            # What may still change is in no export.
            return Shown(self._tally_record(round_), seen if round_.state == "sealed" else seen - {"export"})
        return None

    def _tally_record(self, round_: Round) -> TallyRecord:
        """Only of what is still there: a line about a hidden idea would tell of it."""
        tally = round_.sealed if round_.state == "sealed" else round_.count()
        result = round_.result(tally)
        lines = sorted(result, key=lambda item: (-result[item].dots, *self.items.order(item)))
        counts: list[Count] = []
        for _, tied in groupby(lines, key=lambda item: result[item].dots):
            rank = len(counts) + 1
            counts += [_count(item, result[item], rank) for item in tied]
        return TallyRecord(round_.id, sum(count.dots for count in counts), tally.voters, counts)

    def keys(self) -> Iterable[Key]:
        for round_ in self.rounds.values():
            yield f"round:{round_.id}"
            yield f"tally:{round_.id}"
            yield from _ballot_keys(round_)


_WHY_SHUT: dict[str, Reason] = {"suspended": "step_closed", "closed": "round_closed", "sealed": "round_sealed"}


def _about(round_: Round) -> Vote:
    return cast("Vote", round_.step.about)


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


def _revealing(round_: Round) -> list[Event]:
    if round_.revealed:
        raise Refused("already")
    if round_.state in ("open", "suspended"):
        raise Refused("round_open")
    sealed: list[Event] = [] if round_.state == "sealed" else [_sealing(round_)]
    return [*sealed, RoundRevealed(round_.id)]


def _sealing_when_due(round_: Round, now: int) -> list[Event]:
    if round_.state == "sealed":
        raise Refused("already")
    if round_.seals_at is None:
        raise Refused("round_open")
    if now < round_.seals_at:
        raise Refused("not_yet")
    return [_sealing(round_)]


def _sealing(round_: Round) -> RoundSealed:
    tally = round_.count()
    counts = {item: (line.dots, line.voters) for item, line in tally.lines.items()}
    spread = {item: line.spread for item, line in tally.lines.items()}
    return RoundSealed(round_.id, counts, tally.voters, spread, tally.heaps, tally.electors)


def _tally(sealed: RoundSealed) -> Tally:
    lines = {item: Line(*counts, sealed.spread.get(item, [])) for item, counts in sealed.tally.items()}
    return Tally(lines, sealed.heaps, sealed.voters, sealed.electors)


def _count(item: str, line: Line, rank: int) -> Count:
    return Count(item, line.dots, line.voters, rank, line.spread)


def _is_told(round_: Round) -> bool:
    """Whether everyone sees the totals."""
    return round_.revealed or _about(round_).totals == "shown"


def _tally_key(round_: Round) -> set[Key]:
    return {f"tally:{round_.id}"} if _is_told(round_) else set()


def _ballot_keys(round_: Round) -> set[Key]:
    return {f"ballot:{round_.id}.{person}" for person in round_.people}


def _round_record(round_: Round) -> RoundRecord:
    electorate = round_.electors if _about(round_).electorate == "frozen" else None
    about = round_.step.about.id
    return RoundRecord(round_.id, about, round_.state, round_.seals_at, round_.revealed, electorate)


def _ballot_record(round_: Round, person: str) -> BallotRecord:
    voter = round_.people[person]
    left, themes = round_.left(voter), round_.left_by_theme(voter)
    return BallotRecord(f"{round_.id}.{person}", round_.id, left, round_.ballot(voter), themes)
