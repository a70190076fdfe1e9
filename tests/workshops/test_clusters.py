"""Clusters and themes: who makes them, what goes in, who sees it."""

from itertools import pairwise

import pytest

from tests.given import CLUSTER, GATHER, VOTE, Given, given
from workshops.boards import Gather
from workshops.clusters import ClusterRecord, FileCluster, MakeCluster, NameCluster, OrderCluster, UngroupCluster
from workshops.ideas import WithdrawIdea
from workshops.merging import MergeClusters, MergedRecord, UnmergeCluster
from workshops.moderation import AcceptIdea, HideIdea, RestoreIdea, RevealIdeas
from workshops.people import EraseMe
from workshops.sorting import Arrange, IdeasMoved, MoveIdeas, PlaceRecord
from workshops.themes import MakeTheme, NameTheme, OrderTheme, RemoveTheme, ThemeRecord
from workshops.undo import Undo
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
    assert world.record(ThemeRecord, "theme:theme-1") == ThemeRecord("theme-1", "Our streets", 1, 1.0)
    assert world.record(ClusterRecord, "cluster:cluster-1") == ClusterRecord(
        "cluster-1", "ideas-", "Greener", 1.0, "theme-1"
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
        OrderCluster("nothing", None, None),
        OrderCluster(cluster, "nothing", None),
        OrderCluster(cluster, cluster, None),
        OrderCluster(cluster, None, "nothing"),
        OrderTheme("nothing", None),
        OrderTheme(next(iter(world.workshop.clusters.themes)), "nothing"),
        RemoveTheme("nothing"),
        MergeClusters("nothing", cluster),
        MergeClusters(cluster, "nothing"),
        MergeClusters(cluster, cluster),
        UnmergeCluster("nothing"),
        UnmergeCluster(cluster),
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
        OrderCluster("cluster-1", None, None),
        MoveIdeas([idea], None),
        MakeCluster("cluster-2", "ideas-", "Blue"),
        MergeClusters("cluster-2", "cluster-1"),
        UnmergeCluster("cluster-2"),
        UngroupCluster("cluster-2"),
    )
    assert world.refused("Kofi", commands[0]) == "step_closed"
    world.opened("cluster")
    assert world.refused("Zoe", commands[0]) == "join_first"
    world.does("Kofi", *commands)
    assert place(world, idea) is None
    mine = MakeTheme("theme-1", "Mine"), NameTheme(theme, "Mine")
    for leading in (*mine, OrderTheme(theme, None), RemoveTheme(theme)):
        assert world.refused("Kofi", leading) == "not_allowed"
    world.does("Kofi", MakeCluster("cluster-3", "ideas-", "Red"), MergeClusters("cluster-3", "cluster-1"))
    world.opened("voting")
    for late in (
        NameCluster("cluster-1", "Later"),
        MoveIdeas([idea], "cluster-1"),
        MoveIdeas([idea], None),
        UngroupCluster("cluster-1"),
        UnmergeCluster("cluster-3"),
        Undo(),
    ):
        assert world.refused("Kofi", late) == "step_closed"


@pytest.mark.parametrize("who", ["Kofi", "helper", "screen", "observer"])
def test_nobody_else_arranges(who: str) -> None:
    """CLUSTER2"""
    world = given().opened("gather")
    idea = world.posts("Ada")
    world.opened("cluster")
    cluster, other, merged = world.groups(), world.groups(), world.groups()
    world.does("facilitator", MergeClusters(merged, cluster))
    for command in (
        MakeCluster("cluster-1", "ideas-", "Green"),
        NameCluster(cluster, "Greener"),
        FileCluster(cluster),
        OrderCluster(cluster, None, None),
        MoveIdeas([idea], cluster),
        MergeClusters(cluster, other),
        UngroupCluster(cluster),
        UnmergeCluster(merged),
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
    world.does("facilitator", MakeTheme("theme-3", "Three"), RemoveTheme("theme-3"), MakeTheme("theme-4", "Four"))
    assert world.record(ThemeRecord, "theme:theme-4") == ThemeRecord("theme-4", "Four", 4, 4.0)
    first, other = world.groups(), world.groups(board="board-two")
    world.does("facilitator", UngroupCluster(first))
    second = world.groups()
    assert [world.record(ClusterRecord, f"cluster:{c}").order for c in (other, second)] == [1, 2]


def order(world: Given, theme: str | None = None) -> list[str]:
    records = (shown.record for shown in world.everything().values())
    clusters = [record for record in records if isinstance(record, ClusterRecord) and record.theme == theme]
    return [record.id for record in sorted(clusters, key=lambda record: record.order)]


def test_a_cluster_is_put_behind_another_of_its_theme_or_before_all() -> None:
    """CLUSTER8"""
    world = given(themes=["Streets"]).opened("gather")
    (theme,) = world.workshop.clusters.themes
    one, two, three = world.groups(), world.groups(), world.groups()
    filed = world.groups(theme=theme)
    world.does("facilitator", OrderCluster(three, one, None))
    assert order(world) == [one, three, two]
    world.does("facilitator", OrderCluster(two, None, None))
    assert order(world) == [two, one, three]
    assert world.does("facilitator", OrderCluster(one, two, None)) == []
    assert world.refused("facilitator", OrderCluster(one, filed, None)) == "unknown"
    world.does("facilitator", OrderCluster(one, filed, theme), OrderCluster(two, None, theme))
    assert (order(world), order(world, theme)) == ([three], [two, filed, one])
    last = world.groups(theme=theme)
    assert order(world, theme)[-1] == last
    world.does("facilitator", OrderCluster(last, None, None))
    assert order(world) == [last, three]


def test_a_cluster_goes_alone_under_an_empty_theme() -> None:
    """CLUSTER8"""
    world = given(themes=["Streets"]).opened("gather")
    (theme,) = world.workshop.clusters.themes
    one, two = world.groups(), world.groups()
    before = world.record(ClusterRecord, f"cluster:{two}").order
    world.does("facilitator", OrderCluster(two, None, theme))
    assert world.record(ClusterRecord, f"cluster:{two}").order == before
    assert (order(world), order(world, theme)) == ([one], [two])


def test_there_is_always_room_between_two() -> None:
    """CLUSTER8"""
    world = given().opened("gather")
    first, *others = [world.groups() for _ in range(3)]
    for _ in range(40):
        world.does("facilitator", OrderCluster(others[1], first, None))
        others.reverse()
        assert order(world) == [first, *others]
    orders = [world.record(ClusterRecord, f"cluster:{cluster}").order for cluster in order(world)]
    assert min(high - low for low, high in pairwise(orders)) > 1e-7
    assert order(world)[-1] != world.groups()


def test_themes_are_put_behind_one_another() -> None:
    """CLUSTER8"""
    world = given(themes=["One", "Two", "Three"]).opened("gather")
    one, two, three = world.workshop.clusters.themes

    def themes() -> list[str]:
        return sorted((one, two, three), key=lambda theme: world.record(ThemeRecord, f"theme:{theme}").order)

    world.does("facilitator", OrderTheme(three, one))
    assert themes() == [one, three, two]
    world.does("facilitator", OrderTheme(two, None))
    assert themes() == [two, one, three]
    assert world.does("facilitator", OrderTheme(three, one)) == []
    for _ in range(40):
        world.does("facilitator", OrderTheme(themes()[2], two))
    assert themes()[0] == two


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


def test_splitting_is_making_a_cluster_with_some_of_anothers_ideas() -> None:
    """CLUSTER3"""
    world = given().opened("gather")
    one, two = world.posts("Ada"), world.posts("Ada")
    cluster = world.groups(one, two)
    split = world.groups(two)
    assert (place(world, one), place(world, two)) == (cluster, split)


def test_a_cluster_goes_into_another_with_its_ideas() -> None:
    """CLUSTER10"""
    world = given(GATHER, OTHER_BOARD).opened("gather")
    one, two = world.posts("Ada"), world.posts("Ada")
    green, trees = world.groups(one), world.groups(two, name="Trees")
    assert world.refused("facilitator", MergeClusters(trees, world.groups(board="board-two"))) == "unknown"
    world.does("facilitator", MergeClusters(trees, green))
    assert [place(world, idea) for idea in (one, two)] == [green, green]
    assert world.workshop.show(f"cluster:{trees}") is None
    assert world.record(MergedRecord, f"merged:{trees}") == MergedRecord(trees, green, "Trees")
    for command in (NameCluster(trees, "Woods"), MoveIdeas([one], trees), UngroupCluster(trees)):
        assert world.refused("facilitator", command) == "unknown"
    assert world.refused("facilitator", MakeCluster(trees, "ideas-", "Trees")) == "taken"


def test_where_a_cluster_went_is_seen_by_who_sees_where_it_ended() -> None:
    """CLUSTER10"""
    world = given(GATHER, CLUSTER).opened("gather")
    one, two, three = world.groups(), world.groups(), world.groups()
    world.does("facilitator", MergeClusters(one, two), MergeClusters(two, three))
    assert world.sees("facilitator", f"merged:{one}") == MergedRecord(one, two, "Green")
    assert world.sees("Ada", f"merged:{one}") is None
    world.opened("cluster")
    assert world.sees("Ada", f"merged:{one}") is not None
    world.does("facilitator", UngroupCluster(three))
    assert [world.workshop.show(f"merged:{cluster}") for cluster in (one, two)] == [None, None]


@pytest.mark.parametrize("first_back", [0, 1])
def test_merged_clusters_come_back_in_any_order(first_back: int) -> None:
    """CLUSTER11"""
    world = given().opened("gather")
    ideas = [world.posts("Ada") for _ in range(3)]
    one, two, three = (world.groups(idea) for idea in ideas)
    world.does("facilitator", MergeClusters(one, two), MergeClusters(two, three))
    assert [place(world, idea) for idea in ideas] == [three, three, three]
    for back in [(one, two), (two, one)][first_back]:
        world.does("facilitator", UnmergeCluster(back))
    assert [place(world, idea) for idea in ideas] == [one, two, three]
    assert world.refused("facilitator", UnmergeCluster(one)) == "unknown"


def test_only_ideas_that_are_still_there_come_back() -> None:
    """CLUSTER11"""
    world = given().opened("gather")
    ideas = [world.posts(who) for who in ("Ada", "Ada", "Kofi", "Mei")]
    stays, moves, erased, hidden = ideas
    trees, green, other = world.groups(*ideas), world.groups(), world.groups()
    world.does("facilitator", MergeClusters(trees, green), MoveIdeas([moves], other), HideIdea(hidden, "Rude"))
    world.does("Kofi", EraseMe())
    late = world.posts("Ada")
    world.does("facilitator", MoveIdeas([late], green), UnmergeCluster(trees))
    assert [place(world, idea) for idea in (stays, moves, erased, late)] == [trees, other, None, green]
    world.does("facilitator", RestoreIdea(hidden))
    assert place(world, hidden) == trees


def test_a_cluster_does_not_come_back_from_what_has_gone() -> None:
    """CLUSTER11 CLUSTER6"""
    world = given().opened("gather")
    idea = world.posts("Ada")
    one, two = world.groups(idea), world.groups()
    world.does("facilitator", MergeClusters(one, two), UngroupCluster(two))
    assert place(world, idea) is None
    assert world.refused("facilitator", UnmergeCluster(one)) == "unknown"
    world.does("facilitator", Undo(), UnmergeCluster(one))
    assert place(world, idea) == one


def test_removing_a_theme_puts_its_clusters_under_none() -> None:
    """CLUSTER12"""
    world = given(themes=["Streets", "Parks"]).opened("gather")
    streets, parks = world.workshop.clusters.themes
    one, two, three = world.groups(theme=streets), world.groups(theme=parks), world.groups(theme=streets)
    world.does("facilitator", MergeClusters(three, two), RemoveTheme(streets))
    assert world.workshop.show(f"theme:{streets}") is None
    world.does("facilitator", UnmergeCluster(three))
    themes = [world.record(ClusterRecord, f"cluster:{cluster}").theme for cluster in (one, two, three)]
    assert themes == [None, parks, None]
    assert world.refused("facilitator", FileCluster(one, streets)) == "unknown"
    assert world.refused("facilitator", MakeTheme(streets, "Streets")) == "taken"


def test_merged_clusters_count_among_so_many() -> None:
    """CLUSTER9"""
    world = given(limits=Limits(clusters=2)).opened("gather")
    one, two = world.groups(), world.groups()
    world.does("facilitator", MergeClusters(one, two))
    assert world.refused("facilitator", MakeCluster("cluster-x", "ideas-", "Green")) == "too_many"
    world.does("facilitator", UnmergeCluster(one), UngroupCluster(one))
    assert world.groups()
