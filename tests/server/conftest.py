"""What tests of the server share."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from server.app import create_app
from server.migrations import migrate
from server.settings import DoorLimits, Settings
from tests.server.hall import Hall
from tests.server.logs import copied
from tests.server.visitor import Visitor, running


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with its tables and nothing in them: copy it (`logs.copied`)."""
    folder = tmp_path_factory.mktemp("migrated")
    migrate(folder)
    return folder


@pytest.fixture
def settings(tmp_path: Path, migrated: Path) -> Settings:
    door = DoorLimits(join_delay=0.01)
    return Settings(data=str(copied(migrated, tmp_path)), open=True, door=door)


@pytest.fixture
def app(settings: Settings) -> Iterator[Any]:
    with running(settings) as made:
        yield made


@pytest.fixture
def mei(app: Any) -> Visitor:
    """Who opens the workshop."""
    return Visitor(app)


@pytest.fixture
def ada(app: Any) -> Visitor:
    return Visitor(app)


@pytest.fixture
def hall(tmp_path: Path, migrated: Path) -> Iterator[Hall]:
    """A workshop whose people are soon slowed down."""
    door = DoorLimits(burst=8, rate=0.001)
    application = create_app(Settings(data=str(copied(migrated, tmp_path)), open=True, door=door))
    with TestClient(application) as client:
        yield Hall(application, client)
