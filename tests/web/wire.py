"""Between a page and its server: what the page asks for is noted, and the time it is told runs as a test wants."""

import json
import time

from playwright.sync_api import Page, WebSocketRoute

from tests.web.conftest import Place
from tests.web.phones import Make
from workshops.vocabulary import Role

TURN_MS = 20_000
"""What does not fit on the screen at once comes page by page, each for so long."""

TOLD = "new Promise(go => setTimeout(go, 600))"
"""Until its clock, which looks four times a second, has told all that follows it, and that is drawn."""


class Wire:
    """asked: the sessions whose texts the page watches now."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.ahead = 0
        self._align(0)
        self.asked: set[str] = set()
        self._sockets: list[WebSocketRoute] = []

    def join(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        self._sockets.append(socket)
        self.asked.clear()

        def ask(frame: str | bytes) -> None:
            self._hear(json.loads(frame))
            server.send(frame)

        socket.on_message(ask)
        server.on_message(lambda frame: socket.send(self._later(frame)))

    def _hear(self, message: dict[str, object]) -> None:
        keys = message.get("keys")
        if isinstance(keys, list):
            texts = {key.split(":")[1].split(".")[0] for key in keys if key.startswith("text:")}
            self.asked = self.asked | texts if message["type"] == "Watch" else self.asked - texts

    def _later(self, frame: str | bytes) -> str:
        messages = json.loads(frame)
        return json.dumps([each | {"now": each["now"] + self.ahead} if "now" in each else each for each in messages])

    def _align(self, turns: int) -> int:
        """To the beginning of a turn: none ends by itself while a test looks. Gives the time that the page is told."""
        now = int(time.time() * 1000) + self.ahead
        told = (now // TURN_MS + turns) * TURN_MS + 1_000
        self.ahead += told - now
        return told

    def turn(self) -> None:
        """It is that much later, as far as the page knows."""
        self._sockets[-1].send(json.dumps([{"type": "Here", "now": self._align(1)}]))
        self.page.evaluate(TOLD)


def wired(
    place: Place, visit: Make, workshop: str, role: Role = "screen", width: int = 1920, height: int = 1080
) -> tuple[Page, Wire]:
    browser = visit(width, height, language="en")
    browser.sit(workshop, place.redeem(workshop, role), role)
    page = browser.context.new_page()
    wire = Wire(page)
    page.route_web_socket("**", wire.join)
    page.goto(place.url(workshop, role))
    page.wait_for_selector("html[data-live]")
    return page, wire
