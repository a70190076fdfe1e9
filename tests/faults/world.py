"""A room and its clients on a bad network, all from one seed: frames are held, cut, sent twice; sockets close late;
the server dies between any two awaits; commits fail, before or after they took effect; pages reload with an outbox."""

import asyncio
import contextlib
import random
from collections import deque

import msgspec

from server import protocol
from server.batch import Ask
from server.client import Replica
from server.connection import Connection, decode
from server.log import Append, MemoryLog, StorageBusy, Unknown
from server.presence import Packet, Seat
from server.protocol import IN_FLIGHT, Ack, Bye, Delta, Hello, Refused, Watch, Welcome
from server.room import Room
from server.settings import DoorLimits
from tests.faults import acts
from tests.faults.acts import IDEAS, Manners
from workshops.agenda import OpenStep
from workshops.description import CreateWorkshop
from workshops.people import Join
from workshops.vocabulary import Audience, Key, Limits, Record, Role

DOOR = DoorLimits(
    burst=10_000,
    rate=10_000.0,
    facilitator_burst=10_000,
    facilitator_rate=10_000.0,
    text_burst=10_000,
    text_rate=10_000.0,
    text_bytes_burst=10**9,
    text_bytes=10**9,
)
ROLES: list[Role] = ["participant", "facilitator", "participant", "screen", "participant", "observer", "helper"]


class BadLog(MemoryLog):
    """A store that now and then fails, before the commit, or after it without saying so."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self.dice = dice
        self.trouble = 0.0

    @property
    def committed(self) -> int:
        return sum(self._heads.values())

    async def append(self, batch: Append) -> None:
        for _ in range(self.dice.randrange(3)):
            await asyncio.sleep(0)
        luck = self.dice.random()
        if luck < self.trouble / 2:
            raise StorageBusy
        await super().append(batch)
        for _ in range(self.dice.randrange(3)):
            await asyncio.sleep(0)
        if luck < self.trouble:
            raise Unknown


class Wire(Connection):
    """A connection whose socket is two queues that the world empties when it likes."""

    __slots__ = ("down", "up", "world")

    def __init__(self, world: "World", seat: Seat, client: str) -> None:
        self.room, self.seat, self.client, self.world = world.room, seat, client, world
        self.watching = set()
        self.stale = self.closing = False
        self.up: deque[bytes] = deque()
        self.down: deque[bytes | int] = deque()

    def write(self, packet: Packet) -> None:
        if not self.closing and not self.stale:
            self.world.left_the_room(packet.json)
            self.down.append(packet.json)

    def welcome(self, json: bytes) -> None:
        self.stale = False
        self.write_one(json)

    def check(self, now: float) -> None: ...

    def drained(self) -> None:
        self.room.resync(self)

    def close(self, code: int, bye: Bye) -> None:
        if not self.closing:
            self.write_one(protocol.frame(bye))
            self.closing = True
            self.down.append(code)


class Person:
    """Somebody with a client: a replica, the wire it is on, and the outboxes of earlier page loads."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.replica = Replica()
        self.wire: Wire | None = None
        self.stashed: list[Replica] = []
        self.verdicts: dict[tuple[str, int], Ack | Refused] = {}


class World:
    """manners: what its people do."""

    def __init__(self, seed: int, manners: Manners = IDEAS) -> None:
        self.dice = random.Random(seed)
        self.manners = manners
        self.log = BadLog(self.dice)
        self.everybody = [
            Person(Seat(f"seat-{n}", "w", role, f"actor-{n:03}"))
            for n, role in enumerate((ROLES * 2)[: 2 + self.dice.randrange(7)])
        ]
        self.late: list[Wire] = []
        self.problems: list[str] = []
        self._start()

    def _start(self) -> None:
        self.room = Room("w", self.log, Limits(), DOOR)
        self.running = asyncio.create_task(self.room.run())

    def left_the_room(self, frame: bytes) -> None:
        """Law 1: nothing leaves a room before its commit."""
        for message in protocol.from_server.decode(frame):
            if isinstance(message, Delta | Welcome) and message.seq > self.log.committed:
                self.problems.append(f"left before its commit: {message}")

    # The story

    async def play(self, create: CreateWorkshop, turns: int) -> None:
        await self.room.do(Ask(Seat("server", "w", "system", "server"), None, 0, create))
        for person in self.everybody:
            self.connect(person)
            if person.seat.role == "participant":
                person.replica.do(Join("Ada"))
        await self.begin()
        self.log.trouble = 0.03
        for _ in range(turns):
            person = self.dice.choice(self.everybody)
            await self.turn(person)
            for _ in range(self.dice.randrange(3)):
                await asyncio.sleep(0)
        self.log.trouble = 0.0
        await self.heal()

    async def begin(self) -> None:
        """Somebody has opened the first step, or most of what follows would be too early."""
        seat = Seat("server", "w", "facilitator", "server")
        verdict = await self.room.do(Ask(seat, None, 0, OpenStep(self.manners.first)))
        assert isinstance(verdict, Ack), verdict

    async def turn(self, person: Person) -> None:
        luck = self.dice.random()
        if person.wire is None and luck < 0.3:
            self.connect(person)
        elif luck < 0.25:
            self.act(person)
        elif luck < 0.50:
            self.carry_up(person)
        elif luck < 0.86:
            self.carry_down(person)
        elif luck < 0.90:
            self.cut(person)
        elif luck < 0.95:
            self.connect(person)
        elif luck < 0.955:
            self.watch(person)
        elif luck < 0.96:
            self.read_slowly(person)
        elif luck < 0.965:
            self.say_again(person)
        elif luck < 0.97:
            self.reload(person)
        elif luck < 0.985:
            self.close_late()
        else:
            await self.crash()

    def act(self, person: Person) -> None:
        if len(person.replica.pending) >= IN_FLIGHT:
            return
        match person.seat.role:
            case "participant":
                mine = self.manners.participant
            case "facilitator":
                mine = self.manners.facilitator
            case _:
                mine = self.manners.helper
        command = acts.one_of(mine, self.dice, person.replica)
        cseq = person.replica.do(command)
        if person.wire is not None and person.replica.welcomed:
            person.wire.up.extend(person.replica.due(cseq - 1))

    def carry_up(self, person: Person) -> None:
        """Frames reach the server, unless its end of the socket is closed."""
        wire = person.wire
        for _ in range(self.dice.randrange(1, 5)):
            if wire is not None and wire.up:
                self.arrive(wire, wire.up.popleft())

    def arrive(self, wire: Wire, frame: bytes) -> None:
        if wire.closing or wire.room is not self.room:
            return
        message = decode(wire.room, frame)
        assert message is not None, frame
        if isinstance(message, Hello):
            wire.room.hello(wire, message)
        else:
            wire.take(message)

    def carry_down(self, person: Person) -> None:
        """Frames reach the client; one that read too slowly has caught up once there are none left."""
        for _ in range(self.dice.randrange(1, 5)):
            if person.wire is not None and person.wire.down:
                self.receive(person, person.wire)
        if person.wire is not None and person.wire.stale and not person.wire.down:
            person.wire.drained()

    def watch(self, person: Person) -> None:
        key = self.manners.watched(self.dice, person.replica)
        if person.wire is not None and person.replica.welcomed:
            person.replica.watching.add(key)
            person.wire.up.append(msgspec.json.encode(Watch([key])))

    def read_slowly(self, person: Person) -> None:
        """From here on its frames are left out, until what is under way to it has been read."""
        if person.wire is not None and person.replica.welcomed:
            person.wire.stale = True

    def receive(self, person: Person, wire: Wire) -> None:
        frame = wire.down.popleft()
        if isinstance(frame, int):
            person.wire = None
            self.late.append(wire)
            return
        out, again = person.replica.receive(frame)
        self.note(person, person.replica, frame)
        wire.up.extend(out)
        if again is not None:
            wire.up.extend(person.replica.due())

    def note(self, person: Person, replica: Replica, frame: bytes) -> None:
        """A command has one verdict, however often it is asked for."""
        for message in protocol.from_server.decode(frame):
            if isinstance(message, Ack | Refused):
                first = person.verdicts.setdefault((replica.client, message.cseq), message)
                if first != message:
                    self.problems.append(f"two verdicts: {first} and {message}")
                if isinstance(message, Refused) and message.reason in ("taken", "mismatch", "gap"):
                    self.problems.append(f"carried out twice: {message}")

    def cut(self, person: Person) -> None:
        """The network goes; the server learns of it whenever."""
        if person.wire is not None:
            self.late.append(person.wire)
            person.wire = None

    def close_late(self) -> None:
        """An old socket's end reaches the server at last."""
        if self.late:
            wire = self.late.pop(self.dice.randrange(len(self.late)))
            wire.closing = True
            wire.room.leave(wire)

    def connect(self, person: Person) -> None:
        self.cut(person)
        person.wire = Wire(self, person.seat, person.replica.client)
        person.wire.up.append(person.replica.hello())

    def say_again(self, person: Person) -> None:
        """A nervous client sends all it has once more."""
        if person.wire is not None and person.replica.welcomed:
            person.wire.up.extend(person.replica.due())

    def reload(self, person: Person) -> None:
        """The page is loaded anew: its outbox is kept, to be sent under its own client id."""
        person.stashed.append(person.replica)
        person.replica = Replica()
        self.connect(person)

    async def crash(self) -> None:
        """The process dies at whatever await it is at, and starts again on what the disk has."""
        self.running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.running
        for person in self.everybody:
            self.cut(person)
        self.late.clear()
        self._start()

    async def heal(self) -> None:
        """A good network at last: everybody comes back and everything waiting is said."""
        for person in self.everybody:
            for replica in [*person.stashed, person.replica]:
                here = person.wire if replica is person.replica else None
                if here is not None and not here.closing and here.room is self.room and self.dice.random() < 0.5:
                    await self.settle(person, here, replica)
                    continue
                wire = Wire(self, person.seat, replica.client)
                wire.up.append(replica.hello())
                await self.settle(person, wire, replica)
                if replica is not person.replica:
                    wire.closing = True
                    wire.room.leave(wire)
                else:
                    person.wire = wire
        for person in self.everybody:
            assert person.wire is not None
            await self.settle(person, person.wire, person.replica)

    async def settle(self, person: Person, wire: Wire, replica: Replica) -> None:
        while True:
            while wire.up:
                self.arrive(wire, wire.up.popleft())
            await self.room.between(lambda: None)
            await asyncio.sleep(0)
            if wire.stale and not wire.down:
                wire.drained()
            elif not wire.down and not wire.up and replica.welcomed and not replica.pending:
                return
            while wire.down:
                frame = wire.down.popleft()
                assert not isinstance(frame, int), frame
                out, again = replica.receive(frame)
                self.note(person, replica, frame)
                wire.up.extend(out)
                if again is not None:
                    wire.up.extend(replica.due())

    # What must hold

    async def check(self) -> None:
        assert self.problems == []
        for person in self.everybody:
            audience: Audience = person.seat.role
            own = person.seat.actor if person.seat.role == "participant" else None
            fresh = await self.room.look(audience, own)
            wanted = person.replica.watching
            pushed = {key: record for key, record in fresh.items() if not record.on_request or key in wanted}
            assert shown(person.replica.records) == shown(pushed), person.seat
            assert person.replica.sum() == self.room.records.sum(audience, own)
        again = Room("w", self.log, Limits(), DOOR)
        task = asyncio.create_task(again.run())
        for audience in ("participant", "facilitator", "screen", "observer", "helper", "export"):
            assert shown(await again.look(audience)) == shown(await self.room.look(audience)), audience
        for person in self.everybody:
            for client, cseq in person.verdicts:
                assert again.clients[client].last >= cseq, "acknowledged and lost"
        task.cancel()

    async def stop(self) -> None:
        self.running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.running


def shown(records: dict[Key, Record]) -> dict[Key, object]:
    return {key: msgspec.to_builtins(record) for key, record in sorted(records.items())}
