"""One topic goes into another, by whose decision, and comes out again as it was."""

import pytest

from tests.wall import Forum, forum
from workshops.hiding import HideTopic, RestoreTopic
from workshops.interest import InterestRecord, MarkInterest
from workshops.people import EraseMe, MergePeople, RemovePerson
from workshops.slots import RemoveSlot
from workshops.spaces import PutSpace, RemoveSpace
from workshops.topic_merging import DeclineMerge, MergeTopics, UnmergeTopic
from workshops.topics import ConveneTopic, EditTopic, WithdrawTopic


def two() -> tuple[Forum, str, str]:
    """Ada's topic and Kofi's."""
    world = forum()
    return world, world.proposes("Ada", "Trees"), world.proposes("Kofi", "Shade")


def three() -> tuple[Forum, str, str, str]:
    """Ada's topic in Kofi's, and Kofi's in Mei's."""
    world, trees, shade = two()
    sun = world.proposes("Mei", "Sun")
    world.does("facilitator", MergeTopics(trees, shade), MergeTopics(shade, sun))
    return world, trees, shade, sun


def test_a_facilitator_merges_two_topics_at_once() -> None:
    """TOPIC7 TOPIC8"""
    world, trees, shade = two()
    world.likes(trees, "Mei", "Ada")
    world.likes(shade, "Mei")
    world.does("facilitator", MergeTopics(trees, shade))
    assert world.topic(trees).into == shade
    assert world.topic(shade).names == ["Kofi", "Ada"]
    world.places("Ada", shade)
    assert world.session(shade).interest == 2
    assert world.sees("Mei", "interest:Mei") == InterestRecord("Mei", [shade])


def test_who_convenes_both_merges_them_at_once() -> None:
    """TOPIC7"""
    world, trees, shade = two()
    world.does("facilitator", ConveneTopic(shade, ["Kofi", "Ada"]))
    world.does("Ada", MergeTopics(trees, shade))
    assert world.topic(trees).into == shade


def test_a_convener_of_one_of_them_offers_it_to_those_of_the_other() -> None:
    """TOPIC7"""
    world, trees, shade = two()
    world.does("Ada", MergeTopics(trees, shade))
    assert world.does("Ada", MergeTopics(trees, shade)) == []
    assert (world.topic(shade).offers, world.topic(shade).asks, world.topic(trees).into) == ([trees], [], None)
    assert world.refused("Mei", MergeTopics(trees, shade)) == "not_allowed"
    world.does("Kofi", MergeTopics(trees, shade))
    assert world.topic(trees).into == shade
    assert world.topic(shade).offers == []


def test_a_convener_asks_for_the_other_topic_as_well() -> None:
    """TOPIC7"""
    world, trees, shade = two()
    world.does("Kofi", MergeTopics(trees, shade))
    assert (world.topic(shade).offers, world.topic(shade).asks) == ([], [trees])
    world.does("Ada", MergeTopics(trees, shade))
    assert world.topic(trees).into == shade


def test_those_who_convene_one_together_make_one_offer() -> None:
    """TOPIC7"""
    world, trees, shade = two()
    world.does("facilitator", ConveneTopic(trees, ["Ada", "Mei"]))
    world.does("Ada", MergeTopics(trees, shade))
    assert world.does("Mei", MergeTopics(trees, shade)) == []
    world.does("facilitator", ConveneTopic(trees, ["Mei"]))
    assert (world.topic(shade).offers, world.topic(shade).asks) == ([], [])
    world.does("Mei", MergeTopics(trees, shade))
    assert world.topic(shade).offers == [trees]


@pytest.mark.parametrize("who", ["Ada", "Kofi", "facilitator"])
def test_either_declines_an_offer(who: str) -> None:
    """TOPIC7"""
    world, trees, shade = two()
    assert world.refused(who, DeclineMerge(trees, shade)) == "unknown"
    world.does("Ada", MergeTopics(trees, shade))
    assert world.refused("Mei", DeclineMerge(trees, shade)) == "not_allowed"
    world.does(who, DeclineMerge(trees, shade))
    assert world.topic(shade).offers == []
    world.does("Kofi", MergeTopics(trees, shade))
    assert world.topic(shade).asks == [trees]


def test_an_offer_ends_with_who_made_it_and_with_what_it_is_about() -> None:
    """TOPIC7"""
    for ends in (EraseMe(), WithdrawTopic("theirs")):
        world, trees, shade = two()
        world.does("facilitator", ConveneTopic(trees, ["Ada", "Mei"]))
        world.does("Ada", MergeTopics(trees, shade))
        world.does("Ada", ends if isinstance(ends, EraseMe) else WithdrawTopic(trees))
        assert world.topic(shade).offers == []
    world, trees, shade = two()
    sun = world.proposes("Mei", "Sun")
    world.does("Ada", MergeTopics(trees, shade))
    world.does("Kofi", MergeTopics(shade, sun))
    world.does("facilitator", HideTopic(trees, "Why"))
    assert world.topic(shade).offers == []
    world.does("facilitator", RestoreTopic(trees))
    assert world.topic(shade).offers == [trees]
    world.does("facilitator", MergeTopics(trees, sun))
    assert (world.topic(shade).offers, world.topic(sun).offers) == ([], [shade])


def test_neither_into_itself_nor_into_a_merged_one_nor_what_one_does_not_see() -> None:
    """TOPIC7"""
    world, trees, shade, sun = three()
    for topic, into in ((sun, sun), (trees, sun), (sun, trees), (shade, trees)):
        assert world.refused("facilitator", MergeTopics(topic, into)) == "already"
    other = world.proposes("Mei")
    world.does("facilitator", HideTopic(other, "Why"))
    for who in ("facilitator", "Ada", "Mei"):
        assert world.refused(who, MergeTopics(other, sun)) == "unknown"
    assert world.refused("facilitator", MergeTopics("nothing", sun)) == "unknown"
    assert world.refused("helper", MergeTopics(trees, sun)) == "not_allowed"


def test_merged_twice_it_counts_for_where_it_ended() -> None:
    """TOPIC8"""
    world, trees, _, sun = three()
    assert world.topic(sun).conveners == ["Mei", "Kofi", "Ada"]
    world.likes(trees, "Ada")
    assert world.sees("Ada", "interest:Ada") == InterestRecord("Ada", [sun])
    world.places("Ada", sun)
    assert world.session(sun).interest == 1
    world.does("Kofi", EditTopic(sun, "Sun, shade and trees"))


def test_unmerged_it_is_as_it_was_with_what_was_in_it() -> None:
    """TOPIC8"""
    world, trees, shade, sun = three()
    world.likes(trees, "Ada")
    world.does("Kofi", UnmergeTopic(shade))
    assert (world.topic(shade).into, world.topic(trees).into) == (None, shade)
    assert (world.topic(shade).conveners, world.topic(sun).conveners) == (["Kofi", "Ada"], ["Mei"])
    assert world.sees("Ada", "interest:Ada") == InterestRecord("Ada", [shade])
    world.does("facilitator", UnmergeTopic(trees))
    assert world.refused("facilitator", UnmergeTopic(trees)) == "already"
    assert world.topic(shade).conveners == ["Kofi"]


@pytest.mark.parametrize("who", ["Ada", "Kofi", "Mei"])
def test_its_own_conveners_or_those_of_where_it_ended_unmerge_it(who: str) -> None:
    """TOPIC8"""
    world, trees, *_ = three()
    world.joined("Zoe")
    assert world.refused("Zoe", UnmergeTopic(trees)) == "not_allowed"
    world.does(who, UnmergeTopic(trees))
    assert world.topic(trees).into is None


def test_a_merged_topic_has_left_the_wall_and_comes_back_on_its_place() -> None:
    """TOPIC8 WALL8"""
    world, trees, shade = two()
    world.places("Ada", trees, space=2)
    world.places("Kofi", shade, 1)
    world.does("facilitator", MergeTopics(trees, shade))
    assert (world.where(trees), world.where(shade)) == (None, (1, 0))
    assert world.topic(trees).stood == f"{world.slots[0]}.{world.spaces[2]}"
    world.does("Ada", UnmergeTopic(trees))
    assert (world.where(trees), world.where(shade)) == ((0, 2), (1, 0))
    assert world.topic(trees).stood == ""


def test_what_was_on_no_place_comes_back_on_none() -> None:
    """TOPIC8"""
    world, trees, shade = two()
    world.does("facilitator", MergeTopics(trees, shade), UnmergeTopic(trees))
    assert world.where(trees) is None


def test_two_topics_of_one_slot_come_apart_again() -> None:
    """TOPIC8 WALL4"""
    world, trees, shade = two()
    world.places("Ada", trees)
    world.places("Kofi", shade, space=1)
    world.does("facilitator", MergeTopics(trees, shade), UnmergeTopic(trees))
    assert (world.where(trees), world.where(shade)) == ((0, 0), (0, 1))


def test_a_place_that_is_not_free_any_more_stays_taken() -> None:
    """TOPIC8 WALL3"""
    world, trees, shade = two()
    world.places("Ada", trees)
    world.does("facilitator", MergeTopics(trees, shade))
    sun = world.places("Mei", world.proposes("Mei", "Sun"))
    world.does("facilitator", UnmergeTopic(trees))
    assert (world.where(trees), world.where(sun)) == (None, (0, 0))


@pytest.mark.parametrize("gone", ["slot", "space", "shut", "busy"])
def test_nor_is_it_taken_where_it_is_not_there_or_a_convener_is_busy(gone: str) -> None:
    """TOPIC8 WALL4"""
    world, trees, shade = two()
    world.places("Ada", trees)
    world.does("facilitator", MergeTopics(trees, shade))
    slot, space = world.slots[0], world.spaces[0]
    match gone:
        case "slot":
            world.does("facilitator", RemoveSlot(slot))
        case "space":
            world.does("facilitator", RemoveSpace(space))
        case "shut":
            world.does("facilitator", PutSpace(space, "Yard", shut=[slot]))
        case _:
            world.places("Ada", world.proposes("Ada", "Bees"), space=1)
    world.does("facilitator", UnmergeTopic(trees))
    assert world.where(trees) is None


def test_interest_taken_back_is_taken_back_from_all_that_was_merged() -> None:
    """TOPIC8 TOPIC9"""
    world, trees, shade = two()
    world.likes(trees, "Mei")
    world.does("facilitator", MergeTopics(trees, shade))
    world.does("Mei", MarkInterest(trees, on=False))
    assert world.sees("Mei", "interest:Mei") is None
    world.likes(trees, "Mei")
    world.does("facilitator", UnmergeTopic(trees))
    assert world.sees("Mei", "interest:Mei") == InterestRecord("Mei", [trees])


def test_who_convenes_what_came_of_a_merge_is_said_anew() -> None:
    """TOPIC6 TOPIC8"""
    world, trees, shade = two()
    world.does("facilitator", MergeTopics(trees, shade), ConveneTopic(shade, ["Mei", "Ada"]))
    assert world.topic(shade).conveners == ["Mei", "Ada"]
    world.does("facilitator", ConveneTopic(shade, ["Mei"]))
    assert world.topic(shade).conveners == ["Mei"]
    world.does("facilitator", UnmergeTopic(trees))
    assert (world.topic(shade).conveners, world.topic(trees).conveners) == (["Mei"], ["Ada"])
    world.does("facilitator", MergeTopics(trees, shade))
    assert world.topic(shade).conveners == ["Mei", "Ada"]


def test_what_was_merged_is_hidden_with_where_it_ended() -> None:
    """TOPIC5 TOPIC8"""
    world, trees, shade = two()
    world.does("facilitator", MergeTopics(trees, shade), HideTopic(shade, "Why"))
    for topic in (trees, shade):
        assert world.sees("Mei", f"topic:{topic}") is None
    assert world.sees("Ada", f"topic:{trees}") is not None
    world.does("Ada", UnmergeTopic(trees))
    assert world.sees("Mei", f"topic:{trees}") is not None
    assert world.sees("Mei", f"topic:{shade}") is None


def test_what_it_was_merged_into_goes_and_it_comes_back() -> None:
    """TOPIC2 TOPIC8 TOPIC10"""
    world, trees, shade = two()
    world.does("facilitator", MergeTopics(trees, shade))
    world.does("Kofi", WithdrawTopic(shade))
    assert (world.topic(trees).into, world.topic(trees).conveners) == (None, ["Ada"])
    world, trees, shade, sun = three()
    world.does("Kofi", EraseMe())
    assert [world.topic(topic).into for topic in (trees, sun)] == [None, None]
    assert world.sees("facilitator", f"topic:{shade}") is None
    assert world.topic(sun).conveners == ["Mei"]
    world, trees, shade, sun = three()
    world.does("Ada", WithdrawTopic(trees))
    assert world.topic(sun).conveners == ["Mei", "Kofi"]
    world.does("facilitator", RemovePerson("Kofi"))
    assert (world.topic(sun).conveners, world.topic(shade).into) == (["Mei"], sun)


def test_two_people_who_are_one_convene_what_either_does_through_a_merge() -> None:
    """TOPIC8 TOPIC10"""
    world, trees, shade = two()
    world.does("facilitator", MergeTopics(trees, shade), ConveneTopic(shade, ["Kofi"]))
    world.does("facilitator", MergePeople("Kofi", "Ada"))
    assert world.topic(shade).conveners == ["Ada"]


def test_who_turns_out_to_be_a_convener_of_what_was_merged_convenes_no_more_than_they_did() -> None:
    """TOPIC6 TOPIC10"""
    world, trees, shade = two()
    world.does("facilitator", MergeTopics(trees, shade), ConveneTopic(shade, ["Kofi"]))
    world.does("facilitator", MergePeople("Ada", "Mei"))
    assert (world.topic(trees).conveners, world.topic(shade).conveners) == (["Mei"], ["Kofi"])


def test_a_merged_topic_points_past_one_that_is_hidden() -> None:
    """TOPIC5 TOPIC8"""
    world, trees, shade, sun = three()
    world.does("facilitator", HideTopic(shade, "Twice"))
    assert world.topic(trees).into == sun
    world.does("facilitator", HideTopic(sun, "Too hot"))
    assert world.topic(trees).into == shade
    world.does("facilitator", RestoreTopic(shade), RestoreTopic(sun))
    assert world.topic(trees).into == shade
