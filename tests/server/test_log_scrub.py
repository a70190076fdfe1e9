"""What was blanked and scrubbed is nowhere in the files any more."""

import asyncio
import logging
import random
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from server import writer
from server.log import Append
from server.sqlite import SqliteLog
from server.tables import FILE
from tests.server.logs import client, copied, files, row, rows


@pytest.fixture
def folder(tmp_path: Path, migrated: Path) -> Path:
    return copied(migrated, tmp_path)


@pytest.fixture
async def log(folder: Path) -> AsyncIterator[SqliteLog]:
    log = await SqliteLog.open(folder)
    yield log
    await log.close()


async def fill(log: SqliteLog, streams: int, events: int) -> dict[str, int]:
    """Words of several workshops, mixed, short and long, some over many pages; each marked with its stream."""
    chance = random.Random(5)
    heads = {f"w{n}": 0 for n in range(streams)}
    for _ in range(events):
        stream = chance.choice(list(heads))
        heads[stream] += 1
        mark = f"<{stream}-{heads[stream]}>".encode()
        words = row(heads[stream], mark + b"." * chance.choice([20, 300, 2_000, 9_000]) + mark)
        await log.append(Append(stream, heads[stream] - 1, [words], clients=[client("ada", heads[stream])]))
    return heads


async def test_nothing_is_left_of_what_was_blanked_and_scrubbed(log: SqliteLog, folder: Path) -> None:
    heads = await fill(log, streams=7, events=400)
    assert b"<w3-1>" in files(folder)
    redact = [(seq, b"null") for seq in range(1, heads["w3"] + 1)]
    await log.append(Append("w3", heads["w3"], [], redact=redact, scrub=True))
    assert b"<w3-" not in files(folder)
    assert b"<w2-1>" in files(folder)
    assert (folder / f"{FILE}-wal").stat().st_size == 0


async def test_nothing_is_left_of_a_deleted_stream_nor_of_what_is_blanked_in_another_after_it(
    log: SqliteLog, folder: Path
) -> None:
    chance = random.Random(7)
    heads = {f"w{n}": 0 for n in range(7)}
    for _ in range(300):
        stream = chance.choice(list(heads))
        words = [
            row(seq, f"<{stream}-{seq}>{'.' * chance.choice([20, 80, 200, 300, 900, 2_000])}<{stream}-{seq}>".encode())
            for seq in range(heads[stream] + 1, heads[stream] + chance.randrange(2, 8))
        ]
        await log.append(Append(stream, heads[stream], words))
        heads[stream] += len(words)
    await asyncio.gather(*(log.delete(stream, lambda _: None) for stream in ("w3", "w5", "w6")))
    written = files(folder)
    assert [stream for stream in heads if f"<{stream}-".encode() in written] == ["w0", "w1", "w2", "w4"]
    # Deleting rows moves others: no copy of them may stay behind where they were.
    for stream in ("w0", "w1", "w2", "w4"):
        redact = [(seq, b"null") for seq in range(1, heads[stream] + 1)]
        await log.append(Append(stream, heads[stream], [], redact=redact, scrub=True))
        assert f"<{stream}-".encode() not in files(folder)


async def test_scrubbing_waits_for_a_reader_and_nobody_else_waits_with_it(log: SqliteLog, folder: Path) -> None:
    await log.append(Append("w", 0, [row(1, b"<secret>")]))
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchall()
        scrubbed = asyncio.create_task(log.append(Append("w", 1, [], redact=[(1, b"null")], scrub=True)))
        await log.append(Append("v", 0, rows(1)))
        assert not scrubbed.done()
        assert b"<secret>" in files(folder)
        reader.execute("ROLLBACK")
        await scrubbed
        assert b"<secret>" not in files(folder)


async def test_a_reader_that_stays_is_not_waited_for_without_end(
    log: SqliteLog, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(writer, "SCRUB_S", 0.05)
    await log.append(Append("w", 0, [row(1, b"<secret>")]))
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchall()
        with caplog.at_level(logging.WARNING):
            await log.append(Append("w", 1, [], redact=[(1, b"null")], scrub=True))
        assert "a reader holds the write-ahead log" in caplog.text
        assert b"<secret>" in files(folder)
        reader.execute("ROLLBACK")
    await log.append(Append("v", 0, rows(1)))
    await log.append(Append("v", 1, rows(2)))
    assert b"<secret>" not in files(folder)
