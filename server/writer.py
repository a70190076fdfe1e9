"""The one thread that writes to the database: what waits goes into one transaction, each piece in its own savepoint.

One connection writes and checkpoints, for SQLite before 3.51.3 may lose a commit where two do
(https://sqlite.org/wal.html#walresetbug).
"""

import asyncio
import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from server.log import StorageBusy, StorageFull, Unknown

T = TypeVar("T")
Work = Callable[[Connection], Any]

SCRUB_S = 2.0
"""How long a scrub waits for readers to let go of the write-ahead log."""

log = logging.getLogger(__name__)

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "fullfsync=ON",  # macOS: fsync alone does not reach the disk
    "secure_delete=ON",
    "foreign_keys=ON",
    "temp_store=MEMORY",  # savepoints set old pages aside: not in a file that no scrub reaches
)
BUSY_S = 1.0
FULL = {sqlite3.SQLITE_FULL}
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
BROKEN = {
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PROTOCOL,
}


class Job(Struct, eq=False):
    work: Work
    future: asyncio.Future[Any]
    scrub: bool = False
    rebuild: bool = False
    result: Any = None
    error: Exception | None = None


def storage_error(error: BaseException) -> StorageBusy | StorageFull | Unknown | None:
    """What the log calls this error of the store; None for an error of whoever wrote."""
    if isinstance(error, StorageBusy | StorageFull | Unknown):
        return type(error)(*error.args)
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", 0) & 0xFF
    if code in FULL:
        return StorageFull(str(original))
    if code in BUSY:
        return StorageBusy(str(original))
    return Unknown(str(original)) if code in BROKEN else None


def connect(path: Path) -> sqlite3.Connection:
    """For writing. Transactions are said in so many words: Python begins none by itself."""
    connection = sqlite3.connect(path, BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


class Writer:
    """before_commit: called in the thread before each COMMIT; it may wait, or raise to fail it. group: False commits
    each piece alone."""

    def __init__(self, path: Path, before_commit: Callable[[], None] | None = None, *, group: bool = True) -> None:
        self._engine = create_engine(
            "sqlite://", creator=lambda: connect(path), poolclass=NullPool, hide_parameters=True
        )
        self._connection: Connection | None = None
        self._before_commit = before_commit
        self._group = group
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._closed = False
        self._scrubbing: list[Job] = []
        self._scrub_until = 0.0
        self._scrub_owed = False
        self._rebuild_owed = False
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="gommette-writer", daemon=True)
        self._thread.start()

    def do(self, work: Callable[[Connection], T], *, scrub: bool = False, rebuild: bool = False) -> "asyncio.Future[T]":
        """Done once it is on disk. Cancelling the future does not undo the work.

        scrub: once nothing of what was blanked is left in the files; with rebuild, nor of rows that were deleted.
        """
        if self._closed:
            raise RuntimeError("the log is closed")
        future: asyncio.Future[T] = self._loop.create_future()
        self._queue.put(Job(work, future, scrub, rebuild))
        return future

    async def close(self) -> None:
        """Everything that waits is written first."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
        await asyncio.to_thread(self._thread.join)
        self._engine.dispose()

    # In the thread

    def _run(self) -> None:
        going = True
        while going:
            jobs, going = self._take()
            for some in [jobs] if self._group else [[job] for job in jobs]:
                self._transact(some)
                self._settle([job for job in some if job.error or not job.scrub])
                self._await_scrub([job for job in some if not job.error and job.scrub])
            if self._scrub_owed:
                self._scrub(last=not going)
        self._drop()

    def _take(self) -> tuple[list[Job], bool]:
        """All that waits, after waiting for something; and whether there will be more."""
        wait = 0.01 if self._scrubbing else 1.0 if self._scrub_owed else None
        jobs: list[Job] = []
        with suppress(queue.Empty):
            job = self._queue.get(timeout=wait)
            while job:
                jobs.append(job)
                job = self._queue.get_nowait()
            return jobs, False
        return jobs, True

    def _transact(self, jobs: list[Job]) -> None:
        """Afterwards each of them has its result or its error; if the transaction failed, all have its error."""
        if not jobs:
            return
        try:
            raw = self._raw()
            raw.execute("BEGIN IMMEDIATE")
            for job in jobs:
                self._in_savepoint(raw, job)
            if self._before_commit:
                self._before_commit()
            raw.execute("COMMIT")
        except BaseException as error:  # whatever it was, the thread goes on
            known = storage_error(error) or Unknown(repr(error))
            if not self._rolled_back() or isinstance(known, Unknown):
                # What this connection believes of the files may be wrong: a new one reads them afresh.
                self._drop()
            for job in jobs:
                job.error = type(known)(*known.args)

    def _in_savepoint(self, raw: sqlite3.Connection, job: Job) -> None:
        raw.execute("SAVEPOINT job")
        try:
            assert self._connection is not None
            job.result = job.work(self._connection)
        except Exception as error:
            if storage_error(error):
                raise
            raw.execute("ROLLBACK TO job")
            job.error = error
        raw.execute("RELEASE job")

    def _rolled_back(self) -> bool:
        """A full disk may have rolled the transaction back by itself."""
        try:
            raw = self._raw()
            if raw.in_transaction:
                raw.execute("ROLLBACK")
        except Exception:
            return False
        return True

    def _raw(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        raw = self._connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        return raw

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(Exception):
                self._connection.close()
        self._connection = None

    def _await_scrub(self, jobs: list[Job]) -> None:
        if jobs:
            if not self._scrubbing:
                self._scrub_until = time.monotonic() + SCRUB_S
            self._scrubbing += jobs
            self._scrub_owed = True
            self._rebuild_owed |= any(job.rebuild for job in jobs)

    def _scrub(self, *, last: bool) -> None:
        """Redacted pages are in the database file only after a checkpoint, and what they were is in the WAL until it is
        truncated. A reader may be in the way: then again, a little later, other work going on meanwhile."""
        if self._rebuild_owed:
            self._rebuild_owed = False
            self._rebuild()
        self._scrub_owed = not self._truncated()
        late = last or time.monotonic() > self._scrub_until
        if self._scrubbing and (late or not self._scrub_owed):
            if self._scrub_owed:
                log.warning("a reader holds the write-ahead log: what was redacted leaves it when it lets go")
            self._settle(self._scrubbing)
            self._scrubbing = []

    def _rebuild(self) -> None:
        """Write the whole database anew. Where rows are deleted, pages are merged, and of rows that are moved for it
        copies stay behind that no later redaction finds: other workshops' words too. Not tried again if it fails: the
        deleted rows themselves were overwritten, and a full disk would be asked for its size again every second."""
        try:
            self._raw().execute("VACUUM")
        except Exception as error:
            log.warning("rows are deleted, but the database was not written anew: %s", error)

    def _truncated(self) -> bool:
        try:
            raw = self._raw()
            raw.execute("PRAGMA busy_timeout=0")
            try:
                return bool(raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
            finally:
                raw.execute(f"PRAGMA busy_timeout={BUSY_S * 1000:.0f}")
        except Exception as error:
            log.warning("the write-ahead log was not truncated: %s", error)
            return False

    def _settle(self, jobs: list[Job]) -> None:
        if jobs:
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                self._loop.call_soon_threadsafe(settle, jobs)


def settle(jobs: list[Job]) -> None:
    for job in jobs:
        if job.future.done():
            continue  # whoever asked was cancelled
        if job.error:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)
