"""A facilitator is gone in the middle: another one goes on, and who comes back finds everything as it was left."""

import pytest
from playwright.sync_api import Page, expect

from server.access import Entry
from tests.web.conftest import STEPS, Place
from tests.web.faces import all_rank, words
from tests.web.journeys import live, main
from tests.web.phones import Make, eventually
from tests.web.sorting import NAMES, WORDS, card, focus_comes_to, row, where
from workshops.clusters import MakeCluster

pytestmark = pytest.mark.browser


@pytest.mark.slow
def test_a_facilitator_closes_the_tab_another_goes_on_and_the_first_comes_back(place: Place, visit: Make) -> None:
    workshop, ideas, ada = sorted_by_mei(place)
    screen, phone = visit(1920, 1080, language="en"), visit(language="en")
    screen.sit(workshop, place.redeem(workshop, "screen"), "screen")
    phone.sit(workshop, ada)
    shown, pocket = screen.open(workshop, "screen"), phone.open(workshop)
    mei = by_link(place, visit, place.created[workshop].console.secret)
    kofi = by_link(place, visit, invited(mei, "Kofi"))
    begins(place, workshop, mei, ideas)
    expect(kofi.locator(".tray .held")).to_have_count(2)
    context = mei.context
    mei.close()
    expect(kofi.locator(".tray .held")).to_have_count(0)
    goes_on(place, workshop, kofi, ideas)
    expect(shown.locator(".finished")).to_contain_text("0 have finished, of 2")
    expect(pocket.locator("h1")).to_contain_text("Que faut-il défendre en premier")

    home = context.new_page()
    home.goto(place.base)
    home.locator(".mine li").first.get_by_role("link", name="Vivre mieux").click()
    back = live(home)
    code = place.created[workshop].console.recovery
    elsewhere = visit(1366, 768, language="en").context.new_page()
    elsewhere.goto(f"{place.base}/l")
    elsewhere.get_by_label("The link or the code").fill(f" {code[:12]}-{code[12:]} ".lower())
    elsewhere.get_by_role("button", name="Take my place back").click()
    live(elsewhere)
    for page in (back, elsewhere):
        as_it_was_left(kofi, page)
    they_end_it_together(kofi, back, pocket, shown)


def sorted_by_mei(place: Place) -> tuple[str, list[str], Entry]:
    """Six ideas of Ada’s to sort, and one cluster."""
    workshop = place.create(STEPS[1:])
    place.open(workshop, "gather")
    ada = place.join(workshop, "Ada")
    ideas = [place.post(workshop, ada, text) for text in WORDS]
    place.do(workshop, MakeCluster("cluster-1", "ideas-", NAMES[0]))
    place.open(workshop, "arrange")
    return workshop, ideas, ada


def by_link(place: Place, visit: Make, secret: str) -> Page:
    page = visit(1366, 768, language="en").context.new_page()
    page.goto(f"{place.base}/l#{secret}")
    page.wait_for_url("**/console")
    return live(page)


def invited(console: Page, name: str) -> str:
    """A link of their own; what stands after its #."""
    console.get_by_text("Menu", exact=True).click()
    console.get_by_role("link", name="Links for facilitators, helpers, the screen").click()
    console.get_by_label("A co-facilitator’s name").fill(name)
    console.get_by_role("button", name="Make a link for them").click()
    link = console.get_by_label("Link", exact=True).input_value()
    console.get_by_role("link", name="Back to the console").click()
    live(console)
    return link.partition("#")[2]


def begins(place: Place, workshop: str, mei: Page, ideas: list[str]) -> None:
    """One idea is in its cluster, two are ticked, and a name is half typed."""
    card(mei, ideas[0]).locator("input").focus()
    mei.keyboard.press("d")
    mei.keyboard.type("reparer")
    mei.keyboard.press("Enter")
    focus_comes_to(mei, ideas[1])
    for idea in ideas[1:3]:
        card(mei, idea).locator("input").check()
    mei.locator(".tools").get_by_role("button", name="Cluster").click()
    mei.get_by_label("Name", exact=True).fill("Le papier d’a")
    eventually(mei, lambda: where(place, workshop) == {ideas[0]: "cluster-1"})


def goes_on(place: Place, workshop: str, kofi: Page, ideas: list[str]) -> None:
    """Kofi sorts by keyboard, adds somebody on paper, and opens the vote."""
    expect(row(kofi, "cluster-1")).to_contain_text("1")
    card(kofi, ideas[1]).locator("input").focus()
    for key in ("Space", "ArrowDown", "Space", "d"):
        kofi.keyboard.press(key)
    kofi.keyboard.type("Le papier d’abord")
    kofi.keyboard.press("Enter")
    kofi.keyboard.press("Enter")
    focus_comes_to(kofi, ideas[3])
    kofi.keyboard.press("d")
    kofi.keyboard.type("reparer")
    kofi.keyboard.press("Enter")
    focus_comes_to(kofi, ideas[4])
    eventually(kofi, lambda: len(where(place, workshop)) == 4)
    kofi.get_by_role("button", name="Add a person on paper").click()
    expect(kofi.get_by_role("dialog", name="On paper").locator(".add input")).to_be_focused()
    kofi.keyboard.type("Mme Ferreira")
    kofi.keyboard.press("Enter")
    expect(kofi.get_by_role("dialog").locator(".who")).to_contain_text("Mme Ferreira")
    kofi.keyboard.press("Escape")
    main(kofi, "Close the step")
    main(kofi, "Open the next step")
    expect(kofi.locator(".steps .now")).to_contain_text("Vote")


def as_it_was_left(left: Page, back: Page) -> None:
    """The agenda, the work and the people; the board too, of which whoever comes back sees every idea in its place."""
    for step in ("Vote", "Regrouper"):
        for page in (left, back):
            page.locator(".steps").get_by_role("button", name=step, exact=True).click()
        for part in (".steps", ".work", ".people"):
            eventually(back, lambda part=part: words(back.locator(part).first) == words(left.locator(part).first))  # type: ignore[misc]
    expect(back.locator(".people")).to_contain_text("Mme Ferreira")
    expect(back.locator(".people")).to_contain_text("on paper, by Kofi")
    expect(back.locator(".tray [data-idea]")).to_have_count(2)
    assert back.locator(".board .cl .grow").all_inner_texts() == [NAMES[0], "Le papier d’abord"]
    for page in (left, back):
        page.get_by_role("button", name="Back to the open step").click()


def they_end_it_together(kofi: Page, mei: Page, phone: Page, screen: Page) -> None:
    """What one does takes neither focus nor place from the other."""
    for _ in range(2):
        phone.locator(".c", has_text="Le papier").get_by_role("button", name="Stick a dot").click()
    expect(phone.locator(".g.pending")).to_have_count(0)
    agenda = mei.locator(".steps").get_by_role("button", name="Regrouper", exact=True)
    agenda.focus()
    main(kofi, "Close the round")
    expect(mei.locator("button.main")).to_have_text("Reveal…")
    expect(agenda).to_be_focused()
    main(mei, "Reveal…")  # who is on paper has stuck nothing
    mei.get_by_role("button", name="Reveal all the same").click()
    expect(kofi.get_by_text("2 dots from 1 person.")).to_be_visible()
    for console in (kofi, mei):
        all_rank([(1, "Le papier d’abord", 2)], phone, console, screen)
