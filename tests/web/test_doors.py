"""The pages before a workshop, and those that give out its links, as a browser shows them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.conftest import Place
from tests.web.journeys import sound
from tests.web.scenes import Scene, Town, doors, opening

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scene", [doors, opening])
def test_every_page_before_a_workshop_is_sound(
    place: Place, chromium: Browser, tmp_path: Path, scene: Callable[[Town], Scene]
) -> None:
    for _, page in scene(Town(place, chromium, "fr", tmp_path)):
        sound(page, 320, 768, 1280)
