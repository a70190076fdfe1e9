"""The page that opens a workshop from a file, for whoever may open one; it works without JavaScript."""

import asyncio
from collections.abc import AsyncGenerator
from hashlib import sha256
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from server.batch import now_ms
from server.codes import derived, new_key
from server.guard import Form, check_post
from server.house import Unmet, house_of, visit_of
from server.importing import Unreadable, read, write
from server.opening import created_page
from server.pages import may_create, owner_cookie
from server.sharing import key_of

PATH = "/import"
BODY_S = 900.0
"""Seconds in which a file must have arrived, over a slow line too."""
AROUND = 16 * 1024
"""Bytes of a form beside its file."""


def routes() -> list[Route]:
    reading = asyncio.Lock()

    async def page(request: Request) -> Response:
        return await _page(request, reading)

    return [Route(PATH, page, methods=["GET", "POST"])]


async def _page(request: Request, reading: asyncio.Lock) -> Response:
    if not await may_create(request):
        raise HTTPException(403, "owner")
    if request.method == "GET":
        return _form(request)
    house, cookie = house_of(request), request.cookies.get(owner_cookie(request))
    form, body = await _received(request, house.settings.door.import_body)
    check_post(request, house.settings, form, cookie or visit_of(request))
    if not await may_create(request):  # again: a body can be held back until after the link was withdrawn
        raise HTTPException(403, "owner")
    # The same page with another file is another workshop.
    key = derived(key_of(form), sha256(body).hexdigest())
    try:
        # One at a time: it takes many times the memory of the file.
        async with reading:
            depth, limits = house.settings.door.json_depth, house.settings.limits
            opening = await asyncio.to_thread(read, body, limits, depth, now_ms())
    except Unreadable as problem:
        return _form(request, problem.say(house.templates.speech(request)))
    created = await write(house.log, opening, key, await house.access.owner_of(cookie))
    return await created_page(request, created)


def _form(request: Request, refused: Unmet = None) -> Response:
    house = house_of(request)
    cookie = request.cookies.get(owner_cookie(request))
    shown: dict[str, Any] = {"key": new_key(), "most": house.settings.door.import_body >> 20}
    return house.templates.respond(request, "import.html", shown, refused=refused, cookie=cookie)


async def _received(request: Request, limit: int) -> tuple[Form, bytes]:
    """The form's fields and its file, counted as they come: 413 above the limit, 400 if it is no such form."""
    if int(request.headers.get("content-length", "0") or 0) > limit + AROUND:
        raise HTTPException(413)
    parser = MultiPartParser(request.headers, _counted(request, limit + AROUND), max_files=1, max_fields=9)
    parser.spool_max_size = limit + AROUND  # in memory: what people wrote is put down nowhere else
    try:
        async with asyncio.timeout(BODY_S):
            sent = await parser.parse()
    except (ClientDisconnect, TimeoutError, MultiPartException, KeyError) as error:
        raise HTTPException(400) from error
    file = sent.get("file")
    if not isinstance(file, UploadFile):
        raise HTTPException(400)
    body = await file.read()
    await sent.close()
    return Form([(name, value) for name, value in sent.multi_items() if isinstance(value, str)]), body


async def _counted(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > limit:
            raise HTTPException(413)
        yield chunk
