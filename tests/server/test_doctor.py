"""`gommette doctor` finds what is wrong with a place before people are in it."""

import os
import shutil
import sqlite3
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from server import cli, doctor, running
from server.backup import LAST
from server.doctor import Finding, examine_database, examine_folder, examine_public, examine_reach, file_system
from server.settings import Settings
from server.tables import FILE
from tests.needs import absent
from tests.server.logs import copied

NOW = 1_796_983_200.0
DAY = 24 * 3600.0
runner = CliRunner()


def said(findings: Iterator[Finding], level: str) -> str:
    return "\n".join(finding.says for finding in findings if finding.level == level)


def test_everything_is_well_here(tmp_path: Path) -> None:
    done = runner.invoke(cli.app, ["doctor", "--data", str(tmp_path / "data")])
    assert done.exit_code == 0, done.stdout
    assert "package server is Gommette's own" in done.stdout
    assert "there is no database yet: the first start makes it" in done.stdout


def test_what_does_not_work_is_the_exit_code(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = runner.invoke(cli.app, ["doctor", "--data", str(tmp_path / "file" / "data")])
    assert done.exit_code == 1
    assert "NO   data folder" in done.stdout
    assert "cannot be written: Not a directory" in done.stdout


# The folder


class Disk(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(("mib", "level"), [(90, "no"), (400, "note"), (600, "ok")])
def test_a_disk_that_fills_up_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mib: int, level: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Disk(0, 0, mib << 20))
    assert f"{mib} MiB are free on its disk" in said(examine_folder(tmp_path), level)


def test_a_folder_that_others_may_look_into_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert f"chmod 700 {tmp_path}" in said(examine_folder(tmp_path), "note")
    tmp_path.chmod(0o700)
    assert not said(examine_folder(tmp_path), "note")


def test_a_disk_of_another_machine_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/share {tmp_path} nfs4 rw 0 0\nx /my\\040disk vfat rw 0 0\n")
    assert file_system(tmp_path / "data", mounts) == "nfs4"
    assert file_system(Path("/elsewhere"), mounts) == "ext4"
    assert file_system(Path("/my disk/data"), mounts) == "vfat"
    assert file_system(tmp_path, tmp_path / "no such file") == ""
    monkeypatch.setattr(doctor, "file_system", lambda *_: "nfs4")
    assert "where SQLite is safe" in said(examine_folder(tmp_path), "no")


# The database


@pytest.fixture
def data(migrated: Path, tmp_path: Path) -> Path:
    """One workshop in it, last used now."""
    folder = copied(migrated, tmp_path)
    change(folder, f"INSERT INTO workshops (id, created, last_used) VALUES ('w', 0, {NOW * 1000:.0f})")
    return folder


def change(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / FILE)) as database:
        database.execute(statement)
        database.commit()


def test_a_healthy_database_has_but_one_wish(data: Path) -> None:
    assert said(examine_database(data, NOW), "no") == ""
    assert said(examine_database(data, NOW), "note") == "no backup was taken yet: gommette backup FILE"
    assert "no server is running on it" in said(examine_database(data, NOW), "ok")


def test_a_backup_grows_old(data: Path) -> None:
    (data / LAST).touch()
    os.utime(data / LAST, (NOW, NOW))
    assert "the last backup is 3 days old" in said(examine_database(data, NOW + 3 * DAY), "ok")
    assert "the last backup is 9 days old: take another" in said(examine_database(data, NOW + 9 * DAY), "note")


def test_a_clock_that_went_back_is_told(data: Path) -> None:
    told = said(examine_database(data, NOW - 600), "no")
    assert told == "the clock of this machine is wrong: the last use of a workshop is 10 minutes in the future"


def test_a_damaged_database_is_told(data: Path) -> None:
    body = bytearray((data / FILE).read_bytes())
    body[4096:8192] = b"\x07" * 4096
    (data / FILE).write_bytes(body)
    assert said(examine_database(data, NOW), "no")


def test_tables_of_another_version_are_told(data: Path) -> None:
    change(data, "UPDATE alembic_version SET version_num = '9999'")
    assert "its tables are of a newer Gommette" in said(examine_database(data, NOW), "no")
    change(data, "DELETE FROM alembic_version")
    assert "its tables are older" in said(examine_database(data, NOW), "note")


def test_whether_a_server_is_running_is_told(data: Path) -> None:
    with running.alone(data):
        assert "a server is running on it" in said(examine_database(data, NOW), "ok")


def test_what_a_killed_server_left_is_to_be_kept(data: Path) -> None:
    living = sqlite3.connect(data / FILE)
    living.execute("PRAGMA journal_mode=WAL")
    living.execute("UPDATE workshops SET title = 'changed'")
    living.commit()
    assert f"keep it beside {FILE}" in said(examine_database(data, NOW), "note")
    living.close()


# How people get here


def test_an_address_that_only_this_machine_has_is_told() -> None:
    assert "phones cannot reach it" in said(examine_reach(Settings(host="127.0.0.1")), "note")
    assert "phones reach it at http://192.0.2.7:8000" in said(examine_reach(Settings(host="192.0.2.7")), "ok")


def test_too_few_sockets_for_a_hall_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "sockets_allowed", lambda: 1_024)
    assert "LimitNOFILE" in said(examine_reach(Settings()), "note")
    monkeypatch.setattr(doctor, "sockets_allowed", lambda: -1)
    assert "sockets" not in said(examine_reach(Settings()), "note")


def test_an_address_without_encryption_is_told() -> None:
    assert "is not encrypted" in said(examine_reach(Settings(public_url="http://atelier.example.org")), "note")


class Hello(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """The port of a server with a certificate for localhost that is good for nine days, and that certificate."""
    openssl = shutil.which("openssl") or absent("openssl is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "9",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    server = HTTPServer(("127.0.0.1", 0), Hello)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port, certificate
    server.shutdown()
    server.server_close()
    thread.join(20)


def test_a_certificate_that_browsers_refuse_is_told(secure: tuple[int, Path]) -> None:
    port, _ = secure
    assert "browsers will refuse the certificate" in said(examine_public(f"https://localhost:{port}", True), "no")


def test_a_certificate_that_runs_out_is_told(secure: tuple[int, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    port, certificate = secure
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    told = said(examine_public(f"https://localhost:{port}", True), "note")
    assert told.endswith("is good for 8 days: see to its renewal")


def test_a_proxy_that_is_not_named_and_an_address_that_nobody_answers_at_are_told() -> None:
    told = said(examine_public("https://localhost:1", False), "note")
    assert "no --trusted-proxy is named" in told
    assert "https://localhost:1 cannot be reached from here" in told
