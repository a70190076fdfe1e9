"""One room: what it answers, tells and keeps to itself, and what becomes of it when the store fails."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest

from server.batch import Ask, ClientState, Kept
from server.log import Append, MemoryLog, StorageBusy, StorageFull
from server.protocol import Ack, Bye, Delta, Refused, Wait, Welcome
from server.room import Room
from server.settings import DoorLimits
from tests.clients import FACILITATOR, Phone, create, facilitate, ideation, seat
from workshops.agenda import OpenStep
from workshops.ballots import BallotRecord, SetDots
from workshops.description import CreateWorkshop
from workshops.ideas import EditIdea, IdeaRecord, PostIdea, WithdrawIdea
from workshops.people import Finish, Join
from workshops.vocabulary import Limits
from workshops.workshop import Workshop

DOOR = DoorLimits()


class Brittle(MemoryLog):
    """A store that fails as often as it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.failures: list[Exception] = []
        self.appended: list[Append] = []

    async def append(self, batch: Append) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.appended.append(batch)
        await super().append(batch)


@asynccontextmanager
async def living(store: MemoryLog, door: DoorLimits = DOOR, made: CreateWorkshop | None = None) -> AsyncIterator[Room]:
    """A room of a workshop whose first step is open."""
    room = Room("w", store, Limits(), door)
    running = asyncio.create_task(room.run())
    if await store.head("w") == 0:
        await create(room, made or ideation())
        await facilitate(room, OpenStep("gather"))
    yield room
    await room.close()
    await running


async def test_an_idea_reaches_the_others_and_its_author_gets_delta_then_ack_in_one_frame() -> None:
    async with living(MemoryLog()) as room:
        ada = await Phone(room, seat("ada")).join()
        kofi = await Phone(room, seat("kofi")).join()
        await ada.do(PostIdea("idea-1", "board-1", "More benches"))
        assert isinstance(ada.told[-1], Ack)
        told = kofi.heard(Delta)[-1]
        assert [record.text for record in told.put if isinstance(record, IdeaRecord)] == ["More benches"]


async def test_the_same_number_gets_the_same_verdict_and_another_command_under_it_is_told_so() -> None:
    async with living(MemoryLog()) as room:
        ada = await Phone(room, seat("ada")).join()
        first = await ada.do(PostIdea("idea-1", "board-1", "More benches"))
        assert await ada.do(PostIdea("idea-1", "board-1", "More benches"), number=2) == first
        assert await ada.do(PostIdea("idea-1", "board-1", "Something else"), number=2) == Refused(2, "mismatch")


async def test_no_digest_of_what_was_said_is_kept_in_the_log_so_it_is_compared_in_memory_only() -> None:
    store = Brittle()
    async with living(store) as room:
        ada = await Phone(room, seat("ada")).join()
        first = await ada.do(PostIdea("idea-1", "board-1", "More benches"))
    [row] = [row for row in await store.clients("w") if row.client == ada.client]
    assert {key for kept in msgspec.json.decode(row.verdicts) for key in kept} <= {"type", "cseq", "seq"}
    async with living(store) as room:
        ada = await Phone(room, seat("ada")).hello()
        assert await ada.do(PostIdea("idea-1", "board-1", "Something else"), number=2) == first
        await ada.do(PostIdea("idea-2", "board-1", "More trees"), number=3)
        assert await ada.do(PostIdea("idea-2", "board-1", "Fewer trees"), number=3) == Refused(3, "mismatch")


async def test_a_refused_command_takes_its_number_and_a_number_ahead_waits() -> None:
    async with living(MemoryLog()) as room:
        ada = await Phone(room, seat("ada")).join()
        assert await ada.do(PostIdea("idea-1", "nowhere", "More benches")) == Refused(2, "unknown")
        assert await ada.do(PostIdea("idea-2", "board-1", "Ahead"), number=4) == Wait(4, "gap", 0.0)
        assert isinstance(await ada.do(PostIdea("idea-1", "board-1", "More benches"), number=3), Ack)


async def test_verdicts_survive_the_room() -> None:
    store = MemoryLog()
    async with living(store) as room:
        ada = await Phone(room, seat("ada")).join()
        first = await ada.do(PostIdea("idea-1", "board-1", "More benches"))
    async with living(store) as room:
        again = await Phone(room, seat("ada")).hello()
        assert again.heard(Welcome)[0].last == 2
        assert await again.do(PostIdea("idea-1", "board-1", "More benches"), number=2) == first


async def test_a_client_belongs_to_the_seat_that_first_used_it() -> None:
    async with living(MemoryLog()) as room:
        ada = await Phone(room, seat("ada")).join()
        thief = await Phone(room, seat("kofi"), ada.client).hello()
        assert thief.heard(Bye) == [Bye("not_yours")]
        assert thief.closed == 1008
        verdict = await room.do(Ask(seat("kofi"), ada.client, 2, Finish("gather")))
        assert verdict == Refused(2, "not_yours")


async def test_a_newer_connection_of_the_same_client_wins() -> None:
    async with living(MemoryLog()) as room:
        old = await Phone(room, seat("ada")).join()
        new = await Phone(room, seat("ada")).hello()
        assert (old.closed, new.closed) == (4001, None)
        room.leave(old)  # its close arrives late
        await new.do(PostIdea("idea-1", "board-1", "Still here"), number=2)
        assert isinstance(new.told[-1], Ack)


async def test_the_sixth_connection_of_a_person_closes_their_oldest() -> None:
    async with living(MemoryLog()) as room:
        phones = [await Phone(room, seat("ada"), f"client-number-{n:05}").hello() for n in range(6)]
        assert [phone.closed for phone in phones] == [4001, None, None, None, None, None]


async def test_a_resume_brings_what_was_missed_and_another_life_everything() -> None:
    async with living(MemoryLog()) as room:
        ada = await Phone(room, seat("ada")).join()
        here = ada.heard(Welcome)[0]
        await ada.do(PostIdea("idea-1", "board-1", "Before"))
        seen = ada.heard(Delta)[-1].seq
        await facilitate(room, OpenStep("arrange"))
        back = (await Phone(room, seat("ada")).hello(seen, here.life)).heard(Welcome)[0]
        assert not back.full
        assert "idea-1" not in {record.id for record in back.put if isinstance(record, IdeaRecord)}
        assert "step" in {type(record).__name__.lower()[:4] for record in back.put}
        stranger = (await Phone(room, seat("ada")).hello(seen, "other")).heard(Welcome)[0]
        assert stranger.full
        assert "idea-1" in {record.id for record in stranger.put if isinstance(record, IdeaRecord)}


async def test_a_drop_goes_only_to_those_who_saw_the_thing() -> None:
    async with living(MemoryLog(), made=ideation(private="participants")) as room:
        ada = await Phone(room, seat("ada")).join()
        kofi = await Phone(room, seat("kofi")).join()
        mei = await Phone(room, FACILITATOR).hello()
        await ada.do(PostIdea("idea-1", "board-1", "Private"))
        await ada.do(WithdrawIdea("idea-1"))
        assert "idea:idea-1" in mei.heard(Delta)[-1].drop
        assert [key for delta in kofi.heard(Delta) for key in delta.drop] == []
        assert b"idea-1" not in repr(kofi.told).encode()


async def test_records_on_request_go_to_who_watches_them() -> None:
    async with living(MemoryLog()) as room:
        ada = await Phone(room, seat("ada")).join()
        mei = await Phone(room, FACILITATOR).hello()
        await ada.do(PostIdea("idea-1", "board-1", "First"))
        room.watch(mei, ["history:idea-1"])
        await ada.do(EditIdea("idea-1", "Second"))
        histories = [r for d in mei.heard(Delta) for r in d.put if type(r).__name__ == "HistoryRecord"]
        assert [history.texts for history in histories] == [["First"]]  # type: ignore[union-attr]
        assert not any(type(r).__name__ == "HistoryRecord" for d in ada.heard(Delta) for r in d.put)


async def test_a_ballot_is_told_to_nobody_else_and_moves_no_number_of_theirs() -> None:
    async with living(MemoryLog(), made=ideation()) as room:
        ada = await Phone(room, seat("ada")).join()
        kofi = await Phone(room, seat("kofi")).join()
        await ada.do(PostIdea("idea-1", "board-1", "More benches"))
        await facilitate(room, OpenStep("voting"))
        [ballot] = [r for d in ada.heard(Delta) for r in d.put if isinstance(r, BallotRecord)]
        before, number = len(kofi.told), kofi.heard(Delta)[-1].seq
        assert await ada.do(SetDots(ballot.round, "idea-1", 2)) == Ack(3)
        assert kofi.told[before:] == []
        assert ada.heard(Delta)[-1].put == [BallotRecord(ballot.id, ballot.round, 3, {"idea-1": 2})]
        room.resync(kofi)
        await room.between(lambda: None)
        assert kofi.heard(Welcome)[-1].seq == number


@pytest.mark.parametrize(("problem", "reason"), [(StorageBusy(), "storage_busy"), (StorageFull(), "storage_full")])
async def test_a_failed_commit_leaves_nothing_and_sends_everybody_away_to_come_back(
    problem: Exception, reason: str
) -> None:
    store = Brittle()
    async with living(store) as room:
        ada = await Phone(room, seat("ada")).join()
        kofi = await Phone(room, seat("kofi")).join()
        store.failures = [problem]
        verdict = await room.do(Ask(seat("ada"), ada.client, 2, PostIdea("idea-1", "board-1", "More benches")))
        assert isinstance(verdict, Wait)
        assert verdict.reason == reason
        assert (ada.closed, kofi.closed) == (1012, 1012)
        assert "idea:idea-1" not in await room.look("facilitator")
        again = await Phone(room, seat("ada")).hello()
        assert isinstance(await again.do(PostIdea("idea-1", "board-1", "More benches"), number=2), Ack)


async def test_after_three_failures_nothing_is_tried_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Brittle()
    async with living(store) as room:
        await Phone(room, seat("ada")).join()
        store.failures = [StorageFull(), StorageFull(), StorageFull()]
        for _ in range(3):
            await room.do(Ask(seat("ada"), "client-of-a-form", 1, Finish("gather")))
        appended = len(store.appended)
        verdict = await room.do(Ask(seat("ada"), "client-of-a-form", 1, Finish("gather")))
        assert isinstance(verdict, Wait)
        assert (verdict.reason, verdict.retry_after > 3) == ("storage_full", True)
        assert len(store.appended) == appended


async def test_a_bug_in_a_rule_refuses_one_command_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Workshop.apply

    def broken(self: Workshop, stored: object) -> object:
        if "poison" in repr(stored):
            raise RuntimeError("a bug")
        return real(self, stored)  # type: ignore[arg-type]

    monkeypatch.setattr(Workshop, "apply", broken)
    async with living(MemoryLog()) as room:
        ada = await Phone(room, seat("ada")).join()
        ask = Ask(seat("ada"), ada.client, 2, PostIdea("idea-1", "board-1", "poison"))
        other = Ask(seat("kofi"), "client-of-kofi-1", 1, Join("Kofi"))
        verdicts = await asyncio.gather(room.do(ask), room.do(other))
        assert verdicts[0] == Refused(2, "bad_command")
        assert isinstance(verdicts[1], Ack)
        assert isinstance(await ada.do(PostIdea("idea-2", "board-1", "Fine"), number=3), Ack)


async def test_closing_finishes_what_was_taken_in() -> None:
    store = MemoryLog()
    async with living(store) as room:
        ada = await Phone(room, seat("ada")).join()
        doing = asyncio.create_task(room.do(Ask(seat("ada"), ada.client, 2, PostIdea("idea-1", "board-1", "Last"))))
        await asyncio.sleep(0)
        await room.close()
        assert isinstance(await doing, Ack)
        assert ada.closed == 1012
        late = await room.do(Ask(seat("ada"), ada.client, 3, Finish("gather")))
        assert isinstance(late, Wait)


def test_what_is_kept_on_disk_of_a_refusal_names_nobody() -> None:
    state = ClientState("seat-of-kofi")
    busy = Refused(1, "convener_busy", {"name": "Ada Lovelace", "title": "More benches"})
    full = Refused(2, "space_full", {"limit": 2})
    for verdict in (busy, full):
        state.keep(Kept(verdict, b""))
    assert [kept.verdict for kept in state.verdicts.values()] == [busy, full]
    kept = [msgspec.json.decode(written, type=Refused) for written in state.written]
    assert kept == [Refused(1, "convener_busy"), full]
