"""The phone through the steps of a workshop; and everything that works without JavaScript."""

from playwright.sync_api import Page, expect

from tests.place import Place
from tests.web.town import CLUSTERS, Scene, Town
from workshops.clusters import MakeCluster
from workshops.moderation import HideIdea
from workshops.people import EraseMe


def post(page: Page, text: str) -> None:
    page.locator("#idea").fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#idea")).to_have_value("")


def phone_writing(town: Town) -> Scene:
    workshop, _ = town.written()
    visitor, page, ada = town.seated(workshop)
    yield "phone-gather", page
    post(page, "Des ateliers pour dire non, sans honte.")
    hidden = town.place.post(workshop, ada, "Monsieur Untel exagère")
    town.place.do(workshop, HideIdea(hidden, "met en cause une personne"))
    page.locator("#idea").fill("J’écris en ce moment même")
    yield "phone-written", page
    page.locator(".mine li button").last.click()
    yield "phone-edit", page
    page.reload()
    page.wait_for_selector("html[data-live]")
    visitor.context.set_offline(True)
    page.wait_for_selector(".banner")
    post(page, "Écrite sans réseau")
    yield "phone-offline", page
    town.place.open(workshop, "arrange")
    visitor.context.set_offline(False)
    page.wait_for_selector(".mine .late")
    yield "phone-late", page
    _, page, _ = town.seated(town.written()[0])
    page.locator("#idea").fill("mot " * 501)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".refused")
    yield "phone-refused", page


def phone_steps(town: Town) -> Scene:
    workshop = town.workshop("everyone")
    _, page, _ = town.seated(workshop)
    yield "phone-nostep", page
    town.place.open(workshop, "welcome")
    page.wait_for_selector(".left")
    yield "phone-talk", page
    town.place.open(workshop, "gather")
    page.wait_for_selector("#idea")
    yield "phone-private-empty", page
    post(page, "Des ateliers pour dire non, sans honte.")
    yield "phone-private", page
    page.locator(".me a").first.click()
    page.wait_for_selector("dialog[open]")
    yield "phone-me", page
    page.locator("dialog button.flush").last.click()
    page.wait_for_selector("dialog .note.refused")
    yield "phone-erase", page
    page.locator("dialog .note.refused button").first.click()
    page.wait_for_selector("dialog", state="detached")
    yield "phone-erased", page


def phone_voting(town: Town) -> Scene:
    workshop, _ = town.sorted()
    _, page, ada = town.seated(workshop)
    yield "phone-clusters", page
    page.locator(".c button.ideas").first.click()
    page.wait_for_selector("dialog[open]")
    yield "phone-cluster", page
    page.keyboard.press("Escape")
    town.place.open(workshop, "voting")
    page.wait_for_selector(".bar")
    yield "phone-vote-blank", page
    for n in (0, 0, 0, 1):
        page.locator(".c").nth(n).locator(".pm .btn").last.click()
    expect(page.locator(".g.pending")).to_have_count(0)
    yield "phone-vote", page
    page.locator(".bar button").click()
    yield "phone-vote-finished", page
    town.stick(workshop, town.place.join(workshop, "Zoé"), "cluster-2", 3)
    town.close_round(workshop)
    page.wait_for_selector("main .note")
    yield "phone-vote-closed", page
    town.reveal(workshop)
    page.wait_for_selector(".results")
    yield "phone-results", page
    assert ada.seat is not None
    town.place.run(revoked(town.place, workshop, ada.seat.id))
    page.wait_for_selector(".stopped")
    yield "phone-withdrawn", page


def phone_many(town: Town) -> Scene:
    """500 ideas and 160 clusters in one's hand, very long words among them."""
    workshop, _ = town.crowded()
    town.place.open(workshop, "gather")
    page = town.seated(workshop)[1]
    yield "phone-gather-500", page
    town.place.open(workshop, "arrange")
    page.wait_for_selector(".c")
    yield "phone-clusters-500", page
    town.place.open(workshop, "voting")
    page.wait_for_selector(".bar")
    yield "phone-vote-500", page


async def revoked(place: Place, workshop: str, seat: str) -> None:
    place.house.rooms.revoke(workshop, [seat])


# Without JavaScript


def plain(town: Town) -> Scene:
    yield "plain-home", town.page("/", java_script_enabled=False)
    workshop, ideas = town.written()
    _, page, ada = town.seated(workshop, live=False)
    mine = town.place.post(workshop, ada, "Des ateliers pour dire non, sans honte.")
    home = town.place.url(workshop)
    for name, path in {
        "gather": "",
        "idea": f"/ideas/{mine}",
        "me": "/me",
        "erase": "/erase",
        "device": "/device",
        "leave": "/leave",
    }.items():
        page.goto(home + path)
        yield f"plain-{name}", page
    for n in range(3):
        town.place.do(workshop, MakeCluster(f"cluster-{n}", "ideas-", CLUSTERS[n], None, ideas[3 * n : 3 * n + 3]))
    for step in ("arrange", "voting"):
        town.place.open(workshop, step)
        page.goto(home)
        yield f"plain-{step}", page
    page.goto(f"{home}/clusters/cluster-0")
    yield "plain-cluster", page
    town.stick(workshop, ada, "cluster-0", 2)
    town.close_round(workshop)
    town.reveal(workshop)
    page.goto(home)
    yield "plain-results", page
    town.place.do(workshop, EraseMe(), ada.seat)
    page.goto(home)
    yield "plain-erased", page
    for role in ("facilitator", "screen"):
        yield f"plain-{role}", town.seated(workshop, role, live=False)[1]
