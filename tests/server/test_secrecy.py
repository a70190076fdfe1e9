"""Two worlds that differ only in who cast which dots: the same to everybody else, and on the disk once sealed."""

import asyncio
import secrets
import sqlite3
from pathlib import Path

import msgspec
import pytest

from server import batch, room, telling
from server.migrations import migrate
from server.protocol import Ack, FromServer
from server.room import Room
from server.settings import DoorLimits
from server.sqlite import SqliteLog
from tests.clients import FACILITATOR, Phone, create, facilitate, ideation, seat
from workshops.agenda import OpenStep
from workshops.ballots import BallotRecord, SetDots
from workshops.ideas import PostIdea
from workshops.sealing import RevealRound
from workshops.vocabulary import Limits, Role
from workshops.voting import CloseRound, RoundRecord

Dots = list[tuple[str, str, int]]
"""Who, on what, how many: in the order in which they are cast. Everybody acts as often in both worlds: how often a
client asked for something is kept beside its number, and is no ballot."""

ONE: Dots = [("ada", "idea-1", 2), ("kofi", "idea-2", 1), ("ada", "idea-2", 1), ("kofi", "idea-1", 3)]
OTHER: Dots = [({"ada": "kofi", "kofi": "ada"}[who], on, n) for who, on, n in ONE]


class World:
    def __init__(self) -> None:
        self.told: dict[str, list[FromServer]] = {}
        self.during = b""
        self.disk: dict[str, list[tuple[object, ...]]] = {}


async def play(folder: Path, dots: Dots, monkeypatch: pytest.MonkeyPatch) -> World:
    """The same workshop down to the clock and the dice, but for who casts the dots."""
    ticks = iter(range(1_000_000_000_000, 2_000_000_000_000, 1000))
    for module in (batch, room, telling):
        monkeypatch.setattr(module, "now_ms", lambda: next(ticks))
    monkeypatch.setattr(secrets, "randbelow", lambda below: 0)
    dice = iter(bytes([n % 256]) * 32 for n in range(10_000))
    monkeypatch.setattr(secrets, "token_bytes", lambda size: next(dice)[:size])
    monkeypatch.setattr(secrets, "token_urlsafe", lambda size: "x" * size)
    migrate(folder)
    store, world = await SqliteLog.open(folder), World()
    live = Room("w", store, Limits(), DoorLimits())
    running = asyncio.create_task(live.run())
    await create(live, ideation())
    await facilitate(live, OpenStep("gather"))
    roles: list[tuple[str, Role]] = [("ada", "participant"), ("kofi", "participant"), ("mei", "participant")]
    phones = {name: await Phone(live, seat(name, role)).join() for name, role in roles}
    watchers: list[tuple[str, Role]] = [("screen", "screen"), ("observer", "observer"), ("helper", "helper")]
    others = {name: await Phone(live, seat(name, role)).hello() for name, role in watchers}
    others |= {"mei": phones["mei"], "facilitator": await Phone(live, FACILITATOR).hello()}
    for n in (1, 2):
        await phones["ada"].do(PostIdea(f"idea-{n}", "board-1", f"Idea {n}"))
    await facilitate(live, OpenStep("voting"))
    [round_id] = [r.id for d in others["screen"].told for r in getattr(d, "put", ()) if isinstance(r, RoundRecord)]
    for who, on, n in dots:
        assert isinstance(await phones[who].do(SetDots(round_id, on, n)), Ack)
    late = await Phone(live, seat("screen", "screen"), "another-screen-1").hello()
    world.told["late"] = late.told
    await facilitate(live, CloseRound(round_id), RevealRound(round_id))
    world.told |= {name: phone.told for name, phone in others.items()}
    assert not any(isinstance(r, BallotRecord) for r in (await live.look("export")).values())
    await live.close()
    await running
    await store.close()
    world.disk = dump(folder)
    return world


def dump(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    [file] = folder.glob("*.db")
    with sqlite3.connect(file) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: sorted(database.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}


def wire(told: list[FromServer]) -> bytes:
    return msgspec.json.encode(told)


async def test_who_cast_which_dots_is_told_to_nobody_and_is_not_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await play(tmp_path / "one", ONE, monkeypatch)
    other = await play(tmp_path / "other", OTHER, monkeypatch)
    assert one.told.keys() == {"late", "screen", "observer", "helper", "mei", "facilitator"}
    for name in one.told:
        assert wire(one.told[name]) == wire(other.told[name]), name
    assert one.disk["events"] == other.disk["events"]
    assert one.disk["clients"] == other.disk["clients"]
    assert one.disk.keys() >= {"events", "clients", "streams"}
    assert one.disk == other.disk


async def test_a_planted_voter_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison above sees a row that names who voted: here it is made to."""
    monkeypatch.setattr("workshops.ballots.DotsSet.secret", False)
    monkeypatch.setattr("workshops.workshop.Workshop.redactions", lambda self, event: [])
    one = await play(tmp_path / "one", ONE, monkeypatch)
    other = await play(tmp_path / "other", OTHER, monkeypatch)
    assert one.disk["events"] != other.disk["events"]
