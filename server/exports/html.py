"""Draft proposals to print and to write on, proceedings to read: A4, one a page; the file needs nothing beside it."""

import base64
import hashlib
import json
from functools import cache

from markupsafe import Markup
from msgspec import Struct

import web
from server.exports.report import Report
from server.exports.rounds import Mark
from server.exports.words import Words
from server.i18n import assets, environment

DRAWN = 100
"""More dots than this are drawn one for five."""


class Dots(Struct, frozen=True):
    """How dots are drawn: by ten at most, each sign for `each` dots (the last one perhaps for fewer)."""

    tens: list[int]
    each: int


def write(report: Report, words: Words) -> bytes:
    """A file that stands alone: its style is in it, and its own policy lets nothing else in."""
    return _alone("export/report.html", report, words, words.version())


def write_proceedings(report: Report, words: Words) -> bytes:
    return _alone("export/journal.html", report, words, words.edition())


def page(report: Report, words: Words) -> bytes:
    """The same as a page that the server shows under its own policy, with the sheet it serves."""
    return _render("export/report.html", report, words, words.version())


def page_of_proceedings(report: Report, words: Words) -> bytes:
    return _render("export/journal.html", report, words, words.edition())


def drawn(mark: Mark) -> Dots:
    each = 1 if mark.dots <= DRAWN else 5
    signs = -(-mark.dots // each)
    return Dots([10] * (signs // 10) + ([signs % 10] if signs % 10 else []), each)


def _alone(template: str, report: Report, words: Words, headline: str) -> bytes:
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return _render(template, report, words, headline, Markup(style), policy)  # noqa: S704 - our own sheet


def _render(
    template: str, report: Report, words: Words, headline: str, style: Markup | None = None, policy: str | None = None
) -> bytes:
    """`headline`: what it is and of when, said on every sheet."""
    made = environment(words.speech, assets()).get_template(template)
    told = {"report": report, "words": words, "headline": headline, "drawn": drawn, "style": style, "policy": policy}
    return made.render(told).encode()


@cache
def _style() -> str:
    manifest = json.loads(web.MANIFEST.read_text(encoding="utf-8"))
    sheet: str = manifest["styles/print.css"]["file"]
    return (web.STATIC / sheet).read_text(encoding="utf-8").strip()
