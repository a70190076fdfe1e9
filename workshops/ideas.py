"""Ideas: what people write on a board, edit and withdraw, and what is put there by nobody in particular."""

from collections.abc import Callable, Iterable
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from workshops.agenda import Agenda, StepOpened
from workshops.authorship import Authorship, AuthorshipRecord
from workshops.boards import Board, BoardRecord, Boards, Idea, about
from workshops.moderation import Moderation, ModerationCommand, ModerationEvent, ModerationRecord
from workshops.people import EraseMe, People, RemovePerson
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
    clean_text,
    id_of,
    kind_of,
)

# Commands


class PostIdea(Command, frozen=True):
    """`slip`: the number printed on the slip that it was written on; 0: none."""

    idea: Id
    board: Id
    text: str
    slip: Annotated[int, Meta(ge=0, le=9999)] = 0


class NewIdea(Struct, frozen=True, forbid_unknown_fields=True):
    idea: Id
    text: str


class AddIdeas(Command, frozen=True):
    """Facilitator: a prepared list, pasted at any time; by nobody in particular, and private from nobody."""

    board: Id
    ideas: Annotated[list[NewIdea], Meta(min_length=1, max_length=100)]


class EditIdea(Command, frozen=True):
    idea: Id
    text: str


class WithdrawIdea(Command, frozen=True):
    idea: Id


# Events


class IdeaPosted(Event, frozen=True):
    """`n`: its number in the workshop, given when the room sees it; 0 until then. `late`: its step had closed.

    slip: the printed one it was written on. by: who entered it for a person on paper. signed: its author's name, where
    it was read from a file. listed: of a prepared list, so private from nobody.
    """

    idea: str
    board: str
    person: str = ""
    text: str = ""
    n: int = 0
    late: bool = False
    slip: int = 0
    by: str = ""
    signed: str = ""
    listed: bool = False
    origin: str | None = None


class IdeaEdited(Event, frozen=True):
    idea: str
    text: str = ""


class IdeaWithdrawn(Event, frozen=True):
    idea: str


# Records


class IdeaRecord(Record, frozen=True, tag="idea"):
    """`origin`: `session:ID`, whose report proposes it, while the room has that."""

    id: str
    board: str
    text: str
    n: int = 0
    edited: bool = False
    origin: str | None = None


class HistoryRecord(Record, frozen=True, tag="history"):
    """What an idea said before, at most 20 times: for facilitators and its author, on request. Oldest first,
    times in ms."""

    on_request = True

    id: str
    texts: list[str] = []
    at: list[int] = []


# State

IdeasCommand = PostIdea | AddIdeas | EditIdea | WithdrawIdea | ModerationCommand | EraseMe | RemovePerson
IdeasEvent = IdeaPosted | IdeaEdited | IdeaWithdrawn | ModerationEvent
IdeasRecord = BoardRecord | IdeaRecord | HistoryRecord | AuthorshipRecord | ModerationRecord


class Ideas(Boards):
    """Who may do what with ideas, and who sees them. there: whether the room has what is an idea's origin."""

    def __init__(
        self, agenda: Agenda, people: People, limits: Limits, taken: set[str], there: Callable[[str], bool]
    ) -> None:
        super().__init__(agenda, taken)
        self.people = people
        self.limits = limits
        self.there = there
        self.authorship = Authorship(self, people, limits)
        self.moderation = Moderation(self, self.authorship, limits)

    def keys_of_step(self, step_id: str) -> set[Key]:
        """What changes with a step that gathers: how many more each may post, and who is told of authors."""
        boards = [board for board in self.boards.values() if any(step.about.id == step_id for step in board.gathers)]
        ideas = [idea for board in boards for idea in board.ideas if self.ideas[idea].gather == step_id]
        told = {f"{kind}:{idea}" for idea in ideas for kind in ("idea", "author")}
        return told.union(*(self.authorship.all_left(board) for board in boards))

    def decide(self, command: IdeasCommand, context: Context) -> list[Event]:
        match command:
            case PostIdea():
                return self._posting(command, self.people.require(context), context)
            case AddIdeas(board_id, new):
                context.require("facilitator")
                return self._adding(self.board(board_id), new)
            case EditIdea(idea_id, text):
                return self._editing(self.authorship.own(idea_id, context), text)
            case WithdrawIdea(idea_id):
                return self._withdrawing(self.authorship.own(idea_id, context))
            case EraseMe() | RemovePerson():
                return self.authorship.decide(command, context)
            case _:
                return self.moderation.decide(command, context)

    def _posting(self, command: PostIdea, person: str, context: Context) -> list[Event]:
        board = self.board(command.board)
        if command.idea in self.taken:
            raise Refused("taken")
        gather, late = about(board.gather), board.gather.state != "open"
        if gather.by != "everyone" or (command.slip and context.subject is None):
            raise Refused("not_allowed")
        if board.gather.state == "to_come":
            raise Refused("not_yet")
        if late and not gather.late:
            raise Refused("step_closed")
        if command.slip and command.slip in self.slips:
            raise Refused("slip_used", n=command.slip)
        text = clean_text(command.text, self.limits.idea)
        if not self.authorship.left(board, person):
            raise Refused("too_many", limit=self.authorship.each(board))
        self._check_room(1)
        n = self.next_n if gather.private == "no" and not late else 0
        by = "" if context.subject is None else context.actor
        return [IdeaPosted(command.idea, board.id, person, text, n, late, command.slip, by)]

    def _adding(self, board: Board, new: list[NewIdea]) -> list[Event]:
        if about(board.gather).by == "reports":
            raise Refused("not_allowed")
        ids = {idea.idea for idea in new}
        if len(ids) < len(new) or ids & self.taken:
            raise Refused("taken")
        texts = [clean_text(idea.text, self.limits.idea) for idea in new]
        self._check_room(len(new))
        first = self.next_n if board.reached else 0
        return [
            IdeaPosted(idea.idea, board.id, text=text, n=first and first + place, listed=True)
            for place, (idea, text) in enumerate(zip(new, texts, strict=True))
        ]

    # What reports propose: decided for who has the pen, by reporting.py

    def proposing(self, idea_id: str, board_id: str, text: str, origin: str) -> list[Event]:
        """An idea by nobody in particular, and private from nobody. Refused: unknown, taken, too_many, and the reasons
        of texts."""
        board = self.board(board_id)
        if idea_id in self.taken:
            raise Refused("taken")
        clean = clean_text(text, self.limits.idea)
        self._check_room(1)
        n = self.next_n if board.reached else 0
        return [IdeaPosted(idea_id, board.id, text=clean, n=n, listed=True, origin=origin)]

    def editing_proposed(self, idea_id: str, origin: str, text: str) -> list[Event]:
        return self._rewording(self._proposed(idea_id, origin), text)

    def withdrawing_proposed(self, idea_id: str, origin: str) -> list[Event]:
        return [IdeaWithdrawn(self._proposed(idea_id, origin).id)]

    def _proposed(self, idea_id: str, origin: str) -> Idea:
        idea = self.ideas.get(idea_id)
        if idea is None or idea.origin != origin:
            raise Refused("unknown")
        if idea.withdrawn:
            raise Refused("already")
        return idea

    def _check_room(self, more: int) -> None:
        if self.kept + more > self.limits.ideas:
            raise Refused("too_many", limit=self.limits.ideas)

    def _editing(self, idea: Idea, text: str) -> list[Event]:
        if self.agenda.steps[idea.gather].state != "open":
            raise Refused("step_closed")
        return self._rewording(idea, text)

    def _rewording(self, idea: Idea, text: str) -> list[Event]:
        if idea.hidden is not None:
            raise Refused("not_allowed")
        clean = clean_text(text, self.limits.idea)
        return [] if clean == idea.text else [IdeaEdited(idea.id, clean)]

    def _withdrawing(self, idea: Idea) -> list[Event]:
        if self.agenda.steps[idea.gather].state != "open" and not idea.late:
            raise Refused("step_closed")
        return [IdeaWithdrawn(idea.id)]

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case IdeaPosted() as event:
                return self._posted(event, stored)
            case IdeaEdited(idea_id, text):
                self.ideas[idea_id].words.append(Redaction(stored.seq, IdeaEdited(idea_id)))
                return self._rewrite(self.ideas[idea_id], text, stored.at)
            case IdeaWithdrawn(idea_id):
                return self.withdraw(self.ideas[idea_id])
            case StepOpened(step_id):
                return self._step_opened(step_id)
            case _:
                return self.moderation.apply(stored) | self.authorship.apply(stored.event)

    def _posted(self, event: IdeaPosted, stored: Stored) -> set[Key]:
        board = self.boards[event.board]
        blank = Redaction(stored.seq, replace(event, person="", text="", by="", signed=""))
        idea = Idea(event.idea, board.id, board.gather.about.id, event.person, event.text, stored.at, [blank])
        idea.late, idea.slip, idea.by, idea.signed = event.late, event.slip, event.by, event.signed
        idea.origin = event.origin
        self._keep_private(idea, board, event)
        return self._put(idea, event.n)

    def _keep_private(self, idea: Idea, board: Board, event: IdeaPosted) -> None:
        if idea.late:
            idea.shown = "no" if board.revealed == "no" else "facilitators"
        elif event.n or event.listed:
            idea.shown = "room"
        else:
            # What is posted after a reopening is private again, and waits for a reveal of its own.
            board.revealed = "no"

    def _step_opened(self, step_id: str) -> set[Key]:
        touched = self._crossed()
        for board in self.boards.values():
            if len(board.gathers) > 1 and any(step.about.id == step_id for step in board.gathers):
                touched.update(self.authorship.all_left(board))
        return touched

    def redactions(self, event: Event) -> list[Redaction]:
        return self.authorship.redactions(event)

    def show(self, key: Key) -> Shown | None:
        kind = kind_of(key)
        if kind == "board":
            return self.show_board(id_of(key))
        if kind == "left":
            return self.authorship.show_left(id_of(key))
        idea = self.ideas.get(id_of(key))
        return None if idea is None or idea.withdrawn else self._show_of(kind, idea)

    def _show_of(self, kind: str, idea: Idea) -> Shown | None:
        match kind:
            case "idea":
                return self._show_idea(idea)
            case "history" if idea.before:
                record = HistoryRecord(idea.id, [text for _, text in idea.before], [at for at, _ in idea.before])
                return Shown(record, self.authorship.facilitators(idea), idea.owner)
            case "late" | "hidden":
                return self.moderation.show(kind, idea)
            case _:
                return self.authorship.show(kind, idea)

    def _show_idea(self, idea: Idea) -> Shown:
        origin = idea.origin if idea.origin is not None and self.there(idea.origin) else None
        record = IdeaRecord(idea.id, idea.board, idea.text, idea.n, bool(idea.before), origin)
        return Shown(record, self.seen(idea) | self.authorship.hands(idea), idea.owner)

    def keys(self) -> Iterable[Key]:
        for board in self.boards.values():
            yield f"board:{board.id}"
            yield from self.authorship.all_left(board)
            for idea_id in board.ideas:
                yield from (f"{kind}:{idea_id}" for kind in _KINDS)


_KINDS = ("idea", "mine", "author", "late", "hidden", "history", "entered")
