"""The control: what the server sends, over the same protocol class, in the same batches; nothing is done beside.

What a server costs above it is the price of deciding, storing and keeping records; what it costs itself is Python's
loop and the kernel. It cuts what it needs out of the commands as they lie, and would believe anything.
"""

import asyncio
import re

from starlette.types import Message, Receive, Scope, Send

from server.connection import Protocol
from server.presence import Packet

HELLO = '{"type":"Hello"'
WELCOME = b'[{"type":"Welcome","seq":1,"now":1,"last":0,"person":"","role":"participant"}]'
# The server's own frames; the tests compare what they weigh.
DELTA = b'{"type":"Delta","seq":%d,"put":[%b]}'
IDEA = b'{"kind":"idea","id":"%b","board":"%b","text":"%b","n":%d}'
MINE = b'{"kind":"mine","id":"%b"}'
LEFT = b'{"kind":"left","id":"%b.0123456789ab","board":"%b","left":%d}'
ACK = b'{"type":"Ack","cseq":%b,"seq":%d}'

_do = re.compile(rb'"cseq":(\d+).*"idea":"([^"]+)","board":"([^"]+)","text":"([^"]+)"')


class Control:
    """An ASGI application. seq: of its first event. commit_s: for how long a batch waits while the next one gathers."""

    def __init__(self, seq: int, ideas: int, commit_s: float) -> None:
        self._seq, self._n, self._commit_s = seq, ideas, commit_s
        self._inbox: list[tuple[Protocol, bytes]] = []
        self._members: dict[Protocol, None] = {}
        self._under_way = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body"})
        else:
            await receive()
            await send({"type": "websocket.accept"})
            await self._serve(scope["extensions"]["gommette"], receive)

    async def _serve(self, protocol: Protocol, receive: Receive) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            self._take(protocol, message)
        self._members.pop(protocol, None)

    def _take(self, protocol: Protocol, message: Message) -> None:
        text: str = message["text"]
        if text.startswith(HELLO):
            self._members[protocol] = None
            protocol.transport.write(Packet(WELCOME).wire)
            return
        self._inbox.append((protocol, text.encode()))
        if not self._under_way:
            self._begin()

    def _begin(self) -> None:
        """Idle, a command goes alone; busy, a batch is what came during the last one."""
        self._under_way = True
        batch, self._inbox = self._inbox, []
        asyncio.get_running_loop().call_later(self._commit_s, self._end, batch)

    def _end(self, batch: list[tuple[Protocol, bytes]]) -> None:
        self._publish(batch)
        self._under_way = False
        if self._inbox:
            self._begin()

    def _publish(self, batch: list[tuple[Protocol, bytes]]) -> None:
        put: list[bytes] = []
        said: dict[Protocol, list[tuple[bytes, bytes, bytes, int]]] = {}
        seq = self._seq + len(batch) - 1
        for protocol, command in batch:
            found = _do.search(command)
            assert found is not None
            cseq, idea, board, text = found.groups()
            put.append(IDEA % (idea, board, text, self._n))
            said.setdefault(protocol, []).append((cseq, idea, board, self._seq))
            self._n += 1
            self._seq += 1
        shared = DELTA % (seq, b",".join(put))
        packet = Packet(b"[" + shared + b"]")
        for member in self._members:
            if member not in said:
                member.transport.write(packet.wire)
        for member, commands in said.items():
            member.transport.write(Packet(b"[" + shared + b"," + _own(commands, seq) + b"]").wire)


def _own(commands: list[tuple[bytes, bytes, bytes, int]], seq: int) -> bytes:
    board = commands[0][2]
    mine = [MINE % idea for _, idea, _, _ in commands]
    acks = [ACK % (cseq, at) for cseq, _, _, at in commands]
    return b",".join([DELTA % (seq, b",".join([*mine, LEFT % (board, board, 99)])), *acks])


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
