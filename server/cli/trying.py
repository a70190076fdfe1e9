"""`gommette demo`: the real server, a sample workshop, simulated participants."""

import asyncio
import tempfile
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from server.cli.bits import Config, Data, Host, LimitPairs, Port, PublicUrl, app, check_built, out, read, stop

Once = Annotated[bool, typer.Option("--once", help="Run whole workshops with nobody watching, then stop.")]
Forum = Annotated[bool, typer.Option("--forum", help="An open forum: topics, a wall, circles, reports.")]
Auto = Annotated[bool, typer.Option("--auto", help="Run the agenda too, and only watch.")]
People = Annotated[int, typer.Option(min=1, max=500, help="Simulated people.")]
Ideas = Annotated[Path | None, typer.Option(help="With --once: a CSV file with the columns board,lang,text,theme.")]
Board = Annotated[str | None, typer.Option(help="With --ideas: this board alone, not all of them.")]
Out = Annotated[Path, typer.Option("--out", help="With --once: the folder for the exports, one in it a board.")]
Seed = Annotated[int, typer.Option(help="The same seed, the same people with the same tastes.")]
Pace = Annotated[float, typer.Option(min=0, max=10, help="1: as people are; 2: twice as slow; 0.1: ten times as fast.")]


@app.command()
def demo(
    once: Once = False,
    auto: Auto = False,
    forum: Forum = False,
    participants: People = 21,
    ideas: Ideas = None,
    board: Board = None,
    to: Out = Path("gommette-demo"),
    seed: Seed = 1,
    pace: Pace = 1.0,
    host: Host = None,
    port: Port = 0,
    data: Data = None,
    public_url: PublicUrl = None,
    limits: LimitPairs = None,
    config: Config = None,
) -> None:
    """Try a workshop out: the real server, a sample workshop in French, simulated participants."""
    from server import demo as demonstration
    from server.app import create_app
    from server.running import CannotStart, running

    settings = read(config, limits, host="127.0.0.1" if once else host, port=port, data=data, public_url=public_url)
    serving = partial(running, create_app, settings)
    check_built()
    if forum and ideas:
        stop("--ideas are for a workshop of ideas; an open forum has topics of its own.")
    try:
        if forum and once:
            told = asyncio.run(demonstration.run_forum_once(serving, participants, seed, to, out))
            raise typer.Exit(0 if told else 1)
        boards = demonstration.read_boards(ideas, board) if ideas else [demonstration.sample()]
        boards = [demonstration.checked(each, participants, settings.limits, settings.door) for each in boards]
        if once:
            held = asyncio.run(demonstration.run_once(serving, boards, participants, seed, to, out))
            raise typer.Exit(0 if held else 1)
        with ExitStack() as stack, suppress(KeyboardInterrupt):
            folder = data or stack.enter_context(tempfile.TemporaryDirectory(prefix="gommette-demo-"))
            if forum:
                going = demonstration.run_forum_live(serving, folder, participants, seed, pace, auto, out)
            else:
                going = demonstration.run_live(serving, folder, boards[0], participants, seed, pace, auto, out)
            asyncio.run(going)
    except (demonstration.DemoError, CannotStart) as error:
        stop(str(error))
