"""The room's screen in a real browser: it follows the agenda, holds nothing to press, and never scrolls."""

import re
from collections.abc import Callable

import pytest
from msgspec import structs
from playwright.sync_api import Page, expect

from tests.web.conftest import STEPS, Place, Visit
from tests.web.phones import eventually, round_of, voting, well_made, writing
from tests.web.wire import wired
from workshops.agenda import CloseStep
from workshops.ballots import SetDots
from workshops.boards import Gather
from workshops.clusters import MakeCluster
from workshops.door import CloseMeeting, LockDoor
from workshops.moderation import HideIdea
from workshops.sealing import RevealRound
from workshops.timebox import PauseTimebox, StartTimebox
from workshops.voting import CloseRound

pytestmark = pytest.mark.browser

Make = Callable[..., Visit]
LONG = "Anticonstitutionnellement" * 8


def screen(place: Place, visit: Make, workshop: str, width: int = 1920, height: int = 1080, **more: str) -> Page:
    browser = visit(width, height, **({"language": "en"} | more))
    browser.sit(workshop, place.redeem(workshop, "screen"), "screen")
    return browser.open(workshop, "screen")


def projectable(page: Page) -> None:
    """No control, no scrollbar, nothing cut by the foot, and what is to be read from afar is large enough."""
    well_made(page)
    assert page.locator("a, button, input, select, textarea, summary, [tabindex]").count() == 0
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    foot = page.locator(".foot").bounding_box()
    assert foot is not None
    assert page.evaluate(CUT, foot["y"]) == []
    unit = page.evaluate("Math.min(innerWidth / 1920, innerHeight / 1080)")
    for what in ["h1", ".left", ".step", ".code", ".codebox", ".ideas li", ".total", ".written"]:
        for one in page.locator(f".stage {what}").all():
            assert one.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 43.9 * unit, what


CUT = """top => [...document.querySelectorAll('.stage [data-fit]')].filter(one => {
    const { bottom, right } = one.getBoundingClientRect();
    return getComputedStyle(one).visibility !== 'hidden' && (bottom > top + 1 || right > innerWidth);
}).map(one => one.textContent)"""


def test_before_the_first_step_it_says_how_to_join(place: Place, visit: Make) -> None:
    workshop = place.create()
    page = screen(place, visit, workshop)
    projectable(page)
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    code = page.locator(".code").inner_text()
    expect(page).to_have_title("Vivre mieux avec moins de numérique · Screen")
    place.do(workshop, CloseMeeting())
    expect(page.get_by_text(code)).to_have_count(0)
    expect(page.get_by_role("img", name="QR code")).to_be_visible()


def test_it_follows_the_open_step_by_itself(place: Place, visit: Make) -> None:
    workshop = place.create()
    page = screen(place, visit, workshop)
    for step in STEPS:
        place.open(workshop, step.id)
        expect(page.locator("h1")).to_have_text(step.prompt)
        expect(page.get_by_role("timer")).to_be_visible()
        expect(page.locator(".stage")).to_contain_text(page.evaluate("document.getElementById('door').dataset.code"))
        projectable(page)
    place.do(workshop, PauseTimebox("voting"))
    expect(page.locator(".top")).to_contain_text("paused")


def test_the_last_six_ideas_are_shown_and_all_are_counted(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ada = place.join(workshop, "Ada")
    page = screen(place, visit, workshop)
    expect(page.get_by_text("The first ideas will appear here")).to_be_visible()
    for n in range(9):
        place.post(workshop, ada, f"Idée {n}")
    ideas = page.locator(".ideas li")
    expect(ideas).to_have_text([f"Idée {n}" for n in range(8, 2, -1)])
    expect(page.locator(".foot")).to_contain_text("9 ideas")
    expect(page.locator(".foot")).to_contain_text("the last 6 are here")
    expect(page.locator(".foot")).to_contain_text("1 person")
    hidden = place.post(workshop, ada, "À masquer")
    expect(ideas.first).to_have_text("À masquer")
    place.do(workshop, HideIdea(hidden, "Nomme une personne"))
    expect(ideas.first).to_have_text("Idée 8")
    projectable(page)


@pytest.mark.parametrize(("n", "slips"), [(1, 1), (120, 120), (121, 25)])
def test_private_writing_shows_blank_slips(place: Place, visit: Make, n: int, slips: int) -> None:
    workshop = writing(place, private="everyone", prompt=LONG)
    people = [place.join(workshop, name) for name in ("Ada", "Kofi")]
    for i in range(n):
        place.post(workshop, people[i % 2], f"Secret {i}")
    page = screen(place, visit, workshop, 1280, 720)
    expect(page.locator(".slips i")).to_have_count(slips)
    expect(page.locator(".written b")).to_have_text(str(n))
    expect(page.locator(".foot")).to_contain_text("nobody reads yet, not even the facilitator")
    assert "Secret" not in page.content()
    assert page.get_by_text("One slip for 5 ideas").count() == (n > 120)
    projectable(page)


@pytest.mark.parametrize("n", [1, 20, 30, 90])
def test_clusters_that_do_not_all_fit_take_turns_until_each_was_seen(place: Place, visit: Make, n: int) -> None:
    workshop = writing(place)
    themes = [key.partition(":")[2] for key in place.seen(workshop) if key.startswith("theme:")]
    for i in range(n):
        name = f"Regroupement {i}, dont le nom prend bien deux lignes" if i % 5 else f"{i} {LONG[:190]}"
        place.do(workshop, MakeCluster(f"cluster-{i}", "ideas-", name, [*themes, None][i % 3]))
    place.open(workshop, "arrange")
    page, wire = wired(place, visit, workshop, width=1280, height=720)
    seen: set[str] = set()
    for _ in range(12):
        expect(page.locator(".overview, .cluster").first).to_be_visible()
        projectable(page)
        before = page.locator(".work").inner_text()
        seen |= set(page.locator(".cluster:visible .clamp-2").all_inner_texts())
        if n == 90 and not seen:
            expect(page.locator(".overview")).to_contain_text("30 clusters")
        if len(seen) == n:
            break
        wire.turn()
        expect(page.locator(".work")).not_to_have_text(before, use_inner_text=True)
    assert len(seen) == n


def test_before_the_first_cluster_the_room_reads_what_is_to_be_sorted(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ada = place.join(workshop, "Ada")
    for i in range(40):
        place.post(workshop, ada, f"Idée {i}, qui tient sur une ligne ou deux du grand écran")
    place.open(workshop, "arrange")
    page, wire = wired(place, visit, workshop)
    expect(page.locator(".beyond")).to_have_text(re.compile("^Ideas 1 to .* of 40$"))
    first = page.locator(".ideas li:visible").all_inner_texts()
    projectable(page)
    wire.turn()
    expect(page.locator(".beyond")).to_have_text(re.compile(f"^Ideas {len(first) + 1} to .* of 40$"))
    assert not set(first) & set(page.locator(".ideas li:visible").all_inner_texts())
    place.do(workshop, MakeCluster("cluster-1", "ideas-", "Quelqu’un à qui parler"))
    expect(page.locator(".cluster")).to_have_count(1)
    expect(page.locator(".ideas")).to_have_count(0)


def test_a_round_whose_totals_are_shown_says_the_rules_the_time_and_who_has_finished(place: Place, visit: Make) -> None:
    workshop = place.create([*STEPS[:3], structs.replace(STEPS[3], totals="shown")])
    ada = place.join(workshop, "Ada")
    place.do(workshop, MakeCluster("cluster-1", "ideas-", "Quelqu’un à qui parler"))
    place.open(workshop, "voting")
    place.do(workshop, SetDots(round_of(place, workshop), "cluster-1", 1), ada.seat)
    place.finish(workshop, ada, "voting")
    place.do(workshop, StartTimebox("voting", 300))
    page = screen(place, visit, workshop)
    expect(page.locator(".rules")).to_contain_text("1 has finished, of")
    expect(page.locator(".rules")).to_contain_text("dots each")
    expect(page.get_by_role("timer")).to_be_visible()
    projectable(page)


def test_who_comes_to_a_locked_door_reads_it_on_the_screen(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    page = screen(place, visit, workshop)
    expect(page.locator(".codebox")).to_be_visible()
    place.do(workshop, LockDoor())
    expect(page.locator(".foot")).to_contain_text("The door is locked: nobody new comes in.")
    expect(page.locator(".codebox")).to_have_count(0)


def test_a_vote_shows_who_has_finished_and_no_dot_before_the_reveal(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    page = screen(place, visit, workshop)
    ada, kofi = place.join(workshop, "Ada"), place.join(workshop, "Kofi")
    round_ = round_of(place, workshop)
    place.do(workshop, SetDots(round_, clusters[3], 3), ada.seat)
    place.do(workshop, SetDots(round_, clusters[0], 1), kofi.seat)
    place.finish(workshop, ada, "voting")
    expect(page.locator(".finished")).to_contain_text("1 has finished, of 3")
    projectable(page)
    place.do(workshop, CloseRound(round_))
    expect(page.get_by_text("The vote is closed.")).to_be_visible()
    assert "Regroupement 3" not in page.content()
    place.do(workshop, RevealRound(round_))
    rows = page.locator(".rank li")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Regroupement 3")
    expect(rows.first.locator(".g")).to_have_count(3)
    assert rows.first.locator("use").first.get_attribute("href") == "#m0"
    assert rows.last.locator("use").first.get_attribute("href") == "#m1"
    expect(page.locator(".key")).to_have_text("Médiation")
    expect(page.get_by_text("Then 2 other clusters without a dot. All stay in the report.")).to_be_visible()
    projectable(page)
    place.do(workshop, CloseStep("voting"))
    expect(page.get_by_role("timer")).to_have_count(0)
    expect(rows).to_have_count(2)


def test_the_reveal_moves_unless_one_asked_for_less_motion(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    ada = place.join(workshop, "Ada")
    round_ = round_of(place, workshop)
    place.do(workshop, SetDots(round_, clusters[3], 3), ada.seat)
    for command in (CloseRound(round_), RevealRound(round_)):
        place.do(workshop, command)
    names = []
    for motion in ("no-preference", "reduce"):
        page = screen(place, visit, workshop, reduced_motion=motion)
        names.append(page.locator(".ten").evaluate("ten => getComputedStyle(ten).animationName"))
    assert names == ["lands", "none"]


def test_a_reopened_step_hides_what_came_after_it(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    place.open(workshop, "gather")
    page = screen(place, visit, workshop)
    expect(page.locator(".ideas li")).to_have_count(6)
    assert "Regroupement" not in page.content()


def test_without_network_the_last_state_stays_with_a_line_in_the_foot(place: Place, visit: Make) -> None:
    workshop = writing(place)
    place.post(workshop, place.join(workshop, "Ada"), "Reste ici")
    browser = visit(1920, 1080, language="en")
    browser.sit(workshop, place.redeem(workshop, "screen"), "screen")
    page = browser.open(workshop, "screen")
    browser.context.set_offline(True)
    expect(page.locator(".foot")).to_contain_text("No connection: this is how it was at")
    expect(page.locator(".ideas li")).to_have_text("Reste ici")
    browser.context.set_offline(False)
    expect(page.locator(".foot")).to_contain_text("1 idea")


@pytest.mark.parametrize("size", [(1024, 768), (1280, 720), (1600, 600), (800, 1280)])
def test_every_shape_of_projector_shows_it_whole(place: Place, visit: Make, size: tuple[int, int]) -> None:
    workshop = writing(place, prompt=LONG[:180])
    ada = place.join(workshop, "Ada")
    for n in range(7):
        place.post(workshop, ada, LONG if n % 2 else f"Une idée qui tient en une seule ligne ou deux, la {n}")
    page = screen(place, visit, workshop, *size, language="fr", color_scheme="dark")
    assert page.locator(".ideas li:visible").count() >= 3
    projectable(page)


def test_the_preview_on_the_console_is_the_screen(place: Place, visit: Make) -> None:
    gather = Gather(id="gather", title="Idées", prompt="Quoi ?", minutes=12, private="participants")
    steps = [STEPS[0], gather, *STEPS[2:]]
    workshop = place.create(steps)
    place.open(workshop, "gather")
    ada = place.join(workshop, "Ada")
    late = [place.post(workshop, ada, f"Secret {n}") for n in range(3)]
    browser = visit(1366, 768, language="en")
    browser.sit(workshop, place.redeem(workshop, "facilitator"), "facilitator")
    console = browser.open(workshop, "facilitator")
    page = screen(place, visit, workshop)

    def shown() -> list[str]:
        return [each.locator(".stage").evaluate(SHOWN) for each in (console, page)]

    def same() -> str:
        eventually(page, lambda: len(set(shown())) == 1)
        return shown()[0]

    seen = [same()]
    place.do(workshop, HideIdea(late[0], "Doublon"))
    place.do(workshop, CloseStep("gather"))
    for step in ("arrange", "voting", "gather"):
        place.open(workshop, step)
        for each in (console, page):
            expect(each.locator(".stage h1")).to_have_text(next(it.prompt for it in steps if it.id == step))
        seen.append(same())
    assert len(set(seen)) == 4


# Its words without the clock, which ticks.
SHOWN = """stage => [...stage.querySelectorAll('h1, h2, li, .step, .foot, .slips i, .cluster, .finished')]
    .map(one => one.className + one.textContent).join('|')"""
