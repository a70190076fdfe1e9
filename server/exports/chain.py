"""One idea as it is printed, and what leads from one thing to the next: idea, topic, session, idea, proposal."""

from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct

from server.exports.rounds import Mark
from workshops.ideas import IdeaRecord
from workshops.topics import TopicRecord
from workshops.vocabulary import Key, Record


class Ref(Struct, frozen=True):
    """A topic, or the session it became, named on the thing it came from or led to."""

    number: int
    title: str


class Line(Struct, frozen=True):
    """One idea as it is printed. `number` 0: it has none yet. `author` empty: hidden, or unnamed. `voted`: a revealed
    round could have dotted it. session: whose report proposes it. topics: those that were born of it."""

    number: int
    text: str
    board: str
    author: str = ""
    marks: list[Mark] = []
    voted: bool = False
    session: Ref | None = None
    topics: list[Ref] = []


class Chain:
    """Who came from whom."""

    def __init__(self, records: Mapping[Key, Record]) -> None:
        topics = [record for record in records.values() if isinstance(record, TopicRecord)]
        self._refs = {topic.id: Ref(topic.n, topic.title) for topic in topics}
        self._born: dict[str, list[Ref]] = defaultdict(list)
        for topic in sorted(topics, key=lambda topic: topic.n):
            if topic.origin is not None:
                self._born[topic.origin].append(self._refs[topic.id])

    def session(self, idea: IdeaRecord) -> Ref | None:
        """The session whose report proposes this idea, where it is told of."""
        kind, _, id_ = (idea.origin or "").partition(":")
        return self._refs.get(id_) if kind == "session" else None

    def topics(self, origin: Key) -> list[Ref]:
        """Those that were born of this idea or cluster, by their numbers."""
        return self._born.get(origin, [])
