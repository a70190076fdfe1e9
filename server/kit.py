"""What is printed on A4 for an open forum: topic cards, the wall, a report form for each session."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from msgspec import Struct

from server.i18n import Speech
from server.sight import Sight
from workshops.agenda import StepRecord
from workshops.market import Market
from workshops.proceedings import Field, Sessions
from workshops.slots import SlotRecord
from workshops.spaces import SpaceRecord
from workshops.topics import TopicRecord
from workshops.wall import SessionRecord

T = TypeVar("T")
Asked = Mapping[str, str]
"""The fields of the form, by name: what cannot be used counts as not said."""

CARDS_A_SHEET = 4
CARDS = 100
"""Cards or blank forms printed at once."""
SPACES_A_SHEET = 6
SLOTS_A_SHEET = 6
PARTS_A_PAGE = 4
"""Of a report's canvas, so that there is room to write: the usual six make one sheet, both sides."""


class Cell(Struct, frozen=True):
    """Where a slot meets a space. topic None: nothing is there."""

    topic: TopicRecord | None
    shut: bool


class Row(Struct, frozen=True):
    slot: SlotRecord
    cells: list[Cell]


class Grid(Struct, frozen=True):
    """As much of the wall as one sheet takes."""

    spaces: list[SpaceRecord]
    rows: list[Row]


class Form(Struct, frozen=True):
    """Of one session; number 0: blank, for whichever."""

    number: int = 0
    title: str = ""
    words: str = ""
    conveners: str = ""
    slot: SlotRecord | None = None
    space: str = ""


def is_for(sight: Sight) -> bool:
    """Whether there is an open forum in this workshop."""
    return any(isinstance(step.about, Market | Sessions) for step in sight.steps)


def topics(sight: Sight, asked: Asked, _: Speech) -> dict[str, Any]:
    """`sheets`: the cards on each."""
    step = _step(sight, Market)
    count = number(asked.get("count"), 1, CARDS, 5 * CARDS_A_SHEET)
    sheets = [range(min(CARDS_A_SHEET, count - at)) for at in range(0, count, CARDS_A_SHEET)]
    return {"sheets": sheets, "prompt": (step.about.prompt or step.about.title) if step else ""}


def wall(sight: Sight, asked: Asked, _: Speech) -> dict[str, Any]:
    """`grids`: the wall, cut where one sheet ends; `empty`: with nothing on it, to write on."""
    placed = {} if asked.get("as") == "empty" else _placed(sight)
    slots = sorted(sight.all(SlotRecord), key=lambda slot: slot.n)
    spaces = sorted(sight.all(SpaceRecord), key=lambda space: space.n)
    grids = [
        Grid(beside, [Row(slot, [_cell(slot, space, placed) for space in beside]) for slot in under])
        for under in _pieces(slots, SLOTS_A_SHEET)
        for beside in _pieces(spaces, SPACES_A_SHEET)
    ]
    return {"grids": grids, "empty": asked.get("as") == "empty"}


def reports(sight: Sight, asked: Asked, _: Speech) -> dict[str, Any]:
    """`forms`: one for each session, slot by slot, or (`to` "blank") so many without a number. `pages`: which parts of
    the canvas are on each page of one."""
    step = _step(sight, Sessions)
    forms = [] if asked.get("to") == "blank" else _forms(sight)
    count = number(asked.get("count"), 1, CARDS, 4)
    canvas: list[Field] = step.about.canvas if step and isinstance(step.about, Sessions) else []
    return {"forms": forms or [Form()] * count, "pages": _pieces(canvas, PARTS_A_PAGE)}


def number(text: str | None, least: int, most: int, otherwise: int) -> int:
    """Within the bounds, whatever was typed."""
    digits = (text or "").strip()
    return min(most, max(least, int(digits[:9]))) if digits.isascii() and digits.isdigit() else otherwise


def _step(sight: Sight, kind: type[Market | Sessions]) -> StepRecord | None:
    return next((step for step in sight.steps if isinstance(step.about, kind)), None)


def _placed(sight: Sight) -> dict[tuple[str, str], TopicRecord]:
    sessions = [(session, sight.one(TopicRecord, session.id)) for session in sight.all(SessionRecord)]
    return {(session.slot, session.space): topic for session, topic in sessions if topic is not None}


def _cell(slot: SlotRecord, space: SpaceRecord, placed: Mapping[tuple[str, str], TopicRecord]) -> Cell:
    return Cell(placed.get((slot.id, space.id)), slot.id in space.shut)


def _forms(sight: Sight) -> list[Form]:
    found = []
    for session in sight.all(SessionRecord):
        topic, slot = sight.one(TopicRecord, session.id), sight.one(SlotRecord, session.slot)
        space = sight.one(SpaceRecord, session.space)
        if topic is not None and slot is not None and space is not None:
            names = ", ".join(name for name in topic.names if name)
            form = Form(topic.n, topic.title, topic.words, names, slot, space.name)
            found.append(((slot.n, space.n), form))
    return [form for _, form in sorted(found, key=lambda each: each[0])]


def _pieces(items: Sequence[T], most: int) -> list[list[T]]:
    """As few as there can be, all about as long."""
    count = -(-len(items) // most)
    size = -(-len(items) // count) if count else 1
    return [list(items[at : at + size]) for at in range(0, len(items), size)]
