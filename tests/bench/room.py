"""Measures a real server with real sockets: `python -m tests.bench.room --help`. Linux only, for /proc.

The server has one core and this process, which is all the phones at once, another. Each run has a new server, a new
workshop and the same commands; the variants take turns, so that what else the machine does falls on all alike.
"""

import argparse
import asyncio
import importlib.util
import os
import resource
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec.structs import replace

from tests.bench import cases, table, weigh
from tests.bench.cases import Case
from tests.bench.measure import commit_ms
from tests.bench.plan import Load, Run, Stage
from tests.bench.servers import serving


def main(words: Sequence[str] | None = None) -> int:
    """The exit code: 1 if a run is void, 2 if nothing can be measured here."""
    asked = arguments().parse_args(words)
    if importlib.util.find_spec("picows") is None or importlib.util.find_spec("uvloop") is None:
        print("picows and uvloop are missing: install the extra `bench` (uv sync --extra bench).", file=sys.stderr)
        return 2
    core = prepare()
    stage = Stage(people=asked.people, folder="", ideas=asked.ideas, core=core)
    if asked.view:
        return view(stage, asked.folder, asked.out)
    load = Load(
        people=asked.people,
        senders=min(asked.senders, asked.people),
        seconds=asked.seconds,
        rate=asked.rate,
        seed=asked.seed,
        join=asked.join,
    )
    if asked.durable:
        chosen = cases.durable(stage, load)
    elif asked.large:
        chosen = cases.large(stage, load)
    elif asked.storm:
        chosen = cases.storm(stage, load)
    else:
        took = commit_ms(asked.folder)
        print(f"this disk commits in {took:.2f} ms", file=sys.stderr)
        chosen = cases.beside_control(stage, load, took)
    runs = interleaved(chosen, asked.repeat, asked.folder, asked.out)
    print("\n".join(table.compared(chosen, runs)))
    return 1 if any(run.void for run in runs) else 0


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.room", description=__doc__)
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument("--durable", action="store_true", help="group commit against a commit for each command")
    modes.add_argument("--large", action="store_true", help="5,000 ideas and 50,000 events against --ideas")
    modes.add_argument("--storm", action="store_true", help="ideas being moved, against ideas being posted")
    modes.add_argument("--view", action="store_true", help="bytes of a participant's first page")
    parser.add_argument("-n", "--people", type=int, default=300, help="sockets (300)")
    parser.add_argument("--rate", type=float, default=60.0, help="commands a second, all senders together (60)")
    parser.add_argument("--senders", type=int, default=30, help="how many of them speak (30)")
    parser.add_argument("--seconds", type=float, default=4.0, help="for how long (4)")
    parser.add_argument("--ideas", type=int, default=500, help="on the board before anybody comes (500)")
    parser.add_argument("--repeat", type=int, default=5, help="runs of each variant (5)")
    parser.add_argument("--seed", type=int, default=7, help="of the commands and their times (7)")
    parser.add_argument("--join", choices=["view", "socket"], default="view", help="where the board comes from (view)")
    parser.add_argument("--folder", type=Path, help="where databases are made: on the disk to be measured")
    parser.add_argument("--out", type=Path, help="a file to which each run is added, a line of JSON each")
    return parser


def prepare() -> int | None:
    """As many sockets as the system allows, and a core of our own. Gives the server's; None: there is only one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        print("there is only one core: the server and the phones share it", file=sys.stderr)
        return None
    os.sched_setaffinity(0, {cores[1]})
    return cores[0]


def interleaved(chosen: Sequence[Case], repeat: int, folder: Path | None, out: Path | None) -> list[Run]:
    runs: list[Run] = []
    for turn in range(repeat):
        for case in chosen:
            runs.append(once(case, turn, folder))
            keep(out, runs[-1])
            said = f"{runs[-1].cpu_ms:.2f} ms of CPU per 1,000, last p99 {runs[-1].figures.last.p99:.0f} ms"
            print(f"{turn + 1}/{repeat} {case.variant}: {said} {'VOID' if runs[-1].void else ''}", file=sys.stderr)
    return runs


def once(case: Case, turn: int, folder: Path | None) -> Run:
    import uvloop

    from tests.bench.load import measure

    with TemporaryDirectory(prefix="gommette-bench-", dir=folder) as place:
        stage = replace(case.stage, folder=place)
        with serving(stage) as (pid, ready), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(measure(case.variant, turn, pid, stage, ready, case.load))


def view(stage: Stage, folder: Path | None, out: Path | None) -> int:
    with ExitStack() as open_now:
        place = open_now.enter_context(TemporaryDirectory(prefix="gommette-bench-", dir=folder))
        _, ready = open_now.enter_context(serving(replace(stage, people=min(30, stage.people), folder=place)))
        files = asyncio.run(weigh.first_page(ready))
    for file in files:
        keep(out, file)
    print("\n".join(table.weighed(files)))
    return 0


def keep(out: Path | None, row: msgspec.Struct) -> None:
    if out is not None:
        with out.open("ab") as lines:
            lines.write(msgspec.json.encode(row) + b"\n")


if __name__ == "__main__":
    sys.exit(main())
