"""The screen: one thing in the spotlight, and holding still."""

import pytest

from tests.circles import meeting
from tests.given import CLUSTER, GATHER, VOTE, Given, given
from workshops.agenda import CloseStep, OpenStep
from workshops.boards import Gather
from workshops.clusters import UngroupCluster
from workshops.hiding import HideTopic
from workshops.ideas import WithdrawIdea
from workshops.market import Market
from workshops.moderation import HideIdea, RestoreIdea, RevealIdeas
from workshops.people import EraseMe
from workshops.proceedings import Field, Sessions
from workshops.screen import FreezeScreen, ScreenRecord, Spotlight, UnfreezeScreen
from workshops.sealing import RevealRound
from workshops.slots import PutSlot
from workshops.spaces import PutSpace
from workshops.topics import ProposeTopic
from workshops.voting import CloseRound
from workshops.wall import PlaceTopic, UnplaceTopic

MARKET = Market(id="market", title="Marketplace", minutes=0)
SESSIONS = Sessions(id="sessions", title="Circles", minutes=0, canvas=[Field(id="said", title="What was said")])


def spotlit(world: Given) -> str | None:
    return world.record(ScreenRecord, "screen:this").spotlight


def at_the_vote() -> tuple[Given, str, str]:
    world = given(GATHER, CLUSTER, VOTE, themes=["Streets"]).opened("gather")
    idea = world.posts("Ada")
    cluster = world.groups(idea)
    world.opened("voting")
    world.sticks("Kofi", cluster)
    return world, idea, cluster


def test_one_thing_is_put_in_the_spotlight() -> None:
    """SCREEN1"""
    world, idea, cluster = at_the_vote()
    (theme,) = world.workshop.clusters.themes
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))
    for key in (
        f"idea:{idea}",
        f"cluster:{cluster}",
        f"theme:{theme}",
        f"tally:{world.round}",
        "step:gather",
        "agenda:this",
        "door:this",
    ):
        world.does("facilitator", Spotlight(key))
        assert spotlit(world) == key
        assert world.does("facilitator", Spotlight(key)) == []
    world.does("facilitator", Spotlight(None))
    assert spotlit(world) is None
    assert world.does("facilitator", Spotlight(None)) == []


@pytest.mark.parametrize("key", ["person:Ada", "crowd:this", "board:ideas-", "idea:nothing", "door", "door:that", ""])
def test_other_things_are_not_for_the_spotlight(key: str) -> None:
    """SCREEN1"""
    world, _, _ = at_the_vote()
    assert world.refused("facilitator", Spotlight(key)) == "not_here"


def test_only_what_the_screen_may_see_is_put_in_the_spotlight() -> None:
    """SCREEN1 SHOW2"""
    world = given(Gather(id="gather", title="Ideas", private="participants", minutes=0), VOTE).opened("gather")
    idea = world.posts("Ada")
    assert world.refused("facilitator", Spotlight(f"idea:{idea}")) == "not_here"
    world.does("facilitator", CloseStep("gather"), RevealIdeas("ideas-", "room"), Spotlight(f"idea:{idea}"))
    world.opened("voting")
    assert world.refused("facilitator", Spotlight(f"tally:{world.round}")) == "not_here"


def test_the_spotlight_ends_when_a_step_opens() -> None:
    """SCREEN2"""
    world, idea, _ = at_the_vote()
    world.does("facilitator", Spotlight(f"idea:{idea}"), CloseStep("voting"))
    assert spotlit(world) == f"idea:{idea}"
    world.opened("cluster")
    assert spotlit(world) is None


def test_a_slot_a_session_and_its_report_are_put_in_the_spotlight_until_they_go() -> None:
    """SCREEN1 SCREEN2"""
    world = given(MARKET, SESSIONS).opened("market")
    world.does("facilitator", PutSpace("space-1", "Yard"), PutSlot("slot-1", 600, 640))
    world.does("facilitator", ProposeTopic("topic-1", "Trees"))
    assert world.refused("facilitator", Spotlight("session:topic-1")) == "not_here"
    world.does("facilitator", PlaceTopic("topic-1", "slot-1", "space-1"))
    assert world.refused("facilitator", Spotlight("report:topic-1")) == "not_here"
    world.opened("sessions")
    for key in ("slot:slot-1", "report:topic-1", "session:topic-1"):
        world.does("facilitator", Spotlight(key))
        assert spotlit(world) == key
    world.does("facilitator", UnplaceTopic("topic-1"))
    assert spotlit(world) is None
    world.does("facilitator", Spotlight("report:topic-1"), HideTopic("topic-1", "Rude"))
    assert spotlit(world) is None


def test_what_the_screen_sees_no_more_leaves_the_spotlight_for_good() -> None:
    """SCREEN2"""
    world, idea, cluster = at_the_vote()
    world.does("facilitator", Spotlight(f"idea:{idea}"), HideIdea(idea, "Rude"))
    assert spotlit(world) is None
    world.does("facilitator", RestoreIdea(idea))
    assert spotlit(world) is None
    world.does("facilitator", Spotlight(f"cluster:{cluster}"), UngroupCluster(cluster))
    assert spotlit(world) is None
    world.opened("gather")
    world.does("facilitator", Spotlight(f"idea:{idea}"))
    other = world.posts("Kofi")
    world.does("Kofi", WithdrawIdea(other))
    assert spotlit(world) == f"idea:{idea}"
    world.does("Ada", EraseMe())
    assert spotlit(world) is None


def test_the_screen_holds_still_until_it_is_let_go() -> None:
    """SCREEN3"""
    world, _, _ = at_the_vote()
    assert world.refused("facilitator", UnfreezeScreen()) == "already"
    frozen_at = world.now
    world.does("facilitator", FreezeScreen())
    world.later(minutes=1)
    assert world.refused("facilitator", FreezeScreen()) == "already"
    world.opened("gather")
    aside = ["clusters ideas-", "themes"]
    assert world.sees("screen", "screen:this") == ScreenRecord("this", None, frozen_at, aside)
    world.does("facilitator", UnfreezeScreen())
    assert world.sees("screen", "screen:this") == ScreenRecord("this", aside=aside)


def test_the_screen_is_the_facilitators() -> None:
    """SCREEN4"""
    world, _, _ = at_the_vote()
    for who in ("Ada", "helper", "screen", "observer", "system"):
        for command in (Spotlight("agenda:this"), FreezeScreen(), UnfreezeScreen()):
            assert world.refused(who, command) == "not_allowed"
    seen = [world.sees(who, "screen:this") is not None for who in ("facilitator", "screen", "Ada", "helper", "export")]
    assert seen == [True, True, False, False, False]


def test_the_screen_says_what_is_put_aside() -> None:
    """SCREEN5"""
    world, _, _ = at_the_vote()
    assert world.record(ScreenRecord, "screen:this").aside == []
    world.does("facilitator", OpenStep("gather"))
    assert world.record(ScreenRecord, "screen:this").aside == ["clusters ideas-", "themes"]
    world.does("facilitator", OpenStep("cluster"))
    assert world.record(ScreenRecord, "screen:this").aside == []


def test_clusters_made_before_their_step_are_put_aside_until_it_opens() -> None:
    """SCREEN5 RECIPE6"""
    world = given(GATHER, VOTE, CLUSTER).opened("gather")
    cluster = world.groups(world.posts("Ada"))
    world.opened("voting")
    aside = world.record(ScreenRecord, "screen:this").aside
    assert ("clusters ideas-" in aside) == (world.sees("screen", f"cluster:{cluster}") is None)
    assert aside
    world.opened("cluster")
    assert world.record(ScreenRecord, "screen:this").aside == []
    assert world.sees("screen", f"cluster:{cluster}") is not None


def test_a_topic_a_slot_a_session_and_a_report_are_put_in_the_spotlight() -> None:
    """SCREEN1"""
    world, one, other = meeting()
    for key in (f"topic:{one}", "slot:slot-2", f"session:{one}", f"report:{other}"):
        world.does("facilitator", Spotlight(key))
        assert spotlit(world) == key
    world.does("Mei", ProposeTopic("not-placed", "Bees"))
    for key in ("session:not-placed", "report:not-placed", f"text:{one}.said", f"versions:{one}", "space:yard--"):
        assert world.refused("facilitator", Spotlight(key)) == "not_here"


def test_a_session_leaves_the_spotlight_with_its_topic_or_the_wall() -> None:
    """SCREEN2"""
    for kind in ("topic", "session", "report"):
        world, one, _ = meeting()
        world.does("facilitator", Spotlight(f"{kind}:{one}"), HideTopic(one, "Rude"))
        assert spotlit(world) is None
    world, one, _ = meeting()
    world.does("facilitator", Spotlight(f"session:{one}"), UnplaceTopic(one))
    assert spotlit(world) is None
    world.does("facilitator", Spotlight(f"report:{one}"))


def test_the_screen_says_that_topics_are_put_aside() -> None:
    """SCREEN5"""
    world = given(GATHER, MARKET).opened("market")
    world.does("Ada", ProposeTopic("topic-1", "Bees"))
    assert "topics" not in world.record(ScreenRecord, "screen:this").aside
    world.opened("gather")
    assert "topics" in world.record(ScreenRecord, "screen:this").aside
    assert world.sees("screen", "topic:topic-1") is None
