"""Every sentence on a screen can be translated, and is, in French."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import web
from web import messages

TSX = """
import { _, ngettext } from "./language";
// _("in a comment")
export const Idea = ({ n }: { n: Array<number> }) => (
  <li aria-label={_("It's here")} class={`idea ${n ? "big" : ""}`}>
    {/* Translators: a number of ideas */ ngettext("One idea", "{n} ideas", n)}
    {n.length > 1 ? <b>{_(`By hand`)}</b> : _('Say "yes"')}
  </li>
);
"""
HTML = """{% trans trimmed n=3 %}One
  line{% endtrans %}{# _("no") #}<p title="{{ _("Title") }}">{{ ngettext("%(num)s dot", "%(num)s dots", n) }}</p>
"""
PYTHON = 'N_("Not now")\ndef f(n):\n    return ngettext("one", "many", n) + gettext(n)\n'
FRENCH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Not now"
msgstr "Pas maintenant"
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small copy of the tree, with one file of each kind."""
    for name, text in {
        "web/client/idea.tsx": TSX,
        "web/templates/idea.html": HTML,
        "server/idea.py": PYTHON,
        "web/locale/fr/LC_MESSAGES/gommette.po": FRENCH,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_french_is_complete_and_every_call_is_found() -> None:
    assert messages.problems() == []


def test_what_the_client_says_is_handed_to_it() -> None:
    texts = json.loads((web.STATIC / "messages.fr.json").read_text(encoding="utf-8"))
    said = {messages.strings(message.id)[0] for message in messages.extract() if by_client(message.locations)}
    assert set(texts) - {""} == said
    assert texts[""]["plural-forms"]


def test_a_phone_is_handed_the_words_of_its_own_files_and_no_others() -> None:
    texts = json.loads((web.STATIC / "messages.fr.participant.json").read_text(encoding="utf-8"))
    sources = json.loads(web.MANIFEST.read_text(encoding="utf-8"))["client/participant.tsx"]["sources"]
    files = {f"web/{path}" for path in sources}
    every = [message for message in messages.extract() if any(name in files for name, _ in message.locations)]
    assert set(texts) - {""} == {messages.strings(message.id)[0] for message in every}


def test_what_phones_say_in_an_open_forum_comes_apart_and_only_there() -> None:
    phone, forum = (
        set(json.loads((web.STATIC / f"messages.fr.{part}.json").read_text(encoding="utf-8"))) - {""}
        for part in ("participant", "forum")
    )
    about = json.loads(web.MANIFEST.read_text(encoding="utf-8"))["client/participant.tsx"]["forum"]
    files = {f"web/{path}" for path in about["sources"]}
    every = [message for message in messages.extract() if any(name in files for name, _ in message.locations)]
    assert forum == {messages.strings(message.id)[0] for message in every} - phone
    assert all(path.startswith("client/forum/") for path in about["sources"])
    assert all((web.STATIC / name).is_file() for name in [*about["files"], *about["circles"]])


def by_client(locations: list[tuple[str, int]]) -> bool:
    return any(name.startswith("web/client/") for name, _ in locations)


def test_every_kind_of_call_is_extracted(house: Path) -> None:
    found = {message.id: message.auto_comments for message in messages.extract(house) if message.id}
    assert set(found) == {
        "It's here",
        ("One idea", "{n} ideas"),
        "By hand",
        'Say "yes"',
        "One line",
        "Title",
        ("%(num)s dot", "%(num)s dots"),
        "Not now",
        ("one", "many"),
    }
    assert not list(messages.unextracted(house, messages.extract(house)))
    assert not list(messages.unfindable(house))


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("web/client/a.tsx", "const a = `x ${_('Hidden')} y`;", "a.tsx:1: _() inside ${} is not extracted"),
        (
            "web/client/a.tsx",
            "\nconst a = `x ${f({ a: 1 }, ngettext('a', 'b', 1))}`;",
            "a.tsx:2: ngettext() inside ${}",
        ),
        ("web/client/a.tsx", "const a = _(text);", "a.tsx:1: _() needs its message written in it"),
        ("web/templates/a.html", "<p>{{ _(text) }}</p>", "a.html:1: _() needs its message written in it"),
        ("server/a.py", "\n_(f'{text}')", "a.py:2: _() needs its message written in it"),
        ("server/a.py", "ngettext('one', text, 3)", "a.py:1: ngettext() needs its message written in it"),
    ],
)
def test_a_call_that_extraction_would_pass_over_is_told(house: Path, name: str, text: str, problem: str) -> None:
    (house / name).write_text(text)
    assert any(problem in told for told in messages.problems(house))


def test_a_message_said_both_alone_and_with_a_number_is_told(house: Path) -> None:
    (house / "server/both.py").write_text('_("One idea")')
    messages.update(house)
    problem = "make it two sentences: 'One idea' (server/both.py, web/client/idea.tsx)"
    assert any(problem in told for told in messages.problems(house))


def test_update_brings_in_what_is_new_and_keeps_what_was_translated(house: Path) -> None:
    messages.update(house)
    assert sum("missing: " in told for told in messages.problems(house)) == 8
    french = catalogue(house)
    assert "Pas maintenant" in french
    assert "Date" not in french
    messages.update(house)
    assert catalogue(house) == french


def test_what_no_source_says_any_more_waits_until_it_is_pruned(house: Path) -> None:
    (house / "server/idea.py").write_text("")
    messages.update(house)
    assert '#~ msgid "Not now"' in catalogue(house)
    assert any("stale" in told for told in messages.problems(house))
    (house / "server/idea.py").write_text(PYTHON)
    messages.update(house)
    assert '\nmsgid "Not now"\nmsgstr "Pas maintenant"' in catalogue(house)
    (house / "server/idea.py").write_text("")
    messages.prune(house)
    assert "Not now" not in catalogue(house)


def test_a_translation_with_other_blanks_is_told(house: Path) -> None:
    (house / "server/idea.py").write_text('_("Hello %(name)s")')
    path = house / "web/locale/fr/LC_MESSAGES/gommette.po"
    path.write_text(FRENCH + '\nmsgid "Hello %(name)s"\nmsgstr "Bonjour %(nom)s"\n')
    assert any("other blanks" in told for told in messages.problems(house))


def test_the_command_says_how_it_is_used() -> None:
    done = subprocess.run([sys.executable, "-m", "web.messages"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "python -m web.messages update | prune | check\n")


def catalogue(house: Path) -> str:
    return (house / "web/locale/fr/LC_MESSAGES/gommette.po").read_text(encoding="utf-8")
