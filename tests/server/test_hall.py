"""A hall comes in at once by the pages that everyone uses, from one address, with all the typing errors of a hall."""

import asyncio
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.request import Request

import pytest

from server.client import Client, new_id
from server.codes import CROCKFORD
from server.demo.browser import Browser, Page
from server.demo.doors import client_of
from server.demo.sample import DemoError
from server.protocol import Ack
from server.settings import DoorLimits
from tests.place import Place
from workshops.ideas import IdeaRecord, PostIdea
from workshops.people import CrowdRecord, PersonRecord

MISREAD = str.maketrans("01", "OI")
AT_ONCE = 48


@pytest.fixture
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    running = Place(tmp_path, DoorLimits(join_delay=request.param))
    yield running
    running.stop()


@pytest.fixture
def crowd() -> Iterator["Crowd"]:
    made = Crowd()
    yield made
    made.threads.shutdown()


class Crowd:
    """Everybody's browsers, many of them at the door in the same moment."""

    def __init__(self) -> None:
        self.chance = random.Random(random.getrandbits(32))
        self.threads = ThreadPoolExecutor(AT_ONCE)

    def mistyped(self, code: str) -> str:
        """A letter wrong, one too few, one too many, or two the wrong way round: never what is forgiven."""
        bare = code.replace("-", "")
        at = self.chance.randrange(len(bare) - 1)
        other = self.chance.choice([char for char in CROCKFORD if char not in bare])
        swapped = bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :]
        wrong = [bare[:at] + other + bare[at + 1 :], bare[:at] + bare[at + 1 :], bare[:at] + other + bare[at:], swapped]
        return self.chance.choice([each for each in wrong if each != bare])

    def typed(self, code: str) -> str:
        """Right, each in their own way."""
        ways = [code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} ", code.translate(MISREAD)]
        return self.chance.choice(ways)


class OneOf(Browser):
    def __init__(self, crowd: Crowd, base: str) -> None:
        super().__init__(base)
        self.crowd = crowd

    async def _open(self, request: Request) -> Page:
        return await asyncio.get_running_loop().run_in_executor(self.crowd.threads, self._read, request)


async def comes_in(browser: Browser, tries: list[str], name: str) -> Client:
    """Types the code until it is right, then their name. What is wrong is told, and the box is there again."""
    page = await browser.get("/join")
    for wrong in tries[:-1]:
        with pytest.raises(DemoError, match=r"/join answered 422: .*This code opens no workshop now"):
            await browser.send(page, page.form("code"), code=wrong)
    door = await browser.send(page, page.form("code"), code=tries[-1])
    assert "Vivre mieux avec moins de numérique" in door.text, tries
    inside = await browser.send(door, door.form("key", "name"), name=name)
    return client_of(browser, inside.path.split("/")[2], "participant")


def known(phone: Client) -> tuple[int, set[str], list[str]]:
    """How many people there are, what is on the board, and who this is."""
    crowd = phone.records["crowd:this"]
    assert isinstance(crowd, CrowdRecord)
    ideas = {record.text for record in phone.records.values() if isinstance(record, IdeaRecord)}
    return crowd.people, ideas, [record.name for record in phone.records.values() if isinstance(record, PersonRecord)]


# Whoever were slowed down would wait for an hour.
@pytest.mark.slow
@pytest.mark.parametrize("place", [3600.0], indirect=True)
async def test_three_hundred_people_come_in_from_one_address_though_one_in_ten_mistypes_the_code(
    place: Place, crowd: Crowd
) -> None:
    workshop = place.create()
    place.open(workshop, "gather")
    code = place.run(place.house.access.entrance(workshop)).code
    names = [f"Person {n}" for n in range(300)]
    wrong = set(crowd.chance.sample(names, 30))
    tries = [[*([crowd.mistyped(code)] if name in wrong else []), crowd.typed(code)] for name in names]
    phones = await asyncio.gather(
        *(comes_in(OneOf(crowd, place.base), each, name) for each, name in zip(tries, names, strict=True))
    )
    async with AsyncExitStack() as sockets:
        await asyncio.gather(*(sockets.enter_async_context(phone) for phone in phones))
        said = await asyncio.gather(
            *(
                phone.do(PostIdea(new_id(), "ideas-", f"Idea of {name}"))
                for phone, name in zip(phones, names, strict=True)
            )
        )
        assert all(isinstance(verdict, Ack) for verdict in said)
        ideas = {f"Idea of {name}" for name in names}
        for phone, name in zip(phones, names, strict=True):
            await phone.until(lambda phone=phone: len(known(phone)[1]) == 300)  # type: ignore[misc]
            assert known(phone) == (300, ideas, [name])
            assert phone.replica.resyncs == 0
    assert len({phone.person for phone in phones}) == 300
    assert len(place.texts(workshop)) == 300


@pytest.mark.parametrize("place", [0.05], indirect=True)
async def test_a_row_of_people_who_cannot_read_the_code_slows_the_hall_down_and_shuts_nobody_out(
    place: Place, crowd: Crowd
) -> None:
    """More wrong codes than one address has in five minutes, from every second person, several times each."""
    workshop = place.create()
    code = place.run(place.house.access.entrance(workshop)).code
    tries = [[*(crowd.mistyped(code) for _ in range(n % 2 * 4)), crowd.typed(code)] for n in range(40)]
    phones = await asyncio.gather(
        *(comes_in(OneOf(crowd, place.base), each, f"Person {n}") for n, each in enumerate(tries))
    )
    assert sum(len(each) - 1 for each in tries) > DoorLimits().join_failures
    assert len({phone.cookie for phone in phones}) == 40
    crowd_record = place.seen(workshop)["crowd:this"]
    assert isinstance(crowd_record, CrowdRecord)
    assert crowd_record.people == 40
