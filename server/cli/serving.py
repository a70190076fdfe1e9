"""`gommette serve`, and the settings it would serve with."""

import json
from collections.abc import Iterator

import segno
from msgspec import structs
from rich.markup import escape

from server.cli.bits import (
    Config,
    Data,
    Host,
    Language,
    LimitPairs,
    Log,
    Metrics,
    Open,
    Port,
    Proxies,
    PublicUrl,
    app,
    check_built,
    out,
    read,
    stop,
)
from server.settings import UNTOLD, Settings


@app.command()
def serve(
    host: Host = None,
    port: Port = None,
    data: Data = None,
    public_url: PublicUrl = None,
    open: Open = None,  # noqa: A002 - the flag's own name
    trusted_proxy: Proxies = None,
    language: Language = None,
    log: Log = None,
    metrics: Metrics = None,
    limits: LimitPairs = None,
    config: Config = None,
) -> None:
    """Serve workshops from this machine until it is told to stop."""
    settings = read(config, limits, host=host, port=port, data=data, public_url=public_url, open=open,
                    trusted_proxies=trusted_proxy, language=language, log=log, metrics=metrics)  # fmt: skip
    check_built()
    run(settings)


def run(settings: Settings) -> None:
    from server import logs
    from server.app import create_app
    from server.running import CannotStart, Server, addresses, serve

    async def listening(server: Server) -> None:
        announce(settings, addresses(settings.host, server.port), server.application.state.owner_path)

    logs.configure(settings.log)
    try:
        serve(create_app, settings, listening)
    except CannotStart as problem:
        stop(str(problem))


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
        if owner_path:
            out.print("The same secret link for your own phone; the room's code is on the screen of each workshop:")
        segno.make(link, micro=False).terminal(compact=True)
    out.print("Ctrl+C stops it; nothing acknowledged is lost.")


@app.command(name="config")
def show_config(
    host: Host = None,
    port: Port = None,
    data: Data = None,
    public_url: PublicUrl = None,
    open: Open = None,  # noqa: A002
    trusted_proxy: Proxies = None,
    language: Language = None,
    log: Log = None,
    metrics: Metrics = None,
    limits: LimitPairs = None,
    config: Config = None,
) -> None:
    """Print the settings that are in force, as a gommette.toml."""
    settings = read(config, limits, host=host, port=port, data=data, public_url=public_url, open=open,
                    trusted_proxies=trusted_proxy, language=language, log=log, metrics=metrics)  # fmt: skip
    out.print("\n".join(as_toml(settings)), markup=False)


def as_toml(settings: Settings) -> Iterator[str]:
    for name, value in structs.asdict(settings).items():
        if name == UNTOLD:
            yield f"# {name} is {'not ' if value is None else ''}set"
        elif name not in ("limits", "door"):
            yield f"# {name} is not set" if value is None else f"{name} = {json.dumps(value, ensure_ascii=False)}"
    yield "\n[limits]"
    for name, value in {**structs.asdict(settings.limits), **structs.asdict(settings.door)}.items():
        yield f"{name} = {value}"
