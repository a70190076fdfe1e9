"""Sorting: which idea is in which cluster, who may put it there, and what becomes of its place."""

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta

from workshops.agenda import Agenda
from workshops.arrangement import Arrangement, check_room
from workshops.boards import Boards, Idea
from workshops.ideas import IdeaWithdrawn
from workshops.moderation import IdeaAccepted, IdeaHidden, IdeaRestored, IdeasRevealed
from workshops.people import People, PeopleMerged, PersonErased, PersonRemoved
from workshops.vocabulary import Audience, Command, Context, Event, Id, Key, Limits, Record, Refused, Shown, Step


class Arrange(Step, frozen=True, kw_only=True, tag="cluster"):
    """Bring together what says the same. by: who may move ideas while the step is open (facilitators always may)."""

    board: Id = "ideas-"
    by: Literal["facilitators", "everyone"] = "facilitators"


# Commands


class MoveIdeas(Command, frozen=True):
    """Put ideas into a cluster, or (`to` null) back among those in none."""

    ideas: Annotated[list[Id], Meta(min_length=1, max_length=200)]
    to: Id | None = None


# Events


class IdeasMoved(Event, frozen=True):
    ideas: list[str]
    to: str | None = None


# Records


class PlaceRecord(Record, frozen=True, tag="place"):
    """`place:IDEA`: the cluster this idea is in. Seen by whoever sees both. No record: it is in none."""

    id: str
    cluster: str


# State


class Sorting:
    def __init__(self, agenda: Agenda, people: People, boards: Boards, arranged: Arrangement, limits: Limits) -> None:
        self.agenda = agenda
        self.people = people
        self.boards = boards
        self.arranged = arranged
        self.limits = limits

    def decide(self, command: MoveIdeas, context: Context) -> list[Event]:
        to = command.to
        board = None if to is None else self.arranged.cluster(to).board
        if board is not None:
            self.check_right(board, context)
        ideas = self.movable(command.ideas, board, context)
        for left in {idea.board for idea in ideas} - {board}:
            self.check_right(left, context)
        moved_ids = [idea.id for idea in ideas if self.arranged.place.get(idea.id) != to]
        return [IdeasMoved(moved_ids, to)] if moved_ids else []

    def movable(self, idea_ids: list[str], board: str | None, context: Context) -> list[Idea]:
        """These ideas, each once. Refused as unknown: on another board, or not seen by who moves them."""
        check_room(len(idea_ids) - 1, self.limits.move_ideas)
        audience: Audience = "facilitator" if context.role == "facilitator" else "participant"
        ideas = [self.boards.seen_by(idea_id, audience) for idea_id in dict.fromkeys(idea_ids)]
        if board is not None and any(idea.board != board for idea in ideas):
            raise Refused("unknown")
        return ideas

    def check_right(self, board: str, context: Context) -> None:
        """Facilitators always may; participants while a step of this board is open that lets everyone (CLUSTER2)."""
        if context.role == "facilitator":
            return
        self.people.require(context)
        about = None if self.agenda.open is None else self.agenda.open.about
        if not isinstance(about, Arrange) or about.board != board:
            raise Refused("step_closed")
        if about.by != "everyone":
            raise Refused("not_allowed")

    def there(self, idea_id: str) -> bool:
        idea = self.boards.ideas.get(idea_id)
        return idea is not None and not idea.withdrawn

    def apply(self, event: Event | None) -> set[Key]:
        """What becomes of places as ideas come and go."""
        match event:
            case IdeaWithdrawn(idea):
                return self._leave([idea])
            case PersonErased(_, idea_ids):
                return self._leave(idea_ids)
            case IdeaHidden(idea) | IdeaRestored(idea) | IdeaAccepted(idea):
                return self._placed([idea])
            case PersonRemoved() | PeopleMerged():
                return self._placed(self.arranged.place)
            case IdeasRevealed(board):
                return self._placed(self.boards.boards[board].ideas)
            case _:
                return set()

    def _leave(self, idea_ids: list[str]) -> set[Key]:
        return {f"place:{idea}" for idea in idea_ids if self.arranged.forget_idea(idea)}

    def _placed(self, idea_ids: Iterable[str]) -> set[Key]:
        return {f"place:{idea}" for idea in idea_ids if idea in self.arranged.place}

    def show(self, idea: Idea, cluster_seen: frozenset[Audience]) -> Shown:
        owner = idea.owner if "participant" in cluster_seen else None
        record = PlaceRecord(idea.id, self.arranged.place[idea.id])
        return Shown(record, cluster_seen & self.boards.seen(idea), owner)
