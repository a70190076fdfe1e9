"""The circles on a phone: where one is, what runs and comes next, what a convener does; nothing ends by itself."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Place, Visit
from tests.web.meeting import meeting
from tests.web.phones import Make, cut, eventually, settled, well_made
from workshops.attendance import ImHere
from workshops.interest import MarkInterest
from workshops.slots import EndSlot, ExtendSlot, StartSlot
from workshops.spaces import PutSpace
from workshops.topics import EditTopic
from workshops.wall import ExtendSession

pytestmark = pytest.mark.browser


LONG = "Anticonstitutionnellement" * 6
LISTEN = """() => {
  const spoken = document.querySelector('.sr[role=status]');
  window.heard = [];
  new MutationObserver(() => heard.push(spoken.textContent))
    .observe(spoken, { childList: true, characterData: true, subtree: true });
}"""
"""What a screen reader is told from now on is in `heard`."""


def test_one_tap_says_where_i_am_and_another_that_i_have_left(place: Place, visit: Make) -> None:
    forum = meeting(place)
    browser, mei = visit(), forum.join("Mei")
    browser.sit(forum.workshop, mei)
    page = browser.open(forum.workshop)
    expect(page.locator(".circle")).to_have_count(3)
    here = page.locator(".circle").first.get_by_role("button", name="Je suis ici")
    expect(page.locator(".whereabouts")).to_have_count(0)
    here.click()
    expect(here).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".whereabouts")).to_contain_text("Vous êtes ici : Grande salle")
    expect(page.locator(".circle").first.locator(".attending")).to_contain_text("1 / 40 places")
    page.locator(".circle").nth(2).get_by_role("button", name="Je suis ici").click()
    expect(page.locator(".whereabouts")).to_contain_text("Bibliothèque")
    expect(page.locator(".circle").first.locator(".attending")).to_contain_text("0 / 40 places")
    well_made(page)
    page.reload()
    page.wait_for_selector("html[data-live]")
    expect(page.locator(".whereabouts")).to_contain_text("Bibliothèque")
    page.get_by_role("button", name="Je change de cercle").click()
    expect(page.locator(".whereabouts")).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "now"
    eventually(page, lambda: forum.record(f"attendance:{forum.sessions[2]}").here == 0)


def test_a_full_space_warns_and_a_strict_one_takes_nobody_more(place: Place, visit: Make) -> None:
    forum = meeting(place, strict=True)
    browser = visit()
    browser.sit(forum.workshop, forum.join("Mei"))
    page = browser.open(forum.workshop)
    for n in range(12):
        somebody = forum.join(f"Personne {n}")
        if n < 8:
            forum.do(somebody, ImHere(forum.sessions[2]))
            somebody = forum.join(f"Autre {n}")
        forum.do(somebody, ImHere(forum.sessions[1]))
    squeezing = page.locator(".circle").nth(2)
    expect(squeezing.locator(".attending")).to_contain_text("8 / 8 places, plein : on peut s’y serrer")
    squeezing.get_by_role("button", name="Je suis ici").click()
    expect(squeezing.locator(".attending")).to_contain_text("9 / 8 places")
    strict = page.locator(".circle").nth(1)
    expect(strict.locator(".attending")).to_contain_text("12 / 12 places, plein")
    button = strict.get_by_role("button", name="Je suis ici")
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)
    expect(strict.locator(".why")).to_contain_text("ne prend plus personne")
    expect(squeezing.get_by_role("button", name="Je suis ici")).to_have_attribute("aria-pressed", "true")
    well_made(page)


def test_the_last_place_of_a_strict_space_goes_to_one_and_the_other_is_told(place: Place, visit: Make) -> None:
    forum = meeting(place, strict=True)
    browser, mei = visit(), forum.join("Mei")
    browser.sit(forum.workshop, mei)
    page = browser.open(forum.workshop)
    for n in range(11):
        forum.do(forum.join(f"Personne {n}"), ImHere(forum.sessions[1]))
    strict = page.locator(".circle").nth(1)
    expect(strict.locator(".attending")).to_contain_text("11 / 12")
    cut(page)
    strict.get_by_role("button", name="Je suis ici").click()
    expect(page.locator(".whereabouts")).to_contain_text("Cour")
    forum.do(forum.join("Kofi"), ImHere(forum.sessions[1]))
    browser.context.set_offline(False)
    expect(page.locator(".banner.said")).to_contain_text("Ce cercle est plein")
    expect(page.locator(".whereabouts")).to_have_count(0)


def test_the_end_of_a_slot_is_said_once_and_nothing_closes(place: Place, visit: Make) -> None:
    forum = meeting(place)
    browser = visit()
    browser.sit(forum.workshop, forum.join("Mei"))
    page = browser.open(forum.workshop)
    page.evaluate(LISTEN)
    expect(page.locator(".slot-clock .left")).to_contain_text("39:")
    place.do(forum.workshop, ExtendSlot("slot-1", -40))
    expect(page.locator(".slot-clock")).to_have_text("Le créneau est fini ; le cercle finit quand il finit.")
    page.wait_for_function("heard.some(said => said.startsWith('Le créneau'))")
    here = page.locator(".circle").first.get_by_role("button", name="Je suis ici")
    here.click()
    expect(page.locator(".whereabouts")).to_contain_text("Grande salle")
    assert page.evaluate("heard.filter(said => said.startsWith('Le créneau')).length") == 1
    well_made(page)


def test_an_extended_circle_goes_on_beside_those_of_the_next_slot(place: Place, visit: Make) -> None:
    forum = meeting(place, 2, 2)
    browser = visit()
    browser.sit(forum.workshop, forum.conveners[0])
    page = browser.open(forum.workshop)
    expect(page.locator("#next")).to_contain_text("14 h 50 – 15 h 30")
    forum.do(forum.conveners[0], MarkInterest(forum.sessions[3]))
    expect(page.locator(".circle-line").nth(1)).to_contain_text("Ça m’intéresse")
    page.locator(".circle").first.get_by_role("button", name="10 minutes de plus").click()
    expect(page.locator(".circle").first.locator(".convening")).to_contain_text("Il continue jusqu’à")
    move = page.locator(".circle").first.get_by_role("button", name="Le déplacer")
    move.click()
    expect(page.locator("dialog")).to_contain_text("14 h 50")
    page.keyboard.press("Escape")
    expect(move).to_be_focused()
    place.do(forum.workshop, StartSlot("slot-2"))
    expect(page.locator(".circle")).to_have_count(3)
    expect(page.locator(".circle").first).to_contain_text("Il continue jusqu’à")
    page.locator(".circle").first.get_by_role("button", name="Le cercle est fini").click()
    expect(page.locator(".circle")).to_have_count(2)
    page.locator(".reports .to-report").first.click()
    page.get_by_role("button", name="Il continue finalement").click()
    expect(page.get_by_role("button", name="Le cercle est fini")).to_be_visible()
    page.go_back()
    expect(page.locator(".circle")).to_have_count(3)


def test_before_between_and_after_the_slots(place: Place, visit: Make) -> None:
    forum = meeting(place, 1, 1, started=False)
    browser = visit()
    browser.sit(forum.workshop, forum.join("Mei"))
    page = browser.open(forum.workshop)
    expect(page.locator(".now")).to_contain_text("Le premier créneau commence quand l’animation le dit.")
    well_made(page)
    place.do(forum.workshop, StartSlot("slot-1"))
    expect(page.locator(".circle")).to_have_count(1)
    place.do(forum.workshop, EndSlot("slot-1"))
    expect(page.locator(".now")).to_contain_text("Entre deux créneaux")
    place.do(forum.workshop, StartSlot("slot-2"))
    place.do(forum.workshop, ExtendSession(forum.sessions[1], 10))
    place.do(forum.workshop, EndSlot("slot-2"))
    expect(page.locator(".circle")).to_have_count(1)
    expect(page.locator(".now")).to_contain_text("Tous les créneaux sont finis.")


def test_others_coming_and_going_moves_neither_the_page_nor_the_focus(place: Place, visit: Make) -> None:
    forum = meeting(place, 6)
    browser = visit()
    browser.sit(forum.workshop, forum.join("Mei"))
    page = browser.open(forum.workshop)
    page.locator(".circle").nth(3).get_by_role("button", name="Je suis ici").focus()
    settled(page)
    before = page.evaluate("[scrollY, document.activeElement.getBoundingClientRect().top]")
    for n in range(8):
        forum.do(forum.join(f"Personne {n}"), ImHere(forum.sessions[n % 3]))
    expect(page.locator(".circle").first.locator(".attending")).to_contain_text("3 / 40")
    assert page.evaluate("[scrollY, document.activeElement.getBoundingClientRect().top]") == before


def test_all_of_it_by_keyboard(place: Place, visit: Make) -> None:
    forum = meeting(place, 1, 0)
    browser: Visit = visit()
    browser.sit(forum.workshop, forum.join("Mei"))
    page = browser.open(forum.workshop)
    until(page, "Je suis ici")
    page.keyboard.press("Enter")
    expect(page.locator(".whereabouts")).to_be_visible()
    until(page, "Compte rendu")
    page.keyboard.press("Enter")
    expect(page.locator(".report-head h1")).to_be_focused()
    until(page, "Prendre la plume")
    page.keyboard.press("Enter")
    expect(page.get_by_label("La question discutée")).to_be_focused()
    page.keyboard.type("Comment faire")
    page.keyboard.press("Tab")
    page.keyboard.type("Beaucoup")
    until(page, "Une proposition de plus")
    page.keyboard.type("Un banc")
    page.keyboard.press("Enter")
    page.keyboard.type("Deux bancs")
    page.keyboard.press("Enter")
    expect(page.locator(".proposed li")).to_have_count(2)
    eventually(page, lambda: forum.says(forum.sessions[0]) == "Beaucoup")
    eventually(page, lambda: forum.says(forum.sessions[0], "question") == "Comment faire")
    eventually(page, lambda: forum.proposed(forum.sessions[0]) == ["Un banc", "Deux bancs"])


def until(page: Page, name: str) -> None:
    """Tab, until what is focused is called so."""
    for _ in range(60):
        page.keyboard.press("Tab")
        label = "e => (e.labels?.[0] ?? e).textContent"
        if name in page.locator("*:focus").evaluate(label):
            return
    raise AssertionError(f"nothing called {name}")


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_circle_and_no_report_is_wider_than_its_screen(place: Place, visit: Make, width: int) -> None:
    forum = meeting(place, 3, 2)
    forum.do(forum.conveners[1], EditTopic(forum.sessions[1], LONG, f"En peu de mots : {LONG}"))
    place.do(forum.workshop, PutSpace("space-02", f"Salle {LONG}", 20, f"Accès : {LONG}"))
    browser = visit(width=width)
    browser.sit(forum.workshop, forum.conveners[1])
    page = browser.open(forum.workshop)
    page.locator(".circle").nth(1).get_by_role("button", name="Je suis ici").click()
    expect(page.locator(".whereabouts")).to_contain_text(LONG)
    well_made(page)
    page.locator(".circle .to-report").nth(1).click()
    page.get_by_role("button", name="Prendre la plume").click()
    page.get_by_label("Ce qui s’est dit").fill(LONG)
    page.get_by_label("Une proposition de plus").fill(LONG)
    page.keyboard.press("Enter")
    expect(page.locator(".proposed .posted")).to_have_count(1)
    well_made(page)
    page.get_by_role("button", name="Poser la plume").click()
    expect(page.locator(".part .voice").first).to_have_text(LONG)
    well_made(page)
