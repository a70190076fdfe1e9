"""The pages before a workshop: home, its code, its door, taking a place back. All work without JavaScript."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from server.access import OWNER, Entry, cookie_name
from server.codes import new_key
from server.formats import recipes
from server.guard import is_secure
from server.house import (
    address_of,
    base_address,
    entered,
    face_path,
    house_of,
    own_cookies,
    posted,
    qr,
    see,
    set_cookie,
    spoken_address,
)
from server.i18n import COOKIE, LANGUAGES, N_, Speech
from server.protocol import Refused, Wait
from server.reasons import Sentence, sentence
from workshops.agenda import StepRecord
from workshops.ideas import Gather
from workshops.people import CrowdRecord
from workshops.vocabulary import Role
from workshops.workshop import Workshop, WorkshopRecord

Unmet = Refused | Wait | None
"""Why something was not done; None: it was."""

ROLES: dict[Role, str] = {
    "facilitator": N_("console"),
    "screen": N_("projected screen"),
    "participant": N_("you take part"),
}
NO_SUCH_CODE = Sentence(
    N_("This code opens no workshop now."), N_("Check it on the screen, or scan the square beside it.")
)
NO_SUCH_LINK = Sentence(
    N_("This opens nothing."),
    N_("Check that it is whole. Eight digits work once, for five minutes; a link may have been withdrawn."),
)
JOIN = "/j/"
"""What comes before the token in the address that the QR holds."""


# Home, language, privacy


async def home(request: Request) -> Response:
    house = house_of(request)
    speech = house.templates.speech(request)
    mine = []
    for place in await house.access.places(request.cookies):
        path = face_path(place.seat.workshop, place.seat.role)
        mine.append({"path": path, "title": place.title, "role": speech.say(ROLES.get(place.seat.role, ""))})
    shown = {"may_create": await may_create(request), "formats": recipes(speech), "workshops": mine}
    return house.templates.respond(request, "home.html", shown)


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


async def join(request: Request) -> Response:
    """The box for the code. It leads to the QR's own page, which stays when the meeting closes meanwhile."""
    house = house_of(request)
    if request.method == "GET":
        return house.templates.respond(request, "join.html", {"code": "", "refused": None})
    form = await posted(request)
    typed = form.get("code", "")[:100]
    workshop = await house.access.by_code(typed, address_of(request))
    if workshop is None:
        refused = _said(NO_SUCH_CODE, house.templates.speech(request))
        return house.templates.respond(request, "join.html", {"code": typed, "refused": refused}, 422)
    return see(JOIN + (await house.access.entrance(workshop)).qr)


async def door(request: Request) -> Response:
    """What a person reads before entering, and the button that lets them in. Whoever has a place goes straight in."""
    house = house_of(request)
    workshop = await house.access.by_qr(request.path_params["token"])
    if workshop is None:
        raise HTTPException(404)
    cookie = request.cookies.get(cookie_name(workshop, "participant", is_secure(request)))
    if await house.access.seat_of(cookie, workshop, "participant"):
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
    what, people, authors = await (await house.rooms.get(workshop)).read(at_the_door)
    shown = {"workshop": what, "people": people, "authors": authors, "key": new_key(), "name": name}
    shown["refused"] = told(refused, house.templates.speech(request))
    return house.templates.respond(request, "door.html", shown, status_of(refused))


def at_the_door(workshop: Workshop) -> tuple[WorkshopRecord, int, str]:
    """What the workshop is, how many have joined, and how far authors are told: "shown", "facilitators" or "nobody"."""
    crowd, every = workshop.show("crowd:this"), map(workshop.show, workshop.keys())
    people = crowd.record.people if crowd and isinstance(crowd.record, CrowdRecord) else 0
    steps = [each.record.about for each in every if each and isinstance(each.record, StepRecord)]
    said = {step.authors for step in steps if isinstance(step, Gather)}
    return about(workshop), people, next((far for far in ("shown", "facilitators") if far in said), "nobody")


# A link, a recovery code, eight digits


async def link(request: Request) -> Response:
    """Where every secret link leads, and where codes are typed. With JavaScript, nobody sees this page."""
    house = house_of(request)
    if request.method == "GET":
        return house.templates.respond(request, "link.html", {"refused": None})
    form = await posted(request)
    entry = await house.access.redeem(form.get("secret", "")[:1000], own_cookies(request), address_of(request))
    if entry is None:
        # What was typed is not written back: it may be a secret, and this page may be on a projector.
        refused = _said(NO_SUCH_LINK, house.templates.speech(request))
        return house.templates.respond(request, "link.html", {"refused": refused}, 422)
    return seated(request, entry)


async def device(request: Request) -> Response:
    """A participant's way to another device."""
    me, house = await entered(request, "participant"), house_of(request)
    shown: dict[str, Any] = {"workshop": await me.room.read(about), "minted": None, "refused": None}
    shown["face_path"] = face_path(me.seat.workshop, "participant")
    shown["recovery_address"] = f"{spoken_address(base_address(request))}/l"
    if request.method == "POST":
        await posted(request, me.cookie)
        made = await house.access.personal(me.seat)
        address = f"{base_address(request)}/l#{made.secret}"
        shown["minted"] = {"link": address, "digits": f"{made.digits[:4]} {made.digits[4:]}", "qr": qr(address)}
    return house.templates.respond(request, "device.html", shown, cookie=me.cookie)


# Shared with the pages that open a workshop


def about(workshop: Workshop) -> WorkshopRecord:
    shown = workshop.show("workshop:this")
    assert shown is not None
    assert isinstance(shown.record, WorkshopRecord)
    return shown.record


def told(refused: Unmet, speech: Speech) -> Sentence | None:
    if refused is None:
        return None
    return sentence(refused.reason, refused.facts if isinstance(refused, Refused) else {}, speech)


def status_of(refused: Unmet) -> int:
    """503 asks to send the same again later; 422 to send something else."""
    return 200 if refused is None else 503 if isinstance(refused, Wait) else 422


def owner_cookie(request: Request) -> str:
    return f"__Host-{OWNER}" if is_secure(request) else OWNER


async def may_create(request: Request) -> bool:
    house = house_of(request)
    return house.settings.open or await house.access.owner_of(request.cookies.get(owner_cookie(request))) is not None


def seated(request: Request, entry: Entry) -> Response:
    """To the face of the place just taken, with its cookie."""
    seat = entry.seat
    response = see(face_path(seat.workshop, seat.role) if seat else "/")
    if entry.cookie is not None:
        name = cookie_name(seat.workshop, seat.role, is_secure(request)) if seat else owner_cookie(request)
        set_cookie(response, request, name, entry.cookie)
    return response


def _said(words: Sentence, speech: Speech) -> Sentence:
    return Sentence(speech.say(words.said), speech.say(words.then))
