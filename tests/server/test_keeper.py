"""A workshop is deleted when its time is over, wholly and not before; who erased themselves leaves no way back."""

import asyncio
import hashlib
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from server import keeper as keeping
from server.access import DAY_MS, Access, Created, Entry
from server.app import create_app
from server.batch import Ask
from server.codes import new_key
from server.keeper import TOUCH_MS, InUse, Keeper, delete_workshop, expired
from server.log import StorageFull
from server.presence import Seat
from server.protocol import Ack, Bye, Welcome
from server.rooms import NoSuchWorkshop, Rooms
from server.settings import DoorLimits, Settings
from server.sqlite import SqliteLog
from server.tables import FILE
from tests.clients import Phone, ideation
from tests.server.logs import copied, files
from workshops.agenda import OpenStep
from workshops.ideas import EditIdea, PostIdea
from workshops.people import EraseMe, Join, MergePeople, RemovePerson, Rename
from workshops.recipe import DescribeWorkshop
from workshops.vocabulary import Limits, to_json
from workshops.workshop import AnyCommand

DOOR = DoorLimits()


class House:
    """A server without pages, whose keeper has a clock that the test turns."""

    def __init__(self, log: SqliteLog) -> None:
        self.log, self.rooms = log, Rooms(log, Limits(), DOOR)
        self.access = Access(log, log.reading, self.rooms, DOOR, failure_s=0)
        self.now = self.started = 0
        self.keeper = Keeper(log, log.reading, self.rooms, self.access, lambda: self.now)

    async def opened(self, days: int = 30, title: str = "A workshop") -> Created:
        command = msgspec.structs.replace(ideation(), keep_days=days, title=title, organiser=f"Organiser of {title}")
        made = await self.access.create(command, new_key())
        self.now = self.started = await self.last_used(made.workshop)
        await self.do(Seat("desk", made.workshop, "system", "desk"), None, command=OpenStep("gather"), role=True)
        return made

    async def do(
        self, seat: Seat, client: str | None, cseq: int = 1, *, command: AnyCommand, role: bool = False
    ) -> None:
        who = msgspec.structs.replace(seat, role="facilitator") if role else seat
        room = await self.rooms.get(seat.workshop)
        assert isinstance(await room.do(Ask(who, client, cseq, command)), Ack)

    async def facilitates(self, made: Created, command: AnyCommand) -> None:
        await self.do(Seat("desk", made.workshop, "facilitator", made.console.id), None, command=command)

    async def joined(self, workshop: str, name: str) -> Entry:
        entry = await self.access.join(workshop, new_key(), name)
        assert isinstance(entry, Entry)
        return entry

    async def last_used(self, workshop: str) -> int:
        query = "SELECT last_used FROM workshops WHERE id = ?"
        found: int = await self.log.write(lambda db: db.exec_driver_sql(query, (workshop,)).scalar_one())
        return found

    async def settled(self) -> None:
        while self.keeper._tasks:
            await asyncio.gather(*self.keeper._tasks)


@pytest.fixture
def folder(tmp_path: Path, migrated: Path) -> Path:
    return copied(migrated, tmp_path)


@pytest.fixture
async def house(folder: Path) -> AsyncIterator[House]:
    log = await SqliteLog.open(folder)
    house = House(log)
    yield house
    await house.rooms.close()
    await house.keeper.close()
    await log.close()


async def said(house: House, made: Created, words: str) -> Entry:
    entry = await house.joined(made.workshop, f"Name of {words}")
    assert entry.seat is not None
    await house.do(entry.seat, f"client-of-{words}", command=PostIdea(f"idea-{words}", "board-1", f"Idea of {words}"))
    return entry


# The end of its time


async def test_a_workshop_past_its_time_is_deleted_and_no_word_of_it_stays_in_the_files(
    house: House, folder: Path
) -> None:
    old, kept = await house.opened(30, "Aaaa"), await house.opened(60, "Bbbb")
    await said(house, old, "aaaa")
    await house.access.holders.mint(old.workshop, "facilitator", "Label of aaaa", new_key())
    await said(house, kept, "bbbb")
    assert files(folder).count(b"Idea of aaaa") > 0
    house.now += 31 * DAY_MS
    assert await house.keeper.delete_expired() == [old.workshop]
    left = files(folder)
    for word in ("Aaaa", "aaaa", old.workshop, "Organiser of Aaaa"):
        assert word.encode() not in left, word
    assert b"Idea of bbbb" in left
    room = await house.rooms.get(kept.workshop)
    assert await room.read(lambda workshop: workshop.title) == "Bbbb"
    assert await house.keeper.delete_expired() == []


async def test_a_workshop_is_kept_to_its_last_day(house: House) -> None:
    made = await house.opened(30)
    house.now += 30 * DAY_MS - 1
    assert await house.keeper.delete_expired() == []
    house.now = await house.last_used(made.workshop) + 30 * DAY_MS
    assert await house.keeper.delete_expired() == [made.workshop]


async def test_its_sockets_are_cut_and_nobody_is_let_in_again(house: House) -> None:
    made = await house.opened(1)
    ada = await said(house, made, "ada")
    assert ada.seat is not None
    room = await house.rooms.get(made.workshop)
    phone = await Phone(room, ada.seat).hello()
    house.now += 2 * DAY_MS
    assert await house.keeper.delete_expired() == [made.workshop]
    assert (phone.closed, len(phone.heard(Bye))) == (1012, 1)
    with pytest.raises(NoSuchWorkshop):
        await house.rooms.get(made.workshop)
    assert await house.access.seats.of(ada.cookie, made.workshop, "participant") is None
    assert await house.access.redeem(made.console.secret, {}, "192.0.2.7") is None
    with pytest.raises(NoSuchWorkshop):
        await house.access.entrance(made.workshop)


async def test_a_workshop_in_use_is_not_deleted(house: House) -> None:
    made = await house.opened(30)
    ada = (await said(house, made, "ada")).seat
    assert ada is not None
    for n in range(3):
        house.now += 20 * DAY_MS
        await house.do(ada, "client-of-ada", 2 + n, command=EditIdea("idea-ada", f"Version {n}"))
        await house.settled()
        assert await house.last_used(made.workshop) == house.now
        assert await house.keeper.delete_expired() == []


async def test_a_use_is_written_down_once_an_hour_and_what_happens_by_itself_is_none(house: House) -> None:
    made = await house.opened(30)
    ada = (await said(house, made, "ada")).seat
    assert ada is not None
    await house.settled()
    before = await house.last_used(made.workshop)
    house.now = house.started + TOUCH_MS - 1
    await house.do(ada, "client-of-ada", 2, command=EditIdea("idea-ada", "Soon after"))
    await house.settled()
    assert await house.last_used(made.workshop) == before
    house.now += 1
    room = await house.rooms.get(made.workshop)
    await room.do(Ask(Seat("server", made.workshop, "system", "server"), "server", 1, Rename("Nobody")))
    await house.settled()
    assert await house.last_used(made.workshop) == before
    await house.do(ada, "client-of-ada", 3, command=EditIdea("idea-ada", "An hour after"))
    await house.settled()
    assert await house.last_used(made.workshop) == house.now


async def test_one_that_is_used_at_the_last_moment_stays_open(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    made = await house.opened(30)
    ada = (await said(house, made, "ada")).seat
    assert ada is not None
    house.now += 31 * DAY_MS

    async def looked_before(*_: object) -> list[str]:
        await house.do(ada, "client-of-ada", 2, command=EditIdea("idea-ada", "Not so fast"))
        return [made.workshop]

    monkeypatch.setattr(keeping, "expired", looked_before)
    assert await house.keeper.delete_expired() == []
    await house.do(ada, "client-of-ada", 3, command=EditIdea("idea-ada", "Still here"))


async def test_what_could_not_be_deleted_is_open_as_before_and_deleted_the_next_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await house.opened(30)
    house.now += 31 * DAY_MS

    async def full(*_: object) -> list[str]:
        raise StorageFull

    with monkeypatch.context() as bad:
        bad.setattr(keeping, "delete_workshop", full)
        assert await house.keeper.delete_expired() == []
    assert (await house.rooms.get(made.workshop)).id == made.workshop
    assert await house.keeper.delete_expired() == [made.workshop]


async def test_it_looks_by_itself_shortly_after_the_start_and_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "FIRST_S", 0.01)
    monkeypatch.setattr(keeping, "EVERY_S", 0.01)
    first, second = await house.opened(1), await house.opened(5)
    deleted: asyncio.Queue[str] = asyncio.Queue()
    monkeypatch.setattr(house.access.seats, "deleted", lambda workshop, _: deleted.put_nowait(workshop))
    house.now += 2 * DAY_MS
    house.keeper.start()
    for made in (first, second):
        assert await asyncio.wait_for(deleted.get(), 10) == made.workshop
        house.now += 5 * DAY_MS


async def test_without_a_server_a_workshop_is_deleted_by_its_id_or_if_its_time_is_over(house: House) -> None:
    made = await house.opened(30)
    await house.rooms.close()
    assert await expired(house.log.reading, house.now) == []
    with pytest.raises(InUse):
        await delete_workshop(house.log, made.workshop, house.now)
    assert await house.log.head(made.workshop) > 0
    await delete_workshop(house.log, made.workshop)
    assert await house.log.head(made.workshop) == 0


def test_its_pages_say_that_there_is_no_such_page(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=str(tmp_path), open=True)), follow_redirects=False) as client:
        state, portal = client.app.state.house, client.portal  # type: ignore[attr-defined]
        assert portal is not None
        made = portal.call(state.access.create, ideation(), new_key())
        door = f"/j/{portal.call(state.access.entrance, made.workshop).qr}"
        ada = portal.call(state.access.join, made.workshop, new_key(), "Ada")
        cookies = {"cookie": f"g-{made.workshop}-participant={ada.cookie}"}
        pages = [f"/w/{made.workshop}{path}" for path in ("", "/view", "/me", "/device", "/ideas")]
        assert client.get(pages[0], headers=cookies).status_code == 200
        late = Keeper(state.log, state.log.reading, state.rooms, state.access, lambda: 2**52)
        assert portal.call(late.delete_expired) == [made.workshop]
        told = {client.get(page, headers=cookies).status_code for page in pages[:4]}
        assert told | {client.get(door).status_code} == {404}
        assert "deleted at the end of its time" in client.get(pages[0], headers=cookies).text
        assert client.get(pages[0]).status_code == 403
        assert "A workshop" not in client.get("/", headers=cookies).text


# Who erased themselves


async def test_no_digest_of_what_an_erased_person_said_is_in_the_database(house: House, folder: Path) -> None:
    made = await house.opened()
    entry = await house.joined(made.workshop, "Ada Lovelace")
    assert entry.seat is not None
    spoken: list[AnyCommand] = [
        Join("Ada Lovelace"),
        Rename("Countess"),
        PostIdea("idea-1", "board-1", "More benches"),
        EditIdea("idea-1", "Many more benches"),
    ]
    for n, command in enumerate(spoken):
        await house.do(entry.seat, "client-of-ada-1", n + 1, command=command)
    await house.do(entry.seat, "client-of-ada-2", command=EraseMe())
    written = files(folder)
    for command in spoken:
        for size in range(8, 33):
            guess = hashlib.blake2b(to_json((None, command)), digest_size=size)
            assert guess.digest() not in written
            assert guess.hexdigest().encode() not in written
    with closing(sqlite3.connect(folder / FILE)) as connection:
        kept = [row[0] for row in connection.execute("SELECT verdicts FROM clients")]
    assert kept
    assert not any(b"digest" in verdicts for verdicts in kept)
    for word in (b"Lovelace", b"Countess", b"benches"):
        assert word not in written


async def test_what_was_given_to_an_erased_person_to_come_back_with_opens_nothing(house: House) -> None:
    made = await house.opened()
    ada, kofi = await house.joined(made.workshop, "Ada"), await house.joined(made.workshop, "Kofi")
    assert ada.seat is not None
    assert kofi.seat is not None
    hers, his = await house.access.holders.personal(ada.seat), await house.access.holders.personal(kofi.seat)
    other = await house.access.redeem(hers.secret, {}, "192.0.2.7")
    assert isinstance(other, Entry)
    await house.do(ada.seat, "client-of-ada", command=EraseMe())
    await house.settled()
    assert await house.access.redeem(hers.secret, {}, "192.0.2.7") is None
    assert await house.access.redeem(hers.digits, {}, "192.0.2.7") is None
    assert await house.access.redeem(his.secret, {}, "192.0.2.7") is not None
    # The devices they sit at lead to the page from which one enters again.
    for entry in (ada, other):
        assert await house.access.seats.of(entry.cookie, made.workshop, "participant") is not None


# Who was removed, who was two


async def test_who_is_removed_is_cut_and_nothing_they_held_opens_anything(house: House) -> None:
    made = await house.opened()
    ada, kofi = await house.joined(made.workshop, "Ada"), await house.joined(made.workshop, "Kofi")
    assert ada.seat is not None
    assert kofi.seat is not None
    given = await house.access.holders.personal(ada.seat)
    elsewhere = await house.access.redeem(given.secret, {}, "192.0.2.7")
    assert isinstance(elsewhere, Entry)
    digits = await house.access.holders.digits(made.workshop, ada.seat.actor)
    room = await house.rooms.get(made.workshop)
    phones = [await Phone(room, entry.seat).hello() for entry in (ada, elsewhere, kofi) if entry.seat]
    await house.facilitates(made, RemovePerson(ada.seat.actor))
    await house.settled()
    assert [phone.closed for phone in phones] == [4003, 4003, None]
    for entry in (ada, elsewhere):
        assert await house.access.seats.of(entry.cookie, made.workshop, "participant") is None
    for secret in (given.secret, digits):
        assert await house.access.redeem(secret, {}, "192.0.2.7") is None
    assert await house.access.seats.of(kofi.cookie, made.workshop, "participant") == kofi.seat


async def test_a_full_disk_only_puts_off_that_a_removed_person_is_cut(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "RETRY_S", 0.0)
    made = await house.opened()
    ada = await house.joined(made.workshop, "Ada")
    assert ada.seat is not None
    remove, refusals = house.access.holders.remove, [StorageFull("full"), StorageFull("full")]

    async def at_last(workshop: str, person: str) -> None:
        if refusals:
            raise refusals.pop()
        await remove(workshop, person)

    monkeypatch.setattr(house.access.holders, "remove", at_last)
    await house.facilitates(made, RemovePerson(ada.seat.actor))
    await house.settled()
    assert await house.access.seats.of(ada.cookie, made.workshop, "participant") is None


async def test_who_joined_twice_comes_back_as_one_with_all_their_devices_and_links(house: House) -> None:
    made = await house.opened()
    first, second = await house.joined(made.workshop, "Ada"), await house.joined(made.workshop, "Ada again")
    assert first.seat is not None
    assert second.seat is not None
    hers = await house.access.holders.personal(second.seat)
    room = await house.rooms.get(made.workshop)
    phones = [await Phone(room, entry.seat).hello() for entry in (first, second) if entry.seat]
    await house.facilitates(made, MergePeople(second.seat.actor, first.seat.actor))
    await house.settled()
    assert [phone.closed for phone in phones] == [None, 1012]
    assert [bye.reason for bye in phones[1].heard(Bye)] == ["restart"], "so that it comes back by itself"
    again = await house.access.seats.of(second.cookie, made.workshop, "participant")
    assert again == msgspec.structs.replace(second.seat, actor=first.seat.actor)
    assert again is not None
    back = await Phone(room, again).hello()
    assert [each.person for each in back.heard(Welcome)] == [first.seat.actor]
    for secret in (hers.secret, hers.digits):
        entry = await house.access.redeem(secret, {}, "192.0.2.7")
        assert isinstance(entry, Entry)
        assert entry.seat is not None
        assert entry.seat.actor == first.seat.actor


async def test_what_a_crash_kept_from_the_doors_is_done_when_the_workshop_wakes(folder: Path) -> None:
    first = House(await SqliteLog.open(folder))
    first.rooms.heard = lambda *_: None  # the process dies before the keeper has written
    made = await first.opened()
    ada, again, kofi = [await first.joined(made.workshop, name) for name in ("Ada", "Ada again", "Kofi")]
    assert ada.seat is not None
    assert again.seat is not None
    assert kofi.seat is not None
    await first.facilitates(made, MergePeople(again.seat.actor, ada.seat.actor))
    await first.facilitates(made, RemovePerson(kofi.seat.actor))
    used = await first.last_used(made.workshop)
    await first.rooms.close()
    await first.log.close()
    second = House(await SqliteLog.open(folder))
    second.now = first.now + TOUCH_MS
    await (await second.rooms.get(made.workshop)).between(lambda: None)
    await second.settled()
    found = await second.access.seats.of(again.cookie, made.workshop, "participant")
    assert found is not None
    assert found.actor == ada.seat.actor
    assert await second.access.seats.of(kofi.cookie, made.workshop, "participant") is None
    assert await second.last_used(made.workshop) == used, "waking is no use of it"
    await second.rooms.close()
    await second.keeper.close()
    await second.log.close()


async def test_lists_know_a_workshop_by_the_title_it_has_now(house: House) -> None:
    made = await house.opened(title="Benches")
    await house.facilitates(made, DescribeWorkshop("Trees", "Mei"))
    await house.settled()
    assert await house.access.title_of(made.workshop) == "Trees"
