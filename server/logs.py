"""What the server says of itself, for people or for a program, and nothing that anybody wrote or is called."""

import logging
import os
import sqlite3
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor

Kind = Literal["text", "json"]

_HERE = Path(__file__).parent.parent


class Told(str):
    """An error in words of ours, the same by %s and by %r."""

    __slots__ = ()
    __repr__ = str.__str__


def configure(kind: Kind, stream: TextIO | None = None) -> None:
    """For the whole process: our own lines from "info" on, everybody else's from "warning" on."""
    stream = stream or sys.stderr
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.ExtraAdder(),
            _where_it_broke,
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _writer(kind, stream)],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    handler.addFilter(without_words)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("server").setLevel(logging.INFO)


def _writer(kind: Kind, stream: TextIO) -> Processor:
    if kind == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=stream.isatty(), pad_event_to=0, pad_level=False)


def without_words(record: logging.LogRecord) -> bool:
    """Errors among what a message is filled with are told by their kind: what they say may quote what people wrote."""
    if isinstance(record.args, tuple):
        record.args = tuple(told(arg) if isinstance(arg, BaseException) else arg for arg in record.args)
    if record.name == "asyncio":
        # Its further lines print the task that failed, and with it the error.
        record.msg, record.args = record.getMessage().partition("\n")[0], ()
    return True


def told(error: BaseException) -> Told:
    """Its kind; beside it what the system or SQLite call it, for they know nothing of what was being written."""
    kind = type(error).__name__
    if isinstance(error, OSError) and error.errno is not None:
        return Told(f"{kind}: {os.strerror(error.errno)}")
    return Told(f"{kind}: {error}" if isinstance(error, sqlite3.Error) else kind)


def _where_it_broke(_: object, __: str, event: EventDict) -> EventDict:
    """An error as its kind and the places it came through, in place of a traceback."""
    problem = event.pop("exc_info", None)
    error = problem[1] if isinstance(problem, tuple) else problem
    if isinstance(error, BaseException):
        event["error"] = str(told(error))
        event["at"] = " < ".join(_places(error))
    return event


def _places(error: BaseException) -> Iterator[str]:
    """The latest first."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        place = path.relative_to(_HERE) if path.is_relative_to(_HERE) else path.name
        yield f"{place}:{frame.lineno} {frame.name}"
