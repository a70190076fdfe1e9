"""Counts and times for Prometheus: right, of nobody in particular, and for nobody who should not have them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.requests import Request
from starlette.testclient import TestClient

from server.app import create_app
from server.log import Append, Row, StorageFull
from server.metrics import MeasuredLog, allowed
from server.settings import Settings
from server.sqlite import SqliteLog
from tests.server.logs import copied

HERE = ("127.0.0.1", 50_000)
TOKEN = "a token that is long enough"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(data=str(tmp_path), open=True, metrics=True)
    with TestClient(create_app(settings), base_url="http://testserver", client=HERE) as client:
        yield client


def told(client: TestClient) -> dict[tuple[str, str], float]:
    """By name and labels' values."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def opened(client: TestClient) -> tuple[str, str]:
    """A workshop's id and its code."""
    page = client.get("/new").text
    hidden = dict(re.findall(r'name="(token|key)" value="([^"]+)"', page))
    answers = {"title": "Our secret town", "organiser": "Mei", "format": "ideation", "language": "en", "private": "no"}
    created = client.post("/new", data={**hidden, **answers, "names": "asked", "keep_days": "90"}).text
    workshop = re.search(r'href="/w/([\w-]+)/console"', created)
    code = re.search(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b(?!-)", created)
    assert workshop
    assert code
    return workshop[1], code[0]


def test_what_happens_is_counted(client: TestClient) -> None:
    before = told(client)
    assert before["gommette_workshops", ""] == 0
    opened(client)
    after = told(client)
    assert after["gommette_workshops", ""] == after["gommette_rooms_awake", ""] == 1
    assert after["gommette_commit_seconds_count", ""] > before["gommette_commit_seconds_count", ""]
    assert after["gommette_batch_events_sum", ""] >= 1
    assert after["process_resident_memory_bytes", ""] > 0


def test_sockets_are_counted_by_role(client: TestClient) -> None:
    workshop, _ = opened(client)
    headers = {"origin": "http://testserver"}
    with client.websocket_connect(f"/w/{workshop}/console/live", headers=headers) as socket:
        socket.send_json({"type": "Hello", "client": "c" * 16, "version": 1})
        socket.receive_text()
        assert told(client)["gommette_connections", "facilitator"] == 1
    assert told(client)["gommette_connections", "participant"] == 0


def test_verdicts_and_resyncs_are_counted(client: TestClient) -> None:
    workshop, _ = opened(client)
    before = told(client)
    with client.websocket_connect(f"/w/{workshop}/console/live", headers={"origin": "http://testserver"}) as socket:
        socket.send_json({"type": "Hello", "client": "c" * 16, "version": 1})
        socket.receive_text()
        for cseq, step in ((1, "gather"), (2, "no-such-step")):
            socket.send_json({"type": "Do", "cseq": cseq, "command": {"type": "OpenStep", "step": step}})
            socket.receive_text()
        socket.send_json({"type": "Resync"})
        socket.receive_text()
    after = told(client)
    names = [
        ("gommette_commands_total", "ack"),
        ("gommette_commands_total", "refused"),
        ("gommette_resyncs_total", "mismatch"),
    ]
    assert [after[name] - before[name] for name in names] == [1, 1, 1]


def test_no_workshop_person_or_word_is_in_it(client: TestClient) -> None:
    workshop, code = opened(client)
    page = client.get("/metrics").text
    for secret in (workshop, code, "secret town", "Mei"):
        assert secret not in page


def test_there_is_nothing_to_see_where_it_is_not_switched_on(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=str(tmp_path))), client=HERE) as client:
        assert client.get("/metrics").status_code == 404


def test_only_this_machine_or_whoever_has_the_token_is_told(tmp_path: Path) -> None:
    app = create_app(Settings(data=str(tmp_path), metrics=True))
    with TestClient(app, client=("203.0.113.7", 50_000)) as elsewhere:
        assert elsewhere.get("/metrics").status_code == 403
    app = create_app(Settings(data=str(tmp_path), metrics=True, metrics_token=TOKEN))
    with TestClient(app, client=("203.0.113.7", 50_000)) as elsewhere:
        assert elsewhere.get("/metrics").status_code == 403
        assert elsewhere.get("/metrics", headers={"authorization": "Bearer another"}).status_code == 403
        assert elsewhere.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def asking(host: str | None, **headers: str) -> Request:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": "http", "headers": raw, "client": (host, 1) if host else None}
    return Request(scope)


def test_who_comes_through_a_proxy_of_this_machine_does_not_pass_for_it() -> None:
    assert allowed(asking("127.0.0.1"), None)
    assert allowed(asking("::1"), None)
    for name in ("x-forwarded-for", "forwarded", "x-real-ip"):
        assert not allowed(asking("127.0.0.1", **{name: "203.0.113.7"}), None)
    assert not allowed(asking("testclient"), None)
    assert not allowed(asking(None), None)


async def test_a_disk_that_fails_is_counted(migrated: Path, tmp_path: Path) -> None:
    def full() -> None:
        raise StorageFull("no room")

    log = await MeasuredLog.open(copied(migrated, tmp_path), full)
    with pytest.raises(StorageFull):
        await log.append(Append("w", 0, [Row(1, 0, "", b"{}")]))
    with pytest.raises(StorageFull):
        await log.write(lambda _: None)
    await log.close()
    (failures,) = log.failures.collect()
    assert [sample.value for sample in failures.samples if sample.name.endswith("_total")] == [2.0]


async def test_where_nothing_is_measured_the_log_is_the_plain_one(tmp_path: Path) -> None:
    app = create_app(Settings(data=str(tmp_path)))
    with TestClient(app):
        assert type(app.state.house.log) is SqliteLog
