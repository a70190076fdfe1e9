"""What the three faces of a workshop say, to be held beside one another: a phone, the console, the screen."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.web.phones import eventually

Ranking = list[tuple[int, str, int]]
"""Rank, name and dots."""


def ranked_on_screen(page: Page) -> Ranking:
    return ranked(page.locator(".rank li"), ".place", ".name", ".total")


def ranked_on_phone(page: Page | Locator) -> Ranking:
    """Also of one round on the results’ page."""
    return ranked(page.locator("li.r"), ".rank", ".name, .words", ":scope > .soft")


def ranked_on_console(page: Page) -> Ranking:
    """Once there are ranks; without what has no dot, which stands there too."""
    names = page.locator(".voting thead th").all_inner_texts()
    if "Rank" not in names:
        return []
    what = next(name for name in names if name in ("Cluster", "Idea", "Choice", "Report"))
    columns = [f"td:nth-child({names.index(name) + 1})" for name in ("Rank", what, "Dots")]
    return ranked(page.locator(".voting tbody tr"), *columns)


def ranked(rows: Locator, *parts: str) -> Ranking:
    """Rank, name and dots, read from these parts of each row, of all rows at once; rows without a rank left out."""
    read = "(rows, parts) => rows.map(row => parts.map(part => row.querySelector(part)?.innerText.trim() ?? ''))"
    found: list[list[str]] = rows.evaluate_all(read, list(parts))
    return [(first(rank), name, first(dots)) for rank, name, dots in found if re.match(r"\d", rank)]


def first(text: str) -> int:
    """The first number in it, as of "1 tied" or of "tied · 3 dots · 2 people"."""
    return int(re.findall(r"\d+", text)[0])


def all_rank(expected: Ranking, phone: Page, console: Page, screen: Page) -> None:
    """The same on each."""
    eventually(screen, lambda: ranked_on_screen(screen) == expected)
    eventually(console, lambda: ranked_on_console(console) == expected)
    eventually(phone, lambda: ranked_on_phone(phone) == expected)


def words(of: Locator) -> str:
    """All that they say, without the clocks, and without who is here, which is told a moment later."""
    text = " ".join(of.all_inner_texts())
    text = re.sub(r"\d+:\d\d|just opened|open for \d+ minutes?|here|offline.*|not connected", "", text)
    return re.sub(r"\s+", " ", text)


def post(phone: Page, text: str) -> None:
    phone.get_by_label("An idea", exact=True).fill(text)
    phone.get_by_role("button", name="Post the idea").click()
    expect(phone.locator(".mine").get_by_text(text)).to_be_visible()
