"""A workshop read from the data folder, whether a server is running on it or not: nothing in it is changed."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncConnection

from server.exports import records_of
from server.replay import replay
from server.sqlite import SqliteReading, reading_engine
from server.tables import FILE, workshops
from workshops.vocabulary import Key, Limits, Record
from workshops.workshop import Workshop


class NotFound(Exception):
    """A sentence: what there is instead."""


async def read_records(data_folder: Path, workshop: str, limits: Limits) -> dict[Key, Record]:
    """What audience *export* may see of it now. Raises NotFound."""
    path = data_folder / FILE
    if not path.is_file():
        raise NotFound(f"There is no database at {path}.")
    engine = reading_engine(path)
    try:
        state = Workshop(limits)
        await replay(SqliteReading(engine), workshop, state)
        if state.about is None:
            async with engine.connect() as connection:
                raise NotFound(await _what_there_is(connection, workshop))
    except DatabaseError as error:
        raise NotFound(f"{path} cannot be read: {error.orig}.") from error
    finally:
        await engine.dispose()
    return records_of(state)


async def _what_there_is(connection: AsyncConnection, workshop: str) -> str:
    query = select(workshops.c.id, workshops.c.title).order_by(workshops.c.created.desc()).limit(20)
    known = [f"\n  {id_}  {title}" for id_, title in await connection.execute(query)]
    return f"There is no workshop {workshop} here." + (f" The latest are:{''.join(known)}" if known else "")
