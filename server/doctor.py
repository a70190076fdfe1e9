"""Looks at whether everything Gommette needs is here, and whether its data folder is in good health."""

import importlib.metadata
import importlib.util
import shutil
import socket
import sqlite3
import ssl
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import uvicorn
from msgspec import Struct

import web
from server.backup import LAST
from server.migrations import CHECK_UP_TO, known_versions
from server.running import CannotStart, addresses, alone, sockets_allowed
from server.settings import Settings
from server.tables import FILE

REBUILD = "uv sync --reinstall-package gommette, or .venv/bin/pip install -e ."
MIB = 1 << 20
LOW, FULL = 500 * MIB, 100 * MIB
REMOTE = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "davfs", "fuse.davfs2"}
"""File systems on which SQLite's locks and fsync promise nothing (https://sqlite.org/howtocorrupt.html)."""
DAY_S = 24 * 3600


class Finding(Struct, frozen=True):
    """`level`: "ok", "note" (it works, but somebody should know) or "no" (something does not work)."""

    level: Literal["ok", "note", "no"]
    says: str


def examine(settings: Settings) -> Iterator[Finding]:
    yield _needed(sys.version_info >= (3, 11), f"Python {sys.version.split()[0]} (3.11 or newer is needed)")
    here = sqlite3.sqlite_version_info >= (3, 35, 0)
    yield _needed(here, f"SQLite {sqlite3.sqlite_version} (3.35 or newer is needed)")
    for package in ("server", "workshops", "web"):
        yield examine_package(package)
    yield _needed(web.MANIFEST.is_file(), f"the pages are built in {web.STATIC} (to build them: {REBUILD})")
    found = importlib.util.find_spec("uvicorn.protocols.websockets.websockets_sansio_impl") is not None
    yield _needed(found, f"uvicorn {uvicorn.__version__} has the socket class that Gommette builds on")
    yield from examine_folder(settings.data_folder)
    yield from examine_database(settings.data_folder, time.time())
    yield from examine_reach(settings)


def _needed(well: bool, says: str) -> Finding:
    return Finding("ok" if well else "no", says)


def _wanted(well: bool, says: str, else_: str) -> Finding:
    return Finding("ok", says) if well else Finding("note", else_)


def examine_package(name: str) -> Finding:
    """`server` and `web` are common names: another package of that name would be imported instead of ours."""
    ours = Path(__file__).parent.parent
    spec = importlib.util.find_spec(name)
    place = Path(spec.origin).parent if spec and spec.origin else None
    foreign = set(importlib.metadata.packages_distributions().get(name, [])) - {"gommette"}
    apart = "install Gommette in an environment of its own"
    if place != ours / name:
        return Finding("no", f"package {name} is not Gommette's, it comes from {place}: {apart}")
    if foreign:
        return Finding("no", f"package {name} is also installed by {', '.join(foreign)}: {apart}")
    return Finding("ok", f"package {name} is Gommette's own")


# The data folder


def examine_folder(folder: Path) -> Iterator[Finding]:
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=existing):
            made = "" if existing == folder else " (it will be made)"
            yield Finding("ok", f"data folder {folder} can be written{made}")
    except OSError as error:
        yield Finding("no", f"data folder {folder} cannot be written: {error.strerror}")
        return
    kind = file_system(existing, Path("/proc/mounts"))
    yield _needed(
        kind not in REMOTE, f"it is on a disk of this machine{f' ({kind})' if kind else ''}, where SQLite is safe"
    )
    left = shutil.disk_usage(existing).free
    says = f"{left // MIB:,} MiB are free on its disk"
    yield Finding("no" if left < FULL else "note" if left < LOW else "ok", says)
    if existing == folder and folder.stat().st_mode & 0o077:
        yield Finding("note", f"others on this machine may look into it: chmod 700 {folder}")


def file_system(place: Path, mounts: Path) -> str:
    """What kind of file system this is on; empty where the system does not tell."""
    if not mounts.is_file():
        return ""
    found: list[tuple[int, str]] = []
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _, escaped, kind, *_ = line.split(" ")
        point = escaped.replace("\\040", " ")
        if place.resolve().is_relative_to(point):
            found.append((len(point), kind))
    return max(found, default=(0, ""))[1]


# What is in it


def examine_database(folder: Path, now: float) -> Iterator[Finding]:
    """`now`: s since 1970."""
    path = folder / FILE
    if not path.is_file():
        yield Finding("ok", "there is no database yet: the first start makes it")
        return
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            yield from _whole(database, path)
            yield from _version(database)
            yield from _clock(database, now)
            kept = database.execute("SELECT count(*) FROM workshops").fetchone()[0]
    except sqlite3.Error as error:
        yield Finding("no", f"{path} cannot be read: {error}")
        return
    yield from _write_ahead_log(folder)
    if kept:
        yield _last_backup(folder / LAST, now)


def _whole(database: sqlite3.Connection, path: Path) -> Iterator[Finding]:
    if path.stat().st_size <= CHECK_UP_TO:
        found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
        yield _needed(found == "ok", f"the database holds together ({found}, {path.stat().st_size / MIB:.1f} MiB)")


def _version(database: sqlite3.Connection) -> Iterator[Finding]:
    found = {row[0] for row in database.execute("SELECT version_num FROM alembic_version")}
    known = known_versions()
    if found - set(known):
        yield Finding("no", "its tables are of a newer Gommette: start that version, or a newer one")
    else:
        late = "its tables are older: the next start brings them up to date, so take a backup first"
        yield _wanted(found == {known[-1]}, "its tables are those of this version", late)


def _clock(database: sqlite3.Connection, now: float) -> Iterator[Finding]:
    """Time limits and retention go by this machine's clock: one that went back shows in what was written before."""
    latest = (database.execute("SELECT max(last_used) FROM workshops").fetchone()[0] or 0) / 1000
    ahead = latest - now
    says = "the clock of this machine is not behind what was written last"
    yield (
        Finding("ok", says)
        if ahead < 60
        else Finding(
            "no",
            f"the clock of this machine is wrong: the last use of a workshop is {ahead / 60:.0f} minutes in the future",
        )
    )


def _write_ahead_log(folder: Path) -> Iterator[Finding]:
    beside = folder / f"{FILE}-wal"
    size = beside.stat().st_size if beside.exists() else 0
    try:
        with alone(folder):
            says = "no server is running on it"
            yield _wanted(
                not size, says, f"{says}, yet {beside.name} holds {size / MIB:.1f} MiB: keep it beside {FILE}"
            )
    except CannotStart:
        grown = f"a server is running on it, and {beside.name} has grown to {size // MIB} MiB: is a backup stuck?"
        yield _wanted(size < 256 * MIB, "a server is running on it", grown)


def _last_backup(mark: Path, now: float) -> Finding:
    if not mark.exists():
        return Finding("note", "no backup was taken yet: gommette backup FILE")
    days = int((now - mark.stat().st_mtime) // DAY_S)
    return _wanted(days < 8, f"the last backup is {days} days old", f"the last backup is {days} days old: take another")


# How people get here


def examine_reach(settings: Settings) -> Iterator[Finding]:
    most = sockets_allowed()
    if most is not None and most >= 0:  # below: as many as it likes
        few = f"the system lets it have {most:,} sockets: a hall may need more (ulimit -Hn, LimitNOFILE=)"
        yield _wanted(most >= 4_096, f"the system lets it have {most:,} sockets", few)
    if settings.public_url:
        yield from examine_public(settings.public_url, bool(settings.trusted_proxies))
        return
    base = addresses(settings.host, settings.port)[0]
    alone_here = urlsplit(base).hostname in ("localhost", "127.0.0.1", "::1")
    yield _wanted(
        not alone_here, f"phones reach it at {base}", "phones cannot reach it: it has no address on a network"
    )


def examine_public(url: str, behind_proxy: bool) -> Iterator[Finding]:
    address = urlsplit(url)
    if address.scheme != "https" or address.hostname is None:
        yield Finding("note", f"{url} is not encrypted: whoever shares the network can read along")
        return
    if not behind_proxy:
        yield Finding("note", "public_url is https, and no --trusted-proxy is named: cookies will not be marked secure")
    try:
        days = certificate_days(address.hostname, address.port or 443)
        says = f"the certificate of {url} is good for {days} days"
        yield _wanted(days >= 14, says, f"{says}: see to its renewal")
    except ssl.SSLCertVerificationError as error:
        yield Finding("no", f"browsers will refuse the certificate of {url}: {error.verify_message}")
    except (OSError, ValueError) as error:
        yield Finding("note", f"{url} cannot be reached from here ({error})")


def certificate_days(host: str, port: int) -> int:
    """Raises SSLCertVerificationError, OSError."""
    context = ssl.create_default_context()
    with socket.create_connection((host, port), 5) as plain, context.wrap_socket(plain, server_hostname=host) as secure:
        until = (secure.getpeercert() or {})["notAfter"]
    assert isinstance(until, str)
    return int((ssl.cert_time_to_seconds(until) - time.time()) // DAY_S)
