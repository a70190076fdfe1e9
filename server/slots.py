"""The circles as one person sees them: which run, which come next, who writes the report of each, and what it says."""

from datetime import datetime
from hashlib import blake2b
from typing import Any

from msgspec import Struct

from server.batch import now_ms
from server.sight import Sight
from workshops.agenda import Talk
from workshops.attendance import AttendanceRecord, WhereaboutsRecord
from workshops.ideas import IdeaRecord
from workshops.interest import InterestRecord
from workshops.market import Market
from workshops.proceedings import Field, Proceedings, ReportRecord, Sessions
from workshops.slots import SlotRecord
from workshops.spaces import SpaceRecord
from workshops.texts import TextRecord, VersionLine, VersionRecord, VersionsRecord
from workshops.topics import TopicRecord
from workshops.wall import SessionRecord

SEATS_DRAWN = 24
"""As many as the client draws."""


class Circle(Struct, frozen=True):
    """A topic that is on the wall, or was and has a report. here: how many are there; been: have been."""

    topic: TopicRecord
    report: ReportRecord
    session: SessionRecord | None = None
    slot: SlotRecord | None = None
    space: SpaceRecord | None = None
    here: int = 0
    been: int = 0

    @property
    def id(self) -> str:
        return self.topic.id

    @property
    def state(self) -> str:
        return "" if self.session is None else self.session.state

    @property
    def begun(self) -> bool:
        """There may be something to read, or to write."""
        return self.state != "to_come" or self.report.pen is not None or bool(self.report.filled)

    @property
    def ends_at(self) -> int | None:
        """Where it was extended."""
        return None if self.session is None else self.session.ends_at

    @property
    def seats(self) -> int:
        return 0 if self.space is None else self.space.capacity

    @property
    def full(self) -> bool:
        return bool(self.seats) and self.here >= self.seats

    @property
    def shut(self) -> bool:
        """Nobody more is let in."""
        return self.full and self.space is not None and self.space.strict

    @property
    def place(self) -> tuple[float, ...]:
        last = float("inf")
        return self.slot.n if self.slot else last, self.space.n if self.space else last, self.topic.n


class Part(Struct, frozen=True):
    """One part of a report. was: tells what it said when the page was made. sent: what was just refused."""

    field: Field
    text: str = ""
    at: int = 0
    ideas: list[IdeaRecord] = []

    @property
    def was(self) -> str:
        return digest(self.text)


class Version(Struct, frozen=True):
    """One version with the titles of its parts, and what they said, where that is asked for."""

    line: VersionLine
    titles: list[str]
    texts: list[tuple[Field, str]] = []


def digest(text: str) -> str:
    """A form says by this which of its boxes were changed."""
    return blake2b(text.replace("\r\n", "\n").encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


# The step's page


def meeting(sight: Sight) -> dict[str, Any]:
    """What runs, what comes next, and every report, slot by slot."""
    every = circles(sight)
    slots = sorted(sight.all(SlotRecord), key=lambda slot: slot.n)
    slot = next((each for each in slots if each.state == "running"), None)
    coming = next_slot(slots, every)
    return {
        "circles": every, "slot": slot, "coming": coming, "slots": slots,
        "passed": coming is not None and has_passed(coming),
        "now": [each for each in every if each.state == "running"],
        "next": [each for each in every if coming is not None and each.slot is coming],
        "met": [each for each in every if each.begun], "by_slot": by_slot([each for each in every if each.begun]),
        "law": law(sight), "wanted": wanted(sight), "seats_drawn": SEATS_DRAWN,
        "parts_of_all": len(canvas(sight)), "where": whereabouts(sight),
    }  # fmt: skip


def wanted(sight: Sight) -> set[str]:
    """The circles that interest this person."""
    found = sight.one(InterestRecord, sight.person)
    return set(found.topics) if found is not None else set()


def next_slot(slots: list[SlotRecord], every: list[Circle]) -> SlotRecord | None:
    """After those that have begun: the first in which a circle meets, else the first."""
    last = max((slot.n for slot in slots if slot.state != "to_come"), default=0)
    coming = [slot for slot in slots if slot.n > last]
    met = {each.slot.id for each in every if each.slot is not None}
    return next((slot for slot in coming if slot.id in met), coming[0] if coming else None)


def newsroom(sight: Sight, page: int) -> dict[str, Any]:
    """One report after the other; `page`: which, from 1."""
    every = to_read(circles(sight))
    page = min(max(1, page), max(1, len(every)))
    it = every[page - 1] if every else None
    return {
        "circles": every, "it": it, "report_page": page, "parts": parts(sight, it.id) if it else [],
        "parts_of_all": len(canvas(sight)),
    }  # fmt: skip


def whereabouts(sight: Sight) -> Circle | None:
    """The circle this person is in."""
    found = sight.one(WhereaboutsRecord, sight.person)
    return circle(sight, found.session) if found is not None else None


# Whether they meet


def meeting_now(sight: Sight) -> bool:
    """Circles meet, and are written of: also at a marketplace that is opened again."""
    if sight.open is None:
        return False
    if isinstance(sight.open.about, Sessions):
        return True
    met = any(isinstance(step.about, Sessions) and step.opened_at is not None for step in sight.steps)
    return isinstance(sight.open.about, Market) and met


def has_passed(slot: SlotRecord) -> bool:
    """Whether the hour that was planned for it has, by the clock of the machine that serves the room."""
    now = datetime.fromtimestamp(now_ms() / 1000).astimezone()
    today = now.date().isoformat()
    return slot.day < today if slot.day not in ("", today) else slot.starts <= now.hour * 60 + now.minute


def circles(sight: Sight) -> list[Circle]:
    """By slot, then by space; last, those whose topic has left the wall."""
    ids = {each.id for each in sight.all(SessionRecord)} | {each.id for each in sight.all(ReportRecord)}
    found = [circle(sight, each) for each in ids]
    return sorted((each for each in found if each is not None), key=lambda each: each.place)


def circle(sight: Sight, id_: str) -> Circle | None:
    """None: nothing of that id has been on the wall, as far as this person sees."""
    topic, session, report = sight.one(TopicRecord, id_), sight.one(SessionRecord, id_), sight.one(ReportRecord, id_)
    if topic is None or (session is None and report is None):
        return None
    attendance = sight.one(AttendanceRecord, id_) or AttendanceRecord(id_)
    slot = sight.one(SlotRecord, session.slot) if session is not None else None
    space = sight.one(SpaceRecord, session.space) if session is not None else None
    return Circle(topic, report or ReportRecord(id_), session, slot, space, attendance.here, attendance.been)


def by_slot(every: list[Circle]) -> list[tuple[SlotRecord | None, list[Circle]]]:
    found: dict[str, tuple[SlotRecord | None, list[Circle]]] = {}
    for each in every:
        found.setdefault(each.slot.id if each.slot else "", (each.slot, []))[1].append(each)
    return list(found.values())


def law(sight: Sight) -> str:
    """The law of two feet, as the opening said it; "" where it did not."""
    talks = [step.about for step in sight.steps if isinstance(step.about, Talk)]
    return next((about.law for about in talks if about.law), "")


# Reports


def about(sight: Sight) -> Sessions | None:
    """The one step in which circles meet."""
    return next((step.about for step in sight.steps if isinstance(step.about, Sessions)), None)


def canvas(sight: Sight) -> list[Field]:
    found = about(sight)
    return found.canvas if found is not None else []


def is_written(sight: Sight) -> bool:
    """Whether reports can be written now."""
    return meeting_now(sight) or (sight.open is not None and isinstance(sight.open.about, Proceedings))


def parts(sight: Sight, session: str) -> list[Part]:
    found = []
    for field in canvas(sight):
        text = sight.one(TextRecord, f"{session}.{field.id}") or TextRecord("", session, field.id)
        ideas = proposed(sight, session) if field.kind == "ideas" else []
        found.append(Part(field, text.text, text.at, ideas))
    return found


def proposed(sight: Sight, session: str) -> list[IdeaRecord]:
    """What the circle proposes, by its number on the board."""
    return sorted((each for each in sight.all(IdeaRecord) if each.origin == f"session:{session}"), key=lambda it: it.n)


def versions(sight: Sight, session: str, shown: int | None) -> list[Version]:
    """The history, newest first; `shown`: the number of the one to be read."""
    found = sight.one(VersionsRecord, session)
    return [_version(sight, session, line, line.n == shown) for line in reversed(found.versions if found else [])]


def _version(sight: Sight, session: str, line: VersionLine, whole: bool) -> Version:
    fields = [field for field in canvas(sight) if field.id in line.fields]
    said = sight.one(VersionRecord, f"{session}.{line.n}") if whole else None
    texts = [(field, said.texts.get(field.id, "")) for field in fields] if said is not None else []
    return Version(line, [field.title for field in fields], texts)


def to_read(every: list[Circle]) -> list[Circle]:
    """As a newspaper is read: those that say nothing yet come last."""
    return sorted(every, key=lambda each: not each.report.filled)


def silent_since(sight: Sight, found: Circle) -> int:
    """Since when (ms) whoever has its pen has done nothing with it."""
    return max(found.report.since, *[part.at for part in parts(sight, found.id)])
