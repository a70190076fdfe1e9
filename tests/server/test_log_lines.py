"""What the server writes of itself: a line for each thing, and nothing that anybody wrote, is called or holds."""

import io
import json
import logging
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from server import logs
from server.app import create_app
from server.settings import DoorLimits, Settings

TITLE, ORGANISER, NAME, WORDS = "A title nobody logs", "Organiser Kofi", "Ada Lovelace", "Words that are mine alone"
ADDRESS = "203.0.113.77"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is written from here on, as JSON; the log is as it was before afterwards."""
    root, ours = logging.getLogger(), logging.getLogger("server")
    before = root.handlers[:], root.level, ours.level
    stream = io.StringIO()
    logs.configure("json", stream)
    yield stream
    root.handlers[:], root.level, ours.level = before


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def tokens(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(token|key)" value="([^"]+)"', page))


def workshop_under_way(client: TestClient) -> tuple[str, list[str]]:
    """Ada is in, by its code. Gives its address and every secret there is so far."""
    page = client.get("/new").text
    answers = {"title": TITLE, "organiser": ORGANISER, "format": "ideation", "language": "en", "private": "no"}
    made = client.post("/new", data={**tokens(page), **answers, "names": "asked", "keep_days": "90"}).text
    code = re.search(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b(?!-)", made)
    assert code
    secrets = [code[0], code[0].replace("-", ""), *re.findall(r"/l#([\w-]{20,})", made)]
    door = client.post("/join", data={**tokens(client.get("/join").text), "code": code[0]})
    inside = client.post(door.url.path, data={**tokens(door.text), "name": NAME})
    assert inside.url.path.startswith("/w/")
    return inside.url.path, [*secrets, door.url.path.rpartition("/")[2], *client.cookies.values()]


def test_nothing_of_anybody_is_written_whatever_breaks(
    tmp_path: Path, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = DoorLimits(join_failures=1, join_delay=0.0)
    app = create_app(Settings(data=str(tmp_path), open=True, door=door))
    with TestClient(app, client=(ADDRESS, 50_000), raise_server_exceptions=False) as client:
        face, secrets = workshop_under_way(client)

        def bug(*_: object, **__: object) -> None:
            raise ValueError(f"{NAME} wrote {WORDS}, and holds {secrets}")

        room = app.state.house.rooms.awake(face.rpartition("/")[2])
        monkeypatch.setattr(type(room.workshop), "decide", bug)
        page = client.get(face)
        for form in re.findall(r'action="([^"]+)"', page.text):
            client.post(form, data={**tokens(page.text), "text": WORDS, "name": NAME})
        monkeypatch.undo()
        monkeypatch.setattr("server.house.Templates.respond", bug)
        assert client.get(face).status_code == 500
        monkeypatch.undo()

        def full(*_: object, **__: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr("server.writer.Writer._in_savepoint", full)
        client.post(face, data={**tokens(page.text), "text": WORDS})
        client.post("/join", data={**tokens(client.get("/join").text), "code": "AAAA-AAAA"})
        monkeypatch.undo()
    said = written.getvalue()
    assert "ValueError" in said
    for untold in (TITLE, ORGANISER, NAME, "Ada", WORDS, ADDRESS, *secrets):
        assert untold not in said


def test_each_line_says_when_what_where_and_how_bad(written: io.StringIO) -> None:
    logging.getLogger("server.keeper").info("deleted a workshop at the end of its time")
    logging.getLogger("elsewhere").info("not for us")
    logging.getLogger("elsewhere").warning("for us")
    first, second = lines(written)
    assert first | {"timestamp": ""} == {
        "timestamp": "",
        "level": "info",
        "logger": "server.keeper",
        "event": "deleted a workshop at the end of its time",
    }
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:.]+Z", first["timestamp"])
    assert (second["logger"], second["level"]) == ("elsewhere", "warning")


def test_an_error_is_told_by_its_kind_and_its_place_and_not_by_what_it_says(written: io.StringIO) -> None:
    log = logging.getLogger("server.room")
    try:
        raise UnicodeEncodeError("utf-8", WORDS, 0, 1, NAME)
    except ValueError as error:
        log.exception("between batches")
        log.warning("room %s: %r", "abc", error)
        log.warning("room %s: %s", "abc", error)
    first, *others = lines(written)
    assert first["error"] == "UnicodeEncodeError"
    assert re.match(r"tests/server/test_log_lines\.py:\d+ test_an_error", first["at"])
    assert [line["event"] for line in others] == ["room abc: UnicodeEncodeError"] * 2
    assert WORDS not in written.getvalue()


def test_what_the_system_or_sqlite_call_an_error_is_told(written: io.StringIO) -> None:
    log = logging.getLogger("server.writer")
    log.warning("not written: %s", OSError(28, "No space left", f"/home/{NAME}"))
    log.warning("not written: %s", sqlite3.OperationalError("database is locked"))
    log.warning("not reached: %s", ConnectionError(f"nobody at {ADDRESS}"))
    assert [line["event"] for line in lines(written)] == [
        "not written: OSError: No space left on device",
        "not written: OperationalError: database is locked",
        "not reached: ConnectionError",
    ]


def test_a_task_that_nobody_waited_for_is_told_without_its_error(written: io.StringIO) -> None:
    message = f"Task exception was never retrieved\nfuture: <Task exception=ValueError({WORDS!r})>"
    logging.getLogger("asyncio").error(message)
    assert [line["event"] for line in lines(written)] == ["Task exception was never retrieved"]


def test_people_read_lines_of_text(written: io.StringIO) -> None:
    stream = io.StringIO()
    logs.configure("text", stream)
    logging.getLogger("server.running").info("stopped")
    assert re.fullmatch(r"20\S+Z \[info\] stopped \[server\.running\]\n", stream.getvalue())
