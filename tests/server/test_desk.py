"""What the console asks for in JSON: from its own page alone, for its own workshop alone."""

import json
import re
from pathlib import Path
from typing import Any

import httpx2
import pytest
from msgspec import structs

from server.batch import Ask
from server.presence import Seat
from server.protocol import Ack
from server.settings import Settings
from tests.server.logs import copied
from tests.server.visitor import HERE, Visitor, at_the_door, opened, running
from workshops.agenda import OpenStep, Talk
from workshops.boards import Gather
from workshops.description import CreateWorkshop, WorkshopRecord
from workshops.format import Format
from workshops.ideas import AddIdeas, NewIdea, PostIdea
from workshops.market import Market
from workshops.moderation import HideIdea
from workshops.people import AddPerson, RemovePerson
from workshops.plans import SlotPlan, SpacePlan
from workshops.proceedings import Field, Proceedings, Sessions
from workshops.recipe import AddStep, DescribeWorkshop, EditStep
from workshops.sorting import Arrange
from workshops.vocabulary import Record
from workshops.voting import Vote
from workshops.workshop import AnyCommand

TOKEN = "x-gommette-token"
CALLS = [("POST", "/people/somebody/digits"), ("POST", "/duplicate"), ("POST", "/test/start")]
LOOKS = [("GET", "/holders"), ("GET", "/test")]


class Console(Visitor):
    """A facilitator's browser, whose console calls as its script does."""

    def __init__(self, app: Any, made: dict[str, str], language: str = "en") -> None:
        super().__init__(app, language)
        self.made, self.house, self.loop = made, app.state.house, app.state.portal
        self.open("/l")
        self.fill("/l", secret=made["console"])
        self.token = data_of(self.open(self.face).text)["token"]

    @property
    def face(self) -> str:
        return f"/w/{self.made['id']}/console"

    def call(self, method: str, path: str, **headers: str) -> httpx2.Response:
        return self.request(method, self.face + path, headers={"origin": HERE, TOKEN: self.token, **headers})

    def does(self, command: AnyCommand, workshop: str = "", seat: Seat | None = None) -> None:
        workshop = workshop or self.made["id"]
        room = self.loop.call(self.house.rooms.get, workshop)
        ask = Ask(seat or Seat("desk", workshop, "facilitator", "desk"), None, 0, command)
        assert isinstance(self.loop.call(room.do, ask), Ack)

    def seen(self, workshop: str = "") -> dict[str, Record]:
        room = self.loop.call(self.house.rooms.get, workshop or self.made["id"])
        found: dict[str, Record] = self.loop.call(room.look, "facilitator")
        return found

    def recipe(self, workshop: str = "") -> Format:
        room = self.loop.call(self.house.rooms.get, workshop or self.made["id"])
        found: Format = self.loop.call(room.read, lambda state: state.recipe())
        return found


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="gommette-data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.fixture
def console(app: Any, mei: Visitor) -> Console:
    return Console(app, opened(mei))


def joined(visitor: Visitor, made: dict[str, str], name: str) -> str:
    """The id of the person."""
    visitor.fill(at_the_door(visitor, made["code"]), name=name)
    person: str = data_of(visitor.open(f"/w/{made['id']}").text)["person"]
    return person


# From where


@pytest.mark.parametrize(("method", "path"), CALLS)
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {TOKEN: "guessed"},
        {TOKEN: ""},
        {TOKEN: "guessed", "origin": "null"},
        {TOKEN: "guessed", "sec-fetch-site": "same-origin"},
    ],
)
def test_a_call_without_our_origin_and_the_pages_token_does_nothing(
    console: Console, method: str, path: str, headers: dict[str, str]
) -> None:
    assert console.call(method, path, **headers).status_code == 403
    assert console.call("GET", "/test").json() == {"phones": 0}


@pytest.mark.parametrize(("method", "path"), CALLS + LOOKS)
def test_a_call_is_answered_to_a_facilitator_of_this_workshop_alone(
    app: Any, mei: Visitor, ada: Visitor, console: Console, method: str, path: str
) -> None:
    other = Console(app, opened(mei))
    joined(ada, console.made, "Ada")
    for visitor in (Visitor(app), ada, other):
        asked = visitor.request(method, console.face + path, headers={"origin": HERE, TOKEN: other.token})
        assert asked.status_code == 403
    unknown = other.request(method, "/w/nosuchworksh/console" + path, headers={"origin": HERE, TOKEN: other.token})
    assert unknown.status_code == 403


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_what_changes_something_is_not_done_by_a_link(console: Console, method: str, path: str) -> None:
    assert console.call("GET", path).status_code in (404, 405)


def test_the_token_is_told_to_the_page_of_the_seat_and_is_no_secret_of_it(console: Console) -> None:
    cookies = {cookie.value for cookie in console.cookies.jar}
    assert not any(value and value in console.token for value in cookies)


# Who lost their phone


def test_digits_open_the_place_of_who_lost_their_phone(app: Any, console: Console, ada: Visitor) -> None:
    person = joined(ada, console.made, "Ada")
    given = console.call("POST", f"/people/{person}/digits").json()
    assert re.fullmatch(r"\d{4} \d{4}", given["digits"])
    assert given["minutes"] == 5
    phone = Visitor(app)
    phone.open("/l")
    assert phone.fill("/l", secret=given["digits"]).headers["location"] == f"/w/{console.made['id']}"
    assert data_of(phone.open(f"/w/{console.made['id']}").text)["person"] == person


def test_digits_are_for_people_of_this_workshop_who_are_not_on_paper(
    app: Any, mei: Visitor, console: Console, ada: Visitor
) -> None:
    elsewhere = joined(ada, opened(mei), "Ada")
    console.does(AddPerson("paper-1", "Kofi"))
    gone = joined(Visitor(app), console.made, "Zoé")
    console.does(RemovePerson(gone))
    for person, reason in (
        (elsewhere, "unknown"),
        ("nobody", "unknown"),
        (gone, "unknown"),
        ("paper-1", "not_allowed"),
    ):
        answer = console.call("POST", f"/people/{person}/digits")
        assert (answer.status_code, answer.json()) == (422, {"reason": reason}), person


# Names


def test_names_of_those_who_run_it_and_help_are_told_and_of_nobody_else(console: Console, ada: Visitor) -> None:
    joined(ada, console.made, "Ada")
    links = f"{console.face}/links"
    for heading, name in (("Who runs the workshop", "Kofi"), ("Who helps people on paper", "Zoé")):
        console.open(links)
        console.page = console.page.split(f"<h2>{heading}</h2>")[1]
        assert console.fill(links, label=name).status_code == 200
    told = console.call("GET", "/holders").json()
    assert sorted(told.values()) == ["", "Kofi", "Zoé"]
    assert data_of(console.open(console.face).text)["person"] in told


# A copy


def full() -> Format:
    """A format in which no field is what it would be by itself."""
    return Format(
        name="Everything",
        themes=["Water", "Shade"],
        steps=[
            Talk(id="welcome", title="Welcome", prompt="Sit down.", minutes=3, points=["Listen."], law="Move on."),
            Gather(
                id="gather", title="Ideas", prompt="Where?", minutes=17, board="board-1", private="everyone",
                authors="nobody", each=3, late=False,
            ),
            Gather(id="choices", title="Choices", minutes=0, board="board-2", by="facilitators"),
            Arrange(id="arrange", title="Group", prompt="Together.", minutes=21, board="board-1", by="everyone"),
            Vote(
                id="voting", title="Vote", prompt="Choose.", minutes=8, board="board-1", on="both", budget=7, maximum=2,
                per_theme=3, totals="shown", electorate="frozen",
            ),
            Market(id="market", title="Market", prompt="What?", minutes=9, each=2),
            Sessions(
                id="sessions", title="Circles", prompt="Go.", minutes=4, board="board-3", private="participants",
                authors="shown", each=1, late=False, late_topics=False,
                canvas=[Field(id="said", title="Said", hint="Short."), Field(id="ideas", title="So", kind="ideas")],
            ),
            Proceedings(id="proceedings", title="News", prompt="Read.", minutes=6),
        ],
        spaces=[SpacePlan("Court", 12, "Step-free.", strict=True)],
        slots=[SlotPlan("14:00", "14:40")],
    )  # fmt: skip


def test_no_field_of_a_step_is_as_it_would_be_by_itself() -> None:
    """Else the test below would not see that it is lost."""
    for kind in {type(step) for step in full().steps}:
        plain = kind(id="plain-step", title="")
        told = [step for step in full().steps if type(step) is kind]
        fields = {
            name for name in kind.__struct_fields__ for step in told if getattr(step, name) != getattr(plain, name)
        }
        # Nobody but its reports writes on the board of the sessions.
        assert fields | ({"by"} if kind is Sessions else set()) == set(kind.__struct_fields__)


def test_a_copy_is_the_same_workshop_without_its_people_and_what_they_wrote(app: Any, mei: Visitor) -> None:
    asked = CreateWorkshop(
        title="Benches", language="fr", format=full(), organiser="The town hall", names="none", keep_days=365
    )
    created = app.state.portal.call(app.state.house.access.create, asked, "k" * 43)
    console = Console(app, {"id": created.workshop, "console": created.console.secret})
    console.does(AddIdeas("board-2", [NewIdea(f"choice-{n}", text) for n, text in enumerate(["A tree", "A bench"])]))
    console.does(AddIdeas("board-2", [NewIdea("choice-x", "A joke")]))
    console.does(HideIdea("choice-x", "no choice"))
    console.does(OpenStep("gather"))
    ada = app.state.portal.call(app.state.house.access.join, created.workshop, "a" * 43, "Ada")
    console.does(PostIdea("idea-ada", "board-1", "Words of Ada"), seat=ada.seat)
    console.does(EditStep(structs.replace(full().steps[3], title="Put together", minutes=40)))
    console.does(AddStep(Talk(id="bye-bye", title="Goodbye", minutes=1), after="voting"))
    console.does(DescribeWorkshop("Trees", "Mei"))
    answer = console.call("POST", "/duplicate").json()
    copy = re.fullmatch(r"/w/([\w-]+)/console/links\?new", answer["href"])
    assert copy
    assert copy[1] != created.workshop
    assert console.recipe(copy[1]) == console.recipe()
    assert [step.title for step in console.recipe().steps][3:6] == ["Put together", "Vote", "Goodbye"]
    about, seen = WorkshopRecord("this", "Trees (copy)", "fr", "Mei", "none", 365), console.seen(copy[1])
    assert seen["workshop:this"] == about
    assert [record.text for key, record in seen.items() if key.startswith("idea:")] == ["A tree", "A bench"]  # type: ignore[attr-defined]
    assert not [key for key in seen if key.startswith("person:")]
    assert console.open(answer["href"]).status_code == 200
    assert "this browser runs it" in console.page


def test_a_copy_of_a_long_title_still_fits(app: Any, mei: Visitor) -> None:
    console = Console(app, opened(mei, title="é" * 200), "fr")
    copy = console.call("POST", "/duplicate").json()["href"].split("/")[2]
    title = console.seen(copy)["workshop:this"].title  # type: ignore[attr-defined]
    assert len(title) == 200
    assert title.startswith("é" * 180)


def test_who_may_not_open_a_workshop_may_not_copy_one(tmp_path: Path, migrated: Path) -> None:
    with running(Settings(data=str(copied(migrated, tmp_path)))) as app:
        owner = Visitor(app)
        owner.open("/l")
        owner.fill("/l", secret=app.state.owner_path)
        console = Console(app, opened(owner))
        answer = console.call("POST", "/duplicate")
        assert (answer.status_code, answer.json()) == (422, {"reason": "not_allowed"})
        assert len(app.state.portal.call(app.state.house.access.known, 10)) == 1


# Scan this to test


def test_each_phone_that_reaches_the_address_is_counted_once(app: Any, console: Console) -> None:
    test = console.call("POST", "/test/start").json()
    assert test["url"].startswith(f"{HERE}/t/")
    assert test["qr"].startswith("<svg")
    path = test["url"].removeprefix(HERE)
    phones = [Visitor(app, language) for language in ("en", "fr", "fr")]
    for phone in (*phones, phones[0]):
        assert phone.open(path).status_code == 200
    assert "This phone reaches Gommette" in phones[0].page
    assert console.call("GET", "/test").json() == {"phones": 3}
    assert console.call("POST", "/test/start").json()["url"] != test["url"]
    assert console.call("GET", "/test").json() == {"phones": 0}


def test_an_address_of_no_test_says_the_same_and_counts_for_nobody(app: Any, console: Console) -> None:
    path = console.call("POST", "/test/start").json()["url"].removeprefix(HERE)
    there, nowhere = Visitor(app).open(path), Visitor(app).open("/t/nothing")
    assert there.text.replace(path, "") == nowhere.text.replace("/t/nothing", "")
    assert console.call("GET", "/test").json() == {"phones": 1}


def test_a_flood_of_phones_and_of_tests_fills_no_memory(
    app: Any, mei: Visitor, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.desk.PHONES", 2)
    monkeypatch.setattr("server.desk.TESTS", 1)
    path = console.call("POST", "/test/start").json()["url"].removeprefix(HERE)
    for _ in range(4):
        Visitor(app).open(path)
    assert console.call("GET", "/test").json() == {"phones": 2}
    Console(app, opened(mei)).call("POST", "/test/start")
    assert console.call("GET", "/test").json() == {"phones": 0}
