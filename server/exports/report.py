"""The one document that every export prints: proposals under their themes, and what each of them comes from."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeVar

from msgspec import Struct

from workshops.agenda import StepRecord
from workshops.clusters import ClusterRecord, PlaceRecord, ThemeRecord
from workshops.ideas import AuthorRecord, BoardRecord, Gather, IdeaRecord
from workshops.people import CrowdRecord
from workshops.vocabulary import Key, Record
from workshops.voting import RoundRecord, TallyRecord, Vote
from workshops.workshop import WorkshopRecord

R = TypeVar("R", bound=Record)


class Mark(Struct, frozen=True):
    """What one revealed round stuck on one thing. `of`: how many things could be dotted; `tied`: the rank is shared."""

    round: int
    dots: int
    voters: int
    rank: int
    of: int
    tied: bool = False


class Line(Struct, frozen=True):
    """One idea as it is printed. `number` 0: it has none yet. `author` empty: hidden, or unnamed. `voted`: as below."""

    number: int
    text: str
    board: str
    author: str = ""
    marks: list[Mark] = []
    voted: bool = False


class Proposal(Struct, frozen=True):
    """A cluster, about to be drafted. `voted`: a revealed round could have dotted it."""

    number: str
    title: str
    board: str
    ideas: list[Line]
    marks: list[Mark]
    voted: bool


class Chapter(Struct, frozen=True):
    """A theme with its proposals; `name` empty and `hue` 0: those filed under none."""

    name: str
    hue: int
    proposals: list[Proposal]


class Board(Struct, frozen=True):
    """`waiting`: ideas that the room has not been shown, and that no export holds."""

    id: str
    title: str
    prompt: str
    waiting: int


class Round(Struct, frozen=True):
    """Not `revealed`: no total of it is anywhere."""

    number: int
    title: str
    board: str
    revealed: bool
    dots: int = 0
    voters: int = 0


class Report(Struct, frozen=True):
    """`days`: ms of the first and the last opening of a step (none: nothing was opened yet)."""

    title: str
    language: str
    organiser: str
    people: int
    days: tuple[int, int] | None
    boards: list[Board]
    rounds: list[Round]
    chapters: list[Chapter]
    loose: list[Line]

    @property
    def proposals(self) -> list[Proposal]:
        return [proposal for chapter in self.chapters for proposal in chapter.proposals]

    @property
    def ideas(self) -> list[Line]:
        return [idea for proposal in self.proposals for idea in proposal.ideas] + self.loose

    def board_title(self, board: str) -> str:
        """What to call it where several boards must be told apart; empty where there is but one."""
        titles = {each.id: each.title for each in self.boards}
        return titles.get(board, board) if len(titles) > 1 else ""


def build(records: Mapping[Key, Record]) -> Report:
    """The report of what `records`, all that one audience may see, tell. It knows nothing else."""
    return _Reading(records).report()


class _Reading:
    """The records of one workshop, indexed as the report needs them."""

    def __init__(self, records: Mapping[Key, Record]) -> None:
        self.records = records
        self.workshop = next(self._all(WorkshopRecord))
        self.steps = sorted(self._all(StepRecord), key=lambda step: step.n)
        self.about = {step.id: step.about for step in self.steps}
        self.ideas = sorted(self._all(IdeaRecord), key=lambda idea: (idea.n == 0, idea.n, idea.id))
        self.clusters = sorted(self._all(ClusterRecord), key=lambda cluster: (cluster.order, cluster.id))
        self.boards = self._boards()
        self.rounds, self.marks, self.votable = self._tallies()

    def report(self) -> Report:
        places = {place.id: place.cluster for place in self._all(PlaceRecord)}
        known = {cluster.id for cluster in self.clusters}
        content: dict[str, list[Line]] = defaultdict(list)
        loose: list[tuple[int, Line]] = []
        order = {board.id: n for n, board in enumerate(self.boards)}
        for idea in self.ideas:
            if places.get(idea.id) in known:
                content[places[idea.id]].append(self._line(idea))
            else:
                loose.append((order[idea.board], self._line(idea)))
        opened = [step.opened_at for step in self.steps if step.opened_at is not None]
        return Report(
            title=self.workshop.title,
            language=self.workshop.language,
            organiser=self.workshop.organiser,
            people=sum(crowd.people for crowd in self._all(CrowdRecord)),
            days=(min(opened), max(opened)) if opened else None,
            boards=self.boards,
            rounds=self.rounds,
            chapters=self._chapters(content),
            loose=[line for _, line in sorted(loose, key=lambda each: each[0])],
        )

    def _chapters(self, content: Mapping[str, list[Line]]) -> list[Chapter]:
        """Themes in order of hue, what is filed under none last; numbers run from the first page to the last.

        A number says where to find a proposal, not how it fared: its rank over the round is printed beside it. So the
        numbers stay in order on paper, and a proposal is where its number says in every format.
        """
        themes = sorted(self._all(ThemeRecord), key=lambda theme: (theme.hue, theme.id))
        known = {theme.id for theme in themes}
        filed: dict[str | None, list[ClusterRecord]] = defaultdict(list)
        for cluster in self._by_dots():
            filed[cluster.theme if cluster.theme in known else None].append(cluster)
        width = max(2, len(str(len(self.clusters))))
        count = 0
        chapters = []
        for name, hue, clusters in [*((t.name, t.hue, filed[t.id]) for t in themes), ("", 0, filed[None])]:
            proposals = []
            for cluster in clusters:
                count += 1
                proposals.append(self._proposal(f"P{count:0{width}}", cluster, content.get(cluster.id, [])))
            if proposals or name:
                chapters.append(Chapter(name, hue, proposals))
        return chapters

    def _by_dots(self) -> list[ClusterRecord]:
        """Most dots first, ties in board order. Dots of different boards do not compare: boards stay in agenda order.

        Where a board had several rounds the last one revealed decides, and the one before it between equals.
        """
        order = {board.id: n for n, board in enumerate(self.boards)}
        numbers = [each.number for each in reversed(self.rounds) if each.revealed]

        def place(cluster: ClusterRecord) -> tuple[int, list[int], int]:
            dots = {mark.round: mark.dots for mark in self.marks[cluster.id]}
            return order[cluster.board], [-dots.get(number, 0) for number in numbers], cluster.order

        return sorted(self.clusters, key=place)

    def _proposal(self, number: str, cluster: ClusterRecord, ideas: list[Line]) -> Proposal:
        voted = cluster.id in self.votable
        return Proposal(number, cluster.name, cluster.board, ideas, self.marks[cluster.id], voted)

    def _line(self, idea: IdeaRecord) -> Line:
        author = self.records.get(f"author:{idea.id}")
        name = author.name if isinstance(author, AuthorRecord) else ""
        return Line(idea.n, idea.text, idea.board, name, self.marks[idea.id], idea.id in self.votable)

    def _boards(self) -> list[Board]:
        """In the order in which the agenda writes on them, then any that it does not name."""
        waiting = {board.id: board.waiting for board in self._all(BoardRecord)}
        boards: dict[str, Board] = {}
        for about in self.about.values():
            if isinstance(about, Gather) and about.board not in boards:
                boards[about.board] = Board(about.board, about.title, about.prompt, waiting.get(about.board, 0))
        for board in [each.board for each in self.clusters] + [each.board for each in self.ideas]:
            boards.setdefault(board, Board(board, board, "", waiting.get(board, 0)))
        return list(boards.values())

    def _tallies(self) -> tuple[list[Round], dict[str, list[Mark]], set[str]]:
        """The rounds in agenda order, what each stuck where, and what could be dotted in one that is revealed."""
        place = {step.id: step.n for step in self.steps}
        rounds = sorted(self._all(RoundRecord), key=lambda each: (place.get(each.step, 0), each.id))
        marks: dict[str, list[Mark]] = defaultdict(list)
        votable: set[str] = set()
        told: list[Round] = []
        for number, each in enumerate(rounds, 1):
            about = self.about.get(each.step)
            title, board = (about.title, about.board) if isinstance(about, Vote) else ("", "")
            tally = self.records.get(f"tally:{each.id}")
            if not (each.revealed and isinstance(tally, TallyRecord)):
                told.append(Round(number, title, board, False))
                continue
            items = self._items(about) if isinstance(about, Vote) else set()
            ranks = [count.rank for count in tally.counts]
            for count in tally.counts:
                tied = ranks.count(count.rank) > 1
                marks[count.on].append(Mark(number, count.dots, count.voters, count.rank, len(items), tied))
            votable |= items
            told.append(Round(number, title, board, True, tally.dots, tally.voters))
        return told, marks, votable

    def _items(self, vote: Vote) -> set[str]:
        clusters = {each.id for each in self.clusters if each.board == vote.board and vote.on != "ideas"}
        return clusters | {each.id for each in self.ideas if each.board == vote.board and vote.on != "clusters"}

    def _all(self, kind: type[R]) -> Iterator[R]:
        return (record for record in self.records.values() if isinstance(record, kind))
