"""What is printed for an open forum: topic cards, the wall, a report form for each session; who may have it."""

import re
from collections.abc import Iterator

import pytest

from server.i18n import Speech
from server.kit import CARDS, is_for, reports, topics, wall
from server.printing import ballots
from server.sight import Sight
from tests.circles import CANVAS, SESSIONS, forum, meeting, places, writes
from tests.given import GATHER, Given, given
from tests.place import Place
from tests.server.test_printing import helper_of, page
from workshops.format import AnyStep
from workshops.hiding import HideTopic
from workshops.market import Market
from workshops.proceedings import Field, Sessions
from workshops.reporting import PostProposed, TakePen, WriteReport
from workshops.slots import PutSlot, StartSlot
from workshops.spaces import PutSpace
from workshops.topics import ProposeTopic
from workshops.vocabulary import Role
from workshops.voting import Vote
from workshops.wall import PlaceTopic

ENGLISH = Speech("en")
STEPS: list[AnyStep] = [
    Market(id="market", title="Marketplace", prompt="What matters to you?", minutes=0),
    Sessions(id="sessions", title="Circles", minutes=0, canvas=CANVAS),
]
VOTE = Vote(id="voting", title="Vote", on="reports", minutes=0)


def printed(world: Given) -> Sight:
    return Sight(world.sees_all("export"), "facilitator")


# Topic cards


@pytest.mark.parametrize(("count", "sheets"), [("", [4] * 5), ("6", [4, 2]), ("0", [1]), ("²", [4] * 5)])
def test_topic_cards_are_four_to_a_sheet(count: str, sheets: list[int]) -> None:
    told = topics(printed(given(*STEPS)), {"count": count}, ENGLISH)
    assert [len(cards) for cards in told["sheets"]] == sheets
    assert told["prompt"] == "What matters to you?"


def test_no_more_cards_are_printed_at_once_than_a_browser_lays_out() -> None:
    assert sum(map(len, topics(printed(given(*STEPS)), {"count": "9999"}, ENGLISH)["sheets"])) == CARDS


# The wall


def test_the_wall_has_what_is_placed_where_it_is_placed() -> None:
    world = forum()
    places(world, "Ada", "slot-2", "hall--")
    world.does("facilitator", PutSpace("attic-", "Attic", shut=["slot-1"]))
    (grid,) = wall(printed(world), {}, ENGLISH)["grids"]
    assert [space.name for space in grid.spaces] == ["Yard", "Closet", "Hall", "Attic"]
    cells = [[cell.topic.title if cell.topic else cell.shut for cell in row.cells] for row in grid.rows]
    assert cells == [[False, False, False, True], [False, False, "Trees", False]]


def test_an_empty_wall_has_nothing_on_it_and_says_what_is_shut() -> None:
    world = forum()
    places(world, "Ada")
    world.does("facilitator", PutSpace("attic-", "Attic", shut=["slot-1"]))
    (grid,) = wall(printed(world), {"as": "empty"}, ENGLISH)["grids"]
    assert [[bool(cell.topic) or cell.shut for cell in row.cells] for row in grid.rows] == [
        [False, False, False, True],
        [False] * 4,
    ]


def test_a_hidden_topic_hangs_on_no_wall() -> None:
    world = forum()
    world.does("facilitator", HideTopic(places(world, "Ada"), "Rude"))
    (grid,) = wall(printed(world), {}, ENGLISH)["grids"]
    assert not any(cell.topic for row in grid.rows for cell in row.cells)


def test_a_large_wall_is_cut_into_sheets_of_about_the_same_size() -> None:
    world = given(*STEPS)
    world.checked = False
    for n in range(7):
        world.does("facilitator", PutSlot(f"slot-{n}", n * 60, n * 60 + 45), PutSpace(f"space-{n}", f"Space {n}"))
    grids = wall(printed(world), {}, ENGLISH)["grids"]
    assert [(len(grid.rows), len(grid.spaces)) for grid in grids] == [(4, 4), (4, 3), (3, 4), (3, 3)]
    assert grids[1].rows[0].slot.id == "slot-0"
    assert grids[1].spaces[0].name == "Space 4"


def test_a_wall_without_slots_or_spaces_is_no_sheet() -> None:
    assert wall(printed(given(*STEPS)), {}, ENGLISH)["grids"] == []


# Report forms


def test_each_session_has_a_form_with_its_number_slot_by_slot() -> None:
    world = forum()
    places(world, "Ada", "slot-2", title="Trees")
    places(world, "Kofi", "slot-1", "hall--", title="Bins")
    world.does("Mei", ProposeTopic("never-placed", "Bees"))
    told = reports(printed(world), {}, ENGLISH)
    assert [(form.number, form.title, form.conveners, form.space) for form in told["forms"]] == [
        (2, "Bins", "Kofi", "Hall"),
        (1, "Trees", "Ada", "Yard"),
    ]
    assert [[part.title for part in parts] for parts in told["pages"]] == [
        ["What was said", "Points of agreement", "What we propose"]
    ]


def test_forms_can_be_blank_and_are_where_nothing_is_placed() -> None:
    world = forum()
    assert [form.number for form in reports(printed(world), {"count": "3"}, ENGLISH)["forms"]] == [0, 0, 0]
    places(world, "Ada")
    assert [form.number for form in reports(printed(world), {"to": "blank", "count": "2"}, ENGLISH)["forms"]] == [0, 0]


@pytest.mark.parametrize(("parts", "pages"), [(4, [4]), (5, [3, 2]), (6, [3, 3]), (12, [4, 4, 4])])
def test_a_long_canvas_goes_on_overleaf(parts: int, pages: list[int]) -> None:
    canvas = [Field(id=f"part-{n}", title=f"Part {n}") for n in range(parts)]
    world = given(Sessions(id="sessions", title="Circles", canvas=canvas, minutes=0))
    assert [len(page) for page in reports(printed(world), {}, ENGLISH)["pages"]] == pages


# Ballots


def test_what_circles_report_is_on_a_ballot_slot_by_slot() -> None:
    world, one, other = meeting(VOTE)
    places(world, "Mei", space="hall--", title="Nobody wrote")
    for who, session in (("Kofi", other), ("Ada", one)):
        writes(world, who, session, "Shade cools.")
    seen = world.opened(VOTE.id).sees_all("facilitator").items()
    reports = {key: record for key, record in seen if key.startswith(("report:", "paper:"))}
    told = ballots(Sight(world.sees_all("export") | reports, "facilitator"), {}, ENGLISH)
    ((_, choices),) = told["parts"]
    assert [(choice.n, choice.name) for choice in choices] == [(1, "Trees"), (2, "Bins")]


def test_a_workshop_without_an_open_forum_is_offered_none_of_it() -> None:
    assert not is_for(printed(given(GATHER)))
    assert is_for(printed(given(STEPS[0])))
    assert is_for(printed(given(SESSIONS)))
    assert reports(printed(given(GATHER)), {}, ENGLISH)["pages"] == []


# Who has them


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    running = Place(tmp_path_factory.mktemp("kit"))
    yield running
    running.stop()


def held(place: Place) -> str:
    """An open forum with a session whose words are more than words, and its report."""
    workshop = place.create(STEPS)
    place.do(workshop, PutSlot("slot-1", 600, 640))
    place.do(workshop, PutSpace("yard--", "<b>Yard</b>", 9, "<i>Step</i>"))
    place.do(workshop, ProposeTopic("topic-1", "<b>Trees</b>", "<i>Where?</i>"))
    place.do(workshop, PlaceTopic("topic-1", "slot-1", "yard--"))
    place.open(workshop, "sessions")
    place.do(workshop, StartSlot("slot-1"))
    place.do(workshop, TakePen("topic-1"))
    place.do(workshop, WriteReport("topic-1", "said", "<b>Shade</b>"))
    place.do(workshop, PostProposed("topic-1", "idea-plant", "<i>Plant</i>"))
    return workshop


@pytest.mark.parametrize("role", ["facilitator", "helper"])
def test_facilitators_and_helpers_print_the_kit_and_nobody_without_a_link(place: Place, role: Role) -> None:
    workshop = held(place)
    cookie = helper_of(place, workshop) if role == "helper" else place.redeem(workshop, role).cookie
    for what in ("print/topics", "print/wall", "print/wall?as=empty", "print/reports", "print/proceedings"):
        assert page(place, workshop, what, role, "x" * 43).status_code == 403
        assert page(place, workshop, what, role, cookie).status_code == 200
        assert (
            f'/print/{what.partition("/")[2].partition("?")[0]}"' in page(place, workshop, "paper", role, cookie).text
        )


def test_words_on_the_kit_are_words_and_nothing_else(place: Place) -> None:
    workshop = held(place)
    cookie = place.redeem(workshop, "facilitator").cookie
    for what in ("print/wall", "print/reports", "print/proceedings"):
        text = page(place, workshop, what, "facilitator", cookie).text
        assert "&lt;b&gt;Trees" in text
        assert not re.search("<b>(Trees|Yard|Shade)|<i>(Where|Step|Plant)", text)


def test_the_kit_speaks_the_language_of_the_workshop(place: Place) -> None:
    workshop = place.create(STEPS, language="fr")
    cookie = place.redeem(workshop, "facilitator").cookie
    for what in ("print/topics", "print/wall", "print/reports", "print/proceedings"):
        assert '<html lang="fr"' in page(place, workshop, what, "facilitator", cookie).text


def test_a_workshop_without_an_open_forum_has_no_part_for_it_among_what_is_printed(place: Place) -> None:
    workshop = place.create()
    cookie = place.redeem(workshop, "facilitator").cookie
    assert "print/wall" not in page(place, workshop, "paper", "facilitator", cookie).text


def test_the_proceedings_and_the_calendar_are_fetched_from_the_console(place: Place) -> None:
    workshop = held(place)
    cookie = place.redeem(workshop, "facilitator").cookie
    types = {
        fmt: page(place, workshop, f"export/{fmt}", "facilitator", cookie).headers["content-type"]
        for fmt in ("proceedings-md", "proceedings-html", "ics")
    }
    assert types["ics"] == "text/calendar; charset=utf-8"
    assert "Shade" in page(place, workshop, "export/proceedings-md", "facilitator", cookie).text
    assert page(place, workshop, "export/ics", "facilitator", "x" * 43).status_code == 403


# The sheet for who helps


def test_the_sheet_for_who_helps_tells_of_cards_circles_and_reports_where_there_is_an_open_forum(place: Place) -> None:
    workshop = place.create(STEPS, language="en")
    text = page(place, workshop, "print/help", "helper", helper_of(place, workshop)).text
    for words in ("hand out topic cards", "While the circles meet,", "Type each report form in", "has the pen?"):
        assert words in text
    assert "Hand out slips" not in text, "nobody writes ideas here"
    assert "Hand out the ballots" not in text, "nor votes"
    plain = place.create(language="en")
    text = page(place, plain, "print/help", "helper", helper_of(place, plain)).text
    assert "topic cards" not in text
    assert "Hand out slips" in text
    assert "Hand out the ballots" in text
