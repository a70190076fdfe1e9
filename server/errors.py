"""The error pages: what happened, what is safe, one button. Nothing of the error itself is told."""

import logging
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from server.guard import security_headers
from server.house import house_of
from server.i18n import N_

log = logging.getLogger(__name__)


class Told(NamedTuple):
    title: str
    what: str
    safe: str
    button: str = N_("Home")
    href: str = "/"


_CODE = N_("Type the room’s code")
_SAFE = N_("What was saved before is safe.")
_KEPT = N_("Nothing was saved. Go back with your browser: your text is still in the box.")

TOLD = {
    "400": Told(N_("This was not understood"), N_("The server cannot read what the page sent."), _KEPT),
    "403": Told(N_("This is not open to you"), N_("Your place does not open this page."), _SAFE),
    "403 owner": Told(
        N_("Opening a workshop needs the owner’s link"),
        N_("Whoever started this server was given it, and can pass it on."),
        N_("To take part in a workshop, its code is enough."),
        _CODE,
        "/join",
    ),
    "403 seat": Told(
        N_("You have no place here yet"),
        N_("This workshop is opened by its code, its QR or a link; or your link has been withdrawn."),
        N_("If you were here before, what you wrote is safe: take your place back with your personal link."),
        _CODE,
        "/join",
    ),
    "403 form": Told(
        N_("This form could not be checked"),
        N_("It did not come from a page of this site, or the browser keeps no cookies, or the page was open for long."),
        N_("Nothing was saved. Go back, reload the page, and send it again."),
    ),
    "404": Told(
        N_("There is no such page"),
        N_("The address may be incomplete, or the workshop has been deleted at the end of its time."),
        _SAFE,
    ),
    "413": Told(N_("That is too much at once"), N_("The text is longer than the server takes in."), _KEPT),
    "422": Told(N_("This could not be done"), N_("What you sent breaks a rule of the workshop."), _KEPT),
    "429": Told(N_("That was very fast"), N_("The server asks for a moment before the next one."), _KEPT),
    "500": Told(
        N_("Something broke on the server"),
        N_("It has been written down for whoever runs it."),
        N_("What was saved before is safe. Go back with your browser and try again."),
    ),
    "503": Told(N_("The server cannot save just now"), N_("Its disk is busy or full, or it is restarting."), _KEPT),
}


def page(request: Request, status: int, kind: str = "") -> Response:
    told = TOLD.get(f"{status} {kind}") or TOLD.get(str(status)) or TOLD["500" if status >= 500 else "404"]
    templates = house_of(request).templates
    title, what, safe, button = (templates.speech(request).say(text) for text in told[:4])
    said = Told(title, what, safe, button, told.href)
    return templates.respond(request, "error.html", {"told": said, "path": "/"}, status)


async def on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = page(request, error.status_code, error.detail)
    response.headers.update(error.headers or {})
    return response


async def on_no_workshop(request: Request, _: Exception) -> Response:
    """Deleted while it was asked for."""
    return page(request, 404)


async def on_storage_error(request: Request, error: Exception) -> Response:
    log.warning("%s while answering a page", type(error).__name__)
    response = page(request, 503)
    response.headers["retry-after"] = "5"
    return response


async def on_crash(request: Request, _: Exception) -> Response:
    """Starlette answers this outside every middleware, then logs the error. Even the page may be what is broken."""
    try:
        response = page(request, 500)
    except Exception:
        log.exception("the error page failed too")
        response = PlainTextResponse("Something broke on the server. What was saved before is safe.", 500)
    response.headers.update({**security_headers(request.scope), "cache-control": "no-store"})
    return response
