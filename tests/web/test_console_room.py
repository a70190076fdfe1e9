"""The room from the console, in a real browser: rehearsing, the screen, reports, errands beside the workshop."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import Place
from tests.web.desks import all_of, console, desk, open_menu
from tests.web.phones import Make, eventually, voting, writing
from tests.web.sorting import says
from workshops.clusters import MakeCluster
from workshops.ideas import IdeaRecord
from workshops.moderation import HiddenRecord, HideIdea
from workshops.people import CrowdRecord
from workshops.reports import ReportedRecord, ReportIdea
from workshops.screen import ScreenRecord

pytestmark = pytest.mark.browser


def spotlit(place: Place, workshop: str) -> str | None:
    (record,) = all_of(place, workshop, ScreenRecord)
    return record.spotlight


def screen(place: Place, visit: Make, workshop: str) -> Page:
    browser = visit(1920, 1080, language="en")
    browser.sit(workshop, place.redeem(workshop, "screen"), "screen")
    return browser.open(workshop, "screen")


def preview(page: Page) -> Locator:
    return page.locator(".side .preview")


# The rehearsal


def test_everything_is_tried_then_cleared_and_what_the_agenda_became_stays(place: Place, visit: Make) -> None:
    workshop = place.create()
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Rehearse").click()
    banner = page.locator(".rehearsal")
    expect(banner).to_contain_text("Rehearsal.")
    place.open(workshop, "gather")
    place.post(workshop, place.join(workshop, "Ada"), "Un essai")
    page.get_by_role("button", name="Edit").first.click()
    page.get_by_label("Title").fill("Vos idées")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".stream .card")).to_have_count(1)
    banner.get_by_role("button", name="Clear what was tried…").click()
    dialog = page.get_by_role("dialog", name="Clear what was tried")
    expect(dialog).to_contain_text("What came since the rehearsal began goes for good")
    expect(dialog).to_contain_text("These stay: what was prepared before, the agenda")
    expect(dialog.get_by_role("button", name="Go on rehearsing")).to_be_focused()
    dialog.get_by_role("button", name="Clear it").click()
    expect(dialog).to_have_count(0)
    expect(banner).to_have_count(0)
    expect(page.locator(".steps")).to_contain_text("Vos idées")
    expect(page.locator("button.main")).to_have_text("Open the first step")
    assert not all_of(place, workshop, IdeaRecord)
    assert all_of(place, workshop, CrowdRecord)[0].people == 0


def test_a_rehearsal_is_offered_until_the_first_opening_and_cleared_at_the_end(place: Place, visit: Make) -> None:
    workshop = place.create()
    page = console(place, visit, workshop)
    offer = page.get_by_role("button", name="Rehearse")
    expect(offer).to_be_visible()
    place.open(workshop, "welcome")
    expect(offer).to_have_count(0)
    tried = place.create()
    page = console(place, visit, tried)
    page.get_by_role("button", name="Rehearse").click()
    expect(page.locator(".rehearsal")).to_be_visible()
    for step in ["welcome", "gather", "arrange", "voting"]:
        place.open(tried, step)
    page.get_by_role("button", name="Close the round").click()
    page.get_by_role("button", name="Reveal", exact=True).click()
    page.get_by_role("button", name="Close the step").click()
    expect(page.locator("button.main")).to_have_text("Clear what was tried…")


# The screen


def test_an_idea_is_put_in_the_light_and_the_step_followed_again(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ada = place.join(workshop, "Ada")
    ideas = [place.post(workshop, ada, text) for text in ["Un banc", "Un arbre"]]
    page, shown = console(place, visit, workshop), screen(place, visit, workshop)
    page.get_by_role("button", name=re.compile("no. 1 ")).click()
    page.get_by_role("dialog").get_by_role("button", name="Show the room").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Follow the step again")).to_be_visible()
    page.keyboard.press("Escape")
    assert spotlit(place, workshop) == f"idea:{ideas[0]}"
    expect(shown.locator(".alone")).to_contain_text("Un banc")
    expect(preview(page).locator(".alone")).to_contain_text("Un banc")
    expect(page.locator(".side")).to_contain_text("In the light: “Un banc”")
    page.locator(".side").get_by_role("button", name="Follow the step again").click()
    expect(shown.locator(".alone")).to_have_count(0)
    assert spotlit(place, workshop) is None


def test_show_this_means_what_was_last_pointed_at(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ideas = [place.post(workshop, place.join(workshop, "Ada"), text) for text in ["Un banc", "Un arbre"]]
    place.do(workshop, MakeCluster("cluster-1", "ideas-", "Dehors", None, ideas[:1]))
    place.open(workshop, "arrange")
    page = console(place, visit, workshop)
    page.locator(f"[data-idea='{ideas[1]}'] input").focus()
    page.get_by_role("button", name="Show this: “Un arbre”").click()
    eventually(page, lambda: spotlit(place, workshop) == f"idea:{ideas[1]}")
    page.locator("[data-cluster-id='cluster-1']").click()
    page.get_by_role("button", name="Show this: Dehors").click()
    eventually(page, lambda: spotlit(place, workshop) == "cluster:cluster-1")
    place.do(workshop, HideIdea(ideas[1], "Doublon"))
    page.get_by_role("button", name="Idées", exact=True).click()
    page.get_by_role("button", name="Show this: the step “Idées”").click()
    eventually(page, lambda: spotlit(place, workshop) == "step:gather")


def test_everything_the_room_may_see_can_be_chosen_by_keyboard(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    page, shown = console(place, visit, workshop), screen(place, visit, workshop)
    page.get_by_role("button", name="Show…").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Show the room")
    expect(dialog.get_by_role("button", name="the agenda")).to_be_focused()
    entries = dialog.get_by_role("listitem").all_inner_texts()
    assert entries[:2] == ["the agenda", "how to join"]
    assert "Regroupement 2" in entries
    assert "Médiation" in entries
    page.keyboard.press("Enter")
    says(page, "On the screen: the agenda")
    expect(shown.locator(".order")).to_be_visible()
    page.get_by_role("button", name=re.compile("Show…|Something else…")).first.click()
    dialog.get_by_role("button", name="Regroupement 2").click()
    eventually(page, lambda: spotlit(place, workshop) == f"cluster:{clusters[2]}")


def test_a_frozen_screen_stays_as_it_was_here_and_there(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ada = place.join(workshop, "Ada")
    place.post(workshop, ada, "Un banc")
    page, shown = console(place, visit, workshop), screen(place, visit, workshop)
    page.get_by_role("button", name="Freeze the screen").click()
    expect(page.locator(".side")).to_contain_text("Frozen since")
    place.post(workshop, ada, "Un arbre")
    expect(page.locator(".stream")).to_contain_text("Un arbre")
    expect(preview(page)).not_to_contain_text("Un arbre")
    expect(shown.locator(".stage")).not_to_contain_text("Un arbre")
    page.get_by_role("button", name="Enlarge").click()
    expect(page.locator("dialog .preview")).to_contain_text("Un banc")
    expect(page.locator("dialog .preview")).not_to_contain_text("Un arbre")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Unfreeze").click()
    expect(preview(page)).to_contain_text("Un arbre")
    expect(shown.locator(".stage")).to_contain_text("Un arbre")


# Reports


def test_a_reported_idea_is_read_and_left_or_hidden(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ada, kofi = place.join(workshop, "Ada"), place.join(workshop, "Kofi")
    first, second = (place.post(workshop, ada, text) for text in ["Un banc", "Monsieur Untel exagère"])
    page = console(place, visit, workshop)
    expect(page.locator(".side")).not_to_contain_text("reported")
    place.do(workshop, ReportIdea(first), kofi.seat)
    place.do(workshop, ReportIdea(second, "Cela vise quelqu’un"), kofi.seat)
    expect(page.locator(".side .note")).to_contain_text("2 reported ideas to read.")
    page.locator(".side .note").get_by_role("button", name="Read").click()
    dialog = page.get_by_role("dialog", name="Reported ideas")
    expect(dialog).to_contain_text("“Cela vise quelqu’un”")
    expect(dialog).not_to_contain_text("Kofi")
    dialog.locator("section", has_text="Un banc").get_by_role("button", name="Leave it").click()
    expect(dialog.locator("section")).to_have_count(1)
    dialog.get_by_role("button", name="Hide…").click()
    expect(page.get_by_label("Hide it from the room: why?")).to_be_focused()
    page.keyboard.type("Met en cause une personne")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("Nothing left to read.")
    page.keyboard.press("Escape")
    expect(page.locator(".side")).not_to_contain_text("reported")
    assert [hidden.id for hidden in all_of(place, workshop, HiddenRecord)] == [second]
    assert first not in [report.id for report in all_of(place, workshop, ReportedRecord)]


# Beside the workshop


def test_phones_that_reach_the_address_are_counted(place: Place, visit: Make) -> None:
    page = console(place, visit, place.create())
    open_menu(page, "Test the network with a phone…")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("No phone yet.")
    url = dialog.get_by_text(re.compile(r"/t/")).inner_text()
    for _ in range(2):
        phone = visit(360, 780, language="en").context.new_page()
        phone.goto(place.base + "/t/" + url.rpartition("/t/")[2])
    expect(dialog).to_contain_text("2 phones reach Gommette.")


def test_a_workshop_is_duplicated_without_its_people(place: Place, visit: Make) -> None:
    workshop = writing(place)
    place.post(workshop, place.join(workshop, "Ada"), "Un banc")
    page = console(place, visit, workshop)
    open_menu(page, "Duplicate this workshop…")
    page.get_by_role("dialog").get_by_role("button", name="Duplicate").click()
    link = page.get_by_role("link", name="Open the new workshop")
    expect(link).to_be_focused()
    link.click()
    page.wait_for_url(re.compile("/links"))
    page.goto(page.url.partition("/links")[0])
    page.wait_for_selector("html[data-live]")
    assert page.locator(".steps .name").all_inner_texts() == ["Accueil", "Idées", "Regrouper", "Vote"]
    expect(page.locator(".side")).to_contain_text("Nobody has joined yet.")


def test_every_page_the_menu_leads_to_is_there(place: Place, visit: Make) -> None:
    workshop = writing(place)
    place.post(workshop, place.join(workshop, "Ada"), "Un banc")
    page = console(place, visit, workshop)
    page.get_by_text("Menu", exact=True).click()
    expect(page.locator(".sheet a")).to_have_count(12)
    paths = page.locator(".sheet a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    for path in paths:
        assert page.request.get(place.base + path).ok, path


def test_what_an_earlier_page_did_and_was_refused_is_told_with_its_words(place: Place, visit: Make) -> None:
    workshop = place.create()
    browser, page = desk(place, visit, workshop)
    page.get_by_role("button", name="Idées", exact=True).click()
    page.get_by_role("button", name="Edit Idées").first.click()
    page.get_by_label("Prompt").fill("Que proposez-vous ?")
    page.get_by_role("group", name="Who reads the ideas at first?").get_by_text("Nobody, not even facilitators").click()
    browser.context.set_offline(True)
    expect(page.locator(".banner")).to_be_attached()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_contain_text("It will be kept when the network is back.")
    page.close()
    place.open(workshop, "gather")  # by a colleague: from now on who reads is settled
    browser.context.set_offline(False)
    page = browser.open(workshop, "facilitator")
    notice = page.locator(".notices .note.refused")
    expect(notice).to_contain_text("Something done earlier was refused.")
    expect(notice).to_contain_text("Que proposez-vous ?")
    notice.get_by_role("button", name="Close").click()
    expect(notice).to_have_count(0)
    page.reload()
    page.wait_for_selector("html[data-live]")
    expect(notice).to_have_count(0)
