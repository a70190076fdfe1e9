"""What a workshop says of itself: made once out of a format, and read at its door."""

from typing import Annotated, Literal, assert_never

from msgspec import Meta
from msgspec.structs import replace

from workshops.clusters import Clusters
from workshops.format import Format, Language, check_format
from workshops.people import People
from workshops.recipe import DescribeWorkshop, Recipe, WorkshopDescribed
from workshops.rehearsal import RehearsalStarted
from workshops.spaces import putting_up
from workshops.vocabulary import (
    EVERYONE,
    Command,
    Context,
    Event,
    Key,
    Limits,
    Record,
    Refused,
    Shown,
    Stored,
    clean_line,
    clean_text,
    drawn_id,
)


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
    """`workshop:this`, for everyone and at the door: what a person reads before joining. `rehearsal`: everything is
    only tried now."""

    id: str
    title: str
    language: Language
    organiser: str = ""
    names: str = "asked"
    keep_days: int = 90
    rehearsal: bool = False


# State

DescriptionCommand = CreateWorkshop | DescribeWorkshop


class Description:
    """about: None until the workshop has been created."""

    def __init__(self, people: People, clusters: Clusters, recipe: Recipe, limits: Limits) -> None:
        self.people = people
        self.clusters = clusters
        self.recipe = recipe
        self.limits = limits
        self.about: WorkshopRecord | None = None

    def decide(self, command: DescriptionCommand, context: Context) -> list[Event]:
        match command:
            case CreateWorkshop():
                context.require("system", "facilitator")
                return self._creating(command, context.random)
            case DescribeWorkshop(title, organiser):
                context.require("facilitator")
                return self._describing(*self._clean(title, organiser))
            case _:
                assert_never(command)

    def _creating(self, command: CreateWorkshop, random: bytes) -> list[Event]:
        if self.about is not None:
            raise Refused("already")
        title, organiser = self._clean(command.title, command.organiser)
        created = WorkshopCreated(
            title=title,
            language=command.language,
            format=check_format(command.format, self.limits),
            organiser=organiser,
            names=command.names,
            keep_days=command.keep_days,
        )
        themes = [
            self.clusters.headings.making(drawn_id(random, f"theme {n}"), name, before=n)
            for n, name in enumerate(created.format.themes)
        ]
        return [created, *themes, *putting_up(created.format.spaces, created.format.slots, random)]

    def _describing(self, title: str, organiser: str) -> list[Event]:
        if self.about is None:
            raise Refused("not_yet")
        same = (title, organiser) == (self.about.title, self.about.organiser)
        return [] if same else [WorkshopDescribed(title, organiser)]

    def _clean(self, title: str, organiser: str) -> tuple[str, str]:
        return clean_line(title, self.limits.title), clean_text(organiser, self.limits.idea)

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case WorkshopCreated() as event:
                self._created(event)
            case WorkshopDescribed(title, organiser) if self.about is not None:
                self.about = replace(self.about, title=title, organiser=organiser)
            case RehearsalStarted() if self.about is not None:
                self.about = replace(self.about, rehearsal=True)
            case _:
                return set()
        return {"workshop:this"}

    def _created(self, event: WorkshopCreated) -> None:
        self.about = WorkshopRecord("this", event.title, event.language, event.organiser, event.names, event.keep_days)
        self.people.asks_names = event.names == "asked"
        self.recipe.start(event.format)
        self.clusters.given = len(event.format.themes)

    def show(self, key: Key) -> Shown | None:
        return None if self.about is None or key != "workshop:this" else Shown(self.about, EVERYONE | {"door"})

    def keys(self) -> list[Key]:
        return ["workshop:this"]
