"""The participant's pages and commands without JavaScript: plain forms, the same rules, the same room."""

import re
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server import faces
from server.batch import Ask
from server.codes import derived
from server.guard import Form
from server.house import Entered, entered, face_path, house_of, posted, see
from server.presence import Bucket
from server.protocol import Ack, Refused, Wait
from server.reasons import sentence
from server.sight import Own, Sight
from workshops.ideas import EditIdea, PostIdea, WithdrawIdea
from workshops.people import EraseMe, Finish, Join, Rename
from workshops.voting import SetDots
from workshops.workshop import AnyCommand

CLIENT = re.compile(r"^[A-Za-z0-9_-]{16,32}$")
ID = re.compile(r"^[A-Za-z0-9_-]{6,32}$")
SEATS_PACED = 5_000
No = Refused | Wait


def routes() -> list[Route]:
    forms = Forms()
    here = "/w/{workshop}"
    return [
        Route(here, face, methods=["GET"], name="participant"),
        Route(f"{here}/ideas", forms.ideas, methods=["GET", "POST"]),
        Route(f"{here}/ideas/{{idea}}", forms.idea, methods=["GET", "POST"]),
        Route(f"{here}/clusters/{{cluster}}", cluster, methods=["GET"]),
        Route(f"{here}/dots", forms.dots, methods=["GET", "POST"]),
        Route(f"{here}/finish", forms.finish, methods=["GET", "POST"]),
        Route(f"{here}/me", forms.me, methods=["GET", "POST"]),
        Route(f"{here}/erase", forms.erase, methods=["GET", "POST"]),
        Route(f"{here}/enter", forms.enter, methods=["GET", "POST"]),
    ]


# Reading


async def face(request: Request) -> Response:
    """The participant's page: the open step, and what this person may do in it."""
    me = await entered(request, "participant")
    return await _face(request, me)


async def cluster(request: Request) -> Response:
    me = await entered(request, "participant")
    sight = await _sight(me)
    found = faces.cluster(sight, request.path_params["cluster"])
    if found is None:
        raise HTTPException(404)
    return _page(request, me, "cluster.html", {"workshop": sight.workshop, **found})


async def _sight(me: Entered) -> Sight:
    return Sight(await me.room.look("participant", me.seat.actor), me.seat.actor)


async def _face(request: Request, me: Entered, no: No | None = None, **again: Any) -> Response:
    """`no`: what was just refused, with what it held in `again`."""
    sight = await _sight(me)
    if sight.me is None:
        return _page(request, me, "outside.html", {"workshop": sight.workshop, "name": "", **again}, no)
    house = house_of(request)
    speech = house.templates.speech(request)
    wanted = request.query_params.get("page", "1")
    page = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
    told = {"result": None, "round": None} | faces.shown(sight, page, speech)
    told["data"] = faces.page_data(me.seat, _here(me), speech, house.settings.limits)
    told["preload"] = faces.preload("client/participant.tsx")
    return _page(request, me, "face.html", {**told, **again}, no)


def _page(request: Request, me: Entered, template: str, shown: Mapping[str, Any], no: No | None = None) -> Response:
    templates = house_of(request).templates
    refused = sentence(no.reason, getattr(no, "facts", {}), templates.speech(request)) if no else None
    given = {
        "face": _here(me), "path": _here(me), "text": "", "again": {"client": "", "idea": ""}, "refused": refused,
        "new_client": _new_client, "new_id": _new_id,
    }  # fmt: skip
    status = 200 if no is None else 503 if isinstance(no, Wait) else 422
    response = templates.respond(request, f"workshop/{template}", {**given, **shown}, status, cookie=me.cookie)
    if isinstance(no, Wait):
        response.headers["retry-after"] = str(max(1, round(no.retry_after)))
    return response


# Doing


class Forms:
    """The forms, at the pace a person's commands may come."""

    def __init__(self) -> None:
        self._pace: OrderedDict[str, Bucket] = OrderedDict()

    async def ideas(self, request: Request) -> Response:
        if request.method == "GET":
            return _elsewhere(request)
        me, form = await _posted(request)
        text = form.get("text", "")
        no = await self._do(request, me, form, PostIdea(_id(form, "idea"), _id(form, "board"), text), text)
        if no is None:
            return see(f"{_here(me)}#mine")
        return await _face(request, me, no, text=text, again=_again(form, no))

    async def idea(self, request: Request) -> Response:
        """Change or withdraw one's own."""
        if request.method == "GET":
            return await _idea_page(request, await entered(request, "participant"))
        me, form = await _posted(request)
        id_, text = request.path_params["idea"], form.get("text", "")
        if not ID.match(id_):
            raise HTTPException(404)
        withdraw = form.get("do") == "withdraw"
        command: AnyCommand = WithdrawIdea(id_) if withdraw else EditIdea(id_, text)
        no = await self._do(request, me, form, command, "" if withdraw else text)
        if no is None:
            return see(f"{_here(me)}#mine")
        return await _idea_page(request, me, no, text, _again(form, no))

    async def dots(self, request: Request) -> Response:
        """One form for the whole sheet: its buttons say which item is to have how many dots."""
        if request.method == "GET":
            return _elsewhere(request)
        me, form = await _posted(request)
        on, _, n = form.get("set", "").partition(".")
        if not (ID.match(on) and n.isascii() and n.isdigit() and int(n[:3]) <= 50):
            raise HTTPException(400)
        no = await self._do(request, me, form, SetDots(_id(form, "round"), on, int(n[:3])), form.get("set", ""))
        if no is None:
            return see(f"{_here(me)}#c-{on}")
        return await _face(request, me, no)

    async def finish(self, request: Request) -> Response:
        if request.method == "GET":
            return _elsewhere(request)
        me, form = await _posted(request)
        done = form.get("done") != "0"
        no = await self._do(request, me, form, Finish(_id(form, "step"), done), str(done))
        return see(_here(me)) if no is None else await _face(request, me, no)

    async def me(self, request: Request) -> Response:
        """One's name, and the ways to another device, another language, and out."""
        if request.method == "GET":
            return await _me_page(request, await entered(request, "participant"))
        me, form = await _posted(request)
        name = form.get("name", "")
        no = await self._do(request, me, form, Rename(name), name)
        return see(f"{_here(me)}/me") if no is None else await _me_page(request, me, no, name)

    async def erase(self, request: Request) -> Response:
        me = await entered(request, "participant")
        if request.method == "POST":
            form = await posted(request, me.cookie)
            no = await self._do(request, me, form, EraseMe())
            if no is None:
                return see(_here(me))
            return _page(request, me, "erase.html", {"again": _again(form, no)}, no)
        return _page(request, me, "erase.html", {})

    async def enter(self, request: Request) -> Response:
        """Back in, after having been erased, on the same seat."""
        if request.method == "GET":
            return _elsewhere(request)
        me, form = await _posted(request)
        name = form.get("name", "")
        no = await self._do(request, me, form, Join(name), name)
        return see(_here(me)) if no is None else await _face(request, me, no, name=name, again=_again(form, no))

    async def _do(self, request: Request, me: Entered, form: Form, command: AnyCommand, choice: str = "") -> No | None:
        """None: done. `choice`: which of the form's buttons or values it was, for each is a client of its own whose
        first command this is: the same again gets the same verdict, and another one its own. The form's id itself is
        kept nowhere: who had it could guess at the words."""
        client = form.get("client", "")
        if not CLIENT.match(client):
            raise HTTPException(400)
        pause = self._bucket(request, me).wait()
        if pause:
            return Wait(1, "rate_limited", pause)
        ask = Ask(me.seat, derived(client, choice, 18), 1, command)
        verdict = await me.room.do(ask)
        return None if isinstance(verdict, Ack) else verdict

    def _bucket(self, request: Request, me: Entered) -> Bucket:
        door = house_of(request).settings.door
        bucket = self._pace.setdefault(me.seat.id, Bucket(door.burst, door.rate))
        self._pace.move_to_end(me.seat.id)
        if len(self._pace) > SEATS_PACED:
            self._pace.popitem(last=False)
        return bucket


async def _posted(request: Request) -> tuple[Entered, Form]:
    me = await entered(request, "participant")
    return me, await posted(request, me.cookie)


async def _idea_page(
    request: Request, me: Entered, no: No | None = None, text: str = "", again: dict[str, str] | None = None
) -> Response:
    """404 for what is not one's own. What was refused stays in the box."""
    sight = await _sight(me)
    it = next((own for own in faces.own(sight, None) if own.id == request.path_params["idea"]), None)
    if it is None and not text:
        raise HTTPException(404)
    it = it or Own(request.path_params["idea"], "", 0, "gone")
    kept = {"again": again} if again else {}
    return _page(request, me, "idea.html", {"workshop": sight.workshop, "it": it, "text": text or it.text, **kept}, no)


async def _me_page(request: Request, me: Entered, no: No | None = None, name: str | None = None) -> Response:
    sight = await _sight(me)
    if sight.me is None:
        return _elsewhere(request)
    shown = {"workshop": sight.workshop, "name": sight.me.name if name is None else name, "path": f"{_here(me)}/me"}
    return _page(request, me, "me.html", shown, no)


def _here(me: Entered) -> str:
    return face_path(me.seat.workshop, "participant")


def _elsewhere(request: Request) -> Response:
    """Somebody reloads, or comes back to, an address that only takes forms."""
    return RedirectResponse(face_path(request.path_params["workshop"], "participant"), 303)


def _again(form: Form, no: No) -> dict[str, str]:
    """Without a verdict the same form is tried again; after a refusal it is another one, with ids of its own."""
    same = isinstance(no, Wait)
    return {name: form.get(name, "") if same else "" for name in ("client", "idea")}


def _id(form: Form, name: str) -> str:
    value: str = form.get(name, "")
    if not ID.match(value):
        raise HTTPException(400)
    return value


def _new_client() -> str:
    return secrets.token_urlsafe(18)


def _new_id() -> str:
    return secrets.token_urlsafe(9)
