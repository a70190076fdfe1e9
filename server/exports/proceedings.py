"""The proceedings: what each circle left, in the order in which they met, and the topics that nobody placed."""

from collections import defaultdict
from collections.abc import Mapping
from typing import TypeVar

from msgspec import Struct

from server.exports.chain import Line
from server.exports.rounds import Mark, Rounds
from workshops.agenda import StepRecord
from workshops.attendance import AttendanceRecord
from workshops.clusters import ClusterRecord
from workshops.ideas import IdeaRecord
from workshops.market import Market
from workshops.proceedings import Field, Sessions
from workshops.slots import SlotRecord
from workshops.spaces import SpaceRecord
from workshops.texts import TextRecord
from workshops.topics import TopicRecord
from workshops.vocabulary import Key, Record
from workshops.wall import SessionRecord

R = TypeVar("R", bound=Record)


class Source(Struct, frozen=True):
    """What a topic was born of: an idea (`number`, 0: none yet) or a cluster (`proposal`: its number in the report)."""

    kind: str
    text: str
    number: int = 0
    proposal: str = ""


class Part(Struct, frozen=True):
    """One part of a report: what it says, or the ideas that it proposes."""

    title: str
    text: str = ""
    ideas: list[Line] = []


class Topic(Struct, frozen=True):
    """conveners: by name. was: what was merged into it. into: the number of what it went into itself."""

    id: str
    number: int
    title: str
    words: str
    conveners: list[str]
    born: Source | None = None
    was: list[str] = []
    into: int = 0


class Session(Struct, frozen=True):
    """A topic that was placed. slot None: it is on the wall no more. been: how many have been there. parts: those that
    say something. voted: a revealed round could have dotted it."""

    topic: Topic
    slot: SlotRecord | None
    space: str
    been: int
    parts: list[Part]
    marks: list[Mark]
    voted: bool


class Proceedings(Struct, frozen=True):
    """Empty where the workshop has no open forum. began: ms since 1970, when its marketplace or its sessions opened."""

    sessions: list[Session] = []
    unplaced: list[Topic] = []
    began: int | None = None

    @property
    def reports(self) -> list[Session]:
        return [session for session in self.sessions if session.parts]

    @property
    def told(self) -> set[int]:
        """The numbers of the topics that are told of."""
        return {topic.number for topic in [*(session.topic for session in self.sessions), *self.unplaced]}

    def __bool__(self) -> bool:
        return bool(self.sessions or self.unplaced)


def convene(
    records: Mapping[Key, Record], rounds: Rounds, lines: Mapping[str, Line], proposals: Mapping[str, str]
) -> Proceedings:
    """`lines`: ideas as they are printed, by id. proposals: the numbers of clusters in the report, by id."""
    return _Convening(records, rounds, lines, proposals).proceedings()


class _Convening:
    def __init__(
        self, records: Mapping[Key, Record], rounds: Rounds, lines: Mapping[str, Line], proposals: Mapping[str, str]
    ) -> None:
        self.records, self.rounds, self.lines, self.proposals = records, rounds, lines, proposals
        self.topics = sorted(self._all(TopicRecord), key=lambda topic: topic.n)
        self.into = {topic.id: topic.into for topic in self.topics if topic.into is not None}
        self.ends = {topic.id: self._end(topic.id) for topic in self.topics}
        self.proposed: dict[str, list[Line]] = defaultdict(list)
        for idea in sorted(self._all(IdeaRecord), key=lambda idea: (idea.n == 0, idea.n, idea.id)):
            kind, _, session = (idea.origin or "").partition(":")
            if kind == "session":
                self.proposed[session].append(lines[idea.id])

    def proceedings(self) -> Proceedings:
        told = [(topic, self._parts(topic.id)) for topic in self.topics]
        sessions = [(topic, parts) for topic, parts in told if parts or self._one(SessionRecord, topic.id)]
        known = {topic.id for topic, _ in sessions}
        rest = [topic for topic in self.topics if topic.id not in known and topic.id not in self.into]
        sessions.sort(key=lambda each: self._place(each[0]))
        return Proceedings(
            [self._session(*each) for each in sessions], [self._topic(topic) for topic in rest], self._began()
        )

    def _began(self) -> int | None:
        """A step tells when it was last opened: of the two, the earlier one is the day itself."""
        steps = [step for step in self._all(StepRecord) if isinstance(step.about, Market | Sessions)]
        return min((step.opened_at for step in steps if step.opened_at is not None), default=None)

    def _place(self, topic: TopicRecord) -> tuple[float, ...]:
        """Slot by slot, within one by space; what has left the wall comes last."""
        session = self._one(SessionRecord, topic.id)
        slot = self._one(SlotRecord, session.slot) if session else None
        space = self._one(SpaceRecord, session.space) if session else None
        return (slot.n if slot else float("inf"), space.n if space else float("inf"), topic.n)

    def _session(self, topic: TopicRecord, parts: list[Part]) -> Session:
        session, been = self._one(SessionRecord, topic.id), self._one(AttendanceRecord, topic.id)
        space = self._one(SpaceRecord, session.space) if session else None
        return Session(
            topic=self._topic(topic),
            slot=self._one(SlotRecord, session.slot) if session else None,
            space=space.name if space else "",
            been=been.been if been else 0,
            parts=parts,
            marks=self.rounds.marks[topic.id],
            voted=topic.id in self.rounds.votable,
        )

    def _topic(self, topic: TopicRecord) -> Topic:
        into = self._one(TopicRecord, self.ends[topic.id])
        return Topic(
            id=topic.id,
            number=topic.n,
            title=topic.title,
            words=topic.words,
            conveners=[name for name in topic.names if name],
            born=self._born(topic.origin or ""),
            was=[other.title for other in self.topics if other.id != topic.id and self.ends[other.id] == topic.id],
            into=into.n if into and into.id != topic.id else 0,
        )

    def _end(self, topic: str) -> str:
        """Where a topic is now, through as many merges as follow."""
        for _ in range(len(self.into)):
            topic = self.into.get(topic, topic)
        return topic

    def _born(self, origin: Key) -> Source | None:
        match self.records.get(origin):
            case IdeaRecord() as idea:
                return Source("idea", idea.text, number=idea.n)
            case ClusterRecord() as cluster:
                return Source("cluster", cluster.name, proposal=self.proposals.get(cluster.id, ""))
            case _:
                return None

    def _parts(self, topic: str) -> list[Part]:
        parts = [self._part(topic, field) for field in self._canvas()]
        return [part for part in parts if part.text or part.ideas]

    def _part(self, topic: str, field: Field) -> Part:
        if field.kind == "ideas":
            return Part(field.title, ideas=self.proposed.get(topic, []))
        text = self._one(TextRecord, f"{topic}.{field.id}")
        return Part(field.title, text=text.text.strip() if text else "")

    def _canvas(self) -> list[Field]:
        steps = sorted(self._all(StepRecord), key=lambda step: step.n)
        return next((step.about.canvas for step in steps if isinstance(step.about, Sessions)), [])

    def _all(self, kind: type[R]) -> list[R]:
        return [record for record in self.records.values() if isinstance(record, kind)]

    def _one(self, kind: type[R], id_: str) -> R | None:
        found = self.records.get(f"{kind.__struct_config__.tag}:{id_}")
        return found if isinstance(found, kind) else None
