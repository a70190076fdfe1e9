"""Who may do what, when, in an open forum: every role, every command of it, every phase; and who is told what."""

import copy
from typing import get_args

import msgspec
import pytest

from server.batch import Verdict
from server.log import MemoryLog
from server.protocol import Ack, Refused, Wait
from tests.clients import Phone, facilitate
from tests.faults.forum_acts import PART, forum
from tests.server.test_matrix import ADA, KOFI, NEVER, SEATS, Rules, Stage, ask, stage
from workshops.agenda import OpenStep
from workshops.attendance import ImHere, MoveOn
from workshops.hiding import HideTopic, RestoreTopic
from workshops.interest import MarkInterest
from workshops.open_forum import ForumCommand
from workshops.people import EraseMe, Join
from workshops.reporting import (
    AskPen,
    EditProposed,
    HandPen,
    LayPen,
    PostProposed,
    SetAside,
    TakePen,
    WithdrawProposed,
    WriteReport,
)
from workshops.slots import EndSlot, ExtendSlot, PutSlot, RemoveSlot, ShiftSlots, StartSlot
from workshops.spaces import MoveSpace, PutSpace, RemoveSpace
from workshops.topic_merging import DeclineMerge, MergeTopics, UnmergeTopic
from workshops.topics import ConveneTopic, EditTopic, ProposeTopic, WithdrawTopic
from workshops.wall import EndSession, ExtendSession, PlaceTopic, UnplaceTopic
from workshops.workshop import AnyCommand

PHASES = ("before", "market", "placed", "sessions", "running", "written", "over", "reading", "back")
"""market: open, and Ada has proposed a topic, Kofi another, and a third that is hidden. placed: Ada's is on the wall.
sessions: open, nothing runs yet. running: its slot does, and Kofi is there. written: Ada has the pen, Kofi asks for it,
and a proposal is posted. over: its slot is. reading: the proceedings are open. back: the marketplace is again."""
ALWAYS = frozenset(PHASES)
MINE, OTHER, HIDDEN, IDEA = "topic-ada", "topic-kofi", "topic-hush", "idea-said"
ANYONE = ("author", "other")


def from_(phase: str) -> frozenset[str]:
    return frozenset(PHASES[PHASES.index(phase) :])


def in_(*phases: str) -> frozenset[str]:
    return frozenset(phases)


def who(people: tuple[str, ...] | str, phases: frozenset[str]) -> Rules:
    return dict.fromkeys((people,) if isinstance(people, str) else people, phases)


THERE = from_("market")
PLACING = from_("market") - {"reading"}
"""The marketplace or the sessions are open."""
MEETING = in_("sessions", "running", "written", "over")
WRITING = MEETING | in_("reading", "back")
BEGUN = from_("running")
RUNS = in_("running", "written")
FACILITATOR = "facilitator"

RULES: list[tuple[AnyCommand, Rules]] = [
    (ProposeTopic("topic-new", "New"), who(FACILITATOR, ALWAYS) | who(ANYONE, PLACING)),
    (ProposeTopic(MINE, "Taken"), who(FACILITATOR, in_("before"))),
    (EditTopic(MINE, "Other words"), who((FACILITATOR, "author"), THERE)),
    (EditTopic(HIDDEN, "Other words"), who((FACILITATOR, "other"), THERE)),
    # From then on its report proposes something.
    (WithdrawTopic(MINE), who("author", THERE - from_("written"))),
    (HideTopic(MINE, "why"), who(FACILITATOR, THERE)),
    (RestoreTopic(HIDDEN), who(FACILITATOR, THERE)),
    (ConveneTopic(MINE, [KOFI.actor]), who(FACILITATOR, THERE)),
    (MergeTopics(OTHER, MINE), who((FACILITATOR, *ANYONE), THERE)),
    (DeclineMerge(OTHER, MINE), {}),
    (UnmergeTopic(OTHER), {}),
    (MarkInterest(OTHER), who(ANYONE, THERE)),
    # Kofi has marked it: again changes nothing.
    (MarkInterest(MINE), who("other", THERE) | who("author", THERE - in_("over", "reading", "back"))),
    (PutSpace("space-new", "New"), who(FACILITATOR, ALWAYS)),
    (MoveSpace("space-2", None), who(FACILITATOR, ALWAYS)),
    (RemoveSpace("space-2"), who(FACILITATOR, ALWAYS)),
    (RemoveSpace("space-1"), who(FACILITATOR, in_("before", "market"))),
    (PutSlot("slot-new", 60, 120), who(FACILITATOR, ALWAYS)),
    (RemoveSlot("slot-2"), who(FACILITATOR, ALWAYS)),
    (RemoveSlot("slot-1"), who(FACILITATOR, in_("before", "market"))),
    (PlaceTopic(OTHER, "slot-2", "space-1"), who(FACILITATOR, THERE) | who("other", PLACING)),
    (PlaceTopic(OTHER, "slot-1", "space-1"), who(FACILITATOR, in_("market")) | who("other", in_("market"))),
    (PlaceTopic(HIDDEN, "slot-2", "space-1"), {}),
    (UnplaceTopic(MINE), who(FACILITATOR, from_("placed")) | who("author", from_("placed") & PLACING)),
    (ShiftSlots("slot-2", 5), who(FACILITATOR, ALWAYS)),
    (StartSlot("slot-1"), who(FACILITATOR, ALWAYS - RUNS)),
    (ExtendSlot("slot-1", 5), who(FACILITATOR, RUNS)),
    (EndSlot("slot-1"), who(FACILITATOR, RUNS)),
    (ExtendSession(MINE, 5), who((FACILITATOR, "author"), BEGUN)),
    (EndSession(MINE), who((FACILITATOR, "author"), RUNS)),
    (ImHere(MINE), who(ANYONE, RUNS)),
    (MoveOn(), who(ANYONE, MEETING | {"back"})),
    (TakePen(MINE), who((FACILITATOR, "author"), WRITING) | who(("helper", "other"), WRITING - from_("written"))),
    (TakePen(OTHER), {}),
    (LayPen(MINE), {}),
    (AskPen(MINE), {}),
    (HandPen(MINE, KOFI.actor), who("author", from_("written") & WRITING)),
    (WriteReport(MINE, PART, "Other words"), who("author", from_("written") & WRITING)),
    (WriteReport(MINE, "nothing", "Words"), {}),
    (SetAside(MINE, PART, "Words aside"), {}),
    (PostProposed(MINE, "idea-new", "More"), who("author", from_("written") & WRITING)),
    (EditProposed(MINE, IDEA, "Better"), who("author", from_("written") & WRITING)),
    (WithdrawProposed(MINE, IDEA), who("author", from_("written") & WRITING)),
]  # fmt: skip
ASKED: tuple[type, ...] = (LayPen, AskPen, SetAside)
"""Open to several for what is no event: seen to apart."""


async def play(played: Stage, phase: str) -> None:
    """From the phase before to this one."""
    room = played.room
    if phase == "before":
        await begin(played)
    author, other = played.phones["author"], played.phones["other"]
    match phase:
        case "market":
            await facilitate(room, OpenStep("market"))
            await author.do(ProposeTopic(MINE, "Topic-of-Ada", "Words-of-Ada"))
            await other.do(ProposeTopic(OTHER, "Topic-of-Kofi"))
            await other.do(ProposeTopic(HIDDEN, "Topic-to-hide"))
            await facilitate(room, HideTopic(HIDDEN, "Reason-to-hide"))
            await other.do(MarkInterest(MINE))
        case "placed":
            await author.do(PlaceTopic(MINE, "slot-1", "space-1"))
        case "sessions":
            await facilitate(room, OpenStep("sessions"))
        case "running":
            await facilitate(room, StartSlot("slot-1"))
            await other.do(ImHere(MINE))
        case "written":
            await author.do(TakePen(MINE))
            await author.do(WriteReport(MINE, PART, "Report-of-Ada"))
            await author.do(PostProposed(MINE, IDEA, "Proposal-of-all"))
            await other.do(AskPen(MINE))
            await other.do(SetAside(MINE, PART, "Aside-of-Kofi"))
        case "over":
            await facilitate(room, EndSlot("slot-1"))
        case "reading":
            await facilitate(room, OpenStep("proceedings"))
        case "back":
            await facilitate(room, OpenStep("market"))
        case _:
            assert phase == "before"


async def begin(played: Stage) -> None:
    room = played.room
    made = forum()
    empty = msgspec.structs.replace(made, format=msgspec.structs.replace(made.format, spaces=[], slots=[]))
    assert isinstance(await ask(room, SEATS["system"], empty), Ack)
    await facilitate(room, PutSpace("space-1", "Hall"), PutSpace("space-2", "Court"))
    await facilitate(room, PutSlot("slot-1", 840, 880), PutSlot("slot-2", 900, 940))
    for name in ("facilitator", "helper", "screen", "observer", "author", "other"):
        played.phones[name] = await Phone(room, SEATS[name]).hello()
    await played.phones["author"].do(Join("Name-of-Ada"))
    await played.phones["other"].do(Join("Name-of-Kofi"))
    zed = await Phone(room, SEATS["erased"]).join()
    await zed.do(EraseMe())


def test_no_command_of_a_forum_is_left_out() -> None:
    every = set(get_args(ForumCommand))
    assert {type(command) for command, _ in RULES} == every


@pytest.mark.parametrize("phase", PHASES)
async def test_everybody_may_do_exactly_what_the_rules_allow(phase: str) -> None:
    log = MemoryLog()
    async with stage(log) as played:
        for each in PHASES[: PHASES.index(phase) + 1]:
            await play(played, each)
    wrong: list[str] = []
    rules = [(command, may) for command, may in RULES if not isinstance(command, ASKED)]
    cells = [(command, name, phase in may.get(name, NEVER)) for command, may in rules for name in SEATS]
    while cells:
        async with stage(copy.deepcopy(log)) as again:
            verdict: Verdict | Wait | None = None
            while cells and not isinstance(verdict, Ack):
                command, name, allowed = cells.pop()
                verdict = await ask(again.room, SEATS[name], command)
                if isinstance(verdict, Ack) != allowed:
                    wrong.append(f"{name}: {command}: {verdict}")
    assert not wrong


@pytest.mark.parametrize("phase", PHASES)
async def test_nobody_acts_in_a_forum_for_somebody_else(phase: str) -> None:
    async with stage() as played:
        for each in PHASES[: PHASES.index(phase) + 1]:
            await play(played, each)
        before = dict(played.room.heads)
        for command, _ in RULES:
            for name, place in SEATS.items():
                assert isinstance(await ask(played.room, place, command, ADA.actor), Refused), (name, command)
        assert played.room.heads == before


# What each has been told by then

EVERYBODY = frozenset({"facilitator", "helper", "screen", "observer", "author", "other"})
TOLD: dict[str, dict[str, frozenset[str]]] = {
    "Topic-of-Ada": dict.fromkeys(EVERYBODY, from_("market")),
    "Name-of-Ada": dict.fromkeys(("facilitator", "helper", "author"), ALWAYS)
    | dict.fromkeys(("screen", "observer", "other"), from_("market")),
    "Reason-to-hide": dict.fromkeys(("facilitator", "other"), from_("market")),
    '"interest":1': dict.fromkeys(EVERYBODY, from_("placed")),
    f'"topics":["{MINE}"]': {"other": from_("market")},
    f'"whereabouts","id":"{KOFI.actor}"': {"other": from_("running")},
    '"attendance"': dict.fromkeys(EVERYBODY, from_("running")),
    "Proposal-of-all": dict.fromkeys(EVERYBODY, from_("written")),
    "Report-of-Ada": {},
    "Aside-of-Kofi": {},
    ADA.id: {},
}


async def test_nobody_is_told_what_is_not_for_them() -> None:
    async with stage() as played:
        for phase in PHASES:
            await play(played, phase)
            await played.room.between(lambda: None)
            for name, phone in played.phones.items():
                told = msgspec.json.encode(phone.told).decode()
                for what, rules in TOLD.items():
                    assert (what in told) == (phase in rules.get(name, NEVER)), (phase, name, what)


async def test_a_report_goes_to_who_watches_it_and_may_read_it() -> None:
    keys = [f"text:{MINE}.{PART}", f"versions:{MINE}", f"version:{MINE}.1", f"version:{MINE}.2", f"text:{OTHER}.{PART}"]
    async with stage() as played:
        for phase in PHASES:
            await play(played, phase)
            for name, phone in played.phones.items():
                before = len(phone.told)
                played.room.watch(phone, keys)
                await played.room.between(lambda: None)
                got = msgspec.json.encode(phone.told[before:]).decode()
                for words in ("Report-of-Ada", "Aside-of-Kofi"):
                    assert (words in got) == (phase in from_("written")), (phase, name, words)
                phone.watching.clear()
                del phone.told[before:]


async def test_the_pen_is_asked_for_laid_down_and_missed() -> None:
    async with stage() as played:
        for phase in PHASES[: PHASES.index("written") + 1]:
            await play(played, phase)
        room = played.room
        refused = await ask(room, KOFI, TakePen(MINE))
        assert isinstance(refused, Refused)
        assert refused.reason == "pen_held"
        assert isinstance(await ask(room, SEATS["screen"], AskPen(MINE)), Refused)
        assert isinstance(await ask(room, SEATS["helper"], AskPen(MINE)), Ack)
        assert isinstance(await ask(room, ADA, LayPen(MINE)), Ack)
        missed = await ask(room, ADA, WriteReport(MINE, PART, "Too late"))
        assert isinstance(missed, Refused)
        assert missed.reason == "pen_needed"
        assert isinstance(await ask(room, ADA, SetAside(MINE, PART, "Too late")), Ack)
        assert isinstance(await ask(room, SEATS["stranger"], SetAside(MINE, PART, "Not here")), Refused)


async def test_nobody_watches_more_than_a_connection_may_however_fast_they_ask() -> None:
    async with stage() as played:
        await play(played, "before")
        phone, most = played.phones["other"], played.room.door.watched
        for first in (0, most - 1):
            played.room.watch(phone, [f"text:{n}.{PART}" for n in range(first, first + most)])
        await played.room.between(lambda: None)
        assert phone.watching == {f"text:{n}.{PART}" for n in range(most)}
