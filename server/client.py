"""One Python client of the protocol: the demo, the tests and the benchmarks speak through it."""

import asyncio
import contextlib
import random
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit
from zlib import crc32

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

from server import protocol
from server.protocol import (
    Ack,
    Beat,
    Bye,
    Delta,
    Do,
    FromServer,
    Held,
    Hello,
    Here,
    Hold,
    Resync,
    Wait,
    Watch,
    Welcome,
    key_of,
)
from workshops.vocabulary import Key, Record
from workshops.workshop import AnyCommand

Verdict = Ack | protocol.Refused

IN_FLIGHT = 32
FINAL = {protocol.SUPERSEDED, protocol.REVOKED, protocol.VERSION_OLD, 1008}
"""Close codes after which a client does not come back."""


def new_id() -> str:
    """72 random bits, base64url: for an idea, a cluster, a person."""
    return secrets.token_urlsafe(9)


class Replica:
    """What a client knows and still has to say, without any input or output: fed with frames, it tells what to send.

    records: what this client may see, by key. pending: commands without a verdict, by number, oldest first.
    """

    def __init__(self, client: str | None = None) -> None:
        self.client = client or secrets.token_urlsafe(12)
        self.records: dict[Key, Record] = {}
        self.versions: dict[Key, int] = {}
        self.pending: OrderedDict[int, Do] = OrderedDict()
        self.verdicts: dict[int, Verdict] = {}
        self.watching: set[Key] = set()
        self.person = ""
        self.seq: int | None = None
        self.life = ""
        self.here: Here | None = None
        self.held = Held()
        self.bye: Bye | None = None
        self.resyncs = 0
        self.welcomed = False
        self._number = 0

    def hello(self) -> bytes:
        self.welcomed = False
        return msgspec.json.encode(Hello(self.client, protocol.VERSION, self.seq, self.life))

    def do(self, command: AnyCommand, subject: str | None = None) -> int:
        """Number a command and keep it until its verdict. It is sent by the next `due`."""
        self._number += 1
        self.pending[self._number] = Do(self._number, msgspec.Raw(msgspec.json.encode(command)), subject)
        return self._number

    def due(self, after: int = 0) -> list[bytes]:
        """The pending commands numbered above `after`, as many as may be in flight."""
        return [msgspec.json.encode(do) for cseq, do in list(self.pending.items())[:IN_FLIGHT] if cseq > after]

    def receive(self, frame: bytes) -> tuple[list[bytes], float | None]:
        """Take in one frame: what to send at once, and in how many seconds to send all that is pending again."""
        out: list[bytes] = []
        again: float | None = None
        for message in protocol.from_server.decode(frame):
            sent, wait = self._take(message)
            out += sent
            if wait is not None:
                again = wait if again is None else max(again, wait)
        return out, again

    def sum(self) -> int:
        pushed = (key for key, record in self.records.items() if not record.on_request)
        return sum(crc32(f"{key}@{self.versions[key]}".encode()) for key in pushed) & 0xFFFFFFFF

    def _take(self, message: FromServer) -> tuple[list[bytes], float | None]:
        match message:
            case Welcome():
                return self._welcomed(message), None
            case Delta():
                self._change(message.seq, message.put, message.drop, message.at)
            case Ack(cseq) | protocol.Refused(cseq):
                if self.pending.pop(cseq, None) is not None:
                    self.verdicts[cseq] = message
                return [msgspec.json.encode(do) for do in islice(self.pending.values(), IN_FLIGHT - 1, IN_FLIGHT)], None
            case Wait(_, _, retry_after):
                return [], retry_after
            case Beat():
                if message.sum != self.sum():
                    self.resyncs += 1
                    return [msgspec.json.encode(Resync())], None
            case Here():
                self.here = message
            case Held():
                self.held = message
            case Bye():
                self.bye = message
        return [], None

    def _welcomed(self, welcome: Welcome) -> list[bytes]:
        if welcome.full:
            self.records.clear()
            self.versions.clear()
        self.welcomed = True
        self.person, self.life = welcome.person, welcome.life
        self._change(welcome.seq, welcome.put, welcome.drop, welcome.at)
        out = [msgspec.json.encode(Watch(sorted(self.watching)))] if self.watching else []
        # Also when it was already here: the verdicts on what it had said may be among what it was too slow to read.
        return out + self.due()

    def _change(self, seq: int, put: Sequence[Record], drop: list[Key], at: list[int]) -> None:
        for key in drop:
            self.records.pop(key, None)
            self.versions.pop(key, None)
        for place, record in enumerate(put):
            key = key_of(record)
            self.records[key] = record
            self.versions[key] = at[place] if at else seq
        self.seq = seq


class Client:
    """A replica on a real socket. It comes back by itself after every cut, until closed or sent away for good.

    async with Client("http://127.0.0.1:8000", "/w/ID", cookie) as ada:
        verdict = await ada.do(PostIdea(new_id(), board, "…"))
    """

    def __init__(self, base_url: str, face: str, cookie: str, client: str | None = None) -> None:
        parts = urlsplit(base_url)
        self.origin = Origin(f"{parts.scheme}://{parts.netloc}")
        self.url = f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}{face}/live"
        self.cookie = cookie
        self.replica = Replica(client)
        self.closed_for_good: int | None = None
        self._socket: ClientConnection | None = None
        self._changed = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._again: asyncio.TimerHandle | None = None
        self._sends: set[asyncio.Task[None]] = set()

    @property
    def records(self) -> Mapping[Key, Record]:
        return self.replica.records

    @property
    def person(self) -> str:
        return self.replica.person

    async def __aenter__(self) -> Self:
        self._running = asyncio.create_task(self._live())
        await self.until(lambda: self.replica.welcomed)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._running is not None
        self._running.cancel()
        if self._again is not None:
            self._again.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._running
        if self._socket is not None:
            await self._socket.close()

    async def do(self, command: AnyCommand, subject: str | None = None) -> Verdict:
        """Send a command, again if need be, until it has its verdict."""
        cseq = self.replica.do(command, subject)
        if self.replica.welcomed and len(self.replica.pending) <= IN_FLIGHT:
            await self._send(self.replica.due(cseq - 1))
        await self.until(lambda: cseq in self.replica.verdicts)
        return self.replica.verdicts.pop(cseq)

    async def watch(self, *keys: Key) -> None:
        self.replica.watching.update(keys)
        await self._send([msgspec.json.encode(Watch(list(keys)))])

    async def hold(self, *ideas: str) -> None:
        await self._send([msgspec.json.encode(Hold(list(ideas)))])

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until `holds()` after some frame. ConnectionError: it was sent away for good meanwhile."""
        while not holds():
            if self.closed_for_good is not None:
                raise ConnectionError(self.closed_for_good, self.replica.bye)
            self._changed.clear()
            await self._changed.wait()

    async def cut(self) -> None:
        """Lose the network, as a phone does: no goodbye."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def _live(self) -> None:
        tries = 0
        while True:
            try:
                headers = {"Cookie": self.cookie}
                async with connect(
                    self.url,
                    origin=self.origin,
                    additional_headers=headers,
                    max_size=None,
                    compression=None,
                    proxy=None,
                ) as self._socket:
                    await self._socket.send(self.replica.hello().decode())
                    async for frame in self._socket:
                        tries = 0
                        await self._received(frame.encode() if isinstance(frame, str) else frame)
                self._ended(self._socket)
            except ConnectionClosed:
                assert self._socket is not None
                self._ended(self._socket)
            except InvalidHandshake as problem:
                self._refused(problem)
            except OSError:
                pass
            self._changed.set()
            if self.closed_for_good is not None:
                return
            tries += 1
            bye, self.replica.bye = self.replica.bye, None
            jitter = random.uniform(0, min(5.0, 0.1 * 2**tries))  # noqa: S311 (nothing secret)
            await asyncio.sleep(bye.retry_after if bye is not None else jitter)

    def _ended(self, socket: ClientConnection) -> None:
        self.replica.welcomed = False
        if socket.close_code in FINAL:
            self.closed_for_good = socket.close_code

    def _refused(self, problem: InvalidHandshake) -> None:
        status = getattr(getattr(problem, "response", None), "status_code", 0)
        if status in (401, 403, 404):
            self.closed_for_good = status

    async def _received(self, frame: bytes) -> None:
        out, again = self.replica.receive(frame)
        await self._send(out)
        if again is not None and self._again is None:
            self._again = asyncio.get_running_loop().call_later(again + 0.01, self._send_again)
        self._changed.set()

    def _send_again(self) -> None:
        self._again = None
        task = asyncio.create_task(self._send(self.replica.due()))
        self._sends.add(task)
        task.add_done_callback(self._sends.discard)

    async def _send(self, frames: list[bytes]) -> None:
        if self._socket is None:
            return
        with contextlib.suppress(ConnectionClosed):
            for frame in frames:
                await self._socket.send(frame.decode())
