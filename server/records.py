"""What every audience has been shown: records by key and version, what changed since, and a sum to check it by."""

from collections.abc import Iterable
from zlib import crc32

import msgspec
from msgspec import Struct
from sortedcontainers import SortedDict

from workshops.vocabulary import IN_THE_ROOM, NOBODY, Audience, Key, Record, Shown

_encode = msgspec.json.Encoder().encode


class Entry(Struct, eq=False):
    """A record as shown now (`body` None: a tombstone), and who has ever been shown it: a drop goes only to those."""

    key: Key
    version: int
    record: Record | None = None
    body: bytes | None = None
    seen: frozenset[Audience] = NOBODY
    owner: str | None = None
    ever: frozenset[Audience] = NOBODY
    owners: frozenset[str] = frozenset()

    @property
    def on_request(self) -> bool:
        return self.record is not None and self.record.on_request

    def mine(self, person: str) -> bool:
        """Whether this person sees it only because it is their own."""
        return self.owner == person and "participant" not in self.seen


class Part(Struct):
    """What one audience, or one person beside it, is to be told."""

    put: list[bytes] = []
    drop: list[Key] = []

    def __bool__(self) -> bool:
        return bool(self.put or self.drop)


class Changes(Struct):
    """A batch's outcome: the shared part by audience, the own part by person, and the on-request entries touched."""

    shared: dict[Audience, Part]
    own: dict[str, Part] = {}
    watched: list[Entry] = []


class Records:
    """Every record of one workshop with its version: the seq of the batch in which it last changed for somebody."""

    def __init__(self) -> None:
        self.entries: dict[Key, Entry] = {}
        self.by_version: SortedDict[tuple[int, Key], Entry] = SortedDict()
        self.sums: dict[Audience, int] = dict.fromkeys(IN_THE_ROOM, 0)
        self.own_sums: dict[str, int] = {}
        self.own: dict[str, set[Key]] = {}
        self.changed: dict[Audience, int] = dict.fromkeys(IN_THE_ROOM, 0)

    def update(self, version: int, touched: Iterable[tuple[Key, Shown | None]]) -> Changes:
        """Take in what these keys show now; `version` is above every one given before."""
        changes = Changes({audience: Part() for audience in IN_THE_ROOM})
        for key, shown in touched:
            old = self.entries.get(key)
            new = _entry(key, version, shown, old)
            if old is None and new.body is None:
                continue
            if old is not None and (old.body, old.seen, old.owner) == (new.body, new.seen, new.owner):
                continue
            self._replace(old, new)
            if new.on_request or (old is not None and old.on_request):
                changes.watched.append(new)
            else:
                self._tell(old or Entry(key, 0), new, changes)
        return changes

    def since(self, audience: Audience, person: str | None, seq: int) -> tuple[list[Entry], list[Key]]:
        """The entries to put and the keys to drop for a client that has everything shared up to `seq`.

        Its own records come whole, whatever it has: they are few, and a first view does not hold them.
        """
        put: list[Entry] = []
        drop: list[Key] = []
        for _, key in self.by_version.irange(minimum=(seq + 1, "")):
            entry = self.entries[key]
            if audience in entry.seen:
                if not entry.on_request:
                    put.append(entry)
            elif person is not None and entry.owner == person:
                continue
            elif audience in entry.ever or (person is not None and person in entry.owners):
                drop.append(key)
        put += [self.entries[key] for key in sorted(self.own.get(person or "", ()))]
        return put, drop

    def everything(self, audience: Audience, person: str | None = None) -> list[Entry]:
        """All that this audience, and this person, may see now, records on request included."""
        return [
            entry
            for entry in self.entries.values()
            if audience in entry.seen or (person is not None and entry.owner == person)
        ]

    def sum(self, audience: Audience, person: str | None) -> int:
        """Modulo 2^32, the sum of crc32("KEY@VERSION") over all that is pushed to this audience and person."""
        return (self.sums[audience] + self.own_sums.get(person or "", 0)) & 0xFFFFFFFF

    def _replace(self, old: Entry | None, new: Entry) -> None:
        if old is not None:
            del self.by_version[old.version, old.key]
            self._count(old, -1)
        self.entries[new.key] = new
        self.by_version[new.version, new.key] = new
        self._count(new, 1)

    def _count(self, entry: Entry, sign: int) -> None:
        if entry.body is None or entry.on_request:
            return
        check = sign * crc32(f"{entry.key}@{entry.version}".encode())
        for audience in entry.seen & IN_THE_ROOM:
            self.sums[audience] += check
        if entry.owner is not None and entry.mine(entry.owner):
            self.own_sums[entry.owner] = self.own_sums.get(entry.owner, 0) + check
            mine = self.own.setdefault(entry.owner, set())
            (mine.add if sign > 0 else mine.discard)(entry.key)

    def _tell(self, old: Entry, new: Entry, changes: Changes) -> None:
        for audience in (old.seen | new.seen) & IN_THE_ROOM:
            part = changes.shared[audience]
            self.changed[audience] = new.version
            if audience not in new.seen:
                part.drop.append(new.key)
            elif new.body is not None:
                # Sent even if only others' sight of it changed: its version did, and the sum tells of versions.
                part.put.append(new.body)
        for person in {old.owner, new.owner} - {None}:
            assert person is not None
            if new.mine(person) and new.body is not None:
                changes.own.setdefault(person, Part([], [])).put.append(new.body)
            elif old.mine(person) and "participant" not in new.seen:
                changes.own.setdefault(person, Part([], [])).drop.append(new.key)


def _entry(key: Key, version: int, shown: Shown | None, old: Entry | None) -> Entry:
    ever = old.ever if old else NOBODY
    owners = old.owners if old else frozenset()
    if shown is None or not (shown.seen or shown.owner):
        return Entry(key, version, record=old.record if old and old.on_request else None, ever=ever, owners=owners)
    return Entry(
        key,
        version,
        shown.record,
        _encode(shown.record),
        shown.seen,
        shown.owner,
        ever | shown.seen,
        owners | {shown.owner} if shown.owner else owners,
    )


def delta(seq: int, part: Part) -> bytes:
    """One Delta message in JSON, around bodies that are encoded already."""
    text = b'{"type":"Delta","seq":%d' % seq
    if part.put:
        text += b',"put":[' + b",".join(part.put) + b"]"
    if part.drop:
        text += b',"drop":' + _encode(part.drop)
    return text + b"}"
