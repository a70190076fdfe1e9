"""Commands spoken at a rate, or as fast as they are acknowledged, and the figures of what came of them."""

import asyncio
import gc
import random
import time
from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from server.protocol import Do
from tests.bench.measure import Meter, cpu_s, now, rss_kib, spread
from tests.bench.phones import MOVED, POSTED, Hall, mark
from tests.bench.plan import VOID_ABOVE, Figures, Joining, Load, Ready, Run, Stage
from tests.bench.words import idea_id, idea_text, numbered
from workshops.ideas import PostIdea
from workshops.sorting import MoveIdeas

SETTLE_S = 1.0
LAST_WITHIN_S = 5.0


class Talk:
    """The commands of one run, which are the same for the same seed."""

    def __init__(self, hall: Hall, load: Load) -> None:
        self._hall, self._load = hall, load
        self._dice = random.Random(load.seed)
        self._ready: dict[int, bytes] = {}
        self._done = asyncio.Event()

    async def run(self) -> range:
        """From when to when it went on, in ns."""
        began = now()
        if self._load.rate:
            await self._at_rate()
        else:
            await self._by_window(began + int(self._load.seconds * 1e9))
        return range(began, now())

    async def finish(self) -> None:
        """Until the last phone has heard the last idea, or for as long as that may take at most."""
        until = now() + int(LAST_WITHIN_S * 1e9)
        due = len(self._hall.sent) * (self._load.people - 1)
        hall = self._hall
        # Looked at now and then: an event would be one more thing to do for each of many thousand frames.
        while now() < until and (hall.deliveries < due or len(hall.acked) < len(hall.sent)):  # noqa: ASYNC110
            await asyncio.sleep(0.005)

    async def _at_rate(self) -> None:
        """Poisson arrivals: people do not wait for one another."""
        ops = max(1, round(self._load.rate * self._load.seconds))
        self._ready = {op: self._command(op) for op in range(ops)}
        due = now()
        for op in range(ops):
            due += int(self._dice.expovariate(self._load.rate) * 1e9)
            if (wait := (due - now()) / 1e9) > 0:
                await asyncio.sleep(wait)
            self._say(op)

    async def _by_window(self, until: int) -> None:
        """Each sender has its part of the window under way, and says the next when one is acknowledged."""
        senders = self._load.senders
        following = {place: place + senders * (self._load.window // senders) for place in range(senders)}

        def next_one(op: int) -> None:
            if now() >= until:
                self._done.set()
                return
            place = op % senders
            self._say(following[place])
            following[place] += senders

        self._hall.on_ack = next_one
        for op in range(senders * (self._load.window // senders)):
            self._say(op)
        async with asyncio.timeout(self._load.seconds + LAST_WITHIN_S):
            await self._done.wait()

    def _say(self, op: int) -> None:
        payload = self._ready.get(op) or self._command(op)
        self._hall.sent[op] = now()
        self._hall.phones[op % self._load.senders].send(payload)

    def _command(self, op: int) -> bytes:
        command: PostIdea | MoveIdeas = PostIdea(
            idea_id(self._dice), self._hall.ready.board, idea_text(self._dice, mark(op))
        )
        if self._load.act == "move":
            command = MoveIdeas([numbered(op)], self._dice.choice(self._hall.ready.clusters))
        return msgspec.json.encode(Do(op // self._load.senders + 1, msgspec.Raw(msgspec.json.encode(command))))


async def measure(variant: str, turn: int, pid: int, stage: Stage, ready: Ready, load: Load) -> Run:
    """Join, speak, listen, leave. pid: the server's."""
    hall = Hall(ready, load.senders, MOVED if load.act == "move" else POSTED)
    joining = await _join(hall, pid, load)
    gc.collect()
    gc.freeze()
    meter = Meter(pid)
    talk = Talk(hall, load)
    span = await talk.run()
    await talk.finish()
    cores = meter.read()
    hall.leave()
    await asyncio.sleep(0.1)
    gc.unfreeze()
    figures = _figures(hall, load, span)
    run = Run(
        variant=variant,
        turn=turn,
        at=time.strftime("%Y-%m-%d %H:%M:%S"),
        load=load,
        stage=stage,
        joining=joining,
        cores=cores,
        figures=figures,
        cpu_ms=cores.server_s * 1e6 / max(1, figures.deliveries),
        lost=hall.lost,
        resyncs=hall.resyncs,
        refused=hall.refused,
        void=[],
    )
    return replace(run, void=list(_void(run)))


async def _join(hall: Hall, pid: int, load: Load) -> Joining:
    rss, cpu = rss_kib(pid), cpu_s(pid)
    seconds = await hall.join(load.people, load.join)
    cpu_taken = cpu_s(pid) - cpu
    await asyncio.sleep(SETTLE_S)
    kib = (rss_kib(pid) - rss) / load.people
    return Joining(seconds=seconds, cpu_s=cpu_taken, bytes=hall.join_bytes, kib=kib)


def _figures(hall: Hall, load: Load, span: range) -> Figures:
    sent, everything = hall.sent, [*hall.heard.values(), *hall.apart]
    heard = dict.fromkeys(sent, 0)
    last = dict.fromkeys(sent, 0)
    each: list[int] = []
    for frame in everything:
        for op in frame.ops:
            heard[op] += len(frame.times)
            last[op] = max(last[op], *frame.times, 0)
            each += [at - sent[op] for at in frame.times]
    seconds = len(span) / 1e9
    complete = [op for op, count in heard.items() if count == load.people - 1]
    return Figures(
        ops=len(sent),
        acked=len(hall.acked),
        acked_s=sum(at < span.stop for at in hall.acked.values()) / seconds,
        delivered=len(each) / max(1, len(sent) * (load.people - 1)),
        deliveries=len(each),
        deliveries_s=len(each) / seconds,
        ops_per_frame=_mean((frame.size, len(frame.times)) for frame in everything),
        alone=_mean((frame.wire, len(frame.times)) for frame in hall.heard.values() if frame.size == 1),
        ack=spread(at - sent[op] for op, at in hall.acked.items()),
        each=spread(each),
        last=spread(last[op] - sent[op] for op in complete),
    )


def _mean(weighed: Iterable[tuple[int, int]]) -> float:
    pairs = list(weighed)
    return sum(value * times for value, times in pairs) / max(1, sum(times for _, times in pairs))


def _void(run: Run) -> Iterator[str]:
    if run.cores.generator > VOID_ABOVE:
        yield f"the generator took {run.cores.generator:.2f} of its core"
    if run.figures.deliveries < run.figures.ops * (run.load.people - 1) or run.figures.acked < run.figures.ops:
        yield f"{run.figures.delivered:.4f} delivered, {run.figures.acked} of {run.figures.ops} acknowledged"
    if run.lost or run.resyncs or run.refused:
        yield f"{run.lost} sockets lost, {run.resyncs} resyncs, {run.refused} commands not taken"
