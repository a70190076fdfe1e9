"""A participant's commands by plain forms: what is answered, what is kept, and whose form it must be."""

import re
import secrets

import pytest

from server.guard import form_token
from server.log import StorageBusy
from tests.server.hall import Hall, Person
from workshops.agenda import OpenStep
from workshops.ballots import BallotRecord
from workshops.clusters import MakeCluster
from workshops.ideas import PostIdea
from workshops.people import PersonRecord
from workshops.timebox import ExtendTimebox, PauseTimebox


@pytest.fixture
def ada(hall: Hall) -> Person:
    hall.do(OpenStep("gather"))
    return hall.person("Ada")


def test_an_idea_is_posted_and_the_same_form_again_posts_nothing_more(ada: Person) -> None:
    form = ada.form(ada.get(), "/ideas") | {"text": "A bench\r\nand somebody"}
    for _ in range(3):
        assert ada.post("/ideas", form).headers["location"] == f"{ada.here}#mine"
    assert ada.texts() == ["A bench\nand somebody"]


def test_what_is_refused_stays_in_the_box_with_the_reason_and_a_fresh_form(ada: Person) -> None:
    form = ada.form(ada.get(), "/ideas")
    page = ada.post("/ideas", form | {"text": "word " * 500}, 422).text
    assert "Too long: 2,000 characters at most." in page
    assert "word word" in page
    again = ada.form(page, "/ideas")
    assert again["client"] != form["client"]
    assert again["idea"] != form["idea"]
    ada.post("/ideas", again | {"text": "word"})
    assert ada.texts() == ["word"]


def test_the_reason_is_said_in_the_reader_s_language(ada: Person) -> None:
    form = ada.form(ada.get(language="fr"), "/ideas")
    page = ada.post("/ideas", form | {"text": "   "}, 422, **{"accept-language": "fr"}).text
    assert '<html lang="fr">' in page


def test_without_a_verdict_the_same_form_stays_with_its_text(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    form = ada.form(ada.get(), "/ideas") | {"text": "Kept on the page"}

    async def busy(*_: object) -> None:
        raise StorageBusy

    monkeypatch.setattr(ada.hall.house.log, "append", busy)
    answer = ada.post("/ideas", form, 503)
    assert int(answer.headers["retry-after"]) >= 1
    assert "Kept on the page" in answer.text
    again = ada.form(answer.text, "/ideas")
    assert (again["client"], again["idea"]) == (form["client"], form["idea"])
    monkeypatch.undo()
    ada.post("/ideas", again | {"text": "Kept on the page"})
    assert ada.texts() == ["Kept on the page"]


def test_an_idea_that_comes_too_late_for_its_form_is_shown_as_late(ada: Person) -> None:
    form = ada.form(ada.get(), "/ideas") | {"text": "Just too late"}
    ada.hall.do(OpenStep("voting"))
    ada.post("/ideas", form)
    assert "Saved, late" in ada.get()


def test_one_s_own_idea_is_changed_and_withdrawn(ada: Person) -> None:
    ada.post("/ideas", ada.form(ada.get(), "/ideas") | {"text": "Frist"})
    path = re.findall(r"/ideas/[\w-]+", ada.get())[0]
    page = ada.get(path)
    refused = ada.post(path, ada.form(page, path) | {"do": "save", "text": " "}, 422).text
    ada.post(path, ada.form(refused, path) | {"do": "save", "text": "First"})
    assert ada.texts() == ["First"]
    ada.post(path, ada.form(ada.get(path), path) | {"do": "withdraw", "text": "First"})
    assert ada.texts() == []
    ada.get(path, 404)


def test_a_page_that_stands_still_says_when_the_time_ends(hall: Hall, ada: Person) -> None:
    assert re.search(r"until \d\d:\d\d<", ada.get())
    assert re.search(r"jusqu’à \d\d\u202fh\u202f\d\d<", ada.get(language="fr"))
    hall.do(PauseTimebox("gather"))
    assert re.search(r"paused </span>[45]:\d\d<", ada.get())
    hall.do(ExtendTimebox("gather", -36_000))
    assert "0:00" in ada.get()


def test_nobody_changes_another_s_idea(hall: Hall, ada: Person) -> None:
    ada.post("/ideas", ada.form(ada.get(), "/ideas") | {"text": "Mine"})
    path = re.findall(r"/ideas/[\w-]+", ada.get())[0]
    kofi = hall.person("Kofi")
    assert "<form" not in kofi.get(path)
    form = {"token": form_token(kofi.cookie), "client": secrets.token_urlsafe(18), "do": "save", "text": "Not yours"}
    kofi.post(path, form, 422)
    assert ada.texts() == ["Mine"]


def test_another_s_idea_is_reported_once_and_nobody_s_own(hall: Hall, ada: Person) -> None:
    hall.do(PostIdea("idea-of-kofi", "ideas-", "Rude"), hall.person("Kofi").seat)
    hall.do(PostIdea("idea-of-ada", "ideas-", "Mine"), ada.seat)
    path = "/report/idea-of-kofi"
    form = ada.form(ada.get(path), path) | {"why": "it names somebody"}
    for _ in range(2):
        assert ada.post(path, form).headers["location"] == f"{ada.here}{path}?told"
    assert "The facilitator is told." in ada.get(f"{path}?told")
    again = ada.post(path, ada.form(ada.get(path), path) | {"why": ""}, 200)
    assert "The facilitator is told." in again.text
    refused = hall.person("Zoé")
    page = refused.post(path, refused.form(refused.get(path), path) | {"why": "x" * 201}, 422).text
    assert "x" * 201 in page
    ada.get("/report/idea-of-ada", 404)
    ada.get("/report/nothing-there", 404)


def test_dots_go_up_and_down_and_each_button_has_its_own_verdict(hall: Hall, ada: Person) -> None:
    ada.post("/ideas", ada.form(ada.get(), "/ideas") | {"text": "An idea"})
    hall.do(MakeCluster("benches", "ideas-", "Benches"))
    hall.do(OpenStep("voting"))
    form = ada.form(ada.get(), "/dots")
    for n in ("1", "2"):
        assert ada.post("/dots", form | {"set": f"benches.{n}"}).headers["location"] == f"{ada.here}#c-benches"
    page = ada.get()
    assert "0 dots left" in page
    assert 'value="benches.1" aria-label="Take a dot back"' in page
    refused = ada.post("/dots", ada.form(page, "/dots") | {"set": "benches.3"}, 422).text
    assert "the most allowed here" in refused
    ballot = next(each for each in hall.seen(ada.seat.actor).values() if isinstance(each, BallotRecord))
    assert ballot.dots == {"benches": 2}


def test_one_says_that_one_has_finished_and_takes_it_back(ada: Person) -> None:
    for done, value in ((True, "1"), (False, "0")):
        ada.post("/finish", ada.form(ada.get(), "/finish") | {"done": value})
        person = ada.hall.seen(ada.seat.actor)[f"person:{ada.seat.actor}"]
        assert isinstance(person, PersonRecord)
        assert person.done is done


def test_a_name_is_changed_or_refused_with_what_was_typed(ada: Person) -> None:
    page = ada.post("/me", ada.form(ada.get("/me"), "/me") | {"name": "A" * 41}, 422).text
    assert "A" * 41 in page
    ada.post("/me", ada.form(page, "/me") | {"name": "Ada Lovelace"})
    assert "Ada Lovelace" in ada.get()


def test_who_erases_themselves_is_told_and_may_enter_again(ada: Person) -> None:
    ada.post("/ideas", ada.form(ada.get(), "/ideas") | {"text": "To forget"})
    ada.post("/erase", ada.form(ada.get("/erase"), "/erase"))
    page = ada.get()
    assert "Enter the workshop again" in page
    assert "To forget" not in page
    ada.post("/enter", ada.form(page, "/enter") | {"name": "Somebody"})
    assert "To forget" not in ada.get()


def test_people_s_words_are_text_and_never_markup(ada: Person) -> None:
    ada.post("/ideas", ada.form(ada.get(), "/ideas") | {"text": "</script><script>alert(1)</script>"})
    page = ada.get()
    assert "<script>alert" not in page
    assert "<b>would</b>" not in page


def test_a_form_from_elsewhere_is_turned_away(hall: Hall, ada: Person) -> None:
    form = ada.form(ada.get(), "/ideas") | {"text": "Planted"}
    kofi = hall.person("Kofi")
    ada.post("/ideas", form, 403, origin="http://evil.example")
    ada.post("/ideas", form | {"token": form_token(kofi.cookie)}, 403, origin="null")
    ada.post("/ideas", form | {"token": ""}, 403, origin="null")
    assert ada.texts() == []
    ada.post("/ideas", form, origin="null")
    assert ada.texts() == ["Planted"]


def test_without_a_seat_nothing_is_shown(hall: Hall) -> None:
    for path in ("", "/me", "/erase", "/ideas/abcdef", "/report/abcdef", "/clusters/abcdef", "/move", "/results"):
        assert hall.client.get(f"/w/{hall.workshop}{path}").status_code == 403


@pytest.mark.parametrize("path", ["/ideas", "/dots", "/finish", "/enter", "/undo", "/move"])
def test_an_address_that_only_takes_forms_leads_back_when_it_is_looked_at(ada: Person, path: str) -> None:
    ada.get(path, 303)


def test_a_form_filled_in_by_a_machine_gets_no_verdict(ada: Person) -> None:
    good = ada.form(ada.get(), "/ideas") | {"text": "x"}
    for name, value in (("client", "short"), ("idea", "a b"), ("board", "")):
        ada.post("/ideas", good | {name: value}, 400)
    vote = {"token": good["token"], "client": good["client"], "round": "round-1"}
    for value in ("", "x.1", "benches.99", "benches.-1", "benches.²"):
        ada.post("/dots", vote | {"set": value}, 400)


def test_a_flood_of_forms_is_slowed_and_loses_nothing(ada: Person) -> None:
    page = ada.get()
    answers = []
    for n in range(10):
        form = ada.form(page, "/ideas") | {"text": f"Idea {n}", "client": secrets.token_urlsafe(18)}
        sent = ada.hall.client.post(
            f"{ada.here}/ideas", data=form | {"idea": secrets.token_urlsafe(9)}, headers=ada.headers(),
            follow_redirects=False,
        )  # fmt: skip
        answers.append(sent.status_code)
        assert sent.status_code == 303 or f"Idea {n}" in sent.text
    assert answers == [303] * 8 + [503] * 2


def test_others_ideas_come_fifty_to_a_page_by_plain_links(hall: Hall, ada: Person) -> None:
    for group in range(11):
        kofi = hall.person(f"Kofi {group}")
        for n in range(10):
            hall.do(PostIdea(secrets.token_urlsafe(9), "ideas-", f"Idea {group * 10 + n}."), kofi.seat)
    first = ada.get()
    assert first.count('<li class="paper">') == 50
    assert "Idea 109." in first
    assert f"{ada.here}?page=2#others" in first
    last = ada.get("?page=3")
    assert last.count('<li class="paper">') == 10
    assert "Idea 0." in last
    assert ada.get("?page=99").count('<li class="paper">') == 10
    assert ada.get("?page=-1").count('<li class="paper">') == 50
