"""The open forum put together: topics, the wall, who is in which circle, and what circles write."""

from collections.abc import Iterable
from typing import Protocol, assert_never

from workshops.agenda import Agenda
from workshops.attendance import Attendance, AttendanceCommand, AttendanceEvent, AttendanceRecords, Circles
from workshops.clusters import Clusters
from workshops.grid import Grid
from workshops.hiding import Hiding, HidingCommand, HidingEvent, TopicAsideRecord
from workshops.ideas import Ideas
from workshops.interest import Interest, InterestMarked, InterestRecord, MarkInterest
from workshops.market import Marketplace
from workshops.people import People
from workshops.reporting import Reporting, ReportingCommand, ReportingEvent, ReportingRecord
from workshops.slots import SlotRecord, Slots, SlotsCommand, SlotsEvent
from workshops.spaces import SpaceRecord, Spaces, SpacesCommand, SpacesEvent
from workshops.topic_merging import Merging, MergingCommand, MergingEvent
from workshops.topics import TopicRecord, Topics, TopicsCommand, TopicsEvent, TopicWithdrawn
from workshops.vocabulary import Context, Event, Key, Limits, Redaction, Refused, Shown, Stored, kind_of
from workshops.wall import SessionRecord, Wall, WallCommand, WallEvent

OfTopics = TopicsCommand | HidingCommand | MergingCommand | MarkInterest
OfTheWall = SlotsCommand | SpacesCommand | WallCommand
ForumCommand = OfTopics | OfTheWall | AttendanceCommand | ReportingCommand
ForumEvent = (
    TopicsEvent
    | HidingEvent
    | MergingEvent
    | InterestMarked
    | SlotsEvent
    | SpacesEvent
    | WallEvent
    | AttendanceEvent
    | ReportingEvent
)
ForumRecord = (
    TopicRecord
    | TopicAsideRecord
    | InterestRecord
    | SlotRecord
    | SpaceRecord
    | SessionRecord
    | AttendanceRecords
    | ReportingRecord
)


class Shows(Protocol):
    def show(self, key: Key) -> Shown | None: ...
    def keys(self) -> Iterable[Key]: ...


class OpenForum:
    """One open forum: its marketplace, its wall, and the reports of its circles."""

    def __init__(
        self, agenda: Agenda, people: People, ideas: Ideas, clusters: Clusters, limits: Limits, taken: set[str]
    ) -> None:
        self.market = Marketplace(agenda)
        self.topics = Topics(self.market, people, ideas, clusters, limits, taken)
        self.hiding = Hiding(self.topics)
        self.merging = Merging(self.topics)
        self.interest = Interest(people, self.topics)
        self.grid = Grid(taken)
        self.slots = Slots(self.grid, limits)
        self.spaces = Spaces(self.grid, limits)
        self.wall = Wall(people, self.topics, self.grid)
        circles = Circles(self.topics, self.wall)
        self.attendance = Attendance(people, circles)
        self.reporting = Reporting(agenda, people, ideas, circles, limits)
        self._shows: dict[str, Shows] = {
            "topic": self.topics,
            "aside": self.hiding,
            "interest": self.interest,
            "slot": self.slots,
            "space": self.spaces,
            "session": self.wall,
            "attendance": self.attendance,
            "whereabouts": self.attendance,
            "parted": self.attendance,
            "report": self.reporting,
            "text": self.reporting,
            "versions": self.reporting,
            "version": self.reporting,
        }

    def decide(self, command: ForumCommand, context: Context) -> list[Event]:
        if isinstance(command, OfTopics):
            return self._keeping_reports(self.wall.check(self._of_topics(command, context)))
        if isinstance(command, OfTheWall):
            return self._of_the_wall(command, context)
        if isinstance(command, AttendanceCommand):
            return self.attendance.decide(command, context)
        if isinstance(command, ReportingCommand):
            return self.reporting.decide(command, context)
        assert_never(command)

    def _of_topics(self, command: OfTopics, context: Context) -> list[Event]:
        if isinstance(command, TopicsCommand):
            return self.topics.decide(command, context)
        if isinstance(command, HidingCommand):
            return self.hiding.decide(command, context)
        if isinstance(command, MergingCommand):
            return self.merging.decide(command, context)
        return self.interest.decide(command, context)

    def _of_the_wall(self, command: OfTheWall, context: Context) -> list[Event]:
        if isinstance(command, SlotsCommand):
            return self.slots.decide(command, context)
        if isinstance(command, SpacesCommand):
            return self.spaces.decide(command, context)
        return self.wall.decide(command, context)

    def _keeping_reports(self, events: list[Event]) -> list[Event]:
        """These events, refused where a topic would go with what others wrote of it (TOPIC2)."""
        if any(isinstance(event, TopicWithdrawn) and self.reporting.says(event.topic) for event in events):
            raise Refused("has_report")
        return events

    def erasing(self, events: list[Event]) -> list[Event]:
        """These events, by which somebody erases themselves: their topics with a report stay (TOPIC10)."""
        return self.topics.erasing(events, self.reporting.says)

    def redactions(self, event: Event) -> list[Redaction]:
        return [
            *self.topics.redactions(event),
            *self.interest.redactions(event),
            *self.attendance.redactions(event),
            *self.reporting.redactions(event),
        ]

    def apply(self, stored: Stored) -> set[Key]:
        # In this order: what a topic has become moves the wall, and that moves those who are in its circle.
        return (
            self.topics.apply(stored)
            | self.hiding.apply(stored)
            | self.merging.apply(stored)
            | self.interest.apply(stored)
            | self.slots.apply(stored)
            | self.spaces.apply(stored)
            | self.wall.apply(stored)
            | self.attendance.apply(stored)
            | self.reporting.apply(stored)
        )

    def show(self, key: Key) -> Shown | None:
        return self._shows[kind_of(key)].show(key)

    def keys(self) -> Iterable[Key]:
        for feature in dict.fromkeys(self._shows.values()):
            yield from feature.keys()
