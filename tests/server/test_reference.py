"""What is generated from the types of the wire says what the types say."""

from pathlib import Path
from typing import get_args

import pytest

from server import reference
from server.reference import ROOT, generate, main


@pytest.mark.parametrize("path", generate(), ids=lambda path: path.name)
def test_each_generated_file_is_fresh(path: Path) -> None:
    assert path.read_text("utf-8") == generate()[path], "run python -m server.reference"


def test_checking_tells_a_stale_file_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = tmp_path / "limits.ts"
    monkeypatch.setattr(reference, "ROOT", tmp_path)
    monkeypatch.setattr(reference, "generate", lambda: {stale: "new\n"})
    assert main(["--check"]) == 1
    assert "limits.ts is stale" in capsys.readouterr().out
    assert not stale.exists()
    assert main([]) == 0
    assert main(["--check"]) == 0


def declared() -> str:
    return generate()[ROOT / "web" / "client" / "protocol.d.ts"]


def test_a_field_may_be_missing_where_it_has_a_default_that_the_wire_leaves_out() -> None:
    assert "  n?: number;" in declared().partition("export interface IdeaRecord {")[2].partition("}")[0]
    assert "  text: string;" in declared().partition("export interface IdeaRecord {")[2].partition("}")[0]
    assert "  theme?: Id | null;" in declared().partition("export interface FileCluster {")[2].partition("}")[0]


def test_a_step_inside_a_record_is_any_kind_of_step() -> None:
    assert "  about: AnyStep;" in declared()


def test_a_command_inside_its_envelope_is_any_command() -> None:
    assert "  command: AnyCommand;" in declared()


def test_the_same_types_give_the_same_text() -> None:
    assert generate() == generate()


def test_every_command_step_and_record_is_told_of() -> None:
    told = generate()[ROOT / "server" / "PROTOCOL.md"]
    kinds = [kind for union in ("AnyCommand", "AnyStep", "AnyRecord") for kind in get_args(reference.UNIONS[union])]
    assert [kind.__name__ for kind in kinds if f"\n**{kind.__name__}**" not in told] == []
