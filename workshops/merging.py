"""Merging: a cluster goes into another with its ideas, and points to it; it comes out again."""

from typing import assert_never

from workshops.arrangement import Arrangement, Changes, Cluster, Lead, places
from workshops.sorting import Sorting
from workshops.vocabulary import Audience, Command, Context, Event, Id, Record, Refused, Shown

# Commands


class MergeClusters(Command, frozen=True):
    """`cluster` goes into `into`, its ideas with it, and points to it from then on. Both of the same board."""

    cluster: Id
    into: Id


class UnmergeCluster(Command, frozen=True):
    """A merged cluster comes back, with those of its ideas that are still where it went."""

    cluster: Id


# Events


class ClustersMerged(Event, frozen=True):
    """`ideas`: those of `cluster`, which are in `into` from now on."""

    cluster: str
    into: str
    ideas: list[str] = []


class ClusterUnmerged(Event, frozen=True):
    """`ideas`: those that go back with it."""

    cluster: str
    ideas: list[str] = []


# Records


class MergedRecord(Record, frozen=True, tag="merged"):
    """`merged:CLUSTER`: this one went into `into`, which may have gone into another since. Whoever sees where it ended
    sees it."""

    id: str
    into: str
    name: str


# State

MergingCommand = MergeClusters | UnmergeCluster
MergingEvent = ClustersMerged | ClusterUnmerged


class Merging:
    def __init__(self, arranged: Arrangement, sorting: Sorting) -> None:
        self.arranged = arranged
        self.sorting = sorting

    def decide(self, command: MergingCommand, context: Context) -> list[Event]:
        match command:
            case MergeClusters(cluster, into):
                return self._merging(self.arranged.cluster(cluster), into, context)
            case UnmergeCluster(cluster):
                return self._unmerging(cluster, context)
            case _:
                assert_never(command)

    def _merging(self, cluster: Cluster, into_id: str, context: Context) -> list[Event]:
        self.sorting.check_right(cluster.board, context)
        into = self.arranged.cluster(into_id)
        if into is cluster or into.board != cluster.board:
            raise Refused("unknown")
        return [ClustersMerged(cluster.id, into.id, list(cluster.ideas))]

    def _unmerging(self, cluster_id: str, context: Context) -> list[Event]:
        merged = self.arranged.every.get(cluster_id)
        if merged is None or merged.lead is None:
            raise Refused("unknown")
        successor = self.arranged.stands_for(cluster_id)
        if successor not in self.arranged.clusters:
            raise Refused("unknown")
        self.sorting.check_right(merged.board, context)
        back = [idea for idea in merged.lead.ideas if self.arranged.place.get(idea) == successor]
        return [ClusterUnmerged(cluster_id, back)]

    def changes(self, event: MergingEvent) -> Changes:
        match event:
            case ClustersMerged(cluster, into, ideas):
                return {("lead", cluster): Lead(into, tuple(ideas)), **places(ideas, into)}
            case ClusterUnmerged(cluster, ideas):
                return {("lead", cluster): None, **places(ideas, cluster)}
            case _:
                assert_never(event)

    def show(self, cluster: Cluster, seen: frozenset[Audience]) -> Shown | None:
        if cluster.lead is None or self.arranged.stands_for(cluster.id) not in self.arranged.clusters:
            return None
        return Shown(MergedRecord(cluster.id, cluster.lead.into, cluster.name), seen)
