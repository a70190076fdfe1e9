"""Texts: what the parts of a report say, each change of them, and every version; written by one person at a time."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import ClassVar, assert_never

from msgspec import Struct
from msgspec.structs import replace

from workshops.vocabulary import Event, Key, Record, Redaction, Refused, Stored

VERSION_MS = 5 * 60 * 1000
"""What one person writes without a longer pause is one version."""
VERSIONS_KEPT = 100
"""Versions of a text that are shown, and as many that were set aside; the log has them all."""

# Events: each stands in a stream of its own, that of its session. The workshop's own log stays as long as it would be
# without all that typing.


class TextEvent(Event, frozen=True):
    """Its row carries no actor: who wrote a version is said once, where it begins, and forgotten there."""

    beside: ClassVar[bool] = True

    session: str


class VersionBegun(TextEvent, frozen=True):
    """What follows under this number is by this person; `staff`: a facilitator or helper. `aside`: it was written
    without the pen. A version that nobody began is by nobody known."""

    version: int
    by: str = ""
    staff: bool = False
    aside: bool = False


class ReportWritten(TextEvent, frozen=True):
    """From code point `at` of a part, `cut` of them go and `put` comes in their place."""

    field: str
    at: int = 0
    cut: int = 0
    put: str = ""
    version: int = 1


class TextSetAside(TextEvent, frozen=True):
    field: str
    text: str = ""
    version: int = 1


# Records


class TextRecord(Record, frozen=True, tag="text"):
    """`text:SESSION.FIELD`, on request: what this part of a report says, and since when (ms; 0: never written)."""

    on_request = True

    id: str
    session: str
    field: str
    text: str = ""
    at: int = 0


class VersionLine(Struct, frozen=True, omit_defaults=True):
    """One version: from when to when (ms), by whom ("": not known any more, or nobody with a name), which parts.
    `aside`: it was written without the pen, and is not in the text."""

    n: int
    since: int
    until: int
    name: str = ""
    staff: bool = False
    fields: list[str] = []
    aside: bool = False


class VersionsRecord(Record, frozen=True, tag="versions"):
    """`versions:SESSION`, on request: the history of a report, oldest first; at most the last 100, and as many
    that were set aside."""

    on_request = True

    id: str
    versions: list[VersionLine] = []


class VersionRecord(Record, frozen=True, tag="version"):
    """`version:SESSION.N`, on request: what the parts it changed said at its end."""

    on_request = True

    id: str
    texts: dict[str, str] = {}


# State

AnyTextEvent = VersionBegun | ReportWritten | TextSetAside


class Version(Struct):
    """texts: what the parts it changed said at its end."""

    n: int
    by: str = ""
    staff: bool = False
    aside: bool = False
    since: int = 0
    until: int = 0
    texts: dict[str, str] = {}


class Part(Struct):
    """size: bytes of UTF-8. at: when it was last written, ms."""

    text: str = ""
    size: int = 0
    at: int = 0


class Text(Struct):
    """One report. versions: the last ones, in their order; begun: how many there have been. written_at: when any part
    last was, ms. words: per writer, the events that name them, as they will be when they are forgotten."""

    session: str
    parts: dict[str, Part] = {}
    versions: dict[int, Version] = {}
    begun: int = 0
    written_at: int = 0
    words: dict[str, list[Redaction]] = {}

    def part(self, field: str) -> Part:
        return self.parts.get(field) or Part()

    def size_without(self, field: str) -> int:
        return sum(part.size for name, part in self.parts.items() if name != field)

    @property
    def latest(self) -> Version | None:
        """The version that the text was last written in."""
        return next((version for version in reversed(self.versions.values()) if not version.aside), None)

    def apply(self, stored: Stored, event: AnyTextEvent) -> set[Key]:
        match event:
            case VersionBegun(_, n, by, staff, aside):
                self._begin(n, by, staff=staff, aside=aside)
                if by:
                    forgotten = Redaction(stored.seq, replace(event, by=""), self.session)
                    self.words.setdefault(by, []).append(forgotten)
                return self._shed() | {f"versions:{self.session}", f"version:{self.session}.{n}"}
            case ReportWritten(_, field, at, cut, put, n):
                part = self.parts.setdefault(field, Part())
                part.text = part.text[:at] + put + part.text[at + cut :]
                part.size = len(part.text.encode())
                part.at = self.written_at = stored.at
                return self._keep(n, field, part.text, stored.at) | {f"text:{self.session}.{field}"}
            case TextSetAside(_, field, text, n):
                return self._keep(n, field, text, stored.at)
            case _:
                assert_never(event)

    def _begin(self, n: int, by: str = "", *, staff: bool = False, aside: bool = False) -> Version:
        self.begun = max(self.begun, n)
        self.versions[n] = Version(n, by, staff, aside)
        return self.versions[n]

    def _shed(self) -> set[Key]:
        kinds = ([n for n, version in self.versions.items() if version.aside == aside] for aside in (False, True))
        old = [n for kind in kinds for n in kind[:-VERSIONS_KEPT]]
        for n in old:
            del self.versions[n]
        return {f"version:{self.session}.{n}" for n in old}

    def _keep(self, n: int, field: str, text: str, at: int) -> set[Key]:
        version = self.versions.get(n) or self._begin(n)
        version.since = version.since or at
        version.until = at
        version.texts[field] = text
        return {f"versions:{self.session}", f"version:{self.session}.{n}"}

    def forget(self, writers: Iterable[str]) -> None:
        for by in writers:
            self.words.pop(by, None)
        for version in self.versions.values():
            if version.by in writers:
                version.by = ""

    def keys(self) -> Iterable[Key]:
        return (f"version:{self.session}.{n}" for n in self.versions)


def check_whole(size: int, most: int) -> None:
    """Whether a report of so many bytes fits. Refused: report_full, in kB of 1,024, rounded so that what does not fit
    never reads as if it did."""
    if size > most:
        raise Refused("report_full", limit=most // 1024, size=-(-size // 1024))


def change(before: str, after: str) -> tuple[int, int, str]:
    """The smallest (at, cut, put) that makes one text of the other."""
    at = _shared(before, after)
    rest = _shared(before[at:][::-1], after[at:][::-1])
    return at, len(before) - at - rest, after[at : len(after) - rest]


def _shared(one: str, other: str) -> int:
    """How many code points both begin with. By halving: comparing long texts is quick, going through them is not."""
    lengths = range(1, min(len(one), len(other)) + 1)
    return bisect_left(lengths, True, key=lambda length: one[:length] != other[:length])
