"""Agenda walls of any size, as a screen has to show them."""

import secrets

from playwright.sync_api import Page

from tests.web.conftest import Place
from tests.web.meeting import SPACES, STEPS, TITLES
from workshops.slots import PutSlot, StartSlot
from workshops.spaces import PutSpace
from workshops.topics import ProposeTopic
from workshops.wall import PlaceTopic

LONG = "Anticonstitutionnellement" * 8
WORDS = (
    "Un titre qui n’en finit pas de dire de quoi l’on veut parler, et avec qui, et pourquoi ici plutôt qu’ailleurs. "
)
MOST = 200
"""Topics in one workshop."""


def wall(
    place: Place, spaces: int, slots: int, *, runs: int | None = None, long: bool = False, names: bool = False
) -> str:
    """A wall with a topic in three places of four. runs: the slot (from 0) that runs, those before it being over. long:
    its titles are; names: those of its spaces are."""
    workshop = place.create(STEPS)
    length = 40 if slots <= 12 else 20
    for n in range(slots):
        starts = 9 * 60 + n * (length + 10)
        place.do(workshop, PutSlot(f"slot-{n:02}", starts, starts + length))
    for n in range(spaces):
        name = SPACES[n][0] if n < len(SPACES) else f"Salle {n + 1}"
        place.do(workshop, PutSpace(f"space-{n:02}", LONG[:40] if names else name, 12))
    place.open(workshop, "market")
    for n, (slot, space) in enumerate(cells(spaces, slots)[:MOST]):
        topic = secrets.token_urlsafe(9)
        title = [LONG, (WORDS * 2)[:200], TITLES[n % 12]][n % 3] if long else TITLES[n % 12]
        place.do(workshop, ProposeTopic(topic, title[:200]))
        place.do(workshop, PlaceTopic(topic, f"slot-{slot:02}", f"space-{space:02}"))
    place.open(workshop, "sessions")
    for n in range(0 if runs is None else runs + 1):
        place.do(workshop, StartSlot(f"slot-{n:02}"))
    return workshop


def cells(spaces: int, slots: int) -> list[tuple[int, int]]:
    """Slot and space of each topic: column by column, so that every slot has some before there are too many."""
    one = spaces * slots == 1
    return [(slot, space) for space in range(spaces) for slot in range(slots) if one or (slot + space) % 4]


def smallest(page: Page) -> float:
    """Of all letters seen on the stage, in 1920ths of its width."""
    unit: float = page.evaluate("Math.min(innerWidth / 1920, innerHeight / 1080)")
    size: float = page.evaluate(SMALLEST)
    return round(size / unit, 1)


SMALLEST = """() => {
    const sizes = [];
    const walk = document.createTreeWalker(document.querySelector('.stage'), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const one = walk.currentNode.parentElement;
        const style = getComputedStyle(one);
        const drawn = style.visibility !== 'hidden' && one.getClientRects().length;
        if (walk.currentNode.textContent.trim() && drawn && !one.closest('.sr')) sizes.push(parseFloat(style.fontSize));
    }
    return Math.min(...sizes);
}"""
"""What is only said aloud, or not drawn, has no size."""

CUT_OFF = """() => {
    const top = document.querySelector('.foot').getBoundingClientRect().top;
    const parts = '.c, .circle, .sp, .sl, .free, .pager, .beyond, .wallkey > *, .next li';
    return [...document.querySelectorAll(`.stage :is(${parts})`)]
        .filter(one => getComputedStyle(one).visibility !== 'hidden' && one.getClientRects().length)
        .filter(one => {
            const box = one.getBoundingClientRect();
            return box.bottom > top + 1 || box.right > innerWidth + 1 || box.left < -1;
        }).map(one => one.className + ' ' + one.textContent);
}"""
"""What the foot or the edge of the page would cut."""
OVERFLOWING = """() => [...document.querySelectorAll('.stage .c')].filter(one => {
    const meta = one.querySelector('.m'), title = one.querySelector('.t');
    const [box, words] = [one.getBoundingClientRect(), title.getBoundingClientRect()];
    const last = (meta ?? title).getBoundingClientRect();
    return last.bottom > box.bottom + 1 || (meta && words.bottom > meta.getBoundingClientRect().top + 2);
}).map(one => one.textContent)"""
"""Cells whose title runs into what stands under it, or out of its paper."""
