"""What a circle leaves: one pen at a time, a text that nobody loses a word of, and ideas like all others."""

import pytest

from tests.circles import CANVAS, SESSIONS, forum, history, meeting, pen, places, report, says, writes
from workshops.hiding import HideTopic, RestoreTopic
from workshops.ideas import AddIdeas, EditIdea, IdeaRecord, NewIdea, PostIdea
from workshops.moderation import HideIdea, RestoreIdea
from workshops.people import EraseMe, Join, MergePeople, RemovePerson, Rename
from workshops.proceedings import Asking, ReportRecord
from workshops.reporting import (
    AskPen,
    EditProposed,
    LayPen,
    PostProposed,
    SetAside,
    TakePen,
    WithdrawProposed,
    WriteReport,
)
from workshops.slots import EndSlot
from workshops.texts import TextRecord
from workshops.topics import ProposeTopic, WithdrawTopic
from workshops.vocabulary import Limits
from workshops.wall import UnplaceTopic

# Where there is one


def test_a_topic_that_was_placed_has_a_report() -> None:
    """REPORTING1"""
    world, one, _ = meeting()
    assert report(world, one) == ReportRecord(one)
    assert world.record(TextRecord, f"text:{one}.said") == TextRecord(f"{one}.said", one, "said")
    assert world.workshop.show(f"text:{one}.proposed") is None
    world.does("Mei", ProposeTopic("never-placed", "Bees"))
    assert world.workshop.show("report:never-placed") is None
    assert world.refused("Mei", TakePen("never-placed")) == "not_placed"
    assert world.refused("Mei", TakePen("nothing")) == "unknown"


def test_it_is_made_of_the_parts_of_the_canvas() -> None:
    """REPORTING1"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one))
    for part in ("proposed", "nothing"):
        assert world.refused("Mei", WriteReport(one, part, "Trees")) == "unknown"
        assert world.refused("Mei", SetAside(one, part, "Trees")) == "unknown"


def test_it_is_written_while_the_sessions_or_the_proceedings_are_open() -> None:
    """REPORTING1"""
    world = forum()
    one = places(world, "Ada")
    assert world.refused("Mei", TakePen(one)) == "not_yet"
    assert world.workshop.show(f"report:{one}") is None
    world.opened("sessions")
    writes(world, "Mei", one, "Trees")
    world.opened("journal")
    writes(world, "Mei", one, "Trees grow")
    world.closed("journal")
    for command in (WriteReport(one, "said", "Bins"), PostProposed(one, "idea-1", "Bins"), AskPen(one), TakePen(one)):
        assert world.refused("Mei", command) == "step_closed"
    assert says(world, one) == "Trees grow"
    world.does("Mei", LayPen(one))


def test_it_is_written_in_a_marketplace_that_is_opened_again() -> None:
    """REPORTING1 REPORTING6 AGENDA5"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees")
    world.opened("market")
    world.does("Mei", WriteReport(one, "said", "Trees grow"), PostProposed(one, "idea-1", "Plant more"))
    assert says(world, one) == "Trees grow"
    assert isinstance(world.sees("Mei", "idea:idea-1"), IdeaRecord)
    assert report(world, one).filled == ["said", "proposed"]
    world.does("facilitator", EndSlot("slot-1"))
    writes(world, "Mei", one, "Trees grow old")


def test_it_is_read_by_whoever_sees_the_session() -> None:
    """REPORTING1 SHOW2"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees grow")
    world.does("Mei", PostProposed(one, "idea-1", "Plant more"))
    for who in ("Kofi", "helper", "screen", "observer", "export"):
        assert "Trees grow" in str(world.sees_all(who))
        assert f"session:{one}" in str(world.sees(who, "idea:idea-1"))
    world.does("facilitator", HideTopic(one, "Rude"))
    for who in ("Kofi", "helper", "screen", "observer", "export"):
        assert "Trees grow" not in str(world.sees_all(who))
        assert one not in str(world.sees_all(who))
        assert world.sees(who, "idea:idea-1") is not None
    assert world.sees("facilitator", f"text:{one}.said") is not None
    world.does("facilitator", RestoreTopic(one))
    assert "Trees grow" in str(world.sees_all("Kofi"))


def test_it_stays_with_its_topic_off_the_wall() -> None:
    """REPORTING1 WALL8"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees grow")
    world.does("Ada", UnplaceTopic(one))
    writes(world, "Mei", one, "Trees grow old")
    world.opened("market")
    assert says(world, one) == "Trees grow old"


def test_no_convener_withdraws_it_with_the_topic() -> None:
    """TOPIC2 REPORTING1 SHOW8"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees grow")
    assert world.refused("Ada", WithdrawTopic(one)) == "has_report"
    world.does("Mei", WriteReport(one, "said", ""))
    world.does("Ada", WithdrawTopic(one))


def test_its_convener_reads_it_while_it_is_hidden() -> None:
    """REPORTING1 TOPIC5"""
    world, one, _ = meeting()
    writes(world, "Ada", one, "Trees grow")
    world.does("facilitator", HideTopic(one, "Rude"))
    assert "Trees grow" in str(world.sees("Ada", f"text:{one}.said"))
    world.does("Ada", WriteReport(one, "said", "Trees"))
    assert world.sees("Kofi", f"text:{one}.said") is None


def test_an_export_holds_the_text_and_nobody_who_wrote_it() -> None:
    """REPORTING1 SHOW7"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees grow")
    keys = {key.partition(":")[0] for key in world.sees_all("export")}
    assert "text" in keys
    assert not {"report", "versions", "version", "whereabouts", "interest"} & keys


# What it proposes


def test_what_the_circle_proposes_are_ideas_on_the_board() -> None:
    """REPORTING6"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one), PostProposed(one, "idea-1", "Plant more"), PostProposed(one, "idea-2", "Water"))
    for who in ("Ada", "screen", "export", "facilitator"):
        assert world.sees(who, "idea:idea-1") == IdeaRecord(
            "idea-1", "proposed", "Plant more", 1, origin=f"session:{one}"
        )
    assert report(world, one).filled == ["proposed"]
    assert not {key for key in world.everything() if key.startswith(("mine:", "author:", "left:"))}
    world.does("Mei", EditProposed(one, "idea-1", "Plant trees"), WithdrawProposed(one, "idea-2"))
    assert world.record(IdeaRecord, "idea:idea-1").text == "Plant trees"
    assert world.workshop.show("idea:idea-2") is None
    assert world.refused("Mei", WithdrawProposed(one, "idea-2")) == "already"
    world.does("Mei", WithdrawProposed(one, "idea-1"))
    assert report(world, one).filled == []


def test_they_are_like_any_other_idea_for_everything_else() -> None:
    """REPORTING6"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one), PostProposed(one, "idea-1", "Plant more"))
    world.does("facilitator", HideIdea("idea-1", "Rude"))
    assert report(world, one).filled == []
    assert world.refused("Mei", EditProposed(one, "idea-1", "Plant")) == "not_allowed"
    world.does("facilitator", RestoreIdea("idea-1"))
    assert report(world, one).filled == ["proposed"]
    assert world.refused("Mei", EditIdea("idea-1", "Mine")) == "not_allowed"
    assert world.refused("Mei", PostProposed(one, "idea-1", "Again")) == "taken"
    assert world.refused("Mei", PostProposed(one, "idea-2", " ")) == "empty"


def test_only_the_ideas_of_this_report() -> None:
    """REPORTING6"""
    world, one, other = meeting()
    world.does("Mei", TakePen(one), PostProposed(one, "idea-1", "Plant more"))
    world.does("Kofi", TakePen(other))
    for command in (
        EditProposed(other, "idea-1", "Bins"),
        WithdrawProposed(other, "idea-1"),
        EditProposed(other, "x-none", "B"),
    ):
        assert world.refused("Kofi", command) == "unknown"


def test_nobody_posts_there_otherwise() -> None:
    """REPORTING6"""
    world, _, _ = meeting()
    assert world.refused("Mei", PostIdea("idea-1", "proposed", "Bins")) == "not_allowed"
    assert world.refused("facilitator", AddIdeas("proposed", [NewIdea("idea-1", "Bins")])) == "not_allowed"


def test_a_canvas_without_ideas_takes_none() -> None:
    """REPORTING6"""
    sessions = SESSIONS.__class__(id="sessions", title="Circles", minutes=0, canvas=CANVAS[:1])
    world, one, _ = meeting(sessions=sessions)
    world.does("Mei", TakePen(one))
    assert world.refused("Mei", PostProposed(one, "idea-1", "Bins")) == "unknown"


def test_a_workshop_holds_so_many_ideas() -> None:
    """REPORTING6 IDEA5"""
    world, one, _ = meeting(limits=Limits(ideas=1))
    world.does("Mei", TakePen(one), PostProposed(one, "idea-1", "Plant more"))
    assert world.refused("Mei", PostProposed(one, "idea-2", "Bins")) == "too_many"


# People


@pytest.mark.parametrize("how", ["erased", "removed"])
def test_who_has_gone_has_no_pen_and_no_version_names_them(how: str) -> None:
    """REPORTING7"""
    world, one, other = meeting()
    writes(world, "Mei", one, "Trees")
    world.does("Kofi", TakePen(other))
    world.does("Mei", AskPen(other))
    world.does("facilitator", TakePen(one), WriteReport(one, "said", "Trees grow"), LayPen(one))
    world.does("Mei", SetAside(one, "said", "Bins"), TakePen(one))
    if how == "erased":
        world.does("Mei", EraseMe(), Join("Somebody"))
    else:
        world.does("facilitator", RemovePerson("Mei"))
    assert (pen(world, one), report(world, other).asking) == (None, [])
    assert says(world, one) == "Trees grow"
    assert history(world, one) == [("", ["said"], False), ("", ["said"], False), ("", ["said"], True)]
    assert "Mei" not in str([world.beside, [stored for stored in world.log if "Pen" in str(stored)]])


def test_who_was_erased_and_is_back_writes_another_version() -> None:
    """REPORTING7 PEOPLE8"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees")
    world.does("Mei", EraseMe(), Join("Mei"))
    writes(world, "Mei", one, "Trees grow")
    assert [line[0] for line in history(world, one)] == ["", "Mei"]


def test_two_who_are_one_have_the_pen_and_the_versions_of_both() -> None:
    """REPORTING7"""
    world, one, other = meeting()
    writes(world, "Mei", one, "Trees")
    world.does("Kofi", TakePen(other))
    world.does("Mei", AskPen(other))
    world.does("Ada", AskPen(one))
    world.does("facilitator", MergePeople("Mei", "Ada"))
    assert report(world, one) == ReportRecord(one, "Ada", "Ada", filled=["said"])
    assert report(world, other).asking == [Asking("Ada", "Ada")]
    world.does("Ada", WriteReport(one, "said", "Trees grow"))
    assert history(world, one) == [("Ada", ["said"], False)]
    world.does("Ada", EraseMe())
    assert history(world, one) == [("", ["said"], False)]
    assert "Mei" not in str(world.beside)


def test_who_is_renamed_is_so_everywhere() -> None:
    """REPORTING7 PEOPLE4"""
    world, one, other = meeting()
    writes(world, "Mei", one, "Trees")
    world.does("Kofi", TakePen(other))
    world.does("Mei", AskPen(other), Rename("Mei Ling"))
    assert (report(world, one).name, history(world, one)[0][0]) == ("Mei Ling", "Mei Ling")
    assert report(world, other).asking == [Asking("Mei", "Mei Ling")]
