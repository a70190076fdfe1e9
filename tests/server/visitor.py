"""A browser without JavaScript, on the real application."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

import httpx2
from starlette.testclient import TestClient

from server.app import create_app
from server.settings import Settings

HERE = "http://192.0.2.1:8000"
INPUT = re.compile(r"<(?:input|button)\b[^>]*>")
SECRET = re.compile(r">http[^<]*/l#([\w-]+)<")


class Visitor(TestClient):
    """A browser: it keeps cookies, and sends a form with what the page put in it."""

    def __init__(self, app: Any, language: str = "en") -> None:
        super().__init__(app, base_url=HERE, raise_server_exceptions=False, follow_redirects=False)
        self.portal = app.state.portal  # the loop in which its rooms live
        self.headers["accept-language"] = language
        self.page = ""

    def open(self, path: str, **headers: str) -> httpx2.Response:
        answer = self.get(path, headers=headers)
        self.page = answer.text
        return answer

    def fill(self, path: str, headers: dict[str, str] | None = None, /, **fields: str) -> httpx2.Response:
        """Fill in the form of the last page that goes to `path`."""
        form = self.page.split(f'action="{path}"', 1)[1].split("</form>")[0]
        given = {attribute(tag, "name"): value for tag in INPUT.findall(form) for value in chosen(tag)}
        answer = self.post(path, data={**given, **fields}, headers=headers or {})
        self.page = answer.text
        return answer


def chosen(tag: str) -> list[str]:
    """What the browser sends of it: nothing for a nameless button or a radio that is not the chosen one."""
    radio = attribute(tag, "type") == "radio"
    return [] if not attribute(tag, "name") or (radio and " checked" not in tag) else [attribute(tag, "value")]


def attribute(tag: str, name: str) -> str:
    found = re.search(rf' {name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


@contextmanager
def running(settings: Settings) -> Iterator[Any]:
    made = create_app(settings)
    with TestClient(made) as client:
        made.state.portal = client.portal
        made.state.house.access.failure_s = 0.0
        yield made


def opened(mei: Visitor, **fields: str) -> dict[str, str]:
    """A new workshop's id and what its page gave out."""
    mei.open("/new?title=Benches")
    answer = mei.fill("/new", **{"organiser": "The town hall", "language": "en", "keep_days": "90", **fields})
    assert answer.status_code == 200, answer.text
    console, screen = SECRET.findall(answer.text)[:2]
    recovery = re.search(r'class="secret num spell">([\w-]+)<', answer.text)
    code = re.search(r'class="bigcode num">([\w-]+)<', answer.text)
    workshop = re.search(r'href="/w/([\w-]+)/console"', answer.text)
    assert recovery
    assert code
    assert workshop
    return {"console": console, "screen": screen, "recovery": recovery[1], "code": code[1], "id": workshop[1]}


def at_the_door(visitor: Visitor, code: str) -> str:
    """The path of the door's page, which is then open."""
    visitor.open("/join")
    path = visitor.fill("/join", code=code).headers["location"]
    visitor.open(path)
    return path
