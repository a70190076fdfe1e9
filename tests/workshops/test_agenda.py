"""Steps open and close, the horizon moves with them, timeboxes run."""

import msgspec
import pytest

from tests.given import CLUSTER, GATHER, VOTE, WELCOME, Given, create, given
from workshops.agenda import AgendaRecord, CloseStep, OpenStep, StepRecord
from workshops.boards import Gather
from workshops.description import WorkshopRecord
from workshops.door import CloseMeeting, LockDoor, OpenMeeting, UnlockDoor
from workshops.people import Join, Rename
from workshops.sealing import RevealRound
from workshops.sorting import Arrange
from workshops.themes import ThemeRecord
from workshops.timebox import ExtendTimebox, PauseTimebox, StartTimebox
from workshops.vocabulary import Limits, Refused
from workshops.voting import CloseRound, Vote

TIMED = msgspec.structs.replace(GATHER, minutes=12)
THE_ROOM = ("Ada", "screen", "observer")
BACKSTAGE = ("facilitator", "helper", "export")


def step(world: Given, step_id: str) -> StepRecord:
    return world.record(StepRecord, f"step:{step_id}")


def test_a_workshop_is_created_once_and_nothing_comes_before() -> None:
    """AGENDA1"""
    world = Given()
    assert world.refused("Ada", Join("Ada")) == "not_yet"
    assert world.refused("Ada", create()) == "not_allowed"
    assert world.sees("facilitator", "workshop:this") is None
    world.does("system", create(title=" Our\ttown ", themes=["Streets", "Schools"]))
    assert world.record(WorkshopRecord, "workshop:this").title == "Our town"
    themes = [shown.record for shown in world.everything().values() if isinstance(shown.record, ThemeRecord)]
    assert [(theme.name, theme.hue) for theme in themes] == [("Streets", 1), ("Schools", 2)]
    assert world.refused("system", create()) == "already"


def test_a_facilitator_may_create_a_workshop() -> None:
    """AGENDA1"""
    world = Given()
    world.does("facilitator", create(language="fr"))
    assert (world.workshop.title, world.workshop.language) == ("Our town", "fr")


def test_opening_a_step_closes_the_other() -> None:
    """AGENDA2"""
    world = given().opened("gather")
    assert world.refused("facilitator", OpenStep("gather")) == "already"
    world.opened("cluster")
    assert [step(world, s).state for s in ("gather", "cluster", "voting")] == ["closed", "open", "to_come"]
    assert world.record(AgendaRecord, "agenda:this").open == "cluster"
    world.closed("cluster")
    assert world.record(AgendaRecord, "agenda:this").open is None
    world.opened("gather")
    assert step(world, "gather").state == "open"


def test_a_step_that_is_not_open_cannot_close() -> None:
    """AGENDA2"""
    world = given().opened("gather", "cluster")
    assert world.refused("facilitator", CloseStep("gather")) == "step_closed"
    assert world.refused("facilitator", CloseStep("voting")) == "not_yet"
    assert world.refused("facilitator", OpenStep("nowhere")) == "unknown"


@pytest.mark.parametrize("who", ["Ada", "helper", "screen", "observer", "system"])
def test_only_facilitators_lead(who: str) -> None:
    """AGENDA3"""
    world = given(TIMED, CLUSTER, VOTE).opened("gather")
    for command in (
        OpenStep("cluster"),
        CloseStep("gather"),
        StartTimebox("gather", 60),
        PauseTimebox("gather"),
        ExtendTimebox("gather", 60),
        CloseMeeting(),
        OpenMeeting(),
        LockDoor(),
        UnlockDoor(),
    ):
        assert world.refused(who, command) == "not_allowed"


def a_workshop_with_everything() -> tuple[Given, dict[str, list[str]]]:
    """One that went through to its tally; and the keys that belong to each step."""
    world = given(WELCOME, GATHER, CLUSTER, VOTE, themes=["Streets"]).opened("welcome", "gather")
    idea = world.posts("Ada")
    world.opened("cluster")
    (theme,) = world.workshop.clusters.themes
    cluster = world.groups(idea, theme=theme)
    world.opened("voting")
    world.sticks("Kofi", cluster)
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))
    belongs = {
        "gather": [f"idea:{idea}"],
        "cluster": [f"theme:{theme}", f"cluster:{cluster}", f"place:{idea}"],
        "voting": [f"round:{world.round}", f"tally:{world.round}"],
    }
    return world, belongs


def test_what_belongs_further_on_is_hidden_from_the_room_until_its_step_reopens() -> None:
    """AGENDA4 AGENDA5"""
    world, belongs = a_workshop_with_everything()
    whole = world.sees_all("Kofi")
    order = ["welcome", "gather", "cluster", "voting"]
    for opened in ["gather", "welcome", "cluster", "gather", "voting"]:
        world.opened(opened)
        for owner, keys in belongs.items():
            later = order.index(owner) > order.index(opened)
            assert step(world, owner).later == later
            for key in keys:
                assert [world.sees(who, key) is None for who in ("Kofi", *THE_ROOM[1:])] == [later] * 3
                assert None not in [world.sees(who, key) for who in BACKSTAGE]
    agenda = {key for key in whole if key.startswith(("step:", "agenda:"))}
    assert {k: v for k, v in world.sees_all("Kofi").items() if k not in agenda} == {
        k: v for k, v in whole.items() if k not in agenda
    }


def test_closing_a_step_hides_nothing() -> None:
    """AGENDA4"""
    world, belongs = a_workshop_with_everything()
    world.closed("voting")
    assert all(world.sees("screen", key) for keys in belongs.values() for key in keys)


def test_a_step_to_come_is_not_marked_later_and_hides_what_is_prepared_for_it() -> None:
    """AGENDA4"""
    world = given().opened("gather")
    cluster = world.groups()
    assert not step(world, "cluster").later
    assert world.sees("Ada", f"cluster:{cluster}") is None
    world.opened("voting")
    assert world.sees("Ada", f"cluster:{cluster}") is not None


def test_an_author_sees_their_idea_wherever_the_horizon_is() -> None:
    """AGENDA5"""
    world, belongs = a_workshop_with_everything()
    world.opened("welcome")
    (key,) = belongs["gather"]
    assert world.sees("Ada", key) is not None


def test_what_belongs_to_no_step_is_never_hidden() -> None:
    """AGENDA5"""
    world = given(WELCOME, GATHER)
    cluster = world.groups()
    assert world.sees("Ada", f"cluster:{cluster}") is not None
    talk_only = Given().created(WELCOME, themes=["Streets"])
    (theme,) = talk_only.workshop.clusters.themes
    assert talk_only.sees("screen", f"theme:{theme}") is not None


def test_two_boards_have_their_own_horizons() -> None:
    """AGENDA5"""
    second = Gather(id="second", title="More", board="more-ideas", minutes=0)
    group = Arrange(id="group-more", title="Group", board="more-ideas", minutes=0)
    world = given(GATHER, second, group).opened("gather", "second")
    idea = world.posts("Ada", board="more-ideas")
    world.opened("gather")
    other = world.posts("Ada")
    assert world.sees("Kofi", f"idea:{idea}") is None
    assert world.sees("Kofi", f"idea:{other}") is not None


def test_opening_starts_the_timebox_once() -> None:
    """AGENDA6 AGENDA9"""
    world = given(TIMED, CLUSTER).opened("gather")
    assert step(world, "gather").ends_at == world.now + 12 * 60_000
    world.later(minutes=5)
    world.opened("cluster")
    assert step(world, "cluster").ends_at is None
    assert (step(world, "gather").ends_at, step(world, "gather").paused_with) == (None, 7 * 60_000)
    world.opened("gather")
    assert (step(world, "gather").ends_at, step(world, "gather").paused_with) == (None, 7 * 60_000)


def test_a_timebox_pauses_and_runs_on() -> None:
    """AGENDA7"""
    world = given(TIMED, CLUSTER).opened("gather")
    world.later(minutes=2)
    assert world.refused("facilitator", StartTimebox("gather")) == "already"
    world.does("facilitator", PauseTimebox("gather"))
    assert world.refused("facilitator", PauseTimebox("gather")) == "already"
    world.later(minutes=30)
    world.does("facilitator", StartTimebox("gather"))
    assert step(world, "gather").ends_at == world.now + 10 * 60_000
    world.does("facilitator", StartTimebox("gather", 90))
    assert step(world, "gather").ends_at == world.now + 90_000
    world.later(minutes=3)
    world.does("facilitator", PauseTimebox("gather"))
    assert step(world, "gather").paused_with == 0
    world.does("facilitator", StartTimebox("gather"))
    assert step(world, "gather").ends_at == world.now + 12 * 60_000


def test_a_timebox_is_extended_and_cut() -> None:
    """AGENDA7"""
    world = given(TIMED, CLUSTER).opened("gather")
    world.does("facilitator", ExtendTimebox("gather", 60))
    assert step(world, "gather").ends_at == world.now + 13 * 60_000
    world.later(minutes=20)
    world.does("facilitator", ExtendTimebox("gather", 60))
    assert step(world, "gather").ends_at == world.now + 60_000
    world.does("facilitator", ExtendTimebox("gather", -300))
    assert step(world, "gather").ends_at == world.now
    assert world.does("facilitator", ExtendTimebox("gather", 0)) == []
    world.does("facilitator", PauseTimebox("gather"), ExtendTimebox("gather", 30))
    assert step(world, "gather").paused_with == 30_000
    world.does("facilitator", ExtendTimebox("gather", -31))
    assert step(world, "gather").paused_with == 0


def test_only_the_open_step_has_a_clock_to_work_on() -> None:
    """AGENDA7"""
    world = given(TIMED, CLUSTER).opened("gather", "cluster")
    for command in (StartTimebox("gather"), PauseTimebox("gather"), ExtendTimebox("gather", 5)):
        assert world.refused("facilitator", command) == "step_closed"
    assert world.refused("facilitator", PauseTimebox("cluster")) == "not_yet"
    assert world.refused("facilitator", ExtendTimebox("cluster", 5)) == "not_yet"
    assert world.refused("facilitator", StartTimebox("cluster")) == "bad_command"


def test_nothing_closes_when_time_is_up() -> None:
    """AGENDA8"""
    world = given(TIMED).opened("gather")
    world.later(minutes=60)
    assert world.workshop.due() is None
    assert world.posts("Ada")
    assert step(world, "gather").state == "open"


def test_a_meeting_closes_and_opens_again() -> None:
    """AGENDA10"""
    world = given()
    assert world.record(AgendaRecord, "agenda:this").meeting_open
    assert world.refused("facilitator", OpenMeeting()) == "already"
    world.does("facilitator", CloseMeeting())
    assert not world.record(AgendaRecord, "agenda:this").meeting_open
    assert world.refused("facilitator", CloseMeeting()) == "already"
    world.does("facilitator", OpenMeeting())
    assert world.record(AgendaRecord, "agenda:this").meeting_open


def test_a_workshop_is_made_of_a_sound_format_only() -> None:
    """AGENDA11"""
    for reason, command in {
        "taken": create(GATHER, GATHER),
        "unknown": create(CLUSTER, GATHER),
        "too_many": create(*[Gather(id=f"step-{n}", title="Ideas") for n in range(5)]),
        "empty": create(msgspec.structs.replace(GATHER, title=" ")),
        "too_long": create(themes=["x" * 201]),
        "bad_text": create(msgspec.structs.replace(GATHER, prompt="\x07")),
    }.items():
        assert Given(Limits(steps=4)).refused("system", command) == reason
    assert Given().refused("system", create(Vote(id="voting", title="Vote", board="other-board"))) == "unknown"
    assert Given(Limits(dots=4)).refused("system", create()) == "too_many"
    assert Given(Limits(themes=1)).refused("system", create(themes=["One", "Two"])) == "too_many"
    assert Given().refused("system", create(organiser="  ")) == "empty"


def test_the_facts_of_a_refusal_say_which_step() -> None:
    """AGENDA11"""
    with pytest.raises(Refused) as caught:
        Given().does("system", create(CLUSTER, GATHER))
    assert caught.value.facts == {"step": "cluster", "board": "ideas-"}


def test_nobody_new_comes_in_by_a_locked_door() -> None:
    """AGENDA13"""
    world = given()
    assert world.refused("facilitator", UnlockDoor()) == "already"
    world.does("facilitator", LockDoor())
    assert world.record(AgendaRecord, "agenda:this").locked
    assert world.refused("facilitator", LockDoor()) == "already"
    assert world.refused("Zoe", Join("Zoe")) == "door_locked"
    assert world.does("Ada", Join("Ada")) == []
    world.does("Ada", Rename("Ada L."))
    world.does("facilitator", UnlockDoor())
    world.does("Zoe", Join("Zoe"))
