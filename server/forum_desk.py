"""Free places on the agenda wall: one that suits a topic, for who may place it; for facilitators, one for each that has
none. They are suggestions: nothing happens by itself."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server.desk import refused
from server.house import Entered, entered, face_path
from server.protocol import Wait
from workshops import suggestion
from workshops.vocabulary import Role
from workshops.workshop import Workshop

PLACED_BY: tuple[Role, ...] = ("participant", "helper", "facilitator")
NOW = {"cache-control": "no-store"}


def routes() -> list[BaseRoute]:
    asked = [Route(f"{face_path('{workshop}', role)}/suggest", suggest(role)) for role in PLACED_BY]
    return [*asked, Route(f"{face_path('{workshop}', 'facilitator')}/suggest-all", suggest_all)]


def suggest(role: Role) -> Callable[[Request], Awaitable[Response]]:
    """`?topic=ID`: {"slot": …, "space": …}, or {} where no place is free. HTTPException 403: not theirs to place; where
    people would go is told to nobody else, and a suggestion rests on it (TOPIC9)."""

    async def answer(request: Request) -> Response:
        me, topic = await entered(request, role), request.query_params.get("topic", "")
        if no := too_fast(me):
            return no
        if not await me.room.read(lambda workshop: may_place(workshop, me, topic)):
            raise HTTPException(403, "seat")
        cell = await me.room.read(lambda workshop: suggestion.suggest(workshop.forum.wall, topic))
        return JSONResponse({} if cell is None else {"slot": cell[0], "space": cell[1]}, headers=NOW)

    return answer


def too_fast(me: Entered) -> Response | None:
    """At the pace of commands, as whatever else is asked of the room: it looks through the whole wall."""
    pause = me.room.members.pace(me.seat.actor, me.seat.role)
    return refused(Wait(0, "rate_limited", pause)) if pause else None


def may_place(workshop: Workshop, me: Entered, topic_id: str) -> bool:
    """Its conveners, facilitators, and helpers where one of its conveners is on paper (WALL5, PEOPLE6)."""
    if me.seat.role == "facilitator":
        return True
    topic = workshop.forum.topics.topics.get(topic_id)
    conveners = [] if topic is None else workshop.forum.topics.conveners(topic)
    if me.seat.role == "helper":
        return any(map(workshop.people.on_paper, conveners))
    return me.seat.actor in conveners


async def suggest_all(request: Request) -> Response:
    """{"plan": [{"topic", "slot", "space"}, …], "left": [topic, …]}: the topics most people would go to first, each as
    if those before it were placed; `left`: those for which no place is left."""
    me = await entered(request, "facilitator")
    if no := too_fast(me):
        return no
    plan = await me.room.read(_plan)
    return JSONResponse(plan, headers=NOW)


def _plan(workshop: Workshop) -> dict[str, Any]:
    plan = suggestion.suggest_all(workshop.forum.wall)
    suggested = {topic for topic, _, _ in plan}
    return {
        "plan": [{"topic": topic, "slot": slot, "space": space} for topic, slot, space in plan],
        "left": [topic.id for topic in suggestion.loose(workshop.forum.wall) if topic.id not in suggested],
    }
