"""Servers in a process of their own, pinned to a core of their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tests.bench.plan import Ready, Stage

ROOT = Path(__file__).parents[2]
STOP_WITHIN_S = 15.0


class NotStarted(Exception):
    pass


@contextmanager
def serving(stage: Stage) -> Iterator[tuple[int, Ready]]:
    """Its process id and where it is, until the block ends. Raises NotStarted with what it last said."""
    told = Path(stage.folder) / "server.log"
    command = [sys.executable, "-m", "tests.bench.launch", msgspec.json.encode(stage).decode()]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GOMMETTE_")}
    with told.open("ab") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log
        )
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        if not line.startswith(b"{"):
            raise NotStarted(told.read_text(errors="replace")[-2000:])
        yield server.pid, msgspec.json.decode(line, type=Ready)
    finally:
        _stop(server)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    assert server.stdout is not None
    server.stdout.close()
