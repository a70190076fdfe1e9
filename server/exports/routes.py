"""Where facilitators fetch the exports: a file to keep, or the page to print."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from server.batch import now_ms
from server.errors import Told
from server.exports import MEDIA_TYPES, export_workshop, printable
from server.house import entered, face_path, house_of
from server.i18n import N_
from server.reasons import sentence
from workshops.vocabulary import Refused


def routes() -> list[Route]:
    return [
        Route("/w/{workshop}/console/print", print_page),
        Route("/w/{workshop}/console/export/{fmt}", download),
    ]


async def download(request: Request) -> Response:
    """A file, in the workshop's language. 409 while a round keeps its records in."""
    me = await entered(request, "facilitator")
    fmt = next((each for each in MEDIA_TYPES if each == request.path_params["fmt"]), None)
    if fmt is None:
        raise HTTPException(404)
    records = await me.room.look("export")
    try:
        # In a thread: a large workshop takes longer to print than others should wait for their ideas.
        made = await run_in_threadpool(export_workshop, records, fmt, None, now_ms())
    except Refused as refused:
        return _refused(request, refused)
    return Response(
        made.body,
        headers={"content-type": made.media_type, "content-disposition": f'attachment; filename="{made.file_name}"'},
    )


async def print_page(request: Request) -> Response:
    me = await entered(request, "facilitator")
    records = await me.room.look("export")
    return HTMLResponse(await run_in_threadpool(printable, records, None, now_ms()))


def _refused(request: Request, refused: Refused) -> Response:
    templates = house_of(request).templates
    speech = templates.speech(request)
    said = sentence(refused.reason, refused.facts, speech)
    back = face_path(request.path_params["workshop"], "facilitator")
    told = Told(said.said, said.then, speech.say(N_("Nothing was lost.")), speech.say(N_("Back to the console")), back)
    return templates.respond(request, "error.html", {"told": told, "path": back}, 409)
