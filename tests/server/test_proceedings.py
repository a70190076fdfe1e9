"""What leaves an open forum: its reports with all they come from, and the wall for a calendar."""

import csv
import io
import re
from datetime import UTC, date, datetime
from typing import get_args

import pytest
from icalendar import Calendar, Event
from markdown_it import MarkdownIt

from server.exports import OF_FORUM, Format, export_workshop, records_of
from server.exports.proceedings import Proceedings
from server.exports.report import build
from server.exports.rounds import Mark
from tests.circles import forum, meeting, places, writes
from tests.given import GATHER, Given
from tests.server.test_exports import HOSTILE, NOON, Page
from workshops.attendance import ImHere
from workshops.ballots import SetDots
from workshops.clusters import MakeCluster
from workshops.hiding import HideTopic
from workshops.ideas import PostIdea
from workshops.moderation import HideIdea
from workshops.people import EraseMe
from workshops.reporting import PostProposed, TakePen
from workshops.sealing import RevealRound
from workshops.slots import PutSlot, StartSlot
from workshops.sorting import Arrange
from workshops.spaces import PutSpace
from workshops.themes import MakeTheme
from workshops.topic_merging import MergeTopics
from workshops.topics import ConveneTopic, ProposeTopic
from workshops.voting import CloseRound, Vote
from workshops.wall import PlaceTopic, UnplaceTopic

SAYS_ALL: tuple[Format, ...] = ("md", "html", "proceedings-md", "proceedings-html")
VOTE = Vote(id="voting", title="Convergence", minutes=0, on="reports", budget=5, maximum=3)


def town() -> Given:
    """Trees, born of an idea, and bins have met; bees are merged into bins; buses were never placed. Ada, Kofi and Mei
    have voted on the reports."""
    world = forum(GATHER, Arrange(id="cluster", title="Group"), VOTE, title="Our town")
    world.now, world.checked = NOON, False
    world.opened("gather").does("Ada", PostIdea("idea-shade", "ideas-", "A street in\nthe shade"))
    world.opened("market").does("Ada", ProposeTopic("trees-", "Trees", "Where do they go?", "idea:idea-shade"))
    world.does("Kofi", ProposeTopic("bins--", "Bins"), ProposeTopic("bees--", "Bees"))
    world.does("Mei", ProposeTopic("buses-", "Buses", "At night"))
    world.does("facilitator", ConveneTopic("bins--", ["Kofi", "Mei"]), MergeTopics("bees--", "bins--"))
    world.does("Ada", PlaceTopic("trees-", "slot-2", "yard--"))
    world.does("Kofi", PlaceTopic("bins--", "slot-1", "hall--"))
    meets(world)
    world.opened("voting")
    for who, on, n in (("Ada", "trees-", 3), ("Kofi", "trees-", 1), ("Mei", "trees-", 1)):
        world.does(who, SetDots(world.round, on, n))
    world.does("facilitator", CloseRound(world.round), RevealRound(world.round))
    return world


def meets(world: Given) -> None:
    world.opened("sessions").does("facilitator", StartSlot("slot-1"))
    world.does("Mei", ImHere("bins--"))
    writes(world, "Mei", "bins--", "Too few.\nToo full.")
    world.does("facilitator", StartSlot("slot-2"))
    for who in ("Ada", "Kofi"):
        world.does(who, ImHere("trees-"))
    writes(world, "Ada", "trees-", "Shade cools.", "said")
    writes(world, "Ada", "trees-", "All of it.", "agreed")
    world.does("Ada", PostProposed("trees-", "idea-plant", "Plant ten a year"))


def exported(world: Given, fmt: Format, language: str | None = None) -> str:
    return export_workshop(records_of(world.workshop), fmt, language, NOON).body.decode("utf-8-sig")


def told(world: Given) -> Proceedings:
    return build(records_of(world.workshop)).proceedings


# What is in them


def test_sessions_stand_in_the_order_in_which_they_met_with_all_they_left() -> None:
    bins, trees = told(town()).sessions
    assert (bins.topic.number, bins.topic.title, bins.topic.conveners, bins.space) == (
        2,
        "Bins",
        ["Kofi", "Mei"],
        "Hall",
    )
    assert (bins.been, [(part.title, part.text) for part in bins.parts]) == (
        1,
        [("What was said", "Too few.\nToo full.")],
    )
    assert [part.title for part in trees.parts] == ["What was said", "Points of agreement", "What we propose"]
    assert [(line.number, line.text) for line in trees.parts[2].ideas] == [(2, "Plant ten a year")]
    assert (trees.been, trees.topic.words) == (2, "Where do they go?")


def test_topics_that_nobody_placed_are_told_and_those_that_were_merged_stand_where_they_went() -> None:
    proceedings = told(town())
    assert [topic.title for topic in proceedings.unplaced] == ["Buses"]
    assert proceedings.sessions[0].topic.was == ["Bees"]


def test_dots_on_reports_stand_with_the_reports() -> None:
    bins, trees = told(town()).sessions
    assert trees.marks == [Mark(round=1, dots=5, voters=3, rank=1, of=2, spread=[2, 0, 1])]
    assert (bins.marks, bins.voted) == ([], True)
    assert [(line.kind, line.number) for line in build(records_of(town().workshop)).results] == [("report", "1")]


def test_every_link_of_the_chain_is_told_both_ways() -> None:
    report = build(records_of(town().workshop))
    (shade,), (plant,) = report.loose, report.proposals[0].ideas
    assert [ref.number for ref in shade.topics] == [1]
    assert plant.session is not None
    assert plant.session.title == "Trees"
    born = report.proceedings.sessions[1].topic.born
    assert born is not None
    assert (born.number, born.text) == (1, "A street in\nthe shade")
    for fmt in ("md", "html"):
        text = Page(exported(town(), fmt)).text
        assert "Born of idea no. 1, “A street in the shade”" in text
        assert "Topic 1 was born of it: “Trees”" in text


def test_a_topic_born_of_a_cluster_names_its_proposal_and_the_proposal_names_the_topic() -> None:
    world = forum(GATHER, Arrange(id="cluster", title="Group"))
    world.opened("cluster").does("facilitator", MakeTheme("theme-1", "Green"))
    world.does("facilitator", MakeCluster("shade-", "ideas-", "Shade", "theme-1"))
    world.does("facilitator", ProposeTopic("trees-", "Trees", origin="cluster:shade-"))
    assert "Born of the cluster “P01 Shade”" in exported(world, "md")
    (proposal,) = build(records_of(world.workshop)).proposals
    assert [(ref.number, ref.title) for ref in proposal.topics] == [(1, "Trees")]
    assert "Topic 1 was born of it: “Trees”" in exported(world, "decidim")


def test_a_proposal_names_the_sessions_whose_ideas_it_holds() -> None:
    world, one, _ = meeting(Arrange(id="cluster", title="Group", board="proposed"))
    world.does("Mei", TakePen(one), PostProposed(one, "idea-plant", "Plant ten a year"))
    world.opened("cluster").does("facilitator", MakeCluster("shade-", "proposed", "Shade", None, ["idea-plant"]))
    (proposal,) = build(records_of(world.workshop)).proposals
    assert [ref.title for ref in proposal.sessions] == ["Trees"]
    assert re.search(r"1 circle</dt>\s*<dd[^>]*><a href=\"#T1\">Trees</a>", exported(world, "html"))


def test_the_table_of_ideas_has_the_numbers_of_session_and_topics() -> None:
    rows = list(csv.DictReader(io.StringIO(exported(town(), "csv"), newline="")))
    assert [(row["idea"], row["session"], row["topics"]) for row in rows] == [
        ("Plant ten a year", "1", ""),
        ("A street in\nthe shade", "", "1"),
    ]


@pytest.mark.parametrize("fmt", SAYS_ALL)
def test_every_word_is_in_every_export_that_tells_of_reports(fmt: Format) -> None:
    text = Page(exported(town(), fmt)).text
    for words in (
        "Shade cools.",
        "All of it.",
        "Plant ten a year",
        "Too full.",
        "Where do they go?",
        "At night",
        "Bees",
    ):
        assert words in text
    for facts in (
        "Convened by Kofi, Mei",
        "2 people were there",
        "1 person was there",
        "5 dots",
        "10:50 to 11:30, Yard",
    ):
        assert facts in text


@pytest.mark.parametrize("fmt", SAYS_ALL)
def test_a_topic_off_the_wall_keeps_its_report_and_one_without_says_so(fmt: Format) -> None:
    world, one, _ = meeting()
    writes(world, "Mei", one, "Shade cools.")
    world.does("facilitator", UnplaceTopic(one))
    text = Page(exported(world, fmt)).text
    assert "Shade cools." in text
    assert "on the wall no more" in text
    assert re.search("[Nn]o report|without a report", text)


def test_a_topic_merged_with_its_report_says_where_it_went() -> None:
    world, one, other = meeting()
    writes(world, "Mei", one, "Shade cools.")
    world.does("facilitator", MergeTopics(one, other))
    assert "Merged into topic 2" in exported(world, "proceedings-md")


def test_who_erased_themselves_has_taken_the_title_along() -> None:
    world, one, _ = meeting()
    writes(world, "Mei", one, "Shade cools.")
    world.does("Mei", PostProposed(one, "idea-plant", "Plant ten a year"))
    world.does("Ada", EraseMe())
    for fmt in SAYS_ALL:
        text = exported(world, fmt)
        assert "Circle 1" in text
        assert "Trees" not in text
        assert "“”" not in text
    assert "## Circle 1\n" in exported(world, "md")


@pytest.mark.parametrize("fmt", get_args(Format))
def test_what_is_hidden_is_in_no_export(fmt: Format) -> None:
    world, one, _ = meeting()
    writes(world, "Mei", one, "Shade cools.")
    world.does("Mei", PostProposed(one, "idea-plant", "Plant ten"), PostProposed(one, "idea-rude", "Nonsense"))
    world.does("facilitator", HideTopic(one, "Against somebody"), HideIdea("idea-rude", "Rude"))
    text = exported(world, fmt)
    for words in ("Trees", "Shade cools.", "Nonsense", "Against somebody", "Rude", "circle 1"):
        assert words not in text


def test_without_an_open_forum_nothing_is_said_of_one() -> None:
    world = Given(checked=False).created()
    assert not told(world)
    for fmt in ("md", "html"):
        assert "Proceedings" not in exported(world, fmt)


@pytest.mark.parametrize("fmt", SAYS_ALL)
def test_they_speak_the_language_of_the_workshop(fmt: Format) -> None:
    assert "July" not in exported(town(), fmt, "fr")
    assert "2026" in exported(town(), fmt, "fr")


def test_their_files_have_names_of_their_own() -> None:
    names = [export_workshop(records_of(town().workshop), fmt, None, NOON).file_name for fmt in OF_FORUM]
    assert names == ["our-town.proceedings.md", "our-town.proceedings.html", "our-town.ics"]


# Words stay words


def hostile() -> Given:
    world = forum(title='*Our* <town> # "1"')
    world.checked = False
    world.does("facilitator", PutSpace("attic-", "<b>Attic</b>; a, b", 0, "=1+1"))
    for n, words in enumerate(HOSTILE):
        title = " ".join(words.split())[:200]
        world.does("facilitator", ProposeTopic(f"topic-{n:02}", title, words))
    world.does("facilitator", PlaceTopic("topic-00", "slot-1", "attic-"), PlaceTopic("topic-01", "slot-2", "attic-"))
    world.opened("sessions")
    for topic, said, agreed in (("topic-00", *HOSTILE[2:4]), ("topic-01", *HOSTILE[4:6])):
        writes(world, "Mei", topic, said)
        writes(world, "Mei", topic, agreed, "agreed")
        world.does("Mei", PostProposed(topic, f"idea-{topic}", "\n".join(HOSTILE)[:2000]))
    return world


def test_words_are_only_words_in_the_proceedings_as_markdown() -> None:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(exported(hostile(), "proceedings-md"))
    kinds = {token.type for token in tokens} - {"inline"}
    blocks = ("bullet_list", "list_item", "paragraph", "heading")
    assert kinds <= {f"{block}_{end}" for block in blocks for end in ("open", "close")}
    headings = [token.tag for token in tokens if token.type == "heading_open"]
    assert headings == ["h1", *["h2", "h3", "h3", "h3"] * 2, "h2"]
    children = {child.type for token in tokens for child in token.children or []}
    assert children <= {"text", "text_special", "hardbreak", "softbreak", "strong_open", "strong_close"}


def test_words_are_only_words_in_the_proceedings_as_a_page() -> None:
    page = Page(exported(hostile(), "proceedings-html"))
    assert not {"script", "i", "img"} & set(page.tags)
    assert page.attributes <= {
        *(
            "lang",
            "data-theme",
            "charset",
            "http-equiv",
            "content",
            "name",
            "class",
            "dir",
            "id",
            "href",
            "aria-hidden",
        ),
        *("aria-labelledby", "focusable", "viewbox", "d", "cx", "cy", "r", "role", "aria-label", "width", "height"),
        *("x", "y", "rx", "points", "transform", "fill"),
    }
    for words in HOSTILE[2:6]:
        assert " ".join(words.split()) in page.text


# The calendar


def events(world: Given) -> list[Event]:
    body = export_workshop(records_of(world.workshop), "ics", None, NOON).body
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\n" not in body.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(body)
    assert (str(calendar["VERSION"]), str(calendar["X-WR-CALNAME"])) == ("2.0", str(calendar["NAME"]))
    assert not calendar.errors
    return list(calendar.events)


def said(event: Event, name: str) -> str:
    return str(event[name])


def day_of(when: date | datetime) -> date:
    return when.date() if isinstance(when, datetime) else when


def test_each_session_is_an_event_at_the_hour_of_the_place() -> None:
    bins, trees = events(town())
    assert (said(trees, "SUMMARY"), said(trees, "LOCATION")) == ("Trees", "Yard")
    assert trees.start == datetime(2026, 12, 11, 10, 50)  # noqa: DTZ001 - floating: no zone, whatever the place
    assert trees.end == datetime(2026, 12, 11, 11, 30)  # noqa: DTZ001
    assert said(trees, "DESCRIPTION") == "Where do they go?\n\nConvened by Ada\n\nCircle 1"
    assert datetime.fromtimestamp(NOON / 1000, UTC) == trees.DTSTAMP
    assert b"DTSTART:20261211T105000\r\n" in export_workshop(records_of(town().workshop), "ics", None, NOON).body
    assert said(bins, "UID") == "bins--@gommette"


def test_a_session_that_is_moved_keeps_its_uid() -> None:
    world = forum()
    one = places(world, "Ada")
    (before,) = events(world)
    world.does("Ada", PlaceTopic(one, "slot-2", "hall--"))
    (after,) = events(world)
    assert said(before, "UID") == said(after, "UID")
    assert (said(before, "LOCATION"), said(after, "LOCATION")) == ("Yard", "Hall")


def test_a_slot_has_its_own_day_or_that_of_the_forum_or_today() -> None:
    world = forum()
    world.does("facilitator", PutSlot("slot-3", 1400, 1440, "2027-01-31"))
    world.does("Ada", ProposeTopic("late--", "Late"), PlaceTopic("late--", "slot-3", "yard--"))
    places(world, "Kofi")
    days = [(day_of(event.start), day_of(event.end)) for event in events(world)]
    opened = datetime.fromtimestamp(world.now / 1000, UTC).date()
    assert days == [(opened, opened), (date(2027, 1, 31), date(2027, 2, 1))]
    unopened = Given(checked=False).created(*(step.about for step in world.workshop.agenda.steps.values()))  # type: ignore[arg-type]
    unopened.does("facilitator", PutSlot("slot-1", 600, 640), PutSpace("yard--", "Yard"))
    unopened.does("facilitator", ProposeTopic("trees-", "Trees"), PlaceTopic("trees-", "slot-1", "yard--"))
    assert [day_of(event.start) for event in events(unopened)] == [datetime.fromtimestamp(NOON / 1000, UTC).date()]


def test_an_empty_wall_is_still_a_calendar() -> None:
    (day,) = events(forum(title="Our town"))
    assert (said(day, "SUMMARY"), type(day.start)) == ("Our town", date)


def test_words_come_out_of_the_calendar_as_they_went_in() -> None:
    first, second = events(hostile())
    for event, words in ((first, HOSTILE[0]), (second, HOSTILE[1])):
        assert said(event, "SUMMARY") == " ".join(words.split())[:200]
        assert said(event, "DESCRIPTION").startswith(words)
        assert said(event, "LOCATION") == "<b>Attic</b>; a, b"
