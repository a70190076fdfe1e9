"""What the participant's pages share: a page around what one person sees, and a command done once for each form."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from server.batch import Ask
from server.codes import derived
from server.guard import Form
from server.house import Entered, entered, face_path, house_of, posted
from server.protocol import Ack, Refused, Wait
from server.reasons import sentence
from server.sight import Sight
from workshops.workshop import AnyCommand

CLIENT = re.compile(r"^[A-Za-z0-9_-]{16,32}\Z")
ID = re.compile(r"^[A-Za-z0-9_-]{6,32}\Z")
No = Refused | Wait
"""Why something was not done."""


async def sight_of(me: Entered) -> Sight:
    return Sight(await me.room.look("participant", me.seat.actor), me.seat.actor)


def page(request: Request, me: Entered, template: str, shown: Mapping[str, Any], no: No | None = None) -> Response:
    """`no`: what was just refused; the page then says why, and is to hold what was sent."""
    templates = house_of(request).templates
    refused = sentence(no.reason, getattr(no, "facts", {}), templates.speech(request)) if no else None
    given = {
        "face": here(me), "path": here(me), "text": "", "refused": refused,
        "again": {"client": "", "idea": "", "cluster": "", "topic": ""}, "new_client": _new_client, "new_id": _new_id,
    }  # fmt: skip
    status = 200 if no is None else 503 if isinstance(no, Wait) else 422
    response = templates.respond(request, f"workshop/{template}", {**given, **shown}, status, cookie=me.cookie)
    if isinstance(no, Wait):
        response.headers["retry-after"] = str(max(1, round(no.retry_after)))
    return response


async def do(me: Entered, form: Form, command: AnyCommand, choice: str = "") -> No | None:
    """Do what a form asks for, at the pace a person's commands may come. None: done. `choice`: which of the form's
    buttons or values it was, for each is a client of its own whose first command this is: the same again gets the same
    verdict, and another one its own. The form's id itself is kept nowhere: who had it could guess at the words."""
    client = form.get("client", "")
    if not CLIENT.match(client):
        raise HTTPException(400)
    pause = me.room.members.pace(me.seat.actor, me.seat.role, typed=command.typed)
    if pause:
        return Wait(1, "rate_limited", pause)
    verdict = await me.room.do(Ask(me.seat, derived(client, choice, 18), 1, command))
    return None if isinstance(verdict, Ack) else verdict


async def posted_by(request: Request, *, long: bool = False) -> tuple[Entered, Form]:
    """`long`: a form of long texts."""
    me = await entered(request, "participant")
    return me, await posted(request, me.cookie, long=long)


def here(me: Entered) -> str:
    return face_path(me.seat.workshop, "participant")


def elsewhere(request: Request) -> Response:
    """Somebody reloads, or comes back to, an address that only takes forms."""
    return RedirectResponse(face_path(request.path_params["workshop"], "participant"), 303)


def again(form: Form, no: No, *names: str) -> dict[str, str]:
    """Without a verdict the same form is tried again; after a refusal it is another one, with ids of its own."""
    same = isinstance(no, Wait)
    return {name: form.get(name, "") if same else "" for name in ("client", *names)}


def id_in(form: Form, name: str) -> str:
    value: str = form.get(name, "")
    return known_as_id(value)


def known_as_id(value: str, status: int = 400) -> str:
    if not ID.match(value):
        raise HTTPException(status)
    return value


def _new_client() -> str:
    return secrets.token_urlsafe(18)


def _new_id() -> str:
    return secrets.token_urlsafe(9)
