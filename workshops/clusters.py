"""Clusters: named groups of similar ideas (affinity mapping), filed under themes."""

from collections.abc import Iterable, Sequence
from math import inf
from typing import Annotated, Literal, assert_never

from msgspec import Meta

from workshops.agenda import Agenda, StepOpened
from workshops.arrangement import Arrangement, Changes, Cluster, Lead, Theme, Thing
from workshops.boards import Gather, Idea
from workshops.ideas import Ideas, IdeaWithdrawn
from workshops.moderation import IdeaAccepted, IdeaHidden, IdeaRestored, IdeasRevealed
from workshops.people import People, PeopleMerged, PersonErased, PersonRemoved
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


class MergeClusters(Command, frozen=True):
    """`cluster` goes into `into`, its ideas with it, and points to it from then on. Both of the same board."""

    cluster: Id
    into: Id


class UnmergeCluster(Command, frozen=True):
    """A merged cluster comes back, with those of its ideas that are still where it went."""

    cluster: Id


class OrderCluster(Command, frozen=True):
    """Put a cluster under a theme (null: under none), behind another there, or (`after` null) before all."""

    cluster: Id
    after: Id | None
    theme: Id | None


class OrderTheme(Command, frozen=True):
    """Put a theme behind another, or (`after` null) before all."""

    theme: Id
    after: Id | None


class RemoveTheme(Command, frozen=True):
    """The theme goes; its clusters are under none."""

    theme: Id


class Undo(Command, frozen=True):
    """Take back one's own last act on clusters or themes, of the last twenty. Refused: nothing_to_undo; changed_since,
    where somebody else has touched the same thing."""


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


class IdeasMoved(Event, frozen=True):
    ideas: list[str]
    to: str | None = None


class ClusterUngrouped(Event, frozen=True):
    cluster: str


class ClustersMerged(Event, frozen=True):
    """`ideas`: those of `cluster`, which are in `into` from now on."""

    cluster: str
    into: str
    ideas: list[str] = []


class ClusterUnmerged(Event, frozen=True):
    """`ideas`: those that go back with it."""

    cluster: str
    ideas: list[str] = []


class ClusterOrdered(Event, frozen=True):
    """`others`: the new places of its board's other clusters, where there was no room left between two."""

    cluster: str
    order: float
    theme: str | None = None
    others: dict[str, float] = {}


class ThemeOrdered(Event, frozen=True):
    theme: str
    order: float
    others: dict[str, float] = {}


class ThemeRemoved(Event, frozen=True):
    theme: str


class ActUndone(Event, frozen=True):
    """`act`: the seq of the event that is undone. It was its actor's own."""

    act: int


# Records


class ThemeRecord(Record, frozen=True, tag="theme"):
    """`hue`: 1, 2, 3… for ever its own. `order`: its place, the lowest first."""

    id: str
    name: str
    hue: int
    order: float


class ClusterRecord(Record, frozen=True, tag="cluster"):
    """`order`: its place on its board, the lowest first; no two have the same."""

    id: str
    board: str
    name: str
    order: float
    theme: str | None = None


class MergedRecord(Record, frozen=True, tag="merged"):
    """`merged:CLUSTER`: this one went into `into`, which may have gone into another since. Whoever sees where it ended
    sees it."""

    id: str
    into: str
    name: str


class PlaceRecord(Record, frozen=True, tag="place"):
    """`place:IDEA`: the cluster this idea is in. Seen by whoever sees both. No record: it is in none."""

    id: str
    cluster: str


# State

ClustersCommand = (
    MakeTheme
    | NameTheme
    | OrderTheme
    | RemoveTheme
    | MakeCluster
    | NameCluster
    | FileCluster
    | OrderCluster
    | MoveIdeas
    | UngroupCluster
    | MergeClusters
    | UnmergeCluster
    | Undo
)


ThemeEvent = ThemeMade | ThemeNamed | ThemeOrdered | ThemeRemoved
ClusterEvent = (
    ClusterMade
    | ClusterNamed
    | ClusterFiled
    | ClusterOrdered
    | IdeasMoved
    | ClusterUngrouped
    | ClustersMerged
    | ClusterUnmerged
)
ClustersEvent = ThemeEvent | ClusterEvent | ActUndone
ClustersRecord = ThemeRecord | ClusterRecord | PlaceRecord | MergedRecord


class Clusters:
    """belongs: the place on the agenda where a board's clusters belong. given: how many themes came with the format:
    nobody made them. shifted: the ideas and clusters of which the last event may have changed whether they are there,
    what they went into, or where they stand."""

    def __init__(self, agenda: Agenda, people: People, ideas: Ideas, limits: Limits, taken: set[str]) -> None:
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
                return self._deciding_theme(command)
            case MakeCluster():
                return self._making(command, context)
            case MoveIdeas(idea_ids, to):
                return self._moving(idea_ids, to, context)
            case UnmergeCluster(cluster):
                return self._unmerging(cluster, context)
            case Undo():
                return self._undoing(context)
            case _:
                cluster_there = self._cluster(command.cluster)
                self._arranges(cluster_there.board, context)
                return self._deciding_cluster(command, cluster_there)

    def _deciding_theme(self, command: MakeTheme | NameTheme | OrderTheme | RemoveTheme) -> list[Event]:
        match command:
            case MakeTheme(theme, name):
                return [self.making_theme(theme, name)]
            case NameTheme(theme, name):
                clean = clean_line(name, self.limits.title)
                return [] if self._theme(theme).name == clean else [ThemeNamed(theme, clean)]
            case OrderTheme(theme, after):
                return self._ordering_theme(self._theme(theme), after)
            case RemoveTheme(theme):
                return [ThemeRemoved(self._theme(theme).id)]
            case _:
                assert_never(command)

    def _deciding_cluster(
        self, command: NameCluster | FileCluster | OrderCluster | UngroupCluster | MergeClusters, cluster: Cluster
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
            case MergeClusters(_, into):
                return self._merging(cluster, self._cluster(into))
            case _:
                assert_never(command)

    def making_theme(self, theme: str, name: str, before: int = 0) -> ThemeMade:
        """`before`: how many others are being made in the same act."""
        if theme in self.taken:
            raise Refused("taken")
        _check_room(len(self.themes) + before, self.limits.themes)
        hue = max((made.hue for made in self.arranged.every_theme.values()), default=0) + before + 1
        return ThemeMade(theme, clean_line(name, self.limits.title), hue)

    def _ordering_theme(self, theme: Theme, after: str | None) -> list[Event]:
        row = sorted(self.themes.values(), key=lambda found: found.order)
        move = self.arranged.moved(row, theme, None if after is None else self._theme(after))
        return [ThemeOrdered(theme.id, *move)] if move else []

    def _ordering(self, cluster: Cluster, after: str | None, theme: str | None) -> list[Event]:
        """Its place among those of the theme; the orders are the whole board's, so that no two are ever the same."""
        row = [
            found
            for found in sorted(self.clusters.values(), key=lambda found: found.order)
            if found.board == cluster.board and (found.theme == theme or found is cluster)
        ]
        move = self.arranged.moved(row, cluster, None if after is None else self._cluster(after))
        if move is None and cluster.theme == theme:
            return []
        order, others = move or (cluster.order, {})
        return [ClusterOrdered(cluster.id, order, theme, others)]

    def _making(self, command: MakeCluster, context: Context) -> list[Event]:
        if command.board not in self.ideas.boards:
            raise Refused("unknown")
        self._arranges(command.board, context)
        if command.cluster in self.taken:
            raise Refused("taken")
        _check_room(self.arranged.count(), self.limits.clusters)
        self._check_theme(command.theme)
        name = clean_line(command.name, self.limits.title)
        ideas = [idea.id for idea in self._movable(command.ideas, command.board, context)]
        return [ClusterMade(command.cluster, command.board, name, command.theme, ideas)]

    def _moving(self, idea_ids: list[str], to: str | None, context: Context) -> list[Event]:
        board = None if to is None else self._cluster(to).board
        if board is not None:
            self._arranges(board, context)
        ideas = self._movable(idea_ids, board, context)
        for left in {idea.board for idea in ideas} - {board}:
            self._arranges(left, context)
        moved_ids = [idea.id for idea in ideas if self.place.get(idea.id) != to]
        return [IdeasMoved(moved_ids, to)] if moved_ids else []

    def _movable(self, idea_ids: list[str], board: str | None, context: Context) -> list[Idea]:
        """These ideas, each once. Refused as unknown: on another board, or not seen by who moves them."""
        _check_room(len(idea_ids) - 1, self.limits.move_ideas)
        audience: Audience = "facilitator" if context.role == "facilitator" else "participant"
        ideas = [self.ideas.seen_by(idea_id, audience) for idea_id in dict.fromkeys(idea_ids)]
        if board is not None and any(idea.board != board for idea in ideas):
            raise Refused("unknown")
        return ideas

    def _merging(self, cluster: Cluster, into: Cluster) -> list[Event]:
        if into is cluster or into.board != cluster.board:
            raise Refused("unknown")
        return [ClustersMerged(cluster.id, into.id, list(cluster.ideas))]

    def _unmerging(self, cluster_id: str, context: Context) -> list[Event]:
        merged = self.arranged.every.get(cluster_id)
        if merged is None or merged.lead is None or self.stands_for(cluster_id) not in self.clusters:
            raise Refused("unknown")
        self._arranges(merged.board, context)
        successor = self.stands_for(cluster_id)
        back = [idea for idea in merged.lead.ideas if self.place.get(idea) == successor]
        return [ClusterUnmerged(cluster_id, back)]

    def _undoing(self, context: Context) -> list[Event]:
        if context.role != "facilitator":
            self.people.require(context)
        act = self.arranged.undoable(context.actor, self._is_there)
        for board in {board for thing in act.before if (board := self._board_of(thing))}:
            self._arranges(board, context)
        for (what, found), (value, _) in act.before.items():
            if what == "here" and value:
                _check_room(len(self.themes), self.limits.themes)
            if what == "lead" and value is None and self.arranged.every[found].lead == Lead():
                _check_room(self.arranged.count(), self.limits.clusters)
        return [ActUndone(act.seq)]

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

    def _check_theme(self, theme: str | None) -> None:
        if theme is not None:
            self._theme(theme)

    def _cluster(self, cluster: str) -> Cluster:
        if cluster not in self.clusters:
            raise Refused("unknown")
        return self.clusters[cluster]

    def _is_there(self, idea_id: str) -> bool:
        idea = self.ideas.ideas.get(idea_id)
        return idea is not None and not idea.withdrawn

    def _board_of(self, thing: Thing) -> str | None:
        what, found = thing
        if what == "place":
            return self.ideas.ideas[found].board if self._is_there(found) else None
        return self.arranged.every[found].board if found in self.arranged.every else None

    def stands_for(self, item: str) -> str:
        """What a cluster was merged into, through however many merges; anything else is itself."""
        return self.arranged.stands_for(item) if item in self.arranged.every else item

    def on_board(self, cluster: str, board: str) -> bool:
        return cluster in self.clusters and self.clusters[cluster].board == board

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
            self.shifted = list(dict.fromkeys(item for thing in things for item in self._shifted(thing)))
            return {key for thing in things for key in self._keys_of(thing)}
        return self._apply_others(stored.event)

    def _acted(self, stored: Stored, event: ClustersEvent) -> Iterable[Thing]:
        """What the event has changed."""
        if isinstance(event, ActUndone):
            return self.arranged.undo(stored.by, self._is_there)
        changes = self._of_theme(event) if isinstance(event, ThemeEvent) else self._of_cluster(event)
        nobodys = isinstance(event, ThemeMade) and self.given > 0
        self.given -= nobodys
        self.arranged.act("" if nobodys else stored.by, stored.seq, changes)
        return changes

    def _of_theme(self, event: ThemeEvent) -> Changes:
        match event:
            case ThemeMade(theme, name, hue):
                self.taken.add(theme)
                order = self.arranged.new_theme(theme, hue)
                return {("here", theme): True, ("name", theme): name, ("order", theme): order}
            case ThemeNamed(theme, name):
                return {("name", theme): name}
            case ThemeOrdered(theme, order, others):
                return _orders(theme, order, others)
            case ThemeRemoved(theme):
                filed = (cluster.id for cluster in self.arranged.every.values() if cluster.theme == theme)
                return {("here", theme): False, **{("theme", cluster): None for cluster in filed}}
            case _:
                assert_never(event)

    def _of_cluster(self, event: ClusterEvent) -> Changes:
        match event:
            case ClusterMade(cluster, board, name, theme, idea_ids):
                self.taken.add(cluster)
                order = self.arranged.new_cluster(cluster, board)
                made: Changes = {("name", cluster): name, ("order", cluster): order, ("theme", cluster): theme}
                return {("lead", cluster): None, **made, **_places(idea_ids, cluster)}
            case ClusterNamed(cluster, name):
                return {("name", cluster): name}
            case ClusterFiled(cluster, theme):
                return {("theme", cluster): theme}
            case ClusterOrdered(cluster, order, theme, others):
                filed: Changes = {} if self.clusters[cluster].theme == theme else {("theme", cluster): theme}
                return {**filed, **_orders(cluster, order, others)}
            case IdeasMoved(idea_ids, to):
                return _places(idea_ids, to)
            case ClusterUngrouped(cluster):
                return {("lead", cluster): Lead(), **_places(self.clusters[cluster].ideas, None)}
            case ClustersMerged(cluster, into, idea_ids):
                return {("lead", cluster): Lead(into, tuple(idea_ids)), **_places(idea_ids, into)}
            case ClusterUnmerged(cluster, idea_ids):
                return {("lead", cluster): None, **_places(idea_ids, cluster)}
            case _:
                assert_never(event)

    def _shifted(self, thing: Thing) -> Iterable[str]:
        """What stands elsewhere once this has changed, what was merged into it included."""
        what, found = thing
        if what == "place":
            return [found]
        if what == "name":
            return []
        of_theme = (cluster.id for cluster in self.clusters.values() if cluster.theme == found)
        clusters = [found] if found in self.arranged.every else of_theme
        items = [item for cluster in clusters for item in (cluster, *self.arranged.behind(cluster))]
        return [*items, *self.arranged.every[found].ideas] if what == "theme" else items

    def _keys_of(self, thing: Thing) -> set[Key]:
        what, found = thing
        if what == "place":
            return {f"place:{found}"}
        if found in self.arranged.every_theme:
            return {f"theme:{found}"}
        behind = self.arranged.behind(found) if what == "lead" else ()
        return {f"cluster:{found}", f"merged:{found}"} | {f"merged:{cluster}" for cluster in behind}

    def _apply_others(self, event: Event | None) -> set[Key]:
        match event:
            case IdeaWithdrawn(idea):
                return self._leave([idea])
            case PersonErased(person, idea_ids):
                self.arranged.forget_acts(person)
                return self._leave(idea_ids)
            case IdeaHidden(idea) | IdeaRestored(idea) | IdeaAccepted(idea):
                return self._placed([idea])
            case PersonRemoved(person) | PeopleMerged(person):
                self.arranged.forget_acts(person)
                return self._placed(self.place)
            case IdeasRevealed(board):
                return self._placed(self.ideas.boards[board].ideas)
            case StepOpened():
                return self._crossed()
            case _:
                return set()

    def _leave(self, idea_ids: list[str]) -> set[Key]:
        return {f"place:{idea}" for idea in idea_ids if self.arranged.forget_idea(idea)}

    def _placed(self, idea_ids: Iterable[str]) -> set[Key]:
        return {f"place:{idea}" for idea in idea_ids if idea in self.place}

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
        if kind == "theme" and found in self.themes:
            theme = self.themes[found]
            record = ThemeRecord(theme.id, theme.name, theme.hue, theme.order)
            return Shown(record, self.agenda.seen_from(self.themes_belong))
        if kind == "cluster" and found in self.clusters:
            return self._show_cluster(self.clusters[found])
        if kind == "merged" and found in self.arranged.every:
            return self._show_merged(self.arranged.every[found])
        if kind == "place" and found in self.place:
            return self._show_place(self.ideas.ideas[found], self.clusters[self.place[found]])
        return None

    def _show_cluster(self, cluster: Cluster) -> Shown:
        record = ClusterRecord(cluster.id, cluster.board, cluster.name, cluster.order, cluster.theme)
        return Shown(record, self.seen(cluster))

    def _show_merged(self, cluster: Cluster) -> Shown | None:
        if cluster.lead is None or self.arranged.stands_for(cluster.id) not in self.clusters:
            return None
        return Shown(MergedRecord(cluster.id, cluster.lead.into, cluster.name), self.seen(cluster))

    def _show_place(self, idea: Idea, cluster: Cluster) -> Shown:
        seen = self.seen(cluster)
        owner = idea.owner if "participant" in seen else None
        return Shown(PlaceRecord(idea.id, cluster.id), seen & self.ideas.seen(idea), owner)

    def keys(self) -> Iterable[Key]:
        yield from (f"theme:{theme}" for theme in self.themes)
        yield from (f"cluster:{cluster}" for cluster in self.clusters)
        yield from (f"merged:{cluster}" for cluster in self.arranged.every.keys() - self.clusters.keys())
        yield from (f"place:{idea}" for idea in self.place)


def _places(ideas: Iterable[str], to: str | None) -> Changes:
    return {("place", idea): to for idea in ideas}


def _orders(found: str, order: float, others: dict[str, float]) -> Changes:
    return {("order", found): order, **{("order", other): anew for other, anew in others.items()}}


def _check_room(count: int, limit: int) -> None:
    """Refused where there are so many already."""
    if count >= limit:
        raise Refused("too_many", limit=limit)
