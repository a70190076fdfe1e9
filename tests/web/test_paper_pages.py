"""The helper's face and the printed sheets: sound in both languages and schemes, by touch, by keyboard, on A4."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import STEPS, Place, Visit
from tests.web.journeys import sound
from tests.web.paperwork import PEOPLE, counted, helper, helping, on_paper, opened
from tests.web.phones import voting, writing
from workshops.agenda import Talk
from workshops.boards import Gather
from workshops.people import AddPerson
from workshops.voting import Vote

pytestmark = pytest.mark.browser

Make = Callable[..., Visit]
LONG = "Anticonstitutionnellement" * 8
PAGES = re.compile(rb"/Type\s*/Page\b")
A4 = re.compile(rb"/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]")
SMALL = """() => [...document.querySelectorAll('a[href], button, input, textarea, summary')]
  .filter(each => each.checkVisibility() && !each.closest('.sr, .skip') && each.getBoundingClientRect().height < 43.5)
  .map(each => each.outerHTML)"""
"""What a thumb would miss."""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_helpers_face_is_sound_while_ideas_are_written(place: Place, visit: Make, language: str) -> None:
    workshop = writing(place)
    browser = visit(360, 780, language=language)
    page = helper(place, browser, workshop)
    sound(page, 320, 768, 1280)
    on_paper(place, workshop, *PEOPLE, LONG[:40])
    sound(page, 320, 768, 1280)
    page.locator(".who").last.click()
    page.locator("#paper-slip").fill("3")
    page.locator("#paper-idea").fill(LONG)
    page.keyboard.press("Enter")
    expect(page.locator(".line-saved")).to_have_count(1)
    page.locator("#paper-slip").fill("3")
    page.locator("#paper-idea").fill("Once more")
    page.keyboard.press("Enter")
    expect(page.locator(".too-much")).to_be_visible()
    sound(page, 320, 768, 1280)
    page.locator(".line-saved button").click()
    page.get_by_text(re.compile("^(This person|Cette personne)$")).click()
    sound(page, 320, 768, 1280)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_helpers_face_is_sound_during_a_vote(place: Place, visit: Make, language: str) -> None:
    workshop, _ = voting(place)
    on_paper(place, workshop, *PEOPLE)
    page = helper(place, visit(360, 780, language=language), workshop)
    page.locator(".who").first.click()
    page.locator(".dots-n").first.fill("9")
    expect(page.locator(".too-much").first).to_be_visible()
    sound(page, 320, 768, 1280)
    page.locator(".dots-n").first.fill("1")
    page.locator("#enter-ballot").click()
    page.locator(".who").first.click()
    page.locator(".in button").click()
    page.locator("#enter-ballot").click()
    page.locator(".who").first.click()
    expect(page.get_by_role("alert").filter(has_text="1")).to_be_visible()
    sound(page, 320, 768, 1280)


@pytest.mark.parametrize("path", ["paper", "print/slips", "print/ballots", "print/help"])
def test_the_pages_to_print_from_are_sound(place: Place, visit: Make, path: str) -> None:
    workshop, _ = voting(place)
    on_paper(place, workshop, "Mme Ferreira")
    browser = visit(1280, 800, language="en")
    browser.sit(workshop, helping(place, workshop), "helper")
    page = browser.context.new_page()
    page.goto(f"{place.url(workshop, 'helper')}/{path}")
    sound(page, *([360, 768] if path == "paper" else []))


def test_a_thumb_on_a_small_phone_enters_a_slip_and_a_ballot(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    on_paper(place, workshop, *PEOPLE)
    page = helper(place, visit(360, 640, language="en", has_touch=True, is_mobile=True), workshop)
    assert page.evaluate(SMALL) == []
    page.locator(".who").nth(3).tap()
    page.get_by_role("button", name="Stick a dot").nth(1).tap()
    page.get_by_role("button", name="Stick a dot").nth(1).tap()
    page.get_by_role("button", name="Stick a dot").nth(3).tap()
    page.get_by_role("button", name="Take a dot back").nth(1).tap()
    assert page.evaluate(SMALL) == []
    page.get_by_role("button", name="Enter the ballot").tap()
    expect(page.get_by_text("4 ballots still awaited.")).to_be_visible()
    page.locator(".who").nth(1).tap()
    page.get_by_text("A slip left over from “Idées”").tap()
    page.locator("#paper-idea").fill("Found under the table")
    page.get_by_role("button", name="Enter it as late").tap()
    expect(page.locator(".line-late")).to_be_visible()
    assert page.evaluate(SMALL) == []
    assert counted(page, place, workshop) == {clusters[1]: 1, clusters[3]: 1}


def test_the_keyboard_alone_adds_a_person_enters_a_slip_and_a_ballot(place: Place, visit: Make) -> None:
    workshop = place.create([STEPS[1], Vote(id="voting", title="Vote", minutes=0, on="ideas", budget=2)])
    place.open(workshop, "gather")
    page = helper(place, visit(1280, 800, language="en"), workshop)

    def tab_to(name: str) -> None:
        while page.evaluate("document.activeElement.closest('label')?.innerText ?? document.activeElement.id") != name:
            page.keyboard.press("Tab")

    tab_to("paper-name")
    page.keyboard.type("Mme Ferreira")
    page.keyboard.press("Enter")
    expect(page.locator(".who")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("A bench")
    page.keyboard.press("Enter")
    expect(page.locator(".line-saved")).to_have_count(1)
    place.open(workshop, "voting")
    expect(page.locator(".dots-n")).to_be_visible()
    tab_to(page.locator(".dots-n").get_attribute("id") or "")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Every ballot is in.")).to_be_visible()
    expect(page.locator(".who")).to_be_focused()


def test_a_delta_takes_neither_the_focus_nor_what_is_being_typed(place: Place, visit: Make) -> None:
    workshop = writing(place)
    on_paper(place, workshop, "Mme Ferreira")
    page = helper(place, visit(1280, 800, language="en"), workshop)
    opened(page, 1)
    page.keyboard.type("Half a sen")
    on_paper(place, workshop, "Aminata")
    place.post(workshop, place.join(workshop, "Mei"), "Somebody else’s")
    expect(page.locator(".who")).to_have_count(2)
    page.keyboard.type("tence")
    expect(page.get_by_label("An idea of no. 1")).to_have_value("Half a sentence")


def test_without_javascript_a_helper_is_told_what_to_do(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit(360, 780, language="en", java_script_enabled=False)
    browser.sit(workshop, helping(place, workshop), "helper")
    page = browser.open(workshop, "helper", live=False)
    expect(page.get_by_text("Nothing is lost: keep the slips and ballots")).to_be_visible()
    page.get_by_role("link", name="Slips and ballots to print").click()
    expect(page.get_by_role("heading", name="To print")).to_be_visible()


# On A4


def sheet(place: Place, visit: Make, workshop: str, path: str) -> Page:
    browser = visit(1280, 800, language="fr")
    browser.sit(workshop, place.redeem(workshop, "facilitator"), "facilitator")
    page = browser.context.new_page()
    page.goto(f"{place.url(workshop, 'facilitator')}/{path}")
    page.emulate_media(media="print")
    return page


def pages(page: Page) -> int:
    """How many sheets come out of the printer; all of them A4."""
    printed = page.pdf(prefer_css_page_size=True)
    assert len(A4.findall(printed)) == len(PAGES.findall(printed))
    return len(PAGES.findall(printed))


def test_slips_come_eight_to_a_sheet_with_room_to_write_whatever_the_prompt(place: Place, visit: Make) -> None:
    prompt = f"Qu’est-ce qui rendrait la vie plus facile ? {LONG[:100]} " + "Avec vos mots, une idée par fiche. " * 5
    workshop = place.create([Gather(id="gather", title="Idées", prompt=prompt.strip(), minutes=0)], title=LONG)
    page = sheet(place, visit, workshop, "print/slips?first=9990&count=10")
    assert pages(page) == 2
    assert page.locator(".slip .n").all_inner_texts() == [str(n) for n in range(9990, 10_000)]
    whole = (
        "slips => slips.every(slip => slip.scrollHeight <= slip.clientHeight && slip.scrollWidth <= slip.clientWidth)"
    )
    assert page.locator(".slip").evaluate_all(whole)
    assert page.locator(".lines").evaluate_all("all => Math.min(...all.map(each => each.clientHeight))") > 60


def test_each_ballot_begins_a_sheet_and_says_whose_it_is_on_every_one(place: Place, visit: Make) -> None:
    vote = Vote(id="voting", title="Vote", minutes=0, on="ideas", budget=5, maximum=3)
    workshop = place.create([*STEPS[:2], vote])
    place.open(workshop, "gather")
    mei = place.join(workshop, "Mei")
    for n in range(60):
        place.post(workshop, mei, f"Idée {n} : " + ("un mot " * (n % 20)) + (LONG if n == 7 else ""))
    for name in PEOPLE[:3]:
        place.do(workshop, AddPerson(f"person-{len(name)}", name))
    place.open(workshop, "voting")
    page = sheet(place, visit, workshop, "print/ballots")
    assert page.locator(".ballot").count() == 3
    assert page.locator(".ballot").first.locator(".it").count() == 60
    found = pages(page)
    assert found % 3 == 0
    assert 6 <= found <= 15
    assert page.locator(".ballot thead").all_inner_texts()[2].strip().endswith("Bulletin n°\u00a03")


def test_a_choice_has_the_same_number_on_paper_and_where_it_is_typed(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    on_paper(place, workshop, "Mme Ferreira")
    printed = sheet(place, visit, workshop, "print/ballots").locator(".it")
    page = helper(place, visit(1280, 800), workshop)
    page.locator(".who").click()
    typed = page.locator(".pick")
    expect(typed).to_have_count(4)
    on_sheet = [(row.locator(".at").inner_text(), row.locator(".what").inner_text()) for row in printed.all()]
    in_page = [(row.locator(".at").inner_text(), row.locator(".name").inner_text()) for row in typed.all()]
    assert [(n, re.sub(rf"^{n}\.\s", "", name)) for n, name in in_page] == on_sheet


def test_an_agenda_of_a_day_is_one_sheet(place: Place, visit: Make) -> None:
    steps = [Talk(id=f"step-{n}", title=f"Étape {n}", prompt="Que faut-il retenir ?", minutes=20) for n in range(10)]
    page = sheet(place, visit, place.create(list(steps)), "print/agenda?start=09:00")
    assert pages(page) == 1
    expect(page.locator(".sum")).to_contain_text("12\u202fh\u202f20")


def test_the_sheet_for_who_helps_is_one_sheet_in_both_languages(place: Place, visit: Make) -> None:
    for language in ("fr", "en"):
        assert pages(sheet(place, visit, place.create(language=language), "print/help")) == 1


def test_the_button_of_a_sheet_opens_the_printers_window(place: Place, visit: Make) -> None:
    page = sheet(place, visit, place.create(), "print/slips")
    page.emulate_media(media="screen")
    page.evaluate("window.print = () => document.body.dataset.printed = 'yes'")
    page.get_by_role("button").first.click()
    expect(page.locator("body[data-printed=yes]")).to_be_attached()
