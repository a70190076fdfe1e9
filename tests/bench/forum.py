"""An open forum at full swing: `python -m tests.bench.forum`. 300 people change circles within a minute, between 12,
while 12 rapporteurs type; how soon others see it, and what it costs each phone.

Linux only, as `tests.bench.room`, and with the same server on a core of its own.
"""

import argparse
import asyncio
import importlib.util
import itertools
import random
import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct
from picows import WSFrame, WSTransport

from server.protocol import Watch
from tests.bench.day import Ear
from tests.bench.measure import Meter, now, spread
from tests.bench.phones import Hall, Phone
from tests.bench.plan import Ready, Spread, Stage
from tests.bench.room import prepare
from tests.bench.servers import serving
from tests.bench.words import idea_text
from workshops.attendance import ImHere
from workshops.reporting import WriteReport

SECONDS = 60.0
TYPES_EVERY_S = 1.5
PART = "said"
READERS = 2
"""Of each report, beside the screen: those who watch its text."""
_been = re.compile(rb'"kind":"attendance","id":"([^"]+)","here":\d+,"been":(\d+)')
_typed = re.compile(rb'"kind":"text","id":"([^".]+)\.said","session":"[^"]+","field":"said","text":"[^"]*~#(\d{8})"')


class Seen(Struct, frozen=True):
    """What phones heard: which act (a circle and the how-manieth to come there; or a report and its how-manieth
    writing), when (ns)."""

    act: tuple[bytes, int]
    at: int


class Walker(Ear):
    """A phone that knows when it heard of each who came into a circle, and of each writing that it watches."""

    def __init__(self, hall: Hall, place: int, cookie: str) -> None:
        super().__init__(hall, place, cookie)
        self.known: dict[bytes, int] = defaultdict(int)
        self.seen: list[Seen] = []

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        at, payload = now(), frame.get_payload_as_bytes()
        for pattern, kind in ((_been, b"been "), (_typed, b"typed ")):
            for name, n in pattern.findall(payload):
                self._note(kind + name, int(n), at)
        super().on_ws_frame(transport, frame)

    def _note(self, what: bytes, n: int, at: int) -> None:
        """One frame may tell of several at once: all of them are seen with the last."""
        if self.joined:
            self.seen += [Seen((what, each), at) for each in range(self.known[what] + 1, n + 1)]
        self.known[what] = max(n, self.known[what])


class Crowd(Hall):
    async def come(self, people: int) -> list[Walker]:
        gate = asyncio.Semaphore(200)
        walkers = [Walker(self, place, self.ready.cookies[place]) for place in range(people)]
        self.phones: list[Phone] = list(walkers)

        async def enter(phone: Phone) -> None:
            async with gate:
                await phone.connect(None)

        await asyncio.gather(*(enter(phone) for phone in walkers))
        return walkers


class Swing(Struct, frozen=True):
    """moves, writings: how many. move, writing: ms from the press until another phone shows it (each phone counted).
    bytes_each: to and from a phone that writes nothing, in that minute; bytes_reading: one that watches a report."""

    people: int
    moves: int
    writings: int
    move: Spread
    writing: Spread
    bytes_each: float
    bytes_reading: float
    cpu_s: float
    seconds: float
    void: str = ""


async def swing(pid: int, ready: Ready, people: int, seconds: float, seed: int) -> Swing:
    """Everybody is in a circle; each goes to another one once, at a moment of chance, while the reports are written."""
    crowd, dice = Crowd(ready, 0), random.Random(seed)
    walkers, circles = await crowd.come(people), ready.clusters
    readers = walkers[len(circles) : len(circles) * (1 + READERS)]
    for n, reader in enumerate(readers):
        reader.send(msgspec.json.encode(Watch([f"text:{circles[n % len(circles)]}.{PART}"])))
    await asyncio.sleep(1.0)
    before = [walker.bytes for walker in walkers]
    meter, began = Meter(pid), now()
    pressed: dict[tuple[bytes, int], tuple[int, Walker]] = {}
    came = itertools.count
    order = {circle: came(walkers[-1].known[b"been " + circle.encode()] + 1) for circle in circles}

    async def moves(place: int, walker: Walker) -> None:
        await asyncio.sleep(dice.uniform(0, seconds))
        circle = circles[(place + dice.randrange(1, len(circles))) % len(circles)]
        pressed[b"been " + circle.encode(), next(order[circle])] = (now(), walker)
        await walker.do(ImHere(circle))

    async def types(circle: str, walker: Walker) -> None:
        text = ""
        await asyncio.sleep(dice.uniform(0, TYPES_EVERY_S))
        for n in itertools.count(1):
            if (now() - began) / 1e9 > seconds:
                return
            text = f"{text.rpartition('~#')[0]} {idea_text(dice)[:40]} ~#{n:08d}"
            pressed[b"typed " + circle.encode(), n] = (now(), walker)
            await walker.do(WriteReport(circle, PART, text))
            await asyncio.sleep(TYPES_EVERY_S)

    others = [moves(place, walker) for place, walker in enumerate(walkers) if place >= len(circles)]
    await asyncio.gather(*others, *(types(circle, walkers[n]) for n, circle in enumerate(circles)))
    await asyncio.sleep(1.0)
    cores = meter.read()
    crowd.leave()
    return _figures(crowd, walkers, len(circles), before, pressed, cores.server_s, (now() - began) / 1e9)


def _figures(
    crowd: Crowd, walkers: Sequence[Walker], writers: int, before: Sequence[int],
    pressed: dict[tuple[bytes, int], tuple[int, Walker]], cpu_s: float, seconds: float,
) -> Swing:  # fmt: skip
    took: dict[bytes, list[int]] = {b"been": [], b"typed": []}
    for walker in walkers:
        for seen in walker.seen:
            at, who = pressed.get(seen.act, (0, walker))
            if who is not walker:
                took[seen.act[0].partition(b" ")[0]].append(seen.at - at)
    kinds = [act[0].partition(b" ")[0] for act in pressed]
    moves, writings = kinds.count(b"been"), kinds.count(b"typed")
    spent = [walker.bytes - was for walker, was in zip(walkers, before, strict=True)]
    reading = spent[writers : writers * (1 + READERS)]
    quiet = spent[writers * (1 + READERS) :] or [0]
    missing = moves * (len(walkers) - 1) + writings * READERS - sum(map(len, took.values()))
    wrong = crowd.lost + crowd.resyncs + crowd.refused
    void = f"{missing} never seen, {wrong} lost or refused" if missing or wrong else ""
    return Swing(
        len(walkers), moves, writings, spread(took[b"been"]), spread(took[b"typed"]),
        statistics.mean(quiet), statistics.mean(reading or [0]), cpu_s, seconds, void,
    )  # fmt: skip


def main(words: Sequence[str] | None = None) -> int:
    """The exit code: 1 if what was measured is void, 2 if nothing can be measured here."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.forum", description=__doc__)
    parser.add_argument("-n", "--people", type=int, default=300, help="phones (300)")
    parser.add_argument("--circles", type=int, default=12, help="sessions that run, each with its rapporteur (12)")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for how long (60)")
    parser.add_argument("--seed", type=int, default=7, help="of who goes where and when (7)")
    parser.add_argument("--folder", type=Path, help="where the database is made")
    asked = parser.parse_args(words)
    if importlib.util.find_spec("uvloop") is None:
        print("uvloop is missing: install the extra `bench` (uv sync --extra bench).", file=sys.stderr)
        return 2
    found = once(asked, prepare())
    print(msgspec.json.encode(found).decode())
    return 1 if found.void else 0


def once(asked: argparse.Namespace, core: int | None) -> Swing:
    import uvloop

    with TemporaryDirectory(prefix="gommette-bench-", dir=asked.folder) as place:
        stage = Stage(people=asked.people, folder=place, scene="forum", ideas=0, circles=asked.circles, core=core)
        with serving(stage) as (pid, ready), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(swing(pid, ready, asked.people, asked.seconds, asked.seed))


if __name__ == "__main__":
    sys.exit(main())
