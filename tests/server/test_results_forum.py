"""The page of results in an open forum: from one's own idea on, to its topic, its circle, what came out, its dots."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.app import create_app
from server.settings import Settings
from tests.server.hall import Hall, Person
from tests.server.logs import copied
from tests.server.test_circles import CANVAS
from tests.server.test_results import plain
from workshops.agenda import OpenStep
from workshops.ballots import SetDots
from workshops.boards import Gather
from workshops.clusters import FileCluster, MakeCluster
from workshops.format import Format
from workshops.hiding import HideTopic
from workshops.ideas import PostIdea
from workshops.market import Market
from workshops.moderation import HideIdea
from workshops.plans import SlotPlan, SpacePlan
from workshops.proceedings import Proceedings, Sessions
from workshops.reporting import PostProposed, TakePen, WriteReport
from workshops.sealing import RevealRound
from workshops.slots import SlotRecord
from workshops.sorting import Arrange
from workshops.spaces import SpaceRecord
from workshops.themes import MakeTheme
from workshops.topic_merging import MergeTopics
from workshops.topics import ProposeTopic
from workshops.voting import CloseRound, RoundRecord, Vote
from workshops.wall import PlaceTopic

RECIPE = Format(
    name="the day",
    steps=[
        Gather(id="gather", title="Ideas"),
        Arrange(id="arrange", title="Group"),
        Market(id="market", title="Marketplace"),
        Sessions(id="sessions", title="Circles", canvas=CANVAS),
        Proceedings(id="journal", title="Newsroom"),
        Arrange(id="sorting", title="Sort", board="proposed"),
        Vote(id="on-reports", title="Which circles", on="reports", budget=5, maximum=3),
        Vote(id="on-ideas", title="Which ideas", on="ideas", board="proposed", budget=5, maximum=3),
    ],
    spaces=[SpacePlan(name="Yard", capacity=12)],
    slots=[SlotPlan(starts="14:00", ends="14:40")],
)


@pytest.fixture
def hall(tmp_path: Path, migrated: Path) -> Iterator[Hall]:
    with TestClient(create_app(Settings(data=str(copied(migrated, tmp_path)), open=True))) as client:
        yield Hall(client.app, client, RECIPE)  # type: ignore[arg-type]


@pytest.fixture
def ada(hall: Hall) -> Person:
    """Ada has written of shade and of benches. Shade became a topic, benches a cluster."""
    hall.do(OpenStep("gather"))
    ada = hall.person("Ada")
    hall.do(PostIdea("idea-shade", "ideas-", "Shade"), ada.seat)
    hall.do(PostIdea("idea-bench", "ideas-", "Benches"), ada.seat)
    hall.do(OpenStep("arrange"))
    hall.do(MakeTheme("places", "Places"))
    hall.do(MakeCluster("sitting", "ideas-", "Sitting", None, ["idea-bench"]))
    hall.do(FileCluster("sitting", "places"))
    hall.do(OpenStep("market"))
    hall.do(ProposeTopic("trees-", "Trees", origin="idea:idea-shade"), ada.seat)
    return ada


def fates(person: Person) -> str:
    return plain(person.get("/results")).partition("What became of my ideas")[2].partition("Agenda")[0]


def meets(hall: Hall, ada: Person) -> None:
    """The circle on trees has met, and proposes two ideas."""
    seen = hall.seen("")
    slot = next(each.id for each in seen.values() if isinstance(each, SlotRecord))
    space = next(each.id for each in seen.values() if isinstance(each, SpaceRecord))
    hall.do(PlaceTopic("trees-", slot, space), ada.seat)
    hall.do(OpenStep("sessions"))
    hall.do(TakePen("trees-"), ada.seat)
    hall.do(WriteReport("trees-", "said", "Shade cools."), ada.seat)
    for n, text in enumerate(("Plant ten a year", "Water them")):
        hall.do(PostProposed("trees-", f"proposal-{n}", text), ada.seat)


def votes(hall: Hall, step: str, on: str, n: int) -> None:
    hall.do(OpenStep(step))
    round_ = next(each.id for each in hall.seen("").values() if isinstance(each, RoundRecord) and each.step == step)
    hall.do(SetDots(round_, on, n), hall.person("Kofi").seat)
    hall.do(CloseRound(round_))
    hall.do(RevealRound(round_))


def test_an_idea_that_became_a_topic_is_told_so_and_not_that_it_stays_on_its_own(hall: Hall, ada: Person) -> None:
    assert re.search(r"Shade It became topic 1: Trees It is not on the wall\.", fates(ada))
    assert "in no cluster" not in fates(ada)
    meets(hall, ada)
    assert re.search(r"It became topic 1: Trees 14:00 · Yard", fates(ada))


def test_the_chain_goes_on_to_the_report_the_proposals_and_the_dots(hall: Hall, ada: Person) -> None:
    meets(hall, ada)
    assert f'href="{ada.here}/sessions/trees-"' in ada.get("/results")
    hall.do(OpenStep("sorting"))
    hall.do(MakeCluster("green-", "proposed", "Green streets", None, ["proposal-1"]))
    votes(hall, "on-reports", "trees-", 3)
    votes(hall, "on-ideas", "proposal-0", 2)
    assert re.search(
        r"Trees 14:00 · Yard Which circles: 3 dots, rank 1 Read the report The circle proposes: "
        r"3 Plant ten a year Which ideas: 2 dots, rank 1 4 Water them Green streets Which ideas: no dot",
        fates(ada),
    )
    assert ada.get("/sessions/trees-")


def test_before_a_round_is_revealed_no_dot_of_it_is_told(hall: Hall, ada: Person) -> None:
    meets(hall, ada)
    hall.do(OpenStep("on-reports"))
    assert "Which circles" not in fates(ada)


def test_an_idea_follows_its_cluster_to_the_topic_that_was_born_of_it(hall: Hall, ada: Person) -> None:
    hall.do(ProposeTopic("seats-", "Seats", origin="cluster:sitting"), hall.person("Mei").seat)
    assert re.search(r"Benches Places › Sitting Its cluster became topic 2: Seats", fates(ada))


def test_a_topic_that_was_merged_is_followed_to_where_it_went(hall: Hall, ada: Person) -> None:
    hall.do(ProposeTopic("green-", "Green places"), hall.person("Mei").seat)
    hall.do(MergeTopics("trees-", "green-"))
    assert re.search(r"It became topic 2: Trees , merged into: Green places", fates(ada))


def test_a_topic_and_a_proposal_that_were_hidden_are_not_told(hall: Hall, ada: Person) -> None:
    meets(hall, ada)
    hall.do(HideIdea("proposal-0", "names somebody"))
    assert "Plant ten a year" not in fates(ada)
    hall.do(HideTopic("trees-", "names somebody"))
    assert "Trees" not in fates(ada)
    assert "Shade It stays on its own" in fates(ada)


def test_in_french_it_reads_so(hall: Hall, ada: Person) -> None:
    meets(hall, ada)
    said = plain(ada.get("/results", language="fr"))
    assert "Elle est devenue le sujet 1 : Trees" in said
    assert "Le cercle propose :" in said
