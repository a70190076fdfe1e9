"""An export as it is read: which records it may hold, and whether what they say of each other holds."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import structs

from workshops import agenda
from workshops.agenda import AgendaRecord
from workshops.attendance import AttendanceRecord
from workshops.authorship import AuthorRecord
from workshops.boards import BoardRecord, Gather
from workshops.clusters import ClusterRecord
from workshops.description import WorkshopRecord
from workshops.ideas import IdeaRecord
from workshops.merging import MergedRecord
from workshops.people import CrowdRecord
from workshops.plans import clean_space
from workshops.slots import SlotRecord
from workshops.sorting import PlaceRecord
from workshops.spaces import SpaceRecord
from workshops.tallies import TallyRecord
from workshops.texts import TextRecord
from workshops.themes import ThemeRecord
from workshops.topics import TopicRecord
from workshops.vocabulary import Key, Limits, Reason, Record, Refused, clean_draft, clean_line, clean_text
from workshops.voting import RoundRecord
from workshops.wall import SessionRecord
from workshops.workshop import StepRecord

ExportRecord = (
    WorkshopRecord
    | AgendaRecord
    | StepRecord
    | CrowdRecord
    | BoardRecord
    | IdeaRecord
    | AuthorRecord
    | ThemeRecord
    | ClusterRecord
    | PlaceRecord
    | MergedRecord
    | TopicRecord
    | SpaceRecord
    | SlotRecord
    | SessionRecord
    | AttendanceRecord
    | TextRecord
    | RoundRecord
    | TallyRecord
)
"""Every kind of record that audience *export* may see."""
Why = Reason | Literal["missing", "twice", "refers", "differs"]
"""What a workshop refuses too; it is not there; there twice; what it refers to is not there; others contradict it."""

R = TypeVar("R", bound=Record)

HUES = 1_000
COUNTS = 1_000_000
ORDERS = 1e9
DATES = 4_102_444_800_000
"""The year 2100, in ms."""
_DATES = {"opened_at", "ends_at", "began_at", "ended_at", "seals_at", "frozen_at", "paused_with", "at"}
_ID = re.compile(r"[A-Za-z0-9_-]{6,32}")


class DoesNotAddUp(Exception):
    """This record cannot be taken over; `facts` fill the blanks of the sentence, as in Refused."""

    def __init__(self, key: Key, why: Why, **facts: str | int) -> None:
        super().__init__(f"{key}: {why}")
        self.key, self.why, self.facts = key, why, facts


def lasting(records: Iterable[Record]) -> dict[Key, Record]:
    """What of an export still holds when nobody is there any more: no id of a person, not who has finished, takes part
    on paper, is in a session or wants a merge, nor how many ideas wait that the export does not hold."""
    return {key_of(kept): kept for record in records if (kept := _lasting(record)) is not None}


def _lasting(record: Record) -> Record | None:
    match record:
        case AuthorRecord():
            return structs.replace(record, person="") if record.name else None
        case BoardRecord():
            return structs.replace(record, waiting=0)
        case CrowdRecord():
            return structs.replace(record, done=0, paper=0)
        case TopicRecord():
            return structs.replace(record, conveners=[], offers=[], asks=[])
        case AttendanceRecord():
            return structs.replace(record, here=0)
        case TextRecord():
            return record if record.text else None
        case TallyRecord():
            # The board tells how many choices there are; a file of before does not.
            return structs.replace(record, choices=0)
        case agenda.StepRecord():
            return msgspec.convert(record, StepRecord, from_attributes=True)
        case _:
            return record


def key_of(record: Record) -> Key:
    named: Any = record  # every kind has an id
    return f"{record.__struct_config__.tag}:{named.id}"


class Exported:
    """The records by kind, in order, once what each says for itself and of others is found to hold."""

    def __init__(self, records: Iterable[ExportRecord], limits: Limits) -> None:
        self.limits = limits
        self.all: dict[Key, Record] = {}
        for record in records:
            if key_of(record) in self.all:
                raise DoesNotAddUp(key_of(record), "twice")
            self.all[key_of(record)] = _cleaned(record, limits)
        self.all = lasting(self.all.values())
        self.workshop = self._one(WorkshopRecord)
        self.agenda = self._one(AgendaRecord)
        self.crowd = self._one(CrowdRecord)
        self.steps = sorted(self.of(StepRecord), key=lambda step: step.n)
        self.ideas = sorted(self.of(IdeaRecord), key=lambda idea: (idea.n == 0, idea.n, idea.id))
        self.themes = sorted(self.of(ThemeRecord), key=lambda theme: (theme.order, theme.hue))
        self.clusters = sorted(self.of(ClusterRecord), key=lambda cluster: (cluster.order, cluster.id))
        self.topics = sorted(self.of(TopicRecord), key=lambda topic: (topic.n, topic.id))
        self._check_counts()
        self.merged = self._merged()
        self._check_numbers()
        self._check_references()

    def of(self, kind: type[R]) -> list[R]:
        return [record for record in self.all.values() if isinstance(record, kind)]

    def _one(self, kind: type[R]) -> R:
        key = f"{kind.__struct_config__.tag}:this"
        found = self.all.get(key)
        if not isinstance(found, kind) or len(self.of(kind)) > 1:
            raise DoesNotAddUp(key, "missing")
        return found

    def _merged(self) -> list[MergedRecord]:
        """Those that went in first, first."""
        merged = {record.id: record for record in self.of(MergedRecord)}
        depths: dict[str, int] = {}
        for record in merged.values():
            depth, into = 1, record.into
            while into in merged and depth <= len(merged):
                depth, into = depth + 1, merged[into].into
            if depth > len(merged):
                raise DoesNotAddUp(key_of(record), "differs")
            depths[record.id] = depth
        return sorted(merged.values(), key=lambda record: (-depths[record.id], record.id))

    def _check_counts(self) -> None:
        kinds: tuple[tuple[type[Record], int], ...] = (
            (IdeaRecord, self.limits.ideas),
            (ThemeRecord, self.limits.themes),
            (ClusterRecord, self.limits.clusters),
            (MergedRecord, self.limits.clusters),
            (TopicRecord, self.limits.topics),
            (SpaceRecord, self.limits.spaces),
            (SlotRecord, self.limits.slots),
        )
        for kind, most in kinds:
            if len(self.of(kind)) > most:
                raise DoesNotAddUp(key_of(self.of(kind)[most]), "too_many", limit=most)

    def _check_numbers(self) -> None:
        for record in self.all.values():
            if not all(_sane(name, number) for name, number in _numbers(record)):
                raise DoesNotAddUp(key_of(record), "differs")
        _check_each_once((theme, theme.order) for theme in self.themes)
        _check_each_once((cluster, (cluster.board, cluster.order)) for cluster in self.clusters)
        things: list[IdeaRecord | ThemeRecord | ClusterRecord | MergedRecord | TopicRecord | SpaceRecord | SlotRecord]
        things = [*self.ideas, *self.themes, *self.clusters, *self.merged, *self.topics]
        things += [*self.of(SpaceRecord), *self.of(SlotRecord)]
        if len(self.clusters) + len(self.merged) > self.limits.clusters:
            raise DoesNotAddUp(key_of([*self.clusters, *self.merged][-1]), "too_many", limit=self.limits.clusters)
        _check_each_once((record, record.id) for record in things)
        _check_each_once((idea, idea.n) for idea in self.ideas if idea.n)
        _check_each_once((theme, theme.hue) for theme in self.themes)
        _check_each_once((topic, topic.n) for topic in self.topics)
        _check_each_once((session, (session.slot, session.space)) for session in self.of(SessionRecord))
        for each in (*things, *self.of(RoundRecord)):
            if not _ID.fullmatch(each.id):
                raise DoesNotAddUp(key_of(each), "bad_command")
        for theme in self.themes:
            if not 1 <= theme.hue <= HUES:
                raise DoesNotAddUp(key_of(theme), "differs")

    def _check_references(self) -> None:
        for step in self.steps:
            if step.id != step.about.id:
                raise DoesNotAddUp(key_of(step), "differs")
        boards = {f"board:{step.about.board}" for step in self.steps if isinstance(step.about, Gather)}
        for board in self.of(BoardRecord):
            if key_of(board) not in boards:
                raise DoesNotAddUp(key_of(board), "differs")
        for record, to in self._references():
            if to not in self.all and to not in boards:
                raise DoesNotAddUp(key_of(record), "refers", to=to)

    def _references(self) -> Iterator[tuple[Record, Key]]:
        """Each record that names another, and which."""
        for record in self.all.values():
            match record:
                case IdeaRecord(_, board):
                    yield record, f"board:{board}"
                    if record.origin is not None:
                        yield record, record.origin.replace("session:", "topic:", 1)
                case ClusterRecord(_, board):
                    yield record, f"board:{board}"
                    if record.theme is not None:
                        yield record, f"theme:{record.theme}"
                case AuthorRecord(idea):
                    yield record, f"idea:{idea}"
                case PlaceRecord(idea, cluster):
                    yield record, f"idea:{idea}"
                    yield record, f"cluster:{cluster}"
                case MergedRecord(_, into):
                    yield record, f"merged:{into}" if f"merged:{into}" in self.all else f"cluster:{into}"
                case TopicRecord():
                    yield from ((record, to) for to in (record.origin, record.into and f"topic:{record.into}") if to)
                case SpaceRecord():
                    yield from ((record, f"slot:{slot}") for slot in record.shut)
                case SessionRecord(topic, slot, space):
                    yield from ((record, to) for to in (f"topic:{topic}", f"slot:{slot}", f"space:{space}"))
                case AttendanceRecord(topic) | TextRecord(_, topic):
                    yield record, f"topic:{topic}"
                case RoundRecord(_, step):
                    yield record, f"step:{step}"
                case TallyRecord(round_):
                    yield record, f"round:{round_}"
                case _:
                    pass


def _numbers(record: Record) -> Iterator[tuple[str, float]]:
    """Every number of a record, and what it is the number of."""
    values = msgspec.to_builtins(record)
    waiting: list[tuple[str, Any]] = list(values.items())
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.items()
        elif isinstance(value, list):
            waiting += [(name, each) for each in value]
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield name, value


def _sane(name: str, number: float) -> bool:
    """Whether something may be counted, dated or put in order so: else a page, a file or a place breaks later on."""
    if name == "order":
        return abs(number) < ORDERS
    return 0 <= number <= (DATES if name in _DATES else COUNTS)


def _check_each_once(records: Iterable[tuple[Record, object]]) -> None:
    seen: set[object] = set()
    for record, what in records:
        if what in seen:
            raise DoesNotAddUp(key_of(record), "twice")
        seen.add(what)


def _cleaned(record: ExportRecord, limits: Limits) -> Record:
    """With people's words as a workshop keeps them; those of the workshop itself and its steps are seen to later."""
    try:
        match record:
            case IdeaRecord():
                return structs.replace(record, text=clean_text(record.text, limits.idea))
            case AuthorRecord() if record.name:
                return structs.replace(record, name=clean_line(record.name, limits.name))
            case TopicRecord():
                names = [name and clean_line(name, limits.name) for name in record.names]
                title, words = record.title, record.words
                title = title and clean_line(title, limits.title)  # who erased themselves has taken it along
                words = words and clean_text(words, limits.topic_words)
                return structs.replace(record, title=title, words=words, names=names)
            case SpaceRecord():
                name, access = clean_space(record.name, record.access, limits)
                return structs.replace(record, name=name, access=access)
            case TextRecord():
                return structs.replace(record, text=clean_draft(record.text, limits.report_field))
            case ThemeRecord() | ClusterRecord() | MergedRecord():
                return structs.replace(record, name=clean_line(record.name, limits.title))
            case _:
                return record
    except Refused as refused:
        raise DoesNotAddUp(key_of(record), refused.reason, **refused.facts) from refused
