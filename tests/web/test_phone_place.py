"""One's place on a phone: reporting an idea, a rehearsal, a prepared list; removed, merged, handed on, locked."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from server.access import Entry
from tests.web.conftest import STEPS, Place, Visit
from tests.web.phones import LEFT, Make, eventually, post, well_drawn, well_made, writing
from workshops.agenda import OpenStep
from workshops.ideas import AddIdeas, NewIdea
from workshops.people import MergePeople, RemovePerson
from workshops.rehearsal import StartRehearsal
from workshops.reports import ReportedRecord

pytestmark = pytest.mark.browser


def seated(place: Place, visit: Make, workshop: str, name: str, **context: Any) -> tuple[Visit, Page, Entry]:
    browser, entry = visit(**context), place.join(workshop, name)
    browser.sit(workshop, entry)
    return browser, browser.open(workshop, live=context.get("java_script_enabled", True)), entry


def person(entry: Entry) -> str:
    assert entry.seat is not None
    return entry.seat.actor


def reported(place: Place, workshop: str) -> dict[str, ReportedRecord]:
    found = place.seen(workshop).values()
    return {record.id: record for record in found if isinstance(record, ReportedRecord)}


# Reporting


@pytest.mark.parametrize("live", [True, False])
def test_an_idea_is_reported_once_with_a_word_why(place: Place, visit: Make, live: bool) -> None:
    workshop = writing(place)
    kofi = place.join(workshop, "Kofi")
    idea = place.post(workshop, kofi, "Madame Untel exagère")
    _, page, ada = seated(place, visit, workshop, "Ada", java_script_enabled=live)
    place.post(workshop, ada, "La mienne")
    if not live:
        page.reload()
    expect(page.locator(".mine").get_by_role("link", name="Signaler")).to_have_count(0)
    page.locator(".others").get_by_role("link", name="Signaler").click()
    sheet = page.get_by_role("dialog") if live else page.locator("main")
    expect(sheet).to_contain_text("Personne ne saura que c’est vous")
    (well_made if live else well_drawn)(page)
    sheet.get_by_label("Pourquoi").fill("met en cause une personne")
    sheet.get_by_role("button", name="Signaler").click()
    expect(page.get_by_text("Signalée" if live else "L’animation est prévenue.").first).to_be_visible()
    eventually(page, lambda: idea in reported(place, workshop)) if live else None
    assert reported(place, workshop)[idea] == ReportedRecord(idea, 1, ["met en cause une personne"])
    (well_made if live else well_drawn)(page)
    page.goto(place.url(workshop))
    if live:
        page.wait_for_selector("html[data-live]")
    page.locator(".others").get_by_role("link", name="Signaler").click()
    sheet.get_by_role("button", name="Signaler").click()
    expect(page.get_by_text("Signalée" if live else "L’animation est prévenue.").first).to_be_visible()
    assert reported(place, workshop)[idea].count == 1


def test_closing_the_sheet_gives_the_focus_back_and_keeps_what_was_written(place: Place, visit: Make) -> None:
    workshop = writing(place)
    place.post(workshop, place.join(workshop, "Kofi"), "Madame Untel exagère")
    _, page, _ = seated(place, visit, workshop, "Ada")
    link = page.locator(".others").get_by_role("link", name="Signaler")
    link.click()
    page.get_by_label("Pourquoi").fill("met en cause")
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    link.click()
    expect(page.get_by_label("Pourquoi")).to_have_value("met en cause")


# A prepared list, a rehearsal


@pytest.mark.parametrize("live", [True, False])
def test_on_a_prepared_list_there_is_no_box(place: Place, visit: Make, live: bool) -> None:
    workshop = writing(place, by="facilitators")
    place.do(workshop, AddIdeas("ideas-", [NewIdea(f"idea-{n}", text) for n, text in enumerate(["Le vélo", "Le bus"])]))
    _, page, _ = seated(place, visit, workshop, "Ada", java_script_enabled=live)
    expect(page.locator(".note")).to_contain_text("Cette liste a été préparée.")
    expect(page.locator("textarea")).to_have_count(0)
    expect(page.locator(".others li")).to_have_text([re.compile("Le vélo"), re.compile("Le bus")])
    expect(page.get_by_role("button", name="J’ai fini")).to_be_visible()
    (well_made if live else well_drawn)(page)


@pytest.mark.parametrize("live", [True, False])
def test_a_rehearsal_says_that_it_will_be_cleared(place: Place, visit: Make, live: bool) -> None:
    workshop = place.create(STEPS)
    _, page, _ = seated(place, visit, workshop, "Ada", java_script_enabled=live)
    expect(page.locator(".banner")).to_have_count(0)
    place.do(workshop, StartRehearsal())
    place.do(workshop, OpenStep("gather"))
    if not live:
        page.reload()
    expect(page.locator(".banner")).to_have_text("Répétition\u00a0: ce qui est essayé ici sera effacé.")
    (well_made if live else well_drawn)(page)


# Removed, merged, handed on


def test_who_is_removed_is_told_and_keeps_what_they_were_writing(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser, page, ada = seated(place, visit, workshop, "Ada")
    page.get_by_label("Une idée", exact=True).fill("Je n’avais pas fini")
    place.do(workshop, RemovePerson(person(ada)))
    expect(page.get_by_role("alert")).to_contain_text("Votre place dans cet atelier a été retirée.", timeout=2_000)
    expect(page.locator(".mine")).to_contain_text("Je n’avais pas fini")
    well_made(page)
    expect(page.get_by_role("link", name="Saisir le code de la salle")).to_have_attribute("href", "/join")
    expect(page.get_by_role("link", name="reprendre ma place")).to_have_attribute("href", "/l")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous n’avez pas encore de place ici")
    browser.errors.clear()  # a page that is refused is an error to the browser


def test_who_had_joined_twice_comes_back_as_one_with_draft_and_unsent_idea(place: Place, visit: Make) -> None:
    workshop = writing(place)
    bo = place.join(workshop, "Bo")
    place.post(workshop, bo, "La première")
    browser, page, again = seated(place, visit, workshop, "Bo encore")
    browser.context.set_offline(True)
    expect(page.locator(".banner")).to_contain_text("Hors ligne")
    post(page, "Écrite sans réseau")
    page.get_by_label("Une idée", exact=True).fill("Encore un brou")
    place.do(workshop, MergePeople(person(again), person(bo)))
    browser.context.set_offline(False)
    expect(page.get_by_role("link", name="Ma place")).to_have_text("Ma place\u00a0: Bo", timeout=15_000)
    expect(page.locator(".mine .posted")).to_have_count(2)
    expect(page.get_by_label("Une idée", exact=True)).to_have_value("Encore un brou")
    assert place.texts(workshop) == ["La première", "Écrite sans réseau"]
    assert page.evaluate(LEFT) == 0


def test_who_is_merged_while_they_write_loses_no_word(place: Place, visit: Make) -> None:
    workshop = writing(place)
    bo = place.join(workshop, "Bo")
    _, page, again = seated(place, visit, workshop, "Bo encore")
    page.get_by_label("Une idée", exact=True).press_sequentially("Je suis en train d’écrire")
    place.do(workshop, MergePeople(person(again), person(bo)))
    expect(page.get_by_role("link", name="Ma place")).to_have_text("Ma place\u00a0: Bo", timeout=15_000)
    expect(page.get_by_label("Une idée", exact=True)).to_have_value("Je suis en train d’écrire")


@pytest.mark.parametrize("live", [True, False])
def test_a_phone_is_left_to_someone_else_and_taken_back(place: Place, visit: Make, live: bool) -> None:
    workshop = writing(place)
    browser, page, ada = seated(place, visit, workshop, "Ada", java_script_enabled=live)
    if live:
        page.get_by_label("Une idée", exact=True).fill("Pas encore déposée")
    page.get_by_role("link", name="Ma place").click()
    if live:
        page.get_by_role("link", name="Quelqu’un d’autre prend ce téléphone").click()
    expect(page.locator("main")).to_contain_text("hors de vue")
    well_drawn(page)
    page.get_by_role("link", name="Obtenir mon lien personnel").click()
    page.get_by_role("button", name="Montrer mon code").click()
    digits = page.locator(".bigcode").inner_text()
    page.goto(f"{place.url(workshop)}/me")
    page.get_by_role("button", name="Laisser ce téléphone").click()
    page.get_by_label("Votre prénom").fill("Kofi")
    page.get_by_role("button", name="Entrer dans l’atelier").click()
    expect(page.get_by_role("link", name="Ma place")).to_have_text("Ma place\u00a0: Kofi")
    expect(page.get_by_label("Une idée", exact=True)).to_have_value("")
    page.goto(f"{place.url(workshop)}/me")
    page.get_by_role("button", name="Laisser ce téléphone").click()
    page.goto(f"{place.base}/l")
    page.get_by_label("Le lien ou le code").fill(digits)
    page.get_by_role("button", name="Reprendre ma place").click()
    expect(page.get_by_role("link", name="Ma place")).to_have_text("Ma place\u00a0: Ada")
    if live:
        expect(page.get_by_label("Une idée", exact=True)).to_have_value("Pas encore déposée")
    assert browser.errors == []
    assert person(ada)


# A phone in a pocket


def test_a_phone_locked_for_five_minutes_comes_back_right(place: Place, visit: Make) -> None:
    """Its page is frozen and its network gone; meanwhile the workshop went on."""
    workshop = writing(place)
    kofi = place.join(workshop, "Kofi")
    browser, page, _ = seated(place, visit, workshop, "Ada")
    page.clock.install()
    page.get_by_label("Une idée", exact=True).press_sequentially("Je range mon télé")
    session = browser.context.new_cdp_session(page)
    browser.context.set_offline(True)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    for n in range(3):
        place.post(workshop, kofi, f"Pendant ce temps {n}")
    session.send("Page.setWebLifecycleState", {"state": "active"})
    page.clock.fast_forward("05:00")
    browser.context.set_offline(False)
    expect(page.locator(".others li")).to_have_count(3)
    expect(page.locator(".banner")).to_have_count(0)
    box = page.get_by_label("Une idée", exact=True)
    expect(box).to_have_value("Je range mon télé")
    expect(box).to_be_focused()
    page.keyboard.type("phone")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".mine .posted")).to_have_count(1)
    assert place.texts(workshop)[-1] == "Je range mon téléphone"


def test_a_phone_that_was_locked_while_the_step_changed_shows_the_next_one(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser, page, _ = seated(place, visit, workshop, "Ada")
    page.clock.install()
    session = browser.context.new_cdp_session(page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    browser.context.set_offline(True)
    place.open(workshop, "voting")
    session.send("Page.setWebLifecycleState", {"state": "active"})
    page.clock.fast_forward("05:00")
    browser.context.set_offline(False)
    expect(page.locator("h1")).to_contain_text("Que faut-il défendre en premier")
    expect(page.locator(".left")).to_contain_text(re.compile(r"[78]:\d\d|2:\d\d"))
