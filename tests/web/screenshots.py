"""Pictures of every page in each of its states: `python -m tests.web.screenshots [--out DIR] [--quick]`."""

import argparse
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.needs import CHROMIUM, no_browser
from tests.place import Place
from tests.web.phones import settled
from tests.web.scenes import SCENES, Town

SIZES = {360: 780, 768: 1024, 1280: 800, 1920: 1080}
SCHEMES = ("light", "dark")


def main() -> None:
    asked = arguments()
    if reason := no_browser():
        raise SystemExit(reason)
    asked.out.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    chosen = [n for n, scene in enumerate(SCENES) if not asked.only or asked.only in scene.__name__]
    work = [(n, asked.out, asked.language, asked.quick) for n in chosen]
    with get_context("spawn").Pool(2) as pool:
        told = pool.starmap(shoot_scene, work, chunksize=1)
    print(f"{sum(n for n, _ in told)} pictures in {asked.out}, {time.monotonic() - started:.0f} s")
    if failed := [problem for _, problem in told if problem]:
        raise SystemExit("\n".join(failed))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.web.screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "screenshots")
    parser.add_argument("--language", default="fr", choices=["fr", "en"])
    parser.add_argument("--quick", action="store_true", help="at two widths only, in light")
    parser.add_argument("--only", default="", metavar="WORD", help="the scenes whose name has this word in it")
    return parser.parse_args()


def shoot_scene(number: int, out: Path, language: str, quick: bool) -> tuple[int, str]:
    """In a process of its own, with a server and a browser of its own: the number of pictures, and what went wrong."""
    taken, name = 0, SCENES[number].__name__
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = Place(Path(folder) / "data")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            for name, page in SCENES[number](Town(place, browser, language, Path(folder))):
                taken += shoot(page, name, out, quick)
        except Exception as error:
            return taken, f"after {name}: {error}"
        finally:
            browser.close()
            place.stop()
    return taken, ""


def shoot(page: Page, name: str, out: Path, quick: bool) -> int:
    """NAME-WIDTH-SCHEME.png. Returns how many were taken."""
    before, taken = page.viewport_size, 0
    for width in (360, 1280) if quick else SIZES:
        for scheme in SCHEMES[:1] if quick else SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            unroll(page, name, width)
            page.screenshot(path=out / f"{name}-{width}-{scheme}.png", animations="disabled")
            taken += 1
    if before:
        page.set_viewport_size(before)
    page.emulate_media(color_scheme="light")
    return taken


def unroll(page: Page, name: str, width: int) -> None:
    """As tall as the page is, so that the bar at its foot is at its foot; what is projected never scrolls."""
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    if not name.startswith("plain-"):
        settled(page)
    page.evaluate("scrollTo(0, 0)")
    box = page.locator("body").bounding_box()
    if box and not name.startswith("screen-") and box["y"] + box["height"] > SIZES[width]:
        page.set_viewport_size({"width": width, "height": min(6_000, int(box["y"] + box["height"]) + 1)})


if __name__ == "__main__":
    main()
