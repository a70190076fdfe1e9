"""What circles propose: drafts of their own under their circle, in every format, with all they come from."""

import csv
import io
import re

from server.exports import records_of
from server.exports.report import Report, build
from tests.circles import meeting
from tests.given import Given
from tests.server.test_exports import Page
from tests.server.test_proceedings import exported, town
from workshops.ballots import SetDots
from workshops.clusters import MakeCluster
from workshops.hiding import HideTopic
from workshops.moderation import HideIdea
from workshops.reporting import PostProposed, TakePen
from workshops.sealing import RevealRound
from workshops.sorting import Arrange
from workshops.topic_merging import MergeTopics
from workshops.voting import CloseRound, Vote
from workshops.wall import UnplaceTopic

LONG = "Plant ten a year\nin every street that has none, and water them"


def report(world: Given) -> Report:
    return build(records_of(world.workshop))


def proposing(*texts: str) -> tuple[Given, str]:
    """A circle on trees, whose report proposes these."""
    world, one, _ = meeting()
    world.does("Mei", TakePen(one), *(PostProposed(one, f"idea-{n}", text) for n, text in enumerate(texts)))
    return world, one


def rows(world: Given, language: str = "en") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(world, "decidim", language), newline=""), delimiter=";"))


def test_what_a_circle_proposes_is_a_draft_under_its_circle_and_no_loose_idea() -> None:
    told = report(town())
    (chapter,) = [chapter for chapter in told.chapters if chapter.circle]
    assert [(draft.number, draft.title, draft.board) for draft in chapter.proposals] == [
        ("P01", "Plant ten a year", "proposed")
    ]
    assert chapter.circle is not None
    assert chapter.circle.topic.title == "Trees"
    assert [idea.text for idea in told.loose] == ["A street in\nthe shade"]
    assert sorted(idea.number for idea in told.ideas) == [1, 2]
    assert told.clusters == []


def test_each_format_tells_where_it_comes_from_back_to_the_first_card() -> None:
    for fmt in ("md", "html", "decidim"):
        text = Page(exported(town(), fmt)).text
        for words in (
            *("Circle 1: Trees", "Plant ten a year", "Idea no. 2", "10:50 to 11:30, Yard", "Convened by Ada"),
            *("2 people were there", "Born of idea no. 1, “A street in the shade”"),
            "The dots of its report: 5 dots, 1st of 2, round 1, 3 people",
        ):
            assert words in text, (fmt, words)
    markdown = exported(town(), "md")
    assert "## Circle 1: Trees\n\n### P01. Plant ten a year\n" in markdown
    assert "0 clusters" in markdown
    assert re.search(r'<a [^>]*href="#T1"[^>]*>Trees</a>', exported(town(), "html"))


def test_where_nothing_was_clustered_decidim_still_gets_a_row_for_each() -> None:
    world, _ = proposing("Plant ten a year", LONG, "=cmd()")
    assert [(row["id"], row["title/en"], row["theme"]) for row in rows(world)] == [
        ("P01", "Plant ten a year", "Circle 1: Trees"),
        ("P02", "Plant ten a year …", "Circle 1: Trees"),
        ("P03", "\u2060=cmd()", "Circle 1: Trees"),
    ]
    assert rows(world)[1]["body/en"].startswith("<p>Plant ten a year<br>in every street that has none")
    assert "Cercle 1" in rows(world, "fr")[0]["theme"]
    assert "in every street" in exported(world, "md")
    assert "in every street" in Page(exported(world, "html")).text


def test_the_numbers_of_drafts_go_on_from_those_of_clusters() -> None:
    world = town()
    world.opened("cluster").does("facilitator", MakeCluster("shade-", "ideas-", "Shade", None, ["idea-shade"]))
    assert [(draft.number, draft.title) for draft in report(world).proposals] == [
        ("P01", "Shade"),
        ("P02", "Plant ten a year"),
    ]
    assert "Born of" in exported(world, "md")


def test_the_table_of_ideas_names_the_draft_and_no_cluster() -> None:
    world, _ = proposing("Plant ten a year")
    (row,) = csv.DictReader(io.StringIO(exported(world, "csv"), newline=""))
    assert [row[name] for name in ("idea", "cluster", "proposal", "theme", "session")] == [
        *("Plant ten a year", "", "P01", ""),
        "1",
    ]


def test_what_is_put_in_a_cluster_is_drafted_there() -> None:
    world, one, _ = meeting(Arrange(id="cluster", title="Group", board="proposed"))
    world.does("Mei", TakePen(one), PostProposed(one, "idea-0", "Plant ten"), PostProposed(one, "idea-1", "Benches"))
    world.opened("cluster").does("facilitator", MakeCluster("shade-", "proposed", "Shade", None, ["idea-0"]))
    assert [draft.title for draft in report(world).proposals] == ["Shade", "Benches"]


def test_the_drafts_of_a_circle_stand_with_most_dots_first() -> None:
    world, one, _ = meeting(Vote(id="voting", title="Convergence", minutes=0, on="ideas", board="proposed"))
    world.does("Mei", TakePen(one), *(PostProposed(one, f"idea-{n}", f"Idea {n}") for n in range(3)))
    world.opened("voting").does("Ada", SetDots(world.round, "idea-2", 2), SetDots(world.round, "idea-1", 1))
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))
    told = report(world)
    assert [(draft.number, draft.title) for draft in told.proposals] == [
        ("P01", "Idea 2"),
        ("P02", "Idea 1"),
        ("P03", "Idea 0"),
    ]
    assert [row["dots"] for row in rows(world)] == ["2", "1", "0"]
    assert [(line.kind, line.number) for line in told.results] == [("idea", "2"), ("idea", "3")]


def test_a_circle_that_left_the_wall_or_was_merged_keeps_its_drafts() -> None:
    for merged in (False, True):
        world, one, other = meeting()
        world.does("Mei", TakePen(one), PostProposed(one, "idea-0", "Plant ten"))
        world.does("facilitator", MergeTopics(one, other) if merged else UnplaceTopic(one))
        assert "## Circle 1: Trees" in exported(world, "md")
        assert [draft.title for draft in report(world).proposals] == ["Plant ten"]


def test_what_is_hidden_is_no_draft() -> None:
    world, one = proposing("Plant ten", "Nonsense")
    world.does("facilitator", HideIdea("idea-1", "Rude"))
    assert [draft.title for draft in report(world).proposals] == ["Plant ten"]
    world.does("facilitator", HideTopic(one, "Against somebody"))
    assert [draft.title for draft in report(world).proposals] == []
