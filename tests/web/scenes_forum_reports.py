"""Circles and their reports on a phone, with and without JavaScript: before, while and after they meet."""

from playwright.sync_api import Page, expect

from tests.web.meeting import Meeting, meeting
from tests.web.town import LONG, Scene, Town
from workshops.agenda import CloseStep
from workshops.attendance import ImHere
from workshops.reporting import AskPen, HandPen, LayPen, PostProposed, TakePen, WriteReport
from workshops.slots import EndSlot, ExtendSlot, StartSlot
from workshops.spaces import PutSpace
from workshops.topics import EditTopic
from workshops.wall import ExtendSession

SAID = """Trois personnes réparent déjà chez elles ; personne ne le sait.
La mairie a une salle libre le samedi matin, avec des établis.

Ce qui manque : quelqu’un qui ouvre la porte, et une liste des pièces que l’on peut commander ensemble."""
AGREED = "Réparer d’abord. Acheter d’occasion ensuite. Neuf, seulement quand il le faut."


def gathered(town: Town, now: int = 6, later: int = 4) -> Meeting:
    """People are in the circles, and some reports are begun."""
    forum = meeting(town.place, now, later)
    for n in range(min(now, 6)):
        for m in range((12, 7, 8, 3, 0, 5)[n]):
            forum.do(forum.join(f"Personne {n}.{m}"), ImHere(forum.sessions[n]))
    forum.writes(forum.conveners[1], forum.sessions[1], question="Qui aide les aidants ?", said=SAID)
    forum.writes(forum.conveners[2], forum.sessions[2], said=SAID, agreed=AGREED)
    forum.do(forum.conveners[2], LayPen(forum.sessions[2]))
    return forum


def seat(town: Town, forum: Meeting, *, live: bool = True, n: int | None = None) -> Page:
    """In front of Zoé, or of whoever convenes the nth circle."""
    visitor = town.visitor(java_script_enabled=live)
    visitor.sit(forum.workshop, forum.join("Zoé") if n is None else forum.conveners[n])
    return visitor.open(forum.workshop, live=live)


def circles(town: Town) -> Scene:
    empty = meeting(town.place, 0, 0, started=False)
    yield "phone-circles-empty", seat(town, empty)
    before = meeting(town.place, 3, 0, started=False)
    yield "phone-circles-before", seat(town, before)
    forum = gathered(town)
    page = seat(town, forum)
    yield "phone-circles", page
    page.locator(".circle [aria-pressed]").nth(2).click()
    expect(page.locator(".whereabouts")).to_be_visible()
    yield "phone-circles-here", page
    yield "plain-circles", seat(town, forum, live=False, n=1)
    town.place.do(forum.workshop, ExtendSlot("slot-1", -40))
    expect(page.locator(".slot-clock .left")).to_have_count(0)
    yield "phone-circles-time-up", page
    convener = seat(town, forum, n=0)
    town.place.do(forum.workshop, ExtendSession(forum.sessions[0], 10))
    town.place.do(forum.workshop, StartSlot("slot-2"))
    expect(convener.locator(".circle")).to_have_count(5)
    yield "phone-circles-convener", convener
    town.place.do(forum.workshop, EndSlot("slot-2"))
    expect(convener.locator(".circle")).to_have_count(1)
    yield "phone-circles-after", convener


def many_circles(town: Town) -> Scene:
    """Twelve at once, very long words in one of them, and a space that takes nobody more."""
    forum = gathered(town, 12, 12)
    words = "Des mots en peu de mots, mais pas si peu : " + LONG
    forum.do(forum.conveners[3], EditTopic(forum.sessions[3], LONG, words))
    town.place.do(forum.workshop, PutSpace("space-04", f"Salle {LONG}", 3, f"Accès : {LONG}", strict=True))
    page = seat(town, forum)
    yield "phone-circles-12", page
    yield "plain-circles-12", seat(town, forum, live=False)
    page.locator(".circle .to-report").nth(3).click()
    expect(page.locator(".report-page")).to_be_visible()
    yield "phone-report-long-words", page


def reports(town: Town) -> Scene:
    forum = gathered(town, 3, 1)
    first = forum.sessions[0]
    page = seat(town, forum, n=0)
    page.locator(".circle .to-report").first.click()
    expect(page.locator(".report-page")).to_be_visible()
    yield "phone-report-empty", page
    page.locator(".pen .main").click()
    expect(page.locator("textarea.whole").first).to_be_visible()
    yield "phone-report-pen", page
    for box, text in zip(page.locator(".part textarea").all(), ("Un repair café qui dure ?", SAID * 3), strict=False):
        box.fill(text)
        box.blur()
    for text in ("Ouvrir l’atelier municipal le samedi", "Une liste commune de pièces"):
        page.locator("#propose").fill(text)
        page.keyboard.press("Enter")
    expect(page.locator(".proposed .posted")).to_have_count(2)
    expect(page.locator("#state-said.saved")).to_be_visible()
    forum.do(forum.conveners[1], AskPen(first))
    expect(page.locator(".asking")).to_be_visible()
    yield "phone-report-writing", page
    page.locator(".proposed li .btn").first.click()
    page.locator(".versions summary").click()
    page.locator(".versions li .btn").first.click()
    expect(page.locator(".version section").first).to_be_visible()
    yield "phone-report-versions", page
    yield from troubles(town, forum, page)


def troubles(town: Town, forum: Meeting, page: Page) -> Scene:
    """Too much is written, the network goes, and then the pen."""
    first = forum.sessions[0]
    page.keyboard.press("Escape")
    page.locator("#box-agreed").fill(AGREED * 110)
    page.context.set_offline(True)
    page.locator("#box-question").fill("Hors ligne, on écrit quand même")
    page.locator("#box-question").blur()
    expect(page.locator(".banner")).to_be_visible()
    yield "phone-report-offline", page
    town.place.do(forum.workshop, TakePen(first))
    town.place.do(forum.workshop, WriteReport(first, "question", "Qu’est-ce qui fait durer un repair café ?"))
    page.context.set_offline(False)
    expect(page.locator(".aside").first).to_be_visible()
    yield "phone-report-set-aside", page
    yield "phone-report-read", read(town, forum)
    town.place.do(forum.workshop, HandPen(first, forum.conveners[1].seat.actor if forum.conveners[1].seat else ""))


def read(town: Town, forum: Meeting) -> Page:
    """Somebody else writes."""
    page = seat(town, forum)
    page.locator(".circle .to-report").nth(1).click()
    expect(page.locator(".part .voice").first).to_be_visible()
    return page


def newsroom(town: Town) -> Scene:
    empty = meeting(town.place, 0, 0, started=False)
    town.place.open(empty.workshop, "journal")
    yield "phone-newsroom-empty", seat(town, empty)
    forum = gathered(town, 6, 3)
    forum.do(forum.conveners[0], TakePen(forum.sessions[0]), PostProposed(forum.sessions[0], "idea-1", "Un banc"))
    forum.writes(forum.conveners[0], forum.sessions[0], question="Un repair café qui dure ?", said=SAID, agreed=AGREED)
    forum.do(forum.conveners[0], LayPen(forum.sessions[0]))
    town.place.do(forum.workshop, CloseStep("sessions"))
    town.place.open(forum.workshop, "journal")
    page = seat(town, forum)
    expect(page.locator(".part .voice").first).to_be_visible()
    yield "phone-newsroom", page
    yield "plain-newsroom", seat(town, forum, live=False)
    plain = seat(town, forum, live=False)
    plain.goto(town.place.url(forum.workshop) + "/reports")
    yield "plain-reports", plain


def plain_reports(town: Town) -> Scene:
    forum = gathered(town, 3, 1)
    page = seat(town, forum, live=False)
    address = f"{town.place.url(forum.workshop)}/sessions/"
    page.goto(address + forum.sessions[1])
    yield "plain-report-read", page
    page.goto(address + forum.sessions[0])
    page.locator(".pen .main").click()
    yield "plain-report-empty", page
    page.locator("#box-said").fill(SAID)
    page.locator("#box-agreed").fill(AGREED * 110)
    page.locator(".session-report > .acts .btn").click()
    yield "plain-report-refused", page
    page.locator("#propose").fill("Ouvrir l’atelier municipal le samedi")
    page.locator(".add .btn").click()
    yield "plain-report-writing", page
    page.goto(f"{address}{forum.sessions[1]}/versions?n=1")
    yield "plain-versions", page


FORUM_REPORTS = [circles, many_circles, reports, newsroom, plain_reports]
