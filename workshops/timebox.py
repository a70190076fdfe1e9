"""Timeboxes: each step's counts down, is paused and extended, and never closes anything by itself."""

from typing import Annotated, assert_never

from msgspec import Meta, Struct

from workshops.vocabulary import Command, Event, Id, Refused, Step

# Commands: on the open step alone


class StartTimebox(Command, frozen=True):
    """Start the open step's timebox, or let it run on after a pause. `seconds`: its length, if not the step's."""

    step: Id
    seconds: Annotated[int, Meta(ge=1, le=36_000)] | None = None


class PauseTimebox(Command, frozen=True):
    step: Id


class ExtendTimebox(Command, frozen=True):
    """Add (or, below zero, take away) seconds; what is left never goes below zero."""

    step: Id
    seconds: Annotated[int, Meta(ge=-36_000, le=36_000)]


# Events


class TimeboxStarted(Event, frozen=True):
    """`ends_at`: ms since 1970."""

    step: str
    ends_at: int


class TimeboxPaused(Event, frozen=True):
    """`left`: ms."""

    step: str
    left: int


class TimeboxExtended(Event, frozen=True):
    """Exactly one is set, as the timebox ran or was paused."""

    step: str
    ends_at: int | None = None
    left: int | None = None


# State

TimeboxCommand = StartTimebox | PauseTimebox | ExtendTimebox
TimeboxEvent = TimeboxStarted | TimeboxPaused | TimeboxExtended


class Timebox(Struct):
    """ends_at (ms since 1970): it runs until then. paused_with (ms): it does not, and this is left. Neither: it has not
    started."""

    ends_at: int | None = None
    paused_with: int | None = None

    def decide(self, command: TimeboxCommand, step: Step, now: int) -> list[Event]:
        match command:
            case StartTimebox(_, seconds):
                return self._starting(step, seconds, now)
            case PauseTimebox():
                return self._pausing(step, now)
            case ExtendTimebox(_, seconds):
                return self._extending(step, seconds, now)
            case _:
                assert_never(command)

    def opening(self, step: Step, now: int) -> list[Event]:
        """Its step opens, for the first time or again (AGENDA6)."""
        fresh = self.ends_at is None and self.paused_with is None
        return [TimeboxStarted(step.id, now + step.minutes * 60_000)] if fresh and step.minutes else []

    def closing(self, step: Step, now: int) -> list[Event]:
        """Its step closes (AGENDA9)."""
        return [] if self.ends_at is None else self._pausing(step, now)

    def _starting(self, step: Step, seconds: int | None, now: int) -> list[Event]:
        if seconds is not None:
            length = seconds * 1000
        elif self.ends_at is not None:
            raise Refused("already")
        else:
            length = self.paused_with or step.minutes * 60_000
        if not length:
            raise Refused("bad_command")
        return [TimeboxStarted(step.id, now + length)]

    def _pausing(self, step: Step, now: int) -> list[Event]:
        if self.ends_at is None:
            raise Refused("not_yet" if self.paused_with is None else "already")
        return [TimeboxPaused(step.id, max(0, self.ends_at - now))]

    def _extending(self, step: Step, seconds: int, now: int) -> list[Event]:
        if not seconds:
            return []
        if self.ends_at is not None:
            # One more minute, asked for when time has run out, is a minute from now.
            ends_at = max(now, max(now, self.ends_at) + seconds * 1000)
            return [TimeboxExtended(step.id, ends_at=ends_at)]
        if self.paused_with is not None:
            return [TimeboxExtended(step.id, left=max(0, self.paused_with + seconds * 1000))]
        raise Refused("not_yet")

    def apply(self, event: TimeboxEvent) -> None:
        match event:
            case TimeboxStarted(_, ends_at):
                self.ends_at, self.paused_with = ends_at, None
            case TimeboxPaused(_, left):
                self.ends_at, self.paused_with = None, left
            case TimeboxExtended(_, ends_at, left):
                self.ends_at, self.paused_with = ends_at, left
            case _:
                assert_never(event)
