"""`python -m server.migrations "what changes"` begins a migration: what tables.py says and the last one does not."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from server.migrations import alembic_config, migrate
from server.tables import FILE


def main(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        migrate(Path(folder))
        engine = create_engine(f"sqlite:///{Path(folder) / FILE}")
        with engine.connect() as connection:
            config = alembic_config(connection)
            number = sum(1 for _ in ScriptDirectory.from_config(config).walk_revisions()) + 1
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
        engine.dispose()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
