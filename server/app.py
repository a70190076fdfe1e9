"""The composition root: what the server is made of, and which path leads where."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

from sqlalchemy import select
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

import web
from server import (
    arranging,
    circles,
    desk,
    errors,
    forms,
    forum,
    forum_desk,
    guide,
    metrics,
    opening,
    pages,
    printing,
    results,
    sharing,
    upload,
)
from server.access import Access
from server.connection import endpoint
from server.exports.routes import routes as export_routes
from server.faces import page_data
from server.guard import SecurityHeaders, form_token, socket_from_here
from server.house import FACES, House, Templates, entered, face_path, house_of
from server.keeper import Keeper
from server.log import StorageBusy, StorageFull, Unknown
from server.metrics import MeasuredLog, Metrics
from server.migrations import migrate
from server.protocol import REVOKED, Bye, frame
from server.rooms import NoSuchWorkshop, Rooms
from server.settings import Settings
from server.sqlite import SqliteLog
from server.static import Static, best_encoding
from server.tables import workshops
from workshops.vocabulary import Role


def create_app(settings: Settings) -> Starlette:
    """Nothing is opened before its lifespan begins. `state.owner_path` is then what `serve` prints."""
    storage = dict.fromkeys((StorageBusy, StorageFull, Unknown), errors.on_storage_error)
    return Starlette(
        routes=routes(),
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={
            HTTPException: errors.on_http_error,
            NoSuchWorkshop: errors.on_no_workshop,
            **storage,
            Exception: errors.on_crash,
        },
        lifespan=partial(lifespan, settings),
    )


@asynccontextmanager
async def lifespan(settings: Settings, app: Starlette) -> AsyncIterator[None]:
    await asyncio.to_thread(migrate, settings.data_folder)
    measured = await MeasuredLog.open(settings.data_folder) if settings.metrics else None
    log: SqliteLog = measured or await SqliteLog.open(settings.data_folder)
    rooms = Rooms(log, settings.limits, settings.door)
    app.state.metrics = Metrics(settings, measured, rooms)
    access = Access(log, log.reading, rooms, settings.door)
    app.state.house = House(settings, log, rooms, access, Templates(settings.language))
    app.state.owner_path = None if settings.open else await access.owner_link()
    async with log.reading.connect() as connection:
        known = [row.id for row in await connection.execute(select(workshops.c.id))]
    keeper = Keeper(log, log.reading, rooms, access)
    await rooms.start(known)
    keeper.start()
    try:
        yield
    finally:
        await rooms.close()
        await keeper.close()
        await log.close()


def routes() -> list[BaseRoute]:
    """They are looked for in this order: first what a whole hall asks for in the same minute."""
    made: list[BaseRoute] = []
    for role in FACES:
        face = face_path("{workshop}", role)
        made += [Route(f"{face}/view", view(role)), WebSocketRoute(f"{face}/live", live(role))]
    made += [*forms.routes(), *arranging.routes(), *circles.routes(), *forum.routes(), *results.routes()]
    made += [*pages.routes(), *opening.routes(), *sharing.routes(), *desk.routes(), *forum_desk.routes()]
    made += [*printing.routes(), *guide.routes(), *upload.routes(), *export_routes()]
    return [
        *made,
        Route("/w/{workshop}/console", shell("facilitator", "console.html")),
        Route("/w/{workshop}/helper", shell("helper", "helper.html")),
        Route("/w/{workshop}/screen", shell("screen", "screen.html")),
        Route("/static/{name}", Static(web.STATIC).serve),
        Route("/healthz", alive),
        Route("/metrics", metrics.page),
        Route("/readyz", ready),
    ]


def shell(role: Role, template: str) -> Callable[[Request], Awaitable[Response]]:
    """A page that its script fills: console, helper's page and screen."""

    async def page(request: Request) -> Response:
        me, house = await entered(request, role), house_of(request)
        speech, limits, face = house.templates.speech(request), house.settings.limits, face_path(me.seat.workshop, role)
        shown = await sharing.poster(request, me.seat.workshop)
        shown["data"] = page_data(me.seat, face, speech, limits, token=form_token(me.cookie))
        return house.templates.respond(request, template, shown, cookie=me.cookie)

    return page


def view(role: Role) -> Callable[[Request], Awaitable[Response]]:
    """The shared part of what this role sees, compressed once for all who ask."""

    async def answer(request: Request) -> Response:
        blob = await (await entered(request, role)).room.view(role)
        bodies = {"": blob.json, "br": blob.br, "gzip": blob.gzip}
        encoding = best_encoding(request, bodies)
        headers = {"cache-control": "no-store", "vary": "Accept-Encoding, Cookie"}
        return Response(
            bodies[encoding], headers=headers | ({"content-encoding": encoding} if encoding else {}),
            media_type="application/json",
        )  # fmt: skip

    return answer


def live(role: Role) -> Callable[[WebSocket], Awaitable[None]]:
    async def serve(socket: WebSocket) -> None:
        if not socket_from_here(socket, house_of(socket).settings):
            await socket.close(1008)  # before it is accepted: the handshake is answered 403
            return
        try:
            me = await entered(socket, role)
        except (HTTPException, NoSuchWorkshop):
            # A browser does not tell a page why a handshake failed, so it is let in and told.
            await socket.accept()
            await socket.send_text(frame(Bye("revoked")).decode())
            await socket.close(REVOKED, "revoked")
            return
        await endpoint(socket, me.seat, me.room)

    return serve


async def alive(_: Request) -> Response:
    """This process answers."""
    return PlainTextResponse("ok")


async def ready(request: Request) -> Response:
    """Its database answers too, and holds the tables that this version knows."""
    try:
        await house_of(request).log.head("")
    except Exception:
        return PlainTextResponse("the database does not answer", 503)
    return PlainTextResponse("ready")
