"""Slots: the times of the agenda wall, put up by facilitators, who also say when each begins and ends: "it starts when
it starts, it is over when it is over" (Harrison Owen, Open Space Technology)."""

from collections.abc import Iterable
from typing import Annotated, assert_never

from msgspec import Meta

from workshops.grid import MINUTE_MS, Grid, Slot
from workshops.plans import DAY, MIDNIGHT, MinuteOfDay, check_times
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
    id_of,
    kind_of,
)

# Commands: all for facilitators


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


class ShiftSlots(Command, frozen=True):
    """Facilitator: from this slot on, what has not begun yet of its day is so many minutes later (below 0: earlier)."""

    slot: Id
    minutes: Annotated[int, Meta(ge=-1440, le=1440)]


class StartSlot(Command, frozen=True):
    """Facilitator: it begins now, for as long as was planned; the slot that ran is over. Also again, after it ended."""

    slot: Id


class ExtendSlot(Command, frozen=True):
    slot: Id
    minutes: Annotated[int, Meta(ge=-240, le=240)]


class EndSlot(Command, frozen=True):
    """Facilitator: its sessions are over, but those that were extended."""

    slot: Id


# Events


class SlotPut(Event, frozen=True):
    slot: str
    starts: int
    ends: int
    day: str = ""


class SlotRemoved(Event, frozen=True):
    slot: str


class SlotStarted(Event, frozen=True):
    """`ends_at`: ms since 1970. `told`: by a file, which says (or does not know) when it had begun."""

    slot: str
    ends_at: int
    told: bool = False
    began_at: int | None = None


class SlotExtended(Event, frozen=True):
    slot: str
    ends_at: int


class SlotEnded(Event, frozen=True):
    """`told`: by a file, as above."""

    slot: str
    told: bool = False
    ended_at: int | None = None


# Records


class SlotRecord(Record, frozen=True, tag="slot"):
    """`n`: its place by day and time, from 1. `starts`, `ends`: as planned. `began_at`, `ends_at` (ms): once it has
    begun, its real hours; `ended_at`: once it is over. At most one slot runs."""

    id: str
    n: int
    starts: int
    ends: int
    day: str = ""
    state: str = "to_come"  # "to_come" | "running" | "over"
    ends_at: int | None = None
    began_at: int | None = None
    ended_at: int | None = None


# State

SlotsCommand = PutSlot | RemoveSlot | ShiftSlots | StartSlot | ExtendSlot | EndSlot
SlotsEvent = SlotPut | SlotRemoved | SlotStarted | SlotExtended | SlotEnded


class Slots:
    """What of the grid are times."""

    def __init__(self, grid: Grid, limits: Limits) -> None:
        self.grid = grid
        self.limits = limits

    def decide(self, command: SlotsCommand, context: Context) -> list[Event]:
        context.require("facilitator")
        match command:
            case PutSlot():
                return self._putting(command)
            case RemoveSlot(slot_id):
                return self._removing(self.grid.slot(slot_id))
            case ShiftSlots(slot_id, minutes):
                return self._shifting(self.grid.slot(slot_id), minutes)
            case StartSlot(slot_id):
                return self._starting(self.grid.slot(slot_id), context.now)
            case ExtendSlot(slot_id, minutes):
                return self._extending(self._running(slot_id), minutes, context.now)
            case EndSlot(slot_id):
                return [SlotEnded(self._running(slot_id).id)]
            case _:
                assert_never(command)

    def _putting(self, command: PutSlot) -> list[Event]:
        slots = self.grid.slots
        was = slots.get(command.slot)
        if was is None:
            self.grid.check_new(command.slot, slots, self.limits.slots)
        times = command.day, command.starts, command.ends
        check_times([*(slot.times for slot in slots.values() if slot is not was), times])
        same = was is not None and was.times == times
        return [] if same else [SlotPut(command.slot, command.starts, command.ends, command.day)]

    def _removing(self, slot: Slot) -> list[Event]:
        if slot.state != "to_come":
            raise Refused("already")
        self.grid.check_unused(slot=slot.id)
        return [SlotRemoved(slot.id)]

    def _shifting(self, slot: Slot, minutes: int) -> list[Event]:
        every = list(self.grid.slots.values())
        moved = [
            each for each in every if each.day == slot.day and each.times >= slot.times and each.state == "to_come"
        ]
        later = [SlotPut(each.id, each.starts + minutes, each.ends + minutes, each.day) for each in moved]
        if any(each.starts < 0 or each.ends > MIDNIGHT for each in later):
            raise Refused("past_midnight")
        check_times(
            [
                *(each.times for each in every if each not in moved),
                *((each.day, each.starts, each.ends) for each in later),
            ]
        )
        return list(later) if minutes else []

    def _starting(self, slot: Slot, now: int) -> list[Event]:
        if slot.state == "running":
            raise Refused("already")
        running: list[Event] = [SlotEnded(other.id) for other in self.grid.slots.values() if other.state == "running"]
        return [*running, SlotStarted(slot.id, now + (slot.ends - slot.starts) * MINUTE_MS)]

    def _running(self, slot_id: str) -> Slot:
        slot = self.grid.slot(slot_id)
        if slot.state != "running":
            raise Refused("not_yet" if slot.state == "to_come" else "slot_over")
        return slot

    def _extending(self, slot: Slot, minutes: int, now: int) -> list[Event]:
        ends_at = max(now, max(now, slot.ends_at or now) + minutes * MINUTE_MS)
        return [] if ends_at == slot.ends_at else [SlotExtended(slot.id, ends_at)]

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case SlotPut(slot, starts, ends, day):
                return self.grid.put_slot(slot, starts, ends, day)
            case SlotRemoved(slot):
                return self.grid.remove_slot(slot)
            case SlotStarted(slot, ends_at, told, began_at):
                self.grid.begin(self.grid.slots[slot], began_at if told else stored.at, ends_at)
            case SlotExtended(slot, ends_at):
                self.grid.slots[slot].ends_at = ends_at
            case SlotEnded(slot, told, ended_at):
                self.grid.slots[slot].state = "over"
                self.grid.slots[slot].ended_at = ended_at if told else stored.at
            case _:
                return set()
        return {f"slot:{slot}"}

    def show(self, key: Key) -> Shown | None:
        slot = self.grid.slots.get(id_of(key))
        if slot is None or kind_of(key) != "slot":
            return None
        n = 1 + list(self.grid.slots).index(slot.id)
        hours = slot.ends_at, slot.began_at, slot.ended_at
        return Shown(SlotRecord(slot.id, n, slot.starts, slot.ends, slot.day, slot.state, *hours), EVERYONE)

    def keys(self) -> Iterable[Key]:
        yield from (f"slot:{slot}" for slot in self.grid.slots)
