"""What journeys share: a workshop opened with the form, people who come in by its pages, what every page must be."""

import json
import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from server.house import qr
from tests.web.conftest import Place, Visit
from tests.web.phones import RULES, Make, settled

TITLE = "Vivre mieux avec moins de numérique"
THEMES = ["Réparer et réemployer", "Des lieux sans écran", "L’école"]

# What every page must be


def sound(page: Page, *widths: int) -> None:
    """axe has nothing to say in light nor, of the colours, in dark; nothing is wider than the page, at any width."""
    colours = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    size = page.viewport_size
    assert size is not None
    if size["width"] < 1000:
        # Whole: what the bar at the foot covers is scrolled out from under it.
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    for scheme, rules in (("dark", colours), ("light", RULES)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        settled(page)
        found = Axe().run(page, options=rules).response["violations"]
        assert found == [], f"{page.url} {scheme}: {json.dumps(found, indent=1)[:3000]}"
    for width in (*widths, size["width"]):
        page.set_viewport_size({"width": width, "height": size["height"]})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, width)


def phone_sound(page: Page) -> None:
    sound(page, 320, 390)


# People


def opened(
    owned: Place, visit: Make, private: str = "everyone", *, checked: bool = False
) -> tuple[Page, dict[str, str]]:
    """The console of a workshop just opened with the form, and what its page said: links, recovery code, join code."""
    page = visit(1366, 768, base=owned.base).context.new_page()
    assert page.request.get(f"{owned.base}/new").status == 403
    page.goto(owned.base + owned.run(owned.house.access.owner_link()))
    page.get_by_label("Son titre").fill(TITLE)
    page.get_by_role("button", name="Préparer l’atelier").click()
    page.get_by_label("La question posée à tout le monde").fill("Ici, que ferions-nous mieux avec moins d’écrans ?")
    page.get_by_label("Qui l’organise").fill("La Ville, 01 23 45 67 89")
    page.locator(f"input[name=private][value='{private}']").check()
    page.get_by_label("Thèmes de départ").fill("\n".join(THEMES))
    page.get_by_label("Langue de l’atelier").select_option("fr")
    if checked:
        sound(page, 360)
    page.get_by_role("button", name="Ouvrir l’atelier").click()
    expect(page.get_by_text("Cette page ne se montre qu’une fois.")).to_be_visible()
    if checked:
        sound(page, 360)
    kept = {
        "console": page.get_by_label("Lien vers la console").input_value(),
        "screen": page.get_by_label("Lien vers l’écran projeté").input_value(),
        "recovery": page.locator(".secret.spell").inner_text(),
        "code": page.locator(".bigcode").inner_text(),
    }
    page.get_by_role("link", name="Ouvrir la console").click()
    live(page)
    kept["workshop"] = page.url.split("/")[-2]
    return page, kept


def live(page: Page) -> Page:
    page.wait_for_selector("html[data-live]")
    return page


def projected(owned: Place, visit: Make, kept: dict[str, str]) -> Page:
    page = visit(1920, 1080, base=owned.base).context.new_page()
    page.goto(kept["screen"])
    page.wait_for_url("**/screen")
    return live(page)


def by_code(browser: Visit, code: str, name: str, *, checked: bool = False) -> Page:
    page = browser.context.new_page()
    page.goto(f"{browser.base}/join")
    if checked:
        phone_sound(page)
    page.get_by_label("Le code affiché dans la salle").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Continuer").click()
    enter(page, name, checked=checked)
    return page


def by_qr(owned: Place, browser: Visit, shown: Page, workshop: str, name: str) -> Page:
    """What stands in the square is known by drawing it again."""
    token = owned.run(owned.house.access.entrance(workshop)).qr
    door = f"{shown.url.partition('/w/')[0]}/j/{token}"
    drawn = re.findall(r' d="([^"]+)"', qr(door))
    assert shown.locator(".qr svg path").first.get_attribute("d") in drawn
    page = browser.context.new_page()
    page.goto(door)
    enter(page, name)
    return page


def enter(page: Page, name: str, *, checked: bool = False) -> None:
    page.get_by_label("Votre prénom").fill(name)
    if checked:
        phone_sound(page)
    page.get_by_role("button", name="Entrer dans l’atelier").click()
    page.wait_for_url("**/w/*")


def main(console: Page, name: str) -> None:
    """Presses the one button in ink, which must be this one."""
    button = console.locator("button.main")
    expect(button).to_have_count(1)
    expect(button).to_have_text(name)
    button.click()


def they_are_clustered(console: Page) -> None:
    main(console, "Fermer l’étape")
    main(console, "Ouvrir l’étape suivante")
    console.locator(".tray [data-idea] label").first.click()
    console.get_by_role("button", name="Regroupement").click()
    console.get_by_label("Nom", exact=True).fill("S’asseoir")
    console.get_by_role("button", name="Créer et déplacer").click()
    expect(console.locator(".cl", has_text="S’asseoir")).to_contain_text("1")
    main(console, "Fermer l’étape")
    main(console, "Ouvrir l’étape suivante")
    expect(console.locator(".mid .voting")).to_be_visible()
