"""The agenda wall: what is placed where, and the slots as they begin and end."""

from tests.given import given
from workshops.reporting import Field, Sessions
from workshops.topics import Market, MarkInterest, ProposeTopic
from workshops.wall import EndSlot, PlaceTopic, PutSlot, PutSpace, SessionRecord, StartSlot

MARKET = Market(id="market", title="Marketplace", minutes=0)
SESSIONS = Sessions(id="sessions", title="Circles", minutes=0, canvas=[Field(id="said", title="What was said")])


def test_a_topic_is_proposed_placed_and_meets() -> None:
    """WALL3 WALL7"""
    world = given(MARKET, SESSIONS).opened("market")
    world.does("facilitator", PutSpace("space-1", "Yard", 10), PutSpace("space-2", "Hall", 20))
    world.does("facilitator", PutSlot("slot-1", 600, 640), PutSlot("slot-2", 650, 690))
    world.does("Ada", ProposeTopic("topic-1", "Trees"))
    world.does("Kofi", MarkInterest("topic-1"))
    assert world.workshop.wall.suggest("topic-1") == ("slot-1", "space-1")
    world.does("Ada", PlaceTopic("topic-1", "slot-1", "space-1"))
    assert world.record(SessionRecord, "session:topic-1") == SessionRecord("topic-1", "slot-1", "space-1", interest=1)
    world.opened("sessions")
    world.does("facilitator", StartSlot("slot-1"))
    assert world.record(SessionRecord, "session:topic-1").state == "running"
    world.does("facilitator", EndSlot("slot-1"))
    assert world.record(SessionRecord, "session:topic-1").state == "over"
