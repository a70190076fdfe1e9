"""What dots may go on in a round, and under which number each stands on ballots on paper."""

from collections.abc import Iterable
from typing import Protocol

from msgspec import Struct

from workshops.agenda import StepState


class Board(Protocol):
    """What may be dotted, as the other features tell it; `step`: the one of the round."""

    def every(self) -> Iterable[str]:
        """All that any round could be about."""

    def takes(self, step: StepState, item: str) -> bool:
        """Whether more dots may go on this, or on what it was merged into; `step`: the one of the round."""

    def stands_for(self, item: str) -> str: ...
    def order(self, item: str) -> tuple[float, ...]: ...


class Choices(Struct, eq=False):
    """Of one round. now: on what dots may go. numbers: of whatever dots could ever go on, from 1; they never move."""

    step: StepState
    board: Board
    now: set[str] = set()
    numbers: dict[str, int] = {}

    def begin(self) -> None:
        self.look(set(self.board.every()))

    def look(self, things: set[str]) -> bool:
        """Among all these, what can be dotted may have come or gone. Gives whether anything did."""
        found = {each for each in things if self._is_one(each)}
        for item in sorted(found - self.numbers.keys(), key=self.board.order):
            self.numbers[item] = len(self.numbers) + 1
        before, self.now = self.now, (self.now - things) | found
        return before != self.now

    def _is_one(self, item: str) -> bool:
        return self.board.stands_for(item) == item and self.board.takes(self.step, item)
