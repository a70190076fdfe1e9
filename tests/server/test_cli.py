"""What the command line says, and with which exit code."""

import os
import re
import shlex
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import web
from server import cli, migrations, running
from server.cli.serving import announce
from server.settings import Settings, read_settings
from server.tables import FILE

runner = CliRunner()
README = Path(__file__).parents[2] / "README.md"


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOMMETTE_LANGUAGE", "fr")


def test_config_prints_what_is_in_force_as_a_settings_file(monkeypatch: pytest.MonkeyPatch) -> None:
    first = runner.invoke(cli.app, ["config", "--port", "81", "--limits", "idea=1500", "--trusted-proxy", "10.0.0.0/8"])
    assert first.exit_code == 0
    assert 'language = "fr"\n' in first.stdout
    assert "idea = 1500\n" in first.stdout
    Path("gommette.toml").write_text(first.stdout)
    monkeypatch.delenv("GOMMETTE_LANGUAGE")
    assert runner.invoke(cli.app, ["config"]).stdout == first.stdout


def test_the_one_secret_setting_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "# metrics_token is not set\n" in runner.invoke(cli.app, ["config"]).stdout
    Path("token").write_text("a token that is long enough\n")
    monkeypatch.setenv("GOMMETTE_METRICS_TOKEN_FILE", "token")
    assert read_settings({}, os.environ).metrics_token == "a token that is long enough"
    said = runner.invoke(cli.app, ["config", "--metrics", "--log", "json"]).stdout
    assert "# metrics_token is set\n" in said
    assert "metrics = true\n" in said
    assert 'log = "json"\n' in said
    assert "long enough" not in said
    monkeypatch.setenv("GOMMETTE_METRICS_TOKEN_FILE", "nowhere")
    done = runner.invoke(cli.app, ["config"])
    assert (done.exit_code, done.stderr) == (2, "GOMMETTE_METRICS_TOKEN_FILE: nowhere cannot be read.\n")


def test_a_setting_that_does_not_exist_stops_with_a_sentence() -> None:
    done = runner.invoke(cli.app, ["serve", "--limits", "idees=3"])
    assert done.exit_code == 2
    assert done.stderr.startswith("limits.idees (in the command line) is no limit of Gommette.")


def test_pages_that_are_not_built_stop_serve_with_the_way_to_build_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MANIFEST", Path("nowhere/manifest.json"))
    done = runner.invoke(cli.app, ["serve"])
    assert done.exit_code == 2
    assert "Build them with: uv sync --reinstall-package gommette" in done.stderr


def test_the_addresses_of_this_machine_end_with_itself() -> None:
    assert running.addresses("0.0.0.0", 8000)[-1] == "http://localhost:8000"
    assert running.addresses("192.0.2.7", 80) == ["http://192.0.2.7:80"]
    assert running.addresses("::1", 80) == ["http://[::1]:80"]


def test_the_owner_is_told_the_secret_link(capsys: pytest.CaptureFixture[str]) -> None:
    announce(Settings(public_url="https://atelier.example.org/"), ["http://192.0.2.7:8000"], "/new#SECRET")
    said = capsys.readouterr().out
    assert "https://atelier.example.org/new#SECRET" in said
    assert "http://192.0.2.7:8000" in said
    announce(Settings(open=True), ["http://192.0.2.7:8000"], None)
    assert "Anyone who reaches it may create workshops:\n  http://192.0.2.7:8000/\n" in capsys.readouterr().out


# What keeps it from starting


def refused(*arguments: str) -> str:
    """What `serve` says to that, without a traceback."""
    done = runner.invoke(cli.app, ["serve", "--port", "0", *arguments])
    assert done.exit_code == 2, done.output
    assert isinstance(done.exception, SystemExit)
    return done.stderr


def test_a_damaged_database_is_told_in_a_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    Path("gommette-data").mkdir()
    Path("gommette-data", FILE).write_bytes(b"SQLite format 3\0" + b"no such thing" * 1000)
    assert "is damaged (" in refused()
    assert "Traceback" not in capfd.readouterr().err


def test_a_database_of_a_newer_version_is_told_in_a_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    migrations.migrate(Path("gommette-data").absolute())
    with closing(sqlite3.connect(Path("gommette-data", FILE), isolation_level=None)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "was written by a newer Gommette" in refused()
    assert "Traceback" not in capfd.readouterr().err


def test_a_folder_is_served_once_and_one_that_cannot_be_made_is_told() -> None:
    with running.alone(Path("gommette-data").absolute()):
        assert "A server is running on" in refused()
    Path("file").write_text("")
    assert "cannot be written: Not a directory" in refused("--data", "file/data")


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert f"cannot listen on port {port} of 127.0.0.1" in refused("--host", "127.0.0.1", "--port", port)


def test_the_tables_are_brought_up_to_date_once_a_start(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[Path] = []
    really = migrations.migrate

    def counted(folder: Path) -> None:
        done.append(folder)
        really(folder)

    monkeypatch.setattr("server.app.migrate", counted)
    monkeypatch.setattr(cli.serving, "announce", lambda *_: signal.raise_signal(signal.SIGINT))
    assert runner.invoke(cli.app, ["serve", "--port", "0", "--host", "127.0.0.1"]).exit_code == 0
    assert len(done) == 1


# README


def commands_of(text: str) -> list[list[str]]:
    """Each `gommette …` of the text, in a block or between backquotes, as words."""
    blocks = [line.strip() for line in text.splitlines() if line.startswith("    ")]
    said = [*blocks, *re.findall(r"`([^`]+)`", text)]
    parts = [part for each in said for part in re.split(r"&&|\|", each)]
    found = [re.match(r"\s*(?:uv run )?(?:\S*/)?gommette\s+(?=[a-z])(.*)", part) for part in parts]
    return [shlex.split(match[1]) for match in found if match]


def parsed(words: list[str]) -> None:
    """As the command line would read it; nothing is run. Raises click's errors."""
    group = typer.main.get_command(cli.app)
    assert isinstance(group, typer.core.TyperGroup)
    group.commands[words[0]].make_context(words[0], words[1:])


def test_every_command_line_of_readme_is_one_of_gommette() -> None:
    lines = commands_of(README.read_text(encoding="utf-8"))
    assert {words[0] for words in lines} == {
        command.name or command.callback.__name__ for command in cli.app.registered_commands if command.callback
    }
    for words in lines:
        parsed(words)
    with pytest.raises(Exception, match="No such option"):
        parsed(["serve", "--trusted-proxies", "10.0.0.0/8"])


def test_every_option_of_readme_exists() -> None:
    group = typer.main.get_command(cli.app)
    assert isinstance(group, typer.core.TyperGroup)
    known = {option for command in group.commands.values() for each in command.params for option in each.opts}
    said = {
        option
        for code in re.findall(r"`(--[^`]+)`", README.read_text("utf-8"))
        for option in re.findall(r"--[a-z-]+", code)
    }
    assert said <= known
