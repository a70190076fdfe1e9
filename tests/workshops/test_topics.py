"""Topics: proposed by everyone, convened, hidden; born from ideas and clusters; who is interested, and who is told."""

from msgspec.structs import replace

from tests.circles import MARKET, SESSIONS, meeting, says, writes
from tests.given import CLUSTER, GATHER, WELCOME, Given
from tests.wall import Forum, forum
from workshops.agenda import OpenStep
from workshops.clusters import UngroupCluster
from workshops.hiding import HideTopic, RestoreTopic, TopicAsideRecord
from workshops.ideas import WithdrawIdea
from workshops.interest import InterestRecord, MarkInterest
from workshops.merging import MergeClusters, UnmergeCluster
from workshops.moderation import HideIdea, RestoreIdea, RevealIdeas
from workshops.people import EraseMe, Join, MergePeople, RemovePerson, Rename
from workshops.recipe import EditStep
from workshops.slots import EndSlot, StartSlot
from workshops.topics import ConveneTopic, EditTopic, ProposeTopic, TopicRecord, WithdrawTopic
from workshops.vocabulary import Limits, to_json
from workshops.wall import SessionRecord, UnplaceTopic

THE_ROOM = ("Mei", "screen", "observer", "helper", "export", "facilitator")


def seen_by_all(world: Forum, topic: str) -> bool:
    """Whether all of the room sees it, or nobody of it."""
    (answer,) = {world.sees(who, f"topic:{topic}") is not None for who in THE_ROOM if who != "facilitator"}
    return answer


def test_everyone_proposes_topics_and_convenes_them() -> None:
    """TOPIC1"""
    world = forum()
    trees = world.proposes("Ada", " Trees ", words=" Where?\r\nHow many? ")
    benches = world.proposes("Kofi", "Benches")
    assert world.topic(trees) == TopicRecord(trees, 1, "Trees", "Where?\nHow many?", ["Ada"], ["Ada"])
    assert world.topic(benches) == TopicRecord(benches, 2, "Benches", "", ["Kofi"], ["Kofi"])


def test_a_facilitator_proposes_one_that_nobody_convenes_yet_at_any_time() -> None:
    """TOPIC1 TOPIC6"""
    world = forum(WELCOME, MARKET, SESSIONS).opened("welcome")
    topic = world.proposes("facilitator")
    assert (world.topic(topic).conveners, world.topic(topic).names) == ([], [])
    assert world.refused("helper", ProposeTopic("another", "Trees")) == "not_allowed"
    world.does("facilitator", ConveneTopic(topic, ["Ada", "Kofi", "Ada"]))
    assert world.does("facilitator", ConveneTopic(topic, ["Ada", "Kofi"])) == []
    assert world.topic(topic).names == ["Ada", "Kofi"]


def test_who_takes_part_on_paper_proposes_through_others() -> None:
    """TOPIC1 TOPIC2 PEOPLE6"""
    world = forum().on_paper("Pia")
    topic = world.proposes("helper", subject="Pia")
    assert world.topic(topic).conveners == ["Pia"]
    world.does("helper", EditTopic(topic, "Shade"), subject="Pia")
    assert world.refused("helper", EditTopic(topic, "Sun"), subject="Ada") == "not_allowed"
    world.does("facilitator", WithdrawTopic(topic), subject="Pia")
    assert world.sees("facilitator", f"topic:{topic}") is None


def test_topics_come_while_the_marketplace_is_open_or_late_with_the_sessions() -> None:
    """TOPIC1"""
    world = forum()
    world.proposes("Ada")
    world.closed("market")
    assert world.refused("Ada", ProposeTopic("topic-b", "Trees")) == "step_closed"
    world.opened("sessions")
    world.proposes("Ada")
    world.does("facilitator", EditStep(replace(SESSIONS, late_topics=False)))
    assert world.refused("Ada", ProposeTopic("topic-c", "Trees")) == "step_closed"
    world.proposes("facilitator")


def test_before_the_marketplace_first_opens_it_is_too_early() -> None:
    """TOPIC1"""
    world = forum(SESSIONS)
    assert world.refused("Ada", ProposeTopic("topic-a", "Trees")) == "not_yet"
    world.opened("sessions")
    world.proposes("Ada")


def test_so_many_each_and_so_many_in_all() -> None:
    """TOPIC1"""
    world = forum(replace(MARKET, each=1), SESSIONS, limits=Limits(topics=3))
    first = world.proposes("Ada")
    assert world.refused("Ada", ProposeTopic("topic-x", "Benches")) == "too_many"
    world.does("Ada", WithdrawTopic(first))
    world.proposes("Ada")
    world.proposes("Kofi")
    world.proposes("facilitator")
    assert world.refused("Mei", ProposeTopic("topic-x", "Benches")) == "too_many"
    assert world.refused("facilitator", ProposeTopic("topic-x", "Benches")) == "too_many"


def test_numbers_and_ids_are_given_once() -> None:
    """TOPIC1"""
    world = forum()
    first = world.proposes("Ada")
    world.does("Ada", WithdrawTopic(first))
    assert world.topic(world.proposes("Ada")).n == 2
    world.does("Ada", EraseMe())
    assert world.topic(world.proposes("Kofi")).n == 3
    assert world.refused("Kofi", ProposeTopic(first, "Benches")) == "taken"
    assert world.refused("Kofi", ProposeTopic(world.spaces[0], "Benches")) == "taken"


def test_a_topic_has_a_title_of_one_line_and_a_few_words() -> None:
    """TOPIC2"""
    world = forum(limits=Limits(topic_words=10))
    assert world.refused("Ada", ProposeTopic("topic-x", " ")) == "empty"
    assert world.refused("Ada", ProposeTopic("topic-x", "Two\nlines")) == "bad_text"
    assert world.refused("Ada", ProposeTopic("topic-x", "T" * 201)) == "too_long"
    assert world.refused("Ada", ProposeTopic("topic-x", "Trees", "Far too many")) == "too_long"
    topic = world.proposes("Ada")
    assert world.refused("Ada", EditTopic(topic, "Trees", "Far too many")) == "too_long"


def test_its_conveners_and_facilitators_edit_it_at_any_time_and_its_conveners_withdraw_it() -> None:
    """TOPIC2"""
    world = forum()
    topic = world.proposes("Ada")
    world.closed("market")
    world.does("Ada", EditTopic(topic, "Shade", "In summer"))
    assert world.does("Ada", EditTopic(topic, "Shade ", "In summer")) == []
    world.does("facilitator", EditTopic(topic, "Shadow", ""))
    assert (world.topic(topic).title, world.topic(topic).words) == ("Shadow", "")
    for command in (EditTopic(topic, "Mine"), WithdrawTopic(topic)):
        assert world.refused("Kofi", command) == "not_allowed"
        assert world.refused("helper", command) == "not_allowed"
        assert world.refused("screen", command) == "not_allowed"
    assert world.refused("facilitator", WithdrawTopic(topic)) == "not_allowed"
    assert world.refused("Ada", EditTopic("nothing", "Mine")) == "unknown"
    world.does("Ada", WithdrawTopic(topic))
    assert all(world.sees(who, f"topic:{topic}") is None for who in ("Ada", *THE_ROOM))
    assert world.refused("Ada", WithdrawTopic(topic)) == "already"
    assert world.refused("Kofi", EditTopic(topic, "Mine")) == "unknown"


def gathered() -> Forum:
    """A forum after ideas were gathered and grouped."""
    return forum(replace(GATHER, private="participants"), CLUSTER, MARKET, SESSIONS).opened("gather")


def test_a_topic_keeps_the_link_to_the_idea_it_was_born_from_while_the_room_sees_that() -> None:
    """TOPIC3"""
    world = gathered()
    idea = world.posts("Ada")
    world.opened("market")
    assert world.refused("Kofi", ProposeTopic("topic-x", "Trees", origin=f"idea:{idea}")) == "unknown"
    topic = world.proposes("Ada", origin=f"idea:{idea}")
    assert world.topic(topic).origin is None
    world.does("facilitator", RevealIdeas("ideas-", "room"))
    assert world.topic(topic).origin == f"idea:{idea}"
    world.proposes("Kofi", origin=f"idea:{idea}")
    world.does("facilitator", HideIdea(idea, "Why"))
    assert world.topic(topic).origin is None
    assert world.refused("Kofi", ProposeTopic("topic-x", "Trees", origin=f"idea:{idea}")) == "unknown"
    world.proposes("facilitator", origin=f"idea:{idea}")
    world.does("facilitator", RestoreIdea(idea))
    assert world.topic(topic).origin == f"idea:{idea}"
    world.opened("gather")
    world.does("Ada", WithdrawIdea(idea))
    world.opened("market")
    assert world.topic(topic).origin is None
    assert world.refused("Ada", ProposeTopic("topic-x", "Trees", origin=f"idea:{idea}")) == "unknown"


def test_of_a_merged_cluster_the_link_leads_to_where_that_ended() -> None:
    """TOPIC3"""
    world = gathered().opened("cluster")
    green, blue = world.groups(), world.groups(name="Blue")
    world.opened("market")
    topic = world.proposes("Kofi", origin=f"cluster:{green}")
    world.does("facilitator", MergeClusters(green, blue))
    assert world.topic(topic).origin == f"cluster:{blue}"
    assert world.topic(world.proposes("Mei", origin=f"cluster:{green}")).origin == f"cluster:{blue}"
    world.does("facilitator", UnmergeCluster(green), UngroupCluster(blue))
    assert world.topic(topic).origin == f"cluster:{green}"
    for origin in (f"cluster:{blue}", "cluster:nothing", "idea:nothing", "theme:nothing", green, ""):
        assert world.refused("Ada", ProposeTopic("topic-x", "Trees", origin=origin)) == "unknown"


def test_the_link_is_hidden_with_what_belongs_further_on() -> None:
    """TOPIC3 AGENDA4"""
    world = forum(MARKET, GATHER, CLUSTER, SESSIONS).opened("gather", "cluster")
    cluster = world.groups()
    topic = world.proposes("facilitator", origin=f"cluster:{cluster}")
    world.opened("gather")
    assert world.topic(topic).origin is None
    world.opened("cluster")
    assert world.topic(topic).origin == f"cluster:{cluster}"


def test_everyone_sees_topics_and_who_convenes_them_by_name() -> None:
    """TOPIC4"""
    world = forum()
    topic = world.proposes("Ada")
    assert seen_by_all(world, topic)
    world.does("Ada", Rename("Countess"))
    assert world.topic(topic).names == ["Countess"]


def test_topics_belong_to_the_marketplace() -> None:
    """TOPIC4 WALL9"""
    world = forum(WELCOME, MARKET, SESSIONS)
    topic = world.places("facilitator", world.proposes("Ada"))
    world.likes(topic, "Kofi")
    world.opened("welcome")
    for key in (f"topic:{topic}", f"session:{topic}"):
        assert [who for who in ("Ada", "Kofi", "screen", "facilitator") if world.sees(who, key)] == [
            "Ada",
            "facilitator",
        ]
    assert world.sees("Kofi", "interest:Kofi") is None
    world.opened("sessions")
    assert seen_by_all(world, topic)
    assert world.sees("Kofi", "interest:Kofi") == InterestRecord("Kofi", [topic])


def test_a_hidden_topic_is_for_its_convener_and_the_facilitators() -> None:
    """TOPIC5"""
    world = forum()
    topic = world.places("Ada", world.proposes("Ada"))
    assert world.refused("Ada", HideTopic(topic, "Why")) == "not_allowed"
    world.does("facilitator", HideTopic(topic, " Not ours "))
    assert world.refused("facilitator", HideTopic(topic, "Why")) == "already"
    assert [who for who in ("Ada", *THE_ROOM) if world.sees(who, f"topic:{topic}")] == ["Ada", "facilitator"]
    for who in ("Ada", "facilitator"):
        assert world.sees(who, f"aside:{topic}") == TopicAsideRecord(topic, "Not ours")
    assert world.topic(topic).hidden
    assert world.where(topic) is None
    assert world.refused("Kofi", MarkInterest(topic)) == "unknown"
    world.does("facilitator", RestoreTopic(topic))
    assert world.refused("facilitator", RestoreTopic(topic)) == "already"
    assert seen_by_all(world, topic)
    assert world.where(topic) is None


def test_a_facilitator_says_who_convenes_a_topic() -> None:
    """TOPIC6"""
    world = forum()
    topic = world.proposes("Ada")
    assert world.refused("Ada", ConveneTopic(topic, ["Kofi"])) == "not_allowed"
    assert world.refused("facilitator", ConveneTopic(topic, ["Kofi", "Somebody"])) == "unknown"
    world.does("facilitator", ConveneTopic(topic, ["Kofi"]))
    assert world.refused("Ada", EditTopic(topic, "Mine")) == "not_allowed"
    world.does("Kofi", EditTopic(topic, "Mine"))
    world.does("facilitator", ConveneTopic(topic, []))
    assert world.topic(topic).conveners == []


def test_interest_is_each_persons_own() -> None:
    """TOPIC9"""
    world = forum()
    trees, benches = world.proposes("Ada"), world.proposes("Kofi")
    world.likes(benches, "Mei")
    before = {who: world.sees_all(who) for who in ("Ada", "Kofi", "helper", "facilitator", "screen", "export")}
    world.likes(trees, "Mei")
    assert world.does("Mei", MarkInterest(trees)) == []
    assert before == {who: world.sees_all(who) for who in before}
    assert world.sees("Mei", "interest:Mei") == InterestRecord("Mei", [trees, benches])
    world.does("Mei", MarkInterest(trees, on=False), MarkInterest(benches, on=False))
    assert world.sees("Mei", "interest:Mei") is None
    assert world.refused("facilitator", MarkInterest(trees)) == "not_allowed"


def test_how_many_are_interested_is_told_once_the_topic_is_placed() -> None:
    """TOPIC9 WALL9"""
    world = forum().on_paper("Pia")
    topic = world.proposes("Ada")
    world.likes(topic, "Kofi", "Mei")
    world.does("helper", MarkInterest(topic), subject="Pia")
    assert world.sees("helper", "interest:Pia") == InterestRecord("Pia", [topic])
    world.places("Ada", topic)
    assert world.session(topic).interest == 3
    world.does("Mei", MarkInterest(topic, on=False))
    assert world.session(topic).interest == 2


def test_interest_is_not_marked_in_what_is_over() -> None:
    """TOPIC9"""
    world = forum()
    topic = world.places("Ada", world.proposes("Ada"))
    world.does("facilitator", StartSlot(world.slots[0]))
    world.likes(topic, "Kofi")
    world.does("facilitator", EndSlot(world.slots[0]))
    assert world.refused("Mei", MarkInterest(topic)) == "session_over"
    assert world.refused("Kofi", MarkInterest(topic, on=False)) == "session_over"


def log_of(world: Given) -> str:
    return to_json([stored.event for stored in world.log]).decode()


def test_who_erases_themselves_takes_their_topics_with_them() -> None:
    """TOPIC10"""
    world = forum()
    topic, other = world.proposes("Ada", "Ada's trees", words="In Ada's street"), world.proposes("Kofi")
    world.does("Ada", EditTopic(topic, "Ada's shade", "All of Ada's"))
    world.does("facilitator", HideTopic(topic, "Because Ada's"), RestoreTopic(topic))
    world.places("Ada", topic)
    world.places("Kofi", other, 1)
    world.likes(other, "Ada", "Mei")
    world.does("Ada", EraseMe())
    assert world.sees("facilitator", f"topic:{topic}") is None
    assert world.where(topic) is None
    assert world.session(other).interest == 1
    assert "Ada's" not in log_of(world)
    assert [event for event in (stored.event for stored in world.log) if '"Ada","on"' in to_json(event).decode()] == []
    world.does("Ada", Join("Ada"))
    assert world.sees("Ada", "interest:Ada") is None


def test_a_topic_that_others_convene_too_stays_as_theirs() -> None:
    """TOPIC10"""
    world = forum()
    topic = world.proposes("Ada", "Our trees")
    world.does("facilitator", ConveneTopic(topic, ["Ada", "Kofi"]))
    world.does("Ada", EraseMe())
    assert (world.topic(topic).title, world.topic(topic).conveners) == ("Our trees", ["Kofi"])
    world.does("Kofi", EraseMe())
    assert world.sees("facilitator", f"topic:{topic}") is None
    assert "Our trees" not in log_of(world)


def test_withdrawn_topics_are_blanked_with_the_others() -> None:
    """TOPIC10"""
    world = forum()
    world.does("Ada", WithdrawTopic(world.proposes("Ada", "My secret")), EraseMe())
    assert "My secret" not in log_of(world)


def test_a_topic_with_a_report_stays_without_its_words_and_its_convener() -> None:
    """TOPIC10 WALL8"""
    world, mine, other = meeting()
    writes(world, "Kofi", mine, "Forty trees")
    world.does("facilitator", EditTopic(mine, "Ada's trees", "In Ada's street"), EditTopic(other, "Kofi's bins"))
    world.does("Ada", EraseMe())
    topic = world.record(TopicRecord, f"topic:{mine}")
    assert (topic.n, topic.title, topic.words, topic.names) == (1, "", "", [])
    assert world.record(SessionRecord, f"session:{mine}").state == "running"
    assert says(world, mine) == "Forty trees"
    assert "Ada's" not in log_of(world)
    world.does("facilitator", EditTopic(mine, "Trees"), ConveneTopic(mine, ["Mei"]), UnplaceTopic(mine))
    assert says(world, mine) == "Forty trees"
    world.does("Mei", EraseMe())
    assert says(world, mine) == "Forty trees"
    world.does("Kofi", EraseMe())
    assert world.sees("facilitator", f"topic:{other}") is None


def test_who_is_removed_convenes_nothing_more() -> None:
    """TOPIC10"""
    world = forum()
    topic, other = world.places("Ada", world.proposes("Ada", "Ada's trees")), world.proposes("Kofi")
    world.likes(other, "Ada")
    world.does("facilitator", RemovePerson("Ada"))
    assert (world.topic(topic).conveners, world.where(topic)) == ([], (0, 0))
    world.places("Kofi", other, 1)
    assert world.session(other).interest == 0
    world.does("facilitator", EraseMe(), subject="Ada")
    assert world.sees("facilitator", f"topic:{topic}") is None
    assert "Ada's trees" not in log_of(world)


def test_two_people_who_are_one_convene_what_both_did() -> None:
    """TOPIC10"""
    world = forum(replace(MARKET, each=1), SESSIONS)
    trees, benches = world.proposes("Ada", "Ada's trees"), world.proposes("Kofi", "Kofi's benches")
    world.likes(benches, "Ada", "Mei")
    world.does("facilitator", MergePeople("Ada", "Mei"))
    assert world.topic(trees).conveners == ["Mei"]
    assert world.sees("Mei", "interest:Mei") == InterestRecord("Mei", [benches])
    assert world.refused("Mei", ProposeTopic("topic-x", "Mine")) == "too_many"
    world.does("Mei", EraseMe())
    assert "Ada's trees" not in log_of(world)
    assert "Kofi's benches" in log_of(world)


def test_proposing_for_somebody_does_not_open_what_is_closed() -> None:
    """TOPIC1 PEOPLE6"""
    world = forum().on_paper("Pia").closed("market")
    assert world.refused("helper", ProposeTopic("topic-x", "Trees"), "Pia") == "step_closed"
    world.does("facilitator", OpenStep("market"))
    world.proposes("helper", subject="Pia")
