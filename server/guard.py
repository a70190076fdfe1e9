"""What every request passes: security headers, how much it may send, where it comes from, its form's proof."""

import asyncio
import base64
import hashlib
import hmac
import re
import secrets
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import ImmutableMultiDict, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.settings import Settings

VISIT = "g-visit"
"""A browser that holds no seat yet: what the proof of its first forms is bound to."""
Form = ImmutableMultiDict[str, str]
_HOST = re.compile(r"^[A-Za-z0-9.\-]+(:\d+)?$|^\[[0-9a-fA-F:.]+\](:\d+)?$")


# Headers


def security_headers(scope: Scope) -> dict[str, str]:
    """For every answer. `connect-src` names our own socket too: Safari before 15.4 does not count it as 'self'."""
    host = next((value.decode("latin-1") for name, value in scope.get("headers", ()) if name == b"host"), "")
    socket = f" {'wss' if scope.get('scheme') == 'https' else 'ws'}://{host}" if _HOST.match(host) else ""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self'{socket}; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    # Browsers heed the opener policy on secure connections only, and complain of it on others.
    apart = {"cross-origin-opener-policy": "same-origin"} if scope.get("scheme") == "https" else {}
    return {
        "content-security-policy": policy,
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        **apart,
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }


class SecurityHeaders:
    """Puts them on every answer, and keeps out of caches whatever does not say that it may be kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in security_headers(scope).items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await self.app(scope, receive, with_headers)


# Bodies


BODY_S = 60.0
"""Seconds in which a form must have arrived: a body that never ends would hold its connection for ever."""


async def read_form(request: Request, limit: int) -> Form:
    """The fields of a posted form, at most `limit` bytes, counted as they come: 413 above, 400 if it is no form.

    Only urlencoded forms: Gommette takes no file from a form.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(400)
    raw = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for chunk in request.stream():
                raw += chunk
                if len(raw) > limit:
                    raise HTTPException(413)
    except (ClientDisconnect, TimeoutError) as error:  # nobody is there to be answered, and it is no breakdown of ours
        raise HTTPException(400) from error
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=500)
    except ValueError as error:  # UnicodeDecodeError is one too
        raise HTTPException(400) from error
    return ImmutableMultiDict(pairs)


# Where a request comes from


def is_secure(request: HTTPConnection) -> bool:
    return request.url.scheme in ("https", "wss")


def own_origins(request: HTTPConnection, settings: Settings) -> set[str]:
    """Ours, exactly: the public address, and the one this request came to."""
    origins = {f"{'https' if is_secure(request) else 'http'}://{request.headers.get('host', '').lower()}"}
    if settings.public_url:
        public = urlsplit(settings.public_url)
        origins.add(f"{public.scheme}://{public.netloc.lower()}")
    return origins


def socket_from_here(socket: HTTPConnection, settings: Settings) -> bool:
    """A handshake without Origin is refused: every browser sends it, and so does every client of ours."""
    return socket.headers.get("origin", "") in own_origins(socket, settings)


def check_post(request: Request, settings: Settings, form: Form, cookie: str | None) -> None:
    """403 for a form that another site's page may have posted. `cookie`: what the form's token is bound to.

    Browsers send Sec-Fetch-Site only where the connection is secure, and `Origin: null` on a page without referrer;
    then, as with old browsers that send neither, the token alone is the proof.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "null")
    if site is not None:
        allowed = site in ("same-origin", "none")
    elif origin != "null":
        allowed = origin in own_origins(request, settings)
    else:
        allowed = bool(cookie) and proves(form.get("token", ""), cookie or "")
    if not allowed:
        raise HTTPException(403, "form")


# The proof a form carries


SALT = 8
"""Characters. Every page has another token, so that the size of compressed pages tells nothing of it (BREACH)."""


def form_token(cookie: str, salt: str = "") -> str:
    """Only who holds the cookie can have been given this; it does not tell the cookie."""
    salt = salt or secrets.token_urlsafe(SALT * 3 // 4)
    proof = hmac.digest(cookie.encode(), b"form" + salt.encode(), hashlib.sha256)[:18]
    return salt + base64.urlsafe_b64encode(proof).decode()


def proves(token: str, cookie: str) -> bool:
    return secrets.compare_digest(token.encode(), form_token(cookie, token[:SALT] or "-").encode())
