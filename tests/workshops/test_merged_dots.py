"""Dots on clusters that are merged, split, ungrouped and brought back, before and after sealing."""

import pytest

from tests.given import CLUSTER, GATHER, Given, given
from workshops.ballots import BallotRecord, SetDots
from workshops.clusters import FileCluster, OrderCluster, UngroupCluster
from workshops.merging import MergeClusters, UnmergeCluster
from workshops.sealing import RevealRound, RoundSealed
from workshops.sorting import MoveIdeas
from workshops.tallies import Count, TallyRecord
from workshops.themes import OrderTheme, RemoveTheme
from workshops.undo import Undo
from workshops.vocabulary import Refused
from workshops.voting import CloseRound, ReopenRound, Vote


def voting(**rules: object) -> tuple[Given, str, str, str]:
    """A round of 5 dots, at most 3 on one, on three clusters."""
    vote = Vote(id="voting", title="Vote", minutes=0, **rules)  # type: ignore[arg-type]
    world = given(GATHER, CLUSTER, vote, themes=["Streets", "Parks"]).opened("gather", "cluster")
    green, blue, red = (world.groups(name=name) for name in ("Green", "Blue", "Red"))
    return world.opened("voting"), green, blue, red


def ballot(world: Given, who: str) -> tuple[dict[str, int], int]:
    record = world.record(BallotRecord, f"ballot:{world.round}.{who}")
    return record.dots, record.left


def counts(world: Given) -> list[Count]:
    return world.record(TallyRecord, f"tally:{world.round}").counts


def reveal(world: Given) -> None:
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))


def merge(world: Given, cluster: str, into: str) -> None:
    world.does("facilitator", MergeClusters(cluster, into))


def test_dots_on_a_merged_cluster_count_for_what_it_ended_in() -> None:
    """DOTS13"""
    world, green, blue, red = voting()
    world.sticks("Ada", green, 1)
    world.sticks("Ada", blue, 1)
    world.sticks("Kofi", green, 2)
    merge(world, green, blue)
    assert (ballot(world, "Ada"), ballot(world, "Kofi")) == (({blue: 2}, 3), ({blue: 2}, 3))
    merge(world, blue, red)
    world.sticks("Ada", red, 3)
    assert ballot(world, "Ada") == ({red: 3}, 2)
    world.does("facilitator", UnmergeCluster(green))
    assert (ballot(world, "Ada"), ballot(world, "Kofi")) == (({green: 1, red: 2}, 2), ({green: 2}, 3))
    world.does("facilitator", UnmergeCluster(blue))
    assert ballot(world, "Ada") == ({green: 1, blue: 1, red: 1}, 2)


def test_on_a_split_dots_stay_with_the_original() -> None:
    """DOTS13"""
    world, green, *_ = voting()
    world.opened("gather")
    idea = world.posts("Ada")
    world.does("facilitator", MoveIdeas([idea], green))
    world.opened("voting")
    world.sticks("Ada", green, 2)
    world.groups(idea)
    assert ballot(world, "Ada") == ({green: 2}, 3)


def test_above_the_maximum_after_a_merge_one_takes_back_and_does_not_add() -> None:
    """DOTS14"""
    world, green, blue, red = voting()
    world.sticks("Ada", green, 2)
    world.sticks("Ada", blue, 2)
    merge(world, green, blue)
    assert ballot(world, "Ada") == ({blue: 4}, 1)
    for more in (SetDots(world.round, blue, 5), SetDots(world.round, green, 3)):
        assert world.refused("Ada", more) == "over_maximum"
    assert world.does("Ada", SetDots(world.round, blue, 4)) == []
    world.sticks("Ada", blue, 1)
    world.sticks("Ada", red, 3)
    assert ballot(world, "Ada") == ({blue: 1, red: 3}, 1)
    world.does("facilitator", UnmergeCluster(green))
    assert ballot(world, "Ada") == ({green: 1, red: 3}, 1)


def test_dots_are_taken_from_the_cluster_itself_first_and_one_merged_may_be_meant_alone() -> None:
    """DOTS14"""
    world, green, blue, _ = voting()
    world.sticks("Ada", green, 1)
    world.sticks("Ada", blue, 2)
    merge(world, green, blue)
    world.sticks("Ada", blue, 2)
    world.does("Ada", SetDots(world.round, green, 2))
    assert ballot(world, "Ada") == ({blue: 3}, 2)
    world.does("facilitator", UnmergeCluster(green))
    assert ballot(world, "Ada") == ({green: 2, blue: 1}, 2)


def test_with_what_goes_the_dots_on_what_was_merged_into_it_are_free() -> None:
    """DOTS5 DOTS6 DOTS13"""
    world, green, blue, red = voting()
    world.sticks("Ada", green, 2)
    world.sticks("Ada", blue, 2)
    world.sticks("Kofi", green, 1)
    merge(world, green, blue)
    world.does("facilitator", UngroupCluster(blue))
    assert (ballot(world, "Ada"), ballot(world, "Kofi")) == (({}, 5), ({}, 5))
    world.sticks("Ada", red, 3)
    world.does("facilitator", Undo())
    assert (ballot(world, "Ada"), ballot(world, "Kofi")) == (({red: 3, blue: 2}, 0), ({blue: 1}, 4))


def test_merging_what_everybody_voted_for_counts_each_ballot_once() -> None:
    """DOTS13 DOTS15"""
    world, green, blue, red = voting()
    for who, one, two in (("Ada", 1, 2), ("Kofi", 2, 0), ("Mei", 0, 1)):
        world.sticks(who, green, one)
        world.sticks(who, blue, two)
    world.sticks("Mei", red, 3)
    merge(world, green, blue)
    reveal(world)
    assert counts(world) == [Count(blue, 6, 3, 1, [1, 1, 1]), Count(red, 3, 1, 2, [0, 0, 1])]


def test_unmerging_after_sealing_is_exact() -> None:
    """DOTS13 DOTS15"""
    world, green, blue, _ = voting()
    world.sticks("Ada", green, 1)
    world.sticks("Ada", blue, 2)
    world.sticks("Kofi", green, 3)
    merge(world, green, blue)
    reveal(world)
    together = [Count(blue, 6, 2, 1, [0, 0, 2])]
    assert counts(world) == together
    world.does("facilitator", UnmergeCluster(green))
    assert counts(world) == [Count(green, 4, 2, 1, [1, 0, 1]), Count(blue, 2, 1, 2, [0, 1])]
    world.does("facilitator", Undo())
    assert counts(world) == together


def test_of_what_is_merged_after_sealing_only_the_total_is_known() -> None:
    """DOTS15"""
    world, green, blue, red = voting()
    world.sticks("Ada", green, 1)
    world.sticks("Kofi", blue, 2)
    reveal(world)
    merge(world, green, red)
    assert counts(world) == [Count(blue, 2, 1, 1, [0, 1]), Count(red, 1, 1, 2, [1])]
    merge(world, red, blue)
    assert counts(world) == [Count(blue, 3, 0, 1)]
    assert world.record(TallyRecord, f"tally:{world.round}").voters == 2
    world.does("facilitator", UngroupCluster(blue))
    assert counts(world) == []


def test_the_log_of_a_sealed_round_holds_what_each_thing_had() -> None:
    """DOTS13 DOTS9"""
    world, green, blue, _ = voting()
    world.sticks("Ada", green, 1)
    world.sticks("Ada", blue, 2)
    merge(world, green, blue)
    reveal(world)
    (sealed,) = (stored.event for stored in world.log if isinstance(stored.event, RoundSealed))
    assert sealed.tally == {green: (1, 1), blue: (2, 1)}
    assert [(heap.of, heap.voters, heap.spread) for heap in sealed.heaps] == [(sorted([green, blue]), 1, [0, 0, 1])]


def test_a_closed_round_follows_merges_too() -> None:
    """DOTS13 DOTS7"""
    world, green, blue, _ = voting()
    world.sticks("Ada", green, 1)
    world.sticks("Ada", blue, 2)
    world.does("facilitator", CloseRound(world.round))
    merge(world, green, blue)
    world.does("facilitator", ReopenRound(world.round), UnmergeCluster(green))
    assert ballot(world, "Ada") == ({green: 1, blue: 2}, 2)


def test_ties_are_in_the_order_that_themes_and_clusters_have() -> None:
    """DOTS10"""
    world, green, blue, red = voting()
    streets, parks = world.workshop.clusters.themes
    for cluster in (green, blue, red):
        world.sticks("Ada", cluster)
    reveal(world)
    world.does("facilitator", OrderCluster(red, None, None))
    assert [count.on for count in counts(world)] == [red, green, blue]
    world.does("facilitator", FileCluster(blue, streets), FileCluster(green, parks))
    assert [count.on for count in counts(world)] == [blue, green, red]
    world.does("facilitator", OrderTheme(parks, None))
    assert [count.on for count in counts(world)] == [green, blue, red]
    world.does("facilitator", RemoveTheme(parks))
    assert [count.on for count in counts(world)] == [blue, red, green]


def by_theme(world: Given, who: str) -> dict[str, int]:
    return world.record(BallotRecord, f"ballot:{world.round}.{who}").themes


def test_dots_under_one_theme_stay_within_its_limit() -> None:
    """DOTS2"""
    world, green, blue, red = voting(per_theme=2)
    streets, parks = world.workshop.clusters.themes
    world.does("facilitator", FileCluster(green, streets), FileCluster(blue, streets))
    assert by_theme(world, "Ada") == {"": 2, streets: 2, parks: 2}
    world.sticks("Ada", green, 1)
    world.sticks("Ada", blue, 1)
    with pytest.raises(Refused) as over:
        world.sticks("Ada", blue, 2)
    assert (over.value.reason, over.value.facts) == ("over_theme", {"maximum": 2})
    world.sticks("Ada", red, 2)
    assert world.refused("Ada", SetDots(world.round, red, 3)) == "over_theme"
    assert by_theme(world, "Ada") == {"": 0, streets: 0, parks: 1}


def test_above_the_limit_of_a_theme_one_takes_back_and_does_not_add() -> None:
    """DOTS14"""
    world, green, blue, red = voting(per_theme=2)
    streets, parks = world.workshop.clusters.themes
    world.does("facilitator", FileCluster(green, streets), FileCluster(blue, parks))
    world.sticks("Ada", green, 2)
    world.sticks("Ada", blue, 1)
    world.does("facilitator", FileCluster(blue, streets))
    assert (ballot(world, "Ada"), by_theme(world, "Ada")) == (({green: 2, blue: 1}, 2), {"": 2, streets: 0, parks: 2})
    assert world.refused("Ada", SetDots(world.round, blue, 2)) == "over_theme"
    world.sticks("Ada", green, 0)
    world.sticks("Ada", blue, 2)
    world.does("facilitator", MergeClusters(blue, red))
    assert by_theme(world, "Ada") == {"": 0, streets: 2, parks: 2}


def test_an_idea_is_under_the_theme_of_its_cluster() -> None:
    """DOTS2"""
    vote = Vote(id="voting", title="Vote", on="ideas", per_theme=1, minutes=0)
    world = given(GATHER, CLUSTER, vote, themes=["Streets"]).opened("gather")
    (streets,) = world.workshop.clusters.themes
    one, two = world.posts("Mei"), world.posts("Mei")
    cluster = world.groups(one, two, theme=streets)
    world.opened("voting")
    world.sticks("Ada", one)
    assert by_theme(world, "Ada") == {"": 1, streets: 0}
    assert world.refused("Ada", SetDots(world.round, two, 1)) == "over_theme"
    world.does("facilitator", MoveIdeas([one], None))
    assert by_theme(world, "Ada") == {"": 0, streets: 1}
    world.sticks("Ada", two)
    world.does("facilitator", FileCluster(cluster))
    assert by_theme(world, "Ada") == {"": 0, streets: 1}


def test_a_round_without_such_a_limit_tells_of_no_theme() -> None:
    """DOTS2"""
    world, *_ = voting()
    assert by_theme(world, "Ada") == {}
