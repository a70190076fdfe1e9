"""The console beside its work: the agenda changed, people, a list pasted, the rehearsal, what the room sees."""

import re

from msgspec import structs
from playwright.sync_api import expect

from tests.place import GATHER, STEPS
from tests.web.paperwork import on_paper
from tests.web.town import LONG, Scene, Town


def agenda(town: Town) -> Scene:
    workshop = town.place.create([])
    page = town.console(workshop)
    yield "console-agenda-blank", page
    workshop = town.workshop()
    page = town.console(workshop)
    town.press(page, "Add a step")
    for n, kind in enumerate(("talk", "gather", "cluster", "vote")):
        page.locator("dialog .choose input").nth(n).check()
        yield f"console-step-{kind}", page
    page.locator("dialog input.field").first.fill("")
    page.locator("dialog textarea").fill("x" * 2001)
    page.locator("dialog button.main").click()
    page.wait_for_selector("dialog .wrong")
    yield "console-step-wrong", page
    page.keyboard.press("Escape")
    page.locator("[data-step=arrange] .name").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_selector(".ag .note.refused")
    yield "console-agenda-refused", page
    voting, _ = town.voting()
    page = town.console(voting)
    page.locator(".question .btn").click()
    page.wait_for_selector("dialog .fixed")
    yield "console-step-round-began", page
    page.keyboard.press("Escape")
    page.locator("[data-step=gather] .name").click()
    page.locator(".question .btn").click()
    page.wait_for_selector("dialog .fixed")
    yield "console-step-opened", page


def people(town: Town) -> Scene:
    workshop, _ = town.written()
    page = town.console(workshop)
    on_paper(town.place, workshop, "Mme Le Goff", LONG[:40])
    visitor = town.visitor()
    ada = town.place.join(workshop, "Ada")
    visitor.sit(workshop, ada)
    visitor.open(workshop)
    town.place.finish(workshop, town.place.join(workshop, "Adda"), "gather")
    away = town.visitor()
    away.sit(workshop, town.place.join(workshop, "Tomasz"))
    away.open(workshop).close()
    expect(page.locator(".side .people li")).to_have_count(7)
    expect(page.locator(".side .people .is .ic").first).to_be_visible()
    yield "console-people", page
    person = page.locator(".side .people button")
    person.filter(has_text="Le Goff").click()
    page.wait_for_selector("dialog[open]")
    yield "console-person-paper", page
    page.locator("dialog .main").click()
    page.wait_for_selector("dialog textarea")
    yield "console-paper", page
    page.keyboard.press("Escape")
    for n in range(30):
        town.place.join(workshop, f"Personne {n + 1}")
    expect(page.locator(".side .people li")).to_have_count(4)
    yield "console-people-counted", page
    page.locator(".side .people button").first.click()
    page.wait_for_selector("dialog[open] .chips")
    yield "console-people-all", page
    page.locator("dialog input.field").fill("zzz")
    yield "console-people-none", page


def rehearsal(town: Town) -> Scene:
    workshop = town.workshop()
    page = town.console(workshop)
    yield "console-rehearsal-offered", page
    town.press(page, "Rehearse")
    page.wait_for_selector(".rehearsal")
    town.place.open(workshop, "gather")
    town.place.post(workshop, town.place.join(workshop, "Ada"), "Un essai")
    yield "console-rehearsal", page
    phone = town.seated(workshop)[1]
    yield "phone-rehearsal", phone
    yield "screen-rehearsal", town.stage(workshop)


def prepared(town: Town) -> Scene:
    """A list that facilitators make."""
    workshop = town.place.create([structs.replace(GATHER, by="facilitators"), *STEPS[2:]])
    page = town.console(workshop)
    page.locator("[data-step=gather] .name").click()
    yield "console-prepared-empty", page
    page.locator(".gathering .btn.main").click()
    page.wait_for_selector("dialog[open]")
    yield "console-paste-empty", page
    box = page.locator("dialog textarea")
    box.fill("Le vélo\nLe bus\n" + "x" * 2001 + "\n" + LONG)
    page.wait_for_selector("dialog .wrong")
    yield "console-paste-preview", page
    page.locator("dialog button.main").click()
    expect(page.locator("dialog .progress")).to_contain_text(re.compile(r"\d"))
    yield "console-paste-left", page
    box.fill("text\tcluster\ttheme\nUn banc\tDehors\tMédiation\nUn arbre\tDehors\tMédiation")
    expect(page.locator("dialog .preview-list")).to_contain_text("2")
    yield "console-paste-table", page
    page.keyboard.press("Escape")
    yield "console-prepared", page
