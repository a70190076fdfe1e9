"""The whole workshop: which feature answers which command, holds which state; what is shown to whom."""

import tomllib
from collections.abc import Iterable
from typing import Annotated, Any, Literal, assert_never, get_args

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from workshops import agenda, clusters, ideas, people, voting
from workshops.agenda import Agenda
from workshops.clusters import Clusters
from workshops.ideas import Ideas
from workshops.people import People
from workshops.vocabulary import (
    EVERYONE,
    Command,
    Context,
    Event,
    Key,
    Limits,
    Record,
    Redaction,
    Refused,
    Shown,
    Stored,
    clean_line,
    clean_text,
    drawn_id,
    kind_of,
)
from workshops.voting import Voting

AnyStep = agenda.Talk | ideas.Gather | clusters.Arrange | voting.Vote
Language = Literal["fr", "en"]


class Format(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A recipe as one workshop uses it: in one language, with the themes it starts with."""

    name: str
    steps: Annotated[list[AnyStep], Meta(min_length=1, max_length=50)]
    themes: list[str] = []


class CreateWorkshop(Command, frozen=True, kw_only=True):
    """The first command of a workshop's log, by whoever may create one.

    organiser: who runs it and how to reach them, told to people before they join; keep_days: how long after its last
    use it is kept; names: whether people are asked for a name.
    """

    title: str
    language: Language
    format: Format
    organiser: str
    names: Literal["asked", "none"] = "asked"
    keep_days: Annotated[int, Meta(ge=1, le=3650)] = 90


class WorkshopCreated(Event, frozen=True, kw_only=True):
    title: str
    language: Language
    format: Format
    organiser: str = ""
    names: Literal["asked", "none"] = "asked"
    keep_days: int = 90


class WorkshopRecord(Record, frozen=True, tag="workshop"):
    """`workshop:this`, for everyone and at the door: what a person reads before joining."""

    id: str
    title: str
    language: Language
    organiser: str = ""
    names: str = "asked"
    keep_days: int = 90


AnyCommand = (
    CreateWorkshop
    | agenda.OpenStep
    | agenda.CloseStep
    | agenda.StartTimebox
    | agenda.PauseTimebox
    | agenda.ExtendTimebox
    | agenda.OpenMeeting
    | agenda.CloseMeeting
    | people.Join
    | people.Rename
    | people.Finish
    | people.EraseMe
    | ideas.PostIdea
    | ideas.EditIdea
    | ideas.WithdrawIdea
    | ideas.HideIdea
    | ideas.RestoreIdea
    | ideas.AcceptIdea
    | ideas.RevealIdeas
    | clusters.MakeTheme
    | clusters.NameTheme
    | clusters.MakeCluster
    | clusters.NameCluster
    | clusters.FileCluster
    | clusters.MoveIdeas
    | clusters.UngroupCluster
    | voting.SetDots
    | voting.CloseRound
    | voting.ReopenRound
    | voting.RevealRound
    | voting.SealRound
)
AnyEvent = (
    WorkshopCreated
    | agenda.StepOpened
    | agenda.StepClosed
    | agenda.TimeboxStarted
    | agenda.TimeboxPaused
    | agenda.TimeboxExtended
    | agenda.MeetingOpened
    | agenda.MeetingClosed
    | people.PersonJoined
    | people.PersonRenamed
    | people.PersonFinished
    | people.PersonErased
    | ideas.IdeaPosted
    | ideas.IdeaEdited
    | ideas.IdeaWithdrawn
    | ideas.IdeaHidden
    | ideas.IdeaRestored
    | ideas.IdeaAccepted
    | ideas.IdeasRevealed
    | clusters.ThemeMade
    | clusters.ThemeNamed
    | clusters.ClusterMade
    | clusters.ClusterNamed
    | clusters.ClusterFiled
    | clusters.IdeasMoved
    | clusters.ClusterUngrouped
    | voting.RoundOpened
    | voting.RoundKeyed
    | voting.DotsSet
    | voting.RoundSuspended
    | voting.RoundClosed
    | voting.RoundSealed
    | voting.RoundRevealed
)


class StepRecord(agenda.StepRecord, frozen=True, tag="step"):
    """A step's record as a client reads it: here every kind of step is known. On the wire it is the same."""

    about: AnyStep


AnyRecord = (
    WorkshopRecord
    | agenda.AgendaRecord
    | StepRecord
    | people.PersonRecord
    | people.CrowdRecord
    | ideas.BoardRecord
    | ideas.IdeaRecord
    | ideas.MineRecord
    | ideas.LateRecord
    | ideas.HiddenRecord
    | ideas.AuthorRecord
    | ideas.HistoryRecord
    | ideas.LeftRecord
    | clusters.ThemeRecord
    | clusters.ClusterRecord
    | clusters.PlaceRecord
    | voting.RoundRecord
    | voting.BallotRecord
    | voting.TallyRecord
)


# State

_NO_LIMITS_GIVEN = Limits()


class Workshop:
    """One workshop: a function of its log.

    `decide` reads and never changes; `apply` changes and never refuses. After replaying a log, with what was redacted
    in it, everything is shown as it was before.
    """

    def __init__(self, limits: Limits = _NO_LIMITS_GIVEN) -> None:
        taken: set[str] = set()
        self.limits = limits
        self.about: WorkshopRecord | None = None
        self.agenda = Agenda()
        self.people = People(self.agenda, limits)
        self.ideas = Ideas(self.agenda, self.people, limits, taken)
        self.clusters = Clusters(self.agenda, self.people, self.ideas, limits, taken)
        self.voting = Voting(self.agenda, self.people, self._is_item, self._board_order)
        # In this order: a later feature sees an earlier one as it is after the event.
        self._features: dict[str, Agenda | People | Ideas | Clusters | Voting] = {
            "agenda": self.agenda,
            "people": self.people,
            "ideas": self.ideas,
            "clusters": self.clusters,
            "voting": self.voting,
        }

    @property
    def title(self) -> str:
        return "" if self.about is None else self.about.title

    @property
    def language(self) -> Language:
        return "en" if self.about is None else self.about.language

    def decide(self, command: AnyCommand, context: Context) -> list[Event]:
        """What this command makes happen; empty if nothing would change. Raises Refused."""
        if isinstance(command, CreateWorkshop):
            return self._creating(command, context)
        if self.about is None:
            raise Refused("not_yet")
        self.people.check_subject(context)
        if isinstance(command, agenda.AgendaCommand):
            events = self.agenda.decide(command, context)
            return events + self.voting.follow(events, context)
        if isinstance(command, people.PeopleCommand):
            return self.people.decide(command, context)
        if isinstance(command, ideas.IdeasCommand):
            return self.ideas.decide(command, context)
        if isinstance(command, clusters.ClustersCommand):
            return self.clusters.decide(command, context)
        if isinstance(command, voting.VotingCommand):
            return self.voting.decide(command, context)
        assert_never(command)

    def _creating(self, command: CreateWorkshop, context: Context) -> list[Event]:
        context.require("system", "facilitator")
        if self.about is not None:
            raise Refused("already")
        created = WorkshopCreated(
            title=clean_line(command.title, self.limits.title),
            language=command.language,
            format=check_format(command.format, self.limits),
            organiser=clean_text(command.organiser, self.limits.idea),
            names=command.names,
            keep_days=command.keep_days,
        )
        themes = [
            self.clusters.making_theme(drawn_id(context.random, f"theme {n}"), name, before=n)
            for n, name in enumerate(created.format.themes)
        ]
        return [created, *themes]

    def redactions(self, event: Event) -> list[Redaction]:
        """What the storing of this event blanks in the log. To be called just before it is applied."""
        return [
            *self.people.redactions(event),
            *self.ideas.redactions(event),
            *self.voting.redactions(event),
        ]

    def apply(self, stored: Stored) -> set[Key]:
        """Fold one event in; gives the keys whose record or audience may have changed."""
        if stored.event is None:
            return set()
        if isinstance(stored.event, WorkshopCreated):
            return self._created(stored.event)
        touched: set[Key] = set()
        for feature in self._features.values():
            touched |= feature.apply(stored)
        return touched

    def _created(self, event: WorkshopCreated) -> set[Key]:
        self.about = WorkshopRecord("this", event.title, event.language, event.organiser, event.names, event.keep_days)
        self.people.asks_names = event.names == "asked"
        self.agenda.plan(event.format.steps)
        self.ideas.plan(event.format.steps)
        self.clusters.plan(event.format.steps)
        return set(self.keys())

    def show(self, key: Key) -> Shown | None:
        """The record of this key and who may see it; None: there is none, or no more."""
        if self.about is None:
            return None
        if key == "workshop:this":
            return Shown(self.about, EVERYONE | {"door"})
        feature = self._features.get(_SHOWN_BY.get(kind_of(key), ""))
        return None if feature is None else feature.show(key)

    def keys(self) -> Iterable[Key]:
        """Every key that may have a record now."""
        if self.about is None:
            return
        yield "workshop:this"
        for feature in self._features.values():
            yield from feature.keys()

    def due(self) -> tuple[int, AnyCommand] | None:
        """What happens next without anyone acting: when (ms), and the command, to be done as "system"."""
        return self.voting.due()

    def _is_item(self, vote: voting.Vote, item: str) -> bool:
        """Whether dots may be stuck on this now: a cluster there is, an idea that the room sees."""
        if vote.on != "ideas" and self.clusters.on_board(item, vote.board):
            return True
        return vote.on != "clusters" and self.ideas.in_room(item, vote.board)

    def _board_order(self, item: str) -> tuple[int, ...]:
        if item in self.clusters.clusters:
            return 0, *self.clusters.board_order(item)
        return 1, self.ideas.ideas[item].n


# Formats


def parse_format(toml: bytes, language: Language) -> Format:
    """A format out of its file, in one language. Raises ValueError: an unknown field, a text missing in a language."""
    tables = tomllib.loads(toml.decode())
    form = msgspec.convert(_in_language(tables, language), Format)
    try:
        return check_format(form, _NO_LIMITS_GIVEN)
    except Refused as refused:
        raise ValueError(f"format {form.name!r}: {refused.reason} {refused.facts}") from refused


def check_format(form: Format, limits: Limits) -> Format:
    """The format with its texts cleaned. Refused: taken (a step's id twice), unknown (a board on which no
    earlier step gathers ideas), too_many, and the reasons of texts."""
    if len(form.steps) > limits.steps:
        raise Refused("too_many", limit=limits.steps)
    if len(form.themes) > limits.themes:
        raise Refused("too_many", limit=limits.themes)
    _check_steps(form.steps, limits)
    return Format(
        name=clean_line(form.name, limits.title),
        steps=[_clean_step(step, limits) for step in form.steps],
        themes=[clean_line(theme, limits.title) for theme in form.themes],
    )


def _check_steps(steps: list[AnyStep], limits: Limits) -> None:
    seen: set[str] = set()
    gathered: set[str] = set()
    for step in steps:
        if step.id in seen:
            raise Refused("taken", step=step.id)
        seen.add(step.id)
        match step:
            case ideas.Gather():
                gathered.add(step.board)
            case clusters.Arrange():
                _check_board(step, gathered)
            case voting.Vote():
                _check_board(step, gathered)
                if step.budget > limits.dots:
                    raise Refused("too_many", step=step.id, limit=limits.dots)
            case agenda.Talk():
                pass
            case _:
                assert_never(step)


def _check_board(step: clusters.Arrange | voting.Vote, gathered: set[str]) -> None:
    if step.board not in gathered:
        raise Refused("unknown", step=step.id, board=step.board)


def _clean_step(step: AnyStep, limits: Limits) -> AnyStep:
    prompt = clean_text(step.prompt, limits.idea) if step.prompt.strip() else ""
    return replace(step, title=clean_line(step.title, limits.title), prompt=prompt)


def _in_language(value: Any, language: Language) -> Any:
    """Each table of a text per language becomes the text."""
    if isinstance(value, list):
        return [_in_language(item, language) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() & _LANGUAGES:
        if value.keys() != _LANGUAGES:
            raise ValueError(f"a text needs exactly the languages {sorted(_LANGUAGES)}, not {sorted(value)}")
        return value[language]
    return {name: _in_language(item, language) for name, item in value.items()}


_LANGUAGES = set(get_args(Language))
_SHOWN_BY = {
    "agenda": "agenda",
    "step": "agenda",
    "person": "people",
    "crowd": "people",
    "board": "ideas",
    "left": "ideas",
    "idea": "ideas",
    "mine": "ideas",
    "author": "ideas",
    "late": "ideas",
    "hidden": "ideas",
    "history": "ideas",
    "theme": "clusters",
    "cluster": "clusters",
    "place": "clusters",
    "round": "voting",
    "ballot": "voting",
    "tally": "voting",
}
