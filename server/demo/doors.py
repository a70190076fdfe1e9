"""How the people of a demonstration come in: by the same pages and forms as anyone."""

import re

from msgspec import Struct, structs

from server.access import cookie_name
from server.client import Client
from server.demo.browser import Browser
from server.demo.sample import Board, DemoError
from server.formats import Answers
from workshops.boards import Private
from workshops.vocabulary import Role

FORMAT = "ideation"


class Opened(Struct, frozen=True):
    """A new workshop as the page that is shown once tells it. `facilitator`: the browser that opened it."""

    id: str
    console: str
    screen: str
    code: str
    facilitator: Browser


def answers_of(board: Board, private: Private) -> Answers:
    """What is typed into the form that opens a workshop. private: from whom ideas are hidden while people write."""
    return Answers(
        title=board.title,
        prompt=board.prompt,
        organiser=board.organiser,
        format=FORMAT,
        private=private,
        themes="\n".join(board.themes),
        language=board.language,
    )


async def open_workshop(base: str, owner_path: str | None, board: Board, private: Private = "no") -> Opened:
    return await open_from(base, owner_path, answers_of(board, private))


async def open_from(base: str, owner_path: str | None, answers: Answers) -> Opened:
    """`owner_path`: the owner's link, with its secret behind the #; None where anyone may open a workshop."""
    browser = Browser(base)
    if owner_path is not None:
        page = await browser.get("/l")
        await browser.send(page, page.form("secret"), secret=owner_path)
    page = await browser.get("/new")
    form = page.form("title", "organiser")
    created = await browser.send(page, form, **structs.asdict(answers))
    secrets = re.findall(r"https?://\S+?/l#[\w-]+", created.text)
    code = re.search(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b(?!-)", created.text)
    console = next((link for link in created.links if re.fullmatch(r"/w/[\w-]+/console", link)), None)
    if len(secrets) < 2 or code is None or console is None:
        raise DemoError(f"The workshop was not opened: {created.text[:300]}")
    return Opened(console.split("/")[2], secrets[0], secrets[1], code[0], browser)


async def join(base: str, code: str, name: str) -> tuple[Client, str]:
    """A new participant's client, and the path of the door they came in by (what the QR code says)."""
    browser = Browser(base)
    page = await browser.get("/join")
    door = await browser.send(page, page.form("code"), code=code)
    entry = door.form("key")
    inside = await browser.send(door, entry, **({"name": name} if "name" in entry.fields else {}))
    if not inside.path.startswith("/w/"):
        raise DemoError(f"{name} was not let in: {inside.text[:300]}")
    return client_of(browser, inside.path.split("/")[2], "participant"), door.path


def client_of(browser: Browser, workshop: str, role: Role) -> Client:
    face = {"participant": "", "facilitator": "/console", "screen": "/screen"}[role]
    return Client(browser.base, f"/w/{workshop}{face}", browser.cookie(cookie_name(workshop, role, secure=False)))
