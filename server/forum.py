"""The marketplace and the agenda wall without JavaScript: propose, edit, merge, place, and say what interests one."""

from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server import band, places, topics
from server.forms import face_page
from server.guard import Form
from server.house import Entered, entered, house_of, see
from server.i18n import Speech
from server.plain import No, again, do, elsewhere, here, id_in, known_as_id, page, posted_by, sight_of
from server.sight import Sight
from workshops.interest import MarkInterest
from workshops.suggestion import suggest
from workshops.topic_merging import DeclineMerge, MergeTopics, UnmergeTopic
from workshops.topics import EditTopic, ProposeTopic, TopicRecord, WithdrawTopic
from workshops.wall import PlaceTopic, UnplaceTopic
from workshops.workshop import AnyCommand


def routes() -> list[Route]:
    at, both = "/w/{workshop}", ["GET", "POST"]
    return [
        Route(f"{at}/topics", all_topics, methods=both),
        Route(f"{at}/topics/new", new, methods=["GET"]),
        Route(f"{at}/topics/from", seeds, methods=["GET"]),
        Route(f"{at}/topics/{{topic}}", topic, methods=both),
        Route(f"{at}/topics/{{topic}}/place", place, methods=both),
        Route(f"{at}/topics/{{topic}}/merge", merge, methods=both),
        Route(f"{at}/interest", interest, methods=both),
    ]


async def all_topics(request: Request) -> Response:
    """The topics and the wall, whatever step is open; and where a new topic is sent."""
    if request.method == "GET":
        me = await entered(request, "participant")
        return await _list_page(request, me)
    me, form = await posted_by(request)
    title, words, origin = (form.get(name, "") for name in ("title", "words", "origin"))
    no = await do(me, form, ProposeTopic(id_in(form, "topic"), title, words, origin or None), f"{title}\n{words}")
    if no is None:
        return see(f"{here(me)}#my-topics")
    return await _new_page(request, me, origin, no, form)


async def new(request: Request) -> Response:
    """A new topic; `from`: the idea or the cluster that it is born of, `idea:ID` or `cluster:ID`."""
    me = await entered(request, "participant")
    return await _new_page(request, me, request.query_params.get("from", ""))


async def seeds(request: Request) -> Response:
    """The ideas and clusters that a topic may be made of."""
    me = await entered(request, "participant")
    sight = await sight_of(me)
    search = request.query_params.get("q", "")[:200]
    every, number = topics.seeds(sight, search), _number(request)
    pages = max(1, -(-len(every) // topics.PAGE))
    number = min(number, pages)
    shown = {"seeds": every[(number - 1) * topics.PAGE : number * topics.PAGE], "page": number, "pages": pages}
    more = {"search": search, "found_count": len(every), **band.head(sight)}
    return page(request, me, "seeds.html", shown | more)


async def topic(request: Request) -> Response:
    """One topic; what its conveners may do with it."""
    if request.method == "GET":
        return await _topic_page(request, await entered(request, "participant"))
    me, form = await posted_by(request)
    id_ = known_as_id(request.path_params["topic"], 404)
    choice, command = _change(form, id_)
    no = await do(me, form, command, choice)
    if no is None:
        return see(f"{here(me)}/topics/{id_}" if form.get("do") == "save" else f"{here(me)}#my-topics")
    return await _topic_page(request, me, no, form)


async def place(request: Request) -> Response:
    """`to`: SLOT.SPACE, or "off" the wall."""
    if request.method == "GET":
        return await _place_page(request, await entered(request, "participant"))
    me, form = await posted_by(request)
    id_, to = known_as_id(request.path_params["topic"], 404), form.get("to", "")
    slot, _, space = to.partition(".")
    off = to == "off"
    command: AnyCommand = UnplaceTopic(id_) if off else PlaceTopic(id_, known_as_id(slot), known_as_id(space))
    no = await do(me, form, command, to)
    return see(f"{here(me)}#my-topics") if no is None else await _place_page(request, me, no, form)


async def merge(request: Request) -> Response:
    """One's own topic goes into another: at once where that is one's own too, else it is offered."""
    if request.method == "GET":
        return await _merge_page(request, await entered(request, "participant"))
    me, form = await posted_by(request)
    id_ = known_as_id(request.path_params["topic"], 404)
    if not form.get("into"):
        return await _merge_page(request, me, form=form, unchosen=True)
    no = await do(me, form, MergeTopics(id_, id_in(form, "into")), form.get("into", ""))
    return see(f"{here(me)}#my-topics") if no is None else await _merge_page(request, me, no, form)


async def interest(request: Request) -> Response:
    """One form for a whole list: its buttons say which topic interests one, or no more (`set`: TOPIC.1 or TOPIC.0)."""
    if request.method == "GET":
        return elsewhere(request)
    me, form = await posted_by(request)
    on, _, marked = form.get("set", "").partition(".")
    no = await do(me, form, MarkInterest(known_as_id(on), marked == "1"), form.get("set", ""))
    if no is not None:
        return await face_page(request, me, no)
    kept = {name: form.get(name, "") for name in ("side", "q", "page") if form.get(name)}
    path = f"{here(me)}{'/topics' if form.get('list') else ''}"
    return see(f"{path}{'?' if kept else ''}{urlencode(kept)}#tt-{on}")


def _change(form: Form, topic: str) -> tuple[str, AnyCommand]:
    """With what tells it from the others in the same form. 400: no form of ours."""
    title, words = form.get("title", ""), form.get("words", "")
    match form.get("do"):
        case "save":
            return f"save {title}\n{words}", EditTopic(topic, title, words)
        case "withdraw":
            return "withdraw", WithdrawTopic(topic)
        case "accept":
            return "accept", MergeTopics(id_in(form, "from"), id_in(form, "into"))
        case "decline":
            return "decline", DeclineMerge(id_in(form, "from"), id_in(form, "into"))
        case "unmerge":
            return "unmerge", UnmergeTopic(id_in(form, "merged"))
        case _:
            raise HTTPException(400)


# The pages


async def _list_page(request: Request, me: Entered) -> Response:
    sight, speech = await sight_of(me), _speech(request)
    if sight.me is None or not topics.is_forum(sight):
        return elsewhere(request)
    search, side = request.query_params.get("q", "")[:200], request.query_params.get("side", "topics")
    shown = places.listed(sight, _number(request), search, side, speech, own=True)
    return page(request, me, "topics.html", {**band.head(sight), "list": True, **shown})


async def _new_page(
    request: Request, me: Entered, origin: str, no: No | None = None, form: Form | None = None
) -> Response:
    sight, limits = await sight_of(me), house_of(request).settings.limits
    text = topics.text_of(sight, origin) or ""
    title, words = topics.split(text, limits.title, limits.topic_words)
    if form is not None:
        title, words = form.get("title", ""), form.get("words", "")
    if sight.me is None or not (topics.takes(sight.open) or no):
        return elsewhere(request)
    born = topics.born(sight, origin)
    shown: dict[str, Any] = {
        **band.head(sight), "title": title, "words": words, "origin": origin if born else "", "born": born,
        "proposing": topics.takes(sight.open), "topics_left": topics.left(sight),
    }  # fmt: skip
    if form is not None and no is not None:
        shown["again"] = again(form, no, "topic")
    return page(request, me, "topic-new.html", shown, no)


async def _topic_page(request: Request, me: Entered, no: No | None = None, form: Form | None = None) -> Response:
    """404 for what one does not see. What was refused stays in its boxes."""
    sight, speech = await sight_of(me), _speech(request)
    record = sight.one(TopicRecord, known_as_id(request.path_params["topic"], 404))
    typed = form is not None and form.get("do") == "save"
    if sight.me is None or (record is None and not typed):
        raise HTTPException(404)
    shown: dict[str, Any] = {
        **band.head(sight),
        "placing": topics.is_open(sight.open),
        "it": None,
        "into": None,
    }
    if record is not None:
        into = sight.one(TopicRecord, record.into) if record.into else None
        mine = topics.offers(sight, record, speech) if sight.person in record.conveners else []
        shown |= {"it": topics.tell(sight, record, speech), "offers": mine, "into": into}
    shown["title"], shown["words"] = _written(form) if typed else (record.title, record.words) if record else ("", "")
    if form is not None and no is not None:
        shown["again"] = again(form, no)
    return page(request, me, "topic.html", shown, no)


def _written(form: Form | None) -> tuple[str, str]:
    return ("", "") if form is None else (form.get("title", ""), form.get("words", ""))


async def _place_page(request: Request, me: Entered, no: No | None = None, form: Form | None = None) -> Response:
    sight, speech = await sight_of(me), _speech(request)
    record = _own(request, sight)
    cell = await me.room.read(lambda workshop: suggest(workshop.forum.wall, record.id))
    choices = places.choices(sight, record, speech)
    shown: dict[str, Any] = {
        **band.head(sight), "it": topics.tell(sight, record, speech), "choices": choices,
        "suggested": places.named(sight, cell, speech), "free": sum(len(each.free) for each in choices),
    }  # fmt: skip
    return page(request, me, "place.html", shown | ({"again": again(form, no)} if form is not None and no else {}), no)


async def _merge_page(
    request: Request, me: Entered, no: No | None = None, form: Form | None = None, *, unchosen: bool = False
) -> Response:
    sight, speech = await sight_of(me), _speech(request)
    record = _own(request, sight)
    others = [topics.tell(sight, each, speech) for each in topics.every(sight) if each.id != record.id]
    shown: dict[str, Any] = {
        **band.head(sight), "it": topics.tell(sight, record, speech), "others": others, "unchosen": unchosen,
        "chosen": form.get("into", "") if form is not None else "",
    }  # fmt: skip
    return page(request, me, "merge.html", shown | ({"again": again(form, no)} if form is not None and no else {}), no)


def _own(request: Request, sight: Sight) -> TopicRecord:
    """404: it is not one's own."""
    record = sight.one(TopicRecord, known_as_id(request.path_params["topic"], 404))
    if record is None or sight.person not in record.conveners:
        raise HTTPException(404)
    return record


def _speech(request: Request) -> Speech:
    return house_of(request).templates.speech(request)


def _number(request: Request) -> int:
    wanted = request.query_params.get("page", "1")
    return max(1, int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
