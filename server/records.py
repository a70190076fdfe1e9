"""What every audience has been shown: records by key and version, what changed since, and a sum to check it by."""

from collections.abc import Iterable
from zlib import crc32

import msgspec
from msgspec import Struct
from sortedcontainers import SortedDict

from workshops.vocabulary import NOBODY, Audience, Key, Record, Shown

_encode = msgspec.json.Encoder().encode


class Entry(Struct, eq=False):
    """A record as shown now (`body` None: a tombstone), and who has ever been shown it: a drop goes only to those.

    version: as its clients know it. at: the version of all records at which several last saw it change; 0: never.
    """

    key: Key
    version: int = 0
    at: int = 0
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
    """What one audience, or one person beside it, is told. `at`: the versions of `put` where they have their own."""

    put: list[bytes] = []
    drop: list[Key] = []
    at: list[int] = []

    def __bool__(self) -> bool:
        return bool(self.put or self.drop)


class Changes(Struct):
    """A batch's outcome: what was put and dropped for whom, the own part by person, the on-request entries touched."""

    put: list[tuple[frozenset[Audience], bytes]] = []
    drop: list[tuple[frozenset[Audience], Key]] = []
    own: dict[str, Part] = {}
    watched: list[Entry] = []

    def part(self, audience: Audience) -> Part:
        """What this audience is told of it."""
        return Part(
            [body for seen, body in self.put if audience in seen], [key for seen, key in self.drop if audience in seen]
        )


class Records:
    """Every record of one workshop, each at a version.

    `version` counts the batches in which something that several see has changed. What only one person sees is counted
    for that person alone: else a number that grows would tell of dots stuck by others.
    """

    def __init__(self) -> None:
        self.version = 0
        self.entries: dict[Key, Entry] = {}
        self.by_version: SortedDict[tuple[int, Key], Entry] = SortedDict()
        # By the set of audiences that see a record: few sets occur, so what holds for one audience is soon summed up.
        self._sums: dict[frozenset[Audience], int] = {}
        self._changed: dict[frozenset[Audience], int] = {}
        self._dropped: dict[frozenset[Audience], int] = {}
        self._own_sums: dict[str, int] = {}
        self._own_versions: dict[str, int] = {}
        self._own: dict[str, set[Key]] = {}
        self._gone: dict[str, set[Key]] = {}

    def update(self, touched: Iterable[tuple[Key, Shown | None]]) -> Changes:
        """Take in what these keys show now."""
        moves = [(old, new) for key, shown in touched for old, new in self._moved(key, shown)]
        if any(old.seen or new.seen for old, new in moves):
            self.version += 1
        changes = Changes()
        for old, new in moves:
            self._number(old, new)
            self._replace(old, new)
            if new.on_request or old.on_request:
                changes.watched.append(new)
            else:
                self._tell(old, new, changes)
        return changes

    def _moved(self, key: Key, shown: Shown | None) -> Iterable[tuple[Entry, Entry]]:
        """The entry there was and the one there is to be, if they differ."""
        old = self.entries.get(key) or Entry(key)
        new = _entry(shown, old)
        if (old.body, old.seen, old.owner) != (new.body, new.seen, new.owner):
            yield old, new

    def _number(self, old: Entry, new: Entry) -> None:
        if old.seen or new.seen:
            new.version = new.at = self.version
        elif owner := new.owner or old.owner:
            new.version = self._own_versions[owner] = self._own_versions.get(owner, 0) + 1

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
            elif audience in entry.ever:
                drop.append(key)
        put += [self.entries[key] for key in sorted(self._own.get(person or "", ()))]
        return put, drop + sorted(self._gone.get(person or "", ()))

    def everything(self, audience: Audience, person: str | None = None) -> list[Entry]:
        """All that this audience, and this person, may see now, records on request included."""
        return [
            entry
            for entry in self.entries.values()
            if audience in entry.seen or (person is not None and entry.owner == person)
        ]

    def sum(self, audience: Audience, person: str | None) -> int:
        """Modulo 2^32, the sum of crc32("KEY@VERSION") over all that is pushed to this audience and person."""
        shared = sum(total for seen, total in self._sums.items() if audience in seen)
        return (shared + self._own_sums.get(person or "", 0)) & 0xFFFFFFFF

    def changed(self, audience: Audience) -> int:
        """The version at which what this audience shares last changed."""
        return max((version for seen, version in self._changed.items() if audience in seen), default=0)

    def dropped(self, audience: Audience) -> int:
        """The version at which something was last taken from this audience."""
        return max((version for seen, version in self._dropped.items() if audience in seen), default=0)

    def _replace(self, old: Entry, new: Entry) -> None:
        if old.at:
            del self.by_version[old.at, old.key]
        self._count(old, -1)
        self.entries[new.key] = new
        if new.at:
            self.by_version[new.at, new.key] = new
        self._count(new, 1)

    def _count(self, entry: Entry, sign: int) -> None:
        if entry.body is None or entry.on_request:
            return
        check = sign * crc32(f"{entry.key}@{entry.version}".encode())
        if entry.seen:
            self._sums[entry.seen] = self._sums.get(entry.seen, 0) + check
        if entry.owner is not None and entry.mine(entry.owner):
            self._own_sums[entry.owner] = self._own_sums.get(entry.owner, 0) + check
            mine = self._own.setdefault(entry.owner, set())
            (mine.add if sign > 0 else mine.discard)(entry.key)

    def _tell(self, old: Entry, new: Entry, changes: Changes) -> None:
        if new.seen and new.body is not None:
            # Sent even if only others' sight of it changed: its version did, and the sum tells of versions.
            changes.put.append((new.seen, new.body))
            self._changed[new.seen] = new.version
        if lost := old.seen - new.seen:
            changes.drop.append((lost, new.key))
            self._changed[lost] = self._dropped[lost] = new.version
        for person in (old.owner,) if old.owner == new.owner else (old.owner, new.owner):
            if person is None:
                continue
            gone = self._gone.setdefault(person, set())
            gone.discard(new.key)
            if new.mine(person) and new.body is not None:
                part = changes.own.setdefault(person, Part([], [], []))
                part.put.append(new.body)
                part.at.append(new.version)
            elif old.mine(person) and "participant" not in new.seen:
                changes.own.setdefault(person, Part([], [], [])).drop.append(new.key)
                gone.add(new.key)


def _entry(shown: Shown | None, old: Entry) -> Entry:
    if shown is None or not (shown.seen or shown.owner):
        record = old.record if old.on_request else None
        return Entry(old.key, old.version, old.at, record, ever=old.ever, owners=old.owners)
    owners = old.owners | {shown.owner} if shown.owner else old.owners
    body, ever = _encode(shown.record), old.ever | shown.seen
    return Entry(old.key, old.version, old.at, shown.record, body, shown.seen, shown.owner, ever, owners)


def delta(seq: int, part: Part) -> bytes:
    """One Delta message in JSON, around bodies that are encoded already."""
    text = b'{"type":"Delta","seq":%d' % seq
    if part.put:
        text += b',"put":[' + b",".join(part.put) + b"]"
    if part.drop:
        text += b',"drop":' + _encode(part.drop)
    if part.at:
        text += b',"at":' + _encode(part.at)
    return text + b"}"
