"""Clusters: named groups of similar ideas (affinity mapping), filed under themes."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal, assert_never

from msgspec import Meta, Struct

from workshops.agenda import Agenda, StepOpened
from workshops.ideas import (
    Gather,
    Idea,
    IdeaAccepted,
    IdeaHidden,
    IdeaRestored,
    Ideas,
    IdeasRevealed,
    IdeaWithdrawn,
)
from workshops.people import People, PersonErased
from workshops.vocabulary import (
    Audience,
    Command,
    Context,
    Event,
    Id,
    Key,
    Limits,
    Record,
    Refused,
    Shown,
    Step,
    Stored,
    clean_line,
    id_of,
    kind_of,
)


class Arrange(Step, frozen=True, kw_only=True, tag="cluster"):
    """Bring together what says the same. by: who may move ideas while the step is open (facilitators always may)."""

    board: Id = "ideas-"
    by: Literal["facilitators", "everyone"] = "facilitators"


# Commands


class MakeTheme(Command, frozen=True):
    theme: Id
    name: str


class NameTheme(Command, frozen=True):
    theme: Id
    name: str


class MakeCluster(Command, frozen=True):
    """A new cluster, with these ideas in it (each leaves the cluster it was in)."""

    cluster: Id
    board: Id
    name: str
    theme: Id | None = None
    ideas: Annotated[list[Id], Meta(max_length=200)] = []


class NameCluster(Command, frozen=True):
    cluster: Id
    name: str


class FileCluster(Command, frozen=True):
    """Put a cluster under a theme, or under none."""

    cluster: Id
    theme: Id | None = None


class MoveIdeas(Command, frozen=True):
    """Put ideas into a cluster, or (`to` null) back among those in none."""

    ideas: Annotated[list[Id], Meta(min_length=1, max_length=200)]
    to: Id | None = None


class UngroupCluster(Command, frozen=True):
    """The cluster goes; its ideas are in none."""

    cluster: Id


# Events


class ThemeMade(Event, frozen=True):
    """`hue`: 1, 2, 3… in order of creation, never given again."""

    theme: str
    name: str
    hue: int


class ThemeNamed(Event, frozen=True):
    theme: str
    name: str


class ClusterMade(Event, frozen=True):
    cluster: str
    board: str
    name: str
    theme: str | None = None


class ClusterNamed(Event, frozen=True):
    cluster: str
    name: str


class ClusterFiled(Event, frozen=True):
    cluster: str
    theme: str | None = None


class IdeasMoved(Event, frozen=True):
    ideas: list[str]
    to: str | None = None


class ClusterUngrouped(Event, frozen=True):
    cluster: str


# Records


class ThemeRecord(Record, frozen=True, tag="theme"):
    id: str
    name: str
    hue: int


class ClusterRecord(Record, frozen=True, tag="cluster"):
    """`order`: its place on the board, in order of making."""

    id: str
    board: str
    name: str
    order: int
    theme: str | None = None


class PlaceRecord(Record, frozen=True, tag="place"):
    """`place:IDEA`: the cluster this idea is in. Seen by whoever sees both. No record: it is in none."""

    id: str
    cluster: str


# State

ClustersCommand = MakeTheme | NameTheme | MakeCluster | NameCluster | FileCluster | MoveIdeas | UngroupCluster


class Theme(Struct):
    id: str
    name: str
    hue: int


class Cluster(Struct):
    """`ideas`: in the order in which they came."""

    id: str
    board: str
    name: str
    order: int
    theme: str | None = None
    ideas: dict[str, None] = {}


class Clusters:
    """belongs: the place on the agenda where a board's clusters belong. made: how many a board has ever had."""

    def __init__(self, agenda: Agenda, people: People, ideas: Ideas, limits: Limits, taken: set[str]) -> None:
        self.agenda = agenda
        self.people = people
        self.ideas = ideas
        self.limits = limits
        self.taken = taken
        self.themes: dict[str, Theme] = {}
        self.clusters: dict[str, Cluster] = {}
        self.place: dict[str, str] = {}
        self.belongs: dict[str, int] = {}
        self.themes_belong = 0
        self.made: dict[str, int] = {}

    def plan(self, steps: Sequence[Step]) -> None:
        first = self.agenda.first
        arranges = [self.agenda.steps[step.id] for step in steps if isinstance(step, Arrange)]
        gathers = [self.agenda.steps[step.id] for step in steps if isinstance(step, Gather)]
        for board in self.ideas.boards:
            ours = (step for step in arranges if isinstance(step.about, Arrange) and step.about.board == board)
            self.belongs[board] = first(ours)
        self.themes_belong = first(arranges or gathers)

    def decide(self, command: ClustersCommand, context: Context) -> list[Event]:
        match command:
            case MakeTheme(theme, name):
                context.require("facilitator")
                return [self.making_theme(theme, name)]
            case NameTheme(theme, name):
                context.require("facilitator")
                clean = clean_line(name, self.limits.title)
                return [] if self._theme(theme).name == clean else [ThemeNamed(theme, clean)]
            case MakeCluster():
                return self._making(command, context)
            case NameCluster(cluster, name):
                self._arranges(self._cluster(cluster).board, context)
                clean = clean_line(name, self.limits.title)
                return [] if self._cluster(cluster).name == clean else [ClusterNamed(cluster, clean)]
            case FileCluster(cluster, theme):
                self._arranges(self._cluster(cluster).board, context)
                return self._filing(self._cluster(cluster), theme)
            case MoveIdeas(idea_ids, to):
                return self._moving(idea_ids, to, context)
            case UngroupCluster(cluster):
                context.require("facilitator")
                return [ClusterUngrouped(self._cluster(cluster).id)]
            case _:
                assert_never(command)

    def making_theme(self, theme: str, name: str, before: int = 0) -> ThemeMade:
        """`before`: how many others are being made in the same act."""
        count = len(self.themes) + before
        if theme in self.taken:
            raise Refused("taken")
        if count >= self.limits.themes:
            raise Refused("too_many", limit=self.limits.themes)
        return ThemeMade(theme, clean_line(name, self.limits.title), count + 1)

    def _making(self, command: MakeCluster, context: Context) -> list[Event]:
        if command.board not in self.ideas.boards:
            raise Refused("unknown")
        self._arranges(command.board, context)
        if command.cluster in self.taken:
            raise Refused("taken")
        if len(self.clusters) >= self.limits.clusters:
            raise Refused("too_many", limit=self.limits.clusters)
        if command.theme is not None:
            self._theme(command.theme)
        name = clean_line(command.name, self.limits.title)
        made = ClusterMade(command.cluster, command.board, name, command.theme)
        ideas = self._movable(command.ideas, command.board, context)
        return [made, IdeasMoved([idea.id for idea in ideas], made.cluster)] if ideas else [made]

    def _filing(self, cluster: Cluster, theme: str | None) -> list[Event]:
        if theme is not None:
            self._theme(theme)
        return [] if cluster.theme == theme else [ClusterFiled(cluster.id, theme)]

    def _moving(self, idea_ids: list[str], to: str | None, context: Context) -> list[Event]:
        board = None if to is None else self._cluster(to).board
        if board is not None:
            self._arranges(board, context)
        ideas = self._movable(idea_ids, board, context)
        for left in {idea.board for idea in ideas} - {board}:
            self._arranges(left, context)
        moved = [idea.id for idea in ideas if self.place.get(idea.id) != to]
        return [IdeasMoved(moved, to)] if moved else []

    def _movable(self, idea_ids: list[str], board: str | None, context: Context) -> list[Idea]:
        """These ideas, each once. Refused as unknown: on another board, or not seen by who moves them."""
        if len(idea_ids) > self.limits.move_ideas:
            raise Refused("too_many", limit=self.limits.move_ideas)
        audience: Audience = "facilitator" if context.role == "facilitator" else "participant"
        ideas = [self.ideas.seen_by(idea_id, audience) for idea_id in dict.fromkeys(idea_ids)]
        if board is not None and any(idea.board != board for idea in ideas):
            raise Refused("unknown")
        return ideas

    def _arranges(self, board: str, context: Context) -> None:
        """Facilitators always may; participants while a step of this board is open that lets everyone (CLUSTER2)."""
        if context.role == "facilitator":
            return
        self.people.require(context)
        about = None if self.agenda.open is None else self.agenda.open.about
        if not isinstance(about, Arrange) or about.board != board:
            raise Refused("step_closed")
        if about.by != "everyone":
            raise Refused("not_allowed")

    def _theme(self, theme: str) -> Theme:
        if theme not in self.themes:
            raise Refused("unknown")
        return self.themes[theme]

    def _cluster(self, cluster: str) -> Cluster:
        if cluster not in self.clusters:
            raise Refused("unknown")
        return self.clusters[cluster]

    def on_board(self, cluster: str, board: str) -> bool:
        return cluster in self.clusters and self.clusters[cluster].board == board

    def board_order(self, cluster: str) -> tuple[int, int]:
        """Where a cluster stands: by theme, those under none last, then as made."""
        found = self.clusters[cluster]
        hue = len(self.themes) + 1 if found.theme is None else self.themes[found.theme].hue
        return hue, found.order

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case ThemeMade(theme, name, hue):
                self.taken.add(theme)
                self.themes[theme] = Theme(theme, name, hue)
                return {f"theme:{theme}"}
            case ThemeNamed(theme, name):
                self.themes[theme].name = name
                return {f"theme:{theme}"}
            case ClusterMade() as event:
                return self._made(event)
            case ClusterNamed(cluster, name):
                self.clusters[cluster].name = name
                return {f"cluster:{cluster}"}
            case ClusterFiled(cluster, theme):
                self.clusters[cluster].theme = theme
                return {f"cluster:{cluster}"}
            case IdeasMoved(idea_ids, to):
                return self._moved(idea_ids, to)
            case ClusterUngrouped(cluster):
                return self._moved(list(self.clusters.pop(cluster).ideas), None) | {f"cluster:{cluster}"}
            case IdeaWithdrawn(idea):
                return self._moved([idea], None)
            case PersonErased(_, idea_ids):
                return self._moved(idea_ids, None)
            case IdeaHidden(idea) | IdeaRestored(idea) | IdeaAccepted(idea):
                return {f"place:{idea}"} if idea in self.place else set()
            case IdeasRevealed(board):
                return {f"place:{idea}" for idea in self.ideas.boards[board].ideas if idea in self.place}
            case StepOpened():
                return self._crossed()
            case _:
                return set()

    def _made(self, event: ClusterMade) -> set[Key]:
        self.taken.add(event.cluster)
        self.made[event.board] = self.made.get(event.board, 0) + 1
        order = self.made[event.board]
        self.clusters[event.cluster] = Cluster(event.cluster, event.board, event.name, order, event.theme)
        return {f"cluster:{event.cluster}"}

    def _moved(self, idea_ids: list[str], to: str | None) -> set[Key]:
        touched: set[Key] = set()
        for idea in idea_ids:
            left = self.place.pop(idea, None)
            if left in self.clusters:
                del self.clusters[left].ideas[idea]
            if to is not None:
                self.place[idea] = to
                self.clusters[to].ideas[idea] = None
            if left is not None or to is not None:
                touched.add(f"place:{idea}")
        return touched

    def _crossed(self) -> set[Key]:
        crossed = self.agenda.crossed
        touched = {f"theme:{theme}" for theme in self.themes if self.themes_belong in crossed}
        for cluster in self.clusters.values():
            if self.belongs[cluster.board] in crossed:
                touched.add(f"cluster:{cluster.id}")
            if self.belongs[cluster.board] in crossed or self.ideas.boards[cluster.board].n in crossed:
                touched |= {f"place:{idea}" for idea in cluster.ideas}
        return touched

    def seen(self, cluster: Cluster) -> frozenset[Audience]:
        return self.agenda.seen_from(self.belongs[cluster.board])

    def show(self, key: Key) -> Shown | None:
        kind, found = kind_of(key), id_of(key)
        if kind == "theme" and found in self.themes:
            theme = self.themes[found]
            return Shown(ThemeRecord(theme.id, theme.name, theme.hue), self.agenda.seen_from(self.themes_belong))
        if kind == "cluster" and found in self.clusters:
            cluster = self.clusters[found]
            record = ClusterRecord(cluster.id, cluster.board, cluster.name, cluster.order, cluster.theme)
            return Shown(record, self.seen(cluster))
        if kind == "place" and found in self.place:
            return self._show_place(self.ideas.ideas[found], self.clusters[self.place[found]])
        return None

    def _show_place(self, idea: Idea, cluster: Cluster) -> Shown:
        seen = self.seen(cluster)
        owner = idea.person if "participant" in seen else None
        return Shown(PlaceRecord(idea.id, cluster.id), seen & self.ideas.seen(idea), owner)

    def keys(self) -> Iterable[Key]:
        yield from (f"theme:{theme}" for theme in self.themes)
        yield from (f"cluster:{cluster}" for cluster in self.clusters)
        yield from (f"place:{idea}" for idea in self.place)
