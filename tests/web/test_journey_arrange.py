"""A board of 120 ideas sorted with one thumb at 360 px, while twenty phones post; and a handful without any script."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Place
from tests.web.journeys import phone_sound
from tests.web.phones import Make, eventually, well_drawn
from tests.web.sorting import Crowd, card, clusters, focus_comes_to, focused, where
from tests.web.together import phone, together
from workshops.moderation import AcceptIdea, LateRecord

pytestmark = pytest.mark.browser

ROUND = 10


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_hundred_and_twenty_ideas_are_sorted_with_one_thumb_while_twenty_phones_post(
    place: Place, visit: Make
) -> None:
    """No drag, no keyboard but for names. What arrives never takes the focus, nor moves what is under the thumb."""
    workshop, ideas = together(place, 120, clusters=0)
    page = phone(place, visit, workshop, has_touch=True, is_mobile=True)
    with Crowd(place, workshop) as crowd:
        for n in range(0, 120, ROUND):
            crowd.post(*(f"En retard {n + m}" for m in range(4)))
            chosen = ideas[n : n + ROUND]
            tick(page, chosen)
            taken_in(place, workshop, page, chosen[-1])
            page.locator(".done .main").tap()
            expect(page.get_by_role("dialog")).to_contain_text(f"et {ROUND - 3} autres")
            # Nobody asked for the keyboard of the phone: it would cover the list.
            assert page.evaluate("document.activeElement.tagName") == "BUTTON"
            into(page, n // ROUND)
            eventually(page, lambda chosen=chosen: set(chosen) <= set(where(place, workshop)))  # type: ignore[misc]
            if n + ROUND < 120:
                focus_comes_to(page, ideas[n + ROUND])
    assert crowd.posted == 48
    assert set(where(place, workshop)) == set(ideas)
    assert len(clusters(place, workshop)) == 6
    page.locator(".switch button").last.tap()
    expect(page.locator(".board .c")).to_have_count(6)
    expect(page.locator(".board .c").first).to_contain_text("20 idées")
    phone_sound(page)


def tick(page: Page, chosen: list[str]) -> None:
    for idea in chosen:
        card(page, idea).locator("label").tap()
    expect(page.locator(".done .main")).to_have_text(f"Déplacer {len(chosen)} idées vers…")
    assert focused(page) == chosen[-1]


def taken_in(place: Place, workshop: str, page: Page, last: str) -> None:
    """The facilitator takes in what came late: it stands at the end, and what is under the thumb stays there."""
    before = card(page, last).bounding_box()
    late = [record.id for record in place.seen(workshop).values() if isinstance(record, LateRecord)]
    for idea in late:
        place.do(workshop, AcceptIdea(idea))
    expect(page.locator(".switch")).to_contain_text(str(waiting(place, workshop)))
    assert focused(page) == last
    assert card(page, last).bounding_box() == before


def waiting(place: Place, workshop: str) -> int:
    seen = place.seen(workshop)
    late = {record.id for record in seen.values() if isinstance(record, LateRecord)}
    everything = {key.partition(":")[2] for key in seen if key.startswith("idea:")}
    return len(everything - late - set(where(place, workshop)))


def into(page: Page, n: int) -> None:
    """Six new clusters first, then into each of them again."""
    dialog = page.get_by_role("dialog")
    if n < 6:
        dialog.get_by_role("button", name="Nouveau").tap()
        expect(dialog.get_by_label("Nom", exact=True)).to_be_focused()
        page.keyboard.type(f"Regroupement {n + 1}")
        dialog.get_by_role("button", name="Créer et déplacer").tap()
    else:
        dialog.locator(".opt", has_text=f"Regroupement {n - 5}").last.tap()
        dialog.get_by_role("button", name="Déplacer ici").tap()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.slow
def test_a_handful_is_sorted_without_javascript(place: Place, visit: Make) -> None:
    workshop, ideas = together(place, 24, clusters=2)
    browser = visit(java_script_enabled=False)
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop, live=False)
    well_drawn(page)
    page.get_by_label("Chercher parmi les idées à ranger").fill("BORNES")
    page.get_by_role("button", name="Chercher").click()
    expect(page.locator(".tray li")).to_have_count(4)
    page.locator(".tray li").nth(0).get_by_role("checkbox").check()
    page.locator(".tray li").nth(1).get_by_role("checkbox").check()
    page.get_by_role("button", name="Déplacer celles qui sont cochées").click()
    well_drawn(page)
    page.get_by_role("button", name="Déplacer", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Rien n’est encore choisi")
    well_drawn(page)
    page.get_by_label("de ce nom").fill("Les bornes")
    page.get_by_label("Thème").select_option(label="École")
    page.get_by_role("button", name="Déplacer", exact=True).click()
    made = clusters(place, workshop)["Les bornes"]
    assert where(place, workshop) == {ideas[4]: made.id, ideas[10]: made.id}
    page.locator(".tray li").first.get_by_role("link", name="Déplacer").click()
    page.get_by_label("Dans un regroupement").select_option("cluster-1")
    page.get_by_role("button", name="Déplacer", exact=True).click()
    assert where(place, workshop)[ideas[0]] == "cluster-1"
    changed_plainly(place, workshop, page, made.id)
    page.get_by_role("button", name="Annuler mon dernier geste").click()
    assert set(clusters(place, workshop)) == {
        "Éteindre la nuit",
        "Réparer plutôt que remplacer",
        "Des lieux sans écran",
    }
    for _ in range(10):
        page.get_by_role("button", name="Annuler mon dernier geste").click()
    expect(page.get_by_role("alert")).to_contain_text("rien à annuler")
    well_drawn(page)
    assert where(place, workshop) == {}


def changed_plainly(place: Place, workshop: str, page: Page, made: str) -> None:
    """Named, merged, taken apart again, ungrouped."""
    page.locator(".c", has_text="Les bornes").get_by_role("link", name="2 idées").click()
    page.get_by_label("Nom", exact=True).fill("Éteindre la nuit")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Éteindre la nuit")
    well_drawn(page)
    page.get_by_label("Ses idées vont dans").select_option("cluster-1")
    page.get_by_role("button", name="Fusionner").click()
    page.locator(".c", has_text="Réparer").get_by_role("link", name="3 idées").click()
    well_drawn(page)
    page.get_by_role("button", name="séparer").click()
    expect(page.locator(".tray li")).to_have_count(1)
    page.get_by_role("link", name="Revenir à l’atelier").click()
    page.locator(".c", has_text="Éteindre la nuit").get_by_role("link", name="2 idées").click()
    page.get_by_role("button", name="Dégrouper").click()
    page.wait_for_url("**/w/*#board")
    assert made not in {cluster.id for cluster in clusters(place, workshop).values()}
