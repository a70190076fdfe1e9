"""The whole day of twenty-one people, five of them on paper: what phone, console and screen show at each stop."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Place
from tests.web.day import (
    MINE,
    NAMES,
    NASTY,
    PAPER,
    WRITTEN,
    Faces,
    prepared,
    row_of,
    the_agenda_is_put_right,
    they_are_read_and_one_is_removed,
    they_come_in,
    they_rehearse,
    they_sort,
    they_write,
    two_are_one,
)
from tests.web.desks import focus_is_on
from tests.web.faces import Ranking, all_rank, ranked_on_phone, ranked_on_screen
from tests.web.hall import Hall
from tests.web.journeys import live, main
from tests.web.phones import Make, eventually
from workshops.clusters import ClusterRecord, NameCluster

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

KINDS = ["idea", "cluster", "crowd", "tally"]


def test_the_whole_day_of_twenty_one_people_five_of_them_on_paper(place: Place, visit: Make, tmp_path: Path) -> None:
    console, screen, code = prepared(place, visit)
    the_agenda_is_put_right(console)
    phone = visit(language="en").context.new_page()
    faces = Faces(phone, console, screen)
    they_rehearse(place, faces, code)
    workshop = console.url.split("/")[-2]
    with Hall(place, workshop, code, list(WRITTEN)) as hall:
        they_come_in(faces, hall, code)
        they_write(faces, hall)
        two_are_one(faces, hall)
        they_are_read_and_one_is_removed(faces, hall)
        they_sort(faces, hall)
        the_screen_is_frozen_and_lit(faces, hall)
        the_door_is_locked(place, visit, console, code)
        first = they_vote(faces, hall)
        second = they_vote_again(faces, hall)
        hall.adds_up()
    the_results_stay(faces, first, second)
    everything_is_taken_away_and_opened_again(console, tmp_path, first, second)


# The screen, the door


def the_screen_is_frozen_and_lit(faces: Faces, hall: Hall) -> None:
    """Frozen, the room goes on reading what it read; in the light, one cluster alone. Phones follow neither."""
    phone, console, screen = faces
    console.get_by_role("button", name="Freeze the screen").click()
    expect(console.locator(".side")).to_contain_text("Frozen since")
    kofi = hall.people["Kofi"]
    places = next(each for each in kofi.all(ClusterRecord) if each.name == "Places without screens")
    hall.run(kofi.do(NameCluster(places.id, "Places to sit down")))
    expect(row_of(console, "Places to sit down")).to_be_visible()
    phone.get_by_role("button", name="Clusters 3").click()
    expect(phone.locator(".board")).to_contain_text("Places to sit down")
    for room in (screen.locator(".stage"), console.locator(".side .preview")):
        expect(room).to_contain_text("Places without screens")
        expect(room).not_to_contain_text("Places to sit down")
    console.get_by_role("button", name="Unfreeze").click()
    expect(screen.locator(".stage")).to_contain_text("Places to sit down")
    row_of(console, "Places to sit down").focus()
    console.get_by_role("button", name="Show this: Places to sit down").click()
    expect(screen.locator("h1")).to_contain_text("Places to sit down")
    expect(screen.locator(".papers")).to_contain_text("From slip 1")
    expect(phone.locator(".arranging")).to_be_visible()
    console.get_by_role("button", name="Follow the step again").click()
    expect(screen.locator(".cluster")).to_have_count(3)


def the_door_is_locked(place: Place, visit: Make, console: Page, code: str) -> None:
    """Whoever comes now is told so, before any name is asked for."""
    console.get_by_role("button", name="Lock the door").click()
    expect(console.get_by_role("heading", name="Door locked")).to_be_visible()
    late = visit(language="en").context.new_page()
    late.goto(f"{place.base}/join")
    late.get_by_label("The code shown in the room").fill(code)
    late.get_by_role("button", name="Continue").click()
    expect(late.locator("main")).to_contain_text("Whoever has a place in the workshop keeps it")
    expect(late.get_by_role("button", name="Enter the workshop")).to_have_count(0)


# They vote


def they_vote(faces: Faces, hall: Hall) -> Ranking:
    """Secret until the reveal: on every face only who has finished. The question is put better in the middle of it."""
    phone, console, screen = faces
    main(console, "Close the step")
    main(console, "Open the next step")
    for name in ("At school", "At school", "Repairing"):
        sticks(phone, hall, name)
    expect(phone.locator(".bar")).to_contain_text("2 dots left of 5")
    console.get_by_role("button", name="Edit").first.click()
    console.get_by_label("Prompt").fill("What matters most to you?")
    console.get_by_role("button", name="Save").click()
    for page in (phone, screen):
        expect(page.locator("h1")).to_have_text("What matters most to you?")
    expect(phone.locator(".bar")).to_contain_text("2 dots left of 5")
    hall.vote("Vote")
    hall.enter_ballots("Vote", 2, 3, 4, 5)
    ballot_of_mme_ferreira(console, hall)
    expect(screen.locator(".finished")).to_contain_text("20 have finished, of 21")
    phone.get_by_role("button", name="I have finished").click()
    expect(screen.locator(".finished")).to_contain_text("21 have finished, of 21")
    expect(console.locator(".seat.f")).to_have_count(21)
    expect(console.locator(".seat.f.p")).to_have_count(5)
    expect(console.locator("td.hid")).to_have_count(3)
    expect(screen.locator(".rank, .cluster")).to_have_count(0)
    expect(phone.locator(".total")).to_have_count(0)
    main(console, "Close the round")
    expect(phone.locator(".note")).to_contain_text("The round is closed.")
    expect(screen.locator(".over")).to_contain_text("The vote is closed.")
    main(console, "Reveal")
    ranking = hall.ranking()
    all_rank(ranking, *faces)
    expect(console.get_by_text(f"{sum(hall.dots.values())} dots from 21 people.")).to_be_visible()
    return ranking


def sticks(phone: Page, hall: Hall, name: str) -> None:
    phone.locator(".c", has_text=name).get_by_role("button", name="Stick a dot").click()
    expect(phone.locator(".g.pending")).to_have_count(0)
    hall.dots[next(each.id for each in hall.helper.all(ClusterRecord) if each.name == name)] += 1


def ballot_of_mme_ferreira(console: Page, hall: Hall) -> None:
    """Three dots on the first choice, entered at the console; then nobody is shown it."""
    console.get_by_role("button", name="Enter a paper ballot").click()
    dialog = console.get_by_role("dialog", name="On paper")
    dialog.get_by_role("button", name="Mme Ferreira").click()
    dialog.locator(".dots-n").first.fill("3")
    dialog.get_by_role("button", name="Enter the ballot").click()
    expect(dialog.locator(".ballot")).to_have_count(0)
    dialog.get_by_role("button", name="Mme Ferreira").click()
    expect(dialog).to_contain_text("A ballot that was entered is shown to nobody")
    console.keyboard.press("Escape")
    hall.dots[next(each.id for each in hall.helper.all(ClusterRecord) if each.name == "At school")] += 3


def they_vote_again(faces: Faces, hall: Hall) -> Ranking:
    """For those who are there alone, with totals that everybody sees grow."""
    phone, console, screen = faces
    main(console, "Close the step")
    main(console, "Open the next step")
    hall.dots.clear()
    expect(console.locator(".mid .rules")).to_contain_text("21 people may vote: who was there when the round began")
    expect(phone.locator("h1")).to_have_text("And what do we begin with?")
    for name in ("Places to sit down", "Places to sit down"):
        sticks(phone, hall, name)
    expect(phone.locator(".c", has_text="Places").locator(".total")).to_have_text("2 dots in all")
    expect(screen.locator(".rank li")).to_have_count(1)
    expect(screen.locator(".rules")).to_contain_text("0 have finished, of 21")
    hall.vote("Second round")
    hall.enter_ballots("Second round", 1, 2, 3, 4, 5)
    ranking = hall.ranking()
    eventually(screen, lambda: ranked_on_screen(screen) == ranking)
    main(console, "Close the round")
    main(console, "Reveal")
    all_rank(ranking, *faces)
    expect(screen.locator(".unit")).to_have_count(0)
    return ranking


# After


def the_results_stay(faces: Faces, first: Ranking, second: Ranking) -> None:
    """On a page of each participant's own: both rounds, and what became of their ideas."""
    phone, console, screen = faces
    main(console, "Close the step")
    expect(screen.locator(".rank li").first).to_be_visible()
    phone.get_by_role("link", name="All the results, and what became of my ideas").first.click()
    phone.wait_for_url("**/results")
    rounds = phone.locator(".rounds section")
    expect(rounds.locator("h2")).to_have_text(["Vote", "Second round"])
    assert [ranked_on_phone(section) for section in rounds.all()] == [first, second]
    at_school = next(row for row in first if row[1] == "At school")
    kept = phone.locator(".fates li", has_text=MINE[0])
    expect(kept).to_contain_text("Learning")
    expect(kept).to_contain_text(f"Vote: {at_school[2]} dots")
    expect(phone.locator(".fates li", has_text=MINE[1])).to_contain_text("It stays on its own")


def everything_is_taken_away_and_opened_again(console: Page, folder: Path, first: Ranking, second: Ranking) -> None:
    """The export holds what the room saw; opened as a new workshop, it is exported the same."""
    main(console, "Take the results away")
    eventually(console, lambda: focus_is_on(console, "Draft proposals, to print"))
    file = exported(console, folder / "first.json")
    text = file.read_text("utf-8")
    held = {name: [each for each in json.loads(text)["records"] if each["kind"] == name] for name in KINDS}
    assert len(held["idea"]) == 23
    assert [crowd["people"] for crowd in held["crowd"]] == [21]
    names = {cluster["id"]: cluster["name"] for cluster in held["cluster"]}
    rows = [[(row["rank"], names[row["on"]], row["dots"]) for row in tally["counts"]] for tally in held["tally"]]
    assert sorted(rows) == sorted([first, second])
    assert not [name for name in (*NAMES, *PAPER, "Ada", "Kofi", NASTY, "Only a try") if f'"{name}"' in text]
    console.get_by_role("link", name="Open a workshop from a file").click()
    console.get_by_label("The file").set_input_files(file)
    console.get_by_role("button", name="Open the workshop").click()
    console.get_by_role("link", name="Open the console").click()
    live(console)
    expect(console.locator(".steps .name")).to_have_text(["Ideas", "Group", "Vote", "Second round"])
    console.get_by_text("Menu", exact=True).click()
    again = exported(console, folder / "again.json")
    assert json.loads(again.read_text("utf-8")) == json.loads(text)


def exported(console: Page, to: Path) -> Path:
    with console.expect_download() as download:
        console.get_by_role("link", name="The whole workshop (JSON)").click()
    download.value.save_as(to)
    return to
