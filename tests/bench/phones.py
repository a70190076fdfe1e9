"""Phones: real sockets, all of this one process, that join a room, speak and listen; timed on one clock."""

import asyncio
import re
import secrets
from array import array
from collections.abc import Callable

import msgspec
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from server.protocol import VERSION, Hello, View
from tests.bench.fetch import get, unpacked
from tests.bench.measure import now
from tests.bench.plan import Ready

JOINING_AT_ONCE = 200
JOIN_WITHIN_S = 90.0
WELCOME = b'[{"type":"Welcome"'
POSTED = re.compile(rb"~#(\d{8})")
MOVED = re.compile(rb'"kind":"place","id":"op(\d{8})"')
_ack = re.compile(rb'"type":"Ack","cseq":(\d+)')
_no = re.compile(rb'"type":"(?:Refused|Wait|Bye)"')
_view = msgspec.json.Decoder(View)


def mark(op: int) -> str:
    """What an idea's text begins with: found again in whatever frame brings it, without decoding that."""
    return f"~#{op:08d}"


class Heard:
    """A frame, byte for byte the same for many, and when each phone had it. ops: those that are news to them, out of
    `size`. wire: its bytes, header included."""

    __slots__ = ("ops", "size", "times", "wire")

    def __init__(self, ops: tuple[int, ...], size: int, wire: int) -> None:
        self.ops, self.size, self.wire = ops, size, wire
        self.times: array[int] = array("q")


class Hall:
    """All the phones of a workshop and what they hear. Commands are numbered from 0; number op is spoken by phone
    op % senders, as its command op // senders + 1."""

    def __init__(self, ready: Ready, senders: int, mark: re.Pattern[bytes] = POSTED) -> None:
        self.ready, self.senders, self._mark = ready, senders, mark
        self.phones: list[Phone] = []
        self.sent: dict[int, int] = {}
        self.acked: dict[int, int] = {}
        self.on_ack: Callable[[int], None] = lambda op: None
        self.heard: dict[bytes, Heard] = {}
        self.apart: list[Heard] = []
        self.deliveries = self.lost = self.resyncs = self.refused = self.join_bytes = 0
        self.leaving = False
        self._views: dict[bytes, View] = {}

    async def join(self, people: int, by: str) -> float:
        """Seconds until the last of them has the whole board. by "view": over HTTP, then the socket brings the rest;
        "socket": all of it comes over the socket."""
        gate = asyncio.Semaphore(JOINING_AT_ONCE)
        self.phones = [Phone(self, place, self.ready.cookies[place]) for place in range(people)]

        async def enter(phone: Phone) -> None:
            async with gate:
                await phone.connect(await self._look(phone.cookie) if by == "view" else None)

        began = now()
        async with asyncio.timeout(JOIN_WITHIN_S):
            await asyncio.gather(*(enter(phone) for phone in self.phones))
        return (now() - began) / 1e9

    async def _look(self, cookie: str) -> View | None:
        """Fetch the participants' view as a browser does. None: the server has none."""
        head, body = await get(self.ready.port, f"/w/{self.ready.workshop}/view", cookie)
        self.join_bytes += len(head) + len(body)
        if b" 404" in head[:20]:
            return None
        # Each phone would unpack its own, on its own core: here the same bytes are unpacked once.
        if body not in self._views:
            self._views[body] = _view.decode(unpacked(head, body))
        return self._views[body]

    def leave(self) -> None:
        self.leaving = True
        for phone in self.phones:
            phone.leave()

    def first(self, payload: bytes) -> Heard | None:
        """The same frame will come again, for others; None: nothing of this run is in it."""
        ops = tuple(int(found) for found in self._mark.findall(payload))
        if not ops:
            return None
        heard = self.heard[payload] = Heard(ops, len(ops), len(payload) + (2 if len(payload) < 126 else 4))
        return heard

    def note_ack(self, op: int, at: int) -> None:
        if op in self.sent and op not in self.acked:
            self.acked[op] = at
            self.on_ack(op)


class Phone(WSListener):
    """One participant's socket. Those that speak are answered apart, so their frames are looked at one by one."""

    face = ""

    def __init__(self, hall: Hall, place: int, cookie: str) -> None:
        self.hall, self.place, self.cookie = hall, place, cookie
        self.speaks = place < hall.senders
        self.transport: WSTransport | None = None
        self.joined = False
        self._welcomed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def connect(self, seen: View | None) -> None:
        """Say Hello and wait for the rest of what there is to see."""
        where = f"127.0.0.1:{self.hall.ready.port}"
        self.transport, _ = await ws_connect(
            lambda: self,
            f"ws://{where}/w/{self.hall.ready.workshop}{self.face}/live",
            extra_headers={"Cookie": self.cookie, "Origin": f"http://{where}"},
            websocket_handshake_timeout=JOIN_WITHIN_S,
        )
        hello = Hello(client=secrets.token_urlsafe(12), version=VERSION)
        if seen is not None:
            hello = Hello(client=hello.client, version=VERSION, since=seen.seq, life=seen.life)
        self.send(msgspec.json.encode(hello))
        await self._welcomed

    def send(self, payload: bytes) -> None:
        assert self.transport is not None
        self.transport.send(WSMsgType.TEXT, payload)

    def leave(self) -> None:
        if self.transport is not None:
            self.transport.disconnect(False)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        if not self.hall.leaving:
            self.hall.lost += 1
        if not self._welcomed.done():
            self._welcomed.set_exception(ConnectionError("sent away while joining"))

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        at = now()
        if frame.msg_type is not WSMsgType.TEXT:
            if frame.msg_type is WSMsgType.CLOSE:
                transport.disconnect()
            return
        payload = frame.get_payload_as_bytes()
        heard = self.hall.heard.get(payload)
        if heard is None:
            heard = self._new(payload)
        if self.speaks:
            self._answered(payload, heard, at)
        elif heard is not None:
            heard.times.append(at)
            self.hall.deliveries += len(heard.ops)

    def _new(self, payload: bytes) -> Heard | None:
        if payload.startswith(WELCOME):
            if self.joined:
                self.hall.resyncs += 1
            else:
                self.hall.join_bytes += len(payload)
                self.joined = True
                self._welcomed.set_result(None)
            return None
        self.hall.refused += len(_no.findall(payload))
        return self.hall.first(payload)

    def _answered(self, payload: bytes, heard: Heard | None, at: int) -> None:
        """The acknowledgements in it are this phone's own, and what it said itself is no delivery."""
        senders = self.hall.senders
        for cseq in _ack.findall(payload):
            self.hall.note_ack((int(cseq) - 1) * senders + self.place, at)
        if heard is None:
            return
        others = tuple(op for op in heard.ops if op % senders != self.place)
        if len(others) == len(heard.ops):
            heard.times.append(at)
        else:
            apart = Heard(others, heard.size, 0)
            apart.times.append(at)
            self.hall.apart.append(apart)
        self.hall.deliveries += len(others)
