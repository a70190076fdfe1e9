"""Merging topics: by a facilitator, by who convenes both, or by an offer of one convener that another takes up."""

from typing import assert_never

from workshops.convening import Topic
from workshops.topics import Topics
from workshops.vocabulary import Command, Context, Event, Id, Key, Refused, Stored

# Commands


class MergeTopics(Command, frozen=True):
    """One topic goes into another, with its conveners and the interest in it. By a facilitator, or by who convenes
    both, at once; by a convener of one of them it is an offer, until a convener of the other says the same."""

    topic: Id
    into: Id


class DeclineMerge(Command, frozen=True):
    """An offer is taken back, or turned down."""

    topic: Id
    into: Id


class UnmergeTopic(Command, frozen=True):
    """A merged topic is one of its own again, as it was, and on its place of the wall, if that is free."""

    topic: Id


# Events


class MergeOffered(Event, frozen=True):
    """`by`: the convener of one of the two who wants it."""

    topic: str
    into: str
    by: str = ""


class MergeDeclined(Event, frozen=True):
    topic: str
    into: str


class TopicsMerged(Event, frozen=True):
    """`told`: by a file, which names those who came with it among the conveners of where it went. `slot`, `space`: the
    cell that it left."""

    topic: str
    into: str
    told: bool = False
    slot: str = ""
    space: str = ""


class TopicUnmerged(Event, frozen=True):
    topic: str


# State

MergingCommand = MergeTopics | DeclineMerge | UnmergeTopic
MergingEvent = MergeOffered | MergeDeclined | TopicsMerged | TopicUnmerged


class Merging:
    """Who may have one topic go into another, and come out again."""

    def __init__(self, topics: Topics) -> None:
        self.topics = topics

    def decide(self, command: MergingCommand, context: Context) -> list[Event]:
        who = self.topics.actor(context)
        match command:
            case MergeTopics(topic_id, into):
                return self._merging(topic_id, into, who)
            case DeclineMerge(topic_id, into):
                return self._declining(topic_id, into, who)
            case UnmergeTopic(topic_id):
                return self._unmerging(topic_id, who)
            case _:
                assert_never(command)

    def _merging(self, topic_id: str, into_id: str, who: str | None) -> list[Event]:
        topic, into = self.topics.found(topic_id, who), self.topics.found(into_id, who)
        if topic is into or topic.into is not None or into.into is not None:
            raise Refused("already")
        if not (self.topics.in_room(topic) and self.topics.in_room(into)):
            raise Refused("unknown")
        merged: list[Event] = [TopicsMerged(topic.id, into.id)]
        if who is None:
            return merged
        sides = [self.topics.conveners(topic), self.topics.conveners(into)]
        if all(who in side for side in sides):
            return merged
        mine = next((side for side in sides if who in side), None)
        if mine is None:
            raise Refused("not_allowed")
        wants = into.offers.get(topic.id, "")
        if any(wants in side for side in sides if side is not mine):
            return merged
        return [] if wants in mine else [MergeOffered(topic.id, into.id, who)]

    def _declining(self, topic_id: str, into_id: str, who: str | None) -> list[Event]:
        topic, into = self.topics.found(topic_id, who), self.topics.found(into_id, who)
        if topic.id not in into.offers:
            raise Refused("unknown")
        self._check_of(who, topic, into)
        return [MergeDeclined(topic.id, into.id)]

    def _unmerging(self, topic_id: str, who: str | None) -> list[Event]:
        topic = self.topics.found(topic_id, who)
        if topic.into is None:
            raise Refused("already")
        self._check_of(who, topic, self.topics.end(topic))
        return [TopicUnmerged(topic.id)]

    def _check_of(self, who: str | None, *topics: Topic) -> None:
        """Refused where it is no convener of one of these who asks, nor a facilitator (None)."""
        if who is not None and not any(who in self.topics.conveners(topic) for topic in topics):
            raise Refused("not_allowed")

    def apply(self, stored: Stored) -> set[Key]:
        """What is shown of them topics.py shows."""
        return self.topics.shift(self._apply(stored.event)) if isinstance(stored.event, MergingEvent) else set()

    def _apply(self, event: MergingEvent) -> list[str]:
        topics = self.topics.topics
        match event:
            case MergeOffered(topic, into, by):
                topics[into].offers[topic] = by
                return [into]
            case MergeDeclined(topic, into):
                topics[into].offers.pop(topic, None)
                return [into]
            case TopicsMerged(topic, into, told, slot, space):
                topics[topic].stood = f"{slot}.{space}" if slot else ""
                return self.topics.merge(topics[topic], topics[into], told=told)
            case TopicUnmerged(topic):
                return self.topics.unmerge(topics[topic])
            case _:
                assert_never(event)
