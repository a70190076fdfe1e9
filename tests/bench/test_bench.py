"""The benchmarks run and count right; how fast anything is, no test says."""

import asyncio
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

if sys.platform != "linux":
    pytest.skip("the benchmarks read /proc, which only Linux has", allow_module_level=True)
pytest.importorskip("picows", reason="the extra `bench` is not installed")
pytest.importorskip("uvloop", reason="the extra `bench` is not installed")

from tests.bench import cases, day, room, table, weigh
from tests.bench.cases import Case
from tests.bench.plan import Load, Run, Stage
from tests.bench.servers import serving

STAGE = Stage(people=12, folder="", ideas=20)
LOAD = Load(people=12, senders=3, seconds=0.3, rate=40)


def run(chosen: list[Case], folder: Path) -> list[Run]:
    return [room.once(small(case), 0, folder) for case in chosen]


def small(case: Case) -> Case:
    stage = replace(case.stage, ideas=min(40, case.stage.ideas), events=min(200, case.stage.events))
    return replace(case, stage=stage)


def everything_arrived(runs: list[Run]) -> bool:
    """What somebody else does to this machine may void a run, but loses nothing."""
    return all(
        (run.figures.delivered, run.figures.acked, run.lost, run.resyncs, run.refused)
        == (1.0, run.figures.ops, 0, 0, 0)
        for run in runs
    )


def test_every_idea_reaches_every_phone_and_the_control_sends_as_many_bytes(tmp_path: Path) -> None:
    chosen = cases.beside_control(STAGE, LOAD, commit_ms=1.0)
    runs = run(chosen, tmp_path)
    assert everything_arrived(runs)
    assert [run.figures.ops for run in runs] == [12, 12]
    # Not quite the same: it depends on which ideas came alone, and they differ by an accent or two.
    assert runs[0].figures.alone == pytest.approx(runs[1].figures.alone, rel=0.03)
    assert f"/ {chosen[0].against}" in "\n".join(table.compared(chosen, runs))


def test_the_board_may_come_over_the_socket_too(tmp_path: Path) -> None:
    ours, _ = cases.beside_control(STAGE, replace(LOAD, join="socket"), commit_ms=1.0)
    assert everything_arrived(run([ours], tmp_path))


def test_as_many_commands_are_under_way_as_asked_with_group_commit_and_without(tmp_path: Path) -> None:
    grouped, alone, grouped_slow, alone_slow = cases.durable(STAGE, LOAD)
    runs = run([grouped, alone_slow], tmp_path)
    assert everything_arrived(runs)
    assert all(run.figures.ops >= cases.DURABLE_WINDOW for run in runs)
    assert [run.figures.ops_per_frame == 1 for run in runs] == [False, True]
    assert (alone.stage.alone, grouped_slow.stage.alone) == (True, False)


def test_a_long_log_is_there_before_anybody_speaks(tmp_path: Path) -> None:
    large, _ = cases.large(STAGE, LOAD)
    runs = run([large], tmp_path)
    assert everything_arrived(runs)
    assert runs[0].stage.events == 200


def test_ideas_are_moved_as_they_are_posted(tmp_path: Path) -> None:
    moves, posts = cases.storm(STAGE, LOAD)
    runs = run([moves, posts], tmp_path)
    assert everything_arrived(runs)
    assert (runs[0].load.act, runs[1].load.act) == ("move", "post")


def test_a_reveal_reaches_every_phone_and_a_day_is_weighed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day, "prepare", lambda: None)  # the other tests need every core
    monkeypatch.setattr(day, "IDEAS", 30)
    monkeypatch.setattr(day, "PEOPLE", 5)
    monkeypatch.setattr(day, "THEIR_CLUSTERS", 4)
    assert day.main(["reveal", "-n", "12", "--items", "20", "--repeat", "1", "--folder", str(tmp_path)]) == 0
    assert day.main(["bytes", "--folder", str(tmp_path)]) == 0
    told, weighed = capfd.readouterr().out.splitlines()
    assert '"people":12,"items":20' in told
    assert '"void":""' in told
    assert '"void":""' in weighed


def test_the_first_page_is_weighed_with_all_that_it_asks_for(tmp_path: Path) -> None:
    with serving(replace(STAGE, folder=str(tmp_path))) as (_, ready):
        files = asyncio.run(weigh.first_page(ready))
    assert {"page", "data", "style", "script"} <= {file.kind for file in files}
    assert all(file.sent > 0 for file in files)
