"""At the head of every page of the forum: the slot that runs, where one is, and what has become of one's circle."""

from typing import Any, Literal

from msgspec import Struct

from server import slots
from server.batch import now_ms
from server.sight import Sight
from workshops.attendance import PartedRecord, WhereaboutsRecord
from workshops.market import Market
from workshops.proceedings import ReportRecord, Sessions
from workshops.slots import SlotRecord
from workshops.topics import TopicRecord


class Band(Struct, frozen=True):
    """slot: that which runs; up: its time is. where: the circle I am in; of: that of which there is `news`. late: it is
    put off, and the hour that was planned for its slot has passed."""

    slot: SlotRecord | None = None
    up: bool = False
    where: slots.Circle | None = None
    of: slots.Circle | None = None
    news: Literal["", "moved", "merged", "off", "over", "again", "later"] = ""
    late: bool = False
    into: TopicRecord | None = None


def head(sight: Sight) -> dict[str, Any]:
    """What every page of the forum starts with."""
    return {"workshop": sight.workshop, "band": band(sight)}


def band(sight: Sight) -> Band | None:
    """None: there is nothing to tell, or neither are topics placed nor do circles meet."""
    found = _band(sight)
    return None if found is None or found == Band() else found


def _band(sight: Sight) -> Band | None:
    if sight.open is None or not isinstance(sight.open.about, Market | Sessions):
        return None
    slot = next((each for each in sight.all(SlotRecord) if each.state == "running"), None)
    up = slot is not None and slot.ends_at is not None and slot.ends_at <= now_ms()
    here, where = sight.one(WhereaboutsRecord, sight.person), slots.whereabouts(sight)
    if here is not None and where is not None:
        moved = where.session is not None and here.space not in ("", where.session.space)
        return Band(slot, up, where, where if moved else None, "moved" if moved else "")
    parted = sight.one(PartedRecord, sight.person)
    topic = sight.one(TopicRecord, parted.session) if parted is not None else None
    if topic is None or not slots.meeting_now(sight):
        return Band(slot, up)
    of = slots.circle(sight, topic.id) or slots.Circle(topic, ReportRecord(topic.id))
    late = of.slot is not None and slots.has_passed(of.slot)
    return Band(slot, up, None, of, _news(of), late, sight.one(TopicRecord, topic.into or ""))


def _news(of: slots.Circle) -> Literal["merged", "off", "over", "again", "later"]:
    if of.session is None:
        return "merged" if of.topic.into else "off"
    return "over" if of.state == "over" else "again" if of.state == "running" else "later"
