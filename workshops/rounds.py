"""One round of dots: who has stuck how many on what, within which limits, and how they are counted."""

import hmac
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Literal, Protocol, cast

from msgspec import Struct

from workshops.agenda import StepState
from workshops.vocabulary import Refused


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


class Items(Protocol):
    """What dots are stuck on, as the other features tell it."""

    def there(self, rules: Rules, item: str) -> bool:
        """Whether dots count on this now, or on what it was merged into."""

    def stands_for(self, item: str) -> str:
        """What this was merged into, or itself."""

    def theme(self, item: str) -> str:
        """The theme that it is under, or what it was merged into; empty: none."""

    def themes(self) -> Iterable[str]: ...

    def order(self, item: str) -> tuple[float, ...]:
        """Where it stands on its board, among all that can be dotted; only of what is there."""

    def shifted(self) -> Iterable[str]:
        """Of what the last event may have changed any of this."""


class Heap(Struct, frozen=True):
    """What lies on several clusters merged into one, each ballot counted once. `spread` as in Line."""

    of: list[str]
    voters: int
    spread: list[int]


class Line(Struct, frozen=True):
    """What lies on one item. spread[k-1]: how many ballots have k dots on it. voters 0, no spread: not known."""

    dots: int
    voters: int
    spread: list[int]


class Tally(Struct, frozen=True):
    """`lines`: by what the dots were stuck on. heaps: what was merged as it was counted. voters: who have any dot;
    electors: who could have."""

    lines: dict[str, Line] = {}
    heaps: list[Heap] = []
    voters: int = 0
    electors: int = 0


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
        used = self._by_theme(self.ballot(voter))
        left = self.left(voter)
        return {theme: min(left, max(0, self.rules.per_theme - used[theme])) for theme in ("", *self.items.themes())}

    def _by_theme(self, ballot: Mapping[str, int]) -> Counter[str]:
        used: Counter[str] = Counter()
        for item, n in ballot.items():
            used[self.items.theme(item)] += n
        return used

    def sticking(self, voter: str, item: str, n: int) -> dict[str, int]:
        """What becomes of the dots on each thing they were stuck on if `n` are wanted here. Refused: unknown,
        over_maximum, no_budget, over_theme.

        On a merged cluster itself, only those that were stuck on it are meant. On what it went into, all of them: a dot
        more is stuck on that, and one less is taken from it first.
        """
        mine = self.dots.get(voter, {})
        heap = [item] if self.items.stands_for(item) != item else self._heap(mine, item)
        more = n - sum(mine.get(found, 0) for found in heap)
        if more > 0:
            self._check_more(voter, item, more)
            return {item: mine.get(item, 0) + more}
        changes: dict[str, int] = {}
        for found in heap:
            less = min(-more, mine.get(found, 0))
            if less:
                changes[found] = mine[found] - less
                more += less
        return changes

    def _heap(self, mine: Mapping[str, int], item: str) -> list[str]:
        """The item, and what went into it of what this voter has dots on."""
        return [item, *sorted(found for found in mine if found != item and self.items.stands_for(found) == item)]

    def _check_more(self, voter: str, item: str, more: int) -> None:
        if not self.items.there(self.rules, item):
            raise Refused("unknown")
        ballot, successor, left = self.ballot(voter), self.items.stands_for(item), self.left(voter)
        if ballot.get(successor, 0) + more > self.rules.maximum:
            raise Refused("over_maximum", maximum=self.rules.maximum)
        if more > left:
            raise Refused("no_budget", left=left)
        self._check_theme(self._by_theme(ballot)[self.items.theme(item)] + more)

    def _check_theme(self, dots: int) -> None:
        if self.rules.per_theme and dots > self.rules.per_theme:
            raise Refused("over_theme", maximum=self.rules.per_theme)

    def check_whole(self, ballot: Mapping[str, int]) -> None:
        """A whole ballot, on its own. Refused as `sticking` is; `on` tells where."""
        together: Counter[str] = Counter()
        for item, n in ballot.items():
            if not self.items.there(self.rules, item):
                raise Refused("unknown", on=item)
            together[self.items.stands_for(item)] += n
            if together[self.items.stands_for(item)] > self.rules.maximum:
                raise Refused("over_maximum", maximum=self.rules.maximum, on=item)
        if together.total() > self.rules.budget:
            raise Refused("no_budget", left=self.rules.budget)
        self._check_theme(max(self._by_theme(together).values(), default=0))

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

    def count(self) -> Tally:
        """What the ballots say now."""
        ends = {item: self.items.stands_for(item) for item in self.live}
        each: dict[str, list[int]] = {}
        together: dict[str, list[int]] = {}
        parts: dict[str, set[str]] = {}
        voters = 0
        for mine in self.dots.values():
            ballot: Counter[str] = Counter()
            for item, n in mine.items():
                if item in ends:
                    each.setdefault(item, []).append(n)
                    parts.setdefault(ends[item], set()).add(item)
                    ballot[ends[item]] += n
            for end, n in ballot.items():
                together.setdefault(end, []).append(n)
            voters += bool(ballot)
        merged = sorted(end for end, of in parts.items() if len(of) > 1)
        return Tally(
            {item: Line(sum(ns), len(ns), _spread(ns)) for item, ns in sorted(each.items())},
            [Heap(sorted(parts[end]), len(together[end]), _spread(together[end])) for end in merged],
            voters,
            len(self.people),
        )

    def result(self, tally: Tally) -> dict[str, Line]:
        """A tally by what is there now. Where something was merged or unmerged since it was counted, one cannot know
        how many ballots a line is made of."""
        parts: dict[str, list[str]] = {}
        for item in tally.lines:
            if self.items.there(self.rules, item):
                parts.setdefault(self.items.stands_for(item), []).append(item)
        heaps = {tuple(heap.of): heap for heap in tally.heaps}
        return {item: _line([tally.lines[part] for part in of], heaps.get(tuple(of))) for item, of in parts.items()}

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


def _line(parts: list[Line], heap: Heap | None) -> Line:
    if len(parts) == 1:
        return parts[0]
    dots = sum(part.dots for part in parts)
    return Line(dots, heap.voters, heap.spread) if heap else Line(dots, 0, [])


def _spread(ns: list[int]) -> list[int]:
    counted = Counter(ns)
    return [counted[n] for n in range(1, max(ns) + 1)]
