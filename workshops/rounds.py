"""One round of dots: who votes in it, what lies on what, and what of that counts."""

import hmac
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Literal, Protocol, cast

from msgspec import Struct

from workshops.agenda import StepState
from workshops.choices import Choices
from workshops.tallies import Line, Tally, by_what_is_there, count
from workshops.vocabulary import Key, Refused


class Rules(Protocol):
    """What of a step that votes the counting needs."""

    @property
    def board(self) -> str: ...
    @property
    def on(self) -> Literal["clusters", "ideas", "both", "reports"]: ...
    @property
    def budget(self) -> int: ...
    @property
    def maximum(self) -> int: ...
    @property
    def per_theme(self) -> int: ...
    @property
    def totals(self) -> Literal["hidden", "shown"]: ...
    @property
    def electorate(self) -> Literal["open", "frozen"]: ...


class Items(Protocol):
    """What dots are stuck on, as the other features tell it."""

    def there(self, rules: Rules, item: str) -> bool:
        """Whether dots count on this now, or on what it was merged into."""

    def takes(self, step: StepState, item: str) -> bool:
        """Whether more dots may go on it; `step`: the one of the round."""

    def every(self) -> Iterable[str]:
        """All that any round could be about."""

    def is_hidden(self, item: str) -> bool: ...
    def stands_for(self, item: str) -> str:
        """What this was merged into, or itself."""

    def theme(self, item: str) -> str:
        """The theme that it is under, or what it was merged into; empty: none."""

    def themes(self) -> Iterable[str]: ...

    def order(self, item: str) -> tuple[float, ...]:
        """Where it stands on its board, among all that can be dotted; only of what is there."""

    def shifted(self) -> Iterable[str]:
        """Of what the last event may have changed any of this."""


class Round(Struct, eq=False):
    """One round. Until sealing: key, and per voter (a hash) their dots by what they were stuck on, also where that has
    gone; a dot is never moved.

    on: who has dots on what. live: of this, what counts: it is there, or what it was merged into is. people, voters:
    person to voter and back. seqs: where each voter's ballots stand in the log; key_seq: where the key does. entered:
    whose ballot on paper is in. After sealing: sealed.
    """

    id: str
    step: StepState
    items: Items
    choices: Choices
    state: Literal["open", "suspended", "closed", "sealed"] = "open"
    seals_at: int | None = None
    revealed: bool = False
    key: bytes = b""
    key_seq: int | None = None
    dots: dict[str, dict[str, int]] = {}
    on: dict[str, dict[str, None]] = {}
    live: set[str] = set()
    people: dict[str, str] = {}
    voters: dict[str, str] = {}
    seqs: dict[str, list[int]] = {}
    entered: set[str] = set()
    sealed: Tally = Tally()

    @property
    def rules(self) -> Rules:
        return cast("Rules", self.step.about)

    @property
    def told(self) -> bool:
        """Whether everyone sees the totals."""
        return self.revealed or self.rules.totals == "shown"

    def tally_key(self) -> set[Key]:
        return {f"tally:{self.id}"} if self.told else set()

    def ballot_keys(self) -> set[Key]:
        return {f"ballot:{self.id}.{person}" for person in self.people}

    # Who votes

    @property
    def electors(self) -> int:
        return self.sealed.electors if self.state == "sealed" else len(self.people)

    def admit(self, person: str) -> None:
        self.people[person] = hmac.digest(self.key, person.encode(), sha256).hex()
        self.voters[self.people[person]] = person

    def leave(self, person: str) -> None:
        """This person and their ballot are gone."""
        voter = self.people.pop(person, "")
        self.voters.pop(voter, None)
        self.put(voter, {})
        self.dots.pop(voter, None)
        self.seqs.pop(voter, None)
        self.entered.discard(voter)

    def has_ballot(self, person: str) -> bool:
        voter = self.people.get(person, "")
        return bool(self.dots.get(voter)) or voter in self.entered

    def become(self, person: str, into: str) -> None:
        """Two people are one: `into` keeps their own ballot, else has that of `person`, and votes if either did."""
        if person not in self.people:
            return
        if into not in self.people:
            self.admit(into)
        mine, other = self.people[into], self.people[person]
        if not self.has_ballot(into):
            self.put(mine, self.dots.get(other, {}))
            self.seqs.setdefault(mine, []).extend(self.seqs.get(other, []))
            self.entered |= {mine} if other in self.entered else set()
        self.leave(person)

    # A ballot

    def ballot(self, voter: str) -> dict[str, int]:
        """A voter's dots on what is there, each merged cluster's with those of what it went into."""
        found: Counter[str] = Counter()
        for item, n in self.dots.get(voter, {}).items():
            if item in self.live:
                found[self.items.stands_for(item)] += n
        return dict(found)

    def left(self, voter: str) -> int:
        mine = self.dots.get(voter, {})
        return self.rules.budget - sum(n for item, n in mine.items() if item in self.live)

    def left_by_theme(self, voter: str) -> dict[str, int]:
        """How many this voter may still stick under each theme; empty where that has no limit of its own."""
        if not self.rules.per_theme:
            return {}
        used = self.by_theme(self.ballot(voter))
        left = self.left(voter)
        return {theme: min(left, max(0, self.rules.per_theme - used[theme])) for theme in ("", *self.items.themes())}

    def by_theme(self, ballot: Mapping[str, int]) -> Counter[str]:
        used: Counter[str] = Counter()
        for item, n in ballot.items():
            used[self.items.theme(item)] += n
        return used

    def stick(self, voter: str, item: str, n: int) -> None:
        mine = self.dots.setdefault(voter, {})
        mine.pop(item, None)
        self.on.setdefault(item, {}).pop(voter, None)
        if n:
            mine[item] = n
            self.on[item][voter] = None
            if self.items.there(self.rules, item):
                self.live.add(item)

    def put(self, voter: str, ballot: Mapping[str, int]) -> None:
        """This ballot in place of what they had."""
        for item in list(self.dots.get(voter, {})):
            self.stick(voter, item, 0)
        for item, n in ballot.items():
            self.stick(voter, item, n)

    # What comes and goes

    def shift(self, item: str) -> set[str]:
        """An item may have gone: its dots are free; or be back: they are too, where the budget still allows (DOTS6).
        Gives whose they are or were."""
        voters = list(self.on.get(item, ()))
        if not voters or not self.items.there(self.rules, item):
            self.live.discard(item)
        elif item not in self.live:
            for voter in voters:
                if self.dots[voter][item] > self.left(voter):
                    self.stick(voter, item, 0)
            self.live.add(item)
        return set(voters)

    # Counting

    def tally(self) -> Tally:
        """What the ballots say now, or said as they were sealed."""
        return (
            self.sealed if self.state == "sealed" else count(self.dots.values(), self._ends(self.live), self.electors)
        )

    def result(self, tally: Tally) -> dict[str, Line]:
        """A tally by what is there now."""
        return by_what_is_there(tally, self._ends(item for item in tally.lines if self.items.there(self.rules, item)))

    def _ends(self, items: Iterable[str]) -> dict[str, str]:
        return {item: self.items.stands_for(item) for item in items}

    def seal(self, tally: Tally) -> None:
        """From here on no ballot exists."""
        self.state = "sealed"
        self.seals_at = None
        self.sealed = tally
        self.key = b""
        self.key_seq = None
        for forgotten in (self.dots, self.on, self.people, self.voters, self.seqs):
            forgotten.clear()
        self.live.clear()
        self.entered.clear()


def find(rounds: Mapping[str, Round], round_id: str) -> Round:
    if round_id not in rounds:
        raise Refused("unknown")
    return rounds[round_id]


def unsealed(rounds: Mapping[str, Round]) -> list[Round]:
    return [round_ for round_ in rounds.values() if round_.key]
