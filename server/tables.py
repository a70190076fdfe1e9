"""The tables. `streams`, `events` and `clients` are the log's; the others say who may enter which workshop as what.

Times are ms since 1970. A secret is kept as its SHA-256 only (`hash`); a join code and a QR token as they are, for
they are projected anyway. Changing a table takes a migration: `python -m server.migrations "what changes"`.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, MetaData, Table, Text

FILE = "gommette.db"
"""The database, in the data folder."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def of_workshop() -> Column[str]:
    return Column("workshop", Text, ForeignKey("workshops.id", ondelete="CASCADE"), nullable=False, index=True)


# A workshop is one stream, whose name is its id.
streams = Table(
    "streams",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("head", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# Not WITHOUT ROWID: there, a row put between two others splits a page, and the split leaves copies of rows behind that
# no later redaction finds. Rows that are only ever added at the end, and only ever shrink, leave nothing.
events = Table(
    "events",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

clients = Table(
    "clients",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("client", Text, primary_key=True),
    Column("seat", Text, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("verdicts", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

workshops = Table(
    "workshops",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False, server_default=""),
    Column("created", BigInteger, nullable=False),
    Column("last_used", BigInteger, nullable=False),
    Column("keep_days", Integer, nullable=False, server_default="90"),
    Column("code", Text, unique=True),
    Column("qr", Text, unique=True),
    Column("owner", Text, ForeignKey("owner_links.id", ondelete="SET NULL")),
)

# `person`: whose personal link it is; of a recovery code, the link that it stands for. The id of a facilitator's, a
# helper's or a screen's link is its actor.
links = Table(
    "links",
    metadata,
    Column("id", Text, primary_key=True),
    of_workshop(),
    Column("role", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("person", Text),
    Column("label", Text, nullable=False, server_default=""),
    Column("made", BigInteger, nullable=False),
    Column("revoked", BigInteger),
)

# `hash`: of what the cookie says. `link`: the link it was opened with, if not by the join code or the QR.
seats = Table(
    "seats",
    metadata,
    Column("id", Text, primary_key=True),
    of_workshop(),
    Column("role", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("link", Text, ForeignKey("links.id", ondelete="CASCADE"), index=True),
    Column("actor", Text, nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("revoked", BigInteger),
)

# Eight digits, good once and for a few minutes, that carry a person over to another phone. `tries`: those left.
transfers = Table(
    "transfers",
    metadata,
    Column("id", Text, primary_key=True),
    of_workshop(),
    Column("hash", LargeBinary, nullable=False),
    Column("person", Text, nullable=False),
    Column("seat", Text, ForeignKey("seats.id", ondelete="CASCADE")),
    Column("expires", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
)

# Who may create workshops where not everyone may.
owner_links = Table(
    "owner_links",
    metadata,
    Column("id", Text, primary_key=True),
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("label", Text, nullable=False, server_default=""),
    Column("made", BigInteger, nullable=False),
    Column("revoked", BigInteger),
)
