"""A whole workshop in which anybody does anything, looked at and checked at each act: see also what given.py checks."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine
from msgspec.structs import replace

from tests.given import WELCOME, Given, seen_by
from workshops.ballots import EnterBallot, PaperRecord, SetDots
from workshops.boards import Gather
from workshops.format import AnyStep
from workshops.rounds import Round
from workshops.sealing import RoundSealed
from workshops.sorting import Arrange
from workshops.vocabulary import Event, Limits, Record, Refused, id_of, kind_of
from workshops.voting import Vote
from workshops.workshop import AnyCommand

PEOPLE = ("Ada", "Kofi", "Mei", "Zoe")
LATER = ("Lea", "Tom")
ROLES = ("facilitator", "helper", "screen", "observer", "export")
VIEWERS = (*PEOPLE, *LATER, *ROLES)
PUBLIC = ("board", "crowd")
NOT_EXPORTED = {
    "person",
    "mine",
    "left",
    "late",
    "hidden",
    "history",
    "ballot",
    "entered",
    "reported",
    "screen",
    "paper",
}

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
            by=choose(["everyone"] * 7 + ["facilitators"]),
            minutes=choose([0, 5]),
        )

    def vote(step: str) -> Vote:
        return Vote(
            id=step,
            title="Vote",
            on=choose(["clusters", "ideas", "both"]),
            budget=3,
            maximum=2,
            per_theme=choose([0, 0, 2]),
            totals=choose(["hidden", "shown"]),
            electorate=choose(["open", "frozen"]),
        )

    arrange = Arrange(id="cluster", title="Group", by=choose(["facilitators", "everyone"]))
    return [WELCOME, gather("gather"), arrange, vote("voting"), gather("again-"), vote("voting-two")]


class Whole(RuleBasedStateMachine):
    """words: of each idea there is, who wrote it ("": nobody) and what. been_in_room: ideas that the room has seen.
    before: both, as the rehearsal began."""

    def start(self, steps: list[AnyStep]) -> None:
        limits = Limits(ideas=14, ideas_each=5, clusters=6, themes=3, steps=9)
        self.world = Given(limits, replay_every=5).created(*steps).joined(*PEOPLE).on_paper("Pia-on-paper")
        self.words: dict[str, tuple[str, str]] = {}
        self.been_in_room: set[str] = set()
        self.before: tuple[dict[str, tuple[str, str]], set[str]] = {}, set()
        self.made = 0
        self.look()

    def fresh(self, kind: str) -> str:
        self.made += 1
        return f"{kind}-{self.made}"

    def pick(self, kind: str, which: int) -> str:
        """The id of one of the things of which there are records of this kind; now and then one there is not."""
        ids = [id_of(key) for key in self.all if kind_of(key) == kind]
        return ids[which % len(ids)] if ids and which < 11 else "nothing"

    def act(self, who: str, command: AnyCommand, subject: str | None = None) -> bool:
        """Whether they could; a refusal is fine, what it may not do is checked by `Given`."""
        before, ballots = self.views, self.ballots()
        try:
            events = self.world.does(who, command, subject=subject)
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
        for viewer in ("export", "screen"):
            seen = {id_of(key) for key in self.views[viewer] if kind_of(key) == "idea"}
            # A list may be prepared for a board to which the workshop has not come yet (IDEA18).
            self.been_in_room |= {idea for idea in seen if viewer == "screen" or self.words.get(idea, ("?", ""))[0]}

    def rounds(self) -> list[Round]:
        return list(self.world.workshop.voting.rounds.values())

    def ballots(self) -> dict[str, list[dict[str, int]]]:
        """By round, what each person has there, on paper too."""
        return {round_.id: [round_.ballot(voter) for voter in round_.voters] for round_ in self.rounds()}

    def nobody_else_noticed(self, who: str, command: AnyCommand, before: dict[str, dict[str, Record]]) -> None:
        """What happens to an idea that one sees neither before nor after, or in a ballot not one's own (SHOW2)."""
        for viewer in set(VIEWERS) - {who}:
            after = self.views[viewer]
            if isinstance(command, SetDots):
                assert self.without_shown(after) == self.without_shown(before[viewer])
            if isinstance(command, EnterBallot):
                assert private_part(self.without_shown(after)) == private_part(self.without_shown(before[viewer]))
            idea = getattr(command, "idea", None)
            if idea is not None and not {f"idea:{idea}"} & (after.keys() | before[viewer].keys()):
                assert private_part(after) == private_part(before[viewer])

    def without_shown(self, view: dict[str, Record]) -> dict[str, Record]:
        """Without the totals that everyone sees change."""
        told = {f"tally:{round_.id}" for round_ in self.rounds() if getattr(round_.rules, "totals", "") == "shown"}
        return {key: record for key, record in view.items() if key not in told}

    def dots_are_conserved(self, event: Event, ballots: dict[str, list[dict[str, int]]]) -> None:
        """DOTS10 DOTS13: the tally is the sum of the ballots, following what was merged."""
        if isinstance(event, RoundSealed):
            mine = ballots[event.round]
            stands_for = self.world.workshop.clusters.stands_for
            counted: Counter[str] = Counter()
            for item, (dots, _) in event.tally.items():
                counted[stands_for(item)] += dots
            assert counted == sum((Counter(dots) for dots in mine), Counter[str]())
            assert event.voters == sum(bool(dots) for dots in mine)


def private_part(view: dict[str, Record]) -> dict[str, Record]:
    """Without what is counted of everybody, who has finished, whose ballot on paper is awaited (DOTS21), and how many
    more people on paper may write."""
    told = {key for key in view if kind_of(key) in (*PUBLIC, "person") or (kind_of(key) == "left" and "paper" in key)}
    kept = {key: view[key] for key in view.keys() - told}
    return {key: replace(it, awaited=[]) if isinstance(it, PaperRecord) else it for key, it in kept.items()}
