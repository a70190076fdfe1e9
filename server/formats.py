"""The recipes that come with Gommette, in every language, and a workshop made of one by its form."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct, structs

import workshops
from server.i18n import LANGUAGES, N_, Speech
from workshops.boards import Gather, Private
from workshops.description import CreateWorkshop
from workshops.format import AnyStep, Format, Language, parse_format
from workshops.market import Market
from workshops.vocabulary import Limits, Refused, Step, clean_line, clean_text
from workshops.voting import Vote

FOLDER = Path(workshops.__file__).parent / "formats"
Names = Literal["asked", "none"]
OFFERED = ("ideation", "forum_ouvert", "quick_vote", "blank")
"""In this order, any other behind them: the first is what an organiser who does not choose gets."""
KEEPS = (30, 90, 365)
"""Days between which the organiser chooses."""


class Recipe(Struct, frozen=True):
    """A format as it is offered. `says`: its steps and how long they take."""

    id: str
    name: str
    says: str


class Answers(Struct, frozen=True):
    """The fields of the form that opens a workshop, as they were typed."""

    title: str = ""
    prompt: str = ""
    organiser: str = ""
    format: str = ""
    private: str = "no"
    themes: str = ""
    choices: str = ""
    names: str = "asked"
    language: str = ""
    keep_days: str = "90"


class Wrong(Exception):
    """A field that breaks a rule, and which one."""

    def __init__(self, field: str, refused: Refused) -> None:
        super().__init__(field)
        self.field, self.refused = field, refused


@cache
def formats() -> Mapping[tuple[str, str], Format]:
    """By id and language. Read once: they come with the program."""
    files = sorted(FOLDER.glob("*.toml"))
    made: dict[tuple[str, str], Format] = {}
    for path in files:
        for language in LANGUAGES:
            made[path.stem, language] = parse_format(path.read_bytes(), msgspec.convert(language, Language))
    return made


def recipes(speech: Speech) -> list[Recipe]:
    """As they are offered."""
    made = {name: form for (name, language), form in formats().items() if language == speech.language}
    return [Recipe(name, made[name].name, _says(made[name], speech)) for name in sorted(made, key=_place)]


def _place(name: str) -> tuple[int, str]:
    return (OFFERED.index(name) if name in OFFERED else len(OFFERED)), name


def _says(form: Format, speech: Speech) -> str:
    if len(form.steps) == 1:
        return speech.say(N_("You compose the agenda yourself, step by step."))
    if any(isinstance(step, Market) for step in form.steps):
        return _says_forum(form, speech)
    steps = ", ".join(step.title for step in form.steps)
    ngettext = speech.count
    length = ngettext("One minute.", "{n} minutes.", sum(step.minutes for step in form.steps))
    return f"{steps}. {length}"


def _says_forum(form: Format, speech: Speech) -> str:
    """Its circles meet from the first slot to the last, and a day is told in hours."""
    ngettext = speech.count
    what = speech.say(N_("People propose the topics, meet in circles and write reports."))
    slots = ngettext("One slot", "{n} slots", len(form.slots))
    spaces = ngettext("one space", "{n} spaces", len(form.spaces))
    minutes = sum(step.minutes for step in form.steps)
    if form.slots:
        minutes += max(0, _minute(form.slots[-1].ends) - _minute(form.slots[0].starts))
    hours = ngettext("one hour", "{n} hours", max(1, round(minutes / 60)))
    return f"{what} {slots}, {spaces}, {hours}."


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def workshop_from(answers: Answers, limits: Limits) -> CreateWorkshop:
    """The command that opens it. Raises Wrong; ValueError where the form was not filled in on our page."""
    language, private = msgspec.convert((answers.language, answers.private), tuple[Language, Private])
    names, days = msgspec.convert((answers.names, answers.keep_days), tuple[Names, int], strict=False)
    form = formats().get((answers.format, language))
    if form is None or days not in KEEPS:
        raise ValueError(answers.format, days)
    title = _checked("title", answers.title, limits.title)
    organiser = _checked("organiser", answers.organiser, limits.title)
    prompt = _checked("prompt", answers.prompt, limits.title * 2) if answers.prompt.strip() else ""
    steps = [structs.replace(step, private=private) if _open(step) else step for step in form.steps]
    form = structs.replace(form, steps=_asking(steps, prompt), themes=_lines("themes", answers.themes, limits))
    return CreateWorkshop(title=title, language=language, format=form, organiser=organiser, names=names, keep_days=days)


def choices_from(answers: Answers, limits: Limits) -> dict[str, list[str]]:
    """What the prepared lists of the format are to hold, by board. Raises Wrong."""
    form = formats().get((answers.format, answers.language))
    lists = [step for step in form.steps if isinstance(step, Gather) and step.by == "facilitators"] if form else []
    return {step.board: _lines("choices", answers.choices, limits) for step in lists[:1]}


def _open(step: Step) -> bool:
    """Whether people write there themselves."""
    return isinstance(step, Gather) and step.by == "everyone"


def _asking(steps: list[AnyStep], prompt: str) -> list[AnyStep]:
    """With the organiser's question where people write; where nobody does, where they vote; else, as in an open forum,
    at the beginning."""
    if not prompt:
        return steps
    forum = any(isinstance(step, Market) for step in steps)
    votes = [] if forum else [step for step in steps if isinstance(step, Vote)]
    asking = [step for step in steps if _open(step)] or votes or steps[:1]
    return [structs.replace(step, prompt=prompt) if step in asking else step for step in steps]


def _lines(field: str, typed: str, limits: Limits) -> list[str]:
    """One thing a line."""
    most, limit = (limits.themes, limits.title) if field == "themes" else (limits.ideas, limits.idea)
    lines = [_checked(field, line, limit) for line in typed.splitlines() if line.strip()]
    if len(lines) > most:
        raise Wrong(field, Refused("too_many", limit=most))
    return lines


def _checked(field: str, typed: str, limit: int) -> str:
    try:
        return clean_text(typed, limit) if field == "prompt" else clean_line(typed, limit)
    except Refused as refused:
        raise Wrong(field, refused) from refused
