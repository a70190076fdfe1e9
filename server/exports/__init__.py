"""What leaves a workshop: draft proposals to read and to write on, what its circles left and when they meet, its ideas
as a table, its records for a program."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal, assert_never

from msgspec import Struct

from server.exports import calendar, csv_ideas, decidim, html, json_export, markdown
from server.exports.report import build
from server.exports.words import Words
from server.i18n import Speech
from workshops.vocabulary import Key, Record
from workshops.workshop import Workshop

Format = Literal["md", "html", "csv", "decidim", "json", "proceedings-md", "proceedings-html", "ics"]
OF_FORUM: tuple[Format, ...] = ("proceedings-md", "proceedings-html", "ics")
"""What tells of an open forum alone."""
MEDIA_TYPES: dict[Format, str] = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8; header=present",
    "decidim": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
    "proceedings-md": "text/markdown; charset=utf-8",
    "proceedings-html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}
ENDINGS: dict[Format, str] = {
    "decidim": "decidim.csv",
    "proceedings-md": "proceedings.md",
    "proceedings-html": "proceedings.html",
}


class Exported(Struct, frozen=True):
    body: bytes
    media_type: str
    file_name: str


def export_workshop(records: Mapping[Key, Record], fmt: Format, language: str | None, at: int) -> Exported:
    """One file of what audience *export* may see. `language` None: the workshop's own; `at`: now, ms since 1970.

    Raises Refused("round_open") for JSON while a round is not sealed.
    """
    report = build(records)
    words = Words(Speech(language or report.language), at)
    match fmt:
        case "md":
            body = markdown.write(report, words)
        case "html":
            body = html.write(report, words)
        case "csv":
            body = csv_ideas.write(report)
        case "decidim":
            body = decidim.write(report, words)
        case "json":
            body = json_export.write(records)
        case "proceedings-md":
            body = markdown.write_proceedings(report, words)
        case "proceedings-html":
            body = html.write_proceedings(report, words)
        case "ics":
            body = calendar.write(report, words)
        case _:
            assert_never(fmt)
    return Exported(body, MEDIA_TYPES[fmt], f"{_slug(report.title)}.{ENDINGS.get(fmt, fmt)}")


def printable(records: Mapping[Key, Record], language: str | None, at: int) -> bytes:
    """The page to print, as the server shows it."""
    report = build(records)
    return html.page(report, Words(Speech(language or report.language), at))


def printable_proceedings(records: Mapping[Key, Record], language: str | None, at: int) -> bytes:
    report = build(records)
    return html.page_of_proceedings(report, Words(Speech(language or report.language), at))


def records_of(workshop: Workshop) -> dict[Key, Record]:
    """What audience *export* may see of a workshop that no room holds (one read from its log)."""
    shown = ((key, workshop.show(key)) for key in workshop.keys())  # noqa: SIM118
    return {key: each.record for key, each in shown if each is not None and "export" in each.seen}


def _slug(title: str) -> str:
    """A file name for every system: ASCII letters and digits."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "workshop"
