"""What anybody does in a workshop, each act as likely to be refused as not."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from msgspec.structs import replace

from tests.workshops.whole import LATER, PEOPLE, Whole, agenda
from workshops.agenda import AgendaRecord, CloseStep, OpenStep, StepRecord
from workshops.ballots import EnterBallot, SetDots
from workshops.boards import Gather
from workshops.clusters import FileCluster, MakeCluster, NameCluster, OrderCluster, UngroupCluster
from workshops.door import LockDoor, UnlockDoor
from workshops.format import AnyStep
from workshops.ideas import AddIdeas, EditIdea, NewIdea, PostIdea, WithdrawIdea
from workshops.merging import MergeClusters, UnmergeCluster
from workshops.moderation import AcceptIdea, HideIdea, RestoreIdea, RevealIdeas
from workshops.people import AddPerson, EraseMe, Finish, Join, MergePeople, RemovePerson, Rename
from workshops.recipe import AddStep, DescribeWorkshop, EditStep, MoveStep, RemoveStep
from workshops.rehearsal import ClearRehearsal, StartRehearsal
from workshops.reports import DismissReports, ReportIdea
from workshops.screen import FreezeScreen, Spotlight, UnfreezeScreen
from workshops.sealing import RevealRound
from workshops.sorting import Arrange, MoveIdeas
from workshops.themes import MakeTheme, OrderTheme, RemoveTheme
from workshops.timebox import ExtendTimebox, PauseTimebox, StartTimebox
from workshops.undo import Undo
from workshops.voting import CloseRound, ReopenRound, RoundRecord, Vote
from workshops.workshop import AnyCommand

anybody = st.sampled_from([*PEOPLE, *PEOPLE, *LATER])
organisers = st.sampled_from(["facilitator", "facilitator", "facilitator", *PEOPLE[:2]])
# Which of the things that there are; taken modulo how many that is, so that most acts are about something.
one_of_them = st.integers(0, 11)
some_of_them = st.lists(one_of_them, min_size=1, max_size=4)


@st.composite
def agendas(draw: st.DrawFn) -> list[AnyStep]:
    return agenda(lambda options: draw(st.sampled_from(options)))


class Acts(Whole):
    @initialize(steps=agendas(), rehearsed=st.booleans())
    def begin(self, steps: list[AnyStep], rehearsed: bool) -> None:
        self.start(steps)
        if rehearsed:
            self.rehearse(clear=False)
        self.act("facilitator", OpenStep("gather"))
        self.post(["Ada", "Kofi", "Mei", "Ada"], None, False)
        for which in (0, 1, 2):
            self.make("facilitator", [which], 0)

    # People

    @rule(who=anybody, name=st.sampled_from(["Lovelace", ""]), new=st.booleans())
    def name_oneself(self, who: str, name: str, new: bool) -> None:
        self.act(who, Rename(name and f"{who} {name}") if new else Join(who))

    @rule(who=anybody, done=st.booleans())
    def finish(self, who: str, done: bool) -> None:
        self.act(who, Finish(self.opened() or "gather", done))
        self.act("helper", Finish(self.opened() or "gather", done), self.on_paper(0))

    @rule(who=st.sampled_from(PEOPLE[1:]), back=st.booleans(), sure=one_of_them)
    def erase(self, who: str, back: bool, sure: int) -> None:
        if sure > 7 and self.act(who, EraseMe()):
            self.forget(who)
        if back:
            self.act(who, Join(f"{who} again"))

    def forget(self, who: str) -> None:
        self.words = {idea: words for idea, words in self.words.items() if words[0] != who}

    def on_paper(self, which: int) -> str:
        paper = [who for who, person in self.world.workshop.people.joined.items() if person.paper]
        return paper[which % len(paper)] if paper else "nobody"

    @rule(who=st.sampled_from(["helper", "facilitator", "Ada"]), which=one_of_them, kind=st.integers(0, 4))
    def for_paper(self, who: str, which: int, kind: int) -> None:
        person, idea = self.on_paper(which), self.fresh("idea")
        theirs = [each for each, (author, _) in self.words.items() if author == person]
        one = theirs[which % len(theirs)] if theirs else "nothing"
        text = f"<{idea} of {person}>"
        if kind == 0:
            self.act(who, AddPerson(self.fresh("paper"), "On paper"))
        elif kind == 1 and self.act(who, WithdrawIdea(one), person):
            del self.words[one]
        elif kind == 2 and which > 8 and self.act(who, EraseMe(), person):
            self.forget(person)
        elif self.act(who, PostIdea(idea, "ideas-", text, which), person):
            self.words[idea] = (person, text)

    @rule(one=one_of_them, other=one_of_them, kind=st.integers(0, 9), hide=st.booleans())
    def lead_people(self, one: int, other: int, kind: int, hide: bool) -> None:
        """Who has gone comes back no more: seldom, so that somebody is left."""
        person, into = self.pick("person", one), self.pick("person", other)
        if kind == 0 and self.act("facilitator", RemovePerson(person, "hide" if hide else "keep")):
            if hide and self.act("facilitator", EraseMe(), person):
                self.forget(person)
        elif kind == 1 and self.act("facilitator", MergePeople(person, into)):
            self.words = {
                idea: (into if author == person else author, text) for idea, (author, text) in self.words.items()
            }
        elif kind > 7:
            self.act("facilitator", LockDoor() if hide else UnlockDoor())

    # The agenda

    def opened(self) -> str | None:
        return self.world.record(AgendaRecord, "agenda:this").open

    def step(self, which: int) -> str:
        steps = self.world.record(AgendaRecord, "agenda:this").steps
        return steps[which % len(steps)]

    @rule(who=organisers, which=one_of_them)
    def open_step(self, who: str, which: int) -> None:
        self.act(who, OpenStep(self.step(which)))

    @rule(to=st.sampled_from(["facilitators", "room"]))
    def close_step(self, to: Any) -> None:
        self.act("facilitator", CloseStep(self.opened() or "gather"))
        self.act("facilitator", RevealIdeas("ideas-", to))

    @rule(kind=st.integers(0, 3))
    def time(self, kind: int) -> None:
        step = self.opened() or "gather"
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

    @rule(which=one_of_them, kind=st.integers(0, 8))
    def change_agenda(self, which: int, kind: int) -> None:
        about = self.world.record(StepRecord, f"step:{self.step(which)}").about
        behind = None if which > 9 else self.step(which + kind)
        changed: list[Any] = [
            replace(about, title=f"Title {which}", minutes=which),
            replace(about, budget=which + 1) if isinstance(about, Vote) else about,
            replace(about, by="facilitators") if isinstance(about, Gather | Arrange) else about,
        ]
        commands: list[AnyCommand] = [
            *(EditStep(step) for step in changed),
            MoveStep(about.id, behind),
            MoveStep(about.id, behind),
            RemoveStep(about.id),
            AddStep(Arrange(id=self.fresh("arrange"), title="Group", by="everyone"), behind),
            AddStep(Vote(id=self.fresh("vote"), title="Vote", on="both", totals="shown", budget=3, maximum=2), behind),
            DescribeWorkshop(f"Our town {which}", "The town hall"),
        ]
        self.act("facilitator", commands[kind])

    @rule(clear=st.booleans())
    def rehearse(self, clear: bool) -> None:
        kept = dict(self.words), set(self.been_in_room)
        if not clear and self.act("facilitator", StartRehearsal()):
            self.before = kept
        if clear and self.act("facilitator", ClearRehearsal()):
            self.words, self.been_in_room = dict(self.before[0]), set(self.before[1])

    # Ideas

    @rule(
        authors=st.lists(anybody, min_size=1, max_size=3),
        step=st.sampled_from([None, None, "gather", "again-"]),
        listed=st.booleans(),
    )
    def post(self, authors: list[str], step: str | None, listed: bool) -> None:
        if step is not None:
            self.act("facilitator", OpenStep(step))
        for who in authors:
            idea = self.fresh("idea")
            text = f"<{idea} of {who}>"
            if self.act(who, PostIdea(idea, "ideas-", text)):
                self.words[idea] = (who, text)
            elif listed:
                self.words[idea] = ("", text)
                if not self.act("facilitator", AddIdeas("ideas-", [NewIdea(idea, text)])):
                    del self.words[idea]

    @rule(which=one_of_them, anyone=st.none() | anybody)
    def edit(self, which: int, anyone: str | None) -> None:
        idea = self.pick("idea", which)
        who = anyone or self.author(idea)
        text = f"<{idea} of {who}, {self.made}>"
        if self.act(who, EditIdea(idea, text)):
            self.words[idea] = (who, text)

    def author(self, idea: str) -> str:
        return self.words.get(idea, ("", ""))[0] or "Ada"

    @rule(which=one_of_them, anyone=st.none() | anybody)
    def withdraw(self, which: int, anyone: str | None) -> None:
        idea = self.pick("idea", which)
        if self.act(anyone or self.author(idea), WithdrawIdea(idea)):
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

    @rule(which=one_of_them, who=anybody, looked_at=st.booleans())
    def report(self, which: int, who: str, looked_at: bool) -> None:
        idea = self.pick("idea", which)
        self.act(who, ReportIdea(idea, f"<Why {idea} is reported>"))
        if looked_at:
            self.act("facilitator", DismissReports(self.pick("reported", which)))

    # Clusters

    @rule(who=organisers, ideas=some_of_them, theme=one_of_them)
    def make(self, who: str, ideas: list[int], theme: int) -> None:
        under = self.pick("theme", theme)
        seen = [idea for which in ideas if self.world.sees(who, f"idea:{(idea := self.pick('idea', which))}")]
        self.act(who, MakeCluster(self.fresh("cluster"), "ideas-", "Green", under if theme else None, seen))

    @rule(which=one_of_them, kind=st.integers(0, 3))
    def lead_themes(self, which: int, kind: int) -> None:
        theme, behind = self.pick("theme", which), self.pick("theme", which + 1)
        commands: list[AnyCommand] = [
            MakeTheme(self.fresh("theme"), "Streets"),
            MakeTheme(self.fresh("theme"), "Parks"),
            OrderTheme(theme, None if which > 6 else behind),
            RemoveTheme(theme),
        ]
        self.act("facilitator", commands[kind])

    @rule(who=organisers, which=one_of_them, theme=one_of_them, behind=one_of_them)
    def file(self, who: str, which: int, theme: int, behind: int) -> None:
        cluster, under = self.pick("cluster", which), self.pick("theme", theme) if theme else None
        if behind % 2:
            self.act(who, FileCluster(cluster, under))
            self.act(who, NameCluster(cluster, f"Name {theme}"))
        else:
            self.act(who, OrderCluster(cluster, self.pick("cluster", behind) if behind else None, under))

    @rule(who=organisers, ideas=some_of_them, to=one_of_them)
    def move(self, who: str, ideas: list[int], to: int) -> None:
        chosen = [self.pick("idea", which) for which in ideas]
        self.act(who, MoveIdeas(chosen, self.pick("cluster", to) if to else None))

    @rule(who=organisers, which=one_of_them)
    def ungroup(self, who: str, which: int) -> None:
        self.act(who, UngroupCluster(self.pick("cluster", which)))

    @rule(who=organisers, which=one_of_them, into=one_of_them)
    def merge(self, who: str, which: int, into: int) -> None:
        self.act(who, MergeClusters(self.pick("cluster", which), self.pick("cluster", into)))

    @rule(who=organisers, which=one_of_them)
    def unmerge(self, who: str, which: int) -> None:
        self.act(who, UnmergeCluster(self.pick("merged", which)))

    @rule(who=organisers, times=st.integers(1, 3))
    def undo(self, who: str, times: int) -> None:
        for _ in range(times):
            self.act(who, Undo())

    # Rounds

    @rule(
        which=st.none() | one_of_them,
        ballots=st.lists(st.tuples(anybody, one_of_them, st.integers(0, 3)), min_size=1),
        kind=st.sampled_from(["what it is about", "idea", "cluster", "merged"]),
    )
    def dots(self, which: int | None, ballots: list[tuple[str, int, int]], kind: str) -> None:
        if which is not None:
            self.open_vote(which)
        for who, item, n in ballots:
            self.act(who, SetDots(self.open_round(), self.pick(self.about(kind), item), n))

    def open_vote(self, which: int) -> None:
        records = [shown.record for shown in self.all.values()]
        votes = [each.id for each in records if isinstance(each, StepRecord) and isinstance(each.about, Vote)]
        if votes:
            self.act("facilitator", OpenStep(votes[which % len(votes)]))

    @rule(which=one_of_them, items=some_of_them, n=st.integers(0, 3), again=st.booleans())
    def ballot_on_paper(self, which: int, items: list[int], n: int, again: bool) -> None:
        about = self.about("what it is about")
        ballot = {self.pick(about, item): n for item in items}
        self.act("helper", EnterBallot(self.open_round(), ballot, again), self.on_paper(which))

    def open_round(self) -> str:
        rounds = [shown.record for shown in self.all.values() if isinstance(shown.record, RoundRecord)]
        return min(rounds, key=lambda record: record.state != "open", default=RoundRecord("nothing", "", "")).id

    def about(self, kind: str) -> str:
        opened = self.opened()
        about = None if opened is None else self.world.record(StepRecord, f"step:{opened}").about
        if kind == "what it is about" and isinstance(about, Vote):
            return "cluster" if about.on == "clusters" else "idea"
        return "cluster" if kind == "what it is about" else kind

    @rule(kind=st.sampled_from([CloseRound, ReopenRound, RevealRound]), which=one_of_them)
    def turn_round(self, kind: Any, which: int) -> None:
        if which > 3:
            self.act("facilitator", CloseRound(self.open_round()))
        self.act("facilitator", kind(self.pick("round", which)))

    # The screen

    @rule(which=st.integers(0, 200), kind=st.integers(0, 3))
    def screen(self, which: int, kind: int) -> None:
        keys = [*self.all, "door:this"]
        commands: list[AnyCommand] = [
            Spotlight(keys[which % len(keys)]),
            Spotlight(None),
            FreezeScreen(),
            UnfreezeScreen(),
        ]
        self.act("facilitator", commands[kind])
