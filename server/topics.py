"""Topics as one person sees them: their own, the others', what each is born of, and where it stands."""

from datetime import date
from typing import Any

from babel.dates import format_date
from msgspec import Struct

from server import boards
from server.i18n import N_, Speech
from server.sight import Sight
from workshops.agenda import StepRecord
from workshops.clusters import ClusterRecord
from workshops.hiding import TopicAsideRecord
from workshops.ideas import IdeaRecord
from workshops.interest import InterestRecord
from workshops.market import Market
from workshops.proceedings import Proceedings, ReportRecord, Sessions
from workshops.slots import SlotRecord
from workshops.sorting import PlaceRecord
from workshops.spaces import SpaceRecord
from workshops.themes import ThemeRecord
from workshops.topics import TopicRecord
from workshops.wall import SessionRecord

PAGE = 50
"""Topics on one page; the client draws as many."""
MANY = 8
"""From here on topics are searched."""
BRIEF = 140
"""Characters of an idea that a link to it shows."""


class Born(Struct, frozen=True):
    """What a topic is born of. `at`: the path of its page. `theme`, `hue`: of the cluster it goes back to."""

    kind: str
    at: str
    text: str
    theme: str = ""
    hue: int = 0


class Where(Struct, frozen=True):
    """Its place on the wall. `state`: of the session."""

    slot: str
    space: str
    state: str
    interest: int


class Told(Struct, frozen=True):
    """A topic. names: of its conveners, or that there is none; others: of those who are not the reader. report: it has
    one that says something."""

    id: str
    n: int
    title: str
    words: str
    names: str
    others: str
    mine: bool
    interested: bool
    hidden: bool
    reason: str
    where: Where | None
    born: Born | None
    merged: list[TopicRecord]
    report: bool


class Seed(Struct, frozen=True):
    """What a topic may be made of: a cluster with so many ideas, or (`ideas` None) an idea."""

    at: str
    text: str
    ideas: int | None
    chain: boards.Chain


class Offer(Struct, frozen=True):
    """To merge `topic` into `into`; `other`: the one of the two that is not the reader's. ours: their side asked."""

    topic: str
    into: str
    other: Told
    ours: bool


# Steps


def is_forum(sight: Sight) -> bool:
    """Whether the workshop has an open forum in it."""
    return any(isinstance(each.about, Market | Sessions | Proceedings) for each in sight.steps)


def is_open(step: StepRecord | None) -> bool:
    """Topics are placed, and offered to be merged."""
    return step is not None and isinstance(step.about, Market | Sessions)


def takes(step: StepRecord | None) -> bool:
    """Topics are proposed."""
    about = step.about if step is not None else None
    return isinstance(about, Market) or (isinstance(about, Sessions) and about.late_topics)


def left(sight: Sight) -> int | None:
    """How many topics this person may propose still; None: as many as they like."""
    each = next((step.about.each for step in sight.steps if isinstance(step.about, Market)), 0)
    return max(0, each - len(own(sight))) if each else None


# Topics


def own(sight: Sight) -> list[TopicRecord]:
    """Newest first; a merged one is told with what it went into."""
    mine = [each for each in sight.all(TopicRecord) if sight.person in each.conveners and each.into is None]
    return sorted(mine, key=lambda each: -each.n)


def every(sight: Sight) -> list[TopicRecord]:
    """What the room sees, in the order they came."""
    return sorted((each for each in sight.all(TopicRecord) if not each.hidden and each.into is None), key=lambda t: t.n)


def found(sight: Sight, search: str, *, own: bool = False) -> list[TopicRecord]:
    """Those of the others (`own`: and one's own) with these words."""
    wanted = boards.plain(search)
    theirs = [each for each in every(sight) if own or sight.person not in each.conveners]
    return [
        each for each in theirs if wanted in boards.plain(f"{each.n} {each.title} {each.words} {' '.join(each.names)}")
    ]


def merged_into(sight: Sight, topic: str) -> list[TopicRecord]:
    """Those that went into it, and into one of those."""
    direct = [each for each in sight.all(TopicRecord) if each.into == topic]
    return [one for each in direct for one in (each, *merged_into(sight, each.id))]


def ended(sight: Sight, topic: TopicRecord) -> TopicRecord:
    """What it is now: it, or what it was merged into, through as many merges as follow."""
    into = sight.one(TopicRecord, topic.into) if topic.into is not None else None
    return topic if into is None else ended(sight, into)


def tell(sight: Sight, topic: TopicRecord, speech: Speech) -> Told:
    interest = sight.one(InterestRecord, sight.person)
    aside, report = sight.one(TopicAsideRecord, topic.id), sight.one(ReportRecord, topic.id)
    pairs = zip(topic.conveners, topic.names, strict=False)
    nobody = "" if topic.conveners else speech.say(N_("somebody to convene it is looked for"))
    return Told(
        topic.id, topic.n, titled(topic, speech), topic.words, nobody or ", ".join(filter(None, topic.names)),
        ", ".join(name for person, name in pairs if name and person != sight.person),
        sight.person in topic.conveners, interest is not None and topic.id in interest.topics,
        topic.hidden, aside.reason if aside else "", where(sight, topic.id, speech), born(sight, topic.origin),
        merged_into(sight, topic.id), report is not None and bool(report.filled),
    )  # fmt: skip


def titled(topic: TopicRecord, speech: Speech) -> str:
    """Whoever wrote it may have erased themselves, and left a report."""
    return topic.title or speech.say(N_("A topic without words"))


def where(sight: Sight, topic: str, speech: Speech) -> Where | None:
    session = sight.one(SessionRecord, topic)
    slot = sight.one(SlotRecord, session.slot) if session is not None else None
    space = sight.one(SpaceRecord, session.space) if session is not None else None
    if session is None or slot is None or space is None:
        return None
    return Where(slot_name(slot, speech), space.name, session.state, session.interest)


def offers(sight: Sight, topic: TopicRecord, speech: Speech) -> list[Offer]:
    """To merge one's own topic: into it what others or we ask for, then it into others."""
    all_ = {each.id: each for each in sight.all(TopicRecord)}
    told = {id_: tell(sight, each, speech) for id_, each in all_.items() if id_ != topic.id}
    comes = [Offer(id_, topic.id, told[id_], ours) for ids, ours in ((topic.offers, False), (topic.asks, True))
             for id_ in ids if id_ in told]  # fmt: skip
    goes = [Offer(topic.id, into.id, told[into.id], ours) for into in all_.values() if into.id != topic.id
            for ids, ours in ((into.asks, False), (into.offers, True)) if topic.id in ids]  # fmt: skip
    return comes + goes


# What they are born of


def born(sight: Sight, origin: str | None) -> Born | None:
    kind, _, id_ = (origin or "").partition(":")
    text = text_of(sight, origin or "")
    if text is None:
        return None
    theme = _theme_of(sight, kind, id_)
    path = f"{'clusters' if kind == 'cluster' else 'ideas'}/{id_}"
    return Born(kind, path, brief(text), theme.name if theme else "", theme.hue if theme else 0)


def text_of(sight: Sight, origin: str) -> str | None:
    """Of an idea or a cluster that this person sees."""
    kind, _, id_ = origin.partition(":")
    if kind == "cluster":
        cluster = sight.one(ClusterRecord, id_)
        return cluster.name if cluster is not None else None
    idea = sight.one(IdeaRecord, id_) if kind == "idea" else None
    return idea.text if idea is not None else None


def _theme_of(sight: Sight, kind: str, id_: str) -> ThemeRecord | None:
    place = sight.one(PlaceRecord, id_) if kind == "idea" else None
    cluster = sight.one(ClusterRecord, id_ if kind == "cluster" else place.cluster if place is not None else "")
    return sight.one(ThemeRecord, cluster.theme) if cluster is not None and cluster.theme else None


def brief(text: str) -> str:
    """An idea may be pages long: its beginning, up to a word."""
    line = text.strip().split("\n", 1)[0].strip()
    if len(line) <= BRIEF:
        return line if line == text.strip() else f"{line} …"
    return cut(line, BRIEF)


def cut(text: str, most: int) -> str:
    """So many characters of it at most, up to a word where it has several."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return f"{head.rsplit(None, 1)[0] if ' ' in head.strip() else head}…"


def split(text: str, line: int, most: int) -> tuple[str, str]:
    """A topic's title and words out of an idea's text: its first line, as far as it goes, then what is left."""
    text = text.strip()
    title = cut(text.split("\n", 1)[0].strip(), line)
    return title, cut(text[len(title.removesuffix("…")) :].strip(), most)


def seeds(sight: Sight, search: str) -> list[Seed]:
    """Clusters in board order, then ideas, newest first."""
    inside: dict[str, int] = {}
    for place in sight.all(PlaceRecord):
        inside[place.cluster] = inside.get(place.cluster, 0) + 1
    clusters = sorted(sight.all(ClusterRecord), key=lambda each: each.order)
    on = list(dict.fromkeys(idea.board for idea in sight.all(IdeaRecord)))
    ideas = [idea for board in on for idea in reversed(boards.on_board(sight, board))]
    made = [(f"cluster:{each.id}", each.name, inside.get(each.id, 0)) for each in clusters]
    wanted, every = boards.plain(search), [*made, *((f"idea:{each.id}", each.text, None) for each in ideas)]
    return [Seed(*each, boards.chain(sight, each[0])) for each in every if wanted in boards.plain(each[1])]


# When and where


def day_of(slot: SlotRecord, speech: Speech) -> str:
    """ "" for the day of the workshop."""
    pattern = "EEEE d MMMM" if speech.language == "fr" else "EEEE, MMMM d"
    return str(format_date(date.fromisoformat(slot.day), pattern, locale=speech.language)) if slot.day else ""


def begins(slot: SlotRecord, speech: Speech) -> str:
    """The hour that was planned; once it has begun, the real one."""
    return speech.hour(slot.starts) if slot.began_at is None else speech.hour_at(slot.began_at)


def slot_name(slot: SlotRecord, speech: Speech) -> str:
    day = day_of(slot, speech)
    hour = begins(slot, speech)
    return f"{day}, {hour}" if day else hour


# What the participant's page says


def shown(sight: Sight, step: StepRecord | None, speech: Speech) -> dict[str, Any]:
    """On every step of a workshop with an open forum: one's own topics, where they may be acted on."""
    here = is_open(step) or step is None or step.about.__struct_config__.tag == "talk"
    mine = [tell(sight, each, speech) for each in own(sight)] if here else []
    return {
        "at_forum": step is not None and isinstance(step.about, Market | Sessions | Proceedings),
        "placing": is_open(step), "proposing": takes(step), "own_topics": mine, "topics_left": left(sight),
        "offers": {each.id: offers(sight, each, speech) for each in own(sight)} if is_open(step) else {},
        "has_topics": bool(sight.all(TopicRecord)), "has_ideas": bool(sight.all(IdeaRecord)),
        "has_reports": any(each.filled for each in sight.all(ReportRecord)),
    }  # fmt: skip
