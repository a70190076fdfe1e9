"""A rehearsal through a room: what is cleared is cleared on phones and in the log, and a restart shows the same."""

from server.log import MemoryLog
from server.protocol import Ack, Delta, Refused
from server.room import Room
from server.settings import DoorLimits
from tests.clients import FACILITATOR, Phone, create, facilitate, ideation, seat
from tests.server.test_matrix import ask, running
from workshops.agenda import OpenStep
from workshops.ballots import SetDots
from workshops.clusters import MakeCluster
from workshops.ideas import AddIdeas, NewIdea, PostIdea
from workshops.people import AddPerson, EraseMe, Finish, Rename
from workshops.recipe import DescribeWorkshop
from workshops.rehearsal import ClearRehearsal, StartRehearsal
from workshops.vocabulary import Limits

HELPER = seat("helper", "helper")


def a_room(log: MemoryLog) -> Room:
    return Room("w", log, Limits(), DoorLimits())


async def stored(log: MemoryLog) -> bytes:
    return b"\n".join([row.body async for page in log.read("w") for row in page])


async def test_what_was_tried_is_gone_from_phones_and_from_the_log_and_stays_so_after_a_restart() -> None:
    log = MemoryLog()
    room = a_room(log)
    async with running(room):
        await create(room, ideation())
        await facilitate(room, AddIdeas("board-1", [NewIdea("listed-1", "A fountain")]), StartRehearsal())
        screen = await Phone(room, seat("screen", "screen")).hello()
        ada = await Phone(room, seat("ada")).join()
        await facilitate(room, OpenStep("gather"))
        await ada.do(PostIdea("idea-1", "board-1", "Ada tries"))
        await facilitate(room, MakeCluster("cluster-1", "board-1", "Tried", None, ["idea-1"]), OpenStep("voting"))
        (round_id,) = room.workshop.voting.rounds
        assert isinstance(await ada.do(SetDots(round_id, "cluster-1", 2)), Ack)
        await facilitate(room, DescribeWorkshop("Our street", "Mei"), ClearRehearsal())
        gone = {key for delta in screen.heard(Delta) for key in delta.drop}
        assert {"idea:idea-1", "cluster:cluster-1", "place:idea-1", f"round:{round_id}"} <= gone
        assert {"mine:idea-1", f"ballot:{round_id}.ada-actor", "person:ada-actor"} <= {
            key for delta in ada.heard(Delta) for key in delta.drop
        }
        assert isinstance(await ada.do(Finish("gather")), Refused)
        seen = [await room.look(role) for role in ("facilitator", "participant", "screen", "export")]
    written = await stored(log)
    assert not [words for words in (b"Ada tries", b"Tried", b"RoundKeyed", b"DotsSet") if words in written]
    again = a_room(log)
    async with running(again):
        assert [await again.look(role) for role in ("facilitator", "participant", "screen", "export")] == seen
        assert "idea:listed-1" in seen[0]
        await facilitate(again, OpenStep("gather"))
        ada = await Phone(again, seat("ada"), "ada-client-two").join()
        assert isinstance(await ada.do(PostIdea("idea-1", "board-1", "For real")), Ack)


async def test_a_helper_speaks_for_a_person_on_paper_and_for_nobody_else() -> None:
    room = a_room(MemoryLog())
    async with running(room):
        await create(room, ideation())
        await facilitate(room, OpenStep("gather"))
        await Phone(room, seat("ada")).join()
        helper = await Phone(room, HELPER).hello()
        assert isinstance(await helper.do(AddPerson("paper-1", "Paul")), Ack)
        assert isinstance(await helper.do(PostIdea("idea-1", "board-1", "Benches", 7), subject="paper-1"), Ack)
        assert isinstance(await helper.do(Finish("gather"), subject="paper-1"), Ack)
        for person in ("ada-actor", "nobody"):
            assert isinstance(await helper.do(Rename("Else"), subject=person), Refused)
        for who in (FACILITATOR, HELPER):
            assert isinstance(await ask(room, who, Rename("Paul L."), "paper-1"), Ack)
        assert isinstance(await ask(room, seat("ada"), EraseMe(), "paper-1"), Refused)
