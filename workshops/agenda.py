"""The agenda: its steps open, close and reopen, one at a time; what belongs further on is hidden from the room."""

from collections.abc import Iterable, Sequence
from typing import Annotated, assert_never

from msgspec import Meta, Struct, field

from workshops.door import (
    CloseMeeting,
    Door,
    DoorCommand,
    DoorEvent,
    DoorLocked,
    DoorUnlocked,
    LockDoor,
    MeetingClosed,
    MeetingOpened,
    OpenMeeting,
    UnlockDoor,
)
from workshops.timebox import (
    ExtendTimebox,
    PauseTimebox,
    StartTimebox,
    Timebox,
    TimeboxCommand,
    TimeboxEvent,
    TimeboxExtended,
    TimeboxPaused,
    TimeboxStarted,
)
from workshops.vocabulary import (
    BACKSTAGE,
    EVERYONE,
    Audience,
    Command,
    Context,
    Event,
    Id,
    Key,
    Record,
    Refused,
    Shown,
    Step,
    Stored,
    id_of,
    kind_of,
)


class Talk(Step, frozen=True, kw_only=True, tag="talk"):
    """Somebody speaks or everybody listens: a welcome, a reading aloud, a closing. points: said one under the other;
    law: the one thing to keep in mind."""

    points: Annotated[list[str], Meta(max_length=8)] = []
    law: str = ""


# Commands


class OpenStep(Command, frozen=True):
    """Open a step, for the first time or again; whatever step is open closes."""

    step: Id


class CloseStep(Command, frozen=True):
    step: Id


# Events


class StepOpened(Event, frozen=True):
    step: str


class StepClosed(Event, frozen=True):
    step: str


# Records


class StepRecord(Record, frozen=True, tag="step"):
    """One step, in its place (`n`, from 1). `about` is the step itself, with all that its kind varies.

    `later`: a step before it was reopened, so what it holds is hidden from participants and screen until it reopens.
    """

    id: str
    n: int
    about: Step
    state: str  # "to_come" | "open" | "closed"
    opened_at: int | None = None
    ends_at: int | None = None
    paused_with: int | None = None
    later: bool = False


class AgendaRecord(Record, frozen=True, tag="agenda"):
    """`agenda:this`: the steps in their order, which is open, whether the join code works, and whether the door is
    locked."""

    id: str
    steps: list[str]
    open: str | None = None
    meeting_open: bool = True
    locked: bool = False


# State

AgendaCommand = OpenStep | CloseStep | TimeboxCommand | DoorCommand
AgendaEvent = StepOpened | StepClosed | TimeboxEvent | DoorEvent


class StepState(Struct):
    """turn: how many openings there had been, of any step, when it was last opened."""

    n: int
    about: Step
    turn: int = 0
    state: str = "to_come"
    opened_at: int | None = None
    timebox: Timebox = field(default_factory=Timebox)


class Agenda:
    """The steps in their order, which one is open, and how far the workshop has come.

    last: the step opened last; horizon: its place. What belongs to a later step is hidden from participants, screen and
    observers (AGENDA4). crossed: the places that the last opening hid or showed again, so that no feature has to look
    at more than what changed.
    """

    def __init__(self) -> None:
        self.steps: dict[str, StepState] = {}
        self.open: StepState | None = None
        self.last: StepState | None = None
        self.openings = 0
        self.crossed = range(0)
        self.door = Door()

    def plan(self, steps: Sequence[Step]) -> None:
        self.steps = {step.id: StepState(n, step) for n, step in enumerate(steps, 1)}

    @property
    def horizon(self) -> int:
        return 0 if self.last is None else self.last.n

    def decide(self, command: AgendaCommand, context: Context) -> list[Event]:
        context.require("facilitator")
        match command:
            case OpenStep(step_id):
                return self._opening(self.step(step_id), context.now)
            case CloseStep(step_id):
                return self._closing(self.open_step(step_id), context.now)
            case StartTimebox() | PauseTimebox() | ExtendTimebox():
                step = self.open_step(command.step)
                return step.timebox.decide(command, step.about, context.now)
            case OpenMeeting() | CloseMeeting() | LockDoor() | UnlockDoor():
                return self.door.decide(command)
            case _:
                assert_never(command)

    def step(self, step_id: str) -> StepState:
        if step_id not in self.steps:
            raise Refused("unknown")
        return self.steps[step_id]

    def open_step(self, step_id: str) -> StepState:
        """This step, refused where it is not the open one: not_yet, step_closed."""
        step = self.step(step_id)
        if step.state != "open":
            raise Refused("not_yet" if step.state == "to_come" else "step_closed")
        return step

    def _opening(self, step: StepState, now: int) -> list[Event]:
        if step.state == "open":
            raise Refused("already")
        events: list[Event] = [] if self.open is None else self._closing(self.open, now)
        return [*events, StepOpened(step.about.id), *step.timebox.opening(step.about, now)]

    def _closing(self, step: StepState, now: int) -> list[Event]:
        return [*step.timebox.closing(step.about, now), StepClosed(step.about.id)]

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case StepOpened(step_id):
                return self._opened(self.steps[step_id], stored.at)
            case StepClosed(step_id):
                self.steps[step_id].state = "closed"
                self.open = None
                return {f"step:{step_id}", "agenda:this"}
            case TimeboxStarted() | TimeboxPaused() | TimeboxExtended() as event:
                self.steps[event.step].timebox.apply(event)
                return {f"step:{event.step}"}
            case MeetingOpened() | MeetingClosed() | DoorLocked() | DoorUnlocked() as event:
                self.door.apply(event)
                return {"agenda:this"}
            case _:
                return set()

    def _opened(self, step: StepState, at: int) -> set[Key]:
        before = self.horizon
        self.openings += 1
        step.turn = self.openings
        step.state = "open"
        step.opened_at = at
        self.open = self.last = step
        self.crossed = range(min(before, step.n) + 1, max(before, step.n) + 1)
        return {"agenda:this", f"step:{step.about.id}"} | {
            f"step:{other.about.id}" for other in self.steps.values() if other.n in self.crossed
        }

    # Its steps themselves change: what recipe.py makes of it

    def insert(self, step: Step, after: str | None) -> None:
        self.steps[step.id] = StepState(0, step)
        self.move(step.id, after)

    def move(self, step_id: str, after: str | None) -> None:
        self._number(placed(list(self.steps), step_id, after))

    def remove(self, step_id: str) -> None:
        self._number([other for other in self.steps if other != step_id])

    def _number(self, order: Sequence[str]) -> None:
        """The horizon stays on the same step, for it is one."""
        self.steps = {step_id: self.steps[step_id] for step_id in order}
        for n, step in enumerate(self.steps.values(), 1):
            step.n = n

    def first(self, steps: Iterable[StepState]) -> int:
        """The place of the first of these steps: where what they hold belongs. 0: nowhere, so it is never hidden."""
        return min((step.n for step in steps), default=0)

    def seen_from(self, n: int) -> frozenset[Audience]:
        """Who sees what belongs to the n-th step, when it is for everyone."""
        return EVERYONE if n <= self.horizon else BACKSTAGE

    def show(self, key: Key) -> Shown | None:
        step = self.steps.get(id_of(key))
        if kind_of(key) == "step" and step is not None:
            return Shown(self._step_record(step), EVERYONE)
        if key == "agenda:this" and self.steps:
            opened = None if self.open is None else self.open.about.id
            door = self.door
            return Shown(AgendaRecord("this", list(self.steps), opened, door.meeting_open, door.locked), EVERYONE)
        return None

    def _step_record(self, step: StepState) -> StepRecord:
        return StepRecord(
            id=step.about.id,
            n=step.n,
            about=step.about,
            state=step.state,
            opened_at=step.opened_at,
            ends_at=step.timebox.ends_at,
            paused_with=step.timebox.paused_with,
            later=step.state != "to_come" and step.n > self.horizon,
        )

    def keys(self) -> Iterable[Key]:
        yield "agenda:this"
        for step_id in self.steps:
            yield f"step:{step_id}"


def placed(order: Sequence[str], step_id: str, after: str | None) -> list[str]:
    """This order with the step behind another, or (None) before all."""
    others = [other for other in order if other != step_id]
    at = 0 if after is None else others.index(after) + 1
    return [*others[:at], step_id, *others[at:]]
