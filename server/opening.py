"""The pages that open a workshop and give out its links and codes. The facilitator's secrets are shown once."""

import json
from typing import Any

import msgspec
from msgspec import structs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from server.access import Created, cookie_name
from server.codes import derived, grouped, new_key
from server.formats import KEEPS, Answers, Wrong, recipes, workshop_from
from server.guard import Form, is_secure
from server.house import (
    Entered,
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
from server.links import Minted
from server.pages import JOIN, Unmet, about, may_create, owner_cookie, status_of, told
from server.protocol import Refused
from workshops.vocabulary import Refused as Broken
from workshops.vocabulary import clean_line

Shown = dict[str, Any]


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
        command = workshop_from(answers, house.settings.limits)
    except Wrong as wrong:
        return _form(request, answers, Refused(0, wrong.refused.reason, wrong.refused.facts), wrong.field)
    except (ValueError, msgspec.ValidationError) as error:
        raise HTTPException(400) from error
    # The same form with other answers is another workshop.
    key = derived(_key(form), json.dumps(structs.astuple(answers)))
    try:
        created = await house.access.create(command, key, await house.access.owner_of(cookie))
    except ValueError as error:
        return _form(request, answers, error.args[0])
    return await _created(request, created)


def _form(request: Request, answers: Answers, refused: Unmet = None, wrong: str = "") -> Response:
    house = house_of(request)
    speech = house.templates.speech(request)
    _ = speech.say
    privacy = [
        ("no", _("Everyone"), _("Ideas appear as they come.")),
        ("participants", _("The facilitator alone"), _("The others read them at the shared reading.")),
        ("everyone", _("Nobody, not even the facilitator"), _("All are read at the shared reading.")),
    ]
    offered = recipes(speech)
    known = [recipe.id for recipe in offered]
    chosen = answers.format if answers.format in known else known[0]
    answers = structs.replace(answers, format=chosen, language=answers.language or speech.language)
    shown: Shown = {"form": answers, "wrong": wrong, "formats": offered, "privacy": privacy, "keeps": KEEPS}
    shown |= {"key": new_key(), "refused": told(refused, speech)}
    cookie = request.cookies.get(owner_cookie(request))
    return house.templates.respond(request, "create.html", shown, status_of(refused), cookie=cookie)


async def _created(request: Request, created: Created) -> Response:
    """What was made, on one printable page; whoever made it runs it from here on."""
    house, base = house_of(request), base_address(request)
    entry = await house.access.redeem(created.console.secret, own_cookies(request), address_of(request))
    if entry is None or entry.seat is None:  # withdrawn since, and the form was sent again
        raise HTTPException(403)
    console = face_path(created.workshop, "facilitator")
    shown = await poster(request, created.workshop)
    shown |= {"console_path": console, "links_path": f"{console}/links"}
    shown |= {"console_link": f"{base}/l#{created.console.secret}", "screen_link": f"{base}/l#{created.screen.secret}"}
    shown["recovery"] = grouped(created.console.recovery, 5)
    response = house.templates.respond(request, "created.html", shown)
    if entry.cookie is not None:
        set_cookie(response, request, cookie_name(created.workshop, "facilitator", is_secure(request)), entry.cookie)
    return response


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


# Links and codes, beside the console


async def links(request: Request) -> Response:
    """Every facilitator's link, and the ways in; made, withdrawn and changed here."""
    me = await entered(request, "facilitator")
    if request.method == "GET":
        return await _links(request, me)
    access, form = house_of(request).access, await posted(request, me.cookie)
    me = await entered(request, "facilitator")  # again: a body can be held back until after the link was withdrawn
    workshop, label = me.seat.workshop, form.get("label", "")
    match form.get("do"):
        case "invite":
            try:
                label = clean_line(label, me.room.limits.name)
            except Broken as broken:
                return await _links(request, me, refused=Refused(0, broken.reason, broken.facts), label=label)
            made = await access.mint(workshop, "facilitator", label, _key(form))
            return await _links(request, me, made, label)
        case "screen":
            return await _links(request, me, await access.new_screen(workshop, _key(form)))
        case "renew":
            return await _links(request, me, await access.renew(me.seat, _key(form)))
        case "revoke":
            holder = next((each for each in await access.facilitators(workshop) if each.id == form.get("link")), None)
            # Not one's own, which would shut oneself out; nor the first, whose holder changes it if it has leaked.
            if holder is not None and holder.label and holder.id != me.seat.actor:
                await access.revoke(workshop, holder.id)
            return see(request.url.path)
        case _:
            raise HTTPException(400)


async def _links(
    request: Request, me: Entered, made: Minted | None = None, label: str = "", refused: Unmet = None
) -> Response:
    house = house_of(request)
    shown = await poster(request, me.seat.workshop)
    shown |= {"console_path": face_path(me.seat.workshop, "facilitator"), "mine": me.seat.actor, "key": new_key()}
    shown |= {"facilitators": await house.access.facilitators(me.seat.workshop)}
    shown |= {"minted": _minted(request, me, made, label) if made else None, "label": label if refused else ""}
    shown["refused"] = told(refused, house.templates.speech(request))
    return house.templates.respond(request, "links.html", shown, status_of(refused), cookie=me.cookie)


def _minted(request: Request, me: Entered, made: Minted, label: str) -> dict[str, Any]:
    address = f"{base_address(request)}/l#{made.secret}"
    kind = "screen" if not made.recovery else "mine" if made.id == me.seat.actor else "other"
    return {"kind": kind, "label": label, "link": address, "qr": qr(address), "recovery": grouped(made.recovery, 5)}


def _key(form: Form) -> str:
    """What the secrets are made from; it came with the form. 400: it is not one that we gave."""
    key = form.get("key", "")
    if not 22 <= len(key) <= 64:
        raise HTTPException(400)
    return key
