"""Topics: what somebody wants to talk about and convenes a circle for; merged, and marked with interest.

Open Space Technology (Harrison Owen): the marketplace, where everyone proposes and nobody selects.
"""

from collections.abc import Callable, Iterable
from typing import Annotated, Protocol, assert_never, cast

from msgspec import Meta
from msgspec.structs import replace

from workshops.agenda import Agenda, StepOpened, StepState
from workshops.clusters import Clusters
from workshops.convening import Convening
from workshops.convening import Topic as Topic
from workshops.ideas import Ideas
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
    Step,
    Stored,
    clean_line,
    clean_text,
    id_of,
    kind_of,
)

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
    """`told`: by a file, which names those who came with it among the conveners of where it went."""

    topic: str
    into: str
    told: bool = False


class TopicUnmerged(Event, frozen=True):
    topic: str


class InterestMarked(Event, frozen=True):
    topic: str
    person: str = ""
    on: bool = True


# Records


class TopicRecord(Record, frozen=True, tag="topic"):
    """`names`: of its conveners, in their order ("" where there is none). `origin`: `idea:ID` or `cluster:ID`, while
    the room sees that. `into`: the topic that it was merged into. `offers`: topics whose conveners want them to be
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


class TakesTopics(Protocol):
    """What is asked here of the step of the sessions, which is a later feature's."""

    @property
    def late_topics(self) -> bool: ...


class Topics(Convening):
    """Who may do what with topics, and who sees them.

    market, sessions: the steps at which they are proposed. belongs: the place on the agenda where topics belong.
    shifted: the topics of which the last event may have changed who sees them, what they went into, who convenes them,
    or how many are interested.
    """

    def __init__(
        self, agenda: Agenda, people: People, ideas: Ideas, clusters: Clusters, limits: Limits, taken: set[str]
    ) -> None:
        super().__init__(taken)
        self.agenda = agenda
        self.people = people
        self.origins = Origins(ideas, clusters)
        self.limits = limits
        self.market: StepState | None = None
        self.sessions: StepState | None = None
        self.belongs = 0
        self.shifted: list[str] = []

    def plan(self, market: StepState | None, sessions: StepState | None) -> None:
        self.market, self.sessions = market, sessions
        first = market or sessions
        self.belongs = 0 if first is None else first.n

    def decide(self, command: TopicsCommand, context: Context) -> list[Event]:
        match command:
            case ProposeTopic():
                return self._proposing(command, context)
            case EditTopic(topic_id, title, words):
                return self._editing(self.led(topic_id, context), title, words)
            case WithdrawTopic(topic_id):
                self.people.require(context)
                return [TopicWithdrawn(self.led(topic_id, context).id)]
            case HideTopic() | RestoreTopic() | ConveneTopic():
                context.require("facilitator")
                return self._leading(command, self._topic(command.topic, None))
            case MergeTopics(topic_id, into):
                return self._merging(topic_id, into, self._actor(context))
            case DeclineMerge(topic_id, into):
                return self._declining(topic_id, into, self._actor(context))
            case UnmergeTopic(topic_id):
                return self._unmerging(topic_id, self._actor(context))
            case MarkInterest(topic_id, on):
                return self._marking(topic_id, self.people.require(context), on=on)
            case _:
                assert_never(command)

    def _actor(self, context: Context) -> str | None:
        """The person who acts; None: a facilitator, who may act on anybody's topic."""
        return None if context.role == "facilitator" and context.subject is None else self.people.require(context)

    def led(self, topic_id: str, context: Context) -> Topic:
        """This topic, if its conveners or a facilitator ask. Refused: unknown, not_allowed, already (withdrawn)."""
        who = self._actor(context)
        topic = self._topic(topic_id, who)
        if who is not None and who not in self.conveners(topic):
            raise Refused("not_allowed")
        return topic

    def _topic(self, topic_id: str, who: str | None) -> Topic:
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

    def check_open(self) -> None:
        """Refused where neither the marketplace nor the sessions are open: not_yet, step_closed."""
        if self.agenda.open is None or self.agenda.open not in (self.market, self.sessions):
            first = self.market or self.sessions
            raise Refused("not_yet" if first is not None and first.state == "to_come" else "step_closed")

    def _check_takes(self) -> None:
        self.check_open()
        opened = self.agenda.open
        if opened is not None and opened is self.sessions and not cast("TakesTopics", opened.about).late_topics:
            raise Refused("step_closed")

    def _proposing(self, command: ProposeTopic, context: Context) -> list[Event]:
        who = self._actor(context)
        if command.topic in self.taken:
            raise Refused("taken")
        if who is not None:
            self._check_takes()
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
        each = 0 if self.market is None else cast("Market", self.market.about).each
        if who is not None and each and sum(topic.person == who for topic in there) >= each:
            raise Refused("too_many", limit=each)

    def _editing(self, topic: Topic, title: str, words: str) -> list[Event]:
        clean = self._clean(title, words)
        return [] if clean == (topic.title, topic.words) else [TopicEdited(topic.id, *clean)]

    def _leading(self, command: HideTopic | RestoreTopic | ConveneTopic, topic: Topic) -> list[Event]:
        match command:
            case HideTopic(_, reason):
                if topic.hidden is not None:
                    raise Refused("already")
                return [TopicHidden(topic.id, clean_line(reason, self.limits.title))]
            case RestoreTopic():
                if topic.hidden is None:
                    raise Refused("already")
                return [TopicRestored(topic.id)]
            case ConveneTopic(_, conveners):
                people = list(dict.fromkeys(conveners))
                if not set(people) <= self.people.joined.keys():
                    raise Refused("unknown")
                same = people == self.conveners(topic) and not self.signed(topic)
                return [] if same else [TopicConvened(topic.id, people)]
            case _:
                assert_never(command)

    def _merging(self, topic_id: str, into_id: str, who: str | None) -> list[Event]:
        topic, into = self._topic(topic_id, who), self._topic(into_id, who)
        if topic is into or topic.into is not None or into.into is not None:
            raise Refused("already")
        if not (self.in_room(topic) and self.in_room(into)):
            raise Refused("unknown")
        merged: list[Event] = [TopicsMerged(topic.id, into.id)]
        if who is None:
            return merged
        sides = [self.conveners(topic), self.conveners(into)]
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
        topic, into = self._topic(topic_id, who), self._topic(into_id, who)
        if topic.id not in into.offers:
            raise Refused("unknown")
        if who is not None and who not in (*self.conveners(topic), *self.conveners(into)):
            raise Refused("not_allowed")
        return [MergeDeclined(topic.id, into.id)]

    def _unmerging(self, topic_id: str, who: str | None) -> list[Event]:
        topic = self._topic(topic_id, who)
        if topic.into is None:
            raise Refused("already")
        if who is not None and who not in (*self.conveners(topic), *self.conveners(self.end(topic))):
            raise Refused("not_allowed")
        return [TopicUnmerged(topic.id)]

    def _marking(self, topic_id: str, person: str, *, on: bool) -> list[Event]:
        topic = self._topic(topic_id, person)
        same = on == (person in self.interested(self.end(topic)))
        return [] if same else [InterestMarked(topic.id, person, on)]

    def erasing(self, events: list[Event], says: Callable[[str], object]) -> list[Event]:
        """Of the topics of who is being erased, those whose report `says` something stay without their words
        (TOPIC10)."""
        return [self._keeping(event, says) if isinstance(event, PersonErased) else event for event in events]

    def _keeping(self, event: PersonErased, says: Callable[[str], object]) -> PersonErased:
        return replace(event, kept=[topic.id for topic in self.theirs_alone(event.person) if says(topic.id)])

    def apply(self, stored: Stored) -> set[Key]:
        event = stored.event
        changed = self._apply(stored, event) if isinstance(event, TopicsEvent) else self._apply_others(event)
        self.shifted = self.together([*changed, *self.origins.moved(event)])
        if isinstance(event, InterestMarked):
            return {f"interest:{event.person}"}
        people = {person for topic_id in self.shifted for person in self.topics[topic_id].marked} | _gone(event)
        keys = {f"{kind}:{topic_id}" for topic_id in self.shifted for kind in ("topic", "aside")}
        return keys | {f"interest:{person}" for person in people}

    def _apply(self, stored: Stored, event: TopicsEvent) -> list[str]:
        if isinstance(event, TopicProposed):
            return self._proposed(event, stored.seq)
        topic = self.topics[event.topic]
        match event:
            case TopicEdited(_, title, words):
                topic.log.append(Redaction(stored.seq, TopicEdited(topic.id)))
                topic.title, topic.words = title, words
                return [topic.id]
            case TopicWithdrawn():
                return self._withdraw(topic)
            case TopicHidden(_, reason):
                # The reason may quote the topic.
                topic.log.append(Redaction(stored.seq, TopicHidden(topic.id)))
                topic.hidden = reason
                return [topic.id]
            case TopicRestored():
                topic.hidden = None
                return [topic.id]
            case TopicConvened(_, conveners):
                return self._convene(topic, conveners)
            case InterestMarked(_, person, on):
                return self._mark(topic, person, stored.seq, on=on)
            case MergeOffered() | MergeDeclined() | TopicsMerged() | TopicUnmerged():
                return self._joined(event, topic)
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
        return self._put(topic)

    def _joined(self, event: MergeOffered | MergeDeclined | TopicsMerged | TopicUnmerged, topic: Topic) -> list[str]:
        match event:
            case MergeOffered(_, into, by):
                self.topics[into].offers[topic.id] = by
                return [into]
            case MergeDeclined(_, into):
                self.topics[into].offers.pop(topic.id, None)
                return [into]
            case TopicsMerged(_, into, told):
                return self._merge(topic, self.topics[into], told=told)
            case TopicUnmerged():
                return self._unmerge(topic)
            case _:
                assert_never(event)

    def _apply_others(self, event: Event | None) -> list[str]:
        match event:
            case PersonRenamed(person):
                return [topic.id for topic in self.topics.values() if person in self.conveners(topic)]
            case PersonErased(person, _, kept):
                return self._erase(person, kept)
            case PersonRemoved(person):
                return self._go(person)
            case PeopleMerged(person, into):
                return self._become(person, into)
            case StepOpened() if self.agenda.crossed:
                here = self.belongs in self.agenda.crossed
                return [topic.id for topic in self.topics.values() if here or topic.origin is not None]
            case _:
                return []

    def redactions(self, event: Event) -> list[Redaction]:
        match event:
            case PersonErased(person):
                words = [word for topic in self.theirs_alone(person) for word in topic.log]
            case PersonRemoved(person):
                words = []
            case _:
                return []
        return [*words, *(Redaction(seq) for seq in self.marks.get(person, []))]

    # Who sees them

    def in_room(self, topic: Topic) -> bool:
        """Nothing keeps it from the room, nor what it was merged into."""
        end = self.end(topic)
        return not topic.withdrawn and topic.hidden is None and end.hidden is None

    def seen(self, topic: Topic) -> frozenset[Audience]:
        """Who sees a topic, its first convener apart (and the helpers of conveners on paper), who always do."""
        if topic.withdrawn:
            return NOBODY
        return self.agenda.seen_from(self.belongs) if self.in_room(topic) else FACILITATORS

    def owner(self, topic: Topic) -> str | None:
        return None if topic.withdrawn else next(iter(self.conveners(topic)), None)

    def show(self, key: Key) -> Shown | None:
        if kind_of(key) == "interest":
            return self._show_interest(id_of(key))
        topic = self.topics.get(id_of(key))
        if topic is None or topic.withdrawn:
            return None
        hands = STAFF if any(map(self.people.on_paper, self.conveners(topic))) else NOBODY
        if kind_of(key) == "topic":
            return Shown(self._record(topic), self.seen(topic) | hands, self.owner(topic))
        if kind_of(key) == "aside" and topic.hidden is not None:
            return Shown(TopicAsideRecord(topic.id, topic.hidden), FACILITATORS | hands, self.owner(topic))
        return None

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
        )

    def _show_interest(self, person: str) -> Shown | None:
        if person not in self.people.joined:
            return None
        ends = {self.end(topic).id: self.end(topic) for topic in self.topics.values() if person in topic.marked}
        seen = sorted((end for end in ends.values() if "participant" in self.seen(end)), key=lambda end: end.n)
        hands = STAFF if self.people.on_paper(person) else NOBODY
        return Shown(InterestRecord(person, [end.id for end in seen]), hands, person) if seen else None

    def keys(self) -> Iterable[Key]:
        yield from (f"{kind}:{topic}" for topic in self.topics for kind in ("topic", "aside"))
        yield from (f"interest:{person}" for person in self.marks)


def _gone(event: Event | None) -> set[str]:
    """Who is not there any more as who they were, and whom they have become."""
    match event:
        case PersonErased(person) | PersonRemoved(person):
            return {person}
        case PeopleMerged(person, into):
            return {person, into}
        case _:
            return set()
