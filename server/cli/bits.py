"""What the commands share: their options, the settings they read, and how they stop."""

import os
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer
from rich.console import Console

import web
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
Log = Annotated[Literal["text", "json"] | None, typer.Option(help="Lines for people, or for a program.")]
Metrics = Annotated[bool | None, typer.Option("--metrics/--no-metrics", help="Counts and times at /metrics.")]
LimitPairs = Annotated[list[str] | None, typer.Option("--limits", help="name=value, such as idea=1500; repeatable.")]


def read(config: Path | None, limits: list[str] | None, **flags: object) -> Settings:
    flags = {name: value or None if isinstance(value, list) else value for name, value in flags.items()}
    try:
        return read_settings(flags, os.environ, config, limits or ())
    except SettingsError as error:
        stop(str(error))


def check_built() -> None:
    from server.doctor import REBUILD

    if not web.MANIFEST.is_file():
        stop(f"The pages are not built: {web.MANIFEST} is missing. Build them with: {REBUILD}")


def stop(why: str) -> NoReturn:
    err.print(why, markup=False)
    raise typer.Exit(2)
