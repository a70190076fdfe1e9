"""The console through the steps of a workshop."""

import re

from playwright.sync_api import expect

from tests.web.town import Scene, Town
from workshops.agenda import CloseStep
from workshops.moderation import HideIdea, RevealIdeas


def console(town: Town) -> Scene:
    workshop = town.workshop()
    _, page, _ = town.seated(workshop, "facilitator")
    yield "console-nostep", page
    page.locator(".meeting button").first.click()
    yield "console-door", page
    town.place.open(workshop, "welcome")
    _, page, _ = town.seated(workshop, "facilitator")
    yield "console-talk", page
    workshop, ideas = town.written()
    town.place.do(workshop, HideIdea(ideas[0], "met en cause une personne"))
    _, page, _ = town.seated(workshop, "facilitator")
    yield "console-gather", page
    page.locator(".stream .card button").first.click()
    yield "console-idea", page
    private = town.written("everyone")[0]
    _, page, _ = town.seated(private, "facilitator")
    yield "console-private", page
    town.place.do(private, CloseStep("gather"))
    expect(page.locator("button.main")).to_have_text(re.compile("console"))
    yield "console-private-closed", page
    town.place.do(private, RevealIdeas("ideas-", "facilitators"))
    page.wait_for_selector(".stream .card")
    yield "console-reading", page


def console_sorting(town: Town) -> Scene:
    workshop, _ = town.sorted()
    visitor, page, _ = town.seated(workshop, "facilitator")
    yield "console-clusters", page
    page.locator("[data-cluster-id]").first.click()
    page.locator("[data-idea] input").first.check()
    yield "console-chosen", page
    page.locator("[data-idea] input").first.focus()
    page.keyboard.press("d")
    page.wait_for_selector("dialog[open]")
    yield "console-move", page
    page.keyboard.press("Escape")
    page.locator("summary").first.click()
    yield "console-exports", page
    page.keyboard.press("Escape")
    visitor.context.set_offline(True)
    expect(page.locator("body")).to_contain_text(re.compile("Offline|Hors ligne"))
    yield "console-offline", page


def console_voting(town: Town) -> Scene:
    workshop, _ = town.voting()
    _, page, _ = town.seated(workshop, "facilitator")
    yield "console-vote", page
    denied = page.context.new_page()
    denied.goto(f"{town.place.url(workshop, 'facilitator')}/print")
    yield "export-while-voting", denied
    town.close_round(workshop)
    expect(page.locator("button.main")).to_have_text(re.compile("Reveal|Dévoiler"))
    yield "console-vote-closed", page
    town.reveal(workshop)
    page.wait_for_selector("td.n")
    yield "console-results", page
    kept = town.folder / "export.html"
    kept.write_bytes(page.request.get(f"{town.place.url(workshop, 'facilitator')}/export/html").body())
    page = page.context.new_page()
    page.goto(kept.as_uri())
    yield "export-html", page
