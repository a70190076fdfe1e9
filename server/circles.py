"""Circles and their reports without JavaScript: where I am, the pen, the parts of a report, what a circle proposes."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server import band, slots
from server.batch import now_ms
from server.forms import face_page
from server.guard import Form
from server.house import Entered, entered, house_of, see
from server.plain import No, do, elsewhere, here, id_in, known_as_id, page, posted_by, sight_of
from server.protocol import Wait
from server.sight import Sight
from workshops.attendance import ImHere, MoveOn
from workshops.pens import SILENCE_MS
from workshops.reporting import (
    AskPen,
    EditProposed,
    HandPen,
    LayPen,
    PostProposed,
    SetAside,
    TakePen,
    WithdrawProposed,
    WriteReport,
)
from workshops.wall import EndSession, ExtendSession
from workshops.workshop import AnyCommand

MORE = 10
"""Minutes that a convener adds with one press."""


def routes() -> list[Route]:
    at, both = "/w/{workshop}", ["GET", "POST"]
    return [
        Route(f"{at}/here", im_here, methods=both),
        Route(f"{at}/reports", reports, methods=["GET"]),
        Route(f"{at}/sessions/{{session}}", session, methods=both),
        Route(f"{at}/sessions/{{session}}/write", write, methods=both),
        Route(f"{at}/sessions/{{session}}/versions", versions, methods=["GET"]),
    ]


async def im_here(request: Request) -> Response:
    """`session`: the circle I am in now; "": I have left."""
    if request.method == "GET":
        return elsewhere(request)
    me, form = await posted_by(request)
    there = form.get("session", "")
    command: AnyCommand = ImHere(known_as_id(there)) if there else MoveOn()
    no = await do(me, form, command, there)
    return see(f"{here(me)}#{f's-{there}' if there else 'now'}") if no is None else await face_page(request, me, no)


async def session(request: Request) -> Response:
    """A circle's report. Its forms here are for the pen, and for whoever convenes the circle."""
    if request.method == "GET":
        return await _report_page(request, await entered(request, "participant"))
    me, form = await posted_by(request)
    path = _path(request, me)
    asked = form.get("do", "")
    no = await do(me, form, _act(known_as_id(request.path_params["session"], 404), asked), asked)
    return see(f"{path}#pen") if no is None else await _report_page(request, me, no)


async def write(request: Request) -> Response:
    """The whole report in one form: what was changed since the page was made is written, what is proposed too; then
    what the button asks for beside, so that no button loses a word. Where the pen has gone meanwhile, parts are set
    aside."""
    if request.method == "GET":
        return see(f"{_face(request)}/sessions/{request.path_params['session']}")
    me, form = await posted_by(request, long=True)
    id_, asked = known_as_id(request.path_params["session"], 404), form.get("do", "")
    sight = await sight_of(me)
    refused, texts = await _write_parts(me, form, id_, sight)
    not_taken, ideas = await _write_ideas(me, form, id_, sight)
    no = refused or not_taken
    if no is None and asked not in ("", "add"):
        no = await do(me, form, _act(id_, asked), asked)
    if no is None:
        return see(f"{_path(request, me)}{_AFTER.get(asked.partition(' ')[0], '?saved#parts')}")
    same = {"client": form.get("client", ""), "idea": form.get("new.idea", "")} if isinstance(no, Wait) else None
    return await _report_page(request, me, no, texts, ideas, same)


_AFTER = {"add": "#proposed", "withdraw": "#proposed", "lay": "#pen", "hand": "#pen"}


async def _write_parts(me: Entered, form: Form, session: str, sight: Sight) -> tuple[No | None, dict[str, str]]:
    """The first refusal, and what was refused, by part."""
    refused, kept = None, dict[str, str]()
    for field in slots.canvas(sight):
        text = form.get(f"part.{field.id}")
        if text is None or slots.digest(text) == form.get(f"was.{field.id}"):
            continue
        no = await do(me, form, WriteReport(session, field.id, text), f"{field.id} {text}")
        if no is None:
            continue
        refused, kept[field.id] = refused or no, text
        if no.reason == "pen_needed":
            await do(me, form, SetAside(session, field.id, text), f"aside {field.id} {text}")
    return refused, kept


async def _write_ideas(me: Entered, form: Form, session: str, sight: Sight) -> tuple[No | None, dict[str, str]]:
    """The same of what is proposed, by idea ("": a new one). One that is withdrawn need not be right first."""
    refused, kept = None, dict[str, str]()
    for idea in slots.proposed(sight, session):
        text = form.get(f"idea.{idea.id}")
        same = text is None or slots.digest(text) == form.get(f"wasidea.{idea.id}")
        if text is None or same or form.get("do") == f"withdraw {idea.id}":
            continue
        no = await do(me, form, EditProposed(session, idea.id, text), f"edit {idea.id} {text}")
        if no is not None:
            refused, kept[idea.id] = refused or no, text
    text = form.get("new.text", "")
    if text.strip() or form.get("do") == "add":
        no = await do(me, form, PostProposed(session, id_in(form, "new.idea"), text), f"add {text}")
        if no is not None:
            refused, kept[""] = refused or no, text
    return refused, kept


async def versions(request: Request) -> Response:
    """The history of a report; `n`: the version to read."""
    me = await entered(request, "participant")
    sight = await sight_of(me)
    found = _circle(request, sight)
    asked = request.query_params.get("n", "")
    shown = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else None
    given = {
        **band.head(sight), "it": found, "shown": shown, "versions": slots.versions(sight, found.id, shown),
        "mine": _mine(sight, found),
        "says": {part.field.id: part for part in slots.parts(sight, found.id)},
    }  # fmt: skip
    return page(request, me, "versions.html", given)


async def reports(request: Request) -> Response:
    """Every report on one page, to read or to print."""
    me = await entered(request, "participant")
    sight = await sight_of(me)
    every = slots.to_read(slots.circles(sight))
    said = [(it, slots.parts(sight, it.id)) for it in every if it.report.filled or slots.proposed(sight, it.id)]
    silent = [it for it in every if it not in [each for each, _ in said]]
    return page(request, me, "reports.html", {**band.head(sight), "said": said, "silent": silent})


def _act(session: str, asked: str) -> AnyCommand:
    """`asked`: what a button says, and to whom. 400 for what no form of ours sends."""
    asked, _, person = asked.partition(" ")
    match asked:
        case "take":
            return TakePen(session)
        case "lay":
            return LayPen(session)
        case "ask" | "unask":
            return AskPen(session, asked == "ask")
        case "hand":
            return HandPen(session, person[:64])
        case "withdraw":
            return WithdrawProposed(session, known_as_id(person))
        case "extend":
            return ExtendSession(session, MORE)
        case "end" | "reopen":
            return EndSession(session, asked == "end")
        case _:
            raise HTTPException(400)


async def _report_page(
    request: Request, me: Entered, no: No | None = None, texts: dict[str, str] | None = None,
    ideas: dict[str, str] | None = None, same: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    """`texts`: what was just refused, by part. `ideas`: the same of what is proposed, by idea ("": a new one), with
    `same`, the form that may be sent again as it is."""
    sight = await sight_of(me)
    found = _circle(request, sight)
    speech = house_of(request).templates.speech(request)
    # To the minute after: a clock without seconds says nothing too early.
    takes_at = slots.silent_since(sight, found) + SILENCE_MS + 59_999
    shown: dict[str, Any] = {
        **band.head(sight), "it": found, "parts": slots.parts(sight, found.id), "me": sight.me,
        "digest": slots.digest,
        "written": slots.is_written(sight), "mine": _mine(sight, found), "kept": texts or {}, "kept_ideas": ideas or {},
        "saved": "saved" in request.query_params,
        "set_aside": no is not None and no.reason == "pen_needed", "free": takes_at - 59_999 <= now_ms(),
        "takes_at": speech.hour_at(takes_at),
        "parts_of_all": len(slots.canvas(sight)),
        "until": speech.hour_at(found.ends_at) if found.ends_at else "",
        "asks": any(each.person == sight.person for each in found.report.asking),
    }  # fmt: skip
    return page(request, me, "session-report.html", shown | ({"again": same} if same else {}), no)


def _circle(request: Request, sight: Sight) -> slots.Circle:
    """404 for what this person does not see."""
    found = slots.circle(sight, request.path_params["session"]) if sight.me is not None else None
    if found is None:
        raise HTTPException(404)
    return found


def _mine(sight: Sight, found: slots.Circle) -> bool:
    return found.report.pen == sight.person and slots.is_written(sight)


def _face(request: Request) -> str:
    return f"/w/{request.path_params['workshop']}"


def _path(request: Request, me: Entered) -> str:
    return f"{here(me)}/sessions/{request.path_params['session']}"
