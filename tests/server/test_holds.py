"""Who moves what right now: told within a moment, to those who arrange, and to nobody who may not see the idea."""

import asyncio
from collections.abc import Callable

from server.log import MemoryLog
from server.protocol import Held, Hold, Watch
from server.room import Room
from tests.clients import FACILITATOR, Phone, facilitate, ideation, seat
from tests.server.test_room import living
from workshops.agenda import OpenStep
from workshops.ideas import PostIdea
from workshops.moderation import HideIdea
from workshops.people import Join


async def until(room: Room, holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0)
        await room.between(lambda: None)


async def arranging(room: Room) -> tuple[Phone, Phone, Phone]:
    """Ada and Kofi, whose phones follow who holds what, and a facilitator; two ideas on the board."""
    ada, kofi = await Phone(room, seat("ada")).join(), await Phone(room, seat("kofi")).hello()
    await kofi.do(Join("Kofi"))
    await ada.do(PostIdea("idea-1", "board-1", "More benches"))
    await kofi.do(PostIdea("idea-2", "board-1", "More trees"))
    await facilitate(room, OpenStep("arrange"))
    for phone in (ada, kofi):
        phone.take(Watch(["held:this"]))
    return ada, kofi, await Phone(room, FACILITATOR, "facilitator-client").hello()


async def test_who_holds_an_idea_is_told_to_the_others_and_letting_go_too() -> None:
    async with living(MemoryLog(), made=ideation(authors="shown")) as room:
        ada, kofi, mei = await arranging(room)
        ada.take(Hold(["idea-1"]))
        await until(room, lambda: bool(kofi.heard(Held) and mei.heard(Held)))
        assert (kofi.heard(Held)[-1], mei.heard(Held)[-1]) == (Held({"idea-1": "Ada"}), Held({"idea-1": "Ada"}))
        ada.take(Hold([]))
        await until(room, lambda: kofi.heard(Held)[-1] == Held() == mei.heard(Held)[-1])


async def test_names_are_for_facilitators_where_authors_are_not_shown() -> None:
    async with living(MemoryLog()) as room:
        ada, kofi, mei = await arranging(room)
        ada.take(Hold(["idea-1"]))
        await until(room, lambda: bool(kofi.heard(Held) and mei.heard(Held)))
        assert (kofi.heard(Held)[-1], mei.heard(Held)[-1]) == (Held({"idea-1": ""}), Held({"idea-1": "Ada"}))


async def test_what_a_facilitator_holds_is_told_as_theirs() -> None:
    async with living(MemoryLog()) as room:
        _, kofi, mei = await arranging(room)
        mei.take(Hold(["idea-1", "idea-2"]))
        await until(room, lambda: bool(kofi.heard(Held)))
        assert kofi.heard(Held)[-1] == Held({"idea-1": "", "idea-2": ""}, ["idea-1", "idea-2"])


async def test_nobody_hears_of_what_they_do_not_see() -> None:
    async with living(MemoryLog()) as room:
        ada, kofi, mei = await arranging(room)
        await facilitate(room, HideIdea("idea-2", "off the subject"))
        mei.take(Hold(["idea-1", "idea-2"]))
        await until(room, lambda: bool(kofi.heard(Held)))
        assert kofi.heard(Held)[-1].by == ada.heard(Held)[-1].by == {"idea-1": ""}


async def test_who_may_not_move_an_idea_holds_nothing() -> None:
    async with living(MemoryLog()) as room:
        ada, kofi, mei = await arranging(room)
        await facilitate(room, OpenStep("voting"))
        ada.take(Hold(["idea-1"]))
        kofi.take(Hold(["no-such-idea"]))
        mei.take(Hold(["idea-2"]))
        await until(room, lambda: bool(mei.heard(Held)))
        assert mei.heard(Held)[-1].by == {"idea-2": ""}


async def test_who_leaves_lets_go_and_who_comes_is_told() -> None:
    async with living(MemoryLog()) as room:
        ada, kofi, mei = await arranging(room)
        ada.take(Hold(["idea-1"]))
        await until(room, lambda: bool(mei.heard(Held)))
        late = await Phone(room, FACILITATOR, "another-of-the-facilitator").hello()
        await until(room, lambda: bool(late.heard(Held)))
        assert late.heard(Held)[-1].by == {"idea-1": "Ada"}
        room.leave(ada)
        await until(room, lambda: mei.heard(Held)[-1] == Held())
        assert kofi.heard(Held)[-1] == Held()
