"""An open forum read from an export: whether what the file tells of it holds, and the events that show it again."""

import re
from collections import defaultdict
from collections.abc import Iterator

from workshops.attendance import AttendanceImported, AttendanceRecord
from workshops.exported import DoesNotAddUp, Exported, key_of
from workshops.plans import CAPACITY, DAY, check_times
from workshops.proceedings import PartFilled
from workshops.slots import SlotEnded, SlotPut, SlotRecord, SlotStarted
from workshops.spaces import SpacePut, SpaceRecord
from workshops.texts import ReportWritten, TextRecord, check_whole
from workshops.topic_merging import TopicsMerged
from workshops.topics import TopicProposed, TopicRecord
from workshops.vocabulary import Event, Refused
from workshops.wall import SessionEnded, SessionExtended, SessionRecord, TopicPlaced

NAMES = 1_000
"""Of conveners of one topic, and of what was merged into it."""


def check_forum(read: Exported) -> None:
    """Raises DoesNotAddUp: of what the comparison with what was built would not find."""
    _check_wall(read)
    for topic in read.topics:
        if topic.n < 1 or len(topic.names) > NAMES:
            raise DoesNotAddUp(key_of(topic), "differs")
    merged = {topic.id for topic in read.topics if topic.into is not None}
    for session in read.of(SessionRecord):
        if session.interest > read.crowd.people or session.id in merged:
            raise DoesNotAddUp(key_of(session), "differs")
    for attendance in read.of(AttendanceRecord):
        if not 0 < attendance.been <= read.crowd.people:
            raise DoesNotAddUp(key_of(attendance), "differs")
    _check_texts(read)


def _check_wall(read: Exported) -> None:
    _check_slots(read.of(SlotRecord))
    shut = {(slot, space.id) for space in read.of(SpaceRecord) for slot in space.shut}
    for space in read.of(SpaceRecord):
        if space.capacity > CAPACITY or len(space.shut) > len(set(space.shut)):
            raise DoesNotAddUp(key_of(space), "differs")
    for session in read.of(SessionRecord):
        if (session.slot, session.space) in shut:
            raise DoesNotAddUp(key_of(session), "space_shut")


def _check_slots(slots: list[SlotRecord]) -> None:
    for slot in slots:
        if (slot.ends_at is None) != (slot.state == "to_come") or slot.ends > 1440 or not re.fullmatch(DAY, slot.day):
            raise DoesNotAddUp(key_of(slot), "differs")
    running = [slot for slot in slots if slot.state == "running"]
    if len(running) > 1:
        raise DoesNotAddUp(key_of(running[1]), "differs")
    try:
        check_times((slot.day, slot.starts, slot.ends) for slot in slots)
    except Refused as refused:
        raise DoesNotAddUp(key_of(slots[0]), refused.reason) from refused


def _check_texts(read: Exported) -> None:
    sizes: dict[str, int] = defaultdict(int)
    for text in read.of(TextRecord):
        sizes[text.session] += len(text.text.encode())
        try:
            check_whole(sizes[text.session], read.limits.report)
        except Refused as refused:
            raise DoesNotAddUp(key_of(text), refused.reason, **refused.facts) from refused


def convened(read: Exported) -> Iterator[Event]:
    """Topics, the wall, who was there; the texts of reports follow."""
    sessions = {session.id: session for session in read.of(SessionRecord)}
    reported = {text.session for text in read.of(TextRecord)}
    reported |= {(idea.origin or "").removeprefix("session:") for idea in read.ideas}
    for slot in sorted(read.of(SlotRecord), key=lambda slot: slot.n):
        yield SlotPut(slot.id, slot.starts, slot.ends, slot.day)
    for space in sorted(read.of(SpaceRecord), key=lambda space: space.n):
        yield SpacePut(space.id, space.name, space.capacity, space.access, space.strict, space.shut)
    for topic in read.topics:
        placed = sessions.get(topic.id)
        yield TopicProposed(
            topic.id,
            topic.n,
            topic.title,
            topic.words,
            origin=topic.origin,
            signed=topic.names,
            interest=placed.interest if placed else 0,
            placed=topic.id in reported and placed is None,
        )
    for topic in _merged(read):
        stood_in, _, stood_at = topic.stood.partition(".")
        yield TopicsMerged(topic.id, topic.into or "", told=True, slot=stood_in, space=stood_at)
    for session in sessions.values():
        yield TopicPlaced(session.id, session.slot, session.space)
    yield from _ran(read)
    for attendance in read.of(AttendanceRecord):
        yield AttendanceImported(attendance.id, attendance.been)


def _merged(read: Exported) -> list[TopicRecord]:
    """Those that went in first, first."""
    into = {topic.id: topic.into for topic in read.topics if topic.into is not None}
    depths: dict[str, int] = {}
    for topic in read.topics:
        depth, at = 0, topic.id
        while at in into and depth <= len(into):
            depth, at = depth + 1, into[at]
        if depth > len(into):
            raise DoesNotAddUp(key_of(topic), "differs")
        depths[topic.id] = depth
    return sorted((topic for topic in read.topics if topic.into), key=lambda topic: (-depths[topic.id], topic.n))


def _ran(read: Exported) -> Iterator[Event]:
    """How far the slots have come, and the sessions that went another way."""
    slots = {slot.id: slot for slot in read.of(SlotRecord)}
    for slot in sorted(slots.values(), key=lambda slot: (slot.state == "running", slot.n)):
        if slot.ends_at is not None:
            yield SlotStarted(slot.id, slot.ends_at, told=True, began_at=slot.began_at)
        if slot.state == "over":
            yield SlotEnded(slot.id, told=True, ended_at=slot.ended_at)
    for session in read.of(SessionRecord):
        state = slots[session.slot].state
        if session.ends_at is not None:
            yield SessionExtended(session.id, session.ends_at)
            state = "running"
        if session.state != state:
            yield SessionEnded(session.id, session.state == "over")


def reports(read: Exported) -> Iterator[tuple[int, Event]]:
    """What they say, and since when. Nobody wrote it, as far as the file knows, and no version of it is told."""
    for text in sorted(read.of(TextRecord), key=key_of):
        yield text.at, ReportWritten(text.session, text.field, put=text.text)
        if text.text.strip():
            yield text.at, PartFilled(text.session, text.field)
