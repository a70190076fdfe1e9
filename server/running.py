"""The server in a process: how uvicorn is set up, where it is reached, and how it runs beside something else."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import ifaddr
import uvicorn
from filelock import FileLock, Timeout
from msgspec import Struct, structs
from starlette.applications import Starlette

from server.connection import Protocol
from server.settings import Settings

Serving = Callable[[str], AbstractAsyncContextManager["Running"]]
"""Starts the server on a data folder."""


class CannotStart(Exception):
    """A sentence."""


class Running(Struct, frozen=True):
    """`base`: for this machine; `addresses`: for everybody, those that other machines can use first.

    owner_path: what follows the address in the owner's link. stopped: done once the server has stopped.
    """

    base: str
    addresses: list[str]
    owner_path: str | None
    stopped: asyncio.Future[Any]


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One server to a data folder: two would each hold a state of the same workshops, and one is always behind."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with FileLock(folder / "server.lock", blocking=False):
            yield
    except Timeout:
        raise CannotStart(
            f"A server is running on {folder} already. Stop it, or choose another folder: --data"
        ) from None


def configured(settings: Settings, application: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        host=settings.host,
        port=settings.port,
        ws=Protocol,
        ws_max_size=settings.door.frame,
        ws_per_message_deflate=False,
        ws_ping_interval=20,
        ws_ping_timeout=45,
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=10,
    )


@asynccontextmanager
async def running(create_app: Callable[[Settings], Starlette], settings: Settings, data: str) -> AsyncIterator[Running]:
    """The same server as `gommette serve`, on the folder `data`, until the block is left or a signal comes."""
    application = create_app(structs.replace(settings, data=data))
    server = Listening(configured(settings, application))
    stopped = asyncio.ensure_future(server.serve())
    listening = asyncio.ensure_future(server.listening.wait())
    await asyncio.wait({stopped, listening}, return_when=asyncio.FIRST_COMPLETED)
    listening.cancel()
    if stopped.done():
        raise CannotStart(f"The server could not start on port {settings.port} of {settings.host}.")
    port = server.servers[0].sockets[0].getsockname()[1]
    found = addresses(settings.host, port)
    base = f"http://127.0.0.1:{port}" if _is_every(settings.host) else found[0]
    told = [settings.public_url.rstrip("/")] if settings.public_url else found
    try:
        yield Running(base, told, application.state.owner_path, stopped)
    finally:
        server.should_exit = True
        await stopped


class Listening(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self.listening.set()


def addresses(host: str, port: int) -> list[str]:
    """The http addresses that reach this machine on `port`, those that other machines can use first."""
    if not _is_every(host):
        return [f"http://{f'[{host}]' if ':' in host else host}:{port}"]
    found = [str(ip.ip) for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4]
    reachable = [ip for ip in found if not ip.startswith(("127.", "169.254."))]
    return [f"http://{name}:{port}" for name in [*reachable, "localhost"]]


def _is_every(host: str) -> bool:
    return host in ("0.0.0.0", "::")
