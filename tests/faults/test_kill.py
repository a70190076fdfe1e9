"""A real server, stopped in mid-storm with real sockets on it: what it acknowledged is there, and there once."""

import asyncio
import os
import random
import signal
import socket
import sys
from collections import Counter
from pathlib import Path

import pytest

from server.client import Client, new_id
from server.demo.doors import client_of, join, open_workshop
from server.demo.sample import Board
from server.protocol import Ack
from workshops.agenda import OpenStep
from workshops.ideas import IdeaRecord, PostIdea

STOPS = 5
PEOPLE = 8
IDEAS_EACH = 40


class Server:
    """`gommette serve --open` as its own process, on one data folder and one port however often it is started."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.folder, self.log = folder, folder.parent / "server.log"
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        limits = [word for limit in ("burst=1000", "rate=1000") for word in ("--limits", limit)]
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *[sys.executable, "-m", "server", "serve", "--open", "--host", "127.0.0.1", "--port", str(self.port)],
                *["--data", str(self.folder), *limits],
                stdout=log,
                stderr=log,
            )
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                return
            except OSError:
                assert self.process.returncode is None, self.log.read_text()
                await asyncio.sleep(0.02)

    async def stop(self, how: signal.Signals) -> None:
        assert self.process is not None
        if self.process.returncode is None:
            os.kill(self.process.pid, how)
            await self.process.wait()


class Progress:
    """How much was acknowledged by now, and waiting until it is more."""

    def __init__(self) -> None:
        self.count = 0
        self._changed = asyncio.Event()

    def step(self) -> None:
        self.count += 1
        self._changed.set()

    async def reach(self, count: int) -> None:
        while self.count < min(count, PEOPLE * IDEAS_EACH):
            self._changed.clear()
            await self._changed.wait()


class Writer:
    """Posts idea after idea and remembers which were acknowledged."""

    def __init__(self, client: Client, board: str, progress: Progress) -> None:
        self.client, self.board, self.progress = client, board, progress
        self.acknowledged: list[str] = []
        self.refused: list[object] = []

    async def write(self) -> None:
        for _ in range(IDEAS_EACH):
            idea = new_id()
            verdict = await self.client.do(PostIdea(idea, self.board, f"Idea {idea}"))
            if isinstance(verdict, Ack):
                self.acknowledged.append(idea)
                self.progress.step()
            else:
                self.refused.append(verdict)


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_what_was_acknowledged_is_there_once(tmp_path: Path, how: signal.Signals) -> None:
    data = tmp_path / "data"
    data.mkdir()
    server = Server(data)
    await server.start()
    try:
        await storm(server, how)
    finally:
        await server.stop(signal.SIGTERM)


async def storm(server: Server, how: signal.Signals) -> None:
    board = Board(name="storm", title="A storm", organiser="Mei", prompt="Anything?", language="en", rows=[])
    opened = await open_workshop(server.base, None, board)
    async with client_of(opened.facilitator, opened.id, "facilitator") as mei:
        assert isinstance(await mei.do(OpenStep("gather")), Ack)
        board_id = next(key.partition(":")[2] for key in mei.records if key.startswith("board:"))
        progress = Progress()
        people = [(await join(server.base, opened.code, f"Ada {n}"))[0] for n in range(PEOPLE)]
        writers = [Writer(client, board_id, progress) for client in people]
        for writer in writers:
            await writer.client.__aenter__()
        writing = asyncio.gather(*(writer.write() for writer in writers))
        dice = random.Random(7)
        for _ in range(STOPS):
            await progress.reach(progress.count + dice.randrange(10, 40))
            await server.stop(how)
            await server.start()
        await writing
        assert [writer.refused for writer in writers] == [[]] * PEOPLE
        acknowledged = [idea for writer in writers for idea in writer.acknowledged]
        assert len(acknowledged) == PEOPLE * IDEAS_EACH
        await mei.until(lambda: sum(1 for key in mei.records if key.startswith("idea:")) == len(acknowledged))
        there = Counter(record.id for record in mei.records.values() if isinstance(record, IdeaRecord))
        assert there == Counter(acknowledged)
        numbers = sorted(record.n for record in mei.records.values() if isinstance(record, IdeaRecord))
        assert numbers == list(range(1, len(acknowledged) + 1)), "counted twice, or a number lost"
        for writer in writers:
            await writer.client.__aexit__(None, None, None)
