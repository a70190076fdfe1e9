"""What an organiser is offered, and what becomes of their answers."""

import pytest
from msgspec import structs

from server.formats import Answers, choices_from, formats, recipes, workshop_from
from server.i18n import Speech
from workshops.proceedings import Sessions
from workshops.vocabulary import Limits

FORUM = Answers(title="Moins de numérique", organiser="La Ville", format="forum_ouvert", language="fr")


def test_ideation_comes_first_and_an_open_forum_next() -> None:
    assert [recipe.id for recipe in recipes(Speech("en"))] == ["ideation", "forum_ouvert", "quick_vote", "blank"]


def test_an_open_forum_says_what_it_is_and_how_long_it_takes() -> None:
    forum = next(recipe for recipe in recipes(Speech("en")) if recipe.id == "forum_ouvert")
    assert forum.name == "Open forum (Open Space)"
    assert forum.says == "People propose the topics, meet in circles and write reports. 3 slots, 4 spaces, 4 hours."


@pytest.mark.parametrize("prompt", ["", "Comment vivre mieux ici en 2030 ?"])
def test_the_question_of_an_open_forum_is_asked_at_its_beginning(prompt: str) -> None:
    asked = workshop_from(structs.replace(FORUM, prompt=prompt), Limits())
    own = formats()["forum_ouvert", "fr"]
    changed = [new.id for new, old in zip(asked.format.steps, own.steps, strict=True) if new.prompt != old.prompt]
    assert changed == (["opening"] if prompt else [])
    assert [step.name for step in asked.format.spaces] == ["Espace 1", "Espace 2", "Espace 3", "Espace 4"]
    assert len(asked.format.slots) == 3


def test_what_circles_propose_is_no_list_to_prepare() -> None:
    assert choices_from(FORUM, Limits()) == {}
    (circles,) = [step for step in formats()["forum_ouvert", "fr"].steps if isinstance(step, Sessions)]
    assert circles.by == "reports"
