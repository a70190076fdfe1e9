"""What came out of a workshop, on a page that a person may come back to: rounds side by side, their own ideas' fate."""

from typing import Any

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server import boards, faces, topics
from server.house import entered, house_of
from server.i18n import Speech
from server.plain import elsewhere, page, sight_of
from server.sight import Own, Sight
from server.topics import Told
from workshops.agenda import StepRecord
from workshops.clusters import ClusterRecord
from workshops.ideas import IdeaRecord
from workshops.sorting import PlaceRecord
from workshops.tallies import TallyRecord
from workshops.themes import ThemeRecord
from workshops.topics import TopicRecord
from workshops.voting import RoundRecord, Vote


class Weight(Struct, frozen=True):
    """What an idea, the cluster it is in, or a circle's report got in one round (`rank` 0: no dot)."""

    title: str
    dots: int
    rank: int
    tied: bool


class Place(Struct, frozen=True):
    """Where an idea went: its cluster (empty: none) and theme, and what each revealed round gave it there."""

    cluster: str
    theme: str
    hue: int
    weights: list[Weight]


class Proposed(Struct, frozen=True):
    """What a circle proposes, and where that went."""

    idea: IdeaRecord
    place: Place


class Path(Struct, frozen=True):
    """What was born of an idea: a topic (`of` "cluster": born of the cluster it is in), as it ended, and what its
    circle left: a report, its dots, what it proposes. was: its title before it was merged."""

    of: str
    topic: Told
    was: str
    weights: list[Weight]
    proposed: list[Proposed]


class Fate(Struct, frozen=True):
    """One's own idea, and all that became of it."""

    own: Own
    place: Place
    paths: list[Path]


def routes() -> list[Route]:
    return [Route("/w/{workshop}/results", results, methods=["GET"])]


async def results(request: Request) -> Response:
    me = await entered(request, "participant")
    sight = await sight_of(me)
    if sight.me is None:
        return elsewhere(request)
    shown = outcome(sight, house_of(request).templates.speech(request))
    return page(request, me, "results.html", {"path": request.url.path, **shown})


def outcome(sight: Sight, speech: Speech) -> dict[str, Any]:
    """Every revealed round, what became of one's own ideas, newest first, and the agenda."""
    return {
        "workshop": sight.workshop,
        "steps": sight.steps,
        "fates": [_fate(sight, own, speech) for own in faces.own(sight, None)],
        "results": [faces.result(sight, step, round_, speech) for step, round_ in faces.revealed(sight)],
    }


def _fate(sight: Sight, own: Own, speech: Speech) -> Fate:
    cluster = _cluster_of(sight, own.id)
    origins = [f"idea:{own.id}", *([f"cluster:{cluster.id}"] if cluster is not None else [])]
    born = sorted((each for each in sight.all(TopicRecord) if each.origin in origins), key=lambda each: each.n)
    paths = [_path(sight, each, speech) for each in born if not topics.ended(sight, each).hidden]
    return Fate(own, _place(sight, own.id), paths)


def _place(sight: Sight, idea: str) -> Place:
    cluster = _cluster_of(sight, idea)
    theme = sight.one(ThemeRecord, cluster.theme) if cluster is not None and cluster.theme else None
    hue = theme.hue if theme is not None else int(not boards.themes(sight))
    weights = [
        _weight(sight, step, round_, _votable(sight, step, round_, idea)) for step, round_ in faces.revealed(sight)
    ]
    name = cluster.name if cluster is not None else ""
    return Place(name, theme.name if theme is not None else "", hue, [each for each in weights if each])


def _path(sight: Sight, born: TopicRecord, speech: Speech) -> Path:
    ended = topics.ended(sight, born)
    reported = [
        _weight(sight, step, round_, ended.id)
        for step, round_ in faces.revealed(sight)
        if isinstance(step.about, Vote) and step.about.on == "reports"
    ]
    told = topics.tell(sight, ended, speech)
    sessions = {f"session:{each.id}" for each in (born, ended)}
    ideas = sorted((each for each in sight.all(IdeaRecord) if each.origin in sessions), key=lambda each: each.n)
    return Path(
        "cluster" if (born.origin or "").startswith("cluster:") else "idea",
        told,
        topics.titled(born, speech) if born.id != ended.id else "",
        [each for each in reported if each and (each.rank or told.report)],
        [Proposed(idea, _place(sight, idea.id)) for idea in ideas if idea.n],
    )


def _cluster_of(sight: Sight, idea: str) -> ClusterRecord | None:
    place = sight.one(PlaceRecord, idea)
    return sight.one(ClusterRecord, place.cluster) if place is not None else None


def _votable(sight: Sight, step: StepRecord, round_: RoundRecord, idea: str) -> str:
    """What of an idea this round was about: itself, or its cluster; empty: nothing. Of both, it has its own dots if it
    got any before it was put in a cluster."""
    about, record = step.about, sight.one(IdeaRecord, idea)
    if not isinstance(about, Vote) or about.on == "reports" or record is None or record.board != about.board:
        return ""
    tally = sight.one(TallyRecord, round_.id)
    dotted = tally is not None and any(count.on == idea for count in tally.counts)
    cluster = None if dotted else _cluster_of(sight, idea)
    return cluster.id if cluster is not None and about.on != "ideas" else idea if about.on != "clusters" else ""


def _weight(sight: Sight, step: StepRecord, round_: RoundRecord, on: str) -> Weight | None:
    """None: this round was about something else."""
    tally = sight.one(TallyRecord, round_.id)
    counts = tally.counts if tally is not None else []
    found = next((count for count in counts if count.on == on), None)
    if found is None:
        return Weight(step.about.title, 0, 0, False) if on else None
    return Weight(step.about.title, found.dots, found.rank, sum(each.rank == found.rank for each in counts) > 1)
