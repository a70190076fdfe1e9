"""A file that does not add up is refused by the name of the record that does not."""

from typing import Any

import pytest
from msgspec import structs

from tests.given import Given
from tests.workshops.rebuilt import arranged, exported, told, voted
from workshops.exported import DoesNotAddUp, ExportRecord
from workshops.ideas import IdeaRecord
from workshops.merging import MergedRecord
from workshops.rebuild import rebuild
from workshops.tallies import TallyRecord
from workshops.themes import ThemeRecord
from workshops.vocabulary import Key


def why(records: list[ExportRecord]) -> tuple[Key, str]:
    with pytest.raises(DoesNotAddUp) as caught:
        rebuild(records, Given().limits, 1_000_000)
    return caught.value.key, caught.value.why


def changed(key: Key, **fields: Any) -> list[ExportRecord]:
    """The export of a whole workshop, with these fields of this record changed by hand."""
    records = exported(voted())
    records[key] = structs.replace(records[key], **fields)
    return list(records.values())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "fields", "expected"),
    [
        ("idea:trees-", {"text": " "}, "empty"),
        ("idea:trees-", {"text": "a\x00b"}, "bad_text"),
        ("idea:trees-", {"text": "x" * 2001}, "too_long"),
        ("cluster:green-", {"name": "x" * 201}, "too_long"),
        ("author:signed", {"name": "x" * 41}, "too_long"),
        ("workshop:this", {"title": "x" * 201}, "too_long"),
        ("workshop:this", {"keep_days": 0}, "differs"),
        ("workshop:this", {"names": "perhaps"}, "differs"),
        ("idea:trees-", {"board": "nowhere"}, "refers"),
        ("cluster:green-", {"theme": "nowhere"}, "refers"),
        ("cluster:green-", {"board": "needs-"}, "differs"),
        ("place:trees-", {"cluster": "nowhere"}, "refers"),
        ("theme:theme-y", {"hue": 0}, "differs"),
        ("theme:theme-y", {"hue": 10**9}, "differs"),
        ("agenda:this", {"open": "welcome"}, "differs"),
        ("agenda:this", {"steps": []}, "differs"),
        ("step:welcome", {"state": "to_come"}, "differs"),
        ("step:welcome", {"later": True}, "differs"),
        ("step:welcome", {"n": 9}, "differs"),
        ("board:ideas-", {"revealed": "perhaps"}, "differs"),
        ("crowd:this", {"people": -1}, "differs"),
        ("crowd:this", {"people": 10**30}, "differs"),
        ("idea:trees-", {"n": 10**30}, "differs"),
        ("step:welcome", {"opened_at": 10**17}, "differs"),
        ("theme:theme-y", {"order": 1.7e308}, "differs"),
        ("cluster:green-", {"order": 1.7e308}, "differs"),
    ],
)  # fmt: skip
def test_what_was_changed_by_hand_is_refused_by_its_name(key: Key, fields: dict[str, Any], expected: str) -> None:
    """FILE4"""
    found, reason = why(changed(key, **fields))
    assert reason == expected
    assert found == key or expected == "differs"


def test_a_record_that_every_export_has_must_be_there() -> None:
    for key in ("workshop:this", "agenda:this", "crowd:this"):
        assert why([record for name, record in exported(voted()).items() if name != key]) == (key, "missing")  # type: ignore[misc]
    assert why([record for name, record in exported(voted()).items() if name != "board:ideas-"])[1] == "missing"  # type: ignore[misc]


def test_nothing_is_there_twice() -> None:
    """FILE4"""
    records = told(voted())
    assert why([*records, records[-1]])[1] == "twice"
    assert why(changed("idea:trees-", n=2))[1] == "twice"
    assert why([*records, ThemeRecord("trees-", "A theme with an idea's id", 9, 9.0)])[1] == "twice"


def test_ids_that_no_phone_could_say_are_refused() -> None:
    records = [*told(voted()), IdeaRecord("<b>", "ideas-", "Words", 77)]
    assert why(records) == ("idea:<b>", "bad_command")


def test_merged_clusters_lead_somewhere() -> None:
    circle: list[ExportRecord] = [MergedRecord("left--", "right-", "Left"), MergedRecord("right-", "left--", "Right")]
    assert why([*told(voted()), *circle])[1] == "differs"
    assert why([*told(voted()), MergedRecord("left--", "nowhere", "Left")])[1] == "refers"


def test_more_than_a_workshop_holds_is_refused() -> None:
    few = structs.replace(Given().limits, ideas=3)
    with pytest.raises(DoesNotAddUp) as caught:
        rebuild(told(voted()), few, 0)
    assert (caught.value.why, caught.value.facts) == ("too_many", {"limit": 3})


def test_an_unsealed_round_is_not_taken_over() -> None:
    """FILE4"""
    given = arranged().opened("vote-1")
    assert why(told(given)) == (f"round:{given.round}", "round_open")


def test_a_tally_of_what_is_not_there_is_refused() -> None:
    given = voted()
    tally = next(record for record in told(given) if isinstance(record, TallyRecord))
    counts = [structs.replace(tally.counts[0], on="nowhere"), *tally.counts[1:]]
    assert why(changed(f"tally:{tally.id}", counts=counts)) == (f"tally:{tally.id}", "differs")
