"""A workshop built anew from its export shows the same: every record, but for dates and for who people were."""

import contextlib
from random import Random
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from msgspec import structs

from tests.given import Given
from workshops.agenda import CloseStep, OpenStep, StepRecord, Talk
from workshops.authorship import AuthorRecord
from workshops.ballots import SetDots
from workshops.boards import BoardRecord, Gather
from workshops.clusters import ClusterRecord, FileCluster, MakeCluster, NameCluster, OrderCluster, UngroupCluster
from workshops.description import WorkshopRecord
from workshops.door import CloseMeeting, LockDoor
from workshops.exported import DoesNotAddUp, ExportRecord, lasting
from workshops.format import AnyStep
from workshops.ideas import AddIdeas, EditIdea, IdeaRecord, NewIdea, PostIdea, WithdrawIdea
from workshops.merging import MergeClusters, MergedRecord, UnmergeCluster
from workshops.moderation import AcceptIdea, HideIdea, RestoreIdea, RevealIdeas
from workshops.people import AddPerson, CrowdRecord, EraseMe, Finish, Join, RemovePerson
from workshops.rebuild import rebuild
from workshops.recipe import AddStep, EditStep, MoveStep, RemoveStep
from workshops.rehearsal import StartRehearsal
from workshops.sealing import RevealRound, SealRound
from workshops.sorting import Arrange, MoveIdeas, PlaceRecord
from workshops.tallies import TallyRecord
from workshops.themes import MakeTheme, OrderTheme, RemoveTheme, ThemeRecord
from workshops.timebox import ExtendTimebox, PauseTimebox, StartTimebox
from workshops.undo import Undo
from workshops.vocabulary import Context, Key, Record, Refused
from workshops.voting import CloseRound, RoundRecord, Vote
from workshops.workshop import AnyCommand

STEPS: tuple[AnyStep, ...] = (
    Talk(id="welcome", title="Welcome", minutes=5),
    Gather(id="gather-1", title="Ideas", private="participants"),
    Gather(id="gather-2", title="Ideas again", authors="shown"),
    Gather(id="needs-", title="Needs", board="needs-", private="everyone", authors="nobody"),
    Arrange(id="group-", title="Group", by="everyone"),
    Vote(id="vote-1", title="First round", budget=4, maximum=3),
    Vote(id="vote-2", title="Second round", on="both", budget=5, maximum=2, electorate="frozen"),
    Vote(id="vote-3", title="Needs", board="needs-", on="ideas", totals="shown"),
)
PEOPLE = ("Ada-123", "Kofi-12", "Mei-123")


def town(*steps: AnyStep, **fields: Any) -> Given:
    given = Given(checked=False).created(*(steps or STEPS), themes=["Streets", "School"], **fields)
    for person in PEOPLE:
        given.does(person, Join(person[:3]))
    return given


def exported(given: Given) -> dict[Key, Record]:
    return lasting(shown.record for shown in given.everything().values() if "export" in shown.seen)


def again(given: Given) -> Given:
    """The same workshop, by way of its export alone."""
    built = Given(given.limits, given.now)
    built.log = rebuild(told(given), given.limits, given.now)
    return built.replayed()


def told(given: Given) -> list[ExportRecord]:
    return list(exported(given).values())  # type: ignore[arg-type]


def survives(given: Given) -> Given:
    built = again(given)
    assert exported(built) == exported(given)
    return built


# Whole workshops


def with_ideas() -> Given:
    given = town().opened("welcome", "gather-1")
    for who, idea in (("Ada-123", "trees-"), ("Kofi-12", "bench-"), ("Mei-123", "rude--"), ("Ada-123", "gone--")):
        given.does(who, PostIdea(idea, "ideas-", f"Words of {idea}"))
    given.does("Ada-123", EditIdea("trees-", "Plant trees 🌳\nby the school"), WithdrawIdea("gone--"))
    given.does("facilitator", CloseStep("gather-1"), RevealIdeas("ideas-", "room"), HideIdea("rude--", "Rude"))
    given.opened("gather-2").does("Kofi-12", PostIdea("signed", "ideas-", "A bus at night"))
    given.does("facilitator", AddIdeas("ideas-", [NewIdea("listed", "From a list")]))
    return given


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


def arranged() -> Given:
    given = with_ideas().opened("group-")
    given.does("facilitator", MakeTheme("theme-x", "Other"), MakeTheme("theme-y", "Trees"), RemoveTheme("theme-x"))
    given.does("Ada-123", MakeCluster("green-", "ideas-", "Green", "theme-y", ["trees-"]))
    given.does("Kofi-12", MakeCluster("roads-", "ideas-", "Roads", None, ["bench-"]))
    given.does(
        "Mei-123", MakeCluster("buses-", "ideas-", "Buses", None, ["signed"]), MakeCluster("empty-", "ideas-", "Empty")
    )
    given.does("facilitator", OrderCluster("buses-", None, "theme-y"), OrderTheme("theme-y", None))
    return given


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


def voted() -> Given:
    given = arranged()
    for step, ballots in [
        (
            "vote-1",
            [("Ada-123", "green-", 3), ("Ada-123", "roads-", 1), ("Kofi-12", "green-", 1), ("Mei-123", "roads-", 3)],
        ),
        ("vote-2", [("Ada-123", "green-", 1), ("Kofi-12", "trees-", 1), ("Mei-123", "buses-", 1)]),
    ]:
        given.opened(step)
        round_id = list(given.workshop.voting.rounds)[-1]
        for who, on, n in ballots:
            given.does(who, SetDots(round_id, on, n))
        given.does("facilitator", CloseRound(round_id), RevealRound(round_id))
    return given


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


def test_an_unsealed_round_is_not_taken_over() -> None:
    """FILE4"""
    given = arranged().opened("vote-1")
    assert why(told(given)) == (f"round:{given.round}", "round_open")


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


# Any workshop

WORDS = ["Trees", "=1+1", "A bus\nat night", "été 🌳", "<b>", "no. 3"]


class Storm:
    """People and a facilitator who do anything they can think of, to what is there, as chance has it."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.given = arranged()

    def act(self) -> None:
        """One more act; that it may be refused is no harm."""
        self.given.later(seconds=3)
        who, commands = self.chance.choice([self._agenda, self._write, self._arrange, self._arrange, self._vote])()
        with contextlib.suppress(Refused):
            self.given.does(who, *commands)

    def seal(self) -> None:
        for each in self.given.workshop.voting.rounds.values():
            with contextlib.suppress(Refused):
                self.given.does("facilitator", CloseRound(each.id))
        self.given.later(minutes=11)
        for each in self.given.workshop.voting.rounds.values():
            if each.state == "closed":
                self.given.does("system", SealRound(each.id))

    def _agenda(self) -> tuple[str, list[AnyCommand]]:
        steps = [step.about for step in self.given.workshop.agenda.steps.values()]
        step, other, pick = self.chance.choice(steps), self.chance.choice(steps), self.chance.random()
        if pick < 0.6:
            return "facilitator", [OpenStep(step.id)]
        later = Gather(id=f"later-{self.given.acts}", title="Later", board="later-")
        return "facilitator", self.chance.choice(
            [
                [CloseStep(step.id)],
                [MoveStep(step.id, other.id)],
                [RemoveStep(step.id)],
                [EditStep(structs.replace(step, title="Renamed", minutes=9))],  # type: ignore[arg-type]
                [AddStep(later, other.id)],
                [StartTimebox(step.id, 90), PauseTimebox(step.id)],
            ]
        )

    def _write(self) -> tuple[str, list[AnyCommand]]:
        idea, new = self._idea(), f"idea-{self.given.acts:04}"
        board, person = self.chance.choice(["ideas-", "needs-", "later-"]), self.chance.choice(PEOPLE)
        leaving: list[AnyCommand] = [EraseMe(), Join("Anew")] if self.chance.random() < 0.1 else [Finish("gather-1")]
        words = self.chance.choice(WORDS)
        by_person: list[list[AnyCommand]] = [
            [PostIdea(new, board, words)],
            [EditIdea(idea, words)],
            [WithdrawIdea(idea)],
            leaving,
        ]
        by_facilitator: list[list[AnyCommand]] = [
            [HideIdea(idea, "Why")],
            [RestoreIdea(idea)],
            [AcceptIdea(idea)],
            [AddIdeas(board, [NewIdea(new, "Listed")])],
            [RevealIdeas(board, "facilitators")],
            [RevealIdeas(board, "room")],
        ]
        if self.chance.random() < 0.02:
            return "facilitator", [RemovePerson(person, self.chance.choice(["keep", "hide"]))]
        if self.chance.random() < 0.6:
            return person, self.chance.choice(by_person)
        return "facilitator", self.chance.choice(by_facilitator)

    def _arrange(self) -> tuple[str, list[AnyCommand]]:
        arranged, new = self.given.workshop.clusters.arranged, f"thing-{self.given.acts:04}"
        one, other = (self.chance.choice([*arranged.every, "nothing"]) for _ in range(2))
        theme, second = (self.chance.choice([*arranged.themes, "nothing"]) for _ in range(2))
        under = self.chance.choice([None, theme])
        return self.chance.choice(["facilitator", "Mei-123"]), self.chance.choice(
            [
                [MakeCluster(new, "ideas-", "New", under, [self._idea()])],
                [MoveIdeas([self._idea(), self._idea()], self.chance.choice([None, one]))],
                [MergeClusters(one, other)],
                [UnmergeCluster(one)],
                [UngroupCluster(one)],
                [OrderCluster(one, other, under)],
                [OrderCluster(one, None, under)],
                [FileCluster(one, under)],
                [NameCluster(one, "Named")],
                [MakeTheme(new, "New theme")],
                [RemoveTheme(theme)],
                [OrderTheme(theme, second)],
                [Undo()],
                [Undo()],
            ]
        )

    def _vote(self) -> tuple[str, list[AnyCommand]]:
        rounds = [each.id for each in self.given.workshop.voting.rounds.values() if each.state != "sealed"]
        if not rounds:
            return "facilitator", [OpenStep(self.chance.choice(["vote-1", "vote-2", "vote-3"]))]
        round_id = self.chance.choice(rounds)
        if self.chance.random() < 0.05:
            return "facilitator", [CloseRound(round_id), RevealRound(round_id)]
        item = self.chance.choice([*self.given.workshop.clusters.clusters, self._idea()])
        return self.chance.choice(PEOPLE), [SetDots(round_id, item, self.chance.randrange(4))]

    def _idea(self) -> str:
        return self.chance.choice([*self.given.workshop.ideas.ideas, "nothing"])


@settings(max_examples=60, deadline=None)
@for_all(st.randoms(use_true_random=False), st.integers(10, 120))
def test_any_workshop_survives_its_export(chance: Random, acts: int) -> None:
    """FILE1"""
    storm = Storm(chance)
    for _ in range(acts):
        storm.act()
    storm.seal()
    survives(storm.given)


# What does not add up


def why(records: list[ExportRecord]) -> tuple[Key, str]:
    with pytest.raises(DoesNotAddUp) as caught:
        rebuild(records, Given().limits, 1_000_000)
    return caught.value.key, caught.value.why


def changed(key: Key, **fields: Any) -> list[ExportRecord]:
    """The export of a whole workshop, with these fields of this record changed by hand."""
    records = exported(voted())
    records[key] = structs.replace(records[key], **fields)
    return list(records.values())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "fields", "expected"),
    [
        ("idea:trees-", {"text": " "}, "empty"),
        ("idea:trees-", {"text": "a\x00b"}, "bad_text"),
        ("idea:trees-", {"text": "x" * 2001}, "too_long"),
        ("cluster:green-", {"name": "x" * 201}, "too_long"),
        ("author:signed", {"name": "x" * 41}, "too_long"),
        ("workshop:this", {"title": "x" * 201}, "too_long"),
        ("workshop:this", {"keep_days": 0}, "differs"),
        ("workshop:this", {"names": "perhaps"}, "differs"),
        ("idea:trees-", {"board": "nowhere"}, "refers"),
        ("cluster:green-", {"theme": "nowhere"}, "refers"),
        ("cluster:green-", {"board": "needs-"}, "differs"),
        ("place:trees-", {"cluster": "nowhere"}, "refers"),
        ("theme:theme-y", {"hue": 0}, "differs"),
        ("theme:theme-y", {"hue": 10**9}, "differs"),
        ("agenda:this", {"open": "welcome"}, "differs"),
        ("agenda:this", {"steps": []}, "differs"),
        ("step:welcome", {"state": "to_come"}, "differs"),
        ("step:welcome", {"later": True}, "differs"),
        ("step:welcome", {"n": 9}, "differs"),
        ("board:ideas-", {"revealed": "perhaps"}, "differs"),
        ("crowd:this", {"people": -1}, "differs"),
        ("crowd:this", {"people": 10**30}, "differs"),
        ("idea:trees-", {"n": 10**30}, "differs"),
        ("step:welcome", {"opened_at": 10**17}, "differs"),
        ("theme:theme-y", {"order": 1.7e308}, "differs"),
        ("cluster:green-", {"order": 1.7e308}, "differs"),
    ],
)  # fmt: skip
def test_what_was_changed_by_hand_is_refused_by_its_name(key: Key, fields: dict[str, Any], expected: str) -> None:
    """FILE4"""
    found, reason = why(changed(key, **fields))
    assert reason == expected
    assert found == key or expected == "differs"


def test_a_record_that_every_export_has_must_be_there() -> None:
    for key in ("workshop:this", "agenda:this", "crowd:this"):
        assert why([record for name, record in exported(voted()).items() if name != key]) == (key, "missing")  # type: ignore[misc]
    assert why([record for name, record in exported(voted()).items() if name != "board:ideas-"])[1] == "missing"  # type: ignore[misc]


def test_nothing_is_there_twice() -> None:
    """FILE4"""
    records = told(voted())
    assert why([*records, records[-1]])[1] == "twice"
    assert why(changed("idea:trees-", n=2))[1] == "twice"
    assert why([*records, ThemeRecord("trees-", "A theme with an idea's id", 9, 9.0)])[1] == "twice"


def test_ids_that_no_phone_could_say_are_refused() -> None:
    records = [*told(voted()), IdeaRecord("<b>", "ideas-", "Words", 77)]
    assert why(records) == ("idea:<b>", "bad_command")


def test_merged_clusters_lead_somewhere() -> None:
    circle: list[ExportRecord] = [MergedRecord("left--", "right-", "Left"), MergedRecord("right-", "left--", "Right")]
    assert why([*told(voted()), *circle])[1] == "differs"
    assert why([*told(voted()), MergedRecord("left--", "nowhere", "Left")])[1] == "refers"


def test_more_than_a_workshop_holds_is_refused() -> None:
    few = structs.replace(Given().limits, ideas=3)
    with pytest.raises(DoesNotAddUp) as caught:
        rebuild(told(voted()), few, 0)
    assert (caught.value.why, caught.value.facts) == ("too_many", {"limit": 3})


def test_a_tally_of_what_is_not_there_is_refused() -> None:
    given = voted()
    tally = next(record for record in told(given) if isinstance(record, TallyRecord))
    counts = [structs.replace(tally.counts[0], on="nowhere"), *tally.counts[1:]]
    assert why(changed(f"tally:{tally.id}", counts=counts)) == (f"tally:{tally.id}", "differs")


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
