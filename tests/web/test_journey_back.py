"""Whoever loses the network, closes a tab, reloads or loses a right: what they come back to, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from server.house import face_path
from tests.web.conftest import Place
from tests.web.journeys import (
    TITLE,
    by_code,
    live,
    main,
    opened,
    phone_sound,
    projected,
    sound,
    they_are_clustered,
)
from tests.web.phones import LEFT, Make, eventually, lan, post

pytestmark = pytest.mark.browser


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


def test_a_facilitator_comes_back_and_another_one_is_let_in_and_out(owned: Place, visit: Make) -> None:
    console, kept = opened(owned, visit)
    main(console, "Ouvrir la première étape")
    expect(console.get_by_role("button", name="Fermer l’étape")).to_be_visible()
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

    back.get_by_text("Menu", exact=True).click()
    back.get_by_role("link", name="Liens pour l’animation").click()
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


def words(page: Page) -> str:
    """What a page says, without the clocks, what is said aloud once, and who is here, which is told a moment later."""
    text = page.locator("body").inner_text()
    for once in page.locator(".sr[role=status]").all_inner_texts():
        text = text.replace(once, "")
    return re.sub(r"\d+:\d\d|ouverte (à l’instant|depuis.*)|présent·e|hors ligne|pas connecté·e|\s", "", text)


def test_a_reload_keeps_everything_on_every_face_and_plain_http_is_enough(owned: Place, visit: Make) -> None:
    console, kept = opened(owned, visit, "no")
    screen = projected(owned, visit, kept)
    phone = live(by_code(visit(base=lan(owned)), kept["code"], "Ada"))
    assert phone.evaluate("isSecureContext") is False
    main(console, "Ouvrir la première étape")
    for text in ("Un banc", "Deux chaises"):
        post(phone, text)
    expect(phone.locator(".mine .posted")).to_have_count(2)
    phone.get_by_label("Une idée", exact=True).press_sequentially("Un brouillon")
    expect(screen.locator(".ideas li")).to_have_count(2)
    expect(console.locator(".stream .card")).to_have_count(2)
    again(phone, console, screen)
    expect(console.locator(".people")).to_contain_text("présent·e")
    expect(phone.get_by_label("Une idée", exact=True)).to_have_value("Un brouillon")
    phone_sound(phone)
    they_are_clustered(console)
    stick = phone.get_by_role("button", name="Coller")
    stick.click()
    stick.click()
    expect(phone.locator(".g.pending")).to_have_count(0)
    phone.get_by_role("button", name="J’ai fini").click()
    expect(screen.locator(".finished")).to_contain_text("1 a fini, sur 1")
    expect(console.locator(".seat.f")).to_have_count(1)
    eventually(phone, lambda: phone.evaluate(LEFT) == 0)
    again(phone, console, screen)
    main(console, "Fermer le tour")
    main(console, "Dévoiler")
    for page in (phone, screen):
        expect(page.locator(".results li, .rank li")).to_contain_text("S’asseoir")
    expect(console.locator("button.main")).to_have_text("Fermer l’étape")
    again(phone, console, screen)


def again(*pages: Page) -> None:
    for page in pages:
        before = words(page)
        page.reload()
        live(page)
        eventually(page, lambda before=before, page=page: words(page) == before)  # type: ignore[misc]
