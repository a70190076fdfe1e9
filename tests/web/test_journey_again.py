"""What comes back: a vote after its clusters were put right, and a phone after five minutes in a pocket."""

import re
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from server.access import Entry
from server.presence import Member
from server.protocol import Bye
from tests.web.conftest import STEPS, Place, Visit
from tests.web.faces import all_rank, post, words
from tests.web.journeys import main
from tests.web.phones import LEFT, Make, eventually, round_of
from tests.web.sorting import focus_comes_to, row, where
from workshops.ballots import BallotRecord, SetDots
from workshops.clusters import MakeCluster
from workshops.tallies import TallyRecord
from workshops.voting import RoundRecord

pytestmark = pytest.mark.browser

NAMES = ["Réparer", "Réparer soi-même", "Des lieux sans écran", "Toujours un guichet"]


def before_the_vote(place: Place) -> tuple[str, list[str]]:
    """Eight ideas of Mei's, two in each of four clusters, `cluster-0` and so on."""
    workshop = place.create(STEPS[1:])
    place.open(workshop, "gather")
    mei = place.join(workshop, "Mei")
    ideas = [place.post(workshop, mei, f"Idée {n}") for n in range(8)]
    place.open(workshop, "arrange")
    for n, name in enumerate(NAMES):
        place.do(workshop, MakeCluster(f"cluster-{n}", "ideas-", name, None, ideas[2 * n : 2 * n + 2]))
    return workshop, ideas


def faces(place: Place, visit: Make, workshop: str, name: str) -> tuple[Page, Page, Page]:
    """The phone of this person, the console, the screen."""
    ada, desk, screen = visit(language="en"), visit(1366, 768, language="en"), visit(1920, 1080, language="en")
    ada.sit(workshop, place.join(workshop, name))
    desk.sit(workshop, place.redeem(workshop, "facilitator"), "facilitator")
    screen.sit(workshop, place.redeem(workshop, "screen"), "screen")
    return ada.open(workshop), desk.open(workshop, "facilitator"), screen.open(workshop, "screen")


# Back to the clusters, forward again


@pytest.mark.slow
def test_a_vote_goes_back_to_the_clusters_and_forward_again_and_every_dot_is_where_it_should_be(
    place: Place, visit: Make
) -> None:
    workshop, ideas = before_the_vote(place)
    phone, console, screen = faces(place, visit, workshop, "Ada")
    kofi, zoe = place.join(workshop, "Kofi"), place.join(workshop, "Zoé")
    main(console, "Close the step")
    main(console, "Open the next step")
    expect(choice(phone, 0)).to_be_visible()
    for n in (0, 0, 1, 1, 2):
        choice(phone, n).get_by_role("button", name="Stick a dot").click()
    round_ = round_of(place, workshop)
    for who, dots in ((kofi, {1: 3, 3: 2}), (zoe, {0: 1, 2: 3})):
        for n, dot in dots.items():
            place.do(workshop, SetDots(round_, f"cluster-{n}", dot), who.seat)
    expect(phone.locator(".bar")).to_contain_text("1 dot left of 6")
    expect(phone.locator(".g.pending")).to_have_count(0)
    expect(screen.locator(".finished")).to_contain_text("0 have finished, of 4")
    everything_is_hidden(place, workshop, phone, console, screen)
    moved_and_merged(place, workshop, console, ideas)
    expect(screen.locator(".cluster")).to_have_count(3)
    expect(phone.locator(".c", has_text="Réparer").get_by_role("button")).to_have_text("4 ideas")
    main(console, "Close the step")
    main(console, "Open the next step")
    dots_are_as_they_should_be(phone, console)
    main(console, "Close the round")
    expect(phone.locator(".note")).to_contain_text("The round is closed.")
    expect(screen.locator(".over")).to_contain_text("The vote is closed.")
    main(console, "Reveal")
    all_rank([(1, NAMES[0], 7), (2, NAMES[2], 6), (3, NAMES[3], 2)], phone, console, screen)
    assert tally(place, workshop).dots == 15
    assert tally(place, workshop).voters == 3
    taken_apart(console)
    # Taken back from the cluster itself first: it has 1 of Ada's left, and the merged one both.
    apart = [(1, NAMES[2], 6), (2, NAMES[1], 5), (3, NAMES[0], 2), (3, NAMES[3], 2)]
    all_rank(apart, phone, console, screen)


def choice(phone: Page, n: int) -> Locator:
    return phone.locator(".c", has=phone.get_by_text(NAMES[n], exact=True))


def tally(place: Place, workshop: str) -> TallyRecord:
    record = place.seen(workshop)[f"tally:{round_of(place, workshop)}"]
    assert isinstance(record, TallyRecord)
    return record


def everything_is_hidden(place: Place, workshop: str, phone: Page, console: Page, screen: Page) -> None:
    """Nobody but the facilitator sees that there was a vote; the ballots are kept."""
    ada = phone.evaluate("JSON.parse(document.getElementById('gommette-data').textContent).person")
    console.get_by_role("button", name="Reopen Regrouper").click()
    expect(console.locator(".steps")).to_contain_text("put aside until it reopens")
    for page in (phone, screen):
        expect(page.locator("h1").first).to_contain_text("Rapprochez")
        assert "dot" not in page.locator("body").inner_text()
        expect(page.locator(".bar, .finished, .pm")).to_have_count(0)
    assert not [
        record for record in place.seen(workshop, ada).values() if isinstance(record, RoundRecord | BallotRecord)
    ]
    expect(console.locator(".sorting")).to_be_visible()


def moved_and_merged(place: Place, workshop: str, console: Page, ideas: list[str]) -> None:
    """By keyboard: an idea from the third cluster to the fourth, the second cluster into the first."""
    row(console, "cluster-2").focus()
    for key in ("Enter", "ArrowDown", "d"):
        console.keyboard.press(key)
    expect(console.get_by_role("dialog", name="Move to…")).to_be_visible()
    console.keyboard.type("guichet")
    console.keyboard.press("Enter")
    focus_comes_to(console, ideas[5])
    eventually(console, lambda: where(place, workshop)[ideas[4]] == "cluster-3")
    row(console, "cluster-1").focus()
    console.keyboard.press("d")
    console.get_by_role("button", name="Merge into…").press("Enter")
    console.get_by_role("dialog").get_by_role("radio", name=re.compile("^Réparer")).check()
    console.keyboard.press("Enter")
    expect(console.get_by_role("dialog", name="Merge two clusters")).to_be_visible()
    console.keyboard.press("Enter")
    expect(row(console, "cluster-1")).to_have_count(0)
    expect(row(console, "cluster-0")).to_be_focused()
    expect(row(console, "cluster-0")).to_contain_text("4")


def dots_are_as_they_should_be(phone: Page, console: Page) -> None:
    """Ada has four on what takes three: she may take back, not add; what came free she sticks elsewhere."""
    expect(phone.locator(".bar")).to_contain_text("1 dot left of 6")
    expect(choice(phone, 0).locator(".why")).to_contain_text("4 dots, brought together by a merge.")
    expect(choice(phone, 0).locator(".stuck .g")).to_have_count(4)
    stick, back = (choice(phone, 0).get_by_role("button", name=name) for name in ("Stick a dot", "Take a dot back"))
    expect(stick).to_have_attribute("aria-disabled", "true")
    back.focus()
    phone.keyboard.press("Enter")
    expect(phone.locator(".bar")).to_contain_text("2 dots left of 6")
    expect(back).to_be_focused()
    expect(choice(phone, 0).locator(".why")).to_contain_text("3 dots: the most allowed here.")
    expect(stick).to_have_attribute("aria-disabled", "true")
    for left in ("1 dot", "0 dots"):
        choice(phone, 2).get_by_role("button", name="Stick a dot").click()
        expect(phone.locator(".bar")).to_contain_text(f"{left} left of 6")
    expect(phone.locator(".g.pending")).to_have_count(0)
    expect(console.locator("td.hid")).to_have_count(3)


def taken_apart(console: Page) -> None:
    """From the agenda, while the result is on the screen."""
    console.locator(".steps").get_by_role("button", name="Regrouper", exact=True).click()
    row(console, "cluster-0").focus()
    console.keyboard.press("d")
    console.get_by_role("button", name=f"Take it out again {NAMES[1]}").press("Enter")
    expect(console.get_by_role("heading", name="Merged into it")).to_have_count(0)
    console.keyboard.press("Escape")
    expect(row(console, "cluster-1")).to_be_visible()
    console.get_by_role("button", name="Back to the open step").click()


# A phone in a pocket


class Radio:
    """The sockets of a page. Once `silent`, the first one goes on looking open, and nothing gets through it any more;
    `deaf`: nothing to the page alone."""

    def __init__(self, page: Page) -> None:
        self.silent = self.deaf = False
        self.sockets = 0
        self.told: list[str] = []
        self.sent: list[str] = []
        page.route_web_socket("**/live", self._relay)

    def _relay(self, socket: Any) -> None:
        self.sockets += 1
        number, server = self.sockets, socket.connect_to_server()

        def to_page(message: Any) -> None:
            if number > 1 or not (self.silent or self.deaf):
                self.told.append(message if isinstance(message, str) else message.decode())
                socket.send(message)

        def to_server(message: Any) -> None:
            if number > 1 or not self.silent:
                self.sent.append(str(message))
                server.send(message)

        server.on_message(to_page)
        socket.on_message(to_server)
        server.on_close(lambda code, reason: socket.close(code=code, reason=reason) if number > 1 else None)


@pytest.mark.slow
@pytest.mark.parametrize("late", [True, False], ids=["the idea is lost on its way", "only its answer is lost"])
def test_a_phone_locked_for_five_minutes_has_its_words_its_place_and_the_right_page(
    place: Place, visit: Make, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    """An idea on its way, another half written; then its page is frozen, its socket dead, and the workshop goes on."""
    monkeypatch.setattr("server.room.BEAT_EVERY_S", 1)
    workshop = place.create(STEPS[1:])
    place.open(workshop, "gather")
    kofi, ada = place.join(workshop, "Kofi"), place.join(workshop, "Ada")
    browser = visit(language="en")
    browser.sit(workshop, ada)
    page = browser.context.new_page()
    radio = Radio(page)
    page.clock.install()
    page.goto(place.url(workshop))
    page.wait_for_selector("html[data-live]")
    session = locked(place, workshop, page, radio, late=late)
    meanwhile(place, workshop, kofi, ada)
    session.send("Page.setWebLifecycleState", {"state": "active"})
    page.clock.fast_forward("05:00")
    expect(page.locator(".mine .late")).to_have_count(int(late))
    it_is_right(place, visit, workshop, page, ada)
    expect(page.locator(".banner")).to_have_count(0)
    adds_up(page, radio)
    assert radio.sockets == 2
    page.keyboard.type("phone")
    page.get_by_role("button", name="Post it late").click()
    expect(page.locator(".mine .late")).to_have_count(1 + late)
    adds_up(page, radio)
    during = [f"Pendant ce temps {n}" for n in range(3)]
    meanwhile_and_mine = [*during, "Dans le vide"] if late else ["Dans le vide", *during]
    assert place.texts(workshop) == ["Arrivée à temps", *meanwhile_and_mine, "Je range mon téléphone"]
    assert page.evaluate(LEFT) == 0


def adds_up(page: Page, radio: Radio) -> None:
    """The next beat of the server finds nothing to mend."""
    told = len(radio.told)
    eventually(page, lambda: any('"Beat"' in frame for frame in radio.told[told:]))
    assert not [frame for frame in radio.sent if "Resync" in frame]


def locked(place: Place, workshop: str, page: Page, radio: Radio, *, late: bool) -> CDPSession:
    """One idea is there, one under way (`late`: it never arrives; else its answer does not), a third half written."""
    post(page, "Arrivée à temps")
    expect(page.locator(".mine .posted")).to_have_count(1)
    radio.silent, radio.deaf = late, True
    post(page, "Dans le vide")
    eventually(page, lambda: late or "Dans le vide" in place.texts(workshop))
    radio.silent = True
    expect(page.locator(".mine .pending")).to_have_count(1)
    page.get_by_label("An idea", exact=True).press_sequentially("Je range mon télé")
    session = page.context.new_cdp_session(page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    return session


def meanwhile(place: Place, workshop: str, kofi: Entry, ada: Entry) -> None:
    """The server gives the dead socket up, others post, the step changes, and the sorting begins."""
    assert ada.seat is not None
    person = ada.seat.actor
    room = place.run(place.house.rooms.get(workshop))

    def gives_up() -> list[Member]:
        gone = list(room.members.of_person(person))
        for member in gone:
            member.close(1012, Bye("restart"))
        return gone

    assert len(place.run(room.between(gives_up))) == 1
    ideas = [place.post(workshop, kofi, f"Pendant ce temps {n}") for n in range(3)]
    place.open(workshop, "arrange")
    place.do(workshop, MakeCluster("cluster-1", "ideas-", "Un regroupement", None, ideas[:2]))


def it_is_right(place: Place, visit: Make, workshop: str, page: Page, ada: Entry) -> None:
    """As on a page that is opened now; what was typed is still in the box, with the caret in it."""
    expect(page.locator("h1")).to_contain_text("Rapprochez")
    expect(page.locator(".mine .pending")).to_have_count(0)
    expect(page.locator(".c")).to_contain_text("2 ideas")
    box = page.get_by_label("An idea", exact=True)
    expect(box).to_have_value("Je range mon télé")
    expect(box).to_be_focused()
    other: Visit = visit(language="en")
    other.sit(workshop, ada)
    fresh = other.open(workshop)
    for part in ("h1", ".mine", ".rest", ".done"):
        eventually(fresh, lambda part=part: words(page.locator(part)) == words(fresh.locator(part)))  # type: ignore[misc]
    fresh.close()
