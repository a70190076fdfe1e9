"""Looks at whether everything Gommette needs is here."""

import importlib.metadata
import importlib.util
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import uvicorn

import web
from server.settings import Settings

REBUILD = "uv sync --reinstall-package gommette, or .venv/bin/pip install -e ."


def examine(settings: Settings) -> Iterator[tuple[bool, str]]:
    """What was looked at, and whether it is well."""
    yield sys.version_info >= (3, 11), f"Python {sys.version.split()[0]} (3.11 or newer is needed)"
    yield sqlite3.sqlite_version_info >= (3, 35, 0), f"SQLite {sqlite3.sqlite_version} (3.35 or newer is needed)"
    for package in ("server", "workshops", "web"):
        yield examine_package(package)
    yield web.MANIFEST.is_file(), f"the pages are built in {web.STATIC} (to build them: {REBUILD})"
    yield examine_socket_class()
    yield examine_folder(settings.data_folder)


def examine_package(name: str) -> tuple[bool, str]:
    """`server` and `web` are common names: another package of that name would be imported instead of ours."""
    ours = Path(__file__).parent.parent
    spec = importlib.util.find_spec(name)
    place = Path(spec.origin).parent if spec and spec.origin else None
    foreign = set(importlib.metadata.packages_distributions().get(name, [])) - {"gommette"}
    if place != ours / name:
        return (
            False,
            f"package {name} is not Gommette's, it comes from {place}: install Gommette in an environment of its own",
        )
    if foreign:
        return (
            False,
            f"package {name} is also installed by {', '.join(foreign)}: install Gommette in an environment of its own",
        )
    return True, f"package {name} is Gommette's own"


def examine_socket_class() -> tuple[bool, str]:
    found = importlib.util.find_spec("uvicorn.protocols.websockets.websockets_sansio_impl") is not None
    return found, f"uvicorn {uvicorn.__version__} has the socket class that Gommette builds on"


def examine_folder(folder: Path) -> tuple[bool, str]:
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=existing):
            return True, f"data folder {folder} can be written" + ("" if existing == folder else " (it will be made)")
    except OSError as error:
        return False, f"data folder {folder} cannot be written: {error.strerror}"
