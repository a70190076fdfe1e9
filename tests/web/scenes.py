"""Every page and face of Gommette, in each of its states."""

from collections.abc import Callable

from tests.web.scenes_console import CONSOLE
from tests.web.scenes_desk import agenda, people, prepared, rehearsal
from tests.web.scenes_facilitator import console, console_sorting, console_voting
from tests.web.scenes_forum_desk import FORUM_DESK
from tests.web.scenes_forum_market import MARKETS
from tests.web.scenes_forum_print import forum_printing
from tests.web.scenes_forum_reports import FORUM_REPORTS
from tests.web.scenes_forum_screen import FORUM_SCREEN
from tests.web.scenes_forum_wall import FORUM_WALL
from tests.web.scenes_pages import doors, opening, reading
from tests.web.scenes_paper import helper_voting, helper_writing, paper_numbers, printing
from tests.web.scenes_phone import arranging, arranging_many, ones_place, plain_arranging, rounds
from tests.web.scenes_screen import screen, screen_lights, screen_many, screen_totals
from tests.web.scenes_sorting import crowded_rounds, crowded_sorting, several_rounds, sorting, sorting_empty
from tests.web.scenes_steps import phone_many, phone_steps, phone_voting, phone_writing, plain
from tests.web.town import Scene, Town

__all__ = ["SCENES", "Scene", "Town", "doors", "opening"]

SCENES: list[Callable[[Town], Scene]] = [
    *[doors, opening, reading],
    *[phone_writing, phone_steps, phone_voting, phone_many, plain],
    *[arranging, arranging_many, rounds, ones_place, plain_arranging],
    *MARKETS,
    *FORUM_REPORTS,
    *[screen, screen_lights, screen_totals, screen_many, *FORUM_SCREEN],
    *[console, console_sorting, console_voting, agenda, people, prepared, rehearsal, *CONSOLE],
    *[sorting_empty, sorting, several_rounds, crowded_sorting, crowded_rounds],
    *[helper_writing, helper_voting, paper_numbers, printing],
    *[forum_printing, *FORUM_DESK],
    *FORUM_WALL,
]
