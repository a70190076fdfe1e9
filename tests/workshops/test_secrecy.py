"""Worlds that differ only in who cast which dots look the same to everyone else, and in the log once sealed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from tests.given import CLUSTER, GATHER, Given
from workshops.ballots import DotsSet, SetDots
from workshops.moderation import HideIdea, RestoreIdea
from workshops.rounds import Round
from workshops.sealing import RevealRound, RoundRevealed
from workshops.vocabulary import NOBODY, Event, Key, Record, Refused, Shown, Stored
from workshops.voting import CloseRound, RoundKeyed, Vote, Voting

ON_BOTH = Vote(id="voting", title="Vote", on="both", budget=4, maximum=2, minutes=0)
SWAPPED = {"Ada": "Mei", "Mei": "Ada", "Kofi": "Kofi"}
Act = tuple[str, int, int]
"""Who, which item, how many dots; `hide` and `restore` for who: the facilitator does, with that item."""


@dataclass
class World:
    """One of the two, and what was refused in it."""

    given: Given
    items: list[str]
    refusals: list[str | None]


def start() -> World:
    world = Given().created(GATHER, CLUSTER, ON_BOTH).joined("Ada", "Kofi", "Mei").opened("gather")
    items = [world.posts("Kofi"), world.posts("Kofi")]
    items += [world.groups(), world.groups()]
    return World(world.opened("voting"), items, [])


def play(world: World, acts: list[Act]) -> None:
    for who, index, n in acts:
        item = world.items[index]
        try:
            if who == "hide":
                world.given.does("facilitator", HideIdea(item, "Rude"))
            elif who == "restore":
                world.given.does("facilitator", RestoreIdea(item))
            else:
                world.given.does(who, SetDots(world.given.round, item, n))
        except Refused as refused:
            world.refusals.append(refused.reason)
        else:
            world.refusals.append(None)


def pair(acts: list[Act]) -> tuple[World, World]:
    one, other = start(), start()
    play(one, acts)
    play(other, [(SWAPPED.get(who, who), item, n) for who, item, n in acts])
    return one, other


def told(one: Given, other: Given) -> set[str]:
    """What tells two such worlds apart: keys seen by anyone but their owner, and those of who did not swap."""
    apart: set[str] = set()
    for key in {*one.workshop.keys(), *other.workshop.keys()}:
        mine, theirs = one.workshop.show(key), other.workshop.show(key)
        owners = {shown.owner for shown in (mine, theirs) if shown is not None}
        private = all(shown is None or shown.seen == NOBODY for shown in (mine, theirs))
        if mine != theirs and not (private and owners <= {"Ada", "Mei"}):
            apart.add(key)
    return apart


def told_by_rows(one: Given, other: Given) -> set[str]:
    """Where the stored logs differ, once the round is sealed."""
    return {f"row {mine.seq}" for mine, theirs in zip(one.log, other.log, strict=True) if mine != theirs}


acts = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["Ada", "Kofi", "Mei"]), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.sampled_from(["hide", "restore"]), st.integers(0, 1), st.just(0)),
    ),
    max_size=15,
)


@for_all(acts)
def test_who_cast_which_dots_changes_nothing_for_others(acts: list[Act]) -> None:
    """DOTS9 SHOW2"""
    one, other = pair(acts)
    assert one.refusals == other.refusals
    assert told(one.given, other.given) == set()
    for world in (one.given, other.given):
        world.does("facilitator", CloseRound(world.round))
    assert told(one.given, other.given) == set()
    for world in (one.given, other.given):
        world.does("facilitator", RevealRound(world.round))
    assert told(one.given, other.given) == set()
    assert told_by_rows(one.given, other.given) == set()


@for_all(acts)
def test_until_sealing_rows_say_no_more_than_a_hash(acts: list[Act]) -> None:
    """DOTS9"""
    one, _ = pair(acts)
    cast = [stored for stored in one.given.log if isinstance(stored.event, DotsSet)]
    assert all(stored.by == "" for stored in cast)
    assert not any(name in str(stored.event) for stored in cast for name in SWAPPED)


SWAP: list[Act] = [("Ada", 0, 2), ("Mei", 2, 1), ("Mei", 3, 1)]


@contextmanager
def planted(monkeypatch: pytest.MonkeyPatch, where: str) -> Iterator[None]:
    """Gives away who voted, in one way."""
    show, apply = Voting.show, Given._happens

    def show_ballots(self: Voting, key: Key) -> Shown | None:
        shown = show(self, key)
        return Shown(shown.record, frozenset({"facilitator"})) if shown and key.startswith("ballot:") else shown

    class By(Record, frozen=True):
        by: list[str]

    def show_by(self: Voting, key: Key) -> Shown | None:
        shown = show(self, key)
        if shown is None or not key.startswith("round:"):
            return shown
        (round_,) = self.rounds.values()
        voted = [person for person, voter in round_.people.items() if len(round_.dots.get(voter, {})) > 1]
        return Shown(By(voted), shown.seen)

    def store_by(self: Given, who: str, event: Event, before: dict[Key, Shown]) -> dict[Key, Shown]:
        after = apply(self, who, event, before)
        if isinstance(event, RoundRevealed):
            self.log[-1] = Stored(len(self.log), self.now, self.last_voter, event)  # type: ignore[attr-defined]
        if isinstance(event, DotsSet):
            self.last_voter = who  # type: ignore[attr-defined]
        return after

    with monkeypatch.context() as patch:
        if where == "row":
            patch.setattr(Given, "_happens", store_by)
        else:
            patch.setattr(Voting, "show", show_ballots if where == "ballot" else show_by)
        yield


@pytest.mark.parametrize("where", ["ballot", "by"])
def test_a_record_that_tells_is_caught(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """DOTS9"""
    with planted(monkeypatch, where):
        one, other = start(), start()
        one.given.checked = other.given.checked = False
        play(one, SWAP)
        play(other, [(SWAPPED[who], item, n) for who, item, n in SWAP])
        assert told(one.given, other.given) != set()


def test_a_row_that_tells_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """DOTS9"""
    with planted(monkeypatch, "row"):
        one, other = pair(SWAP)
        for world in (one.given, other.given):
            world.does("facilitator", CloseRound(world.round), RevealRound(world.round))
        assert told_by_rows(one.given, other.given) != set()


def test_the_hash_depends_on_the_rounds_key() -> None:
    """DOTS9"""
    world = start().given
    (round_,) = world.workshop.voting.rounds.values()
    other = Round("other", round_.step, round_.items, round_.choices, key=bytes(32))
    other.admit("Ada")
    assert other.people["Ada"] != round_.people["Ada"]


def test_keys_are_drawn_from_the_context() -> None:
    """DOTS9"""
    one, other = Given(), Given()
    other.acts = 100
    for world in (one, other):
        world.created(GATHER, ON_BOTH).opened("voting")
    assert one.round != other.round
    keyed = [stored.event for world in (one, other) for stored in world.log if isinstance(stored.event, RoundKeyed)]
    assert len({event.key for event in keyed}) == 2
