"""A workshop's state out of its log: its own stream first, then the texts that stand in streams beside it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Protocol

import msgspec

from server.log import Row, stream_of
from workshops.vocabulary import Stored
from workshops.workshop import AnyEvent, Workshop

_event = msgspec.json.Decoder(AnyEvent | None)


class Reading(Protocol):
    """The part of a log that a replay needs."""

    async def beside(self, workshop: str) -> dict[str, int]: ...
    def read(self, stream: str, after: int = 0) -> AsyncIterator[list[Row]]: ...


async def replay(log: Reading, workshop_id: str, state: Workshop) -> dict[str, int]:
    """Fold all of it into `state`, giving way to others at every page; gives the head of each stream, "" being the
    workshop's own. What a text shows of people is looked up when it is shown, so the order of streams is no matter."""
    heads = {"": 0}
    for beside in ("", *await log.beside(workshop_id)):
        async for page in log.read(stream_of(workshop_id, beside)):
            for row in page:
                state.apply(Stored(row.seq, row.at, row.by, _event.decode(row.body), beside))
            heads[beside] = page[-1].seq
            await asyncio.sleep(0)
    return heads
