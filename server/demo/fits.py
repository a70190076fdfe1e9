"""Whether a board's workshop fits into the limits, before anything is started: in the middle it would be too late."""

from collections.abc import Iterator
from urllib.parse import urlencode

import msgspec
from msgspec import Raw, structs

from server.client import new_id
from server.demo.actors import name_of
from server.demo.doors import answers_of
from server.demo.grouping import groups
from server.demo.sample import Board, DemoError, Row
from server.formats import Wrong, workshop_from
from server.i18n import Speech
from server.protocol import Do
from server.reasons import sentence
from server.settings import DoorLimits
from workshops.description import CreateWorkshop
from workshops.ideas import PostIdea
from workshops.vocabulary import Context, Limits, Refused, clean_line, clean_text
from workshops.voting import Vote
from workshops.workshop import Workshop

BESIDE = 500
"""Bytes of a form that are not what somebody typed: its key, its proof, the names of its fields."""


def checked(board: Board, participants: int, limits: Limits, door: DoorLimits) -> Board:
    """The board with its words as the workshop will keep them. Raises DemoError, which names the limit in the way."""
    if participants < 1:
        raise DemoError("A workshop needs at least one participant.")
    if len(board.rows) > limits.ideas_each * participants:
        needed = -(-len(board.rows) // limits.ideas_each)
        raise DemoError(
            f"{board.name} has {len(board.rows)} ideas, at most {limits.ideas_each} from each person: "
            f"take at least --participants {needed}."
        )
    rows = [_row(row, board.name, line, limits) for line, row in enumerate(board.rows, 1)]
    board = structs.replace(board, rows=rows)
    needs = [*_of_words(board, participants, limits, door), *_of_numbers(board, participants, limits, door)]
    _compare(board, needs)
    command = _command(board, limits)
    _compare(board, _of_format(command, limits))
    _try_out(board, command, limits)
    return board


Need = tuple[str, int, int, str]
"""A limit, how much of it is needed, how much it allows, and of what."""


def _compare(board: Board, needs: list[Need]) -> None:
    for name, needed, allowed, things in needs:
        if needed > allowed:
            raise DemoError(
                f"{board.name} needs {needed} {things}, the limit is {allowed}: --limits {name}={needed} lets it in."
            )


def _of_numbers(board: Board, participants: int, limits: Limits, door: DoorLimits) -> Iterator[Need]:
    made = groups(board)
    yield "connections", participants, door.connections, "participants’ connections"
    yield "ideas", len(board.rows), limits.ideas, "ideas"
    yield "themes", len(board.themes), limits.themes, "themes"
    yield "clusters", len(made), limits.clusters, "clusters"
    yield "move_ideas", max((len(group.rows) for group in made), default=0), limits.move_ideas, "ideas in one cluster"


def _of_words(board: Board, participants: int, limits: Limits, door: DoorLimits) -> Iterator[Need]:
    """Theirs, ours, and what carries them."""
    lines = [board.title, board.organiser, *(group.name for group in groups(board))]
    yield "title", max(map(len, lines)), limits.title, "characters in a title"
    # As server/formats.py has it.
    yield "title", -(-len(board.prompt) // 2), limits.title, "characters in half the question"
    yield "name", max(len(name_of(n)) for n in range(participants)), limits.name, "characters in a name"
    frames = (Do(10**6, Raw(msgspec.json.encode(PostIdea(new_id(), "ideas-", row.text)))) for row in board.rows)
    yield "frame", max((len(msgspec.json.encode(frame)) for frame in frames), default=0), door.frame, "bytes in a frame"
    form = urlencode(structs.asdict(answers_of(board, "no")))
    yield "body", len(form) + BESIDE, door.body, "bytes in a form"


def _of_format(command: CreateWorkshop, limits: Limits) -> list[Need]:
    steps = command.format.steps
    budgets = [step.budget for step in steps if isinstance(step, Vote)]
    return [
        ("steps", len(steps), limits.steps, "steps"),
        ("dots", max(budgets, default=0), limits.dots, "dots for each person"),
        ("title", max(len(step.title) for step in steps), limits.title, "characters in a step’s title"),
        ("idea", max(len(step.prompt) for step in steps), limits.idea, "characters in a step’s question"),
    ]


def _command(board: Board, limits: Limits) -> CreateWorkshop:
    try:
        return workshop_from(answers_of(board, "no"), limits)
    except Wrong as wrong:
        raise DemoError(f"{board.name}, {wrong.field}: {_said(wrong.refused)}") from wrong


def _try_out(board: Board, command: CreateWorkshop, limits: Limits) -> None:
    """The rules themselves, on a workshop that is then thrown away: they may know of more than we do."""
    try:
        Workshop(limits).decide(command, Context("demo", "facilitator", 0, bytes(32)))
    except Refused as refused:
        raise DemoError(f"{board.name} cannot be opened: {_said(refused)}") from refused


def _row(row: Row, board: str, line: int, limits: Limits) -> Row:
    try:
        return Row(clean_text(row.text, limits.idea), clean_line(row.theme, limits.title), row.cluster)
    except Refused as refused:
        raise DemoError(f"{board}, idea {line}: {_said(refused)}") from refused


def _said(refused: Refused) -> str:
    return " ".join(sentence(refused.reason, refused.facts, Speech("en")))
