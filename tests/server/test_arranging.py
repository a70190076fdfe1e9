"""Bringing ideas together by plain forms: what each does, the same form again, what is refused, and to whom."""

import re
import secrets

import pytest

from tests.server.hall import Hall, Person
from workshops.agenda import OpenStep
from workshops.clusters import ClusterRecord, MakeCluster
from workshops.ideas import PostIdea
from workshops.merging import MergedRecord
from workshops.recipe import EditStep
from workshops.sorting import Arrange, PlaceRecord
from workshops.themes import MakeTheme


@pytest.fixture
def bo(hall: Hall) -> Person:
    """Bo, at the step in which everybody arranges three ideas of Ada's; there is a cluster, Benches, and a theme."""
    hall.do(OpenStep("gather"))
    ada = hall.person("Ada")
    for n in range(3):
        hall.do(PostIdea(f"idea-{n}", "ideas-", f"Idea {n}"), ada.seat)
    hall.do(MakeTheme("places", "Places"))
    hall.do(MakeCluster("benches", "ideas-", "Benches"))
    hall.do(OpenStep("arrange"))
    return hall.person("Bo")


def places(person: Person) -> dict[str, str]:
    seen = person.hall.seen(person.seat.actor).values()
    return {record.id: record.cluster for record in seen if isinstance(record, PlaceRecord)}


def clusters(person: Person) -> dict[str, ClusterRecord]:
    seen = person.hall.seen(person.seat.actor).values()
    return {record.name: record for record in seen if isinstance(record, ClusterRecord)}


def test_an_idea_is_moved_once_however_often_the_form_comes(bo: Person) -> None:
    form = bo.form(bo.get("/move?idea=idea-0"), "/move") | {"to": "benches", "name": ""}
    for _ in range(3):
        assert bo.post("/move", form).headers["location"] == f"{bo.here}#tray"
    assert places(bo) == {"idea-0": "benches"}
    bo.post("/undo", undo := bo.form(bo.get(), "/undo"))
    bo.post("/undo", undo)
    assert places(bo) == {}


def test_a_new_cluster_is_made_once_with_its_theme(bo: Person) -> None:
    page = bo.get("/move?idea=idea-0&idea=idea-1&idea=nothing")
    assert page.count('name="idea"') == 2
    form = bo.form(page, "/move") | {"idea": ["idea-0", "idea-1"], "to": "", "name": " Shade ", "theme": "places"}
    for _ in range(2):
        bo.post("/move", form)
    shade = clusters(bo)["Shade"]
    assert shade.theme == "places"
    assert places(bo) == {"idea-0": shade.id, "idea-1": shade.id}
    out = bo.form(bo.get("/move?idea=idea-0"), "/move") | {"to": "none", "name": ""}
    bo.post("/move", out)
    assert places(bo) == {"idea-1": shade.id}


def test_nothing_chosen_is_said_and_too_long_a_name_stays_in_its_box(bo: Person) -> None:
    form = bo.form(bo.get("/move?idea=idea-0"), "/move")
    page = bo.post("/move", form | {"to": "", "name": ""}, 200).text
    assert "Nothing is chosen yet." in page
    page = bo.post("/move", form | {"to": "", "name": "x" * 201}, 422).text
    assert "Too long" in page
    assert "x" * 201 in page
    assert bo.form(page, "/move")["client"] != form["client"]
    assert places(bo) == {}


def test_a_cluster_is_named_filed_merged_taken_apart_and_ungrouped(bo: Person) -> None:
    bo.hall.do(MakeCluster("chairs", "ideas-", "Chairs", None, ["idea-1"]))
    path = "/clusters/chairs"
    form = bo.form(bo.get(path), path)
    bo.post(path, form | {"do": "name", "name": "Seats", "theme": "places"})
    assert clusters(bo)["Seats"].theme == "places"
    assert bo.post(path, form | {"do": "merge", "into": "benches"}).headers["location"] == f"{bo.here}#board"
    assert places(bo) == {"idea-1": "benches"}
    bo.get(path, 404)
    page = bo.get("/clusters/benches")
    assert "Seats" in page
    bo.post("/clusters/benches", bo.form(page, "/clusters/benches") | {"do": "unmerge", "merged": "chairs"})
    assert not [one for one in bo.hall.seen(bo.seat.actor).values() if isinstance(one, MergedRecord)]
    bo.post(path, form | {"do": "ungroup"})
    assert set(clusters(bo)) == {"Benches"}
    gone = bo.post(path, form | {"do": "name", "name": "Again"}, 422)
    assert "not there any more" in gone.text


def test_where_only_facilitators_arrange_the_pages_only_read(bo: Person) -> None:
    bo.hall.do(EditStep(Arrange(id="arrange", title="Group", by="facilitators")))
    page = bo.get()
    assert "/move" not in page
    assert "/undo" not in page
    assert "<form" not in bo.get("/clusters/benches")
    bo.get("/move?idea=idea-0", 303)
    form = {"token": token(bo), "client": secrets.token_urlsafe(18), "idea": "idea-0", "to": "benches", "name": ""}
    bo.post("/move", form, 303)
    assert places(bo) == {}


def token(person: Person) -> str:
    return str(re.findall(r'name="token" value="([^"]+)"', person.get("/me"))[0])


def test_what_no_form_sends_gets_no_verdict(bo: Person) -> None:
    good = bo.form(bo.get("/move?idea=idea-0"), "/move")
    for wrong in ({"idea": ""}, {"to": "a b"}, {"name": "x", "cluster": ""}, {"name": "x", "theme": "a b"}):
        bo.post("/move", good | {"to": "benches", "name": ""} | wrong, 400)
    for wrong in ({"do": ""}, {"do": "merge", "into": ""}, {"do": "unmerge"}):
        bo.post("/clusters/benches", good | wrong, 400)
    bo.get("/clusters/nothing-here", 404)
    bo.get("/undo", 303)


def test_the_ideas_to_sort_are_searched_without_minding_case_or_accents(bo: Person) -> None:
    page = bo.get("?q=%C3%AFdea%202")
    assert re.findall(r'id="i-([\w-]+)"', page) == ["idea-2"]
    assert "No idea with these words." in bo.get("?q=elephant")
