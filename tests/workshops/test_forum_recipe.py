"""The steps, spaces and slots of an open forum in a format, and in an agenda that is changed."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.circles import MARKET, PROCEEDINGS, SESSIONS
from tests.given import GATHER, VOTE, WELCOME, Given, create
from tests.wall import SLOTS, SPACES, forum
from workshops.agenda import StepRecord, Talk
from workshops.description import WorkshopCreated
from workshops.format import AnyStep, Format, parse_format
from workshops.market import Market
from workshops.plans import SlotPlan, SpacePlan
from workshops.proceedings import Field, Sessions
from workshops.recipe import AddStep, EditStep, MoveStep, RemoveStep
from workshops.screen import ScreenRecord
from workshops.slots import PutSlot
from workshops.spaces import PutSpace
from workshops.topics import WithdrawTopic
from workshops.vocabulary import Limits, Refused, to_json
from workshops.voting import Vote
from workshops.workshop import AnyCommand

FORMAT = Path(__file__).parents[2] / "workshops" / "formats" / "forum_ouvert.toml"
REPORTS = Vote(id="converge", title="Dots on reports", on="reports", minutes=0)
STEPS: list[AnyStep] = [WELCOME, MARKET, SESSIONS, PROCEEDINGS, REPORTS]


def why(**fields: Any) -> str:
    """What a workshop of this format is refused for."""
    form = Format(**{"name": "A forum", "steps": STEPS, "spaces": list(SPACES), "slots": list(SLOTS), **fields})
    with pytest.raises(Refused) as caught:
        Given(Limits(dots=20, spaces=3, slots=3)).does("system", replace(create(), format=form))
    return caught.value.reason


def with_canvas(*canvas: Field) -> list[AnyStep]:
    return [MARKET, replace(SESSIONS, canvas=list(canvas))]


def test_an_open_forum_comes_as_a_format_in_both_languages() -> None:
    """AGENDA11 WALL1"""
    for language, name in (("fr", "Espace 1"), ("en", "Space 1")):
        form = parse_format(FORMAT.read_bytes(), language)  # type: ignore[arg-type]
        assert [type(step) for step in form.steps[1:3]] == [Market, Sessions]
        assert form.spaces[0] == SpacePlan(name)
        assert len(form.slots) == 3
        opening = form.steps[0]
        assert isinstance(opening, Talk)
        assert (len(opening.points), bool(opening.law)) == (4, True)


def test_a_space_of_a_format_may_be_shut_at_some_of_its_slots() -> None:
    """WALL1"""
    world = forum()
    form = replace(world.workshop.recipe(), spaces=[SpacePlan(" Yard ", 4, " By lift ", strict=True, shut=[3, 1, 3])])
    again = Given()
    again.does("system", replace(create(), format=form))
    (space,) = again.workshop.forum.grid.spaces.values()
    slots = list(again.workshop.forum.grid.slots)
    assert (space.name, space.capacity, space.access, space.strict) == ("Yard", 4, "By lift", True)
    assert space.shut == [slots[0], slots[2]]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"steps": [*STEPS, replace(MARKET, id="market-2")]}, "too_many"),
        ({"steps": [*STEPS, replace(SESSIONS, id="sessions-2")]}, "too_many"),
        ({"steps": [SESSIONS, MARKET]}, "unknown"),
        ({"steps": [MARKET, PROCEEDINGS, SESSIONS]}, "unknown"),
        ({"steps": [MARKET, REPORTS, SESSIONS]}, "unknown"),
        ({"steps": [MARKET, SESSIONS, replace(VOTE, board="others")]}, "unknown"),
        ({"steps": [MARKET, SESSIONS, replace(REPORTS, budget=21)]}, "too_many"),
        ({"steps": [MARKET, replace(SESSIONS, by="everyone")]}, "bad_command"),
        ({"steps": [replace(GATHER, by="reports")]}, "bad_command"),
        ({"steps": with_canvas()}, "empty"),
        ({"steps": with_canvas(Field(id="said", title=" "))}, "empty"),
        ({"steps": with_canvas(Field(id="said", title="Two\nlines"))}, "bad_text"),
        ({"steps": with_canvas(Field(id="said", title="A"), Field(id="said", title="B"))}, "taken"),
        ({"steps": with_canvas(*(Field(id=part, title="A", kind="ideas") for part in "ab"))}, "too_many"),
        ({"steps": [replace(WELCOME, points=["Listen.", " "])]}, "empty"),
        ({"steps": [replace(WELCOME, points=["Two\nlines"])]}, "bad_text"),
        ({"steps": [replace(WELCOME, law="L" * 2001)]}, "too_long"),
        ({"spaces": [*SPACES, SpacePlan("Cellar")]}, "too_many"),
        ({"spaces": [SpacePlan(" ")]}, "empty"),
        ({"spaces": [SpacePlan("Yard", shut=[4])]}, "unknown"),
        ({"slots": [*SLOTS, SlotPlan("17:00", "18:00")]}, "too_many"),
        ({"slots": [SlotPlan("15:00", "14:00")]}, "bad_command"),
        ({"slots": [SlotPlan("14:00", "15:00", "2026-02-29")]}, "bad_command"),
        ({"slots": [SlotPlan("14:00", "15:00"), SlotPlan("14:30", "15:30")]}, "slots_overlap"),
    ],
)
def test_a_faulty_forum_is_refused(fields: dict[str, Any], reason: str) -> None:
    """AGENDA11 WALL2"""
    assert why(**fields) == reason


def test_texts_of_its_steps_are_kept_in_one_form() -> None:
    """AGENDA12"""
    part = Field(id="said", title=" What was said ", hint=" Briefly.\r\n")
    talk = replace(WELCOME, points=[" Listen. "], law=" Two feet.\r\nGo. ")
    world = forum(talk, MARKET, replace(SESSIONS, canvas=[part]))
    about, sessions = (world.record(StepRecord, f"step:{step}").about for step in ("welcome", "sessions"))
    assert isinstance(about, Talk)
    assert isinstance(sessions, Sessions)
    assert (about.points, about.law) == (["Listen."], "Two feet.\nGo.")
    assert sessions.canvas == [Field(id="said", title="What was said", hint="Briefly.")]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (AddStep(replace(MARKET, id="market-2")), "too_many"),
        (AddStep(replace(SESSIONS, id="sessions-2"), "sessions"), "too_many"),
        (MoveStep("sessions"), "unknown"),
        (MoveStep("journal"), "unknown"),
        (MoveStep("converge"), "unknown"),
        (RemoveStep("sessions"), "unknown"),
        (EditStep(replace(REPORTS, on="clusters")), "unknown"),
        (EditStep(replace(SESSIONS, board="others")), "bad_command"),
        (EditStep(replace(SESSIONS, canvas=[])), "empty"),
    ],
)
def test_no_change_of_the_agenda_makes_it_faulty(command: AnyCommand, reason: str) -> None:
    """RECIPE1 RECIPE2"""
    assert forum(*STEPS).refused("facilitator", command) == reason


def test_what_a_report_is_made_of_stays_once_the_sessions_have_been_opened() -> None:
    """RECIPE3"""
    world = forum()
    changed = replace(SESSIONS, canvas=[Field(id="agreed", title="Agreed")])
    world.does("facilitator", EditStep(changed), EditStep(SESSIONS))
    world.opened("sessions")
    assert world.refused("facilitator", EditStep(changed)) == "step_opened"
    world.does("facilitator", EditStep(replace(SESSIONS, late_topics=False, title="Cercles")))
    world.does("facilitator", EditStep(replace(MARKET, each=1)))


def test_a_marketplace_to_which_topics_belong_is_not_removed() -> None:
    """RECIPE4"""
    world = Given()
    world.does("system", replace(create(), format=Format(name="A forum", steps=[WELCOME, MARKET, SESSIONS])))
    world.does("facilitator", RemoveStep("market"), AddStep(MARKET, "welcome"))
    other = forum(WELCOME, SESSIONS)
    topic = other.proposes("facilitator")
    assert other.refused("facilitator", RemoveStep("sessions")) == "step_opened"
    other.does("facilitator", AddStep(MARKET, "welcome"), RemoveStep("sessions"))
    assert other.refused("facilitator", RemoveStep("market")) == "step_opened"
    assert other.topic(topic).n == 1


def test_topics_that_the_room_sees_it_goes_on_seeing() -> None:
    """RECIPE6 TOPIC4"""
    world = forum(SESSIONS, WELCOME).opened("sessions")
    topic = world.places("Ada", world.proposes("Ada"))
    world.does("facilitator", AddStep(MARKET))
    world.opened("welcome", "sessions")
    for key in (f"topic:{topic}", f"session:{topic}"):
        assert all(world.sees(who, key) is not None for who in ("Kofi", "screen", "observer"))


def test_a_marketplace_moved_further_on_hides_no_topic() -> None:
    """RECIPE6 SCREEN5"""
    world = forum(MARKET, WELCOME, SESSIONS)
    topic = world.proposes("Ada")
    world.opened("welcome")
    assert world.refused("facilitator", MoveStep("market", "welcome")) == "step_opened"
    world.opened("market")
    world.does("facilitator", MoveStep("market", "welcome"))
    assert world.sees("screen", f"topic:{topic}") is not None
    world.opened("welcome")
    assert world.sees("screen", f"topic:{topic}") is None
    assert "topics" in world.record(ScreenRecord, "screen:this").aside


def test_its_spaces_and_slots_are_part_of_the_recipe() -> None:
    """RECIPE7"""
    world = forum()
    world.does("facilitator", PutSlot("late--", 1380, 1440, "2026-11-23"))
    world.does("facilitator", PutSpace("cellar", "Cellar", 6, "By lift", strict=True, shut=[world.slots[1], "late--"]))
    world.does("Ada", WithdrawTopic(world.proposes("Ada")))
    recipe = world.workshop.recipe()
    assert recipe.spaces == [*SPACES, SpacePlan("Cellar", 6, "By lift", strict=True, shut=[2, 4])]
    assert recipe.slots == [*SLOTS, SlotPlan("23:00", "24:00", "2026-11-23")]
    assert msgspec.convert(msgspec.to_builtins(recipe), Format) == recipe
    again = Given()
    again.does("system", replace(create(), format=recipe))
    assert again.workshop.recipe() == recipe
    created = again.log[0].event
    assert msgspec.json.decode(to_json(created), type=WorkshopCreated) == created
