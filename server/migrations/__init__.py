"""The tables through time: one file per change in versions/, applied when the server starts, all in one transaction."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine

from server.tables import FILE
from server.writer import connect

CHECK_UP_TO = 1 << 30
"""Bytes of a database above which starting does not look through all of it: that would take minutes."""


class Damaged(Exception):
    """The database does not hold together; a sentence for whoever starts the server."""


class Newer(Exception):
    """A newer Gommette wrote this database; a sentence for whoever starts the server."""


def migrate(data_folder: Path) -> None:
    """Make the folder and the database where there are none, look through it, bring its tables up to date.

    Raises Damaged or Newer.
    """
    data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data_folder / FILE
    examine(path)
    engine = create_engine("sqlite://", creator=lambda: connect(path), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            # Said by hand, for Python's sqlite3 commits before each change of a table: half a migration would stay.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            upgrade(connection, path)
            connection.commit()
    finally:
        engine.dispose()


def examine(path: Path) -> None:
    if not path.exists() or path.stat().st_size > CHECK_UP_TO:
        return
    try:
        with closing(connect(path)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError:
        raise  # locked, unreadable: that says nothing of what is in it
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise Damaged(f"{path} is damaged ({found}). Restore a backup, or save what can be: sqlite3 {path} .recover")


def upgrade(connection: Connection, path: Path) -> None:
    config = alembic_config(connection)
    script = ScriptDirectory.from_config(config)
    known = {revision.revision for revision in script.walk_revisions()}
    found = set(MigrationContext.configure(connection).get_current_heads())
    if found - known:
        raise Newer(
            f"{path} was written by a newer Gommette (its tables are at {', '.join(sorted(found))}). "
            "Start that version or a newer one; nothing was changed."
        )
    if found != set(script.get_heads()):
        command.upgrade(config, "head")


def known_versions() -> list[str]:
    """Every version of the tables that this Gommette knows, oldest first."""
    config = Config()
    config.set_main_option("script_location", _location())
    return [revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", _location())
    config.attributes["connection"] = connection
    return config


def _location() -> str:
    return str(Path(__file__).parent).replace("%", "%%")
