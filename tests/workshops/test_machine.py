"""What holds in a workshop whoever has done whatever: in short days that are searched, and in long ones by chance."""

import os
from collections.abc import Callable
from random import Random

import msgspec
import pytest
from hypothesis import settings
from hypothesis.stateful import invariant

from tests.workshops.acts import Acts
from tests.workshops.whole import LATER, NOT_EXPORTED, PEOPLE, VIEWERS, agenda
from workshops.agenda import AgendaRecord, StepRecord
from workshops.ballots import BallotRecord
from workshops.clusters import ClusterRecord
from workshops.ideas import IdeaRecord
from workshops.merging import MergedRecord
from workshops.people import CrowdRecord, PersonRecord
from workshops.sealing import RevealRound
from workshops.vocabulary import Record, kind_of
from workshops.voting import CloseRound, ReopenRound


class AnyWorkshop(Acts):
    @invariant()
    def nobody_is_over_budget(self) -> None:
        """DOTS2 DOTS6 DOTS17: and dots are on what there is alone; nobody is shown a ballot on paper."""
        for round_ in self.rounds():
            for person, voter in round_.people.items():
                ballot, left = round_.ballot(voter), round_.left(voter)
                assert left >= 0
                assert sum(ballot.values()) + left == round_.rules.budget
                for item in ballot:
                    assert {f"cluster:{item}", f"idea:{item}"} & self.views["export"].keys()
                shown = self.all.get(f"ballot:{round_.id}.{person}")
                assert (shown is None) == self.world.workshop.people.on_paper(person)
                if shown is not None:
                    themes = round_.left_by_theme(voter)
                    record = BallotRecord(f"{round_.id}.{person}", round_.id, left, ballot, themes)
                    assert (shown.record, shown.owner) == (record, shown.owner and person)

    @invariant()
    def words_stay(self) -> None:
        """SHOW8: every author has their words; what the room saw it sees, but when hidden or further on."""
        joined = self.world.workshop.people.joined
        for idea, (author, text) in self.words.items():
            shown = self.all[f"idea:{idea}"]
            record = shown.record
            assert isinstance(record, IdeaRecord)
            assert record.text == text
            assert shown.owner == (author if author in joined else None)
            if idea in self.been_in_room and f"idea:{idea}" not in self.views["export"]:
                assert f"hidden:{idea}" in self.views["facilitator"]
            assert (idea in self.been_in_room) == (record.n > 0)
        assert {key for key in self.all if kind_of(key) == "idea"} == {f"idea:{idea}" for idea in self.words}

    @invariant()
    def the_horizon_hides_whole_steps(self) -> None:
        """AGENDA4 AGENDA5"""
        boards, horizon = self.world.workshop.ideas.boards, self.world.workshop.agenda.horizon
        for idea in self.words:
            if f"idea:{idea}" in self.views["export"]:
                assert (f"idea:{idea}" in self.views["screen"]) == (boards["ideas-"].n <= horizon)

    @invariant()
    def everything_is_somewhere(self) -> None:
        """CLUSTER8 CLUSTER10 CLUSTER12: ideas in clusters that there are, those under themes that there are, each in a
        place of its own; what was merged leads to where it ended."""
        for view in self.views.values():
            records = list(view.values())
            clusters = [record for record in records if isinstance(record, ClusterRecord)]
            assert len({(cluster.board, cluster.order) for cluster in clusters}) == len(clusters)
            merged = {record.id: record.into for record in records if isinstance(record, MergedRecord)}
            for end in merged:
                while end in merged:
                    end = merged[end]
                assert f"cluster:{end}" in view
        there = self.all.keys()
        themes = {record.theme for record in clusters_of(self.views["facilitator"])} - {None}
        assert {f"theme:{theme}" for theme in themes} <= there
        for idea, cluster in self.world.workshop.clusters.place.items():
            assert {f"idea:{idea}", f"cluster:{cluster}"} <= there

    @invariant()
    def numbers_are_given_once(self) -> None:
        """IDEA1"""
        records = (shown.record for shown in self.all.values())
        numbers = [record.n for record in records if isinstance(record, IdeaRecord) and record.n]
        assert len(numbers) == len(set(numbers))

    @invariant()
    def the_crowd_is_counted(self) -> None:
        """PEOPLE9"""
        people = [shown.record for shown in self.all.values() if isinstance(shown.record, PersonRecord)]
        paper = sum(person.paper for person in people)
        counted = CrowdRecord("this", len(people), sum(person.done for person in people), paper)
        assert self.world.record(CrowdRecord, "crowd:this") == counted

    @invariant()
    def one_step_is_open_at_most(self) -> None:
        """AGENDA2"""
        agenda = self.world.record(AgendaRecord, "agenda:this")
        steps = [self.world.record(StepRecord, f"step:{step}") for step in agenda.steps]
        assert [step.n for step in steps] == list(range(1, len(steps) + 1))
        opened = [step.id for step in steps if step.state == "open"]
        assert opened == [step for step in [agenda.open] if step]

    @invariant()
    def nobody_reads_what_they_do_not_see(self) -> None:
        """SHOW2: no word of an idea is in any record of whom that idea is not shown to."""
        for viewer in VIEWERS:
            view = self.views[viewer]
            everything = str(list(view.values()))
            for idea in self.words:
                if f"idea:{idea}" not in view:
                    assert f"<{idea} of" not in everything
                    assert f"<Why {idea} is" not in everything
            if viewer in ("screen", "observer", "export"):
                assert all(not key.startswith("ballot:") for key in view)
                assert self.names(view) <= {view[key].id for key in view if kind_of(key) == "author"}  # type: ignore[attr-defined]
        assert not NOT_EXPORTED & {kind_of(key) for key in self.views["export"]}

    def names(self, view: dict[str, Record]) -> set[str]:
        """The ideas whose records say who somebody is."""
        told = set()
        for record in view.values():
            fields = msgspec.to_builtins(record)
            if any(who in str(fields.get("person", "")) for who in (*PEOPLE, *LATER, "paper")):
                told.add(fields["id"])
        return told


def clusters_of(view: dict[str, Record]) -> list[ClusterRecord]:
    return [record for record in view.values() if isinstance(record, ClusterRecord)]


AnyWorkshop.TestCase.settings = settings(max_examples=40, stateful_step_count=30)
test_any_workshop = pytest.mark.timeout(300)(AnyWorkshop.TestCase)

# Long days by plain chance: they come to places that a search for short ones does not. STORMS=1000 for many.
STORMS = int(os.environ.get("STORMS", "8"))


@pytest.mark.parametrize("seed", range(STORMS))
def test_a_storm(seed: int) -> None:
    chance = Random(seed)
    storm = AnyWorkshop()
    storm.begin(steps=agenda(chance.choice), rehearsed=seed % 2 == 1)
    for _ in range(200):
        act(storm, chance)
        for check in (
            storm.nobody_is_over_budget,
            storm.words_stay,
            storm.the_horizon_hides_whole_steps,
            storm.everything_is_somewhere,
            storm.numbers_are_given_once,
            storm.the_crowd_is_counted,
            storm.one_step_is_open_at_most,
            storm.nobody_reads_what_they_do_not_see,
        ):
            check()


KINDS = ("what it is about", "what it is about", "idea", "cluster", "merged")


def act(storm: AnyWorkshop, chance: Random) -> None:
    who, to = chance.choice([*PEOPLE, *PEOPLE, *LATER]), chance.choice(["facilitators", "room"])
    lead, one, other = chance.choice(["facilitator", "facilitator", *PEOPLE[:2]]), *chance.choices(range(12), k=2)
    some = [chance.randrange(12) for _ in range(chance.randint(1, 4))]
    ballots = [(chance.choice(PEOPLE), chance.randrange(11), chance.randrange(4)) for _ in range(4)]
    yes = chance.random() < 0.5
    acts: list[tuple[float, Callable[[], object]]] = [
        (2, lambda: storm.name_oneself(who=who, name=chance.choice(["Lovelace", ""]), new=yes)),
        (1, lambda: storm.finish(who=who, done=yes)),
        (1, lambda: storm.erase(who=who, back=True, sure=one)),
        (3, lambda: storm.for_paper(who=chance.choice(["helper", "helper", "Ada"]), which=one, kind=other % 5)),
        (1, lambda: storm.lead_people(one=one, other=other, kind=chance.randrange(10), hide=yes)),
        (3, lambda: storm.open_step(who="facilitator", which=one)),
        (2, lambda: storm.close_step(to=to)),
        (1, lambda: (storm.time(kind=one % 4), storm.later(minutes=chance.choice([1, 1, 10])))),
        (2, lambda: storm.change_agenda(which=one, kind=chance.randrange(9))),
        (0.3, lambda: storm.rehearse(clear=one < 2)),
        (4, lambda: storm.post(authors=[who], step=chance.choice([None, "gather", "again-"]), listed=one < 3)),
        (3, lambda: storm.edit(which=one, anyone=chance.choice([None, None, who]))),
        (2, lambda: storm.withdraw(which=one, anyone=chance.choice([None, None, who]))),
        (3, lambda: storm.hide(which=one, who=lead)),
        (4, lambda: storm.restore(which=one, kind="hidden")),
        (3, lambda: storm.accept(which=one, kind="late")),
        (2, lambda: storm.reveal(to=to)),
        (1, lambda: storm.report(which=one, who=who, looked_at=yes)),
        (3, lambda: storm.make(who=lead, ideas=some, theme=one)),
        (2, lambda: storm.lead_themes(which=one, kind=other % 4)),
        (2, lambda: storm.file(who=lead, which=one, theme=chance.randrange(12), behind=other)),
        (3, lambda: storm.move(who=lead, ideas=some, to=one)),
        (1, lambda: storm.ungroup(who=lead, which=one)),
        (3, lambda: storm.merge(who=lead, which=one, into=other)),
        (2, lambda: storm.unmerge(who=lead, which=one)),
        (3, lambda: storm.undo(who=lead, times=chance.randint(1, 3))),
        (4, lambda: storm.dots(which=None, ballots=ballots, kind=chance.choice(KINDS))),
        (3, lambda: storm.dots(which=one, ballots=ballots, kind=KINDS[0])),
        (3, lambda: storm.ballot_on_paper(which=one, items=some, n=chance.randrange(4), again=yes)),
        (0.3, lambda: storm.turn_round(kind=chance.choice([CloseRound, ReopenRound, RevealRound]), which=one)),
        (1, lambda: storm.screen(which=chance.randrange(200), kind=one % 4)),
    ]
    chance.choices([do for _, do in acts], [weight for weight, _ in acts])[0]()
