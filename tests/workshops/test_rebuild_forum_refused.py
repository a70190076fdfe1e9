"""A file of an open forum that does not add up is refused by the name of the record that does not."""

from typing import Any

import pytest
from msgspec import structs

from tests.circles import PROCEEDINGS, SESSIONS, forum, goes, meeting, writes
from tests.given import Given
from tests.workshops.rebuilt import ON_REPORTS, exported, survives, told
from workshops.attendance import AttendanceRecord, ImHere
from workshops.exported import DoesNotAddUp, ExportRecord
from workshops.interest import MarkInterest
from workshops.market import Market
from workshops.people import AddPerson, CrowdRecord
from workshops.rebuild import rebuild
from workshops.reporting import PostProposed
from workshops.topic_merging import MergeTopics
from workshops.topics import ProposeTopic
from workshops.vocabulary import Key, Limits

NOW = 1_900_000_000_000


def whole() -> Given:
    world, one, other = meeting(ON_REPORTS)
    goes(world, one, "Ada", "Mei")
    world.does("Mei", MarkInterest(one))
    writes(world, "Mei", one, "Trees")
    writes(world, "Mei", one, "All", "agreed")
    world.does("Mei", PostProposed(one, "plant-", "Plant them"))
    world.does("Mei", ProposeTopic("merged", "Merged"), ProposeTopic("spare-", "Spare"))
    world.does("facilitator", MergeTopics("merged", other))
    return world


def why(records: list[ExportRecord], limits: Limits | None = None) -> tuple[Key, str]:
    with pytest.raises(DoesNotAddUp) as caught:
        rebuild(records, limits or Limits(), NOW)
    return caught.value.key, caught.value.why


def changed(key: Key, **fields: Any) -> list[ExportRecord]:
    """The export of a whole open forum, with these fields of this record changed by hand."""
    records = exported(whole())
    records[key] = structs.replace(records[key], **fields)
    return list(records.values())  # type: ignore[arg-type]


ONE, OTHER = (key.partition(":")[2] for key in exported(whole()) if key.startswith("session:"))


@pytest.mark.parametrize(
    ("key", "fields", "expected"),
    [
        ("step:sessions", {"id": "circles"}, "differs"),
        ("space:yard--", {"capacity": 10_001}, "differs"),
        (f"topic:{ONE}", {"title": "x" * 201}, "too_long"),
        (f"topic:{ONE}", {"title": "a\x00b"}, "bad_text"),
        (f"topic:{ONE}", {"words": "x" * 501}, "too_long"),
        (f"topic:{ONE}", {"names": ["x" * 41]}, "too_long"),
        (f"topic:{ONE}", {"names": ["x"] * 1001}, "differs"),
        (f"topic:{ONE}", {"n": 0}, "differs"),
        (f"topic:{ONE}", {"n": 2}, "twice"),
        (f"topic:{ONE}", {"origin": "idea:nowhere"}, "refers"),
        (f"topic:{ONE}", {"into": "nowhere"}, "refers"),
        (f"topic:{ONE}", {"into": ONE}, "differs"),
        (f"topic:{ONE}", {"into": "spare-"}, "differs"),
        (f"topic:{ONE}", {"hidden": True}, "differs"),
        ("space:yard--", {"name": " "}, "empty"),
        ("space:yard--", {"access": "x" * 201}, "too_long"),
        ("space:yard--", {"n": 9}, "differs"),
        ("space:yard--", {"capacity": -1}, "differs"),
        ("space:yard--", {"shut": ["nowhere"]}, "refers"),
        ("space:yard--", {"shut": ["slot-1"]}, "space_shut"),
        ("slot:slot-1", {"starts": 700, "ends": 640}, "bad_command"),
        ("slot:slot-1", {"day": "2026-02-30"}, "bad_command"),
        ("slot:slot-1", {"day": "tomorrow"}, "differs"),
        ("slot:slot-1", {"ends": 660}, "slots_overlap"),
        ("slot:slot-2", {"ends": 1450}, "differs"),
        ("slot:slot-1", {"state": "over", "ends_at": None}, "differs"),
        ("slot:slot-1", {"state": "perhaps"}, "differs"),
        ("slot:slot-2", {"state": "running", "ends_at": NOW}, "differs"),
        ("slot:slot-2", {"ends_at": NOW}, "differs"),
        (f"session:{ONE}", {"slot": "nowhere"}, "refers"),
        (f"session:{ONE}", {"space": "nowhere"}, "refers"),
        (f"session:{ONE}", {"id": "nowhere"}, "refers"),
        (f"session:{ONE}", {"space": "closet"}, "twice"),
        (f"session:{ONE}", {"interest": 4}, "differs"),
        (f"session:{ONE}", {"state": "to_come"}, "differs"),
        (f"session:{ONE}", {"state": "perhaps"}, "differs"),
        (f"session:{OTHER}", {"id": "merged"}, "differs"),
        (f"attendance:{ONE}", {"been": 4}, "differs"),
        (f"attendance:{ONE}", {"been": 0}, "differs"),
        (f"attendance:{ONE}", {"id": "nowhere"}, "refers"),
        (f"text:{ONE}.said", {"field": "nowhere"}, "differs"),
        (f"text:{ONE}.said", {"field": "proposed"}, "differs"),
        (f"text:{ONE}.said", {"field": "agreed"}, "differs"),
        (f"text:{ONE}.said", {"session": "nowhere"}, "refers"),
        (f"text:{ONE}.said", {"text": "x" * 8001}, "too_long"),
        (f"text:{ONE}.said", {"text": "a\x00b"}, "bad_text"),
        (f"text:{ONE}.said", {"at": 10**17}, "differs"),
        ("idea:plant-", {"origin": "session:nowhere"}, "refers"),
        ("idea:plant-", {"origin": "nowhere"}, "refers"),
    ],
)  # fmt: skip
def test_what_was_changed_by_hand_is_refused(key: Key, fields: dict[str, Any], expected: str) -> None:
    """FILE4"""
    assert why(changed(key, **fields))[1] == expected


def test_more_than_an_open_forum_holds_is_refused() -> None:
    """FILE4"""
    records = told(whole())
    for limits in (Limits(topics=3), Limits(spaces=2), Limits(slots=1)):
        assert why(records, limits)[1] == "too_many"
    assert why(records, Limits(report=7))[1] == "report_full"


def test_an_open_forum_without_its_steps_is_refused() -> None:
    records = [record for key, record in exported(whole()).items() if key not in ("step:sessions", "step:journal")]
    assert why(records)[1] in ("differs", "refers")  # type: ignore[arg-type]


def test_people_on_paper_are_among_those_who_were_there() -> None:
    world, one, _ = meeting()
    world.does("helper", AddPerson("paper-1", "Jo"))
    world.does("helper", ImHere(one), subject="paper-1")
    built = survives(world)
    assert built.record(CrowdRecord, "crowd:this").people == 4
    assert built.record(AttendanceRecord, f"attendance:{one}").been == 1


def test_the_steps_of_an_open_forum_are_those_it_had() -> None:
    built = survives(forum())
    abouts = [step.about for step in built.workshop.agenda.steps.values()]
    assert [type(about) for about in abouts] == [Market, type(SESSIONS), type(PROCEEDINGS)]
