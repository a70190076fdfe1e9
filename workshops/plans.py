"""Spaces and slots as a format declares them, and what holds of slots wherever they come from."""

import calendar
from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from workshops.vocabulary import Limits, Refused, clean_line

DAY = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?\Z"
TIME = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)\Z"
CAPACITY = 10_000
"""People in one space."""
MIDNIGHT = 1440
"""The last minute of a day."""
MinuteOfDay = Annotated[int, Meta(ge=0, le=MIDNIGHT)]


class SpacePlan(Struct, frozen=True, forbid_unknown_fields=True):
    """A space as a format declares it. capacity 0: not said. access: how one gets in, hears and sits there. strict: a
    full one takes nobody more. shut: the slots at which it cannot be used, by their place in the format, from 1."""

    name: str
    capacity: Annotated[int, Meta(ge=0, le=CAPACITY)] = 0
    access: str = ""
    strict: bool = False
    shut: Annotated[list[Annotated[int, Meta(ge=1, le=30)]], Meta(max_length=30)] = []


class SlotPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """A slot as a format declares it, on the clock of the place: "14:00". day: "2026-11-22", or "" for the day of the
    workshop."""

    starts: Annotated[str, Meta(pattern=TIME)]
    ends: Annotated[str, Meta(pattern=TIME)]
    day: Annotated[str, Meta(pattern=DAY)] = ""

    @property
    def times(self) -> tuple[str, int, int]:
        return self.day, _minute(self.starts), _minute(self.ends)


def slot_plan(starts: int, ends: int, day: str) -> SlotPlan:
    return SlotPlan(_clock(starts), _clock(ends), day)


def check_plans(spaces: list[SpacePlan], slots: list[SlotPlan], limits: Limits) -> list[SpacePlan]:
    """The spaces with their texts cleaned. Refused: too_many, unknown (shut at a slot there is not), and as
    `check_times` and texts."""
    for many, limit in ((spaces, limits.spaces), (slots, limits.slots)):
        if len(many) > limit:
            raise Refused("too_many", limit=limit)
    if any(place > len(slots) for space in spaces for place in space.shut):
        raise Refused("unknown")
    check_times(slot.times for slot in slots)
    cleaned = ((space, clean_space(space.name, space.access, limits)) for space in spaces)
    return [replace(space, name=name, access=access, shut=sorted(set(space.shut))) for space, (name, access) in cleaned]


def clean_space(name: str, access: str, limits: Limits) -> tuple[str, str]:
    return clean_line(name, limits.title), clean_line(access, limits.title) if access.strip() else ""


def check_times(slots: Iterable[tuple[str, int, int]]) -> None:
    """Day, start and end of each slot. Refused: bad_command, where one does not end after it starts, or its day is
    none; slots_overlap, where two of a day do."""
    before, until = "", 0
    for day, starts, ends in sorted(slots):
        if ends <= starts or not _is_day(day):
            raise Refused("bad_command")
        if day == before and starts < until:
            raise Refused("slots_overlap")
        before, until = day, ends


def _is_day(day: str) -> bool:
    year, month, of_month = map(int, day.split("-")) if day else (1, 1, 1)
    # No day follows the last one of the year 9999, and a slot may end with its day.
    return 0 < year < 9999 and 1 <= month <= 12 and 1 <= of_month <= calendar.monthrange(year, month)[1]


def _minute(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
