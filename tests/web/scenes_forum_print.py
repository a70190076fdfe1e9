"""What an open forum prints: the page to choose on, each sheet, and the proceedings."""

from tests.web.meeting import meeting
from tests.web.town import Scene, Town
from workshops.attendance import ImHere
from workshops.reporting import PostProposed

SHEETS = ("paper", "print/topics?count=6", "print/wall", "print/wall?as=empty", "print/reports", "print/proceedings")


def forum_printing(town: Town) -> Scene:
    made = meeting(town.place, 6, 5)
    for convener, session in zip(made.conveners, made.sessions[:3], strict=False):
        made.do(convener, ImHere(session))
        made.writes(
            convener, session, question="Que faut-il pour tenir ?", said="Un local fixe.\n\nUne personne payée."
        )
    made.do(made.conveners[0], PostProposed(made.sessions[0], "proposed-1", "Prêter une salle à l’année"))
    _, page, _ = town.seated(made.workshop, "facilitator")
    for what in SHEETS:
        page.goto(f"{town.place.url(made.workshop, 'facilitator')}/{what}")
        name = what.partition("/")[2].replace("?as=", "-").partition("?")[0]
        yield f"paper-forum-{name or 'choose'}", page
