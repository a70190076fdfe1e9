"""What is printed on A4 for people on paper: idea slips, ballots, the agenda, a sheet for whoever helps them, and what
an open forum needs."""

from collections.abc import Awaitable, Callable
from typing import Any

from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from server import kit
from server.batch import now_ms
from server.boards import groups
from server.exports import printable_proceedings
from server.faces import round_of
from server.house import Entered, entered, face_path, house_of
from server.i18n import Speech
from server.kit import Asked, number
from server.sight import Group, Sight
from workshops.agenda import StepRecord
from workshops.ballots import PaperRecord
from workshops.boards import Gather
from workshops.people import PersonRecord
from workshops.proceedings import ReportRecord
from workshops.vocabulary import Role
from workshops.voting import Vote
from workshops.wall import SessionRecord
from workshops.workshop import Workshop

SLIPS_A_SHEET = 8
HIGHEST = 9_999
"""The largest number of a slip (`PostIdea.slip`), and of a ballot."""
MOST = 400
"""Slips or ballots printed at once: what a browser still lays out in a few seconds."""
BOXES = 6
"""Up to so many dots on one choice are boxes to stick or tick in; above, a number is written."""
PROMPT_FITS = 320
"""Characters of a prompt that leave room to write on a slip; a longer one is left to the agenda, for its title."""
FOR: dict[str, tuple[Role, ...]] = {
    "slips": ("facilitator", "helper"),
    "ballots": ("facilitator", "helper"),
    "help": ("facilitator", "helper"),
    "agenda": ("facilitator",),
    **dict.fromkeys(("topics", "wall", "reports", "proceedings"), ("facilitator", "helper")),
}
"""Who prints what. Nothing on these pages is secret from who holds a link, but a helper needs no more."""


class Ballot(Struct, frozen=True):
    """Whose it is; without a name, of whoever is given that number."""

    number: int
    name: str = ""


class Choice(Struct, frozen=True):
    """What dots may go on, with its number in the round, from 1."""

    n: int
    name: str
    idea: bool


def routes() -> list[Route]:
    made = []
    for role in ("facilitator", "helper"):
        face = face_path("{workshop}", role)
        made += [Route(f"{face}/paper", _choosing(role)), Route(f"{face}/print/{{what}}", _printed(role))]
    return made


def _choosing(role: Role) -> Callable[[Request], Awaitable[Response]]:
    """The page on which one says what to print: in the reader's language, unlike what is printed."""

    async def page(request: Request) -> Response:
        me = await entered(request, role)
        sight, templates = await _sight(me), house_of(request).templates
        gathers, votes = _gathers(sight), _votes(sight)
        shown = {
            "workshop": sight.workshop,
            "face": face_path(me.seat.workshop, role),
            "role": role,
            "may": [what for what, roles in FOR.items() if role in roles],
            "gathers": gathers,
            "step": _step(gathers),
            "first": await me.room.read(_first_free),
            "votes": votes,
            "vote": _step(votes),
            "people": len(_on_paper(sight)),
            "next": _next_person(sight),
            "highest": HIGHEST,
            "most": MOST,
            "forum": kit.is_for(sight),
            "cards": kit.CARDS,
            "placed": len(sight.all(SessionRecord)),
        }
        return templates.respond(request, "print/choose.html", shown, cookie=me.cookie)

    return page


def _printed(role: Role) -> Callable[[Request], Awaitable[Response]]:
    async def page(request: Request) -> Response:
        me, what = await entered(request, role), request.path_params["what"]
        if role not in FOR.get(what, ()):
            raise HTTPException(404)
        if what == "proceedings":
            return HTMLResponse(
                await run_in_threadpool(printable_proceedings, await me.room.look("export"), None, now_ms())
            )
        sight = await _sight(me)
        language = sight.workshop.language
        shown = {"workshop": sight.workshop, "back": f"{face_path(me.seat.workshop, role)}/paper"}
        asked = {"first": str(await me.room.read(_first_free))} if what == "slips" else {}
        if what in SHEETS:
            shown |= SHEETS[what](sight, asked | dict(request.query_params), Speech(language))
        templates = house_of(request).templates
        return templates.respond(request, f"print/{what}.html", shown, cookie=me.cookie, language=language)

    return page


async def _sight(me: Entered) -> Sight:
    """People, the numbers of choices and which reports say something, as the seat sees them; all else as the room may,
    wherever the agenda stands."""
    seen = await me.room.look(me.seat.role)
    mine = {k: record for k, record in seen.items() if isinstance(record, PersonRecord | ReportRecord | PaperRecord)}
    return Sight(await me.room.look("export") | mine, me.seat.actor)


def slips(sight: Sight, asked: Asked, _: Speech) -> dict[str, Any]:
    """`sheets`: the numbers on each. `size`: how small the prompt is written."""
    step = _step(_gathers(sight), asked.get("step", ""))
    first = number(asked.get("first"), 1, HIGHEST, 1)
    count = number(asked.get("count"), 1, MOST, 3 * SLIPS_A_SHEET)
    numbers = range(first, min(first + count, HIGHEST + 1))
    sheets = [numbers[at : at + SLIPS_A_SHEET] for at in range(0, len(numbers), SLIPS_A_SHEET)]
    prompt = step.about.prompt or step.about.title if step else ""
    if step and len(prompt) > PROMPT_FITS:
        prompt = step.about.title
    size = next(name for most, name in ((80, "large"), (170, "middle"), (HIGHEST, "small")) if len(prompt) <= most)
    return {"sheets": sheets, "prompt": prompt, "size": size}


def ballots(sight: Sight, asked: Asked, speech: Speech) -> dict[str, Any]:
    """One for each person on paper, or (`to` "numbers") one for each number. `parts`: what may be voted on, each under
    the number that it has in the round (DOTS19): `unopened`, `sealed`: there is none yet, or no more."""
    step = _step(_votes(sight), asked.get("step", ""))
    if step is None or not isinstance(step.about, Vote):
        return {"step": None, "ballots": [], "parts": [], "unopened": False, "sealed": False}
    round_ = round_of(sight, step)
    paper = sight.one(PaperRecord, round_.id) if round_ is not None else None
    if paper is None:
        return {"step": step, "ballots": [], "parts": [], "unopened": round_ is None, "sealed": round_ is not None}
    parts = numbered(groups(sight, step.about.board, step.about.on, speech), paper)
    whose = [Ballot(person.number, person.name) for person in _on_paper(sight)]
    if asked.get("to") == "numbers" or not whose:
        first = number(asked.get("first"), 1, HIGHEST, 1)
        count = number(asked.get("count"), 1, MOST, 10)
        whose = [Ballot(n) for n in range(first, min(first + count, HIGHEST + 1))]
    most = min(step.about.maximum, step.about.budget, step.about.per_theme or HIGHEST)
    return {
        "step": step, "about": step.about, "unopened": False, "sealed": False, "ballots": whose, "parts": parts,
        "most": most, "boxes": most if most <= BOXES else 0, "choices": sum(len(choices) for _, choices in parts),
    }  # fmt: skip


def numbered(parts: list[Group], paper: PaperRecord) -> list[tuple[Group, list[Choice]]]:
    """The groups in board order, their entries under the numbers of the round."""
    numbers = {item: n for n, item in enumerate(paper.choices, 1)}
    told = []
    for group in parts:
        there = (entry for entry in group.entries if entry.id in numbers)
        told.append((group, [Choice(numbers[entry.id], entry.name, entry.ideas is None) for entry in there]))
    return [(group, choices) for group, choices in told if choices]


def agenda(sight: Sight, asked: Asked, speech: Speech) -> dict[str, Any]:
    """The steps; where it is known when the first begins (`start`, "18:30"), the hour of each and of the end."""
    begins = _minutes(asked.get("start", ""))
    lines, at = [], begins or 0
    for step in sight.steps:
        lines.append((step, speech.hour(at) if begins is not None else ""))
        at += step.about.minutes
    return {"lines": lines, "minutes": at - (begins or 0), "end": speech.hour(at) if begins is not None else ""}


def help_sheet(sight: Sight, _asked: Asked, _: Speech) -> dict[str, Any]:
    """Which of the steps there are for whoever helps to help with."""
    return {"forum": kit.is_for(sight), "slips": bool(_gathers(sight)), "votes": bool(_votes(sight))}


SHEETS: dict[str, Callable[[Sight, Asked, Speech], dict[str, Any]]] = {
    "slips": slips,
    "ballots": ballots,
    "agenda": agenda,
    "help": help_sheet,
    "topics": kit.topics,
    "wall": kit.wall,
    "reports": kit.reports,
}


def _gathers(sight: Sight) -> list[StepRecord]:
    """The steps in which the room writes."""
    return [step for step in sight.steps if isinstance(step.about, Gather) and step.about.by == "everyone"]


def _votes(sight: Sight) -> list[StepRecord]:
    return [step for step in sight.steps if isinstance(step.about, Vote)]


def _step(among: list[StepRecord], asked: str = "") -> StepRecord | None:
    """The one asked for; else the open one, else the first still to come, else the last."""
    chosen = [step for step in among if step.id == asked] or [step for step in among if step.state == "open"]
    return next(iter([*chosen, *(step for step in among if step.state == "to_come"), *among[-1:]]), None)


def _on_paper(sight: Sight) -> list[PersonRecord]:
    return sorted((person for person in sight.all(PersonRecord) if person.paper), key=lambda person: person.number)


def _next_person(sight: Sight) -> int:
    return max((person.number for person in _on_paper(sight)), default=0) + 1


def _first_free(workshop: Workshop) -> int:
    """The number after the highest slip that was ever entered; which ones were printed nobody knows."""
    return min(HIGHEST, max(workshop.ideas.slips, default=0) + 1)


def _minutes(text: str) -> int | None:
    """Of "18:30", since midnight."""
    hours, _, minutes = text.strip().partition(":")
    if not (hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit() and len(text) < 9):
        return None
    return int(hours) % 24 * 60 + min(int(minutes), 59)
