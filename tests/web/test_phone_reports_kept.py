"""Nothing typed in a circle's report is lost: not without a network, not when the phone dies, not when the pen goes."""

import time
from typing import Any

import pytest
from playwright.sync_api import expect

from server import batch, room, telling
from tests.web.conftest import Place
from tests.web.meeting import Meeting, meeting, reading, writing
from tests.web.phones import LEFT, Make, cut, eventually, stopped, well_made
from workshops.agenda import CloseStep
from workshops.reporting import AskPen, HandPen, TakePen, WriteReport
from workshops.texts import VersionsRecord

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("closed", [False, True], ids=["the page stays", "the page is closed and opened again"])
def test_a_dead_network_costs_one_message_and_no_word(place: Place, visit: Make, closed: bool) -> None:
    forum = meeting(place)
    browser, page = writing(forum, visit, forum.join("Ada"))
    cut(page)
    box = page.get_by_label("Ce qui s’est dit")
    for word in ("Rien ", "ne ", "part, ", "tout ", "reste"):
        box.press_sequentially(word)
        page.evaluate("new Promise(go => setTimeout(go, 900))")
    page.get_by_label("Points d’accord").fill("Tous")
    page.get_by_label("Points d’accord").blur()
    expect(page.locator("#state-said")).to_contain_text("Gardé sur cet appareil")
    eventually(page, lambda: page.evaluate(LEFT) == 2)
    if closed:
        page.close()
        browser.context.set_offline(False)
        page = browser.open(forum.workshop)
    browser.context.set_offline(False)
    eventually(page, lambda: forum.says(forum.sessions[0]) == "Rien ne part, tout reste")
    eventually(page, lambda: forum.says(forum.sessions[0], "agreed") == "Tous")
    eventually(page, lambda: page.evaluate(LEFT) == 0)


def test_a_rapporteur_whose_phone_dies_loses_nothing_and_another_takes_the_pen(
    place: Place, visit: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """REPORTING2, REPORTING5: what was acknowledged is there; what was not is set aside when the phone comes back."""
    forum = meeting(place)
    first, ada = writing(forum, visit, forum.join("Ada"))
    ada.get_by_label("Ce qui s’est dit").fill("Ce qui est enregistré")
    expect(ada.locator("#state-said")).to_contain_text("C’est enregistré")
    cut(ada)
    ada.get_by_label("Ce qui s’est dit").fill("Ce qui est enregistré, et ce qui ne l’est pas")
    eventually(ada, lambda: ada.evaluate(LEFT) == 1)
    ada.close()  # the phone is dead

    second, mei = reading(forum, visit, forum.join("Mei"))
    expect(mei.locator(".pen")).to_contain_text("Ada a la plume.")
    take = mei.get_by_role("button", name="Prendre la plume")
    expect(take).to_have_attribute("aria-disabled", "true")
    expect(mei.locator(".pen [role=timer]")).to_contain_text("1:")
    for module in (batch, telling, room):  # two and a half minutes later
        monkeypatch.setattr(module, "now_ms", lambda: time.time_ns() // 1_000_000 + 150_000)
    mei.reload()
    mei.wait_for_selector("html[data-live]")
    expect(mei.locator(".pen")).to_contain_text("Plus rien ne s’écrit depuis deux minutes.")
    take.click()
    expect(mei.get_by_label("Ce qui s’est dit")).to_have_value("Ce qui est enregistré")
    mei.get_by_label("Ce qui s’est dit").fill("Ce qui est enregistré, et la suite")
    expect(mei.locator("#state-said")).to_contain_text("C’est enregistré")

    first.context.set_offline(False)  # and comes back to life
    ada = first.open(forum.workshop)
    ada.locator(".reports .to-report").first.click()
    expect(ada.locator(".pen")).to_contain_text("Mei a la plume.")
    expect(ada.locator(".aside")).to_contain_text("Ce que vous avez écrit, mis de côté.")
    expect(ada.locator(".aside .voice")).to_have_text("Ce qui est enregistré, et ce qui ne l’est pas")
    expect(ada.locator(".part").nth(1).locator(".voice").first).to_have_text("Ce qui est enregistré, et la suite")
    assert forum.says(forum.sessions[0]) == "Ce qui est enregistré, et la suite"
    well_made(ada)
    eventually(ada, lambda: [line.aside for line in history(forum)] == [False, False, True])
    assert ada.evaluate(LEFT) == 0
    second.context.close()


def history(forum: Meeting) -> list[Any]:
    record = forum.record(f"versions:{forum.sessions[0]}")
    assert isinstance(record, VersionsRecord)
    return list(record.versions)


def test_a_pen_taken_while_one_types_sets_aside_what_was_typed_and_says_so(place: Place, visit: Make) -> None:
    """REPORTING5"""
    forum = meeting(place)
    mei = forum.join("Mei")
    browser, page = writing(forum, visit, mei)
    page.clock.install()
    box = page.get_by_label("Ce qui s’est dit")
    box.press_sequentially("Première phrase.")
    expect(page.locator("#state-said")).to_contain_text("C’est enregistré")
    stopped(page)
    box.press_sequentially(" Seconde")
    place.do(forum.workshop, TakePen(forum.sessions[0]))
    place.do(forum.workshop, WriteReport(forum.sessions[0], "said", "Par l’animation"))
    aside = page.locator(".aside")
    expect(aside.locator(".voice")).to_have_text("Première phrase. Seconde")
    page.clock.resume()
    expect(page.locator(".pen")).to_contain_text("Quelqu’un de l’animation a la plume.")
    expect(page.locator(".sr[role=status]").first).to_have_text(
        "Vous n’avez plus la plume. Ce que vous avez écrit est mis de côté et gardé à côté du texte."
    )
    assert page.evaluate("document.activeElement.textContent") == "Ce qui s’est dit"
    well_made(page)
    page.reload()
    page.wait_for_selector("html[data-live]")
    expect(aside.locator(".voice")).to_have_text("Première phrase. Seconde")
    forum.do(mei, AskPen(forum.sessions[0]))
    place.do(forum.workshop, HandPen(forum.sessions[0], mei.seat.actor if mei.seat else ""))
    aside.get_by_role("button", name="L’ajouter au texte").click()
    expect(aside).to_have_count(0)
    eventually(page, lambda: forum.says(forum.sessions[0]) == "Par l’animation\n\nPremière phrase. Seconde")
    browser.context.close()


def test_too_long_a_part_is_kept_and_said_and_saved_once_it_is_shorter(place: Place, visit: Make) -> None:
    forum = meeting(place)
    _, page = writing(forum, visit, forum.join("Ada"))
    box = page.get_by_label("Ce qui s’est dit")
    box.fill("mot " * 2_001)
    expect(page.locator("#state-said")).to_contain_text("4 signes de trop")
    expect(page.locator("#state-said")).to_have_attribute("role", "alert")
    well_made(page)
    page.reload()
    page.wait_for_selector("html[data-live]")
    expect(box).to_have_value("mot " * 2_001)
    box.fill("mot " * 2_000)
    expect(page.locator("#state-said")).to_contain_text("C’est enregistré")
    assert len(forum.says(forum.sessions[0])) == 8_000


def test_a_full_report_says_so_in_kilobytes_and_takes_what_waits_once_there_is_room(place: Place, visit: Make) -> None:
    forum = meeting(place)
    _, page = writing(forum, visit, forum.join("Ada"))
    page.get_by_label("Ce qui s’est dit").fill("🌳" * 7_000)
    expect(page.locator("#state-said")).to_contain_text("C’est enregistré")
    page.get_by_label("Points d’accord").fill("🌳" * 6_000)
    expect(page.locator("#state-agreed")).to_contain_text("50\u00a0ko au plus, ce serait 51")
    expect(page.get_by_label("Points d’accord")).to_have_value("🌳" * 6_000)
    page.get_by_label("Ce qui s’est dit").fill("🌳" * 6_000)
    expect(page.locator("#state-agreed")).to_contain_text("C’est enregistré")
    assert forum.says(forum.sessions[0], "agreed") == "🌳" * 6_000


def test_what_is_typed_as_reports_close_stays_in_sight_and_leaves_when_they_open_again(
    place: Place, visit: Make
) -> None:
    forum = meeting(place)
    browser, page = writing(forum, visit, forum.join("Ada"))
    box = page.get_by_label("Ce qui s’est dit")
    box.fill("Avant la fin")
    expect(page.locator("#state-said")).to_contain_text("C’est enregistré")
    cut(page)
    box.fill("Avant la fin, et juste après")
    place.do(forum.workshop, CloseStep("sessions"))
    browser.context.set_offline(False)
    kept = page.locator(".unwritten")
    expect(kept).to_contain_text("Ce que vous écriviez dans un compte rendu est gardé sur cet appareil.")
    expect(kept.locator(".words")).to_have_text("Avant la fin, et juste après")
    well_made(page)
    page.reload()
    page.wait_for_selector("html[data-live]")
    expect(kept.locator(".words")).to_have_text("Avant la fin, et juste après")
    place.open(forum.workshop, "journal")
    expect(kept).to_have_count(0)
    eventually(page, lambda: forum.says(forum.sessions[0]) == "Avant la fin, et juste après")


def test_words_that_wait_are_told_with_the_circle(place: Place, visit: Make) -> None:
    forum = meeting(place)
    browser, page = writing(forum, visit, forum.join("Ada"))
    cut(page)
    page.get_by_label("Ce qui s’est dit").fill("Sans réseau")
    place.do(forum.workshop, TakePen(forum.sessions[0]))
    page.get_by_role("button", name="Tous les cercles").click()
    browser.context.set_offline(False)
    told = page.locator(".circle").first.get_by_text("Des mots de vous attendent dans ce compte rendu")
    expect(told).to_be_visible()
    well_made(page)
    page.locator(".circle").first.get_by_role("link", name="Compte rendu").click()
    page.locator(".aside").get_by_role("button", name="Ne plus le montrer ici").click()
    page.go_back()
    expect(told).to_have_count(0)


def test_who_leaves_a_report_at_once_leaves_nothing_unsaved(place: Place, visit: Make) -> None:
    forum = meeting(place)
    browser, page = writing(forum, visit, forum.join("Ada"))
    page.get_by_label("Ce qui s’est dit").press_sequentially("Tout de suite")
    page.get_by_role("button", name="Tous les cercles").click()
    eventually(page, lambda: forum.says(forum.sessions[0]) == "Tout de suite")
    page.locator(".reports .to-report").first.click()
    cut(page)
    box = page.get_by_label("Ce qui s’est dit")
    box.fill("Tout de suite, hors ligne")
    box.blur()
    eventually(page, lambda: page.evaluate(LEFT) == 1)
    box.fill("Tout de suite, hors ligne, et encore")
    page.get_by_role("button", name="Tous les cercles").click()
    browser.context.set_offline(False)
    eventually(page, lambda: forum.says(forum.sessions[0]) == "Tout de suite, hors ligne, et encore")
