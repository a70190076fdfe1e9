"""Given a workshop, when somebody does something, then who sees what: the whole domain in memory, checked at each act.

Whoever a test names is a participant with that name as id, save the roles ("facilitator", "screen"…). Every act checks
the laws that hold for all: a refusal or a decision changes nothing (SHOW5), `apply` names every key that changed
(SHOW3), and a replay of the log, with what was redacted in it, shows what the live workshop shows (SHOW4).
"""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Self, TypeVar, get_args

from workshops.agenda import CloseStep, OpenStep, Talk
from workshops.ballots import SetDots
from workshops.boards import Gather
from workshops.clusters import MakeCluster
from workshops.description import CreateWorkshop
from workshops.format import AnyStep, Format
from workshops.ideas import AddIdeas, NewIdea, PostIdea
from workshops.people import AddPerson, Join
from workshops.sorting import Arrange
from workshops.vocabulary import Audience, Context, Event, Key, Limits, Record, Refused, Role, Shown, Stored
from workshops.voting import Vote
from workshops.workshop import AnyCommand, Workshop

R = TypeVar("R", bound=Record)
ROLES = frozenset(get_args(Role))
AUDIENCES = frozenset(get_args(Audience))

GATHER = Gather(id="gather", title="Ideas", minutes=0)
CLUSTER = Arrange(id="cluster", title="Group", minutes=0)
VOTE = Vote(id="voting", title="Vote", minutes=0)
WELCOME = Talk(id="welcome", title="Welcome", minutes=0)
STEPS: tuple[AnyStep, ...] = (GATHER, CLUSTER, VOTE)


def create(*steps: AnyStep, **fields: Any) -> CreateWorkshop:
    form = Format(name="A test", steps=list(steps or STEPS), themes=fields.pop("themes", []))
    told = {"title": "Our town", "language": "en", "organiser": "The town hall", **fields}
    return CreateWorkshop(format=form, **told)


@dataclass
class Given:
    """One workshop in memory. `log` is what a store would hold, with its redactions done; `beside`: the streams beside
    the workshop's own, by name.

    replay_every: after how many acts the log is replayed (each replay takes as long as all that went before).
    """

    limits: Limits = field(default_factory=Limits)
    now: int = 1_000_000
    log: list[Stored] = field(default_factory=list)
    beside: dict[str, list[Stored]] = field(default_factory=dict)
    checked: bool = True
    replay_every: int = 1

    def __post_init__(self) -> None:
        self.workshop = self._new()
        self.acts = 0

    def _new(self) -> Workshop:
        return Workshop(self.limits)

    def does(self, who: str, *commands: AnyCommand, subject: str | None = None) -> list[Event]:
        """They do these, one after the other; gives the events. Raises Refused."""
        events: list[Event] = []
        for command in commands:
            events += self._do(who, command, subject)
        return events

    def _do(self, who: str, command: AnyCommand, subject: str | None) -> list[Event]:
        self.acts += 1
        before = self.everything() if self.checked else {}
        try:
            events = self.workshop.decide(command, self.context(who, subject))
        finally:
            assert not self.checked or self.everything() == before, f"deciding {command} changed something"
        for event in events:
            before = self._happens(who, event, before)
        if self.checked and self.acts % self.replay_every == 0:
            assert self.replayed().everything() == before, f"replay differs after {command}"
        return events

    def context(self, who: str, subject: str | None = None) -> Context:
        role: Any = who if who in ROLES else "participant"
        return Context(who, role, self.now, sha256(str(self.acts).encode()).digest(), subject)

    def _happens(self, who: str, event: Event, before: dict[Key, Shown]) -> dict[Key, Shown]:
        name = getattr(event, "session", "") if event.beside else ""
        log = self.stream(name)
        by = "" if event.secret or event.beside else who
        stored = Stored(len(log) + 1, self.now, by, event, name)
        for redaction in self.workshop.redactions(event):
            rows = self.stream(redaction.beside)
            assert rows[redaction.seq - 1].event is not None, f"{event} blanks twice"
            rows[redaction.seq - 1] = Stored(redaction.seq, 0, "", redaction.to, redaction.beside)
        touched = self.workshop.apply(stored)
        log.append(stored)
        if not self.checked:
            return before
        after = self.everything()
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert changed <= touched, f"{event} changed {changed - touched} without saying so"
        assert {key for key in touched if self.workshop.show(key)} <= after.keys(), f"keys() misses some of {touched}"
        return after

    def stream(self, name: str) -> list[Stored]:
        return self.beside.setdefault(name, []) if name else self.log

    def everything(self) -> dict[Key, Shown]:
        keys = self.workshop.keys()
        everything = {key: shown for key in keys if (shown := self.workshop.show(key)) is not None}
        assert all(shown.owner != "" for shown in everything.values()), "nobody is no owner: a screen is nobody too"
        return everything

    def replayed(self) -> "Given":
        """The workshop as it is read again: its own stream first, then those beside it."""
        beside = {name: list(rows) for name, rows in self.beside.items()}
        again = Given(self.limits, self.now, list(self.log), beside, self.checked)
        for stored in self.log:
            again.workshop.apply(stored)
        for stored in (stored for rows in beside.values() for stored in rows):
            again.workshop.apply(stored)
        return again

    def refused(self, who: str, command: AnyCommand, subject: str | None = None) -> str:
        """The reason they are refused for."""
        try:
            events = self.does(who, command, subject=subject)
        except Refused as refused:
            return refused.reason
        raise AssertionError(f"{who} was let {command}: {events}")

    def sees(self, who: str, key: Key) -> Record | None:
        """What a person, or an audience, has under this key."""
        shown = self.workshop.show(key)
        return None if shown is None else seen_by(who, {key: shown}).get(key)

    def sees_all(self, who: str) -> dict[Key, Record]:
        return seen_by(who, self.everything())

    def record(self, kind: type[R], key: Key) -> R:
        """The record of this key, whoever sees it."""
        shown = self.workshop.show(key)
        assert shown is not None, f"no {key}"
        assert isinstance(shown.record, kind)
        return shown.record

    def later(self, *, minutes: float = 0, seconds: float = 0) -> None:
        self.now += round(minutes * 60_000 + seconds * 1_000)

    # Short ways to what many tests start from

    def created(self, *steps: AnyStep, **fields: Any) -> Self:
        self.does("system", create(*steps, **fields))
        return self

    def joined(self, *people: str) -> Self:
        for person in people:
            self.does(person, Join(person))
        return self

    def opened(self, *steps: str) -> Self:
        for step in steps:
            self.does("facilitator", OpenStep(step))
        return self

    def closed(self, *steps: str) -> Self:
        for step in steps:
            self.does("facilitator", CloseStep(step))
        return self

    def on_paper(self, *people: str) -> Self:
        for person in people:
            self.does("helper", AddPerson(person, person))
        return self

    def posts(
        self, who: str, text: str = "Plant trees", board: str = "ideas-", *, subject: str | None = None, slip: int = 0
    ) -> str:
        """They post an idea, their own or that of a person on paper; gives its id."""
        idea = f"idea-{len(self.log)}"
        self.does(who, PostIdea(idea, board, text, slip), subject=subject)
        return idea

    def lists(self, *texts: str, board: str = "ideas-") -> list[str]:
        """The facilitator adds a prepared list; gives the ids of its ideas."""
        new = [NewIdea(f"listed-{len(self.log)}-{place}", text) for place, text in enumerate(texts)]
        self.does("facilitator", AddIdeas(board, new))
        return [idea.idea for idea in new]

    def groups(self, *ideas: str, name: str = "Green", theme: str | None = None, board: str = "ideas-") -> str:
        """The facilitator makes a cluster of these; gives its id."""
        cluster = f"cluster-{len(self.log)}"
        self.does("facilitator", MakeCluster(cluster, board, name, theme, list(ideas)))
        return cluster

    @property
    def round(self) -> str:
        """The id of the one round there is."""
        (round_id,) = self.workshop.voting.rounds
        return round_id

    def sticks(self, who: str, on: str, n: int = 1) -> None:
        self.does(who, SetDots(self.round, on, n))


def seen_by(who: str, everything: dict[Key, Shown]) -> dict[Key, Record]:
    """What of all this a person, or an audience, has."""
    audience = who if who in AUDIENCES else "participant"
    return {key: shown.record for key, shown in everything.items() if audience in shown.seen or shown.owner == who}


def given(*steps: AnyStep, limits: Limits | None = None, **fields: Any) -> Given:
    """A workshop that Ada, Kofi and Mei have joined, with these steps (else: gather, cluster, vote), none open yet."""
    return Given(limits or Limits()).created(*steps, **fields).joined("Ada", "Kofi", "Mei")
