"""A participant's page as it stands: what is drawn without JavaScript, from the records that this person may see."""

import json
from datetime import datetime
from functools import cache
from typing import Any, cast

import msgspec
from markupsafe import Markup

import web
from server.batch import now_ms
from server.i18n import N_, Speech
from server.presence import Seat
from server.reasons import REASONS
from server.sight import Clock, Entry, Group, Line, Own, Sight
from workshops.agenda import StepRecord
from workshops.clusters import ClusterRecord, PlaceRecord, ThemeRecord
from workshops.ideas import AuthorRecord, Gather, HiddenRecord, IdeaRecord, LeftRecord, MineRecord
from workshops.people import CrowdRecord
from workshops.vocabulary import Limits, Role
from workshops.voting import BallotRecord, RoundRecord, TallyRecord, Vote

PAGE = 50
"""Ideas of others on one page; the client draws as many."""
DOTS_DRAWN = 100
UNITS = (1, 5, 25, 100, 500)


def shown(sight: Sight, page: int, speech: Speech) -> dict[str, Any]:
    """What the participant's page says; its templates only choose the words."""
    step = sight.open
    crowd = sight.one(CrowdRecord, "this") or CrowdRecord("this")
    told: dict[str, Any] = {
        "workshop": sight.workshop, "me": sight.me, "steps": sight.steps, "step": step, "crowd": crowd,
        "kind": step.about.__struct_config__.tag if step else "", "clock": clock(step, speech),
        "begun": any(each.state != "to_come" for each in sight.steps), "own": own(sight, None), "groups": [],
        "loose": False,
    }  # fmt: skip
    round_ = round_of(sight, step) if step is not None else None
    if step is not None and isinstance(step.about, Gather):
        return told | gathering(sight, step.about, page)
    if step is not None and isinstance(step.about, Vote) and round_ is not None and not round_.revealed:
        return told | voting(sight, step.about, round_, speech)
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
    return _listed(sight, [idea for idea in on_board(sight, board) if idea.id not in mine], page)


def loose(sight: Sight, board: str, page: int) -> dict[str, Any]:
    """What is in no cluster yet, one's own among it."""
    inside = {place.id for place in sight.all(PlaceRecord)}
    return {"loose": True} | _listed(sight, [idea for idea in on_board(sight, board) if idea.id not in inside], page)


def on_board(sight: Sight, board: str) -> list[IdeaRecord]:
    """Those the room sees, by their numbers."""
    hidden = {mine.id for mine in sight.all(MineRecord) if mine.state == "hidden"}
    there = (idea for idea in sight.all(IdeaRecord) if idea.board == board and idea.n and idea.id not in hidden)
    return sorted(there, key=lambda idea: idea.n)


def _listed(sight: Sight, every: list[IdeaRecord], page: int) -> dict[str, Any]:
    """One page of them, newest first."""
    every.reverse()
    pages = max(1, -(-len(every) // PAGE))
    page = min(max(1, page), pages)
    return {
        "others": [signed(sight, idea) for idea in every[(page - 1) * PAGE : page * PAGE]],
        "others_count": len(every), "page": page, "pages": pages,
    }  # fmt: skip


def signed(sight: Sight, idea: IdeaRecord) -> dict[str, Any]:
    found = sight.one(AuthorRecord, idea.id)
    author = found.name if found else ""
    return {"id": idea.id, "n": idea.n, "text": idea.text, "edited": idea.edited, "author": author}


def gathering(sight: Sight, about: Gather, page: int) -> dict[str, Any]:
    left = sight.one(LeftRecord, f"{about.board}.{sight.person}")
    return {"about": about, "own": own(sight, about.board), "left": left.left if left else 0} | others(
        sight, about.board, page
    )


# Clusters and rounds


def groups(sight: Sight, board: str, on: str, speech: Speech) -> list[Group]:
    """In board order. `on`: clusters, ideas, or clusters and the ideas in none."""
    found: list[Group] = []
    if on != "ideas":
        found += _clusters(sight, board, speech)
    if on != "clusters":
        inside = {place.id for place in sight.all(PlaceRecord)} if on == "both" else set()
        entries = [Entry(idea.id, idea.text) for idea in on_board(sight, board) if idea.id not in inside]
        name = speech.say(N_("Ideas in no cluster")) if on == "both" else ""
        found.append(Group("ideas", name, 0 if on == "both" else 1, entries))
    return [group for group in found if group.entries]


def _clusters(sight: Sight, board: str, speech: Speech) -> list[Group]:
    inside: dict[str, int] = {}
    for place in sight.all(PlaceRecord):
        inside[place.cluster] = inside.get(place.cluster, 0) + 1
    under: dict[str | None, list[Entry]] = {}
    for cluster in sorted(sight.all(ClusterRecord), key=lambda cluster: cluster.order):
        if cluster.board == board:
            under.setdefault(cluster.theme, []).append(Entry(cluster.id, cluster.name, inside.get(cluster.id, 0)))
    themes = sorted(sight.all(ThemeRecord), key=lambda theme: theme.hue)
    found = [Group(theme.id, theme.name, theme.hue, under.get(theme.id, [])) for theme in themes]
    none = Group("none", speech.say(N_("Under no theme")) if themes else "", 0 if themes else 1, under.get(None, []))
    return [*found, none]


def cluster(sight: Sight, id_: str) -> dict[str, Any] | None:
    """One cluster and its ideas, in the order of their numbers."""
    found = sight.one(ClusterRecord, id_)
    if found is None:
        return None
    ids = [place.id for place in sight.all(PlaceRecord) if place.cluster == id_]
    ideas = [idea for each in ids if (idea := sight.one(IdeaRecord, each)) is not None]
    return {"cluster": found, "ideas": [signed(sight, idea) for idea in sorted(ideas, key=lambda idea: idea.n)]}


def round_of(sight: Sight, step: StepRecord) -> RoundRecord | None:
    rounds = [each for each in sight.all(RoundRecord) if each.step == step.id]
    return rounds[-1] if rounds else None


def voting(sight: Sight, about: Vote, round_: RoundRecord, speech: Speech) -> dict[str, Any]:
    ballot = sight.one(BallotRecord, f"{round_.id}.{sight.person}")
    return {
        "about": about, "round": round_, "groups": groups(sight, about.board, about.on, speech),
        "dots": ballot.dots if ballot else {}, "dots_left": ballot.left if ballot else about.budget,
    }  # fmt: skip


def so_far(sight: Sight, step: StepRecord | None, page: int, speech: Speech) -> dict[str, Any]:
    """What there is to read while one waits: clusters being made, the last tally, what others wrote."""
    board = getattr(step.about, "board", None) if step else None
    votes = [(each, round_of(sight, each)) for each in sight.steps if isinstance(each.about, Vote)]
    revealed = [(each, round_) for each, round_ in votes if round_ is not None and round_.revealed]
    last = next((pair for pair in revealed if step and pair[0].id == step.id), revealed[-1] if revealed else None)
    if step is not None and step.about.__struct_config__.tag == "cluster" and board:
        apart = loose(sight, board, page) if on_board(sight, board) else {}
        return {"groups": groups(sight, board, "clusters", speech)} | apart
    if last is not None:
        return {"result": result(sight, *last, speech)}
    boards = [idea.board for idea in sight.all(IdeaRecord) if idea.n]
    return others(sight, boards[-1], page) if boards else {}


def result(sight: Sight, step: StepRecord, round_: RoundRecord, speech: Speech) -> dict[str, Any]:
    about = cast("Vote", step.about)
    tally = sight.one(TallyRecord, round_.id) or TallyRecord(round_.id)
    all_groups = groups(sight, about.board, about.on, speech)
    known = {entry.id: (entry, group) for group in all_groups for entry in group.entries}
    counts = [count for count in tally.counts if count.on in known]
    most = counts[0].dots if counts else 0
    unit = next((unit for unit in UNITS if most / unit <= DOTS_DRAWN), UNITS[-1])
    lines = [
        Line(count.rank, *known[count.on], count.dots, count.voters, max(1, round(count.dots / unit)))
        for count in counts
    ]
    without = len(known) - len(counts)
    return {"lines": lines, "unit": unit, "dots": tally.dots, "voters": tally.voters, "without": without}


# For the client


def page_data(seat: Seat, face: str, speech: Speech, limits: Limits) -> Markup:
    """The block of JSON that a page's script starts from. `face`: the page's path."""
    messages = _messages(speech.language, seat.role)
    reasons = {code: [speech.say(part) for part in parts] for code, parts in REASONS.items()}
    data = {
        "workshop": seat.workshop, "face": face, "role": seat.role, "person": seat.actor, "now": now_ms(),
        "language": speech.language, "messages": messages, "reasons": reasons, "limits": limits,
    }  # fmt: skip
    # Inside a script element only "</" and "<!--" would end it; in JSON both can be written otherwise.
    return Markup(msgspec.json.encode(data).decode().replace("<", "\\u003c"))  # noqa: S704


@cache
def _messages(language: str, role: Role) -> Any:
    path = web.STATIC / f"messages.{language}{'.participant' if role == 'participant' else ''}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


@cache
def preload(entry: str) -> list[str]:
    """The bundles that an entry's own asks for first: named in the page, they come at the same time."""
    found = json.loads(web.MANIFEST.read_text(encoding="utf-8")) if web.MANIFEST.is_file() else {}
    return list(found.get(entry, {}).get("imports", []))
