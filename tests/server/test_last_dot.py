"""Twenty connections of one person spend the last dot at once, a thousand times: one of them does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import msgspec
import pytest

from server.batch import Ask
from server.log import Log, MemoryLog
from server.protocol import Ack, Delta, Refused
from server.room import Room
from server.settings import DoorLimits
from server.sqlite import SqliteLog
from tests.clients import FACILITATOR, Phone, create, facilitate, ideation, seat
from tests.server.logs import copied
from workshops.agenda import OpenStep
from workshops.ballots import BallotRecord, SetDots
from workshops.ideas import AddIdeas, NewIdea
from workshops.sealing import RevealRound
from workshops.tallies import TallyRecord
from workshops.vocabulary import Limits, Stored
from workshops.voting import CloseRound
from workshops.workshop import AnyEvent, Workshop

CONNECTIONS = 20
BUDGET = 5
IDEAS = [f"idea-{n:02}" for n in range(CONNECTIONS)]


@asynccontextmanager
async def voting(store: Log) -> AsyncIterator[tuple[Room, str, list[Phone]]]:
    """A round in which Ada, who has twenty phones, has one dot left."""
    room = Room("w", store, Limits(), DoorLimits(connections_each=CONNECTIONS))
    running = asyncio.create_task(room.run())
    await create(room, ideation())
    await facilitate(room, OpenStep("gather"), AddIdeas("board-1", [NewIdea(idea, idea) for idea in IDEAS]))
    phones = [Phone(room, seat("ada"), f"client-number-{n:05}") for n in range(CONNECTIONS)]
    await phones[0].join()
    for phone in phones[1:]:
        await phone.hello()
    await facilitate(room, OpenStep("voting"))
    (round_id,) = room.workshop.voting.rounds
    for idea in IDEAS[: BUDGET - 1]:
        await phones[0].do(SetDots(round_id, idea, 1))
    yield room, round_id, phones
    await room.close()
    await running


async def spend(room: Room, phone: Phone, round_id: str, on: str, n: int, pauses: int) -> Ack | Refused:
    """One connection says it, some turns of the loop later than others."""
    for _ in range(pauses):
        await asyncio.sleep(0)
    phone.number += 1
    verdict = await room.do(Ask(phone.seat, phone.client, phone.number, SetDots(round_id, on, n)))
    assert isinstance(verdict, Ack | Refused)
    return verdict


async def at_once(room: Room, round_id: str, phones: list[Phone], chance: Random) -> None:
    """Each wants one more dot on an idea of its own; who has got it gives it back."""
    last = chance.choice([0, 0, 3, 30])
    had = dict(room.workshop.voting.rounds[round_id].ballot(voter_of(room, round_id)))
    wishes = [(idea, had.get(idea, 0) + 1) for idea in IDEAS]
    verdicts = await asyncio.gather(
        *(
            spend(room, phone, round_id, idea, n, chance.randint(0, last))
            for phone, (idea, n) in zip(phones, wishes, strict=True)
        )
    )
    won = [place for place, verdict in enumerate(verdicts) if isinstance(verdict, Ack)]
    assert len(won) == 1
    assert all(isinstance(verdict, Ack) or verdict.reason == "no_budget" for verdict in verdicts)
    (place,) = won
    idea, n = wishes[place]
    for phone in phones:
        told = [record for delta in phone.heard(Delta) for record in delta.put if isinstance(record, BallotRecord)]
        assert (told[-1].left, told[-1].dots) == (0, had | {idea: n})
    await spend(room, phones[place], round_id, idea, n - 1, 0)
    for phone in phones:
        phone.told.clear()


def voter_of(room: Room, round_id: str) -> str:
    return room.workshop.voting.rounds[round_id].people["ada-actor"]


async def replayed(store: Log) -> Workshop:
    again = Workshop(Limits())
    event = msgspec.json.Decoder(AnyEvent | None)
    async for page in store.read("w"):
        for row in page:
            again.apply(Stored(row.seq, row.at, row.by, event.decode(row.body)))
    return again


async def the_last_dot(store: Log, times: int) -> None:
    chance = Random(times)
    async with voting(store) as (room, round_id, phones):
        for _ in range(times):
            await at_once(room, round_id, phones, chance)
        assert (await replayed(store)).voting.rounds[round_id].dots == room.workshop.voting.rounds[round_id].dots
        await room.do(Ask(FACILITATOR, None, 0, CloseRound(round_id)))
        await room.do(Ask(FACILITATOR, None, 0, RevealRound(round_id)))
        tally = (await room.look("participant"))[f"tally:{round_id}"]
        assert isinstance(tally, TallyRecord)
        assert (tally.dots, tally.voters) == (BUDGET - 1, 1)


@pytest.mark.slow
async def test_twenty_connections_spend_the_last_dot_at_once_a_thousand_times() -> None:
    """DOTS2 DOTS6"""
    await the_last_dot(MemoryLog(), 1_000)


async def test_so_they_do_on_a_disk(migrated: Path, tmp_path: Path) -> None:
    store = await SqliteLog.open(copied(migrated, tmp_path))
    await the_last_dot(store, 50)
    await store.close()
