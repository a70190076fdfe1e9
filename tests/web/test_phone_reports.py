"""A circle's report on phones: the pen, what is typed and proposed, its versions; and the newsroom."""

import json

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.web.conftest import Place
from tests.web.meeting import Meeting, meeting, reading, writing
from tests.web.phones import Make, cut, eventually, stopped, well_made
from workshops.agenda import CloseStep
from workshops.ideas import IdeaRecord
from workshops.reporting import LayPen, PostProposed, TakePen

pytestmark = pytest.mark.browser


def test_a_report_is_saved_as_it_is_typed_and_read_by_others_as_it_is_saved(place: Place, visit: Make) -> None:
    """REPORTING3, REPORTING4"""
    forum = meeting(place)
    _, ada = writing(forum, visit, forum.join("Ada"))
    _, mei = reading(forum, visit, forum.join("Mei"))
    expect(mei.locator(".pen")).to_contain_text("Ada a la plume.")
    expect(mei.get_by_role("textbox")).to_have_count(0)
    box = ada.get_by_label("Ce qui s’est dit")
    box.press_sequentially("Nous avons parlé de vélos.")
    expect(ada.locator("#state-said")).to_contain_text("C’est enregistré")
    expect(mei.locator(".part").nth(1)).to_contain_text("Nous avons parlé de vélos.")
    assert forum.says(forum.sessions[0]) == "Nous avons parlé de vélos."
    well_made(ada)
    well_made(mei)


def test_one_s_own_words_coming_back_never_move_the_caret(place: Place, visit: Make) -> None:
    forum = meeting(place)
    _, page = writing(forum, visit, forum.join("Ada"))
    box = page.get_by_label("Ce qui s’est dit")
    box.press_sequentially("Un début  ")
    expect(page.locator("#state-said")).to_contain_text("C’est enregistré")
    box.evaluate("box => box.setSelectionRange(2, 2)")
    for word in ("long ", "et ", "beau "):
        page.keyboard.type(word)
        eventually(page, lambda: word in forum.says(forum.sessions[0]))  # noqa: B023
        expect(page.locator("#state-said")).to_contain_text("C’est enregistré")
    assert forum.says(forum.sessions[0]) == "Unlong et beau  début  "
    assert box.evaluate("box => [box.selectionStart, box.value]") == [15, "Unlong et beau  début  "]


def test_typing_sends_the_whole_part_now_and_then_not_at_every_key(place: Place, visit: Make) -> None:
    forum = meeting(place)
    browser = visit()
    browser.context.clock.install()
    browser.sit(forum.workshop, forum.join("Ada"))
    page = browser.context.new_page()
    sent, under_way = written(page)
    page.goto(place.url(forum.workshop))
    page.wait_for_selector("html[data-live]")
    page.locator(".reports .to-report").first.click()
    page.get_by_role("button", name="Prendre la plume").click()
    box = page.get_by_label("Ce qui s’est dit")
    expect(box).to_be_visible()
    stopped(page)
    box.focus()
    for letter in "Quarante lettres à cent par dix secondes":
        page.keyboard.type(letter)
        page.clock.run_for(100)
        # Next to the hand the server is quick, on a slow machine too: no text waits for the one before it.
        while under_way:
            page.wait_for_timeout(10)
    page.clock.run_for(800)
    expect(page.locator("#state-said")).to_contain_text("C’est enregistré")
    assert 3 <= len(sent) <= 5, sent
    assert sent[-1] == "Quarante lettres à cent par dix secondes"


def written(page: Page) -> tuple[list[str], set[int]]:
    """What this page sends of texts, as it does; the numbers of those that have no verdict yet."""
    found: list[str] = []
    under_way: set[int] = set()

    def hear(frame: str | bytes) -> None:
        message = json.loads(frame)
        if message["type"] == "Do" and message["command"]["type"] == "WriteReport":
            found.append(message["command"]["text"])
            under_way.add(message["cseq"])

    def told(frame: str | bytes) -> None:
        under_way.difference_update(each["cseq"] for each in json.loads(frame) if each["type"] == "Ack")

    def follow(socket: WebSocket) -> None:
        socket.on("framesent", hear)
        socket.on("framereceived", told)

    page.on("websocket", follow)
    return found, under_way


def test_the_pen_is_asked_for_handed_over_and_laid_down(place: Place, visit: Make) -> None:
    """REPORTING2"""
    forum = meeting(place)
    _, ada = writing(forum, visit, forum.join("Ada"))
    _, mei = reading(forum, visit, forum.join("Mei"))
    ask = mei.get_by_role("button", name="Demander la plume")
    ask.click()
    expect(ask).to_have_attribute("aria-pressed", "true")
    expect(ada.locator(".pen")).to_contain_text("Mei demande la plume.")
    ada.get_by_label("Ce qui s’est dit").press_sequentially("Encore un mot")
    ada.get_by_role("button", name="La donner à Mei").click()
    expect(mei.get_by_label("Ce qui s’est dit")).to_have_value("Encore un mot")
    expect(ada.locator(".pen")).to_contain_text("Mei a la plume.")
    expect(ada.locator(".part").nth(1)).to_contain_text("Encore un mot")
    expect(ada.locator(".aside")).to_have_count(0)
    mei.get_by_role("button", name="Poser la plume").click()
    expect(ada.get_by_role("button", name="Prendre la plume")).to_be_enabled()
    expect(mei.locator(".pen")).to_be_focused()


def test_what_the_circle_proposes_becomes_ideas_line_after_line(place: Place, visit: Make) -> None:
    """REPORTING6"""
    forum = meeting(place)
    browser, page = writing(forum, visit, forum.join("Ada"))
    box = page.get_by_label("Une proposition de plus")
    box.focus()
    for text in ("Un banc", "Deux bancs", "Trois bancs"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(box).to_have_value("")
        expect(box).to_be_focused()
    expect(page.locator(".proposed .posted")).to_have_count(3)
    expect(page.locator(".proposed li").nth(2)).to_contain_text("Au tableau · Proposition 3")
    page.locator(".proposed li").nth(1).get_by_role("button", name="Modifier").click()
    page.get_by_label("La proposition", exact=True).fill("Deux bancs à l’ombre")
    page.get_by_role("button", name="Enregistrer").click()
    page.locator(".proposed li").first.get_by_role("button", name="Modifier").click()
    page.get_by_role("button", name="Retirer").click()
    expect(page.locator(".proposed li")).to_have_count(2)
    eventually(page, lambda: forum.proposed(forum.sessions[0]) == ["Deux bancs à l’ombre", "Trois bancs"])
    well_made(page)
    cut(page)
    box.fill("Hors ligne")
    page.keyboard.press("Enter")
    place.do(forum.workshop, TakePen(forum.sessions[0]))
    browser.context.set_offline(False)
    refused = page.locator(".proposed .refused")
    expect(refused).to_contain_text("Hors ligne")
    expect(refused).to_contain_text("Vous n’avez plus la plume de ce compte rendu.")
    well_made(page)
    page.reload()
    page.wait_for_selector("html[data-live]")
    expect(refused).to_contain_text("Hors ligne")
    place.do(forum.workshop, LayPen(forum.sessions[0]))
    page.get_by_role("button", name="Prendre la plume").click()
    refused.get_by_role("button", name="Reprendre").click()
    page.get_by_role("button", name="Enregistrer").click()
    eventually(page, lambda: forum.proposed(forum.sessions[0])[-1] == "Hors ligne")
    expect(page.locator(".proposed .refused")).to_have_count(0)


def test_versions_are_read_and_put_back_by_who_has_the_pen(place: Place, visit: Make) -> None:
    """REPORTING5"""
    forum = meeting(place)
    forum.writes(kofi := forum.join("Kofi"), forum.sessions[0], said="Par Kofi", agreed="Tous")
    forum.do(kofi, LayPen(forum.sessions[0]))
    forum.writes(mei := forum.join("Mei"), forum.sessions[0], said="Par Mei")
    forum.do(mei, LayPen(forum.sessions[0]))
    _, page = writing(forum, visit, forum.join("Ada"))
    page.get_by_text("Versions de ce compte rendu").click()
    expect(page.locator(".versions li")).to_have_count(2)
    expect(page.locator(".versions li").last).to_contain_text("Kofi")
    page.locator(".versions li").last.get_by_role("button").first.click()
    expect(page.locator(".version section")).to_have_count(2)
    well_made(page)
    page.locator(".version section").first.get_by_role("button", name="Le mettre à la place du texte").click()
    expect(page.get_by_label("Ce qui s’est dit")).to_have_value("Par Kofi")
    eventually(page, lambda: forum.says(forum.sessions[0]) == "Par Kofi")
    expect(page.locator(".versions li")).to_have_count(3)


def test_texts_come_only_while_a_report_is_open(place: Place, visit: Make) -> None:
    """REPORTING4"""
    forum = meeting(place)
    browser = visit()
    browser.sit(forum.workshop, forum.join("Mei"))
    page = browser.context.new_page()
    heard: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    page.goto(place.url(forum.workshop))
    page.wait_for_selector("html[data-live]")
    kofi = forum.join("Kofi")
    forum.writes(kofi, forum.sessions[0], said="Premier texte")
    expect(page.locator(".circle").first).to_contain_text("Kofi écrit · 1 partie sur 4 remplie")
    assert not any("Premier texte" in frame for frame in heard)
    page.locator(".to-report").first.click()
    expect(page.locator(".part").nth(1)).to_contain_text("Premier texte")
    page.go_back()
    expect(page.locator(".circle")).to_have_count(3)
    eventually(page, lambda: not watched(forum, f"text:{forum.sessions[0]}.said"))
    forum.writes(kofi, forum.sessions[0], said="Second texte", agreed="Tous")
    expect(page.locator(".circle").first).to_contain_text("2 parties sur 4 remplies")
    assert not any("Second texte" in frame for frame in heard)


def watched(forum: Meeting, key: str) -> bool:
    """As the server knows: a page that has gone back says so a moment later."""
    room = forum.place.run(forum.place.house.rooms.get(forum.workshop))
    return forum.place.run(room.between(lambda: any(room.members.watching(key))))


def test_a_report_has_an_address_and_back_goes_back_to_the_link(place: Place, visit: Make) -> None:
    forum = meeting(place)
    browser, page = reading(forum, visit, forum.join("Mei"), 2)
    title = page.locator(".report-head h1").text_content()
    page.reload()
    page.wait_for_selector("html[data-live]")
    expect(page.locator(".report-head h1")).to_have_text(title or "")
    page.get_by_role("button", name="Tous les cercles").click()
    expect(page.locator(".circle")).to_have_count(3)
    page.locator(".reports .to-report").nth(2).click()
    expect(page.locator(".report-head h1")).to_be_focused()
    page.go_back()
    expect(page.locator(f"#to-l-{forum.sessions[2]}")).to_be_focused()
    browser.context.close()


def test_the_newsroom_is_read_page_by_page_those_still_empty_last(place: Place, visit: Make) -> None:
    forum = meeting(place, 3, 1)
    for n in (3, 1):
        forum.writes(forum.conveners[n], forum.sessions[n], said=f"Le texte {n}")
    forum.do(forum.conveners[3], PostProposed(forum.sessions[3], "idea-1", "Un banc"))
    place.do(forum.workshop, CloseStep("sessions"))
    place.open(forum.workshop, "journal")
    browser = visit()
    browser.sit(forum.workshop, forum.join("Mei"))
    page = browser.open(forum.workshop)
    heading = page.locator(".report-head h1")
    expect(heading).to_have_text("Qui aide les aidants ?")
    expect(page.locator(".session-report")).to_contain_text("Le texte 1")
    well_made(page)
    page.get_by_role("button", name="Suivant").first.click()
    expect(heading).to_have_text("La rue sans écrans")
    expect(heading).to_be_focused()
    expect(page.locator(".proposed")).to_contain_text("Un banc")
    page.get_by_label("Choisir un compte rendu").select_option(forum.sessions[2])
    expect(heading).to_have_text("Le collège sans téléphone")
    expect(page.get_by_role("button", name="Suivant").first).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="Prendre la plume").click()
    page.get_by_label("Ce qui s’est dit").fill("Fini au journal")
    expect(page.locator("#state-said")).to_contain_text("C’est enregistré")
    expect(heading).to_have_text("Le collège sans téléphone")
    page.get_by_role("link", name="Tous sur une page").click()
    expect(page.locator("article")).to_have_count(3)
    expect(page.locator("article").nth(1)).to_contain_text("Fini au journal")


def test_ideas_of_a_report_are_on_the_board_for_the_vote(place: Place, visit: Make) -> None:
    forum = meeting(place)
    forum.do(forum.conveners[0], TakePen(forum.sessions[0]), PostProposed(forum.sessions[0], "idea-1", "Un banc"))
    place.open(forum.workshop, "voting")
    browser = visit()
    browser.sit(forum.workshop, forum.join("Mei"))
    page = browser.open(forum.workshop)
    expect(page.locator(".c")).to_contain_text("Un banc")
    found = [each for each in place.seen(forum.workshop).values() if isinstance(each, IdeaRecord)]
    assert [each.origin for each in found] == [f"session:{forum.sessions[0]}"]
    page.locator(".c").get_by_role("link", name="Un repair café qui dure").click()
    expect(page.locator("dialog")).to_contain_text("Grande salle")


def test_what_one_reads_stays_where_it_is_while_others_write_above(place: Place, visit: Make) -> None:
    forum = meeting(place)
    kofi = forum.join("Kofi")
    forum.writes(kofi, forum.sessions[0], question="Une question", said="Ligne\n" * 60, agreed="Tous")
    _, page = reading(forum, visit, forum.join("Mei"))
    part = page.locator(".part").nth(2)
    expect(part).to_contain_text("Tous")
    part.scroll_into_view_if_needed()
    before = part.bounding_box()
    forum.writes(kofi, forum.sessions[0], question="Une question\n" * 12)
    expect(page.locator(".part").first).to_contain_text("Une question\nUne question")
    after = part.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2


def test_of_two_who_take_the_pen_at_once_one_has_it_and_the_other_is_told(place: Place, visit: Make) -> None:
    """REPORTING2"""
    forum = meeting(place)
    browser, page = reading(forum, visit, forum.join("Mei"))
    cut(page)
    page.get_by_role("button", name="Prendre la plume").click()
    forum.do(forum.join("Kofi"), TakePen(forum.sessions[0]))
    browser.context.set_offline(False)
    expect(page.locator(".banner.said")).to_contain_text("Quelqu’un d’autre a la plume de ce compte rendu.")
    expect(page.locator(".pen")).to_contain_text("Kofi a la plume.")
    expect(page.locator(".pen [role=status]")).to_be_empty()
