"""Rounds of dots on the console, in a real browser: rules, electorate, totals, ties, spread, round beside round."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Place
from tests.web.desks import console
from tests.web.phones import Make, voting
from workshops.agenda import CloseStep
from workshops.ballots import SetDots
from workshops.recipe import AddStep
from workshops.sealing import RevealRound
from workshops.voting import CloseRound, RoundRecord, Vote

pytestmark = pytest.mark.browser


def rounds(place: Place, workshop: str) -> list[str]:
    """In the order in which they began."""
    found = [record for record in place.seen(workshop).values() if isinstance(record, RoundRecord)]
    return [record.id for record in sorted(found, key=lambda record: record.step != "voting")]


def stick(place: Place, workshop: str, round_: str, dots: dict[str, int], name: str) -> None:
    person = place.join(workshop, name)
    for on, n in dots.items():
        place.do(workshop, SetDots(round_, on, n), person.seat)


def reveal(place: Place, workshop: str, round_: str) -> None:
    for command in (CloseRound(round_), RevealRound(round_)):
        place.do(workshop, command)


def table(page: Page) -> list[list[str]]:
    rows = page.locator("tbody tr").all()
    return [[cell.inner_text().strip() for cell in row.locator("td").all()] for row in rows]


def second(place: Place, workshop: str, **fields: object) -> None:
    given = {"budget": 3, "maximum": 2} | fields
    step = Vote(id="second", title="Second tour", prompt="Et maintenant ?", minutes=5, **given)  # type: ignore[arg-type]
    place.do(workshop, AddStep(step, "voting"))


def test_equal_counts_share_a_rank_and_the_spread_is_drawn_and_told(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    (round_,) = rounds(place, workshop)
    stick(place, workshop, round_, {clusters[0]: 3, clusters[1]: 1}, "Ada")
    stick(place, workshop, round_, {clusters[1]: 2, clusters[2]: 1}, "Kofi")
    reveal(place, workshop, round_)
    page = console(place, visit, workshop)
    rows = table(page)
    assert [row[:2] for row in rows] == [
        ["1 tied", "Regroupement 0"],
        ["1 tied", "Regroupement 1"],
        ["3", "Regroupement 2"],
        ["–", "Regroupement 3"],
    ]
    assert [row[3:5] for row in rows] == [["3", "1"], ["3", "2"], ["1", "1"], ["0", "0"]]
    assert rows[1][5] == "1 person with 1 dot, 1 person with 2 dots"
    assert rows[0][5] == "1 person with 3 dots"
    expect(page.locator("tbody tr").nth(1).locator(".spread svg path")).to_have_count(3)


def test_rounds_stand_side_by_side(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    (first,) = rounds(place, workshop)
    stick(place, workshop, first, {clusters[0]: 1, clusters[3]: 3}, "Ada")
    reveal(place, workshop, first)
    second(place, workshop)
    place.open(workshop, "second")
    page = console(place, visit, workshop)
    head = ["Cluster", "Ideas", "Dots", "Vote: dots (rank)"]
    assert page.locator("thead th").all_inner_texts() == head
    assert table(page)[0] == ["Regroupement 0", "2", "hidden", "1 (2)"]
    assert table(page)[1] == ["Regroupement 1", "2", "hidden", "–"]
    stick(place, workshop, rounds(place, workshop)[1], {clusters[0]: 2}, "Kofi")
    reveal(place, workshop, rounds(place, workshop)[1])
    expect(page.get_by_role("columnheader", name="Rank", exact=True)).to_be_visible()
    first_row = table(page)[0]
    assert (first_row[0], first_row[3], first_row[-1]) == ("1", "2", "1 (2)")
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.get_by_role("columnheader", name="Second tour: dots (rank)")).to_be_visible()
    assert table(page)[0][1] == "Regroupement 3"


def test_shown_totals_run_along_in_board_order(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    second(place, workshop, totals="shown", per_theme=2, electorate="frozen")
    ada = place.join(workshop, "Ada")
    place.open(workshop, "second")
    page = console(place, visit, workshop)
    rules = page.locator(".mid .rules")
    expect(rules).to_contain_text("totals shown as they come")
    expect(rules).to_contain_text("2 at most under one theme")
    expect(rules).to_contain_text("2 people may vote: who was there when the round began")
    assert [row[2] for row in table(page)] == ["0"] * 4
    place.do(workshop, SetDots(rounds(place, workshop)[1], clusters[2], 2), ada.seat)
    expect(page.locator("tbody tr").nth(2).locator("td").nth(2)).to_have_text("2")
    assert [row[0] for row in table(page)] == [f"Regroupement {n}" for n in range(4)]
    expect(page.get_by_role("columnheader", name="Rank")).to_have_count(0)
    expect(page.locator("button.main")).to_have_text("Close the round")


def test_a_round_whose_step_is_closed_waits_and_says_so(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    page = console(place, visit, workshop)
    place.do(workshop, CloseStep("voting"))
    expect(page.locator(".big")).to_contain_text("The step is closed: the round waits, ballots are kept.")
    page.get_by_role("button", name="Close the round").click()
    expect(page.locator(".big")).to_contain_text("It may be reopened for 10 more minutes.")


def test_the_items_are_one_tab_stop_and_each_opens(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    page = console(place, visit, workshop)
    items = page.locator("tbody button")
    items.first.focus()
    page.keyboard.press("End")
    expect(items.last).to_be_focused()
    assert page.locator("tbody button[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(items.last).to_be_focused()
