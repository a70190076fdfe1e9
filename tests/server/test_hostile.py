"""Who means harm: what is held back until it is forbidden, what costs the server more than the sender, forged hosts,
and people's words as markup. Each is bounded, and the others are not touched."""

import contextlib
import json
import os
import re
import socket
import struct
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Message

from server.access import Entry, cookie_name
from server.app import create_app
from server.guard import read_form
from server.settings import DoorLimits, Settings
from tests.place import Place
from workshops.agenda import AgendaRecord, CloseStep, OpenStep
from workshops.ideas import EditIdea
from workshops.market import Market
from workshops.moderation import HideIdea
from workshops.people import PersonRecord
from workshops.proceedings import Field, Sessions
from workshops.reporting import PostProposed, SetAside, TakePen, WriteReport
from workshops.slots import PutSlot
from workshops.spaces import PutSpace
from workshops.topic_merging import MergeTopics
from workshops.topics import ProposeTopic
from workshops.vocabulary import Role
from workshops.wall import PlaceTopic
from workshops.workshop import AnyCommand

HOSTS = ["[abc", "x:99999", "x:abc", "127.0.0.1:1, x", "x" * 5000]
WORDS = '</script><img src=x onerror="alert(1)">'


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    running = Place(tmp_path_factory.mktemp("hostile"), DoorLimits(burst=10, rate=0.001))
    yield running
    running.stop()


@pytest.fixture
def workshop(place: Place) -> str:
    workshop = place.create()
    place.open(workshop, "gather")
    return workshop


class Wire:
    """A socket spoken to in bytes: several frames, or half a request, in one segment."""

    def __init__(self, place: Place, entry: Entry, role: Role, receive: int | None = None) -> None:
        assert entry.seat is not None
        self.place, self.path = place, place.url(entry.seat.workshop, role).removeprefix(place.base)
        self.cookie = f"{cookie_name(entry.seat.workshop, role, False)}={entry.cookie}"
        self.socket = socket.socket()
        if receive:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        self.socket.settimeout(10)
        self.socket.connect(("127.0.0.1", place.port))

    def send(self, first: str, *headers: str, body: str = "") -> "Wire":
        lines = [first, f"Host: 127.0.0.1:{self.place.port}", f"Origin: {self.place.base}", f"Cookie: {self.cookie}"]
        self.socket.sendall("\r\n".join([*lines, *headers, "", body]).encode())
        return self

    def upgrade(self) -> "Wire":
        upgrade = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13")
        self.send(f"GET {self.path}/live HTTP/1.1", *upgrade, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==")
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            answer += self.socket.recv(1)
        assert b" 101 " in answer
        return self

    def say(self, *messages: object, goodbye: bool = False) -> "Wire":
        frames = [masked(0x81, json.dumps(message).encode()) for message in messages]
        self.socket.sendall(b"".join(frames) + (masked(0x88, struct.pack(">H", 1000)) if goodbye else b""))
        return self

    def until_closed(self) -> bytes:
        said = b""
        while chunk := self.socket.recv(65_536):
            said += chunk
        return said


Dial = Callable[..., Wire]


@pytest.fixture
def dial(place: Place) -> Iterator[Dial]:
    """`dial(entry, role)`: a socket of theirs to their face, closed when the test ends."""
    made: list[Wire] = []

    def call(entry: Entry, role: Role = "participant", receive: int | None = None) -> Wire:
        made.append(Wire(place, entry, role, receive))
        return made[-1]

    yield call
    for wire in made:
        wire.socket.close()


def masked(kind: int, payload: bytes) -> bytes:
    size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + struct.pack(">H", len(payload))
    return bytes([kind]) + size + b"\0\0\0\0" + payload


def hello() -> dict[str, object]:
    return {"type": "Hello", "client": os.urandom(10).hex(), "version": 1}


def facilitator(place: Place, workshop: str) -> tuple[Entry, Callable[[], None]]:
    """A second one, and what withdraws their link."""
    access = place.house.access
    link = place.run(access.holders.mint(workshop, "facilitator", "Eve", os.urandom(16).hex()))
    entry = place.run(access.redeem(link.secret, {}, "127.0.0.1"))
    assert isinstance(entry, Entry)
    return entry, lambda: place.run(access.holders.revoke(workshop, link.id))


def opened(place: Place, workshop: str) -> str | None:
    agenda = place.seen(workshop)["agenda:this"]
    assert isinstance(agenda, AgendaRecord)
    return agenda.open


# A withdrawn link


def test_a_socket_that_held_back_its_hello_does_nothing_once_its_link_is_withdrawn(
    place: Place, workshop: str, dial: Dial
) -> None:
    eve, withdraw = facilitator(place, workshop)
    wire = dial(eve, "facilitator").upgrade()
    withdraw()
    command = {"type": "Do", "cseq": 1, "command": {"type": "CloseStep", "step": "gather"}}
    assert b"revoked" in wire.say(hello(), command).until_closed()
    assert opened(place, workshop) == "gather"


def test_a_form_held_back_until_its_link_is_withdrawn_gives_no_new_link(
    place: Place, workshop: str, dial: Dial
) -> None:
    eve, withdraw = facilitator(place, workshop)
    body = urlencode({"do": "invite", "label": "Mallory", "key": "k" * 43})
    wire = dial(eve, "facilitator")
    length, kind = f"Content-Length: {len(body)}", "Content-Type: application/x-www-form-urlencoded"
    wire.send(f"POST {wire.path}/links HTTP/1.1", length, kind, "Connection: close", body=body[:9])
    # Another request has been answered since, so this one has been looked at.
    dial(eve, "facilitator").send(f"GET {wire.path}/view HTTP/1.1", "Connection: close").until_closed()
    withdraw()
    wire.socket.sendall(body[9:].encode())
    assert wire.until_closed().startswith(b"HTTP/1.1 403")
    assert [each.label for each in place.run(place.house.access.holders.all(workshop, "facilitator"))] == [""]


def test_a_form_held_back_until_its_person_is_removed_gives_no_way_back(
    place: Place, workshop: str, dial: Dial
) -> None:
    entry, body = place.join(workshop, "Eve"), "token=none"
    assert entry.seat is not None
    wire = dial(entry)
    length, kind = f"Content-Length: {len(body)}", "Content-Type: application/x-www-form-urlencoded"
    wire.send(f"POST {wire.path}/device HTTP/1.1", length, kind, "Connection: close", body=body[:4])
    dial(entry).send(f"GET {wire.path}/view HTTP/1.1", "Connection: close").until_closed()
    place.run(place.house.access.holders.remove(workshop, entry.seat.actor))
    wire.socket.sendall(body[4:].encode())
    assert wire.until_closed().startswith(b"HTTP/1.1 403")


# What costs more than it does the sender


def test_who_leaves_in_the_same_breath_is_not_counted_as_here(place: Place, workshop: str, dial: Dial) -> None:
    entry = place.join(workshop, "Kofi")
    for _ in range(6):
        wire = dial(entry).upgrade().say(hello(), goodbye=True)
        wire.until_closed()
    room = place.run(place.house.rooms.get(workshop))
    assert place.run(room.between(lambda: None)) is None
    assert place.run(room.between(room.members.all)) == []


def test_coming_back_gives_no_more_commands_at_once(place: Place, workshop: str, dial: Dial) -> None:
    entry = place.join(workshop, "Ada")
    for letter in "ABCD":
        names = [{"type": "Rename", "name": f"{letter}{n}"} for n in range(1, 6)]
        wire = (
            dial(entry)
            .upgrade()
            .say(hello(), *({"type": "Do", "cseq": n, "command": c} for n, c in enumerate(names, 1)))
        )
        while b'"cseq":5' not in wire.socket.recv(65_536):
            pass
        wire.say(goodbye=True).until_closed()
    assert entry.seat is not None
    me = place.seen(workshop, entry.seat.actor)[f"person:{entry.seat.actor}"]
    assert isinstance(me, PersonRecord)
    assert me.name == "B5", "ten at once, then one in a thousand seconds"


def test_asking_for_everything_again_and_again_without_reading_fills_no_memory(place: Place, dial: Dial) -> None:
    workshop = place.create()
    place.open(workshop, "gather")
    writer = place.join(workshop, "Ada")
    for _ in range(60):
        place.post(workshop, writer, "é" * 2000)
    wire = dial(place.join(workshop, "Eve"), "participant", receive=4096).upgrade()
    wire.say(hello(), *[{"type": "Resync"}] * 300)
    room = place.run(place.house.rooms.get(workshop))
    other = place.join(workshop, "Kofi")
    place.post(workshop, other, "still here")
    [eve] = place.run(room.between(room.members.all))
    waiting = eve._raw.transport.get_write_buffer_size()  # type: ignore[attr-defined]
    assert waiting < 2_000_000, "not three hundred boards of a quarter of a megabyte"


def test_asking_for_the_same_text_again_and_again_gives_it_at_the_pace_of_commands(
    place: Place, workshop: str, dial: Dial
) -> None:
    ada = place.join(workshop, "Ada")
    idea = place.post(workshop, ada, "Benches")
    place.do(workshop, EditIdea(idea, "More benches"), ada.seat)
    watch = {"type": "Watch", "keys": [f"history:{idea}"] * 100}
    wire = dial(ada).upgrade().say(hello(), *[watch] * 30)
    wire.socket.settimeout(0.5)
    said = b""
    with contextlib.suppress(TimeoutError):
        while True:
            said += wire.socket.recv(65_536)
    assert 1 <= said.count(b'"kind":"history"') <= 12


async def test_a_form_cut_off_in_its_middle_is_no_breakdown() -> None:
    said: Iterator[Message] = iter(
        [{"type": "http.request", "body": b"code=", "more_body": True}, {"type": "http.disconnect"}]
    )

    async def receive() -> Message:
        return next(said)

    headers = [(b"content-type", b"application/x-www-form-urlencoded")]
    with pytest.raises(HTTPException) as refused:
        await read_form(Request({"type": "http", "method": "POST", "headers": headers}, receive), 1_000)
    assert refused.value.status_code == 400


# Forged hosts, and two schemes at one address


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["", "/links"])
def test_a_host_that_is_none_breaks_no_page(place: Place, workshop: str, dial: Dial, host: str, path: str) -> None:
    wire = dial(place.redeem(workshop, "facilitator"), "facilitator")
    request = f"GET {wire.path}{path} HTTP/1.1\r\nHost: {host}\r\nCookie: {wire.cookie}\r\nConnection: close\r\n\r\n"
    wire.socket.sendall(request.encode())
    answer = wire.until_closed()
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"content-security-policy: default-src 'none'" in answer


def test_a_link_opened_over_http_opens_again_over_https(place: Place, workshop: str) -> None:
    secret = place.created[workshop].console.secret
    with TestClient(create_app(Settings(data=place.house.settings.data, open=True))) as client:
        for base in ("http://testserver", "https://testserver"):
            client.base_url = base
            token = re.findall(r'name="token" value="([^"]+)"', client.get("/l").text)[0]
            answer = client.post("/l", data={"secret": secret, "token": token}, headers={"origin": base})
            assert answer.status_code == 200, base
            assert answer.url.path.endswith("/console")


# Words as markup


def test_words_are_never_markup_on_any_page(place: Place, dial: Dial) -> None:
    workshop = place.create(title=WORDS, organiser=WORDS, themes=[WORDS])
    place.open(workshop, "gather")
    ada = place.join(workshop, WORDS)
    idea = place.post(workshop, ada, WORDS)
    place.do(workshop, HideIdea(place.post(workshop, ada, WORDS), WORDS))
    place.do(workshop, CloseStep("gather"))
    place.do(workshop, OpenStep("gather"))
    desk, screen = place.redeem(workshop, "facilitator"), place.redeem(workshop, "screen")
    door = place.run(place.house.access.entrance(workshop)).qr
    here, console = f"/w/{workshop}", ("", "/links", "/poster", "/print", "/export/html")
    pages: list[tuple[Entry, Role, list[str]]] = [
        (ada, "participant", [here, f"{here}/me", f"{here}/ideas/{idea}", f"{here}/device", f"{here}/erase", "/"]),
        (desk, "facilitator", ["/", *(f"{here}/console{sub}" for sub in console)]),
        (screen, "screen", [f"{here}/screen", f"/j/{door}"]),
    ]
    no_markup(pages, dial)


def test_words_of_an_open_forum_are_never_markup_on_any_page(place: Place, dial: Dial) -> None:
    parts = [Field(id="said", title=WORDS, hint=WORDS), Field(id="proposed", title=WORDS, kind="ideas")]
    sessions = Sessions(id="sessions", title=WORDS, prompt=WORDS, canvas=parts)
    workshop = place.create([Market(id="market", title=WORDS, prompt=WORDS), sessions], title=WORDS, themes=[])
    place.open(workshop, "market")
    for command in (PutSlot("slot-1", 600, 640), PutSpace("yard--", WORDS, access=WORDS)):
        place.do(workshop, command)
    ada, kofi = (place.join(workshop, WORDS[:39] + letter) for letter in "ab")
    for who, topic in ((ada, "topic-1"), (ada, "topic-2"), (kofi, "topic-3")):
        place.do(workshop, ProposeTopic(topic, WORDS, WORDS), who.seat)
    place.do(workshop, MergeTopics("topic-3", "topic-2"), kofi.seat)
    place.do(workshop, PlaceTopic("topic-1", "slot-1", "yard--"), ada.seat)
    place.open(workshop, "sessions")
    report: list[AnyCommand] = [
        TakePen("topic-1"),
        WriteReport("topic-1", "said", WORDS),
        PostProposed("topic-1", "idea-1", WORDS),
    ]
    for act in report:
        place.do(workshop, act, ada.seat)
    place.do(workshop, SetAside("topic-1", "said", f"{WORDS}!"), kofi.seat)
    desk, here = place.redeem(workshop, "facilitator"), f"/w/{workshop}"
    own: tuple[str, ...] = (
        "",
        "/topics",
        "/topics/topic-2",
        "/topics/topic-2/merge",
        "/topics/topic-2/place",
        "/sessions/topic-1",
    )
    own += ("/sessions/topic-1/versions?n=2", "/reports", "/topics/new?from=idea:idea-1", "/topics/from")
    made: tuple[str, ...] = (
        "",
        "/paper",
        "/print",
        "/print/topics",
        "/print/wall",
        "/print/reports",
        "/print/proceedings",
    )
    made += ("/export/proceedings-html", "/export/html")
    pages: list[tuple[Entry, Role, list[str]]] = [
        (ada, "participant", [f"{here}{sub}" for sub in own]),
        (desk, "facilitator", [f"{here}/console{sub}" for sub in made]),
        (place.redeem(workshop, "screen"), "screen", [f"{here}/screen"]),
    ]
    no_markup(pages, dial)


def no_markup(pages: list[tuple[Entry, Role, list[str]]], dial: Dial) -> None:
    for entry, role, paths in pages:
        for path in paths:
            wire = dial(entry, role).send(f"GET {path} HTTP/1.1", "Connection: close")
            answer = wire.until_closed()
            assert answer.startswith(b"HTTP/1.1 200"), path
            assert b"<img" not in answer, path
