"""The whole participation without JavaScript, and the way to another device: through real pages in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.conftest import Place, Visit
from tests.web.journeys import by_code, main, opened, phone_sound, they_are_clustered
from tests.web.phones import Make, well_drawn

pytestmark = pytest.mark.browser


def scripts_are_empty(route: Route) -> None:
    route.fulfill(status=200, content_type="text/javascript", body="")


@pytest.mark.parametrize("scripts", ["switched off", "never arrived"])
def test_the_whole_participation_without_javascript(owned: Place, visit: Make, scripts: str) -> None:
    """Never arrived: the same plain pages, in which axe can run."""
    console, kept = opened(owned, visit, "no")
    main(console, "Ouvrir la première étape")
    off = scripts == "switched off"

    def checked(page: Page) -> None:
        page.wait_for_load_state()
        (well_drawn if off else phone_sound)(page)

    def plain() -> Visit:
        browser = visit(base=owned.base, java_script_enabled=not off)
        browser.context.route("**/*.js", scripts_are_empty)
        return browser

    page = by_code(plain(), kept["code"], "Ada")
    writes_plainly(page, checked)
    other = another_device(page, plain(), checked)
    expect(other.locator(".mine li")).to_have_text(re.compile("Un banc et deux chaises"))
    they_are_clustered(console)
    other.goto(other.url)
    votes_plainly(other, checked)
    main(console, "Fermer le tour")
    main(console, "Dévoiler")
    expect(console.get_by_role("columnheader", name="Votants")).to_be_visible()
    page.goto(page.url.partition("/me")[0].partition("/device")[0])
    expect(page.locator(".results li")).to_have_count(1)
    expect(page.locator(".results li")).to_contain_text("2 gommettes")
    checked(page)


def writes_plainly(page: Page, checked: Callable[[Page], None]) -> None:
    box, send = page.get_by_label("Une idée", exact=True), page.get_by_role("button", name="Déposer")
    checked(page)
    box.fill("mot " * 501)
    send.click()
    expect(page.get_by_role("alert")).to_contain_text("2 000")
    expect(box).to_have_value("mot " * 501)
    checked(page)
    for text in ("Un banc", "À retirer"):
        box.fill(text)
        send.click()
        expect(page.locator(".mine li", has_text=text)).to_contain_text("Enregistrée")
    page.locator(".mine li", has_text="Un banc").get_by_role("link", name="Modifier").click()
    page.get_by_label("L’idée").fill("Un banc et deux chaises")
    checked(page)
    page.get_by_role("button", name="Enregistrer").click()
    page.locator(".mine li", has_text="À retirer").get_by_role("link", name="Modifier").click()
    page.get_by_role("button", name="Retirer").click()
    expect(page.locator(".mine li")).to_have_text(re.compile("Un banc et deux chaises"))
    page.get_by_role("button", name="J’ai fini").click()
    expect(page.locator(".done")).to_contain_text("1 personne sur 1 a fini")
    checked(page)


def another_device(page: Page, browser: Visit, checked: Callable[[Page], None]) -> Page:
    """The eight digits are typed in there; they work once."""
    page.get_by_role("link", name="Ma place").click()
    checked(page)
    page.get_by_role("link", name="Continuer sur un autre appareil").click()
    checked(page)
    page.get_by_role("button", name="Montrer mon code").click()
    digits = page.locator(".bigcode").inner_text()
    assert re.fullmatch(r"\d{4} \d{4}", digits)
    checked(page)
    other = browser.context.new_page()
    other.goto(f"{browser.base}/l")
    checked(other)
    other.get_by_label("Le lien ou le code").fill(digits)
    other.get_by_role("button", name="Reprendre ma place").click()
    expect(other.get_by_role("link", name="Ma place")).to_contain_text("Ada")
    again = browser.context.browser
    assert again is not None
    with again.new_context(locale="fr", java_script_enabled=False) as third:
        late = third.new_page()
        late.goto(f"{browser.base}/l")
        late.get_by_label("Le lien ou le code").fill(digits)
        late.get_by_role("button", name="Reprendre ma place").click()
        expect(late.get_by_role("alert")).to_contain_text("Ceci n’ouvre rien.")
    return other


def votes_plainly(page: Page, checked: Callable[[Page], None]) -> None:
    card = page.locator(".c", has_text="S’asseoir")
    for left in (4, 3, 2):
        card.get_by_role("button", name="Coller").click()
        expect(page.locator(".bar")).to_contain_text(f"Encore {left} gommettes")
    expect(card.locator(".why")).to_contain_text("3 gommettes")
    checked(page)
    card.get_by_role("button", name="Reprendre").click()
    expect(page.locator(".bar")).to_contain_text("Encore 3 gommettes")
    card.get_by_role("link", name="1 idée").click()
    expect(page.locator("li")).to_have_text(re.compile("Un banc et deux chaises"))
    checked(page)
    page.get_by_role("link", name="Revenir à l’atelier").click()
    page.get_by_role("button", name="J’ai fini").click()
    expect(page.get_by_role("button", name="J’ai fini")).to_have_attribute("aria-pressed", "true")
