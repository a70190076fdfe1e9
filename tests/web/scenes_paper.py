"""The helper's face and the sheets to print, in each of their states."""

from playwright.sync_api import Page, expect

from tests.web.paperwork import PEOPLE, helper, helping, on_paper
from tests.web.phones import round_of
from tests.web.town import Scene, Town
from workshops.clusters import UngroupCluster
from workshops.merging import MergeClusters
from workshops.voting import CloseRound


def entered(page: Page, slip: str, text: str) -> None:
    page.locator("#paper-slip").fill(slip)
    page.locator("#paper-idea").fill(text)
    page.keyboard.press("Enter")


def helper_writing(town: Town) -> Scene:
    workshop = town.workshop()
    yield "helper-nostep", helper(town.place, town.visitor(), workshop)
    town.place.open(workshop, "gather")
    browser = town.visitor()
    page = helper(town.place, browser, workshop)
    yield "helper-empty", page
    on_paper(town.place, workshop, *PEOPLE, "Anticonstitutionnellement-Anticonstituti")
    expect(page.locator(".who")).to_have_count(6)
    yield "helper-people", page
    page.locator(".who").last.click()
    entered(page, "12", "Garder un guichet ouvert sans rendez-vous.")
    entered(page, "13", "Anticonstitutionnellement" * 8)
    expect(page.locator(".line-saved")).to_have_count(2)
    page.locator("#paper-idea").fill("Prêter les outils entre voi")
    yield "helper-gather", page
    entered(page, "12", "La même fiche, encore")
    yield "helper-slip-used", page
    page.locator(".line-saved button").first.click()
    yield "helper-edit", page
    page.keyboard.press("Escape")
    browser.context.set_offline(True)
    page.wait_for_selector(".banner")
    entered(page, "14", "Écrite sans réseau")
    yield "helper-offline", page
    plain = town.visitor(java_script_enabled=False)
    plain.sit(workshop, helping(town.place, workshop), "helper")
    yield "plain-helper", plain.open(workshop, "helper", live=False)


def helper_voting(town: Town) -> Scene:
    workshop, _ = town.voting()
    on_paper(town.place, workshop, *PEOPLE)
    page = helper(town.place, town.visitor(), workshop)
    page.locator(".who").first.click()
    yield "helper-sheet", page
    page.locator(".dots-n").nth(0).fill("3")
    page.locator(".dots-n").nth(1).fill("5")
    yield "helper-sheet-over", page
    page.locator(".dots-n").nth(1).fill("2")
    page.locator("#enter-ballot").click()
    expect(page.locator(".who .seat.f")).to_have_count(1)
    yield "helper-ballot-entered", page
    page.locator(".who").first.click()
    yield "helper-finished", page
    page.locator(".in button").click()
    page.locator("#enter-ballot").click()
    page.locator(".who").first.click()
    page.wait_for_selector(".note.refused")
    yield "helper-ballot-twice", page
    town.place.do(workshop, CloseRound(round_of(town.place, workshop)))
    page.wait_for_selector(".entry .note:not(.refused)")
    yield "helper-round-closed", page


def paper_numbers(town: Town) -> Scene:
    """A round while clusters are merged and ungrouped, and what the console says of ballots that are not in."""
    workshop, clusters = town.voting()
    on_paper(town.place, workshop, *PEOPLE)
    desk = town.console(workshop)
    yield "console-ballots-missing", desk
    page = helper(town.place, town.visitor(), workshop)
    town.place.do(workshop, MergeClusters(clusters[0], clusters[1]))
    town.place.do(workshop, UngroupCluster(clusters[2]))
    page.locator(".who").first.click()
    page.locator("#go").fill("3")
    page.keyboard.press("Enter")
    expect(page.locator("#go")).to_have_attribute("aria-invalid", "true")
    yield "helper-sheet-merged", page
    town.close_round(workshop)
    desk.locator(".missing + .row .btn.main").click()
    desk.wait_for_selector("dialog[open]")
    yield "console-reveal-asks", desk


def printing(town: Town) -> Scene:
    workshop, _ = town.voting()
    on_paper(town.place, workshop, *PEOPLE)
    _, page, _ = town.seated(workshop, "facilitator")
    for what in ("paper", "print/slips", "print/ballots", "print/agenda?start=18:30", "print/help"):
        page.goto(f"{town.place.url(workshop, 'facilitator')}/{what}")
        yield f"paper-{what.partition('/')[2].partition('?')[0] or 'choose'}", page
