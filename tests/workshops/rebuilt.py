"""A town's workshop, and any workshop or open forum by way of its export."""

from typing import Any

from tests.given import Given
from workshops.agenda import CloseStep, Talk
from workshops.ballots import SetDots
from workshops.boards import Gather
from workshops.clusters import MakeCluster, OrderCluster
from workshops.exported import ExportRecord, lasting
from workshops.format import AnyStep
from workshops.ideas import AddIdeas, EditIdea, NewIdea, PostIdea, WithdrawIdea
from workshops.moderation import HideIdea, RevealIdeas
from workshops.people import Join
from workshops.rebuild import rebuild
from workshops.sealing import RevealRound
from workshops.sorting import Arrange
from workshops.themes import MakeTheme, OrderTheme, RemoveTheme
from workshops.vocabulary import Key, Record
from workshops.voting import CloseRound, Vote

STEPS: tuple[AnyStep, ...] = (
    Talk(id="welcome", title="Welcome", minutes=5),
    Gather(id="gather-1", title="Ideas", private="participants"),
    Gather(id="gather-2", title="Ideas again", authors="shown"),
    Gather(id="needs-", title="Needs", board="needs-", private="everyone", authors="nobody"),
    Arrange(id="group-", title="Group", by="everyone"),
    Vote(id="vote-1", title="First round", budget=4, maximum=3),
    Vote(id="vote-2", title="Second round", on="both", budget=5, maximum=2, electorate="frozen"),
    Vote(id="vote-3", title="Needs", board="needs-", on="ideas", totals="shown"),
)
ON_REPORTS = Vote(id="voting", title="Convergence", minutes=0, on="reports", budget=3, maximum=2)
PEOPLE = ("Ada-123", "Kofi-12", "Mei-123")


def town(*steps: AnyStep, **fields: Any) -> Given:
    given = Given(checked=False).created(*(steps or STEPS), themes=["Streets", "School"], **fields)
    for person in PEOPLE:
        given.does(person, Join(person[:3]))
    return given


def exported(given: Given) -> dict[Key, Record]:
    return lasting(shown.record for shown in given.everything().values() if "export" in shown.seen)


def again(given: Given) -> Given:
    """The same workshop, by way of its export alone."""
    built = Given(given.limits, given.now)
    for stored in rebuild(told(given), given.limits, given.now):
        assert stored.seq == len(built.stream(stored.beside)) + 1
        built.stream(stored.beside).append(stored)
    return built.replayed()


def told(given: Given) -> list[ExportRecord]:
    return list(exported(given).values())  # type: ignore[arg-type]


def survives(given: Given) -> Given:
    built = again(given)
    assert exported(built) == exported(given)
    return built


def with_ideas() -> Given:
    given = town().opened("welcome", "gather-1")
    for who, idea in (("Ada-123", "trees-"), ("Kofi-12", "bench-"), ("Mei-123", "rude--"), ("Ada-123", "gone--")):
        given.does(who, PostIdea(idea, "ideas-", f"Words of {idea}"))
    given.does("Ada-123", EditIdea("trees-", "Plant trees 🌳\nby the school"), WithdrawIdea("gone--"))
    given.does("facilitator", CloseStep("gather-1"), RevealIdeas("ideas-", "room"), HideIdea("rude--", "Rude"))
    given.opened("gather-2").does("Kofi-12", PostIdea("signed", "ideas-", "A bus at night"))
    given.does("facilitator", AddIdeas("ideas-", [NewIdea("listed", "From a list")]))
    return given


def arranged() -> Given:
    given = with_ideas().opened("group-")
    given.does("facilitator", MakeTheme("theme-x", "Other"), MakeTheme("theme-y", "Trees"), RemoveTheme("theme-x"))
    given.does("Ada-123", MakeCluster("green-", "ideas-", "Green", "theme-y", ["trees-"]))
    given.does("Kofi-12", MakeCluster("roads-", "ideas-", "Roads", None, ["bench-"]))
    given.does(
        "Mei-123", MakeCluster("buses-", "ideas-", "Buses", None, ["signed"]), MakeCluster("empty-", "ideas-", "Empty")
    )
    given.does("facilitator", OrderCluster("buses-", None, "theme-y"), OrderTheme("theme-y", None))
    return given


def voted() -> Given:
    given = arranged()
    for step, ballots in [
        (
            "vote-1",
            [("Ada-123", "green-", 3), ("Ada-123", "roads-", 1), ("Kofi-12", "green-", 1), ("Mei-123", "roads-", 3)],
        ),
        ("vote-2", [("Ada-123", "green-", 1), ("Kofi-12", "listed", 1), ("Mei-123", "buses-", 1)]),
    ]:
        given.opened(step)
        round_id = list(given.workshop.voting.rounds)[-1]
        for who, on, n in ballots:
            given.does(who, SetDots(round_id, on, n))
        given.does("facilitator", CloseRound(round_id), RevealRound(round_id))
    return given
