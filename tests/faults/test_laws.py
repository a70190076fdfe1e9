"""The two laws of the path, on bad networks made from seeds: nothing leaves a room before its commit, and what deltas
built on a client equals what a new client would be shown. More seeds: `pytest tests/faults --seeds 5000`."""

import pytest

from tests.clients import ideation
from tests.faults.forum_acts import FORUM, forum
from tests.faults.world import World

BAD_SEEDS: list[int] = []
"""Seeds that once found a fault: they are run for ever."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("--seeds")
        # A forum needs fewer: the room and its connections are the same for both.
        some = wanted // 2 if "forum" in metafunc.function.__name__ else wanted
        metafunc.parametrize("seed", [*BAD_SEEDS, *range(some)])


async def test_deltas_equal_a_fresh_join_and_nothing_acknowledged_is_lost(seed: int) -> None:
    world = World(seed)
    try:
        await world.play(ideation(private=world.dice.choice(["no", "participants", "everyone"])), turns=600)
        await world.check()
    finally:
        await world.stop()


async def test_an_open_forum_keeps_the_same_laws(seed: int) -> None:
    world = World(seed, FORUM)
    try:
        await world.play(forum(), turns=600)
        await world.check()
    finally:
        await world.stop()
