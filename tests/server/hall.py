"""A workshop on the real application, and people in front of its pages with a browser that runs no script."""

import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from server.access import Entry, cookie_name
from server.batch import Ask
from server.house import House
from server.presence import Seat
from server.protocol import Ack
from workshops.boards import Gather
from workshops.description import CreateWorkshop
from workshops.format import AnyStep, Format
from workshops.ideas import IdeaRecord
from workshops.sorting import Arrange
from workshops.vocabulary import Record
from workshops.voting import Vote
from workshops.workshop import AnyCommand


class Hall:
    """A server with one workshop; its facilitator acts directly. `recipe`: of it, else ideas, clusters and dots."""

    def __init__(self, application: Starlette, client: TestClient, recipe: Format | None = None) -> None:
        self.client = client
        self.house: House = application.state.house
        steps: list[AnyStep] = [
            Gather(id="gather", title="Ideas", prompt="What <b>would</b> help?", minutes=5),
            Arrange(id="arrange", title="Group", by="everyone"),
            Vote(id="voting", title="Vote", minutes=5, budget=2, maximum=2),
        ]
        command = CreateWorkshop(
            title="Less is more", language="en", organiser="Town", format=recipe or Format(name="t", steps=steps)
        )
        created = self.call(self.house.access.create, command, secrets.token_urlsafe(32))
        self.workshop: str = created.workshop

    def call(self, work: Callable[..., Any], *arguments: Any) -> Any:
        assert self.client.portal is not None
        return self.client.portal.call(work, *arguments)

    def do(self, command: AnyCommand, seat: Seat | None = None) -> None:
        room = self.call(self.house.rooms.get, self.workshop)
        who = seat or Seat("desk", self.workshop, "facilitator", "desk")
        verdict = self.call(room.do, Ask(who, secrets.token_urlsafe(18), 1, command))
        assert isinstance(verdict, Ack), verdict

    def person(self, name: str) -> "Person":
        entry = self.call(self.house.access.join, self.workshop, secrets.token_urlsafe(32), name)
        return Person(self, entry)

    def seen(self, person: str) -> dict[str, Record]:
        room = self.call(self.house.rooms.get, self.workshop)
        seen: dict[str, Record] = self.call(room.look, "participant", person)
        return seen


class Person:
    """Somebody in front of the pages, with a browser that runs no script."""

    def __init__(self, hall: Hall, entry: Entry) -> None:
        assert entry.seat is not None
        assert entry.cookie is not None
        self.hall, self.seat, self.cookie = hall, entry.seat, entry.cookie
        self.here = f"/w/{hall.workshop}"

    def headers(self) -> dict[str, str]:
        return {"cookie": f"{cookie_name(self.hall.workshop, 'participant', False)}={self.cookie}"}

    def get(self, path: str = "", status: int = 200, language: str = "en") -> str:
        headers = self.headers() | {"accept-language": language}
        answer = self.hall.client.get(self.here + path, headers=headers, follow_redirects=False)
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, path: str, form: Mapping[str, Any], status: int = 303, **headers: str) -> Any:
        sent = self.headers() | {"origin": "http://testserver"} | headers
        answer = self.hall.client.post(self.here + path, data=form, headers=sent, follow_redirects=False)
        assert answer.status_code == status, answer.text
        return answer

    def form(self, page: str, action: str) -> dict[str, str]:
        """The hidden fields of a form of a page."""
        found = re.search(rf'<form[^>]*action="{re.escape(self.here + action)}".*?</form>', page, re.DOTALL)
        assert found, page
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[0]))

    def texts(self) -> list[str]:
        return [each.text for each in self.hall.seen(self.seat.actor).values() if isinstance(each, IdeaRecord)]
