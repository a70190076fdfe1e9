"""A whole workshop through real pages, from its opening to its exports: a facilitator, the screen, three phones."""

import csv
import json
import re
from pathlib import Path

import pytest
from markupsafe import escape
from playwright.sync_api import Page, expect

from tests.web.conftest import Place
from tests.web.journeys import THEMES, by_code, by_qr, live, main, opened, phone_sound, projected, sound
from tests.web.phones import Make, post

pytestmark = pytest.mark.browser

IDEAS = {
    "Ada": ["Un atelier de réparation par quartier", "Prêter les outils entre voisins"],
    "Kofi": ["Une salle sans écran à la médiathèque", "=SOMME(A1) n’est pas une formule"],
    "Mei": ["Un jour sans écran à l’école", "Madame Untel exagère"],
}


def test_a_workshop_from_its_opening_to_its_exports(owned: Place, visit: Make, tmp_path: Path) -> None:
    console, kept = opened(owned, visit, checked=True)
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
    expect(console.locator(".steps .step").first).to_contain_text("6 idées")
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
    main(console, "Emporter les résultats")
    sound(console)
    made = {}
    links = {"html": "à imprimer (HTML)", "md": "(Markdown)", "csv": "Idées (CSV)", "json": "L’atelier entier"}
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
