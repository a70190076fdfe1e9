"""Clusters: named groups of similar ideas (affinity mapping), filed under themes."""

from collections.abc import Iterable, Sequence
from math import inf
from typing import Annotated, assert_never

from msgspec import Meta

from workshops.agenda import Agenda, StepOpened
from workshops.arrangement import Arrangement, Changes, Cluster, Lead, Thing, check_room, orders, places
from workshops.boards import Boards, Gather
from workshops.merging import (
    ClustersMerged,
    ClusterUnmerged,
    MergeClusters,
    MergedRecord,
    Merging,
    MergingCommand,
    MergingEvent,
    UnmergeCluster,
)
from workshops.people import People
from workshops.sorting import Arrange, IdeasMoved, MoveIdeas, PlaceRecord, Sorting
from workshops.themes import (
    MakeTheme,
    NameTheme,
    OrderTheme,
    RemoveTheme,
    ThemeMade,
    ThemeRecord,
    Themes,
    ThemesCommand,
    ThemesEvent,
)
from workshops.undo import ActUndone, Undo, Undoing
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

# Commands


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


class UngroupCluster(Command, frozen=True):
    """The cluster goes; its ideas are in none."""

    cluster: Id


class OrderCluster(Command, frozen=True):
    """Put a cluster under a theme (null: under none), behind another there, or (`after` null) before all."""

    cluster: Id
    after: Id | None
    theme: Id | None


# Events


class ClusterMade(Event, frozen=True):
    """`ideas`: those that it is made with."""

    cluster: str
    board: str
    name: str
    theme: str | None = None
    ideas: list[str] = []


class ClusterNamed(Event, frozen=True):
    cluster: str
    name: str


class ClusterFiled(Event, frozen=True):
    cluster: str
    theme: str | None = None


class ClusterUngrouped(Event, frozen=True):
    cluster: str


class ClusterOrdered(Event, frozen=True):
    """`others`: the new places of its board's other clusters, where there was no room left between two."""

    cluster: str
    order: float
    theme: str | None = None
    others: dict[str, float] = {}


# Records


class ClusterRecord(Record, frozen=True, tag="cluster"):
    """`order`: its place on its board, the lowest first; no two have the same."""

    id: str
    board: str
    name: str
    order: float
    theme: str | None = None


# State

ClustersCommand = (
    ThemesCommand
    | MakeCluster
    | NameCluster
    | FileCluster
    | OrderCluster
    | MoveIdeas
    | UngroupCluster
    | MergingCommand
    | Undo
)
ClusterEvent = ClusterMade | ClusterNamed | ClusterFiled | ClusterOrdered | ClusterUngrouped
ClustersEvent = ThemesEvent | ClusterEvent | IdeasMoved | MergingEvent | ActUndone
ClustersRecord = ThemeRecord | ClusterRecord | PlaceRecord | MergedRecord


class Clusters:
    """belongs: the place on the agenda where a board's clusters belong. given: how many themes came with the format:
    nobody made them. shifted: the ideas and clusters of which the last event may have changed whether they are there,
    what they went into, or where they stand."""

    def __init__(self, agenda: Agenda, people: People, ideas: Boards, limits: Limits, taken: set[str]) -> None:
        self.agenda = agenda
        self.people = people
        self.ideas = ideas
        self.limits = limits
        self.taken = taken
        self.arranged = Arrangement()
        self.clusters = self.arranged.clusters
        self.themes = self.arranged.themes
        self.place = self.arranged.place
        self.belongs: dict[str, int] = {}
        self.themes_belong = 0
        self.given = 0
        self.shifted: list[str] = []
        self.headings = Themes(self.arranged, limits, taken)
        self.sorting = Sorting(agenda, people, ideas, self.arranged, limits)
        self.merging = Merging(self.arranged, self.sorting)
        self.undoing = Undoing(people, self.arranged, self.sorting, limits)

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
            case MakeTheme() | NameTheme() | OrderTheme() | RemoveTheme():
                context.require("facilitator")
                return self.headings.decide(command)
            case MoveIdeas():
                return self.sorting.decide(command, context)
            case MergeClusters() | UnmergeCluster():
                return self.merging.decide(command, context)
            case Undo():
                return self.undoing.decide(context)
            case MakeCluster():
                return self._making(command, context)
            case _:
                cluster = self.arranged.cluster(command.cluster)
                self.sorting.check_right(cluster.board, context)
                return self._changing(command, cluster)

    def _making(self, command: MakeCluster, context: Context) -> list[Event]:
        if command.board not in self.ideas.boards:
            raise Refused("unknown")
        self.sorting.check_right(command.board, context)
        if command.cluster in self.taken:
            raise Refused("taken")
        check_room(self.arranged.count(), self.limits.clusters)
        self._check_theme(command.theme)
        name = clean_line(command.name, self.limits.title)
        ideas = [idea.id for idea in self.sorting.movable(command.ideas, command.board, context)]
        return [ClusterMade(command.cluster, command.board, name, command.theme, ideas)]

    def _check_theme(self, theme: str | None) -> None:
        if theme is not None:
            self.headings.theme(theme)

    def _changing(
        self, command: NameCluster | FileCluster | OrderCluster | UngroupCluster, cluster: Cluster
    ) -> list[Event]:
        match command:
            case NameCluster(_, name):
                clean = clean_line(name, self.limits.title)
                return [] if cluster.name == clean else [ClusterNamed(cluster.id, clean)]
            case FileCluster(_, theme):
                self._check_theme(theme)
                return [] if cluster.theme == theme else [ClusterFiled(cluster.id, theme)]
            case OrderCluster(_, after, theme):
                self._check_theme(theme)
                return self._ordering(cluster, after, theme)
            case UngroupCluster():
                return [ClusterUngrouped(cluster.id)]
            case _:
                assert_never(command)

    def _ordering(self, cluster: Cluster, after: str | None, theme: str | None) -> list[Event]:
        """Its place among those of the theme; the orders are the whole board's, so that no two are ever the same."""
        row = [
            found
            for found in sorted(self.clusters.values(), key=lambda found: found.order)
            if found.board == cluster.board and (found.theme == theme or found is cluster)
        ]
        move = self.arranged.moved(row, cluster, None if after is None else self.arranged.cluster(after))
        if move is None and cluster.theme == theme:
            return []
        order, others = move or (cluster.order, {})
        return [ClusterOrdered(cluster.id, order, theme, others)]

    def stands_for(self, item: str) -> str:
        """What a cluster was merged into, through however many merges; anything else is itself."""
        return self.arranged.stands_for(item) if item in self.arranged.every else item

    def on_board(self, cluster: str, board: str) -> bool:
        return cluster in self.clusters and self.clusters[cluster].board == board

    def is_placed(self, idea: str, n: int) -> bool:
        """Whether it is in a cluster, for whoever has come to the n-th step."""
        return idea in self.place and self.belongs[self.ideas.ideas[idea].board] <= n

    def theme_of(self, item: str) -> str:
        """The theme that a cluster is under, or an idea through its cluster; empty: none."""
        cluster = self.clusters.get(self.place.get(item, item))
        return "" if cluster is None or cluster.theme is None else cluster.theme

    def board_order(self, cluster: str) -> tuple[float, float]:
        """Where a cluster stands: by theme, those under none last, then by its own place."""
        found = self.clusters[cluster]
        theme = inf if found.theme is None else self.themes[found.theme].order
        return theme, found.order

    def apply(self, stored: Stored) -> set[Key]:
        self.shifted = []
        if isinstance(stored.event, ClustersEvent):
            things = self._acted(stored, stored.event)
            self.shifted = list(dict.fromkeys(item for thing in things for item in self.arranged.shifted(thing)))
            return {key for thing in things for key in self.arranged.keys_of(thing)}
        self.undoing.apply(stored.event)
        return self._crossed() if isinstance(stored.event, StepOpened) else self.sorting.apply(stored.event)

    def _acted(self, stored: Stored, event: ClustersEvent) -> Iterable[Thing]:
        """What the event has changed."""
        if isinstance(event, ActUndone):
            return self.arranged.undo(stored.by, self.sorting.there)
        changes = self._changes(event)
        nobodys = isinstance(event, ThemeMade) and self.given > 0
        self.given -= nobodys
        self.arranged.act("" if nobodys else stored.by, stored.seq, changes)
        return changes

    def _changes(self, event: ThemesEvent | ClusterEvent | IdeasMoved | MergingEvent) -> Changes:
        match event:
            case ClusterMade(cluster, board, name, theme, idea_ids):
                self.taken.add(cluster)
                order = self.arranged.new_cluster(cluster, board)
                made: Changes = {("name", cluster): name, ("order", cluster): order, ("theme", cluster): theme}
                return {("lead", cluster): None, **made, **places(idea_ids, cluster)}
            case ClusterNamed(cluster, name):
                return {("name", cluster): name}
            case ClusterFiled(cluster, theme):
                return {("theme", cluster): theme}
            case ClusterOrdered(cluster, order, theme, others):
                filed: Changes = {} if self.clusters[cluster].theme == theme else {("theme", cluster): theme}
                return {**filed, **orders(cluster, order, others)}
            case ClusterUngrouped(cluster):
                return {("lead", cluster): Lead(), **places(self.clusters[cluster].ideas, None)}
            case IdeasMoved(idea_ids, to):
                return places(idea_ids, to)
            case ClustersMerged() | ClusterUnmerged():
                return self.merging.changes(event)
            case _:
                return self.headings.changes(event)

    def _crossed(self) -> set[Key]:
        crossed = self.agenda.crossed
        touched = {f"theme:{theme}" for theme in self.themes if self.themes_belong in crossed}
        for cluster in self.arranged.every.values():
            if self.belongs[cluster.board] in crossed:
                touched |= {f"cluster:{cluster.id}", f"merged:{cluster.id}"}
            if self.belongs[cluster.board] in crossed or self.ideas.boards[cluster.board].n in crossed:
                touched |= {f"place:{idea}" for idea in cluster.ideas}
        return touched

    def seen(self, cluster: Cluster) -> frozenset[Audience]:
        return self.agenda.seen_from(self.belongs[cluster.board])

    def show(self, key: Key) -> Shown | None:
        kind, found = kind_of(key), id_of(key)
        if kind == "theme":
            return self.headings.show(found, self.agenda.seen_from(self.themes_belong))
        if kind == "cluster" and found in self.clusters:
            return self._show_cluster(self.clusters[found])
        if kind == "merged" and found in self.arranged.every:
            merged = self.arranged.every[found]
            return self.merging.show(merged, self.seen(merged))
        if kind == "place" and found in self.place:
            return self.sorting.show(self.ideas.ideas[found], self.seen(self.clusters[self.place[found]]))
        return None

    def _show_cluster(self, cluster: Cluster) -> Shown:
        record = ClusterRecord(cluster.id, cluster.board, cluster.name, cluster.order, cluster.theme)
        return Shown(record, self.seen(cluster))

    def keys(self) -> Iterable[Key]:
        yield from (f"theme:{theme}" for theme in self.themes)
        yield from (f"cluster:{cluster}" for cluster in self.clusters)
        yield from (f"merged:{cluster}" for cluster in self.arranged.every.keys() - self.clusters.keys())
        yield from (f"place:{idea}" for idea in self.place)
