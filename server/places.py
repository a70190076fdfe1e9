"""The agenda wall as one person sees it, and where a topic of theirs may be placed on it."""

from typing import Any

from msgspec import Struct

from server import topics
from server.i18n import Speech
from server.sight import Sight
from workshops.slots import SlotRecord
from workshops.spaces import SpaceRecord
from workshops.topics import TopicRecord
from workshops.wall import SessionRecord


class Cell(Struct, frozen=True):
    """What stands in a space at a slot; `topic` None: nothing (`shut`: and nothing can)."""

    space: SpaceRecord
    shut: bool
    topic: topics.Told | None = None


class Row(Struct, frozen=True):
    """A slot with a cell for each space. `day`: where it is another than that of the slot before."""

    slot: SlotRecord
    starts: str
    day: str
    cells: list[Cell]


class Choice(Struct, frozen=True):
    """A slot in which a topic may be placed: its free spaces, and the others with what stands there. `why`: nothing
    there is open to it, because its slot is over ("over") or a convener is elsewhere (`name`, `title`; `me`)."""

    slot: SlotRecord
    name: str
    free: list[SpaceRecord]
    taken: list[Cell]
    why: str = ""
    who: str = ""
    title: str = ""


def slots(sight: Sight) -> list[SlotRecord]:
    return sorted(sight.all(SlotRecord), key=lambda slot: slot.n)


def spaces(sight: Sight) -> list[SpaceRecord]:
    return sorted(sight.all(SpaceRecord), key=lambda space: space.n)


def wall(sight: Sight, speech: Speech) -> list[Row]:
    taken = {(each.slot, each.space): each.id for each in sight.all(SessionRecord)}
    rows: list[Row] = []
    before = ""
    for slot in slots(sight):
        cells = [_cell(sight, slot, space, taken.get((slot.id, space.id)), speech) for space in spaces(sight)]
        day = topics.day_of(slot, speech) if slot.day != before else ""
        rows.append(Row(slot, topics.begins(slot, speech), day, cells))
        before = slot.day
    return rows


def _cell(sight: Sight, slot: SlotRecord, space: SpaceRecord, topic: str | None, speech: Speech) -> Cell:
    record = sight.one(TopicRecord, topic) if topic is not None else None
    return Cell(space, slot.id in space.shut, topics.tell(sight, record, speech) if record is not None else None)


def choices(sight: Sight, topic: TopicRecord, speech: Speech) -> list[Choice]:
    return [_choice(sight, topic, row, speech) for row in wall(sight, speech)]


def _choice(sight: Sight, topic: TopicRecord, row: Row, speech: Speech) -> Choice:
    name = topics.slot_name(row.slot, speech)
    if row.slot.state == "over":
        return Choice(row.slot, name, [], [], "over")
    for cell in row.cells:
        other = sight.one(TopicRecord, cell.topic.id) if cell.topic is not None else None
        if other is None or other.id == topic.id:
            continue
        both = next((person for person in other.conveners if person in topic.conveners), None)
        if both is not None:
            who = "" if both == sight.person else other.names[other.conveners.index(both)]
            return Choice(row.slot, name, [], [], "me" if both == sight.person else "busy", who, other.title)
    free = [cell.space for cell in row.cells if cell.topic is None and not cell.shut]
    return Choice(row.slot, name, free, [cell for cell in row.cells if cell.space not in free])


def named(sight: Sight, cell: tuple[str, str] | None, speech: Speech) -> dict[str, str] | None:
    """A cell in words, and as a form says it (`to`)."""
    slot, space = (sight.one(SlotRecord, cell[0]), sight.one(SpaceRecord, cell[1])) if cell else (None, None)
    if slot is None or space is None:
        return None
    return {"slot": topics.slot_name(slot, speech), "space": space.name, "to": f"{slot.id}.{space.id}"}


def listed(sight: Sight, page: int, search: str, side: str, speech: Speech, *, own: bool = False) -> dict[str, Any]:
    """The topics of the others (`own`: and one's own), one page of them, or (`side` "wall") the wall."""
    them, all_ = topics.found(sight, search, own=own), topics.found(sight, "", own=own)
    pages = max(1, -(-len(them) // topics.PAGE))
    page = min(max(1, page), pages)
    return {
        "side": side, "topics_count": len(topics.every(sight)), "placed": len(sight.all(SessionRecord)),
        "theirs": [topics.tell(sight, each, speech) for each in them[(page - 1) * topics.PAGE : page * topics.PAGE]],
        "theirs_count": len(all_), "found_count": len(them), "page": page, "pages": pages, "search": search,
        "rows": wall(sight, speech) if side == "wall" else [], "spaces": spaces(sight),
    }  # fmt: skip
