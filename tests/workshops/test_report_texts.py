"""The text of a report: written by who has the pen, kept in versions."""

import pytest

from tests.circles import history, meeting, report, says, writes
from workshops.agenda import CloseStep
from workshops.hiding import HideTopic
from workshops.reporting import (
    LayPen,
    PostProposed,
    SetAside,
    TakePen,
    WriteReport,
)
from workshops.texts import TextRecord, VersionRecord
from workshops.vocabulary import Limits, Refused

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
