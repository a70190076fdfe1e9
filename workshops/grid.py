"""The grid of the agenda wall as it stands: spaces, slots, and what is in which cell."""

from collections.abc import Iterable, Iterator, Sized
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from workshops.vocabulary import Key, Refused

MINUTE_MS = 60_000
Cell = tuple[str, str]
"""A slot and a space."""
State = Literal["to_come", "running", "over"]


class Space(Struct, frozen=True):
    id: str
    name: str
    capacity: int = 0
    access: str = ""
    strict: bool = False
    shut: list[str] = []


class Slot(Struct, eq=False):
    """began_at, ends_at: once it has begun. ended_at: once it is over. (ms)"""

    id: str
    starts: int
    ends: int
    day: str = ""
    state: State = "to_come"
    ends_at: int | None = None
    began_at: int | None = None
    ended_at: int | None = None

    @property
    def times(self) -> tuple[str, int, int]:
        return self.day, self.starts, self.ends


class Session(Struct, eq=False):
    """A topic in its cell. since: when it was placed, among all that was placed. over: whether it was ended (or, false,
    reopened after its slot had ended); None: it is what its slot is. ends_at: where it was extended."""

    topic: str
    slot: str
    space: str
    since: int
    over: bool | None = None
    ends_at: int | None = None


class Grid:
    """What happens to the wall, once it is decided; changes of spaces and slots give the keys that they touch.

    spaces: in their order. slots: by day and time. sessions: by topic. cells: what topic is in them. taken: every id
    there ever was.
    """

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken
        self.spaces: dict[str, Space] = {}
        self.slots: dict[str, Slot] = {}
        self.sessions: dict[str, Session] = {}
        self.cells: dict[Cell, str] = {}

    def space(self, space: str) -> Space:
        if space not in self.spaces:
            raise Refused("unknown")
        return self.spaces[space]

    def slot(self, slot: str) -> Slot:
        if slot not in self.slots:
            raise Refused("unknown")
        return self.slots[slot]

    def check_new(self, new: str, there: Sized, limit: int) -> None:
        """Refused: taken; too_many, where so many are there already."""
        if new in self.taken:
            raise Refused("taken")
        if len(there) >= limit:
            raise Refused("too_many", limit=limit)

    def check_unused(self, *, slot: str = "", space: str = "") -> None:
        """Refused where something is placed there: in_use (WALL1)."""
        if self.at(slot=slot, space=space):
            raise Refused("in_use")

    def at(self, *, slot: str = "", space: str = "") -> list[Session]:
        """What is placed in this slot, or in this space, or in both."""
        return [
            session
            for session in self.sessions.values()
            if session.slot == (slot or session.slot) and session.space == (space or session.space)
        ]

    def state(self, session: Session) -> State:
        slot = self.slots[session.slot]
        if slot.state == "to_come":
            return "to_come"
        if session.over is not None:
            return "over" if session.over else "running"
        return "running" if session.ends_at is not None else slot.state

    def ordered(self, space: str, after: str | None) -> list[str]:
        """The spaces in their order, with this one behind another, or (None) before all."""
        others = [other for other in self.spaces if other != space]
        at = 0 if after is None else 1 + others.index(after)
        return [*others[:at], space, *others[at:]]

    def free(self, taken: Iterable[Cell]) -> Iterator[Cell]:
        """The cells in which something can be placed, by time, then by space."""
        for slot in self.slots.values():
            for space in self.spaces.values():
                if slot.state != "over" and slot.id not in space.shut and (slot.id, space.id) not in taken:
                    yield slot.id, space.id

    def place(self, topic: str, slot: str, space: str, since: int) -> None:
        self.take_off(topic)
        self.sessions[topic] = Session(topic, slot, space, since)
        self.cells[slot, space] = topic

    def take_off(self, topic: str) -> None:
        session = self.sessions.pop(topic, None)
        if session is not None:
            del self.cells[session.slot, session.space]

    def extend(self, session: Session, ends_at: int) -> None:
        """One that was over goes on."""
        session.over = None
        session.ends_at = ends_at

    def end(self, session: Session, *, over: bool) -> None:
        goes_on = None if self.slots[session.slot].state == "running" else False
        session.over = True if over else goes_on

    def put_space(self, space: Space) -> set[Key]:
        self.taken.add(space.id)
        self.spaces[space.id] = space
        return {f"space:{space.id}"}

    def move_space(self, space: str, after: str | None) -> set[Key]:
        self.spaces = {each: self.spaces[each] for each in self.ordered(space, after)}
        return {f"space:{each}" for each in self.spaces}

    def remove_space(self, space: str) -> set[Key]:
        touched = {f"space:{each}" for each in self.spaces}
        del self.spaces[space]
        return touched

    def put_slot(self, slot: str, starts: int, ends: int, day: str) -> set[Key]:
        self.taken.add(slot)
        put = self.slots.setdefault(slot, Slot(slot, starts, ends))
        put.starts, put.ends, put.day = starts, ends, day
        self.slots = {each.id: each for each in sorted(self.slots.values(), key=lambda each: each.times)}
        return {f"slot:{each}" for each in self.slots}

    def remove_slot(self, slot: str) -> set[Key]:
        touched = {f"slot:{each}" for each in self.slots}
        del self.slots[slot]
        for space in [space for space in self.spaces.values() if slot in space.shut]:
            self.spaces[space.id] = replace(space, shut=[other for other in space.shut if other != slot])
            touched.add(f"space:{space.id}")
        return touched

    def begin(self, slot: Slot, began_at: int | None, ends_at: int) -> None:
        """Its sessions begin anew."""
        slot.state, slot.began_at, slot.ends_at, slot.ended_at = "running", began_at, ends_at, None
        for session in self.at(slot=slot.id):
            session.over, session.ends_at = None, None
