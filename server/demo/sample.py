"""What a demonstration is run on: the ideas, each under the theme that somebody once filed it under."""

import csv
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct

COLUMNS = {"board", "lang", "text", "theme"}


class DemoError(Exception):
    """A sentence for whoever started the demonstration: what is wrong, and what to do."""


class Row(Struct, frozen=True):
    """An idea. `cluster` empty: nobody named the group it belongs to."""

    text: str
    theme: str
    cluster: str = ""


class Board(Struct, frozen=True):
    """One workshop's worth of ideas. `prompt` empty: the format's own."""

    name: str
    language: str
    title: str
    organiser: str
    rows: list[Row]
    prompt: str = ""

    @property
    def themes(self) -> list[str]:
        """In order of first mention."""
        return list(dict.fromkeys(row.theme for row in self.rows))


def sample() -> Board:
    """The workshop that comes with Gommette, in French."""
    told: dict[str, Any] = tomllib.loads(Path(__file__).with_name("numerique.toml").read_text(encoding="utf-8"))
    rows = [
        Row(text, theme["name"], cluster["name"])
        for theme in told["themes"]
        for cluster in theme["clusters"]
        for text in cluster["ideas"]
    ]
    return Board("numerique", "fr", told["title"], told["organiser"], rows, told["prompt"])


def read_boards(path: Path, only: str | None = None) -> list[Board]:
    """The boards of a CSV file with the columns board, lang, text, theme. Raises DemoError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file, strict=True)
            missing = COLUMNS - set(table.fieldnames or ())
            if missing:
                raise DemoError(f"{path} has no column {', '.join(sorted(missing))}.")
            lines = list(table)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DemoError(f"{path} cannot be read: {error}.") from error
    names = list(dict.fromkeys(line["board"] or "" for line in lines))
    if only is not None and only not in names:
        raise DemoError(f"{path} has no board {only}. There are: {', '.join(names)}.")
    if not names:
        raise DemoError(f"{path} holds no idea.")
    return [_board(name, [line for line in lines if line["board"] == name]) for name in names if only in (None, name)]


def _board(name: str, lines: Iterable[dict[str, str]]) -> Board:
    lines = list(lines)
    language = lines[0]["lang"] if lines[0]["lang"] in ("fr", "en") else "en"
    rows = [Row(line["text"] or "", _theme(line["theme"] or "")) for line in lines]
    return Board(name, language, name, "gommette demo", rows)


def _theme(raw: str) -> str:
    """SE_NOURRIR → Se nourrir, streets-transit → Streets transit."""
    words = raw.replace("_", " ").replace("-", " ").strip()
    return (words[:1].upper() + (words[1:].lower() if words.isupper() else words[1:])) if words else "?"
