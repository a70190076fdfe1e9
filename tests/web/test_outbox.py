"""Nothing written on a phone is lost, and nothing arrives twice."""

from typing import Any

import pytest
from playwright.sync_api import expect

from server.log import Append, StorageBusy, StorageFull
from tests.web.conftest import Place
from tests.web.phones import LEFT, Make, cut, lan, post, settled, stopped, voting, well_made, writing

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("secure", [True, False], ids=["localhost", "plain http on a local address"])
def test_what_is_written_offline_arrives_once_though_the_step_has_changed(
    place: Place, visit: Make, secure: bool
) -> None:
    workshop = writing(place)
    browser = visit(base=place.base if secure else lan(place))
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    assert page.evaluate("isSecureContext") is secure
    cut(page)
    post(page, "Écrite sans réseau")
    expect(page.locator(".banner")).to_contain_text("Votre idée est gardée sur cet appareil")
    expect(page.locator(".mine .pending")).to_contain_text("En attente d’envoi")
    well_made(page)
    page.get_by_label("Une idée", exact=True).press_sequentially("Et une autre, comm")
    place.open(workshop, "arrange")
    browser.context.set_offline(False)
    expect(page.locator("h1")).to_contain_text("Rapprochez")
    expect(page.locator(".mine .late")).to_contain_text("Écrite sans réseau")
    box = page.get_by_label("Une idée", exact=True)
    expect(box).to_be_focused()
    expect(box).to_have_value("Et une autre, comm")
    page.keyboard.type("encée")
    page.get_by_role("button", name="Déposer en retard").click()
    expect(page.locator(".mine .late")).to_have_count(2)
    expect(box).to_have_count(0)
    assert place.texts(workshop) == ["Écrite sans réseau", "Et une autre, commencée"]


@pytest.mark.parametrize("secure", [True, False], ids=["localhost", "plain http on a local address"])
def test_a_page_closed_before_it_could_send_is_sent_by_the_next_one(place: Place, visit: Make, secure: bool) -> None:
    workshop = writing(place)
    browser = visit(base=place.base if secure else lan(place))
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    post(page, "Première")
    expect(page.locator(".mine .posted")).to_have_count(1)
    cut(page)
    for text in ("Deuxième", "Troisième"):
        post(page, text)
    page.get_by_label("Une idée", exact=True).press_sequentially("Une quatrième, en cours")
    page.close()
    browser.context.set_offline(False)
    page = browser.open(workshop)
    expect(page.get_by_label("Une idée", exact=True)).to_have_value("Une quatrième, en cours")
    expect(page.locator(".mine .posted")).to_have_count(3)
    assert place.texts(workshop) == ["Première", "Deuxième", "Troisième"]
    assert page.evaluate(LEFT) == 0


def test_forty_ideas_at_once_are_slowed_by_the_server_and_all_arrive_in_order(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    cut(page)
    texts = [f"Idée {n} " for n in range(40)]
    for n, text in enumerate(texts):
        page.get_by_label("Une idée", exact=True).fill(text)
        page.get_by_role("button", name="Déposer").click()
        expect(page.locator(".mine li")).to_have_count(n + 1)
    browser.context.set_offline(False)
    expect(page.locator(".mine .posted")).to_have_count(40, timeout=20_000)
    assert place.texts(workshop) == [text.strip() for text in texts]
    expect(page.locator(".mine li").first).to_contain_text("Idée 39")


def test_a_commit_that_fails_is_made_good_without_a_word(
    place: Place, visit: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = writing(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    append, failures = place.house.log.append, [StorageBusy(), StorageFull()]

    async def failing(batch: Append) -> None:
        if failures:
            raise failures.pop()
        await append(batch)

    monkeypatch.setattr(place.house.log, "append", failing)
    post(page, "Malgré tout")
    expect(page.locator(".mine .posted")).to_have_count(1, timeout=15_000)
    assert place.texts(workshop) == ["Malgré tout"]
    assert not failures


def test_who_enters_as_somebody_else_in_the_same_browser_takes_nothing_over(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.context.clock.install()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.open(workshop)
    cut(page)
    post(page, "Une idée d’Ada")
    kofi = place.join(workshop, "Kofi")
    browser.sit(workshop, kofi)
    browser.context.set_offline(False)
    expect(page.get_by_role("link", name="Kofi")).to_be_visible()
    # Longer than anything left behind would wait before it is sent.
    page.clock.run_for(12_000)
    post(page, "Une idée de Kofi")
    expect(page.locator(".mine .posted")).to_have_count(1)
    assert place.texts(workshop) == ["Une idée de Kofi"]
    assert page.evaluate(LEFT) == 1
    expect(page.locator(".mine li")).to_have_count(1)


def test_a_second_tab_leaves_the_first_its_own(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.context.clock.install()
    browser.sit(workshop, place.join(workshop, "Ada"))
    first = browser.open(workshop)
    # Its socket looks open, and nothing gets through.
    first.route_web_socket("**/live", lambda socket: None)
    first.reload()
    first.wait_for_selector("html[data-live]", timeout=10_000)
    post(first, "Du premier onglet")
    second = browser.open(workshop)
    post(second, "Du second onglet")
    expect(second.locator(".mine .posted")).to_have_count(1)
    # Longer than the second waits before it looks again at what others left, in steps that let the first answer.
    for _ in range(50):
        second.clock.run_for(200)
        for page in (first, second):
            page.evaluate("() => 0")
    post(second, "Encore du second")
    expect(second.locator(".mine .posted")).to_have_count(2)
    assert place.texts(workshop) == ["Du second onglet", "Encore du second"]
    expect(first.locator(".mine .pending")).to_have_count(1)
    first.close()
    second.reload()
    expect(second.locator(".mine .posted")).to_have_count(3, timeout=12_000)
    assert place.texts(workshop) == ["Du second onglet", "Encore du second", "Du premier onglet"]


def test_a_dead_socket_is_replaced_within_25_seconds(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.context.new_page()
    sockets: list[Any] = []

    def relay(socket: Any) -> None:
        sockets.append(socket)
        server = socket.connect_to_server()
        # The first one dies after its first frames: nothing more gets through, and nobody says so.
        number = len(sockets)
        heard: list[Any] = []

        def to_page(message: Any) -> None:
            heard.append(message)
            if number > 1 or len(heard) == 1:
                socket.send(message)

        server.on_message(to_page)
        socket.on_message(lambda message: server.send(message) if number > 1 or "Hello" in str(message) else None)

    page.route_web_socket("**/live", relay)
    page.clock.install()
    begun = page.evaluate("Date.now()")
    page.goto(place.url(workshop))
    page.wait_for_selector("html[data-live]")
    post(page, "Dans le vide")
    already = stopped(page) - begun
    page.clock.run_for(24_000 - already)
    assert len(sockets) == 1
    page.clock.run_for(2_000 + already)
    expect(page.locator(".mine .posted")).to_have_count(1)
    assert len(sockets) == 2
    assert place.texts(workshop) == ["Dans le vide"]


def test_where_nothing_can_be_stored_the_page_says_so_and_works(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    browser.context.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }"
    )
    page = browser.open(workshop)
    expect(page.locator("#idea-hint")).to_contain_text("Ce navigateur ne garde rien")
    post(page, "Quand même")
    expect(page.locator(".mine .posted")).to_have_count(1)
    browser.context.set_offline(True)
    post(page, "Sans réseau ni mémoire")
    expect(page.locator(".banner")).to_contain_text("laissez-la ouverte")
    browser.context.set_offline(False)
    expect(page.locator(".mine .posted")).to_have_count(2)


def test_what_was_typed_before_the_script_came_is_kept_with_its_caret(place: Place, visit: Make) -> None:
    workshop = writing(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.context.new_page()
    held: list[Any] = []
    page.route("**/view", lambda route: held.append(route))
    with page.expect_request("**/view"):
        page.goto(place.url(workshop))
    box = page.get_by_label("Une idée", exact=True)
    box.press_sequentially("Déjà écrit")
    page.keyboard.press("ArrowLeft")
    held[0].continue_()
    page.wait_for_selector("html[data-live]")
    expect(box).to_have_value("Déjà écrit")
    expect(box).to_be_focused()
    page.keyboard.type("!")
    expect(box).to_have_value("Déjà écri!t")


def test_what_the_page_holds_adds_up_to_what_the_server_says(place: Place, visit: Make) -> None:
    workshop, _ = voting(place)
    browser = visit()
    browser.sit(workshop, place.join(workshop, "Ada"))
    page = browser.context.new_page()
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    with page.expect_websocket() as opened:
        page.goto(place.url(workshop))
    page.wait_for_selector("html[data-live]")
    page.locator(".c").first.get_by_role("button", name="Coller").click()
    place.open(workshop, "gather")
    post(page, "Une idée de plus")
    place.open(workshop, "voting")
    is_beat = lambda frame: '"Beat"' in str(frame)  # noqa: E731
    with opened.value.expect_event("framereceived", is_beat, timeout=25_000):
        pass
    settled(page)
    assert any("Hello" in each for each in sent)
    assert not any("Resync" in each for each in sent)
