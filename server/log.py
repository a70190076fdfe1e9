"""The event log's contract, and a log in memory that is its model; `sqlite.py` is the one on disk."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Protocol, TypeVar

from msgspec import Struct
from sqlalchemy import Connection, Engine, StaticPool, create_engine

from server.tables import metadata

T = TypeVar("T")

PAGE = 1_000
"""Rows that are read at a time."""


class Row(Struct, frozen=True):
    """An event in its place. `body`: its JSON, `null` when blanked; `at` (ms) and `by` are then 0 and empty."""

    seq: int
    at: int
    by: str
    body: bytes


class ClientRow(Struct, frozen=True):
    """How far a client has come: its seat, the number of its last command, its last verdicts (the log reads none)."""

    client: str
    seat: str
    last: int
    verdicts: bytes


class Append(Struct, frozen=True):
    """All of it or nothing. `rows` follow `head`, the seq it was decided on (0: a new stream), without a gap.

    redact: (seq, new body) of events that were, or are in `rows`; their `at` and `by` are forgotten. scrub: append
    returns only once nothing of the redacted is left in the files.
    """

    stream: str
    head: int
    rows: list[Row]
    redact: list[tuple[int, bytes]] = []
    clients: list[ClientRow] = []
    scrub: bool = False


class Conflict(Exception):
    """The stream's head is not the one it was decided on: nothing was written."""


class StorageBusy(Exception):
    """Another process holds the database: nothing was written."""


class StorageFull(Exception):
    """No room on the disk: nothing was written."""


class Unknown(Exception):
    """The disk failed. Whether it was written, reading tells."""


class Log(Protocol):
    """Everything but `append` and `write` may be behind by what is not yet committed, never by more."""

    async def append(self, batch: Append) -> None:
        """Returns once it is on disk. Cancelled meanwhile, it still counts.

        Raises Conflict, StorageBusy, StorageFull, Unknown; ValueError where `check` does or there is nothing to redact.
        """

    async def head(self, stream: str) -> int:
        """The seq of the last event; 0 where there is none."""

    def read(self, stream: str, after: int = 0) -> AsyncIterator[list[Row]]:
        """The events after a seq, in pages of at most PAGE."""

    async def clients(self, stream: str) -> list[ClientRow]: ...

    async def compact(self, stream: str, upto: int, body: bytes) -> None:
        """Put one event, a snapshot, in place of all up to `upto`, at that seq. For streams of texts only."""

    async def delete(self, stream: str, work: Callable[[Connection], T]) -> T:
        """The stream, its clients and what `work` deletes beside it, in one transaction; it may be written anew.

        Returns only once nothing of it is left in the files. What `work` raises undoes all of it, and is raised here.
        """

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Any other write: `work` is called in the writer's thread and transaction; it must not commit.

        What it raises undoes its own writes, nobody else's, and is raised here.
        """

    async def close(self) -> None: ...


def check(batch: Append) -> None:
    """Raises ValueError where the rows do not follow the head without a gap."""
    seqs = [row.seq for row in batch.rows]
    if seqs != list(range(batch.head + 1, batch.head + 1 + len(seqs))):
        raise ValueError(f"{batch.stream}: rows {seqs[:3]}… do not follow {batch.head}")


class MemoryLog:
    """before_commit: called before anything is visible; what it raises fails the append."""

    def __init__(self, before_commit: Callable[[], None] | None = None) -> None:
        self._before_commit = before_commit
        self._events: dict[str, dict[int, Row]] = {}
        self._heads: dict[str, int] = {}
        self._clients: dict[str, dict[str, ClientRow]] = {}
        self._other: Engine | None = None

    async def append(self, batch: Append) -> None:
        check(batch)
        if self._heads.get(batch.stream, 0) != batch.head:
            raise Conflict(f"{batch.stream}: head is not {batch.head}")
        events = self._events.setdefault(batch.stream, {})
        written = {row.seq: row for row in batch.rows}
        for seq, body in batch.redact:
            if seq not in events and seq not in written:
                raise ValueError(f"{batch.stream}: nothing to redact at {seq}")
            written[seq] = Row(seq, 0, "", body)
        if self._before_commit:
            self._before_commit()
        events.update(written)
        self._heads[batch.stream] = batch.head + len(batch.rows)
        self._clients.setdefault(batch.stream, {}).update({row.client: row for row in batch.clients})
        await asyncio.sleep(0)

    async def head(self, stream: str) -> int:
        return self._heads.get(stream, 0)

    async def read(self, stream: str, after: int = 0) -> AsyncIterator[list[Row]]:
        while page := [row for seq, row in sorted(self._events.get(stream, {}).items()) if seq > after][:PAGE]:
            yield page
            after = page[-1].seq

    async def clients(self, stream: str) -> list[ClientRow]:
        return sorted(self._clients.get(stream, {}).values(), key=lambda row: row.client)

    async def compact(self, stream: str, upto: int, body: bytes) -> None:
        events = self._events.get(stream, {})
        if upto not in events:
            raise ValueError(f"{stream}: nothing to compact at {upto}")
        events[upto] = Row(upto, events[upto].at, "", body)
        for seq in [seq for seq in events if seq < upto]:
            del events[seq]

    async def delete(self, stream: str, work: Callable[[Connection], T]) -> T:
        result = await self.write(work)
        for kept in (self._events, self._heads, self._clients):
            kept.pop(stream, None)
        return result

    async def write(self, work: Callable[[Connection], T]) -> T:
        if self._other is None:
            self._other = create_engine("sqlite://", poolclass=StaticPool)
            metadata.create_all(self._other)
        with self._other.begin() as connection:
            return work(connection)

    async def close(self) -> None:
        if self._other:
            self._other.dispose()
