"""Ideas as long as most are, accents included; the same for the same dice."""

import base64
import random

LENGTH = 78
"""Characters."""
WORDS = (
    "plus",
    "de",
    "vélos",
    "près",
    "des",
    "écoles",
    "moins",
    "d’écrans",
    "à",
    "table",
    "un",
    "jardin",
    "où",
    "réparer",
)


def idea_text(dice: random.Random, start: str = "") -> str:
    return " ".join([start, *dice.choices(WORDS, k=LENGTH // 2)]).strip()[: LENGTH - 1] + "…"


def idea_id(dice: random.Random) -> str:
    return base64.urlsafe_b64encode(dice.randbytes(9)).decode()


def numbered(op: int) -> str:
    """The id of an idea that command `op` will move: found again in whatever frame tells where it went."""
    return f"op{op:08d}"
