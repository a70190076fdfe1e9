"""What comes in at the socket: malformed, giant, deep, mistyped, too much. Each gets a code or a clean close, and the
others are not touched."""

import json
import os
import time
from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from server.access import Entry, cookie_name
from server.protocol import Refused
from server.settings import DoorLimits
from tests.place import Place
from workshops.door import LockDoor
from workshops.people import MergePeople, RemovePerson
from workshops.vocabulary import Role

HELLO = '{"type":"Hello","client":"%s","version":1}'


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    running = Place(tmp_path_factory.mktemp("door"), DoorLimits(burst=10, rate=5.0))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def workshop(place: Place) -> str:
    workshop = place.create()
    place.open(workshop, "gather")
    return workshop


class Phone:
    """A participant's socket (or another role's), spoken to in raw frames."""

    def __init__(
        self, place: Place, workshop: str, origin: str | None = None, cookie: str | None = None,
        role: Role = "participant",
    ) -> None:  # fmt: skip
        self.person = ""
        if cookie is None:
            entry = place.join(workshop, "Ada")
            assert entry.seat is not None
            self.person, cookie = entry.seat.actor, f"{cookie_name(workshop, 'participant', False)}={entry.cookie}"
        self.given = place, workshop, origin, cookie, role
        url = place.url(workshop, role).replace("http", "ws") + "/live"
        headers = {"Cookie": cookie, "Origin": place.base if origin is None else origin}
        opening = connect(url, additional_headers=headers, max_size=None, proxy=None)
        self.socket: ClientConnection = opening.__enter__()
        self.number = 0
        self.heard: list[dict[str, object]] = []

    def again(self) -> "Phone":
        """Another socket with the same cookie."""
        return Phone(*self.given)

    def hello(self) -> "Phone":
        self.socket.send(HELLO % os.urandom(12).hex())
        assert self.hear("Welcome")
        return self

    def hear(self, *kinds: str) -> dict[str, object]:
        """The next message of one of these types."""
        while True:
            while self.heard:
                message = self.heard.pop(0)
                if message["type"] in kinds:
                    return message
            self.heard += json.loads(self.socket.recv(timeout=10))

    def do(self, command: object) -> dict[str, object]:
        self.number += 1
        self.socket.send(json.dumps({"type": "Do", "cseq": self.number, "command": command}))
        return self.hear("Ack", "Refused", "Wait")

    def closed(self) -> tuple[int | None, str]:
        """How it was closed, and what was said before."""
        said = ""
        try:
            while True:
                for message in json.loads(self.socket.recv(timeout=10)):
                    said = message.get("reason", said) if message["type"] == "Bye" else said
        except ConnectionClosed as closing:
            return (closing.rcvd.code if closing.rcvd else None), said


@pytest.fixture
def ada(place: Place, workshop: str) -> Iterator[Phone]:
    phone = Phone(place, workshop).hello()
    yield phone
    phone.socket.close()


@pytest.fixture
def bystander(place: Place, workshop: str) -> Iterator[Phone]:
    """Somebody else, whose idea must still go through when the test is over."""
    phone = Phone(place, workshop).hello()
    yield phone
    assert phone.do({"type": "PostIdea", "idea": os.urandom(6).hex(), "board": "ideas-", "text": "ok"})["type"] == "Ack"
    phone.socket.close()


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"not json",
        b"[]",
        b"{}",
        b"null",
        b'{"type":"Nothing"}',
        b'{"type":"Do","cseq":0,"command":{}}',
        b'{"type":"Do","cseq":"1","command":{}}',
        b'{"type":"Do","cseq":1}',
        b'{"type":"Do","cseq":1,"command":{},"more":1}',
        b'{"type":"Watch","keys":"idea:x"}',
        b'{"type":"Watch","keys":["' + b"x" * 81 + b'"]}',
        b'{"type":"Do","cseq":1,"command":' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"type":"Do","cseq":1,"command":{"type":"Rename","name":"\\ud800"}',
        b'{"type":"Hello","client":"0123456789abcdef","version":1}',
    ],
)
def test_a_message_that_is_none_is_answered_by_a_clean_close(ada: Phone, bystander: Phone, frame: bytes) -> None:
    ada.socket.send(frame.decode())
    assert ada.closed() == (1008, "bad_message")


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ({}, "unknown_command"),
        ({"type": "Nothing"}, "unknown_command"),
        ({"type": "PostIdea"}, "unknown_command"),
        ({"type": "PostIdea", "idea": "!", "board": "ideas-", "text": "x"}, "unknown_command"),
        ({"type": "PostIdea", "idea": "idea-one", "board": "ideas-", "text": 7}, "unknown_command"),
        ({"type": "PostIdea", "idea": "idea-one", "board": "ideas-", "text": "x", "by": "kofi"}, "unknown_command"),
        ({"type": "PostIdea", "idea": "idea-one", "board": "ideas-", "text": "x" * 2001}, "too_long"),
        ({"type": "PostIdea", "idea": "idea-one", "board": "ideas-", "text": " \n\t "}, "empty"),
        ({"type": "PostIdea", "idea": "idea-one", "board": "ideas-", "text": "a\x00b"}, "bad_text"),
        ({"type": "PostIdea", "idea": "idea-one", "board": "ideas-", "text": "a\x08b"}, "bad_text"),
        ({"type": "PostIdea", "idea": "idea-one", "board": "nowhere", "text": "x"}, "unknown"),
        ({"type": "SealRound", "round": "round-one"}, "not_allowed"),
        ({"type": "OpenStep", "step": "voting"}, "not_allowed"),
    ],
)
def test_a_command_that_breaks_a_rule_gets_its_code_and_the_next_one_goes_through(
    ada: Phone, bystander: Phone, command: object, reason: str
) -> None:
    assert ada.do(command) == {"type": "Refused", "cseq": 1, "reason": reason} | (
        {"facts": {"limit": 2000, "length": 2001}} if reason == "too_long" else {}
    )
    assert ada.do({"type": "Finish", "step": "gather"})["type"] == "Ack"


def test_a_giant_frame_closes_its_own_socket_only(ada: Phone, bystander: Phone) -> None:
    ada.socket.send("x" * 40_000)
    assert ada.closed()[0] == 1009


def test_a_flood_is_told_to_wait_and_loses_nothing(ada: Phone, bystander: Phone) -> None:
    """Twenty at once where ten may come: the rest wait, and go through when sent again later."""
    ideas = [os.urandom(6).hex() for _ in range(20)]
    command = {"type": "PostIdea", "board": "ideas-", "text": "Flood"}
    frames = [
        json.dumps({"type": "Do", "cseq": n, "command": {**command, "idea": idea}}) for n, idea in enumerate(ideas, 1)
    ]
    done: set[object] = set()
    waits = 0
    while len(done) < 20:
        for n, frame in enumerate(frames, 1):
            if n not in done:
                ada.socket.send(frame)
        longest = 0.0
        for _ in range(20 - len(done)):
            answer = ada.hear("Ack", "Wait")
            if answer["type"] == "Ack":
                done.add(answer["cseq"])
            else:
                waits += 1
                assert answer["reason"] in ("rate_limited", "gap")
                longest = max(longest, float(str(answer.get("retry_after", 0))))
        time.sleep(min(longest, 1.0))
    assert waits > 0


def test_a_socket_that_says_no_hello_is_closed(place: Place, workshop: str) -> None:
    phone = Phone(place, workshop)
    phone.socket.send('{"type":"Resync"}')
    assert phone.closed() == (1008, "bad_message")


def test_a_page_of_another_version_is_told_so(place: Place, workshop: str) -> None:
    phone = Phone(place, workshop)
    phone.socket.send(HELLO.replace(":1}", ":2}") % "0123456789abcdef")
    assert phone.closed() == (4009, "version_old")


@pytest.mark.parametrize("origin", ["null", "http://evil.example", "http://127.0.0.1", "HTTP://127.0.0.1:1"])
def test_a_socket_of_another_site_is_not_opened(place: Place, workshop: str, origin: str) -> None:
    with pytest.raises(InvalidStatus):
        Phone(place, workshop, origin)


def test_without_a_seat_a_socket_is_told_it_has_none(place: Place, workshop: str) -> None:
    phone = Phone(place, workshop, cookie="g-nothing=1")
    assert phone.closed() == (4003, "revoked")


def test_who_is_removed_is_told_and_their_socket_closed_and_the_others_stay(
    place: Place, workshop: str, bystander: Phone
) -> None:
    gone = Phone(place, workshop).hello()
    place.do(workshop, RemovePerson(gone.person))
    assert gone.closed() == (4003, "revoked")
    assert gone.again().closed() == (4003, "revoked"), "coming back with the same cookie is no way in"


def test_who_joined_twice_is_sent_away_to_come_back_as_the_other(place: Place, workshop: str, ada: Phone) -> None:
    twice = Phone(place, workshop).hello()
    place.do(workshop, MergePeople(twice.person, ada.person))
    assert twice.closed() == (1012, "restart")
    back = twice.again()
    back.socket.send(HELLO % os.urandom(12).hex())
    assert back.hear("Welcome")["person"] == ada.person
    assert back.do({"type": "Finish", "step": "gather"})["type"] == "Ack"
    assert ada.do({"type": "Finish", "step": "gather", "done": False})["type"] == "Ack"
    back.socket.close()


def test_a_helper_is_cut_when_their_link_is_withdrawn(place: Place, workshop: str) -> None:
    holders = place.house.access.holders
    link = place.run(holders.mint(workshop, "helper", "Zoé", os.urandom(16).hex()))
    entry = place.run(place.house.access.redeem(link.secret, {}, "127.0.0.1"))
    assert isinstance(entry, Entry)
    zoe = Phone(place, workshop, cookie=f"{cookie_name(workshop, 'helper', False)}={entry.cookie}", role="helper")
    zoe.hello()
    assert zoe.do({"type": "AddPerson", "person": "paper-one", "name": "Kofi"})["type"] == "Ack"
    assert zoe.do({"type": "CloseStep", "step": "gather"}) == {"type": "Refused", "cseq": 2, "reason": "not_allowed"}
    place.run(holders.revoke(workshop, link.id))
    assert zoe.closed() == (4003, "revoked")
    assert zoe.again().closed() == (4003, "revoked")


def test_a_locked_door_lets_in_who_is_in_and_nobody_else(place: Place) -> None:
    workshop = place.create()
    place.open(workshop, "gather")
    ada = Phone(place, workshop).hello()
    place.do(workshop, LockDoor())
    refused = place.run(place.house.access.join(workshop, os.urandom(24).hex(), "Kofi"))
    assert isinstance(refused, Refused)
    assert refused.reason == "door_locked"
    again = ada.again()
    again.socket.send(HELLO % os.urandom(12).hex())
    assert again.hear("Welcome")["person"] == ada.person
    assert again.do({"type": "Join", "name": "Ada"})["type"] == "Ack"
    for phone in (ada, again):
        phone.socket.close()


def test_the_server_writes_to_the_transport_itself(place: Place, workshop: str, ada: Phone) -> None:
    """The contract with uvicorn's private class: without it everything goes on, but much slower."""
    room = place.run(place.house.rooms.get(workshop))
    members = [member for member in room.members.all() if member.role == "participant"]
    assert members
    assert all(getattr(member, "_raw", None) is not None for member in members)


def test_a_slow_reader_is_left_out_and_brought_up_to_date(place: Place) -> None:
    workshop = place.create()
    place.open(workshop, "gather")
    slow = Phone(place, workshop).hello()
    room = place.run(place.house.rooms.get(workshop))
    [member] = room.members.all()
    writer = place.join(workshop, "Kofi")
    posted = 0
    while not member.stale:
        place.post(workshop, writer, f"{posted} " + "é" * 1990)
        posted += 1
        assert posted < 100
        for _ in range(60):
            place.run(told(room, member))
    welcome = slow.hear("Welcome")
    puts = welcome["put"]
    assert isinstance(puts, list)
    assert sum(1 for record in puts if record["kind"] == "idea") == posted
    assert welcome["full"] is True
    slow.socket.close()


async def told(room: object, member: object) -> None:
    """A frame as large as a delta may be, so that the socket's buffers fill without ten thousand ideas."""
    from server.presence import Packet

    member.write(Packet(b'[{"type":"Delta","seq":1,"drop":["' + b"x" * 60_000 + b'"]}]'))  # type: ignore[attr-defined]
