"""Clients of a room without a network: what each was told is there to be read."""

from typing import TypeVar

from server import protocol
from server.batch import Ask
from server.connection import Connection
from server.presence import Packet, Seat
from server.protocol import Ack, Bye, FromServer, Hello
from server.room import Room
from workshops.boards import Authors, Gather, Private
from workshops.description import CreateWorkshop
from workshops.format import AnyStep, Format
from workshops.people import Join
from workshops.sorting import Arrange
from workshops.vocabulary import Role
from workshops.voting import Vote
from workshops.workshop import AnyCommand

M = TypeVar("M", bound=protocol.Message)


def ideation(private: Private = "no", authors: Authors = "facilitators") -> CreateWorkshop:
    """A workshop of three steps, `gather`, `arrange` and `voting`, on one board, `board-1`."""
    steps: list[AnyStep] = [
        Gather(id="gather", title="Ideas", board="board-1", private=private, authors=authors),
        Arrange(id="arrange", title="Clusters", board="board-1", by="everyone"),
        Vote(id="voting", title="Vote", board="board-1", on="both", budget=5, maximum=3),
    ]
    form = Format(name="test", steps=steps, themes=["One", "Two"])
    return CreateWorkshop(title="A workshop", language="en", organiser="Mei", format=form)


def seat(name: str, role: Role = "participant") -> Seat:
    return Seat(f"seat-{name}", "w", role, f"{name}-actor")


FACILITATOR = seat("facilitator", "facilitator")


async def facilitate(room: Room, *commands: AnyCommand) -> None:
    for command in commands:
        verdict = await room.do(Ask(FACILITATOR, None, 0, command))
        assert isinstance(verdict, Ack), verdict


async def create(room: Room, command: CreateWorkshop) -> None:
    assert isinstance(await room.do(Ask(seat("server", "system"), None, 0, command)), Ack)


class Phone(Connection):
    """A connection whose socket is a list of what it was told."""

    __slots__ = ("closed", "number", "told")

    def __init__(self, room: Room, seat: Seat, client: str | None = None) -> None:
        self.room, self.seat, self.client = room, seat, client or f"{seat.id}-client-1"
        self.watching = set()
        self.stale = self.closing = False
        self.told: list[FromServer] = []
        self.closed: int | None = None
        self.number = 0

    def write(self, packet: Packet) -> None:
        if not self.closing:
            self.told += protocol.from_server.decode(packet.json)

    def welcome(self, json: bytes) -> None:
        self.write_one(json)

    def check(self, now: float) -> None: ...

    def close(self, code: int, bye: Bye) -> None:
        self.write_one(protocol.frame(bye))
        self.closing, self.closed = True, code

    async def hello(self, since: int | None = None, life: str = "") -> "Phone":
        self.room.hello(self, Hello(self.client, protocol.VERSION, since, life))
        await self.room.between(lambda: None)
        return self

    async def join(self) -> "Phone":
        await self.hello()
        await self.do(Join("Ada"))
        return self

    async def do(self, command: AnyCommand, number: int | None = None, subject: str | None = None) -> FromServer:
        """Say a command, perhaps for a person on paper, and hear its answer, which is what was told last."""
        self.number = number or self.number + 1
        before = len(self.told)
        self.room.submit(self.job(command, self.number, subject))
        while len(self.told) == before or not hasattr(self.told[-1], "cseq"):
            await self.room.between(lambda: None)
        return self.told[-1]

    def heard(self, kind: type[M]) -> list[M]:
        return [message for message in self.told if isinstance(message, kind)]
