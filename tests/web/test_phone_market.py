"""The marketplace on phones, in a real browser: topics proposed, found, merged and placed, and nothing typed lost."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from server.access import Entry
from server.faces import preload
from tests.web.conftest import Place, Visit
from tests.web.marketplace import busy, fair, gathered, propose, put
from tests.web.phones import LEFT, Make, cut, eventually, settled, well_made
from tests.web.sorting import drag
from tests.web.test_journey_keyboard import seen, tab_to
from workshops.agenda import OpenStep, Talk
from workshops.interest import InterestRecord
from workshops.market import Market
from workshops.recipe import AddStep
from workshops.topics import ProposeTopic, TopicRecord, WithdrawTopic
from workshops.wall import SessionRecord

pytestmark = pytest.mark.browser
ENTRY = "client/participant.tsx"


def phone(place: Place, visit: Make, workshop: str, who: Entry, **context: object) -> tuple[Visit, Page]:
    browser = visit(has_touch=True, is_mobile=True, **context)
    browser.sit(workshop, who)
    page = browser.open(workshop)
    expect(page.locator(".market")).to_be_visible()
    return browser, page


def button(inside: Page | Locator, name: str) -> Locator:
    return inside.get_by_role("button", name=name)


def write(page: Page, title: str, words: str = "") -> None:
    page.get_by_label("Un sujet", exact=True).fill(title)
    page.get_by_label("Quelques mots").first.fill(words)


def topics(place: Place, workshop: str) -> dict[str, TopicRecord]:
    """By their titles."""
    return {each.title: each for each in place.seen(workshop).values() if isinstance(each, TopicRecord)}


def placed(place: Place, workshop: str) -> dict[str, tuple[str, str]]:
    seen = place.seen(workshop).values()
    return {each.id: (each.slot, each.space) for each in seen if isinstance(each, SessionRecord)}


def paper(page: Page, title: str) -> Locator:
    return page.locator(".topic").filter(has_text=title)


def test_a_topic_is_proposed_placed_where_suggested_and_found_on_the_wall_by_touch(place: Place, visit: Make) -> None:
    workshop = fair(place)
    busy(place, workshop, 5)
    _, page = phone(place, visit, workshop, place.join(workshop, "Ada"))
    well_made(page)
    write(page, "Les bancs", "À l’ombre, et combien ?")
    button(page, "Proposer le sujet").tap()
    mine = page.locator(".mine.topics li")
    expect(mine).to_contain_text("Proposé · 6 · pas encore au mur")
    expect(page.get_by_label("Un sujet", exact=True)).to_have_value("")
    button(mine, "Placer à…").tap()
    dialog = page.get_by_role("dialog")
    expect(button(dialog, "Place suggérée : 14 h 00, Salle 12")).to_be_visible()
    expect(dialog).to_contain_text("Cour : pris par « Qui aide les aidants ? »")
    well_made(page)
    button(dialog, "Place suggérée").tap()
    expect(mine).to_contain_text("14 h 00 · Salle 12")
    expect(button(mine, "Déplacer…")).to_be_focused()
    page.locator(".switch button").last.tap()
    expect(page.locator(".cell.own")).to_contain_text("Les bancs")
    well_made(page)
    button(mine, "Déplacer…").tap()
    button(dialog, "17 h 20, Cour").tap()
    expect(mine).to_contain_text("17 h 20 · Cour")
    button(mine, "Déplacer…").tap()
    button(dialog, "Le retirer du mur").tap()
    expect(mine).to_contain_text("pas encore au mur")
    assert len(placed(place, workshop)) == 5


def test_it_is_pending_saved_refused_and_none_of_its_words_is_lost(place: Place, visit: Make) -> None:
    workshop = fair(place)
    browser, page = phone(place, visit, workshop, place.join(workshop, "Ada"))
    cut(page)
    write(page, "Sans réseau", "Mais avec des mots")
    button(page, "Proposer le sujet").tap()
    expect(page.locator(".mine.topics .pending")).to_contain_text("En attente d’envoi")
    well_made(page)
    page.get_by_label("Un sujet", exact=True).fill("À moitié")
    page.close()
    browser.context.set_offline(False)
    page = browser.open(workshop)
    expect(page.locator(".mine.topics .saved")).to_contain_text("Mais avec des mots")
    expect(page.get_by_label("Un sujet", exact=True)).to_have_value("À moitié")
    page.get_by_label("Un sujet", exact=True).fill("mot " * 60)
    expect(page.locator("#topic-hint")).to_contain_text("39 signes de trop")
    button(page, "Proposer le sujet").tap()
    refused = page.locator(".mine.topics .refused").first
    expect(refused).to_contain_text("Trop long : 200 signes au plus")
    well_made(page)
    button(refused, "Raccourcir").tap()
    page.get_by_label("Son titre").fill("Court")
    button(refused, "Proposer le sujet").tap()
    expect(page.locator(".mine.topics .saved")).to_have_count(2)
    assert set(topics(place, workshop)) == {"Sans réseau", "Court"}
    assert page.evaluate(LEFT) == 0


def test_what_is_written_when_the_marketplace_closes_stays_in_sight(place: Place, visit: Make) -> None:
    workshop = fair(place)
    _, page = phone(place, visit, workshop, place.join(workshop, "Ada"))
    box = page.get_by_label("Un sujet", exact=True)
    box.press_sequentially("Presque")
    place.open(workshop, "opening")
    expect(page.locator("h1")).to_contain_text("De quoi voulons-nous parler")
    expect(box).to_be_focused()
    page.keyboard.type(" fini")
    expect(box).to_have_value("Presque fini")
    expect(page.locator("#topic-hint")).to_contain_text("Votre texte reste sur cet appareil")
    well_made(page)
    place.open(workshop, "sessions")
    button(page, "Proposer le sujet").tap()
    eventually(page, lambda: "Presque fini" in topics(place, workshop))
    expect(box).to_have_count(0)


def test_a_topic_is_made_of_an_idea_with_one_gesture_and_each_leads_to_the_other(place: Place, visit: Make) -> None:
    """TOPIC3"""
    workshop, ideas = gathered(place)
    _, page = phone(place, visit, workshop, place.join(workshop, "Ada"))
    page.get_by_role("link", name="Partir d’une idée ou d’un regroupement").tap()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("li")).to_have_count(4)
    well_made(page)
    button(dialog.locator("li").filter(has_text="Un jour sans écran"), "En faire un sujet").tap()
    box = page.get_by_label("Un sujet", exact=True)
    expect(box).to_be_focused()
    expect(box).to_have_value("Un jour sans écran")
    expect(page.get_by_label("Quelques mots")).to_have_value("à l’école")
    expect(page.locator(".from")).to_contain_text("Un jour sans écran")
    well_made(page)
    button(page, "Proposer le sujet").tap()
    mine = page.locator(".mine.topics li")
    mine.get_by_role("link", name="Un jour sans écran").tap()
    expect(dialog).to_contain_text("à l’école")
    well_made(page)
    dialog.get_by_role("link", name="Un jour sans écran").tap()
    expect(dialog.locator(".topic")).to_contain_text("Ada")
    page.keyboard.press("Escape")
    expect(mine.get_by_role("link", name="Un jour sans écran")).to_be_focused()
    assert topics(place, workshop)["Un jour sans écran"].origin == f"idea:{ideas[2]}"


def test_what_was_written_is_not_written_over_by_what_a_topic_is_made_of(place: Place, visit: Make) -> None:
    workshop, _ = gathered(place)
    _, page = phone(place, visit, workshop, place.join(workshop, "Ada"))
    write(page, "Mon propre titre")
    page.get_by_role("link", name="Partir d’une idée").tap()
    button(page.get_by_role("dialog").locator("li").first, "En faire un sujet").tap()
    expect(page.get_by_label("Un sujet", exact=True)).to_have_value("Mon propre titre")
    expect(page.locator(".from")).to_contain_text("Réparer plutôt que remplacer")
    button(page, "Sans ce lien").tap()
    expect(page.locator(".from")).to_have_count(0)
    button(page, "Proposer le sujet").tap()
    eventually(page, lambda: [each.origin for each in topics(place, workshop).values()] == [None])


def test_what_interests_one_is_one_s_own_until_the_topic_is_on_the_wall(place: Place, visit: Make) -> None:
    """TOPIC9"""
    workshop = fair(place)
    kofi, ada = place.join(workshop, "Kofi"), place.join(workshop, "Ada")
    topic = propose(place, workshop, kofi, "Les bancs")
    _, page = phone(place, visit, workshop, ada)
    toggle = button(paper(page, "Les bancs"), "Ça m’intéresse")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    toggle.tap()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    assert ada.seat is not None
    mine = f"interest:{ada.seat.actor}"
    eventually(page, lambda: place.seen(workshop, ada.seat.actor).get(mine) == InterestRecord(ada.seat.actor, [topic]))  # type: ignore[union-attr]
    expect(paper(page, "Les bancs")).not_to_contain_text("intéressée")
    put(place, workshop, topic, 0, 0)
    expect(paper(page, "Les bancs")).to_contain_text("1 personne intéressée")
    well_made(page)
    toggle.tap()
    expect(toggle).to_have_attribute("aria-pressed", "false")
    expect(paper(page, "Les bancs")).not_to_contain_text("intéressée")


def test_of_two_who_place_in_one_cell_one_wins_and_the_other_is_told(place: Place, visit: Make) -> None:
    """WALL3"""
    workshop = fair(place)
    kofi, ada = place.join(workshop, "Kofi"), place.join(workshop, "Ada")
    first = propose(place, workshop, kofi, "Les bancs")
    propose(place, workshop, ada, "Les arbres")
    browser, page = phone(place, visit, workshop, ada)
    mine = page.locator(".mine.topics li")
    cut(page)
    button(mine, "Placer à…").tap()
    button(page.get_by_role("dialog"), "14 h 50, Cour").tap()
    expect(mine).to_contain_text("En route vers 14 h 50, Cour")
    put(place, workshop, first, 1, 1)
    browser.context.set_offline(False)
    told = mine.get_by_role("alert")
    expect(told).to_contain_text("« Les bancs » y est déjà à cette heure-là")
    well_made(page)
    button(mine, "Placer à…").tap()
    expect(page.get_by_role("dialog")).to_contain_text("Cour : pris par « Les bancs »")
    button(page.get_by_role("dialog"), "14 h 50, Préau").tap()
    expect(mine).to_contain_text("14 h 50 · Préau")
    button(told, "Fermer").tap()
    expect(told).to_be_empty()
    assert page.evaluate(LEFT) == 0


def test_topics_are_offered_merged_and_separated_again(place: Place, visit: Make) -> None:
    """TOPIC7 TOPIC8"""
    workshop = fair(place)
    kofi, ada = place.join(workshop, "Kofi"), place.join(workshop, "Ada")
    propose(place, workshop, kofi, "Les bancs")
    propose(place, workshop, ada, "S’asseoir")
    _, hers = phone(place, visit, workshop, ada)
    _, his = phone(place, visit, workshop, kofi)
    button(hers.locator(".mine.topics"), "Fusionner…").tap()
    dialog = hers.get_by_role("dialog")
    dialog.get_by_text("Les bancs").tap()
    expect(dialog).to_contain_text("On le demande d’abord à qui le porte.")
    well_made(hers)
    button(dialog, "Proposer la fusion").tap()
    expect(hers.locator(".offer")).to_contain_text("Vous avez proposé de le fusionner avec : Les bancs (Kofi)")
    expect(his.locator(".offer")).to_contain_text("On vous propose de fusionner le vôtre avec : S’asseoir (Ada)")
    well_made(his)
    button(his.locator(".offer"), "Refuser").tap()
    expect(hers.locator(".offer")).to_have_count(0)
    button(hers.locator(".mine.topics"), "Fusionner…").tap()
    dialog.get_by_text("Les bancs").tap()
    button(dialog, "Proposer la fusion").tap()
    button(his.locator(".offer"), "Les fusionner").tap()
    expect(hers.locator(".mine.topics li")).to_contain_text("avec Kofi")
    expect(hers.locator(".joined")).to_contain_text("S’asseoir")
    well_made(hers)
    button(hers.locator(".joined"), "L’en séparer").tap()
    expect(hers.locator(".mine.topics li")).to_have_count(1)
    expect(paper(his, "S’asseoir")).to_be_visible()


def test_its_convener_edits_and_withdraws_it_and_is_asked_twice_once_it_is_on_the_wall(
    place: Place, visit: Make
) -> None:
    workshop = fair(place)
    ada = place.join(workshop, "Ada")
    put(place, workshop, propose(place, workshop, ada, "Les bnacs"), 0, 0)
    _, page = phone(place, visit, workshop, ada)
    mine = page.locator(".mine.topics li")
    button(mine, "Modifier").tap()
    box = page.get_by_label("Son titre")
    expect(box).to_be_focused()
    box.fill("Les bancs")
    page.reload()
    expect(box).to_have_value("Les bancs")
    expect(box).not_to_be_focused()
    button(mine, "Enregistrer").tap()
    eventually(page, lambda: "Les bancs" in topics(place, workshop))
    button(mine, "Modifier").tap()
    button(mine, "Retirer").tap()
    expect(mine).to_contain_text("rien ne le fait revenir")
    well_made(page)
    button(mine, "Le retirer quand même").tap()
    expect(page.locator("#my-topics")).to_be_focused()
    eventually(page, lambda: not topics(place, workshop))


def test_among_two_hundred_topics_one_finds_those_one_looks_for(place: Place, visit: Make) -> None:
    workshop = fair(place)
    for n in range(199):
        place.do(workshop, ProposeTopic(f"topic-{n}", f"Sujet numéro {n}, {'anticonstitutionnellement' * 3}"))
    _, page = phone(place, visit, workshop, place.join(workshop, "Ada"))
    shown = page.locator(".others .topic")
    expect(shown).to_have_count(50)
    button(page, "50 sujets de plus").tap()
    expect(shown).to_have_count(100)
    page.get_by_label("Chercher un sujet").fill("NUMERO 19")
    expect(shown).to_have_count(10)
    expect(page.locator(".others [role=status]")).to_have_text("10 sujets sur 199.")
    well_made(page)
    button(shown.nth(3), "Ça m’intéresse").tap()
    page.get_by_label("Chercher un sujet").fill("")
    button(page, "Seulement ce qui m’intéresse").tap()
    expect(shown).to_have_count(1)
    button(shown.first, "Ça m’intéresse").tap()
    expect(button(shown.first, "Ça m’intéresse")).to_have_attribute("aria-pressed", "false")
    expect(shown).to_have_count(1)


def test_no_delta_moves_the_focus_the_scroll_or_what_is_typed(place: Place, visit: Make) -> None:
    workshop = fair(place)
    kofi = place.join(workshop, "Kofi")
    ids = [propose(place, workshop, kofi, f"Sujet {n}") for n in range(12)]
    _, page = phone(place, visit, workshop, place.join(workshop, "Ada"))
    box = page.get_by_label("Un sujet", exact=True)
    box.press_sequentially("En cours")
    propose(place, workshop, kofi, "Un autre")
    expect(paper(page, "Un autre")).to_have_count(1)
    expect(box).to_be_focused()
    page.keyboard.type(" de frappe")
    expect(box).to_have_value("En cours de frappe")
    toggle = button(paper(page, "Sujet 9"), "Ça m’intéresse")
    toggle.scroll_into_view_if_needed()
    toggle.focus()
    settled(page)
    at = toggle.evaluate("here => here.getBoundingClientRect().top")
    assert kofi.seat is not None
    for topic in ids[:2]:
        place.do(workshop, WithdrawTopic(topic), kofi.seat)
    put(place, workshop, ids[4], 0, 0)
    expect(paper(page, "Sujet 0")).to_have_count(0)
    settled(page)
    expect(toggle).to_be_focused()
    assert abs(toggle.evaluate("here => here.getBoundingClientRect().top") - at) < 2


def test_all_of_it_by_keyboard(place: Place, visit: Make) -> None:
    workshop, _ = gathered(place)
    topic = propose(place, workshop, place.join(workshop, "Kofi"), "Les bancs")
    put(place, workshop, topic, 0, 0)
    browser = visit(height=900)
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    tab_to(page, page.get_by_role("link", name="Partir d’une idée"))
    page.keyboard.press("Enter")
    tab_to(page, button(page.get_by_role("dialog"), "En faire un sujet").nth(0))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Un sujet", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    mine = page.locator(".mine.topics li")
    tab_to(page, button(mine, "Placer à…"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(button(dialog, "Place suggérée")).to_be_visible()
    tab_to(page, button(dialog, "Place suggérée"))
    for _ in range(2):
        page.keyboard.press("ArrowDown")
        seen(page)
    expect(button(dialog, "14 h 00, Bibliothèque")).to_be_focused()
    page.keyboard.press("Enter")
    expect(mine).to_contain_text("14 h 00 · Bibliothèque")
    expect(button(mine, "Déplacer…")).to_be_focused()
    tab_to(page, button(mine, "Fusionner…"))
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(button(mine, "Fusionner…")).to_be_focused()
    tab_to(page, button(paper(page, "Les bancs"), "Ça m’intéresse"))
    page.keyboard.press("Space")
    expect(button(paper(page, "Les bancs"), "Ça m’intéresse")).to_have_attribute("aria-pressed", "true")
    tab_to(page, page.locator(".switch button").last, "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, page.locator(".cell a").first)
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("Les bancs")
    page.keyboard.press("Escape")
    expect(page.locator(".cell a").first).to_be_focused()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_wall_is_a_list_on_a_phone_and_a_grid_where_there_is_room(place: Place, visit: Make, width: int) -> None:
    workshop = fair(place)
    busy(place, workshop)
    browser = visit(width=width)
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    page.locator(".switch button").last.click()
    rows = page.locator(".wall .slot")
    expect(rows).to_have_count(5)
    expect(rows.nth(1)).to_contain_text("14 h 50")
    well_made(page)
    boxes = [[cell.bounding_box() for cell in row.locator("li").all()] for row in rows.all()]
    tops = {round(box["y"]) for box in boxes[1] if box}
    assert len(tops) == 1 if width >= 768 else len(tops) > 4
    if width >= 768:
        for column in zip(*boxes, strict=True):
            assert len({round(box["x"]) for box in column if box}) == 1


def test_an_open_forum_that_comes_while_one_is_there_brings_its_words_and_its_styles(place: Place, visit: Make) -> None:
    workshop = place.create([Talk(id="welcome", title="Accueil")])
    place.open(workshop, "welcome")
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    asked: list[str] = []
    browser.context.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1]))
    page = browser.open(workshop)
    page.wait_for_load_state("networkidle")
    ours = set(preload(ENTRY, "files", "circles")) - set(preload(ENTRY))
    assert not [name for name in asked if name in ours or "forum" in name]
    place.do(workshop, AddStep(Market(id="market", title="Place du marché", prompt="Quel sujet ?"), "welcome"))
    place.do(workshop, OpenStep("market"))
    expect(page.get_by_label("Un sujet", exact=True)).to_be_visible()
    expect(button(page, "Proposer le sujet")).to_have_css("border-radius", "10px")
    expect(page.locator(".market .switch")).to_have_css("display", "flex")
    well_made(page)


def test_what_circles_need_comes_when_they_meet_and_on_a_bad_network_again(place: Place, visit: Make) -> None:
    workshop = fair(place)
    put(place, workshop, propose(place, workshop, place.join(workshop, "Kofi"), "Les bancs"), 0, 0)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    circles = (set(preload(ENTRY, "circles")) - set(preload(ENTRY, "files"))).pop()
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.url)
        route.abort()

    browser.context.route(f"**/{circles}", lose, times=1)
    page = browser.open(workshop)
    assert not lost
    place.open(workshop, "sessions")
    expect(page.locator(".market")).to_contain_text("Chargement des cercles…")
    expect(page.locator(".circles")).to_contain_text("Les bancs", timeout=15_000)
    assert len(lost) == 1
    assert [error for error in browser.errors if "Failed to load" not in error] == []
    browser.errors.clear()


def test_what_was_typed_before_the_script_was_there_is_taken_over(place: Place, visit: Make) -> None:
    workshop = fair(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    held: list[Route] = []
    browser.context.route("**/view", lambda route: held.append(route))
    page = browser.open(workshop, live=False)
    page.get_by_label("Un sujet", exact=True).fill("Avant le script")
    page.get_by_label("Quelques mots").press_sequentially("Et ses mots")
    eventually(page, lambda: held)
    held[0].continue_()
    page.wait_for_selector("html[data-live]")
    expect(page.get_by_label("Un sujet", exact=True)).to_have_value("Avant le script")
    expect(page.get_by_label("Quelques mots")).to_have_value("Et ses mots")
    expect(page.get_by_label("Quelques mots")).to_be_focused()


def test_the_page_as_it_comes_and_as_it_is_drawn_is_the_same_page(place: Place, visit: Make) -> None:
    """Nothing jumps when the script takes over."""
    workshop, ideas = gathered(place)
    busy(place, workshop)
    ada = place.join(workshop, "Ada")
    put(place, workshop, propose(place, workshop, ada, "Une outilthèque", "Où ?", f"idea:{ideas[0]}"), 3, 4)
    tall = []
    for javascript in (True, False):
        browser = visit(java_script_enabled=javascript)
        browser.sit(workshop, ada)
        page = browser.open(workshop, live=javascript)
        if javascript:
            settled(page)
        places = [
            page.locator(name).first.bounding_box() for name in (".propose", ".mine.topics li", ".market", ".others ul")
        ]
        tall.append([(round(box["y"]), round(box["height"])) for box in places if box])
    (form, mine, market, _), (form_, mine_, market_, _) = tall
    assert abs(form[0] - form_[0]) <= 12
    assert mine[1] == mine_[1]
    assert abs((market[0] - mine[0]) - (market_[0] - mine_[0])) <= 4


def test_where_there_is_room_one_s_own_topic_is_carried_to_a_free_cell(place: Place, visit: Make) -> None:
    workshop = fair(place)
    busy(place, workshop, 5)
    browser = visit(width=1280, height=1400)
    ada = place.join(workshop, "Ada")
    mine = propose(place, workshop, ada, "Les bancs")
    browser.sit(workshop, ada)
    page = browser.open(workshop)
    with page.expect_response(lambda answer: "/static/drag-" in answer.url or "/static/c-" in answer.url):
        page.locator(".switch button").last.click()
    paper_, free = page.locator(".mine.topics .name"), page.locator(".wall .slot").nth(2).locator(".free").nth(1)
    drag(page, paper_, free)
    expect(page.locator(".mine.topics li")).to_contain_text("15 h 40 · Cour")
    drag(page, page.locator(".cell.own .who"), page.locator(".wall .slot").nth(0).locator(".cell").nth(1))
    expect(page.locator(".mine.topics li")).to_contain_text("15 h 40 · Cour")
    drag(page, page.locator(".cell.own .who"), page.locator(".wall .slot").nth(3).locator(".free").nth(0))
    expect(page.locator(".mine.topics li")).to_contain_text("16 h 30 · Grande salle")
    assert mine in placed(place, workshop)


def test_a_suggestion_that_comes_late_moves_no_other_place(place: Place, visit: Make) -> None:
    workshop = fair(place)
    ada = place.join(workshop, "Ada")
    propose(place, workshop, ada, "Les arbres")
    _, page = phone(place, visit, workshop, ada)
    asked: list[Route] = []

    def keep(route: Route) -> None:
        asked.append(route)

    page.route("**/suggest?*", keep)
    button(page.locator(".mine.topics li"), "Placer à…").tap()
    dialog = page.get_by_role("dialog")
    settled(page)
    before = button(dialog, "14 h 50, Préau").bounding_box()
    expect(button(dialog, "Place suggérée")).to_have_count(0)
    eventually(page, lambda: asked)
    asked[0].continue_()
    expect(button(dialog, "Place suggérée")).to_be_visible()
    after = button(dialog, "14 h 50, Préau").bounding_box()
    assert before is not None
    assert after is not None
    # A line at most, where its words wrap otherwise: less than half a button.
    assert abs(after["y"] - before["y"]) < before["height"] / 2
