"""Who is moving what right now, for everybody who arranges the board; never stored, and no lock: the last drop wins."""

from collections.abc import Iterable

from server.presence import Member, Packet
from server.protocol import Held, frame
from workshops.people import PersonRecord
from workshops.sorting import MoveIdeas
from workshops.vocabulary import Audience, Context, Refused
from workshops.workshop import Workshop

WATCHED = "held:this"
"""The key that a participant watches to be told; facilitators always are."""
TELL_S = 0.2
"""Drags begin and end faster than anybody reads: one frame tells what changed meanwhile."""


class Hand(dict[str, str]):
    """What one member holds: idea to the name of who moves it, as facilitators read it."""


class Holds:
    def __init__(self) -> None:
        self._hands: dict[Member, Hand] = {}

    def __len__(self) -> int:
        return len(self._hands)

    def take(self, member: Member, ideas: list[str], workshop: Workshop, now: int) -> bool:
        """What this member holds now, instead of what it held (nothing, if it may not move them); whether that
        changed anything."""
        hand = Hand(dict.fromkeys(ideas, _name(workshop, member)) if _may_move(workshop, member, ideas, now) else {})
        before = self._hands.pop(member, Hand())
        if hand:
            self._hands[member] = hand
        return hand != before

    def leave(self, member: Member) -> bool:
        return self._hands.pop(member, None) is not None

    def tell(self, members: Iterable[Member], workshop: Workshop) -> None:
        staff, others = Packet(frame(self._held(None))), Packet(frame(self._held(workshop)))
        for member in members:
            if member.role == "facilitator":
                member.write(staff)
            elif WATCHED in member.watching:
                member.write(others)

    def _held(self, workshop: Workshop | None) -> Held:
        """`workshop`: as participants may read it, which is what they see, named where its author is."""
        by: dict[str, str] = {}
        staff: list[str] = []
        for member, hand in self._hands.items():
            for idea, name in hand.items():
                if workshop is not None and not _sees(workshop, f"idea:{idea}", "participant"):
                    continue
                named = workshop is None or _sees(workshop, f"author:{idea}", "participant")
                by[idea] = name if named else ""
                if member.role == "facilitator":
                    staff.append(idea)
        return Held(by, staff)


def _may_move(workshop: Workshop, member: Member, ideas: list[str], now: int) -> bool:
    try:
        workshop.decide(MoveIdeas(ideas), Context(member.actor, member.role, now, bytes(32)))
    except Refused:
        return False
    return bool(ideas)


def _name(workshop: Workshop, member: Member) -> str:
    shown = workshop.show(f"person:{member.actor}")
    return shown.record.name if shown is not None and isinstance(shown.record, PersonRecord) else ""


def _sees(workshop: Workshop, key: str, audience: Audience) -> bool:
    shown = workshop.show(key)
    return shown is not None and audience in shown.seen
