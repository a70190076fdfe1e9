"""What a released version wrote is still read: a log replays and goes on, and an export becomes a workshop."""

import json
from pathlib import Path

import msgspec
import pytest

from server.exports import export_workshop, records_of
from server.importing import read
from tests.given import Given
from workshops.clusters import ClusterRecord
from workshops.exported import lasting
from workshops.ideas import IdeaRecord, PostIdea
from workshops.people import CrowdRecord, EraseMe, Join
from workshops.sealing import RevealRound
from workshops.tallies import TallyRecord
from workshops.vocabulary import Limits, Stored
from workshops.voting import CloseRound
from workshops.workshop import AnyEvent

RELEASED = Path(__file__).parents[1] / "released"
"""A folder for each version: NAME.jsonl is a log, a row a line (seq, at, by, event); NAME.json is its export."""
VERSIONS = sorted(path.name for path in RELEASED.iterdir())
NOON = 1_900_000_000_000


def replayed(version: str, name: str) -> Given:
    given = Given(now=NOON)
    for line in (RELEASED / version / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        seq, at, by, event = json.loads(line)
        given.log.append(Stored(seq, at, by, msgspec.convert(event, AnyEvent | None)))
    return given.replayed()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_log_of_every_released_version_is_replayed_and_exported_again(version: str) -> None:
    given = replayed(version, "whole")
    told = {f"{each['kind']}:{each['id']}": each for each in exported(given)}
    then = json.loads((RELEASED / version / "whole.json").read_bytes())["records"]
    assert {f"{each['kind']}:{each['id']}" for each in then} == told.keys()
    for record in then:
        now = told[f"{record['kind']}:{record['id']}"]
        assert within(record, now), f"{record} became {now}"


def exported(given: Given) -> list[dict[str, object]]:
    records: list[dict[str, object]] = json.loads(export_workshop(records_of(given.workshop), "json", None, 0).body)[
        "records"
    ]
    return records


def within(then: object, now: object) -> bool:
    """Whether what was said then is said now, perhaps with more beside it. Ids of people are of one file alone."""
    if isinstance(then, dict) and isinstance(now, dict):
        return all(key == "person" or (key in now and within(value, now[key])) for key, value in then.items())
    if isinstance(then, list) and isinstance(now, list):
        return len(then) == len(now) and all(map(within, then, now))
    return then == now


@pytest.mark.parametrize("version", VERSIONS)
def test_an_export_of_every_released_version_becomes_a_workshop(version: str) -> None:
    opening = read((RELEASED / version / "whole.json").read_bytes(), Limits(), 16, NOON)
    built = Given(now=NOON, log=opening.log).replayed()
    assert lasting(records_of(built.workshop).values()) == lasting(
        records_of(replayed(version, "whole").workshop).values()
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_a_workshop_begun_in_a_released_version_goes_on(version: str) -> None:
    """The key of its round and the ballots under it, its people and their ideas."""
    given = replayed(version, "voting").opened("vote-one")
    assert given.record(CrowdRecord, "crowd:this").people == 3
    given.sticks("Kofi-12", "cluster-less", 2)
    given.does("facilitator", CloseRound(given.round), RevealRound(given.round))
    tally = given.record(TallyRecord, f"tally:{given.round}")
    assert [(count.on, count.dots, count.voters) for count in tally.counts] == [
        ("cluster-green", 4, 2),
        ("cluster-less", 3, 2),
    ]
    given.opened("gather-private").does("Ada-123", PostIdea("idea-new", "ideas-", "Encore"), EraseMe())
    assert given.sees("facilitator", "idea:idea-trees") is None
    given.does("Zoe-456", Join("Zoé"))
    assert given.record(IdeaRecord, "idea:idea-repair").n == 3
    assert given.record(ClusterRecord, "cluster:cluster-green").order == 1
