"""Everything is tried before the workshop, and cleared away: nothing of it is left but the agenda as it is now."""

from random import Random

import msgspec
import pytest

from tests.circles import MARKET, PROCEEDINGS, SESSIONS, history, says, writes
from tests.given import CLUSTER, GATHER, WELCOME, Given
from workshops.agenda import CloseStep, OpenStep, StepRecord, Talk
from workshops.attendance import ImHere
from workshops.ballots import EnterBallot, SetDots
from workshops.boards import Gather
from workshops.description import WorkshopRecord
from workshops.door import CloseMeeting, LockDoor
from workshops.ideas import AddIdeas, EditIdea, IdeaRecord, NewIdea, PostIdea, WithdrawIdea
from workshops.moderation import HideIdea
from workshops.people import (
    AddPerson,
    CrowdRecord,
    EraseMe,
    Finish,
    Join,
    MergePeople,
    PersonRecord,
    RemovePerson,
    Rename,
)
from workshops.recipe import AddStep, DescribeWorkshop, EditStep, MoveStep, RecipeEvent, RemoveStep, WorkshopDescribed
from workshops.rehearsal import ClearRehearsal, RehearsalCleared, RehearsalStarted, StartRehearsal
from workshops.reporting import LayPen, PostProposed, SetAside, TakePen
from workshops.reports import ReportIdea
from workshops.screen import FreezeScreen, Spotlight
from workshops.sealing import RevealRound
from workshops.slots import PutSlot, StartSlot
from workshops.spaces import PutSpace
from workshops.themes import MakeTheme
from workshops.timebox import PauseTimebox
from workshops.topics import ProposeTopic
from workshops.undo import Undo
from workshops.vocabulary import Refused, to_json
from workshops.voting import CloseRound, RoundRecord, Vote
from workshops.wall import PlaceTopic
from workshops.workshop import AnyCommand

BREAK = Talk(id="a-break", title="A break", minutes=15)
TIMED = msgspec.structs.replace(GATHER, minutes=12)
BOTH = Vote(id="voting", title="Vote", on="both", minutes=0)


def prepared() -> Given:
    """What a facilitator has ready the day before: a list, a cluster of it, a person on paper; Ada is there early."""
    world = Given().created(TIMED, CLUSTER, BOTH, WELCOME, themes=["Streets"]).joined("Ada").on_paper("Paul")
    world.groups(*world.lists("A fountain", "A bench"))
    return world


def rehearsing() -> Given:
    world = prepared()
    world.does("facilitator", StartRehearsal())
    return world


def tries_everything(world: Given) -> None:
    world.joined("Kofi", "Mei").on_paper("Saul").opened("gather")
    idea, other = world.posts("Kofi", "Kofi tries"), world.posts("helper", "Saul tries", subject="Saul", slip=1)
    world.does("Kofi", EditIdea(idea, "Kofi tries again"), Finish("gather"), Rename("Kofi the tester"))
    world.does("Mei", ReportIdea(idea, "Mei tries"))
    world.does(
        "facilitator", HideIdea(other, "Tried"), Spotlight(f"idea:{idea}"), FreezeScreen(), PauseTimebox("gather")
    )
    world.opened("cluster")
    cluster = world.groups(idea, name="Tried", theme=next(iter(world.workshop.clusters.themes)))
    world.opened("voting")
    world.sticks("Kofi", cluster, 2)
    world.does("helper", EnterBallot(world.round, {cluster: 3}), subject="Saul")
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))
    world.does("facilitator", MakeTheme("theme-99", "Tried"), LockDoor(), CloseMeeting())


def test_while_it_lasts_everyone_is_told() -> None:
    """REHEARSAL1"""
    world = rehearsing()
    for who in ("facilitator", "helper", "Ada", "screen", "observer", "door"):
        about = world.sees(who, "workshop:this")
        assert isinstance(about, WorkshopRecord)
        assert about.rehearsal
    world.does("facilitator", ClearRehearsal())
    assert not world.record(WorkshopRecord, "workshop:this").rehearsal


def test_it_comes_before_the_first_real_opening() -> None:
    """REHEARSAL1"""
    world = prepared()
    assert world.refused("facilitator", ClearRehearsal()) == "not_yet"
    world.does("facilitator", StartRehearsal())
    assert world.refused("facilitator", StartRehearsal()) == "already"
    world.opened("gather").closed("gather")
    world.does("facilitator", ClearRehearsal(), StartRehearsal(), OpenStep("voting"), ClearRehearsal())
    world.opened("welcome")
    for command in (StartRehearsal(), ClearRehearsal()):
        assert world.refused("facilitator", command) == "rehearsal_over"


@pytest.mark.parametrize("who", ["Ada", "helper", "screen", "observer", "system"])
def test_facilitators_rehearse(who: str) -> None:
    """REHEARSAL1"""
    world = prepared()
    assert world.refused(who, StartRehearsal()) == "not_allowed"
    world.does("facilitator", StartRehearsal())
    assert world.refused(who, ClearRehearsal()) == "not_allowed"


def test_nothing_that_was_tried_is_left() -> None:
    """REHEARSAL2"""
    world = rehearsing()
    tries_everything(world)
    world.does("facilitator", ClearRehearsal())
    assert world.everything() == prepared().everything()
    assert world.workshop.due() is None
    for who in ("Kofi", "Mei"):
        assert world.refused(who, Finish("gather")) == "join_first"


def test_ids_numbers_and_slips_can_be_given_again() -> None:
    """REHEARSAL2"""
    world = rehearsing()
    tries_everything(world)
    tried = next(key.partition(":")[2] for key in world.everything() if key.startswith("mine:"))
    world.does("facilitator", ClearRehearsal())
    world.joined("Kofi").on_paper("Saul").opened("gather")
    assert world.record(PersonRecord, "person:Saul").number == 2
    world.does("Kofi", PostIdea(tried, "ideas-", "For real"))
    assert world.record(IdeaRecord, f"idea:{tried}").n == 3
    world.posts("helper", subject="Saul", slip=1)
    world.does("facilitator", MakeTheme("theme-99", "For real"))
    assert world.record(StepRecord, "step:gather").ends_at == world.now + 12 * 60_000


def test_what_was_tried_is_nowhere_in_the_log() -> None:
    """REHEARSAL3"""
    world = rehearsing()
    before = len(world.log)
    tries_everything(world)
    world.opened("cluster", "voting")
    world.does("facilitator", ClearRehearsal())
    (cleared,) = world.log[-1:]
    assert isinstance(cleared.event, RehearsalCleared)
    assert [(stored.event, stored.by) for stored in world.log[before:-1]] == [(None, "")] * (
        len(world.log) - before - 1
    )
    assert not any(word in to_json([stored.event for stored in world.log]) for word in (b"tries", b"Tried", b"tester"))


def test_a_round_that_was_not_closed_leaves_no_key() -> None:
    """REHEARSAL3 DOTS9"""
    world = rehearsing().opened("voting")
    round_id = world.round
    world.sticks("Ada", next(iter(world.workshop.clusters.clusters)))
    world.does("facilitator", ClearRehearsal())
    assert not any(kind in str(world.log) for kind in ("RoundKeyed", "DotsSet"))
    assert world.workshop.show(f"ballot:{round_id}.Ada") is None
    world.opened("voting")
    assert world.record(RoundRecord, f"round:{world.round}").state == "open"


def test_changes_of_the_agenda_stay() -> None:
    """REHEARSAL3"""
    world = rehearsing()
    world.does("facilitator", AddStep(BREAK, "gather"), DescribeWorkshop("Our street", "Mei"))
    world.opened("gather", "a-break")
    again = msgspec.structs.replace(TIMED, prompt="What else?")
    other = Gather(id="other-gather", title="Choices", board="others", minutes=0)
    world.does("facilitator", EditStep(again), AddStep(other), RemoveStep("welcome"), MoveStep("a-break"))
    world.posts("Ada", board="ideas-")
    recipe = world.workshop.recipe()
    world.does("facilitator", ClearRehearsal())
    assert world.workshop.recipe() == recipe
    assert list(world.workshop.agenda.steps) == ["a-break", "other-gather", "gather", "cluster", "voting"]
    assert world.workshop.title == "Our street"
    states = [world.record(StepRecord, f"step:{step}").state for step in world.workshop.agenda.steps]
    assert states == ["to_come"] * 5
    world.does("facilitator", RemoveStep("a-break"))


def test_who_erased_themselves_meanwhile_stays_erased() -> None:
    """REHEARSAL4 PEOPLE7"""
    world = rehearsing().opened("gather")
    world.posts("Ada", "Ada's words")
    world.does("Ada", EraseMe(), Join("Ada again"), EraseMe(), Join("Ada once more"))
    world.does("helper", EraseMe(), subject="Paul")
    world.does("facilitator", ClearRehearsal())
    assert world.record(CrowdRecord, "crowd:this") == CrowdRecord("this")
    assert b'"name":"Ada' not in to_json([stored.event for stored in world.log])
    world.on_paper("Saul")
    assert world.record(PersonRecord, "person:Saul").number == 2


def test_who_was_removed_meanwhile_does_not_come_back() -> None:
    """REHEARSAL4 PEOPLE12"""
    world = rehearsing().joined("Kofi").opened("gather")
    idea = world.posts("Ada", "Ada's words")
    world.does("facilitator", RemovePerson("Ada", "hide"), RemovePerson("Kofi"), ClearRehearsal())
    assert world.workshop.show(f"idea:{idea}") is None
    assert world.record(CrowdRecord, "crowd:this").people == 1
    assert world.refused("Ada", Join("Ada")) == "not_allowed"
    world.does("Kofi", Join("Kofi"))


def test_who_was_found_to_be_somebody_else_meanwhile_still_is() -> None:
    """REHEARSAL4 PEOPLE14"""
    world = prepared().joined("Ada again")
    world.does("facilitator", StartRehearsal(), MergePeople("Ada again", "Ada"))
    world.joined("Kofi").opened("gather")
    world.does("facilitator", MergePeople("Kofi", "Ada"), ClearRehearsal())
    assert world.record(CrowdRecord, "crowd:this") == CrowdRecord("this", 2, 0, 1)
    assert world.refused("Ada again", Join("Ada")) == "not_allowed"
    world.does("Kofi", Join("Kofi"))


def test_who_was_found_to_be_somebody_who_only_rehearsed_does_not_come_back_without_a_phone() -> None:
    """REHEARSAL4"""
    world = prepared()
    before = world.record(CrowdRecord, "crowd:this").people
    world.does("facilitator", StartRehearsal())
    world.joined("Zed")
    world.does("facilitator", MergePeople("Ada", "Zed"), ClearRehearsal())
    assert world.record(CrowdRecord, "crowd:this").people == before - 1
    assert world.workshop.show("person:Ada") is None


def test_nothing_is_kept_in_memory_once_the_workshop_has_begun() -> None:
    """REHEARSAL1"""
    world = prepared()
    memory = world.workshop.rehearsal
    assert memory.staying()
    world.opened("gather")
    world.posts("Ada")
    assert (memory.staying(), memory.tried) == ([], set())


def anything(chance: Random, world: Given) -> tuple[str, AnyCommand, str | None]:
    """An act of anybody; many are refused."""
    who = chance.choice(["Ada", "Kofi", "Mei"])
    kinds = {kind: [key[len(kind) + 1 :] for key in world.everything() if key.startswith(f"{kind}:")] for kind in KINDS}
    idea, cluster, step, round_ = (chance.choice(kinds[kind] or ["nothing"]) for kind in KINDS)
    new = f"thing-{len(world.log)}"
    acts: list[tuple[str, AnyCommand, str | None]] = [
        (who, Join(who), None),
        (who, PostIdea(new, "ideas-", f"Words of {who}"), None),
        (who, EditIdea(idea, f"Other words of {who}"), None),
        (who, WithdrawIdea(idea), None),
        (who, SetDots(round_, chance.choice([idea, cluster]), chance.randint(0, 2)), None),
        (who, Undo(), None),
        ("helper", AddPerson(new, new), None),
        ("helper", PostIdea(new, "ideas-", "On paper", chance.randint(0, 5)), "Paul"),
        ("helper", EnterBallot(round_, {idea: 1}, True), "Paul"),
        ("facilitator", AddIdeas("ideas-", [NewIdea(new, "Listed")]), None),
        ("facilitator", OpenStep(step), None),
        ("facilitator", CloseStep(step), None),
        ("facilitator", HideIdea(idea, "Why"), None),
        ("facilitator", CloseRound(round_), None),
        ("facilitator", RevealRound(round_), None),
        ("facilitator", AddStep(msgspec.structs.replace(BREAK, id=new), chance.choice([step, None])), None),
        ("facilitator", MoveStep(step, chance.choice(kinds["step"])), None),
        ("facilitator", RemoveStep(step), None),
        ("facilitator", EditStep(msgspec.structs.replace(CLUSTER, title=new, by="everyone")), None),
        ("facilitator", DescribeWorkshop(new, "Mei"), None),
        ("facilitator", Spotlight(f"idea:{idea}"), None),
    ]
    return chance.choice(acts)


KINDS = ("idea", "cluster", "step", "round")


def does_anything(chance: Random, world: Given, times: int) -> None:
    for _ in range(times):
        who, command, subject = anything(chance, world)
        try:
            world.does(who, command, subject=subject)
        except Refused:
            continue


@pytest.mark.parametrize("seed", range(10))
def test_cleared_it_is_as_if_the_agenda_alone_had_been_changed(seed: int) -> None:
    """REHEARSAL2 REHEARSAL3 SHOW4"""
    chance = Random(seed)
    world, other = prepared(), prepared()
    world.replay_every = 10
    world.does("facilitator", StartRehearsal())
    does_anything(chance, world, 80)
    for stored in world.log[len(other.log) :]:
        if isinstance(stored.event, RecipeEvent | WorkshopDescribed):
            other._happens("facilitator", stored.event, other.everything())
    world.does("facilitator", ClearRehearsal())
    assert world.everything() == other.everything()
    assert world.replayed().everything() == other.everything()
    assert [stored.event for stored in world.workshop.rehearsal.staying()] == [stored.event for stored in other.log]


@pytest.mark.parametrize("seed", range(5))
def test_after_a_rehearsal_the_workshop_goes_on_as_without_one(seed: int) -> None:
    """REHEARSAL2"""
    chance = Random(seed)
    world = rehearsing()
    world.replay_every = 10
    does_anything(chance, world, 40)
    world.does("facilitator", ClearRehearsal(), StartRehearsal())
    does_anything(chance, world, 40)
    world.does("facilitator", ClearRehearsal())
    does_anything(chance, world, 80)
    assert world.replayed().everything() == world.everything()
    assert [type(stored.event) for stored in world.log].count(RehearsalStarted) == 2


def test_reports_that_were_tried_are_blanked_in_their_streams() -> None:
    """REHEARSAL2 REHEARSAL3 REPORTING4"""

    def prepare() -> Given:
        world = Given().created(MARKET, SESSIONS, PROCEEDINGS).joined("Ada", "Kofi")
        world.does("facilitator", PutSpace("yard--", "Yard"), PutSlot("slot-1", 600, 640))
        return world

    world = prepare()
    world.does("facilitator", StartRehearsal(), OpenStep("market"))
    world.does("Ada", ProposeTopic("topic-1", "Trees"), PlaceTopic("topic-1", "slot-1", "yard--"))
    world.opened("sessions").does("facilitator", StartSlot("slot-1"))
    world.does("Kofi", ImHere("topic-1"))
    writes(world, "Kofi", "topic-1", "Kofi tries")
    world.does("Kofi", PostProposed("topic-1", "idea-1", "Kofi tries"), SetAside("topic-1", "said", "Kofi tried"))
    world.joined("Mei").does("facilitator", TakePen("topic-1"), LayPen("topic-1"))
    writes(world, "Mei", "topic-1", "Mei tries")
    world.does("Mei", EraseMe())
    world.does("facilitator", ClearRehearsal())
    assert world.everything() == prepare().everything()
    assert [stored.event for stored in world.beside["topic-1"]] == [None] * 6
    # Its id is given again, and its text goes on in the same stream.
    world.opened("market").does("Ada", ProposeTopic("topic-1", "Trees"), PlaceTopic("topic-1", "slot-1", "yard--"))
    world.opened("sessions")
    writes(world, "Kofi", "topic-1", "For real")
    assert (says(world, "topic-1"), history(world, "topic-1")) == ("For real", [("Kofi", ["said"], False)])
    assert world.beside["topic-1"][-1].seq == 8
