"""The command line: `gommette serve` and what looks after it. What a command needs is imported when it runs."""

from server.cli import keeping, serving, trying
from server.cli.bits import app

__all__ = ["app", "keeping", "main", "serving", "trying"]


def main() -> None:
    app()
