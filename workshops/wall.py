"""The agenda wall: slots × spaces, the topics placed on it, and the slots as they begin and end.

A placed topic is a session and keeps the topic's id. Nothing ends by itself: "it starts when it starts, it is over when
it is over" (Harrison Owen, Open Space Technology).
"""

from collections.abc import Iterable
from typing import Annotated, assert_never

from msgspec import Meta

from workshops.people import People, PeopleMerged
from workshops.placing import Cell, Draft, Grid, Session, Slot, Space
from workshops.plans import CAPACITY, DAY, MinuteOfDay, SlotPlan, SpacePlan, check_times, clean_space, slot_plan
from workshops.topics import InterestMarked, Topic, TopicConvened, Topics, TopicsMerged
from workshops.vocabulary import (
    EVERYONE,
    Command,
    Context,
    Event,
    Id,
    Key,
    Limits,
    Record,
    Refused,
    Shown,
    Stored,
    drawn_id,
    id_of,
    kind_of,
)

MINUTE_MS = 60_000
NAMELESS = "…"
"""In a refusal's sentence, somebody without a name."""

# Commands


class PutSpace(Command, frozen=True):
    """Facilitator: this space is to be so; a new one comes last. `shut`: slots at which it cannot be used."""

    space: Id
    name: str
    capacity: Annotated[int, Meta(ge=0, le=CAPACITY)] = 0
    access: str = ""
    strict: bool = False
    shut: Annotated[list[Id], Meta(max_length=30)] = []


class MoveSpace(Command, frozen=True):
    """`after`: the space it stands behind; null: it comes first."""

    space: Id
    after: Id | None = None


class RemoveSpace(Command, frozen=True):
    """Facilitator: a space in which nothing is placed."""

    space: Id


class PutSlot(Command, frozen=True):
    """Facilitator: this slot is to be so, in minutes since midnight on the clock of the place. `day`: "2026-11-22", or
    "" for the day of the workshop."""

    slot: Id
    starts: MinuteOfDay
    ends: MinuteOfDay
    day: Annotated[str, Meta(pattern=DAY)] = ""


class RemoveSlot(Command, frozen=True):
    """Facilitator: a slot that has not begun and in which nothing is placed."""

    slot: Id


class PlaceTopic(Command, frozen=True):
    """Its convener, or a facilitator: to this cell, from wherever it is."""

    topic: Id
    slot: Id
    space: Id


class UnplaceTopic(Command, frozen=True):
    topic: Id


class StartSlot(Command, frozen=True):
    """Facilitator: it begins now, for as long as was planned; the slot that ran is over. Also again, after it ended."""

    slot: Id


class ExtendSlot(Command, frozen=True):
    slot: Id
    minutes: Annotated[int, Meta(ge=-240, le=240)]


class EndSlot(Command, frozen=True):
    """Facilitator: its sessions are over, but those that were extended."""

    slot: Id


class ExtendSession(Command, frozen=True):
    """Its convener, or a facilitator: it goes on beyond its slot, so many minutes from its planned end."""

    topic: Id
    minutes: Annotated[int, Meta(ge=1, le=240)]


class EndSession(Command, frozen=True):
    """Its convener, or a facilitator: it is over (`over` false: it is not, after all)."""

    topic: Id
    over: bool = True


# Events


class SpacePut(Event, frozen=True):
    space: str
    name: str
    capacity: int = 0
    access: str = ""
    strict: bool = False
    shut: list[str] = []


class SpaceMoved(Event, frozen=True):
    space: str
    after: str | None = None


class SpaceRemoved(Event, frozen=True):
    space: str


class SlotPut(Event, frozen=True):
    slot: str
    starts: int
    ends: int
    day: str = ""


class SlotRemoved(Event, frozen=True):
    slot: str


class TopicPlaced(Event, frozen=True):
    topic: str
    slot: str
    space: str


class TopicTakenOff(Event, frozen=True):
    topic: str


class SlotStarted(Event, frozen=True):
    """`ends_at`: ms since 1970."""

    slot: str
    ends_at: int


class SlotExtended(Event, frozen=True):
    slot: str
    ends_at: int


class SlotEnded(Event, frozen=True):
    slot: str


class SessionExtended(Event, frozen=True):
    topic: str
    ends_at: int


class SessionEnded(Event, frozen=True):
    topic: str
    over: bool = True


# Records


class SpaceRecord(Record, frozen=True, tag="space"):
    """`n`: its place among the spaces, from 1."""

    id: str
    n: int
    name: str
    capacity: int = 0
    access: str = ""
    strict: bool = False
    shut: list[str] = []


class SlotRecord(Record, frozen=True, tag="slot"):
    """`n`: its place by day and time, from 1. `ends_at` (ms): once it has begun. At most one slot runs."""

    id: str
    n: int
    starts: int
    ends: int
    day: str = ""
    state: str = "to_come"  # "to_come" | "running" | "over"
    ends_at: int | None = None


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

WallCommand = (
    PutSpace
    | MoveSpace
    | RemoveSpace
    | PutSlot
    | RemoveSlot
    | PlaceTopic
    | UnplaceTopic
    | StartSlot
    | ExtendSlot
    | EndSlot
    | ExtendSession
    | EndSession
)
WallEvent = (
    SpacePut
    | SpaceMoved
    | SpaceRemoved
    | SlotPut
    | SlotRemoved
    | TopicPlaced
    | TopicTakenOff
    | SlotStarted
    | SlotExtended
    | SlotEnded
    | SessionExtended
    | SessionEnded
)
WallRecord = SpaceRecord | SlotRecord | SessionRecord


class Wall(Grid):
    """What is placed where, and how far the slots have come. shifted: the topics of which the last event may have
    changed whether they are on the wall, how far their session is, or who sees it."""

    def __init__(self, people: People, topics: Topics, limits: Limits, taken: set[str]) -> None:
        super().__init__()
        self.people = people
        self.topics = topics
        self.limits = limits
        self.taken = taken
        self.shifted: list[str] = []

    def decide(self, command: WallCommand, context: Context) -> list[Event]:
        match command:
            case PlaceTopic(topic_id, slot, space):
                return self._placing(self._led(topic_id, context), slot, space)
            case UnplaceTopic(topic_id):
                return [TopicTakenOff(self._session(self._led(topic_id, context)).topic)]
            case ExtendSession(topic_id, minutes):
                return self._extending_session(self._begun(topic_id, context), minutes, context.now)
            case EndSession(topic_id, over):
                return self._ending_session(self._begun(topic_id, context), over=over)
            case _:
                context.require("facilitator")
                return self._deciding_grid(command, context.now)

    def _deciding_grid(
        self,
        command: PutSpace | MoveSpace | RemoveSpace | PutSlot | RemoveSlot | StartSlot | ExtendSlot | EndSlot,
        now: int,
    ) -> list[Event]:
        match command:
            case PutSpace():
                return self._putting_space(command)
            case MoveSpace(space, after):
                return self._moving_space(self._space(space), after)
            case RemoveSpace(space):
                return self._unused(SpaceRemoved(self._space(space).id), self.at(space=space))
            case PutSlot():
                return self._putting_slot(command)
            case RemoveSlot(slot):
                if self._slot(slot).state != "to_come":
                    raise Refused("already")
                return self._unused(SlotRemoved(slot), self.at(slot=slot))
            case StartSlot(slot):
                return self._starting(self._slot(slot), now)
            case ExtendSlot(slot, minutes):
                return self._extending(self._running(slot), minutes, now)
            case EndSlot(slot):
                return [SlotEnded(self._running(slot).id)]
            case _:
                assert_never(command)

    # Placing

    def _led(self, topic_id: str, context: Context) -> Topic:
        """A topic that this person may place: its conveners while there is a place to go to, facilitators always."""
        topic = self.topics.led(topic_id, context)
        if topic.into is not None:
            raise Refused("already")
        if context.role != "facilitator" or context.subject is not None:
            self.topics.check_open()
        return topic

    def _placing(self, topic: Topic, slot_id: str, space_id: str) -> list[Event]:
        slot, space = self._slot(slot_id), self._space(space_id)
        there = self.cells.get((slot.id, space.id))
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
        for session in self.at(slot=slot):
            other = self.topics.topics[session.topic]
            for person in self.topics.conveners(other):
                if person in conveners and other not in but:
                    name = self.people.joined[person].name or NAMELESS
                    raise Refused("convener_busy", name=name, title=other.title)

    def check(self, events: list[Event]) -> list[Event]:
        """These events of topics, refused where somebody would convene two things at once (WALL4), or the session is
        over (TOPIC9)."""
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
        return events

    def _check_not_over(self, topic: Topic) -> None:
        session = self.sessions.get(self.topics.end(topic).id)
        if session is not None and self.state(session) == "over":
            raise Refused("session_over")

    def _check_convened(self, topic: Topic, conveners: list[str], *but: Topic) -> None:
        """These come to convene a topic, or what it was merged into."""
        end = self.topics.end(topic)
        session = self.sessions.get(end.id)
        if session is not None:
            self._check_free(conveners, session.slot, end, *but)

    def _session(self, topic: Topic) -> Session:
        if topic.id not in self.sessions:
            raise Refused("not_placed")
        return self.sessions[topic.id]

    def _begun(self, topic_id: str, context: Context) -> Session:
        session = self._session(self.topics.led(topic_id, context))
        if self.state(session) == "to_come":
            raise Refused("not_yet")
        return session

    def _extending_session(self, session: Session, minutes: int, now: int) -> list[Event]:
        planned = session.ends_at or self.slots[session.slot].ends_at or now
        # As with a timebox: more time, asked for after the end, is counted from now.
        return [SessionExtended(session.topic, max(now, planned) + minutes * MINUTE_MS)]

    def _ending_session(self, session: Session, *, over: bool) -> list[Event]:
        if over == (self.state(session) == "over"):
            raise Refused("already")
        return [SessionEnded(session.topic, over)]

    # Spaces and slots

    def creating(self, spaces: list[SpacePlan], slots: list[SlotPlan], random: bytes) -> list[Event]:
        """What puts up those of a format, whose checks have been done."""
        slot_ids = [drawn_id(random, f"slot {n}") for n, _ in enumerate(slots, 1)]
        put: list[Event] = []
        for slot, (day, starts, ends) in zip(slot_ids, (plan.times for plan in slots), strict=True):
            put.append(SlotPut(slot, starts, ends, day))
        for n, plan in enumerate(spaces, 1):
            shut, space = [slot_ids[place - 1] for place in plan.shut], drawn_id(random, f"space {n}")
            put.append(SpacePut(space, plan.name, plan.capacity, plan.access, plan.strict, shut))
        return put

    def plans(self) -> tuple[list[SpacePlan], list[SlotPlan]]:
        """Spaces and slots as a format would declare them."""
        order = {slot: n for n, slot in enumerate(self.slots, 1)}
        spaces = [
            SpacePlan(space.name, space.capacity, space.access, space.strict, [order[slot] for slot in space.shut])
            for space in self.spaces.values()
        ]
        return spaces, [slot_plan(slot.starts, slot.ends, slot.day) for slot in self.slots.values()]

    def _putting_space(self, command: PutSpace) -> list[Event]:
        was = self.spaces.get(command.space)
        if was is None:
            self._check_new(command.space, len(self.spaces), self.limits.spaces)
        shut = [self._slot(slot).id for slot in dict.fromkeys(command.shut)]
        if any((slot, command.space) in self.cells for slot in shut):
            raise Refused("in_use")
        name, access = clean_space(command.name, command.access, self.limits)
        space = Space(command.space, name, command.capacity, access, command.strict, shut)
        return [] if space == was else [SpacePut(space.id, name, space.capacity, access, space.strict, shut)]

    def _check_new(self, new: str, there: int, limit: int) -> None:
        if new in self.taken:
            raise Refused("taken")
        if there >= limit:
            raise Refused("too_many", limit=limit)

    def _moving_space(self, space: Space, after: str | None) -> list[Event]:
        if after == space.id:
            raise Refused("unknown")
        behind = None if after is None else self._space(after).id
        return [] if self.ordered(space.id, behind) == list(self.spaces) else [SpaceMoved(space.id, behind)]

    def _unused(self, event: Event, there: list[Session]) -> list[Event]:
        if there:
            raise Refused("in_use")
        return [event]

    def _putting_slot(self, command: PutSlot) -> list[Event]:
        was = self.slots.get(command.slot)
        if was is None:
            self._check_new(command.slot, len(self.slots), self.limits.slots)
        times = command.day, command.starts, command.ends
        check_times([*(slot.times for slot in self.slots.values() if slot is not was), times])
        same = was is not None and was.times == times
        return [] if same else [SlotPut(command.slot, command.starts, command.ends, command.day)]

    def _space(self, space: str) -> Space:
        if space not in self.spaces:
            raise Refused("unknown")
        return self.spaces[space]

    def _slot(self, slot: str) -> Slot:
        if slot not in self.slots:
            raise Refused("unknown")
        return self.slots[slot]

    def _running(self, slot_id: str) -> Slot:
        slot = self._slot(slot_id)
        if slot.state != "running":
            raise Refused("not_yet" if slot.state == "to_come" else "slot_over")
        return slot

    def _starting(self, slot: Slot, now: int) -> list[Event]:
        if slot.state == "running":
            raise Refused("already")
        running: list[Event] = [SlotEnded(other.id) for other in self.slots.values() if other.state == "running"]
        return [*running, SlotStarted(slot.id, now + (slot.ends - slot.starts) * MINUTE_MS)]

    def _extending(self, slot: Slot, minutes: int, now: int) -> list[Event]:
        ends_at = max(now, max(now, slot.ends_at or now) + minutes * MINUTE_MS)
        return [] if ends_at == slot.ends_at else [SlotExtended(slot.id, ends_at)]

    # Suggesting

    def suggest(self, topic_id: str) -> Cell | None:
        """A free place for this topic, as WALL5 says; None: there is none, or no such topic."""
        topic = self.topics.topics.get(topic_id)
        if topic is None or topic.into is not None or not self.topics.in_room(topic):
            return None
        return self._draft(but=topic_id).best(self.topics.conveners(topic), self.topics.interested(topic))

    def suggest_all(self) -> list[tuple[str, str, str]]:
        """A topic, slot and space for each that has no place, the one that most are interested in first; each as if
        those before it had been placed."""
        there = [topic for topic in self.topics.topics.values() if topic.into is None and self.topics.in_room(topic)]
        crowds = {topic.id: self.topics.interested(topic) for topic in there if topic.id not in self.sessions}
        draft, suggested = self._draft(), []
        for topic_id in sorted(crowds, key=lambda each: (-len(crowds[each]), self.topics.topics[each].n)):
            conveners = self.topics.conveners(self.topics.topics[topic_id])
            cell = draft.best(conveners, crowds[topic_id])
            if cell is not None:
                draft.put(cell, conveners, crowds[topic_id])
                suggested.append((topic_id, *cell))
        return suggested

    def _draft(self, but: str = "") -> Draft:
        draft = Draft(self)
        for session in self.sessions.values():
            topic = self.topics.topics[session.topic]
            if topic.id != but:
                cell = session.slot, session.space
                draft.put(cell, self.topics.conveners(topic), self.topics.interested(topic))
        return draft

    def apply(self, stored: Stored) -> set[Key]:
        event = stored.event
        self.shifted, keys = [], set[Key]()
        if isinstance(event, WallEvent):
            keys = self._apply(stored, event)
        else:
            self.shifted = list(self.topics.shifted)
            self._follow_topics()
            if isinstance(event, PeopleMerged):
                self._part(event.into)
        return keys | {f"session:{topic}" for topic in self.shifted}

    def _follow_topics(self) -> None:
        """What the room sees no more, or what was merged, leaves the wall."""
        for topic_id in self.topics.shifted:
            topic = self.topics.topics[topic_id]
            if topic.into is not None or not self.topics.in_room(topic):
                self._take_off(topic_id)

    def _part(self, person: str) -> None:
        """Two people have turned out to be one: of what they convene in one slot the first placed stays (WALL4)."""
        held: set[str] = set()
        for session in sorted(self.sessions.values(), key=lambda session: session.since):
            if person in self.topics.conveners(self.topics.topics[session.topic]):
                if session.slot in held:
                    self._take_off(session.topic)
                held.add(session.slot)

    def _apply(self, stored: Stored, event: WallEvent) -> set[Key]:
        match event:
            case SpacePut() | SpaceMoved() | SpaceRemoved():
                return self._apply_space(event)
            case SlotPut() | SlotRemoved() | SlotStarted() | SlotExtended() | SlotEnded():
                return self._apply_slot(event)
            case TopicPlaced(topic, slot, space):
                self._place(topic, slot, space, stored.seq)
            case TopicTakenOff(topic):
                self._take_off(topic)
            case SessionExtended(topic, ends_at):
                self._extend(self.sessions[topic], ends_at)
            case SessionEnded(topic, over):
                self._end(self.sessions[topic], over=over)
            case _:
                assert_never(event)
        self.shifted = [event.topic]
        return set()

    def _apply_space(self, event: SpacePut | SpaceMoved | SpaceRemoved) -> set[Key]:
        match event:
            case SpacePut(space, name, capacity, access, strict, shut):
                self.taken.add(space)
                return self._put_space(Space(space, name, capacity, access, strict, shut))
            case SpaceMoved(space, after):
                return self._move_space(space, after)
            case SpaceRemoved(space):
                return self._remove_space(space)
            case _:
                assert_never(event)

    def _apply_slot(self, event: SlotPut | SlotRemoved | SlotStarted | SlotExtended | SlotEnded) -> set[Key]:
        match event:
            case SlotPut(slot, starts, ends, day):
                self.taken.add(slot)
                return self._put_slot(slot, starts, ends, day)
            case SlotRemoved(slot):
                return self._remove_slot(slot)
            case SlotStarted(slot, ends_at):
                self.shifted = self._begin(self.slots[slot], ends_at)
            case SlotExtended(slot, ends_at):
                self.slots[slot].ends_at = ends_at
            case SlotEnded(slot):
                self.shifted = self._finish(self.slots[slot])
            case _:
                assert_never(event)
        return {f"slot:{event.slot}"}

    def show(self, key: Key) -> Shown | None:
        kind, found = kind_of(key), id_of(key)
        if kind == "session" and found in self.sessions:
            return self._show_session(self.sessions[found])
        if kind == "space" and found in self.spaces:
            space, n = self.spaces[found], 1 + list(self.spaces).index(found)
            fields = (space.name, space.capacity, space.access, space.strict, space.shut)
            return Shown(SpaceRecord(space.id, n, *fields), EVERYONE)
        if kind == "slot" and found in self.slots:
            slot, n = self.slots[found], 1 + list(self.slots).index(found)
            return Shown(SlotRecord(slot.id, n, slot.starts, slot.ends, slot.day, slot.state, slot.ends_at), EVERYONE)
        return None

    def _show_session(self, session: Session) -> Shown:
        topic = self.topics.topics[session.topic]
        interest = self.topics.interest(topic)
        record = SessionRecord(topic.id, session.slot, session.space, self.state(session), session.ends_at, interest)
        return Shown(record, self.topics.seen(topic), self.topics.owner(topic))

    def keys(self) -> Iterable[Key]:
        yield from (f"space:{space}" for space in self.spaces)
        yield from (f"slot:{slot}" for slot in self.slots)
        yield from (f"session:{topic}" for topic in self.sessions)
