"""Rooms wake when asked, sleep when idle, and wake by themselves for what falls due, after a restart too."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest

from server import rooms as rooms_module
from server.batch import Ask
from server.log import Append, MemoryLog
from server.protocol import Ack
from server.room import Room
from server.rooms import Rooms
from server.settings import DoorLimits
from tests.clients import FACILITATOR, Phone, ideation, seat
from workshops import voting
from workshops.agenda import OpenStep
from workshops.vocabulary import Limits
from workshops.voting import CloseRound, RoundRecord
from workshops.workshop import AnyCommand


class Watched(MemoryLog):
    """Tells when an event of some kind has been written."""

    def __init__(self) -> None:
        super().__init__()
        self.written: dict[str, asyncio.Event] = {}

    def saw(self, event: str) -> asyncio.Event:
        return self.written.setdefault(event, asyncio.Event())

    async def append(self, batch: Append) -> None:
        await super().append(batch)
        for row in batch.rows:
            for name, event in self.written.items():
                if name.encode() in row.body:
                    event.set()


@asynccontextmanager
async def keeping(store: MemoryLog, known: list[str] | None = None) -> AsyncIterator[Rooms]:
    rooms = Rooms(store, Limits(), DoorLimits())
    await rooms.start(known or [])
    yield rooms
    await rooms.close()


async def do(room: Room, *commands: AnyCommand) -> None:
    for command in commands:
        assert isinstance(await room.do(Ask(FACILITATOR, None, 0, command)), Ack)


async def closed_round(rooms: Rooms) -> str:
    """A workshop whose only round was closed just now."""
    workshop = await rooms.create(ideation(), "mei")
    room = await rooms.get(workshop)
    await do(room, OpenStep("gather"), OpenStep("voting"))
    [record] = [record for record in (await room.look("facilitator")).values() if isinstance(record, RoundRecord)]
    await do(room, CloseRound(record.id))
    return workshop


async def test_an_unknown_workshop_has_no_room() -> None:
    async with keeping(MemoryLog()) as rooms:
        with pytest.raises(KeyError):
            await rooms.get("nothing")


async def test_a_refused_workshop_is_not_made() -> None:
    async with keeping(MemoryLog()) as rooms:
        with pytest.raises(ValueError, match="empty"):
            await rooms.create(msgspec.structs.replace(ideation(), title=" "), "mei")


async def test_a_closed_round_seals_itself_on_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voting, "CLOSED_FOR_MS", 50)
    store = Watched()
    sealed = store.saw("RoundSealed")
    async with keeping(store) as rooms:
        await closed_round(rooms)
        await asyncio.wait_for(sealed.wait(), 10)


async def test_a_round_that_fell_due_while_the_server_was_down_is_sealed_when_it_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(voting, "CLOSED_FOR_MS", 400)
    store = Watched()
    sealed = store.saw("RoundSealed")
    async with keeping(store) as rooms:
        workshop = await closed_round(rooms)
    assert not sealed.is_set()
    async with keeping(store, [workshop]):
        await asyncio.wait_for(sealed.wait(), 10)


async def test_an_idle_room_sleeps_and_one_with_somebody_in_it_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms_module, "IDLE_S", 0.05)
    async with keeping(MemoryLog()) as rooms:
        idle, lively = await rooms.create(ideation(), "mei"), await rooms.create(ideation(), "mei")
        room = await rooms.get(lively)
        await Phone(room, seat("ada")).join()
        asleep = await rooms.get(idle)
        await asyncio.wait_for(asleep.ended.wait(), 10)
        assert rooms.awake(idle) is None
        assert rooms.awake(lively) is room
        again = await rooms.get(idle)
        assert again is not asleep
        assert "workshop:this" in await again.look("facilitator")


async def test_a_seat_revoked_while_it_comes_in_is_turned_away() -> None:
    async with keeping(MemoryLog()) as rooms:
        workshop = await rooms.create(ideation(), "mei")
        room = await rooms.get(workshop)
        here = await Phone(room, seat("ada")).join()
        rooms.revoke(workshop, ["seat-ada", "seat-kofi"])
        assert here.closed == 4003
        late = await Phone(room, seat("kofi")).hello()
        assert late.closed == 4003
