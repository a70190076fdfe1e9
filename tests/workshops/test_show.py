"""What is shown to whom, over the whole workshop; and that the rules are all tested."""

import re
from pathlib import Path

from tests.given import CLUSTER, GATHER, VOTE, Given, given
from workshops.boards import Gather
from workshops.ideas import EditIdea, WithdrawIdea
from workshops.moderation import HideIdea
from workshops.people import EraseMe, Finish, Join
from workshops.sealing import RevealRound
from workshops.vocabulary import kind_of
from workshops.voting import CloseRound
from workshops.workshop import Workshop

HERE = Path(__file__).parent
RULE = re.compile(
    r"\b(?:AGENDA|RECIPE|PEOPLE|IDEA|REPORT|CLUSTER|TOPIC|WALL|ATTEND|REPORTING|DOTS|SCREEN|REHEARSAL|SHOW|FILE)\d+\b"
)


def a_day(gather: Gather = GATHER) -> Given:
    """A workshop with something of everything, its round revealed."""
    world = given(gather, CLUSTER, VOTE, themes=["Streets"]).opened("gather")
    idea, hidden, gone = world.posts("Ada", "Trees"), world.posts("Kofi", "Rude words"), world.posts("Kofi")
    world.does("Ada", EditIdea(idea, "More trees"), Finish("gather"))
    world.does("facilitator", HideIdea(hidden, "Rude"))
    world.does("Kofi", WithdrawIdea(gone))
    world.opened("cluster")
    world.posts("Mei", "Late words")
    cluster = world.groups(idea, hidden)
    world.opened("voting")
    world.sticks("Kofi", cluster, 2)
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))
    return world


def kinds(world: Given, who: str) -> set[str]:
    return {kind_of(key) for key in world.sees_all(who)}


def test_every_rule_has_its_test_and_every_tested_rule_is_written() -> None:
    readme = (HERE.parents[1] / "workshops" / "README.md").read_text("utf-8")
    written = re.findall(r"^- \*\*([A-Z]+\d+)\*\*", readme, re.MULTILINE)
    assert len(written) == len(set(written))
    tested = {rule for file in HERE.glob("test_*.py") for rule in RULE.findall(file.read_text("utf-8"))}
    assert tested == set(written)


def test_one_key_has_one_content() -> None:
    """SHOW1"""
    world = a_day()
    views = [world.sees_all(who) for who in ("Ada", "Kofi", "facilitator", "helper", "screen", "observer", "export")]
    for key, shown in world.everything().items():
        assert {id(type(view[key])) for view in views if key in view} <= {id(type(shown.record))}
        assert all(view[key] == shown.record for view in views if key in view)


def test_what_somebody_may_not_see_is_nowhere_in_what_they_have() -> None:
    """SHOW2 (and at every act of test_machine.py)"""
    world = a_day()
    for who in ("Ada", "screen", "observer", "export", "helper"):
        text = str(world.sees_all(who))
        assert "Rude" not in text
        assert "Late words" not in text
        assert ("Kofi" in text) == (who == "helper")


def test_an_unknown_key_shows_nothing() -> None:
    """SHOW1"""
    world = a_day()
    for key in (
        "",
        "idea",
        "idea:",
        "idea:nothing",
        "nothing:this",
        "ballot:x",
        "left:x.y",
        "board:x",
        "step:x",
        "workshop:x",
        "reported:x",
        "entered:x",
        "screen:x",
    ):
        assert world.workshop.show(key) is None
    assert Workshop().show("crowd:this") is None
    assert list(Workshop().keys()) == []


def test_keys_change_only_with_what_they_name() -> None:
    """SHOW3 SHOW5 (checked by given.py at every act of every test): here, that the check bites."""
    world = given().opened("gather")
    world.workshop.people.apply = lambda stored: set()  # type: ignore[method-assign]
    try:
        world.does("Zoe", Join("Zoe"))
    except AssertionError:
        return
    raise AssertionError("nobody noticed")


def test_a_replay_shows_the_same() -> None:
    """SHOW4 (checked by given.py at every act of every test): here, with erasure and a sealed round."""
    world = a_day()
    world.does("Ada", EraseMe())
    assert world.replayed().everything() == world.everything()
    assert any(stored.event is None for stored in world.log)


def test_at_the_door() -> None:
    """SHOW6"""
    assert set(a_day().sees_all("door")) == {"workshop:this"}


def test_an_export_has_what_the_room_has_and_nobody_in_it() -> None:
    """SHOW7"""
    common = {"workshop", "agenda", "step", "crowd", "board", "idea", "theme", "cluster", "place", "round", "tally"}
    assert kinds(a_day(), "export") == common
    assert kinds(a_day(Gather(id="gather", title="Ideas", authors="shown")), "export") == common | {"author"}
    world = given(Gather(id="gather", title="Ideas", private="participants")).opened("gather")
    world.posts("Ada")
    assert kinds(world, "export") == {"workshop", "agenda", "step", "crowd", "board"}


def test_nothing_acknowledged_vanishes() -> None:
    """SHOW8 (and at every act of test_machine.py)"""
    world = given().opened("gather")
    ideas = [world.posts(who, f"Words of {who}") for who in ("Ada", "Kofi", "Mei")]
    world.opened("cluster")
    world.groups(*ideas)
    world.opened("voting", "gather", "cluster")
    world.does("Ada", EraseMe())
    assert [world.sees("screen", f"idea:{idea}") is not None for idea in ideas] == [False, True, True]
