"""Ideas: post, edit, withdraw one's own; hide and restore with a reason; written in private, then shown."""

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Literal, assert_never, cast

from msgspec import Meta, Struct
from msgspec.structs import replace

from workshops.agenda import Agenda, StepOpened, StepState
from workshops.boards import Board, Boards
from workshops.boards import Idea as Idea
from workshops.people import (
    STAFF,
    EraseMe,
    People,
    PeopleMerged,
    PersonErased,
    PersonJoined,
    PersonRemoved,
    PersonRenamed,
    RemovePerson,
)
from workshops.vocabulary import (
    EVERYONE,
    FACILITATORS,
    NOBODY,
    Audience,
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
    Step,
    Stored,
    clean_line,
    clean_text,
    id_of,
    kind_of,
)

Private = Literal["no", "participants", "everyone"]
Authors = Literal["shown", "facilitators", "nobody"]


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


class BoardRecord(Record, frozen=True, tag="board"):
    """How far a board's private writing has been shown, and how many ideas wait behind it; for everyone.

    `waiting`: ideas that the room does not see yet (not late, hidden or withdrawn): the blank slips on the screen.
    """

    id: str
    revealed: str = "no"  # "no" | "facilitators" | "room"
    waiting: int = 0


class IdeaRecord(Record, frozen=True, tag="idea"):
    """`origin`: `session:ID`, whose report proposes it, while the room has that."""

    id: str
    board: str
    text: str
    n: int = 0
    edited: bool = False
    origin: str | None = None


class MineRecord(Record, frozen=True, tag="mine"):
    """For its author alone: this idea is yours. `state`: "posted", "late" (waits for the facilitator) or "hidden".
    `order`: its place among all that its author ever posted, from 1."""

    id: str
    state: str = "posted"
    order: int = 0


class LateRecord(Record, frozen=True, tag="late"):
    """For facilitators: this idea came after its step had closed, and waits in the tray."""

    id: str


class HiddenRecord(Record, frozen=True, tag="hidden"):
    """For facilitators and the author: why this idea is hidden."""

    id: str
    reason: str = ""


class AuthorRecord(Record, frozen=True, tag="author"):
    """Who wrote an idea: for those the step's `authors` names, as soon as they see the idea."""

    id: str
    person: str
    name: str = ""


class HistoryRecord(Record, frozen=True, tag="history"):
    """What an idea said before, at most 20 times: for facilitators and its author, on request. Oldest first,
    times in ms."""

    on_request = True

    id: str
    texts: list[str] = []
    at: list[int] = []


class EnteredRecord(Record, frozen=True, tag="entered"):
    """For facilitators, helpers and its author: who entered this idea of a person on paper, from which slip."""

    id: str
    by: str
    slip: int = 0


class LeftRecord(Record, frozen=True, tag="left"):
    """`left:BOARD.PERSON`, for that person: how many more ideas they may post on this board."""

    id: str
    board: str
    left: int


# State

HELPERS: frozenset[Audience] = frozenset({"helper"})
REMOVED = "removed"
"""Why ideas are hidden that were hidden with their author."""

IdeasCommand = (
    PostIdea
    | AddIdeas
    | EditIdea
    | WithdrawIdea
    | HideIdea
    | RestoreIdea
    | AcceptIdea
    | RevealIdeas
    | EraseMe
    | RemovePerson
)
IdeasEvent = IdeaPosted | IdeaEdited | IdeaWithdrawn | IdeaHidden | IdeaRestored | IdeaAccepted | IdeasRevealed
IdeasRecord = (
    BoardRecord
    | IdeaRecord
    | MineRecord
    | LateRecord
    | HiddenRecord
    | AuthorRecord
    | HistoryRecord
    | EnteredRecord
    | LeftRecord
)


class Ideas(Boards):
    """Who may do what with ideas, and who sees them. there: whether the room has what is an idea's origin."""

    def __init__(
        self, agenda: Agenda, people: People, limits: Limits, taken: set[str], there: Callable[[str], bool]
    ) -> None:
        super().__init__(agenda, taken)
        self.people = people
        self.limits = limits
        self.there = there

    def plan(self, steps: Sequence[Step]) -> None:
        """The boards that these steps gather on; what lies on those there are already stays."""
        gathers: dict[str, list[StepState]] = {}
        for step in steps:
            if isinstance(step, Gather):
                gathers.setdefault(step.board, []).append(self.agenda.steps[step.id])
        self._lay_out(gathers)

    def follow_agenda(self) -> set[Key]:
        """The agenda was changed: what the room sees now has numbers."""
        return self._reach(self.boards.values())

    def keys_of_step(self, step_id: str) -> set[Key]:
        """What changes with a step that gathers: how many more each may post, and who is told of authors."""
        boards = [board for board in self.boards.values() if any(step.about.id == step_id for step in board.gathers)]
        left = {f"left:{board.id}.{person}" for board in boards for person in self.people.joined}
        return left | {
            f"{kind}:{idea}"
            for board in boards
            for idea in board.ideas
            for kind in ("idea", "author")
            if self.ideas[idea].gather == step_id
        }

    def decide(self, command: IdeasCommand, context: Context) -> list[Event]:
        match command:
            case PostIdea():
                return self._posting(command, self.people.require(context), context)
            case AddIdeas(board_id, new):
                context.require("facilitator")
                return self._adding(self._board(board_id), new)
            case EditIdea(idea_id, text):
                return self._editing(self._own(idea_id, context), text)
            case WithdrawIdea(idea_id):
                return self._withdrawing(self._own(idea_id, context))
            case HideIdea(idea_id, reason):
                return self._hiding(self._readable(idea_id, context), reason)
            case RestoreIdea(idea_id):
                return self._restoring(self._readable(idea_id, context))
            case AcceptIdea(idea_id):
                return self._accepting(self._readable(idea_id, context))
            case RevealIdeas(board_id, to):
                context.require("facilitator")
                return self._revealing(self._board(board_id), to)
            case EraseMe():
                person = self.people.erasing(context)
                return [PersonErased(person, list(self.of_person.get(person, [])))]
            case RemovePerson(person, ideas):
                return self._removing(self.people.leaving(person, context), hide=ideas == "hide")
            case _:
                assert_never(command)

    def _posting(self, command: PostIdea, person: str, context: Context) -> list[Event]:
        board = self._board(command.board)
        if command.idea in self.taken:
            raise Refused("taken")
        gather, late = _about(board.gather), board.gather.state != "open"
        if gather.by != "everyone" or (command.slip and context.subject is None):
            raise Refused("not_allowed")
        if board.gather.state == "to_come":
            raise Refused("not_yet")
        if late and not gather.late:
            raise Refused("step_closed")
        if command.slip and command.slip in self.slips:
            raise Refused("slip_used", n=command.slip)
        text = clean_text(command.text, self.limits.idea)
        if not self._left(board, person):
            raise Refused("too_many", limit=self._each(board))
        self._check_room(1)
        n = self.next_n if gather.private == "no" and not late else 0
        by = "" if context.subject is None else context.actor
        return [IdeaPosted(command.idea, board.id, person, text, n, late, command.slip, by)]

    def _adding(self, board: Board, new: list[NewIdea]) -> list[Event]:
        if _about(board.gather).by == "reports":
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
        board = self._board(board_id)
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

    def _hiding(self, idea: Idea, reason: str) -> list[Event]:
        if idea.hidden is not None:
            raise Refused("already")
        return [IdeaHidden(idea.id, clean_line(reason, self.limits.title))]

    def _restoring(self, idea: Idea) -> list[Event]:
        if idea.hidden is None:
            raise Refused("already")
        # Hidden while its board was shown to the room: only now does the room see it, so only now is it numbered.
        numbered = idea.shown == "room" and not idea.n and self.boards[idea.board].reached
        return [IdeaRestored(idea.id, self.next_n if numbered else 0)]

    def _accepting(self, idea: Idea) -> list[Event]:
        if not idea.late:
            raise Refused("already")
        numbered = self._goes_to_room(idea) and idea.hidden is None
        return [IdeaAccepted(idea.id, self.next_n if numbered else 0)]

    def _goes_to_room(self, idea: Idea) -> bool:
        private = _about(self.agenda.steps[idea.gather]).private
        return private == "no" or self.boards[idea.board].revealed == "room"

    def _revealing(self, board: Board, to: Literal["facilitators", "room"]) -> list[Event]:
        from_whom = {_about(step).private for step in board.gathers}
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
        shown = [idea_id for idea_id in board.unshown if self.ideas[idea_id].on_board]
        return [IdeasRevealed(board.id, to, {idea_id: n for n, idea_id in enumerate(shown, self.next_n)})]

    def _removing(self, person: str, *, hide: bool) -> list[Event]:
        mine = [self.ideas[idea_id] for idea_id in self.of_person.get(person, [])] if hide else []
        return [PersonRemoved(person, [idea.id for idea in mine if not idea.withdrawn and idea.hidden is None])]

    def _board(self, board_id: str) -> Board:
        if board_id not in self.boards:
            raise Refused("unknown")
        return self.boards[board_id]

    def _own(self, idea_id: str, context: Context) -> Idea:
        person = self.people.require(context)
        idea = self.ideas.get(idea_id)
        if idea is not None and idea.person == person:
            if idea.withdrawn:
                raise Refused("already")
            return idea
        # That somebody else's unseen idea exists is nobody's business.
        seen = idea is not None and "participant" in self.seen(idea)
        raise Refused("not_allowed" if seen else "unknown")

    def _readable(self, idea_id: str, context: Context) -> Idea:
        context.require("facilitator")
        return self.seen_by(idea_id, "facilitator")

    def seen_by(self, idea_id: str, audience: Audience) -> Idea:
        """This idea, refused as unknown to those who do not see it."""
        idea = self.ideas.get(idea_id)
        if idea is None or audience not in self.seen(idea):
            raise Refused("unknown")
        return idea

    def seen(self, idea: Idea) -> frozenset[Audience]:
        """Who sees an idea, its author (and the helpers of an author on paper) apart, who always do."""
        private = _about(self.agenda.steps[idea.gather]).private
        if idea.withdrawn or (private == "everyone" and idea.shown == "no"):
            return NOBODY
        return self.agenda.seen_from(self.boards[idea.board].n) if idea.in_room else FACILITATORS

    def in_room(self, idea_id: str, board: str) -> bool:
        idea = self.ideas.get(idea_id)
        return idea is not None and idea.board == board and idea.in_room

    def _each(self, board: Board) -> int:
        return min(_about(board.gather).each or self.limits.ideas_each, self.limits.ideas_each)

    def _left(self, board: Board, person: str) -> int:
        return max(0, self._each(board) - board.each.get(person, 0))

    def apply(self, stored: Stored) -> set[Key]:
        match stored.event:
            case IdeaPosted() as event:
                return self._posted(event, stored)
            case IdeaEdited(idea_id, text):
                self.ideas[idea_id].words.append(Redaction(stored.seq, IdeaEdited(idea_id)))
                return self._rewrite(self.ideas[idea_id], text, stored.at)
            case IdeaWithdrawn(idea_id):
                return self._withdraw(self.ideas[idea_id])
            case IdeaHidden(idea_id, reason):
                # The reason may quote the idea.
                self.ideas[idea_id].words.append(Redaction(stored.seq, IdeaHidden(idea_id)))
                return self._hide(self.ideas[idea_id], reason)
            case IdeaRestored(idea_id, n):
                return self._restore(self.ideas[idea_id], n)
            case IdeaAccepted(idea_id, n):
                idea = self.ideas[idea_id]
                return self._accept(idea, n, self._goes_to_room(idea))
            case IdeasRevealed(board, to, numbers):
                return self._reveal(self.boards[board], to, numbers)
            case _:
                return self._apply_others(stored.event)

    def _apply_others(self, event: Event | None) -> set[Key]:
        match event:
            case PersonJoined(person):
                return {f"left:{board}.{person}" for board in self.boards}
            case PersonRenamed(person):
                return {f"author:{idea_id}" for idea_id in self.of_person.get(person, [])}
            case PersonErased(person, idea_ids):
                return self._erase(person, idea_ids)
            case PersonRemoved(person, idea_ids):
                hidden = [self._hide(self.ideas[idea_id], REMOVED) for idea_id in idea_ids]
                return self._disown(person).union(*hidden)
            case PeopleMerged(person, into):
                return self._merge(person, into)
            case StepOpened(step_id):
                return self._step_opened(step_id)
            case _:
                return set()

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
        touched: set[Key] = set()
        crossed = [board for board in self.boards.values() if board.n in self.agenda.crossed]
        for board in crossed:
            touched |= {f"{kind}:{idea_id}" for idea_id in board.ideas for kind in ("idea", "author", "entered")}
        for board in self.boards.values():
            if len(board.gathers) > 1 and any(step.about.id == step_id for step in board.gathers):
                touched |= {f"left:{board.id}.{person}" for person in self.people.joined}
        return touched | self._reach(crossed)

    def redactions(self, event: Event) -> list[Redaction]:
        if not isinstance(event, PersonErased):
            return []
        return [word for idea_id in event.ideas for word in self.ideas[idea_id].words]

    def show(self, key: Key) -> Shown | None:
        kind = kind_of(key)
        if kind == "board":
            return self._show_board(id_of(key))
        if kind == "left":
            return self._show_left(id_of(key))
        idea = self.ideas.get(id_of(key))
        return None if idea is None or idea.withdrawn else self._show_idea(kind, idea)

    def _show_board(self, board_id: str) -> Shown | None:
        board = self.boards.get(board_id)
        return None if board is None else Shown(BoardRecord(board.id, board.revealed, board.waiting), EVERYONE)

    def _show_left(self, pair: str) -> Shown | None:
        board_id, _, person = pair.partition(".")
        board = self.boards.get(board_id)
        if board is None or person not in self.people.joined:
            return None
        if all(_about(step).by != "everyone" for step in board.gathers):
            return None
        seen = STAFF if self.people.on_paper(person) else NOBODY
        return Shown(LeftRecord(pair, board.id, self._left(board, person)), seen, owner=person)

    def _show_idea(self, kind: str, idea: Idea) -> Shown | None:
        """Helpers are the eyes and hands of people on paper: of theirs they see what its author would."""
        seen, owner = self.seen(idea), idea.owner
        hands = HELPERS if self.people.on_paper(idea.person) else NOBODY
        facilitators = (seen & FACILITATORS) | hands
        match kind:
            case "idea":
                origin = idea.origin if idea.origin is not None and self.there(idea.origin) else None
                record = IdeaRecord(idea.id, idea.board, idea.text, idea.n, bool(idea.before), origin)
                return Shown(record, seen | hands, owner)
            case "mine" if owner:
                return Shown(MineRecord(idea.id, _state(idea), idea.order), hands, owner)
            case "author":
                return self._show_author(idea, seen | hands, facilitators)
            case "late" if idea.late:
                return Shown(LateRecord(idea.id), facilitators)
            case "hidden" if idea.hidden is not None:
                return Shown(HiddenRecord(idea.id, idea.hidden), facilitators, owner)
            case "history" if idea.before:
                texts = [text for _, text in idea.before]
                return Shown(HistoryRecord(idea.id, texts, [at for at, _ in idea.before]), facilitators, owner)
            case "entered" if idea.by:
                return Shown(EnteredRecord(idea.id, idea.by, idea.slip), facilitators | (seen & HELPERS), owner)
            case _:
                return None

    def _show_author(
        self, idea: Idea, everyone: frozenset[Audience], facilitators: frozenset[Audience]
    ) -> Shown | None:
        authors = _about(self.agenda.steps[idea.gather]).authors
        person = self.people.joined.get(idea.person)
        if authors == "nobody" or not (person or idea.signed):
            return None
        record = AuthorRecord(idea.id, idea.person, person.name if person else idea.signed)
        return Shown(record, everyone, idea.owner) if authors == "shown" else Shown(record, facilitators)

    def keys(self) -> Iterable[Key]:
        for board in self.boards.values():
            yield f"board:{board.id}"
            yield from (f"left:{board.id}.{person}" for person in self.people.joined)
            for idea_id in board.ideas:
                yield from (f"{kind}:{idea_id}" for kind in _KINDS)


_KINDS = ("idea", "mine", "author", "late", "hidden", "history", "entered")


def _about(step: StepState) -> Gather:
    return cast("Gather", step.about)


def _state(idea: Idea) -> str:
    if idea.hidden is not None:
        return "hidden"
    return "late" if idea.late else "posted"
