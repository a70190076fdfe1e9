"""Who votes and who is told: totals while a round runs, a frozen electorate, ballots on paper, people who go."""

import pytest

from tests.given import CLUSTER, GATHER, Given, given
from workshops.ballots import BallotEntered, BallotRecord, DotsSet, EnterBallot, SetDots
from workshops.clusters import UngroupCluster
from workshops.merging import MergeClusters
from workshops.people import AddPerson, EraseMe, Join, MergePeople, PersonFinished, RemovePerson
from workshops.sealing import RevealRound
from workshops.tallies import Count, TallyRecord
from workshops.vocabulary import Refused
from workshops.voting import CloseRound, ReopenRound, RoundRecord, Vote

EVERYBODY = ("Ada", "Kofi", "facilitator", "helper", "screen", "observer", "export")


def voting(**rules: object) -> tuple[Given, str, str, str]:
    """A round of 5 dots, at most 3 on one, on three clusters; Pia is on paper."""
    vote = Vote(id="voting", title="Vote", minutes=0, **rules)  # type: ignore[arg-type]
    world = given(GATHER, CLUSTER, vote, themes=["Streets"]).opened("gather", "cluster")
    world.does("helper", AddPerson("Pia-on-paper", "Pia"))
    green, blue, red = (world.groups(name=name) for name in ("Green", "Blue", "Red"))
    return world.opened("voting"), green, blue, red


def enters(world: Given, dots: dict[str, int], *, again: bool = False, who: str = "helper") -> None:
    world.does(who, EnterBallot(world.round, dots, again), subject="Pia-on-paper")


def entry(world: Given, dots: dict[str, int], *, again: bool = False) -> str:
    """Why they may not enter this."""
    return world.refused("helper", EnterBallot(world.round, dots, again), subject="Pia-on-paper")


def ballot(world: Given, who: str) -> dict[str, int]:
    return world.record(BallotRecord, f"ballot:{world.round}.{who}").dots


def tally(world: Given) -> dict[str, int]:
    counts = world.record(TallyRecord, f"tally:{world.round}").counts
    return {count.on: count.dots for count in counts}


def close(world: Given) -> None:
    world.does("facilitator", CloseRound(world.round))


def reveal(world: Given) -> dict[str, int]:
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))
    return tally(world)


# Totals


def test_shown_totals_are_everyones_while_the_round_runs() -> None:
    """DOTS12"""
    world, green, blue, _ = voting(totals="shown")
    key = f"tally:{world.round}"
    assert world.sees("Ada", key) == TallyRecord(world.round, choices=3)
    world.sticks("Ada", green, 2)
    world.sticks("Kofi", green, 1)
    for who in ("Ada", "Kofi", "facilitator", "helper", "screen", "observer"):
        assert world.sees(who, key) == TallyRecord(world.round, 3, 2, [Count(green, 3, 2, 1, [1, 1])], choices=3)
    world.does("facilitator", MergeClusters(green, blue))
    assert tally(world) == {blue: 3}
    world.does("facilitator", UngroupCluster(blue))
    assert tally(world) == {}


def test_what_may_still_change_is_in_no_export() -> None:
    """DOTS12"""
    world, green, *_ = voting(totals="shown")
    key = f"tally:{world.round}"
    world.sticks("Ada", green, 2)
    assert world.sees("export", key) is None
    close(world)
    assert world.sees("export", key) is None
    assert world.sees("Ada", key) is not None
    world.does("facilitator", RevealRound(world.round))
    assert world.sees("export", key) == world.sees("Ada", key)


def test_shown_totals_tell_nobody_whose_dots_they_are() -> None:
    """DOTS12 DOTS9"""
    world, green, *_ = voting(totals="shown")
    world.sticks("Ada", green, 2)
    assert [who for who in EVERYBODY if world.sees(who, f"ballot:{world.round}.Ada")] == ["Ada"]


def test_hidden_totals_are_told_to_nobody_whoever_votes() -> None:
    """DOTS11 DOTS9"""
    world, green, blue, _ = voting()
    enters(world, {blue: 3})
    before = {who: world.sees_all(who) for who in EVERYBODY}
    world.sticks("Ada", green, 2)
    enters(world, {green: 1}, again=True)
    world.does("facilitator", MergeClusters(green, blue))
    assert [who for who in EVERYBODY if world.sees(who, f"tally:{world.round}")] == []
    after = {who: world.sees_all(who) for who in EVERYBODY}
    for who in EVERYBODY:
        changed = {key for key in before[who] | after[who] if before[who].get(key) != after[who].get(key)}
        own = {f"ballot:{world.round}.Ada"} if who == "Ada" else set()
        assert changed == own | {f"cluster:{green}", f"merged:{green}"}


# Who votes


def test_in_a_frozen_round_only_who_was_there_votes() -> None:
    """DOTS16"""
    world, green, *_ = voting(electorate="frozen")
    world.does("Zoe", Join("Zoe"))
    world.does("helper", AddPerson("Tom-on-paper", "Tom"))
    assert world.refused("Zoe", SetDots(world.round, green, 1)) == "not_in_round"
    assert world.workshop.show(f"ballot:{world.round}.Zoe") is None
    late = EnterBallot(world.round, {green: 1})
    assert world.refused("helper", late, subject="Tom-on-paper") == "not_in_round"
    world.sticks("Ada", green, 1)
    enters(world, {green: 1})
    world.opened("cluster", "voting")
    assert world.refused("Zoe", SetDots(world.round, green, 1)) == "not_in_round"
    assert world.record(RoundRecord, f"round:{world.round}").electorate == 4


def test_everyone_is_told_how_many_may_vote() -> None:
    """DOTS16"""
    world, *_ = voting(electorate="frozen")
    world.does("Kofi", EraseMe(), Join("Kofi"))
    assert world.sees("screen", f"round:{world.round}") == RoundRecord(world.round, "voting", "open", electorate=3)
    reveal(world)
    assert world.record(RoundRecord, f"round:{world.round}").electorate == 3
    world, *_ = voting()
    assert world.record(RoundRecord, f"round:{world.round}").electorate is None


def test_who_erased_themselves_does_not_come_back_into_a_frozen_round() -> None:
    """DOTS16 DOTS18"""
    world, green, *_ = voting(electorate="frozen")
    world.does("Kofi", EraseMe(), Join("Kofi"))
    assert world.refused("Kofi", SetDots(world.round, green, 1)) == "not_in_round"


# On paper


def test_a_ballot_on_paper_is_entered_whole_and_says_that_they_have_finished() -> None:
    """DOTS17"""
    world, green, blue, red = voting()
    events = world.does("helper", EnterBallot(world.round, {green: 2, blue: 3, red: 0}), subject="Pia-on-paper")
    entered, finished = events
    assert isinstance(entered, BallotEntered)
    assert (entered.dots, "Pia" in entered.voter) == ({blue: 3, green: 2}, False)
    assert finished == PersonFinished("Pia-on-paper", "voting")
    assert world.workshop.people.finished == {"Pia-on-paper"}
    assert reveal(world) == {blue: 3, green: 2}
    assert world.record(TallyRecord, f"tally:{world.round}").voters == 1


@pytest.mark.parametrize("who", ["helper", "facilitator"])
def test_a_second_ballot_only_in_place_of_the_first(who: str) -> None:
    """DOTS17"""
    world, green, blue, _ = voting()
    enters(world, {green: 2, blue: 3}, who=who)
    assert entry(world, {green: 1}) == "ballot_entered"
    enters(world, {green: 1}, again=True, who=who)
    assert reveal(world) == {green: 1}


def test_an_empty_ballot_is_one_too() -> None:
    """DOTS17"""
    world, green, *_ = voting()
    enters(world, {})
    assert entry(world, {green: 1}) == "ballot_entered"
    enters(world, {green: 1}, again=True)
    enters(world, {green: 0}, again=True)
    assert reveal(world) == {}


def test_a_ballot_on_paper_keeps_within_the_same_limits_or_nothing_is_entered() -> None:
    """DOTS17 DOTS2"""
    world, green, blue, red = voting(per_theme=4)
    for dots, reason in (
        ({green: 4}, "over_maximum"),
        ({green: 3, blue: 3}, "no_budget"),
        ({green: 3, blue: 2}, "over_theme"),
        ({green: 1, "nothing": 1}, "unknown"),
    ):
        assert entry(world, dots) == reason
    with pytest.raises(Refused) as over:
        enters(world, {red: 1, green: 4})
    assert over.value.facts == {"maximum": 3, "on": green}
    assert world.workshop.people.finished == set()
    enters(world, {green: 3, blue: 1})
    assert entry(world, {green: 3, blue: 2}, again=True) == "over_theme"
    assert reveal(world) == {green: 3, blue: 1}


def test_what_was_merged_after_printing_is_entered_as_it_is_printed() -> None:
    """DOTS20 DOTS13"""
    world, green, blue, _ = voting()
    world.does("facilitator", MergeClusters(green, blue))
    assert entry(world, {green: 4}) == "over_maximum"
    enters(world, {green: 2, blue: 3})
    assert reveal(world) == {blue: 5}


def test_only_for_people_on_paper_by_who_helps_them_while_the_round_is_open() -> None:
    """DOTS17"""
    world, green, *_ = voting()
    command = EnterBallot(world.round, {green: 1})
    for who in ("Ada", "helper", "facilitator", "screen"):
        assert world.refused(who, command) == "not_allowed"
    assert world.refused("helper", command, subject="Ada") == "not_allowed"
    assert world.refused("Ada", command, subject="Pia-on-paper") == "not_allowed"
    assert world.refused("helper", SetDots(world.round, green, 1), subject="Pia-on-paper") == "not_allowed"
    world.closed("voting")
    assert entry(world, {green: 1}) == "step_closed"
    world.opened("voting")
    close(world)
    assert entry(world, {green: 1}) == "round_closed"
    world.does("facilitator", ReopenRound(world.round))
    enters(world, {green: 1})
    reveal(world)
    assert entry(world, {green: 1}, again=True) == "round_sealed"


def test_nobody_is_shown_a_ballot_on_paper() -> None:
    """DOTS17 DOTS9"""
    world, green, *_ = voting()
    enters(world, {green: 2})
    key = f"ballot:{world.round}.Pia-on-paper"
    assert [who for who in (*EVERYBODY, "Pia-on-paper") if world.sees(who, key)] == []
    (row,) = (stored for stored in world.log if isinstance(stored.event, BallotEntered))
    assert (row.by, EnterBallot.secret, BallotEntered.secret) == ("", True, True)
    reveal(world)
    assert world.log[row.seq - 1].event is None
    assert world.log[row.seq - 1].at == 0


# Who goes


@pytest.mark.parametrize("who", ["Ada", "Pia-on-paper"])
def test_who_is_removed_has_no_ballot_any_more(who: str) -> None:
    """DOTS18"""
    world, green, blue, _ = voting()
    world.sticks("Ada", green, 2)
    enters(world, {green: 2})
    world.sticks("Kofi", blue, 1)
    world.does("facilitator", RemovePerson(who))
    kept = [type(stored.event) for stored in world.log if isinstance(stored.event, DotsSet | BallotEntered)]
    assert kept == ([BallotEntered, DotsSet] if who == "Ada" else [DotsSet, DotsSet])
    assert reveal(world) == {green: 2, blue: 1}


def test_who_joined_twice_keeps_the_ballot_of_who_remains() -> None:
    """DOTS18"""
    world, green, blue, _ = voting()
    world.sticks("Ada", green, 2)
    world.sticks("Kofi", blue, 1)
    world.does("facilitator", MergePeople("Ada", "Kofi"))
    assert ballot(world, "Kofi") == {blue: 1}
    assert world.workshop.show(f"ballot:{world.round}.Ada") is None
    assert sum(isinstance(stored.event, DotsSet) for stored in world.log) == 1
    assert reveal(world) == {blue: 1}


def test_who_has_none_has_the_ballot_of_the_other() -> None:
    """DOTS18"""
    world, green, blue, _ = voting()
    world.sticks("Ada", green, 2)
    world.sticks("Kofi", blue, 1)
    world.sticks("Kofi", blue, 0)
    world.does("facilitator", MergePeople("Ada", "Kofi"))
    assert ballot(world, "Kofi") == {green: 2}
    world.sticks("Kofi", green, 1)
    assert sum(isinstance(stored.event, DotsSet) for stored in world.log) == 4
    assert reveal(world) == {green: 1}
    assert not any(isinstance(stored.event, DotsSet) for stored in world.log)


def test_a_ballot_taken_over_is_erased_with_who_took_it() -> None:
    """DOTS18 PEOPLE7"""
    world, green, *_ = voting()
    world.sticks("Ada", green, 2)
    world.does("facilitator", MergePeople("Ada", "Kofi"))
    world.does("Kofi", EraseMe())
    assert not any(isinstance(stored.event, DotsSet) for stored in world.log)
    assert reveal(world) == {}


def test_of_two_who_are_one_either_may_have_been_there() -> None:
    """DOTS16 DOTS18"""
    world, green, *_ = voting(electorate="frozen")
    world.sticks("Ada", green, 2)
    world.does("Zoe", Join("Zoe"))
    world.does("facilitator", MergePeople("Ada", "Zoe"))
    assert ballot(world, "Zoe") == {green: 2}
    assert world.record(RoundRecord, f"round:{world.round}").electorate == 4


def test_who_was_on_paper_goes_on_by_phone() -> None:
    """DOTS17 DOTS18"""
    world, green, *_ = voting()
    enters(world, {green: 2})
    world.does("facilitator", MergePeople("Pia-on-paper", "Kofi"))
    assert ballot(world, "Kofi") == {green: 2}
    assert reveal(world) == {green: 2}
