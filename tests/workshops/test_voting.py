"""Rounds of dots: budgets, what comes and goes, closing, sealing, revealing."""

import pytest

from tests.given import CLUSTER, GATHER, VOTE, Given, given
from workshops.ballots import BallotRecord, DotsSet, SetDots
from workshops.boards import Gather
from workshops.clusters import FileCluster, UngroupCluster
from workshops.ideas import WithdrawIdea
from workshops.moderation import HideIdea, RestoreIdea
from workshops.people import Join
from workshops.sealing import RevealRound, RoundSealed, SealRound
from workshops.tallies import Count, TallyRecord
from workshops.vocabulary import Refused
from workshops.voting import CLOSED_FOR_MS, CloseRound, ReopenRound, RoundKeyed, RoundRecord, Vote

ON_IDEAS = Vote(id="voting", title="Vote", on="ideas", minutes=0)
ON_BOTH = Vote(id="voting", title="Vote", on="both", minutes=0)


def voting() -> tuple[Given, list[str]]:
    """A round of 5 dots, at most 3 on one, open on three clusters."""
    world = given().opened("gather", "cluster")
    clusters = [world.groups(name=name) for name in ("Green", "Blue", "Red")]
    return world.opened("voting"), clusters


def state(world: Given) -> str:
    return world.record(RoundRecord, f"round:{world.round}").state


def ballot(world: Given, who: str) -> tuple[dict[str, int], int]:
    record = world.record(BallotRecord, f"ballot:{world.round}.{who}")
    return record.dots, record.left


def tally(world: Given) -> list[tuple[str, int, int, int]]:
    record = world.record(TallyRecord, f"tally:{world.round}")
    return [(count.on, count.dots, count.voters, count.rank) for count in record.counts]


def close(world: Given) -> None:
    world.does("facilitator", CloseRound(world.round))


def reveal(world: Given) -> None:
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))


def test_a_round_follows_its_step() -> None:
    """DOTS1"""
    world, (green, *_) = voting()
    world.sticks("Ada", green, 2)
    world.opened("cluster")
    assert state(world) == "suspended"
    assert world.refused("Ada", SetDots(world.round, green, 1)) == "step_closed"
    world.opened("voting")
    assert (state(world), ballot(world, "Ada")) == ("open", ({green: 2}, 3))
    close(world)
    world.opened("cluster", "voting")
    assert state(world) == "closed"


def test_each_vote_step_has_its_round() -> None:
    """DOTS1"""
    world = given(GATHER, VOTE, Vote(id="second", title="Again", minutes=0)).opened("gather", "voting", "second")
    first, second = world.workshop.voting.rounds
    assert world.record(RoundRecord, f"round:{first}").state == "suspended"
    assert world.record(RoundRecord, f"round:{second}").state == "open"


def test_dots_stay_within_maximum_and_budget() -> None:
    """DOTS2"""
    world, (green, blue, red) = voting()
    with pytest.raises(Refused) as over:
        world.sticks("Ada", green, 4)
    assert (over.value.reason, over.value.facts) == ("over_maximum", {"maximum": 3})
    world.sticks("Ada", green, 3)
    world.sticks("Ada", blue, 2)
    with pytest.raises(Refused) as spent:
        world.sticks("Ada", red, 1)
    assert (spent.value.reason, spent.value.facts) == ("no_budget", {"left": 0})
    world.sticks("Ada", green, 1)
    world.sticks("Ada", red, 1)
    world.sticks("Ada", red, 2)
    assert ballot(world, "Ada") == ({green: 1, blue: 2, red: 2}, 0)
    assert ballot(world, "Kofi") == ({}, 5)


def test_saying_it_twice_is_harmless() -> None:
    """DOTS2"""
    world, (green, *_) = voting()
    world.sticks("Ada", green, 2)
    assert world.does("Ada", SetDots(world.round, green, 2)) == []
    assert world.does("Ada", SetDots(world.round, "nothing", 0)) == []
    assert ballot(world, "Ada") == ({green: 2}, 3)


def test_dots_go_into_an_open_round_only() -> None:
    """DOTS2"""
    world, (green, *_) = voting()
    assert world.refused("Ada", SetDots("no-round", green, 1)) == "unknown"
    assert world.refused("Zoe", SetDots(world.round, green, 1)) == "join_first"
    assert world.refused("facilitator", SetDots(world.round, green, 1)) == "not_allowed"
    close(world)
    assert world.refused("Ada", SetDots(world.round, green, 1)) == "round_closed"
    world.does("facilitator", RevealRound(world.round))
    assert world.refused("Ada", SetDots(world.round, green, 1)) == "round_sealed"


def test_who_joins_during_a_round_votes_too() -> None:
    """DOTS2"""
    world, (green, *_) = voting()
    world.does("Zoe", Join("Zoe"))
    assert ballot(world, "Zoe") == ({}, 5)
    world.sticks("Zoe", green)


def test_dots_go_on_what_the_round_is_about() -> None:
    """DOTS3"""
    other = Gather(id="gather-two", title="More", board="board-two", minutes=0)
    for vote, on_idea, on_cluster in ((VOTE, False, True), (ON_IDEAS, True, False), (ON_BOTH, True, True)):
        world = given(GATHER, other, CLUSTER, vote).opened("gather-two")
        elsewhere = [world.posts("Ada", board="board-two"), world.groups(board="board-two")]
        world.opened("gather")
        idea, cluster = world.posts("Ada"), world.groups()
        world.opened("voting")
        for item, allowed in ((idea, on_idea), (cluster, on_cluster), *((item, False) for item in elsewhere)):
            if allowed:
                world.sticks("Kofi", item)
            else:
                assert world.refused("Kofi", SetDots(world.round, item, 1)) == "unknown"


def test_dots_go_on_ideas_that_the_room_has_been_shown() -> None:
    """DOTS3"""
    private = Gather(id="gather", title="Ideas", private="participants", minutes=0)
    world = given(private, ON_IDEAS).opened("gather")
    waiting, hidden = world.posts("Ada"), world.posts("Ada")
    world.does("facilitator", HideIdea(hidden, "Rude"))
    world.opened("voting")
    late = world.posts("Ada")
    for idea in (waiting, hidden, late):
        assert world.refused("Ada", SetDots(world.round, idea, 1)) == "unknown"


def test_dots_are_taken_back_also_from_what_has_gone() -> None:
    """DOTS4"""
    world, (green, *_) = voting()
    world.sticks("Ada", green, 3)
    world.does("facilitator", UngroupCluster(green))
    assert world.refused("Ada", SetDots(world.round, green, 4)) == "unknown"
    world.sticks("Ada", green, 2)
    assert ballot(world, "Ada") == ({}, 5)
    world.sticks("Ada", green, 0)
    assert ballot(world, "Ada") == ({}, 5)


def on_ideas() -> tuple[Given, list[str]]:
    world = given(GATHER, ON_IDEAS).opened("gather")
    ideas = [world.posts("Mei"), world.posts("Mei"), world.posts("Mei")]
    return world.opened("voting"), ideas


def test_dots_on_what_goes_are_free() -> None:
    """DOTS5"""
    world, (green, blue, _) = voting()
    world.sticks("Ada", green, 3)
    world.sticks("Ada", blue, 2)
    world.does("facilitator", UngroupCluster(green))
    assert ballot(world, "Ada") == ({blue: 2}, 3)
    world, (first, second, _) = on_ideas()
    world.sticks("Ada", first, 3)
    world.sticks("Ada", second, 2)
    world.does("facilitator", HideIdea(first, "Rude"))
    assert ballot(world, "Ada") == ({second: 2}, 3)
    reveal(world)
    assert tally(world) == [(second, 2, 1, 1)]


def test_a_withdrawn_idea_frees_its_dots() -> None:
    """DOTS5"""
    world, (first, *_) = on_ideas()
    world.sticks("Ada", first, 3)
    world.opened("gather")
    world.does("Mei", WithdrawIdea(first))
    world.opened("voting")
    assert ballot(world, "Ada") == ({}, 5)


def test_dots_come_back_for_those_whose_budget_allows() -> None:
    """DOTS6"""
    world, (first, second, third) = on_ideas()
    for who in ("Ada", "Kofi"):
        world.sticks(who, first, 2)
        world.sticks(who, second, 3)
    world.does("facilitator", HideIdea(first, "Rude"))
    world.sticks("Ada", third, 1)
    world.does("facilitator", RestoreIdea(first))
    assert ballot(world, "Ada") == ({second: 3, third: 1}, 1)
    assert ballot(world, "Kofi") == ({first: 2, second: 3}, 0)
    world.sticks("Ada", third, 0)
    assert ballot(world, "Ada") == ({second: 3}, 2)


def test_dots_come_back_into_a_closed_round_too() -> None:
    """DOTS6 DOTS10"""
    world, (first, *_) = on_ideas()
    world.sticks("Ada", first, 2)
    world.does("facilitator", HideIdea(first, "Rude"))
    close(world)
    world.does("facilitator", RestoreIdea(first), RevealRound(world.round))
    assert tally(world) == [(first, 2, 1, 1)]


def test_a_closed_round_reopens_for_ten_minutes() -> None:
    """DOTS7"""
    world, (green, *_) = voting()
    world.sticks("Ada", green)
    assert world.refused("facilitator", ReopenRound(world.round)) == "already"
    close(world)
    assert world.refused("facilitator", CloseRound(world.round)) == "already"
    record = world.record(RoundRecord, f"round:{world.round}")
    assert record.seals_at == world.now + CLOSED_FOR_MS
    world.later(minutes=9.9)
    world.does("facilitator", ReopenRound(world.round))
    assert (state(world), world.workshop.due()) == ("open", None)
    assert ballot(world, "Ada") == ({green: 1}, 4)
    close(world)
    world.closed("voting")
    world.does("facilitator", ReopenRound(world.round))
    assert state(world) == "suspended"
    close(world)
    world.later(minutes=10)
    assert world.refused("facilitator", ReopenRound(world.round)) == "round_sealed"


def test_a_closed_round_is_sealed_by_itself() -> None:
    """DOTS7"""
    world, (green, *_) = voting()
    world.sticks("Ada", green, 2)
    assert world.refused("system", SealRound(world.round)) == "round_open"
    close(world)
    seals_at = world.now + CLOSED_FOR_MS
    assert world.workshop.due() == (seals_at, SealRound(world.round))
    assert world.refused("system", SealRound(world.round)) == "not_yet"
    assert world.refused("facilitator", SealRound(world.round)) == "not_allowed"
    world.now = seals_at
    sealed = RoundSealed(world.round, {green: (2, 1)}, 1, {green: [0, 1]}, electors=3)
    assert world.does("system", SealRound(world.round)) == [sealed]
    assert (state(world), world.workshop.due()) == ("sealed", None)
    assert world.refused("system", SealRound(world.round)) == "already"
    for command in (ReopenRound(world.round), CloseRound(world.round)):
        assert world.refused("facilitator", command) == "round_sealed"
    world.opened("cluster", "voting")
    assert state(world) == "sealed"


def test_the_earliest_round_is_due_first() -> None:
    """DOTS7"""
    world = given(GATHER, VOTE, Vote(id="second", title="Again", minutes=0)).opened("gather", "voting", "second")
    first, second = world.workshop.voting.rounds
    world.does("facilitator", CloseRound(second))
    world.later(minutes=1)
    world.does("facilitator", CloseRound(first))
    assert world.workshop.due() == (world.now - 60_000 + CLOSED_FOR_MS, SealRound(second))


def test_revealing_needs_a_closed_round_and_seals_it() -> None:
    """DOTS8"""
    world, _ = voting()
    assert world.refused("facilitator", RevealRound(world.round)) == "round_open"
    world.closed("voting")
    assert world.refused("facilitator", RevealRound(world.round)) == "round_open"
    assert world.refused("Ada", RevealRound(world.round)) == "not_allowed"
    reveal(world)
    assert (state(world), world.record(RoundRecord, f"round:{world.round}").revealed) == ("sealed", True)
    assert world.refused("facilitator", RevealRound(world.round)) == "already"


def test_a_sealed_round_is_revealed_later() -> None:
    """DOTS8"""
    world, (green, *_) = voting()
    world.sticks("Ada", green)
    close(world)
    world.later(minutes=10)
    world.does("system", SealRound(world.round))
    assert world.workshop.show(f"tally:{world.round}") is None
    world.does("facilitator", RevealRound(world.round))
    assert tally(world) == [(green, 1, 1, 1)]


def test_a_ballot_is_its_owners_alone_until_sealing() -> None:
    """DOTS9"""
    world, (green, *_) = voting()
    world.sticks("Ada", green, 2)
    key = f"ballot:{world.round}.Ada"
    everybody = ("Ada", "Kofi", "facilitator", "helper", "screen", "observer", "export")
    assert [who for who in everybody if world.sees(who, key)] == ["Ada"]
    row = world.log[-1]
    assert isinstance(row.event, DotsSet)
    assert (row.by, row.event.secret, "Ada" in row.event.voter, len(row.event.voter)) == ("", True, False, 64)
    reveal(world)
    assert world.workshop.show(key) is None


def test_sealing_blanks_ballots_and_key() -> None:
    """DOTS9"""
    world, (green, blue, _) = voting()
    secret = [stored.seq for stored in world.log if isinstance(stored.event, RoundKeyed)]
    for who in ("Ada", "Kofi", "Ada"):
        world.sticks(who, blue, len(world.log) % 3 + 1)
        secret.append(len(world.log))
    world.sticks("Mei", green)
    secret.append(len(world.log))
    close(world)
    assert [stored.seq for stored in world.log if stored.event is None] == []
    world.does("facilitator", RevealRound(world.round))
    assert [(s.seq, s.at, s.by) for s in world.log if s.event is None] == [(seq, 0, "") for seq in sorted(set(secret))]


def test_a_round_beyond_the_horizon_is_hidden_with_its_ballots() -> None:
    """DOTS9 AGENDA4"""
    world, (green, *_) = voting()
    world.sticks("Ada", green, 2)
    world.opened("cluster")
    assert world.sees("Ada", f"ballot:{world.round}.Ada") is None
    assert world.sees("Ada", f"round:{world.round}") is None
    assert world.sees("facilitator", f"ballot:{world.round}.Ada") is None
    world.opened("voting")
    assert world.sees("Ada", f"ballot:{world.round}.Ada") is not None


def test_equal_counts_share_a_rank_in_board_order() -> None:
    """DOTS10"""
    world = given(themes=["One", "Two"]).opened("gather", "cluster")
    one, two = world.workshop.clusters.themes
    clusters = [world.groups(theme=theme) for theme in (None, two, two, one)]
    world.opened("voting")
    world.sticks("Ada", clusters[0], 2)
    world.sticks("Ada", clusters[1], 1)
    world.sticks("Ada", clusters[2], 2)
    world.sticks("Kofi", clusters[3], 3)
    world.sticks("Kofi", clusters[1], 1)
    reveal(world)
    first, second, third, fourth = clusters[3], clusters[1], clusters[2], clusters[0]
    assert tally(world) == [(first, 3, 1, 1), (second, 2, 2, 2), (third, 2, 1, 2), (fourth, 2, 1, 2)]
    record = world.record(TallyRecord, f"tally:{world.round}")
    assert (record.dots, record.voters) == (9, 2)
    world.does("facilitator", FileCluster(fourth, one))
    assert [on for on, *_ in tally(world)] == [first, fourth, second, third]


def test_ties_among_clusters_and_ideas() -> None:
    """DOTS10"""
    world = given(GATHER, ON_BOTH).opened("gather")
    ideas = [world.posts("Mei"), world.posts("Mei")]
    cluster = world.groups()
    world.opened("voting")
    for item in (ideas[1], cluster, ideas[0]):
        world.sticks("Ada", item)
    reveal(world)
    assert tally(world) == [(cluster, 1, 1, 1), (ideas[0], 1, 1, 1), (ideas[1], 1, 1, 1)]


def test_ranks_skip_after_a_tie() -> None:
    """DOTS10"""
    world, (green, blue, red) = voting()
    for who, item, n in (("Ada", green, 2), ("Kofi", blue, 2), ("Mei", red, 1)):
        world.sticks(who, item, n)
    reveal(world)
    assert [rank for *_, rank in tally(world)] == [1, 1, 3]


def test_an_empty_round_has_an_empty_tally() -> None:
    """DOTS10"""
    world, _ = voting()
    reveal(world)
    assert world.record(TallyRecord, f"tally:{world.round}") == TallyRecord(world.round, choices=3)


def test_totals_are_seen_by_nobody_before_the_reveal_and_then_by_everyone() -> None:
    """DOTS11"""
    world, (green, *_) = voting()
    world.sticks("Ada", green)
    key = f"tally:{world.round}"
    assert world.workshop.show(key) is None
    close(world)
    assert world.workshop.show(key) is None
    world.does("facilitator", RevealRound(world.round))
    for who in ("Ada", "Kofi", "facilitator", "helper", "screen", "observer", "export"):
        assert world.sees(who, key) == TallyRecord(world.round, 1, 1, [Count(green, 1, 1, 1, [1])], choices=3)
    world.opened("gather")
    assert [who for who in ("Ada", "screen", "facilitator", "export") if world.sees(who, key)] == [
        "facilitator",
        "export",
    ]


def test_a_line_about_what_has_gone_is_left_out() -> None:
    """DOTS11"""
    world, (first, second, _) = on_ideas()
    world.sticks("Ada", first, 2)
    world.sticks("Kofi", second, 1)
    reveal(world)
    world.does("facilitator", HideIdea(first, "Rude"))
    assert tally(world) == [(second, 1, 1, 1)]
    world.does("facilitator", RestoreIdea(first))
    assert tally(world) == [(first, 2, 1, 1), (second, 1, 1, 2)]
