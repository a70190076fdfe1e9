"""Exports: every idea is in each of them, words become nothing but words, and what is hidden stays hidden."""

import base64
import csv
import hashlib
import io
import json
import re
import subprocess
from html.parser import HTMLParser
from typing import get_args

import pytest
from markdown_it import MarkdownIt

from server import exports
from server.exports import Format, export_workshop, printable, records_of
from server.exports.csv_ideas import FORMULA, safe
from server.exports.decidim import safe as safe_for_decidim
from server.exports.html import drawn
from server.exports.markdown import escape
from server.exports.report import build
from server.exports.rounds import Mark
from tests import needs
from tests.given import GATHER, STEPS, Given
from workshops.ballots import SetDots
from workshops.boards import Gather
from workshops.clusters import MakeCluster, UngroupCluster
from workshops.format import AnyStep
from workshops.ideas import PostIdea
from workshops.merging import MergeClusters
from workshops.moderation import HideIdea
from workshops.people import AddPerson
from workshops.sealing import RevealRound, SealRound
from workshops.sorting import Arrange, MoveIdeas
from workshops.themes import MakeTheme
from workshops.vocabulary import Refused
from workshops.voting import CloseRound, Vote

NOON = 1_796_983_200_000
FORMATS: tuple[Format, ...] = get_args(Format)
OF_IDEAS = [fmt for fmt in FORMATS if fmt not in exports.OF_FORUM]

HOSTILE = [
    "<script>alert(1)</script> & <b>bold</b> &eacute; &#65;",
    "# Not a heading\n## nor this\n===\n---",
    "*a* _b_ **c** `d` ~~e~~ $x^2$ H~2~O",
    "[link](https://evil.example) ![image](x.png) <https://evil.example> https://evil.example www.evil.example",
    "1. one\n2. two\n- three\n+ four\n* five\n(a) six\niv. seven\n(@) eight\n#. nine",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "> quoted\n\n    indented\n\n: defined\n```\nfenced\n```",
    "[^1]: note ^[inline] @citation [@other] {.class #id} \\textbf{x} \\",
    "\"quoted\" 'single' it's -- dashes --- and ... dots :tada: C:\\new",
    "=1+1\n@SUM(A1)\n-2+3",
    "% title\n% author",
    "Terme\n~ définition",
]


def voted(given: Given, *ballots: tuple[str, str, int], reveal: bool = True) -> Given:
    """A round in which these people stuck these dots on these clusters."""
    given.opened("voting")
    round_id = next(reversed(given.workshop.voting.rounds))
    for who, on, n in ballots:
        given.does(who, SetDots(round_id, on, n))
    if reveal:
        given.does("facilitator", CloseRound(round_id), RevealRound(round_id))
    return given


def town() -> Given:
    """Two themes, four clusters, an idea in none; Ada, Kofi and Mei vote: 4 for shade, 2 each for benches and buses."""
    given = (
        Given(checked=False, now=NOON)
        .created(title="Our town")
        .joined("Ada-123", "Kofi-12", "Mei-123")
        .opened("gather")
    )
    texts = {"shade": "Plant trees", "bench": "A bench\nat every stop", "bus": "A bus at night", "bins": "More bins"}
    for name, text in texts.items():
        given.does("Ada-123", PostIdea(f"idea-{name}", "ideas-", text))
    given.does("Kofi-12", PostIdea("idea-loose", "ideas-", "Something else"))
    given.opened("cluster").does("facilitator", MakeTheme("streets", "Streets"), MakeTheme("travel", "Travel"))
    for name, title, theme in [
        ("bins", "Clean", "streets"),
        ("bench", "Rest", "streets"),
        ("shade", "Shade", "streets"),
        ("bus", "Night buses", "travel"),
    ]:
        given.does("facilitator", MakeCluster(f"cluster-{name}", "ideas-", title, theme, [f"idea-{name}"]))
    return voted(
        given,
        ("Ada-123", "cluster-shade", 3),
        ("Ada-123", "cluster-bench", 2),
        ("Kofi-12", "cluster-shade", 1),
        ("Kofi-12", "cluster-bus", 2),
    )


def exported(given: Given, fmt: Format, language: str | None = None) -> str:
    return export_workshop(records_of(given.workshop), fmt, language, NOON).body.decode("utf-8-sig")


def rows(given: Given) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(given, "csv"), newline="")))


class Page(HTMLParser):
    """The text of a page, and what its tags are."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.said: list[str] = []
        self.feed(page)
        self.text = re.sub(r"\s+", " ", " ".join(self.said))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


# What is in the report


def test_proposals_stand_under_their_themes_in_the_order_of_dots_and_are_numbered_as_they_are_read() -> None:
    report = build(records_of(town().workshop))
    assert [(chapter.name, [(p.number, p.title) for p in chapter.proposals]) for chapter in report.chapters] == [
        ("Streets", [("P01", "Shade"), ("P02", "Rest"), ("P03", "Clean")]),
        ("Travel", [("P04", "Night buses")]),
    ]


def test_equal_dots_share_a_rank() -> None:
    marks = {p.title: p.marks for p in build(records_of(town().workshop)).proposals}
    assert marks["Shade"] == [Mark(round=1, dots=4, voters=2, rank=1, of=4, spread=[1, 0, 1])]
    assert marks["Rest"] == [Mark(round=1, dots=2, voters=1, rank=2, of=4, tied=True, spread=[0, 1])]
    assert marks["Night buses"] == [Mark(round=1, dots=2, voters=1, rank=2, of=4, tied=True, spread=[0, 1])]
    assert marks["Clean"] == []


def test_clusters_with_as_many_dots_stay_in_board_order() -> None:
    given = town()
    given.does("facilitator", MakeCluster("cluster-more", "ideas-", "Added later", "streets"))
    assert [p.title for p in build(records_of(given.workshop)).chapters[0].proposals] == [
        *["Shade", "Rest"],
        *["Clean", "Added later"],
    ]


def test_a_cluster_under_no_theme_and_an_idea_in_no_cluster_come_last() -> None:
    given = town()
    given.does("facilitator", MakeCluster("cluster-other", "ideas-", "Unfiled", None, []))
    report = build(records_of(given.workshop))
    assert (report.chapters[-1].name, [p.title for p in report.chapters[-1].proposals]) == ("", ["Unfiled"])
    assert [idea.text for idea in report.loose] == ["Something else"]


def test_an_ungrouped_cluster_leaves_its_ideas_in_none() -> None:
    given = town()
    given.does("facilitator", UngroupCluster("cluster-shade"))
    report = build(records_of(given.workshop))
    assert {idea.text for idea in report.loose} == {"Plant trees", "Something else"}
    assert report.rounds[0].dots == 4


def test_each_board_is_ranked_by_its_own_round() -> None:
    steps: list[AnyStep] = [
        Gather(id="first-", title="First board", board="board-a"),
        Gather(id="second-", title="Second board", board="board-b"),
        Arrange(id="group-a", title="Group", board="board-a"),
        Arrange(id="group-b", title="Group", board="board-b"),
        Vote(id="voting", title="Vote on A", board="board-a"),
        Vote(id="vote-b", title="Vote on B", board="board-b", on="both"),
    ]
    given = Given(checked=False, now=NOON).created(*steps).joined("Ada-123", "Kofi-12")
    for step, board in [("first-", "board-a"), ("second-", "board-b")]:
        given.opened(step).does("Ada-123", PostIdea(f"idea-{board}", board, f"On {board}"))
        given.does("facilitator", MakeCluster(f"cluster-{board}", board, f"Group {board}"))
    voted(given, ("Ada-123", "cluster-board-a", 1))
    given.opened("vote-b")
    second = list(given.workshop.voting.rounds)[-1]
    given.does("Kofi-12", SetDots(second, "cluster-board-b", 3), SetDots(second, "idea-board-b", 1))
    for board in ("board-a", "board-b"):
        given.does("facilitator", MoveIdeas([f"idea-{board}"], f"cluster-{board}"))
    given.does("facilitator", CloseRound(second), RevealRound(second))

    report = build(records_of(given.workshop))
    assert [(each.number, each.title, each.dots) for each in report.rounds] == [
        (1, "Vote on A", 1),
        (2, "Vote on B", 4),
    ]
    assert [(p.title, p.marks[0].round, p.marks[0].of) for p in report.proposals] == [
        ("Group board-a", 1, 1),
        ("Group board-b", 2, 2),
    ]
    assert report.board_title("board-b") == "Second board"
    assert [row["idea_dots"] for row in rows(given)] == ["", "1"]
    for fmt in ("md", "html"):
        assert "Second board" in exported(given, fmt)


def test_of_several_rounds_the_last_one_revealed_decides() -> None:
    again = Vote(id="again-", title="Vote again")
    given = Given(checked=False, now=NOON).created(*STEPS, again).joined("Ada-123").opened("gather", "cluster")
    for name in ("first", "second"):
        given.does("facilitator", MakeCluster(f"cluster-{name}", "ideas-", name))
    voted(given, ("Ada-123", "cluster-first", 3)).opened("again-")
    second = list(given.workshop.voting.rounds)[-1]
    given.does("Ada-123", SetDots(second, "cluster-second", 1))
    given.does("facilitator", CloseRound(second))
    assert [p.title for p in build(records_of(given.workshop)).proposals] == ["first", "second"]
    given.does("facilitator", RevealRound(second))
    report = build(records_of(given.workshop))
    assert [(p.title, [mark.round for mark in p.marks]) for p in report.proposals] == [("second", [2]), ("first", [1])]


@pytest.mark.parametrize("fmt", FORMATS)
def test_an_empty_workshop_has_its_exports_too(fmt: Format) -> None:
    assert "Our town" in exported(Given().created(), fmt) or fmt in ("csv", "decidim")


# Nothing is missing


@pytest.mark.parametrize("fmt", ["md", "html", "csv", "json"])
def test_every_idea_is_in_every_export_once(fmt: Format) -> None:
    text = exported(town(), fmt)
    for idea in ("Plant trees", "at every stop", "A bus at night", "More bins", "Something else"):
        assert text.count(idea) == 1


def test_what_has_no_dots_or_no_cluster_is_marked() -> None:
    given = town()
    markdown, page = exported(given, "md"), Page(exported(given, "html")).text
    for text in (markdown.replace("*", ""), page):
        assert text.count("No dot") in (1, 2)
        assert "Ideas in no cluster" in text
    assert [row["cluster"] for row in rows(given)] == ["Shade", "Rest", "Night buses", "Clean", ""]
    assert [row["dots"] for row in rows(given)] == ["4", "2", "2", "0", ""]
    assert [row["proposal"] for row in rows(given)] == ["P01", "P02", "P04", "P03", ""]


def test_a_proposal_brings_its_empty_canvas_and_where_it_comes_from() -> None:
    for fmt in ("md", "html"):
        text = exported(town(), fmt)
        for heading in ("What we propose", "Why", "For whom", "Who should act", "Where we disagree"):
            assert text.count(heading) == 4
        assert "Where this proposal comes from" in text
        assert "4 dots" in text
        assert "round 1, 2 people" in text


def test_a_late_look_at_the_json_gives_the_same_bytes() -> None:
    given = town()
    assert exported(given, "json") == exported(given.replayed(), "json")


# What is hidden stays hidden


def test_totals_that_are_not_revealed_are_in_no_export() -> None:
    given = Given(checked=False, now=NOON).created().joined("Ada-123").opened("gather", "cluster")
    given.does("facilitator", MakeCluster("cluster-one", "ideas-", "One"))
    voted(given, ("Ada-123", "cluster-one", 3), reveal=False)
    for fmt in ("md", "html"):
        assert "3 dots" not in exported(given, fmt)
        assert "Not voted on yet" in exported(given, fmt)
    round_id = next(iter(given.workshop.voting.rounds))
    with pytest.raises(Refused, match="round_open"):
        exported(given, "json")
    given.does("facilitator", CloseRound(round_id))
    with pytest.raises(Refused, match="round_open"):
        exported(given, "json")
    given.later(minutes=11)
    given.does("system", SealRound(round_id))
    assert '"tally"' not in exported(given, "json")
    assert "3 dots" not in exported(given, "md")
    given.does("facilitator", RevealRound(round_id))
    assert '"tally"' in exported(given, "json")
    assert "3 dots" in exported(given, "md")


@pytest.mark.parametrize("authors", ["facilitators", "nobody"])
def test_hidden_authors_are_in_no_export(authors: str) -> None:
    given = Given(checked=False).created(Gather(id="gather", title="Ideas", authors=authors))  # type: ignore[arg-type]
    given.joined("Ada-Lovelace").opened("gather").posts("Ada-Lovelace", "Plant trees")
    for fmt in FORMATS:
        assert "Ada" not in exported(given, fmt)


def test_shown_authors_are_named_and_their_id_stays_here() -> None:
    given = Given(checked=False).created(Gather(id="gather", title="Ideas", authors="shown")).opened("gather")
    given.joined("Ada-123", "Kofi-12")
    for who in ("Ada-123", "Kofi-12", "Ada-123"):
        given.posts(who, f"By {who[:3]} {given.acts}")
    given.groups(*given.workshop.ideas.ideas)
    for fmt in OF_IDEAS:
        assert "Ada-123" in exported(given, fmt)
    authors = [each for each in json.loads(exported(given, "json"))["records"] if each["kind"] == "author"]
    assert [each["person"] for each in authors] == [""] * 3


def test_the_json_holds_no_person_ballot_or_private_record() -> None:
    kinds = {each["kind"] for each in json.loads(exported(town(), "json"))["records"]}
    public = {"workshop", "agenda", "step", "crowd", "board", "idea", "theme", "cluster", "place", "round", "tally"}
    assert kinds == public


def test_a_hidden_idea_is_in_no_export() -> None:
    given = town()
    given.does("facilitator", HideIdea("idea-shade", "Against someone"))
    for fmt in FORMATS:
        assert "Plant trees" not in exported(given, fmt)
        assert "Against someone" not in exported(given, fmt)


def test_ideas_still_private_are_counted_and_not_shown() -> None:
    given = Given(checked=False).created(Gather(id="gather", title="Ideas", private="everyone"))
    given.joined("Ada-123").opened("gather").posts("Ada-123", "A secret")
    for fmt in FORMATS:
        assert "A secret" not in exported(given, fmt)
    assert "1 idea has not been shown to the room yet" in exported(given, "md")


# Words stay words


def hostile() -> Given:
    given = Given(checked=False, now=NOON).created(title='*Our* <town> # "1"', themes=["<i>Theme</i> *1*"])
    given.joined("Ada-123").opened("gather")
    ideas = [given.posts("Ada-123", text) for text in HOSTILE]
    theme = next(iter(given.workshop.clusters.themes))
    given.opened("cluster")
    given.does("facilitator", MakeCluster("cluster-x", "ideas-", "=cmd|' /C calc'!A0 [x](y)", theme, ideas[1:]))
    return given


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_only_words_in_commonmark(words: str) -> None:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse("- " + escape(words).replace("\n", "\n  "))
    blocks = {token.type for token in tokens} - {"inline"}
    assert blocks <= {"bullet_list_open", "list_item_open", "paragraph_open"} | {
        *["bullet_list_close", "list_item_close", "paragraph_close"]
    }
    inline = next(token for token in tokens if token.type == "inline").children or []
    assert {child.type for child in inline} <= {"text", "text_special", "hardbreak"}
    said = "".join("\n" if child.type == "hardbreak" else child.content for child in inline)
    assert said.replace("\xa0", "") == "\n".join(line.strip() for line in words.split("\n"))


@pytest.mark.parametrize("flavour", ["markdown", "gfm", "commonmark_x"])
def test_pandoc_reads_the_words_back_as_they_are(flavour: str) -> None:
    given = hostile()
    tree = json.loads(pandoc(exported(given, "md"), flavour, "json"))
    kinds: set[str] = set()
    said = plain(tree["blocks"], kinds)
    assert kinds <= {
        *["Header", "Para", "Plain", "BulletList", "Str", "Space", "SoftBreak", "LineBreak", "Strong"],
        # GitHub makes a link of a bare address whatever is done; its words stay.
        *(["Link"] if flavour == "gfm" else []),
    }
    for words in [*HOSTILE, "=cmd|' /C calc'!A0 [x](y)", '*Our* <town> # "1"']:
        assert squeezed(words) in squeezed(said)


def test_pandoc_makes_a_page_of_it_without_a_word_of_complaint() -> None:
    page = pandoc(exported(town(), "md"), "markdown", "html")
    assert page.count("<h3") == 4
    assert "A bench<br />" in page


def pandoc(text: str, flavour: str, to: str) -> str:
    command = [needs.pandoc(), "--from", flavour, "--to", to]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def plain(node: object, kinds: set[str]) -> str:
    if isinstance(node, list):
        return "".join(plain(each, kinds) for each in node)
    if not isinstance(node, dict) or "t" not in node:
        return ""
    kinds.add(node["t"])
    if node["t"] == "Str":
        return str(node["c"])
    return " " + plain(node.get("c"), kinds)


def squeezed(words: str) -> str:
    """Pandoc bends the apostrophe inside a word, and all spaces are one to it."""
    return re.sub(r"\s+", "", words).replace("’", "'")


def test_words_are_only_words_in_the_page() -> None:
    page = Page(exported(hostile(), "html"))
    assert set(page.tags) & {"script", "b", "i", "img", "iframe"} == set()
    for words in HOSTILE:
        assert re.sub(r"\s+", " ", words) in page.text


def test_the_file_asks_for_nothing_and_its_policy_lets_only_its_own_style_in() -> None:
    text = exported(town(), "html")
    page = Page(text)
    assert "style" not in page.attributes
    assert not [each for each in page.attributes if each.startswith("on")]
    assert all(address.startswith("#") for address in page.addresses)
    style = text[text.index("<style>") + 7 : text.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src &#39;sha256-{digest}&#39;" in text
    assert "url(" not in style
    assert "@import" not in style


def test_the_served_page_has_no_style_of_its_own() -> None:
    page = printable(records_of(town().workshop), None, NOON).decode()
    assert "<style" not in page
    assert "Content-Security-Policy" not in page
    assert 'rel="stylesheet" href="/static/' in page


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_starts_a_formula(start: str) -> None:
    assert safe(f"{start}1") == f"'{start}1"
    assert safe(f"1{start}1") == f"1{start}1"


def test_a_table_of_hostile_words_reads_back_as_they_are() -> None:
    given = hostile()
    table = rows(given)
    assert [row["idea"].removeprefix("'") for row in table] == HOSTILE
    for row in table:
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@"))
    assert table[1]["cluster"] == "'=cmd|' /C calc'!A0 [x](y)"


def test_the_table_opens_as_utf8_in_a_spreadsheet() -> None:
    body = export_workshop(records_of(town().workshop), "csv", None, NOON).body
    assert body.startswith(b"\xef\xbb\xbfnumber,idea,board,theme,cluster,proposal,dots,voters,")
    assert b"\r\n" in body
    assert b"A bench\nat every stop" in body


# Several rounds


def twice() -> Given:
    """The town votes again, on clusters and ideas, once benches have been merged into shade."""
    steps: list[AnyStep] = [*STEPS, Vote(id="again-", title="Second round", on="both", budget=9, maximum=4)]
    given = Given(checked=False, now=NOON).created(*steps, title="Our town").joined("Ada-123", "Kofi-12", "Mei-123")
    given.opened("gather")
    ideas = {name: given.posts("Ada-123", f"About {name}") for name in ("shade", "bench", "bus", "none")}
    given.opened("cluster")
    clusters = {name: given.groups(ideas[name], name=name.title()) for name in ("shade", "bench", "bus")}
    shade, bench, bus = clusters.values()
    voted(given, ("Ada-123", shade, 2), ("Kofi-12", bench, 2), ("Mei-123", bus, 1))
    given.opened("cluster").does("facilitator", MergeClusters(bench, shade))
    given.opened("again-")
    round_id = list(given.workshop.voting.rounds)[-1]
    for who, on, n in [("Ada-123", bus, 3), ("Kofi-12", bus, 1), ("Mei-123", bus, 1), ("Mei-123", ideas["none"], 2)]:
        given.does(who, SetDots(round_id, on, n))
    given.does("facilitator", CloseRound(round_id), RevealRound(round_id))
    return given


def test_rounds_stand_side_by_side_with_their_ranks_and_ties() -> None:
    report = build(records_of(twice().workshop))
    assert [
        (line.kind, line.title, [mark and (mark.dots, mark.rank) for mark in line.marks]) for line in report.results
    ] == [
        ("cluster", "Bus", [(1, 2), (5, 1)]),
        ("cluster", "Shade", [(4, 1), None]),
        ("idea", "About none", [None, (2, 2)]),
    ]
    for fmt in ("md", "html"):
        text = re.sub(r"[*\s]+", " ", Page(exported(twice(), fmt)).text)
        assert "Results, round by round" in text
        assert "5 dots, 1st" in text
        assert "1 dot, 2nd" in text


def test_the_table_has_a_column_for_each_round_and_what_it_was_about() -> None:
    table = {row["idea"]: row for row in rows(twice())}
    bus, none = table["About bus"], table["About none"]
    assert [bus[f"cluster_round_{n}_dots"] for n in (1, 2)] == ["1", "5"]
    assert [bus[f"cluster_round_2_{what}"] for what in ("voters", "rank", "spread")] == ["3", "1", "2+0+1"]
    assert [none[f"idea_round_2_{what}"] for what in ("dots", "voters", "rank", "spread")] == ["2", "1", "2", "0+1"]
    assert "idea_round_1_dots" not in none
    assert none["cluster_round_1_dots"] == ""


def test_how_many_stuck_how_many_is_told_in_words_and_drawn() -> None:
    for fmt in ("md", "html"):
        assert "2 people: 1 dot, 1 person: 3 dots" in Page(exported(twice(), fmt)).text
    assert exported(twice(), "html").count("<rect") == 3


def test_what_was_merged_into_a_cluster_stays_known_and_its_people_are_not_guessed() -> None:
    shade = next(each for each in build(records_of(twice().workshop)).proposals if each.title == "Shade")
    assert (shade.was, shade.marks) == (["Bench"], [Mark(round=1, dots=4, voters=0, rank=1, of=2)])
    for fmt in ("md", "html", "decidim"):
        text = exported(twice(), fmt)
        assert "Bench" in text
        assert "0 people" not in text
    assert {row["merged"] for row in rows(twice()) if row["cluster"] == "Shade"} == {"Bench"}
    assert rows(twice())[0]["cluster_round_1_voters"] == ""


def test_people_on_paper_are_people() -> None:
    given = town()
    given.does("helper", AddPerson("paper-1", "Jo"))
    assert "4 participants" in exported(given, "md")
    assert json.loads(exported(given, "json"))["records"][-1]
    crowd = next(each for each in json.loads(exported(given, "json"))["records"] if each["kind"] == "crowd")
    assert crowd == {"kind": "crowd", "id": "this", "people": 4}


# For Decidim


def decidim(given: Given, language: str | None = None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(given, "decidim", language), newline=""), delimiter=";"))


def test_decidim_finds_the_columns_it_wants_in_the_workshops_language() -> None:
    body = export_workshop(records_of(town().workshop), "decidim", None, NOON).body
    assert body.startswith(b"id;title/en;body/en;")  # no mark of UTF-8: it would become part of the first column's name
    assert list(decidim(town(), "fr")[0])[:3] == ["id", "title/fr", "body/fr"]
    made = export_workshop(records_of(town().workshop), "decidim", None, NOON)
    assert made.file_name == "our-town.decidim.csv"


def test_every_cluster_is_a_proposal_for_decidim_with_all_it_comes_from() -> None:
    table = decidim(town())
    assert [(row["id"], row["title/en"], row["theme"], row["dots"]) for row in table] == [
        ("P01", "Shade", "Streets", "4"),
        ("P02", "Rest", "Streets", "2"),
        ("P03", "Clean", "Streets", "0"),
        ("P04", "Night buses", "Travel", "2"),
    ]
    assert table[1]["body/en"] == (
        "<p><strong>Where this proposal comes from</strong></p><ul><li>no. 2 A bench<br>at every stop</li></ul>"
        "<p>2 dots, 2nd equal, of 4, round 1, 1 person</p>"
    )


def test_words_are_only_words_in_decidim() -> None:
    (row,) = decidim(hostile())
    page = Page(row["body/en"])
    assert set(page.tags) <= {"p", "strong", "ul", "li", "br"}
    for words in HOSTILE[1:]:
        assert re.sub(r"\s+", " ", words) in page.text


@pytest.mark.parametrize("start", FORMULA)
def test_no_cell_for_decidim_starts_a_formula_and_none_has_a_sign_too_many(start: str) -> None:
    assert safe_for_decidim(f"{start}1") == f"\u2060{start}1"
    assert safe_for_decidim("Trees") == "Trees"
    for cell in decidim(hostile())[0].values():
        assert not cell.startswith(FORMULA)


# How it looks


def test_more_than_a_hundred_dots_are_drawn_one_for_five() -> None:
    def plan(dots: int) -> tuple[list[int], int]:
        made = drawn(Mark(1, dots, 1, 1, 1))
        return made.tens, made.each

    assert plan(1) == ([1], 1)
    assert plan(24) == ([10, 10, 4], 1)
    assert plan(100) == ([10] * 10, 1)
    assert plan(101) == ([10, 10, 1], 5)


def test_the_ninth_theme_takes_the_first_gommette_and_its_number() -> None:
    given = Given(checked=False).created(GATHER, themes=[f"Theme {n}" for n in range(1, 10)])
    page = exported(given, "html")
    assert '<use href="#m1"/></svg><span class="again num">9</span>' in page


def test_a_report_speaks_the_language_of_its_workshop() -> None:
    given = Given(checked=False).created(language="fr").opened("gather")
    assert '<html lang="fr"' in exported(given, "html")
    assert '<html lang="en"' in exported(given, "html", "en")
    assert "of 11 December" not in exported(given, "md")
    assert "11 décembre 2026" in exported(given, "md")
    assert "December 11, 2026" in exported(given, "md", "en")


def test_a_file_is_named_after_its_workshop_for_every_system() -> None:
    names = {"Réparer / l’été : 2026 ?": "reparer-lete-2026.md", "///": "workshop.md", "Ω" * 99: "workshop.md"}
    for title, name in names.items():
        given = Given(checked=False).created(title=title)
        assert export_workshop(records_of(given.workshop), "md", None, NOON).file_name == name
    assert set(exports.MEDIA_TYPES) == set(FORMATS)
