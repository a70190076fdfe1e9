"""Topics as they stand: who convenes which, what it was merged into, and who is interested in it."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from workshops.vocabulary import Redaction


class Topic(Struct, eq=False):
    """person: who proposed it ("": a facilitator, or somebody who is out). own: its conveners, but for those who came
    with what was merged into it; without: which of those do not convene it all the same. ever: who has ever been among
    its own. words: its words in the log, as erasure will blank them. hidden: why. into: what it was merged into; stood:
    the cell of the wall (SLOT.SPACE) that it left for that; absorbed: what was merged into it. offers: what is to be
    merged into it, and who wants that. marked: who is interested. Where it was read from a file: signed, the names of
    its conveners; silent: of what was merged into it, that whose names are among these; counted: how many were
    interested."""

    id: str
    n: int
    title: str
    words: str
    person: str
    own: list[str]
    ever: set[str]
    log: list[Redaction]
    origin: str | None = None
    without: set[str] = set()
    withdrawn: bool = False
    hidden: str | None = None
    into: str | None = None
    stood: str = ""
    absorbed: dict[str, None] = {}
    offers: dict[str, str] = {}
    marked: dict[str, None] = {}
    signed: list[str] = []
    silent: set[str] = set()
    counted: int = 0


class Convening:
    """What happens to topics, once it is decided; each change gives the topics of which it changes something."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken
        self.topics: dict[str, Topic] = {}
        self.next_n = 1

    def end(self, topic: Topic) -> Topic:
        """Where a merged topic has ended, through however many merges; any other is itself."""
        while topic.into is not None:
            topic = self.topics[topic.into]
        return topic

    def leads(self, topic: Topic) -> str | None:
        """What it was merged into, as it is told: past what is hidden there, unless that is the end."""
        into = topic.into
        while into is not None and self.topics[into].hidden is not None:
            into = self.topics[into].into
        return into or topic.into

    def behind(self, topic: Topic) -> Iterator[Topic]:
        """All that were merged into this one, and into those."""
        for other in topic.absorbed:
            yield self.topics[other]
            yield from self.behind(self.topics[other])

    def conveners(self, topic: Topic, but: str = "") -> list[str]:
        """Its own, and those of what was merged into it (`but`: as if this had not been)."""
        merged = (self.topics[other] for other in topic.absorbed if other != but)
        came = (person for other in merged for person in self.conveners(other, but))
        return list(dict.fromkeys([*topic.own, *(person for person in came if person not in topic.without)]))

    def signed(self, topic: Topic) -> list[str]:
        """The names of those who convened it, and what was merged into it, before they were read from a file."""
        came = (
            name for other in topic.absorbed if other not in topic.silent for name in self.signed(self.topics[other])
        )
        return [*topic.signed, *came]

    def interested(self, topic: Topic) -> set[str]:
        return set(topic.marked).union(*(other.marked for other in self.behind(topic)))

    def interest(self, topic: Topic) -> int:
        """How many are interested, each once. Of those a file only counts nobody knows whether they are the same: they
        are told as the fewest they can be."""
        counted = max(other.counted for other in (topic, *self.behind(topic)))
        return len(self.interested(topic)) + counted

    def together(self, topic_ids: Iterable[str]) -> list[str]:
        """These topics with where they ended, all that was merged there, and what they are to be merged into."""
        found: dict[str, None] = {}
        for topic_id in topic_ids:
            end = self.end(self.topics[topic_id])
            found |= dict.fromkeys([topic_id, end.id, *(other.id for other in self.behind(end))])
        if not found:
            return []
        wanting = (other.id for other in self.topics.values() if other.offers and other.offers.keys() & found)
        return list(dict.fromkeys([*found, *wanting]))

    def put(self, topic: Topic) -> list[str]:
        self.taken.add(topic.id)
        self.topics[topic.id] = topic
        self.next_n = max(self.next_n, topic.n + 1)
        return [topic.id]

    def convene(self, topic: Topic, people: list[str]) -> list[str]:
        """These and nobody else. Who is among them only for what was merged into it leaves with that again."""
        came = {person for other in topic.absorbed for person in self.conveners(self.topics[other])}
        topic.without = came - set(people)
        topic.own = [person for person in people if person not in came or person in topic.own]
        topic.ever |= set(topic.own)
        topic.signed, topic.silent = [], set(topic.absorbed)
        return [topic.id]

    def merge(self, topic: Topic, into: Topic, *, told: bool) -> list[str]:
        topic.into = into.id
        into.absorbed[topic.id] = None
        if told:
            into.silent.add(topic.id)
        into.without -= set(self.conveners(topic))
        return [topic.id, *self.drop_offers(topic)]

    def unmerge(self, topic: Topic) -> list[str]:
        end = self.end(topic)
        if topic.into is not None:
            del self.topics[topic.into].absorbed[topic.id]
            self.topics[topic.into].silent.discard(topic.id)
        topic.into, topic.stood = None, ""
        return [topic.id, end.id]

    def leave(self, topic: Topic) -> list[str]:
        """It goes; what was merged into it comes back."""
        released = [self.unmerge(self.topics[other]) for other in list(topic.absorbed)]
        return [*self.unmerge(topic), *self.drop_offers(topic), *(other for pair in released for other in pair)]

    def drop_offers(self, topic: Topic) -> list[str]:
        topic.offers.clear()
        wanted = [other for other in self.topics.values() if topic.id in other.offers]
        for other in wanted:
            del other.offers[topic.id]
        return [other.id for other in wanted]

    def withdraw(self, topic: Topic) -> list[str]:
        topic.withdrawn = True
        return self.leave(topic)

    def mark(self, topic: Topic, person: str, *, on: bool) -> None:
        """Taken back, it is taken back from all that was merged there."""
        if on:
            topic.marked[person] = None
        else:
            end = self.end(topic)
            for each in (end, *self.behind(end)):
                each.marked.pop(person, None)

    # People go, or turn out to be others

    def theirs_alone(self, person: str) -> list[Topic]:
        """What only they convene, or nobody any more who did: what goes with their words."""
        return [topic for topic in self.topics.values() if person in topic.ever and not set(topic.own) - {person}]

    def go(self, person: str) -> list[str]:
        """They convene nothing more, want no merge, and are interested in nothing."""
        changed = []
        for topic in self.topics.values():
            offers = [other for other, by in topic.offers.items() if by == person]
            if person in topic.own or person in topic.marked or offers:
                changed.append(topic.id)
            topic.own = [other for other in topic.own if other != person]
            topic.without.discard(person)
            topic.marked.pop(person, None)
            topic.person = "" if topic.person == person else topic.person
            for other in offers:
                del topic.offers[other]
        return changed

    def erase(self, person: str, kept: list[str]) -> list[str]:
        """With what is theirs alone; `kept`: of that, what stays without its words."""
        alone = self.theirs_alone(person)
        changed = [topic_id for topic in alone if topic.id not in kept for topic_id in self.withdraw(topic)]
        for topic in alone:
            topic.title = topic.words = ""
            topic.hidden = topic.hidden and ""
            topic.log, topic.ever = [], topic.ever - {person}
        return [*changed, *(topic.id for topic in alone), *self.go(person)]

    def become(self, person: str, into: str) -> list[str]:
        """All that was one person's is another's."""
        both, changed = {person, into}, []
        convened = {topic.id for topic in self.topics.values() if both & set(self.conveners(topic))}
        for topic in self.topics.values():
            if topic.id in convened or person in topic.marked or person in topic.offers.values():
                changed.append(topic.id)
            topic.own = list(dict.fromkeys(into if other == person else other for other in topic.own))
            topic.ever = {into if other == person else other for other in topic.ever}
            topic.without = {into if other == person else other for other in topic.without}
            if topic.id in convened:
                topic.without.discard(into)
            topic.marked = dict.fromkeys(into if other == person else other for other in topic.marked)
            topic.offers = {other: into if by == person else by for other, by in topic.offers.items()}
            topic.person = into if topic.person == person else topic.person
        return changed
