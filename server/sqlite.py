"""The log on disk: SQLite, written by one thread (`writer.py`), read by an asynchronous engine that cannot write."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import URL, ColumnElement, Connection, Select, Table, and_, or_, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from server.log import PAGE, Append, ClientRow, Conflict, Row, check
from server.tables import FILE, clients, events, streams
from server.writer import BUSY_S, Writer, storage_error

T = TypeVar("T")

# Said in SQL and not in Core, which takes longer to say them than SQLite to do them.
NEW_STREAM = """INSERT INTO streams (stream, head) VALUES (?, ?)
    ON CONFLICT (stream) DO UPDATE SET head = excluded.head WHERE head = 0"""
MOVE_HEAD = "UPDATE streams SET head = ? WHERE stream = ? AND head = ?"
ADD_EVENT = 'INSERT INTO events (stream, seq, at, "by", body) VALUES (?, ?, ?, ?, ?)'
REDACT = "UPDATE events SET at = 0, \"by\" = '', body = ? WHERE stream = ? AND seq = ?"
PUT_CLIENT = """INSERT INTO clients (stream, client, seat, last, verdicts) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (stream, client) DO UPDATE
    SET seat = excluded.seat, last = excluded.last, verdicts = excluded.verdicts"""


class SqliteReading:
    """The log as it is read, whoever writes it. engine: read-only."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.reading = engine

    async def head(self, stream: str) -> int:
        found = await self._read(select(streams.c.head).where(streams.c.stream == stream))
        return found[0][0] if found else 0

    async def beside(self, workshop: str) -> dict[str, int]:
        query = select(streams.c.stream, streams.c.head).where(_beside(streams, workshop))
        return {name.partition(".")[2]: head for name, head in await self._read(query)}

    async def read(self, stream: str, after: int = 0) -> AsyncIterator[list[Row]]:
        query = select(events.c.seq, events.c.at, events.c.by, events.c.body).order_by(events.c.seq).limit(PAGE)
        query = query.where(events.c.stream == stream)
        while page := [Row(*row) for row in await self._read(query.where(events.c.seq > after))]:
            yield page
            after = page[-1].seq

    async def clients(self, stream: str) -> list[ClientRow]:
        query = select(clients.c.client, clients.c.seat, clients.c.last, clients.c.verdicts)
        return [ClientRow(*row) for row in await self._read(query.where(clients.c.stream == stream))]

    async def _read(self, query: Select[*tuple[Any, ...]]) -> list[Any]:
        with storage_errors():
            async with self.reading.connect() as connection:
                return list(await connection.execute(query))


class SqliteLog(SqliteReading):
    """reading: for look-ups, read-only. Made by `open`, on a folder that `migrate` has seen to."""

    def __init__(self, writer: Writer, reading: AsyncEngine) -> None:
        super().__init__(reading)
        self._writer = writer

    @classmethod
    async def open(
        cls, data_folder: Path, before_commit: Callable[[], None] | None = None, *, group: bool = True
    ) -> Self:
        """before_commit and group are for tests and measurements: see Writer."""
        path = data_folder / FILE
        return cls(Writer(path, before_commit, group=group), reading_engine(path))

    async def append(self, batch: Append) -> None:
        check(batch)

        def work(connection: Connection) -> None:
            for part in (batch, *batch.beside):
                put(connection, part)

        await self._writer.do(work, scrub=batch.scrub)

    async def write(self, work: Callable[[Connection], T]) -> T:
        return await self._writer.do(work)

    async def compact(self, stream: str, upto: int, body: bytes) -> None:
        def work(connection: Connection) -> None:
            here = events.c.stream == stream
            snapshot = events.update().where(here, events.c.seq == upto).values(body=body, by="")
            if connection.execute(snapshot).rowcount != 1:
                raise ValueError(f"{stream}: nothing to compact at {upto}")
            connection.execute(events.delete().where(here, events.c.seq < upto))

        await self._writer.do(work)

    async def delete(self, stream: str, work: Callable[[Connection], T]) -> T:
        def both(connection: Connection) -> T:
            for table in (events, clients, streams):
                connection.execute(table.delete().where(or_(table.c.stream == stream, _beside(table, stream))))
            return work(connection)

        return await self._writer.do(both, scrub=True, rebuild=True)

    async def close(self) -> None:
        """Readers first, for the last to close a database tidies it up, and they cannot."""
        await self.reading.dispose()
        await self._writer.close()


def _beside(table: Table, workshop: str) -> ColumnElement[bool]:
    """Those named `WORKSHOP.…`, found by the primary key: "/" follows "." in ASCII."""
    return and_(table.c.stream > f"{workshop}.", table.c.stream < f"{workshop}/")


def put(connection: Connection, batch: Append) -> None:
    """Write a batch, in whatever transaction the connection is in; raises Conflict. `write` may call it too."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    stream, head = batch.stream, batch.head + len(batch.rows)
    moved = (
        raw.execute(MOVE_HEAD, (head, stream, batch.head)) if batch.head else raw.execute(NEW_STREAM, (stream, head))
    )
    if moved.rowcount != 1:
        raise Conflict(f"{stream}: head is not {batch.head}")
    raw.executemany(ADD_EVENT, [(stream, row.seq, row.at, row.by, row.body) for row in batch.rows])
    if batch.redact:
        done = raw.executemany(REDACT, [(body, stream, seq) for seq, body in batch.redact])
        if done.rowcount != len(batch.redact):
            raise ValueError(f"{stream}: nothing to redact at one of {[seq for seq, _ in batch.redact][:9]}")
    raw.executemany(PUT_CLIENT, [(stream, row.client, row.seat, row.last, row.verdicts) for row in batch.clients])


def reading_engine(path: Path) -> AsyncEngine:
    where = URL.create("sqlite+aiosqlite", database=path.absolute().as_uri(), query={"mode": "ro", "uri": "true"})
    # Errors name the statement, and not what people wrote: they end in the logs.
    return create_async_engine(where, connect_args={"timeout": BUSY_S}, hide_parameters=True)


@contextmanager
def storage_errors() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise storage_error(error) or error from error
