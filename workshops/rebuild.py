"""A workshop built anew from its export: the events that show the same records again, or why there are none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from workshops.agenda import StepClosed, StepOpened
from workshops.authorship import AuthorRecord
from workshops.boards import BoardRecord, Gather
from workshops.clusters import ClusterMade, ClusterOrdered
from workshops.description import CreateWorkshop
from workshops.door import DoorLocked, MeetingClosed
from workshops.exported import DoesNotAddUp, Exported, ExportRecord, key_of, lasting
from workshops.format import Format
from workshops.ideas import IdeaEdited, IdeaPosted, IdeaRecord
from workshops.merging import ClustersMerged
from workshops.moderation import IdeasRevealed
from workshops.people import CrowdImported
from workshops.reconvened import check_forum, convened, reports
from workshops.rehearsal import RehearsalStarted
from workshops.sealing import RoundRevealed, RoundSealed
from workshops.sorting import PlaceRecord
from workshops.tallies import TallyRecord
from workshops.texts import TextEvent
from workshops.themes import ThemeMade, ThemeOrdered, ThemeRemoved
from workshops.timebox import TimeboxPaused, TimeboxStarted
from workshops.vocabulary import Context, Event, Key, Limits, Record, Refused, Stored
from workshops.voting import RoundOpened, RoundRecord, Vote
from workshops.workshop import StepRecord, Workshop

UNKNOWN_BEFORE = "…"
"""What an edited idea said before, and a theme that was removed: a file tells only that there was one."""


def rebuild(records: Iterable[ExportRecord], limits: Limits, now: int) -> list[Stored]:
    """The log of a new workshop whose export is these records, but for dates (ms since 1970) and ids of people.

    Everything happens `now` but the openings of steps and the writing of reports, whose dates are told; reports stand
    in streams beside. Nobody did it, so nobody can undo it. Raises DoesNotAddUp.
    """
    read = Exported(records, limits)
    check_forum(read)
    happened = [*_created(read, now), *_agenda(read, now), *_at(now, _arranged(read)), *_at(now, convened(read))]
    happened += [*reports(read), *_at(now, _voted(read)), *_at(now, _as_it_stands(read))]
    log = _stored(happened)
    _compare(read, log, limits)
    return log


def _stored(happened: Iterable[tuple[int, Event]]) -> list[Stored]:
    """Each in its place in its stream; the workshop's own first, as it will be replayed."""
    heads: Counter[str] = Counter()
    log = []
    for at, event in happened:
        beside = event.session if isinstance(event, TextEvent) else ""
        heads[beside] += 1
        log.append(Stored(heads[beside], at, "", event, beside))
    return sorted(log, key=lambda stored: stored.beside != "")


def _at(now: int, events: Iterable[Event]) -> list[tuple[int, Event]]:
    return [(now, event) for event in events]


# What happened


def _created(read: Exported, now: int) -> Iterator[tuple[int, Event]]:
    about = read.workshop
    if not 1 <= about.keep_days <= 3650 or about.names not in ("asked", "none"):
        raise DoesNotAddUp("workshop:this", "differs")
    names: Literal["asked", "none"] = "asked" if about.names == "asked" else "none"
    try:
        form = Format(name=about.title, steps=[step.about for step in read.steps])
        command = CreateWorkshop(
            title=about.title, language=about.language, format=form, organiser=about.organiser,
            names=names, keep_days=about.keep_days,
        )  # fmt: skip
        events = Workshop(read.limits).decide(command, Context("", "system", now, bytes(32)))
    except Refused as refused:
        step = refused.facts.get("step")
        raise DoesNotAddUp(f"step:{step}" if step else "workshop:this", refused.reason, **refused.facts) from refused
    yield from _at(now, events)
    if about.rehearsal:
        yield now, RehearsalStarted()
    if read.crowd.people > 0:
        yield now, CrowdImported(read.crowd.people)


def _agenda(read: Exported, now: int) -> Iterator[tuple[int, Event]]:
    """The openings in their order, and the ideas on the way: an idea belongs to the step that was opened last then."""
    opened = _openings(read.steps)
    ideas = _ideas_by_step(read, opened)
    for idea in ideas.pop("", []):
        yield from _at(now, _posted(idea, read.all))
    for step in opened:
        at = now if step.opened_at is None else step.opened_at
        yield at, StepOpened(step.id)
        if step.ends_at is not None:
            yield at, TimeboxStarted(step.id, step.ends_at)
        elif step.paused_with is not None:
            yield at, TimeboxPaused(step.id, step.paused_with)
        for idea in ideas.pop(step.id, []):
            yield from _at(now, _posted(idea, read.all))
        if step.state != "open":
            yield now, StepClosed(step.id)
    for idea in (idea for idea in read.ideas if not idea.n):
        yield from _at(now, _posted(idea, read.all))


def _openings(steps: Sequence[StepRecord]) -> list[StepRecord]:
    """As the dates say; last the step that the workshop stands at, which is the furthest that nothing hides."""
    opened = sorted((step for step in steps if step.state != "to_come"), key=lambda step: (step.opened_at or 0, step.n))
    shown = [step for step in opened if not step.later]
    last = max(shown, key=lambda step: step.n, default=None)
    return [*(step for step in opened if step is not last), *([last] if last else [])]


def _ideas_by_step(read: Exported, opened: Sequence[StepRecord]) -> dict[str, list[IdeaRecord]]:
    """Numbered ideas, by the latest opening ("": before any) of a step of their board that names their authors, for
    those that are signed, or that does not."""
    gathers: dict[str, list[tuple[str, bool]]] = {}
    for step in read.steps:
        if isinstance(step.about, Gather):
            gathers.setdefault(step.about.board, [("", step.about.authors == "shown")])
    for step in opened:
        if isinstance(step.about, Gather):
            gathers[step.about.board].append((step.id, step.about.authors == "shown"))
    found: dict[str, list[IdeaRecord]] = {}
    for idea in (idea for idea in read.ideas if idea.n):
        signed, places = f"author:{idea.id}" in read.all, gathers[idea.board]
        fits = [step for step, shown in places if shown == signed] or [places[-1][0]]
        found.setdefault(fits[-1], []).append(idea)
    return found


def _posted(idea: IdeaRecord, records: Mapping[Key, Record]) -> Iterator[Event]:
    author = records.get(f"author:{idea.id}")
    signed = author.name if isinstance(author, AuthorRecord) else ""
    text = UNKNOWN_BEFORE if idea.edited else idea.text
    yield IdeaPosted(idea.id, idea.board, text=text, n=idea.n, signed=signed, listed=True, origin=idea.origin)
    if idea.edited:
        yield IdeaEdited(idea.id, idea.text)


def _arranged(read: Exported) -> Iterator[Event]:
    yield from _themes(read)
    ideas: dict[str, list[str]] = {}
    places = {place.id: place.cluster for place in read.of(PlaceRecord)}
    for idea in (idea for idea in read.ideas if idea.id in places):
        ideas.setdefault(places[idea.id], []).append(idea.id)
    last: dict[str, float] = {}
    board: dict[str, str] = {}
    for each in read.clusters:
        yield ClusterMade(each.id, each.board, each.name, each.theme, ideas.get(each.id, []))
        natural = last.get(each.board, 0.0) + 1
        if each.order != natural:
            yield ClusterOrdered(each.id, each.order, each.theme)
        last[each.board] = max(natural, each.order)
        board[each.id] = each.board
    for merged in reversed(read.merged):
        board[merged.id] = board[merged.into]
        yield ClusterMade(merged.id, board[merged.id], merged.name)
    for merged in read.merged:
        yield ClustersMerged(merged.id, merged.into)


def _themes(read: Exported) -> Iterator[Event]:
    """Hues are never given again: those of themes that were removed are used up here too."""
    last = 0.0
    for theme in read.themes:
        yield ThemeMade(theme.id, theme.name, theme.hue)
        if theme.order != last + 1:
            yield ThemeOrdered(theme.id, theme.order)
        last = max(last + 1, theme.order)
    hues = {theme.hue for theme in read.themes}
    for hue in sorted(set(range(1, max(hues, default=0))) - hues):
        yield ThemeMade(f"removed-{hue}", UNKNOWN_BEFORE, hue)
        yield ThemeRemoved(f"removed-{hue}")


def _voted(read: Exported) -> Iterator[Event]:
    place = {step.id: step for step in read.steps}
    of_step: set[str] = set()
    for each in sorted(read.of(RoundRecord), key=lambda each: (place[each.step].n, each.id)):
        if each.state != "sealed":
            raise DoesNotAddUp(key_of(each), "round_open")
        if each.step in of_step or not isinstance(place[each.step].about, Vote):
            raise DoesNotAddUp(key_of(each), "differs")
        of_step.add(each.step)
        yield RoundOpened(each.id, each.step)
        yield _sealed(each, read.all.get(f"tally:{each.id}"))
        if each.revealed:
            yield RoundRevealed(each.id)


def _sealed(each: RoundRecord, tally: Record | None) -> RoundSealed:
    """What the file tells of its totals: nothing where they were never revealed."""
    electors = each.electorate or 0
    if not isinstance(tally, TallyRecord):
        return RoundSealed(each.id, electors=electors)
    counts = sorted(tally.counts, key=lambda count: count.on)
    lines = {count.on: (count.dots, count.voters) for count in counts}
    spread = {count.on: count.spread for count in counts if count.spread}
    return RoundSealed(each.id, lines, tally.voters, spread, electors=electors)


def _as_it_stands(read: Exported) -> Iterator[Event]:
    for board in read.of(BoardRecord):
        match board.revealed:
            case "facilitators" | "room" as to:
                yield IdeasRevealed(board.id, to)
            case _:
                pass
    if not read.agenda.meeting_open:
        yield MeetingClosed()
    if read.agenda.locked:
        yield DoorLocked()


def _compare(read: Exported, log: list[Stored], limits: Limits) -> None:
    """The proof: what was built shows what was read, so nothing was lost, and the file contradicts neither itself nor
    the rules."""
    built = Workshop(limits)
    for stored in log:
        built.apply(stored)
    shown = ((key, built.show(key)) for key in built.keys())  # noqa: SIM118
    again = lasting(each.record for _, each in shown if each is not None and "export" in each.seen)
    for key in sorted(read.all.keys() | again.keys()):
        if read.all.get(key) != again.get(key):
            raise DoesNotAddUp(key, "missing" if key not in read.all else "differs")
