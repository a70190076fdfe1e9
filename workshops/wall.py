"""The agenda wall: which topic is placed where, and how far its session has come.

A placed topic is a session and keeps the topic's id.
"""

from collections.abc import Iterable
from typing import Annotated, assert_never

from msgspec import Meta
from msgspec.structs import replace

from workshops.convening import Topic
from workshops.grid import MINUTE_MS, Grid, Session
from workshops.interest import InterestMarked
from workshops.people import People, PeopleMerged
from workshops.slots import SlotEnded, SlotStarted
from workshops.topic_merging import TopicsMerged, TopicUnmerged
from workshops.topics import TopicConvened, Topics
from workshops.vocabulary import Command, Context, Event, Id, Key, Record, Refused, Shown, Stored, id_of, kind_of

NAMELESS = "…"
"""In a refusal's sentence, somebody without a name."""

# Commands


class PlaceTopic(Command, frozen=True):
    """Its convener, or a facilitator: to this cell, from wherever it is."""

    topic: Id
    slot: Id
    space: Id


class UnplaceTopic(Command, frozen=True):
    topic: Id


class ExtendSession(Command, frozen=True):
    """Its convener, or a facilitator: it goes on beyond its slot, so many minutes from its planned end."""

    topic: Id
    minutes: Annotated[int, Meta(ge=1, le=240)]


class EndSession(Command, frozen=True):
    """Its convener, or a facilitator: it is over (`over` false: it is not, after all)."""

    topic: Id
    over: bool = True


# Events


class TopicPlaced(Event, frozen=True):
    topic: str
    slot: str
    space: str


class TopicTakenOff(Event, frozen=True):
    topic: str


class SessionExtended(Event, frozen=True):
    topic: str
    ends_at: int


class SessionEnded(Event, frozen=True):
    topic: str
    over: bool = True


# Records


class SessionRecord(Record, frozen=True, tag="session"):
    """A topic on the wall, under the topic's id. `ends_at`: where it was extended. `interest`: how many people marked
    it."""

    id: str
    slot: str
    space: str
    state: str = "to_come"  # "to_come" | "running" | "over"
    ends_at: int | None = None
    interest: int = 0


# State

WallCommand = PlaceTopic | UnplaceTopic | ExtendSession | EndSession
WallEvent = TopicPlaced | TopicTakenOff | SessionExtended | SessionEnded


class Wall:
    """Who may place what where, and have it go on. shifted: the topics of which the last event may have
    changed whether they are on the wall, how far their session is, or who sees it."""

    def __init__(self, people: People, topics: Topics, grid: Grid) -> None:
        self.people = people
        self.topics = topics
        self.grid = grid
        self.shifted: list[str] = []

    def decide(self, command: WallCommand, context: Context) -> list[Event]:
        match command:
            case PlaceTopic(topic_id, slot, space):
                return self._placing(self._led(topic_id, context), slot, space)
            case UnplaceTopic(topic_id):
                return [TopicTakenOff(self._session(self._led(topic_id, context)).topic)]
            case ExtendSession(topic_id, minutes):
                return self._extending(self._begun(topic_id, context), minutes, context.now)
            case EndSession(topic_id, over):
                return self._ending(self._begun(topic_id, context), over=over)
            case _:
                assert_never(command)

    def _led(self, topic_id: str, context: Context) -> Topic:
        """A topic that this person may place: its conveners while there is a place to go to, facilitators always."""
        topic = self.topics.led(topic_id, context)
        if topic.into is not None:
            raise Refused("already")
        if context.role != "facilitator" or context.subject is not None:
            self.topics.market.check_open()
        return topic

    def _placing(self, topic: Topic, slot_id: str, space_id: str) -> list[Event]:
        slot, space = self.grid.slot(slot_id), self.grid.space(space_id)
        there = self.grid.cells.get((slot.id, space.id))
        if not self.topics.in_room(topic):
            raise Refused("unknown")
        if there == topic.id:
            return []
        if slot.state == "over":
            raise Refused("slot_over")
        if slot.id in space.shut:
            raise Refused("space_shut")
        if there is not None:
            raise Refused("cell_taken", title=self.topics.topics[there].title)
        self._check_free(self.topics.conveners(topic), slot.id, topic)
        return [TopicPlaced(topic.id, slot.id, space.id)]

    def _check_free(self, conveners: list[str], slot: str, *but: Topic) -> None:
        """Refused where one of them convenes something else in that slot (WALL4)."""
        for session in self.grid.at(slot=slot):
            other = self.topics.topics[session.topic]
            for person in self.topics.conveners(other):
                if person in conveners and other not in but:
                    name = self.people.joined[person].name or NAMELESS
                    raise Refused("convener_busy", name=name, title=other.title)

    def _session(self, topic: Topic) -> Session:
        if topic.id not in self.grid.sessions:
            raise Refused("not_placed")
        return self.grid.sessions[topic.id]

    def _begun(self, topic_id: str, context: Context) -> Session:
        session = self._session(self.topics.led(topic_id, context))
        if self.grid.state(session) == "to_come":
            raise Refused("not_yet")
        return session

    def _extending(self, session: Session, minutes: int, now: int) -> list[Event]:
        planned = session.ends_at or self.grid.slots[session.slot].ends_at or now
        # As with a timebox: more time, asked for after the end, is counted from now.
        return [SessionExtended(session.topic, max(now, planned) + minutes * MINUTE_MS)]

    def _ending(self, session: Session, *, over: bool) -> list[Event]:
        if over == (self.grid.state(session) == "over"):
            raise Refused("already")
        return [SessionEnded(session.topic, over)]

    def check(self, events: list[Event]) -> list[Event]:
        """These events of topics, refused where somebody would convene two things at once (WALL4), or the session is
        over (TOPIC9); what is merged remembers its place, which is where it goes back to (TOPIC8)."""
        for event in events:
            match event:
                case TopicConvened(topic, conveners):
                    self._check_convened(self.topics.topics[topic], conveners)
                case TopicsMerged(topic, into):
                    merged = self.topics.topics[topic]
                    self._check_convened(self.topics.topics[into], self.topics.conveners(merged), merged)
                case InterestMarked(topic):
                    self._check_not_over(self.topics.topics[topic])
                case _:
                    pass
        return [placed for event in events for placed in self._with_its_place(event)]

    def _with_its_place(self, event: Event) -> list[Event]:
        if isinstance(event, TopicsMerged) and event.topic in self.grid.sessions:
            session = self.grid.sessions[event.topic]
            return [replace(event, slot=session.slot, space=session.space)]
        if isinstance(event, TopicUnmerged):
            topic = self.topics.topics[event.topic]
            slot, _, space = topic.stood.partition(".")
            return [event, TopicPlaced(topic.id, slot, space)] if self._fits_again(topic, slot, space) else [event]
        return [event]

    def _fits_again(self, topic: Topic, slot: str, space: str) -> bool:
        """Whether its place is there, free, and nobody who convenes it convenes something else then."""
        there = slot in self.grid.slots and space in self.grid.spaces and topic.hidden is None
        if not there or slot in self.grid.spaces[space].shut or (slot, space) in self.grid.cells:
            return False
        others = [self.topics.topics[session.topic] for session in self.grid.at(slot=slot)]
        busy = {person for other in others for person in self.topics.conveners(other, but=topic.id)}
        return busy.isdisjoint(self.topics.conveners(topic))

    def _check_not_over(self, topic: Topic) -> None:
        session = self.grid.sessions.get(self.topics.end(topic).id)
        if session is not None and self.grid.state(session) == "over":
            raise Refused("session_over")

    def _check_convened(self, topic: Topic, conveners: list[str], *but: Topic) -> None:
        """These come to convene a topic, or what it was merged into."""
        end = self.topics.end(topic)
        session = self.grid.sessions.get(end.id)
        if session is not None:
            self._check_free(conveners, session.slot, end, *but)

    def apply(self, stored: Stored) -> set[Key]:
        event = stored.event
        if isinstance(event, WallEvent):
            self._apply(event, stored.seq)
            self.shifted = [event.topic]
        elif isinstance(event, SlotStarted | SlotEnded):
            self.shifted = [session.topic for session in self.grid.at(slot=event.slot)]
        else:
            self.shifted = list(self.topics.shifted)
            self._follow_topics()
            if isinstance(event, PeopleMerged):
                self._part(event.into)
        return {f"session:{topic}" for topic in self.shifted}

    def _apply(self, event: WallEvent, seq: int) -> None:
        match event:
            case TopicPlaced(topic, slot, space):
                self.grid.place(topic, slot, space, seq)
            case TopicTakenOff(topic):
                self.grid.take_off(topic)
            case SessionExtended(topic, ends_at):
                self.grid.extend(self.grid.sessions[topic], ends_at)
            case SessionEnded(topic, over):
                self.grid.end(self.grid.sessions[topic], over=over)
            case _:
                assert_never(event)

    def _follow_topics(self) -> None:
        """What the room sees no more, or what was merged, leaves the wall."""
        for topic_id in self.topics.shifted:
            topic = self.topics.topics[topic_id]
            if topic.into is not None or not self.topics.in_room(topic):
                self.grid.take_off(topic_id)

    def _part(self, person: str) -> None:
        """Two people have turned out to be one: of what they convene in one slot the first placed stays (WALL4)."""
        held: set[str] = set()
        for session in sorted(self.grid.sessions.values(), key=lambda session: session.since):
            if person in self.topics.conveners(self.topics.topics[session.topic]):
                if session.slot in held:
                    self.grid.take_off(session.topic)
                held.add(session.slot)

    def show(self, key: Key) -> Shown | None:
        session = self.grid.sessions.get(id_of(key))
        if session is None or kind_of(key) != "session":
            return None
        topic = self.topics.topics[session.topic]
        state, interest = self.grid.state(session), self.topics.interest(topic)
        record = SessionRecord(topic.id, session.slot, session.space, state, session.ends_at, interest)
        return Shown(record, self.topics.seen(topic), self.topics.owner(topic))

    def keys(self) -> Iterable[Key]:
        yield from (f"session:{topic}" for topic in self.grid.sessions)
