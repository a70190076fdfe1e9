"""The log on disk against a killed process, a full disk, and chance."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.log import Append, Log, MemoryLog, StorageFull, Unknown
from server.sqlite import SqliteLog
from tests.server.logs import client, copied, every, row

APPENDING = """
import asyncio, sys
from pathlib import Path
from server.log import Append, ClientRow, Row
from server.sqlite import SqliteLog

async def write(log, stream):
    for seq in range(1, 1_000_000):
        clients = [ClientRow("ada", "s", seq, b"")]
        await log.append(Append(stream, seq - 1, [Row(seq, seq, "ada", b"1")], clients=clients))
        print(stream, seq, flush=True)

async def main():
    log = await SqliteLog.open(Path(sys.argv[1]))
    await asyncio.gather(*(write(log, f"w{n}") for n in range(8)))

asyncio.run(main())
"""


def told_until_killed(folder: Path, lines: int) -> dict[str, int]:
    """The last seq of each stream that a process told of before it was killed."""
    process = subprocess.Popen([sys.executable, "-c", APPENDING, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = [process.stdout.readline() for _ in range(lines)]
    process.kill()
    told += process.communicate()[0].splitlines()
    # The last line may be cut: then it tells a smaller number than was meant, or none.
    pairs = [line.strip().partition(" ") for line in told]
    return {stream: max(int(seq or 0) for name, _, seq in pairs if name == stream) for stream, _, _ in pairs}


@pytest.mark.parametrize("lines", [1, 333])
async def test_every_append_that_was_told_is_there_after_a_kill(tmp_path: Path, migrated: Path, lines: int) -> None:
    folder = copied(migrated, tmp_path)
    heads = await asyncio.to_thread(told_until_killed, folder, lines)
    log = await SqliteLog.open(folder)
    for stream, head in heads.items():
        seqs = [one.seq for one in await every(log, stream)]
        assert seqs == list(range(1, len(seqs) + 1))
        assert len(seqs) >= head
        assert await log.head(stream) == len(seqs)
        assert [one.last for one in await log.clients(stream)] == ([len(seqs)] if seqs else [])
    await log.close()


@pytest.fixture
async def small_disk(migrated: Path) -> AsyncIterator[Path]:
    """A disk of 1 MiB with a data folder on it."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("a disk of 1 MiB is made by root on Linux only")
    with tempfile.TemporaryDirectory() as place:
        made = await asyncio.to_thread(
            subprocess.run, ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, text=True
        )
        if made.returncode:
            pytest.skip(f"no disk of 1 MiB can be made here: {made.stderr.strip()}")
        try:
            yield copied(migrated, Path(place))
        finally:
            await asyncio.to_thread(subprocess.run, ["umount", place], check=True)


async def test_a_disk_that_is_really_full_loses_nothing_that_was_told(small_disk: Path) -> None:
    log = await SqliteLog.open(small_disk)
    head, failed = 0, 0
    try:
        while failed < 3:
            batch = Append("w", head, [row(head + 1, b"x" * 20_000), row(head + 2)], clients=[client("ada", head)])
            try:
                await log.append(batch)
                head += 2
            except (StorageFull, Unknown):
                failed += 1
        assert head > 4
        assert [one.seq for one in await every(log, "w")] == list(range(1, head + 1))
        assert [one.last for one in await log.clients("w")] == [head - 2]
    finally:
        await log.close()
    again = await SqliteLog.open(small_disk)
    assert await again.head("w") == head
    await again.close()


async def test_a_disk_with_room_again_is_written_to_again(small_disk: Path) -> None:
    log = await SqliteLog.open(small_disk)
    try:
        await log.append(Append("v", 0, [row(1)]))
        ballast = small_disk / "ballast"
        ballast.write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 100_000))
        big = Append("w", 0, [row(seq, b"x" * 20_000) for seq in range(1, 11)])
        with pytest.raises((StorageFull, Unknown)):
            await log.append(big)
        assert await log.head("w") == 0
        ballast.unlink()
        await log.append(big)
        assert await log.head("w") == 10
    finally:
        await log.close()


# Against the model

small = st.integers(0, 3)
batch = st.fixed_dictionaries(
    {
        "stream": st.sampled_from(["w", "v", "u"]),
        "off": st.sampled_from([0, 0, 0, 0, 0, 1, -1]),
        "rows": small,
        "redact": st.lists(st.integers(1, 8), max_size=3, unique=True),
        "clients": st.lists(st.sampled_from(["ada", "kofi", "mei"]), max_size=2, unique=True),
        "scrub": st.booleans(),
    }
)


def made_of(drawn: dict[str, Any], heads: dict[str, int], step: int) -> Append:
    """A batch on the stream's head, or beside it; of several at once on one stream each follows the one before."""
    head = max(0, heads.get(drawn["stream"], 0) + drawn["off"])
    new = [row(head + n, b"%d-%d" % (step, n)) for n in range(1, drawn["rows"] + 1)]
    if drawn["off"] == 0:
        heads[drawn["stream"]] = head + len(new)
    known = [client(name, step, b"[%d]" % step) for name in drawn["clients"]]
    return Append(drawn["stream"], head, new, [(seq, b"null") for seq in drawn["redact"]], known, drawn["scrub"])


async def outcome(log: Log, batches: list[Append]) -> tuple[list[str], list[Any]]:
    came_to = await asyncio.gather(*(log.append(one) for one in batches), return_exceptions=True)
    holds = [(await log.head(w), await every(log, w), sorted(await log.clients(w), key=repr)) for w in "wvu"]
    return [type(one).__name__ for one in came_to], holds


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(batch, min_size=1, max_size=5), max_size=8))
def test_the_log_on_disk_does_as_the_one_in_memory(migrated: Path, steps: list[list[dict[str, Any]]]) -> None:
    async def both(folder: Path) -> None:
        disk, memory = await SqliteLog.open(copied(migrated, folder)), MemoryLog()
        try:
            for step, drawn in enumerate(steps):
                heads = {stream: await memory.head(stream) for stream in "wvu"}
                batches = [made_of(one, heads, step) for one in drawn]
                assert await outcome(disk, batches) == await outcome(memory, batches)
        finally:
            await disk.close()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(both(Path(folder)))
