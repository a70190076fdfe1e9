"""A backup is taken while people write and put back elsewhere: all they had been told was saved is in it."""

import asyncio
import os
import shutil
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from server import backup as backing
from server import cli, migrations, running
from server.access import Entry, cookie_name
from server.backup import LAST, Held, Trouble, back_up, examine, restore
from server.client import Client, new_id
from server.protocol import Ack
from server.settings import DoorLimits
from server.tables import FILE
from tests.place import GATHER, Place
from workshops.ideas import IdeaRecord, PostIdea
from workshops.people import EraseMe, Join

PEOPLE = 6
BEFORE, AFTER = 60, 40
"""Ideas acknowledged before the backup begins, and at least after it."""
FAST = DoorLimits(burst=100_000, rate=100_000)
runner = CliRunner()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    running = Place(tmp_path / "data", FAST)
    yield running
    running.stop()


def cookie(entry: Entry, workshop: str) -> str:
    return f"{cookie_name(workshop, 'participant', secure=False)}={entry.cookie}"


def columns(path: Path, query: str) -> list[object]:
    with closing(sqlite3.connect(path)) as database:
        return [row[0] for row in database.execute(query)]


# Under load


class Writers:
    """People who post without a pause, until they are told to stop."""

    def __init__(self, place: Place, workshop: str) -> None:
        self.place, self.workshop = place, workshop
        self.acknowledged: list[str] = []
        self.enough = 0
        self.told = asyncio.Event()
        self.going = True

    async def write(self, entry: Entry) -> None:
        async with Client(self.place.base, f"/w/{self.workshop}", cookie(entry, self.workshop)) as client:
            while self.going:
                idea = new_id()
                assert isinstance(await client.do(PostIdea(idea, GATHER.board, f"Words of {idea}")), Ack)
                self.acknowledged.append(idea)
                if len(self.acknowledged) >= self.enough:
                    self.told.set()

    async def reach(self, count: int) -> list[str]:
        """Once so many are acknowledged: those that are."""
        self.enough, self.told = count, asyncio.Event()
        await self.told.wait()
        return list(self.acknowledged)


async def test_what_was_saved_before_is_restored_elsewhere_though_everybody_went_on(
    place: Place, tmp_path: Path
) -> None:
    workshop = place.create([GATHER])
    place.open(workshop, GATHER.id)
    people = [place.join(workshop, f"Ada {n}") for n in range(PEOPLE)]
    writers = Writers(place, workshop)
    writing = asyncio.gather(*(writers.write(entry) for entry in people))
    before = await writers.reach(BEFORE)
    held = await asyncio.to_thread(back_up, tmp_path / "data", tmp_path / "copy.db")
    during = len(writers.acknowledged)
    await writers.reach(during + AFTER)
    writers.going = False
    await writing
    place.stop()

    assert held.unsealed == 0
    restored = restore(tmp_path / "elsewhere", tmp_path / "copy.db")
    assert restored.aside is None
    assert columns(tmp_path / "elsewhere" / FILE, "SELECT seq FROM events ORDER BY seq") == list(
        range(1, held.events + 1)
    )
    again = Place(tmp_path / "elsewhere", FAST)
    try:
        await there(again, workshop, people[0], before, writers.acknowledged)
    finally:
        again.stop()


async def there(place: Place, workshop: str, ada: Entry, before: list[str], after: list[str]) -> None:
    """Everything is there once, and who had a place has it still."""
    async with Client(place.base, f"/w/{workshop}", cookie(ada, workshop)) as client:
        ideas = [record for record in client.records.values() if isinstance(record, IdeaRecord)]
        assert set(before) <= {idea.id for idea in ideas} <= set(after)
        assert sorted(idea.n for idea in ideas) == list(range(1, len(ideas) + 1))
        assert isinstance(await client.do(PostIdea(new_id(), GATHER.board, "And one more")), Ack)


def test_nobody_waits_for_a_backup(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it reads, people go on and are told that what they wrote is saved."""
    workshop = place.create([GATHER])
    place.open(workshop, GATHER.id)
    ada = place.join(workshop, "Ada")
    reading, written = threading.Event(), threading.Event()
    really = backing._reading

    def slowly(path: Path) -> sqlite3.Connection:
        connection = really(path)
        if path.name == FILE:
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM events").fetchone()
            connection.execute("COMMIT")
            reading.set()
            assert written.wait(20)
        return connection

    monkeypatch.setattr(backing, "_reading", slowly)
    taking = threading.Thread(target=back_up, args=(tmp_path / "data", tmp_path / "copy.db"))
    taking.start()
    assert reading.wait(20)
    place.post(workshop, ada, "Meanwhile")
    written.set()
    taking.join(20)
    assert examine(tmp_path / "copy.db").workshops == 1


# The file


def test_a_backup_is_whole_for_its_owner_alone_and_says_what_it_holds(place: Place, tmp_path: Path) -> None:
    workshop = place.create()
    place.open(workshop, "gather")
    place.post(workshop, place.join(workshop, "Ada"), "Plant trees")
    held = back_up(tmp_path / "data", tmp_path / "copy.db")
    assert (held.workshops, held.unsealed) == (1, 0)
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert (tmp_path / "data" / LAST).exists()
    assert b"Plant trees" in (tmp_path / "copy.db").read_bytes()
    assert list(tmp_path.glob("copy.db*")) == [tmp_path / "copy.db"]


def test_a_backup_during_a_round_says_that_its_key_is_inside(place: Place, tmp_path: Path) -> None:
    workshop = place.create()
    for step in ("gather", "arrange", "voting"):
        place.open(workshop, step)
    done = runner.invoke(cli.app, ["backup", str(tmp_path / "copy.db"), "--data", str(tmp_path / "data")])
    assert done.exit_code == 0, done.output
    assert "Rounds of dots that are not sealed yet: 1. Their key is in this file" in done.stdout
    assert "People's words are in it" in done.stdout


def test_what_was_deleted_is_in_no_later_backup(tmp_path: Path) -> None:
    migrations.migrate(tmp_path / "data")
    with closing(sqlite3.connect(tmp_path / "data" / FILE)) as database:
        database.execute("PRAGMA secure_delete=OFF")
        database.execute("INSERT INTO events VALUES ('w', 1, 0, '', ?)", (b"words of somebody" * 500,))
        database.commit()
        database.execute("DELETE FROM events")
        database.commit()
    assert b"words of somebody" in (tmp_path / "data" / FILE).read_bytes()
    back_up(tmp_path / "data", tmp_path / "copy.db")
    assert b"words of somebody" not in (tmp_path / "copy.db").read_bytes()


def test_a_backup_replaces_no_file_and_leaves_none_behind_that_is_not_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Trouble, match="There is no database at"):
        back_up(tmp_path / "data", tmp_path / "copy.db")
    migrations.migrate(tmp_path / "data")
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(Trouble, match="is there already"):
        back_up(tmp_path / "data", tmp_path / "copy.db")
    with pytest.raises(Trouble, match="could not be written"):
        back_up(tmp_path / "data", tmp_path / "no such folder" / "copy.db")

    def damaged(path: Path) -> Held:
        raise Trouble(f"{path} is damaged.")

    monkeypatch.setattr(backing, "examine", damaged)
    with pytest.raises(Trouble, match="is damaged"):
        back_up(tmp_path / "data", tmp_path / "other.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "data"]


# Putting back


def database(folder: Path, *words: str) -> Path:
    """A data folder with these in it."""
    migrations.migrate(folder)
    with closing(sqlite3.connect(folder / FILE)) as made:
        rows = [("w", n, 0, "", word.encode()) for n, word in enumerate(words, 1)]
        made.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?)", rows)
        made.commit()
    return folder


def words(folder: Path) -> list[object]:
    return columns(folder / FILE, "SELECT body FROM events ORDER BY seq")


def test_what_was_there_is_kept_aside(tmp_path: Path) -> None:
    data = database(tmp_path / "data", "before")
    back_up(data, tmp_path / "copy.db")
    with closing(sqlite3.connect(data / FILE)) as later:
        later.execute("UPDATE events SET body = ?", (b"after",))
        later.commit()
    restored = restore(data, tmp_path / "copy.db", now=1_796_983_200)
    assert words(data) == [b"before"]
    assert restored.aside is not None
    assert words(restored.aside) == [b"after"]
    assert restored.aside.name.startswith("before-restore-2026")
    assert not list(data.glob("restoring-*"))
    assert stat.S_IMODE((data / FILE).stat().st_mode) == 0o600


def test_what_a_killed_server_left_beside_its_database_is_kept_aside_too(tmp_path: Path) -> None:
    data = database(tmp_path / "data", "before")
    back_up(data, tmp_path / "copy.db")
    living = sqlite3.connect(data / FILE)
    living.execute("UPDATE events SET body = ?", (b"only in the write-ahead log",))
    living.commit()
    shutil.copytree(data, tmp_path / "killed")
    living.close()
    killed = tmp_path / "killed"
    assert (killed / f"{FILE}-wal").stat().st_size
    restored = restore(killed, tmp_path / "copy.db")
    assert restored.aside is not None
    assert words(restored.aside) == [b"only in the write-ahead log"]
    assert words(killed) == [b"before"]


def test_a_copy_made_by_hand_with_its_write_ahead_log_is_a_backup_too(tmp_path: Path) -> None:
    data = database(tmp_path / "data", "before")
    living = sqlite3.connect(data / FILE)
    living.execute("UPDATE events SET body = ?", (b"in the log",))
    living.commit()
    for side in ("", "-wal"):
        shutil.copy(data / f"{FILE}{side}", tmp_path / f"byhand.db{side}")
    living.close()
    restore(tmp_path / "new", tmp_path / "byhand.db")
    assert words(tmp_path / "new") == [b"in the log"]


def test_nothing_is_replaced_by_what_is_no_backup(tmp_path: Path) -> None:
    data = database(tmp_path / "data", "mine")
    before = sorted(path.name for path in data.iterdir())
    (tmp_path / "text").write_text("not a database")
    (tmp_path / "damaged").write_bytes((data / FILE).read_bytes()[:9000])
    with closing(sqlite3.connect(tmp_path / "other")) as other:
        other.execute("CREATE TABLE events (a)")
    for name in ("text", "damaged", "other"):
        with pytest.raises(Trouble, match=r"is no backup of Gommette's|is damaged"):
            restore(data, tmp_path / name)
    with pytest.raises(Trouble, match="There is no file"):
        restore(data, tmp_path / "nowhere")
    with pytest.raises(Trouble, match="is the database itself"):
        restore(data, data / FILE)
    assert words(data) == [b"mine"]
    assert sorted(path.name for path in data.iterdir()) == sorted([*before, "server.lock"])


def test_a_backup_of_a_newer_version_is_not_restored(tmp_path: Path) -> None:
    data = database(tmp_path / "data", "mine")
    back_up(data, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    with pytest.raises(Trouble, match="was written by a newer Gommette"):
        restore(data, tmp_path / "copy.db")
    assert words(data) == [b"mine"]


def test_nothing_is_restored_under_a_running_server(tmp_path: Path) -> None:
    data = database(tmp_path / "data", "mine")
    back_up(data, tmp_path / "copy.db")
    with running.alone(data):
        done = runner.invoke(cli.app, ["restore", str(tmp_path / "copy.db"), "--data", str(data)])
    assert done.exit_code == 2
    assert "A server is running on" in done.stderr
    done = runner.invoke(cli.app, ["restore", str(tmp_path / "copy.db"), "--data", str(data)])
    assert done.exit_code == 0, done.output
    assert "as they were when" in done.stdout
    assert "What was there before is in" in done.stdout


def test_where_files_cannot_be_linked_they_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = database(tmp_path / "data", "mine")
    back_up(data, tmp_path / "copy.db")

    def cannot(*_: object) -> None:
        raise OSError("not here")

    monkeypatch.setattr(os, "link", cannot)
    restored = restore(data, tmp_path / "copy.db")
    assert restored.aside is not None
    assert words(restored.aside) == [b"mine"]


# Whoever erased themselves since


def test_who_erased_themselves_since_the_backup_is_forgotten_again(place: Place, tmp_path: Path) -> None:
    workshop = place.create([GATHER])
    place.open(workshop, GATHER.id)
    ada, kofi, mei = (place.join(workshop, name) for name in ("Ada Lovelace", "Kofi", "Mei"))
    for entry, text in ((ada, "Words of Ada"), (kofi, "Words of Kofi"), (mei, "Old words of Mei")):
        place.post(workshop, entry, text)
    place.do(workshop, EraseMe(), mei.seat)
    place.do(workshop, Join("Mei anew"), mei.seat)
    place.post(workshop, mei, "New words of Mei")
    back_up(tmp_path / "data", tmp_path / "copy.db")
    place.do(workshop, EraseMe(), ada.seat)
    place.stop()

    data = ["--data", str(tmp_path / "data")]
    done = runner.invoke(cli.app, ["restore", str(tmp_path / "copy.db"), *data])
    assert done.exit_code == 0, done.output
    assert "are erased again: 1." in done.stdout
    left = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir() if path.is_file())
    for forgotten in (b"Words of Ada", b"Ada Lovelace", b"Old words"):
        assert forgotten not in left
    for kept in (b"Words of Kofi", b"New words of Mei", b"Mei anew"):
        assert kept in left
    again = Place(tmp_path / "data", FAST)
    try:
        assert again.texts(workshop) == ["Words of Kofi", "New words of Mei"]
    finally:
        again.stop()


def test_where_what_was_there_cannot_be_read_that_is_said(tmp_path: Path) -> None:
    data = database(tmp_path / "data", "mine")
    back_up(data, tmp_path / "copy.db")
    (data / FILE).write_bytes(b"SQLite format 3\0" + b"no such thing" * 1000)
    done = runner.invoke(cli.app, ["restore", str(tmp_path / "copy.db"), "--data", str(data)])
    assert done.exit_code == 0, done.output
    assert "whoever erased themselves since the backup is back" in done.stdout
    assert words(data) == [b"mine"]
