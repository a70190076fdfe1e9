"""Circles and their reports by plain forms: where one is, the pen, the parts, what is proposed; and what is kept."""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from starlette.testclient import TestClient

from server.app import create_app
from server.settings import Settings
from tests.server.hall import Hall, Person
from tests.server.logs import copied
from workshops.agenda import CloseStep, OpenStep
from workshops.attendance import AttendanceRecord, ImHere
from workshops.format import Format
from workshops.ideas import IdeaRecord
from workshops.market import Market
from workshops.plans import SlotPlan, SpacePlan
from workshops.proceedings import Field, Proceedings, ReportRecord, Sessions
from workshops.reporting import AskPen, LayPen, TakePen, WriteReport
from workshops.slots import SlotRecord, StartSlot
from workshops.spaces import SpaceRecord
from workshops.texts import TextRecord, VersionsRecord
from workshops.topics import ProposeTopic
from workshops.vocabulary import Record
from workshops.wall import PlaceTopic, SessionRecord

CANVAS = [
    Field(id="said", title="What was said", hint="Figures too."),
    Field(id="agreed", title="Points of agreement"),
    Field(id="proposed", title="What we propose", kind="ideas"),
]
RECIPE = Format(
    name="open forum",
    steps=[
        Market(id="market", title="Marketplace"),
        Sessions(id="sessions", title="Circles", canvas=CANVAS),
        Proceedings(id="journal", title="Newsroom"),
    ],
    spaces=[SpacePlan(name="Yard", capacity=12, access="a step"), SpacePlan(name="Closet", capacity=1, strict=True)],
    slots=[SlotPlan(starts="14:00", ends="14:40"), SlotPlan(starts="14:50", ends="15:30")],
)
R = TypeVar("R", bound=Record)


@pytest.fixture
def hall(tmp_path: Path, migrated: Path) -> Iterator[Hall]:
    """Ada's circle runs in the yard, Kofi's in the closet."""
    with TestClient(create_app(Settings(data=str(copied(migrated, tmp_path)), open=True))) as client:
        yield Hall(client.app, client, RECIPE)  # type: ignore[arg-type]


@pytest.fixture
def ada(hall: Hall) -> Person:
    return hall.person("Ada")


@pytest.fixture
def kofi(hall: Hall) -> Person:
    return hall.person("Kofi")


@pytest.fixture
def circles(hall: Hall, ada: Person, kofi: Person) -> tuple[str, str]:
    hall.do(OpenStep("market"))
    slot, *_ = sorted(every(ada, SlotRecord), key=lambda each: each.n)
    made = []
    for who, space, title in zip((ada, kofi), spaces(ada), ("Trees", "Bins"), strict=True):
        topic = secrets.token_urlsafe(9)
        hall.do(ProposeTopic(topic, title), who.seat)
        hall.do(PlaceTopic(topic, slot.id, space.id), who.seat)
        made.append(topic)
    hall.do(OpenStep("sessions"))
    hall.do(StartSlot(slot.id))
    return made[0], made[1]


def spaces(who: Person) -> list[SpaceRecord]:
    return sorted(every(who, SpaceRecord), key=lambda each: each.n)


def every(who: Person, kind: type[R]) -> list[R]:
    return [each for each in who.hall.seen(who.seat.actor).values() if isinstance(each, kind)]


def one(who: Person, kind: type[R], id_: str) -> R:
    return next(each for each in every(who, kind) if each.id == id_)  # type: ignore[attr-defined]


def form(who: Person, page: str, action: str) -> dict[str, str]:
    """The hidden fields of a form of a page; names with a dot too."""
    found = re.search(rf'<form[^>]*action="{re.escape(who.here + action)}".*?</form>', page, re.DOTALL)
    assert found, page
    return dict(re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)"', found[0]))


def press(who: Person, session: str, do: str, status: int = 303) -> Any:
    """A button of the pen's: of the report's own form for who has it."""
    path = f"/sessions/{session}"
    page = who.get(path)
    to = f"{path}/write" if f"{path}/write" in page else path
    return who.post(to, form(who, page, to) | {"do": do}, status)


def test_one_is_where_one_last_said(ada: Person, circles: tuple[str, str]) -> None:
    trees, bins = circles
    page = ada.get(f"/sessions/{trees}")
    given = form(ada, page, f"/sessions/{trees}")
    for _ in range(2):
        ada.post("/here", {"token": given["token"], "client": given["client"], "session": trees})
    assert one(ada, AttendanceRecord, trees).here == 1
    page = ada.get(f"/sessions/{trees}")
    assert "You are here:" in page
    ada.post("/here", form(ada, page, "/here"))
    assert (one(ada, AttendanceRecord, trees).here, one(ada, AttendanceRecord, trees).been) == (0, 1)
    assert bins not in {each.id for each in every(ada, AttendanceRecord)}


def test_the_whole_report_is_written_in_one_form_and_only_what_was_changed(
    ada: Person, kofi: Person, circles: tuple[str, str]
) -> None:
    trees, _ = circles
    path = f"/sessions/{trees}/write"
    press(ada, trees, "take")
    page = ada.get(f"/sessions/{trees}")
    given = form(ada, page, path) | {"part.said": "Much", "part.agreed": ""}
    for _ in range(2):
        assert ada.post(path, given).headers["location"].endswith("?saved#parts")
    assert says(kofi, trees) == {"said": "Much", "agreed": ""}
    given = form(ada, ada.get(f"/sessions/{trees}?saved"), path) | {"part.said": "Much", "part.agreed": "All\r\nof us"}
    ada.post(path, given)
    assert says(kofi, trees) == {"said": "Much", "agreed": "All\nof us"}
    assert "All\nof us" in kofi.get(f"/sessions/{trees}")
    assert kofi.get("/reports").index("Trees") < kofi.get("/reports").index("Nothing written yet")


def says(who: Person, session: str) -> dict[str, str]:
    return {each.field: each.text for each in every(who, TextRecord) if each.session == session}


def test_what_is_written_when_the_pen_has_gone_is_set_aside_and_stays_in_the_box(
    ada: Person, kofi: Person, circles: tuple[str, str]
) -> None:
    """REPORTING5"""
    trees, _ = circles
    path = f"/sessions/{trees}/write"
    press(ada, trees, "take")
    given = form(ada, ada.get(f"/sessions/{trees}"), path) | {"part.said": "By Ada", "part.agreed": ""}
    press(kofi, trees, "ask")
    press(ada, trees, f"hand {kofi.seat.actor}")
    kofi.hall.do(WriteReport(trees, "said", "By Kofi"), kofi.seat)
    page = ada.post(path, given, 422).text
    assert "You no longer have the pen of this report." in page
    assert "What you wrote, set aside." in page
    assert re.search(r"<textarea[^>]*readonly>\s*By Ada</textarea>", page)
    assert says(ada, trees)["said"] == "By Kofi"
    assert [line.aside for line in one(ada, VersionsRecord, trees).versions] == [False, True]
    page = ada.get(f"/sessions/{trees}/versions?n=2")
    assert "Set aside: it is not in the text." in page
    assert "By Ada" in page
    assert path not in page
    page = kofi.get(f"/sessions/{trees}/versions?n=2")
    kofi.post(path, form(kofi, page, path) | {"part.said": "By Ada"})
    assert says(ada, trees)["said"] == "By Ada"


def test_too_long_a_part_stays_in_its_box_and_the_others_are_saved(ada: Person, circles: tuple[str, str]) -> None:
    trees, _ = circles
    path = f"/sessions/{trees}/write"
    press(ada, trees, "take")
    given = form(ada, ada.get(f"/sessions/{trees}"), path) | {"part.said": "é" * 8_001, "part.agreed": "All of us"}
    page = ada.post(path, given, 422).text
    assert "Too long: 8,000 characters at most." in page
    assert "é" * 8_001 in page
    assert says(ada, trees) == {"said": "", "agreed": "All of us"}
    given = form(ada, page, path) | {"part.said": "é" * 8_000, "part.agreed": "All of us"}
    ada.post(path, given)
    assert says(ada, trees)["said"] == "é" * 8_000


def test_a_report_may_be_longer_than_other_forms(ada: Person, circles: tuple[str, str]) -> None:
    trees, _ = circles
    path = f"/sessions/{trees}/write"
    press(ada, trees, "take")
    given = form(ada, ada.get(f"/sessions/{trees}"), path)
    ada.post(path, given | {"part.said": "語" * 8_000, "part.agreed": "語" * 8_000})  # 144,000 bytes on their way
    assert len(says(ada, trees)["agreed"]) == 8_000
    ada.post(path, given | {"part.said": "x" * 600_000}, 413)
    ada.post("/here", given | {"session": "x" * 70_000}, 413)


def test_the_pen_goes_from_one_to_the_other(ada: Person, kofi: Person, circles: tuple[str, str]) -> None:
    """REPORTING2"""
    trees, _ = circles
    page = press(kofi, trees, "take")
    page = ada.get(f"/sessions/{trees}")
    assert "Kofi has the pen." in page
    assert "It can be taken after two minutes of silence: at" in page
    assert "Somebody else has the pen of this report." in press(ada, trees, "take", 422).text
    press(ada, trees, "ask")
    assert "Ada asks for the pen." in kofi.get(f"/sessions/{trees}")
    press(ada, trees, "unask")
    assert one(ada, ReportRecord, trees).asking == []
    ada.hall.do(AskPen(trees), ada.seat)
    press(kofi, trees, f"hand {ada.seat.actor}")
    assert one(kofi, ReportRecord, trees).pen == ada.seat.actor
    press(ada, trees, "lay")
    assert one(kofi, ReportRecord, trees).pen is None


def test_what_the_circle_proposes_is_posted_edited_and_withdrawn_once(
    ada: Person, kofi: Person, circles: tuple[str, str]
) -> None:
    """REPORTING6"""
    trees, _ = circles
    path = f"/sessions/{trees}/write"
    press(ada, trees, "take")
    given = form(ada, ada.get(f"/sessions/{trees}"), path) | {"new.text": "Plant one each", "do": "add"}
    for _ in range(2):
        ada.post(path, given)
    (idea,) = every(kofi, IdeaRecord)
    assert (idea.text, idea.origin) == ("Plant one each", f"session:{trees}")
    given = form(ada, ada.get(f"/sessions/{trees}"), path)
    box = f"idea.{idea.id}"
    assert "There is nothing in the box yet." in ada.post(path, given | {box: " "}, 422).text
    assert "There is nothing in the box yet." in ada.post(path, given | {"do": "add"}, 422).text
    ada.post(path, given | {box: "Plant two each"})
    assert [each.text for each in every(kofi, IdeaRecord)] == ["Plant two each"]
    ada.hall.do(LayPen(trees), ada.seat)
    page = ada.post(path, given | {box: "Plant three each"}, 422).text
    assert re.search(r"<textarea[^>]*readonly>\s*Plant three each</textarea>", page)
    press(ada, trees, "take")
    ada.post(path, given | {"do": f"withdraw {idea.id}"})
    assert every(kofi, IdeaRecord) == []
    ada.post(path, given | {"do": "burn"}, 400)


def test_whatever_one_presses_what_one_has_written_goes_along(
    ada: Person, kofi: Person, circles: tuple[str, str]
) -> None:
    """REPORTING3, REPORTING6"""
    trees, _ = circles
    path = f"/sessions/{trees}/write"
    press(ada, trees, "take")
    given = form(ada, ada.get(f"/sessions/{trees}"), path)
    ada.post(path, given | {"part.said": "Much", "new.text": "Plant one each", "do": "add"})
    assert says(kofi, trees)["said"] == "Much"
    given = form(ada, ada.get(f"/sessions/{trees}"), path)
    ada.post(path, given | {"part.said": "More", "new.text": "Plant two each", "do": "lay"})
    assert says(kofi, trees)["said"] == "More"
    assert [each.text for each in every(kofi, IdeaRecord)] == ["Plant one each", "Plant two each"]
    assert one(kofi, ReportRecord, trees).pen is None
    press(ada, trees, "take")
    given = form(ada, ada.get(f"/sessions/{trees}"), path)
    page = ada.post(path, given | {"part.said": "é" * 8_001, "do": "lay"}, 422).text
    assert "é" * 8_001 in page
    assert one(kofi, ReportRecord, trees).pen == ada.seat.actor


def test_a_convener_extends_ends_and_reopens_their_circle(ada: Person, kofi: Person, circles: tuple[str, str]) -> None:
    """WALL7"""
    trees, _ = circles
    assert "The circle is over" not in kofi.get(f"/sessions/{trees}")
    press(ada, trees, "extend")
    assert one(ada, SessionRecord, trees).ends_at is not None
    assert "It goes on until" in ada.get(f"/sessions/{trees}")
    press(ada, trees, "end")
    assert one(ada, SessionRecord, trees).state == "over"
    press(ada, trees, "reopen")
    assert one(ada, SessionRecord, trees).state == "running"
    assert "That is not open to you here." in press(kofi, trees, "end", 422).text


def test_a_report_is_read_by_everyone_and_written_only_while_it_can_be(
    ada: Person, kofi: Person, circles: tuple[str, str]
) -> None:
    """REPORTING1"""
    trees, _ = circles
    press(ada, trees, "take")
    path = f"/sessions/{trees}/write"
    given = form(ada, ada.get(f"/sessions/{trees}"), path)
    ada.hall.do(WriteReport(trees, "said", "<b>Much</b>"), ada.seat)
    ada.hall.do(CloseStep("sessions"))
    page = kofi.get(f"/sessions/{trees}")
    assert "&lt;b&gt;Much&lt;/b&gt;" in page
    assert "Take the pen" not in page
    page = ada.post(path, given | {"part.said": "Too late"}, 422).text
    assert re.search(r"<textarea[^>]*readonly>\s*Too late</textarea>", page)
    ada.hall.do(OpenStep("journal"))
    assert path in ada.get(f"/sessions/{trees}")


def test_what_is_not_there_is_not_found(ada: Person, circles: tuple[str, str]) -> None:
    for path in ("/sessions/nothing", "/sessions/nothing/versions", "/sessions/%2e"):
        ada.get(path, 404)
    trees, _ = circles
    assert "Nothing has been written yet." in ada.get(f"/sessions/{trees}/versions?n=99999999")
    press(ada, trees, "take")
    given = form(ada, ada.get(f"/sessions/{trees}"), f"/sessions/{trees}/write")
    ada.post(f"/sessions/{trees}", given | {"do": "burn"}, 400)
    ada.hall.do(ImHere(trees), ada.seat)
    ada.hall.do(TakePen(trees), ada.seat)
