"""The grid of the agenda wall: spaces, slots, what is in which cell, and a free cell that suits a topic."""

from collections.abc import Iterable, Iterator
from math import inf

from msgspec import Struct

Cell = tuple[str, str]
"""A slot and a space."""


class Space(Struct, frozen=True):
    id: str
    name: str
    capacity: int = 0
    access: str = ""
    strict: bool = False
    shut: list[str] = []


class Slot(Struct, eq=False):
    id: str
    starts: int
    ends: int
    day: str = ""
    state: str = "to_come"
    ends_at: int | None = None

    def __lt__(self, other: "Slot") -> bool:
        return (self.day, self.starts) < (other.day, other.starts)


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
    """spaces: in their order. slots: by day and time."""

    def __init__(self) -> None:
        self.spaces: dict[str, Space] = {}
        self.slots: dict[str, Slot] = {}
        self.sessions: dict[str, Session] = {}
        self.cells: dict[Cell, str] = {}

    def at(self, *, slot: str = "", space: str = "") -> list[Session]:
        """What is placed in this slot, or in this space, or in both."""
        return [
            session
            for session in self.sessions.values()
            if session.slot == (slot or session.slot) and session.space == (space or session.space)
        ]

    def _put_slot(self, slot: Slot) -> None:
        self.slots[slot.id] = slot
        self.slots = {each.id: each for each in sorted(self.slots.values())}

    def _place(self, topic: str, slot: str, space: str, since: int) -> None:
        self._take_off(topic)
        self.sessions[topic] = Session(topic, slot, space, since)
        self.cells[slot, space] = topic

    def _take_off(self, topic: str) -> bool:
        """Whether it was there."""
        session = self.sessions.pop(topic, None)
        if session is None:
            return False
        del self.cells[session.slot, session.space]
        return True

    def state(self, session: Session) -> str:
        slot = self.slots[session.slot]
        if slot.state == "to_come" or session.over is None:
            goes_on = slot.state == "over" and session.ends_at is not None
            return "running" if goes_on else slot.state
        return "over" if session.over else "running"

    def free(self, cells: Iterable[Cell]) -> Iterator[Cell]:
        """The cells in which something can be placed, by time, then by space; `cells`: those that are taken."""
        for slot in self.slots.values():
            for space in self.spaces.values():
                if slot.state != "over" and slot.id not in space.shut and (slot.id, space.id) not in cells:
                    yield slot.id, space.id

    def fitness(self, cell: Cell, drawn: int, crowd: int) -> tuple[int, bool, float]:
        """How well this cell suits a topic in which `crowd` people are interested, `drawn` of them also in something
        else at that time: the lowest suits best (WALL5). A space whose capacity is not said takes all, but is kept for
        where no other one does."""
        capacity = self.spaces[cell[1]].capacity
        if not capacity:
            return drawn, False, inf
        return drawn, capacity < crowd, capacity if capacity >= crowd else -capacity


class Draft:
    """The wall as it would be: who would be busy and who drawn there, by slot."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.cells = set(grid.cells)
        self.busy: dict[str, set[str]] = {slot: set() for slot in grid.slots}
        self.drawn: dict[str, set[str]] = {slot: set() for slot in grid.slots}

    def put(self, cell: Cell, conveners: Iterable[str], interested: Iterable[str]) -> None:
        self.cells.add(cell)
        self.busy[cell[0]].update(conveners)
        self.drawn[cell[0]].update(interested)

    def best(self, conveners: list[str], interested: set[str]) -> Cell | None:
        """Among equals the first: the earliest, then the first space."""
        cells = [cell for cell in self.grid.free(self.cells) if self.busy[cell[0]].isdisjoint(conveners)]
        drawn = {slot: len(interested & self.drawn[slot]) for slot in {slot for slot, _ in cells}}
        crowd = len(interested)
        return min(cells, key=lambda cell: self.grid.fitness(cell, drawn[cell[0]], crowd), default=None)
