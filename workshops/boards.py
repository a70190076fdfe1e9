"""Boards: the ideas that lie on them, their numbers, how far they have been shown and who sees them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Literal, cast

from msgspec import Meta, Struct

from workshops.agenda import Agenda, StepState
from workshops.vocabulary import (
    EVERYONE,
    FACILITATORS,
    NOBODY,
    Audience,
    Id,
    Key,
    Record,
    Redaction,
    Refused,
    Shown,
    Step,
)

BEFORE_KEPT = 20
"""Earlier texts of an idea that are shown; the log has them all."""

Private = Literal["no", "participants", "everyone"]
Authors = Literal["shown", "facilitators", "nobody"]
Sight = Literal["no", "facilitators", "room"]


class Gather(Step, frozen=True, kw_only=True, tag="gather"):
    """Everyone writes ideas on a board.

    private: from whom an idea is hidden until it is shown: nobody, other participants (and the screen), or everyone,
    the facilitator too. authors: who sees who wrote an idea. each: how many ideas a person may post here (0: as many
    as the workshop's limit). late: whether a new idea is taken in once the step has closed. by: facilitators, where the
    board is a prepared list; reports, where it holds what the reports of sessions propose.
    """

    board: Id = "ideas-"
    private: Private = "no"
    authors: Authors = "facilitators"
    each: Annotated[int, Meta(ge=0, le=100)] = 0
    late: bool = True
    by: Literal["everyone", "facilitators", "reports"] = "everyone"


class BoardRecord(Record, frozen=True, tag="board"):
    """How far a board's private writing has been shown, and how many ideas wait behind it; for everyone.

    `waiting`: ideas that the room does not see yet (not late, hidden or withdrawn): the blank slips on the screen.
    """

    id: str
    revealed: str = "no"  # "no" | "facilitators" | "room"
    waiting: int = 0


# State


class Idea(Struct):
    """gather: the step it was posted in. person: whose it is ("": nobody's in particular). shown: how far it has been
    shown. words: its words in the log, as erasure will blank them. before: what it said, and since when. by: who
    entered it for a person on paper, from this slip. signed: its author's name in the file it comes from."""

    id: str
    board: str
    gather: str
    person: str
    text: str
    at: int
    words: list[Redaction]
    shown: Sight = "no"
    n: int = 0
    order: int = 0
    late: bool = False
    hidden: str | None = None
    withdrawn: bool = False
    before: list[tuple[int, str]] = []
    slip: int = 0
    by: str = ""
    signed: str = ""
    origin: str | None = None

    @property
    def on_board(self) -> bool:
        """Nothing keeps it from the room but, perhaps, private writing."""
        return not (self.late or self.withdrawn or self.hidden is not None)

    @property
    def in_room(self) -> bool:
        return self.on_board and self.shown == "room"

    @property
    def waits(self) -> bool:
        return self.on_board and self.shown != "room"

    @property
    def owner(self) -> str | None:
        """Who sees it whatever their role."""
        return self.person or None


class Board(Struct):
    """gathers: its steps. n: where it belongs on the agenda. reached: whether the room has ever come that far. unshown:
    ideas that have not been shown to the room, in order of posting. each: how many ideas of each person count."""

    id: str
    gathers: list[StepState]
    n: int
    reached: bool = False
    revealed: Sight = "no"
    waiting: int = 0
    ideas: dict[str, None] = {}
    unshown: dict[str, None] = {}
    each: dict[str, int] = {}

    @property
    def gather(self) -> StepState:
        """The step that an idea posted now belongs to: the open one, else the one opened last."""
        return max(self.gathers, key=lambda step: (step.turn, -step.n))


class Boards:
    """What happens to ideas, once it is decided; each change gives the keys that it touched.

    taken: every id ever given in this workshop, shared by all features: an item of a round has only its id. slips: the
    printed ones that were entered. kept: how many ideas count.
    """

    def __init__(self, agenda: Agenda, taken: set[str]) -> None:
        self.agenda = agenda
        self.taken = taken
        self.boards: dict[str, Board] = {}
        self.ideas: dict[str, Idea] = {}
        self.of_person: dict[str, list[str]] = {}
        self.slips: set[int] = set()
        self.kept = 0
        self.next_n = 1

    def plan(self, steps: Sequence[Step]) -> None:
        """The boards that these steps gather on; what lies on those there are already stays."""
        gathers: dict[str, list[StepState]] = {}
        for step in steps:
            if isinstance(step, Gather):
                gathers.setdefault(step.board, []).append(self.agenda.steps[step.id])
        before = self.boards
        self.boards = {board: before.get(board) or Board(board, [], 0) for board in gathers}
        for board in self.boards.values():
            board.gathers = gathers[board.id]
            board.n = self.agenda.first(board.gathers)

    def follow_agenda(self) -> set[Key]:
        """The agenda was changed: what the room sees now has numbers."""
        return self._reach(self.boards.values())

    def _crossed(self) -> set[Key]:
        """A step was opened: what the room sees of boards is hidden, or is back."""
        crossed = [board for board in self.boards.values() if board.n in self.agenda.crossed]
        ideas = [idea_id for board in crossed for idea_id in board.ideas]
        touched = {f"{kind}:{idea_id}" for idea_id in ideas for kind in ("idea", "author", "entered")}
        return touched | self._reach(crossed)

    def _reach(self, boards: Iterable[Board]) -> set[Key]:
        """Number what the room sees only now: earlier, a gap between others' numbers would have told of it."""
        touched: set[Key] = set()
        here = [board for board in boards if board.n <= self.agenda.horizon and not board.reached]
        for board in sorted(here, key=lambda board: board.n):
            board.reached = True
            for idea in (self.ideas[idea_id] for idea_id in board.ideas):
                if idea.in_room and not idea.n:
                    self._number(idea, self.next_n)
                    touched.add(f"idea:{idea.id}")
        return touched

    def board(self, board_id: str) -> Board:
        if board_id not in self.boards:
            raise Refused("unknown")
        return self.boards[board_id]

    def seen_by(self, idea_id: str, audience: Audience) -> Idea:
        """This idea, refused as unknown to those who do not see it."""
        idea = self.ideas.get(idea_id)
        if idea is None or audience not in self.seen(idea):
            raise Refused("unknown")
        return idea

    def seen(self, idea: Idea) -> frozenset[Audience]:
        """Who sees an idea, its author (and the helpers of an author on paper) apart, who always do."""
        if idea.withdrawn or (self.gathered(idea).private == "everyone" and idea.shown == "no"):
            return NOBODY
        return self.agenda.seen_from(self.boards[idea.board].n) if idea.in_room else FACILITATORS

    def in_room(self, idea_id: str, board: str) -> bool:
        idea = self.ideas.get(idea_id)
        return idea is not None and idea.board == board and idea.in_room

    def gathered(self, idea: Idea) -> Gather:
        """The step that it was posted in."""
        return about(self.agenda.steps[idea.gather])

    def _put(self, idea: Idea, n: int) -> set[Key]:
        board = self.boards[idea.board]
        self.taken.add(idea.id)
        self.slips.add(idea.slip)
        self.ideas[idea.id] = idea
        board.ideas[idea.id] = None
        if idea.shown != "room":
            board.unshown[idea.id] = None
        if idea.person:
            self.sign(idea)
        self._number(idea, n)
        self._count(idea, 1)
        self._keep(idea, 1)
        touched = self.keys_of(idea) | {f"mine:{idea.id}", f"left:{board.id}.{idea.person}"}
        return touched | {f"board:{board.id}"} if idea.waits else touched

    def _rewrite(self, idea: Idea, text: str, at: int) -> set[Key]:
        idea.before.append((idea.at, idea.text))
        del idea.before[:-BEFORE_KEPT]
        idea.text = text
        idea.at = at
        return {f"idea:{idea.id}", f"history:{idea.id}"}

    def withdraw(self, idea: Idea) -> set[Key]:
        self._count(idea, -1)
        self._keep(idea, -1)
        idea.withdrawn = True
        board = self.boards[idea.board]
        board.unshown.pop(idea.id, None)
        del board.ideas[idea.id]
        return self.keys_of(idea) | {f"mine:{idea.id}", f"board:{board.id}", f"left:{board.id}.{idea.person}"}

    def hide(self, idea: Idea, reason: str) -> set[Key]:
        self._count(idea, -1)
        idea.hidden = reason
        return self.keys_of(idea) | {f"mine:{idea.id}", f"board:{idea.board}"}

    def restore(self, idea: Idea, n: int) -> set[Key]:
        idea.hidden = None
        self._number(idea, n)
        self._count(idea, 1)
        return self.keys_of(idea) | {f"mine:{idea.id}", f"hidden:{idea.id}", f"board:{idea.board}"}

    def accept(self, idea: Idea, n: int, to_room: bool) -> set[Key]:
        if to_room:
            self._show_room(idea)
        idea.late = False
        self._number(idea, n)
        self._count(idea, 1)
        return self.keys_of(idea) | {f"mine:{idea.id}", f"late:{idea.id}", f"board:{idea.board}"}

    def reveal(self, board: Board, to: Literal["facilitators", "room"], numbers: Mapping[str, int]) -> set[Key]:
        board.revealed = to
        touched: set[Key] = {f"board:{board.id}"}
        for idea in [self.ideas[idea_id] for idea_id in board.unshown]:
            self._count(idea, -1)
            if to == "room" and not idea.late:
                self._show_room(idea)
                self._number(idea, numbers.get(idea.id, 0))
            else:
                idea.shown = "facilitators"
            self._count(idea, 1)
            touched |= self.keys_of(idea)
        return touched

    def give(self, idea: Idea, person: str) -> None:
        """It is this person's, or ("") nobody's."""
        if idea.withdrawn:
            idea.person = person
            return
        self._keep(idea, -1)
        idea.person = person
        self._keep(idea, 1)

    def sign(self, idea: Idea) -> None:
        mine = self.of_person.setdefault(idea.person, [])
        mine.append(idea.id)
        idea.order = len(mine)

    def _show_room(self, idea: Idea) -> None:
        idea.shown = "room"
        self.boards[idea.board].unshown.pop(idea.id, None)

    def _number(self, idea: Idea, n: int) -> None:
        if n:
            idea.n = n
            self.next_n = max(self.next_n, n + 1)

    def _count(self, idea: Idea, sign: int) -> None:
        """Call with -1 before a change to an idea and with 1 after it: keeps the count of the waiting exact."""
        if idea.waits:
            self.boards[idea.board].waiting += sign

    def _keep(self, idea: Idea, sign: int) -> None:
        self.kept += sign
        each = self.boards[idea.board].each
        each[idea.person] = each.get(idea.person, 0) + sign

    def keys_of(self, idea: Idea) -> set[Key]:
        """What changes when others than its author come to see an idea, or no longer do."""
        touched = {f"idea:{idea.id}", f"author:{idea.id}"}
        if idea.late:
            touched.add(f"late:{idea.id}")
        if idea.hidden is not None:
            touched.add(f"hidden:{idea.id}")
        if idea.before:
            touched.add(f"history:{idea.id}")
        if idea.by:
            touched.add(f"entered:{idea.id}")
        return touched

    def show_board(self, board_id: str) -> Shown | None:
        board = self.boards.get(board_id)
        return None if board is None else Shown(BoardRecord(board.id, board.revealed, board.waiting), EVERYONE)


def about(step: StepState) -> Gather:
    return cast("Gather", step.about)
