"""The pages before a workshop: home, its code, its door, the way back in and out. All work without JavaScript."""

from typing import Any

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from server.access import OWNER, Entry, cookie_name
from server.codes import new_key
from server.formats import recipes
from server.guard import is_secure
from server.house import (
    FACES,
    Unmet,
    address_of,
    entered,
    face_path,
    house_of,
    own_cookies,
    posted,
    see,
    set_cookie,
    told,
)
from server.i18n import COOKIE, LANGUAGES, N_, Speech
from server.protocol import Refused
from server.reasons import Sentence
from server.seats import Place
from workshops.agenda import AgendaRecord, StepRecord
from workshops.boards import Gather
from workshops.description import WorkshopRecord
from workshops.market import Market
from workshops.people import CrowdRecord
from workshops.vocabulary import Role
from workshops.workshop import Workshop

ROLES: dict[Role, str] = {
    "facilitator": N_("console"),
    "helper": N_("you enter what is on paper"),
    "screen": N_("projected screen"),
    "participant": N_("you take part"),
}
"""The strongest first."""
NO_SUCH_CODE = Sentence(
    N_("This code opens no workshop now."), N_("Check it on the screen, or scan the square beside it.")
)
NO_SUCH_LINK = Sentence(
    N_("This opens nothing."),
    N_("Check that it is whole. Eight digits work once, for five minutes; a link may have been withdrawn."),
)
LOCKED = Refused(0, "door_locked")
JOIN = "/j/"
"""What comes before the token in the address that the QR holds."""


def routes() -> list[BaseRoute]:
    both = ["GET", "POST"]
    return [
        Route("/", home),
        Route("/join", join, methods=both),
        Route("/j/{token}", door, methods=both),
        Route("/l", link, methods=both),
        Route("/privacy", privacy),
        Route("/language/{language}", language),
        Route("/w/{workshop}/leave", leave, methods=both),
    ]


# Home, language, privacy


class Mine(Struct, frozen=True):
    """A workshop of this browser. `faces`: path and name of each place it holds there, the strongest first."""

    title: str
    last_used: int
    faces: list[tuple[str, str]]


async def home(request: Request) -> Response:
    house = house_of(request)
    speech = house.templates.speech(request)
    places = await house.access.seats.places(own_cookies(request))
    shown: dict[str, Any] = {"may_create": await may_create(request), "owner": await is_owner(request)}
    shown |= {"formats": recipes(speech), "workshops": _mine(places, speech)}
    return house.templates.respond(request, "home.html", shown)


def _mine(places: list[Place], speech: Speech) -> list[Mine]:
    by_workshop: dict[str, list[Place]] = {}
    for place in places:
        if place.seat.role in FACES:
            by_workshop.setdefault(place.seat.workshop, []).append(place)
    found = []
    for workshop, held in by_workshop.items():
        roles = {place.seat.role for place in held}
        faces = [(face_path(workshop, role), speech.say(name)) for role, name in ROLES.items() if role in roles]
        found.append(Mine(held[0].title, held[0].last_used, faces))
    return found


async def privacy(request: Request) -> Response:
    return house_of(request).templates.respond(request, "privacy.html", {})


async def language(request: Request) -> Response:
    """Keeps the language that a reader chose, and goes back to where they were."""
    chosen, back = request.path_params["language"], request.query_params.get("to", "/")
    if chosen not in LANGUAGES:
        raise HTTPException(404)
    # Only a path of ours: "//host" and "/\host" would lead elsewhere.
    ours = back.startswith("/") and back[1:2] not in ("/", "\\") and back.isprintable()
    response = see(back if ours else "/")
    set_cookie(response, request, COOKIE, chosen)
    return response


# Joining


class Door(Struct, frozen=True):
    """What is told at the door. `authors`: how far they are told of: "shown", "facilitators" or "nobody". `forum`:
    there is a marketplace, where names stand beside topics."""

    workshop: WorkshopRecord
    people: int
    authors: str
    forum: bool
    locked: bool


async def join(request: Request) -> Response:
    """The box for the code. It leads to the QR's own page, which stays when the meeting closes meanwhile."""
    house = house_of(request)
    if request.method == "GET":
        return house.templates.respond(request, "join.html", {"code": ""})
    form = await posted(request)
    typed = form.get("code", "")[:100]
    workshop = await house.access.by_code(typed, address_of(request))
    if workshop is None:
        return house.templates.respond(request, "join.html", {"code": typed}, refused=NO_SUCH_CODE)
    return see(JOIN + (await house.access.entrance(workshop)).qr)


async def door(request: Request) -> Response:
    """What a person reads before entering, and the button that lets them in. Whoever has a place goes straight in."""
    house = house_of(request)
    workshop = await house.access.by_qr(request.path_params["token"])
    if workshop is None:
        raise HTTPException(404)
    cookie = request.cookies.get(cookie_name(workshop, "participant", is_secure(request)))
    if await house.access.seats.of(cookie, workshop, "participant"):
        return see(face_path(workshop, "participant"))
    if request.method == "GET":
        return await _door_page(request, workshop)
    form = await posted(request)
    key, name = form.get("key", ""), form.get("name", "")
    if not 22 <= len(key) <= 64:
        raise HTTPException(400)
    entry = await house.access.join(workshop, key, name)
    return seated(request, entry) if isinstance(entry, Entry) else await _door_page(request, workshop, entry, name)


async def _door_page(request: Request, workshop: str, refused: Unmet = None, name: str = "") -> Response:
    house = house_of(request)
    door = await (await house.rooms.get(workshop)).read(at_the_door)
    shown = {"door": door, "workshop": door.workshop, "key": new_key(), "name": name}
    if door.locked:  # said before a name is asked for
        shown["refused"] = told(LOCKED, house.templates.speech(request))
    return house.templates.respond(request, "door.html", shown, refused=refused)


def at_the_door(workshop: Workshop) -> Door:
    crowd, agenda = workshop.show("crowd:this"), workshop.show("agenda:this")
    every = map(workshop.show, workshop.keys())
    people = crowd.record.people if crowd and isinstance(crowd.record, CrowdRecord) else 0
    locked = bool(agenda and isinstance(agenda.record, AgendaRecord) and agenda.record.locked)
    steps = [each.record.about for each in every if each and isinstance(each.record, StepRecord)]
    said = {step.authors for step in steps if isinstance(step, Gather)}
    authors = next((far for far in ("shown", "facilitators") if far in said), "nobody")
    return Door(about(workshop), people, authors, any(isinstance(step, Market) for step in steps), locked)


async def leave(request: Request) -> Response:
    """Somebody else is to use this phone: this browser's place goes, and the next one stands at the door."""
    me, house = await entered(request, "participant"), house_of(request)
    if request.method == "GET":  # somebody reloads, or comes back to, an address that only takes forms
        return see(face_path(me.seat.workshop, "participant"))
    await posted(request, me.cookie)
    await house.access.seats.leave(me.seat)
    response = see(JOIN + (await house.access.entrance(me.seat.workshop)).qr)
    secure = is_secure(request)
    name = cookie_name(me.seat.workshop, "participant", secure)
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")
    return response


# A link, a recovery code, eight digits


async def link(request: Request) -> Response:
    """Where every secret link leads, and where codes are typed. With JavaScript, nobody sees this page."""
    house = house_of(request)
    if request.method == "GET":
        return house.templates.respond(request, "link.html", {})
    form = await posted(request)
    entry = await house.access.redeem(form.get("secret", "")[:1000], own_cookies(request), address_of(request))
    if isinstance(entry, Entry):
        return seated(request, entry)
    # What was typed is not written back: it may be a secret, and this page may be on a projector.
    return house.templates.respond(request, "link.html", {}, refused=entry or NO_SUCH_LINK)


# Shared with the pages that open a workshop


def about(workshop: Workshop) -> WorkshopRecord:
    shown = workshop.show("workshop:this")
    assert shown is not None
    assert isinstance(shown.record, WorkshopRecord)
    return shown.record


def owner_cookie(request: Request) -> str:
    return f"__Host-{OWNER}" if is_secure(request) else OWNER


async def is_owner(request: Request) -> bool:
    return await house_of(request).access.owner_of(request.cookies.get(owner_cookie(request))) is not None


async def may_create(request: Request) -> bool:
    return house_of(request).settings.open or await is_owner(request)


def seated(request: Request, entry: Entry) -> Response:
    """To the face of the place just taken, with its cookie."""
    seat = entry.seat
    response = see(face_path(seat.workshop, seat.role) if seat else "/")
    if entry.cookie is not None:
        name = cookie_name(seat.workshop, seat.role, is_secure(request)) if seat else owner_cookie(request)
        set_cookie(response, request, name, entry.cookie)
    return response
