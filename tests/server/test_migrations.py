"""The tables come about by migrations, and only forwards."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from server.migrations import Damaged, Newer, migrate
from server.tables import FILE, metadata
from tests.server.logs import copied


def test_the_migrations_make_the_tables_that_the_code_knows(migrated: Path) -> None:
    engine = create_engine(f"sqlite:///{migrated / FILE}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_events_keep_their_row_numbers_so_that_a_redaction_leaves_no_copy(migrated: Path) -> None:
    with closing(sqlite3.connect(migrated / FILE)) as connection:
        told = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())
    assert "WITHOUT ROWID" not in told["events"]
    assert "WITHOUT ROWID" in told["clients"]


def test_the_folder_is_made_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "l'été 100%"
    migrate(folder)
    assert (folder / FILE).is_file()
    assert folder.stat().st_mode & 0o077 == 0


def test_migrating_again_changes_nothing(tmp_path: Path, migrated: Path) -> None:
    path = copied(migrated, tmp_path) / FILE
    before = path.read_bytes()
    migrate(tmp_path)
    assert path.read_bytes() == before


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path, migrated: Path) -> None:
    path = copied(migrated, tmp_path) / FILE
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(Newer, match=r"newer Gommette \(its tables are at 9999\)"):
        migrate(tmp_path)
    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(config: object, to: str) -> None:
        config.attributes["connection"].exec_driver_sql("CREATE TABLE half (id)")  # type: ignore[attr-defined]
        raise RuntimeError("in the middle")

    monkeypatch.setattr(command, "upgrade", half)
    with pytest.raises(RuntimeError, match="in the middle"):
        migrate(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []


@pytest.mark.parametrize("harm", ["not a database", "a hole"])
def test_a_damaged_database_is_told_in_a_sentence(tmp_path: Path, migrated: Path, harm: str) -> None:
    path = copied(migrated, tmp_path) / FILE
    whole = path.read_bytes()
    path.write_bytes(
        b"Dear diary" * 1_000 if harm == "not a database" else whole[:8192] + b"\xff" * 4096 + whole[12288:]
    )
    with pytest.raises(Damaged, match="is damaged"):
        migrate(tmp_path)
