"""A participant's page as it stands: what is drawn without JavaScript, from the records that this person may see."""

import json
from collections import Counter
from datetime import datetime
from functools import cache
from typing import Any, cast

import msgspec
from markupsafe import Markup

import web
from server import band, boards, places, slots, topics
from server.batch import now_ms
from server.i18n import N_, Speech
from server.presence import Seat
from server.reasons import FORUM, REASONS
from server.sight import Bar, Clock, Line, Own, Result, Sight
from workshops.agenda import StepRecord
from workshops.authorship import LeftRecord, MineRecord
from workshops.ballots import BallotRecord
from workshops.boards import Gather
from workshops.ideas import IdeaRecord
from workshops.market import Market
from workshops.moderation import HiddenRecord
from workshops.people import CrowdRecord
from workshops.proceedings import Proceedings, Sessions
from workshops.sorting import Arrange
from workshops.tallies import Count, TallyRecord
from workshops.vocabulary import Limits
from workshops.voting import RoundRecord, Vote

PAGE = 50
"""Ideas of others on one page; the client draws as many."""
DOTS_DRAWN = 100
UNITS = (1, 5, 25, 100, 500)


def shown(sight: Sight, page: int, search: str, side: str, speech: Speech) -> dict[str, Any]:
    """What the participant's page says; its templates only choose the words. `side`: which of two lists."""
    step = sight.open
    crowd = sight.one(CrowdRecord, "this") or CrowdRecord("this")
    told: dict[str, Any] = {
        "workshop": sight.workshop, "me": sight.me, "steps": sight.steps, "step": step, "crowd": crowd,
        "kind": step.about.__struct_config__.tag if step else "", "clock": clock(step, speech),
        "begun": any(each.state != "to_come" for each in sight.steps), "own": own(sight, None), "groups": [],
        "loose": False, "arranging": False, "prepared": False, "barred": False, "revealed": revealed(sight),
        "result": None, "round": None, "forum": topics.is_forum(sight), "at_forum": False, "side": "",
    }  # fmt: skip
    if told["forum"]:
        told |= topics.shown(sight, step, speech) | {"band": band.band(sight), "meeting": slots.meeting_now(sight)}
    round_ = round_of(sight, step) if step is not None else None
    match step.about if step is not None else None:
        case Gather() as about if told["kind"] == "gather":
            return told | gathering(sight, about, page)
        case Vote() as about if round_ is not None and not round_.revealed:
            return told | voting(sight, about, round_, speech)
        case Arrange() as about:
            return told | sorting(sight, about, page, search, speech)
        case Market() | Sessions() | Proceedings() as about:
            return told | {"about": about} | meeting(sight, about, page, search, side, speech)
        case _:
            return told | so_far(sight, step, page, speech)


def clock(step: StepRecord | None, speech: Speech) -> Clock | None:
    """A page that stands still says when the time ends, by the clock of the machine that serves the room."""
    if step is None or (step.ends_at is None and step.paused_with is None):
        return None
    if step.ends_at is None:
        seconds = (step.paused_with or 0) // 1000
        return Clock(paused=f"{seconds // 60}:{seconds % 60:02}")
    if step.ends_at <= now_ms():
        return Clock(over=True)
    end = datetime.fromtimestamp(step.ends_at / 1000).astimezone()
    return Clock(until=speech.say(N_("{hours}:{minutes}"), hours=f"{end:%H}", minutes=f"{end:%M}"))


# Ideas


def own(sight: Sight, board: str | None) -> list[Own]:
    """Newest first; of every board where none is given."""
    found = []
    for mine in sorted(sight.all(MineRecord), key=lambda mine: -mine.order):
        idea = sight.one(IdeaRecord, mine.id)
        if idea is not None and board in (None, idea.board):
            hidden = sight.one(HiddenRecord, idea.id)
            verb = _verb(sight, idea, mine)
            found.append(Own(idea.id, idea.text, idea.n, mine.state, hidden.reason if hidden else "", verb))
    return found


def _verb(sight: Sight, idea: IdeaRecord, mine: MineRecord) -> str:
    if mine.state == "hidden":
        return ""
    step = sight.open
    if step is not None and isinstance(step.about, Gather) and step.about.board == idea.board:
        return "edit"
    return "withdraw" if mine.state == "late" else ""


def others(sight: Sight, board: str, page: int) -> dict[str, Any]:
    """What the others wrote."""
    mine = {record.id for record in sight.all(MineRecord)}
    return _listed(sight, [idea for idea in boards.on_board(sight, board) if idea.id not in mine], page)


def _listed(sight: Sight, every: list[IdeaRecord], page: int) -> dict[str, Any]:
    """One page of them, newest first."""
    every.reverse()
    pages = max(1, -(-len(every) // PAGE))
    page = min(max(1, page), pages)
    return {
        "others": [boards.signed(sight, idea) for idea in every[(page - 1) * PAGE : page * PAGE]],
        "others_count": len(every), "page": page, "pages": pages,
    }  # fmt: skip


def gathering(sight: Sight, about: Gather, page: int) -> dict[str, Any]:
    left = sight.one(LeftRecord, f"{about.board}.{sight.person}")
    if about.by == "facilitators":
        there = boards.on_board(sight, about.board)
        return {"about": about, "prepared": True} | _listed(sight, there[::-1], page)
    return {"about": about, "own": own(sight, about.board), "left": left.left if left else 0} | others(
        sight, about.board, page
    )


# What is arranged, voted on and revealed


def sorting(sight: Sight, about: Arrange, page: int, search: str, speech: Speech) -> dict[str, Any]:
    """Clusters being made, and what is in none yet; `search`: only ideas with these words."""
    there = boards.loose(sight, about.board)
    found = [idea for idea in reversed(there) if boards.plain(search) in boards.plain(idea.text)]
    told = {"groups": boards.groups(sight, about.board, "clusters", speech), "about": about, "search": search}
    told |= {"arranging": boards.arranging(sight) is not None, "loose": True, "unsorted": len(there)}
    return told | (_listed(sight, found, page) if boards.on_board(sight, about.board) else {})


def round_of(sight: Sight, step: StepRecord) -> RoundRecord | None:
    rounds = [each for each in sight.all(RoundRecord) if each.step == step.id]
    return rounds[-1] if rounds else None


def voting(sight: Sight, about: Vote, round_: RoundRecord, speech: Speech) -> dict[str, Any]:
    """`barred`: this person came after the round had begun, and its electorate was frozen then."""
    ballot = sight.one(BallotRecord, f"{round_.id}.{sight.person}")
    tally = sight.one(TallyRecord, round_.id)
    dots = ballot.dots if ballot else {}
    totals = {count.on: count.dots for count in tally.counts} if tally else {}
    groups = boards.groups(sight, about.board, about.on, speech, {*dots, *totals})
    items = [entry for group in groups for entry in group.entries]
    chains = {it.id: boards.chain(sight, f"{'idea' if it.ideas is None else 'cluster'}:{it.id}") for it in items}
    return {
        "about": about, "round": round_, "groups": groups, "chains": chains if topics.is_forum(sight) else {},
        "dots": dots, "dots_left": ballot.left if ballot else about.budget,
        "themes_left": ballot.themes if ballot else {},
        "barred": ballot is None and round_.electorate is not None and round_.state != "sealed",
        "mine": {mine.id for mine in sight.all(MineRecord)},
        "totals": totals,
    }  # fmt: skip


def so_far(sight: Sight, step: StepRecord | None, page: int, speech: Speech) -> dict[str, Any]:
    """What there is to read while one waits: the last tally, what others wrote."""
    found = revealed(sight)
    last = next((pair for pair in found if step and pair[0].id == step.id), found[-1] if found else None)
    if last is not None:
        return {"result": result(sight, *last, speech)}
    written = [idea.board for idea in sight.all(IdeaRecord) if idea.n]
    return others(sight, written[-1], page) if written else {}


def revealed(sight: Sight) -> list[tuple[StepRecord, RoundRecord]]:
    """Every round that everyone may read, in the agenda's order."""
    votes = [(each, round_of(sight, each)) for each in sight.steps if isinstance(each.about, Vote)]
    return [(each, round_) for each, round_ in votes if round_ is not None and round_.revealed]


def result(sight: Sight, step: StepRecord, round_: RoundRecord, speech: Speech) -> Result:
    about = cast("Vote", step.about)
    tally = sight.one(TallyRecord, round_.id) or TallyRecord(round_.id)
    every = boards.groups(sight, about.board, about.on, speech, {count.on for count in tally.counts})
    known = {entry.id: (entry, group) for group in every for entry in group.entries}
    counts = [count for count in tally.counts if count.on in known]
    most = counts[0].dots if counts else 0
    unit = next((unit for unit in UNITS if most / unit <= DOTS_DRAWN), UNITS[-1])
    shared = Counter(count.rank for count in counts)
    lines = [
        Line(
            count.rank, shared[count.rank] > 1, *known[count.on], count.dots, count.voters,
            max(1, round(count.dots / unit)), bars(count),
        )
        for count in counts
    ]  # fmt: skip
    return Result(round_.id, about.title, lines, unit, tally.dots, tally.voters, tally.choices - len(tally.counts))


def bars(count: Count) -> list[Bar]:
    most = max(count.spread, default=0)
    return (
        [Bar(k, n, max(1, round(20 * n / most)) if n else 0) for k, n in enumerate(count.spread, start=1)]
        if most
        else []
    )


# The open forum


def meeting(
    sight: Sight, about: Market | Sessions | Proceedings, page: int, search: str, side: str, speech: Speech
) -> dict[str, Any]:
    """The circles as they meet, the reports, the topics, or the wall."""
    if isinstance(about, Proceedings):
        return slots.newsroom(sight, page)
    running = any(slot.state == "running" for slot in places.slots(sight))
    meets = slots.meeting_now(sight)
    first = "circles" if meets and (isinstance(about, Sessions) or running) else "topics"
    side = first if not side or (side == "circles" and not meets) else side
    told = places.listed(sight, page, search, side, speech)
    return told | (slots.meeting(sight) if side == "circles" else {})


# For the client


def page_data(seat: Seat, face: str, speech: Speech, limits: Limits, token: str = "", *, forum: bool = True) -> Markup:
    """The block of JSON that a page's script starts from. `face`: the page's path; `token`: proves its own calls;
    `forum`: a participant's workshop has an open forum, whose words few phones need."""
    phone = seat.role == "participant"
    messages = _messages(speech.language, ".participant" if phone else "")
    if phone and forum and messages is not None:
        messages = messages | _messages(speech.language, ".forum")
    codes = REASONS if forum else REASONS.keys() - FORUM
    reasons = {code: [speech.say(part) for part in REASONS[code]] for code in codes}
    data = {
        "workshop": seat.workshop, "face": face, "role": seat.role, "seat": seat.id, "person": seat.actor,
        "now": now_ms(), "language": speech.language, "messages": messages, "reasons": reasons, "limits": limits,
        "token": token,
    }  # fmt: skip
    # Inside a script element only "</" and "<!--" would end it; in JSON both can be written otherwise.
    return Markup(msgspec.json.encode(data).decode().replace("<", "\\u003c"))  # noqa: S704


@cache
def _messages(language: str, part: str) -> Any:
    path = web.STATIC / f"messages.{language}{part}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def parts(told: dict[str, Any]) -> list[str]:
    """What the script of this page needs besides: of the open forum, where it draws something of it."""
    if told["kind"] == "proceedings" or told.get("meeting"):
        return ["files", "circles"]
    return ["files"] if told["at_forum"] or told.get("has_topics") else []


@cache
def preload(entry: str, *forum: str) -> list[str]:
    """The bundles that an entry's own asks for first: named in the page, they come at the same time. `forum`: with
    these of the open forum."""
    manifest = json.loads(web.MANIFEST.read_text(encoding="utf-8")) if web.MANIFEST.is_file() else {}
    found = manifest.get(entry, {})
    more = [name for part in forum for name in found.get("forum", {}).get(part, [])]
    return list(dict.fromkeys([*found.get("imports", []), *more]))
