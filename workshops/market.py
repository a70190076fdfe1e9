"""The marketplace: the steps at which topics are proposed and placed, and how many a person may propose."""

from typing import Annotated, Protocol, cast

from msgspec import Meta

from workshops.agenda import Agenda, StepState
from workshops.vocabulary import Audience, Refused, Step


class Market(Step, frozen=True, kw_only=True, tag="market"):
    """Everyone proposes topics, and their conveners place them on the wall. each: how many topics a person may propose
    (0: as many as the workshop takes)."""

    each: Annotated[int, Meta(ge=0, le=20)] = 0


class TakesTopics(Protocol):
    """What is asked here of the step of the sessions, which is a later feature's."""

    @property
    def late_topics(self) -> bool: ...


class Marketplace:
    """market, sessions: the steps at which topics are proposed. belongs: the place on the agenda where they belong."""

    def __init__(self, agenda: Agenda) -> None:
        self.agenda = agenda
        self.market: StepState | None = None
        self.sessions: StepState | None = None
        self.belongs = 0

    def plan(self, market: StepState | None, sessions: StepState | None) -> None:
        self.market, self.sessions = market, sessions
        first = market or sessions
        self.belongs = 0 if first is None else first.n

    @property
    def each(self) -> int:
        """How many topics a person may propose; 0: as many as the workshop takes."""
        return 0 if self.market is None else cast("Market", self.market.about).each

    @property
    def crossed(self) -> bool:
        """Whether the last opening of a step hid topics, or showed them again."""
        return self.belongs in self.agenda.crossed

    def seen(self) -> frozenset[Audience]:
        """Who sees what is for everyone."""
        return self.agenda.seen_from(self.belongs)

    def check_open(self) -> None:
        """Refused where neither the marketplace nor the sessions are open: not_yet, step_closed."""
        if self.agenda.open is None or self.agenda.open not in (self.market, self.sessions):
            first = self.market or self.sessions
            raise Refused("not_yet" if first is not None and first.state == "to_come" else "step_closed")

    def check_takes(self) -> None:
        """Refused, as check_open does, and where the sessions take no late topics: step_closed."""
        self.check_open()
        opened = self.agenda.open
        if opened is not None and opened is self.sessions and not cast("TakesTopics", opened.about).late_topics:
            raise Refused("step_closed")
