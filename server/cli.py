"""The command line: `gommette serve` and what looks after it."""

import asyncio
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import segno
import typer
from msgspec import structs
from rich.console import Console
from rich.markup import escape

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
Kind = Literal["md", "html", "csv", "json"]
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
    check_built()
    run(settings)


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="Run whole workshops with nobody watching, then stop.")] = False,
    auto: Annotated[bool, typer.Option("--auto", help="Run the agenda too, and only watch.")] = False,
    participants: Annotated[int, typer.Option(min=1, max=500, help="Simulated people.")] = 21,
    ideas: Annotated[
        Path | None, typer.Option(help="With --once: a CSV file with the columns board,lang,text,theme.")
    ] = None,
    board: Annotated[str | None, typer.Option(help="With --ideas: this board alone, not all of them.")] = None,
    to: Annotated[
        Path, typer.Option("--out", help="With --once: the folder for the exports, one in it a board.")
    ] = Path("gommette-demo"),
    seed: Annotated[int, typer.Option(help="The same seed, the same people with the same tastes.")] = 1,
    pace: Annotated[
        float, typer.Option(min=0, max=10, help="1: as people are; 2: twice as slow; 0.1: ten times as fast.")
    ] = 1.0,
    host: Host = None,
    port: Port = 0,
    data: Data = None,
    public_url: PublicUrl = None,
    limits: LimitPairs = None,
    config: Config = None,
) -> None:
    """Try a workshop out: the real server, a sample workshop in French, simulated participants."""
    from server import demo as demonstration
    from server.app import create_app
    from server.running import CannotStart, running

    host = "127.0.0.1" if once else host
    settings = read(config, limits, host=host, port=port, data=data, public_url=public_url)
    serving = partial(running, create_app, settings)
    check_built()
    try:
        boards = demonstration.read_boards(ideas, board) if ideas else [demonstration.sample()]
        boards = [demonstration.checked(each, participants, settings.limits, settings.door) for each in boards]
        if once:
            held = asyncio.run(demonstration.run_once(serving, boards, participants, seed, to, out))
            raise typer.Exit(0 if held else 1)
        with ExitStack() as stack, suppress(KeyboardInterrupt):
            folder = data or stack.enter_context(tempfile.TemporaryDirectory(prefix="gommette-demo-"))
            live = demonstration.run_live(serving, folder, boards[0], participants, seed, pace, auto, out)
            asyncio.run(live)
    except (demonstration.DemoError, CannotStart) as error:
        stop(str(error))


@app.command()
def export(
    workshop: Annotated[str, typer.Argument(help="The workshop's id: what follows /w/ in its address.")],
    fmt: Annotated[Kind, typer.Option("--format", help="Draft proposals, ideas as a table, or all records.")] = "html",
    to: Annotated[Path | None, typer.Option("--out", help="The file to write; without it, one named after it.")] = None,
    language: Annotated[
        Literal["fr", "en"] | None, typer.Option(help="Of what the export says; without it, the workshop's.")
    ] = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Write a workshop's draft proposals, its ideas or its records to a file; the server may be running."""
    from server.batch import now_ms
    from server.exports import export_workshop
    from server.exports.offline import NotFound, read_records
    from server.i18n import Speech
    from server.reasons import sentence
    from workshops.vocabulary import Refused

    settings = read(config, None, data=data)
    if fmt == "html":
        check_built()
    try:
        records = asyncio.run(read_records(settings.data_folder, workshop, settings.limits))
        made = export_workshop(records, fmt, language, now_ms())
    except NotFound as error:
        stop(str(error))
    except Refused as refused:
        stop(" ".join(sentence(refused.reason, refused.facts, Speech("en"))))
    file = to or Path(made.file_name)
    file.write_bytes(made.body)
    out.print(str(file), markup=False)


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
    for well, finding in examine(read(config, None, data=data)):
        healthy = healthy and well
        out.print(f"[{'green' if well else 'red'}]{'ok ' if well else 'NO '}[/] {escape(finding)}")
    raise typer.Exit(0 if healthy else 1)


def read(config: Path | None, limits: list[str] | None, **flags: object) -> Settings:
    flags = {name: value or None if isinstance(value, list) else value for name, value in flags.items()}
    try:
        return read_settings(flags, os.environ, config, limits or ())
    except SettingsError as error:
        stop(str(error))


def check_built() -> None:
    if not web.MANIFEST.is_file():
        stop(f"The pages are not built: {web.MANIFEST} is missing. Build them with: {REBUILD}")


def stop(why: str) -> NoReturn:
    err.print(why, markup=False)
    raise typer.Exit(2)


def run(settings: Settings) -> None:
    from server.app import create_app
    from server.running import CannotStart, Server, addresses, serve

    async def listening(server: Server) -> None:
        announce(settings, addresses(settings.host, server.port), server.application.state.owner_path)

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


def as_toml(settings: Settings) -> Iterator[str]:
    for name, value in structs.asdict(settings).items():
        if name not in ("limits", "door"):
            yield f"# {name} is not set" if value is None else f"{name} = {json.dumps(value, ensure_ascii=False)}"
    yield "\n[limits]"
    for name, value in {**structs.asdict(settings.limits), **structs.asdict(settings.door)}.items():
        yield f"{name} = {value}"
