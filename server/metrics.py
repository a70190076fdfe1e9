"""What Prometheus may ask of a running server: counts and times, of nobody in particular.

Nothing is counted for it on a command's way: histograms are fed once a commit, the rest is read when it is asked for.
"""

import secrets
import time
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from importlib.metadata import version
from ipaddress import ip_address
from typing import TypeVar

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Connection, select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from server.log import Append, Conflict, StorageBusy, StorageFull, Unknown
from server.rooms import Rooms
from server.settings import Settings
from server.sqlite import SqliteLog, storage_errors
from server.tables import workshops
from server.writer import Writer

T = TypeVar("T")

COMMIT_S = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
EVENTS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
"""What a proxy adds: behind one that is not trusted, everybody seems to be on this machine."""


class MeasuredLog(SqliteLog):
    """The log on disk, with a clock beside it."""

    def __init__(self, writer: Writer, reading: AsyncEngine) -> None:
        super().__init__(writer, reading)
        spent = "From the handing over of a batch to its being on disk"
        self.commits = Histogram("gommette_commit_seconds", spent, buckets=COMMIT_S, registry=None)
        self.events = Histogram("gommette_batch_events", "Events in a batch of a room", buckets=EVENTS, registry=None)
        self.failures = Counter("gommette_storage_failures", "Writes that failed, by kind", ["kind"], registry=None)

    async def append(self, batch: Append) -> None:
        started = time.perf_counter()
        try:
            await super().append(batch)
        except (Conflict, StorageBusy, StorageFull, Unknown) as error:
            self.failures.labels(type(error).__name__).inc()
            raise
        self.commits.observe(time.perf_counter() - started)
        self.events.observe(len(batch.rows))

    async def write(self, work: Callable[[Connection], T]) -> T:
        try:
            return await super().write(work)
        except (StorageBusy, StorageFull, Unknown) as error:
            self.failures.labels(type(error).__name__).inc()
            raise


class Metrics:
    """log: None where nothing is measured, and nothing told."""

    def __init__(self, settings: Settings, log: MeasuredLog | None, rooms: Rooms) -> None:
        self.settings, self.log, self.rooms = settings, log, rooms
        self.registry = CollectorRegistry()
        self._known: list[str] = []
        if log is not None:
            for collector in (_Rooms(self), log.commits, log.events, log.failures):
                self.registry.register(collector)
            ProcessCollector(registry=self.registry)

    async def told(self) -> bytes:
        assert self.log is not None
        with storage_errors():
            async with self.log.reading.connect() as connection:
                self._known = [row.id for row in await connection.execute(select(workshops.c.id))]
        return generate_latest(self.registry)

    def families(self) -> Iterator[Metric]:
        awake = [room for workshop in self._known if (room := self.rooms.awake(workshop)) is not None]
        roles = Tally(member.role for room in awake for member in room.members.all())
        connections = GaugeMetricFamily("gommette_connections", "Open sockets, by role", labels=["role"])
        for role in ("participant", "facilitator", "helper", "screen", "observer"):
            connections.add_metric([role], roles[role])
        yield connections
        yield GaugeMetricFamily("gommette_workshops", "Workshops that are kept", len(self._known))
        yield GaugeMetricFamily("gommette_rooms_awake", "Workshops that are in memory", len(awake))
        counts = self.rooms.counts
        commands = CounterMetricFamily("gommette_commands", "Commands answered, by verdict", labels=["verdict"])
        for verdict, n in (("ack", counts.acks), ("refused", counts.refused), ("wait", counts.waits)):
            commands.add_metric([verdict], n)
        yield commands
        resyncs = CounterMetricFamily("gommette_resyncs", "Clients given everything anew, by cause", labels=["cause"])
        resyncs.add_metric(["mismatch"], counts.mismatches)
        resyncs.add_metric(["behind"], counts.behind)
        yield resyncs
        yield InfoMetricFamily("gommette", "The version that runs", {"version": version("gommette")})


class _Rooms(Collector):
    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def collect(self) -> Iterator[Metric]:
        return self._metrics.families()


async def page(request: Request) -> Response:
    """404: it is switched off; 403: whoever asks is elsewhere and has no token."""
    metrics = request.app.state.metrics
    assert isinstance(metrics, Metrics)
    if metrics.log is None:
        raise HTTPException(404)
    if not allowed(request, metrics.settings.metrics_token):
        raise HTTPException(403)
    return Response(await metrics.told(), headers={"content-type": CONTENT_TYPE_LATEST})


def allowed(request: Request, token: str | None) -> bool:
    """Whoever says the token; where there is none, this machine itself, if no proxy stands before it."""
    if token is not None:
        said = request.headers.get("authorization", "")
        return secrets.compare_digest(said.encode(), f"Bearer {token}".encode())
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
