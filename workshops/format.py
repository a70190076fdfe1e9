"""A format: the recipe of a workshop as it is written down, read from its file and checked."""

import tomllib
from typing import Annotated, Any, Literal, assert_never, get_args

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from workshops.agenda import Talk
from workshops.boards import Gather
from workshops.market import Market
from workshops.plans import SlotPlan, SpacePlan, check_plans
from workshops.proceedings import Field, Proceedings, Sessions
from workshops.sorting import Arrange
from workshops.vocabulary import (
    Limits,
    Refused,
    Step,
    clean_line,
    clean_text,
)
from workshops.voting import Vote

AnyStep = Talk | Gather | Arrange | Vote | Market | Sessions | Proceedings
Language = Literal["fr", "en"]
_LANGUAGES = set(get_args(Language))


class Format(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A recipe as one workshop uses it: in one language, with the themes, spaces and slots it starts with."""

    name: str
    steps: Annotated[list[AnyStep], Meta(min_length=1, max_length=50)]
    themes: list[str] = []
    spaces: Annotated[list[SpacePlan], Meta(max_length=20)] = []
    slots: Annotated[list[SlotPlan], Meta(max_length=30)] = []


def board_of(step: AnyStep) -> str | None:
    """The board that this step gathers on, arranges or votes on."""
    return None if isinstance(step, Talk | Market | Proceedings) else step.board


def parse_format(toml: bytes, language: Language) -> Format:
    """A format out of its file, in one language. Raises ValueError: an unknown field, a text missing in a language."""
    tables = tomllib.loads(toml.decode())
    form = msgspec.convert(_in_language(tables, language), Format)
    try:
        return check_format(form, Limits())
    except Refused as refused:
        raise ValueError(f"format {form.name!r}: {refused.reason} {refused.facts}") from refused


def check_format(form: Format, limits: Limits) -> Format:
    """The format with its texts cleaned. Refused: taken (a step's id twice), unknown (a board on which no
    earlier step gathers ideas, reports of no earlier sessions, a slot there is not), too_many, slots_overlap,
    bad_command (a slot that ends before it starts), and the reasons of texts."""
    if len(form.themes) > limits.themes:
        raise Refused("too_many", limit=limits.themes)
    check_steps(form.steps, limits)
    return Format(
        name=clean_line(form.name, limits.title),
        steps=[clean_step(step, limits) for step in form.steps],
        themes=[clean_line(theme, limits.title) for theme in form.themes],
        spaces=check_plans(form.spaces, form.slots, limits),
        slots=form.slots,
    )


def check_steps(steps: list[AnyStep], limits: Limits) -> None:
    """Refused, as check_format is, by what these steps are in this order."""
    if len(steps) > limits.steps:
        raise Refused("too_many", limit=limits.steps)
    seen: set[str] = set()
    gathered: set[str] = set()
    kinds: set[type[Step]] = set()
    for step in steps:
        if step.id in seen:
            raise Refused("taken", step=step.id)
        _check_step(step, gathered, kinds, limits)
        seen.add(step.id)
        kinds.add(type(step))
        if isinstance(step, Gather):
            gathered.add(step.board)


def _check_step(step: AnyStep, gathered: set[str], kinds: set[type[Step]], limits: Limits) -> None:
    """`gathered`: the boards of the steps before it; `kinds`: what these steps are."""
    match step:
        case Market() | Sessions():
            # One wall: its topics belong to one marketplace, what is written of them to one step.
            if type(step) in kinds:
                raise Refused("too_many", step=step.id, limit=1)
            if Sessions in kinds:
                raise Refused("unknown", step=step.id)
        case Proceedings():
            _check_sessions(step, kinds)
        case Arrange():
            _check_board(step, gathered)
        case Vote():
            if step.on == "reports":
                _check_sessions(step, kinds)
            else:
                _check_board(step, gathered)
            if step.budget > limits.dots:
                raise Refused("too_many", step=step.id, limit=limits.dots)
        case Talk() | Gather():
            pass
        case _:
            assert_never(step)
    # What reports propose lies on the board of the sessions, and nobody else posts there (REPORTING6).
    if isinstance(step, Gather) and (step.by == "reports") != isinstance(step, Sessions):
        raise Refused("bad_command", step=step.id)


def _check_sessions(step: Vote | Proceedings, kinds: set[type[Step]]) -> None:
    if Sessions not in kinds:
        raise Refused("unknown", step=step.id)


def _check_board(step: Arrange | Vote, gathered: set[str]) -> None:
    if step.board not in gathered:
        raise Refused("unknown", step=step.id, board=step.board)


def clean_step(step: AnyStep, limits: Limits) -> AnyStep:
    """The step with its texts cleaned. Refused: the reasons of texts, and of a report's canvas."""
    clean = replace(step, title=clean_line(step.title, limits.title), prompt=_clean_words(step.prompt, limits))
    match clean:
        case Talk(points=points, law=law):
            points = [clean_line(point, limits.title) for point in points]
            return replace(clean, points=points, law=_clean_words(law, limits))
        case Sessions(canvas=canvas):
            return replace(clean, canvas=_clean_canvas(canvas, limits))
        case _:
            return clean


def _clean_words(words: str, limits: Limits) -> str:
    return clean_text(words, limits.idea) if words.strip() else ""


def _clean_canvas(canvas: list[Field], limits: Limits) -> list[Field]:
    """Refused: empty (no part), taken (a part's id twice), too_many (two parts of ideas)."""
    if not canvas:
        raise Refused("empty")
    if len({field.id for field in canvas}) < len(canvas):
        raise Refused("taken")
    if sum(field.kind == "ideas" for field in canvas) > 1:
        raise Refused("too_many", limit=1)
    return [
        replace(field, title=clean_line(field.title, limits.title), hint=_clean_words(field.hint, limits))
        for field in canvas
    ]


def _in_language(value: Any, language: Language) -> Any:
    """Each table of a text per language becomes the text."""
    if isinstance(value, list):
        return [_in_language(item, language) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() & _LANGUAGES:
        if value.keys() != _LANGUAGES:
            raise ValueError(f"a text needs exactly the languages {sorted(_LANGUAGES)}, not {sorted(value)}")
        return value[language]
    return {name: _in_language(item, language) for name, item in value.items()}
