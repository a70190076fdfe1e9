"""The sample open forum: what people bring to the marketplace, and what their circles write down."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct


class Circle(Struct, frozen=True, forbid_unknown_fields=True):
    """A topic, and what its report says: by the parts of the canvas of the format `forum_ouvert`."""

    title: str
    words: str
    question: str
    said: str
    agreed: str
    disagreed: str
    proposed: list[str]

    @property
    def parts(self) -> dict[str, str]:
        texts = {name: getattr(self, name) for name in ("question", "said", "agreed", "disagreed")}
        return {name: text for name, text in texts.items() if text}


class Forum(Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    organiser: str
    prompt: str
    circles: list[Circle]


def sample_forum() -> Forum:
    """The one that comes with Gommette, in French."""
    told: dict[str, Any] = tomllib.loads(Path(__file__).with_name("forum.toml").read_text(encoding="utf-8"))
    return msgspec.convert(told, Forum)
