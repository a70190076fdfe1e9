"""The view of a role: everything shared that it may see, compressed once for all who ask."""

import asyncio
import gzip
import time

import brotli
import msgspec
from msgspec import Struct

from server.protocol import View
from server.records import Entry, Records
from workshops.vocabulary import Audience

FRESH_S = 1.0
"""A crowd that joins while ideas come in is served the same view for this long: Hello brings what it misses."""


class Blob(Struct, frozen=True):
    """One View in JSON, as it is and compressed; `seq` is where it stands."""

    seq: int
    json: bytes
    br: bytes
    gzip: bytes


class Views:
    """The last view made for each role."""

    def __init__(self) -> None:
        self._made: dict[Audience, tuple[str, int, float, asyncio.Future[Blob]]] = {}

    def get(self, records: Records, audience: Audience, life: str) -> "asyncio.Future[Blob]":
        """Called between two batches; compressing goes on beside them."""
        made = self._made.get(audience)
        if made is not None:
            of_life, seq, at, blob = made
            unchanged = records.changed(audience) <= seq
            # What was taken away must not be handed out any more, not even for a moment.
            fresh = time.monotonic() - at < FRESH_S and records.dropped(audience) <= seq
            if of_life == life and (unchanged or fresh):
                return blob
        head = records.version
        put, _ = records.since(audience, None, -1)
        future = asyncio.ensure_future(asyncio.to_thread(compress, head, encode(put, head, life)))
        self._made[audience] = (life, head, time.monotonic(), future)
        return future


def encode(put: list[Entry], head: int, life: str) -> bytes:
    """The View's JSON. The records are encoded already: they go in before the closing brace."""
    about = msgspec.json.encode(View(head, life, at=[entry.version for entry in put]))
    return about[:-1] + b',"put":[' + b",".join(entry.body for entry in put if entry.body is not None) + b"]}"


def compress(seq: int, json: bytes) -> Blob:
    # Quality 8: 2 ms for 500 ideas; the best takes a thousand times that, for 7 % less.
    return Blob(seq, json, brotli.compress(json, quality=8), gzip.compress(json, 6))
