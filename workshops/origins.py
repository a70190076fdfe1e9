"""Origins: the idea or cluster that something was born from, and whether it may be told of."""

from collections.abc import Iterable

from workshops.clusters import Clusters, ClustersEvent
from workshops.ideas import Ideas, IdeaWithdrawn
from workshops.moderation import IdeaAccepted, IdeaHidden, IdeaRestored, IdeasRevealed
from workshops.people import PersonErased, PersonRemoved
from workshops.vocabulary import Audience, Event, Key, id_of, kind_of


class Origins:
    """born: the ids of what was born from the idea or cluster of this id."""

    def __init__(self, ideas: Ideas, clusters: Clusters) -> None:
        self.ideas = ideas
        self.clusters = clusters
        self.born: dict[str, list[str]] = {}

    def note(self, origin: Key, born: str) -> None:
        self.born.setdefault(id_of(origin), []).append(born)

    def seen_by(self, origin: Key, who: str | None) -> bool:
        """Whether this person (None: a facilitator) sees it."""
        found = id_of(origin)
        match kind_of(origin):
            case "idea" if found in self.ideas.ideas:
                idea = self.ideas.ideas[found]
                mine = who is not None and who == idea.owner and not idea.withdrawn
                return mine or self._seen(origin, "facilitator" if who is None else "participant")
            case "cluster":
                return self._seen(origin, "facilitator" if who is None else "participant")
            case _:
                return False

    def told(self, origin: Key) -> Key | None:
        """It, while the room sees it; of a cluster that was merged, what that ended in."""
        if not self._seen(origin, "participant"):
            return None
        return origin if kind_of(origin) == "idea" else f"cluster:{self.clusters.stands_for(id_of(origin))}"

    def _seen(self, origin: Key, audience: Audience) -> bool:
        found = id_of(origin)
        if kind_of(origin) == "idea":
            return found in self.ideas.ideas and audience in self.ideas.seen(self.ideas.ideas[found])
        cluster = self.clusters.clusters.get(self.clusters.stands_for(found))
        return cluster is not None and audience in self.clusters.seen(cluster)

    def moved(self, event: Event | None) -> list[str]:
        """What was born from something that this event may have changed; a step that opens may change all."""
        return [born for origin in self._changed(event) for born in self.born.get(origin, ())]

    def _changed(self, event: Event | None) -> Iterable[str]:
        match event:
            case IdeaHidden(idea) | IdeaRestored(idea) | IdeaWithdrawn(idea) | IdeaAccepted(idea):
                return [idea]
            case PersonErased(_, ideas) | PersonRemoved(_, ideas):
                return ideas
            case IdeasRevealed(board):
                return self.ideas.boards[board].ideas
            case _ if isinstance(event, ClustersEvent):
                return self.clusters.shifted
            case _:
                return ()
