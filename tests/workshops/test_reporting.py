"""What a circle leaves: one pen at a time, a text that nobody loses a word of, and ideas like all others."""

import pytest
from msgspec.structs import replace

from tests.circles import CANVAS, SESSIONS, forum, history, meeting, places, says, writes
from tests.given import Given
from workshops.agenda import CloseStep
from workshops.hiding import HideTopic, RestoreTopic
from workshops.ideas import AddIdeas, EditIdea, IdeaRecord, NewIdea, PostIdea
from workshops.moderation import HideIdea, RestoreIdea
from workshops.people import EraseMe, Join, MergePeople, RemovePerson, Rename
from workshops.proceedings import Asking, ReportRecord
from workshops.reporting import (
    AskPen,
    EditProposed,
    HandPen,
    LayPen,
    PostProposed,
    SetAside,
    TakePen,
    WithdrawProposed,
    WriteReport,
)
from workshops.slots import EndSlot
from workshops.texts import TextRecord, VersionRecord
from workshops.topics import ProposeTopic, WithdrawTopic
from workshops.vocabulary import Limits, Refused
from workshops.wall import UnplaceTopic


def report(world: Given, session: str) -> ReportRecord:
    """But since when."""
    return replace(world.record(ReportRecord, f"report:{session}"), since=0)


def pen(world: Given, session: str) -> str | None:
    return report(world, session).pen


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


# The pen


def test_one_at_a_time() -> None:
    """REPORTING2"""
    world, one, other = meeting()
    world.does("Mei", TakePen(one))
    assert world.does("Mei", TakePen(one)) == []
    for who in ("Kofi", "helper"):
        assert world.refused(who, TakePen(one)) == "pen_held"
    world.does("Kofi", TakePen(other))
    assert (pen(world, one), pen(world, other)) == ("Mei", "Kofi")
    for who in ("Ada", "screen", "observer", "facilitator", "helper"):
        assert world.sees(who, f"report:{one}") == ReportRecord(one, "Mei", "Mei", since=world.now)


@pytest.mark.parametrize(
    ("who", "reason"), [("screen", "not_allowed"), ("observer", "not_allowed"), ("Zoe", "join_first")]
)
def test_only_who_takes_part_or_helps(who: str, reason: str) -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    for command in (TakePen(one), LayPen(one), AskPen(one), WriteReport(one, "said", "X"), SetAside(one, "said", "X")):
        assert world.refused(who, command) == reason


def test_nobody_writes_for_somebody_on_paper_but_as_themselves() -> None:
    """REPORTING2 PEOPLE6"""
    world, one, _ = meeting()
    world.on_paper("Paul")
    assert world.refused("helper", TakePen(one), subject="Paul") == "not_allowed"
    writes(world, "helper", one, "What Paul wrote")
    assert report(world, one) == ReportRecord(one, "helper", staff=True, filled=["said"])


def test_silence_lets_it_go() -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees")
    world.later(seconds=119)
    assert world.refused("Kofi", TakePen(one)) == "pen_held"
    world.does("Mei", WriteReport(one, "said", "Trees grow"))
    world.later(seconds=119)
    assert world.refused("Kofi", TakePen(one)) == "pen_held"
    world.later(seconds=1)
    world.does("Kofi", TakePen(one))
    assert pen(world, one) == "Kofi"


def test_who_writes_what_the_circle_proposes_is_not_silent() -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one))
    for command in (
        PostProposed(one, "idea-1", "X"),
        EditProposed(one, "idea-1", "Y"),
        WithdrawProposed(one, "idea-1"),
    ):
        world.later(seconds=100)
        world.does("Mei", command)
    world.later(seconds=100)
    assert world.refused("Kofi", TakePen(one)) == "pen_held"


def test_what_a_facilitator_does_with_it_is_not_its_writing() -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one), PostProposed(one, "idea-1", "X"))
    world.later(minutes=2)
    world.does("facilitator", HideIdea("idea-1", "Rude"), RestoreIdea("idea-1"))
    world.does("Kofi", TakePen(one))


def test_a_facilitator_takes_it_always() -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one))
    world.does("facilitator", TakePen(one))
    assert report(world, one) == ReportRecord(one, "facilitator", staff=True)
    assert world.refused("Mei", TakePen(one)) == "pen_held"


def test_it_is_laid_down() -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    assert world.does("Mei", LayPen(one)) == []
    world.does("Mei", TakePen(one))
    assert world.does("Kofi", LayPen(one)) == []
    world.does("Mei", LayPen(one))
    assert pen(world, one) is None
    world.does("Kofi", TakePen(one))


def test_it_is_handed_to_somebody_who_asks() -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one))
    world.does("Kofi", AskPen(one))
    world.does("helper", AskPen(one))
    assert world.does("Kofi", AskPen(one)) == []
    assert report(world, one).asking == [Asking("Kofi", "Kofi"), Asking("helper", "", staff=True)]
    assert world.refused("Mei", HandPen(one, "Ada")) == "unknown"
    assert world.refused("Kofi", HandPen(one, "Kofi")) == "pen_needed"
    world.does("Mei", HandPen(one, "Kofi"))
    assert report(world, one) == ReportRecord(one, "Kofi", "Kofi", asking=[Asking("helper", "", staff=True)])
    world.does("Kofi", HandPen(one, "helper"))
    assert report(world, one) == ReportRecord(one, "helper", staff=True)


def test_one_asks_no_more() -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one))
    world.does("Kofi", AskPen(one), AskPen(one, asks=False))
    assert world.does("Kofi", AskPen(one, asks=False)) == []
    assert world.does("Mei", AskPen(one)) == []
    assert report(world, one).asking == []


def test_who_asked_and_takes_it_asks_no_more() -> None:
    """REPORTING2"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one))
    world.does("Kofi", AskPen(one))
    world.does("Mei", LayPen(one))
    world.does("Kofi", TakePen(one))
    assert report(world, one) == ReportRecord(one, "Kofi", "Kofi")


def test_everyone_sees_since_when_it_is_silent() -> None:
    """REPORTING2: that it wrote is told by the texts."""
    world, one, _ = meeting()

    def since() -> int:
        return world.record(ReportRecord, f"report:{one}").since

    assert since() == 0
    world.does("Mei", TakePen(one))
    assert since() == (taken := world.now)
    world.later(seconds=50)
    world.does("Mei", WriteReport(one, "said", "Much"))
    assert since() == taken
    assert world.record(TextRecord, f"text:{one}.said").at == world.now
    world.later(seconds=50)
    world.does("Mei", PostProposed(one, "idea-1", "Plant one each"))
    assert since() == world.now
    world.does("Mei", LayPen(one))
    assert since() == 0


# The text


def test_only_who_has_the_pen_writes() -> None:
    """REPORTING3"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one))
    for who in ("Ada", "Kofi", "facilitator", "helper"):
        for command in (WriteReport(one, "said", "Bins"), PostProposed(one, "idea-1", "Bins")):
            assert world.refused(who, command) == "pen_needed"
    world.does("Mei", LayPen(one))
    assert world.refused("Mei", WriteReport(one, "said", "Bins")) == "pen_needed"


def test_a_part_is_written_whole_and_may_be_emptied() -> None:
    """REPORTING3"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees grow.\r\n\tSlowly \n")
    assert says(world, one) == "Trees grow.\n Slowly \n"
    assert world.does("Mei", WriteReport(one, "said", "Trees grow.\n Slowly \n")) == []
    assert report(world, one).filled == ["said"]
    world.does("Mei", WriteReport(one, "said", ""))
    assert says(world, one) == ""
    assert report(world, one).filled == []
    assert world.refused("Mei", WriteReport(one, "said", "\x00")) == "bad_text"


def test_blanks_say_nothing() -> None:
    """REPORTING3"""
    world, one, _ = meeting()
    writes(world, "Mei", one, " \n ")
    assert report(world, one).filled == []
    world.does("Mei", WriteReport(one, "agreed", "Yes"), WriteReport(one, "said", " \n Trees"))
    assert report(world, one).filled == ["said", "agreed"]


def test_a_part_is_so_long_and_all_together_so_many_bytes() -> None:
    """REPORTING3"""
    limits = Limits(report_field=10, report=25)
    world, one, _ = meeting(limits=limits)
    world.does("Mei", TakePen(one), WriteReport(one, "said", "é" * 10))
    assert world.refused("Mei", WriteReport(one, "said", "é" * 11)) == "too_long"
    assert world.refused("Mei", WriteReport(one, "agreed", "é" * 3)) == "report_full"
    world.does("Mei", WriteReport(one, "agreed", "é" * 2), WriteReport(one, "said", "e" * 10))
    world.does("Mei", WriteReport(one, "agreed", "é" * 7))


def test_a_report_that_is_full_says_so_in_kilobytes() -> None:
    """REPORTING3"""
    world, one, _ = meeting(limits=Limits(report_field=60_000, report=51_200))
    world.does("Mei", TakePen(one), WriteReport(one, "said", "e" * 51_200))
    with pytest.raises(Refused) as full:
        world.does("Mei", WriteReport(one, "agreed", "e"))
    assert (full.value.reason, full.value.facts) == ("report_full", {"limit": 50, "size": 51})


def test_when_it_was_written_is_told() -> None:
    """REPORTING3"""
    world, one, _ = meeting()
    world.later(minutes=3)
    writes(world, "Mei", one, "Trees")
    assert world.record(TextRecord, f"text:{one}.said").at == world.now


def test_the_text_stands_in_a_stream_of_its_own() -> None:
    """REPORTING4"""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one))
    before = len(world.log)
    for text in ("W", "Wi", "Wil", "Willows"):
        world.does("Mei", WriteReport(one, "said", text))
    # That it says something is told once in the workshop's own.
    assert len(world.log) == before + 1
    assert "Willows" not in str(world.log)
    assert len(world.beside[one]) == 5
    assert all(stored.by == "" for stored in world.beside[one])


def test_it_goes_to_those_who_watch_it() -> None:
    """REPORTING4"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees")
    before = world.sees_all("Kofi")
    world.does("Mei", WriteReport(one, "said", "Trees grow"))
    after = world.sees_all("Kofi")
    changed = [after[key] for key in after if after[key] != before.get(key)]
    assert changed
    assert all(record.on_request for record in changed)


# Versions


def test_a_version_is_what_one_person_writes_without_a_pause() -> None:
    """REPORTING5"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees")
    world.later(minutes=4)
    world.does("Mei", WriteReport(one, "said", "Trees grow"), WriteReport(one, "agreed", "Yes"))
    world.later(minutes=5)
    world.does("Mei", WriteReport(one, "said", "Bins"))
    world.does("facilitator", TakePen(one), WriteReport(one, "said", "Bins and trees"))
    writes(world, "facilitator", one, "Bins and trees.")
    world.does("facilitator", LayPen(one))
    writes(world, "Kofi", one, "Trees")
    assert history(world, one) == [
        ("Mei", ["said", "agreed"], False),
        ("Mei", ["said"], False),
        ("", ["said"], False),
        ("Kofi", ["said"], False),
    ]
    texts = [world.record(VersionRecord, f"version:{one}.{n}").texts for n in (1, 2, 3, 4)]
    assert texts == [
        {"said": "Trees grow", "agreed": "Yes"},
        {"said": "Bins"},
        {"said": "Bins and trees."},
        {"said": "Trees"},
    ]
    assert world.workshop.show(f"version:{one}.5") is None


def test_who_comes_back_writes_another_version() -> None:
    """REPORTING5: else what stood between would be lost."""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees")
    world.does("facilitator", TakePen(one), WriteReport(one, "said", "Bins"), LayPen(one))
    writes(world, "Mei", one, "Trees again")
    assert [line[0] for line in history(world, one)] == ["Mei", "", "Mei"]


def test_what_was_written_without_the_pen_is_set_aside() -> None:
    """REPORTING5"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees")
    world.does("facilitator", TakePen(one))
    assert world.refused("Mei", WriteReport(one, "said", "Trees grow")) == "pen_needed"
    world.does("Mei", SetAside(one, "said", "Trees grow"), SetAside(one, "agreed", "Yes"))
    assert (says(world, one), says(world, one, "agreed")) == ("Trees", "")
    assert report(world, one).filled == ["said"]
    assert history(world, one) == [("Mei", ["said"], False), ("Mei", ["said", "agreed"], True)]
    assert world.record(VersionRecord, f"version:{one}.2").texts == {"said": "Trees grow", "agreed": "Yes"}
    world.does("Mei", SetAside(one, "said", "Trees grow tall"))
    assert history(world, one)[2] == ("Mei", ["said"], True)


def test_what_was_set_aside_is_in_no_version_of_the_text() -> None:
    """REPORTING5"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees")
    world.does("Mei", SetAside(one, "agreed", "Yes"), WriteReport(one, "said", "Trees grow"))
    assert history(world, one) == [("Mei", ["said"], False), ("Mei", ["agreed"], True)]


def test_setting_the_same_aside_again_is_nothing() -> None:
    """REPORTING5"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees")
    world.does("Kofi", SetAside(one, "said", "Bins"))
    for text in ("Bins", "Trees", ""):
        assert world.does("Kofi", SetAside(one, "said", text)) == []


def test_it_is_set_aside_also_when_the_step_has_closed() -> None:
    """REPORTING5"""
    world, one, _ = meeting()
    writes(world, "Mei", one, "Trees")
    world.does("facilitator", CloseStep("sessions"))
    world.does("Mei", SetAside(one, "said", "Trees grow"))
    assert history(world, one)[1] == ("Mei", ["said"], True)


def test_nobody_sets_aside_without_end() -> None:
    """REPORTING5"""
    world, one, _ = meeting()
    for n in range(20):
        world.does("Kofi", SetAside(one, "said", f"Bins {n}"))
    assert world.refused("Kofi", SetAside(one, "said", "More bins")) == "too_many"
    world.does("Mei", SetAside(one, "said", "Trees"))


def test_somebody_who_does_not_see_it_sets_nothing_aside() -> None:
    """REPORTING5 SHOW2"""
    world, one, _ = meeting()
    world.does("facilitator", HideTopic(one, "Rude"))
    assert world.refused("Mei", SetAside(one, "said", "Trees")) == "unknown"


def test_the_log_has_more_versions_than_are_shown() -> None:
    """REPORTING5"""
    world, one, _ = meeting()
    world.checked = False
    for n in range(101):
        world.later(minutes=6)
        writes(world, "Mei", one, f"Trees {n}")
    world.does("Kofi", SetAside(one, "said", "Bins"))
    world.checked = True
    assert len(history(world, one)) == 101
    assert world.workshop.show(f"version:{one}.1") is None
    assert world.record(VersionRecord, f"version:{one}.2").texts == {"said": "Trees 1"}
    world.later(minutes=6)
    writes(world, "Mei", one, "Trees 102")
    assert world.workshop.show(f"version:{one}.2") is None
    assert len([stored for stored in world.beside[one] if "Trees" in str(stored)]) == 1


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
