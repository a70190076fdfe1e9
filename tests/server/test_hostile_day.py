"""Who means harm on the day itself: with a link of another role, with a form that is not theirs, with a merge."""

import re
import secrets
from collections.abc import Iterator

import httpx2
import pytest

from server.access import Entry, cookie_name
from server.client import Client
from server.protocol import Ack, Refused
from tests.place import Place
from workshops.agenda import CloseStep
from workshops.ballots import EnterBallot
from workshops.boards import Gather
from workshops.format import AnyStep
from workshops.ideas import AddIdeas, NewIdea, PostIdea
from workshops.people import AddPerson, MergePeople, RemovePerson, Rename
from workshops.vocabulary import Role
from workshops.voting import Vote
from workshops.workshop import AnyCommand

PRIVATE: list[AnyStep] = [
    Gather(id="gather", title="Ideas", prompt="Here", private="everyone"),
    Vote(id="voting", title="Vote", on="ideas"),
]
SPOKEN: list[AnyCommand] = [PostIdea("idea-9", "ideas-", "x"), EnterBallot("round-9", {}), Rename("Eve")]
"""What is said for a person on paper."""
STAFFS: list[AnyCommand] = [
    RemovePerson("paper-1"),
    CloseStep("gather"),
    AddIdeas("ideas-", [NewIdea("idea-8", "x")]),
]
"""What only facilitators do."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    running = Place(tmp_path_factory.mktemp("hostile-day"))
    yield running
    running.stop()


@pytest.fixture
def workshop(place: Place) -> str:
    workshop = place.create(PRIVATE)
    place.open(workshop, "gather")
    return workshop


def helper(place: Place, workshop: str) -> Entry:
    holders = place.house.access.holders
    link = place.run(holders.mint(workshop, "helper", "Nadia", secrets.token_urlsafe(32)))
    entry = place.run(place.house.access.redeem(link.secret, {}, "127.0.0.1"))
    assert isinstance(entry, Entry)
    return entry


def cookie(entry: Entry, workshop: str, role: Role) -> str:
    return f"{cookie_name(workshop, role, False)}={entry.cookie}"


def test_no_other_links_cookie_opens_what_is_the_facilitators(place: Place, workshop: str) -> None:
    ada, other = place.join(workshop, "Ada"), place.create()
    assert ada.seat is not None
    strangers = [
        cookie(ada, workshop, "participant"),
        cookie(helper(place, workshop), workshop, "helper"),
        cookie(helper(place, workshop), workshop, "facilitator"),
        cookie(place.redeem(workshop, "screen"), workshop, "facilitator"),
        cookie(place.redeem(other, "facilitator"), other, "facilitator"),
        cookie(place.redeem(other, "facilitator"), workshop, "facilitator"),
    ]
    console = f"{place.base}/w/{workshop}/console"
    pages = ["", "/view", "/links", "/holders", "/test", "/paper", "/print/slips", "/export/json", "/export/decidim"]
    calls = [f"/people/{ada.seat.actor}/digits", "/duplicate", "/test/start", "/links"]
    for stranger in strangers:
        headers = {"cookie": stranger, "origin": place.base}
        asked = [httpx2.get(console + page, headers=headers) for page in pages]
        asked += [httpx2.post(console + call, data={"do": "screen"}, headers=headers) for call in calls]
        assert {answer.status_code for answer in asked} == {403}, stranger


def test_a_token_of_another_seat_proves_nothing_without_an_origin(place: Place, workshop: str) -> None:
    ada, eve = (cookie(place.join(workshop, name), workshop, "participant") for name in ("Ada", "Eve"))
    page = httpx2.get(f"{place.base}/w/{workshop}", headers={"cookie": eve}).text
    [token, *_] = re.findall(r'name="token" value="([^"]+)"', page)
    form = {"token": token, "client": "c" * 24, "idea": "idea-1", "board": "ideas-", "text": "forged"}
    answer = httpx2.post(f"{place.base}/w/{workshop}/ideas", data=form, headers={"cookie": ada, "origin": "null"})
    assert answer.status_code == 403
    assert "forged" not in place.texts(workshop)


async def test_a_helper_speaks_for_people_on_paper_and_for_nobody_else(place: Place, workshop: str) -> None:
    ada, nadia = place.join(workshop, "Ada"), helper(place, workshop)
    assert ada.seat is not None
    place.do(workshop, AddPerson("paper-1", "Rosa"))
    secret = place.post(workshop, ada, "for nobody yet")
    path = f"/w/{workshop}/helper"
    async with Client(place.base, path, cookie(nadia, workshop, "helper")) as client:
        for subject in (None, ada.seat.actor, "nobody-1"):
            for command in SPOKEN:
                assert isinstance(await client.do(command, subject), Refused), (subject, command)
        for command in [*STAFFS, MergePeople("paper-1", ada.seat.actor)]:
            for subject in (None, "paper-1"):
                assert isinstance(await client.do(command, subject), Refused), (subject, command)
        await client.watch(f"idea:{secret}", f"history:{secret}", f"author:{secret}", "screen:this")
        assert isinstance(await client.do(Rename("Rosa P."), "paper-1"), Ack), "and what was watched is answered by now"
        assert not {f"idea:{secret}", f"author:{secret}", "screen:this"} & client.records.keys()


def test_a_form_on_its_way_while_its_person_becomes_another_says_nothing_for_anybody(
    place: Place, workshop: str
) -> None:
    ada, twice = place.join(workshop, "Ada"), place.join(workshop, "Ada again")
    assert ada.seat is not None
    assert twice.seat is not None
    mine = cookie(twice, workshop, "participant")
    page = httpx2.get(f"{place.base}/w/{workshop}", headers={"cookie": mine}).text
    [token, *_] = re.findall(r'name="token" value="([^"]+)"', page)
    place.do(workshop, MergePeople(twice.seat.actor, ada.seat.actor))
    form = {"token": token, "client": "d" * 24, "idea": "idea-2", "board": "ideas-", "text": "sent before"}
    send = {"data": form, "headers": {"cookie": mine, "origin": place.base}}
    answers = [httpx2.post(f"{place.base}/w/{workshop}/ideas", **send).status_code for _ in range(2)]  # type: ignore[arg-type]
    assert answers in ([303, 303], [422, 422]), "as whoever they are by then, or not at all"
    assert place.texts(workshop).count("sent before") == (answers[0] == 303)
    assert f"person:{twice.seat.actor}" not in place.seen(workshop)
