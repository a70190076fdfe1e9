"""An open forum whose circles meet: three spaces, two slots, and what people do in them."""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from tests.given import Given, given
from workshops.attendance import ImHere
from workshops.format import AnyStep
from workshops.market import Market
from workshops.proceedings import Field, Proceedings, ReportRecord, Sessions
from workshops.reporting import TakePen, WriteReport
from workshops.slots import PutSlot, StartSlot
from workshops.spaces import PutSpace
from workshops.texts import TextRecord, VersionsRecord
from workshops.topics import ProposeTopic
from workshops.vocabulary import Limits
from workshops.wall import PlaceTopic

CANVAS = [
    Field(id="said", title="What was said"),
    Field(id="agreed", title="Points of agreement"),
    Field(id="proposed", title="What we propose", kind="ideas"),
]
MARKET = Market(id="market", title="Marketplace", minutes=0)
SESSIONS = Sessions(id="sessions", title="Circles", minutes=0, canvas=CANVAS)
PROCEEDINGS = Proceedings(id="journal", title="The newsroom", minutes=0)
SLOTS = ("slot-1", "slot-2")


def forum(
    *more: AnyStep,
    sessions: Sessions = SESSIONS,
    before: Iterable[AnyStep] = (),
    limits: Limits | None = None,
    **fields: Any,
) -> Given:
    """Ada, Kofi and Mei at a marketplace that is open, with a yard (for ten), a strict closet (for two), a hall."""
    world = given(*before, MARKET, sessions, PROCEEDINGS, *more, limits=limits, **fields).opened("market")
    world.does("facilitator", PutSlot("slot-1", 600, 640), PutSlot("slot-2", 650, 690))
    world.does(
        "facilitator",
        PutSpace("yard--", "Yard", 10),
        PutSpace("closet", "Closet", 2, strict=True),
        PutSpace("hall--", "Hall"),
    )
    return world


def places(world: Given, who: str, slot: str = "slot-1", space: str = "yard--", title: str = "Trees") -> str:
    """They propose a topic and place it; gives its id."""
    topic = f"topic-{len(world.log)}"
    world.does(who, ProposeTopic(topic, title), PlaceTopic(topic, slot, space))
    return topic


def meeting(*more: AnyStep, **fields: Any) -> tuple[Given, str, str]:
    """Two circles that run: Ada's in the yard, Kofi's in the closet."""
    world = forum(*more, **fields)
    one, other = places(world, "Ada"), places(world, "Kofi", space="closet", title="Bins")
    world.opened("sessions").does("facilitator", StartSlot("slot-1"))
    return world, one, other


def goes(world: Given, session: str, *people: str) -> None:
    for person in people:
        world.does(person, ImHere(session))


def writes(world: Given, who: str, session: str, text: str, field: str = "said") -> None:
    """They take the pen, if they do not have it, and write this."""
    world.does(who, TakePen(session), WriteReport(session, field, text))


def says(world: Given, session: str, field: str = "said") -> str:
    return world.record(TextRecord, f"text:{session}.{field}").text


def history(world: Given, session: str) -> list[tuple[str, list[str], bool]]:
    """Of each version: by whom, which parts, whether it was set aside."""
    record = world.record(VersionsRecord, f"versions:{session}")
    return [(line.name, line.fields, line.aside) for line in record.versions]


def report(world: Given, session: str) -> ReportRecord:
    """But since when."""
    return replace(world.record(ReportRecord, f"report:{session}"), since=0)


def pen(world: Given, session: str) -> str | None:
    return report(world, session).pen
