"""People's words as they are kept, whatever is sent."""

import msgspec
import pytest

from workshops.vocabulary import COMBINING, Refused, clean_line, clean_text
from workshops.workshop import AnyCommand


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


@pytest.mark.parametrize(
    "sent",
    [
        b'{"type": "RemoveSlot", "slot": "slot-1\\n"}',
        b'{"type": "PutSlot", "slot": "slot-1", "starts": 1, "ends": 2, "day": "2026-11-22\\n"}',
        '{"type": "PutSlot", "slot": "slot-1", "starts": 1, "ends": 2, "day": "٢٠٢٦-١١-٢٢"}'.encode(),
        b'{"type": "WriteReport", "session": "topic-1", "field": "said\\n", "text": ""}',
    ],
)
def test_nothing_stands_behind_an_id_or_a_day(sent: bytes) -> None:
    """An export could not be opened again, for it is read strictly."""
    with pytest.raises(msgspec.ValidationError, match="matching regex"):
        msgspec.json.decode(sent, type=AnyCommand)
