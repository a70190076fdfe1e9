"""A phone and a console by keyboard alone, in a real browser: the focus is seen, and never lost."""

import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import Place
from tests.web.journeys import by_code, live, main, opened, they_are_clustered
from tests.web.phones import LEFT, Make, eventually, post

pytestmark = pytest.mark.browser

FOCUS = """() => {
  const here = document.activeElement;
  if (here === document.body) return 'nowhere';
  // A box that its label or its paper draws around.
  const drawn = [here, here.closest('label'), here.closest('li')].some(one => {
    if (!one) return false;
    const style = getComputedStyle(one);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
  return drawn || ['MAIN', 'DIALOG'].includes(here.tagName) ? 'seen' : 'unseen: ' + here.outerHTML.slice(0, 200);
}"""


def seen(page: Page) -> None:
    """Where the focus is can be seen, and it is somewhere; what gives it back may do so a moment later."""
    until = time.monotonic() + 5
    while (found := page.evaluate(FOCUS)) != "seen" and time.monotonic() < until:
        page.wait_for_timeout(20)
    assert found == "seen"


def tab_to(page: Page, target: Locator, key: str = "Tab", most: int = 60) -> None:
    """On with one key until the target has the focus, which is seen at every stop."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement === document.body"):
            page.keyboard.press(key)  # past the last one, and through the browser's own bars
        seen(page)
        if target.evaluate("target => target === document.activeElement"):
            return
    raise AssertionError(f"{key} does not lead to {target}")


def press(page: Page, name: str, key: str = "Enter") -> None:
    tab_to(page, page.get_by_role("button", name=name).first)
    page.keyboard.press(key)


def test_a_phone_and_a_console_by_keyboard_alone(owned: Place, visit: Make) -> None:
    console, kept = opened(owned, visit)
    console.reload()
    live(console)
    phone = visit(base=owned.base).context.new_page()
    phone.goto(f"{owned.base}/join")
    tab_to(phone, phone.get_by_label("Le code affiché dans la salle"))
    phone.keyboard.type(kept["code"])
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/j/*")
    tab_to(phone, phone.get_by_label("Votre prénom"))
    phone.keyboard.type("Mei")
    press(phone, "Entrer dans l’atelier")
    phone.wait_for_url("**/w/*")
    live(phone)
    press(console, "Ouvrir la première étape")
    seen(console)
    box = phone.get_by_label("Une idée", exact=True)
    expect(box).to_be_visible()
    for text in ("Un banc", "Deux chaises"):
        tab_to(phone, box)
        phone.keyboard.type(text)
        press(phone, "Déposer")
        expect(phone.locator(".mine .posted", has_text=text)).to_be_visible()
        seen(phone)
    sorted_by_keyboard(console)
    voted_by_keyboard(phone)
    for name in ("Fermer le tour", "Dévoiler"):
        press(console, name)
        expect(console.get_by_role("button", name=name, exact=True)).to_have_count(0)
        seen(console)
    expect(phone.locator(".results li")).to_contain_text("2 gommettes")
    press(console, "Fermer l’étape")
    results = console.get_by_role("button", name="Emporter les résultats")
    expect(results).to_be_visible()
    seen(console)
    tab_to(console, results)
    console.keyboard.press("Enter")
    with console.expect_download():
        tab_to(console, console.get_by_role("link", name="L’atelier entier"))
        console.keyboard.press("Enter")
    console.keyboard.press("Escape")
    expect(results).to_be_focused()


def sorted_by_keyboard(console: Page) -> None:
    for name in ("Fermer l’étape", "Les lire d’abord sur la console", "Montrer à la salle", "Ouvrir l’étape suivante"):
        press(console, name)
        expect(console.get_by_role("button", name=name)).to_have_count(0) if "suivante" not in name else None
        seen(console)
    cards = console.locator(".tray [data-idea]")
    expect(cards).to_have_count(2)
    tab_to(console, cards.first.locator("input"), "F6", 10)
    console.keyboard.press("d")
    seen(console)
    console.keyboard.type("S’asseoir")
    console.keyboard.press("Enter")
    expect(console.get_by_label("Nom", exact=True)).to_be_focused()
    console.keyboard.press("Enter")
    expect(console.get_by_role("dialog")).to_have_count(0)
    expect(cards).to_have_count(1)
    expect(cards.locator("input")).to_be_focused()
    console.keyboard.press("d")
    console.keyboard.press("ArrowDown")
    seen(console)
    console.keyboard.press("Enter")
    expect(cards).to_have_count(0)
    expect(console.locator(".cl", has_text="S’asseoir")).to_contain_text("2")
    seen(console)
    press(console, "Fermer l’étape")
    seen(console)
    press(console, "Ouvrir l’étape suivante")
    expect(console.locator(".mid .voting")).to_be_visible()
    seen(console)


def voted_by_keyboard(phone: Page) -> None:
    stick, back = (phone.get_by_role("button", name=name) for name in ("Coller", "Reprendre"))
    expect(stick).to_be_visible()
    tab_to(phone, phone.get_by_role("button", name="2 idées"))
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("dialog")).to_be_visible()
    seen(phone)
    phone.keyboard.press("Escape")
    expect(phone.get_by_role("button", name="2 idées")).to_be_focused()
    tab_to(phone, stick)
    for left in (4, 3, 2, 2):
        phone.keyboard.press("Enter")
        expect(phone.locator(".bar")).to_contain_text(f"Encore {left} gommettes")
        seen(phone)
    tab_to(phone, back, "Shift+Tab")
    phone.keyboard.press("Space")
    expect(phone.locator(".bar")).to_contain_text("Encore 3 gommettes")
    seen(phone)
    press(phone, "J’ai fini", "Space")
    expect(phone.get_by_role("button", name="J’ai fini")).to_have_attribute("aria-pressed", "true")
    seen(phone)
    # All of it was shown before it was there.
    eventually(phone, lambda: phone.evaluate(LEFT) == 0)


def test_dots_stuck_faster_than_the_device_keeps_them_all_count(owned: Place, visit: Make) -> None:
    console, kept = opened(owned, visit, "no")
    phone = live(by_code(visit(base=owned.base), kept["code"], "Ada"))
    main(console, "Ouvrir la première étape")
    post(phone, "Un banc")
    they_are_clustered(console)
    phone.get_by_role("button", name="Coller").focus()
    for _ in range(3):
        phone.keyboard.press("Enter")
    expect(phone.locator(".bar")).to_contain_text("Encore 2 gommettes")
