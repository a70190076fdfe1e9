"""Who may enter as what: codes, links, places taken to another device, and what is left of secrets on the disk."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server import codes
from server import links as rows
from server import rooms as rooms_module
from server.access import DAY_MS, Access, Created, Entry, cookie_name
from server.batch import Ask
from server.codes import CROCKFORD, Failures, Turns, derived, grouped, new_key, recovery_code, typed_code
from server.links import NAMED
from server.presence import Seat
from server.protocol import Ack, Refused, Wait
from server.rooms import Rooms
from server.settings import DoorLimits
from server.sqlite import SqliteLog
from server.tables import transfers, workshops
from tests.clients import Phone, ideation
from tests.server.logs import copied, files
from workshops.door import CloseMeeting, OpenMeeting
from workshops.vocabulary import Limits

HOME = "192.0.2.7"
DOOR = DoorLimits(join_failures=3, join_delay=0.05)


class House:
    """A server without pages."""

    def __init__(self, log: SqliteLog) -> None:
        self.log, self.rooms = log, Rooms(log, Limits(), DOOR)
        self.access = Access(log, log.reading, self.rooms, DOOR, failure_s=0)

    async def opened(self) -> Created:
        return await self.access.create(ideation(), new_key())

    async def entered(self, workshop: str, name: str) -> tuple[Seat, str]:
        entry = await self.access.join(workshop, new_key(), name)
        return taken(entry)

    async def redeemed(self, secret: str, cookies: dict[str, str] | None = None) -> tuple[Seat, str]:
        return taken(await self.access.redeem(secret, cookies or {}, HOME))


def taken(entry: Entry | object) -> tuple[Seat, str]:
    assert isinstance(entry, Entry)
    assert entry.seat is not None
    assert entry.cookie is not None
    return entry.seat, entry.cookie


@pytest.fixture
def folder(tmp_path: Path, migrated: Path) -> Path:
    return copied(migrated, tmp_path)


@pytest.fixture
async def house(folder: Path) -> AsyncIterator[House]:
    log = await SqliteLog.open(folder)
    house = House(log)
    yield house
    await house.rooms.close()
    await log.close()


# Codes as people meet them


def test_a_join_code_is_forgiven_its_case_its_dash_and_what_looks_alike() -> None:
    for typed in ("K0QM-21TR", "koqm2itr", " k0 qm – 2l tr ", "KOQM-2ITR"):
        assert typed_code(typed) == "K0QM21TR"
    assert grouped("K0QM21TR", 4) == "K0QM-21TR"
    assert len({codes.new_code() for _ in range(200)}) == 200
    assert all(re.fullmatch(f"[{CROCKFORD}]{{8}}", codes.new_code()) for _ in range(200))


def test_a_recovery_code_holds_125_bits_and_is_the_same_for_the_same_key() -> None:
    assert recovery_code("key") == recovery_code("key") != recovery_code("other")
    assert re.fullmatch(f"[{CROCKFORD}]{{25}}", recovery_code("key"))


def test_failures_are_counted_for_an_address_and_forgotten_after_their_window() -> None:
    now = 0.0
    failures = Failures(3, 300, lambda: now)
    for _ in range(3):
        failures.note(HOME)
    assert not failures.too_many(HOME)
    failures.note(HOME)
    assert failures.too_many(HOME)
    assert not failures.too_many("192.0.2.8")
    now = 301
    assert not failures.too_many(HOME)


def test_one_network_of_ipv6_is_one_address() -> None:
    failures = Failures(1, 300)
    failures.note("2001:db8::1")
    failures.note("2001:db8::ffff:2")
    assert failures.too_many("2001:db8::3")
    assert not failures.too_many("2001:db8:0:1::3")


def test_failures_of_very_many_addresses_do_not_fill_the_memory() -> None:
    failures = Failures(0, 300)
    for n in range(codes.ADDRESSES_KEPT + 5):
        failures.note(f"address {n}")
    assert not failures.too_many("address 0")
    assert failures.too_many(f"address {codes.ADDRESSES_KEPT}")


# Joining


async def test_a_code_opens_its_workshop_only_while_the_meeting_is_open(house: House) -> None:
    made = await house.opened()
    entrance = await house.access.entrance(made.workshop)
    assert await house.access.by_code(grouped(entrance.code, 4).lower(), HOME) == made.workshop
    room, me = await house.rooms.get(made.workshop), Seat("s", made.workshop, "facilitator", made.console.id)
    assert isinstance(await room.do(Ask(me, None, 0, CloseMeeting())), Ack)
    assert await house.access.by_code(entrance.code, HOME) is None
    assert await house.access.by_qr(entrance.qr) == made.workshop
    assert isinstance(await room.do(Ask(me, None, 0, OpenMeeting())), Ack)
    assert await house.access.by_code(entrance.code, HOME) == made.workshop


async def test_what_opens_nothing_is_answered_no_sooner_than_what_is_closed(house: House) -> None:
    access = Access(house.log, house.log.reading, house.rooms, DOOR, failure_s=0.05)
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert await access.by_code("K0QM-21TR", HOME) is None
    assert loop.time() - began >= 0.049


async def test_too_many_failures_slow_an_address_down_and_never_shut_it_out(house: House) -> None:
    made = await house.opened()
    code = (await house.access.entrance(made.workshop)).code
    loop = asyncio.get_running_loop()
    for n in range(4):
        assert await house.access.by_code(f"WRONG{n}", HOME) is None
    began = loop.time()
    assert await house.access.by_code(code, HOME) == made.workshop
    assert loop.time() - began >= 0.049
    began = loop.time()
    assert await house.access.by_code(code, "192.0.2.8") == made.workshop
    assert loop.time() - began < 0.049


async def test_who_joins_is_known_again_by_their_cookie_alone(house: House) -> None:
    made = await house.opened()
    seat, cookie = await house.entered(made.workshop, "Ada")
    assert await house.access.seats.of(cookie, made.workshop, "participant") == seat
    assert await house.access.seats.of(cookie, made.workshop, "facilitator") is None
    assert await house.access.seats.of(cookie, "another", "participant") is None
    assert await house.access.seats.of(cookie + "x", made.workshop, "participant") is None
    assert await house.access.seats.of(None, made.workshop, "participant") is None


async def test_two_presses_of_the_button_make_one_person(house: House) -> None:
    made, key = await house.opened(), new_key()
    assert taken(await house.access.join(made.workshop, key, "Kofi")) == taken(
        await house.access.join(made.workshop, key, "Kofi")
    )
    room = await house.rooms.get(made.workshop)
    assert [key for key in await room.look("facilitator") if key.startswith("person:")] == [
        f"person:{derived(key, 'person', 9)}"
    ]


async def test_a_name_that_is_refused_leaves_no_seat(house: House) -> None:
    made, key = await house.opened(), new_key()
    refused = await house.access.join(made.workshop, key, "")
    assert isinstance(refused, Refused)
    assert refused.reason == "name_needed"
    assert await house.access.seats.of(derived(key, "cookie"), made.workshop, "participant") is None


async def test_three_hundred_people_come_in_from_one_address_though_one_in_ten_mistypes_the_code(
    folder: Path,
) -> None:
    log = await SqliteLog.open(folder)
    house = House(log)
    house.access = Access(log, log.reading, house.rooms, DoorLimits(), failure_s=0)
    made = await house.opened()
    code = (await house.access.entrance(made.workshop)).code

    async def comes(n: int) -> Seat:
        if n % 10 == 0:
            assert await house.access.by_code(code[:-1] + ("0" if code[-1] != "0" else "1"), HOME) is None
        found = await house.access.by_code(grouped(code, 4).lower(), HOME)
        assert found == made.workshop
        return (await house.entered(found, f"Person {n}"))[0]

    seats = await asyncio.gather(*(comes(n) for n in range(300)))
    room = await house.rooms.get(made.workshop)
    people = {key for key in await room.look("facilitator") if key.startswith("person:")}
    assert people == {f"person:{seat.actor}" for seat in seats}
    assert len(people) == 300
    assert not house.access._failures.too_many(HOME), "nobody was slowed down"
    await house.rooms.close()
    await log.close()


# Links


async def test_a_workshop_is_created_once_for_the_same_form(house: House) -> None:
    key = new_key()
    first, second = await asyncio.gather(house.access.create(ideation(), key), house.access.create(ideation(), key))
    assert first == second
    assert first.workshop != (await house.opened()).workshop


async def test_links_open_the_seat_of_their_role_and_keep_a_seat_already_held(house: House) -> None:
    made = await house.opened()
    seat, cookie = await house.redeemed(f" http://192.0.2.1:8000/l#{made.console.secret}\n")
    assert (seat.role, seat.actor) == ("facilitator", made.console.id)
    screen, _ = await house.redeemed(made.screen.secret)
    assert screen.role == "screen"
    cookies = {cookie_name(made.workshop, "facilitator", secure=False): cookie}
    assert await house.access.redeem(made.console.secret, cookies, HOME) == Entry(seat, None)
    elsewhere, _ = await house.redeemed(made.console.secret)
    assert elsewhere.id != seat.id
    assert elsewhere.actor == seat.actor
    assert await house.access.redeem("no such secret", {}, HOME) is None
    assert await house.access.redeem("", {}, HOME) is None


async def test_the_recovery_code_opens_the_same_console(house: House) -> None:
    made = await house.opened()
    seat, _ = await house.redeemed(grouped(made.console.recovery, 5).lower())
    assert (seat.role, seat.actor) == ("facilitator", made.console.id)
    assert [holder.id for holder in await house.access.holders.all(made.workshop, "facilitator")] == [made.console.id]


async def test_a_link_that_is_withdrawn_takes_its_recovery_code_and_its_seats_along_and_cuts_their_sockets(
    house: House,
) -> None:
    made = await house.opened()
    mei = await house.access.holders.mint(made.workshop, "facilitator", "Mei", new_key())
    mine, my_cookie = await house.redeemed(made.console.secret)
    theirs, their_cookie = await house.redeemed(mei.secret)
    recovered, _ = await house.redeemed(mei.recovery)
    room = await house.rooms.get(made.workshop)
    phones = [await Phone(room, seat).hello() for seat in (mine, theirs, recovered)]
    await house.access.holders.revoke(made.workshop, mei.id)
    assert [phone.closed for phone in phones] == [None, 4003, 4003]
    assert await house.access.seats.of(their_cookie, made.workshop, "facilitator") is None
    assert await house.access.seats.of(my_cookie, made.workshop, "facilitator") == mine
    assert await house.access.redeem(mei.secret, {}, HOME) is None
    assert await house.access.redeem(mei.recovery, {}, HOME) is None
    assert [holder.label for holder in await house.access.holders.all(made.workshop, "facilitator")] == [""]


async def test_a_link_of_another_workshop_cannot_be_withdrawn_from_here(house: House) -> None:
    made, other = await house.opened(), await house.opened()
    await house.access.holders.revoke(other.workshop, made.console.id)
    assert (await house.redeemed(made.console.secret))[0].workshop == made.workshop


async def test_a_new_link_to_the_screen_takes_the_place_of_the_earlier_one(house: House) -> None:
    made, key = await house.opened(), new_key()
    old, cookie = await house.redeemed(made.screen.secret)
    room = await house.rooms.get(made.workshop)
    projector = await Phone(room, old).hello()
    new = await house.access.holders.new_screen(made.workshop, key)
    assert projector.closed == 4003
    assert await house.access.seats.of(cookie, made.workshop, "screen") is None
    assert await house.access.redeem(made.screen.secret, {}, HOME) is None
    assert await house.access.holders.new_screen(made.workshop, key) == new
    assert (await house.redeemed(new.secret))[0].role == "screen"


async def test_a_facilitator_who_changes_their_link_stays_the_same_and_stays_in(house: House) -> None:
    made = await house.opened()
    mine, cookie = await house.redeemed(made.console.secret)
    _, stolen = await house.redeemed(made.console.secret)
    new = await house.access.holders.renew(mine, new_key())
    assert await house.access.seats.of(cookie, made.workshop, "facilitator") == mine
    assert await house.access.seats.of(stolen, made.workshop, "facilitator") is None
    assert await house.access.redeem(made.console.secret, {}, HOME) is None
    assert await house.access.redeem(made.console.recovery, {}, HOME) is None
    for secret in (new.secret, new.recovery):
        assert (await house.redeemed(secret))[0].actor == mine.actor


# Another device


async def test_a_personal_link_gives_the_same_person_another_seat(house: House) -> None:
    made = await house.opened()
    ada, _ = await house.entered(made.workshop, "Ada")
    first, second = await house.access.holders.personal(ada), await house.access.holders.personal(ada)
    elsewhere, _ = await house.redeemed(second.secret)
    assert (elsewhere.actor, elsewhere.role) == (ada.actor, "participant")
    assert elsewhere.id != ada.id
    assert await house.access.redeem(first.secret, {}, HOME) is None


async def test_eight_digits_carry_a_person_over_once(house: House) -> None:
    made = await house.opened()
    ada, _ = await house.entered(made.workshop, "Ada")
    digits = (await house.access.holders.personal(ada)).digits
    elsewhere, cookie = await house.redeemed(f"{digits[:4]} {digits[4:]}")
    assert elsewhere.actor == ada.actor
    assert elsewhere.id != ada.id
    assert await house.access.seats.of(cookie, made.workshop, "participant") == elsewhere
    assert await house.access.redeem(digits, {}, HOME) is None


async def test_eight_digits_stand_five_wrong_tries_at_them_and_those_at_others(house: House) -> None:
    made = await house.opened()
    ada, _ = await house.entered(made.workshop, "Ada")
    kofi, _ = await house.entered(made.workshop, "Kofi")
    first, second = (
        (await house.access.holders.personal(ada)).digits,
        (await house.access.holders.personal(kofi)).digits,
    )
    while first[:NAMED] == second[:NAMED]:
        second = (await house.access.holders.personal(kofi)).digits
    wrong = first[:NAMED] + f"{(int(first[NAMED:]) + 1) % 10**4:04}"
    for _ in range(5):
        assert await house.access.redeem(wrong, {}, HOME) is None
    assert await house.access.redeem(first, {}, HOME) is None
    assert (await house.redeemed(second))[0].actor == kofi.actor


async def test_eight_digits_last_five_minutes(house: House) -> None:
    made = await house.opened()
    ada, _ = await house.entered(made.workshop, "Ada")
    digits = (await house.access.holders.personal(ada)).digits
    await house.log.write(lambda db: db.execute(transfers.update().values(expires=transfers.c.expires - 5 * 60 * 1000)))
    assert await house.access.redeem(digits, {}, HOME) is None


async def test_the_facilitator_gives_digits_to_who_lost_their_phone_and_the_last_given_alone_work(house: House) -> None:
    made = await house.opened()
    ada, cookie = await house.entered(made.workshop, "Ada")
    personal = await house.access.holders.personal(ada)
    first, second = [await house.access.holders.digits(made.workshop, ada.actor) for _ in range(2)]
    for given in (personal.digits, first):
        assert await house.access.redeem(given, {}, HOME) is None
    assert (await house.redeemed(second))[0].actor == ada.actor
    assert await house.access.redeem(second, {}, HOME) is None
    assert (await house.redeemed(personal.secret))[0].actor == ada.actor
    assert await house.access.seats.of(cookie, made.workshop, "participant") == ada


async def test_five_hundred_guesses_over_all_beginnings_burn_nobodys_digits(folder: Path) -> None:
    log = await SqliteLog.open(folder)
    house = House(log)
    house.access = Access(log, log.reading, house.rooms, DoorLimits(join_failures=1000), failure_s=0)
    made = await house.opened()
    ada, _ = await house.entered(made.workshop, "Ada")
    digits = await house.access.holders.digits(made.workshop, ada.actor)
    guesses = [f"{beginning:02}{n:06}" for beginning in range(100) for n in range(5)]
    tried = [house.access.redeem(guess, {}, HOME) for guess in guesses if guess[:NAMED] != digits[:NAMED]]
    assert set(await asyncio.gather(*tried)) <= {None}
    assert (await house.redeemed(digits))[0].actor == ada.actor
    await house.rooms.close()
    await log.close()


async def test_digits_of_one_address_are_looked_at_one_after_the_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking: list[str] = []
    most = 0

    async def take(digits: str) -> None:
        nonlocal most
        looking.append(digits)
        most = max(most, len(looking))
        await asyncio.sleep(0)
        looking.remove(digits)

    monkeypatch.setattr(house.access, "_take", take)
    await asyncio.gather(*(house.access.redeem(f"1234567{n}", {}, HOME) for n in range(3)))
    assert most == 1
    await asyncio.gather(*(house.access.redeem(f"1234567{n}", {}, f"192.0.2.{n}") for n in range(3)))
    assert most == 3


async def test_who_waits_too_long_for_their_turn_is_told_to_try_again(house: House) -> None:
    turns = house.access._turns = Turns()
    house.access.turn_s = 0.0
    async with turns.of(HOME, 1.0):
        said = await house.access.redeem("1234 5678", {}, HOME)
        assert isinstance(said, Wait)
        assert said.reason == "busy"
        assert await house.access.redeem("a secret, which is no digits", {}, HOME) is None
    assert not turns._locks


# Holders


async def test_helpers_have_links_of_their_own_and_are_cut_when_theirs_is_withdrawn(house: House) -> None:
    made, holders = await house.opened(), house.access.holders
    zoe, omar = [await holders.mint(made.workshop, "helper", name, new_key()) for name in ("Zoé", "Omar")]
    assert zoe.recovery == ""
    seat, cookie = await house.redeemed(zoe.secret)
    other, _ = await house.redeemed(omar.secret)
    assert (seat.role, seat.actor) == ("helper", zoe.id)
    room = await house.rooms.get(made.workshop)
    phones = [await Phone(room, each).hello() for each in (seat, other)]
    await holders.revoke(made.workshop, zoe.id)
    assert [phone.closed for phone in phones] == [4003, None]
    assert await house.access.seats.of(cookie, made.workshop, "helper") is None
    assert await house.access.redeem(zoe.secret, {}, HOME) is None
    assert [holder.label for holder in await holders.all(made.workshop, "helper")] == ["Omar"]
    names = await holders.names(made.workshop)
    assert names == {made.console.id: "", zoe.id: "Zoé", omar.id: "Omar"}, "what she entered stays hers"


async def test_one_form_makes_a_link_in_each_workshop_it_is_sent_to(house: House) -> None:
    made, other, key = await house.opened(), await house.opened(), new_key()
    links = [await house.access.holders.mint(each.workshop, "helper", "Zoé", key) for each in (made, other, made)]
    assert links[0] == links[2]
    for link, each in zip(links, (made, other), strict=False):
        assert (await house.redeemed(link.secret))[0].workshop == each.workshop


async def test_a_link_withdrawn_while_it_is_being_opened_opens_nothing(house: House) -> None:
    made = await house.opened()
    zoe = await house.access.holders.mint(made.workshop, "helper", "Zoé", new_key())
    await house.access.holders.revoke(made.workshop, zoe.id)
    assert await house.log.write(lambda db: rows.open_link(db, zoe.id, "cookie")) is None


async def test_withdrawn_seats_are_not_remembered_for_ever(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    made = await house.opened()
    seat, _ = await house.entered(made.workshop, "Ada")
    await house.access.seats.leave(seat)
    assert list(house.rooms._revoked) == [seat.id]
    monkeypatch.setattr(rooms_module, "REVOKED_S", -1.0)
    house.rooms.revoke(made.workshop, ["another"])
    assert list(house.rooms._revoked) == ["another"]


# The owner


async def test_the_owner_comes_in_by_any_of_the_last_five_links_and_stays(house: House) -> None:
    paths = [await house.access.owner_link() for _ in range(6)]
    assert await house.access.redeem(paths[0], {}, HOME) is None
    entry = await house.access.redeem(paths[1], {}, HOME)
    assert isinstance(entry, Entry)
    assert entry.seat is None
    for _ in range(6):
        await house.access.owner_link()
    assert await house.access.owner_of(entry.cookie) is not None
    assert await house.access.owner_of("no") is None


async def test_the_owner_knows_every_workshop_the_last_used_first_and_until_when_it_is_kept(house: House) -> None:
    first, second = await house.opened(), await house.opened()
    query = workshops.update().where(workshops.c.id == first.workshop).values(last_used=workshops.c.last_used + 1_000)
    await house.log.write(lambda db: db.execute(query))
    known = await house.access.known(10)
    assert [each.id for each in known] == [first.workshop, second.workshop]
    assert [each.deleted_on - each.last_used for each in known] == [90 * DAY_MS] * 2
    assert [each.id for each in await house.access.known(1, 1)] == [second.workshop]


# At rest


async def test_no_secret_is_on_the_disk(house: House, folder: Path) -> None:
    owner = (await house.access.owner_link()).removeprefix("/l#")
    key = new_key()
    made = await house.access.create(ideation(), key)
    ada, cookie = await house.entered(made.workshop, "Ada")
    personal = await house.access.holders.personal(ada)
    mei = await house.access.holders.mint(made.workshop, "facilitator", "Mei", new_key())
    _, console = await house.redeemed(made.console.secret)
    secrets = [owner, key, made.console.secret, made.console.recovery, made.screen.secret, cookie, console]
    secrets += [personal.secret, personal.digits, mei.secret, mei.recovery]
    secrets += [await house.access.holders.digits(made.workshop, ada.actor)]
    written = files(folder)
    assert [secret for secret in secrets if secret.encode() in written] == []
    assert (await house.access.entrance(made.workshop)).qr.encode() in written


async def test_rights_survive_a_restart(folder: Path) -> None:
    log = await SqliteLog.open(folder)
    first = House(log)
    made = await first.opened()
    ada, cookie = await first.entered(made.workshop, "Ada")
    await first.rooms.close()
    await log.close()
    log = await SqliteLog.open(folder)
    again = House(log)
    assert await again.access.seats.of(cookie, made.workshop, "participant") == ada
    assert [place.title for place in await again.access.seats.places({"g-x-participant": cookie, "other": "x"})] == [
        "A workshop"
    ]
    await again.rooms.close()
    await log.close()
