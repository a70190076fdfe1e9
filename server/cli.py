"""The command line: `gommette serve` and what looks after it."""

import gc
import json
import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NoReturn

import ifaddr
import segno
import typer
import uvicorn
from msgspec import structs
from rich.console import Console
from rich.markup import escape
from starlette.applications import Starlette

import web
from server.doctor import REBUILD, examine
from server.settings import Settings, SettingsError, read_settings

app = typer.Typer(
    name="gommette",
    help="Live workshops: ideas, clusters, dots, draft proposals.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(highlight=False, soft_wrap=True)
err = Console(highlight=False, soft_wrap=True, stderr=True)

Config = Annotated[Path | None, typer.Option(help="A settings file, instead of gommette.toml in this folder.")]
Host = Annotated[str | None, typer.Option(help="Address to listen on; 127.0.0.1 for this machine only.")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0 for any free one.")]
Data = Annotated[str | None, typer.Option(help="Folder that holds everything; made when missing.")]
PublicUrl = Annotated[str | None, typer.Option(help="What the QR says, such as https://atelier.example.org.")]
Open = Annotated[bool | None, typer.Option("--open/--no-open", help="Let anyone create workshops.")]
Proxies = Annotated[
    list[str] | None, typer.Option("--trusted-proxy", help="Address or network of a proxy; repeatable.")
]
Language = Annotated[str | None, typer.Option(help="For browsers that ask for none that Gommette speaks.")]
LimitPairs = Annotated[list[str] | None, typer.Option("--limits", help="name=value, such as idea=1500; repeatable.")]


def main() -> None:
    app()


@app.command()
def serve(
    host: Host = None,
    port: Port = None,
    data: Data = None,
    public_url: PublicUrl = None,
    open: Open = None,  # noqa: A002 - the flag's own name
    trusted_proxy: Proxies = None,
    language: Language = None,
    limits: LimitPairs = None,
    config: Config = None,
) -> None:
    """Serve workshops from this machine until it is told to stop."""
    settings = read(config, limits, host=host, port=port, data=data, public_url=public_url, open=open,
                    trusted_proxies=trusted_proxy, language=language)  # fmt: skip
    if not web.MANIFEST.is_file():
        stop(f"The pages are not built: {web.MANIFEST} is missing. Build them with: {REBUILD}")
    run(settings)


@app.command(name="config")
def show_config(
    host: Host = None,
    port: Port = None,
    data: Data = None,
    public_url: PublicUrl = None,
    open: Open = None,  # noqa: A002
    trusted_proxy: Proxies = None,
    language: Language = None,
    limits: LimitPairs = None,
    config: Config = None,
) -> None:
    """Print the settings that are in force, as a gommette.toml."""
    settings = read(config, limits, host=host, port=port, data=data, public_url=public_url, open=open,
                    trusted_proxies=trusted_proxy, language=language)  # fmt: skip
    out.print("\n".join(as_toml(settings)), markup=False)


@app.command()
def doctor(data: Data = None, config: Config = None) -> None:
    """Say whether everything Gommette needs is here."""
    healthy = True
    for well, sentence in examine(read(config, None, data=data)):
        healthy = healthy and well
        out.print(f"[{'green' if well else 'red'}]{'ok ' if well else 'NO '}[/] {escape(sentence)}")
    raise typer.Exit(0 if healthy else 1)


def read(config: Path | None, limits: list[str] | None, **flags: object) -> Settings:
    flags = {name: value or None if isinstance(value, list) else value for name, value in flags.items()}
    try:
        return read_settings(flags, os.environ, config, limits or ())
    except SettingsError as error:
        stop(str(error))


def stop(sentence: str) -> NoReturn:
    err.print(sentence, markup=False)
    raise typer.Exit(2)


def run(settings: Settings) -> None:
    """Serves until SIGTERM or SIGINT; the lifespan of the application drains the rooms."""
    from server.app import create_app
    from server.connection import Protocol

    application = create_app(settings)
    server = Announcing(
        settings,
        application,
        uvicorn.Config(
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
        ),
    )
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        raise typer.Exit(1)


class Announcing(uvicorn.Server):
    """Says where it is once it listens, so with the port it really got."""

    def __init__(self, settings: Settings, application: Starlette, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.settings = settings
        self.application = application

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            gc.collect()
            gc.freeze()
            port = self.servers[0].sockets[0].getsockname()[1]
            announce(self.settings, addresses(self.settings.host, port), self.application.state.owner_path)


def announce(settings: Settings, bases: list[str], owner_path: str | None) -> None:
    """`owner_path`: what follows the address in the owner's link; None when anyone may create workshops."""
    base = (settings.public_url or bases[0]).rstrip("/")
    link = base + (owner_path or "/")
    out.print("\n[bold]Gommette[/] is open at")
    for address in dict.fromkeys([base, *bases]):
        out.print(f"  {escape(address)}")
    out.print(f"Everything is kept in {escape(str(settings.data_folder))}\n")
    if owner_path:
        out.print("Your secret link, to create workshops (whoever has it can):")
    else:
        out.print("Anyone who reaches it may create workshops:")
    out.print(f"  [bold]{escape(link)}[/]\n")
    if out.is_terminal:
        segno.make(link, micro=False).terminal(compact=True)
    out.print("Ctrl+C stops it; nothing acknowledged is lost.")


def addresses(host: str, port: int) -> list[str]:
    """The http addresses that reach this machine on `port`, those that other machines can use first."""
    if host not in ("0.0.0.0", "::"):
        return [f"http://{f'[{host}]' if ':' in host else host}:{port}"]
    found = [str(ip.ip) for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4]
    reachable = [ip for ip in found if not ip.startswith(("127.", "169.254."))]
    return [f"http://{name}:{port}" for name in [*reachable, "localhost"]]


def as_toml(settings: Settings) -> Iterator[str]:
    for name, value in structs.asdict(settings).items():
        if name not in ("limits", "door"):
            yield f"# {name} is not set" if value is None else f"{name} = {json.dumps(value, ensure_ascii=False)}"
    yield "\n[limits]"
    for name, value in {**structs.asdict(settings.limits), **structs.asdict(settings.door)}.items():
        yield f"{name} = {value}"
