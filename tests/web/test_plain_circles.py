"""Circles and their reports without JavaScript, in a real browser: from a circle to an idea on the board."""

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Place
from tests.web.meeting import meeting
from tests.web.phones import Make, well_drawn
from workshops.agenda import CloseStep
from workshops.attendance import ImHere

pytestmark = pytest.mark.browser


def test_from_a_circle_to_its_report_to_an_idea_on_the_board(place: Place, visit: Make) -> None:
    forum = meeting(place)
    browser = visit(java_script_enabled=False)
    browser.sit(forum.workshop, forum.join("Mei"))
    page = browser.open(forum.workshop, live=False)
    well_drawn(page)
    page.locator(".circle").first.get_by_role("button", name="Je suis ici").click()
    expect(page.locator(".whereabouts")).to_contain_text("Grande salle")
    expect(page.locator(".circle").first.locator(".attending")).to_contain_text("1 / 40 places")
    well_drawn(page)
    page.locator(".circle").first.get_by_role("link", name="Compte rendu").click()
    page.get_by_role("button", name="Prendre la plume").click()
    page.get_by_label("Ce qui s’est dit").fill("Beaucoup,\nsur deux lignes")
    page.get_by_label("Points d’accord").fill("Tous")
    well_drawn(page)
    page.get_by_role("button", name="Enregistrer le compte rendu").click()
    expect(page.get_by_role("status")).to_contain_text("C’est enregistré")
    expect(page.get_by_label("Ce qui s’est dit")).to_have_value("Beaucoup,\nsur deux lignes")
    for text in ("Un banc", "Deux bancs"):
        page.get_by_label("Une proposition de plus").fill(text)
        page.get_by_role("button", name="Ajouter").click()
    expect(page.locator(".proposed li")).to_have_count(2)
    page.locator(".proposed li").first.get_by_role("button", name="Retirer").click()
    expect(page.locator(".proposed li")).to_have_count(1)
    well_drawn(page)
    page.get_by_role("button", name="Poser la plume").click()
    expect(page.get_by_role("button", name="Prendre la plume")).to_be_visible()
    page.get_by_role("link", name="Versions de ce compte rendu").click()
    page.get_by_role("link", name="Mei").click()
    expect(page.locator(".version")).to_contain_text("Beaucoup,\nsur deux lignes")
    well_drawn(page)
    assert forum.proposed(forum.sessions[0]) == ["Deux bancs"]
    assert forum.says(forum.sessions[0], "agreed") == "Tous"
    page.goto(place.url(forum.workshop))
    page.get_by_role("button", name="Je change de cercle").click()
    expect(page.locator(".whereabouts")).to_have_count(0)


def test_a_full_strict_circle_says_why_it_takes_nobody_more(place: Place, visit: Make) -> None:
    forum = meeting(place, strict=True)
    for n in range(12):
        forum.do(forum.join(f"Personne {n}"), ImHere(forum.sessions[1]))
    browser = visit(java_script_enabled=False)
    browser.sit(forum.workshop, forum.join("Mei"))
    page = browser.open(forum.workshop, live=False)
    expect(page.locator(".circle").nth(1).locator(".attending")).to_contain_text("12 / 12 places, plein")
    page.locator(".circle").nth(1).get_by_role("button", name="Je suis ici").click()
    expect(page.get_by_role("alert")).to_contain_text("Ce cercle est plein")
    well_drawn(page)


def test_the_newsroom_page_by_page_and_all_on_one_page(place: Place, visit: Make) -> None:
    forum = meeting(place, 3, 1)
    forum.writes(forum.conveners[2], forum.sessions[2], said="Le texte du troisième")
    place.do(forum.workshop, CloseStep("sessions"))
    place.open(forum.workshop, "journal")
    browser = visit(java_script_enabled=False)
    browser.sit(forum.workshop, forum.join("Mei"))
    page = browser.open(forum.workshop, live=False)
    expect(page.locator(".report-head h1")).to_have_text("Le collège sans téléphone")
    expect(page.locator(".session-report")).to_contain_text("Le texte du troisième")
    well_drawn(page)
    page.get_by_role("link", name="Suivant").click()
    expect(page.locator(".report-head h1")).to_have_text("Un repair café qui dure")
    page.get_by_label("Choisir un compte rendu").select_option("4")
    page.get_by_role("button", name="Lire").click()
    expect(page.locator(".report-head h1")).to_have_text("La rue sans écrans")
    page.get_by_role("link", name="Y écrire").click()
    expect(page.get_by_role("button", name="Prendre la plume")).to_be_visible()
    page.goto(place.url(forum.workshop) + "/reports")
    expect(page.locator("article")).to_have_count(1)
    expect(page.locator(".circle-line")).to_have_count(3)
    well_drawn(page)
