"""What every log promises, kept by the one on disk and by the one in memory."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from server.log import PAGE, Append, Conflict, Log, MemoryLog, Row, StorageFull
from server.sqlite import SqliteLog
from server.tables import owner_links
from tests.server.logs import client, copied, every, row, rows

Failing = Callable[[], None]
Opened = Callable[[Failing | None], Awaitable[Log]]


@pytest.fixture(params=["memory", "disk"])
async def opened(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path) -> AsyncIterator[Opened]:
    logs: list[Log] = []

    async def make(before_commit: Failing | None = None) -> Log:
        on_disk = request.param == "disk"
        log = await SqliteLog.open(copied(migrated, tmp_path), before_commit) if on_disk else MemoryLog(before_commit)
        logs.append(log)
        return log

    yield make
    for log in logs:
        await log.close()


@pytest.fixture
async def log(opened: Opened) -> Log:
    return await opened(None)


async def test_what_was_appended_is_read_in_order(log: Log) -> None:
    await log.append(Append("w", 0, rows(1, 2)))
    await log.append(Append("w", 2, rows(3)))
    assert await every(log, "w") == rows(1, 2, 3)
    assert await every(log, "w", after=2) == rows(3)
    assert await log.head("w") == 3


async def test_a_stream_nobody_wrote_to_is_empty(log: Log) -> None:
    assert await log.head("nowhere") == 0
    assert await every(log, "nowhere") == []
    assert await log.clients("nowhere") == []


async def test_streams_know_nothing_of_each_other(log: Log) -> None:
    await log.append(Append("w", 0, rows(1, 2), clients=[client("ada")]))
    await log.append(Append("v", 0, rows(1)))
    assert (await log.head("w"), await log.head("v")) == (2, 1)
    assert await log.clients("v") == []


async def test_reading_goes_by_pages(log: Log) -> None:
    await log.append(Append("w", 0, rows(*range(1, PAGE + 2))))
    assert [len(page) async for page in log.read("w")] == [PAGE, 1]
    assert [len(page) async for page in log.read("w", after=1)] == [PAGE]


@pytest.mark.parametrize("seqs", [(2,), (1, 3), (1, 1), (0, 1)])
async def test_rows_that_leave_a_gap_are_a_mistake(log: Log, seqs: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="do not follow"):
        await log.append(Append("w", 0, rows(*seqs)))
    assert await log.head("w") == 0


@pytest.mark.parametrize("head", [0, 1, 3])
async def test_a_batch_decided_on_another_head_is_refused_whole(log: Log, head: int) -> None:
    await log.append(Append("w", 0, rows(1, 2)))
    with pytest.raises(Conflict):
        await log.append(Append("w", head, rows(head + 1), redact=[(1, b"null")], clients=[client("kofi")]))
    assert await every(log, "w") == rows(1, 2)
    assert await log.clients("w") == []


async def test_one_of_two_at_once_on_the_same_head_wins(log: Log) -> None:
    both = await asyncio.gather(
        log.append(Append("w", 0, [row(1, b'"ada"')])),
        log.append(Append("w", 0, [row(1, b'"kofi"')])),
        return_exceptions=True,
    )
    assert [type(one) for one in both] == [type(None), Conflict]
    assert await every(log, "w") == [row(1, b'"ada"')]


async def test_a_refused_command_moves_its_client_on_and_writes_no_event(log: Log) -> None:
    await log.append(Append("w", 0, [], clients=[client("ada", last=1)]))
    assert await log.head("w") == 0
    await log.append(Append("w", 0, rows(1), clients=[client("ada", last=2)]))
    await log.append(Append("w", 1, [], clients=[client("ada", last=3, verdicts=b"[3]"), client("kofi")]))
    assert await log.clients("w") == [client("ada", last=3, verdicts=b"[3]"), client("kofi")]
    with pytest.raises(Conflict):
        await log.append(Append("w", 0, [], clients=[client("ada", last=4)]))


async def test_redacting_puts_other_words_there_and_forgets_who_and_when(log: Log) -> None:
    await log.append(Append("w", 0, rows(1, 2, 3)))
    await log.append(Append("w", 3, rows(4), redact=[(2, b"null"), (3, b'{"left":1}')], scrub=True))
    assert await every(log, "w") == [row(1), Row(2, 0, "", b"null"), Row(3, 0, "", b'{"left":1}'), row(4)]


async def test_an_event_may_be_redacted_in_the_batch_that_brings_it(log: Log) -> None:
    await log.append(Append("w", 0, rows(1, 2), redact=[(2, b"null")]))
    assert await every(log, "w") == [row(1), Row(2, 0, "", b"null")]


async def test_redacting_what_is_not_there_is_a_mistake(log: Log) -> None:
    await log.append(Append("w", 0, rows(1)))
    with pytest.raises(ValueError, match="nothing to redact"):
        await log.append(Append("w", 1, rows(2), redact=[(1, b"null"), (7, b"null")]))
    assert await every(log, "w") == rows(1)


async def test_a_snapshot_takes_the_place_of_what_was_before_it(log: Log) -> None:
    await log.append(Append("w/text", 0, rows(1, 2, 3, 4)))
    await log.append(Append("w", 0, rows(1)))
    await log.compact("w/text", 3, b'"so far"')
    assert await every(log, "w/text") == [Row(3, 30, "", b'"so far"'), row(4)]
    await log.append(Append("w/text", 4, rows(5)))
    await log.compact("w/text", 5, b'"further"')
    assert [one.body for one in await every(log, "w/text")] == [b'"further"']
    assert (await log.head("w/text"), await every(log, "w")) == (5, rows(1))


async def test_there_is_no_snapshot_of_what_never_was(log: Log) -> None:
    await log.append(Append("w/text", 0, rows(1, 2)))
    with pytest.raises(ValueError, match="nothing to compact"):
        await log.compact("w/text", 3, b'"so far"')
    assert await every(log, "w/text") == rows(1, 2)


async def test_a_commit_that_fails_leaves_nothing_behind_and_the_next_goes_well(opened: Opened) -> None:
    weather = {"bad": False}

    def before_commit() -> None:
        if weather["bad"]:
            raise StorageFull("no room")

    log = await opened(before_commit)
    await log.append(Append("w", 0, rows(1)))
    weather["bad"] = True
    with pytest.raises(StorageFull):
        await log.append(Append("w", 1, rows(2), redact=[(1, b"null")], clients=[client("ada")]))
    weather["bad"] = False
    assert await every(log, "w") == rows(1)
    assert await log.clients("w") == []
    await log.append(Append("w", 1, rows(2)))
    assert await log.head("w") == 2


async def test_a_deleted_stream_is_as_if_it_had_never_been_and_others_stay(log: Log) -> None:
    await log.append(Append("w", 0, rows(1, 2), clients=[client("ada")]))
    await log.append(Append("v", 0, rows(1), clients=[client("kofi")]))
    values = {"id": "o1", "hash": b"h", "made": 5}
    await log.write(lambda connection: connection.execute(owner_links.insert().values(values)))
    assert await log.delete("w", lambda connection: connection.execute(owner_links.delete()).rowcount) == 1
    assert (await log.head("w"), await every(log, "w"), await log.clients("w")) == (0, [], [])
    assert (await every(log, "v"), await log.clients("v")) == (rows(1), [client("kofi")])
    await log.append(Append("w", 0, rows(1)))
    assert await every(log, "w") == rows(1)


async def test_what_goes_to_streams_beside_is_written_with_the_rest_or_not_at_all(log: Log) -> None:
    await log.append(Append("w", 0, rows(1), beside=[Append("w.one", 0, rows(1, 2)), Append("w.two", 0, rows(1))]))
    assert await log.beside("w") == {"one": 2, "two": 1}
    stale = [Append("w.one", 2, rows(3)), Append("w.two", 0, rows(1))]
    with pytest.raises(Conflict):
        await log.append(Append("w", 1, rows(2), beside=stale))
    assert (await every(log, "w"), await every(log, "w.one")) == (rows(1), rows(1, 2))
    await log.append(Append("w", 1, [], beside=[Append("w.one", 2, [], [(1, b"null")])], scrub=True))
    assert (await log.head("w"), await log.head("w.one")) == (1, 2)
    assert (await every(log, "w.one"))[0] == Row(1, 0, "", b"null")


async def test_a_deleted_workshop_takes_what_stands_beside_it_and_nothing_of_its_neighbours(log: Log) -> None:
    for stream in ("w", "w.one", "w-", "w/", "w0", "w-.one", "v.w"):
        await log.append(Append(stream, 0, rows(1)))
    await log.delete("w", lambda _: None)
    assert await log.beside("w") == {}
    assert [await log.head(stream) for stream in ("w", "w.one", "w-", "w/", "w0", "w-.one", "v.w")] == [0, 0, *[1] * 5]
    await log.append(Append("w", 0, rows(1), beside=[Append("w.one", 0, rows(1))]))
    assert await log.beside("w") == {"one": 1}


async def test_a_deletion_that_is_thought_better_of_deletes_nothing(log: Log) -> None:
    await log.append(Append("w", 0, rows(1), clients=[client("ada")]))
    with pytest.raises(ZeroDivisionError):
        await log.delete("w", lambda connection: connection.execute(owner_links.delete()).rowcount / 0)
    assert (await log.head("w"), await every(log, "w"), await log.clients("w")) == (1, rows(1), [client("ada")])


async def test_other_writes_go_the_same_way(log: Log) -> None:
    values = {"id": "o1", "hash": b"h", "made": 5}
    assert await log.write(lambda connection: connection.execute(owner_links.insert().values(values)).rowcount) == 1
    with pytest.raises(ZeroDivisionError):
        await log.write(lambda connection: connection.execute(owner_links.delete()).rowcount / 0)
    found = await log.write(lambda connection: connection.execute(select(owner_links.c.id, owner_links.c.made)).all())
    assert [tuple(one) for one in found] == [("o1", 5)]
