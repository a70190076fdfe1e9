"""The whole workshop: which feature answers which command, holds which state; what is shown to whom."""

from collections.abc import Iterable
from typing import Protocol, assert_never, get_args

from workshops import (
    agenda,
    attendance,
    clusters,
    description,
    ideas,
    people,
    recipe,
    rehearsal,
    reporting,
    reports,
    screen,
    slots,
    spaces,
    topics,
    voting,
    wall,
)
from workshops.agenda import Agenda
from workshops.attendance import Attendance, Circles
from workshops.clusters import Clusters
from workshops.description import CreateWorkshop as CreateWorkshop
from workshops.description import Description
from workshops.description import WorkshopCreated as WorkshopCreated
from workshops.description import WorkshopRecord as WorkshopRecord
from workshops.grid import Grid
from workshops.ideas import Ideas
from workshops.people import People
from workshops.recipe import AnyStep as AnyStep
from workshops.recipe import Format as Format
from workshops.recipe import Language as Language
from workshops.recipe import Recipe
from workshops.recipe import parse_format as parse_format
from workshops.rehearsal import Rehearsal
from workshops.reporting import Reporting
from workshops.reports import Reports
from workshops.rounds import Rules
from workshops.screen import Screen
from workshops.slots import Slots
from workshops.spaces import Spaces
from workshops.topics import Topics
from workshops.vocabulary import (
    Context,
    Event,
    Key,
    Limits,
    Record,
    Redaction,
    Refused,
    Shown,
    Stored,
    kind_of,
)
from workshops.voting import Voting
from workshops.wall import Wall

# What is imported `as` itself is the whole's too: whoever runs workshops takes it from here.

AnyCommand = (
    description.DescriptionCommand
    | agenda.AgendaCommand
    | people.PeopleCommand
    | ideas.IdeasCommand
    | reports.ReportsCommand
    | clusters.ClustersCommand
    | topics.TopicsCommand
    | slots.SlotsCommand
    | spaces.SpacesCommand
    | wall.WallCommand
    | attendance.AttendanceCommand
    | reporting.ReportingCommand
    | voting.VotingCommand
    | recipe.RecipeCommand
    | screen.ScreenCommand
    | rehearsal.RehearsalCommand
)
AnyEvent = (
    description.WorkshopCreated
    | agenda.AgendaEvent
    | people.PeopleEvent
    | ideas.IdeasEvent
    | reports.ReportsEvent
    | clusters.ClustersEvent
    | topics.TopicsEvent
    | slots.SlotsEvent
    | spaces.SpacesEvent
    | wall.WallEvent
    | attendance.AttendanceEvent
    | reporting.ReportingEvent
    | voting.VotingEvent
    | recipe.RecipeEvent
    | recipe.WorkshopDescribed
    | screen.ScreenEvent
    | rehearsal.RehearsalEvent
)


class StepRecord(agenda.StepRecord, frozen=True, tag="step"):
    """A step's record as a client reads it: here every kind of step is known. On the wire it is the same."""

    about: AnyStep


AnyRecord = (
    WorkshopRecord
    | agenda.AgendaRecord
    | StepRecord
    | people.PeopleRecord
    | ideas.IdeasRecord
    | reports.ReportedRecord
    | clusters.ClustersRecord
    | topics.TopicsRecord
    | slots.SlotRecord
    | spaces.SpaceRecord
    | wall.SessionRecord
    | attendance.AttendanceRecords
    | reporting.ReportingRecord
    | voting.VotingRecord
    | screen.ScreenRecord
)


# State

_NO_LIMITS_GIVEN = Limits()


class Dottable:
    """What dots may be stuck on: clusters, ideas that the room sees, and sessions whose report says something."""

    def __init__(self, ideas: Ideas, clusters: Clusters, reporting: Reporting) -> None:
        self.ideas = ideas
        self.clusters = clusters
        self.reporting = reporting

    def there(self, rules: Rules, item: str) -> bool:
        if rules.on == "reports":
            return self.reporting.in_room(item)
        if rules.on != "ideas" and self.clusters.on_board(self.stands_for(item), rules.board):
            return True
        return rules.on != "clusters" and self.ideas.in_room(item, rules.board)

    def stands_for(self, item: str) -> str:
        return self.clusters.stands_for(item)

    def theme(self, item: str) -> str:
        return self.clusters.theme_of(self.stands_for(item))

    def themes(self) -> Iterable[str]:
        return self.clusters.themes

    def order(self, item: str) -> tuple[float, ...]:
        """Clusters by theme and place, ideas by their numbers, sessions by slot and space."""
        if item in self.clusters.clusters:
            return 0, *self.clusters.board_order(item)
        if item in self.ideas.ideas:
            return 1, self.ideas.ideas[item].n
        return 2, *self.reporting.circles.order(item)

    def shifted(self) -> Iterable[str]:
        return [*self.clusters.shifted, *self.reporting.shifted]


class Feature(Protocol):
    def apply(self, stored: Stored) -> set[Key]: ...
    def show(self, key: Key) -> Shown | None: ...
    def keys(self) -> Iterable[Key]: ...


class Workshop:
    """One workshop: a function of its log.

    `decide` reads and never changes; `apply` changes and never refuses. After replaying a log, with what was redacted
    in it, everything is shown as it was before.
    """

    def __init__(self, limits: Limits = _NO_LIMITS_GIVEN) -> None:
        self.limits = limits
        self._start_anew()

    def _start_anew(self) -> None:
        taken: set[str] = set()
        limits = self.limits
        self.agenda = Agenda()
        self.people = People(self.agenda, limits)
        self.ideas = Ideas(self.agenda, self.people, limits, taken, self._has_origin)
        self.reports = Reports(self.people, self.ideas, limits)
        self.clusters = Clusters(self.agenda, self.people, self.ideas, limits, taken)
        self.topics = Topics(self.agenda, self.people, self.ideas, self.clusters, limits, taken)
        grid = Grid(taken)
        self.slots = Slots(grid, limits)
        self.spaces = Spaces(grid, limits)
        self.wall = Wall(self.people, self.topics, grid)
        circles = Circles(self.topics, self.wall)
        self.attendance = Attendance(self.people, circles)
        self.reporting = Reporting(self.agenda, self.people, self.ideas, circles, limits)
        self.voting = Voting(self.agenda, self.people, Dottable(self.ideas, self.clusters, self.reporting))
        self._recipe = Recipe(self.agenda, self.ideas, self.clusters, self.topics, grid, limits)
        self.screen = Screen(self._on_screen, self._recipe.aside)
        self.rehearsal = Rehearsal(self.people)
        self.description = Description(self.people, self.clusters, self._recipe, limits)
        # In this order: a later feature sees an earlier one as it is after the event.
        self._features: dict[str, Feature] = {
            "description": self.description,
            "agenda": self.agenda,
            "people": self.people,
            "ideas": self.ideas,
            "reports": self.reports,
            "clusters": self.clusters,
            "topics": self.topics,
            "slots": self.slots,
            "spaces": self.spaces,
            "wall": self.wall,
            "attendance": self.attendance,
            "reporting": self.reporting,
            "voting": self.voting,
            "screen": self.screen,
        }

    @property
    def about(self) -> WorkshopRecord | None:
        return self.description.about

    @property
    def title(self) -> str:
        return "" if self.about is None else self.about.title

    @property
    def language(self) -> Language:
        return "en" if self.about is None else self.about.language

    def recipe(self) -> Format:
        """The agenda as it is now, with its themes: what a workshop like this one is made of."""
        return self._recipe.format()

    def decide(self, command: AnyCommand, context: Context) -> list[Event]:
        """What this command makes happen; empty if nothing would change. Raises Refused."""
        if context.subject is not None and not isinstance(command, FOR_PAPER):
            raise Refused("not_allowed")
        if isinstance(command, description.DescriptionCommand):
            return self.description.decide(command, context)
        if self.about is None:
            raise Refused("not_yet")
        if isinstance(command, agenda.AgendaCommand):
            events = self.agenda.decide(command, context)
            return events + self.voting.follow(events, context)
        if isinstance(command, people.PeopleCommand):
            return self.people.decide(command, context)
        if isinstance(command, ideas.IdeasCommand):
            return self.topics.erasing(self.ideas.decide(command, context), self.reporting.says)
        if isinstance(command, reports.ReportsCommand):
            return self.reports.decide(command, context)
        if isinstance(command, clusters.ClustersCommand):
            return self.clusters.decide(command, context)
        if isinstance(command, topics.TopicsCommand):
            return self._keeping_reports(self.wall.check(self.topics.decide(command, context)))
        if isinstance(command, slots.SlotsCommand):
            return self.slots.decide(command, context)
        if isinstance(command, spaces.SpacesCommand):
            return self.spaces.decide(command, context)
        if isinstance(command, wall.WallCommand):
            return self.wall.decide(command, context)
        if isinstance(command, attendance.AttendanceCommand):
            return self.attendance.decide(command, context)
        if isinstance(command, reporting.ReportingCommand):
            return self.reporting.decide(command, context)
        if isinstance(command, voting.VotingCommand):
            return self.voting.decide(command, context)
        if isinstance(command, recipe.RecipeCommand):
            return self._recipe.decide(command, context)
        if isinstance(command, screen.ScreenCommand):
            return self.screen.decide(command, context)
        if isinstance(command, rehearsal.RehearsalCommand):
            return self.rehearsal.decide(command, context)
        assert_never(command)

    def _keeping_reports(self, events: list[Event]) -> list[Event]:
        """These events, refused where a topic would go with what others wrote of it (TOPIC2)."""
        if any(isinstance(event, topics.TopicWithdrawn) and self.reporting.says(event.topic) for event in events):
            raise Refused("has_report")
        return events

    def redactions(self, event: Event) -> list[Redaction]:
        """What the storing of this event blanks in the log. To be called just before it is applied."""
        if isinstance(event, rehearsal.RehearsalCleared):
            return self.rehearsal.redactions()
        return [
            *self.people.redactions(event),
            *self.ideas.redactions(event),
            *self.reports.redactions(event),
            *self.topics.redactions(event),
            *self.attendance.redactions(event),
            *self.reporting.redactions(event),
            *self.voting.redactions(event),
        ]

    def apply(self, stored: Stored) -> set[Key]:
        """Fold one event in; gives the keys whose record or audience may have changed."""
        event = stored.event
        if event is None:
            return set()
        if isinstance(event, rehearsal.RehearsalCleared):
            return self._cleared()
        if self.rehearsal.log is not None:
            self.rehearsal.remember(stored, self.redactions(event))
        anew = isinstance(event, CHANGES_ALL)
        touched = set(self.keys()) if anew else set()
        touched |= self._recipe.apply(stored)
        for feature in self._features.values():
            touched |= feature.apply(stored)
        if anew:
            touched.update(self.keys())
        return touched | self.screen.follow(touched)

    def _cleared(self) -> set[Key]:
        """Everything as if what was tried had never been: a replay without it."""
        touched, staying = set(self.keys()), self.rehearsal.staying()
        self._start_anew()
        for stored in staying:
            self.apply(stored)
        return touched | set(self.keys())

    def show(self, key: Key) -> Shown | None:
        """The record of this key and who may see it; None: there is none, or no more."""
        if self.about is None:
            return None
        feature = self._features.get(_SHOWN_BY.get(kind_of(key), ""))
        return None if feature is None else feature.show(key)

    def _on_screen(self, key: Key) -> bool:
        shown = self.show(key)
        return shown is not None and "screen" in shown.seen

    def _has_origin(self, origin: str) -> bool:
        return self.reporting.circles.in_room(origin.partition(":")[2])

    def keys(self) -> Iterable[Key]:
        """Every key that may have a record now."""
        if self.about is None:
            return
        for feature in self._features.values():
            yield from feature.keys()

    def departed(self) -> list[Event]:
        """Who is not there any more as who they were: told again to whoever keeps the doors, as after a crash."""
        return self.people.departed()

    def due(self) -> tuple[int, AnyCommand] | None:
        """What happens next without anyone acting: when (ms), and the command, to be done as "system"."""
        return self.voting.due()


FOR_PAPER = (
    people.Rename,
    people.Finish,
    people.EraseMe,
    ideas.PostIdea,
    ideas.EditIdea,
    ideas.WithdrawIdea,
    topics.ProposeTopic,
    topics.EditTopic,
    topics.WithdrawTopic,
    topics.MarkInterest,
    wall.PlaceTopic,
    wall.UnplaceTopic,
    attendance.ImHere,
    attendance.MoveOn,
    voting.EnterBallot,
)
"""What may be done for a person on paper."""
CHANGES_ALL = (description.WorkshopCreated, recipe.StepAdded, recipe.StepMoved, recipe.StepRemoved)
"""What may change every record there is."""
_RECORDS: dict[str, tuple[type[Record], ...]] = {
    "description": (WorkshopRecord,),
    "agenda": (agenda.AgendaRecord, agenda.StepRecord),
    "people": get_args(people.PeopleRecord),
    "ideas": get_args(ideas.IdeasRecord),
    "reports": (reports.ReportedRecord,),
    "clusters": get_args(clusters.ClustersRecord),
    "topics": get_args(topics.TopicsRecord),
    "slots": (slots.SlotRecord,),
    "spaces": (spaces.SpaceRecord,),
    "wall": (wall.SessionRecord,),
    "attendance": get_args(attendance.AttendanceRecords),
    "reporting": get_args(reporting.ReportingRecord),
    "voting": get_args(voting.VotingRecord),
    "screen": (screen.ScreenRecord,),
}
_SHOWN_BY = {str(record.__struct_config__.tag): name for name, records in _RECORDS.items() for record in records}
