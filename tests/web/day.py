"""A day's morning, stop by stop, as whoever runs it lives it, and what each face shows there: until all is sorted."""

import asyncio
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from server.client import Client, new_id
from server.protocol import REVOKED
from tests.web.conftest import Place
from tests.web.faces import post
from tests.web.hall import Hall
from tests.web.journeys import live, main
from tests.web.phones import Make
from tests.web.sorting import card, focus_comes_to
from workshops.clusters import ClusterRecord, MakeCluster
from workshops.ideas import IdeaRecord
from workshops.sorting import MoveIdeas

TITLE = "Living better with fewer screens"
NAMES = "Odile Yanis Solène Fatou Karim Lucie Hugo Rosa Anne Léo Maud Ivan Nora Tom".split()  # noqa: SIM905
PAPER = ["Mme Ferreira", "Zoë Łukasiewicz", "Aminata", "Jean-Noël", "Ọláyínká"]
MINE = ["A day without screens at school", "Something that stays on its own"]
NASTY = "Mrs Such-and-such is a thief"
WRITTEN = {name: f"An idea of {name}’s" for name in NAMES} | {
    "Kofi": "A first idea of Kofi’s", "Kofi again": "A second idea of Kofi’s", "Max": NASTY,
}  # fmt: skip
ON_PAPER = {number: f"From slip {number}" for number in range(2, 6)}


class Faces(NamedTuple):
    """One browser each."""

    phone: Page
    console: Page
    screen: Page


# Before


def prepared(place: Place, visit: Make) -> tuple[Page, Page, str]:
    """Console and screen of a workshop just opened with the form, and its code."""
    page = visit(1366, 768, language="en").context.new_page()
    page.goto(place.base)
    page.get_by_label("Its title").fill(TITLE)
    page.get_by_role("button", name="Prepare the workshop").click()
    page.get_by_label("The question asked to everyone").fill("What would we do better with fewer screens?")
    page.get_by_label("Who runs it").fill("The town hall, 01 23 45 67 89")
    page.locator("input[name=private][value=everyone]").check()
    page.get_by_label("Themes to start with").fill("Learning\nLiving together")
    page.get_by_role("button", name="Open the workshop").click()
    code = page.locator(".bigcode").inner_text()
    secret = page.get_by_label("Link to the projected screen").input_value().partition("#")[2]
    page.get_by_role("link", name="Open the console").click()
    screen = visit(1920, 1080, language="en").context.new_page()
    screen.goto(f"{place.base}/l#{secret}")
    screen.wait_for_url("**/screen")
    expect(live(screen).locator(".joining .code")).to_have_text(code)
    return live(page), screen, code


def the_agenda_is_put_right(console: Page) -> None:
    """Everybody is to sort, and there is a second round: frozen, its totals shown."""
    console.locator(".steps").get_by_role("button", name="Group", exact=True).click()
    console.locator(".steps").get_by_role("button", name="Edit Group").click()
    dialog = console.get_by_role("dialog")
    dialog.get_by_role("group", name="Who groups?").get_by_text("Everyone, from their own device").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    console.get_by_role("button", name="Add a step").click()
    dialog.get_by_role("group", name="What happens in it?").get_by_text("Vote", exact=True).click()
    dialog.get_by_label("Title").fill("Second round")
    dialog.get_by_label("Prompt").fill("And what do we begin with?")
    dialog.get_by_label("Dots per person").fill("3")
    dialog.get_by_label("At most on one choice").fill("2")
    dialog.get_by_role("group", name="Totals").get_by_text("shown as they come").click()
    dialog.get_by_role("group", name="Who votes?").get_by_text("Only who has joined").click()
    dialog.get_by_role("button", name="Add the step").click()
    expect(console.locator(".steps .name")).to_have_text(["Ideas", "Group", "Vote", "Second round"])


def they_rehearse(place: Place, faces: Faces, code: str) -> None:
    """One phone tries the first step; then nothing of it is left, on any face."""
    phone, console, screen = faces
    console.get_by_role("button", name="Rehearse").click()
    comes_in(place, phone, code)
    expect(phone.locator(".banner")).to_have_text("Rehearsal: what is tried here will be cleared.")
    main(console, "Open the first step")
    post(phone, "Only a try")
    expect(screen.locator(".trial")).to_be_visible()
    expect(screen.locator(".slips i")).to_have_count(1)
    console.locator(".rehearsal").get_by_role("button", name="Clear what was tried…").click()
    dialog = console.get_by_role("dialog", name="Clear what was tried")
    expect(dialog).to_contain_text("What came since the rehearsal began")
    dialog.get_by_role("button", name="Clear it").click()
    expect(console.locator(".rehearsal, dialog")).to_have_count(0)
    expect(console.locator("button.main")).to_have_text("Open the first step")
    expect(console.locator(".steps .name")).to_have_text(["Ideas", "Group", "Vote", "Second round"])
    expect(screen.locator(".joining .code")).to_have_text(code)
    expect(screen.locator(".trial")).to_have_count(0)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Enter the workshop again")


def comes_in(place: Place, page: Page, code: str, name: str = "Ada") -> None:
    page.goto(f"{place.base}/join")
    page.get_by_label("The code shown in the room").fill(code.lower())
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Your first name, or a pseudonym").fill(name)
    page.get_by_role("button", name="Enter the workshop").click()
    page.wait_for_url("**/w/*")
    live(page)


# They come in, and write


def they_come_in(faces: Faces, hall: Hall, code: str) -> None:
    """Seventeen are in; Ada, who had tried, enters again; of those on paper one is added here, four by who helps."""
    phone, console, screen = faces
    phone.get_by_label("Your first name, or a pseudonym").fill("Ada")
    phone.get_by_role("button", name="Enter again as somebody new").click()
    live(phone)
    expect(phone.locator("h1")).to_have_text("It has not begun yet")
    console.get_by_role("button", name="Add a person on paper").click()
    expect(console.get_by_role("dialog", name="On paper").locator(".add input")).to_be_focused()
    console.keyboard.type(PAPER[0])
    console.keyboard.press("Enter")
    expect(console.get_by_role("dialog").locator(".who")).to_have_count(1)
    console.keyboard.press("Escape")
    hall.on_paper(*PAPER[1:])
    expect(people_of(console)).to_contain_text("23, of whom 5 on paper")
    expect(screen.locator(".foot")).to_contain_text("23 people")
    expect(screen.locator(".joining .code")).to_have_text(code)


def people_of(console: Page) -> Locator:
    return console.locator(".side h2", has_text="People")


def they_write(faces: Faces, hall: Hall) -> None:
    """Nobody reads yet, not even who runs it: slips on the screen, a number on the console, one's own on a phone."""
    phone, console, screen = faces
    main(console, "Open the first step")
    expect(phone.locator("h1")).to_have_text("What would we do better with fewer screens?")
    for text in MINE:
        post(phone, text)
    hall.write(WRITTEN, "Ideas")
    hall.enter_ideas(ON_PAPER, "ideas-", first=2)
    console.get_by_role("button", name="See the 23").click()
    console.get_by_role("searchbox", name="Search").fill("ferreira")
    console.get_by_role("dialog").get_by_role("button", name="Mme Ferreira").click()
    console.get_by_role("button", name="Enter their ideas or ballot").click()
    expect(console.get_by_label("An idea of no. 1")).to_be_focused()
    console.keyboard.type("From slip 1")
    console.keyboard.press("Enter")
    expect(console.locator(".lines .line-saved")).to_have_count(1)
    expect(console.get_by_label("An idea of no. 1")).to_be_focused()
    console.keyboard.press("Escape")
    phone.get_by_role("button", name="I have finished").click()
    expect(phone.locator(".done")).to_contain_text("18 of 23 have finished")
    expect(phone.locator(".mine .posted")).to_have_count(2)
    expect(console.locator(".unshown .written")).to_contain_text("24 ideas written")
    expect(screen.locator(".slips i")).to_have_count(24)
    expect(screen.locator(".foot")).to_contain_text("nobody reads yet, not even the facilitator")
    for page, texts in ((phone, [*WRITTEN.values(), *ON_PAPER.values()]), (screen, [*WRITTEN.values(), *MINE])):
        assert not [text for text in texts if text in page.content()]
    assert not [text for text in (*WRITTEN.values(), *MINE) if text in console.content()]


def person(console: Page, name: str, everybody: int) -> Locator:
    """The dialog of one person, found among all."""
    console.get_by_role("button", name=f"See the {everybody}").click()
    console.get_by_role("searchbox", name="Search").fill(name)
    console.get_by_role("dialog").get_by_role("button", name=name).click()
    return console.get_by_role("dialog", name=name)


def two_are_one(faces: Faces, hall: Hall) -> None:
    """Kofi had come in twice. Whoever holds the other phone is Kofi there too, with the ideas of both."""
    dialog = person(faces.console, "Kofi again", 23)
    dialog.get_by_role("button", name="The same person joined twice…").click()
    dialog.get_by_role("radio").first.check()
    dialog.get_by_role("group", name="Which one stays?").get_by_text("Kofi", exact=True).click()
    dialog.get_by_role("button", name="Make them one").click()
    expect(faces.console.locator("dialog")).to_have_count(0)
    expect(people_of(faces.console)).to_contain_text("22, of whom 5 on paper")
    expect(faces.screen.locator(".foot")).to_contain_text("22 people")
    expect(faces.phone.locator(".done")).to_contain_text("17 of 22 have finished")
    one, other = hall.people["Kofi"].client, hall.people.pop("Kofi again").client
    hall.run(other.until(lambda: other.person == one.person and other.replica.welcomed))
    for phone in (one, other):
        hall.run(phone.until(lambda phone=phone: len(texts_of(phone)) == 2))  # type: ignore[misc]
        assert texts_of(phone) == {WRITTEN["Kofi"], WRITTEN["Kofi again"]}
    hall.run(other.__aexit__(None, None, None))


def texts_of(client: Client) -> set[str]:
    return {record.text for record in client.records.values() if isinstance(record, IdeaRecord)}


# They read, and sort


def they_are_read_and_one_is_removed(faces: Faces, hall: Hall) -> None:
    """On the console first; who wrote it goes, and what they wrote is hidden; then the room reads the rest."""
    phone, console, screen = faces
    main(console, "Close the step")
    expect(phone.locator("h1")).to_have_text("Between two steps")
    main(console, "Read them on the console first")
    expect(console.locator(".stream .card")).to_have_count(24)
    expect(screen.locator(".foot")).to_contain_text("The facilitator is reading them first")
    expect(console.locator(".stream .card", has_text=NASTY)).to_contain_text("Max")
    dialog = person(console, "Max", 22)
    dialog.get_by_role("button", name="Remove from the workshop…").click()
    dialog.get_by_text("are hidden from the room").click()
    dialog.get_by_role("button", name="Remove Max").click()
    expect(people_of(console)).to_contain_text("21, of whom 5 on paper")
    expect(console.get_by_text("1 hidden idea")).to_be_visible()
    max_ = hall.people.pop("Max").client
    with pytest.raises(ConnectionError):
        hall.run(max_.until(lambda: False))
    assert max_.closed_for_good == REVOKED
    main(console, "Show the room")
    expect(screen.locator(".foot")).to_contain_text("23 ideas")
    expect(screen.locator(".foot")).to_contain_text("21 people")
    expect(screen.locator(".ideas li").first).to_be_visible()
    expect(phone.locator(".others li")).to_have_count(21)
    expect(phone.locator(".others")).to_contain_text("From slip 1")
    assert not [page for page in (phone, screen) if NASTY in page.content()]


def they_sort(faces: Faces, hall: Hall) -> None:
    """Everybody at once: fourteen by their own hands, Ada on her phone, who runs it by keyboard."""
    phone, console, screen = faces
    main(console, "Open the next step")
    expect(phone.locator(".arranging")).to_be_visible()
    ideas = hall.ideas()
    clusters = ["Repairing", "Mending", "Places without screens", "At school"]
    hall.run(sorted_by_hand(hall, clusters, ideas))
    expect(phone.locator(".switch")).to_contain_text("To sort 9")
    expect(console.locator(".tray [data-idea]")).to_have_count(9)
    expect(screen.locator(".cluster")).to_have_count(4)
    card(phone, ideas[MINE[0]]).get_by_role("button", name="Move to…").click()
    phone.get_by_role("dialog").get_by_role("radio", name="At school").check()
    phone.get_by_role("dialog").get_by_role("button", name="Move here").click()
    expect(phone.locator(".switch")).to_contain_text("To sort 8")
    expect(console.locator(".tray [data-idea]")).to_have_count(8)
    the_console_sorts(console, ideas)
    expect(phone.locator(".switch")).to_contain_text("To sort 3")
    expect(phone.locator(".switch")).to_contain_text("Clusters 3")
    expect(screen.locator(".cluster")).to_have_count(3)
    expect(screen.locator(".shelves section").first).to_contain_text("At school")
    expect(screen.locator(".foot")).to_contain_text("3 still to sort")
    expect(console.locator(".side")).to_contain_text("20 of 23")


async def sorted_by_hand(hall: Hall, clusters: list[str], ideas: dict[str, str]) -> None:
    """The first four make a cluster of their idea, one after the other; then everybody else moves theirs at once."""
    for name, cluster in zip(NAMES, clusters, strict=False):
        await hall.people[name].do(MakeCluster(new_id(), "ideas-", cluster, None, [ideas[WRITTEN[name]]]))
    made = {each.name: each.id for each in hall.people[NAMES[3]].all(ClusterRecord)}
    moves = [
        hall.people[name].do(MoveIdeas([ideas[WRITTEN[name]]], made[clusters[n % 4]]))
        for n, name in enumerate(NAMES[4:])
    ]
    await asyncio.gather(*moves)


def the_console_sorts(console: Page, ideas: dict[str, str]) -> None:
    """By keyboard: what came from paper, two clusters that say the same, and one under its theme."""
    slips = [ideas[f"From slip {n}"] for n in range(1, 6)]
    card(console, slips[0]).locator("input").focus()
    for slip in slips:
        card(console, slip).locator("input").check()
    console.keyboard.press("d")
    console.keyboard.type("without screens")
    console.keyboard.press("Enter")
    focus_comes_to(console)
    row_of(console, "Mending").focus()
    console.keyboard.press("d")
    console.get_by_role("button", name="Merge into…").press("Enter")
    console.get_by_role("dialog").get_by_role("radio", name="Repairing").check()
    console.keyboard.press("Enter")
    expect(console.get_by_role("dialog", name="Merge two clusters")).to_be_visible()
    console.keyboard.press("Enter")
    expect(row_of(console, "Mending")).to_have_count(0)
    expect(row_of(console, "Repairing")).to_be_focused()
    row_of(console, "At school").focus()
    console.keyboard.press("d")
    console.get_by_role("dialog").get_by_role("radio", name="Learning").check()
    console.keyboard.press("Enter")
    expect(console.locator("dialog")).to_have_count(0)
    expect(console.locator(".board section.theme").first).to_contain_text("At school")
    expect(row_of(console, "At school")).to_be_focused()


def row_of(console: Page, cluster: str) -> Locator:
    return console.locator("[data-cluster-id]", has_text=cluster)
