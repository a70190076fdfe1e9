"""What the console asks for beside its socket, in JSON: digits for who lost their phone, names, a copy of the workshop,
and whether the room's phones reach it."""

import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import msgspec
from msgspec import Struct
from starlette.datastructures import ImmutableMultiDict
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server.codes import digest, new_key
from server.formats import Names
from server.guard import check_post, proves
from server.house import Entered, base_address, entered, face_path, house_of, qr, status_of, visit_of
from server.i18n import N_
from server.links import TRANSFER_MS
from server.opening import opened, sit_down
from server.pages import about, may_create
from server.protocol import Refused, Wait
from server.sharing import spaced
from workshops.boards import Gather
from workshops.description import CreateWorkshop
from workshops.ideas import IdeaRecord
from workshops.people import PersonRecord
from workshops.vocabulary import Limits, Role, kind_of
from workshops.workshop import Workshop

TOKEN = "x-gommette-token"  # noqa: S105 - its name
"""The header in which the page's own form token comes: another site's page can neither know it nor send it."""
COPY = N_("{title} (copy)")
TEST = "/t/"
PHONES = 10_000
"""Counted in one test; it says no more than that."""
TESTS = 500
"""Tests remembered; then the oldest is forgotten."""


def routes() -> list[BaseRoute]:
    tests, console = Tests(), "/w/{workshop}/console"
    return [
        Route(f"{console}/people/{{person}}/digits", digits, methods=["POST"]),
        Route(f"{console}/holders", holders("facilitator")),
        Route("/w/{workshop}/helper/holders", holders("helper")),
        Route(f"{console}/duplicate", duplicate, methods=["POST"]),
        Route(f"{console}/test/start", tests.start, methods=["POST"]),
        Route(f"{console}/test", tests.count),
        Route(f"{TEST}{{token}}", tests.phone),
    ]


async def called(request: Request) -> Entered:
    """The facilitator whose console calls. HTTPException 403: no seat of theirs, or no page of ours."""
    me = await entered(request, "facilitator")
    token = request.headers.get(TOKEN, "")
    check_post(request, house_of(request).settings, ImmutableMultiDict({"token": token}), me.cookie)
    if not proves(token, me.cookie):
        raise HTTPException(403, "form")
    return me


def refused(why: Refused | Wait) -> Response:
    return JSONResponse({"reason": why.reason}, status_of(why))


async def digits(request: Request) -> Response:
    """For somebody who lost their phone. Nobody needs them who is on paper."""
    me = await called(request)
    person = request.path_params["person"]
    shown = await me.room.read(lambda workshop: workshop.show(f"person:{person}"))
    if shown is None or not isinstance(shown.record, PersonRecord):
        return refused(Refused(0, "unknown"))
    if shown.record.paper:
        return refused(Refused(0, "not_allowed"))
    made = await house_of(request).access.holders.digits(me.seat.workshop, person)
    return JSONResponse({"digits": spaced(made), "minutes": TRANSFER_MS // 60_000})


def holders(role: Role) -> Callable[[Request], Awaitable[Response]]:
    """The names on the links, for whoever reads "entered by"."""

    async def names(request: Request) -> Response:
        me = await entered(request, role)
        return JSONResponse(await house_of(request).access.holders.names(me.seat.workshop))

    return names


# Duplicating


class Copied(Struct, frozen=True):
    """All that a workshop is before anyone comes: how it is opened, and what its prepared lists hold, by board."""

    command: CreateWorkshop
    lists: dict[str, list[str]]


async def duplicate(request: Request) -> Response:
    """A workshop like this one, without its people and what they wrote; this browser runs it too."""
    me = await called(request)
    if not await may_create(request):
        return refused(Refused(0, "not_allowed"))
    house = house_of(request)
    speech, limits = house.templates.speech(request), house.settings.limits
    copy = await me.room.read(lambda workshop: copied(workshop, lambda title: speech.say(COPY, title=title), limits))
    try:
        created = await opened(request, copy.command, new_key(), copy.lists)
    except ValueError as error:
        return refused(error.args[0])
    response = JSONResponse({"href": f"{face_path(created.workshop, 'facilitator')}/links?new"})
    await sit_down(request, response, created)
    return response


def copied(workshop: Workshop, name: Callable[[str], str], limits: Limits) -> Copied:
    """`name`: what the copy of a title is called."""
    was, form = about(workshop), workshop.recipe()
    command = CreateWorkshop(
        title=name(was.title[: limits.title - len(name(""))]), language=was.language, format=form,
        organiser=was.organiser, names=msgspec.convert(was.names, Names), keep_days=was.keep_days,
    )  # fmt: skip
    prepared = {step.board for step in form.steps if isinstance(step, Gather) and step.by == "facilitators"}
    return Copied(command, {board: _list(workshop, board) for board in prepared})


def _list(workshop: Workshop, board: str) -> list[str]:
    """What stands on a prepared list, in order; what was taken off it does not."""
    every = map(workshop.show, filter(lambda key: kind_of(key) == "idea", workshop.keys()))
    ideas = [each.record for each in every if each and "export" in each.seen and isinstance(each.record, IdeaRecord)]
    return [idea.text for idea in sorted(ideas, key=lambda idea: idea.n) if idea.board == board]


# Scan this to test


class Test(Struct):
    token: str
    phones: set[bytes] = msgspec.field(default_factory=set)


class Tests:
    """Which phones have opened the address that is shown to try it; kept in memory only, as digests."""

    def __init__(self) -> None:
        self._by_workshop: OrderedDict[str, Test] = OrderedDict()
        self._by_token: dict[str, Test] = {}

    async def start(self, request: Request) -> Response:
        """From none on, under an address of its own."""
        workshop = (await called(request)).seat.workshop
        self._forget(workshop)
        if len(self._by_workshop) >= TESTS:
            self._forget(next(iter(self._by_workshop)))
        test = self._by_workshop[workshop] = Test(secrets.token_urlsafe(6))
        self._by_token[test.token] = test
        url = f"{base_address(request)}{TEST}{test.token}"
        return JSONResponse({"url": url, "qr": qr(url)})

    async def count(self, request: Request) -> Response:
        test = self._by_workshop.get((await entered(request, "facilitator")).seat.workshop)
        return JSONResponse({"phones": len(test.phones) if test else 0})

    async def phone(self, request: Request) -> Response:
        """Whatever follows /t/, for who reads this has reached us; counted where it is a test of now."""
        test = self._by_token.get(request.path_params["token"])
        if test is not None and len(test.phones) < PHONES:
            test.phones.add(digest(visit_of(request)))
        return house_of(request).templates.respond(request, "test.html", {})

    def _forget(self, workshop: str) -> None:
        test = self._by_workshop.pop(workshop, None)
        if test is not None:
            del self._by_token[test.token]
