"""Interest in topics: each person's own, told to nobody else, and counted once a topic is placed."""

from collections.abc import Iterable

from workshops.people import STAFF, People, PeopleMerged, PersonErased, PersonRemoved
from workshops.topics import Topics
from workshops.vocabulary import (
    NOBODY,
    Command,
    Context,
    Event,
    Id,
    Key,
    Record,
    Redaction,
    Shown,
    Stored,
    id_of,
    kind_of,
)

# Commands


class MarkInterest(Command, frozen=True):
    """I would go there. Told to nobody else; counted once the topic is placed."""

    topic: Id
    on: bool = True


# Events


class InterestMarked(Event, frozen=True):
    topic: str
    person: str = ""
    on: bool = True


# Records


class InterestRecord(Record, frozen=True, tag="interest"):
    """`interest:PERSON`, for that person (helpers and facilitators too, if they are on paper): where they would go."""

    id: str
    topics: list[str] = []


# State


class Interest:
    """marks: where in the log a person's interest stands."""

    def __init__(self, people: People, topics: Topics) -> None:
        self.people = people
        self.topics = topics
        self.marks: dict[str, list[int]] = {}

    def decide(self, command: MarkInterest, context: Context) -> list[Event]:
        person = self.people.require(context)
        topic = self.topics.found(command.topic, person)
        same = command.on == (person in self.topics.interested(self.topics.end(topic)))
        return [] if same else [InterestMarked(topic.id, person, command.on)]

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case InterestMarked(topic_id, person, on):
                self.marks.setdefault(person, []).append(stored.seq)
                self.topics.mark(self.topics.topics[topic_id], person, on=on)
                self.topics.shift([topic_id])
                return {f"interest:{person}"}
            case PersonErased(person) | PersonRemoved(person):
                self.marks.pop(person, None)
                return {f"interest:{person}"} | self._follow_topics()
            case PeopleMerged(person, into):
                self.marks.setdefault(into, []).extend(self.marks.pop(person, []))
                return {f"interest:{person}", f"interest:{into}"} | self._follow_topics()
            case _:
                return self._follow_topics()

    def _follow_topics(self) -> set[Key]:
        shifted = (self.topics.topics[topic_id] for topic_id in self.topics.shifted)
        return {f"interest:{person}" for topic in shifted for person in topic.marked}

    def redactions(self, event: Event) -> list[Redaction]:
        match event:
            case PersonErased(person) | PersonRemoved(person):
                return [Redaction(seq) for seq in self.marks.get(person, [])]
            case _:
                return []

    def show(self, key: Key) -> Shown | None:
        person = id_of(key)
        if kind_of(key) != "interest" or person not in self.people.joined:
            return None
        topics = self.topics
        ends = {topics.end(topic).id: topics.end(topic) for topic in topics.topics.values() if person in topic.marked}
        seen = sorted((end for end in ends.values() if "participant" in topics.seen(end)), key=lambda end: end.n)
        hands = STAFF if self.people.on_paper(person) else NOBODY
        return Shown(InterestRecord(person, [end.id for end in seen]), hands, person) if seen else None

    def keys(self) -> Iterable[Key]:
        yield from (f"interest:{person}" for person in self.marks)
