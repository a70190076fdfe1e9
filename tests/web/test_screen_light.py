"""The room's screen under the facilitator's hand: one thing in the light, frozen, rehearsed, totals as they come."""

import pytest
from msgspec import structs
from playwright.sync_api import expect

from tests.place import STEPS
from tests.web.conftest import Place
from tests.web.phones import round_of, voting, writing
from tests.web.test_screen import Make, projectable, screen
from workshops.agenda import CloseStep
from workshops.ballots import SetDots
from workshops.clusters import MakeCluster
from workshops.moderation import HideIdea
from workshops.rehearsal import ClearRehearsal, StartRehearsal
from workshops.screen import FreezeScreen, Spotlight, UnfreezeScreen
from workshops.sealing import RevealRound
from workshops.voting import CloseRound, Vote

pytestmark = pytest.mark.browser

LONG = "Anticonstitutionnellement" * 8


@pytest.mark.parametrize(
    "text", ["Un banc", "Une idée de deux lignes, comme on en écrit beaucoup dans une salle", LONG, LONG * 8]
)
def test_an_idea_alone_is_as_large_as_it_can_be(place: Place, visit: Make, text: str) -> None:
    workshop = writing(place)
    idea = place.post(workshop, place.join(workshop, "Ada"), text)
    page = screen(place, visit, workshop)
    place.do(workshop, Spotlight(f"idea:{idea}"))
    expect(page.locator(".alone")).to_contain_text(text)
    projectable(page)
    box, foot = page.locator(".alone .paper").bounding_box(), page.locator(".foot").bounding_box()
    assert box is not None
    assert foot is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= foot["y"]
    place.do(workshop, Spotlight(None))
    expect(page.locator("h1")).to_have_text(STEPS[1].prompt)


@pytest.mark.parametrize("n", [1, 7, 60])
def test_a_cluster_alone_shows_as_many_of_its_ideas_as_fit(place: Place, visit: Make, n: int) -> None:
    workshop = writing(place)
    ada = place.join(workshop, "Ada")
    ideas = [
        place.post(workshop, ada, f"Idée {i} " + ("qui tient sur une ligne" if i % 3 else LONG[:90])) for i in range(n)
    ]
    theme = next(key.partition(":")[2] for key in place.seen(workshop) if key.startswith("theme:"))
    place.open(workshop, "arrange")
    place.do(workshop, MakeCluster("cluster-1", "ideas-", "Quelqu’un à qui parler", theme, ideas))
    page = screen(place, visit, workshop)
    place.do(workshop, Spotlight("cluster:cluster-1"))
    expect(page.locator("h1")).to_contain_text("Quelqu’un à qui parler")
    drawn = page.locator(".papers li:visible").count()
    assert drawn == n or drawn > 6
    expect(page.locator(".beyond")).to_have_text(f"Ideas 1 to {drawn} of {n}" if drawn < n else "")
    projectable(page)
    place.do(workshop, Spotlight(f"theme:{theme}"))
    expect(page.locator("h1")).to_contain_text("Médiation")
    expect(page.locator(".rows")).to_contain_text("Quelqu’un à qui parler")
    projectable(page)


def test_the_agenda_and_the_door_can_be_shown_at_any_time(place: Place, visit: Make) -> None:
    workshop = writing(place)
    page = screen(place, visit, workshop)
    place.do(workshop, Spotlight("agenda:this"))
    expect(page.locator(".order li")).to_have_count(4)
    expect(page.locator(".order .now")).to_contain_text("Idées")
    projectable(page)
    place.do(workshop, Spotlight("door:this"))
    expect(page.locator(".joining .code")).to_be_visible()
    projectable(page)
    place.open(workshop, "arrange")
    expect(page.locator("h1")).to_have_text(STEPS[2].prompt)


def test_what_is_hidden_leaves_the_light_at_once(place: Place, visit: Make) -> None:
    workshop = writing(place)
    idea = place.post(workshop, place.join(workshop, "Ada"), "À masquer")
    page = screen(place, visit, workshop)
    place.do(workshop, Spotlight(f"idea:{idea}"))
    expect(page.locator(".alone")).to_contain_text("À masquer")
    place.do(workshop, HideIdea(idea, "Nomme une personne"))
    expect(page.locator("h1")).to_have_text(STEPS[1].prompt)
    assert "À masquer" not in page.content()


def test_a_frozen_screen_stays_as_it_was_through_a_reload_but_for_what_is_hidden(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ada = place.join(workshop, "Ada")
    first, second = (place.post(workshop, ada, text) for text in ("La première", "La deuxième"))
    page = screen(place, visit, workshop)
    expect(page.locator(".ideas li")).to_have_text(["La deuxième", "La première"])
    place.do(workshop, FreezeScreen())
    place.post(workshop, ada, "La troisième")
    place.do(workshop, HideIdea(first, "Nomme une personne"))
    expect(page.locator(".ideas li")).to_have_text(["La deuxième"])
    place.open(workshop, "arrange")
    place.do(workshop, MakeCluster("cluster-1", "ideas-", "Nouveau", None, [second]))
    for _ in range(2):
        expect(page.locator(".ideas li")).to_have_text(["La deuxième"])
        expect(page.locator("h1")).to_have_text(STEPS[1].prompt)
        page.reload()
    place.do(workshop, UnfreezeScreen())
    expect(page.locator("h1")).to_have_text(STEPS[2].prompt)
    expect(page.locator(".cluster")).to_contain_text("Nouveau")


def test_a_screen_opened_while_frozen_says_how_to_join(place: Place, visit: Make) -> None:
    workshop = writing(place)
    place.do(workshop, FreezeScreen())
    page = screen(place, visit, workshop)
    expect(page.locator(".joining .code")).to_be_visible()
    projectable(page)


def test_a_rehearsal_says_so_until_it_is_cleared(place: Place, visit: Make) -> None:
    workshop = place.create()
    place.do(workshop, StartRehearsal())
    place.open(workshop, "gather")
    page = screen(place, visit, workshop)
    place.post(workshop, place.join(workshop, "Ada"), "Un essai")
    expect(page.locator(".ideas li")).to_have_text(["Un essai"])
    expect(page.locator(".trial")).to_be_visible()
    projectable(page)
    place.do(workshop, ClearRehearsal())
    expect(page.locator(".joining .code")).to_be_visible()
    expect(page.locator(".trial")).to_have_count(0)


def test_totals_that_are_shown_move_while_the_round_runs(place: Place, visit: Make) -> None:
    vote = next(step for step in STEPS if isinstance(step, Vote))
    steps = [*STEPS[:3], structs.replace(vote, totals="shown", on="ideas")]
    workshop = place.create(steps)
    place.open(workshop, "gather")
    ada, kofi = place.join(workshop, "Ada"), place.join(workshop, "Kofi")
    ideas = [place.post(workshop, ada, text) for text in ("Un banc", "Un arbre")]
    place.open(workshop, "voting")
    page = screen(place, visit, workshop)
    place.do(workshop, SetDots(round_of(place, workshop), ideas[0], 1), ada.seat)
    expect(page.locator(".rank li")).to_have_count(1)
    expect(page.locator(".rules")).to_contain_text("0 have finished, of 2")
    place.do(workshop, SetDots(round_of(place, workshop), ideas[1], 3), kofi.seat)
    expect(page.locator(".rank li").first).to_contain_text("Un arbre")
    projectable(page)
    place.do(workshop, CloseRound(round_of(place, workshop)))
    place.do(workshop, RevealRound(round_of(place, workshop)))
    expect(page.locator(".rules")).to_have_count(0)
    projectable(page)


def test_a_past_tally_can_be_shown_again(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    ada = place.join(workshop, "Ada")
    round_ = round_of(place, workshop)
    place.do(workshop, SetDots(round_, clusters[3], 3), ada.seat)
    place.do(workshop, CloseRound(round_))
    place.do(workshop, RevealRound(round_))
    place.do(workshop, CloseStep("voting"))
    page = screen(place, visit, workshop)
    place.do(workshop, Spotlight("agenda:this"))
    expect(page.locator(".order li")).to_have_count(4)
    place.do(workshop, Spotlight(f"tally:{round_}"))
    expect(page.locator(".rank li")).to_have_count(1)
    projectable(page)
