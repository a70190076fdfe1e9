"""The open forum on the screen: its opening, topics as they come, the proceedings page after page, dots on reports."""

import secrets

import pytest
from msgspec import structs
from playwright.sync_api import Page, expect

from tests.web.conftest import Place
from tests.web.meeting import STEPS, TITLES, Meeting, meeting
from tests.web.phones import eventually, round_of
from tests.web.test_screen import Make, projectable, screen
from tests.web.walls import CUT_OFF, LONG, WORDS, smallest
from tests.web.wire import wired
from workshops.agenda import Talk
from workshops.ballots import SetDots
from workshops.hiding import HideTopic
from workshops.recipe import EditStep
from workshops.reporting import PostProposed, TakePen, WriteReport
from workshops.screen import FreezeScreen, Spotlight, UnfreezeScreen
from workshops.sealing import RevealRound
from workshops.slots import PutSlot
from workshops.spaces import PutSpace
from workshops.topics import ProposeTopic
from workshops.voting import CloseRound, Vote
from workshops.wall import PlaceTopic

pytestmark = pytest.mark.browser

POINTS = ["Les personnes qui se présentent sont les bonnes.", "Ce qui arrive est la seule chose qui pouvait arriver."]
LAW = "La loi des deux pieds : si vous n’apprenez ni n’apportez rien, changez de cercle."
SAID = "Presque tout le monde s’est fait aider, et l’on ne sait plus à qui téléphoner. "


def on_the_wall(page: Page) -> Page:
    expect(page.locator(".wall")).to_be_visible()
    return page


@pytest.mark.parametrize(
    ("points", "law"), [(POINTS * 2, LAW), ([], LAW), (POINTS, ""), ([(WORDS * 2)[:190]] * 8, LONG[:190])]
)
def test_the_opening_says_the_question_the_principles_and_the_law(
    place: Place, visit: Make, points: list[str], law: str
) -> None:
    talk = Talk(id="opening", title="Ouverture", prompt="De quoi voulons-nous parler ?", points=points, law=law)
    workshop = place.create([talk, *STEPS[1:]])
    place.open(workshop, "opening")
    page = screen(place, visit, workshop)
    expect(page.locator("h1")).to_have_text("De quoi voulons-nous parler ?")
    expect(page.locator(".principles li")).to_have_text(points)
    expect(page.locator(".law")).to_have_count(1 if law else 0)
    projectable(page)
    for one in page.locator(".principles li, .law").all():
        assert one.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 43.9


def market(place: Place, n: int, *, long: bool = False) -> tuple[str, list[str]]:
    workshop = place.create(STEPS)
    place.open(workshop, "market")
    topics = [secrets.token_urlsafe(9) for _ in range(n)]
    ada = place.join(workshop, "Ada")
    for i, topic in enumerate(topics):
        place.do(workshop, ProposeTopic(topic, LONG[:200] if long and i % 2 else TITLES[i % 12]), ada.seat)
    return workshop, topics


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("n", [0, 4, 10, 11, 200])
def test_topics_come_the_last_ones_large_then_a_count(place: Place, visit: Make, n: int, long: bool) -> None:
    workshop, _ = market(place, n, long=long)
    page = screen(place, visit, workshop, 1280, 720)
    if n:
        expect(page.locator(".topic .n").first).to_have_text(str(n))
        drawn = page.locator(".topic:visible").count()
        assert drawn >= min(n, 4)
        beyond = page.locator(".beyond")
        expect(beyond).to_have_text(
            [f"Then {n - drawn} other {'topic' if n - drawn == 1 else 'topics'}. All are on your device."]
            if drawn < n
            else [""] * beyond.count()
        )
        expect(page.locator(".foot")).to_contain_text(f"{n} topic")
        expect(page.locator(".foot")).to_contain_text("place them on the wall")
    else:
        expect(page.get_by_text("The first topics will appear here")).to_be_visible()
    projectable(page)
    unit = 1280 / 1920
    for title in page.locator(".latest .t, .latest .m").all():
        assert title.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 43.9 * unit
    assert smallest(page) >= 27.9


def test_a_new_topic_is_seen_at_once_and_what_is_hidden_goes(place: Place, visit: Make) -> None:
    workshop, topics = market(place, 3)
    page = screen(place, visit, workshop)
    expect(page.locator(".topic")).to_have_count(3)
    place.do(workshop, ProposeTopic("nobodys-topic", "Qui le porte ?"))
    expect(page.locator(".topic.new")).to_contain_text("Qui le porte ?")
    expect(page.locator(".topic.new")).to_contain_text("Who would convene it?")
    expect(page.locator(".topic").nth(1)).to_contain_text("Ada")
    place.do(workshop, HideTopic(topics[2], "Nomme une personne"))
    expect(page.locator(".topic")).to_have_count(3)


def test_the_wall_and_what_is_not_on_it_yet_take_turns(place: Place, visit: Make) -> None:
    workshop, topics = market(place, 3)
    place.do(workshop, PutSlot("slot-1", 840, 880))
    place.do(workshop, PutSpace("space-1", "Cour"))
    page, wire = wired(place, visit, workshop)
    expect(page.locator(".topic")).to_have_count(3)
    place.do(workshop, PlaceTopic(topics[0], "slot-1", "space-1"))
    expect(page.locator(".foot")).to_contain_text("3 topics, 2 to place on the wall")
    faces = set()
    for _ in range(2):
        faces.add(page.locator("h1").inner_text())
        if page.locator(".wall").count() == 0:
            expect(page.locator(".topic")).to_have_count(2)
        projectable(page)
        before = page.locator("h1").inner_text()
        wire.turn()
        expect(page.locator("h1")).not_to_have_text(before)
    assert faces == {"Place du marché", "Not on the wall yet"}
    before = page.locator("h1").inner_text()
    place.do(workshop, FreezeScreen())
    eventually(page, lambda: page.evaluate("sessionStorage.getItem('gommette:frozen')"))
    for _ in range(3):
        wire.turn()
        expect(page.locator("h1")).to_have_text(before)


# The proceedings


def reported(place: Place, texts: list[str]) -> Meeting:
    """A circle for each, at the proceedings; a text is what its report says, "" where it says nothing."""
    made = meeting(place, now=min(len(texts), 12), later=max(0, len(texts) - 12))
    for session, text in zip(made.sessions, texts, strict=True):
        if text:
            mei = made.join("Mei")
            made.writes(mei, session, said=text)
            made.do(mei, PostProposed(session, secrets.token_urlsafe(9), f"Proposer {made.sessions.index(session)}"))
    place.open(made.workshop, "journal")
    return made


def whole(page: Page) -> None:
    """All of what a page shows is on it, and large enough."""
    projectable(page)
    assert page.evaluate(CUT_OFF) == []
    assert smallest(page) >= 31.9


def test_reports_come_with_their_title_their_space_and_what_they_propose(place: Place, visit: Make) -> None:
    made = reported(place, [SAID * 2, ""])
    page = screen(place, visit, made.workshop)
    report = page.locator("article")
    expect(report).to_have_count(1)
    for text in (TITLES[0], "Grande salle", " until ", "Ada", "Mei is writing", SAID.strip(), "Proposer 0"):
        expect(report).to_contain_text(text)
    expect(page.locator(".foot")).to_contain_text("1 session report, 1 circle has written nothing yet")
    whole(page)
    made.writes(made.conveners[1], made.sessions[1], agreed="Un guichet par quartier")
    expect(page.locator(".foot")).to_contain_text("2 session reports")


def test_before_any_report_it_says_what_will_come(place: Place, visit: Make) -> None:
    made = reported(place, ["", ""])
    page = screen(place, visit, made.workshop)
    expect(page.get_by_text("The reports of the circles will appear here")).to_be_visible()
    projectable(page)


def test_pages_turn_by_themselves_and_ask_for_no_more_than_they_show(place: Place, visit: Make) -> None:
    made = reported(place, [SAID * n for n in (3, 2, 40, 1, 1, 12)])
    page, wire = wired(place, visit, made.workshop)
    seen: list[str] = []
    for _ in range(30):
        expect(page.locator(".flow:not(.unseen) article").first).to_be_visible()
        eventually(page, lambda: wire.asked == set(shown(page)))
        seen += [each for each in shown(page) if each not in seen]
        whole(page)
        if len(seen) == len(made.sessions):
            break
        wire.turn()
    assert seen == made.sessions


def shown(page: Page) -> list[str]:
    found: list[str] = page.locator(".flow:not(.unseen) article").evaluate_all(
        "all => all.map(one => one.dataset.report)"
    )
    return found


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (1024, 768), (1600, 600), (800, 1280)])
def test_a_report_longer_than_a_page_goes_on_over_the_next(place: Place, visit: Make, size: tuple[int, int]) -> None:
    made = reported(place, [SAID * 90])
    page = screen(place, visit, made.workshop, *size)
    expect(page.locator("article")).to_contain_text(SAID.strip())
    if size[0] > size[1]:
        expect(page.locator(".pager")).to_contain_text("Page 1 of ")
    whole(page)


def test_a_frozen_page_does_not_turn_and_comes_back_after_a_reload(place: Place, visit: Make) -> None:
    made = reported(place, [SAID * 6, SAID * 7, SAID * 8])
    page, wire = wired(place, visit, made.workshop)
    expect(page.locator(".pager")).to_contain_text("of 3")
    before = page.locator(".pager").inner_text()
    wire.turn()
    expect(page.locator(".pager")).not_to_have_text(before)
    place.do(made.workshop, FreezeScreen())
    eventually(page, lambda: page.evaluate("sessionStorage.getItem('gommette:frozen')"))
    before = page.locator(".pager").inner_text()
    (held,) = shown(page)
    for again in (False, True):
        if again:
            page.reload()
        expect(page.locator(".pager")).to_have_text(before)
        for _ in range(3):
            wire.turn()
        assert shown(page) == [held]
    place.do(made.workshop, UnfreezeScreen())
    expect(page.locator(".pager")).not_to_have_text(before)


def test_what_is_typed_is_on_the_page_that_shows_it(place: Place, visit: Make) -> None:
    made = reported(place, [SAID])
    page = screen(place, visit, made.workshop)
    place.do(made.workshop, Spotlight(f"report:{made.sessions[0]}"))
    expect(page.locator("article")).to_contain_text(SAID.strip())
    for command in (TakePen(made.sessions[0]), WriteReport(made.sessions[0], "said", "Tout a changé.")):
        place.do(made.workshop, command)
    expect(page.locator("article")).to_contain_text("Tout a changé.")
    expect(page.locator("article")).to_contain_text("being written")
    place.do(made.workshop, WriteReport(made.sessions[0], "said", SAID * 90))
    expect(page.locator(".pager")).to_contain_text("Page 1 of ")
    whole(page)


def test_a_preview_that_is_not_seen_asks_for_no_text(place: Place, visit: Make) -> None:
    made = reported(place, [SAID])
    place.do(made.workshop, Spotlight(f"report:{made.sessions[0]}"))
    page, wire = wired(place, visit, made.workshop, "facilitator", 1024, 768)
    expect(page.locator(".preview h1")).to_have_text("Session report")
    assert wire.asked == set()
    page.get_by_role("button", name="Room", exact=True).click()
    expect(page.locator(".preview article")).to_contain_text(SAID.strip())
    assert wire.asked == {made.sessions[0]}
    page.keyboard.press("Escape")
    eventually(page, lambda: wire.asked == set())


def test_dots_on_reports_are_told_under_the_titles_of_their_circles(place: Place, visit: Make) -> None:
    made = reported(place, [SAID, SAID, ""])
    vote = next(step for step in STEPS if isinstance(step, Vote))
    place.do(made.workshop, EditStep(structs.replace(vote, on="reports")))
    place.open(made.workshop, vote.id)
    round_ = round_of(place, made.workshop)
    page = screen(place, visit, made.workshop)
    expect(page.locator(".foot")).to_contain_text("2 session reports")
    projectable(page)
    made.do(made.conveners[0], SetDots(round_, made.sessions[1], 2))
    for command in (CloseRound(round_), RevealRound(round_)):
        place.do(made.workshop, command)
    expect(page.locator(".rank li")).to_have_count(1)
    expect(page.locator(".rank li")).to_contain_text(TITLES[1])
    expect(page.get_by_text("Then 1 other report without a dot.")).to_be_visible()
    projectable(page)
