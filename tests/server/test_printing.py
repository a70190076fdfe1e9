"""What is printed for people on paper: slips, ballots, the agenda, the sheet for whoever helps; who may have it."""

import re
from collections.abc import Iterator

import httpx2
import pytest
from msgspec import structs

from server.access import cookie_name
from server.batch import Ask
from server.i18n import Speech
from server.presence import Seat
from server.printing import MOST, agenda, ballots, slips
from server.protocol import Ack
from server.sight import Sight
from tests.given import Given, given
from tests.place import GATHER, Place
from workshops.agenda import Talk
from workshops.ballots import PaperRecord
from workshops.boards import Gather
from workshops.clusters import OrderCluster
from workshops.ideas import PostIdea, WithdrawIdea
from workshops.merging import MergeClusters
from workshops.moderation import HideIdea
from workshops.people import AddPerson
from workshops.sealing import RevealRound
from workshops.sorting import Arrange
from workshops.themes import MakeTheme
from workshops.vocabulary import Role
from workshops.voting import CloseRound, Vote
from workshops.workshop import AnyCommand

FRENCH, ENGLISH = Speech("fr"), Speech("en")
STEPS = (
    Talk(id="welcome", title="Welcome", minutes=5),
    Gather(id="gather", title="Ideas", prompt="What would help?", minutes=20),
    Arrange(id="cluster", title="Group", minutes=25),
    Vote(id="voting", title="Vote", minutes=10, budget=6, maximum=3),
)


def printed(workshop: Given) -> Sight:
    """What printing reads: people and numbers as a facilitator sees them, the board as an export does."""
    seen = workshop.sees_all("facilitator").items()
    mine = {key: record for key, record in seen if key.startswith(("person:", "paper:"))}
    return Sight(workshop.sees_all("export") | mine, "facilitator")


def town() -> Given:
    """Two people on paper; two themes, three clusters, an idea in none and a hidden one."""
    workshop = given(*STEPS)
    workshop.does("facilitator", AddPerson("ferreira", "Mme Ferreira"), AddPerson("zoe-paper", "Zoë Łukasiewicz"))
    workshop.opened("gather")
    ideas = [workshop.posts("Ada", text) for text in ("Trees", "Benches", "Buses", "Bins", "Nonsense")]
    workshop.does("facilitator", HideIdea(ideas[4], "off topic"))
    workshop.opened("cluster").does("facilitator", MakeTheme("streets", "Streets"), MakeTheme("travel", "Travel"))
    workshop.groups(ideas[2], name="Night buses", theme="travel")
    workshop.groups(ideas[0], name="Shade", theme="streets")
    workshop.groups(ideas[1], name="Rest", theme="streets")
    return workshop


# Slips


def test_slips_are_numbered_on_from_the_number_asked_for_eight_to_a_sheet() -> None:
    told = slips(printed(town()), {"first": "41", "count": "20"}, ENGLISH)
    assert [list(sheet) for sheet in told["sheets"]] == [
        list(range(41, 49)), list(range(49, 57)), list(range(57, 61)),
    ]  # fmt: skip
    assert told["prompt"] == "What would help?"


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"first": "0", "count": "1"}, [1]),
        ({"first": "9999", "count": "8"}, [9999]),
        ({"first": "-3", "count": "1"}, [1]),
        ({"first": "²", "count": "1"}, [1]),
        ({"first": "1" * 50, "count": "1"}, [9999]),
    ],
)
def test_whatever_was_typed_slips_keep_numbers_that_can_be_entered(asked: dict[str, str], numbers: list[int]) -> None:
    assert [n for sheet in slips(printed(town()), asked, ENGLISH)["sheets"] for n in sheet] == numbers


def test_no_more_are_printed_at_once_than_a_browser_lays_out() -> None:
    told = slips(printed(town()), {"first": "1", "count": "9999"}, ENGLISH)
    assert sum(len(sheet) for sheet in told["sheets"]) == MOST


def test_a_prompt_too_long_for_a_slip_gives_way_to_its_title() -> None:
    long = given(Gather(id="gather", title="Ideas", prompt="Why? " * 100, minutes=0))
    assert slips(printed(long), {}, ENGLISH)["prompt"] == "Ideas"


def test_slips_are_for_steps_in_which_the_room_writes() -> None:
    steps = (
        Gather(id="listed", title="Prepared", board="choices", by="facilitators", minutes=0),
        Gather(id="gather", title="Ideas", minutes=0),
    )
    assert slips(printed(given(*steps)), {}, ENGLISH)["prompt"] == "Ideas"


# Ballots


def test_each_person_on_paper_has_a_ballot_with_their_number_and_name() -> None:
    told = ballots(printed(town().opened("voting")), {}, ENGLISH)
    assert [(each.number, each.name) for each in told["ballots"]] == [(1, "Mme Ferreira"), (2, "Zoë Łukasiewicz")]


def test_choices_stand_in_board_order_under_their_themes_numbered_through() -> None:
    told = ballots(printed(town().opened("voting")), {}, ENGLISH)
    shown = [(group.name, [(choice.n, choice.name) for choice in choices]) for group, choices in told["parts"]]
    assert shown == [("Streets", [(1, "Shade"), (2, "Rest")]), ("Travel", [(3, "Night buses")])]
    assert told["boxes"] == 3


def test_ballots_can_have_numbers_alone() -> None:
    told = ballots(printed(town().opened("voting")), {"to": "numbers", "first": "3", "count": "4"}, ENGLISH)
    assert [(each.number, each.name) for each in told["ballots"]] == [(3, ""), (4, ""), (5, ""), (6, "")]


def test_with_many_dots_on_one_choice_a_number_is_written() -> None:
    vote = Vote(id="voting", title="Vote", on="ideas", budget=20, maximum=10, minutes=0)
    workshop = given(STEPS[1], vote).opened("gather")
    workshop.posts("Ada")
    workshop.opened("voting")
    assert ballots(printed(workshop), {}, ENGLISH)["boxes"] == 0


def test_a_hidden_idea_is_on_no_ballot() -> None:
    workshop = given(STEPS[1], Vote(id="voting", title="Vote", on="ideas", minutes=0)).opened("gather")
    workshop.posts("Ada", "Trees")
    workshop.does("facilitator", HideIdea(workshop.posts("Ada", "Nonsense"), "off topic"))
    workshop.opened("voting")
    ((_, choices),) = ballots(printed(workshop), {}, ENGLISH)["parts"]
    assert [choice.name for choice in choices] == ["Trees"]


def test_ballots_are_printed_once_the_vote_has_opened_and_until_it_is_sealed() -> None:
    """DOTS19"""
    workshop = town()
    assert ballots(printed(workshop), {}, ENGLISH)["unopened"]
    workshop.opened("voting", "gather")  # the clusters are put aside for the room, and still there on paper
    assert ballots(printed(workshop), {}, ENGLISH)["choices"] == 3
    workshop.does("facilitator", CloseRound(workshop.round), RevealRound(workshop.round))
    assert ballots(printed(workshop), {}, ENGLISH)["sealed"]


def test_a_ballot_printed_later_bears_the_numbers_of_those_printed_before() -> None:
    """DOTS19"""
    workshop = town().opened("voting")
    shade, rest, _ = workshop.record(PaperRecord, f"paper:{workshop.round}").choices
    added = workshop.groups(name="Bins", theme="streets")
    workshop.does("facilitator", OrderCluster(added, None, "streets"), MergeClusters(shade, rest))
    told = ballots(printed(workshop), {}, ENGLISH)["parts"]
    assert [(choice.n, choice.name) for _, choices in told for choice in choices] == [
        (4, "Bins"), (2, "Rest"), (3, "Night buses"),
    ]  # fmt: skip


# The agenda


def test_from_the_hour_at_which_it_begins_each_step_has_its_own() -> None:
    told = agenda(printed(town()), {"start": "18:30"}, FRENCH)
    assert [hour for _, hour in told["lines"]] == [
        "18\u202fh\u202f30",
        "18\u202fh\u202f35",
        "18\u202fh\u202f55",
        "19\u202fh\u202f20",
    ]
    assert (told["end"], told["minutes"]) == ("19\u202fh\u202f30", 60)


@pytest.mark.parametrize("start", ["", "soon", "25", "1e:30", "9" * 40])
def test_without_an_hour_the_steps_are_numbered(start: str) -> None:
    told = agenda(printed(town()), {"start": start}, FRENCH)
    assert {hour for _, hour in told["lines"]} == {""}


def test_an_agenda_goes_on_past_midnight() -> None:
    told = agenda(printed(town()), {"start": "23:50"}, ENGLISH)
    assert told["end"] == "00:50"


# Who has them


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    running = Place(tmp_path_factory.mktemp("printing"))
    yield running
    running.stop()


def page(place: Place, workshop: str, path: str, role: Role, cookie: str | None) -> httpx2.Response:
    cookies = {cookie_name(workshop, role, False): cookie or ""}
    url = f"{place.url(workshop, role)}/{path}"
    return httpx2.get(url, cookies=cookies, headers={"accept-language": "en"})


def helper_of(place: Place, workshop: str) -> str | None:
    holders = place.house.access.holders
    link = place.run(holders.mint(workshop, "helper", "Kofi", "k" * 43))
    entry = place.run(place.house.access.redeem(link.secret, {}, "127.0.0.1"))
    assert entry is not None
    return getattr(entry, "cookie", None)


@pytest.mark.parametrize("what", ["paper", "print/slips", "print/ballots", "print/agenda", "print/help"])
def test_only_who_holds_a_link_prints(place: Place, what: str) -> None:
    workshop = place.create()
    assert page(place, workshop, what, "facilitator", "x" * 43).status_code == 403
    cookie = place.redeem(workshop, "facilitator").cookie
    assert page(place, workshop, what, "facilitator", cookie).status_code == 200


def test_a_helper_prints_slips_and_ballots_and_not_the_agenda(place: Place) -> None:
    workshop = place.create()
    cookie = helper_of(place, workshop)
    found = {what: page(place, workshop, what, "helper", cookie).status_code for what in (
        "paper", "print/slips", "print/ballots", "print/help", "print/agenda", "print/nothing",
    )}  # fmt: skip
    assert list(found.values()) == [200, 200, 200, 200, 404, 404]
    assert "print/agenda" not in page(place, workshop, "paper", "helper", cookie).text


def test_what_is_printed_speaks_the_language_of_the_workshop(place: Place) -> None:
    workshop = place.create(language="fr")
    cookie = place.redeem(workshop, "facilitator").cookie
    assert '<html lang="fr"' in page(place, workshop, "print/help", "facilitator", cookie).text
    assert '<html lang="en"' in page(place, workshop, "paper", "facilitator", cookie).text


def test_slips_go_on_after_the_highest_that_was_ever_entered(place: Place) -> None:
    workshop = place.create([structs.replace(GATHER, private="everyone")])
    place.do(workshop, AddPerson("person-1", "Ada"))
    place.open(workshop, "gather")
    helper = Seat("desk", workshop, "helper", "desk")
    room = place.run(place.house.rooms.get(workshop))
    commands: list[AnyCommand] = [PostIdea("idea-one", "ideas-", "Lamps", slip=24), WithdrawIdea("idea-one")]
    for n, command in enumerate(commands, 1):
        assert isinstance(place.run(room.do(Ask(helper, "c" * 24, n, command, "person-1"))), Ack)
    cookie = place.redeem(workshop, "facilitator").cookie
    assert (
        'name="first" type="number" min="1" max="9999" value="25"'
        in page(place, workshop, "paper", "facilitator", cookie).text
    )
    assert '<b class="n num">25</b>' in page(place, workshop, "print/slips", "facilitator", cookie).text


def test_names_are_words_and_nothing_else(place: Place) -> None:
    workshop = place.create()
    place.do(workshop, AddPerson("person-1", "<b>Ada</b> & Mei"))
    place.open(workshop, "gather")
    place.post(workshop, place.join(workshop, "Kofi"), "<i>Trees</i>")
    cookie = place.redeem(workshop, "facilitator").cookie
    text = page(place, workshop, "print/ballots", "facilitator", cookie).text
    assert not re.search(r"<b>Ada|<i>Trees", text)
