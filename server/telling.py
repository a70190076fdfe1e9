"""What a room says to its members: the frames of a batch, a welcome, records on request, verdicts."""

import asyncio

import msgspec
from msgspec import Struct

from server.batch import Ask, Verdict, now_ms
from server.presence import Member, Members
from server.protocol import Ack, Wait, Welcome
from server.records import Changes, Part, Records, delta
from workshops.vocabulary import Key

_encode = msgspec.json.Encoder().encode


class Job(Struct, eq=False):
    """An Ask with whoever waits for its verdict."""

    ask: Ask
    answer: asyncio.Future[Verdict | Wait] | None = None
    member: Member | None = None
    verdict: Verdict | Wait | None = None


class Counts(Struct):
    """What was told since the server started. mismatches: a client's sum did not add up (the goal is none); behind:
    connections brought up to date from scratch because they read too slowly."""

    acks: int = 0
    refused: int = 0
    waits: int = 0
    mismatches: int = 0
    behind: int = 0

    def note(self, verdict: Verdict | Wait) -> None:
        if isinstance(verdict, Ack):
            self.acks += 1
        elif isinstance(verdict, Wait):
            self.waits += 1
        else:
            self.refused += 1


def publish(members: Members, changes: Changes, version: int, jobs: list[Job]) -> None:
    """One frame an audience, encoded once; whoever is told more than that gets one frame of their own."""
    shared = {role: delta(version, part) for role in members.roles() if (part := changes.part(role))}
    apart: dict[Member, list[bytes]] = {}
    for person, part in changes.own.items():
        message = delta(version, part)
        for member in members.of_person(person):
            apart.setdefault(member, []).append(message)
    _publish_watched(members, changes, version, apart)
    for job in jobs:
        assert job.verdict is not None
        if job.member is not None:
            apart.setdefault(job.member, []).append(_encode(job.verdict))
        elif job.answer is not None and not job.answer.done():
            job.answer.set_result(job.verdict)
    members.tell(shared, apart)


def _publish_watched(members: Members, changes: Changes, version: int, apart: dict[Member, list[bytes]]) -> None:
    for entry in changes.watched:
        for member in members.watching(entry.key):
            sees = entry.body is not None and (member.role in entry.seen or member.person == entry.owner)
            if sees or member.role in entry.ever or member.person in entry.owners:
                part = Part([entry.body]) if sees and entry.body else Part([], [entry.key])
                apart.setdefault(member, []).append(delta(version, part))


def welcome(member: Member, records: Records, since: int | None, last: int, life: str) -> None:
    """Where it stands, and all that it may see and does not have. `last`: its last command that has a verdict."""
    full = since is None or since > records.version
    put, drop = records.since(member.role, member.person, -1 if since is None or full else since)
    message = Welcome(
        seq=records.version,
        now=now_ms(),
        last=last,
        person=member.person or member.actor,
        role=member.role,
        life=life,
        full=full,
        at=[entry.version for entry in put],
        drop=[] if full else drop,
    )
    # The bodies are encoded already: they go in before the closing brace.
    bodies = b",".join(entry.body for entry in put if entry.body is not None)
    member.welcome(b"[" + _encode(message)[:-1] + b',"put":[' + bodies + b"]}]")


def watched(member: Member, records: Records, keys: list[Key]) -> None:
    """Those of these records on request that it may see."""
    part = Part([], [])
    for key in keys:
        entry = records.entries.get(key)
        if entry is None or not entry.body or not entry.on_request:
            continue
        if member.role in entry.seen or member.person == entry.owner:
            part.put.append(entry.body)
    if part:
        member.write_one(b"[" + delta(records.version, part) + b"]")


def answer(job: Job, verdict: Verdict | Wait) -> None:
    """Without waiting for a batch."""
    if job.member is not None:
        job.member.write_one(b"[" + _encode(verdict) + b"]")
    elif job.answer is not None and not job.answer.done():
        job.answer.set_result(verdict)
