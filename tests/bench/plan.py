"""What one run sets up and does, and what comes out of it: one line of JSON."""

from typing import Literal

from msgspec import Struct

VOID_ABOVE = 0.85
"""The generator's share of its core, above which it is the generator that was measured."""


class Stage(Struct, frozen=True, kw_only=True):
    """A server and the workshop on it, in a process of their own: everything a launcher needs to know.

    people: participants' cookies made. ideas, events: on the board, and in the log (0: what the ideas take). control:
    the bare fan-out instead of the server, which waits `commit_ms` between two batches. alone: every command in a
    batch and a commit of its own. commit_ms: for the server, added to each commit. scene: the step that is open: ideas
    are written; they are brought together by everyone; they are voted on, and the round, in which every idea has dots,
    is closed; `circles` sessions of an open forum run, and everybody is in one.
    """

    people: int
    folder: str
    scene: Literal["write", "arrange", "vote", "forum"] = "write"
    ideas: int = 500
    events: int = 0
    circles: int = 12
    control: bool = False
    alone: bool = False
    commit_ms: float = 0.0
    core: int | None = None
    port: int = 0


class Ready(Struct, frozen=True, kw_only=True):
    """What the launcher prints once phones may come."""

    port: int
    workshop: str
    board: str
    cookies: list[str]
    console: str = ""
    """The facilitator's cookie."""
    clusters: list[str] = []
    """To move ideas into; of a forum, the sessions."""
    round: str = ""


class Load(Struct, frozen=True, kw_only=True):
    """people: sockets. rate: commands a second, all senders together; or, if 0, `window` of them always under way.
    act: an idea is posted, or moved into a cluster."""

    people: int
    senders: int
    seconds: float
    rate: float = 0.0
    window: int = 0
    act: Literal["post", "move"] = "post"
    seed: int = 7
    join: Literal["view", "socket"] = "view"


class Spread(Struct, frozen=True):
    """Milliseconds."""

    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0


class Joining(Struct, frozen=True, kw_only=True):
    """Until the last phone had the whole board; and what the server then held for each, RSS in KiB."""

    seconds: float
    cpu_s: float
    bytes: int
    kib: float


class Cores(Struct, frozen=True, kw_only=True):
    """While it was spoken: the server's CPU seconds; then shares of a core."""

    server_s: float
    server: float
    generator: float
    others: float


class Figures(Struct, frozen=True, kw_only=True):
    """acked_s, deliveries_s: a second. alone: bytes that one idea coming alone costs each other phone, the frame's
    header included. ack, each, last: from a command's sending until its acknowledgement, each other phone, the last."""

    ops: int
    acked: int
    acked_s: float
    delivered: float
    deliveries: int
    deliveries_s: float
    ops_per_frame: float
    alone: float
    ack: Spread
    each: Spread
    last: Spread


class Run(Struct, frozen=True, kw_only=True):
    """cpu_ms: the server's for 1,000 deliveries. void: why it does not count."""

    variant: str
    turn: int
    at: str
    load: Load
    stage: Stage
    joining: Joining
    cores: Cores
    figures: Figures
    cpu_ms: float
    lost: int
    resyncs: int
    refused: int
    void: list[str]
