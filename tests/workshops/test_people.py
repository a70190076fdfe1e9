"""People join, take a name, finish, and may erase themselves."""

import pytest

from tests.given import CLUSTER, GATHER, Given, given
from workshops.authorship import LeftRecord
from workshops.ballots import BallotRecord, SetDots
from workshops.boards import Gather
from workshops.ideas import EditIdea, IdeaPosted, PostIdea, WithdrawIdea
from workshops.moderation import HideIdea, RestoreIdea
from workshops.people import CrowdRecord, EraseMe, Finish, Join, PersonRecord, Rename
from workshops.sealing import RevealRound
from workshops.sorting import MoveIdeas
from workshops.tallies import TallyRecord
from workshops.vocabulary import to_json
from workshops.voting import CloseRound, Vote


def crowd(world: Given) -> tuple[int, int]:
    record = world.record(CrowdRecord, "crowd:this")
    return record.people, record.done


def test_who_has_not_joined_can_only_join() -> None:
    """PEOPLE1"""
    world = given().opened("gather")
    for command in (PostIdea("idea-1", "ideas-", "Trees"), Rename("Zoe"), Finish("gather"), EraseMe()):
        assert world.refused("Zoe", command) == "join_first"
    world.does("Zoe", Join("Zoe"), PostIdea("idea-1", "ideas-", "Trees"))


@pytest.mark.parametrize("who", ["facilitator", "helper", "screen", "observer", "system"])
def test_only_participants_join_and_post(who: str) -> None:
    """PEOPLE1"""
    world = given().opened("gather")
    for command in (Join("Zoe"), PostIdea("idea-1", "ideas-", "Trees"), Rename("Zoe"), Finish("gather"), EraseMe()):
        assert world.refused(who, command) == "not_allowed"


def test_a_name_is_needed_where_it_is_asked_for() -> None:
    """PEOPLE2"""
    world = given()
    assert world.refused("Zoe", Join(" ")) == "name_needed"
    assert world.refused("Zoe", Join("Z" * 41)) == "too_long"
    assert world.refused("Ada", Rename("")) == "name_needed"
    nameless = Given().created(names="none")
    nameless.does("Ada", Join())
    assert nameless.record(PersonRecord, "person:Ada").name == ""
    nameless.does("Ada", Rename("Ada"), Rename(" "))
    assert nameless.record(PersonRecord, "person:Ada").name == ""


def test_joining_again_changes_nothing() -> None:
    """PEOPLE3"""
    world = given()
    assert world.does("Ada", Join("Somebody else")) == []
    assert crowd(world) == (3, 0)


def test_a_new_name_appears_everywhere() -> None:
    """PEOPLE4"""
    world = given(Gather(id="gather", title="Ideas", authors="shown")).opened("gather")
    idea = world.posts("Ada")
    world.does("Ada", Rename(" Ada L. "))
    assert world.does("Ada", Rename("Ada L.")) == []
    assert world.record(PersonRecord, "person:Ada").name == "Ada L."
    assert '"Ada L."' in to_json(world.sees("Kofi", f"author:{idea}")).decode()


def test_finishing_holds_for_the_open_step() -> None:
    """PEOPLE5"""
    world = given().opened("gather")
    world.does("Ada", Finish("gather"))
    world.does("Kofi", Finish("gather"))
    assert world.does("Kofi", Finish("gather")) == []
    assert crowd(world) == (3, 2)
    world.does("Kofi", Finish("gather", done=False))
    assert crowd(world) == (3, 1)
    assert world.record(PersonRecord, "person:Ada").done
    world.opened("cluster")
    assert crowd(world) == (3, 0)
    assert world.refused("Ada", Finish("gather")) == "step_closed"
    world.opened("gather")
    assert crowd(world) == (3, 0)


@pytest.mark.parametrize("who", ["facilitator", "helper", "Kofi", "screen"])
def test_nobody_speaks_for_somebody_else(who: str) -> None:
    """PEOPLE6 (people on paper: test_paper.py)"""
    world = given().opened("gather")
    assert world.refused(who, PostIdea("idea-1", "ideas-", "Trees"), subject="Ada") == "not_allowed"
    assert world.refused(who, Join("Paul"), subject="Paul") == "not_allowed"


def a_workshop_of_ada_and_kofi() -> tuple[Given, dict[str, str]]:
    both = Vote(id="voting", title="Vote", on="both", minutes=0)
    world = given(GATHER, CLUSTER, both).opened("gather")
    ids = {"ada": world.posts("Ada", "Ada's words"), "gone": world.posts("Ada", "Ada's withdrawn words")}
    ids["kofi"] = world.posts("Kofi", "Kofi's words")
    world.does("Ada", EditIdea(ids["ada"], "Ada's better words"), WithdrawIdea(ids["gone"]), Rename("Ada's new name"))
    world.opened("cluster")
    world.does("facilitator", HideIdea(ids["ada"], "Ada's neighbour"), RestoreIdea(ids["ada"]))
    world.opened("voting")
    world.sticks("Ada", ids["kofi"], 2)
    world.sticks("Kofi", ids["ada"], 3)
    ids["cluster"] = world.groups(ids["ada"], ids["kofi"])
    world.sticks("Ada", ids["cluster"], 1)
    world.sticks("Kofi", ids["cluster"], 2)
    return world, ids


def test_erasing_oneself_leaves_nothing() -> None:
    """PEOPLE7"""
    world, ids = a_workshop_of_ada_and_kofi()
    world.does("Ada", Finish("voting"), EraseMe())
    for idea in (ids["ada"], ids["gone"]):
        for kind in ("idea", "mine", "author", "place", "history"):
            assert world.workshop.show(f"{kind}:{idea}") is None
    assert world.workshop.show("person:Ada") is None
    assert world.workshop.show("left:ideas-.Ada") is None
    assert crowd(world) == (2, 0)
    assert b"Ada's" not in to_json([stored.event for stored in world.log])
    posted = [stored for stored in world.log if isinstance(stored.event, IdeaPosted)]
    blank = [(stored.by, stored.at, stored.event.person) for stored in posted if isinstance(stored.event, IdeaPosted)]
    assert blank == [("", 0, ""), ("", 0, ""), ("Kofi", world.now, "Kofi")]
    assert world.refused("Kofi", PostIdea(ids["ada"], "ideas-", "Mine")) == "taken"


def test_an_erased_ballot_is_taken_back_and_dots_on_erased_ideas_are_free() -> None:
    """PEOPLE7 DOTS5"""
    world, ids = a_workshop_of_ada_and_kofi()
    world.does("Ada", EraseMe())
    ballot = world.record(BallotRecord, f"ballot:{world.round}.Kofi")
    assert (ballot.dots, ballot.left) == ({ids["cluster"]: 2}, 3)
    assert world.workshop.show(f"ballot:{world.round}.Ada") is None
    blanked = [stored.seq for stored in world.log if stored.event is None]
    assert len(blanked) == 2
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))
    tally = world.record(TallyRecord, f"tally:{world.round}")
    assert [(count.on, count.dots) for count in tally.counts] == [(ids["cluster"], 2)]
    assert (tally.dots, tally.voters) == (2, 1)


def test_erasing_oneself_after_sealing_keeps_the_totals_but_not_the_line_of_an_erased_idea() -> None:
    """PEOPLE7 DOTS11"""
    world, ids = a_workshop_of_ada_and_kofi()
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))
    world.does("Ada", EraseMe())
    tally = world.record(TallyRecord, f"tally:{world.round}")
    assert [(count.on, count.dots) for count in tally.counts] == [(ids["cluster"], 3), (ids["kofi"], 2)]


def test_an_erased_person_comes_back_as_nobody_known() -> None:
    """PEOPLE8"""
    world, ids = a_workshop_of_ada_and_kofi()
    world.does("Ada", EraseMe())
    assert world.refused("Ada", SetDots(world.round, ids["cluster"], 1)) == "join_first"
    world.does("Ada", Join("Again"))
    assert world.record(BallotRecord, f"ballot:{world.round}.Ada").left == 5
    assert world.record(LeftRecord, "left:ideas-.Ada").left == 100
    assert world.refused("Ada", EditIdea(ids["ada"], "Still mine?")) == "unknown"
    world.sticks("Ada", ids["cluster"], 1)
    world.does("Ada", EraseMe())
    assert b"Again" not in to_json([stored.event for stored in world.log])


def test_who_sees_people() -> None:
    """PEOPLE9"""
    world = given().opened("gather")
    for who in ("facilitator", "helper", "Ada"):
        assert world.sees(who, "person:Ada") is not None
    for who in ("Kofi", "screen", "observer", "export"):
        assert world.sees(who, "person:Ada") is None
        assert world.sees(who, "crowd:this") is not None


def test_screen_and_observer_move_nothing() -> None:
    """PEOPLE1 CLUSTER2"""
    world = given().opened("gather")
    idea = world.posts("Ada")
    world.opened("cluster")
    for who in ("helper", "screen", "observer", "system"):
        assert world.refused(who, MoveIdeas([idea], None)) == "not_allowed"
