"""A prepared list of ideas, and ideas from a file: by nobody who is here, and seen when the workshop comes to them."""

import pytest

from tests.given import CLUSTER, GATHER, VOTE, WELCOME, Given, given
from workshops.authorship import AuthorRecord
from workshops.boards import Authors, BoardRecord, Gather
from workshops.ideas import AddIdeas, IdeaPosted, IdeaRecord, NewIdea, PostIdea
from workshops.moderation import HideIdea, RestoreIdea, RevealIdeas
from workshops.people import EraseMe
from workshops.sealing import RevealRound
from workshops.sorting import MoveIdeas
from workshops.tallies import TallyRecord
from workshops.vocabulary import Limits
from workshops.voting import CloseRound

CHOICES = Gather(id="choices", title="Choices", board="choices", by="facilitators", minutes=0)
THE_ROOM = ("Kofi", "screen", "observer")


def number(world: Given, idea: str) -> int:
    return world.record(IdeaRecord, f"idea:{idea}").n


def in_the_room(world: Given, idea: str) -> bool:
    (answer,) = {world.sees(who, f"idea:{idea}") is not None for who in THE_ROOM}
    return answer


def test_a_quick_vote_on_a_pasted_list() -> None:
    """IDEA17 IDEA18"""
    vote = VOTE.__class__(id="voting", title="Vote", board="choices", on="ideas", minutes=0)
    world = given(CHOICES, vote)
    one, other = world.lists(" A fountain ", "A bench", board="choices")
    assert [in_the_room(world, idea) for idea in (one, other)] == [False, False]
    world.opened("voting")
    assert world.sees("Kofi", f"idea:{one}") == IdeaRecord(one, "choices", "A fountain", 1)
    world.sticks("Kofi", other, 2)
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))
    assert [count.on for count in world.record(TallyRecord, f"tally:{world.round}").counts] == [other]


def test_a_facilitators_board_has_no_box() -> None:
    """IDEA17"""
    world = given(CHOICES).on_paper("Paul").opened("choices")
    assert world.refused("Ada", PostIdea("idea-99", "choices", "A pool")) == "not_allowed"
    assert world.refused("helper", PostIdea("idea-99", "choices", "A pool"), subject="Paul") == "not_allowed"


@pytest.mark.parametrize("who", ["Ada", "helper", "screen", "observer", "system"])
def test_lists_are_the_facilitators(who: str) -> None:
    """IDEA17"""
    assert given().refused(who, AddIdeas("ideas-", [NewIdea("idea-1", "Trees")])) == "not_allowed"


def test_a_list_is_nobodys_and_private_from_nobody() -> None:
    """IDEA17 IDEA7 IDEA9"""
    secret = Gather(id="gather", title="Ideas", private="everyone", authors="shown", minutes=0)
    world = given(secret, CLUSTER).opened("gather")
    waiting = world.posts("Ada")
    (idea,) = world.lists("A fountain")
    assert in_the_room(world, idea)
    assert number(world, idea) == 1
    assert world.record(BoardRecord, "board:ideas-") == BoardRecord("ideas-", "no", 1)
    assert [world.workshop.show(f"{kind}:{idea}") for kind in ("author", "mine", "entered")] == [None] * 3
    world.closed("gather")
    world.does("facilitator", RevealIdeas("ideas-", "facilitators"), RevealIdeas("ideas-", "room"))
    assert number(world, waiting) == 2
    (late,) = world.lists("A bench")
    assert number(world, late) == 3
    assert world.workshop.show(f"late:{late}") is None
    assert world.record(BoardRecord, "board:ideas-") == BoardRecord("ideas-", "room", 0)


def test_a_list_goes_in_whole_or_not_at_all() -> None:
    """IDEA17 IDEA2 IDEA5"""
    world = given(limits=Limits(ideas=3)).opened("gather")
    mine = world.posts("Ada")
    for ideas, reason in (
        ([NewIdea("new-1", "Trees"), NewIdea("new-2", " ")], "empty"),
        ([NewIdea("new-1", "Trees"), NewIdea("new-1", "Benches")], "taken"),
        ([NewIdea("new-1", "Trees"), NewIdea(mine, "Benches")], "taken"),
        ([NewIdea(f"new-{n}", "Trees") for n in range(3)], "too_many"),
    ):
        assert world.refused("facilitator", AddIdeas("ideas-", ideas)) == reason
    assert world.refused("facilitator", AddIdeas("nowhere", [NewIdea("new-1", "Trees")])) == "unknown"
    assert len(world.lists("One", "Two")) == 2


def test_what_is_prepared_for_later_leaves_no_gap_in_the_numbers() -> None:
    """IDEA18 SHOW2"""
    world = given(GATHER, CLUSTER, CHOICES).opened("gather")
    before = world.posts("Ada")
    one, other, hidden = world.lists("A fountain", "A bench", "A joke", board="choices")
    world.does("facilitator", HideIdea(hidden, "A joke"))
    after = world.posts("Kofi")
    assert [number(world, idea) for idea in (before, one, other, after)] == [1, 0, 0, 2]
    assert world.record(BoardRecord, "board:choices") == BoardRecord("choices")
    world.opened("choices")
    assert [number(world, idea) for idea in (one, other, hidden)] == [3, 4, 0]
    world.does("facilitator", RestoreIdea(hidden))
    assert number(world, hidden) == 5
    world.opened("gather")
    assert [in_the_room(world, idea) for idea in (one, hidden)] == [False, False]
    world.opened("choices")
    assert [number(world, idea) for idea in (one, other, hidden)] == [3, 4, 5]


def test_what_was_hidden_and_restored_before_its_step_came_has_its_number_then() -> None:
    """IDEA18 IDEA13"""
    world = given(WELCOME, CHOICES).opened("welcome")
    idea, other = world.lists("A fountain", "A bench", board="choices")
    world.does("facilitator", HideIdea(idea, "A joke"), RestoreIdea(idea))
    assert number(world, idea) == 0
    world.opened("choices")
    assert [number(world, found) for found in (idea, other)] == [1, 2]


def test_lists_are_arranged_before_anybody_sees_them() -> None:
    """IDEA17 CLUSTER1"""
    world = given(WELCOME, GATHER, CLUSTER).opened("welcome")
    idea, other = world.lists("A fountain", "A bench")
    cluster = world.groups(idea)
    world.does("facilitator", MoveIdeas([other], cluster))
    assert world.sees("Kofi", f"place:{idea}") is None
    world.opened("cluster")
    assert world.sees("Kofi", f"place:{idea}") is not None


@pytest.mark.parametrize(("authors", "seen"), [("shown", True), ("facilitators", False), ("nobody", False)])
def test_an_idea_from_a_file_is_signed(authors: Authors, seen: bool) -> None:
    """IDEA20 IDEA14"""
    world = given(Gather(id="gather", title="Ideas", authors=authors, minutes=0)).opened("gather")
    world._happens("", IdeaPosted("idea-1", "ideas-", text="Trees", n=1, signed="Zoe"), world.everything())
    assert in_the_room(world, "idea-1")
    record = AuthorRecord("idea-1", "", "Zoe")
    assert world.sees("facilitator", "author:idea-1") == (None if authors == "nobody" else record)
    for who in (*THE_ROOM, "export"):
        assert world.sees(who, "author:idea-1") == (record if seen else None)


def test_erasing_somebody_leaves_lists_alone() -> None:
    """IDEA17 PEOPLE7"""
    world = given().opened("gather")
    (idea,) = world.lists("A fountain")
    world.posts("Ada")
    world.does("Ada", EraseMe())
    assert in_the_room(world, idea)
