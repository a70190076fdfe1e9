"""The recipe: which steps a workshop is made of, and how that is changed while it runs."""

from collections.abc import Callable
from typing import assert_never, cast

from workshops.agenda import Agenda, StepState, placed
from workshops.boards import Gather
from workshops.clusters import Clusters
from workshops.format import AnyStep, Format, board_of, check_steps, clean_step
from workshops.ideas import Ideas
from workshops.market import Market
from workshops.open_forum import OpenForum
from workshops.proceedings import Sessions
from workshops.sorting import Arrange
from workshops.spaces import plans
from workshops.vocabulary import (
    Command,
    Context,
    Event,
    Id,
    Key,
    Limits,
    Refused,
    Step,
    Stored,
)
from workshops.voting import Vote

# Commands: all for facilitators, at any time


class AddStep(Command, frozen=True):
    """`after`: the step it follows; null: it comes first."""

    step: AnyStep
    after: Id | None = None


class EditStep(Command, frozen=True):
    """The step with this id is to be so. Its kind and its board stay as they are, and so do, once it has been opened,
    what rules what it holds."""

    step: AnyStep


class MoveStep(Command, frozen=True):
    step: Id
    after: Id | None = None


class RemoveStep(Command, frozen=True):
    """A step that was never opened and holds nothing."""

    step: Id


class DescribeWorkshop(Command, frozen=True):
    title: str
    organiser: str


# Events


class StepAdded(Event, frozen=True):
    step: AnyStep
    after: str | None = None


class StepEdited(Event, frozen=True):
    step: AnyStep


class StepMoved(Event, frozen=True):
    step: str
    after: str | None = None


class StepRemoved(Event, frozen=True):
    step: str


class WorkshopDescribed(Event, frozen=True):
    title: str
    organiser: str


# State

RecipeCommand = AddStep | EditStep | MoveStep | RemoveStep
RecipeEvent = StepAdded | StepEdited | StepMoved | StepRemoved
RULES: dict[type[Step], tuple[str, ...]] = {
    Gather: ("private", "authors"),
    Sessions: ("private", "authors", "canvas"),
    Vote: ("budget", "maximum", "per_theme", "on", "electorate", "totals"),
}
"""What rules the things a step holds, and so stays as it is once the step has been opened."""


class Recipe:
    """The agenda as it is made and changed. name: of the format it came from. seen_at: of what a change would have
    hidden, the step at which the room saw it."""

    def __init__(self, agenda: Agenda, ideas: Ideas, clusters: Clusters, forum: OpenForum, limits: Limits) -> None:
        self.agenda = agenda
        self.ideas = ideas
        self.clusters = clusters
        self.forum = forum
        self.limits = limits
        self.name = ""
        self.seen_at: dict[str, StepState] = {}

    def start(self, form: Format) -> None:
        self.name = form.name
        self.agenda.plan(form.steps)
        self._plan()

    @property
    def steps(self) -> dict[str, AnyStep]:
        return {step_id: cast("AnyStep", step.about) for step_id, step in self.agenda.steps.items()}

    def format(self) -> Format:
        """The recipe of a workshop like this one."""
        themes = sorted(self.clusters.themes.values(), key=lambda theme: theme.order)
        spaces, slots = plans(self.forum.grid)
        return Format(
            name=self.name,
            steps=list(self.steps.values()),
            themes=[theme.name for theme in themes],
            spaces=spaces,
            slots=slots,
        )

    def decide(self, command: RecipeCommand, context: Context) -> list[Event]:
        context.require("facilitator")
        match command:
            case AddStep(step, after):
                if step.id in self.agenda.steps:
                    raise Refused("taken")
                self._checked_order(step, after)
                return [StepAdded(clean_step(step, self.limits), after)]
            case EditStep(step):
                return self._editing(self.agenda.step(step.id), step)
            case MoveStep(step_id, after):
                return self._moving(self.agenda.step(step_id), after)
            case RemoveStep(step_id):
                return self._removing(self.agenda.step(step_id))
            case _:
                assert_never(command)

    def _checked_order(self, step: AnyStep, after: str | None) -> list[str]:
        """The steps' order with this one behind `after`. Refused: unknown (`after`, or a board on which no earlier step
        gathers), too_many."""
        steps = {**self.steps, step.id: step}
        if after is not None and (after not in steps or after == step.id):
            raise Refused("unknown")
        order = placed(list(steps), step.id, after)
        check_steps([steps[step_id] for step_id in order], self.limits)
        return order

    def _editing(self, step: StepState, new: AnyStep) -> list[Event]:
        old = self.steps[new.id]
        if type(new) is not type(old) or board_of(new) != board_of(old):
            raise Refused("bad_command")
        ruled = () if step.state == "to_come" else RULES.get(type(old), ())
        if any(getattr(new, rule) != getattr(old, rule) for rule in ruled):
            raise Refused("round_began" if isinstance(old, Vote) else "step_opened")
        check_steps(list({**self.steps, new.id: new}.values()), self.limits)
        clean = clean_step(new, self.limits)
        return [] if clean == old else [StepEdited(clean)]

    def _moving(self, step: StepState, after: str | None) -> list[Event]:
        order = self._checked_order(self.steps[step.about.id], after)
        last = self.agenda.last
        # Behind the step opened last it would be hidden from a room that has been there.
        if last is not None and step.turn and step.n < last.n and order.index(step.about.id) >= last.n - 1:
            raise Refused("step_opened")
        return [] if order == list(self.steps) else [StepMoved(step.about.id, after)]

    def _removing(self, step: StepState) -> list[Event]:
        rest = [other for other in self.steps.values() if other.id != step.about.id]
        if step.state != "to_come" or self._holds(self.steps[step.about.id], rest):
            raise Refused("step_opened")
        if not rest:
            raise Refused("last_step")
        check_steps(rest, self.limits)
        return [StepRemoved(step.about.id)]

    def _holds(self, step: AnyStep, rest: list[AnyStep]) -> bool:
        """Whether ideas or topics were put here; or clusters made, and no other step gathers, or arranges, on their
        board."""
        of_topics = self._first(Market) or self._first(Sessions)
        if of_topics is self.agenda.steps[step.id] and self.forum.topics.topics:
            return True
        if isinstance(step, Gather) and any(idea.gather == step.id for idea in self.ideas.ideas.values()):
            return True
        alone = not any(type(other) is type(step) and board_of(other) == board_of(step) for other in rest)
        return alone and isinstance(step, Gather | Arrange) and step.board in self._grouped()

    def _grouped(self) -> set[str]:
        """The boards on which there is, or has been, a cluster."""
        return {cluster.board for cluster in self.clusters.arranged.every.values()}

    def apply(self, stored: Stored) -> set[Key]:
        """The keys of the step itself. A change of the order may touch everything: its caller adds every key."""
        match stored.event:
            case StepAdded(step, after):
                self._change(lambda: self.agenda.insert(step, after))
            case StepMoved(step_id, after):
                goes_back = self.agenda.steps[step_id] is self.agenda.last
                self._change(lambda: self.agenda.move(step_id, after), hides=goes_back)
            case StepRemoved(step_id):
                self._change(lambda: self.agenda.remove(step_id))
            case StepEdited(step):
                self.agenda.steps[step.id].about = step
                return {f"step:{step.id}"} | self.ideas.keys_of_step(step.id)
            case _:
                pass
        return set()

    def _change(self, act: Callable[[], None], *, hides: bool = False) -> None:
        """Change the order of the steps. What the room sees it keeps, unless the change goes back (RECIPE6)."""
        horizon, last = self.agenda.horizon, None if hides else self.agenda.last
        seen = {what for what, n in self._places().items() if n <= horizon}
        act()
        self._plan()
        if last is not None:
            further = {what for what, n in self._places().items() if n > last.n}
            self.seen_at |= dict.fromkeys(seen & further, last)
            self._plan()
        self.ideas.follow_agenda()

    def _plan(self) -> None:
        steps = list(self.steps.values())
        self.ideas.plan(steps)
        self.clusters.plan(steps)
        self.forum.market.plan(self._first(Market), self._first(Sessions))
        belongs = self.clusters.belongs
        for board in self.ideas.boards.values():
            if all(isinstance(step.about, Sessions) for step in board.gathers):
                board.n = self.forum.market.belongs
            board.n = self._no_further(f"ideas {board.id}", board.n)
            belongs[board.id] = self._no_further(f"clusters {board.id}", belongs[board.id])
        self.clusters.themes_belong = self._no_further("themes", self.clusters.themes_belong)
        market = self.forum.market
        market.belongs = self._no_further("topics", market.belongs)

    def _first(self, kind: type[Step]) -> StepState | None:
        return next((step for step in self.agenda.steps.values() if isinstance(step.about, kind)), None)

    def _no_further(self, what: str, n: int) -> int:
        return min(n, self.seen_at[what].n) if what in self.seen_at else n

    def aside(self) -> list[str]:
        """What belongs beyond the horizon, in the names of `_places`."""
        places = {f"ideas {board.id}": board.n for board in self.ideas.boards.values()}
        places |= {f"clusters {board}": n for board, n in self.clusters.belongs.items()}
        places |= {"themes": self.clusters.themes_belong, "topics": self.forum.market.belongs}
        return sorted(what for what, n in places.items() if n > self.agenda.horizon)

    def _places(self) -> dict[str, int]:
        """Where everything belongs that there is."""
        places = {f"ideas {board.id}": board.n for board in self.ideas.boards.values() if board.ideas}
        places |= {f"clusters {board}": self.clusters.belongs[board] for board in self._grouped()}
        places |= {"themes": self.clusters.themes_belong} if self.clusters.themes else {}
        return places | ({"topics": self.forum.market.belongs} if self.forum.topics.topics else {})
