"""Ballots printed as a vote begins, entered by number whatever has become of the board; what is not in, is said."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import STEPS, Place
from tests.web.desks import console
from tests.web.faces import all_rank, ranked_on_console
from tests.web.paperwork import counted, helper, on_paper, opened, type_ballot
from tests.web.phones import Make, eventually, round_of, voting
from workshops.ballots import SetDots
from workshops.clusters import MakeCluster, OrderCluster, UngroupCluster
from workshops.merging import MergeClusters, UnmergeCluster
from workshops.moderation import HideIdea
from workshops.sealing import RevealRound
from workshops.sorting import MoveIdeas
from workshops.voting import CloseRound, Vote

pytestmark = pytest.mark.browser

PRINTED = """() => Object.fromEntries([...document.querySelectorAll('table.ballot')[0].querySelectorAll('.it')]
    .map(row => [row.querySelector('.what').textContent, row.querySelector('.at').textContent]))"""


def printed(page: Page, place: Place, workshop: str) -> dict[str, str]:
    """The number before each choice on the first ballot, as it is printed."""
    page.goto(f"{place.url(workshop, 'helper')}/print/ballots")
    found: dict[str, str] = page.evaluate(PRINTED)
    page.goto(place.url(workshop, "helper"))
    return found


def by_number(page: Page, n: str) -> None:
    page.get_by_label("Choice no.").fill(n)
    page.keyboard.press("Enter")


def many(place: Place, on: str = "clusters") -> tuple[str, list[str], list[str]]:
    """Nine clusters of one idea each, three ideas in none."""
    vote = Vote(id="voting", title="Vote", minutes=0, on=on, budget=9, maximum=3)  # type: ignore[arg-type]
    workshop = place.create([*STEPS[:3], vote])
    place.open(workshop, "gather")
    mei = place.join(workshop, "Mei")
    ideas = [place.post(workshop, mei, f"Idea {n}") for n in range(12)]
    clusters = [f"cluster-{n}" for n in range(9)]
    for n, cluster in enumerate(clusters):
        place.do(workshop, MakeCluster(cluster, "ideas-", f"Choice {n}", None, [ideas[n]]))
    on_paper(place, workshop, "Mme Ferreira", "Aminata")
    return workshop, clusters, ideas


def test_every_dot_goes_where_the_paper_says_whatever_was_merged_or_moved_since(place: Place, visit: Make) -> None:
    workshop, clusters, _ = many(place)
    place.open(workshop, "voting")
    page = helper(place, visit(1280, 800, language="en"), workshop)
    paper = printed(page, place, workshop)
    place.do(workshop, OrderCluster(clusters[8], None, None))
    place.do(workshop, MergeClusters(clusters[0], clusters[5]))
    place.do(workshop, UngroupCluster(clusters[2]))
    place.do(workshop, MakeCluster("cluster-new", "ideas-", "Choice new", None, []))
    again = printed(page, place, workshop)
    assert again == {name: n for name, n in paper.items() if name not in ("Choice 0", "Choice 2")} | {
        "Choice new": "10"
    }
    opened(page, 1)
    by_number(page, paper["Choice 2"])
    expect(page.get_by_text(f"No. {paper['Choice 2']} is no longer on the board: it takes no dots.")).to_be_visible()
    for name, n in (("Choice 0", "3"), ("Choice 5", "2"), ("Choice 8", "1"), ("Choice 1", "1")):
        by_number(page, paper[name])
        expect(page.locator(":focus")).to_have_accessible_name(re.compile(rf"^{paper[name]}\. {name}"))
        page.keyboard.type(n)
        page.keyboard.press("Enter")
    expect(page.locator(".since")).to_have_text("merged into “Choice 5”")
    page.locator("#enter-ballot").click()
    expect(page.get_by_text("1 ballot still awaited.")).to_be_visible()
    assert counted(page, place, workshop) == {clusters[5]: 5, clusters[8]: 1, clusters[1]: 1}
    place.do(workshop, UnmergeCluster(clusters[0]))
    tally = place.seen(workshop)[f"tally:{round_of(place, workshop)}"]
    assert {count.on: count.dots for count in tally.counts}[clusters[0]] == 3  # type: ignore[attr-defined]


def test_a_number_that_was_hidden_is_told_and_put_nowhere_else(place: Place, visit: Make) -> None:
    workshop, _, ideas = many(place, "ideas")
    place.open(workshop, "voting")
    page = helper(place, visit(1280, 800, language="en"), workshop)
    place.do(workshop, HideIdea(ideas[4], "off topic"))
    opened(page, 1)
    by_number(page, "5")
    expect(page.get_by_text("No. 5 has been hidden: it takes no dots.")).to_be_visible()
    by_number(page, "6")
    expect(page.locator(":focus")).to_have_accessible_name(re.compile(r"^6\. Idea 5"))


def test_ballots_are_not_printed_before_their_choices_have_numbers(place: Place, visit: Make) -> None:
    workshop, *_ = many(place)
    page = helper(place, visit(1280, 800, language="en"), workshop)
    page.goto(f"{place.url(workshop, 'helper')}/print/ballots")
    expect(page.locator("table.ballot")).to_have_count(0)
    expect(page.locator(".empty")).to_be_visible()


# A round on both


def test_dots_on_an_idea_that_is_put_in_a_cluster_are_seen_everywhere_and_can_be_taken_back(
    place: Place, visit: Make
) -> None:
    workshop, clusters, ideas = many(place, "both")
    place.open(workshop, "voting")
    ada = place.join(workshop, "Ada")
    browser = visit(390, 844, language="en")
    browser.sit(workshop, ada)
    phone = browser.open(workshop)
    round_id = round_of(place, workshop)
    choice = phone.locator("li.paper.c").filter(has_text="Idea 10")
    for _ in range(3):
        choice.get_by_role("button", name="Stick a dot").click()
    eventually(phone, lambda: choice.locator(".pending").count() == 0)
    place.do(workshop, SetDots(round_id, ideas[10], 2), place.join(workshop, "Kofi").seat)
    place.do(workshop, MoveIdeas([ideas[10]], clusters[0]))
    expect(choice).to_contain_text("In the cluster “Choice 0” now: its dots count, and may be taken back.")
    expect(choice.get_by_role("button", name="Stick a dot")).to_have_attribute("aria-disabled", "true")
    choice.get_by_role("button", name="Take a dot back").click()
    expect(phone.get_by_text("7 dots left")).to_be_visible()
    plain = visit(390, 844, language="en", java_script_enabled=False)
    plain.sit(workshop, ada)
    without = plain.open(workshop, live=False)
    row = without.locator("li.paper.c").filter(has_text="Idea 10")
    expect(row.get_by_role("button", name="Stick a dot")).to_have_attribute("aria-disabled", "true")
    expect(row.locator(".stuck")).to_contain_text("2 dots of yours")
    for command in (CloseRound(round_id), RevealRound(round_id)):
        place.do(workshop, command)
    desk = console(place, visit, workshop)
    screen = visit(1280, 720, language="en")
    screen.sit(workshop, place.redeem(workshop, "screen"), "screen")
    projected = screen.open(workshop, "screen")
    all_rank([(1, "Idea 10", 4)], phone, desk, projected)
    expect(projected.locator(".beyond")).to_contain_text("11 other choices")
    expect(phone.get_by_text("11 others have no dot.")).to_be_visible()
    plain_results = plain.open(workshop, live=False)
    expect(plain_results.get_by_text("11 others have no dot.")).to_be_visible()


# Before it is too late


def test_closing_and_revealing_say_how_many_ballots_on_paper_are_not_in(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    on_paper(place, workshop, "Mme Ferreira", "Aminata")
    ours = helper(place, visit(1280, 800, language="en"), workshop)
    expect(ours.get_by_text("2 ballots still awaited.")).to_be_visible()
    desk = console(place, visit, workshop)
    expect(desk.locator(".missing")).to_have_text("2 paper ballots are not entered yet.")
    desk.get_by_role("button", name="Close the round").click()
    desk.get_by_role("button", name="Reveal…").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("2 paper ballots are not entered yet.")
    dialog.get_by_role("button", name="Reopen the round and enter them").click()
    desk.locator(".who").first.click()
    type_ballot(desk, 1, [3])
    desk.keyboard.press("Escape")
    expect(desk.locator(".missing")).to_have_text("1 paper ballot is not entered yet.")
    expect(ours.get_by_text("1 ballot still awaited.")).to_be_visible()
    desk.get_by_role("button", name="Close the round").click()
    desk.get_by_role("button", name="Reveal…").click()
    desk.get_by_role("dialog").get_by_role("button", name="Reveal all the same").click()
    expect(desk.get_by_text("Revealed", exact=True)).to_be_visible()
    expect(desk.get_by_role("dialog")).to_have_count(0)
    assert ranked_on_console(desk)[0][1] == "Regroupement 0"


def test_where_every_ballot_is_in_revealing_asks_nothing(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    desk = console(place, visit, workshop)
    desk.get_by_role("button", name="Close the round").click()
    desk.get_by_role("button", name="Reveal", exact=True).click()
    expect(desk.get_by_text("Revealed", exact=True)).to_be_visible()


def test_ideas_that_nobody_can_dot_are_counted_before_a_vote_on_clusters_and_in_it(place: Place, visit: Make) -> None:
    workshop, clusters, ideas = many(place)
    desk = console(place, visit, workshop)
    said = desk.locator(".ungrouped")
    place.open(workshop, "arrange")
    expect(said).to_have_text("3 ideas are in no cluster: no dots on them.")
    desk.get_by_role("button", name="Open the next step").click()
    expect(desk.locator(".work .ungrouped")).to_have_text("3 ideas are in no cluster: no dots on them.")
    place.do(workshop, MoveIdeas(ideas[9:11], clusters[0]))
    expect(desk.locator(".work .ungrouped")).to_have_text("1 idea is in no cluster: no dots on it.")
