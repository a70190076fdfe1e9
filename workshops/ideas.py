"""Ideas: post, edit, withdraw one's own; hide and restore with a reason; written in private, then shown."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal, assert_never, cast

from msgspec import Meta, Struct
from msgspec.structs import replace

from workshops.agenda import Agenda, StepOpened, StepState
from workshops.people import EraseMe, People, PersonErased, PersonJoined, PersonRenamed
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
    as the workshop's limit). late: whether a new idea is taken in once the step has closed.
    """

    board: Id = "ideas-"
    private: Private = "no"
    authors: Authors = "facilitators"
    each: Annotated[int, Meta(ge=0, le=100)] = 0
    late: bool = True


# Commands


class PostIdea(Command, frozen=True):
    idea: Id
    board: Id
    text: str


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
    """`n`: its number in the workshop, given when the room sees it; 0 until then. `late`: its step had closed."""

    idea: str
    board: str
    person: str = ""
    text: str = ""
    n: int = 0
    late: bool = False


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
    id: str
    board: str
    text: str
    n: int = 0
    edited: bool = False


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


BEFORE_KEPT = 20
"""Earlier texts of an idea that are shown; the log has them all."""


class HistoryRecord(Record, frozen=True, tag="history"):
    """What an idea said before, at most BEFORE_KEPT times: for facilitators and its author, on request. Oldest first,
    times in ms."""

    on_request = True

    id: str
    texts: list[str] = []
    at: list[int] = []


class LeftRecord(Record, frozen=True, tag="left"):
    """`left:BOARD.PERSON`, for that person: how many more ideas they may post on this board."""

    id: str
    board: str
    left: int


# State

IdeasCommand = PostIdea | EditIdea | WithdrawIdea | HideIdea | RestoreIdea | AcceptIdea | RevealIdeas | EraseMe


class Idea(Struct):
    """gather: the step it was posted in. shown: how far it has been shown. words: its words in the log, as erasure
    will blank them. before: what it said, and since when."""

    id: str
    board: str
    gather: str
    person: str
    text: str
    at: int
    words: list[Redaction]
    shown: Literal["no", "facilitators", "room"] = "no"
    n: int = 0
    order: int = 0
    late: bool = False
    hidden: str | None = None
    withdrawn: bool = False
    before: list[tuple[int, str]] = []

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


class Board(Struct):
    """gathers: its steps. n: where it belongs on the agenda. unshown: ideas that have not been shown to the room, in
    order of posting. each: how many ideas of each person count."""

    id: str
    gathers: list[StepState]
    n: int
    revealed: Literal["no", "facilitators", "room"] = "no"
    waiting: int = 0
    ideas: dict[str, None] = {}
    unshown: dict[str, None] = {}
    each: dict[str, int] = {}

    @property
    def gather(self) -> StepState:
        """The step that an idea posted now belongs to: the open one, else the one opened last."""
        return max(self.gathers, key=lambda step: (step.turn, -step.n))


class Ideas:
    """taken: every id ever given in this workshop, shared by all features: an item of a round has only its id."""

    def __init__(self, agenda: Agenda, people: People, limits: Limits, taken: set[str]) -> None:
        self.agenda = agenda
        self.people = people
        self.limits = limits
        self.taken = taken
        self.boards: dict[str, Board] = {}
        self.ideas: dict[str, Idea] = {}
        self.of_person: dict[str, list[str]] = {}
        self.kept = 0
        self.next_n = 1

    def plan(self, steps: Sequence[Step]) -> None:
        for board in dict.fromkeys(step.board for step in steps if isinstance(step, Gather)):
            gathers = [self.agenda.steps[s.id] for s in steps if isinstance(s, Gather) and s.board == board]
            self.boards[board] = Board(board, gathers, self.agenda.first(gathers))

    def decide(self, command: IdeasCommand, context: Context) -> list[Event]:
        match command:
            case PostIdea():
                return self._posting(command, self.people.require(context))
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
            case RevealIdeas(board, to):
                context.require("facilitator")
                return self._revealing(self._board(board), to)
            case EraseMe():
                person = self.people.require(context)
                return [PersonErased(person, list(self.of_person.get(person, [])))]
            case _:
                assert_never(command)

    def _posting(self, command: PostIdea, person: str) -> list[Event]:
        board = self._board(command.board)
        if command.idea in self.taken:
            raise Refused("taken")
        gather = _about(board.gather)
        late = board.gather.state != "open"
        if board.gather.state == "to_come":
            raise Refused("not_yet")
        if late and not gather.late:
            raise Refused("step_closed")
        text = clean_text(command.text, self.limits.idea)
        if not self._left(board, person):
            raise Refused("too_many", limit=self._each(board))
        if self.kept >= self.limits.ideas:
            raise Refused("too_many", limit=self.limits.ideas)
        n = self.next_n if gather.private == "no" and not late else 0
        return [IdeaPosted(command.idea, board.id, person, text, n, late)]

    def _editing(self, idea: Idea, text: str) -> list[Event]:
        if self.agenda.steps[idea.gather].state != "open":
            raise Refused("step_closed")
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
        numbered = idea.shown == "room" and not idea.n
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
        """Who sees an idea, its author apart, who always does."""
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
                return self._edited(self.ideas[idea_id], text, stored)
            case IdeaWithdrawn(idea_id):
                return self._withdrawn(self.ideas[idea_id])
            case IdeaHidden(idea_id, reason):
                return self._hidden(self.ideas[idea_id], reason, stored)
            case IdeaRestored(idea_id, n):
                return self._restored(self.ideas[idea_id], n)
            case IdeaAccepted(idea_id, n):
                return self._accepted(self.ideas[idea_id], n)
            case IdeasRevealed(board, to, numbers):
                return self._revealed(self.boards[board], to, numbers)
            case PersonJoined(person):
                return {f"left:{board}.{person}" for board in self.boards}
            case PersonRenamed(person):
                return {f"author:{idea_id}" for idea_id in self.of_person.get(person, [])}
            case PersonErased(person, idea_ids):
                return self._erased(person, idea_ids)
            case StepOpened(step_id):
                return self._step_opened(step_id)
            case _:
                return set()

    def _posted(self, event: IdeaPosted, stored: Stored) -> set[Key]:
        board = self.boards[event.board]
        blank = Redaction(stored.seq, replace(event, person="", text=""))
        idea = Idea(event.idea, board.id, board.gather.about.id, event.person, event.text, stored.at, [blank])
        idea.late = event.late
        self._keep_private(idea, board)
        self.taken.add(idea.id)
        self.ideas[idea.id] = idea
        board.ideas[idea.id] = None
        if idea.shown != "room":
            board.unshown[idea.id] = None
        if event.person:
            mine = self.of_person.setdefault(event.person, [])
            mine.append(idea.id)
            idea.order = len(mine)
        self._number(idea, event.n)
        self._count(idea, 1)
        self._keep(idea, 1)
        touched = self._keys(idea) | {f"mine:{idea.id}", f"left:{board.id}.{idea.person}"}
        return touched | {f"board:{board.id}"} if idea.waits else touched

    def _keep_private(self, idea: Idea, board: Board) -> None:
        if idea.late:
            idea.shown = "no" if board.revealed == "no" else "facilitators"
        elif _about(board.gather).private == "no":
            idea.shown = "room"
        else:
            # What is posted after a reopening is private again, and waits for a reveal of its own.
            board.revealed = "no"

    def _edited(self, idea: Idea, text: str, stored: Stored) -> set[Key]:
        idea.before.append((idea.at, idea.text))
        del idea.before[:-BEFORE_KEPT]
        idea.text = text
        idea.at = stored.at
        idea.words.append(Redaction(stored.seq, IdeaEdited(idea.id)))
        return {f"idea:{idea.id}", f"history:{idea.id}"}

    def _withdrawn(self, idea: Idea) -> set[Key]:
        self._count(idea, -1)
        self._keep(idea, -1)
        idea.withdrawn = True
        board = self.boards[idea.board]
        board.unshown.pop(idea.id, None)
        del board.ideas[idea.id]
        return self._keys(idea) | {f"mine:{idea.id}", f"board:{board.id}", f"left:{board.id}.{idea.person}"}

    def _hidden(self, idea: Idea, reason: str, stored: Stored) -> set[Key]:
        self._count(idea, -1)
        idea.hidden = reason
        # The reason may quote the idea.
        idea.words.append(Redaction(stored.seq, IdeaHidden(idea.id)))
        return self._keys(idea) | {f"mine:{idea.id}", f"board:{idea.board}"}

    def _restored(self, idea: Idea, n: int) -> set[Key]:
        idea.hidden = None
        self._number(idea, n)
        self._count(idea, 1)
        return self._keys(idea) | {f"mine:{idea.id}", f"hidden:{idea.id}", f"board:{idea.board}"}

    def _accepted(self, idea: Idea, n: int) -> set[Key]:
        if self._goes_to_room(idea):
            self._show_room(idea)
        idea.late = False
        self._number(idea, n)
        self._count(idea, 1)
        return self._keys(idea) | {f"mine:{idea.id}", f"late:{idea.id}", f"board:{idea.board}"}

    def _revealed(self, board: Board, to: Literal["facilitators", "room"], numbers: dict[str, int]) -> set[Key]:
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

    def _erased(self, person: str, idea_ids: list[str]) -> set[Key]:
        touched = {f"left:{board}.{person}" for board in self.boards}
        for idea_id in idea_ids:
            idea = self.ideas[idea_id]
            if not idea.withdrawn:
                touched |= self._withdrawn(idea)
            del self.ideas[idea_id]
        self.of_person.pop(person, None)
        return touched

    def _step_opened(self, step_id: str) -> set[Key]:
        touched: set[Key] = set()
        for board in self.boards.values():
            if board.n in self.agenda.crossed:
                touched |= {f"{kind}:{idea_id}" for idea_id in board.ideas for kind in ("idea", "author")}
            if len(board.gathers) > 1 and any(step.about.id == step_id for step in board.gathers):
                touched |= {f"left:{board.id}.{person}" for person in self.people.joined}
        return touched

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
        return touched

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
        return Shown(LeftRecord(pair, board.id, self._left(board, person)), NOBODY, owner=person)

    def _show_idea(self, kind: str, idea: Idea) -> Shown | None:
        seen = self.seen(idea)
        owner = idea.person
        if kind == "idea":
            return Shown(IdeaRecord(idea.id, idea.board, idea.text, idea.n, bool(idea.before)), seen, owner)
        if kind == "mine":
            return Shown(MineRecord(idea.id, _state(idea), idea.order), NOBODY, owner)
        if kind == "author":
            return self._show_author(idea, seen)
        if kind == "late" and idea.late:
            return Shown(LateRecord(idea.id), seen & FACILITATORS)
        if kind == "hidden" and idea.hidden is not None:
            return Shown(HiddenRecord(idea.id, idea.hidden), seen & FACILITATORS, owner)
        if kind == "history" and idea.before:
            texts = [text for _, text in idea.before]
            return Shown(HistoryRecord(idea.id, texts, [at for at, _ in idea.before]), seen & FACILITATORS, owner)
        return None

    def _show_author(self, idea: Idea, seen: frozenset[Audience]) -> Shown | None:
        authors = _about(self.agenda.steps[idea.gather]).authors
        person = self.people.joined.get(idea.person)
        if authors == "nobody" or person is None:
            return None
        record = AuthorRecord(idea.id, idea.person, person.name)
        return Shown(record, seen, idea.person) if authors == "shown" else Shown(record, seen & FACILITATORS)

    def keys(self) -> Iterable[Key]:
        for board in self.boards.values():
            yield f"board:{board.id}"
            yield from (f"left:{board.id}.{person}" for person in self.people.joined)
            for idea_id in board.ideas:
                yield from (f"{kind}:{idea_id}" for kind in ("idea", "mine", "author", "late", "hidden", "history"))


def _about(step: StepState) -> Gather:
    return cast("Gather", step.about)


def _state(idea: Idea) -> str:
    if idea.hidden is not None:
        return "hidden"
    return "late" if idea.late else "posted"
