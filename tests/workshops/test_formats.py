"""Formats and texts: what is taken in, and what is refused."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from tests.given import Given
from workshops.agenda import Talk
from workshops.boards import Gather
from workshops.description import CreateWorkshop
from workshops.format import Language, parse_format
from workshops.sorting import Arrange
from workshops.vocabulary import Refused, clean_line, clean_text
from workshops.voting import Vote
from workshops.workshop import AnyCommand

FORMATS = Path(__file__).parents[2] / "workshops" / "formats"
STEP = """
[[steps]]
kind = "gather"
id = "gather"
title = { fr = "Idées", en = "Ideas" }
"""


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("file", sorted(FORMATS.glob("*.toml")), ids=lambda file: file.stem)
def test_every_ready_made_format_makes_a_workshop(file: Path, language: Language) -> None:
    """AGENDA11"""
    form = parse_format(file.read_bytes(), language)
    world = Given()
    world.does("system", CreateWorkshop(title="Test", language=language, format=form, organiser="The town hall"))
    for step in form.steps:
        world.opened(step.id)


def test_ideation_takes_45_minutes() -> None:
    """AGENDA11"""
    form = parse_format((FORMATS / "ideation.toml").read_bytes(), "fr")
    assert [type(step) for step in form.steps] == [Gather, Arrange, Vote]
    assert sum(step.minutes for step in form.steps) == 45
    assert form.steps[0].title == "Idées"


def test_a_quick_vote_is_on_a_prepared_list() -> None:
    """AGENDA11 IDEA17"""
    choices, vote = parse_format((FORMATS / "quick_vote.toml").read_bytes(), "fr").steps
    assert isinstance(choices, Gather)
    assert isinstance(vote, Vote)
    assert (choices.by, choices.board, choices.title, choices.minutes) == ("facilitators", "choices", "Choix", 0)
    assert (vote.on, vote.board) == ("ideas", "choices")


def test_a_blank_format_has_one_step() -> None:
    """AGENDA11 RECIPE4"""
    (welcome,) = parse_format((FORMATS / "blank.toml").read_bytes(), "fr").steps
    assert isinstance(welcome, Talk)
    assert welcome.title == "Accueil"


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ('name = "A"\nsteps = []', "length >= 1"),
        ('name = "A"\ncolour = "red"' + STEP, "colour"),
        ('name = "A"' + STEP + "colour = 'red'", "colour"),
        ('name = { fr = "A" }' + STEP, "languages"),
        ('name = { fr = "A", en = "B", de = "C" }' + STEP, "languages"),
        ('name = "A"' + STEP + STEP, "taken"),
        ('name = "A"' + STEP.replace("gather", "vote", 1), "unknown"),
        ('name = "A"' + STEP.replace("gather", "dance", 1), "dance"),
        ('name = " "' + STEP, "empty"),
        ('name = "A', "Unterminated"),
        ('name = "A"' + STEP + "minutes = -1", ">= 0"),
        ('name = "A"' + STEP + 'board = "é"', "regex"),
    ],
)
def test_a_faulty_format_is_refused(toml: str, complaint: str) -> None:
    """AGENDA11"""
    with pytest.raises(ValueError, match=complaint):
        parse_format(toml.encode(), "fr")


def test_texts_are_kept_in_one_form() -> None:
    """AGENDA12"""
    assert clean_text(" one\r\ntwo\rthree\tfour \n", 30) == "one\ntwo\nthree four"
    assert clean_text("e\u0301", 1) == "é"
    assert clean_line("\u202eevil\u2066 \u200fname\u061c", 10) == "evil name"
    assert clean_text("👩‍🌾 \u0641\u0627", 10)


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b[0m", "\x85", "\ud800", "\ufffe", "\ufdd0", "\U0001ffff"])
def test_characters_that_break_things_are_refused(bad: str) -> None:
    """AGENDA12"""
    for clean in (clean_text, clean_line):
        with pytest.raises(Refused, match="bad_text"):
            clean(f"a{bad}b", 10)


def test_a_line_is_one_line() -> None:
    """AGENDA12"""
    for bad in ("a\nb", "a\rb"):
        with pytest.raises(Refused, match="bad_text"):
            clean_line(bad, 10)


def test_lengths_count_after_cleaning() -> None:
    """AGENDA12"""
    assert clean_text("e\u0301" * 10 + "\r\n" * 5, 10) == "é" * 10
    with pytest.raises(Refused) as caught:
        clean_text("x" * 11, 10)
    assert (caught.value.reason, caught.value.facts) == ("too_long", {"limit": 10, "length": 11})
    with pytest.raises(Refused, match="empty"):
        clean_text(" \r\n\t", 10)


@for_all(st.text())
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    """AGENDA12"""
    for clean in (clean_text, clean_line):
        try:
            once = clean(raw, 1_000)
        except Refused:
            continue
        assert clean(once, 1_000) == once
        once.encode()


@for_all(
    st.sampled_from(
        ["OpenStep", "Join", "PostIdea", "SetDots", "MoveIdeas", "AddStep", "AddIdeas", "Spotlight", "Nothing"]
    ),
    st.data(),
)
def test_commands_come_in_by_their_shape_or_not_at_all(tag: str, data: st.DataObject) -> None:
    """AGENDA11"""
    anything: st.SearchStrategy[Any] = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=2), max_leaves=3
    )
    fields = data.draw(st.dictionaries(st.sampled_from(["step", "idea", "board", "text", "n", "name", "x"]), anything))
    try:
        command = msgspec.convert({"type": tag, **fields}, AnyCommand)
    except msgspec.ValidationError:
        return
    assert type(command).__name__ == tag
