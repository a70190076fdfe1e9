"""The demonstration: whole workshops with nobody watching, every idea counted; or one to watch, with real clients."""

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from rich.console import Console
from typer.testing import CliRunner

from server import cli, demo
from server.app import create_app
from server.client import Client
from server.demo import once
from server.demo.browser import Browser, read_page
from server.demo.check import count
from server.demo.doors import client_of, join, open_workshop
from server.demo.grouping import AT_MOST, groups
from server.demo.sample import Board, DemoError, Row
from server.exports.offline import NotFound, read_records
from server.protocol import Ack
from server.running import CannotStart, Running, running
from server.settings import DoorLimits, Settings
from workshops.agenda import CloseStep, OpenStep
from workshops.clusters import MakeCluster
from workshops.ideas import IdeaRecord, PostIdea
from workshops.moderation import RevealIdeas
from workshops.people import CrowdRecord
from workshops.sealing import RevealRound
from workshops.tallies import TallyRecord
from workshops.themes import ThemeRecord
from workshops.vocabulary import Limits, Record
from workshops.voting import CloseRound, RoundRecord
from workshops.workshop import AnyCommand

R = TypeVar("R", bound=Record)

IDEAS = [
    ("town", "Plant trees in every street", "GREEN_TOWN"),
    ("town", "Plant trees", "GREEN_TOWN"),
    ("town", "=HYPERLINK(1)", "GREEN_TOWN"),
    ("town", 'Line one\n\n- line two; "quoted", <b>bold</b> & *starred*', "GREEN_TOWN"),
    *[("town", f"Bench number {n} by the river", "benches") for n in range(9)],
    ("town", "Même idée, même mots", "été"),
    ("town", "Même idée, même mots", "été"),
    ("../village", "Un seul car par jour", "cars"),
]


@pytest.fixture
def ideas(tmp_path: Path) -> Path:
    path = tmp_path / "ideas.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["board", "lang", "text", "theme"])
        table.writerows([board, "fr" if board != "town" else "en", text, theme] for board, text, theme in IDEAS)
    return path


def gommette_demo(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli.app, ["demo", "--once", *arguments])
    return done.exit_code, done.output


# Once


def test_every_idea_of_every_board_is_in_every_export(ideas: Path, tmp_path: Path) -> None:
    code, said = gommette_demo("--ideas", str(ideas), "--participants", "3", "--out", str(tmp_path / "out"))
    assert code == 0, said
    assert "16 of 16 ideas are in every export." in said
    written = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*"))
    endings = ("csv", "decidim.csv", "html", "json", "md")
    assert written == [f"{name}/{name}.{ending}" for name in ("town", "village") for ending in endings]
    table = csv.DictReader(io.StringIO((tmp_path / "out/town/town.csv").read_text("utf-8-sig"), newline=""))
    rows = list(table)
    assert sorted(row["idea"].removeprefix("'") for row in rows) == sorted(text for b, text, _ in IDEAS if b == "town")
    assert {row["theme"] for row in rows} == {"Green town", "Benches", "Été"}
    assert sum(int(dots) for dots in {row["cluster"]: row["dots"] for row in rows}.values()) == 5 * (3 + once.ON_PAPER)


def test_one_board_can_be_picked(ideas: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, said = gommette_demo("--ideas", str(ideas), "--board", "../village", "--participants", "2", "--out", str(out))
    assert code == 0, said
    assert [path.name for path in out.iterdir()] == ["village"]


def test_an_idea_that_an_export_lacks_is_told_by_the_exit_code(
    ideas: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "count", lambda texts, fmt, body: count(texts, fmt, body.replace(b"Un seul", b"Deux")))
    out = str(tmp_path / "out")
    code, said = gommette_demo("--ideas", str(ideas), "--board", "../village", "--participants", "2", "--out", out)
    assert code == 1
    assert "0 of 1 ideas are in every export." in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["--participants", "2", "--limits", "ideas_each=7"],
            "at most 7 from each person: take at least --participants 3",
        ),
        (["--limits", "ideas=14"], "town needs 15 ideas, the limit is 14: --limits ideas=15 lets it in."),
        (["--limits", "themes=2"], "town needs 3 themes, the limit is 2: --limits themes=3 lets it in."),
        (["--limits", "clusters=3"], "town needs 4 clusters, the limit is 3"),
        (["--limits", "move_ideas=4"], "town needs 5 ideas in one cluster, the limit is 4"),
        (["--limits", "connections=10", "--participants", "11"], "--limits connections=11 lets it in"),
        (["--limits", "dots=4"], "town needs 5 dots for each person, the limit is 4"),
        (["--limits", "steps=2"], "town needs 3 steps, the limit is 2"),
        (["--limits", "name=3"], "town needs 9 characters in a name, the limit is 3"),
        (["--limits", "idea=20"], "town, idea 1: Too long: 20 characters at most."),
        (["--limits", "title=4"], "town, idea 1: Too long: 4 characters at most."),
        (["--limits", "frame=1024", "--board", "long"], "bytes in a frame, the limit is 1024"),
        (["--limits", "title=30", "--board", "long"], "long needs 40 characters in a title, the limit is 30"),
        (["--board", "city"], "has no board city. There are: town, ../village, long."),
    ],
)
def test_what_the_limits_would_refuse_is_said_before_anything_starts(
    arguments: list[str], sentence: str, ideas: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ideas.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["long", "en", "Nevertheless circumnavigations notwithstanding " + "é" * 500, "A"])
    monkeypatch.setattr("server.app.create_app", lambda _settings: pytest.fail("a server was started"))
    code, said = gommette_demo("--ideas", str(ideas), "--out", str(tmp_path / "out"), *arguments)
    assert code == 2
    assert sentence in said
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_table_of_ideas_is_said(tmp_path: Path) -> None:
    for content, sentence in [(b"text,lang\nx,fr\n", "has no column board, theme."), (b"\xff\xfe", "cannot be read")]:
        (tmp_path / "bad.csv").write_bytes(content)
        code, said = gommette_demo("--ideas", str(tmp_path / "bad.csv"))
        assert code == 2
        assert sentence in said


def test_the_same_seed_gives_the_same_dots(ideas: Path, tmp_path: Path) -> None:
    def dots(seed: str, place: str) -> list[str]:
        out = tmp_path / place
        arguments = ["--ideas", str(ideas), "--board", "town", "--participants", "4", "--seed", seed, "--out", str(out)]
        assert gommette_demo(*arguments)[0] == 0
        rows = csv.DictReader(io.StringIO((out / "town/town.csv").read_text("utf-8-sig"), newline=""))
        return sorted(f"{row['cluster']} {row['dots']}" for row in rows)

    assert dots("1", "a") == dots("1", "b") != dots("2", "c")


# What is posted, and how it is grouped


def test_the_sample_is_a_whole_workshop() -> None:
    board = demo.checked(demo.sample(), 21, Limits(), DoorLimits())
    assert (len(board.rows), len(board.themes), board.language) == (120, 8, "fr")
    assert len({row.text for row in board.rows}) == 120
    assert all(0 < len(row.cluster) <= 50 for row in board.rows)


def test_ideas_are_grouped_within_their_theme_eight_at_most_each_in_one_group() -> None:
    rows = [Row(f"Idea {n} about {word}", theme) for theme in "AB" for n, word in enumerate(["buses", "trees"] * 13)]
    board = Board("town", "en", "Town", "us", rows)
    made = groups(board)
    assert sorted(n for group in made for n in group.rows) == list(range(len(rows)))
    assert all(len(group.rows) <= AT_MOST for group in made)
    assert all(board.rows[n].theme == group.theme for group in made for n in group.rows)
    assert [len(group.rows) for group in made] == [7, 7, 6, 6] * 2
    assert groups(board) == made


def test_a_group_is_named_after_what_its_ideas_share_and_no_two_alike() -> None:
    rows = [
        Row("Réparer les vélos", "A"),
        Row("Un atelier de vélos à réparer", "A"),
        Row("1 2 3", "B"),
        Row("1 2 3", "C"),
    ]
    names = [group.name for group in groups(Board("t", "fr", "T", "us", rows))]
    assert names == ["Réparer, vélos, atelier", "1 2 3", "1 2 3 (2)"]


# Counting


def test_an_idea_within_another_must_be_there_for_itself() -> None:
    texts = ["Plant trees", "Plant trees in every street", "Plant trees"]
    page = "<p>Plant trees in every street</p><p>Plant trees</p>"
    assert count(texts, "html", page.encode()) == 2
    assert count(texts, "html", (page + "<li>Plant  trees</li>").encode()) == 3
    assert count(texts, "csv", b"idea\r\nPlant trees\r\nPlant trees in every street\r\n") == 2
    assert count(["=1"], "csv", b"idea\r\n'=1\r\n") == 1
    assert count(["'a"], "csv", b"idea\r\n'a\r\n") == 1
    records = [{"kind": "idea", "text": "Plant trees"}, {"kind": "theme", "text": "Plant trees"}]
    assert count(texts, "json", json.dumps({"records": records}).encode()) == 1
    assert count(["*a*", "b"], "md", rb"- \*a\*") == 1


def test_a_browser_reads_what_a_person_could_fill_in() -> None:
    page = read_page(
        "http://here/a",
        b"""<form action="/go"><input name=a value="1">
        <input type=radio name=r value=x><input type=radio name=r value=y checked>
        <textarea name=t>one
two</textarea><select name=s><option value=1>1<option value=2 selected>2</select>
        <select name=d><option value=7>7</select>
        <button>Go</button></form><a href="/b">There</a><script>var x = "no";</script>""",
        "text/html",
    )
    assert page.form("a").fields == {"a": "1", "r": "y", "t": "one\ntwo", "s": "2", "d": "7"}
    assert page.links == ["/b"]
    assert "no" not in page.text.split()


# Watched


def settings(data: Path) -> Settings:
    return Settings(host="127.0.0.1", port=0, data=str(data))


async def test_the_agenda_runs_by_itself_up_to_the_result(tmp_path: Path) -> None:
    board = Board("town", "en", "Our town", "us", [Row(f"Idea {n} on buses", "AB"[n % 2]) for n in range(9)])
    told = io.StringIO()
    console = Console(file=told, width=200)
    serving = partial(running, create_app, settings(tmp_path))
    watching = asyncio.ensure_future(demo.run_live(serving, str(tmp_path), board, 3, 1, 0.001, True, console))
    async with asyncio.timeout(60):
        while "The result is on the screen" not in told.getvalue():
            assert not watching.done() or watching.result()
            await asyncio.sleep(0.05)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    for line in ("Take part", "Run it (console)", "Project it (screen)", "Code"):
        assert line in told.getvalue()
    opened = [line.split()[-1] for line in told.getvalue().splitlines() if "console)" in line]
    assert opened[0].startswith("http://127.0.0.1:")
    ids = [record.id for record in await _ideas(tmp_path)]
    assert len(ids) == 9


async def test_who_runs_it_opens_reads_shows_groups_and_reveals(tmp_path: Path) -> None:
    told = io.StringIO()
    serving = partial(running, create_app, settings(tmp_path))
    console = Console(file=told, width=200)
    watching = asyncio.ensure_future(demo.run_live(serving, str(tmp_path), demo.sample(), 21, 1, 0.001, False, console))
    try:
        async with asyncio.timeout(60):
            while "Ctrl+C" not in told.getvalue():
                assert not watching.done() or watching.result()
                await asyncio.sleep(0.05)
            links = {
                line.split("  ")[1].strip(): line.split()[-1] for line in told.getvalue().splitlines() if "/l#" in line
            }
            async with facilitator_of(links["Run it (console)"]) as facilitator:
                await run_the_workshop(facilitator)
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def run_the_workshop(facilitator: Client) -> None:
    """As README's walk-through says it."""

    def all_of(kind: type[R]) -> list[R]:
        return [record for record in facilitator.records.values() if isinstance(record, kind)]

    async def do(command: AnyCommand) -> None:
        assert isinstance(await facilitator.do(command), Ack), command

    assert {theme.name for theme in all_of(ThemeRecord)} == set(demo.sample().themes)
    await do(OpenStep("gather"))
    await facilitator.until(lambda: any(crowd.done >= 21 for crowd in all_of(CrowdRecord)))
    ideas = all_of(IdeaRecord)
    assert (len(ideas), {idea.n for idea in ideas}) == (120, {0})  # the room has not seen them: they have no number
    await do(CloseStep("gather"))
    await do(RevealIdeas("ideas-", "room"))
    await do(OpenStep("cluster"))
    await do(MakeCluster("cluster1", "ideas-", "Ici", all_of(ThemeRecord)[0].id, [idea.id for idea in ideas[:3]]))
    await do(OpenStep("voting"))
    await facilitator.until(lambda: any(crowd.done >= 21 for crowd in all_of(CrowdRecord)))
    [round_] = all_of(RoundRecord)
    await do(CloseRound(round_.id))
    await do(RevealRound(round_.id))
    await facilitator.until(lambda: bool(all_of(TallyRecord)))
    assert [tally.voters for tally in all_of(TallyRecord)] == [21]


@asynccontextmanager
async def facilitator_of(link: str) -> AsyncIterator[Client]:
    """Whoever opens the link that the demonstration prints."""
    base, _, secret = link.partition("/l#")
    browser = Browser(base)
    page = await browser.get("/l")
    inside = await browser.send(page, page.form("secret"), secret=secret)
    async with client_of(browser, inside.path.split("/")[2], "facilitator") as client:
        yield client


async def test_a_folder_on_which_a_server_runs_is_left_alone(served: Running, tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="A server is running on"):
        async with running(create_app, settings(tmp_path), str(tmp_path)):
            pytest.fail("a second one was started")
    assert (await Browser(served.base).get("/healthz")).body == b"ok"


async def _ideas(data: Path) -> list[IdeaRecord]:
    with pytest.raises(NotFound) as none:
        await read_records(data, "nowhere-", Limits())
    workshop = str(none.value).splitlines()[1].split()[0]
    records = await read_records(data, workshop, Limits())
    return [record for record in records.values() if isinstance(record, IdeaRecord)]


# The exports of a running server


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(create_app, settings(tmp_path), str(tmp_path)) as here:
        yield here


@asynccontextmanager
async def a_workshop(served: Running) -> AsyncIterator[tuple[str, Browser, Browser]]:
    """Gives its id, the facilitator's browser and the screen's."""
    board = Board("town", "en", "Our town", "us", [])
    opened = await open_workshop(served.base, served.owner_path, board)
    screen = Browser(served.base)
    page = await screen.get("/l")
    await screen.send(page, page.form("secret"), secret=opened.screen)
    yield opened.id, opened.facilitator, screen


async def test_the_facilitator_alone_fetches_the_exports(served: Running) -> None:
    async with a_workshop(served) as (workshop, facilitator, screen):
        page = await facilitator.get(f"/w/{workshop}/console/export/csv")
        assert page.body.startswith(b"\xef\xbb\xbfnumber,")
        assert b'rel="stylesheet"' in (await facilitator.get(f"/w/{workshop}/console/print")).body
        for browser in (screen, Browser(served.base)):
            for path in ("export/csv", "export/json", "print"):
                with pytest.raises(DemoError, match="answered 403"):
                    await browser.get(f"/w/{workshop}/console/{path}")
        with pytest.raises(DemoError, match="answered 404"):
            await facilitator.get(f"/w/{workshop}/console/export/exe")


async def test_an_open_round_keeps_the_json_in_and_says_so(served: Running) -> None:
    async with a_workshop(served) as (workshop, browser, _):
        async with client_of(browser, workshop, "facilitator") as facilitator:
            await facilitator.do(OpenStep("voting"))
        with pytest.raises(DemoError, match="answered 409: The round is open"):
            await browser.get(f"/w/{workshop}/console/export/json")
        assert (await browser.get(f"/w/{workshop}/console/export/md")).body.startswith(b"# Our town")


async def test_an_export_reads_the_database_of_a_running_server(served: Running, tmp_path: Path) -> None:
    async with a_workshop(served) as (workshop, _, _):
        opened = await open_workshop(served.base, served.owner_path, Board("b", "fr", "Autre", "us", []))
        async with client_of(opened.facilitator, opened.id, "facilitator") as facilitator:
            await facilitator.do(OpenStep("gather"))
            ada, _path = await join(served.base, opened.code, "Ada")
            async with ada:
                await ada.do(PostIdea("idea-one", "ideas-", "Plant trees"))
        records = await read_records(tmp_path, opened.id, Limits())
        assert {key for key in records if key.startswith("idea:")} == {"idea:idea-one"}
        assert not {key for key in records if key.startswith(("person:", "mine:", "author:"))}
        assert workshop not in str(records)
