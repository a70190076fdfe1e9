"""Suggestions: a free place on the wall for a topic, or for all that have none; nothing happens by itself."""

from collections.abc import Iterable
from math import inf

from workshops.convening import Topic
from workshops.grid import Cell, Grid
from workshops.wall import Wall


def suggest(wall: Wall, topic_id: str) -> Cell | None:
    """A free place for this topic, as WALL5 says; None: there is none, or no such topic."""
    topic = wall.topics.topics.get(topic_id)
    if topic is None or not _placeable(wall, topic):
        return None
    return _draft(wall, but=topic_id).best(wall.topics.conveners(topic), wall.topics.interested(topic))


def suggest_all(wall: Wall) -> list[tuple[str, str, str]]:
    """A topic, slot and space for each that has no place, the one that most are interested in first; each as if those
    before it had been placed."""
    draft, suggested = _draft(wall), []
    crowds = [(topic, wall.topics.interested(topic)) for topic in loose(wall)]
    for topic, crowd in sorted(crowds, key=lambda each: (-len(each[1]), each[0].n)):
        conveners = wall.topics.conveners(topic)
        cell = draft.best(conveners, crowd)
        if cell is not None:
            draft.put(cell, conveners, crowd)
            suggested.append((topic.id, *cell))
    return suggested


def loose(wall: Wall) -> list[Topic]:
    """Topics that could be placed, and are not."""
    topics = wall.topics.topics.values()
    return [topic for topic in topics if _placeable(wall, topic) and topic.id not in wall.grid.sessions]


def _placeable(wall: Wall, topic: Topic) -> bool:
    return topic.into is None and wall.topics.in_room(topic)


def _draft(wall: Wall, but: str = "") -> "Draft":
    draft = Draft(wall.grid)
    for session in wall.grid.sessions.values():
        topic = wall.topics.topics[session.topic]
        if topic.id != but:
            cell = session.slot, session.space
            draft.put(cell, wall.topics.conveners(topic), wall.topics.interested(topic))
    return draft


class Draft:
    """The wall as it would be: which cells would be taken, who would convene something in each slot, and who would be
    drawn there."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.cells: set[Cell] = set()
        self.busy: dict[str, set[str]] = {slot: set() for slot in grid.slots}
        self.drawn: dict[str, set[str]] = {slot: set() for slot in grid.slots}

    def put(self, cell: Cell, conveners: Iterable[str], interested: Iterable[str]) -> None:
        self.cells.add(cell)
        self.busy[cell[0]].update(conveners)
        self.drawn[cell[0]].update(interested)

    def best(self, conveners: Iterable[str], interested: set[str]) -> Cell | None:
        """The free cell that suits best (WALL5); among equals the earliest, then the first space."""
        cells = [cell for cell in self.grid.free(self.cells) if self.busy[cell[0]].isdisjoint(conveners)]
        elsewhere = {slot: len(interested & self.drawn[slot]) for slot in dict(cells)}
        return min(cells, key=lambda cell: (elsewhere[cell[0]], *self._room(cell[1], len(interested))), default=None)

    def _room(self, space: str, crowd: int) -> tuple[bool, float]:
        """The lowest suits best. A space that does not say how many it takes is kept for what no other is known to."""
        capacity = self.grid.spaces[space].capacity or inf
        return capacity < crowd, capacity if capacity >= crowd else -capacity
