"""A place for a topic, as the wall suggests it: compared with the rule, read out word for word."""

from collections import Counter
from math import inf

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from tests.wall import Forum, forum
from workshops.hiding import HideTopic
from workshops.interest import MarkInterest
from workshops.slots import EndSlot, StartSlot
from workshops.spaces import PutSpace, RemoveSpace
from workshops.suggestion import suggest, suggest_all
from workshops.topic_merging import MergeTopics
from workshops.topics import ConveneTopic, ProposeTopic
from workshops.wall import PlaceTopic

PEOPLE = ("Ada", "Kofi", "Mei", "Zoe", "Tom")


def suggested(world: Forum, topic: str) -> tuple[int, int] | None:
    """The numbers of the cell, from 0."""
    cell = suggest(world.workshop.forum.wall, topic)
    return cell and (world.slots.index(cell[0]), world.spaces.index(cell[1]))


def test_a_topic_goes_where_the_fewest_of_those_interested_are_drawn_elsewhere() -> None:
    """WALL5"""
    world = forum()
    trees, shade, sun = (world.proposes(who) for who in ("Ada", "Kofi", "Mei"))
    world.likes(trees, "Ada", "Kofi")
    world.likes(shade, "Ada", "Kofi")
    world.likes(sun, "Kofi")
    world.places("Ada", trees, 0, 2)
    world.places("Mei", sun, 1, 2)
    assert suggested(world, shade) == (2, 2)
    world.places("facilitator", world.proposes("facilitator"), 2, 2)
    assert suggested(world, shade) == (2, 0)


def test_then_in_the_smallest_space_that_takes_all_of_them_else_the_largest() -> None:
    """WALL5"""
    world = forum().joined("Zoe", "Tom")
    topic = world.proposes("Ada")
    assert suggested(world, topic) == (0, 2)
    world.likes(topic, "Ada", "Kofi")
    assert suggested(world, topic) == (0, 2)
    world.likes(topic, "Mei")
    assert suggested(world, topic) == (0, 0)
    world.does("facilitator", PutSpace(world.spaces[1], "Hall", 3), PutSpace(world.spaces[0], "Yard", 2))
    world.likes(topic, "Zoe")
    assert suggested(world, topic) == (0, 1)


def test_a_space_that_does_not_say_how_many_it_takes_is_kept_for_many() -> None:
    """WALL5"""
    world = forum()
    topic = world.proposes("Ada")
    world.does("facilitator", PutSpace(world.spaces[0], "Yard"), RemoveSpace(world.spaces[1]))
    assert suggested(world, topic) == (0, 1)
    world.likes(topic, "Ada", "Kofi", "Mei")
    assert suggested(world, topic) == (0, 0)


def test_not_where_its_conveners_are_busy_nor_where_nothing_can_be_placed() -> None:
    """WALL5"""
    world = forum()
    world.places("Ada", world.proposes("Ada"), 1, 0)
    topic = world.proposes("Kofi")
    world.does("facilitator", ConveneTopic(topic, ["Kofi", "Ada"]))
    world.does("facilitator", StartSlot(world.slots[0]), EndSlot(world.slots[0]))
    world.does("facilitator", PutSpace(world.spaces[2], "Roof", 2, shut=[world.slots[2]]))
    assert suggested(world, topic) == (2, 0)
    world.places("Kofi", world.proposes("Kofi"), 2, 0)
    assert suggested(world, topic) is None


def test_a_topic_on_the_wall_is_suggested_another_place_as_if_it_were_not_there() -> None:
    """WALL5"""
    world = forum()
    topic = world.places("Ada", world.proposes("Ada"), 0, 1)
    assert suggested(world, topic) == (0, 2)


def test_nothing_is_suggested_for_what_the_room_does_not_see() -> None:
    """WALL5"""
    world = forum()
    hidden, merged, into = (world.proposes(who) for who in ("Ada", "Kofi", "Mei"))
    world.does("facilitator", HideTopic(hidden, "Why"), MergeTopics(merged, into))
    assert [suggested(world, topic) for topic in (hidden, merged, "nothing")] == [None, None, None]
    assert [topic for topic, *_ in suggest_all(world.workshop.forum.wall)] == [into]


def test_for_all_topics_at_once_the_one_most_want_comes_first() -> None:
    """WALL5"""
    world = forum()
    trees, shade, sun = (world.proposes(who) for who in ("Ada", "Kofi", "Mei"))
    world.likes(shade, "Ada", "Kofi", "Mei")
    world.likes(sun, "Ada")
    world.places("facilitator", world.proposes("facilitator"), 0, 2)
    for topic, slot, space in suggest_all(world.workshop.forum.wall):
        assert suggest(world.workshop.forum.wall, topic) == (slot, space)
        world.does("facilitator", PlaceTopic(topic, slot, space))
    assert [world.where(topic) for topic in (shade, sun, trees)] == [(0, 0), (1, 2), (2, 2)]


def best(world: Forum, topic_id: str) -> tuple[str, str] | None:
    """WALL5, straight from its sentence."""
    grid, topics = world.workshop.forum.grid, world.workshop.forum.topics
    topic = topics.topics[topic_id]
    interested, mine = topics.interested(topic), set(topics.conveners(topic))
    ranked = []
    for n, slot in enumerate(grid.slots.values()):
        there = [topics.topics[session.topic] for session in grid.at(slot=slot.id)]
        if slot.state == "over" or any(mine & set(topics.conveners(other)) for other in there):
            continue
        elsewhere = {person for other in there for person in topics.interested(other)}
        for m, space in enumerate(grid.spaces.values()):
            if slot.id not in space.shut and (slot.id, space.id) not in grid.cells:
                capacity = space.capacity or inf
                fits = capacity >= len(interested)
                rank = (len(interested & elsewhere), not fits, capacity if fits else -capacity, n, m)
                ranked.append((rank, (slot.id, space.id)))
    return min(ranked)[1] if ranked else None


@settings(max_examples=60, deadline=None)
@for_all(st.data())
def test_on_any_wall_it_is_what_the_rule_says(data: st.DataObject) -> None:
    """WALL5"""
    draw = data.draw
    world = forum().joined(*PEOPLE[3:])
    world.checked = False
    for n, space in enumerate(world.spaces):
        shut = draw(st.lists(st.sampled_from(world.slots), max_size=2))
        world.does("facilitator", PutSpace(space, f"Space {n}", draw(st.sampled_from([0, 1, 2, 3])), shut=shut))
    topics = [f"topic-{n}" for n in range(draw(st.integers(1, 9)))]
    for topic in topics:
        world.does("facilitator", ProposeTopic(topic, topic))
        world.does("facilitator", ConveneTopic(topic, draw(st.lists(st.sampled_from(PEOPLE), max_size=2))))
        for person in draw(st.sets(st.sampled_from(PEOPLE))):
            world.does(person, MarkInterest(topic))
    if draw(st.booleans()):
        world.does("facilitator", StartSlot(world.slots[0]), StartSlot(world.slots[1]))
    for topic in topics:
        assert suggest(world.workshop.forum.wall, topic) == best(world, topic)
        if draw(st.booleans()) and (cell := best(world, topic)):
            world.does("facilitator", PlaceTopic(topic, *cell))
    left = Counter(topic for topic in topics if world.where(topic) is None)
    for topic, slot, space in suggest_all(world.workshop.forum.wall):
        assert best(world, topic) == (slot, space)
        world.does("facilitator", PlaceTopic(topic, slot, space))
        left[topic] -= 1
    assert all(best(world, topic) is None for topic in left.elements())
