"""A whole workshop in which everybody does anything, checked at each act: see also what given.py checks."""

from collections import Counter
from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.given import WELCOME, Given
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
from workshops.people import EraseMe, Finish, Join, Rename
from workshops.vocabulary import Event, Limits, Record, Refused, kind_of
from workshops.voting import BallotRecord, CloseRound, ReopenRound, RevealRound, RoundSealed, SetDots, Vote
from workshops.workshop import AnyCommand, AnyStep

PEOPLE = ("Ada", "Kofi", "Mei", "Zoe")
ROLES = ("facilitator", "helper", "screen", "observer", "export")
VIEWERS = (*PEOPLE, *ROLES)
STEPS = ("welcome", "gather", "cluster", "voting", "again-", "voting-two")
IDEAS = tuple(f"idea-{n}" for n in range(8))
CLUSTERS = tuple(f"cluster-{n}" for n in range(4))
THEMES = ("theme-0", "theme-1")
PUBLIC = ("board", "crowd")
NOT_EXPORTED = {"person", "mine", "left", "late", "hidden", "history", "ballot"}

anybody = st.sampled_from(PEOPLE)
organisers = st.sampled_from([*PEOPLE[:2], "facilitator", "facilitator", "facilitator"])
an_idea = st.sampled_from(IDEAS)
a_cluster = st.sampled_from(CLUSTERS)
a_theme = st.none() | st.sampled_from(THEMES)
a_step = st.sampled_from(STEPS)
some_ideas = st.lists(an_idea, max_size=4)


@st.composite
def agendas(draw: st.DrawFn) -> list[AnyStep]:
    timed = st.sampled_from([0, 5])
    private = st.sampled_from(["no", "participants", "everyone"])
    authors = st.sampled_from(["shown", "facilitators", "nobody"])

    def gather(step: str) -> Gather:
        return Gather(
            id=step,
            title="Ideas",
            private=draw(private),  # type: ignore[arg-type]
            authors=draw(authors),  # type: ignore[arg-type]
            each=draw(st.sampled_from([0, 3])),
            late=draw(st.booleans()),
            minutes=draw(timed),
        )

    def vote(step: str) -> Vote:
        on = draw(st.sampled_from(["clusters", "ideas", "both"]))
        return Vote(id=step, title="Vote", on=on, budget=3, maximum=2, minutes=draw(timed))  # type: ignore[arg-type]

    by = draw(st.sampled_from(["facilitators", "everyone"]))
    arrange = Arrange(id="cluster", title="Group", by=by, minutes=draw(timed))  # type: ignore[arg-type]
    return [WELCOME, gather("gather"), arrange, vote("voting"), gather("again-"), vote("voting-two")]


class AnyWorkshop(RuleBasedStateMachine):
    @initialize(steps=agendas())
    def begin(self, steps: list[AnyStep]) -> None:
        limits = Limits(ideas=7, ideas_each=4, clusters=3, themes=2)
        self.world = Given(limits).created(*steps).joined("Ada", "Kofi")
        self.words: dict[str, tuple[str, str]] = {}
        self.been_in_room: set[str] = set()
        self.opened("gather")

    def opened(self, step: str) -> None:
        self.world.opened(step)

    def act(self, who: str, command: AnyCommand) -> bool:
        """Whether they could; a refusal is fine, what it may not do is checked by `Given`."""
        before = {viewer: self.world.sees_all(viewer) for viewer in VIEWERS}
        ballots = self.ballots()
        try:
            events = self.world.does(who, command)
        except Refused:
            return False
        self.nobody_else_noticed(who, command, before)
        for event in events:
            self.dots_are_conserved(event, ballots)
        return True

    def ballots(self) -> list[BallotRecord]:
        return [shown.record for shown in self.world.everything().values() if isinstance(shown.record, BallotRecord)]

    def nobody_else_noticed(self, who: str, command: AnyCommand, before: dict[str, dict[str, Record]]) -> None:
        """What happens to an idea that one sees neither before nor after, or in a ballot not one's own (SHOW2)."""
        for viewer in set(VIEWERS) - {who}:
            after = self.world.sees_all(viewer)
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

    @rule(who=anybody)
    def join(self, who: str) -> None:
        self.act(who, Join(who))

    @rule(who=anybody, name=st.sampled_from(["Ada", "Kofi", ""]))
    def rename(self, who: str, name: str) -> None:
        self.act(who, Rename(name and f"{who} {name}"))

    @rule(who=anybody, step=a_step, done=st.booleans())
    def finish(self, who: str, step: str, done: bool) -> None:
        self.act(who, Finish(step, done))

    @rule(who=st.sampled_from(PEOPLE[1:]), sure=st.integers(0, 3))
    def erase(self, who: str, sure: int) -> None:
        if not sure and self.act(who, EraseMe()):
            self.words = {idea: words for idea, words in self.words.items() if words[0] != who}

    # The agenda

    @rule(who=organisers, step=a_step)
    def open_step(self, who: str, step: str) -> None:
        self.act(who, OpenStep(step))

    @rule(step=a_step)
    def close_step(self, step: str) -> None:
        self.act("facilitator", CloseStep(step))

    @rule(step=a_step, kind=st.integers(0, 3))
    def time(self, step: str, kind: int) -> None:
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

    @rule(who=anybody, idea=an_idea)
    def post(self, who: str, idea: str) -> None:
        text = f"<{idea} of {who}>"
        if self.act(who, PostIdea(idea, "ideas-", text)):
            self.words[idea] = (who, text)

    @rule(who=anybody, idea=an_idea, n=st.integers(0, 3))
    def edit(self, who: str, idea: str, n: int) -> None:
        text = f"<{idea} of {who}, {n}>"
        if self.act(who, EditIdea(idea, text)):
            self.words[idea] = (who, text)

    @rule(who=anybody, idea=an_idea)
    def withdraw(self, who: str, idea: str) -> None:
        if self.act(who, WithdrawIdea(idea)):
            del self.words[idea]

    @rule(who=organisers, idea=an_idea)
    def hide(self, who: str, idea: str) -> None:
        self.act(who, HideIdea(idea, f"<Why {idea} is hidden>"))

    @rule(idea=an_idea)
    def restore(self, idea: str) -> None:
        self.act("facilitator", RestoreIdea(idea))

    @rule(idea=an_idea)
    def accept(self, idea: str) -> None:
        self.act("facilitator", AcceptIdea(idea))

    @rule(to=st.sampled_from(["facilitators", "room"]))
    def reveal(self, to: Any) -> None:
        self.act("facilitator", RevealIdeas("ideas-", to))

    # Clusters

    @rule(who=organisers, cluster=a_cluster, theme=a_theme, ideas=some_ideas)
    def make(self, who: str, cluster: str, theme: str | None, ideas: list[str]) -> None:
        seen = [idea for idea in ideas if self.world.sees(who, f"idea:{idea}") is not None]
        self.act(who, MakeCluster(cluster, "ideas-", "Green", theme, seen))

    @rule(theme=st.sampled_from(THEMES))
    def make_theme(self, theme: str) -> None:
        self.act("facilitator", MakeTheme(theme, "Streets"))

    @rule(who=organisers, cluster=a_cluster, theme=a_theme)
    def file(self, who: str, cluster: str, theme: str | None) -> None:
        self.act(who, FileCluster(cluster, theme))

    @rule(who=organisers, cluster=a_cluster)
    def name(self, who: str, cluster: str) -> None:
        self.act(who, NameCluster(cluster, f"Named by {who[0]}"))

    @rule(who=organisers, ideas=some_ideas.filter(bool), to=st.none() | a_cluster)
    def move(self, who: str, ideas: list[str], to: str | None) -> None:
        self.act(who, MoveIdeas(ideas, to))

    @rule(cluster=a_cluster)
    def ungroup(self, cluster: str) -> None:
        self.act("facilitator", UngroupCluster(cluster))

    # Rounds

    @rule(who=anybody, item=an_idea | a_cluster, n=st.integers(0, 3), which=st.integers(0, 1))
    def dots(self, who: str, item: str, n: int, which: int) -> None:
        if round_id := self.a_round(which):
            self.act(who, SetDots(round_id, item, n))

    @rule(kind=st.sampled_from([CloseRound, ReopenRound, RevealRound]), which=st.integers(0, 1))
    def turn_round(self, kind: Any, which: int) -> None:
        if round_id := self.a_round(which):
            self.act("facilitator", kind(round_id))

    def a_round(self, which: int) -> str | None:
        rounds = list(self.world.workshop.voting.rounds)
        return rounds[which % len(rounds)] if rounds else None

    # What holds at all times

    @invariant()
    def nobody_is_over_budget(self) -> None:
        """DOTS2 DOTS6: and dots are on what there is alone."""
        for ballot in self.ballots():
            assert ballot.left >= 0
            assert sum(ballot.dots.values()) + ballot.left == 3
            assert all(1 <= n <= 2 for n in ballot.dots.values())
            for item in ballot.dots:
                assert item in CLUSTERS or f"idea:{item}" in self.world.sees_all("export")

    @invariant()
    def words_stay(self) -> None:
        """SHOW8: every author has their words; what the room saw it sees, but when hidden or further on."""
        for idea, (author, text) in self.words.items():
            record = self.world.sees(author, f"idea:{idea}")
            assert isinstance(record, IdeaRecord)
            assert record.text == text
            if self.world.sees("export", f"idea:{idea}") is not None:
                self.been_in_room.add(idea)
            elif idea in self.been_in_room:
                assert self.world.sees("facilitator", f"hidden:{idea}") is not None
            assert (idea in self.been_in_room) == (record.n > 0)
        assert {kind_of(key) for key in self.world.everything()} & {"idea"} == ({"idea"} if self.words else set())

    @invariant()
    def the_horizon_hides_whole_steps(self) -> None:
        """AGENDA4 AGENDA5"""
        first = self.world.record(StepRecord, "step:gather")
        horizon = self.world.workshop.agenda.horizon
        for idea in self.words:
            if self.world.sees("export", f"idea:{idea}") is not None:
                assert (self.world.sees("screen", f"idea:{idea}") is not None) == (first.n <= horizon)

    @invariant()
    def numbers_are_given_once(self) -> None:
        """IDEA1"""
        records = (shown.record for shown in self.world.everything().values())
        numbers = [record.n for record in records if isinstance(record, IdeaRecord) and record.n]
        assert len(numbers) == len(set(numbers))

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
            view = self.world.sees_all(viewer)
            everything = str(list(view.values()))
            for idea in IDEAS:
                if f"idea:{idea}" not in view:
                    assert f"<{idea} of" not in everything
                    assert f"<Why {idea} is" not in everything
            if viewer in ("screen", "observer", "export"):
                assert all(not key.startswith("ballot:") for key in view)
                assert self.names(view) <= {view[key].id for key in view if kind_of(key) == "author"}  # type: ignore[attr-defined]
        assert not NOT_EXPORTED & {kind_of(key) for key in self.world.sees_all("export")}

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


AnyWorkshop.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
test_any_workshop = AnyWorkshop.TestCase
