"""Commands decided one after the other, and what of it goes to the log in one piece."""

import hashlib
import secrets
import time
from collections import OrderedDict, deque
from typing import Protocol

import msgspec
from msgspec import Struct

from server import protocol
from server.log import Append, ClientRow, Row, stream_of
from server.presence import Seat
from server.protocol import IN_FLIGHT, Ack, Wait
from workshops.vocabulary import Context, Event, Key, Reason, Refused, Shown, Stored
from workshops.workshop import AnyCommand, Workshop

Verdict = Ack | protocol.Refused

_encode = msgspec.json.Encoder().encode


class Ask(Struct, frozen=True):
    """A command on its way in. `client` None: the server itself, which keeps no verdict.

    `command` None: one that could not be read, refused with `refused`. `subject`: the person on paper it is for.
    """

    seat: Seat
    client: str | None
    cseq: int
    command: AnyCommand | None
    subject: str | None = None
    refused: protocol.DoorReason | Reason = "bad_command"


class Kept(Struct, frozen=True):
    """One verdict, and a digest of the command it answers (empty for a ballot), None for what was read from the log.

    Words can be confirmed from their digest by whoever guesses them, so it stays in memory: on disk it would outlive
    the words of a person who erased themselves.
    """

    verdict: Verdict
    digest: bytes | None


class ClientState(Struct):
    """`written`: the verdicts alone, without people's words, as they go to the log, each encoded once."""

    seat: str
    last: int = 0
    verdicts: OrderedDict[int, Kept] = msgspec.field(default_factory=OrderedDict)
    written: deque[bytes] = msgspec.field(default_factory=lambda: deque(maxlen=IN_FLIGHT))

    def keep(self, kept: Kept) -> None:
        self.last = kept.verdict.cseq
        self.verdicts[self.last] = kept
        self.written.append(_encode(_without_words(kept.verdict)))
        while len(self.verdicts) > IN_FLIGHT:
            self.verdicts.popitem(last=False)


class State(Protocol):
    """The part of a room that a batch changes before its commit; a room whose commit failed loads it again.

    heads: the last seq of each stream, "" being the workshop's own.
    """

    id: str
    workshop: Workshop
    clients: dict[str, ClientState]
    heads: dict[str, int]


class Part(Struct):
    """What goes to one stream: its rows, and what is blanked there. head: the seq that the rows follow."""

    head: int
    rows: list[Row] = []
    redact: dict[int, bytes] = {}

    def append(self, stream: str) -> Append:
        """What is blanked in the batch that wrote it never reaches the disk."""
        rows = [Row(row.seq, 0, "", self.redact[row.seq]) if row.seq in self.redact else row for row in self.rows]
        return Append(stream, self.head, rows, [(seq, body) for seq, body in self.redact.items() if seq <= self.head])


class Batch:
    """Commands decided one after the other on a room's state, and what of it goes to the log. typed: by actor, bytes of
    what goes to texts."""

    def __init__(self, room: State) -> None:
        self.room = room
        self.parts: dict[str, Part] = {}
        self.touched: dict[Key, None] = {}
        self.changed: dict[str, ClientState] = {}
        self.scrub = False
        self.events: list[Event] = []
        self.typed: dict[str, int] = {}

    @property
    def empty(self) -> bool:
        return not (self.parts or self.changed)

    @property
    def heads(self) -> dict[str, int]:
        """What the streams' heads are once this is written."""
        return self.room.heads | {name: part.head + len(part.rows) for name, part in self.parts.items()}

    def decide(self, ask: Ask) -> Verdict | Wait:
        """The verdict on one command: kept from before, or made now with its events applied."""
        if ask.client is None:
            return self._decide(ask)
        state = self.room.clients.setdefault(ask.client, ClientState(ask.seat.id))
        if state.seat != ask.seat.id:
            return protocol.Refused(ask.cseq, "not_yours")
        if ask.cseq > state.last + 1:
            return Wait(ask.cseq, "gap", 0.0)
        digest = _digest(ask)
        if ask.cseq <= state.last:
            kept = state.verdicts.get(ask.cseq)
            if kept is None or (kept.digest is not None and kept.digest != digest):
                return protocol.Refused(ask.cseq, "mismatch")
            return kept.verdict
        verdict = self._decide(ask)
        state.keep(Kept(_without_facts(verdict) if ask.command and ask.command.secret else verdict, digest))
        self.changed[ask.client] = state
        return verdict

    def _decide(self, ask: Ask) -> Verdict:
        if ask.command is None:
            return protocol.Refused(ask.cseq, ask.refused)
        context = Context(ask.seat.actor, ask.seat.role, now_ms(), secrets.token_bytes(32), ask.subject)
        try:
            events = self.room.workshop.decide(ask.command, context)
        except Refused as refused:
            return protocol.Refused(ask.cseq, refused.reason, refused.facts)
        for event in events:
            self._store(event, context)
        return Ack(ask.cseq)

    def _store(self, event: Event, context: Context) -> None:
        self.events.append(event)
        by = "" if event.secret or event.beside else context.actor
        for redaction in self.room.workshop.redactions(event):
            self._part(redaction.beside).redact[redaction.seq] = _encode(redaction.to)
            self.scrub = True
        beside = beside_of(event)
        part = self._part(beside)
        stored = Stored(part.head + len(part.rows) + 1, context.now, by, event, beside)
        part.rows.append(Row(stored.seq, stored.at, by, _encode(event)))
        if beside:
            self.typed[context.actor] = self.typed.get(context.actor, 0) + len(part.rows[-1].body)
        self.touched.update(dict.fromkeys(self.room.workshop.apply(stored)))

    def _part(self, beside: str) -> Part:
        if beside not in self.parts:
            self.parts[beside] = Part(self.room.heads.get(beside, 0))
        return self.parts[beside]

    def append(self) -> Append:
        """The batch for the log."""
        clients = [
            ClientRow(name, state.seat, state.last, b"[" + b",".join(state.written) + b"]")
            for name, state in self.changed.items()
        ]
        whole = self._part("").append(self.room.id)
        others = [part.append(stream_of(self.room.id, name)) for name, part in self.parts.items() if name]
        return msgspec.structs.replace(whole, clients=clients, scrub=self.scrub, beside=others)

    def shown(self) -> list[tuple[Key, Shown | None]]:
        return [(key, self.room.workshop.show(key)) for key in self.touched]


def beside_of(event: Event) -> str:
    """The stream that an event stands in, beside its workshop's own (""): that of its session."""
    name: str = getattr(event, "session") if event.beside else ""  # noqa: B009
    return name


def _without_facts(verdict: Verdict) -> Verdict:
    """What is kept on disk of a ballot's refusal does not say how many dots its voter had left."""
    return msgspec.structs.replace(verdict, facts={}) if isinstance(verdict, protocol.Refused) else verdict


def _without_words(verdict: Verdict) -> Verdict:
    """What is kept on disk of a refusal says no name and no title: they would outlive whoever erased themselves."""
    if isinstance(verdict, Ack) or not verdict.facts:
        return verdict
    numbers = {name: fact for name, fact in verdict.facts.items() if isinstance(fact, int)}
    return msgspec.structs.replace(verdict, facts=numbers)


def _digest(ask: Ask) -> bytes:
    """Tells a command sent again from another under its number. Of a ballot nothing is kept: it could be guessed."""
    if ask.command is None or ask.command.secret:
        return b""
    return hashlib.blake2b(_encode((ask.subject, ask.command)), digest_size=9).digest()


def now_ms() -> int:
    return time.time_ns() // 1_000_000
