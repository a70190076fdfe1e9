"""The server in a process: how uvicorn is set up, where it is reached, and how it runs beside something else."""

import asyncio
import gc
import logging
import socket
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import ifaddr
import uvicorn
from filelock import FileLock, Timeout
from msgspec import Struct, structs
from starlette.applications import Starlette

from server.connection import Protocol
from server.migrations import Damaged, Newer
from server.settings import Settings

log = logging.getLogger(__name__)

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
    lock = FileLock(folder / "server.lock", blocking=False)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise CannotStart(
            f"A server is running on {folder} already. Stop it, or choose another folder: --data"
        ) from None
    except OSError as error:
        raise CannotStart(f"The data folder {folder} cannot be written: {error.strerror}.") from error
    try:
        yield
    finally:
        lock.release()


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
        lifespan="off",  # the server below begins and ends it
        log_config=None,  # logs.py has seen to it
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=10,
    )


class Server(uvicorn.Server):
    """`listening` is told once it takes connections. What keeps it from starting is raised as CannotStart."""

    def __init__(self, settings: Settings, application: Starlette, listening: Callable[["Server"], Awaitable[None]]):
        super().__init__(configured(settings, application))
        self.settings = settings
        self.application = application
        self._listening = listening
        self._alive = AsyncExitStack()

    @property
    def port(self) -> int:
        """The one it really got."""
        port: int = self.servers[0].sockets[0].getsockname()[1]
        return port

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        # Begun here and not by uvicorn, which would answer a damaged database with a traceback of its own.
        try:
            await self._alive.enter_async_context(self.application.router.lifespan_context(self.application))
        except (Damaged, Newer) as problem:
            raise CannotStart(str(problem)) from problem
        except sqlite3.OperationalError as problem:
            raise CannotStart(f"The database in {self.settings.data_folder} cannot be used: {problem}.") from problem
        try:
            await super().startup(sockets)
        except SystemExit as exit_:
            await self._alive.aclose()
            where = f"port {self.settings.port} of {self.settings.host}"
            raise CannotStart(f"The server cannot listen on {where}. Choose another one: --port") from exit_
        # What is here to stay is never looked through again: the pauses of the collector stay short.
        gc.collect()
        gc.freeze()
        log.info("Gommette %s takes connections on port %s", version("gommette"), self.port)
        await self._listening(self)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        gc.unfreeze()
        if not self.force_exit:
            await self._alive.aclose()
        log.info("stopped")


def allow_many_sockets() -> None:
    """As many as the system lets this process have: its first word is often 1,024, and a hall has more phones."""
    if (most := sockets_allowed()) is not None:
        with suppress(ValueError, OSError):
            import resource

            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def sockets_allowed() -> int | None:
    """None where the system does not tell."""
    try:
        import resource

        return resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    except (ImportError, OSError):
        return None


def serve(
    create_app: Callable[[Settings], Starlette], settings: Settings, listening: Callable[[Server], Awaitable[None]]
) -> None:
    """Until SIGTERM or SIGINT; the lifespan of the application drains the rooms. Raises CannotStart."""
    allow_many_sockets()
    with alone(settings.data_folder), suppress(KeyboardInterrupt):
        Server(settings, create_app(settings), listening).run()


@asynccontextmanager
async def running(create_app: Callable[[Settings], Starlette], settings: Settings, data: str) -> AsyncIterator[Running]:
    """The same server as `gommette serve`, on the folder `data`, until the block is left or a signal comes."""
    settings = structs.replace(settings, data=data)
    begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def listening(_: Server) -> None:
        begun.set_result(None)

    with alone(settings.data_folder):
        server = Server(settings, create_app(settings), listening)
        stopped = asyncio.ensure_future(server.serve())
        try:
            await asyncio.wait({stopped, begun}, return_when=asyncio.FIRST_COMPLETED)
            if not begun.done():
                stopped.result()
                raise CannotStart("The server was stopped.")
            yield _where(server, stopped)
        finally:
            server.should_exit = True
            await asyncio.wait({stopped})
        stopped.result()


def _where(server: Server, stopped: asyncio.Future[Any]) -> Running:
    settings, found = server.settings, addresses(server.settings.host, server.port)
    base = f"http://127.0.0.1:{server.port}" if _is_every(settings.host) else found[0]
    told = [settings.public_url.rstrip("/")] if settings.public_url else found
    return Running(base, told, server.application.state.owner_path, stopped)


def addresses(host: str, port: int) -> list[str]:
    """The http addresses that reach this machine on `port`, those that other machines can use first."""
    if not _is_every(host):
        return [f"http://{f'[{host}]' if ':' in host else host}:{port}"]
    found = [str(ip.ip) for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4]
    reachable = [ip for ip in found if not ip.startswith(("127.", "169.254."))]
    return [f"http://{name}:{port}" for name in [*reachable, "localhost"]]


def _is_every(host: str) -> bool:
    return host in ("0.0.0.0", "::")
