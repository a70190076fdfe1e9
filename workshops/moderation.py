"""Moderation: late ideas accepted onto the board, others hidden with a reason, and private ones revealed."""

from typing import Literal, assert_never

from workshops.authorship import Authorship
from workshops.boards import Board, Boards, Idea, about
from workshops.vocabulary import (
    Command,
    Context,
    Event,
    Id,
    Key,
    Limits,
    Record,
    Redaction,
    Refused,
    Shown,
    Stored,
    clean_line,
)

# Commands


class HideIdea(Command, frozen=True):
    """Facilitator: nobody but its author and the facilitators sees it any more."""

    idea: Id
    reason: str


class RestoreIdea(Command, frozen=True):
    idea: Id


class AcceptIdea(Command, frozen=True):
    """Facilitator: a late idea goes on the board."""

    idea: Id


class RevealIdeas(Command, frozen=True):
    """Show a board's private ideas: `to` the facilitators first (only where they cannot read them), then the room."""

    board: Id
    to: Literal["facilitators", "room"]


# Events


class IdeaHidden(Event, frozen=True):
    idea: str
    reason: str = ""


class IdeaRestored(Event, frozen=True):
    """`n`: its number, where it was hidden when the room was shown its board; else 0."""

    idea: str
    n: int = 0


class IdeaAccepted(Event, frozen=True):
    """A late idea is on the board now, with its number (0 where the board is not yet shown to the room)."""

    idea: str
    n: int = 0


class IdeasRevealed(Event, frozen=True):
    """`numbers`: idea id to its number, for every idea that the room sees from now on (empty for the facilitators)."""

    board: str
    to: Literal["facilitators", "room"]
    numbers: dict[str, int] = {}


# Records


class LateRecord(Record, frozen=True, tag="late"):
    """For facilitators: this idea came after its step had closed, and waits in the tray."""

    id: str


class HiddenRecord(Record, frozen=True, tag="hidden"):
    """For facilitators and the author: why this idea is hidden."""

    id: str
    reason: str = ""


# State

ModerationCommand = HideIdea | RestoreIdea | AcceptIdea | RevealIdeas
ModerationEvent = IdeaHidden | IdeaRestored | IdeaAccepted | IdeasRevealed
ModerationRecord = LateRecord | HiddenRecord


class Moderation:
    def __init__(self, boards: Boards, authorship: Authorship, limits: Limits) -> None:
        self.boards = boards
        self.authorship = authorship
        self.limits = limits

    def decide(self, command: ModerationCommand, context: Context) -> list[Event]:
        context.require("facilitator")
        match command:
            case HideIdea(idea_id, reason):
                return self._hiding(self._readable(idea_id), reason)
            case RestoreIdea(idea_id):
                return self._restoring(self._readable(idea_id))
            case AcceptIdea(idea_id):
                return self._accepting(self._readable(idea_id))
            case RevealIdeas(board_id, to):
                return self._revealing(self.boards.board(board_id), to)
            case _:
                assert_never(command)

    def _readable(self, idea_id: str) -> Idea:
        return self.boards.seen_by(idea_id, "facilitator")

    def _hiding(self, idea: Idea, reason: str) -> list[Event]:
        if idea.hidden is not None:
            raise Refused("already")
        return [IdeaHidden(idea.id, clean_line(reason, self.limits.title))]

    def _restoring(self, idea: Idea) -> list[Event]:
        if idea.hidden is None:
            raise Refused("already")
        # Hidden while its board was shown to the room: only now does the room see it, so only now is it numbered.
        numbered = idea.shown == "room" and not idea.n and self.boards.boards[idea.board].reached
        return [IdeaRestored(idea.id, self.boards.next_n if numbered else 0)]

    def _accepting(self, idea: Idea) -> list[Event]:
        if not idea.late:
            raise Refused("already")
        numbered = self._goes_to_room(idea) and idea.hidden is None
        return [IdeaAccepted(idea.id, self.boards.next_n if numbered else 0)]

    def _goes_to_room(self, idea: Idea) -> bool:
        return self.boards.gathered(idea).private == "no" or self.boards.boards[idea.board].revealed == "room"

    def _revealing(self, board: Board, to: Literal["facilitators", "room"]) -> list[Event]:
        from_whom = {about(step).private for step in board.gathers}
        if board.gather.state != "closed":
            raise Refused("step_open" if board.gather.state == "open" else "not_yet")
        if to == "facilitators":
            if "everyone" not in from_whom or board.revealed != "no":
                raise Refused("already")
            return [IdeasRevealed(board.id, to)]
        if from_whom == {"no"} or board.revealed == "room":
            raise Refused("already")
        if "everyone" in from_whom and board.revealed == "no":
            raise Refused("not_yet")
        shown = [idea_id for idea_id in board.unshown if self.boards.ideas[idea_id].on_board]
        return [IdeasRevealed(board.id, to, {idea_id: n for n, idea_id in enumerate(shown, self.boards.next_n)})]

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case IdeaHidden(idea_id, reason):
                idea = self.boards.ideas[idea_id]
                # The reason may quote the idea.
                idea.words.append(Redaction(stored.seq, IdeaHidden(idea_id)))
                return self.boards.hide(idea, reason)
            case IdeaRestored(idea_id, n):
                return self.boards.restore(self.boards.ideas[idea_id], n)
            case IdeaAccepted(idea_id, n):
                idea = self.boards.ideas[idea_id]
                return self.boards.accept(idea, n, self._goes_to_room(idea))
            case IdeasRevealed(board, to, numbers):
                return self.boards.reveal(self.boards.boards[board], to, numbers)
            case _:
                return set()

    def show(self, kind: str, idea: Idea) -> Shown | None:
        facilitators = self.authorship.facilitators(idea)
        match kind:
            case "late" if idea.late:
                return Shown(LateRecord(idea.id), facilitators)
            case "hidden" if idea.hidden is not None:
                return Shown(HiddenRecord(idea.id, idea.hidden), facilitators, idea.owner)
            case _:
                return None
