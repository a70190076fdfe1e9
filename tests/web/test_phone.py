"""The participant's phone, driven in a real browser against a real server."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec import structs
from playwright.sync_api import Page, expect

import web
from tests.web.conftest import GATHER, STEPS, Place, Visit
from workshops.agenda import CloseStep, Talk
from workshops.clusters import Arrange, MakeCluster, PlaceRecord
from workshops.ideas import HideIdea, IdeaRecord
from workshops.people import EraseMe
from workshops.voting import BallotRecord, CloseRound, RevealRound, RoundRecord

pytestmark = pytest.mark.browser

Make = Callable[..., Visit]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


def well_made(page: Page) -> None:
    """Nothing for axe to say, and nothing wider than the screen."""
    # Colours in the middle of a fade are nobody's colours.
    page.wait_for_timeout(250)
    found = Axe().run(page, options=RULES).response["violations"]
    assert found == [], json.dumps(found, indent=1)[:3000]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def writing(place: Place, **fields: Any) -> str:
    """A workshop in which ideas are being written."""
    workshop = place.create([STEPS[0], structs.replace(GATHER, **fields), *STEPS[2:]])
    place.open(workshop, "gather")
    return workshop


def voting(place: Place) -> tuple[str, list[str]]:
    """A workshop in which four clusters may get dots."""
    workshop = writing(place)
    mei = place.join(workshop, "Mei")
    ideas = [place.post(workshop, mei, f"Idée {n}") for n in range(8)]
    themes = [key.partition(":")[2] for key in place.seen(workshop) if key.startswith("theme:")]
    clusters = [f"cluster-{n}" for n in range(4)]
    for n, cluster in enumerate(clusters):
        theme = themes[n // 2] if n < 3 else None
        place.do(workshop, MakeCluster(cluster, "ideas-", f"Regroupement {n}", theme, ideas[2 * n : 2 * n + 2]))
    place.open(workshop, "voting")
    return workshop, clusters


def round_of(place: Place, workshop: str) -> str:
    return next(record.id for record in place.seen(workshop).values() if isinstance(record, RoundRecord))


def post(page: Page, text: str) -> None:
    page.get_by_label("Une idée", exact=True).fill(text)
    page.get_by_role("button", name="Déposer").click()
    expect(page.locator(".mine").get_by_text(text)).to_be_visible()


# Writing


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
    idea = next(record for record in place.seen(workshop).values() if isinstance(record, IdeaRecord))
    place.do(workshop, HideIdea(idea.id, "met en cause une personne"))
    expect(page.locator(".mine .hidden")).to_contain_text("met en cause une personne")
    well_made(page)


# Never lose a word


@pytest.mark.parametrize("secure", [True, False], ids=["localhost", "plain http on a local address"])
def test_what_is_written_offline_arrives_once_though_the_step_has_changed(
    place: Place, visit: Make, secure: bool
) -> None:
    base = place.base if secure else place.lan
    if base is None:
        pytest.skip("this machine has no address but localhost")
    workshop = writing(place)
    browser = visit(base=base)
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    assert page.evaluate("isSecureContext") is secure
    browser.context.set_offline(True)
    expect(page.locator(".banner")).to_contain_text("Hors ligne")
    post(page, "Écrite sans réseau")
    expect(page.locator(".banner")).to_contain_text("Votre idée est gardée sur cet appareil")
    expect(page.locator(".mine .pending")).to_contain_text("En attente d’envoi")
    well_made(page)
    page.get_by_label("Une idée", exact=True).press_sequentially("Et une autre, comm")
    place.open(workshop, "arrange")
    browser.context.set_offline(False)
    expect(page.locator("h1")).to_contain_text("Rapprochez")
    expect(page.locator(".mine .late")).to_contain_text("Écrite sans réseau")
    box = page.get_by_label("Une idée", exact=True)
    expect(box).to_be_focused()
    expect(box).to_have_value("Et une autre, comm")
    page.keyboard.type("encée")
    page.get_by_role("button", name="Déposer en retard").click()
    expect(page.locator(".mine .late")).to_have_count(2)
    expect(box).to_have_count(0)
    assert place.texts(workshop) == ["Écrite sans réseau", "Et une autre, commencée"]


@pytest.mark.parametrize("secure", [True, False], ids=["localhost", "plain http on a local address"])
def test_a_page_closed_before_it_could_send_is_sent_by_the_next_one(place: Place, visit: Make, secure: bool) -> None:
    base = place.base if secure else place.lan
    if base is None:
        pytest.skip("this machine has no address but localhost")
    workshop = writing(place)
    browser = visit(base=base)
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    post(page, "Première")
    expect(page.locator(".mine .posted")).to_have_count(1)
    browser.context.set_offline(True)
    for text in ("Deuxième", "Troisième"):
        post(page, text)
    page.get_by_label("Une idée", exact=True).press_sequentially("Une quatrième, en cours")
    page.close()
    browser.context.set_offline(False)
    page = browser.open(workshop)
    expect(page.get_by_label("Une idée", exact=True)).to_have_value("Une quatrième, en cours")
    expect(page.locator(".mine .posted")).to_have_count(3)
    assert place.texts(workshop) == ["Première", "Deuxième", "Troisième"]
    assert page.evaluate(LEFT) == 0


def test_forty_ideas_at_once_are_slowed_by_the_server_and_all_arrive_in_order(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    browser.context.set_offline(True)
    texts = [f"Idée {n} " for n in range(40)]
    for n, text in enumerate(texts):
        page.get_by_label("Une idée", exact=True).fill(text)
        page.get_by_role("button", name="Déposer").click()
        expect(page.locator(".mine li")).to_have_count(n + 1)
    browser.context.set_offline(False)
    expect(page.locator(".mine .posted")).to_have_count(40, timeout=20_000)
    assert place.texts(workshop) == [text.strip() for text in texts]
    expect(page.locator(".mine li").first).to_contain_text("Idée 39")


def test_who_enters_as_somebody_else_in_the_same_browser_takes_nothing_over(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    browser.context.set_offline(True)
    post(page, "Une idée d’Ada")
    kofi = place.join(workshop, "Kofi")
    browser.sit(workshop, kofi)
    browser.context.set_offline(False)
    expect(page.get_by_role("link", name="Kofi")).to_be_visible()
    page.wait_for_timeout(1_000)
    assert place.texts(workshop) == []
    assert page.evaluate(LEFT) == 1
    expect(page.locator(".mine li")).to_have_count(0)


def test_whoever_is_forgotten_on_one_device_is_so_on_the_other(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ada = place.join(workshop, "Ada")
    browser = visit()
    browser.sit(workshop, ada)
    page = browser.open(workshop)
    place.do(workshop, EraseMe(), ada.seat)
    expect(page.locator("h1")).to_contain_text("Vous n’êtes plus dans l’atelier")


LEFT = """() => new Promise(done => {
  const opening = indexedDB.open('gommette');
  opening.onsuccess = () => {
    const counting = opening.result.transaction('outbox').objectStore('outbox').count();
    counting.onsuccess = () => { opening.result.close(); done(counting.result); };
  };
})"""


def test_a_second_tab_leaves_the_first_its_own(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    first = browser.open(workshop)
    # Its socket looks open, and nothing gets through.
    first.route_web_socket("**/live", lambda socket: None)
    first.reload()
    first.wait_for_selector("html[data-live]", timeout=10_000)
    post(first, "Du premier onglet")
    second = browser.open(workshop)
    post(second, "Du second onglet")
    expect(second.locator(".mine .posted")).to_have_count(1)
    second.wait_for_timeout(2_500)
    assert place.texts(workshop) == ["Du second onglet"]
    expect(first.locator(".mine .pending")).to_have_count(1)
    first.close()
    second.reload()
    expect(second.locator(".mine .posted")).to_have_count(2, timeout=12_000)
    assert place.texts(workshop) == ["Du second onglet", "Du premier onglet"]


def test_a_dead_socket_is_replaced_within_25_seconds(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.context.new_page()
    sockets: list[Any] = []

    def relay(socket: Any) -> None:
        sockets.append(socket)
        server = socket.connect_to_server()
        # The first one dies after its first frames: nothing more gets through, and nobody says so.
        number = len(sockets)
        heard: list[Any] = []

        def to_page(message: Any) -> None:
            heard.append(message)
            if number > 1 or len(heard) == 1:
                socket.send(message)

        server.on_message(to_page)
        socket.on_message(lambda message: server.send(message) if number > 1 or "Hello" in str(message) else None)

    page.route_web_socket("**/live", relay)
    page.clock.install()
    page.goto(place.url(workshop))
    page.wait_for_selector("html[data-live]")
    post(page, "Dans le vide")
    page.clock.run_for(24_000)
    assert len(sockets) == 1
    page.clock.run_for(2_000)
    expect(page.locator(".mine .posted")).to_have_count(1)
    assert len(sockets) == 2
    assert place.texts(workshop) == ["Dans le vide"]


def test_where_nothing_can_be_stored_the_page_says_so_and_works(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    browser.context.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }"
    )
    page = browser.open(workshop)
    expect(page.locator("#idea-hint")).to_contain_text("Ce navigateur ne garde rien")
    post(page, "Quand même")
    expect(page.locator(".mine .posted")).to_have_count(1)
    browser.context.set_offline(True)
    post(page, "Sans réseau ni mémoire")
    expect(page.locator(".banner")).to_contain_text("laissez-la ouverte")
    browser.context.set_offline(False)
    expect(page.locator(".mine .posted")).to_have_count(2)


def test_what_was_typed_before_the_script_came_is_kept_with_its_caret(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.context.new_page()
    held: list[Any] = []
    page.route("**/view", lambda route: held.append(route))
    page.goto(place.url(workshop))
    box = page.get_by_label("Une idée", exact=True)
    box.press_sequentially("Déjà écrit")
    page.keyboard.press("ArrowLeft")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    page.wait_for_selector("html[data-live]")
    expect(box).to_have_value("Déjà écrit")
    expect(box).to_be_focused()
    page.keyboard.type("!")
    expect(box).to_have_value("Déjà écri!t")


# Dots


def test_dots_are_stuck_taken_back_and_never_over_budget(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    ada = place.join(workshop, "Ada")
    assert ada.seat is not None
    browser = visit()
    browser.sit(workshop, ada)
    page = browser.open(workshop)
    card = [page.locator(".c").nth(n) for n in range(4)]
    expect(page.locator(".bar")).to_contain_text("Encore 6 gommettes")
    for n in (0, 0, 0, 1, 1, 2):
        card[n].get_by_role("button", name="Coller").click()
    expect(page.locator(".bar")).to_contain_text("Encore 0 gommette")
    expect(page.locator(".hole")).to_have_count(6)
    expect(card[0].locator(".why")).to_contain_text("3 gommettes : le maximum ici.".replace(" :", "\u00a0:"))
    plus = card[3].get_by_role("button", name="Coller")
    expect(plus).to_have_attribute("aria-disabled", "true")
    plus.focus()
    page.keyboard.press("Enter")
    expect(card[3].locator(".why")).to_contain_text("Reprenez-en une d’abord")
    well_made(page)
    card[2].get_by_role("button", name="Reprendre").click()
    expect(card[2].get_by_role("button", name="Coller")).to_be_focused()
    expect(page.locator(".bar")).to_contain_text("Encore 1 gommette")
    expect(page.locator(".g.pending")).to_have_count(0)
    ballot = next(each for each in place.seen(workshop, ada.seat.actor).values() if isinstance(each, BallotRecord))
    assert (ballot.dots, ballot.left) == ({clusters[0]: 3, clusters[1]: 2}, 1)


def test_a_cluster_shows_its_ideas_and_gives_the_focus_back(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    opener = page.locator(".c").first.get_by_role("button", name="2 idées")
    opener.click()
    expect(page.get_by_role("dialog")).to_contain_text("Idée 1")
    well_made(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


def test_where_everyone_arranges_an_idea_is_moved_from_the_phone(place: Place, visit: Make) -> None:
    arrange = Arrange(id="arrange", title="Regrouper", prompt="Rapprochez.", minutes=25, by="everyone")
    workshop = place.create([STEPS[0], GATHER, arrange, STEPS[3]])
    place.open(workshop, "gather")
    kofi = place.join(workshop, "Kofi")
    ideas = [place.post(workshop, kofi, f"Idée {n}") for n in range(3)]
    place.open(workshop, "arrange")
    place.do(workshop, MakeCluster("benches", "ideas-", "Des bancs"))
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    page.locator(".others li").first.get_by_role("button", name="Déplacer").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Idée 2")
    well_made(page)
    dialog.get_by_role("radio", name="Des bancs").check()
    dialog.get_by_role("button", name="Déplacer ici").click()
    expect(page.locator(".c")).to_contain_text("1 idée")
    expect(page.locator(".others li").first.get_by_role("button", name="Déplacer")).to_be_focused()
    page.locator(".others li").first.get_by_role("button", name="Déplacer").click()
    dialog.get_by_label("Chercher").fill("Des chaises")
    dialog.get_by_role("button", name="Nouveau").click()
    expect(page.locator(".c")).to_have_count(2)
    expect(page.locator(".others li")).to_have_count(1)
    places = {each.id: each.cluster for each in place.seen(workshop).values() if isinstance(each, PlaceRecord)}
    assert places[ideas[2]] == "benches"
    assert set(places) == {ideas[1], ideas[2]}


def test_what_the_page_holds_adds_up_to_what_the_server_says(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.context.new_page()
    sent: list[str] = []
    heard: list[str] = []

    def listen(socket: Any) -> None:
        socket.on("framesent", lambda frame: sent.append(str(frame)))
        socket.on("framereceived", lambda frame: heard.append(str(frame)))

    page.on("websocket", listen)
    page.goto(place.url(workshop))
    page.wait_for_selector("html[data-live]")
    page.locator(".c").first.get_by_role("button", name="Coller").click()
    place.open(workshop, "gather")
    post(page, "Une idée de plus")
    place.open(workshop, "voting")
    for _ in range(120):
        if any('"Beat"' in each for each in heard):
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(100)
    assert any('"Beat"' in each for each in heard)
    assert not any("Resync" in each for each in sent)


def test_the_tally_appears_when_it_is_revealed_and_stays(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    for n in (1, 1, 0):
        page.locator(".c").nth(n).get_by_role("button", name="Coller").click()
    expect(page.locator(".g.pending")).to_have_count(0)
    page.get_by_role("button", name="J’ai fini").click()
    expect(page.get_by_role("button", name="J’ai fini")).to_have_attribute("aria-pressed", "true")
    round_ = round_of(place, workshop)
    place.do(workshop, CloseRound(round_))
    expect(page.locator(".note")).to_contain_text("Le tour est fermé.")
    expect(page.get_by_role("button", name="Coller")).to_have_count(0)
    place.do(workshop, RevealRound(round_))
    expect(page.locator(".results li").first).to_contain_text("Regroupement 1")
    expect(page.locator(".results li").first).to_contain_text("2 gommettes")
    expect(page.locator(".results")).to_contain_text("2 autres n’ont pas de gommette")
    well_made(page)
    place.do(workshop, CloseStep("voting"))
    expect(page.locator("h1")).to_contain_text("Entre deux étapes")
    expect(page.locator(".results li")).to_have_count(2)
    well_made(page)


# One's place


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
    expect(dialog.get_by_role("status")).to_contain_text("Enregistré")
    dialog.get_by_role("button", name="Effacer mon nom").click()
    well_made(page)
    dialog.get_by_role("button", name="Effacer tout").click()
    expect(page.locator("h1")).to_contain_text("Vous n’êtes plus dans l’atelier")
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


# Without JavaScript


def test_a_whole_workshop_without_javascript(place: Place, visit: Make) -> None:
    workshop = writing(place, private="participants")
    browser = visit(java_script_enabled=False)
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop, live=False)
    well_drawn(page)
    page.get_by_label("Une idée", exact=True).fill("Sans script\nsur deux lignes")
    page.get_by_role("button", name="Déposer").click()
    expect(page.locator(".mine li")).to_contain_text("Enregistrée")
    page.get_by_role("link", name="Modifier").click()
    page.get_by_label("L’idée").fill("Sans script, en mieux")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".mine li")).to_contain_text("en mieux")
    page.get_by_label("Une idée", exact=True).fill("mot " * 501)
    page.get_by_role("button", name="Déposer").click()
    expect(page.get_by_role("alert")).to_contain_text("2 000")
    expect(page.get_by_label("Une idée", exact=True)).to_have_value("mot " * 501)
    page.get_by_role("button", name="J’ai fini").click()
    expect(page.locator(".done")).to_contain_text("1 personne sur 1 a fini")
    page.get_by_role("link", name="Ma place").click()
    well_drawn(page)
    page.get_by_label("Votre prénom").fill("Ada L.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_label("Votre prénom")).to_have_value("Ada L.")
    page.get_by_role("link", name="Effacer mon nom").click()
    well_drawn(page)
    page.get_by_role("button", name="Effacer tout").click()
    expect(page.locator("h1")).to_contain_text("Vous n’êtes plus dans l’atelier")
    assert place.texts(workshop) == []


def test_voting_without_javascript(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    ada = place.join(workshop, "Ada")
    assert ada.seat is not None
    browser = visit(java_script_enabled=False)
    browser.sit(workshop, ada)
    page = browser.open(workshop, live=False)
    for _ in range(2):
        page.locator(".c").nth(1).get_by_role("button", name="Coller").click()
    page.locator(".c").nth(1).get_by_role("button", name="Reprendre").click()
    expect(page.locator(".bar")).to_contain_text("Encore 5 gommettes")
    well_drawn(page)
    page.locator(".c").nth(0).get_by_role("link", name="2 idées").click()
    expect(page.locator("li")).to_have_count(2)
    well_drawn(page)
    ballot = next(each for each in place.seen(workshop, ada.seat.actor).values() if isinstance(each, BallotRecord))
    assert ballot.dots == {clusters[1]: 1}
    round_ = round_of(place, workshop)
    place.do(workshop, CloseRound(round_))
    place.do(workshop, RevealRound(round_))
    page.goto(place.url(workshop))
    expect(page.locator(".results li")).to_have_count(1)
    well_drawn(page)


def well_drawn(page: Page) -> None:
    """Without scripts axe cannot run (the same elements are checked with them); here: nothing wider than the screen."""
    boxes = [each.bounding_box() for each in page.locator("body *:visible").all()]
    assert page.viewport_size is not None
    assert max(box["x"] + box["width"] for box in boxes if box) <= page.viewport_size["width"] + 1


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


# Weight


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

    def weigh(response: Any) -> None:
        weight[response.url] = len(brotli.compress(response.body()))

    page.on("response", weigh)
    page.goto(place.url(workshop))
    page.wait_for_selector("html[data-live]")
    page.wait_for_load_state("networkidle")
    scripts = sum(size for url, size in weight.items() if url.endswith(".js"))
    print(scripts, sum(weight.values()), weight)
    assert scripts <= 30_000, weight
    assert sum(weight.values()) <= 60_000, weight
    expect(page.locator(".others li")).to_have_count(50)


def test_no_template_has_a_script_or_a_style_in_it() -> None:
    for path in Path(web.TEMPLATES / "workshop").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert " style=" not in text, path.name
        assert "<style" not in text, path.name
        assert " onclick=" not in text, path.name
