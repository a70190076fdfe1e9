"""Hiding topics: a facilitator takes one out of the room's sight, with a reason, and may bring it back."""

from collections.abc import Iterable
from typing import assert_never

from workshops.topics import Topics
from workshops.vocabulary import (
    FACILITATORS,
    Command,
    Context,
    Event,
    Id,
    Key,
    Record,
    Redaction,
    Refused,
    Shown,
    Stored,
    clean_line,
    id_of,
    kind_of,
)

# Commands


class HideTopic(Command, frozen=True):
    """Facilitator: nobody but its conveners and the facilitators sees it any more; it leaves the wall."""

    topic: Id
    reason: str


class RestoreTopic(Command, frozen=True):
    topic: Id


# Events


class TopicHidden(Event, frozen=True):
    topic: str
    reason: str = ""


class TopicRestored(Event, frozen=True):
    topic: str


# Records


class TopicAsideRecord(Record, frozen=True, tag="aside"):
    """For facilitators and its first convener: why this topic is hidden."""

    id: str
    reason: str = ""


# State

HidingCommand = HideTopic | RestoreTopic
HidingEvent = TopicHidden | TopicRestored


class Hiding:
    """What is hidden the topics themselves know."""

    def __init__(self, topics: Topics) -> None:
        self.topics = topics

    def decide(self, command: HidingCommand, context: Context) -> list[Event]:
        context.require("facilitator")
        topic = self.topics.found(command.topic, None)
        if isinstance(command, HideTopic) == (topic.hidden is not None):
            raise Refused("already")
        match command:
            case HideTopic(_, reason):
                return [TopicHidden(topic.id, clean_line(reason, self.topics.limits.title))]
            case RestoreTopic():
                return [TopicRestored(topic.id)]
            case _:
                assert_never(command)

    def apply(self, stored: Stored) -> set[Key]:
        event, touched = stored.event, set[Key]()
        if isinstance(event, HidingEvent):
            self._apply(event, stored.seq)
            touched = self.topics.shift([event.topic])
        return touched | {f"aside:{topic_id}" for topic_id in self.topics.shifted}

    def _apply(self, event: HidingEvent, seq: int) -> None:
        topic = self.topics.topics[event.topic]
        match event:
            case TopicHidden(_, reason):
                # The reason may quote the topic.
                topic.log.append(Redaction(seq, TopicHidden(topic.id)))
                topic.hidden = reason
            case TopicRestored():
                topic.hidden = None
            case _:
                assert_never(event)

    def show(self, key: Key) -> Shown | None:
        topic = self.topics.topics.get(id_of(key))
        if topic is None or topic.withdrawn or topic.hidden is None or kind_of(key) != "aside":
            return None
        record = TopicAsideRecord(topic.id, topic.hidden)
        return Shown(record, FACILITATORS | self.topics.hands(topic), self.topics.owner(topic))

    def keys(self) -> Iterable[Key]:
        yield from (f"aside:{topic}" for topic in self.topics.topics)
