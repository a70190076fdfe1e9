"""Clusters and themes: who makes them, what goes in, who sees it."""

import pytest

from tests.given import CLUSTER, GATHER, VOTE, Given, given
from workshops.clusters import (
    Arrange,
    ClusterRecord,
    FileCluster,
    IdeasMoved,
    MakeCluster,
    MakeTheme,
    MoveIdeas,
    NameCluster,
    NameTheme,
    PlaceRecord,
    ThemeRecord,
    UngroupCluster,
)
from workshops.ideas import AcceptIdea, Gather, HideIdea, RestoreIdea, RevealIdeas, WithdrawIdea
from workshops.people import EraseMe
from workshops.vocabulary import Limits, Refused

BY_EVERYONE = Arrange(id="cluster", title="Group", by="everyone", minutes=0)
OTHER_BOARD = Gather(id="gather-two", title="More", board="board-two", minutes=0)


def place(world: Given, idea: str, who: str = "facilitator") -> str | None:
    record = world.sees(who, f"place:{idea}")
    assert record is None or isinstance(record, PlaceRecord)
    return None if record is None else record.cluster


def test_facilitators_arrange_at_any_time() -> None:
    """CLUSTER1"""
    world = given().opened("gather")
    idea = world.posts("Ada")
    world.does("facilitator", MakeTheme("theme-1", " Streets "), MakeCluster("cluster-1", "ideas-", "Green", "theme-1"))
    world.does("facilitator", NameTheme("theme-1", "Our streets"), NameCluster("cluster-1", "Greener"))
    assert world.record(ThemeRecord, "theme:theme-1") == ThemeRecord("theme-1", "Our streets", 1)
    assert world.record(ClusterRecord, "cluster:cluster-1") == ClusterRecord(
        "cluster-1", "ideas-", "Greener", 1, "theme-1"
    )
    world.does("facilitator", FileCluster("cluster-1"), MoveIdeas([idea], "cluster-1"))
    assert world.record(ClusterRecord, "cluster:cluster-1").theme is None
    assert place(world, idea) == "cluster-1"


def test_what_changes_nothing_is_nothing() -> None:
    """CLUSTER1 CLUSTER3"""
    world = given(themes=["Streets"]).opened("gather")
    (theme,) = world.workshop.clusters.themes
    cluster = world.groups(theme=theme)
    for command in (NameTheme(theme, "Streets"), NameCluster(cluster, " Green"), FileCluster(cluster, theme)):
        assert world.does("facilitator", command) == []


def test_ids_are_unknown_or_taken() -> None:
    """CLUSTER1 IDEA2"""
    world = given(themes=["Streets"]).opened("gather")
    idea, cluster = world.posts("Ada"), world.groups()
    for taken in (idea, cluster, *world.workshop.clusters.themes):
        assert world.refused("facilitator", MakeCluster(taken, "ideas-", "Green")) == "taken"
        assert world.refused("facilitator", MakeTheme(taken, "Green")) == "taken"
    for command in (
        MakeCluster("cluster-x", "nowhere", "Green"),
        MakeCluster("cluster-x", "ideas-", "Green", "no-theme"),
        NameCluster("nothing", "Green"),
        NameTheme("nothing", "Green"),
        FileCluster("nothing"),
        FileCluster(cluster, "nothing"),
        MoveIdeas(["nothing"], cluster),
        MoveIdeas([idea], "nothing"),
        UngroupCluster("nothing"),
    ):
        assert world.refused("facilitator", command) == "unknown"


def test_participants_arrange_while_the_step_lets_everyone() -> None:
    """CLUSTER2"""
    world = given(GATHER, BY_EVERYONE, VOTE, themes=["Streets"]).opened("gather")
    idea = world.posts("Ada")
    (theme,) = world.workshop.clusters.themes
    commands = (
        MakeCluster("cluster-1", "ideas-", "Green", None, [idea]),
        NameCluster("cluster-1", "Greener"),
        FileCluster("cluster-1", theme),
        MoveIdeas([idea], None),
    )
    assert world.refused("Kofi", commands[0]) == "step_closed"
    world.opened("cluster")
    assert world.refused("Zoe", commands[0]) == "join_first"
    world.does("Kofi", *commands)
    assert place(world, idea) is None
    for leading in (UngroupCluster("cluster-1"), MakeTheme("theme-1", "Mine"), NameTheme(theme, "Mine")):
        assert world.refused("Kofi", leading) == "not_allowed"
    world.opened("voting")
    for late in (NameCluster("cluster-1", "Later"), MoveIdeas([idea], "cluster-1"), MoveIdeas([idea], None)):
        assert world.refused("Kofi", late) == "step_closed"


@pytest.mark.parametrize("who", ["Kofi", "helper", "screen", "observer"])
def test_nobody_else_arranges(who: str) -> None:
    """CLUSTER2"""
    world = given().opened("gather")
    idea = world.posts("Ada")
    world.opened("cluster")
    cluster = world.groups()
    for command in (
        MakeCluster("cluster-1", "ideas-", "Green"),
        NameCluster(cluster, "Greener"),
        FileCluster(cluster),
        MoveIdeas([idea], cluster),
        UngroupCluster(cluster),
    ):
        assert world.refused(who, command) == "not_allowed"


def test_participants_arrange_the_open_steps_board_only() -> None:
    """CLUSTER2"""
    world = given(GATHER, OTHER_BOARD, BY_EVERYONE).opened("gather-two")
    idea = world.posts("Ada", board="board-two")
    world.opened("cluster")
    assert world.refused("Ada", MakeCluster("cluster-1", "board-two", "Green")) == "step_closed"
    assert world.refused("Ada", MoveIdeas([idea], None)) == "step_closed"


def test_the_last_to_move_an_idea_decides() -> None:
    """CLUSTER3"""
    world = given(GATHER, BY_EVERYONE).opened("gather")
    one, two = world.posts("Ada"), world.posts("Ada")
    world.opened("cluster")
    green, blue = world.groups(one, two), world.groups()
    world.does("Kofi", MoveIdeas([one], blue))
    world.does("Mei", MoveIdeas([one], green))
    assert place(world, one, "Kofi") == green
    assert world.does("Kofi", MoveIdeas([one, one, two], green)) == []
    assert world.does("Kofi", MoveIdeas([two, one, two], blue)) == [IdeasMoved([two, one], blue)]
    assert [place(world, idea) for idea in (one, two)] == [blue, blue]
    world.does("Kofi", MoveIdeas([one], None))
    assert place(world, one) is None


def test_making_a_cluster_takes_its_ideas_out_of_others() -> None:
    """CLUSTER3"""
    world = given().opened("gather")
    idea = world.posts("Ada")
    world.groups(idea)
    second = world.groups(idea)
    assert place(world, idea) == second


def test_only_ideas_of_the_board_that_the_mover_sees() -> None:
    """CLUSTER4"""
    private = Gather(id="gather", title="Ideas", private="everyone", minutes=0)
    world = given(private, OTHER_BOARD, BY_EVERYONE).opened("gather")
    unseen = world.posts("Ada")
    world.opened("gather-two")
    elsewhere = world.posts("Ada", board="board-two")
    world.opened("cluster")
    late = world.posts("Kofi")
    cluster = world.groups()
    for idea in (unseen, elsewhere):
        assert world.refused("facilitator", MoveIdeas([idea], cluster)) == "unknown"
    world.does("facilitator", RevealIdeas("ideas-", "facilitators"), MoveIdeas([unseen, late], cluster))
    for who in ("Kofi", "Ada"):
        assert world.refused(who, MoveIdeas([unseen], None)) == "unknown"
    assert world.refused("facilitator", MakeCluster("cluster-x", "ideas-", "Green", None, [elsewhere])) == "unknown"


def test_the_place_of_an_idea_is_seen_by_who_sees_both() -> None:
    """CLUSTER5"""
    private = Gather(id="gather", title="Ideas", private="participants", minutes=0)
    world = given(private, CLUSTER).opened("gather")
    idea = world.posts("Ada")
    cluster = world.groups(idea)

    def seen() -> set[str]:
        return {who for who in ("Ada", "Kofi", "screen", "facilitator", "export") if place(world, idea, who)}

    assert seen() == {"facilitator"}
    world.opened("cluster")
    assert seen() == {"facilitator", "Ada"}
    world.does("facilitator", RevealIdeas("ideas-", "room"))
    assert seen() == {"facilitator", "Ada", "Kofi", "screen", "export"}
    world.opened("gather")
    assert seen() == {"facilitator", "export"}
    assert world.sees("Kofi", f"cluster:{cluster}") is None


def test_ungrouping_frees_the_ideas() -> None:
    """CLUSTER6"""
    world = given().opened("gather")
    idea = world.posts("Ada")
    cluster = world.groups(idea)
    world.does("facilitator", UngroupCluster(cluster))
    assert place(world, idea) is None
    assert world.workshop.show(f"cluster:{cluster}") is None
    assert world.refused("facilitator", MakeCluster(cluster, "ideas-", "Green")) == "taken"
    assert place(world, idea) is None


def test_a_withdrawn_idea_leaves_and_a_hidden_one_keeps_its_place() -> None:
    """CLUSTER7"""
    world = given().opened("gather")
    gone, hidden, erased = world.posts("Ada"), world.posts("Ada"), world.posts("Kofi")
    cluster = world.groups(gone, hidden, erased)
    world.does("Ada", WithdrawIdea(gone))
    world.does("Kofi", EraseMe())
    world.does("facilitator", HideIdea(hidden, "Rude"))
    assert [place(world, idea) for idea in (gone, hidden, erased)] == [None, cluster, None]
    world.opened("cluster")
    assert place(world, hidden, "Kofi") is None
    world.does("facilitator", RestoreIdea(hidden))
    assert place(world, hidden, "Kofi") == cluster


def test_a_late_idea_takes_its_place_when_accepted() -> None:
    """CLUSTER7"""
    world = given().opened("gather", "cluster")
    late = world.posts("Ada")
    cluster = world.groups(late)
    assert place(world, late, "Kofi") is None
    world.does("facilitator", AcceptIdea(late))
    assert place(world, late, "Kofi") == cluster


def test_hues_and_places_follow_the_order_of_making() -> None:
    """CLUSTER8"""
    world = given(GATHER, OTHER_BOARD, themes=["One", "Two"]).opened("gather")
    world.does("facilitator", MakeTheme("theme-3", "Three"))
    assert world.record(ThemeRecord, "theme:theme-3").hue == 3
    first, other = world.groups(), world.groups(board="board-two")
    world.does("facilitator", UngroupCluster(first))
    second = world.groups()
    assert [world.record(ClusterRecord, f"cluster:{c}").order for c in (other, second)] == [1, 2]


def test_there_are_at_most_so_many() -> None:
    """CLUSTER9"""
    world = given(limits=Limits(clusters=1, themes=1, move_ideas=1)).opened("gather")
    one, two = world.posts("Ada"), world.posts("Ada")
    cluster = world.groups()
    world.does("facilitator", MakeTheme("theme-1", "Streets"))
    for command in (
        MakeTheme("theme-2", "More"),
        MakeCluster("cluster-2", "ideas-", "Green"),
        MoveIdeas([one, two], cluster),
    ):
        with pytest.raises(Refused) as caught:
            world.does("facilitator", command)
        assert (caught.value.reason, caught.value.facts) == ("too_many", {"limit": 1})
    world.does("facilitator", UngroupCluster(cluster))
    assert world.groups()


def test_two_clusters_may_have_the_same_name() -> None:
    """CLUSTER9"""
    world = given().opened("gather")
    assert world.groups(name="Green") != world.groups(name="Green")
