"""Ten thousand random acts in rounds of dots: no dot is lost, moved, counted twice, or stuck beyond a budget."""

from collections import Counter
from collections.abc import Callable, Collection
from itertools import pairwise
from random import Random

import pytest

from server.boards import groups
from server.i18n import Speech
from server.sight import Entry, Sight
from tests.given import Given, seen_by
from workshops.agenda import CloseStep, OpenStep
from workshops.ballots import BallotEntered, BallotRecord, DotsSet, EnterBallot, PaperRecord, SetDots
from workshops.boards import Gather
from workshops.clusters import FileCluster, MakeCluster, UngroupCluster
from workshops.ideas import PostIdea, WithdrawIdea
from workshops.merging import MergeClusters, MergedRecord, UnmergeCluster
from workshops.moderation import HideIdea, RestoreIdea
from workshops.people import AddPerson, EraseMe, Join, MergePeople, RemovePerson
from workshops.recipe import AddStep
from workshops.rounds import Round
from workshops.sealing import RevealRound, RoundSealed
from workshops.sorting import Arrange, MoveIdeas
from workshops.tallies import Count, TallyRecord
from workshops.themes import MakeTheme, RemoveTheme
from workshops.undo import Undo
from workshops.vocabulary import Event, Key, Limits, Refused, Shown
from workshops.voting import CloseRound, ReopenRound, RoundKeyed, Vote
from workshops.workshop import AnyCommand

SEEDS = range(20)
ACTS = 500
BOARD = "ideas-"
Piles = dict[str, dict[str, int]]
"""By person: how many dots they stuck on what, wherever that is now."""

FULL = {"over_maximum", "no_budget", "over_theme"}
THEIR_OWN = (SetDots, EnterBallot, EraseMe, RemovePerson, MergePeople, RevealRound)
"""What may change a ballot otherwise than by what it is on coming back without room for its dots."""


class Storm:
    """sealed: of each sealed round, what counted as it was sealed: the world itself has forgotten it. numbers: of each
    round, what had one, last time. ends: where what
    can be dotted has ended, as everybody may know; None: it has gone."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.world = Given(Limits(clusters=12, ideas_each=8, themes=5), checked=False)
        gather = Gather(id="gather", title="Ideas", minutes=0)
        self.world.created(gather, Arrange(id="arrange", title="Group", by="everyone", minutes=0), self.vote(0))
        self.world.joined("Ada", "Kofi", "Mei", "Zoe").on_paper("Pia-on-paper", "Tom-on-paper").opened("gather")
        self.made = 0
        self.sealed: dict[str, Piles] = {}
        self.ends: dict[str, str | None] = {}
        self.numbers: dict[str, list[str]] = {}
        self.accepted: Counter[str] = Counter()
        for n in range(6):
            self.world.posts(["Ada", "Kofi", "Mei"][n % 3])
            self.world.groups()
        self.world.opened("round-0")

    def vote(self, n: int) -> Vote:
        pick = self.chance.choice
        return Vote(
            id=f"round-{n}",
            title="Vote",
            on=pick(["clusters", "clusters", "both", "ideas"]),
            budget=pick([2, 4, 7]),
            maximum=pick([1, 2, 3]),
            per_theme=pick([0, 0, 2]),
            totals=pick(["hidden", "shown"]),
            electorate=pick(["open", "frozen"]),
            minutes=0,
        )

    # What there is

    @property
    def rounds(self) -> list[Round]:
        return list(self.world.workshop.voting.rounds.values())

    def some(self, ids: list[str]) -> str:
        return self.chance.choice(ids) if ids else "nothing"

    def clusters(self) -> list[str]:
        return list(self.world.workshop.clusters.clusters)

    def ever(self) -> list[str]:
        return list(self.world.workshop.clusters.arranged.every)

    def ideas(self) -> list[str]:
        return list(self.world.workshop.ideas.ideas)

    def themes(self) -> list[str]:
        return list(self.world.workshop.clusters.themes)

    def people(self, *, paper: bool | None = None) -> list[str]:
        joined = self.world.workshop.people.joined
        return [who for who in joined if paper is None or joined[who].paper == paper]

    def fresh(self, kind: str) -> str:
        self.made += 1
        return f"{kind}-{self.made}"

    # Acting

    def act(self) -> None:
        acts: list[tuple[float, Callable[[], object]]] = [
            (6, self.dots),
            (3, self.on_paper),
            (12, self.arrange),
            (2, self.undo),
            (1, self.there_and_back),
            (4, self.ideas_come_and_go),
            (1.2, self.people_come_and_go),
            (1.5, self.steps),
            (1.2, self.turn),
        ]
        self.chance.choices([act for _, act in acts], [weight for weight, _ in acts])[0]()

    def do(self, who: str, command: AnyCommand, subject: str | None = None) -> list[Event]:
        """What they did; nothing where they could not."""
        before = {round_.id: piles(round_) for round_ in self.rounds}
        live = {round_.id: set(round_.live) for round_ in self.rounds}
        try:
            events = self.world.does(who, command, subject=subject)
        except Refused:
            return []
        if not events:
            return []
        self.accepted[type(command).__name__] += 1
        self.ends = {item: self.end(item) for item in [*self.ever(), *self.ideas()]}
        self.check_sealing(events, before, live)
        self.check_ballots()
        self.check_that_no_dot_moved(command, before)
        self.check_tallies()
        self.check_numbers()
        if self.accepted.total() % 10 == 0:
            self.check_lists()
        return events

    def dots(self) -> None:
        round_ = self.a_round()
        for _ in range(5):
            who, item = self.some(self.people(paper=False)), self.some([*self.items(round_), *self.ever()])
            n = self.chance.randrange(4)
            if self.do(who, SetDots(round_.id, item, n)) and self.ends[item] == item:
                assert round_.ballot(round_.people[who]).get(item, 0) == n

    def a_round(self) -> Round:
        """The open one, if there is; opened for this if there is none."""
        running = [round_ for round_ in self.rounds if round_.state == "open"]
        if not running and self.chance.random() < 0.7:
            suspended = [round_.step.about.id for round_ in self.rounds if round_.state == "suspended"]
            self.do("facilitator", OpenStep(self.some(suspended)))
        return self.chance.choice(running or self.rounds)

    def items(self, round_: Round) -> list[str]:
        return {"clusters": self.clusters(), "ideas": self.ideas()}.get(round_.rules.on, self.clusters() + self.ideas())

    def on_paper(self) -> None:
        round_ = self.a_round()
        on = {self.some(self.items(round_)): self.chance.randrange(3) for _ in range(2)}
        again = self.chance.random() < 0.7
        self.do("helper", EnterBallot(round_.id, on, again), self.some(self.people(paper=True)))

    def arranging(self) -> AnyCommand:
        cluster, theme = self.some(self.clusters()), self.some(self.themes())
        ideas = [self.some(self.ideas()) for _ in range(2)]
        commands: list[tuple[float, AnyCommand]] = [
            (4, MergeClusters(cluster, self.some(self.clusters()))),
            (3, UnmergeCluster(self.some(self.ever()))),
            (3, MakeCluster(self.fresh("cluster"), BOARD, "Split", None, ideas)),
            (1, UngroupCluster(cluster)),
            (1, MoveIdeas(ideas, cluster)),
            (1, FileCluster(cluster, self.chance.choice([theme, theme, None]))),
            (0.5, MakeTheme(self.fresh("theme"), "Streets")),
            (0.3, RemoveTheme(theme)),
        ]
        return self.chance.choices([command for _, command in commands], [weight for weight, _ in commands])[0]

    def arrange(self) -> None:
        self.do(self.chance.choice(["facilitator", "facilitator", "Ada", "Kofi"]), self.arranging())

    def undo(self) -> None:
        self.do(self.chance.choice(["facilitator", "facilitator", "Ada", "Kofi"]), Undo())

    def there_and_back(self) -> None:
        """Whatever is undone at once, or merged and unmerged in any order, is exactly as it was."""
        before = self.all_but_numbers()
        if self.chance.random() < 0.5:
            if not self.do("facilitator", self.arranging()):
                return
            assert self.do("facilitator", Undo())
        else:
            chosen = self.chance.sample(self.clusters(), min(4, len(self.clusters())))
            merged = list(pairwise(chosen))
            for cluster, into in merged:
                assert self.do("facilitator", MergeClusters(cluster, into))
            self.chance.shuffle(merged)
            for cluster, _ in merged:
                assert self.do("facilitator", UnmergeCluster(cluster))
        assert self.all_but_numbers() == before

    def all_but_numbers(self) -> dict[Key, Shown]:
        """Numbers on paper never go back: what is made and undone keeps its own."""
        everything = self.world.everything()
        return {key: shown for key, shown in everything.items() if not key.startswith("paper:")}

    def ideas_come_and_go(self) -> None:
        idea, who = self.some(self.ideas()), self.some(self.people(paper=False))
        hidden = [each.id for each in self.world.workshop.ideas.ideas.values() if each.hidden is not None]
        author = self.world.workshop.ideas.ideas[idea].person if idea != "nothing" else who
        commands: list[tuple[float, str, AnyCommand]] = [
            (2, "facilitator", HideIdea(idea, "Rude")),
            (3, "facilitator", RestoreIdea(self.some(hidden))),
            (0.5, author, WithdrawIdea(idea)),
            (2, who, PostIdea(self.fresh("idea"), BOARD, "Plant trees")),
        ]
        _, who, command = self.chance.choices(commands, [weight for weight, *_ in commands])[0]
        self.do(who, command)

    def people_come_and_go(self) -> None:
        one, other = self.some(self.people()), self.some(self.people())
        if len(self.people()) < 5:
            self.do(self.fresh("Somebody"), Join("Somebody"))
            self.do("helper", AddPerson(self.fresh("On-paper"), "Somebody"))
            return
        commands: list[tuple[str, AnyCommand]] = [
            (self.some(self.people(paper=False)), EraseMe()),
            ("facilitator", RemovePerson(one, self.chance.choice(["keep", "hide"]))),
            ("facilitator", MergePeople(one, other)),
            ("facilitator", MergePeople(other, one)),
            (self.fresh("Somebody"), Join("Somebody")),
            ("helper", AddPerson(self.fresh("On-paper"), "Somebody")),
        ]
        self.do(*self.chance.choice(commands))

    def steps(self) -> None:
        steps = list(self.world.workshop.agenda.steps)
        if all(round_.state == "sealed" for round_ in self.rounds) and len(steps) < 45:
            step = self.vote(len(steps))
            self.do("facilitator", AddStep(step, steps[-1]))
            self.do("facilitator", OpenStep(step.id))
        else:
            step_id = self.chance.choice(["gather", "arrange", *steps[2:][-2:], steps[-1]])
            closing = self.chance.random() < 0.25
            self.do("facilitator", CloseStep(step_id) if closing else OpenStep(step_id))

    def turn(self) -> None:
        round_ = self.some([round_.id for round_ in self.rounds])
        turns: list[AnyCommand] = [CloseRound(round_), ReopenRound(round_), ReopenRound(round_), RevealRound(round_)]
        self.do("facilitator", self.chance.choice(turns))
        self.world.later(minutes=self.chance.choice([1, 1, 10]))
        while (due := self.world.workshop.due()) is not None and due[0] <= self.world.now:
            assert self.do("system", due[1])

    # What holds

    def end(self, item: str) -> str | None:
        """What an item ended in, by its records; None if that has gone."""
        show = self.world.workshop.show
        while (shown := show(f"merged:{item}")) is not None:
            assert isinstance(shown.record, MergedRecord)
            item = shown.record.into
        there = show(f"cluster:{item}") or (show(f"idea:{item}") and not show(f"hidden:{item}"))
        return item if there else None

    def followed(self, mine: dict[str, int]) -> Counter[str]:
        together: Counter[str] = Counter()
        for item, n in mine.items():
            if (end := self.ends.get(item)) is not None:
                together[end] += n
        return together

    def check_ballots(self) -> None:
        """Nobody is over budget, what is stuck and what is left make the budget, and each sees it so."""
        for round_ in self.rounds:
            for person, mine in piles(round_).items():
                voter = round_.people[person]
                ballot, left = round_.ballot(voter), round_.left(voter)
                assert left >= 0
                assert sum(ballot.values()) + left == round_.rules.budget
                assert ballot == self.followed(mine)
                shown = self.world.workshop.show(f"ballot:{round_.id}.{person}")
                assert (shown is None) == self.world.workshop.people.on_paper(person)
                if shown is not None:
                    assert isinstance(shown.record, BallotRecord)
                    assert (shown.record.dots, shown.record.left) == (ballot, left)

    def check_that_no_dot_moved(self, command: AnyCommand, before: dict[str, Piles]) -> None:
        if isinstance(command, THEIR_OWN):
            return
        for round_ in self.rounds:
            if round_.state == "sealed":
                continue
            for person, mine in piles(round_).items():
                was = before.get(round_.id, {}).get(person, {})
                lost = was.keys() - mine.keys()
                assert mine == {item: n for item, n in was.items() if item not in lost}
                # They were free, and are on nothing that has not come back without room for them.
                assert all(was[item] > round_.left(round_.people[person]) for item in lost)

    def check_sealing(self, events: list[Event], before: dict[str, Piles], live: dict[str, set[str]]) -> None:
        """The tally is the sum of the ballots, and no ballot is left."""
        for event in events:
            if not isinstance(event, RoundSealed):
                continue
            mine = {
                person: {item: n for item, n in dots.items() if item in live[event.round]}
                for person, dots in before[event.round].items()
            }
            self.sealed[event.round] = mine
            total = sum(map(Counter, mine.values()), Counter[str]())
            assert {item: dots for item, (dots, _) in event.tally.items()} == total
            assert event.voters == sum(bool(dots) for dots in mine.values())
            for stored in self.world.log:
                kept = stored.event
                assert not isinstance(kept, DotsSet | BallotEntered | RoundKeyed) or kept.round != event.round

    def check_tallies(self) -> None:
        """Each line is the sum of the ballots on it and on what went into it; of whose they are, exact or not known."""
        for round_ in self.rounds:
            shown = self.world.workshop.show(f"tally:{round_.id}")
            if shown is None:
                continue
            assert isinstance(shown.record, TallyRecord)
            ballots = [self.followed(mine) for mine in self.sealed.get(round_.id, piles(round_)).values()]
            lines = {count.on: count for count in shown.record.counts}
            assert {item: line.dots for item, line in lines.items()} == sum(ballots, Counter[str]())
            for item, line in lines.items():
                self.check_line(line, [ballot[item] for ballot in ballots if ballot[item]], round_)
            assert [line.rank for line in shown.record.counts] == ranks([line.dots for line in shown.record.counts])

    def check_numbers(self) -> None:
        """No number ever moves; whatever takes dots has one; what has gone is told (DOTS19)."""
        for round_ in self.rounds:
            shown = self.world.workshop.show(f"paper:{round_.id}")
            if shown is None:
                continue
            assert isinstance(shown.record, PaperRecord)
            before, now = self.numbers.get(round_.id, []), shown.record.choices
            assert now[: len(before)] == before
            assert len(set(now)) == len(now)
            assert round_.choices.now <= set(now)
            assert shown.record.gone.keys() == {item for item in now if self.ends.get(item) is None}
            self.numbers[round_.id] = now

    def check_lists(self) -> None:
        """What people see listed: whatever they have dots on, to take them back; in a tally whatever has any."""
        everything = self.world.everything()
        for round_ in self.rounds:
            on = round_.rules.on
            tally = everything.get(f"tally:{round_.id}")
            for who in self.people(paper=False):
                sight = Sight(seen_by(who, everything), who)
                ballot = sight.one(BallotRecord, f"{round_.id}.{who}")
                if ballot is None:
                    continue
                listed = entries(sight, on, ballot.dots)
                assert ballot.dots.keys() <= listed.keys()
                if round_.state == "open":
                    for item, entry in listed.items():
                        wants = SetDots(round_.id, item, ballot.dots.get(item, 0) + 1)
                        assert self.why_not(who, wants) in ({"in_cluster"} if entry.cluster else FULL | {""})
            if tally is not None and "participant" in tally.seen:
                assert isinstance(tally.record, TallyRecord)
                dotted = {count.on for count in tally.record.counts}
                listed = entries(Sight(seen_by("screen", everything), ""), on, dotted)
                assert dotted <= listed.keys()
                assert tally.record.choices == len(listed)

    def why_not(self, who: str, command: SetDots) -> str:
        try:
            self.world.workshop.decide(command, self.world.context(who))
        except Refused as refused:
            return refused.reason
        return ""

    def check_line(self, line: Count, ns: list[int], round_: Round) -> None:
        if round_.state == "sealed" and line.voters == 0:
            assert line.spread == []
            return
        assert line.voters == len(ns)
        assert line.spread == [ns.count(n) for n in range(1, max(ns) + 1)]


def entries(sight: Sight, on: str, dotted: Collection[str]) -> dict[str, Entry]:
    found = groups(sight, BOARD, on, Speech("en"), dotted)
    return {entry.id: entry for group in found for entry in group.entries}


def piles(round_: Round) -> Piles:
    return {person: dict(round_.dots.get(voter, {})) for person, voter in round_.people.items()}


def ranks(dots: list[int]) -> list[int]:
    return [1 + sum(more > mine for more in dots) for mine in dots]


@pytest.mark.parametrize("seed", SEEDS)
def test_dots_are_conserved(seed: int) -> None:
    """DOTS5 DOTS6 DOTS10 DOTS13 DOTS15"""
    storm = Storm(seed)
    while storm.accepted.total() < ACTS:
        storm.act()
    assert storm.world.replayed().everything() == storm.world.everything()
    done = storm.accepted
    assert min(done[kind] for kind in ("MergeClusters", "UnmergeCluster", "Undo", "SetDots", "HideIdea")) >= 5, done
