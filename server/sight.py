"""What one person sees of a workshop, by kind and by key, and the shapes in which pages tell it."""

from collections.abc import Mapping
from typing import TypeVar, cast

from msgspec import Struct

from workshops.agenda import AgendaRecord, StepRecord
from workshops.description import WorkshopRecord
from workshops.people import PersonRecord
from workshops.vocabulary import Key, Record

R = TypeVar("R", bound=Record)


class Sight:
    """The records that one person sees."""

    def __init__(self, records: Mapping[Key, Record], person: str) -> None:
        self.person = person
        self._by_key = records
        self._by_kind: dict[type[Record], list[Record]] = {}
        for record in records.values():
            self._by_kind.setdefault(type(record), []).append(record)

    def all(self, kind: type[R]) -> list[R]:
        return cast("list[R]", self._by_kind.get(kind, []))

    def one(self, kind: type[R], id_: str) -> R | None:
        return cast("R | None", self._by_key.get(f"{kind.__struct_config__.tag}:{id_}"))

    @property
    def workshop(self) -> WorkshopRecord:
        found = self.one(WorkshopRecord, "this")
        assert found is not None
        return found

    @property
    def me(self) -> PersonRecord | None:
        """None: they have erased themselves, or never entered."""
        return self.one(PersonRecord, self.person)

    @property
    def steps(self) -> list[StepRecord]:
        return sorted(self.all(StepRecord), key=lambda step: step.n)

    @property
    def open(self) -> StepRecord | None:
        agenda = self.one(AgendaRecord, "this")
        return self.one(StepRecord, agenda.open) if agenda is not None and agenda.open else None


class Clock(Struct, frozen=True):
    """One of: when the time ends, what is left of it while it is paused, that it is up."""

    until: str = ""
    paused: str = ""
    over: bool = False


class Own(Struct, frozen=True):
    """An idea of one's own. `reason`: why it is hidden. `verb`: what can be done to it now."""

    id: str
    text: str
    n: int
    state: str
    reason: str = ""
    verb: str = ""


class Entry(Struct, frozen=True):
    """What can be dotted or read: a cluster with so many ideas, or (`ideas` None) an idea by itself. `cluster`: what
    it has been put in since it got its dots."""

    id: str
    name: str
    ideas: int | None = None
    cluster: str = ""


class Merged(Struct, frozen=True):
    """A cluster that went into another, and may come back."""

    id: str
    name: str


class Group(Struct, frozen=True):
    """Entries under one theme, or under none (`name` empty)."""

    id: str
    name: str
    hue: int
    entries: list[Entry]


class Bar(Struct, frozen=True):
    """So many ballots have `dots` dots on something. `tall`: its height where the tallest is 20."""

    dots: int
    voters: int
    tall: int


class Line(Struct, frozen=True):
    """One line of the tally. `tied`: its rank is shared; `drawn`: how many dots stand for its dots; `bars`: how they
    are spread over the ballots, none where that is not known."""

    rank: int
    tied: bool
    entry: Entry
    group: Group
    dots: int
    voters: int
    drawn: int
    bars: list[Bar]


class Result(Struct, frozen=True):
    """A revealed round. `unit`: dots that a drawn one stands for; `without`: how many items have none."""

    round: str
    title: str
    lines: list[Line]
    unit: int
    dots: int
    voters: int
    without: int
