"""Participants report an idea to the facilitators; who did is told to nobody."""

import pytest

from tests.given import Given, given
from workshops.boards import Gather
from workshops.ideas import WithdrawIdea
from workshops.moderation import HideIdea
from workshops.people import EraseMe
from workshops.reports import DismissReports, ReportedRecord, ReportIdea
from workshops.vocabulary import to_json


def with_an_idea() -> tuple[Given, str]:
    world = given().opened("gather")
    return world, world.posts("Ada", "Trees")


def test_an_idea_is_reported_with_a_word_or_without() -> None:
    """REPORT1 REPORT2"""
    world, idea = with_an_idea()
    world.does("Kofi", ReportIdea(idea, " Names a neighbour "))
    world.does("Mei", ReportIdea(idea))
    told = ReportedRecord(idea, 2, ["Names a neighbour"])
    assert world.sees("facilitator", f"reported:{idea}") == told
    for who in ("Ada", "Kofi", "Mei", "helper", "screen", "observer", "export"):
        assert world.sees(who, f"reported:{idea}") is None
    assert "Kofi" not in str(told)


def test_each_person_reports_an_idea_once() -> None:
    """REPORT1"""
    world, idea = with_an_idea()
    world.does("Kofi", ReportIdea(idea))
    assert world.refused("Kofi", ReportIdea(idea, "Again")) == "already"
    world.does("facilitator", DismissReports(idea))
    assert world.refused("Kofi", ReportIdea(idea)) == "already"
    world.does("Mei", ReportIdea(idea))
    assert world.sees("facilitator", f"reported:{idea}") == ReportedRecord(idea, 1)


def test_what_is_reported_and_by_whom() -> None:
    """REPORT1"""
    world, idea = with_an_idea()
    assert world.refused("Ada", ReportIdea(idea)) == "not_allowed"
    assert world.refused("Zoe", ReportIdea(idea)) == "join_first"
    assert world.refused("Kofi", ReportIdea("nothing")) == "unknown"
    assert world.refused("Kofi", ReportIdea(idea, "x" * 201)) == "too_long"
    for who in ("facilitator", "helper", "screen", "observer", "system"):
        assert world.refused(who, ReportIdea(idea)) == "not_allowed"
    world.does("facilitator", HideIdea(idea, "Rude"))
    assert world.refused("Kofi", ReportIdea(idea)) == "unknown"


def test_an_idea_that_one_does_not_see_is_not_there_to_report() -> None:
    """REPORT1 IDEA15"""
    world = given(Gather(id="gather", title="Ideas", private="participants", minutes=0)).opened("gather")
    assert world.refused("Kofi", ReportIdea(world.posts("Ada"))) == "unknown"


@pytest.mark.parametrize("who", ["Ada", "helper", "screen", "observer", "system"])
def test_facilitators_dismiss_reports(who: str) -> None:
    """REPORT2"""
    world, idea = with_an_idea()
    assert world.refused("facilitator", DismissReports(idea)) == "already"
    assert world.refused("facilitator", DismissReports("nothing")) == "unknown"
    world.does("Kofi", ReportIdea(idea, "Rude"))
    assert world.refused(who, DismissReports(idea)) == "not_allowed"
    world.does("facilitator", DismissReports(idea))
    assert world.workshop.show(f"reported:{idea}") is None


def test_a_report_goes_with_its_idea() -> None:
    """REPORT3"""
    world, idea = with_an_idea()
    world.does("Kofi", ReportIdea(idea, "Ada wrote this"))
    world.does("Ada", WithdrawIdea(idea))
    assert world.workshop.show(f"reported:{idea}") is None
    world.does("Ada", EraseMe())
    assert b"Ada wrote" not in to_json([stored.event for stored in world.log])


def test_a_report_goes_with_who_made_it() -> None:
    """REPORT3 PEOPLE7"""
    world, idea = with_an_idea()
    world.does("Kofi", ReportIdea(idea, "Kofi is offended"))
    world.does("Kofi", EraseMe())
    assert world.workshop.show(f"reported:{idea}") is None
    assert b"offended" not in to_json([stored.event for stored in world.log])
