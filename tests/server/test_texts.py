"""Reports through a room: watched by whoever asks, outliving phones and restarts, forgetting whoever is forgotten."""

from server.log import MemoryLog, stream_of
from server.protocol import Ack, Delta, FromServer, Refused
from server.room import Room
from server.settings import DoorLimits
from tests.circles import MARKET, PROCEEDINGS, SESSIONS
from tests.clients import FACILITATOR, Phone, create, facilitate, seat
from tests.server.test_matrix import running
from workshops.agenda import OpenStep
from workshops.description import CreateWorkshop
from workshops.format import Format
from workshops.people import EraseMe
from workshops.proceedings import ReportRecord
from workshops.reporting import LayPen, SetAside, TakePen, WriteReport
from workshops.slots import PutSlot
from workshops.spaces import PutSpace
from workshops.texts import TextRecord
from workshops.topics import ProposeTopic
from workshops.vocabulary import Audience, Limits
from workshops.wall import PlaceTopic

TOPIC = "topic-1"
ROLES: tuple[Audience, ...] = ("facilitator", "participant", "helper", "screen", "export")


def a_room(log: MemoryLog) -> Room:
    return Room("w", log, Limits(), DoorLimits())


async def circle(room: Room) -> tuple[Phone, Phone]:
    """Ada and Kofi, and a topic that is placed."""
    form = Format(name="test", steps=[MARKET, SESSIONS, PROCEEDINGS])
    await create(room, CreateWorkshop(title="A workshop", language="en", organiser="Mei", format=form))
    await facilitate(room, PutSpace("space-1", "Yard"), PutSlot("slot-1", 600, 640), OpenStep("market"))
    ada, kofi = [await Phone(room, seat(name)).join() for name in ("ada", "kofi")]
    await facilitate(room, ProposeTopic(TOPIC, "Trees"), PlaceTopic(TOPIC, "slot-1", "space-1"), OpenStep("sessions"))
    return ada, kofi


def ok(said: FromServer) -> None:
    assert isinstance(said, Ack), said


def texts(phone: Phone) -> list[str]:
    """What this phone was told that parts say, one after the other."""
    records = [record for delta in phone.heard(Delta) for record in delta.put]
    return [record.text for record in records if isinstance(record, TextRecord)]


async def stored(log: MemoryLog, stream: str) -> list[tuple[str, bytes]]:
    return [(row.by, row.body) async for page in log.read(stream) for row in page]


async def test_a_text_goes_to_who_watches_it_and_to_nobody_else() -> None:
    room = a_room(MemoryLog())
    async with running(room):
        ada, kofi = await circle(room)
        mei = await Phone(room, seat("mei")).join()
        room.watch(kofi, [f"text:{TOPIC}.said"])
        ok(await ada.do(TakePen(TOPIC)))
        for text in ("T", "Tr", "Trees"):
            ok(await ada.do(WriteReport(TOPIC, "said", text)))
        ok(await ada.do(WriteReport(TOPIC, "agreed", "Yes")))
        await room.between(lambda: None)
        assert texts(kofi) == ["", "T", "Tr", "Trees"]
        assert texts(mei) == texts(ada) == []
        told = [record for delta in mei.heard(Delta) for record in delta.put if isinstance(record, ReportRecord)]
        # Only that there is a pen, and that a part says something.
        assert [(record.pen, record.filled) for record in told] == [
            (None, []),
            ("ada-actor", []),
            ("ada-actor", ["said"]),
            ("ada-actor", ["said", "agreed"]),
        ][-len(told) :]


async def test_a_rapporteur_whose_phone_dies_loses_nothing_and_another_goes_on() -> None:
    log = MemoryLog()
    room = a_room(log)
    async with running(room):
        ada, kofi = await circle(room)
        ok(await ada.do(TakePen(TOPIC)))
        ok(await ada.do(WriteReport(TOPIC, "said", "Trees grow")))
        room.leave(ada)
        assert isinstance(await kofi.do(TakePen(TOPIC)), Refused)
        seen = [await room.look(role) for role in ROLES]
    again = a_room(log)
    async with running(again):
        assert [await again.look(role) for role in ROLES] == seen
        await facilitate(again, TakePen(TOPIC), LayPen(TOPIC))
        kofi = await Phone(again, seat("kofi"), "another-client").hello()
        ok(await kofi.do(TakePen(TOPIC)))
        ok(await kofi.do(WriteReport(TOPIC, "said", "Trees grow old")))
        ada = await Phone(again, seat("ada"), "third-client").hello()
        assert isinstance(await ada.do(WriteReport(TOPIC, "said", "Trees grow tall")), Refused)
        ok(await ada.do(SetAside(TOPIC, "said", "Trees grow tall")))
        records = await again.look("facilitator")
        assert [record.texts["said"] for key, record in records.items() if key.startswith("version:")] == [  # type: ignore[attr-defined]
            "Trees grow",
            "Trees grow old",
            "Trees grow tall",
        ]


async def test_who_is_erased_wrote_nothing_that_the_disk_knows_of() -> None:
    log = MemoryLog()
    room = a_room(log)
    async with running(room):
        ada, _ = await circle(room)
        ok(await ada.do(TakePen(TOPIC)))
        ok(await ada.do(WriteReport(TOPIC, "said", "Trees grow")))
        ok(await ada.do(LayPen(TOPIC)))
        await facilitate(room, TakePen(TOPIC))
        ok(await ada.do(SetAside(TOPIC, "said", "Trees grow tall")))
        assert b"ada-actor" in b"".join(body for _, body in await stored(log, stream_of("w", TOPIC)))
        ok(await ada.do(EraseMe()))
        seen = [await room.look(role) for role in ROLES]
    rows = await stored(log, stream_of("w", TOPIC))
    assert not [row for row in rows if row[0] or b"ada-actor" in row[1]]
    assert b"Trees grow tall" in b"".join(body for _, body in rows)
    pens = [row for row in await stored(log, "w") if b"PenTaken" in row[1]]
    assert [(by, b"ada-actor" in body) for by, body in pens] == [("", False), (FACILITATOR.actor, False)]
    about = [row for row in await stored(log, "w") if b"PartFilled" in row[1] or b"PenLaid" in row[1]]
    assert [by for by, _ in about] == ["", ""]
    again = a_room(log)
    async with running(again):
        assert [await again.look(role) for role in ROLES] == seen
