"""Tallies: what the ballots of a round add up to, and how items rank."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from msgspec import Struct

from workshops.vocabulary import Record

# Records


class Count(Struct, frozen=True, omit_defaults=True):
    """One line of a tally. `rank`: 1 for the most; items with as many dots share it (1, 2, 2, 4).

    `spread`: how many ballots have 1, 2, 3… dots on it. `voters` 0 and no spread: not known, for what was merged or
    unmerged after sealing.
    """

    on: str
    dots: int
    voters: int
    rank: int
    spread: list[int] = []


class TallyRecord(Record, frozen=True, tag="tally"):
    """`tally:ROUND`, for everyone once revealed, or while the round runs where its totals are shown: items with dots,
    most first, ties in board order. `choices`: how many things there are to stick dots on, those with dots included."""

    id: str
    dots: int = 0
    voters: int = 0
    counts: list[Count] = []
    choices: int = 0


# What is counted


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


def count(ballots: Iterable[Mapping[str, int]], ends: Mapping[str, str], electors: int) -> Tally:
    """What these ballots say: each is how many dots are on what. ends: of what is there, what it was merged into, or
    itself."""
    each: dict[str, list[int]] = {}
    together: dict[str, list[int]] = {}
    parts: dict[str, set[str]] = {}
    voters = 0
    for mine in ballots:
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
        electors,
    )


def _spread(ns: list[int]) -> list[int]:
    counted = Counter(ns)
    return [counted[n] for n in range(1, max(ns) + 1)]


def by_what_is_there(tally: Tally, ends: Mapping[str, str]) -> dict[str, Line]:
    """A tally by what is there now, `ends` as above. Where something was merged or unmerged since it was counted, one
    cannot know how many ballots a line is made of."""
    parts: dict[str, list[str]] = {}
    for item in tally.lines:
        if item in ends:
            parts.setdefault(ends[item], []).append(item)
    heaps = {tuple(heap.of): heap for heap in tally.heaps}
    return {item: _line([tally.lines[part] for part in of], heaps.get(tuple(of))) for item, of in parts.items()}


def _line(parts: list[Line], heap: Heap | None) -> Line:
    if len(parts) == 1:
        return parts[0]
    dots = sum(part.dots for part in parts)
    return Line(dots, heap.voters, heap.spread) if heap else Line(dots, 0, [])


def ranked(lines: Mapping[str, Line], order: Callable[[str], tuple[float, ...]]) -> list[Count]:
    """Most dots first, ties in order; equal counts share a rank."""
    items = sorted(lines, key=lambda item: (-lines[item].dots, *order(item)))
    counts: list[Count] = []
    for _, tied in groupby(items, key=lambda item: lines[item].dots):
        rank = len(counts) + 1
        counts += [Count(item, lines[item].dots, lines[item].voters, rank, lines[item].spread) for item in tied]
    return counts
