"""What a run took, and its figures: CPU and memory out of /proc (Linux), percentiles, medians of several runs."""

import os
import sqlite3
import statistics
import time
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from server.writer import connect
from tests.bench.plan import Cores, Spread

now = time.perf_counter_ns
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE_KIB = os.sysconf("SC_PAGE_SIZE") // 1024


def spread(nanoseconds: Iterable[int]) -> Spread:
    ordered = sorted(nanoseconds)
    if not ordered:
        return Spread()
    return Spread(*(ordered[min(len(ordered) - 1, int(q * len(ordered)))] / 1e6 for q in (0.5, 0.95, 0.99)))


def cpu_s(pid: int) -> float:
    """CPU seconds of all threads of a process so far, those that ended included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def rss_kib(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_KIB


def busy_s() -> float:
    """CPU seconds that the whole machine has spent on anything but waiting."""
    with Path("/proc/stat").open() as stat:
        spent = [int(field) for field in stat.readline().split()[1:9]]
    return (sum(spent) - spent[3] - spent[4]) / _TICKS


class Meter:
    """What a server, this process and everybody else use of the cores, from `start` on."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.start()

    def start(self) -> None:
        self._at, self._server, self._mine, self._busy = now(), cpu_s(self._pid), time.process_time(), busy_s()

    def read(self) -> Cores:
        wall = (now() - self._at) / 1e9
        server, mine = cpu_s(self._pid) - self._server, time.process_time() - self._mine
        others = max(0.0, busy_s() - self._busy - server - mine)
        return Cores(server_s=server, server=server / wall, generator=mine / wall, others=others / wall)


def commit_ms(folder: Path | None = None, times: int = 100) -> float:
    """How long this disk takes to commit one small row, as the server's writer does it: the median."""
    took: list[float] = []
    with TemporaryDirectory(dir=folder) as place:
        connection: sqlite3.Connection = connect(Path(place) / "probe.sqlite")
        connection.execute("CREATE TABLE probe (body TEXT)")
        for _ in range(times):
            began = now()
            connection.execute("INSERT INTO probe VALUES (?)", ("-" * 300,))  # outside BEGIN: it commits by itself
            took.append((now() - began) / 1e6)
        connection.close()
    return statistics.median(took)
