"""Rows and logs for tests of the log."""

import shutil
import sqlite3
from pathlib import Path

from server.log import ClientRow, Log, Row
from server.tables import FILE


def row(seq: int, body: bytes | None = None) -> Row:
    return Row(seq, seq * 10, f"by-{seq}", b'"event %d"' % seq if body is None else body)


def rows(*seqs: int) -> list[Row]:
    return [row(seq) for seq in seqs]


def client(name: str, last: int = 1, verdicts: bytes = b"[]") -> ClientRow:
    return ClientRow(name, f"seat-{name}", last, verdicts)


async def every(log: Log, stream: str, after: int = 0) -> list[Row]:
    return [one async for page in log.read(stream, after) for one in page]


def copied(migrated: Path, folder: Path) -> Path:
    """A data folder of one's own; quicker than migrating it again."""
    if not (folder / FILE).exists():
        shutil.copy(migrated / FILE, folder / FILE)
    return folder


def files(folder: Path) -> bytes:
    """All that is written in a data folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("the disk said no")
    error.sqlite_errorcode = code
    return error
