"""The pace of what is typed into long texts: a typist never notices it, a flood is held back, and no word is lost."""

import time

import msgspec
import pytest

from server.log import MemoryLog
from server.protocol import Ack, Do, Wait
from server.room import Room
from server.settings import DoorLimits
from tests.clients import Phone
from tests.server.test_matrix import running
from tests.server.test_texts import TOPIC, a_room, circle, stored
from workshops.reporting import TakePen, WriteReport
from workshops.texts import TextRecord

DOOR = DoorLimits()
FULL = "Les trois quarts de ce qui est déjà réparé l’est chez soi. " * 135
"""As long as a part may be: 7,965 characters."""


class Clock:
    """The time of the buckets, which passes only when told to."""

    time_ns = staticmethod(time.time_ns)

    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("server.presence.time", clock)
    return clock


async def says(phone: Phone, text: str, number: int | None = None) -> Ack | Wait:
    """Through the door, as a socket's frame comes in."""
    phone.number = number or phone.number + 1
    command = msgspec.Raw(msgspec.json.encode(WriteReport(TOPIC, "said", text)))
    before = len(phone.told)
    phone.take(Do(phone.number, command))
    while len(phone.told) == before or not isinstance(phone.told[-1], Ack | Wait):
        await phone.room.between(lambda: None)
    return phone.told[-1]


async def written(log: MemoryLog) -> int:
    return sum(len(body) for _, body in await stored(log, f"w.{TOPIC}"))


def text_of(room: Room) -> str:
    shown = room.workshop.show(f"text:{TOPIC}.said")
    assert shown is not None
    assert isinstance(shown.record, TextRecord)
    return shown.record.text


async def test_whoever_types_five_times_a_second_into_a_full_part_never_waits(clock: Clock) -> None:
    room = a_room(MemoryLog())
    async with running(room):
        ada, _ = await circle(room)
        await ada.do(TakePen(TOPIC))
        assert isinstance(await says(ada, FULL), Ack)
        for n in range(60 * 5):
            clock.now += 0.2
            assert isinstance(await says(ada, f"{FULL[: 7_000 + n % 900]}{n:05}"), Ack)


async def test_a_whole_report_may_come_at_once_after_the_network_was_away(clock: Clock) -> None:
    room = a_room(MemoryLog())
    async with running(room):
        ada, _ = await circle(room)
        await ada.do(TakePen(TOPIC))
        for n in range(6):
            assert isinstance(await says(ada, f"{n}{FULL}{n}"), Ack)


async def test_a_flood_adds_so_much_to_the_log_and_no_more_and_its_last_word_arrives(clock: Clock) -> None:
    log = MemoryLog()
    room = a_room(log)
    async with running(room):
        ada, _ = await circle(room)
        await ada.do(TakePen(TOPIC))
        began, waits, number = clock.now, 0, ada.number
        while clock.now < began + 60:
            answer = await says(ada, "🌳🌲"[number % 2] * 7_500, number + 1)
            number += isinstance(answer, Ack)
            waits += isinstance(answer, Wait)
            clock.now += 0.02
        # What was let in before it was known how long it is, is paid for before the next.
        assert await written(log) < DOOR.text_bytes_burst + 60 * DOOR.text_bytes + 31_000
        assert waits
        answer = await says(ada, "The end", number + 1)
        while isinstance(answer, Wait):
            assert answer.reason == "rate_limited"
            clock.now += answer.retry_after
            answer = await says(ada, "The end", number + 1)
        assert text_of(room) == "The end"


async def test_typing_takes_nothing_from_what_else_one_does_and_nobody_elses_pace(clock: Clock) -> None:
    room = a_room(MemoryLog())
    async with running(room):
        ada, kofi = await circle(room)
        await ada.do(TakePen(TOPIC))
        while isinstance(await says(ada, f"{ada.number} times"), Ack):
            pass
        assert not room.members.wait(ada)
        assert not room.members.pace(kofi.actor, kofi.role, typed=True)


async def test_what_is_refused_costs_no_byte(clock: Clock) -> None:
    room = a_room(MemoryLog())
    async with running(room):
        ada, kofi = await circle(room)
        await ada.do(TakePen(TOPIC))
        for n in range(10):
            await kofi.do(WriteReport(TOPIC, "said", "🌳" * 7_000 + str(n)))
        assert not room.members.pace(kofi.actor, kofi.role, typed=True)
