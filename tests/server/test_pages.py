"""The pages before a workshop, as a browser without JavaScript meets them, on the real application."""

import re
from html import unescape
from pathlib import Path
from typing import Any, get_args

import httpx2
import pytest
from starlette.requests import Request

import web
from server import errors
from server.access import Access
from server.batch import Ask
from server.errors import TOLD
from server.guard import form_token, proves
from server.house import spoken_address
from server.i18n import LANGUAGES, Speech, negotiate
from server.log import StorageFull
from server.presence import Seat
from server.protocol import Ack, DoorReason
from server.reasons import REASONS, sentence, table
from server.settings import Settings
from tests.server.logs import copied
from tests.server.visitor import HERE, SECRET, Visitor, at_the_door, opened, running
from workshops.door import CloseMeeting, LockDoor, UnlockDoor
from workshops.vocabulary import Reason
from workshops.workshop import AnyCommand

# Opening, joining


def test_a_workshop_is_opened_and_joined_with_forms_alone(mei: Visitor, ada: Visitor) -> None:
    made = opened(mei, names="asked", themes="Water\nShade")
    path = at_the_door(ada, made["code"].lower().replace("-", " "))
    for said in (
        "Benches",
        "The town hall",
        "90 days",
        "Erase my name and my ideas",
        "No account, no address, no password.",
    ):
        assert said in unescape(ada.page)
    entered = ada.fill(path, name="Ada")
    assert (entered.status_code, entered.headers["location"]) == (303, f"/w/{made['id']}")
    assert ada.open(f"/w/{made['id']}").status_code == 200
    assert mei.open(f"/w/{made['id']}/console").status_code == 200


def test_who_has_a_place_goes_straight_in(mei: Visitor, ada: Visitor) -> None:
    made = opened(mei)
    path = at_the_door(ada, made["code"])
    ada.fill(path, name="Ada")
    assert ada.open(path).headers["location"] == f"/w/{made['id']}"


def test_pressing_enter_twice_makes_one_person(mei: Visitor, ada: Visitor) -> None:
    made = opened(mei)
    path = at_the_door(ada, made["code"])
    page = ada.page
    first = ada.fill(path, name="Ada")
    cookie = first.headers["set-cookie"]
    ada.cookies.delete(cookie.partition("=")[0])
    ada.page = page
    assert ada.fill(path, name="Ada").headers["set-cookie"] == cookie


def test_a_refused_name_stays_in_its_box_with_the_reason(mei: Visitor, ada: Visitor) -> None:
    path = at_the_door(ada, opened(mei)["code"])
    refused = ada.fill(path, name="A" * 41)
    assert refused.status_code == 422
    assert "Too long: 40 characters at most." in refused.text
    assert f'value="{"A" * 41}"' in refused.text
    assert "set-cookie" not in refused.headers
    assert ada.fill(path, name="Ada").status_code == 303


def test_no_name_is_asked_where_the_workshop_wants_none(mei: Visitor, ada: Visitor) -> None:
    path = at_the_door(ada, opened(mei, names="none")["code"])
    assert 'name="name"' not in ada.page
    assert ada.fill(path).status_code == 303


def does(app: Any, workshop: str, command: AnyCommand) -> None:
    room = app.state.portal.call(app.state.house.rooms.get, workshop)
    seat = Seat("desk", workshop, "facilitator", "desk")
    assert isinstance(app.state.portal.call(room.do, Ask(seat, None, 0, command)), Ack)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_locked_door_says_so_before_a_name_is_given_and_makes_no_seat(app: Any, mei: Visitor, language: str) -> None:
    said = sentence("door_locked", {}, Speech(language)).said
    made, kofi = opened(mei), Visitor(app, language)
    path = at_the_door(kofi, made["code"])
    open_page = kofi.page
    does(app, made["id"], LockDoor())
    assert at_the_door(kofi, made["code"]) == path, "the code leads to the same door as the QR"
    assert said in unescape(kofi.page)
    assert f'action="{path}"' not in kofi.page
    kofi.page = open_page
    refused = kofi.fill(path, name="Kofi")
    assert refused.status_code == 422
    assert said in unescape(refused.text)
    assert "set-cookie" not in refused.headers
    assert kofi.open(f"/w/{made['id']}").status_code == 403
    assert not [key for key in seen(app, made["id"]) if key.startswith("person:")]
    does(app, made["id"], UnlockDoor())
    kofi.open(path)
    assert kofi.fill(path, name="Kofi").status_code == 303


def test_who_has_a_place_comes_in_by_a_locked_door(app: Any, mei: Visitor, ada: Visitor) -> None:
    made = opened(mei)
    path = at_the_door(ada, made["code"])
    ada.fill(path, name="Ada")
    ada.open(f"/w/{made['id']}/device")
    mine = SECRET.findall(ada.fill(f"/w/{made['id']}/device").text)[0]
    does(app, made["id"], LockDoor())
    assert ada.open(path).headers["location"] == f"/w/{made['id']}"
    elsewhere = Visitor(app)
    elsewhere.open("/l")
    assert elsewhere.fill("/l", secret=mine).headers["location"] == f"/w/{made['id']}"


def seen(app: Any, workshop: str) -> dict[str, Any]:
    room = app.state.portal.call(app.state.house.rooms.get, workshop)
    found: dict[str, Any] = app.state.portal.call(room.look, "facilitator")
    return found


def test_somebody_else_uses_this_phone(app: Any, mei: Visitor, ada: Visitor) -> None:
    made = opened(mei)
    path = at_the_door(ada, made["code"])
    ada.fill(path, name="Ada")
    cookie = next(cookie.value for cookie in ada.cookies.jar if made["id"] in cookie.name)
    here = f"/w/{made['id']}"
    assert ada.get(f"{here}/leave").headers["location"] == here
    assert ada.post(f"{here}/leave", data={"token": "guessed"}).status_code == 403
    ada.open(here)
    left = ada.post(f"{here}/leave", data={"token": form_token(cookie or "")})
    assert (left.status_code, left.headers["location"]) == (303, path)
    assert not [cookie for cookie in ada.cookies.jar if made["id"] in cookie.name]
    assert "Enter the workshop" in ada.open(path).text
    assert Visitor(app).get(here, headers={"cookie": f"g-{made['id']}-participant={cookie}"}).status_code == 403
    ada.fill(path, name="Kofi")
    assert "Kofi" in ada.open(f"{here}/me").text
    people = [record.name for key, record in seen(app, made["id"]).items() if key.startswith("person:")]
    assert sorted(people) == ["Ada", "Kofi"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_is_offered_wherever_people_come_in(app: Any, mei: Visitor, language: str) -> None:
    said = Speech(language).say("You prefer paper? Ask for a card: it counts just as much.")
    made, ada = opened(mei, language=language), Visitor(app, language)
    pages = [ada.open("/join").text, ada.open(at_the_door(ada, made["code"])).text]
    pages.append(mei.open(f"/w/{made['id']}/console/poster").text)  # in the language of the workshop, not in Mei's
    assert [said in unescape(page) for page in pages] == [True] * 3


def test_an_unknown_code_and_a_closed_one_get_the_same_answer(mei: Visitor, ada: Visitor, app: Any) -> None:
    made = opened(mei)
    room = app.state.portal.call(app.state.house.rooms.get, made["id"])
    seat = Seat("desk", made["id"], "facilitator", "desk")
    assert isinstance(app.state.portal.call(room.do, Ask(seat, None, 0, CloseMeeting())), Ack)
    answers = []
    for code in ("AAAA-AAAA", made["code"]):
        ada.open("/join")
        answer = ada.fill("/join", code=code)
        assert answer.status_code == 422
        assert "This code opens no workshop now." in answer.text
        # The form's proof is new on every page.
        answers.append(re.sub(r'name="token" value="[^"]+"', "", answer.text.replace(f'value="{code}"', "")))
    assert answers[0] == answers[1]


def test_what_a_form_refuses_names_its_field_and_keeps_every_answer(mei: Visitor) -> None:
    mei.open("/new")
    kept = {"title": "Benches", "prompt": "Where?", "private": "everyone", "names": "none", "themes": "x" * 201}
    refused = mei.fill("/new", organiser="Mei", language="fr", keep_days="365", **kept)
    assert refused.status_code == 422
    assert "Too long: 200 characters at most." in refused.text
    assert re.search(r'name="themes"[^>]*aria-invalid="true"', refused.text)
    for said in ("Benches", "everyone", "none", "365"):
        assert re.search(f'value="{said}"( checked| selected| maxlength)', refused.text)
    assert ">Where?<" in refused.text
    assert mei.fill("/new", title="", organiser="Mei", language="en", keep_days="90").status_code == 422
    mei.open("/new")
    assert mei.fill("/new", title="B", organiser="M", language="xx", keep_days="90").status_code == 400
    mei.open("/new")
    assert mei.fill("/new", title="B", organiser="M", language="en", keep_days="4").status_code == 400


def test_a_quick_vote_is_opened_with_its_choices_pasted_one_a_line(app: Any, mei: Visitor) -> None:
    choices = "A tree\r\n\r\n  A bench \r\nÉcrire\n" + "\n".join(f"Choice {n}" for n in range(110))
    made = opened(mei, format="quick_vote", choices=choices, prompt="Which first?")
    records = seen(app, made["id"])
    texts = [record.text for key, record in records.items() if key.startswith("idea:")]
    assert texts == ["A tree", "A bench", "Écrire", *(f"Choice {n}" for n in range(110))]
    steps = [record.about for key, record in records.items() if key.startswith("step:")]
    assert [step.prompt for step in steps if step.__struct_config__.tag == "vote"] == ["Which first?"]
    assert not [key for key in records if key.startswith("person:")]


def test_a_choice_that_is_refused_stays_in_its_box_and_opens_nothing(app: Any, mei: Visitor) -> None:
    mei.open("/new?title=B")
    asked = {"format": "quick_vote", "organiser": "M", "language": "en", "keep_days": "90", "choices": "x" * 2001}
    refused = mei.fill("/new", **asked)
    assert refused.status_code == 422
    assert re.search(r'name="choices"[^>]*aria-invalid="true"', refused.text)
    assert "x" * 2001 in refused.text
    assert app.state.portal.call(app.state.house.access.known, 10) == []


def test_a_blank_format_begins_with_one_step_and_takes_the_question(app: Any, mei: Visitor) -> None:
    made = opened(mei, format="blank", prompt="What now?")
    steps = [record.about for key, record in seen(app, made["id"]).items() if key.startswith("step:")]
    assert [step.prompt for step in steps] == ["What now?"]


def test_the_organiser_chooses_how_long_it_is_kept(mei: Visitor, ada: Visitor) -> None:
    mei.open("/new")
    assert re.findall(r'name="keep_days" value="(\d+)"( checked)?', mei.page) == [
        ("30", ""),
        ("90", " checked"),
        ("365", ""),
    ]
    made = opened(mei, keep_days="365")
    at_the_door(ada, made["code"])
    assert "365 days after the workshop was last used." in ada.page


def test_sending_the_form_again_shows_the_same_workshop_and_no_second_one(mei: Visitor) -> None:
    mei.open("/new")
    page, fields = mei.page, {"title": "B", "organiser": "Mei", "language": "en", "keep_days": "90"}
    first = mei.fill("/new", **fields)
    mei.page = page
    again = mei.fill("/new", **fields)
    assert SECRET.findall(first.text) == SECRET.findall(again.text) != []


# Links


def test_every_secret_opens_its_face(mei: Visitor, app: Any) -> None:
    made = opened(mei)
    faces = {"console": "/console", "screen": "/screen", "recovery": "/console"}
    for name, face in faces.items():
        visitor = Visitor(app)
        visitor.open("/l")
        entered = visitor.fill("/l", secret=made[name])
        assert entered.headers["location"] == f"/w/{made['id']}{face}"
        assert visitor.open(entered.headers["location"]).status_code == 200


def test_what_was_typed_is_not_written_back_when_it_opens_nothing(ada: Visitor) -> None:
    ada.open("/l")
    refused = ada.fill("/l", secret="my-secret-which-is-wrong")
    assert refused.status_code == 422
    assert "my-secret" not in refused.text


def test_another_device_is_the_same_person_by_digits_and_by_link(mei: Visitor, ada: Visitor, app: Any) -> None:
    made = opened(mei)
    ada.fill(at_the_door(ada, made["code"]), name="Ada")
    device = f"/w/{made['id']}/device"
    ada.open(device)
    page = ada.fill(device).text
    digits = re.search(r'class="bigcode num">(\d{4} \d{4})<', page)
    assert digits
    for secret in (digits[1], SECRET.findall(page)[0]):
        other = Visitor(app)
        other.open("/l")
        assert other.fill("/l", secret=secret).headers["location"] == f"/w/{made['id']}"
        assert "Ada" in other.open(f"/w/{made['id']}/me").text


def test_a_co_facilitator_gets_a_link_which_can_be_withdrawn(mei: Visitor, app: Any) -> None:
    made = opened(mei)
    links, kofi = f"/w/{made['id']}/console/links", Visitor(app)
    mei.open(links)
    mei.page = mei.page.split("Who runs the workshop")[1]
    minted = mei.fill(links, label="Kofi")
    assert "A link for Kofi" in minted.text
    kofi.open("/l")
    kofi.fill("/l", secret=SECRET.findall(minted.text)[0])
    assert kofi.open(links).status_code == 200
    assert "Withdraw the link of Kofi" not in kofi.page  # nobody shuts oneself out
    mei.open(links)
    assert mei.fill(links).headers["location"] == links  # the first form of the page withdraws Kofi's
    assert kofi.open(links).status_code == 403
    assert "Kofi" not in mei.open(links).text


def test_the_screen_and_ones_own_link_are_changed_on_the_same_page(mei: Visitor, app: Any) -> None:
    made = opened(mei)
    links = f"/w/{made['id']}/console/links"
    for heading, old in (("The projected screen", "screen"), ("Your own link", "console")):
        mei.open(links)
        mei.page = mei.page.split(f"<h2>{heading}</h2>")[1]
        new = SECRET.findall(mei.fill(links).text)[0]
        for secret, status in ((made[old], 422), (new, 303)):
            visitor = Visitor(app)
            visitor.open("/l")
            assert visitor.fill("/l", secret=secret).status_code == status
    assert mei.open(links).status_code == 200


def test_a_helper_has_a_page_of_their_own_and_no_other(app: Any, mei: Visitor) -> None:
    made = opened(mei)
    here, links, zoe = f"/w/{made['id']}", f"/w/{made['id']}/console/links", Visitor(app)
    mei.open(links)
    mei.page = mei.page.split("<h2>Who helps people on paper</h2>")[1]
    minted = mei.fill(links, label="Zoé")
    assert "A helper’s link for Zoé" in minted.text
    assert "Recovery code" not in minted.text
    zoe.open("/l")
    assert zoe.fill("/l", secret=SECRET.findall(minted.text)[0]).headers["location"] == f"{here}/helper"
    assert [zoe.open(f"{here}/helper{sub}").status_code for sub in ("", "/view")] == [200, 200]
    for path in (
        "",
        "/console",
        "/screen",
        "/console/links",
        "/console/view",
        "/console/holders",
        "/console/export/json",
    ):
        assert zoe.open(here + path).status_code == 403, path
    mei.open(links)
    mei.page = mei.page.split("<h2>Who helps people on paper</h2>")[1]
    assert "Withdraw the link of Zoé" in mei.page
    mei.fill(links)
    assert zoe.open(f"{here}/helper").status_code == 403
    assert "Zoé" not in mei.open(links).text


def test_a_refused_name_stays_in_the_box_of_its_own_form(mei: Visitor) -> None:
    links = f"/w/{opened(mei)['id']}/console/links"
    for heading, form in (("Who runs the workshop", "invite"), ("Who helps people on paper", "helper")):
        mei.open(links)
        mei.page = mei.page.split(f"<h2>{heading}</h2>")[1]
        page = mei.fill(links, label="x" * 41).text
        boxes = re.findall(r'<input class="field" id="label-(\w+)" name="label" value="(x*)"', page)
        assert dict(boxes)[form] == "x" * 41
        assert sorted(len(text) for _, text in boxes) == [0, 41]
        assert page.count('id="refused"') == 1


PRIVATE = ["", "/view", "/device", "/leave", "/console", "/console/view", "/console/links", "/console/poster"]


@pytest.mark.parametrize("path", [*PRIVATE, "/helper", "/helper/view", "/helper/holders", "/screen", "/screen/view"])
def test_without_a_seat_nothing_is_open_nor_is_it_told_what_there_is(mei: Visitor, ada: Visitor, path: str) -> None:
    made = opened(mei)
    ada.fill(at_the_door(ada, made["code"]), name="Ada")
    stranger = Visitor(ada.app)
    known, unknown = stranger.open(f"/w/{made['id']}{path}"), stranger.open(f"/w/nosuchworksh{path}")
    assert (known.status_code, unknown.status_code) == (403, 403)
    assert known.text.replace(made["id"], "") == unknown.text.replace("nosuchworksh", "")
    if path.startswith(("/console", "/screen", "/helper")):
        assert ada.open(f"/w/{made['id']}{path}").status_code == 403


def test_home_lists_the_workshops_of_this_browser_with_each_place_in_them(mei: Visitor, ada: Visitor) -> None:
    made = opened(mei)
    mei.open("/l")
    mei.fill("/l", secret=made["screen"])
    mei.fill(at_the_door(mei, made["code"]), name="Mei")
    home, here = mei.open("/").text, f"/w/{made['id']}"
    assert f'href="{here}/console">Benches<' in home
    assert f'href="{here}/screen">projected screen<' in home
    assert f'href="{here}">you take part<' in home
    assert home.count("Benches") == 1
    assert "last used on" in home
    assert "Your workshops on this device" not in ada.open("/").text


# The owner


def test_only_the_owner_opens_workshops_where_the_server_is_not_open(tmp_path: Path, migrated: Path) -> None:
    with running(Settings(data=str(copied(migrated, tmp_path)))) as app:
        visitor = Visitor(app)
        assert "Open a workshop" not in visitor.open("/").text
        assert visitor.open("/new").status_code == 403
        visitor.open("/l")
        assert visitor.fill("/l", secret=app.state.owner_path).headers["location"] == "/"
        assert "Open a workshop" in visitor.open("/").text
        assert opened(visitor)["id"]


def test_the_owner_finds_every_workshop_and_a_way_back_to_a_console_whose_link_is_lost(
    tmp_path: Path, migrated: Path
) -> None:
    with running(Settings(data=str(copied(migrated, tmp_path)))) as app:
        owner, ada = Visitor(app), Visitor(app)
        owner.open("/l")
        owner.fill("/l", secret=app.state.owner_path)
        made, other = opened(owner), opened(owner, title="Trees")
        assert "/workshops" in owner.open("/").text
        assert "/workshops" not in ada.open("/").text
        for answer in (ada.open("/workshops"), ada.post("/workshops", data={}, headers={"origin": HERE})):
            assert answer.status_code == 403
        page = owner.open("/workshops").text
        assert page.index("Trees") < page.index("Benches"), "the one used last first"
        assert "deleted on" in page
        owner.page = owner.page.split("Benches</b>")[1]
        given = owner.fill("/workshops")
        assert given.text.index("Benches") < given.text.index("A new link to the console")
        ada.open("/l")
        opens = ada.fill("/l", secret=SECRET.findall(given.text)[0]).headers["location"]
        assert opens == f"/w/{made['id']}/console"
        assert ada.open(f"/w/{other['id']}/console").status_code == 403
        assert "Withdraw the link of Owner of the server" in owner.open(f"/w/{made['id']}/console/links").text
        owner.open("/workshops")
        assert owner.fill("/workshops", workshop="nosuchworksh").status_code == 404
        assert owner.post("/workshops", data={"workshop": made["id"], "key": "k" * 43}).status_code == 403


def test_a_long_list_comes_in_pages(app: Any, mei: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.opening.LISTED", 2)
    owner = app.state.portal.call(app.state.house.access.owner_link)
    mei.open("/l")
    mei.fill("/l", secret=owner)
    for title in ("One", "Two", "Three"):
        opened(mei, title=title)
    first, second = mei.open("/workshops").text, mei.open("/workshops?page=2").text
    assert [title for title in ("One", "Two", "Three") if f"{title}</b>" in first] == ["Two", "Three"]
    assert [title for title in ("One", "Two", "Three") if f"{title}</b>" in second] == ["One"]
    assert 'href="/workshops?page=2"' in first
    for odd in ("x", "-1", "9" * 30, "0"):
        assert mei.open(f"/workshops?page={odd}").status_code == 200


# Where a form comes from


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": HERE}, 422),
        ({"origin": "null"}, 422),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, 422),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://192.0.2.1"}, 403),
        ({"origin": "https://192.0.2.1:8000"}, 403),
        ({"origin": HERE + ".evil.example"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "HTTP://192.0.2.1:8000"}, 403),
    ],
)
def test_a_form_of_another_site_is_turned_away_whatever_it_holds(
    ada: Visitor, headers: dict[str, str], status: int
) -> None:
    ada.open("/join")
    assert ada.fill("/join", headers, code="x").status_code == status


@pytest.mark.parametrize("headers", [{}, {"origin": "null"}])
def test_where_the_browser_says_nothing_the_forms_token_is_the_proof(ada: Visitor, headers: dict[str, str]) -> None:
    ada.open("/join")
    assert ada.fill("/join", headers, code="x", token="guessed").status_code == 403
    ada.open("/join")
    ada.cookies.clear()
    assert ada.fill("/join", headers, code="x").status_code == 403


def test_a_token_proves_its_cookie_alone_and_does_not_tell_it() -> None:
    assert proves(form_token("cookie"), "cookie")
    assert not proves(form_token("cookie"), "another")
    assert not proves("", "cookie")
    assert not proves("é", "cookie")
    assert "cookie" not in form_token("cookie")


def test_the_public_address_is_an_origin_of_ours(tmp_path: Path, migrated: Path) -> None:
    folder = str(copied(migrated, tmp_path))
    with running(Settings(data=folder, open=True, public_url="https://atelier.example.org")) as app:
        visitor = Visitor(app)
        visitor.open("/join")
        assert visitor.fill("/join", {"origin": "https://atelier.example.org"}, code="x").status_code == 422
        visitor.open("/new?title=B")
        page = visitor.fill("/new", organiser="Mei", language="en", keep_days="30").text
        assert "https://atelier.example.org/l#" in page
        assert spoken_address("https://atelier.example.org") in page


@pytest.mark.parametrize(
    ("origin", "let_in"),
    [(HERE, True), ("null", False), ("", False), ("http://evil.example", False), (HERE + "0", False)],
)
def test_a_socket_is_opened_from_our_own_pages_only(mei: Visitor, origin: str, let_in: bool) -> None:
    made = opened(mei)
    headers = {"origin": origin, "host": "192.0.2.1:8000"} if origin else {"host": "192.0.2.1:8000"}
    headers["cookie"] = "; ".join(f"{cookie.name}={cookie.value}" for cookie in mei.cookies.jar)
    try:
        with mei.websocket_connect(f"/w/{made['id']}/console/live", headers=headers) as socket:
            socket.send_text('{"type":"Hello","client":"0123456789abcdef","version":1}')
            assert let_in
            assert '"Welcome"' in socket.receive_text()
    except Exception:
        assert not let_in


def test_a_socket_without_a_seat_is_told_and_closed(mei: Visitor, ada: Visitor) -> None:
    made = opened(mei)
    with ada.websocket_connect(f"/w/{made['id']}/live", headers={"origin": HERE, "host": "192.0.2.1:8000"}) as socket:
        assert "revoked" in socket.receive_text()
        assert socket.receive()["code"] == 4003


# What is sent, what is answered


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"code=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"code=%ff%fe", "application/x-www-form-urlencoded", 400),
        (b"code=\xff", "application/x-www-form-urlencoded", 400),
        (b"&".join([b"a=1"] * 600), "application/x-www-form-urlencoded", 400),
        (b"{}", "application/json", 400),
        (b"", "multipart/form-data; boundary=x", 400),
    ],
)
def test_a_body_that_is_no_form_of_ours_is_turned_away(ada: Visitor, body: bytes, kind: str, status: int) -> None:
    answer = ada.post("/join", content=body, headers={"content-type": kind, "origin": HERE})
    assert answer.status_code == status
    assert "<h1>" in answer.text


@pytest.mark.parametrize("path", ["/", "/join", "/l", "/new", "/privacy", "/nothing", "/healthz", "/static/nothing.js"])
def test_every_answer_has_its_headers(ada: Visitor, path: str) -> None:
    headers = ada.open(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "connect-src 'self' ws://192.0.2.1:8000;" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_a_host_that_is_no_host_does_not_get_into_the_policy(ada: Visitor) -> None:
    policy = ada.open("/", host="evil.example; script-src *").headers["content-security-policy"]
    assert "evil" not in policy


def test_no_page_holds_a_script_or_a_style_of_its_own(mei: Visitor, ada: Visitor) -> None:
    made = opened(mei)
    pages = [mei.page, *(mei.open(path).text for path in ("/", "/new", f"/w/{made['id']}/console/links"))]
    path = at_the_door(ada, made["code"])
    pages += [ada.page, *(ada.open(path).text for path in ("/", "/join", "/l", "/privacy", "/nothing"))]
    ada.open(path)
    ada.fill(path, name="Ada")
    pages.append(ada.open(f"/w/{made['id']}/device").text)
    for page in pages:
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:", page)
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page.replace(HERE, ""))


def test_cookies_are_kept_from_scripts_and_secure_where_the_connection_is(mei: Visitor, ada: Visitor, app: Any) -> None:
    path = at_the_door(ada, opened(mei)["code"])
    plain = ada.fill(path, name="Ada").headers["set-cookie"]
    assert plain.startswith("g-")
    assert "HttpOnly" in plain
    assert "SameSite=lax" in plain
    assert "Secure" not in plain
    safe = Visitor(app)
    safe.base_url = httpx2.URL("https://192.0.2.1")
    safe.open(path)
    secure = safe.fill(path, name="Kofi").headers["set-cookie"]
    assert secure.startswith("__Host-g-")
    assert "Secure" in secure
    assert "Path=/;" in secure
    assert "omain" not in secure


def test_a_breakdown_is_told_without_what_broke(
    ada: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("the secret of /l")

    monkeypatch.setattr(Access, "by_qr", broken)
    answer = ada.open("/j/some-token")
    assert answer.status_code == 500
    assert "Something broke on the server" in answer.text
    assert "secret" not in answer.text
    assert "content-security-policy" in answer.headers


def test_a_full_disk_is_told_as_such(ada: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: object) -> None:
        raise StorageFull("no space")

    monkeypatch.setattr(Access, "by_qr", full)
    answer = ada.open("/j/some-token")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "The server cannot save just now" in answer.text


def test_what_is_up_says_so(ada: Visitor) -> None:
    assert (ada.get("/healthz").text, ada.get("/readyz").text) == ("ok", "ready")


def test_bundles_are_served_compressed_and_kept_for_good(ada: Visitor) -> None:
    sheet = re.search(r'href="(/static/page-\w+\.css)"', ada.open("/").text)
    assert sheet
    for accepted, encoding in (("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None)):
        answer = ada.get(sheet[1], headers={"accept-encoding": accepted})
        assert answer.headers.get("content-encoding") == encoding
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["vary"] == "Accept-Encoding"
    etag = ada.get(sheet[1]).headers["etag"]
    again = ada.get(sheet[1], headers={"if-none-match": etag})
    assert again.status_code == 304
    for path in ("/static/manifest.json", "/static/..%2fpackage.json", "/static/.stamp"):
        assert ada.get(path).status_code == 404


# Languages


def test_the_browser_chooses_the_language_and_the_reader_changes_it(app: Any) -> None:
    ines = Visitor(app, "fr-CH, fr;q=0.9, en;q=0.8")
    assert '<html lang="fr">' in ines.open("/join").text
    assert "Rejoindre un atelier" in ines.page
    switch = re.search(r'href="(/language/en\?to=[^"]+)"', ines.page)
    assert switch
    assert ines.open(unescape(switch[1])).headers["location"] == "/join"
    assert '<html lang="en">' in ines.open("/join").text
    assert Visitor(app, "ja, *;q=0.5").open("/").text.count('<html lang="en">') == 1


@pytest.mark.parametrize("to", ["//evil.example", "/\\evil.example", "https://evil.example", "x", "", "/\n/x"])
def test_the_switch_of_language_leads_nowhere_else(ada: Visitor, to: str) -> None:
    assert ada.get("/language/fr", params={"to": to}).headers["location"] == "/"


def test_only_languages_that_are_spoken_can_be_chosen(ada: Visitor) -> None:
    assert ada.open("/language/xx").status_code == 404


@pytest.mark.parametrize(
    ("header", "language"),
    [("fr", "fr"), ("en;q=0.1, fr;q=0.2", "fr"), ("de", "en"), ("fr;q=0, en", "en"), ("fr;q=x, en", "en"), ("", "en")],
)
def test_the_best_of_the_languages_asked_for_is_spoken(header: str, language: str) -> None:
    headers = [(b"accept-language", header.encode())]
    assert negotiate(Request({"type": "http", "headers": headers}), "en") == language


def test_a_sentence_has_its_numbers_as_the_language_writes_them() -> None:
    said = sentence("too_long", {"limit": 2000}, Speech("fr"))
    assert said.said == "Trop long\u00a0: 2\u202f000 signes au plus."
    assert sentence("too_long", {}, Speech("en")).said == "Too long: {limit} characters at most."
    assert sentence("no such code", {}, Speech("en")) == sentence("bad_command", {}, Speech("en"))


def test_every_code_has_its_sentence_and_next_step() -> None:
    codes = {*get_args(Reason), *get_args(DoorReason)}
    assert set(REASONS) == codes
    for language in LANGUAGES:
        assert set(table(Speech(language))) == codes
    assert all(said.endswith(".") and then.endswith(".") for said, then in REASONS.values())


def test_every_error_page_says_what_happened_what_is_safe_and_one_thing_to_do() -> None:
    for status in ("400", "403", "404", "413", "422", "429", "500", "503"):
        assert all(TOLD[status])
    assert errors.TOLD.keys() >= {"403 seat", "403 form", "403 owner"}


# Looks


def test_the_two_ways_into_the_dark_say_the_same() -> None:
    tokens = (Path(web.HERE) / "styles" / "tokens.css").read_text()
    dark = [re.findall(r"--[\w-]+: [^;]+;|color-scheme: \w+;", block) for block in re.findall(r"\{([^{}]*)\}", tokens)]
    by_name, by_device = (block for block in dark if "color-scheme: dark;" in block)
    assert by_name == by_device
