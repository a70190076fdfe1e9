"""A real server on a free port in a thread of its own, and what tests need of it."""

import asyncio
import secrets
import socket
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import uvicorn

from server.access import Created, Entry
from server.app import create_app
from server.batch import Ask
from server.connection import Protocol
from server.house import House, face_path
from server.presence import Seat
from server.protocol import Ack
from server.settings import DoorLimits, Settings
from workshops.agenda import OpenStep, Talk
from workshops.boards import Gather
from workshops.description import CreateWorkshop
from workshops.format import AnyStep, Format
from workshops.ideas import PostIdea
from workshops.people import Finish
from workshops.sorting import Arrange
from workshops.vocabulary import Record, Role
from workshops.voting import Vote
from workshops.workshop import AnyCommand

T = TypeVar("T")

GATHER = Gather(id="gather", title="Idées", prompt="Ici, qu’est-ce qui rendrait le numérique plus sobre ?", minutes=12)
STEPS: list[AnyStep] = [
    Talk(id="welcome", title="Accueil", prompt="Bienvenue.", minutes=5),
    GATHER,
    Arrange(id="arrange", title="Regrouper", prompt="Rapprochez ce qui dit la même chose.", minutes=25),
    Vote(id="voting", title="Vote", prompt="Que faut-il défendre en premier ?", minutes=8, budget=6, maximum=3),
]


class Place:
    """A server that really listens, in a thread of its own, and what a facilitator or a test needs of it."""

    def __init__(self, folder: Path, door: DoorLimits | None = None) -> None:
        settings = Settings(port=0, data=str(folder), open=True, door=door or DoorLimits())
        self.application = create_app(settings)
        self.created: dict[str, Created] = {}
        self.down = False
        self._loop = asyncio.new_event_loop()
        # Every address of this machine: a phone never comes by way of localhost.
        self._listening = socket.create_server(("0.0.0.0", 0))
        self.port: int = self._listening.getsockname()[1]
        config = uvicorn.Config(
            self.application, ws=Protocol, ws_per_message_deflate=False, log_level="error", lifespan="on",
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            self._thread.join(0.02)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._server.serve([self._listening]))
        self._loop.close()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    @property
    def house(self) -> House:
        house = self.application.state.house
        assert isinstance(house, House)
        return house

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def lan(self) -> str | None:
        """An address of this machine that is not localhost, so no secure context; None if it has none."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            try:
                asking.connect(("192.0.2.1", 9))  # nothing is sent
                address = asking.getsockname()[0]
            except OSError:
                return None
        return None if address.startswith("127.") else f"http://{address}:{self.port}"

    # A workshop and its people

    def create(self, steps: list[AnyStep] | None = None, **fields: Any) -> str:
        form = Format(name="test", steps=steps or STEPS, themes=fields.pop("themes", ["Médiation", "École"]))
        given: dict[str, Any] = {
            "title": "Vivre mieux avec moins de numérique",
            "language": "fr",
            "organiser": "La Ville",
        }
        command = CreateWorkshop(format=form, **(given | fields))
        created = self.run(self.house.access.create(command, secrets.token_urlsafe(32)))
        self.created[created.workshop] = created
        return created.workshop

    def join(self, workshop: str, name: str) -> Entry:
        entry = self.run(self.house.access.join(workshop, secrets.token_urlsafe(32), name))
        assert isinstance(entry, Entry), entry
        return entry

    def redeem(self, workshop: str, role: Role) -> Entry:
        """The facilitator's or the screen's own seat, by its secret link."""
        link = self.created[workshop].console if role == "facilitator" else self.created[workshop].screen
        entry = self.run(self.house.access.redeem(link.secret, {}, "127.0.0.1"))
        assert isinstance(entry, Entry)
        return entry

    def do(self, workshop: str, command: AnyCommand, seat: Seat | None = None) -> None:
        """As its facilitator, or on another seat; it must not be refused."""
        who = seat or Seat("desk", workshop, "facilitator", "desk")
        room = self.run(self.house.rooms.get(workshop))
        verdict = self.run(room.do(Ask(who, secrets.token_urlsafe(18), 1, command)))
        assert isinstance(verdict, Ack), verdict

    def open(self, workshop: str, step: str) -> None:
        self.do(workshop, OpenStep(step))

    def post(self, workshop: str, entry: Entry, text: str, board: str = "ideas-") -> str:
        idea = secrets.token_urlsafe(9)
        assert entry.seat is not None
        self.do(workshop, PostIdea(idea, board, text), entry.seat)
        return idea

    def finish(self, workshop: str, entry: Entry, step: str) -> None:
        assert entry.seat is not None
        self.do(workshop, Finish(step), entry.seat)

    def seen(self, workshop: str, person: str | None = None) -> dict[str, Record]:
        """By a participant; without a person, by the facilitators."""
        room = self.run(self.house.rooms.get(workshop))
        return self.run(room.look("participant" if person else "facilitator", person))

    def texts(self, workshop: str) -> list[str]:
        """Every idea of the workshop, in order of posting, whoever may see it."""
        room = self.run(self.house.rooms.get(workshop))
        return self.run(room.read(lambda workshop: [idea.text for idea in workshop.ideas.ideas.values()]))

    def url(self, workshop: str, role: Role = "participant", base: str | None = None) -> str:
        return (base or self.base) + face_path(workshop, role)
