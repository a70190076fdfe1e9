"""What tests of the open forum start from: a marketplace, a wall of three spaces and three slots, sessions."""

from typing import Any

from tests.circles import MARKET, SESSIONS
from tests.given import Given
from workshops.description import CreateWorkshop
from workshops.format import AnyStep, Format
from workshops.interest import MarkInterest
from workshops.market import Market
from workshops.plans import SlotPlan, SpacePlan
from workshops.slots import SlotRecord
from workshops.spaces import SpaceRecord
from workshops.topics import ProposeTopic, TopicRecord
from workshops.vocabulary import Limits
from workshops.wall import PlaceTopic, SessionRecord

STEPS: tuple[AnyStep, ...] = (MARKET, SESSIONS)
SPACES = (SpacePlan("Yard", 4), SpacePlan("Hall", 10), SpacePlan("Roof", 2))
SLOTS = (SlotPlan("14:00", "14:40"), SlotPlan("14:50", "15:30"), SlotPlan("15:40", "16:20"))


class Forum(Given):
    """spaces, slots: their ids, in order."""

    @property
    def spaces(self) -> list[str]:
        return list(self.workshop.forum.grid.spaces)

    @property
    def slots(self) -> list[str]:
        return list(self.workshop.forum.grid.slots)

    def proposes(self, who: str, title: str = "Trees", **fields: Any) -> str:
        """They propose a topic, their own or that of a person on paper; gives its id."""
        topic, subject = f"topic-{len(self.log)}", fields.pop("subject", None)
        self.does(who, ProposeTopic(topic, title, **fields), subject=subject)
        return topic

    def places(self, who: str, topic: str, slot: int = 0, space: int = 0) -> str:
        """They place a topic in the cell that has these numbers, from 0; gives the topic."""
        self.does(who, PlaceTopic(topic, self.slots[slot], self.spaces[space]))
        return topic

    def likes(self, topic: str, *people: str) -> None:
        for person in people:
            self.does(person, MarkInterest(topic))

    def topic(self, topic: str) -> TopicRecord:
        return self.record(TopicRecord, f"topic:{topic}")

    def session(self, topic: str) -> SessionRecord:
        return self.record(SessionRecord, f"session:{topic}")

    def slot(self, n: int) -> SlotRecord:
        return self.record(SlotRecord, f"slot:{self.slots[n]}")

    def space(self, n: int) -> SpaceRecord:
        return self.record(SpaceRecord, f"space:{self.spaces[n]}")

    def where(self, topic: str) -> tuple[int, int] | None:
        """The numbers of its cell, from 0; None: it is not on the wall."""
        session = self.workshop.forum.grid.sessions.get(topic)
        return None if session is None else (self.slots.index(session.slot), self.spaces.index(session.space))


def forum(*steps: AnyStep, limits: Limits | None = None, **fields: Any) -> Forum:
    """An open forum that Ada, Kofi and Mei have joined; its marketplace is open, if it has one."""
    form = Format(name="A forum", steps=list(steps or STEPS), spaces=list(SPACES), slots=list(SLOTS))
    world = Forum(limits or Limits())
    told = {"title": "Our town", "language": "en", "organiser": "The town hall", **fields}
    world.does("system", CreateWorkshop(format=form, **told))
    world.joined("Ada", "Kofi", "Mei")
    if any(isinstance(step, Market) for step in form.steps):
        world.opened(next(step.id for step in form.steps if isinstance(step, Market)))
    return world
