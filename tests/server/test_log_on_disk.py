"""What the log on disk promises beyond the contract: few commits, and whole ones."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, OperationalError

from server.log import Append, Conflict, StorageBusy, StorageFull, Unknown
from server.sqlite import SqliteLog
from server.tables import FILE, owner_links
from tests.server.logs import client, copied, every, row, rows, sqlite_error


class Gate:
    """Stands before each commit: counts them, holds them while shut, fails each with what comes next in `fails`."""

    def __init__(self) -> None:
        self.commits = 0
        self.open = threading.Event()
        self.open.set()
        self.reached = threading.Event()
        self.fails: list[Exception | None] = []

    def __call__(self) -> None:
        self.reached.set()
        self.open.wait(10)
        failure = self.fails.pop(0) if self.fails else None
        if failure:
            raise failure
        self.commits += 1

    async def while_shut(self, log: SqliteLog, *writes: Coroutine[Any, Any, None]) -> list[BaseException | None]:
        """Ask for all of them while the writer is busy with something else; what each came to."""
        self.reached.clear()
        self.open.clear()
        first = asyncio.create_task(log.write(lambda _: None))
        await asyncio.to_thread(self.reached.wait, 10)
        waiting = [asyncio.create_task(write) for write in writes]
        await asyncio.sleep(0)
        self.open.set()
        await first
        return await asyncio.gather(*waiting, return_exceptions=True)


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def folder(tmp_path: Path, migrated: Path) -> Path:
    return copied(migrated, tmp_path)


@pytest.fixture
async def log(folder: Path, gate: Gate) -> AsyncIterator[SqliteLog]:
    log = await SqliteLog.open(folder, gate)
    yield log
    await log.close()


# Few commits


async def test_what_came_during_a_commit_goes_into_one(log: SqliteLog, gate: Gate) -> None:
    came_to = await gate.while_shut(log, *(log.append(Append(f"w{n}", 0, rows(1, 2))) for n in range(30)))
    assert came_to == [None] * 30
    assert gate.commits == 2


async def test_one_alone_is_committed_alone(log: SqliteLog, gate: Gate) -> None:
    for n in range(5):
        await log.append(Append("w", n, rows(n + 1)))
    assert gate.commits == 5


async def test_without_grouping_each_is_committed_alone(folder: Path, gate: Gate) -> None:
    log = await SqliteLog.open(folder, gate, group=False)
    await gate.while_shut(log, *(log.append(Append(f"w{n}", 0, rows(1))) for n in range(5)))
    await log.close()
    assert gate.commits == 6


async def test_those_of_one_stream_are_written_in_the_order_they_came(log: SqliteLog, gate: Gate) -> None:
    came_to = await gate.while_shut(log, *(log.append(Append("w", n, rows(n + 1))) for n in range(20)))
    assert came_to == [None] * 20
    assert await log.head("w") == 20


# Whole ones


async def test_a_conflict_touches_nobody_else_in_its_transaction(log: SqliteLog, gate: Gate) -> None:
    stale = Append("w", 7, rows(8), clients=[client("kofi")])
    batches = [Append("v", 0, rows(1)), stale, Append("u", 0, rows(1))]
    came_to = await gate.while_shut(log, *(log.append(batch) for batch in batches))
    assert [type(one) for one in came_to] == [type(None), Conflict, type(None)]
    assert gate.commits == 2
    assert (await log.head("v"), await log.head("w"), await log.head("u")) == (1, 0, 1)
    assert await log.clients("w") == []


async def test_a_write_that_breaks_a_rule_of_its_table_undoes_itself_alone(log: SqliteLog, gate: Gate) -> None:
    def twice(connection: Connection) -> None:
        for _ in range(2):
            connection.execute(owner_links.insert().values(id="o", hash=b"h", made=1))

    came_to = await gate.while_shut(log, log.write(twice), log.append(Append("w", 0, rows(1))))
    assert [type(one) for one in came_to] == [IntegrityError, type(None)]
    assert gate.commits == 2
    assert await log.write(lambda connection: connection.execute(owner_links.select()).all()) == []


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (sqlite_error(sqlite3.SQLITE_FULL), StorageFull),
        (sqlite_error(sqlite3.SQLITE_BUSY), StorageBusy),
        (sqlite_error(sqlite3.SQLITE_IOERR | 4 << 8), Unknown),
        (ZeroDivisionError(), Unknown),
    ],
)
async def test_a_commit_that_fails_fails_all_that_is_in_it(
    log: SqliteLog, gate: Gate, failure: Exception, expected: type[Exception]
) -> None:
    gate.fails = [None, failure]
    batches = [Append("w", 0, rows(1)), Append("w", 0, rows(1)), Append("v", 0, rows(1), clients=[client("ada")])]
    came_to = await gate.while_shut(log, *(log.append(batch) for batch in batches))
    assert [type(one) for one in came_to] == [expected] * 3
    assert (await log.head("w"), await log.head("v"), await log.clients("v")) == (0, 0, [])
    await log.append(Append("w", 0, rows(1)))
    assert await every(log, "w") == rows(1)


async def test_a_full_disk_is_told_and_nothing_is_half_done(log: SqliteLog) -> None:
    def allow(pages: int) -> Callable[[Connection], int]:
        return lambda connection: int(connection.exec_driver_sql(f"PRAGMA max_page_count={pages}").scalar_one())

    used = await log.write(allow(1))
    big = [row(1), row(2, b"x" * 100_000)]
    with pytest.raises(StorageFull):
        await log.append(Append("w", 0, big, clients=[client("ada")]))
    assert (await log.head("w"), await every(log, "w"), await log.clients("w")) == (0, [], [])
    await log.write(allow(used + 1_000))
    await log.append(Append("w", 0, big))
    assert await every(log, "w") == big


async def test_a_database_that_somebody_else_holds_is_busy(log: SqliteLog, folder: Path) -> None:
    await log.write(lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout=20"))
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageBusy):
            await log.append(Append("w", 0, rows(1)))
        other.execute("ROLLBACK")
    await log.append(Append("w", 0, rows(1)))
    assert await log.head("w") == 1


async def test_the_store_itself_refuses_a_second_server_that_is_behind(log: SqliteLog, folder: Path) -> None:
    other = await SqliteLog.open(folder)
    await log.append(Append("w", 0, rows(1)))
    with pytest.raises(Conflict):
        await other.append(Append("w", 0, [row(1, b'"theirs"')]))
    await other.append(Append("w", 1, rows(2)))
    await other.close()
    assert await every(log, "w") == rows(1, 2)


async def test_to_cancel_who_waits_does_not_cancel_what_is_written(log: SqliteLog, gate: Gate) -> None:
    async def goes_away() -> None:
        asked = log.append(Append("w", 0, rows(1)))
        asyncio.current_task().cancel()  # type: ignore[union-attr]  # comes to pass where append waits
        await asked

    # The two are in one transaction: who stays is told of it all the same.
    came_to = await gate.while_shut(log, goes_away(), log.append(Append("w", 1, rows(2))))
    assert [type(one) for one in came_to] == [asyncio.CancelledError, type(None)]
    assert await every(log, "w") == rows(1, 2)


async def test_after_an_unknown_outcome_the_files_are_opened_afresh(log: SqliteLog, gate: Gate) -> None:
    await log.write(lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout=20"))
    gate.fails = [sqlite_error(sqlite3.SQLITE_IOERR)]
    with pytest.raises(Unknown):
        await log.append(Append("w", 0, rows(1)))
    assert await log.write(lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout").scalar()) == 1000


async def test_reading_what_cannot_be_read_is_no_error_of_whoever_reads(log: SqliteLog, folder: Path) -> None:
    (folder / FILE).write_bytes(b"Dear diary" * 1_000)
    with pytest.raises(Unknown):
        await log.head("w")


async def test_closing_first_writes_what_waits(folder: Path, gate: Gate) -> None:
    log = await SqliteLog.open(folder, gate)
    gate.open.clear()
    waiting = [asyncio.create_task(log.append(Append("w", n, rows(n + 1)))) for n in range(5)]
    await asyncio.sleep(0)
    gate.open.set()
    await log.close()
    await asyncio.gather(*waiting)
    assert not (folder / f"{FILE}-wal").exists()
    with pytest.raises(RuntimeError, match="closed"):
        await log.append(Append("w", 5, rows(6)))
    again = await SqliteLog.open(folder)
    assert await every(again, "w") == rows(1, 2, 3, 4, 5)
    await again.close()


async def test_the_writer_writes_through_to_the_disk_and_forgets_thoroughly(log: SqliteLog) -> None:
    asked = ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "temp_store", "busy_timeout", "fullfsync")
    found = await log.write(lambda c: [c.exec_driver_sql(f"PRAGMA {pragma}").scalar() for pragma in asked])
    assert found == ["wal", 2, 1, 1, 2, 1000, 1]


async def test_readers_cannot_write(log: SqliteLog) -> None:
    async with log.reading.connect() as connection:
        with pytest.raises(OperationalError, match="readonly"):
            await connection.execute(text("DELETE FROM events"))


async def test_readers_see_whole_batches_while_the_writer_writes(log: SqliteLog) -> None:
    async def reader() -> list[int]:
        seen: list[int] = []
        while not seen or seen[-1] < 200:
            seen.append(len(await every(log, "w")))
        return seen

    readers = [asyncio.create_task(reader()) for _ in range(4)]
    for n in range(0, 200, 10):
        await log.append(Append("w", n, rows(*range(n + 1, n + 11))))
    for seen in await asyncio.gather(*readers):
        assert seen == sorted(seen)
        assert all(count % 10 == 0 for count in seen)


async def test_a_folder_may_have_any_name(tmp_path: Path, migrated: Path) -> None:
    odd = tmp_path / "l'été 100% #1?"
    odd.mkdir()
    log = await SqliteLog.open(copied(migrated, odd))
    await log.append(Append("w", 0, rows(1)))
    assert await every(log, "w") == rows(1)
    await log.close()
