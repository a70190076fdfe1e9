"""Whole journeys through real pages in a real browser: from the opening to the exports, and what may befall people."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from markupsafe import escape
from msgspec import structs
from playwright.sync_api import Locator, Page, Route, expect

from server.house import face_path, qr
from tests.web.conftest import Place, Visit
from tests.web.phones import LEFT, RULES, Make, post, well_drawn

pytestmark = pytest.mark.browser

TITLE = "Vivre mieux avec moins de numérique"
THEMES = ["Réparer et réemployer", "Des lieux sans écran", "L’école"]
IDEAS = {
    "Ada": ["Un atelier de réparation par quartier", "Prêter les outils entre voisins"],
    "Kofi": ["Une salle sans écran à la médiathèque", "=SOMME(A1) n’est pas une formule"],
    "Mei": ["Un jour sans écran à l’école", "Madame Untel exagère"],
}


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A server on which only who has the owner's link opens workshops, as `gommette serve` starts it."""
    place = Place(tmp_path_factory.mktemp("owned"))
    state = place.application.state
    state.house = structs.replace(place.house, settings=structs.replace(place.house.settings, open=False))
    yield place
    place.stop()


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
        # Colours in the middle of a fade are nobody's colours.
        page.evaluate("Promise.all(document.getAnimations().map(each => each.finished.catch(() => null)))")
        found = Axe().run(page, options=rules).response["violations"]
        assert found == [], f"{page.url} {scheme}: {json.dumps(found, indent=1)[:3000]}"
    for width in (*widths, size["width"]):
        page.set_viewport_size({"width": width, "height": size["height"]})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, width)


def phone_sound(page: Page) -> None:
    sound(page, 320, 390)


# People


def opened(owned: Place, visit: Make, private: str = "everyone") -> tuple[Page, dict[str, str]]:
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
    sound(page, 360)
    page.get_by_role("button", name="Ouvrir l’atelier").click()
    expect(page.get_by_text("Cette page ne se montre qu’une fois.")).to_be_visible()
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
    button = console.locator("button.main, summary.main")
    expect(button).to_have_count(1)
    expect(button).to_have_text(name)
    button.click()


# 1. From the opening to the exports


def test_a_workshop_from_its_opening_to_its_exports(owned: Place, visit: Make, tmp_path: Path) -> None:
    console, kept = opened(owned, visit)
    screen = projected(owned, visit, kept)
    expect(screen.locator(".code")).to_have_text(kept["code"])
    sound(screen)
    ada = live(by_code(visit(base=owned.base), kept["code"], "Ada", checked=True))
    kofi = live(by_code(visit(base=owned.base), kept["code"], "Kofi"))
    mei = live(by_qr(owned, visit(base=owned.base), screen, kept["workshop"], "Mei"))
    phones = {"Ada": ada, "Kofi": kofi, "Mei": mei}
    expect(ada.locator("h1")).to_contain_text("L’atelier n’a pas encore commencé")
    phone_sound(ada)
    sound(console)
    main(console, "Ouvrir la première étape")
    they_write(phones, console, screen)
    they_are_read(phones, console, screen)
    they_are_sorted(phones, console, screen)
    they_are_voted_on(phones, console, screen)
    ranking = they_are_revealed(phones, console, screen)
    they_are_exported(console, tmp_path, ranking)


def they_write(phones: dict[str, Page], console: Page, screen: Page) -> None:
    for name, page in phones.items():
        expect(page.locator(".note")).to_contain_text("Personne ne lit vos idées, pas même l’animation")
        for text in IDEAS[name]:
            post(page, text)
    ada, kofi, mei = phones.values()
    ada.get_by_label("Une idée", exact=True).fill("mot " * 501)
    phone_sound(ada)
    ada.get_by_role("button", name="Déposer").click()
    expect(ada.locator(".refused .state")).to_contain_text("2 000 signes au plus")
    phone_sound(ada)
    ada.get_by_role("button", name="Raccourcir").click()
    ada.get_by_label("L’idée").fill("Des ordinateurs qui durent dix ans")
    ada.locator(".edit").get_by_role("button", name="Déposer").click()
    kofi.locator(".mine li", has_text="médiathèque").get_by_role("button", name="Modifier").click()
    kofi.get_by_label("L’idée").fill("Une salle sans écran dans chaque médiathèque")
    phone_sound(kofi)
    kofi.locator(".edit").get_by_role("button", name="Enregistrer").click()
    post(mei, "À ne pas garder")
    mei.locator(".mine li", has_text="À ne pas garder").get_by_role("button", name="Modifier").click()
    mei.locator(".edit").get_by_role("button", name="Retirer").click()
    for page, n in zip(phones.values(), (3, 2, 2), strict=True):
        expect(page.locator(".mine .posted")).to_have_count(n)
        expect(page.locator(".mine li")).to_have_count(n)
    expect(console.locator(".unshown .written")).to_contain_text("7 idées écrites")
    expect(screen.locator(".slips i")).to_have_count(7)
    for page in (console, screen):
        sound(page)
        assert not any(text in page.content() for texts in IDEAS.values() for text in texts)


def they_are_read(phones: dict[str, Page], console: Page, screen: Page) -> None:
    """On the console first; one is hidden; then the room reads."""
    console.get_by_role("button", name="Fermer l’étape").click()
    main(console, "Les lire d’abord sur la console")
    expect(console.locator(".stream .card")).to_have_count(7)
    expect(screen.locator(".foot")).to_contain_text("L’animation les lit d’abord")
    assert "Madame Untel" not in screen.content()
    assert "Madame Untel" not in phones["Ada"].content()
    console.locator(".stream .card", has_text="Madame Untel").get_by_role("button", name="Masquer").click()
    console.get_by_label("La masquer à la salle").fill("Met en cause une personne")
    sound(console)
    console.get_by_role("dialog").get_by_role("button", name="Masquer", exact=True).click()
    expect(console.get_by_text("1 idée masquée")).to_be_visible()
    sound(console)
    main(console, "Montrer à la salle")
    expect(screen.locator(".foot")).to_contain_text("6 idées")
    expect(screen.locator(".ideas li").first).to_be_visible()
    sound(screen)
    expect(phones["Mei"].locator(".mine .hidden")).to_contain_text("Met en cause une personne")
    phone_sound(phones["Mei"])
    expect(phones["Ada"].locator(".others li")).to_have_count(3)
    phone_sound(phones["Ada"])
    for page in (screen, phones["Ada"], phones["Kofi"]):
        assert "Madame Untel" not in page.content()


def they_are_sorted(phones: dict[str, Page], console: Page, screen: Page) -> None:
    """The first cluster by keyboard alone, the second by mouse alone, the third of one idea; one idea stays out."""
    main(console, "Ouvrir l’étape suivante")
    tray = console.locator(".tray [data-idea]")
    expect(tray).to_have_count(6)
    sound(console)
    tray.filter(has_text="atelier de réparation").locator("input").focus()
    console.keyboard.press("Space")
    move_to(console, "Des ordinateurs", "Space")
    console.keyboard.press("d")
    console.keyboard.type("Réparer près de chez soi")
    console.keyboard.press("Enter")
    expect(console.get_by_label("Nom", exact=True)).to_have_value("Réparer près de chez soi")
    console.keyboard.press("Tab")
    console.keyboard.press("ArrowDown")
    console.keyboard.press("Enter")
    expect(tray).to_have_count(4)
    expect(console.locator(".theme", has_text=THEMES[0]).locator(".cl")).to_contain_text("Réparer près de chez soi")
    for text in ("salle sans écran", "jour sans écran"):
        tray.filter(has_text=text).locator("label").click()
    console.get_by_role("button", name="Déplacer 2 idées vers…").click()
    sound(console)
    console.get_by_role("button", name="Nouveau…").click()
    console.get_by_label("Nom", exact=True).fill("Des moments sans écran")
    console.get_by_role("dialog").locator("label", has_text=THEMES[1]).click()
    sound(console)
    console.get_by_role("button", name="Créer et déplacer").click()
    tray.filter(has_text="Prêter").locator("label").click()
    console.get_by_role("button", name="Déplacer vers…").click()
    console.get_by_role("searchbox", name="Chercher un regroupement").fill("reparer")
    console.get_by_role("button", name="Déplacer ici").click()
    expect(tray).to_have_count(1)
    expect(console.locator(".side")).to_contain_text("5 sur 6")
    expect(screen.locator(".cluster")).to_have_count(2)
    expect(phones["Kofi"].locator(".c")).to_have_count(2)
    sound(screen)
    sound(console)
    phones["Kofi"].get_by_role("button", name="3 idées").click()
    expect(phones["Kofi"].get_by_role("dialog").locator("li")).to_have_count(3)
    phone_sound(phones["Kofi"])
    phones["Kofi"].keyboard.press("Escape")
    phone_sound(phones["Kofi"])


def move_to(console: Page, text: str, key: str) -> None:
    """Down the tray with the arrows to the card with these words."""
    card = console.locator(".tray [data-idea]", has_text=text).locator("input")
    for _ in range(6):
        if card.evaluate("card => card === document.activeElement"):
            return console.keyboard.press(key)
        console.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not lead to {text}")


def they_are_voted_on(phones: dict[str, Page], console: Page, screen: Page) -> None:
    main(console, "Fermer l’étape")
    main(console, "Ouvrir l’étape suivante")
    repair, moments = "Réparer", "moments"
    dots = {"Ada": [repair, repair, repair, moments], "Kofi": [repair, moments, moments], "Mei": [moments]}
    for name, page in phones.items():
        for on in dots[name]:
            page.locator(".c", has_text=on).get_by_role("button", name="Coller").click()
        expect(page.locator(".bar")).to_contain_text(re.compile(f"Encore {5 - len(dots[name])} gommettes? sur 5"))
        expect(page.locator(".g.pending")).to_have_count(0)
    ada = phones["Ada"]
    full = ada.locator(".c", has_text=repair)
    expect(full.get_by_role("button", name="Coller")).to_have_attribute("aria-disabled", "true")
    expect(full.locator(".why")).to_contain_text("le maximum ici")
    ada.get_by_role("button", name="J’ai fini").click()
    expect(ada.get_by_role("button", name="J’ai fini")).to_have_attribute("aria-pressed", "true")
    phone_sound(ada)
    expect(screen.locator(".finished")).to_contain_text("1 a fini, sur 3")
    expect(console.locator(".seat.f")).to_have_count(1)
    expect(console.locator("td.hid")).to_have_count(2)
    for page in (screen, console):
        sound(page)


def they_are_revealed(phones: dict[str, Page], console: Page, screen: Page) -> list[tuple[str, int]]:
    """Returns what the screen ranks: names and dots."""
    main(console, "Fermer le tour")
    expect(screen.get_by_text("Le vote est fermé.")).to_be_visible()
    expect(phones["Mei"].locator(".note")).to_contain_text("Le tour est fermé.")
    assert console.request.get(f"{console.url}/export/json").status == 409
    for page in (console, screen, phones["Mei"]):
        sound(page)
    main(console, "Dévoiler")
    rows = screen.locator(".rank li")
    expect(rows).to_have_count(2)
    sound(screen)
    names, totals = rows.locator(".name").all_inner_texts(), rows.locator(".total").all_inner_texts()
    ranking = [(name, int(total)) for name, total in zip(names, totals, strict=True)]
    assert ranking == [("Réparer près de chez soi", 4), ("Des moments sans écran", 4)]
    assert rows.locator(".place").all_inner_texts() == ["1", "1"]
    for page in phones.values():
        expect(page.locator(".results li")).to_have_count(2)
        for row, (name, total) in zip(page.locator(".results li").all(), ranking, strict=True):
            expect(row).to_contain_text(name)
            expect(row).to_contain_text(f"{total} gommettes")
    phone_sound(phones["Ada"])
    sound(console)
    return ranking


def they_are_exported(console: Page, folder: Path, ranking: list[tuple[str, int]]) -> None:
    main(console, "Fermer l’étape")
    main(console, "Exports et liens")
    sound(console)
    made = {}
    links = {"html": "Page à imprimer", "md": "Texte (Markdown)", "csv": "Idées (CSV)", "json": "L’atelier entier"}
    for fmt, name in links.items():
        with console.expect_download() as download:
            console.get_by_role("link", name=name).click()
        assert download.value.suggested_filename.endswith(f".{fmt}")
        made[fmt] = folder / download.value.suggested_filename
        download.value.save_as(made[fmt])
    shown = [text for texts in IDEAS.values() for text in texts if "Untel" not in text and "médiathèque" not in text]
    shown += ["Des ordinateurs qui durent dix ans", "Une salle sans écran dans chaque médiathèque"]

    with made["csv"].open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert sorted(line["idea"].removeprefix("'") for line in lines) == sorted(shown)
    assert not any(line["idea"].startswith("=") for line in lines)
    assert {(line["cluster"], int(line["dots"])) for line in lines if line["cluster"]} == set(ranking)

    records = json.loads(made["json"].read_text("utf-8"))["records"]
    assert sorted(each["text"] for each in records if each["kind"] == "idea") == sorted(shown)
    names = {each["id"]: each["name"] for each in records if each["kind"] == "cluster"}
    tally = next(each for each in records if each["kind"] == "tally")
    assert {(names[count["on"]], count["dots"]) for count in tally["counts"]} == set(ranking)
    assert (tally["dots"], tally["voters"]) == (8, 3)

    page = console.context.new_page()
    page.goto(made["html"].as_uri())
    sound(page, 360)
    markdown = made["md"].read_text("utf-8")
    for text in (page.locator("body").inner_text(), markdown):
        told = re.sub(r"\\|[\u00a0\u202f]", "", text)
        assert all(re.sub(r"\\|[\u00a0\u202f]", "", idea) in told for idea in shown)
        assert all(re.search(rf"P0\d\W+{name}", told) for name, _ in ranking)
        assert len(re.findall(r"4 ?gommettes", told)) >= 2
    everything = " ".join(file.read_text("utf-8") for file in made.values())
    for word in ("Madame Untel", "À ne pas garder", "Ada", "Kofi", "Mei"):
        assert word not in everything
        assert str(escape(word)) not in everything


# 2. A phone loses the network


def test_a_phone_offline_while_its_step_changes_loses_nothing(owned: Place, visit: Make) -> None:
    console, kept = opened(owned, visit, "no")
    browser = visit(base=owned.base)
    phone = live(by_code(browser, kept["code"], "Ada"))
    main(console, "Ouvrir la première étape")
    box = phone.get_by_label("Une idée", exact=True)
    expect(box).to_be_visible()
    browser.context.set_offline(True)
    expect(phone.locator(".banner")).to_contain_text("Hors ligne")
    post(phone, "Écrite sans réseau")
    box.press_sequentially("Celle que j’étais en train d’écr")
    phone_sound(phone)
    main(console, "Fermer l’étape")
    main(console, "Ouvrir l’étape suivante")
    expect(console.locator(".side")).to_contain_text(re.compile("hors ligne|pas connecté"))
    browser.context.set_offline(False)
    expect(phone.locator("h1")).to_contain_text("Quelles idées disent la même chose")
    expect(box).to_be_focused()
    expect(box).to_have_value("Celle que j’étais en train d’écr")
    expect(phone.locator(".mine .late")).to_have_count(1)
    phone.keyboard.type("ire")
    phone_sound(phone)
    phone.get_by_role("button", name="Déposer en retard").click()
    expect(phone.locator(".mine .late")).to_have_count(2)
    expect(phone.locator(".banner")).to_have_count(0)
    expect(console.locator(".side")).to_contain_text("2 idées sont arrivées en retard.")
    console.get_by_role("button", name="Lire", exact=True).click()
    late = console.locator(".late .card")
    expect(late).to_have_count(2)
    sound(console)
    late.filter(has_text="sans réseau").get_by_role("button", name="Accepter").click()
    expect(late).to_have_count(1)
    console.get_by_role("button", name="Revenir à l’étape ouverte").click()
    expect(console.locator(".tray [data-idea]")).to_have_text(re.compile("Écrite sans réseau"))
    expect(phone.locator(".mine .late")).to_have_count(1)
    phone.reload()
    live(phone)
    expect(phone.locator(".mine .late")).to_have_text(re.compile("Celle que j’étais en train d’écrire"))
    assert owned.texts(kept["workshop"]) == ["Écrite sans réseau", "Celle que j’étais en train d’écrire"]
    assert phone.evaluate(LEFT) == 0


# 3. Without JavaScript


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


# 4. Keyboard alone

FOCUS = """() => {
  const here = document.activeElement;
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
    expect(page.locator(":focus:not(body)")).to_have_count(1)
    assert page.evaluate(FOCUS) == "seen"


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
    expect(console.locator("summary.main")).to_be_visible()
    seen(console)
    tab_to(console, console.locator("summary.main"))
    console.keyboard.press("Enter")
    with console.expect_download():
        tab_to(console, console.get_by_role("link", name="L’atelier entier"))
        console.keyboard.press("Enter")
    console.keyboard.press("Escape")
    expect(console.locator("summary.main")).to_be_focused()


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
    for _ in range(4):
        phone.keyboard.press("Enter")
    expect(phone.locator(".bar")).to_contain_text("Encore 2 gommettes")
    seen(phone)
    tab_to(phone, back, "Shift+Tab")
    phone.keyboard.press("Space")
    expect(phone.locator(".bar")).to_contain_text("Encore 3 gommettes")
    seen(phone)
    press(phone, "J’ai fini", "Space")
    expect(phone.get_by_role("button", name="J’ai fini")).to_have_attribute("aria-pressed", "true")
    seen(phone)


# 5. Those who run it


def test_a_facilitator_comes_back_and_another_one_is_let_in_and_out(owned: Place, visit: Make) -> None:
    console, kept = opened(owned, visit)
    main(console, "Ouvrir la première étape")
    context = console.context
    console.close()
    back = context.new_page()
    back.goto(owned.base)
    sound(back, 360)
    back.get_by_role("link", name=TITLE).click()
    live(back)
    expect(back.get_by_role("button", name="Fermer l’étape")).to_be_visible()
    elsewhere = visit(1366, 768, base=owned.base).context.new_page()
    elsewhere.goto(f"{owned.base}/l")
    elsewhere.get_by_label("Le lien ou le code").fill(kept["recovery"].lower())
    elsewhere.get_by_role("button", name="Reprendre ma place").click()
    live(elsewhere)
    expect(elsewhere.get_by_role("button", name="Fermer l’étape")).to_be_visible()

    back.get_by_text("Exports et liens").click()
    back.get_by_role("link", name="Liens et codes").click()
    back.get_by_label("Nom d’une personne qui anime avec vous").fill("Kofi")
    back.get_by_role("button", name="Créer son lien").click()
    link = back.get_by_label("Lien", exact=True).input_value()
    sound(back, 360)
    co = visit(1366, 768, base=owned.base).context.new_page()
    co.goto(link)
    live(co)
    main(co, "Fermer l’étape")
    expect(elsewhere.locator("button.main")).to_have_text("Ouvrir l’étape suivante")
    back.get_by_role("button", name="Retirer le lien de Kofi").click()
    expect(co.get_by_role("heading", name="Ce lien a été retiré.")).to_be_visible(timeout=2_000)
    sound(co)
    for path in (face_path(kept["workshop"], "facilitator"), f"{face_path(kept['workshop'], 'facilitator')}/view"):
        assert co.request.get(owned.base + path).status == 403
    assert back.request.get(link.partition("#")[0]).status == 200
    back.get_by_role("link", name="Revenir à la console").click()
    live(back)
    main(back, "Ouvrir l’étape suivante")
    expect(elsewhere.locator(".steps .now")).to_contain_text("Regrouper")


# 6. Everything is still there after a reload; a phone on the room's own network


def words(page: Page) -> str:
    """What a page says, without the clocks."""
    text = page.locator("body").inner_text()
    for once in page.locator(".sr[role=status]").all_inner_texts():
        text = text.replace(once, "")
    return re.sub(r"\d+:\d\d|ouverte (à l’instant|depuis.*)", "", text)


def test_a_reload_keeps_everything_on_every_face_and_plain_http_is_enough(owned: Place, visit: Make) -> None:
    base = owned.lan
    if base is None:
        pytest.skip("this machine has no address but localhost")
    console, kept = opened(owned, visit, "no")
    screen = projected(owned, visit, kept)
    phone = live(by_code(visit(base=base), kept["code"], "Ada"))
    assert phone.evaluate("isSecureContext") is False
    main(console, "Ouvrir la première étape")
    for text in ("Un banc", "Deux chaises"):
        post(phone, text)
    expect(phone.locator(".mine .posted")).to_have_count(2)
    phone.get_by_label("Une idée", exact=True).press_sequentially("Un brouillon")
    expect(screen.locator(".ideas li")).to_have_count(2)
    again(phone, console, screen)
    expect(phone.get_by_label("Une idée", exact=True)).to_have_value("Un brouillon")
    phone_sound(phone)
    they_are_clustered(console)
    stick = phone.get_by_role("button", name="Coller")
    stick.click()
    stick.click()
    expect(phone.locator(".g.pending")).to_have_count(0)
    phone.get_by_role("button", name="J’ai fini").click()
    expect(screen.locator(".finished")).to_contain_text("1 a fini, sur 1")
    again(phone, console, screen)
    main(console, "Fermer le tour")
    main(console, "Dévoiler")
    for page in (phone, screen):
        expect(page.locator(".results li, .rank li")).to_contain_text("S’asseoir")
    again(phone, console, screen)


def again(*pages: Page) -> None:
    for page in pages:
        before = words(page)
        page.reload()
        live(page)
        # Who is here is told a moment after the rest.
        expect(page.locator("body")).not_to_contain_text("pas connecté")
        assert words(page) == before
