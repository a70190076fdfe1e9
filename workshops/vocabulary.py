"""The words every feature shares: commands, events, records, refusals, and who is asking."""

import hashlib
import re
import unicodedata
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta, Struct

# Made on the phone from 9 random bytes (72 bits), base64url: sending the same thing twice is then harmless.
# To the very end: "$" would let a line end pass behind it.
Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{6,32}\Z")]
Key = str
"""`kind:id`, the name of one record."""

Role = Literal["facilitator", "helper", "participant", "screen", "observer", "system"]
Audience = Literal["facilitator", "helper", "participant", "screen", "observer", "system", "export", "door"]
"""Who something is shown to: a role, the exported files, or whoever stands at the door. `system` is shown nothing."""

IN_THE_ROOM: frozenset[Audience] = frozenset({"facilitator", "helper", "participant", "screen", "observer"})
EVERYONE: frozenset[Audience] = IN_THE_ROOM | {"export"}
FACILITATORS: frozenset[Audience] = frozenset({"facilitator"})
BACKSTAGE: frozenset[Audience] = frozenset({"facilitator", "helper", "export"})
"""Who still sees what a reopened step hides."""
NOBODY: frozenset[Audience] = frozenset()

Reason = Literal[
    "not_allowed",
    "join_first",
    "unknown",
    "taken",
    "empty",
    "too_long",
    "bad_text",
    "too_many",
    "step_closed",
    "step_open",
    "not_yet",
    "name_needed",
    "already",
    "no_budget",
    "over_maximum",
    "round_open",
    "round_closed",
    "round_sealed",
    "bad_command",
    "not_in_round",
    "over_theme",
    "in_cluster",
    "ballot_entered",
    "slip_used",
    "changed_since",
    "nothing_to_undo",
    "door_locked",
    "step_opened",
    "round_began",
    "rehearsal_over",
    "last_step",
    "not_here",
    "cell_taken",
    "convener_busy",
    "space_shut",
    "space_full",
    "slots_overlap",
    "past_midnight",
    "in_use",
    "slot_over",
    "session_over",
    "not_placed",
    "pen_held",
    "pen_needed",
    "has_report",
    "report_full",
]


class Refused(Exception):
    """A command broke a rule. `reason` is a code whose sentence lives in the catalogues; `facts` fill its blanks."""

    def __init__(self, reason: Reason, **facts: str | int) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.facts = facts


class Limits(Struct, frozen=True, kw_only=True):
    """How much of each thing one workshop may hold; texts in code points after normalisation.

    proposals, proposal_text: read by drafting, to come. report: bytes of UTF-8 of all its parts together.
    """

    idea: int = 2_000
    title: int = 200
    name: int = 40
    ideas_each: int = 100
    ideas: int = 5_000
    clusters: int = 500
    themes: int = 50
    steps: int = 50
    proposals: int = 200
    proposal_text: int = 102_400
    dots: int = 50
    move_ideas: int = 200
    topics: int = 200
    topic_words: int = 500
    spaces: int = 20
    slots: int = 30
    report: int = 51_200
    report_field: int = 8_000


class Context(Struct, frozen=True):
    """Everything that enters a decision from outside: who, for whom, as what, when (ms since 1970), 32 random bytes."""

    actor: str
    role: Role
    now: int
    random: bytes
    subject: str | None = None

    @property
    def person(self) -> str:
        """Whose idea or dot it is: the person on paper it is entered for, or the actor."""
        return self.subject or self.actor

    def require(self, *roles: Role) -> None:
        if self.role not in roles:
            raise Refused("not_allowed")


class Command(Struct, frozen=True, tag=True, tag_field="type", forbid_unknown_fields=True):
    """Something a person asks for. Ids in it were made by the asking client."""

    secret: ClassVar[bool] = False
    """Nothing of a secret command is kept beside its verdict, not even a digest (a ballot: it could be guessed)."""
    typed: ClassVar[bool] = False
    """A long text, said whole each time as it is being typed: whoever takes it in gives it a pace of its own."""


class Event(Struct, frozen=True, tag=True, tag_field="type", omit_defaults=True):
    """Something that happened. Stored for ever; it only ever gains fields with defaults."""

    secret: ClassVar[bool] = False
    """A secret event's row carries no actor, and its verdict no seq (a ballot; what would tell who wrote a text)."""
    beside: ClassVar[bool] = False
    """Stands not in the workshop's stream but in one beside it, whose name is its field `session` (a text). Its row
    carries no actor."""


class Stored(Struct, frozen=True):
    """An event in its place in the log. `event` is None where it was blanked: applying it does nothing. `beside`: the
    stream beside the workshop's in which `seq` counts; "": the workshop's own."""

    seq: int
    at: int
    by: str
    event: Event | None
    beside: str = ""


class Redaction(Struct, frozen=True):
    """The event at `seq` (of the stream `beside`) is to be replaced by `to` (None: blanked whole), its actor and time
    forgotten."""

    seq: int
    to: Event | None = None
    beside: str = ""


class Record(Struct, frozen=True, tag=True, tag_field="kind", omit_defaults=True):
    """What clients get to see of one thing. Its key is `kind:id`."""

    on_request: ClassVar[bool] = False
    """Goes only to who watches its key."""


class Shown(Struct, frozen=True):
    """A record and who may see it: audiences, and its owner (a person's id) whatever their role."""

    record: Record
    seen: frozenset[Audience]
    owner: str | None = None


class Step(Struct, frozen=True, kw_only=True, tag=True, tag_field="kind", forbid_unknown_fields=True):
    """One part of the agenda. Each feature adds its own kind, whose fields are all that a format may vary."""

    id: Id
    title: str
    prompt: str = ""
    minutes: Annotated[int, Meta(ge=0, le=600)] = 10


def drawn(random: bytes, label: str) -> str:
    """64 hex digits out of a context's 32 random bytes; each label draws another."""
    return hashlib.sha256(random + label.encode()).hexdigest()


def drawn_id(random: bytes, label: str) -> str:
    return drawn(random, label)[:18]


def kind_of(key: Key) -> str:
    return key.partition(":")[0]


def id_of(key: Key) -> str:
    return key.partition(":")[2]


COMBINING = 30
"""Marks that may follow one letter."""
# Kept out of names: they reorder the line they stand in.
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])


def clean_text(raw: str, limit: int) -> str:
    """People's own words, over several lines, as they are kept: LF line ends, no tab, NFC, trimmed."""
    text = _composed(raw.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "), limit).strip()
    _check_characters(text.replace("\n", ""))
    return _check_length(text, limit)


def clean_draft(raw: str, limit: int) -> str:
    """As clean_text, of what somebody is still typing: it may be empty, and the space at its end stays."""
    text = _composed(raw.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "), limit)
    _check_characters(text.replace("\n", ""))
    return text and _check_length(text, limit)


def clean_line(raw: str, limit: int) -> str:
    """A name or a title: one line, no character that reorders it."""
    text = _composed(raw.replace("\t", " "), limit).translate(_BIDI).strip()
    _check_characters(text)
    return _check_length(text, limit)


def _composed(raw: str, limit: int) -> str:
    """In NFC. Composing takes time that grows with the square of a run of combining marks: of the very long, and of
    runs that no script has (UAX #15, stream-safe text), nothing is composed."""
    if len(raw) > 4 * limit:
        raise Refused("too_long", limit=limit, length=len(raw))
    if raw.isascii():
        return raw
    run = 0
    for character in raw:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > COMBINING:
            raise Refused("bad_text")
    return unicodedata.normalize("NFC", raw)


# Control characters, lone surrogates, noncharacters: one would break every broadcast or export it rides in.
_PLANES = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
_BAD = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANES}]")


def _check_characters(text: str) -> None:
    # What is printable has none of them; most texts are, and telling so is far quicker.
    if not text.isprintable() and _BAD.search(text):
        raise Refused("bad_text")


def _check_length(text: str, limit: int) -> str:
    if not text:
        raise Refused("empty")
    if len(text) > limit:
        raise Refused("too_long", limit=limit, length=len(text))
    return text


def to_json(thing: object) -> bytes:
    return msgspec.json.encode(thing)
