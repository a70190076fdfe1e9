"""The pages outside a face: the doors, opening a workshop, its links, what is read and printed from there."""

from server.house import face_path
from tests.web.town import Scene, Town
from workshops.door import LockDoor


def doors(town: Town) -> Scene:
    yield "home", town.page("/")
    yield "join", (page := town.page("/join"))
    page.locator("#code").fill("AAAA-AAAA")
    page.keyboard.press("Enter")
    page.wait_for_selector("#refused")
    yield "join-refused", page
    yield "privacy", town.page("/privacy")
    yield "link", town.page("/l")
    yield "error-404", town.page("/nothing")
    workshop, _ = town.written()
    yield "error-403", town.page(face_path(workshop, "participant"))
    door = f"/j/{town.place.run(town.place.house.access.entrance(workshop)).qr}"
    yield "door", town.page(door)
    _, page, _ = town.seated(workshop)
    town.place.do(workshop, LockDoor())
    yield "door-locked", town.page(door)
    yield "test", town.page("/t/abcdefgh")
    page.goto(town.place.url(workshop) + "/device")
    yield "device", page
    page.locator("form button.main").click()
    page.wait_for_selector(".bigcode")
    yield "device-shown", page


def opening(town: Town) -> Scene:
    yield "create", (page := town.page("/new"))
    page.locator("[value=quick_vote]").check()
    yield "create-quick", page
    page.locator("#title").fill("Vivre mieux avec moins de numérique")
    page.locator("#organiser").fill("x" * 350)
    page.locator("form button.main").last.click()
    page.wait_for_selector("#refused")
    yield "create-refused", page
    page.locator("#organiser").fill("La Ville, 01 23 45 67 89")
    page.locator("form button.main").last.click()
    page.wait_for_selector(".spell")
    yield "created", page
    page.goto(page.locator("a[href$='/links']").first.evaluate("link => link.href"))
    yield "links", page
    links = page.url
    for form, name in (("invite", "Kofi"), ("helper", "Zoé")):
        page.goto(links)
        page.locator(f"#label-{form}").fill(name)
        page.keyboard.press("Enter")
        page.wait_for_selector(".minted")
        yield f"links-{form}", page
    page.goto(links)
    yield "links-again", page
    page.goto(links.replace("/links", "/poster"))
    yield "poster", page
    page.goto(town.place.base + town.place.run(town.place.house.access.owner_link()))
    page.wait_for_url("**/")
    yield "home-again", page
    page.goto(town.place.base + "/workshops")
    yield "workshops", page
    page.locator(".list button").first.click()
    page.wait_for_selector(".minted")
    yield "workshops-minted", page


def reading(town: Town) -> Scene:
    """What is read, and the page that takes a file."""
    yield "guide", town.page("/guide")
    yield "import", (page := town.page("/import"))
    (file := town.folder / "other.json").write_text('{"version": 99}')
    page.locator("#file").set_input_files(file)
    page.locator("form button.main").last.click()
    page.wait_for_selector("#refused")
    yield "import-refused", page
    workshop, _ = town.written()
    console = town.console(workshop)
    (file := town.folder / "whole.json").write_bytes(
        console.request.get(f"{town.place.url(workshop, 'facilitator')}/export/json").body()
    )
    page.goto(town.place.base + "/import")
    page.locator("#file").set_input_files(file)
    page.locator("form button.main").last.click()
    page.wait_for_selector(".spell")
    yield "import-done", page
