"""The records of audience *export*, for another program: no person, seat, link, key or ballot is among them."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from workshops.exported import lasting
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
    kept = lasting(records.values())
    export = Export("export", SCHEMA, [kept[key] for key in sorted(kept)])
    return msgspec.json.format(msgspec.json.encode(export), indent=1) + b"\n"
