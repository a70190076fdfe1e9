"""What is measured beside what."""

from msgspec import Struct
from msgspec.structs import replace

from tests.bench.plan import Load, Stage

OURS = "gommette"
SLOW_MS = 10.0
LARGE_IDEAS, LARGE_EVENTS = 5_000, 50_000
DURABLE_PEOPLE, DURABLE_WINDOW = 30, 60


class Case(Struct, frozen=True, kw_only=True):
    """against: the variant that its figures are compared to."""

    variant: str
    stage: Stage
    load: Load
    against: str = ""


def beside_control(stage: Stage, load: Load, commit_ms: float) -> list[Case]:
    """commit_ms: what this disk takes, so that the control's batches are as long as the server's."""
    control = replace(stage, control=True, commit_ms=commit_ms)
    return [
        Case(variant=OURS, stage=stage, load=load, against="control"),
        Case(variant="control", stage=control, load=load),
    ]


def durable(stage: Stage, load: Load) -> list[Case]:
    """As many commands as the store takes, when a commit holds all that waited, and when each command has its own."""
    load = replace(load, people=DURABLE_PEOPLE, senders=DURABLE_PEOPLE, rate=0, window=DURABLE_WINDOW)
    stage = replace(stage, people=DURABLE_PEOPLE)
    slow = f"+{SLOW_MS:.0f} ms"
    return [
        Case(variant=OURS, stage=stage, load=load, against="alone"),
        Case(variant="alone", stage=replace(stage, alone=True), load=load),
        Case(variant=f"{OURS} {slow}", stage=replace(stage, commit_ms=SLOW_MS), load=load, against=f"alone {slow}"),
        Case(variant=f"alone {slow}", stage=replace(stage, alone=True, commit_ms=SLOW_MS), load=load),
    ]


def large(stage: Stage, load: Load) -> list[Case]:
    """A workshop that has gone on for long beside one that has just begun."""
    return [
        Case(
            variant=f"{LARGE_IDEAS} ideas",
            stage=replace(stage, ideas=LARGE_IDEAS, events=LARGE_EVENTS),
            load=load,
            against=f"{stage.ideas} ideas",
        ),
        Case(variant=f"{stage.ideas} ideas", stage=stage, load=load),
    ]


def storm(stage: Stage, load: Load) -> list[Case]:
    """Some bring ideas together, all at once; the others watch. Each idea is moved once."""
    ideas = max(stage.ideas, round(load.rate * load.seconds) + 1)
    return [
        Case(
            variant="moves",
            stage=replace(stage, scene="arrange", ideas=ideas),
            load=replace(load, act="move"),
            against="ideas",
        ),
        Case(variant="ideas", stage=stage, load=load),
    ]
