"""Bringing ideas together from a phone or a laptop, where a step lets everyone: by touch, by keyboard, by drag."""

import pytest
from playwright.sync_api import Page, Route, expect

from server.faces import preload
from tests.web.conftest import Place, Visit
from tests.web.phones import Make, eventually, well_made
from tests.web.sorting import NAMES, can_drag, card, clusters, drag, focus_comes_to, focused, moved, row, says, where
from tests.web.together import choose, clusters_side, make, phone, together, undo

pytestmark = pytest.mark.browser


# On a phone


def test_one_idea_is_moved_and_the_next_one_has_the_focus(place: Place, visit: Make) -> None:
    workshop, ideas = together(place)
    page = phone(place, visit, workshop)
    well_made(page)
    card(page, ideas[0]).get_by_role("button", name="Déplacer").click()
    expect(page.get_by_role("dialog")).to_contain_text("Demander aux opérateurs")
    well_made(page)
    choose(page, NAMES[0])
    eventually(page, lambda: where(place, workshop) == {ideas[0]: "cluster-1"})
    focus_comes_to(page, ideas[1])
    says(page, f"Déplacée vers «\u00a0{NAMES[0]}\u00a0»")
    expect(page.locator(".switch")).to_contain_text("À ranger 5")
    card(page, ideas[1]).get_by_role("button", name="Déplacer").click()
    make(page, "Des guichets")
    focus_comes_to(page, ideas[2])
    clusters_side(page)
    expect(page.locator(".board .c")).to_have_count(2)
    assert where(place, workshop) == {ideas[0]: "cluster-1", ideas[1]: clusters(place, workshop)["Des guichets"].id}
    well_made(page)


def test_several_are_ticked_then_moved_and_taken_back(place: Place, visit: Make) -> None:
    workshop, ideas = together(place)
    page = phone(place, visit, workshop)
    for idea in ideas[1:4]:
        card(page, idea).locator("label").click()
    foot = page.locator(".done")
    expect(foot.locator(".main")).to_have_text("Déplacer 3 idées vers…")
    well_made(page)
    foot.get_by_role("button", name="Décocher").click()
    expect(page.locator(".slip.on")).to_have_count(0)
    for idea in ideas[1:4]:
        card(page, idea).locator("input").check()
    foot.locator(".main").click()
    choose(page, NAMES[0])
    eventually(page, lambda: set(where(place, workshop)) == set(ideas[1:4]))
    focus_comes_to(page, ideas[4])
    undo(page)
    eventually(page, lambda: where(place, workshop) == {})
    expect(page.locator(".told")).to_contain_text("Annulé")
    expect(page.locator(".slip")).to_have_count(6)
    undo(page)
    expect(page.locator(".told")).to_contain_text("rien à annuler")
    well_made(page)


def test_a_cluster_is_named_filed_merged_taken_apart_split_and_ungrouped(place: Place, visit: Make) -> None:
    workshop, ideas = together(place, clusters=2)
    moved(place, workshop, ideas[:3], "cluster-1")
    moved(place, workshop, ideas[3:5], "cluster-2")
    page = phone(place, visit, workshop)
    clusters_side(page)
    first, second = (page.locator(f"[data-key='cluster:cluster-{n}']") for n in (1, 2))
    first.get_by_role("button", name="Modifier").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Nom", exact=True).fill("Réparer")
    dialog.get_by_role("radio", name="École").check()
    well_made(page)
    dialog.get_by_role("button", name="Enregistrer").click()
    expect(first).to_contain_text("Réparer")
    expect(page.locator(".board .th")).to_have_text(["Médiation", "École", "Sous aucun thème"])
    second.get_by_role("button", name="Modifier").click()
    dialog.get_by_role("button", name="Fusionner").click()
    well_made(page)
    dialog.get_by_role("radio", name="Réparer").check()
    dialog.get_by_role("button", name="Continuer").click()
    dialog.get_by_role("button", name="Fusionner").click()
    expect(first).to_contain_text("5 idées")
    expect(second).to_have_count(0)
    first.get_by_role("button", name="5 idées").click()
    expect(dialog.locator(".slip")).to_have_count(5)
    for idea in ideas[:2]:
        dialog.locator(f"[data-idea='{idea}'] input").check()
    well_made(page)
    dialog.get_by_role("button", name="Détacher").click()
    make(page, "À part")
    expect(dialog.locator(".slip")).to_have_count(3)
    dialog.get_by_role("button", name="Nommer").click()
    page.get_by_role("dialog").last.get_by_role("button", name="Ressortir").click()
    expect(page.get_by_role("dialog").last.get_by_role("button", name="Ressortir")).to_have_count(0)
    eventually(page, lambda: where(place, workshop)[ideas[3]] == "cluster-2")
    page.get_by_role("dialog").last.get_by_role("button", name="Défaire").click()
    eventually(page, lambda: set(clusters(place, workshop)) == {"Des lieux sans écran", "À part"})
    undo_all(page, place, workshop)


def undo_all(page: Page, place: Place, workshop: str) -> None:
    """Everything that was done here comes undone, the last first."""
    while page.get_by_role("dialog").count():
        page.keyboard.press("Escape")
    for _ in range(6):
        undo(page)
        expect(page.locator(".told .note")).to_be_visible()
        page.locator(".told").get_by_role("button", name="Fermer").click()
    assert list(clusters(place, workshop)) == NAMES[:2]
    assert all(cluster.theme is None for cluster in clusters(place, workshop).values())


def test_what_somebody_else_has_touched_since_is_not_undone_and_it_is_told(place: Place, visit: Make) -> None:
    workshop, ideas = together(place, clusters=2)
    page = phone(place, visit, workshop)
    card(page, ideas[0]).get_by_role("button", name="Déplacer").click()
    choose(page, NAMES[0])
    eventually(page, lambda: where(place, workshop) == {ideas[0]: "cluster-1"})
    moved(place, workshop, ideas[:1], "cluster-2")
    told = page.locator(".told")
    expect(told).to_contain_text(NAMES[1])
    undo(page)
    expect(told).to_contain_text("depuis")
    assert where(place, workshop) == {ideas[0]: "cluster-2"}


def test_a_sheet_goes_with_its_step_and_does_not_open_again_by_itself(place: Place, visit: Make) -> None:
    workshop, ideas = together(place)
    page = phone(place, visit, workshop)
    card(page, ideas[0]).get_by_role("button", name="Déplacer").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    place.open(workshop, "gather")
    expect(page.locator(".arranging")).to_have_count(0)
    place.open(workshop, "arrange")
    expect(page.locator(".arranging")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_name_that_is_refused_is_not_lost(place: Place, visit: Make) -> None:
    workshop, _ = together(place)
    page = phone(place, visit, workshop)
    clusters_side(page)
    page.get_by_role("button", name="Nouveau regroupement").click()
    page.evaluate("name => document.getElementById('cluster-name').removeAttribute('maxlength')")
    page.get_by_label("Nom", exact=True).fill("très " * 50)
    page.get_by_role("dialog").locator("button.main").click()
    expect(page.locator(".told")).to_contain_text("Trop long")
    expect(page.locator(".told")).to_contain_text("très très")
    well_made(page)


def test_without_its_tools_an_idea_is_moved_on_the_plain_page(place: Place, visit: Make) -> None:
    workshop, ideas = together(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    at_once = {f"{place.base}/static/{file}" for file in preload("client/participant.tsx")}
    browser.context.route("**/static/c-*.js", lambda route: later(route, at_once))
    page = browser.open(workshop)
    link = page.locator(".others li", has_text="Demander aux opérateurs").get_by_role("link", name="Déplacer")
    link.click()
    page.get_by_label("Dans un regroupement").select_option("cluster-1")
    page.get_by_role("button", name="Déplacer", exact=True).click()
    page.wait_for_url("**/w/*#tray")
    assert where(place, workshop) == {ideas[0]: "cluster-1"}
    browser.errors.clear()


def later(route: Route, at_once: set[str]) -> None:
    """The network is too bad for what may come later."""
    route.continue_() if route.request.url in at_once else route.abort()


# On a laptop


def test_by_keyboard_each_list_is_one_stop_with_arrows_inside(place: Place, visit: Make) -> None:
    workshop, ideas = together(place)
    page = phone(place, visit, workshop, width=1280)
    page.keyboard.press("F6")
    assert focused(page) == ideas[0]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator(".slip.on")).to_have_count(2)
    page.keyboard.press("d")
    page.keyboard.type("reparer")
    page.keyboard.press("Enter")
    eventually(page, lambda: set(where(place, workshop)) == {ideas[1], ideas[2]})
    focus_comes_to(page, ideas[3])
    page.keyboard.press("Control+z")
    eventually(page, lambda: where(place, workshop) == {})
    expect(page.locator(".told")).to_contain_text("Annulé")
    page.keyboard.press("F6")
    assert page.evaluate("document.activeElement.dataset.clusterId") == "cluster-1"
    page.keyboard.press("d")
    expect(page.get_by_label("Nom", exact=True)).to_be_focused()
    page.keyboard.type("Réparer près de chez soi")
    page.keyboard.press("Enter")
    expect(page.locator(".board")).to_contain_text("Réparer près de chez soi")
    expect(row(page, "cluster-1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(row(page, "cluster-1")).to_be_focused()
    stops = page.locator(".tray [data-item][tabindex='0'], .board [data-item][tabindex='0']")
    expect(stops).to_have_count(2)
    well_made(page)


def test_on_a_larger_screen_an_idea_is_dragged_into_a_cluster(place: Place, visit: Make) -> None:
    workshop, ideas = together(place, clusters=2)
    page = phone(place, visit, workshop, width=1280)
    drag(page, card(page, ideas[1]).locator(".state"), page.locator("[data-key='cluster:cluster-2']"))
    eventually(page, lambda: where(place, workshop) == {ideas[1]: "cluster-2"})
    well_made(page)


def test_on_a_phone_dragging_is_not_even_fetched(place: Place, visit: Make) -> None:
    workshop, _ = together(place)
    narrow, wide = (scripts(place, visit(width), workshop, drags=width > 360) for width in (360, 1280))
    assert narrow < wide
    assert len(wide - narrow) == 1


def scripts(place: Place, browser: Visit, workshop: str, *, drags: bool) -> set[str]:
    """Every one that its page fetches."""
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.context.new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(place.url(workshop))
    page.wait_for_selector(".arranging")
    if drags:
        can_drag(page)
    page.wait_for_load_state("networkidle")
    return {url for url in fetched if url.endswith(".js")}
