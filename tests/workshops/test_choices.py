"""What dots may go on, under which number it stands on paper, and whose ballots on paper are awaited."""

import pytest

from tests.given import CLUSTER, GATHER, WELCOME, Given, given
from workshops.ballots import BallotRecord, EnterBallot, PaperRecord, SetDots
from workshops.clusters import OrderCluster, UngroupCluster
from workshops.ideas import WithdrawIdea
from workshops.merging import MergeClusters, UnmergeCluster
from workshops.moderation import HideIdea, RestoreIdea
from workshops.people import AddPerson, Finish, RemovePerson
from workshops.recipe import AddStep, RemoveStep
from workshops.sealing import RevealRound
from workshops.sorting import MoveIdeas
from workshops.tallies import TallyRecord
from workshops.undo import Undo
from workshops.voting import CloseRound, ReopenRound, Vote


def voting(on: str = "clusters", **rules: object) -> tuple[Given, list[str], list[str]]:
    """Three clusters, one idea each, the second under a theme; two ideas in none; two people on paper."""
    vote = Vote(id="voting", title="Vote", on=on, minutes=0, **rules)  # type: ignore[arg-type]
    world = given(GATHER, CLUSTER, vote, themes=["Streets"]).on_paper("Pia-on-paper", "Tom-on-paper").opened("gather")
    ideas = [world.posts("Ada", text) for text in ("Trees", "Benches", "Buses", "Bins", "Bikes")]
    streets = next(iter(world.workshop.clusters.themes))
    world.opened("cluster")
    clusters = [
        world.groups(ideas[at], name=name, theme=theme)
        for at, (name, theme) in enumerate([("Green", None), ("Rest", streets), ("Travel", None)])
    ]
    return world.opened("voting"), clusters, ideas


def paper(world: Given) -> PaperRecord:
    return world.record(PaperRecord, f"paper:{world.round}")


def tally(world: Given) -> TallyRecord:
    return world.record(TallyRecord, f"tally:{world.round}")


def ballot(world: Given, who: str) -> dict[str, int]:
    return world.record(BallotRecord, f"ballot:{world.round}.{who}").dots


def enters(world: Given, dots: dict[str, int], *, who: str = "Pia-on-paper", again: bool = False) -> None:
    world.does("helper", EnterBallot(world.round, dots, again), subject=who)


def reveal(world: Given) -> dict[str, int]:
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))
    return {count.on: count.dots for count in tally(world).counts}


# Numbers


def test_choices_are_numbered_in_board_order_as_the_round_begins() -> None:
    """DOTS19"""
    world, (green, rest, travel), ideas = voting("both")
    assert paper(world).choices == [rest, green, travel, *ideas[3:]]
    assert voting("ideas")[0].record(PaperRecord, f"paper:{voting('ideas')[0].round}").choices == voting("ideas")[2]


def test_a_number_never_moves() -> None:
    """DOTS19"""
    world, (green, rest, travel), ideas = voting()
    before = paper(world).choices
    world.does("facilitator", OrderCluster(travel, None, None), MergeClusters(rest, green), UngroupCluster(travel))
    assert (paper(world).choices, paper(world).gone) == (before, {travel: "gone"})
    world.does("facilitator", Undo(), UnmergeCluster(rest))
    assert (paper(world).choices, paper(world).gone) == (before, {})
    added = world.groups(ideas[3], name="Clean")
    assert paper(world).choices == [*before, added]
    world.does("facilitator", UngroupCluster(added))
    another = world.groups(ideas[4], name="Bikes")
    assert paper(world).choices == [*before, added, another]


def test_what_comes_to_be_dotted_takes_the_next_number() -> None:
    """DOTS19"""
    world, clusters, ideas = voting("both")
    before = paper(world).choices
    (added,) = world.lists("Bridges")
    world.does("facilitator", UngroupCluster(clusters[0]))
    assert paper(world).choices == [*before, added, ideas[0]]
    world.does("facilitator", Undo())
    assert paper(world).choices == [*before, added, ideas[0]]


def test_what_was_hidden_or_has_gone_is_told_and_keeps_its_number() -> None:
    """DOTS19"""
    world, _, ideas = voting("ideas")
    world.opened("gather").does("Ada", WithdrawIdea(ideas[1]))
    world.does("facilitator", HideIdea(ideas[0], "off topic"))
    assert paper(world).gone == {ideas[0]: "hidden", ideas[1]: "gone"}
    world.does("facilitator", RestoreIdea(ideas[0]))
    assert (paper(world).choices, paper(world).gone) == (ideas, {ideas[1]: "gone"})


def test_numbers_are_for_those_who_print_and_enter_until_the_round_is_sealed() -> None:
    """DOTS19 DOTS21"""
    world, *_ = voting()
    key = f"paper:{world.round}"
    seeing = [who for who in ("Ada", "screen", "observer", "export", "helper", "facilitator") if world.sees(who, key)]
    assert seeing == ["helper", "facilitator"]
    reveal(world)
    assert world.workshop.show(key) is None


def test_a_change_of_the_agenda_moves_no_number() -> None:
    """DOTS19"""
    world, *_ = voting("both")
    before = paper(world)
    world.does("facilitator", AddStep(WELCOME, None), RemoveStep(WELCOME.id))
    assert paper(world) == before


# What ballots on paper take


def test_a_ballot_goes_where_the_paper_says_whatever_was_merged_since() -> None:
    """DOTS20"""
    world, (green, rest, travel), _ = voting()
    printed = dict(enumerate(paper(world).choices, 1))
    world.does("facilitator", OrderCluster(travel, None, None), MergeClusters(rest, green))
    enters(world, {printed[1]: 3, printed[2]: 2})
    world.does("facilitator", UnmergeCluster(rest))
    assert reveal(world) == {rest: 3, green: 2}


def test_each_number_has_the_maximum_to_itself() -> None:
    """DOTS20 DOTS2"""
    world, (green, rest, _), _ = voting()
    world.does("facilitator", MergeClusters(rest, green))
    assert world.refused("helper", EnterBallot(world.round, {rest: 4}), "Pia-on-paper") == "over_maximum"
    assert world.refused("helper", EnterBallot(world.round, {rest: 3, green: 3}), "Pia-on-paper") == "no_budget"
    enters(world, {rest: 3, green: 2})
    assert reveal(world) == {green: 5}


def test_what_was_merged_before_the_round_began_has_no_number_and_no_maximum_of_its_own() -> None:
    """DOTS20 DOTS2"""
    world = given(GATHER, CLUSTER, Vote(id="voting", title="Vote", minutes=0)).on_paper("Pia-on-paper")
    world.opened("gather", "cluster")
    one, two = world.groups(name="Green"), world.groups(name="Rest")
    world.does("facilitator", MergeClusters(two, one))
    world.opened("voting")
    assert paper(world).choices == [one]
    assert world.refused("helper", EnterBallot(world.round, {one: 2, two: 2}), "Pia-on-paper") == "over_maximum"


def test_what_was_put_in_a_cluster_since_is_still_entered_from_paper() -> None:
    """DOTS20 DOTS3"""
    world, (green, *_), ideas = voting("both")
    world.does("facilitator", MoveIdeas([ideas[3]], green))
    enters(world, {ideas[3]: 2})
    enters(world, {ideas[3]: 1, green: 1}, again=True)
    assert world.refused("helper", EnterBallot(world.round, {ideas[0]: 1}), "Tom-on-paper") == "in_cluster"
    assert reveal(world) == {green: 1, ideas[3]: 1}


# A round on both


def test_in_a_round_on_both_an_idea_put_in_a_cluster_keeps_its_dots_and_takes_no_more() -> None:
    """DOTS3 DOTS4"""
    world, (green, *_), ideas = voting("both")
    world.sticks("Ada", ideas[3], 2)
    world.does("facilitator", MoveIdeas([ideas[3]], green))
    assert ballot(world, "Ada") == {ideas[3]: 2}
    assert world.refused("Ada", SetDots(world.round, ideas[3], 3)) == "in_cluster"
    assert world.refused("Kofi", SetDots(world.round, ideas[3], 1)) == "in_cluster"
    world.sticks("Ada", ideas[3], 1)
    assert world.refused("Ada", SetDots(world.round, ideas[3], 2)) == "in_cluster"
    world.sticks("Kofi", green)
    world.does("facilitator", MoveIdeas([ideas[3]], None))
    world.sticks("Kofi", ideas[3], 2)
    assert reveal(world) == {ideas[3]: 3, green: 1}


@pytest.mark.parametrize("on", ["clusters", "ideas"])
def test_elsewhere_a_cluster_changes_nothing_about_its_ideas(on: str) -> None:
    """DOTS3"""
    world, (green, *_), ideas = voting(on)
    item = green if on == "clusters" else ideas[0]
    world.sticks("Ada", item, 2)
    assert reveal(world) == {item: 2}


@pytest.mark.parametrize(("on", "choices"), [("clusters", 3), ("ideas", 5), ("both", 5)])
def test_a_tally_tells_how_many_choices_there_are(on: str, choices: int) -> None:
    """DOTS10"""
    world, *_ = voting(on)
    reveal(world)
    assert tally(world).choices == choices


def test_an_idea_in_a_cluster_is_a_choice_of_both_while_it_has_dots() -> None:
    """DOTS10 DOTS3"""
    world, (green, *_), ideas = voting("both", totals="shown")
    world.does("facilitator", MoveIdeas(ideas[3:], green))
    assert tally(world).choices == 3
    world.does("facilitator", MoveIdeas(ideas[3:], None))
    world.sticks("Ada", ideas[3])
    world.does("facilitator", MoveIdeas(ideas[3:], green))
    assert tally(world).choices == 4
    world.sticks("Ada", ideas[3], 0)
    assert tally(world).choices == 3


# Who is awaited


def test_whose_ballot_on_paper_is_awaited_is_told_until_it_is_in() -> None:
    """DOTS21"""
    world, (green, *_), _ = voting()
    assert paper(world).awaited == ["Pia-on-paper", "Tom-on-paper"]
    enters(world, {green: 1})
    assert paper(world).awaited == ["Tom-on-paper"]
    world.does("helper", Finish("voting"), subject="Tom-on-paper")
    assert paper(world).awaited == []
    world.does("helper", Finish("voting", done=False), subject="Tom-on-paper")
    world.does("helper", AddPerson("Lea-on-paper", "Lea"))
    assert paper(world).awaited == ["Tom-on-paper", "Lea-on-paper"]
    world.does("facilitator", RemovePerson("Tom-on-paper", "keep"))
    assert paper(world).awaited == ["Lea-on-paper"]


def test_a_ballot_that_is_in_is_not_awaited_when_the_step_opens_again_or_another_one() -> None:
    """DOTS21"""
    world, (green, *_), _ = voting()
    enters(world, {green: 1})
    world.opened("cluster")
    assert paper(world).awaited == ["Tom-on-paper"]
    world.opened("voting").does("facilitator", CloseRound(world.round))
    assert paper(world).awaited == ["Tom-on-paper"]
    world.does("facilitator", ReopenRound(world.round))
    enters(world, {}, who="Tom-on-paper")
    assert paper(world).awaited == []


def test_who_came_after_a_frozen_round_had_begun_is_not_awaited() -> None:
    """DOTS21 DOTS16"""
    world, *_ = voting(electorate="frozen")
    world.on_paper("Lea-on-paper")
    assert paper(world).awaited == ["Pia-on-paper", "Tom-on-paper"]
