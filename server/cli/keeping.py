"""What is done to the data folder beside the server: files in and out, copies, an end to what is past its time."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Annotated, Literal

import typer

from server.cli.bits import Config, Data, app, check_built, out, read, stop

Kind = Literal["md", "html", "csv", "decidim", "json", "proceedings-md", "proceedings-html", "ics"]
PANEL = "Beside the server"
COLOURS = {"ok": "[green]ok  [/]", "note": "[yellow]note[/]", "no": "[red]NO  [/]"}


@app.command(rich_help_panel=PANEL)
def export(
    workshop: Annotated[str, typer.Argument(help="The workshop's id: what follows /w/ in its address.")],
    fmt: Annotated[
        Kind,
        typer.Option(
            "--format",
            help="Draft proposals, ideas as a table, proposals for Decidim, all records; of an open forum, the "
            "proceedings or the wall for a calendar.",
        ),
    ] = "html",
    to: Annotated[Path | None, typer.Option("--out", help="The file to write; without it, one named after it.")] = None,
    language: Annotated[
        Literal["fr", "en"] | None, typer.Option(help="Of what the export says; without it, the workshop's.")
    ] = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Write a workshop's draft proposals, its ideas or its records to a file; the server may be running."""
    from server.batch import now_ms
    from server.exports import export_workshop
    from server.exports.offline import NotFound, read_records
    from server.i18n import Speech
    from server.reasons import sentence
    from workshops.vocabulary import Refused

    settings = read(config, None, data=data)
    if fmt in ("html", "proceedings-html"):
        check_built()
    try:
        records = asyncio.run(read_records(settings.data_folder, workshop, settings.limits))
        made = export_workshop(records, fmt, language, now_ms())
    except NotFound as error:
        stop(str(error))
    except Refused as refused:
        stop(" ".join(sentence(refused.reason, refused.facts, Speech("en"))))
    file = to or Path(made.file_name)
    file.write_bytes(made.body)
    out.print(str(file), markup=False)


@app.command(name="import", rich_help_panel=PANEL)
def import_(
    file: Annotated[Path, typer.Argument(help="What gommette export --format json wrote.")],
    data: Data = None,
    config: Config = None,
) -> None:
    """Open a new workshop from an exported file; while a server runs, its page /import does it."""
    from server.i18n import Speech
    from server.importing import Unreadable, import_into
    from server.running import CannotStart, addresses

    settings = read(config, None, data=data)
    try:
        created = asyncio.run(import_into(settings, file.read_bytes()))
    except Unreadable as problem:
        stop(" ".join(problem.say(Speech("en"))))
    except CannotStart as problem:
        stop(f"{problem}\nThe running server opens files too, on its page /import.")
    except OSError as error:
        stop(f"{file} cannot be read: {error.strerror}.")
    base = (settings.public_url or addresses(settings.host, settings.port)[0]).rstrip("/")
    out.print("The workshop is there. Once the server runs, whoever has these links can open")
    out.print(f"  its console: {base}/l#{created.console.secret}", markup=False)
    out.print(f"  its screen:  {base}/l#{created.screen.secret}", markup=False)


@app.command(rich_help_panel=PANEL)
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
    data: Data = None,
    config: Config = None,
) -> None:
    """Copy everything into one file; the server may be running, and everybody goes on meanwhile."""
    from server.backup import Trouble, back_up

    try:
        held = back_up(read(config, None, data=data).data_folder, file)
    except Trouble as trouble:
        stop(str(trouble))
    size = file.stat().st_size / (1 << 20)
    out.print(f"{file} is whole ({size:.1f} MiB). Workshops in it: {held.workshops}.", markup=False)
    if held.unsealed:
        out.print(
            f"[yellow]Rounds of dots that are not sealed yet: {held.unsealed}.[/] Their key is in this file: whoever "
            "has it can tell who stuck which dot. Take another backup after the reveal, and delete this one."
        )
    out.print("People's words are in it: keep it as safe as the server, and no longer than the workshops themselves.")


@app.command(rich_help_panel=PANEL)
def restore(
    file: Annotated[Path, typer.Argument(help="What gommette backup wrote.")],
    data: Data = None,
    config: Config = None,
) -> None:
    """Put a backup in the place of everything there is, which is kept aside; not while a server runs."""
    from server.backup import Trouble
    from server.backup import restore as put_back
    from server.forgetting import forget_again
    from server.running import CannotStart

    settings = read(config, None, data=data)
    try:
        restored = put_back(settings.data_folder, file)
    except (Trouble, CannotStart) as trouble:
        stop(str(trouble))
    out.print(
        f"Workshops that are back, as they were when {file} was written: {restored.held.workshops}.", markup=False
    )
    if restored.aside is not None:
        out.print(f"What was there before is in {restored.aside}: delete it once all is well.", markup=False)
        try:
            people = asyncio.run(forget_again(settings.data_folder, restored.aside, settings.limits))
            out.print(f"People who had erased themselves since, and are erased again: {people}.")
        except sqlite3.Error:
            out.print("It cannot be read: whoever erased themselves since the backup is back, and must do it again.")


@app.command(rich_help_panel=PANEL)
def purge(
    workshop: Annotated[
        str | None, typer.Option(help="Delete this one, by its id, though its time is not over.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be deleted.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask before deleting a workshop whose time is not over.")
    ] = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Delete the workshops that are past their time (a running server does it daily), or a given one, for ever."""
    from server.purging import NotHere, find, purge_all
    from server.running import CannotStart

    folder = read(config, None, data=data).data_folder
    try:
        found = asyncio.run(find(folder, workshop))
        for each in found:
            out.print(f"{each.id}  {each.title}", markup=False)
        if dry_run or not found:
            out.print(f"Workshops that would be deleted: {len(found)}." if found else "No workshop is past its time.")
            return
        if workshop is not None and not yes:
            typer.confirm("Delete it, and everything people wrote in it, for ever?", abort=True)
        asyncio.run(purge_all(folder, found))
    except (NotHere, CannotStart) as trouble:
        stop(str(trouble))
    out.print(f"Workshops that are deleted: {len(found)}. Backups still hold them.")


@app.command(rich_help_panel=PANEL)
def doctor(data: Data = None, config: Config = None) -> None:
    """Say whether everything Gommette needs is here, and how the data folder is."""
    from server.doctor import examine

    healthy = True
    for finding in examine(read(config, None, data=data)):
        healthy = healthy and finding.level != "no"
        out.print(COLOURS[finding.level], end=" ")
        out.print(finding.says, markup=False)
    raise typer.Exit(0 if healthy else 1)
