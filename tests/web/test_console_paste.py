"""Lists pasted on the console, in a real browser: seen first, sent in parts, and nothing of them half lost."""

from pathlib import Path

import pytest
from msgspec import structs
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import GATHER, STEPS, Place
from tests.web.desks import all_of, console, desk, open_menu
from tests.web.phones import Make, eventually, well_made, writing
from workshops.authorship import AuthorRecord
from workshops.boards import Gather
from workshops.clusters import ClusterRecord, MakeCluster
from workshops.ideas import IdeaRecord
from workshops.sorting import PlaceRecord
from workshops.themes import MakeTheme, ThemeRecord

pytestmark = pytest.mark.browser


def pasting(page: Page) -> Locator:
    open_menu(page, "Paste ideas, clusters, themes…")
    dialog = page.get_by_role("dialog", name="Paste a list")
    expect(box(dialog)).to_be_focused()
    return dialog


def box(dialog: Locator) -> Locator:
    return dialog.locator("textarea")


def texts(place: Place, workshop: str) -> list[str]:
    return [idea.text for idea in sorted(all_of(place, workshop, IdeaRecord), key=lambda idea: idea.n)]


def names(place: Place, workshop: str) -> dict[str, list[str]]:
    """The ideas in each cluster."""
    ideas = {idea.id: idea.text for idea in all_of(place, workshop, IdeaRecord)}
    places = all_of(place, workshop, PlaceRecord)
    clusters = all_of(place, workshop, ClusterRecord)
    return {one.name: sorted(ideas[each.id] for each in places if each.cluster == one.id) for one in clusters}


def test_a_hundred_and_more_ideas_are_pasted_one_per_line_in_their_order(place: Place, visit: Make) -> None:
    workshop = writing(place)
    page = console(place, visit, workshop)
    dialog = pasting(page)
    lines = [f"Idée {n}" for n in range(1, 251)]
    box(dialog).fill("\n".join(lines) + "\n\n  \n")
    expect(dialog).to_contain_text("250 ideas")
    dialog.get_by_role("button", name="Paste 250 lines").click()
    expect(dialog).to_contain_text("250 lines are pasted.")
    expect(box(dialog)).to_have_value("")
    assert texts(place, workshop) == lines
    assert not all_of(place, workshop, AuthorRecord)  # by nobody in particular
    page.keyboard.press("Escape")
    expect(page.get_by_text("250 ideas").first).to_be_visible()


def test_what_cannot_be_kept_is_told_beforehand_and_stays_in_the_box(place: Place, visit: Make) -> None:
    workshop = writing(place)
    page = console(place, visit, workshop)
    dialog = pasting(page)
    long, bad = "x" * 2001, "Une ligne\u0007 mauvaise"
    box(dialog).fill(f"Un banc\n{long}\n{bad}\nUn arbre")
    expect(dialog.locator(".preview-list")).to_contain_text("2 lines stay in the box:")
    expect(dialog.locator(".preview-list")).to_contain_text("Too long: 2,000 characters at most.")
    expect(dialog.locator(".preview-list li").nth(1)).to_contain_text("line 3")
    dialog.get_by_role("button", name="Paste 2 lines").click()
    expect(dialog).to_contain_text("2 lines are pasted. 2 stay in the box.")
    expect(box(dialog)).to_have_value(f"{long}\n{bad}")
    assert texts(place, workshop) == ["Un banc", "Un arbre"]


def test_clusters_and_themes_are_pasted_too_and_those_there_are_not_made_twice(place: Place, visit: Make) -> None:
    workshop = writing(place)
    place.do(workshop, MakeCluster("cluster-1", "ideas-", "Réparer"))
    page = console(place, visit, workshop)
    dialog = pasting(page)
    dialog.get_by_text("clusters", exact=True).click()
    box(dialog).fill("RÉPARER\nDes lieux sans écran")
    expect(dialog.locator(".preview-list")).to_contain_text("It is already there.")
    dialog.get_by_role("button", name="Paste 1 line").click()
    expect(box(dialog)).to_have_value("RÉPARER")
    box(dialog).fill("")
    dialog.get_by_text("themes", exact=True).click()
    box(dialog).fill("Mutualisation\nÉcole")
    dialog.get_by_role("button", name="Paste 1 line").click()
    expect(dialog).to_contain_text("1 line is pasted. 1 stays in the box.")
    assert sorted(names(place, workshop)) == ["Des lieux sans écran", "Réparer"]
    assert [theme.name for theme in all_of(place, workshop, ThemeRecord)] == ["Médiation", "École", "Mutualisation"]


def test_a_table_brings_ideas_in_their_clusters_under_their_themes(place: Place, visit: Make, tmp_path: Path) -> None:
    workshop = writing(place)
    place.do(workshop, MakeTheme("theme-sobriety", "Sobriété"))
    place.do(workshop, MakeCluster("cluster-1", "ideas-", "Réparer"))
    table = tmp_path / "idées.csv"
    # As a French spreadsheet writes it: semicolons, Windows' letters, quotes, a comma and a line end in a cell.
    table.write_bytes(
        "Texte;Regroupement;Thème\r\nPrêter des outils, entre voisins;Partager;Sobriété\r\n"
        '"Un café\nde réparation";Réparer;\r\nUn banc;;\r\n;;Mutualisation\r\n'.encode("cp1252")
    )
    page = console(place, visit, workshop)
    dialog = pasting(page)
    dialog.locator("input[type=file]").set_input_files(table)
    expect(dialog).to_contain_text("3 ideas, 2 clusters, 2 themes")
    expect(dialog.get_by_role("group", name="Each line is one of")).to_have_count(0)
    dialog.get_by_role("button", name="Paste 4 lines").click()
    expect(dialog).to_contain_text("4 lines are pasted.")
    assert names(place, workshop) == {
        "Réparer": ["Un café\nde réparation"],
        "Partager": ["Prêter des outils, entre voisins"],
    }
    assert texts(place, workshop) == ["Prêter des outils, entre voisins", "Un café\nde réparation", "Un banc"]
    shared = next(one for one in all_of(place, workshop, ClusterRecord) if one.name == "Partager")
    assert shared.theme == "theme-sobriety"
    assert "Mutualisation" in [theme.name for theme in all_of(place, workshop, ThemeRecord)]


def test_of_a_table_too_what_is_refused_stays_as_a_table(place: Place, visit: Make) -> None:
    workshop = writing(place)
    page = console(place, visit, workshop)
    dialog = pasting(page)
    box(dialog).fill("text\tcluster\nUn banc\tLieux\n" + "x" * 2001 + "\tLieux\n")
    expect(dialog).to_contain_text("1 line stays in the box:")
    dialog.get_by_role("button", name="Paste 1 line").click()
    expect(dialog).to_contain_text("1 line is pasted. 1 stays in the box.")
    expect(box(dialog)).to_have_value("text,cluster,theme\n" + "x" * 2001 + ",Lieux,")
    assert names(place, workshop) == {"Lieux": ["Un banc"]}


def test_what_the_workshop_has_no_room_for_comes_back_with_the_reason(place: Place, visit: Make) -> None:
    workshop = place.create([STEPS[0], GATHER, *STEPS[2:]], themes=[f"Thème {n}" for n in range(49)])
    browser, page = desk(place, visit, workshop)
    dialog = pasting(page)
    dialog.get_by_text("themes", exact=True).click()
    box(dialog).fill("Un\nDeux")
    expect(dialog.locator(".preview-list")).to_contain_text("No more fit here.")
    browser.context.set_offline(True)
    expect(page.locator(".banner")).to_be_attached()
    dialog.get_by_role("button", name="Paste 1 line").click()
    expect(box(dialog)).to_have_value("Deux")
    place.do(workshop, MakeTheme("theme-last", "Le dernier"))  # a colleague takes the last place meanwhile
    browser.context.set_offline(False)
    expect(dialog).to_contain_text("0 lines are pasted. 2 stay in the box. No more fit here: the limit is 50.")
    expect(box(dialog)).to_have_value("Un\nDeux")


def test_without_network_the_list_waits_on_this_device_and_is_sent_once(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser, page = desk(place, visit, workshop)
    dialog = pasting(page)
    box(dialog).fill("\n".join(f"Idée {n} {'mot ' * 20}".strip() for n in range(150)))
    browser.context.set_offline(True)
    expect(page.locator(".banner")).to_be_attached()
    dialog.get_by_role("button", name="Paste 150 lines").click()
    expect(dialog.get_by_role("progressbar")).to_be_attached()
    page.keyboard.press("Escape")
    open_menu(page, "Paste ideas, clusters, themes…")
    expect(dialog.get_by_role("button", name="Paste")).to_have_attribute("aria-disabled", "true")  # on its way already
    browser.context.set_offline(False)
    expect(dialog).to_contain_text("150 lines are pasted.")
    eventually(page, lambda: len(texts(place, workshop)) == 150)
    assert len(set(texts(place, workshop))) == 150


def test_a_box_that_is_not_empty_is_not_written_over_by_a_file(place: Place, visit: Make, tmp_path: Path) -> None:
    workshop = writing(place)
    (tmp_path / "autre.txt").write_text("Autre chose")
    page = console(place, visit, workshop)
    dialog = pasting(page)
    box(dialog).fill("Un banc")
    dialog.locator("input[type=file]").set_input_files(tmp_path / "autre.txt")
    expect(dialog).to_contain_text("The box is not empty")
    expect(box(dialog)).to_have_value("Un banc")
    page.reload()
    page.wait_for_selector("html[data-live]")
    expect(box(pasting(page))).to_have_value("Un banc")


def test_with_several_boards_one_says_which(place: Place, visit: Make) -> None:
    other = Gather(id="other", title="Autres idées", board="other-", minutes=5)
    workshop = place.create([STEPS[0], structs.replace(GATHER), other])
    page = console(place, visit, workshop, 360, 780)
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Paste ideas, clusters, themes…").click()
    dialog = page.get_by_role("dialog", name="Paste a list")
    dialog.get_by_role("group", name="On the board of").get_by_text("Autres idées").click()
    box(dialog).fill("Un banc")
    well_made(page)
    dialog.get_by_role("button", name="Paste 1 line").click()
    expect(dialog).to_contain_text("1 line is pasted.")
    assert [(idea.text, idea.board) for idea in all_of(place, workshop, IdeaRecord)] == [("Un banc", "other-")]
