"""The recipes that come with Gommette, in every language, and a workshop made of one by its form."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct, structs

import workshops
from server.i18n import LANGUAGES, Speech
from workshops.ideas import Gather, Private
from workshops.vocabulary import Limits, Refused, clean_line, clean_text
from workshops.workshop import CreateWorkshop, Format, Language, parse_format

FOLDER = Path(workshops.__file__).parent / "formats"
Names = Literal["asked", "none"]
KEEPS = (30, 90, 180, 365, 1095)
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
    return [_recipe(name, form, speech) for (name, language), form in formats().items() if language == speech.language]


def _recipe(name: str, form: Format, speech: Speech) -> Recipe:
    ngettext = speech.count
    steps, minutes = ", ".join(step.title for step in form.steps), sum(step.minutes for step in form.steps)
    length = ngettext("One minute.", "{n} minutes.", minutes)
    return Recipe(name, form.name, f"{steps}. {length}")


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
    steps = [_gathering(step, private, prompt) if isinstance(step, Gather) else step for step in form.steps]
    form = structs.replace(form, steps=steps, themes=_themes(answers.themes, limits))
    return CreateWorkshop(title=title, language=language, format=form, organiser=organiser, names=names, keep_days=days)


def _gathering(step: Gather, private: Private, prompt: str) -> Gather:
    return structs.replace(step, private=private, prompt=prompt or step.prompt)


def _themes(typed: str, limits: Limits) -> list[str]:
    themes = [_checked("themes", line, limits.title) for line in typed.splitlines() if line.strip()]
    if len(themes) > limits.themes:
        raise Wrong("themes", Refused("too_many", limit=limits.themes))
    return themes


def _checked(field: str, typed: str, limit: int) -> str:
    try:
        return clean_text(typed, limit) if field == "prompt" else clean_line(typed, limit)
    except Refused as refused:
        raise Wrong(field, refused) from refused
