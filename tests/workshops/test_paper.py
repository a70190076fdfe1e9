"""People on paper take part as everybody does: others enter what they write, and it is told who did."""

import pytest

from tests.given import CLUSTER, GATHER, VOTE, Given, given
from workshops.agenda import CloseStep, OpenStep
from workshops.authorship import AuthorRecord, EnteredRecord, LeftRecord, MineRecord
from workshops.ballots import SetDots
from workshops.boards import Gather
from workshops.clusters import MakeCluster
from workshops.door import LockDoor
from workshops.ideas import EditIdea, IdeaRecord, PostIdea, WithdrawIdea
from workshops.moderation import AcceptIdea, HiddenRecord, HideIdea, RevealIdeas
from workshops.people import AddPerson, CrowdRecord, EraseMe, Finish, Join, PersonRecord, Rename
from workshops.recipe import DescribeWorkshop
from workshops.reports import ReportIdea
from workshops.sorting import MoveIdeas
from workshops.vocabulary import to_json
from workshops.workshop import AnyCommand

SECRET = Gather(id="gather", title="Ideas", private="everyone", authors="facilitators", minutes=0)


def with_paul(gather: Gather = GATHER) -> Given:
    """Paul takes part on paper."""
    return given(gather, CLUSTER, VOTE).on_paper("Paul").opened("gather")


@pytest.mark.parametrize("who", ["facilitator", "helper"])
def test_a_person_on_paper_is_spoken_for(who: str) -> None:
    """PEOPLE6"""
    world = with_paul()
    idea = world.posts(who, "Benches", subject="Paul")
    world.does(who, EditIdea(idea, "Benches and trees"), Rename("Paul L."), Finish("gather"), subject="Paul")
    assert world.record(IdeaRecord, f"idea:{idea}").text == "Benches and trees"
    assert world.record(PersonRecord, "person:Paul") == PersonRecord("Paul", "Paul L.", True, True, 1, "helper")
    world.does(who, WithdrawIdea(idea), Finish("gather", done=False), EraseMe(), subject="Paul")
    assert world.workshop.show("person:Paul") is None


@pytest.mark.parametrize("who", ["Kofi", "screen", "observer", "system"])
def test_nobody_else_speaks_for_them(who: str) -> None:
    """PEOPLE6"""
    world = with_paul()
    for command in (PostIdea("idea-99", "ideas-", "Trees"), Rename("Saul"), Finish("gather"), EraseMe()):
        assert world.refused(who, command, subject="Paul") == "not_allowed"


def test_nothing_else_is_done_for_them() -> None:
    """PEOPLE6"""
    world = with_paul()
    idea, other = world.posts("helper", subject="Paul"), world.posts("Ada")
    commands: list[AnyCommand] = [
        Join("Paul"),
        HideIdea(idea, "Rude"),
        OpenStep("voting"),
        DescribeWorkshop("Paul's town", "Paul"),
        MakeCluster("cluster-1", "ideas-", "Green"),
        MoveIdeas([idea]),
        ReportIdea(other),
        SetDots("round-1", idea, 1),
        AddPerson("person-2", "Saul"),
    ]
    for command in commands:
        assert world.refused("facilitator", command, subject="Paul") == "not_allowed"


def test_a_person_who_is_not_there_is_not_spoken_for() -> None:
    """PEOPLE6"""
    world = with_paul()
    assert world.refused("helper", PostIdea("idea-99", "ideas-", "Trees"), subject="Saul") == "unknown"
    world.does("helper", EraseMe(), subject="Paul")
    assert world.refused("helper", PostIdea("idea-99", "ideas-", "Trees"), subject="Paul") == "unknown"


def test_their_numbers_are_never_given_again() -> None:
    """PEOPLE10"""
    world = given()
    world.does("helper", AddPerson("paper-1", "Paul"))
    world.does("facilitator", AddPerson("paper-2", "Saul"))
    world.does("helper", EraseMe(), subject="paper-2")
    world.does("helper", AddPerson("paper-3", "Zoe"))
    found = [world.record(PersonRecord, f"person:paper-{n}") for n in (1, 3)]
    assert [(person.number, person.by, person.paper) for person in found] == [(1, "helper", True), (3, "helper", True)]
    assert world.replayed().workshop.people.numbers == 3


def test_their_ids_are_new_and_their_names_as_the_workshop_asks() -> None:
    """PEOPLE10 PEOPLE2"""
    world = with_paul()
    for taken in ("Paul", "Ada"):
        assert world.refused("helper", AddPerson(taken, "Paul")) == "taken"
    world.does("Ada", EraseMe())
    assert world.refused("helper", AddPerson("Ada", "Ada")) == "taken"
    assert world.refused("helper", AddPerson("paper-2", " ")) == "name_needed"
    nameless = Given().created(names="none")
    nameless.does("helper", AddPerson("paper-2"))
    assert nameless.record(PersonRecord, "person:paper-2").name == ""


def test_they_come_in_by_a_locked_door() -> None:
    """PEOPLE10 AGENDA13"""
    world = given()
    world.does("facilitator", LockDoor())
    world.does("helper", AddPerson("paper-1", "Paul"))
    for who in ("Kofi", "screen", "observer", "system"):
        assert world.refused(who, AddPerson("paper-2", "Saul")) == "not_allowed"


def test_they_are_counted() -> None:
    """PEOPLE9 PEOPLE11"""
    world = with_paul()
    assert world.record(CrowdRecord, "crowd:this") == CrowdRecord("this", 4, 0, 1)
    world.does("helper", Finish("gather"), subject="Paul")
    assert world.sees("screen", "crowd:this") == CrowdRecord("this", 4, 1, 1)
    world.does("facilitator", CloseStep("gather"))
    assert world.record(CrowdRecord, "crowd:this").done == 0


def test_a_helper_sees_of_theirs_what_they_would() -> None:
    """PEOPLE11 IDEA7"""
    world = with_paul(SECRET)
    idea, other = world.posts("helper", "Benches", subject="Paul"), world.posts("Ada", "Trees")
    assert world.sees("helper", f"idea:{idea}") == IdeaRecord(idea, "ideas-", "Benches")
    assert world.sees("helper", f"author:{idea}") == AuthorRecord(idea, "Paul", "Paul")
    assert world.sees("helper", f"mine:{idea}") == MineRecord(idea, "posted", 1)
    assert world.sees("helper", "left:ideas-.Paul") == LeftRecord("ideas-.Paul", "ideas-", 99)
    for key in (f"idea:{idea}", f"author:{idea}", f"entered:{idea}", f"mine:{idea}"):
        assert [world.sees(who, key) for who in ("facilitator", "Kofi", "screen", "export")] == [None] * 4
    assert not [key for key in world.sees_all("helper") if key.endswith(other)]
    assert world.sees("helper", "left:ideas-.Ada") is None


def test_a_helper_is_told_what_becomes_of_theirs() -> None:
    """PEOPLE11 IDEA4 IDEA12"""
    world = with_paul().closed("gather")
    idea = world.posts("helper", "Benches", subject="Paul")
    assert world.sees("helper", f"mine:{idea}") == MineRecord(idea, "late", 1)
    assert world.sees("helper", f"late:{idea}") is not None
    world.does("facilitator", AcceptIdea(idea), HideIdea(idea, "Rude"))
    assert world.sees("helper", f"hidden:{idea}") == HiddenRecord(idea, "Rude")
    assert world.sees("helper", f"mine:{idea}") == MineRecord(idea, "hidden", 1)
    assert world.sees("Kofi", f"idea:{idea}") is None


def test_a_helper_is_not_told_what_the_step_tells_nobody() -> None:
    """PEOPLE11 IDEA14"""
    world = with_paul(Gather(id="gather", title="Ideas", authors="nobody", minutes=0))
    idea = world.posts("helper", "Benches", subject="Paul")
    assert world.workshop.show(f"author:{idea}") is None
    assert world.sees("helper", f"mine:{idea}") is not None


def test_it_is_told_who_entered_an_idea_and_from_which_slip() -> None:
    """IDEA19"""
    world = with_paul(SECRET)
    idea = world.posts("helper", "Benches", subject="Paul", slip=17)
    told = EnteredRecord(idea, "helper", 17)
    assert [world.sees(who, f"entered:{idea}") for who in ("helper", "Paul", "facilitator")] == [told, told, None]
    world.does("facilitator", CloseStep("gather"), RevealIdeas("ideas-", "facilitators"), RevealIdeas("ideas-", "room"))
    assert world.sees("facilitator", f"entered:{idea}") == told
    assert [world.sees(who, f"entered:{idea}") for who in ("Kofi", "screen", "observer", "export")] == [None] * 4
    assert world.workshop.show(f"entered:{world.posts('Ada')}") is None


def test_a_slip_is_entered_once() -> None:
    """IDEA16"""
    world = with_paul().on_paper("Saul")
    idea = world.posts("helper", subject="Paul", slip=17)
    assert world.refused("helper", PostIdea("idea-99", "ideas-", "Trees", 17), subject="Saul") == "slip_used"
    world.does("helper", WithdrawIdea(idea), subject="Paul")
    assert world.refused("facilitator", PostIdea("idea-99", "ideas-", "Trees", 17), subject="Paul") == "slip_used"
    world.does("helper", EraseMe(), subject="Paul")
    assert world.refused("helper", PostIdea("idea-99", "ideas-", "Trees", 17), subject="Saul") == "slip_used"
    assert world.replayed().refused("helper", PostIdea("idea-99", "ideas-", "T", 17), subject="Saul") == "slip_used"
    world.posts("helper", subject="Saul")
    world.posts("helper", subject="Saul", slip=18)


def test_slips_are_for_paper() -> None:
    """IDEA16"""
    world = with_paul()
    assert world.refused("Ada", PostIdea("idea-99", "ideas-", "Trees", 17)) == "not_allowed"


def test_erasing_a_person_on_paper_leaves_nothing() -> None:
    """PEOPLE7 PEOPLE6"""
    world = with_paul()
    idea = world.posts("helper", "Benches for my knees", subject="Paul", slip=3)
    world.does("helper", EditIdea(idea, "Benches for my old knees"), Rename("Paul of the mill"), subject="Paul")
    world.does("facilitator", EraseMe(), subject="Paul")
    assert not [key for key in world.everything() if key.endswith((idea, "Paul"))]
    stored = to_json([stored.event for stored in world.log])
    assert not any(word in stored for word in (b"knees", b"mill", b'"helper"'))
