"""The focus is where it belongs before the next key is heard, and calls nobody back who has gone on."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Place
from tests.web.desks import desk
from tests.web.meeting import meeting, reading
from tests.web.phones import Make, cut, eventually, post, writing

pytestmark = pytest.mark.browser


def hurried(page: Page) -> None:
    """From here on whoever presses the next key is faster than any timer, and than what is done after painting."""
    page.evaluate("window.setTimeout = () => 0")


def test_who_leaves_an_idea_as_it_is_can_go_on_at_once(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    post(page, "Un banc")
    expect(page.locator(".mine li")).to_contain_text("Enregistrée")
    hurried(page)
    page.get_by_role("button", name="Modifier").click()
    expect(page.get_by_label("L’idée")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Modifier")).to_be_focused()


def test_who_takes_the_pen_writes_at_once(place: Place, visit: Make) -> None:
    forum = meeting(place)
    page = reading(forum, visit, forum.join("Ada"))[1]
    hurried(page)
    page.get_by_role("button", name="Prendre la plume").click()
    expect(page.get_by_label("La question discutée")).to_be_focused()


def test_who_has_gone_on_while_a_step_was_on_its_way_is_not_called_back(place: Place, visit: Make) -> None:
    browser, page = desk(place, visit, place.create())
    first = page.locator(".steps .name").first
    first.focus()
    cut(page)
    page.keyboard.press("Alt+ArrowDown")
    page.get_by_role("button", name="Add a step").focus()
    browser.context.set_offline(False)
    eventually(page, lambda: page.locator(".steps .name").nth(1).inner_text().startswith("Accueil"))
    expect(page.get_by_role("button", name="Add a step")).to_be_focused()
