"""The page of results: rounds side by side, what became of one's own ideas, and who may come back to it."""

import re

import pytest

from tests.server.hall import Hall, Person
from workshops.agenda import CloseStep, OpenStep
from workshops.ballots import SetDots
from workshops.clusters import FileCluster, MakeCluster
from workshops.door import CloseMeeting
from workshops.ideas import PostIdea
from workshops.merging import MergeClusters
from workshops.moderation import HideIdea
from workshops.people import EraseMe
from workshops.sealing import RevealRound
from workshops.sorting import MoveIdeas
from workshops.themes import MakeTheme
from workshops.voting import CloseRound, RoundRecord


def plain(page: str) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


@pytest.fixture
def voted(hall: Hall) -> Person:
    """Ada, once benches and shade have got two dots each; her third idea is in no cluster, her fourth is hidden."""
    hall.do(OpenStep("gather"))
    ada = hall.person("Ada")
    for n in range(4):
        hall.do(PostIdea(f"idea-{n}", "ideas-", f"Idea {n}"), ada.seat)
    hall.do(MakeTheme("places", "Places"))
    for n, name in enumerate(("benches", "shade")):
        hall.do(MakeCluster(name, "ideas-", name.title(), None, [f"idea-{n}"]))
    hall.do(FileCluster("benches", "places"))
    hall.do(HideIdea("idea-3", "names somebody"))
    kofi, mei = hall.person("Kofi"), hall.person("Mei")
    hall.do(OpenStep("voting"))
    for who, on, n in ((kofi, "benches", 2), (mei, "shade", 2)):
        hall.do(SetDots(round_of(hall), on, n), who.seat)
    return ada


def round_of(hall: Hall) -> str:
    return next(record.id for record in hall.seen("").values() if isinstance(record, RoundRecord))


def reveal(hall: Hall) -> None:
    hall.do(CloseRound(round_of(hall)))
    hall.do(RevealRound(round_of(hall)))


def test_before_anything_is_revealed_no_total_is_told(voted: Person) -> None:
    page = voted.get("/results")
    assert "No vote has been revealed yet." in page
    assert "2 dots" not in plain(page)
    assert "/results" not in voted.get()
    assert "/results" not in voted.get("/me")


def test_a_revealed_round_is_ranked_with_its_ties_and_spread(voted: Person) -> None:
    reveal(voted.hall)
    said = plain(voted.get("/results"))
    assert "4 dots · 2 people voted" in said
    assert re.search(r"1 Benches .*tied · 2 dots · 1 person · Places .*2 dots: 1 person", said)
    assert re.search(r"1 Shade .*tied · 2 dots · 1 person", said)
    for path in ("", "/me"):
        assert f"{voted.here}/results" in voted.get(path)


def test_each_of_one_s_own_ideas_is_followed_to_its_dots(voted: Person) -> None:
    reveal(voted.hall)
    fates = plain(voted.get("/results")).partition("What became of my ideas")[2]
    assert re.search(r"Idea 0 Places › Benches Vote: 2 dots, tied for rank 1", fates)
    assert re.search(r"Idea 1 Shade Vote: 2 dots, tied for rank 1", fates)
    assert "Idea 2 It stays on its own, in no cluster." in fates
    assert "Idea 3 Hidden by the facilitator: names somebody" in fates
    kofi = voted.hall.person("Zoé").get("/results")
    assert "You have not posted any idea." in kofi
    assert "Idea 3" not in kofi


def test_what_is_merged_or_moved_after_the_vote_is_followed_too(voted: Person) -> None:
    reveal(voted.hall)
    voted.hall.do(MakeCluster("bins", "ideas-", "Bins", None, ["idea-1"]))
    voted.hall.do(MergeClusters("benches", "shade"))
    fates = plain(voted.get("/results")).partition("What became of my ideas")[2]
    assert re.search(r"Idea 0 Shade Vote: 4 dots, rank 1", fates)
    assert re.search(r"Idea 1 Bins Vote: no dot", fates)
    voted.hall.do(MoveIdeas(["idea-2"], "bins"))
    assert "Idea 2 Bins" in plain(voted.get("/results"))


def test_it_is_there_after_the_meeting_and_for_whoever_has_a_place(hall: Hall, voted: Person) -> None:
    reveal(hall)
    hall.do(CloseStep("voting"))
    hall.do(CloseMeeting())
    assert "Benches" in voted.get("/results")
    assert hall.client.get(f"{voted.here}/results").status_code == 403
    hall.do(EraseMe(), voted.seat)
    voted.get("/results", 303)


def test_it_brings_no_script(voted: Person) -> None:
    assert "<script" not in voted.get("/results")
