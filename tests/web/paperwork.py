"""What tests of people on paper share: whoever helps them, the people themselves, and what they look at."""

import secrets

from playwright.sync_api import Page, expect

from server.access import Entry
from server.batch import Ask
from server.presence import Seat
from server.protocol import Ack
from tests.web.conftest import Place, Visit
from tests.web.phones import LEFT, eventually, round_of
from workshops.people import AddPerson
from workshops.sealing import RevealRound
from workshops.tallies import TallyRecord
from workshops.voting import CloseRound
from workshops.workshop import AnyCommand

PEOPLE = ["Mme Ferreira", "Zoë Łukasiewicz", "Aminata", "Jean-Noël", "Ọláyínká"]


def helping(place: Place, workshop: str, name: str = "Kofi") -> Entry:
    """A helper's seat, by a link with this name on it."""
    holders = place.house.access.holders
    link = place.run(holders.mint(workshop, "helper", name, secrets.token_urlsafe(32)))
    entry = place.run(place.house.access.redeem(link.secret, {}, "127.0.0.1"))
    assert isinstance(entry, Entry)
    return entry


def helper(place: Place, browser: Visit, workshop: str, name: str = "Kofi") -> Page:
    """Their own face, ready."""
    browser.sit(workshop, helping(place, workshop, name), "helper")
    return browser.open(workshop, "helper")


def on_paper(place: Place, workshop: str, *names: str) -> list[str]:
    """Added by the facilitator; their ids, in the order of their numbers."""
    people = [secrets.token_urlsafe(9) for _ in names]
    for person, name in zip(people, names, strict=True):
        place.do(workshop, AddPerson(person, name))
    return people


def enter(place: Place, workshop: str, person: str, command: AnyCommand, seat: Seat | None = None) -> None:
    """For a person on paper, as the facilitator or on another seat; it must not be refused."""
    who = seat or Seat("desk", workshop, "facilitator", "desk")
    room = place.run(place.house.rooms.get(workshop))
    verdict = place.run(room.do(Ask(who, secrets.token_urlsafe(18), 1, command, person)))
    assert isinstance(verdict, Ack), verdict


def opened(page: Page, number: int) -> None:
    """Chooses the person of this number, from wherever one is."""
    back = page.get_by_role("button", name="All the people")
    if back.is_visible():
        back.click()
    page.locator(".who").nth(number - 1).click()
    expect(page.locator(".entry h2")).to_contain_text(str(number))


def type_slip(page: Page, slip: int, text: str, button: str = "Enter this idea") -> None:
    page.get_by_label("Slip", exact=True).fill(str(slip))
    page.locator("#paper-idea").fill(text)
    page.get_by_role("button", name=button).click()


def type_ballot(page: Page, number: int, dots: list[int], *, again: bool = False) -> None:
    """So many dots on the first choices, sent."""
    if page.locator(".entry .ballot").count() == 0:
        opened(page, number)
    if again:
        page.get_by_role("button", name="Enter a ballot").click()
    for at, n in enumerate(dots):
        page.locator(".dots-n").nth(at).fill(str(n))
    page.locator("#enter-ballot").click()
    expect(page.locator(".entry .ballot")).to_have_count(0)


def counted(page: Page, place: Place, workshop: str) -> dict[str, int]:
    """The dots on each choice, once all that was entered on this page is there and the round is revealed."""
    eventually(page, lambda: page.evaluate(LEFT) == 0)
    round_id = round_of(place, workshop)
    place.do(workshop, CloseRound(round_id))
    place.do(workshop, RevealRound(round_id))
    tally = place.seen(workshop)[f"tally:{round_id}"]
    assert isinstance(tally, TallyRecord)
    return {count.on: count.dots for count in tally.counts}
