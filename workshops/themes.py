"""Themes: headings over clusters, each with its hue, in an order."""

from typing import assert_never

from workshops.arrangement import Arrangement, Changes, Theme, check_room, orders
from workshops.vocabulary import Audience, Command, Event, Id, Limits, Record, Refused, Shown, clean_line

# Commands: all for facilitators


class MakeTheme(Command, frozen=True):
    theme: Id
    name: str


class NameTheme(Command, frozen=True):
    theme: Id
    name: str


class OrderTheme(Command, frozen=True):
    """Put a theme behind another, or (`after` null) before all."""

    theme: Id
    after: Id | None


class RemoveTheme(Command, frozen=True):
    """The theme goes; its clusters are under none."""

    theme: Id


# Events


class ThemeMade(Event, frozen=True):
    """`hue`: 1, 2, 3… in order of creation, never given again."""

    theme: str
    name: str
    hue: int


class ThemeNamed(Event, frozen=True):
    theme: str
    name: str


class ThemeOrdered(Event, frozen=True):
    theme: str
    order: float
    others: dict[str, float] = {}


class ThemeRemoved(Event, frozen=True):
    theme: str


# Records


class ThemeRecord(Record, frozen=True, tag="theme"):
    """`hue`: 1, 2, 3… for ever its own. `order`: its place, the lowest first."""

    id: str
    name: str
    hue: int
    order: float


# State

ThemesCommand = MakeTheme | NameTheme | OrderTheme | RemoveTheme
ThemesEvent = ThemeMade | ThemeNamed | ThemeOrdered | ThemeRemoved


class Themes:
    def __init__(self, arranged: Arrangement, limits: Limits, taken: set[str]) -> None:
        self.arranged = arranged
        self.limits = limits
        self.taken = taken

    def decide(self, command: ThemesCommand) -> list[Event]:
        match command:
            case MakeTheme(theme, name):
                return [self.making(theme, name)]
            case NameTheme(theme, name):
                clean = clean_line(name, self.limits.title)
                return [] if self.theme(theme).name == clean else [ThemeNamed(theme, clean)]
            case OrderTheme(theme, after):
                return self._ordering(self.theme(theme), after)
            case RemoveTheme(theme):
                return [ThemeRemoved(self.theme(theme).id)]
            case _:
                assert_never(command)

    def making(self, theme: str, name: str, before: int = 0) -> ThemeMade:
        """`before`: how many others are being made in the same act."""
        if theme in self.taken:
            raise Refused("taken")
        check_room(len(self.arranged.themes) + before, self.limits.themes)
        hue = max((made.hue for made in self.arranged.every_theme.values()), default=0) + before + 1
        return ThemeMade(theme, clean_line(name, self.limits.title), hue)

    def _ordering(self, theme: Theme, after: str | None) -> list[Event]:
        row = sorted(self.arranged.themes.values(), key=lambda found: found.order)
        move = self.arranged.moved(row, theme, None if after is None else self.theme(after))
        return [ThemeOrdered(theme.id, *move)] if move else []

    def theme(self, theme: str) -> Theme:
        if theme not in self.arranged.themes:
            raise Refused("unknown")
        return self.arranged.themes[theme]

    def changes(self, event: ThemesEvent) -> Changes:
        match event:
            case ThemeMade(theme, name, hue):
                self.taken.add(theme)
                order = self.arranged.new_theme(theme, hue)
                return {("here", theme): True, ("name", theme): name, ("order", theme): order}
            case ThemeNamed(theme, name):
                return {("name", theme): name}
            case ThemeOrdered(theme, order, others):
                return orders(theme, order, others)
            case ThemeRemoved(theme):
                filed = (cluster.id for cluster in self.arranged.every.values() if cluster.theme == theme)
                return {("here", theme): False, **{("theme", cluster): None for cluster in filed}}
            case _:
                assert_never(event)

    def show(self, theme: str, seen: frozenset[Audience]) -> Shown | None:
        found = self.arranged.themes.get(theme)
        return None if found is None else Shown(ThemeRecord(found.id, found.name, found.hue, found.order), seen)
