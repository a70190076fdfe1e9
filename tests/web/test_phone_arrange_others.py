"""Arranging from a phone while others do: what they take, hold and name; many ideas; what a screen reader finds."""

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Place
from tests.web.phones import Make, eventually, well_made
from tests.web.sorting import NAMES, card, moved, where
from tests.web.together import choose, clusters_side, phone, together
from workshops.clusters import MakeCluster, NameCluster
from workshops.merging import MergeClusters

pytestmark = pytest.mark.browser


# What others do


def test_what_others_move_takes_neither_focus_nor_caret_nor_scroll(place: Place, visit: Make) -> None:
    workshop, ideas = together(place, 40, 3)
    page = phone(place, visit, workshop)
    search = page.get_by_role("searchbox", name="Chercher")
    search.fill("bornes de la")
    search.evaluate("box => box.setSelectionRange(3, 3)")
    moved(place, workshop, ideas[5:8], "cluster-1")
    expect(page.locator(".switch")).to_contain_text("À ranger 37")
    place.do(workshop, MakeCluster("cluster-9", "ideas-", "De quelqu’un d’autre"))
    expect(page.locator(".switch")).to_contain_text("Regroupements 4")
    assert page.evaluate("[document.activeElement.value, document.activeElement.selectionStart]") == ["bornes de la", 3]
    search.fill("")
    target = card(page, ideas[20])
    target.scroll_into_view_if_needed()
    page.evaluate("document.activeElement.blur()")
    before = target.bounding_box()
    moved(place, workshop, ideas[8:14], "cluster-2")
    expect(page.locator(".switch")).to_contain_text("À ranger 31")
    after = target.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2


def test_a_card_that_is_taken_from_under_the_focus_leaves_a_note_in_its_place(place: Place, visit: Make) -> None:
    workshop, ideas = together(place)
    page = phone(place, visit, workshop)
    card(page, ideas[2]).locator("input").focus()
    moved(place, workshop, [ideas[2]], "cluster-1")
    gone = page.locator(".slip.gone")
    expect(gone).to_contain_text(f"Rangée dans «\u00a0{NAMES[0]}\u00a0» par quelqu’un d’autre")
    assert page.evaluate("!!document.activeElement.closest('.tray')")
    well_made(page)


def test_who_holds_an_idea_is_seen_and_named_only_where_authors_are_shown(place: Place, visit: Make) -> None:
    for authors, tag in (("facilitators", "Quelqu’un"), ("shown", "Bo")):
        workshop, ideas = together(place, authors=authors)
        ada, other = phone(place, visit, workshop), phone(place, visit, workshop, "Bo")
        card(other, ideas[1]).get_by_role("button", name="Déplacer").click()
        held = ada.locator(".slip.held")
        expect(held).to_have_attribute("data-idea", ideas[1])
        expect(held.locator(".tag")).to_contain_text(tag)
        expect(other.locator(".held")).to_have_count(0)
        well_made(ada)
        other.keyboard.press("Escape")
        expect(ada.locator(".held")).to_have_count(0)


def test_of_two_who_move_the_same_idea_the_first_sees_where_it_went_and_may_put_it_back(
    place: Place, visit: Make
) -> None:
    workshop, ideas = together(place, clusters=2)
    ada, bo = phone(place, visit, workshop), phone(place, visit, workshop, "Bo")
    for page in (ada, bo):
        card(page, ideas[0]).get_by_role("button", name="Déplacer").click()
    choose(ada, NAMES[0])
    eventually(ada, lambda: where(place, workshop) == {ideas[0]: "cluster-1"})
    choose(bo, NAMES[1])
    told = ada.locator(".told")
    expect(told).to_contain_text(NAMES[1])
    well_made(ada)
    told.get_by_role("button", name="Annuler").click()
    eventually(ada, lambda: where(place, workshop) == {ideas[0]: "cluster-1"})


def test_what_others_name_and_merge_arrives_in_an_open_sheet(place: Place, visit: Make) -> None:
    workshop, ideas = together(place, clusters=2)
    moved(place, workshop, ideas[:2], "cluster-1")
    page = phone(place, visit, workshop)
    clusters_side(page)
    page.get_by_role("button", name="2 idées").click()
    place.do(workshop, NameCluster("cluster-1", "Un autre nom"))
    expect(page.get_by_role("dialog").get_by_role("heading")).to_have_text("Un autre nom")
    place.do(workshop, MergeClusters("cluster-1", "cluster-2"))
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".board .c")).to_have_count(1)


# Many


def test_five_hundred_ideas_come_fifty_at_a_time_and_are_searched(place: Place, visit: Make) -> None:
    workshop, ideas = together(place, 500, 24)
    page = phone(place, visit, workshop)
    expect(page.locator(".slip")).to_have_count(50)
    page.get_by_role("button", name="50 suivantes").click()
    expect(page.locator(".slip")).to_have_count(100)
    page.get_by_role("searchbox", name="Chercher").fill("(497)")
    expect(page.locator(".slip")).to_have_count(1)
    expect(page.get_by_text("1 idée sur 500")).to_be_visible()
    card(page, ideas[497]).get_by_role("button", name="Déplacer").click()
    page.get_by_role("dialog").get_by_role("searchbox").fill("guichet 3")
    choose(page, "Toujours un guichet 3")
    eventually(page, lambda: where(place, workshop) == {ideas[497]: "cluster-11"})
    clusters_side(page)
    expect(page.locator(".board .c")).to_have_count(24)
    well_made(page)


# What a screen reader finds


def test_the_tree_names_every_part_and_the_focus_goes_through_it_in_order(place: Place, visit: Make) -> None:
    workshop, ideas = together(place, 2)
    moved(place, workshop, ideas[1:], "cluster-1")
    page = phone(place, visit, workshop)
    expect(page.locator("main")).to_match_aria_snapshot("""
      - heading "Rapprochez ce qui dit la même chose." [level=1]
      - paragraph: Tout le monde regroupe. Cochez ce qui dit la même chose, puis déplacez-le dans un regroupement.
      - group "Ce qui est montré":
        - button "À ranger 1" [pressed]
        - button "Regroupements 1"
      - region "À ranger (1)":
        - heading "À ranger (1)" [level=2]
        - list "Idées à ranger":
          - listitem:
            - checkbox "Demander aux opérateurs de garder la 2G dans les vallées."
            - button "Déplacer vers…"
      - link /Ma place/
    """)
    stops = []
    for _ in range(8):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.type"))
    where_to = ["Aller au contenu", "À ranger 1", "Regroupements 1", "checkbox", "Ma place\u00a0: Ada", "Annuler"]
    assert stops[:7] == [*where_to, "J’ai fini"]
    clusters_side(page)
    expect(page.locator(".board")).to_match_aria_snapshot("""
      - region "Regroupements":
        - heading "Regroupements" [level=2]
        - button "Nouveau regroupement"
        - heading "Médiation" [level=3]
        - list
        - heading "École" [level=3]
        - list
        - heading "Sous aucun thème" [level=3]
        - list:
          - listitem:
            - paragraph: Réparer plutôt que remplacer
            - button "1 idée"
            - button "Modifier"
    """)
    page.get_by_role("button", name="1 idée").click()
    expect(page.get_by_role("dialog")).to_match_aria_snapshot("""
      - dialog "Réparer plutôt que remplacer":
        - heading "Réparer plutôt que remplacer" [level=2]
        - button "Fermer"
        - list "Ses idées":
          - listitem:
            - checkbox
            - button "Déplacer vers…"
        - button "Nommer, fusionner, dégrouper…"
    """)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_it_is_sound_in_both_languages_at_every_width(place: Place, visit: Make, language: str, width: int) -> None:
    workshop, ideas = together(place, 24, 14)
    moved(place, workshop, ideas[:3], "cluster-1")
    page = phone(place, visit, workshop, width=width, language=language, color_scheme="dark")
    well_made(page)
    for n in (0, 1):
        page.locator(".slip input").nth(n).check()
    well_made(page)
    page.locator(".done .main").click()
    well_made(page)
    page.keyboard.press("Escape")
    if page.locator(".switch").is_visible():
        page.locator(".switch button").last.click()
    page.locator(".board .ideas").first.click()
    page.get_by_role("dialog").locator(".slip input").first.check()
    well_made(page)
