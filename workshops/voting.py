"""Rounds of dots: each person sticks a budget of dots; secret until the round is revealed, then nobody's."""

import hmac
from collections.abc import Callable, Iterable
from hashlib import sha256
from itertools import groupby
from typing import Annotated, ClassVar, Literal, assert_never, cast

from msgspec import Meta, Struct

from workshops.agenda import Agenda, StepClosed, StepOpened, StepState
from workshops.clusters import ClusterFiled, ClusterUngrouped
from workshops.ideas import IdeaHidden, IdeaRestored, IdeaWithdrawn
from workshops.people import People, PersonErased, PersonJoined
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
    """A round of dots on a board's clusters, ideas or both. budget: dots each; maximum: dots on one item."""

    board: Id = "ideas-"
    on: Literal["clusters", "ideas", "both"] = "clusters"
    budget: Annotated[int, Meta(ge=1, le=50)] = 5
    maximum: Annotated[int, Meta(ge=1, le=50)] = 3


# Commands


class SetDots(Command, frozen=True):
    """I want `n` dots on this item. Absolute: telling it twice is harmless."""

    secret: ClassVar[bool] = True

    round: Id
    on: Id
    n: Annotated[int, Meta(ge=0, le=50)]


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


class RoundSuspended(Event, frozen=True):
    """Its step was closed; ballots are kept."""

    round: str


class RoundClosed(Event, frozen=True):
    round: str


class RoundSealed(Event, frozen=True):
    """`tally`: item id to (dots, voters), for items with dots, in order of id. From here on no ballot exists."""

    round: str
    tally: dict[str, tuple[int, int]] = {}
    voters: int = 0


class RoundRevealed(Event, frozen=True):
    round: str


# Records


class RoundRecord(Record, frozen=True, tag="round"):
    """`state`: "open", "suspended", "closed" (until `seals_at`, ms, it may be reopened) or "sealed"."""

    id: str
    step: str
    state: str
    seals_at: int | None = None
    revealed: bool = False


class BallotRecord(Record, frozen=True, tag="ballot"):
    """`ballot:ROUND.PERSON`, for that person until sealing: their dots by item, and how many are left."""

    id: str
    round: str
    left: int
    dots: dict[str, int] = {}


class Count(Struct, frozen=True):
    """One line of a tally. `rank`: 1 for the most; items with as many dots share it (1, 2, 2, 4)."""

    on: str
    dots: int
    voters: int
    rank: int


class TallyRecord(Record, frozen=True, tag="tally"):
    """`tally:ROUND`, for everyone once revealed: items with dots, most first, ties in board order."""

    id: str
    dots: int = 0
    voters: int = 0
    counts: list[Count] = []


# State

VotingCommand = SetDots | CloseRound | ReopenRound | RevealRound | SealRound
IsItem = Callable[[Vote, str], bool]
"""Whether dots may be stuck on this in such a round now."""
BoardOrder = Callable[[str], tuple[int, ...]]
"""Where an item stands on its board, among all."""


class Round(Struct):
    """One round. Until sealing: key, and per voter (a hash) their dots by item, with those on items that have gone.

    live: the items with dots that are there. people, voters: person to voter and back. seqs: where each voter's
    ballots stand in the log; key_seq: where the key does. After sealing: tally.
    """

    id: str
    step: StepState
    state: Literal["open", "suspended", "closed", "sealed"] = "open"
    seals_at: int | None = None
    revealed: bool = False
    key: bytes = b""
    key_seq: int | None = None
    dots: dict[str, dict[str, int]] = {}
    live: set[str] = set()
    people: dict[str, str] = {}
    voters: dict[str, str] = {}
    seqs: dict[str, list[int]] = {}
    tally: dict[str, tuple[int, int]] = {}
    turnout: int = 0

    @property
    def about(self) -> Vote:
        return cast("Vote", self.step.about)

    def admit(self, person: str) -> None:
        self.people[person] = hmac.digest(self.key, person.encode(), sha256).hex()
        self.voters[self.people[person]] = person

    def ballot(self, voter: str) -> dict[str, int]:
        """A voter's dots on what is there."""
        return {item: n for item, n in self.dots.get(voter, {}).items() if item in self.live}

    def left(self, voter: str) -> int:
        return self.about.budget - sum(self.ballot(voter).values())

    def stick(self, voter: str, item: str, n: int) -> None:
        mine = self.dots.setdefault(voter, {})
        mine.pop(item, None)
        if n:
            mine[item] = n

    def on(self, item: str) -> list[str]:
        """Who has dots on an item."""
        return [voter for voter, mine in self.dots.items() if item in mine]

    def gone(self, item: str) -> None:
        self.live.discard(item)

    def back(self, item: str) -> None:
        """An item is there again: its dots too, where the budget still allows (DOTS6)."""
        for voter in self.on(item):
            if self.dots[voter][item] > self.left(voter):
                del self.dots[voter][item]
        self.live.add(item)

    def count(self) -> tuple[dict[str, tuple[int, int]], int]:
        """The tally, and how many people have voted."""
        ballots = [ballot for voter in self.dots if (ballot := self.ballot(voter))]
        tally: dict[str, tuple[int, int]] = {}
        for item in sorted({item for ballot in ballots for item in ballot}):
            ns = [ballot[item] for ballot in ballots if item in ballot]
            tally[item] = (sum(ns), len(ns))
        return tally, len(ballots)


class Voting:
    def __init__(self, agenda: Agenda, people: People, is_item: IsItem, board_order: BoardOrder) -> None:
        self.agenda = agenda
        self.people = people
        self.is_item = is_item
        self.board_order = board_order
        self.rounds: dict[str, Round] = {}
        self.of_step: dict[str, Round] = {}

    def decide(self, command: VotingCommand, context: Context) -> list[Event]:
        match command:
            case SetDots(round_id, item, n):
                person = self.people.require(context)
                return self._setting(self._round(round_id), person, item, n)
            case CloseRound(round_id):
                context.require("facilitator")
                return _closing(self._round(round_id))
            case ReopenRound(round_id):
                context.require("facilitator")
                return _reopening(self._round(round_id), context.now)
            case RevealRound(round_id):
                context.require("facilitator")
                return _revealing(self._round(round_id))
            case SealRound(round_id):
                context.require("system")
                return _sealing_when_due(self._round(round_id), context.now)
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

    def _setting(self, round_: Round, person: str, item: str, n: int) -> list[Event]:
        if round_.state != "open":
            raise Refused(_WHY_SHUT[round_.state])
        voter = round_.people[person]
        had = round_.dots.get(voter, {}).get(item, 0)
        if n > had:
            if not self.is_item(round_.about, item):
                raise Refused("unknown")
            if n > round_.about.maximum:
                raise Refused("over_maximum", maximum=round_.about.maximum)
            left = round_.left(voter)
            if n - had > left:
                raise Refused("no_budget", left=left)
        return [] if n == had else [DotsSet(round_.id, voter, item, n)]

    def due(self) -> tuple[int, SealRound] | None:
        closed = [(r.seals_at, r.id) for r in self.rounds.values() if r.seals_at is not None]
        if not closed:
            return None
        at, round_id = min(closed)
        return at, SealRound(round_id)

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case RoundOpened(round_id, step):
                return self._opened(round_id, step)
            case RoundKeyed(round_id, key):
                return self._keyed(self.rounds[round_id], key, stored.seq)
            case DotsSet() as event:
                return self._set(self.rounds[event.round], event, stored.seq)
            case RoundSuspended(round_id):
                return self._turn(self.rounds[round_id], "suspended")
            case RoundClosed(round_id):
                self.rounds[round_id].seals_at = stored.at + CLOSED_FOR_MS
                self.rounds[round_id].state = "closed"
                return {f"round:{round_id}"}
            case RoundSealed(round_id, tally, voters):
                return self._sealed(self.rounds[round_id], tally, voters)
            case RoundRevealed(round_id):
                self.rounds[round_id].revealed = True
                return {f"round:{round_id}", f"tally:{round_id}"}
            case _:
                return self._apply_others(stored.event)

    def _apply_others(self, event: Event | None) -> set[Key]:
        match event:
            case PersonJoined(person):
                return self._joined(person)
            case PersonErased(person, ideas):
                return self._erased(person) | self._check_items(ideas)
            case IdeaHidden(item) | IdeaRestored(item) | IdeaWithdrawn(item) | ClusterUngrouped(item):
                return self._check_items([item])
            case ClusterFiled(cluster):
                return {f"tally:{r.id}" for r in self.rounds.values() if r.revealed and cluster in r.tally}
            case StepOpened():
                return self._crossed()
            case _:
                return set()

    def _opened(self, round_id: str, step: str) -> set[Key]:
        if round_id not in self.rounds:
            self.rounds[round_id] = self.of_step[step] = Round(round_id, self.agenda.steps[step])
        return self._turn(self.rounds[round_id], "open")

    def _turn(self, round_: Round, state: Literal["open", "suspended"]) -> set[Key]:
        round_.state = state
        round_.seals_at = None
        return {f"round:{round_.id}"}

    def _keyed(self, round_: Round, key: str, seq: int) -> set[Key]:
        round_.key = bytes.fromhex(key)
        round_.key_seq = seq
        for person in self.people.joined:
            round_.admit(person)
        return _ballot_keys(round_)

    def _set(self, round_: Round, event: DotsSet, seq: int) -> set[Key]:
        round_.seqs.setdefault(event.voter, []).append(seq)
        round_.stick(event.voter, event.on, event.n)
        if self.is_item(round_.about, event.on):
            round_.live.add(event.on)
        return {f"ballot:{round_.id}.{round_.voters[event.voter]}"}

    def _sealed(self, round_: Round, tally: dict[str, tuple[int, int]], voters: int) -> set[Key]:
        touched = {f"round:{round_.id}"} | _ballot_keys(round_)
        round_.state = "sealed"
        round_.seals_at = None
        round_.tally = tally
        round_.turnout = voters
        round_.key = b""
        round_.key_seq = None
        for forgotten in (round_.dots, round_.people, round_.voters, round_.seqs):
            forgotten.clear()
        round_.live.clear()
        return touched

    def _joined(self, person: str) -> set[Key]:
        unsealed = [round_ for round_ in self.rounds.values() if round_.key]
        for round_ in unsealed:
            round_.admit(person)
        return {f"ballot:{round_.id}.{person}" for round_ in unsealed}

    def _erased(self, person: str) -> set[Key]:
        unsealed = [round_ for round_ in self.rounds.values() if round_.key]
        for round_ in unsealed:
            voter = round_.people.pop(person)
            del round_.voters[voter]
            round_.dots.pop(voter, None)
            round_.seqs.pop(voter, None)
        return {f"ballot:{round_.id}.{person}" for round_ in unsealed}

    def _check_items(self, items: list[str]) -> set[Key]:
        """Free the dots on what has gone; stick those again on what is back."""
        touched: set[Key] = set()
        for round_ in self.rounds.values():
            for item in items:
                there = self.is_item(round_.about, item)
                if item in round_.tally:
                    touched.add(f"tally:{round_.id}")
                elif there != (item in round_.live):
                    touched |= {f"ballot:{round_.id}.{round_.voters[voter]}" for voter in round_.on(item)}
                    round_.back(item) if there else round_.gone(item)
        return touched

    def _crossed(self) -> set[Key]:
        touched: set[Key] = set()
        for round_ in self.rounds.values():
            if round_.step.n in self.agenda.crossed:
                touched |= {f"round:{round_.id}", f"tally:{round_.id}"} | _ballot_keys(round_)
        return touched

    def redactions(self, event: Event) -> list[Redaction]:
        if isinstance(event, RoundSealed):
            round_ = self.rounds[event.round]
            seqs = [seq for mine in round_.seqs.values() for seq in mine]
            key = [] if round_.key_seq is None else [round_.key_seq]
            return [Redaction(seq) for seq in sorted(key + seqs)]
        if isinstance(event, PersonErased):
            return [
                Redaction(seq)
                for round_ in self.rounds.values()
                if event.person in round_.people
                for seq in round_.seqs.get(round_.people[event.person], [])
            ]
        return []

    def show(self, key: Key) -> Shown | None:
        kind = kind_of(key)
        round_id, _, person = id_of(key).partition(".")
        round_ = self.rounds.get(round_id)
        if round_ is None:
            return None
        seen = self.agenda.seen_from(round_.step.n)
        if kind == "round":
            about = round_.step.about.id
            return Shown(RoundRecord(round_.id, about, round_.state, round_.seals_at, round_.revealed), seen)
        if kind == "ballot" and person in round_.people:
            owner = person if "participant" in seen else None
            return Shown(_ballot_record(round_, person), NOBODY, owner)
        if kind == "tally" and round_.revealed:
            return Shown(self._tally_record(round_), seen)
        return None

    def _tally_record(self, round_: Round) -> TallyRecord:
        """Only of what is still there: a line about a hidden idea would tell of it."""
        tally = {item: count for item, count in round_.tally.items() if self.is_item(round_.about, item)}
        lines = sorted(tally, key=lambda item: (-tally[item][0], *self.board_order(item)))
        counts: list[Count] = []
        for _, tied in groupby(lines, key=lambda item: tally[item][0]):
            rank = len(counts) + 1
            counts += [Count(item, *tally[item], rank) for item in tied]
        return TallyRecord(round_.id, sum(count.dots for count in counts), round_.turnout, counts)

    def keys(self) -> Iterable[Key]:
        for round_ in self.rounds.values():
            yield f"round:{round_.id}"
            yield f"tally:{round_.id}"
            yield from _ballot_keys(round_)


_WHY_SHUT: dict[str, Reason] = {"suspended": "step_closed", "closed": "round_closed", "sealed": "round_sealed"}


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
    tally, voters = round_.count()
    return RoundSealed(round_.id, tally, voters)


def _ballot_keys(round_: Round) -> set[Key]:
    return {f"ballot:{round_.id}.{person}" for person in round_.people}


def _ballot_record(round_: Round, person: str) -> BallotRecord:
    voter = round_.people[person]
    return BallotRecord(f"{round_.id}.{person}", round_.id, round_.left(voter), round_.ballot(voter))
