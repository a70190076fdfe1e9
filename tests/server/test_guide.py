"""The guide: the same in both languages, chapter by chapter, and true to the words on the pages."""

import re
from pathlib import Path

import pytest

import web
from server.guide import read
from server.i18n import LANGUAGES
from web import messages

FOLDER = Path(web.__file__).parent / "guide"
LABEL = re.compile(r"\*\*(.+?)\*\*")
# Leads of paragraphs and of points of a list, with their full stop, are the guide's own.
LEAD = re.compile(r"[.]$")


def labels(language: str) -> list[str]:
    text = (FOLDER / f"{language}.md").read_text(encoding="utf-8")
    return [label for label in LABEL.findall(text) if not LEAD.search(label) and label not in ("like this", "ainsi")]


def said(language: str) -> set[str]:
    """Everything the pages say in this language."""
    found = set()
    [path] = [path for path in messages.catalogues(messages.ROOT) if "fr" in path.parts]
    for message in messages.read(path):
        told = message.string if language == "fr" else message.id
        found |= set(told) if isinstance(told, tuple | list) else {str(told)}
    return found


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_it_calls_a_button_is_what_the_button_says(language: str) -> None:
    missing = [label for label in labels(language) if label not in said(language)]
    assert missing == []


def test_both_languages_have_the_same_chapters_and_name_as_many_buttons() -> None:
    english, french = read("en"), read("fr")
    assert [chapter.id for chapter in english.chapters] == [chapter.id for chapter in french.chapters]
    assert len(english.chapters) > 8
    assert len(labels("en")) == len(labels("fr"))


def test_it_lets_no_markup_through_and_names_its_parts() -> None:
    for language in LANGUAGES:
        body = read(language).body
        assert '<h2 id="part-1">' in body
        assert "<table>" in body
        assert "<script" not in body
