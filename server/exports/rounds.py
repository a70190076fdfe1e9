"""What the rounds of dots came to, each thing's result in each of them, side by side."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from workshops.agenda import StepRecord
from workshops.clusters import ClusterRecord
from workshops.ideas import IdeaRecord
from workshops.sorting import PlaceRecord
from workshops.tallies import TallyRecord
from workshops.texts import TextRecord
from workshops.topics import TopicRecord
from workshops.vocabulary import Key, Record
from workshops.voting import RoundRecord, Vote


class Mark(Struct, frozen=True):
    """What one revealed round stuck on one thing. `of`: how many choices there were; `tied`: the rank is shared.

    spread[k-1]: how many people stuck k dots on it. voters 0: not known, for what was merged since.
    """

    round: int
    dots: int
    voters: int
    rank: int
    of: int
    tied: bool = False
    spread: list[int] = []


class Round(Struct, frozen=True):
    """Not `revealed`: no total of it is to be seen yet. `about`: what could be dotted, "cluster", "idea" or both, or
    "report"."""

    number: int
    title: str
    board: str
    revealed: bool
    dots: int = 0
    voters: int = 0
    about: tuple[str, ...] = ()


class Result(Struct, frozen=True):
    """A line of the table of results: what could be dotted, and its mark in each revealed round (None: not a dot, or
    not in that round). `number`: of the proposal, of the idea, or of the session."""

    kind: str
    number: str
    title: str
    marks: list[Mark | None]


class Rounds:
    """all: in agenda order. marks: by what was dotted. votable: what could be dotted in a revealed round."""

    def __init__(self, records: Mapping[Key, Record]) -> None:
        every = list(records.values())
        self._steps = {each.id: each for each in every if isinstance(each, StepRecord)}
        self._items = [each for each in every if isinstance(each, ClusterRecord | IdeaRecord | TopicRecord)]
        self._reported = set(_reported(every))
        self._placed = {each.id for each in every if isinstance(each, PlaceRecord)}
        self.all: list[Round] = []
        self.marks: dict[str, list[Mark]] = defaultdict(list)
        self.votable: set[str] = set()
        for number, each in enumerate(self._in_order(every), 1):
            self._add(number, each, records.get(f"tally:{each.id}"))

    @property
    def revealed(self) -> list[Round]:
        return [each for each in self.all if each.revealed]

    def _in_order(self, every: Iterable[Record]) -> list[RoundRecord]:
        rounds = [each for each in every if isinstance(each, RoundRecord)]
        return sorted(rounds, key=lambda each: (self._steps[each.step].n if each.step in self._steps else 0, each.id))

    def _add(self, number: int, each: RoundRecord, tally: Record | None) -> None:
        step = self._steps.get(each.step)
        vote = step.about if step is not None and isinstance(step.about, Vote) else None
        title, board = (vote.title, vote.board) if vote else ("", "")
        if vote is None or not isinstance(tally, TallyRecord):
            self.all.append(Round(number, title, board, False))
            return
        ranks = [count.rank for count in tally.counts]
        for count in tally.counts:
            tied = ranks.count(count.rank) > 1
            mark = Mark(number, count.dots, count.voters, count.rank, tally.choices, tied, count.spread)
            self.marks[count.on].append(mark)
        self.votable |= {item.id for item in self._items if self._is_about(vote, item)}
        self.votable |= {count.on for count in tally.counts}
        about = ("cluster", "idea") if vote.on == "both" else (vote.on.removesuffix("s"),)
        self.all.append(Round(number, title, board, True, tally.dots, tally.voters, about))

    def _is_about(self, vote: Vote, item: ClusterRecord | IdeaRecord | TopicRecord) -> bool:
        if isinstance(item, TopicRecord):
            return vote.on == "reports" and item.id in self._reported
        if vote.on == "both" and item.id in self._placed:
            return False
        kind = "ideas" if isinstance(item, IdeaRecord) else "clusters"
        return item.board == vote.board and vote.on in (kind, "both")


def _reported(every: Iterable[Record]) -> Iterator[str]:
    """The sessions whose report says something."""
    for each in every:
        if isinstance(each, TextRecord) and each.text.strip():
            yield each.session
        elif isinstance(each, IdeaRecord) and each.origin is not None:
            yield each.origin.removeprefix("session:")
