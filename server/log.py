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
    returns only once nothing of the redacted is left in the files. beside: what goes to streams beside this one.
    """

    stream: str
    head: int
    rows: list[Row]
    redact: list[tuple[int, bytes]] = []
    clients: list[ClientRow] = []
    scrub: bool = False
    beside: list["Append"] = []


def stream_of(workshop: str, beside: str = "") -> str:
    """A workshop's own stream, or one beside it (a text). No id holds a full stop."""
    return f"{workshop}.{beside}" if beside else workshop


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

    async def beside(self, workshop: str) -> dict[str, int]:
        """The streams beside a workshop's own, by what `stream_of` calls them, with their heads."""

    def read(self, stream: str, after: int = 0) -> AsyncIterator[list[Row]]:
        """The events after a seq, in pages of at most PAGE."""

    async def clients(self, stream: str) -> list[ClientRow]: ...

    async def compact(self, stream: str, upto: int, body: bytes) -> None:
        """Put one event, a snapshot, in place of all up to `upto`, at that seq. For streams of texts only."""

    async def delete(self, stream: str, work: Callable[[Connection], T]) -> T:
        """The stream, those beside it, their clients and what `work` deletes, in one transaction; all may be written
        anew.

        Returns only once nothing of it is left in the files. What `work` raises undoes all of it, and is raised here.
        """

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Any other write: `work` is called in the writer's thread and transaction; it must not commit.

        What it raises undoes its own writes, nobody else's, and is raised here.
        """

    async def close(self) -> None: ...


def check(batch: Append) -> None:
    """Raises ValueError where the rows do not follow the head without a gap."""
    for each in batch.beside:
        check(each)
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
        parts = [(part, self._written(part)) for part in (batch, *batch.beside)]
        if self._before_commit:
            self._before_commit()
        for part, written in parts:
            self._events.setdefault(part.stream, {}).update(written)
            self._heads[part.stream] = part.head + len(part.rows)
            self._clients.setdefault(part.stream, {}).update({row.client: row for row in part.clients})
        await asyncio.sleep(0)

    def _written(self, batch: Append) -> dict[int, Row]:
        if self._heads.get(batch.stream, 0) != batch.head:
            raise Conflict(f"{batch.stream}: head is not {batch.head}")
        events = self._events.get(batch.stream, {})
        written = {row.seq: row for row in batch.rows}
        for seq, body in batch.redact:
            if seq not in events and seq not in written:
                raise ValueError(f"{batch.stream}: nothing to redact at {seq}")
            written[seq] = Row(seq, 0, "", body)
        return written

    async def head(self, stream: str) -> int:
        return self._heads.get(stream, 0)

    async def beside(self, workshop: str) -> dict[str, int]:
        start = f"{workshop}."
        return {name.removeprefix(start): head for name, head in self._heads.items() if name.startswith(start)}

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
        for name in (stream, *(stream_of(stream, each) for each in await self.beside(stream))):
            for kept in (self._events, self._heads, self._clients):
                kept.pop(name, None)
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
