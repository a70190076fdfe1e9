"""A workshop is opened from a file, whole or not at all, by its page and by the command line."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from server import cli, running, upload
from server.app import create_app
from server.demo.grouping import groups
from server.demo.sample import sample
from server.exports import export_workshop, records_of
from server.i18n import Speech
from server.importing import Unreadable, read, too_deep
from server.settings import DoorLimits, Settings
from server.tables import FILE
from tests.circles import meeting, writes
from tests.workshops.rebuilt import PEOPLE, town, voted
from workshops.themes import MakeTheme
from workshops.vocabulary import Limits
from workshops.workshop import Workshop

NOON = 1_796_983_200_000
DEPTH = DoorLimits().json_depth
runner = CliRunner()


@pytest.fixture(scope="module")
def file() -> bytes:
    return export_workshop(records_of(voted().workshop), "json", None, NOON).body


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=str(tmp_path), open=True)), base_url="http://testserver") as client:
        yield client


def posted(client: TestClient, body: bytes, **changed: str) -> Any:
    page = client.get("/import").text
    fields = dict(re.findall(r'name="(token|key)" value="([^"]+)"', page)) | changed
    return client.post("/import", data=fields, files={"file": ("workshop.json", body, "application/json")})


def workshops(client: TestClient) -> list[str]:
    """The ids of all there are."""
    app: Any = client.app
    with closing(sqlite3.connect(app.state.house.settings.data_folder / FILE)) as database:
        return [row[0] for row in database.execute("SELECT id FROM workshops ORDER BY created")]


def rows_of(folder: Path) -> dict[str, int]:
    tables = ("workshops", "links", "streams", "events")
    with closing(sqlite3.connect(folder / FILE)) as database:
        return {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


# The page


def test_a_file_becomes_a_workshop_whose_export_is_the_file(client: TestClient, file: bytes) -> None:
    created = posted(client, file)
    assert created.status_code == 200
    assert "This page is shown once." in created.text
    console = re.search(r'href="(/w/[\w-]+/console)"', created.text)
    assert console
    assert client.get(f"{console[1]}/export/json").content == file


def test_whoever_opened_it_runs_it_and_people_join_by_its_own_code(client: TestClient, file: bytes) -> None:
    created = posted(client, file)
    code = re.search(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b(?!-)", created.text)
    assert code
    page = client.get("/join").text
    fields = dict(re.findall(r'name="(token)" value="([^"]+)"', page)) | {"code": code[0]}
    door = client.post("/join", data=fields)
    assert "Our town" in door.text
    (workshop,) = workshops(client)
    assert client.get(f"/w/{workshop}/console").status_code == 200


def test_pressing_the_button_twice_opens_one_workshop(client: TestClient, file: bytes) -> None:
    page = client.get("/import").text
    fields = dict(re.findall(r'name="(token|key)" value="([^"]+)"', page))
    for _ in range(2):
        sent = client.post("/import", data=fields, files={"file": ("workshop.json", file, "application/json")})
        assert sent.status_code == 200
    assert len(workshops(client)) == 1
    assert posted(client, file).status_code == 200
    assert len(workshops(client)) == 2


def test_a_file_that_does_not_add_up_opens_nothing_and_names_the_record(client: TestClient, file: bytes) -> None:
    assert posted(client, file).status_code == 200
    before = rows_of(client.app.state.house.settings.data_folder)  # type: ignore[attr-defined]
    told = posted(client, file.replace(b'"board": "ideas-"', b'"board": "nowhere"', 1))
    assert told.status_code == 422
    assert "refers to board:nowhere, which is not in the file." in told.text
    assert "Nothing was opened." in told.text
    assert rows_of(client.app.state.house.settings.data_folder) == before  # type: ignore[attr-defined]


def test_a_disk_that_fails_in_the_middle_leaves_nothing(
    client: TestClient, file: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert posted(client, file).status_code == 200
    folder = client.app.state.house.settings.data_folder  # type: ignore[attr-defined]
    before = rows_of(folder)

    def broken(*_: object) -> None:
        raise sqlite3.OperationalError("the disk said no")

    monkeypatch.setattr("server.importing.rows.add_workshop", broken)
    with pytest.raises(sqlite3.OperationalError):
        posted(client, file)
    monkeypatch.undo()
    assert rows_of(folder) == before
    assert posted(client, file).status_code == 200


def test_only_who_may_open_workshops_may_import(tmp_path: Path, file: bytes) -> None:
    with TestClient(create_app(Settings(data=str(tmp_path)))) as client:
        assert client.get("/import").status_code == 403
        assert client.post("/import", files={"file": ("workshop.json", file)}).status_code == 403
        secret = client.app.state.owner_path.partition("#")[2]  # type: ignore[attr-defined]
        token = re.search(r'name="token" value="([^"]+)"', client.get("/l").text)
        assert token
        client.post("/l", data={"secret": secret, "token": token[1]})
        assert posted(client, file).status_code == 200


def test_another_sites_page_opens_nothing(client: TestClient, file: bytes) -> None:
    page = client.get("/import").text
    fields = dict(re.findall(r'name="(token|key)" value="([^"]+)"', page))
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
        sent = client.post("/import", data=fields, files={"file": ("workshop.json", file)}, headers=headers)
        assert sent.status_code == 403
    assert posted(client, file, token="guessed").status_code == 403
    assert workshops(client) == []


def test_what_is_no_file_or_too_large_is_told(client: TestClient, tmp_path: Path) -> None:
    page = client.get("/import").text
    fields = dict(re.findall(r'name="(token|key)" value="([^"]+)"', page))
    assert client.post("/import", data=fields).status_code == 400
    assert client.post("/import", data={**fields, "file": "not a file"}).status_code == 400
    assert client.post("/import", content=b"{}", headers={"content-type": "application/json"}).status_code == 400
    assert client.post("/import", content=b"x", headers={"content-type": "multipart/form-data"}).status_code == 400
    door = DoorLimits(import_body=100_000)
    with TestClient(create_app(Settings(data=str(tmp_path / "small"), open=True, door=door))) as small:
        assert posted(small, b" " * 120_000).status_code == 413

        def endless() -> Iterator[bytes]:
            yield b'--x\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\n'
            yield from (b" " * 10_000 for _ in range(50))

        kind = {"content-type": "multipart/form-data; boundary=x"}
        assert small.post("/import", content=endless(), headers=kind).status_code == 413


def test_what_people_wrote_is_put_down_nowhere_else(client: TestClient, file: bytes, monkeypatch: Any) -> None:
    """The form's parser would write a large file into the system's folder for temporary files."""
    rolled: list[object] = []
    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", rolled.append)
    assert posted(client, file + b" " * 3_000_000).status_code == 200
    assert not rolled


# What is read


def refused(body: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as caught:
        read(body, limits or Limits(), DEPTH, NOON)
    return caught.value.say(Speech("en")).said


def altered(file: bytes, **fields: Any) -> bytes:
    return json.dumps(json.loads(file) | fields).encode()


def with_record(file: bytes, **record: Any) -> bytes:
    return altered(file, records=[*json.loads(file)["records"], record])


@pytest.mark.parametrize(
    "body", [b"", b"not json", b"[]", b"{}", b"\xff\xfe", b'{"gommette":"log","schema":1,"records":[]}', b"[" * 100_000]
)
def test_what_is_no_export_is_told_so(body: bytes) -> None:
    assert refused(body) == "This file is not a workshop that Gommette has exported."


def test_brackets_in_brackets_end_somewhere(file: bytes) -> None:
    assert not too_deep(file, DEPTH)
    assert not too_deep(b'{"text": "[[[[[[[[[[[[[[[[[[[[ \\" [[[["}', 2)
    assert too_deep(b"[" * 17, 16)
    deep: dict[str, Any] = {"kind": "idea", "id": "deep--", "board": "ideas-", "text": []}
    for _ in range(20):
        deep["text"] = [deep["text"]]
    assert refused(with_record(file, **deep)) == "This file is not a workshop that Gommette has exported."


def test_a_quotation_that_never_ends_and_one_that_is_long_are_looked_at_once() -> None:
    assert not too_deep(b'"' + b'\\"' * 500_000, 2)
    assert not too_deep(b'{"picture": "' + b"A" * 8_000_000 + b'"}', 2)
    assert refused(b'{"gommette":"export","schema":1,"records":[{"kind":[]}]}').startswith(
        "This file is not a workshop"
    )


def test_a_file_of_more_records_than_a_workshop_has_is_refused() -> None:
    many = b'{"gommette":"export","schema":1,"records":[' + b",".join([b"{}"] * 40_001) + b"]}"
    assert refused(many) == "This file holds more than a workshop can: the limit is 40,000 records."


def test_a_file_of_a_newer_version_is_told_so(file: bytes) -> None:
    assert refused(altered(file, schema=2)) == "A newer Gommette wrote this file."
    said = "slogan:this holds something that this version of Gommette does not know."
    assert refused(with_record(file, kind="slogan", id="this")) == said
    said = "idea:other- holds something that this version of Gommette does not know."
    assert refused(with_record(file, kind="idea", id="other-", board="ideas-", text="x", mood="gay")) == said


def test_no_person_ballot_or_private_record_is_read(file: bytes) -> None:
    for kind in ("person", "ballot", "mine", "hidden", "late", "history"):
        assert "does not know" in refused(with_record(file, kind=kind, id="Ada-123"))


def test_a_record_of_another_shape_is_named(file: bytes) -> None:
    said = refused(with_record(file, kind="idea", id="other-", board="ideas-", text=7))
    assert said == "idea:other- cannot be read: Expected `str`, got `int` - at `$.text`."


def test_a_broken_rule_is_told_in_its_own_words(file: bytes) -> None:
    said = refused(with_record(file, kind="idea", id="other-", board="ideas-", text="x" * 2001, n=99))
    assert said == "idea:other- breaks a rule. Too long: 2,000 characters at most."


def test_the_mark_that_a_text_editor_put_before_a_file_does_no_harm(file: bytes) -> None:
    assert read(b"\xef\xbb\xbf" + file, Limits(), DEPTH, NOON).title == "Our town"


def test_the_export_tells_who_wrote_what_by_name_and_no_id_groups_ideas(file: bytes) -> None:
    records = json.loads(file)["records"]
    assert [each for each in records if each["kind"] == "author"] == [
        {"kind": "author", "id": "signed", "person": "", "name": "Kof"}
    ]
    assert not [each for each in records if "slip" in each or "by" in each]


def test_the_whole_sample_workshop_is_taken_over() -> None:
    board, given = sample(), town()
    given.opened("gather-2")
    ids = [given.posts(PEOPLE[n % 3], row.text) for n, row in enumerate(board.rows)]
    given.opened("group-")
    themes = {name: f"theme-{n:02}" for n, name in enumerate(board.themes)}
    given.does("facilitator", *(MakeTheme(id_, name) for name, id_ in themes.items()))
    for group in groups(board):
        given.groups(*(ids[row] for row in group.rows), name=group.name, theme=themes[group.theme])
    file = export_workshop(records_of(given.workshop), "json", None, NOON).body
    assert export_workshop(records_of(rebuilt(file)), "json", None, NOON).body == file


def rebuilt(file: bytes) -> Workshop:
    built = Workshop()
    for stored in read(file, Limits(), DEPTH, NOON).log:
        built.apply(stored)
    return built


# The command line


def test_a_file_is_opened_by_the_command_line(tmp_path: Path, file: bytes) -> None:
    (tmp_path / "town.json").write_bytes(file)
    data = ["--data", str(tmp_path / "data")]
    done = runner.invoke(cli.app, ["import", str(tmp_path / "town.json"), *data])
    assert done.exit_code == 0, done.output
    assert len(re.findall(r"/l#[\w-]{40,}", done.stdout)) == 2
    with closing(sqlite3.connect(tmp_path / "data" / FILE)) as database:
        ((workshop, title, keep_days),) = database.execute("SELECT id, title, keep_days FROM workshops")
    assert (title, keep_days) == ("Our town", 90)
    out = tmp_path / "again.json"
    done = runner.invoke(cli.app, ["export", workshop, "--format", "json", "--out", str(out), *data])
    assert out.read_bytes() == file


def test_the_command_line_refuses_in_a_sentence(tmp_path: Path, file: bytes) -> None:
    data = ["--data", str(tmp_path / "data")]
    done = runner.invoke(cli.app, ["import", str(tmp_path / "nowhere.json"), *data])
    assert (done.exit_code, done.stderr.endswith("cannot be read: No such file or directory.\n")) == (2, True)
    (tmp_path / "town.json").write_bytes(file.replace(b'"schema": 1', b'"schema": 9'))
    done = runner.invoke(cli.app, ["import", str(tmp_path / "town.json"), *data])
    assert (done.exit_code, done.stderr.startswith("A newer Gommette wrote this file.")) == (2, True)
    (tmp_path / "town.json").write_bytes(file)
    with running.alone(tmp_path / "data"):
        done = runner.invoke(cli.app, ["import", str(tmp_path / "town.json"), *data])
    assert done.exit_code == 2
    assert "A server is running on" in done.stderr
    assert f"on its page {upload.PATH}" in done.stderr


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_empty_workshop_is_taken_over_too(language: str) -> None:
    empty = export_workshop(records_of(town(language=language).workshop), "json", None, NOON).body
    assert export_workshop(records_of(rebuilt(empty)), "json", None, NOON).body == empty


# An open forum


def test_an_open_forums_file_becomes_a_workshop_whose_export_is_the_file(client: TestClient) -> None:
    """Its reports too, which stand in streams of their own."""
    world, one, other = meeting()
    writes(world, "Mei", one, "Shade cools.")
    writes(world, "Kofi", other, "Too few.", "agreed")
    file = export_workshop(records_of(world.workshop), "json", None, NOON).body
    console = re.search(r'href="(/w/[\w-]+/console)"', posted(client, file).text)
    assert console
    assert client.get(f"{console[1]}/export/json").content == file
    assert "Shade cools." in client.get(f"{console[1]}/export/proceedings-md").text
    assert rows_of(client.app.state.house.settings.data_folder)["streams"] == 3  # type: ignore[attr-defined]


def test_from_the_command_line_an_open_forum_comes_back_with_its_reports(tmp_path: Path) -> None:
    world, one, _ = meeting()
    writes(world, "Mei", one, "Shade cools.")
    file = tmp_path / "forum.json"
    file.write_bytes(export_workshop(records_of(world.workshop), "json", None, NOON).body)
    data = ["--data", str(tmp_path / "data")]
    assert runner.invoke(cli.app, ["import", str(file), *data]).exit_code == 0
    with closing(sqlite3.connect(tmp_path / "data" / FILE)) as database:
        workshop = str(database.execute("SELECT id FROM workshops").fetchone()[0])
    again = tmp_path / "again.json"
    told = runner.invoke(cli.app, ["export", workshop, "--format", "json", "--out", str(again), *data])
    assert told.exit_code == 0, told.output
    assert again.read_bytes() == file.read_bytes()
    for fmt in ("proceedings-md", "ics"):
        out = tmp_path / f"forum.{fmt}"
        assert runner.invoke(cli.app, ["export", workshop, "--format", fmt, "--out", str(out), *data]).exit_code == 0
        assert "Trees" in out.read_text(encoding="utf-8")
