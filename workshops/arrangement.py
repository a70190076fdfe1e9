"""Where ideas, clusters and themes stand, and everybody's last acts on them, each with what it replaced."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, cast

from msgspec import Struct

from workshops.vocabulary import Key, Refused

ACTS_KEPT = 20
"""How many of their last acts one may undo."""
ROOM = 1e-6
"""Between two orders nearer than this nothing is put: all are numbered anew."""


class Lead(Struct, frozen=True):
    """Where a cluster that is not there has gone: merged into another with these ideas, or (`into` empty) for good."""

    into: str = ""
    ideas: tuple[str, ...] = ()


class Theme(Struct, eq=False):
    id: str
    hue: int
    order: float
    name: str = ""
    here: bool = False


class Cluster(Struct, eq=False):
    """ideas: in the order in which they came. lead: None where it is there. absorbed: those merged into this one."""

    id: str
    board: str
    order: float
    name: str = ""
    theme: str | None = None
    ideas: dict[str, None] = {}
    lead: Lead | None = Lead()
    absorbed: dict[str, None] = {}


Place = Theme | Cluster
What = Literal["name", "order", "theme", "lead", "here", "place"]
Thing = tuple[What, str]
"""What one act replaces: a field of the cluster or theme of this id, or the place of the idea of this id."""
Value = str | float | bool | Lead | None
Changes = dict[Thing, Value]
Before = dict[Thing, tuple[Value, int]]
"""What each thing was, and the act that had touched it last until then (0: none)."""


class Act(Struct, frozen=True):
    seq: int
    before: Before


class Arrangement:
    """clusters, themes: those that are there. every, every_theme: those that have gone too, for they may come back.
    place: idea to cluster. last: the highest order ever given on a board (`""`: among themes). touched: the act that
    touched a thing last."""

    def __init__(self) -> None:
        self.clusters: dict[str, Cluster] = {}
        self.every: dict[str, Cluster] = {}
        self.themes: dict[str, Theme] = {}
        self.every_theme: dict[str, Theme] = {}
        self.place: dict[str, str] = {}
        self.last: dict[str, float] = {}
        self.acts: dict[str, deque[Act]] = {}
        self.touched: dict[Thing, int] = {}

    def new_theme(self, theme: str, hue: int) -> float:
        """A theme that is not there yet. Gives its order."""
        order = self.last.get("", 0.0) + 1
        self.every_theme[theme] = Theme(theme, hue, order)
        return order

    def new_cluster(self, cluster: str, board: str) -> float:
        """A cluster that is not there yet. Gives its order."""
        order = self.last.get(board, 0.0) + 1
        self.every[cluster] = Cluster(cluster, board, order)
        return order

    def act(self, by: str, seq: int, changes: Changes) -> None:
        """Somebody (`by` empty: nobody who could undo it) does all this in one act."""
        before = {thing: (self._value(thing), self.touched.get(thing, 0)) for thing in changes}
        for thing, value in changes.items():
            self._put(thing, value)
            self.touched[thing] = seq
        if by:
            self.acts.setdefault(by, deque(maxlen=ACTS_KEPT)).append(Act(seq, before))

    def undo(self, by: str, there: Callable[[str], bool]) -> list[Thing]:
        """Their last act never was; `there`: whether an idea still is. Gives what has changed."""
        act = self.acts[by].pop()
        changed = [thing for thing in act.before if thing[0] != "place" or there(thing[1])]
        for thing in changed:
            value, self.touched[thing] = act.before[thing]
            self._put(thing, value)
        return changed

    def forget_idea(self, idea: str) -> bool:
        """An idea that has gone for good is nowhere. Gives whether it was somewhere."""
        was = idea in self.place
        self._put(("place", idea), None)
        return was

    def forget_acts(self, by: str) -> None:
        self.acts.pop(by, None)

    def cluster(self, cluster: str) -> Cluster:
        if cluster not in self.clusters:
            raise Refused("unknown")
        return self.clusters[cluster]

    def stands_for(self, cluster: str) -> str:
        """Where a merged cluster has ended, through however many merges; any other is itself."""
        while (lead := self.every[cluster].lead) is not None and lead.into:
            cluster = lead.into
        return cluster

    def behind(self, cluster: str) -> Iterator[str]:
        """All that were merged into this one, and into those."""
        waiting = [cluster]
        while waiting:
            absorbed = self.every[waiting.pop()].absorbed
            yield from absorbed
            waiting += absorbed

    def count(self) -> int:
        """How many clusters there are, with those that were merged into them."""
        return sum(1 + sum(1 for _ in self.behind(cluster)) for cluster in self.clusters)

    def shifted(self, thing: Thing) -> Iterable[str]:
        """What stands elsewhere once this has changed, what was merged into it included."""
        what, found = thing
        if what == "place":
            return [found]
        if what == "name":
            return []
        of_theme = (cluster.id for cluster in self.clusters.values() if cluster.theme == found)
        clusters = [found] if found in self.every else of_theme
        items = [item for cluster in clusters for item in (cluster, *self.behind(cluster))]
        return [*items, *self.every[found].ideas] if what == "theme" else items

    def keys_of(self, thing: Thing) -> set[Key]:
        what, found = thing
        if what == "place":
            return {f"place:{found}"}
        if found in self.every_theme:
            return {f"theme:{found}"}
        behind = self.behind(found) if what == "lead" else ()
        return {f"cluster:{found}", f"merged:{found}"} | {f"merged:{cluster}" for cluster in behind}

    def moved(self, row: Sequence[Place], mine: Place, behind: Place | None) -> tuple[float, dict[str, float]] | None:
        """What puts `mine` behind another of its row, or (None) before all of it: an order, and new ones for others of
        its board where there was no room left. None: it stands there. Refused: unknown."""
        others = [found for found in row if found is not mine]
        if behind is not None and behind not in others:
            raise Refused("unknown")
        at = 0 if behind is None else 1 + others.index(behind)
        if [*others[:at], mine, *others[at:]] == list(row):
            return None
        rest = sorted((found for found in self.beside(mine) if _is_here(found)), key=lambda found: found.order)
        place = rest.index(others[0]) if behind is None else 1 + rest.index(behind)
        if place == len(rest):
            return self.last[_board(mine)] + 1, {}
        return self._before(rest, place, mine)

    def _before(self, rest: list[Place], place: int, mine: Place) -> tuple[float, dict[str, float]]:
        """An order that nothing has, and nothing that may come back either."""
        taken = {found.order for found in self.beside(mine)}
        high = rest[place].order
        low = rest[place - 1].order if place else high - 2
        while high - low > ROOM:
            high = low + (high - low) / 2
            if high not in taken:
                return high, {}
        ids = [found.id for found in rest]
        first = self.last[_board(mine)] + 1
        anew = {found: first + n for n, found in enumerate([*ids[:place], mine.id, *ids[place:]])}
        return anew.pop(mine.id), anew

    def beside(self, mine: Place) -> list[Place]:
        """All others of its kind and board, those that have gone too."""
        if isinstance(mine, Theme):
            return [theme for theme in self.every_theme.values() if theme is not mine]
        return [found for found in self.every.values() if found.board == mine.board and found is not mine]

    def _value(self, thing: Thing) -> Value:
        what, found = thing
        if what == "place":
            return self.place.get(found)
        return cast("Value", getattr(self.every.get(found) or self.every_theme[found], what))

    def _put(self, thing: Thing, value: Value) -> None:
        what, found = thing
        if what == "place":
            self._put_idea(found, cast("str | None", value))
            return
        of: Place = self.every.get(found) or self.every_theme[found]
        if what == "lead":
            self._leave(self.every[found])
        setattr(of, what, value)
        if what == "lead":
            self._arrive(self.every[found])
        elif what == "here":
            self.themes.pop(found, None)
            if value:
                self.themes[found] = self.every_theme[found]
        elif what == "order":
            self.last[_board(of)] = max(self.last.get(_board(of), 0.0), cast("float", value))

    def _put_idea(self, idea: str, to: str | None) -> None:
        left = self.place.pop(idea, None)
        if left is not None:
            del self.every[left].ideas[idea]
        if to is not None:
            self.place[idea] = to
            self.every[to].ideas[idea] = None

    def _leave(self, cluster: Cluster) -> None:
        if cluster.lead is None:
            del self.clusters[cluster.id]
        elif cluster.lead.into:
            del self.every[cluster.lead.into].absorbed[cluster.id]

    def _arrive(self, cluster: Cluster) -> None:
        if cluster.lead is None:
            self.clusters[cluster.id] = cluster
        elif cluster.lead.into:
            self.every[cluster.lead.into].absorbed[cluster.id] = None


def _board(place: Place) -> str:
    return place.board if isinstance(place, Cluster) else ""


def _is_here(place: Place) -> bool:
    return place.lead is None if isinstance(place, Cluster) else place.here


def places(ideas: Iterable[str], to: str | None) -> Changes:
    return {("place", idea): to for idea in ideas}


def orders(found: str, order: float, others: dict[str, float]) -> Changes:
    return {("order", found): order, **{("order", other): anew for other, anew in others.items()}}


def check_room(count: int, limit: int) -> None:
    """Refused where there are so many already."""
    if count >= limit:
        raise Refused("too_many", limit=limit)
