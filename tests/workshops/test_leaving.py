"""Somebody is removed; two people turn out to be one; and what they wrote can still be erased."""

import pytest

from tests.given import CLUSTER, GATHER, VOTE, Given, given
from workshops.agenda import CloseStep
from workshops.authorship import AuthorRecord, LeftRecord, MineRecord
from workshops.ballots import BallotRecord
from workshops.boards import Gather
from workshops.ideas import EditIdea, IdeaRecord, PostIdea, WithdrawIdea
from workshops.moderation import HiddenRecord, HideIdea, RestoreIdea
from workshops.people import (
    CrowdImported,
    CrowdRecord,
    EraseMe,
    Finish,
    Join,
    MergePeople,
    PersonRecord,
    PersonRemoved,
    RemovePerson,
    Rename,
)
from workshops.reports import ReportedRecord, ReportIdea
from workshops.sealing import RevealRound
from workshops.sorting import PlaceRecord
from workshops.tallies import TallyRecord
from workshops.vocabulary import to_json
from workshops.voting import CloseRound

SIGNED = Gather(id="gather", title="Ideas", authors="shown", minutes=0)


def log_of(world: Given) -> bytes:
    return to_json([stored.event for stored in world.log])


def a_vote() -> tuple[Given, str, str]:
    """Ada and Kofi have posted an idea each, and voted for a cluster of both."""
    world = given(SIGNED, CLUSTER, VOTE).opened("gather")
    one, other = world.posts("Ada", "Trees"), world.posts("Kofi", "Benches")
    cluster = world.groups(one, other)
    world.opened("voting")
    world.sticks("Ada", cluster, 3)
    world.sticks("Kofi", cluster, 1)
    return world, one, other


def test_who_is_removed_is_out() -> None:
    """PEOPLE12"""
    world, one, _ = a_vote()
    world.does("Ada", Rename("Ada Lovelace"))
    world.does("facilitator", RemovePerson("Ada"))
    assert world.workshop.show("person:Ada") is None
    assert world.record(CrowdRecord, "crowd:this").people == 2
    assert world.refused("Ada", Join("Ada")) == "not_allowed"
    assert world.refused("Ada", EditIdea(one, "More trees")) == "join_first"
    assert [key for key in world.sees_all("Ada") if key.partition(":")[0] in ("mine", "ballot", "left")] == []
    assert b"Lovelace" not in log_of(world)


def test_their_ideas_stay_and_are_nobodys() -> None:
    """PEOPLE12 IDEA14"""
    world, one, _ = a_vote()
    assert world.sees("screen", f"author:{one}") == AuthorRecord(one, "Ada", "Ada")
    world.does("facilitator", RemovePerson("Ada"))
    assert world.sees("screen", f"idea:{one}") == IdeaRecord(one, "ideas-", "Trees", 1)
    assert isinstance(world.sees("screen", f"place:{one}"), PlaceRecord)
    assert world.workshop.show(f"author:{one}") is None
    assert world.workshop.show(f"mine:{one}") is None


def test_their_ideas_are_hidden_if_that_is_wanted() -> None:
    """PEOPLE12 IDEA12"""
    world = given().opened("gather")
    one, hidden, gone = (world.posts("Ada", text) for text in ("Rude", "Ruder", "Rudest"))
    world.does("facilitator", HideIdea(hidden, "Insults"))
    world.does("Ada", WithdrawIdea(gone))
    (removed,) = world.does("facilitator", RemovePerson("Ada", "hide"))
    assert removed == PersonRemoved("Ada", [one])
    assert world.sees("Kofi", f"idea:{one}") is None
    assert world.sees("facilitator", f"hidden:{one}") == HiddenRecord(one, "removed")
    assert world.sees("facilitator", f"hidden:{hidden}") == HiddenRecord(hidden, "Insults")
    world.does("facilitator", RestoreIdea(one))
    assert world.sees("Kofi", f"idea:{one}") is not None


def test_their_ballot_in_an_unsealed_round_goes() -> None:
    """PEOPLE12 DOTS18"""
    world, _, _ = a_vote()
    world.does("facilitator", RemovePerson("Ada"), CloseRound(world.round), RevealRound(world.round))
    tally = world.record(TallyRecord, f"tally:{world.round}")
    assert (tally.dots, tally.voters) == (1, 1)


def test_who_may_be_removed_and_by_whom() -> None:
    """PEOPLE12"""
    world = given().on_paper("Paul")
    for who in ("Ada", "helper", "screen", "observer", "system"):
        assert world.refused(who, RemovePerson("Kofi")) == "not_allowed"
        assert world.refused(who, MergePeople("Kofi", "Mei")) == "not_allowed"
    world.does("facilitator", RemovePerson("Paul"))
    for gone in ("Paul", "Zoe"):
        assert world.refused("facilitator", RemovePerson(gone)) == "unknown"
        assert world.refused("facilitator", MergePeople(gone, "Ada")) == "unknown"
        assert world.refused("facilitator", MergePeople("Ada", gone)) == "unknown"


def test_the_words_of_who_was_removed_can_still_be_erased() -> None:
    """PEOPLE13 PEOPLE7"""
    world, one, other = a_vote()
    world.opened("gather")
    world.does("Ada", EditIdea(one, "Trees for Ada's street"), WithdrawIdea(world.posts("Ada", "Ada's secret")))
    world.does("facilitator", RemovePerson("Ada"))
    assert b"Ada's street" in log_of(world)
    for who in ("helper", "Kofi"):
        assert world.refused(who, EraseMe(), subject="Ada") == "not_allowed"
    world.does("facilitator", EraseMe(), subject="Ada")
    assert world.workshop.show(f"idea:{one}") is None
    assert world.workshop.show(f"idea:{other}") is not None
    for words in (b"Ada's", b"Trees"):
        assert words not in log_of(world)
    world.does("facilitator", EraseMe(), subject="Ada")


def test_two_people_are_one() -> None:
    """PEOPLE14"""
    world = given(SIGNED, CLUSTER, VOTE).joined("Ada again").opened("gather")
    one, other = world.posts("Ada again", "Trees"), world.posts("Ada", "Benches")
    world.does("Ada again", Finish("gather"))
    world.does("facilitator", MergePeople("Ada again", "Ada"))
    assert world.workshop.show("person:Ada again") is None
    assert world.record(PersonRecord, "person:Ada") == PersonRecord("Ada", "Ada", done=True)
    assert world.record(CrowdRecord, "crowd:this") == CrowdRecord("this", 3, 1)
    assert world.sees("screen", f"author:{one}") == AuthorRecord(one, "Ada", "Ada")
    assert [world.sees("Ada", f"mine:{idea}") for idea in (one, other)] == [
        MineRecord(one, "posted", 2),
        MineRecord(other, "posted", 1),
    ]
    assert world.record(LeftRecord, "left:ideas-.Ada").left == 98
    world.does("Ada", EditIdea(one, "More trees"), Rename("Ada L."))
    assert world.sees("screen", f"author:{one}") == AuthorRecord(one, "Ada", "Ada L.")
    assert world.refused("Ada again", EditIdea(one, "Fewer trees")) == "join_first"
    assert world.refused("Ada again", Join("Ada")) == "not_allowed"
    assert world.refused("facilitator", MergePeople("Ada", "Ada")) == "already"


def test_they_may_post_no_more_than_one_person_may() -> None:
    """PEOPLE14 IDEA5"""
    world = given(Gather(id="gather", title="Ideas", each=2, minutes=0)).opened("gather")
    gone, _, _ = world.posts("Ada"), world.posts("Ada"), world.posts("Kofi")
    world.does("Ada", WithdrawIdea(gone))
    world.posts("Ada")
    world.does("facilitator", MergePeople("Kofi", "Ada"))
    assert world.record(LeftRecord, "left:ideas-.Ada").left == 0
    assert world.refused("Ada", PostIdea("idea-99", "ideas-", "Trees")) == "too_many"


def test_what_a_withdrawn_idea_said_is_the_others_too() -> None:
    """PEOPLE14"""
    world = given().opened("gather")
    world.does("Kofi", WithdrawIdea(world.posts("Kofi", "Kofi's secret")))
    world.does("facilitator", MergePeople("Kofi", "Ada"))
    world.does("Ada", EraseMe())
    assert b"secret" not in log_of(world)


def test_erasing_who_remains_blanks_what_both_wrote() -> None:
    """PEOPLE14 PEOPLE7"""
    world, one, other = a_vote()
    world.does("Mei", ReportIdea(one, "Ada is rude"))
    world.does("Kofi", Rename("Kofi Annan"))
    world.does("facilitator", MergePeople("Kofi", "Ada"))
    world.does("Ada", EraseMe())
    for idea in (one, other):
        assert world.workshop.show(f"idea:{idea}") is None
    for words in (b"Trees", b"Benches", b"Annan", b"rude", b'"name":"Ada"'):
        assert words not in log_of(world)


def test_two_ballots_become_one() -> None:
    """PEOPLE14 DOTS18"""
    world, _, _ = a_vote()
    world.does("facilitator", MergePeople("Ada", "Kofi"))
    assert sum(world.record(BallotRecord, f"ballot:{world.round}.Kofi").dots.values()) == 1
    world.does("facilitator", MergePeople("Kofi", "Mei"))
    assert sum(world.record(BallotRecord, f"ballot:{world.round}.Mei").dots.values()) == 1
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))
    assert world.record(TallyRecord, f"tally:{world.round}").voters == 1


@pytest.mark.parametrize(("person", "into"), [("Paul", "Ada"), ("Ada", "Paul")])
def test_who_has_a_phone_speaks_for_themselves(person: str, into: str) -> None:
    """PEOPLE14 PEOPLE6"""
    world = given().on_paper("Paul").opened("gather")
    idea, other = world.posts("helper", "Benches", subject="Paul"), world.posts("Ada", "Trees")
    world.does("facilitator", MergePeople(person, into))
    record = world.record(PersonRecord, f"person:{into}")
    assert (record.paper, record.number) == (False, 1)
    assert world.refused("helper", EditIdea(idea, "A bench"), subject=into) == "not_allowed"
    world.does(into, EditIdea(idea, "A bench"), EditIdea(other, "A tree"))
    assert [world.sees("helper", f"mine:{found}") for found in (idea, other)] == [None, None]


def test_two_people_on_paper_are_one_on_paper() -> None:
    """PEOPLE14"""
    world = given().on_paper("Paul", "Saul").opened("gather")
    idea = world.posts("helper", "Benches", subject="Paul")
    world.does("facilitator", MergePeople("Paul", "Saul"))
    assert world.record(PersonRecord, "person:Saul").number == 2
    assert world.record(CrowdRecord, "crowd:this") == CrowdRecord("this", 4, 0, 1)
    world.does("helper", EditIdea(idea, "A bench"), subject="Saul")


def test_merging_moves_late_and_hidden_ideas_too() -> None:
    """PEOPLE14 IDEA4 IDEA12"""
    world = given(Gather(id="gather", title="Ideas", private="everyone", minutes=0)).opened("gather")
    idea = world.posts("Ada", "Trees")
    world.does("facilitator", CloseStep("gather"))
    late = world.posts("Ada", "Late trees")
    world.does("facilitator", MergePeople("Ada", "Kofi"))
    assert [world.sees("Kofi", f"mine:{found}") for found in (idea, late)] == [
        MineRecord(idea, "posted", 1),
        MineRecord(late, "late", 2),
    ]
    assert world.sees("facilitator", f"idea:{idea}") is None


def test_reports_go_with_who_made_them() -> None:
    """PEOPLE12 PEOPLE14 REPORT3"""
    world, one, _ = a_vote()
    world.does("Kofi", ReportIdea(one, "Not about our town"))
    world.does("Mei", ReportIdea(one, "Rude"))
    world.does("facilitator", MergePeople("Kofi", "Mei"))
    assert world.sees("facilitator", f"reported:{one}") == ReportedRecord(one, 1, ["Rude"])
    assert world.refused("Mei", ReportIdea(one)) == "already"
    world.does("facilitator", RemovePerson("Mei"))
    assert world.sees("facilitator", f"reported:{one}") is None
    for words in (b"Not about", b"Rude"):
        assert words not in log_of(world)


def test_who_was_there_before_is_counted() -> None:
    """PEOPLE15"""
    world = given(GATHER)
    world._happens("", CrowdImported(21), world.everything())
    assert world.record(CrowdRecord, "crowd:this").people == 24
