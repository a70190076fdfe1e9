"""A browser that gives the focus to none of what is pressed, as Safari's does: it is on it all the same."""

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Place
from tests.web.desks import desk
from tests.web.phones import Make, voting, writing

pytestmark = pytest.mark.browser

SAFARI = """addEventListener('mousedown', event => {
  if (!event.target.closest('button, summary, a, [type=checkbox], [type=radio]')) return;
  event.preventDefault();
  document.activeElement.blur();
})"""


def test_what_opened_a_dialog_or_a_drawer_has_the_focus_again(place: Place, visit: Make) -> None:
    workshop = writing(place)
    place.post(workshop, place.join(workshop, "Mei"), "Éteindre les bornes la nuit.")
    place.open(workshop, "arrange")
    browser, page = desk(place, visit, workshop, 768, 780)
    browser.context.add_init_script(SAFARI)
    page.reload()
    page.wait_for_selector("html[data-live]")
    for name in ("Edit Médiation", "Room"):
        opener = page.get_by_role("button", name=name, exact=True)
        opener.click()
        expect(page.locator("dialog:visible, .preview:visible")).to_be_visible()
        page.keyboard.press("Escape")
        expect(opener).to_be_focused()


def test_on_a_phone_the_sheet_gives_it_back(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    browser = visit()
    browser.context.add_init_script(SAFARI)
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    opener = page.get_by_role("button", name="2 idées").first
    opener.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    plus = page.get_by_role("button", name="Coller une gommette").first
    plus.click()
    expect(plus).to_be_focused()
