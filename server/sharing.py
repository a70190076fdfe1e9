"""The pages that give out links and codes: to those who run the workshop, to the room, to one's own other device."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from server.codes import grouped, new_key
from server.guard import Form
from server.holders import Shared
from server.house import Entered, Unmet, base_address, entered, face_path, house_of, posted, qr, see, spoken_address
from server.links import Minted
from server.pages import JOIN, about
from server.protocol import Refused
from workshops.vocabulary import Refused as Broken
from workshops.vocabulary import clean_line

Shown = dict[str, Any]
INVITED: dict[str, Shared] = {"invite": "facilitator", "helper": "helper"}
"""What a form of the page asks for, and the role of the link that it makes."""


def routes() -> list[BaseRoute]:
    return [
        Route("/w/{workshop}/console/links", links, methods=["GET", "POST"]),
        Route("/w/{workshop}/console/poster", poster_page),
        Route("/w/{workshop}/device", device, methods=["GET", "POST"]),
    ]


async def poster(request: Request, workshop: str) -> Shown:
    """How the room comes in, as it hangs on the door and as console and screen show it."""
    house, base = house_of(request), base_address(request)
    entrance = await house.access.entrance(workshop)
    return {
        "workshop": await (await house.rooms.get(workshop)).read(about),
        "qr": qr(f"{base}{JOIN}{entrance.qr}"),
        "code": grouped(entrance.code, 4),
        "address": spoken_address(base),
        "recovery_address": f"{spoken_address(base)}/l",
    }


async def poster_page(request: Request) -> Response:
    """The poster alone, on a sheet to print, in the language of the workshop."""
    me, house = await entered(request, "facilitator"), house_of(request)
    shown = await poster(request, me.seat.workshop)
    shown["back"] = f"{face_path(me.seat.workshop, 'facilitator')}/links"
    language = shown["workshop"].language
    return house.templates.respond(request, "poster_page.html", shown, cookie=me.cookie, language=language)


# Links and codes, beside the console


async def links(request: Request) -> Response:
    """Every facilitator's and helper's link, and the ways in; made, withdrawn and changed here."""
    me = await entered(request, "facilitator")
    if request.method == "GET":
        return await _links(request, me)
    form = await posted(request, me.cookie)
    me = await entered(request, "facilitator")  # again: a body can be held back until after the link was withdrawn
    holders, workshop = house_of(request).access.holders, me.seat.workshop
    match form.get("do"):
        case "invite" | "helper" as asked:
            return await _invite(request, me, form, asked)
        case "screen":
            made = await holders.new_screen(workshop, key_of(form))
            return await _links(request, me, _shown(request, "screen", made))
        case "renew":
            made = await holders.renew(me.seat, key_of(form))
            return await _links(request, me, _shown(request, "mine", made))
        case "revoke":
            every = [*await holders.all(workshop, "facilitator"), *await holders.all(workshop, "helper")]
            holder = next((each for each in every if each.id == form.get("link")), None)
            # Not one's own, which would shut oneself out; nor the first, whose holder changes it if it has leaked.
            if holder is not None and holder.label and holder.id != me.seat.actor:
                await holders.revoke(workshop, holder.id)
            return see(request.url.path)
        case _:
            raise HTTPException(400)


async def _invite(request: Request, me: Entered, form: Form, asked: str) -> Response:
    label = form.get("label", "")
    try:
        label = clean_line(label, me.room.limits.name)
    except Broken as broken:
        refused = Refused(0, broken.reason, broken.facts)
        return await _links(request, me, refused=refused, wrong=(asked, label))
    role = INVITED[asked]
    made = await house_of(request).access.holders.mint(me.seat.workshop, role, label, key_of(form))
    return await _links(request, me, _shown(request, role, made, label))


async def _links(
    request: Request, me: Entered, minted: Shown | None = None, refused: Unmet = None, wrong: tuple[str, str] = ("", "")
) -> Response:
    """`wrong`: which form was refused, and what its box held."""
    house, workshop = house_of(request), me.seat.workshop
    shown = await poster(request, workshop)
    shown |= {"console_path": face_path(workshop, "facilitator"), "mine": me.seat.actor, "key": new_key()}
    shown |= {"facilitators": await house.access.holders.all(workshop, "facilitator")}
    shown |= {"helpers": await house.access.holders.all(workshop, "helper")}
    shown |= {"minted": minted, "wrong": wrong[0], "label": wrong[1], "fresh": "new" in request.query_params}
    return house.templates.respond(request, "links.html", shown, refused=refused, cookie=me.cookie)


def _shown(request: Request, kind: str, made: Minted, label: str = "") -> Shown:
    """`kind`: whose link it is: "mine", "screen", "facilitator" or "helper"."""
    address = f"{base_address(request)}/l#{made.secret}"
    return {"kind": kind, "label": label, "link": address, "qr": qr(address), "recovery": grouped(made.recovery, 5)}


def key_of(form: Form) -> str:
    """What the secrets are made from; it came with the form. 400: it is not one that we gave."""
    key = form.get("key", "")
    if not 22 <= len(key) <= 64:
        raise HTTPException(400)
    return key


# One's own other device


async def device(request: Request) -> Response:
    """A participant's way to another device."""
    me, house = await entered(request, "participant"), house_of(request)
    shown: Shown = {"workshop": await me.room.read(about), "minted": None}
    shown["face_path"] = face_path(me.seat.workshop, "participant")
    shown["recovery_address"] = f"{spoken_address(base_address(request))}/l"
    if request.method == "POST":
        await posted(request, me.cookie)
        me = await entered(request, "participant")  # again, as above
        if me.room.members.pace(me.seat.actor, me.seat.role):
            raise HTTPException(429)
        made = await house.access.holders.personal(me.seat)
        address = f"{base_address(request)}/l#{made.secret}"
        shown["minted"] = {"link": address, "digits": spaced(made.digits), "qr": qr(address)}
    return house.templates.respond(request, "device.html", shown, cookie=me.cookie)


def spaced(digits: str) -> str:
    return f"{digits[:4]} {digits[4:]}"
