"""Whatever is written, by whom and in which order: the text is what was written last, and no version is lost."""

import pytest
from hypothesis import example
from hypothesis import given as for_all
from hypothesis import strategies as st

from tests.circles import meeting, says
from tests.given import Given
from workshops.people import EraseMe, Join, MergePeople
from workshops.reporting import SetAside, TakePen, WriteReport
from workshops.texts import VERSION_MS, ReportWritten, VersionRecord, VersionsRecord, change
from workshops.vocabulary import Refused, clean_draft

texts = st.text(alphabet="ab é\n👩‍🌾\u0301", max_size=12)


@for_all(texts, texts)
def test_a_change_makes_one_text_of_the_other_and_is_the_smallest(before: str, after: str) -> None:
    """REPORTING4"""
    at, cut, put = change(before, after)
    assert before[:at] + put + before[at + cut :] == after
    gone = before[at : at + cut]
    assert not (gone and put and (gone[0] == put[0] or gone[-1] == put[-1]))
    assert (cut, put) == (0, "") if before == after else (cut, put) != (0, "")


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("", "Trees", (0, 0, "Trees")),
        ("Trees", "", (0, 5, "")),
        ("Trees", "Trees grow", (5, 0, " grow")),
        ("Trees grow", "Trees", (5, 5, "")),
        ("aa", "aaa", (2, 0, "a")),
        ("aaa", "aa", (2, 1, "")),
        ("Old trees grow", "Old bins grow", (4, 4, "bin")),
        ("👩‍🌾", "👩‍🚒", (2, 1, "🚒")),
    ],
)
def test_what_a_change_is(before: str, after: str, found: tuple[int, int, str]) -> None:
    """REPORTING4"""
    assert change(before, after) == found


def test_what_somebody_is_still_typing_is_kept_as_it_is() -> None:
    """REPORTING3 AGENDA12"""
    assert clean_draft("", 10) == ""
    assert clean_draft(" Trees \r\n\r\n", 10) == " Trees \n\n"
    assert clean_draft("a\tb\rc", 10) == "a b\nc"
    assert clean_draft("e\u0301te\u0301 ", 4) == "été "
    for raw, reason in (
        ("a" * 11, "too_long"),
        ("a\x07", "bad_text"),
        ("\ud800", "bad_text"),
        ("a" + "\u0301" * 40, "too_long"),
    ):
        with pytest.raises(Refused, match=reason):
            clean_draft(raw, 10)


PEOPLE = ("Ada", "Kofi", "Mei", "facilitator")
acts = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from(["write", "write", "write", "take", "aside", "pause", "rest", "erase", "merge"]),
        st.sampled_from(["said", "agreed"]),
        texts,
    ),
    max_size=25,
)


@for_all(acts)
@example(
    [
        ("Ada", "take", "said", ""),
        ("Ada", "write", "agreed", "a"),
        ("Kofi", "erase", "said", ""),
        ("Ada", "write", "agreed", ""),
    ]
)
def test_texts_are_what_was_written_and_no_version_is_lost(acts: list[tuple[str, str, str, str]]) -> None:
    """REPORTING3 REPORTING5 REPORTING7 SHOW4"""
    world, one, _ = meeting()
    written = {"said": "", "agreed": ""}
    aside: list[tuple[str, str]] = []
    ends: list[tuple[str, str]] = []
    last: tuple[str, int] | None = None
    for who, act, field, text in acts:
        clean = clean_draft(text, 100)
        if act == "write" and does(world, who, WriteReport(one, field, text)):
            if last is not None and (last[0] != who or world.now - last[1] >= VERSION_MS):
                ends += written.items()
            if clean != written[field]:
                last = who, world.now
            written[field] = clean
        elif act == "take":
            world.does("facilitator", TakePen(one))
            world.later(minutes=2)
            does(world, who, TakePen(one))
        elif act == "aside" and does(world, who, SetAside(one, field, text)) and clean not in ("", written[field]):
            aside.append((field, clean))
        elif act in ("pause", "rest"):
            world.later(minutes=1 if act == "pause" else 6)
        elif act == "erase" and who in ("Kofi", "Mei") and does(world, who, EraseMe()):
            # What they wrote is nobody's: a version of its own. That of somebody else goes on.
            ends += written.items() if last is not None and last[0] == who else []
            world.does(who, Join(who))
        elif act == "merge" and who == "Kofi" and text == "":
            does(world, "facilitator", MergePeople("Kofi", "Ada"))
            last = ("Ada", last[1]) if last is not None and last[0] == "Kofi" else last
    assert {field: says(world, one, field) for field in written} == written
    told = versions(world, one, aside=False)
    assert {end for end in [*ends, *written.items()] if end[1]} <= told
    assert set(aside) <= versions(world, one, aside=True)
    assert world.replayed().everything() == world.everything()


def does(world: Given, who: str, command: object) -> bool:
    try:
        world.does(who, command)  # type: ignore[arg-type]
    except Refused:
        return False
    return True


def versions(world: Given, session: str, *, aside: bool) -> set[tuple[str, str]]:
    """What parts said at the end of a version, or what was set aside in one."""
    lines = world.record(VersionsRecord, f"versions:{session}").versions
    records = [world.record(VersionRecord, f"version:{session}.{line.n}") for line in lines if line.aside == aside]
    return {item for record in records for item in record.texts.items()}


def test_a_version_that_nobody_began_is_by_nobody_known() -> None:
    """REPORTING5: as a file tells it."""
    world, one, _ = meeting()
    world.does("facilitator", TakePen(one))
    world._happens("system", ReportWritten(one, "said", put="Trees"), world.everything())
    assert says(world, one) == "Trees"
    (line,) = world.record(VersionsRecord, f"versions:{one}").versions
    assert (line.n, line.name, line.staff, line.fields) == (1, "", False, ["said"])
    world.does("facilitator", WriteReport(one, "said", "Trees grow"))
    assert len(world.record(VersionsRecord, f"versions:{one}").versions) == 2
