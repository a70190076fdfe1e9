"""Undo: one's own last acts on clusters and themes, taken back one by one while nobody else has touched the same."""

from workshops.arrangement import Act, Arrangement, Before, Lead, Thing, Value, check_room
from workshops.people import People, PeopleMerged, PersonErased, PersonRemoved
from workshops.sorting import Sorting
from workshops.vocabulary import Command, Context, Event, Limits, Refused

# Commands


class Undo(Command, frozen=True):
    """Take back one's own last act on clusters or themes, of the last twenty. Refused: nothing_to_undo; changed_since,
    where somebody else has touched the same thing."""


# Events


class ActUndone(Event, frozen=True):
    """`act`: the seq of the event that is undone. It was its actor's own."""

    act: int


# State


class Undoing:
    def __init__(self, people: People, arranged: Arrangement, sorting: Sorting, limits: Limits) -> None:
        self.people = people
        self.arranged = arranged
        self.sorting = sorting
        self.limits = limits

    def decide(self, context: Context) -> list[Event]:
        if context.role != "facilitator":
            self.people.require(context)
        act = self._last_act(context.actor)
        for board in {board for thing in act.before if (board := self._board_of(thing))}:
            self.sorting.check_right(board, context)
        for (what, found), (value, _) in act.before.items():
            if what == "here" and value:
                check_room(len(self.arranged.themes), self.limits.themes)
            if what == "lead" and value is None and self.arranged.every[found].lead == Lead():
                check_room(self.arranged.count(), self.limits.clusters)
        return [ActUndone(act.seq)]

    def _last_act(self, by: str) -> Act:
        """Refused: nothing_to_undo; changed_since, where it cannot be as it was before."""
        acts = self.arranged.acts.get(by)
        if not acts:
            raise Refused("nothing_to_undo")
        act, there = acts[-1], self.sorting.there
        before = {thing: was for thing, was in act.before.items() if thing[0] != "place" or there(thing[1])}
        untouched = all(self.arranged.touched[thing] == act.seq for thing in before)
        if not untouched or not any(self._shows(thing) for thing in before):
            raise Refused("changed_since")
        if not all(self._fits(thing, value, before) for thing, (value, _) in before.items()):
            raise Refused("changed_since")
        return act

    def _shows(self, thing: Thing) -> bool:
        """Whether anything would be seen of this change."""
        what, found = thing
        return what in ("place", "lead", "here") or found in self.arranged.clusters or found in self.arranged.themes

    def _fits(self, thing: Thing, value: Value, before: Before) -> bool:
        """Whether this can be so again, beside all else that has come since and that goes with it."""
        match thing, value:
            case ("place", _), str(cluster):
                return self._cluster_after(cluster, before)
            case ("theme", _), str(theme):
                return bool(before[("here", theme)][0]) if ("here", theme) in before else theme in self.arranged.themes
            case ("lead", cluster), Lead(into):
                found = self.arranged.every[cluster]
                nothing_else = all(("place", idea) in before for idea in found.ideas)
                fits = self._cluster_after(self.arranged.stands_for(into), before) if into else not found.absorbed
                return nothing_else and fits
            case ("order", mine), _:
                beside = self.arranged.beside(self.arranged.every.get(mine) or self.arranged.every_theme[mine])
                return all(found.order != value or ("order", found.id) in before for found in beside)
            case ("here", theme), False:
                filed = (found.id for found in self.arranged.every.values() if found.theme == theme)
                return all(("theme", cluster) in before for cluster in filed)
            case _:
                return True

    def _cluster_after(self, cluster: str, before: Before) -> bool:
        """Whether this cluster is there once that has been put back."""
        lead = before.get(("lead", cluster))
        return cluster in self.arranged.clusters if lead is None else lead[0] is None

    def _board_of(self, thing: Thing) -> str | None:
        what, found = thing
        if what == "place":
            return self.sorting.boards.ideas[found].board if self.sorting.there(found) else None
        return self.arranged.every[found].board if found in self.arranged.every else None

    def apply(self, event: Event | None) -> None:
        match event:
            case PersonErased(person) | PersonRemoved(person) | PeopleMerged(person):
                self.arranged.forget_acts(person)
            case _:
                pass
