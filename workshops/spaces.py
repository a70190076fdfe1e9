"""Spaces: the places of the agenda wall, put up and ordered by facilitators; and the wall as a format declares it."""

from collections.abc import Iterable
from typing import Annotated, assert_never

from msgspec import Meta

from workshops.grid import Grid, Space
from workshops.plans import CAPACITY, SlotPlan, SpacePlan, clean_space, slot_plan
from workshops.slots import SlotPut
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

# Commands: all for facilitators


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


# State

SpacesCommand = PutSpace | MoveSpace | RemoveSpace
SpacesEvent = SpacePut | SpaceMoved | SpaceRemoved


class Spaces:
    """What of the grid are places."""

    def __init__(self, grid: Grid, limits: Limits) -> None:
        self.grid = grid
        self.limits = limits

    def decide(self, command: SpacesCommand, context: Context) -> list[Event]:
        context.require("facilitator")
        match command:
            case PutSpace():
                return self._putting(command)
            case MoveSpace(space_id, after):
                return self._moving(self.grid.space(space_id), after)
            case RemoveSpace(space_id):
                space = self.grid.space(space_id)
                self.grid.check_unused(space=space.id)
                return [SpaceRemoved(space.id)]
            case _:
                assert_never(command)

    def _putting(self, command: PutSpace) -> list[Event]:
        was = self.grid.spaces.get(command.space)
        if was is None:
            self.grid.check_new(command.space, self.grid.spaces, self.limits.spaces)
        shut = [self.grid.slot(slot).id for slot in dict.fromkeys(command.shut)]
        if any((slot, command.space) in self.grid.cells for slot in shut):
            raise Refused("in_use")
        name, access = clean_space(command.name, command.access, self.limits)
        space = Space(command.space, name, command.capacity, access, command.strict, shut)
        return [] if space == was else [SpacePut(space.id, name, space.capacity, access, space.strict, shut)]

    def _moving(self, space: Space, after: str | None) -> list[Event]:
        if after == space.id:
            raise Refused("unknown")
        behind = None if after is None else self.grid.space(after).id
        same = self.grid.ordered(space.id, behind) == list(self.grid.spaces)
        return [] if same else [SpaceMoved(space.id, behind)]

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case SpacePut(space, name, capacity, access, strict, shut):
                return self.grid.put_space(Space(space, name, capacity, access, strict, shut))
            case SpaceMoved(space, after):
                return self.grid.move_space(space, after)
            case SpaceRemoved(space):
                return self.grid.remove_space(space)
            case _:
                return set()

    def show(self, key: Key) -> Shown | None:
        space = self.grid.spaces.get(id_of(key))
        if space is None or kind_of(key) != "space":
            return None
        n = 1 + list(self.grid.spaces).index(space.id)
        fields = (space.name, space.capacity, space.access, space.strict, space.shut)
        return Shown(SpaceRecord(space.id, n, *fields), EVERYONE)

    def keys(self) -> Iterable[Key]:
        yield from (f"space:{space}" for space in self.grid.spaces)


# As a format declares them


def putting_up(spaces: list[SpacePlan], slots: list[SlotPlan], random: bytes) -> list[Event]:
    """What puts up the spaces and slots of a format, whose checks have been done."""
    slot_ids = [drawn_id(random, f"slot {n}") for n, _ in enumerate(slots, 1)]
    put: list[Event] = []
    for slot, (day, starts, ends) in zip(slot_ids, (plan.times for plan in slots), strict=True):
        put.append(SlotPut(slot, starts, ends, day))
    for n, plan in enumerate(spaces, 1):
        shut, space = [slot_ids[place - 1] for place in plan.shut], drawn_id(random, f"space {n}")
        put.append(SpacePut(space, plan.name, plan.capacity, plan.access, plan.strict, shut))
    return put


def plans(grid: Grid) -> tuple[list[SpacePlan], list[SlotPlan]]:
    """Spaces and slots as a format would declare them."""
    order = {slot: n for n, slot in enumerate(grid.slots, 1)}
    spaces = [
        SpacePlan(space.name, space.capacity, space.access, space.strict, [order[slot] for slot in space.shut])
        for space in grid.spaces.values()
    ]
    return spaces, [slot_plan(slot.starts, slot.ends, slot.day) for slot in grid.slots.values()]
