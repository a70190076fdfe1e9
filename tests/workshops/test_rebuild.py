"""A workshop built anew from its export shows the same: every record, but for dates and for who people were."""

from tests.workshops.rebuilt import arranged, survives, town, voted, with_ideas
from workshops.agenda import OpenStep, StepRecord
from workshops.authorship import AuthorRecord
from workshops.boards import BoardRecord
from workshops.clusters import ClusterRecord
from workshops.description import WorkshopRecord
from workshops.door import CloseMeeting, LockDoor
from workshops.ideas import EditIdea, IdeaRecord, PostIdea
from workshops.merging import MergeClusters, MergedRecord, UnmergeCluster
from workshops.people import AddPerson, CrowdRecord, Join
from workshops.rehearsal import StartRehearsal
from workshops.sealing import SealRound
from workshops.sorting import MoveIdeas, PlaceRecord
from workshops.tallies import TallyRecord
from workshops.themes import MakeTheme, RemoveTheme, ThemeRecord
from workshops.timebox import ExtendTimebox, PauseTimebox, StartTimebox
from workshops.undo import Undo
from workshops.vocabulary import Context
from workshops.voting import CloseRound, RoundRecord


def test_ideas_keep_their_numbers_words_and_that_they_were_edited() -> None:
    """FILE1, FILE3"""
    built = survives(with_ideas())
    assert built.record(IdeaRecord, "idea:trees-") == IdeaRecord(
        "trees-", "ideas-", "Plant trees 🌳\nby the school", 1, edited=True
    )
    assert built.sees("facilitator", "idea:rude--") is None


def test_names_go_on_where_authors_are_shown_and_nowhere_else() -> None:
    """FILE2"""
    built = survives(with_ideas())
    assert built.record(AuthorRecord, "author:signed") == AuthorRecord("signed", "", "Kof")
    assert built.sees("facilitator", "author:trees-") is None


def test_new_ideas_go_on_from_the_last_number() -> None:
    """FILE5"""
    built = survives(with_ideas())
    built.joined("Zoe-123").posts("Zoe-123", "New")
    assert built.record(IdeaRecord, f"idea:idea-{len(built.log) - 1}").n == 6


def test_people_are_counted_those_on_paper_too_and_have_no_place() -> None:
    """FILE2"""
    given = town()
    given.does("helper", AddPerson("paper-1", "Jo"))
    built = survives(given)
    assert built.record(CrowdRecord, "crowd:this") == CrowdRecord("this", 4)
    assert not built.workshop.people.joined


def test_clusters_and_themes_stand_where_they_stood() -> None:
    """FILE1"""
    built = survives(arranged())
    assert built.record(ClusterRecord, "cluster:buses-").order < built.record(ClusterRecord, "cluster:green-").order
    assert built.record(ThemeRecord, "theme:theme-y").hue == 4


def test_a_hue_that_a_removed_theme_had_is_not_given_again() -> None:
    """FILE5"""
    given = town().opened("group-")
    given.does("facilitator", MakeTheme("theme-x", "Other"), MakeTheme("theme-y", "Trees"))
    for theme in ("theme-x", *list(given.workshop.clusters.themes)[:1]):
        given.does("facilitator", RemoveTheme(theme))
    built = survives(given)
    built.does("facilitator", MakeTheme("theme-z", "Newer"))
    assert built.record(ThemeRecord, "theme:theme-z").hue == 5


def test_a_merged_cluster_still_says_where_it_went_and_comes_back_empty() -> None:
    """FILE1"""
    given = arranged()
    given.does("facilitator", MergeClusters("roads-", "green-"), MergeClusters("green-", "buses-"))
    built = survives(given)
    assert built.record(MergedRecord, "merged:roads-") == MergedRecord("roads-", "green-", "Roads")
    built.does("facilitator", UnmergeCluster("roads-"))
    assert built.record(PlaceRecord, "place:bench-").cluster == "buses-"


def test_nobody_can_undo_what_the_file_told() -> None:
    """FILE2"""
    built = survives(arranged())
    assert built.refused("facilitator", Undo()) == "nothing_to_undo"


def test_every_round_keeps_its_totals_ranks_ties_and_distribution() -> None:
    """FILE1"""
    given = voted()
    built = survives(given)
    first, second = [built.record(TallyRecord, f"tally:{round_id}") for round_id in built.workshop.voting.rounds]
    assert [(count.on, count.dots, count.rank, count.spread) for count in first.counts] == [
        ("green-", 4, 1, [1, 0, 1]),
        ("roads-", 4, 1, [1, 0, 1]),
    ]
    assert {count.rank for count in second.counts} == {1}
    rounds = [built.record(RoundRecord, f"round:{round_id}") for round_id in built.workshop.voting.rounds]
    assert [each.electorate for each in rounds] == [None, 3]


def test_what_was_merged_after_a_round_keeps_its_sum() -> None:
    given = voted()
    given.does("facilitator", MergeClusters("roads-", "green-"))
    built = survives(given)
    tally = built.record(TallyRecord, f"tally:{next(iter(built.workshop.voting.rounds))}")
    assert [(count.on, count.dots, count.voters) for count in tally.counts] == [("green-", 8, 0)]


def test_a_sealed_round_that_was_never_revealed_stays_so() -> None:
    """FILE3"""
    given = arranged().opened("vote-1")
    given.sticks("Ada-123", "green-", 2)
    given.does("facilitator", CloseRound(given.round))
    given.later(minutes=11)
    given.does("system", SealRound(given.round))
    assert not survives(given).record(RoundRecord, f"round:{given.round}").revealed


def test_the_agenda_stands_where_it_stood() -> None:
    """FILE1"""
    given = voted()
    given.does("facilitator", OpenStep("gather-1"), StartTimebox("gather-1", 600))
    given.later(minutes=3)
    given.does("facilitator", PauseTimebox("gather-1"), ExtendTimebox("gather-1", 60), CloseMeeting(), LockDoor())
    built = survives(given)
    assert built.record(StepRecord, "step:gather-1").paused_with == 480_000
    assert built.record(StepRecord, "step:vote-1").later
    assert built.refused("Zoe-123", Join("Zoe")) == "door_locked"


def test_the_days_on_which_it_took_place_are_told() -> None:
    """FILE1"""
    given = with_ideas()
    opened = given.record(StepRecord, "step:gather-2").opened_at
    given.later(minutes=60 * 24 * 300)
    assert survives(given).record(StepRecord, "step:gather-2").opened_at == opened


def test_a_rehearsal_is_still_one() -> None:
    given = town()
    given.does("facilitator", StartRehearsal())
    assert survives(given.opened("gather-1")).record(WorkshopRecord, "workshop:this").rehearsal


def test_ideas_that_wait_are_not_counted_in_a_file_that_does_not_hold_them() -> None:
    """FILE3"""
    given = town().opened("gather-1")
    given.posts("Ada-123")
    assert given.record(BoardRecord, "board:ideas-").waiting == 1
    assert survives(given).record(BoardRecord, "board:ideas-").waiting == 0


def test_a_rebuilt_workshop_goes_on() -> None:
    """What was built is a workshop like any other: its log replays, and the rules hold."""
    built = survives(voted())
    built.checked = True
    built.does("Zoe-123", Join("Zoe"))
    built.opened("gather-2")
    built.does("Zoe-123", PostIdea("newest", "ideas-", "Now"), EditIdea("newest", "Now then"))
    built.does("facilitator", MoveIdeas(["newest", "trees-"], "roads-"), Undo())
    assert built.workshop.decide(OpenStep("vote-1"), Context("desk", "facilitator", built.now, bytes(32)))
