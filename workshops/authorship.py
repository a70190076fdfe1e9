"""Authorship: whose an idea is, who is told, how many more each may post, and what becomes of theirs when they go."""

from collections.abc import Sequence

from workshops.boards import Board, Boards, Idea, about
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
    FACILITATORS,
    NOBODY,
    Audience,
    Context,
    Event,
    Key,
    Limits,
    Record,
    Redaction,
    Refused,
    Shown,
)

HELPERS: frozenset[Audience] = frozenset({"helper"})
REMOVED = "removed"
"""Why ideas are hidden that were hidden with their author."""

# Records


class MineRecord(Record, frozen=True, tag="mine"):
    """For its author alone: this idea is yours. `state`: "posted", "late" (waits for the facilitator) or "hidden".
    `order`: its place among all that its author ever posted, from 1."""

    id: str
    state: str = "posted"
    order: int = 0


class AuthorRecord(Record, frozen=True, tag="author"):
    """Who wrote an idea: for those the step's `authors` names, as soon as they see the idea."""

    id: str
    person: str
    name: str = ""


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

AuthorshipRecord = MineRecord | AuthorRecord | EnteredRecord | LeftRecord


class Authorship:
    def __init__(self, boards: Boards, people: People, limits: Limits) -> None:
        self.boards = boards
        self.people = people
        self.limits = limits

    def decide(self, command: EraseMe | RemovePerson, context: Context) -> list[Event]:
        if isinstance(command, EraseMe):
            person = self.people.erasing(context)
            return [PersonErased(person, list(self.boards.of_person.get(person, [])))]
        person = self.people.leaving(command.person, context)
        hidden = [idea.id for idea in self._ideas_of(person) if not idea.withdrawn and idea.hidden is None]
        return [PersonRemoved(person, hidden if command.ideas == "hide" else [])]

    def own(self, idea_id: str, context: Context) -> Idea:
        """This idea, refused to those whose it is not."""
        person = self.people.require(context)
        idea = self.boards.ideas.get(idea_id)
        if idea is not None and idea.person == person:
            if idea.withdrawn:
                raise Refused("already")
            return idea
        # That somebody else's unseen idea exists is nobody's business.
        seen = idea is not None and "participant" in self.boards.seen(idea)
        raise Refused("not_allowed" if seen else "unknown")

    def left(self, board: Board, person: str) -> int:
        return max(0, self.each(board) - board.each.get(person, 0))

    def each(self, board: Board) -> int:
        return min(about(board.gather).each or self.limits.ideas_each, self.limits.ideas_each)

    def _ideas_of(self, person: str) -> list[Idea]:
        return [self.boards.ideas[idea_id] for idea_id in self.boards.of_person.get(person, [])]

    def apply(self, event: Event | None) -> set[Key]:
        match event:
            case PersonJoined(person):
                return self._left_keys(person)
            case PersonRenamed(person):
                return {f"author:{idea.id}" for idea in self._ideas_of(person)}
            case PersonErased(person, idea_ids):
                return self._erase(person, idea_ids)
            case PersonRemoved(person, idea_ids):
                hidden = [self.boards.hide(self.boards.ideas[idea_id], REMOVED) for idea_id in idea_ids]
                return self._disown(person).union(*hidden)
            case PeopleMerged(person, into):
                return self._merge(person, into)
            case _:
                return set()

    def _erase(self, person: str, idea_ids: Sequence[str]) -> set[Key]:
        touched = self._left_keys(person)
        for idea_id in idea_ids:
            idea = self.boards.ideas[idea_id]
            if not idea.withdrawn:
                touched |= self.boards.withdraw(idea)
            del self.boards.ideas[idea_id]
        self.boards.of_person.pop(person, None)
        return touched

    def _disown(self, person: str) -> set[Key]:
        """All that was this person's is nobody's. Which it was is kept, so that it can still be erased."""
        touched = self._own_keys(person)
        for idea in self._ideas_of(person):
            self.boards.give(idea, "")
        return touched

    def _merge(self, person: str, into: str) -> set[Key]:
        """All that was one person's is another's, behind what they have. What others see of both may have changed."""
        touched = self._own_keys(person) | self._own_keys(into)
        for idea in self._ideas_of(person):
            self.boards.give(idea, into)
            self.boards.sign(idea)
        self.boards.of_person.pop(person, None)
        return touched

    def _own_keys(self, person: str) -> set[Key]:
        mine = self._ideas_of(person)
        keys = {key for idea in mine for key in (*self.boards.keys_of(idea), f"mine:{idea.id}", f"place:{idea.id}")}
        return keys | self._left_keys(person)

    def _left_keys(self, person: str) -> set[Key]:
        return {f"left:{board}.{person}" for board in self.boards.boards}

    def all_left(self, board: Board) -> list[Key]:
        return [f"left:{board.id}.{person}" for person in self.people.joined]

    def redactions(self, event: Event) -> list[Redaction]:
        if not isinstance(event, PersonErased):
            return []
        return [word for idea_id in event.ideas for word in self.boards.ideas[idea_id].words]

    def hands(self, idea: Idea) -> frozenset[Audience]:
        """Helpers are the eyes and hands of people on paper: of theirs they see what its author would."""
        return HELPERS if self.people.on_paper(idea.person) else NOBODY

    def facilitators(self, idea: Idea) -> frozenset[Audience]:
        """The facilitators who see the idea, and who sees for its author."""
        return (self.boards.seen(idea) & FACILITATORS) | self.hands(idea)

    def show(self, kind: str, idea: Idea) -> Shown | None:
        match kind:
            case "mine" if idea.owner:
                return Shown(MineRecord(idea.id, _state(idea), idea.order), self.hands(idea), idea.owner)
            case "author":
                return self._show_author(idea)
            case "entered" if idea.by:
                seen = self.facilitators(idea) | (self.boards.seen(idea) & HELPERS)
                return Shown(EnteredRecord(idea.id, idea.by, idea.slip), seen, idea.owner)
            case _:
                return None

    def _show_author(self, idea: Idea) -> Shown | None:
        authors = self.boards.gathered(idea).authors
        person = self.people.joined.get(idea.person)
        if authors == "nobody" or not (person or idea.signed):
            return None
        record = AuthorRecord(idea.id, idea.person, person.name if person else idea.signed)
        if authors == "shown":
            return Shown(record, self.boards.seen(idea) | self.hands(idea), idea.owner)
        return Shown(record, self.facilitators(idea))

    def show_left(self, pair: str) -> Shown | None:
        board_id, _, person = pair.partition(".")
        board = self.boards.boards.get(board_id)
        if board is None or person not in self.people.joined:
            return None
        if all(about(step).by != "everyone" for step in board.gathers):
            return None
        seen = STAFF if self.people.on_paper(person) else NOBODY
        return Shown(LeftRecord(pair, board.id, self.left(board, person)), seen, owner=person)


def _state(idea: Idea) -> str:
    if idea.hidden is not None:
        return "hidden"
    return "late" if idea.late else "posted"
