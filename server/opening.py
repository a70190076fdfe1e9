"""The pages that open a workshop, whose secrets are shown once, and the owner's list of those there are."""

import json
from typing import Any

import msgspec
from msgspec import structs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from server.access import Created, Entry, cookie_name
from server.batch import Ask
from server.codes import derived, grouped, new_key
from server.formats import KEEPS, Answers, Wrong, choices_from, recipes, workshop_from
from server.guard import is_secure
from server.house import (
    Unmet,
    address_of,
    base_address,
    face_path,
    house_of,
    own_cookies,
    posted,
    qr,
    set_cookie,
    spoken_address,
)
from server.i18n import N_
from server.pages import is_owner, may_create, owner_cookie
from server.presence import Seat
from server.protocol import Refused, Wait
from server.sharing import key_of, poster
from workshops.description import CreateWorkshop
from workshops.ideas import AddIdeas, NewIdea

Shown = dict[str, Any]
AT_ONCE = 100
"""Ideas in one `AddIdeas`."""
LISTED = 50
"""Workshops on one page of the owner's list."""


def routes() -> list[BaseRoute]:
    return [Route(path, page, methods=["GET", "POST"]) for path, page in (("/new", create), ("/workshops", listed))]


async def create(request: Request) -> Response:
    """The form that opens a workshop: for the owner, or for anyone where the server is open."""
    if not await may_create(request):
        raise HTTPException(403, "owner")
    if request.method == "GET":
        asked = request.query_params
        return _form(request, Answers(title=asked.get("title", "")[:1000], format=asked.get("format", "")[:100]))
    house, cookie = house_of(request), request.cookies.get(owner_cookie(request))
    form = await posted(request, cookie)
    answers = Answers(**{name: form.get(name, "") for name in Answers.__struct_fields__})
    try:
        command, choices = workshop_from(answers, house.settings.limits), choices_from(answers, house.settings.limits)
    except Wrong as wrong:
        return _form(request, answers, Refused(0, wrong.refused.reason, wrong.refused.facts), wrong.field)
    except (ValueError, msgspec.ValidationError) as error:
        raise HTTPException(400) from error
    # The same form with other answers is another workshop.
    key = derived(key_of(form), json.dumps(structs.astuple(answers)))
    try:
        created = await opened(request, command, key, choices)
    except ValueError as error:
        return _form(request, answers, error.args[0])
    return await created_page(request, created)


def _form(request: Request, answers: Answers, refused: Unmet = None, wrong: str = "") -> Response:
    house = house_of(request)
    speech = house.templates.speech(request)
    _ = speech.say
    privacy = [
        ("no", _("Everyone"), _("Ideas appear as they come.")),
        ("participants", _("The facilitator alone"), _("The others read them at the shared reading.")),
        ("everyone", _("Nobody, not even the facilitator"), _("All are read at the shared reading.")),
    ]
    keeping = [_("The time to write the report."), _("The usual."), _("For a process of several meetings.")]
    offered = recipes(speech)
    known = [recipe.id for recipe in offered]
    chosen = answers.format if answers.format in known else known[0]
    answers = structs.replace(answers, format=chosen, language=answers.language or speech.language)
    shown: Shown = {"form": answers, "wrong": wrong, "formats": offered, "privacy": privacy, "keeps": KEEPS}
    shown |= {"keeping": keeping, "key": new_key()}
    cookie = request.cookies.get(owner_cookie(request))
    return house.templates.respond(request, "create.html", shown, refused=refused, cookie=cookie)


async def opened(request: Request, command: CreateWorkshop, key: str, lists: dict[str, list[str]]) -> Created:
    """A workshop with what its prepared lists hold, by board; the same key again: the same one. ValueError(Refused or
    Wait) if it cannot be."""
    house = house_of(request)
    owner = await house.access.owner_of(request.cookies.get(owner_cookie(request)))
    created = await house.access.create(command, key, owner)
    room = await house.rooms.get(created.workshop)
    seat = Seat("server", created.workshop, "facilitator", created.console.id)
    for board, texts in lists.items():
        ideas = [NewIdea(derived(key, f"{board} {n}", 9), text) for n, text in enumerate(texts)]
        for start in range(0, len(ideas), AT_ONCE):
            verdict = await room.do(Ask(seat, None, 0, AddIdeas(board, ideas[start : start + AT_ONCE])))
            if isinstance(verdict, Wait) or (isinstance(verdict, Refused) and verdict.reason != "taken"):
                raise ValueError(verdict)
    return created


async def created_page(request: Request, created: Created) -> Response:
    """What was made, on one printable page."""
    house, base = house_of(request), base_address(request)
    console = face_path(created.workshop, "facilitator")
    shown = await poster(request, created.workshop)
    shown |= {"console_path": console, "links_path": f"{console}/links"}
    shown |= {"console_link": f"{base}/l#{created.console.secret}", "screen_link": f"{base}/l#{created.screen.secret}"}
    shown["recovery"] = grouped(created.console.recovery, 5)
    response = house.templates.respond(request, "created.html", shown)
    await sit_down(request, response, created)
    return response


async def sit_down(request: Request, response: Response, created: Created) -> None:
    """Whoever made it runs it from here on, in this browser."""
    entry = await house_of(request).access.redeem(created.console.secret, own_cookies(request), address_of(request))
    if not isinstance(entry, Entry) or entry.seat is None:  # withdrawn since, and the form was sent again
        raise HTTPException(403)
    if entry.cookie is not None:
        set_cookie(response, request, cookie_name(created.workshop, "facilitator", is_secure(request)), entry.cookie)


# The owner's list


async def listed(request: Request) -> Response:
    """Every workshop of this server, for its owner alone: until when each is kept, and a way in where the link to its
    console is lost."""
    if not await is_owner(request):
        raise HTTPException(403, "owner")
    if request.method == "GET":
        return await _listed(request)
    form = await posted(request, request.cookies.get(owner_cookie(request)))
    house, workshop = house_of(request), form.get("workshop", "")
    if not await is_owner(request) or await house.access.title_of(workshop) is None:
        raise HTTPException(404)
    label = house.templates.speech(request).say(N_("Owner of the server"))
    made = await house.access.holders.mint(workshop, "facilitator", label, key_of(form))
    address = f"{base_address(request)}/l#{made.secret}"
    recovery = grouped(made.recovery, 5)
    return await _listed(request, {"workshop": workshop, "link": address, "recovery": recovery, "qr": qr(address)})


async def _listed(request: Request, minted: Shown | None = None) -> Response:
    house = house_of(request)
    asked = request.query_params.get("page", "1")
    page = max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    found = await house.access.known(LISTED + 1, (page - 1) * LISTED)
    shown = {"workshops": found[:LISTED], "page": page, "more": len(found) > LISTED, "minted": minted, "key": new_key()}
    shown["recovery_address"] = f"{spoken_address(base_address(request))}/l"
    cookie = request.cookies.get(owner_cookie(request))
    return house.templates.respond(request, "workshops.html", shown, cookie=cookie)
