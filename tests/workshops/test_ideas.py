"""Ideas: posted, private, late, hidden, shown; by whom they are read."""

import pytest

from tests.given import CLUSTER, GATHER, VOTE, WELCOME, Given, given
from workshops.authorship import LeftRecord, MineRecord
from workshops.boards import Authors, BoardRecord, Gather
from workshops.ideas import EditIdea, HistoryRecord, IdeaRecord, PostIdea, WithdrawIdea
from workshops.moderation import AcceptIdea, HiddenRecord, HideIdea, RestoreIdea, RevealIdeas
from workshops.people import EraseMe
from workshops.vocabulary import Limits

FROM_PARTICIPANTS = Gather(id="gather", title="Ideas", private="participants", minutes=0)
FROM_EVERYONE = Gather(id="gather", title="Ideas", private="everyone", minutes=0)
TO_FACILITATORS = RevealIdeas("ideas-", "facilitators")
TO_ROOM = RevealIdeas("ideas-", "room")


def readers(world: Given, idea: str) -> set[str]:
    everybody = ("Ada", "Kofi", "facilitator", "helper", "screen", "observer", "export")
    return {who for who in everybody if world.sees(who, f"idea:{idea}") is not None}


EVERYBODY = {"Ada", "Kofi", "facilitator", "helper", "screen", "observer", "export"}


def number(world: Given, idea: str) -> int:
    return world.record(IdeaRecord, f"idea:{idea}").n


def board(world: Given) -> tuple[str, int]:
    record = world.record(BoardRecord, "board:ideas-")
    return record.revealed, record.waiting


def mine(world: Given, idea: str) -> str:
    return world.record(MineRecord, f"mine:{idea}").state


def test_an_idea_is_on_the_board_at_once() -> None:
    """IDEA1"""
    world = given().opened("gather")
    first, second = world.posts("Ada", "  Trees\r\n\tand benches "), world.posts("Kofi")
    assert world.sees("screen", f"idea:{first}") == IdeaRecord(first, "ideas-", "Trees\n and benches", 1)
    assert readers(world, first) == EVERYBODY
    assert (number(world, first), number(world, second)) == (1, 2)
    assert board(world) == ("no", 0)


def test_a_number_is_never_given_twice() -> None:
    """IDEA1"""
    world = given().opened("gather")
    first = world.posts("Ada")
    world.does("Ada", WithdrawIdea(first))
    second = world.posts("Kofi")
    world.does("Kofi", EraseMe())
    assert (number(world, world.posts("Mei")), second in world.workshop.ideas.ideas) == (3, False)


def test_an_id_is_given_once_to_one_thing() -> None:
    """IDEA2"""
    world = given().opened("gather")
    idea = world.posts("Ada")
    cluster = world.groups()
    for taken in (idea, cluster):
        assert world.refused("Kofi", PostIdea(taken, "ideas-", "Mine")) == "taken"
    world.does("Ada", WithdrawIdea(idea))
    assert world.refused("Kofi", PostIdea(idea, "ideas-", "Mine")) == "taken"
    assert world.refused("Kofi", PostIdea("idea-x", "nowhere", "Mine")) == "unknown"


def test_before_its_step_a_board_takes_nothing() -> None:
    """IDEA3"""
    world = given(WELCOME, GATHER).opened("welcome")
    assert world.refused("Ada", PostIdea("idea-1", "ideas-", "Trees")) == "not_yet"


def test_after_its_step_a_board_takes_late_ideas_or_none() -> None:
    """IDEA3 IDEA4"""
    strict = given(Gather(id="gather", title="Ideas", late=False)).opened("gather").closed("gather")
    assert strict.refused("Ada", PostIdea("idea-1", "ideas-", "Trees")) == "step_closed"
    world = given().opened("gather", "cluster")
    idea = world.posts("Ada")
    assert readers(world, idea) == {"Ada", "facilitator"}
    assert (number(world, idea), mine(world, idea), board(world)) == (0, "late", ("no", 0))
    assert world.sees("facilitator", f"late:{idea}") is not None
    assert world.sees("Ada", f"late:{idea}") is None
    assert world.refused("Ada", EditIdea(idea, "Better")) == "step_closed"
    assert world.refused("Kofi", AcceptIdea(idea)) == "not_allowed"
    world.does("facilitator", AcceptIdea(idea))
    assert readers(world, idea) == EVERYBODY
    assert (number(world, idea), mine(world, idea)) == (1, "posted")
    assert world.workshop.show(f"late:{idea}") is None
    assert world.refused("facilitator", AcceptIdea(idea)) == "already"


def test_a_late_idea_is_edited_when_its_step_opens_again_and_stays_late() -> None:
    """IDEA4 IDEA10"""
    world = given().opened("gather", "cluster")
    idea = world.posts("Ada")
    world.opened("gather")
    world.does("Ada", EditIdea(idea, "Better"))
    assert mine(world, idea) == "late"


def test_each_person_has_so_many_ideas() -> None:
    """IDEA5"""
    world = given(Gather(id="gather", title="Ideas", each=2)).opened("gather")
    first, _ = world.posts("Ada"), world.posts("Ada")
    assert world.refused("Ada", PostIdea("idea-x", "ideas-", "One more")) == "too_many"
    assert world.sees("Ada", "left:ideas-.Ada") == LeftRecord("ideas-.Ada", "ideas-", 0)
    assert world.sees("facilitator", "left:ideas-.Ada") is None
    world.does("Ada", WithdrawIdea(first))
    assert world.record(LeftRecord, "left:ideas-.Ada").left == 1
    world.posts("Ada")
    world.posts("Kofi")


def test_a_workshop_holds_so_many_ideas() -> None:
    """IDEA5"""
    world = given(limits=Limits(ideas=2, ideas_each=2)).opened("gather")
    assert world.record(LeftRecord, "left:ideas-.Ada").left == 2
    first, _ = world.posts("Ada"), world.posts("Kofi")
    assert world.refused("Mei", PostIdea("idea-x", "ideas-", "One more")) == "too_many"
    world.does("Ada", WithdrawIdea(first))
    world.posts("Mei")


def test_a_second_step_on_a_board_has_its_own_allowance() -> None:
    """IDEA5"""
    more = Gather(id="gather-more", title="More", each=3, private="participants", minutes=0)
    world = given(Gather(id="gather", title="Ideas", each=1, minutes=0), more).opened("gather")
    first = world.posts("Ada")
    world.opened("gather-more")
    assert world.record(LeftRecord, "left:ideas-.Ada").left == 2
    second = world.posts("Ada")
    assert (readers(world, first), readers(world, second)) == (EVERYBODY, {"Ada", "facilitator"})
    assert world.refused("Ada", EditIdea(first, "Better")) == "step_closed"
    world.closed("gather-more").does("facilitator", TO_ROOM)
    assert (number(world, first), number(world, second)) == (1, 2)


def test_private_from_participants() -> None:
    """IDEA6 IDEA9"""
    world = given(FROM_PARTICIPANTS).opened("gather")
    idea = world.posts("Ada")
    assert readers(world, idea) == {"Ada", "facilitator"}
    assert (number(world, idea), board(world)) == (0, ("no", 1))
    world.closed("gather")
    assert world.refused("facilitator", TO_FACILITATORS) == "already"
    world.does("facilitator", TO_ROOM)
    assert readers(world, idea) == EVERYBODY
    assert (number(world, idea), board(world)) == (1, ("room", 0))


def test_private_from_everyone() -> None:
    """IDEA7"""
    world = given(FROM_EVERYONE, CLUSTER).opened("gather")
    idea = world.posts("Ada")
    world.opened("cluster")
    late = world.posts("Ada", "Late")
    assert readers(world, idea) == readers(world, late) == {"Ada"}
    assert world.sees("facilitator", f"late:{late}") is None
    for command in (HideIdea(idea, "Rude"), AcceptIdea(late), HideIdea(late, "Rude"), RestoreIdea(idea)):
        assert world.refused("facilitator", command) == "unknown"
    assert world.refused("facilitator", TO_ROOM) == "not_yet"
    world.does("facilitator", TO_FACILITATORS)
    assert readers(world, idea) == readers(world, late) == {"Ada", "facilitator"}
    assert (number(world, idea), board(world)) == (0, ("facilitators", 1))
    assert world.refused("facilitator", TO_FACILITATORS) == "already"
    world.does("facilitator", AcceptIdea(late))
    assert (readers(world, late), board(world)) == ({"Ada", "facilitator"}, ("facilitators", 2))
    world.does("facilitator", TO_ROOM)
    assert (readers(world, idea), readers(world, late)) == (EVERYBODY, EVERYBODY)
    assert (number(world, idea), number(world, late)) == (1, 2)


def test_late_ideas_after_the_facilitators_have_read_the_board() -> None:
    """IDEA7"""
    world = given(FROM_EVERYONE).opened("gather").closed("gather")
    world.does("facilitator", TO_FACILITATORS)
    late = world.posts("Ada")
    assert readers(world, late) == {"Ada", "facilitator"}


def test_a_board_is_shown_only_while_its_step_is_closed_and_once() -> None:
    """IDEA8"""
    world = given(FROM_PARTICIPANTS)
    assert world.refused("facilitator", TO_ROOM) == "not_yet"
    world.opened("gather")
    assert world.refused("facilitator", TO_ROOM) == "step_open"
    world.closed("gather")
    assert world.refused("Ada", TO_ROOM) == "not_allowed"
    assert world.refused("facilitator", RevealIdeas("nowhere", "room")) == "unknown"
    world.does("facilitator", TO_ROOM)
    assert world.refused("facilitator", TO_ROOM) == "already"
    assert given().opened("gather").closed("gather").refused("facilitator", TO_ROOM) == "already"


def test_ideas_are_numbered_in_order_of_posting() -> None:
    """IDEA8"""
    world = given(FROM_PARTICIPANTS).opened("gather")
    ideas = [world.posts(who) for who in ("Mei", "Ada", "Kofi", "Ada")]
    world.does("Ada", WithdrawIdea(ideas[1]))
    world.closed("gather").does("facilitator", TO_ROOM)
    assert [number(world, idea) for idea in (ideas[0], *ideas[2:])] == [1, 2, 3]


@pytest.mark.parametrize("private", [FROM_PARTICIPANTS, FROM_EVERYONE])
def test_what_was_shown_stays_shown_and_only_new_ideas_are_private(private: Gather) -> None:
    """IDEA8"""
    world = given(private, CLUSTER).opened("gather")
    old = world.posts("Ada")
    world.closed("gather")
    if private is FROM_EVERYONE:
        world.does("facilitator", TO_FACILITATORS)
    world.does("facilitator", TO_ROOM)
    world.opened("gather")
    assert board(world) == ("room", 0)
    new = world.posts("Ada")
    assert (readers(world, old), "Kofi" in readers(world, new)) == (EVERYBODY, False)
    assert ("facilitator" in readers(world, new)) == (private is FROM_PARTICIPANTS)
    assert board(world) == ("no", 1)
    world.opened("cluster")
    if private is FROM_EVERYONE:
        assert world.refused("facilitator", TO_ROOM) == "not_yet"
        world.does("facilitator", TO_FACILITATORS)
    world.does("facilitator", TO_ROOM)
    assert (number(world, old), number(world, new)) == (1, 2)


def test_an_idea_accepted_after_the_showing_is_shown_at_once() -> None:
    """IDEA4 IDEA13"""
    world = given(FROM_PARTICIPANTS).opened("gather").closed("gather")
    before = world.posts("Ada")
    world.does("facilitator", TO_ROOM)
    after = world.posts("Kofi")
    assert readers(world, before) == {"Ada", "facilitator"}
    world.does("facilitator", AcceptIdea(after), AcceptIdea(before))
    assert (readers(world, before), number(world, after), number(world, before)) == (EVERYBODY, 1, 2)


def test_how_many_wait() -> None:
    """IDEA9"""
    world = given(FROM_PARTICIPANTS).opened("gather")
    ideas = [world.posts("Ada") for _ in range(4)]
    world.does("Ada", WithdrawIdea(ideas[0]))
    world.does("facilitator", HideIdea(ideas[1], "Rude"))
    assert board(world) == ("no", 2)
    assert world.sees("screen", "board:ideas-") is not None
    world.does("facilitator", RestoreIdea(ideas[1]))
    assert board(world) == ("no", 3)
    world.closed("gather")
    late = world.posts("Kofi")
    assert board(world) == ("no", 3)
    world.does("facilitator", AcceptIdea(late))
    assert board(world) == ("no", 4)
    world.does("Ada", EraseMe())
    assert board(world) == ("no", 1)


def test_authors_edit_while_the_step_is_open() -> None:
    """IDEA10"""
    world = given().opened("gather")
    idea = world.posts("Ada", "Trees")
    assert world.does("Ada", EditIdea(idea, " Trees ")) == []
    first_at = world.now
    world.later(minutes=1)
    world.does("Ada", EditIdea(idea, "Trees and benches"))
    world.later(minutes=1)
    world.does("Ada", EditIdea(idea, "Many trees"))
    assert world.record(IdeaRecord, f"idea:{idea}") == IdeaRecord(idea, "ideas-", "Many trees", 1, edited=True)
    history = world.record(HistoryRecord, f"history:{idea}")
    assert (history.texts, history.at) == (["Trees", "Trees and benches"], [first_at, first_at + 60_000])
    assert history.on_request
    assert [world.sees(who, f"history:{idea}") is not None for who in ("Ada", "facilitator", "Kofi", "screen")] == [
        True,
        True,
        False,
        False,
    ]
    assert world.refused("Kofi", EditIdea(idea, "Mine now")) == "not_allowed"
    assert world.refused("facilitator", EditIdea(idea, "Mine now")) == "not_allowed"
    world.closed("gather")
    assert world.refused("Ada", EditIdea(idea, "Again")) == "step_closed"


def test_the_facilitator_sees_the_history_of_a_private_idea_only_with_the_idea() -> None:
    """IDEA10 IDEA7"""
    world = given(FROM_EVERYONE).opened("gather")
    idea = world.posts("Ada")
    world.does("Ada", EditIdea(idea, "Better"))
    assert world.sees("facilitator", f"history:{idea}") is None
    assert world.sees("Ada", f"history:{idea}") is not None


def test_a_hidden_idea_is_not_edited() -> None:
    """IDEA10"""
    world = given().opened("gather")
    idea = world.posts("Ada")
    world.does("facilitator", HideIdea(idea, "Rude"))
    assert world.refused("Ada", EditIdea(idea, "Nicer")) == "not_allowed"


def test_authors_withdraw() -> None:
    """IDEA11"""
    world = given().opened("gather")
    idea = world.posts("Ada")
    assert world.refused("Kofi", WithdrawIdea(idea)) == "not_allowed"
    world.does("Ada", WithdrawIdea(idea))
    assert readers(world, idea) == set()
    assert world.workshop.show(f"mine:{idea}") is None
    assert world.refused("Ada", WithdrawIdea(idea)) == "already"
    assert world.refused("facilitator", HideIdea(idea, "Rude")) == "unknown"
    kept = world.posts("Ada")
    world.closed("gather")
    assert world.refused("Ada", WithdrawIdea(kept)) == "step_closed"
    late, accepted = world.posts("Ada"), world.posts("Ada")
    world.does("facilitator", AcceptIdea(accepted))
    world.does("Ada", WithdrawIdea(late))
    assert world.refused("Ada", WithdrawIdea(accepted)) == "step_closed"


def test_a_facilitator_hides_and_restores() -> None:
    """IDEA12"""
    world = given().opened("gather")
    idea = world.posts("Ada")
    assert world.refused("Kofi", HideIdea(idea, "Rude")) == "not_allowed"
    assert world.refused("facilitator", HideIdea(idea, " ")) == "empty"
    assert world.refused("facilitator", RestoreIdea(idea)) == "already"
    world.does("facilitator", HideIdea(idea, "Names a neighbour"))
    assert readers(world, idea) == {"Ada", "facilitator"}
    assert mine(world, idea) == "hidden"
    for who in ("Ada", "facilitator"):
        assert world.sees(who, f"hidden:{idea}") == HiddenRecord(idea, "Names a neighbour")
    assert world.sees("Kofi", f"hidden:{idea}") is None
    assert world.refused("facilitator", HideIdea(idea, "Again")) == "already"
    world.does("facilitator", RestoreIdea(idea))
    assert (readers(world, idea), number(world, idea), mine(world, idea)) == (EVERYBODY, 1, "posted")
    assert world.workshop.show(f"hidden:{idea}") is None


def test_hidden_at_the_showing_it_is_numbered_when_restored() -> None:
    """IDEA13"""
    world = given(FROM_PARTICIPANTS).opened("gather")
    hidden, other = world.posts("Ada"), world.posts("Kofi")
    world.does("facilitator", HideIdea(hidden, "Rude"))
    world.closed("gather").does("facilitator", TO_ROOM)
    assert (number(world, hidden), number(world, other)) == (0, 1)
    world.does("facilitator", RestoreIdea(hidden))
    assert (readers(world, hidden), number(world, hidden)) == (EVERYBODY, 2)


def test_hidden_late_and_accepted_in_any_order() -> None:
    """IDEA12 IDEA13"""
    world = given().opened("gather", "cluster")
    one, two = world.posts("Ada"), world.posts("Ada")
    world.does("facilitator", HideIdea(one, "Rude"), HideIdea(two, "Rude"))
    world.does("facilitator", AcceptIdea(one))
    assert (number(world, one), mine(world, one)) == (0, "hidden")
    world.does("facilitator", RestoreIdea(one))
    world.does("facilitator", RestoreIdea(two))
    assert mine(world, two) == "late"
    world.does("facilitator", AcceptIdea(two))
    assert (number(world, one), number(world, two)) == (1, 2)


def test_restored_before_the_showing_it_waits_like_the_others() -> None:
    """IDEA12 IDEA9"""
    world = given(FROM_PARTICIPANTS).opened("gather")
    idea = world.posts("Ada")
    world.does("facilitator", HideIdea(idea, "Rude"), RestoreIdea(idea))
    assert (readers(world, idea), number(world, idea), board(world)) == ({"Ada", "facilitator"}, 0, ("no", 1))


@pytest.mark.parametrize(
    ("authors", "told"),
    [
        ("shown", EVERYBODY),
        ("facilitators", {"facilitator"}),
        ("nobody", set()),
    ],
)
def test_who_is_told_the_author(authors: Authors, told: set[str]) -> None:
    """IDEA14"""
    world = given(Gather(id="gather", title="Ideas", authors=authors), VOTE).opened("gather")
    idea = world.posts("Ada")
    assert {who for who in EVERYBODY if world.sees(who, f"author:{idea}") is not None} == told
    world.does("facilitator", HideIdea(idea, "Rude"))
    still = told & {"Ada", "facilitator"}
    assert {who for who in EVERYBODY if world.sees(who, f"author:{idea}") is not None} == still


def test_the_author_of_an_unseen_idea_is_not_told() -> None:
    """IDEA14 IDEA7"""
    world = given(Gather(id="gather", title="Ideas", authors="shown", private="everyone")).opened("gather")
    idea = world.posts("Ada")
    assert {who for who in EVERYBODY if world.sees(who, f"author:{idea}") is not None} == {"Ada"}


def test_somebody_elses_unseen_idea_is_unknown() -> None:
    """IDEA15"""
    world = given(FROM_PARTICIPANTS).opened("gather")
    idea = world.posts("Ada")
    for command in (EditIdea(idea, "Mine"), WithdrawIdea(idea)):
        assert world.refused("Kofi", command) == "unknown"
    assert world.sees("Kofi", f"mine:{idea}") is None
    assert world.sees("facilitator", f"mine:{idea}") is None
    assert world.sees("Ada", f"mine:{idea}") == MineRecord(idea, order=1)
