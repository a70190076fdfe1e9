"""Topics: what somebody wants to talk about and convenes a circle for; everyone proposes, and nobody selects (Harrison
Owen, Open Space Technology)."""

from collections.abc import Callable, Iterable
from typing import Annotated, assert_never

from msgspec import Meta
from msgspec.structs import replace

from workshops.agenda import StepOpened
from workshops.clusters import Clusters
from workshops.convening import Convening, Topic
from workshops.ideas import Ideas
from workshops.market import Marketplace
from workshops.origins import Origins
from workshops.people import STAFF, People, PeopleMerged, PersonErased, PersonRemoved, PersonRenamed
from workshops.vocabulary import (
    FACILITATORS,
    NOBODY,
    Audience,
    Command,
    Context,
    Event,
    Id,
    Key,
    Limits,
    Record,
    Redaction,
    Refused,
    Shown,
    Stored,
    clean_line,
    clean_text,
    id_of,
    kind_of,
)

Conveners = Annotated[list[str], Meta(max_length=5)]


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


class ConveneTopic(Command, frozen=True):
    """Facilitator: these people convene it; none: somebody is looked for."""

    topic: Id
    conveners: Conveners


# Events


class TopicProposed(Event, frozen=True):
    """`n`: its number in the workshop, never given again. `by`: who entered it for a person on paper.

    Where it was read from a file: `signed`, its conveners' names; `interest`, how many people marked it; `placed`: it
    has a report, though it is on the wall no more.
    """

    topic: str
    n: int = 0
    title: str = ""
    words: str = ""
    conveners: list[str] = []
    origin: str | None = None
    by: str = ""
    signed: list[str] = []
    interest: int = 0
    placed: bool = False


class TopicEdited(Event, frozen=True):
    topic: str
    title: str = ""
    words: str = ""


class TopicWithdrawn(Event, frozen=True):
    topic: str


class TopicConvened(Event, frozen=True):
    topic: str
    conveners: list[str] = []


# Records


class TopicRecord(Record, frozen=True, tag="topic"):
    """`names`: of its conveners, in their order ("" where there is none). `origin`: `idea:ID` or `cluster:ID`, while
    the room sees that. `into`: the topic that it was merged into; `stood`: the cell of
    the wall that it left then, SLOT.SPACE. `offers`: topics whose conveners want them to be
    merged into this one, if a convener of this one says the same; `asks`: topics that a convener of this one wants to
    be merged into it. `hidden`: its first convener and the facilitators alone see it; `aside:ID` says why. No title:
    whoever wrote it has erased themselves, and there is a report."""

    id: str
    n: int
    title: str
    words: str = ""
    conveners: list[str] = []
    names: list[str] = []
    origin: str | None = None
    into: str | None = None
    offers: list[str] = []
    asks: list[str] = []
    hidden: bool = False
    stood: str = ""


# State

TopicsCommand = ProposeTopic | EditTopic | WithdrawTopic | ConveneTopic
TopicsEvent = TopicProposed | TopicEdited | TopicWithdrawn | TopicConvened


class Topics(Convening):
    """Who may do what with topics, and who sees them.

    shifted: the topics of which the last event may have changed who sees them, what they went into, who convenes them,
    or how many are interested.
    """

    def __init__(
        self, market: Marketplace, people: People, ideas: Ideas, clusters: Clusters, limits: Limits, taken: set[str]
    ) -> None:
        super().__init__(taken)
        self.market = market
        self.people = people
        self.origins = Origins(ideas, clusters)
        self.limits = limits
        self.shifted: list[str] = []

    def decide(self, command: TopicsCommand, context: Context) -> list[Event]:
        match command:
            case ProposeTopic():
                return self._proposing(command, context)
            case EditTopic(topic_id, title, words):
                return self._editing(self.led(topic_id, context), title, words)
            case WithdrawTopic(topic_id):
                self.people.require(context)
                return [TopicWithdrawn(self.led(topic_id, context).id)]
            case ConveneTopic(topic_id, conveners):
                context.require("facilitator")
                return self._convening(self.found(topic_id, None), list(dict.fromkeys(conveners)))
            case _:
                assert_never(command)

    def actor(self, context: Context) -> str | None:
        """The person who acts; None: a facilitator, who may act on anybody's topic."""
        return None if context.role == "facilitator" and context.subject is None else self.people.require(context)

    def led(self, topic_id: str, context: Context) -> Topic:
        """This topic, if its conveners or a facilitator ask. Refused: unknown, not_allowed, already (withdrawn)."""
        who = self.actor(context)
        topic = self.found(topic_id, who)
        if who is not None and who not in self.conveners(topic):
            raise Refused("not_allowed")
        return topic

    def found(self, topic_id: str, who: str | None) -> Topic:
        """This topic, if this person (None: a facilitator) sees it."""
        topic = self.topics.get(topic_id)
        if topic is None:
            raise Refused("unknown")
        convenes = who is not None and who in self.conveners(topic)
        if topic.withdrawn:
            raise Refused("already" if convenes else "unknown")
        if who is not None and not convenes and "participant" not in self.seen(topic):
            raise Refused("unknown")
        return topic

    def _proposing(self, command: ProposeTopic, context: Context) -> list[Event]:
        who = self.actor(context)
        if command.topic in self.taken:
            raise Refused("taken")
        if who is not None:
            self.market.check_takes()
        if command.origin is not None and not self.origins.seen_by(command.origin, who):
            raise Refused("unknown")
        title, words = self._clean(command.title, command.words)
        self._check_room(who)
        conveners = [] if who is None else [who]
        by = "" if context.subject is None else context.actor
        return [TopicProposed(command.topic, self.next_n, title, words, conveners, command.origin, by)]

    def _clean(self, title: str, words: str) -> tuple[str, str]:
        more = clean_text(words, self.limits.topic_words) if words.strip() else ""
        return clean_line(title, self.limits.title), more

    def _check_room(self, who: str | None) -> None:
        there = [topic for topic in self.topics.values() if not topic.withdrawn]
        if len(there) >= self.limits.topics:
            raise Refused("too_many", limit=self.limits.topics)
        each = self.market.each
        if who is not None and each and sum(topic.person == who for topic in there) >= each:
            raise Refused("too_many", limit=each)

    def _editing(self, topic: Topic, title: str, words: str) -> list[Event]:
        clean = self._clean(title, words)
        return [] if clean == (topic.title, topic.words) else [TopicEdited(topic.id, *clean)]

    def _convening(self, topic: Topic, people: list[str]) -> list[Event]:
        if not set(people) <= self.people.joined.keys():
            raise Refused("unknown")
        same = people == self.conveners(topic) and not self.signed(topic)
        return [] if same else [TopicConvened(topic.id, people)]

    def erasing(self, events: list[Event], says: Callable[[str], object]) -> list[Event]:
        """Of the topics of who is being erased, those whose report `says` something stay without their words
        (TOPIC10)."""
        return [self._keeping(event, says) if isinstance(event, PersonErased) else event for event in events]

    def _keeping(self, event: PersonErased, says: Callable[[str], object]) -> PersonErased:
        return replace(event, kept=[topic.id for topic in self.theirs_alone(event.person) if says(topic.id)])

    def apply(self, stored: Stored) -> set[Key]:
        event = stored.event
        changed = self._apply(event, stored.seq) if isinstance(event, TopicsEvent) else self._apply_others(event)
        return self.shift([*changed, *self.origins.moved(event)])

    def shift(self, changed: Iterable[str]) -> set[Key]:
        """Something of these topics has changed; gives the keys that this touches."""
        self.shifted = self.together(changed)
        return {f"topic:{topic_id}" for topic_id in self.shifted}

    def _apply(self, event: TopicsEvent, seq: int) -> list[str]:
        if isinstance(event, TopicProposed):
            return self._proposed(event, seq)
        topic = self.topics[event.topic]
        match event:
            case TopicEdited(_, title, words):
                topic.log.append(Redaction(seq, TopicEdited(topic.id)))
                topic.title, topic.words = title, words
                return [topic.id]
            case TopicWithdrawn():
                return self.withdraw(topic)
            case TopicConvened(_, conveners):
                return self.convene(topic, conveners)
            case _:
                assert_never(event)

    def _proposed(self, event: TopicProposed, seq: int) -> list[str]:
        # Who convened what stays in the log: what follows from it is to be the same when it is read again.
        blank = Redaction(seq, replace(event, title="", words="", by="", signed=[]))
        person, own = (event.conveners or [""])[0], list(event.conveners)
        topic = Topic(event.topic, event.n, event.title, event.words, person, own, set(own), [blank], event.origin)
        if topic.origin is not None:
            self.origins.note(topic.origin, topic.id)
        topic.signed, topic.counted = list(event.signed), event.interest
        return self.put(topic)

    def _apply_others(self, event: Event | None) -> list[str]:
        match event:
            case PersonRenamed(person):
                return [topic.id for topic in self.topics.values() if person in self.conveners(topic)]
            case PersonErased(person, _, kept):
                return self.erase(person, kept)
            case PersonRemoved(person):
                return self.go(person)
            case PeopleMerged(person, into):
                return self.become(person, into)
            case StepOpened() if self.market.agenda.crossed:
                here = self.market.crossed
                return [topic.id for topic in self.topics.values() if here or topic.origin is not None]
            case _:
                return []

    def redactions(self, event: Event) -> list[Redaction]:
        match event:
            case PersonErased(person):
                return [word for topic in self.theirs_alone(person) for word in topic.log]
            case _:
                return []

    # Who sees them

    def in_room(self, topic: Topic) -> bool:
        """Nothing keeps it from the room, nor what it was merged into."""
        end = self.end(topic)
        return not topic.withdrawn and topic.hidden is None and end.hidden is None

    def seen(self, topic: Topic) -> frozenset[Audience]:
        """Who sees a topic, its first convener apart (and the helpers of conveners on paper), who always do."""
        if topic.withdrawn:
            return NOBODY
        return self.market.seen() if self.in_room(topic) else FACILITATORS

    def owner(self, topic: Topic) -> str | None:
        return None if topic.withdrawn else next(iter(self.conveners(topic)), None)

    def hands(self, topic: Topic) -> frozenset[Audience]:
        """Who sees it beside its owner, as they do: for conveners on paper, who enters what they write."""
        return STAFF if any(map(self.people.on_paper, self.conveners(topic))) else NOBODY

    def show(self, key: Key) -> Shown | None:
        topic = self.topics.get(id_of(key))
        if topic is None or topic.withdrawn or kind_of(key) != "topic":
            return None
        return Shown(self._record(topic), self.seen(topic) | self.hands(topic), self.owner(topic))

    def _record(self, topic: Topic) -> TopicRecord:
        conveners = self.conveners(topic)
        wanted = {other: by for other, by in topic.offers.items() if self.in_room(self.topics[other])}
        offers = [other for other, by in wanted.items() if by in self.conveners(self.topics[other])]
        return TopicRecord(
            id=topic.id,
            n=topic.n,
            title=topic.title,
            words=topic.words,
            conveners=conveners,
            names=[*(self.people.joined[person].name for person in conveners), *self.signed(topic)],
            origin=topic.origin and self.origins.told(topic.origin),
            into=self.leads(topic),
            offers=offers,
            asks=[other for other, by in wanted.items() if other not in offers and by in conveners],
            hidden=topic.hidden is not None,
            stood=topic.stood,
        )

    def keys(self) -> Iterable[Key]:
        yield from (f"topic:{topic}" for topic in self.topics)
