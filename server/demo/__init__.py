"""A workshop to try out: real server, real protocol, simulated people."""

from server.demo.fits import checked
from server.demo.forum import run_forum_once
from server.demo.forum_live import run_forum_live
from server.demo.live import run_live
from server.demo.once import run_once
from server.demo.sample import Board, DemoError, read_boards, sample

__all__ = [
    "Board",
    "DemoError",
    "checked",
    "read_boards",
    "run_forum_live",
    "run_forum_once",
    "run_live",
    "run_once",
    "sample",
]
