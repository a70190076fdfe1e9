"""The agenda is changed before the workshop and while it runs; nothing that people made is lost by it."""

import msgspec
import pytest

from tests.given import CLUSTER, GATHER, VOTE, WELCOME, Given, create, given
from workshops.agenda import AgendaRecord, OpenStep, StepRecord, Talk
from workshops.authorship import LeftRecord
from workshops.boards import Gather
from workshops.clusters import UngroupCluster
from workshops.description import WorkshopRecord
from workshops.format import AnyStep, Format, parse_format
from workshops.ideas import IdeaRecord, PostIdea
from workshops.recipe import AddStep, DescribeWorkshop, EditStep, MoveStep, RemoveStep
from workshops.sorting import Arrange
from workshops.timebox import StartTimebox
from workshops.vocabulary import Limits, Step
from workshops.workshop import AnyCommand

BREAK = Talk(id="a-break", title="A break", minutes=15)
OTHER = Gather(id="other-gather", title="Choices", board="others", minutes=0)
THE_ROOM = ("Kofi", "screen", "observer")


def order(world: Given) -> list[str]:
    """The steps in their order, which is that of their places."""
    steps = world.record(AgendaRecord, "agenda:this").steps
    assert [world.record(StepRecord, f"step:{step}").n for step in steps] == list(range(1, len(steps) + 1))
    return steps


def but(step: Step, **fields: object) -> AnyStep:
    changed: AnyStep = msgspec.structs.replace(step, **fields)  # type: ignore[assignment]
    return changed


def seen_in_the_room(world: Given, *keys: str) -> bool:
    """Whether all of the room sees all of these, or nobody of it any."""
    (answer,) = {world.sees(who, key) is not None for who in THE_ROOM for key in keys}
    return answer


def test_steps_are_added_moved_and_removed_while_the_workshop_runs() -> None:
    """RECIPE1"""
    world = given().opened("gather")
    world.does("facilitator", AddStep(BREAK, "gather"), AddStep(WELCOME))
    assert order(world) == ["welcome", "gather", "a-break", "cluster", "voting"]
    world.does("facilitator", MoveStep("a-break", "cluster"))
    assert order(world) == ["welcome", "gather", "cluster", "a-break", "voting"]
    assert world.does("facilitator", MoveStep("a-break", "cluster")) == []
    world.does("facilitator", RemoveStep("welcome"), MoveStep("a-break"), MoveStep("voting", "cluster"))
    assert order(world) == ["a-break", "gather", "cluster", "voting"]
    world.opened("a-break", "voting")
    assert world.record(AgendaRecord, "agenda:this").open == "voting"


@pytest.mark.parametrize("who", ["Ada", "helper", "screen", "observer", "system"])
def test_only_facilitators_change_the_agenda(who: str) -> None:
    """RECIPE1"""
    world = given()
    for command in (
        AddStep(BREAK),
        EditStep(but(GATHER, title="Other ideas")),
        MoveStep("voting"),
        RemoveStep("voting"),
        DescribeWorkshop("Their town", "Somebody"),
    ):
        assert world.refused(who, command) == "not_allowed"


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (AddStep(GATHER), "taken"),
        (AddStep(BREAK, "nowhere"), "unknown"),
        (AddStep(BREAK, "a-break"), "unknown"),
        (AddStep(but(VOTE, id="voting-2", board="others"), "voting"), "unknown"),
        (AddStep(but(CLUSTER, id="cluster-2")), "unknown"),
        (AddStep(but(BREAK, title=" "), "voting"), "empty"),
        (AddStep(but(BREAK, title="A\nbreak"), "voting"), "bad_text"),
        (AddStep(but(VOTE, id="voting-2", budget=50), "voting"), "too_many"),
        (MoveStep("nowhere"), "unknown"),
        (MoveStep("voting", "nowhere"), "unknown"),
        (MoveStep("voting", "voting"), "unknown"),
        (MoveStep("voting"), "unknown"),
        (MoveStep("gather", "voting"), "unknown"),
        (RemoveStep("nowhere"), "unknown"),
        (RemoveStep("gather"), "unknown"),
        (EditStep(BREAK), "unknown"),
        (EditStep(but(VOTE, budget=50)), "too_many"),
    ],
)
def test_what_comes_of_it_is_a_good_agenda(command: AnyCommand, reason: str) -> None:
    """RECIPE1 AGENDA11"""
    assert given(limits=Limits(dots=20)).refused("facilitator", command) == reason


def test_there_are_at_most_so_many_steps() -> None:
    """RECIPE1"""
    assert given(limits=Limits(steps=3)).refused("facilitator", AddStep(BREAK)) == "too_many"


def test_what_the_workshop_is_and_who_runs_it_is_said_anew() -> None:
    """RECIPE1"""
    world = given()
    world.does("facilitator", DescribeWorkshop(" Our street ", "Mei, 01 23 45"))
    assert world.does("facilitator", DescribeWorkshop("Our street", "Mei, 01 23 45")) == []
    about = world.record(WorkshopRecord, "workshop:this")
    assert (about.title, about.organiser, world.workshop.title) == ("Our street", "Mei, 01 23 45", "Our street")
    assert world.refused("facilitator", DescribeWorkshop("", "Mei")) == "empty"
    assert Given().refused("facilitator", DescribeWorkshop("Our street", "Mei")) == "not_yet"


def test_title_prompt_and_minutes_can_always_be_changed() -> None:
    """RECIPE2"""
    world = given().opened("gather")
    edited = but(GATHER, title=" Ideas, again ", prompt="What else?", minutes=20)
    world.does("facilitator", EditStep(edited))
    assert world.does("facilitator", EditStep(edited)) == []
    about = world.record(StepRecord, "step:gather").about
    assert (about.title, about.prompt, about.minutes) == ("Ideas, again", "What else?", 20)
    assert world.record(StepRecord, "step:gather").ends_at is None
    world.does("facilitator", StartTimebox("gather"))
    ends_at = world.now + 20 * 60_000
    world.does("facilitator", EditStep(but(edited, minutes=5)))
    assert world.record(StepRecord, "step:gather").ends_at == ends_at


def test_a_step_stays_of_its_kind_and_on_its_board() -> None:
    """RECIPE2"""
    world = given(GATHER, OTHER, CLUSTER, VOTE)
    for changed in (but(OTHER, id="gather"), but(CLUSTER, id="voting"), but(VOTE, board="others")):
        assert world.refused("facilitator", EditStep(changed)) == "bad_command"


@pytest.mark.parametrize("fields", [{"private": "everyone"}, {"authors": "shown"}])
def test_promises_made_to_authors_are_kept(fields: dict[str, str]) -> None:
    """RECIPE3"""
    world = given()
    world.does("facilitator", EditStep(but(GATHER, **fields)), EditStep(GATHER))
    world.opened("gather")
    assert world.refused("facilitator", EditStep(but(GATHER, **fields))) == "step_opened"
    world.opened("cluster")
    assert world.refused("facilitator", EditStep(but(GATHER, **fields))) == "step_opened"


def test_how_many_ideas_and_whose_can_change_while_they_are_written() -> None:
    """RECIPE3 IDEA5"""
    world = given().opened("gather")
    world.posts("Ada")
    world.does("facilitator", EditStep(but(GATHER, each=1)))
    assert world.record(LeftRecord, "left:ideas-.Ada").left == 0
    assert world.refused("Ada", PostIdea("idea-99", "ideas-", "Benches")) == "too_many"
    world.does("facilitator", EditStep(but(GATHER, by="facilitators")))
    assert world.refused("Kofi", PostIdea("idea-99", "ideas-", "Benches")) == "not_allowed"


@pytest.mark.parametrize(
    "fields",
    [
        {"budget": 6},
        {"maximum": 1},
        {"per_theme": 2},
        {"on": "both"},
        {"electorate": "frozen"},
        {"totals": "shown"},
    ],
)
def test_the_rules_of_a_round_stay_once_it_has_begun(fields: dict[str, object]) -> None:
    """RECIPE3"""
    world = given()
    world.does("facilitator", EditStep(but(VOTE, **fields)), EditStep(VOTE), OpenStep("voting"))
    assert world.refused("facilitator", EditStep(but(VOTE, **fields))) == "round_began"
    world.closed("voting")
    assert world.refused("facilitator", EditStep(but(VOTE, **fields))) == "round_began"
    world.does("facilitator", EditStep(but(VOTE, title="Your dots")))


def test_who_may_arrange_can_change_at_once() -> None:
    """RECIPE3 CLUSTER2"""
    world = given().opened("cluster")
    world.does("facilitator", EditStep(but(CLUSTER, by="everyone")))
    about = world.record(StepRecord, "step:cluster").about
    assert isinstance(about, Arrange)
    assert about.by == "everyone"


def test_what_was_opened_or_holds_something_is_not_removed() -> None:
    """RECIPE4"""
    world = given(GATHER, OTHER, CLUSTER, VOTE, WELCOME).opened("gather", "voting")
    for step in ("gather", "voting"):
        assert world.refused("facilitator", RemoveStep(step)) == "step_opened"
    world.lists("A fountain", board="others")
    assert world.refused("facilitator", RemoveStep("other-gather")) == "step_opened"
    cluster = world.groups(world.posts("Ada"))
    assert world.refused("facilitator", RemoveStep("cluster")) == "step_opened"
    world.does("facilitator", UngroupCluster(cluster))
    # What was ungrouped can still be had back.
    assert world.refused("facilitator", RemoveStep("cluster")) == "step_opened"
    world.does("facilitator", AddStep(but(CLUSTER, id="cluster-2"), "cluster"), RemoveStep("cluster"))
    assert order(world) == ["gather", "other-gather", "cluster-2", "voting", "welcome"]
    assert seen_in_the_room(world, f"idea:{next(iter(world.workshop.ideas.ideas))}")


def test_clusters_keep_the_board_that_they_are_on() -> None:
    """RECIPE4"""
    world = given(GATHER, OTHER)
    world.does("facilitator", RemoveStep("other-gather"), AddStep(OTHER, "gather"))
    world.groups(board="others")
    assert world.refused("facilitator", RemoveStep("other-gather")) == "step_opened"


def test_the_last_step_stays() -> None:
    """RECIPE4"""
    world = given(WELCOME, BREAK)
    world.does("facilitator", RemoveStep("welcome"))
    assert world.refused("facilitator", RemoveStep("a-break")) == "last_step"
    world.does("facilitator", AddStep(WELCOME), RemoveStep("a-break"))


def test_the_horizon_stays_on_the_step_opened_last() -> None:
    """RECIPE5 AGENDA4"""
    world = given().opened("gather", "cluster")
    idea = world.posts("Ada")
    cluster = world.groups()
    world.opened("gather")
    assert not seen_in_the_room(world, f"cluster:{cluster}")
    world.does("facilitator", AddStep(BREAK), AddStep(WELCOME, "gather"), MoveStep("a-break", "gather"))
    assert order(world) == ["gather", "a-break", "welcome", "cluster", "voting"]
    assert not seen_in_the_room(world, f"cluster:{cluster}")
    assert world.record(StepRecord, "step:cluster").later
    world.opened("cluster")
    assert seen_in_the_room(world, f"cluster:{cluster}")
    assert world.sees("facilitator", f"late:{idea}") is not None


def test_a_new_step_may_bring_a_new_board() -> None:
    """RECIPE5"""
    world = given().opened("gather")
    assert world.refused("Ada", PostIdea("idea-99", "others", "Benches")) == "unknown"
    world.does("facilitator", AddStep(OTHER, "gather"), AddStep(but(VOTE, id="voting-2", board="others"), "voting"))
    assert world.refused("Ada", PostIdea("idea-99", "others", "Benches")) == "not_yet"
    assert world.record(LeftRecord, "left:others.Ada").left == 100
    world.opened("other-gather")
    assert seen_in_the_room(world, f"idea:{world.posts('Ada', board='others')}")
    world.does("facilitator", RemoveStep("voting-2"))
    assert world.refused("facilitator", RemoveStep("other-gather")) == "step_opened"


def a_day() -> tuple[Given, dict[str, list[str]]]:
    """A workshop at its vote; the keys of what the room has seen, by step."""
    world = given(GATHER, CLUSTER, VOTE, WELCOME, themes=["Streets"]).opened("gather")
    idea = world.posts("Ada")
    world.opened("cluster")
    (theme,) = world.workshop.clusters.themes
    cluster = world.groups(idea, theme=theme)
    world.opened("voting")
    world.sticks("Kofi", cluster)
    seen = {
        "gather": [f"idea:{idea}"],
        "cluster": [f"cluster:{cluster}", f"place:{idea}", f"theme:{theme}"],
        "voting": [f"round:{world.round}"],
    }
    return world, seen


def test_what_the_room_has_seen_is_not_moved_out_of_its_sight() -> None:
    """RECIPE6"""
    world, seen = a_day()
    for after in ("voting", "welcome"):
        assert world.refused("facilitator", MoveStep("cluster", after)) == "step_opened"
    world.does("facilitator", AddStep(BREAK, "gather"), MoveStep("a-break", "welcome"))
    assert all(seen_in_the_room(world, *keys) for keys in seen.values())


def test_moving_the_step_opened_last_before_others_goes_back_to_it() -> None:
    """RECIPE6 AGENDA4"""
    world, seen = a_day()
    world.does("facilitator", AddStep(but(GATHER, id="gather-2")), MoveStep("voting", "gather"))
    assert order(world) == ["gather-2", "gather", "voting", "cluster", "welcome"]
    assert [seen_in_the_room(world, *keys) for keys in seen.values()] == [True, False, True]
    assert world.sees("Ada", f"idea:{seen['gather'][0][5:]}") is not None
    world.does("facilitator", MoveStep("voting", "cluster"))
    assert all(seen_in_the_room(world, *keys) for keys in seen.values())
    assert world.sees("Kofi", f"ballot:{world.round}.Kofi") is not None


def test_a_step_added_further_on_takes_nothing_with_it() -> None:
    """RECIPE6"""
    world = given(GATHER, VOTE, themes=["Streets"]).opened("gather")
    (theme,) = world.workshop.clusters.themes
    idea = world.posts("Ada")
    cluster = world.groups(idea)
    keys = (f"theme:{theme}", f"cluster:{cluster}", f"place:{idea}", f"idea:{idea}")
    world.does("facilitator", AddStep(CLUSTER, "gather"))
    assert seen_in_the_room(world, *keys)
    world.opened("voting")
    assert seen_in_the_room(world, *keys)
    world.does("facilitator", AddStep(WELCOME))
    world.opened("welcome")
    assert not seen_in_the_room(world, *keys)
    world.opened("gather")
    assert seen_in_the_room(world, *keys)


def test_a_list_passed_by_stays_seen_when_its_step_is_put_off() -> None:
    """RECIPE6 IDEA18"""
    world = given(OTHER, GATHER, CLUSTER).opened("gather")
    (idea,) = world.lists("A fountain", board="others")
    assert seen_in_the_room(world, f"idea:{idea}")
    world.does("facilitator", MoveStep("other-gather", "cluster"))
    assert seen_in_the_room(world, f"idea:{idea}")


def test_a_list_is_numbered_when_a_change_brings_it_before_the_room() -> None:
    """RECIPE6 IDEA18"""
    world = given(GATHER, CLUSTER, OTHER).opened("gather", "cluster")
    (idea,) = world.lists("A fountain", board="others")
    assert world.record(IdeaRecord, f"idea:{idea}").n == 0
    world.does("facilitator", MoveStep("other-gather", "gather"))
    assert seen_in_the_room(world, f"idea:{idea}")
    assert world.record(IdeaRecord, f"idea:{idea}").n == 1


def test_the_recipe_is_the_agenda_as_it_is_now() -> None:
    """RECIPE7"""
    world, _ = a_day()
    world.does("facilitator", EditStep(but(VOTE, prompt="Your dots")), AddStep(OTHER, "welcome"))
    recipe = world.workshop.recipe()
    expected: list[AnyStep] = [GATHER, CLUSTER, but(VOTE, prompt="Your dots"), WELCOME, OTHER]
    assert recipe == Format(name="A test", steps=expected, themes=["Streets"])
    again = Given()
    again.does("system", msgspec.structs.replace(create(), format=recipe))
    assert order(again) == order(world)
    assert again.workshop.recipe() == recipe


def test_a_recipe_reads_back_as_a_format() -> None:
    """RECIPE7 AGENDA11"""
    recipe = given(GATHER, CLUSTER, VOTE, themes=["Streets"]).workshop.recipe()
    assert msgspec.convert(msgspec.to_builtins(recipe), Format) == recipe
    assert parse_format(b'name = "A"\n[[steps]]\nkind = "talk"\nid = "talk-1"\ntitle = "T"', "en").steps
