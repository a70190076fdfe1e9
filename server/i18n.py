"""The tool's words in the reader's language: catalogues, negotiation, numbers, dates, and the templates."""

import gettext
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import jinja2
from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup, escape
from starlette.requests import HTTPConnection

import web

SOURCE = "en"
"""The language of the messages in the code, spoken where a catalogue is missing."""
LANGUAGES = {"en": "English", "fr": "Français"}
"""Each language by its own name, as the switch on a page says it."""
COOKIE = "lang"


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Marks a sentence for the catalogues where it is written; it is translated where it is said."""
    return text


class Speech:
    """One language: its sentences, numbers and dates. `{name}` in a sentence is filled by the value of that name."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = gettext.translation("gommette", web.LOCALE, [language], fallback=True)

    def say(self, text: str, **values: object) -> str:
        return self._fill(self._texts.gettext(text), values)

    def count(self, one: str, many: str, n: int, **values: object) -> str:
        """`n` chooses the form and fills `{n}`."""
        return self._fill(self._texts.ngettext(one, many, n), {"n": n, **values})

    def number(self, n: int) -> str:
        return str(format_decimal(n, locale=self.language))

    def day(self, ms: int) -> str:
        """The date of an instant (ms since 1970), in words; UTC, as the server knows nobody's time zone."""
        return str(format_date(datetime.fromtimestamp(ms / 1000, UTC).date(), "long", locale=self.language))

    def date(self, iso: str) -> str:
        """A day as "2026-11-22", in words; what is no day of the calendar stays as it is."""
        try:
            day = date.fromisoformat(iso)
        except ValueError:
            return iso
        return str(format_date(day, "long", locale=self.language))

    def hour(self, minutes: int) -> str:
        """Minutes since midnight on the clock of the place, as that clock shows them."""
        hours, rest = divmod(minutes % (24 * 60), 60)
        return self.say(N_("{hours}:{minutes}"), hours=f"{hours:02}", minutes=f"{rest:02}")

    def hour_at(self, ms: int) -> str:
        """An instant (ms since 1970) on the clock of the machine that serves the room."""
        at = datetime.fromtimestamp(ms / 1000).astimezone()
        return self.hour(at.hour * 60 + at.minute)

    def _fill(self, text: str, values: Mapping[str, object]) -> str:
        if not values:
            return text
        shown = {name: self.number(value) if type(value) is int else value for name, value in values.items()}
        # A value that nobody gave stays a visible blank: a sentence must never fail while an error is being told.
        return text.format_map(_Blanks(shown))


class _Blanks(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


def negotiate(request: HTTPConnection, default: str) -> str:
    """The reader's language: the one chosen on a page, else the best of those the browser asks for, else `default`."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    for asked in _by_preference(request.headers.get("accept-language", "")):
        if asked.partition("-")[0] in LANGUAGES:
            return asked.partition("-")[0]
    return default if default in LANGUAGES else SOURCE


def _by_preference(header: str) -> list[str]:
    """Accept-Language as RFC 9110 (12.5.4) writes it, best first; what cannot be read is left out."""
    asked = []
    for part in header[:400].lower().split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            asked.append((float(weight or 1), name.strip()))
        except ValueError:
            continue
    return [name for weight, name in sorted(asked, key=lambda each: -each[0]) if weight > 0]


def assets() -> Callable[[str], str]:
    """`asset("styles/page.css")` → the address of the bundle that web/build.mjs made of it."""
    manifest = json.loads(web.MANIFEST.read_text(encoding="utf-8")) if web.MANIFEST.is_file() else {}

    def asset(entry: str) -> str:
        return f"/static/{manifest[entry]['file']}" if entry in manifest else f"/static/missing/{entry}"

    return asset


def environment(speech: Speech, asset: Callable[[str], str]) -> jinja2.Environment:
    """The templates in one language. `_` and `ngettext` give text for HTML: their values are escaped."""

    def say(text: str, **values: object) -> Markup:
        return escape(speech.say(text, **values))

    def count(one: str, many: str, n: int, **values: object) -> Markup:
        return escape(speech.count(one, many, n, **values))

    loader = jinja2.FileSystemLoader(web.TEMPLATES)
    # The extension is there for {% trans %}, and so that Babel reads the templates as they are run.
    made = jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    helpers: dict[str, Any] = {"_": say, "gettext": say, "ngettext": count, "asset": asset}
    made.globals.update(helpers, language=speech.language, languages=LANGUAGES)
    made.filters.update(number=speech.number, day=speech.day, date=speech.date)
    made.filters.update(hour=speech.hour, hour_at=speech.hour_at)
    return made
