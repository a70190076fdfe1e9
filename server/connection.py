"""One socket: decode, hand to the room, write what it is told; a slow one is resynced or closed."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from server import protocol
from server.batch import Ask
from server.presence import Packet, Seat
from server.protocol import Bye, Do, FromClient, Hello, Hold, Resync, Unwatch, Wait, Watch, from_client
from server.room import Room
from server.telling import Job
from workshops.vocabulary import Key, Role
from workshops.workshop import AnyCommand

_command = msgspec.json.Decoder(AnyCommand)
HELLO_WITHIN_S = 10.0


class Protocol(WebSocketsSansIOProtocol):
    """uvicorn's own protocol, which also shows itself to the application: a frame built once is then written to each
    transport as it is. A private class of uvicorn: its minor version is pinned and a contract test watches over it."""

    connection: "Connection | None" = None

    async def run_asgi(self) -> None:
        self.scope["extensions"]["gommette"] = self  # type: ignore[assignment]
        await super().run_asgi()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.connection is not None:
            self.connection.drained()


class Connection:
    """A member of a room. Written to by the room at any time; read by `endpoint`."""

    __slots__ = (
        "_allowance",
        "_asgi",
        "_raw",
        "_shrank_at",
        "_size",
        "_socket",
        "client",
        "closing",
        "room",
        "seat",
        "stale",
        "watching",
    )

    def __init__(self, room: Room, seat: Seat, client: str, socket: WebSocket) -> None:
        self.room, self.seat, self.client = room, seat, client
        self.watching: set[Key] = set()
        self.stale = self.closing = False
        self._socket = socket
        self._raw: Protocol | None = socket.scope.get("extensions", {}).get("gommette")
        self._asgi = Slowly(socket) if self._raw is None else None
        self._allowance = self._size = 0
        self._shrank_at = 0.0
        if self._raw is not None:
            self._raw.connection = self

    @property
    def role(self) -> Role:
        return self.seat.role

    @property
    def actor(self) -> str:
        return self.seat.actor

    @property
    def person(self) -> str | None:
        return self.seat.actor if self.seat.role == "participant" else None

    # What the room tells

    def write(self, packet: Packet) -> None:
        if self.stale or self.closing:
            return
        if self._raw is None:
            assert self._asgi is not None
            self._asgi.send(packet.json)
            return
        transport = self._raw.transport
        if transport.get_write_buffer_size() > self.room.door.buffer + self._allowance:
            self._fall_behind(transport.get_write_buffer_size())
            return
        transport.write(packet.wire)

    def _fall_behind(self, waiting: int) -> None:
        if not self.stale:
            self.stale = True
            self._size, self._shrank_at = waiting, time.monotonic()

    def write_one(self, json: bytes) -> None:
        self.write(Packet(json))

    def welcome(self, json: bytes) -> None:
        """Everything anew: what a slow connection missed does not matter now, and this does not count as slowness."""
        waiting = self._raw.transport.get_write_buffer_size() if self._raw else 0
        if waiting > self.room.door.buffer:
            self._fall_behind(waiting)  # what it asked for before is not read yet: again once it is
            return
        self.stale = False
        self._allowance = len(json) + waiting
        self.write_one(json)

    def drained(self) -> None:
        self._allowance = 0
        if self.stale:
            self.room.counts.behind += 1
            self.room.resync(self)

    def check(self, now: float) -> None:
        if not self.stale or self._raw is None:
            return
        size = self._raw.transport.get_write_buffer_size()
        if size < self._size:
            self._size, self._shrank_at = size, now
        elif now - self._shrank_at > self.room.door.buffer_stuck:
            self._raw.transport.abort()

    def close(self, code: int, bye: Bye) -> None:
        """Say why, then close. Nothing is written after it."""
        if self.closing:
            return
        self.write_one(protocol.frame(bye))
        self.closing = True
        if self._raw is None:
            assert self._asgi is not None
            self._asgi.close(code)
        elif not self._raw.close_sent and not self._raw.disconnected:
            # Not through the socket's own `close`, which waits for the buffer: a dead phone would never leave.
            self._raw.conn.send_close(code, bye.reason)
            self._raw.transport.write(b"".join(self._raw.conn.data_to_send()))
            self._raw.close_sent = True
            self._raw.queue.put_nowait({"type": "websocket.disconnect", "code": code})
            self._raw.loop.call_later(2.0, self._raw.transport.close)

    # What the client says

    def take(self, message: FromClient) -> None:
        match message:
            case Do():
                self._do(message)
            case Watch(keys):
                if len(self.watching.union(keys)) <= self.room.door.watched:
                    self.room.watch(self, list(dict.fromkeys(keys)))
            case Unwatch(keys):
                self.watching.difference_update(keys)
            case Resync():
                self.room.counts.mismatches += 1
                # It costs as much as a hundred commands. Left out, it is asked for again at the next beat.
                if not self.room.members.wait(self):
                    self.room.resync(self)
            case Hold(ideas):
                # Letting go is always heard; the rest at the pace of commands, and left out beyond it.
                if not ideas or not self.room.members.wait(self):
                    self.room.hold(self, ideas)
            case Hello():
                self.close(1008, Bye("bad_message"))

    def _do(self, message: Do) -> None:
        try:
            command = _command.decode(message.command)
        except msgspec.MsgspecError:
            command = None
        typed = command is not None and command.typed
        wait = self.room.members.pace(self.actor, self.role, typed=typed)
        if wait:
            self.write_one(protocol.frame(Wait(message.cseq, "rate_limited", wait)))
            return
        if command is None:
            # Its text stays with the writer: the client shows it with this reason.
            self.room.refuse(self, message.cseq, "unknown_command")
            return
        self.room.submit(self.job(command, message.cseq, message.for_))

    def job(self, command: AnyCommand, cseq: int, subject: str | None = None) -> Job:
        return Job(Ask(self.seat, self.client, cseq, command, subject), member=self)


class Slowly:
    """The way out where there is no transport to write to (another server, a test client): ASGI's send, in order."""

    def __init__(self, socket: WebSocket) -> None:
        self._queue: asyncio.Queue[bytes | int] = asyncio.Queue()
        self._task = asyncio.create_task(self._run(socket))

    def send(self, json: bytes) -> None:
        self._queue.put_nowait(json)

    def close(self, code: int) -> None:
        self._queue.put_nowait(code)

    async def _run(self, socket: WebSocket) -> None:
        try:
            while not isinstance(item := await self._queue.get(), int):
                await socket.send_text(item.decode())
            await socket.close(item)
        except (RuntimeError, WebSocketDisconnect):
            pass  # it left first


async def endpoint(socket: WebSocket, seat: Seat, room: Room) -> None:
    """Serve one accepted socket until it closes. The caller has checked Origin and the seat."""
    await socket.accept()
    try:
        async with asyncio.timeout(HELLO_WITHIN_S):
            hello = decode(room, await _frame(socket))
    except (TimeoutError, WebSocketDisconnect):
        hello = None
    if not isinstance(hello, Hello) or hello.version != protocol.VERSION:
        old = isinstance(hello, Hello)
        await _turn_away(socket, protocol.VERSION_OLD if old else 1008, "version_old" if old else "bad_message")
        return
    if room.members.full(seat.role) and room.members.of_client(hello.client) is None:
        await _turn_away(socket, 1013, "too_many_connections", retry_after=10)
        return
    connection = Connection(room, seat, hello.client, socket)
    room.hello(connection, hello)
    try:
        while not connection.closing:
            frame = await _frame(socket)
            message = decode(room, frame)
            if message is None:
                big = len(frame) > room.door.frame
                connection.close(1009 if big else 1008, Bye("too_big" if big else "bad_message"))
            else:
                connection.take(message)
                if isinstance(message, Watch):
                    # A few bytes that ask for long texts: at the pace of commands. What follows is read later.
                    await asyncio.sleep(min(1.0, room.members.wait(connection)))
    except WebSocketDisconnect:
        pass
    finally:
        connection.closing = True
        room.leave(connection)


async def _frame(socket: WebSocket) -> str | bytes:
    message: Mapping[str, Any] = await socket.receive()
    if message["type"] != "websocket.receive":
        raise WebSocketDisconnect(message.get("code", 1006))
    frame: str | bytes = message.get("text") or message.get("bytes") or b""
    return frame


def decode(room: Room, frame: str | bytes) -> FromClient | None:
    """None: not a message of this protocol. Depth is bounded before msgspec recurses into it."""
    raw = frame.encode() if isinstance(frame, str) else frame
    if len(raw) > room.door.frame or _depth(raw) > room.door.json_depth:
        return None
    try:
        return from_client.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _depth(raw: bytes) -> int:
    """How deep brackets nest, strings left out; cheap where there are few."""
    if raw.count(b"[") + raw.count(b"{") <= 16:
        return 0
    depth = deepest = 0
    inside = escaped = False
    for byte in raw:
        if inside:
            inside, escaped = (not (byte == 0x22 and not escaped)), (byte == 0x5C and not escaped)
        elif byte == 0x22:
            inside = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


async def _turn_away(socket: WebSocket, code: int, reason: protocol.DoorReason, retry_after: float = 0) -> None:
    try:
        await socket.send_text(protocol.frame(Bye(reason, retry_after=retry_after)).decode())
        await socket.close(code, reason)
    except (RuntimeError, WebSocketDisconnect):
        pass
