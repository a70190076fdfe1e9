"""People's words as they are kept, whatever is sent."""

import pytest

from workshops.vocabulary import COMBINING, Refused, clean_line, clean_text


def refused(raw: str, limit: int = 2000) -> str:
    with pytest.raises(Refused) as caught:
        clean_text(raw, limit)
    return caught.value.reason


def test_a_word_is_composed_and_its_marks_stay() -> None:
    """AGENDA12"""
    assert clean_line("e\u0301te\u0301", 40) == "été"
    many = "a" + "\u0327\u0301" * (COMBINING // 2)
    assert clean_text(many, 2000)


def test_a_run_of_marks_that_no_script_has_is_refused_before_it_is_composed() -> None:
    """AGENDA12"""
    assert refused("a" + "\u0301" * 4000 + "\u0327" * 3900) == "bad_text"


def test_what_is_far_too_long_is_not_even_looked_at() -> None:
    """AGENDA12"""
    assert refused("a\u0301" * 200_000) == "too_long"
    assert refused("a" * 2001) == "too_long"
