"""Undo: one's own last acts on clusters and themes, unless somebody else has come between."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.given import GATHER, Given, create
from workshops.arrangement import ACTS_KEPT
from workshops.clusters import ClusterRecord, FileCluster, MakeCluster, NameCluster, OrderCluster, UngroupCluster
from workshops.ideas import WithdrawIdea
from workshops.merging import MergeClusters, UnmergeCluster
from workshops.moderation import HideIdea, RestoreIdea
from workshops.people import EraseMe, Join, MergePeople, RemovePerson
from workshops.sorting import Arrange, MoveIdeas
from workshops.themes import MakeTheme, NameTheme, OrderTheme, RemoveTheme
from workshops.undo import ActUndone, Undo
from workshops.vocabulary import Context, Key, Limits, Record, kind_of
from workshops.workshop import AnyCommand

BY_EVERYONE = Arrange(id="cluster", title="Group", by="everyone", minutes=0)
WHERE = {"theme", "cluster", "merged", "place"}


class Arranging(Given):
    """Rosa is a second facilitator."""

    ideas: dict[str, str]

    def context(self, who: str, subject: str | None = None) -> Context:
        context = super().context(who, subject)
        return replace(context, role="facilitator") if who == "Rosa" else context


Acts = Callable[[Arranging], list[AnyCommand]]


def arranging() -> Arranging:
    """Ada, Kofi and Mei arrange four ideas of Ada's, of which `a` and `b` are in `green-`, which is under `streets`."""
    world = Arranging()
    world.created(GATHER, BY_EVERYONE).joined("Ada", "Kofi", "Mei").opened("gather")
    world.ideas = {name: world.posts("Ada", name) for name in "abcd"}
    world.opened("cluster")
    world.does(
        "facilitator",
        MakeTheme("streets", "Streets"),
        MakeTheme("parks", "Parks"),
        MakeCluster("green-", "ideas-", "Green", "streets", ideas(world, "ab")),
        MakeCluster("blue-", "ideas-", "Blue", None, ideas(world, "c")),
        MakeCluster("red-", "ideas-", "Red", "streets"),
    )
    return world


def ideas(world: Arranging, names: str) -> list[str]:
    return [world.ideas[name] for name in names]


def board(world: Given) -> dict[Key, Record]:
    return {key: shown.record for key, shown in world.everything().items() if kind_of(key) in WHERE}


def place(world: Arranging, name: str) -> str | None:
    return world.workshop.clusters.place.get(world.ideas[name])


ACTS: dict[str, Acts] = {
    "make a cluster": lambda w: [MakeCluster("new-one", "ideas-", "New", "parks", ideas(w, "acd"))],
    "name a cluster": lambda w: [NameCluster("green-", "Greener")],
    "file a cluster": lambda w: [FileCluster("green-", "parks")],
    "order a cluster": lambda w: [OrderCluster("green-", "red-", "streets")],
    "order it elsewhere": lambda w: [OrderCluster("blue-", None, "streets")],
    "move ideas": lambda w: [MoveIdeas(ideas(w, "abd"), "blue-")],
    "take ideas out": lambda w: [MoveIdeas(ideas(w, "ac"), None)],
    "ungroup": lambda w: [UngroupCluster("green-")],
    "merge": lambda w: [MergeClusters("green-", "blue-")],
    "make a theme": lambda w: [MakeTheme("squares", "Squares")],
    "name a theme": lambda w: [NameTheme("streets", "Our streets")],
    "order a theme": lambda w: [OrderTheme("parks", None)],
    "remove a theme": lambda w: [RemoveTheme("streets")],
    "merge twice": lambda w: [MergeClusters("green-", "blue-"), MergeClusters("blue-", "red-")],
    "merge and unmerge": lambda w: [MergeClusters("green-", "blue-"), UnmergeCluster("green-")],
    "merge and ungroup": lambda w: [MergeClusters("green-", "blue-"), UngroupCluster("blue-")],
    "merge under a theme": lambda w: [MergeClusters("green-", "red-"), RemoveTheme("streets")],
    "everything": lambda w: [
        MakeCluster("new-one", "ideas-", "New", "parks", ideas(w, "ad")),
        MergeClusters("new-one", "green-"),
        OrderCluster("blue-", "green-", "streets"),
        RemoveTheme("streets"),
        MoveIdeas(ideas(w, "c"), "green-"),
        UnmergeCluster("new-one"),
        UngroupCluster("green-"),
    ],
}


@pytest.mark.parametrize("acts", ACTS)
def test_undone_it_is_as_it_was(acts: str) -> None:
    """CLUSTER14"""
    world = arranging()
    before = [board(world)]
    commands = ACTS[acts](world)
    for command in commands:
        world.does("facilitator", command)
        before.append(board(world))
    for was in before[-2::-1]:
        world.does("facilitator", Undo())
        assert board(world) == was


def test_the_place_of_a_cluster_is_as_it_was_though_all_were_numbered_anew() -> None:
    """CLUSTER14"""
    world = arranging()
    world.does("facilitator", FileCluster("blue-", "streets"))
    for _ in range(24):
        was = board(world)
        world.does("facilitator", OrderCluster("red-", "green-", "streets"))
        after = board(world)
        world.does("facilitator", Undo())
        assert board(world) == was
        world.does("facilitator", OrderCluster("red-", "green-", "streets"), OrderCluster("blue-", "green-", "streets"))
        assert after != was


def test_one_undoes_ones_own_acts_only() -> None:
    """CLUSTER13"""
    world = arranging()
    assert world.refused("Kofi", Undo()) == "nothing_to_undo"
    world.does("Kofi", MoveIdeas(ideas(world, "d"), "green-"))
    world.does("Mei", MoveIdeas(ideas(world, "a"), "blue-"))
    world.does("Kofi", Undo())
    assert (place(world, "d"), place(world, "a")) == (None, "blue-")
    assert world.refused("Kofi", Undo()) == "nothing_to_undo"


def test_what_came_with_the_format_nobody_did() -> None:
    """CLUSTER13"""
    world = Given()
    world.does("facilitator", create(themes=["Streets", "Parks"]))
    assert world.refused("facilitator", Undo()) == "nothing_to_undo"
    world.does("facilitator", MakeTheme("squares", "Squares"))
    assert world.does("facilitator", Undo()) == [ActUndone(4)]
    assert world.refused("facilitator", Undo()) == "nothing_to_undo"


def test_the_last_twenty_acts_are_undone() -> None:
    """CLUSTER13"""
    world = arranging()
    for n in range(ACTS_KEPT + 1):
        world.does("Kofi", NameCluster("green-", f"Green {n}"))
    for _ in range(ACTS_KEPT):
        world.does("Kofi", Undo())
    assert world.refused("Kofi", Undo()) == "nothing_to_undo"
    assert world.workshop.clusters.clusters["green-"].name == "Green 0"


def test_what_changes_nothing_is_no_act() -> None:
    """CLUSTER13"""
    world = arranging()
    world.does("Kofi", NameCluster("green-", "Green"), MoveIdeas(ideas(world, "a"), "green-"))
    assert world.refused("Kofi", Undo()) == "nothing_to_undo"


def test_who_does_not_take_part_undoes_nothing() -> None:
    """CLUSTER16"""
    world = arranging()
    assert world.refused("Zoe", Undo()) == "join_first"
    for who in ("helper", "screen", "observer"):
        assert world.refused(who, Undo()) == "not_allowed"


def test_participants_undo_while_they_may_arrange() -> None:
    """CLUSTER16"""
    world = arranging()
    world.does("Kofi", MoveIdeas(ideas(world, "d"), "green-"))
    world.closed("cluster")
    assert world.refused("Kofi", Undo()) == "step_closed"
    world.opened("cluster")
    world.does("Kofi", Undo())
    assert place(world, "d") is None


def test_who_has_gone_has_nothing_to_undo() -> None:
    """CLUSTER16"""
    world = arranging()
    for who in ("Kofi", "Mei", "Ada"):
        world.does(who, NameCluster("green-", f"Green by {who}"))
    world.does("Kofi", EraseMe(), Join("Kofi"))
    world.does("facilitator", MergePeople("Ada", "Kofi"), RemovePerson("Mei"))
    assert world.refused("Kofi", Undo()) == "nothing_to_undo"


# Each: what Ada does, what Kofi does then.
BETWEEN: dict[str, tuple[Acts, Acts]] = {
    "moved on": (lambda w: [MoveIdeas(ideas(w, "cd"), "green-")], lambda w: [MoveIdeas(ideas(w, "d"), "red-")]),
    "moved by a merge": (lambda w: [MoveIdeas(ideas(w, "d"), "green-")], lambda w: [MergeClusters("green-", "red-")]),
    "its old place has gone": (lambda w: [MoveIdeas(ideas(w, "c"), "green-")], lambda w: [UngroupCluster("blue-")]),
    "its old place was merged": (
        lambda w: [MoveIdeas(ideas(w, "c"), "green-")],
        lambda w: [MergeClusters("blue-", "red-")],
    ),
    "renamed": (lambda w: [NameCluster("red-", "Reds")], lambda w: [NameCluster("red-", "Redder")]),
    "the named one has gone": (lambda w: [NameCluster("red-", "Reds")], lambda w: [UngroupCluster("red-")]),
    "filed elsewhere": (lambda w: [FileCluster("red-", "parks")], lambda w: [FileCluster("red-")]),
    "ordered elsewhere": (
        lambda w: [OrderCluster("red-", None, "streets")],
        lambda w: [OrderCluster("red-", "green-", "streets")],
    ),
    "something came in": (
        lambda w: [MakeCluster("new-one", "ideas-", "New")],
        lambda w: [MoveIdeas(ideas(w, "d"), "new-one")],
    ),
    "it was named anew": (
        lambda w: [MakeCluster("new-one", "ideas-", "New")],
        lambda w: [NameCluster("new-one", "Newer")],
    ),
    "something empty came in": (
        lambda w: [MakeCluster("new-one", "ideas-", "New")],
        lambda w: [MergeClusters("red-", "new-one")],
    ),
    "one of its ideas was placed": (
        lambda w: [UngroupCluster("green-")],
        lambda w: [MoveIdeas(ideas(w, "a"), "red-")],
    ),
    "it came back": (lambda w: [MergeClusters("green-", "blue-")], lambda w: [UnmergeCluster("green-")]),
    "what it came from has gone": (
        lambda w: [MergeClusters("red-", "blue-"), UnmergeCluster("red-")],
        lambda w: [UngroupCluster("blue-")],
    ),
    "what it came from went into it": (
        lambda w: [MergeClusters("red-", "blue-"), UnmergeCluster("red-")],
        lambda w: [MergeClusters("blue-", "red-")],
    ),
}


@pytest.mark.parametrize("case", BETWEEN)
def test_it_is_refused_if_somebody_else_has_touched_it_since(case: str) -> None:
    """CLUSTER15"""
    world = arranging()
    first, then = BETWEEN[case]
    world.does("Ada", *first(world))
    world.does("Kofi", *then(world))
    was = board(world)
    assert world.refused("Ada", Undo()) == "changed_since"
    assert board(world) == was
    for _ in then(world):
        world.does("Kofi", Undo())
    world.does("Ada", Undo())


def test_themes_too_are_touched_by_others() -> None:
    """CLUSTER15"""
    cases: list[tuple[list[AnyCommand], AnyCommand]] = [
        ([FileCluster("red-", "parks"), FileCluster("red-")], RemoveTheme("parks")),
        ([MakeTheme("squares", "Squares")], FileCluster("blue-", "squares")),
        ([RemoveTheme("streets")], FileCluster("green-", "parks")),
        ([NameTheme("parks", "Our parks")], NameTheme("parks", "Parks for all")),
        ([NameTheme("parks", "Our parks")], RemoveTheme("parks")),
        ([OrderTheme("parks", None)], OrderTheme("parks", "streets")),
    ]
    for ours, theirs in cases:
        world = arranging()
        world.does("facilitator", *ours)
        world.does("Rosa", theirs)
        assert world.refused("facilitator", Undo()) == "changed_since"
        world.does("Rosa", Undo())
        world.does("facilitator", Undo())


def test_others_acts_elsewhere_do_not_matter() -> None:
    """CLUSTER15"""
    world = arranging()
    world.does("Ada", MoveIdeas(ideas(world, "d"), "green-"), NameCluster("green-", "Greener"))
    world.does("Kofi", MoveIdeas(ideas(world, "c"), "green-"), FileCluster("green-", "parks"))
    world.does("facilitator", NameTheme("parks", "Our parks"), OrderCluster("green-", None, "parks"))
    world.does("Ada", Undo(), Undo())
    green = world.workshop.clusters.clusters["green-"]
    assert (green.name, green.theme, place(world, "d"), place(world, "c")) == ("Green", "parks", None, "green-")


def test_what_went_by_itself_stays_away() -> None:
    """CLUSTER14"""
    world = arranging()
    late = world.posts("Kofi", "e")
    world.does("facilitator", MoveIdeas([*ideas(world, "abcd"), late], "red-"), HideIdea(world.ideas["b"], "Rude"))
    world.does("Kofi", WithdrawIdea(late))
    world.does("facilitator", Undo())
    assert [place(world, name) for name in "abcd"] == ["green-", "green-", "blue-", None]
    assert late not in world.workshop.clusters.place
    world.does("facilitator", RestoreIdea(world.ideas["b"]))
    assert place(world, "b") == "green-"


def test_undoing_what_is_all_gone_is_refused() -> None:
    """CLUSTER15"""
    world = arranging()
    late = world.posts("Kofi", "e")
    world.does("facilitator", MoveIdeas([late], "red-"))
    world.does("Kofi", EraseMe())
    assert world.refused("facilitator", Undo()) == "changed_since"


def test_what_comes_back_must_find_room() -> None:
    """CLUSTER9 CLUSTER14"""
    world = Arranging(Limits(clusters=2, themes=1))
    world.created(GATHER, BY_EVERYONE).joined("Kofi").opened("gather")
    one, _ = world.groups(), world.groups()
    world.does("facilitator", UngroupCluster(one))
    world.does("Rosa", MakeCluster("new-one", "ideas-", "New"))
    assert world.refused("facilitator", Undo()) == "too_many"
    world.does("facilitator", MakeTheme("streets", "Streets"), RemoveTheme("streets"))
    world.does("Rosa", MakeTheme("parks", "Parks"))
    assert world.refused("facilitator", Undo()) == "too_many"


def test_two_never_stand_in_the_same_place() -> None:
    """CLUSTER8 CLUSTER15"""
    world = arranging()
    green, blue, red = "green-", "blue-", "red-"
    world.does("Ada", OrderCluster(blue, None, None), OrderCluster(red, None, "streets"))
    world.does("Kofi", OrderCluster(blue, red, "streets"))
    world.does("Ada", Undo())
    orders = [world.record(ClusterRecord, f"cluster:{cluster}").order for cluster in (green, blue, red)]
    assert len(set(orders)) == 3


def test_who_comes_back_finds_its_place_free() -> None:
    """CLUSTER8 CLUSTER11"""
    world = arranging()
    world.does("facilitator", FileCluster("green-"), FileCluster("red-"), MergeClusters("blue-", "red-"))
    world.does("Ada", OrderCluster("red-", "green-", None), OrderCluster("red-", None, None))
    world.does("facilitator", OrderCluster("red-", "green-", None), UnmergeCluster("blue-"))
    orders = [world.record(ClusterRecord, f"cluster:{cluster}").order for cluster in ("green-", "blue-", "red-")]
    assert len(set(orders)) == 3
