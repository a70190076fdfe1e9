"""`gommette purge` deletes what is past its time, or one workshop by its id, for ever; never under a running server."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from server import cli, running
from server.batch import now_ms
from server.exports import export_workshop, records_of
from server.importing import read, write
from server.keeper import DAY_MS
from server.purging import NotHere, find
from server.sqlite import SqliteLog
from server.tables import FILE
from tests.server.logs import copied, files
from tests.workshops.rebuilt import with_ideas
from workshops.vocabulary import Limits

runner = CliRunner()


@pytest.fixture
async def data(migrated: Path, tmp_path: Path) -> Path:
    """Two workshops: one that was used today, one that nobody has used for a hundred days."""
    folder = copied(migrated, tmp_path)
    body = export_workshop(records_of(with_ideas().workshop), "json", None, 0).body
    log = await SqliteLog.open(folder)
    for key in ("used today", "long unused"):
        await write(log, read(body, Limits(), 16, now_ms()), key * 4)
    await log.close()
    with closing(sqlite3.connect(folder / FILE)) as database:
        ids = [row[0] for row in database.execute("SELECT id FROM workshops ORDER BY rowid")]
        for id_, title, days in zip(ids, ("Used today", "Long unused"), (0, 100), strict=True):
            change = "UPDATE workshops SET title = ?, last_used = last_used - ? WHERE id = ?"
            database.execute(change, (title, days * DAY_MS, id_))
        database.commit()
    return folder


def titles(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / FILE)) as database:
        return [row[0] for row in database.execute("SELECT title FROM workshops")]


def id_of(data: Path, title: str) -> str:
    with closing(sqlite3.connect(data / FILE)) as database:
        return str(database.execute("SELECT id FROM workshops WHERE title = ?", (title,)).fetchone()[0])


def purge(data: Path, *arguments: str, typed: str = "") -> tuple[int, str]:
    done = runner.invoke(cli.app, ["purge", "--data", str(data), *arguments], input=typed)
    return done.exit_code, done.output


def test_what_is_past_its_time_goes_and_the_rest_stays(data: Path) -> None:
    gone = id_of(data, "Long unused")
    code, said = purge(data)
    assert (code, titles(data)) == (0, ["Used today"])
    assert f"{gone}  Long unused" in said
    assert gone.encode() not in files(data)
    assert purge(data) == (0, "No workshop is past its time.\n")


def test_a_dry_run_only_says_what_would_go(data: Path) -> None:
    code, said = purge(data, "--dry-run")
    assert (code, len(titles(data))) == (0, 2)
    assert "Long unused" in said
    assert "Workshops that would be deleted: 1." in said


def test_one_workshop_is_deleted_by_its_id_once_that_is_confirmed(data: Path) -> None:
    used = id_of(data, "Used today")
    code, _ = purge(data, "--workshop", used, typed="n\n")
    assert (code, len(titles(data))) == (1, 2)
    code, said = purge(data, "--workshop", used, "--yes")
    assert (code, titles(data)) == (0, ["Long unused"])
    assert "Backups still hold them." in said


def test_a_workshop_that_is_not_here_is_told(data: Path) -> None:
    assert purge(data, "--workshop", "nowhere") == (2, "There is no workshop nowhere here.\n")
    assert purge(data / "elsewhere")[1].startswith("There is no database at")


async def test_nothing_is_found_before_its_time(data: Path) -> None:
    (first,) = await find(data)
    assert first.title == "Long unused"
    assert await find(data, now=now_ms() - 20 * DAY_MS) == []
    with pytest.raises(NotHere):
        await find(data, "nowhere")


def test_nothing_is_deleted_under_a_running_server(data: Path) -> None:
    with running.alone(data):
        code, said = purge(data)
    assert (code, len(titles(data))) == (2, 2)
    assert "A server is running on" in said
