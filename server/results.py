"""What came out of a workshop, on a page that a person may come back to: rounds side by side, their own ideas' fate."""

from typing import Any

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server import boards, faces
from server.house import entered, house_of
from server.i18n import Speech
from server.plain import elsewhere, page, sight_of
from server.sight import Own, Sight
from workshops.agenda import StepRecord
from workshops.clusters import ClusterRecord
from workshops.ideas import IdeaRecord
from workshops.sorting import PlaceRecord
from workshops.tallies import TallyRecord
from workshops.themes import ThemeRecord
from workshops.voting import RoundRecord, Vote


class Weight(Struct, frozen=True):
    """What an idea, or the cluster it is in, got in one round (`rank` 0: no dot)."""

    title: str
    dots: int
    rank: int
    tied: bool


class Fate(Struct, frozen=True):
    """One's own idea, the cluster it is in (empty: none) and its theme, and what each revealed round gave them."""

    own: Own
    cluster: str
    theme: str
    hue: int
    weights: list[Weight]


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
        "fates": [_fate(sight, own) for own in faces.own(sight, None)],
        "results": [faces.result(sight, step, round_, speech) for step, round_ in faces.revealed(sight)],
    }


def _fate(sight: Sight, own: Own) -> Fate:
    place = sight.one(PlaceRecord, own.id)
    cluster = sight.one(ClusterRecord, place.cluster) if place is not None else None
    theme = sight.one(ThemeRecord, cluster.theme) if cluster is not None and cluster.theme else None
    weights = [_weight(sight, step, round_, own.id, cluster) for step, round_ in faces.revealed(sight)]
    hue = theme.hue if theme is not None else int(not boards.themes(sight))
    return Fate(
        own, cluster.name if cluster else "", theme.name if theme else "", hue, [each for each in weights if each]
    )


def _weight(
    sight: Sight, step: StepRecord, round_: RoundRecord, idea: str, cluster: ClusterRecord | None
) -> Weight | None:
    """None: this round was about something else."""
    about, own = step.about, sight.one(IdeaRecord, idea)
    if not isinstance(about, Vote) or own is None or own.board != about.board:
        return None
    on = cluster.id if cluster is not None and about.on != "ideas" else idea if about.on != "clusters" else ""
    tally = sight.one(TallyRecord, round_.id)
    counts = tally.counts if tally is not None else []
    found = next((count for count in counts if count.on == on), None)
    if found is None:
        return Weight(about.title, 0, 0, False) if on else None
    return Weight(about.title, found.dots, found.rank, sum(each.rank == found.rank for each in counts) > 1)
