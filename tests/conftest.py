"""Options of the whole suite, and what becomes of the browser's tests where there is no browser."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.needs import CI, absent, no_browser

# Everywhere it is between three and four in the morning, so that what is planned for the day has not passed.
_ahead = (3 - time.gmtime().tm_hour + 10) % 24 - 10
os.environ["TZ"] = f"Etc/GMT{-_ahead:+d}"
time.tzset()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seeds", type=int, default=200, help="how many seeded bad networks the two laws are tried on")


def pytest_report_header() -> str | None:
    reason = no_browser()
    return reason and f"browser tests: {'failing' if CI else 'skipped'}, {reason}"


class Untried(pytest.Module):
    """A module that cannot even be imported here."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        absent(no_browser() or "")


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    if module_path.parent == Path(__file__).parent / "web" and no_browser():
        return Untried.from_parent(parent, path=module_path)
    return None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser last: while it is open its driver's event loop runs in this thread, and no test can have its own."""
    items.sort(key=lambda item: item.path.parent.name == "web")
