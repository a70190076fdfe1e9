"""The marketplace and the wall without JavaScript, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from server.access import Entry
from tests.web.conftest import Place
from tests.web.marketplace import busy, fair, gathered, propose
from tests.web.phones import Make, well_drawn
from tests.web.test_phone_market import paper, placed, topics
from workshops.topic_merging import MergeTopics

pytestmark = pytest.mark.browser


def plain(place: Place, visit: Make, workshop: str, who: Entry, width: int = 360) -> Page:
    browser = visit(width=width, java_script_enabled=False)
    browser.sit(workshop, who)
    return browser.open(workshop, live=False)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def test_from_an_idea_to_a_topic_on_the_wall_without_javascript(place: Place, visit: Make) -> None:
    workshop, ideas = gathered(place)
    busy(place, workshop, 5)
    page = plain(place, visit, workshop, place.join(workshop, "Ada"))
    well_drawn(page)
    page.get_by_role("link", name="Partir d’une idée ou d’un regroupement").click()
    well_drawn(page)
    page.locator("li").filter(has_text="Prêter les outils").get_by_role("link", name="En faire un sujet").click()
    expect(page.get_by_label("Un sujet", exact=True)).to_have_value("Prêter les outils entre voisins")
    well_drawn(page)
    page.get_by_label("Un sujet", exact=True).fill("Une outilthèque")
    press(page, "Proposer le sujet")
    mine = page.locator(".mine.topics li")
    expect(mine).to_contain_text("pas encore au mur")
    assert topics(place, workshop)["Une outilthèque"].origin == f"idea:{ideas[0]}"
    mine.get_by_role("link", name="Placer à…").click()
    expect(page.locator("main")).to_contain_text("Cour : pris par « Qui aide les aidants ? »")
    well_drawn(page)
    press(page, "14 h 50, Préau")
    expect(mine).to_contain_text("14 h 50 · Préau")
    page.locator(".switch").get_by_role("link", name="Mur").click()
    expect(page.locator(".cell.own")).to_contain_text("Une outilthèque")
    well_drawn(page)
    page.locator(".cell.own a").click()
    page.get_by_role("link", name="Prêter les outils entre voisins").click()
    expect(page.locator("main")).to_contain_text("Devenu sujet : Une outilthèque")
    well_drawn(page)
    page.get_by_role("link", name="Une outilthèque").click()
    page.get_by_label("Son titre").fill("Une outilthèque de quartier")
    press(page, "Enregistrer")
    expect(page.locator("h1")).to_have_text("Une outilthèque de quartier")
    page.get_by_role("link", name="Déplacer…").click()
    press(page, "Le retirer du mur")
    expect(mine).to_contain_text("pas encore au mur")
    assert len(placed(place, workshop)) == 5


def test_interest_and_merging_without_javascript(place: Place, visit: Make) -> None:
    workshop = fair(place)
    _, people = busy(place, workshop, 12)
    ada = place.join(workshop, "Ada")
    mine = propose(place, workshop, ada, "Qui aide qui ?")
    page = plain(place, visit, workshop, ada)
    page.get_by_label("Chercher un sujet").fill("AIDANTS")
    press(page, "Chercher")
    expect(page.locator(".others .topic")).to_have_count(1)
    press(page, "Ça m’intéresse")
    expect(page.get_by_label("Chercher un sujet")).to_have_value("AIDANTS")
    toggle = paper(page, "Qui aide les aidants").get_by_role("button", name="Ça m’intéresse")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    well_drawn(page)
    page.locator(".mine.topics").get_by_role("link", name="Fusionner…").click()
    well_drawn(page)
    page.get_by_label("Il rejoint").select_option(label="2. Qui aide les aidants ? (Zoé)")
    press(page, "Fusionner")
    expect(page.locator(".offer")).to_contain_text("Vous avez proposé de le fusionner avec : Qui aide les aidants ?")
    well_drawn(page)
    zoe = people["Zoé"]
    assert zoe.seat is not None
    place.do(workshop, MergeTopics(mine, topics(place, workshop)["Qui aide les aidants ?"].id), zoe.seat)
    page.get_by_role("link", name="Regarder à nouveau").click()
    expect(page.locator(".mine.topics li").first).to_contain_text("avec Zoé")
    press(page, "L’en séparer")
    expect(page.locator(".mine.topics li")).to_contain_text("Qui aide qui ?")


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_page_fits_without_javascript(place: Place, visit: Make, width: int) -> None:
    workshop = fair(place)
    busy(place, workshop)
    ada = place.join(workshop, "Ada")
    mine = propose(place, workshop, ada, "anticonstitutionnellement" * 6, "anticonstitutionnellement" * 6)
    page = plain(place, visit, workshop, ada, width)
    base = place.url(workshop)
    for path in ("", "?side=wall", "/topics", f"/topics/{mine}", f"/topics/{mine}/place", f"/topics/{mine}/merge"):
        page.goto(base + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
