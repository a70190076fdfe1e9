"""Topics: what somebody wants to talk about and convenes a circle for; merged, and marked with interest.

Open Space Technology (Harrison Owen): the marketplace, where everyone proposes and nobody selects.
"""

# ruff: noqa: ARG002
from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta

from workshops.vocabulary import Command, Context, Event, Id, Key, Record, Redaction, Shown, Step, Stored

Conveners = Annotated[list[str], Meta(max_length=5)]


class Market(Step, frozen=True, kw_only=True, tag="market"):
    """Everyone proposes topics, and their conveners place them on the wall. each: how many topics a person may propose
    (0: as many as the workshop takes)."""

    each: Annotated[int, Meta(ge=0, le=20)] = 0


# Commands


class ProposeTopic(Command, frozen=True):
    """Who proposes convenes it. `origin`: the idea or cluster it is born from (`idea:ID`, `cluster:ID`). A facilitator
    proposes one that nobody convenes yet."""

    topic: Id
    title: str
    words: str = ""
    origin: str | None = None


class EditTopic(Command, frozen=True):
    """Its convener, or a facilitator."""

    topic: Id
    title: str
    words: str = ""


class WithdrawTopic(Command, frozen=True):
    """Its convener."""

    topic: Id


class HideTopic(Command, frozen=True):
    """Facilitator: nobody but its conveners and the facilitators sees it any more; it leaves the wall."""

    topic: Id
    reason: str


class RestoreTopic(Command, frozen=True):
    topic: Id


class ConveneTopic(Command, frozen=True):
    """Facilitator: these people convene it; none: somebody is looked for."""

    topic: Id
    conveners: Conveners


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
    """A merged topic is one of its own again, as it was, and on no place of the wall."""

    topic: Id


class MarkInterest(Command, frozen=True):
    """I would go there. Told to nobody else; counted once the topic is placed."""

    topic: Id
    on: bool = True


# Events


class TopicProposed(Event, frozen=True):
    """`n`: its number in the workshop, never given again. `by`: who entered it for a person on paper."""

    topic: str
    n: int = 0
    title: str = ""
    words: str = ""
    conveners: list[str] = []
    origin: str | None = None
    by: str = ""


class TopicEdited(Event, frozen=True):
    topic: str
    title: str = ""
    words: str = ""


class TopicWithdrawn(Event, frozen=True):
    topic: str


class TopicHidden(Event, frozen=True):
    topic: str
    reason: str = ""


class TopicRestored(Event, frozen=True):
    topic: str


class TopicConvened(Event, frozen=True):
    topic: str
    conveners: list[str] = []


class MergeOffered(Event, frozen=True):
    """`by`: the convener of one of the two who wants it."""

    topic: str
    into: str
    by: str = ""


class MergeDeclined(Event, frozen=True):
    topic: str
    into: str


class TopicsMerged(Event, frozen=True):
    topic: str
    into: str


class TopicUnmerged(Event, frozen=True):
    topic: str


class InterestMarked(Event, frozen=True):
    topic: str
    person: str = ""
    on: bool = True


# Records


class TopicRecord(Record, frozen=True, tag="topic"):
    """`names`: of its conveners, in their order ("" where there is none). `origin`: `idea:ID` or `cluster:ID`, while
    the room sees that. `into`: the topic that it was merged into. `offers`: topics that are to be merged into this one,
    if a convener of the other says the same. `hidden`: its conveners and the facilitators alone see it; `aside:ID` says
    why."""

    id: str
    n: int
    title: str
    words: str = ""
    conveners: list[str] = []
    names: list[str] = []
    origin: str | None = None
    into: str | None = None
    offers: list[str] = []
    hidden: bool = False


class TopicAsideRecord(Record, frozen=True, tag="aside"):
    """For facilitators and its first convener: why this topic is hidden."""

    id: str
    reason: str = ""


class InterestRecord(Record, frozen=True, tag="interest"):
    """`interest:PERSON`, for that person (helpers and facilitators too, if they are on paper): where they would go."""

    id: str
    topics: list[str] = []


# State

TopicsCommand = (
    ProposeTopic
    | EditTopic
    | WithdrawTopic
    | HideTopic
    | RestoreTopic
    | ConveneTopic
    | MergeTopics
    | DeclineMerge
    | UnmergeTopic
    | MarkInterest
)
TopicsEvent = (
    TopicProposed
    | TopicEdited
    | TopicWithdrawn
    | TopicHidden
    | TopicRestored
    | TopicConvened
    | MergeOffered
    | MergeDeclined
    | TopicsMerged
    | TopicUnmerged
    | InterestMarked
)
TopicsRecord = TopicRecord | TopicAsideRecord | InterestRecord


class Topics:
    def decide(self, command: TopicsCommand, context: Context) -> list[Event]:
        raise NotImplementedError

    def apply(self, stored: Stored) -> set[Key]:
        return set()

    def redactions(self, event: Event) -> list[Redaction]:
        return []

    def show(self, key: Key) -> Shown | None:
        return None

    def keys(self) -> Iterable[Key]:
        return ()
