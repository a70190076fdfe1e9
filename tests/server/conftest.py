"""What tests of the server share."""

from pathlib import Path

import pytest

from server.migrations import migrate


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with its tables and nothing in them: copy it (`logs.copied`)."""
    folder = tmp_path_factory.mktemp("migrated")
    migrate(folder)
    return folder
