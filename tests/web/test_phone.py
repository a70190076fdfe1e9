"""The participant's phone, driven in a real browser against a real server: writing, and one's place."""

from pathlib import Path
from typing import Any

import brotli
import msgspec
import pytest
from playwright.sync_api import Page, expect

import web
from server.protocol import FromServer, Welcome
from tests.web.conftest import STEPS, Place, Visit
from tests.web.phones import LEFT, Make, post, settled, voting, well_made, writing
from workshops.agenda import Talk
from workshops.ideas import IdeaRecord
from workshops.moderation import HideIdea
from workshops.people import EraseMe

pytestmark = pytest.mark.browser


def test_an_idea_is_shown_at_once_then_saved_then_found_again(place: Place, visit: Make) -> None:
    workshop = writing(place, private="everyone")
    browser, ada = visit(), place.join(workshop, "Ada")
    browser.sit(workshop, ada)
    page = browser.open(workshop)
    expect(page.locator(".note")).to_contain_text("Personne ne lit vos idées, pas même l’animation")
    post(page, "Un banc et quelqu’un")
    expect(page.locator(".mine li")).to_contain_text("Enregistrée")
    expect(page.get_by_label("Une idée", exact=True)).to_have_value("")
    assert place.texts(workshop) == ["Un banc et quelqu’un"]
    well_made(page)
    page.reload()
    page.wait_for_selector("html[data-live]")
    expect(page.locator(".mine li")).to_have_count(1)


def test_an_idea_too_long_keeps_its_words_until_it_is_shortened(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    page.get_by_label("Une idée", exact=True).fill("mot " * 501)
    expect(page.locator("#idea-hint")).to_contain_text("3 signes de trop")
    page.get_by_role("button", name="Déposer").click()
    expect(page.locator(".refused .state")).to_contain_text("2 000")
    well_made(page)
    page.reload()
    page.get_by_role("button", name="Raccourcir").click()
    page.get_by_label("L’idée").fill("Plus court")
    page.locator(".edit").get_by_role("button", name="Déposer").click()
    expect(page.locator(".mine li")).to_have_count(1)
    expect(page.locator(".mine li")).to_contain_text("Enregistrée")
    assert place.texts(workshop) == ["Plus court"]


def test_one_s_own_idea_is_changed_and_withdrawn_by_keyboard_alone(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Au clavier")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".mine li")).to_contain_text("Enregistrée")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Modifier")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type(", en mieux")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".mine li")).to_contain_text("Au clavier, en mieux")
    expect(page.get_by_role("button", name="Modifier")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Retirer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".mine li")).to_have_count(0)


def test_what_others_write_moves_neither_the_caret_nor_the_page(place: Place, visit: Make) -> None:
    workshop = writing(place)
    kofi = place.join(workshop, "Kofi")
    for n in range(60):
        if n % 15 == 14:
            kofi = place.join(workshop, "Kofi")
        place.post(workshop, kofi, f"Idée {n}\nsur deux lignes")
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    expect(page.locator(".others li")).to_have_count(50)
    page.get_by_role("button", name="10 suivantes").click()
    expect(page.locator(".others li")).to_have_count(60)
    box = page.get_by_label("Une idée", exact=True)
    box.fill("Je suis en train")
    box.evaluate("box => box.setSelectionRange(3, 3)")
    page.evaluate("scrollTo(0, 1500)")
    before = page.evaluate("scrollY")
    place.post(workshop, kofi, "Une de plus")
    expect(page.get_by_role("button", name="1 nouvelle idée")).to_be_attached()
    assert page.evaluate("[document.activeElement.id, document.activeElement.selectionStart]") == ["idea", 3]
    assert page.evaluate("scrollY") == before
    page.get_by_role("button", name="1 nouvelle idée").click()
    expect(page.locator(".others li").first).to_contain_text("Une de plus")


def test_a_hidden_idea_tells_its_author_why(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ada = place.join(workshop, "Ada")
    browser = visit()
    browser.sit(workshop, ada)
    page = browser.open(workshop)
    post(page, "Une idée rude")
    expect(page.locator(".mine .posted")).to_have_count(1)
    idea = next(record for record in place.seen(workshop).values() if isinstance(record, IdeaRecord))
    place.do(workshop, HideIdea(idea.id, "met en cause une personne"))
    expect(page.locator(".mine .hidden")).to_contain_text("met en cause une personne")
    well_made(page)


def test_whoever_is_forgotten_on_one_device_is_so_on_the_other(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ada = place.join(workshop, "Ada")
    browser = visit()
    browser.sit(workshop, ada)
    page = browser.open(workshop)
    place.do(workshop, EraseMe(), ada.seat)
    expect(page.locator("h1")).to_contain_text("Entrer de nouveau dans l’atelier")


def test_a_name_is_changed_and_a_person_is_forgotten(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    post(page, "À oublier")
    page.get_by_role("link", name="Ma place : Ada".replace(" :", "\u00a0:")).click()
    dialog = page.get_by_role("dialog")
    well_made(page)
    dialog.get_by_label("Votre prénom").fill("Mei")
    dialog.get_by_role("button", name="Enregistrer").click()
    expect(dialog.get_by_role("status")).to_contain_text("C’est enregistré")
    dialog.get_by_role("button", name="Effacer mon nom").click()
    well_made(page)
    dialog.get_by_role("button", name="Effacer tout").click()
    expect(page.locator("h1")).to_contain_text("Entrer de nouveau dans l’atelier")
    well_made(page)
    assert place.texts(workshop) == []
    assert page.evaluate(LEFT) == 0
    assert page.evaluate("Object.keys(localStorage).filter(name => name.includes('draft'))") == []
    page.get_by_label("Votre prénom").fill("Une autre")
    page.get_by_role("button", name="Entrer à nouveau").click()
    page.wait_for_selector("html[data-live]")
    expect(page.locator(".mine li")).to_have_count(0)


def test_a_place_that_is_withdrawn_says_so_at_once(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ada = place.join(workshop, "Ada")
    assert ada.seat is not None
    browser = visit()
    browser.sit(workshop, ada)
    page = browser.open(workshop)
    seat = ada.seat.id

    async def revoke() -> None:
        place.house.rooms.revoke(workshop, [seat])

    place.run(revoke())
    expect(page.locator(".stopped h1")).to_be_visible()
    well_made(page)


def test_the_oldest_of_six_pages_stops_and_can_be_taken_up_again(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    pages = [browser.open(workshop) for _ in range(6)]
    expect(pages[0].get_by_role("button", name="Recharger")).to_be_visible()
    expect(pages[1].get_by_role("button", name="Recharger")).to_have_count(0)


def test_before_the_first_step_and_at_a_talk_one_waits(place: Place, visit: Make) -> None:
    workshop = place.create([Talk(id="welcome", title="Accueil", prompt="Bienvenue.", minutes=5), *STEPS[1:]])
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    expect(page.locator("h1")).to_contain_text("L’atelier n’a pas encore commencé")
    expect(page.locator(".agenda li")).to_have_count(4)
    well_made(page)
    place.open(workshop, "welcome")
    expect(page.locator("h1")).to_contain_text("Bienvenue.")
    expect(page.locator(".left")).to_contain_text("4:5")
    well_made(page)


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_is_wider_than_its_screen(place: Place, visit: Make, width: int) -> None:
    workshop, _ = voting(place)
    browser = visit(width=width)
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    for _ in range(3):
        page.locator(".c").first.get_by_role("button", name="Coller").click()
    well_made(page)
    place.open(workshop, "gather")
    expect(page.get_by_label("Une idée", exact=True)).to_be_visible()
    post(page, "anticonstitutionnellement" * 6)
    well_made(page)


def test_the_first_page_on_a_board_of_500_ideas_weighs_60_kb_at_most(place: Place, visit: Make) -> None:
    workshop = writing(place)
    people = [place.join(workshop, f"Personne {n}") for n in range(5)]
    for n in range(500):
        text = f"Une idée numéro {n} qui propose que le quartier {n * 7919 % 1009} prête la chose {n * 104729 % 9973}."
        place.post(workshop, people[n % 5], text)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.context.new_page()
    weight: dict[str, int] = {}
    heard: list[bytes] = []

    def weigh(response: Any) -> None:
        weight[response.url] = len(brotli.compress(response.body()))

    def hear(frame: str | bytes) -> None:
        heard.append(frame.encode() if isinstance(frame, str) else frame)

    page.on("response", weigh)
    page.on("websocket", lambda socket: socket.on("framereceived", hear))
    page.goto(place.url(workshop))
    page.wait_for_selector("html[data-live]")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".others li")).to_have_count(50)
    settled(page)
    scripts = sum(size for url, size in weight.items() if url.endswith(".js"))
    live = sum(map(len, heard))
    assert scripts <= 30_000, weight
    assert live + sum(weight.values()) <= 60_000, (live, weight)
    assert [welcome.full for welcome in welcomes(heard)] == [False]
    away_and_back(browser, page)
    assert [welcome.full for welcome in welcomes(heard)] == [False, False]


def welcomes(heard: list[bytes]) -> list[Welcome]:
    messages = [message for frame in heard for message in msgspec.json.decode(frame, type=list[FromServer])]
    return [message for message in messages if isinstance(message, Welcome)]


def away_and_back(browser: Visit, page: Page) -> None:
    browser.context.set_offline(True)
    expect(page.locator(".banner")).to_contain_text("Hors ligne")
    browser.context.set_offline(False)
    expect(page.locator(".banner")).to_have_count(0)


def test_no_template_has_a_script_or_a_style_in_it() -> None:
    for path in Path(web.TEMPLATES / "workshop").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert " style=" not in text, path.name
        assert "<style" not in text, path.name
        assert " onclick=" not in text, path.name
