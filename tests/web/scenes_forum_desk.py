"""An open forum at the desk, in each of its states: its steps in the editor, slots, reports; and who helps on paper."""

from playwright.sync_api import Page, expect

from tests.web.meeting import STEPS, Meeting, meeting
from tests.web.paperwork import PEOPLE, helper, on_paper, opened
from tests.web.town import LONG, Scene, Town
from workshops.attendance import ImHere
from workshops.moderation import HideIdea
from workshops.reporting import AskPen, PostProposed
from workshops.slots import ExtendSlot, PutSlot, StartSlot
from workshops.spaces import PutSpace
from workshops.topics import EditTopic, ProposeTopic
from workshops.wall import PlaceTopic

SAID = (
    "Nous avons parlé des gens qui n’ont pas d’ordinateur, et de ceux qui en ont un mais qui n’osent pas.\n\n"
    "Quelqu’un a raconté comment sa mère a renoncé à une aide parce que le formulaire était en ligne."
)


def dialog(page: Page) -> Page:
    page.wait_for_selector("dialog[open]")
    return page


def reports(page: Page) -> Page:
    page.locator(".which .btn").last.click()
    return page


def desk_agenda(town: Town) -> Scene:
    forum = meeting(town.place, started=False)
    page = town.console(forum.workshop)
    page.locator(".ag > .btn.bare").click()
    yield "console-forum-kinds", dialog(page)
    page.keyboard.press("Escape")
    page.locator(".steps .name").first.click()
    page.locator(".question .btn").click()
    yield "console-forum-talk", dialog(page)
    page.keyboard.press("Escape")
    page.locator(".steps .name").nth(2).click()
    page.locator(".steps .edit .btn").first.click()
    yield "console-forum-fixed", dialog(page)
    page.keyboard.press("Escape")
    fresh = town.console(town.place.create(STEPS))
    fresh.locator(".steps .name").nth(2).click()
    fresh.locator(".steps .edit .btn").first.click()
    fresh.locator(".canvas-part input:not([type])").nth(2).fill(" ")
    fresh.locator("dialog .btn.main").click()
    yield "console-forum-canvas", dialog(fresh)


def written(forum: Meeting) -> None:
    """Two of its reports, one of them long."""
    ada, kofi = forum.conveners[:2]
    one, other = forum.sessions[:2]
    forum.writes(ada, one, question="Comment garder un repair café ouvert toute l’année ?", said=SAID)
    proposed = ["Un local prêté par la mairie, un soir par semaine", "Une caisse à outils qui circule", "Un doublon"]
    forum.do(ada, *[PostProposed(one, f"idea-{n:03}", text) for n, text in enumerate(proposed)])
    forum.place.do(forum.workshop, HideIdea("idea-002", "Dit deux fois"))
    forum.writes(kofi, other, said=LONG)
    forum.do(forum.join("Louison"), AskPen(one))
    for n in range(5):
        forum.do(forum.join(f"Personne {n}"), ImHere(forum.sessions[n % 2]))


def desk_reports(town: Town) -> Scene:
    empty = reports(town.console(meeting(town.place, now=0, later=0, started=False).workshop))
    yield "console-reports-empty", empty
    forum = meeting(town.place, now=4, later=3)
    written(forum)
    page = reports(town.console(forum.workshop))
    yield "console-reports", page
    page.locator(".report-line").first.click()
    page.wait_for_selector(".report .part .words")
    yield "console-report-read", page
    page.locator(".pen .btn").last.click()
    page.wait_for_selector(".report textarea")
    page.locator(".report textarea").nth(2).fill("Il faut un lieu fixe.")
    page.wait_for_selector(".pen .asking")
    yield "console-report-written", page
    page.locator(".versions summary").click()
    page.locator(".versions li .btn").first.click()
    page.wait_for_selector(".version h3")
    yield "console-report-versions", page
    town.place.do(forum.workshop, ExtendSlot("slot-1", -40))
    page.wait_for_selector(".slot-bar .up")
    page.locator(".back, .report-line >> visible=true").first.click()
    page.locator(".report-line").nth(1).click()
    page.wait_for_selector(".report .part .words")
    yield "console-report-long", page
    town.place.open(forum.workshop, "journal")
    expect(page.locator(".steps .now")).to_contain_text("journal")
    yield "console-proceedings", page


def desk_reports_many(town: Town) -> Scene:
    """As many as a workshop may hold."""
    forum = meeting(town.place, now=0, later=0, started=False)
    place, workshop = forum.place, forum.workshop
    for n in range(20):
        place.do(workshop, PutSpace(f"crowd-{n:02}", f"Salle {n}" if n % 7 else LONG[:90], 12))
    for n in range(10):
        place.do(workshop, PutSlot(f"hours-{n:02}", 8 * 60 + n * 30, 8 * 60 + n * 30 + 25, "2026-11-23"))
    for n in range(200):
        title = LONG[:160] if n % 40 == 7 else f"Un sujet parmi deux cents, le {n + 1}ᵉ"
        place.do(workshop, ProposeTopic(f"crowded-{n:03}", title))
        place.do(workshop, PlaceTopic(f"crowded-{n:03}", f"hours-{n // 20:02}", f"crowd-{n % 20:02}"))
    place.do(workshop, StartSlot("hours-00"))
    forum.writes(forum.join("Ada"), "crowded-007", said=LONG * 20)
    page = reports(town.console(workshop))
    page.locator(".report-line").nth(7).click()
    page.wait_for_selector(".report .part .words")
    yield "console-reports-many", page


def helper_forum(town: Town) -> Scene:
    forum = meeting(town.place, now=3, later=1, started=False)
    place, workshop = forum.place, forum.workshop
    place.open(workshop, "market")
    on_paper(place, workshop, *PEOPLE)
    page = helper(place, town.visitor(), workshop)
    opened(page, 2)
    yield "helper-market-empty", page
    page.locator("#topic").fill("Le papier gratuit pour qui le demande")
    page.locator("#topic-words").fill("Et sans avoir à dire pourquoi")
    page.keyboard.press("Tab")
    page.locator(".topic-form .main").click()
    page.wait_for_selector(".lines .title")
    page.locator("#topic").fill(LONG)
    page.keyboard.press("Enter")
    expect(page.locator(".lines .title")).to_have_count(2)
    page.locator(".lines li").last.locator(".btn").first.click()
    page.locator(".interest summary").click()
    page.locator(".interest input").nth(1).check()
    yield "helper-market", page
    place.do(workshop, EditTopic(forum.sessions[1], LONG))
    place.open(workshop, "sessions")
    place.do(workshop, StartSlot("slot-1"))
    page.wait_for_selector(".whereabouts input")
    page.locator(".whereabouts input").nth(1).check()
    yield "helper-circles", page
    back = page.locator(".back")
    if back.is_visible():
        back.click()
    page.locator(".forms .who").first.click()
    yield "helper-form", page
    page.locator(".pen .btn").first.click()
    page.wait_for_selector(".typing textarea")
    page.locator(".typing textarea").first.fill("Comment garder un repair café ouvert toute l’année ?")
    page.wait_for_selector(".part-state.saved")
    yield "helper-form-typed", page


FORUM_DESK = [desk_agenda, desk_reports, desk_reports_many, helper_forum]
