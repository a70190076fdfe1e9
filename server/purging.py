"""Deletes workshops from the command line, as the keeper does in a running server."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from sqlalchemy import select

from server.batch import now_ms
from server.keeper import delete_workshop, expired
from server.running import alone
from server.sqlite import SqliteLog, reading_engine
from server.tables import FILE, workshops


class NotHere(Exception):
    """A sentence: there is no such database or workshop."""


class Found(Struct, frozen=True):
    id: str
    title: str


async def find(data_folder: Path, workshop: str | None = None, now: int | None = None) -> list[Found]:
    """That workshop, or all whose time is over, longest first. Raises NotHere. `now`: ms since 1970."""
    path = data_folder / FILE
    if not path.is_file():
        raise NotHere(f"There is no database at {path}.")
    engine = reading_engine(path)
    try:
        over = [workshop] if workshop else await expired(engine, now or now_ms())
        async with engine.connect() as connection:
            every = {row.id: row.title for row in await connection.execute(select(workshops.c.id, workshops.c.title))}
    finally:
        await engine.dispose()
    if workshop and workshop not in every:
        raise NotHere(f"There is no workshop {workshop} here.")
    return [Found(each, every[each]) for each in over]


async def purge_all(data_folder: Path, found: Sequence[Found]) -> None:
    """For ever, and everywhere in the files. Raises CannotStart while a server runs: it holds them in memory."""
    with alone(data_folder):
        log = await SqliteLog.open(data_folder)
        try:
            for each in found:
                await delete_workshop(log, each.id)
        finally:
            await log.close()
