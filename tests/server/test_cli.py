"""What the command line says, and with which exit code."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

import web
from server import cli, running
from server.settings import Settings

runner = CliRunner()


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


def test_a_setting_that_does_not_exist_stops_with_a_sentence() -> None:
    done = runner.invoke(cli.app, ["serve", "--limits", "idees=3"])
    assert done.exit_code == 2
    assert done.stderr.startswith("limits.idees (in the command line) is no limit of Gommette.")


def test_pages_that_are_not_built_stop_serve_with_the_way_to_build_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MANIFEST", Path("nowhere/manifest.json"))
    done = runner.invoke(cli.app, ["serve"])
    assert done.exit_code == 2
    assert "Build them with: uv sync --reinstall-package gommette" in done.stderr


def test_doctor_finds_everything_well_here() -> None:
    done = runner.invoke(cli.app, ["doctor"])
    assert done.exit_code == 0, done.stdout
    assert "package server is Gommette's own" in done.stdout


def test_doctor_tells_a_data_folder_it_cannot_use() -> None:
    Path("file").write_text("")
    done = runner.invoke(cli.app, ["doctor", "--data", "file/data"])
    assert done.exit_code == 1
    assert "cannot be written: Not a directory" in done.stdout


def test_the_addresses_of_this_machine_end_with_itself() -> None:
    assert running.addresses("0.0.0.0", 8000)[-1] == "http://localhost:8000"
    assert running.addresses("192.0.2.7", 80) == ["http://192.0.2.7:80"]
    assert running.addresses("::1", 80) == ["http://[::1]:80"]


def test_the_owner_is_told_the_secret_link(capsys: pytest.CaptureFixture[str]) -> None:
    cli.announce(Settings(public_url="https://atelier.example.org/"), ["http://192.0.2.7:8000"], "/new#SECRET")
    said = capsys.readouterr().out
    assert "https://atelier.example.org/new#SECRET" in said
    assert "http://192.0.2.7:8000" in said
    cli.announce(Settings(open=True), ["http://192.0.2.7:8000"], None)
    assert "Anyone who reaches it may create workshops:\n  http://192.0.2.7:8000/\n" in capsys.readouterr().out
