"""Boards: the ideas that lie on them, their numbers, how far they have been shown, and what is counted of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from workshops.agenda import Agenda, StepState
from workshops.vocabulary import Key, Redaction

BEFORE_KEPT = 20
"""Earlier texts of an idea that are shown; the log has them all."""

Sight = Literal["no", "facilitators", "room"]


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

    def _lay_out(self, gathers: Mapping[str, list[StepState]]) -> None:
        """These boards, with these steps; what lies on those there are already stays."""
        before = self.boards
        self.boards = {board: before.get(board) or Board(board, [], 0) for board in gathers}
        for board in self.boards.values():
            board.gathers = gathers[board.id]
            board.n = self.agenda.first(board.gathers)

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

    def _put(self, idea: Idea, n: int) -> set[Key]:
        board = self.boards[idea.board]
        self.taken.add(idea.id)
        self.slips.add(idea.slip)
        self.ideas[idea.id] = idea
        board.ideas[idea.id] = None
        if idea.shown != "room":
            board.unshown[idea.id] = None
        if idea.person:
            self._sign(idea)
        self._number(idea, n)
        self._count(idea, 1)
        self._keep(idea, 1)
        touched = self._keys(idea) | {f"mine:{idea.id}", f"left:{board.id}.{idea.person}"}
        return touched | {f"board:{board.id}"} if idea.waits else touched

    def _rewrite(self, idea: Idea, text: str, at: int) -> set[Key]:
        idea.before.append((idea.at, idea.text))
        del idea.before[:-BEFORE_KEPT]
        idea.text = text
        idea.at = at
        return {f"idea:{idea.id}", f"history:{idea.id}"}

    def _withdraw(self, idea: Idea) -> set[Key]:
        self._count(idea, -1)
        self._keep(idea, -1)
        idea.withdrawn = True
        board = self.boards[idea.board]
        board.unshown.pop(idea.id, None)
        del board.ideas[idea.id]
        return self._keys(idea) | {f"mine:{idea.id}", f"board:{board.id}", f"left:{board.id}.{idea.person}"}

    def _hide(self, idea: Idea, reason: str) -> set[Key]:
        self._count(idea, -1)
        idea.hidden = reason
        return self._keys(idea) | {f"mine:{idea.id}", f"board:{idea.board}"}

    def _restore(self, idea: Idea, n: int) -> set[Key]:
        idea.hidden = None
        self._number(idea, n)
        self._count(idea, 1)
        return self._keys(idea) | {f"mine:{idea.id}", f"hidden:{idea.id}", f"board:{idea.board}"}

    def _accept(self, idea: Idea, n: int, to_room: bool) -> set[Key]:
        if to_room:
            self._show_room(idea)
        idea.late = False
        self._number(idea, n)
        self._count(idea, 1)
        return self._keys(idea) | {f"mine:{idea.id}", f"late:{idea.id}", f"board:{idea.board}"}

    def _reveal(self, board: Board, to: Literal["facilitators", "room"], numbers: Mapping[str, int]) -> set[Key]:
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
            touched |= self._keys(idea)
        return touched

    def _erase(self, person: str, idea_ids: Sequence[str]) -> set[Key]:
        touched = {f"left:{board}.{person}" for board in self.boards}
        for idea_id in idea_ids:
            idea = self.ideas[idea_id]
            if not idea.withdrawn:
                touched |= self._withdraw(idea)
            del self.ideas[idea_id]
        self.of_person.pop(person, None)
        return touched

    def _merge(self, person: str, into: str) -> set[Key]:
        """All that was one person's is another's, behind what they have. What others see of both may have changed."""
        touched = self._own_keys(person) | self._own_keys(into)
        for idea in [self.ideas[idea_id] for idea_id in self.of_person.pop(person, [])]:
            self._give(idea, into)
            self._sign(idea)
        return touched

    def _disown(self, person: str) -> set[Key]:
        """All that was this person's is nobody's. Which it was is kept, so that it can still be erased."""
        touched = self._own_keys(person)
        for idea_id in self.of_person.get(person, []):
            self._give(self.ideas[idea_id], "")
        return touched

    def _own_keys(self, person: str) -> set[Key]:
        mine = [self.ideas[idea_id] for idea_id in self.of_person.get(person, [])]
        keys = {key for idea in mine for key in (*self._keys(idea), f"mine:{idea.id}", f"place:{idea.id}")}
        return keys | {f"left:{board}.{person}" for board in self.boards}

    def _give(self, idea: Idea, person: str) -> None:
        if idea.withdrawn:
            idea.person = person
            return
        self._keep(idea, -1)
        idea.person = person
        self._keep(idea, 1)

    def _sign(self, idea: Idea) -> None:
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

    def _keys(self, idea: Idea) -> set[Key]:
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
