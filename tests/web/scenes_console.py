"""The console's dialogs that are seldom open: what the room is shown, one person, errands beside the workshop."""

from playwright.sync_api import Page, expect

from tests.web.town import Scene, Town
from workshops.door import LockDoor
from workshops.people import AddPerson
from workshops.rehearsal import StartRehearsal
from workshops.reports import ReportIdea
from workshops.screen import FreezeScreen, Spotlight


def opened(page: Page) -> Page:
    page.wait_for_selector("dialog[open]")
    return page


def closed(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def menu(page: Page, n: int) -> Page:
    """Its n-th button, pressed."""
    page.locator(".menu summary").click()
    page.locator(".sheet button").nth(n).click()
    return opened(page)


def lit(town: Town) -> Scene:
    workshop, ideas = town.written()
    page = town.console(workshop)
    town.place.do(workshop, ReportIdea(ideas[3], "Cela vise quelqu’un"), town.place.join(workshop, "Zoé").seat)
    town.place.do(workshop, Spotlight(f"idea:{ideas[2]}"))
    expect(page.locator(".lit")).to_be_attached()
    yield "console-lit", page
    town.place.do(workshop, FreezeScreen())
    expect(page.locator(".side .note")).to_have_count(3)
    yield "console-frozen", page
    page.locator(".side .note .btn").last.click()
    yield "console-reports", opened(page)
    closed(page)
    page.locator(".halves .btn").first.click()
    yield "console-show", opened(page)
    closed(page)
    page.locator(".side .k .btn").click()
    yield "console-enlarged", opened(page)


def someone(town: Town) -> Scene:
    workshop, _ = town.voting()
    town.place.do(workshop, AddPerson("person-paper", "Mme Le Goff"))
    town.place.do(workshop, LockDoor())
    page = town.console(workshop)
    yield "console-locked", page
    page.locator(".side .someone").first.click()
    yield "console-person", opened(page)
    page.locator("dialog .digits .btn").click()
    page.wait_for_selector("dialog .code")
    yield "console-digits", page
    page.locator("dialog .db > .btn").first.click()
    page.locator("dialog .list input").first.check()
    yield "console-twice", page
    page.locator("dialog .df .btn").first.click()
    page.locator("dialog .db > .btn").last.click()
    yield "console-remove", page


def errands(town: Town) -> Scene:
    workshop = town.workshop()
    town.place.do(workshop, StartRehearsal())
    town.place.open(workshop, "gather")
    page = town.console(workshop)
    page.locator(".rehearsal .btn").click()
    yield "console-clear", opened(page)
    closed(page)
    page.locator(".ag > .k .btn").click()
    yield "console-rearrange", page
    for n, name in enumerate(["title", "paste", "test", "duplicate"]):
        menu(page, n)
        if name == "paste":
            page.locator("dialog textarea").fill("text\tcluster\ttheme\nUn banc\tDes lieux\tMutualisation\n")
            expect(page.locator(".preview-list")).to_be_visible()
        if name == "test":
            page.wait_for_selector("dialog .qr")
        yield f"console-{name}", page
        closed(page)


CONSOLE = [lit, someone, errands]
