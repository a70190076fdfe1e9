"""The records of audience *export*, for another program: no person, seat, link, key or ballot is among them."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct, structs

from workshops.ideas import AuthorRecord
from workshops.vocabulary import Key, Record, Refused
from workshops.voting import RoundRecord

SCHEMA = 1


class Export(Struct, frozen=True):
    """`schema` grows when the meaning of a record changes; new kinds of record and new fields do not change it."""

    gommette: str
    schema: int
    records: list[Any]


def write(records: Mapping[Key, Record]) -> bytes:
    """Sorted by key, so that two exports of the same workshop are the same bytes. Raises Refused("round_open")."""
    for record in records.values():
        if isinstance(record, RoundRecord) and record.state != "sealed":
            raise Refused("round_open")
    people: dict[str, str] = {}
    export = Export("export", SCHEMA, [_without_person(records[key], people) for key in sorted(records)])
    return msgspec.json.format(msgspec.json.encode(export), indent=1) + b"\n"


def _without_person(record: Record, people: dict[str, str]) -> Record:
    """A shown author keeps the name; the person's id, which is good elsewhere, becomes one of this file alone."""
    if not isinstance(record, AuthorRecord):
        return record
    return structs.replace(record, person=people.setdefault(record.person, f"p{len(people) + 1}"))
