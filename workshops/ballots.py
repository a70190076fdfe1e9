"""Ballots: who votes in a round, and how many dots each sticks on what, within which limits."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar, assert_never

from msgspec import Meta

from workshops.people import STAFF, People, PeopleMerged, PersonErased, PersonFinished, PersonJoined, PersonRemoved
from workshops.rounds import Round, find, unsealed
from workshops.vocabulary import (
    NOBODY,
    Audience,
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
    Stored,
)

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


# Events


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


# Records


class BallotRecord(Record, frozen=True, tag="ballot"):
    """`ballot:ROUND.PERSON`, for that person until sealing: their dots by item, and how many are left.

    `themes`: where a round has a limit per theme, how many they may still stick under each, and ("") under none.
    """

    id: str
    round: str
    left: int
    dots: dict[str, int] = {}
    themes: dict[str, int] = {}


class PaperRecord(Record, frozen=True, tag="paper"):
    """`paper:ROUND`, for facilitators and helpers until sealing: what ballots on paper need.

    `choices`: whatever dots could ever go on in this round, the first one being number 1; `gone`: those of them that
    are not there any more, "hidden" or "gone". `awaited`: the people on paper whose ballot is not in.
    """

    id: str
    choices: list[str] = []
    gone: dict[str, str] = {}
    awaited: list[str] = []


# State

BallotsCommand = SetDots | EnterBallot
BallotsEvent = DotsSet | BallotEntered
_WHY_SHUT: dict[str, Reason] = {"suspended": "step_closed", "closed": "round_closed", "sealed": "round_sealed"}


class Ballots:
    def __init__(self, people: People, rounds: Mapping[str, Round]) -> None:
        self.people = people
        self.rounds = rounds

    def decide(self, command: BallotsCommand, context: Context) -> list[Event]:
        match command:
            case SetDots(round_id, item, n):
                if context.subject is not None:
                    raise Refused("not_allowed")
                person = self.people.require(context)
                round_ = find(self.rounds, round_id)
                voter = _voter(round_, person)
                return [DotsSet(round_id, voter, on, dots) for on, dots in _sticking(round_, voter, item, n).items()]
            case EnterBallot(round_id, dots, again):
                round_ = find(self.rounds, round_id)
                return self._entering(round_, self._on_paper(context), dots, again)
            case _:
                assert_never(command)

    def _on_paper(self, context: Context) -> str:
        """Only who takes part on paper has a ballot that others enter."""
        if context.subject is None:
            raise Refused("not_allowed")
        return self.people.require(context)

    def _entering(self, round_: Round, person: str, dots: dict[str, int], again: bool) -> list[Event]:
        voter = _voter(round_, person)
        if round_.has_ballot(person) and not again:
            raise Refused("ballot_entered")
        ballot = {item: n for item, n in sorted(dots.items()) if n}
        _check_whole(round_, ballot)
        done = person in self.people.finished
        finished: list[Event] = [] if done else [PersonFinished(person, round_.step.about.id)]
        return [BallotEntered(round_.id, voter, ballot), *finished]

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case DotsSet(round_id, voter, item, n):
                self.rounds[round_id].stick(voter, item, n)
                return _voted(self.rounds[round_id], voter, stored.seq)
            case BallotEntered(round_id, voter, dots):
                self.rounds[round_id].put(voter, dots)
                self.rounds[round_id].entered.add(voter)
                return _voted(self.rounds[round_id], voter, stored.seq) | {f"paper:{round_id}"}
            case PersonJoined(person):
                return self._joined(person)
            case PersonErased(person) | PersonRemoved(person):
                return self._left(person)
            case PeopleMerged(person, into):
                return self._merged(person, into)
            case _:
                return set()

    def _joined(self, person: str) -> set[Key]:
        opened = [round_ for round_ in unsealed(self.rounds) if round_.rules.electorate == "open"]
        for round_ in opened:
            round_.admit(person)
        return {f"ballot:{round_.id}.{person}" for round_ in opened}

    def _left(self, person: str) -> set[Key]:
        touched: set[Key] = set()
        for round_ in unsealed(self.rounds):
            round_.leave(person)
            touched |= {f"ballot:{round_.id}.{person}", f"round:{round_.id}", f"tally:{round_.id}"}
        return touched

    def _merged(self, person: str, into: str) -> set[Key]:
        touched: set[Key] = set()
        for round_ in unsealed(self.rounds):
            round_.become(person, into)
            touched |= {f"ballot:{round_.id}.{person}", f"ballot:{round_.id}.{into}"}
            touched |= {f"round:{round_.id}", f"tally:{round_.id}"}
        return touched

    def redactions(self, event: Event) -> list[Redaction]:
        match event:
            case PersonErased(person) | PersonRemoved(person):
                return _blanked(person, unsealed(self.rounds))
            case PeopleMerged(person, into):
                return _blanked(person, [round_ for round_ in unsealed(self.rounds) if round_.has_ballot(into)])
            case _:
                return []

    def show(self, round_: Round, person: str, seen: frozenset[Audience]) -> Shown | None:
        if person not in round_.people or self.people.on_paper(person):
            return None
        owner = person if "participant" in seen else None
        voter = round_.people[person]
        left, themes = round_.left(voter), round_.left_by_theme(voter)
        record = BallotRecord(f"{round_.id}.{person}", round_.id, left, round_.ballot(voter), themes)
        return Shown(record, NOBODY, owner)

    def show_paper(self, round_: Round) -> Shown | None:
        if round_.state == "sealed":
            return None
        items, numbers = round_.items, round_.choices.numbers
        gone = {it: "hidden" if items.is_hidden(it) else "gone" for it in numbers if not items.there(round_.rules, it)}
        # Who has finished is known of the step opened last alone.
        done = self.people.finished if self.people.agenda.last is round_.step else set[str]()
        on_paper = (person for person in round_.people if self.people.on_paper(person) and person not in done)
        awaited = [person for person in on_paper if round_.people[person] not in round_.entered]
        return Shown(PaperRecord(round_.id, list(numbers), gone, awaited), STAFF)


def _voter(round_: Round, person: str) -> str:
    if round_.state != "open":
        raise Refused(_WHY_SHUT[round_.state])
    if person not in round_.people:
        raise Refused("not_in_round")
    return round_.people[person]


def _sticking(round_: Round, voter: str, item: str, n: int) -> dict[str, int]:
    """What becomes of the dots on each thing they were stuck on if `n` are wanted here. Refused: unknown,
    in_cluster, over_maximum, no_budget, over_theme.

    On a merged cluster itself, only those that were stuck on it are meant. On what it went into, all of them: a dot
    more is stuck on that, and one less is taken from it first.
    """
    mine = round_.dots.get(voter, {})
    heap = [item] if round_.items.stands_for(item) != item else _heap(round_, mine, item)
    more = n - sum(mine.get(found, 0) for found in heap)
    if more > 0:
        _check_more(round_, voter, item, more)
        return {item: mine.get(item, 0) + more}
    changes: dict[str, int] = {}
    for found in heap:
        less = min(-more, mine.get(found, 0))
        if less:
            changes[found] = mine[found] - less
            more += less
    return changes


def _heap(round_: Round, mine: Mapping[str, int], item: str) -> list[str]:
    """The item, and what went into it of what this voter has dots on."""
    return [item, *sorted(found for found in mine if found != item and round_.items.stands_for(found) == item)]


def _check_more(round_: Round, voter: str, item: str, more: int) -> None:
    if not round_.items.there(round_.rules, item):
        raise Refused("unknown")
    if not round_.items.takes(round_.step, item):
        raise Refused("in_cluster")
    ballot, successor, left = round_.ballot(voter), round_.items.stands_for(item), round_.left(voter)
    if ballot.get(successor, 0) + more > round_.rules.maximum:
        raise Refused("over_maximum", maximum=round_.rules.maximum)
    if more > left:
        raise Refused("no_budget", left=left)
    _check_theme(round_, round_.by_theme(ballot)[round_.items.theme(item)] + more)


def _check_theme(round_: Round, dots: int) -> None:
    if round_.rules.per_theme and dots > round_.rules.per_theme:
        raise Refused("over_theme", maximum=round_.rules.per_theme)


def _check_whole(round_: Round, ballot: Mapping[str, int]) -> None:
    """A whole ballot on paper, on its own. Refused as `_sticking` is; `on` tells where.

    What has a number may have been printed before it was merged or put in a cluster: it has its own maximum, and still
    takes dots (DOTS20).
    """
    together: Counter[str] = Counter()
    under: Counter[str] = Counter()
    for item, n in ballot.items():
        if not round_.items.there(round_.rules, item):
            raise Refused("unknown", on=item)
        printed = item in round_.choices.numbers
        if not (printed or round_.items.takes(round_.step, item)):
            raise Refused("in_cluster", on=item)
        together[round_.items.stands_for(item)] += n
        number = item if printed else round_.items.stands_for(item)
        under[number] += n
        if under[number] > round_.rules.maximum:
            raise Refused("over_maximum", maximum=round_.rules.maximum, on=item)
    if together.total() > round_.rules.budget:
        raise Refused("no_budget", left=round_.rules.budget)
    _check_theme(round_, max(round_.by_theme(together).values(), default=0))


def _voted(round_: Round, voter: str, seq: int) -> set[Key]:
    round_.seqs.setdefault(voter, []).append(seq)
    return {f"ballot:{round_.id}.{round_.voters[voter]}"} | round_.tally_key()


def _blanked(person: str, rounds: Iterable[Round]) -> list[Redaction]:
    seqs = (seq for round_ in rounds for seq in round_.seqs.get(round_.people.get(person, ""), []))
    return [Redaction(seq) for seq in seqs]
