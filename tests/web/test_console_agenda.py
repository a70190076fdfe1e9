"""Editing the agenda while it runs, in a real browser: steps added, put right, moved, taken out; by hand and by key."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import GATHER, STEPS, Place
from tests.web.desks import all_of, console, desk, open_menu
from tests.web.phones import Make, eventually, voting, writing
from tests.web.sorting import says
from workshops.agenda import StepRecord, Talk
from workshops.boards import Gather
from workshops.description import WorkshopRecord
from workshops.format import AnyStep
from workshops.ideas import AddIdeas, NewIdea
from workshops.recipe import AddStep, EditStep
from workshops.sorting import Arrange
from workshops.voting import Vote

pytestmark = pytest.mark.browser


def steps(place: Place, workshop: str) -> list[AnyStep]:
    found = sorted(all_of(place, workshop, StepRecord), key=lambda record: record.n)
    return [record.about for record in found]  # type: ignore[misc]


def titles(place: Place, workshop: str) -> list[str]:
    return [step.title for step in steps(place, workshop)]


def drawn(page: Page) -> list[str]:
    return page.locator(".steps .name").all_inner_texts()


def step(page: Page, title: str) -> Locator:
    return page.locator(".steps .step", has=page.get_by_role("button", name=title, exact=True))


def test_a_prompt_is_put_right_in_two_presses_while_everybody_writes(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ada = place.join(workshop, "Ada")
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Edit").first.click()
    expect(page.get_by_label("Prompt: what people are asked")).to_be_focused()
    page.keyboard.type(" Une idée par fiche.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".work .q")).to_have_text(f"{GATHER.prompt} Une idée par fiche.")
    assert ada.seat is not None
    seen = [r for r in place.seen(workshop, ada.seat.actor).values() if isinstance(r, StepRecord)]
    assert any(record.about.prompt.endswith("Une idée par fiche.") for record in seen)
    says(page, "The step is changed.")


def test_between_two_steps_one_goes_on_from_the_last_though_an_earlier_one_was_passed_over(
    place: Place, visit: Make
) -> None:
    workshop = writing(place)  # the welcome was never opened
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Close the step").click()
    expect(page.get_by_role("button", name="Close the step")).to_have_count(0)
    page.get_by_role("button", name="Open the next step").click()
    expect(page.locator(".steps .now .name")).to_have_text("Regrouper")


@pytest.mark.parametrize(
    ("kind", "filled", "made"),
    [
        ("Talk", {}, Talk(id="", title="Encore", prompt="Pourquoi ?", minutes=3)),
        (
            "Ideas",
            {"Who writes?": "Facilitators alone", "Who reads the ideas at first?": "Nobody, not even facilitators",
             "Who sees who wrote an idea?": "Nobody", "Ideas per person at most": "4", "Ideas that come once": ""},
            Gather(id="", title="Encore", prompt="Pourquoi ?", minutes=3, board="", by="facilitators",
                   private="everyone", authors="nobody", each=4, late=False),
        ),
        (
            "Group",
            {"Who groups?": "Everyone, from their own device"},
            Arrange(id="", title="Encore", prompt="Pourquoi ?", minutes=3, by="everyone"),
        ),
        (
            "Vote",
            {"Dots go on": "ideas", "Dots per person": "9", "At most on one choice": "4",
             "At most under one theme": "5", "Totals": "shown as they come",
             "Who votes?": "Only who has joined when the step opens"},
            Vote(id="", title="Encore", prompt="Pourquoi ?", minutes=3, on="ideas", budget=9, maximum=4, per_theme=5,
                 totals="shown", electorate="frozen"),
        ),
    ],
)  # fmt: skip
def test_every_kind_of_step_is_added_with_all_its_rules(
    place: Place, visit: Make, kind: str, filled: dict[str, str], made: AnyStep
) -> None:
    workshop = place.create()
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Add a step").click()
    dialog = page.get_by_role("dialog", name="New step")
    dialog.get_by_role("group", name="What happens in it?").get_by_text(kind, exact=True).click()
    dialog.get_by_label("Title").fill("Encore")
    dialog.get_by_label("Prompt").fill("Pourquoi ?")
    dialog.get_by_label("Minutes").fill("3")
    for name, value in filled.items():
        if not value:
            dialog.get_by_label(name).uncheck()
        elif value.isdigit():
            dialog.get_by_label(name).fill(value)
        else:
            dialog.get_by_role("group", name=name).get_by_text(value, exact=True).click()
    dialog.get_by_role("button", name="Add the step").click()
    expect(dialog).to_have_count(0)
    added = steps(place, workshop)[-1]
    given = {name: getattr(added, name) for name in made.__struct_fields__ if name not in ("id", "board")}
    assert given == {name: getattr(made, name) for name in given}
    if isinstance(added, Gather):
        assert added.board != GATHER.board
    elif isinstance(added, Arrange | Vote):
        assert added.board == GATHER.board


def test_a_step_is_added_where_one_wants_it(place: Place, visit: Make) -> None:
    workshop = place.create()
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Add a step").click()
    page.get_by_role("dialog").get_by_text("Talk", exact=True).click()
    page.get_by_label("Place", exact=True).select_option(label="after 1. Accueil")
    page.get_by_label("Title").fill("Tour de table")
    page.keyboard.press("Enter")
    expect(page.locator(".steps .name").nth(1)).to_have_text("Tour de table")
    assert titles(place, workshop) == ["Accueil", "Tour de table", "Idées", "Regrouper", "Vote"]


def test_steps_change_places_by_button_and_by_key_and_the_focus_goes_with_them(place: Place, visit: Make) -> None:
    workshop = place.create([*STEPS, Talk(id="closing", title="Clôture")])
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Rearrange").click()
    up = page.get_by_role("button", name="Move “Clôture” up")
    up.focus()
    page.keyboard.press("Enter")
    eventually(page, lambda: drawn(page) == ["Accueil", "Idées", "Regrouper", "Clôture", "Vote"])
    says(page, "“Clôture” is now step 4 of 5.")
    expect(up).to_be_focused()
    page.get_by_role("button", name="Done").click()
    name = page.get_by_role("button", name="Clôture", exact=True)
    name.focus()
    page.keyboard.press("Alt+ArrowDown")
    eventually(page, lambda: drawn(page)[-1] == "Clôture")
    expect(name).to_be_focused()
    page.keyboard.press("ArrowUp")  # without Alt, through the list
    assert drawn(page)[-1] == "Clôture"


def test_a_step_before_the_ideas_it_is_about_is_refused_in_words(place: Place, visit: Make) -> None:
    workshop = place.create()
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Regrouper", exact=True).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".ag .note.refused")).to_contain_text("A step of ideas comes before")
    assert titles(place, workshop) == ["Accueil", "Idées", "Regrouper", "Vote"]
    page.get_by_role("button", name="Add a step").click()
    page.get_by_role("dialog").get_by_text("Vote", exact=True).click()
    page.get_by_label("Place", exact=True).select_option(label="first")
    page.get_by_label("Prompt").fill("Lesquelles gardons-nous ?")
    page.get_by_role("button", name="Add the step").click()
    expect(page.get_by_role("dialog").locator(".note.refused")).to_contain_text("A step of ideas comes before")
    expect(page.get_by_label("Prompt")).to_have_value("Lesquelles gardons-nous ?")
    page.get_by_label("Place", exact=True).select_option(label="after 4. Vote")
    page.get_by_role("button", name="Add the step").click()
    eventually(page, lambda: len(steps(place, workshop)) == 5)


def test_what_was_never_opened_is_taken_out_and_what_was_stays(place: Place, visit: Make) -> None:
    workshop = place.create()
    place.open(workshop, "welcome")
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Rearrange").click()
    expect(step(page, "Accueil")).to_contain_text("was opened")
    page.get_by_role("button", name="Remove Vote").click()
    eventually(page, lambda: titles(place, workshop) == ["Accueil", "Idées", "Regrouper"])
    eventually(page, lambda: page.evaluate("document.activeElement !== document.body"))
    page.get_by_role("button", name="Remove Idées").click()
    expect(page.locator(".ag .note.refused")).to_contain_text("A step of ideas comes before")


def test_the_only_step_stays(place: Place, visit: Make) -> None:
    workshop = place.create([STEPS[0]])
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Rearrange").click()
    expect(step(page, "Accueil")).to_contain_text("the only one")
    expect(page.get_by_role("button", name="Remove")).to_have_count(0)


def test_what_can_no_longer_change_is_shown_with_the_reason(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Edit").first.click()
    fixed = page.locator(".fixed")
    expect(fixed).to_contain_text("The round has begun: its rules stay the same for all who vote.")
    assert fixed.locator("dt").all_inner_texts() == [
        "Dots go on", "Dots per person", "At most on one choice", "At most under one theme", "Totals", "Who votes?",
    ]  # fmt: skip
    assert fixed.locator("dd").nth(1).inner_text() == "6 dots"
    expect(page.get_by_role("dialog").get_by_label("Dots per person")).to_have_count(0)
    page.get_by_label("Title").fill("Vote du soir")
    page.keyboard.press("Enter")
    eventually(page, lambda: "Vote du soir" in titles(place, workshop))
    page.get_by_role("button", name="Idées", exact=True).click()
    page.get_by_role("button", name="Edit Idées").first.click()
    expect(fixed).to_contain_text("The step was opened")
    assert fixed.locator("dt").all_inner_texts() == ["Who reads the ideas at first?", "Who sees who wrote an idea?"]
    expect(page.get_by_label("Ideas per person at most")).to_be_visible()


def test_what_is_wrong_is_said_at_its_box_and_what_was_typed_stays(place: Place, visit: Make) -> None:
    workshop = place.create()
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Edit").first.click()
    title, prompt = page.get_by_label("Title"), page.get_by_label("Prompt")
    title.fill("  ")
    prompt.fill("Une ligne\u0085cassée")
    page.get_by_role("button", name="Save").click()
    expect(title).to_be_focused()
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_have_accessible_description("There is nothing in the box yet.")
    expect(prompt).to_have_accessible_description(re.compile("a character that cannot be kept"))
    expect(prompt).to_have_value("Une ligne\u0085cassée")
    title.fill("x" * 201)
    expect(title).to_have_accessible_description("Too long: 200 characters at most.")
    title.fill("Accueil")
    prompt.fill("Bienvenue à vous.")
    page.keyboard.press("Control+Enter")
    eventually(page, lambda: steps(place, workshop)[0].prompt == "Bienvenue à vous.")


def test_what_was_begun_is_still_there_after_closing_and_after_a_reload(place: Place, visit: Make) -> None:
    workshop = place.create()
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Edit").first.click()
    page.get_by_label("Prompt").fill("Soyez les bienvenus.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Edit").first).to_be_focused()
    page.reload()
    page.wait_for_selector("html[data-live]")
    page.get_by_role("button", name="Edit").first.click()
    expect(page.get_by_label("Prompt")).to_have_value("Soyez les bienvenus.")
    expect(page.get_by_role("dialog")).to_contain_text("What you had begun to change is still here.")
    page.get_by_role("button", name="Start from how it is now").click()
    expect(page.get_by_label("Prompt")).to_have_value("Bienvenue.")


def test_a_colleagues_change_meanwhile_is_said_and_nothing_typed_is_touched(place: Place, visit: Make) -> None:
    workshop = place.create()
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Edit").first.click()
    page.get_by_label("Prompt").fill("À moi.")
    place.do(workshop, EditStep(Talk(id="welcome", title="Accueil", prompt="À toi.", minutes=5)))
    expect(page.get_by_role("dialog")).to_contain_text("Someone has just changed this step.")
    expect(page.get_by_label("Prompt")).to_have_value("À moi.")
    expect(page.get_by_label("Prompt")).to_be_focused()
    page.get_by_role("button", name="Save").click()
    eventually(page, lambda: steps(place, workshop)[0].prompt == "À moi.")


def test_title_and_organiser_are_changed_from_the_menu(place: Place, visit: Make) -> None:
    workshop = place.create()
    page = console(place, visit, workshop)
    open_menu(page, "Title and organiser…")
    page.get_by_label("Title", exact=True).fill("Vivre mieux, avec moins")
    page.get_by_label("Who runs it").fill("La Ville, 01 23 45 67 89")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vivre mieux, avec moins")
    (record,) = all_of(place, workshop, WorkshopRecord)
    assert (record.title, record.organiser) == ("Vivre mieux, avec moins", "La Ville, 01 23 45 67 89")
    expect(page.get_by_text("Menu", exact=True)).to_be_focused()


def test_a_change_made_without_network_leaves_when_it_is_back(place: Place, visit: Make) -> None:
    workshop = place.create()
    browser, page = desk(place, visit, workshop)
    page.get_by_role("button", name="Edit").first.click()
    page.get_by_label("Prompt").fill("Bienvenue à vous.")
    browser.context.set_offline(True)
    expect(page.locator(".banner")).to_be_attached()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_contain_text("It will be kept when the network is back.")
    browser.context.set_offline(False)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert steps(place, workshop)[0].prompt == "Bienvenue à vous."


# What comes next is in ink


def test_an_agenda_of_one_talk_asks_for_a_step_first(place: Place, visit: Make) -> None:
    workshop = place.create([STEPS[0]])
    page = console(place, visit, workshop)
    expect(page.locator("button.main")).to_have_text("Add a step")
    place.do(workshop, AddStep(GATHER, "welcome"))
    expect(page.locator("button.main")).to_have_text("Open the first step")


def test_a_list_to_prepare_is_filled_first_then_voted_on(place: Place, visit: Make) -> None:
    choices = Gather(id="choices", title="Choix", board="choices", minutes=0, by="facilitators")
    vote = Vote(id="voting", title="Vote", board="choices", on="ideas")
    workshop = place.create([choices, vote])
    page = console(place, visit, workshop)
    main = page.locator("button.main")
    expect(main).to_have_text("Paste a list…")
    place.do(workshop, AddIdeas("choices", [NewIdea("idea-1", "Un banc"), NewIdea("idea-2", "Un arbre")]))
    expect(main).to_have_text("Open the first step")
    main.click()
    expect(page.locator(".steps .now")).to_contain_text("Vote")
    expect(main).to_have_text("Close the round")


def test_at_the_end_the_results_are_taken_away(place: Place, visit: Make) -> None:
    workshop = place.create([STEPS[0]])
    page = console(place, visit, workshop)
    place.open(workshop, "welcome")
    expect(page.locator("button.main")).to_have_text("Close the step")
    page.locator("button.main").click()
    expect(page.locator("button.main")).to_have_text("Take the results away")
    page.locator("button.main").click()
    expect(page.get_by_role("link", name="Draft proposals, to print (HTML)")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("button.main")).to_be_focused()
