"""After a backup is restored: whoever had erased themselves since it was taken is forgotten again."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import msgspec

from server import links
from server.batch import Ask, Batch, ClientState
from server.log import Log
from server.presence import Seat
from server.replay import replay
from server.running import alone
from server.sqlite import SqliteLog
from server.tables import FILE
from workshops.people import EraseMe, PersonErased
from workshops.vocabulary import Limits
from workshops.workshop import AnyEvent, Workshop

ERASED = b'{"type":"PersonErased"'
"""How the event of somebody's erasure begins."""
_event = msgspec.json.Decoder(AnyEvent | None)


class _Held:
    """A workshop read from its log, that no room holds."""

    def __init__(self, workshop: str, limits: Limits) -> None:
        self.id = workshop
        self.workshop = Workshop(limits)
        self.clients: dict[str, ClientState] = {}
        self.heads = {"": 0}

    async def load(self, log: Log) -> None:
        self.heads = await replay(log, self.id, self.workshop)


async def forget_again(data_folder: Path, aside: Path, limits: Limits) -> int:
    """How many people of the workshops in `data_folder` were forgotten, because what was there before (`aside`) says
    that they had erased themselves. Raises sqlite3.Error where that cannot be read; CannotStart while a server runs."""
    erased = _erased(aside)
    done = 0
    with alone(data_folder):
        log = await SqliteLog.open(data_folder)
        try:
            for workshop, people in erased.items():
                done += await _forget(log, workshop, people, limits)
        finally:
            await log.close()
    return done


def _erased(aside: Path) -> dict[str, dict[str, int]]:
    """By workshop and person, where in the log they erased themselves last."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    query = "SELECT stream, seq, body FROM events WHERE substr(body, 1, ?) = ? ORDER BY seq"
    with closing(sqlite3.connect(f"{(aside / FILE).absolute().as_uri()}?mode=ro", uri=True)) as database:
        for stream, seq, body in database.execute(query, (len(ERASED), ERASED)):
            event = _event.decode(body)
            if isinstance(event, PersonErased):
                found[stream][event.person] = seq
    return found


async def _forget(log: Log, workshop: str, people: Mapping[str, int], limits: Limits) -> int:
    held = _Held(workshop, limits)
    await held.load(log)
    known, batch = held.workshop.people, Batch(held)
    # What stands before the restored log's end is in it: whoever came back after that is somebody new.
    since = [person for person, seq in people.items() if seq > held.heads[""]]
    there = [person for person in since if person in known.joined or person in known.removed]
    for person in there:
        batch.decide(_erasure(workshop, person, out=person in known.removed))
    if not batch.empty:
        await log.append(batch.append())
    for person in there:
        await log.write(lambda db, person=person: links.revoke_personal(db, workshop, person))  # type: ignore[misc]
    return len(there)


def _erasure(workshop: str, person: str, *, out: bool) -> Ask:
    """As they did it themselves; for who had been removed, as a facilitator did."""
    if out:
        return Ask(Seat("restore", workshop, "facilitator", "restore"), None, 0, EraseMe(), subject=person)
    return Ask(Seat("restore", workshop, "participant", person), None, 0, EraseMe())
