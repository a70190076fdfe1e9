"""Starts one server for the benchmarks, with a workshop and people in it; says in one line of JSON where it is."""

import asyncio
import gc
import os
import random
import resource
import socket
import sys
import time
from collections.abc import Coroutine, Iterable
from contextlib import ExitStack
from functools import partial
from itertools import islice
from typing import Any
from unittest.mock import patch

import msgspec
import uvicorn

from server import rooms, running
from server.access import Entry, cookie_name
from server.app import create_app
from server.batch import Ask
from server.codes import new_key
from server.connection import Protocol
from server.house import House
from server.presence import Seat
from server.protocol import Ack
from server.room import Room
from server.settings import DoorLimits, Settings
from server.sqlite import SqliteLog
from server.telling import Job
from tests.bench.control import Control
from tests.bench.plan import Ready, Stage
from tests.bench.words import idea_id, idea_text, numbered
from workshops.agenda import OpenStep
from workshops.attendance import ImHere
from workshops.ballots import SetDots
from workshops.boards import Gather
from workshops.clusters import MakeCluster
from workshops.description import CreateWorkshop
from workshops.format import AnyStep, Format
from workshops.ideas import EditIdea, PostIdea
from workshops.market import Market
from workshops.proceedings import Field, Sessions
from workshops.reporting import TakePen
from workshops.slots import PutSlot, StartSlot
from workshops.sorting import Arrange
from workshops.spaces import PutSpace
from workshops.topics import ProposeTopic
from workshops.vocabulary import Limits
from workshops.voting import CloseRound, Vote
from workshops.wall import PlaceTopic
from workshops.workshop import AnyCommand

AT_ONCE = 500
BOARD = "ideas-"
PLENTY = 10_000_000
CLUSTERS = 40
BUDGET = 10
STEPS: list[AnyStep] = [
    Gather(id="gather", title="Ideas", board=BOARD, minutes=0),
    Arrange(id="arrange", title="Clusters", board=BOARD, minutes=0, by="everyone"),
    Vote(id="voting", title="Vote", board=BOARD, minutes=0, on="ideas", budget=BUDGET),
]
FORUM: list[AnyStep] = [
    Market(id="market", title="Market", minutes=0),
    Sessions(id="sessions", title="Circles", minutes=0, canvas=[Field(id="said", title="What was said")]),
]
DOOR = DoorLimits(
    connections=PLENTY,
    burst=PLENTY,
    rate=PLENTY,
    facilitator_burst=PLENTY,
    facilitator_rate=PLENTY,
    inbox=PLENTY,
    text_burst=PLENTY,
    text_rate=PLENTY,
    text_bytes_burst=PLENTY * 1_000,
    text_bytes=PLENTY * 1_000,
)


def main() -> None:
    stage = msgspec.json.decode(sys.argv[1], type=Stage)
    if stage.core is not None:
        os.sched_setaffinity(0, {stage.core})
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if stage.control:
        serve_control(stage)
    else:
        serve(stage)


# The server


def serve(stage: Stage) -> None:
    """As the command line does, with the limits out of the way and, if asked, with its store slowed or undivided."""
    settings = Settings(
        host="127.0.0.1", port=stage.port, data=stage.folder, limits=Limits(ideas=PLENTY, ideas_each=PLENTY), door=DOOR
    )
    before_commit = partial(time.sleep, stage.commit_ms / 1000) if stage.commit_ms else None
    with ExitStack() as changed:
        if stage.alone:
            changed.enter_context(patch.object(rooms, "Room", OneByOne))
        if stage.alone or before_commit:
            opening = partial(SqliteLog.open, before_commit=before_commit, group=not stage.alone)
            changed.enter_context(patch.object(SqliteLog, "open", opening))
        running.serve(create_app, settings, partial(furnished, stage))


class OneByOne(Room):
    """A room in which each command is a batch, and so a commit, of its own."""

    async def _batch(self, jobs: list[Job]) -> None:
        for job in jobs:
            await super()._batch([job])


async def furnished(stage: Stage, server: running.Server) -> None:
    """Prepares the workshop once it listens, and says where it is on standard output."""
    ready = await furnish(server.application.state.house, stage, server.port)
    gc.collect()
    gc.freeze()
    tell(ready)


async def furnish(house: House, stage: Stage, port: int) -> Ready:
    """A workshop whose people have joined and written their ideas, ready for more."""
    form = Format(name="Bench", steps=[*STEPS, *FORUM] if stage.scene == "forum" else STEPS)
    command = CreateWorkshop(title="Bench", language="fr", format=form, organiser="Bench")
    created = await house.access.create(command, new_key())
    room = await house.rooms.get(created.workshop)
    desk = await house.access.redeem(created.console.secret, {}, "127.0.0.1")
    assert isinstance(desk, Entry)
    assert desk.seat is not None
    await do(room, desk.seat, OpenStep("gather"))
    entries = await together(house.access.join(room.id, new_key(), f"Person {n}") for n in range(stage.people))
    seats = [entry.seat for entry in entries if isinstance(entry, Entry) and entry.seat]
    await write(room, seats, stage)
    clusters = await group(room, desk.seat) if stage.scene == "arrange" else []
    clusters = await convene(room, desk.seat, seats, stage.circles) if stage.scene == "forum" else clusters
    voted = await vote(room, desk.seat, seats) if stage.scene == "vote" else ""
    name = cookie_name(room.id, "participant", secure=False)
    return Ready(
        port=port,
        workshop=room.id,
        board=BOARD,
        cookies=[f"{name}={entry.cookie}" for entry in entries if isinstance(entry, Entry)],
        console=f"{cookie_name(room.id, 'facilitator', secure=False)}={desk.cookie}",
        clusters=clusters,
        round=voted,
    )


async def write(room: Room, seats: list[Seat], stage: Stage) -> None:
    """The ideas on the board; then, until the log is as long as it should be, changes of mind."""
    dice = random.Random(1)
    ideas = [idea_id(dice) if stage.scene == "write" else numbered(n) for n in range(stage.ideas)]
    await together(
        do(room, seats[n % len(seats)], PostIdea(idea, BOARD, idea_text(dice))) for n, idea in enumerate(ideas)
    )
    edits = range(max(0, stage.events - await room.between(lambda: room.heads[""])))
    places = (edit % len(ideas) for edit in edits)
    await together(do(room, seats[n % len(seats)], EditIdea(ideas[n], idea_text(dice))) for n in places)


async def group(room: Room, desk: Seat) -> list[str]:
    """Empty clusters to move ideas into, as everyone may."""
    dice = random.Random(2)
    names = [idea_id(dice) for _ in range(CLUSTERS)]
    await together(do(room, desk, MakeCluster(name, BOARD, f"Cluster {n}")) for n, name in enumerate(names))
    await do(room, desk, OpenStep("arrange"))
    return names


async def vote(room: Room, desk: Seat, seats: list[Seat]) -> str:
    """Every idea gets a dot, some more; then the round closes."""
    await do(room, desk, OpenStep("voting"))
    state = await room.read(lambda workshop: next(iter(workshop.voting.rounds)))
    ideas = await room.read(lambda workshop: list(workshop.ideas.ideas))
    voters = seats[: max(1, -(-2 * len(ideas) // BUDGET))]
    wanted = ((seat, ideas[(n * BUDGET + k) % len(ideas)]) for n, seat in enumerate(voters) for k in range(BUDGET))
    await together(do(room, seat, SetDots(state, idea, 1)) for seat, idea in wanted)
    await do(room, desk, CloseRound(state))
    return state


async def convene(room: Room, desk: Seat, seats: list[Seat], circles: int) -> list[str]:
    """As many sessions, all at the same time, each with its convener who has the pen; and everybody in one of them."""
    await do(room, desk, OpenStep("market"))
    await do(room, desk, PutSlot("slot-1", 14 * 60, 15 * 60))
    names = [f"circle-{n:02d}" for n in range(circles)]
    for n, name in enumerate(names):
        await do(room, desk, PutSpace(f"space-{n:02d}", f"Space {n}"))
        await do(room, seats[n], ProposeTopic(name, f"Topic {n}"))
        await do(room, seats[n], PlaceTopic(name, "slot-1", f"space-{n:02d}"))
    await do(room, desk, OpenStep("sessions"))
    await do(room, desk, StartSlot("slot-1"))
    await together(do(room, seats[n], TakePen(name)) for n, name in enumerate(names))
    await together(do(room, seat, ImHere(names[n % circles])) for n, seat in enumerate(seats))
    return names


async def do(room: Room, seat: Seat, command: AnyCommand) -> None:
    verdict = await room.do(Ask(seat, None, 0, command))
    assert isinstance(verdict, Ack), verdict


async def together(tasks: Iterable[Coroutine[Any, Any, Any]]) -> list[Any]:
    """All of them, some hundreds at a time."""
    waiting = iter(tasks)
    done: list[Any] = []
    while some := list(islice(waiting, AT_ONCE)):
        done += await asyncio.gather(*some)
    return done


# The control


def serve_control(stage: Stage) -> None:
    # Its numbers have as many digits as the server's: the frames weigh the same.
    application = Control(stage.people + stage.ideas + 3, stage.ideas + 1, stage.commit_ms / 1000)
    config = uvicorn.Config(
        application,
        host="127.0.0.1",
        port=stage.port,
        ws=Protocol,
        ws_per_message_deflate=False,
        lifespan="on",
        log_level="warning",
        access_log=False,
    )
    Bare(stage, config).run()


class Bare(uvicorn.Server):
    def __init__(self, stage: Stage, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._stage = stage

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            gc.freeze()
            tell(Ready(port=port_of(self), workshop="control", board=BOARD, cookies=["g=c"] * self._stage.people))


def port_of(server: uvicorn.Server) -> int:
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port


def tell(ready: Ready) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(ready) + b"\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
