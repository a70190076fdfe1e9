"""The screen follows the open step by itself; a facilitator may have it show one thing, or hold still."""

from collections.abc import Callable, Iterable
from typing import Annotated, assert_never

from msgspec import Meta

from workshops.agenda import StepOpened
from workshops.vocabulary import Audience, Command, Context, Event, Key, Record, Refused, Shown, Stored, kind_of

# Commands


class Spotlight(Command, frozen=True):
    """Facilitator: the screen shows this (`idea:…`, `cluster:…`, `theme:…`, `tally:ROUND`, `step:…`, `topic:…`,
    `slot:…`, `session:…`, `report:SESSION`, `agenda:this`, `door:this`); null: it follows the open step again."""

    on: Annotated[str, Meta(max_length=80)] | None = None


class FreezeScreen(Command, frozen=True):
    """Facilitator: the screen stays as it is, whatever happens."""


class UnfreezeScreen(Command, frozen=True):
    pass


# Events


class Spotlit(Event, frozen=True):
    on: str | None = None


class ScreenFrozen(Event, frozen=True):
    pass


class ScreenUnfrozen(Event, frozen=True):
    pass


# Records


class ScreenRecord(Record, frozen=True, tag="screen"):
    """`screen:this`, for facilitators and the screen: what it is to show instead of the open step, and since when (ms)
    it is to hold still. `aside`: what the room is not shown because it belongs further on (`ideas BOARD`,
    `clusters BOARD`, `themes`, `topics`)."""

    id: str
    spotlight: str | None = None
    frozen_at: int | None = None
    aside: list[str] = []


# State

ScreenCommand = Spotlight | FreezeScreen | UnfreezeScreen
ScreenEvent = Spotlit | ScreenFrozen | ScreenUnfrozen
KINDS = frozenset({"idea", "cluster", "theme", "tally", "step", "topic", "slot", "session", "report", "agenda", "door"})
DOOR = "door:this"
"""How to join: no record, for the screen has that of its page."""


class Screen:
    """sees: whether the screen is shown this key now. aside: what belongs further on than the horizon."""

    def __init__(self, sees: Callable[[Key], bool], aside: Callable[[], list[str]]) -> None:
        self.sees = sees
        self.aside = aside
        self.spotlight: Key | None = None
        self.frozen_at: int | None = None

    def decide(self, command: ScreenCommand, context: Context) -> list[Event]:
        context.require("facilitator")
        match command:
            case Spotlight(on):
                if on is not None and not self._may_show(on):
                    raise Refused("not_here")
                return [] if on == self.spotlight else [Spotlit(on)]
            case FreezeScreen():
                if self.frozen_at is not None:
                    raise Refused("already")
                return [ScreenFrozen()]
            case UnfreezeScreen():
                if self.frozen_at is None:
                    raise Refused("already")
                return [ScreenUnfrozen()]
            case _:
                assert_never(command)

    def _may_show(self, key: Key) -> bool:
        return key == DOOR or (kind_of(key) in KINDS and self.sees(key))

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case Spotlit(on):
                self.spotlight = on
            case StepOpened():
                self.spotlight = None
            case ScreenFrozen():
                self.frozen_at = stored.at
            case ScreenUnfrozen():
                self.frozen_at = None
            case _:
                return set()
        return {"screen:this"}

    def follow(self, touched: set[Key]) -> set[Key]:
        """After each event: what the screen sees no more is in no spotlight either, and stays out of it."""
        if self.spotlight is None or self.spotlight not in touched or self._may_show(self.spotlight):
            return set()
        self.spotlight = None
        return {"screen:this"}

    def show(self, key: Key) -> Shown | None:
        if key != "screen:this":
            return None
        return Shown(ScreenRecord("this", self.spotlight, self.frozen_at, self.aside()), _SHOWN_TO)

    def keys(self) -> Iterable[Key]:
        yield "screen:this"


_SHOWN_TO: frozenset[Audience] = frozenset({"facilitator", "screen"})
