"""Opens a workshop from the file of an export: read, rebuilt, and written in one transaction, or not at all."""

import re
import secrets
from collections.abc import Mapping
from typing import Any, get_args

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, select

from server import links as rows
from server.access import Created
from server.batch import now_ms
from server.codes import digest, new_key
from server.exports.json_export import SCHEMA
from server.i18n import N_, Speech
from server.log import Append, Log, Row, stream_of
from server.migrations import migrate
from server.reasons import Sentence, sentence
from server.running import alone
from server.settings import Settings
from server.sqlite import SqliteLog, put
from server.tables import links
from workshops.description import WorkshopCreated
from workshops.exported import DoesNotAddUp, ExportRecord
from workshops.rebuild import rebuild
from workshops.vocabulary import Limits, Stored, to_json

# Possessive: a quotation that never ends is looked at once.
_BRACKETS = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\Z)|[^"\[\]{}]+', re.DOTALL)
RECORDS = 40_000
"""In one file: some times what a workshop at its limits has."""
_KINDS: dict[object, type[ExportRecord]] = {kind.__struct_config__.tag: kind for kind in get_args(ExportRecord)}

_THEN = N_("Nothing was opened. Export the workshop again, and leave the file as it is.")
_NO_EXPORT = Sentence(N_("This file is not a workshop that Gommette has exported."), N_("Choose the file named .json."))
_TOO_MANY = Sentence(N_("This file holds more than a workshop can: the limit is {limit} records."), _THEN)
_NEWER = Sentence(N_("A newer Gommette wrote this file."), N_("Nothing was opened. Update Gommette first."))
_UNKNOWN = Sentence(N_("{record} holds something that this version of Gommette does not know."), _THEN)
_BAD_SHAPE = Sentence(N_("{record} cannot be read: {why}."), _THEN)
_BROKEN = Sentence(N_("{record} breaks a rule. {rule}"), _THEN)
_SAID = {
    "missing": Sentence(N_("The file lacks {record}."), _THEN),
    "twice": Sentence(N_("The file says twice what is there once: {record}."), _THEN),
    "refers": Sentence(N_("{record} refers to {to}, which is not in the file."), _THEN),
    "differs": Sentence(N_("{record} does not agree with the rest of the file."), _THEN),
}


class Unreadable(Exception):
    """The file is not taken: why, for whoever chose it. `facts` fill the blanks; `rule`: the reason of a refusal."""

    def __init__(self, told: Sentence, facts: Mapping[str, str | int] | None = None, rule: str = "") -> None:
        super().__init__(told.said)
        self.told, self.facts, self.rule = told, dict(facts or {}), rule

    def say(self, speech: Speech) -> Sentence:
        facts = self.facts | ({"rule": sentence(self.rule, self.facts, speech).said} if self.rule else {})
        return Sentence(*(speech.say(text, **facts) for text in self.told))


class _File(Struct, frozen=True):
    """An export whose records are still to be read, one by one: a file of nothing but brackets then costs no more than
    its bytes."""

    gommette: str
    schema: int
    records: list[msgspec.Raw]


class Opening(Struct, frozen=True):
    """A workshop about to be written: its log, and what its row says."""

    log: list[Stored]
    title: str
    keep_days: int


# Reading


def read(body: bytes, limits: Limits, depth: int, now: int) -> Opening:
    """What the file tells, as the log of a new workshop. `depth`: brackets within brackets. Raises Unreadable."""
    try:
        log = rebuild(_records(body, depth), limits, now)
    except DoesNotAddUp as problem:
        raise _told(problem) from problem
    created = log[0].event
    assert isinstance(created, WorkshopCreated)
    return Opening(log, created.title, created.keep_days)


def _records(body: bytes, depth: int) -> list[ExportRecord]:
    if too_deep(body, depth):
        raise Unreadable(_NO_EXPORT)
    try:
        export = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"), type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Unreadable(_NO_EXPORT) from error
    if export.gommette != "export":
        raise Unreadable(_NO_EXPORT)
    if export.schema > SCHEMA:
        raise Unreadable(_NEWER)
    if len(export.records) > RECORDS:
        raise Unreadable(_TOO_MANY, {"limit": RECORDS})
    return [_record(msgspec.json.decode(raw)) for raw in export.records]


def too_deep(body: bytes, depth: int) -> bool:
    """How far brackets stand within brackets, what is quoted left out."""
    level = 0
    for bracket in _BRACKETS.sub(b"", body):
        level += 1 if bracket in b"[{" else -1
        if level > depth:
            return True
    return False


def _record(raw: Any) -> ExportRecord:
    if not isinstance(raw, dict) or not isinstance(raw.get("kind"), str):
        raise Unreadable(_NO_EXPORT)
    kind, name = _KINDS.get(raw.get("kind")), f"{raw.get('kind')}:{raw.get('id')}"[:100]
    if kind is None or raw.keys() - set(kind.__struct_fields__) - {"kind"}:
        raise Unreadable(_UNKNOWN, {"record": name})  # it would be lost
    try:
        return msgspec.convert(_as_today(raw), kind)
    except msgspec.ValidationError as error:
        raise Unreadable(_BAD_SHAPE, {"record": name, "why": str(error)}) from error


def _as_today(raw: dict[str, Any]) -> dict[str, Any]:
    """A record that an older version wrote. 0.1: themes stood in the order of their hues."""
    return {"order": raw["hue"], **raw} if raw["kind"] == "theme" and "hue" in raw else raw


def _told(problem: DoesNotAddUp) -> Unreadable:
    facts = {"record": problem.key, **problem.facts}
    said = _SAID.get(problem.why)
    return Unreadable(said, facts) if said else Unreadable(_BROKEN, facts, rule=problem.why)


# Writing


async def write(log: Log, opening: Opening, key: str, owner: str | None = None) -> Created:
    """The workshop and its links, all in one transaction. The same key again: the same one. `key`: what the secrets are
    made from; owner: the owner's place it is opened from."""
    console, screen = rows.minted(key, "facilitator"), rows.minted(key, "screen")
    workshop = secrets.token_urlsafe(9)
    streams: dict[str, list[Row]] = {}
    for each in opening.log:
        rows_of = streams.setdefault(stream_of(workshop, each.beside), [])
        rows_of.append(Row(each.seq, each.at, each.by, to_json(each.event)))

    def work(db: Connection) -> str:
        found = db.execute(select(links.c.workshop).where(links.c.hash == digest(console.secret))).first()
        if found is not None:
            return str(found.workshop)
        for stream, written in streams.items():
            put(db, Append(stream, 0, written))
        rows.add_workshop(db, workshop, opening.title, opening.keep_days, owner)
        rows.add_link(db, workshop, "facilitator", console)
        rows.add_link(db, workshop, "screen", screen)
        return workshop

    return Created(await log.write(work), console, screen)


async def import_into(settings: Settings, body: bytes) -> Created:
    """From the command line. Raises Unreadable; CannotStart while a server runs: it has a page for that."""
    opening = read(body, settings.limits, settings.door.json_depth, now_ms())
    with alone(settings.data_folder):
        migrate(settings.data_folder)
        log = await SqliteLog.open(settings.data_folder)
        try:
            return await write(log, opening, new_key())
        finally:
            await log.close()
