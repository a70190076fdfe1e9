"""The whole data folder in one file, taken while the server runs, and put back while it does not."""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from server.migrations import Damaged, Newer, migrate
from server.running import alone
from server.tables import FILE

LAST = "last-backup"
"""An empty file in the data folder: its date is that of the last backup."""
KEYED = b'{"type":"RoundKeyed"'
"""How the event of a round's key begins, until sealing blanks it."""
BUSY_S = 30.0
"""How long a backup waits for its turn."""
SIDES = ("", "-wal", "-shm")
"""What SQLite may keep beside a database's file."""


class Trouble(Exception):
    """A sentence: what is wrong, and what to do."""


class Held(Struct, frozen=True):
    """What a database holds. `unsealed`: rounds whose key and ballots are in it."""

    workshops: int
    events: int
    unsealed: int


class Restored(Struct, frozen=True):
    """`aside`: where what was there before is kept; None where there was nothing."""

    held: Held
    aside: Path | None


# Taking one


def back_up(data_folder: Path, to: Path) -> Held:
    """A consistent copy in `to`, of the moment this begins, without remains of what was deleted. Raises Trouble.

    VACUUM INTO reads in one transaction and keeps nobody from writing (https://sqlite.org/lang_vacuum.html).
    """
    source = data_folder / FILE
    if not source.is_file():
        raise Trouble(f"There is no database at {source}.")
    if to.exists():
        raise Trouble(f"{to} is there already, and a backup replaces none. Choose another name.")
    partial = to.with_name(f"{to.name}.part")
    try:
        with _removed_if_it_fails(partial):
            # Made first, for nobody else to read it; SQLite writes into an empty file.
            os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            with closing(_reading(source)) as database:
                database.execute("VACUUM INTO ?", (str(partial),))
            held = examine(partial)
            _sync(partial)  # SQLite leaves that to others here
            partial.rename(to)
            _sync(to.parent)
    except (OSError, sqlite3.Error) as error:
        raise Trouble(f"{to} could not be written: {error}.") from error
    with suppress(OSError):  # a folder that may only be read is backed up all the same
        (data_folder / LAST).touch()
    return held


def examine(path: Path) -> Held:
    """Look through the whole of a database that holds Gommette's tables. Raises Trouble."""
    try:
        with closing(_reading(path)) as database:
            found = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok":
                raise Trouble(f"{path} is damaged ({found}).")
            tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not {"alembic_version", "events", "workshops"} <= tables:
                raise Trouble(f"{path} is no backup of Gommette's.")
            return _held(database)
    except sqlite3.DatabaseError as error:
        raise Trouble(f"{path} is no backup of Gommette's, or is damaged ({error}).") from error


def _held(database: sqlite3.Connection) -> Held:
    count = "SELECT (SELECT count(*) FROM workshops), (SELECT count(*) FROM events)"
    keys = "SELECT count(*) FROM events WHERE substr(body, 1, ?) = ?"
    kept, rows = database.execute(count).fetchone()
    return Held(kept, rows, database.execute(keys, (len(KEYED), KEYED)).fetchone()[0])


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", BUSY_S, uri=True, isolation_level=None)


# Putting one back


def restore(data_folder: Path, source: Path, now: float | None = None) -> Restored:
    """Put a backup in the place of all that is there, which is kept aside. Nothing is replaced before the backup was
    looked through and brought up to date. `now`: s since 1970. Raises Trouble, and CannotStart where a server runs."""
    if not source.is_file():
        raise Trouble(f"There is no file {source}.")
    if (data_folder / FILE).exists() and source.samefile(data_folder / FILE):
        raise Trouble(f"{source} is the database itself.")
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(now))
    with alone(data_folder):
        new = data_folder / f"restoring-{stamp}"
        try:
            with _removed_if_it_fails(new):
                held = _made_ready(source, new)
                aside = _set_aside(data_folder, data_folder / f"before-restore-{stamp}")
                (new / FILE).replace(data_folder / FILE)
                _sync(data_folder)
            shutil.rmtree(new)
        except (Damaged, Newer) as error:
            raise Trouble(str(error)) from error
        except (OSError, sqlite3.Error) as error:
            raise Trouble(f"{source} was not restored: {error}. What was there is as it was.") from error
    return Restored(held, aside)


def _made_ready(source: Path, folder: Path) -> Held:
    """A copy of the backup in a folder of its own, whole, of this version, with nothing beside it."""
    folder.mkdir(mode=0o700)
    for side in SIDES[:2]:  # a copy made by hand may have its write-ahead log with it
        beside = source.with_name(source.name + side)
        if beside.is_file():
            shutil.copyfile(beside, folder / (FILE + side))
    examine(folder / FILE)
    migrate(folder)
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
    (folder / FILE).chmod(0o600)
    _sync(folder / FILE)
    return examine(folder / FILE)


def _set_aside(data_folder: Path, aside: Path) -> Path | None:
    """At no moment is there no database, nor one beside another one's write-ahead log, which SQLite would believe."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(data_folder / FILE)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    there = [path for side in SIDES if (path := data_folder / (FILE + side)).exists()]
    if not any(path.stat().st_size for path in there):
        return None
    aside.mkdir(mode=0o700)
    for path in there:
        try:
            os.link(path, aside / path.name)
        except OSError:  # not every file system can
            shutil.copy2(path, aside / path.name)
    _sync(aside)
    for side in SIDES[1:]:
        (data_folder / (FILE + side)).unlink(missing_ok=True)
    return aside


@contextmanager
def _removed_if_it_fails(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        raise


def _sync(path: Path) -> None:
    """Onto the disk, whatever happens next. A folder cannot be synced everywhere."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        if path.is_file():
            raise
    finally:
        os.close(handle)
