"""A board as one person sees it: its ideas by number, its clusters under their themes, what they may do with them."""

import unicodedata
from collections.abc import Collection
from math import inf
from typing import Any

from msgspec import Struct

from server.i18n import N_, Speech
from server.sight import Entry, Group, Merged, Sight
from workshops.authorship import AuthorRecord, MineRecord
from workshops.clusters import ClusterRecord
from workshops.ideas import IdeaRecord
from workshops.merging import MergedRecord
from workshops.proceedings import ReportRecord
from workshops.slots import SlotRecord
from workshops.sorting import Arrange, PlaceRecord
from workshops.spaces import SpaceRecord
from workshops.themes import ThemeRecord
from workshops.topics import TopicRecord
from workshops.wall import SessionRecord


class Chain(Struct, frozen=True):
    """What came of an idea or a cluster: topics; and what proposed it: a circle."""

    topics: list[TopicRecord]
    circle: TopicRecord | None = None


def on_board(sight: Sight, board: str) -> list[IdeaRecord]:
    """Those the room sees, by their numbers."""
    hidden = {mine.id for mine in sight.all(MineRecord) if mine.state == "hidden"}
    there = (idea for idea in sight.all(IdeaRecord) if idea.board == board and idea.n and idea.id not in hidden)
    return sorted(there, key=lambda idea: idea.n)


def loose(sight: Sight, board: str) -> list[IdeaRecord]:
    """Those in no cluster yet, one's own among them."""
    return [idea for idea in on_board(sight, board) if not is_placed(sight, idea)]


def is_placed(sight: Sight, idea: IdeaRecord) -> bool:
    return sight.one(PlaceRecord, idea.id) is not None


def signed(sight: Sight, idea: IdeaRecord) -> dict[str, Any]:
    found = sight.one(AuthorRecord, idea.id)
    author = found.name if found else ""
    mine = sight.one(MineRecord, idea.id) is not None
    told = {"id": idea.id, "n": idea.n, "text": idea.text, "edited": idea.edited, "author": author, "mine": mine}
    return told | {"chain": chain(sight, f"idea:{idea.id}")}


def chain(sight: Sight, at: str) -> Chain:
    """Of an idea or a cluster, `idea:ID` or `cluster:ID`."""
    idea = sight.one(IdeaRecord, at.removeprefix("idea:"))
    circle = sight.one(TopicRecord, idea.origin.removeprefix("session:")) if idea is not None and idea.origin else None
    topics = [each for each in sight.all(TopicRecord) if each.origin == at and each.into is None and not each.hidden]
    return Chain(sorted(topics, key=lambda topic: topic.n), circle)


def themes(sight: Sight) -> list[ThemeRecord]:
    return sorted(sight.all(ThemeRecord), key=lambda theme: theme.order)


def groups(sight: Sight, board: str, on: str, speech: Speech, dotted: Collection[str] = ()) -> list[Group]:
    """In board order. `on`: clusters, ideas, clusters and the ideas in none, or what circles report. `dotted`: what
    dots are on: of both, also those of these ideas that are in a cluster, under its theme (DOTS3)."""
    if on == "reports":
        reported = [Entry(topic.id, topic.title or _nameless(topic, speech)) for topic in _reported(sight)]
        return [Group("reports", "", 0, reported)] if reported else []
    found: list[Group] = []
    if on != "ideas":
        kept = [idea for idea in on_board(sight, board) if on == "both" and idea.id in dotted]
        found += _clusters(sight, board, kept, speech)
    if on != "clusters":
        ideas = loose(sight, board) if on == "both" else on_board(sight, board)
        name = speech.say(N_("Ideas in no cluster")) if on == "both" else ""
        found.append(Group("ideas", name, 0 if on == "both" else 1, [Entry(idea.id, idea.text) for idea in ideas]))
    return [group for group in found if group.entries]


def _reported(sight: Sight) -> list[TopicRecord]:
    """Those whose report says something, slot by slot; what has left the wall comes last."""
    found = [sight.one(TopicRecord, report.id) for report in sight.all(ReportRecord) if report.filled]

    def place(topic: TopicRecord) -> tuple[float, ...]:
        session = sight.one(SessionRecord, topic.id)
        slot = sight.one(SlotRecord, session.slot) if session else None
        space = sight.one(SpaceRecord, session.space) if session else None
        return slot.n if slot else inf, space.n if space else inf, topic.n

    return sorted((topic for topic in found if topic is not None), key=place)


def _nameless(topic: TopicRecord, speech: Speech) -> str:
    """Who erased themselves has taken the title along."""
    return speech.say(N_("Circle {n}"), n=topic.n)


def _clusters(sight: Sight, board: str, kept: list[IdeaRecord], speech: Speech) -> list[Group]:
    """`kept`: ideas that stand beside the cluster they are in, if any."""
    inside: dict[str, int] = {}
    for place in sight.all(PlaceRecord):
        inside[place.cluster] = inside.get(place.cluster, 0) + 1
    under: dict[str | None, list[Entry]] = {}
    every = themes(sight)
    known = {theme.id for theme in every}

    def shelf(cluster: ClusterRecord) -> list[Entry]:
        return under.setdefault(cluster.theme if cluster.theme in known else None, [])

    for cluster in sorted(sight.all(ClusterRecord), key=lambda cluster: cluster.order):
        if cluster.board == board:
            shelf(cluster).append(Entry(cluster.id, cluster.name, inside.get(cluster.id, 0)))
    for idea in kept:
        within = sight.one(PlaceRecord, idea.id)
        around = sight.one(ClusterRecord, within.cluster) if within is not None else None
        if around is not None:
            shelf(around).append(Entry(idea.id, idea.text, None, around.name))
    found = [Group(theme.id, theme.name, theme.hue, under.get(theme.id, [])) for theme in every]
    none = Group("none", speech.say(N_("Under no theme")) if every else "", 0 if every else 1, under.get(None, []))
    return [*found, none]


def cluster(sight: Sight, id_: str) -> dict[str, Any] | None:
    """One cluster, its ideas in the order of their numbers, and the clusters that went into it."""
    found = sight.one(ClusterRecord, id_)
    if found is None:
        return None
    ids = [place.id for place in sight.all(PlaceRecord) if place.cluster == id_]
    ideas = [idea for each in ids if (idea := sight.one(IdeaRecord, each)) is not None]
    merged = [Merged(each.id, each.name) for each in sight.all(MergedRecord) if each.into == id_]
    by_number = [signed(sight, idea) for idea in sorted(ideas, key=lambda idea: idea.n)]
    return {"cluster": found, "ideas": by_number, "merged": merged, "chain": chain(sight, f"cluster:{id_}")}


def arranging(sight: Sight) -> Arrange | None:
    """The open step, if it lets everyone bring ideas together."""
    about = sight.open.about if sight.open is not None else None
    return about if isinstance(about, Arrange) and about.by == "everyone" else None


def plain(text: str) -> str:
    """As one searches: neither case nor accents count."""
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(each for each in apart if not unicodedata.combining(each)).strip()
