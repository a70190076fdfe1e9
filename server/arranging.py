"""Bringing ideas together without JavaScript, where a step lets everyone: move, name, merge, ungroup, undo."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server import boards
from server.forms import face_page
from server.guard import Form
from server.house import Entered, entered, house_of, see
from server.plain import No, again, do, elsewhere, here, id_in, known_as_id, page, posted_by, sight_of
from server.sight import Sight
from workshops.clusters import ClusterRecord, FileCluster, MakeCluster, NameCluster, UngroupCluster
from workshops.ideas import IdeaRecord
from workshops.merging import MergeClusters, UnmergeCluster
from workshops.sorting import MoveIdeas
from workshops.undo import Undo
from workshops.workshop import AnyCommand

NONE = "none"
"""What a select says for "in no cluster" and "under no theme": an empty value is nothing chosen."""
MOST = 200


def routes() -> list[Route]:
    at, both = "/w/{workshop}", ["GET", "POST"]
    return [
        Route(f"{at}/move", move, methods=both),
        Route(f"{at}/clusters/{{cluster}}", cluster, methods=both),
        Route(f"{at}/undo", undo, methods=both),
    ]


async def move(request: Request) -> Response:
    """`idea`, once or several times: what is to be moved. To a cluster there is, or to a new one of this name."""
    if request.method == "GET":
        me = await entered(request, "participant")
        return await _move_page(request, me, request.query_params.getlist("idea"))
    me, form = await posted_by(request)
    ideas = [known_as_id(idea) for idea in form.getlist("idea")][:MOST]
    command = _moving(form, ideas)
    if command is None:
        return await _move_page(request, me, ideas, unchosen=True)
    # What was chosen is part of which command it is: another choice in the same form is another one.
    no = await do(me, form, command, f"{form.get('to', '')} {form.get('name', '')}")
    if no is None:
        return see(f"{here(me)}#tray")
    return await _move_page(request, me, ideas, no, form)


async def cluster(request: Request) -> Response:
    """A cluster and its ideas; what else may be done with it, where everybody may."""
    if request.method == "GET":
        return await _cluster_page(request, await entered(request, "participant"))
    me, form = await posted_by(request)
    id_ = known_as_id(request.path_params["cluster"], 404)
    for choice, command in _changes(form, id_):
        no = await do(me, form, command, choice)
        if no is not None:
            return await _cluster_page(request, me, no, form)
    left = form.get("do") in ("merge", "ungroup")
    return see(f"{here(me)}#board" if left else f"{here(me)}/clusters/{id_}")


async def undo(request: Request) -> Response:
    if request.method == "GET":
        return elsewhere(request)
    me, form = await posted_by(request)
    no = await do(me, form, Undo())
    return see(f"{here(me)}#tray") if no is None else await face_page(request, me, no)


def _moving(form: Form, ideas: list[str]) -> AnyCommand | None:
    """None: neither a cluster was chosen nor a name written. 400 for what no form of ours sends."""
    to, name = form.get("to", ""), form.get("name", "")
    if not ideas:
        raise HTTPException(400)
    if name.strip():
        return MakeCluster(id_in(form, "cluster"), id_in(form, "board"), name, _theme(form), ideas)
    if not to:
        return None
    return MoveIdeas(ideas, None if to == NONE else known_as_id(to))


def _changes(form: Form, cluster: str) -> list[tuple[str, AnyCommand]]:
    """Each with what tells it from the others in the same form."""
    match form.get("do"):
        case "name":
            named = f"name {form.get('name', '')}", NameCluster(cluster, form.get("name", ""))
            filed = f"theme {form.get('theme')}", FileCluster(cluster, _theme(form))
            return [named, filed] if "theme" in form else [named]
        case "merge":
            return [(f"merge {form.get('into')}", MergeClusters(cluster, id_in(form, "into")))]
        case "ungroup":
            return [("ungroup", UngroupCluster(cluster))]
        case "unmerge":
            return [(f"unmerge {form.get('merged')}", UnmergeCluster(id_in(form, "merged")))]
        case _:
            raise HTTPException(400)


def _theme(form: Form) -> str | None:
    theme = form.get("theme", NONE)
    return None if theme == NONE else known_as_id(theme)


async def _move_page(
    request: Request, me: Entered, asked: list[str], no: No | None = None, form: Form | None = None, *,
    unchosen: bool = False,
) -> Response:  # fmt: skip
    sight = await sight_of(me)
    about = boards.arranging(sight)
    found = [idea for each in asked[:MOST] if (idea := sight.one(IdeaRecord, each)) is not None]
    ideas = [idea for idea in found if about is not None and idea.board == about.board]
    if about is None or not ideas:
        return elsewhere(request)
    shown: dict[str, Any] = {
        "workshop": sight.workshop, "ideas": [boards.signed(sight, idea) for idea in ideas], "board": about.board,
        "unchosen": unchosen, "name": form.get("name", "") if form else "", "to": form.get("to", "") if form else "",
        "theme": form.get("theme", NONE) if form else NONE,
        "placed": any(boards.is_placed(sight, idea) for idea in ideas),
        **_choices(request, sight, about.board),
    }  # fmt: skip
    if form is not None and no is not None:
        shown["again"] = again(form, no, "cluster")
    return page(request, me, "move.html", shown, no)


async def _cluster_page(request: Request, me: Entered, no: No | None = None, form: Form | None = None) -> Response:
    sight = await sight_of(me)
    found = boards.cluster(sight, request.path_params["cluster"])
    if found is None and no is None:
        raise HTTPException(404)
    if found is None:  # somebody else has ungrouped or merged it meanwhile
        return await face_page(request, me, no)
    cluster: ClusterRecord = found["cluster"]
    about = boards.arranging(sight)
    mine = about is not None and about.board == cluster.board
    name = form.get("name", cluster.name) if form and form.get("do") == "name" else cluster.name
    shown = {"workshop": sight.workshop, "arranging": mine, "name": name, **found}
    return page(request, me, "cluster.html", shown | _choices(request, sight, cluster.board), no)


def _choices(request: Request, sight: Sight, board: str) -> dict[str, Any]:
    speech = house_of(request).templates.speech(request)
    return {"groups": boards.groups(sight, board, "clusters", speech), "themes": boards.themes(sight)}
