"""Two moments of a workshop's day: `python -m tests.bench.day reveal` (seconds and bytes until every phone has the
totals), `python -m tests.bench.day bytes` (what one phone moves in a workshop of two hours).

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
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct
from picows import WSFrame, WSTransport

from server.protocol import Beat, Do, frame
from tests.bench import weigh
from tests.bench.measure import Meter, now
from tests.bench.phones import Hall, Phone
from tests.bench.plan import Ready, Stage
from tests.bench.room import prepare
from tests.bench.servers import serving
from tests.bench.words import idea_id, idea_text
from workshops.agenda import CloseStep, OpenStep
from workshops.ballots import SetDots
from workshops.clusters import MakeCluster
from workshops.ideas import EditIdea, PostIdea
from workshops.people import Finish
from workshops.sealing import RevealRound
from workshops.sorting import MoveIdeas
from workshops.voting import CloseRound
from workshops.workshop import AnyCommand

WITHIN_S = 30.0
PEOPLE, IDEAS, THEIR_CLUSTERS = 21, 135, 27
HOURS = 2
BEATS = HOURS * 360
PINGS = HOURS * 180
PING_BYTES = 6 + 10
"""A ping of four bytes and its masked answer."""


_round = re.compile(rb'"kind":"round","id":"([^"]+)"')


class Ear(Phone):
    """A phone that weighs every frame, both ways, headers included, and knows when the totals came."""

    def __init__(self, hall: Hall, place: int, cookie: str) -> None:
        super().__init__(hall, place, cookie)
        self.bytes = 0
        self.totals_at = 0
        self.answers = asyncio.Semaphore(0)
        self.number = itertools.count(1)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        at = now()
        payload = frame.get_payload_as_bytes()
        self.bytes += len(payload) + (2 if len(payload) < 126 else 4 if len(payload) < 65_536 else 10)
        if not self.totals_at and b'"kind":"tally"' in payload and self.joined:
            self.totals_at = at
        for _ in range(payload.count(b'"cseq":')):
            self.answers.release()
        super().on_ws_frame(transport, frame)

    def send(self, payload: bytes) -> None:
        self.bytes += len(payload) + (6 if len(payload) < 126 else 8)
        super().send(payload)

    async def do(self, command: AnyCommand) -> None:
        """Said, and acknowledged."""
        self.send(msgspec.json.encode(Do(next(self.number), msgspec.Raw(msgspec.json.encode(command)))))
        await self.answers.acquire()


class Crowd(Hall):
    """A hall of ears, and the facilitator's console."""

    async def come(self, people: int) -> None:
        gate = asyncio.Semaphore(200)
        self.phones = [Ear(self, place, self.ready.cookies[place]) for place in range(people)]

        async def enter(phone: Phone) -> None:
            async with gate:
                await phone.connect(await self._look(phone.cookie))

        await asyncio.gather(*(enter(phone) for phone in self.phones))
        self.desk = Desk(self, -1, self.ready.console)
        await self.desk.connect(None)

    @property
    def ears(self) -> list[Ear]:
        return [phone for phone in self.phones if isinstance(phone, Ear)]

    def gone(self) -> int:
        self.leave()
        self.desk.leave()
        return self.lost + self.resyncs + self.refused


class Desk(Ear):
    """The facilitator's socket; it hears which round began."""

    face = "/console"
    round = ""

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if found := _round.search(frame.get_payload_as_bytes()):
            self.round = found[1].decode()
        super().on_ws_frame(transport, frame)


class Reveal(Struct, frozen=True):
    """Seconds from the facilitator's press to the last phone (and to half of them); bytes to each; the server's CPU."""

    people: int
    items: int
    half_s: float
    last_s: float
    bytes_each: float
    cpu_s: float
    void: str = ""


async def reveal(pid: int, ready: Ready, people: int, items: int) -> Reveal:
    crowd = Crowd(ready, 0)
    await crowd.come(people)
    await asyncio.sleep(1.0)
    before = [ear.bytes for ear in crowd.ears]
    meter, pressed = Meter(pid), now()
    await crowd.desk.do(RevealRound(ready.round))
    until = now() + int(WITHIN_S * 1e9)
    while now() < until and not all(ear.totals_at for ear in crowd.ears):  # noqa: ASYNC110 (an event costs each frame)
        await asyncio.sleep(0.005)
    cores = meter.read()
    took = sorted((ear.totals_at - pressed) / 1e9 for ear in crowd.ears if ear.totals_at)
    weight = statistics.mean(ear.bytes - was for ear, was in zip(crowd.ears, before, strict=True))
    wrong = crowd.gone()
    void = "" if len(took) == people and not wrong else f"{people - len(took)} never heard, {wrong} lost or refused"
    return Reveal(people, items, took[len(took) // 2], took[-1], weight, cores.server_s, void)


class Day(Struct, frozen=True):
    """Bytes of one phone, in the median: its first page, everything said and heard, and what keeps the line alive."""

    page: int
    said: float
    kept_alive: int
    total: float
    void: str = ""


async def day(ready: Ready) -> Day:
    """All that 21 people and their facilitator say in two hours, without the pauses."""
    files = await weigh.first_page(ready)
    crowd, dice = Crowd(ready, 0), random.Random(7)
    await crowd.come(PEOPLE)
    ideas = [(idea_id(dice), crowd.ears[n % PEOPLE]) for n in range(IDEAS)]
    for idea, ear in ideas:
        await ear.do(PostIdea(idea, ready.board, idea_text(dice)))
    for idea, ear in ideas[:PEOPLE]:
        await ear.do(EditIdea(idea, idea_text(dice)))
    await finish(crowd, "gather")
    await crowd.desk.do(OpenStep("arrange"))
    for n in range(THEIR_CLUSTERS):
        mine = [idea for idea, _ in ideas[n * 2 : n * 2 + 2]]
        await crowd.desk.do(MakeCluster(f"cluster-{n}", ready.board, idea_text(dice)[:40], None, mine))
    for n, (idea, _) in enumerate(ideas[2 * THEIR_CLUSTERS :]):
        await crowd.desk.do(MoveIdeas([idea], f"cluster-{n % THEIR_CLUSTERS}"))
    await finish(crowd, "arrange")
    await crowd.desk.do(OpenStep("voting"))
    for ear in crowd.ears:
        first, second, third, fourth = (idea for idea, _ in dice.sample(ideas, 4))
        for on, n in ((first, 1), (first, 2), (second, 1), (third, 1), (third, 0), (fourth, 1), (first, 3)):
            await ear.do(SetDots(crowd.desk.round, on, n))
    await finish(crowd, "voting")
    for command in (CloseRound(crowd.desk.round), RevealRound(crowd.desk.round), CloseStep("voting")):
        await crowd.desk.do(command)
    await asyncio.sleep(1.0)
    wrong = crowd.gone()
    alive = BEATS * (len(frame(Beat(1_700_000_000_000, 999, 4_000_000_000))) + 2) + PINGS * PING_BYTES
    page = sum(file.sent + file.head for file in files)
    said = statistics.median(ear.bytes for ear in crowd.ears)
    return Day(page, said, alive, page + said + alive, f"{wrong} lost or refused" if wrong else "")


async def finish(crowd: Crowd, step: str) -> None:
    for ear in crowd.ears:
        await ear.do(Finish(step))


def main(words: Sequence[str] | None = None) -> int:
    """The exit code: 1 if what was measured is void, 2 if nothing can be measured here."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.day", description=__doc__)
    parser.add_argument("what", choices=["reveal", "bytes"])
    parser.add_argument("-n", "--people", type=int, default=1000, help="phones at the reveal (1,000)")
    parser.add_argument("--items", type=int, default=500, help="revealed at once (500)")
    parser.add_argument("--repeat", type=int, default=3, help="reveals (3)")
    parser.add_argument("--folder", type=Path, help="where databases are made")
    asked = parser.parse_args(words)
    if importlib.util.find_spec("uvloop") is None:
        print("uvloop is missing: install the extra `bench` (uv sync --extra bench).", file=sys.stderr)
        return 2
    core = prepare()
    runs = asked.repeat if asked.what == "reveal" else 1
    found = [once(asked, core) for _ in range(runs)]
    for run in found:
        print(msgspec.json.encode(run).decode())
    return 1 if any(run.void for run in found) else 0


def once(asked: argparse.Namespace, core: int | None) -> Reveal | Day:
    import uvloop

    is_reveal = asked.what == "reveal"
    stage = Stage(
        people=asked.people if is_reveal else PEOPLE,
        folder="",
        scene="vote" if is_reveal else "write",
        ideas=asked.items if is_reveal else 0,
        core=core,
    )
    with (
        TemporaryDirectory(prefix="gommette-bench-", dir=asked.folder) as place,
        serving(msgspec.structs.replace(stage, folder=place)) as (pid, ready),
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        if is_reveal:
            return runner.run(reveal(pid, ready, asked.people, asked.items))
        return runner.run(day(ready))


if __name__ == "__main__":
    sys.exit(main())
