"""Who may do what, when: every role, every command, every phase of a workshop, through a room and through a socket;
and who has been told what by then."""

import asyncio
import contextlib
import copy
import json
import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import get_args

import msgspec
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from server.access import Entry, cookie_name
from server.batch import Ask, Verdict
from server.log import MemoryLog
from server.presence import Seat
from server.protocol import Ack, Refused, Wait
from server.room import Room
from server.settings import DoorLimits
from tests.clients import FACILITATOR, Phone, create, facilitate, ideation, seat
from tests.place import Place
from workshops.agenda import CloseStep, OpenStep, Talk
from workshops.ballots import EnterBallot, SetDots
from workshops.clusters import FileCluster, MakeCluster, NameCluster, OrderCluster, UngroupCluster
from workshops.door import CloseMeeting, LockDoor, OpenMeeting, UnlockDoor
from workshops.ideas import AddIdeas, EditIdea, NewIdea, PostIdea, WithdrawIdea
from workshops.merging import MergeClusters, UnmergeCluster
from workshops.moderation import AcceptIdea, HideIdea, RestoreIdea, RevealIdeas
from workshops.open_forum import ForumCommand
from workshops.people import AddPerson, EraseMe, Finish, Join, MergePeople, RemovePerson, Rename
from workshops.recipe import AddStep, DescribeWorkshop, EditStep, MoveStep, RemoveStep
from workshops.rehearsal import ClearRehearsal, StartRehearsal
from workshops.reports import DismissReports, ReportIdea
from workshops.screen import FreezeScreen, Spotlight, UnfreezeScreen
from workshops.sealing import RevealRound, SealRound
from workshops.sorting import MoveIdeas
from workshops.themes import MakeTheme, NameTheme, OrderTheme, RemoveTheme
from workshops.timebox import ExtendTimebox, PauseTimebox, StartTimebox
from workshops.undo import Undo
from workshops.vocabulary import Limits, Role
from workshops.voting import CloseRound, ReopenRound
from workshops.workshop import AnyCommand

PHASES = (
    *("before", "gather", "closed", "console", "revealed"),
    *("arrange", "voting", "suspended", "counted", "sealed"),
)
"""gather: open. closed: nobody is shown its private ideas. console: the facilitators are, and hide one. revealed: to
the room. suspended: the vote's step is closed. counted: its round is. sealed: and revealed."""
ADA, KOFI, ZED, STRANGER = seat("ada"), seat("kofi"), seat("zed"), seat("stranger")
SEATS = {
    "facilitator": FACILITATOR,
    "helper": seat("helper", "helper"),
    "author": ADA,
    "other": KOFI,
    "erased": ZED,
    "stranger": STRANGER,
    "screen": seat("screen", "screen"),
    "observer": seat("observer", "observer"),
    "system": seat("server", "system"),
}
BOARD, ROUND = "board-1", "the round"
MINE, HIDDEN, LATE, CLUSTER, THEME = "idea-ada", "idea-kofi", "idea-late", "cluster-1", "theme-1"
ALWAYS, NEVER = frozenset(PHASES), frozenset[str]()
FORM = ideation(private="everyone").format


def from_(phase: str) -> frozenset[str]:
    return frozenset(PHASES[PHASES.index(phase) :])


def in_(*phases: str) -> frozenset[str]:
    return frozenset(phases)


VOTING_OPEN = in_("voting", "counted", "sealed")
JOINED = ("author", "other")
Rules = dict[str, frozenset[str]]


def facilitators(phases: frozenset[str]) -> Rules:
    return {"facilitator": phases}


def participants(phases: frozenset[str]) -> Rules:
    return dict.fromkeys(JOINED, phases)


RULES: list[tuple[AnyCommand, Rules]] = [
    (ideation(), {}),
    (OpenStep("gather"), facilitators(ALWAYS - {"gather"})),
    (OpenStep("arrange"), facilitators(ALWAYS - {"arrange"})),
    (OpenStep("voting"), facilitators(ALWAYS - VOTING_OPEN)),
    (CloseStep("gather"), facilitators(in_("gather"))),
    (CloseStep("voting"), facilitators(VOTING_OPEN)),
    (StartTimebox("gather", 60), facilitators(in_("gather"))),
    (PauseTimebox("gather"), facilitators(in_("gather"))),
    (ExtendTimebox("gather", 60), facilitators(in_("gather"))),
    (OpenMeeting(), {}),
    (CloseMeeting(), facilitators(ALWAYS)),
    (Join("Somebody"), participants(ALWAYS) | dict.fromkeys(("erased", "stranger"), ALWAYS)),
    (Rename("Else"), participants(ALWAYS)),
    (Finish("gather"), participants(in_("gather"))),
    (Finish("voting"), participants(VOTING_OPEN)),
    (EraseMe(), participants(ALWAYS)),
    (PostIdea("idea-new", BOARD, "New"), participants(from_("gather"))),
    (PostIdea(MINE, BOARD, "Taken"), {}),
    (PostIdea("idea-new", "board-2", "Nowhere"), {}),
    (EditIdea(MINE, "Other words"), {"author": in_("gather")}),
    (WithdrawIdea(MINE), {"author": in_("gather")}),
    (WithdrawIdea(LATE), {"author": from_("closed")}),
    (HideIdea(MINE, "why"), facilitators(from_("console"))),
    (RestoreIdea(HIDDEN), facilitators(from_("console"))),
    (AcceptIdea(LATE), facilitators(from_("console"))),
    (RevealIdeas(BOARD, "facilitators"), facilitators(in_("closed"))),
    (RevealIdeas(BOARD, "room"), facilitators(in_("console"))),
    (MakeTheme("theme-new", "Theme"), facilitators(ALWAYS)),
    (NameTheme(THEME, "Theme"), facilitators(ALWAYS)),
    (MakeCluster("cluster-new", BOARD, "Cluster"), facilitators(ALWAYS) | participants(in_("arrange"))),
    (NameCluster(CLUSTER, "Cluster"), facilitators(from_("arrange")) | participants(in_("arrange"))),
    (FileCluster(CLUSTER, THEME), facilitators(from_("arrange")) | participants(in_("arrange"))),
    (UngroupCluster(CLUSTER), facilitators(from_("arrange")) | participants(in_("arrange"))),
    (MergeClusters(CLUSTER, "cluster-2"), facilitators(from_("arrange")) | participants(in_("arrange"))),
    (UnmergeCluster(CLUSTER), {}),
    (OrderCluster(CLUSTER, "cluster-2", None), facilitators(from_("arrange")) | participants(in_("arrange"))),
    (OrderTheme(THEME, None), facilitators(ALWAYS)),
    (RemoveTheme(THEME), facilitators(ALWAYS)),
    (Undo(), facilitators(ALWAYS)),
    (MoveIdeas([MINE]), facilitators(from_("console")) | participants(in_("arrange"))),
    (MoveIdeas([HIDDEN], CLUSTER), facilitators(from_("arrange"))),
    (SetDots(ROUND, CLUSTER, 1), participants(in_("voting"))),
    (SetDots(ROUND, MINE, 1), {}),
    (SetDots(ROUND, HIDDEN, 1), {}),
    (SetDots(ROUND, LATE, 1), {}),
    (CloseRound(ROUND), facilitators(in_("voting", "suspended"))),
    (ReopenRound(ROUND), facilitators(in_("counted"))),
    (RevealRound(ROUND), facilitators(in_("counted"))),
    (SealRound(ROUND), {}),
    (EnterBallot(ROUND, {MINE: 1}), {}),
    (LockDoor(), facilitators(ALWAYS)),
    (UnlockDoor(), {}),
    (AddPerson("person-new", "New"), facilitators(ALWAYS) | {"helper": ALWAYS}),
    (RemovePerson(KOFI.actor), facilitators(ALWAYS)),
    (MergePeople(KOFI.actor, ADA.actor), facilitators(ALWAYS)),
    (AddIdeas(BOARD, [NewIdea("idea-new", "New")]), facilitators(ALWAYS)),
    (ReportIdea(MINE), {"other": from_("revealed")}),
    (DismissReports(MINE), {}),
    (AddStep(Talk(id="step-new", title="New")), facilitators(ALWAYS)),
    (EditStep(msgspec.structs.replace(FORM.steps[0], title="Else")), facilitators(ALWAYS)),
    (MoveStep("voting", "gather"), facilitators(ALWAYS)),
    (RemoveStep("voting"), facilitators(ALWAYS - from_("voting"))),
    (DescribeWorkshop("Else", "Somebody"), facilitators(ALWAYS)),
    (Spotlight("agenda:this"), facilitators(ALWAYS)),
    (FreezeScreen(), facilitators(ALWAYS)),
    (UnfreezeScreen(), {}),
    (StartRehearsal(), facilitators(in_("before"))),
    (ClearRehearsal(), {}),
]


class Stage:
    """A workshop whose ideas are private from everyone, played from phase to phase, with somebody of every role."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.phones: dict[str, Phone] = {}

    async def enter(self) -> None:
        await create(self.room, ideation(private="everyone"))
        await facilitate(self.room, MakeTheme(THEME, "A theme"))
        for who in ("facilitator", "helper", "screen", "observer", "author", "other"):
            self.phones[who] = await Phone(self.room, SEATS[who]).hello()
        await self.phones["author"].do(Join("Name-of-Ada"))
        await self.phones["other"].do(Join("Name-of-Kofi"))
        zed = await Phone(self.room, ZED).join()
        await zed.do(EraseMe())

    async def play(self, phase: str) -> None:
        """From the phase before to this one."""
        if phase == "before":
            await self.enter()
        author, other = self.phones["author"], self.phones["other"]
        match phase:
            case "gather":
                await facilitate(self.room, OpenStep("gather"))
                await author.do(PostIdea(MINE, BOARD, "Draft-of-Ada"))
                await author.do(EditIdea(MINE, "Words-of-Ada"))
                await other.do(PostIdea(HIDDEN, BOARD, "Words-of-Kofi"))
            case "closed":
                await facilitate(self.room, CloseStep("gather"))
                await author.do(PostIdea(LATE, BOARD, "Words-too-late"))
            case "console":
                await facilitate(self.room, RevealIdeas(BOARD, "facilitators"), HideIdea(HIDDEN, "Reason-to-hide"))
            case "revealed":
                await facilitate(self.room, RevealIdeas(BOARD, "room"))
            case "arrange":
                await facilitate(self.room, OpenStep("arrange"), MakeCluster("cluster-2", BOARD, "Another"))
                await facilitate(self.room, MakeCluster(CLUSTER, BOARD, "A cluster", None, [MINE]))
            case "voting":
                await facilitate(self.room, OpenStep("voting"))
                assert isinstance(await author.do(SetDots(self.round, CLUSTER, 2)), Ack)
            case "suspended":
                await facilitate(self.room, CloseStep("voting"))
            case "counted":
                await facilitate(self.room, OpenStep("voting"), CloseRound(self.round))
            case "sealed":
                await facilitate(self.room, RevealRound(self.round))
            case _:
                assert phase == "before"

    @property
    def round(self) -> str:
        return next(iter(self.room.workshop.voting.rounds), "no-round")


@asynccontextmanager
async def stage(log: MemoryLog | None = None) -> AsyncIterator[Stage]:
    room = Room("w", log or MemoryLog(), Limits(), DoorLimits())
    async with running(room):
        yield Stage(room)


@asynccontextmanager
async def running(room: Room) -> AsyncIterator[None]:
    task = asyncio.create_task(room.run())
    yield
    await room.close()
    await task


def meant(command: AnyCommand, round_: str) -> AnyCommand:
    """With the round's real id, which is drawn."""
    return msgspec.structs.replace(command, round=round_) if hasattr(command, "round") else command


async def ask(room: Room, who: Seat, command: AnyCommand, subject: str | None = None) -> Verdict | Wait:
    return await room.do(Ask(who, None, 0, command, subject))


def test_no_command_is_left_out() -> None:
    forum = set(get_args(ForumCommand))
    assert {type(command) for command, _ in RULES} == set(get_args(AnyCommand)) - forum, "a forum's: test_matrix_forum"


@pytest.mark.parametrize("phase", PHASES)
async def test_everybody_may_do_exactly_what_the_rules_allow(phase: str) -> None:
    log = MemoryLog()
    async with stage(log) as played:
        for each in PHASES[: PHASES.index(phase) + 1]:
            await played.play(each)
        round_ = played.round
    wrong: list[str] = []
    cells = [(command, who, phase in rules.get(who, NEVER)) for command, rules in RULES for who in SEATS]
    while cells:
        async with stage(copy.deepcopy(log)) as again:  # a refusal changes nothing, so one stage serves until an Ack
            verdict: Verdict | Wait | None = None
            while cells and not isinstance(verdict, Ack):
                command, who, allowed = cells.pop()
                verdict = await ask(again.room, SEATS[who], meant(command, round_))
                if isinstance(verdict, Ack) != allowed:
                    wrong.append(f"{who}: {command}: {verdict}")
    assert not wrong


@pytest.mark.parametrize("phase", ["before", "gather", "voting"])
async def test_nobody_acts_for_somebody_else(phase: str) -> None:
    async with stage() as played:
        for each in PHASES[: PHASES.index(phase) + 1]:
            await played.play(each)
        head = played.room.heads[""]
        for command, _ in RULES:
            for who, place in SEATS.items():
                verdict = await ask(played.room, place, meant(command, played.round), ADA.actor)
                assert isinstance(verdict, Refused), (who, command)
        assert played.room.heads[""] == head


async def test_a_refusal_does_not_tell_that_there_is_an_idea_one_does_not_see() -> None:
    async with stage() as played:
        for phase in PHASES:
            await played.play(phase)
            for idea in (MINE, LATE, "no-such-idea"):
                for command in (EditIdea(idea, "x"), WithdrawIdea(idea)):
                    verdict = await ask(played.room, KOFI, command)
                    assert isinstance(verdict, Refused)
                    seen = idea == MINE and phase in from_("revealed")
                    assert verdict.reason == ("not_allowed" if seen else "unknown"), (phase, command)


# What each has been told by then

EVERYBODY = frozenset({"facilitator", "helper", "screen", "observer", "author", "other"})
STAFF = frozenset({"facilitator", "helper"})
TOLD: dict[str, dict[str, frozenset[str]]] = {
    "Draft-of-Ada": {"author": from_("gather")},
    "Words-of-Ada": {"author": from_("gather"), "facilitator": from_("console")}
    | dict.fromkeys(EVERYBODY - {"author", "facilitator"}, from_("revealed")),
    "Words-of-Kofi": {"other": from_("gather"), "facilitator": from_("console")},
    HIDDEN: {"other": from_("gather"), "facilitator": from_("console")},
    "Reason-to-hide": {"other": from_("console"), "facilitator": from_("console")},
    "Words-too-late": {"author": from_("closed"), "facilitator": from_("console")},
    LATE: {"author": from_("closed"), "facilitator": from_("console")},
    "Name-of-Ada": dict.fromkeys(STAFF | {"author"}, ALWAYS),
    "Name-of-Kofi": dict.fromkeys(STAFF | {"other"}, ALWAYS),
    ADA.actor: dict.fromkeys(STAFF | {"author"}, ALWAYS),
    KOFI.actor: dict.fromkeys(STAFF | {"other"}, ALWAYS),
    ZED.actor: dict.fromkeys(STAFF, ALWAYS),
    ADA.id: {},
    '"tally"': dict.fromkeys(EVERYBODY, from_("sealed")),
    '"voters"': dict.fromkeys(EVERYBODY, from_("sealed")),
    f'"dots":{{"{CLUSTER}"': {"author": from_("voting")},
}


async def test_nobody_is_told_what_is_not_for_them() -> None:
    async with stage() as played:
        for phase in PHASES:
            await played.play(phase)
            await played.room.between(lambda: None)
            for who, phone in played.phones.items():
                told = msgspec.json.encode(phone.told).decode()
                for what, rules in TOLD.items():
                    assert (what in told) == (phase in rules.get(who, NEVER)), (phase, who, what)


async def test_who_comes_late_is_told_no_more_than_the_others_and_a_view_nothing_of_ones_own() -> None:
    async with stage() as played:
        for phase in PHASES:
            await played.play(phase)
            for who in played.phones:
                place = SEATS[who]
                late = await Phone(played.room, place, os.urandom(8).hex()).hello(since=0, life=played.room.life)
                view = (await played.room.view(place.role)).json.decode()
                asked = msgspec.json.encode(late.told).decode()
                played.room.leave(late)
                for what, rules in TOLD.items():
                    if phase not in rules.get(who, NEVER):
                        assert what not in asked, (phase, who, what)
                        assert what not in view, (phase, who, what)
                if place.role == "participant":
                    assert not re.search(r'"kind":"(mine|left|ballot|person|hidden|late)"', view), phase


async def test_watching_what_is_not_for_one_is_answered_by_nothing() -> None:
    keys = [f"{kind}:{idea}" for kind in ("history", "idea", "mine", "hidden", "late") for idea in (MINE, HIDDEN, LATE)]
    async with stage() as played:
        for phase in PHASES:
            await played.play(phase)
            for who, phone in played.phones.items():
                before = len(phone.told)
                played.room.watch(phone, keys)
                await played.room.between(lambda: None)
                got = "Draft-of-Ada" in msgspec.json.encode(phone.told[before:]).decode()
                allowed = {"author": from_("gather"), "facilitator": from_("console")}.get(who, NEVER)
                assert got == (phase in allowed), (phase, who)
                phone.watching.clear()
                del phone.told[before:]


# Over a socket

FACES: dict[str, Role] = {"": "participant", "/console": "facilitator", "/screen": "screen"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    running = Place(tmp_path_factory.mktemp("matrix"))
    yield running
    running.stop()


@pytest.fixture
def workshop(place: Place) -> str:
    workshop = place.create()
    place.open(workshop, "gather")
    return workshop


def seats(place: Place, workshop: str) -> dict[Role, Entry]:
    return {
        "participant": place.join(workshop, "Ada"),
        "facilitator": place.redeem(workshop, "facilitator"),
        "screen": place.redeem(workshop, "screen"),
    }


def opens(place: Place, workshop: str, face: str, cookie: str) -> str:
    """What a socket with this cookie is answered first: the type of the message."""
    with dial(place, workshop, face, cookie) as socket:
        with contextlib.suppress(ConnectionClosed):  # it may have been sent away before it could speak
            socket.send(json.dumps({"type": "Hello", "client": os.urandom(10).hex(), "version": 1}))
        answer: str = json.loads(socket.recv(timeout=10))[0]["type"]
        return answer


def dial(place: Place, workshop: str, face: str, cookie: str) -> ClientConnection:
    url = place.base.replace("http", "ws") + f"/w/{workshop}{face}/live"
    return connect(url, additional_headers={"Cookie": cookie, "Origin": place.base}, max_size=None, proxy=None)


def test_a_cookie_opens_its_own_face_of_its_own_workshop_and_nothing_else(place: Place, workshop: str) -> None:
    elsewhere = place.create()
    for role, entry in seats(place, workshop).items():
        for face, wanted in FACES.items():
            for called in (*FACES.values(), "helper", "observer"):
                cookie = f"{cookie_name(workshop, called, False)}={entry.cookie}"
                ours = role == wanted == called
                assert opens(place, workshop, face, cookie) == ("Welcome" if ours else "Bye"), (role, face, called)
            for name in (workshop, elsewhere):
                assert opens(place, elsewhere, face, f"{cookie_name(name, wanted, False)}={entry.cookie}") == "Bye"


def test_a_screen_cannot_act(place: Place, workshop: str) -> None:
    entry = seats(place, workshop)["screen"]
    before = place.seen(workshop)
    with dial(place, workshop, "/screen", f"{cookie_name(workshop, 'screen', False)}={entry.cookie}") as socket:
        socket.send(json.dumps({"type": "Hello", "client": os.urandom(10).hex(), "version": 1}))
        for number, (command, _) in enumerate(RULES[::5], 1):  # one that says more at once is slowed down
            body = json.loads(msgspec.json.encode(command))
            socket.send(json.dumps({"type": "Do", "cseq": number, "command": body}))
            while not (said := [each for each in json.loads(socket.recv(timeout=10)) if "cseq" in each]):
                pass
            assert said[0]["type"] == "Refused", command
    assert place.seen(workshop) == before
