"""A whole workshop in which everybody does anything, checked at each act: see also what given.py checks."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.given import WELCOME, Given, seen_by
from workshops.agenda import AgendaRecord, CloseStep, ExtendTimebox, OpenStep, PauseTimebox, StartTimebox, StepRecord
from workshops.clusters import (
    Arrange,
    FileCluster,
    MakeCluster,
    MakeTheme,
    MoveIdeas,
    NameCluster,
    UngroupCluster,
)
from workshops.ideas import (
    AcceptIdea,
    EditIdea,
    Gather,
    HideIdea,
    IdeaRecord,
    PostIdea,
    RestoreIdea,
    RevealIdeas,
    WithdrawIdea,
)
from workshops.people import CrowdRecord, EraseMe, Finish, Join, PersonRecord, Rename
from workshops.vocabulary import Event, Limits, Record, Refused, id_of, kind_of
from workshops.voting import BallotRecord, CloseRound, ReopenRound, RevealRound, RoundRecord, RoundSealed, SetDots, Vote
from workshops.workshop import AnyCommand, AnyStep

PEOPLE = ("Ada", "Kofi", "Mei", "Zoe")
ROLES = ("facilitator", "helper", "screen", "observer", "export")
VIEWERS = (*PEOPLE, *ROLES)
STEPS = ("welcome", "gather", "cluster", "voting", "again-", "voting-two")
PUBLIC = ("board", "crowd")
NOT_EXPORTED = {"person", "mine", "left", "late", "hidden", "history", "ballot"}

anybody = st.sampled_from(PEOPLE)
organisers = st.sampled_from(["facilitator", "facilitator", "facilitator", *PEOPLE[:2]])
# Which of the things that there are; taken modulo how many that is, so that most acts are about something.
one_of_them = st.integers(0, 11)
some_of_them = st.lists(one_of_them, min_size=1, max_size=4)


Choose = Callable[[Sequence[Any]], Any]


def agenda(choose: Choose) -> list[AnyStep]:
    def gather(step: str) -> Gather:
        return Gather(
            id=step,
            title="Ideas",
            private=choose(["no", "participants", "everyone"]),
            authors=choose(["shown", "facilitators", "nobody"]),
            each=choose([0, 3]),
            late=choose([True, True, False]),
            minutes=choose([0, 5]),
        )

    def vote(step: str) -> Vote:
        return Vote(id=step, title="Vote", on=choose(["clusters", "ideas", "both"]), budget=3, maximum=2)

    arrange = Arrange(id="cluster", title="Group", by=choose(["facilitators", "everyone"]))
    return [WELCOME, gather("gather"), arrange, vote("voting"), gather("again-"), vote("voting-two")]


@st.composite
def agendas(draw: st.DrawFn) -> list[AnyStep]:
    return agenda(lambda options: draw(st.sampled_from(options)))


class AnyWorkshop(RuleBasedStateMachine):
    @initialize(steps=agendas())
    def begin(self, steps: list[AnyStep]) -> None:
        limits = Limits(ideas=12, ideas_each=5, clusters=4, themes=2)
        self.world = Given(limits, replay_every=5).created(*steps).joined(*PEOPLE).opened("gather")
        self.words: dict[str, tuple[str, str]] = {}
        self.been_in_room: set[str] = set()
        self.made = 0
        self.look()
        self.post(["Ada", "Kofi", "Mei", "Ada"], None)
        for which in (0, 1):
            self.make("facilitator", [which], 0)

    def fresh(self, kind: str) -> str:
        self.made += 1
        return f"{kind}-{self.made}"

    def pick(self, kind: str, which: int) -> str:
        """The id of one of the things of which there are records of this kind; now and then one there is not."""
        ids = [id_of(key) for key in self.all if kind_of(key) == kind]
        return ids[which % len(ids)] if ids and which < 11 else "nothing"

    def act(self, who: str, command: AnyCommand) -> bool:
        """Whether they could; a refusal is fine, what it may not do is checked by `Given`."""
        before, ballots = self.views, self.ballots()
        try:
            events = self.world.does(who, command)
        except Refused:
            return False
        self.look()
        self.nobody_else_noticed(who, command, before)
        for event in events:
            self.dots_are_conserved(event, ballots)
        return True

    def look(self) -> None:
        self.all = self.world.everything()
        self.views = {viewer: seen_by(viewer, self.all) for viewer in VIEWERS}
        self.been_in_room |= {id_of(key) for key in self.views["export"] if kind_of(key) == "idea"}

    def ballots(self) -> list[BallotRecord]:
        return [shown.record for shown in self.all.values() if isinstance(shown.record, BallotRecord)]

    def nobody_else_noticed(self, who: str, command: AnyCommand, before: dict[str, dict[str, Record]]) -> None:
        """What happens to an idea that one sees neither before nor after, or in a ballot not one's own (SHOW2)."""
        for viewer in set(VIEWERS) - {who}:
            after = self.views[viewer]
            if isinstance(command, SetDots):
                assert after == before[viewer]
            idea = getattr(command, "idea", None)
            if idea is not None and not {f"idea:{idea}"} & (after.keys() | before[viewer].keys()):
                assert private_part(after) == private_part(before[viewer])

    def dots_are_conserved(self, event: Event, ballots: list[BallotRecord]) -> None:
        """DOTS10: the tally is the sum of the ballots."""
        if isinstance(event, RoundSealed):
            mine = [ballot.dots for ballot in ballots if ballot.round == event.round]
            total = sum((Counter(dots) for dots in mine), Counter[str]())
            assert total == {item: dots for item, (dots, _) in event.tally.items()}
            assert all(voters == sum(item in dots for dots in mine) for item, (_, voters) in event.tally.items())
            assert event.voters == sum(bool(dots) for dots in mine)

    # People

    @rule(who=anybody, name=st.sampled_from(["Lovelace", ""]), new=st.booleans())
    def name_oneself(self, who: str, name: str, new: bool) -> None:
        self.act(who, Rename(name and f"{who} {name}") if new else Join(who))

    @rule(who=anybody, step=st.sampled_from(STEPS), done=st.booleans())
    def finish(self, who: str, step: str, done: bool) -> None:
        self.act(who, Finish(self.world.record(AgendaRecord, "agenda:this").open or step, done))

    @rule(who=st.sampled_from(PEOPLE[1:]), back=st.booleans(), sure=one_of_them)
    def erase(self, who: str, back: bool, sure: int) -> None:
        if sure > 7 and self.act(who, EraseMe()):
            self.words = {idea: words for idea, words in self.words.items() if words[0] != who}
        if back:
            self.act(who, Join(f"{who} again"))

    # The agenda

    @rule(who=organisers, step=st.sampled_from(STEPS))
    def open_step(self, who: str, step: str) -> None:
        self.act(who, OpenStep(step))

    @rule(to=st.sampled_from(["facilitators", "room"]))
    def close_step(self, to: Any) -> None:
        self.act("facilitator", CloseStep(self.world.record(AgendaRecord, "agenda:this").open or "gather"))
        self.act("facilitator", RevealIdeas("ideas-", to))

    @rule(kind=st.integers(0, 3))
    def time(self, kind: int) -> None:
        step = self.world.record(AgendaRecord, "agenda:this").open or "gather"
        kinds: list[AnyCommand] = [
            StartTimebox(step),
            StartTimebox(step, 60),
            PauseTimebox(step),
            ExtendTimebox(step, -100),
        ]
        self.act("facilitator", kinds[kind])

    @rule(minutes=st.sampled_from([1, 10]))
    def later(self, minutes: int) -> None:
        self.world.later(minutes=minutes)
        while (due := self.world.workshop.due()) is not None and due[0] <= self.world.now:
            assert self.act("system", due[1])

    # Ideas

    @rule(authors=st.lists(anybody, min_size=1, max_size=3), step=st.sampled_from([None, None, "gather", "again-"]))
    def post(self, authors: list[str], step: str | None) -> None:
        if step is not None:
            self.act("facilitator", OpenStep(step))
        for who in authors:
            idea = self.fresh("idea")
            text = f"<{idea} of {who}>"
            if self.act(who, PostIdea(idea, "ideas-", text)):
                self.words[idea] = (who, text)

    @rule(which=one_of_them, anyone=st.none() | anybody)
    def edit(self, which: int, anyone: str | None) -> None:
        idea = self.pick("idea", which)
        who = anyone or self.words.get(idea, ("Ada", ""))[0]
        text = f"<{idea} of {who}, {self.made}>"
        if self.act(who, EditIdea(idea, text)):
            self.words[idea] = (who, text)

    @rule(which=one_of_them, anyone=st.none() | anybody)
    def withdraw(self, which: int, anyone: str | None) -> None:
        idea = self.pick("idea", which)
        if self.act(anyone or self.words.get(idea, ("Ada", ""))[0], WithdrawIdea(idea)):
            del self.words[idea]

    @rule(which=one_of_them, who=organisers)
    def hide(self, which: int, who: str) -> None:
        idea = self.pick("idea", which)
        self.act(who, HideIdea(idea, f"<Why {idea} is hidden>"))

    @rule(which=one_of_them, kind=st.sampled_from(["hidden", "hidden", "idea"]))
    def restore(self, which: int, kind: str) -> None:
        self.act("facilitator", RestoreIdea(self.pick(kind, which)))

    @rule(which=one_of_them, kind=st.sampled_from(["late", "late", "idea"]))
    def accept(self, which: int, kind: str) -> None:
        self.act("facilitator", AcceptIdea(self.pick(kind, which)))

    @rule(to=st.sampled_from(["facilitators", "room"]))
    def reveal(self, to: Any) -> None:
        self.act("facilitator", RevealIdeas("ideas-", to))

    # Clusters

    @rule(who=organisers, ideas=some_of_them, theme=one_of_them)
    def make(self, who: str, ideas: list[int], theme: int) -> None:
        under = self.pick("theme", theme)
        seen = [idea for which in ideas if self.world.sees(who, f"idea:{(idea := self.pick('idea', which))}")]
        self.act(who, MakeCluster(self.fresh("cluster"), "ideas-", "Green", under if theme else None, seen))

    @rule()
    def make_theme(self) -> None:
        self.act("facilitator", MakeTheme(self.fresh("theme"), "Streets"))

    @rule(who=organisers, which=one_of_them, theme=one_of_them)
    def file(self, who: str, which: int, theme: int) -> None:
        cluster = self.pick("cluster", which)
        self.act(who, FileCluster(cluster, self.pick("theme", theme) if theme else None))
        self.act(who, NameCluster(cluster, f"Name {theme}"))

    @rule(who=organisers, ideas=some_of_them, to=one_of_them)
    def move(self, who: str, ideas: list[int], to: int) -> None:
        chosen = [self.pick("idea", which) for which in ideas]
        self.act(who, MoveIdeas(chosen, self.pick("cluster", to) if to else None))

    @rule(which=one_of_them)
    def ungroup(self, which: int) -> None:
        self.act("facilitator", UngroupCluster(self.pick("cluster", which)))

    # Rounds

    @rule(
        step=st.sampled_from([None, None, "voting", "voting-two"]),
        ballots=st.lists(st.tuples(anybody, one_of_them, st.integers(0, 3)), min_size=1),
        kind=st.sampled_from(["what it is about", "idea", "cluster"]),
    )
    def dots(self, step: str | None, ballots: list[tuple[str, int, int]], kind: str) -> None:
        if step is not None:
            self.act("facilitator", OpenStep(step))
        for who, item, n in ballots:
            self.act(who, SetDots(self.open_round(), self.pick(self.about(kind), item), n))

    def open_round(self) -> str:
        rounds = [shown.record for shown in self.all.values() if isinstance(shown.record, RoundRecord)]
        return min(rounds, key=lambda record: record.state != "open", default=RoundRecord("nothing", "", "")).id

    def about(self, kind: str) -> str:
        opened = self.world.record(AgendaRecord, "agenda:this").open
        about = None if opened is None else self.world.record(StepRecord, f"step:{opened}").about
        if kind == "what it is about" and isinstance(about, Vote):
            return "cluster" if about.on == "clusters" else "idea"
        return "idea" if kind == "idea" else "cluster"

    @rule(kind=st.sampled_from([CloseRound, ReopenRound, RevealRound]), which=one_of_them)
    def turn_round(self, kind: Any, which: int) -> None:
        if which > 3:
            self.act("facilitator", CloseRound(self.open_round()))
        self.act("facilitator", kind(self.pick("round", which)))

    # What holds at all times

    @invariant()
    def nobody_is_over_budget(self) -> None:
        """DOTS2 DOTS6: and dots are on what there is alone."""
        for ballot in self.ballots():
            assert ballot.left >= 0
            assert sum(ballot.dots.values()) + ballot.left == 3
            assert all(1 <= n <= 2 for n in ballot.dots.values())
            for item in ballot.dots:
                assert {f"cluster:{item}", f"idea:{item}"} & self.views["export"].keys()

    @invariant()
    def words_stay(self) -> None:
        """SHOW8: every author has their words; what the room saw it sees, but when hidden or further on."""
        for idea, (author, text) in self.words.items():
            record = self.views[author].get(f"idea:{idea}")
            assert isinstance(record, IdeaRecord)
            assert record.text == text
            if idea in self.been_in_room and f"idea:{idea}" not in self.views["export"]:
                assert f"hidden:{idea}" in self.views["facilitator"]
            assert (idea in self.been_in_room) == (record.n > 0)
        assert {key for key in self.all if kind_of(key) == "idea"} == {f"idea:{idea}" for idea in self.words}

    @invariant()
    def the_horizon_hides_whole_steps(self) -> None:
        """AGENDA4 AGENDA5"""
        first = self.world.record(StepRecord, "step:gather")
        horizon = self.world.workshop.agenda.horizon
        for idea in self.words:
            if f"idea:{idea}" in self.views["export"]:
                assert (f"idea:{idea}" in self.views["screen"]) == (first.n <= horizon)

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
        counted = CrowdRecord("this", len(people), sum(person.done for person in people))
        assert self.world.record(CrowdRecord, "crowd:this") == counted

    @invariant()
    def one_step_is_open_at_most(self) -> None:
        """AGENDA2"""
        steps = [self.world.record(StepRecord, f"step:{step}") for step in STEPS]
        opened = [step.id for step in steps if step.state == "open"]
        assert opened == [step for step in [self.world.record(AgendaRecord, "agenda:this").open] if step]

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
            if {"person", "name"} & fields.keys() and any(who in str(fields.get("person", "")) for who in PEOPLE):
                told.add(fields["id"])
        return told


def private_part(view: dict[str, Record]) -> dict[str, Record]:
    return {key: record for key, record in view.items() if kind_of(key) not in PUBLIC}


AnyWorkshop.TestCase.settings = settings(max_examples=50, stateful_step_count=40)
test_any_workshop = AnyWorkshop.TestCase

# Long days by plain chance: they come to places that a search for short ones does not. STORMS=1000 for many.
STORMS = int(os.environ.get("STORMS", "8"))


@pytest.mark.parametrize("seed", range(STORMS))
def test_a_storm(seed: int) -> None:
    chance = Random(seed)
    storm = AnyWorkshop()
    storm.begin(steps=agenda(chance.choice))
    for _ in range(200):
        act(storm, chance)
        for check in (
            storm.nobody_is_over_budget,
            storm.words_stay,
            storm.the_horizon_hides_whole_steps,
            storm.numbers_are_given_once,
            storm.the_crowd_is_counted,
            storm.one_step_is_open_at_most,
            storm.nobody_reads_what_they_do_not_see,
        ):
            check()


def act(storm: AnyWorkshop, chance: Random) -> None:
    who, to = chance.choice(PEOPLE), chance.choice(["facilitators", "room"])
    lead, one = chance.choice(["facilitator", "facilitator", *PEOPLE[:2]]), chance.randrange(12)
    some = [chance.randrange(12) for _ in range(chance.randint(1, 4))]
    ballots = [(chance.choice(PEOPLE), chance.randrange(11), chance.randrange(4)) for _ in range(6)]
    kinds = ["what it is about", "what it is about", "idea", "cluster"]
    yes = chance.random() < 0.5
    acts: list[tuple[float, Callable[[], object]]] = [
        (1, lambda: storm.name_oneself(who=who, name=chance.choice(["Lovelace", ""]), new=yes)),
        (1, lambda: storm.finish(who=who, step="gather", done=yes)),
        (1, lambda: storm.erase(who=who, back=True, sure=one)),
        (3, lambda: storm.open_step(who="facilitator", step=chance.choice(STEPS))),
        (2, lambda: storm.close_step(to=to)),
        (1, lambda: storm.time(kind=one % 4)),
        (1, lambda: storm.later(minutes=chance.choice([1, 1, 10]))),
        (4, lambda: storm.post(authors=[who], step=chance.choice([None, "gather", "again-"]))),
        (3, lambda: storm.edit(which=one, anyone=chance.choice([None, None, who]))),
        (2, lambda: storm.withdraw(which=one, anyone=chance.choice([None, None, who]))),
        (3, lambda: storm.hide(which=one, who=lead)),
        (4, lambda: storm.restore(which=one, kind="hidden")),
        (3, lambda: storm.accept(which=one, kind="late")),
        (2, lambda: storm.reveal(to=to)),
        (3, lambda: storm.make(who=lead, ideas=some, theme=one)),
        (1, storm.make_theme),
        (2, lambda: storm.file(who=lead, which=one, theme=chance.randrange(12))),
        (3, lambda: storm.move(who=lead, ideas=some, to=one)),
        (1, lambda: storm.ungroup(which=one)),
        (4, lambda: storm.dots(step=None, ballots=ballots, kind=chance.choice(kinds))),
        (3, lambda: storm.dots(step=chance.choice(["voting", "voting-two"]), ballots=ballots, kind=kinds[0])),
        (0.3, lambda: storm.turn_round(kind=chance.choice([CloseRound, ReopenRound, RevealRound]), which=one)),
    ]
    chance.choices([do for _, do in acts], [weight for weight, _ in acts])[0]()
