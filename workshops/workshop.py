"""The whole workshop: which feature answers which command, holds which state; what is shown to whom."""

from collections.abc import Iterable
from typing import Protocol, assert_never, get_args

from workshops import (
    agenda,
    attendance,
    ballots,
    clusters,
    description,
    ideas,
    interest,
    open_forum,
    people,
    recipe,
    rehearsal,
    reports,
    screen,
    topics,
    voting,
    wall,
)
from workshops.agenda import Agenda
from workshops.clusters import Clusters
from workshops.description import Description, WorkshopRecord
from workshops.dottable import Dottable
from workshops.format import AnyStep, Format, Language
from workshops.ideas import Ideas
from workshops.open_forum import OpenForum
from workshops.people import People
from workshops.recipe import Recipe
from workshops.rehearsal import Rehearsal
from workshops.reports import Reports
from workshops.screen import Screen
from workshops.vocabulary import Context, Event, Key, Limits, Record, Redaction, Refused, Shown, Stored, kind_of
from workshops.voting import Voting

AnyCommand = (
    description.DescriptionCommand
    | agenda.AgendaCommand
    | people.PeopleCommand
    | ideas.IdeasCommand
    | reports.ReportsCommand
    | clusters.ClustersCommand
    | open_forum.ForumCommand
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
    | open_forum.ForumEvent
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
    | open_forum.ForumRecord
    | voting.VotingRecord
    | screen.ScreenRecord
)


# State

_NO_LIMITS_GIVEN = Limits()


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
        self.forum = OpenForum(self.agenda, self.people, self.ideas, self.clusters, limits, taken)
        self.voting = Voting(self.agenda, self.people, Dottable(self.ideas, self.clusters, self.forum.reporting))
        self._recipe = Recipe(self.agenda, self.ideas, self.clusters, self.forum, limits)
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
            "forum": self.forum,
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
            return self.forum.erasing(self.ideas.decide(command, context))
        if isinstance(command, reports.ReportsCommand):
            return self.reports.decide(command, context)
        if isinstance(command, clusters.ClustersCommand):
            return self.clusters.decide(command, context)
        if isinstance(command, open_forum.ForumCommand):
            return self.forum.decide(command, context)
        if isinstance(command, voting.VotingCommand):
            return self.voting.decide(command, context)
        if isinstance(command, recipe.RecipeCommand):
            return self._recipe.decide(command, context)
        if isinstance(command, screen.ScreenCommand):
            return self.screen.decide(command, context)
        if isinstance(command, rehearsal.RehearsalCommand):
            return self.rehearsal.decide(command, context)
        assert_never(command)

    def redactions(self, event: Event) -> list[Redaction]:
        """What the storing of this event blanks in the log. To be called just before it is applied."""
        if isinstance(event, rehearsal.RehearsalCleared):
            return self.rehearsal.redactions()
        return [
            *self.people.redactions(event),
            *self.ideas.redactions(event),
            *self.reports.redactions(event),
            *self.forum.redactions(event),
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
        touched |= self.voting.choose(touched)
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
        return self.forum.reporting.circles.in_room(origin.partition(":")[2])

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
    interest.MarkInterest,
    wall.PlaceTopic,
    wall.UnplaceTopic,
    attendance.ImHere,
    attendance.MoveOn,
    ballots.EnterBallot,
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
    "forum": get_args(open_forum.ForumRecord),
    "voting": get_args(voting.VotingRecord),
    "screen": (screen.ScreenRecord,),
}
_SHOWN_BY = {str(record.__struct_config__.tag): name for name, records in _RECORDS.items() for record in records}
