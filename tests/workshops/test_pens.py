"""The pen of a report: one person has it at a time, and silence lets it go."""

import pytest

from tests.circles import meeting, pen, report, writes
from workshops.moderation import HideIdea, RestoreIdea
from workshops.proceedings import Asking, ReportRecord
from workshops.reporting import (
    AskPen,
    EditProposed,
    HandPen,
    LayPen,
    PostProposed,
    SetAside,
    TakePen,
    WithdrawProposed,
    WriteReport,
)
from workshops.texts import TextRecord


def test_one_at_a_time() -> None:
    """REPORTING2"""
    world, one, other = meeting()
    world.does("Mei", TakePen(one))
    assert world.does("Mei", TakePen(one)) == []
    for who in ("Kofi", "helper"):
        assert world.refused(who, TakePen(one)) == "pen_held"
    world.does("Kofi", TakePen(other))
    assert (pen(world, one), pen(world, other)) == ("Mei", "Kofi")
    for who in ("Ada", "screen", "observer", "facilitator", "helper"):
        assert world.sees(who, f"report:{one}") == ReportRecord(one, "Mei", "Mei", since=world.now)


@pytest.mark.parametrize(
    ("who", "reason"), [("screen", "not_allowed"), ("observer", "not_allowed"), ("Zoe", "join_first")]
)
def test_only_who_takes_part_or_helps(who: str, reason: str) -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    for command in (TakePen(one), LayPen(one), AskPen(one), WriteReport(one, "said", "X"), SetAside(one, "said", "X")):
        assert world.refused(who, command) == reason


def test_nobody_writes_for_somebody_on_paper_but_as_themselves() -> None:
    """REPORTING2 PEOPLE6"""
    world, one, _ = meeting()
    world.on_paper("Paul")
    assert world.refused("helper", TakePen(one), subject="Paul") == "not_allowed"
    writes(world, "helper", one, "What Paul wrote")
    assert report(world, one) == ReportRecord(one, "helper", staff=True, filled=["said"])


def test_silence_lets_it_go() -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees")
    world.later(seconds=119)
    assert world.refused("Kofi", TakePen(one)) == "pen_held"
    world.does("Mei", WriteReport(one, "said", "Trees grow"))
    world.later(seconds=119)
    assert world.refused("Kofi", TakePen(one)) == "pen_held"
    world.later(seconds=1)
    world.does("Kofi", TakePen(one))
    assert pen(world, one) == "Kofi"


def test_who_writes_what_the_circle_proposes_is_not_silent() -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one))
    for command in (
        PostProposed(one, "idea-1", "X"),
        EditProposed(one, "idea-1", "Y"),
        WithdrawProposed(one, "idea-1"),
    ):
        world.later(seconds=100)
        world.does("Mei", command)
    world.later(seconds=100)
    assert world.refused("Kofi", TakePen(one)) == "pen_held"


def test_what_a_facilitator_does_with_it_is_not_its_writing() -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one), PostProposed(one, "idea-1", "X"))
    world.later(minutes=2)
    world.does("facilitator", HideIdea("idea-1", "Rude"), RestoreIdea("idea-1"))
    world.does("Kofi", TakePen(one))


def test_a_facilitator_takes_it_always() -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one))
    world.does("facilitator", TakePen(one))
    assert report(world, one) == ReportRecord(one, "facilitator", staff=True)
    assert world.refused("Mei", TakePen(one)) == "pen_held"


def test_it_is_laid_down() -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    assert world.does("Mei", LayPen(one)) == []
    world.does("Mei", TakePen(one))
    assert world.does("Kofi", LayPen(one)) == []
    world.does("Mei", LayPen(one))
    assert pen(world, one) is None
    world.does("Kofi", TakePen(one))


def test_it_is_handed_to_somebody_who_asks() -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one))
    world.does("Kofi", AskPen(one))
    world.does("helper", AskPen(one))
    assert world.does("Kofi", AskPen(one)) == []
    assert report(world, one).asking == [Asking("Kofi", "Kofi"), Asking("helper", "", staff=True)]
    assert world.refused("Mei", HandPen(one, "Ada")) == "unknown"
    assert world.refused("Kofi", HandPen(one, "Kofi")) == "pen_needed"
    world.does("Mei", HandPen(one, "Kofi"))
    assert report(world, one) == ReportRecord(one, "Kofi", "Kofi", asking=[Asking("helper", "", staff=True)])
    world.does("Kofi", HandPen(one, "helper"))
    assert report(world, one) == ReportRecord(one, "helper", staff=True)


def test_one_asks_no_more() -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one))
    world.does("Kofi", AskPen(one), AskPen(one, asks=False))
    assert world.does("Kofi", AskPen(one, asks=False)) == []
    assert world.does("Mei", AskPen(one)) == []
    assert report(world, one).asking == []


def test_who_asked_and_takes_it_asks_no_more() -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one))
    world.does("Kofi", AskPen(one))
    world.does("Mei", LayPen(one))
    world.does("Kofi", TakePen(one))
    assert report(world, one) == ReportRecord(one, "Kofi", "Kofi")


def test_everyone_sees_since_when_it_is_silent() -> None:
    """REPORTING2: that it wrote is told by the texts."""
    world, one, _ = meeting()

    def since() -> int:
        return world.record(ReportRecord, f"report:{one}").since

    assert since() == 0
    world.does("Mei", TakePen(one))
    assert since() == (taken := world.now)
    world.later(seconds=50)
    world.does("Mei", WriteReport(one, "said", "Much"))
    assert since() == taken
    assert world.record(TextRecord, f"text:{one}.said").at == world.now
    world.later(seconds=50)
    world.does("Mei", PostProposed(one, "idea-1", "Plant one each"))
    assert since() == world.now
    world.does("Mei", LayPen(one))
    assert since() == 0
