"""People in a hall, on real sockets: they enter by the pages, write, sort and vote; and who helps those on paper."""

import asyncio
import random
from collections import Counter
from collections.abc import Coroutine, Iterable, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

from server.access import cookie_name
from server.client import Client, new_id
from server.demo.actors import Actor, Pace, Participant
from server.demo.doors import join
from server.house import face_path
from tests.web.conftest import Place
from tests.web.faces import Ranking
from tests.web.paperwork import helping
from workshops.agenda import StepRecord
from workshops.ballots import EnterBallot, SetDots
from workshops.clusters import ClusterRecord
from workshops.ideas import IdeaRecord, PostIdea
from workshops.people import AddPerson, Finish, PersonRecord
from workshops.vocabulary import Key, Record, to_json
from workshops.voting import Vote

T = TypeVar("T")


class Hall:
    """Each by their name. Nothing that they do may be refused, but where a test says so.

    dots: stuck in the round that is open, by what they are on, also those that a test sticks by hand and notes here.
    """

    def __init__(self, place: Place, workshop: str, code: str, names: list[str]) -> None:
        self.place, self.workshop = place, workshop
        self.chance = random.Random(random.getrandbits(32))
        clients = self.run(self._enter(code, names))
        self.people = {
            name: Participant(each, self._pace(), strict=True) for name, each in zip(names, clients, strict=True)
        }
        entry = helping(place, workshop, "Inès")
        cookie = f"{cookie_name(workshop, 'helper', False)}={entry.cookie}"
        self.helper = Actor(Client(place.base, face_path(workshop, "helper"), cookie), self._pace(), strict=True)
        self.run(self.helper.client.__aenter__())
        self.dots: Counter[str] = Counter()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.place.run(work)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, trace: TracebackType | None) -> None:
        for actor in (*self.people.values(), self.helper):
            self.run(actor.client.__aexit__(None, None, None))

    def _pace(self) -> Pace:
        return Pace(self.chance.getrandbits(32), 0)

    async def _enter(self, code: str, names: list[str]) -> list[Client]:
        clients = [client for client, _ in await asyncio.gather(*(join(self.place.base, code, name) for name in names))]
        await asyncio.gather(*(client.__aenter__() for client in clients))
        return clients

    # Ideas

    def on_paper(self, *names: str) -> None:
        """Added by who helps them."""
        for name in names:
            self.run(self.helper.do(AddPerson(new_id(), name)))

    @property
    def papers(self) -> list[str]:
        """The ids of all on paper, by number."""
        found = [person for person in self.helper.all(PersonRecord) if person.paper]
        return [person.id for person in sorted(found, key=lambda person: person.number)]

    def write(self, texts: dict[str, str], step: str) -> None:
        """One idea each, then they say that they have finished."""
        for name, text in texts.items():
            self.people[name].words = {new_id(): text}
        self.all_do(step)

    def all_do(self, step: str) -> None:
        self.run(self._all(self._act(person, step) for person in self.people.values()))

    @staticmethod
    async def _all(works: Iterable[Coroutine[Any, Any, None]]) -> None:
        await asyncio.gather(*works)

    async def _act(self, person: Participant, step: str) -> None:
        await person.client.until(lambda: is_open(person, step))
        await person.act(step_of(person, step))

    def enter_ideas(self, texts: dict[int, str], board: str, first: int) -> None:
        """By the number of the person on paper, from slips in a row."""
        for slip, (number, text) in enumerate(texts.items(), first):
            self.run(self.helper.do(PostIdea(new_id(), board, text, slip), self.papers[number - 1]))

    def ideas(self) -> dict[str, str]:
        """What the people here see of the ideas: the id of each text."""
        return {idea.text: idea.id for person in self.people.values() for idea in person.all(IdeaRecord)}

    # Dots

    def vote(self, step: str) -> None:
        """Each as they like, all their dots, at once."""
        self.run(self._all(self._ballot(person, step) for person in self.people.values()))

    async def _ballot(self, person: Participant, title: str) -> None:
        step = await begun(person, title)
        for on, dots in self._choice(person, step).items():
            await person.do(SetDots(round_of(person, step), on, dots))
        await person.do(Finish(step.id))

    def enter_ballots(self, title: str, *numbers: int) -> None:
        """Of these people on paper."""
        step = self.run(begun(self.helper, title))
        for number in numbers:
            ballot = EnterBallot(round_of(self.helper, step), self._choice(self.helper, step))
            self.run(self.helper.do(ballot, self.papers[number - 1]))

    def _choice(self, actor: Actor, step: StepRecord) -> dict[str, int]:
        assert isinstance(step.about, Vote)
        chosen = actor.choice(step.about, self.chance)
        self.dots.update(chosen)
        return chosen

    def ranking(self) -> Ranking:
        """Of what was stuck, as every face must have it: most first, equal ones of one rank in board order."""
        board = sorted(self.helper.all(ClusterRecord), key=lambda cluster: (cluster.theme is None, cluster.order))
        rows = sorted(((cluster.name, self.dots[cluster.id]) for cluster in board), key=lambda row: -row[1])
        return [(1 + sum(other > dots for _, other in rows), name, dots) for name, dots in rows if dots]

    # The laws

    def adds_up(self) -> None:
        """What each was told bit by bit is, once all of it is there, what somebody who comes now is shown."""
        for name, person in self.people.items():
            seen = told(self.place.seen(self.workshop, person.client.person))
            self.run(person.client.until(lambda seen=seen, person=person: told(person.client.records) == seen))  # type: ignore[misc]
            assert person.client.replica.resyncs == 0, name


def step_of(actor: Actor, title: str) -> StepRecord:
    return next(step for step in actor.all(StepRecord) if step.about.title == title)


def is_open(actor: Actor, title: str) -> bool:
    now = actor.open_step()
    return now is not None and now.about.title == title


async def begun(actor: Actor, title: str) -> StepRecord:
    """The step of a vote, once its round is there."""
    await actor.client.until(lambda: is_open(actor, title) and actor.round_of(step_of(actor, title)) is not None)
    return step_of(actor, title)


def round_of(actor: Actor, step: StepRecord) -> str:
    found = actor.round_of(step)
    assert found is not None
    return found.id


def told(records: Mapping[Key, Record]) -> dict[Key, bytes]:
    """As they are on the wire; those on request are told to nobody who does not ask."""
    return {key: to_json(record) for key, record in records.items() if not record.on_request}
