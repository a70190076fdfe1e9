"""Sealing: ten minutes after closing, or as the totals are revealed, a round's ballots are gone and its tally stays."""

from collections.abc import Iterable
from typing import assert_never

from workshops.rounds import Round
from workshops.tallies import Heap, Line, Tally, TallyRecord, ranked
from workshops.vocabulary import Audience, Command, Event, Id, Key, Redaction, Refused, Shown

# Commands


class RevealRound(Command, frozen=True):
    """Show the totals to the room; the round is sealed in the same act."""

    round: Id


class SealRound(Command, frozen=True):
    """Ten minutes after closing, by the server itself."""

    round: Id


# Events


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


# State

SealingCommand = RevealRound | SealRound
SealingEvent = RoundSealed | RoundRevealed


def due(rounds: Iterable[Round]) -> tuple[int, SealRound] | None:
    closed = [(round_.seals_at, round_.id) for round_ in rounds if round_.seals_at is not None]
    if not closed:
        return None
    at, round_id = min(closed)
    return at, SealRound(round_id)


def deciding(command: SealingCommand, round_: Round, now: int) -> list[Event]:
    match command:
        case RevealRound():
            return _revealing(round_)
        case SealRound():
            return _sealing_when_due(round_, now)
        case _:
            assert_never(command)


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
    tally = round_.tally()
    counts = {item: (line.dots, line.voters) for item, line in tally.lines.items()}
    spread = {item: line.spread for item, line in tally.lines.items()}
    return RoundSealed(round_.id, counts, tally.voters, spread, tally.heaps, tally.electors)


def applying(event: SealingEvent, round_: Round) -> set[Key]:
    touched = {f"round:{round_.id}", f"tally:{round_.id}"}
    match event:
        case RoundSealed():
            touched |= round_.ballot_keys() | {f"paper:{round_.id}"}
            round_.seal(_tally(event))
        case RoundRevealed():
            round_.revealed = True
        case _:
            assert_never(event)
    return touched


def _tally(sealed: RoundSealed) -> Tally:
    lines = {item: Line(*counts, sealed.spread.get(item, [])) for item, counts in sealed.tally.items()}
    return Tally(lines, sealed.heaps, sealed.voters, sealed.electors)


def blanked(round_: Round) -> list[Redaction]:
    """Every ballot and the key."""
    key = [] if round_.key_seq is None else [round_.key_seq]
    return [Redaction(seq) for seq in sorted(key + [seq for mine in round_.seqs.values() for seq in mine])]


def show_tally(round_: Round, seen: frozenset[Audience]) -> Shown | None:
    """Only of what is still there: a line about a hidden idea would tell of it."""
    if not round_.told:
        return None
    tally = round_.tally()
    result = round_.result(tally)
    counts = ranked(result, round_.items.order)
    choices = len(round_.choices.now | result.keys())
    record = TallyRecord(round_.id, sum(count.dots for count in counts), tally.voters, counts, choices)
    # What may still change is in no export.
    return Shown(record, seen if round_.state == "sealed" else seen - {"export"})
