"""The participant's pages and commands without JavaScript: plain forms, the same rules, the same room."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server import boards, faces
from server.house import Entered, entered, house_of, posted, see
from server.plain import No, again, do, elsewhere, here, id_in, known_as_id, page, posted_by, sight_of
from server.sight import Own, Sight
from workshops.ballots import SetDots
from workshops.clusters import ClusterRecord
from workshops.ideas import EditIdea, IdeaRecord, PostIdea, WithdrawIdea
from workshops.people import EraseMe, Finish, Join, Rename
from workshops.reports import ReportIdea
from workshops.sorting import PlaceRecord
from workshops.workshop import AnyCommand


def routes() -> list[Route]:
    at, both = "/w/{workshop}", ["GET", "POST"]
    return [
        Route(at, face, methods=["GET"], name="participant"),
        Route(f"{at}/ideas", ideas, methods=both),
        Route(f"{at}/ideas/{{idea}}", idea, methods=both),
        Route(f"{at}/report/{{idea}}", report, methods=both),
        Route(f"{at}/dots", dots, methods=both),
        Route(f"{at}/finish", finish, methods=both),
        Route(f"{at}/me", me, methods=both),
        Route(f"{at}/erase", erase, methods=both),
        Route(f"{at}/enter", enter, methods=both),
    ]


async def face(request: Request) -> Response:
    """The participant's page: the open step, and what this person may do in it."""
    return await face_page(request, await entered(request, "participant"))


async def face_page(request: Request, me: Entered, no: No | None = None, **kept: Any) -> Response:
    """`no`: what was just refused, with what it held in `kept`."""
    sight = await sight_of(me)
    if sight.me is None:
        return page(request, me, "outside.html", {"workshop": sight.workshop, "name": "", **kept}, no)
    house = house_of(request)
    speech = house.templates.speech(request)
    wanted = request.query_params.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
    search, side = request.query_params.get("q", "")[:200], request.query_params.get("side", "")
    told = faces.shown(sight, number, search, side, speech)
    told["data"] = faces.page_data(me.seat, here(me), speech, house.settings.limits, forum=told["forum"])
    told["preload"] = faces.preload("client/participant.tsx", *faces.parts(told))
    return page(request, me, "face.html", {**told, **kept}, no)


async def ideas(request: Request) -> Response:
    if request.method == "GET":
        return elsewhere(request)
    me, form = await posted_by(request)
    text = form.get("text", "")
    no = await do(me, form, PostIdea(id_in(form, "idea"), id_in(form, "board"), text), text)
    if no is None:
        return see(f"{here(me)}#mine")
    return await face_page(request, me, no, text=text, again=again(form, no, "idea"))


async def idea(request: Request) -> Response:
    """Change or withdraw one's own."""
    if request.method == "GET":
        return await _idea_page(request, await entered(request, "participant"))
    me, form = await posted_by(request)
    id_, text = known_as_id(request.path_params["idea"], 404), form.get("text", "")
    withdraw = form.get("do") == "withdraw"
    command: AnyCommand = WithdrawIdea(id_) if withdraw else EditIdea(id_, text)
    no = await do(me, form, command, "" if withdraw else text)
    if no is None:
        return see(f"{here(me)}#mine")
    return await _idea_page(request, me, no, text, again(form, no))


async def report(request: Request) -> Response:
    """Another's idea, told to those who run the workshop. Once told, the page says so."""
    if request.method == "GET":
        return await _report_page(request, await entered(request, "participant"))
    me, form = await posted_by(request)
    id_, why = known_as_id(request.path_params["idea"], 404), form.get("why", "")
    no = await do(me, form, ReportIdea(id_, why), why)
    if no is None:
        return see(f"{here(me)}/report/{id_}?told")
    return await _report_page(request, me, no, why, again(form, no))


async def dots(request: Request) -> Response:
    """One form for the whole sheet: its buttons say which item is to have how many dots."""
    if request.method == "GET":
        return elsewhere(request)
    me, form = await posted_by(request)
    on, _, n = form.get("set", "").partition(".")
    if not (n.isascii() and n.isdigit() and int(n[:3]) <= 50):
        raise HTTPException(400)
    command = SetDots(id_in(form, "round"), known_as_id(on), int(n[:3]))
    no = await do(me, form, command, form.get("set", ""))
    return see(f"{here(me)}#c-{on}") if no is None else await face_page(request, me, no)


async def finish(request: Request) -> Response:
    if request.method == "GET":
        return elsewhere(request)
    me, form = await posted_by(request)
    done = form.get("done") != "0"
    no = await do(me, form, Finish(id_in(form, "step"), done), str(done))
    return see(here(me)) if no is None else await face_page(request, me, no)


async def me(request: Request) -> Response:
    """One's name, and the ways to another device, another language, and out."""
    if request.method == "GET":
        return await _me_page(request, await entered(request, "participant"))
    me, form = await posted_by(request)
    name = form.get("name", "")
    no = await do(me, form, Rename(name), name)
    return see(f"{here(me)}/me") if no is None else await _me_page(request, me, no, name)


async def erase(request: Request) -> Response:
    me = await entered(request, "participant")
    if request.method == "POST":
        form = await posted(request, me.cookie)
        no = await do(me, form, EraseMe())
        if no is None:
            return see(here(me))
        return page(request, me, "erase.html", {"again": again(form, no)}, no)
    return page(request, me, "erase.html", {})


async def enter(request: Request) -> Response:
    """Back in, after having been erased, on the same seat."""
    if request.method == "GET":
        return elsewhere(request)
    me, form = await posted_by(request)
    name = form.get("name", "")
    no = await do(me, form, Join(name), name)
    return see(here(me)) if no is None else await face_page(request, me, no, name=name, again=again(form, no))


async def _idea_page(
    request: Request, me: Entered, no: No | None = None, text: str = "", kept: dict[str, str] | None = None
) -> Response:
    """404 for what is not one's own. What was refused stays in the box."""
    sight = await sight_of(me)
    it = next((own for own in faces.own(sight, None) if own.id == request.path_params["idea"]), None)
    if it is None and not text:
        return _reading_page(request, me, sight)
    it = it or Own(request.path_params["idea"], "", 0, "gone")
    shown = {"workshop": sight.workshop, "it": it, "text": text or it.text, **({"again": kept} if kept else {})}
    return page(request, me, "idea.html", shown, no)


def _reading_page(request: Request, me: Entered, sight: Sight) -> Response:
    """Another's idea, and what came of it: where the links of the chain lead. 404 for what one does not see."""
    idea = sight.one(IdeaRecord, request.path_params["idea"])
    if idea is None:
        raise HTTPException(404)
    place = sight.one(PlaceRecord, idea.id)
    cluster = sight.one(ClusterRecord, place.cluster) if place is not None else None
    shown = {"workshop": sight.workshop, "it": boards.signed(sight, idea), "cluster": cluster}
    return page(request, me, "one-idea.html", shown)


async def _report_page(
    request: Request, me: Entered, no: No | None = None, why: str = "", kept: dict[str, str] | None = None
) -> Response:
    """404 for what one does not see, or has written oneself."""
    sight = await sight_of(me)
    idea = sight.one(IdeaRecord, request.path_params["idea"])
    if sight.me is None or idea is None or idea.id in {own.id for own in faces.own(sight, None)}:
        raise HTTPException(404)
    told = "told" in request.query_params or (no is not None and no.reason == "already")
    shown = {"workshop": sight.workshop, "it": boards.signed(sight, idea), "told": told, "why": why}
    return page(request, me, "report.html", shown | ({"again": kept} if kept else {}), None if told else no)


async def _me_page(request: Request, me: Entered, no: No | None = None, name: str | None = None) -> Response:
    sight = await sight_of(me)
    if sight.me is None:
        return elsewhere(request)
    shown = {"workshop": sight.workshop, "name": sight.me.name if name is None else name, "path": f"{here(me)}/me"}
    return page(request, me, "me.html", shown | {"revealed": faces.revealed(sight)}, no)
