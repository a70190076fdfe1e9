"""The console in a real browser, against a real server: agenda, ideas, sorting, the vote; keyboard, focus, size."""

import re

import pytest
from playwright.sync_api import Page, expect

from server.access import Entry
from tests.web.conftest import Place
from tests.web.desks import console
from tests.web.phones import Make, eventually, round_of, voting, well_made, writing
from tests.web.sorting import says
from workshops.ballots import SetDots
from workshops.clusters import ClusterRecord, MakeCluster
from workshops.ideas import EditIdea
from workshops.moderation import HiddenRecord, HideIdea, LateRecord
from workshops.sealing import RevealRound
from workshops.sorting import MoveIdeas, PlaceRecord
from workshops.themes import ThemeRecord
from workshops.voting import CloseRound

pytestmark = pytest.mark.browser

WORDS = [
    "Demander aux opérateurs de garder la 2G dans les vallées.",
    "Un geste simple à l’accueil : proposer le papier d’abord.",
    "Compter les courriels qu’un service s’envoie à lui-même.",
    "Que le bus annonce encore les arrêts à voix haute.",
    "Éteindre les bornes la nuit.",
    "Prévoir un jour sans écran au conseil municipal.",
]


def sorting(place: Place, n: int = 6) -> tuple[str, list[str], Entry]:
    """A workshop whose ideas are being sorted: none is yet, and there is one cluster to put them in."""
    workshop = writing(place)
    mei = place.join(workshop, "Mei")
    ideas = [place.post(workshop, mei, WORDS[i % 6] + ("" if i < 6 else f" ({i})")) for i in range(n)]
    place.do(workshop, MakeCluster("cluster-1", "ideas-", "Réparer plutôt que remplacer"))
    place.open(workshop, "arrange")
    return workshop, ideas, mei


def where(place: Place, workshop: str) -> dict[str, str]:
    return {record.id: record.cluster for record in place.seen(workshop).values() if isinstance(record, PlaceRecord)}


def focused(page: Page) -> str | None:
    """The idea whose card holds the focus."""
    return page.evaluate("document.activeElement.closest('[data-idea]')?.dataset.idea ?? null")  # type: ignore[no-any-return]


# The agenda


def test_steps_open_close_and_reopen_and_the_next_act_is_in_ink(place: Place, visit: Make) -> None:
    workshop = place.create()
    page = console(place, visit, workshop)
    main = page.locator("button.main")
    expect(main).to_have_text("Open the first step")
    main.click()
    expect(main).to_have_text("Close the step")
    page.get_by_role("button", name="Open the next step").click()
    expect(page.locator(".steps .now")).to_contain_text("Idées")
    main.click()
    expect(main).to_have_text("Open the next step")
    page.get_by_role("button", name="Reopen Accueil").click()
    expect(page.locator(".steps .now")).to_contain_text("Accueil")
    expect(page.locator(".steps")).to_contain_text("put aside until it reopens")
    assert page.locator(".main").count() == 1


def test_focus_is_never_lost_to_an_act_of_ones_own(place: Place, visit: Make) -> None:
    workshop = writing(place, private="participants")
    place.post(workshop, place.join(workshop, "Ada"), WORDS[0])
    page = console(place, visit, workshop)
    for name in ["Close the step", "Show the room"]:
        page.get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=name)).to_have_count(0)
        eventually(page, lambda: page.evaluate("document.activeElement !== document.body"))


def test_the_clock_pauses_goes_on_and_is_extended(place: Place, visit: Make) -> None:
    workshop = writing(place)
    page = console(place, visit, workshop)
    expect(page.get_by_role("timer").first).to_contain_text(re.compile(r"1[12]:\d\d"))
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("timer").first).to_contain_text("paused")
    page.get_by_role("button", name="+ 2 min").click()
    expect(page.get_by_role("timer").first).to_contain_text(re.compile(r"1[34]:\d\d"))
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def test_the_meeting_closes_with_its_code_and_opens_again(place: Place, visit: Make) -> None:
    workshop = place.create()
    page = console(place, visit, workshop)
    code = page.locator(".meeting .code")
    expect(code).to_have_text(re.compile(r"^[0-9A-Z]{4}-[0-9A-Z]{4}$"))
    page.get_by_role("button", name="Close the meeting").click()
    expect(page.get_by_text("The code does not work.")).to_be_visible()
    expect(page.locator(".preview .code")).to_have_count(0)
    page.get_by_role("button", name="Open the meeting").click()
    expect(code).to_be_visible()


def test_a_refusal_is_a_sentence_near_what_caused_it(place: Place, visit: Make) -> None:
    workshop, _, _ = sorting(place)
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Theme", exact=True).click()
    page.get_by_label("Name").fill("Une ligne\u0085cassée")
    page.keyboard.press("Enter")
    refused = page.get_by_role("dialog").locator(".note.refused")
    expect(refused).to_contain_text("a character that cannot be kept")
    expect(page.get_by_label("Name")).to_have_value("Une ligne\u0085cassée")
    refused.get_by_role("button", name="Close").click()
    expect(refused).to_have_count(0)


# Ideas


def test_ideas_come_in_without_taking_focus_or_moving_what_is_pointed_at(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ada = place.join(workshop, "Ada")
    for words in WORDS:
        place.post(workshop, ada, words)
    page = console(place, visit, workshop)
    third = page.locator(".stream .card").nth(2)
    third.get_by_role("button", name="Hide…").focus()
    before = third.bounding_box()
    place.post(workshop, ada, "Une de plus.")
    more = page.get_by_role("button", name="1 new idea")
    expect(more).to_be_visible()
    assert third.bounding_box() == before
    assert third.evaluate("card => card.contains(document.activeElement)")
    more.click()
    expect(page.locator(".stream .card").first).to_contain_text("Une de plus.")


def test_a_withdrawn_idea_keeps_its_place_while_one_looks_at_the_list(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ada = place.join(workshop, "Ada")
    ideas = [place.post(workshop, ada, words) for words in WORDS[:3]]
    page = console(place, visit, workshop)
    page.locator(".stream .card").first.get_by_role("button").first.focus()
    place.do(workshop, HideIdea(ideas[1], "Nomme une personne"))
    expect(page.locator(".stream .card.gone")).to_have_count(1)
    page.locator(".steps .name").first.focus()
    expect(page.locator(".stream .card.gone")).to_have_count(0)


def test_an_idea_is_hidden_with_a_reason_and_restored(place: Place, visit: Make) -> None:
    workshop = writing(place)
    idea = place.post(workshop, place.join(workshop, "Ada"), WORDS[0])
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Hide…").click()
    expect(page.get_by_label("Hide it from the room: why?")).to_be_focused()
    page.keyboard.type("Nomme une personne")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 hidden idea")).to_be_visible()
    eventually(page, lambda: hidden(place, workshop) == {idea: "Nomme une personne"})
    expect(page.locator(".preview .ideas li")).to_have_count(0)
    page.get_by_text("1 hidden idea").click()
    expect(page.get_by_text("Nomme une personne")).to_be_visible()
    page.get_by_role("button", name="Restore").click()
    expect(page.locator(".preview .ideas li")).to_have_count(1)


def hidden(place: Place, workshop: str) -> dict[str, str]:
    """The reason of each."""
    return {record.id: record.reason for record in place.seen(workshop).values() if isinstance(record, HiddenRecord)}


def test_what_is_private_from_everyone_is_read_on_the_console_first_then_shown(place: Place, visit: Make) -> None:
    workshop = writing(place, private="everyone")
    ada = place.join(workshop, "Ada")
    for words in WORDS:
        place.post(workshop, ada, words)
    page = console(place, visit, workshop)
    expect(page.locator(".unshown")).to_contain_text("6 ideas written")
    assert not any(words in page.content() for words in WORDS)
    expect(page.get_by_role("button", name="Read them on the console first")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="Close the step").click()
    expect(page.locator("button.main")).to_have_text("Read them on the console first")
    page.locator("button.main").click()
    expect(page.locator(".stream .card")).to_have_count(6)
    assert not any(words in page.locator(".preview").inner_text() for words in WORDS)
    page.locator("button.main").click()
    expect(page.locator(".preview .ideas li")).to_have_count(6)
    expect(page.locator(".unshown")).to_have_count(0)


def test_a_late_idea_waits_in_the_tray_until_it_is_accepted(place: Place, visit: Make) -> None:
    workshop = writing(place)
    kofi = place.join(workshop, "Kofi")
    place.open(workshop, "arrange")
    place.post(workshop, kofi, "Trop tard ?")
    page = console(place, visit, workshop)
    expect(page.locator(".tray")).not_to_contain_text("Trop tard")
    page.get_by_role("button", name="Read", exact=True).click()
    late = page.locator(".late")
    expect(late).to_contain_text("Trop tard ?")
    late.get_by_role("button", name="Accept").click()
    expect(page.locator(".stream .card")).to_contain_text("Trop tard ?")
    eventually(page, lambda: not [r for r in place.seen(workshop).values() if isinstance(r, LateRecord)])
    page.get_by_role("button", name="Back to the open step").click()
    expect(page.locator(".tray")).to_contain_text("Trop tard ?")


def test_what_an_edited_idea_said_before_is_fetched_on_request(place: Place, visit: Make) -> None:
    workshop = writing(place)
    ada = place.join(workshop, "Ada")
    idea = place.post(workshop, ada, "Éteindre les bornes.")
    place.do(workshop, EditIdea(idea, "Éteindre les bornes la nuit."), ada.seat)
    page = console(place, visit, workshop)
    assert "Éteindre les bornes.<" not in page.content()
    page.get_by_role("button", name="edited").click()
    expect(page.locator("dialog .history")).to_contain_text("Éteindre les bornes.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="edited")).to_be_focused()


# Sorting


def test_ideas_are_sorted_by_keyboard_alone(place: Place, visit: Make) -> None:
    workshop, ideas, mei = sorting(place)
    page = console(place, visit, workshop)
    page.keyboard.press("F6")
    while focused(page) is None:
        page.keyboard.press("F6")
    assert focused(page) == ideas[0]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("d")
    expect(page.get_by_role("searchbox", name="Search a cluster")).to_be_focused()
    page.keyboard.type("repar")
    place.post(workshop, mei, "Pendant ce temps, une idée arrive.")  # late: it takes nothing away
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    eventually(page, lambda: focused(page) == ideas[2])
    says(page, "Moved to “Réparer plutôt que remplacer”.")
    # Several, into a new cluster named by what the search did not find.
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("d")
    page.keyboard.type("Des lieux sans écran")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name")).to_have_value("Des lieux sans écran")
    page.keyboard.press("Enter")
    eventually(page, lambda: focused(page) == ideas[4])
    says(page, "2 ideas moved to “Des lieux sans écran”.")
    eventually(page, lambda: len(where(place, workshop)) == 3)
    placed = where(place, workshop)
    assert placed[ideas[1]] == "cluster-1"
    assert placed[ideas[2]] == placed[ideas[3]] != "cluster-1"


def test_the_last_clusters_used_come_first_and_escape_keeps_the_search(place: Place, visit: Make) -> None:
    workshop, ideas, _ = sorting(place)
    page = console(place, visit, workshop)
    card = page.locator(f"[data-idea='{ideas[0]}'] input")
    card.focus()
    page.keyboard.press("d")
    page.keyboard.type("rép")
    page.keyboard.press("Escape")
    expect(card).to_be_focused()
    page.keyboard.press("d")
    expect(page.get_by_role("searchbox", name="Search a cluster")).to_have_value("rép")
    expect(page.locator("dialog .list input:checked")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("d")
    expect(page.locator("dialog .list")).to_contain_text("Last used")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    eventually(page, lambda: where(place, workshop) == dict.fromkeys(ideas[:2], "cluster-1"))


def test_an_idea_is_taken_out_and_a_cluster_renamed_filed_and_ungrouped(place: Place, visit: Make) -> None:
    workshop, ideas, _ = sorting(place)
    place.do(workshop, MoveIdeas(ideas[:2], "cluster-1"))
    page = console(place, visit, workshop)
    name = page.locator("[data-cluster-id='cluster-1']")
    name.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".inside")).to_be_visible()
    assert page.locator(".board [data-item]:not([tabindex='-1'])").count() == 1
    page.keyboard.press("ArrowDown")
    assert focused(page) == ideas[0]
    page.keyboard.press("d")
    page.get_by_label("Take out: back to what is to sort").check()
    page.get_by_role("button", name="Move here").click()
    eventually(page, lambda: where(place, workshop) == {ideas[1]: "cluster-1"})
    name.focus()
    page.keyboard.press("d")
    page.get_by_label("Name").fill("Faire durer")
    page.get_by_label("École").check()
    page.get_by_role("button", name="Save").click()
    seen = place.seen(workshop)
    school = next(r.id for r in seen.values() if isinstance(r, ThemeRecord) and r.name == "École")
    expect(page.locator(".theme", has_text="École")).to_contain_text("Faire durer")
    eventually(page, lambda: cluster_of(place, workshop) == ("Faire durer", school))
    name.focus()
    page.keyboard.press("d")
    page.get_by_role("button", name="Ungroup:").click()
    expect(name).to_have_count(0)
    expect(page.locator(".tray li")).to_have_count(6)


def cluster_of(place: Place, workshop: str) -> tuple[str, str | None]:
    cluster = next(record for record in place.seen(workshop).values() if isinstance(record, ClusterRecord))
    return cluster.name, cluster.theme


def test_a_theme_is_made_and_renamed(place: Place, visit: Make) -> None:
    workshop, _, _ = sorting(place)
    page = console(place, visit, workshop)
    page.get_by_role("button", name="Theme", exact=True).click()
    page.get_by_label("Name").fill("Mutualisation")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    heading = page.locator("h3", has_text="Mutualisation")
    expect(heading.locator("use")).to_have_attribute("href", "#m3")
    heading.locator("[data-item]").focus()
    page.keyboard.press("d")
    page.get_by_label("Name").fill("Mettre en commun")
    page.keyboard.press("Enter")
    expect(page.locator("h3", has_text="Mettre en commun")).to_be_visible()


def test_what_another_facilitator_moves_leaves_focus_and_place_where_they_are(place: Place, visit: Make) -> None:
    workshop, ideas, _ = sorting(place)
    page = console(place, visit, workshop)
    page.locator(f"[data-idea='{ideas[2]}'] input").focus()
    box = page.locator(f"[data-idea='{ideas[3]}']").bounding_box()
    place.do(workshop, MoveIdeas(ideas[:2], "cluster-1"))
    expect(page.locator(".tray .gone")).to_have_count(2)
    expect(page.locator(".tray .gone").first).to_contain_text("Réparer plutôt que remplacer")
    assert focused(page) == ideas[2]
    moved = page.locator(f"[data-idea='{ideas[3]}']").bounding_box()
    assert box is not None
    assert moved is not None
    page.locator("[data-cluster-id='cluster-1']").focus()
    expect(page.locator(".tray .gone")).to_have_count(0)
    expect(page.locator("[data-cluster-id='cluster-1']")).to_contain_text("2")


def test_two_facilitators_at_once_the_last_one_decides(place: Place, visit: Make) -> None:
    workshop, ideas, _ = sorting(place)
    place.do(workshop, MakeCluster("cluster-2", "ideas-", "Des lieux sans écran"))
    pages = [console(place, visit, workshop) for _ in range(2)]
    for page, name in zip(pages, ["Réparer", "lieux"], strict=True):
        page.locator("[data-idea] input").first.focus()
        page.keyboard.press("d")
        page.keyboard.type(name)
    for page in pages:
        page.keyboard.press("Enter")
        expect(page.locator("dialog")).to_have_count(0)
    eventually(pages[0], lambda: where(place, workshop) == {ideas[0]: "cluster-2"})
    for page in pages:
        expect(page.locator("[data-cluster-id='cluster-2']")).to_contain_text("1")


def test_a_large_tray_is_searched_and_turned_fifty_at_a_time(place: Place, visit: Make) -> None:
    workshop, _, _ = sorting(place, 95)
    page = console(place, visit, workshop)
    cards = page.locator(".tray [data-idea]")
    expect(cards).to_have_count(50)
    page.get_by_role("button", name="Next 45").click()
    expect(cards).to_have_count(45)
    eventually(page, lambda: focused(page) is not None)
    page.get_by_label("Search the ideas to sort").fill("eteindre")
    expect(page.locator(".tray")).to_contain_text("16 ideas of 95.")
    expect(cards).to_have_count(16)


# The vote


def test_a_round_closes_is_reopened_and_revealed(place: Place, visit: Make) -> None:
    workshop, clusters = voting(place)
    ada = place.join(workshop, "Ada")
    page = console(place, visit, workshop)
    expect(page.locator("td.hid")).to_have_count(4)
    expect(page.get_by_role("button", name="Reveal")).to_have_attribute("aria-disabled", "true")
    round_ = round_of(place, workshop)
    place.do(workshop, SetDots(round_, clusters[2], 3), ada.seat)
    place.finish(workshop, ada, "voting")
    expect(page.locator(".seat.f")).to_have_count(1)
    main = page.locator("button.main")
    main.click()
    expect(main).to_have_text("Reveal")
    page.get_by_role("button", name="Reopen the round").click()
    expect(main).to_have_text("Close the round")
    main.click()
    expect(main).to_have_text("Reveal")
    main.click()
    first = page.locator("tbody tr").first
    expect(first).to_contain_text("Regroupement 2")
    assert [cell.inner_text() for cell in first.locator("td.n").all()] == ["1", "2", "3", "1"]
    expect(page.locator(".preview .rank li")).to_have_count(1)
    expect(main).to_have_text("Close the step")


# How it is made


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_too_wide(place: Place, visit: Make, colours: str) -> None:
    workshop, ideas, _ = sorting(place)
    place.do(workshop, MoveIdeas(ideas[:1], "cluster-1"))
    place.do(workshop, HideIdea(ideas[1], "Doublon"))
    page = console(place, visit, workshop, color_scheme=colours)
    well_made(page)
    page.locator("[data-cluster-id='cluster-1']").click()
    page.locator("[data-idea] input").first.focus()
    page.keyboard.press("Enter")
    well_made(page)
    page.get_by_role("button", name="Move to…").last.click()
    well_made(page)
    page.keyboard.press("Escape")
    page.get_by_text("Menu", exact=True).click()
    well_made(page)
    page.keyboard.press("Escape")
    for step in ["Accueil", "Idées", "Vote"]:
        page.locator(".steps .name", has_text=step).click()
        well_made(page)
    place.open(workshop, "voting")
    well_made(page)
    for command in (CloseRound(round_of(place, workshop)), RevealRound(round_of(place, workshop))):
        place.do(workshop, command)
    expect(page.get_by_text("Revealed")).to_be_visible()
    well_made(page)


@pytest.mark.parametrize("width", [360, 768, 900, 1180])
def test_what_does_not_fit_becomes_a_drawer(place: Place, visit: Make, width: int) -> None:
    workshop, _, _ = sorting(place)
    page = console(place, visit, workshop, width, 780)
    well_made(page)
    if width < 1180:
        page.get_by_role("button", name="Room", exact=True).click()
        expect(page.locator(".preview")).to_be_visible()
        well_made(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Room", exact=True)).to_be_focused()
    if width < 900:
        page.get_by_role("button", name="Agenda", exact=True).click()
        page.get_by_role("button", name="Open Vote").click()
        expect(page.locator(".mid .voting")).to_be_visible()
        round_ = round_of(place, workshop)
        for command in (CloseRound(round_), RevealRound(round_)):
            place.do(workshop, command)
        expect(page.get_by_role("columnheader", name="Voters")).to_be_visible()
        well_made(page)
    else:
        expect(page.locator(".steps")).to_be_visible()


def test_it_speaks_french(place: Place, visit: Make) -> None:
    workshop = place.create(names="none")
    page = console(place, visit, workshop, language="fr")
    page.get_by_role("button", name="Ouvrir la première étape").click()
    expect(page.get_by_role("button", name="Fermer l’étape")).to_be_visible()
    expect(page).to_have_title("Vivre mieux avec moins de numérique · Console")


def test_without_scripts_it_says_what_it_needs(place: Place, visit: Make) -> None:
    workshop = place.create()
    browser = visit(1366, 768, language="en", java_script_enabled=False)
    browser.sit(workshop, place.redeem(workshop, "facilitator"), "facilitator")
    page = browser.open(workshop, "facilitator", live=False)
    expect(page.get_by_text("The console needs JavaScript")).to_be_visible()


def test_a_facilitator_goes_on_when_the_network_does_not(place: Place, visit: Make) -> None:
    workshop, ideas, _ = sorting(place)
    browser = visit(1366, 768, language="en")
    browser.sit(workshop, place.redeem(workshop, "facilitator"), "facilitator")
    page = browser.open(workshop, "facilitator")
    browser.context.set_offline(True)
    expect(page.get_by_text("Offline.")).to_be_visible()
    page.locator("[data-idea] input").first.focus()
    page.keyboard.press("d")
    page.keyboard.type("Réparer")
    page.keyboard.press("Enter")
    expect(page.locator("[data-cluster-id='cluster-1']")).to_contain_text("1")
    assert where(place, workshop) == {}
    browser.context.set_offline(False)
    eventually(page, lambda: where(place, workshop) == {ideas[0]: "cluster-1"})
    expect(page.get_by_text("Offline.")).to_have_count(0)
