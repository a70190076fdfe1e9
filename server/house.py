"""What every page is made with: the settings, who may enter, the rooms, and the templates in the reader's language."""

import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import segno
from markupsafe import Markup
from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from server.access import Access, cookie_name
from server.codes import new_key
from server.guard import VISIT, Form, check_post, form_token, is_secure, read_form
from server.i18n import LANGUAGES, Speech, assets, environment, negotiate
from server.log import Log
from server.presence import Seat
from server.protocol import Refused, Wait
from server.reasons import Sentence, sentence
from server.room import Room
from server.rooms import Rooms
from server.running import addresses
from server.settings import Settings
from server.static import packed
from workshops.vocabulary import Role

FACES: dict[Role, str] = {"participant": "", "facilitator": "/console", "helper": "/helper", "screen": "/screen"}
"""What follows /w/ID in the paths of each role. Observers may have links; their face is still to come."""
Unmet = Refused | Wait | Sentence | None
"""Why something was not done, a sentence of a page's own among it; None: it was."""
LONGEST_HOST = 260
"""Characters of a name and its port (RFC 1035, 2.3.4); no QR holds much more."""
COOKIE_S = 400 * 24 * 3600
"""As long as browsers keep a cookie: a seat lives as long as its workshop."""


class Templates:
    """Renders pages, each with the proof that its forms carry."""

    def __init__(self, default: str) -> None:
        self.default = default
        asset = assets()
        self._speech = {language: Speech(language) for language in LANGUAGES}
        self._environments = {name: environment(speech, asset) for name, speech in self._speech.items()}

    def speech(self, request: HTTPConnection) -> Speech:
        return self._speech[negotiate(request, self.default)]

    def respond(
        self, request: Request, template: str, shown: Mapping[str, Any], status: int = 200, *,
        refused: Unmet = None, cookie: str | None = None, language: str = "",
    ) -> Response:  # fmt: skip
        """`shown`: what the template needs beside `language`, `path` (of this page, without its query), `token` and
        `refused`. `cookie`: of the seat that the page's forms act for; without it, that of the visit, which is set
        here. `language`: another than the reader's, for what others will read."""
        visit = visit_of(request)
        bound = cookie or visit
        speech = self._speech.get(language) or self.speech(request)
        given: dict[str, Any] = {"path": request.url.path, "token": form_token(bound), "language": speech.language}
        given["refused"] = told(refused, speech)
        page = self._environments[speech.language].get_template(template).render({**given, **shown})
        body, encoded = packed(request, page)
        response = HTMLResponse(
            body, status_of(refused) if refused else status,
            {"vary": "Accept-Encoding, Accept-Language, Cookie", **encoded},
        )  # fmt: skip
        if bound not in (cookie, request.cookies.get(visit_name(request))):
            set_cookie(response, request, visit_name(request), bound, lasting=False)
        return response


class House(Struct, frozen=True):
    settings: Settings
    log: Log
    rooms: Rooms
    access: Access
    templates: Templates


class Entered(Struct, frozen=True):
    """Somebody with a seat, in its room. `cookie` is what their forms' proof is bound to."""

    seat: Seat
    room: Room
    cookie: str


def house_of(request: HTTPConnection) -> House:
    house = request.app.state.house
    assert isinstance(house, House)
    return house


async def entered(request: HTTPConnection, role: Role) -> Entered:
    """Who asks, by the cookie of this role for the workshop in the path. HTTPException 403: they hold no such seat;
    404: they held one, in a workshop that is deleted now. To anyone else that is not told."""
    house, workshop = house_of(request), request.path_params["workshop"]
    cookie = request.cookies.get(cookie_name(workshop, role, is_secure(request)))
    seat = await house.access.seats.of(cookie, workshop, role)
    if seat is None or cookie is None:
        deleted = cookie is not None and await house.log.head(workshop) == 0
        raise HTTPException(404) if deleted else HTTPException(403, "seat")
    return Entered(seat, await house.rooms.get(workshop), cookie)


async def posted(request: Request, cookie: str | None = None, *, long: bool = False) -> Form:
    """The fields of a form that comes from a page of ours: 400, 403 or 413 if it is none. `cookie`: the seat's.
    `long`: the form is of long texts."""
    settings = house_of(request).settings
    form = await read_form(request, settings.door.body_long if long else settings.door.body)
    check_post(request, settings, form, cookie or request.cookies.get(visit_name(request)))
    return form


def face_path(workshop: str, role: Role) -> str:
    return f"/w/{workshop}{FACES.get(role, '')}"


def see(path: str) -> Response:
    """After a form: go and look there."""
    return RedirectResponse(path, 303)


def told(refused: Unmet, speech: Speech) -> Sentence | None:
    if isinstance(refused, Refused | Wait):
        return sentence(refused.reason, refused.facts if isinstance(refused, Refused) else {}, speech)
    return Sentence(speech.say(refused.said), speech.say(refused.then)) if refused else None


def status_of(refused: Unmet) -> int:
    """503 asks to send the same again later; 422 to send something else."""
    return 200 if refused is None else 503 if isinstance(refused, Wait) else 422


def visit_name(request: HTTPConnection) -> str:
    return f"__Host-{VISIT}" if is_secure(request) else VISIT


def visit_of(request: HTTPConnection) -> str:
    """What tells this browser from others, without a seat: what it was given before, or something new, which is its
    own once it is answered with it."""
    if not hasattr(request.state, "visit"):
        request.state.visit = request.cookies.get(visit_name(request)) or new_key()
    visit: str = request.state.visit
    return visit


def own_cookies(request: HTTPConnection) -> dict[str, str]:
    """Those that count on this connection: what was set over http opens nothing over https, nor the other way."""
    return {name: value for name, value in request.cookies.items() if name.startswith("__Host-") == is_secure(request)}


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def set_cookie(response: Response, request: HTTPConnection, name: str, value: str, *, lasting: bool = True) -> None:
    response.set_cookie(
        name, value, COOKIE_S if lasting else None, path="/", secure=is_secure(request), httponly=True, samesite="lax"
    )


def base_address(request: Request) -> str:
    """What the room's QR and links begin with: the public address, else the one this page was asked at, else, where
    that is this machine's own name for itself, one that phones can reach."""
    house = house_of(request)
    if house.settings.public_url:
        return house.settings.public_url.rstrip("/")
    asked = request.headers.get("host", "")
    try:
        address = urlsplit(f"//{asked}")
        host, port = address.hostname or "localhost", f":{address.port}" if address.port else ""
    except ValueError as error:
        raise HTTPException(400) from error
    if len(asked) > LONGEST_HOST:
        raise HTTPException(400)
    if _is_loopback(host) and not is_secure(request):
        return addresses("0.0.0.0", address.port or 80)[0]
    return f"{'https' if is_secure(request) else 'http'}://{f'[{host}]' if ':' in host else host}{port}"


def spoken_address(address: str) -> str:
    """As one reads it out: http:// need not be typed."""
    return address.removeprefix("http://").removeprefix("https://")


def qr(text: str) -> Markup:
    """A QR code as inline SVG, black on the white that its style gives it in both themes."""
    return Markup(segno.make(text, micro=False, error="m").svg_inline(svgclass="qr", lineclass=None, omitsize=True))  # noqa: S704


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
