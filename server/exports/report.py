"""The one document that every export prints: proposals under their themes, and what each of them comes from."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeVar

from msgspec import Struct

from server.exports.chain import Chain, Ref
from server.exports.chain import Line as Line
from server.exports.proceedings import Proceedings, Session, convene
from server.exports.rounds import Mark, Result, Round, Rounds
from server.topics import brief
from workshops.agenda import StepRecord
from workshops.authorship import AuthorRecord
from workshops.boards import BoardRecord, Gather
from workshops.clusters import ClusterRecord
from workshops.description import WorkshopRecord
from workshops.ideas import IdeaRecord
from workshops.merging import MergedRecord
from workshops.people import CrowdRecord
from workshops.proceedings import session_of
from workshops.sorting import PlaceRecord
from workshops.themes import ThemeRecord
from workshops.vocabulary import Key, Record

R = TypeVar("R", bound=Record)


class Proposal(Struct, frozen=True):
    """A cluster, about to be drafted; or (`circle`) one idea that a circle proposes. `voted`: a revealed round could
    have dotted it. `was`: the names of the clusters that were merged into it. topics: those that were born of it."""

    number: str
    title: str
    board: str
    ideas: list[Line]
    marks: list[Mark]
    voted: bool
    was: list[str] = []
    topics: list[Ref] = []
    circle: Session | None = None

    @property
    def whole(self) -> str:
        """What a circle proposes, where the title is only its beginning."""
        return self.ideas[0].text if self.circle and self.ideas[0].text.strip() != self.title else ""

    @property
    def sessions(self) -> list[Ref]:
        """Those whose reports propose some of its ideas."""
        return sorted({idea.session for idea in self.ideas if idea.session}, key=lambda ref: ref.number)


class Chapter(Struct, frozen=True):
    """A theme with its proposals; `name` empty and `hue` 0: those filed under none, or (`circle`) what a circle
    proposes and nobody has put in a cluster."""

    name: str
    hue: int
    proposals: list[Proposal]
    circle: Session | None = None


class Board(Struct, frozen=True):
    """`waiting`: ideas that the room has not been shown, and that no export holds."""

    id: str
    title: str
    prompt: str
    waiting: int


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
    proceedings: Proceedings = Proceedings()

    @property
    def proposals(self) -> list[Proposal]:
        return [proposal for chapter in self.chapters for proposal in chapter.proposals]

    @property
    def clusters(self) -> list[Proposal]:
        return [proposal for proposal in self.proposals if proposal.circle is None]

    @property
    def ideas(self) -> list[Line]:
        return [idea for proposal in self.proposals for idea in proposal.ideas] + self.loose

    @property
    def results(self) -> list[Result]:
        """Everything that got a dot, as it is numbered here, with its marks in all rounds side by side."""
        revealed = [each.number for each in self.rounds if each.revealed]

        def line(kind: str, number: str, title: str, marks: list[Mark]) -> Result:
            by_round = {mark.round: mark for mark in marks}
            return Result(kind, number, title, [by_round.get(number) for number in revealed])

        lines = [line("cluster", each.number, each.title, each.marks) for each in self.clusters if each.marks]
        ideas = sorted((each for each in self.ideas if each.marks), key=lambda each: (each.number == 0, each.number))
        lines += [line("idea", str(each.number or ""), each.text, each.marks) for each in ideas]
        circles = sorted((each for each in self.proceedings.sessions if each.marks), key=lambda each: each.topic.number)
        return lines + [line("report", str(each.topic.number), each.topic.title, each.marks) for each in circles]

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
        self.rounds = Rounds(records)
        self.was = self._merged()
        self.chain = Chain(records)
        self.lines = {idea.id: self._line(idea) for idea in self.ideas}
        self.numbers: dict[str, str] = {}
        self.width = 2

    def report(self) -> Report:
        places = {place.id: place.cluster for place in self._all(PlaceRecord)}
        known = {cluster.id for cluster in self.clusters}
        content: dict[str, list[Line]] = defaultdict(list)
        loose: list[IdeaRecord] = []
        for idea in self.ideas:
            if places.get(idea.id) in known:
                content[places[idea.id]].append(self.lines[idea.id])
            else:
                loose.append(idea)
        opened = [step.opened_at for step in self.steps if step.opened_at is not None]
        chapters = self._chapters(content, len(loose))
        proceedings = convene(self.records, self.rounds, self.lines, self.numbers)
        circles = self._circles(proceedings, loose)
        order = {board.id: n for n, board in enumerate(self.boards)}
        return Report(
            title=self.workshop.title,
            language=self.workshop.language,
            organiser=self.workshop.organiser,
            people=sum(crowd.people for crowd in self._all(CrowdRecord)),
            days=(min(opened), max(opened)) if opened else None,
            boards=self.boards,
            rounds=self.rounds.all,
            chapters=chapters + circles,
            loose=[
                self.lines[idea.id]
                for idea in sorted(loose, key=lambda idea: order[idea.board])
                if idea.id not in self.numbers
            ],
            proceedings=proceedings,
        )

    def _chapters(self, content: Mapping[str, list[Line]], more: int) -> list[Chapter]:
        """Themes in their order, what is filed under none last; numbers run from the first page to the last, and what
        circles propose (`more` at most) goes on with them.

        A number says where to find a proposal, not how it fared: its rank over the round is printed beside it. So the
        numbers stay in order on paper, and a proposal is where its number says in every format.
        """
        themes = sorted(self._all(ThemeRecord), key=lambda theme: (theme.order, theme.hue))
        known = {theme.id for theme in themes}
        filed: dict[str | None, list[ClusterRecord]] = defaultdict(list)
        for cluster in self._by_dots():
            filed[cluster.theme if cluster.theme in known else None].append(cluster)
        self.width = max(2, len(str(len(self.clusters) + more)))
        chapters = []
        for name, hue, clusters in [*((t.name, t.hue, filed[t.id]) for t in themes), ("", 0, filed[None])]:
            proposals = []
            for cluster in clusters:
                self._number(cluster.id)
                proposals.append(self._proposal(cluster, content.get(cluster.id, [])))
            if proposals or name:
                chapters.append(Chapter(name, hue, proposals))
        return chapters

    def _number(self, proposal: str) -> str:
        self.numbers[proposal] = f"P{len(self.numbers) + 1:0{self.width}}"
        return self.numbers[proposal]

    def _circles(self, proceedings: Proceedings, loose: list[IdeaRecord]) -> list[Chapter]:
        """Session by session what they propose, but for what is in a cluster; most dots first."""
        proposed: dict[str | None, list[IdeaRecord]] = defaultdict(list)
        for idea in loose:
            proposed[session_of(idea.origin)].append(idea)
        chapters = []
        for session in proceedings.sessions:
            ideas = sorted(proposed[session.topic.id], key=lambda idea: self._fared(idea.id))
            if ideas:
                chapters.append(Chapter("", 0, [self._of_circle(session, idea) for idea in ideas], session))
        return chapters

    def _of_circle(self, session: Session, idea: IdeaRecord) -> Proposal:
        line = self.lines[idea.id]
        return Proposal(
            number=self._number(idea.id),
            title=brief(idea.text),
            board=idea.board,
            ideas=[line],
            marks=line.marks,
            voted=line.voted,
            topics=line.topics,
            circle=session,
        )

    def _fared(self, voted: str) -> list[int]:
        """Where several rounds were about it the last one revealed decides, and the one before it between equals."""
        dots = {mark.round: mark.dots for mark in self.rounds.marks[voted]}
        return [-dots.get(each.number, 0) for each in reversed(self.rounds.revealed)]

    def _by_dots(self) -> list[ClusterRecord]:
        """Most dots first, ties in board order. Dots of different boards do not compare: boards stay in their order."""
        order = {board.id: n for n, board in enumerate(self.boards)}
        return sorted(self.clusters, key=lambda each: (order[each.board], self._fared(each.id), each.order))

    def _proposal(self, cluster: ClusterRecord, ideas: list[Line]) -> Proposal:
        return Proposal(
            number=self.numbers[cluster.id],
            title=cluster.name,
            board=cluster.board,
            ideas=ideas,
            marks=self.rounds.marks[cluster.id],
            voted=cluster.id in self.rounds.votable,
            was=self.was.get(cluster.id, []),
            topics=self.chain.topics(f"cluster:{cluster.id}"),
        )

    def _line(self, idea: IdeaRecord) -> Line:
        author = self.records.get(f"author:{idea.id}")
        name = author.name if isinstance(author, AuthorRecord) else ""
        return Line(
            number=idea.n,
            text=idea.text,
            board=idea.board,
            author=name,
            marks=self.rounds.marks[idea.id],
            voted=idea.id in self.rounds.votable,
            session=self.chain.session(idea),
            topics=self.chain.topics(f"idea:{idea.id}"),
        )

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

    def _merged(self) -> dict[str, list[str]]:
        """What went into each cluster, through however many merges, in the order of their names."""
        into = {merged.id: merged.into for merged in self._all(MergedRecord)}
        was: dict[str, list[str]] = defaultdict(list)
        for merged in sorted(self._all(MergedRecord), key=lambda merged: (merged.name, merged.id)):
            last = merged.into
            while last in into:
                last = into[last]
            was[last].append(merged.name)
        return was

    def _all(self, kind: type[R]) -> Iterator[R]:
        return (record for record in self.records.values() if isinstance(record, kind))
